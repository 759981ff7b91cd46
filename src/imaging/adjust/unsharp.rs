//! Unsharp masking: what a Gaussian blur takes away is added once more.

use super::area::{Level, PixelRect};
use super::error::AdjustError;
use super::frame::Frame;
use super::gaussian::{Gaussian, Rows};
use super::kernels;
use super::prepare::Preparing;
use super::stage::Surrounded;
use crate::domain::recipe::Unsharp;

/// A blur in pixels of the original, and what is done with the difference.
pub(super) struct Sharpening {
    sigma: [f64; 2],
    amount: f32,
    threshold: f32,
}

impl Sharpening {
    pub(super) fn of(params: &Unsharp, preparing: &Preparing<'_>) -> Result<Self, AdjustError> {
        let sigma = preparing.original_px(params.radius)?;
        Ok(Self { sigma, amount: params.amount as f32, threshold: (params.threshold * 257.0) as f32 })
    }
}

impl Surrounded for Sharpening {
    fn reach(&self, scale: f64) -> [u32; 2] {
        Gaussian::reach(self.sigma.map(|px| px / scale))
    }

    fn run(&self, input: &Frame, area: PixelRect, level: Level) -> Frame {
        let gaussian = Gaussian::new(self.sigma.map(|px| px / level.scale));
        let mut out = Frame::new(area, input.channels);
        let (stride, mut rows, mut blurred) = (out.stride(), Rows::default(), Vec::new());
        for (y, line) in (area.y..).zip(out.data.chunks_exact_mut(stride.max(1))) {
            gaussian.row(input, area, y, level, &mut rows, &mut blurred);
            let values = input.row_around(i64::from(y), area, 0, level);
            kernels::sharpen(line, values, &blurred, self.amount, self.threshold);
        }
        out
    }
}
