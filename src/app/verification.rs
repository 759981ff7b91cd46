//! Checking findings that came from elsewhere.

use std::path::Path;

use serde::Serialize;

use super::Problem;
use super::pipeline::read_file;
use crate::exchange::verify::{Folder, Step, StepOutcome, verify};
use crate::exchange::{RECORD_FILE, RecordLimits};

/// What checking one record came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// The file.
    pub file: String,
    /// Whether no step failed.
    pub passed: bool,
    /// The steps.
    pub steps: Vec<Step>,
}

impl Verified {
    /// The same for people, a line for each step that matters.
    pub fn text(&self) -> String {
        let mut text = format!("{}: {}", self.file, if self.passed { "nothing wrong found" } else { "something is wrong" });
        for step in &self.steps {
            let word = match step.outcome {
                StepOutcome::Passed => "passed     ",
                StepOutcome::Failed => "FAILED     ",
                StepOutcome::NotChecked => "not checked",
            };
            let check = format!("{:?}", step.check);
            text.push_str(&format!("\n  {word}  {check:<12} {}", step.file));
            if !step.detail.is_empty() {
                text.push_str(&format!(" ({})", step.detail));
            }
        }
        text
    }
}

/// Checks the record in `path`, or in the folder `path`, with the files beside it.
///
/// # Errors
///
/// Bad input if it cannot be read.
pub fn verify_file(path: &Path) -> Result<Verified, Problem> {
    let record = if path.is_dir() { path.join(RECORD_FILE) } else { path.to_owned() };
    let bytes = read_file(&record)?;
    let folder = record.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    let name = record.file_name().map_or_else(|| RECORD_FILE.to_owned(), |name| name.to_string_lossy().into_owned());
    let verification = verify(&bytes, &name, &Folder(folder.to_owned()), &RecordLimits::default());
    Ok(Verified { file: record.display().to_string(), passed: verification.passed(), steps: verification.steps })
}
