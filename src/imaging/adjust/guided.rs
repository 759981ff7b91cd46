//! The guided filter with the picture as its own guide (He, Sun and Tang, ECCV 2010): flat parts become their mean, edges stay.
//!
//! All sums over squares are of whole numbers and so the same to the bit wherever a tile begins.

use super::area::{Level, PixelRect};
use super::frame::{Frame, quantised, repeat_edges};

/// Half the sides of the square in px, less half a pixel.
#[derive(Clone, Copy)]
pub(super) struct Square {
    across: u32,
    down: u32,
}

impl Square {
    /// For radii in px of the level; at least the nearest neighbours.
    pub(super) fn new(radius_px: [f64; 2]) -> Self {
        let [across, down] = radius_px.map(|px| px.round().max(1.0) as u32);
        Self { across, down }
    }

    /// What the filter looks at to both sides: squares of squares.
    pub(super) fn reach(self) -> [u32; 2] {
        [2 * self.across, 2 * self.down]
    }

    fn pixels(self) -> f32 {
        ((2 * self.across + 1) * (2 * self.down + 1)) as f32
    }
}

/// Smooths what varies less than `noise` (standard deviation in 16-bit units) within the square; each channel by itself.
pub(super) fn guided(input: &Frame, area: PixelRect, level: Level, square: Square, noise: f32) -> Frame {
    let lines = area.grown(square.across, square.down, level);
    let (slopes, offsets) = lines_of(input, lines, level, square, noise * noise);
    let mut out = Frame::new(area, input.channels);
    let stride = out.stride().max(1);
    let scale = 1.0 / square.pixels();
    let mut slope_sums = Sums::new(&slopes, area, level, square);
    let mut offset_sums = Sums::new(&offsets, area, level, square);
    for (y, line) in (area.y..).zip(out.data.chunks_exact_mut(stride)) {
        let (slopes, offsets) = (slope_sums.row(y), offset_sums.row(y));
        let values = input.row_around(i64::from(y), area, 0, level);
        for (out, (value, (slope, offset))) in line.iter_mut().zip(values.iter().zip(slopes.iter().zip(offsets))) {
            *out = quantised((*slope as f32 * (1.0 / 65535.0) * f32::from(*value) + *offset as f32) * scale);
        }
    }
    out
}

/// For the square around each pixel the line that its values are taken to lie on: slopes of 0 to 1 as 16 bits, and offsets.
fn lines_of(input: &Frame, area: PixelRect, level: Level, square: Square, noise_power: f32) -> (Frame, Frame) {
    let (mut slopes, mut offsets) = (Frame::new(area, input.channels), Frame::new(area, input.channels));
    let stride = slopes.stride().max(1);
    let count = f64::from(square.pixels());
    let mut sums = SquareSums::new(input, area, level, square);
    let rows = slopes.data.chunks_exact_mut(stride).zip(offsets.data.chunks_exact_mut(stride));
    for (y, (slopes, offsets)) in (area.y..).zip(rows) {
        let (first, second) = sums.row(y);
        for ((slope, offset), (first, second)) in slopes.iter_mut().zip(offsets).zip(first.iter().zip(second)) {
            let mean = *first as f64 / count;
            let variance = (*second as f64 / count - mean * mean).max(0.0) as f32;
            let share = variance / (variance + noise_power);
            *slope = quantised(share * 65535.0);
            *offset = quantised(mean as f32 * (1.0 - share));
        }
    }
    (slopes, offsets)
}

/// Sums of 16-bit values over the square around each pixel of one row after the other.
struct Sums<'a> {
    input: &'a Frame,
    area: PixelRect,
    level: Level,
    square: Square,
    /// The row whose columns are summed up; `None` at first.
    at: Option<u32>,
    columns: Vec<u32>,
    padded: Vec<u32>,
    out: Vec<u32>,
}

impl<'a> Sums<'a> {
    fn new(input: &'a Frame, area: PixelRect, level: Level, square: Square) -> Self {
        Self { input, area, level, square, at: None, columns: Vec::new(), padded: Vec::new(), out: Vec::new() }
    }

    fn source(&self, y: i64) -> &'a [u16] {
        self.input.row_around(y, self.area, self.square.across, self.level)
    }

    fn row(&mut self, y: u32) -> &[u32] {
        let (down, row) = (i64::from(self.square.down), i64::from(y));
        if self.at.is_some_and(|at| at + 1 == y) {
            let (leaves, enters) = (self.source(row - down - 1), self.source(row + down));
            // Never below zero: what leaves was added.
            self.columns.iter_mut().zip(leaves.iter().zip(enters)).for_each(|(sum, (leaves, enters))| {
                *sum = (*sum + u32::from(*enters)) - u32::from(*leaves);
            });
        } else {
            self.columns = vec![0; self.source(row).len()];
            for source in (row - down..=row + down).map(|y| self.source(y)).collect::<Vec<_>>() {
                self.columns.iter_mut().zip(source).for_each(|(sum, value)| *sum += u32::from(*value));
            }
        }
        self.at = Some(y);
        repeat_edges(&self.columns, self.input.channels, self.area, self.square.across, self.level, &mut self.padded);
        across(&self.padded, self.input.channels, self.square.across, &mut self.out);
        &self.out
    }
}

/// The same of values and of their squares.
struct SquareSums<'a> {
    first: Sums<'a>,
    columns: Vec<u64>,
    padded: Vec<u64>,
    out: Vec<u64>,
}

impl<'a> SquareSums<'a> {
    fn new(input: &'a Frame, area: PixelRect, level: Level, square: Square) -> Self {
        Self { first: Sums::new(input, area, level, square), columns: Vec::new(), padded: Vec::new(), out: Vec::new() }
    }

    fn row(&mut self, y: u32) -> (&[u32], &[u64]) {
        let power = |value: u16| u64::from(value) * u64::from(value);
        let (down, row) = (i64::from(self.first.square.down), i64::from(y));
        if self.first.at.is_some_and(|at| at + 1 == y) {
            let pairs = self.first.source(row - down - 1).iter().zip(self.first.source(row + down));
            self.columns.iter_mut().zip(pairs).for_each(|(sum, (leaves, enters))| *sum = (*sum + power(*enters)) - power(*leaves));
        } else {
            self.columns = vec![0; self.first.source(row).len()];
            for y in row - down..=row + down {
                self.columns.iter_mut().zip(self.first.source(y)).for_each(|(sum, value)| *sum += power(*value));
            }
        }
        let Sums { input, area, level, square, .. } = self.first;
        repeat_edges(&self.columns, input.channels, area, square.across, level, &mut self.padded);
        across(&self.padded, input.channels, square.across, &mut self.out);
        (self.first.row(y), &self.out)
    }
}

/// Sums of `2 × reach + 1` neighbours across, for the columns that have them all.
fn across<T>(columns: &[T], channels: usize, reach: u32, out: &mut Vec<T>)
where
    T: Copy + Default + std::ops::Add<Output = T> + std::ops::Sub<Output = T>,
{
    let window = (2 * reach as usize + 1) * channels;
    out.clear();
    let mut sums = [T::default(); 3];
    for pixel in columns.get(..window - channels).unwrap_or_default().chunks_exact(channels) {
        sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum = *sum + *value);
    }
    let enters = columns.get(window - channels..).unwrap_or_default();
    for (enters, leaves) in enters.chunks_exact(channels).zip(columns.chunks_exact(channels)) {
        for (sum, (enters, leaves)) in sums.iter_mut().zip(enters.iter().zip(leaves)) {
            *sum = *sum + *enters;
            out.push(*sum);
            *sum = *sum - *leaves;
        }
    }
}
