//! Makes a backup.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use super::check::{BackupCheck, check_all_but_captures};
use super::copy::{Meter, check_space, copy_database, copy_file, link, sync_tree};
use super::error::BackupError;
use super::keep::{BackupFound, list_backups};
use super::manifest::{BACKUP_FORMAT, BackupManifest, CapturesKept, FileKept, is_safe_name, sum_of_sums};
use crate::domain::{Progress, Sha256, Timestamp};
use crate::store::blobs::{BlobError, Blobs, sync_folder};
use crate::store::db::{CAPTURES_FOLDER, DATABASE_FILE, Store};

/// How the folder of a backup begins; its number and its time follow.
pub(super) const NAME: &str = "guilloche-backup-";
/// How the folder of a backup begins that is being made or removed.
pub(super) const UNFINISHED: &str = ".guilloche-backup-unfinished-";
/// Held while backups are made or removed in a folder.
const LOCK: &str = ".guilloche-backup.lock";
/// The folder of the files beside the store.
pub(super) const FILES_FOLDER: &str = "files";
/// A backup takes no more files beside the store.
const FILES_LIMIT: usize = 20_000;
/// Room for folders and manifest.
const MARGIN: u64 = 4 << 20;

/// What to put into a backup beside the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupOrder {
    /// Now.
    pub at: Timestamp,
    /// The program with its version.
    pub program: String,
    /// Files, and folders with everything in them, by the relative names that they have in the data folder after a restore. What is not
    /// there is left out; links are not followed.
    pub files: Vec<(String, PathBuf)>,
}

/// What a backup came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupReport {
    /// Its folder.
    pub dir: PathBuf,
    /// What it says of itself.
    pub manifest: BackupManifest,
    /// How many captures it shares with the backup before it.
    pub shared: u64,
    /// How many bytes were written.
    pub written: u64,
    /// What opening and checking it came to.
    pub check: BackupCheck,
}

impl Store {
    /// Makes a backup of the data folder in a new folder in `parent`, opens it, checks it, and gives it its name. Others may read and write
    /// the data folder meanwhile; the backup is as of one moment. Progress counts bytes.
    ///
    /// Captures that the data folder lacks do not stop it: they are named in the report, and the backup is not sound.
    ///
    /// # Errors
    ///
    /// [`BackupError`]; nothing is left then.
    pub fn backup(&self, parent: &Path, order: &BackupOrder, progress: &dyn Progress) -> Result<BackupReport, BackupError> {
        if self.folder().is_none() {
            return Err(BackupError::InMemory);
        }
        let files = files_of(order)?;
        fs::create_dir_all(parent).map_err(|error| BackupError::system(parent, error))?;
        let _lock = lock(parent)?;
        clear_unfinished(parent)?;
        let before: Vec<BackupFound> = list_backups(parent)?;
        let number = before.iter().map(|found| found.number).max().unwrap_or_default().saturating_add(1);
        let last = before.iter().rev().find(|found| found.manifest.is_ok()).map(|found| found.dir.join(CAPTURES_FOLDER));
        let needed = self.needed(last.as_deref(), &files)?;
        check_space(parent, needed)?;
        let stage = tempfile::Builder::new().prefix(UNFINISHED).tempdir_in(parent).map_err(|error| BackupError::system(parent, error))?;
        let mut maker = Maker { stage: stage.path(), meter: Meter::new(progress, needed), shared: 0, written: 0 };
        let manifest = maker.fill(self, last.as_deref(), order, &files, number).map_err(|error| error.needing(needed))?;
        let (shared, written) = (maker.shared, maker.written);
        // Captures have been read again, one by one, as they were put there.
        let check = check_all_but_captures(stage.path(), &manifest);
        progress.report(needed, needed)?;
        sync_tree(stage.path())?;
        let dir = parent.join(format!("{NAME}{number:06}-{}", order.at.0.strftime("%Y%m%dT%H%M%SZ")));
        fs::rename(stage.path(), &dir).map_err(|error| BackupError::system(&dir, error))?;
        // It has its name now and is not to be removed any more.
        let _stage = stage.keep();
        sync_folder(parent).map_err(|error| BackupError::system(parent, error))?;
        Ok(BackupReport { dir, manifest, shared, written, check })
    }

    /// How many bytes a backup needs.
    fn needed(&self, last: Option<&Path>, files: &[(String, PathBuf, u64)]) -> Result<u64, BackupError> {
        let database = fs::metadata(&self.path).map(|about| about.len()).map_err(|error| BackupError::system(&self.path, error))?;
        let log = fs::metadata(self.path.with_extension("db-wal")).map_or(0, |about| about.len());
        let last = last.map(|dir| Blobs::Folder(dir.to_owned()));
        let is_shared = |sum: Sha256| last.as_ref().and_then(|last| last.path(sum)).is_some_and(|path| path.exists());
        let captures = self.registered_lengths()?.into_iter().filter(|(sum, _)| !is_shared(*sum)).map(|(_, length)| length);
        let lengths = captures.chain(files.iter().map(|(_, _, length)| *length));
        Ok(lengths.fold(database.saturating_add(log).saturating_add(MARGIN), u64::saturating_add))
    }
}

/// Fills the folder of a backup.
struct Maker<'m> {
    stage: &'m Path,
    meter: Meter<'m>,
    shared: u64,
    written: u64,
}

impl Maker<'_> {
    fn fill(
        &mut self,
        store: &Store,
        last: Option<&Path>,
        order: &BackupOrder,
        files: &[(String, PathBuf, u64)],
        number: u64,
    ) -> Result<BackupManifest, BackupError> {
        let database = self.stage.join(DATABASE_FILE);
        copy_database(&store.path, &database, &mut self.meter)?;
        let opened = File::open(&database).and_then(Sha256::of_reader);
        let (sha256, bytes) = opened.map_err(|error| BackupError::system(&database, error))?;
        self.written = self.written.saturating_add(bytes);
        let database = FileKept { name: DATABASE_FILE.to_owned(), bytes, sha256 };
        let copied = Store::look_into(self.stage)?;
        let (head, schema_version) = (copied.audit_head()?, copied.version()?);
        let mut captures = CapturesKept { count: 0, bytes: 0, sha256: Sha256::of(b"") };
        let (mut kept, mut lacking) = (Vec::new(), Vec::new());
        fs::create_dir_all(self.stage.join(CAPTURES_FOLDER)).map_err(|error| BackupError::system(self.stage, error))?;
        for (sum, length) in copied.registered_lengths()? {
            if self.capture(store.blobs(), last, sum)? {
                captures.count = captures.count.saturating_add(1);
                captures.bytes = captures.bytes.saturating_add(length);
                kept.push(sum);
            } else {
                lacking.push(sum);
            }
        }
        captures.sha256 = sum_of_sums(kept.into_iter());
        let mut beside = Vec::new();
        for (name, path, _) in files {
            let target = self.stage.join(FILES_FOLDER).join(name);
            let (sha256, bytes) = copy_file(path, &target, &mut self.meter)?.map_err(|error| BackupError::system(path, error))?;
            self.written = self.written.saturating_add(bytes);
            beside.push(FileKept { name: name.clone(), bytes, sha256 });
        }
        let format = BACKUP_FORMAT.to_owned();
        let (made_at, program) = (order.at, order.program.clone());
        let manifest =
            BackupManifest { format, number, made_at, program, schema_version, head, database, captures, lacking, files: beside };
        manifest.write(self.stage)?;
        Ok(manifest)
    }

    /// Puts a capture into the backup, from the backup before it if it can be shared, and reads it again; whether it is there.
    fn capture(&mut self, from: &Blobs, last: Option<&Path>, sum: Sha256) -> Result<bool, BackupError> {
        self.meter.add(0)?;
        let here = Blobs::Folder(self.stage.join(CAPTURES_FOLDER));
        let Some(target) = here.path(sum) else { return Ok(false) };
        let failed = |error| BackupError::system(&target, error);
        let earlier = last.and_then(|last| Blobs::Folder(last.to_owned()).path(sum)).filter(|path| path.exists());
        if let Some(earlier) = earlier
            && link(&earlier, &target)?
        {
            if here.check(sum).is_ok() {
                self.shared = self.shared.saturating_add(1);
                return Ok(true);
            }
            // The earlier one has gone bad: this backup gets its own.
            fs::remove_file(&target).map_err(failed)?;
        }
        let Some(source) = from.path(sum) else { return Ok(false) };
        let copied = copy_file(&source, &target, &mut self.meter)?;
        let is_whole = matches!(copied, Ok((found, _)) if found == sum);
        if !is_whole {
            if target.exists() {
                fs::remove_file(&target).map_err(failed)?;
            }
            return Ok(false);
        }
        #[cfg(unix)]
        {
            let mut permissions = fs::metadata(&target).map_err(failed)?.permissions();
            permissions.set_readonly(true);
            fs::set_permissions(&target, permissions).map_err(failed)?;
        }
        match here.check(sum) {
            Ok(length) => self.written = self.written.saturating_add(length),
            Err(BlobError::System { path, source }) => return Err(BackupError::system(&path, source)),
            Err(error) => return Err(BackupError::NotSound { path: target, problems: vec![error.to_string()] }),
        }
        Ok(true)
    }
}

/// The files beside the store with their lengths; folders are walked through.
fn files_of(order: &BackupOrder) -> Result<Vec<(String, PathBuf, u64)>, BackupError> {
    let mut found = Vec::new();
    let mut names = BTreeSet::new();
    let mut waiting: Vec<(String, PathBuf)> = order.files.iter().rev().cloned().collect();
    while let Some((name, path)) = waiting.pop() {
        if !is_safe_name(&name) {
            return Err(BackupError::BadName(name));
        }
        let about = match fs::symlink_metadata(&path) {
            Ok(about) => about,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(BackupError::system(&path, error)),
        };
        if about.is_dir() {
            let failed = |error| BackupError::system(&path, error);
            let entries = fs::read_dir(&path).map_err(failed)?.collect::<Result<Vec<_>, _>>().map_err(failed)?;
            let mut below = Vec::new();
            for entry in entries {
                let part = entry.file_name().into_string().map_err(|part| BackupError::BadName(part.to_string_lossy().into_owned()))?;
                below.push((format!("{name}/{part}"), entry.path()));
            }
            below.sort();
            waiting.extend(below.into_iter().rev());
        } else if about.is_file() {
            if !names.insert(name.to_lowercase()) {
                return Err(BackupError::BadName(name));
            }
            found.push((name, path.clone(), about.len()));
        }
        if found.len() > FILES_LIMIT || waiting.len() > FILES_LIMIT {
            return Err(BackupError::TooMany { limit: FILES_LIMIT, path });
        }
    }
    Ok(found)
}

/// Keeps others from making or removing backups in `parent`; where the file system knows no locks, nothing does.
pub(super) fn lock(parent: &Path) -> Result<File, BackupError> {
    let path = parent.join(LOCK);
    let file = File::options().create(true).truncate(false).write(true).open(&path).map_err(|error| BackupError::system(&path, error))?;
    match file.try_lock() {
        Err(TryLockError::WouldBlock) => Err(BackupError::Busy(parent.to_owned())),
        Ok(()) | Err(TryLockError::Error(_)) => Ok(file),
    }
}

/// Removes what a process left that was killed while it made or removed a backup.
pub(super) fn clear_unfinished(parent: &Path) -> Result<(), BackupError> {
    let failed = |error| BackupError::system(parent, error);
    for entry in fs::read_dir(parent).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            fs::remove_dir_all(entry.path()).map_err(|error| BackupError::system(&entry.path(), error))?;
        }
    }
    Ok(())
}
