//! Tianhai: ink-blue, vermilion and jade; clouds, waves and cliffs, lattice windows, a square stamp.

mod card_2015;
mod card_2015_print;
mod emblem;
mod passport_2020;
mod passport_2020_print;

pub(super) use card_2015::SERIES as CARD_2015;
pub(super) use passport_2020::SERIES as PASSPORT_2020;

use super::Print;
use crate::domain::RectMm;
use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::portrait::{self, Engraving};
use crate::specimen::text::{Font, Type};

/// Code and name of the issuer.
const ISSUER: (&str, &str) = ("QTH", "Tianhai");

const INK_BLUE: Tone = Tone(30, 52, 104);
const VERMILION: Tone = Tone(206, 54, 36);
const JADE: Tone = Tone(74, 158, 132);
const SKY: Tone = Tone(106, 148, 204);
const DUSK: Tone = Tone(146, 140, 196);

/// The colours that luminous inks give off.
const GLOW_RED: Tone = Tone(255, 70, 48);
const GLOW_JADE: Tone = Tone(84, 240, 170);
const GLOW_BLUE: Tone = Tone(80, 140, 255);
const GLOW_GOLD: Tone = Tone(255, 214, 92);

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
    words(canvas, Type::new(Font::CondensedBold, em).tracked(em * 0.2), "SPECIMEN", x, y, &Ink::print(Tone(190, 24, 40)));
}

/// The small portrait as lines that swell with its tone.
fn microlines(canvas: &mut Canvas, print: &Print, area: RectMm, pitch: f32, ink: &Ink) {
    let engraving = Engraving { pitch, fullest: 0.82, slope: 12.0, wave: 0.22 };
    for path in portrait::line_engraved(&print.face, area, engraving).unwrap_or_default() {
        canvas.fill(&path, ink);
    }
}
