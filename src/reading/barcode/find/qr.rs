//! QR and Micro QR symbols (ISO/IEC 18004).

use rxing::common::cpp_essentials::{ConcentricPattern, DecoderResult};
use rxing::common::{BitMatrix, DetectorRXingResult as _};
use rxing::qrcode::cpp_port::decoder::Decode;
use rxing::qrcode::cpp_port::detector::{FindFinderPatterns, FinderPatternSet, GenerateFinderPatternSets, SampleMQR, SampleQR, SampleRMQR};

use super::fit::onto;
use super::grid::Grid;
use super::luma::Luma;
use super::raw::{Raw, four, from_halves, guarded};
use crate::domain::{Homography, PointPx};
use crate::reading::barcode::BarcodeFormat;

/// The most finder patterns that are combined.
const MAX_PATTERNS: usize = 24;

/// The most sets of three that are tried.
const MAX_SETS: usize = 24;

/// The QR symbols of a picture; `matrix` are its dark pixels. With `follow` the grid follows the print.
pub(super) fn read(luma: &Luma, matrix: &BitMatrix, follow: bool) -> Vec<Raw> {
    let patterns = guarded(|| Some(FindFinderPatterns(matrix, true, 0))).unwrap_or_default();
    let mut patterns: Vec<ConcentricPattern> = patterns.into_iter().take(MAX_PATTERNS).collect();
    let sets = guarded(|| Some(GenerateFinderPatternSets(&mut patterns))).unwrap_or_default();
    let mut used: Vec<ConcentricPattern> = Vec::new();
    let mut found = Vec::new();
    for set in sets.into_iter().take(MAX_SETS) {
        if [set.bl, set.tl, set.tr].iter().any(|pattern| used.contains(pattern)) {
            continue;
        }
        let plain = guarded(|| {
            let sampled = SampleQR(matrix, &set).ok()?;
            let decoded = Decode(sampled.getBits()).ok()?;
            raw(&decoded, BarcodeFormat::QrCode, four(sampled.getPoints())?)
        });
        let read = if follow { plain.or_else(|| followed(luma, &set)) } else { plain };
        if let Some(read) = read {
            used.extend([set.bl, set.tl, set.tr]);
            found.push(read);
        }
    }
    // A small symbol has one finder pattern; where there are many, there is something else.
    for pattern in patterns.iter().filter(|pattern| !used.contains(pattern)).take(8) {
        let read = guarded(|| {
            let sampled = SampleMQR(matrix, *pattern).ok()?;
            let decoded = Decode(sampled.getBits()).ok()?;
            raw(&decoded, BarcodeFormat::MicroQrCode, four(sampled.getPoints())?)
        });
        let read = read.or_else(|| {
            guarded(|| {
                let sampled = SampleRMQR(matrix, *pattern).ok()?;
                let decoded = Decode(sampled.getBits()).ok()?;
                raw(&decoded, BarcodeFormat::RectangularMicroQrCode, four(sampled.getPoints())?)
            })
        });
        found.extend(read);
    }
    found
}

fn raw(decoded: &DecoderResult<bool>, format: BarcodeFormat, corners: [PointPx; 4]) -> Option<Raw> {
    if !decoded.isValid() {
        return None;
    }
    let text = decoded.text();
    let mut raw = Raw::new(format, text, decoded.content().bytes().to_vec(), corners);
    if raw.text.is_empty() && raw.bytes.is_empty() {
        return None;
    }
    raw.level = Some(decoded.ecLevel().to_owned()).filter(|level| !level.is_empty());
    raw.mirrored = decoded.isMirrored();
    Some(raw)
}

/// Reads a symbol whose grid follows the print between its three finder patterns.
fn followed(luma: &Luma, set: &FinderPatternSet) -> Option<Raw> {
    let [first, right, below] = [set.tl, set.tr, set.bl].map(|pattern| from_halves(&pattern.p));
    let size = f64::from(set.tl.size + set.tr.size + set.bl.size) / 3.0;
    let distance = |a: PointPx, b: PointPx| libm::hypot(a.x - b.x, a.y - b.y);
    let reach = f64::midpoint(distance(first, right), distance(first, below));
    if size < 3.0 || reach < size {
        return None;
    }
    let about = reach / (size / 7.0) + 7.0;
    let mut sides: Vec<(i32, Grid)> = (1..=40)
        .map(|version| 17 + 4 * version)
        .filter(|side| (f64::from(*side) - about).abs() <= 0.18 * about + 3.0)
        .filter_map(|side| {
            let end = f64::from(side) - 3.5;
            let last = PointPx { x: right.x + below.x - first.x, y: right.y + below.y - first.y };
            let map = onto([(3.5, 3.5), (end, 3.5), (end, end), (3.5, end)], &[first, right, last, below])?;
            Some((timing(luma, side, &map), Grid { columns: side, rows: side, px_from_module: map }))
        })
        .collect();
    sides.sort_by_key(|(score, _)| -score);
    sides.into_iter().take(2).find_map(|(_, grid)| if has_finders(luma, &grid) { decoded(luma, &grid) } else { None })
}

/// Whether the three finder patterns are where the map has them: of chance sets hardly one gets so far.
fn has_finders(luma: &Luma, grid: &Grid) -> bool {
    let end = grid.columns - 7;
    let right: i32 = [(0, 0), (end, 0), (0, end)]
        .iter()
        .map(|(left, top)| {
            let level = |x: i32, y: i32| {
                let (u, v) = grid.px_from_module.apply(f64::from(left + x) + 0.5, f64::from(top + y) + 0.5);
                luma.sample(u, v).unwrap_or(255.0)
            };
            let levels: Vec<(f32, bool)> =
                (0..49).map(|at| (at % 7, at / 7)).map(|(x, y)| (level(x, y), (x - 3_i32).abs().max((y - 3_i32).abs()) != 2)).collect();
            let mean = |dark: bool| {
                let (sum, count) = levels
                    .iter()
                    .filter(|(_, is_dark)| *is_dark == dark)
                    .fold((0.0, 0.0), |sum, (level, _)| (sum.0 + level, sum.1 + 1.0_f32));
                sum / count
            };
            let middle = mean(true).midpoint(mean(false));
            levels.iter().map(|(level, dark)| i32::from((*level < middle) == *dark)).sum::<i32>()
        })
        .sum();
    right >= 3 * 49 * 82 / 100
}

/// How well the two timing patterns agree with a side of so many modules, in thousandths.
fn timing(luma: &Luma, side: i32, map: &Homography) -> i32 {
    let level = |x: i32, y: i32| {
        let (u, v) = map.apply(f64::from(x) + 0.5, f64::from(y) + 0.5);
        luma.sample(u, v).unwrap_or(255.0)
    };
    let mut sum = 0.0;
    for at in 7..side - 8 {
        let sign = if at % 2 == 0 { 1.0 } else { -1.0 };
        sum += sign * (level(at + 1, 6) - level(at, 6) + level(6, at + 1) - level(6, at));
    }
    (sum / f32::from(i16::try_from((side - 15).max(1)).unwrap_or(1)) * 10.0) as i32
}

fn decoded(luma: &Luma, grid: &Grid) -> Option<Raw> {
    let side = grid.columns;
    let known: Vec<(i32, i32)> = [(3, 3), (side - 4, 3), (3, side - 4)]
        .iter()
        .flat_map(|(x, y)| (-1..=1).flat_map(move |down| (-1..=1).map(move |right| (x + right, y + down))))
        .collect();
    let (modules, better) = grid.followed_map(luma, &known)?;
    let end = f64::from(side);
    let corners = [(0.0, 0.0), (end, 0.0), (end, end), (0.0, end)].map(|(x, y)| {
        let (x, y) = better.px_from_module.apply(x, y);
        PointPx { x, y }
    });
    [modules.by_neighbours(), modules.by_level()].into_iter().flatten().find_map(|matrix| {
        guarded(|| {
            let decoded = Decode(&matrix).ok()?;
            raw(&decoded, BarcodeFormat::QrCode, corners)
        })
    })
}
