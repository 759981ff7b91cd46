//! From typed or pasted text to lines of the permitted characters.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MrzError;
use crate::domain::{character_value, words};

/// The longest text that is looked at, in bytes.
const LIMIT_BYTES: usize = 4096;

words! {
    /// What was changed in the text before it was read.
    InputNote {
        /// Lower-case letters were taken for capitals; a zone has none, so whoever wrote them did not copy exactly.
        LowerCase = "lower-case", "Lower-case letters were read as capitals";
        /// One line held the whole zone, as in the data of a chip, and was cut.
        JoinedLines = "joined-lines", "One long line was cut into the lines of a zone";
    }
}

/// One line and where it stood.
pub(super) struct Line {
    /// The number of the line in the text, from 1, blank lines counted.
    pub(super) number: usize,
    /// The text without blanks around it, in capitals.
    pub(super) text: String,
}

/// Splits `text` into lines without the blanks around them and without blank lines.
pub(super) fn lines(text: &str) -> Result<(Vec<Line>, Vec<InputNote>), MrzError> {
    if text.len() > LIMIT_BYTES {
        return Err(MrzError::TooLong { length: text.len(), limit: LIMIT_BYTES });
    }
    let text = text.trim_start_matches('\u{FEFF}');
    let mut notes = Vec::new();
    let mut lines = Vec::new();
    for (index, raw) in text.lines().enumerate().filter(|(_, raw)| !raw.trim().is_empty()) {
        let number = index.saturating_add(1);
        let indent = raw.chars().take_while(|c| c.is_whitespace()).count();
        let text = raw.trim().to_ascii_uppercase();
        if text != raw.trim() && !notes.contains(&InputNote::LowerCase) {
            notes.push(InputNote::LowerCase);
        }
        lines.push((indent, Line { number, text }));
    }
    if lines.is_empty() {
        return Err(MrzError::Empty);
    }
    if lines.len() > 3 {
        return Err(MrzError::WrongNumberOfLines { found: lines.len() });
    }
    for (indent, line) in &lines {
        let foreign = line.text.chars().enumerate().find(|(_, c)| character_value(*c).is_none());
        if let Some((index, found)) = foreign {
            let column = index.saturating_add(*indent).saturating_add(1);
            return Err(MrzError::InvalidCharacter { line: line.number, column, found });
        }
    }
    let mut lines: Vec<Line> = lines.into_iter().map(|(_, line)| line).collect();
    if let [only] = lines.as_slice()
        && let Some(width) = joined_width(only.text.len())
    {
        notes.push(InputNote::JoinedLines);
        lines = cut(&only.text, width).map(|text| Line { number: only.number, text }).collect();
    }
    Ok((lines, notes))
}

/// The length of a line in a zone of `total` characters.
fn joined_width(total: usize) -> Option<usize> {
    match total {
        88 => Some(44),
        72 => Some(36),
        90 => Some(30),
        _ => None,
    }
}

fn cut(text: &str, width: usize) -> impl Iterator<Item = String> {
    text.as_bytes().chunks(width).map(|piece| piece.iter().copied().map(char::from).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        lines(text).unwrap().0.into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn blanks_around_lines_do_not_matter() {
        assert_eq!(texts("\u{FEFF}\n  AB<\t\r\n\n 12<  \n"), ["AB<", "12<"]);
    }

    #[test]
    fn lower_case_is_reported() {
        let (lines, notes) = lines("ab<\n12<").unwrap();
        assert_eq!((lines[0].text.as_str(), notes), ("AB<", vec![InputNote::LowerCase]));
    }

    #[test]
    fn a_space_for_a_filler_is_named_with_its_place() {
        let error = lines("\n  AB CD\n12").err();
        assert_eq!(error, Some(MrzError::InvalidCharacter { line: 2, column: 5, found: ' ' }));
    }

    #[test]
    fn the_data_of_a_chip_comes_in_one_line() {
        let (lines, notes) = lines(&"A".repeat(90)).unwrap();
        assert_eq!((lines.len(), notes), (3, vec![InputNote::JoinedLines]));
    }

    #[test]
    fn nothing_and_far_too_much_are_refused() {
        assert_eq!(lines(" \n\t").err(), Some(MrzError::Empty));
        assert_eq!(lines("A\nA\nA\nA").err(), Some(MrzError::WrongNumberOfLines { found: 4 }));
        assert!(matches!(lines(&"A".repeat(5000)).err(), Some(MrzError::TooLong { length: 5000, .. })));
    }
}
