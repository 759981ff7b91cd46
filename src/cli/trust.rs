//! `guilloche trust`: the certificates that this laboratory trusts.

use std::path::PathBuf;

use serde_json::json;

use super::{Context, Status};
use crate::app::trust::{Trust, TrustKind, TrustedFile};
use crate::app::{Problem, Workspace};

/// Lists, adds and takes away the certificates that are trusted
#[derive(Debug, clap::Args)]
pub(super) struct TrustVerb {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, clap::Subcommand)]
enum Verb {
    /// Lists what is trusted
    List,
    /// Trusts files from now on
    Add {
        /// chip: authorities, master lists and revocation lists; seal: certificates of signers
        #[arg(value_name = "chip|seal")]
        kind: String,
        /// Files in DER or PEM; a master list as it is published
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Trusts a file no more
    Remove {
        /// Its name, as listed
        name: String,
    },
}

impl TrustVerb {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        match self.verb {
            Verb::List => {
                let trust = Trust::load(&context.places()?)?;
                if trust.files.is_empty() {
                    context
                        .output
                        .note("Nothing is trusted yet: signatures of chips and seals are inconclusive. See `guilloche trust add`.");
                }
                trust.files.iter().for_each(|file| show(file, context));
            }
            Verb::Add { kind, files } => {
                let kind: TrustKind = kind.parse().map_err(Problem::bad_use)?;
                let workspace = open(context)?;
                for file in &files {
                    show(&workspace.add_trust(kind, file)?, context);
                }
            }
            Verb::Remove { name } => {
                let kind = open(context)?.remove_trust(&name)?;
                context
                    .output
                    .result(&json!({ "kind": kind, "file": name, "trusted": false }), || format!("{name} is not trusted any more."));
            }
        }
        Ok(Status::Done)
    }
}

fn open(context: &Context) -> Result<Workspace, Problem> {
    context.workspace(&context.output.progress())
}

fn show(file: &TrustedFile, context: &Context) {
    let value = json!({ "kind": file.kind, "file": file.name, "holds": file.holds, "trusted": file.used });
    context.output.result(&value, || {
        let used = if file.used { "" } else { "not used: " };
        format!("{:<5} {}  {used}{}", file.kind.code(), file.name, file.holds)
    });
}
