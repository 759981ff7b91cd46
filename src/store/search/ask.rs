//! From what a person typed to an expression of the index; no text a person can type is an error.

use super::fold::{PART, Piece, parts, pieces};
use super::index::{BETWEEN, as_in_a_zone};
use crate::domain::name_parts;

/// More terms than this are left out.
const TERMS_LIMIT: usize = 32;
/// More parts of one term than this are left out.
const PARTS_LIMIT: usize = 64;
/// More characters than this are not read.
const TEXT_LIMIT: usize = 2_000;

/// What a text asks for: every term has to be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Ask {
    /// The expression for the index; `None` if the text has no word in it and so asks for nothing.
    pub(super) expression: Option<String>,
    /// What to show in a snippet, folded.
    pub(super) needles: Vec<String>,
}

/// Reads `text`: words, parts of words and numbers, and "words in a row" between quotation marks.
pub(super) fn ask(text: &str) -> Ask {
    let text: String = text.chars().take(TEXT_LIMIT).map(|c| if matches!(c, '“' | '”' | '„' | '«' | '»') { '"' } else { c }).collect();
    let mut ask = Ask::default();
    let mut terms: Vec<String> = Vec::new();
    // Every second piece between quotation marks stood in them; a mark without its pair ends with the text.
    for (place, span) in text.split('"').enumerate() {
        if place % 2 == 1 {
            let found = pieces(span);
            ask.needles.extend(found.iter().map(|piece| piece.text().to_owned()));
            terms.extend(quoted(&found));
        } else {
            for word in span.split_whitespace() {
                let found = pieces(word);
                ask.needles.extend(found.iter().map(|piece| piece.text().to_owned()));
                terms.extend(unquoted(word, &found));
            }
        }
    }
    terms.truncate(TERMS_LIMIT);
    ask.needles.truncate(TERMS_LIMIT);
    ask.expression = (!terms.is_empty()).then(|| terms.join(" AND "));
    ask
}

/// Words in a row, whole.
fn quoted(found: &[Piece]) -> Option<String> {
    if found.iter().any(|piece| matches!(piece, Piece::Unspaced(_))) {
        return all(found);
    }
    let words: Vec<String> = found.iter().take(TERMS_LIMIT).map(word).collect();
    (!words.is_empty()).then(|| format!("words : \"{}\"", words.join(" ")))
}

/// A term between spaces: one word, or several that signs hold together, such as a number with a hyphen.
fn unquoted(typed: &str, found: &[Piece]) -> Option<String> {
    let mut ways: Vec<String> = match found {
        [] => return None,
        [one] => vec![single(one)],
        // Of a machine-readable zone every part is looked for by itself.
        _ if typed.contains('<') || found.iter().any(|piece| matches!(piece, Piece::Unspaced(_))) => vec![all(found)?],
        several => {
            let words: Vec<String> = several.iter().take(TERMS_LIMIT).map(word).collect();
            let joined: String = several.iter().map(Piece::text).collect();
            vec![format!("words : \"{}\" *", words.join(" ")), part_of(&joined)]
        }
    };
    ways.extend(in_a_zone(typed, found));
    Some(format!("({})", ways.join(" OR ")))
}

/// As a machine-readable zone writes the name, if that is another way.
fn in_a_zone(typed: &str, found: &[Piece]) -> Option<String> {
    let names = name_parts(typed);
    let all_are_words = found.iter().all(|piece| matches!(piece, Piece::Word(_)));
    if typed.is_ascii() || !all_are_words || names.len() != found.len() {
        return None;
    }
    let forms = names.iter().zip(found).map(|(name, piece)| as_in_a_zone(name).map_or_else(|| piece.clone(), Piece::Word));
    let forms: Vec<Piece> = forms.collect();
    if forms == found { None } else { all(&forms) }
}

fn all(found: &[Piece]) -> Option<String> {
    let each: Vec<String> = found.iter().take(TERMS_LIMIT).map(single).collect();
    (!each.is_empty()).then(|| format!("({})", each.join(" AND ")))
}

/// As the piece stands in the column of words.
fn word(piece: &Piece) -> String {
    match piece {
        Piece::Word(text) => text.clone(),
        Piece::Code(text) | Piece::Unspaced(text) => format!("{BETWEEN}{text}"),
    }
}

fn single(piece: &Piece) -> String {
    let text = piece.text();
    // Words that begin so, and parts of codes that begin so.
    if text.chars().count() <= PART {
        return format!("\"{text}\" *");
    }
    match piece {
        Piece::Word(text) => format!("(words : \"{text}\" * OR {})", part_of(text)),
        Piece::Code(text) | Piece::Unspaced(text) => part_of(text),
    }
}

/// Anywhere in a code.
fn part_of(text: &str) -> String {
    let characters = text.chars().count();
    if characters <= PART {
        return format!("parts : \"{text}\" *");
    }
    let whole = characters.saturating_sub(PART.saturating_sub(1)).min(PARTS_LIMIT);
    let list: Vec<&str> = parts(text).take(whole).collect();
    format!("parts : \"{}\"", list.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_becomes_an_expression() {
        let of = |text: &str| ask(text).expression.unwrap_or_default();
        assert_eq!(of("Al"), "(\"al\" *)");
        assert_eq!(of("Anna"), "((words : \"anna\" * OR parts : \"ann nna\"))");
        assert_eq!(of("\"Anna Maria\" L898"), "words : \"anna maria\" AND (parts : \"l89 898\")");
        assert_eq!(of("2026-07"), "(words : \"·2026 ·07\" * OR parts : \"202 026 260 607\")");
        assert_eq!(of("护照"), "(\"护照\" *)");
        assert!(of("Müller").ends_with(" OR ((words : \"mueller\" * OR parts : \"mue uel ell lle ler\")))"));
        assert!(of("Müller-Iñe").ends_with(" OR ((words : \"mueller\" * OR parts : \"mue uel ell lle ler\") AND \"ine\" *))"));
        assert_eq!(of("é1"), "(\"e1\" *)");
        assert_eq!((ask("\"\" - *** ( \" ").expression, ask("").expression), (None, None));
    }
}
