//! Captures as files, each under the sum of its bytes: `captures/ab/abcdef…`.
//!
//! A file is written beside its place, brought to the disk and renamed, so that it is there whole or not at all, and it is never
//! written again.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use crate::domain::Sha256;

const UNFINISHED: &str = ".unfinished-";

/// Why the bytes of a capture could not be kept or read.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// No file has this sum.
    #[error("the capture {} is not in the store", .0.short())]
    Missing(Sha256),
    /// The file is there, but its bytes are not those that were kept.
    #[error("the file of the capture {} has been changed: its sum is {}", expected.short(), found.short())]
    Corrupt {
        /// The sum it was kept under.
        expected: Sha256,
        /// The sum of what is there.
        found: Sha256,
    },
    /// The disk is full.
    #[error("there is no space left for captures: {0}")]
    NoSpace(PathBuf),
    /// The folder may not be written to.
    #[error("captures cannot be written: {source}: {path}")]
    NotWritable {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The system failed otherwise.
    #[error("{source}: {path}")]
    System {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl BlobError {
    /// Sorts `source` by what can be done about it.
    pub(super) fn of(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NotWritable { path, source },
            _ => Self::System { path, source },
        }
    }
}

/// Where captures are kept by their sums.
#[derive(Debug)]
pub enum Blobs {
    /// In files below this folder.
    Folder(PathBuf),
    /// In memory, for tests and trials.
    Memory(Mutex<BTreeMap<Sha256, Arc<[u8]>>>),
}

impl Blobs {
    /// Keeps captures in the folder `dir`, which is made if it is not there.
    ///
    /// # Errors
    ///
    /// [`BlobError`] if it cannot be made.
    pub fn in_folder(dir: &Path) -> Result<Self, BlobError> {
        fs::create_dir_all(dir).map_err(|error| BlobError::of(dir, error))?;
        Ok(Self::Folder(dir.to_owned()))
    }

    /// Keeps captures in memory.
    pub fn in_memory() -> Self {
        Self::Memory(Mutex::default())
    }

    /// The file that holds the bytes of `sum`, whether it is there or not; `None` in memory.
    pub fn path(&self, sum: Sha256) -> Option<PathBuf> {
        let Self::Folder(dir) = self else { return None };
        let name = sum.to_string();
        let shard: String = name.chars().take(2).collect();
        Some(dir.join(shard).join(name))
    }

    /// Keeps `bytes` and returns their sum; once this returns, they outlast a loss of power. Bytes that are there already are left alone.
    ///
    /// # Errors
    ///
    /// [`BlobError::Corrupt`] if the place is taken by other bytes, else as the system says; nothing half-written is left under the sum.
    pub fn put(&self, bytes: &[u8]) -> Result<Sha256, BlobError> {
        let sum = Sha256::of(bytes);
        match self {
            Self::Memory(held) => {
                held.lock().unwrap_or_else(PoisonError::into_inner).entry(sum).or_insert_with(|| bytes.into());
            }
            Self::Folder(dir) => self.put_file(dir, sum, bytes)?,
        }
        Ok(sum)
    }

    fn put_file(&self, dir: &Path, sum: Sha256, bytes: &[u8]) -> Result<(), BlobError> {
        let path = self.path(sum).unwrap_or_else(|| dir.to_owned());
        if path.exists() {
            return self.check(sum).map(drop);
        }
        let shard = path.parent().unwrap_or(dir);
        let system = |error| BlobError::of(shard, error);
        if !shard.is_dir() {
            fs::create_dir_all(shard).map_err(system)?;
            sync_folder(dir).map_err(system)?;
        }
        let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(shard).map_err(system)?;
        file.write_all(bytes).map_err(system)?;
        #[cfg(unix)]
        {
            let mut permissions = file.as_file().metadata().map_err(system)?.permissions();
            permissions.set_readonly(true);
            file.as_file().set_permissions(permissions).map_err(system)?;
        }
        file.as_file().sync_all().map_err(system)?;
        match file.persist_noclobber(&path) {
            Ok(_file) => sync_folder(shard).map_err(system),
            // Somebody else was quicker; what they wrote must be the same.
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => self.check(sum).map(drop),
            Err(error) => Err(system(error.error)),
        }
    }

    /// The bytes with that sum, checked against it.
    ///
    /// # Errors
    ///
    /// [`BlobError::Missing`] or [`BlobError::Corrupt`], or as the system says.
    pub fn get(&self, sum: Sha256) -> Result<Vec<u8>, BlobError> {
        let mut bytes = Vec::new();
        self.open(sum)?.read_to_end(&mut bytes).map_err(|error| self.failed(sum, error))?;
        let found = Sha256::of(&bytes);
        if found == sum { Ok(bytes) } else { Err(BlobError::Corrupt { expected: sum, found }) }
    }

    /// How many bytes that sum has, after reading them all against it.
    ///
    /// # Errors
    ///
    /// As for [`Blobs::get`].
    pub fn check(&self, sum: Sha256) -> Result<u64, BlobError> {
        let (found, length) = Sha256::of_reader(self.open(sum)?).map_err(|error| self.failed(sum, error))?;
        if found == sum { Ok(length) } else { Err(BlobError::Corrupt { expected: sum, found }) }
    }

    /// How many bytes are held under that sum, without reading them.
    ///
    /// # Errors
    ///
    /// [`BlobError::Missing`], or as the system says.
    pub fn length(&self, sum: Sha256) -> Result<u64, BlobError> {
        match self {
            Self::Memory(_) => self.get(sum).map(|bytes| bytes.len() as u64),
            Self::Folder(dir) => {
                let path = self.path(sum).unwrap_or_else(|| dir.clone());
                fs::metadata(path).map(|about| about.len()).map_err(|error| self.failed(sum, error))
            }
        }
    }

    fn open(&self, sum: Sha256) -> Result<Box<dyn Read>, BlobError> {
        match self {
            Self::Memory(held) => {
                let bytes = held.lock().unwrap_or_else(PoisonError::into_inner).get(&sum).cloned().ok_or(BlobError::Missing(sum))?;
                Ok(Box::new(io::Cursor::new(bytes)))
            }
            Self::Folder(dir) => {
                let path = self.path(sum).unwrap_or_else(|| dir.clone());
                let file = File::open(path).map_err(|error| self.failed(sum, error))?;
                Ok(Box::new(file))
            }
        }
    }

    fn failed(&self, sum: Sha256, error: io::Error) -> BlobError {
        match error.kind() {
            io::ErrorKind::NotFound => BlobError::Missing(sum),
            _ => BlobError::of(&self.path(sum).unwrap_or_default(), error),
        }
    }

    /// Everything below the folder: the sums held, and the files that are none (left over from a write that was cut off, or foreign).
    pub(super) fn list(&self) -> Result<(Vec<Sha256>, Vec<PathBuf>), BlobError> {
        let dir = match self {
            Self::Memory(held) => {
                return Ok((held.lock().unwrap_or_else(PoisonError::into_inner).keys().copied().collect(), Vec::new()));
            }
            Self::Folder(dir) => dir,
        };
        let (mut sums, mut others) = (Vec::new(), Vec::new());
        for shard in entries(dir)? {
            let files = if shard.is_dir() { entries(&shard)? } else { vec![shard] };
            for file in files {
                let sum = file.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
                match sum.filter(|sum| self.path(*sum).as_ref() == Some(&file)) {
                    Some(sum) => sums.push(sum),
                    None => others.push(file),
                }
            }
        }
        sums.sort_unstable();
        others.sort();
        Ok((sums, others))
    }
}

fn entries(dir: &Path) -> Result<Vec<PathBuf>, BlobError> {
    let read = || fs::read_dir(dir)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>();
    read().map_err(|error| BlobError::of(dir, error))
}

/// Brings the names in a folder to the disk; elsewhere than on Unix the system does so by itself.
pub(super) fn sync_folder(dir: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(dir)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> (tempfile::TempDir, Blobs) {
        let dir = tempfile::tempdir().unwrap();
        let blobs = Blobs::in_folder(&dir.path().join("captures")).unwrap();
        (dir, blobs)
    }

    #[test]
    fn bytes_are_kept_once_under_their_sum() {
        let (_dir, blobs) = folder();
        let sum = blobs.put(b"abc").unwrap();
        assert_eq!(blobs.put(b"abc").unwrap(), sum);
        assert!(blobs.path(sum).unwrap().ends_with(format!("ba/{sum}")));
        assert_eq!((blobs.get(sum).unwrap(), blobs.length(sum).unwrap()), (b"abc".to_vec(), 3));
        assert_eq!(blobs.list().unwrap(), (vec![sum], vec![]));
    }

    #[test]
    fn memory_keeps_as_a_folder_does() {
        let blobs = Blobs::in_memory();
        let sum = blobs.put(b"abc").unwrap();
        assert_eq!(blobs.get(sum).unwrap(), b"abc");
        assert!(matches!(blobs.get(Sha256::of(b"x")), Err(BlobError::Missing(_))));
    }

    fn overwrite(path: &Path, bytes: &[u8]) {
        fs::remove_file(path).unwrap();
        fs::write(path, bytes).unwrap();
    }

    #[test]
    fn a_changed_file_is_told_from_a_missing_one_and_is_not_repaired_in_silence() {
        let (_dir, blobs) = folder();
        let sum = blobs.put(b"abc").unwrap();
        overwrite(&blobs.path(sum).unwrap(), b"abd");
        assert!(matches!(blobs.get(sum), Err(BlobError::Corrupt { expected, .. }) if expected == sum));
        assert!(matches!(blobs.put(b"abc"), Err(BlobError::Corrupt { .. })));
        assert!(matches!(blobs.get(Sha256::of(b"no")), Err(BlobError::Missing(_))));
    }

    #[test]
    fn a_write_that_was_cut_off_leaves_nothing_under_the_sum() {
        let (dir, blobs) = folder();
        let sum = Sha256::of(b"abcdef");
        let shard = blobs.path(sum).unwrap().parent().unwrap().to_owned();
        fs::create_dir_all(&shard).unwrap();
        // What a process leaves that is killed between writing and renaming.
        fs::write(shard.join(format!("{UNFINISHED}x1")), b"abc").unwrap();
        assert!(matches!(blobs.get(sum), Err(BlobError::Missing(_))));
        let (sums, others) = blobs.list().unwrap();
        assert_eq!((sums.len(), others.len()), (0, 1));
        assert_eq!(blobs.put(b"abcdef").unwrap(), sum);
        assert_eq!(Blobs::in_folder(&dir.path().join("captures")).unwrap().get(sum).unwrap(), b"abcdef");
    }

    #[cfg(unix)]
    #[test]
    fn a_kept_file_is_read_only() {
        let (_dir, blobs) = folder();
        let sum = blobs.put(b"abc").unwrap();
        assert!(fs::metadata(blobs.path(sum).unwrap()).unwrap().permissions().readonly());
    }

    #[test]
    fn a_place_that_cannot_be_written_is_a_typed_error_that_names_it() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("file");
        fs::write(&file, "x").unwrap();
        assert!(matches!(Blobs::in_folder(&file), Err(BlobError::System { path, .. }) if path == file));
        let captures = dir.path().join("captures");
        let blobs = Blobs::in_folder(&captures).unwrap();
        // The shard of this sum is taken by a file.
        fs::write(captures.join("ba"), "x").unwrap();
        assert!(matches!(blobs.put(b"abc"), Err(BlobError::System { .. })));
    }

    #[test]
    fn errors_are_sorted_by_what_can_be_done() {
        let of = |kind: io::ErrorKind| BlobError::of(Path::new("p"), io::Error::from(kind));
        assert!(matches!(of(io::ErrorKind::StorageFull), BlobError::NoSpace(_)));
        assert!(matches!(of(io::ErrorKind::ReadOnlyFilesystem), BlobError::NotWritable { .. }));
        assert!(matches!(of(io::ErrorKind::PermissionDenied), BlobError::NotWritable { .. }));
    }
}
