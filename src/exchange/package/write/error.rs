//! Why a package is not written.

use super::super::info::Contents;
use super::super::path::PathProblem;

/// A package that was not written. What was written of it is of no use.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// There is no file in it.
    #[error("there is nothing to send: add a file")]
    Empty,
    /// The info of the package cannot stand in one.
    #[error("{0}. Correct it and write the package again")]
    Info(String),
    /// A path cannot stand in a package.
    #[error("{path}: {problem}. Give the file another path")]
    Path {
        /// The path.
        path: String,
        /// Why.
        #[source]
        problem: PathProblem,
    },
    /// Two paths that are one on some system.
    #[error("{one} and {other} are the same file on some systems. Give one of them another path")]
    Collision {
        /// One.
        one: String,
        /// The other.
        other: String,
    },
    /// A file of which the info says nothing.
    #[error("{0} is not described. Say what it is")]
    NotDescribed(String),
    /// The info says something of a file that is not there.
    #[error("{0} is described and missing. Add the file or leave it out of the description")]
    Missing(String),
    /// A file that stays in the laboratory by default.
    #[error("{path} holds what stays in the laboratory: {}. Leave it out, or release it with a reason", .contents.title())]
    Withheld {
        /// Its path.
        path: String,
        /// What it holds.
        contents: Contents,
    },
    /// More than a package can hold.
    #[error("{part} has {length} bytes; a package can hold {limit}. Divide the package")]
    TooLarge {
        /// The file or the whole.
        part: String,
        /// Its length, as far as it was read.
        length: u64,
        /// The limit.
        limit: u64,
    },
    /// More files than a package can hold.
    #[error("there are {count} files; a package can hold {limit}. Divide the package")]
    TooManyFiles {
        /// How many.
        count: usize,
        /// The limit.
        limit: usize,
    },
    /// A file is not what it is known to be.
    #[error("{0} is not the file that was recorded, or changed while it was read. Check the store before anything leaves")]
    Changed(String),
    /// A file could not be read.
    #[error("{path} could not be read: {error}")]
    Read {
        /// Its path.
        path: String,
        /// Why.
        #[source]
        error: std::io::Error,
    },
    /// The package could not be written.
    #[error("the package could not be written: {0}. Choose another place")]
    Write(#[source] std::io::Error),
    /// A description could not be written as JSON.
    #[error("the description could not be written: {0}")]
    Json(#[from] serde_json::Error),
}
