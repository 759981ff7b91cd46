//! Gaussian blur of one row at a time.

use super::area::{Level, PixelRect};
use super::frame::{Frame, repeat_edges};
use super::kernels;

/// Standard deviations below this many px leave the picture as it is.
const LEAST_PX: f64 = 0.3;

/// Weights of a Gaussian from its middle to three standard deviations, across and down. They sum up to 1 with both sides.
pub(super) struct Gaussian {
    across: Vec<f32>,
    down: Vec<f32>,
}

/// Rows to work in, kept from row to row.
#[derive(Default)]
pub(super) struct Rows {
    sums: Vec<f32>,
    padded: Vec<f32>,
}

impl Gaussian {
    /// For standard deviations in px of the level.
    pub(super) fn new(sigma_px: [f64; 2]) -> Self {
        let [across, down] = sigma_px.map(weights);
        Self { across, down }
    }

    /// The columns and rows it looks at to both sides, for standard deviations in px of the level.
    pub(super) fn reach(sigma_px: [f64; 2]) -> [u32; 2] {
        sigma_px.map(reach)
    }

    /// Blurs the row `y` of `area` into `out`: down first, then across.
    pub(super) fn row(&self, input: &Frame, area: PixelRect, y: u32, level: Level, rows: &mut Rows, out: &mut Vec<f32>) {
        let reach = (self.across.len() - 1) as u32;
        let (y, away) = (i64::from(y), 1..self.down.len() as i64);
        let row = |y: i64| input.row_around(y, area, reach, level);
        let above: Vec<&[u16]> = away.clone().map(|k| row(y - k)).collect();
        let below: Vec<&[u16]> = away.map(|k| row(y + k)).collect();
        rows.sums.resize(row(y).len(), 0.0);
        kernels::sum_down(&mut rows.sums, row(y), &above, &below, &self.down);
        repeat_edges(&rows.sums, input.channels, area, reach, level, &mut rows.padded);
        out.resize(area.width as usize * input.channels, 0.0);
        kernels::sum_across(out, &rows.padded, input.channels, &self.across);
    }
}

fn reach(sigma_px: f64) -> u32 {
    if sigma_px < LEAST_PX { 0 } else { (sigma_px * 3.0).ceil() as u32 }
}

fn weights(sigma_px: f64) -> Vec<f32> {
    let weights: Vec<f64> = (0..=reach(sigma_px)).map(|k| libm::exp(-f64::from(k * k) / (2.0 * sigma_px * sigma_px))).collect();
    if weights.len() == 1 {
        return vec![1.0];
    }
    let sum = 2.0 * weights.iter().sum::<f64>() - 1.0;
    weights.into_iter().map(|weight| (weight / sum) as f32).collect()
}
