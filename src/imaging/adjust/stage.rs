//! What a step becomes once it is prepared.

use std::sync::Arc;

use super::area::{Level, PixelRect};
use super::frame::Frame;
use super::table::{Tables, Tone};

/// A prepared step.
pub(super) enum Stage {
    Point(Point),
    /// Each pixel with what is around it.
    Around(Box<dyn Surrounded>),
}

/// A prepared step that looks at each pixel by itself.
#[derive(Clone)]
pub(super) enum Point {
    /// Each channel by itself, too; neighbours of this kind are fused.
    Tables(Arc<Tables>),
    /// Perhaps by its place on the page.
    Pixel(Arc<dyn Pixelwise>),
}

impl Stage {
    pub(super) fn tone(tone: impl Tone + 'static) -> Self {
        Self::Point(Point::Tables(Arc::new(Tables::new(vec![Arc::new(tone)]))))
    }

    pub(super) fn around(around: impl Surrounded + 'static) -> Self {
        Self::Around(Box::new(around))
    }

    pub(super) fn pixel(pixel: impl Pixelwise + 'static) -> Self {
        Self::Point(Point::Pixel(Arc::new(pixel)))
    }
}

/// Where a row of pixels lies.
#[derive(Debug, Clone, Copy)]
pub(super) struct RowAt {
    pub(super) level: Level,
    /// The column of its first pixel.
    pub(super) x: u32,
    pub(super) y: u32,
    /// Channels of its pixels before the step.
    pub(super) channels: usize,
}

/// Something done to each pixel by itself.
pub(super) trait Pixelwise: Send + Sync {
    /// Channels it gives for pixels of `channels` channels; grey is spread to three before, unless [`Pixelwise::takes_grey`].
    fn channels(&self, channels: usize) -> usize;

    /// Whether it can do with grey alone.
    fn takes_grey(&self) -> bool;

    /// Works out one row: `input` has 1 or 3 channels, `output` has room for what [`Pixelwise::channels`] says.
    fn row(&self, at: RowAt, input: &[u16], output: &mut [u16]);
}

/// Something that looks around each pixel.
pub(super) trait Surrounded: Send + Sync {
    /// Columns and rows needed on both sides at `scale` original pixels to a pixel.
    fn reach(&self, scale: f64) -> [u32; 2];

    /// Works out `area` from `input`, which covers it and its reach as far as the level goes. Beyond, the edge is repeated.
    ///
    /// The result at a pixel must not depend on `area`: tiles are put together without a seam.
    fn run(&self, input: &Frame, area: PixelRect, level: Level) -> Frame;
}
