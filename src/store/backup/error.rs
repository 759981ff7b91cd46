//! Why a backup could not be made, checked or restored.

use std::io;
use std::path::{Path, PathBuf};

use crate::domain::Cancelled;
use crate::store::blobs::BlobError;
use crate::store::error::StoreError;

/// Why a backup could not be made, checked or restored. What was begun is gone then, and everything else is as it was.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The disk is too small or full.
    #[error("there is not enough space for {needed} bytes{}; free some, or choose another disk: {path}", free_text(*free))]
    NoSpace {
        /// Where.
        path: PathBuf,
        /// How many bytes are needed in all.
        needed: u64,
        /// How many are free, where the system tells.
        free: Option<u64>,
    },
    /// Another process makes or removes backups there.
    #[error("another program is making a backup in this folder; wait for it: {0}")]
    Busy(PathBuf),
    /// The data folder that would be moved aside is open in a program.
    #[error("this data folder is in use; close the program that has it open, then try again: {0}")]
    InUse(PathBuf),
    /// The folder is no backup, or not a whole one.
    #[error("this is not a backup ({detail}): {path}")]
    NotABackup {
        /// The folder.
        path: PathBuf,
        /// What is missing.
        detail: String,
    },
    /// A newer program made it.
    #[error("this backup has version {found}, and this program knows versions up to {known}; use the newer program: {path}")]
    TooNew {
        /// Its version.
        found: i64,
        /// The highest version that is known here.
        known: i64,
        /// The backup.
        path: PathBuf,
    },
    /// It is not as it was made.
    #[error("this backup is not sound, use another one: {}: {path}", problems.first().map_or("", String::as_str))]
    NotSound {
        /// The backup.
        path: PathBuf,
        /// What is wrong, sentence by sentence.
        problems: Vec<String>,
    },
    /// A file cannot have that name in a backup.
    #[error("`{0}` cannot be the name of a file in a backup: give a relative path without `..` that is not used by the store itself")]
    BadName(String),
    /// More files than a backup takes beside the store.
    #[error("more than {limit} files beside the store: {path}")]
    TooMany {
        /// The limit.
        limit: usize,
        /// The folder that goes beyond it.
        path: PathBuf,
    },
    /// A store in memory has no files.
    #[error("a store in memory cannot be backed up")]
    InMemory,
    /// The store or its copy.
    #[error(transparent)]
    Store(StoreError),
    /// It was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// The system failed.
    #[error("{source}: {path}")]
    System {
        /// What could not be read or written.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

fn free_text(free: Option<u64>) -> String {
    free.map(|free| format!(", {free} are free")).unwrap_or_default()
}

impl BackupError {
    /// Sorts an error of the file system at `path`.
    pub(super) fn system(path: &Path, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace { path: path.to_owned(), needed: 0, free: None },
            _ => Self::System { path: path.to_owned(), source },
        }
    }

    /// The same with how many bytes are needed, if it is for want of space.
    pub(super) fn needing(self, bytes: u64) -> Self {
        match self {
            Self::NoSpace { path, free, .. } => Self::NoSpace { path, needed: bytes, free },
            other => other,
        }
    }
}

impl From<StoreError> for BackupError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Cancelled(cancelled) => Self::Cancelled(cancelled),
            StoreError::NoSpace(path) | StoreError::Blob(BlobError::NoSpace(path)) => Self::NoSpace { path, needed: 0, free: None },
            StoreError::TooNew { found, known, path } => Self::TooNew { found, known, path },
            other => Self::Store(other),
        }
    }
}
