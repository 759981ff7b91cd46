//! The values between two steps: 16 bits for each channel, for one rectangle of a level.

use super::area::{Level, PixelRect};
use super::kernels;

/// The greatest value; an 8-bit level is this many 257ths.
pub(super) const WHITE: f32 = 65535.0;

/// A rectangle of a level in 16-bit values of sRGB, one channel (grey) or three, interleaved.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Frame {
    pub(super) area: PixelRect,
    pub(super) channels: usize,
    pub(super) data: Vec<u16>,
}

impl Frame {
    pub(super) fn new(area: PixelRect, channels: usize) -> Self {
        Self { area, channels, data: vec![0; area.width as usize * area.height as usize * channels] }
    }

    /// Values in one row.
    pub(super) fn stride(&self) -> usize {
        self.area.width as usize * self.channels
    }

    /// The row `y` of the level, from the first column of the frame; `y` is clamped to the level and so repeats its edge.
    pub(super) fn row(&self, y: i64, level: Level) -> &[u16] {
        let y = y.clamp(0, i64::from(level.height) - 1) - i64::from(self.area.y);
        let at = usize::try_from(y).unwrap_or(0) * self.stride();
        self.data.get(at..at + self.stride()).unwrap_or_default()
    }

    /// The columns of [`Frame::row`] from `area.x - reach` to `area.right() + reach`, as far as the level goes.
    pub(super) fn row_around(&self, y: i64, area: PixelRect, reach: u32, level: Level) -> &[u16] {
        let columns = area.grown(reach, 0, level);
        let from = columns.x.saturating_sub(self.area.x) as usize * self.channels;
        self.row(y, level).get(from..from + columns.width as usize * self.channels).unwrap_or_default()
    }

    /// The same pixels as one channel of Rec. 601 luma.
    pub(super) fn luma(&self) -> Self {
        if self.channels == 1 {
            return self.clone();
        }
        let mut data = vec![0; self.data.len() / 3];
        kernels::luma_row(&mut data, &self.data);
        Self { area: self.area, channels: 1, data }
    }

    /// The values of `area`, which lies within.
    pub(super) fn cropped(&self, area: PixelRect) -> Self {
        if area == self.area {
            return self.clone();
        }
        let mut data = Vec::with_capacity(area.width as usize * area.height as usize * self.channels);
        let from = area.x.saturating_sub(self.area.x) as usize * self.channels;
        let len = area.width as usize * self.channels;
        for y in area.y.saturating_sub(self.area.y)..area.bottom().saturating_sub(self.area.y) {
            let at = y as usize * self.stride() + from;
            data.extend_from_slice(self.data.get(at..at + len).unwrap_or_default());
        }
        Self { area, channels: self.channels, data }
    }
}

/// Repeats the first and the last pixel of `values`, which are the columns that the level has, where `area` grown by `reach`
/// goes beyond the level.
pub(super) fn repeat_edges<T: Copy>(values: &[T], channels: usize, area: PixelRect, reach: u32, level: Level, out: &mut Vec<T>) {
    out.clear();
    let before = reach.saturating_sub(area.x) as usize;
    let after = (area.right().saturating_add(reach)).saturating_sub(level.width) as usize;
    let Some((first, last)) = values.get(..channels).zip(values.len().checked_sub(channels).and_then(|at| values.get(at..))) else {
        return;
    };
    (0..before).for_each(|_| out.extend_from_slice(first));
    out.extend_from_slice(values);
    (0..after).for_each(|_| out.extend_from_slice(last));
}

/// Rec. 601 luma of coded values; its weights are 65536ths, and grey is itself.
#[inline(always)]
#[expect(clippy::inline_always, reason = "kernels are vectorised only as far as they are inlined")]
pub(super) fn luma_of(red: u16, green: u16, blue: u16) -> u16 {
    ((19595 * u32::from(red) + 38470 * u32::from(green) + 7471 * u32::from(blue) + 32768) >> 16) as u16
}

/// The luma of a pixel of one or three channels.
#[inline]
pub(super) fn luma(pixel: &[u16]) -> u16 {
    match pixel {
        [red, green, blue, ..] => luma_of(*red, *green, *blue),
        [grey, ..] => *grey,
        [] => 0,
    }
}

/// A value as 16 bits, the even one of two that are equally near; outside it is clipped, and what is not a number is 0.
#[inline(always)]
#[expect(clippy::inline_always, reason = "kernels are vectorised only as far as they are inlined")]
pub(super) fn quantised(value: f32) -> u16 {
    let clipped = if value > 0.0 { value } else { 0.0 };
    let clipped = if clipped < WHITE { clipped } else { WHITE };
    // From 2²³ on, floats are whole numbers: adding it rounds, and the number stands in the low bits. A cast would do the same, but not
    // for a whole vector.
    (clipped + 8_388_608.0).to_bits() as u16
}

/// The 8-bit level nearest to a 16-bit value: `value / 257`, rounded.
#[inline]
pub(super) fn to_eight(value: u16) -> u8 {
    ((u32::from(value) * 255 + 32895) >> 16) as u8
}

/// An 8-bit level in 16 bits, exactly.
#[inline]
pub(super) fn from_eight(value: u8) -> u16 {
    u16::from(value) * 257
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_bits_are_the_nearest() {
        for value in 0..=u16::MAX {
            assert_eq!(to_eight(value), (f64::from(value) / 257.0).round() as u8, "{value}");
        }
        for value in 0..=u8::MAX {
            assert_eq!(to_eight(from_eight(value)), value);
        }
    }

    #[test]
    fn values_are_rounded_and_clipped() {
        let found = [-1e9, -0.4, 0.5, 1.5, 2.4999, 65534.5, 65534.6, 7e4, f32::INFINITY, f32::NAN].map(quantised);
        assert_eq!(found, [0, 0, 0, 2, 2, 65534, 65535, 65535, 65535, 0]);
    }

    #[test]
    fn luma_of_grey_is_the_grey() {
        for value in 0..=u16::MAX {
            assert_eq!(luma(&[value; 3]), value);
        }
    }

    #[test]
    fn edges_are_repeated_only_beyond_the_picture() {
        let level = Level::original(5, 1);
        let mut out = Vec::new();
        let area = PixelRect { x: 1, y: 0, width: 2, height: 1 };
        // Columns 0 to 4 are there; a reach of 3 asks for -2 to 5.
        repeat_edges(&[10, 11, 12, 13, 14], 1, area, 3, level, &mut out);
        assert_eq!(out, [10, 10, 10, 11, 12, 13, 14, 14]);
    }
}
