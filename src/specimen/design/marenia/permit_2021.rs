//! The residence permit of Marenia, 2021 series: polycarbonate, sand to sea, on a chart of the islands; a signed seal on the back.

use super::identity_2020::{MRZ, SIZE};
use super::lines::{self, Chart};
use super::motifs;
use super::parts::{self, changeable, clear, ellipse, long_wave, parted_arms, place, short_wave, window, words};
use super::{
    DEEP_SAND, DEEP_SEA, DEEP_SKY, GLOW_BLUE, GLOW_GREEN, GLOW_ORANGE, GLOW_RED, GLOW_YELLOW, INK, ISSUER, LABEL, MICRO, RED,
    REST_AND_FLASH, SAND, SEA, SKY,
};
use crate::domain::{Content, DocumentKind, FeatureKind as Kind, FraudCode, Level, Light, RectMm, Side, Substrate, ZoneRole as Role};
use crate::specimen::canvas::{Canvas, Ink, Lay, Nature, Tone};
use crate::specimen::design::build::{ALL_LIGHTS, COAXIAL, FeatureRow, IR, OBLIQUE, TRANSMITTED, UV, UV254, VISIBLE, ZoneRow};
use crate::specimen::design::{Entry, Layer, Lettering, PageSpec, Print, Series, Technique, What, print_of};
use crate::specimen::guilloche::{Band, Ring};
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::portrait;
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{barcode, emblem, microtext, optical, seal};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "QMA-R-2021",
    issuer: ISSUER,
    kind: DocumentKind::Td1ResidencePermit,
    title: "2021 series",
    document_code: "IR",
    issued: ((2021, 3, 1), None),
    validity_years: 5,
    number_format: "RA9999999",
    culture: Culture::Qazirah,
    nationality: Some("QZR"),
    personal_format: "",
    substrate: Substrate::Polycarbonate,
    tone: Tone(248, 247, 242),
    pages: PAGES,
    portrait: Some((FRONT, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2121,
    print,
};

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
        lights: &[Light::Visible, Light::Oblique, Light::Transmitted, Light::Uv365, Light::Uv254, Light::Ir880],
        zones: BACK_ZONES,
        entries: BACK_ENTRIES,
        lettering: LETTERING,
        mrz: Some(MRZ),
    },
];

const FRAME: RectMm = RectMm::new(4.0, 11.6, 27.6, 35.7);
const SIGNATURE: RectMm = RectMm::new(54.4, 45.4, 14.0, 5.8);
const SEAL: (f32, f32) = (28.8, 14.0);
const DEVICE: (f32, f32) = (30.3, 42.4);
/// The window, its half axes, and the portrait in it.
const WINDOW: (f32, f32) = (75.8, 21.4);
const WINDOW_RADII: (f32, f32) = (6.3, 7.9);
const GHOST: RectMm = RectMm::new(70.9, 15.2, 9.8, 12.7);
/// The window from the back.
const BACK_WINDOW: (f32, f32) = (SIZE.width as f32 - WINDOW.0, WINDOW.1);
const BACK_GHOST: RectMm = RectMm::new(SIZE.width - 80.7, 15.2, 9.8, 12.7);
const LENSES: RectMm = RectMm::new(70.0, 32.0, 12.24, 11.6);
const OVI: (f32, f32) = (76.4, 48.6);
const ARMS: (f32, f32) = (79.0, 6.5);
/// The place of the digital seal with its quiet zone.
const DIGITAL_SEAL: RectMm = RectMm::new(60.0, 4.6, 21.6, 21.6);
/// How many fields of the front are flat; the rest is tactile.
const FLAT: usize = 6;

const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Serif, 1.4), value: Type::new(Font::CondensedBold, 2.5).tracked(0.06), native_em: 2.1 };

#[rustfmt::skip]
const FRONT_ENTRIES: &[Entry] = &[
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Nomma · Номма · Surname", x: 35.6, label_y: 14.4, value_y: 17.5, width: 32.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Prenomma · Преномма · Given names", x: 35.6, label_y: 20.2, value_y: 23.3, width: 32.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Seks · Sex", x: 35.6, label_y: 26.2, value_y: 29.3, width: 6.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Nationality, label: "Nationa · Нациа · Nationality", x: 46.0, label_y: 26.2, value_y: 29.3, width: 21.6 },
    Entry { id: "title-of-stay", title: "Title of the stay", what: What::Fixed("RESIDENTIA LONGA"), label: "Titla · Титла · Type of permit", x: 35.6, label_y: 32.2, value_y: 35.3, width: 28.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Nata · Ната · Birth", x: 35.6, label_y: 38.6, value_y: 41.7, width: 16.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Valida · Expiry", x: 53.6, label_y: 38.6, value_y: 41.7, width: 15.4 },
    Entry { id: "number", title: "Number of the permit", what: What::Number, label: "Numra · Нумра · No.", x: 35.6, label_y: 45.0, value_y: 48.2, width: 17.0 },
];

#[rustfmt::skip]
const BACK_ENTRIES: &[Entry] = &[
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Loka natal · Лока натал · Place of birth", x: 19.4, label_y: 8.4, value_y: 11.3, width: 37.0 },
    Entry { id: "address", title: "Address", what: What::Address, label: "Adressa · Адресса · Address", x: 19.4, label_y: 13.8, value_y: 16.7, width: 37.0 },
    Entry { id: "address-below", title: "Address, second line", what: What::AddressBelow, label: "", x: 19.4, label_y: 0.0, value_y: 19.5, width: 37.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Emita · Issued", x: 19.4, label_y: 22.2, value_y: 25.1, width: 16.0 },
    Entry { id: "authority", title: "Authority", what: What::Fixed("OFFICIA CIVITA"), label: "Autorita · Authority", x: 37.6, label_y: 22.2, value_y: 25.1, width: 19.0 },
];

#[rustfmt::skip]
const FRONT_ZONES: &[ZoneRow] = &[
    ("title", "Names of State and document", [3.4, 2.2, 46.0, 8.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("emblem", "State emblem", [74.4, 1.9, 9.2, 9.2], Content::Fixed, Role::Emblem, VISIBLE),
    ("chip-sign", "Sign of the contactless chip", [65.6, 3.4, 7.6, 5.2], Content::Fixed, Role::Emblem, VISIBLE),
    ("background-chart", "Chart between title and chip sign", [50.6, 2.2, 14.6, 9.2], Content::Fixed, Role::Background, VISIBLE),
    ("background-gutter", "Chart between portrait and data", [31.8, 18.0, 3.2, 19.6], Content::Fixed, Role::Background, VISIBLE),
    ("background-lower-left", "Swell under the portrait", [36.0, 50.0, 17.0, 2.0], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [3.8, 47.7, 29.4, 4.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext lines", [35.4, 11.5, 33.0, 1.3], Content::Fixed, Role::Microtext, VISIBLE),
    ("portrait-background", "Chart that runs into the portrait", [4.0, 11.7, 20.6, 5.7], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Shell over the corner of the portrait", [24.9, 10.6, 7.8, 6.9], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [4.0, 17.6, 27.6, 29.7], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Portrait in the window", [69.2, 13.2, 13.2, 16.4], Content::Personal, Role::GhostPortrait, &[]),
    ("changeable", "Changeable laser image", [69.8, 31.8, 12.6, 12.0], Content::Serial, Role::Number, &[]),
    ("signature", "Signature", [54.2, 45.2, 14.4, 6.2], Content::Personal, Role::Signature, &[]),
    ("ovi", "Nautilus in optically variable ink", [72.4, 45.0, 8.2, 7.0], Content::Fixed, Role::Ovd, REST_AND_FLASH),
    ("device", "Diffractive nautilus beside the portrait", [31.7, 38.0, 3.2, 8.8], Content::Fixed, Role::Ovd, COAXIAL),
    ("relief", "Scallops felt on the surface", [50.6, 2.2, 14.6, 9.2], Content::Fixed, Role::Background, OBLIQUE),
    ("ir-emblem", "Gull that stays in infrared", [74.4, 1.9, 9.2, 9.2], Content::Fixed, Role::Emblem, IR),
    ("ir-chart", "Chart of which infrared leaves the shores", [50.6, 2.2, 14.6, 9.2], Content::Fixed, Role::Background, IR),
    ("uv-chart", "Luminous chart", [50.6, 1.9, 14.6, 9.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous shell over the corner of the portrait", [24.8, 9.6, 8.4, 7.9], Content::Fixed, Role::UvDesign, UV),
    ("uv-arms", "Luminous sun in the arms", [74.0, 1.7, 9.8, 9.6], Content::Fixed, Role::UvDesign, UV),
    ("uv254-title", "Luminous title", [3.4, 2.2, 46.0, 8.2], Content::Fixed, Role::UvDesign, UV254),
    ("uv254-arms", "Compass in place of the sun", [74.0, 1.7, 9.8, 9.6], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const BACK_ZONES: &[ZoneRow] = &[
    ("back-title", "Title on the back", [3.4, 2.0, 52.0, 4.2], Content::Fixed, Role::FixedText, VISIBLE),
    ("back-window", "Window seen from the back", [3.2, 13.2, 13.2, 16.4], Content::Personal, Role::GhostPortrait, &[]),
    ("back-left", "Chart above the window", [3.4, 6.6, 12.8, 6.0], Content::Fixed, Role::Background, VISIBLE),
    ("back-background", "Chart above the machine-readable zone", [20.0, 29.8, 34.0, 6.0], Content::Fixed, Role::Background, VISIBLE),
    ("back-specimen", "SPECIMEN", [57.0, 31.2, 25.4, 3.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("back-microtext", "Microtext on the back", [19.2, 27.3, 37.0, 1.4], Content::Fixed, Role::Microtext, VISIBLE),
    ("back-below", "Swell under the machine-readable zone", [4.0, 49.2, 77.0, 2.8], Content::Fixed, Role::Background, VISIBLE),
    ("seal", "Digital seal", [60.0, 4.6, 21.6, 21.6], Content::Personal, Role::Barcode, &[]),
    ("seal-label", "Label of the digital seal", [60.0, 26.8, 21.6, 3.2], Content::Fixed, Role::FixedText, VISIBLE),
    ("mrz", "Machine-readable zone", [4.2, 36.4, 77.4, 12.0], Content::Personal, Role::Mrz, &[]),
    ("back-relief", "Waves felt on the surface", [20.0, 29.8, 34.0, 6.0], Content::Fixed, Role::Background, OBLIQUE),
    ("ir-back", "Chart of which infrared leaves the shores", [20.0, 29.8, 34.0, 6.0], Content::Fixed, Role::Background, IR),
    ("uv-back", "Luminous rope", [19.0, 29.2, 63.0, 6.6], Content::Fixed, Role::UvDesign, UV),
    ("uv-back-title", "Luminous waves over the title", [3.4, 2.0, 52.0, 4.4], Content::Fixed, Role::UvDesign, UV),
    ("uv254-back", "Gulls in place of the rope", [19.0, 29.2, 63.0, 6.6], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("chart", Kind::Guilloche, "Depth lines", "background-chart", Level::Two, VISIBLE, "Follow single depth lines at ×10.", "Unbroken lines around islands that never touch; the shore is drawn heavier."),
    ("soundings", Kind::Microtext, "Soundings", "background-gutter", Level::Two, VISIBLE, "Look for figures between the depth lines at ×10.", "Depths in figures 0.5 mm high; they agree with the lines they stand between: deeper further out."),
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-lower-left", Level::One, VISIBLE, "Compare the upper and the lower edge.", "The lines run from sand over sea green to blue, from top to bottom, without a step."),
    ("microtext", Kind::Microtext, "Microtext above the data", "microtext", Level::Two, VISIBLE, "Read at ×10.", "The name of the State in Latin, then in Cyrillic letters."),
    ("portrait", Kind::Portrait, "Engraved portrait", "portrait", Level::One, VISIBLE, "Look at the portrait at ×10.", "Grey only, inside the card; depth lines run on through it."),
    ("seal", Kind::Portrait, "Shell over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the spirals across the edge of the portrait.", "Eighteen spirals to each hand run on unbroken."),
    ("window", Kind::Window, "Oval window with the portrait", "ghost-portrait", Level::One, &[Light::Visible, Light::Transmitted], "Hold the card against the light; look from both sides.", "Clear; the portrait in it is seen from both sides, mirrored from the back."),
    ("cli", Kind::Cli, "Changeable laser image", "changeable", Level::One, &[Light::Visible, Light::Oblique], "Turn the card about its upright axis.", "Straight on the year of expiry over a compass; from the side the number."),
    ("ovi", Kind::Ovi, "Nautilus that changes colour", "ovi", Level::One, REST_AND_FLASH, "Tilt the card.", "From plum to gold; every chamber is parted from the next."),
    ("device", Kind::Dovid, "Diffractive nautilus", "device", Level::One, COAXIAL, "Tilt the card; look at the lower right corner of the portrait.", "Rings flash in the colours of the spectrum around a nautilus."),
    ("relief", Kind::SurfaceRelief, "Scallops on the surface", "relief", Level::One, OBLIQUE, "Light the top edge from the side; feel it.", "Rows of clear scallops between title and chip sign."),
    ("tactile", Kind::TactileLaser, "Tactile expiry and number", "", Level::One, OBLIQUE, "Feel the date of expiry and the number.", "They stand up; the other data lie flat."),
    ("ir-arms", Kind::IrDropOut, "Arms in two inks", "ir-emblem", Level::Two, IR, "Compare the arms in daylight and in infrared.", "The sun goes, gull and waves stay."),
    ("ir-chart", Kind::IrDropOut, "Chart in two inks", "ir-chart", Level::Two, IR, "Compare the chart in daylight and in infrared.", "Only the shores stay; all depth lines go."),
    ("uv-dull", Kind::UvDesign, "Dull card body", "", Level::Two, UV, "Look at the card under 365 nm.", "The body stays dark."),
    ("uv-chart", Kind::UvDesign, "Luminous chart", "uv-chart", Level::Two, UV, "Look between title and chip sign under 365 nm.", "Shores in yellow, depths in blue."),
    ("uv-seal", Kind::UvDesign, "Luminous shell over the portrait", "uv-seal", Level::Two, UV, "Look at the upper right corner of the portrait under 365 nm.", "An orange nautilus that runs from the card into the portrait."),
    ("uv254", Kind::Uv254Feature, "Another picture under 254 nm", "uv254-arms", Level::Two, UV254, "Change from 365 nm to 254 nm.", "The sun of the arms gives way to a red compass; the title appears."),
    ("vds", Kind::Vds, "Signed digital seal", "seal", Level::Two, VISIBLE, "Read the seal on the back and verify its signature.", "A square matrix of black modules; its data agree with the card and the signature holds."),
    ("chip", Kind::Chip, "Contactless chip", "chip-sign", Level::Two, VISIBLE, "Read the chip.", "The sign of a chip is printed and the chip answers."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read the three lines and recompute the check digits.", "Begins with IR; OCR-B, 2.54 mm pitch; all check digits right."),
    ("window-back", Kind::Window, "Portrait in the window from the back", "back-window", Level::One, TRANSMITTED, "Turn the card over and hold it against the light.", "The same portrait, mirrored, in register with the front."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::Counterfeit, "Retransfer print on white PVC: the depth lines break into dots, the window is printed grey."),
    (FraudCode::ForgedData, "Date of expiry ground off and engraved anew: the seal on the back still holds the old date."),
    (FraudCode::ForgedPhoto, "A clear foil with another portrait; the portrait in the window stays the first holder's."),
];

/// The islands, as they lie on the front; the back shows them from below.
const ISLANDS: &[(f32, f32, f32)] =
    &[(57.0, 4.6, 2.4), (63.4, 8.6, 1.3), (18.0, 30.0, -3.0), (50.0, 33.0, -2.0), (43.0, 55.0, 3.2), (80.0, 38.0, -2.0), (-1.0, 52.0, 3.0)];
const BACK_ISLANDS: &[(f32, f32, f32)] = &[
    (9.0, 8.6, 1.7),
    (29.0, 32.4, 2.0),
    (43.0, 33.4, 1.1),
    (70.0, 14.0, -2.0),
    (34.0, 14.0, -3.0),
    (70.0, 47.0, -2.0),
    (18.0, 46.0, -3.0),
];

fn chart(page: &str) -> Chart<'static> {
    Chart { islands: if page == FRONT { ISLANDS } else { BACK_ISLANDS }, ripple: 0.75 }
}

const PAGE: RectMm = RectMm::new(0.0, 0.0, SIZE.width, SIZE.height);

fn down(tones: &[Tone]) -> Ink {
    Ink::iris_between((0.0, 0.0), (0.0, SIZE.height as f32), tones)
}

fn background(canvas: &mut Canvas, page: &str) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(PAGE, &down(&[Tone(250, 240, 220), Tone(232, 244, 238), Tone(226, 238, 248)]));
    let depths = down(&[SAND, SEA, SKY]).infrared(0.02);
    let shore = down(&[DEEP_SAND, DEEP_SEA, DEEP_SKY]);
    let land = Ink::print(Tone(238, 222, 184));
    let drawn = chart(page).lines(PAGE, 0.78);
    for path in &drawn.shores {
        canvas.fill(path, &land.clone().at(0.55));
    }
    canvas.stroke_all(&drawn.fine, 0.085, &depths);
    canvas.stroke_all(&drawn.hills, 0.085, &depths);
    canvas.stroke_all(&drawn.fifths, 0.13, &depths);
    canvas.stroke_all(&drawn.shores, 0.16, &shore.infrared(0.95));
    let net = if page == FRONT { (WINDOW, 104.0) } else { (BACK_WINDOW, 104.0) };
    canvas.stroke_all(&lines::rhumb_lines(net.0, net.1, 32, &[12, 15]), 0.08, &down(&[DEEP_SEA, DEEP_SKY, DEEP_SAND]).at(0.4));
    soundings(canvas, page);
    for y in [1.0, h - 1.0] {
        let band = Band { from: (0.0, y), to: (w, y), swing: 0.7, waves: 30.0, strands: 5, swell: (15.0, 0.6) };
        canvas.stroke_all(&band.paths(), 0.08, &Ink::iris(w, &[DEEP_SAND, DEEP_SEA, DEEP_SKY]));
    }
}

/// Depths in fathoms between the lines, as on a chart; deeper further out.
fn soundings(canvas: &mut Canvas, page: &str) {
    const FRONT_PLACES: &[(f32, f32)] = &[
        (52.0, 9.8),
        (53.4, 3.2),
        (60.0, 9.6),
        (60.4, 4.2),
        (32.6, 21.0),
        (33.4, 26.4),
        (32.4, 31.2),
        (33.2, 36.0),
        (38.0, 51.4),
        (44.0, 51.0),
        (50.0, 51.6),
    ];
    const BACK_PLACES: &[(f32, f32)] =
        &[(5.0, 11.4), (13.0, 10.6), (22.0, 31.6), (26.0, 34.8), (35.0, 31.0), (38.0, 34.4), (50.0, 31.4), (52.0, 34.6)];
    let chart = chart(page);
    let style = Type::new(Font::Serif, 0.78);
    let ink = Ink::print(DEEP_SKY).infrared(0.05);
    for (x, y) in if page == FRONT { FRONT_PLACES } else { BACK_PLACES } {
        let depth = (chart.depth(*x, *y).max(0.3) * 3.4).round() as i32;
        words(canvas, style, &depth.to_string(), (*x, *y), &ink);
    }
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let (ink, red) = (Ink::print(INK).infrared(0.5), Ink::print(RED));
    if page.id == FRONT {
        if let Some(glass) = ellipse(WINDOW, WINDOW_RADII) {
            window(canvas, &glass);
        }
        words(canvas, Type::new(Font::Sans, 1.62).tracked(0.1), "REPUBLIKA MARENA · РЕПУБЛИКА МАРЕНА", (4.0, 4.3), &ink);
        words(canvas, Type::new(Font::SerifBold, 2.75).tracked(0.16), "PERMISSA DE RESIDENTIA", (4.0, 7.6), &ink);
        words(canvas, Type::new(Font::Serif, 1.5).tracked(0.04), "ПЕРМИССА ДЕ РЕЗИДЕНТИА · RESIDENCE PERMIT", (4.0, 9.9), &ink);
        parted_arms(canvas, ARMS, 4.3, INK);
        if let Some(path) = emblem::chip_sign(66.2, 4.0, 6.4) {
            canvas.fill(&path, &ink);
        }
        words(canvas, Type::new(Font::SerifBold, 4.3).tracked(0.62), "SPECIMEN", (4.6, 51.5), &red);
        for y in [12.0, 12.6] {
            microtext::line(canvas, MICRO, (35.8, y), 32.0, &ink);
        }
    } else {
        if let Some(glass) = ellipse(BACK_WINDOW, WINDOW_RADII) {
            window(canvas, &glass);
        }
        words(canvas, Type::new(Font::SerifBold, 1.85).tracked(0.1), "PERMISSA DE RESIDENTIA · RESIDENCE PERMIT", (4.0, 4.9), &ink);
        words(canvas, Type::new(Font::SerifBold, 3.4).tracked(0.5), "SPECIMEN", (57.6, 34.4), &red);
        for y in [27.8, 28.4] {
            microtext::line(canvas, MICRO, (19.6, y), 36.0, &ink);
        }
        // A pale field, so that the modules of the seal read against it.
        canvas.rect(DIGITAL_SEAL, &Ink::cover(Tone(250, 250, 245)).at(0.9).infrared(0.03));
        canvas.stroke_all(&lines::rope((60.0, 26.5), 21.6, 0.7, 0.36), 0.08, &Ink::print(DEEP_SAND));
        words(canvas, Type::new(Font::Serif, 1.36), "Sigilla digitala · Digital seal", (60.4, 29.3), &Ink::print(LABEL));
    }
    personal::labels(canvas, page, &Ink::print(LABEL));
}

fn portraits(canvas: &mut Canvas, print: &Print, front: bool) {
    let cut = Look { opacity: 0.8, lay: Lay::Print, ..Look::ENGRAVED };
    if front {
        personal::portrait(canvas, print, FRAME, &Look::ENGRAVED);
        personal::portrait(canvas, print, GHOST, &cut);
    } else if print.technique == Technique::Issuer
        && let Some(mirrored) = print.face.drawn().and_then(|drawn| parts::mirrored(&portrait::toned(&drawn, cut.saturation, cut.dark)))
    {
        canvas.picture_in(&mirrored, BACK_GHOST, cut.opacity * 0.85, cut.lay, &Nature::CARBON);
    }
}

fn data(canvas: &mut Canvas, page: &PageSpec, print: &Print) {
    let engraved = Ink::carbon(Tone(26, 26, 28));
    if page.id == BACK {
        personal::values(canvas, page, print, &engraved);
        return;
    }
    let (flat, tactile) = page.entries.split_at_checked(FLAT).unwrap_or((page.entries, &[]));
    personal::values(canvas, &PageSpec { entries: flat, ..*page }, print, &engraved);
    personal::values(canvas, &PageSpec { entries: tactile, ..*page }, print, &engraved.clone().raised(0.85));
    personal::signature(canvas, SIGNATURE, print, &engraved);
    let ink = personal::ink_of(print.technique, &engraved);
    let center = (LENSES.center().x as f32, LENSES.center().y as f32);
    changeable(
        canvas,
        LENSES,
        print,
        |canvas| {
            for rank in motifs::compass(center, 5.2) {
                canvas.fill(&rank.dark, &ink.clone().at(0.34));
            }
            if let Some(path) =
                Type::new(Font::SansBold, 4.0).set_centered(&print.holder.expires.0.year().to_string(), center.0, center.1 + 1.5)
            {
                canvas.fill(&path, &ink);
            }
        },
        |canvas| {
            if let Some(path) = Type::new(Font::SansBold, 1.85).set_centered(&print.holder.number, center.0, center.1 - 1.6) {
                canvas.fill(&path, &ink);
            }
            place(canvas, motifs::waves(), (center.0, center.1 - 1.0), 5.0, &ink);
        },
    );
}

/// The seal that the issuer signed: a forger can change what is printed beside it, but not what it says.
fn digital_seal(canvas: &mut Canvas, print: &Print) {
    let issued = print_of(&SERIES, print.holder.seed);
    let lines: Vec<&str> = issued.mrz.iter().map(String::as_str).collect();
    let digits = Rng::new(print.holder.seed, "passport of the permit").below(10_000_000);
    let passport_number = format!("QZ{digits:07}");
    let permit =
        seal::Permit { issuer: ISSUER.0, signer: "QM01", mrz: &lines, passport_number: &passport_number, issued: issued.holder.issued };
    if let Some(path) = seal::permit(&permit).and_then(|seal| barcode::paths(&seal.modules, DIGITAL_SEAL.grown(-0.5))) {
        canvas.fill(&path, &personal::ink_of(print.technique, &Ink::carbon(Tone(24, 24, 28))));
    }
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(DEEP_SAND.mixed(INK, 0.35));
    canvas.stroke_all(&lines::shell(SEAL, (0.6, 3.0), 18, 1.6), 0.085, &ink);
    canvas.stroke_all(&Ring::new(SEAL, 3.15, 0.22, 36, 3).paths(), 0.08, &ink);
}

fn luminous(canvas: &mut Canvas, page: &str) {
    let yellow = long_wave(GLOW_YELLOW);
    if page == FRONT {
        let area = RectMm::new(34.6, 0.0, 51.0, SIZE.height);
        let drawn = chart(page).lines(area, 1.56);
        canvas.stroke_all(&drawn.shores, 0.26, &yellow);
        canvas.stroke_all(&drawn.fine, 0.12, &long_wave(GLOW_BLUE).at(0.75));
        canvas.stroke_all(&drawn.fifths, 0.2, &long_wave(GLOW_BLUE).at(0.75));
        place(canvas, motifs::nautilus(), (SEAL.0, SEAL.1 - 0.4), 3.9, &long_wave(GLOW_ORANGE));
        place(canvas, motifs::rays(13, 0.5), (ARMS.0, ARMS.1 + 0.6), 4.6, &long_wave(GLOW_ORANGE));
        for rank in motifs::compass(ARMS, 4.6) {
            canvas.fill(&rank.dark, &short_wave(GLOW_RED));
            canvas.stroke(&rank.light, 0.1, &short_wave(GLOW_RED));
        }
        words(canvas, Type::new(Font::SerifBold, 5.4).tracked(0.7), "MARENIA", (5.0, 8.4), &short_wave(GLOW_GREEN).at(0.9));
        return;
    }
    canvas.stroke_all(&lines::rope((19.4, 32.5), 62.0, 4.6, 0.9), 0.2, &long_wave(GLOW_BLUE).at(0.9));
    for index in 0..6 {
        place(canvas, motifs::gull(), (24.6 + 10.4 * index as f32, 32.6), 4.0, &short_wave(GLOW_GREEN));
    }
    for y in [3.2, 5.2] {
        let band = Band { from: (4.0, y), to: (55.0, y), swing: 0.8, waves: 12.0, strands: 2, swell: (3.0, 0.5) };
        canvas.stroke_all(&band.paths(), 0.22, &yellow);
    }
}

fn optics(canvas: &mut Canvas, page: &str) {
    let lacquer = clear(canvas, 0.5);
    if page == BACK {
        for y in [31.0, 32.8, 34.6] {
            let band = Band { from: (20.4, y), to: (53.6, y), swing: 0.6, waves: 7.0, strands: 2, swell: (1.0, 0.0) };
            canvas.stroke_all(&band.paths(), 0.3, &lacquer);
        }
        return;
    }
    canvas.stroke_all(&lines::scallops(RectMm::new(51.0, 2.6, 13.8, 8.4), 1.5, 3), 0.24, &lacquer);
    if let Some(shell) = motifs::nautilus().and_then(|path| emblem::placed(&path, DEVICE, 1.9)) {
        optical::diffractive(canvas, DEVICE, 4.2, &shell, 12);
    }
    if let Some(shell) = motifs::nautilus().and_then(|path| emblem::placed(&path, OVI, 3.2)) {
        optical::ovi(canvas, &shell, Tone(122, 58, 108), Tone(196, 156, 60));
    }
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    let front = page.id == FRONT;
    match layer {
        Layer::Background => background(canvas, page.id),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => portraits(canvas, print, front),
        Layer::Data => data(canvas, page, print),
        Layer::Overprint if front => overprint(canvas),
        Layer::Mrz => {
            personal::machine_readable(canvas, page, print);
            if !front {
                digital_seal(canvas, print);
            }
        }
        Layer::Luminous => luminous(canvas, page.id),
        Layer::LuminousData if front => {
            let ink = long_wave(GLOW_GREEN).at(0.8);
            words(canvas, Type::new(Font::SansBold, 2.2).tracked(0.2), &print.holder.number, (35.6, 51.5), &ink);
        }
        Layer::Optical => optics(canvas, page.id),
        _ => {}
    }
}
