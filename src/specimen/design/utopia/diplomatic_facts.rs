//! What is known of the diplomatic passport of Utopia, 2019 series: where to look, and what a genuine one shows.

use crate::domain::{Content, FeatureKind as Kind, FraudCode, Level, Light, ZoneRole as Role};
use crate::specimen::design::build::{BOTH, COAXIAL, FeatureRow, IR, OBLIQUE, TRANSMITTED, UV, UV254, VISIBLE, ZoneRow};

const DEPTH: &[Light] = &[Light::Visible, Light::Oblique, Light::Ir880];
const COAXIAL_TOO: &[Light] = &[Light::Visible, Light::Coaxial];
const VISIBLE_IR: &[Light] = &[Light::Visible, Light::Ir880];
const THROUGH: &[Light] = &[Light::Visible, Light::Transmitted];
const LATENT: &[Light] = &[Light::Visible, Light::Oblique];

#[rustfmt::skip]
pub(super) const ZONES: &[ZoneRow] = &[
    ("emblem", "State emblem", [6.5, 1.8, 12.2, 12.2], Content::Fixed, Role::Emblem, DEPTH),
    ("title", "Name of the State", [20.4, 2.6, 56.0, 10.2], Content::Fixed, Role::FixedText, DEPTH),
    ("document-title", "Title of the document", [77.0, 3.0, 34.0, 11.0], Content::Fixed, Role::FixedText, DEPTH),
    ("chip-sign", "Sign of the contactless chip", [111.6, 2.6, 10.6, 6.4], Content::Fixed, Role::Emblem, VISIBLE_IR),
    ("sun", "Sun with the ship", [98.0, 14.6, 23.2, 22.8], Content::Fixed, Role::Emblem, DEPTH),
    ("ovi", "Optically variable star", [96.4, 44.2, 6.0, 5.6], Content::Fixed, Role::Ovd, COAXIAL_TOO),
    ("background-left", "Background at the left edge", [1.2, 17.0, 4.2, 44.0], Content::Fixed, Role::Background, BOTH),
    ("background-gutter", "Background between portrait and data", [43.4, 24.8, 1.4, 36.0], Content::Fixed, Role::Background, VISIBLE),
    ("background-above-mrz", "Background above the machine-readable zone", [3.0, 64.1, 80.0, 5.8], Content::Fixed, Role::Background, VISIBLE),
    ("background-below-mrz", "Background below the machine-readable zone", [5.0, 81.4, 42.0, 4.8], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [84.0, 64.1, 38.0, 5.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext lines", [3.0, 62.55, 119.0, 1.45], Content::Fixed, Role::Microtext, VISIBLE_IR),
    ("microtext-left", "Upright microtext at the portrait", [5.4, 17.2, 2.2, 43.6], Content::Fixed, Role::Microtext, VISIBLE),
    ("register", "See-through register", [111.8, 81.0, 5.6, 5.2], Content::Fixed, Role::Emblem, THROUGH),
    ("latent", "Latent image", [83.6, 81.2, 22.8, 4.9], Content::Fixed, Role::Ovd, LATENT),
    ("portrait-background", "Stars that run into the portrait", [9.0, 17.2, 26.4, 6.9], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Seal over the corner of the portrait", [35.8, 13.2, 11.2, 10.8], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [9.0, 24.3, 34.0, 36.7], Content::Personal, Role::Portrait, &[]),
    ("ghost-portrait", "Ghost portrait", [104.4, 37.9, 13.2, 17.0], Content::Personal, Role::GhostPortrait, &[]),
    ("signature", "Signature", [97.0, 57.0, 25.0, 5.4], Content::Personal, Role::Signature, &[]),
    ("perforated-number", "Perforated number", [47.6, 82.0, 32.0, 5.2], Content::Serial, Role::Number, &[]),
    ("mrz", "Machine-readable zone", [5.0, 70.2, 115.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("watermark-letters", "Bright letters in the paper", [8.0, 81.4, 30.0, 4.9], Content::Fixed, Role::Background, TRANSMITTED),
    ("uv-sun", "Luminous sun", [97.6, 14.4, 24.0, 23.2], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous star over the corner of the portrait", [35.0, 12.6, 12.6, 11.6], Content::Fixed, Role::UvDesign, UV),
    ("uv-band", "Luminous band above the machine-readable zone", [3.0, 63.6, 119.0, 6.4], Content::Fixed, Role::UvDesign, UV),
    ("uv-title", "Luminous letters", [36.0, 2.0, 44.0, 11.0], Content::Fixed, Role::UvDesign, UV),
    ("uv254-rose", "Compass rose under short waves", [97.6, 14.4, 24.0, 23.2], Content::Fixed, Role::UvDesign, UV254),
    ("uv254-stars", "Stars under short waves", [3.0, 63.8, 119.0, 6.0], Content::Fixed, Role::UvDesign, UV254),
];

#[rustfmt::skip]
pub(super) const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-above-mrz", Level::One, VISIBLE, "Follow the waves from left to right under a magnifier.", "Gold runs over rose back to gold without a step and without dots."),
    ("lattice", Kind::Guilloche, "Lattice of stars", "background-left", Level::Two, VISIBLE, "Look at the pale ground at ×10.", "Seven-pointed stars of one unbroken line each; every other row is shifted by half."),
    ("ship-relief", Kind::Guilloche, "Ship in the waves", "", Level::Two, VISIBLE, "Look along the waves behind the data.", "They rise into hull and sails of a ship."),
    ("sun", Kind::Guilloche, "Sun of one line", "sun", Level::Two, VISIBLE, "Follow the rays at ×10.", "One closed line that turns forty-three times; no ray ends."),
    ("intaglio", Kind::Intaglio, "Engraved ship and titles", "sun", Level::One, OBLIQUE, "Feel the ship and the titles; light them from the left.", "The ship is built of fine level lines that stand above the paper."),
    ("microtext", Kind::Microtext, "Microtext under the data", "microtext", Level::Two, VISIBLE, "Read the lines at ×10.", "INSULAE FLUCTIBUS IUNCTAE UTOPIA repeated, sharp, in wine red."),
    ("microtext-left", Kind::Microtext, "Upright microtext", "microtext-left", Level::Two, VISIBLE, "Turn the page and read left of the portrait at ×10.", "LEGATIO UTOPIAE in two columns."),
    ("latent", Kind::LatentImage, "Latent word", "latent", Level::One, OBLIQUE, "Lay the page flat and look along it, below the machine-readable zone.", "LEGATUS stands out from an even tint."),
    ("register", Kind::SeeThroughRegister, "Star in two halves", "register", Level::One, TRANSMITTED, "Hold the lower right corner against the light.", "Facets of both sides close to a star without gap or overlap."),
    ("ovi", Kind::Ovi, "Star that changes colour", "ovi", Level::One, COAXIAL, "Tilt the page towards the light.", "The star turns from gold to green."),
    ("seal", Kind::Portrait, "Seal over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the seal across the edge of the portrait.", "The loops run on unbroken from the page into the portrait."),
    ("ghost", Kind::GhostPortrait, "Ghost portrait in lines", "ghost-portrait", Level::One, VISIBLE, "Compare with the main portrait; look at ×10.", "The same face built of slanting lines that swell, without dots."),
    ("device", Kind::Dovid, "Diffractive ship", "", Level::One, COAXIAL, "Tilt the page; look at the lower right corner of the portrait.", "A ship in rings of the colours of the spectrum; print below stays readable."),
    ("thread", Kind::SecurityThread, "Windowed thread", "", Level::One, TRANSMITTED, "Look at the thread from above and against the light.", "Three bright windows from above; one dark line with letters let through against the light."),
    ("watermark", Kind::Watermark, "Bright letters in the paper", "watermark-letters", Level::One, TRANSMITTED, "Hold the lower left corner against the light.", "LEGATIO in letters brighter than the paper; a shaded ship behind the ghost portrait."),
    ("perforation", Kind::PerforatedNumber, "Perforated number", "perforated-number", Level::One, TRANSMITTED, "Hold the page against the light.", "The passport number in round holes."),
    ("ir-pair", Kind::IrDropOut, "Pair of inks", "sun", Level::Two, IR, "Look at the sun and the emblem in infrared.", "Rays and wreath are gone; ring, ship and tower stay."),
    ("uv-dull", Kind::UvDesign, "Dull paper", "background-left", Level::Two, UV, "Look at the bare paper under 365 nm.", "The paper stays dark; only fibres and the design luminesce."),
    ("uv-fibres", Kind::UvFibres, "Luminous fibres", "", Level::Two, UV, "Look for fibres under 365 nm.", "Short bent fibres in gold, red and blue, at random."),
    ("uv-sun", Kind::UvDesign, "Luminous sun", "uv-sun", Level::Two, UV, "Look at the right side under 365 nm.", "A red ship in a golden sun."),
    ("uv-seal", Kind::UvDesign, "Luminous star over the portrait", "uv-seal", Level::Two, UV, "Look at the upper right corner of the portrait under 365 nm.", "A golden star of crossing lines that runs into the portrait."),
    ("uv254", Kind::Uv254Feature, "Second design", "uv254-rose", Level::Two, UV254, "Change from 365 nm to 254 nm.", "A violet compass rose instead of the sun, aqua stars instead of the band."),
    ("chip", Kind::Chip, "Contactless chip", "chip-sign", Level::Two, VISIBLE, "Read the chip.", "The sign of a chip is printed and the chip answers."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read both lines and recompute the check digits.", "Begins with PD; OCR-B; all check digits right; agrees with the visual zone."),
];

#[rustfmt::skip]
pub(super) const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::PseudoFantasy, "Books of a ministry that does not exist, in the right colours: no engraving is felt, the lattice is of dots, PP instead of PD."),
    (FraudCode::ForgedData, "Rank printed anew in a dye that drops out in infrared."),
    (FraudCode::FraudulentlyObtained, "Genuine books issued on forged notes of appointment: only records tell."),
];
