//! Barcodes of travel documents: found in a picture, read, and their content taken apart.
//!
//! [`read_barcodes`] finds the symbols; [`parse_aamva`] and [`parse_bcbp`] read what stands in those of driving licences and boarding
//! passes.

mod aamva;
mod bcbp;
mod error;
#[expect(
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "pixel and module arithmetic: sides are at most MAX_SIDE_PX, levels at most 255"
)]
mod find;
mod reader;
mod symbol;

pub use aamva::{AamvaCountry, AamvaElement, AamvaError, AamvaNote, AamvaRemark, AamvaSubfile, DrivingLicence, element_name, parse_aamva};
pub use bcbp::{BoardingLeg, BoardingPass, BoardingPassError, parse_bcbp};
pub use error::BarcodeError;
pub use reader::{GreyPicture, MAX_PX, MAX_SIDE_PX, read_barcodes};
pub use symbol::{Barcode, BarcodeFormat, ReadAs};

#[cfg(test)]
mod tests;
