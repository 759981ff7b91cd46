//! Denoising that keeps edges.

use super::area::{Level, PixelRect};
use super::error::AdjustError;
use super::frame::Frame;
use super::guided::{Square, guided};
use super::prepare::Preparing;
use super::stage::Surrounded;
use crate::domain::recipe::Denoise;

/// A guided filter in pixels of the original.
pub(super) struct Smoothing {
    radius: [f64; 2],
    noise: f32,
}

impl Smoothing {
    pub(super) fn of(params: &Denoise, preparing: &Preparing<'_>) -> Result<Self, AdjustError> {
        Ok(Self { radius: preparing.original_px(params.radius)?, noise: (params.noise * 257.0) as f32 })
    }

    fn square(&self, scale: f64) -> Square {
        Square::new(self.radius.map(|px| px / scale))
    }
}

impl Surrounded for Smoothing {
    fn reach(&self, scale: f64) -> [u32; 2] {
        self.square(scale).reach()
    }

    fn run(&self, input: &Frame, area: PixelRect, level: Level) -> Frame {
        guided(input, area, level, self.square(level.scale), self.noise)
    }
}
