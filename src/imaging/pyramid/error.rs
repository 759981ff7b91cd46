//! What can stand between a viewer and a tile.

use crate::domain::Cancelled;

/// Why a tile or a pyramid cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum PyramidError {
    /// The picture has no pixels or a side above 131 072.
    #[error("a picture of {0} × {1} pixels cannot be cut in tiles: crop it or scan at a lower resolution")]
    Size(u32, u32),
    /// No level has such a tile.
    #[error("there is no such tile")]
    NoSuchTile,
    /// The cached file was damaged or taken away and has been removed; the picture has to be decoded again.
    #[error("the cached levels of the picture are damaged: open the picture again")]
    Damaged,
    /// The cache folder could not be read or written.
    #[error("the cache of pictures cannot be used ({0}): check the space and the rights of its folder")]
    Folder(#[from] std::io::Error),
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
