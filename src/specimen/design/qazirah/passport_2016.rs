//! The passport of Qazirah, 2016 series: a paper page in an intaglio border of interlaced stars, with a windowed thread.

use super::girih::{self, Girih, Point, Tiling};
use super::passport_2016_tables::{ARABIC_LABELS, ENTRIES, FEATURES, FORGERIES, LETTERING, ZONES};
use super::scene::Dunes;
use super::{GOLD, MADDER, PALE_GOLD, PALE_MADDER, PALE_TURQUOISE, PETROL, RED, TURQUOISE, astrolabe::Astrolabe, cover_2016};
use crate::domain::{DocumentKind, RectMm, Side, SizeMm, Substrate};
use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::design::build::ALL_LIGHTS;
use crate::specimen::design::{Layer, MrzPlace, PageSpec, Print, Series};
use crate::specimen::guilloche::Field;
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{fibres, microtext, optical, perforation};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "QZR-P-2016",
    issuer: super::ISSUER,
    kind: DocumentKind::Td3Passport,
    title: "2016 series",
    document_code: "P<",
    issued: ((2016, 9, 1), None),
    validity_years: 7,
    number_format: "QP9999999",
    culture: Culture::Qazirah,
    nationality: None,
    personal_format: "",
    substrate: Substrate::Paper,
    tone: Tone(250, 247, 238),
    pages: &[
        PageSpec {
            id: PAGE,
            title: "Data page",
            side: Side::Front,
            size: SIZE,
            rounded: [false, false, true, true],
            lights: ALL_LIGHTS,
            zones: ZONES,
            entries: ENTRIES,
            lettering: LETTERING,
            // Doc 9303-4: a TD3 document.
            mrz: Some(MrzPlace { left: 6.0, lines: &[88.0 - 15.75, 88.0 - 9.40] }),
        },
        cover_2016::PAGE,
    ],
    portrait: Some((PAGE, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2016,
    print,
};

pub(super) const SIZE: SizeMm = SizeMm { width: 125.0, height: 88.0 };
const PAGE: &str = "data-page";
const FRAME: RectMm = RectMm::new(7.0, 17.5, 34.0, 43.6);
const GHOST: RectMm = RectMm::new(103.5, 35.2, 13.0, 16.7);
const SIGNATURE: RectMm = RectMm::new(99.4, 55.0, 19.8, 5.8);
/// The outer and the inner edge of the border.
const BORDER: RectMm = RectMm::new(2.5, 14.0, 120.0, 50.0);
const BORDER_INSIDE: RectMm = RectMm::new(5.0, 16.5, 115.0, 45.0);
const SEAL: Point = (39.6, 19.9);
/// The emblem in optically variable ink.
const TURNING: Point = (110.0, 25.4);
/// Middle of the astrolabe behind the data.
const HEART: Point = (72.0, 39.0);
const HEART_RADIUS: f32 = 20.5;
const THREAD: f32 = 43.5;
const WINDOWS: &[(f32, f32)] = &[(18.0, 26.0), (33.0, 41.0), (48.0, 56.0)];

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    let page = RectMm::new(0.0, 0.0, SIZE.width, SIZE.height);
    canvas.rect(page, &iris(&[Tone(224, 242, 240), Tone(250, 241, 220), Tone(250, 230, 222), Tone(228, 242, 240)]));
    // The lattice, drawn out over the astrolabe, which has its own circles.
    let girih = Girih { tiling: Tiling::Eights, pitch: 11.0, origin: HEART, lean: 67.5, half: 0.42, gap: 0.16 };
    let swell = super::lens(HEART, 34.0, 0.32);
    let keep = |place: Point| girih::distance(place, HEART) > HEART_RADIUS + 0.3 && place.1 < 70.5;
    canvas.stroke_all(&girih::bent(&girih.edges(page), &swell, &keep), 0.1, &iris(&[TURQUOISE, PALE_GOLD, PALE_MADDER, TURQUOISE]).at(0.8));
    let dunes = Dunes {
        area: RectMm::new(0.0, 24.0, 125.0, 46.4),
        count: 5,
        height: (15.0, 5.0),
        length: (104.0, 44.0),
        spacing: 0.74,
        phase: 0.13,
    };
    let outside = |place: Point| girih::distance(place, HEART) > 7.0;
    canvas.stroke_all(
        &girih::bent(&dunes.lines(), &|place| place, &outside),
        0.1,
        &iris(&[PALE_GOLD, PALE_MADDER, PALE_GOLD, PALE_TURQUOISE]).at(0.9),
    );
    astrolabe(canvas);
    // A quiet field behind the machine-readable zone.
    let field = Field {
        left: 0.0,
        top: 70.4,
        right: w,
        bottom: h,
        spacing: 0.95,
        slope: 0.0,
        waves: [(0.6, 26.0, 0.02), (0.2, 7.1, -0.03)],
        relief: None,
    };
    canvas.stroke_all(&field.paths(), 0.09, &iris(&[PALE_TURQUOISE, PALE_GOLD, PALE_MADDER, PALE_TURQUOISE]));
    let knot = girih::knot(TURNING, 8.4, (16, 6), 0.0, 0.14, 0.08);
    let across = Ink::iris_between((TURNING.0 - 8.4, 0.0), (TURNING.0 + 8.4, 0.0), &[MADDER, GOLD, MADDER]);
    canvas.stroke_all(&girih::straight(&knot), 0.08, &across);
    let inner = girih::knot(TURNING, 8.4, (16, 3), 0.0, 0.09, 0.06);
    canvas.stroke_all(&girih::straight(&inner), 0.07, &Ink::print(TURQUOISE));
}

fn astrolabe(canvas: &mut Canvas) {
    let astrolabe = Astrolabe { center: HEART, radius: HEART_RADIUS, latitude: 24.5, turn: 0.7, steps: (6.0, 15.0) };
    let across = |left: Tone, right: Tone| Ink::iris_between((HEART.0 - 20.0, 0.0), (HEART.0 + 20.0, 0.0), &[left, right]);
    canvas.stroke_all(&astrolabe.circles(), 0.08, &across(PALE_TURQUOISE, PALE_MADDER).at(0.85));
    canvas.stroke_all(&astrolabe.rim(2), 0.08, &across(TURQUOISE, GOLD).at(0.75));
    astrolabe.figures(canvas, &across(TURQUOISE, GOLD).at(0.7));
    let (rings, pointers) = astrolabe.rete();
    canvas.stroke_all(&rings, 0.1, &across(PALE_GOLD, PALE_MADDER));
    if let Some(pointers) = pointers {
        canvas.fill(&pointers, &across(PALE_GOLD, PALE_MADDER).at(0.6));
    }
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let ink = Ink::print(PETROL).infrared(0.5);
    super::english(canvas, Type::new(Font::SerifBold, 3.6).tracked(0.2), super::STATE, 4.0, 6.6, &ink);
    super::english(canvas, Type::new(Font::Serif, 2.9).tracked(0.9), "PASSPORT", 4.0, 11.4, &ink);
    super::arabic(canvas, Type::new(Font::ArabicNaskhBold, 5.0), super::STATE_ARABIC, 121.0, 6.4, &ink);
    super::arabic(canvas, Type::new(Font::ArabicNaskh, 4.0), "جواز سفر", 121.0, 11.6, &ink);
    super::arms(canvas, (62.5, 7.2), 6.2, &Ink::print(MADDER).raised(0.9));
    // The border: intaglio.
    let raised = Ink::print(MADDER).infrared(0.3).raised(1.0);
    canvas.stroke_all(&super::strip(BORDER, Some(BORDER_INSIDE), 2.5), 0.085, &raised);
    for (area, width) in [(BORDER, 0.16), (BORDER_INSIDE, 0.1)] {
        if let Some(rule) = tiny_skia::Rect::from_xywh(area.x as f32, area.y as f32, area.width as f32, area.height as f32) {
            canvas.stroke(&tiny_skia::PathBuilder::from_rect(rule), width, &raised);
        }
    }
    super::written_band(canvas, super::STATE_ARABIC, 121.6, 68.9, 118.0, 3.2, &iris(&[TURQUOISE, GOLD, MADDER, TURQUOISE]).at(0.62));
    for (x, y, length) in [(3.0, 64.75, 119.0), (3.2, 65.4, 118.8)] {
        microtext::line(canvas, "EMIRATEOFQAZIRAH·QZR·", (x, y), length, &ink);
    }
    let label = Ink::print(Tone(24, 84, 96));
    personal::labels(canvas, page, &label);
    super::arabic_labels(canvas, 1.85, ARABIC_LABELS, &label);
    super::english(canvas, LETTERING.label, "Signature", 99.6, 54.4, &label);
    super::english(canvas, Type::new(Font::SerifBold, 4.4).tracked(0.5), "SPECIMEN", 39.6, 86.0, &Ink::print(RED));
    super::arabic(canvas, Type::new(Font::ArabicNaskhBold, 4.0), "نموذج", 87.0, 85.2, &Ink::print(RED));
    super::infrared_pair(canvas, (107.0, 84.4), 2.3, PETROL);
    super::register(canvas, (115.8, 84.5), 2.2, TURQUOISE);
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(20, 104, 116));
    canvas.stroke_all(&girih::straight(&girih::knot(SEAL, 4.1, (8, 3), -std::f32::consts::FRAC_PI_2, 0.16, 0.1)), 0.1, &ink);
    microtext::ring(canvas, "QAZIRAH·", SEAL, 1.55, &ink);
}

/// What is in the paper.
fn paper(canvas: &mut Canvas) {
    if let Some(palm) = super::placed_palm((110.0, 53.4), 17.5, 0.35) {
        fibres::watermark(canvas, &palm, 0.22, 0.85, 0.75);
    }
    fibres::thread(canvas, SIZE, THREAD, 1.3, "QZR", WINDOWS);
}

fn luminous(canvas: &mut Canvas) {
    let (yellow, turquoise, orange, red) = (Tone(236, 220, 84), Tone(54, 214, 206), Tone(255, 138, 46), Tone(238, 60, 70));
    let stars = super::strip(RectMm::new(2.5, 2.2, 120.0, 10.0), None, 10.0);
    canvas.stroke_all(&stars, 0.2, &Ink::luminous_iris(125.0, &[yellow, turquoise, yellow]).at(0.85));
    let ring = Astrolabe { center: TURNING, radius: 8.4, latitude: 24.5, turn: 2.0, steps: (15.0, 30.0) };
    canvas.stroke_all(&ring.rim(10), 0.16, &Ink::luminous(turquoise));
    let (rings, pointers) = ring.rete();
    canvas.stroke_all(&rings, 0.14, &Ink::luminous(yellow).at(0.9));
    if let Some(pointers) = pointers {
        canvas.fill(&pointers, &Ink::luminous(yellow));
    }
    if let Some(star) = super::star(SEAL, 3.9) {
        canvas.fill(&star, &Ink::luminous(red).at(0.8));
    }
    let dunes =
        Dunes { area: RectMm::new(3.0, 64.2, 119.0, 5.8), count: 2, height: (3.6, 2.2), length: (46.0, 25.0), spacing: 0.62, phase: 0.4 };
    let keep = |place: Point| place.1 > 64.2;
    canvas.stroke_all(&girih::bent(&dunes.lines(), &|place| place, &keep), 0.16, &Ink::luminous(orange).at(0.9));
    // The great star of eight behind the data.
    canvas.stroke_all(&girih::straight(&girih::knot(HEART, 19.0, (8, 3), 0.0, 0.5, 0.3)), 0.18, &Ink::luminous(turquoise).at(0.6));
    for (x, height) in [(12.0, 10.0), (27.0, 11.4), (43.0, 10.4)] {
        if let Some(palm) = super::placed_palm((x, 13.0), height, 0.2) {
            let mut ink = Ink::luminous(Tone(80, 230, 96));
            ink.nature.uv_365 = None;
            canvas.fill(&palm, &ink.glowing_254(Tone(80, 230, 96)));
        }
    }
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    if page.id != PAGE {
        cover_2016::print(canvas, page, layer, print);
        return;
    }
    match layer {
        Layer::Body => {
            paper(canvas);
            personal::luminous_fibres(canvas, page, 44, &[Tone(54, 214, 206), Tone(238, 60, 70), Tone(236, 220, 84)], &print.holder);
        }
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => {
            personal::portrait(canvas, print, FRAME, &Look::dyed(0.7));
            personal::portrait(canvas, print, GHOST, &Look::ghost(Tone(18, 112, 122), 0.6));
        }
        Layer::Data => {
            personal::values(canvas, page, print, &Ink::carbon(Tone(24, 22, 26)));
            personal::signature(canvas, SIGNATURE, print, &Ink::print(Tone(24, 30, 60)));
        }
        Layer::Overprint => overprint(canvas),
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas),
        Layer::LuminousData => {
            if let Some((path, _)) = Type::new(Font::SansBold, 3.2).tracked(0.3).set(&print.holder.number, 99.4, 53.2) {
                canvas.fill(&path, &Ink::luminous(Tone(236, 220, 84)).at(0.8));
            }
        }
        Layer::Optical => {
            if let Some(arms) = super::placed_arms(TURNING, 5.4) {
                optical::ovi(canvas, &arms, Tone(10, 128, 132), Tone(206, 160, 44));
            }
        }
        Layer::Perforation => {
            let mut rng = Rng::new(print.holder.seed, "perforation");
            perforation::number(canvas, &print.holder.number, 6.8, 82.9, 0.5, &mut rng);
        }
        Layer::Entries => {}
    }
}
