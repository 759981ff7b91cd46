//! The passport of Utopia, 2019 series: blue to violet to green, sans serif, ghost portrait, chip, diffractive seal.

use super::facts_2019::{FEATURES, FORGERIES, ZONES};
use super::{PAGE, SIZE, motif, pages_2019};
use crate::domain::{DocumentKind, RectMm, Substrate};
use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::design::{Layer, PageSpec, Print, Series};
use crate::specimen::guilloche::{Band, Field, Ring};
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::relief::Relief;
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem, fibres, microtext, optical, perforation};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "UTO-P-2019",
    issuer: ("UTO", "Utopia"),
    kind: DocumentKind::Td3Passport,
    title: "2019 series",
    document_code: "P<",
    issued: ((2019, 3, 1), None),
    validity_years: 10,
    number_format: "AA9999999",
    culture: Culture::Utopian,
    nationality: None,
    personal_format: "YYMMDDS99C",
    substrate: Substrate::Paper,
    tone: Tone(250, 249, 244),
    pages: &[super::data_page(ZONES, ENTRIES, LETTERING), pages_2019::INSIDE_COVER, pages_2019::VISAS, pages_2019::OBSERVATIONS],
    portrait: Some((PAGE, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2019,
    print,
};

const FRAME: RectMm = RectMm::new(9.0, 17.0, 34.0, 44.0);
const GHOST: RectMm = RectMm::new(103.0, 37.9, 13.2, 17.0);
const SIGNATURE: RectMm = RectMm::new(97.0, 57.0, 25.0, 5.4);
const SEAL: (f32, f32) = (41.3, 18.6);
const ROSETTE: (f32, f32) = (109.6, 26.0);
/// The diffractive device over the corner of the portrait.
const DEVICE: (f32, f32) = (36.0, 56.0);
const WATERMARK: (f32, f32) = (109.6, 47.0);
/// Middle of the background behind the data.
const HEART: (f32, f32) = (71.0, 40.0);

/// Optically variable star between the titles.
const OVI: (f32, f32) = (76.2, 7.9);
const REGISTER: (f32, f32) = (99.8, 47.0);
const LATENT: RectMm = RectMm::new(92.6, 81.6, 27.0, 4.1);

pub(super) const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Sans, 1.72), value: Type::new(Font::Sans, 2.95).tracked(0.05), native_em: 2.7 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "type", title: "Type", what: What::Fixed("P"), label: "Type / Type", x: 48.2, label_y: 16.3, value_y: 20.0, width: 6.0 },
    Entry { id: "issuing-state", title: "Code of issuing State", what: What::Fixed("UTO"), label: "Code / Code", x: 60.0, label_y: 16.3, value_y: 20.0, width: 9.0 },
    Entry { id: "number", title: "Passport number", what: What::Number, label: "Passport No. / Nº du passeport", x: 74.0, label_y: 16.3, value_y: 20.0, width: 22.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Surname / Nom", x: 48.2, label_y: 23.2, value_y: 26.9, width: 46.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Given names / Prénoms", x: 48.2, label_y: 30.1, value_y: 33.8, width: 46.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Fixed("UTOPIAN"), label: "Nationality / Nationalité", x: 48.2, label_y: 37.0, value_y: 40.7, width: 21.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Date of birth / Date de naissance", x: 74.0, label_y: 37.0, value_y: 40.7, width: 22.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Sex / Sexe", x: 48.2, label_y: 43.9, value_y: 47.6, width: 6.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Place of birth / Lieu de naissance", x: 60.0, label_y: 43.9, value_y: 47.6, width: 36.0 },
    Entry { id: "personal-number", title: "Personal number", what: What::PersonalNumber, label: "Personal No. / Nº personnel", x: 48.2, label_y: 50.8, value_y: 54.5, width: 22.0 },
    Entry { id: "authority", title: "Authority", what: What::Authority, label: "Authority / Autorité", x: 74.0, label_y: 50.8, value_y: 54.5, width: 22.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Date of issue / Délivré le", x: 48.2, label_y: 57.7, value_y: 61.4, width: 22.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Date of expiry / Expire le", x: 74.0, label_y: 57.7, value_y: 61.4, width: 22.0 },
];

pub(super) const BLUE: Tone = Tone(96, 150, 205);
pub(super) const VIOLET: Tone = Tone(168, 140, 206);
pub(super) const GREEN: Tone = Tone(110, 182, 160);
pub(super) const INK: Tone = Tone(30, 36, 66);

pub(super) fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    let page = RectMm::new(0.0, 0.0, SIZE.width, SIZE.height);
    canvas.rect(page, &iris(&[Tone(226, 238, 248), Tone(240, 234, 246), Tone(228, 244, 238)]));
    let relief = emblem::utopia().and_then(|path| emblem::placed(&path, HEART, 19.0)).and_then(|path| Relief::of(&path, 0.7));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 0.8);
    let field = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 0.7,
        slope: 0.0,
        waves: [(1.1, 31.0, 0.011), (0.35, 9.3, -0.017)],
        relief: Some(&lift),
    };
    canvas.stroke_all(&field.paths(), 0.12, &iris(&[BLUE, VIOLET, GREEN]));
    let field = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 1.2,
        slope: 0.24,
        waves: [(1.7, 43.0, -0.009), (0.5, 13.0, 0.02)],
        relief: None,
    };
    canvas.stroke_all(&field.paths(), 0.1, &iris(&[VIOLET, GREEN, BLUE]).at(0.75));
    // A large pale rosette behind the data.
    let pale = iris(&[BLUE, VIOLET, GREEN]).at(0.55);
    canvas.stroke_all(&Ring::new(HEART, 18.6, 3.0, 48, 8).swelling(12, 0.6).petalled(12, 1.3).flattened(0.96).paths(), 0.1, &pale);
    canvas.stroke_all(&Ring::new(HEART, 12.6, 2.6, 36, 7).swelling(9, 0.7).petalled(9, 0.8).flattened(0.96).paths(), 0.1, &pale);
    canvas.stroke_all(&Ring::new(HEART, 6.4, 3.0, 21, 6).petalled(7, 1.0).flattened(0.96).paths(), 0.1, &pale);
    // Bands at the upper and lower edge.
    for y in [1.2, h - 1.2] {
        let band = Band { from: (0.0, y), to: (w, y), swing: 1.1, waves: 42.0, strands: 4, swell: (21.0, 0.5) };
        canvas.stroke_all(&band.paths(), 0.1, &iris(&[Tone(52, 96, 164), Tone(112, 76, 160), Tone(40, 132, 108)]));
    }
    rosette(canvas);
}

fn rosette(canvas: &mut Canvas) {
    // Iris print within the rosette: from blue at its left to plum at its right. Infrared passes the outer and the third ring only.
    let across = |left: Tone, right: Tone, opacity: f32| {
        Ink::iris_between((ROSETTE.0 - 10.0, 0.0), (ROSETTE.0 + 10.0, 0.0), &[left, right]).at(opacity)
    };
    let cool = across(Tone(44, 96, 172), Tone(126, 70, 150), 0.9);
    let warm = across(Tone(150, 84, 160), Tone(54, 120, 150), 0.9);
    canvas.stroke_all(&Ring::new(ROSETTE, 9.5, 1.1, 60, 7).swelling(20, 0.55).paths(), 0.08, &cool.clone().infrared(0.02));
    canvas.stroke_all(&Ring::new(ROSETTE, 7.4, 1.5, 40, 8).swelling(10, 0.7).petalled(10, 0.5).paths(), 0.08, &warm.clone().infrared(0.85));
    canvas.stroke_all(&Ring::new(ROSETTE, 4.7, 1.5, 28, 7).swelling(7, 0.4).petalled(7, 0.7).paths(), 0.08, &cool.clone().infrared(0.02));
    canvas.stroke_all(&Ring::new(ROSETTE, 2.2, 0.8, 14, 6).petalled(7, 0.3).paths(), 0.07, &warm.infrared(0.85));
    if let Some(star) = emblem::star(ROSETTE, 1.1, 0.42, 7) {
        canvas.fill(&star, &cool.infrared(0.85));
    }
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let ink = Ink::print(INK).infrared(0.6).raised(0.7);
    super::paired_arms(canvas, (12.6, 7.9), 5.6, &ink);
    let mut set = |style: Type, words: &str, x: f32, y: f32, ink: &Ink| {
        if let Some((path, _)) = style.set(words, x, y) {
            canvas.fill(&path, ink);
        }
    };
    set(Type::new(Font::SansBold, 3.7).tracked(0.35), "REPUBLIC OF UTOPIA", 21.0, 7.0, &ink);
    set(Type::new(Font::Sans, 2.4).tracked(0.25), "RÉPUBLIQUE D’UTOPIE", 21.0, 11.2, &ink);
    let red = Ink::print(Tone(176, 32, 48));
    set(Type::new(Font::SansBold, 5.2).tracked(0.9), "SPECIMEN", 87.4, 68.6, &red);
    if let Some(path) = Type::new(Font::SansBold, 3.7).tracked(0.35).set_right("PASSPORT", 109.2, 7.0) {
        canvas.fill(&path, &ink);
    }
    if let Some(path) = Type::new(Font::Sans, 2.4).tracked(0.25).set_right("PASSEPORT", 109.2, 11.2) {
        canvas.fill(&path, &ink);
    }
    if let Some(path) = emblem::chip_sign(112.2, 3.8, 9.2) {
        canvas.fill(&path, &ink);
    }
    let label = Ink::print(Tone(60, 66, 104));
    personal::labels(canvas, page, &label);
    if let Some((path, _)) = LETTERING.label.set("Signature", 97.4, 56.6) {
        canvas.fill(&path, &label);
    }
    motif::register(canvas, REGISTER, 1.9, &Ink::print(Tone(70, 84, 160)));
    latent(canvas);
    let micro = Ink::print(Tone(70, 78, 130));
    for (from, to) in [((6.2, 60.6), (6.2, 17.4)), ((6.9, 60.6), (6.9, 17.4)), ((122.4, 37.0), (122.4, 15.0))] {
        motif::microtext(canvas, "UTOPIA·UNA·IN·UNDIS·", 0.42, (from, to), &micro);
    }
    for (x, y, length) in [(21.0, 13.1, 50.5), (3.0, 63.1, 119.0), (3.2, 63.75, 118.8)] {
        microtext::line(canvas, "REPUBLICOFUTOPIA·RÉPUBLIQUED’UTOPIE·", (x, y), length, &ink);
    }
}

/// Raised lines that hide the letters UTO from straight light.
fn latent(canvas: &mut Canvas) {
    motif::latent_word(canvas, LATENT, (Font::SansBold, "UTO · UTO"), 0.22, Tone(104, 112, 166));
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(62, 52, 132));
    canvas.stroke_all(&Ring::new(SEAL, 4.5, 0.55, 28, 4).paths(), 0.12, &ink);
    canvas.stroke_all(&Ring::new(SEAL, 2.0, 0.5, 14, 3).petalled(7, 0.25).paths(), 0.11, &ink);
    microtext::ring(canvas, "UTOPIA·", SEAL, 3.2, &ink);
    super::arms(canvas, SEAL, 1.25, &ink);
}

/// What is in the paper.
pub(super) fn paper(canvas: &mut Canvas) {
    if let Some(letters) = Type::new(Font::SansBold, 4.6).tracked(1.4).set_centered("UTO", 26.0, 85.8) {
        fibres::watermark(canvas, &letters, 0.12, 0.2, 0.95);
    }
    if let Some(tower) = emblem::utopia().and_then(|path| emblem::placed(&path, WATERMARK, 7.6)) {
        fibres::watermark(canvas, &tower, 0.4, 0.8, 0.7);
    }
    fibres::thread(canvas, SIZE, 45.6, 1.2, "UTO", &[]);
}

fn luminous(canvas: &mut Canvas) {
    let (yellow, red, blue) = (Tone(196, 236, 84), Tone(240, 66, 60), Tone(70, 120, 255));

    super::arms(canvas, ROSETTE, 6.4, &motif::only_365(yellow).at(0.9));
    canvas.stroke_all(&Ring::new(ROSETTE, 9.4, 1.4, 24, 6).swelling(12, 0.5).paths(), 0.16, &motif::only_365(red).at(0.8));
    if let Some(star) = emblem::star(SEAL, 5.6, 0.45, 7) {
        canvas.fill(&star, &Ink::luminous(red).at(0.85));
    }
    let band = Band { from: (3.0, 66.6), to: (122.0, 66.6), swing: 2.4, waves: 17.0, strands: 6, swell: (8.5, 0.45) };
    canvas.stroke_all(&band.paths(), 0.18, &motif::only_365(blue).at(0.9));
    if let Some(path) = Type::new(Font::SansBold, 7.0).tracked(0.8).set_centered("UTOPIA", 63.0, 10.4) {
        canvas.fill(&path, &motif::only_365(yellow).at(0.75));
    }
    luminous_254(canvas);
    canvas.stroke_all(&Ring::new(HEART, 15.0, 3.0, 28, 5).swelling(7, 0.5).paths(), 0.14, &motif::only_365(Tone(60, 200, 120)).at(0.5));
}

/// What answers to short waves only: a compass rose where long waves show the arms, a chain where they show the band, rings of the sea.
fn luminous_254(canvas: &mut Canvas) {
    let (rose, aqua) = (motif::only_254(Tone(255, 122, 176)), motif::only_254(Tone(84, 226, 232)));
    motif::print_compass(canvas, ROSETTE, 9.6, &rose);
    canvas.stroke_all(&Ring::new(ROSETTE, 10.4, 0.5, 36, 3).paths(), 0.12, &aqua);
    canvas.stroke_all(&motif::chain((3.4, 66.8), 80.0, 20, 3.4), 0.22, &aqua);
    if let Some(ship) = motif::ship().and_then(|ship| emblem::placed(&ship, HEART, 12.0)) {
        canvas.stroke(&ship, 0.3, &aqua.at(0.8));
    }
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    if page.id != PAGE {
        return pages_2019::print(canvas, page, layer, print);
    }
    match layer {
        Layer::Body => {
            paper(canvas);
            personal::luminous_fibres(canvas, page, 46, &[Tone(240, 66, 60), Tone(70, 120, 255), Tone(90, 230, 120)], &print.holder);
        }
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => {
            personal::portrait(canvas, print, FRAME, &Look::dyed(0.55));
            personal::portrait(canvas, print, GHOST, &Look::ghost(Tone(92, 70, 150), 0.55));
        }
        Layer::Data => {
            personal::values(canvas, page, print, &Ink::carbon(Tone(20, 20, 24)));
            personal::signature(canvas, SIGNATURE, print, &Ink::print(Tone(28, 30, 40)));
        }
        Layer::Overprint => overprint(canvas),
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas),
        Layer::LuminousData => {
            if let Some((path, _)) = Type::new(Font::SansBold, 3.4).tracked(0.3).set(&print.holder.number, 98.6, 43.0) {
                canvas.fill(&path, &Ink::luminous(Tone(196, 236, 84)).at(0.8));
            }
        }
        Layer::Optical => {
            if let Some(star) = emblem::star(OVI, 3.3, 0.46, 7) {
                optical::ovi(canvas, &star, Tone(150, 58, 122), Tone(176, 164, 52));
            }
            if let Some(path) = Type::new(Font::SansBold, 1.2).tracked(0.1).set_centered("UTO", OVI.0, OVI.1 + 0.45) {
                canvas.fill(&path, &Ink::cover(Tone(246, 240, 246)).infrared(0.0));
            }
            if let Some(star) = emblem::star(DEVICE, 2.2, 0.45, 7) {
                optical::diffractive(canvas, DEVICE, 5.2, &star, 14);
            }
        }
        Layer::Perforation => {
            let mut rng = Rng::new(print.holder.seed, "perforation");
            perforation::number(canvas, &print.holder.number, 48.4, 83.0, 0.52, &mut rng);
        }
        Layer::Entries => {}
    }
}
