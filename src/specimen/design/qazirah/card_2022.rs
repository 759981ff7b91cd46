//! The identity card of Qazirah, 2022 series: polycarbonate with a colour portrait, a tilting laser image and a relief of interlaced straps.

use tiny_skia::Path;

use super::astrolabe::Astrolabe;
use super::card_2022_tables::{
    BACK_ARABIC, BACK_ENTRIES, BACK_ZONES, FEATURES, FORGERIES, FRONT_ARABIC, FRONT_ENTRIES, FRONT_ZONES, LETTERING,
};
use super::girih::{self, Girih, Point, Tiling};
use super::scene::Dunes;
use super::{GOLD, MADDER, PALE_GOLD, PALE_MADDER, PALE_TURQUOISE, PETROL, RED, TURQUOISE};
use crate::domain::{DocumentKind, Light, RectMm, Side, SizeMm, Substrate};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::build::ALL_LIGHTS;
use crate::specimen::design::{Layer, MrzPlace, PageSpec, Print, Series};
use crate::specimen::guilloche::Field;
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::text::{Font, Type};
use crate::specimen::{barcode, emblem, microtext, optical};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "QZR-I-2022",
    issuer: super::ISSUER,
    kind: DocumentKind::Td1IdCard,
    title: "2022 series",
    document_code: "I<",
    issued: ((2022, 2, 1), None),
    validity_years: 5,
    number_format: "9999999A9",
    culture: Culture::Qazirah,
    nationality: None,
    personal_format: "7YYMMDD9999C",
    substrate: Substrate::Polycarbonate,
    tone: Tone(248, 246, 240),
    pages: PAGES,
    portrait: Some((FRONT, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2022,
    print,
};

const SIZE: SizeMm = SizeMm { width: 85.6, height: 53.98 };
const FRONT: &str = "front";
const BACK: &str = "back";
const PAGES: &[PageSpec] = &[
    PageSpec {
        id: FRONT,
        title: "Front",
        side: Side::Front,
        size: SIZE,
        rounded: [true; 4],
        lights: ALL_LIGHTS,
        zones: FRONT_ZONES,
        entries: FRONT_ENTRIES,
        lettering: LETTERING,
        mrz: None,
    },
    PageSpec {
        id: BACK,
        title: "Back",
        side: Side::Back,
        size: SIZE,
        rounded: [true; 4],
        lights: &[Light::Visible, Light::Oblique, Light::Uv365, Light::Ir880],
        zones: BACK_ZONES,
        entries: BACK_ENTRIES,
        lettering: LETTERING,
        // Doc 9303-5: three lines, 4 mm apart.
        mrz: Some(MrzPlace { left: 5.0, lines: &[53.98 - 15.6, 53.98 - 11.6, 53.98 - 7.6] }),
    },
];

const FRAME: RectMm = RectMm::new(4.0, 13.2, 27.0, 34.8);
/// The lens array with two pictures.
const TILTING: RectMm = RectMm::new(65.4, 30.6, 15.6, 15.6);
const GHOST: RectMm = RectMm::new(67.3, 30.8, 11.8, 15.2);
const SIGNATURE: RectMm = RectMm::new(34.4, 45.4, 27.0, 5.4);
const SEAL: Point = (29.6, 14.6);
const MEDALLION: Point = (73.2, 19.8);
const BACK_MEDALLION: Point = (70.6, 15.6);
const BARCODE: RectMm = RectMm::new(57.4, 30.2, 24.6, 4.6);

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

/// Lines that are felt and not seen.
fn clear(canvas: &Canvas) -> Ink {
    Ink::cover(canvas.body().tone).at(0.02).infrared(0.0).raised(36.0)
}

/// The ribs of the lens array.
fn ribs() -> Vec<Path> {
    let count = (TILTING.width / 0.26) as u32;
    (0..count)
        .filter_map(|rib| {
            let x = TILTING.x as f32 + 0.13 + rib as f32 * 0.26;
            girih::polyline(&[(x, TILTING.y as f32), (x, TILTING.bottom() as f32)])
        })
        .collect()
}

fn lattice() -> Girih {
    Girih { tiling: Tiling::Twelves, pitch: 13.4, origin: MEDALLION, lean: 60.0, half: 0.26, gap: 0.11 }
}

fn background(canvas: &mut Canvas, front: bool) {
    let page = RectMm::new(0.0, 0.0, SIZE.width, SIZE.height);
    canvas.rect(page, &iris(&[Tone(226, 243, 241), Tone(250, 241, 222), Tone(250, 230, 222)]));
    if front {
        let dunes = Dunes {
            area: RectMm::new(0.0, 34.0, 85.6, 20.0),
            count: 4,
            height: (8.0, 3.4),
            length: (70.0, 30.0),
            spacing: 0.66,
            phase: 0.55,
        };
        canvas.stroke_all(
            &girih::bent(&dunes.lines(), &|place| place, &|_| true),
            0.09,
            &iris(&[PALE_GOLD, PALE_MADDER, PALE_GOLD]).at(0.85),
        );
        let keep = |place: Point| girih::distance(place, MEDALLION) > 8.2;
        let swell = super::lens(MEDALLION, 40.0, 0.12);
        canvas.stroke_all(&girih::bent(&lattice().edges(page), &swell, &keep), 0.09, &iris(&[TURQUOISE, GOLD, PALE_MADDER]).at(0.62));
        let across = |left: Tone, right: Tone| Ink::iris_between((MEDALLION.0 - 8.0, 0.0), (MEDALLION.0 + 8.0, 0.0), &[left, right, left]);
        canvas.stroke_all(&girih::straight(&girih::knot(MEDALLION, 8.0, (12, 5), 0.0, 0.16, 0.09)), 0.085, &across(TURQUOISE, PETROL));
        canvas.stroke_all(&girih::straight(&girih::knot(MEDALLION, 8.0, (24, 5), 0.0, 0.08, 0.06)), 0.06, &across(GOLD, MADDER));
        return;
    }
    let dunes =
        Dunes { area: RectMm::new(0.0, 22.0, 85.6, 13.6), count: 4, height: (6.0, 2.8), length: (62.0, 27.0), spacing: 0.58, phase: 0.2 };
    canvas.stroke_all(
        &girih::bent(&dunes.lines(), &|place| place, &|place| place.1 < 35.6),
        0.09,
        &iris(&[GOLD, PALE_MADDER, GOLD]).at(0.8),
    );
    let quiet = Girih { tiling: Tiling::Eights, pitch: 7.4, origin: (42.8, 44.0), lean: 67.5, half: 0.24, gap: 0.12 };
    let keep = |place: Point| girih::distance(place, BACK_MEDALLION) > 9.4 && place.1 < 24.0;
    let machine = Field {
        left: 0.0,
        top: 35.8,
        right: 85.6,
        bottom: 53.98,
        spacing: 0.9,
        slope: 0.0,
        waves: [(0.5, 21.0, 0.02), (0.15, 6.3, -0.03)],
        relief: None,
    };
    canvas.stroke_all(&machine.paths(), 0.08, &iris(&[PALE_TURQUOISE, PALE_GOLD, PALE_MADDER]).at(0.9));
    canvas.stroke_all(
        &girih::bent(&quiet.edges(page), &|place| place, &keep),
        0.08,
        &iris(&[PALE_TURQUOISE, PALE_GOLD, PALE_TURQUOISE]).at(0.8),
    );
    let astrolabe = Astrolabe { center: BACK_MEDALLION, radius: 9.0, latitude: 24.5, turn: 0.4, steps: (8.0, 15.0) };
    canvas.stroke_all(&astrolabe.circles(), 0.06, &Ink::print(TURQUOISE).at(0.9));
    canvas.stroke_all(&astrolabe.rim(2), 0.07, &Ink::print(MADDER).at(0.9));
    astrolabe.figures(canvas, &Ink::print(MADDER));
    let (rings, pointers) = astrolabe.rete();
    canvas.stroke_all(&rings, 0.09, &Ink::print(GOLD));
    if let Some(pointers) = pointers {
        canvas.fill(&pointers, &Ink::print(GOLD).at(0.9));
    }
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let (ink, red) = (Ink::print(PETROL).infrared(0.5), Ink::print(RED));
    let label = Ink::print(Tone(24, 84, 96));
    personal::labels(canvas, page, &label);
    if page.id == FRONT {
        super::arms(canvas, (7.5, 6.3), 4.6, &Ink::carbon(MADDER));
        super::english(canvas, Type::new(Font::CondensedBold, 3.0).tracked(0.2), super::STATE, 13.2, 5.4, &ink);
        super::english(canvas, Type::new(Font::Condensed, 2.3).tracked(0.3), "IDENTITY CARD", 13.2, 9.0, &ink);
        super::arabic(canvas, Type::new(Font::ArabicNaskhBold, 3.8), super::STATE_ARABIC, 72.0, 5.2, &ink);
        super::arabic(canvas, Type::new(Font::ArabicNaskh, 3.0), "بطاقة هوية", 72.0, 9.2, &ink);
        if let Some(path) = emblem::chip_sign(74.9, 3.4, 6.8) {
            canvas.fill(&path, &ink);
        }
        for (x, y) in [(13.2, 10.75), (13.4, 11.4)] {
            microtext::line(canvas, "QAZIRAHIDENTITY·QZR·", (x, y), 58.4, &ink);
        }
        super::arabic_labels(canvas, 1.6, FRONT_ARABIC, &label);
        super::english(canvas, Type::new(Font::CondensedBold, 3.2).tracked(0.4), "SPECIMEN", 4.6, 51.4, &red);
        super::arabic(canvas, Type::new(Font::ArabicNaskhBold, 3.0), "نموذج", 32.6, 51.0, &red);
        // The lens array: ribs across.
        let felt = clear(canvas);
        canvas.stroke_all(&ribs(), 0.13, &felt.clone().raised(16.0));
        if let Some(frame) = tiny_skia::Rect::from_xywh(TILTING.x as f32, TILTING.y as f32, TILTING.width as f32, TILTING.height as f32) {
            canvas.stroke(&tiny_skia::PathBuilder::from_rect(frame), 0.08, &Ink::print(TURQUOISE));
        }
        let relief = RectMm::new(0.8, 13.0, 2.6, 34.0);
        canvas.stroke_all(&super::strip(relief, None, 2.6), 0.12, &felt);
        return;
    }
    super::english(canvas, Type::new(Font::CondensedBold, 2.4).tracked(0.2), super::STATE, 4.4, 5.6, &ink);
    super::arabic(canvas, Type::new(Font::ArabicNaskhBold, 3.0), super::STATE_ARABIC, 81.4, 5.4, &ink);
    super::arabic_labels(canvas, 1.6, BACK_ARABIC, &label);
    for (x, y) in [(4.4, 29.0), (4.6, 29.65)] {
        microtext::line(canvas, "EMIRATEOFQAZIRAH·QZR·", (x, y), 51.4, &ink);
    }
    super::english(canvas, Type::new(Font::CondensedBold, 3.0).tracked(0.3), "SPECIMEN", 34.0, 26.8, &red);
    super::arabic(canvas, Type::new(Font::ArabicNaskhBold, 2.8), "نموذج", 56.4, 26.4, &red);
    for (index, (x, height)) in [(43.0, 4.9), (46.8, 5.4), (50.6, 4.8), (54.2, 5.2)].into_iter().enumerate() {
        if let Some(palm) = super::placed_palm((x, 35.2), height, 0.2) {
            canvas.fill(&palm, &Ink::print(Tone(20, 92, 92)).infrared(if index % 2 == 0 { 0.95 } else { 0.0 }));
        }
    }
    let felt = clear(canvas);
    canvas.stroke_all(&super::strip(RectMm::new(82.6, 8.2, 2.4, 26.4), None, 2.4), 0.12, &felt);
}

/// The second picture of the tilting image: the number, seen along the lamp only.
fn tilted(canvas: &mut Canvas, print: &Print) {
    canvas.rect(TILTING, &Ink::only(Light::Coaxial, Tone(236, 234, 226), Lay::Cover).at(0.94));
    let style = Type::new(Font::CondensedBold, 2.7);
    for (line, text) in
        [print.holder.number.chars().take(5).collect::<String>(), print.holder.number.chars().skip(5).collect()].into_iter().enumerate()
    {
        if let Some(path) = style.set_centered(&text, 73.2, 37.6 + line as f32 * 3.6) {
            canvas.fill(&path, &Ink::only(Light::Coaxial, Tone(40, 38, 40), Lay::Cover).at(0.92));
        }
    }
}

fn luminous(canvas: &mut Canvas, front: bool) {
    let (yellow, turquoise, orange, green) = (Tone(236, 220, 84), Tone(54, 214, 206), Tone(255, 138, 46), Tone(80, 230, 96));
    if front {
        let astrolabe = Astrolabe { center: MEDALLION, radius: 8.2, latitude: 24.5, turn: 2.2, steps: (15.0, 30.0) };
        canvas.stroke_all(&astrolabe.rim(6), 0.14, &Ink::luminous(turquoise));
        let (rings, pointers) = astrolabe.rete();
        canvas.stroke_all(&rings, 0.13, &Ink::luminous(yellow));
        if let Some(pointers) = pointers {
            canvas.fill(&pointers, &Ink::luminous(yellow));
        }
        canvas.stroke_all(
            &super::strip(RectMm::new(13.0, 2.0, 59.2, 7.4), None, 7.4),
            0.14,
            &Ink::luminous_iris(85.6, &[orange, yellow, turquoise]).at(0.9),
        );
        canvas.stroke_all(&girih::straight(&girih::knot((48.4, 30.0), 13.4, (12, 5), 0.0, 0.3, 0.2)), 0.13, &Ink::luminous(orange).at(0.6));
        for index in 0..8 {
            if let Some(palm) = super::placed_palm((16.4 + index as f32 * 7.4, 9.9), 7.4, if index % 2 == 0 { 0.3 } else { -0.3 }) {
                let mut ink = Ink::luminous(green);
                ink.nature.uv_365 = None;
                canvas.fill(&palm, &ink.glowing_254(green));
            }
        }
        return;
    }
    canvas.stroke_all(&girih::straight(&girih::knot(BACK_MEDALLION, 10.2, (8, 3), 0.39, 0.55, 0.3)), 0.2, &Ink::luminous(orange));
    if let Some(star) = super::star(BACK_MEDALLION, 3.4) {
        canvas.fill(&star, &Ink::luminous(yellow).at(0.9));
    }
    let dunes =
        Dunes { area: RectMm::new(4.0, 28.2, 52.4, 7.2), count: 3, height: (3.6, 2.0), length: (34.0, 17.0), spacing: 0.6, phase: 0.7 };
    canvas.stroke_all(&girih::bent(&dunes.lines(), &|place| place, &|place| place.1 > 28.2), 0.14, &Ink::luminous(turquoise).at(0.9));
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    let front = page.id == FRONT;
    match layer {
        Layer::Background => background(canvas, front),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait if front => {
            let mut look = Look::dyed(0.9);
            look.nature.infrared = 0.55;
            personal::portrait(canvas, print, FRAME, &look);
            personal::portrait(
                canvas,
                print,
                GHOST,
                &Look { nature: crate::specimen::canvas::Nature::CARBON, ..Look::ghost(Tone(30, 30, 34), 0.8) },
            );
            tilted(canvas, print);
        }
        Layer::Data => {
            let ink = Ink::carbon(Tone(24, 24, 26));
            personal::values(canvas, page, print, &ink.clone().raised(0.45));
            if front {
                personal::signature(canvas, SIGNATURE, print, &ink);
            }
        }
        Layer::Overprint if front => {
            let ink = Ink::print(Tone(20, 104, 116));
            canvas.stroke_all(&girih::straight(&girih::knot(SEAL, 3.4, (8, 3), -std::f32::consts::FRAC_PI_2, 0.14, 0.08)), 0.09, &ink);
            microtext::ring(canvas, "QZR·", SEAL, 1.2, &ink);
        }
        Layer::Mrz => {
            personal::machine_readable(canvas, page, print);
            if !front && let Some(bars) = barcode::Modules::code_128(&print.holder.number).and_then(|bars| barcode::paths(&bars, BARCODE)) {
                canvas.rect(RectMm::new(57.2, 29.6, 25.0, 5.6), &Ink::cover(Tone(248, 244, 236)).at(0.85));
                canvas.fill(&bars, &personal::ink_of(print.technique, &Ink::carbon(Tone(24, 24, 26))));
            }
        }
        Layer::Luminous => luminous(canvas, front),
        Layer::LuminousData if front => {
            if let Some((path, _)) = Type::new(Font::CondensedBold, 2.8).tracked(0.3).set(&print.holder.number, 64.6, 50.2) {
                canvas.fill(&path, &Ink::luminous(Tone(236, 220, 84)).at(0.8));
            }
        }
        Layer::Optical if front => {
            if let Some(star) = super::star(MEDALLION, 2.5) {
                optical::ovi(canvas, &star, Tone(160, 40, 62), Tone(222, 176, 60));
            }
        }
        _ => {}
    }
}
