//! What is kept: `SQLite`, captures by hash, audit chain, reference folders.
//!
//! [`read_library`] and [`read_checklist`] read what people write in a text editor and report every [`Mistake`] at its line. [`Store`] is a data
//! folder: `guilloche.db` and, beside it, [`Blobs`] with the bytes of captures under their sums. Every [`Change`] is one transaction
//! with its entry in the audit log. SQL lives in this layer only and hands out domain types.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::cast_possible_truncation))]

mod accounts;
mod audit;
mod backup;
mod blobs;
mod case_life;
mod change;
mod checklist_file;
mod checklist_text;
mod db;
mod error;
mod library_folder;
mod mistake;
mod read;
mod reference_file;
mod reference_text;
mod scale_file;
mod search;
mod toml_table;
mod verify;

pub use accounts::{
    AccountError, AccountPut, KeyProfile, MAX_LANES, MAX_MEMORY_KIB, MAX_PASSES, NewAccount, ProfileOutOfRange, SealRandomness, SealedKey,
    Sealing, SignedIn, StepBy,
};
pub use audit::{AuditEntry, AuditHead, AuditRecord, ObjectKind};
pub use backup::{
    BACKUP_FORMAT, BackupCheck, BackupError, BackupFound, BackupManifest, BackupOrder, BackupReport, CapturesKept, FileKept, MANIFEST_FILE,
    PruneReport, RestoreReport, Upgrade, due, list_backups, prune_backups, restore_backup, verify_backup,
};
pub use blobs::{BlobError, Blobs};
pub use change::{Change, IssuedFindings, Put};
pub use checklist_file::{FrozenChecklist, parse_checklist, parse_national_checklist, read_checklist};
pub use checklist_text::write_checklist;
pub use db::{DATABASE_FILE, Store};
pub use error::StoreError;
pub use library_folder::{Library, LibraryError, REFERENCE_FILE, ReferenceFolder, read_library, read_reference};
pub use mistake::{Mistake, MistakesIn, near};
pub use read::{CaseSummary, Held};
pub use reference_file::{REFERENCE_FORMAT, parse_reference};
pub use reference_text::write_reference;
pub use scale_file::{FrozenScale, parse_scale, read_scale};
pub use search::{CaseFacet, CaseFound, CaseOrder, CasePage, CaseQuery, Hit, MAX_PAGE, SearchCheck, SnippetPart, TextPlace};
pub use verify::{IntegrityProblem, IntegrityReport};
