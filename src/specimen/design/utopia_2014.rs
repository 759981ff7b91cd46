//! The passport of Utopia, 2014 series: rose to ochre to green, serif, arms in brown line print, no chip.

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

pub(crate) struct Utopia2014;

const FRAME: RectMm = RectMm::new(6.0, 17.5, 33.0, 43.0);
const SIGNATURE: RectMm = RectMm::new(93.0, 50.6, 28.0, 9.0);
const SEAL: (f32, f32) = (37.8, 19.2);
const ARMS: (f32, f32) = (107.4, 29.0);

const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Serif, 1.66), value: Type::new(Font::SerifBold, 2.95).tracked(0.04), native_em: 2.6 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "type", title: "Type", what: What::Fixed("P"), label: "Type/Type", x: 44.8, label_y: 17.4, value_y: 21.4, width: 6.0 },
    Entry { id: "issuing-state", title: "Code of issuing State", what: What::Fixed("UTO"), label: "Code/Code", x: 55.0, label_y: 17.4, value_y: 21.4, width: 9.0 },
    Entry { id: "number", title: "Passport number", what: What::Number, label: "Passport No./Passeport nº", x: 68.0, label_y: 17.4, value_y: 21.4, width: 23.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Surname/Nom", x: 44.8, label_y: 25.2, value_y: 29.3, width: 46.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Given names/Prénoms", x: 44.8, label_y: 32.8, value_y: 36.9, width: 46.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Fixed("UTOPIAN"), label: "Nationality/Nationalité", x: 44.8, label_y: 40.4, value_y: 44.5, width: 22.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Date of birth/Né(e) le", x: 69.0, label_y: 40.4, value_y: 44.5, width: 22.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Sex/Sexe", x: 44.8, label_y: 48.0, value_y: 52.1, width: 6.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Place of birth/Lieu de naissance", x: 55.0, label_y: 48.0, value_y: 52.1, width: 36.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Date of issue/Délivré le", x: 44.8, label_y: 55.6, value_y: 59.7, width: 22.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Date of expiry/Expire le", x: 69.0, label_y: 55.6, value_y: 59.7, width: 22.0 },
];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("emblem", "State arms", [95.6, 17.4, 23.6, 23.4], Content::Fixed, Role::Emblem, VISIBLE),
    ("title", "Name of the State", [36.0, 2.2, 53.0, 9.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("document-title", "Title of the document", [94.0, 4.4, 27.4, 8.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("band-left", "Guilloche band at the left edge", [0.6, 17.5, 4.8, 43.0], Content::Fixed, Role::Background, VISIBLE),
    ("rosette-title", "Rosette in the upper left corner", [3.0, 1.0, 27.0, 13.0], Content::Fixed, Role::Background, VISIBLE),
    ("background-gutter", "Background between portrait and data", [39.4, 25.0, 4.6, 35.4], Content::Fixed, Role::Background, VISIBLE),
    ("background-above-mrz", "Background above the machine-readable zone", [3.0, 64.4, 80.0, 5.4], Content::Fixed, Role::Background, VISIBLE),
    ("background-below-mrz", "Background below the machine-readable zone", [5.0, 81.4, 115.0, 5.4], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [85.0, 64.4, 37.0, 5.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext lines", [3.0, 62.2, 119.0, 1.9], Content::Fixed, Role::Microtext, VISIBLE),
    ("portrait-background", "Line field that runs into the portrait", [6.0, 17.6, 26.0, 6.9], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Seal over the corner of the portrait", [32.4, 13.8, 10.8, 10.8], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [6.0, 24.7, 33.0, 35.8], Content::Personal, Role::Portrait, &[]),
    ("signature", "Signature", [93.0, 50.6, 28.0, 9.0], Content::Personal, Role::Signature, &[]),
    ("mrz", "Machine-readable zone", [5.0, 70.2, 115.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("uv-arms", "Luminous sun", [95.0, 16.8, 25.0, 24.6], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous ring over the corner of the portrait", [32.2, 13.6, 11.2, 11.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-letters", "Luminous letters above the machine-readable zone", [3.0, 64.2, 119.0, 5.8], Content::Fixed, Role::UvDesign, UV),
    ("uv-left", "Dull paper at the left edge", [0.6, 25.0, 4.8, 35.0], Content::Fixed, Role::Background, UV),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-above-mrz", Level::One, VISIBLE, "Follow the background lines from left to right under a magnifier.", "The lines change from rose over ochre to green without a step and without dots."),
    ("guilloche-field", Kind::Guilloche, "Crossed line fields", "background-below-mrz", Level::Two, VISIBLE, "Look at crossings of the two line fields with a ×10 magnifier.", "Two fields that cross at a flat angle; unbroken lines of even width."),
    ("guilloche-rosette", Kind::Guilloche, "Oval rosette", "rosette-title", Level::Two, VISIBLE, "Compare the number and the spacing of the interlaced lines.", "Two oval rings of interlaced lines in brown and rose."),
    ("guilloche-band", Kind::Guilloche, "Upright band", "band-left", Level::Two, VISIBLE, "Look at the left edge with a ×10 magnifier.", "Six interlaced strands that swell and shrink."),
    ("arms", Kind::Intaglio, "State arms in line print", "emblem", Level::One, BOTH, "Look at the contour of the arms; feel them.", "Solid brown lines with clean edges; the arms stand in a ring of rays."),
    ("relief", Kind::Guilloche, "Relief of the star", "", Level::Two, VISIBLE, "Look along the lines behind the data.", "The lines swell into a star with seven points."),
    ("microtext", Kind::Microtext, "Microtext under the data", "microtext", Level::Two, VISIBLE, "Read the lines above the machine-readable zone at ×10.", "UTOPIA repeated, sharp, in solid brown ink."),
    ("seal", Kind::Portrait, "Seal over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the seal across the edge of the portrait.", "The rings run on unbroken from the page into the portrait."),
    ("portrait-background", Kind::Guilloche, "Background runs into the portrait", "portrait-background", Level::One, VISIBLE, "Look at the free upper part of the portrait.", "The line fields go on behind the portrait."),
    ("uv-dull", Kind::UvDesign, "Dull paper", "uv-left", Level::Two, UV, "Look at the bare paper under 365 nm.", "The paper stays dark; only fibres and the design luminesce."),
    ("uv-fibres", Kind::UvFibres, "Luminous fibres", "", Level::Two, UV, "Look for fibres all over the page under 365 nm.", "Short bent fibres in red and blue, at random."),
    ("uv-arms", Kind::UvDesign, "Luminous sun", "uv-arms", Level::Two, UV, "Look at the right side under 365 nm.", "A green sun with a red ring around the arms."),
    ("uv-seal", Kind::UvDesign, "Luminous ring over the portrait", "uv-seal", Level::Two, UV, "Look at the upper right corner of the portrait under 365 nm.", "A green ring that runs from the page into the portrait."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch; all check digits right; agrees with the visual zone."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::ForgedPhoto, "A photograph over the printed portrait: the seal ends at its edge, the luminous ring is covered."),
    (FraudCode::Counterfeit, "A scan printed on office paper: screen dots, blurred microtext, paper bright under 365 nm."),
];

const ROSE: Tone = Tone(214, 132, 138);
const OCHRE: Tone = Tone(206, 172, 104);
const GREEN: Tone = Tone(138, 182, 122);
const BROWN: Tone = Tone(96, 56, 34);

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &iris(&[Tone(250, 234, 230), Tone(250, 244, 224), Tone(236, 246, 228)]));
    let relief = emblem::star((68.0, 40.0), 20.0, 0.46, 7).and_then(|path| Relief::of(&path, 0.8));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 0.5);
    for (slope, tones, lag) in [(0.32, [ROSE, OCHRE, GREEN], 0.013), (-0.32, [OCHRE, GREEN, ROSE], -0.011)] {
        let field = Field {
            left: 0.0,
            top: 0.0,
            right: w,
            bottom: h,
            spacing: 0.95,
            slope,
            waves: [(1.4, 37.0, lag), (0.45, 11.0, -lag)],
            relief: Some(&lift),
        };
        canvas.stroke_all(&field.paths(), 0.11, &iris(&tones).at(0.85));
    }
    let band = Band { from: (3.0, 0.0), to: (3.0, h), swing: 1.9, waves: 26.0, strands: 6, swell: (13.0, 0.6) };
    canvas.stroke_all(&band.paths(), 0.11, &Ink::print(Tone(176, 96, 84)));
    for (radius, waves, tone) in [(4.4, 44, Tone(164, 84, 72)), (2.4, 26, Tone(150, 104, 60))] {
        let ring = Ring { aspect: 1.0, ..Ring::new((16.4, 7.5), radius, 1.25, waves, 7).swelling(11, 0.55) };
        let wide: Vec<_> = ring
            .paths()
            .into_iter()
            .filter_map(|path| {
                path.transform(tiny_skia::Transform::from_translate(-16.4, 0.0).post_scale(2.2, 1.0).post_translate(16.4, 0.0))
            })
            .collect();
        canvas.stroke_all(&wide, 0.1, &Ink::print(tone).at(0.9));
    }
    canvas.stroke_all(
        &Ring::new((68.0, 40.0), 18.0, 4.0, 28, 6).swelling(7, 0.5).petalled(7, 2.0).paths(),
        0.1,
        &iris(&[ROSE, OCHRE, GREEN]).at(0.55),
    );
    canvas.stroke_all(&Ring::new(ARMS, 10.2, 1.0, 48, 5).swelling(12, 0.4).paths(), 0.1, &Ink::print(Tone(170, 120, 70)));
}

fn fixed_print(canvas: &mut Canvas) {
    let ink = Ink::print(BROWN);
    utopia::arms(canvas, ARMS, 8.6, &ink);
    for (style, words, x, y) in [
        (Type::new(Font::SerifBold, 3.9).tracked(0.3), "REPUBLIC OF UTOPIA", 62.5, 6.6),
        (Type::new(Font::Serif, 2.5).tracked(0.25), "RÉPUBLIQUE D’UTOPIE", 62.5, 10.8),
        (Type::new(Font::SerifBold, 3.3).tracked(0.3), "PASSPORT", 107.6, 7.8),
        (Type::new(Font::Serif, 2.3).tracked(0.3), "PASSEPORT", 107.6, 11.6),
    ] {
        if let Some(path) = style.set_centered(words, x, y) {
            canvas.fill(&path, &ink);
        }
    }
    if let Some((path, _)) = Type::new(Font::SerifBold, 5.0).tracked(0.8).set("SPECIMEN", 86.4, 69.0) {
        canvas.fill(&path, &Ink::print(Tone(170, 30, 40)));
    }
    let label = Ink::print(Tone(120, 78, 52));
    for entry in ENTRIES {
        entry.print_label(canvas, LETTERING, &label);
    }
    if let Some((path, _)) = LETTERING.label.set("Signature of bearer/Signature du titulaire", 91.4, 49.6) {
        canvas.fill(&path, &label);
    }
    for (y, x) in [(62.75, 3.0), (63.35, 3.3), (63.95, 3.0)] {
        microtext::line(canvas, "UTOPIA·REPUBLICOFUTOPIA·", (x, y), 118.6, &ink);
    }
}

fn overprint(canvas: &mut Canvas) {
    let ink = Ink::print(Tone(150, 52, 48));
    canvas.stroke_all(&Ring::new(SEAL, 4.4, 0.5, 36, 3).paths(), 0.12, &ink);
    microtext::ring(canvas, "REPUBLIC OF UTOPIA · ", SEAL, 3.3, &ink);
    canvas.stroke_all(&Ring::new(SEAL, 1.5, 0.9, 12, 4).paths(), 0.1, &ink);
}

impl Design for Utopia2014 {
    fn id(&self) -> &'static str {
        "UTO-P-2014"
    }

    fn reference(&self) -> Option<Reference> {
        let series = Series {
            id: self.id(),
            issuer: ("UTO", "Utopia"),
            kind: DocumentKind::Td3Passport,
            title: "2014 series",
            document_code: "P<",
            issued: (self.first_issue(), Some(Date(jiff::civil::date(2019, 2, 28)))),
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
        "A99999999"
    }

    fn first_issue(&self) -> Date {
        Date(jiff::civil::date(2014, 5, 1))
    }

    fn paper(&self) -> Tone {
        Tone(252, 249, 240)
    }

    fn mrz(&self, holder: &Holder) -> Vec<String> {
        mrz::td3("P", "UTO", holder)
    }

    fn print(&self, canvas: &mut Canvas, _page: &str, layer: Layer, print: &Print) {
        match layer {
            Layer::Background => background(canvas),
            Layer::FixedPrint => fixed_print(canvas),
            Layer::Portrait => utopia::print_portrait(canvas, print, FRAME, 0.9, None),
            Layer::Data => {
                for entry in ENTRIES.iter().filter(|entry| print.blank != Some(entry.what)) {
                    entry.print_value(canvas, LETTERING, &entry.what.value(&print.holder), &Ink::print(Tone(28, 24, 24)));
                }
                signature::write(canvas, SIGNATURE, &Ink::print(Tone(30, 34, 72)), &mut Rng::new(print.holder.seed, "signature"));
            }
            Layer::Overprint => overprint(canvas),
            Layer::Mrz => utopia::print_mrz(canvas, print),
        }
    }

    fn glow(&self, canvas: &mut Canvas, _page: &str, glow: Glow, print: &Print) {
        let (green, red, blue) = (Tone(110, 230, 96), Tone(236, 84, 58), Tone(84, 130, 255));
        match glow {
            Glow::Fibres => fibres::scatter(canvas, SIZE, 40, &[red, blue], &mut Rng::new(print.holder.seed, "fibres")),
            Glow::Number => {
                if let Some((path, _)) = Type::new(Font::SerifBold, 3.2).tracked(0.4).set(&print.holder.number, 95.0, 46.4) {
                    canvas.fill(&path, &Ink::light(red).at(0.8));
                }
            }
            Glow::Design => {
                if let Some(sun) = emblem::star(ARMS, 11.4, 0.62, 16) {
                    canvas.stroke(&sun, 0.5, &Ink::light(green).at(0.9));
                }
                canvas.stroke_all(&Ring::new(ARMS, 6.0, 1.3, 20, 5).paths(), 0.18, &Ink::light(red).at(0.85));
                if let Some(star) = emblem::star(ARMS, 3.4, 0.45, 7) {
                    canvas.fill(&star, &Ink::light(green).at(0.9));
                }
                canvas.stroke_all(&Ring::new(SEAL, 4.0, 1.0, 18, 5).paths(), 0.2, &Ink::light(green).at(0.85));
                if let Some(star) = emblem::star(SEAL, 2.0, 0.45, 7) {
                    canvas.fill(&star, &Ink::light(red).at(0.85));
                }
                for (index, letter) in "UTOPIA".chars().enumerate() {
                    let tone = if index % 2 == 0 { green } else { red };
                    if let Some(path) = Type::new(Font::SerifBold, 6.4).set_centered(&letter.to_string(), 14.0 + index as f32 * 19.4, 69.3)
                    {
                        canvas.fill(&path, &Ink::light(tone).at(0.75));
                    }
                }
                let band = Band { from: (3.0, 67.0), to: (122.0, 67.0), swing: 1.6, waves: 12.0, strands: 3, swell: (6.0, 0.5) };
                canvas.stroke_all(&band.paths(), 0.16, &Ink::light(blue).at(0.7));
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
