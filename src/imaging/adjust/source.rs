//! What a recipe is applied to: a part of one level of the original.

use image::RgbImage;

use super::area::{Level, PixelRect};
use super::frame::{Frame, from_eight, to_eight};
use super::kernels;

/// A sample of a picture: 8 or 16 bits of coded sRGB.
pub trait Sample: Copy + Send + Sync + 'static {
    /// In 16 bits, exactly.
    fn wide(self) -> u16;

    /// The nearest to a 16-bit value.
    fn narrowed(value: u16) -> Self;

    /// Widens a row.
    fn widen(from: &[Self], to: &mut [u16]);

    /// Narrows a row.
    fn narrow_row(from: &[u16], to: &mut [Self]);

    /// Whether it has 8 bits.
    const IS_EIGHT: bool;

    /// The nearest 8-bit level.
    fn narrow(self) -> u8;
}

impl Sample for u8 {
    fn wide(self) -> u16 {
        from_eight(self)
    }

    fn narrowed(value: u16) -> Self {
        to_eight(value)
    }

    fn widen(from: &[Self], to: &mut [u16]) {
        kernels::widen(to, from);
    }

    fn narrow_row(from: &[u16], to: &mut [Self]) {
        kernels::narrow(to, from);
    }

    const IS_EIGHT: bool = true;

    fn narrow(self) -> u8 {
        self
    }
}

impl Sample for u16 {
    fn wide(self) -> u16 {
        self
    }

    fn narrowed(value: u16) -> Self {
        value
    }

    fn widen(from: &[Self], to: &mut [u16]) {
        to.copy_from_slice(from);
    }

    fn narrow_row(from: &[u16], to: &mut [Self]) {
        to.copy_from_slice(from);
    }

    const IS_EIGHT: bool = false;

    fn narrow(self) -> u8 {
        to_eight(self)
    }
}

/// A part of one level: pixels, and where they lie.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a, S: Sample> {
    samples: &'a [S],
    area: PixelRect,
    level: Level,
}

impl<'a> Part<'a, u8> {
    /// The whole original, in 8 bits; `None` if it has no pixel.
    pub fn original(picture: &'a RgbImage) -> Option<Self> {
        let level = Level::original(picture.width(), picture.height());
        Self::new(picture.as_raw(), level.whole(), level)
    }
}

impl<'a, S: Sample> Part<'a, S> {
    /// The pixels of `area` of `level`: row by row, red, green and blue in turn.
    ///
    /// `None` if there are none, not as many as `area` has, or if `area` goes beyond the level.
    pub fn new(samples: &'a [S], area: PixelRect, level: Level) -> Option<Self> {
        let count = (area.width as usize).checked_mul(area.height as usize).and_then(|pixels| pixels.checked_mul(3));
        let fits = level.whole().contains(area) && level.scale.is_finite() && level.scale > 0.0;
        (fits && !area.is_empty() && count == Some(samples.len())).then_some(Self { samples, area, level })
    }

    /// Where it lies on its level.
    pub fn area(&self) -> PixelRect {
        self.area
    }

    /// The level.
    pub fn level(&self) -> Level {
        self.level
    }

    /// The values of `area`, which lies within.
    pub(super) fn frame(&self, area: PixelRect) -> Frame {
        let mut frame = Frame::new(area, 3);
        let stride = frame.stride().max(1);
        for (y, line) in (area.y..).zip(frame.data.chunks_exact_mut(stride)) {
            S::widen(self.row(y, area), line);
        }
        frame
    }

    /// The pixels of `area`, which lies within, in the row `y` of the level.
    pub(super) fn row(&self, y: u32, area: PixelRect) -> &'a [S] {
        let row = y.saturating_sub(self.area.y) as usize * self.area.width as usize;
        let from = (row + area.x.saturating_sub(self.area.x) as usize) * 3;
        self.samples.get(from..from + area.width as usize * 3).unwrap_or_default()
    }
}
