//! Findings as JSON and PDF, their schema, and how a receiver verifies them. Values in, bytes out.
//!
//! [`export`] makes everything that leaves the laboratory: the record, the report, the pictures and the list of their sums.
//! [`verify`] checks such a folder on the other side. [`geojson`] carries marks and measurements of a page to other programs.

pub mod export;
pub mod geojson;
pub mod package;
pub mod record;
pub mod report;
pub mod schema;
mod signed;
pub mod verify;
pub mod wording;

pub use export::{Export, ExportError, MANIFEST_FILE, RECORD_FILE, REPORT_FILE, export};
pub use geojson::{GeoJsonError, MARKS_FORMAT, MarkLimits, PageMarks, read_geojson, write_geojson};
pub use record::{Record, RecordError, RecordLimits, read_record, record_hash, results_hash, write_record};
pub use report::{ReportError, ReportPicture, report_pdf, report_pdf_in};
pub use verify::{Beside, Check, Folder, Step, StepOutcome, Verification, verify};
pub use wording::{Untranslated, Vocabulary, Wording, WordingError, wording};
