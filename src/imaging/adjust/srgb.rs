//! The transfer function of sRGB (IEC 61966-2-1), with the same bits on every machine.

use std::sync::LazyLock;

/// Linear light of a coded value, both 0 to 1.
pub(super) fn decode(coded: f64) -> f64 {
    if coded <= 0.04045 { coded / 12.92 } else { libm::pow((coded + 0.055) / 1.055, 2.4) }
}

/// The coded value of linear light, both 0 to 1; above 1 it goes on by the same rule.
pub(super) fn encode(linear: f64) -> f64 {
    if linear <= 0.0031308 { linear * 12.92 } else { 1.055 * libm::pow(linear, 1.0 / 2.4) - 0.055 }
}

/// Linear light for every 16-bit value.
pub(super) fn decode_table() -> &'static [f32; 65536] {
    static TABLE: LazyLock<Box<[f32; 65536]>> = LazyLock::new(|| made(|value| decode(value as f64 / 65535.0)));
    &TABLE
}

/// The greatest place of an [`Even`] table: between two places, a straight line departs from all that is in here by less than half a
/// 16-bit value.
pub(super) const LAST: f32 = 8191.0;

/// A function of 0 to 1 at even steps, for interpolation; the last value stands twice.
pub(super) type Even = [f32; 8193];

/// Coded values of linear light.
pub(super) fn encode_table() -> &'static Even {
    static TABLE: LazyLock<Box<Even>> = LazyLock::new(|| made(|step| encode((step as f64 / f64::from(LAST)).min(1.0))));
    &TABLE
}

#[expect(clippy::unnecessary_box_returns, reason = "a table of half a megabyte does not belong on the stack")]
pub(super) fn made<const N: usize>(value: impl Fn(usize) -> f64) -> Box<[f32; N]> {
    let mut table = Box::new([0.0; N]);
    table.iter_mut().enumerate().for_each(|(index, out)| *out = value(index) as f32);
    table
}

/// The value of `table` at `share`, clipped to 0 to 1, on a straight line between two of its places.
#[inline(always)]
#[expect(clippy::inline_always, reason = "several of them a pixel")]
pub(super) fn between(table: &Even, share: f32) -> f32 {
    let place = share * LAST;
    let place = if place > 0.0 { place } else { 0.0 };
    let place = if place < LAST { place } else { LAST };
    // As for `quantised`: from 2²³ on, floats are whole numbers and stand in the low bits.
    let below = place - 0.5;
    let whole = if below > 0.0 { below } else { 0.0 } + 8_388_608.0;
    let index = (whole.to_bits() & 0x1fff) as usize;
    let rest = place - (whole - 8_388_608.0);
    table[index] + (table[index + 1] - table[index]) * rest
}
