//! The visa of Qazirah, 2023 series: a label of format MRV-A with a signed seal, a diffractive strip and intaglio arms.

use tiny_skia::{Path, PathBuilder};

use super::girih::{self, Girih, Point, Tiling};
use super::scene::Dunes;
use super::{GOLD, MADDER, PALE_GOLD, PALE_MADDER, PALE_TURQUOISE, PETROL, RED, TURQUOISE};
use crate::domain::{
    Content, DocumentKind, FeatureKind as Kind, FraudCode, Level, Light, RectMm, Side, SizeMm, Substrate, ZoneRole as Role,
};
use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::design::build::{ALL_LIGHTS, COAXIAL, FeatureRow, IR, OBLIQUE, UV, UV254, VISIBLE, ZoneRow};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::design::{Layer, MrzPlace, PageSpec, Print, Series, print_of};
use crate::specimen::guilloche::Field;
use crate::specimen::names::Culture;
use crate::specimen::personal::{self, Look};
use crate::specimen::relief::Relief;
use crate::specimen::rng::Rng;
use crate::specimen::text::{Font, Type};
use crate::specimen::{barcode, fibres, microtext, optical, seal};

pub(in crate::specimen::design) static SERIES: Series = Series {
    id: "QZR-V-2023",
    issuer: super::ISSUER,
    kind: DocumentKind::MrvA,
    title: "2023 series",
    document_code: "V<",
    issued: ((2023, 5, 1), None),
    validity_years: 1,
    number_format: "QV9999999",
    // A visa is for foreigners.
    culture: Culture::Utopian,
    nationality: Some("UTO"),
    personal_format: "",
    substrate: Substrate::Label,
    tone: Tone(250, 248, 241),
    pages: &[PageSpec {
        id: PAGE,
        title: "Visa",
        side: Side::Front,
        size: SIZE,
        rounded: [false; 4],
        lights: ALL_LIGHTS,
        zones: ZONES,
        entries: ENTRIES,
        lettering: LETTERING,
        // Doc 9303-7: a visa of format A.
        mrz: Some(MrzPlace { left: 4.0, lines: &[80.0 - 15.75, 80.0 - 9.40] }),
    }],
    portrait: Some((PAGE, FRAME)),
    features: FEATURES,
    forgeries: FORGERIES,
    specimen_seed: 2023,
    print,
};

const SIZE: SizeMm = SizeMm { width: 120.0, height: 80.0 };
const PAGE: &str = "visa";
const FRAME: RectMm = RectMm::new(4.6, 17.4, 29.0, 36.0);
const STRIP: RectMm = RectMm::new(35.4, 0.0, 5.6, 56.4);
const SEAL: Point = (31.4, 19.4);
const MATRIX: RectMm = RectMm::new(93.2, 15.8, 24.0, 24.0);
const MEDALLION: Point = (105.2, 48.6);
const BORDER: RectMm = RectMm::new(3.0, 13.0, 114.0, 2.0);
const BORDER_BELOW: RectMm = RectMm::new(3.0, 55.4, 114.0, 2.0);

const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Garamond, 1.75), value: Type::new(Font::Mono, 2.7).tracked(-0.05), native_em: 2.6 };

#[rustfmt::skip]
const ENTRIES: &[Entry] = &[
    Entry { id: "valid-for", title: "Valid for", what: What::Fixed("QAZIRAH"), label: "Valid for", x: 43.6, label_y: 17.8, value_y: 21.0, width: 22.0 },
    Entry { id: "visa-type", title: "Type of visa", what: What::Fixed("TOURIST"), label: "Type", x: 68.6, label_y: 17.8, value_y: 21.0, width: 22.0 },
    Entry { id: "issue", title: "Valid from", what: What::Issued, label: "From", x: 43.6, label_y: 24.4, value_y: 27.6, width: 22.0 },
    Entry { id: "expiry", title: "Valid until", what: What::Expires, label: "Until", x: 68.6, label_y: 24.4, value_y: 27.6, width: 22.0 },
    Entry { id: "entries", title: "Number of entries", what: What::Fixed("MULTIPLE"), label: "Entries", x: 43.6, label_y: 31.0, value_y: 34.2, width: 22.0 },
    Entry { id: "stay", title: "Duration of stay", what: What::Fixed("30 DAYS"), label: "Stay", x: 68.6, label_y: 31.0, value_y: 34.2, width: 22.0 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Surname", x: 43.6, label_y: 37.6, value_y: 40.8, width: 47.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Given names", x: 43.6, label_y: 44.2, value_y: 47.4, width: 47.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Nationality, label: "Nationality", x: 43.6, label_y: 50.8, value_y: 54.0, width: 17.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Born", x: 62.6, label_y: 50.8, value_y: 54.0, width: 18.6 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Sex", x: 82.8, label_y: 50.8, value_y: 54.0, width: 7.8 },
    Entry { id: "number", title: "Visa number", what: What::Number, label: "No.", x: 94.4, label_y: 7.0, value_y: 11.0, width: 21.4 },
];

/// Labels in Arabic: words, right end, base line.
#[rustfmt::skip]
const ARABIC_LABELS: &[(&str, f32, f32)] = &[
    ("صالحة في", 65.6, 17.8), ("النوع", 90.6, 17.8), ("من", 65.6, 24.4), ("حتى", 90.6, 24.4), ("مرات الدخول", 65.6, 31.0), ("مدة الإقامة", 90.6, 31.0), ("اللقب", 90.6, 37.6),
    ("الأسماء", 90.6, 44.2), ("الجنسية", 60.6, 50.8), ("الميلاد", 81.2, 50.8), ("الجنس", 90.6, 50.8), ("الرقم", 115.8, 7.0),
];

const VISIBLE_OBLIQUE: &[Light] = &[Light::Visible, Light::Oblique];

#[rustfmt::skip]
const ZONES: &[ZoneRow] = &[
    ("emblem", "Intaglio arms", [3.6, 0.8, 12.4, 12.0], Content::Fixed, Role::Emblem, VISIBLE_OBLIQUE),
    ("title", "Title in English", [16.6, 2.4, 18.4, 9.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("title-arabic", "Title in Arabic", [43.2, 1.8, 46.8, 10.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("border-top", "Intaglio border above", [41.4, 13.0, 75.6, 2.0], Content::Fixed, Role::Background, VISIBLE_OBLIQUE),
    ("border-left", "Intaglio border above the portrait", [3.0, 13.0, 32.0, 2.0], Content::Fixed, Role::Background, VISIBLE_OBLIQUE),
    ("border-bottom", "Intaglio border below", [41.4, 55.4, 75.6, 2.0], Content::Fixed, Role::Background, VISIBLE_OBLIQUE),
    ("strip", "Diffractive strip", [35.4, 0.4, 5.6, 55.6], Content::Fixed, Role::Ovd, &[Light::Visible, Light::Coaxial]),
    ("medallion", "Turning star in a knot", [97.6, 41.0, 15.2, 14.2], Content::Fixed, Role::Ovd, &[Light::Visible, Light::Coaxial]),
    ("infrared-pair", "Two squares of one colour", [114.0, 50.2, 4.0, 4.8], Content::Fixed, Role::Background, &[Light::Visible, Light::Ir880]),
    ("background-left", "Background at the left edge", [0.6, 17.4, 3.4, 36.0], Content::Fixed, Role::Background, VISIBLE),
    ("background-below-mrz", "Background below the machine-readable zone", [60.0, 73.6, 56.0, 5.0], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [4.0, 73.6, 54.0, 5.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext below the border", [3.0, 57.8, 114.0, 1.5], Content::Fixed, Role::Microtext, VISIBLE),
    ("portrait-background", "Dunes that run into the portrait", [4.6, 17.4, 22.0, 5.0], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Knot over the corner of the portrait", [27.2, 15.2, 7.8, 7.2], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [4.6, 22.6, 29.0, 30.8], Content::Personal, Role::Portrait, &[]),
    ("seal", "Signed seal", [93.2, 15.8, 24.0, 24.0], Content::Personal, Role::Barcode, &[]),
    ("mrz", "Machine-readable zone", [3.0, 62.0, 114.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("uv-medallion", "Luminous star", [97.6, 41.0, 15.2, 14.2], Content::Fixed, Role::UvDesign, UV),
    ("uv-title", "Luminous palms", [43.2, 0.8, 46.8, 12.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-band", "Luminous straps below the machine-readable zone", [3.0, 73.4, 114.0, 6.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-254-words", "Words under 254 nm", [43.2, 0.8, 46.8, 12.0], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-below-mrz", Level::One, VISIBLE, "Follow the background from corner to corner.", "Gold runs into turquoise and into madder, slantwise, without a step."),
    ("interlace", Kind::Guilloche, "Stars of eight", "title-arabic", Level::Two, VISIBLE, "Follow one strap at ×10.", "Straps go over and under in turn and swell around the data."),
    ("medallion-relief", Kind::Guilloche, "Arms in relief lines", "", Level::Two, VISIBLE, "Look along the lines behind the data.", "Lines rise into the star and the palm of the arms without breaks."),
    ("dunes", Kind::Guilloche, "Dunes", "portrait-background", Level::Two, VISIBLE, "Look above the portrait at ×10.", "Ripples end cleanly at the nearer ridge."),
    ("microtext", Kind::Microtext, "Microtext below the border", "microtext", Level::Two, VISIBLE, "Read at ×10.", "VISA QAZIRAH repeated in two lines, sharp."),
    ("arms", Kind::Intaglio, "Raised arms", "emblem", Level::One, OBLIQUE, "Feel the arms; light them from the left.", "Palm and star stand out of the label and throw shadows."),
    ("border", Kind::Intaglio, "Raised border", "border-top", Level::One, OBLIQUE, "Feel the border.", "A row of stars, dense and raised."),
    ("strip", Kind::Dovid, "Diffractive strip", "strip", Level::One, COAXIAL, "Tilt the visa; look beside the portrait.", "Stars and palms in turn flash in the colours of the spectrum from top to bottom."),
    ("turning-star", Kind::Ovi, "Star that turns colour", "medallion", Level::One, COAXIAL, "Tilt the visa; look inside the knot.", "From turquoise to madder all over the star."),
    ("portrait-seal", Kind::Portrait, "Knot over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the knot across the edge of the portrait.", "Chords run on unbroken into the portrait."),
    ("seal", Kind::Vds, "Visible digital seal", "seal", Level::Two, VISIBLE, "Read the Data Matrix and check its signature.", "The signature holds; seal, printed data and machine-readable zone agree."),
    ("uv-dull", Kind::UvDesign, "Dull label", "background-left", Level::Two, UV, "Look at the label under 365 nm.", "The label stays dark."),
    ("uv-fibres", Kind::UvFibres, "Luminous fibres", "", Level::Two, UV, "Look all over the label under 365 nm.", "Short fibres in yellow and turquoise, at random."),
    ("visible-fibres", Kind::VisibleFibres, "Fibres seen in daylight", "", Level::Two, VISIBLE, "Look for fibres with a magnifier.", "Few fibres of madder red, inside the paper and not printed on it."),
    ("uv-palms", Kind::UvDesign, "Luminous palms", "uv-title", Level::Two, UV, "Look at the Arabic title under 365 nm.", "Five green palms on an orange dune."),
    ("uv-medallion", Kind::UvDesign, "Luminous star", "uv-medallion", Level::Two, UV, "Look at the lower right under 365 nm.", "An interlaced star, yellow, in a turquoise ring."),
    ("uv-254", Kind::Uv254Feature, "QZR under 254 nm", "uv-254-words", Level::Two, UV254, "Change from 365 to 254 nm; look at the Arabic title.", "QZR in red that 365 nm does not show."),
    ("infrared-pair", Kind::IrDropOut, "Pair of inks", "infrared-pair", Level::Three, IR, "Look at the two squares in infrared.", "The upright square vanishes, the one on its tip stays black."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch, code V; agrees with the printed data."),
];

#[rustfmt::skip]
const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::ForgedVisa, "Dates of a used label washed off and printed anew: the lattice behind them is pale and the seal tells the old dates."),
    (FraudCode::Counterfeit, "Inkjet print on office label paper: bright under 365 nm; the strip is a grey picture that does not flash."),
    (FraudCode::StolenBlank, "Genuine blank filled by a desktop printer: data fade in infrared and the seal has no valid signature."),
];

fn slant(tones: &[Tone]) -> Ink {
    Ink::iris_between((0.0, 0.0), (120.0, 60.0), tones)
}

fn background(canvas: &mut Canvas) {
    let (w, h) = (SIZE.width as f32, SIZE.height as f32);
    let page = RectMm::new(0.0, 0.0, SIZE.width, SIZE.height);
    canvas.rect(page, &slant(&[Tone(250, 240, 214), Tone(226, 243, 241), Tone(250, 230, 222)]));
    let heart = (67.0, 36.0);
    // The arms push the lines of a field aside.
    let relief = in_relief(heart).and_then(|path| Relief::of(&path, 0.4));
    let lift = |x: f32, y: f32| relief.as_ref().map_or(0.0, |relief| relief.at(x, y) * 0.9);
    let field = Field {
        left: 0.0,
        top: 0.0,
        right: w,
        bottom: h,
        spacing: 0.66,
        slope: -0.12,
        waves: [(0.9, 37.0, 0.006), (0.2, 11.0, -0.02)],
        relief: Some(&lift),
    };
    canvas.stroke_all(&field.paths(), 0.1, &slant(&[PALE_GOLD, PALE_TURQUOISE, PALE_MADDER]).at(0.9));
    let girih = Girih { tiling: Tiling::Eights, pitch: 9.6, origin: heart, lean: 60.0, half: 0.34, gap: 0.14 };
    let keep =
        |place: Point| girih::distance(place, heart) > 19.0 && place.1 < 60.0 && place.0 > 41.0 && girih::distance(place, MEDALLION) > 7.2;
    let swell = super::lens(heart, 52.0, 0.22);
    canvas.stroke_all(&girih::bent(&girih.edges(page), &swell, &keep), 0.09, &slant(&[GOLD, TURQUOISE, PALE_MADDER]).at(0.62));
    let dunes =
        Dunes { area: RectMm::new(0.0, 15.0, 35.4, 41.0), count: 6, height: (8.0, 3.0), length: (52.0, 20.0), spacing: 0.7, phase: 0.45 };
    canvas.stroke_all(&girih::bent(&dunes.lines(), &|place| place, &|_| true), 0.09, &slant(&[PALE_MADDER, GOLD]).at(0.7));
    let across = |left: Tone, right: Tone| Ink::iris_between((MEDALLION.0 - 7.0, 0.0), (MEDALLION.0 + 7.0, 0.0), &[left, right, left]);
    canvas.stroke_all(&girih::straight(&girih::knot(MEDALLION, 6.8, (16, 7), 0.0, 0.1, 0.06)), 0.07, &across(MADDER, GOLD));
    canvas.stroke_all(&girih::straight(&girih::knot(MEDALLION, 6.8, (16, 3), 0.0, 0.12, 0.07)), 0.07, &across(PETROL, TURQUOISE));
}

/// Star and palm as one shape whose holes count, to push lines aside.
fn in_relief(center: Point) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for radius in [19.0, 16.2] {
        builder.push_path(&super::star(center, radius)?);
    }
    builder.push_path(&super::placed_palm((center.0, center.1 + 13.0), 24.0, 0.0)?);
    builder.finish()
}

fn fixed_print(canvas: &mut Canvas, page: &PageSpec) {
    let ink = Ink::print(PETROL).infrared(0.5);
    let raised = Ink::print(MADDER).infrared(0.3).raised(1.0);
    super::arms(canvas, (9.8, 6.8), 5.9, &raised);
    for area in [BORDER, BORDER_BELOW] {
        canvas.stroke_all(&super::strip(area, None, 2.0), 0.085, &raised);
        for y in [area.y as f32, area.bottom() as f32] {
            if let Some(rule) = girih::polyline(&[(area.x as f32, y), (area.right() as f32, y)]) {
                canvas.stroke(&rule, 0.14, &raised);
            }
        }
    }
    super::english(canvas, Type::new(Font::Garamond, 6.4).tracked(0.5), "VISA", 17.2, 7.2, &ink);
    let state = Type::new(Font::Garamond, 2.5).tracked(0.05);
    super::english(canvas, state.fit(super::STATE, 17.4), super::STATE, 17.2, 11.2, &ink);
    super::arabic(canvas, Type::new(Font::ArabicNaskhBold, 5.4), super::STATE_ARABIC, 89.4, 7.2, &ink);
    super::arabic(canvas, Type::new(Font::ArabicNaskh, 4.2), "تأشيرة دخول", 60.6, 7.0, &ink);
    for (x, y) in [(3.0, 58.4), (3.2, 59.05)] {
        microtext::line(canvas, "VISA·QAZIRAH·QZR·", (x, y), 113.8, &ink);
    }
    let label = Ink::print(Tone(24, 84, 96));
    personal::labels(canvas, page, &label);
    super::arabic_labels(canvas, 1.85, ARABIC_LABELS, &label);
    super::english(canvas, Type::new(Font::Inscription, 5.0).tracked(0.6), "SPECIMEN", 4.6, 77.6, &Ink::print(RED));
    super::arabic(canvas, Type::new(Font::ArabicNaskhBold, 4.0), "نموذج", 57.0, 77.0, &Ink::print(RED));
    super::infrared_pair(canvas, (115.9, 52.6), 1.7, PETROL);
}

fn luminous(canvas: &mut Canvas) {
    let (yellow, turquoise, orange, green) = (Tone(236, 220, 84), Tone(54, 214, 206), Tone(255, 138, 46), Tone(80, 230, 96));
    canvas.stroke_all(&girih::straight(&girih::knot(MEDALLION, 6.6, (8, 3), 0.0, 0.4, 0.2)), 0.18, &Ink::luminous(yellow));
    if let Some(ring) = PathBuilder::from_circle(MEDALLION.0, MEDALLION.1, 6.9) {
        canvas.stroke(&ring, 0.22, &Ink::luminous(turquoise));
    }
    let dunes =
        Dunes { area: RectMm::new(43.6, 7.4, 46.0, 5.2), count: 2, height: (2.6, 1.6), length: (26.0, 15.0), spacing: 0.6, phase: 0.1 };
    canvas.stroke_all(&girih::straight(&dunes.lines()), 0.14, &Ink::luminous(orange).at(0.9));
    for (x, height) in [(47.5, 8.4), (56.0, 10.0), (66.0, 8.0), (75.5, 10.4), (85.0, 8.6)] {
        if let Some(palm) = super::placed_palm((x, 11.4), height, 0.2) {
            canvas.fill(&palm, &Ink::luminous(green));
        }
    }
    canvas.stroke_all(
        &super::strip(RectMm::new(3.0, 73.6, 114.0, 5.7), None, 5.7),
        0.14,
        &Ink::luminous_iris(120.0, &[orange, turquoise, yellow]).at(0.85),
    );
    canvas.stroke_all(&girih::straight(&girih::knot((67.0, 36.0), 17.5, (16, 5), 0.0, 0.3, 0.2)), 0.14, &Ink::luminous(turquoise).at(0.55));
    if let Some(letters) = Type::new(Font::Inscription, 10.0).tracked(2.0).set_centered("QZR", 66.6, 10.6) {
        let mut ink = Ink::luminous(Tone(240, 60, 60));
        ink.nature.uv_365 = None;
        canvas.fill(&letters, &ink.glowing_254(Tone(240, 60, 60)));
    }
}

/// The signed seal of what the visa said when it was issued: a forger has no key.
fn signed(canvas: &mut Canvas, print: &Print) {
    let issued = print_of(&SERIES, print.holder.seed);
    let holder = &issued.holder;
    let [first, second] = issued.mrz.as_slice() else { return };
    let passport_number = format!("U{:08}", Rng::new(holder.seed, "passport in the seal").below(100_000_000));
    let visa = seal::Visa {
        issuer: super::ISSUER.0,
        signer: "QZ01",
        mrz: [first, second],
        entries: 0,
        stay: seal::Stay { days: 30, months: 0, years: 0 },
        passport_number: &passport_number,
        issued: holder.issued,
    };
    let Some(path) = seal::visa(&visa).and_then(|seal| barcode::paths(&seal.modules, MATRIX)) else { return };
    canvas.rect(MATRIX, &Ink::cover(Tone(250, 248, 240)).at(0.9));
    canvas.fill(&path, &personal::ink_of(print.technique, &Ink::carbon(Tone(22, 22, 24))));
}

fn print(canvas: &mut Canvas, page: &PageSpec, layer: Layer, print: &Print) {
    match layer {
        Layer::Body => {
            personal::luminous_fibres(canvas, page, 40, &[Tone(54, 214, 206), Tone(236, 220, 84)], &print.holder);
            fibres::scatter_visible(canvas, SIZE, 18, &[MADDER], &mut Rng::new(print.holder.seed, "visible fibres"));
        }
        Layer::Background => background(canvas),
        Layer::FixedPrint => fixed_print(canvas, page),
        Layer::Portrait => personal::portrait(canvas, print, FRAME, &Look::dyed(0.75)),
        Layer::Data => personal::values(canvas, page, print, &Ink::carbon(Tone(24, 22, 26))),
        Layer::Overprint => {
            let ink = Ink::print(Tone(20, 104, 116));
            canvas.stroke_all(&girih::straight(&girih::knot(SEAL, 3.6, (8, 3), 0.39, 0.15, 0.09)), 0.09, &ink);
            microtext::ring(canvas, "QZR·", SEAL, 1.25, &ink);
        }
        Layer::Mrz => {
            personal::machine_readable(canvas, page, print);
            signed(canvas, print);
        }
        Layer::Luminous => luminous(canvas),
        Layer::LuminousData => {
            if let Some((path, _)) = Type::new(Font::SansBold, 3.2).tracked(0.3).set(&print.holder.number, 94.4, 60.8) {
                canvas.fill(&path, &Ink::luminous(Tone(236, 220, 84)).at(0.8));
            }
        }
        Layer::Optical => {
            super::diffractive_strip(canvas, STRIP);
            if let Some(star) = super::star(MEDALLION, 2.8) {
                optical::ovi(canvas, &star, Tone(16, 130, 134), Tone(190, 60, 70));
            }
        }
        Layer::Perforation | Layer::Entries => {}
    }
}
