//! The inside of the cover of the 2016 passport: dunes under a sky of stars, palms, and an astrolabe; the number and what the State says.

use super::astrolabe::Astrolabe;
use super::girih::{self, Girih, Point, Tiling};
use super::passport_2016::SIZE;
use super::scene::Dunes;
use super::{GOLD, MADDER, PALE_GOLD, PALE_MADDER, PALE_TURQUOISE, PETROL, RED, TURQUOISE};
use crate::domain::{Content, Light, RectMm, Side, ZoneRole as Role};
use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::design::build::{IR, OBLIQUE, TRANSMITTED, UV, VISIBLE, ZoneRow};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::design::{Layer, PageSpec, Print};
use crate::specimen::personal;
use crate::specimen::text::{Font, Type};
use crate::specimen::{fibres, microtext, optical};

pub(super) const PAGE: PageSpec = PageSpec {
    id: "inside-cover",
    title: "Inside of the cover",
    side: Side::Back,
    size: SIZE,
    rounded: [true, true, false, false],
    lights: &[Light::Visible, Light::Oblique, Light::Transmitted, Light::Uv365, Light::Ir880],
    zones: ZONES,
    entries: &[Entry {
        id: "cover-number",
        title: "Number on the inside of the cover",
        what: What::Number,
        label: "",
        x: 92.6,
        label_y: 0.0,
        value_y: 11.6,
        width: 27.0,
    }],
    lettering: Lettering { label: Type::new(Font::Serif, 1.6), value: Type::new(Font::Slab, 4.2).tracked(0.25), native_em: 3.0 },
    mrz: None,
};

const BORDER: RectMm = RectMm::new(3.5, 3.0, 118.0, 82.0);
const BORDER_INSIDE: RectMm = RectMm::new(5.5, 5.0, 114.0, 78.0);
const SUN: Point = (62.5, 33.6);
const RADIUS: f32 = 20.0;
const LATENT: RectMm = RectMm::new(8.0, 9.2, 22.0, 7.6);

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("cover-latent", "Latent image", [8.0, 9.2, 22.0, 7.6], Content::Fixed, Role::Background, OBLIQUE),
    ("cover-border-left", "Border on the left", [3.5, 7.0, 2.0, 74.0], Content::Fixed, Role::Background, VISIBLE),
    ("cover-border-bottom", "Border below", [3.5, 83.0, 118.0, 2.0], Content::Fixed, Role::Background, VISIBLE),
    ("cover-sky-left", "Stars in the sky on the left", [6.0, 18.0, 32.0, 18.0], Content::Fixed, Role::Background, VISIBLE),
    ("cover-sky-right", "Stars in the sky on the right", [87.0, 18.0, 32.0, 18.0], Content::Fixed, Role::Background, VISIBLE),
    ("cover-astrolabe", "Astrolabe", [42.0, 13.2, 41.0, 40.8], Content::Fixed, Role::Emblem, VISIBLE),
    ("cover-palms-left", "Palms on the left", [8.0, 36.5, 28.0, 22.0], Content::Fixed, Role::Emblem, VISIBLE),
    ("cover-palms-right", "Palms on the right", [89.0, 36.5, 28.0, 22.0], Content::Fixed, Role::Emblem, VISIBLE),
    ("cover-dunes", "Dunes", [6.0, 59.0, 113.0, 5.0], Content::Fixed, Role::Background, VISIBLE),
    ("cover-words", "Words in English", [8.0, 65.6, 52.0, 13.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("cover-words-arabic", "Words in Arabic", [65.0, 65.6, 52.0, 13.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("cover-microtext", "Microtext above the lower border", [6.4, 81.2, 112.0, 1.5], Content::Fixed, Role::Microtext, VISIBLE),
    ("cover-specimen", "SPECIMEN", [31.0, 6.4, 54.0, 5.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("uv-cover-sky", "Luminous constellation", [8.0, 18.0, 109.0, 36.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-cover-dunes", "Luminous caravan", [8.0, 54.2, 109.0, 11.0], Content::Fixed, Role::UvDesign, UV),
    ("cover-watermark", "Star in the paper", [12.0, 64.6, 20.0, 16.4], Content::Fixed, Role::Background, TRANSMITTED),
    ("cover-infrared", "Palms in infrared", [89.0, 36.5, 28.0, 22.0], Content::Fixed, Role::Background, IR),
];

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

fn dunes() -> Dunes {
    Dunes { area: RectMm::new(5.5, 44.0, 114.0, 21.0), count: 4, height: (9.0, 5.0), length: (88.0, 38.0), spacing: 0.62, phase: 0.31 }
}

fn background(canvas: &mut Canvas) {
    let page = RectMm::new(0.0, 0.0, SIZE.width, SIZE.height);
    // Evening: turquoise above, madder and gold over the horizon, sand below.
    let down = |tones: &[Tone]| Ink::iris_between((0.0, 4.0), (0.0, 84.0), tones);
    canvas.rect(page, &down(&[Tone(206, 234, 234), Tone(244, 232, 208), Tone(250, 216, 204), Tone(250, 240, 214), Tone(246, 236, 214)]));
    let dunes = dunes();
    let silhouette = |dune: u32| dunes.silhouette(dune);
    for (dune, tone) in [(0, Tone(250, 228, 206)), (2, Tone(250, 234, 204))] {
        if let Some(path) = silhouette(dune) {
            canvas.fill(&path, &Ink::print(tone).at(0.9));
        }
    }
    // Nothing shines through the astrolabe.
    if let Some(disc) = tiny_skia::PathBuilder::from_circle(SUN.0, SUN.1, RADIUS) {
        canvas.fill(&disc, &Ink::cover(Tone(248, 232, 212)).at(0.9));
    }
    // The sky: stars of twelve that spread from the astrolabe.
    let girih = Girih { tiling: Tiling::Twelves, pitch: 15.0, origin: SUN, lean: 60.0, half: 0.34, gap: 0.14 };
    let swell = super::lens(SUN, 60.0, 0.3);
    let horizon = |place: Point| place.1 < 44.0 + 4.0 * (1.0 - ((place.0 - 62.5) / 70.0) * ((place.0 - 62.5) / 70.0));
    let keep = |place: Point| {
        super::within(BORDER_INSIDE, place) && girih::distance(place, SUN) > RADIUS + 0.5 && horizon(place) && !super::within(LATENT, place)
    };
    let sky = down(&[TURQUOISE, Tone(110, 150, 150), PALE_MADDER, PALE_GOLD]);
    canvas.stroke_all(&girih::bent(&girih.edges(BORDER_INSIDE), &swell, &keep), 0.1, &sky);
    let below = |place: Point| place.1 < 65.0 && girih::distance(place, SUN) > RADIUS + 0.5;
    canvas.stroke_all(&girih::bent(&dunes.lines(), &|place| place, &below), 0.1, &iris(&[GOLD, MADDER, GOLD, PALE_MADDER, GOLD]).at(0.85));
    // Under the words a quiet lattice.
    let quiet = Girih { tiling: Tiling::Eights, pitch: 6.0, origin: (62.5, 73.5), lean: 67.5, half: 0.2, gap: 0.1 };
    let panel = RectMm::new(5.5, 65.2, 114.0, 15.8);
    canvas.stroke_all(
        &girih::bent(&quiet.edges(panel), &|place| place, &|place| super::within(panel, place)),
        0.07,
        &iris(&[PALE_TURQUOISE, PALE_GOLD, PALE_TURQUOISE]).at(0.6),
    );
    let astrolabe = Astrolabe { center: SUN, radius: RADIUS, latitude: 24.5, turn: -0.9, steps: (5.0, 10.0) };
    let across = |left: Tone, right: Tone| Ink::iris_between((SUN.0 - RADIUS, SUN.1), (SUN.0 + RADIUS, SUN.1), &[left, right, left]);
    canvas.stroke_all(&astrolabe.circles(), 0.07, &across(TURQUOISE, GOLD));
    canvas.stroke_all(&astrolabe.rim(1), 0.08, &across(MADDER, GOLD));
    canvas.stroke_all(&astrolabe.throne(), 0.14, &Ink::print(MADDER));
    astrolabe.figures(canvas, &Ink::print(MADDER));
    let (rings, pointers) = astrolabe.rete();
    canvas.stroke_all(&rings, 0.12, &Ink::print(MADDER));
    if let Some(pointers) = pointers {
        canvas.fill(&pointers, &Ink::print(MADDER).at(0.85));
    }
    if let Some(rule) = astrolabe.rule(-0.45) {
        canvas.stroke(&rule, 0.12, &Ink::print(PETROL));
    }
}

/// Places of the palms: foot, height, sway, and whether they stay in infrared.
const PALMS: &[(f32, f32, f32, f32, bool)] = &[
    (15.6, 58.4, 18.0, 0.5, true),
    (25.4, 57.0, 14.0, -0.3, false),
    (31.6, 57.6, 9.6, 0.4, true),
    (109.4, 58.4, 18.0, -0.5, true),
    (99.6, 57.0, 14.0, 0.3, false),
    (93.4, 57.6, 9.6, -0.4, true),
];

fn fixed_print(canvas: &mut Canvas) {
    let raised = Ink::print(MADDER).infrared(0.3).raised(1.0);
    canvas.stroke_all(&super::strip(BORDER, Some(BORDER_INSIDE), 2.0), 0.08, &raised);
    for area in [BORDER, BORDER_INSIDE] {
        if let Some(rule) = tiny_skia::Rect::from_xywh(area.x as f32, area.y as f32, area.width as f32, area.height as f32) {
            canvas.stroke(&tiny_skia::PathBuilder::from_rect(rule), 0.12, &raised);
        }
    }
    for (x, y, height, sway, stays) in PALMS {
        if let Some(palm) = super::placed_palm((*x, *y), *height, *sway) {
            let ink = Ink::print(Tone(20, 92, 92)).infrared(if *stays { 0.95 } else { 0.0 });
            canvas.fill(&palm, &ink.raised(0.6));
        }
    }
    let ink = Ink::print(PETROL).infrared(0.5);
    let words = Type::new(Font::Serif, 2.05);
    for (line, y) in [
        "This passport belongs to the Emirate of Qazirah.",
        "Its holder keeps it with care and shows it on request.",
        "It holds 32 pages and no fee is asked for its return.",
        "An invented document of no legal effect.",
    ]
    .into_iter()
    .zip([68.2, 71.4, 74.6, 77.8])
    {
        super::english(canvas, words.fit(line, 51.0), line, 8.4, y, &ink);
    }
    let words = Type::new(Font::ArabicNaskh, 2.75);
    for (line, y) in [
        "هذا الجواز ملك لإمارة قازرة",
        "يحفظه حامله بعناية ويبرزه عند الطلب",
        "يحتوي على ٣٢ صفحة ويعاد دون مقابل",
        "وثيقة متخيلة لا أثر قانوني لها",
    ]
    .into_iter()
    .zip([68.2, 71.4, 74.6, 77.8])
    {
        super::arabic(canvas, words.fit(line, 51.0), line, 116.6, y, &ink);
    }
    for (y, x) in [(81.75, 6.4), (82.4, 6.6)] {
        microtext::line(canvas, "EMIRATEOFQAZIRAH·QZR·", (x, y), 111.8, &ink);
    }
    super::english(canvas, Type::new(Font::SerifBold, 3.6).tracked(0.4), "SPECIMEN", 31.6, 10.4, &Ink::print(RED));
    super::arabic(canvas, Type::new(Font::ArabicNaskhBold, 4.4), "نموذج", 82.0, 10.2, &Ink::print(RED));
    if let Some(letters) = Type::new(Font::SansBold, 7.2).tracked(0.6).set_centered("QZR", 19.0, 15.1) {
        optical::latent(canvas, LATENT, &letters, 0.3, Tone(196, 120, 112));
    }
}

fn luminous(canvas: &mut Canvas) {
    let (yellow, turquoise, orange) = (Tone(236, 220, 84), Tone(54, 214, 206), Tone(255, 138, 46));
    // A constellation that is none.
    let stars: &[(f32, f32, f32)] = &[
        (14.0, 30.0, 1.3),
        (22.0, 22.4, 1.0),
        (31.0, 26.4, 1.6),
        (39.0, 20.6, 0.9),
        (86.0, 21.0, 1.4),
        (93.0, 29.4, 1.0),
        (102.0, 22.6, 1.7),
        (111.0, 27.4, 1.1),
    ];
    let sky: Vec<Point> = stars.iter().map(|(x, y, _)| (*x, *y)).collect();
    for part in sky.chunks(4) {
        if let Some(path) = girih::polyline(part) {
            canvas.stroke(&path, 0.14, &Ink::luminous(turquoise).at(0.8));
        }
    }
    for (x, y, size) in stars {
        if let Some(star) = super::star((*x, *y), *size) {
            canvas.fill(&star, &Ink::luminous(yellow));
        }
    }
    let astrolabe = Astrolabe { center: SUN, radius: RADIUS - 1.0, latitude: 24.5, turn: -0.9, steps: (15.0, 30.0) };
    let (rings, pointers) = astrolabe.rete();
    canvas.stroke_all(&rings, 0.2, &Ink::luminous(orange));
    if let Some(pointers) = pointers {
        canvas.fill(&pointers, &Ink::luminous(yellow).at(0.9));
    }
    canvas.stroke_all(&girih::straight(&girih::knot(SUN, RADIUS + 0.6, (16, 5), 0.0, 0.3, 0.2)), 0.14, &Ink::luminous(turquoise).at(0.8));
    let dunes = dunes();
    if let Some(path) = girih::polyline(&dunes.crest(3)) {
        canvas.stroke(&path, 0.25, &Ink::luminous(orange).at(0.8));
    }
    for (x, height) in [(18.0, 10.0), (46.0, 7.0), (79.0, 7.6), (107.0, 10.0)] {
        if let Some(palm) = super::placed_palm((x, 64.8), height, 0.3) {
            canvas.fill(&palm, &Ink::luminous(Tone(90, 226, 120)).at(0.9));
        }
    }
}

pub(super) fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    match layer {
        Layer::Body => {
            if let Some(star) = super::star((22.0, 73.0), 7.4) {
                fibres::watermark(canvas, &star, 0.35, 0.8, 0.75);
            }
            personal::luminous_fibres(canvas, page, 34, &[Tone(54, 214, 206), Tone(238, 60, 70), Tone(236, 220, 84)], &print.holder);
        }
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas),
        Layer::Data => {
            personal::values(canvas, page, print, &Ink::print(Tone(176, 26, 36)).infrared(0.7).glowing(Tone(255, 110, 40)).raised(0.2));
        }
        Layer::Luminous => luminous(canvas),
        _ => {}
    }
}
