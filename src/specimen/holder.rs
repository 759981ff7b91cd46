//! The person a document is made out to: consistent names, numbers and dates from a seed.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::names::{PLACES, TONGUES};
use super::rng::Rng;

/// A person of no country, drawn from a seed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The seed that drew this person, also of the portrait and the signature.
    pub seed: u64,
    /// Surname as printed.
    pub surname: String,
    /// Given names as printed.
    pub given_names: String,
    /// The whole name in another script, where the bearer has one.
    pub native_name: Option<String>,
    /// `F` or `M`.
    pub sex: char,
    /// Day of birth.
    pub born: crate::domain::Date,
    /// Place of birth.
    pub birthplace: String,
    /// Number of the document.
    pub number: String,
    /// Day of issue.
    pub issued: crate::domain::Date,
    /// Day of expiry.
    pub expires: crate::domain::Date,
    /// Body height in cm.
    pub height_cm: u16,
}

impl Holder {
    /// The person of `seed` with a document whose number fits `number_format`, issued within three years from `first_issue`.
    pub fn from_seed(seed: u64, number_format: &str, first_issue: crate::domain::Date, validity_years: i16) -> Self {
        let mut rng = Rng::new(seed, "holder");
        let woman = rng.unit() < 0.5;
        let (mut surname, mut given, mut native) = ("Specimen", "Anna", None);
        if let Some(tongue) = rng.pick(TONGUES) {
            let own = if woman { tongue.women } else { tongue.men };
            if let (Some(first), Some(last)) = (rng.pick(own), rng.pick(tongue.surnames)) {
                (surname, given) = (last.0, first.0);
                native = first.1.zip(last.1).map(|(first, last)| format!("{last} {first}"));
            }
        }
        let issued = later(first_issue.0, rng.range(20.0, 1000.0) as i64);
        let born = later(issued, -(rng.range(19.0 * 365.25, 61.0 * 365.25) as i64));
        let expires = issued.checked_add(jiff::Span::new().years(validity_years)).and_then(|day| day.yesterday()).unwrap_or(issued);
        Self {
            seed,
            surname: surname.to_owned(),
            given_names: given.to_owned(),
            native_name: native,
            sex: if woman { 'F' } else { 'M' },
            born: crate::domain::Date(born),
            birthplace: (*rng.pick(PLACES).unwrap_or(&"Amaurot")).to_owned(),
            number: number(number_format, &mut rng),
            issued: crate::domain::Date(issued),
            expires: crate::domain::Date(expires),
            height_cm: rng.range(if woman { 155.0 } else { 166.0 }, if woman { 181.0 } else { 194.0 }) as u16,
        }
    }
}

fn later(day: Date, days: i64) -> Date {
    day.checked_add(jiff::Span::new().days(days)).unwrap_or(day)
}

/// A number of the given format: `A` a letter that cannot be taken for a digit, `9` a digit.
fn number(format: &str, rng: &mut Rng) -> String {
    const LETTERS: &[char] = &['A', 'C', 'E', 'F', 'H', 'K', 'L', 'M', 'N', 'P', 'R', 'T', 'V', 'X'];
    format
        .chars()
        .map(|pattern| match pattern {
            'A' => rng.pick(LETTERS).copied().unwrap_or('A'),
            '9' => char::from(b'0' + rng.below(10) as u8),
            literal => literal,
        })
        .collect()
}

/// A day as documents print it: `07 MAR 1981`.
pub(crate) fn printed_day(day: crate::domain::Date) -> String {
    const MONTHS: [&str; 12] = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let month = MONTHS.get(day.0.month() as usize - 1).copied().unwrap_or("");
    format!("{:02} {month} {}", day.0.day(), day.0.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_holder_is_grown_up_at_issue_and_the_document_valid_after_it() {
        let start: crate::domain::Date = "2019-03-01".parse().unwrap();
        for seed in 0..200 {
            let holder = Holder::from_seed(seed, "A99999999", start, 10);
            assert!(holder.issued >= start && holder.expires > holder.issued);
            let age = holder.issued.0.year() - holder.born.0.year();
            assert!((18..=62).contains(&age), "{holder:?}");
            assert_eq!(holder.number.len(), 9);
        }
    }

    #[test]
    fn days_are_printed_with_the_month_in_letters() {
        assert_eq!(printed_day("1981-03-07".parse().unwrap()), "07 MAR 1981");
    }
}
