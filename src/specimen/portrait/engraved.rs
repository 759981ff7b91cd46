//! A portrait as lines that swell with the tone, and as holes of a laser.

use tiny_skia::{Path, PathBuilder, Pixmap};

use super::Face;
#[cfg(test)]
use super::{HEIGHT, WIDTH};
use crate::domain::RectMm;
use crate::specimen::math::Exact as _;

/// How the lines of an engraved portrait lie.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Engraving {
    /// Distance of the lines in mm, and their width in full shadow as a share of it (below 1: lines do not touch).
    pub pitch: f32,
    pub fullest: f32,
    /// Slope of the lines in degrees, and how far they wave to either side in mm.
    pub slope: f32,
    pub wave: f32,
}

impl Default for Engraving {
    fn default() -> Self {
        Self { pitch: 0.22, fullest: 0.86, slope: -14.0, wave: 0.35 }
    }
}

/// Darkness of a picture, 0 for white or nothing to 1, and what part of the whole it is.
struct Shades {
    dark: Vec<f32>,
    width: usize,
    height: usize,
}

impl Shades {
    /// The darkness of what is drawn, spread so that any complexion shows its light and shadow.
    fn of(picture: &Pixmap) -> Self {
        let mut dark: Vec<f32> = Vec::with_capacity(picture.pixels().len());
        let (mut levels, mut drawn) = ([0_usize; 256], 0);
        for pixel in picture.pixels() {
            let grey = 0.3 * f32::from(pixel.red()) + 0.59 * f32::from(pixel.green()) + 0.11 * f32::from(pixel.blue());
            // Premultiplied: what is missing in cover is light.
            let value = (f32::from(pixel.alpha()) - grey).clamp(0.0, 255.0);
            dark.push(value / 255.0);
            if pixel.alpha() == 255 {
                levels[value as usize] += 1;
                drawn += 1;
            }
        }
        // The darkness that a share of what is drawn does not reach.
        let reached = |share: f32| {
            let mut below = 0;
            let level = levels.iter().position(|count| {
                below += count;
                below as f32 >= share * drawn as f32
            });
            level.unwrap_or(255) as f32 / 255.0
        };
        let (light, deep) = (reached(0.03), reached(0.97));
        let spread = (1.0 - PALEST) / (deep - light).max(0.2);
        for value in &mut dark {
            // Below the lightest tones the way to nothing stays as it is.
            *value = if *value < light { *value * PALEST / light.max(0.01) } else { (PALEST + (*value - light) * spread).min(1.0) };
        }
        Self { dark, width: picture.width() as usize, height: picture.height() as usize }
    }

    /// The darkness at a share of width and height, between pixels.
    fn at(&self, u: f32, v: f32) -> f32 {
        let (x, y) = (u * self.width as f32 - 0.5, v * self.height as f32 - 0.5);
        if x < 0.0 || y < 0.0 {
            return 0.0;
        }
        let (column, row) = (x as usize, y as usize);
        if column + 1 >= self.width || row + 1 >= self.height {
            return 0.0;
        }
        let (fx, fy) = (x - column as f32, y - row as f32);
        let one = |row: usize, column: usize| self.dark.get(row * self.width + column).copied().unwrap_or(0.0);
        let above = one(row, column) * (1.0 - fx) + one(row, column + 1) * fx;
        let below = one(row + 1, column) * (1.0 - fx) + one(row + 1, column + 1) * fx;
        above * (1.0 - fy) + below * fy
    }
}

/// Resolution at which the tones of an engraved or perforated portrait are taken.
const TONES_PX_PER_MM: f32 = 10.0;
/// How dark the lightest tone of a portrait is printed, so that its shape stands out from the paper.
const PALEST: f32 = 0.16;
/// Lighter than this a line breaks off and a hole is left out.
const LIGHTEST: f32 = 0.06;

/// The portrait in `area` mm as engraved lines, each an outline to fill; `None` only if memory fails.
pub(crate) fn line_engraved(face: &Face, area: RectMm, engraving: Engraving) -> Option<Vec<Path>> {
    let shades = Shades::of(&face.drawn_at(TONES_PX_PER_MM)?);
    let (left, top, width, height) = (area.x as f32, area.y as f32, area.width as f32, area.height as f32);
    let (sin, cos) = (engraving.slope.to_radians()).xsin_cos();
    let tangent = sin / cos;
    let step = engraving.pitch * 0.6;
    let columns = (width / step).ceil() as usize;
    let reach = (width * tangent).abs() + engraving.wave;
    let lines = ((height + 2.0 * reach) / (engraving.pitch / cos)).ceil() as usize;
    let mut paths = Vec::with_capacity(lines);
    for line in 0..lines {
        let start = top - reach + line as f32 * engraving.pitch / cos;
        let mut run: Vec<(f32, f32, f32)> = Vec::new();
        let mut b = PathBuilder::new();
        for column in 0..=columns {
            let x = column as f32 * step;
            let y = start
                + (x - if tangent < 0.0 { width } else { 0.0 }) * tangent
                + engraving.wave * (x / width * 7.0).xsin()
                + reach.min(0.0);
            let (u, v) = (x / width, (y - top) / height);
            let dark = if (0.0..=1.0).contains(&v) { shades.at(u, v) } else { 0.0 };
            if dark > LIGHTEST {
                run.push((left + x, y, engraving.pitch * engraving.fullest * dark.min(1.0) / 2.0));
            }
            if dark <= LIGHTEST || column == columns {
                swell(&mut b, &run);
                run.clear();
            }
        }
        paths.extend(b.finish());
    }
    Some(paths)
}

/// Adds the outline of a line through places with half widths, pointed at its ends.
fn swell(b: &mut PathBuilder, run: &[(f32, f32, f32)]) {
    let &[first, .., last] = run else { return };
    b.move_to(first.0, first.1);
    for (x, y, half) in run {
        b.line_to(*x, y - half);
    }
    b.line_to(last.0, last.1);
    for (x, y, half) in run.iter().rev() {
        b.line_to(*x, y + half);
    }
    b.close();
}

#[cfg(test)]
/// The portrait in `area` mm as round holes at the crossings of a grid turned by 45°; darker tones have wider holes.
///
/// `pitch` is the distance of the holes in mm and `widest` the diameter in full shadow. `None` if the portrait has no tone.
pub(crate) fn perforated(face: &Face, area: RectMm, pitch: f32, widest: f32) -> Option<Path> {
    let shades = Shades::of(&face.drawn_at(TONES_PX_PER_MM)?);
    let (left, top, width, height) = (area.x as f32, area.y as f32, area.width as f32, area.height as f32);
    let rows = (height / pitch * 2.0) as usize;
    let columns = (width / pitch) as usize;
    let mut b = PathBuilder::new();
    for row in 0..rows {
        for column in 0..columns {
            let (x, y) = ((column as f32 + if row % 2 == 0 { 0.25 } else { 0.75 }) * pitch, (row as f32 + 0.5) * pitch / 2.0);
            let dark = shades.at(x / width, y / height);
            if dark > LIGHTEST {
                b.push_circle(left + x, top + y, widest / 2.0 * dark.min(1.0).sqrt());
            }
        }
    }
    b.finish()
}

#[cfg(test)]
/// The frame of `area` that has the shape of the drawing, as wide as fits.
pub(crate) fn frame_within(area: RectMm) -> RectMm {
    let scale = (area.width / f64::from(WIDTH)).min(area.height / f64::from(HEIGHT));
    let (width, height) = (f64::from(WIDTH) * scale, f64::from(HEIGHT) * scale);
    RectMm::new(area.x + (area.width - width) / 2.0, area.y + area.height - height, width, height)
}

#[cfg(test)]
mod tests {
    use super::*;

    const AREA: RectMm = RectMm { x: 2.0, y: 3.0, width: 17.0, height: 22.0 };

    #[test]
    fn engraved_lines_stay_in_the_frame_and_do_not_touch() {
        let engraving = Engraving::default();
        let paths = line_engraved(&Face::from_seed(4, 'M'), AREA, engraving).unwrap();
        assert!(paths.len() > 70, "{}", paths.len());
        for path in &paths {
            let bounds = path.bounds();
            let slack = engraving.pitch;
            assert!(
                bounds.left() >= 2.0 - slack
                    && bounds.right() <= 19.0 + slack
                    && bounds.top() >= 3.0 - slack
                    && bounds.bottom() <= 25.0 + slack
            );
        }
    }

    #[test]
    fn holes_leave_the_background_whole() {
        let holes = perforated(&Face::from_seed(4, 'M'), AREA, 0.5, 0.34).unwrap();
        let bounds = holes.bounds();
        assert!(bounds.top() > 3.0 + 22.0 * 0.16 && bounds.bottom() <= 25.2, "{bounds:?}");
    }

    #[test]
    fn the_frame_keeps_the_shape_of_the_drawing() {
        let frame = frame_within(RectMm::new(0.0, 0.0, 10.0, 20.0));
        assert!((frame.width / frame.height - 34.0 / 44.0).abs() < 1e-6 && (frame.y + frame.height - 20.0).abs() < 1e-6);
    }
}
