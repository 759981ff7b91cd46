//! The person a document is made out to: consistent names, numbers and dates from a seed.

mod address;
mod name;
mod number;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::names::{Culture, PROFESSIONS, RANKS, Written};
use super::rng::Rng;
use crate::domain;

/// What a series asks of its holders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Personal {
    /// The people of the holder.
    pub culture: Culture,
    /// Format of the document number: `A` a letter that cannot be taken for a digit, `9` a digit, all else as it stands.
    pub number_format: &'static str,
    /// Format of the personal number, empty for none: as above, and `Y`, `M`, `D` in pairs for the day of birth, `S` a digit that is
    /// odd for men, `C` a check digit with weights 7, 3, 1 over the letters and digits before it.
    pub identity_format: &'static str,
    /// First day of issue; documents are issued within three years from it.
    pub first_issue: domain::Date,
    /// Validity in years; the last day is the eve of the anniversary.
    pub validity_years: i16,
    /// Age at issue in whole years, from and to.
    pub ages: (u8, u8),
    /// Whether the holder has a rank of the foreign service.
    pub diplomat: bool,
}

impl Personal {
    /// Grown-ups of `culture` without a personal number.
    pub(crate) const fn new(culture: Culture, number_format: &'static str, first_issue: domain::Date, validity_years: i16) -> Self {
        Self { culture, number_format, identity_format: "", first_issue, validity_years, ages: (19, 61), diplomat: false }
    }

    /// With a personal number.
    pub(crate) const fn identified(mut self, format: &'static str) -> Self {
        self.identity_format = format;
        self
    }

    #[cfg(test)]
    /// For people of other ages, children for instance.
    pub(crate) const fn aged(mut self, from: u8, to: u8) -> Self {
        self.ages = (from, to);
        self
    }

    /// For the foreign service.
    pub(crate) const fn diplomat(mut self) -> Self {
        self.diplomat = true;
        self
    }
}

/// A person of no real country, drawn from a seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The seed that drew this person, also of the portrait and the signature.
    pub seed: u64,
    /// Surname as printed, with diacritics.
    pub surname: String,
    /// Given names as printed; empty for people of one name.
    pub given_names: String,
    /// Surname in the native script, if that is not Latin.
    pub native_surname: Option<String>,
    /// Given names in the native script.
    pub native_given_names: Option<String>,
    /// `F`, `M` or `X`.
    pub sex: char,
    /// Day of birth.
    pub born: domain::Date,
    /// Place of birth.
    pub birthplace: String,
    /// Place of birth in the native script.
    pub native_birthplace: Option<String>,
    /// Address in two lines.
    pub address: [String; 2],
    /// Address in the native script.
    pub native_address: Option<[String; 2]>,
    /// Citizenship in a word.
    pub nationality: String,
    /// Citizenship in the native script.
    pub native_nationality: Option<String>,
    /// Number of the document.
    pub number: String,
    /// Number of the person.
    pub personal_number: Option<String>,
    /// Day of issue.
    pub issued: domain::Date,
    /// Last day of validity.
    pub expires: domain::Date,
    /// Body height in cm.
    pub height_cm: u16,
    /// Colour of the eyes in words.
    pub eyes: String,
    /// Office of issue.
    pub authority: String,
    /// Office of issue in the native script.
    pub native_authority: Option<String>,
    /// Calling, or rank of a diplomat.
    pub profession: String,
}

impl Holder {
    /// The person of `seed` as `personal` asks.
    pub(crate) fn from_seed(seed: u64, personal: Personal) -> Self {
        let people = personal.culture.people();
        let mut rng = Rng::new(seed, &format!("holder {}", personal.culture.code()));
        let sex = match rng.below(60) {
            0 => 'X',
            drawn if drawn % 2 == 0 => 'F',
            _ => 'M',
        };
        // An X says nothing about the given name.
        let woman = sex == 'F' || sex == 'X' && rng.unit() < 0.5;
        let issued = later(personal.first_issue.0, rng.range(20.0, 1000.0) as i64);
        let (youngest, oldest) = (f32::from(personal.ages.0), f32::from(personal.ages.1.max(personal.ages.0)));
        // Two days more than the youngest age, so that leap years never make it less.
        let days = rng.range(youngest * 365.25 + 2.0, (oldest + 0.99) * 365.25);
        let born = later(issued, -(days as i64));
        let expires =
            issued.checked_add(jiff::Span::new().years(personal.validity_years)).and_then(|day| day.yesterday()).unwrap_or(issued);
        let name = name::drawn(personal.culture, woman, &mut rng);
        let (birthplace, native_birthplace) = both(rng.pick(people.places).copied());
        let (address, native_address) = address::drawn(personal.culture, &mut rng);
        let (authority, native_authority) = both(rng.pick(people.authorities).copied());
        let (nationality, native_nationality) = both(Some(people.nationality));
        let number = number::document(personal.number_format, &mut rng);
        let personal_number = (!personal.identity_format.is_empty())
            .then(|| number::personal(personal.identity_format, domain::Date(born), sex == 'M' || sex == 'X' && !woman, &mut rng));
        let callings = if personal.diplomat { RANKS } else { PROFESSIONS };
        Self {
            seed,
            surname: name.surname.0,
            given_names: name.given.0,
            native_surname: name.surname.1,
            native_given_names: name.given.1,
            sex,
            born: domain::Date(born),
            birthplace,
            native_birthplace,
            address,
            native_address,
            nationality,
            native_nationality,
            number,
            personal_number,
            issued: domain::Date(issued),
            expires: domain::Date(expires),
            height_cm: height_cm(days / 365.25, woman, &mut rng),
            eyes: word(people.eyes, &mut rng),
            authority,
            native_authority,
            profession: if days < 17.0 * 365.25 { "Pupil".to_owned() } else { word(callings, &mut rng) },
        }
    }

    /// The whole name in the native script, in the order of its people; `None` where the script is Latin.
    pub(crate) fn native_name(&self) -> Option<String> {
        let (surname, given) = (self.native_surname.as_deref()?, self.native_given_names.as_deref().unwrap_or_default());
        if given.is_empty() {
            return Some(surname.to_owned());
        }
        Some(match surname.chars().next() {
            Some('\u{4e00}'..='\u{9fff}') => format!("{surname}{given}"),
            Some('\u{600}'..='\u{6ff}' | '\u{e00}'..='\u{e7f}') => format!("{given} {surname}"),
            _ => format!("{surname} {given}"),
        })
    }
}

/// Body height of a person of `age` years: children grow in a curve that levels off at 18.
fn height_cm(age: f32, woman: bool, rng: &mut Rng) -> u16 {
    let grown = if woman { rng.range(155.0, 181.0) } else { rng.range(166.0, 194.0) };
    let share = (age / 18.0).min(1.0);
    (grown * (0.31 + 0.69 * share * (1.6 - 0.6 * share))) as u16
}

fn word(words: &[&str], rng: &mut Rng) -> String {
    rng.pick(words).copied().unwrap_or_default().to_owned()
}

/// The Latin and the native form of a word; a Latin form that is not given is spelt letter by letter.
fn both(word: Option<Written>) -> (String, Option<String>) {
    let (latin, native) = word.unwrap_or_default();
    let native = (!native.is_empty()).then(|| native.to_owned());
    (native.as_deref().filter(|_| latin.is_empty()).map_or_else(|| latin.to_owned(), name::spelt), native)
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(day)
}

/// A day as documents print it: `07 MAR 1981`.
pub(crate) fn printed_day(day: domain::Date) -> String {
    const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let month = MONTHS.get(day.0.month() as usize - 1).copied().unwrap_or("");
    format!("{:02} {month} {}", day.0.day(), day.0.year())
}

#[cfg(test)]
mod tests;
