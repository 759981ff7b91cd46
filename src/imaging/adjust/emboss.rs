//! Emboss: the slope of luma towards a light.

use super::area::{Level, PixelRect};
use super::error::AdjustError;
use super::frame::{Frame, WHITE};
use super::gaussian::Gaussian;
use super::gradient::of_gradient;
use super::kernels;
use super::prepare::Preparing;
use super::stage::Surrounded;
use crate::domain::recipe::{Emboss, Kernel};

/// The direction to the light, times the strength, and a smoothing in pixels of the original.
pub(super) struct Relief {
    sigma: [f64; 2],
    right: f32,
    down: f32,
}

impl Relief {
    pub(super) fn of(params: &Emboss, preparing: &Preparing<'_>) -> Result<Self, AdjustError> {
        let (sine, cosine) = libm::sincos(params.angle_deg.to_radians());
        // Half of the range to each side of grey. A slope that falls towards the light faces it and is bright.
        let strength = params.strength / 2.0;
        Ok(Self { sigma: preparing.original_px(params.radius)?, right: (-cosine * strength) as f32, down: (sine * strength) as f32 })
    }
}

impl Surrounded for Relief {
    fn reach(&self, scale: f64) -> [u32; 2] {
        Gaussian::reach(self.sigma.map(|px| px / scale)).map(|reach| reach + 1)
    }

    fn run(&self, input: &Frame, area: PixelRect, level: Level) -> Frame {
        let sigma = self.sigma.map(|px| px / level.scale);
        of_gradient(input, area, level, sigma, Kernel::Scharr, |out, right, down| {
            kernels::directed(out, right, down, [self.right, self.down], WHITE / 2.0);
        })
    }
}
