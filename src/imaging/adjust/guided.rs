//! The guided filter with the picture as its own guide (He, Sun and Tang, ECCV 2010): flat parts become their mean, edges stay.
//!
//! All sums over squares are of whole numbers and so the same to the bit wherever a tile begins.

use super::area::{Level, PixelRect};
use super::frame::{Frame, repeat_edges};
use super::kernels;

/// The greatest radius in px: sums over its square still fit 32 bits. Beyond, the square stays as it is.
const MOST_PX: f64 = 127.0;

/// Half the sides of the square in px, less half a pixel.
#[derive(Clone, Copy)]
pub(super) struct Square {
    across: u32,
    down: u32,
}

impl Square {
    /// For radii in px of the level; at least the nearest neighbours.
    pub(super) fn new(radius_px: [f64; 2]) -> Self {
        let [across, down] = radius_px.map(|px| px.round().clamp(1.0, MOST_PX) as u32);
        Self { across, down }
    }

    /// What the filter looks at to both sides: squares of squares.
    pub(super) fn reach(self) -> [u32; 2] {
        [2 * self.across, 2 * self.down]
    }

    fn pixels(self) -> u32 {
        (2 * self.across + 1) * (2 * self.down + 1)
    }

    /// Bits by which values are shortened, so that the sum of their squares fits 32 bits: three for 7 × 7 px, eight for the most.
    fn shift(self) -> u32 {
        let fits = |shift: u32| u32::try_from(u64::from(self.pixels()) * (65535u64 >> shift).pow(2)).is_ok();
        (0..=8).find(|shift| fits(*shift)).unwrap_or(8)
    }
}

/// Smooths what varies less than `noise` (standard deviation in 16-bit units) within the square; each channel by itself.
pub(super) fn guided(input: &Frame, area: PixelRect, level: Level, square: Square, noise: f32) -> Frame {
    let lines = area.grown(square.across, square.down, level);
    let (slopes, offsets) = lines_of(input, lines, level, square, noise);
    let mut out = Frame::new(area, input.channels);
    let stride = out.stride().max(1);
    let scale = 1.0 / square.pixels() as f32;
    let mut slope_sums = Sums::new(&slopes, area, level, square);
    let mut offset_sums = Sums::new(&offsets, area, level, square);
    for (y, line) in (area.y..).zip(out.data.chunks_exact_mut(stride)) {
        slope_sums.go_to(y);
        offset_sums.go_to(y);
        let values = input.row_around(i64::from(y), area, 0, level);
        kernels::on_lines(line, values, slope_sums.of_values(), offset_sums.of_values(), scale);
    }
    out
}

/// For the square around each pixel the line that its values are taken to lie on: slopes of 0 to 1 as 16 bits, and offsets.
fn lines_of(input: &Frame, area: PixelRect, level: Level, square: Square, noise: f32) -> (Frame, Frame) {
    let (mut slopes, mut offsets) = (Frame::new(area, input.channels), Frame::new(area, input.channels));
    let stride = slopes.stride().max(1);
    let scale = 1.0 / square.pixels() as f32;
    let noise = noise / (1 << square.shift()) as f32;
    let mut sums = Sums::new(input, area, level, square);
    let mut square_sums = SquareSums::new(input, area, level, square);
    let rows = slopes.data.chunks_exact_mut(stride).zip(offsets.data.chunks_exact_mut(stride));
    for (y, (slopes, offsets)) in (area.y..).zip(rows) {
        sums.go_to(y);
        square_sums.go_to(y);
        let (firsts, seconds) = (&square_sums.firsts.out, &square_sums.seconds.out);
        kernels::fit_lines(slopes, offsets, [sums.of_values(), firsts, seconds], scale, noise * noise);
    }
    (slopes, offsets)
}

/// Where sums are taken.
#[derive(Clone, Copy)]
struct Place<'a> {
    input: &'a Frame,
    area: PixelRect,
    level: Level,
    square: Square,
}

impl<'a> Place<'a> {
    fn row(self, y: i64) -> &'a [u16] {
        self.input.row_around(y, self.area, self.square.across, self.level)
    }

    /// The rows that enter and leave the square when it moves down to `y`.
    fn change(self, y: u32) -> (&'a [u16], &'a [u16]) {
        let (y, down) = (i64::from(y), i64::from(self.square.down));
        (self.row(y + down), self.row(y - down - 1))
    }

    /// All rows of the square at `y`.
    fn rows(self, y: u32) -> impl Iterator<Item = &'a [u16]> {
        let (y, down) = (i64::from(y), i64::from(self.square.down));
        (y - down..=y + down).map(move |y| self.row(y))
    }
}

/// Sums over columns of the square, and over all of it, for one row of pixels.
#[derive(Default)]
struct Moving {
    columns: Vec<u32>,
    padded: Vec<u32>,
    running: Vec<u32>,
    out: Vec<u32>,
}

impl Moving {
    /// Sums up across what the columns hold.
    fn across(&mut self, place: Place<'_>) {
        let (channels, reach) = (place.input.channels, place.square.across);
        repeat_edges(&self.columns, channels, place.area, reach, place.level, &mut self.padded);
        // Sums of all before: whole numbers that may wrap, as differences of two of them come out right all the same.
        self.running.clear();
        self.running.resize(channels, 0);
        let mut sums = [0u32; 3];
        for pixel in self.padded.chunks_exact(channels) {
            sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum = sum.wrapping_add(*value));
            self.running.extend_from_slice(&sums[..channels]);
        }
        self.out.resize(place.area.width as usize * channels, 0);
        kernels::windows(&mut self.out, &self.running, (2 * reach as usize + 1) * channels);
    }
}

/// Sums of values over the square around each pixel of one row after the other.
struct Sums<'a> {
    place: Place<'a>,
    /// The row that they are of; `None` at first.
    at: Option<u32>,
    values: Moving,
}

impl<'a> Sums<'a> {
    fn new(input: &'a Frame, area: PixelRect, level: Level, square: Square) -> Self {
        Self { place: Place { input, area, level, square }, at: None, values: Moving::default() }
    }

    fn go_to(&mut self, y: u32) {
        let columns = &mut self.values.columns;
        if self.at.is_some_and(|at| at + 1 == y) {
            let (enters, leaves) = self.place.change(y);
            kernels::move_down(columns, enters, leaves);
        } else {
            columns.clear();
            columns.resize(self.place.row(i64::from(y)).len(), 0);
            for row in self.place.rows(y) {
                columns.iter_mut().zip(row).for_each(|(sum, value)| *sum += u32::from(*value));
            }
        }
        self.at = Some(y);
        self.values.across(self.place);
    }

    fn of_values(&self) -> &[u32] {
        &self.values.out
    }
}

/// Sums of shortened values and of their squares.
struct SquareSums<'a> {
    place: Place<'a>,
    at: Option<u32>,
    firsts: Moving,
    seconds: Moving,
}

impl<'a> SquareSums<'a> {
    fn new(input: &'a Frame, area: PixelRect, level: Level, square: Square) -> Self {
        Self { place: Place { input, area, level, square }, at: None, firsts: Moving::default(), seconds: Moving::default() }
    }

    fn go_to(&mut self, y: u32) {
        let shift = self.place.square.shift();
        let (firsts, seconds) = (&mut self.firsts.columns, &mut self.seconds.columns);
        if self.at.is_some_and(|at| at + 1 == y) {
            let (enters, leaves) = self.place.change(y);
            kernels::move_squares_down(firsts, seconds, enters, leaves, shift);
        } else {
            for columns in [&mut *firsts, &mut *seconds] {
                columns.clear();
                columns.resize(self.place.row(i64::from(y)).len(), 0);
            }
            for row in self.place.rows(y) {
                for ((first, second), value) in firsts.iter_mut().zip(seconds.iter_mut()).zip(row) {
                    let value = u32::from(*value) >> shift;
                    *first += value;
                    *second += value * value;
                }
            }
        }
        self.at = Some(y);
        self.firsts.across(self.place);
        self.seconds.across(self.place);
    }
}
