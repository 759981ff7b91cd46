//! A line of text as it would be printed: characters in cells of one pitch, heavier or lighter, with ragged edges.

use tiny_skia::{FillRule, Mask, Transform};

use super::dice::Dice;
use crate::imaging::lettering::{Font, Type};
use crate::imaging::plane::Plane;
use crate::reading::mrz_image::net::CHARACTERS;

/// Pixels of the sheet per pixel of a line.
pub(super) const FINE: f64 = 2.0;
/// Room around the text, in px of a line.
pub(super) const MARGIN: f64 = 24.0;

/// A printed line. Places are in px of a line, from the middle of the left end of the line of characters.
pub(super) struct Sheet {
    /// How much ink lies where, 0 to 1; [`FINE`] pixels per px, [`MARGIN`] around.
    pub(super) ink: Plane,
    /// The answer and the middle of each character.
    pub(super) characters: Vec<(u8, f64)>,
}

/// Characters as zones have them: fillers in runs, digits and letters in groups.
fn text(dice: &mut Dice, count: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(count + 8);
    while text.len() < count {
        let run = 1 + dice.below(7);
        let kind = dice.below(10);
        for _ in 0..run {
            text.push(match kind {
                0 | 1 => 36,
                2..=4 => dice.below(10) as u8,
                5 | 6 => 10 + dice.below(26) as u8,
                _ => dice.below(37) as u8,
            });
        }
    }
    text.truncate(count);
    text
}

impl Sheet {
    /// Text from `start` px on, `count` characters of `pitch` px, on a sheet of `width` px.
    pub(super) fn printed(dice: &mut Dice, width: f64, start: f64, count: usize, pitch: f64) -> Self {
        let font = match dice.below(32) {
            0 => Font::Mono,
            1 => Font::Sans,
            2 => Font::Slab,
            3 | 4 => Font::Typewriter,
            _ => Font::OcrB,
        };
        // Capitals of OCR-B are 0.69 em high and its pitch is 0.723 em.
        let size = match font {
            Font::OcrB => dice.within(0.95, 1.05) / 0.723,
            _ => dice.within(1.2, 1.42),
        };
        let mut style = Type::new(font, (pitch * size * FINE) as f32);
        style.narrow = dice.within(0.86, 1.14) as f32;
        let (across, down) = (((width + 2.0 * MARGIN) * FINE) as u32, ((28.0 + 2.0 * MARGIN) * FINE) as u32);
        let base = (f64::from(down) / 2.0 + 0.345 * pitch * FINE / 0.723) as f32;
        let shaky = if dice.falls(0.3) { 0.5 } else { 0.15 };
        let mut mask = Mask::new(across.max(1), down.max(1));
        let mut characters = Vec::with_capacity(count);
        for (at, answer) in text(dice, count).into_iter().enumerate() {
            let middle = start + pitch * (at as f64 + 0.5);
            characters.push((answer, middle));
            let Some(character) = CHARACTERS.get(usize::from(answer)) else { continue };
            let x = (middle + MARGIN + shaky * dice.normal() * 0.5) * FINE;
            let y = base + (shaky * dice.normal() * FINE * 0.5) as f32;
            let path = style.set_centered(character.encode_utf8(&mut [0; 4]), x as f32, y);
            if let (Some(path), Some(mask)) = (path, &mut mask) {
                mask.fill_path(&path, FillRule::Winding, true, Transform::identity());
            }
        }
        let data = mask.map_or_else(Vec::new, |mask| mask.data().iter().map(|level| f32::from(*level) / 255.0).collect());
        let mut ink = Plane { width: across as usize, height: down as usize, data };
        if ink.data.len() != ink.width * ink.height {
            ink = Plane::new(across as usize, down as usize);
        }
        Self { ink: pressed(dice, &ink), characters }
    }
}

/// The ink of a press, a printer or a laser: strokes heavier or lighter than drawn, edges ragged, faces uneven.
fn pressed(dice: &mut Dice, ink: &Plane) -> Plane {
    let soft = ink.blurred(dice.within(0.7, 1.8) as f32);
    let (limit, hard) = (dice.within(0.22, 0.62) as f32, dice.within(2.0, 6.0) as f32);
    let ragged = if dice.falls(0.4) { dice.within(0.0, 0.35) as f32 } else { 0.0 };
    let grain = if ragged > 0.0 { Some(field(dice, ink.width, ink.height, 1.2)) } else { None };
    let mut out = soft;
    for (at, value) in out.data.iter_mut().enumerate() {
        let rough = grain.as_ref().map_or(0.0, |grain| ragged * grain.data[at]);
        *value = ((*value - limit - rough) * hard + 0.5).clamp(0.0, 1.0);
    }
    if dice.falls(0.3) {
        // Ink that did not take everywhere.
        let (sigma, depth) = (dice.within(1.5, 5.0), dice.within(0.1, 0.5) as f32);
        let holes = field(dice, ink.width, ink.height, sigma);
        out.data.iter_mut().zip(&holes.data).for_each(|(value, hole)| *value *= 1.0 - depth * hole.clamp(0.0, 1.0));
    }
    out
}

/// A field by chance of mean 0 and deviation 1 that changes over about `sigma` px.
pub(super) fn field(dice: &mut Dice, width: usize, height: usize, sigma: f64) -> Plane {
    // Coarse points are drawn and spread, which costs as little for slow fields as for quick ones.
    let (across, down) = ((width as f64 / sigma).ceil() as usize + 2, (height as f64 / sigma).ceil() as usize + 2);
    let mut coarse = Plane::new(across, down);
    coarse.data.iter_mut().for_each(|value| *value = dice.normal() as f32 * 1.3);
    coarse.resized(width, height)
}
