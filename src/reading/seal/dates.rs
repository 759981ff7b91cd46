//! Days as seals write them: the number MMDDYYYY, alone or with a mask of unknown digits.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::hexadecimal::to_hex;
use crate::domain::Date;

/// A day in a seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SealDate {
    /// The bytes, as hexadecimal digits.
    pub raw: String,
    /// What they say: `2023-07-26`; with `X` for digits that are marked as not known; the bare number where it is no day.
    pub text: String,
    /// The day, if it is one of the calendar.
    pub date: Option<Date>,
}

impl SealDate {
    /// A day from three bytes, the number MMDDYYYY with the highest byte first (Doc 9303-13).
    pub(super) fn from_three(bytes: [u8; 3]) -> Self {
        let [high, middle, low] = bytes;
        Self::of(&bytes, 0, u32::from_be_bytes([0, high, middle, low]))
    }

    /// A day from four bytes: a mask whose bits, the highest first, mark digits of MMDDYYYY that are not known, then the number
    /// (ICAO datastructure for barcode).
    pub(super) fn from_four(bytes: [u8; 4]) -> Self {
        let [mask, high, middle, low] = bytes;
        Self::of(&bytes, mask, u32::from_be_bytes([0, high, middle, low]))
    }

    fn of(bytes: &[u8], mask: u8, number: u32) -> Self {
        let raw = to_hex(bytes);
        let digits: Vec<char> = format!("{number:08}").chars().collect();
        let shown: Vec<char> = digits
            .iter()
            .zip(0_u32..)
            .map(|(digit, place)| if mask & 0x80_u8.checked_shr(place).unwrap_or(0) == 0 { *digit } else { 'X' })
            .collect();
        let (Some(month_and_day), Some(year)) = (shown.get(..4), shown.get(4..)) else {
            return Self { raw, text: number.to_string(), date: None };
        };
        let text: String =
            year.iter().chain(&['-']).chain(month_and_day.iter().take(2)).chain(&['-']).chain(month_and_day.iter().skip(2)).collect();
        // The year 0 is a year of the calendar, but of no document.
        let date = text.parse::<Date>().ok().filter(|date| mask == 0 && date.0.year() > 0);
        if date.is_some() || mask != 0 { Self { raw, text, date } } else { Self { raw, text: format!("{number:08}"), date } }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_standard_is_read() {
        let day = SealDate::from_three([0x31, 0x9E, 0xF5]);
        assert_eq!((day.text.as_str(), day.date), ("1957-03-25", "1957-03-25".parse().ok()));
    }

    #[test]
    fn what_is_no_day_stays_a_number() {
        for (bytes, text) in
            [([0, 0, 0], "00000000"), ([0xFF, 0xFF, 0xFF], "16777215"), ([0x1E, 0xAB, 0x90], "02010000"), ([0xC7, 0x93, 0x77], "13079415")]
        {
            let day = SealDate::from_three(bytes);
            assert_eq!((day.text.as_str(), day.date), (text, None), "{bytes:?}");
        }
    }

    #[test]
    fn digits_that_are_not_known_are_marked() {
        assert_eq!(SealDate::from_four([0, 0x40, 0x93, 0x5A]).text, "2026-04-23");
        // 19XX-10-XX: digits 3, 4 (day) and 7, 8 (last of the year) of MMDDYYYY.
        let [_, high, middle, low] = 10_001_900_u32.to_be_bytes();
        let day = SealDate::from_four([0b0011_0011, high, middle, low]);
        assert_eq!((day.text.as_str(), day.date), ("19XX-10-XX", None));
    }
}
