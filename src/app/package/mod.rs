//! A case as one signed file: gathered, taken in by another laboratory, and replayed.
//!
//! [`CaseFile`] is what a case is beside its pictures. [`replay`] makes every figure of its issued reports again from the originals in the
//! package, and says which does not come out as it was recorded.

mod case_file;
mod replay;

pub use case_file::{CASE_FILE, CASE_FORMAT, CaseFile, IssuedIn, read_case_file};
pub use replay::{Files, Replay, replay};

use crate::exchange::package::{Opened, PackageError, PackageLimits};

use super::Problem;

/// What a package that cannot be opened means to a person.
pub(crate) fn package_problem(file: &str, error: &PackageError) -> Problem {
    Problem::bad_input(format!("{file} is refused: {}: {}.", error.part, error.problem)).hint(error.problem.remedy())
}

/// What is accepted.
pub(crate) fn limits() -> PackageLimits {
    PackageLimits::default()
}

/// A package as a person sees it before anything of it is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageShown {
    /// What it is.
    pub opened: Opened,
    /// How far the key is trusted here.
    pub trust: crate::domain::KeyTrust,
}
