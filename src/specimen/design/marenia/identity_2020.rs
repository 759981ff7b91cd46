//! The identity card of Marenia, 2020 series: polycarbonate, laser-engraved, sea green to sand, with a porthole for a window.

use super::motifs;
use super::parts::{changeable, clear, long_wave, parted_arms, place, short_wave, surf, wavy_microtext, window, words};
use super::{
    DEEP_SAND, DEEP_SEA, DEEP_SKY, FRONT_AND_THROUGH, GLOW_BLUE, GLOW_GREEN, GLOW_ORANGE, GLOW_RED, GLOW_YELLOW, INK, ISSUER, LABEL, MICRO,
    RED, REST_AND_FLASH, SAND, SEA, SKY, lines,
};
use crate::domain::{
    Content, DocumentKind, FeatureKind as Kind, FraudCode, Level, Light, RectMm, Side, SizeMm, Substrate, ZoneRole as Role,
};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::build::{ALL_LIGHTS, COAXIAL, FeatureRow, IR, OBLIQUE, UV, UV254, VISIBLE, ZoneRow};
use crate::specimen::design::{Entry, Layer, Lettering, MrzPlace, PageSpec, Print, Series, What};
use crate::specimen::guilloche::{Band, Field, Ring};
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::relief::Relief;
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem, microtext, optical};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "QMA-I-2020",
    issuer: ISSUER,
    kind: DocumentKind::Td1IdCard,
    title: "2020 series",
    document_code: "I<",
    issued: ((2020, 1, 2), None),
    validity_years: 10,
    number_format: "A999999A9",
    culture: Culture::Marenian,
    nationality: None,
    personal_format: "",
    substrate: Substrate::Polycarbonate,
    tone: Tone(247, 248, 246),
    pages: PAGES,
    portrait: Some((FRONT, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2020,
    print,
};

pub(super) const SIZE: SizeMm = SizeMm { width: 85.6, height: 53.98 };
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
        lights: ALL_LIGHTS,
        zones: BACK_ZONES,
        entries: BACK_ENTRIES,
        lettering: LETTERING,
        mrz: Some(MRZ),
    },
];

/// Doc 9303-5: three lines, 4 mm apart.
pub(super) const MRZ: MrzPlace = MrzPlace { left: 5.0, lines: &[53.98 - 15.6, 53.98 - 11.6, 53.98 - 7.6] };

const FRAME: RectMm = RectMm::new(4.0, 12.0, 27.0, 35.0);
/// Changeable image: the portrait straight on, number and date of birth from the side.
const LENSES: RectMm = RectMm::new(69.0, 28.6, 12.0, 15.5);
const SIGNATURE: RectMm = RectMm::new(36.0, 46.4, 27.0, 5.4);
const SEAL: (f32, f32) = (29.4, 13.4);
const ROSETTE: (f32, f32) = (73.4, 17.6);
const PORTHOLE: f32 = 3.3;
/// The same window from the back.
const BACK_PORTHOLE: (f32, f32) = (SIZE.width as f32 - ROSETTE.0, ROSETTE.1);
const BACK_ROSETTE: (f32, f32) = (69.6, 15.4);
const OVI: (f32, f32) = (66.8, 5.3);
/// How many fields of the front are flat; the rest is tactile.
const FLAT: usize = 6;

const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Sans, 1.36), value: Type::new(Font::SansBold, 2.35).tracked(0.04), native_em: 2.2 };

#[rustfmt::skip]
const FRONT_ENTRIES: &[Entry] = &[
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Nomma · Номма · Surname", x: 36.0, label_y: 12.8, value_y: 15.9, width: 27.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Prenomma · Преномма · Given names", x: 36.0, label_y: 18.6, value_y: 21.7, width: 27.0 },
    Entry { id: "native-name", title: "Name in own script", what: What::NativeName, label: "", x: 36.0, label_y: 0.0, value_y: 24.8, width: 27.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Seks · Секс · Sex", x: 36.0, label_y: 27.6, value_y: 30.7, width: 6.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Fixed("QMA"), label: "Nationa · Нациа · Nationality", x: 48.6, label_y: 27.6, value_y: 30.7, width: 9.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Valida · Expiry", x: 54.4, label_y: 33.6, value_y: 36.7, width: 14.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Nata · Ната · Birth", x: 36.0, label_y: 33.6, value_y: 36.7, width: 17.0 },
    Entry { id: "number", title: "Card number", what: What::Number, label: "Numra · Нумра · Card No.", x: 36.0, label_y: 39.6, value_y: 42.8, width: 17.0 },
];

#[rustfmt::skip]
const BACK_ENTRIES: &[Entry] = &[
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Loka natal · Лока натал · Place of birth", x: 23.0, label_y: 8.4, value_y: 11.5, width: 32.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Emita · Эмита · Issued", x: 23.0, label_y: 14.2, value_y: 17.3, width: 18.0 },
    Entry { id: "height", title: "Height", what: What::Height, label: "Alta · Алта · Height", x: 43.4, label_y: 14.2, value_y: 17.3, width: 12.0 },
    Entry { id: "authority", title: "Authority", what: What::Authority, label: "Autorita · Ауторита · Authority", x: 23.0, label_y: 20.0, value_y: 23.1, width: 32.0 },
];

#[rustfmt::skip]
const FRONT_ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [2.6, 1.8, 8.6, 8.2], Content::Fixed, Role::Emblem, VISIBLE),
    ("title", "Name of the State", [12.2, 1.8, 43.0, 7.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("chip-sign", "Sign of the contactless chip", [74.2, 2.2, 8.0, 5.2], Content::Fixed, Role::Emblem, VISIBLE),
    ("ovi", "Sun in optically variable ink", [63.0, 1.6, 7.6, 7.4], Content::Fixed, Role::Ovd, REST_AND_FLASH),
    ("rosette", "Rosette", [65.0, 9.6, 16.8, 16.2], Content::Fixed, Role::Background, VISIBLE),
    ("window", "Porthole in the rosette", [69.6, 13.8, 7.6, 7.6], Content::Fixed, Role::Emblem, FRONT_AND_THROUGH),
    ("background-gutter", "Background between portrait and data", [31.2, 18.2, 4.2, 28.0], Content::Fixed, Role::Background, VISIBLE),
    ("background-lower-right", "Background at the lower right", [64.4, 45.0, 18.0, 5.8], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [4.0, 47.4, 29.0, 4.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext lines", [12.4, 8.9, 12.4, 1.4], Content::Fixed, Role::Microtext, VISIBLE),
    ("portrait-background", "Line field that runs into the portrait", [4.0, 12.1, 20.8, 5.6], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Seal over the corner of the portrait", [25.2, 9.2, 8.4, 8.5], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [4.0, 17.8, 27.0, 29.2], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Changeable laser image with the ghost portrait", [68.8, 28.4, 12.4, 15.9], Content::Personal, Role::GhostPortrait, &[]),
    ("signature", "Signature", [36.0, 46.4, 27.0, 5.4], Content::Personal, Role::Signature, &[]),
    ("surf", "Diffractive surf at the edge of the portrait", [31.2, 18.2, 4.0, 28.0], Content::Fixed, Role::Ovd, COAXIAL),
    ("relief", "Waves felt on the surface", [64.4, 45.0, 18.0, 6.4], Content::Fixed, Role::Background, OBLIQUE),
    ("ir-emblem", "Gull that stays in infrared", [2.6, 1.8, 8.6, 8.2], Content::Fixed, Role::Emblem, IR),
    ("ir-rosette", "Rosette of which infrared leaves the outer ring", [65.0, 9.6, 16.8, 16.2], Content::Fixed, Role::Background, IR),
    ("uv-sun", "Luminous sun", [64.4, 9.2, 18.0, 17.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous wave over the corner of the portrait", [22.0, 9.0, 12.0, 8.7], Content::Fixed, Role::UvDesign, UV),
    ("uv-title", "Luminous letters", [36.0, 1.6, 28.0, 8.4], Content::Fixed, Role::UvDesign, UV),
    ("uv254-gull", "Gull in place of the sun", [64.4, 9.2, 18.0, 17.0], Content::Fixed, Role::UvDesign, UV254),
    ("uv254-title", "Cyrillic letters in place of the Latin ones", [36.0, 1.6, 28.0, 8.4], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const BACK_ZONES: &[ZoneRow] = &[
    ("back-title", "Title on the back", [4.4, 1.8, 46.0, 4.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("back-window", "Porthole seen from the back", [6.4, 11.8, 11.6, 11.6], Content::Fixed, Role::Emblem, FRONT_AND_THROUGH),
    ("back-rosette", "Rosette on the back", [57.4, 4.0, 24.4, 22.8], Content::Fixed, Role::Background, VISIBLE),
    ("back-background", "Background above the machine-readable zone", [4.0, 29.6, 77.0, 5.4], Content::Fixed, Role::Background, VISIBLE),
    ("back-specimen", "SPECIMEN", [54.0, 27.0, 28.0, 3.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("back-microtext", "Microtext on the back", [4.4, 25.8, 46.0, 1.4], Content::Fixed, Role::Microtext, VISIBLE),
    ("back-wave-text", "Microtext that rides on a wave", [4.0, 31.0, 60.0, 2.6], Content::Fixed, Role::Microtext, VISIBLE),
    ("back-relief", "Compass felt on the surface", [57.4, 4.0, 24.4, 22.8], Content::Fixed, Role::Background, OBLIQUE),
    ("ir-back", "Rosette of which infrared leaves the inner ring", [57.4, 4.0, 24.4, 22.8], Content::Fixed, Role::Background, IR),
    ("mrz", "Machine-readable zone", [4.2, 36.4, 77.4, 12.0], Content::Personal, Role::Mrz, &[]),
    ("uv-gull", "Luminous gull", [57.0, 4.0, 25.0, 22.8], Content::Fixed, Role::UvDesign, UV),
    ("uv-back-band", "Luminous band", [4.0, 28.6, 77.6, 6.8], Content::Fixed, Role::UvDesign, UV),
    ("uv254-compass", "Compass in place of the gull", [57.0, 4.0, 25.0, 22.8], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-lower-right", Level::One, VISIBLE, "Follow the background lines across the card.", "From sea green to sand to blue without a step."),
    ("guilloche-rosette", Kind::Guilloche, "Rosette on the front", "rosette", Level::Two, VISIBLE, "Compare the number and the spacing of the interlaced lines.", "Two rings of waves and a ring of laid rope around the porthole."),
    ("guilloche-back", Kind::Guilloche, "Rosette on the back", "back-rosette", Level::Two, VISIBLE, "Compare the rings with a ×10 magnifier.", "Seven petals of interlaced lines in two colours around a wheel line with 23 points."),
    ("guilloche-field", Kind::Guilloche, "Swell", "back-background", Level::Two, VISIBLE, "Look at the wave field on the back.", "Unbroken lines that rise and fall like swell, crossed by straight rhumb lines."),
    ("microtext", Kind::Microtext, "Microtext under the title", "microtext", Level::Two, VISIBLE, "Read at ×10.", "REPUBLIKAMARENA in Latin, then in Cyrillic letters, sharp, in solid ink."),
    ("wave-text", Kind::Microtext, "Microtext that rides on a wave", "back-wave-text", Level::Two, VISIBLE, "Follow the wave at ×10.", "Letters lean with the slope of the wave; none touches the next."),
    ("portrait", Kind::Portrait, "Engraved portrait", "portrait", Level::One, VISIBLE, "Look at the portrait at ×10.", "Grey only, inside the card, lines of the background visible through it."),
    ("seal", Kind::Portrait, "Seal over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the rings across the edge of the portrait.", "The rings run on unbroken."),
    ("mli", Kind::Mli, "Changeable laser image", "ghost-portrait", Level::One, &[Light::Visible, Light::Oblique], "Look straight on, then turn the card about its upright axis.", "Straight on the portrait, small; from the side number and date of birth. Never both."),
    ("window", Kind::Window, "Porthole", "window", Level::One, FRONT_AND_THROUGH, "Hold the card against the light; look from both sides.", "A clear round window with a gull in it that looks the other way from the back."),
    ("ovi", Kind::Ovi, "Sun that changes colour", "ovi", Level::One, REST_AND_FLASH, "Tilt the card.", "The sun turns from copper to green; its ink is slightly raised."),
    ("surf", Kind::Dovid, "Diffractive surf", "surf", Level::One, COAXIAL, "Tilt the card; look along the right edge of the portrait.", "Ribbons flow upwards in the colours of the spectrum, between them gulls and suns; print below stays readable."),
    ("relief", Kind::SurfaceRelief, "Waves on the surface", "relief", Level::One, OBLIQUE, "Light the lower right corner from the side; feel it.", "Clear waves stand out; nothing is printed there."),
    ("tactile", Kind::TactileLaser, "Tactile date and number", "", Level::One, OBLIQUE, "Feel the date of birth and the number; light them from the side.", "The engraved figures stand up; the other data lie flat."),
    ("ir-arms", Kind::IrDropOut, "Arms in two inks", "ir-emblem", Level::Two, IR, "Compare the arms in daylight and in infrared.", "The sun goes, gull and waves stay."),
    ("ir-rosette", Kind::IrDropOut, "Rosette in two inks", "ir-rosette", Level::Two, IR, "Compare the rosette in daylight and in infrared.", "Only the outer ring of waves stays."),
    ("uv-dull", Kind::UvDesign, "Dull card body", "", Level::Two, UV, "Look at the card under 365 nm.", "The body stays dark."),
    ("uv-sun", Kind::UvDesign, "Luminous sun", "uv-sun", Level::Two, UV, "Look at the upper right of the front under 365 nm.", "A sun in orange and yellow."),
    ("uv-seal", Kind::UvDesign, "Luminous wave over the portrait", "uv-seal", Level::Two, UV, "Look at the upper right corner of the portrait under 365 nm.", "A blue wave that runs from the card into the portrait."),
    ("uv-gull", Kind::UvDesign, "Luminous gull", "uv-gull", Level::Two, UV, "Look at the back under 365 nm.", "Gull and waves in green and blue."),
    ("uv254", Kind::Uv254Feature, "Another picture under 254 nm", "uv254-gull", Level::Two, UV254, "Change from 365 nm to 254 nm.", "The sun gives way to a green gull, the Latin name to the Cyrillic one in red."),
    ("uv-number", Kind::UvDesign, "Luminous number", "", Level::Two, UV, "Compare with the engraved number.", "The card number again, in yellow, under the engraved one."),
    ("chip", Kind::Chip, "Contactless chip", "chip-sign", Level::Two, VISIBLE, "Read the chip.", "The sign of a chip is printed and the chip answers."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read the three lines and recompute the check digits.", "OCR-B, 2.54 mm pitch; all check digits right; black in infrared."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::Counterfeit, "A printed plastic card without any luminous design; the rosettes lose their finest rings."),
    (FraudCode::Counterfeit, "The porthole is a disc of grey print: dark against the light. Portrait and number of the changeable image are printed side by side."),
    (FraudCode::ForgedPhoto, "A foil with another portrait under a new overlay; the seal ends at its edge and the diffractive surf is gone."),
];

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

fn background(canvas: &mut Canvas, page: &str) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &iris(&[Tone(226, 244, 242), Tone(250, 244, 230), Tone(230, 240, 250)]));
    let front = page == FRONT;
    let (center, radius) = if front { ((50.0, 27.0), 14.5) } else { ((36.0, 17.0), 13.0) };
    let relief = motifs::arms().and_then(|path| emblem::placed(&path, center, radius)).and_then(|path| Relief::of(&path, 0.4));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 0.62);
    let swell = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 0.56,
        slope: 0.0,
        waves: [(1.5, 28.0, 0.016), (0.4, 7.7, 0.023)],
        relief: Some(&lift),
    };
    canvas.stroke_all(&swell.paths(), 0.1, &iris(&[SEA, SAND, SKY]));
    // Rhumb lines of a chart, all through the porthole or past it.
    let heart = if front { ROSETTE } else { BACK_PORTHOLE };
    canvas.stroke_all(&lines::rhumb_lines(heart, 98.0, 32, &[11, 13, 16]), 0.08, &iris(&[DEEP_SKY, DEEP_SEA, DEEP_SAND]).at(0.42));
    if front {
        front_rosette(canvas);
    } else {
        back_rosette(canvas);
    }
    for y in [0.95, h - 0.95] {
        canvas.stroke_all(&lines::rope((0.0, y), w, 1.15, 0.42), 0.09, &iris(&[DEEP_SEA, DEEP_SAND, DEEP_SKY]));
    }
}

fn front_rosette(canvas: &mut Canvas) {
    let (teal, copper) = (Ink::print(DEEP_SEA), Ink::print(DEEP_SAND));
    canvas.stroke_all(&Ring::new(ROSETTE, 6.7, 1.15, 32, 7).swelling(16, 0.5).paths(), 0.08, &teal.clone().infrared(0.9));
    canvas.stroke_all(&Ring::new(ROSETTE, 4.85, 0.8, 26, 6).swelling(13, 0.4).paths(), 0.08, &copper.infrared(0.03));
    canvas.stroke_all(&lines::rope_ring(ROSETTE, PORTHOLE + 0.32, 0.5, 0.3), 0.08, &teal.infrared(0.03));
}

fn back_rosette(canvas: &mut Canvas) {
    let (teal, copper) = (Ink::print(DEEP_SEA), Ink::print(DEEP_SAND));
    canvas.stroke_all(
        &Ring::new(BACK_ROSETTE, 8.4, 2.4, 28, 9).swelling(7, 0.55).petalled(7, 1.2).flattened(0.86).paths(),
        0.08,
        &teal.infrared(0.03),
    );
    canvas.stroke_all(&Ring::new(BACK_ROSETTE, 4.6, 1.3, 21, 6).petalled(7, -0.8).flattened(0.86).paths(), 0.08, &copper.infrared(0.03));
    if let Some(wheel) = lines::spirograph(BACK_ROSETTE, 3.1, 23, 7, 0.4) {
        canvas.stroke(&wheel, 0.07, &Ink::carbon(DEEP_SKY));
    }
    canvas.stroke_all(&lines::rope_ring(BACK_PORTHOLE, PORTHOLE + 0.32, 0.5, 0.3), 0.08, &Ink::print(DEEP_SAND));
    canvas.stroke_all(&Ring::new(BACK_PORTHOLE, 4.75, 0.85, 24, 5).swelling(12, 0.4).paths(), 0.08, &Ink::print(DEEP_SEA));
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let (ink, red) = (Ink::print(INK).infrared(0.5), Ink::print(RED));
    let front = page.id == FRONT;
    let porthole = if front { ROSETTE } else { BACK_PORTHOLE };
    if let Some(glass) = tiny_skia::PathBuilder::from_circle(porthole.0, porthole.1, PORTHOLE) {
        window(canvas, &glass);
        // The gull is engraved inside the card: from the back it flies the other way.
        let flight = motifs::gull().and_then(|gull| gull.transform(tiny_skia::Transform::from_rotate(if front { -18.0 } else { 18.0 })));
        place(canvas, flight, (porthole.0, porthole.1 + 0.2), PORTHOLE * 0.78, &Ink::carbon(Tone(52, 56, 60)).at(0.92));
    }
    personal::labels(canvas, page, &Ink::print(LABEL));
    if front {
        words(canvas, Type::new(Font::SansBold, 2.45).tracked(0.3), "REPUBLIKA MARENA", (12.8, 4.3), &ink);
        words(canvas, Type::new(Font::Sans, 1.78).tracked(0.24), "РЕПУБЛИКА МАРЕНА", (12.8, 6.5), &ink);
        words(canvas, Type::new(Font::Sans, 1.42).tracked(0.07), "KARTA IDENTA · КАРТА ИДЕНТА · IDENTITY CARD", (12.8, 8.4), &ink);
        words(canvas, Type::new(Font::SansBold, 4.2).tracked(0.7), "SPECIMEN", (5.0, 51.4), &red);
        parted_arms(canvas, (6.9, 5.9), 3.9, INK);
        if let Some(path) = emblem::chip_sign(74.8, 2.8, 6.8) {
            canvas.fill(&path, &ink);
        }
        for y in [9.45, 10.1] {
            microtext::line(canvas, MICRO, (12.8, y), 11.8, &ink);
        }
        return;
    }
    words(canvas, Type::new(Font::SansBold, 1.9).tracked(0.13), "REPUBLIKA MARENA · РЕПУБЛИКА МАРЕНА", (5.0, 4.9), &ink);
    words(canvas, Type::new(Font::SansBold, 3.4).tracked(0.6), "SPECIMEN", (55.0, 29.8), &red);
    for y in [26.35, 27.0] {
        microtext::line(canvas, MICRO, (5.0, y), 45.0, &ink);
    }
    wavy_microtext(canvas, MICRO, (5.0, 32.5), 58.0, (0.7, 14.0), &ink);
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(20, 92, 104));
    canvas.stroke_all(&Ring::new(SEAL, 3.5, 0.45, 24, 3).paths(), 0.1, &ink);
    canvas.stroke_all(&lines::shell(SEAL, (0.5, 1.9), 18, 1.5), 0.07, &ink);
    microtext::ring(canvas, "MARENIA·МАРЕНА·", SEAL, 2.4, &ink);
}

fn luminous(canvas: &mut Canvas, page: &str) {
    if page == FRONT {
        if let Some(sun) = emblem::star(ROSETTE, 7.6, 0.66, 16) {
            canvas.stroke(&sun, 0.4, &long_wave(GLOW_ORANGE));
        }
        canvas.stroke_all(&Ring::new(ROSETTE, 4.3, 0.7, 16, 5).paths(), 0.15, &long_wave(GLOW_YELLOW).at(0.9));
        place(canvas, motifs::gull_over_waves(), ROSETTE, 7.6, &short_wave(GLOW_GREEN));
        for row in 0..3 {
            let y = 11.2 + row as f32 * 1.9;
            let wave = Band { from: (22.4, y), to: (33.6, y), swing: 0.75, waves: 3.0, strands: 2, swell: (1.0, 0.3) };
            canvas.stroke_all(&wave.paths(), 0.3, &long_wave(GLOW_BLUE).glowing_254(GLOW_BLUE.mixed(Tone(0, 0, 0), 0.5)));
        }
        let name = Type::new(Font::SansBold, 5.0).tracked(0.6);
        for (text, ink) in [("MARENIA", long_wave(GLOW_GREEN)), ("МАРЕНА", short_wave(GLOW_RED))] {
            if let Some(path) = name.set_centered(text, 50.0, 8.0) {
                canvas.fill(&path, &ink.at(0.8));
            }
        }
        // Islands behind the data, as on a night chart.
        let chart = lines::Chart { islands: &[(45.0, 31.0, 3.4), (56.0, 24.0, 2.2), (59.0, 40.0, 2.8)], ripple: 0.8 };
        let night = chart.lines(RectMm::new(36.0, 12.0, 28.0, 36.0), 1.7);
        canvas.stroke_all(&night.shores, 0.24, &long_wave(GLOW_YELLOW).at(0.62));
        canvas.stroke_all(&night.fine, 0.12, &long_wave(GLOW_BLUE).at(0.62));
        return;
    }
    place(canvas, motifs::gull(), (BACK_ROSETTE.0, BACK_ROSETTE.1 - 1.6), 10.8, &long_wave(GLOW_GREEN).at(0.85));
    place(canvas, motifs::waves(), BACK_ROSETTE, 10.8, &long_wave(GLOW_BLUE).at(0.9));
    for rank in motifs::compass(BACK_ROSETTE, 10.6) {
        canvas.fill(&rank.dark, &short_wave(GLOW_ORANGE));
        canvas.stroke(&rank.light, 0.14, &short_wave(GLOW_YELLOW));
    }
    let band = Band { from: (4.0, 32.0), to: (81.6, 32.0), swing: 2.4, waves: 11.0, strands: 6, swell: (5.5, 0.5) };
    canvas.stroke_all(&band.paths(), 0.16, &long_wave(GLOW_BLUE).glowing_254(GLOW_GREEN.mixed(Tone(0, 0, 0), 0.4)).at(0.9));
}

/// Relief of the press plate: felt, seen from the side only.
fn relief(canvas: &mut Canvas, page: &str) {
    if page == FRONT {
        let ink = clear(canvas, 0.5);
        canvas.stroke_all(&lines::scallops(RectMm::new(64.6, 45.2, 17.6, 6.0), 1.7, 3), 0.26, &ink);
    } else {
        let ink = clear(canvas, 0.45);
        for rank in motifs::compass(BACK_ROSETTE, 9.6) {
            canvas.fill(&rank.dark, &ink);
        }
    }
}

fn front_data(canvas: &mut Canvas, page: &PageSpec, print: &Print) {
    let engraved = Ink::carbon(Tone(26, 26, 28));
    let (flat, tactile) = page.entries.split_at_checked(FLAT).unwrap_or((page.entries, &[]));
    personal::values(canvas, &PageSpec { entries: flat, ..*page }, print, &engraved);
    personal::values(canvas, &PageSpec { entries: tactile, ..*page }, print, &engraved.clone().raised(0.85));
    personal::signature(canvas, SIGNATURE, print, &engraved);
}

fn lenses(canvas: &mut Canvas, print: &Print) {
    let ink = personal::ink_of(print.technique, &Ink::carbon(Tone(30, 30, 34)));
    let middle = LENSES.center().x as f32;
    changeable(
        canvas,
        LENSES,
        print,
        |canvas| personal::portrait(canvas, print, LENSES, &Look { opacity: 0.8, lay: Lay::Print, ..Look::ENGRAVED }),
        |canvas| {
            let style = Type::new(Font::SansBold, 1.75);
            let born = What::Born.value(&print.holder);
            for (text, y) in [(print.holder.number.as_str(), 33.4), (born.as_str(), 36.8)] {
                if let Some(path) = style.set_centered(text, middle, y) {
                    canvas.fill(&path, &ink);
                }
            }
            place(canvas, motifs::gull(), (middle, 40.8), 3.6, &ink);
        },
    );
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    let front = page.id == FRONT;
    match layer {
        Layer::Background => background(canvas, page.id),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait if front => {
            personal::portrait(canvas, print, FRAME, &Look::ENGRAVED);
            lenses(canvas, print);
        }
        Layer::Data if front => front_data(canvas, page, print),
        Layer::Data => personal::values(canvas, page, print, &Ink::carbon(Tone(26, 26, 28))),
        Layer::Overprint if front => overprint(canvas),
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas, page.id),
        Layer::LuminousData if front => {
            words(
                canvas,
                Type::new(Font::SansBold, 2.4).tracked(0.3),
                &print.holder.number,
                (36.0, 45.8),
                &long_wave(GLOW_YELLOW).at(0.75),
            );
        }
        Layer::Optical => {
            if front {
                surf(canvas, 32.4, 5.0, (18.3, 46.0));
                if let Some(sun) = emblem::star(OVI, 3.1, 0.6, 16) {
                    optical::ovi(canvas, &sun, Tone(188, 104, 44), Tone(64, 150, 84));
                }
            }
            relief(canvas, page.id);
        }
        _ => {}
    }
}
