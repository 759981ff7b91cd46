//! What is known of the passport of Utopia, 2019 series: where to look, and what a genuine one shows.

use crate::domain::{Content, FeatureKind as Kind, FraudCode, Level, Light, ZoneRole as Role};
use crate::specimen::design::build::{BOTH, COAXIAL, FeatureRow, IR, OBLIQUE, TRANSMITTED, UV, UV254, VISIBLE, ZoneRow};

const PRINT_AND_DEPTH: &[Light] = &[Light::Visible, Light::Oblique, Light::Ir880];
const COAXIAL_TOO: &[Light] = &[Light::Visible, Light::Coaxial];
const VISIBLE_IR: &[Light] = &[Light::Visible, Light::Ir880];
const THROUGH: &[Light] = &[Light::Visible, Light::Transmitted];
const LATENT: &[Light] = &[Light::Visible, Light::Oblique];

#[rustfmt::skip]
pub(super) const ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [6.5, 1.8, 12.2, 12.2], Content::Fixed, Role::Emblem, PRINT_AND_DEPTH),
    ("title", "Name of the State", [20.4, 2.6, 52.0, 10.2], Content::Fixed, Role::FixedText, PRINT_AND_DEPTH),
    ("document-title", "Title of the document", [80.0, 2.6, 29.6, 10.6], Content::Fixed, Role::FixedText, PRINT_AND_DEPTH),
    ("ovi", "Optically variable star", [72.8, 3.4, 6.8, 8.8], Content::Fixed, Role::Ovd, COAXIAL_TOO),
    ("chip-sign", "Sign of the contactless chip", [111.6, 3.0, 10.6, 6.6], Content::Fixed, Role::Emblem, VISIBLE_IR),
    ("background-left", "Background at the left edge", [1.2, 17.0, 7.2, 44.0], Content::Fixed, Role::Background, BOTH),
    ("background-gutter", "Background between portrait and data", [43.4, 24.8, 4.0, 36.0], Content::Fixed, Role::Background, VISIBLE),
    ("rosette", "Rosette", [98.2, 14.8, 22.8, 22.6], Content::Fixed, Role::Background, VISIBLE_IR),
    ("background-above-mrz", "Background above the machine-readable zone", [3.0, 64.1, 82.0, 5.8], Content::Fixed, Role::Background, VISIBLE),
    ("background-below-mrz", "Background below the machine-readable zone", [5.0, 81.4, 42.0, 5.4], Content::Fixed, Role::Background, VISIBLE),
    ("watermark-letters", "Bright letters in the paper", [16.0, 81.4, 20.0, 5.4], Content::Fixed, Role::Background, TRANSMITTED),
    ("register", "See-through register", [96.8, 44.0, 6.0, 6.0], Content::Fixed, Role::Emblem, THROUGH),
    ("latent", "Latent image", [92.2, 81.2, 27.8, 4.9], Content::Fixed, Role::Ovd, LATENT),
    ("specimen", "SPECIMEN", [86.0, 64.1, 36.0, 5.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext lines", [3.0, 62.55, 119.0, 1.45], Content::Fixed, Role::Microtext, VISIBLE_IR),
    ("microtext-left", "Upright microtext at the portrait", [5.4, 17.2, 2.2, 43.6], Content::Fixed, Role::Microtext, VISIBLE),
    ("portrait-background", "Guilloche that runs into the portrait", [9.0, 17.2, 26.4, 6.9], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Seal over the corner of the portrait", [35.8, 13.0, 11.2, 11.2], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [9.0, 24.3, 34.0, 36.7], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Ghost portrait", [103.0, 37.9, 13.2, 17.0], Content::Personal, Role::GhostPortrait, &[]),
    ("signature", "Signature", [97.0, 57.0, 25.0, 5.4], Content::Personal, Role::Signature, &[]),
    ("perforated-number", "Perforated number", [47.6, 82.0, 32.0, 5.2], Content::Serial, Role::Number, &[]),
    ("mrz", "Machine-readable zone", [5.0, 70.2, 115.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("uv-arms", "Luminous arms", [97.6, 14.4, 24.0, 23.2], Content::Fixed, Role::UvDesign, UV),
    ("uv254-compass", "Compass rose under short waves", [97.6, 14.4, 24.0, 23.2], Content::Fixed, Role::UvDesign, UV254),
    ("uv254-chain", "Chain under short waves", [3.0, 64.2, 82.0, 5.6], Content::Fixed, Role::UvDesign, UV254),
    ("uv-seal", "Luminous star over the corner of the portrait", [35.0, 12.2, 12.6, 12.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-band", "Luminous band above the machine-readable zone", [3.0, 63.6, 119.0, 6.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-title", "Luminous letters", [48.0, 2.0, 30.0, 11.0], Content::Fixed, Role::UvDesign, UV),
];

#[rustfmt::skip]
pub(super) const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-above-mrz", Level::One, VISIBLE, "Follow the background lines from left to right under a magnifier.", "The lines change from blue over violet to green without a step and without dots."),
    ("guilloche-field", Kind::Guilloche, "Line fields", "background-below-mrz", Level::Two, VISIBLE, "Look at crossings of the two line fields with a ×10 magnifier.", "Unbroken lines of even width; crossings are clean; no screen dots."),
    ("guilloche-rosette", Kind::Guilloche, "Rosette with four rings", "rosette", Level::Two, VISIBLE, "Compare the number and the spacing of the interlaced lines.", "Four rings of interlaced lines around a seven-pointed star."),
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
    ("latent", Kind::LatentImage, "Latent letters", "latent", Level::One, OBLIQUE, "Lay the page flat and look along it, below the machine-readable zone.", "An even tint from above; UTO · UTO stands out from the side."),
    ("intaglio", Kind::Intaglio, "Raised titles", "title", Level::One, OBLIQUE, "Feel the titles; light them from the left.", "The letters stand above the paper and throw a narrow shadow."),
    ("register", Kind::SeeThroughRegister, "Star in two halves", "register", Level::One, TRANSMITTED, "Hold the page against the light, right of the place of birth.", "Seven facets on each side of the sheet close to a star without gap or overlap."),
    ("ovi", Kind::Ovi, "Star that changes colour", "ovi", Level::One, COAXIAL, "Tilt the page towards the light.", "The star turns from plum to gold; UTO stays white."),
    ("ir-pair", Kind::IrDropOut, "Pair of inks", "emblem", Level::Two, IR, "Look at the emblem and the rosette in infrared.", "The wreath and two rings of the rosette are gone; tower, star and the other rings stay."),
    ("uv254", Kind::Uv254Feature, "Second design", "uv254-compass", Level::Two, UV254, "Change from 365 nm to 254 nm.", "The arms give way to a pink compass rose, the band to a chain, and a ship appears behind the data."),
    ("watermark", Kind::Watermark, "Arms in the paper", "", Level::One, TRANSMITTED, "Hold the page against the light, behind the ghost portrait.", "The arms with soft edges, lighter and darker than the paper."),
    ("thread", Kind::SecurityThread, "Embedded thread", "", Level::One, TRANSMITTED, "Hold the page against the light.", "A dark thread from edge to edge with UTO let through."),
    ("perforation", Kind::PerforatedNumber, "Perforated number", "perforated-number", Level::One, TRANSMITTED, "Hold the page against the light, below the machine-readable zone.", "The passport number in round holes that light comes through."),
    ("device", Kind::Dovid, "Diffractive star", "", Level::One, COAXIAL, "Tilt the page; look at the lower right corner of the portrait.", "A star in rings that flash in the colours of the spectrum; print below stays readable."),
    ("chip", Kind::Chip, "Contactless chip", "chip-sign", Level::Two, VISIBLE, "Read the chip.", "The sign of a chip is printed and the chip answers."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch; all check digits right; agrees with the visual zone."),
];

#[rustfmt::skip]
pub(super) const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::ForgedPhoto, "A photograph on thin paper over the printed portrait: the seal ends at its edge, the luminous star is covered."),
    (FraudCode::ForgedPage, "A page with data in the style of 2019 on background print of the 2014 series."),
    (FraudCode::Counterfeit, "A scan printed on office paper: screen dots, blurred microtext, paper bright under 365 nm."),
];
