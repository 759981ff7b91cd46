//! How the visa of 2019 is printed.

use std::f32::consts::FRAC_PI_2;

use super::visa_2019::{DEVICE, FRAME, LATENT, LOTUS_HEART, MATRIX, SEAL, SERIES, SIZE};
use super::{FOREST, GLOW_BLUE, GLOW_GREEN, GLOW_ORANGE, GLOW_PINK, ISSUER, LEAF, LOTUS, SAFFRON, emblem, specimen, words, words_right};
use crate::domain::{Light, RectMm};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::{Layer, PageSpec, Print, print_of};
use crate::specimen::guilloche::{Band, Field, Ring};
use crate::specimen::personal::{self, Look};
use crate::specimen::relief::Relief;
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{barcode, fibres, microtext, optical, seal};

/// Iris print over the label from its lower left to its upper right corner.
fn iris(tones: &[Tone]) -> Ink {
    Ink::iris_between((8.0, SIZE.height as f32), (SIZE.width as f32 - 8.0, 0.0), tones)
}

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &iris(&[Tone(255, 234, 238), Tone(255, 245, 222), Tone(230, 244, 232)]));
    let relief = emblem::barge_at((54.0, 33.0), 24.0).and_then(|path| Relief::of(&path, 0.45));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 1.1);
    let waves = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 0.68,
        slope: 0.06,
        waves: [(0.7, 19.0, 0.03), (0.25, 6.1, -0.017)],
        relief: Some(&lift),
    };
    canvas.stroke_all(&waves.paths(), 0.11, &iris(&[LOTUS, SAFFRON, LEAF]).at(0.85));
    canvas.stroke_all(&emblem::lattice([0.0, 0.0, w, h], (7.5, 12.34), 0.5), 0.09, &iris(&[SAFFRON, LEAF, LOTUS]).at(0.7));
    for y in [1.0, h - 1.0] {
        let band = Band { from: (0.0, y), to: (w, y), swing: 0.7, waves: 42.0, strands: 4, swell: (21.0, 0.5) };
        canvas.stroke_all(&band.paths(), 0.08, &iris(&[Tone(196, 70, 116), Tone(204, 128, 34), Tone(28, 112, 80)]));
    }
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let intaglio = Ink::print(FOREST).infrared(0.7).raised(1.0);
    if let Some(path) = emblem::barge_at((8.3, 6.5), 4.1) {
        canvas.fill(&path, &intaglio);
    }
    words(canvas, Type::new(Font::ThaiSarabunBold, 3.2), "ราชอาณาจักรโสรไท", 14.2, 5.6, &intaglio);
    words(canvas, Type::new(Font::Slab, 1.95).tracked(0.16), "KINGDOM OF SORATHAI", 14.3, 9.0, &intaglio);
    let plain = Ink::print(Tone(168, 36, 92)).infrared(0.3);
    words(canvas, Type::new(Font::ThaiSarabunBold, 4.0), "วีซ่า", 50.4, 8.0, &plain);
    words_right(canvas, Type::new(Font::Slab, 4.6).tracked(1.1), "VISA", 78.0, 8.0, &plain);
    for (y, text) in [(10.5, "VISAOFSORATHAI·"), (11.25, "SORATHAI·RIVEROFLIGHT·")] {
        microtext::line(canvas, text, (50.2, y), 28.0, &Ink::print(FOREST).infrared(0.6));
    }
    personal::labels(canvas, page, &Ink::print(Tone(120, 34, 78)).infrared(0.2));
    specimen(canvas, 3.3, 4.2, 52.2);
    // Two rows of petals with veins, engraved.
    let petals = emblem::flower(LOTUS_HEART, &[(8, 3.4, 7.2, 3.2), (8, 4.0, 9.4, 4.0), (16, 6.6, 9.8, 2.4)], 3);
    canvas.stroke_all(&petals, 0.13, &intaglio);
    canvas.stroke_all(&Ring::new(LOTUS_HEART, 3.3, 0.24, 24, 3).paths(), 0.1, &intaglio);
    let (carbon, dye) = (Ink::carbon(Tone(122, 44, 66)), Ink::print(Tone(122, 44, 66)).infrared(0.02));
    for index in 0..24_u8 {
        let side = if index < 12 { 1.0 } else { -1.0 };
        if let Some(path) = emblem::flame((5.6 + f32::from(index) * 3.0 + if index < 12 { 0.0 } else { 1.6 }, 72.2), -FRAC_PI_2, 3.5, side)
        {
            canvas.fill(&path, if index % 2 == 0 { &carbon } else { &dye });
        }
    }
    if let Some((letters, _)) = Type::new(Font::SansBold, 4.9).tracked(0.5).set("QSR", LATENT.x as f32 + 3.8, LATENT.y as f32 + 3.8) {
        optical::latent(canvas, LATENT, &letters, 0.2, Tone(58, 128, 96));
    }
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(26, 104, 76)).infrared(0.3);
    canvas.stroke_all(&emblem::flower(SEAL, &[(8, 0.8, 2.6, 1.2), (8, 1.4, 3.7, 1.6)], 2), 0.09, &ink);
    canvas.stroke_all(&Ring::new(SEAL, 3.9, 0.24, 28, 3).paths(), 0.08, &ink);
}

/// The signed seal of what the visa said when it was issued: a forger has no key.
fn matrix(canvas: &mut Canvas, print: &Print) {
    let issued = print_of(&SERIES, print.holder.seed);
    let [first, second] = issued.mrz.as_slice() else { return };
    let holder = &issued.holder;
    let visa = seal::Visa {
        issuer: ISSUER.0,
        signer: "QS01",
        mrz: [first, second],
        entries: 0,
        stay: seal::Stay { days: 90, months: 0, years: 0 },
        passport_number: holder.personal_number.as_deref().unwrap_or_default(),
        issued: holder.issued,
    };
    let Some(path) = seal::visa(&visa).and_then(|seal| barcode::paths(&seal.modules, MATRIX)) else { return };
    canvas.rect(MATRIX, &Ink::cover(Tone(252, 250, 246)).at(0.8));
    canvas.fill(&path, &personal::ink_of(print.technique, &Ink::carbon(Tone(22, 22, 26))));
}

fn luminous(canvas: &mut Canvas) {
    canvas.stroke_all(&emblem::flower(LOTUS_HEART, &[(8, 1.2, 8.0, 3.8), (8, 3.0, 9.6, 4.4)], 2), 0.2, &Ink::luminous(GLOW_PINK));
    canvas.stroke_all(&Ring::new(LOTUS_HEART, 8.9, 0.9, 24, 4).swelling(8, 0.5).paths(), 0.14, &Ink::luminous(GLOW_GREEN).at(0.9));
    if let Some(path) = emblem::barge_at((66.0, 6.2), 4.6) {
        canvas.fill(&path, &Ink::luminous(GLOW_ORANGE));
    }
    canvas.stroke_all(&emblem::lotus((54.0, 52.0), 30.0, 2), 0.16, &Ink::luminous(GLOW_ORANGE).at(0.7));
    for (y, tone) in [(69.0, GLOW_BLUE), (71.2, GLOW_GREEN)] {
        let band = Band { from: (4.4, y), to: (101.2, y), swing: 1.0, waves: 20.0, strands: 4, swell: (10.0, 0.5) };
        canvas.stroke_all(&band.paths(), 0.16, &Ink::luminous(tone).at(0.9));
    }
    canvas.stroke_all(&emblem::lattice([13.8, 2.2, 47.8, 10.2], (3.4, 4.0), 0.3), 0.14, &Ink::only(Light::Uv254, GLOW_BLUE, Lay::Light));
}

fn optics(canvas: &mut Canvas) {
    if let Some(heart) = emblem::flower_shape(LOTUS_HEART, 8, 0.3, 2.9, 1.35) {
        optical::ovi(canvas, &heart, Tone(20, 116, 70), Tone(214, 160, 44));
    }
    if let Some(petals) = emblem::flower_shape(DEVICE, 6, 0.4, 2.3, 1.2) {
        optical::diffractive(canvas, DEVICE, 4.2, &petals, 12);
    }
}

/// Prints one layer of the label.
pub(super) fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    match layer {
        Layer::Body => {
            let mut rng = Rng::new(print.holder.seed, "fibres");
            fibres::scatter(canvas, SIZE, 30, &[GLOW_ORANGE, GLOW_PINK, GLOW_BLUE], &mut rng);
        }
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => personal::portrait(canvas, print, FRAME, &Look::dyed(0.85)),
        Layer::Data => personal::values(canvas, page, print, &Ink::carbon(Tone(20, 22, 24))),
        Layer::Overprint => overprint(canvas),
        Layer::Mrz => {
            personal::machine_readable(canvas, page, print);
            matrix(canvas, print);
        }
        Layer::Luminous => luminous(canvas),
        Layer::LuminousData => {
            if let Some((path, _)) = Type::new(Font::SansBold, 2.7).tracked(0.03).set(&print.holder.number, 80.4, 8.2) {
                canvas.fill(&path, &Ink::luminous(GLOW_ORANGE));
            }
        }
        Layer::Optical => optics(canvas),
        Layer::Perforation | Layer::Entries => {}
    }
}
