//! Sorathai: saffron, lotus pink and deep green; lotus, flames and the barge.

mod emblem;
mod passport_2017;
mod passport_2017_print;
mod visa_2019;
mod visa_2019_print;
mod visa_page;

pub(super) use passport_2017::SERIES as PASSPORT_2017;
pub(super) use visa_2019::SERIES as VISA_2019;

use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::text::{Font, Type};

/// Code and name of the issuer.
const ISSUER: (&str, &str) = ("QSR", "Sorathai");

const SAFFRON: Tone = Tone(226, 156, 52);
const LOTUS: Tone = Tone(218, 112, 148);
const LEAF: Tone = Tone(66, 138, 104);
/// The green of titles and intaglio.
const FOREST: Tone = Tone(12, 66, 50);
/// The red of the overprint SPECIMEN.
const SPECIMEN_RED: Tone = Tone(184, 28, 52);

/// The colours that luminous inks give off.
const GLOW_ORANGE: Tone = Tone(255, 150, 44);
const GLOW_PINK: Tone = Tone(255, 72, 140);
const GLOW_GREEN: Tone = Tone(92, 232, 120);
const GLOW_BLUE: Tone = Tone(64, 150, 255);

/// Sets words from the left.
fn words(canvas: &mut Canvas, style: Type, text: &str, x: f32, y: f32, ink: &Ink) {
    if let Some((path, _)) = style.set(text, x, y) {
        canvas.fill(&path, ink);
    }
}

/// Sets words that end at `x`.
fn words_right(canvas: &mut Canvas, style: Type, text: &str, x: f32, y: f32, ink: &Ink) {
    if let Some(path) = style.set_right(text, x, y) {
        canvas.fill(&path, ink);
    }
}

/// Overprints SPECIMEN.
fn specimen(canvas: &mut Canvas, em: f32, x: f32, y: f32) {
    words(canvas, Type::new(Font::SansBold, em).tracked(em * 0.16), "SPECIMEN", x, y, &Ink::print(SPECIMEN_RED));
}
