//! What is kept: `SQLite`, captures by hash, audit chain, reference folders.
//!
//! [`read_library`] and [`read_checklist`] read what people write in a text editor and report every [`Mistake`] at its line. SQL lives in this layer only and hands out domain types.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects, clippy::cast_possible_truncation))]

mod checklist_file;
mod library_folder;
mod mistake;
mod reference_file;
mod reference_text;
mod toml_table;

pub use checklist_file::{FrozenChecklist, parse_checklist, read_checklist};
pub use library_folder::{Library, LibraryError, REFERENCE_FILE, ReferenceFolder, read_library, read_reference};
pub use mistake::{Mistake, MistakesIn};
pub use reference_file::{REFERENCE_FORMAT, parse_reference};
pub use reference_text::write_reference;
