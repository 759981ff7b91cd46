//! `guilloche decode`: what a picture file says of itself, after reading all of it.

use std::path::PathBuf;
use std::time::Instant;

use serde::Serialize;

use super::{Context, Status};
use crate::app::Problem;
use crate::app::pipeline::describe::{PictureFacts, describe};

/// Reads pictures and prints their size, resolution and sum
#[derive(Debug, clap::Args)]
pub(super) struct Decode {
    /// Picture files: JPEG, PNG, TIFF, BMP, WebP, JPEG 2000 or scanned PDF
    #[arg(required = true, value_name = "IMAGE")]
    images: Vec<PathBuf>,
}

#[derive(Serialize)]
struct Line<'a> {
    image: &'a str,
    #[serde(flatten)]
    facts: PictureFacts,
    timing_ms: Timing,
}

#[derive(Serialize)]
struct Timing {
    total: f64,
}

impl Decode {
    #[expect(clippy::unnecessary_wraps, reason = "all verbs are called alike")]
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let mut status = Status::Done;
        for path in &self.images {
            let name = path.display().to_string();
            let start = Instant::now();
            match describe(path, &context.output.progress()) {
                Ok(facts) => {
                    let timing_ms = Timing { total: super::milliseconds(start) };
                    context.output.result(&Line { image: &name, facts: facts.clone(), timing_ms }, || facts.text(&name));
                }
                Err(problem) => {
                    context.output.input_problem("image", &name, &problem);
                    status = status.max(Status::BadInput);
                }
            }
        }
        Ok(status)
    }
}
