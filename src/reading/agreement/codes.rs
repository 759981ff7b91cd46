//! Codes of states, of documents and of sex, and words in their place.

use super::compare::Found;
use crate::domain::name_parts;
use crate::reading::mrz::{StateKind, state};

/// Three letters at most that stand for a state.
fn code(text: &str) -> Option<&str> {
    let code = text.trim_end_matches('<').trim();
    (code.len() <= 3 && !code.is_empty() && code.chars().all(|letter| letter.is_ascii_uppercase())).then_some(code)
}

/// Compares nationality or issuer: two codes, or a code and the name of the state.
pub(super) fn codes(one: &str, other: &str, known: &[(&str, &str)]) -> Found {
    match (code(one), code(other)) {
        (Some(first), Some(second)) => {
            let name = |code: &str| name_of(code, known);
            if first == second {
                Found::agrees()
            } else if name(first).is_some() && name(first) == name(second) {
                Found::by_rule(format!("{first} and {second} are codes of the same State."))
            } else {
                let named = |code: &str| name(code).map_or_else(|| code.to_owned(), |name| format!("{code} ({name})"));
                Found::differs(format!("{} and {} are different codes.", named(first), named(second)))
            }
        }
        (Some(code), None) => with_words(code, other, known),
        (None, Some(code)) => with_words(code, one, known),
        (None, None) => {
            let (first, second) = (name_parts(one), name_parts(other));
            if first == second { Found::agrees() } else { Found::not_comparable("Both are written in words; compare them by eye.") }
        }
    }
}

/// The name of the State, by `known` names or the list of codes.
fn name_of<'a>(code: &str, known: &[(&str, &'a str)]) -> Option<&'a str> {
    let listed = || state(code).filter(|state| state.kind != StateKind::Specimen || code == "UTO").map(|state| state.name);
    known.iter().find(|(of, _)| *of == code).map(|(_, name)| *name).or_else(listed)
}

/// A code beside words, such as UTO and Utopian: the stem of the name of the State has to be in the words, else a person compares.
fn with_words(code: &str, words: &str, known: &[(&str, &str)]) -> Found {
    let letters = |text: &str| name_parts(text).concat();
    let written = letters(words);
    if words.split(|sign: char| !sign.is_alphanumeric()).any(|word| word == code) {
        return Found::by_rule(format!("The code {code} stands among the words."));
    }
    let Some(name) = name_of(code, known) else {
        return Found::not_comparable(format!("{code} is a code and {words} a word; compare them by eye."));
    };
    // Names of peoples keep the first letters of the State: Utopia, Utopian; Norway, Norwegian.
    let stem: String = letters(name).chars().take(4).collect();
    if !stem.is_empty() && written.starts_with(&stem) {
        Found::by_rule(format!("{code} is the code of {name}."))
    } else {
        Found::not_comparable(format!("{code} is the code of {name}, and {words} a word; compare them by eye."))
    }
}

/// Compares the letter of a document; the second one of a zone is often not printed.
pub(super) fn document_codes(one: &str, other: &str) -> Found {
    let bare = |text: &str| text.trim_end_matches('<').trim().to_uppercase();
    let (first, second) = (bare(one), bare(other));
    if first == second {
        Found::agrees()
    } else if first.starts_with(&second) || second.starts_with(&first) {
        Found::by_rule("The second letter is not given on both sides.")
    } else {
        Found::differs(format!("{first} and {second} are different codes."))
    }
}

/// Compares sex by its letter; a filler stands for X (ICAO Doc 9303-3, 4.9).
pub(super) fn sexes(one: &str, other: &str) -> Found {
    let letter = |text: &str| match text.trim().chars().next().map(|letter| letter.to_ascii_uppercase()) {
        Some('F') => Some('F'),
        Some('M') => Some('M'),
        Some('X' | '<') | None => Some('X'),
        Some(_) => None,
    };
    match (letter(one), letter(other)) {
        (Some(first), Some(second)) if first == second => Found::by_rule("The same sex, written otherwise."),
        (Some(first), Some(second)) => Found::differs(format!("{first} and {second} differ.")),
        _ => Found::not_comparable("It is written in words; compare by eye."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Agreement;

    #[test]
    fn codes_agree_with_codes_and_with_names() {
        for (one, other, expected) in [
            ("UTO", "UTO", Agreement::Agrees),
            ("D", "DEU", Agreement::AgreesByRule),
            ("UTO", "UTOPIAN", Agreement::AgreesByRule),
            ("UTO", "Utopian / Utopienne", Agreement::AgreesByRule),
            ("NLD", "DUTCH", Agreement::NotComparable),
            ("UTO", "NOR", Agreement::Differs),
            ("QMA", "MARENIAN", Agreement::NotComparable),
        ] {
            assert_eq!(codes(one, other, &[]).agreement, expected, "{one} {other}");
            assert_eq!(codes(other, one, &[]).agreement, expected, "{other} {one}");
        }
        assert_eq!(codes("QMA", "MARENIAN", &[("QMA", "Marenia")]).agreement, Agreement::AgreesByRule);
        assert_eq!(sexes("X", "<").agreement, Agreement::AgreesByRule);
        assert_eq!(sexes("F", "M").agreement, Agreement::Differs);
        assert_eq!(sexes("F", "女").agreement, Agreement::NotComparable);
        assert_eq!(document_codes("P", "PP").agreement, Agreement::AgreesByRule);
        assert_eq!(document_codes("P", "V").agreement, Agreement::Differs);
    }
}
