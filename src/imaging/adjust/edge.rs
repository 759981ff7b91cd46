//! Edges: the magnitude of the gradient of luma.

use super::area::{Level, PixelRect};
use super::error::AdjustError;
use super::frame::Frame;
use super::gaussian::Gaussian;
use super::gradient::of_gradient;
use super::kernels;
use super::prepare::Preparing;
use super::stage::Surrounded;
use crate::domain::recipe::{Edge, Kernel};

/// A smoothing in pixels of the original, a kernel and a factor.
pub(super) struct Gradient {
    sigma: [f64; 2],
    kernel: Kernel,
    strength: f32,
}

impl Gradient {
    pub(super) fn of(params: &Edge, preparing: &Preparing<'_>) -> Result<Self, AdjustError> {
        Ok(Self { sigma: preparing.original_px(params.radius)?, kernel: params.kernel, strength: params.strength as f32 })
    }
}

impl Surrounded for Gradient {
    fn reach(&self, scale: f64) -> [u32; 2] {
        Gaussian::reach(self.sigma.map(|px| px / scale)).map(|reach| reach + 1)
    }

    fn run(&self, input: &Frame, area: PixelRect, level: Level) -> Frame {
        let sigma = self.sigma.map(|px| px / level.scale);
        of_gradient(input, area, level, sigma, self.kernel, |out, right, down| kernels::magnitudes(out, right, down, self.strength))
    }
}
