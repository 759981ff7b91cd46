//! `guilloche backup`: makes, lists, checks and restores backups.

use std::path::PathBuf;

use serde_json::json;

use super::{Context, Status};
use crate::app::Problem;
use crate::app::workspace::restore;

/// Makes backups of the data folder and restores them, each in one step
#[derive(Debug, clap::Args)]
pub(super) struct BackupVerb {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, clap::Subcommand)]
enum Action {
    /// Makes a backup in a new folder, and checks it by opening it
    Make {
        /// Where backups are kept; one that is made later shares captures with the one before
        folder: PathBuf,
    },
    /// Restores a backup as the data folder; what is there is moved aside and never removed
    Restore {
        /// The folder of the backup
        backup: PathBuf,
    },
}

impl BackupVerb {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        let bar = context.output.progress();
        match self.action {
            Action::Make { folder } => {
                let report = context.workspace(&bar)?.backup(&folder, &bar)?;
                drop(bar);
                let sound = report.check.is_sound();
                let line = json!({
                    "backup": report.dir, "sound": sound, "problems": report.check.problems, "captures": report.manifest.captures.count,
                    "shared": report.shared, "written": report.written, "entries": report.manifest.head.seq,
                });
                context.output.result(&line, || {
                    let state = if sound { "checked by opening it, nothing wrong found" } else { "NOT SOUND" };
                    format!("{}: {} captures, {state}", report.dir.display(), report.manifest.captures.count)
                });
                return Ok(if sound { Status::Done } else { Status::Attention });
            }
            Action::Restore { backup } => {
                let report = restore(&backup, &context.places()?, &bar)?;
                drop(bar);
                let line = json!({ "data": report.dir, "set_aside": report.set_aside, "entries": report.manifest.head.seq });
                context.output.result(&line, || match &report.set_aside {
                    Some(aside) => format!("{}: restored; what was there is in {}", report.dir.display(), aside.display()),
                    None => format!("{}: restored", report.dir.display()),
                });
            }
        }
        Ok(Status::Done)
    }
}
