//! `guilloche report`: findings as a PDF in another language.

use std::path::PathBuf;

use serde_json::json;

use super::{Context, Status};
use crate::app::Problem;
use crate::app::translating::report_in;
use crate::domain::Language;

/// Sets the report of findings in another language; codes are worded anew, what people wrote stays as written
#[derive(Debug, clap::Args)]
pub(super) struct Report {
    /// The findings file; its pictures lie beside it
    file: PathBuf,
    /// The language: en, id, th, vi, fr or ar
    #[arg(long, value_name = "CODE")]
    language: String,
    /// The PDF; nothing that is there is written over
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl Report {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let language: Language = self.language.parse().map_err(Problem::bad_use)?;
        let bar = context.output.progress();
        let bytes = report_in(&self.file, language, &self.out, &bar)?;
        drop(bar);
        let line = json!({ "file": self.out, "language": language, "bytes": bytes });
        context.output.result(&line, || format!("{}: {} ({bytes} bytes)", self.out.display(), language.own_name()));
        Ok(Status::Done)
    }
}
