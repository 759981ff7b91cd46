//! A display that shows a page, with its red, green and blue stripes.

use image::RgbImage;
use rayon::prelude::*;

use super::effects::Screen;
use super::geometry::Outline;
use super::sensor::level_of;
use super::source::Source;
use crate::domain::SizeMm;

/// Parts of a pixel across (its stripes) and down.
const PARTS: usize = 3;
/// Linear light of a display that shows black.
const BLACK: f32 = 0.002;
/// Linear light of what is shown around the page: the dark grey of a viewer.
const VIEWER: f32 = 0.03;

/// A display, and how it lies on the page that it shows.
pub(super) struct Display {
    /// Its stripes, edge to edge.
    pub stripes: RgbImage,
    /// Parts of pixels for each mm of the page.
    pub px_per_mm: f64,
    /// Where its upper left corner lies, in mm of the page.
    pub origin_mm: [f64; 2],
    /// What of it shines.
    pub outline: Outline,
    /// How much brighter a stripe is than the pixel that it is part of.
    pub gain: f64,
}

/// The share of a part of a pixel, from its top, that shines; half of the gap lies above the pixel and half below, so that the light
/// of a pixel has its middle where the pixel has it.
fn lit(part: usize, gap: f64) -> f32 {
    let (top, bottom) = (part as f64, part as f64 + 1.0);
    let dark = gap / 2.0 * PARTS as f64;
    (bottom.min(PARTS as f64 - dark) - top.max(dark)).clamp(0.0, 1.0) as f32
}

impl Display {
    /// Shows a page; `None` if the display would have no pixel or too many.
    pub(super) fn of(source: &Source<'_>, page: SizeMm, screen: Screen) -> Option<Self> {
        let gap = screen.gap.clamp(0.0, 0.6);
        let side = |page_mm: f64| {
            let pixels = ((page_mm + 2.0 * screen.border_mm) / screen.pitch_mm).round();
            (1.0..=8000.0).contains(&pixels).then_some(pixels as usize)
        };
        let (columns, rows) = (side(page.width)?, side(page.height)?);
        // The page is shown in the middle, wherever that leaves it between two pixels.
        let origin_mm =
            [page.width / 2.0 - columns as f64 * screen.pitch_mm / 2.0, page.height / 2.0 - rows as f64 * screen.pitch_mm / 2.0];
        let stride = columns * PARTS * 3;
        let mut stripes = RgbImage::new((columns * PARTS) as u32, (rows * PARTS) as u32);
        stripes.par_chunks_mut(stride * PARTS).enumerate().for_each(|(row, lines)| {
            let mm_y = origin_mm[1] + (row as f64 + 0.5) * screen.pitch_mm;
            for column in 0..columns {
                let mm_x = origin_mm[0] + (column as f64 + 0.5) * screen.pitch_mm;
                let cover = source.outline.coverage(mm_x, mm_y, screen.pitch_mm / 2.0);
                let page = if cover > 0.0 { source.gather(mm_x, mm_y, [screen.pitch_mm / 2.0; 2]) } else { [VIEWER; 3] };
                // Displays show whole levels.
                let shown = page.map(|light| level_of(light * cover + VIEWER * (1.0 - cover)).round());
                for (part, line) in lines.chunks_exact_mut(stride).enumerate() {
                    let lit = lit(part, gap);
                    let start = column * PARTS * 3;
                    let Some(pixel) = line.get_mut(start..start + PARTS * 3) else { continue };
                    for (stripe, part) in pixel.chunks_exact_mut(3).enumerate() {
                        for (channel, level) in part.iter_mut().enumerate() {
                            let own = if channel == stripe { source.light[shown[channel] as u8 as usize] } else { 0.0 };
                            *level = level_of(BLACK + own * lit * (1.0 - BLACK)).round() as u8;
                        }
                    }
                }
            }
        });
        let edge = |axis: usize, pixels: usize| origin_mm[axis] + pixels as f64 * screen.pitch_mm;
        let outline = Outline { edges: [origin_mm[0], origin_mm[1], edge(0, columns), edge(1, rows)], radii: [0.0; 4] };
        Some(Self { stripes, px_per_mm: PARTS as f64 / screen.pitch_mm, origin_mm, outline, gain: PARTS as f64 / (1.0 - gap) })
    }
}
