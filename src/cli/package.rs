//! `guilloche package`: cases as one signed file, out and in.

use std::path::PathBuf;

use serde_json::json;

use super::{Context, Status};
use crate::app::Problem;
use crate::app::package::PackageShown;
use crate::app::workspace::Sending;

/// Sends and takes in cases as one signed file
#[derive(Debug, clap::Args)]
pub(super) struct PackageVerb {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Writes a case with everything that is needed to read, review and replay it
    Send {
        /// The number or identity of the case
        case: String,
        /// The file, usually named .dxz
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Who may see it: clear, green, amber, amber+strict or red
        #[arg(long, default_value = "amber")]
        marking: String,
        /// What it may be used for
        #[arg(long, default_value = "")]
        purpose: String,
        /// Also what is known around the case, which stays here otherwise
        #[arg(long)]
        with_context: bool,
    },
    /// Shows what a package is and who signed it, and takes nothing in
    Look {
        /// The package
        file: PathBuf,
    },
    /// Takes the case of a package in, to be read and reviewed here
    Take {
        /// The package
        file: PathBuf,
    },
}

impl PackageVerb {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let bar = context.output.progress();
        let workspace = context.workspace(&bar)?;
        match self.action {
            Action::Send { case, out, marking, purpose, with_context } => {
                let marking = marking.parse().map_err(Problem::bad_use)?;
                let case = workspace.case_named(&case)?;
                let written = workspace.export_package(case.id, &out, &Sending { marking, purpose, with_context }, &bar)?;
                drop(bar);
                let line = json!({ "file": out, "sha256": written.sha256, "bytes": written.length });
                context.output.result(&line, || format!("{}: {} bytes, {}", out.display(), written.length, written.sha256));
            }
            Action::Look { file } => {
                let shown = workspace.look_at_package(&file, &bar)?;
                drop(bar);
                context.output.result(&line(&shown), || text(&shown));
            }
            Action::Take { file } => {
                let case = workspace.import_package(&file, &bar)?;
                drop(bar);
                let line = json!({ "case": case.id, "number": case.number, "status": case.status });
                context.output.result(&line, || format!("{}: {}", case.number, case.status.title()));
            }
        }
        Ok(Status::Done)
    }
}

fn line(shown: &PackageShown) -> serde_json::Value {
    let info = &shown.opened.info;
    json!({
        "id": info.id, "kind": info.kind, "from": info.source_organisation, "identifier": info.external_identifier, "marking": info.marking,
        "created_at": info.created_at, "files": shown.opened.files.len(), "bytes": shown.opened.length, "sha256": shown.opened.sha256,
        "signature": shown.opened.signature.signature(), "trust": shown.trust,
    })
}

fn text(shown: &PackageShown) -> String {
    let info = &shown.opened.info;
    let signed = shown.opened.signature.signature().map_or_else(
        || "not signed: its sums tell that nothing was damaged, and not who made it".to_owned(),
        |signature| {
            let key = signature.public_key.id().spoken();
            format!("signed by {} (key {key}, {})", signature.claim.by, shown.trust.title().to_lowercase())
        },
    );
    format!(
        "{} {} from {}, {}\n  made {}, {} files, {} bytes\n  {signed}",
        info.kind.title(),
        info.external_identifier,
        info.source_organisation,
        info.marking.title(),
        info.created_at,
        shown.opened.files.len(),
        shown.opened.length
    )
}
