//! `guilloche demo`: the main job on a bundled questioned passport.

use std::path::PathBuf;

use super::examine::Request;
use super::{Context, Status};
use crate::app::Problem;
use crate::app::examine::Existing;
use crate::app::library::{BUNDLED_QUESTIONED, bundled, bundled_questioned};
use crate::app::pipeline::Received;

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
        let files = bundled_questioned(BUNDLED_QUESTIONED);
        let received =
            files.into_iter().map(|file| Received::of(&file.name, file.bytes.into_owned(), None)).collect::<Result<Vec<_>, _>>()?;
        let names: Vec<&str> = received.iter().map(|received| received.file_name.as_str()).collect();
        context.output.note(&format!("Examining {} against the bundled library.", names.join(" and ")));
        // What an earlier demo wrote there is the demo's own.
        let is_own = self.out.join(crate::app::RECORD_FILE).is_file();
        let existing = if is_own { Existing::Replace } else { Existing::Keep };
        let request = Request {
            received,
            mrz_text: String::new(),
            checklist: "image-only-remote".to_owned(),
            reference: None,
            out: self.out,
            existing,
        };
        let status = request.run(&bundled()?, context)?;
        if !self.no_open {
            if has_display() {
                super::desktop::open(context)?;
            } else {
                context.output.note("There is no display here, so the desktop stays closed; the findings are written.");
            }
        }
        Ok(status)
    }
}

/// Whether there is a display to open a window on.
fn has_display() -> bool {
    if cfg!(any(target_os = "windows", target_os = "macos")) {
        return true;
    }
    ["WAYLAND_DISPLAY", "WAYLAND_SOCKET", "DISPLAY"].iter().any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}
