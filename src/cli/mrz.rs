//! `guilloche mrz`: what a machine-readable zone says, from its text.

use std::io::Read as _;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::json;

use super::{Context, Status, Worst};
use crate::app::pipeline::machine_zone;
use crate::app::{Problem, ProblemKind};
use crate::domain::Date;

/// Reads a machine-readable zone
#[derive(Debug, clap::Args)]
pub(super) struct Mrz {
    /// Pictures (not supported yet: give the text)
    #[arg(value_name = "IMAGE", conflicts_with = "text")]
    images: Vec<PathBuf>,
    /// A file with the lines as typed; - for standard input
    #[arg(long, value_name = "FILE", required_unless_present = "images")]
    text: Option<PathBuf>,
    /// The day for which centuries are chosen; today if not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

impl Mrz {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let Some(file) = self.text else {
            return Err(Problem::new(ProblemKind::NotSupported, "A machine-readable zone cannot be read from a picture yet.")
                .hint("Type its lines into a file and give it with --text FILE."));
        };
        let date: Date = match &self.date {
            Some(text) => text
                .parse()
                .map_err(|error| Problem::bad_use(format!("`{text}` is no date: {error}.")).hint("Write it like 2026-03-01."))?,
            None => context.clock.now().date(),
        };
        let text = read_text(&file)?;
        let start = Instant::now();
        match machine_zone(&text, date) {
            Ok(mut value) => {
                if let Some(object) = value.as_object_mut() {
                    object.insert("ms".to_owned(), json!(super::milliseconds(start)));
                }
                let holds = value["checks"].as_array().is_none_or(|checks| checks.iter().all(|check| check["ok"] == json!(true)));
                context.output.result(&value, || for_people(&value));
                Ok(context.attention(if holds { Worst::Conforms } else { Worst::DoesNotConform }))
            }
            Err(reason) => {
                let line =
                    json!({ "format": null, "lines": [], "fields": {}, "checks": [], "reason": reason, "ms": super::milliseconds(start) });
                context.output.result(&line, || format!("Nothing read: {reason}."));
                Ok(Status::Attention)
            }
        }
    }
}

/// Reads typed lines from a file or from standard input.
pub(super) fn read_text(file: &std::path::Path) -> Result<String, Problem> {
    const MOST: u64 = 1 << 16;
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        std::io::stdin().take(MOST).read_to_end(&mut bytes).map_err(|error| Problem::reading(file, &error))?;
    } else {
        bytes = crate::app::pipeline::read_file(file)?;
        bytes.truncate(MOST as usize);
    }
    String::from_utf8(bytes).map_err(|error| {
        Problem::bad_input(format!("{} is no text: {error}.", file.display()))
            .hint("Type the lines of the machine-readable zone into a text file.")
    })
}

fn for_people(value: &serde_json::Value) -> String {
    let plain = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut text = plain(&value["format"]);
    for (name, field) in value["fields"].as_object().into_iter().flatten() {
        text.push_str(&format!("\n  {name:<14} {}", plain(field)));
    }
    for check in value["checks"].as_array().into_iter().flatten() {
        let right = check["ok"] == json!(true);
        text.push_str(&format!("\n  {} {}", if right { "right" } else { "WRONG" }, plain(&check["name"])));
        if !right {
            text.push_str(&format!(": expected {}, found {}", plain(&check["expected"]), plain(&check["found"])));
        }
    }
    text
}
