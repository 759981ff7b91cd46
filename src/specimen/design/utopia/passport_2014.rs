//! The passport of Utopia, 2014 series: rose to ochre to green, serif, arms in brown intaglio, no chip.

use super::facts_2014::{FEATURES, FORGERIES, ZONES};
use super::{PAGE, SIZE, motif};
use crate::domain::{DocumentKind, RectMm, Substrate};
use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::design::{Layer, PageSpec, Print, Series};
use crate::specimen::guilloche::{Band, Field, Ring};
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::relief::Relief;
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem, fibres, microtext, optical};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "UTO-P-2014",
    issuer: ("UTO", "Utopia"),
    kind: DocumentKind::Td3Passport,
    title: "2014 series",
    document_code: "P<",
    issued: ((2014, 5, 1), Some((2019, 2, 28))),
    validity_years: 10,
    number_format: "A99999999",
    culture: Culture::Utopian,
    nationality: None,
    personal_format: "",
    substrate: Substrate::Paper,
    tone: Tone(252, 249, 240),
    pages: &[super::data_page(ZONES, ENTRIES, LETTERING)],
    portrait: Some((PAGE, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2014,
    print,
};

const FRAME: RectMm = RectMm::new(6.0, 17.5, 33.0, 43.0);
const SIGNATURE: RectMm = RectMm::new(93.0, 50.6, 28.0, 9.0);
const SEAL: (f32, f32) = (37.8, 19.2);
/// Between portrait and data.
const WATERMARK: (f32, f32) = (107.4, 52.0);
const ARMS: (f32, f32) = (107.4, 29.0);

/// Optically variable star, and the star in two halves, below the arms.
const OVI: (f32, f32) = (97.8, 44.7);
const REGISTER: (f32, f32) = (117.4, 44.7);
const LATENT: RectMm = RectMm::new(88.0, 81.6, 28.0, 4.1);

const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Serif, 1.66), value: Type::new(Font::SerifBold, 2.95).tracked(0.04), native_em: 2.6 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "type", title: "Type", what: What::Fixed("P"), label: "Type/Type", x: 44.8, label_y: 17.4, value_y: 21.4, width: 6.0 },
    Entry { id: "issuing-state", title: "Code of issuing State", what: What::Fixed("UTO"), label: "Code/Code", x: 55.0, label_y: 17.4, value_y: 21.4, width: 9.0 },
    Entry { id: "number", title: "Passport number", what: What::Number, label: "Passport No./Passeport nº", x: 68.0, label_y: 17.4, value_y: 21.4, width: 23.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Surname/Nom", x: 44.8, label_y: 25.2, value_y: 29.3, width: 46.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Given names/Prénoms", x: 44.8, label_y: 32.8, value_y: 36.9, width: 46.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Fixed("UTOPIAN"), label: "Nationality/Nationalité", x: 44.8, label_y: 40.4, value_y: 44.5, width: 22.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Date of birth/Né(e) le", x: 69.0, label_y: 40.4, value_y: 44.5, width: 22.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Sex/Sexe", x: 44.8, label_y: 48.0, value_y: 52.1, width: 6.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Place of birth/Lieu de naissance", x: 55.0, label_y: 48.0, value_y: 52.1, width: 36.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Date of issue/Délivré le", x: 44.8, label_y: 55.6, value_y: 59.7, width: 22.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Date of expiry/Expire le", x: 69.0, label_y: 55.6, value_y: 59.7, width: 22.0 },
];

const ROSE: Tone = Tone(214, 132, 138);
const OCHRE: Tone = Tone(206, 172, 104);
const GREEN: Tone = Tone(138, 182, 122);
const BROWN: Tone = Tone(96, 56, 34);

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &iris(&[Tone(250, 234, 230), Tone(250, 244, 224), Tone(236, 246, 228)]));
    let relief = emblem::star((68.0, 40.0), 20.0, 0.46, 7).and_then(|path| Relief::of(&path, 0.8));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 0.85);
    for (slope, tones, lag) in [(0.32, [ROSE, OCHRE, GREEN], 0.013), (-0.32, [OCHRE, GREEN, ROSE], -0.011)] {
        let field = Field {
            left: 0.0,
            top: 0.0,
            right: w,
            bottom: h,
            spacing: 0.95,
            slope,
            waves: [(1.4, 37.0, lag), (0.45, 11.0, -lag)],
            relief: Some(&lift),
        };
        canvas.stroke_all(&field.paths(), 0.11, &iris(&tones).at(0.85));
    }
    let band = Band { from: (3.0, 0.0), to: (3.0, h), swing: 1.9, waves: 26.0, strands: 6, swell: (13.0, 0.6) };
    canvas.stroke_all(&band.paths(), 0.11, &Ink::print(Tone(176, 96, 84)));
    for (radius, waves, tone) in [(4.7, 66, Tone(188, 112, 98)), (3.1, 44, Tone(172, 128, 84)), (1.5, 22, Tone(188, 112, 98))] {
        let ring = Ring { aspect: 1.0, ..Ring::new((16.4, 7.5), radius, 0.95, waves, 5).swelling(11, 0.55) };
        let wide: Vec<_> = ring
            .paths()
            .into_iter()
            .filter_map(|path| {
                path.transform(tiny_skia::Transform::from_translate(-16.4, 0.0).post_scale(2.2, 1.0).post_translate(16.4, 0.0))
            })
            .collect();
        canvas.stroke_all(&wide, 0.085, &Ink::print(tone));
    }
    let pale = iris(&[ROSE, OCHRE, GREEN]).at(0.6);
    canvas.stroke_all(&Ring::new((68.0, 40.0), 17.6, 3.4, 42, 7).swelling(7, 0.5).petalled(7, 2.2).paths(), 0.1, &pale);
    canvas.stroke_all(&Ring::new((68.0, 40.0), 10.0, 3.0, 28, 6).swelling(14, 0.5).petalled(7, -1.4).paths(), 0.1, &pale);
    canvas.stroke_all(&Ring::new(ARMS, 10.2, 1.0, 48, 5).swelling(12, 0.4).paths(), 0.1, &Ink::print(Tone(170, 120, 70)));
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let ink = Ink::print(BROWN).infrared(0.7);
    super::paired_arms(canvas, ARMS, 8.6, &ink.clone().raised(1.0));
    motif::register(canvas, REGISTER, 1.9, &Ink::print(Tone(166, 92, 66)));
    motif::microtext(canvas, "UTOPIA·INSULA·FORTUNATA·", 0.42, ((122.5, 60.4), (122.5, 17.6)), &ink);
    motif::latent_word(canvas, LATENT, (Font::SerifBold, "UTOPIA"), 0.24, Tone(186, 140, 108));
    for (style, words, x, y) in [
        (Type::new(Font::SerifBold, 3.9).tracked(0.3), "REPUBLIC OF UTOPIA", 62.5, 6.6),
        (Type::new(Font::Serif, 2.5).tracked(0.25), "RÉPUBLIQUE D’UTOPIE", 62.5, 10.8),
        (Type::new(Font::SerifBold, 3.3).tracked(0.3), "PASSPORT", 107.6, 7.8),
        (Type::new(Font::Serif, 2.3).tracked(0.3), "PASSEPORT", 107.6, 11.6),
    ] {
        if let Some(path) = style.set_centered(words, x, y) {
            canvas.fill(&path, &ink);
        }
    }
    if let Some((path, _)) = Type::new(Font::SerifBold, 5.0).tracked(0.8).set("SPECIMEN", 86.4, 69.0) {
        canvas.fill(&path, &Ink::print(Tone(170, 30, 40)));
    }
    let label = Ink::print(Tone(120, 78, 52));
    personal::labels(canvas, page, &label);
    if let Some((path, _)) = LETTERING.label.set("Signature of bearer/du titulaire", 95.0, 49.6) {
        canvas.fill(&path, &label);
    }
    for (y, x) in [(62.75, 3.0), (63.35, 3.3), (63.95, 3.0)] {
        microtext::line(canvas, "UTOPIA·REPUBLICOFUTOPIA·", (x, y), 118.6, &ink);
    }
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(150, 52, 48));
    canvas.stroke_all(&Ring::new(SEAL, 4.4, 0.5, 36, 3).paths(), 0.12, &ink);
    microtext::ring(canvas, "REPUBLIC OF UTOPIA · ", SEAL, 3.3, &ink);
    canvas.stroke_all(&Ring::new(SEAL, 1.5, 0.9, 12, 4).paths(), 0.1, &ink);
}

/// What is in the paper.
fn paper(canvas: &mut Canvas) {
    if let Some(star) = emblem::star(WATERMARK, 6.4, 0.46, 7) {
        fibres::watermark(canvas, &star, 0.55, 0.75, 0.7);
    }
    for index in 0..5 {
        if let Some(star) = emblem::star((14.0 + index as f32 * 7.0, 83.9), 2.1, 0.46, 7) {
            fibres::watermark(canvas, &star, 0.14, 0.15, 0.95);
        }
    }
    fibres::thread(canvas, SIZE, 46.6, 1.3, "UTOPIA", &[]);
}

fn luminous(canvas: &mut Canvas) {
    let (green, red, blue) = (Tone(110, 230, 96), Tone(236, 84, 58), Tone(84, 130, 255));

    if let Some(sun) = emblem::star(ARMS, 11.4, 0.62, 16) {
        canvas.stroke(&sun, 0.5, &motif::only_365(green).at(0.9));
    }
    canvas.stroke_all(&Ring::new(ARMS, 6.0, 1.3, 20, 5).paths(), 0.18, &motif::only_365(red).at(0.85));
    if let Some(star) = emblem::star(ARMS, 3.4, 0.45, 7) {
        canvas.fill(&star, &motif::only_365(green).at(0.9));
    }
    canvas.stroke_all(&Ring::new(SEAL, 4.0, 1.0, 18, 5).paths(), 0.2, &Ink::luminous(green).at(0.85));
    if let Some(star) = emblem::star(SEAL, 2.0, 0.45, 7) {
        canvas.fill(&star, &motif::only_365(red).at(0.85));
    }
    for (index, letter) in "UTOPIA".chars().enumerate() {
        let tone = if index % 2 == 0 { green } else { red };
        if let Some(path) = Type::new(Font::SerifBold, 6.4).set_centered(&letter.to_string(), 14.0 + index as f32 * 19.4, 69.3) {
            canvas.fill(&path, &motif::only_365(tone).at(0.75));
        }
    }
    let band = Band { from: (3.0, 67.0), to: (122.0, 67.0), swing: 1.6, waves: 12.0, strands: 3, swell: (6.0, 0.5) };
    canvas.stroke_all(&band.paths(), 0.16, &motif::only_365(blue).at(0.7));
    luminous_254(canvas);
}

/// What answers to short waves only: the arms where long waves show the sun, waves where they show the letters.
fn luminous_254(canvas: &mut Canvas) {
    let (orange, blue) = (motif::only_254(Tone(255, 158, 66)), motif::only_254(Tone(96, 150, 255)));
    super::arms(canvas, ARMS, 8.6, &orange);
    canvas.stroke_all(&Ring::new(ARMS, 10.6, 0.5, 40, 3).paths(), 0.13, &blue);
    let waves = Field {
        left: 3.0,
        top: 64.6,
        right: 84.0,
        bottom: 69.8,
        spacing: 1.1,
        slope: 0.0,
        waves: [(0.6, 8.1, 0.0), (0.0, 10.0, 0.0)],
        relief: None,
    };
    canvas.stroke_all(&waves.paths(), 0.2, &blue);
    if let Some(star) = motif::star_polygon((68.0, 40.0), 15.0, 7, 3, -std::f32::consts::FRAC_PI_2) {
        canvas.stroke(&star, 0.35, &orange.at(0.7));
    }
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    match layer {
        Layer::Body => {
            paper(canvas);
            personal::luminous_fibres(canvas, page, 40, &[Tone(236, 84, 58), Tone(84, 130, 255)], &print.holder);
        }
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => personal::portrait(canvas, print, FRAME, &Look::dyed(0.9)),
        Layer::Data => {
            personal::values(canvas, page, print, &Ink::carbon(Tone(28, 24, 24)));
            personal::signature(canvas, SIGNATURE, print, &Ink::print(Tone(30, 34, 72)));
        }
        Layer::Overprint => overprint(canvas),
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas),
        Layer::LuminousData => {
            if let Some((path, _)) = Type::new(Font::SerifBold, 3.2).tracked(0.4).set(&print.holder.number, 95.0, 46.4) {
                canvas.fill(&path, &Ink::luminous(Tone(236, 84, 58)).at(0.8));
            }
        }
        Layer::Optical => {
            if let Some(star) = emblem::star(OVI, 2.4, 0.46, 7) {
                optical::ovi(canvas, &star, Tone(150, 96, 34), Tone(74, 132, 60));
            }
        }
        Layer::Perforation | Layer::Entries => {}
    }
}
