//! Guilloche: a workstation for examining suspect travel documents.
//!
//! The page to read first. One package, one library, one program. Each module below is a layer; a layer names only those it
//! may (a test in `tests/suite/layers.rs` holds this):
//!
//! | layer | what is in it | may name |
//! | --- | --- | --- |
//! | [`domain`] | the words of the field as types, and the rules on them; no input or output | nothing of ours |
//! | [`imaging`] | pictures: decode, register, compare, identify | `domain` |
//! | [`reading`] | machine-readable zones and other data for machines | `domain`, `imaging` |
//! | [`store`] | `SQLite`, captures by hash, audit chain, reference folders | `domain` |
//! | [`exchange`] | findings as JSON and PDF, their schema and their verification | `domain`, `imaging` |
//! | [`specimen`] | draws the fictional documents, their forgeries and captures | `domain`, `imaging` |
//! | [`app`] | the use cases: workspace, pipeline, sessions, jobs | everything above |
//! | [`cli`] | one file per verb | `domain`, `app` |
//! | `gui` | the desktop, behind the feature `desktop` | `domain`, `app`, and value types of `imaging` |

pub mod app;
pub mod cli;
pub mod domain;
pub mod exchange;
#[cfg(feature = "desktop")]
pub mod gui;
pub mod imaging;
pub mod reading;
pub mod specimen;
pub mod store;
