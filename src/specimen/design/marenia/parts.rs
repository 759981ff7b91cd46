//! Features that the documents of Marenia share: windows, changeable laser images, diffractive surf, luminous inks.

use std::f32::consts::TAU;

use tiny_skia::{Path, PathBuilder, Pixmap};

use super::motifs;
use crate::domain::{Light, RectMm};
use crate::specimen::canvas::{Canvas, Hue, Ink, Lay, Nature, Tone};
use crate::specimen::design::{Print, Technique};
use crate::specimen::math::Exact as _;
use crate::specimen::personal;
use crate::specimen::portrait::{self, Engraving};
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem, microtext};

/// Prints words from `at` on their base line.
pub(super) fn words(canvas: &mut Canvas, style: Type, text: &str, at: (f32, f32), ink: &Ink) {
    if let Some((path, _)) = style.set(text, at.0, at.1) {
        canvas.fill(&path, ink);
    }
}

/// Prints words that end at `at`.
pub(super) fn words_right(canvas: &mut Canvas, style: Type, text: &str, at: (f32, f32), ink: &Ink) {
    if let Some(path) = style.set_right(text, at.0, at.1) {
        canvas.fill(&path, ink);
    }
}

/// Fills a motif of unit size around `center`.
pub(super) fn place(canvas: &mut Canvas, motif: Option<Path>, center: (f32, f32), radius: f32, ink: &Ink) {
    if let Some(path) = motif.and_then(|path| emblem::placed(&path, center, radius)) {
        canvas.fill(&path, ink);
    }
}

/// The arms with the sun in a dye and the rest in carbon: infrared leaves the gull over the waves.
pub(super) fn parted_arms(canvas: &mut Canvas, center: (f32, f32), radius: f32, tone: Tone) {
    place(canvas, motifs::sun_of_arms(), center, radius, &Ink::print(tone).infrared(0.04));
    place(canvas, motifs::gull_over_waves(), center, radius, &Ink::carbon(tone));
}

/// Microtext along a wave.
pub(super) fn wavy_microtext(canvas: &mut Canvas, text: &str, from: (f32, f32), length: f32, wave: (f32, f32), ink: &Ink) {
    let style = Type::new(Font::SansBold, 0.5).tracked(0.035);
    let (swing, period) = wave;
    if canvas.hand().loses_microtext {
        microtext::line(canvas, text, from, length, ink);
        return;
    }
    let once = style.advance(text).max(0.2);
    // Close to the right length at once, as shaping it takes its time.
    let letters = text.chars().count() as f32 * length / once * 1.03;
    let mut words: String = text.chars().cycle().take(letters as usize).collect();
    while style.advance(&words) > length && words.pop().is_some() {}
    let path = style.set_along(&words, |run| {
        let turn = TAU * run / period;
        (from.0 + run, from.1 + swing * turn.xsin(), swing * TAU / period * turn.xcos())
    });
    if let Some(path) = path {
        canvas.fill(&path, ink);
    }
}

/// An invisible ink that answers 365 nm only.
pub(super) fn long_wave(tone: Tone) -> Ink {
    let mut ink = Ink::luminous(tone);
    ink.nature.uv_254 = None;
    ink
}

/// An invisible ink that answers 254 nm only.
pub(super) fn short_wave(tone: Tone) -> Ink {
    let mut ink = Ink::luminous(tone).glowing_254(tone);
    ink.nature.uv_365 = None;
    ink
}

/// Clear lacquer: nothing but its height, 0 to 1, is seen.
pub(super) fn clear(canvas: &Canvas, height: f32) -> Ink {
    Ink::cover(canvas.body().tone).at(0.02).infrared(0.0).raised(height * 50.0)
}

/// An ellipse in mm.
pub(super) fn ellipse(center: (f32, f32), radii: (f32, f32)) -> Option<Path> {
    PathBuilder::from_oval(tiny_skia::Rect::from_ltrb(center.0 - radii.0, center.1 - radii.1, center.0 + radii.0, center.1 + radii.1)?)
}

/// A window in the card: clear from front to back, so bright against the light and as bright as what lies behind in infrared.
pub(super) fn window(canvas: &mut Canvas, shape: &Path) {
    canvas.fill(shape, &Ink::cover(Tone(226, 232, 234)).at(0.86).infrared(0.04).turning(Tone(250, 252, 252)));
    canvas.fill(shape, &Ink::only(Light::Transmitted, Tone(252, 253, 252), Lay::Cover).at(0.95));
    canvas.stroke(shape, 0.14, &Ink::print(Tone(116, 140, 148)).at(0.75).raised(0.4));
}

/// Cylinder lenses over `area` that show one laser image straight on and another from the side.
///
/// A desktop printer prints the first where light from the side should show the second.
pub(super) fn changeable(canvas: &mut Canvas, area: RectMm, print: &Print, first: impl Fn(&mut Canvas), second: impl Fn(&mut Canvas)) {
    const PITCH: f64 = 0.36;
    canvas.rect(area, &Ink::cover(Tone(236, 240, 238)).at(0.5).infrared(0.03).turning(Tone(252, 252, 250)));
    if canvas.light() == Light::Oblique && print.technique == Technique::Issuer {
        second(canvas);
    } else {
        first(canvas);
    }
    if print.technique != Technique::Issuer {
        return;
    }
    let lens = Ink::print(Tone(150, 168, 172)).at(0.16).infrared(0.05).raised(1.3);
    for index in 0..(area.width / PITCH) as u32 {
        canvas.rect(RectMm::new(area.x + PITCH * f64::from(index), area.y, PITCH * 0.5, area.height), &lens);
    }
}

/// The colours of a grating.
const OPAL: [Tone; 6] =
    [Tone(255, 96, 104), Tone(255, 184, 84), Tone(206, 240, 104), Tone(84, 232, 180), Tone(92, 176, 255), Tone(190, 126, 255)];

/// A strip of diffractive surf from `top` to `bottom` around `x`: ribbons that run like swell, with gulls between them; mm.
///
/// Pale and clear at rest, in the colours of the spectrum along the lamp.
pub(super) fn surf(canvas: &mut Canvas, x: f32, width: f32, (top, bottom): (f32, f32)) {
    const RIBBONS: usize = 7;
    const STEP: f32 = 1.1;
    let flashes = canvas.light() == Light::Coaxial;
    let ribbon = width / RIBBONS as f32;
    let middle = |index: usize, y: f32| {
        let phase = TAU * (y - top) / 7.6 + index as f32 * 0.32;
        x + (index as f32 - (RIBBONS - 1) as f32 / 2.0) * ribbon + ribbon * 0.55 * phase.xsin()
    };
    for index in 0..RIBBONS {
        let mut y = top;
        let mut patch = index * 2;
        while y < bottom - 0.05 {
            let end = (y + STEP).min(bottom);
            let mut b = PathBuilder::new();
            for step in 0..=6 {
                let at = y + (end - y) * step as f32 / 6.0;
                let edge = middle(index, at) - ribbon * 0.43;
                if step == 0 { b.move_to(edge, at) } else { b.line_to(edge, at) }
            }
            for step in (0..=6).rev() {
                let at = y + (end - y) * step as f32 / 6.0;
                b.line_to(middle(index, at) + ribbon * 0.43, at);
            }
            b.close();
            let tone = OPAL.get(patch % OPAL.len()).copied().unwrap_or(Tone(255, 255, 255));
            let ink = if flashes { Ink::cover(tone).at(0.82) } else { Ink::cover(tone.mixed(Tone(206, 214, 218), 0.55)).at(0.46) };
            if let Some(path) = b.finish() {
                canvas.fill(&path, &ink.infrared(0.03).raised(0.05));
            }
            y = end;
            patch += 1;
        }
    }
    let count = (((bottom - top) / (width * 1.7)).floor() as i32).max(1);
    for index in 0..count {
        let y = top + (bottom - top) * (index as f32 + 0.5) / count as f32;
        let metal = if flashes { Ink::cover(Tone(255, 255, 250)).at(0.95) } else { Ink::cover(Tone(150, 164, 172)).at(0.62) };
        let motif = if index % 2 == 0 { motifs::gull() } else { emblem::star((0.0, 0.0), 0.8, 0.62, 16) };
        place(canvas, motif, (x, y), width * 0.4, &metal.infrared(0.04).raised(0.2));
    }
}

/// The portrait as light: its bright parts give off `tone` under 365 nm.
pub(super) fn luminous_portrait(canvas: &mut Canvas, print: &Print, area: RectMm, tone: Tone) {
    if canvas.light() != Light::Uv365 || print.technique != Technique::Issuer {
        return;
    }
    let Some(drawn) = print.face.drawn() else { return };
    let nature = Nature { daylight: false, uv_365: Some(Hue::Flat(tone)), ..Nature::DYE };
    canvas.picture_in(&bright_parts(drawn), area, 0.85, Lay::Print, &nature);
}

/// The portrait cut into the card's surface by the laser, as seen from its back: mirrored.
pub(super) fn mirrored(picture: &Pixmap) -> Option<Pixmap> {
    let mut out = Pixmap::new(picture.width(), picture.height())?;
    let width = picture.width() as usize;
    for (to, from) in out.pixels_mut().chunks_exact_mut(width).zip(picture.pixels().chunks_exact(width)) {
        for (to, from) in to.iter_mut().zip(from.iter().rev()) {
            *to = *from;
        }
    }
    Some(out)
}

/// The picture with its brightness as opacity.
fn bright_parts(mut picture: Pixmap) -> Pixmap {
    for pixel in picture.pixels_mut() {
        let seen = pixel.demultiply();
        let luma = 0.3 * f32::from(seen.red()) + 0.59 * f32::from(seen.green()) + 0.11 * f32::from(seen.blue());
        let share = ((luma / 255.0 - 0.12).max(0.0) * 1.1).min(1.0) * f32::from(seen.alpha());
        *pixel = tiny_skia::ColorU8::from_rgba(255, 255, 255, share.round() as u8).premultiply();
    }
    picture
}

/// The portrait as lines of a laser that swell with its tones.
pub(super) fn lined_portrait(canvas: &mut Canvas, print: &Print, area: RectMm, ink: &Ink) {
    let engraving = Engraving { pitch: 0.3, fullest: 0.9, slope: -20.0, wave: 0.3 };
    let ink = personal::ink_of(print.technique, ink);
    for line in portrait::line_engraved(&print.face, area, engraving).unwrap_or_default() {
        canvas.fill(&line, &ink);
    }
}
