//! Where tiles are held between one look and the next.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::PyramidError;
use super::folder;
use super::memory::Memory;

/// Where tiles of all pyramids are held: in memory under one budget, and on disk under another.
///
/// Not counted are the coarsest tile of each open pyramid (0.8 MB at most, 1.6 MB with 16 bits) and the decoded picture of one
/// that is not finished.
#[derive(Debug)]
pub struct PyramidCache {
    memory: Mutex<Memory>,
    /// The folder of pyramid files, and the bytes that they may take in all.
    pub(super) folder: Option<(PathBuf, u64)>,
}

impl PyramidCache {
    /// A cache without a folder, holding at most `budget_bytes` of tiles.
    pub fn in_memory(budget_bytes: usize) -> Arc<Self> {
        Arc::new(Self { memory: Mutex::new(Memory::new(budget_bytes)), folder: None })
    }

    /// A cache that also keeps pyramids in `folder`, which is made if need be, up to `folder_bytes` in all. What a killed process left
    /// half-written there is removed.
    ///
    /// # Errors
    ///
    /// [`PyramidError::Folder`] if the folder cannot be made.
    pub fn on_disk(budget_bytes: usize, folder: &Path, folder_bytes: u64) -> Result<Arc<Self>, PyramidError> {
        fs::create_dir_all(folder)?;
        folder::clear_unfinished(folder)?;
        Ok(Arc::new(Self { memory: Mutex::new(Memory::new(budget_bytes)), folder: Some((folder.to_owned(), folder_bytes)) }))
    }

    /// The bytes of tiles held in memory now; never above the budget.
    pub fn held_bytes(&self) -> usize {
        self.with_memory(|memory| memory.held_bytes())
    }

    /// Lets go of all tiles in memory; what is on disk stays.
    pub fn release(&self) {
        self.with_memory(Memory::clear);
    }

    pub(super) fn with_memory<T>(&self, work: impl FnOnce(&mut Memory) -> T) -> T {
        work(&mut self.memory.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
