//! How the data page of the passport of 2020 is printed.

use super::passport_2020::{DEVICE, FRAME, GHOST, HEART, LETTERING, PANEL, SEAL, SIGNATURE, SIZE, STAMP, WINDOW};
use super::{DUSK, GLOW_BLUE, GLOW_GOLD, GLOW_JADE, GLOW_RED, INK_BLUE, JADE, SKY, VERMILION, emblem, microlines, specimen, words};
use crate::domain::{Light, RectMm};
use crate::specimen::canvas::{Canvas, Ink, Lay, Nature, Tone};
use crate::specimen::design::{Layer, PageSpec, Print};
use crate::specimen::guilloche::{Band, Field, Ring};
use crate::specimen::personal::{self, Look};
use crate::specimen::relief::Relief;
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem as signs, microtext, optical};

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

/// Room of the waves: left, top, right, bottom.
const WAVES: [f32; 4] = [46.8, 64.0, 95.4, 69.4];

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &iris(&[Tone(228, 245, 238), Tone(232, 240, 252), Tone(241, 236, 249)]));
    // Level lines climb over great cliffs behind the data.
    let relief = emblem::cliffs_shape(HEART, 44.0).and_then(|path| Relief::of(&path, 0.55));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 1.3);
    let level = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 0.7,
        slope: 0.0,
        waves: [(0.35, 46.0, 0.006), (0.0, 9.0, 0.0)],
        relief: Some(&lift),
    };
    canvas.stroke_all(&level.paths(), 0.11, &iris(&[JADE, SKY, DUSK]));
    let slanting = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 1.5,
        slope: -0.5,
        waves: [(1.0, 17.0, 0.05), (0.0, 9.0, 0.0)],
        relief: None,
    };
    canvas.stroke_all(&slanting.paths(), 0.08, &iris(&[DUSK, JADE, SKY]).at(0.8));
    let mist = iris(&[Tone(70, 150, 130), Tone(92, 130, 196), Tone(130, 116, 186)]).at(0.6);
    for (x, y, size, way) in
        [(52.0, 31.0, 7.5, 1.0), (90.0, 37.5, 6.4, -1.0), (62.0, 48.0, 5.4, 1.0), (20.0, 28.0, 8.0, 1.0), (32.0, 49.0, 6.4, -1.0)]
    {
        canvas.stroke_all(&emblem::cloud((x, y), size, way, 3), 0.1, &mist);
    }
    let strong = iris(&[Tone(20, 118, 96), Tone(32, 82, 160), Tone(84, 68, 150)]);
    canvas.stroke_all(&emblem::cliffs((71.0, 69.4), 5.2, 3), 0.09, &strong);
    canvas.stroke_all(&emblem::scales([WAVES[0], WAVES[1] + 1.6, 66.8, WAVES[3]], 1.5, 4), 0.08, &strong);
    canvas.stroke_all(&emblem::scales([77.4, WAVES[1] + 1.6, WAVES[2], WAVES[3]], 1.5, 4), 0.08, &strong);
    canvas.stroke_all(&emblem::windows([86.2, 81.8, 115.8, 86.4], 4.2, 0.34), 0.09, &strong);
    for y in [0.9, h - 0.7] {
        let band = Band { from: (0.0, y), to: (w, y), swing: 0.5, waves: 50.0, strands: 3, swell: (25.0, 0.4) };
        canvas.stroke_all(&band.paths(), 0.08, &strong);
    }
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let ink = Ink::print(INK_BLUE).infrared(0.6);
    if let Some(path) = emblem::arms_at((11.6, 7.8), 5.5) {
        canvas.fill(&path, &ink);
    }
    words(canvas, Type::new(Font::Inscription, 3.9).tracked(0.3), "Republic of Tianhai", 18.8, 7.0, &ink);
    words(canvas, Type::new(Font::ChineseSong, 4.4).tracked(0.5), "护照", 18.8, 12.8, &ink);
    words(canvas, Type::new(Font::Inscription, 3.9).tracked(0.5), "Passport", 31.0, 12.7, &ink);
    for (x, y, size, way) in [(78.0, 7.6, 4.6, 1.0), (91.0, 6.8, 3.6, -1.0)] {
        canvas.stroke_all(&emblem::cloud((x, y), size, way, 3), 0.13, &Ink::print(Tone(60, 104, 170)));
    }
    if let Some(path) = signs::chip_sign(100.2, 4.4, 9.0) {
        canvas.fill(&path, &ink);
    }
    let felt = Ink::print(INK_BLUE).infrared(0.6).raised(0.8);
    for (index, character) in ["天", "海", "共", "和", "国"].into_iter().enumerate() {
        if let Some(path) = Type::new(Font::ChineseSong, 6.4).set_centered(character, 117.5, 9.4 + index as f32 * 7.2) {
            canvas.fill(&path, &felt);
        }
    }
    for x in [113.2, 121.6] {
        canvas.rect(RectMm::new(x, 3.4, 0.18, 36.6), &Ink::print(VERMILION));
    }
    if let Some(strokes) = emblem::stamp(STAMP.0, STAMP.1, STAMP.2) {
        canvas.stroke(&strokes, 0.42, &Ink::print(VERMILION).infrared(0.1).raised(1.0).glowing(GLOW_RED));
    }
    let label = Ink::print(Tone(34, 70, 120)).infrared(0.2);
    personal::labels(canvas, page, &label);
    words(canvas, LETTERING.label, "签名 / Signature", 9.2, 63.0, &label);
    specimen(canvas, 4.2, 97.4, 68.4);
    microtext::line(canvas, "SKYANDSEAOFTIANHAI·", (48.2, 14.5), 61.6, &ink);
    // A fret whose rolls look alike; every other one is carbon.
    let rolls = emblem::fret(6.2, 82.3, 4.1, 16);
    let (carbon, dye): (Vec<_>, Vec<_>) = rolls.into_iter().enumerate().partition(|(index, _)| index % 2 == 0);
    for ((_, path), ink) in carbon.iter().map(|roll| (roll, true)).chain(dye.iter().map(|roll| (roll, false))) {
        let tone = Tone(36, 58, 96);
        canvas.stroke(path, 0.3, &if ink { Ink::carbon(tone) } else { Ink::print(tone).infrared(0.02) });
    }
    for y in [81.95, 86.1] {
        canvas.rect(RectMm::new(6.2, y, 65.6, 0.14), &Ink::print(Tone(36, 58, 96)).infrared(0.02));
    }
    window(canvas);
    optical::surface_lines(canvas, PANEL, 0.5, 0.25, 0.6);
    if let Some(path) = words_path(PANEL) {
        canvas.fill(&path, &Ink::cover(canvas.body().tone).at(0.02).infrared(0.0).raised(40.0));
    }
}

/// The letters that stand in the relief of the surface.
fn words_path(panel: RectMm) -> Option<tiny_skia::Path> {
    Type::new(Font::Inscription, 5.4).tracked(0.3).set_centered("QTH", (panel.x + panel.width / 2.0) as f32, panel.bottom() as f32 - 2.2)
}

/// Clear plastic in the page, with cliffs in fine lines.
fn window(canvas: &mut Canvas) {
    let (center, radius) = WINDOW;
    let Some(disc) = tiny_skia::PathBuilder::from_circle(center.0, center.1, radius) else { return };
    canvas.fill(&disc, &Ink::cover(Tone(238, 244, 244)).at(0.82).infrared(0.02));
    canvas.fill(&disc, &Ink::only(Light::Transmitted, Tone(250, 252, 250), Lay::Cover).at(0.94));
    let ink = Ink::print(Tone(28, 98, 96)).infrared(0.3);
    canvas.stroke_all(&emblem::cliffs((center.0, center.1 + 2.2), 5.6, 3), 0.08, &ink);
    canvas.stroke_all(&emblem::scales([center.0 - 3.4, center.1 + 1.9, center.0 + 3.4, center.1 + 4.0], 0.85, 3), 0.07, &ink);
    canvas.stroke_all(&Ring::new(center, radius, 0.22, 36, 3).paths(), 0.09, &ink);
}

/// The medallion that ties portrait and page together.
fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(188, 58, 44)).infrared(0.2);
    canvas.stroke_all(&Ring::new(SEAL, 4.7, 0.42, 30, 4).paths(), 0.09, &ink);
    canvas.stroke_all(&Ring::new(SEAL, 3.9, 0.12, 30, 2).paths(), 0.08, &ink);
    canvas.stroke_all(&emblem::cloud((SEAL.0 - 0.9, SEAL.1 - 0.2), 2.7, 1.0, 3), 0.11, &ink);
}

fn luminous(canvas: &mut Canvas) {
    for (x, y, size, way) in [(66.0, 7.4, 4.4, 1.0), (84.0, 7.0, 5.0, -1.0), (99.0, 7.6, 4.0, 1.0)] {
        canvas.stroke_all(&emblem::cloud((x, y), size, way, 3), 0.2, &Ink::luminous(GLOW_GOLD));
    }
    canvas.stroke_all(&emblem::cliffs(HEART, 42.0, 4), 0.18, &Ink::luminous(GLOW_RED).at(0.75));
    canvas.stroke_all(
        &emblem::scales([46.8, 63.8, 122.0, 69.6], 2.0, 4),
        0.16,
        &Ink::luminous_iris(125.0, &[GLOW_BLUE, GLOW_JADE, GLOW_BLUE]),
    );
    canvas.stroke_all(&Ring::new(SEAL, 5.0, 0.9, 20, 5).swelling(10, 0.4).paths(), 0.16, &Ink::luminous(GLOW_JADE));
    let short = Ink::only(Light::Uv254, GLOW_GOLD, Lay::Light);
    canvas.stroke_all(&emblem::windows([6.2, 81.6, 71.8, 86.6], 4.6, 0.4), 0.16, &short);
}

fn optics(canvas: &mut Canvas) {
    if let Some(cloud) = emblem::together(&emblem::cloud((116.6, 54.4), 2.9, 1.0, 1)) {
        canvas.stroke(&cloud, 0.5, &Ink::print(Tone(20, 138, 110)).turning(Tone(214, 120, 50)).infrared(0.2).raised(0.35));
    }
    if let Some(cliffs) = emblem::cliffs_shape((DEVICE.0, DEVICE.1 + 1.4), 3.2) {
        optical::diffractive(canvas, DEVICE, 4.8, &cliffs, 14);
    }
}

/// Prints one layer of the page.
pub(super) fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    match layer {
        Layer::Body | Layer::Perforation | Layer::Entries => {}
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => {
            // The colours are dyes; the laser adds the black that infrared still shows.
            let look = Look {
                saturation: 0.85,
                dark: Tone(20, 22, 30),
                opacity: 0.88,
                lay: Lay::Cover,
                nature: Nature { infrared: 0.6, ..Nature::CARBON },
            };
            personal::portrait(canvas, print, FRAME, &look);
            microlines(canvas, print, GHOST, 0.24, &Ink::print(Tone(18, 92, 84)).infrared(0.3).glowing(GLOW_JADE));
        }
        Layer::Data => {
            personal::values(canvas, page, print, &Ink::carbon(Tone(24, 24, 28)).raised(0.45));
            personal::signature(canvas, SIGNATURE, print, &Ink::carbon(Tone(24, 24, 28)));
        }
        Layer::Overprint => overprint(canvas),
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas),
        Layer::LuminousData => {
            if let Some(path) = Type::new(Font::CondensedBold, 3.0).tracked(0.2).set_right(&print.holder.number, 95.4, 24.8) {
                canvas.fill(&path, &Ink::luminous(GLOW_GOLD).at(0.9));
            }
        }
        Layer::Optical => optics(canvas),
    }
}
