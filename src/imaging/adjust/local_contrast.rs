//! Local contrast: detail on an edge-keeping blur made stronger.

use super::area::{Level, PixelRect};
use super::error::AdjustError;
use super::frame::Frame;
use super::guided::{Square, guided};
use super::kernels;
use super::prepare::Preparing;
use super::stage::Surrounded;
use crate::domain::recipe::LocalContrast;

/// A guided filter of luma in pixels of the original, and how much of what it takes away is added.
pub(super) struct Detail {
    radius: [f64; 2],
    edge: f32,
    amount: f32,
}

impl Detail {
    pub(super) fn of(params: &LocalContrast, preparing: &Preparing<'_>) -> Result<Self, AdjustError> {
        Ok(Self { radius: preparing.original_px(params.radius)?, edge: (params.edge * 257.0) as f32, amount: params.amount as f32 })
    }

    fn square(&self, scale: f64) -> Square {
        Square::new(self.radius.map(|px| px / scale))
    }
}

impl Surrounded for Detail {
    fn reach(&self, scale: f64) -> [u32; 2] {
        self.square(scale).reach()
    }

    fn run(&self, input: &Frame, area: PixelRect, level: Level) -> Frame {
        let luma = input.luma();
        let blurred = guided(&luma, area, level, self.square(level.scale), self.edge);
        let mut out = input.cropped(area);
        let luma = luma.cropped(area);
        let channels = out.channels;
        kernels::add_detail(&mut out.data, channels, &luma.data, &blurred.data, self.amount);
        out
    }
}
