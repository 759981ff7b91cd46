//! One table of all that a document says of itself: field by field, carrier by carrier, and where they disagree.
//!
//! [`statements`] takes what each reader gave apart into fields; [`matrix`] compares every two statements of a field by the rule of that
//! field (transliteration and truncation of ICAO Doc 9303-3 for names, calendars for dates), never by plain equality alone. What the
//! program read from a picture and nobody confirmed may be misread: it never differs for certain unless check digits hold it.

mod codes;
mod compare;
mod dates;
mod meaning;
mod names;
mod numbers;
pub mod statements;
mod table;

pub use table::matrix;
