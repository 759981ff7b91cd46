//! Opens a data folder and brings its database to the current schema.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};

use super::backup::{Upgrade, finish_restore, keep_before_upgrade};
use super::blobs::{Blobs, sync_folder};
use super::error::StoreError;
use super::search::make_if_needed;
use crate::domain::Sha256;

/// The name of the database in a data folder.
pub const DATABASE_FILE: &str = "guilloche.db";
pub(super) const CAPTURES_FOLDER: &str = "captures";
/// Marks the file as ours in its header: `Guil`.
const APPLICATION_ID: i64 = 0x4775_696c;
/// How long to wait for another process that is writing.
const PATIENCE: Duration = Duration::from_secs(10);

/// The steps from an empty database to the current schema; a released one is never edited.
const STEPS: &[&str] = &[
    include_str!("db/0001_start.sql"),
    include_str!("db/0002_accounts.sql"),
    include_str!("db/0003_search.sql"),
    include_str!("db/0004_case_life.sql"),
];

/// A data folder: the database and the captures beside it.
///
/// One process writes at a time; others wait for it, and are told so after ten seconds.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    pub(super) blobs: Blobs,
    /// The database file, for messages; empty in memory.
    pub(super) path: PathBuf,
    /// That it was brought to the current version when it was opened.
    upgraded: Option<Upgrade>,
}

impl Store {
    /// Opens the data folder `dir`; it and what belongs in it are made if they are not there.
    ///
    /// # Errors
    ///
    /// [`StoreError::TooNew`] for the folder of a newer program, [`StoreError::NotAStore`] and [`StoreError::Damaged`] for a database
    /// that cannot be used, [`StoreError::NotWritable`], [`StoreError::NoSpace`] and [`StoreError::Busy`] as they say.
    pub fn open(dir: &Path) -> Result<Self, StoreError> {
        finish_restore(dir).map_err(|error| StoreError::system(dir, error))?;
        fs::create_dir_all(dir).map_err(|error| StoreError::system(dir, error))?;
        let path = dir.join(DATABASE_FILE);
        let captures = dir.join(CAPTURES_FOLDER);
        // To SQLite an empty or missing file is a new database; where there are captures it is a loss.
        let is_empty = fs::metadata(&path).map_or(true, |about| about.len() == 0) && !path.with_extension("db-wal").exists();
        if is_empty && fs::read_dir(&captures).is_ok_and(|mut entries| entries.next().is_some()) {
            return Err(StoreError::Damaged { path, detail: "it is empty, yet there are captures".to_owned() });
        }
        let blobs = Blobs::in_folder(&captures)?;
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags).map_err(|error| StoreError::database(&path, error))?;
        let mut store = Self { connection, blobs, path, upgraded: None };
        store.set_up(true)?;
        sync_folder(dir).map_err(|error| StoreError::system(dir, error))?;
        Ok(store)
    }

    /// Opens the data folder `dir` of this or an older version to look into it; nothing is made or changed, and it is not checked.
    ///
    /// # Errors
    ///
    /// As for [`Store::open`].
    pub(super) fn look_into(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(DATABASE_FILE);
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&path, flags).map_err(|error| StoreError::database(&path, error))?;
        let store = Self { connection, blobs: Blobs::Folder(dir.join(CAPTURES_FOLDER)), path, upgraded: None };
        store.connection.busy_timeout(PATIENCE).map_err(|error| store.failed(error))?;
        let pragmas = "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;";
        store.connection.execute_batch(pragmas).map_err(|error| store.failed(error))?;
        store.check_whose()?;
        Ok(store)
    }

    /// Opens an empty store in memory, for tests and trials.
    ///
    /// # Errors
    ///
    /// [`StoreError::Database`] if there is no memory.
    pub fn open_in_memory() -> Result<Self, StoreError> {
        let path = PathBuf::new();
        let connection = Connection::open_in_memory().map_err(|error| StoreError::database(&path, error))?;
        let mut store = Self { connection, blobs: Blobs::in_memory(), path, upgraded: None };
        store.set_up(false)?;
        Ok(store)
    }

    /// The data folder; `None` in memory.
    pub fn folder(&self) -> Option<&Path> {
        self.path.parent().filter(|_| !self.path.as_os_str().is_empty())
    }

    /// That opening brought it from an older version to the current one, and where the database as it was is kept.
    pub fn upgraded(&self) -> Option<&Upgrade> {
        self.upgraded.as_ref()
    }

    /// The version of its database.
    pub(super) fn version(&self) -> Result<i64, StoreError> {
        self.pragma("user_version")
    }

    /// The bytes of captures.
    pub fn blobs(&self) -> &Blobs {
        &self.blobs
    }

    /// Keeps the bytes of a capture and returns their sum. They belong to nothing until a [change](super::Change) refers to them.
    ///
    /// # Errors
    ///
    /// [`StoreError::Blob`] if they cannot be written.
    pub fn keep(&self, bytes: &[u8]) -> Result<Sha256, StoreError> {
        Ok(self.blobs.put(bytes)?)
    }

    /// The bytes of a capture, checked against their sum.
    ///
    /// # Errors
    ///
    /// [`StoreError::Blob`] if they are missing or changed.
    pub fn blob(&self, sum: Sha256) -> Result<Vec<u8>, StoreError> {
        Ok(self.blobs.get(sum)?)
    }

    pub(super) fn failed(&self, error: rusqlite::Error) -> StoreError {
        StoreError::database(&self.path, error)
    }

    fn set_up(&mut self, in_file: bool) -> Result<(), StoreError> {
        self.connection.busy_timeout(PATIENCE).map_err(|error| self.failed(error))?;
        self.check_whose()?;
        if in_file {
            self.switch_to_wal()?;
        }
        let pragmas = "PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;
            PRAGMA cache_size = -32768;";
        self.connection.execute_batch(pragmas).map_err(|error| self.failed(error))?;
        self.migrate(in_file)?;
        let check: String = self.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(|error| self.failed(error))?;
        if check == "ok" { Ok(()) } else { Err(StoreError::Damaged { path: self.path.clone(), detail: check }) }
    }

    fn pragma(&self, name: &str) -> Result<i64, StoreError> {
        self.connection.pragma_query_value(None, name, |row| row.get(0)).map_err(|error| self.failed(error))
    }

    /// Refuses a database of another program or of a newer version before anything is written to it.
    fn check_whose(&self) -> Result<(), StoreError> {
        let (version, application) = (self.pragma("user_version")?, self.pragma("application_id")?);
        let tables: i64 =
            self.connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0)).map_err(|error| self.failed(error))?;
        if application != APPLICATION_ID && (application != 0 || version != 0 || tables > 0) {
            return Err(StoreError::NotAStore(self.path.clone()));
        }
        if version > newest() {
            let path = self.folder().map(Path::to_owned).unwrap_or_default();
            return Err(StoreError::TooNew { found: version, known: newest(), path });
        }
        Ok(())
    }

    /// Two processes that open a new folder at once get in each other's way here, and `SQLite` does not wait by itself.
    fn switch_to_wal(&self) -> Result<(), StoreError> {
        let mut tries: u32 = 0;
        loop {
            let mode = self.connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get::<_, String>(0));
            match mode {
                Ok(mode) if mode == "wal" => return Ok(()),
                Ok(mode) => {
                    let detail = format!("the write-ahead log is not available, only `{mode}`: is the folder on a network drive?");
                    return Err(StoreError::Damaged { path: self.path.clone(), detail });
                }
                Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseBusy) && tries < 200 => {
                    tries = tries.saturating_add(1);
                    std::thread::sleep(Duration::from_millis(25));
                }
                Err(error) => return Err(self.failed(error)),
            }
        }
    }

    fn migrate(&mut self, in_file: bool) -> Result<(), StoreError> {
        let path = self.path.clone();
        let failed = |error| StoreError::database(&path, error);
        let steps = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        // Read again under the lock: another process may have been quicker.
        let version: i64 = steps.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(failed)?;
        let done = usize::try_from(version).unwrap_or_default();
        let upgraded = if in_file && done > 0 && done < STEPS.len() {
            Some(Upgrade { from: version, to: newest(), copy: keep_before_upgrade(&path, version)? })
        } else {
            None
        };
        for step in STEPS.iter().skip(done) {
            steps.execute_batch(step).map_err(failed)?;
        }
        if done < STEPS.len() {
            steps.pragma_update(None, "application_id", APPLICATION_ID).map_err(failed)?;
            steps.pragma_update(None, "user_version", newest()).map_err(failed)?;
        }
        make_if_needed(&steps, &path)?;
        steps.commit().map_err(failed)?;
        self.upgraded = upgraded;
        Ok(())
    }
}

/// The version of the current schema: how many steps there are.
pub(super) fn newest() -> i64 {
    i64::try_from(STEPS.len()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests;
