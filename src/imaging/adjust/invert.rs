//! Inversion.

use super::table::Tone;

struct Opposite;

pub(super) fn tone() -> impl Tone + use<> {
    Opposite
}

impl Tone for Opposite {
    fn value(&self, _channel: usize, value: f64) -> f64 {
        1.0 - value
    }

    fn differs(&self) -> bool {
        false
    }
}
