//! Invented people: common given names with invented surnames, in Latin letters and some also in a script of their own.

/// A name as it is printed, and in the script of its bearer where that is another.
pub(crate) type Written = (&'static str, Option<&'static str>);

/// A family of names that go together.
pub(crate) struct Tongue {
    pub women: &'static [Written],
    pub men: &'static [Written],
    pub surnames: &'static [Written],
}

pub(crate) const TONGUES: &[Tongue] = &[
    Tongue {
        women: &[("Ána Lucía", None), ("Zoë", None), ("Solène", None), ("Márta", None), ("Inês", None)],
        men: &[("Léon", None), ("Mateo", None), ("André Luís", None), ("Máté", None), ("Noël", None)],
        surnames: &[("Vårdalen", None), ("Peñasol", None), ("Castelbrumé", None), ("Montargüe", None), ("Tölgyfay", None)],
    },
    Tongue {
        women: &[("Šárka", None), ("Łucja", None), ("Živa", None), ("Małgorzata", None)],
        men: &[("Ondřej", None), ("Jiří", None), ("Žiga", None), ("Paweł", None)],
        surnames: &[("Okružná", None), ("Brzozówka", None), ("Dlouhomil", None), ("Křemenec", None), ("Święcka", None)],
    },
    Tongue {
        women: &[("Åse", None), ("Jórunn", None), ("Sørine", None), ("Käthe", None)],
        men: &[("Ólafur", None), ("Bjørn", None), ("Jürgen", None), ("Håkon", None)],
        surnames: &[("Fjærlund", None), ("Strandgård", None), ("Müllerhoff", None), ("Þorvaldsey", None), ("Weißendorn", None)],
    },
    Tongue {
        women: &[("Elena", Some("ЕЛЕНА")), ("Radmila", Some("РАДМИЛА")), ("Vesna", Some("ВЕСНА"))],
        men: &[("Dragan", Some("ДРАГАН")), ("Milosh", Some("МИЛОШ")), ("Timofey", Some("ТИМОФЕЙ"))],
        surnames: &[("Tihomirna", Some("ТИХОМИРНА")), ("Zelenogor", Some("ЗЕЛЕНОГОР")), ("Berezovat", Some("БЕРЕЗОВАТ"))],
    },
    Tongue {
        women: &[("Malee", Some("มาลี")), ("Suda", Some("สุดา")), ("Kanya", Some("กัญญา"))],
        men: &[("Anan", Some("อนันต์")), ("Chai", Some("ชัย")), ("Somsak", Some("สมศักดิ์"))],
        surnames: &[("Duangthong", Some("ดวงทอง")), ("Faisawan", Some("ไฟสวรรค์")), ("Namphet", Some("น้ำเพชร"))],
    },
];

pub(crate) const PLACES: &[&str] =
    &["Amaurot", "Nolandia", "Port Hythlo", "Salis Ford", "Anyder", "Sainte-Ondine", "Val Meridon", "Coralport"];
