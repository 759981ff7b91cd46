//! Barcodes drawn and photographed, and what stands in them.
#![expect(clippy::cast_possible_truncation, reason = "tests")]

mod content;
mod draw;
mod reads;
mod sets;
