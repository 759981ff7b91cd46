//! The passport of Tianhai, 2020 series: polycarbonate data page, portrait in colour by laser, jade to ink-blue, vermilion stamp.

use super::ISSUER;
use super::passport_2020_print::print;
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
    id: "QTH-P-2020",
    issuer: ISSUER,
    kind: DocumentKind::Td3Passport,
    title: "2020 series",
    document_code: "P<",
    issued: ((2020, 6, 1), None),
    validity_years: 10,
    number_format: "HA9999999",
    culture: Culture::Tianhai,
    nationality: None,
    personal_format: "YYMMDD999SC",
    substrate: Substrate::Polycarbonate,
    tone: Tone(247, 249, 248),
    pages: &[PageSpec {
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
    }],
    portrait: Some((DATA_PAGE, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2020,
    print,
};

const DATA_PAGE: &str = "data-page";
pub(super) const SIZE: SizeMm = SizeMm { width: 125.0, height: 88.0 };
pub(super) const FRAME: RectMm = RectMm::new(8.0, 16.5, 34.0, 44.0);
pub(super) const GHOST: RectMm = RectMm::new(98.7, 29.6, 12.2, 15.8);
pub(super) const SIGNATURE: RectMm = RectMm::new(9.0, 63.4, 32.0, 5.8);
pub(super) const SEAL: (f32, f32) = (41.0, 19.0);
pub(super) const DEVICE: (f32, f32) = (37.2, 55.0);
/// The clear window and its radius.
pub(super) const WINDOW: ((f32, f32), f32) = ((104.8, 21.6), 5.2);
/// The panel of surface relief.
pub(super) const PANEL: RectMm = RectMm::new(97.6, 47.4, 14.4, 8.2);
pub(super) const STAMP: (f32, f32, f32) = (113.0, 41.6, 9.0);
pub(super) const HEART: (f32, f32) = (71.0, 60.0);

pub(super) const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Garamond, 1.86), value: Type::new(Font::CondensedBold, 3.1).tracked(0.06), native_em: 3.4 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "type", title: "Type", what: What::Fixed("P"), label: "类型 / Type", x: 47.2, label_y: 17.4, value_y: 21.1, width: 5.0 },
    Entry { id: "issuing-state", title: "Code of issuing State", what: What::Fixed("QTH"), label: "国家码 / Code", x: 58.6, label_y: 17.4, value_y: 21.1, width: 9.0 },
    Entry { id: "number", title: "Passport number", what: What::Number, label: "护照号 / Passport No.", x: 75.4, label_y: 17.4, value_y: 21.1, width: 20.0 },
    Entry { id: "native-name", title: "Name in Chinese", what: What::NativeName, label: "姓名 / Name", x: 47.2, label_y: 24.4, value_y: 28.6, width: 48.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "姓 / Surname", x: 47.2, label_y: 31.8, value_y: 35.4, width: 48.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "名 / Given names", x: 47.2, label_y: 38.6, value_y: 42.2, width: 48.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Nationality, label: "国籍 / Nationality", x: 47.2, label_y: 45.4, value_y: 49.0, width: 15.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "性别 / Sex", x: 64.6, label_y: 45.4, value_y: 49.0, width: 5.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "生日 / Date of birth", x: 75.4, label_y: 45.4, value_y: 49.0, width: 20.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "出生地 / Place of birth", x: 47.2, label_y: 52.0, value_y: 55.6, width: 26.0 },
    Entry { id: "personal-number", title: "Personal number", what: What::PersonalNumber, label: "身份号 / Personal No.", x: 75.4, label_y: 52.0, value_y: 55.6, width: 20.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "签发日 / Date of issue", x: 47.2, label_y: 58.6, value_y: 62.2, width: 20.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "有效至 / Date of expiry", x: 75.4, label_y: 58.6, value_y: 62.2, width: 20.0 },
    Entry { id: "authority", title: "Authority", what: What::Authority, label: "签发机关 / Authority", x: 98.0, label_y: 58.6, value_y: 62.2, width: 24.4 },
];

const RAISED: &[Light] = &[Light::Visible, Light::Oblique];
const TURNING: &[Light] = &[Light::Visible, Light::Coaxial];
const PAIR: &[Light] = &[Light::Visible, Light::Ir880];
const THROUGH: &[Light] = &[Light::Visible, Light::Transmitted];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [5.8, 2.0, 11.6, 11.6], Content::Fixed, Role::Emblem, VISIBLE),
    ("title", "Name of the State", [18.4, 2.8, 52.0, 4.9], Content::Fixed, Role::FixedText, VISIBLE),
    ("document-title", "Title of the document", [18.4, 8.0, 40.0, 5.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("clouds", "Clouds beside the title", [71.0, 2.2, 27.0, 10.4], Content::Fixed, Role::Background, VISIBLE),
    ("chip-sign", "Sign of the contactless chip", [99.6, 3.6, 10.4, 6.8], Content::Fixed, Role::Emblem, VISIBLE),
    ("column", "Name of the State, upright", [112.8, 3.0, 9.4, 37.4], Content::Fixed, Role::FixedText, RAISED),
    ("stamp", "Square stamp", [112.4, 41.0, 10.2, 10.2], Content::Fixed, Role::Emblem, RAISED),
    ("ovi", "Cloud in optically variable ink", [112.8, 51.8, 9.6, 4.6], Content::Fixed, Role::Ovd, TURNING),
    ("window", "Clear window", [99.2, 16.0, 11.2, 11.2], Content::Fixed, Role::Background, THROUGH),
    ("relief", "Relief of the surface", [97.4, 47.2, 14.8, 8.6], Content::Fixed, Role::Background, OBLIQUE),
    ("microtext", "Microtext line", [48.0, 13.6, 62.0, 1.4], Content::Fixed, Role::Microtext, VISIBLE),
    ("background-left", "Background at the left edge", [1.0, 16.6, 6.2, 45.0], Content::Fixed, Role::Background, BOTH),
    ("background-gutter", "Background between portrait and data", [42.4, 24.4, 4.0, 36.6], Content::Fixed, Role::Background, VISIBLE),
    ("waves", "Waves and cliffs", [46.4, 63.6, 49.4, 6.2], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [97.0, 64.2, 25.4, 5.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("fret", "Fret in two inks", [6.0, 82.0, 66.0, 4.4], Content::Fixed, Role::Background, PAIR),
    ("windows", "Lattice windows", [86.0, 81.6, 30.0, 5.0], Content::Fixed, Role::Background, VISIBLE),
    ("portrait-background", "Background that runs into the portrait", [8.1, 16.6, 26.0, 3.2], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Cloud medallion over the corner of the portrait", [35.6, 13.8, 10.8, 6.1], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [8.0, 20.0, 34.0, 40.5], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Ghost portrait", [98.7, 29.6, 12.2, 15.8], Content::Personal, Role::GhostPortrait, &[]),
    ("signature", "Signature", [9.0, 63.4, 32.0, 5.8], Content::Personal, Role::Signature, &[]),
    ("mrz", "Machine-readable zone", [5.0, 70.2, 115.0, 10.6], Content::Personal, Role::Mrz, &[]),
    ("uv-stamp", "Luminous stamp", [112.2, 40.8, 10.6, 10.6], Content::Fixed, Role::UvDesign, UV),
    ("uv-clouds", "Luminous clouds", [60.0, 1.8, 50.0, 11.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-sea", "Luminous sea", [46.4, 63.4, 76.0, 6.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-medallion", "Luminous medallion over the corner of the portrait", [34.6, 12.4, 11.9, 7.5], Content::Fixed, Role::UvDesign, UV),
    ("uv-254-windows", "Windows under 254 nm", [6.0, 81.4, 66.0, 5.4], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-left", Level::One, VISIBLE, "Follow the lines from edge to edge under a magnifier.", "Jade runs into ink-blue and violet without a step and without dots."),
    ("relief-lines", Kind::Guilloche, "Cliffs in the lines", "background-gutter", Level::Two, VISIBLE, "Look along the lines behind the data.", "Level lines climb over three cliffs and stay parallel."),
    ("waves", Kind::Guilloche, "Waves and cliffs", "waves", Level::Two, VISIBLE, "Look at the scales at ×10.", "Four half rings in each scale; front ones hide back ones cleanly."),
    ("windows", Kind::Guilloche, "Lattice windows", "windows", Level::Two, VISIBLE, "Look at the straight lines at ×10.", "Octagons and squares of even lines, corners sharp."),
    ("microtext", Kind::Microtext, "Microtext below the title", "microtext", Level::Two, VISIBLE, "Read the line at ×10.", "SKY AND SEA OF TIANHAI repeated, sharp."),
    ("stamp", Kind::SurfaceRelief, "Stamp that is felt", "stamp", Level::One, OBLIQUE, "Light from the side; feel with a finger nail.", "Vermilion strokes stand up; the frame has a small spur at its upper left corner."),
    ("surface", Kind::SurfaceRelief, "Relief of the surface", "relief", Level::One, OBLIQUE, "Light the panel right of the data from the side.", "Clear waves in the surface; nothing is seen from above."),
    ("ovi", Kind::Ovi, "Cloud that changes colour", "ovi", Level::One, TURNING, "Tilt the page.", "The cloud turns from jade to copper."),
    ("infrared", Kind::IrDropOut, "Fret in two inks", "fret", Level::Two, PAIR, "Compare daylight and infrared.", "All rolls look alike in daylight; every other one is gone in infrared."),
    ("window", Kind::Window, "Clear window", "window", Level::One, TRANSMITTED, "Hold the page against the light.", "A round window of clear plastic with cliffs in fine lines; no print around it is cut."),
    ("portrait", Kind::Portrait, "Portrait in colour inside the plastic", "portrait", Level::One, VISIBLE, "Look at the portrait at ×10.", "Colours lie below the surface; lines of the background are seen through it; still visible in infrared."),
    ("medallion", Kind::Portrait, "Medallion over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the fret across the edge of the portrait.", "Lines run on unbroken from the page into the portrait."),
    ("ghost", Kind::GhostPortrait, "Portrait in microlines", "ghost-portrait", Level::Two, VISIBLE, "Look at ×10.", "The same face made of slanting lines alone, which swell in the shadows."),
    ("device", Kind::Dovid, "Diffractive cliffs", "", Level::One, COAXIAL, "Tilt the page; look at the lower right corner of the portrait.", "Cliffs in rings flash in the colours of the spectrum; the portrait stays visible below."),
    ("tactile", Kind::TactileLaser, "Engraving that is felt", "", Level::One, OBLIQUE, "Feel the passport number; light it from the side.", "Letters and figures stand up."),
    ("uv-design", Kind::UvDesign, "Luminous sky and sea", "uv-sea", Level::Two, UV, "Look at the page under 365 nm.", "Dull plastic; gold clouds, a jade and blue sea, a great red mountain under the data."),
    ("uv-stamp", Kind::UvDesign, "Stamp that luminesces", "uv-stamp", Level::Two, UV, "Look at the stamp under 365 nm.", "The vermilion strokes themselves glow red."),
    ("uv-portrait", Kind::UvPortrait, "Portrait under 365 nm", "", Level::Two, UV, "Look at the small portrait under 365 nm.", "Its lines glow jade."),
    ("uv-254", Kind::Uv254Feature, "Windows under 254 nm", "uv-254-windows", Level::Three, UV254, "Change from 365 to 254 nm.", "Lattice windows in gold over the fret, dark under 365 nm."),
    ("chip", Kind::Chip, "Contactless chip", "chip-sign", Level::Two, VISIBLE, "Read the chip.", "The sign of a chip is printed and the chip answers."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, IR, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch, black in infrared; all check digits right."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::Counterfeit, "Printed sheets welded together: microlines are a row of dots, the stamp is flat, the window is a sticker."),
    (FraudCode::ForgedPhoto, "Thin film with another portrait over the genuine one; the face differs from the one in microlines."),
    (FraudCode::ForgedData, "Engraving added to dates with another laser: darker strokes that do not stand up."),
];
