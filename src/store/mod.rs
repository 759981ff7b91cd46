//! What is kept: `SQLite`, captures by hash, audit chain, reference folders.
//!
//! [`read_library`] and [`read_checklist`] read what people write in a text editor and report every [`Mistake`] at its line. [`Store`] is a data
//! folder: `guilloche.db` and, beside it, [`Blobs`] with the bytes of captures under their sums. Every [`Change`] is one transaction
//! with its entry in the audit log. SQL lives in this layer only and hands out domain types.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::cast_possible_truncation))]

mod audit;
mod blobs;
mod change;
mod checklist_file;
mod db;
mod error;
mod library_folder;
mod mistake;
mod read;
mod reference_file;
mod reference_text;
mod toml_table;
mod verify;

pub use audit::{AuditEntry, AuditHead, AuditRecord, ObjectKind};
pub use blobs::{BlobError, Blobs};
pub use change::{Change, IssuedFindings, Put};
pub use checklist_file::{FrozenChecklist, parse_checklist, read_checklist};
pub use db::{DATABASE_FILE, Store};
pub use error::StoreError;
pub use library_folder::{Library, LibraryError, REFERENCE_FILE, ReferenceFolder, read_library, read_reference};
pub use mistake::{Mistake, MistakesIn, near};
pub use read::{CaseSummary, Held};
pub use reference_file::{REFERENCE_FORMAT, parse_reference};
pub use reference_text::write_reference;
pub use verify::{IntegrityProblem, IntegrityReport};
