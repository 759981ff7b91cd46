//! How the identity card of 2015 is printed.

use super::card_2015::{DEVICE, FRAME, GATE, GHOST, LATENT, SEAL, SIZE, STAMP};
use super::{GLOW_BLUE, GLOW_GOLD, GLOW_JADE, GLOW_RED, JADE, VERMILION, emblem, microlines, specimen, words, words_right};
use crate::domain::{Light, RectMm};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::{Layer, PageSpec, Print};
use crate::specimen::guilloche::{Field, Ring};
use crate::specimen::personal::{self, Look};
use crate::specimen::relief::Relief;
use crate::specimen::text::{Font, Type};
use crate::specimen::{microtext, optical};

const SAND: Tone = Tone(206, 176, 120);
const ROSE: Tone = Tone(220, 128, 112);
/// The green of titles.
const PINE: Tone = Tone(14, 78, 72);

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &iris(&[Tone(226, 243, 234), Tone(250, 246, 232), Tone(253, 234, 228)]));
    let relief = emblem::cliffs_shape((58.0, 54.0), 36.0).and_then(|path| Relief::of(&path, 0.5));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 1.2);
    let waves = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 0.72,
        slope: 0.0,
        waves: [(0.9, 24.0, 0.02), (0.2, 5.0, 0.03)],
        relief: Some(&lift),
    };
    canvas.stroke_all(&waves.paths(), 0.1, &iris(&[JADE, SAND, ROSE]));
    let lattice = iris(&[Tone(58, 146, 118), Tone(186, 152, 88), Tone(214, 112, 92)]).at(0.75);
    canvas.stroke_all(&emblem::windows([0.4, 12.6, 36.4, 55.6], 5.2, 0.4), 0.1, &lattice);
    canvas.stroke_all(&emblem::windows([81.6, 19.4, 104.6, 56.0], 4.4, 0.36), 0.09, &lattice);
    let strong = iris(&[Tone(16, 112, 90), Tone(150, 104, 36), Tone(190, 66, 46)]);
    canvas.stroke_all(&emblem::scales([55.6, 68.0, 79.2, 72.2], 1.4, 4), 0.08, &strong);
    // The moon gate covers the lattice.
    let (center, radius) = GATE;
    if let Some(disc) = tiny_skia::PathBuilder::from_circle(center.0, center.1, radius) {
        canvas.fill(&disc, &Ink::cover(Tone(252, 244, 234)).at(0.9).infrared(0.02));
    }
    for (reach, swing, waves) in [(0.0, 0.5, 44), (-0.9, 0.4, 36), (0.9, 0.36, 52)] {
        canvas.stroke_all(&Ring::new(center, radius + reach, swing, waves, 4).paths(), 0.09, &Ink::print(Tone(176, 66, 50)));
    }
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let ink = Ink::print(PINE).infrared(0.6);
    if let Some(path) = emblem::arms_at((8.4, 6.8), 4.6) {
        canvas.fill(&path, &ink);
    }
    words(canvas, Type::new(Font::ChineseSong, 4.4).tracked(0.5), "天海共和国", 14.4, 6.6, &ink);
    words(canvas, Type::new(Font::Inscription, 2.7).tracked(0.2), "Republic of Tianhai", 14.5, 10.4, &ink);
    let red = Ink::print(Tone(178, 44, 30)).infrared(0.3);
    words_right(canvas, Type::new(Font::ChineseSong, 4.4).tracked(0.7), "身份卡", 101.0, 6.6, &red);
    words_right(canvas, Type::new(Font::Inscription, 2.7).tracked(0.2), "Identity card", 101.0, 10.4, &red);
    canvas.stroke_all(&emblem::cloud((61.4, 5.8), 4.6, 1.0, 3), 0.13, &red);
    personal::labels(canvas, page, &Ink::print(Tone(20, 88, 80)).infrared(0.2));
    specimen(canvas, 4.0, 4.8, 54.0);
    microtext::line(canvas, "REPUBLICOFTIANHAI·TIANHAIGONGHEGUO·", (37.2, 12.25), 63.6, &ink);
    for (index, path) in emblem::fret(4.2, 68.3, 4.1, 12).iter().enumerate() {
        let tone = Tone(120, 50, 40);
        canvas.stroke(path, 0.3, &if index % 2 == 0 { Ink::carbon(tone) } else { Ink::print(tone).infrared(0.02) });
    }
    for y in [67.95, 72.1] {
        canvas.rect(RectMm::new(4.2, y, 49.2, 0.14), &Ink::print(Tone(120, 50, 40)).infrared(0.02));
    }
    if let Some((letters, _)) = Type::new(Font::SansBold, 4.9).tracked(0.5).set("QTH", LATENT.x as f32 + 4.2, LATENT.y as f32 + 3.8) {
        optical::latent(canvas, LATENT, &letters, 0.2, Tone(196, 92, 72));
    }
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(20, 110, 96)).infrared(0.2);
    canvas.stroke_all(&Ring::new(SEAL, 3.8, 0.38, 26, 4).paths(), 0.09, &ink);
    canvas.stroke_all(&emblem::cloud((SEAL.0 - 0.7, SEAL.1 - 0.1), 2.1, 1.0, 3), 0.1, &ink);
}

fn luminous(canvas: &mut Canvas) {
    for (x, y, size, way) in [(22.0, 6.4, 4.2, 1.0), (42.0, 6.4, 4.4, -1.0), (60.0, 6.0, 4.6, 1.0)] {
        canvas.stroke_all(&emblem::cloud((x, y), size, way, 3), 0.2, &Ink::luminous(GLOW_BLUE));
    }
    canvas.stroke_all(&Ring::new(GATE.0, GATE.1, 1.1, 28, 5).swelling(14, 0.4).paths(), 0.16, &Ink::luminous(GLOW_GOLD));
    canvas.stroke_all(&emblem::scales([4.2, 67.9, 100.8, 72.3], 1.8, 4), 0.15, &Ink::luminous(GLOW_JADE));
    canvas.stroke_all(&emblem::cliffs((58.0, 54.0), 35.0, 4), 0.16, &Ink::luminous(GLOW_RED).at(0.7));
    let short = Ink::only(Light::Uv254, GLOW_GOLD, Lay::Light);
    canvas.stroke_all(&emblem::windows([72.2, 2.0, 101.6, 11.2], 4.4, 0.4), 0.16, &short);
}

fn optics(canvas: &mut Canvas) {
    if let Some(strokes) = emblem::stamp(STAMP.0, STAMP.1, STAMP.2) {
        canvas.stroke(&strokes, 0.36, &Ink::print(VERMILION).turning(Tone(212, 160, 44)).infrared(0.2).raised(0.4).glowing(GLOW_RED));
    }
    if let Some(cliffs) = emblem::cliffs_shape((DEVICE.0, DEVICE.1 + 1.2), 2.6) {
        optical::diffractive(canvas, DEVICE, 3.8, &cliffs, 12);
    }
}

/// Prints one layer of the card.
pub(super) fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    match layer {
        Layer::Body | Layer::Perforation | Layer::Entries => {}
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => {
            personal::portrait(canvas, print, FRAME, &Look::ENGRAVED);
            microlines(canvas, print, GHOST, 0.22, &Ink::print(Tone(170, 50, 36)).infrared(0.2));
        }
        Layer::Data => personal::values(canvas, page, print, &Ink::carbon(Tone(26, 26, 28)).raised(0.4)),
        Layer::Overprint => overprint(canvas),
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas),
        Layer::LuminousData => {
            if let Some((path, _)) = Type::new(Font::Mono, 2.5).set(&print.holder.number, 82.4, 18.2) {
                canvas.fill(&path, &Ink::luminous(GLOW_JADE).at(0.9));
            }
        }
        Layer::Optical => optics(canvas),
    }
}
