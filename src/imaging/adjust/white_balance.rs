//! White balance by a grey patch: one factor of light for each channel (von Kries 1902, on linear sRGB).

use super::srgb::{decode, encode};
use super::table::Tone;
use crate::domain::recipe::WhiteBalance;

struct Gains([f64; 3]);

pub(super) fn tone(params: &WhiteBalance) -> impl Tone + use<> {
    let light = [params.red, params.green, params.blue].map(|level| decode(level / 255.0));
    let luminance = 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2];
    Gains(light.map(|light| luminance / light))
}

impl Tone for Gains {
    fn value(&self, channel: usize, value: f64) -> f64 {
        let gain = self.0.get(channel).copied().unwrap_or(1.0);
        encode((decode(value) * gain).min(1.0))
    }

    fn differs(&self) -> bool {
        true
    }
}
