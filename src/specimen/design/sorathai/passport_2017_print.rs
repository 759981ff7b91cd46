//! How the data page of the passport of 2017 is printed.

use std::f32::consts::{FRAC_PI_2, PI};

use tiny_skia::Path;

use super::emblem;
use super::passport_2017::{DEVICE, FRAME, GHOST, HEART, LATENT, LETTERING, SEAL, SIGNATURE, SIZE, WATERMARK};
use super::{FOREST, GLOW_BLUE, GLOW_GREEN, GLOW_ORANGE, GLOW_PINK, LEAF, LOTUS, SAFFRON, specimen, visa_page, words, words_right};
use crate::domain::{Light, RectMm};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::{Layer, PageSpec, Print};
use crate::specimen::guilloche::{Field, Ring};
use crate::specimen::personal::{self, Look};
use crate::specimen::relief::Relief;
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{fibres, microtext, optical, perforation};

/// Iris print over the page from its upper left to its lower right corner.
fn iris(tones: &[Tone]) -> Ink {
    Ink::iris_between((0.0, 18.0), (SIZE.width as f32, 70.0), tones)
}

/// The lattice below the machine-readable zone: left, top, right, bottom.
const LATTICE: [f32; 4] = [6.4, 81.8, 81.6, 86.4];
/// Cells of that lattice.
const CELL: (f32, f32) = (4.7, 4.6);

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &iris(&[Tone(255, 243, 218), Tone(253, 232, 238), Tone(226, 243, 230)]));
    // A wide ogee lattice, and level lines that a lotus pushes aside.
    canvas.stroke_all(&emblem::lattice([0.0, 0.0, w, h], (8.6, 15.2), 0.62), 0.09, &iris(&[LOTUS, LEAF, SAFFRON]).at(0.62));
    let relief = emblem::lotus_shape((HEART.0, HEART.1 + 14.0), 26.0).and_then(|path| Relief::of(&path, 0.5));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 1.1);
    let field = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 0.74,
        slope: 0.0,
        waves: [(0.8, 26.0, 0.013), (0.22, 7.3, -0.02)],
        relief: Some(&lift),
    };
    canvas.stroke_all(&field.paths(), 0.11, &iris(&[SAFFRON, LOTUS, LEAF]).at(0.85));
    // Behind the names a lotus from above.
    let rows = [(12, 2.6, 8.0, 3.0), (12, 4.4, 12.4, 4.4), (24, 9.0, 17.4, 3.6), (24, 12.0, 21.6, 4.4)];
    canvas.stroke_all(&emblem::flower(HEART, &rows, 2), 0.09, &iris(&[SAFFRON, Tone(206, 96, 134), LEAF]).at(0.7));
    lattice_strip(canvas);
}

fn lattice_strip(canvas: &mut Canvas) {
    let strong = iris(&[Tone(206, 120, 20), Tone(190, 62, 108), Tone(22, 108, 76)]);
    canvas.stroke_all(&emblem::lattice(LATTICE, CELL, 0.34), 0.1, &strong);
    if let Some(path) = emblem::lattice_flowers(LATTICE, CELL, 0.72) {
        canvas.fill(&path, &strong);
    }
}

/// Stems and flames of the band at the right edge.
fn scroll_band() -> (Vec<Path>, Vec<Path>) {
    emblem::vine(118.0, 27.6, 7.0, 5, 2.75, 1.0)
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let intaglio = Ink::print(FOREST).infrared(0.7).raised(1.0);
    if let Some(path) = emblem::barge_at((12.5, 8.2), 5.3) {
        canvas.fill(&path, &intaglio);
    }
    words(canvas, Type::new(Font::ThaiSarabunBold, 4.1), "ราชอาณาจักรโสรไท", 20.4, 6.6, &intaglio);
    words(canvas, Type::new(Font::Slab, 2.5).tracked(0.24), "KINGDOM OF SORATHAI", 20.5, 11.2, &intaglio);
    let plain = Ink::print(Tone(150, 30, 84)).infrared(0.3);
    words_right(canvas, Type::new(Font::ThaiSarabunBold, 3.1), "หนังสือเดินทาง", 89.8, 6.6, &plain);
    words_right(canvas, Type::new(Font::Slab, 2.6).tracked(0.4), "PASSPORT", 89.8, 11.2, &plain);
    let (stems, flames) = scroll_band();
    canvas.stroke_all(&stems, 0.26, &intaglio);
    for path in &flames {
        canvas.fill(path, &intaglio);
    }
    let label = Ink::print(Tone(120, 34, 78)).infrared(0.2);
    personal::labels(canvas, page, &label);
    words(canvas, LETTERING.label, "ลายมือชื่อ / Signature", 9.2, 63.0, &label);
    specimen(canvas, 3.5, 97.6, 66.9);
    for (y, text) in [(13.35, "KINGDOMOFSORATHAI·"), (14.1, "RIVEROFLIGHT·SORATHAI·")] {
        microtext::line(canvas, text, (47.2, y), 75.0, &Ink::print(FOREST).infrared(0.6));
    }
    flame_band(canvas);
    if let Some(bud) = emblem::flower_shape((LATENT.x as f32 + 7.3, LATENT.y as f32 + 4.4), 8, 0.7, 4.1, 1.9) {
        optical::latent(canvas, LATENT, &bud, 0.3, Tone(58, 128, 96));
    }
    // Every other petal of the lotus is on the front, those between on the back.
    for index in 0..12_u8 {
        let tone = Tone(150, 30, 84);
        let ink = if index % 2 == 0 { Ink::print(tone) } else { Ink::only(Light::Transmitted, tone, Lay::Print).at(0.7) };
        if let Some(path) = emblem::one_petal((116.0, 84.0), PI * f32::from(index) / 6.0, 0.7, 2.5, 0.95) {
            canvas.fill(&path, &ink);
        }
    }
}

/// Flames that look alike; one half is carbon, the other a dye that infrared passes.
fn flame_band(canvas: &mut Canvas) {
    let (carbon, dye) = (Ink::carbon(Tone(96, 40, 62)), Ink::print(Tone(96, 40, 62)).infrared(0.02));
    for index in 0..16_u8 {
        let side = if index < 8 { 1.0 } else { -1.0 };
        let root = (47.9 + f32::from(index) * 3.05 + if index < 8 { 0.0 } else { 0.9 }, 67.8);
        if let Some(path) = emblem::flame(root, -FRAC_PI_2, 3.6, side) {
            canvas.fill(&path, if index % 2 == 0 { &carbon } else { &dye });
        }
    }
    canvas.rect(RectMm::new(46.6, 68.0, 49.2, 0.16), &Ink::print(Tone(96, 40, 62)).infrared(0.02));
}

/// The lotus that ties portrait and page together.
fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(170, 36, 96)).infrared(0.3);
    canvas.stroke_all(&emblem::flower(SEAL, &[(8, 1.0, 3.2, 1.5), (8, 1.8, 4.8, 2.0)], 2), 0.1, &ink);
    canvas.stroke_all(&Ring::new(SEAL, 5.1, 0.3, 32, 3).paths(), 0.09, &ink);
}

/// What is in the paper.
fn paper(canvas: &mut Canvas, page: &PageSpec, print: &Print) {
    if let Some(lotus) = emblem::lotus_shape((WATERMARK.0, WATERMARK.1 + 6.0), 13.4) {
        fibres::watermark(canvas, &lotus, 0.3, 0.5, 0.9);
    }
    fibres::thread(canvas, SIZE, 43.9, 1.1, "SORATHAI", &[]);
    personal::luminous_fibres(canvas, page, 44, &[GLOW_ORANGE, GLOW_PINK, GLOW_GREEN], &print.holder);
    let mut rng = Rng::new(print.holder.seed, "visible fibres");
    fibres::scatter_visible(canvas, SIZE, 26, &[Tone(200, 70, 120), Tone(40, 120, 86)], &mut rng);
}

fn luminous(canvas: &mut Canvas) {
    let (stems, flames) = scroll_band();
    canvas.stroke_all(&stems, 0.3, &Ink::luminous(GLOW_GREEN));
    for path in &flames {
        canvas.fill(path, &Ink::luminous(GLOW_GREEN).at(0.9));
    }
    if let Some(path) = emblem::barge_at((78.4, 7.0), 5.2) {
        canvas.fill(&path, &Ink::luminous(GLOW_ORANGE).at(0.95));
    }
    canvas.stroke_all(&emblem::lotus((HEART.0, HEART.1 + 15.0), 31.0, 3), 0.16, &Ink::luminous(GLOW_PINK).at(0.8));
    canvas.stroke_all(&emblem::flower(SEAL, &[(8, 1.2, 5.8, 2.8)], 2), 0.2, &Ink::luminous(GLOW_PINK));
    for index in 0..13_u8 {
        let tone = if index % 2 == 0 { GLOW_ORANGE } else { GLOW_GREEN };
        if let Some(path) = emblem::bud((49.4 + f32::from(index) * 5.9, 68.6), 5.4) {
            canvas.fill(&path, &Ink::luminous(tone).at(0.85));
        }
    }
    // Another design for the short waves.
    if let Some(path) = emblem::flame_row((6.8, 86.6), (81.4, 86.6), 24, 4.4) {
        canvas.fill(&path, &Ink::only(Light::Uv254, GLOW_BLUE, Lay::Light));
    }
    for path in Ring::new(WATERMARK, 6.8, 1.1, 24, 5).swelling(8, 0.5).paths() {
        canvas.stroke(&path, 0.2, &Ink::only(Light::Uv254, GLOW_BLUE, Lay::Light));
    }
}

fn optics(canvas: &mut Canvas) {
    if let Some(bud) = emblem::bud((0.0, 1.1), 2.3) {
        optical::retroreflective(canvas, RectMm::new(3.0, 14.6, 119.0, 47.4), &bud, (4.4, 3.9));
    }
    if let Some(lotus) = emblem::lotus_shape((118.0, 21.2), 5.4) {
        optical::ovi(canvas, &lotus, Tone(176, 28, 110), Tone(206, 158, 40));
    }
    if let Some(petals) = emblem::flower_shape(DEVICE, 8, 0.5, 2.7, 1.1) {
        optical::diffractive(canvas, DEVICE, 4.8, &petals, 16);
    }
}

/// Prints one layer of a page.
pub(super) fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    if page.id == visa_page::PAGE.id {
        visa_page::print(canvas, page, layer, print);
        return;
    }
    match layer {
        Layer::Body => paper(canvas, page, print),
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => {
            personal::portrait(canvas, print, FRAME, &Look::dyed(0.85));
            personal::portrait(canvas, print, GHOST, &Look::ghost(Tone(20, 104, 76), 0.6));
        }
        Layer::Data => {
            personal::values(canvas, page, print, &Ink::carbon(Tone(20, 22, 24)));
            personal::signature(canvas, SIGNATURE, print, &Ink::print(Tone(30, 28, 52)).infrared(0.5));
        }
        Layer::Overprint => overprint(canvas),
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas),
        Layer::LuminousData => {
            if let Some((path, _)) = Type::new(Font::SansBold, 3.2).tracked(0.2).set(&print.holder.number, 73.0, 25.0) {
                canvas.fill(&path, &Ink::luminous(GLOW_ORANGE).at(0.9));
            }
        }
        Layer::Optical => optics(canvas),
        Layer::Perforation => {
            perforation::number(canvas, &print.holder.number, 92.4, 4.4, 0.5, &mut Rng::new(print.holder.seed, "perforation"));
        }
        Layer::Entries => {}
    }
}
