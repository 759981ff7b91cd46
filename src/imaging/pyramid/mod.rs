//! A picture at every scale, in tiles, for a viewer that never waits.
//!
//! A decoded picture is halved again and again and every level is cut in tiles of 512 px. The life of a pyramid has three states:
//!
//! 1. [`Pyramid::begin`] takes the decoded picture, walks over it once and has all levels a window needs in memory. Any other tile
//!    can be had from [`Pyramid::load`], which works it out from the picture.
//! 2. [`Pyramid::finish`], on a background thread, writes all levels to the cache folder and lets go of the picture.
//! 3. [`Pyramid::open`] finds them there the next time, and the file need not be decoded at all.
//!
//! A tile is the same bytes in all three. Averages are of light, not of stored numbers, see [`PyramidCache`] for what is held where.
//!
//! ```
//! # use std::sync::Arc;
//! # use guilloche::domain::{Sha256, Unwatched};
//! # use guilloche::imaging::{Depth, Picture, Pyramid, PyramidCache, PyramidKey, TileAddress};
//! let cache = PyramidCache::in_memory(64 << 20);
//! let key = PyramidKey { sha256: Sha256::of(b"the file"), page: 0, depth: Depth::Eight };
//! let picture = Arc::new(Picture::drawn(image::RgbImage::new(2953, 2079), None));
//! let pyramid = Pyramid::begin(&cache, key, picture.into(), &Unwatched)?;
//! let wanted = TileAddress { level: 0, column: 5, row: 4 };
//! assert!(pyramid.tile(wanted).is_none(), "nobody loaded it yet, so …");
//! let stand_in = pyramid.coarser_stand_in(wanted).unwrap();
//! assert_eq!(stand_in.address, TileAddress { level: 1, column: 2, row: 2 });
//! # Ok::<(), guilloche::imaging::PyramidError>(())
//! ```

mod average;
mod build;
mod cache;
mod error;
mod file;
mod folder;
mod geometry;
mod light;
mod memory;
mod part;
mod source;
#[cfg(test)]
mod tests;

use std::fs;
use std::sync::{Arc, PoisonError, RwLock};

pub use self::cache::PyramidCache;
pub use self::error::PyramidError;
pub use self::geometry::{Geometry, TILE_PX, TileAddress};
pub use self::source::{PyramidKey, PyramidSource, Tile};

use self::file::{Layout, TileFile, Unusable};
use crate::domain::Progress;

/// A coarser tile that stands in for one that is not there yet.
#[derive(Debug, Clone)]
pub struct StandIn {
    /// Which tile it is.
    pub address: TileAddress,
    /// Its pixels.
    pub tile: Arc<Tile>,
    /// Left, top, right and lower edge of the part that covers the wanted tile, in px of this tile from its corner. Past the
    /// tile's own edge by less than a pixel where the wanted tile is.
    pub part: [f64; 4],
}

/// One picture at every scale.
#[derive(Debug)]
pub struct Pyramid {
    cache: Arc<PyramidCache>,
    key: PyramidKey,
    geometry: Geometry,
    coarsest: Arc<Tile>,
    backing: RwLock<Backing>,
}

/// Where tiles come from that are not in memory.
#[derive(Debug, Clone)]
enum Backing {
    Source(PyramidSource),
    File(Arc<TileFile>),
    Lost,
}

impl Pyramid {
    /// Opens a pyramid from the cache folder; `None` if it is not there or not whole, in which case what is there is removed.
    ///
    /// Reads a header, checksums and the coarsest tile: a few milliseconds.
    pub fn open(cache: &Arc<PyramidCache>, key: PyramidKey) -> Option<Self> {
        let (folder, _) = cache.folder.as_ref()?;
        let path = folder::path_of(folder, key);
        let opened = TileFile::open(&path, key).and_then(|file| {
            let geometry = file.layout().geometry;
            let coarsest = file.read(TileAddress { level: geometry.coarsest(), column: 0, row: 0 })?;
            Ok((file, geometry, coarsest))
        });
        match opened {
            Ok((file, geometry, coarsest)) => {
                folder::mark_used(&path, file::MAGIC[0]);
                let backing = RwLock::new(Backing::File(Arc::new(file)));
                Some(Self { cache: Arc::clone(cache), key, geometry, coarsest: Arc::new(coarsest), backing })
            }
            Err(Unusable::Wrong) => {
                // It only takes space; if it cannot be removed it is overwritten later.
                fs::remove_file(&path).ok();
                None
            }
            Err(Unusable::Unreadable(_)) => None,
        }
    }

    /// Starts a pyramid from a decoded picture; what a window needs at first is in memory when this returns.
    ///
    /// The picture is walked over once, in parallel. The depth of `key` is set to that of `source`. Progress counts two steps.
    ///
    /// # Errors
    ///
    /// [`PyramidError::Size`], [`PyramidError::Cancelled`].
    pub fn begin(cache: &Arc<PyramidCache>, key: PyramidKey, source: PyramidSource, progress: &dyn Progress) -> Result<Self, PyramidError> {
        let (width, height) = source.size_px();
        let geometry = Geometry::new(width, height).ok_or(PyramidError::Size(width, height))?;
        let key = PyramidKey { depth: source.depth(), ..key };
        progress.report(0, 1)?;
        let tiles = build::first_tiles(&source, geometry);
        progress.report(1, 1)?;
        let coarsest = tiles.last().map(|(_, tile)| Arc::clone(tile)).ok_or(PyramidError::Size(width, height))?;
        cache.with_memory(|memory| {
            memory.forget(key);
            for (address, tile) in &tiles {
                memory.put(key, *address, tile);
            }
        });
        Ok(Self { cache: Arc::clone(cache), key, geometry, coarsest, backing: RwLock::new(Backing::Source(source)) })
    }

    /// Writes all levels to the cache folder and lets go of the picture; nothing if there is no folder or they are there already.
    ///
    /// The file appears whole or not at all. Files unused for longest make room for it; if it alone is larger than the folder may be,
    /// it is not kept and the picture stays. Progress counts rows of tiles.
    ///
    /// # Errors
    ///
    /// [`PyramidError::Folder`], after which the pyramid still works; [`PyramidError::Cancelled`].
    pub fn finish(&self, progress: &dyn Progress) -> Result<(), PyramidError> {
        let Some((folder, budget_bytes)) = &self.cache.folder else { return Ok(()) };
        let Backing::Source(source) = self.backing() else { return Ok(()) };
        if Layout::new(self.geometry, self.key.depth).length() > *budget_bytes {
            return Ok(());
        }
        let path = folder::path_of(folder, self.key);
        build::write(&source, self.geometry, self.key, folder, &path, progress)?;
        folder::bound(folder, *budget_bytes, &path)?;
        if let Ok(file) = TileFile::open(&path, self.key) {
            self.set_backing(Backing::File(Arc::new(file)));
        }
        Ok(())
    }

    /// Levels, tiles and their places.
    pub fn geometry(&self) -> Geometry {
        self.geometry
    }

    /// What it was made from.
    pub fn key(&self) -> PyramidKey {
        self.key
    }

    /// Whether the decoded picture has been let go of.
    pub fn is_finished(&self) -> bool {
        !matches!(self.backing(), Backing::Source(_))
    }

    /// A tile that is in memory; never reads, never computes. The coarsest tile is always there.
    pub fn tile(&self, address: TileAddress) -> Option<Arc<Tile>> {
        if address == self.coarsest_address() {
            return Some(Arc::clone(&self.coarsest));
        }
        self.cache.with_memory(|memory| memory.get(self.key, address))
    }

    /// A tile, read or worked out if it is not in memory: for background threads. It is held from then on, as long as there is room.
    ///
    /// # Errors
    ///
    /// [`PyramidError::NoSuchTile`], [`PyramidError::Folder`]; [`PyramidError::Damaged`] if the file proves damaged, after which it
    /// is gone and the picture has to be decoded and begun again. Coarser tiles in memory stay usable.
    pub fn load(&self, address: TileAddress) -> Result<Arc<Tile>, PyramidError> {
        self.geometry.tile_px(address).ok_or(PyramidError::NoSuchTile)?;
        if let Some(tile) = self.tile(address) {
            return Ok(tile);
        }
        let tile = match self.backing() {
            Backing::Source(source) => build::tile_of(&source, self.geometry, address).ok_or(PyramidError::NoSuchTile)?,
            Backing::File(file) => file.read(address).map_err(|unusable| self.lost(&file, unusable))?,
            Backing::Lost => return Err(PyramidError::Damaged),
        };
        let tile = Arc::new(tile);
        self.cache.with_memory(|memory| memory.put(self.key, address, &tile));
        Ok(tile)
    }

    /// The nearest coarser tile in memory that covers a tile; `None` for the coarsest level and where there is no such tile.
    pub fn coarser_stand_in(&self, address: TileAddress) -> Option<StandIn> {
        let (width, height) = self.geometry.tile_px(address)?;
        (1..=self.geometry.coarsest() - address.level).find_map(|up| {
            let above = TileAddress { level: address.level + up, column: address.column >> up, row: address.row >> up };
            let tile = self.tile(above)?;
            let scale = f64::from(1_u32 << up);
            let within = |place: u32| f64::from((place - (place >> up << up)) * TILE_PX) / scale;
            let (left, top) = (within(address.column), within(address.row));
            let part = [left, top, left + f64::from(width) / scale, top + f64::from(height) / scale];
            Some(StandIn { address: above, tile, part })
        })
    }

    fn coarsest_address(&self) -> TileAddress {
        TileAddress { level: self.geometry.coarsest(), column: 0, row: 0 }
    }

    fn backing(&self) -> Backing {
        self.backing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_backing(&self, backing: Backing) {
        *self.backing.write().unwrap_or_else(PoisonError::into_inner) = backing;
    }

    /// What a failed read of `file` means.
    fn lost(&self, file: &TileFile, unusable: Unusable) -> PyramidError {
        match unusable {
            Unusable::Unreadable(error) => PyramidError::Folder(error),
            Unusable::Wrong => {
                fs::remove_file(file.path()).ok();
                self.set_backing(Backing::Lost);
                PyramidError::Damaged
            }
        }
    }
}
