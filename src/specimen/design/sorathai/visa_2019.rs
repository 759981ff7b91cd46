//! The visa of Sorathai, 2019 series: a label of format MRV-B with a signed seal, pink to saffron, intaglio in green.

use super::ISSUER;
use super::visa_2019_print::print;
use crate::domain::{
    Content, DocumentKind, FeatureKind as Kind, FraudCode, Level, Light, RectMm, Side, SizeMm, Substrate, ZoneRole as Role,
};
use crate::specimen::canvas::Tone;
use crate::specimen::design::build::{ALL_LIGHTS, COAXIAL, FeatureRow, IR, OBLIQUE, UV, UV254, VISIBLE, ZoneRow};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::design::{MrzPlace, PageSpec, Series};
use crate::specimen::names::Culture;
use crate::specimen::text::{Font, Type};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "QSR-V-2019",
    issuer: ISSUER,
    kind: DocumentKind::MrvB,
    title: "2019 series",
    document_code: "V<",
    issued: ((2019, 10, 1), None),
    validity_years: 1,
    number_format: "A99999999",
    // For visitors from Utopia; their personal number is the number of their passport.
    culture: Culture::Utopian,
    nationality: Some("UTO"),
    personal_format: "A9999999",
    substrate: Substrate::Label,
    tone: Tone(250, 247, 240),
    pages: &[PageSpec {
        id: LABEL,
        title: "Visa label",
        side: Side::Front,
        size: SIZE,
        rounded: [false; 4],
        lights: ALL_LIGHTS,
        zones: ZONES,
        entries: ENTRIES,
        lettering: LETTERING,
        // Doc 9303-7.
        mrz: Some(MrzPlace { left: 4.0, lines: &[74.0 - 15.75, 74.0 - 9.40] }),
    }],
    portrait: Some((LABEL, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2019,
    print,
};

const LABEL: &str = "label";
pub(super) const SIZE: SizeMm = SizeMm { width: 105.0, height: 74.0 };
pub(super) const FRAME: RectMm = RectMm::new(4.0, 12.0, 28.5, 35.5);
/// Room of the Data Matrix with its quiet zone.
pub(super) const MATRIX: RectMm = RectMm::new(79.6, 11.4, 22.0, 22.0);
pub(super) const SEAL: (f32, f32) = (31.2, 14.8);
pub(super) const DEVICE: (f32, f32) = (28.4, 43.2);
/// Middle of the intaglio lotus.
pub(super) const LOTUS_HEART: (f32, f32) = (90.6, 44.6);
pub(super) const LATENT: RectMm = RectMm::new(82.4, 68.0, 19.0, 4.2);

pub(super) const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Slab, 1.5), value: Type::new(Font::SansBold, 2.7).tracked(0.03), native_em: 2.6 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "number", title: "Visa number", what: What::Number, label: "เลขที่ / Visa No.", x: 80.4, label_y: 4.6, value_y: 8.2, width: 20.6 },
    Entry { id: "valid-for", title: "Valid for", what: What::Fixed("SORATHAI"), label: "ใช้ที่ / Valid for", x: 36.4, label_y: 13.8, value_y: 17.2, width: 18.0 },
    Entry { id: "stay", title: "Length of stay", what: What::Fixed("90 DAYS"), label: "อยู่ได้ / Stay", x: 58.6, label_y: 13.8, value_y: 17.2, width: 18.0 },
    Entry { id: "from", title: "Valid from", what: What::Issued, label: "ตั้งแต่ / From", x: 36.4, label_y: 20.4, value_y: 23.8, width: 19.4 },
    Entry { id: "until", title: "Valid until", what: What::Expires, label: "จนถึง / Until", x: 58.6, label_y: 20.4, value_y: 23.8, width: 19.4 },
    Entry { id: "type", title: "Type of visa", what: What::Fixed("T"), label: "ชนิด / Type", x: 36.4, label_y: 27.0, value_y: 30.4, width: 5.0 },
    Entry { id: "entries", title: "Number of entries", what: What::Fixed("MULT"), label: "ครั้ง / Entries", x: 46.8, label_y: 27.0, value_y: 30.4, width: 9.6 },
    Entry { id: "passport-number", title: "Passport number", what: What::PersonalNumber, label: "หนังสือเดินทาง / Passport No.", x: 58.6, label_y: 27.0, value_y: 30.4, width: 19.4 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "ชื่อสกุล / Surname", x: 36.4, label_y: 33.6, value_y: 37.0, width: 41.6 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "ชื่อตัว / Given names", x: 36.4, label_y: 40.2, value_y: 43.6, width: 41.6 },
    Entry { id: "nationality", title: "Nationality", what: What::Nationality, label: "ชาติ / Nationality", x: 36.4, label_y: 46.8, value_y: 50.2, width: 15.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "เพศ / Sex", x: 52.2, label_y: 46.8, value_y: 50.2, width: 4.4 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "วันเกิด / Date of birth", x: 60.4, label_y: 46.8, value_y: 50.2, width: 18.2 },
];

const RAISED: &[Light] = &[Light::Visible, Light::Oblique];
const TURNING: &[Light] = &[Light::Visible, Light::Coaxial];
const PAIR: &[Light] = &[Light::Visible, Light::Ir880];
const BOTH_UV: &[Light] = &[Light::Visible, Light::Uv365];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [3.4, 1.8, 9.8, 9.0], Content::Fixed, Role::Emblem, RAISED),
    ("title", "Name of the State", [13.8, 2.0, 34.0, 8.0], Content::Fixed, Role::FixedText, RAISED),
    ("document-title", "Title of the document", [50.0, 2.0, 28.4, 7.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext lines", [50.0, 9.8, 28.6, 1.7], Content::Fixed, Role::Microtext, VISIBLE),
    ("background-left", "Background at the left edge", [0.6, 12.0, 2.8, 42.0], Content::Fixed, Role::Background, BOTH_UV),
    ("background-gutter", "Background between portrait and data", [32.8, 18.0, 3.0, 29.0], Content::Fixed, Role::Background, VISIBLE),
    ("background-right", "Background at the right edge", [102.2, 12.0, 2.2, 42.0], Content::Fixed, Role::Background, VISIBLE),
    ("intaglio-lotus", "Lotus in intaglio", [80.4, 34.6, 20.6, 20.0], Content::Fixed, Role::Background, RAISED),
    ("ovi", "Heart of the lotus in optically variable ink", [87.4, 41.6, 6.4, 6.2], Content::Fixed, Role::Ovd, TURNING),
    ("specimen", "SPECIMEN", [4.0, 48.6, 29.0, 4.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("flame-strip", "Flames in two inks", [4.0, 67.6, 74.0, 5.0], Content::Fixed, Role::Background, PAIR),
    ("latent", "Latent image", [82.2, 67.8, 19.4, 4.6], Content::Fixed, Role::Background, RAISED),
    ("portrait-background", "Background that runs into the portrait", [4.1, 12.1, 20.0, 2.3], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Lotus over the corner of the portrait", [27.0, 10.5, 8.4, 3.9], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [4.0, 14.5, 28.5, 33.0], Content::Personal, Role::Portrait, &[]),
    ("seal", "Signed seal", [79.6, 11.4, 22.0, 22.0], Content::Personal, Role::Barcode, &[]),
    ("mrz", "Machine-readable zone", [3.0, 56.0, 99.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("uv-lotus", "Luminous lotus", [80.2, 34.2, 21.0, 20.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-title", "Luminous barge in the title", [50.0, 1.6, 28.4, 10.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-strip", "Luminous waves below the machine-readable zone", [4.0, 67.4, 97.6, 5.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-254-lattice", "Lattice under 254 nm", [13.6, 1.8, 34.4, 8.6], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-left", Level::One, VISIBLE, "Follow the lines across the label under a magnifier.", "Pink runs into saffron and green without a step and without dots."),
    ("lattice", Kind::Guilloche, "Ogee lattice over waves", "background-gutter", Level::Two, VISIBLE, "Look at the crossings at ×10.", "Double lines of even width over a field of waves; no screen dots."),
    ("microtext", Kind::Microtext, "Microtext below the title", "microtext", Level::Two, VISIBLE, "Read both lines at ×10.", "VISA OF SORATHAI repeated, sharp, in solid ink."),
    ("intaglio", Kind::Intaglio, "Lotus in intaglio", "intaglio-lotus", Level::One, OBLIQUE, "Light from the side; feel with a finger nail.", "Petals with engraved veins stand up and throw shadows."),
    ("latent", Kind::LatentImage, "Latent image", "latent", Level::Two, OBLIQUE, "Light the panel at the lower right from the side.", "QSR comes up in an even field of lines."),
    ("ovi", Kind::Ovi, "Heart of the lotus", "ovi", Level::One, TURNING, "Tilt the label.", "The flower turns from green to gold."),
    ("infrared", Kind::IrDropOut, "Flames in two inks", "flame-strip", Level::Two, PAIR, "Compare daylight and infrared.", "All flames look alike in daylight; every other one is gone in infrared."),
    ("device", Kind::Dovid, "Diffractive flower", "", Level::One, COAXIAL, "Tilt the label; look at the lower right corner of the portrait.", "Petals in rings flash in the colours of the spectrum over the printed portrait."),
    ("portrait-seal", Kind::Portrait, "Lotus over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the petals across the edge of the portrait.", "Lines run on unbroken from the label into the portrait."),
    ("fibres", Kind::UvFibres, "Luminous fibres", "", Level::Two, UV, "Look for bent fibres under 365 nm.", "Orange, pink and blue fibres, at random."),
    ("uv-design", Kind::UvDesign, "Luminous lotus and barge", "uv-lotus", Level::Two, UV, "Look at the label under 365 nm.", "Dull paper; a pink lotus with a green ring, an orange barge."),
    ("uv-number", Kind::PrintedNumber, "Number that luminesces", "", Level::Two, UV, "Look at the red number under 365 nm.", "The printed number itself glows orange."),
    ("uv-254", Kind::Uv254Feature, "Lattice under 254 nm", "uv-254-lattice", Level::Three, UV254, "Change from 365 to 254 nm.", "A blue lattice over the name of the State, dark under 365 nm."),
    ("seal", Kind::Vds, "Visible digital seal", "seal", Level::Two, VISIBLE, "Read the Data Matrix and check its signature.", "The signature holds; seal, printed data and machine-readable zone agree."),
    ("edges", Kind::TrimmedEdges, "Cuts that destroy the label", "", Level::Two, OBLIQUE, "Look along the edges from the side.", "Straight cuts; no lifted corner, no tear, no second layer of glue."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, IR, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch, black in infrared; all check digits right."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::ForgedVisa, "Genuine label with a second portrait printed over the first: the flower at its corner lies below the new picture."),
    (FraudCode::Counterfeit, "Ink-jet print on bright label paper: the seal reads, but its signature is of another visa."),
    (FraudCode::ForgedVisa, "Number of entries changed from ONCE to MULT; the seal still says one."),
];
