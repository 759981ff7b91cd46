//! Why chip files, or files beside them, are not read.

use thiserror::Error;

use crate::reading::signature::SignatureError;
use crate::reading::signature::tlv::TlvError;

/// Why a file is not read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ChipError {
    /// There are no files.
    #[error("there are no files")]
    NoFiles,
    /// More files than a chip has.
    #[error("there are {found} files; at most {limit} are read")]
    TooManyFiles {
        /// How many there are.
        found: usize,
        /// How many are read.
        limit: usize,
    },
    /// A file larger than any of its kind.
    #[error("{what} has {found} bytes; at most {limit} are read")]
    TooLarge {
        /// Which file.
        what: &'static str,
        /// Its size in bytes.
        found: usize,
        /// The most that is read, in bytes.
        limit: usize,
    },
    /// The bytes are not encoded as they must be.
    #[error("{what}: {reason}")]
    Malformed {
        /// What was being read.
        what: &'static str,
        /// What is wrong.
        reason: TlvError,
    },
    /// A certificate, a key or an algorithm in it.
    #[error(transparent)]
    Signature(#[from] SignatureError),
}

impl ChipError {
    /// A closure for `map_err`: what was being read when the encoding failed.
    pub(super) fn reading(what: &'static str) -> impl Fn(TlvError) -> Self {
        move |reason| Self::Malformed { what, reason }
    }
}
