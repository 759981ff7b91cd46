//! The page for visas in the passport of 2017: the barge on its river, no data but the number of the book.

use std::f32::consts::PI;

use super::emblem;
use super::passport_2017::{LETTERING, SIZE};
use super::{FOREST, GLOW_BLUE, GLOW_GREEN, GLOW_ORANGE, GLOW_PINK, LEAF, LOTUS, SAFFRON, SPECIMEN_RED, words};
use crate::domain::{Content, Light, RectMm, Side, ZoneRole as Role};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::build::{BOTH, TRANSMITTED, UV, VISIBLE, ZoneRow};
use crate::specimen::design::{Layer, PageSpec, Print};
use crate::specimen::guilloche::{Band, Field, Ring};
use crate::specimen::personal;
use crate::specimen::relief::Relief;
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{fibres, microtext, perforation};

pub(super) const PAGE: PageSpec = PageSpec {
    id: "visa-page",
    title: "Visa page",
    side: Side::Front,
    size: SIZE,
    rounded: [false, false, true, true],
    lights: &[Light::Visible, Light::Transmitted, Light::Uv365],
    zones: ZONES,
    entries: &[],
    lettering: LETTERING,
    mrz: None,
};

/// Middle of the barge.
const HEART: (f32, f32) = (62.5, 43.0);
const REGISTER: &[Light] = &[Light::Visible, Light::Transmitted];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("visa-title", "Title of the page", [6.0, 3.0, 40.0, 7.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("visa-page-number", "Number of the page", [112.0, 76.6, 9.0, 8.0], Content::Fixed, Role::FixedText, BOTH),
    ("visa-frame-top", "Flames along the upper edge", [50.0, 2.6, 70.0, 6.2], Content::Fixed, Role::Background, VISIBLE),
    ("visa-frame-left", "Scrolls at the left edge", [3.6, 14.0, 8.6, 60.0], Content::Fixed, Role::Background, VISIBLE),
    ("visa-frame-right", "Scrolls at the right edge", [112.8, 14.0, 8.6, 60.0], Content::Fixed, Role::Background, VISIBLE),
    ("visa-relief", "Barge in the lines", [36.0, 18.0, 53.0, 50.0], Content::Fixed, Role::Background, VISIBLE),
    ("visa-lattice-left", "Lattice left of the barge", [13.0, 14.0, 22.0, 30.0], Content::Fixed, Role::Background, VISIBLE),
    ("visa-lattice-right", "Lattice right of the barge", [90.0, 14.0, 22.0, 30.0], Content::Fixed, Role::Background, VISIBLE),
    ("visa-corner-left", "Lotus at the lower left", [13.0, 52.0, 21.0, 20.0], Content::Fixed, Role::Background, VISIBLE),
    ("visa-corner-right", "Lotus at the lower right", [91.0, 52.0, 21.0, 20.0], Content::Fixed, Role::Background, VISIBLE),
    ("visa-microtext", "Microtext river", [13.0, 74.8, 99.0, 1.9], Content::Fixed, Role::Microtext, VISIBLE),
    ("visa-specimen", "SPECIMEN", [66.0, 78.4, 40.0, 6.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("visa-perforated-number", "Perforated number", [8.0, 79.4, 30.0, 5.6], Content::Serial, Role::Number, &[]),
    ("visa-register", "See-through lotus", [50.6, 78.6, 7.0, 6.6], Content::Fixed, Role::Background, REGISTER),
    ("visa-watermark", "Watermark flower", [50.5, 31.0, 24.0, 24.0], Content::Fixed, Role::Background, TRANSMITTED),
    ("visa-uv-river", "Luminous barge on its river", [36.0, 18.0, 53.0, 54.0], Content::Fixed, Role::UvDesign, UV),
    ("visa-uv-flames", "Luminous flames along the upper edge", [50.0, 2.6, 70.0, 6.2], Content::Fixed, Role::UvDesign, UV),
];

/// Iris print upwards, other than on the data page.
fn iris(tones: &[Tone]) -> Ink {
    Ink::iris_between((0.0, SIZE.height as f32), (SIZE.width as f32 * 0.5, 0.0), tones)
}

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &iris(&[Tone(232, 245, 234), Tone(255, 246, 224), Tone(254, 236, 240)]));
    let relief = emblem::barge_at(HEART, 25.0).and_then(|path| Relief::of(&path, 0.45));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 1.3);
    // The river: slow waves, closer towards the lower edge.
    let river = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 0.72,
        slope: 0.0,
        waves: [(1.3, 37.0, 0.017), (0.4, 11.0, -0.023)],
        relief: Some(&lift),
    };
    canvas.stroke_all(&river.paths(), 0.12, &iris(&[LEAF, SAFFRON, LOTUS]));
    for (left, right) in [(12.0, 35.5), (89.5, 113.0)] {
        canvas.stroke_all(&emblem::lattice([left, 13.0, right, 46.0], (5.2, 8.25), 0.4), 0.09, &iris(&[SAFFRON, LOTUS, LEAF]));
        if let Some(path) = emblem::lattice_flowers([left, 13.0, right, 46.0], (5.2, 8.25), 0.8) {
            canvas.fill(&path, &iris(&[SAFFRON, LOTUS, LEAF]));
        }
    }
    for x in [23.5, 101.5] {
        let ink = iris(&[Tone(196, 120, 24), Tone(196, 76, 118), LEAF]);
        canvas.stroke_all(&emblem::flower((x, 62.0), &[(8, 1.0, 4.2, 2.0), (8, 2.0, 7.0, 3.4), (16, 4.6, 9.6, 3.0)], 2), 0.1, &ink);
        canvas.stroke_all(&Ring::new((x, 62.0), 1.0, 0.35, 10, 4).paths(), 0.08, &ink);
    }
    canvas.stroke_all(&Ring::new(HEART, 26.6, 1.3, 72, 6).swelling(18, 0.6).paths(), 0.1, &iris(&[LEAF, SAFFRON, LOTUS]));
}

fn fixed_print(canvas: &mut Canvas) {
    let green = Ink::print(FOREST).infrared(0.5);
    words(canvas, Type::new(Font::ThaiSarabunBold, 3.4), "ตรวจลงตรา", 6.4, 8.6, &green);
    words(canvas, Type::new(Font::Slab, 3.0).tracked(0.4), "VISAS", 29.0, 8.6, &green);
    if let Some(path) = emblem::flame_row((50.4, 8.6), (119.6, 8.6), 20, 5.2) {
        canvas.fill(&path, &iris(&[LEAF, Tone(200, 120, 30), Tone(190, 70, 112)]));
    }
    for (x, turn) in [(7.9, 1.0), (117.1, -1.0)] {
        let ink = iris(&[Tone(20, 108, 76), Tone(190, 110, 20), Tone(186, 62, 106)]);
        let (stems, flames) = emblem::vine(x, 19.0, 7.0, 8, 2.7, turn);
        canvas.stroke_all(&stems, 0.2, &ink);
        for path in &flames {
            canvas.fill(path, &ink);
        }
    }
    for (index, y) in [75.6, 76.4].into_iter().enumerate() {
        let text = if index == 0 { "RIVEROFLIGHT·SORATHAI·" } else { "SORATHAI·VISAS·" };
        microtext::line(canvas, text, (13.2, y), 98.6, &green);
    }
    let number = green.clone().glowing(GLOW_ORANGE);
    words(canvas, Type::new(Font::Slab, 6.0), "12", 112.8, 83.4, &number);
    words(canvas, Type::new(Font::SansBold, 5.4).tracked(0.9), "SPECIMEN", 66.6, 83.8, &Ink::print(SPECIMEN_RED));
    for index in 0..12_u8 {
        let tone = Tone(20, 108, 76);
        let ink = if index % 2 == 0 { Ink::print(tone) } else { Ink::only(Light::Transmitted, tone, Lay::Print).at(0.7) };
        if let Some(path) = emblem::one_petal((54.1, 81.9), PI * f32::from(index) / 6.0, 0.8, 3.0, 1.15) {
            canvas.fill(&path, &ink);
        }
    }
}

fn luminous(canvas: &mut Canvas) {
    if let Some(path) = emblem::barge_at((HEART.0, HEART.1 - 2.0), 20.0) {
        canvas.fill(&path, &Ink::luminous(GLOW_ORANGE).at(0.9));
    }
    for row in 0..4_u8 {
        let y = 59.0 + f32::from(row) * 3.2;
        let band = Band { from: (37.0, y), to: (88.0, y), swing: 1.5, waves: 9.0, strands: 4, swell: (4.5, 0.5) };
        let tone = if row % 2 == 0 { GLOW_GREEN } else { GLOW_BLUE };
        canvas.stroke_all(&band.paths(), 0.18, &Ink::luminous(tone).at(0.9));
    }
    if let Some(path) = emblem::flame_row((50.4, 8.6), (119.6, 8.6), 18, 5.6) {
        canvas.fill(&path, &Ink::luminous(GLOW_PINK).at(0.85));
    }
}

/// Prints one layer of the page.
pub(super) fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    match layer {
        Layer::Body => {
            if let Some(flower) = emblem::flower_shape(HEART, 8, 1.2, 10.6, 5.2) {
                fibres::watermark(canvas, &flower, 0.4, 0.8, 0.7);
            }
            let mut rng = Rng::new(print.holder.seed, "fibres of the visa page");
            fibres::scatter(canvas, page.size, 40, &[GLOW_ORANGE, GLOW_PINK, GLOW_GREEN], &mut rng);
            fibres::scatter_visible(canvas, page.size, 24, &[Tone(200, 70, 120), Tone(40, 120, 86)], &mut rng);
        }
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas),
        Layer::Luminous => luminous(canvas),
        Layer::Data => personal::values(canvas, page, print, &Ink::carbon(Tone(20, 22, 24))),
        Layer::Perforation => {
            perforation::number(canvas, &print.holder.number, 9.0, 80.4, 0.5, &mut Rng::new(print.holder.seed, "perforation"));
        }
        _ => {}
    }
}
