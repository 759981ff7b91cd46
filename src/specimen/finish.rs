//! What a light makes of a printed sheet: glow, shadows of the relief, the cloudiness of paper against the light.

use image::RgbImage;

use super::ink::Tone;
use super::relief::{Axis, box_blur};
use crate::domain::Substrate;

/// Combines print, body and what is given off into a picture under ultraviolet light, as a camera with a filter sees it.
pub(super) fn luminescence(print: &mut RgbImage, laid_bare: Option<&RgbImage>, body: Tone, mut emission: RgbImage) {
    bloom(&mut emission);
    let body = [body.0, body.1, body.2];
    for (index, (out, lit)) in print.pixels_mut().zip(emission.pixels()).enumerate() {
        let body = laid_bare.and_then(|bare| bare.as_raw().get(index * 3..index * 3 + 3)).map_or(body, |bare| [bare[0], bare[1], bare[2]]);
        for ((out, body), lit) in out.0.iter_mut().zip(body).zip(lit.0) {
            // Inks hold back part of the exciting and of the emitted light.
            let passed = 0.3 + 0.7 * f32::from(*out) / 255.0;
            let dim = f32::from(body) * passed;
            let lit = f32::from(lit);
            *out = (dim + lit - dim * lit / 255.0).round().clamp(0.0, 255.0) as u8;
        }
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

/// How strongly a full step of height per 0.1 mm lights or shades.
const SHADING: f32 = 1.5;

/// Lights the relief from the left at a low angle: slopes that face the light shine, the others lie in shadow.
///
/// Lines along the light show nothing, lines across it show most; that is what a latent image lives on.
pub(super) fn oblique(picture: &mut RgbImage, relief: &RgbImage, px_per_mm: f32, substrate: Substrate) {
    let (width, height) = picture.dimensions();
    // Heights are compared over a tenth of a millimetre, so that the picture is the same at every resolution.
    let reach = ((0.05 * px_per_mm).round() as u32).max(1);
    let grain = if matches!(substrate, Substrate::Paper | Substrate::Label) { 0.035 } else { 0.008 };
    let level = |x: u32, y: u32| relief.get_pixel(x, y).0[0];
    for y in 0..height {
        for x in 0..width {
            let (left, right) = (level(x.saturating_sub(reach), y), level((x + reach).min(width - 1), y));
            let slope = (f32::from(right) - f32::from(left)) / 255.0;
            let (mm_x, mm_y) = (x as f32 / px_per_mm, y as f32 / px_per_mm);
            let rough = grain * (noise(mm_x * 7.0, mm_y * 7.0, 1) - 0.5) * 2.0;
            let lit = 0.72 + SHADING * 0.5 * slope + rough;
            let pixel = picture.get_pixel_mut(x, y);
            // A slope that faces the lamp shines in its own light besides.
            let shine = (slope * 46.0).max(0.0);
            for value in &mut pixel.0 {
                *value = (f32::from(*value) * lit + shine).round().clamp(0.0, 255.0) as u8;
            }
        }
    }
}

/// Lets paper look cloudy against the light.
pub(super) fn transmitted(picture: &mut RgbImage, px_per_mm: f32, substrate: Substrate) {
    let depth = if matches!(substrate, Substrate::Paper | Substrate::Label) { 0.09 } else { 0.015 };
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (mm_x, mm_y) = (x as f32 / px_per_mm, y as f32 / px_per_mm);
        let cloud = 0.6 * noise(mm_x * 0.9, mm_y * 0.9, 2) + 0.4 * noise(mm_x * 2.3, mm_y * 2.3, 3);
        let share = 1.0 + depth * (cloud - 0.5) * 2.0;
        for value in &mut pixel.0 {
            *value = (f32::from(*value) * share).round().clamp(0.0, 255.0) as u8;
        }
    }
}

/// Flattens the contrast of matt print a little: the surface itself shines back.
pub(super) fn coaxial(picture: &mut RgbImage) {
    for value in picture.iter_mut() {
        *value = (f32::from(*value) * 0.82 + 26.0).round().clamp(0.0, 255.0) as u8;
    }
}

/// A smooth noise, 0 to 1, with one value at each whole place and runs between them; the same on every machine.
pub(crate) fn noise(x: f32, y: f32, kind: u32) -> f32 {
    let (column, row) = (x.floor(), y.floor());
    let ease = |t: f32| t * t * (3.0 - 2.0 * t);
    let (fx, fy) = (ease(x - column), ease(y - row));
    let at = |dx: i32, dy: i32| {
        let mut hash = (column as i32 + dx) as u32;
        hash = hash.wrapping_mul(0x9e37_79b1) ^ ((row as i32 + dy) as u32).wrapping_mul(0x85eb_ca6b) ^ kind.wrapping_mul(0xc2b2_ae35);
        hash ^= hash >> 15;
        hash = hash.wrapping_mul(0x2c1b_3c6d);
        hash ^= hash >> 12;
        hash = hash.wrapping_mul(0x297a_2d39);
        hash ^= hash >> 15;
        (hash >> 8) as f32 / 16_777_216.0
    };
    let above = at(0, 0) * (1.0 - fx) + at(1, 0) * fx;
    let below = at(0, 1) * (1.0 - fx) + at(1, 1) * fx;
    above * (1.0 - fy) + below * fy
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn a_raised_edge_across_the_light_shines_on_one_side_and_one_along_it_does_not() {
        let mut relief = RgbImage::new(40, 40);
        for (x, y, pixel) in relief.enumerate_pixels_mut() {
            if (15..25).contains(&x) && y > 20 {
                *pixel = Rgb([255; 3]);
            }
        }
        let mut picture = RgbImage::from_pixel(40, 40, Rgb([180; 3]));
        oblique(&mut picture, &relief, 12.0, Substrate::Polycarbonate);
        let level = |x: u32, y: u32| i32::from(picture.get_pixel(x, y).0[0]);
        assert!(level(15, 30) > level(5, 30) + 40 && level(25, 30) < level(5, 30) - 40);
        assert!((level(20, 20) - level(5, 20)).abs() < 12, "the edge along the light stays hidden");
    }

    #[test]
    fn noise_runs_smoothly_between_nought_and_one() {
        let mut last = noise(0.0, 3.3, 1);
        for step in 1..400 {
            let value = noise(step as f32 * 0.05, 3.3, 1);
            assert!((0.0..=1.0).contains(&value) && (value - last).abs() < 0.1);
            last = value;
        }
    }
}
