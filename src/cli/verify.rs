//! `guilloche verify`: checks findings that came from elsewhere, or the data folder.

use std::path::PathBuf;

use serde_json::json;

use super::{Context, Status};
use crate::app::Problem;
use crate::app::verification::verify_file;

/// Checks findings files with what lies beside them; without a file, the data folder with its audit chain
#[derive(Debug, clap::Args)]
pub(super) struct Verify {
    /// Findings files, or folders with one
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
}

impl Verify {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        if self.files.is_empty() {
            return data_folder(context);
        }
        let mut status = Status::Done;
        for file in &self.files {
            let bar = context.output.progress();
            let verified = verify_file(file, &bar);
            drop(bar);
            match verified {
                Ok(verified) => {
                    context.output.result(&verified, || verified.text());
                    status = status.max(if verified.passed { Status::Done } else { Status::Attention });
                }
                Err(problem) => {
                    context.output.input_problem("file", &file.display().to_string(), &problem);
                    status = Status::BadInput;
                }
            }
        }
        Ok(status)
    }
}

fn data_folder(context: &Context) -> Result<Status, Problem> {
    let bar = context.output.progress();
    let workspace = context.workspace(&bar)?;
    let report = workspace.verify(&bar)?;
    drop(bar);
    let problems: Vec<String> = report.problems.iter().map(ToString::to_string).collect();
    let line = json!({
        "data": workspace.places().data().display().to_string(), "passed": report.is_sound(), "entries": report.head.seq,
        "head": report.head.hash, "captures": report.captures, "problems": problems, "orphans": report.orphans.len(),
        "leftovers": report.leftovers.len(),
    });
    context.output.result(&line, || {
        let mut text = format!("{} entries in the audit log, {} captures", report.head.seq, report.captures);
        for problem in &problems {
            text.push_str(&format!("\n  {problem}"));
        }
        if problems.is_empty() { text + ": nothing wrong found" } else { text }
    });
    Ok(if report.is_sound() { Status::Done } else { Status::Attention })
}
