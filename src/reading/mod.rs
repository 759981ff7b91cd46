//! Data for machines, read with suspicion: whatever is read comes with what could be checked about it.
#![warn(missing_docs)]
#![warn(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::cast_possible_truncation)]
#![cfg_attr(test, expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "tests"))]

pub mod agreement;
pub mod barcode;
pub mod chip;
pub mod mrz;
pub mod mrz_geometry;
pub mod mrz_image;
pub mod seal;
pub mod signature;
pub mod visual;

pub use mrz::{MrzError, MrzReading, parse_mrz};
