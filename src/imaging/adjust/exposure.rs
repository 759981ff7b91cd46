//! Exposure: light times a power of two (IEC 61966-2-1 for what light is).

use super::srgb::{decode, encode};
use super::table::Tone;
use crate::domain::recipe::Exposure;

struct Multiplied(f64);

pub(super) fn tone(params: &Exposure) -> impl Tone + use<> {
    Multiplied(libm::exp2(params.stops))
}

impl Tone for Multiplied {
    fn value(&self, _channel: usize, value: f64) -> f64 {
        encode((decode(value) * self.0).min(1.0))
    }

    fn differs(&self) -> bool {
        false
    }
}
