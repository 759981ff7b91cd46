//! What a light makes of a printed sheet: glow, shadows of the relief, the cloudiness of paper against the light.

use image::RgbImage;

use super::ink::Tone;
use super::relief::{Axis, box_blur};
use crate::domain::Substrate;

/// Combines print, body and what is given off into a picture under ultraviolet light, as a camera with a filter sees it.
pub(super) fn luminescence(print: &mut RgbImage, laid_bare: Option<&RgbImage>, body: Tone, mut emission: RgbImage) {
    bloom(&mut emission);
    // Inks hold back part of the exciting and of the emitted light.
    let passed: [f32; 256] = std::array::from_fn(|level| 0.3 + 0.7 * level as f32 / 255.0);
    let body = [body.0, body.1, body.2];
    let dim = |body: u8| passed.map(|passed| f32::from(body) * passed);
    let dims = body.map(dim);
    // Most of a page gives off nothing, and there only the dim body is left.
    let dark = dims.map(|dims| dims.map(rounded));
    for (index, (out, lit)) in print.pixels_mut().zip(emission.pixels()).enumerate() {
        match laid_bare.and_then(|bare| bare.as_raw().get(index * 3..index * 3 + 3)) {
            None if lit.0 == [0; 3] => {
                out.0.iter_mut().zip(&dark).for_each(|(out, dark)| *out = dark[usize::from(*out)]);
            }
            None => {
                for ((out, dims), lit) in out.0.iter_mut().zip(&dims).zip(lit.0) {
                    *out = with_light(dims[usize::from(*out)], lit);
                }
            }
            Some(bare) => {
                for ((out, body), lit) in out.0.iter_mut().zip(bare).zip(lit.0) {
                    *out = with_light(f32::from(*body) * passed[usize::from(*out)], lit);
                }
            }
        }
    }
}

/// The level of a dim body that gives off `lit` besides.
fn with_light(dim: f32, lit: u8) -> u8 {
    let lit = f32::from(lit);
    rounded(dim + lit - dim * lit / 255.0)
}

/// The nearest level, halves up. Several times as quick as `round`, which is a call on many processors.
fn rounded(value: f32) -> u8 {
    let whole = value as i32;
    (whole + i32::from(value - whole as f32 >= 0.5)).clamp(0, 255) as u8
}

/// Lets bright lines glow into their surroundings, as paper scatters their light and a camera's optics do.
fn bloom(inks: &mut RgbImage) {
    // A halo is smooth: it is made on a coarse copy, and laid out between its cells row by row.
    const STEP: usize = 4;
    let (full_width, full_height) = (inks.width() as usize, inks.height() as usize);
    let (width, height) = (full_width.div_ceil(STEP), full_height.div_ceil(STEP));
    if width == 0 || height == 0 {
        return;
    }
    let mut halos = halos(inks, STEP, width, height);
    for halo in &mut halos {
        for axis in [Axis::Row, Axis::Column, Axis::Row, Axis::Column] {
            box_blur(halo, width, height, 2, axis);
        }
    }
    // Cell and share of the next one, for each place across or down.
    let place = |value: usize| {
        let place = ((value as f32 + 0.5) / STEP as f32 - 0.5).max(0.0);
        (place as usize, place - (place as usize) as f32)
    };
    let across: Vec<(usize, f32)> = (0..full_width).map(place).collect();
    let spread = |row: usize, out: &mut Vec<f32>| {
        let start = row.min(height - 1) * width;
        out.clear();
        for (column, share) in &across {
            for halo in &halos {
                let at = |column: usize| halo.get(start + column.min(width - 1)).copied().unwrap_or(0.0);
                out.push(at(*column) * (1.0 - share) + at(column + 1) * share);
            }
        }
    };
    let (mut above, mut below) = (Vec::new(), Vec::new());
    let mut between = None;
    for (y, line) in inks.chunks_exact_mut(full_width * 3).enumerate() {
        let (row, share) = place(y);
        if between != Some(row) {
            if between.is_some_and(|before| before + 1 == row) {
                std::mem::swap(&mut above, &mut below);
            } else {
                spread(row, &mut above);
            }
            spread(row + 1, &mut below);
            between = Some(row);
        }
        for (value, (above, below)) in line.iter_mut().zip(above.iter().zip(&below)) {
            let added = 0.35 * (above * (1.0 - share) + below * share);
            *value = rounded(f32::from(*value) + added);
        }
    }
}

/// The mean light of cells of `step` px a side, for each channel.
fn halos(inks: &RgbImage, step: usize, width: usize, height: usize) -> [Vec<f32>; 3] {
    let mut sums = vec![[0u32; 3]; width * height];
    for (y, line) in inks.chunks_exact(inks.width() as usize * 3).enumerate() {
        let Some(cells) = sums.get_mut(y / step * width..(y / step + 1) * width) else { continue };
        for (cell, pixels) in cells.iter_mut().zip(line.chunks(step * 3)) {
            for pixel in pixels.chunks_exact(3) {
                cell.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u32::from(*value));
            }
        }
    }
    let share = (step * step) as f32;
    std::array::from_fn(|channel| sums.iter().map(|cell| cell[channel] as f32 / share).collect())
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
    let mut roughness = NoiseRows::new(width, px_per_mm, 7.0, 1);
    let lines = picture.chunks_exact_mut((width as usize * 3).max(1)).zip(relief.chunks_exact((width as usize * 3).max(1)));
    for (y, (line, heights)) in (0..height).zip(lines) {
        let level = |x: u32| heights.get(x as usize * 3).copied().unwrap_or(0);
        for ((x, pixel), noise) in (0..width).zip(line.chunks_exact_mut(3)).zip(roughness.row(y)) {
            let (left, right) = (level(x.saturating_sub(reach)), level((x + reach).min(width - 1)));
            let slope = (f32::from(right) - f32::from(left)) / 255.0;
            let rough = grain * (noise - 0.5) * 2.0;
            let lit = 0.72 + SHADING * 0.5 * slope + rough;
            // A slope that faces the lamp shines in its own light besides.
            let shine = (slope * 46.0).max(0.0);
            for value in pixel {
                *value = rounded(f32::from(*value) * lit + shine);
            }
        }
    }
}

/// Lets paper look cloudy against the light.
pub(super) fn transmitted(picture: &mut RgbImage, px_per_mm: f32, substrate: Substrate) {
    let depth = if matches!(substrate, Substrate::Paper | Substrate::Label) { 0.09 } else { 0.015 };
    let (width, height) = picture.dimensions();
    let (mut broad, mut fine) = (NoiseRows::new(width, px_per_mm, 0.9, 2), NoiseRows::new(width, px_per_mm, 2.3, 3));
    for (y, line) in (0..height).zip(picture.chunks_exact_mut((width as usize * 3).max(1))) {
        for (pixel, (broad, fine)) in line.chunks_exact_mut(3).zip(broad.row(y).iter().zip(fine.row(y))) {
            let cloud = 0.6 * broad + 0.4 * fine;
            let share = 1.0 + depth * (cloud - 0.5) * 2.0;
            for value in pixel {
                *value = rounded(f32::from(*value) * share);
            }
        }
    }
}

/// Flattens the contrast of matt print a little: the surface itself shines back.
pub(super) fn coaxial(picture: &mut RgbImage) {
    for value in picture.iter_mut() {
        *value = (f32::from(*value) * 0.82 + 26.0).round().clamp(0.0, 255.0) as u8;
    }
}

/// [`noise`] for the pixels of a picture, row by row: what two rows of places share is worked out once.
struct NoiseRows {
    kind: u32,
    px_per_mm: f32,
    per_mm: f32,
    /// The whole place before each pixel of a row, and the eased way to the next.
    across: Vec<(f32, f32)>,
    /// The row of places above and the values along it and along the next, pixel by pixel.
    between: Option<(f32, Vec<f32>, Vec<f32>)>,
    row: Vec<f32>,
}

impl NoiseRows {
    /// Noise with `per_mm` places to a millimetre for rows of `width` px.
    fn new(width: u32, px_per_mm: f32, per_mm: f32, kind: u32) -> Self {
        let place = |x: u32| {
            let x = x as f32 / px_per_mm * per_mm;
            (x.floor(), eased(x - x.floor()))
        };
        Self { kind, px_per_mm, per_mm, across: (0..width).map(place).collect(), between: None, row: Vec::new() }
    }

    /// The values of the row `y`; rows are asked for from the top.
    fn row(&mut self, y: u32) -> &[f32] {
        let y = y as f32 / self.px_per_mm * self.per_mm;
        let (row, share) = (y.floor(), eased(y - y.floor()));
        let along = |row: f32| -> Vec<f32> {
            let value = |(column, share): &(f32, f32)| {
                lattice(*column as i32, row as i32, self.kind) * (1.0 - share) + lattice(*column as i32 + 1, row as i32, self.kind) * share
            };
            self.across.iter().map(value).collect()
        };
        let (above, below) = match self.between.take() {
            Some((before, above, below)) if before.to_bits() == row.to_bits() => (above, below),
            Some((before, _, below)) if (before + 1.0).to_bits() == row.to_bits() => (below, along(row + 1.0)),
            _ => (along(row), along(row + 1.0)),
        };
        self.row.clear();
        self.row.extend(above.iter().zip(&below).map(|(above, below)| above * (1.0 - share) + below * share));
        self.between = Some((row, above, below));
        &self.row
    }
}

/// The way from 0 to 1 with no slope at both ends.
fn eased(t: f32) -> f32 {
    t * t * (3.0 - 2.0 * t)
}

/// The value of [`noise`] at a whole place.
fn lattice(column: i32, row: i32, kind: u32) -> f32 {
    let mut hash = column as u32;
    hash = hash.wrapping_mul(0x9e37_79b1) ^ (row as u32).wrapping_mul(0x85eb_ca6b) ^ kind.wrapping_mul(0xc2b2_ae35);
    hash ^= hash >> 15;
    hash = hash.wrapping_mul(0x2c1b_3c6d);
    hash ^= hash >> 12;
    hash = hash.wrapping_mul(0x297a_2d39);
    hash ^= hash >> 15;
    (hash >> 8) as f32 / 16_777_216.0
}

/// A smooth noise, 0 to 1, with one value at each whole place and runs between them; the same on every machine.
pub(crate) fn noise(x: f32, y: f32, kind: u32) -> f32 {
    let (column, row) = (x.floor(), y.floor());
    let (fx, fy) = (eased(x - column), eased(y - row));
    let at = |dx: i32, dy: i32| lattice(column as i32 + dx, row as i32 + dy, kind);
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

    /// The same halo, worked out pixel by pixel.
    fn plain_bloom(inks: &RgbImage) -> RgbImage {
        let (width, height) = (inks.width().div_ceil(4), inks.height().div_ceil(4));
        let mut out = inks.clone();
        for channel in 0..3 {
            let mut halo = vec![0.0_f32; (width * height) as usize];
            for (x, y, pixel) in inks.enumerate_pixels() {
                halo[(y / 4 * width + x / 4) as usize] += f32::from(pixel.0[channel]) / 16.0;
            }
            for axis in [Axis::Row, Axis::Column, Axis::Row, Axis::Column] {
                box_blur(&mut halo, width as usize, height as usize, 2, axis);
            }
            let at = |x: u32, y: u32| halo[(y.min(height - 1) * width + x.min(width - 1)) as usize];
            for (x, y, pixel) in out.enumerate_pixels_mut() {
                let place = |value: u32| ((value as f32 + 0.5) / 4.0 - 0.5).max(0.0);
                let (u, v) = (place(x), place(y));
                let (column, row) = (u as u32, v as u32);
                let (fu, fv) = (u - column as f32, v - row as f32);
                let above = at(column, row) * (1.0 - fu) + at(column + 1, row) * fu;
                let below = at(column, row + 1) * (1.0 - fu) + at(column + 1, row + 1) * fu;
                let added = 0.35 * (above * (1.0 - fv) + below * fv);
                pixel.0[channel] = (f32::from(pixel.0[channel]) + added).round().min(255.0) as u8;
            }
        }
        out
    }

    #[test]
    fn a_halo_laid_out_by_rows_is_that_of_every_pixel() {
        for (width, height) in [(1, 1), (3, 9), (37, 22), (64, 41)] {
            let mut state = 7u32;
            let mut random = move || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if state >> 28 > 9 { (state >> 16) as u8 } else { 0 }
            };
            let inks = RgbImage::from_fn(width, height, |_, _| Rgb([random(), random(), random()]));
            let mut bloomed = inks.clone();
            bloom(&mut bloomed);
            assert!(bloomed == plain_bloom(&inks), "{width} by {height}");
        }
    }

    #[test]
    fn a_sheet_is_lit_as_its_formula_says_whatever_lies_bare() {
        let levels = [0u8, 1, 2, 77, 128, 254, 255];
        let body = Tone(46, 40, 74);
        for (out, lit) in levels.into_iter().flat_map(|out| levels.map(|lit| (out, lit))) {
            let expected = [46.0_f32, 40.0, 74.0].map(|body| {
                let dim = body * (0.3 + 0.7 * f32::from(out) / 255.0);
                (dim + f32::from(lit) - dim * f32::from(lit) / 255.0).round().clamp(0.0, 255.0) as u8
            });
            for bare in [None, Some(RgbImage::from_pixel(1, 1, Rgb([46, 40, 74])))] {
                // Far from light, so that the halo is that of the pixel alone.
                let mut glow = RgbImage::from_pixel(1, 1, Rgb([lit; 3]));
                bloom(&mut glow);
                let glow = glow.get_pixel(0, 0).0[0];
                let mut print = RgbImage::from_pixel(1, 1, Rgb([out; 3]));
                luminescence(&mut print, bare.as_ref(), body, RgbImage::from_pixel(1, 1, Rgb([lit; 3])));
                let found = print.get_pixel(0, 0).0;
                if glow == lit {
                    assert_eq!(found, expected, "{out} under {lit}");
                } else {
                    assert!(found.iter().zip(expected).all(|(found, expected)| *found >= expected), "{out} under {lit}");
                }
            }
        }
    }

    #[test]
    fn noise_row_by_row_is_that_of_every_pixel() {
        for (px_per_mm, per_mm, kind) in [(23.6_f32, 7.0_f32, 1), (11.8, 0.9, 2), (3.0, 2.3, 3), (2.0, 7.0, 1)] {
            let mut rows = NoiseRows::new(57, px_per_mm, per_mm, kind);
            for y in 0..90 {
                let row = rows.row(y).to_vec();
                let plain = |x: usize| noise(x as f32 / px_per_mm * per_mm, y as f32 / px_per_mm * per_mm, kind);
                assert!(row.iter().enumerate().all(|(x, value)| value.to_bits() == plain(x).to_bits()), "row {y}");
            }
        }
    }

    #[test]
    fn levels_are_rounded_as_by_the_library() {
        for step in -2000..60_000 {
            let value = step as f32 / 200.0;
            assert_eq!(rounded(value), value.round().clamp(0.0, 255.0) as u8, "{value}");
        }
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
