//! The copy of a database that is kept before a newer program changes it.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use super::copy::{Meter, check_space, copy_database};
use super::error::BackupError;
use crate::domain::{Sha256, Unwatched};
use crate::store::blobs::sync_folder;
use crate::store::error::StoreError;

/// That opening a data folder brought its database to the current version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upgrade {
    /// The version that it had.
    pub from: i64,
    /// The version that it has.
    pub to: i64,
    /// The database as it was, beside the new one.
    pub copy: PathBuf,
}

/// Keeps the database `path` of version `from` beside it, as `guilloche.db.v1-` and the begin of the copy's sum, before it is changed.
///
/// A copy that is there already is left as it is, and if it is the same, it is enough.
pub(in crate::store) fn keep_before_upgrade(path: &Path, from: i64) -> Result<PathBuf, StoreError> {
    let system = |error| StoreError::system(path, error);
    let folder = path.parent().unwrap_or(path);
    let needed = fs::metadata(path).map_err(system)?.len();
    let store = |error| match error {
        BackupError::NoSpace { path, .. } => StoreError::NoSpace(path),
        BackupError::Store(error) => error,
        BackupError::System { path, source } => StoreError::system(&path, source),
        other => StoreError::Unreadable { object: "copy before the upgrade".to_owned(), detail: other.to_string() },
    };
    check_space(folder, needed).map_err(store)?;
    let stage = tempfile::Builder::new().prefix(".guilloche-upgrade-unfinished-").tempdir_in(folder).map_err(system)?;
    let copy = stage.path().join("copy");
    copy_database(path, &copy, &mut Meter::new(&Unwatched, needed)).map_err(store)?;
    let (sum, _) = File::open(&copy).and_then(Sha256::of_reader).map_err(system)?;
    let digits: String = sum.to_string().chars().take(12).collect();
    let mut name = path.file_name().map(|name| name.to_owned()).unwrap_or_default();
    name.push(format!(".v{from}-{digits}"));
    let kept = path.with_file_name(name);
    match fs::hard_link(&copy, &kept) {
        Ok(()) => (),
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            let (there, _) = File::open(&kept).and_then(Sha256::of_reader).map_err(system)?;
            if there != sum {
                let detail = "another file has the name of the copy".to_owned();
                return Err(StoreError::Damaged { path: kept, detail });
            }
        }
        // Where files cannot be linked, nobody else writes this name: the database is locked for this upgrade.
        Err(_) if !kept.exists() => fs::rename(&copy, &kept).map_err(system)?,
        Err(error) => return Err(StoreError::system(&kept, error)),
    }
    sync_folder(folder).map_err(system)?;
    Ok(kept)
}
