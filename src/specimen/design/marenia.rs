//! The identity card of Marenia, 2020 series: polycarbonate, laser-engraved look, sea green to sand.

use super::build::{self, FeatureRow, Series, UV, VISIBLE, ZoneRow};
use super::entries::{Entry, Lettering, What};
use super::{Design, Glow, Layer, PageSpec, Print};
use crate::domain::{
    Content, Date, DocumentKind, FeatureKind as Kind, FraudCode, Level, RectMm, Reference, Side, SizeMm, Substrate, ZoneRole as Role,
};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::guilloche::{Band, Field, Ring};
use crate::specimen::relief::Relief;
use crate::specimen::rng::Rng;
use crate::specimen::text::{self, Font, Type};
use crate::specimen::{emblem, holder::Holder, microtext, mrz, portrait, signature};

pub(crate) struct Marenia2020;

const SIZE: SizeMm = SizeMm { width: 85.6, height: 53.98 };
const FRONT: &str = "front";
const BACK: &str = "back";
const PAGES: &[PageSpec] = &[PageSpec { id: FRONT, size: SIZE, rounded: [true; 4] }, PageSpec { id: BACK, size: SIZE, rounded: [true; 4] }];

const FRAME: RectMm = RectMm::new(4.0, 12.0, 27.0, 35.0);
const GHOST: RectMm = RectMm::new(69.0, 28.6, 12.0, 15.5);
const SIGNATURE: RectMm = RectMm::new(36.0, 46.4, 27.0, 5.4);
const SEAL: (f32, f32) = (29.4, 13.4);
const ROSETTE: (f32, f32) = (73.4, 17.6);
const BACK_ROSETTE: (f32, f32) = (69.6, 15.4);
/// Where the centres of the three lines of the machine-readable zone lie below the upper edge of the back, in mm.
const MRZ_LINES: [f32; 3] = [53.98 - 15.6, 53.98 - 11.6, 53.98 - 7.6];

const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Sans, 1.42), value: Type::new(Font::SansBold, 2.35).tracked(0.04), native_em: 2.2 };

#[rustfmt::skip]
const FRONT_ENTRIES: &[Entry] = &[
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Nomma / Surname", x: 36.0, label_y: 12.8, value_y: 15.9, width: 27.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Prenomma / Given names", x: 36.0, label_y: 18.6, value_y: 21.7, width: 27.0 },
    Entry { id: "native-name", title: "Name in own script", what: What::NativeName, label: "", x: 36.0, label_y: 0.0, value_y: 24.8, width: 27.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Seks / Sex", x: 36.0, label_y: 27.6, value_y: 30.7, width: 6.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Fixed("QMA"), label: "Nationa / Nationality", x: 47.6, label_y: 27.6, value_y: 30.7, width: 9.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Nata / Date of birth", x: 36.0, label_y: 33.6, value_y: 36.7, width: 17.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Valida usqe / Expiry", x: 54.4, label_y: 33.6, value_y: 36.7, width: 14.0 },
    Entry { id: "number", title: "Card number", what: What::Number, label: "Numra / Card No.", x: 36.0, label_y: 39.6, value_y: 42.8, width: 17.0 },
];

#[rustfmt::skip]
const BACK_ENTRIES: &[Entry] = &[
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Loka natal / Place of birth", x: 5.0, label_y: 8.2, value_y: 11.3, width: 27.0 },
    Entry { id: "height", title: "Height", what: What::Height, label: "Alta / Height", x: 36.0, label_y: 8.2, value_y: 11.3, width: 13.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Emita / Date of issue", x: 5.0, label_y: 14.2, value_y: 17.3, width: 18.0 },
    Entry { id: "authority", title: "Authority", what: What::Fixed("OFFICIA CIVITA"), label: "Autorita / Authority", x: 5.0, label_y: 20.2, value_y: 23.3, width: 24.0 },
];

#[rustfmt::skip]
const FRONT_ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [2.6, 1.8, 8.6, 8.2], Content::Fixed, Role::Emblem, VISIBLE),
    ("title", "Name of the State", [12.2, 2.2, 43.0, 6.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("chip-sign", "Sign of the contactless chip", [74.2, 2.2, 8.0, 5.2], Content::Fixed, Role::Emblem, VISIBLE),
    ("rosette", "Rosette", [65.0, 9.6, 16.8, 16.2], Content::Fixed, Role::Background, VISIBLE),
    ("background-gutter", "Background between portrait and data", [31.2, 18.2, 4.2, 28.0], Content::Fixed, Role::Background, VISIBLE),
    ("background-lower-right", "Background at the lower right", [64.4, 45.0, 18.0, 5.8], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [4.0, 47.4, 29.0, 4.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext lines", [12.4, 8.9, 12.4, 1.4], Content::Fixed, Role::Microtext, VISIBLE),
    ("portrait-background", "Line field that runs into the portrait", [4.0, 12.1, 20.8, 5.6], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Seal over the corner of the portrait", [25.2, 9.2, 8.4, 8.5], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [4.0, 17.8, 27.0, 29.2], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Ghost portrait", [69.0, 28.6, 12.0, 15.5], Content::Personal, Role::GhostPortrait, &[]),
    ("signature", "Signature", [36.0, 46.4, 27.0, 5.4], Content::Personal, Role::Signature, &[]),
    ("uv-sun", "Luminous sun", [64.4, 9.2, 18.0, 17.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous wave over the corner of the portrait", [22.0, 9.0, 12.0, 8.7], Content::Fixed, Role::UvDesign, UV),
    ("uv-title", "Luminous letters", [36.0, 1.6, 28.0, 8.4], Content::Fixed, Role::UvDesign, UV),
];

#[rustfmt::skip]
const BACK_ZONES: &[ZoneRow] = &[
    ("back-title", "Title on the back", [4.4, 1.8, 46.0, 4.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("back-rosette", "Rosette on the back", [57.4, 4.0, 24.4, 22.8], Content::Fixed, Role::Background, VISIBLE),
    ("back-background", "Background above the machine-readable zone", [4.0, 29.6, 77.0, 5.4], Content::Fixed, Role::Background, VISIBLE),
    ("back-specimen", "SPECIMEN", [30.4, 20.0, 26.0, 4.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("back-microtext", "Microtext on the back", [4.4, 25.8, 50.0, 1.4], Content::Fixed, Role::Microtext, VISIBLE),
    ("mrz", "Machine-readable zone", [4.2, 36.4, 77.4, 12.0], Content::Personal, Role::Mrz, &[]),
    ("uv-gull", "Luminous gull", [57.0, 4.0, 25.0, 22.8], Content::Fixed, Role::UvDesign, UV),
    ("uv-back-band", "Luminous band", [4.0, 28.6, 77.6, 6.8], Content::Fixed, Role::UvDesign, UV),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-lower-right", Level::One, VISIBLE, "Follow the background lines across the card.", "From sea green to sand to blue without a step."),
    ("guilloche-rosette", Kind::Guilloche, "Rosette on the front", "rosette", Level::Two, VISIBLE, "Compare the number and the spacing of the interlaced lines.", "Three rings around a sun with sixteen rays."),
    ("guilloche-back", Kind::Guilloche, "Rosette on the back", "back-rosette", Level::Two, VISIBLE, "Compare the rings with a ×10 magnifier.", "Petals of interlaced lines in two colours."),
    ("guilloche-field", Kind::Guilloche, "Waves", "back-background", Level::Two, VISIBLE, "Look at the wave field on the back.", "Unbroken lines that rise and fall like swell."),
    ("microtext", Kind::Microtext, "Microtext under the title", "microtext", Level::Two, VISIBLE, "Read at ×10.", "MARENIA repeated, sharp, in solid ink."),
    ("back-microtext", Kind::Microtext, "Microtext on the back", "back-microtext", Level::Two, VISIBLE, "Read at ×10.", "REPUBLIKA MARENA repeated."),
    ("portrait", Kind::Portrait, "Engraved portrait", "portrait", Level::One, VISIBLE, "Look at the portrait at ×10.", "Grey only, inside the card, lines of the background visible through it."),
    ("seal", Kind::Portrait, "Seal over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the rings across the edge of the portrait.", "The rings run on unbroken."),
    ("ghost", Kind::GhostPortrait, "Ghost portrait", "ghost-portrait", Level::One, VISIBLE, "Compare with the main portrait.", "The same picture, small, in blue-green."),
    ("chip", Kind::Chip, "Contactless chip", "chip-sign", Level::Two, VISIBLE, "Read the chip.", "The sign of a chip is printed and the chip answers."),
    ("uv-dull", Kind::UvDesign, "Dull card body", "", Level::Two, UV, "Look at the card under 365 nm.", "The body stays dark."),
    ("uv-sun", Kind::UvDesign, "Luminous sun", "uv-sun", Level::Two, UV, "Look at the upper right of the front under 365 nm.", "A sun in orange and yellow."),
    ("uv-seal", Kind::UvDesign, "Luminous wave over the portrait", "uv-seal", Level::Two, UV, "Look at the upper right corner of the portrait under 365 nm.", "A blue wave that runs from the card into the portrait."),
    ("uv-gull", Kind::UvDesign, "Luminous gull", "uv-gull", Level::Two, UV, "Look at the back under 365 nm.", "Gull and waves in green and blue."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read the three lines and recompute the check digits.", "OCR-B, 2.54 mm pitch; all check digits right."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::Counterfeit, "A printed plastic card without any luminous design; the rosettes lose their finest rings."),
    (FraudCode::ForgedPhoto, "A foil with another portrait under a new overlay; the seal ends at its edge."),
];

const SEA: Tone = Tone(104, 176, 172);
const SAND: Tone = Tone(212, 178, 124);
const SKY: Tone = Tone(124, 160, 208);
const INK: Tone = Tone(18, 62, 76);

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

fn background(canvas: &mut Canvas, page: &str) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &iris(&[Tone(226, 244, 242), Tone(250, 244, 230), Tone(230, 240, 250)]));
    let front = page == FRONT;
    let (center, radius) = if front { ((50.0, 27.0), 14.5) } else { ((30.0, 18.0), 13.0) };
    let relief = emblem::marenia().and_then(|path| emblem::placed(&path, center, radius)).and_then(|path| Relief::of(&path, 0.55));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 0.36);
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
    let cross = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 0.9,
        slope: -0.42,
        waves: [(0.9, 22.0, 0.012), (0.0, 9.0, 0.0)],
        relief: None,
    };
    canvas.stroke_all(&cross.paths(), 0.09, &iris(&[SKY, SEA, SAND]).at(0.7));
    if front {
        canvas.stroke_all(&Ring::new(ROSETTE, 6.6, 1.2, 32, 7).swelling(16, 0.5).paths(), 0.09, &Ink::print(Tone(40, 116, 128)));
        canvas.stroke_all(
            &Ring::new(ROSETTE, 4.4, 1.2, 20, 6).swelling(5, 0.6).petalled(10, 0.4).paths(),
            0.09,
            &Ink::print(Tone(190, 116, 58)),
        );
        canvas.stroke_all(&Ring::new(ROSETTE, 2.3, 0.7, 12, 5).paths(), 0.08, &Ink::print(Tone(40, 116, 128)));
        if let Some(sun) = emblem::star(ROSETTE, 1.3, 0.6, 16) {
            canvas.fill(&sun, &Ink::print(Tone(190, 116, 58)));
        }
    } else {
        canvas.stroke_all(
            &Ring::new(BACK_ROSETTE, 8.4, 2.4, 28, 9).swelling(7, 0.55).petalled(7, 1.2).flattened(0.86).paths(),
            0.09,
            &Ink::print(Tone(40, 116, 128)),
        );
        canvas.stroke_all(
            &Ring::new(BACK_ROSETTE, 4.2, 1.6, 21, 7).petalled(7, -0.8).flattened(0.86).paths(),
            0.09,
            &Ink::print(Tone(190, 116, 58)),
        );
    }
    for y in [0.9, h - 0.9] {
        let band = Band { from: (0.0, y), to: (w, y), swing: 0.75, waves: 34.0, strands: 4, swell: (17.0, 0.5) };
        canvas.stroke_all(&band.paths(), 0.09, &iris(&[Tone(30, 112, 116), Tone(176, 112, 52), Tone(52, 92, 156)]));
    }
}

fn fixed_print(canvas: &mut Canvas, page: &str) {
    let (ink, red) = (Ink::print(INK), Ink::print(Tone(176, 32, 48)));
    let mut set = |style: Type, words: &str, x: f32, y: f32, ink: &Ink| {
        if let Some((path, _)) = style.set(words, x, y) {
            canvas.fill(&path, ink);
        }
    };
    let entries = if page == FRONT {
        set(Type::new(Font::SansBold, 2.75).tracked(0.2), "REPUBLIKA MARENA", 12.8, 5.0, &ink);
        set(Type::new(Font::Sans, 1.85).tracked(0.12), "KARTA IDENTA · IDENTITY CARD", 12.8, 8.0, &ink);
        set(Type::new(Font::SansBold, 4.2).tracked(0.7), "SPECIMEN", 5.0, 51.4, &red);
        FRONT_ENTRIES
    } else {
        set(Type::new(Font::SansBold, 2.1).tracked(0.15), "REPUBLIKA MARENA · REPUBLIC OF MARENIA", 5.0, 5.0, &ink);
        set(Type::new(Font::SansBold, 3.8).tracked(0.6), "SPECIMEN", 31.0, 23.6, &red);
        BACK_ENTRIES
    };
    let label = Ink::print(Tone(44, 92, 104));
    for entry in entries {
        entry.print_label(canvas, LETTERING, &label);
    }
    if page == FRONT {
        if let Some(path) = emblem::marenia().and_then(|path| emblem::placed(&path, (6.9, 5.9), 4.0)) {
            canvas.fill(&path, &ink);
        }
        if let Some(path) = emblem::chip_sign(74.8, 2.8, 6.8) {
            canvas.fill(&path, &ink);
        }
        for y in [9.45, 10.1] {
            microtext::line(canvas, "MARENIA·REPUBLIKAMARENA·", (12.8, y), 11.8, &ink);
        }
    } else {
        for y in [26.35, 27.0] {
            microtext::line(canvas, "REPUBLIKAMARENA·REPUBLICOFMARENIA·", (5.0, y), 49.0, &ink);
        }
    }
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(20, 92, 104));
    canvas.stroke_all(&Ring::new(SEAL, 3.5, 0.45, 24, 3).paths(), 0.1, &ink);
    canvas.stroke_all(&Ring::new(SEAL, 1.3, 0.6, 10, 4).paths(), 0.09, &ink);
    microtext::ring(canvas, "MARENIA·", SEAL, 2.4, &ink);
}

impl Design for Marenia2020 {
    fn id(&self) -> &'static str {
        "QMA-I-2020"
    }

    fn reference(&self) -> Option<Reference> {
        let series = Series {
            id: self.id(),
            issuer: ("QMA", "Marenia"),
            kind: DocumentKind::Td1IdCard,
            title: "2020 series",
            document_code: "I<",
            issued: (self.first_issue(), None),
            substrate: Substrate::Polycarbonate,
            number_format: self.number_format(),
        };
        let front = build::page(FRONT, "Front", Side::Front, SIZE, FRONT_ZONES, FRONT_ENTRIES, LETTERING);
        let back = build::page(BACK, "Back", Side::Back, SIZE, BACK_ZONES, BACK_ENTRIES, LETTERING);
        build::reference(&series, vec![front?, back?], FEATURES, FORGERIES)
    }

    fn pages(&self) -> &'static [PageSpec] {
        PAGES
    }

    fn number_format(&self) -> &'static str {
        "A999999A9"
    }

    fn first_issue(&self) -> Date {
        Date(jiff::civil::date(2020, 1, 2))
    }

    fn paper(&self) -> Tone {
        Tone(247, 248, 246)
    }

    fn mrz(&self, holder: &Holder) -> Vec<String> {
        mrz::td1("I", "QMA", holder)
    }

    fn print(&self, canvas: &mut Canvas, page: &str, layer: Layer, print: &Print) {
        let black = Ink::print(Tone(26, 26, 28));
        match layer {
            Layer::Background => background(canvas, page),
            Layer::FixedPrint => fixed_print(canvas, page),
            Layer::Portrait if page == FRONT => {
                if let Some(drawn) = print.face.drawn() {
                    canvas.picture(&portrait::toned(&drawn, 0.0, Tone(22, 22, 24)), FRAME, 0.88, Lay::Cover);
                    canvas.picture(&portrait::toned(&drawn, 0.0, Tone(24, 96, 112)), GHOST, 0.55, Lay::Print);
                }
            }
            Layer::Data => {
                let entries = if page == FRONT { FRONT_ENTRIES } else { BACK_ENTRIES };
                for entry in entries.iter().filter(|entry| print.blank != Some(entry.what)) {
                    entry.print_value(canvas, LETTERING, &entry.what.value(&print.holder), &black);
                }
                if page == FRONT {
                    signature::write(canvas, SIGNATURE, &black, &mut Rng::new(print.holder.seed, "signature"));
                }
            }
            Layer::Overprint if page == FRONT => overprint(canvas),
            Layer::Mrz if page == BACK => {
                for (line, y) in print.mrz.iter().zip(MRZ_LINES) {
                    if let Some(path) = text::mrz_line(line, 5.0, y) {
                        canvas.fill(&path, &black);
                    }
                }
            }
            Layer::Portrait | Layer::Overprint | Layer::Mrz => {}
        }
    }

    fn glow(&self, canvas: &mut Canvas, page: &str, glow: Glow, print: &Print) {
        let (orange, yellow, blue, green) = (Tone(246, 132, 52), Tone(236, 220, 90), Tone(70, 130, 255), Tone(80, 224, 140));
        match glow {
            Glow::Number if page == FRONT => {
                if let Some((path, _)) = Type::new(Font::SansBold, 2.4).tracked(0.3).set(&print.holder.number, 36.0, 45.8) {
                    canvas.fill(&path, &Ink::light(yellow).at(0.75));
                }
            }
            // A card has no fibres, its back no luminous number.
            Glow::Fibres | Glow::Number => {}
            Glow::Design if page == FRONT => {
                if let Some(sun) = emblem::star(ROSETTE, 7.6, 0.66, 16) {
                    canvas.stroke(&sun, 0.4, &Ink::light(orange));
                }
                canvas.stroke_all(&Ring::new(ROSETTE, 3.6, 1.1, 16, 5).paths(), 0.15, &Ink::light(yellow).at(0.9));
                for row in 0..3 {
                    let y = 11.2 + row as f32 * 1.9;
                    let wave = Band { from: (22.4, y), to: (33.6, y), swing: 0.75, waves: 3.0, strands: 2, swell: (1.0, 0.3) };
                    canvas.stroke_all(&wave.paths(), 0.3, &Ink::light(blue));
                }
                if let Some(path) = Type::new(Font::SansBold, 5.0).tracked(0.6).set_centered("MARENIA", 50.0, 8.2) {
                    canvas.fill(&path, &Ink::light(green).at(0.75));
                }
                canvas.stroke_all(&Ring::new((50.0, 30.0), 10.0, 2.4, 20, 4).swelling(5, 0.5).paths(), 0.12, &Ink::light(blue).at(0.55));
            }
            Glow::Design => {
                if let Some(arms) = emblem::marenia().and_then(|path| emblem::placed(&path, BACK_ROSETTE, 10.6)) {
                    canvas.fill(&arms, &Ink::light(green).at(0.85));
                }
                let band = Band { from: (4.0, 32.0), to: (81.6, 32.0), swing: 2.4, waves: 11.0, strands: 6, swell: (5.5, 0.5) };
                canvas.stroke_all(&band.paths(), 0.16, &Ink::light(blue).at(0.9));
            }
        }
    }

    fn portrait(&self) -> (&'static str, RectMm) {
        (FRONT, FRAME)
    }

    fn entry(&self, what: What) -> Option<(&'static str, Entry, Lettering)> {
        let on = |page, entries: &'static [Entry]| entries.iter().find(|entry| entry.what == what).map(|entry| (page, *entry, LETTERING));
        on(FRONT, FRONT_ENTRIES).or_else(|| on(BACK, BACK_ENTRIES))
    }
}
