//! Reads the barcodes of a picture.

use super::error::BarcodeError;
use super::find::luma::Luma;
use super::find::{Found, search};
use super::symbol::{Barcode, ReadAs, is_clean};
use crate::domain::{Homography, PageFromCapture, Progress, Resolution};
use crate::reading::seal::to_hex;

/// The longest side of a picture that is searched, in px.
pub const MAX_SIDE_PX: usize = 20_000;

/// The most pixels of a picture that is searched.
pub const MAX_PX: u64 = 120_000_000;

/// A grey picture, row by row from the top; 0 is black.
#[derive(Debug, Clone, Copy)]
pub struct GreyPicture<'a> {
    /// Width in px.
    pub width: usize,
    /// Height in px.
    pub height: usize,
    /// One byte for each pixel.
    pub grey: &'a [u8],
    /// The resolution, where it is known; gives corners in millimetres.
    pub resolution: Option<Resolution>,
}

/// Finds and reads the barcodes of a picture, in the order from top to bottom.
///
/// The same picture gives the same result, after a bounded number of attempts. Linear symbologies are reported only if several
/// lines of scan agree. A picture without barcodes gives an empty list.
///
/// # Errors
///
/// [`BarcodeError`] if the picture is no picture or too large, or the search was asked to stop.
pub fn read_barcodes(picture: &GreyPicture<'_>, progress: &dyn Progress) -> Result<Vec<Barcode>, BarcodeError> {
    let GreyPicture { width, height, grey, resolution } = *picture;
    let pixels = (width as u64).saturating_mul(height as u64);
    if width > MAX_SIDE_PX || height > MAX_SIDE_PX || pixels > MAX_PX {
        return Err(BarcodeError::TooLarge { width, height, side: MAX_SIDE_PX, pixels: MAX_PX });
    }
    if pixels != grey.len() as u64 {
        return Err(BarcodeError::WrongLength { width, height, expected: pixels, found: grey.len() });
    }
    let side = |pixels: usize| i32::try_from(pixels).unwrap_or(0);
    let luma = Luma { width: side(width), height: side(height), data: grey.to_vec() };
    let mut found: Vec<Barcode> = search(luma, progress)?.into_iter().map(|found| barcode(found, resolution)).collect();
    let place = |barcode: &Barcode| barcode.corners.iter().map(|corner| corner.y).fold(f64::MAX, f64::min);
    found.sort_by(|a, b| place(a).total_cmp(&place(b)));
    Ok(found)
}

/// A reading with what a person wants to know.
fn barcode(found: Found, resolution: Option<Resolution>) -> Barcode {
    let Found { raw, made } = found;
    let map = resolution.map(|resolution| PageFromCapture(Homography::page_from_picture(resolution)));
    let [a, b, c, d] = raw.corners;
    // Along the first and the last line; a symbol of which one side was not seen has its direction from the other one.
    let (dx, dy) = (b.x - a.x + c.x - d.x, b.y - a.y + c.y - d.y);
    let angle_deg =
        if dx.abs() + dy.abs() > 1e-6 { libm::atan2(dy, dx).to_degrees() } else { libm::atan2(d.y - a.y, d.x - a.x).to_degrees() - 90.0 };
    Barcode {
        format: raw.format,
        bytes_hex: (!is_clean(&raw.text)).then(|| to_hex(&raw.bytes)),
        text: raw.text,
        corners: raw.corners,
        corners_mm: map.map(|map| raw.corners.map(|corner| map.page(corner))),
        angle_deg,
        mirrored: raw.mirrored,
        correction_level: raw.level,
        corrected_words: raw.corrected,
        check_words: raw.check_words,
        agreeing_lines: raw.lines,
        read_as: ReadAs {
            scale: made.scale,
            turned_deg: made.turned_deg,
            blur_px: made.blur_px,
            inverted: made.inverted,
            straightened: made.straightened,
        },
    }
}
