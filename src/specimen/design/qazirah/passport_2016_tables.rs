//! What is on the data page of the 2016 passport: fields, labels, zones, features and forgeries.

use crate::domain::{Content, FeatureKind as Kind, FraudCode, Level, Light, ZoneRole as Role};
use crate::specimen::design::build::{BOTH, COAXIAL, FeatureRow, IR, OBLIQUE, TRANSMITTED, UV, UV254, VISIBLE, ZoneRow};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::text::{Font, Type};

pub(super) const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Serif, 1.5), value: Type::new(Font::SerifBold, 2.75).tracked(0.04), native_em: 3.0 };

#[rustfmt::skip]
pub(super) const ENTRIES: &[Entry] = &[
    Entry { id: "type", title: "Type", what: What::Fixed("P"), label: "Type", x: 46.4, label_y: 18.9, value_y: 22.2, width: 7.6 },
    Entry { id: "issuing-state", title: "Code of issuing State", what: What::Fixed("QZR"), label: "State", x: 57.4, label_y: 18.9, value_y: 22.2, width: 9.6 },
    Entry { id: "number", title: "Passport number", what: What::Number, label: "Passport No.", x: 70.6, label_y: 18.9, value_y: 22.2, width: 26.4 },
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Surname", x: 46.4, label_y: 25.4, value_y: 28.6, width: 29.4 },
    Entry { id: "native-surname", title: "Surname in Arabic", what: What::NativeSurname, label: "", x: 77.2, label_y: 0.0, value_y: 28.6, width: 20.4 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Given names", x: 46.4, label_y: 31.8, value_y: 35.0, width: 29.4 },
    Entry { id: "native-given-names", title: "Given names in Arabic", what: What::NativeGivenNames, label: "", x: 77.2, label_y: 0.0, value_y: 35.0, width: 20.4 },
    Entry { id: "nationality", title: "Nationality", what: What::Nationality, label: "Nationality", x: 46.4, label_y: 38.2, value_y: 41.4, width: 17.6 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Date of birth", x: 66.6, label_y: 38.2, value_y: 41.4, width: 20.4 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Sex", x: 89.6, label_y: 38.2, value_y: 41.4, width: 8.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Place of birth", x: 46.4, label_y: 44.6, value_y: 47.8, width: 29.4 },
    Entry { id: "native-birthplace", title: "Place of birth in Arabic", what: What::NativeBirthplace, label: "", x: 77.2, label_y: 0.0, value_y: 47.8, width: 20.4 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Date of issue", x: 46.4, label_y: 51.0, value_y: 54.2, width: 24.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Date of expiry", x: 73.2, label_y: 51.0, value_y: 54.2, width: 24.4 },
    Entry { id: "authority", title: "Authority", what: What::Authority, label: "Authority", x: 46.4, label_y: 57.2, value_y: 60.4, width: 51.2 },
];

/// Labels in Arabic: words, right end, base line.
#[rustfmt::skip]
pub(super) const ARABIC_LABELS: &[(&str, f32, f32)] = &[
    ("النوع", 54.4, 18.9), ("الدولة", 67.4, 18.9), ("رقم الجواز", 97.6, 18.9), ("اللقب", 97.6, 25.4), ("الأسماء", 97.6, 31.8), ("الجنسية", 64.4, 38.2),
    ("تاريخ الميلاد", 87.4, 38.2), ("الجنس", 97.6, 38.2), ("مكان الميلاد", 97.6, 44.6), ("تاريخ الإصدار", 70.8, 51.0), ("تاريخ الانتهاء", 97.6, 51.0), ("جهة الإصدار", 97.6, 57.2),
    ("التوقيع", 119.0, 54.4),
];

const VISIBLE_OBLIQUE: &[Light] = &[Light::Visible, Light::Oblique];
const VISIBLE_TRANSMITTED: &[Light] = &[Light::Visible, Light::Transmitted];
const VISIBLE_IR: &[Light] = &[Light::Visible, Light::Ir880];

#[rustfmt::skip]
pub(super) const ZONES: &[ZoneRow] = &[
    ("title", "Title in English", [3.4, 2.0, 50.0, 11.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("emblem", "Arms", [56.0, 0.8, 13.0, 12.8], Content::Fixed, Role::Emblem, VISIBLE),
    ("title-arabic", "Title in Arabic", [71.6, 2.0, 50.0, 11.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("border-top", "Intaglio border, upper side", [2.5, 14.0, 120.0, 2.5], Content::Fixed, Role::Background, VISIBLE_OBLIQUE),
    ("border-left", "Intaglio border, left side", [2.5, 17.0, 2.5, 44.0], Content::Fixed, Role::Background, VISIBLE_OBLIQUE),
    ("border-right", "Intaglio border, right side", [120.0, 17.0, 2.5, 44.0], Content::Fixed, Role::Background, VISIBLE_OBLIQUE),
    ("border-bottom", "Intaglio border, lower side", [2.5, 61.5, 120.0, 2.5], Content::Fixed, Role::Background, VISIBLE_OBLIQUE),
    ("turning-emblem", "Arms in optically variable ink", [101.2, 16.8, 17.6, 17.2], Content::Fixed, Role::Ovd, COAXIAL),
    ("thread", "Windowed thread", [42.4, 24.6, 2.2, 36.4], Content::Fixed, Role::Background, VISIBLE_TRANSMITTED),
    ("background-gutter", "Background beside the ghost portrait", [98.6, 35.4, 4.2, 16.4], Content::Fixed, Role::Background, VISIBLE),
    ("background-above-mrz", "Written band above the machine-readable zone", [3.0, 65.8, 119.0, 4.2], Content::Fixed, Role::Background, VISIBLE),
    ("background-below-mrz", "Background below the machine-readable zone", [89.4, 81.6, 13.0, 5.4], Content::Fixed, Role::Background, VISIBLE),
    ("microtext", "Microtext below the border", [3.0, 64.2, 119.0, 1.5], Content::Fixed, Role::Microtext, VISIBLE),
    ("specimen", "SPECIMEN", [38.4, 81.8, 50.0, 5.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("infrared-pair", "Two squares of one colour", [103.8, 81.6, 6.4, 5.6], Content::Fixed, Role::Background, VISIBLE_IR),
    ("register", "See-through star", [112.6, 81.6, 6.4, 5.8], Content::Fixed, Role::Background, VISIBLE_TRANSMITTED),
    ("portrait-background", "Lattice that runs into the portrait", [7.0, 17.5, 27.4, 6.4], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Knot over the corner of the portrait", [34.8, 16.6, 9.4, 7.3], Content::Fixed, Role::PortraitIntegration, BOTH),
    ("portrait", "Portrait", [7.0, 24.0, 34.0, 37.1], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Ghost portrait", [103.5, 35.2, 13.0, 16.7], Content::Personal, Role::GhostPortrait, &[]),
    ("signature", "Signature", [99.4, 55.0, 19.8, 5.8], Content::Personal, Role::Signature, &[]),
    ("perforated-number", "Perforated number", [5.6, 81.8, 31.0, 5.4], Content::Serial, Role::Number, &[]),
    ("mrz", "Machine-readable zone", [5.0, 70.2, 115.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("uv-title", "Luminous stars over the title", [3.0, 1.0, 119.0, 12.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-astrolabe", "Luminous ring around the turning arms", [100.8, 16.7, 18.6, 17.6], Content::Fixed, Role::UvDesign, UV),
    ("uv-band", "Luminous dunes above the machine-readable zone", [3.0, 64.2, 119.0, 5.8], Content::Fixed, Role::UvDesign, UV),
    ("uv-254-palms", "Palms under 254 nm", [3.0, 1.2, 50.0, 12.2], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
pub(super) const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-above-mrz", Level::One, VISIBLE, "Follow the background lines from left to right.", "Turquoise runs over sand into madder and back without a step."),
    ("interlace", Kind::Guilloche, "Lattice of straps", "title", Level::Two, VISIBLE, "Follow one strap at ×10.", "Each strap goes over and under in turn; both edges are unbroken between crossings."),
    ("dunes", Kind::Guilloche, "Dunes in ripples", "background-gutter", Level::Two, VISIBLE, "Look at the ridges behind the data at ×10.", "Ripples end cleanly at the ridge of the nearer dune; lee sides have twice as many lines."),
    ("astrolabe", Kind::Guilloche, "Astrolabe behind the data", "", Level::Two, VISIBLE, "Look behind the data at ×10.", "Circles of altitude do not touch; the ring of the ecliptic has 36 divisions."),
    ("microtext", Kind::Microtext, "Microtext below the border", "microtext", Level::Two, VISIBLE, "Read at ×10.", "EMIRATE OF QAZIRAH repeated in two lines, sharp, in solid ink."),
    ("border", Kind::Intaglio, "Raised border of stars", "border-bottom", Level::One, OBLIQUE, "Feel the border; light it from the left.", "Straps stand out of the paper and throw shadows; ink is dense madder."),
    ("border-line", Kind::Intaglio, "Interlaced stars in line", "border-top", Level::Two, VISIBLE, "Count the stars of one side at ×10.", "48 stars of eight on the long side, none cut at a corner."),
    ("turning-arms", Kind::Ovi, "Arms that turn colour", "turning-emblem", Level::One, COAXIAL, "Tilt the page; look at the arms at the right.", "Turquoise at rest, gold along the lamp, the same over the whole arms."),
    ("seal", Kind::Portrait, "Knot over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the knot across the edge of the portrait.", "Eight chords run on unbroken from the page into the portrait."),
    ("portrait-background", Kind::Guilloche, "Background runs into the portrait", "portrait-background", Level::One, VISIBLE, "Look at the free upper part of the portrait.", "Lines go on behind the portrait; it has no edge of its own."),
    ("ghost", Kind::GhostPortrait, "Ghost portrait", "ghost-portrait", Level::One, VISIBLE, "Compare with the main portrait.", "The same picture in one turquoise tint; the lattice is seen through it."),
    ("watermark", Kind::Watermark, "Palm in the paper", "", Level::One, TRANSMITTED, "Hold the page against the light, behind the ghost portrait.", "A palm with soft edges, darker rim and lighter fronds."),
    ("thread", Kind::SecurityThread, "Windowed thread", "thread", Level::One, TRANSMITTED, "Hold the page against the light; then tilt it.", "One dark thread with QZR let through; three windows of metal in daylight."),
    ("register", Kind::SeeThroughRegister, "Star in two halves", "register", Level::One, TRANSMITTED, "Compare in daylight and against the light.", "Four rays in daylight, eight rays that fit exactly against the light."),
    ("perforation", Kind::PerforatedNumber, "Perforated number", "perforated-number", Level::One, TRANSMITTED, "Hold the page against the light, below the machine-readable zone.", "The passport number in round holes with scorched rims, wider at the front."),
    ("uv-dull", Kind::UvDesign, "Dull paper", "border-left", Level::Two, UV, "Look at the bare paper under 365 nm.", "The paper stays dark."),
    ("uv-fibres", Kind::UvFibres, "Luminous fibres", "", Level::Two, UV, "Look all over the page under 365 nm.", "Short bent fibres in turquoise, red and yellow, at random."),
    ("uv-stars", Kind::UvDesign, "Luminous stars", "uv-title", Level::Two, UV, "Look at the upper edge under 365 nm.", "A row of stars joined by straps in yellow and turquoise."),
    ("uv-dunes", Kind::UvDesign, "Luminous dunes", "uv-band", Level::Two, UV, "Look above the machine-readable zone under 365 nm.", "Ripples of a dune in orange with a turquoise star."),
    ("uv-254-palms", Kind::Uv254Feature, "Palms under 254 nm", "uv-254-palms", Level::Two, UV254, "Change from 365 to 254 nm; look at the English title.", "Three green palms that 365 nm does not show."),
    ("infrared-pair", Kind::IrDropOut, "Pair of inks", "infrared-pair", Level::Three, IR, "Look at the two squares in infrared.", "The upright square vanishes, the one on its tip stays black."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch; all check digits right; agrees with the visual zone."),
];

#[rustfmt::skip]
pub(super) const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::Counterfeit, "Offset copy: the border is flat, straps merge at the crossings, and the thread is a printed grey line without letters."),
    (FraudCode::ForgedPhoto, "A new portrait on thin paper: the knot ends at its edge and its luminous star is covered."),
    (FraudCode::ForgedData, "Scraped date of expiry: the ripples behind the year are gone and the paper is bright under 365 nm."),
    (FraudCode::ForgedPage, "Data page of another book: the holes of the number do not line up with those of the next page."),
];
