//! The emergency passport of Utopia, 2021 series: a label that a mission prints and sticks in, valid for a year, no chip.

use super::{PAGE, SIZE, motif};
use crate::domain::{Content, DocumentKind, FeatureKind as Kind, FraudCode, Level, Light, RectMm, Substrate, ZoneRole as Role};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::build::{BOTH, FeatureRow, IR, OBLIQUE, TRANSMITTED, UV, UV254, VISIBLE, ZoneRow};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::design::{Layer, PageSpec, Print, Series};
use crate::specimen::guilloche::{Field, Ring};
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem, microtext};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "UTO-E-2021",
    issuer: ("UTO", "Utopia"),
    kind: DocumentKind::Td3Passport,
    title: "Emergency, 2021 series",
    document_code: "PE",
    issued: ((2021, 10, 1), None),
    validity_years: 1,
    number_format: "E9999999",
    culture: Culture::Utopian,
    nationality: None,
    personal_format: "",
    substrate: Substrate::Label,
    tone: Tone(250, 250, 248),
    pages: &[super::data_page(ZONES, ENTRIES, LETTERING)],
    portrait: Some((PAGE, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2021,
    print,
};

/// The label on its page.
const LABEL: RectMm = RectMm::new(3.0, 3.0, 119.0, 82.4);
const FRAME: RectMm = RectMm::new(8.0, 18.0, 29.0, 37.5);
const SIGNATURE: RectMm = RectMm::new(92.0, 50.0, 27.0, 8.0);
const WHEEL: (f32, f32) = (106.0, 32.0);
const SEAL: (f32, f32) = (36.0, 20.0);

const LETTERING: Lettering = Lettering { label: Type::new(Font::Condensed, 2.0), value: Type::new(Font::Mono, 2.7), native_em: 2.5 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "type", title: "Type", what: What::Fixed("PE"), label: "Type/Type", x: 43.0, label_y: 19.4, value_y: 23.0, width: 6.0 },
    Entry { id: "issuing-state", title: "Code of issuing State", what: What::Fixed("UTO"), label: "Code/Code", x: 54.0, label_y: 19.4, value_y: 23.0, width: 9.0 },
    Entry { id: "number", title: "Passport number", what: What::Number, label: "Passport No./Passeport nº", x: 68.0, label_y: 19.4, value_y: 23.0, width: 22.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Surname/Nom", x: 43.0, label_y: 26.8, value_y: 30.4, width: 46.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Given names/Prénoms", x: 43.0, label_y: 34.2, value_y: 37.8, width: 46.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Fixed("UTOPIAN"), label: "Nationality/Nationalité", x: 43.0, label_y: 41.6, value_y: 45.2, width: 18.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Date of birth/Né(e) le", x: 68.0, label_y: 41.6, value_y: 45.2, width: 21.0 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Sex/Sexe", x: 43.0, label_y: 49.0, value_y: 52.6, width: 6.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Place of birth/Lieu de naissance", x: 54.0, label_y: 49.0, value_y: 52.6, width: 35.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Date of issue/Délivré le", x: 43.0, label_y: 56.4, value_y: 60.0, width: 20.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Date of expiry/Expire le", x: 68.0, label_y: 56.4, value_y: 60.0, width: 21.0 },
    Entry { id: "authority", title: "Authority", what: What::Authority, label: "Issued by/Délivré par", x: 8.4, label_y: 58.2, value_y: 61.6, width: 30.0 },
];

const VISIBLE_IR: &[Light] = &[Light::Visible, Light::Ir880];
const DEPTH: &[Light] = &[Light::Visible, Light::Oblique];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [5.4, 4.2, 12.0, 12.0], Content::Fixed, Role::Emblem, VISIBLE_IR),
    ("title", "Name of the State", [18.6, 4.8, 50.0, 9.6], Content::Fixed, Role::FixedText, VISIBLE_IR),
    ("document-title", "Title of the document", [72.0, 4.8, 26.0, 9.6], Content::Fixed, Role::FixedText, VISIBLE_IR),
    ("journey", "Term of validity", [99.0, 44.0, 20.0, 4.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("wheel", "Compass in a ring", [93.2, 19.2, 25.6, 24.6], Content::Fixed, Role::Background, VISIBLE_IR),
    ("slits-left", "Slits at the left edge", [3.2, 20.0, 4.4, 40.0], Content::Fixed, Role::Background, DEPTH),
    ("slits-right", "Slits at the right edge", [119.4, 20.0, 2.6, 40.0], Content::Fixed, Role::Background, DEPTH),
    ("background-gutter", "Background between portrait and data", [37.6, 26.0, 4.4, 30.0], Content::Fixed, Role::Background, BOTH),
    ("background-above-mrz", "Background above the machine-readable zone", [5.0, 65.0, 76.0, 5.0], Content::Fixed, Role::Background, VISIBLE),
    ("background-below-mrz", "Background below the machine-readable zone", [5.0, 81.2, 115.0, 3.8], Content::Fixed, Role::Background, VISIBLE),
    ("page-edge", "Page beside the label", [0.2, 3.0, 2.4, 80.0], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [82.0, 65.0, 38.0, 5.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext line", [5.0, 63.3, 115.0, 1.3], Content::Fixed, Role::Microtext, VISIBLE_IR),
    ("portrait-background", "Lines that run into the portrait", [8.0, 18.2, 20.0, 5.4], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Ring over the corner of the portrait", [31.4, 16.4, 9.2, 7.4], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [8.0, 24.0, 29.0, 31.5], Content::Personal, Role::Portrait, &[]),
    ("signature", "Signature of the issuing officer", [91.6, 49.8, 27.6, 8.4], Content::Personal, Role::Signature, &[]),
    ("stock-number", "Number of the label", [100.0, 5.4, 20.0, 8.4], Content::Serial, Role::Number, &[]),
    ("mrz", "Machine-readable zone", [5.0, 70.2, 115.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("uv-words", "Luminous words", [18.0, 3.6, 80.0, 11.6], Content::Fixed, Role::UvDesign, UV),
    ("uv-wheel", "Luminous ring", [92.6, 18.6, 26.8, 25.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous star over the corner of the portrait", [31.0, 16.2, 10.0, 7.6], Content::Fixed, Role::UvDesign, UV),
    ("uv254-chain", "Chain under short waves", [5.0, 64.8, 76.0, 5.2], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-above-mrz", Level::One, VISIBLE, "Follow the scales from left to right.", "From orange to grey-blue without a step and without dots."),
    ("scales", Kind::Guilloche, "Scales of the sea", "background-below-mrz", Level::Two, VISIBLE, "Look at the scales at ×10.", "Three arcs in each scale; each row lies in front of the one above; no arc crosses another."),
    ("wheel", Kind::Guilloche, "Compass in a ring", "wheel", Level::Two, VISIBLE, "Compare the number of strands.", "Five strands around a compass rose of sixteen rays."),
    ("slits", Kind::Overlay, "Slits in the label", "slits-left", Level::One, OBLIQUE, "Light the edges from the side; try no corner.", "Short cuts in pairs; a label that was lifted tears along them."),
    ("microtext", Kind::Microtext, "Microtext under the data", "microtext", Level::Two, VISIBLE, "Read the line at ×10.", "UTOPIA CIVI SUO repeated, sharp."),
    ("through", Kind::SeeThroughRegister, "Page below the label", "", Level::Two, TRANSMITTED, "Hold the page against the light.", "The large E of the page shows through the label, whole."),
    ("number", Kind::PrintedNumber, "Number of the label", "stock-number", Level::One, UV, "Compare with the data; look under 365 nm.", "The blue number is that of the document and glows green."),
    ("seal", Kind::Portrait, "Ring over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the ring across the edge of the portrait.", "The ring is printed before the portrait, runs on below it, and once more over it in violet."),
    ("uv-dull", Kind::UvDesign, "Dull label", "background-gutter", Level::Two, UV, "Look at the bare label under 365 nm.", "Label and page both stay dark."),
    ("uv-fibres", Kind::UvFibres, "Luminous fibres", "", Level::Two, UV, "Look for fibres under 365 nm.", "Green and yellow fibres in the label, at random."),
    ("uv-words", Kind::UvDesign, "Luminous words", "uv-words", Level::Two, UV, "Look at the head of the label under 365 nm.", "EMERGENCY in orange letters."),
    ("uv-seal", Kind::UvDesign, "Luminous star over the portrait", "uv-seal", Level::Two, UV, "Look at the corner of the portrait under 365 nm.", "A yellow star that runs into the portrait."),
    ("uv254", Kind::Uv254Feature, "Chain under short waves", "uv254-chain", Level::Two, UV254, "Change from 365 nm to 254 nm.", "A chain of aqua links above the machine-readable zone."),
    ("ir-wheel", Kind::IrDropOut, "Compass in infrared", "wheel", Level::Two, IR, "Look at the compass in infrared.", "The rose stays, the ring is gone."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read both lines and recompute the check digits.", "Begins with PE; valid for one year; agrees with the visual zone."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::StolenBlank, "Labels stolen blank from a mission and filled in on an office printer: data fade in infrared."),
    (FraudCode::Counterfeit, "A label printed on bright office stock: blue under 365 nm, no slits, scales of dots."),
];

const ORANGE: Tone = Tone(232, 168, 112);
const STEEL: Tone = Tone(140, 160, 182);
const INK: Tone = Tone(38, 58, 84);

fn iris(tones: &[Tone]) -> Ink {
    Ink::iris(SIZE.width as f32, tones)
}

/// The page that the label is stuck on.
fn page_below(canvas: &mut Canvas) {
    canvas.rect(RectMm::new(0.0, 0.0, SIZE.width, SIZE.height), &Ink::print(Tone(240, 243, 246)));
    let field = Field {
        left: 0.0,
        top: 0.0,
        right: SIZE.width as f32,
        bottom: SIZE.height as f32,
        spacing: 1.3,
        slope: 0.5,
        waves: [(0.8, 12.0, 0.0), (0.0, 10.0, 0.0)],
        relief: None,
    };
    canvas.stroke_all(&field.paths(), 0.14, &Ink::print(Tone(170, 186, 204)));
}

fn label_shape() -> Option<tiny_skia::Path> {
    let (left, top, right, bottom, corner) = (LABEL.x as f32, LABEL.y as f32, LABEL.right() as f32, LABEL.bottom() as f32, 2.4);
    let mut builder = tiny_skia::PathBuilder::new();
    builder.move_to(left + corner, top);
    builder.line_to(right - corner, top);
    builder.quad_to(right, top, right, top + corner);
    builder.line_to(right, bottom - corner);
    builder.quad_to(right, bottom, right - corner, bottom);
    builder.line_to(left + corner, bottom);
    builder.quad_to(left, bottom, left, bottom - corner);
    builder.line_to(left, top + corner);
    builder.quad_to(left, top, left + corner, top);
    builder.close();
    builder.finish()
}

fn background(canvas: &mut Canvas) {
    page_below(canvas);
    if let Some(label) = label_shape() {
        // A thin shadow below and on the right, then the stock itself.
        if let Some(shadow) = label.clone().transform(tiny_skia::Transform::from_translate(0.14, 0.16)) {
            canvas.fill(&shadow, &Ink::print(Tone(120, 120, 124)).at(0.55));
        }
        canvas.fill(&label, &Ink::cover(Tone(251, 250, 246)).infrared(0.0).raised(0.35));
        canvas.fill(&label, &iris(&[Tone(254, 240, 226), Tone(246, 246, 246), Tone(234, 240, 248)]));
    }
    // Seen against the light, the page below carries a large letter.
    if let Some(letter) = Type::new(Font::SansBold, 46.0).set_centered("E", 66.0, 58.0) {
        canvas.fill(&letter, &Ink::only(Light::Transmitted, Tone(196, 186, 172), Lay::Print).at(0.6));
    }
    let inside = RectMm::new(LABEL.x + 1.0, LABEL.y + 1.0, LABEL.width - 2.0, LABEL.height - 2.0);
    canvas.stroke_all(&motif::scales(inside, 3.4, 3), 0.1, &iris(&[ORANGE, Tone(190, 176, 166), STEEL]).at(0.75));
    canvas.stroke_all(&Ring::new(WHEEL, 10.4, 1.3, 36, 5).swelling(12, 0.5).paths(), 0.11, &Ink::print(Tone(214, 124, 62)).infrared(0.02));
    canvas.stroke_all(&Ring::new(SEAL, 3.6, 0.4, 24, 3).paths(), 0.11, &Ink::print(Tone(214, 124, 62)));
}

/// Cuts that make the label tear when it is lifted.
fn slits(canvas: &mut Canvas) {
    let cut = Ink::print(Tone(150, 150, 156)).infrared(0.3).raised(0.8).at(0.75);
    for row in 0..10 {
        let y = 21.5 + row as f32 * 4.0;
        for (x, lean) in [(4.2, 0.9), (6.2, -0.9), (119.8, 0.9), (121.0, -0.9)] {
            let mut builder = tiny_skia::PathBuilder::new();
            builder.move_to(x, y);
            builder.quad_to(x + lean * 0.5, y + 0.7, x, y + 1.4);
            if let Some(path) = builder.finish() {
                canvas.stroke(&path, 0.09, &cut);
            }
        }
    }
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let ink = Ink::print(INK).infrared(0.7);
    super::arms(canvas, (11.4, 10.2), 5.4, &ink);
    motif::set(canvas, Type::new(Font::CondensedBold, 4.4).tracked(0.25), "REPUBLIC OF UTOPIA", (19.0, 8.9), 0.0, &ink);
    motif::set(canvas, Type::new(Font::Condensed, 3.0).tracked(0.2), "RÉPUBLIQUE D’UTOPIE", (19.0, 13.1), 0.0, &ink);
    motif::set(canvas, Type::new(Font::CondensedBold, 3.2).tracked(0.1), "EMERGENCY PASSPORT", (97.0, 8.9), 1.0, &ink);
    motif::set(canvas, Type::new(Font::Condensed, 2.5).tracked(0.1), "PASSEPORT D’URGENCE", (97.0, 13.1), 1.0, &ink);
    motif::print_compass(canvas, WHEEL, 7.4, &Ink::print(INK).infrared(0.8));
    motif::set(canvas, Type::new(Font::CondensedBold, 2.1).tracked(0.05), "ONE YEAR · UN AN", (109.0, 47.2), 0.5, &ink);
    motif::set(canvas, Type::new(Font::CondensedBold, 5.0).tracked(0.9), "SPECIMEN", (119.6, 69.3), 1.0, &Ink::print(Tone(190, 34, 44)));
    let label = Ink::print(Tone(70, 84, 104));
    personal::labels(canvas, page, &label);
    motif::set(canvas, LETTERING.label, "Issuing officer/Agent", (92.4, 60.2), 0.0, &label);
    microtext::line(canvas, "UTOPIA·CIVI·SUO·", (5.0, 64.1), 114.6, &ink);
    slits(canvas);
}

fn luminous(canvas: &mut Canvas) {
    let (orange, yellow, green) = (Tone(255, 146, 56), Tone(232, 230, 90), Tone(96, 226, 120));
    motif::set(canvas, Type::new(Font::CondensedBold, 8.0).tracked(2.0), "EMERGENCY", (58.0, 12.2), 0.5, &motif::only_365(orange).at(0.8));
    canvas.stroke_all(&Ring::new(WHEEL, 10.4, 1.6, 18, 5).paths(), 0.2, &motif::only_365(green).at(0.85));
    if let Some(star) = emblem::star(SEAL, 3.7, 0.46, 7) {
        canvas.fill(&star, &Ink::luminous(yellow).at(0.8));
    }
    canvas.stroke_all(&motif::chain((6.0, 67.5), 74.0, 18, 3.4), 0.22, &motif::only_254(Tone(84, 226, 232)));
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    match layer {
        Layer::Background => {
            background(canvas);
            // Fibres of the stock, which lies on the page.
            personal::luminous_fibres(canvas, page, 30, &[Tone(96, 226, 120), Tone(232, 230, 90)], &print.holder);
        }
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => personal::portrait(canvas, print, FRAME, &Look::dyed(0.95)),
        Layer::Data => {
            personal::values(canvas, page, print, &Ink::carbon(Tone(28, 28, 32)));
            personal::signature(canvas, SIGNATURE, print, &Ink::print(Tone(24, 40, 110)));
            let ink = Ink::print(Tone(30, 70, 150)).infrared(0.03).glowing(Tone(110, 236, 130));
            motif::set(canvas, Type::new(Font::Mono, 3.5), &print.holder.number, (119.4, 11.2), 1.0, &ink);
        }
        Layer::Overprint => canvas.stroke_all(&Ring::new(SEAL, 2.4, 0.5, 20, 3).paths(), 0.11, &Ink::print(Tone(104, 66, 142))),
        Layer::Mrz => personal::machine_readable(canvas, page, print),
        Layer::Luminous => luminous(canvas),
        Layer::Body | Layer::LuminousData | Layer::Optical | Layer::Perforation | Layer::Entries => {}
    }
}
