//! The travel document of Marenia, 2016 series, for people without a passport: laminated paper, sand to sea green, scallops and shells.

use super::lines;
use super::motifs;
use super::parts::{ellipse, long_wave, parted_arms, place, short_wave, words};
use super::{
    DEEP_SAND, DEEP_SEA, DEEP_SKY, GLOW_BLUE, GLOW_GREEN, GLOW_ORANGE, GLOW_RED, GLOW_YELLOW, INK, ISSUER, LABEL, MICRO, RED,
    REST_AND_FLASH, SAND, SEA, SKY,
};
use crate::domain::{
    Content, DocumentKind, FeatureKind as Kind, FraudCode, Level, Light, RectMm, Side, SizeMm, Substrate, ZoneRole as Role,
};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::build::{ALL_LIGHTS, BOTH, COAXIAL, FeatureRow, IR, OBLIQUE, TRANSMITTED, UV, UV254, VISIBLE, ZoneRow};
use crate::specimen::design::{Entry, Layer, Lettering, MrzPlace, PageSpec, Print, Series, What};
use crate::specimen::guilloche::{Band, Ring};
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem, fibres, microtext, optical, perforation};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "QMA-T-2016",
    issuer: ISSUER,
    kind: DocumentKind::Td2TravelDocument,
    title: "Travel document, 2016 series",
    document_code: "I<",
    issued: ((2016, 2, 1), None),
    validity_years: 5,
    number_format: "T99999999",
    culture: Culture::Marenian,
    nationality: Some("XXA"),
    personal_format: "",
    substrate: Substrate::Paper,
    tone: Tone(248, 245, 236),
    pages: PAGES,
    portrait: Some((DATA, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 1616,
    print,
};

const SIZE: SizeMm = SizeMm { width: 105.0, height: 74.0 };
const PAGE: RectMm = RectMm::new(0.0, 0.0, SIZE.width, SIZE.height);
const DATA: &str = "data-page";
const PAGES: &[PageSpec] = &[PageSpec {
    id: DATA,
    title: "Data page",
    side: Side::Front,
    size: SIZE,
    rounded: [false, false, true, true],
    lights: ALL_LIGHTS,
    zones: ZONES,
    entries: ENTRIES,
    lettering: LETTERING,
    mrz: Some(MrzPlace { left: 4.0, lines: &[74.0 - 15.75, 74.0 - 9.40] }),
}];

const FRAME: RectMm = RectMm::new(4.8, 13.8, 26.6, 34.4);
const GHOST: RectMm = RectMm::new(87.2, 15.2, 12.6, 16.3);
const SIGNATURE: RectMm = RectMm::new(62.0, 14.8, 22.0, 5.0);
const SEAL: (f32, f32) = (29.7, 15.7);
const WATERMARK: (f32, f32) = (93.8, 41.4);
const OVI: (f32, f32) = (85.2, 7.9);
/// The compass of which the front has one half of each point, and the back the other.
const REGISTER: (f32, f32) = (96.4, 7.9);
const LATENT: RectMm = RectMm::new(75.0, 67.9, 25.6, 4.2);
/// The shell behind the data.
const SHELL: (f32, f32) = (60.0, 33.0);
const DEVICE: (f32, f32) = (30.6, 44.0);
/// How far the thread lies from the left edge.
const THREAD: f32 = 35.0;

const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Serif, 1.55), value: Type::new(Font::SerifBold, 2.55).tracked(0.04), native_em: 2.4 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Nomma · Номма · Surname", x: 37.0, label_y: 22.6, value_y: 25.7, width: 47.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Prenomma · Преномма · Given names", x: 37.0, label_y: 28.4, value_y: 31.5, width: 47.0 },
    Entry { id: "native-name", title: "Name in own script", what: What::NativeName, label: "", x: 37.0, label_y: 0.0, value_y: 34.5, width: 47.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Nata · Ната · Birth", x: 37.0, label_y: 37.2, value_y: 40.2, width: 20.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Seks · Sex", x: 59.0, label_y: 37.2, value_y: 40.2, width: 5.0 },
    Entry { id: "status", title: "Status", what: What::Fixed("APATRIDA"), label: "Statua · Status", x: 69.0, label_y: 37.2, value_y: 40.2, width: 15.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Loka natal · Place of birth", x: 37.0, label_y: 42.6, value_y: 45.6, width: 28.0 },
    Entry { id: "authority", title: "Authority", what: What::Authority, label: "Autorita · Authority", x: 37.0, label_y: 47.8, value_y: 50.8, width: 28.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Emita · Issued", x: 67.0, label_y: 42.6, value_y: 45.6, width: 17.6 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Valida · Expiry", x: 67.0, label_y: 47.8, value_y: 50.8, width: 17.6 },
    Entry { id: "number", title: "Number of the document", what: What::Number, label: "Numra · Нумра · No.", x: 37.0, label_y: 15.8, value_y: 18.9, width: 22.0 },
];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [3.6, 2.0, 12.0, 11.6], Content::Fixed, Role::Emblem, VISIBLE),
    ("title", "Names of State and document", [16.6, 2.6, 62.6, 10.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("ovi", "Nautilus in optically variable ink", [80.6, 3.0, 9.2, 9.6], Content::Fixed, Role::Ovd, REST_AND_FLASH),
    ("register", "Half compass", [91.4, 2.9, 10.0, 10.0], Content::Fixed, Role::Emblem, VISIBLE),
    ("background-left", "Scallops at the left edge", [1.6, 20.0, 2.8, 28.0], Content::Fixed, Role::Background, BOTH),
    ("background-right", "Scallops around the watermark", [85.4, 33.0, 16.8, 17.4], Content::Fixed, Role::Background, VISIBLE),
    ("background-above-mrz", "Scallops above the machine-readable zone", [4.0, 53.3, 97.0, 2.6], Content::Fixed, Role::Background, VISIBLE),
    ("microtext", "Microtext lines", [4.0, 51.7, 97.0, 1.5], Content::Fixed, Role::Microtext, VISIBLE),
    ("specimen", "SPECIMEN", [4.0, 67.4, 33.6, 4.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("latent-field", "Field of raised lines", [75.0, 67.9, 25.6, 4.2], Content::Fixed, Role::Background, VISIBLE),
    ("portrait-background", "Scallops that run into the portrait", [4.8, 13.9, 20.8, 5.5], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Shell over the corner of the portrait", [25.7, 11.8, 8.0, 7.7], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [4.8, 19.6, 26.6, 28.6], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Ghost portrait", [87.2, 15.2, 12.6, 16.3], Content::Personal, Role::GhostPortrait, &[]),
    ("signature", "Signature", [62.0, 14.8, 22.0, 5.0], Content::Personal, Role::Signature, &[]),
    ("mrz", "Machine-readable zone", [3.0, 56.0, 99.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("perforation", "Perforated number", [39.2, 67.6, 30.0, 4.6], Content::Serial, Role::Number, &[]),
    ("watermark", "Lighthouse in the paper", [85.4, 33.0, 16.8, 17.4], Content::Fixed, Role::Background, TRANSMITTED),
    ("register-through", "Whole compass", [91.4, 2.9, 10.0, 10.0], Content::Fixed, Role::Emblem, TRANSMITTED),
    ("latent", "MARENIA in the field of raised lines", [75.0, 67.9, 25.6, 4.2], Content::Fixed, Role::FixedText, OBLIQUE),
    ("intaglio", "Raised title", [16.6, 2.6, 62.6, 10.0], Content::Fixed, Role::FixedText, OBLIQUE),
    ("laminate", "Gulls of the laminate over the title", [16.6, 2.6, 62.6, 10.0], Content::Fixed, Role::Ovd, COAXIAL),
    ("device", "Diffractive sun beside the portrait", [31.5, 39.0, 3.6, 10.0], Content::Fixed, Role::Ovd, COAXIAL),
    ("ir-emblem", "Gull that stays in infrared", [3.6, 2.0, 12.0, 11.6], Content::Fixed, Role::Emblem, IR),
    ("ir-register", "Half compass that goes in infrared", [91.4, 2.9, 10.0, 10.0], Content::Fixed, Role::Emblem, IR),
    ("uv-scallops", "Luminous scallops under the ghost portrait", [85.4, 33.0, 16.8, 14.6], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous sun over the corner of the portrait", [24.8, 11.2, 9.6, 8.3], Content::Fixed, Role::UvDesign, UV),
    ("uv-band", "Luminous swell above the machine-readable zone", [4.0, 51.6, 97.0, 4.3], Content::Fixed, Role::UvDesign, UV),
    ("uv-title", "Luminous letters", [16.6, 2.2, 62.6, 10.8], Content::Fixed, Role::UvDesign, UV),
    ("uv254-gulls", "Gulls in place of the letters", [16.6, 2.2, 62.6, 10.8], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("watermark", Kind::Watermark, "Lighthouse in the paper", "watermark", Level::One, TRANSMITTED, "Hold the page against the light, below the ghost portrait.", "A lighthouse with two beams, soft at its edges, lighter and darker than the paper."),
    ("thread", Kind::SecurityThread, "Windowed thread", "", Level::One, &[Light::Visible, Light::Transmitted], "Look between portrait and data; hold the page against the light.", "Metal comes to the surface three times; against the light it is one dark line with MARENIA let through."),
    ("register", Kind::SeeThroughRegister, "Compass in two halves", "register-through", Level::One, &[Light::Visible, Light::Transmitted], "Look at the upper right corner, then hold it against the light.", "Half of each point is printed on the front, half on the back; against the light they fit without a gap."),
    ("fibres", Kind::VisibleFibres, "Coloured fibres", "", Level::Two, VISIBLE, "Look for fibres at ×10.", "Short blue and orange fibres in the paper, at random; a needle can lift them."),
    ("uv-fibres", Kind::UvFibres, "Luminous fibres", "", Level::Two, UV, "Look for fibres all over the page under 365 nm.", "Yellow and blue fibres, at random."),
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-above-mrz", Level::One, VISIBLE, "Follow the scallops from left to right.", "From sand over sea green to blue without a step."),
    ("scallops", Kind::Guilloche, "Scallops", "background-right", Level::Two, VISIBLE, "Look at the rows at ×10.", "Four unbroken arcs in each scallop, hidden where the next row lies over it."),
    ("microtext", Kind::Microtext, "Microtext above the machine-readable zone", "microtext", Level::Two, VISIBLE, "Read at ×10.", "The name of the State in Latin, then in Cyrillic letters."),
    ("intaglio", Kind::Intaglio, "Raised title", "intaglio", Level::One, OBLIQUE, "Feel the title; light it from the side.", "The letters and the rope under them stand up and throw shadows."),
    ("latent", Kind::LatentImage, "Latent image", "latent", Level::One, OBLIQUE, "Look flat over the field at the lower right, turn it by 90°.", "MARENIA appears, dark on light or light on dark."),
    ("ovi", Kind::Ovi, "Nautilus that changes colour", "ovi", Level::One, REST_AND_FLASH, "Tilt the page.", "From copper to green."),
    ("laminate", Kind::RetroreflectiveLaminate, "Laminate with gulls", "laminate", Level::Two, COAXIAL, "Look along a lamp held beside the eye.", "Rows of gulls flash over the whole page and end at no edge."),
    ("device", Kind::Dovid, "Diffractive sun", "device", Level::One, COAXIAL, "Tilt the page; look at the lower right corner of the portrait.", "Rings flash in the colours of the spectrum around a sun."),
    ("portrait", Kind::Portrait, "Printed portrait", "portrait-background", Level::One, VISIBLE, "Look at the free upper part of the portrait.", "The scallops go on behind the portrait; the portrait has no edge of its own."),
    ("seal", Kind::Portrait, "Shell over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the spirals across the edge of the portrait.", "Twenty spirals to each hand run on unbroken."),
    ("ghost", Kind::GhostPortrait, "Ghost portrait", "ghost-portrait", Level::One, VISIBLE, "Compare with the main portrait.", "The same picture in one sea green tint; scallops run through it."),
    ("number", Kind::PrintedNumber, "Letterpress number", "number", Level::Two, BOTH, "Look for an impression; compare under 365 nm.", "Black with a darker rim, pressed into the paper; it glows red."),
    ("perforation", Kind::PerforatedNumber, "Perforated number", "perforation", Level::One, TRANSMITTED, "Hold the page against the light, below the machine-readable zone.", "The number in round holes, smaller on the back."),
    ("uv-dull", Kind::UvDesign, "Dull paper", "background-left", Level::Two, UV, "Look at the paper under 365 nm.", "The paper stays dark."),
    ("uv-seal", Kind::UvDesign, "Luminous sun over the portrait", "uv-seal", Level::Two, UV, "Look at the upper right corner of the portrait under 365 nm.", "An orange sun that runs from the page into the portrait."),
    ("uv-title", Kind::UvDesign, "Luminous letters", "uv-title", Level::Two, UV, "Look at the title under 365 nm.", "MARENIA in green over it."),
    ("uv254", Kind::Uv254Feature, "Gulls under 254 nm", "uv254-gulls", Level::Two, UV254, "Change from 365 nm to 254 nm.", "Seven red gulls in place of the letters."),
    ("ir-arms", Kind::IrDropOut, "Arms in two inks", "ir-emblem", Level::Two, IR, "Compare the arms in daylight and in infrared.", "The sun goes, gull and waves stay; the portrait goes too."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch; all check digits right; black in infrared."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::ForgedPhoto, "Laminate lifted at the fore-edge and another photograph laid under it: the shell breaks off at its edge, the gulls of the laminate are missing there."),
    (FraudCode::Counterfeit, "Printed on office paper: bright under 365 nm, the lighthouse printed in grey on the back, thread drawn with a silver pen."),
    (FraudCode::StolenBlank, "Blanks taken from a transport: genuine print, data by a desktop inkjet, number not among those issued."),
    (FraudCode::ForgedData, "Date of expiry washed out with bleach: the scallops under it are paler and the paper glows in a patch."),
];

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

/// What is in the paper.
fn paper(canvas: &mut Canvas, page: &PageSpec, print: &Print) {
    if let Some(lighthouse) = motifs::lighthouse().and_then(|path| emblem::placed(&path, WATERMARK, 7.7)) {
        fibres::watermark(canvas, &lighthouse, 0.12, 0.95, 0.9);
    }
    personal::luminous_fibres(canvas, page, 40, &[GLOW_YELLOW, GLOW_BLUE], &print.holder);
    let mut rng = Rng::new(print.holder.seed, "visible fibres");
    fibres::scatter_visible(canvas, page.size, 26, &[Tone(60, 110, 170), Tone(206, 112, 56)], &mut rng);
}

/// Where the thread comes to the surface: bare metal over the print.
fn thread_windows(canvas: &mut Canvas) {
    let metal =
        Ink::iris_between((THREAD - 0.5, 0.0), (THREAD + 0.5, 0.0), &[Tone(150, 152, 158), Tone(216, 218, 222), Tone(140, 142, 148)]);
    let metal = metal.laid(Lay::Cover).infrared(0.6).turning(Tone(246, 248, 250)).raised(0.3).at(0.92);
    for top in [20.6, 31.6, 42.6] {
        canvas.rect(RectMm::new(f64::from(THREAD) - 0.5, top, 1.0, 4.8), &metal);
    }
}

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(PAGE, &iris(&[Tone(250, 240, 218), Tone(234, 244, 236), Tone(230, 240, 246)]).at(0.9));
    canvas.stroke_all(&lines::scallops(PAGE, 3.4, 4), 0.11, &iris(&[SAND, SEA, SKY]).infrared(0.02));
    let shell = Ink::iris_between((36.0, 12.0), (84.0, 54.0), &[DEEP_SAND, DEEP_SEA, DEEP_SKY]);
    canvas.stroke_all(&lines::shell(SHELL, (3.0, 24.0), 44, 2.4), 0.08, &shell.infrared(0.02).at(0.5));
    canvas.stroke_all(&Ring::new(SHELL, 19.2, 2.0, 64, 6).swelling(16, 0.6).paths(), 0.08, &iris(&[SAND, SEA, SKY]).at(0.8));
    // Paper shows best where the watermark is.
    if let Some(bare) = ellipse(WATERMARK, (8.0, 8.3)) {
        canvas.fill(&bare, &Ink::cover(canvas.body().tone).at(0.5));
        canvas.stroke_all(&lines::rope_ring((WATERMARK.0, WATERMARK.1), 8.2, 0.55, 0.4), 0.09, &Ink::print(DEEP_SEA));
    }
    for (y, waves) in [(1.2, 38.0), (h - 1.2, 35.0)] {
        let band = Band { from: (0.0, y), to: (w, y), swing: 1.0, waves, strands: 5, swell: (19.0, 0.6) };
        canvas.stroke_all(&band.paths(), 0.09, &iris(&[DEEP_SAND, DEEP_SEA, DEEP_SKY]));
    }
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    // Intaglio: thick ink that stands up.
    let (raised, flat) = (Ink::print(INK).infrared(0.5).raised(0.9), Ink::print(INK).infrared(0.5));
    parted_arms(canvas, (9.6, 7.9), 5.5, INK);
    words(canvas, Type::new(Font::SerifBold, 3.2).tracked(0.4), "REPUBLIKA MARENA", (17.4, 5.7), &raised);
    words(canvas, Type::new(Font::Serif, 2.15).tracked(0.26), "РЕПУБЛИКА МАРЕНА", (17.4, 8.5), &raised);
    words(
        canvas,
        Type::new(Font::SerifBold, 1.62).tracked(0.1),
        "DOKUMENTA DE VIAJA · ДОКУМЕНТА ДЕ ВИАЖА · TRAVEL DOCUMENT",
        (17.4, 11.6),
        &raised,
    );
    canvas.stroke_all(&lines::rope((48.6, 7.8), 29.4, 1.1, 0.42), 0.11, &raised);
    words(canvas, Type::new(Font::SerifBold, 4.6).tracked(0.7), "SPECIMEN", (4.6, 71.4), &Ink::print(RED));
    personal::labels(canvas, page, &Ink::print(LABEL));
    words(canvas, LETTERING.label, "Signatura · Signature", (62.0, 14.2), &Ink::print(LABEL));
    for y in [52.3, 52.95] {
        microtext::line(canvas, MICRO, (4.4, y), 96.0, &flat);
    }
    // One half of each point on this side, the other half on the back.
    for rank in motifs::compass(REGISTER, 4.7) {
        canvas.fill(&rank.dark, &Ink::print(DEEP_SEA).infrared(0.03));
        canvas.fill(&rank.light, &Ink::only(Light::Transmitted, DEEP_SEA, Lay::Print).at(0.8));
    }
    if let Some(rim) = ellipse(REGISTER, (4.95, 4.95)) {
        canvas.stroke(&rim, 0.1, &Ink::print(DEEP_SEA).infrared(0.03));
    }
    let center = LATENT.center();
    if let Some(name) = Type::new(Font::SansBold, 4.1).tracked(0.5).set_centered("MARENIA", center.x as f32, center.y as f32 + 1.48) {
        optical::latent(canvas, LATENT, &name, 0.26, Tone(34, 104, 112));
    }
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(DEEP_SAND.mixed(INK, 0.3));
    canvas.stroke_all(&lines::shell(SEAL, (0.7, 3.3), 20, 1.7), 0.09, &ink);
    canvas.stroke_all(&Ring::new(SEAL, 3.5, 0.24, 36, 3).paths(), 0.08, &ink);
}

fn luminous(canvas: &mut Canvas) {
    if let Some(sun) = emblem::star(SEAL, 4.6, 0.62, 16) {
        canvas.fill(&sun, &long_wave(GLOW_ORANGE).at(0.9));
    }
    canvas.stroke_all(&lines::scallops(RectMm::new(85.6, 33.2, 16.4, 14.2), 2.4, 3), 0.16, &long_wave(GLOW_BLUE));
    let band = Band { from: (4.2, 53.6), to: (100.8, 53.6), swing: 1.9, waves: 16.0, strands: 5, swell: (8.0, 0.5) };
    canvas.stroke_all(&band.paths(), 0.15, &long_wave(GLOW_YELLOW).at(0.9));
    if let Some(path) = Type::new(Font::SerifBold, 8.0).tracked(1.2).set_centered("MARENIA", 47.6, 10.6) {
        canvas.fill(&path, &long_wave(GLOW_GREEN).at(0.75));
    }
    for index in 0..7 {
        place(canvas, motifs::gull(), (21.4 + 8.8 * index as f32, 7.8), 4.1, &short_wave(GLOW_RED));
    }
    place(canvas, motifs::nautilus(), SHELL, 15.0, &short_wave(GLOW_GREEN).at(0.55));
    canvas.stroke_all(&lines::shell(SHELL, (3.0, 17.0), 12, 2.4), 0.14, &long_wave(GLOW_GREEN).at(0.5));
}

fn data(canvas: &mut Canvas, page: &PageSpec, print: &Print) {
    let (first, last) = page.entries.split_at_checked(page.entries.len().saturating_sub(1)).unwrap_or((page.entries, &[]));
    personal::values(canvas, &PageSpec { entries: first, ..*page }, print, &Ink::carbon(Tone(28, 28, 36)));
    // The number is there before the person is: letterpress, in an ink that glows.
    personal::values(canvas, &PageSpec { entries: last, ..*page }, print, &Ink::carbon(Tone(36, 24, 28)).glowing(GLOW_RED).raised(0.3));
    personal::signature(canvas, SIGNATURE, print, &Ink::print(Tone(28, 34, 70)));
}

fn optics(canvas: &mut Canvas) {
    if let Some(shell) = motifs::nautilus().and_then(|path| emblem::placed(&path, OVI, 4.1)) {
        optical::ovi(canvas, &shell, Tone(178, 98, 44), Tone(58, 142, 84));
    }
    if let Some(sun) = emblem::star(DEVICE, 2.2, 0.6, 16) {
        optical::diffractive(canvas, DEVICE, 4.9, &sun, 14);
    }
    if let Some(gull) = motifs::gull().and_then(|path| emblem::placed(&path, (0.0, 0.0), 1.7)) {
        optical::retroreflective(canvas, PAGE, &gull, (7.4, 4.2));
    }
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    match layer {
        Layer::Body => {
            paper(canvas, page, print);
            fibres::thread(canvas, SIZE, THREAD, 1.0, "MARENIA", &[]);
        }
        Layer::Background => background(canvas),
        Layer::FixedPrint => {
            fixed_print(canvas, page);
            // The windows of the thread lie over the background print.
            thread_windows(canvas);
        }
        Layer::Portrait => {
            personal::portrait(canvas, print, FRAME, &Look::dyed(0.85));
            personal::portrait(canvas, print, GHOST, &Look::ghost(Tone(24, 96, 112), 0.55));
        }
        Layer::Data => data(canvas, page, print),
        Layer::Overprint => overprint(canvas),
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas),
        Layer::LuminousData => {
            let ink = long_wave(GLOW_YELLOW).at(0.8);
            words(canvas, Type::new(Font::SansBold, 2.4).tracked(0.2), &print.holder.number, (86.6, 50.2), &ink);
        }
        Layer::Optical => optics(canvas),
        Layer::Perforation => {
            let mut rng = Rng::new(print.holder.seed, "perforation");
            perforation::number(canvas, &print.holder.number, 40.0, 68.4, 0.5, &mut rng);
        }
        Layer::Entries => {}
    }
}
