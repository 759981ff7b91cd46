//! `guilloche library`: check, take in and list references.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

use serde_json::json;

use super::{Context, Status};
use crate::app::library::{Indexed, Library, PlainFolder, bundled, check_folder, from_folder};
use crate::app::{Problem, Watch, Workspace};
use crate::domain::{Light, Reference};

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
    /// Brings the indexes up to date that documents are looked up in
    Index {
        /// A library folder, or a folder of page pictures with an index.json; the library of the data folder if not given
        folder: Option<PathBuf>,
        /// The same, as the other verbs name it
        #[arg(long, value_name = "DIR", conflicts_with = "folder")]
        library: Option<PathBuf>,
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
                let workspace = context.workspace(&bar)?;
                let references = workspace.import_library(&folder, &bar)?;
                list(context, &references);
                Ok(Status::Done)
            }
            Action::Index { folder, library } => index(context, folder.or(library), &bar),
            Action::List { folder, bundled: from_program } => {
                match folder {
                    Some(folder) => list(context, from_folder(&folder, &bar)?.references()),
                    None if from_program => list(context, bundled()?.references()),
                    None => {
                        let workspace = context.workspace(&bar)?;
                        list(context, workspace.library().references());
                    }
                }
                Ok(Status::Done)
            }
        }
    }
}

/// Brings the indexes up to date that documents are looked up in
#[derive(Debug, clap::Args)]
pub(super) struct IndexVerb {
    /// A library folder, or a folder of page pictures with an index.json; the library of the data folder if not given
    #[arg(long, value_name = "DIR")]
    library: Option<PathBuf>,
}

impl IndexVerb {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        index(context, self.library, &context.output.progress())
    }
}

fn index(context: &Context, folder: Option<PathBuf>, watch: &dyn Watch) -> Result<Status, Problem> {
    let start = Instant::now();
    let (name, lights) = indexed(context, folder, watch)?;
    let line = json!({ "library": name, "lights": lights, "ms": super::milliseconds(start) });
    context.output.result(&line, || {
        let rows = lights.iter().map(|(light, indexed)| {
            format!("\n  {light}: {} pages, {} of them looked at now, {} bytes", indexed.pages, indexed.built, indexed.bytes)
        });
        format!("{name}{}", rows.collect::<String>())
    });
    Ok(Status::Done)
}

/// Brings the indexes of every light up to date; names the library.
fn indexed(context: &Context, folder: Option<PathBuf>, watch: &dyn Watch) -> Result<(String, BTreeMap<Light, Indexed>), Problem> {
    let of_library = |library: &Library| -> Result<BTreeMap<Light, Indexed>, Problem> {
        library.lights().into_iter().map(|light| Ok((light, library.index(light, watch)?.1))).collect()
    };
    let Some(folder) = folder else {
        let places = context.places()?;
        let name = places.data().display().to_string();
        let workspace = Workspace::open(places, context.new_clock()?, watch)?;
        return Ok((name, of_library(&workspace.library())?));
    };
    let name = folder.display().to_string();
    match PlainFolder::open(&folder, context.cache())? {
        Some(plain) => Ok((name, BTreeMap::from([(Light::Visible, plain.index(watch)?.indexed)]))),
        None => Ok((name, of_library(&context.kept(from_folder(&folder, watch)?, Some(&folder)))?)),
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
