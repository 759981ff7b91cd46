//! Marenia: a republic of islands whose documents are charts.
//!
//! Depth lines around islands, rhumb lines, swell, rope and shells in sea green, sand and sky; words in Latin and Cyrillic letters.

mod identity_2020;
mod lines;
mod motifs;
mod parts;
mod passport_2018;
mod permit_2021;
mod travel_2016;

pub(super) use identity_2020::SERIES as IDENTITY_2020;
pub(super) use passport_2018::SERIES as PASSPORT_2018;
pub(super) use permit_2021::SERIES as PERMIT_2021;
pub(super) use travel_2016::SERIES as TRAVEL_2016;

use crate::domain::Light;
use crate::specimen::canvas::Tone;

const ISSUER: (&str, &str) = ("QMA", "Marenia");

const SEA: Tone = Tone(104, 176, 172);
const SAND: Tone = Tone(212, 178, 124);
const SKY: Tone = Tone(124, 160, 208);
/// The same three, strong enough for fine lines that are to be compared.
const DEEP_SEA: Tone = Tone(28, 108, 116);
const DEEP_SAND: Tone = Tone(178, 108, 52);
const DEEP_SKY: Tone = Tone(48, 88, 152);
/// Titles and emblems.
const INK: Tone = Tone(18, 62, 76);
const LABEL: Tone = Tone(38, 84, 98);
const RED: Tone = Tone(176, 32, 48);

/// What luminesces.
const GLOW_ORANGE: Tone = Tone(246, 132, 52);
const GLOW_YELLOW: Tone = Tone(236, 220, 90);
const GLOW_BLUE: Tone = Tone(70, 130, 255);
const GLOW_GREEN: Tone = Tone(80, 224, 140);
const GLOW_RED: Tone = Tone(242, 70, 64);

const REST_AND_FLASH: &[Light] = &[Light::Visible, Light::Coaxial];
const FRONT_AND_THROUGH: &[Light] = &[Light::Visible, Light::Transmitted];

const MICRO: &str = "REPUBLIKAMARENA·РЕПУБЛИКАМАРЕНА·";
