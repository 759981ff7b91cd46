//! Joins places that differ into regions.

use super::beneath::grey;
use super::colour;
use super::frame::{Area, Frame};
use super::shift::Moved;
use crate::domain::{DifferenceKind, DifferenceRegion};
use crate::imaging::plane::Plane;
use rayon::prelude::*;

/// Side of a cell in mm.
const CELL_MM: f64 = 0.5;
/// Logarithmic surprise that half of all genuine pages reach somewhere: compared with one page, and with several specimens (where the
/// fibres of one are not those of the other). Measured on the synthetic yardstick: 40 genuine pages of 20 designs for the first, of which 2
/// reach more than a quarter more; two sets of ten for the second.
const EVEN: [f32; 2] = [2.3, 1.8];
/// How fast more than that gets rarer: a quarter more is reached by one page in twenty.
const STEEPNESS: f64 = 12.0;
/// Ratio of the contrast of both sides below which print is missing; above its inverse it was added.
const MISSING: f64 = 0.67;
/// Colour difference that marks a region of another colour, ΔE*ab, where both sides have about the same contrast.
const COLOURED: f64 = 12.0;

/// The strongest place of each cell of a page.
pub(super) struct Cells {
    levels: Plane,
    /// Which cells lie where only the print beneath was judged.
    beneath: Vec<bool>,
    /// Pixels of the frame along a side.
    side: usize,
}

impl Cells {
    /// Gathers `levels`, of half the sampling of the frame, which has `px_per_mm`; where `beneath` holds, only the print beneath was judged.
    pub(super) fn of(levels: &Plane, beneath: &[bool], px_per_mm: f64) -> Self {
        let side = ((CELL_MM * px_per_mm / 2.0).round() as usize).max(1);
        let (columns, rows) = (levels.width.div_ceil(side), levels.height.div_ceil(side));
        let mut cells = Plane::new(columns, rows);
        let mut of_strongest = vec![false; columns * rows];
        let width = levels.width.max(1);
        for (y, (row, beneath)) in levels.data.chunks_exact(width).zip(beneath.chunks_exact(width)).enumerate() {
            for (x, (level, beneath)) in row.iter().zip(beneath).enumerate() {
                let at = y / side * columns + x / side;
                if *level > cells.data[at] {
                    (cells.data[at], of_strongest[at]) = (*level, *beneath);
                }
            }
        }
        Self { levels: cells, beneath: of_strongest, side: 2 * side }
    }
}

/// The regions of cells of at least the level `even`, strongest and largest first, at most `most`.
///
/// Cells with one between them still belong together, unless only the print beneath was judged in one of the two.
pub(super) fn islands(frame: &Frame, cells: &Cells, even: f32, most: usize) -> Vec<DifferenceRegion> {
    let (columns, rows) = (cells.levels.width, cells.levels.height);
    let mut taken = vec![false; columns * rows];
    let mut found: Vec<(DifferenceRegion, Area)> = Vec::new();
    for start in 0..columns * rows {
        if taken[start] || cells.levels.data[start] < even {
            continue;
        }
        let (mut left, mut top, mut right, mut bottom, mut strongest) = (columns, rows, 0, 0, 0.0_f32);
        let mut open = vec![start];
        taken[start] = true;
        while let Some(at) = open.pop() {
            let (x, y) = (at % columns, at / columns);
            (left, top, right, bottom) = (left.min(x), top.min(y), right.max(x), bottom.max(y));
            strongest = strongest.max(cells.levels.data[at]);
            for y in y.saturating_sub(2)..(y + 3).min(rows) {
                for x in x.saturating_sub(2)..(x + 3).min(columns) {
                    let at = y * columns + x;
                    if !taken[at] && cells.levels.data[at] >= even && cells.beneath[at] == cells.beneath[start] {
                        taken[at] = true;
                        open.push(at);
                    }
                }
            }
        }
        let side = cells.side;
        let (left, top) = ((left * side).min(frame.width - 1), (top * side).min(frame.height - 1));
        let (width, height) = (((right + 1) * side).min(frame.width) - left, ((bottom + 1) * side).min(frame.height) - top);
        let area = Area { left, top, width, height };
        let kind = if cells.beneath[start] { DifferenceKind::Beneath } else { kind(frame, area) };
        found.push((DifferenceRegion::new(frame.rect(area), kind, strength(strongest - even)), area));
    }
    found.sort_by(|(a, _), (b, _)| (b.strength * b.area.area()).total_cmp(&(a.strength * a.area.area())));
    found.truncate(most);
    let moved = (!found.is_empty()).then(|| Moved::new(&grey(&frame.questioned), &grey(&frame.reference), frame.mean_px_per_mm()));
    let told = |(region, area): (DifferenceRegion, Area)| {
        // Lost print is nowhere, and other colours are where they were.
        let may_move = matches!(region.kind, DifferenceKind::Structure | DifferenceKind::Added | DifferenceKind::Missing);
        match moved.as_ref().filter(|_| may_move).and_then(|moved| moved.by(area)) {
            Some([right, down]) => {
                let shift_mm = [right / frame.px_per_mm[0], down / frame.px_per_mm[1]].map(|mm| (mm * 1e3).round() / 1e3);
                DifferenceRegion { kind: DifferenceKind::Shifted, shift_mm: Some(shift_mm), ..region }
            }
            None => region,
        }
    };
    found.into_par_iter().map(told).collect()
}

/// Logarithmic surprise that half of all genuine pages reach somewhere, with so many further specimens to compare with.
pub(super) fn even_level(specimens: usize) -> f32 {
    EVEN[usize::from(specimens > 0)]
}

/// 1 less the share of genuine pages that have so strong a place anywhere; `above` is how far it is above the even level.
fn strength(above: f32) -> f64 {
    1.0 / (1.0 + (-STEEPNESS * f64::from(above)).exp())
}

/// How an area differs: by the contrast of both sides, then by their colour.
fn kind(frame: &Frame, area: Area) -> DifferenceKind {
    let contrast = |planes: &[Plane; 3]| {
        let (mut sum, mut squares) = (0.0, 0.0);
        for (x, y) in area.pixels() {
            let value = planes.iter().map(|plane| f64::from(plane.get(x, y))).sum::<f64>() / 3.0;
            sum += value;
            squares += value * value;
        }
        let count = area.count() as f64;
        (squares / count - (sum / count).powi(2)).max(0.0).sqrt()
    };
    let ratio = (contrast(&frame.questioned) + 1.0) / (contrast(&frame.reference) + 1.0);
    if ratio < MISSING {
        DifferenceKind::Missing
    } else if ratio > 1.0 / MISSING {
        DifferenceKind::Added
    } else if colour::difference(frame, area) > COLOURED {
        DifferenceKind::Colour
    } else {
        DifferenceKind::Structure
    }
}
