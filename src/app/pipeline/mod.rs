//! The main job as steps, each usable alone: take in, identify, register, compare, read, propose, write findings.
//!
//! Nothing here keeps anything or knows the time; [`Workspace`](super::Workspace) and the command line call the same steps.

pub mod analyse;
pub mod compare;
pub mod comparing;
pub mod describe;
pub mod difference;
pub mod figures;
pub mod findings;
pub mod identify;
pub mod intake;
pub mod landmarks;
pub mod pair;
pub mod patch;
pub mod process;
pub mod register;

pub use analyse::{Analysed, Seen, analyse, analyse_keeping, measure_again};
pub use identify::{Identified, identify};
pub use intake::{Received, read_file, read_picture, receive};
pub use register::{Placed, Registered};

/// Reads the text of a machine-readable zone into the short form for scripts.
///
/// # Errors
///
/// Why it is no such zone, in English.
pub fn machine_zone(text: &str, reading_date: crate::domain::Date) -> Result<serde_json::Value, String> {
    crate::reading::parse_mrz(text, reading_date).map(|reading| reading.to_json()).map_err(|error| error.to_string())
}
