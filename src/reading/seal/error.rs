//! Why bytes or a text are no digital seal.

use thiserror::Error;

/// Why bytes or a text are not read as a digital seal.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SealError {
    /// It begins like no seal that is known.
    #[error("this is no digital seal of a known kind")]
    Unknown,
    /// A limit: no symbol holds nearly as much.
    #[error("there are {length} bytes; a seal of this kind is read up to {limit}")]
    TooLong {
        /// Length in bytes.
        length: usize,
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// The bytes end within a part.
    #[error("the seal ends within {part}")]
    Truncated {
        /// The part, with its article.
        part: &'static str,
    },
    /// The version byte is of no version that is published.
    #[error("the version byte is {found:#04x}; published are 0x02 (version 3) and 0x03 (version 4)")]
    UnsupportedVersion {
        /// The byte.
        found: u8,
    },
    /// A part is not written as its standard has it.
    #[error("{part}: {reason}")]
    Malformed {
        /// The part, with its article.
        part: &'static str,
        /// What is wrong with it.
        reason: &'static str,
    },
    /// A limit on counts, depth or inflated size.
    #[error("there are more than {limit} {what}")]
    TooMany {
        /// What there is too much of.
        what: &'static str,
        /// The most that is read.
        limit: usize,
    },
}

impl SealError {
    /// A part that is not written as its standard has it.
    pub(super) fn malformed(part: &'static str, reason: &'static str) -> Self {
        Self::Malformed { part, reason }
    }
}
