//! The transfer function of sRGB (IEC 61966-2-1), with the same bits on every machine.

use std::sync::OnceLock;

/// Linear light of a coded value, both 0 to 1.
pub(super) fn decode(coded: f64) -> f64 {
    if coded <= 0.04045 { coded / 12.92 } else { libm::pow((coded + 0.055) / 1.055, 2.4) }
}

/// The coded value of linear light, both 0 to 1; above 1 it goes on by the same rule.
pub(super) fn encode(linear: f64) -> f64 {
    if linear <= 0.0031308 { linear * 12.92 } else { 1.055 * libm::pow(linear, 1.0 / 2.4) - 0.055 }
}

/// Linear light for every 16-bit value.
pub(super) fn decode_table() -> &'static [f32] {
    static TABLE: OnceLock<Vec<f32>> = OnceLock::new();
    TABLE.get_or_init(|| (0..=u16::MAX).map(|value| decode(f64::from(value) / 65535.0) as f32).collect())
}

/// Coded values of linear light at even steps from 0 to 1, for interpolation: [`ENCODE_STEPS`] + 1 of them and one to spare.
pub(super) fn encode_table() -> &'static [f32] {
    static TABLE: OnceLock<Vec<f32>> = OnceLock::new();
    TABLE.get_or_init(|| (0..=ENCODE_STEPS + 1).map(|step| encode(f64::from(step) / f64::from(ENCODE_STEPS)) as f32).collect())
}

/// Steps of [`encode_table`]: between two, a straight line departs by less than half a 16-bit value.
pub(super) const ENCODE_STEPS: u16 = 8192;
