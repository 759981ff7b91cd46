//! Findings as JSON and PDF, their schema, and how a receiver verifies them. Values in, bytes out.
//!
//! [`export`] makes everything that leaves the laboratory: the record, the report, the pictures and the list of their sums.
//! [`verify`] checks such a folder on the other side. [`geojson`] carries marks and measurements of a page to other programs.

pub mod export;
pub mod geojson;
pub mod record;
pub mod report;
pub mod schema;
pub mod verify;

pub use export::{Export, ExportError, MANIFEST_FILE, RECORD_FILE, REPORT_FILE, export};
pub use geojson::{GeoJsonError, MARKS_FORMAT, MarkLimits, PageMarks, read_geojson, write_geojson};
pub use record::{Record, RecordError, RecordLimits, read_record, record_hash, write_record};
pub use report::{ReportError, ReportPicture, report_pdf};
pub use verify::{Beside, Check, Folder, Step, StepOutcome, Verification, verify};
