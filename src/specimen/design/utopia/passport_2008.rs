//! The passport of Utopia, 2008 series: sage and brick in two flat colours, a laminated paper page, no chip.

use super::{PAGE, SIZE, motif};
use crate::domain::{Content, DocumentKind, FeatureKind as Kind, FraudCode, Level, Light, RectMm, Substrate, ZoneRole as Role};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::build::{BOTH, COAXIAL, FeatureRow, IR, OBLIQUE, TRANSMITTED, UV, VISIBLE, ZoneRow};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::design::{Layer, PageSpec, Print, Series};
use crate::specimen::guilloche::{Band, Field, Ring};
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::relief::Relief;
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem, fibres, microtext, optical};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "UTO-P-2008",
    issuer: ("UTO", "Utopia"),
    kind: DocumentKind::Td3Passport,
    title: "2008 series",
    document_code: "P<",
    issued: ((2008, 1, 14), Some((2014, 4, 30))),
    validity_years: 10,
    number_format: "9999999",
    culture: Culture::Utopian,
    nationality: None,
    personal_format: "",
    substrate: Substrate::Paper,
    tone: Tone(250, 246, 232),
    pages: &[super::data_page(ZONES, ENTRIES, LETTERING)],
    portrait: Some((PAGE, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2008,
    print,
};

const FRAME: RectMm = RectMm::new(9.0, 19.0, 32.0, 41.0);
const SIGNATURE: RectMm = RectMm::new(94.0, 51.0, 27.0, 8.6);
const STAMP: (f32, f32) = (39.6, 20.6);
const ARMS: (f32, f32) = (108.0, 32.0);
const WATERMARK: (f32, f32) = (108.0, 32.0);
const HEART: (f32, f32) = (68.0, 41.0);

const LETTERING: Lettering =
    Lettering { label: Type::new(Font::GaramondItalic, 2.0), value: Type::new(Font::Slab, 2.8).tracked(0.02), native_em: 2.6 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "type", title: "Type", what: What::Fixed("P"), label: "Type", x: 47.6, label_y: 18.4, value_y: 22.0, width: 6.0 },
    Entry { id: "issuing-state", title: "Code of issuing State", what: What::Fixed("UTO"), label: "State/État", x: 57.0, label_y: 18.4, value_y: 22.0, width: 9.0 },
    Entry { id: "number", title: "Passport number", what: What::Number, label: "Passport No./Passeport nº", x: 70.0, label_y: 18.4, value_y: 22.0, width: 22.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "1. Surname/Nom", x: 47.6, label_y: 25.8, value_y: 29.4, width: 44.4 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "2. Given names/Prénoms", x: 47.6, label_y: 33.2, value_y: 36.8, width: 44.4 },
    Entry { id: "nationality", title: "Nationality", what: What::Fixed("UTOPIAN"), label: "3. Nationality/Nationalité", x: 47.6, label_y: 40.6, value_y: 44.2, width: 21.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "4. Born/Né(e) le", x: 70.0, label_y: 40.6, value_y: 44.2, width: 22.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "5. Sex/Sexe", x: 47.6, label_y: 48.0, value_y: 51.6, width: 6.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "6. Place of birth/Lieu de naissance", x: 59.0, label_y: 48.0, value_y: 51.6, width: 33.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "7. Issued/Délivré le", x: 47.6, label_y: 55.4, value_y: 59.0, width: 21.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "8. Expires/Expire le", x: 70.0, label_y: 55.4, value_y: 59.0, width: 22.0 },
];

const DEPTH: &[Light] = &[Light::Visible, Light::Oblique, Light::Ir880];
const VISIBLE_IR: &[Light] = &[Light::Visible, Light::Ir880];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("emblem", "State arms", [95.0, 19.0, 26.0, 26.0], Content::Fixed, Role::Emblem, VISIBLE_IR),
    ("title", "Name of the State", [22.0, 2.4, 66.0, 11.4], Content::Fixed, Role::FixedText, DEPTH),
    ("document-title", "Title of the document", [3.0, 2.4, 18.0, 11.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("band-top", "Band of waves under the titles", [2.0, 14.2, 121.0, 2.4], Content::Fixed, Role::Background, VISIBLE),
    ("background-left", "Crossed lines at the left edge", [1.0, 20.0, 7.4, 40.0], Content::Fixed, Role::Background, BOTH),
    ("background-gutter", "Crossed lines between portrait and data", [41.6, 26.0, 5.2, 34.0], Content::Fixed, Role::Background, VISIBLE),
    ("background-above-mrz", "Crossed lines above the machine-readable zone", [3.0, 64.0, 78.0, 5.8], Content::Fixed, Role::Background, VISIBLE),
    ("background-below-mrz", "Crossed lines below the machine-readable zone", [5.0, 81.4, 115.0, 5.0], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [82.0, 63.8, 40.0, 6.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext line", [3.0, 61.6, 119.0, 1.7], Content::Fixed, Role::Microtext, VISIBLE_IR),
    ("portrait-background", "Lines that run into the portrait", [9.0, 19.2, 24.0, 6.2], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Dry-printed seal over the corner of the portrait", [34.0, 17.0, 11.4, 8.4], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [9.0, 25.6, 32.0, 34.4], Content::Personal, Role::Portrait, &[]),
    ("signature", "Signature", [93.6, 50.8, 28.0, 9.0], Content::Personal, Role::Signature, &[]),
    ("letterpress-number", "Letterpress number", [94.0, 4.6, 28.0, 7.4], Content::Serial, Role::Number, &[]),
    ("mrz", "Machine-readable zone", [5.0, 70.2, 115.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("uv-letters", "Luminous letters", [22.0, 2.0, 66.0, 12.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous star over the corner of the portrait", [33.6, 17.0, 12.0, 8.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-arms", "Luminous wreath", [94.6, 18.4, 27.0, 27.2], Content::Fixed, Role::UvDesign, UV),
    ("laminate", "Ships in the laminate", [94.4, 17.2, 27.6, 29.4], Content::Fixed, Role::Ovd, COAXIAL),
    ("laminate-title", "Ships in the laminate over the titles", [3.0, 2.4, 85.0, 11.4], Content::Fixed, Role::Ovd, COAXIAL),
    ("watermark", "Tower in the paper", [97.0, 21.0, 22.0, 22.0], Content::Fixed, Role::Background, TRANSMITTED),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("two-colours", Kind::Guilloche, "Crossed lines in two colours", "background-below-mrz", Level::Two, VISIBLE, "Look at the crossings with a ×10 magnifier.", "Sage lines one way, brick lines the other; two solid inks, no third colour, no dots."),
    ("relief", Kind::Guilloche, "Star in the lines", "background-above-mrz", Level::Two, VISIBLE, "Look along the sage lines behind the data.", "They bulge into a seven-pointed star behind the names."),
    ("spirograph", Kind::Guilloche, "Wheel figure round the arms", "emblem", Level::Two, VISIBLE, "Count the loops of the figure.", "One closed line with twenty-six loops."),
    ("band", Kind::Guilloche, "Band of waves", "band-top", Level::Two, VISIBLE, "Follow the strands under the titles.", "Four strands that never merge."),
    ("intaglio", Kind::Intaglio, "Raised titles", "title", Level::One, OBLIQUE, "Feel the name of the State; light it from the left.", "The letters stand above the paper under the film."),
    ("microtext", Kind::Microtext, "Microtext under the data", "microtext", Level::Two, VISIBLE, "Read the line at ×10.", "UTOPIA INSULA repeated, in solid green."),
    ("laminate", Kind::RetroreflectiveLaminate, "Laminate that throws light back", "laminate", Level::Two, COAXIAL, "Look along a lamp, or through a retroreflective viewer.", "Bright ships in staggered rows over the whole page, whole also over the portrait."),
    ("watermark", Kind::Watermark, "Tower in the paper", "watermark", Level::One, TRANSMITTED, "Hold the page against the light behind the arms.", "Tower and crescent with soft edges, lighter and darker than the paper."),
    ("fibres", Kind::VisibleFibres, "Coloured fibres", "", Level::One, VISIBLE, "Look for short threads in the paper.", "Green and brown fibres at random, some going under the surface."),
    ("letterpress", Kind::PrintedNumber, "Letterpress number", "letterpress-number", Level::One, VISIBLE, "Look at the edges of the figures, and at the back of the page.", "Red figures with a squeezed rim and a slight dent; the number of the data page."),
    ("letterpress-uv", Kind::PrintedNumber, "Glow of the letterpress number", "", Level::Two, UV, "Look at the red number under 365 nm.", "The red figures glow orange."),
    ("seal", Kind::Portrait, "Seal over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the seal across the edge of the portrait.", "The seal is under the film and unbroken."),
    ("transfer", Kind::Portrait, "Portrait in ink", "portrait-background", Level::One, VISIBLE, "Look at the upper part of the portrait.", "The portrait is printed into the paper; lines go on behind it, no edge can be felt."),
    ("uv-dull", Kind::UvDesign, "Dull paper", "background-left", Level::Two, UV, "Look at the bare paper under 365 nm.", "Dark; only fibres and the design luminesce."),
    ("uv-fibres", Kind::UvFibres, "Luminous fibres", "", Level::Two, UV, "Look for fibres under 365 nm.", "Few short fibres, all red."),
    ("uv-letters", Kind::UvDesign, "Luminous letters", "uv-letters", Level::Two, UV, "Look at the head of the page under 365 nm.", "UTO in plain yellow-green letters."),
    ("ir-emblem", Kind::IrDropOut, "Arms in infrared", "emblem", Level::Two, IR, "Look at the arms in infrared.", "The arms stay; the figure around them is gone, as is the red number."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch; all check digits right; agrees with the visual zone."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::ForgedLaminate, "Laminate lifted at the portrait and laid down again with glue: the ships are broken along a line, the seal is doubled."),
    (FraudCode::ForgedPhoto, "Another portrait under a new film of plain office laminate that throws no light back."),
    (FraudCode::StolenBlank, "Blank pages stolen before issue: right paper and print, data by office printer, no red glow of the number."),
];

const SAGE: Tone = Tone(128, 160, 122);
const BRICK: Tone = Tone(196, 132, 104);
const GREEN: Tone = Tone(34, 74, 52);

fn background(canvas: &mut Canvas) {
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &Ink::print(Tone(248, 245, 228)));
    let star = emblem::star(HEART, 21.0, 0.46, 7).and_then(|path| Relief::of(&path, 1.0));
    let lift = |x: f32, y: f32| star.as_ref().map_or(0.0, |relief| relief.at(x, y) * 1.3);
    for (slope, tone, bulges) in [(0.18, SAGE, true), (-0.55, BRICK, false)] {
        let field = Field {
            left: 0.0,
            top: 0.0,
            right: SIZE.width as f32,
            bottom: SIZE.height as f32,
            spacing: if bulges { 1.1 } else { 1.5 },
            slope,
            waves: [(1.6, 41.0, 0.0), (0.0, 10.0, 0.0)],
            relief: if bulges { Some(&lift) } else { None },
        };
        canvas.stroke_all(&field.paths(), 0.17, &Ink::print(tone).at(if bulges { 0.85 } else { 0.6 }));
    }
    let band = Band { from: (2.0, 15.4), to: (123.0, 15.4), swing: 0.95, waves: 34.0, strands: 4, swell: (0.0, 0.0) };
    canvas.stroke_all(&band.paths(), 0.15, &Ink::print(Tone(150, 74, 52)));
    if let Some(figure) = motif::spirograph(ARMS, 12.6, (26, 5), 1.7) {
        canvas.stroke(&figure, 0.13, &Ink::print(Tone(176, 104, 78)).infrared(0.02));
    }
    canvas.stroke_all(&Ring::new(ARMS, 9.3, 0.45, 40, 3).paths(), 0.13, &Ink::print(Tone(86, 124, 88)).infrared(0.02));
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let ink = Ink::print(GREEN).infrared(0.75);
    super::arms(canvas, ARMS, 8.0, &ink);
    let raised = ink.clone().raised(0.75);
    motif::set(canvas, Type::new(Font::Inscription, 5.4).tracked(0.3), "REPUBLIC OF UTOPIA", (55.0, 7.4), 0.5, &raised);
    motif::set(canvas, Type::new(Font::Garamond, 3.5).tracked(0.5), "RÉPUBLIQUE D’UTOPIE", (55.0, 12.4), 0.5, &raised);
    motif::set(canvas, Type::new(Font::Garamond, 3.3).tracked(0.1), "Passport", (4.0, 7.2), 0.0, &ink);
    motif::set(canvas, Type::new(Font::GaramondItalic, 3.0).tracked(0.05), "Passeport", (4.0, 12.0), 0.0, &ink);
    motif::set(canvas, Type::new(Font::Slab, 5.2).tracked(0.6), "SPECIMEN", (102.4, 68.8), 0.5, &Ink::print(Tone(170, 30, 40)));
    let label = Ink::print(Tone(36, 70, 46));
    personal::labels(canvas, page, &label);
    motif::set(canvas, LETTERING.label, "Signature of bearer/du titulaire", (94.6, 50.2), 0.0, &label);
    for (y, x) in [(62.2, 3.0), (62.95, 3.3)] {
        microtext::line(canvas, "UTOPIA·INSULA·", (x, y), 118.6, &ink);
    }
}

fn seal(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(56, 70, 128)).at(0.9);
    canvas.stroke_all(&Ring::new(STAMP, 3.5, 0.3, 32, 2).paths(), 0.15, &ink);
    microtext::ring(canvas, "BOOK OFFICE · ", STAMP, 2.5, &ink);
    if let Some(star) = emblem::star(STAMP, 1.7, 0.46, 7) {
        canvas.fill(&star, &ink);
    }
}

/// The number in movable figures: red, squeezed at the rim, glowing orange.
fn letterpress(canvas: &mut Canvas, print: &Print) {
    let mut rng = Rng::new(print.holder.seed, "letterpress");
    let ink = Ink::print(Tone(186, 34, 36)).infrared(0.02).glowing(Tone(255, 128, 40)).raised(0.25);
    let style = Type::new(Font::Slab, 5.0);
    let mut x = 95.4;
    for figure in print.holder.number.chars() {
        // Wheels of a numbering machine never stand quite level.
        let y = 10.0 + rng.normal() * 0.07;
        if let Some((path, _)) = style.set(&figure.to_string(), x, y) {
            canvas.fill(&path, &ink.clone().at(rng.range(0.82, 0.96)));
            canvas.stroke(&path, 0.07, &ink);
        }
        x += 3.5;
    }
}

fn luminous(canvas: &mut Canvas) {
    let yellow = Tone(186, 226, 84);
    motif::set(canvas, Type::new(Font::Slab, 8.4).tracked(6.0), "UTO", (55.0, 11.2), 0.5, &Ink::luminous(yellow).at(0.8));
    if let Some(star) = emblem::star(STAMP, 3.4, 0.46, 7) {
        canvas.fill(&star, &Ink::luminous(yellow).at(0.75));
    }
    if let Some(wreath) = emblem::wreath().and_then(|path| emblem::placed(&path, ARMS, 12.0)) {
        canvas.fill(&wreath, &Ink::luminous(yellow).at(0.8));
    }
}

/// A ruled edge of film, and ships that flash.
fn laminate(canvas: &mut Canvas) {
    let film = RectMm::new(1.4, 1.4, 122.2, 85.2);
    if let Some(edge) = tiny_skia::Rect::from_xywh(1.4, 1.4, 122.2, 85.2).map(tiny_skia::PathBuilder::from_rect) {
        canvas.stroke(&edge, 0.12, &Ink::cover(Tone(226, 224, 214)).at(0.5).infrared(0.1).raised(0.5));
    }
    // Gloss: the film evens out what is seen along the lamp.
    canvas.rect(film, &Ink::only(Light::Coaxial, Tone(214, 216, 214), Lay::Cover).at(0.3));
    if let Some(ship) = motif::ship().and_then(|ship| emblem::placed(&ship, (0.0, 0.0), 3.2)) {
        optical::retroreflective(canvas, film, &ship, (9.4, 8.2));
    }
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    match layer {
        Layer::Body => {
            if let Some(tower) = emblem::utopia_charge().and_then(|path| emblem::placed(&path, WATERMARK, 11.0)) {
                fibres::watermark(canvas, &tower, 0.6, 0.7, 0.65);
            }
            let mut rng = Rng::new(print.holder.seed, "visible fibres");
            fibres::scatter_visible(canvas, page.size, 34, &[Tone(70, 110, 74), Tone(128, 82, 58)], &mut rng);
            personal::luminous_fibres(canvas, page, 22, &[Tone(236, 70, 58)], &print.holder);
        }
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => personal::portrait(canvas, print, FRAME, &Look::dyed(0.7)),
        Layer::Data => {
            personal::values(canvas, page, print, &Ink::carbon(Tone(30, 28, 30)));
            personal::signature(canvas, SIGNATURE, print, &Ink::print(Tone(26, 32, 84)));
            letterpress(canvas, print);
        }
        Layer::Overprint => seal(canvas),
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas),
        Layer::Optical => laminate(canvas),
        Layer::LuminousData | Layer::Perforation | Layer::Entries => {}
    }
}
