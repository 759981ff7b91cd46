//! The passport of Marenia, 2018 series: a polycarbonate data page drawn as an old sea chart with a compass, and a page for observations.

use super::lines::{self, Chart};
use super::motifs;
use super::parts::{
    clear, ellipse, lined_portrait, long_wave, luminous_portrait, parted_arms, place, short_wave, wavy_microtext, window, words,
    words_right,
};
use super::{
    DEEP_SAND, DEEP_SEA, DEEP_SKY, GLOW_BLUE, GLOW_GREEN, GLOW_ORANGE, GLOW_RED, GLOW_YELLOW, INK, ISSUER, LABEL, MICRO, RED,
    REST_AND_FLASH, SAND, SEA, SKY,
};
use crate::domain::{
    Content, DocumentKind, FeatureKind as Kind, FraudCode, Level, Light, RectMm, Side, SizeMm, Substrate, ZoneRole as Role,
};
use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::design::build::{ALL_LIGHTS, BOTH, COAXIAL, FeatureRow, IR, OBLIQUE, UV, UV254, VISIBLE, ZoneRow};
use crate::specimen::design::{Entry, Layer, Lettering, MrzPlace, PageSpec, Print, Series, What};
use crate::specimen::guilloche::{Band, Ring};
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{barcode, emblem, microtext, optical, perforation};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "QMA-P-2018",
    issuer: ISSUER,
    kind: DocumentKind::Td3Passport,
    title: "2018 series",
    document_code: "P<",
    issued: ((2018, 6, 1), None),
    validity_years: 10,
    number_format: "MA9999999",
    culture: Culture::Marenian,
    nationality: None,
    personal_format: "YYMMDD99SC",
    substrate: Substrate::Polycarbonate,
    tone: Tone(247, 248, 245),
    pages: PAGES,
    portrait: Some((DATA, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 1818,
    print,
};

const SIZE: SizeMm = SizeMm { width: 125.0, height: 88.0 };
const PAGE: RectMm = RectMm::new(0.0, 0.0, SIZE.width, SIZE.height);
const DATA: &str = "data-page";
const OBSERVATIONS: &str = "observations";
const PAGES: &[PageSpec] = &[
    PageSpec {
        id: DATA,
        title: "Data page",
        side: Side::Front,
        size: SIZE,
        rounded: [false, false, true, true],
        lights: ALL_LIGHTS,
        zones: ZONES,
        entries: ENTRIES,
        lettering: LETTERING,
        mrz: Some(MrzPlace { left: 6.0, lines: &[88.0 - 15.75, 88.0 - 9.40] }),
    },
    PageSpec {
        id: OBSERVATIONS,
        title: "Observations, page 3",
        side: Side::Front,
        size: SIZE,
        rounded: [false, false, true, true],
        lights: &[Light::Visible, Light::Uv365, Light::Uv254, Light::Ir880],
        zones: OBSERVATION_ZONES,
        entries: OBSERVATION_ENTRIES,
        lettering: LETTERING,
        mrz: None,
    },
];

const FRAME: RectMm = RectMm::new(9.0, 17.0, 34.0, 44.0);
const SIGNATURE: RectMm = RectMm::new(98.0, 57.4, 23.0, 4.8);
const SEAL: (f32, f32) = (41.0, 18.6);
const DEVICE: (f32, f32) = (40.2, 55.4);
/// The compass that the rhumb lines run from.
const COMPASS: (f32, f32) = (110.2, 25.6);
const WINDOW: (f32, f32) = (110.6, 47.4);
const WINDOW_RADII: (f32, f32) = (7.2, 8.4);
const GHOST: RectMm = RectMm::new(105.1, 40.6, 11.0, 14.2);
const OVI: (f32, f32) = (80.2, 8.6);
/// The large shell of the page for observations.
const SHELL: (f32, f32) = (88.0, 52.0);
const BARCODE: RectMm = RectMm::new(78.4, 72.8, 33.2, 6.2);
/// How many fields of the data page are flat; the rest is tactile.
const FLAT: usize = 9;

const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Sans, 1.62), value: Type::new(Font::SansBold, 2.95).tracked(0.06), native_em: 2.7 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "type", title: "Type", what: What::Fixed("P"), label: "Tipa · Типа · Type", x: 47.8, label_y: 19.2, value_y: 22.8, width: 5.0 },
    Entry { id: "issuer", title: "Code of the issuing State", what: What::Fixed("QMA"), label: "Kodexa · Code", x: 64.4, label_y: 19.2, value_y: 22.8, width: 10.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Nomma · Номма · Surname", x: 47.8, label_y: 26.6, value_y: 30.2, width: 48.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Prenomma · Преномма · Given names", x: 47.8, label_y: 33.6, value_y: 37.2, width: 48.0 },
    Entry { id: "native-name", title: "Name in own script", what: What::NativeName, label: "", x: 47.8, label_y: 0.0, value_y: 40.8, width: 48.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Seks · Секс · Sex", x: 74.8, label_y: 44.4, value_y: 48.0, width: 6.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Nationality, label: "Nationa · Нациа · Nationality", x: 47.8, label_y: 51.2, value_y: 54.8, width: 20.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Loka natal · Place of birth", x: 74.8, label_y: 51.2, value_y: 54.8, width: 22.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Emita · Эмита · Issued", x: 47.8, label_y: 58.0, value_y: 61.6, width: 22.0 },
    Entry { id: "number", title: "Passport number", what: What::Number, label: "Numra · Passport No.", x: 79.0, label_y: 19.2, value_y: 22.8, width: 18.6 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Nata · Ната · Birth", x: 47.8, label_y: 44.4, value_y: 48.0, width: 23.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Valida · Expiry", x: 74.8, label_y: 58.0, value_y: 61.6, width: 22.0 },
];

#[rustfmt::skip]
const OBSERVATION_ENTRIES: &[Entry] = &[
    Entry { id: "personal-number", title: "Personal number", what: What::PersonalNumber, label: "Numra personal · Персонал нумра · Personal number", x: 12.0, label_y: 20.4, value_y: 24.4, width: 44.0 },
    Entry { id: "address", title: "Address", what: What::Address, label: "Adressa · Адресса · Address", x: 12.0, label_y: 29.0, value_y: 33.0, width: 60.0 },
    Entry { id: "address-below", title: "Address, second line", what: What::AddressBelow, label: "", x: 12.0, label_y: 0.0, value_y: 38.0, width: 60.0 },
    Entry { id: "profession", title: "Profession", what: What::Profession, label: "Profesa · Profession", x: 12.0, label_y: 43.0, value_y: 47.0, width: 44.0 },
    Entry { id: "authority", title: "Authority", what: What::Authority, label: "Autorita · Ауторита · Authority", x: 12.0, label_y: 52.0, value_y: 56.0, width: 58.0 },
];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [5.8, 2.2, 12.8, 12.6], Content::Fixed, Role::Emblem, VISIBLE),
    ("title", "Names of the State", [20.0, 2.6, 52.0, 11.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("ovi", "Compass in optically variable ink", [74.8, 3.2, 10.8, 10.8], Content::Fixed, Role::Ovd, REST_AND_FLASH),
    ("document-title", "Title of the document", [87.0, 2.6, 23.0, 11.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("chip-sign", "Sign of the contactless chip", [111.6, 3.4, 10.6, 6.6], Content::Fixed, Role::Emblem, VISIBLE),
    ("background-left", "Chart at the left edge", [1.6, 18.0, 6.8, 43.0], Content::Fixed, Role::Background, BOTH),
    ("background-gutter", "Chart between portrait and data", [43.4, 26.0, 3.6, 22.0], Content::Fixed, Role::Background, VISIBLE),
    ("compass", "Compass of the chart", [99.2, 14.6, 22.2, 22.0], Content::Fixed, Role::Background, VISIBLE),
    ("background-above-mrz", "Swell above the machine-readable zone", [3.0, 64.3, 82.0, 5.6], Content::Fixed, Role::Background, VISIBLE),
    ("background-below-mrz", "Swell below the machine-readable zone", [5.0, 81.4, 115.0, 4.6], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [86.0, 64.3, 36.0, 5.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext lines", [3.0, 62.6, 119.0, 1.5], Content::Fixed, Role::Microtext, VISIBLE),
    ("wave-text", "Microtext on a wave under the title", [47.2, 13.7, 26.6, 2.6], Content::Fixed, Role::Microtext, VISIBLE),
    ("portrait-background", "Chart that runs into the portrait", [9.0, 17.2, 25.8, 6.9], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Shell over the corner of the portrait", [35.2, 12.9, 11.6, 11.2], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [9.0, 24.3, 34.0, 36.7], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Portrait in the window", [103.2, 38.8, 14.8, 17.2], Content::Personal, Role::GhostPortrait, &[]),
    ("signature", "Signature", [98.0, 57.2, 23.0, 5.2], Content::Personal, Role::Signature, &[]),
    ("mrz", "Machine-readable zone", [5.0, 70.2, 115.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("device", "Diffractive star beside the portrait", [43.1, 50.0, 3.8, 10.8], Content::Fixed, Role::Ovd, COAXIAL),
    ("relief", "Compass felt on the surface", [99.2, 14.6, 22.2, 22.0], Content::Fixed, Role::Background, OBLIQUE),
    ("ir-emblem", "Gull that stays in infrared", [5.8, 2.2, 12.8, 12.6], Content::Fixed, Role::Emblem, IR),
    ("ir-compass", "Half of the compass that stays in infrared", [99.2, 14.6, 22.2, 22.0], Content::Fixed, Role::Background, IR),
    ("uv-compass", "Luminous compass", [98.6, 14.2, 23.4, 23.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous nautilus over the corner of the portrait", [34.8, 12.4, 12.4, 11.8], Content::Fixed, Role::UvDesign, UV),
    ("uv-band", "Luminous rope above the machine-readable zone", [3.0, 63.6, 119.0, 6.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-title", "Luminous letters", [46.0, 2.0, 40.0, 12.0], Content::Fixed, Role::UvDesign, UV),
    ("uv254-compass", "Sun in place of the compass", [98.6, 14.2, 23.4, 23.0], Content::Fixed, Role::UvDesign, UV254),
    ("uv254-band", "Gulls in place of the rope", [3.0, 63.6, 119.0, 6.4], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const OBSERVATION_ZONES: &[ZoneRow] = &[
    ("page-title", "Title of the page", [11.4, 6.0, 62.0, 8.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("page-number", "Page number", [112.0, 80.2, 8.0, 4.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("page-shell", "Nautilus of the page", [73.6, 38.0, 29.0, 28.0], Content::Fixed, Role::Background, VISIBLE),
    ("page-chart-top", "Chart at the upper right", [78.0, 6.0, 40.0, 12.0], Content::Fixed, Role::Background, VISIBLE),
    ("page-chart-side", "Chart at the right edge", [104.0, 22.0, 17.0, 50.0], Content::Fixed, Role::Background, VISIBLE),
    ("page-rope", "Rope at the left edge", [4.2, 10.0, 3.6, 68.0], Content::Fixed, Role::Background, VISIBLE),
    ("page-microtext", "Microtext on waves", [11.4, 60.0, 56.0, 10.2], Content::Fixed, Role::Microtext, VISIBLE),
    ("page-specimen", "SPECIMEN", [11.4, 71.6, 46.0, 7.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("page-perforation", "Perforated number", [44.0, 80.4, 34.0, 4.8], Content::Serial, Role::Number, &[]),
    ("page-barcode", "Linear barcode", [78.0, 72.4, 34.0, 7.0], Content::Serial, Role::Barcode, &[]),
    ("ir-shell", "Every other chamber stays in infrared", [73.6, 38.0, 29.0, 28.0], Content::Fixed, Role::Background, IR),
    ("uv-lighthouse", "Luminous lighthouse", [74.0, 20.0, 40.0, 50.0], Content::Fixed, Role::UvDesign, UV),
    ("uv254-page", "Luminous compass", [74.0, 20.0, 40.0, 50.0], Content::Fixed, Role::UvDesign, UV254),
    ("uv-page-title", "Luminous wave over the title", [11.0, 5.0, 62.0, 10.4], Content::Fixed, Role::UvDesign, UV),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("chart", Kind::Guilloche, "Depth lines and rhumb lines", "background-left", Level::Two, VISIBLE, "Follow single lines at ×10.", "Depth lines that never touch, crossed by straight lines that all come from the compass."),
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-below-mrz", Level::One, VISIBLE, "Follow the lower edge from left to right.", "From sea green over sand to blue without a step."),
    ("compass", Kind::Guilloche, "Compass", "compass", Level::Two, VISIBLE, "Compare the points and the wheel line around them.", "Sixteen points in three ranks inside one endless line with 41 points."),
    ("microtext", Kind::Microtext, "Microtext above the machine-readable zone", "microtext", Level::Two, VISIBLE, "Read the lines at ×10.", "The name of the State in Latin, then in Cyrillic letters, sharp, in solid ink."),
    ("wave-text", Kind::Microtext, "Microtext on a wave", "wave-text", Level::Two, VISIBLE, "Follow the wave under the title at ×10.", "Letters lean with the slope of the wave."),
    ("portrait", Kind::Portrait, "Engraved portrait", "portrait", Level::One, VISIBLE, "Look at the portrait at ×10.", "Grey only, inside the page; depth lines run on through it."),
    ("seal", Kind::Portrait, "Shell over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the spirals across the edge of the portrait.", "24 spirals to each hand run on unbroken."),
    ("window", Kind::Window, "Oval window with the portrait in lines", "ghost-portrait", Level::One, &[Light::Visible, Light::Transmitted], "Hold the page against the light.", "Clear; the portrait stands in it in slanting lines that swell with its shadows."),
    ("ovi", Kind::Ovi, "Compass that changes colour", "ovi", Level::One, REST_AND_FLASH, "Tilt the page.", "From deep green to copper."),
    ("device", Kind::Dovid, "Diffractive sun", "device", Level::One, COAXIAL, "Tilt the page; look at the lower right corner of the portrait.", "Rings flash in the colours of the spectrum around a sun with sixteen rays."),
    ("relief", Kind::SurfaceRelief, "Compass on the surface", "relief", Level::One, OBLIQUE, "Light the compass from the side; feel it.", "The dark halves of its points stand up."),
    ("tactile", Kind::TactileLaser, "Tactile number and dates", "", Level::One, OBLIQUE, "Feel number, date of birth and date of expiry.", "They stand up; the other data lie flat."),
    ("ir-arms", Kind::IrDropOut, "Arms in two inks", "ir-emblem", Level::Two, IR, "Compare the arms in daylight and in infrared.", "The sun goes, gull and waves stay."),
    ("ir-compass", Kind::IrDropOut, "Compass in two inks", "ir-compass", Level::Two, IR, "Compare the compass in daylight and in infrared.", "Only its four long points stay."),
    ("uv-dull", Kind::UvDesign, "Dull page body", "background-left", Level::Two, UV, "Look at the page under 365 nm.", "The body stays dark."),
    ("uv-compass", Kind::UvDesign, "Luminous compass", "uv-compass", Level::Two, UV, "Look at the right side under 365 nm.", "A compass in yellow inside blue depths."),
    ("uv-seal", Kind::UvDesign, "Luminous nautilus over the portrait", "uv-seal", Level::Two, UV, "Look at the upper right corner of the portrait under 365 nm.", "An orange nautilus that runs from the page into the portrait."),
    ("uv-portrait", Kind::UvPortrait, "Luminous portrait", "", Level::Two, UV, "Look between data and compass under 365 nm.", "The portrait again, in green light, over the end of the data."),
    ("uv254", Kind::Uv254Feature, "Another picture under 254 nm", "uv254-compass", Level::Two, UV254, "Change from 365 nm to 254 nm.", "The compass gives way to a red sun, the rope to a row of gulls."),
    ("page-microtext", Kind::Microtext, "Microtext on page 3", "page-microtext", Level::Two, VISIBLE, "Read the waves under the lines at ×10.", "Five waves of the name of the State."),
    ("page-uv", Kind::UvDesign, "Lighthouse on page 3", "uv-lighthouse", Level::Two, UV, "Look at page 3 under 365 nm.", "A lighthouse whose beams are yellow."),
    ("page-ir", Kind::IrDropOut, "Nautilus on page 3", "ir-shell", Level::Two, IR, "Compare in daylight and in infrared.", "Its ring of spirals goes, the chambers stay."),
    ("perforation", Kind::PerforatedNumber, "Perforated number on page 3", "page-perforation", Level::One, VISIBLE, "Compare with the data page.", "The passport number in round holes, clean on both sides."),
    ("chip", Kind::Chip, "Contactless chip", "chip-sign", Level::Two, VISIBLE, "Read the chip.", "The sign of a chip is printed and the chip answers."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch; all check digits right; black in infrared."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::ForgedPhoto, "The data page planed from behind and given another portrait: the portrait in the window stays the first holder's."),
    (FraudCode::ForgedPage, "A data page printed by retransfer, sewn in: depth lines in dots, no relief over the compass."),
    (FraudCode::ForgedData, "Date of expiry planed off and engraved anew: flat to the touch, check digit of the zone not changed."),
    (FraudCode::Counterfeit, "The window is a grey oval under the laminate and stays dark against the light."),
];

const ISLANDS: &[(f32, f32, f32)] = &[
    (24.0, 40.0, -4.0),
    (62.0, 42.0, -3.0),
    (88.0, 34.0, -2.0),
    (4.8, 52.0, 1.9),
    (4.2, 31.0, 1.2),
    (119.0, 86.0, 3.6),
    (13.0, 87.0, 3.4),
    (47.0, 87.5, 1.8),
    (66.0, 11.0, 2.0),
    (70.0, 70.0, -3.0),
];
const HARBOUR: &[(f32, f32, f32)] = &[
    (113.0, 30.0, 4.0),
    (96.0, 11.0, 2.4),
    (116.0, 62.0, 5.0),
    (40.0, 40.0, -4.0),
    (66.0, 24.0, 2.6),
    (97.0, 82.0, 2.6),
    (112.0, 9.0, 1.6),
];

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

fn chart(canvas: &mut Canvas, islands: &'static [(f32, f32, f32)], spacing: f32) {
    canvas.rect(PAGE, &iris(&[Tone(228, 244, 240), Tone(250, 244, 228), Tone(230, 240, 250)]));
    let depths = iris(&[SEA, SAND.mixed(SEA, 0.25), SKY]).infrared(0.02);
    let shore = iris(&[DEEP_SEA, DEEP_SAND, DEEP_SKY]).infrared(0.05);
    let drawn = Chart { islands, ripple: 1.0 }.lines(PAGE, spacing);
    for path in &drawn.shores {
        canvas.fill(path, &Ink::print(Tone(240, 226, 188)).at(0.5));
    }
    canvas.stroke_all(&drawn.fine, 0.09, &depths);
    canvas.stroke_all(&drawn.hills, 0.09, &depths);
    canvas.stroke_all(&drawn.fifths, 0.14, &depths);
    canvas.stroke_all(&drawn.shores, 0.17, &shore);
}

fn data_background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    chart(canvas, ISLANDS, 0.86);
    // Every rhumb line runs through the compass or past it.
    let net = iris(&[DEEP_SKY, DEEP_SEA, DEEP_SAND]).at(0.4);
    canvas.stroke_all(&lines::rhumb_lines(COMPASS, 112.0, 32, &[14, 16]), 0.09, &net);
    for y in [1.1, h - 1.1] {
        canvas.stroke_all(&lines::rope((0.0, y), w, 1.5, 0.5), 0.1, &iris(&[DEEP_SEA, DEEP_SAND, DEEP_SKY]));
    }
    compass(canvas);
}

fn compass(canvas: &mut Canvas) {
    let (x, y) = COMPASS;
    if let Some(paper) = ellipse(COMPASS, (9.9, 9.9)) {
        canvas.fill(&paper, &Ink::cover(Tone(244, 247, 242)).at(0.62));
    }
    let across = |left: Tone, right: Tone| Ink::iris_between((x - 10.4, y), (x + 10.4, y), &[left, right]);
    if let Some(wheel) = lines::spirograph(COMPASS, 10.6, 41, 9, 0.22) {
        canvas.stroke(&wheel, 0.075, &across(DEEP_SEA, DEEP_SKY).infrared(0.03).at(0.85));
    }
    canvas.stroke_all(&Ring::new(COMPASS, 6.9, 0.8, 32, 6).swelling(16, 0.5).paths(), 0.075, &across(DEEP_SAND, DEEP_SEA).infrared(0.03));
    canvas.stroke_all(&lines::rope_ring(COMPASS, 5.4, 0.55, 0.34), 0.08, &across(DEEP_SKY, DEEP_SEA).infrared(0.03));
    let ranks = motifs::compass(COMPASS, 9.4);
    for (index, rank) in ranks.iter().enumerate() {
        // The long points are in carbon, the others in dyes.
        let ink = if index == 2 { Ink::carbon(INK) } else { Ink::print([DEEP_SAND, DEEP_SEA][index.min(1)]).infrared(0.03) };
        canvas.fill(&rank.light, &Ink::cover(Tone(246, 248, 244)).at(0.92));
        canvas.fill(&rank.dark, &Ink::cover(Tone(246, 248, 244)).at(0.92));
        canvas.fill(&rank.dark, &ink);
        canvas.stroke(&rank.light, 0.08, &ink);
    }
}

fn data_print(canvas: &mut Canvas, page: &PageSpec) {
    let ink = Ink::print(INK).infrared(0.5);
    if let Some(glass) = ellipse(WINDOW, WINDOW_RADII) {
        window(canvas, &glass);
    }
    parted_arms(canvas, (12.2, 8.4), 6.0, INK);
    words(canvas, Type::new(Font::SerifBold, 3.7).tracked(0.42), "REPUBLIKA MARENA", (20.8, 6.4), &ink);
    words(canvas, Type::new(Font::Serif, 2.6).tracked(0.36), "РЕПУБЛИКА МАРЕНА", (20.8, 9.9), &ink);
    words(canvas, Type::new(Font::Serif, 1.9).tracked(0.2), "REPUBLIC OF MARENIA", (20.8, 12.6), &ink);
    words_right(canvas, Type::new(Font::SerifBold, 3.1).tracked(0.2), "PASSAPORTA", (109.4, 6.4), &ink);
    words_right(canvas, Type::new(Font::Serif, 2.4).tracked(0.12), "ПАССАПОРТА", (109.4, 9.9), &ink);
    words_right(canvas, Type::new(Font::Serif, 1.9).tracked(0.2), "PASSPORT", (109.4, 12.6), &ink);
    words(canvas, Type::new(Font::SerifBold, 5.0).tracked(0.8), "SPECIMEN", (87.0, 68.9), &Ink::print(RED));
    if let Some(path) = emblem::chip_sign(112.2, 4.2, 9.2) {
        canvas.fill(&path, &ink);
    }
    personal::labels(canvas, page, &Ink::print(LABEL));
    for y in [63.15, 63.8] {
        microtext::line(canvas, MICRO, (3.4, y), 118.0, &ink);
    }
    wavy_microtext(canvas, MICRO, (47.8, 15.1), 25.3, (0.55, 12.65), &ink);
}

fn observations_background(canvas: &mut Canvas) {
    chart(canvas, HARBOUR, 1.0);
    let net = iris(&[DEEP_SAND, DEEP_SKY, DEEP_SEA]).at(0.36);
    canvas.stroke_all(&lines::rhumb_lines(SHELL, 96.0, 16, &[6, 8]), 0.09, &net);
    if let Some(paper) = ellipse(SHELL, (13.6, 13.6)) {
        canvas.fill(&paper, &Ink::cover(Tone(246, 246, 240)).at(0.55));
    }
    canvas.stroke_all(
        &lines::shell(SHELL, (3.4, 13.6), 40, 2.2),
        0.08,
        &Ink::iris_between((74.0, 40.0), (102.0, 64.0), &[DEEP_SAND, DEEP_SEA]).infrared(0.03).at(0.8),
    );
    place(canvas, motifs::nautilus(), (SHELL.0 - 1.2, SHELL.1 - 0.6), 8.8, &Ink::carbon(DEEP_SKY).at(0.88));
    let rope: Vec<_> = lines::rope((-2.0, 0.0), 92.0, 2.4, 0.7)
        .into_iter()
        .filter_map(|path| path.transform(tiny_skia::Transform::from_row(0.0, 1.0, -1.0, 0.0, 6.0, 0.0)))
        .collect();
    canvas.stroke_all(&rope, 0.1, &Ink::iris_between((0.0, 0.0), (0.0, 88.0), &[DEEP_SEA, DEEP_SAND, DEEP_SKY]));
}

fn observations_print(canvas: &mut Canvas, page: &PageSpec) {
    let ink = Ink::print(INK).infrared(0.5);
    words(canvas, Type::new(Font::SerifBold, 4.0).tracked(0.5), "OBSERVATIONES", (12.0, 10.0), &ink);
    words(canvas, Type::new(Font::Serif, 2.2).tracked(0.2), "НАБЛУДЕНИА · OBSERVATIONS", (12.0, 13.6), &ink);
    canvas.rect(BARCODE.grown(0.4), &Ink::cover(Tone(249, 249, 244)).at(0.85).infrared(0.03));
    words_right(canvas, Type::new(Font::SerifBold, 3.2), "3", (119.0, 84.0), &ink);
    words(canvas, Type::new(Font::SerifBold, 6.4).tracked(1.1), "SPECIMEN", (12.2, 78.0), &Ink::print(RED).at(0.85));
    personal::labels(canvas, page, &Ink::print(LABEL));
    for row in 0..5 {
        wavy_microtext(canvas, MICRO, (12.0, 61.2 + 2.0 * row as f32), 54.6, (0.55, 18.2), &ink);
    }
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(20, 92, 104));
    canvas.stroke_all(&lines::shell(SEAL, (1.0, 4.6), 24, 1.7), 0.1, &ink);
    canvas.stroke_all(&Ring::new(SEAL, 4.95, 0.35, 40, 3).paths(), 0.09, &ink);
    microtext::ring(canvas, "MARENIA·МАРЕНА·", SEAL, 0.95, &ink);
}

fn luminous(canvas: &mut Canvas, page: &str) {
    let yellow = long_wave(GLOW_YELLOW);
    if page == OBSERVATIONS {
        place(canvas, motifs::lighthouse(), (94.0, 45.0), 19.4, &long_wave(GLOW_GREEN).at(0.85));
        for index in 0..3 {
            let y = 64.5 + 1.9 * index as f32;
            let band = Band { from: (76.0, y), to: (112.0, y), swing: 0.7, waves: 5.0, strands: 2, swell: (1.0, 0.0) };
            canvas.stroke_all(&band.paths(), 0.26, &long_wave(GLOW_BLUE));
        }
        for rank in motifs::compass((94.0, 45.0), 19.0) {
            canvas.fill(&rank.dark, &short_wave(GLOW_RED).at(0.9));
            canvas.stroke(&rank.light, 0.2, &short_wave(GLOW_ORANGE));
        }
        let band = Band { from: (12.0, 10.2), to: (72.0, 10.2), swing: 3.6, waves: 6.0, strands: 5, swell: (2.0, 0.5) };
        canvas.stroke_all(&band.paths(), 0.16, &yellow);
        return;
    }
    for rank in motifs::compass(COMPASS, 10.4) {
        canvas.fill(&rank.dark, &yellow);
        canvas.stroke(&rank.light, 0.14, &yellow);
    }
    let depths = Chart { islands: ISLANDS, ripple: 1.0 };
    let night = depths.lines(PAGE, 3.44);
    canvas.stroke_all(&night.shores, 0.18, &long_wave(GLOW_GREEN).at(0.8));
    canvas.stroke_all(&night.fine, 0.14, &long_wave(GLOW_BLUE).at(0.5));
    place(canvas, motifs::rays(15, 0.42), (COMPASS.0, COMPASS.1 + 3.4), 11.0, &short_wave(GLOW_RED));
    place(canvas, motifs::waves(), (COMPASS.0, COMPASS.1 + 0.6), 10.4, &short_wave(GLOW_BLUE));
    place(canvas, motifs::nautilus(), (SEAL.0 - 0.4, SEAL.1), 5.4, &long_wave(GLOW_ORANGE));
    canvas.stroke_all(&lines::rope((3.4, 66.8), 118.2, 4.4, 0.9), 0.2, &long_wave(GLOW_BLUE).at(0.9));
    for index in 0..10 {
        place(canvas, motifs::gull(), (8.6 + 12.0 * index as f32, 66.9), 4.4, &short_wave(GLOW_GREEN));
    }
    if let Some(path) = Type::new(Font::SerifBold, 7.0).tracked(0.9).set_centered("MARENIA", 66.0, 10.6) {
        canvas.fill(&path, &long_wave(GLOW_GREEN).glowing_254(GLOW_ORANGE).at(0.75));
    }
}

fn data(canvas: &mut Canvas, page: &PageSpec, print: &Print) {
    let engraved = Ink::carbon(Tone(26, 26, 28));
    if page.id == OBSERVATIONS {
        // Printed on paper by an ink that sinks in.
        personal::values(canvas, page, print, &Ink::carbon(Tone(30, 30, 38)));
        return;
    }
    let (flat, tactile) = page.entries.split_at_checked(FLAT).unwrap_or((page.entries, &[]));
    personal::values(canvas, &PageSpec { entries: flat, ..*page }, print, &engraved);
    personal::values(canvas, &PageSpec { entries: tactile, ..*page }, print, &engraved.clone().raised(0.85));
    personal::signature(canvas, SIGNATURE, print, &engraved);
}

fn optics(canvas: &mut Canvas) {
    if let Some(sun) = emblem::star(DEVICE, 2.5, 0.6, 16) {
        optical::diffractive(canvas, DEVICE, 5.6, &sun, 16);
    }
    for rank in motifs::compass(OVI, 4.9) {
        optical::ovi(canvas, &rank.dark, Tone(22, 96, 84), Tone(196, 112, 52));
        canvas.stroke(&rank.light, 0.12, &Ink::print(Tone(22, 96, 84)).turning(Tone(196, 112, 52)).infrared(0.2));
    }
    let lacquer = clear(canvas, 0.5);
    for rank in motifs::compass(COMPASS, 9.4) {
        canvas.fill(&rank.dark, &lacquer);
    }
    canvas.stroke_all(&lines::rope_ring(COMPASS, 9.9, 1.0, 0.8), 0.24, &lacquer);
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    let data_page = page.id == DATA;
    match layer {
        Layer::Background if data_page => data_background(canvas),
        Layer::Background => observations_background(canvas),
        Layer::FixedPrint if data_page => data_print(canvas, page),
        Layer::FixedPrint => observations_print(canvas, page),
        Layer::Portrait if data_page => {
            personal::portrait(canvas, print, FRAME, &Look::ENGRAVED);
            lined_portrait(canvas, print, GHOST, &Ink::carbon(Tone(40, 42, 46)));
        }
        Layer::Data => data(canvas, page, print),
        Layer::Overprint if data_page => overprint(canvas),
        Layer::Mrz if !data_page => {
            let ink = personal::ink_of(print.technique, &Ink::carbon(Tone(28, 28, 32)));
            let bars = barcode::Modules::code_39(&print.holder.number).and_then(|bars| barcode::paths(&bars, BARCODE));
            if let Some(path) = bars {
                canvas.fill(&path, &ink);
            }
        }
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas, page.id),
        Layer::LuminousData if data_page => luminous_portrait(canvas, print, RectMm::new(82.0, 38.6, 14.4, 18.6), GLOW_GREEN),
        Layer::Optical if data_page => optics(canvas),
        Layer::Perforation if !data_page => {
            let mut rng = Rng::new(print.holder.seed, "perforation");
            perforation::number(canvas, &print.holder.number, 45.0, 81.2, 0.55, &mut rng);
        }
        _ => {}
    }
}
