//! Names and other words: the printed against the coded by the tables of ICAO Doc 9303-3, 4.6 and 6.

use super::compare::{Found, Said};
use crate::domain::{Agreement, DataSource, PartAgreement, has_recommended_forms_only, name_parts, part_agreement, transliterate};
use crate::reading::mrz::{MrzNames, NameAgreement, names_agree};

/// Whether a carrier writes names in the letters A to Z alone, as a machine-readable zone does.
fn is_coded(source: DataSource) -> bool {
    source.is_printed_zone() || matches!(source, DataSource::ChipZone | DataSource::Seal)
}

/// Compares two names. Spaces are not read for certain from print, so that names which differ in them alone agree.
pub(super) fn names(one: Said<'_>, other: Said<'_>) -> Found {
    let found = parted(one, other);
    let read = [one, other].iter().any(|said| said.0.source == DataSource::VisualRead);
    if found.agreement == Agreement::Differs && read && !one.1.text.is_empty() && !other.1.text.is_empty() {
        let joined = |said: Said<'_>| name_parts(&said.1.text).concat();
        let (first, second) = (joined(one), joined(other));
        let agree = |one: &str, other: &str| part_agreement(one, &transliterate(other)) == PartAgreement::Whole;
        if agree(&first, &second) || agree(&second, &first) {
            return Found::by_rule("The same letters; spaces are not read for certain.");
        }
    }
    found
}

fn parted(one: Said<'_>, other: Said<'_>) -> Found {
    match (is_coded(one.0.source), is_coded(other.0.source)) {
        (true, true) => coded(one, other),
        (false, true) => printed(&one.1.text, other),
        (true, false) => printed(&other.1.text, one),
        (false, false) => both_printed(&one.1.text, &other.1.text),
    }
}

/// The two halves of a name; all is the first half without a comma.
fn halves(text: &str) -> (&str, &str) {
    let (primary, secondary) = text.split_once(',').unwrap_or((text, ""));
    (primary.trim(), secondary.trim())
}

fn printed(printed: &str, (_, coded): Said<'_>) -> Found {
    let (primary, secondary) = halves(&coded.text);
    let names = MrzNames { primary: primary.to_owned(), secondary: secondary.to_owned(), truncated: coded.shortened };
    match names_agree(printed, &names) {
        NameAgreement::Agrees if name_parts(printed) == name_parts(&coded.text) => Found::agrees(),
        NameAgreement::Agrees => Found::by_rule(format!("{printed} may be coded {} (ICAO Doc 9303-3, 6).", coded.text)),
        NameAgreement::AgreesShortened => {
            Found::by_rule(format!("{} is {printed} shortened: the field is full (ICAO Doc 9303-3, 4.6).", coded.text))
        }
        NameAgreement::Differs if printed.is_empty() => Found::differs(format!("{} stands in one and nothing in the other.", coded.text)),
        NameAgreement::Differs => Found::differs(format!("No permitted form of {printed} is {}.", coded.text)),
        NameAgreement::NotComparable if printed.is_empty() => {
            Found::differs(format!("{} stands in one and nothing in the other.", coded.text))
        }
        NameAgreement::NotComparable => {
            Found::not_comparable(format!("{printed} has letters whose form in {} is not fixed; compare by ear.", coded.text))
        }
    }
}

fn coded(one: Said<'_>, other: Said<'_>) -> Found {
    let parts = |text: &str| name_parts(text);
    let (first, second) = (parts(&one.1.text), parts(&other.1.text));
    if first == second {
        return Found::agrees();
    }
    let begins = |short: &[String], long: &[String]| {
        short.len() <= long.len() && short.iter().zip(long).all(|(short, long)| long.starts_with(short.as_str()))
    };
    if one.1.shortened && begins(&first, &second) || other.1.shortened && begins(&second, &first) {
        return Found::by_rule("One is the other shortened: its field is full (ICAO Doc 9303-3, 4.6).");
    }
    Found::differs(format!("{} and {} differ.", shown(&one.1.text), shown(&other.1.text)))
}

fn shown(text: &str) -> &str {
    if text.is_empty() { "nothing" } else { text }
}

/// Two names for the eye: each part the same, or one written with letters that the tables permit for the other.
fn both_printed(one: &str, other: &str) -> Found {
    let (first, second) = (name_parts(one), name_parts(other));
    if first == second {
        return Found::agrees();
    }
    if [one, other].iter().any(|text| has_recommended_forms_only(text) || untold(text)) {
        return Found::not_comparable("They are in different scripts; compare by ear.");
    }
    let same = |one: &String, other: &String| {
        part_agreement(one, &transliterate(other)) == PartAgreement::Whole
            || part_agreement(other, &transliterate(one)) == PartAgreement::Whole
    };
    if first.len() == second.len() && first.iter().zip(&second).all(|(one, other)| same(one, other)) {
        return Found::by_rule("The same name with other letters (ICAO Doc 9303-3, 6).");
    }
    Found::differs(format!("{} and {} differ.", shown(one), shown(other)))
}

/// Whether a text has letters of a script that the tables do not list.
fn untold(text: &str) -> bool {
    name_parts(text).iter().any(|part| part.chars().any(|letter| transliterate(&letter.to_string()).is_empty() && letter != 'Ь'))
}

/// Compares words that are no name: places, authorities, addresses. Order and signs do not count; one may say more than the other.
pub(super) fn words_of(one: &str, other: &str) -> Found {
    if untold(one) || untold(other) || has_recommended_forms_only(one) || has_recommended_forms_only(other) {
        return Found::not_comparable("They are in different scripts; compare by ear.");
    }
    let words = |text: &str| -> Vec<String> {
        let spaced: String = text.chars().map(|sign| if sign.is_alphanumeric() { sign } else { ' ' }).collect();
        spaced
            .split_whitespace()
            .map(|word| if word.chars().any(|c| c.is_ascii_digit()) { word.to_uppercase() } else { plain(word) })
            .collect()
    };
    let (mut first, mut second) = (words(one), words(other));
    first.sort();
    second.sort();
    if first == second {
        return Found::by_rule("The same words; signs, order and accents are not compared.");
    }
    let joined = |words: &str| -> String { words.chars().filter(|sign| sign.is_alphanumeric()).collect() };
    let digits = [one, other].iter().any(|text| text.chars().any(|sign| sign.is_ascii_digit()));
    if !digits && !joined(one).is_empty() && plain(&joined(one)) == plain(&joined(other)) {
        return Found::by_rule("The same letters; spaces and signs are not compared.");
    }
    let (short, long) = if first.len() <= second.len() { (&first, &second) } else { (&second, &first) };
    if !short.is_empty() && short.iter().all(|word| long.contains(word)) {
        return Found::by_rule("One says more than the other, with the same words.");
    }
    Found::differs(format!("{} and {} differ.", shown(one), shown(other)))
}

fn plain(word: &str) -> String {
    name_parts(word).iter().map(|part| transliterate(part)).collect()
}
