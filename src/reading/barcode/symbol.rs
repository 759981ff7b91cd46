//! What was read from a barcode, and how.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{PointMm, PointPx, words};

words! {
    /// The symbology of a barcode.
    BarcodeFormat {
        Pdf417 = "pdf417", "PDF417";
        QrCode = "qrcode", "QR Code";
        MicroQrCode = "micro-qrcode", "Micro QR Code";
        RectangularMicroQrCode = "rectangular-micro-qrcode", "Rectangular Micro QR Code";
        DataMatrix = "datamatrix", "Data Matrix";
        Aztec = "aztec", "Aztec Code";
        AztecRune = "aztec-rune", "Aztec Rune";
        Code128 = "code128", "Code 128";
        Code39 = "code39", "Code 39";
        Itf = "itf", "Interleaved 2 of 5";
    }
}

impl BarcodeFormat {
    /// Whether it is a linear one, which has a check character at the best and no error correction.
    pub fn is_linear(self) -> bool {
        matches!(self, Self::Code128 | Self::Code39 | Self::Itf)
    }
}

/// How the picture was prepared in which a symbol was read; for a person who wants to see it again.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ReadAs {
    /// Its pixels for one pixel of the picture.
    pub scale: f64,
    /// By how much it was turned, in degrees clockwise.
    pub turned_deg: f64,
    /// The standard deviation of the blur in px; negative where it was sharpened.
    pub blur_px: f64,
    /// Whether light and dark were exchanged.
    pub inverted: bool,
    /// Whether a region was cut out and set upright first.
    pub straightened: bool,
}

/// A barcode in a picture.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Barcode {
    /// Its symbology.
    pub format: BarcodeFormat,
    /// What it says; bytes that name no character set are taken for ISO 8859-1 or what they look like.
    pub text: String,
    /// The bytes of the message in hexadecimal, where the text is not clean: it has control characters or signs beyond ASCII.
    pub bytes_hex: Option<String>,
    /// Its corners, clockwise from the one where reading starts.
    pub corners: [PointPx; 4],
    /// The same in millimetres of the picture, where its resolution is known.
    pub corners_mm: Option<[PointMm; 4]>,
    /// The direction of its first line of modules in degrees, clockwise from the right, from -180 to 180.
    pub angle_deg: f64,
    /// Whether it is a mirror image.
    pub mirrored: bool,
    /// The level of error correction as the symbology names it.
    pub correction_level: Option<String>,
    /// How many codewords error correction changed, where it is counted.
    pub corrected_words: Option<u32>,
    /// How many codewords serve error correction, where it is known; about half as many errors can be corrected.
    pub check_words: Option<u32>,
    /// Lines of scan that agree, for linear symbologies; 0 for the others.
    pub agreeing_lines: u32,
    /// How it was read.
    pub read_as: ReadAs,
}

/// Whether a text can be shown as it is, without its bytes: ASCII with tabs and line ends at the most.
pub(super) fn is_clean(text: &str) -> bool {
    text.chars().all(|character| matches!(character, ' '..='~' | '\t' | '\n' | '\r'))
}
