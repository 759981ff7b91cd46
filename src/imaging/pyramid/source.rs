//! What goes into a pyramid, and what it is cut into.

use std::sync::Arc;

use crate::domain::Sha256;
use crate::imaging::{DeepPicture, Depth, Picture, Pixels};

/// What a pyramid was made from. Two keys are equal when their tiles are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PyramidKey {
    /// The sum of the picture file.
    pub sha256: Sha256,
    /// The page in that file, from 0.
    pub page: u32,
    /// Bits per sample of the tiles.
    pub depth: Depth,
}

/// The pixels of one tile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tile {
    /// Up to 512 × 512 px in sRGB.
    pub pixels: Pixels,
}

impl Tile {
    /// What the tile takes in memory, in bytes.
    pub fn bytes(&self) -> usize {
        self.pixels.bytes()
    }
}

/// A decoded picture that a pyramid is made from; it is shared, not copied.
#[derive(Debug, Clone)]
pub enum PyramidSource {
    /// With 8 bits.
    Picture(Arc<Picture>),
    /// With as many as the file has.
    Deep(Arc<DeepPicture>),
}

impl PyramidSource {
    /// Width and height in px.
    pub fn size_px(&self) -> (u32, u32) {
        match self {
            Self::Picture(picture) => picture.rgb.dimensions(),
            Self::Deep(picture) => picture.pixels.dimensions(),
        }
    }

    pub(super) fn depth(&self) -> Depth {
        match self {
            Self::Picture(_) => Depth::Eight,
            Self::Deep(picture) => picture.pixels.depth(),
        }
    }
}

impl From<Arc<Picture>> for PyramidSource {
    fn from(picture: Arc<Picture>) -> Self {
        Self::Picture(picture)
    }
}

impl From<Arc<DeepPicture>> for PyramidSource {
    fn from(picture: Arc<DeepPicture>) -> Self {
        Self::Deep(picture)
    }
}
