//! What is known of the passport of Utopia, 2014 series: where to look, and what a genuine one shows.

use crate::domain::{Content, FeatureKind as Kind, FraudCode, Level, Light, ZoneRole as Role};
use crate::specimen::design::build::{COAXIAL, FeatureRow, IR, OBLIQUE, TRANSMITTED, UV, UV254, VISIBLE, ZoneRow};

const DEPTH: &[Light] = &[Light::Visible, Light::Oblique, Light::Ir880];
const COAXIAL_TOO: &[Light] = &[Light::Visible, Light::Coaxial];
const VISIBLE_IR: &[Light] = &[Light::Visible, Light::Ir880];
const THROUGH: &[Light] = &[Light::Visible, Light::Transmitted];
const LATENT: &[Light] = &[Light::Visible, Light::Oblique];

#[rustfmt::skip]
pub(super) const ZONES: &[ZoneRow] = &[
    ("emblem", "State arms", [95.6, 17.4, 23.6, 23.4], Content::Fixed, Role::Emblem, DEPTH),
    ("title", "Name of the State", [36.0, 2.2, 53.0, 9.4], Content::Fixed, Role::FixedText, VISIBLE_IR),
    ("document-title", "Title of the document", [94.0, 4.4, 27.4, 8.0], Content::Fixed, Role::FixedText, VISIBLE_IR),
    ("band-left", "Guilloche band at the left edge", [0.6, 17.5, 4.8, 43.0], Content::Fixed, Role::Background, VISIBLE),
    ("rosette-title", "Rosette in the upper left corner", [3.0, 1.0, 27.0, 13.0], Content::Fixed, Role::Background, VISIBLE),
    ("background-gutter", "Background between portrait and data", [39.4, 25.0, 4.6, 35.4], Content::Fixed, Role::Background, VISIBLE),
    ("background-above-mrz", "Background above the machine-readable zone", [3.0, 64.4, 80.0, 5.4], Content::Fixed, Role::Background, VISIBLE),
    ("background-below-mrz", "Background below the machine-readable zone", [5.0, 81.4, 115.0, 5.4], Content::Fixed, Role::Background, VISIBLE),
    ("specimen", "SPECIMEN", [85.0, 64.4, 37.0, 5.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("microtext", "Microtext lines", [3.0, 62.2, 119.0, 1.9], Content::Fixed, Role::Microtext, VISIBLE_IR),
    ("microtext-right", "Upright microtext at the right edge", [121.6, 17.4, 1.6, 43.2], Content::Fixed, Role::Microtext, VISIBLE),
    ("ovi", "Optically variable star", [95.2, 42.0, 5.2, 5.4], Content::Fixed, Role::Ovd, COAXIAL_TOO),
    ("register", "See-through register", [114.6, 41.9, 5.6, 5.6], Content::Fixed, Role::Emblem, THROUGH),
    ("latent", "Latent image", [87.6, 81.2, 28.8, 4.9], Content::Fixed, Role::Ovd, LATENT),
    ("watermark-stars", "Bright stars in the paper", [10.0, 81.4, 36.0, 5.0], Content::Fixed, Role::Background, TRANSMITTED),
    ("portrait-background", "Line field that runs into the portrait", [6.0, 17.6, 26.0, 6.9], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait-seal", "Seal over the corner of the portrait", [32.4, 13.8, 10.8, 10.8], Content::Fixed, Role::PortraitIntegration, VISIBLE),
    ("portrait", "Portrait", [6.0, 24.7, 33.0, 35.8], Content::Personal, Role::Portrait, &[]),
    ("signature", "Signature", [93.0, 50.6, 28.0, 9.0], Content::Personal, Role::Signature, &[]),
    ("mrz", "Machine-readable zone", [5.0, 70.2, 115.0, 10.8], Content::Personal, Role::Mrz, &[]),
    ("uv-arms", "Luminous sun", [95.0, 16.8, 25.0, 24.6], Content::Fixed, Role::UvDesign, UV),
    ("uv-seal", "Luminous ring over the corner of the portrait", [32.2, 13.6, 11.2, 11.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-letters", "Luminous letters above the machine-readable zone", [3.0, 64.2, 119.0, 5.8], Content::Fixed, Role::UvDesign, UV),
    ("uv254-arms", "Arms under short waves", [96.0, 17.6, 22.8, 22.8], Content::Fixed, Role::UvDesign, UV254),
    ("uv254-waves", "Waves under short waves", [3.0, 64.4, 81.0, 5.6], Content::Fixed, Role::UvDesign, UV254),
    ("uv-left", "Dull paper at the left edge", [0.6, 25.0, 4.8, 35.0], Content::Fixed, Role::Background, UV),
];

#[rustfmt::skip]
pub(super) const FEATURES: &[FeatureRow] = &[
    ("rainbow", Kind::RainbowPrint, "Rainbow print", "background-above-mrz", Level::One, VISIBLE, "Follow the background lines from left to right under a magnifier.", "The lines change from rose over ochre to green without a step and without dots."),
    ("guilloche-field", Kind::Guilloche, "Crossed line fields", "background-below-mrz", Level::Two, VISIBLE, "Look at crossings of the two line fields with a ×10 magnifier.", "Two fields that cross at a flat angle; unbroken lines of even width."),
    ("guilloche-rosette", Kind::Guilloche, "Oval rosette", "rosette-title", Level::Two, VISIBLE, "Compare the number and the spacing of the interlaced lines.", "Three oval rings of interlaced lines in brown and rose."),
    ("guilloche-band", Kind::Guilloche, "Upright band", "band-left", Level::Two, VISIBLE, "Look at the left edge with a ×10 magnifier.", "Six interlaced strands that swell and shrink."),
    ("arms", Kind::Intaglio, "State arms in line print", "emblem", Level::One, VISIBLE, "Look at the contour of the arms; feel them.", "Solid brown lines with clean edges; the arms stand in a ring of rays."),
    ("relief", Kind::Guilloche, "Relief of the star", "", Level::Two, VISIBLE, "Look along the lines behind the data.", "The lines swell into a star with seven points."),
    ("microtext", Kind::Microtext, "Microtext under the data", "microtext", Level::Two, VISIBLE, "Read the lines above the machine-readable zone at ×10.", "UTOPIA repeated, sharp, in solid brown ink."),
    ("watermark", Kind::Watermark, "Star in the paper", "", Level::One, TRANSMITTED, "Hold the page against the light, right of the data.", "A seven-pointed star with soft edges, lighter and darker than the paper."),
    ("thread", Kind::SecurityThread, "Embedded thread", "", Level::One, TRANSMITTED, "Hold the page against the light.", "A dark thread from edge to edge with UTOPIA let through."),
    ("intaglio", Kind::Intaglio, "Relief of the arms", "emblem", Level::Two, OBLIQUE, "Light the arms from the side.", "The lines of the arms stand up and throw a shadow."),
    ("latent", Kind::LatentImage, "Latent word", "latent", Level::One, OBLIQUE, "Lay the page flat and look along it, below the machine-readable zone.", "UTOPIA stands out from an even tint."),
    ("register", Kind::SeeThroughRegister, "Star in two halves", "register", Level::One, TRANSMITTED, "Hold the page against the light, below the arms.", "Facets of both sides close to a star without gap or overlap."),
    ("ovi", Kind::Ovi, "Star that changes colour", "ovi", Level::One, COAXIAL, "Tilt the page towards the light.", "The star turns from bronze to green."),
    ("watermark-stars", Kind::Watermark, "Bright stars in the paper", "watermark-stars", Level::One, TRANSMITTED, "Hold the lower left corner against the light.", "Five stars brighter than the paper, with sharp edges."),
    ("ir-pair", Kind::IrDropOut, "Pair of inks", "emblem", Level::Two, IR, "Look at the arms in infrared.", "The wreath is gone, tower and star stay."),
    ("uv254", Kind::Uv254Feature, "Second design", "uv254-arms", Level::Two, UV254, "Change from 365 nm to 254 nm.", "The arms in orange instead of the sun, blue waves instead of the letters."),
    ("seal", Kind::Portrait, "Seal over the portrait", "portrait-seal", Level::One, VISIBLE, "Follow the seal across the edge of the portrait.", "The rings run on unbroken from the page into the portrait."),
    ("portrait-background", Kind::Guilloche, "Background runs into the portrait", "portrait-background", Level::One, VISIBLE, "Look at the free upper part of the portrait.", "The line fields go on behind the portrait."),
    ("uv-dull", Kind::UvDesign, "Dull paper", "uv-left", Level::Two, UV, "Look at the bare paper under 365 nm.", "The paper stays dark; only fibres and the design luminesce."),
    ("uv-fibres", Kind::UvFibres, "Luminous fibres", "", Level::Two, UV, "Look for fibres all over the page under 365 nm.", "Short bent fibres in red and blue, at random."),
    ("uv-arms", Kind::UvDesign, "Luminous sun", "uv-arms", Level::Two, UV, "Look at the right side under 365 nm.", "A green sun with a red ring around the arms."),
    ("uv-seal", Kind::UvDesign, "Luminous ring over the portrait", "uv-seal", Level::Two, UV, "Look at the upper right corner of the portrait under 365 nm.", "A green ring that runs from the page into the portrait."),
    ("mrz", Kind::Mrz, "Machine-readable zone", "mrz", Level::One, VISIBLE, "Read both lines and recompute the check digits.", "OCR-B, 2.54 mm pitch; all check digits right; agrees with the visual zone."),
];

#[rustfmt::skip]
pub(super) const FORGERIES: &[(FraudCode, &str)] = &[
    (FraudCode::ForgedPhoto, "A photograph over the printed portrait: the seal ends at its edge, the luminous ring is covered."),
    (FraudCode::Counterfeit, "A scan printed on office paper: screen dots, blurred microtext, paper bright under 365 nm."),
];
