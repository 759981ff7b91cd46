//! Background removal: the ground is what the median over a large square says it is.

use super::axis::Axis;
use super::error::AdjustError;
use super::frame::{Frame, quantised};
use super::prepare::Preparing;
use super::stage::{Pixelwise, RowAt};
use crate::domain::recipe::{Background, Removal};

/// Cells along the longer side of the picture at the most: the ground changes slowly.
const MOST_CELLS: usize = 128;

/// The ground at the middle of square cells, and what is done with it.
pub(super) struct Ground {
    columns: usize,
    rows: usize,
    channels: usize,
    /// Original pixels along the side of a cell.
    cell_px: f64,
    /// In 16-bit units, row by row, channels interleaved.
    values: Vec<f32>,
    removal: Removal,
    level: f32,
}

impl Ground {
    pub(super) fn of(params: &Background, preparing: &Preparing<'_>) -> Result<Self, AdjustError> {
        let radius = preparing.original_px(params.radius)?.map(|px| px / preparing.scale);
        let seen = preparing.seen;
        let (width, height) = (seen.area.width as usize, seen.area.height as usize);
        // Some four cells to a radius, so that the square is a square.
        let cell = ((radius[0].min(radius[1]) / 4.0) as usize).max(width.max(height).div_ceil(MOST_CELLS)).max(1);
        let (columns, rows) = (width.div_ceil(cell), height.div_ceil(cell));
        let reach = radius.map(|px| ((px / cell as f64).round() as usize).max(1));
        let mut values = vec![0.0; columns * rows * seen.channels];
        for channel in 0..seen.channels {
            let medians = medians(seen, channel, cell, [columns, rows], reach);
            let smooth = smoothed(&medians, columns, rows);
            values.iter_mut().skip(channel).step_by(seen.channels).zip(smooth).for_each(|(out, value)| *out = value);
        }
        let level = (params.level * 257.0) as f32;
        let cell_px = cell as f64 * preparing.scale;
        Ok(Self { columns, rows, channels: seen.channels, cell_px, values, removal: params.removal, level })
    }
}

/// How often each 8-bit level occurs.
type Counts = [u32; 256];

/// The median of `channel` in the square of `reach` cells around each cell.
fn medians(seen: &Frame, channel: usize, cell: usize, [columns, rows]: [usize; 2], reach: [usize; 2]) -> Vec<f32> {
    let mut cells = vec![[0; 256]; columns * rows];
    for (y, row) in seen.data.chunks_exact(seen.stride().max(1)).enumerate() {
        for (x, pixel) in row.chunks_exact(seen.channels).enumerate() {
            let level = (usize::from(pixel[channel]) + 128) / 257;
            cells[y / cell * columns + x / cell][level] += 1;
        }
    }
    let across: Vec<Counts> = (0..rows).flat_map(|row| sliding(columns, reach[0], |x| cells[row * columns + x])).collect();
    let mut medians = vec![0.0; columns * rows];
    for column in 0..columns {
        for (row, counts) in sliding(rows, reach[1], |y| across[y * columns + column]).into_iter().enumerate() {
            medians[row * columns + column] = median(&counts);
        }
    }
    medians
}

/// The sums over `reach` cells to both sides, as far as there are any.
fn sliding(count: usize, reach: usize, cell: impl Fn(usize) -> Counts) -> Vec<Counts> {
    let mut sum = [0; 256];
    let add = |sum: &mut Counts, cell: Counts| sum.iter_mut().zip(cell).for_each(|(sum, count)| *sum += count);
    let take = |sum: &mut Counts, cell: Counts| sum.iter_mut().zip(cell).for_each(|(sum, count)| *sum -= count);
    (0..reach.min(count)).for_each(|place| add(&mut sum, cell(place)));
    let windows = (0..count).map(|place| {
        if place + reach < count {
            add(&mut sum, cell(place + reach));
        }
        if place > reach {
            take(&mut sum, cell(place - reach - 1));
        }
        sum
    });
    windows.collect()
}

/// The median in 16-bit units, as far into its level as the count says.
fn median(counts: &Counts) -> f32 {
    let half = f64::from(counts.iter().sum::<u32>()) / 2.0;
    let mut below = 0.0;
    for (level, count) in counts.iter().map(|count| f64::from(*count)).enumerate() {
        if below + count >= half && count > 0.0 {
            return ((level as f64 - 0.5 + (half - below) / count) * 257.0) as f32;
        }
        below += count;
    }
    0.0
}

/// Weights 1, 2, 1 twice across and twice down; the edge is repeated.
fn smoothed(values: &[f32], columns: usize, rows: usize) -> Vec<f32> {
    let mut values = values.to_vec();
    for _ in 0..2 {
        let across = |place: usize| {
            let (row, x) = (place / columns * columns, place % columns);
            values[row + x.saturating_sub(1)] + 2.0 * values[place] + values[row + (x + 1).min(columns - 1)]
        };
        let once: Vec<f32> = (0..values.len()).map(across).collect();
        let down = |place: usize| {
            let (y, x) = (place / columns, place % columns);
            (once[y.saturating_sub(1) * columns + x] + 2.0 * once[place] + once[(y + 1).min(rows - 1) * columns + x]) / 16.0
        };
        values = (0..values.len()).map(down).collect();
    }
    values
}

impl Pixelwise for Ground {
    fn channels(&self, channels: usize) -> usize {
        channels
    }

    fn takes_grey(&self) -> bool {
        // It gets what it saw when it was prepared.
        self.channels == 1
    }

    fn row(&self, at: RowAt, input: &[u16], output: &mut [u16]) {
        let channels = self.channels;
        let per_px = at.level.scale / self.cell_px;
        let (upper, lower, down) = Axis::new(per_px, self.rows).between(at.y);
        let across = Axis::new(per_px, self.columns);
        let stride = self.columns * channels;
        let (upper, lower) = (&self.values[upper * stride..][..stride], &self.values[lower * stride..][..stride]);
        let mixed: Vec<f32> = upper.iter().zip(lower).map(|(upper, lower)| upper + (lower - upper) * down).collect();
        for (index, (out, pixel)) in output.chunks_exact_mut(channels).zip(input.chunks_exact(channels)).enumerate() {
            let (left, right, share) = across.between(at.x + index as u32);
            for (channel, (out, value)) in out.iter_mut().zip(pixel).enumerate() {
                let (left, right) = (mixed[left * channels + channel], mixed[right * channels + channel]);
                let ground = left + (right - left) * share;
                *out = quantised(match self.removal {
                    // Less than two levels is no ground to divide by.
                    Removal::Divide => f32::from(*value) * (self.level / ground.max(514.0)),
                    Removal::Subtract => f32::from(*value) - ground + self.level,
                });
            }
        }
    }
}
