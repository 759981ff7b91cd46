//! What a decoder gives, in pixels of the picture that it saw.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rxing::Point;

use crate::domain::PointPx;
use crate::reading::barcode::BarcodeFormat;

/// A symbol as decoded.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::reading::barcode) struct Raw {
    pub(in crate::reading::barcode) format: BarcodeFormat,
    pub(in crate::reading::barcode) text: String,
    /// The bytes of the message, as far as the decoder keeps them.
    pub(in crate::reading::barcode) bytes: Vec<u8>,
    /// Clockwise from the corner where reading starts, centres of pixels at whole numbers.
    pub(in crate::reading::barcode) corners: [PointPx; 4],
    /// The level of error correction as the symbol names it.
    pub(in crate::reading::barcode) level: Option<String>,
    /// Codewords that error correction changed, where the decoder counts them.
    pub(in crate::reading::barcode) corrected: Option<u32>,
    /// Codewords of the symbol that are there for error correction.
    pub(in crate::reading::barcode) check_words: Option<u32>,
    pub(in crate::reading::barcode) mirrored: bool,
    /// How many lines of scan agree; 0 for symbols with error correction.
    pub(in crate::reading::barcode) lines: u32,
}

impl Raw {
    /// A symbol with a text and its corners alone.
    pub(in crate::reading::barcode) fn new(format: BarcodeFormat, text: String, bytes: Vec<u8>, corners: [PointPx; 4]) -> Self {
        Self { format, text, bytes, corners, level: None, corrected: None, check_words: None, mirrored: false, lines: 0 }
    }
}

/// What `work` gives; nothing if it panics, which a decoder from outside the project may do on a picture that it was never tried with.
pub(in crate::reading::barcode) fn guarded<T>(work: impl FnOnce() -> Option<T>) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok().flatten()
}

/// The bytes of a text whose decoder took every byte for a character (ISO 8859-1), otherwise UTF-8.
pub(in crate::reading::barcode) fn bytes_of(text: &str) -> Vec<u8> {
    let latin: Option<Vec<u8>> = text.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect();
    latin.unwrap_or_else(|| text.as_bytes().to_vec())
}

/// A point whose pixel centres lie at halves.
pub(in crate::reading::barcode) fn from_halves(point: &Point) -> PointPx {
    PointPx { x: f64::from(point.x) - 0.5, y: f64::from(point.y) - 0.5 }
}

/// The first four points as corners in order; some decoders give those of a row before those of the next.
pub(in crate::reading::barcode) fn four(points: &[Point]) -> Option<[PointPx; 4]> {
    match points {
        [a, b, c, d, ..] => {
            let [a, b, c, d] = [a, b, c, d].map(from_halves);
            let side = |from: PointPx, to: PointPx, of: PointPx| (to.x - from.x) * (of.y - from.y) - (to.y - from.y) * (of.x - from.x);
            // Around a square, all turns are in one direction.
            let around = side(a, b, c) * side(b, c, d) > 0.0;
            Some(if around { [a, b, c, d] } else { [a, b, d, c] })
        }
        _ => None,
    }
}
