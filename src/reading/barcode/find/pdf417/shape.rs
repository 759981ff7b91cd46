//! The outline of a PDF417 symbol that stands nearly upright, and how many modules wide it is.

use super::edges;
use crate::domain::{Homography, PointPx};
use crate::reading::barcode::find::data_matrix::outline::sides;
use crate::reading::barcode::find::fit::rectangle_onto;
use crate::reading::barcode::find::luma::Luma;
use crate::reading::barcode::find::threshold::Bits;

/// Widths of bars and spaces of the start pattern and of the stop pattern, in modules.
const START: [usize; 8] = [8, 1, 1, 1, 1, 1, 1, 3];
const STOP: [usize; 9] = [7, 1, 1, 3, 1, 1, 1, 2, 1];

/// Modules of a codeword.
pub(super) const CODEWORD: i32 = 17;

/// Modules beside the codewords of data: start, two row indicators, stop.
const FRAME: i32 = 3 * CODEWORD + 18;

/// Lines whose mean shows the start and stop patterns.
const LINES: i32 = 16;

/// By how many modules a pattern may be off.
const REACH: i32 = 4;

/// The least likeness to the start and stop patterns, from 0 to 1.
const LEAST_LIKENESS: f32 = 0.68;

/// A symbol with so many columns of data.
#[derive(Debug, Clone)]
pub(super) struct Shape {
    pub(super) columns: i32,
    /// Modules across; a height of one.
    pub(super) modules: i32,
    pub(super) px_from_module: Homography,
    pub(super) corners: [PointPx; 4],
    /// How alike the start and stop patterns are to what is there.
    pub(super) likeness: f32,
}

/// The most likely shapes of what fills a region, best first.
pub(super) fn candidates(luma: &Luma, bits: &Bits, region: (i32, i32, i32, i32)) -> Vec<Shape> {
    let mut shapes: Vec<Shape> = [edges::corners(bits, &START, &STOP), sides(bits, region)]
        .into_iter()
        .flatten()
        .flat_map(|[a, b, c, d]| [[a, b, c, d], [c, d, a, b]])
        .flat_map(|corners| (1..=30).filter_map(move |columns| shape(luma, columns, corners)))
        .filter(|shape| shape.likeness >= LEAST_LIKENESS)
        .collect();
    shapes.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
    shapes.truncate(3);
    shapes
}

/// The shape with so many columns between corners, shifted so that the start and stop patterns are where they look most alike.
fn shape(luma: &Luma, columns: i32, corners: [PointPx; 4]) -> Option<Shape> {
    let modules = FRAME + CODEWORD * columns;
    let map = rectangle_onto(f64::from(modules), 1.0, &corners)?;
    let end = f64::from(modules);
    let (left, start) = placed(luma, &map, 0.0, &pattern(&START));
    let (right, stop) = placed(luma, &map, end - 18.0, &pattern(&STOP));
    let corners = [(left, 0.0), (end + right, 0.0), (end + right, 1.0), (left, 1.0)].map(|(x, y)| {
        let (x, y) = map.apply(x, y);
        PointPx { x, y }
    });
    let likeness = start.min(stop);
    let map = if likeness < LEAST_LIKENESS { map } else { rectangle_onto(end, 1.0, &corners)? };
    Some(Shape { columns, modules, px_from_module: map, corners, likeness })
}

/// By how many modules a pattern, expected at `from`, is shifted, and how alike it is there.
fn placed(luma: &Luma, map: &Homography, from: f64, pattern: &[f32]) -> (f64, f32) {
    let count = pattern.len() as i32 * 2 + 4 * REACH;
    let profile: Vec<f32> = (0..count)
        .map(|step| {
            let x = from - f64::from(REACH) + 0.25 + f64::from(step) / 2.0;
            let sum: f32 = (1..LINES)
                .map(|line| {
                    let (u, v) = map.apply(x, f64::from(line) / f64::from(LINES));
                    luma.sample(u, v).unwrap_or(255.0)
                })
                .sum();
            sum / (LINES - 1) as f32
        })
        .collect();
    let fine: Vec<f32> = pattern.iter().flat_map(|value| [*value, *value]).collect();
    let mut best = (0.0, -1.0);
    for (shift, window) in (-2 * REACH..=2 * REACH).zip(profile.windows(fine.len())) {
        let alike = likeness(window, &fine);
        if alike > best.1 {
            best = (f64::from(shift) / 2.0, alike);
        }
    }
    best
}

/// One value for a module, 0 where it is dark.
fn pattern(widths: &[usize]) -> Vec<f32> {
    widths.iter().enumerate().flat_map(|(at, width)| std::iter::repeat_n(if at % 2 == 0 { 0.0 } else { 1.0 }, *width)).collect()
}

/// The correlation of two series.
fn likeness(one: &[f32], other: &[f32]) -> f32 {
    let count = one.len() as f32;
    let mean = |values: &[f32]| values.iter().sum::<f32>() / count;
    let (mean_one, mean_other) = (mean(one), mean(other));
    let (mut both, mut first, mut second) = (0.0, 0.0, 0.0);
    for (a, b) in one.iter().zip(other) {
        let (a, b) = (a - mean_one, b - mean_other);
        (both, first, second) = (both + a * b, first + a * a, second + b * b);
    }
    if first > 1.0 && second > 0.0 { both / (first * second).sqrt() } else { 0.0 }
}
