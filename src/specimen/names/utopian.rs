//! Utopians: islanders of many origins who write Latin letters with every kind of mark.

use super::{People, Tongue, Written};

const fn latin(words: &'static str) -> Written {
    (words, "")
}

pub(super) static PEOPLE: People = People {
    tongues: &[
        Tongue {
            women: &[latin("Ána Lucía"), latin("Zoë"), latin("Solène"), latin("Márta"), latin("Inês"), latin("Françoise"), latin("Begoña")],
            men: &[latin("Léon"), latin("Mateo"), latin("André Luís"), latin("Máté"), latin("Noël"), latin("François"), latin("João")],
            surnames: &[
                latin("Vårdalen"),
                latin("Peñasol"),
                latin("Castelbrumé"),
                latin("Montargüe"),
                latin("Tölgyfay"),
                latin("D’Ombrelune"),
                latin("Saint-Cœurval"),
                latin("Ribeirança"),
            ],
        },
        Tongue {
            women: &[latin("Šárka"), latin("Łucja"), latin("Živa"), latin("Małgorzata"), latin("Ieva"), latin("Ağça"), latin("Şirin")],
            men: &[latin("Ondřej"), latin("Jiří"), latin("Žiga"), latin("Paweł"), latin("Jānis"), latin("Çetin"), latin("İlker")],
            surnames: &[
                latin("Okružná"),
                latin("Brzozówka"),
                latin("Dlouhomil"),
                latin("Křemenec"),
                latin("Święcka"),
                latin("Ķirsezers"),
                latin("Yıldıröz"),
                latin("Ţărmure"),
            ],
        },
        Tongue {
            women: &[latin("Åse"), latin("Jórunn"), latin("Sørine"), latin("Käthe"), latin("Guðný"), latin("Tuulikki"), latin("Līga")],
            men: &[latin("Ólafur"), latin("Bjørn"), latin("Jürgen"), latin("Håkon"), latin("Þórir"), latin("Päiviö"), latin("Győző")],
            surnames: &[
                latin("Fjærlund"),
                latin("Strandgård"),
                latin("Müllerhoff"),
                latin("Þorvaldsey"),
                latin("Weißendorn"),
                latin("Hämärinne"),
                latin("Őszhegyi"),
                latin("van der Zeeuw"),
            ],
        },
    ],
    long_given: [&[], &[]],
    places: &[
        latin("Amaurot"),
        latin("Nolandia"),
        latin("Port Hythlo"),
        latin("Salis Ford"),
        latin("Anyder"),
        latin("Sainte-Ondine"),
        latin("Val Méridon"),
        latin("Coralport"),
        latin("Ærøhavn"),
        latin("Žabí Brod"),
        latin("Kőrév"),
        latin("San Íñigo"),
    ],
    streets: &[
        latin("Rue des Tilleuls"),
        latin("Lighthouse Row"),
        latin("Lindenstraße"),
        latin("Calle del Olmo"),
        latin("Mill Lane"),
        latin("Skolegata"),
        latin("Via dei Gelsi"),
        latin("Říční"),
        latin("Harbour Steps"),
        latin("Kőfaragó köz"),
    ],
    authorities: &[latin("Passport Office"), latin("Ministry of the Interior"), latin("Prefecture of Amaurot"), latin("Harbour Office")],
    nationality: latin("Utopian"),
    eyes: &["blue", "brown", "brown", "green", "grey", "hazel"],
};
