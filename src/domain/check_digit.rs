//! The check digits of machine-readable zones (ICAO Doc 9303, part 3, 4.9).

use thiserror::Error;

/// Weights of the characters of a field, repeating from the left.
const WEIGHTS: [u32; 3] = [7, 3, 1];

/// Why a field has no check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum CheckDigitError {
    /// A character outside `A-Z`, `0-9` and `<`.
    #[error("character {position} is `{found}`, which a machine-readable zone cannot hold")]
    InvalidCharacter {
        /// Place in the field in characters, from 1.
        position: usize,
        /// The character.
        found: char,
    },
}

/// Returns what one character of a machine-readable zone counts, in `0..=35`; `None` for a character that cannot stand in one.
///
/// Two characters whose values agree modulo 10 cannot be told apart by a check digit.
pub fn character_value(character: char) -> Option<u8> {
    match character {
        '0'..='9' | 'A'..='Z' => character.to_digit(36).and_then(|value| u8::try_from(value).ok()),
        '<' => Some(0),
        _ => None,
    }
}

/// Returns the check digit of one field of a machine-readable zone, in `0..=9`.
///
/// `field` is the field without its own check digit. Letters count 10 to 35, the filler `<` counts 0, and the weights
/// 7, 3, 1 repeat from the left (ICAO Doc 9303, part 3). The digit shows that a field was read as it was written, not that
/// the document is authentic.
///
/// # Errors
///
/// [`CheckDigitError::InvalidCharacter`] at the first character outside `A-Z`, `0-9` and `<`. Lower case is not folded:
/// a reader that yields it has misread.
///
/// # Examples
///
/// ```
/// # use guilloche::domain::check_digit;
/// assert_eq!(check_digit("L898902C3"), Ok(6)); // specimen of ICAO Doc 9303
/// ```
pub fn check_digit(field: &str) -> Result<u8, CheckDigitError> {
    let mut sum = 0;
    for ((index, found), weight) in field.chars().enumerate().zip(WEIGHTS.into_iter().cycle()) {
        let value = character_value(found).ok_or_else(|| CheckDigitError::InvalidCharacter { position: index.saturating_add(1), found })?;
        sum = (sum + u32::from(value) * weight) % 10;
    }
    Ok(sum as u8)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn published_fields_have_their_published_digits() {
        for (field, digit) in [("520727", 3), ("AB2134<<<", 5), ("<<<<<<", 0), ("74<<<<", 1), ("7408<<", 7), ("L898902C3", 6)] {
            assert_eq!(check_digit(field), Ok(digit), "{field}");
        }
        assert_eq!(check_digit(""), Ok(0));
    }

    #[test]
    fn a_long_number_is_summed_without_its_mark() {
        assert_eq!(check_digit("000590696101"), Ok(5)); // the mark at position 15 consumes no weight
        assert_eq!(check_digit("000590696<101"), Ok(7));
    }

    #[test]
    fn a_foreign_character_is_named_with_its_place() {
        assert_eq!(check_digit("AB c"), Err(CheckDigitError::InvalidCharacter { position: 3, found: ' ' }));
        assert_eq!(check_digit("l"), Err(CheckDigitError::InvalidCharacter { position: 1, found: 'l' }));
        assert_eq!(check_digit("٣"), Err(CheckDigitError::InvalidCharacter { position: 1, found: '٣' }));
    }

    #[test]
    fn the_blind_groups_are_the_published_ones() {
        for group in ["0<AKU", "1BLV", "2CMW", "3DNX", "4EOY", "5FPZ", "6GQ", "7HR", "8IS", "9JT"] {
            let values: Vec<u8> = group.chars().filter_map(character_value).map(|value| value % 10).collect();
            assert_eq!(values.len(), group.len());
            assert!(values.iter().all(|value| Some(value) == values.first()), "{group}");
        }
    }

    proptest! {
        #[test]
        fn one_substitution_passes_exactly_when_the_values_agree_modulo_ten(
            field in "[A-Z0-9<]{1,40}", place in any::<prop::sample::Index>(), other in "[A-Z0-9<]",
        ) {
            let other = other.chars().next().unwrap();
            let place = place.index(field.len());
            let before = field.chars().nth(place).unwrap();
            let changed: String = field.chars().enumerate().map(|(index, c)| if index == place { other } else { c }).collect();
            let blind = character_value(before).unwrap() % 10 == character_value(other).unwrap() % 10;
            prop_assert_eq!(check_digit(&field) == check_digit(&changed), blind);
        }

        #[test]
        fn fillers_at_the_end_change_nothing(field in "[A-Z0-9<]{0,40}", fillers in 0_usize..10) {
            prop_assert_eq!(check_digit(&format!("{field}{}", "<".repeat(fillers))), check_digit(&field));
        }

        #[test]
        fn swapped_neighbours_pass_exactly_when_they_differ_by_a_multiple_of_five(
            head in "[A-Z0-9<]{0,9}", one in "[A-Z0-9<]", two in "[A-Z0-9<]", tail in "[A-Z0-9<]{0,9}",
        ) {
            let value = |text: &str| i16::from(character_value(text.chars().next().unwrap()).unwrap());
            let step = [4, 2, -6][head.len() % 3]; // difference of the two weights
            let same = check_digit(&format!("{head}{one}{two}{tail}")) == check_digit(&format!("{head}{two}{one}{tail}"));
            prop_assert_eq!(same, (step * (value(&one) - value(&two))) % 10 == 0);
        }

        #[test]
        fn no_text_panics(text in any::<String>()) {
            let every_character_fits = text.chars().all(|c| character_value(c).is_some());
            prop_assert_eq!(check_digit(&text).is_ok(), every_character_fits);
        }
    }
}
