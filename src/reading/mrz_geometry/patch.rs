//! The surroundings of a character, upright, cut out of the picture.

use image::RgbImage;

use super::frame::Frame;
use crate::imaging::Picture;
use crate::imaging::grey::Grey;

/// How far a patch reaches to each side, and up and down, in pitches.
pub(super) const ACROSS: f64 = 0.75;
pub(super) const UPRIGHT: f64 = 0.8;
/// Samples to a pitch: as many as the picture has pixels, within these.
const FEWEST: f64 = 20.0;
const MOST: f64 = 48.0;

/// Samples of a cell and what is around it, row by row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Patch {
    /// Samples to a pitch.
    pub(super) fine: f64,
    pub(super) width: usize,
    pub(super) height: usize,
    pub(super) data: Vec<f32>,
}

impl Patch {
    pub(super) fn from_fn(fine: f64, mut value: impl FnMut(f64, f64) -> f32) -> Self {
        let (width, height) = size(fine);
        let mut data = Vec::with_capacity(width * height);
        for row in 0..height {
            let v = place(row, height, fine);
            data.extend((0..width).map(|column| value(place(column, width, fine), v)));
        }
        Self { fine, width, height, data }
    }

    /// The value between samples, in a straight line; the edge is repeated outside.
    #[expect(clippy::inline_always, reason = "it is called some million times for a zone")]
    #[inline(always)]
    pub(super) fn at(&self, u: f64, v: f64) -> f32 {
        let fine = self.fine as f32;
        let x = (u as f32 * fine + (self.width as f32 / 2.0 - 0.5)).clamp(0.0, self.width as f32 - 1.01);
        let y = (v as f32 * fine + (self.height as f32 / 2.0 - 0.5)).clamp(0.0, self.height as f32 - 1.01);
        let (left, top) = (x as usize, y as usize);
        let (right, below) = (x - left as f32, y - top as f32);
        let at = top * self.width + left;
        let Some(samples) = self.data.get(at..at + self.width + 2) else { return 0.0 };
        let (a, b, c, d) = (samples[0], samples[1], samples[self.width], samples[self.width + 1]);
        let (upper, lower) = (a + (b - a) * right, c + (d - c) * right);
        upper + (lower - upper) * below
    }

    /// Places and values of all samples.
    pub(super) fn samples(&self) -> impl Iterator<Item = (f64, f64, f32)> + '_ {
        let samples = self.data.iter().enumerate();
        samples.map(|(at, value)| (self.u(at % self.width), self.v(at / self.width), *value))
    }

    pub(super) fn u(&self, column: usize) -> f64 {
        place(column, self.width, self.fine)
    }

    pub(super) fn v(&self, row: usize) -> f64 {
        place(row, self.height, self.fine)
    }

    /// The same with every value changed.
    pub(super) fn mapped(&self, map: impl Fn(f32) -> f32) -> Self {
        Self { data: self.data.iter().map(|value| map(*value)).collect(), ..*self }
    }
}

/// Columns and rows of a patch; both even.
pub(super) fn size(fine: f64) -> (usize, usize) {
    ((ACROSS * fine).round() as usize * 2, (UPRIGHT * fine).round() as usize * 2)
}

fn place(index: usize, count: usize, fine: f64) -> f64 {
    (index as f64 + 0.5 - count as f64 / 2.0) / fine
}

/// The lightest of red, green and blue, in which coloured background drops out and black ink does not; grey where ink is not black.
fn dark(rgb: &RgbImage) -> Grey {
    let grey = Grey::of(rgb);
    let data: Vec<u8> = rgb.pixels().map(|pixel| pixel.0[0].max(pixel.0[1]).max(pixel.0[2])).collect();
    let contrast = |levels: &[u8]| {
        let mut some: Vec<u8> = levels.iter().step_by(7).copied().collect();
        some.sort_unstable();
        let at = |part: usize| some.get(some.len() * part / 100).copied().map_or(0.0, f64::from);
        at(66) - at(4)
    };
    if contrast(&data) >= BLACK * contrast(&grey.data) { Grey { data, ..grey } } else { grey }
}

/// The contrast that the lightest colour must keep of that of grey, as a share, to be looked at.
const BLACK: f64 = 0.7;

/// The levels around a zone, reduced where it is much finer than is needed.
pub(super) struct Ground {
    grey: Grey,
    /// Where its first pixel lies in the picture, and its pixels to a pixel of the picture.
    from: (f64, f64),
    scale: (f64, f64),
    /// Samples to a pitch.
    pub(super) fine: f64,
}

impl Ground {
    /// What lies around the cells of `frames`; `None` if that is not in the picture.
    pub(super) fn of(picture: &Picture, frames: &[Frame], pitch: f64) -> Option<Self> {
        let (mut low, mut high) = ((f64::MAX, f64::MAX), (f64::MIN, f64::MIN));
        for frame in frames {
            for (u, v) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
                let corner = frame.place(u, v);
                low = (low.0.min(corner.x), low.1.min(corner.y));
                high = (high.0.max(corner.x), high.1.max(corner.y));
            }
        }
        let (width, height) = (f64::from(picture.rgb.width()), f64::from(picture.rgb.height()));
        let (left, top) = (low.0.floor().max(0.0), low.1.floor().max(0.0));
        let (right, bottom) = (high.0.ceil().min(width), high.1.ceil().min(height));
        if right - left < 8.0 || bottom - top < 8.0 {
            return None;
        }
        let part = image::imageops::crop_imm(&picture.rgb, left as u32, top as u32, (right - left) as u32, (bottom - top) as u32);
        let mut grey = dark(&part.to_image());
        let whole = (grey.width as f64, grey.height as f64);
        let mut seen = pitch;
        while seen > 1.3 * MOST && grey.width.min(grey.height) > 16 {
            grey = grey.resized_grey(grey.width / 2, grey.height / 2);
            seen /= 2.0;
        }
        let scale = (grey.width as f64 / whole.0, grey.height as f64 / whole.1);
        Some(Self { grey, from: (left, top), scale, fine: seen.clamp(FEWEST, MOST).round() })
    }

    /// The surroundings of a cell, 0 black to 255 white.
    pub(super) fn patch(&self, frame: &Frame) -> Patch {
        self.patch_at(frame, self.fine)
    }

    /// The same with so many samples to a pitch.
    pub(super) fn patch_at(&self, frame: &Frame, fine: f64) -> Patch {
        let (right, bottom) = (self.grey.width as f64 - 1.0, self.grey.height as f64 - 1.0);
        Patch::from_fn(fine, |u, v| {
            let at = frame.place(u, v);
            // The edges of pixels keep their places where the picture was reduced.
            let x = ((at.x - self.from.0 + 0.5) * self.scale.0 - 0.5).clamp(0.0, right);
            let y = ((at.y - self.from.1 + 0.5) * self.scale.1 - 0.5).clamp(0.0, bottom);
            self.grey.cubic(x, y).unwrap_or(255.0)
        })
    }
}
