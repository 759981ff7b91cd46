//! Parts print from ground and finds the outlines of the characters.

use image::{GrayImage, Luma};
use imageproc::region_labelling::{Connectivity, connected_components};
use nalgebra::{Matrix3, Vector3};

use crate::imaging::measure::MeasureError;

/// How many of its own deviations print must stand out from the ground; noise parted in two stands out by 1.9.
const LEAST_CONTRAST: f64 = 3.0;

/// The least difference of print and ground in levels.
const LEAST_LEVELS: f64 = 10.0;

/// How much ink lies on each pixel, in levels above the ground.
pub(super) struct Ink {
    width: usize,
    height: usize,
    data: Vec<f64>,
    threshold: f64,
}

/// The outline of a character in px: edges between pixels, whose middles are at whole numbers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Letter {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

impl Letter {
    pub(super) fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub(super) fn middle(&self) -> f64 {
        f64::midpoint(self.left, self.right)
    }
}

/// Columns and rows, both ends included.
#[derive(Debug, Clone, Copy)]
struct Blot {
    left: usize,
    top: usize,
    right: usize,
    bottom: usize,
}

impl Blot {
    fn with(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    fn rows(self) -> usize {
        self.bottom - self.top + 1
    }

    /// Whether one stands above the other for half of the narrower.
    fn shares_columns(self, other: Self) -> bool {
        let shared = (self.right.min(other.right) + 1).saturating_sub(self.left.max(other.left));
        let narrower = (self.right - self.left).min(other.right - other.left) + 1;
        2 * shared >= narrower
    }
}

impl Ink {
    /// Takes out the ground and finds the threshold.
    ///
    /// # Errors
    ///
    /// [`MeasureError::NoContrast`].
    pub(super) fn new(grey: &[f64], width: usize, height: usize) -> Result<Self, MeasureError> {
        let count = grey.len() as f64;
        let mean = grey.iter().sum::<f64>() / count;
        // Print is the lesser part of a box: it pulls the third moment to its side.
        let skewness: f64 = grey.iter().map(|value| (value - mean).powi(3)).sum();
        let sign = if skewness > 0.0 { 1.0 } else { -1.0 };
        let raised: Vec<f64> = grey.iter().map(|value| sign * value).collect();
        let data = above_ground(&raised, width).ok_or(MeasureError::NoContrast)?;
        let parted = otsu(&data).ok_or(MeasureError::NoContrast)?;
        if parted.step < LEAST_LEVELS || parted.step < LEAST_CONTRAST * parted.deviation {
            return Err(MeasureError::NoContrast);
        }
        Ok(Self { width, height, data, threshold: parted.threshold })
    }

    fn at(&self, x: usize, y: usize) -> f64 {
        self.data.get(y * self.width + x).copied().unwrap_or(0.0)
    }

    /// The characters that stand free, from left to right. Blots lower than `speck` of the tallest are left out.
    ///
    /// # Errors
    ///
    /// [`MeasureError::FewCharacters`] below two, [`MeasureError::SeveralLines`].
    pub(super) fn letters(&self, speck: f64) -> Result<Vec<Letter>, MeasureError> {
        let mut blots = self.blots();
        blots.sort_by_key(|blot| (blot.left, blot.top));
        let tallest = blots.iter().map(|blot| blot.rows()).max().unwrap_or(0);
        // Lines above each other would be joined into high letters, so they are told apart first.
        let tall: Vec<Blot> = blots.iter().copied().filter(|blot| blot.rows() as f64 >= 0.6 * tallest as f64).collect();
        let apart = |a: &Blot, b: &Blot| a.bottom < b.top || b.bottom < a.top;
        if tall.iter().any(|one| tall.iter().filter(|other| one.shares_columns(**other)).any(|other| apart(one, other))) {
            return Err(MeasureError::SeveralLines);
        }
        let mut joined: Vec<Blot> = Vec::new();
        for blot in blots {
            match joined.last_mut() {
                Some(last) if last.shares_columns(blot) => *last = last.with(blot),
                _ => joined.push(blot),
            }
        }
        let tallest = joined.iter().map(|blot| blot.rows()).max().unwrap_or(0) as f64;
        joined.retain(|blot| blot.rows() as f64 >= speck * tallest && blot.rows() > 2);
        if joined.len() < 2 { Err(MeasureError::FewCharacters) } else { Ok(joined.into_iter().map(|blot| self.outline(blot)).collect()) }
    }

    /// The connected parts of the print that do not touch the rim.
    fn blots(&self) -> Vec<Blot> {
        let mask = GrayImage::from_fn(self.width as u32, self.height as u32, |x, y| {
            Luma([u8::from(self.at(x as usize, y as usize) > self.threshold) * 255])
        });
        let labels = connected_components(&mask, Connectivity::Eight, Luma([0]));
        let mut blots: Vec<Option<Blot>> = Vec::new();
        for (x, y, label) in labels.enumerate_pixels() {
            let Some(place) = (label[0] as usize).checked_sub(1) else { continue };
            let (x, y) = (x as usize, y as usize);
            let here = Blot { left: x, top: y, right: x, bottom: y };
            if blots.len() <= place {
                blots.resize(place + 1, None);
            }
            if let Some(blot) = blots.get_mut(place) {
                *blot = Some(blot.map_or(here, |blot| blot.with(here)));
            }
        }
        let free = |blot: &Blot| blot.left > 0 && blot.top > 0 && blot.right + 1 < self.width && blot.bottom + 1 < self.height;
        blots.into_iter().flatten().filter(free).collect()
    }

    /// Where the ink of a blot reaches half of its full strength, on each side.
    fn outline(&self, blot: Blot) -> Letter {
        // A pixel around it, where the ink of a blurred edge fades out; the blot touches no rim.
        let (columns, rows) = (
            blot.left.saturating_sub(2)..=(blot.right + 2).min(self.width - 1),
            blot.top.saturating_sub(2)..=(blot.bottom + 2).min(self.height - 1),
        );
        let by_row: Vec<f64> =
            rows.clone().map(|y| (blot.left..=blot.right).map(|x| self.at(x, y)).fold(f64::NEG_INFINITY, f64::max)).collect();
        let by_column: Vec<f64> =
            columns.clone().map(|x| (blot.top..=blot.bottom).map(|y| self.at(x, y)).fold(f64::NEG_INFINITY, f64::max)).collect();
        let mut strengths = by_row.clone();
        strengths.sort_by(f64::total_cmp);
        // The middle row's strongest ink; the single darkest pixel would be noise.
        let half = strengths.get(strengths.len() / 2).copied().unwrap_or(0.0) / 2.0;
        let first = |values: &mut dyn Iterator<Item = f64>| crossing(values, half);
        let (top, bottom) = (first(&mut by_row.iter().copied()), first(&mut by_row.iter().rev().copied()));
        let (left, right) = (first(&mut by_column.iter().copied()), first(&mut by_column.iter().rev().copied()));
        Letter {
            left: *columns.start() as f64 + left,
            top: *rows.start() as f64 + top,
            right: *columns.end() as f64 - right,
            bottom: *rows.end() as f64 - bottom,
        }
    }
}

/// How many steps from the first value the values first reach `level`, between two of them.
fn crossing(values: &mut dyn Iterator<Item = f64>, level: f64) -> f64 {
    let mut before: Option<f64> = None;
    let mut place = 0.0;
    for value in values {
        if value >= level {
            return before.map_or(place, |before| place - (value - level) / (value - before));
        }
        before = Some(value);
        place += 1.0;
    }
    place
}

/// The values above a plane through the ground, which is found by leaving out what stands out from it; print is high.
fn above_ground(values: &[f64], width: usize) -> Option<Vec<f64>> {
    // Scaled to about 1, for even equations.
    let scale = 1.0 / width.max(values.len() / width.max(1)) as f64;
    let row = |place: usize| Vector3::new(1.0, (place % width) as f64 * scale, (place / width) as f64 * scale);
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let median = sorted.get(sorted.len() / 2).copied()?;
    let mut plane = Vector3::new(median, 0.0, 0.0);
    let mut reach = f64::INFINITY;
    for _ in 0..8 {
        let (mut normal, mut right, mut squares, mut count) = (Matrix3::zeros(), Vector3::zeros(), 0.0, 0.0);
        for (place, value) in values.iter().enumerate() {
            let (row, above) = (row(place), value - row(place).dot(&plane));
            if above < reach {
                normal += row * row.transpose();
                right += row * *value;
                squares += above * above;
                count += 1.0;
            }
        }
        plane = normal.cholesky()?.solve(&right);
        reach = (1.5 * (squares / count).sqrt()).max(1.0);
    }
    Some(values.iter().enumerate().map(|(place, value)| value - row(place).dot(&plane)).collect())
}

struct Parted {
    threshold: f64,
    /// Difference of the means of both parts.
    step: f64,
    /// Root of the sum of the variances within the parts.
    deviation: f64,
}

/// Parts the values where the variance between the parts is greatest (Otsu 1979), over 256 bins; the threshold is then set halfway
/// between the means of the parts.
fn otsu(values: &[f64]) -> Option<Parted> {
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // The bounds of nothing are infinite.
    if !(high - low).is_finite() || high - low <= 1e-9 {
        return None;
    }
    let bin = |value: f64| ((value - low) / (high - low) * 255.0).round().clamp(0.0, 255.0) as usize;
    let mut bins = [(0.0_f64, 0.0_f64, 0.0_f64); 256];
    for value in values {
        let (count, sum, squares) = &mut bins[bin(*value)];
        *count += 1.0;
        *sum += value;
        *squares += value * value;
    }
    let total = bins.iter().fold((0.0, 0.0, 0.0), |sum, bin| (sum.0 + bin.0, sum.1 + bin.1, sum.2 + bin.2));
    let mut below = (0.0, 0.0, 0.0);
    let mut best: Option<(f64, Parted)> = None;
    for bin in &bins {
        below = (below.0 + bin.0, below.1 + bin.1, below.2 + bin.2);
        let above = (total.0 - below.0, total.1 - below.1, total.2 - below.2);
        if below.0 < 1.0 || above.0 < 1.0 {
            continue;
        }
        let (ground, print) = (below.1 / below.0, above.1 / above.0);
        let between = below.0 * above.0 * (print - ground).powi(2);
        if best.as_ref().is_none_or(|(most, _)| between > *most) {
            let variance = (below.2 / below.0 - ground * ground).max(0.0) + (above.2 / above.0 - print * print).max(0.0);
            best = Some((between, Parted { threshold: f64::midpoint(ground, print), step: print - ground, deviation: variance.sqrt() }));
        }
    }
    best.map(|(_, parted)| parted)
}
