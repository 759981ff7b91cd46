//! `guilloche demo`: the main job on a bundled questioned passport.

use std::path::PathBuf;

use super::examine::{Shown, report};
use super::{Context, Status};
use crate::app::Problem;
use crate::app::examine::{Existing, check_target};

/// Examines a bundled questioned passport, writes the findings, and opens the desktop on that case
#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// Do not open the desktop
    #[arg(long)]
    no_open: bool,
    /// The folder for the findings
    #[arg(long, value_name = "DIR", default_value = "guilloche-demo")]
    out: PathBuf,
}

impl Demo {
    pub(super) fn run(self, context: &Context) -> Result<Status, Problem> {
        // What an earlier demo wrote there is the demo's own.
        let is_own = self.out.join(crate::app::RECORD_FILE).is_file();
        let existing = if is_own { Existing::Replace } else { Existing::Keep };
        check_target(&self.out, existing)?;
        let bar = context.output.progress();
        let workspace = context.workspace(&bar)?;
        context.output.note("Examining a bundled questioned passport against the bundled library.");
        let (case, examination) = workspace.demonstrate(&bar)?;
        let exported = workspace.export(examination.id, &self.out, existing, &bar)?;
        drop(bar);
        let shown = Shown { examination: &examination, findings: &exported.findings, files: &exported.files, out: &self.out };
        let status = report(&shown, context);
        context.output.note(&format!("The desktop shows it as case {}.", case.number));
        if !self.no_open {
            if has_display() {
                super::desktop::show(workspace, Some(case.id))?;
            } else {
                context.output.note("There is no display here, so the desktop stays closed; the findings are written.");
            }
        }
        Ok(status)
    }
}

/// Whether there is a display to open a window on.
fn has_display() -> bool {
    if cfg!(not(feature = "desktop")) {
        return false;
    }
    if cfg!(any(target_os = "windows", target_os = "macos")) {
        return true;
    }
    ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
