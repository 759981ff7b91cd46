//! Backups: one folder each with the database, its captures and files that belong to it, verified by opening it.
//!
//! A backup is made beside its place under another name and renamed at the end, so that what is named like one is whole. It never shares
//! files with the data folder; with the backup before it, it shares the captures that both have, where the file system can. Restoring
//! never removes anything: a data folder that is there is moved aside.
//!
//! Layout: `backup.json` ([`BackupManifest`], canonical JSON), `guilloche.db`, `captures/ab/abcdef…`, `files/…`.

mod check;
mod copy;
mod error;
mod keep;
mod make;
mod manifest;
mod restore;
mod upgrade;

pub use check::{BackupCheck, verify_backup};
pub use error::BackupError;
pub use keep::{BackupFound, PruneReport, due, list_backups, prune_backups};
pub use make::{BackupOrder, BackupReport};
pub use manifest::{BACKUP_FORMAT, BackupManifest, CapturesKept, FileKept, MANIFEST_FILE};
pub use restore::{RestoreReport, restore_backup};
pub use upgrade::Upgrade;

pub(in crate::store) use restore::finish_restore;
pub(in crate::store) use upgrade::keep_before_upgrade;

#[cfg(test)]
mod tests;
