//! The text of machine-readable zones (ICAO Doc 9303, parts 3 to 7): what each field says and what each check gives.
//!
//! Start at [`parse_mrz`]. Nothing is repaired in silence: a reading holds the characters as they came, and what could be meant
//! instead is a [`Proposal`] beside them. [`names_agree`] compares a printed name with a coded one by rule.

mod content;
mod dates;
mod digits;
mod document_code;
mod error;
mod input;
mod json;
mod layout;
mod names;
mod parse;
mod proposals;
mod reading;
mod states;

#[cfg(test)]
mod tests;

pub use error::MrzError;
pub use input::InputNote;
pub use names::{MrzNames, NameAgreement, names_agree};
pub use parse::parse_mrz;
pub(in crate::reading) use proposals::CONFUSED;
pub use proposals::{CharacterChange, Proposal};
pub use reading::{CheckKind, CheckName, DigitState, FieldName, MrzCheck, MrzField, MrzFormat, MrzReading, Note};
pub use states::{State, StateKind, state};
