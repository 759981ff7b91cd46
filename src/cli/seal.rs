//! `guilloche seal`: what a digital seal says, and whether its signature verifies.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use super::{Context, Status, Worst};
use crate::app::Problem;
use crate::app::pipeline::barcode::seals_of_file;
use crate::app::pipeline::read_file;
use crate::app::pipeline::seal::{SignerCertificates, digital_seal};
use crate::domain::Timestamp;

/// The most signer certificate files that are read from a folder.
const MAX_CERTIFICATE_FILES: usize = 20_000;

/// Reads digital seals and examines their signatures
#[derive(Debug, clap::Args)]
pub(super) struct Seal {
    /// The content of a barcode: hexadecimal digits, its text, or a file with either, with its bytes or with a picture of it
    #[arg(required = true, value_name = "HEX|TEXT|FILE")]
    seals: Vec<String>,
    /// A folder with signer certificates in DER or PEM
    #[arg(long, value_name = "DIR")]
    certs: Option<PathBuf>,
    /// The day or moment of the examination; now if not given
    #[arg(long, value_name = "YYYY-MM-DD[THH:MM:SSZ]")]
    date: Option<String>,
}

impl Seal {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let at = match &self.date {
            Some(text) => moment(text)?,
            None => context.clock.now(),
        };
        let certificates = match &self.certs {
            Some(folder) => certificates(folder, context)?,
            None => SignerCertificates::new(),
        };
        let mut status = Status::Done;
        for seal in &self.seals {
            let start = Instant::now();
            let contents = match contents(seal, context) {
                Ok(contents) => contents,
                Err(problem) => {
                    context.output.input_problem("seal", seal, &problem);
                    status = status.max(Status::BadInput);
                    continue;
                }
            };
            for content in contents {
                match digital_seal(&content, &certificates, at) {
                    Ok(mut value) => {
                        if let Some(object) = value.as_object_mut() {
                            object.insert("ms".to_owned(), json!(super::milliseconds(start)));
                        }
                        context.output.result(&value, || for_people(&value));
                        status = status.max(context.attention(worst(&value)));
                    }
                    Err(reason) => {
                        let line = json!({ "kind": null, "features": [], "reason": reason, "ms": super::milliseconds(start) });
                        context.output.result(&line, || format!("Nothing read: {reason}."));
                        status = status.max(Status::Attention);
                    }
                }
            }
        }
        Ok(status)
    }
}

/// A day, of which noon is taken, or a moment.
fn moment(text: &str) -> Result<Timestamp, Problem> {
    let whole = if text.contains('T') { text.to_owned() } else { format!("{text}T12:00:00Z") };
    whole.parse().map(Timestamp).map_err(|error| {
        Problem::bad_use(format!("`{text}` is neither a date nor a moment: {error}."))
            .hint("Write it like 2026-03-01 or 2026-03-01T09:30:00Z.")
    })
}

/// The content of a file of this name, or of each seal that it shows if it is a picture; else what was typed.
fn contents(seal: &str, context: &Context) -> Result<Vec<Vec<u8>>, Problem> {
    let file = Path::new(seal);
    // Longer than any name: a text, which need not be looked up.
    if seal.len() < 256 && file.is_file() { seals_of_file(file, &context.output.progress()) } else { Ok(vec![seal.as_bytes().to_vec()]) }
}

/// The certificates of a folder; a file that is none is named and left out.
fn certificates(folder: &Path, context: &Context) -> Result<SignerCertificates, Problem> {
    let entries = std::fs::read_dir(folder).map_err(|error| Problem::reading(folder, &error))?;
    let mut files: Vec<PathBuf> = entries.take(MAX_CERTIFICATE_FILES).filter_map(Result::ok).map(|entry| entry.path()).collect();
    files.retain(|file| file.is_file());
    files.sort();
    let mut certificates = SignerCertificates::new();
    for file in &files {
        if let Err(reason) = certificates.add_file(&read_file(file)?) {
            context.output.note(&format!("{} is left out: {reason}", file.display()));
        }
    }
    Ok(certificates)
}

fn worst(value: &Value) -> Worst {
    let failed = value["steps"].as_array().into_iter().flatten().any(|step| step["state"] == "failed");
    match value["answer"].as_str() {
        Some("does-not-hold") => Worst::DoesNotConform,
        _ if failed => Worst::DoesNotConform,
        Some("holds") if value["status"].is_null() || value["status"] == "VALID" => Worst::Conforms,
        _ => Worst::Open,
    }
}

fn for_people(value: &Value) -> String {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut text = plain(&value["kind"]);
    for name in [
        "document_title",
        "document_type",
        "issuing_country",
        "signer_id",
        "cert_ref",
        "issue_date",
        "signature_date",
        "issued_at",
        "expires_at",
    ] {
        if !value[name].is_null() {
            text.push_str(&format!("\n  {name:<16} {}", plain(&value[name])));
        }
    }
    for feature in value["features"].as_array().into_iter().flatten() {
        text.push_str(&feature_line(feature, "\n  "));
    }
    for claim in value["claims"].as_array().into_iter().flatten() {
        text.push_str(&format!("\n  {:<16} {}", plain(&claim["path"]), plain(&claim["value"])));
    }
    for step in value["steps"].as_array().into_iter().flatten() {
        text.push_str(&format!("\n  {:<22} {}: {}", plain(&step["name"]), plain(&step["state"]), plain(&step["reason"])));
    }
    for note in value["notes"].as_array().into_iter().flatten() {
        text.push_str(&format!("\n  Note: {}.", plain(&note["text"])));
    }
    for statement in value["statements"].as_array().into_iter().flatten() {
        text.push_str(&format!("\n  {}", plain(statement)));
    }
    if !value["status"].is_null() {
        let reasons: Vec<String> = value["status_reasons"].as_array().into_iter().flatten().map(plain).collect();
        text.push_str(&format!("\n  Status {} {}", plain(&value["status"]), reasons.join(", ")));
    }
    text
}

/// A feature and those within it: its name, or its tag and bytes where nothing says how to read them.
fn feature_line(feature: &Value, begin: &str) -> String {
    let title = feature["title"].as_str().map_or_else(|| format!("Feature {}", feature["tag"]), str::to_owned);
    let value = match (feature["value"].as_str(), feature["features"].as_array()) {
        (Some(value), _) => value.replace('\n', " | "),
        (None, Some(inner)) if !inner.is_empty() => String::new(),
        _ => feature["hex"].as_str().unwrap_or_default().chars().take(80).collect(),
    };
    let mut text = format!("{begin}{title}  {value}");
    for inner in feature["features"].as_array().into_iter().flatten() {
        text.push_str(&feature_line(inner, "\n    "));
    }
    text
}
