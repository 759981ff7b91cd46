//! The passport of Sorathai, 2017 series: paper data page under a laminate, saffron to lotus pink to green.

use super::passport_2017_print::print;
use super::{ISSUER, visa_page};
use crate::domain::{
    Content, DocumentKind, FeatureKind as Kind, FraudCode, Level, Light, RectMm, Side, SizeMm, Substrate, ZoneRole as Role,
};
use crate::specimen::canvas::Tone;
use crate::specimen::design::build::{ALL_LIGHTS, BOTH, COAXIAL, FeatureRow, IR, OBLIQUE, TRANSMITTED, UV, UV254, VISIBLE, ZoneRow};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::design::{MrzPlace, PageSpec, Series};
use crate::specimen::names::Culture;
use crate::specimen::text::{Font, Type};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "QSR-P-2017",
    issuer: ISSUER,
    kind: DocumentKind::Td3Passport,
    title: "2017 series",
    document_code: "P<",
    issued: ((2017, 4, 3), None),
    validity_years: 10,
    number_format: "AA9999999",
    culture: Culture::Sorathai,
    nationality: None,
    personal_format: "YYMMDDS999C",
    substrate: Substrate::Paper,
    tone: Tone(252, 248, 238),
    pages: PAGES,
    portrait: Some((DATA_PAGE, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2017,
    print,
};

pub(super) const SIZE: SizeMm = SizeMm { width: 125.0, height: 88.0 };
const DATA_PAGE: &str = "data-page";
const PAGES: &[PageSpec] = &[
    PageSpec {
        id: DATA_PAGE,
        title: "Data page",
        side: Side::Front,
        size: SIZE,
        rounded: [false, false, true, true],
        lights: ALL_LIGHTS,
        zones: ZONES,
        entries: ENTRIES,
        lettering: LETTERING,
        // Doc 9303-4.
        mrz: Some(MrzPlace { left: 6.0, lines: &[88.0 - 15.75, 88.0 - 9.40] }),
    },
    visa_page::PAGE,
];

pub(super) const FRAME: RectMm = RectMm::new(7.5, 16.5, 34.0, 44.0);
pub(super) const GHOST: RectMm = RectMm::new(98.6, 34.6, 12.6, 16.3);
pub(super) const SIGNATURE: RectMm = RectMm::new(9.0, 63.4, 31.0, 5.8);
pub(super) const LATENT: RectMm = RectMm::new(97.6, 52.4, 14.6, 8.8);
/// The lotus over the corner of the portrait.
pub(super) const SEAL: (f32, f32) = (40.6, 18.4);
/// The diffractive lotus over the lower corner of the portrait.
pub(super) const DEVICE: (f32, f32) = (36.6, 55.2);
pub(super) const WATERMARK: (f32, f32) = (104.9, 24.9);
pub(super) const HEART: (f32, f32) = (71.0, 39.0);

pub(super) const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Slab, 1.6), value: Type::new(Font::SerifBold, 2.85).tracked(0.03), native_em: 3.0 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "type", title: "Type", what: What::Fixed("P"), label: "ชนิด / Type", x: 46.8, label_y: 17.4, value_y: 21.1, width: 5.0 },
    Entry { id: "issuing-state", title: "Code of issuing State", what: What::Fixed("QSR"), label: "รหัส / Code", x: 57.6, label_y: 17.4, value_y: 21.1, width: 9.0 },
    Entry { id: "number", title: "Passport number", what: What::Number, label: "เลขที่ / Passport No.", x: 73.0, label_y: 17.4, value_y: 21.1, width: 22.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "ชื่อสกุล / Surname", x: 46.8, label_y: 24.6, value_y: 28.3, width: 48.4 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "ชื่อตัว / Given names", x: 46.8, label_y: 31.8, value_y: 35.5, width: 48.4 },
    Entry { id: "native-name", title: "Name in national script", what: What::NativeName, label: "", x: 46.8, label_y: 0.0, value_y: 39.7, width: 48.4 },
    Entry { id: "nationality", title: "Nationality", what: What::Nationality, label: "ชาติ / Nationality", x: 46.8, label_y: 43.2, value_y: 46.8, width: 17.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "เพศ / Sex", x: 65.8, label_y: 43.2, value_y: 46.8, width: 5.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "วันเกิด / Date of birth", x: 75.4, label_y: 43.2, value_y: 46.8, width: 19.8 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "บ้านเกิด / Place of birth", x: 46.8, label_y: 50.0, value_y: 53.6, width: 25.0 },
    Entry { id: "personal-number", title: "Personal number", what: What::PersonalNumber, label: "เลขประจำตัว / Personal No.", x: 75.4, label_y: 50.0, value_y: 53.6, width: 19.8 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "วันออก / Date of issue", x: 46.8, label_y: 56.8, value_y: 60.4, width: 22.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "ใช้ถึง / Date of expiry", x: 75.4, label_y: 56.8, value_y: 60.4, width: 19.8 },
];

const RAISED: &[Light] = &[Light::Visible, Light::Oblique];
const TURNING: &[Light] = &[Light::Visible, Light::Coaxial];
const PAIR: &[Light] = &[Light::Visible, Light::Ir880];
const REGISTER: &[Light] = &[Light::Visible, Light::Transmitted];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [6.0, 1.8, 12.8, 12.2], Content::Fixed, Role::Emblem, RAISED),
    ("title", "Name of the State", [20.0, 2.2, 46.0, 10.0], Content::Fixed, Role::FixedText, RAISED),
    ("document-title", "Title of the document", [66.2, 2.2, 24.0, 10.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("perforated-number", "Perforated number", [91.4, 3.4, 29.2, 5.6], Content::Serial, Role::Number, &[]),
    ("ovi", "Lotus in optically variable ink", [113.6, 15.4, 8.8, 6.4], Content::Fixed, Role::Ovd, TURNING),
    ("scroll-band", "Band of flame scrolls", [113.4, 22.4, 9.2, 39.0], Content::Fixed, Role::Background, RAISED),
    ("microtext", "Microtext lines", [47.0, 12.7, 75.4, 1.6], Content::Fixed, Role::Microtext, VISIBLE),
    ("background-left", "Background at the left edge", [1.0, 16.6, 5.6, 45.0], Content::Fixed, Role::Background, BOTH),
    ("background-gutter", "Background between portrait and data", [42.0, 24.6, 3.8, 36.6], Content::Fixed, Role::Background, VISIBLE),
    ("watermark", "Watermark lotus", [97.4, 16.2, 15.0, 17.6], Content::Fixed, Role::Background, REGISTER),
    ("latent", "Latent image", [97.4, 52.2, 15.0, 9.2], Content::Fixed, Role::Background, RAISED),
    ("flame-band", "Row of flames in two inks", [46.4, 62.8, 49.6, 5.6], Content::Fixed, Role::Background, PAIR),
    ("specimen", "SPECIMEN", [97.0, 62.8, 25.6, 5.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("lattice", "Ogee lattice with flowers", [6.0, 81.4, 76.0, 5.4], Content::Fixed, Role::Background, VISIBLE),
    ("register", "See-through lotus", [112.8, 81.2, 6.6, 5.6], Content::Fixed, Role::Background, REGISTER),
    ("portrait-background", "Background that runs into the portrait", [7.6, 16.6, 26.0, 3.2], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Lotus over the corner of the portrait", [35.0, 12.9, 11.4, 7.0], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [7.5, 20.0, 34.0, 40.5], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Ghost portrait", [98.6, 34.6, 12.6, 16.3], Content::Personal, Role::GhostPortrait, &[]),
    ("signature", "Signature", [9.0, 63.4, 31.0, 5.8], Content::Personal, Role::Signature, &[]),
    ("mrz", "Machine-readable zone", [5.0, 70.2, 115.0, 10.6], Content::Personal, Role::Mrz, &[]),
    ("uv-scrolls", "Luminous scrolls", [113.0, 15.2, 9.8, 46.2], Content::Fixed, Role::UvDesign, UV),
    ("uv-barge", "Luminous barge in the title", [66.2, 1.6, 24.4, 10.8], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous petals over the corner of the portrait", [34.4, 12.0, 12.0, 7.9], Content::Fixed, Role::UvDesign, UV),
    ("uv-buds", "Luminous lotus buds", [46.4, 62.4, 76.2, 6.8], Content::Fixed, Role::UvDesign, UV),
    ("uv-254-flames", "Flames under 254 nm", [6.0, 81.2, 76.0, 5.8], Content::Fixed, Role::UvDesign, UV254),
    ("uv-254-ring", "Ring under 254 nm", [97.4, 16.0, 15.2, 18.0], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("watermark", Kind::Watermark, "Lotus in the paper", "watermark", Level::One, TRANSMITTED, "Hold the page against the light; look right of the names.", "A lotus with light petals and dark rims that run into each other softly."),
    ("thread", Kind::SecurityThread, "Embedded thread", "", Level::One, TRANSMITTED, "Hold the page against the light, right of the portrait.", "A dark line from edge to edge with SORATHAI let through in light letters."),
    ("fibres", Kind::UvFibres, "Luminous fibres", "", Level::Two, UV, "Look for bent fibres all over the page under 365 nm.", "Orange, pink and green fibres, at random; some end under the print."),
    ("visible-fibres", Kind::VisibleFibres, "Visible fibres", "", Level::Two, VISIBLE, "Look for short threads at ×10.", "Fine pink and green threads within the paper, not on it."),
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "lattice", Level::One, VISIBLE, "Follow the lattice from left to right under a magnifier.", "Saffron runs into lotus pink and into green without a step and without dots."),
    ("lattice", Kind::Guilloche, "Ogee lattice", "lattice", Level::Two, VISIBLE, "Look at the places where the double lines meet, at ×10.", "Two parallel lines of even width touch and part; a flower of four petals in every cell."),
    ("flower", Kind::Guilloche, "Lotus from above", "", Level::Two, VISIBLE, "Look at the petals behind the names at ×10.", "Four rows of petals; front ones hide back ones cleanly; lines within each petal."),
    ("microtext", Kind::Microtext, "Microtext under the titles", "microtext", Level::Two, VISIBLE, "Read both lines at ×10.", "KINGDOM OF SORATHAI and RIVER OF LIGHT repeated, sharp, in solid ink."),
    ("intaglio", Kind::Intaglio, "Flame scrolls in intaglio", "scroll-band", Level::One, OBLIQUE, "Light from the side; feel with a finger nail.", "Stems and flames stand up and throw shadows."),
    ("latent", Kind::LatentImage, "Latent image", "latent", Level::Two, OBLIQUE, "Light the panel at the lower right from the side, then turn it.", "A lotus flower comes up in an even green field."),
    ("ovi", Kind::Ovi, "Lotus that changes colour", "ovi", Level::One, TURNING, "Tilt the page.", "The lotus turns from magenta to gold."),
    ("infrared", Kind::IrDropOut, "Flames in two inks", "flame-band", Level::Two, PAIR, "Compare daylight and infrared.", "All flames look alike in daylight; every other one is gone in infrared."),
    ("register", Kind::SeeThroughRegister, "Lotus in register", "register", Level::One, TRANSMITTED, "Hold the page against the light at the lower right corner.", "The petals of the back fall between those of the front and close the flower."),
    ("seal", Kind::Portrait, "Lotus over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the petals across the edge of the portrait.", "Lines run on unbroken from the page into the portrait."),
    ("portrait-background", Kind::Guilloche, "Background runs into the portrait", "portrait-background", Level::One, VISIBLE, "Look at the free upper part of the portrait.", "The lattice goes on behind the portrait, which has no edge of its own."),
    ("ghost", Kind::GhostPortrait, "Ghost portrait", "ghost-portrait", Level::One, VISIBLE, "Compare with the main portrait.", "The same picture in one green tint, background lines visible through it."),
    ("device", Kind::Dovid, "Diffractive lotus in the laminate", "", Level::One, COAXIAL, "Tilt the page; look at the lower right corner of the portrait.", "Petals in rings flash in the colours of the spectrum; the portrait stays visible below."),
    ("laminate", Kind::RetroreflectiveLaminate, "Retroreflective laminate", "", Level::Two, COAXIAL, "Look along the lamp.", "Rows of lotus buds flash over the whole upper part of the page, unbroken at the portrait."),
    ("perforation", Kind::PerforatedNumber, "Perforated number", "perforated-number", Level::One, TRANSMITTED, "Hold the upper right corner against the light.", "The passport number in round holes; narrower towards the back; the same on every page."),
    ("uv-design", Kind::UvDesign, "Luminous lotus, scrolls and barge", "uv-scrolls", Level::Two, UV, "Look at the page under 365 nm.", "Dull paper; green scrolls, an orange barge, a pink lotus that runs under the data."),
    ("uv-number", Kind::PrintedNumber, "Luminous number", "", Level::Two, UV, "Compare with the printed number.", "The passport number again, in orange, left of the ghost portrait."),
    ("uv-254", Kind::Uv254Feature, "Another design under 254 nm", "uv-254-flames", Level::Three, UV254, "Change from 365 to 254 nm.", "Blue flames below the machine-readable zone, which are dark under 365 nm."),
    ("visa-register", Kind::UvDesign, "Luminous river on the visa page", "visa-uv-river", Level::Two, UV, "Look at the visa page under 365 nm.", "A barge on green waves in the middle, the page number in orange."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, IR, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch, black in infrared; all check digits right."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::ForgedPhoto, "Laminate lifted at the portrait: rows of buds break off at its edge, the lotus ends there and glue glows under 365 nm."),
    (FraudCode::Counterfeit, "Offset on office paper: one even pink instead of rainbow print, all flames stay in infrared, thread printed in grey."),
    (FraudCode::ForgedData, "Date of expiry scraped and written anew: the flower behind it has gaps, fibres stand up under oblique light."),
    (FraudCode::ForgedPage, "Visa page of another book: its perforated number differs from that of the data page."),
];
