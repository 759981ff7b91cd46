//! Why a text is no machine-readable zone.

use thiserror::Error;

use super::MrzFormat;

/// Why a text is not read as a machine-readable zone. Lines and columns count from 1 in the text as it was given.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MrzError {
    /// There is nothing but blanks.
    #[error("there is no text")]
    Empty,
    /// A limit: no zone is nearly as long.
    #[error("the text has {length} bytes; a machine-readable zone fits into {limit}")]
    TooLong {
        /// Length in bytes.
        length: usize,
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// A zone has two or three lines.
    #[error("expected two or three lines, found {found}")]
    WrongNumberOfLines {
        /// Lines that are not blank.
        found: usize,
    },
    /// A line is too short or too long for the format that fits the lines best.
    #[error("line {line} has {found} characters; {nearest} has {expected}")]
    WrongLength {
        /// The line.
        line: usize,
        /// Its length in characters, without blanks around it.
        found: usize,
        /// The length of a line of `nearest`.
        expected: usize,
        /// The format whose number and length of lines come nearest.
        nearest: MrzFormat,
    },
    /// A character that no zone holds, for example a space where a filler is due.
    #[error("line {line}, column {column}: `{found}` cannot stand in a machine-readable zone; expected A to Z, 0 to 9 or <")]
    InvalidCharacter {
        /// The line.
        line: usize,
        /// The column, in characters.
        column: usize,
        /// The character.
        found: char,
    },
    /// The lines are of a national layout that is known but not read.
    #[error("this is the layout of a {layout}, which is not read")]
    NationalLayout {
        /// The layout in words.
        layout: &'static str,
    },
}
