//! A page being printed: what is seen in daylight, and what the substrate and the inks give off under ultraviolet light.

use image::RgbImage;

use super::canvas::{Canvas, Tone};
use crate::domain::{Dpi, Light, SizeMm};

/// Unprinted dull substrate under 365 nm, as a camera with a filter sees it.
pub(crate) const DULL: Tone = Tone(46, 40, 74);

/// A page being printed.
#[derive(Debug, Clone)]
pub(crate) struct Sheet {
    /// In daylight.
    pub visible: Canvas,
    /// Under ultraviolet light; `None` if only daylight is wanted.
    pub uv: Option<UvSheet>,
}

/// What a page gives off under ultraviolet light.
#[derive(Debug, Clone)]
pub(crate) struct UvSheet {
    /// How bright the bare substrate is; inks on it dim it.
    pub substrate: Canvas,
    /// Luminescent inks and fibres.
    pub inks: Canvas,
}

impl Sheet {
    /// A blank sheet; `None` if it would have no pixel or too many.
    pub(crate) fn new(size: SizeMm, dpi: Dpi, light: Light, paper: Tone) -> Option<Self> {
        let uv = match light {
            Light::Uv365 => Some(UvSheet { substrate: Canvas::new(size, dpi, DULL)?, inks: Canvas::new(size, dpi, Tone(0, 0, 0))? }),
            _ => None,
        };
        Some(Self { visible: Canvas::new(size, dpi, paper)?, uv })
    }

    /// The picture of the page, edge to edge.
    pub(crate) fn finish(&self) -> RgbImage {
        let visible = self.visible.finish();
        let Some(uv) = &self.uv else { return visible };
        let (substrate, inks) = (uv.substrate.finish(), uv.inks.finish());
        let mut picture = visible;
        for ((out, base), ink) in picture.pixels_mut().zip(substrate.pixels()).zip(inks.pixels()) {
            for channel in 0..3 {
                // Inks hold back part of the exciting and of the emitted light.
                let passed = 0.3 + 0.7 * f32::from(out.0[channel]) / 255.0;
                let dim = f32::from(base.0[channel]) * passed;
                let lit = f32::from(ink.0[channel]);
                out.0[channel] = (dim + lit - dim * lit / 255.0).round().clamp(0.0, 255.0) as u8;
            }
        }
        picture
    }
}
