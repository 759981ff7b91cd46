//! Printed fields of the visual zone, read as they stand: lines of print in a patch, and what each character may be.
//!
//! Start at [`read_field`]. The steps, each a file: `lines` tells print from ground and finds the lines, `network` says what may stand
//! at each place of a line, `decode` makes characters of that, `read` puts the field together. Nothing is corrected and nothing is
//! forced into what was expected: what does not fit is said to be doubtful. What the network covers and how well it reads is told by
//! `assets/models/visual.md`.
#![expect(
    clippy::cast_possible_truncation,
    reason = "pixel code: sizes are made here, and every patch is one that was checked against limits"
)]
#![cfg_attr(not(test), expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "the same"))]

mod decode;
mod error;
mod found;
mod ink;
mod lines;
mod network;
mod patch;
mod read;
mod spaces;
#[cfg(test)]
mod tests;

pub use error::VisualError;
pub use found::{FieldAnswer, FieldBox, FieldCharacter, FieldLine, FieldReading, NoText};
pub use patch::{Expected, FieldPatch};
pub use read::read_field;
