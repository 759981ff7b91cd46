//! Pictures in tiles, kept on disk from one look to the next.

use std::sync::Arc;

use super::Workspace;
use crate::app::Problem;
use crate::app::memory::{Budgets, decode_limits};
use crate::app::pipeline::intake::decode_problem;
use crate::app::places::Places;
use crate::app::problem::sentence;
use crate::domain::{Light, PageId, PageOf, PictureSum, Progress, ReferenceId, Resolution, Sha256};
use crate::imaging::{Depth, Pyramid, PyramidCache, PyramidError, PyramidKey, decode_deep};

/// Tiles in the cache folder at the most, in bytes.
const FOLDER_BYTES: u64 = 8 << 30;

/// The cache of tiles in the data folder; in memory alone if the folder cannot be written.
pub(super) fn tile_cache(places: &Places) -> Arc<PyramidCache> {
    let budget = Budgets::now().tiles;
    PyramidCache::on_disk(budget, &places.tiles(), FOLDER_BYTES).unwrap_or_else(|_| PyramidCache::in_memory(budget))
}

impl Workspace {
    /// A capture in tiles: from the cache folder, or decoded at the depth of its file.
    ///
    /// Whoever shows it calls [`Pyramid::finish`] afterwards, so that it is there the next time.
    ///
    /// # Errors
    ///
    /// As for [`Workspace::capture_bytes`]; bad input or a limit if it cannot be decoded; cancelled.
    pub fn tiles(&self, sum: PictureSum, progress: &dyn Progress) -> Result<Pyramid, Problem> {
        self.tiles_of(sum, &sum.short(), || self.capture_bytes(sum.sha256), progress)
    }

    /// A reference page in tiles, with its resolution.
    ///
    /// # Errors
    ///
    /// Bad input if the library holds no such picture or it cannot be read; cancelled.
    pub fn reference_tiles(
        &self,
        reference: &ReferenceId,
        page: &PageId,
        light: Light,
        progress: &dyn Progress,
    ) -> Result<(Pyramid, Resolution), Problem> {
        let library = self.library();
        let of = PageOf { reference: reference.clone(), page: page.clone() };
        let found = library.page_bytes(&of, light)?;
        let (name, bytes, resolution) = found.ok_or_else(|| Problem::bad_input(format!("{of} has no picture under {}.", light.title())))?;
        let sum = Sha256::of(&bytes).into();
        Ok((self.tiles_of(sum, &name, || Ok(bytes), progress)?, resolution))
    }

    fn tiles_of(
        &self,
        sum: PictureSum,
        name: &str,
        bytes: impl FnOnce() -> Result<Vec<u8>, Problem>,
        progress: &dyn Progress,
    ) -> Result<Pyramid, Problem> {
        let key = |depth| PyramidKey { sha256: sum.sha256, page: sum.page, depth };
        if let Some(kept) = [Depth::Eight, Depth::Sixteen].into_iter().find_map(|depth| Pyramid::open(&self.tiles, key(depth))) {
            return Ok(kept);
        }
        let picture = decode_deep(&bytes()?, sum.page, &decode_limits(), progress).map_err(|error| decode_problem(name, error))?;
        let source = Arc::new(picture).into();
        Pyramid::begin(&self.tiles, key(Depth::Eight), source, progress).map_err(|error| match error {
            PyramidError::Cancelled(cancelled) => cancelled.into(),
            error => Problem::bad_input(format!("{name}: {}", sentence(&error.to_string()))),
        })
    }
}
