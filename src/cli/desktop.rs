//! The desktop, if this program was built with it.

use super::Context;
use crate::app::Problem;

/// Opens the desktop and returns when its window is closed.
#[cfg(feature = "desktop")]
pub(super) fn open(context: &Context) -> Result<(), Problem> {
    use std::sync::Arc;

    use crate::app::{Workspace, settings::Theme};
    use crate::gui::{Options, WorkspaceBackend, check_display, run};

    check_display()?;
    let workspace = Workspace::open(context.places()?, context.new_clock()?, &context.output.progress())?;
    let dark = match workspace.settings().theme {
        Theme::System => None,
        Theme::Dark => Some(true),
        Theme::Light => Some(false),
    };
    let backend = Arc::new(WorkspaceBackend::new(Arc::new(workspace)));
    run(Options { backend, pictures: Vec::new(), case: None, dark })
}

/// Says that there is none.
#[cfg(not(feature = "desktop"))]
pub(super) fn open(_context: &Context) -> Result<(), Problem> {
    Err(Problem::new(crate::app::ProblemKind::NotSupported, "This program was built without the desktop.")
        .hint("Use the verbs of the command line; `guilloche --help` lists them."))
}
