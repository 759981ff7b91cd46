//! Restores a backup into a data folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::check::verify_backup;
use super::copy::{Meter, check_space, copy_file, sync_tree};
use super::error::BackupError;
use super::make::FILES_FOLDER;
use super::manifest::{BackupManifest, FileKept, is_empty};
use crate::domain::{Progress, Sha256};
use crate::store::blobs::{Blobs, sync_folder};
use crate::store::db::{CAPTURES_FOLDER, DATABASE_FILE, Store};

/// How a folder begins into which a backup is being copied.
const UNFINISHED: &str = ".guilloche-restore-unfinished-";
/// How the name of a data folder goes on that is whole and waits for its place.
const READY: &str = "restoring";
/// How the name of a data folder goes on that was moved aside.
const ASIDE: &str = "before-restore";
/// No more than this are kept beside each other.
const ASIDE_LIMIT: u32 = 10_000;

/// What a restore came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RestoreReport {
    /// The data folder.
    pub dir: PathBuf,
    /// Where the folder is now that was there before; `None` if there was none, or an empty one.
    pub set_aside: Option<PathBuf>,
    /// What the backup says of itself.
    pub manifest: BackupManifest,
}

/// Checks the backup and restores it as the data folder `target`.
///
/// A folder that is there already and has something in it is moved aside under a name of its own, and never removed. Progress counts bytes, first of the check and then of the copy.
///
/// # Errors
///
/// [`BackupError::NotSound`] if anything is wrong with the backup, [`BackupError::InUse`] if the data folder is open, else as the system
/// says; `target` is as it was then.
pub fn restore_backup(backup: &Path, target: &Path, progress: &dyn Progress) -> Result<RestoreReport, BackupError> {
    let (manifest, check) = verify_backup(backup, progress)?;
    if !check.is_sound() {
        return Err(BackupError::NotSound { path: backup.to_owned(), problems: check.problems });
    }
    let target = std::path::absolute(target).map_err(|error| BackupError::system(target, error))?;
    let no_place = || BackupError::system(&target, std::io::Error::from(std::io::ErrorKind::InvalidInput));
    let parent = target.parent().ok_or_else(no_place)?;
    fs::create_dir_all(parent).map_err(|error| BackupError::system(parent, error))?;
    let beside = manifest.files.iter().map(|file| file.bytes);
    let needed = beside.fold(manifest.database.bytes.saturating_add(manifest.captures.bytes), u64::saturating_add);
    check_space(parent, needed)?;
    let stage = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(parent).map_err(|error| BackupError::system(parent, error))?;
    let mut meter = Meter::new(progress, needed);
    fill(backup, stage.path(), &manifest, &mut meter).map_err(|error| error.needing(needed))?;
    sync_tree(stage.path())?;
    meter.add(0)?;
    close(&target)?;
    // From here on it is three renames; after each, the next start finds a whole data folder.
    let ready = named(&target, READY).ok_or_else(no_place)?;
    if ready.exists() {
        // Left by a restore that was cut off before it moved anything: a copy of a backup.
        fs::remove_dir_all(&ready).map_err(|error| BackupError::system(&ready, error))?;
    }
    fs::rename(stage.path(), &ready).map_err(|error| BackupError::system(&ready, error))?;
    let _stage = stage.keep();
    let set_aside = match put_in_place(&target, &ready) {
        Ok(set_aside) => set_aside,
        Err(error) => {
            fs::remove_dir_all(&ready).map_err(|error| BackupError::system(&ready, error))?;
            return Err(error);
        }
    };
    Ok(RestoreReport { dir: target, set_aside, manifest })
}

/// Copies everything, and reads each copy against its sum.
fn fill(backup: &Path, stage: &Path, manifest: &BackupManifest, meter: &mut Meter<'_>) -> Result<(), BackupError> {
    let mut put = |from: &Path, to: &Path, kept: &FileKept| {
        let copied = copy_file(from, to, meter)?.map_err(|error| BackupError::system(from, error))?;
        let again = fs::File::open(to).and_then(Sha256::of_reader).map_err(|error| BackupError::system(to, error))?;
        if copied == (kept.sha256, kept.bytes) && again == copied {
            return Ok(());
        }
        Err(BackupError::NotSound { path: backup.to_owned(), problems: vec![format!("`{}` has been changed", kept.name)] })
    };
    put(&backup.join(DATABASE_FILE), &stage.join(DATABASE_FILE), &manifest.database)?;
    let (from, to) = (Blobs::Folder(backup.join(CAPTURES_FOLDER)), Blobs::Folder(stage.join(CAPTURES_FOLDER)));
    fs::create_dir_all(stage.join(CAPTURES_FOLDER)).map_err(|error| BackupError::system(stage, error))?;
    for (sha256, bytes) in Store::look_into(stage)?.registered_lengths()? {
        let (Some(from), Some(to)) = (from.path(sha256), to.path(sha256)) else { continue };
        put(&from, &to, &FileKept { name: sha256.to_string(), bytes, sha256 })?;
        #[cfg(unix)]
        {
            let failed = |error| BackupError::system(&to, error);
            let mut permissions = fs::metadata(&to).map_err(failed)?.permissions();
            permissions.set_readonly(true);
            fs::set_permissions(&to, permissions).map_err(failed)?;
        }
    }
    for file in &manifest.files {
        put(&backup.join(FILES_FOLDER).join(&file.name), &stage.join(&file.name), file)?;
    }
    Ok(())
}

/// `…/name` to `…/name.ending`.
fn named(target: &Path, ending: &str) -> Option<PathBuf> {
    let mut name = target.file_name()?.to_owned();
    name.push(".");
    name.push(ending);
    Some(target.with_file_name(name))
}

/// Makes sure that nobody has the data folder open; its write-ahead log goes into its database by that.
fn close(target: &Path) -> Result<(), BackupError> {
    let path = target.join(DATABASE_FILE);
    if !path.exists() {
        return Ok(());
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let close = || {
        let connection = Connection::open_with_flags(&path, flags)?;
        connection.busy_timeout(Duration::from_millis(500))?;
        connection.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get::<_, String>(0))
    };
    match close() {
        Err(error) if matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)) => {
            Err(BackupError::InUse(target.to_owned()))
        }
        // A damaged database is what a restore is for: it is moved aside as it is.
        Ok(_) | Err(_) => Ok(()),
    }
}

/// Moves aside what is at `target`, and `ready` to there. After a failure everything is where it was.
fn put_in_place(target: &Path, ready: &Path) -> Result<Option<PathBuf>, BackupError> {
    let failed = |error| BackupError::system(target, error);
    let mut set_aside = None;
    if is_empty(target) {
        fs::remove_dir(target).map_err(failed)?;
    } else if fs::symlink_metadata(target).is_ok() {
        let names = (1..=ASIDE_LIMIT).filter_map(|number| named(target, &format!("{ASIDE}-{number}")));
        let mut free = names.filter(|name| fs::symlink_metadata(name).is_err());
        let aside = free.next().ok_or_else(|| failed(std::io::Error::from(std::io::ErrorKind::AlreadyExists)))?;
        fs::rename(target, &aside).map_err(failed)?;
        set_aside = Some(aside);
    }
    if let Err(error) = fs::rename(ready, target) {
        if let Some(aside) = &set_aside {
            fs::rename(aside, target).map_err(failed)?;
        }
        return Err(failed(error));
    }
    if let Some(parent) = target.parent() {
        sync_folder(parent).map_err(|error| BackupError::system(parent, error))?;
    }
    Ok(set_aside)
}

/// Puts a restored data folder in its place if the restore was cut off between moving the old one aside and that.
pub(in crate::store) fn finish_restore(target: &Path) -> std::io::Result<()> {
    let Some(ready) = std::path::absolute(target).ok().and_then(|target| named(&target, READY)) else { return Ok(()) };
    if fs::symlink_metadata(target).is_err() && ready.join(DATABASE_FILE).is_file() {
        fs::rename(&ready, target)?;
    }
    Ok(())
}
