//! The inner loops that several methods share.
#![expect(clippy::inline_always, reason = "a kernel is vectorised only as far as it is inlined")]
#![expect(clippy::float_cmp, reason = "the greatest of three numbers is one of them to the bit")]

use super::frame::{luma_of, quantised, to_eight};
use crate::imaging::simd::{BLOCK, kernels};

kernels! {
    /// Weighs rows that lie evenly above and below `middle`: `weights[0]` for itself, `weights[k]` for `above[k - 1]` and `below[k - 1]`.
    fn sum_down<'a>(out: &'a mut [f32], middle: &'a [u16], above: &'a [&'a [u16]], below: &'a [&'a [u16]], weights: &'a [f32]) {
        let Some((own, weights)) = weights.split_first() else { return };
        let mut from = 0;
        for out in out.chunks_mut(BLOCK) {
            let len = out.len();
            let mut sums = [0.0f32; BLOCK];
            let block = |row: &'a [u16]| row.get(from..from + len).unwrap_or_default();
            sums.iter_mut().zip(block(middle)).for_each(|(sum, value)| *sum = f32::from(*value) * own);
            for ((above, below), weight) in above.iter().zip(below).zip(weights) {
                let (above, below) = (block(above), block(below));
                let pairs = above.iter().zip(below);
                // Two 16-bit values add up to a whole number that a float holds exactly.
                sums.iter_mut().zip(pairs).for_each(|(sum, (a, b))| *sum += (i32::from(*a) + i32::from(*b)) as f32 * weight);
            }
            out.copy_from_slice(&sums[..len]);
            from += len;
        }
    }

    /// Weighs values that lie evenly to the left and right, `step` apart; `padded` has `(weights.len() - 1) * step` more on both sides.
    fn sum_across<'a>(out: &'a mut [f32], padded: &'a [f32], step: usize, weights: &'a [f32]) {
        let Some((own, weights)) = weights.split_first() else { return };
        let mut middle = weights.len() * step;
        for out in out.chunks_mut(BLOCK) {
            let len = out.len();
            let mut sums = [0.0f32; BLOCK];
            let block = |from: usize| padded.get(from..from + len).unwrap_or_default();
            sums.iter_mut().zip(block(middle)).for_each(|(sum, value)| *sum = value * own);
            let mut away = 0;
            for weight in weights {
                away += step;
                let (left, right) = (block(middle - away), block(middle + away));
                sums.iter_mut().zip(left.iter().zip(right)).for_each(|(sum, (a, b))| *sum += (a + b) * weight);
            }
            out.copy_from_slice(&sums[..len]);
            middle += len;
        }
    }

    /// Adds `amount` times what the blur took away, where that is more than `threshold`.
    fn sharpen<'a>(out: &'a mut [u16], values: &'a [u16], blurred: &'a [f32], amount: f32, threshold: f32) {
        for (out, (value, blurred)) in out.iter_mut().zip(values.iter().zip(blurred)) {
            let value = f32::from(*value);
            let lost = value - blurred;
            let lost = if lost.abs() > threshold { lost } else { 0.0 };
            *out = quantised(value + amount * lost);
        }
    }

    /// Rec. 601 luma of pixels of three channels.
    fn luma_row<'a>(out: &'a mut [u16], pixels: &'a [u16]) {
        for (out, pixel) in out.iter_mut().zip(pixels.chunks_exact(3)) {
            *out = luma_of(pixel[0], pixel[1], pixel[2]);
        }
    }

    /// The nearest 8-bit levels.
    fn narrow<'a>(out: &'a mut [u8], values: &'a [u16]) {
        out.iter_mut().zip(values).for_each(|(out, value)| *out = to_eight(*value));
    }

    /// 8-bit levels in 16 bits.
    fn widen<'a>(out: &'a mut [u16], values: &'a [u8]) {
        out.iter_mut().zip(values).for_each(|(out, value)| *out = u16::from(*value) * 257);
    }

    /// A matrix and an offset for each pixel, in 16-bit units.
    fn affine<'a>(out: &'a mut [u16], pixels: &'a [u16], matrix: &'a [[f32; 3]; 3], offset: &'a [f32; 3]) {
        const PIXELS: usize = BLOCK / 2;
        for (out, pixels) in out.chunks_mut(PIXELS * 3).zip(pixels.chunks(PIXELS * 3)) {
            // Channels apart, so that each is a vector.
            let mut from = [[0.0f32; PIXELS]; 3];
            for (index, pixel) in pixels.chunks_exact(3).enumerate().take(PIXELS) {
                (from[0][index], from[1][index], from[2][index]) = (f32::from(pixel[0]), f32::from(pixel[1]), f32::from(pixel[2]));
            }
            let mut to = [[0u16; PIXELS]; 3];
            for ((to, row), offset) in to.iter_mut().zip(matrix).zip(offset) {
                for index in 0..PIXELS {
                    to[index] = quantised(row[0] * from[0][index] + row[1] * from[1][index] + row[2] * from[2][index] + offset);
                }
            }
            for (index, pixel) in out.chunks_exact_mut(3).enumerate().take(PIXELS) {
                (pixel[0], pixel[1], pixel[2]) = (to[0][index], to[1][index], to[2][index]);
            }
        }
    }

    /// The hue of HSV, 0 to 65535 for a full turn; 0 for greys.
    fn hue_row<'a>(out: &'a mut [u16], pixels: &'a [u16]) {
        for (out, pixels) in out.chunks_mut(BLOCK).zip(pixels.chunks(BLOCK * 3)) {
            // Channels apart, so that each is a vector.
            let mut planes = [[0.0f32; BLOCK]; 3];
            for (index, pixel) in pixels.chunks_exact(3).enumerate().take(BLOCK) {
                (planes[0][index], planes[1][index], planes[2][index]) = (f32::from(pixel[0]), f32::from(pixel[1]), f32::from(pixel[2]));
            }
            let mut hues = [0u16; BLOCK];
            for index in 0..BLOCK {
                let (red, green, blue) = (planes[0][index], planes[1][index], planes[2][index]);
                let most = greater(greater(red, green), blue);
                let span = most - lesser(lesser(red, green), blue);
                // One division for all three cases; greys have a numerator of 0.
                let numerator = if red == most { green - blue } else if green == most { blue - red } else { red - green };
                let sixth = if red == most { 0.0 } else if green == most { 2.0 } else { 4.0 };
                let sixths = sixth + numerator / if span > 0.0 { span } else { 1.0 };
                let sixths = if sixths < 0.0 { sixths + 6.0 } else { sixths };
                hues[index] = quantised(sixths * (65535.0 / 6.0));
            }
            let len = out.len();
            out.copy_from_slice(&hues[..len]);
        }
    }

    /// The slope to the right and the slope down of three rows that have a column more on both sides.
    fn slopes<'a>(right: &'a mut [f32], down: &'a mut [f32], rows: [&'a [f32]; 3], side: f32, middle: f32) {
        let len = right.len();
        let column = |row: &'a [f32], from: usize| row.get(from..from + len).unwrap_or_default();
        let [above, same, below] = rows;
        let left = column(above, 0).iter().zip(column(same, 0)).zip(column(below, 0));
        let beyond = column(above, 2).iter().zip(column(same, 2)).zip(column(below, 2));
        for (right, (((a, b), c), ((d, e), f))) in right.iter_mut().zip(left.zip(beyond)) {
            *right = side * (d - a) + middle * (e - b) + side * (f - c);
        }
        let upper = column(above, 0).iter().zip(column(above, 1)).zip(column(above, 2));
        let lower = column(below, 0).iter().zip(column(below, 1)).zip(column(below, 2));
        for (down, (((a, b), c), ((d, e), f))) in down.iter_mut().zip(upper.zip(lower)) {
            *down = side * (d - a) + middle * (e - b) + side * (f - c);
        }
    }

    /// The magnitude of slopes, times `strength`.
    fn magnitudes<'a>(out: &'a mut [u16], right: &'a [f32], down: &'a [f32], strength: f32) {
        for (out, (right, down)) in out.iter_mut().zip(right.iter().zip(down)) {
            *out = quantised((right * right + down * down).sqrt() * strength);
        }
    }

    /// Slopes along one direction, about `grey`.
    fn directed<'a>(out: &'a mut [u16], right: &'a [f32], down: &'a [f32], direction: [f32; 2], grey: f32) {
        for (out, (right, down)) in out.iter_mut().zip(right.iter().zip(down)) {
            *out = quantised(grey + direction[0] * right + direction[1] * down);
        }
    }

    /// Adds `amount` times the difference of two greys to all channels of each pixel.
    fn add_detail<'a>(out: &'a mut [u16], channels: usize, luma: &'a [u16], blurred: &'a [u16], amount: f32) {
        for (pixel, (luma, blurred)) in out.chunks_exact_mut(channels).zip(luma.iter().zip(blurred)) {
            let change = amount * (f32::from(*luma) - f32::from(*blurred));
            for value in pixel {
                *value = quantised(f32::from(*value) + change);
            }
        }
    }

    /// Moves sums over columns one row down: adds the values of `enters`, takes those of `leaves` away.
    fn move_down<'a>(sums: &'a mut [u32], enters: &'a [u16], leaves: &'a [u16]) {
        for (sum, (enters, leaves)) in sums.iter_mut().zip(enters.iter().zip(leaves)) {
            *sum = sum.wrapping_add(u32::from(*enters)).wrapping_sub(u32::from(*leaves));
        }
    }

    /// The same for values shortened by `shift` bits, and for their squares.
    fn move_squares_down<'a>(firsts: &'a mut [u32], seconds: &'a mut [u32], enters: &'a [u16], leaves: &'a [u16], shift: u32) {
        for ((first, second), (enters, leaves)) in firsts.iter_mut().zip(seconds).zip(enters.iter().zip(leaves)) {
            let (enters, leaves) = (u32::from(*enters) >> shift, u32::from(*leaves) >> shift);
            *first = first.wrapping_add(enters).wrapping_sub(leaves);
            *second = second.wrapping_add(enters * enters).wrapping_sub(leaves * leaves);
        }
    }

    /// Sums over `window` neighbours from sums of all before; they wrap, and so do their differences back.
    fn windows<'a>(out: &'a mut [u32], running: &'a [u32], window: usize) {
        let ends = running.get(window..).unwrap_or_default();
        out.iter_mut().zip(ends.iter().zip(running)).for_each(|(out, (end, start))| *out = end.wrapping_sub(*start));
    }

    /// The slope (as 16 bits) and the offset of the line for each square, from the sums over it.
    fn fit_lines<'a>(slopes: &'a mut [u16], offsets: &'a mut [u16], sums: [&'a [u32]; 3], scale: f32, noise_power: f32) {
        let [values, firsts, seconds] = sums;
        for ((slope, offset), ((value, first), second)) in slopes.iter_mut().zip(offsets).zip(values.iter().zip(firsts).zip(seconds)) {
            let (mean, first) = (float(*value) * scale, float(*first) * scale);
            let variance = float(*second) * scale - first * first;
            let variance = if variance > 0.0 { variance } else { 0.0 };
            let share = variance / (variance + noise_power);
            *slope = quantised(share * 65535.0);
            *offset = quantised(mean - mean * share);
        }
    }

    /// The values on the mean of the lines whose squares hold them.
    fn on_lines<'a>(out: &'a mut [u16], values: &'a [u16], slopes: &'a [u32], offsets: &'a [u32], scale: f32) {
        for (out, (value, (slope, offset))) in out.iter_mut().zip(values.iter().zip(slopes.iter().zip(offsets))) {
            *out = quantised((float(*slope) * (1.0 / 65535.0) * f32::from(*value) + float(*offset)) * scale);
        }
    }
}

/// A whole number as the nearest float, in a way that vectors can: halves that are exact, then one rounded sum.
#[inline(always)]
fn float(value: u32) -> f32 {
    (value >> 16) as i32 as f32 * 65536.0 + (value & 0xffff) as i32 as f32
}

#[inline(always)]
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

#[inline(always)]
fn lesser(a: f32, b: f32) -> f32 {
    if a < b { a } else { b }
}
