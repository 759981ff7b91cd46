//! `guilloche chip`: passive authentication of the dumped files of chips.

use std::path::{Path, PathBuf};
use std::time::Instant;

use serde_json::{Value, json};

use super::{Context, Status, Worst};
use crate::app::Problem;
use crate::app::pipeline::chip::{Beside, Outcome, TrustStore};
use crate::app::pipeline::chip_files::{examine_files, read_folder};
use crate::app::pipeline::read_file;
use crate::domain::{Date, Verdict};

/// Examines the dumped files of chips: hashes, signature and issuer; a clone cannot be told from files
#[derive(Debug, clap::Args)]
pub(super) struct Chip {
    /// Folders, each with the files of one chip, named like DG1.bin
    #[arg(required = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Certificates of country signing authorities that are trusted (DER or PEM)
    #[arg(long, value_name = "FILE")]
    csca: Vec<PathBuf>,
    /// Signed lists of such certificates; giving one means trusting its signer
    #[arg(long, value_name = "FILE")]
    masterlist: Vec<PathBuf>,
    /// Revocation lists (DER)
    #[arg(long, value_name = "FILE")]
    crl: Vec<PathBuf>,
    /// The machine-readable zone of the page, to compare with; - for standard input
    #[arg(long, value_name = "FILE")]
    mrz: Option<PathBuf>,
    /// The day of examination; today if not given
    #[arg(long, value_name = "YYYY-MM-DD")]
    date: Option<String>,
}

impl Chip {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let today: Date = match &self.date {
            Some(text) => text
                .parse()
                .map_err(|error| Problem::bad_use(format!("`{text}` is no date: {error}.")).hint("Write it like 2026-03-01."))?,
            None => context.clock.now().date(),
        };
        let store = self.trust(context)?;
        let printed = self.mrz.as_deref().map(super::mrz::read_text).transpose()?;
        let beside = Beside { today, printed_zone: printed.as_deref() };
        let mut status = Status::Done;
        for folder in &self.folders {
            let name = folder.display().to_string();
            let start = Instant::now();
            match examine(folder, &store, &beside) {
                Ok((mut value, verdict)) => {
                    if let Some(object) = value.as_object_mut() {
                        object.shift_insert(0, "folder".to_owned(), json!(name));
                        object.insert("ms".to_owned(), json!(super::milliseconds(start)));
                    }
                    context.output.result(&value, || for_people(&value));
                    let worst = match verdict {
                        Verdict::Conforms => Worst::Conforms,
                        Verdict::DoesNotConform => Worst::DoesNotConform,
                        _ => Worst::Open,
                    };
                    status = status.max(context.attention(worst));
                }
                Err(problem) => {
                    context.output.input_problem("folder", &name, &problem);
                    status = Status::BadInput;
                }
            }
        }
        Ok(status)
    }

    /// Reads what is trusted, and says who signed each list.
    fn trust(&self, context: &Context) -> Result<TrustStore, Problem> {
        let mut store = TrustStore::new();
        for path in &self.csca {
            let added = store.add_certificate(&path.display().to_string(), &read_file(path)?);
            added.map_err(|error| bad(path, "certificate", &error.to_string()))?;
        }
        for path in &self.masterlist {
            let added = store.add_master_list(&path.display().to_string(), &read_file(path)?);
            let facts = added.map_err(|error| bad(path, "master list", &error.to_string()))?;
            if facts.signature != Outcome::Passed {
                return Err(bad(path, "master list", facts.signature_text.trim_end_matches('.')));
            }
            let signer = facts.signer.as_ref().map_or_else(String::new, |signer| format!("{}, SHA-256 {}", signer.subject, signer.sha256));
            context.output.note(&format!("{}: {} certificates, signed by {signer}", path.display(), facts.certificates));
        }
        for path in &self.crl {
            let added = store.add_revocation_list(&path.display().to_string(), &read_file(path)?);
            added.map_err(|error| bad(path, "revocation list", &error.to_string()))?;
        }
        Ok(store)
    }
}

fn bad(path: &Path, what: &str, why: &str) -> Problem {
    Problem::bad_input(format!("{} cannot be used as a {what}: {why}.", path.display()))
}

/// Reads the files of a folder and examines them.
fn examine(folder: &Path, store: &TrustStore, beside: &Beside<'_>) -> Result<(Value, Verdict), Problem> {
    let reading = examine_files(folder, &read_folder(folder)?, store, beside)?;
    Ok((reading.to_json(), reading.verdict()))
}

fn for_people(value: &Value) -> String {
    let plain = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let mut text = format!("{}: {}", plain(&value["folder"]), plain(&value["verdict"]));
    for step in value["steps"].as_array().into_iter().flatten() {
        text.push_str(&format!("\n  {:<12} {:<17} {}", plain(&step["outcome"]), plain(&step["name"]), plain(&step["text"])));
    }
    for line in value["mrz"].as_array().into_iter().flatten() {
        text.push_str(&format!("\n  {}", plain(line)));
    }
    for note in value["notes"].as_array().into_iter().flatten() {
        text.push_str(&format!("\n  note: {}", plain(note)));
    }
    for limit in value["limits"].as_array().into_iter().flatten() {
        text.push_str(&format!("\n{}", plain(limit)));
    }
    text
}
