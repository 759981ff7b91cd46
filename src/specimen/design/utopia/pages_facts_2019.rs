//! Zones of the other pages of the passport of Utopia, 2019 series.

use crate::domain::{Content, Light, ZoneRole as Role};
use crate::specimen::design::build::{TRANSMITTED, UV, VISIBLE, ZoneRow};

const DEPTH: &[Light] = &[Light::Visible, Light::Oblique];
const THROUGH: &[Light] = &[Light::Visible, Light::Transmitted];

#[rustfmt::skip]
pub(super) const COVER: &[ZoneRow] = &[
    ("cover-frame-top", "Engraved border, upper", [4.0, 3.4, 117.0, 6.4], Content::Fixed, Role::Background, DEPTH),
    ("cover-frame-left", "Engraved border, left", [3.4, 10.0, 6.4, 68.0], Content::Fixed, Role::Background, DEPTH),
    ("cover-frame-right", "Engraved border, right", [115.2, 10.0, 6.4, 68.0], Content::Fixed, Role::Background, DEPTH),
    ("cover-frame-bottom", "Engraved border, lower", [4.0, 78.2, 117.0, 6.4], Content::Fixed, Role::Background, DEPTH),
    ("cover-arms", "Engraved arms", [47.0, 12.0, 31.0, 31.0], Content::Fixed, Role::Emblem, DEPTH),
    ("cover-words", "Words to those who meet the bearer", [16.0, 45.4, 93.0, 22.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("cover-microtext", "Frame of microtext", [10.6, 10.6, 103.8, 1.2], Content::Fixed, Role::Microtext, VISIBLE),
    ("cover-latent", "Latent image", [50.0, 69.4, 25.0, 5.2], Content::Fixed, Role::Ovd, DEPTH),
    ("cover-background-left", "Scales of the sea, left", [14.0, 14.0, 30.0, 28.0], Content::Fixed, Role::Background, VISIBLE),
    ("cover-background-right", "Scales of the sea, right", [81.0, 14.0, 30.0, 28.0], Content::Fixed, Role::Background, VISIBLE),
    ("specimen-cover", "SPECIMEN", [84.0, 69.2, 28.0, 5.6], Content::Fixed, Role::FixedText, VISIBLE),
    ("uv-cover-ship", "Luminous ship", [44.0, 10.6, 37.0, 34.6], Content::Fixed, Role::UvDesign, UV),
    ("uv-cover-chain-left", "Luminous chain, left", [13.0, 13.0, 30.0, 30.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-cover-chain-right", "Luminous chain, right", [82.0, 13.0, 30.0, 30.0], Content::Fixed, Role::UvDesign, UV),
];

#[rustfmt::skip]
pub(super) const VISA: &[ZoneRow] = &[
    ("visa-title", "Title", [40.0, 2.4, 45.0, 6.4], Content::Fixed, Role::FixedText, VISIBLE),
    ("visa-page-number", "Number of the page", [112.6, 2.4, 9.6, 7.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("visa-band-left", "Upright band", [2.0, 12.0, 5.6, 64.0], Content::Fixed, Role::Background, VISIBLE),
    ("visa-corner", "Rosette in the upper left corner", [2.4, 1.6, 22.0, 9.4], Content::Fixed, Role::Background, VISIBLE),
    ("visa-medallion", "Ship in relief", [77.0, 16.0, 42.0, 48.0], Content::Fixed, Role::Background, THROUGH),
    ("visa-microtext", "Microtext under the title", [27.0, 9.4, 71.0, 1.1], Content::Fixed, Role::Microtext, VISIBLE),
    ("visa-background-lower", "Scales of the sea", [84.0, 66.0, 37.0, 10.6], Content::Fixed, Role::Background, VISIBLE),
    ("visa-register", "See-through register", [112.2, 77.4, 8.6, 8.6], Content::Fixed, Role::Emblem, THROUGH),
    ("specimen-visa", "SPECIMEN", [82.0, 79.0, 28.6, 6.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("visa-watermark", "Tower in the paper", [82.0, 21.0, 32.0, 38.0], Content::Fixed, Role::Background, TRANSMITTED),
    ("uv-visa-number", "Luminous number of the page", [80.0, 20.0, 36.0, 40.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-visa-band", "Luminous band", [76.0, 65.0, 46.0, 11.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-visa-edge", "Luminous chain at the edge", [1.6, 12.0, 6.4, 64.0], Content::Fixed, Role::UvDesign, UV),
    ("stamps", "Entry and exit stamps", [8.2, 11.0, 67.6, 66.0], Content::Personal, Role::OtherData, &[]),
    ("perforated-number-visa", "Perforated number", [47.6, 82.0, 32.0, 5.2], Content::Serial, Role::Number, &[]),
];

#[rustfmt::skip]
pub(super) const NOTES: &[ZoneRow] = &[
    ("notes-title", "Title", [30.0, 2.4, 65.0, 6.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("notes-page-number", "Number of the page", [112.6, 2.4, 9.6, 7.8], Content::Fixed, Role::FixedText, VISIBLE),
    ("notes-band-left", "Upright band", [2.0, 12.0, 5.6, 64.0], Content::Fixed, Role::Background, VISIBLE),
    ("notes-corner", "Rosette in the upper left corner", [2.4, 1.6, 22.0, 9.4], Content::Fixed, Role::Background, VISIBLE),
    ("notes-microtext", "Microtext under the title", [27.0, 9.4, 71.0, 1.1], Content::Fixed, Role::Microtext, VISIBLE),
    ("notes-compass", "Compass rose", [83.0, 14.0, 36.0, 36.0], Content::Fixed, Role::Background, VISIBLE),
    ("notes-background-lower", "Scales of the sea", [10.0, 66.0, 44.0, 10.6], Content::Fixed, Role::Background, VISIBLE),
    ("notes-register", "See-through register", [112.2, 77.4, 8.6, 8.6], Content::Fixed, Role::Emblem, THROUGH),
    ("specimen-notes", "SPECIMEN", [82.0, 79.0, 28.6, 6.0], Content::Fixed, Role::FixedText, VISIBLE),
    ("notes-watermark", "Tower in the paper", [84.0, 15.0, 34.0, 34.0], Content::Fixed, Role::Background, TRANSMITTED),
    ("uv-notes-number", "Luminous number of the page", [83.0, 13.0, 36.0, 37.0], Content::Fixed, Role::UvDesign, UV),
    ("uv-notes-edge", "Luminous chain at the edge", [1.6, 12.0, 6.4, 64.0], Content::Fixed, Role::UvDesign, UV),
    ("official-note", "Official observation", [10.0, 12.0, 70.0, 53.0], Content::Personal, Role::OtherData, &[]),
    ("official-stamp", "Stamp of the office", [80.0, 50.6, 36.0, 25.4], Content::Personal, Role::OtherData, &[]),
    ("perforated-number-notes", "Perforated number", [47.6, 82.0, 32.0, 5.2], Content::Serial, Role::Number, &[]),
];
