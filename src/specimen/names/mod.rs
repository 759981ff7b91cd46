//! Peoples of fictional states: common given names with invented surnames, invented places and offices, in the native script too.

mod marenian;
mod qazirah;
mod sorathai;
mod tianhai;
mod utopian;

/// A word in Latin letters and in the native script. The second is empty where the people write Latin, the first where the Latin
/// form follows from the native one letter by letter (ICAO Doc 9303, part 3, 6).
pub(crate) type Written = (&'static str, &'static str);

/// Names that go together.
pub(crate) struct Tongue {
    pub women: &'static [Written],
    pub men: &'static [Written],
    pub surnames: &'static [Written],
}

/// What the papers of one people say.
pub(crate) struct People {
    pub tongues: &'static [Tongue],
    /// Long given names of women and of men for peoples whose names are short; empty where names grow by joining.
    pub long_given: [&'static [Written]; 2],
    pub places: &'static [Written],
    pub streets: &'static [Written],
    /// Offices that issue documents.
    pub authorities: &'static [Written],
    /// What citizens are called.
    pub nationality: Written,
    /// Colours of eyes in English, the frequent ones several times.
    pub eyes: &'static [&'static str],
}

/// Ranks in diplomatic passports.
pub(crate) const RANKS: &[&str] =
    &["Ambassador", "Minister Counsellor", "Counsellor", "First Secretary", "Second Secretary", "Third Secretary", "Attaché", "Consul"];

/// Callings in documents that name one.
pub(crate) const PROFESSIONS: &[&str] = &[
    "Boatbuilder",
    "Teacher",
    "Weaver",
    "Physician",
    "Surveyor",
    "Pharmacist",
    "Baker",
    "Printer",
    "Engineer",
    "Gardener",
    "Musician",
    "Translator",
    "Bookbinder",
    "Astronomer",
    "Carpenter",
    "Student",
];

/// The culture of a fictional state: its names, places, offices and script.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Culture {
    /// Latin letters with many kinds of diacritics.
    Utopian,
    /// Cyrillic; Latin letter by letter.
    Marenian,
    /// Thai.
    Sorathai,
    /// Arabic, from right to left.
    Qazirah,
    /// Chinese; the surname comes first.
    Tianhai,
}

impl Culture {
    #[cfg(test)]
    pub(crate) const ALL: [Self; 5] = [Self::Utopian, Self::Marenian, Self::Sorathai, Self::Qazirah, Self::Tianhai];

    /// Its tables.
    pub(crate) const fn people(self) -> &'static People {
        match self {
            Self::Utopian => &utopian::PEOPLE,
            Self::Marenian => &marenian::PEOPLE,
            Self::Sorathai => &sorathai::PEOPLE,
            Self::Qazirah => &qazirah::PEOPLE,
            Self::Tianhai => &tianhai::PEOPLE,
        }
    }

    /// The code of its state: the one for specimens, or one that ISO 3166-1 leaves to its users (`QMA`–`QZZ`).
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Utopian => "UTO",
            Self::Marenian => "QMA",
            Self::Sorathai => "QSR",
            Self::Qazirah => "QZR",
            Self::Tianhai => "QTH",
        }
    }
}

/// Every native or accented word of the tables, of all cultures; for tests of fonts.
#[cfg(test)]
pub(crate) fn every_word() -> impl Iterator<Item = (Culture, Written)> {
    Culture::ALL.into_iter().flat_map(|culture| {
        let people = culture.people();
        let names = people.tongues.iter().flat_map(|tongue| [tongue.women, tongue.men, tongue.surnames]);
        let lists = names.chain(people.long_given).chain([people.places, people.streets, people.authorities]);
        lists.flatten().copied().chain([people.nationality]).map(move |word| (culture, word))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_people_has_names_enough_and_none_twice() {
        for culture in Culture::ALL {
            for list in [|tongue: &Tongue| tongue.women, |tongue: &Tongue| tongue.men, |tongue: &Tongue| tongue.surnames] {
                let mut all: Vec<_> = culture.people().tongues.iter().flat_map(list).collect();
                let count = all.len();
                all.sort();
                all.dedup();
                assert!(count == all.len() && count >= 12, "{culture:?}");
            }
            let surnames = culture.people().tongues.iter().map(|tongue| tongue.surnames.len()).sum::<usize>();
            assert!(surnames >= 16, "{culture:?}");
        }
    }

    #[test]
    fn each_culture_writes_its_own_script() {
        for (culture, (latin, native)) in every_word() {
            let script = |range: std::ops::RangeInclusive<char>| {
                native.chars().all(|letter| range.contains(&letter) || letter.is_ascii_digit() || " -·".contains(letter))
                    && !native.is_empty()
            };
            assert!(
                match culture {
                    Culture::Utopian => native.is_empty() && !latin.is_empty(),
                    Culture::Marenian => script('\u{400}'..='\u{4ff}'),
                    Culture::Sorathai => script('\u{e00}'..='\u{e7f}'),
                    Culture::Qazirah => script('\u{600}'..='\u{6ff}'),
                    Culture::Tianhai => script('\u{4e00}'..='\u{9fff}'),
                },
                "{culture:?}: {latin} {native}"
            );
        }
    }
}
