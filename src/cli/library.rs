//! `guilloche library`: check, take in and list references.

use std::path::PathBuf;

use serde_json::json;

use super::{Context, Status};
use crate::app::library::{bundled, check_folder, from_folder};
use crate::app::{Problem, Workspace};
use crate::domain::Reference;

/// Checks, takes in and lists references
#[derive(Debug, clap::Args)]
pub(super) struct LibraryVerb {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Lists every mistake in a library folder, with file and line
    Check {
        /// The library folder
        folder: PathBuf,
    },
    /// Takes the references of a folder into the data folder
    Import {
        /// The library folder
        folder: PathBuf,
    },
    /// Lists the references of the data folder, of a library folder, or of the program
    List {
        /// A library folder
        folder: Option<PathBuf>,
        /// Those that come with the program
        #[arg(long, conflicts_with = "folder")]
        bundled: bool,
    },
}

impl LibraryVerb {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let bar = context.output.progress();
        match self.action {
            Action::Check { folder } => {
                let checked = check_folder(&folder, &bar)?;
                let mistakes: Vec<_> = checked
                    .mistakes
                    .iter()
                    .map(|(file, line, message)| json!({ "file": file.display().to_string(), "line": line, "message": message }))
                    .collect();
                let references: Vec<_> = checked.references.iter().map(summary).collect();
                let line = json!({ "library": folder.display().to_string(), "references": references, "mistakes": mistakes });
                context.output.result(&line, || {
                    let mut text = format!("Sound references: {}. Mistakes: {}.", references.len(), mistakes.len());
                    for (file, line, message) in &checked.mistakes {
                        text.push_str(&format!("\n{}:{line}: {message}", file.display()));
                    }
                    text
                });
                Ok(if checked.mistakes.is_empty() { Status::Done } else { Status::BadInput })
            }
            Action::Import { folder } => {
                let workspace = Workspace::open(context.places()?, context.new_clock()?, &bar)?;
                let references = workspace.import_library(&folder, &bar)?;
                list(context, &references);
                Ok(Status::Done)
            }
            Action::List { folder, bundled: from_program } => {
                match folder {
                    Some(folder) => list(context, from_folder(&folder, &bar)?.references()),
                    None if from_program => list(context, bundled()?.references()),
                    None => {
                        let workspace = Workspace::open(context.places()?, context.new_clock()?, &bar)?;
                        list(context, workspace.library().references());
                    }
                }
                Ok(Status::Done)
            }
        }
    }
}

fn summary(reference: &Reference) -> serde_json::Value {
    let pages: Vec<_> = reference
        .pages
        .iter()
        .map(|page| json!({ "id": page.id, "lights": page.captures.keys().collect::<Vec<_>>(), "zones": page.zones.len() }))
        .collect();
    json!({ "id": reference.id, "title": reference.title(), "kind": reference.kind, "issuer": reference.issuer.code, "pages": pages })
}

fn list(context: &Context, references: &[Reference]) {
    for reference in references {
        context.output.result(&summary(reference), || format!("{:<16} {}", reference.id.as_str(), reference.title()));
    }
}
