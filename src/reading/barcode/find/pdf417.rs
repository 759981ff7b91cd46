//! PDF417 symbols (ISO/IEC 15438) whose bars stand nearly upright.

mod edges;
mod lines;
mod shape;
mod soft;

use rxing::Point;
use rxing::common::{BitMatrix, DecoderRXingResult};
use rxing::pdf417::decoder::pdf_417_scanning_decoder::decode;
use rxing::pdf417::detector::pdf_417_detector::detect;

use super::luma::Luma;
use super::raw::{Raw, bytes_of, guarded};
use super::threshold::Bits;
use crate::domain::PointPx;
use crate::reading::barcode::BarcodeFormat;

/// Modules of a codeword and of the stop pattern.
const CODEWORD: f32 = 17.0;
const STOP: f32 = 18.0;

/// The PDF417 symbols of a picture whose dark pixels are `matrix`, upright or upside down.
pub(super) fn read(matrix: &BitMatrix) -> Vec<Raw> {
    let upright = one_way(matrix);
    if !upright.is_empty() {
        return upright;
    }
    let mut turned = matrix.clone();
    turned.rotate180();
    let (right, bottom) = (f64::from(matrix.getWidth()) - 1.0, f64::from(matrix.getHeight()) - 1.0);
    let mut found = one_way(&turned);
    for corner in found.iter_mut().flat_map(|raw| &mut raw.corners) {
        *corner = PointPx { x: right - corner.x, y: bottom - corner.y };
    }
    found
}

fn one_way(matrix: &BitMatrix) -> Vec<Raw> {
    let places = guarded(|| detect(true, matrix)).unwrap_or_default();
    places.iter().take(8).filter_map(|points| symbol(matrix, points)).collect()
}

/// Decodes the symbol whose start and stop patterns have these corners, the outer four first.
fn symbol(matrix: &BitMatrix, points: &[Option<Point>; 8]) -> Option<Raw> {
    let [p0, p1, p2, p3, p4, p5, p6, p7] = *points;
    let width = |a: Option<Point>, b: Option<Point>| Some((a?.x - b?.x).abs());
    let widths = [width(p0, p4), width(p1, p5), width(p6, p2).map(|w| w * CODEWORD / STOP), width(p7, p3).map(|w| w * CODEWORD / STOP)];
    let least = widths.iter().flatten().copied().reduce(f32::min)?;
    let most = widths.iter().flatten().copied().reduce(f32::max)?;
    let result = guarded(|| decode(matrix, p4, p5, p6, p7, least as u32, most as u32).ok())?;
    let corner = |outer: Option<Point>, inner: Option<Point>| {
        let point = outer.or(inner)?;
        Some(PointPx { x: f64::from(point.x), y: f64::from(point.y) })
    };
    let corners = [corner(p0, p4), corner(p2, p6), corner(p3, p7), corner(p1, p5)];
    let [Some(a), Some(b), Some(c), Some(d)] = corners else {
        // One side was not seen: its corners are those of the other one.
        let seen: Vec<PointPx> = corners.iter().flatten().copied().collect();
        let [a, b, ..] = *seen.as_slice() else { return None };
        return raw(&result, [a, a, b, b]);
    };
    raw(&result, [a, b, c, d])
}

fn raw(result: &DecoderRXingResult, corners: [PointPx; 4]) -> Option<Raw> {
    let text = result.getText().to_owned();
    if text.is_empty() {
        return None;
    }
    let bytes = bytes_of(&text);
    let mut raw = Raw::new(BarcodeFormat::Pdf417, text, bytes, corners);
    raw.level = Some(result.getECLevel().to_owned()).filter(|level| !level.is_empty());
    raw.corrected = u32::try_from(result.getErrorsCorrected()).ok();
    Some(raw)
}

/// Reads the symbol that fills a region (left, top, right, bottom) by the likeness of its codewords rather than by their edges:
/// modules may be as small as a pixel.
pub(super) fn read_soft(luma: &Luma, bits: &Bits, region: (i32, i32, i32, i32)) -> Option<Raw> {
    shape::candidates(luma, bits, region).iter().find_map(|shape| soft::read(luma, shape))
}
