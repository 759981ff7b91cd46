//! A printed line as a scanner or a telephone sees it: on a printed ground, turned, soft, coarse, noisy, compressed, in glare.

use image::{DynamicImage, GrayImage, ImageFormat, RgbImage};

use super::dice::Dice;
use super::sheet::{FINE, MARGIN, Sheet, field};
use crate::imaging::plane::Plane;
use crate::reading::mrz_image::net::HEIGHT;

/// Where the middle of a line comes to lie in its picture.
pub(super) struct Laid {
    /// Levels of 0 to 255, [`HEIGHT`] rows.
    pub(super) levels: Plane,
    /// Across px of the picture per px of the sheet.
    pub(super) across: f64,
}

/// How a line lies in its picture: a map from the picture to the sheet.
struct Lie {
    across: f64,
    down: f64,
    turn: f64,
    lean: f64,
    drop: f64,
}

impl Lie {
    fn drawn(dice: &mut Dice) -> Self {
        Self {
            across: dice.within(0.94, 1.06),
            down: dice.within(0.8, 1.25),
            turn: dice.normal() * 0.018,
            lean: dice.normal() * 0.07,
            drop: dice.normal() * 1.4,
        }
    }

    /// The place on the sheet of a place in the picture, both from the middle of their left ends.
    fn on_sheet(&self, x: f64, y: f64, width: f64) -> (f64, f64) {
        let y = y - self.drop - self.turn * (x - width / 2.0);
        ((x + self.lean * y) / self.across, y / self.down)
    }
}

/// Takes a picture of `sheet`, `width` px wide; `around` are lines of print above and below, whose middles lie so far from this one's.
pub(super) fn taken(dice: &mut Dice, sheet: &Sheet, around: &[(Sheet, f64)], width: usize) -> Laid {
    let lie = Lie::drawn(dice);
    // A coarse picture has fewer pixels than the line will have.
    let coarse = if dice.falls(0.55) { dice.within(0.34, 1.0) } else { 1.0 };
    let (across, down) = (((width as f64 * coarse).round() as usize).max(8), ((HEIGHT as f64 * coarse).round() as usize).max(8));
    let (sx, sy) = (width as f64 / across as f64, HEIGHT as f64 / down as f64);
    // What a pixel of the coarse picture covers is averaged on the sheet.
    let blur = |ink: &Plane| if coarse < 0.95 { ink.blurred((0.42 * FINE / coarse) as f32) } else { ink.blurred(0.6) };
    let main = blur(&sheet.ink);
    let beside: Vec<(Plane, f64)> = around.iter().map(|(sheet, off)| (blur(&sheet.ink), *off)).collect();
    let sampled = |ink: &Plane, x: f64, y: f64| {
        let (px, py) = ((x + MARGIN) * FINE - 0.5, (y + HEIGHT as f64 / 2.0 + MARGIN) * FINE - 0.5);
        ink.cubic(px, py).unwrap_or(0.0)
    };
    let mut ink = Plane::new(across, down);
    for row in 0..down {
        for column in 0..across {
            let (x, y) = ((column as f64 + 0.5) * sx, (row as f64 + 0.5) * sy - HEIGHT as f64 / 2.0);
            let (x, y) = lie.on_sheet(x, y, width as f64);
            let mut value = sampled(&main, x, y);
            for (beside, off) in &beside {
                value = value.max(sampled(beside, x, y - off));
            }
            ink.data[row * across + column] = value.clamp(0.0, 1.0);
        }
    }
    let mut levels = ground(dice, &ink);
    soften(dice, &mut levels);
    glare(dice, &mut levels);
    noise(dice, &mut levels, coarse);
    if dice.falls(0.4) {
        levels = compressed(dice, &levels);
    }
    if dice.falls(0.16) {
        let limit = dice.within(0.35, 0.65) as f32;
        let (dark, light) = levels.data.iter().fold((255.0_f32, 0.0_f32), |(dark, light), level| (dark.min(*level), light.max(*level)));
        levels.data.iter_mut().for_each(|level| *level = if *level > dark + limit * (light - dark) { 255.0 } else { 0.0 });
    }
    Laid { levels: levels.resized(width, HEIGHT), across: lie.across }
}

/// The levels of ink on a ground with print of its own.
fn ground(dice: &mut Dice, ink: &Plane) -> Plane {
    let paper = dice.within(110.0, 255.0) as f32;
    let black = dice.within(0.0, f64::from(paper) * 0.75) as f32;
    let span = paper - black;
    let mut out = Plane::new(ink.width, ink.height);
    let (slope, bow) = (dice.normal() * 0.12, dice.normal() * 0.06);
    let waves: Vec<[f64; 4]> = (0..dice.below(4))
        .map(|_| [dice.within(0.05, 0.9), dice.within(-0.9, 0.9), dice.within(0.0, 6.3), dice.within(0.02, 0.28)])
        .collect();
    let cloud = dice.falls(0.3).then(|| {
        let sigma = dice.within(1.5, 9.0);
        (field(dice, ink.width, ink.height, sigma), dice.within(0.03, 0.16) as f32)
    });
    let strokes: Vec<[f64; 5]> = (0..if dice.falls(0.14) { 1 + dice.below(4) } else { 0 })
        .map(|_| {
            [
                dice.within(0.0, ink.width as f64),
                dice.within(0.0, ink.height as f64),
                dice.within(0.0, std::f64::consts::PI),
                dice.within(0.4, 1.4),
                dice.within(-0.5, 0.7),
            ]
        })
        .collect();
    for y in 0..ink.height {
        for x in 0..ink.width {
            let at = y * ink.width + x;
            let (fx, fy) = (x as f64, y as f64);
            let along = fx / ink.width as f64 - 0.5;
            let mut print = slope * along + bow * (6.3 * along).cos();
            for [across, down, phase, strength] in &waves {
                // Thin lines with wide gaps, as of fine print.
                print -= strength * (0.5 + 0.5 * (across * fx + down * fy + phase).sin()).powi(3);
            }
            if let Some((cloud, strength)) = &cloud {
                print -= f64::from(cloud.data[at] * strength);
            }
            for [sx, sy, angle, thick, strength] in &strokes {
                let off = ((fx - sx) * angle.sin() - (fy - sy) * angle.cos()).abs();
                print -= strength * (1.5 * thick - off).clamp(0.0, 1.0);
            }
            let print = (f64::from(span) * print).min(f64::from(255.0 - paper) + 20.0) as f32;
            let paper = (paper + print).max(black * 0.7);
            out.data[at] = paper + ink.data[at] * (black - paper).min(0.0);
        }
    }
    out
}

/// Out of focus or in motion.
fn soften(dice: &mut Dice, levels: &mut Plane) {
    if dice.falls(0.5) {
        *levels = levels.blurred(dice.within(0.2, 1.0).powi(2) as f32 * 1.7 * (levels.height as f32 / HEIGHT as f32).max(0.5));
    }
    if dice.falls(0.1) {
        let length = 2 + dice.below(3);
        let source = levels.clone();
        for y in 0..levels.height {
            for x in 0..levels.width {
                let sum: f32 = (0..length).map(|step| source.at((x + step) as i64, y as i64)).sum();
                levels.data[y * levels.width + x] = sum / length as f32;
            }
        }
    }
    if dice.falls(0.12) {
        // Sharpened by the scanner.
        let soft = levels.blurred(1.2);
        let strength = dice.within(0.3, 1.5) as f32;
        levels.data.iter_mut().zip(&soft.data).for_each(|(level, soft)| *level = (*level + strength * (*level - soft)).clamp(0.0, 255.0));
    }
}

/// Light thrown back by a laminate: up to nothing is left of the contrast.
fn glare(dice: &mut Dice, levels: &mut Plane) {
    if !dice.falls(0.15) {
        return;
    }
    let (x0, wide) = (dice.within(0.0, levels.width as f64), dice.within(8.0, 60.0));
    let (y0, high) = (dice.within(0.0, levels.height as f64), dice.within(6.0, 40.0));
    let (most, add) = (dice.within(0.3, 0.92), dice.within(0.0, 120.0));
    for y in 0..levels.height {
        for x in 0..levels.width {
            let near = (-((x as f64 - x0) / wide).powi(2) - ((y as f64 - y0) / high).powi(2)).exp();
            let level = &mut levels.data[y * levels.width + x];
            *level = (*level + (255.0 - *level) * (most * near) as f32 + (add * near) as f32).min(255.0);
        }
    }
}

fn noise(dice: &mut Dice, levels: &mut Plane, coarse: f64) {
    // A coarse picture of which noise covers what little there is could not be read by anybody.
    let sigma = dice.within(0.0, 1.0).powi(2) * 24.0 * coarse;
    if dice.falls(0.75) {
        levels.data.iter_mut().for_each(|level| *level += (sigma * dice.normal()) as f32);
    }
    levels.data.iter_mut().for_each(|level| *level = level.clamp(0.0, 255.0).round());
}

/// Written as a JPEG and read again.
fn compressed(dice: &mut Dice, levels: &Plane) -> Plane {
    let bytes = levels.data.iter().map(|level| *level as u8).collect();
    let Some(grey) = GrayImage::from_raw(levels.width as u32, levels.height as u32, bytes) else { return levels.clone() };
    let rgb: RgbImage = DynamicImage::ImageLuma8(grey).to_rgb8();
    let quality = 12 + dice.below(60) as u8;
    let read = crate::imaging::write_jpeg(&rgb, None, quality)
        .ok()
        .and_then(|bytes| image::load_from_memory_with_format(&bytes, ImageFormat::Jpeg).ok());
    match read {
        Some(read) => Plane { data: read.to_luma8().as_raw().iter().map(|level| f32::from(*level)).collect(), ..levels.clone() },
        None => levels.clone(),
    }
}
