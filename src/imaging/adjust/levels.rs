//! Levels and gamma: a straight line between black and white, and a power law.

use super::table::Tone;
use crate::domain::recipe::{Channels, Gamma, Levels};

struct Line {
    channels: Channels,
    black: f64,
    white: f64,
    exponent: f64,
    out_black: f64,
    out_white: f64,
}

pub(super) fn tone(params: &Levels) -> impl Tone + use<> {
    let Levels { channels, black, white, gamma, out_black, out_white } = *params;
    let [black, white, out_black, out_white] = [black, white, out_black, out_white].map(|level| level / 255.0);
    Line { channels, black, white, exponent: 1.0 / gamma, out_black, out_white }
}

pub(super) fn power(params: &Gamma) -> impl Tone + use<> {
    let exponent = 1.0 / params.gamma;
    Line { channels: Channels::All, black: 0.0, white: 1.0, exponent, out_black: 0.0, out_white: 1.0 }
}

impl Tone for Line {
    fn value(&self, channel: usize, value: f64) -> f64 {
        if !self.channels.contain(channel) {
            return value;
        }
        let share = ((value - self.black) / (self.white - self.black)).clamp(0.0, 1.0);
        self.out_black + (self.out_white - self.out_black) * libm::pow(share, self.exponent)
    }

    fn differs(&self) -> bool {
        self.channels != Channels::All
    }
}
