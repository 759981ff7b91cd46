//! Dark specks that stand free: their number and size near the strokes of print and far from them.
//!
//! Toner that lands beside a stroke, and droplets that break off, lie near it; dirt, fibres and the dots of a tint lie everywhere.
//! ISO/IEC 24790:2017 calls such specks extraneous marks; here those near strokes and those far from any are counted apart, so that one
//! can be held against the other.

use super::ProcessParams;
use super::contrast::Contrast;
use super::ground::Ground;
use crate::domain::{Cancelled, MM_PER_INCH, Progress};
use crate::imaging::plane::Plane;

/// The longer side of what is looked at at once, in px.
const FIELD_PX: u32 = 2048;
/// Depth below the paper, as a share of the contrast, of what is a mark.
const MARK: f32 = 0.3;
/// The side of the blocks from which the paper is taken, in mm.
const PAPER_BLOCK_MM: f64 = 1.5;
/// Share of the values of a block that are as light as paper.
const PAPER_SHARE: f64 = 0.85;
/// A mark whose box has this diagonal, in mm, is a stroke.
const STROKE_MM: f64 = 0.5;
/// What is near a stroke, and what is far from any, in mm from its rim; a margin of two pixels belongs to the stroke.
const NEAR_MM: f64 = 0.5;
const FAR_MM: f64 = 1.0;
const MARGIN_PX: f64 = 2.0;
/// Pixels of a speck at the least.
const LEAST_PX: usize = 2;
/// Specks that are measured at the most, for each field.
const MOST_SPECKS: usize = 200_000;

/// Specks of one kind of place.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Place {
    /// Diameters of circles of their areas, in µm.
    pub(super) diameters_um: Vec<f64>,
    /// Of the paper that was looked at, in mm².
    pub(super) area_mm2: f64,
}

/// The specks of a region.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Specks {
    pub(super) near: Place,
    pub(super) far: Place,
    /// Everywhere, between near and far as well.
    pub(super) all: Place,
}

/// Counts the specks of a region; `None` if print and paper are not told apart anywhere.
pub(super) fn specks(ground: &Ground<'_>, params: &ProcessParams, progress: &dyn Progress) -> Result<Option<Specks>, Cancelled> {
    let (mut found, mut has_contrast) = (Specks::default(), false);
    let fields = ground.fields(FIELD_PX);
    for (done, field) in fields.iter().enumerate() {
        progress.report(done as u64, fields.len() as u64)?;
        let plane = ground.reflectance(*field);
        if let Some(contrast) = Contrast::of(&plane) {
            has_contrast = true;
            count(&plane, contrast, ground.ppi / MM_PER_INCH, params, &mut found);
        }
    }
    Ok(has_contrast.then_some(found))
}

/// A mark in px: its pixels and its box.
struct Mark {
    pixels: Vec<usize>,
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Mark {
    fn diagonal(&self) -> f64 {
        ((self.right - self.left + 1) as f64).hypot((self.bottom - self.top + 1) as f64)
    }
}

fn count(plane: &Plane, contrast: Contrast, px_mm: f64, params: &ProcessParams, found: &mut Specks) {
    let paper = paper(plane, px_mm);
    let (width, height) = (plane.width, plane.height);
    let depth = Plane::from_fn(width, height, |x, y| (paper.get(x, y) - plane.get(x, y)).max(0.0));
    let least = (MARK * contrast.depth()).max(5.0 * noise(plane));
    let marks = marks(&depth, least);
    let mut strokes = vec![f32::INFINITY; depth.data.len()];
    let mut is_mark = vec![false; depth.data.len()];
    for mark in &marks {
        let is_stroke = mark.diagonal() >= STROKE_MM * px_mm;
        for place in &mark.pixels {
            is_mark[*place] = true;
            if is_stroke {
                strokes[*place] = 0.0;
            }
        }
    }
    distances(&mut strokes, width);
    let near = (MARGIN_PX as f32, (NEAR_MM * px_mm) as f32);
    let far = (FAR_MM * px_mm) as f32;
    let pixel_mm2 = 1.0 / (px_mm * px_mm);
    let paper_px = |from: f32, to: f32| strokes.iter().filter(|distance| (from..=to).contains(*distance)).count() as f64;
    found.near.area_mm2 += paper_px(near.0, near.1) * pixel_mm2;
    found.far.area_mm2 += paper_px(far, f32::INFINITY) * pixel_mm2;
    found.all.area_mm2 += paper_px(near.0, f32::INFINITY) * pixel_mm2;
    let um = 1000.0 / px_mm;
    for mark in marks.iter().filter(|mark| mark.pixels.len() >= LEAST_PX).take(MOST_SPECKS) {
        // What the rim of the field cuts has no size.
        let is_whole = mark.left > 1 && mark.top > 1 && mark.right + 2 < width && mark.bottom + 2 < height;
        let diameter_um = 2.0 * (ink_px(&depth, mark, &is_mark, contrast) / std::f64::consts::PI).sqrt() * um;
        if !is_whole || mark.diagonal() >= STROKE_MM * px_mm || diameter_um > params.most_speck_um {
            continue;
        }
        let distance = mark.pixels.iter().map(|place| strokes[*place]).fold(f32::INFINITY, f32::min);
        if distance < near.0 {
            continue;
        }
        found.all.diameters_um.push(diameter_um);
        if distance <= near.1 {
            found.near.diameters_um.push(diameter_um);
        } else if distance >= far {
            found.far.diameters_um.push(diameter_um);
        }
    }
}

/// The reflectance of the paper everywhere, from light values of blocks.
fn paper(plane: &Plane, px_mm: f64) -> Plane {
    let block = (PAPER_BLOCK_MM * px_mm).round().max(8.0) as usize;
    let (columns, rows) = (plane.width.div_ceil(block), plane.height.div_ceil(block));
    let light = Plane::from_fn(columns, rows, |column, row| {
        let (left, top) = (column * block, row * block);
        let (right, bottom) = ((left + block).min(plane.width), (top + block).min(plane.height));
        let mut values: Vec<f32> = (top..bottom).step_by(2).flat_map(|y| (left..right).step_by(2).map(move |x| plane.get(x, y))).collect();
        if values.is_empty() {
            return 0.0;
        }
        let place = ((values.len() - 1) as f64 * PAPER_SHARE) as usize;
        *values.select_nth_unstable_by(place, f32::total_cmp).1
    });
    // A block that is all print has its paper from its neighbours.
    let around = Plane::from_fn(columns, rows, |column, row| {
        let near = (-1..=1).flat_map(|v| (-1..=1).map(move |u| (u, v)));
        near.map(|(u, v)| light.at(column as i64 + u, row as i64 + v)).fold(0.0, f32::max)
    });
    let scale = 1.0 / block as f32;
    Plane::from_fn(plane.width, plane.height, |x, y| {
        let (u, v) = ((x as f32 + 0.5) * scale - 0.5, (y as f32 + 0.5) * scale - 0.5);
        let (left, top) = (u.floor(), v.floor());
        let (s, t) = (u - left, v - top);
        let at = |dx: i64, dy: i64| around.at(left as i64 + dx, top as i64 + dy);
        (at(0, 0) * (1.0 - s) + at(1, 0) * s) * (1.0 - t) + (at(0, 1) * (1.0 - s) + at(1, 1) * s) * t
    })
}

/// The standard deviation of the noise, from the differences of neighbours, most of which lie on paper.
fn noise(plane: &Plane) -> f32 {
    let mut steps: Vec<f32> = plane.data.windows(2).step_by(5).map(|pair| (pair[0] - pair[1]).abs()).collect();
    if steps.is_empty() {
        return 0.0;
    }
    let half = steps.len() / 2;
    // The median of absolute values is 0.6745 standard deviations, and a difference has the noise of two.
    *steps.select_nth_unstable_by(half, f32::total_cmp).1 / 0.6745 / std::f32::consts::SQRT_2
}

/// The marks that are at least `least` deep, joined also across corners, in reading order of their first pixels.
fn marks(depth: &Plane, least: f32) -> Vec<Mark> {
    let (width, height) = (depth.width, depth.height);
    let mut seen = vec![false; depth.data.len()];
    let mut found = Vec::new();
    for start in 0..depth.data.len() {
        if seen[start] || depth.data[start] < least {
            continue;
        }
        let (x, y) = (start % width, start / width);
        let mut mark = Mark { pixels: vec![start], left: x, top: y, right: x, bottom: y };
        seen[start] = true;
        let mut next = 0;
        while let Some(place) = mark.pixels.get(next).copied() {
            next += 1;
            let (x, y) = (place % width, place / width);
            mark.left = mark.left.min(x);
            mark.right = mark.right.max(x);
            mark.top = mark.top.min(y);
            mark.bottom = mark.bottom.max(y);
            for v in y.saturating_sub(1)..(y + 2).min(height) {
                for u in x.saturating_sub(1)..(x + 2).min(width) {
                    let other = v * width + u;
                    if !seen[other] && depth.data[other] >= least {
                        seen[other] = true;
                        mark.pixels.push(other);
                    }
                }
            }
        }
        found.push(mark);
    }
    found
}

/// How many pixels full of ink would be as dark as a mark and its rim: a blur spreads a speck but takes nothing of it away.
fn ink_px(depth: &Plane, mark: &Mark, is_mark: &[bool], contrast: Contrast) -> f64 {
    let (width, height) = (depth.width, depth.height);
    let mut rim: Vec<usize> = Vec::new();
    for place in &mark.pixels {
        let (x, y) = (place % width, place / width);
        for v in y.saturating_sub(2)..(y + 3).min(height) {
            rim.extend((x.saturating_sub(2)..(x + 3).min(width)).map(|u| v * width + u).filter(|other| !is_mark[*other]));
        }
    }
    rim.sort_unstable();
    rim.dedup();
    let sum: f64 = mark.pixels.iter().chain(&rim).map(|place| f64::from(depth.data[*place])).sum();
    sum / f64::from(contrast.depth())
}

/// Turns zeros in a field of infinities into distances in px from the nearest of them (chamfer 1, √2: at most 8 % too far).
fn distances(field: &mut [f32], width: usize) {
    let diagonal = std::f32::consts::SQRT_2;
    let height = field.len().checked_div(width).unwrap_or(0);
    let at = |field: &[f32], x: i64, y: i64| {
        if x < 0 || y < 0 || x >= width as i64 || y >= height as i64 { f32::INFINITY } else { field[y as usize * width + x as usize] }
    };
    for step in [-1_i64, 1] {
        for k in 0..field.len() {
            let place = if step < 0 { k } else { field.len() - 1 - k };
            let (x, y) = ((place % width) as i64, (place / width) as i64);
            let beside = at(field, x + step, y) + 1.0;
            let above =
                (at(field, x, y + step) + 1.0).min(at(field, x - 1, y + step) + diagonal).min(at(field, x + 1, y + step) + diagonal);
            field[place] = field[place].min(beside).min(above);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_grow_by_the_step() {
        let mut field = vec![f32::INFINITY; 35];
        field[2 * 7 + 3] = 0.0;
        distances(&mut field, 7);
        assert!((field[2 * 7 + 6] - 3.0).abs() < 1e-6 && (field[3] - 2.0).abs() < 1e-6);
        assert!((field[0] - (2.0 * std::f32::consts::SQRT_2 + 1.0)).abs() < 1e-5);
    }
}
