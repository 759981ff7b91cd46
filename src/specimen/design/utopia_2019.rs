//! The passport of Utopia, 2019 series: blue to violet to green, sans serif, ghost portrait, chip.

use super::build::{self, BOTH, FeatureRow, Series, UV, VISIBLE, ZoneRow};
use super::entries::{Entry, Lettering, What};
use super::utopia::{self, PAGE, PAGES, SIZE};
use super::{Design, Glow, Layer, PageSpec, Print};
use crate::domain::{
    Content, Date, DocumentKind, FeatureKind as Kind, FraudCode, Level, RectMm, Reference, Side, Substrate, ZoneRole as Role,
};
use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::guilloche::{Band, Field, Ring};
use crate::specimen::relief::Relief;
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem, fibres, holder::Holder, microtext, mrz, signature};

pub(crate) struct Utopia2019;

const FRAME: RectMm = RectMm::new(9.0, 17.0, 34.0, 44.0);
const GHOST: RectMm = RectMm::new(103.0, 38.6, 13.2, 17.0);
const SIGNATURE: RectMm = RectMm::new(97.0, 57.0, 25.0, 5.4);
const SEAL: (f32, f32) = (41.3, 18.6);
const ROSETTE: (f32, f32) = (109.6, 26.0);

const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Sans, 1.72), value: Type::new(Font::Sans, 3.1).tracked(0.05), native_em: 2.7 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "type", title: "Type", what: What::Fixed("P"), label: "Type / Type", x: 48.2, label_y: 16.4, value_y: 20.6, width: 6.0 },
    Entry { id: "issuing-state", title: "Code of issuing State", what: What::Fixed("UTO"), label: "Code / Code", x: 60.0, label_y: 16.4, value_y: 20.6, width: 9.0 },
    Entry { id: "number", title: "Passport number", what: What::Number, label: "Passport No. / Nº du passeport", x: 74.0, label_y: 16.4, value_y: 20.6, width: 22.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Surname / Nom", x: 48.2, label_y: 24.2, value_y: 28.3, width: 46.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Given names / Prénoms", x: 48.2, label_y: 31.6, value_y: 35.7, width: 46.0 },
    Entry { id: "native-name", title: "Name in national script", what: What::NativeName, label: "", x: 48.2, label_y: 0.0, value_y: 39.7, width: 46.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Fixed("UTOPIAN"), label: "Nationality / Nationalité", x: 48.2, label_y: 43.2, value_y: 47.1, width: 21.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Date of birth / Date de naissance", x: 74.0, label_y: 43.2, value_y: 47.1, width: 22.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Sex / Sexe", x: 48.2, label_y: 50.5, value_y: 54.4, width: 6.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Place of birth / Lieu de naissance", x: 60.0, label_y: 50.5, value_y: 54.4, width: 36.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Date of issue / Délivré le", x: 48.2, label_y: 57.8, value_y: 61.6, width: 22.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Date of expiry / Expire le", x: 74.0, label_y: 57.8, value_y: 61.6, width: 22.0 },
];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [6.5, 1.8, 12.2, 12.2], Content::Fixed, Role::Emblem, VISIBLE),
    ("title", "Name of the State", [20.4, 2.6, 52.0, 10.2], Content::Fixed, Role::FixedText, VISIBLE),
    ("document-title", "Title of the document", [80.0, 2.6, 29.6, 10.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("chip-sign", "Sign of the contactless chip", [111.6, 3.0, 10.6, 6.6], Content::Fixed, Role::Emblem, VISIBLE),
    ("background-left", "Background at the left edge", [1.2, 17.0, 7.2, 44.0], Content::Fixed, Role::Background, BOTH),
    ("background-gutter", "Background between portrait and data", [43.4, 24.8, 4.0, 36.0], Content::Fixed, Role::Background, VISIBLE),
    ("rosette", "Rosette", [98.2, 14.8, 22.8, 22.6], Content::Fixed, Role::Background, VISIBLE),
    ("background-above-mrz", "Background above the machine-readable zone", [3.0, 64.1, 82.0, 5.8], Content::Fixed, Role::Background, VISIBLE),
    ("background-below-mrz", "Background below the machine-readable zone", [5.0, 81.4, 115.0, 5.4], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [86.0, 64.1, 36.0, 5.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext lines", [3.0, 62.55, 119.0, 1.45], Content::Fixed, Role::Microtext, VISIBLE),
    ("portrait-background", "Guilloche that runs into the portrait", [9.0, 17.2, 26.4, 6.9], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Seal over the corner of the portrait", [35.8, 13.0, 11.2, 11.2], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [9.0, 24.3, 34.0, 36.7], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Ghost portrait", [103.0, 38.6, 13.2, 17.0], Content::Personal, Role::GhostPortrait, &[]),
    ("signature", "Signature", [97.0, 57.0, 25.0, 5.4], Content::Personal, Role::Signature, &[]),
    ("mrz", "Machine-readable zone", [5.0, 70.2, 115.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("uv-arms", "Luminous arms", [97.6, 14.4, 24.0, 23.2], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous star over the corner of the portrait", [35.0, 12.2, 12.6, 12.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-band", "Luminous band above the machine-readable zone", [3.0, 63.6, 119.0, 6.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-title", "Luminous letters", [48.0, 2.0, 30.0, 11.0], Content::Fixed, Role::UvDesign, UV),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-above-mrz", Level::One, VISIBLE, "Follow the background lines from left to right under a magnifier.", "The lines change from blue over violet to green without a step and without dots."),
    ("guilloche-field", Kind::Guilloche, "Line fields", "background-below-mrz", Level::Two, VISIBLE, "Look at crossings of the two line fields with a ×10 magnifier.", "Unbroken lines of even width; crossings are clean; no screen dots."),
    ("guilloche-rosette", Kind::Guilloche, "Rosette with three rings", "rosette", Level::Two, VISIBLE, "Compare the number and the spacing of the interlaced lines.", "Three rings of interlaced lines around a seven-pointed star."),
    ("relief", Kind::Guilloche, "Relief of the tower", "", Level::Two, VISIBLE, "Look along the lines behind the data.", "The lines swell into the tower and crescent of the arms."),
    ("microtext", Kind::Microtext, "Microtext under the title", "microtext", Level::Two, VISIBLE, "Read the lines under the title at ×10.", "REPUBLIC OF UTOPIA repeated, sharp, in solid ink."),
    ("seal", Kind::Portrait, "Seal over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the seal across the edge of the portrait.", "The rings run on unbroken from the page into the portrait."),
    ("portrait-background", Kind::Guilloche, "Background runs into the portrait", "portrait-background", Level::One, VISIBLE, "Look at the free upper part of the portrait.", "The line fields go on behind the portrait; the portrait has no edge of its own."),
    ("ghost", Kind::GhostPortrait, "Ghost portrait", "ghost-portrait", Level::One, VISIBLE, "Compare with the main portrait.", "The same picture in one violet tint, lines of the background visible through it."),
    ("uv-dull", Kind::UvDesign, "Dull paper", "background-left", Level::Two, UV, "Look at the bare paper under 365 nm.", "The paper stays dark; only fibres and the design luminesce."),
    ("uv-fibres", Kind::UvFibres, "Luminous fibres", "", Level::Two, UV, "Look for fibres all over the page under 365 nm.", "Short bent fibres in red, blue and green, at random."),
    ("uv-arms", Kind::UvDesign, "Luminous arms", "uv-arms", Level::Two, UV, "Look at the right side under 365 nm.", "The arms in yellow-green inside a red rosette."),
    ("uv-seal", Kind::UvDesign, "Luminous star over the portrait", "uv-seal", Level::Two, UV, "Look at the upper right corner of the portrait under 365 nm.", "A red star that runs from the page into the portrait."),
    ("uv-number", Kind::PrintedNumber, "Luminous number", "", Level::Two, UV, "Compare with the printed number.", "The passport number again, in yellow-green."),
    ("chip", Kind::Chip, "Contactless chip", "chip-sign", Level::Two, VISIBLE, "Read the chip.", "The sign of a chip is printed and the chip answers."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch; all check digits right; agrees with the visual zone."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::ForgedPhoto, "A photograph on thin paper over the printed portrait: the seal ends at its edge, the luminous star is covered."),
    (FraudCode::ForgedPage, "A page with data in the style of 2019 on background print of the 2014 series."),
    (FraudCode::Counterfeit, "A scan printed on office paper: screen dots, blurred microtext, paper bright under 365 nm."),
];

const BLUE: Tone = Tone(96, 150, 205);
const VIOLET: Tone = Tone(168, 140, 206);
const GREEN: Tone = Tone(110, 182, 160);
const INK: Tone = Tone(30, 36, 66);

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    let page = RectMm::new(0.0, 0.0, SIZE.width, SIZE.height);
    canvas.rect(page, &iris(&[Tone(226, 238, 248), Tone(240, 234, 246), Tone(228, 244, 238)]));
    let relief = emblem::utopia().and_then(|path| emblem::placed(&path, (71.0, 40.0), 19.0)).and_then(|path| Relief::of(&path, 0.7));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 0.42);
    let field = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 0.62,
        slope: 0.0,
        waves: [(1.1, 31.0, 0.011), (0.35, 9.3, -0.017)],
        relief: Some(&lift),
    };
    canvas.stroke_all(&field.paths(), 0.12, &iris(&[BLUE, VIOLET, GREEN]));
    let field = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 1.05,
        slope: 0.24,
        waves: [(1.7, 43.0, -0.009), (0.5, 13.0, 0.02)],
        relief: None,
    };
    canvas.stroke_all(&field.paths(), 0.1, &iris(&[VIOLET, GREEN, BLUE]).at(0.75));
    // A large pale rosette behind the data.
    let pale = iris(&[BLUE, VIOLET, GREEN]).at(0.55);
    canvas.stroke_all(&Ring::new((71.0, 40.0), 19.0, 3.2, 36, 9).swelling(12, 0.6).petalled(12, 1.2).flattened(0.94).paths(), 0.1, &pale);
    // Bands at the upper and lower edge.
    for y in [1.2, h - 1.2] {
        let band = Band { from: (0.0, y), to: (w, y), swing: 1.1, waves: 42.0, strands: 4, swell: (21.0, 0.5) };
        canvas.stroke_all(&band.paths(), 0.1, &iris(&[Tone(52, 96, 164), Tone(112, 76, 160), Tone(40, 132, 108)]));
    }
    rosette(canvas);
}

fn rosette(canvas: &mut Canvas) {
    let deep = Ink::print(Tone(72, 88, 160));
    let warm = Ink::print(Tone(140, 84, 150));
    canvas.stroke_all(&Ring::new(ROSETTE, 8.9, 1.7, 30, 8).swelling(15, 0.55).paths(), 0.1, &deep.clone().at(0.85));
    canvas.stroke_all(&Ring::new(ROSETTE, 5.9, 1.5, 24, 6).swelling(8, 0.7).petalled(8, 0.5).paths(), 0.1, &warm.clone().at(0.85));
    canvas.stroke_all(&Ring::new(ROSETTE, 3.3, 1.0, 14, 6).petalled(7, 0.45).paths(), 0.09, &deep);
    if let Some(star) = emblem::star(ROSETTE, 1.7, 0.42, 7) {
        canvas.fill(&star, &warm);
    }
}

fn fixed_print(canvas: &mut Canvas) {
    let ink = Ink::print(INK);
    utopia::arms(canvas, (12.6, 7.9), 5.6, &ink);
    let mut set = |style: Type, words: &str, x: f32, y: f32, ink: &Ink| {
        if let Some((path, _)) = style.set(words, x, y) {
            canvas.fill(&path, ink);
        }
    };
    set(Type::new(Font::SansBold, 3.7).tracked(0.35), "REPUBLIC OF UTOPIA", 21.0, 7.0, &ink);
    set(Type::new(Font::Sans, 2.4).tracked(0.25), "RÉPUBLIQUE D’UTOPIE", 21.0, 11.2, &ink);
    let red = Ink::print(Tone(176, 32, 48));
    set(Type::new(Font::SansBold, 5.2).tracked(0.9), "SPECIMEN", 87.4, 68.6, &red);
    if let Some(path) = Type::new(Font::SansBold, 3.7).tracked(0.35).set_right("PASSPORT", 109.2, 7.0) {
        canvas.fill(&path, &ink);
    }
    if let Some(path) = Type::new(Font::Sans, 2.4).tracked(0.25).set_right("PASSEPORT", 109.2, 11.2) {
        canvas.fill(&path, &ink);
    }
    if let Some(path) = emblem::chip_sign(112.2, 3.8, 9.2) {
        canvas.fill(&path, &ink);
    }
    let label = Ink::print(Tone(60, 66, 104));
    for entry in ENTRIES {
        entry.print_label(canvas, LETTERING, &label);
    }
    if let Some((path, _)) = LETTERING.label.set("Signature", 97.4, 56.6) {
        canvas.fill(&path, &label);
    }
    for (x, y, length) in [(21.0, 13.1, 50.5), (3.0, 63.1, 119.0), (3.2, 63.75, 118.8)] {
        microtext::line(canvas, "REPUBLICOFUTOPIA·RÉPUBLIQUED’UTOPIE·", (x, y), length, &ink);
    }
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(62, 52, 132));
    canvas.stroke_all(&Ring::new(SEAL, 4.5, 0.55, 28, 4).paths(), 0.12, &ink);
    canvas.stroke_all(&Ring::new(SEAL, 2.0, 0.5, 14, 3).petalled(7, 0.25).paths(), 0.11, &ink);
    microtext::ring(canvas, "UTOPIA·", SEAL, 3.2, &ink);
    utopia::arms(canvas, SEAL, 1.25, &ink);
}

impl Design for Utopia2019 {
    fn id(&self) -> &'static str {
        "UTO-P-2019"
    }

    fn reference(&self) -> Option<Reference> {
        let series = Series {
            id: self.id(),
            issuer: ("UTO", "Utopia"),
            kind: DocumentKind::Td3Passport,
            title: "2019 series",
            document_code: "P<",
            issued: (self.first_issue(), None),
            substrate: Substrate::Paper,
            number_format: self.number_format(),
        };
        let page = build::page(PAGE, "Data page", Side::Front, SIZE, ZONES, ENTRIES, LETTERING);
        build::reference(&series, vec![page?], FEATURES, FORGERIES)
    }

    fn pages(&self) -> &'static [PageSpec] {
        PAGES
    }

    fn number_format(&self) -> &'static str {
        "AA9999999"
    }

    fn first_issue(&self) -> Date {
        Date(jiff::civil::date(2019, 3, 1))
    }

    fn paper(&self) -> Tone {
        Tone(250, 249, 244)
    }

    fn mrz(&self, holder: &Holder) -> Vec<String> {
        mrz::td3("P", "UTO", holder)
    }

    fn print(&self, canvas: &mut Canvas, _page: &str, layer: Layer, print: &Print) {
        match layer {
            Layer::Background => background(canvas),
            Layer::FixedPrint => fixed_print(canvas),
            Layer::Portrait => utopia::print_portrait(canvas, print, FRAME, 0.55, Some((GHOST, Tone(92, 70, 150)))),
            Layer::Data => {
                for entry in ENTRIES.iter().filter(|entry| print.blank != Some(entry.what)) {
                    entry.print_value(canvas, LETTERING, &entry.what.value(&print.holder), &Ink::print(Tone(20, 20, 24)));
                }
                signature::write(canvas, SIGNATURE, &Ink::print(Tone(28, 30, 40)), &mut Rng::new(print.holder.seed, "signature"));
            }
            Layer::Overprint => overprint(canvas),
            Layer::Mrz => utopia::print_mrz(canvas, print),
        }
    }

    fn glow(&self, canvas: &mut Canvas, _page: &str, glow: Glow, print: &Print) {
        let (yellow, red, blue) = (Tone(196, 236, 84), Tone(240, 66, 60), Tone(70, 120, 255));
        match glow {
            Glow::Fibres => fibres::scatter(canvas, SIZE, 46, &[red, blue, Tone(90, 230, 120)], &mut Rng::new(print.holder.seed, "fibres")),
            Glow::Number => {
                if let Some((path, _)) = Type::new(Font::SansBold, 3.4).tracked(0.3).set(&print.holder.number, 52.0, 61.0 - 21.0) {
                    canvas.fill(&path, &Ink::light(yellow).at(0.8));
                }
            }
            Glow::Design => {
                utopia::arms(canvas, ROSETTE, 6.4, &Ink::light(yellow).at(0.9));
                canvas.stroke_all(&Ring::new(ROSETTE, 9.4, 1.4, 24, 6).swelling(12, 0.5).paths(), 0.16, &Ink::light(red).at(0.8));
                if let Some(star) = emblem::star(SEAL, 5.6, 0.45, 7) {
                    canvas.fill(&star, &Ink::light(red).at(0.85));
                }
                let band = Band { from: (3.0, 66.6), to: (122.0, 66.6), swing: 2.4, waves: 17.0, strands: 6, swell: (8.5, 0.45) };
                canvas.stroke_all(&band.paths(), 0.18, &Ink::light(blue).at(0.9));
                if let Some(path) = Type::new(Font::SansBold, 7.0).tracked(0.8).set_centered("UTOPIA", 63.0, 10.4) {
                    canvas.fill(&path, &Ink::light(yellow).at(0.75));
                }
                canvas.stroke_all(
                    &Ring::new((71.0, 40.0), 15.0, 3.0, 28, 5).swelling(7, 0.5).paths(),
                    0.14,
                    &Ink::light(Tone(60, 200, 120)).at(0.5),
                );
            }
        }
    }

    fn portrait(&self) -> (&'static str, RectMm) {
        (PAGE, FRAME)
    }

    fn entry(&self, what: What) -> Option<(&'static str, Entry, Lettering)> {
        ENTRIES.iter().find(|entry| entry.what == what).map(|entry| (PAGE, *entry, LETTERING))
    }
}
