//! Aztec symbols (ISO/IEC 24778): from the bull's eye outward.

mod bullseye;
mod message;

use rxing::common::BitMatrix;

use super::grid::Grid;
use super::luma::Luma;
use super::raw::{Raw, bytes_of};
use super::threshold::Bits;
use crate::domain::{Homography, PointPx};
use crate::reading::barcode::BarcodeFormat;
use bullseye::Eye;
use message::{Mode, mode, text};

/// The most bull's eyes that are tried in a picture.
const MAX_EYES: usize = 12;

/// The Aztec symbols of a picture; `bits` are its dark pixels.
pub(super) fn read(luma: &Luma, bits: &Bits) -> Vec<Raw> {
    let mut found: Vec<Raw> = Vec::new();
    for place in bullseye::candidates(bits).into_iter().take(MAX_EYES) {
        let inside = |raw: &Raw| around(&raw.corners, place.0, place.1);
        if found.iter().any(inside) {
            continue;
        }
        if let Some(raw) = Eye::at(luma, place).and_then(|eye| symbol(luma, &eye)) {
            found.push(raw);
        }
    }
    found
}

/// Whether a point lies among corners given clockwise.
fn around(corners: &[PointPx; 4], x: f64, y: f64) -> bool {
    let [a, b, c, d] = corners;
    let side = |from: &PointPx, to: &PointPx| (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
    let sides = [side(a, b), side(b, c), side(c, d), side(d, a)];
    sides.iter().all(|side| *side >= 0.0) || sides.iter().all(|side| *side <= 0.0)
}

/// Reads the symbol around a bull's eye, turned and mirrored as its marks say.
fn symbol(luma: &Luma, eye: &Eye) -> Option<Raw> {
    for compact in eye.kinds().iter().copied() {
        for mirrored in [false, true] {
            for turn in 0..4 {
                let map = eye.map.after(&turned(turn, mirrored));
                if let Some(found) = mode(luma, &map, eye.level, compact)
                    && let Some(raw) = data(luma, eye, &map, found, mirrored)
                {
                    return Some(raw);
                }
            }
        }
    }
    None
}

/// Quarter turns about the middle of the eye, after a reflection.
fn turned(quarters: u8, mirrored: bool) -> Homography {
    let (cos, sin) = match quarters {
        0 => (1.0, 0.0),
        1 => (0.0, 1.0),
        2 => (-1.0, 0.0),
        _ => (0.0, -1.0),
    };
    let flip = if mirrored { -1.0 } else { 1.0 };
    Homography([[cos * flip, -sin, 0.0], [sin * flip, cos, 0.0], [0.0, 0.0, 1.0]])
}

/// Reads the modules around the eye and what they say.
fn data(luma: &Luma, eye: &Eye, map: &Homography, mode: Mode, mirrored: bool) -> Option<Raw> {
    let side = match mode {
        Mode::Rune { .. } => 11,
        Mode::Data { compact, layers, .. } => side(compact, layers),
    };
    let half = f64::from(side) / 2.0;
    let grid = Grid { columns: side, rows: side, px_from_module: map.after(&Homography::scale_shift([1.0; 2], [-half; 2])) };
    let corners = |grid: &Grid| {
        let end = f64::from(side);
        [(0.0, 0.0), (end, 0.0), (end, end), (0.0, end)].map(|(x, y)| {
            let (x, y) = grid.px_from_module.apply(x, y);
            PointPx { x, y }
        })
    };
    let (mut raw, grid) = match mode {
        Mode::Rune { value } => {
            let text = format!("{value:03}");
            (Raw::new(BarcodeFormat::AztecRune, text, vec![value], corners(&grid)), grid)
        }
        Mode::Data { compact, layers, words } => {
            let middle = side / 2;
            let known: Vec<(i32, i32)> = (-3..=3).flat_map(|y| (-3..=3).map(move |x| (middle + x, middle + y))).collect();
            let decode = |matrix: &BitMatrix| text(matrix, compact, layers, words);
            let (modules, better) = grid.followed_map(luma, &known)?;
            let attempt = |matrix: Option<BitMatrix>| matrix.as_ref().and_then(decode);
            let by_eye = |grid: &Grid| grid.plain(luma).and_then(|modules| modules.by_neighbours());
            let told = attempt(modules.by_neighbours()).or_else(|| attempt(modules.by_level())).or_else(|| attempt(by_eye(&grid)))?;
            let mut raw = Raw::new(BarcodeFormat::Aztec, told.text.clone(), bytes_of(&told.text), corners(&better));
            raw.corrected = Some(told.corrected);
            raw.check_words = Some(told.check_words);
            raw.level = Some(format!("{} %", told.check_words.saturating_mul(100) / told.all_words.max(1)));
            (raw, better)
        }
    };
    raw.mirrored = mirrored;
    raw.corners = corners(&grid);
    // A symbol reaches not much farther than the picture does.
    let (width, height, slack) = (f64::from(luma.width), f64::from(luma.height), eye.module_px * 2.0);
    let inside =
        raw.corners.iter().all(|corner| corner.x > -slack && corner.y > -slack && corner.x < width + slack && corner.y < height + slack);
    inside.then_some(raw)
}

/// Modules along a side, with the lines of the reference grid.
fn side(compact: bool, layers: i32) -> i32 {
    if compact {
        return 11 + 4 * layers;
    }
    let plain = 14 + 4 * layers;
    plain + 1 + 2 * ((plain / 2 - 1) / 15)
}
