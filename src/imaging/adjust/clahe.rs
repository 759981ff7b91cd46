//! Contrast-limited adaptive histogram equalisation of luma (Zuiderveld, Graphics Gems IV, 1994).

use super::axis::Axis;
use super::error::AdjustError;
use super::frame::{luma, quantised};
use super::prepare::Preparing;
use super::stage::{Pixelwise, RowAt};
use crate::domain::recipe::Clahe;

const BINS: usize = 256;

/// The side of a tile in px of the overview at the least: fewer pixels say nothing about 256 bins.
const LEAST_TILE_PX: u32 = 8;

/// The tables of all tiles.
pub(super) struct Tiles {
    columns: usize,
    rows: usize,
    /// Tiles to an original pixel, across and down.
    per_px: [f64; 2],
    /// For each tile, row by row, the value after for each 8-bit level before, in 16-bit units; the last level stands twice.
    tables: Vec<[f32; BINS + 1]>,
}

impl Tiles {
    pub(super) fn of(params: &Clahe, preparing: &Preparing<'_>) -> Result<Self, AdjustError> {
        let tile = preparing.original_px(params.tile)?;
        let seen = preparing.seen;
        let count = |axis: usize, seen_px: u32| {
            let most = f64::from((seen_px / LEAST_TILE_PX).max(1));
            (f64::from(preparing.original[axis]) / tile[axis]).round().clamp(1.0, most)
        };
        let (across, down) = (count(0, seen.area.width), count(1, seen.area.height));
        let per_px = [across / f64::from(preparing.original[0].max(1)), down / f64::from(preparing.original[1].max(1))];
        let (columns, rows) = (across as usize, down as usize);
        let mut counts = vec![[0u32; BINS]; columns * rows];
        let tile_of = |place: usize, axis: usize, most: usize| {
            ((place as f64 + 0.5) * preparing.scale * per_px[axis]).min(most as f64 - 0.5) as usize
        };
        for (y, row) in seen.data.chunks_exact(seen.stride().max(1)).enumerate() {
            let first = tile_of(y, 1, rows) * columns;
            for (x, pixel) in row.chunks_exact(seen.channels).enumerate() {
                let bin = (usize::from(luma(pixel)) + 128) / 257;
                counts[first + tile_of(x, 0, columns)][bin] += 1;
            }
        }
        Ok(Self { columns, rows, per_px, tables: counts.into_iter().map(|counts| equalising(counts, params.clip)).collect() })
    }
}

/// The table of a tile: its clipped histogram, summed up.
fn equalising(mut counts: [u32; BINS], clip: f64) -> [f32; BINS + 1] {
    let total: u32 = counts.iter().sum();
    let limit = ((clip * f64::from(total) / BINS as f64) as u32).max(1);
    let over: u32 = counts.iter().map(|count| count.saturating_sub(limit)).sum();
    // What is cut off is shared out evenly, and what then remains at even distances.
    let (share, rest) = (over / BINS as u32, over as usize % BINS);
    for count in &mut counts {
        *count = (*count).min(limit) + share;
    }
    if let Some(step) = BINS.checked_div(rest) {
        for count in counts.iter_mut().step_by(step.max(1)).take(rest) {
            *count += 1;
        }
    }
    let mut table = [0.0; BINS + 1];
    let mut sum = 0;
    for (out, count) in table.iter_mut().zip(counts) {
        sum += count;
        *out = if total == 0 { 0.0 } else { (f64::from(sum) / f64::from(total) * 65535.0) as f32 };
    }
    table[BINS] = table[BINS - 1];
    table
}

impl Pixelwise for Tiles {
    fn channels(&self, channels: usize) -> usize {
        channels
    }

    fn takes_grey(&self) -> bool {
        true
    }

    fn row(&self, at: RowAt, input: &[u16], output: &mut [u16]) {
        let scale = at.level.scale;
        let (upper, lower, down) = Axis::new(scale * self.per_px[1], self.rows).between(at.y);
        let across = Axis::new(scale * self.per_px[0], self.columns);
        // All pixels of the row lie as far between two rows of tiles: their tables are mixed once.
        let channels = at.channels;
        let count = (input.len() / channels) as u32;
        let (first, last) = (across.between(at.x).0, across.between(at.x + count.saturating_sub(1)).1);
        let mixed: Vec<[f32; BINS + 1]> = (first..=last)
            .map(|column| {
                let (upper, lower) = (&self.tables[upper * self.columns + column], &self.tables[lower * self.columns + column]);
                let mut mixed = [0.0; BINS + 1];
                mixed.iter_mut().zip(upper.iter().zip(lower)).for_each(|(out, (upper, lower))| *out = upper + (lower - upper) * down);
                mixed
            })
            .collect();
        for (index, (out, pixel)) in output.chunks_exact_mut(channels).zip(input.chunks_exact(channels)).enumerate() {
            let (left, right, share) = across.between(at.x + index as u32);
            let luma = f32::from(luma(pixel));
            let level = luma * (1.0 / 257.0);
            let bin = level as usize;
            let rest = level - bin as f32;
            let value = |table: &[f32; BINS + 1]| table[bin] + (table[bin + 1] - table[bin]) * rest;
            let (left, right) = (value(&mixed[left - first]), value(&mixed[right - first]));
            let change = left + (right - left) * share - luma;
            out.iter_mut().zip(pixel).for_each(|(out, value)| *out = quantised(f32::from(*value) + change));
        }
    }
}
