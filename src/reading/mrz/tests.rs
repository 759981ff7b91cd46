//! Published specimens, another parser, properties, and collected samples.

mod collected;
mod oracle;
mod properties;
mod specimens;

use super::*;
use crate::domain::Date;

/// Reads `lines` on 1 March 2026.
fn read(lines: &[&str]) -> MrzReading {
    parse_mrz(&lines.join("\n"), today()).unwrap()
}

fn today() -> Date {
    "2026-03-01".parse().unwrap()
}

/// The names of the checks that fail.
fn failed(reading: &MrzReading) -> Vec<&'static str> {
    reading.failed().map(|check| check.name.code()).collect()
}
