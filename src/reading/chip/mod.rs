//! The files of a chip: passive authentication and what the data groups hold (ICAO Doc 9303, parts 10 to 12).
//!
//! Start at [`authenticate`], with a [`TrustStore`] that a person filled. Files come in as names and bytes. [`LIMITS`] and [`MEANING`]
//! belong beside every result: files cannot show a clone, and "passed" speaks of data and issuer alone.

mod authenticate;
mod checks;
mod cms;
mod contents;
mod countries;
mod details;
mod error;
mod facts;
mod file;
mod groups;
mod hashes;
mod json;
mod master_list;
mod object;
mod protocols;
mod reading;
mod revocation;
mod security_object;
mod step;
mod trust;
mod verify;

#[cfg(test)]
mod tests;

pub use authenticate::{Beside, MAX_FILE, MAX_FILES, authenticate};
pub use details::{Detail, DetailName};
pub use error::ChipError;
pub use facts::CertificateFacts;
pub use file::{ChipFile, FileKind};
pub use groups::{ChipPicture, PictureFormat};
pub use master_list::{MAX_MASTER_LIST, MasterList, MasterListFacts};
pub use protocols::Protocol;
pub use reading::{ChainState, ChipReading, FileSeen, GroupOutcome, GroupResult, LIMITS, MEANING, SodState};
pub use revocation::{MAX_REVOCATION_LIST, RevocationList};
pub use step::{Outcome, Reason, Step, StepName};
pub use trust::{TrustStore, Trusted};
