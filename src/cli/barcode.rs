//! `guilloche barcode`: the barcodes of pictures.

use std::path::PathBuf;
use std::time::Instant;

use serde_json::{Value, json};

use super::{Context, Status};
use crate::app::Problem;
use crate::app::pipeline::barcode::barcodes;

/// Reads the barcodes of pictures
#[derive(Debug, clap::Args)]
pub(super) struct Barcode {
    /// Picture files: JPEG, PNG, TIFF, BMP, WebP, JPEG 2000 or scanned PDF
    #[arg(required = true, value_name = "IMAGE")]
    images: Vec<PathBuf>,
}

impl Barcode {
    #[expect(clippy::unnecessary_wraps, reason = "all verbs are called alike")]
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let mut status = Status::Done;
        for path in &self.images {
            let name = path.display().to_string();
            let start = Instant::now();
            match barcodes(path, &context.output.progress()) {
                Ok(found) => {
                    let line = json!({ "image": name, "barcodes": found, "ms": super::milliseconds(start) });
                    context.output.result(&line, || for_people(&name, &found));
                    if found.is_empty() {
                        status = status.max(Status::Attention);
                    }
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

fn for_people(name: &str, found: &[Value]) -> String {
    let mut text = format!("{name}: {} barcode{}", found.len(), if found.len() == 1 { "" } else { "s" });
    for barcode in found {
        text.push_str(&format!("\n  {:<16} {}", barcode["format"].as_str().unwrap_or_default(), barcode["text"]));
    }
    text
}
