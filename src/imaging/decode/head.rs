//! What every format boils down to: a header, and rows of samples that are asked for once.

use super::canvas::Canvas;
use super::{DecodeError, ImageFormat, ResolutionSource};
use crate::domain::Progress;

/// How the numbers of a pixel are to be understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColourModel {
    /// One number, 0 is black.
    Grey,
    /// Red, green, blue; 0 is none of it.
    Rgb,
    /// Cyan, magenta, yellow, black; 0 is no ink.
    Cmyk,
    /// CIE L*a*b* as in ICC profiles: L* 0 to 100 over the whole range, a* and b* with their nought at 128 (8 bits) or 32 768.
    Lab,
}

impl ColourModel {
    /// How many numbers carry colour.
    pub fn colours(self) -> usize {
        match self {
            Self::Grey => 1,
            Self::Rgb | Self::Lab => 3,
            Self::Cmyk => 4,
        }
    }
}

/// How the samples of a file come out of its decoder: row by row, the numbers of a pixel together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) model: ColourModel,
    /// Numbers per pixel: the colours, then whatever else there is, such as alpha.
    pub(super) channels: usize,
    /// 16 bits a number rather than 8.
    pub(super) deep: bool,
}

impl Layout {
    pub(super) fn sample_bytes(self) -> u64 {
        if self.deep { 2 } else { 1 }
    }

    pub(super) fn pixel_bytes(self) -> u64 {
        self.channels as u64 * self.sample_bytes()
    }
}

/// What is known before the pixels are decoded.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) format: ImageFormat,
    /// As stored, before the orientation is applied.
    pub(super) width_px: u32,
    pub(super) height_px: u32,
    pub(super) layout: Layout,
    /// Channels and bits as the file has them, for people.
    pub(super) stored_channels: u8,
    pub(super) stored_bits: u8,
    pub(super) icc: Option<Vec<u8>>,
    /// Pixels per inch across and down as stored, and who says so.
    pub(super) density: Option<((f64, f64), ResolutionSource)>,
    /// EXIF orientation, 1 to 8.
    pub(super) orientation: u8,
    pub(super) pages: u32,
    /// What decoding takes at its peak beside the result, in bytes; never less than it does.
    pub(super) scratch_bytes: u64,
}

impl Head {
    pub(super) fn pixels(&self) -> u64 {
        u64::from(self.width_px) * u64::from(self.height_px)
    }
}

/// A picture whose header was read.
pub(super) trait Source {
    fn head(&self) -> &Head;

    /// Decodes all pixels onto `canvas`, which has the size and layout of the head.
    fn read(self: Box<Self>, canvas: &mut Canvas, progress: &dyn Progress) -> Result<(), DecodeError>;
}
