//! The identity card of Tianhai, 2015 series: format TD2, jade lattice windows, vermilion clouds, portrait in a moon gate.

use super::ISSUER;
use super::card_2015_print::print;
use crate::domain::{
    Content, DocumentKind, FeatureKind as Kind, FraudCode, Level, Light, RectMm, Side, SizeMm, Substrate, ZoneRole as Role,
};
use crate::specimen::canvas::Tone;
use crate::specimen::design::build::{ALL_LIGHTS, BOTH, COAXIAL, FeatureRow, IR, OBLIQUE, UV, UV254, VISIBLE, ZoneRow};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::design::{MrzPlace, PageSpec, Series};
use crate::specimen::names::Culture;
use crate::specimen::text::{Font, Type};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "QTH-I-2015",
    issuer: ISSUER,
    kind: DocumentKind::Td2TravelDocument,
    title: "2015 series",
    document_code: "I<",
    issued: ((2015, 9, 1), Some((2024, 8, 31))),
    validity_years: 10,
    number_format: "A99999999",
    culture: Culture::Tianhai,
    nationality: None,
    personal_format: "YYMMDD9SC",
    substrate: Substrate::Petg,
    tone: Tone(248, 248, 244),
    pages: &[PageSpec {
        id: FRONT,
        title: "Front",
        side: Side::Front,
        size: SIZE,
        rounded: [true; 4],
        lights: ALL_LIGHTS,
        zones: ZONES,
        entries: ENTRIES,
        lettering: LETTERING,
        // Doc 9303-6.
        mrz: Some(MrzPlace { left: 4.0, lines: &[74.0 - 15.75, 74.0 - 9.40] }),
    }],
    portrait: Some((FRONT, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2015,
    print,
};

const FRONT: &str = "front";
pub(super) const SIZE: SizeMm = SizeMm { width: 105.0, height: 74.0 };
pub(super) const FRAME: RectMm = RectMm::new(4.6, 13.0, 28.0, 36.2);
pub(super) const GHOST: RectMm = RectMm::new(86.5, 25.6, 10.4, 13.5);
/// The moon gate around the small portrait: its middle and its radius.
pub(super) const GATE: ((f32, f32), f32) = ((91.7, 32.4), 9.0);
pub(super) const STAMP: (f32, f32, f32) = (88.0, 44.8, 7.4);
pub(super) const SEAL: (f32, f32) = (31.6, 15.4);
pub(super) const DEVICE: (f32, f32) = (8.6, 44.6);
pub(super) const LATENT: RectMm = RectMm::new(80.8, 68.0, 20.0, 4.2);

pub(super) const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Condensed, 1.62), value: Type::new(Font::Mono, 2.5), native_em: 3.2 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "number", title: "Card number", what: What::Number, label: "证号 / Card No.", x: 82.4, label_y: 14.8, value_y: 18.2, width: 19.0 },
    Entry { id: "native-name", title: "Name in Chinese", what: What::NativeName, label: "姓名 / Name", x: 37.0, label_y: 14.8, value_y: 18.7, width: 43.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "姓 / Surname", x: 37.0, label_y: 21.6, value_y: 24.8, width: 43.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "名 / Given names", x: 37.0, label_y: 27.8, value_y: 31.0, width: 43.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "性别 / Sex", x: 37.0, label_y: 34.0, value_y: 37.2, width: 5.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Nationality, label: "国籍 / Nationality", x: 45.6, label_y: 34.0, value_y: 37.2, width: 14.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "生日 / Date of birth", x: 62.6, label_y: 34.0, value_y: 37.2, width: 18.0 },
    Entry { id: "personal-number", title: "Personal number", what: What::PersonalNumber, label: "身份号 / Personal No.", x: 37.0, label_y: 40.2, value_y: 43.4, width: 22.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "有效至 / Date of expiry", x: 62.6, label_y: 40.2, value_y: 43.4, width: 18.0 },
    Entry { id: "address", title: "Address", what: What::Address, label: "住址 / Address", x: 37.0, label_y: 46.4, value_y: 49.6, width: 46.0 },
    Entry { id: "address-below", title: "Address, second line", what: What::AddressBelow, label: "", x: 37.0, label_y: 0.0, value_y: 53.0, width: 46.0 },
];

const RAISED: &[Light] = &[Light::Visible, Light::Oblique];
const TURNING: &[Light] = &[Light::Visible, Light::Coaxial];
const PAIR: &[Light] = &[Light::Visible, Light::Ir880];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [3.4, 2.0, 10.0, 9.6], Content::Fixed, Role::Emblem, VISIBLE),
    ("title", "Name of the State", [14.0, 2.2, 40.0, 9.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("document-title", "Title of the card", [72.0, 2.2, 29.6, 9.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("clouds", "Clouds between the titles", [55.0, 2.0, 16.6, 9.0], Content::Fixed, Role::Background, VISIBLE),
    ("microtext", "Microtext line", [37.0, 11.4, 64.0, 1.3], Content::Fixed, Role::Microtext, VISIBLE),
    ("background-left", "Windows at the left edge", [0.8, 14.0, 3.2, 34.0], Content::Fixed, Role::Background, BOTH),
    ("background-gutter", "Background between portrait and data", [33.0, 19.6, 3.2, 29.0], Content::Fixed, Role::Background, VISIBLE),
    ("gate-left", "Moon gate, left part", [82.2, 20.4, 3.8, 23.0], Content::Fixed, Role::Background, VISIBLE),
    ("gate-right", "Moon gate, right part", [97.4, 20.4, 4.4, 23.0], Content::Fixed, Role::Background, VISIBLE),
    ("stamp", "Square stamp", [87.2, 44.0, 9.0, 9.0], Content::Fixed, Role::Ovd, TURNING),
    ("specimen", "SPECIMEN", [4.6, 50.0, 28.4, 4.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("fret", "Fret in two inks", [4.0, 67.9, 50.0, 4.4], Content::Fixed, Role::Background, PAIR),
    ("waves", "Waves", [55.4, 67.8, 24.0, 4.6], Content::Fixed, Role::Background, VISIBLE),
    ("latent", "Latent image", [80.6, 67.8, 20.4, 4.6], Content::Fixed, Role::Background, RAISED),
    ("portrait-background", "Background that runs into the portrait", [4.7, 13.1, 20.0, 2.5], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Medallion over the corner of the portrait", [27.0, 10.9, 9.0, 4.8], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [4.6, 15.8, 28.0, 33.4], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Ghost portrait", [86.5, 25.6, 10.4, 13.5], Content::Personal, Role::GhostPortrait, &[]),
    ("mrz", "Machine-readable zone", [3.0, 56.0, 99.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("uv-gate", "Luminous cloud left of the gate", [82.0, 20.2, 4.2, 23.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-clouds", "Luminous clouds", [14.0, 1.8, 57.6, 9.6], Content::Fixed, Role::UvDesign, UV),
    ("uv-stamp", "Luminous stamp", [87.0, 43.8, 9.4, 9.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-sea", "Luminous waves", [4.0, 67.6, 97.0, 5.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-254-windows", "Windows under 254 nm", [72.0, 1.8, 30.0, 9.6], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "waves", Level::One, VISIBLE, "Follow the lines across the card under a magnifier.", "Jade runs into sand and vermilion without a step and without dots."),
    ("windows", Kind::Guilloche, "Lattice windows", "background-left", Level::Two, VISIBLE, "Look at corners and crossings at ×10.", "Octagons, squares and stars of even straight lines; corners sharp."),
    ("gate", Kind::Guilloche, "Moon gate", "gate-right", Level::Two, VISIBLE, "Count the rings around the small portrait.", "Three braided rings; the lattice ends at the outermost."),
    ("cliffs", Kind::Guilloche, "Cliffs in the lines", "background-gutter", Level::Two, VISIBLE, "Look along the waves behind the data.", "The lines swell into three cliffs."),
    ("microtext", Kind::Microtext, "Microtext below the titles", "microtext", Level::Two, VISIBLE, "Read the line at ×10.", "REPUBLIC OF TIANHAI and TIANHAI GONGHEGUO by turns."),
    ("stamp", Kind::Ovi, "Stamp that changes colour", "stamp", Level::One, TURNING, "Tilt the card.", "The stamp turns from vermilion to gold."),
    ("latent", Kind::LatentImage, "Latent image", "latent", Level::Two, OBLIQUE, "Light the panel at the lower right from the side.", "QTH comes up in an even field of lines."),
    ("infrared", Kind::IrDropOut, "Fret in two inks", "fret", Level::Two, PAIR, "Compare daylight and infrared.", "All rolls look alike in daylight; every other one is gone in infrared."),
    ("portrait", Kind::Portrait, "Engraved portrait", "portrait", Level::One, VISIBLE, "Look at the portrait at ×10.", "Grey only, inside the card; black in infrared."),
    ("medallion", Kind::Portrait, "Medallion over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the rings across the edge of the portrait.", "Lines run on unbroken from the card into the portrait."),
    ("ghost", Kind::GhostPortrait, "Portrait in the moon gate", "ghost-portrait", Level::One, VISIBLE, "Compare with the main portrait.", "The same face in vermilion lines that swell in the shadows."),
    ("device", Kind::Dovid, "Diffractive cliffs", "", Level::One, COAXIAL, "Tilt the card; look at the lower left corner of the portrait.", "Cliffs in rings flash in the colours of the spectrum."),
    ("tactile", Kind::TactileLaser, "Engraving that is felt", "", Level::One, OBLIQUE, "Feel the card number; light it from the side.", "Letters and figures stand up a little."),
    ("uv-design", Kind::UvDesign, "Luminous clouds and waves", "uv-clouds", Level::Two, UV, "Look at the card under 365 nm.", "Dull plastic; blue clouds, jade waves, a gold gate."),
    ("uv-stamp", Kind::UvDesign, "Luminous stamp", "uv-stamp", Level::Two, UV, "Look at the stamp under 365 nm.", "Its strokes glow red."),
    ("uv-254", Kind::Uv254Feature, "Windows under 254 nm", "uv-254-windows", Level::Three, UV254, "Change from 365 to 254 nm.", "A gold lattice over the title of the card, dark under 365 nm."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, IR, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch, black in infrared; all check digits right."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::Counterfeit, "Card printed by dye transfer: soft microtext, stamp of one red that does not turn, all rolls of the fret gone in infrared."),
    (FraudCode::ForgedPhoto, "Another portrait engraved over the first: a double outline at the shoulders, medallion burnt away."),
    (FraudCode::ForgedData, "Second line of the address added with a printer; not felt, gone in infrared."),
];
