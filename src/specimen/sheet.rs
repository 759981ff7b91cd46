//! A page being printed: what is seen in daylight, and what the substrate and the inks give off under ultraviolet light.

use image::RgbImage;

use super::canvas::{Canvas, Tone};
use super::relief::{Axis, box_blur};
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
        let (substrate, mut inks) = (uv.substrate.finish(), uv.inks.finish());
        bloom(&mut inks);
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

/// Lets bright lines glow into their surroundings, as paper scatters their light and a camera's optics do.
fn bloom(inks: &mut RgbImage) {
    // A halo is smooth: it is made on a coarse copy.
    const STEP: u32 = 4;
    let (width, height) = (inks.width().div_ceil(STEP), inks.height().div_ceil(STEP));
    for channel in 0..3 {
        let mut halo = vec![0.0_f32; (width * height) as usize];
        for (x, y, pixel) in inks.enumerate_pixels() {
            if let Some(cell) = halo.get_mut((y / STEP * width + x / STEP) as usize) {
                *cell += f32::from(pixel.0[channel]) / (STEP * STEP) as f32;
            }
        }
        for axis in [Axis::Row, Axis::Column, Axis::Row, Axis::Column] {
            box_blur(&mut halo, width as usize, height as usize, 2, axis);
        }
        let at = |x: u32, y: u32| halo.get((y.min(height - 1) * width + x.min(width - 1)) as usize).copied().unwrap_or(0.0);
        for (x, y, pixel) in inks.enumerate_pixels_mut() {
            let place = |value: u32| ((value as f32 + 0.5) / STEP as f32 - 0.5).max(0.0);
            let (u, v) = (place(x), place(y));
            let (column, row) = (u as u32, v as u32);
            let (fu, fv) = (u - column as f32, v - row as f32);
            let above = at(column, row) * (1.0 - fu) + at(column + 1, row) * fu;
            let below = at(column, row + 1) * (1.0 - fu) + at(column + 1, row + 1) * fu;
            let added = 0.35 * (above * (1.0 - fv) + below * fv);
            pixel.0[channel] = (f32::from(pixel.0[channel]) + added).round().min(255.0) as u8;
        }
    }
}
