//! Numbers: what is compared are letters and digits alone.

use super::compare::Found;
use crate::reading::mrz::CONFUSED;

/// Letters in capitals and digits, without anything between.
fn bare(number: &str) -> Vec<char> {
    number.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}

/// Compares two numbers of a document, a person or a passport.
pub(super) fn numbers(one: &str, other: &str) -> Found {
    let (first, second) = (bare(one), bare(other));
    if first == second {
        return Found::by_rule("The same letters and digits; signs between them are not compared.");
    }
    let (short, long) = if first.len() <= second.len() { (&first, &second) } else { (&second, &first) };
    // Other numbers may stand in the same field; a beginning of five characters is more than chance.
    if short.len() >= 5 && (long.starts_with(short) || long.ends_with(short)) {
        return Found::by_rule("One is the beginning or the end of the other, which is longer.");
    }
    match differing(&first, &second) {
        Some(places) => Found::differs(format!("{one} and {other} differ in {}.", places_in_words(&places))),
        None => Found::differs(format!("{one} and {other} are of different length.")),
    }
}

/// The places, from 1, in which two numbers of one length differ; `None` if their lengths do.
fn differing(one: &[char], other: &[char]) -> Option<Vec<usize>> {
    (one.len() == other.len())
        .then(|| (1..).zip(one.iter().zip(other)).filter(|(_, (one, other))| one != other).map(|(place, _)| place).collect())
}

fn places_in_words(places: &[usize]) -> String {
    let listed: Vec<String> = places.iter().take(4).map(usize::to_string).collect();
    match places {
        [place] => format!("character {place}"),
        _ if places.len() > 4 => format!("{} characters", places.len()),
        _ => format!("characters {}", listed.join(", ")),
    }
}

/// Whether two texts of one length differ only in characters that are taken for each other, such as O and 0.
pub(super) fn alike_only(one: &str, other: &str) -> bool {
    let (first, second) = (bare(one), bare(other));
    let alike = |one: char, other: char| CONFUSED.iter().any(|pair| *pair == (one, other) || *pair == (other, one));
    first.len() == second.len() && first.iter().zip(&second).all(|(one, other)| one == other || alike(*one, *other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Agreement;

    #[test]
    fn signs_between_do_not_count_and_places_are_named() {
        assert_eq!(numbers("L898-902 C3", "l898902c3").agreement, Agreement::AgreesByRule);
        assert_eq!(numbers("ZE184226B", "ZE184226BX1").agreement, Agreement::AgreesByRule);
        assert_eq!(numbers("L898902C3", "L898902C4").reason, "L898902C3 and L898902C4 differ in character 9.");
        assert_eq!(numbers("L898902C3", "X898902C4").reason, "L898902C3 and X898902C4 differ in characters 1, 9.");
        assert_eq!(numbers("123", "1234").agreement, Agreement::Differs);
        assert!(alike_only("AB0", "ABO") && !alike_only("AB0", "ABC") && !alike_only("A", "AB"));
    }
}
