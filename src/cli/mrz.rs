//! `guilloche mrz`: what a machine-readable zone says, from pictures or from its text.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::json;

use super::{Context, Status, Worst};
use crate::app::Problem;
use crate::app::pipeline::machine_zone::{MrzLine, ZoneOfPicture, line_of_file, machine_zone, zone_of_file};
use crate::domain::Date;

/// Reads a machine-readable zone
#[derive(Debug, clap::Args)]
pub(super) struct Mrz {
    /// Pictures, at any angle; the zone is found and read
    #[arg(value_name = "IMAGE", conflicts_with = "text")]
    images: Vec<PathBuf>,
    /// Each picture shows one line of a zone, cut out
    #[arg(long, requires = "images")]
    line: bool,
    /// A file with the lines as typed; - for standard input
    #[arg(long, value_name = "FILE", required_unless_present = "images")]
    text: Option<PathBuf>,
    /// The day for which centuries are chosen; today if not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

impl Mrz {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let date: Date = match &self.date {
            Some(text) => text
                .parse()
                .map_err(|error| Problem::bad_use(format!("`{text}` is no date: {error}.")).hint("Write it like 2026-03-01."))?,
            None => context.clock.now().date(),
        };
        match &self.text {
            Some(file) => typed(context, file, date),
            None if self.line => Ok(self.single_lines(context)),
            None => Ok(self.pictures(context, date)),
        }
    }

    fn single_lines(&self, context: &Context) -> Status {
        let mut status = Status::Done;
        for path in &self.images {
            let name = path.display().to_string();
            let start = Instant::now();
            let read = {
                let bar = context.output.progress();
                line_of_file(path, &bar)
            };
            match read {
                Ok(read) => {
                    let text = read.as_ref().map(MrzLine::text);
                    let line = json!({
                        "image": name, "text": text.clone().unwrap_or_default(), "characters": read.map(|line| line.glyphs),
                        "ms": super::milliseconds(start),
                    });
                    context.output.result(&line, || format!("{name}\n  {}", text.as_deref().unwrap_or("Nothing read.")));
                    status = status.max(context.attention(if text.is_some() { Worst::Conforms } else { Worst::Open }));
                }
                Err(problem) => {
                    context.output.input_problem("image", &name, &problem);
                    status = status.max(Status::BadInput);
                }
            }
        }
        status
    }

    fn pictures(&self, context: &Context, date: Date) -> Status {
        let mut status = Status::Done;
        for path in &self.images {
            let name = path.display().to_string();
            let read = {
                let bar = context.output.progress();
                zone_of_file(path, date, &bar)
            };
            match read {
                Ok(read) => {
                    let mut line = json!({ "image": name });
                    read.to_json()
                        .as_object()
                        .into_iter()
                        .flatten()
                        .for_each(|(key, value)| super::register::add(&mut line, key, value.clone()));
                    let [decode, find] = read.timing_ms;
                    super::register::add(&mut line, "ms", json!(find));
                    super::register::add(&mut line, "timing_ms", json!({ "decode": decode, "read": find, "total": decode + find }));
                    context.output.result(&line, || of_picture(&name, &read, &line));
                    let worst = match &read.reading {
                        Some(reading) if reading.failed().next().is_none() => Worst::Conforms,
                        Some(_) => Worst::DoesNotConform,
                        None => Worst::Open,
                    };
                    status = status.max(context.attention(worst));
                }
                Err(problem) => {
                    context.output.input_problem("image", &name, &problem);
                    status = status.max(Status::BadInput);
                }
            }
        }
        status
    }
}

/// What a typed zone says.
fn typed(context: &Context, file: &Path, date: Date) -> Result<Status, Problem> {
    let text = read_text(file)?;
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

/// Reads typed lines from a file or from standard input.
pub(super) fn read_text(file: &Path) -> Result<String, Problem> {
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

fn of_picture(name: &str, read: &ZoneOfPicture, value: &serde_json::Value) -> String {
    let Some(found) = &read.search.found else {
        let reason = read.search.reason.map_or("", |reason| reason.title());
        let looked = match read.search.looked.len() {
            0 => String::new(),
            1 => " One row of characters was looked at.".to_owned(),
            rows => format!(" {rows} rows of characters were looked at."),
        };
        return format!("{name}\n  Nothing read. {reason}.{looked}");
    };
    let mut text = format!("{name}\n  {}", found.text().join("\n  "));
    text.push_str(&format!("\n  read right as a whole with a probability of {:.3}", found.confidence));
    for (line, column, glyph) in found.doubtful() {
        let answers: Vec<String> =
            glyph.answers.iter().map(|answer| format!("{} {:.0} %", answer.character, answer.probability * 100.0)).collect();
        text.push_str(&format!("\n  doubtful: line {line}, column {column}: {}", answers.join(", ")));
    }
    match &read.problem {
        Some(problem) => text.push_str(&format!("\n  {problem}.")),
        None => text.push_str(&format!("\n{}", for_people(value))),
    }
    text
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
