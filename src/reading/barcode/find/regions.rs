//! Where a picture has the texture of a barcode, and how that lies.
//!
//! Symbols are full of strong edges in one direction (bars) or in two at right angles (matrices). Cells of eight pixels with many
//! strong edges are joined to regions; the directions of the edges, fourfold or twofold, say by how much a region is turned.

use super::luma::{Luma, Made, Sight};
use crate::domain::Homography;

/// The side of a cell in px.
const CELL: i32 = 8;

/// The most regions of a picture.
const MAX_REGIONS: usize = 8;

/// A place that looks like a symbol.
#[derive(Debug, Clone, Copy)]
pub(super) struct Region {
    /// The direction across the bars, or of one side of a matrix, in radians; from -π/4 to π/4 for a matrix.
    pub(super) angle: f64,
    /// Its middle, and half of its sides along and across that direction, in px.
    pub(super) middle: (f64, f64),
    pub(super) half: (f64, f64),
    /// How far all edges have one direction, 0 to 1.
    pub(super) bars: f64,
    /// How far all edges have one of two directions at right angles, 0 to 1.
    pub(super) right_angles: f64,
    /// The share of it that is full of edges, 0 to 1.
    pub(super) full: f64,
    weight: f64,
}

/// Sums over the edges of a cell.
#[derive(Clone, Copy, Default)]
struct Edges {
    strong: u32,
    energy: f32,
    double: (f32, f32),
    fourfold: (f32, f32),
}

/// The regions of a picture, the most promising first.
pub(super) fn find(luma: &Luma) -> Vec<Region> {
    let (across, down) = (luma.width / CELL, luma.height / CELL);
    if across < 2 || down < 2 {
        return Vec::new();
    }
    let (low, high) = luma.range(0.02);
    let strong = (i32::from(high) - i32::from(low)).max(24) * 15 / 100;
    let cells = edges(luma, across, down, strong * strong);
    let cell =
        |x: i32, y: i32| ((0..across).contains(&x) && (0..down).contains(&y)).then(|| cells.get((y * across + x) as usize)).flatten();
    let busy = |x: i32, y: i32| cell(x, y).is_some_and(|edges| edges.strong >= (CELL * CELL / 6) as u32);
    // A cell counts if most of those around do: single ones fall out, gaps close.
    let mut open: Vec<bool> = (0..down)
        .flat_map(|y| (0..across).map(move |x| (x, y)))
        .map(|(x, y)| (y - 1..=y + 1).flat_map(|y| (x - 1..=x + 1).map(move |x| (x, y))).filter(|(x, y)| busy(*x, *y)).count() >= 4)
        .collect();
    let mut found = Vec::new();
    for start in 0..open.len() {
        let mut members = Vec::new();
        let mut stack = vec![start];
        while let Some(at) = stack.pop() {
            let Some(here) = open.get_mut(at).filter(|here| **here) else { continue };
            *here = false;
            let (x, y) = (at as i32 % across, at as i32 / across);
            members.push((x, y));
            for (x, y) in [(x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1)] {
                if (0..across).contains(&x) && (0..down).contains(&y) {
                    stack.push((y * across + x) as usize);
                }
            }
        }
        if members.len() >= 4 {
            let sums = members.iter().filter_map(|(x, y)| cell(*x, *y)).fold(Edges::default(), Edges::plus);
            found.extend(region(&members, &sums));
        }
    }
    found.sort_by(|a, b| b.weight.total_cmp(&a.weight));
    found.truncate(MAX_REGIONS);
    found
}

impl Edges {
    fn plus(self, other: &Self) -> Self {
        Self {
            strong: self.strong + other.strong,
            energy: self.energy + other.energy,
            double: (self.double.0 + other.double.0, self.double.1 + other.double.1),
            fourfold: (self.fourfold.0 + other.fourfold.0, self.fourfold.1 + other.fourfold.1),
        }
    }
}

/// The edges of each cell whose squared height is at least `least`.
fn edges(luma: &Luma, across: i32, down: i32, least: i32) -> Vec<Edges> {
    let mut cells = vec![Edges::default(); (across * down) as usize];
    for y in 0..(down * CELL).min(luma.height - 1) {
        let (here, below) = (luma.row(y), luma.row(y + 1));
        let row = cells.get_mut((y / CELL * across) as usize..).unwrap_or_default();
        // Squares of four pixels: bars of one pixel are seen, as they would not be with one left out in between.
        for (x, (above, below)) in here.windows(2).zip(below.windows(2)).enumerate() {
            let ([a, b], [c, d]) = (above, below) else { continue };
            let [a, b, c, d] = [a, b, c, d].map(|value| i32::from(*value));
            let (gx, gy) = ((b + d - a - c) / 2, (c + d - a - b) / 2);
            let energy = gx * gx + gy * gy;
            if energy < least || x / CELL as usize >= across as usize {
                continue;
            }
            if let Some(cell) = row.get_mut(x / CELL as usize) {
                let (gx, gy, energy) = (gx as f32, gy as f32, energy as f32);
                let (cos, sin) = (gx * gx - gy * gy, 2.0 * gx * gy);
                cell.strong += 1;
                cell.energy += energy;
                cell.double = (cell.double.0 + cos, cell.double.1 + sin);
                let fourfold = ((cos * cos - sin * sin) / energy, 2.0 * cos * sin / energy);
                cell.fourfold = (cell.fourfold.0 + fourfold.0, cell.fourfold.1 + fourfold.1);
            }
        }
    }
    cells
}

/// The direction across the bars, or of one side of a matrix.
fn direction(sums: &Edges) -> f64 {
    if sums.energy > 0.0 && libm::hypotf(sums.double.0, sums.double.1) > 0.45 * sums.energy {
        f64::from(libm::atan2f(sums.double.1, sums.double.0)) / 2.0
    } else {
        f64::from(libm::atan2f(sums.fourfold.1, sums.fourfold.0)) / 4.0
    }
}

/// The rectangle around cells, along the directions of their edges.
fn region(members: &[(i32, i32)], sums: &Edges) -> Option<Region> {
    if sums.energy <= 0.0 {
        return None;
    }
    let strength = |pair: (f32, f32)| f64::from(libm::hypotf(pair.0, pair.1) / sums.energy);
    let (bars, right_angles) = (strength(sums.double), strength(sums.fourfold));
    let angle = direction(sums);
    let (cos, sin) = (libm::cos(angle), libm::sin(angle));
    let size = f64::from(CELL);
    let (mut least, mut most) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
    for (x, y) in members {
        let (x, y) = ((f64::from(*x) + 0.5) * size, (f64::from(*y) + 0.5) * size);
        let (along, across) = (x * cos + y * sin, y * cos - x * sin);
        least = (least.0.min(along), least.1.min(across));
        most = (most.0.max(along), most.1.max(across));
    }
    let half = ((most.0 - least.0) / 2.0 + size / 2.0, (most.1 - least.1) / 2.0 + size / 2.0);
    let (along, across) = (f64::midpoint(least.0, most.0), f64::midpoint(least.1, most.1));
    let middle = (along * cos - across * sin, along * sin + across * cos);
    // A text line is long and thin and its edges have all directions.
    let full = members.len() as f64 * size * size / (4.0 * half.0 * half.1);
    let weight = f64::from(sums.strong) * full * (0.2 + bars.max(right_angles));
    Some(Region { angle, middle, half, bars, right_angles, full: full.min(1.0), weight })
}

impl Region {
    /// Whether it is so much like a symbol that more than a look at it is due: full, compact, with edges at right angles.
    pub(super) fn is_promising(&self) -> bool {
        let (long, short) = (self.half.0.max(self.half.1), self.half.0.min(self.half.1));
        self.full > 0.45 && long < 12.0 * short && (self.right_angles > 0.3 || self.bars > 0.4)
    }

    /// Whether a point lies inside.
    pub(super) fn contains(&self, x: f64, y: f64) -> bool {
        let (cos, sin) = (libm::cos(self.angle), libm::sin(self.angle));
        let (dx, dy) = (x - self.middle.0, y - self.middle.1);
        (dx * cos + dy * sin).abs() <= self.half.0 && (dy * cos - dx * sin).abs() <= self.half.1
    }

    /// The same region with the direction of its edges taken once more from the upright picture, where it is hardly off: at a
    /// slant, pixels draw every direction towards the diagonals.
    pub(super) fn refined(&self, sight: &Sight) -> Self {
        let mut refined = *self;
        for _ in 0..2 {
            let (upright, _) = refined.upright(sight, super::scale_of(self), 0.0);
            let soft = super::filter::blurred(&upright.luma);
            let cells = edges(&soft, soft.width / CELL, soft.height / CELL, 400);
            let sums = cells.iter().fold(Edges::default(), Edges::plus);
            let turn = direction(&sums);
            if turn.abs() > 0.3 {
                break;
            }
            refined.turn(turn);
        }
        refined
    }

    /// Turns it about its middle, so that what was inside stays inside.
    fn turn(&mut self, turn: f64) {
        let (cos, sin) = (libm::cos(turn), libm::sin(turn).abs());
        self.angle += turn;
        // A true rectangle seen at the wrong angle looks larger than it is; the margin is for the rest.
        self.half = (self.half.0 * cos + 0.5 * self.half.1 * sin, self.half.1 * cos + 0.5 * self.half.0 * sin);
    }

    /// Cuts it out of the picture it was found in, set upright, `scale` times as large; also where it lies there.
    pub(super) fn upright(&self, sight: &Sight, scale: f64, turn: f64) -> (Sight, (i32, i32, i32, i32)) {
        let angle = self.angle + turn;
        let (cos, sin) = (libm::cos(angle), libm::sin(angle));
        let margin = 0.15 * self.half.0.max(self.half.1) + 2.0 * f64::from(CELL);
        // Turned further than it was measured, it needs more room.
        let (half_x, half_y) = if turn == 0.0 {
            self.half
        } else {
            let more = self.half.0.max(self.half.1) * turn.abs().min(0.5);
            (self.half.0 + more, self.half.1 + more)
        };
        let (width, height) = ((half_x + margin) * 2.0 * scale, (half_y + margin) * 2.0 * scale);
        let (unit_x, unit_y) = (cos / scale, sin / scale);
        let (left, top) = (width / 2.0 - 0.5, height / 2.0 - 0.5);
        let map = Homography([
            [unit_x, -unit_y, self.middle.0 - unit_x * left + unit_y * top - 0.5],
            [unit_y, unit_x, self.middle.1 - unit_y * left - unit_x * top - 0.5],
            [0.0, 0.0, 1.0],
        ]);
        let luma = sight.luma.warped(&map, width as i32, height as i32, 255);
        let made = Made { scale: sight.made.scale * scale, turned_deg: -angle.to_degrees(), straightened: true, ..sight.made };
        let inset = ((margin - 1.2 * f64::from(CELL)) * scale) as i32;
        let region = (inset, inset, luma.width - inset, luma.height - inset);
        (Sight { luma, given_from_here: sight.given_from_here.after(&map), made }, region)
    }
}
