//! The diplomatic passport of Utopia, 2019 series: wine and gold, stars and the ship, a ghost portrait in engraved lines.

use super::diplomatic_facts::{FEATURES, FORGERIES, ZONES};
use super::{PAGE, SIZE, motif};
use crate::domain::{DocumentKind, Light, RectMm, Substrate};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::design::{Layer, PageSpec, Print, Series};
use crate::specimen::guilloche::{Band, Field, Ring};
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::portrait::{Engraving, line_engraved};
use crate::specimen::relief::Relief;
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem, fibres, microtext, optical, perforation};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "UTO-D-2019",
    issuer: ("UTO", "Utopia"),
    kind: DocumentKind::Td3Passport,
    title: "Diplomatic, 2019 series",
    document_code: "PD",
    issued: ((2019, 6, 3), None),
    validity_years: 5,
    number_format: "D9999999",
    culture: Culture::Utopian,
    nationality: None,
    personal_format: "YYMMDDS99C",
    substrate: Substrate::Paper,
    tone: Tone(252, 248, 240),
    pages: &[super::data_page(ZONES, ENTRIES, LETTERING)],
    portrait: Some((PAGE, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 1919,
    print,
};

const FRAME: RectMm = RectMm::new(9.0, 17.0, 34.0, 44.0);
const GHOST: RectMm = RectMm::new(104.4, 37.9, 13.2, 17.0);
const SIGNATURE: RectMm = RectMm::new(97.0, 57.0, 25.0, 5.4);
const SEAL: (f32, f32) = (41.3, 18.6);
/// The sun with the ship on the right.
const SUN: (f32, f32) = (109.6, 26.0);
const HEART: (f32, f32) = (71.0, 40.0);
const DEVICE: (f32, f32) = (36.0, 56.0);
const WATERMARK: (f32, f32) = (22.0, 83.9);
const OVI: (f32, f32) = (99.4, 47.0);
const LATENT: RectMm = RectMm::new(84.0, 81.6, 22.0, 4.1);
const REGISTER: (f32, f32) = (114.6, 83.6);

const LETTERING: Lettering =
    Lettering { label: Type::new(Font::GaramondItalic, 2.0), value: Type::new(Font::Sans, 2.9).tracked(0.05), native_em: 2.7 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "type", title: "Type", what: What::Fixed("PD"), label: "Type/Type", x: 48.2, label_y: 16.3, value_y: 20.0, width: 6.0 },
    Entry { id: "issuing-state", title: "Code of issuing State", what: What::Fixed("UTO"), label: "Code/Code", x: 60.0, label_y: 16.3, value_y: 20.0, width: 9.0 },
    Entry { id: "number", title: "Passport number", what: What::Number, label: "Passport No./Nº du passeport", x: 74.0, label_y: 16.3, value_y: 20.0, width: 22.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Surname/Nom", x: 48.2, label_y: 23.2, value_y: 26.9, width: 46.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Given names/Prénoms", x: 48.2, label_y: 30.1, value_y: 33.8, width: 46.0 },
    Entry { id: "rank", title: "Rank", what: What::Profession, label: "Rank/Qualité", x: 48.2, label_y: 37.0, value_y: 40.7, width: 46.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Fixed("UTOPIAN"), label: "Nationality/Nationalité", x: 48.2, label_y: 43.9, value_y: 47.6, width: 21.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Date of birth/Date de naissance", x: 74.0, label_y: 43.9, value_y: 47.6, width: 20.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Sex/Sexe", x: 48.2, label_y: 50.8, value_y: 54.5, width: 6.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Place of birth/Lieu de naissance", x: 60.0, label_y: 50.8, value_y: 54.5, width: 34.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Date of issue/Délivré le", x: 48.2, label_y: 57.7, value_y: 61.4, width: 22.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Date of expiry/Expire le", x: 74.0, label_y: 57.7, value_y: 61.4, width: 20.0 },
];

const WINE: Tone = Tone(108, 28, 52);
const ROSE: Tone = Tone(206, 138, 150);
const GOLD: Tone = Tone(204, 166, 92);
const PALE: Tone = Tone(224, 200, 156);

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &iris(&[Tone(250, 236, 226), Tone(252, 246, 228), Tone(248, 232, 236)]));
    // A lattice of seven-pointed star polygons.
    let mut stars = Vec::new();
    for row in 0..13 {
        for column in 0..19 {
            let shift = if row % 2 == 0 { 0.0 } else { 3.4 };
            let center = (1.4 + column as f32 * 6.8 + shift, 1.2 + row as f32 * 7.1);
            if center.0 < w {
                stars.extend(motif::star_polygon(center, 3.1, 7, 3, -std::f32::consts::FRAC_PI_2));
            }
        }
    }
    canvas.stroke_all(&stars, 0.08, &Ink::print(PALE).at(0.9));
    // Waves that swell into the ship.
    let ship = motif::ship().and_then(|ship| emblem::placed(&ship, HEART, 18.0)).and_then(|ship| Relief::of(&ship, 0.6));
    let lift = |x: f32, y: f32| ship.as_ref().map_or(0.0, |relief| relief.at(x, y) * 0.95);
    let field = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 0.86,
        slope: -0.09,
        waves: [(1.3, 24.0, 0.02), (0.4, 8.1, -0.013)],
        relief: Some(&lift),
    };
    canvas.stroke_all(&field.paths(), 0.12, &iris(&[GOLD, ROSE, GOLD]).at(0.9));
    for (radius, teeth, arm, tone) in [(21.0, (41, 16), 1.25, ROSE), (15.0, (34, 13), 0.8, GOLD)] {
        if let Some(figure) = motif::spirograph(HEART, radius, teeth, arm) {
            canvas.stroke(&figure, 0.085, &Ink::print(tone).at(0.7));
        }
    }
    for y in [1.3, h - 1.3] {
        let band = Band { from: (0.0, y), to: (w, y), swing: 1.0, waves: 50.0, strands: 4, swell: (25.0, 0.5) };
        canvas.stroke_all(&band.paths(), 0.1, &iris(&[WINE, Tone(164, 116, 40), WINE]));
    }
    sun(canvas);
}

/// The sun: a spirograph of rays that infrared passes, and a ring that it does not.
fn sun(canvas: &mut Canvas) {
    if let Some(rays) = motif::spirograph(SUN, 11.0, (43, 18), 1.5) {
        canvas.stroke(&rays, 0.085, &Ink::print(Tone(186, 132, 48)).infrared(0.02));
    }
    canvas.stroke_all(&Ring::new(SUN, 6.7, 0.7, 42, 5).swelling(14, 0.5).paths(), 0.085, &Ink::print(WINE).infrared(0.85));
    if let Some(disc) = tiny_skia::PathBuilder::from_circle(SUN.0, SUN.1, 5.7) {
        canvas.fill(&disc, &Ink::cover(Tone(252, 244, 228)).at(0.8).infrared(0.0));
    }
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let ink = Ink::print(WINE).infrared(0.6).raised(0.8);
    super::paired_arms(canvas, (12.6, 7.9), 5.6, &ink);
    if let Some(ship) = motif::ship().and_then(|ship| emblem::placed(&ship, (SUN.0, SUN.1 + 0.4), 5.0)) {
        motif::engraved(canvas, &ship, 0.2, &Ink::print(WINE).infrared(0.85).raised(1.0));
    }
    motif::set(canvas, Type::new(Font::Inscription, 4.1).tracked(0.25), "REPUBLIC OF UTOPIA", (21.0, 7.2), 0.0, &ink);
    motif::set(canvas, Type::new(Font::Garamond, 3.0).tracked(0.35), "RÉPUBLIQUE D’UTOPIE", (21.0, 11.4), 0.0, &ink);
    motif::set(canvas, Type::new(Font::Inscription, 3.5).tracked(0.1), "DIPLOMATIC PASSPORT", (121.4, 12.6), 1.0, &ink);
    motif::set(canvas, Type::new(Font::Garamond, 2.35).tracked(0.06), "PASSEPORT DIPLOMATIQUE", (110.4, 7.0), 1.0, &ink);
    if let Some(path) = emblem::chip_sign(112.2, 3.2, 9.2) {
        canvas.fill(&path, &ink.clone().raised(0.0));
    }
    motif::set(canvas, Type::new(Font::SansBold, 5.0).tracked(0.8), "SPECIMEN", (121.0, 68.5), 1.0, &Ink::print(Tone(188, 30, 44)));
    let label = Ink::print(Tone(120, 52, 66));
    personal::labels(canvas, page, &label);
    motif::set(canvas, LETTERING.label, "Signature", (97.4, 56.6), 0.0, &label);
    let micro = Ink::print(WINE).infrared(0.6);
    for (x, y, length) in [(3.0, 63.1, 119.0), (3.2, 63.75, 118.8)] {
        microtext::line(canvas, "INSULAE·FLUCTIBUS·IUNCTAE·UTOPIA·", (x, y), length, &micro);
    }
    for x in [6.2, 6.9] {
        motif::microtext(canvas, "LEGATIO·UTOPIAE·", 0.42, ((x, 60.6), (x, 17.4)), &micro);
    }
    motif::register(canvas, REGISTER, 1.75, &Ink::print(Tone(150, 58, 84)));
    motif::latent_word(canvas, LATENT, (Font::SansBold, "LEGATUS"), 0.22, Tone(172, 112, 112));
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(150, 40, 70));
    if let Some(figure) = motif::spirograph(SEAL, 4.9, (23, 9), 1.2) {
        canvas.stroke(&figure, 0.1, &ink);
    }
    microtext::ring(canvas, "LEGATIO·", SEAL, 2.4, &ink);
    super::arms(canvas, SEAL, 1.3, &ink);
}

fn luminous(canvas: &mut Canvas) {
    let (gold, red, green) = (Tone(255, 206, 70), Tone(246, 74, 78), Tone(96, 232, 128));
    if let Some(rays) = emblem::star(SUN, 11.2, 0.6, 21) {
        canvas.stroke(&rays, 0.4, &motif::only_365(gold).at(0.9));
    }
    if let Some(ship) = motif::ship().and_then(|ship| emblem::placed(&ship, (SUN.0, SUN.1 + 0.4), 5.6)) {
        canvas.fill(&ship, &motif::only_365(red).at(0.85));
    }
    if let Some(star) = motif::star_polygon(SEAL, 5.4, 7, 3, -std::f32::consts::FRAC_PI_2) {
        canvas.stroke(&star, 0.35, &Ink::luminous(gold).at(0.9));
    }
    if let Some(figure) = motif::spirograph(HEART, 17.0, (29, 12), 1.35) {
        canvas.stroke(&figure, 0.16, &motif::only_365(green).at(0.6));
    }
    let band = Band { from: (3.0, 66.6), to: (122.0, 66.6), swing: 2.4, waves: 15.0, strands: 6, swell: (7.5, 0.45) };
    canvas.stroke_all(&band.paths(), 0.18, &motif::only_365(red).at(0.85));
    motif::set(canvas, Type::new(Font::Inscription, 6.6).tracked(0.6), "LEGATIO", (58.0, 10.6), 0.5, &motif::only_365(gold).at(0.8));
    // Short waves: stars of the lattice light up, and a rose where long waves show the sun.
    let (violet, aqua) = (motif::only_254(Tone(190, 130, 255)), motif::only_254(Tone(96, 230, 210)));
    motif::print_compass(canvas, SUN, 10.4, &violet);
    let stars: Vec<_> = (0..16)
        .filter_map(|index| motif::star_polygon((7.0 + index as f32 * 7.4, 66.8), 2.6, 7, 3, -std::f32::consts::FRAC_PI_2))
        .collect();
    canvas.stroke_all(&stars, 0.2, &aqua);
    if let Some(arms) = emblem::utopia().and_then(|path| emblem::placed(&path, HEART, 14.0)) {
        canvas.stroke(&arms, 0.24, &violet.at(0.8));
    }
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    match layer {
        Layer::Body => {
            if let Some(words) = Type::new(Font::SansBold, 4.6).tracked(1.0).set_centered("LEGATIO", WATERMARK.0, WATERMARK.1 + 1.8) {
                fibres::watermark(canvas, &words, 0.12, 0.2, 0.95);
            }
            if let Some(ship) = motif::ship().and_then(|ship| emblem::placed(&ship, (111.0, 46.6), 7.4)) {
                fibres::watermark(canvas, &ship, 0.4, 0.8, 0.7);
            }
            fibres::thread(canvas, SIZE, 45.6, 1.2, "UTO LEGATIO", &[(22.0, 28.0), (38.0, 44.0), (54.0, 60.0)]);
            personal::luminous_fibres(canvas, page, 46, &[Tone(255, 206, 70), Tone(246, 74, 78), Tone(120, 140, 255)], &print.holder);
        }
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => {
            personal::portrait(canvas, print, FRAME, &Look::dyed(0.55));
            let ink = personal::ink_of(print.technique, &Ink::print(Tone(134, 48, 72)).infrared(0.02));
            for line in line_engraved(&print.face, GHOST, Engraving::default()).unwrap_or_default() {
                canvas.fill(&line, &ink);
            }
        }
        Layer::Data => {
            personal::values(canvas, page, print, &Ink::carbon(Tone(24, 20, 22)));
            personal::signature(canvas, SIGNATURE, print, &Ink::print(Tone(30, 28, 44)));
        }
        Layer::Overprint => overprint(canvas),
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas),
        Layer::LuminousData => {
            let ink = Ink::luminous(Tone(255, 206, 70)).at(0.8);
            motif::set(canvas, Type::new(Font::SansBold, 3.2).tracked(0.3), &print.holder.number, (121.6, 44.0), 1.0, &ink);
        }
        Layer::Optical => {
            if let Some(star) = emblem::star(OVI, 2.3, 0.46, 7) {
                optical::ovi(canvas, &star, Tone(176, 128, 40), Tone(52, 132, 92));
            }
            if let Some(ship) = motif::ship().and_then(|ship| emblem::placed(&ship, DEVICE, 2.6)) {
                optical::diffractive(canvas, DEVICE, 5.4, &ship, 21);
            }
            canvas.rect(LATENT, &Ink::only(Light::Coaxial, Tone(255, 236, 190), Lay::Cover).at(0.12));
        }
        Layer::Perforation => {
            let mut rng = Rng::new(print.holder.seed, "perforation");
            perforation::number(canvas, &print.holder.number, 48.4, 83.0, 0.52, &mut rng);
        }
        Layer::Entries => {}
    }
}
