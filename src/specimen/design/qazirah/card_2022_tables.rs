//! What is on the identity card of 2022: fields, labels, zones, features and forgeries.

use crate::domain::{Content, FeatureKind as Kind, FraudCode, Level, Light, ZoneRole as Role};
use crate::specimen::design::build::{COAXIAL, FeatureRow, IR, OBLIQUE, UV, UV254, VISIBLE, ZoneRow};
use crate::specimen::design::entries::{Entry, Lettering, What};
use crate::specimen::text::{Font, Type};

pub(super) const LETTERING: Lettering =
    Lettering { label: Type::new(Font::Condensed, 1.4), value: Type::new(Font::CondensedBold, 2.4).tracked(0.05), native_em: 2.5 };

#[rustfmt::skip]
pub(super) const FRONT_ENTRIES: &[Entry] = &[
    Entry { id: "surname", title: "Surname", what: What::Surname, label: "Surname", x: 34.4, label_y: 14.4, value_y: 17.2, width: 28.0 },
    Entry { id: "native-surname", title: "Surname in Arabic", what: What::NativeSurname, label: "", x: 34.4, label_y: 0.0, value_y: 20.2, width: 28.0 },
    Entry { id: "given-names", title: "Given names", what: What::GivenNames, label: "Given names", x: 34.4, label_y: 22.8, value_y: 25.6, width: 28.0 },
    Entry { id: "native-given-names", title: "Given names in Arabic", what: What::NativeGivenNames, label: "", x: 34.4, label_y: 0.0, value_y: 28.6, width: 28.0 },
    Entry { id: "birth", title: "Date of birth", what: What::Born, label: "Born", x: 34.4, label_y: 31.4, value_y: 34.2, width: 16.4 },
    Entry { id: "sex", title: "Sex", what: What::Sex, label: "Sex", x: 53.4, label_y: 31.4, value_y: 34.2, width: 9.0 },
    Entry { id: "number", title: "Card number", what: What::Number, label: "Card No.", x: 34.4, label_y: 36.8, value_y: 39.6, width: 28.0 },
    Entry { id: "expiry", title: "Date of expiry", what: What::Expires, label: "Valid until", x: 34.4, label_y: 42.0, value_y: 44.8, width: 28.0 },
];

/// Labels in Arabic on the front: words, right end, base line.
#[rustfmt::skip]
pub(super) const FRONT_ARABIC: &[(&str, f32, f32)] = &[
    ("اللقب", 62.4, 14.4), ("الأسماء", 62.4, 22.8), ("الميلاد", 50.8, 31.4), ("الجنس", 62.4, 31.4), ("رقم البطاقة", 62.4, 36.8), ("صالحة حتى", 62.4, 42.0),
];

#[rustfmt::skip]
pub(super) const BACK_ENTRIES: &[Entry] = &[
    Entry { id: "personal-number", title: "Personal number", what: What::PersonalNumber, label: "Personal No.", x: 4.4, label_y: 9.0, value_y: 11.8, width: 26.0 },
    Entry { id: "nationality", title: "Nationality", what: What::Nationality, label: "Nationality", x: 34.0, label_y: 9.0, value_y: 11.8, width: 22.0 },
    Entry { id: "birthplace", title: "Place of birth", what: What::Birthplace, label: "Place of birth", x: 4.4, label_y: 14.2, value_y: 17.0, width: 26.0 },
    Entry { id: "issue", title: "Date of issue", what: What::Issued, label: "Issued", x: 34.0, label_y: 14.2, value_y: 17.0, width: 22.0 },
    Entry { id: "address", title: "Address, first line", what: What::Address, label: "Address", x: 4.4, label_y: 19.4, value_y: 22.2, width: 26.0 },
    Entry { id: "address-below", title: "Address, second line", what: What::AddressBelow, label: "", x: 4.4, label_y: 0.0, value_y: 25.4, width: 26.0 },
    Entry { id: "height", title: "Height", what: What::Height, label: "Height", x: 34.0, label_y: 19.4, value_y: 22.2, width: 10.0 },
    Entry { id: "eyes", title: "Eyes", what: What::Eyes, label: "Eyes", x: 46.0, label_y: 19.4, value_y: 22.2, width: 10.0 },
];

#[rustfmt::skip]
pub(super) const BACK_ARABIC: &[(&str, f32, f32)] = &[
    ("الرقم الشخصي", 30.4, 9.0), ("الجنسية", 56.0, 9.0), ("مكان الميلاد", 30.4, 14.2), ("الإصدار", 56.0, 14.2), ("العنوان", 30.4, 19.4), ("الطول", 44.0, 19.4), ("العينان", 56.0, 19.4),
];

const VISIBLE_IR: &[Light] = &[Light::Visible, Light::Ir880];

#[rustfmt::skip]
pub(super) const FRONT_ZONES: &[ZoneRow] = &[
    ("emblem", "Arms", [2.8, 1.6, 9.4, 9.4], Content::Fixed, Role::Emblem, VISIBLE_IR),
    ("title", "Title in English", [12.8, 2.2, 29.0, 7.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("title-arabic", "Title in Arabic", [44.0, 1.8, 28.6, 8.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("chip-sign", "Sign of the contactless chip", [74.2, 2.8, 8.2, 5.4], Content::Fixed, Role::Emblem, VISIBLE),
    ("medallion", "Knot with turning star", [64.6, 11.4, 17.4, 17.0], Content::Fixed, Role::Ovd, &[Light::Visible, Light::Coaxial]),
    ("background-gutter", "Background between portrait and data", [31.2, 19.6, 2.6, 26.0], Content::Fixed, Role::Background, VISIBLE),
    ("background-right", "Background at the lower right", [63.2, 46.6, 19.0, 5.0], Content::Fixed, Role::Background, VISIBLE),
    ("relief", "Raised lattice along the left edge", [0.6, 13.0, 3.0, 34.0], Content::Fixed, Role::Background, OBLIQUE),
    ("microtext", "Microtext under the title", [12.8, 10.2, 59.6, 1.5], Content::Fixed, Role::Microtext, VISIBLE),
    ("specimen", "SPECIMEN", [4.0, 48.4, 29.4, 3.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("portrait-background", "Lattice that runs into the portrait", [4.0, 13.2, 20.6, 4.6], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Knot over the corner of the portrait", [25.0, 11.8, 8.8, 6.0], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [4.0, 17.9, 27.0, 30.1], Content::Personal, Role::Portrait, &[]),
    ("tilting-image", "Tilting laser image", [65.4, 30.6, 15.6, 15.6], Content::Personal, Role::GhostPortrait, &[]),
    ("signature", "Signature", [34.4, 45.6, 27.0, 5.2], Content::Personal, Role::Signature, &[]),
    ("uv-medallion", "Luminous astrolabe", [64.4, 11.2, 17.8, 17.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-title", "Luminous straps over the title", [12.6, 1.6, 60.0, 9.2], Content::Fixed, Role::UvDesign, UV),
    ("uv-254-palm", "Palm under 254 nm", [12.6, 1.6, 60.0, 9.2], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
pub(super) const BACK_ZONES: &[ZoneRow] = &[
    ("back-title", "Title on the back in English", [4.0, 2.2, 38.0, 4.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("back-title-arabic", "Title on the back in Arabic", [46.0, 2.0, 36.0, 4.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("back-medallion", "Astrolabe on the back", [58.0, 7.6, 24.0, 17.0], Content::Fixed, Role::Emblem, VISIBLE),
    ("back-dunes", "Dunes on the back", [4.0, 30.4, 36.0, 4.8], Content::Fixed, Role::Background, VISIBLE),
    ("back-microtext", "Microtext on the back", [4.0, 28.4, 52.0, 1.5], Content::Fixed, Role::Microtext, VISIBLE),
    ("back-specimen", "SPECIMEN on the back", [33.6, 23.4, 23.4, 4.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("back-palms", "Palms", [41.0, 29.9, 15.4, 5.5], Content::Fixed, Role::Emblem, VISIBLE_IR),
    ("back-relief", "Raised lattice at the right edge", [82.4, 8.0, 2.6, 26.0], Content::Fixed, Role::Background, OBLIQUE),
    ("linear-barcode", "Linear barcode", [57.2, 29.6, 25.0, 5.6], Content::Serial, Role::Barcode, &[]),
    ("mrz", "Machine-readable zone", [4.0, 36.0, 77.6, 12.6], Content::Personal, Role::Mrz, &[]),
    ("uv-back-medallion", "Luminous star on the back", [58.0, 5.0, 24.4, 21.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-back-dunes", "Luminous dunes", [4.0, 28.2, 52.4, 7.4], Content::Fixed, Role::UvDesign, UV),
];

#[rustfmt::skip]
pub(super) const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-right", Level::One, VISIBLE, "Follow the lattice across the card.", "Turquoise runs over gold into madder without a step."),
    ("interlace", Kind::Guilloche, "Stars of twelve", "background-gutter", Level::Two, VISIBLE, "Follow one strap at ×10.", "Stars of twelve, six and four from one set of straps that go over and under in turn."),
    ("knot", Kind::Guilloche, "Knot of twelve tips", "medallion", Level::Two, VISIBLE, "Look at the crossings at ×10.", "Every chord is cut at each second crossing; gaps are even."),
    ("back-dunes", Kind::Guilloche, "Dunes on the back", "back-dunes", Level::Two, VISIBLE, "Look at the ridges at ×10.", "Ripples end cleanly at the nearer ridge."),
    ("back-medallion", Kind::Guilloche, "Astrolabe on the back", "back-medallion", Level::Two, VISIBLE, "Count the divisions of the rim at ×10.", "180 ticks, every fifth longer; circles of altitude never touch."),
    ("microtext", Kind::Microtext, "Microtext under the title", "microtext", Level::Two, VISIBLE, "Read at ×10.", "QAZIRAH IDENTITY repeated in two lines, sharp."),
    ("back-microtext", Kind::Microtext, "Microtext on the back", "back-microtext", Level::Two, VISIBLE, "Read at ×10.", "EMIRATE OF QAZIRAH repeated."),
    ("portrait", Kind::Portrait, "Colour portrait inside the card", "portrait", Level::One, VISIBLE, "Look at the portrait at ×10 and under infrared.", "Continuous colour without dots; in infrared the same picture in grey."),
    ("portrait-seal", Kind::Portrait, "Knot over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the knot across the edge of the portrait.", "Chords run on unbroken into the portrait."),
    ("portrait-background", Kind::Guilloche, "Lattice runs into the portrait", "portrait-background", Level::One, VISIBLE, "Look at the free upper part of the portrait.", "Straps go on behind the portrait."),
    ("tilting", Kind::Mli, "Portrait and number in one window", "tilting-image", Level::One, COAXIAL, "Tilt the card about its long side; look at the ribbed window.", "From one side the small portrait, from the other the card number; no mixture of both."),
    ("tactile", Kind::TactileLaser, "Tactile data", "", Level::One, OBLIQUE, "Feel the date of birth; light it from the side.", "Engraved figures stand up."),
    ("relief", Kind::SurfaceRelief, "Raised lattice", "relief", Level::One, OBLIQUE, "Feel the left edge; light it from the side.", "Clear straps stand out of the surface, in register with nothing printed."),
    ("turning-star", Kind::Ovi, "Star that turns colour", "medallion", Level::One, COAXIAL, "Tilt the card; look inside the knot.", "From madder to gold all over the star."),
    ("uv-dull", Kind::UvDesign, "Dull card body", "", Level::Two, UV, "Look at the card under 365 nm.", "The body stays dark."),
    ("uv-medallion", Kind::UvDesign, "Luminous astrolabe", "uv-medallion", Level::Two, UV, "Look at the upper right under 365 nm.", "A turquoise rim with a yellow ring and eight pointers."),
    ("uv-back", Kind::UvDesign, "Luminous star on the back", "uv-back-medallion", Level::Two, UV, "Look at the back under 365 nm.", "An interlaced star in orange over turquoise dunes."),
    ("uv-254", Kind::Uv254Feature, "Palms under 254 nm", "uv-254-palm", Level::Two, UV254, "Change from 365 to 254 nm; look at the title.", "A row of green palms that 365 nm does not show."),
    ("infrared", Kind::IrDropOut, "Palms in two inks", "back-palms", Level::Three, IR, "Look at the palms on the back in infrared.", "Two of four palms vanish, the first and third stay."),
    ("chip", Kind::Chip, "Contactless chip", "chip-sign", Level::Two, VISIBLE, "Read the chip.", "The sign of a chip is printed and the chip answers."),
    ("barcode", Kind::Barcode1d, "Linear barcode", "linear-barcode", Level::Two, VISIBLE, "Read the bars.", "Code 128 of the card number; bars are engraved and stay in infrared."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read the three lines and recompute the check digits.", "OCR-B, 2.54 mm pitch; all check digits right."),
];

#[rustfmt::skip]
pub(super) const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::Counterfeit, "A laminated plastic card: the window shows portrait and number at once, printed over each other, and nothing is felt."),
    (FraudCode::ForgedPhoto, "A foil with another portrait: the knot ends at its edge, the ghost portrait in the window is another face."),
    (FraudCode::CounterfeitPart, "A genuine front on a printed back: the bars fade in infrared and the MRZ numbers disagree."),
];
