//! Copies: of a database while others use it, and of files with their sums.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::Path;
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::error::BackupError;
use crate::domain::{Cancelled, Progress, Sha256};
use crate::store::error::StoreError;

/// Pages between two reports of progress: 2 MB.
const PAGES: i32 = 512;
/// How long to wait for somebody who holds the database for a moment.
const PATIENCE: Duration = Duration::from_secs(10);

/// Counts bytes and asks whether to go on.
pub(super) struct Meter<'p> {
    progress: &'p dyn Progress,
    done: u64,
    total: u64,
}

impl<'p> Meter<'p> {
    pub(super) fn new(progress: &'p dyn Progress, total: u64) -> Self {
        Self { progress, done: 0, total }
    }

    pub(super) fn add(&mut self, bytes: u64) -> Result<(), Cancelled> {
        self.done = self.done.saturating_add(bytes);
        // What is written meanwhile may make it more than was known at the start.
        self.total = self.total.max(self.done);
        self.progress.report(self.done, self.total)
    }
}

/// Copies the database `source` as it is at this moment to the new file `target`, and brings that to the disk.
///
/// Whoever reads or writes it meanwhile is not held up. The copy is one file without a write-ahead log.
pub(in crate::store) fn copy_database(source: &Path, target: &Path, meter: &mut Meter<'_>) -> Result<(), BackupError> {
    let failed = |error| BackupError::from(StoreError::database(source, error));
    let failed_here = |error| BackupError::from(StoreError::database(target, error));
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let from = Connection::open_with_flags(source, flags).map_err(failed)?;
    from.busy_timeout(PATIENCE).map_err(failed)?;
    // One moment for all pages: without it, a write in between would start the copy again, and busy people could delay it forever.
    from.execute_batch("PRAGMA query_only = ON; BEGIN").map_err(failed)?;
    from.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).map_err(failed)?;
    let page: i64 = from.pragma_query_value(None, "page_size", |row| row.get(0)).map_err(failed)?;
    let page = page.unsigned_abs();
    let mut to = Connection::open(target).map_err(failed_here)?;
    // Nothing is lost if this is cut off: it is brought to the disk at the end, before it gets its name.
    to.pragma_update(None, "synchronous", "OFF").map_err(failed_here)?;
    {
        let copy = Backup::new(&from, &mut to).map_err(failed_here)?;
        let mut waited = Duration::ZERO;
        let mut left: Option<u64> = None;
        loop {
            let step = copy.step(PAGES).map_err(failed_here)?;
            let now = u64::from(copy.progress().remaining.unsigned_abs());
            let before = left.replace(now).unwrap_or_else(|| u64::from(copy.progress().pagecount.unsigned_abs()));
            meter.add(before.saturating_sub(now).saturating_mul(page))?;
            match step {
                StepResult::Done => break,
                StepResult::More => (),
                _ if waited < PATIENCE => {
                    let pause = Duration::from_millis(50);
                    std::thread::sleep(pause);
                    waited = waited.saturating_add(pause);
                }
                _ => return Err(StoreError::Busy(source.to_owned()).into()),
            }
        }
    }
    // The header says that there is a write-ahead log; in a copy there is none, so that one file is all of it.
    let mode: String = to.query_row("PRAGMA journal_mode = DELETE", [], |row| row.get(0)).map_err(failed_here)?;
    to.close().map_err(|(_, error)| failed_here(error))?;
    if mode != "delete" {
        let detail = format!("its journal stays `{mode}`");
        return Err(StoreError::Damaged { path: target.to_owned(), detail }.into());
    }
    sync(target)
}

/// Brings a file to the disk.
pub(super) fn sync(path: &Path) -> Result<(), BackupError> {
    let file = File::options().write(true).open(path).and_then(|file| file.sync_all());
    file.map_err(|error| BackupError::system(path, error))
}

/// Copies a file to the new file `target` and brings it to the disk; its sum and length as read.
///
/// # Errors
///
/// The outer one for `target` or a request to stop, the inner one if `source` cannot be read; `target` may be half-written then.
pub(super) fn copy_file(source: &Path, target: &Path, meter: &mut Meter<'_>) -> Result<io::Result<(Sha256, u64)>, BackupError> {
    let from = match File::open(source) {
        Ok(from) => from,
        Err(error) => return Ok(Err(error)),
    };
    let failed = |error| BackupError::system(target, error);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let to = File::options().write(true).create_new(true).open(target).map_err(failed)?;
    let mut tee = Tee { from, to, meter, failure: None };
    let read = Sha256::of_reader(&mut tee);
    match tee.failure.take() {
        Some(Failure::Stopped(cancelled)) => return Err(cancelled.into()),
        Some(Failure::Written(error)) => return Err(failed(error)),
        None => (),
    }
    tee.to.sync_all().map_err(failed)?;
    Ok(read)
}

enum Failure {
    Stopped(Cancelled),
    Written(io::Error),
}

/// Writes what is read through it.
struct Tee<'t, 'p> {
    from: File,
    to: File,
    meter: &'t mut Meter<'p>,
    failure: Option<Failure>,
}

impl Read for Tee<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        if let Err(error) = self.to.write_all(buffer.get(..read).unwrap_or_default()) {
            self.failure = Some(Failure::Written(error));
            return Err(io::Error::other("not written"));
        }
        if let Err(cancelled) = self.meter.add(read as u64) {
            self.failure = Some(Failure::Stopped(cancelled));
            return Err(io::Error::other("stopped"));
        }
        Ok(read)
    }
}

/// Links `target` to the file `source`, which is another backup's; whether that worked.
pub(super) fn link(source: &Path, target: &Path) -> Result<bool, BackupError> {
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| BackupError::system(folder, error))?;
    }
    Ok(fs::hard_link(source, target).is_ok())
}

/// How many bytes are free for us where `path` is; `None` where the system does not tell.
pub(super) fn free_space(path: &Path) -> Option<u64> {
    #[cfg(unix)]
    {
        let about = rustix::fs::statvfs(path).ok()?;
        Some(about.f_bavail.saturating_mul(about.f_frsize))
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        None
    }
}

/// Refuses before anything is written what cannot fit.
pub(super) fn check_space(path: &Path, needed: u64) -> Result<(), BackupError> {
    match free_space(path) {
        Some(free) if free < needed => Err(BackupError::NoSpace { path: path.to_owned(), needed, free: Some(free) }),
        _ => Ok(()),
    }
}

/// Brings the names in `dir` and in every folder below it to the disk.
pub(super) fn sync_tree(dir: &Path) -> Result<(), BackupError> {
    let failed = |error| BackupError::system(dir, error);
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        if entry.file_type().map_err(failed)?.is_dir() {
            sync_tree(&entry.path())?;
        }
    }
    crate::store::blobs::sync_folder(dir).map_err(failed)
}
