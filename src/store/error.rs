//! Why the store could not do something, sorted by what can be done about it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode;

use super::BlobError;
use crate::domain::{Cancelled, Sha256};

/// Why the store could not be opened, read or changed. Nothing was changed then.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A newer program wrote it.
    #[error("this data folder has version {found}, and this program knows versions up to {known}; use the newer program: {path}")]
    TooNew {
        /// Its version.
        found: i64,
        /// The highest version that is known here.
        known: i64,
        /// The data folder.
        path: PathBuf,
    },
    /// The file is not a database of this program.
    #[error("this file is not a Guilloche database: {0}")]
    NotAStore(PathBuf),
    /// The database is damaged or cut short.
    #[error("the database is damaged ({detail}); restore a backup of the data folder: {path}")]
    Damaged {
        /// The database.
        path: PathBuf,
        /// What was found.
        detail: String,
    },
    /// Another process kept it locked for too long.
    #[error("another program is writing to this data folder; wait for it or close it, then try again: {0}")]
    Busy(PathBuf),
    /// The disk is full.
    #[error("there is no space left on the disk; nothing was changed: {0}")]
    NoSpace(PathBuf),
    /// The folder may not be written to.
    #[error("the data folder cannot be written to: {0}")]
    NotWritable(PathBuf),
    /// Somebody else changed the object meanwhile.
    #[error("the {object} was changed meanwhile (revision {found}, expected {expected}); open it again")]
    Stale {
        /// What it is.
        object: String,
        /// The revision that the change builds on.
        expected: u64,
        /// The revision that is held.
        found: u64,
    },
    /// A number or name is in use.
    #[error("the case number `{0}` is in use already; choose another")]
    NumberTaken(String),
    /// The name of an account is in use, perhaps in other case or spacing.
    #[error("there is an account with the name `{0}` already; choose another")]
    NameTaken(String),
    /// Nobody could manage accounts any more.
    #[error("at least one enabled account has to be an administrator; make another one first")]
    LastAdministrator,
    /// An account without a passphrase beside others.
    #[error("an account without a passphrase is only possible where there is no other account; set a passphrase first")]
    KeyWithoutPassphrase,
    /// The change names something that is not in the store.
    #[error("the change names something that is not in the store: {0}")]
    Unknown(String),
    /// A rule of the store forbids it, in its own words.
    #[error("{0}")]
    Forbidden(String),
    /// A capture of a reference has no sum yet, or its file changed since it was read.
    #[error("the capture `{file}` of the reference `{reference}` is not the one that was read; read the library again")]
    ReferenceChanged {
        /// The reference.
        reference: String,
        /// The file.
        file: String,
    },
    /// A capture file.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A state in the database that this program cannot read.
    #[error("the {object} in the database cannot be read: {detail}")]
    Unreadable {
        /// What it is.
        object: String,
        /// Why.
        detail: String,
    },
    /// The frozen checklist is not in the store.
    #[error("the checklist {} is not in the store", .0.short())]
    NoChecklist(Sha256),
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
    /// The database failed otherwise.
    #[error("the database failed: {source}: {path}")]
    Database {
        /// The database.
        path: PathBuf,
        /// Why.
        source: rusqlite::Error,
    },
}

impl StoreError {
    /// Sorts an error of the file system.
    pub(super) fn system(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace(path),
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Self::NotWritable(path),
            _ => Self::System { path, source },
        }
    }

    /// Sorts an error of the database at `path`.
    pub(super) fn database(path: &Path, source: rusqlite::Error) -> Self {
        let path = path.to_owned();
        let rusqlite::Error::SqliteFailure(failure, message) = &source else { return Self::Database { path, source } };
        let message = message.clone().unwrap_or_default();
        match failure.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy(path),
            ErrorCode::DiskFull => Self::NoSpace(path),
            ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied => Self::NotWritable(path),
            ErrorCode::NotADatabase => Self::NotAStore(path),
            ErrorCode::DatabaseCorrupt => Self::Damaged { path, detail: message },
            ErrorCode::ConstraintViolation => match failure.extended_code {
                rusqlite::ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Self::Unknown(message),
                rusqlite::ffi::SQLITE_CONSTRAINT_TRIGGER => Self::Forbidden(message),
                _ => Self::Database { path, source },
            },
            _ => Self::Database { path, source },
        }
    }
}
