//! Captures: how a scanner or a camera sees a page, with the exact place of the page in the picture.

mod profile;

use image::RgbImage;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

pub use profile::Profile;

use super::canvas::{level_of_light, light_of_level};
use super::design::PageSpec;
use super::rng::Rng;
use crate::domain::{Dpi, Homography};

/// Radius of the rounded corners of cards and passport pages, in mm (ICAO Doc 9303: 3.18).
const CORNER_MM: f64 = 3.18;

/// What a capture does to a page.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Effects {
    /// Pixels per inch of the capture.
    pub dpi: f64,
    /// Turn of the page about its centre, clockwise.
    pub angle_deg: f64,
    /// Where the centre of the page lies from the centre of the picture, in mm.
    pub shift_mm: [f64; 2],
    /// Picture beyond the page on each side, in mm; negative crops.
    pub margin_mm: [f64; 2],
    /// sRGB of what lies behind the page.
    pub ground: [u8; 3],
    /// Loss of light from the upper left to the lower right, 0 to 1.
    pub falloff: f64,
    /// Blur of the optics, in mm.
    pub blur_mm: f64,
    /// Deviation of the noise, in grey levels.
    pub noise: f64,
    /// Gain of each channel.
    pub gain: [f64; 3],
    /// JPEG quality, 1 to 100.
    pub jpeg_quality: u8,
}

/// A picture of a page and where the page lies in it.
#[derive(Debug, Clone)]
pub(crate) struct Captured {
    /// The picture.
    pub picture: RgbImage,
    /// From mm of the page to px of the picture.
    pub capture_from_page: Homography,
}

impl Effects {
    /// The size of the picture in px.
    fn size(&self, page: &PageSpec) -> (u32, u32) {
        let side = |page_mm: f64, margin_mm: f64| (((page_mm + 2.0 * margin_mm) * self.dpi / 25.4).round().clamp(1.0, 40_000.0)) as u32;
        (side(page.size.width, self.margin_mm[0]), side(page.size.height, self.margin_mm[1]))
    }

    /// The map from mm of the page to px of the picture; pixel centres are at whole numbers.
    fn capture_from_page(&self, page: &PageSpec) -> Homography {
        let scale = self.dpi / 25.4;
        let (sin, cos) = self.angle_deg.to_radians().sin_cos();
        let (width, height) = self.size(page);
        let (cx, cy) = (page.size.width / 2.0, page.size.height / 2.0);
        let (ox, oy) = (f64::from(width) / 2.0 + self.shift_mm[0] * scale, f64::from(height) / 2.0 + self.shift_mm[1] * scale);
        Homography([
            [scale * cos, -scale * sin, ox - scale * (cos * cx - sin * cy) - 0.5],
            [scale * sin, scale * cos, oy - scale * (sin * cx + cos * cy) - 0.5],
            [0.0, 0.0, 1.0],
        ])
    }
}

/// Takes a capture of a page that is drawn edge to edge at `page_dpi`, which should be about twice the resolution of the capture.
///
/// `None` if `effects` fold the page to nothing.
pub(crate) fn take(drawn: &RgbImage, page_dpi: Dpi, page: &PageSpec, effects: &Effects, seed: u64) -> Option<Captured> {
    let capture_from_page = effects.capture_from_page(page);
    let page_from_capture = capture_from_page.inverse()?;
    let (width, height) = effects.size(page);
    let light = light_of_level();
    let ground = effects.ground.map(|level| light[usize::from(level)]);
    let scale = page_dpi.px_per_mm();
    // A small spread of samples stands for the aperture of the pixel and the blur of the optics.
    let reach = 0.5 + effects.blur_mm * effects.dpi / 25.4;
    const GRID: i32 = 4;
    let mut picture = RgbImage::new(width, height);
    picture.par_chunks_mut(width as usize * 3).enumerate().for_each(|(y, row)| {
        let mut rng = Rng::new(seed ^ (y as u64).wrapping_mul(0x9e37_79b9), "noise");
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let mut sum = [0.0_f32; 3];
            for sub in 0..GRID * GRID {
                let offset = |index: i32| (f64::from(index) + 0.5) / f64::from(GRID) * 2.0 - 1.0;
                let (u, v) = (x as f64 + offset(sub % GRID) * reach, y as f64 + offset(sub / GRID) * reach);
                let (mm_x, mm_y) = page_from_capture.apply(u, v);
                let seen = if on_page(page, mm_x, mm_y) { sample(drawn, mm_x * scale - 0.5, mm_y * scale - 0.5, &light) } else { ground };
                for (total, seen) in sum.iter_mut().zip(seen) {
                    *total += seen;
                }
            }
            let across = f64::midpoint(x as f64 / f64::from(width), y as f64 / f64::from(height));
            let bright = 1.0 - effects.falloff * across;
            let shared = rng.normal() * 0.6;
            for ((level, total), gain) in pixel.iter_mut().zip(sum).zip(effects.gain) {
                let value = total / (GRID * GRID) as f32 * (bright * gain) as f32;
                let noise = (shared + rng.normal() * 0.8) * effects.noise as f32;
                *level = (f32::from(level_of_light(value.clamp(0.0, 1.0))) + noise).round().clamp(0.0, 255.0) as u8;
            }
        }
    });
    Some(Captured { picture, capture_from_page })
}

fn on_page(page: &PageSpec, x: f64, y: f64) -> bool {
    let (width, height) = (page.size.width, page.size.height);
    if !(0.0..width).contains(&x) || !(0.0..height).contains(&y) {
        return false;
    }
    let corner = match (x < width / 2.0, y < height / 2.0) {
        (true, true) => page.rounded[0],
        (false, true) => page.rounded[1],
        (false, false) => page.rounded[2],
        (true, false) => page.rounded[3],
    };
    let (in_x, in_y) = (CORNER_MM - x.min(width - x), CORNER_MM - y.min(height - y));
    !(corner && in_x > 0.0 && in_y > 0.0 && in_x.hypot(in_y) > CORNER_MM)
}

/// The light at a place between pixels, edges repeated.
fn sample(picture: &RgbImage, x: f64, y: f64, light: &[f32; 256]) -> [f32; 3] {
    let (right, bottom) = (picture.width().saturating_sub(1), picture.height().saturating_sub(1));
    let (x, y) = (x.clamp(0.0, f64::from(right)), y.clamp(0.0, f64::from(bottom)));
    let (column, row) = (x as u32, y as u32);
    let (fx, fy) = ((x - f64::from(column)) as f32, (y - f64::from(row)) as f32);
    let at = |column: u32, row: u32| picture.get_pixel(column.min(right), row.min(bottom)).0.map(|level| light[usize::from(level)]);
    let (a, b, c, d) = (at(column, row), at(column + 1, row), at(column, row + 1), at(column + 1, row + 1));
    let mut out = [0.0; 3];
    for (index, value) in out.iter_mut().enumerate() {
        *value = (a[index] * (1.0 - fx) + b[index] * fx) * (1.0 - fy) + (c[index] * (1.0 - fx) + d[index] * fx) * fy;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::SizeMm;
    use image::Rgb;

    const PAGE: PageSpec = PageSpec { id: "page", size: SizeMm { width: 60.0, height: 40.0 }, rounded: [false; 4] };

    #[test]
    fn a_mark_on_the_page_appears_where_the_map_says() {
        let dpi = Dpi::new(400.0).unwrap();
        let side = |mm: f64| (mm * dpi.px_per_mm()).round() as u32;
        let mut drawn = RgbImage::from_pixel(side(60.0), side(40.0), Rgb([250; 3]));
        // A black square of 1 mm centred at (12, 30) mm.
        for y in side(29.5)..side(30.5) {
            for x in side(11.5)..side(12.5) {
                drawn.put_pixel(x, y, Rgb([0; 3]));
            }
        }
        let effects = Effects {
            dpi: 200.0,
            angle_deg: 5.0,
            shift_mm: [1.0, -2.0],
            noise: 0.0,
            ground: [250; 3],
            ..Profile::Flatbed.effects(1, crate::domain::Light::Visible)
        };
        let captured = take(&drawn, dpi, &PAGE, &effects, 1).unwrap();
        let (mut x, mut y, mut weight) = (0.0, 0.0, 0.0);
        for (column, row, pixel) in captured.picture.enumerate_pixels() {
            let dark = (240.0 - f64::from(pixel.0[1])).max(0.0);
            x += dark * f64::from(column);
            y += dark * f64::from(row);
            weight += dark;
        }
        let expected = captured.capture_from_page.apply(12.0, 30.0);
        let found = (x / weight, y / weight);
        assert!((found.0 - expected.0).hypot(found.1 - expected.1) < 0.25, "{found:?} instead of {expected:?}");
    }

    #[test]
    fn rounded_corners_show_what_lies_behind() {
        let rounded = PageSpec { rounded: [true, false, false, false], ..PAGE };
        assert!(!on_page(&rounded, 0.3, 0.3) && on_page(&rounded, 59.7, 0.3) && on_page(&rounded, 3.2, 0.1));
    }
}
