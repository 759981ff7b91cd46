//! The desktop, if this program was built with it.

use super::Context;
use crate::app::{Problem, Workspace};
use crate::domain::CaseId;

/// Opens the desktop and returns when its window is closed.
#[cfg(feature = "desktop")]
pub(super) fn open(context: &Context) -> Result<(), Problem> {
    crate::gui::check_display()?;
    show(Workspace::open(context.places()?, context.new_clock()?, &context.output.progress())?, None)
}

/// Opens the desktop on a case, or on the desk, and returns when its window is closed.
#[cfg(feature = "desktop")]
pub(super) fn show(workspace: Workspace, case: Option<CaseId>) -> Result<(), Problem> {
    use std::sync::Arc;

    use crate::app::settings::Theme;
    use crate::gui::{Options, WorkspaceBackend, run};

    let dark = match workspace.settings().theme {
        Theme::System => None,
        Theme::Dark => Some(true),
        Theme::Light => Some(false),
    };
    let backend = Arc::new(WorkspaceBackend::new(Arc::new(workspace)));
    run(Options { backend, pictures: Vec::new(), case, dark })
}

/// Says that there is none.
#[cfg(not(feature = "desktop"))]
pub(super) fn open(_context: &Context) -> Result<(), Problem> {
    Err(missing())
}

/// Says that there is none.
#[cfg(not(feature = "desktop"))]
pub(super) fn show(_workspace: Workspace, _case: Option<CaseId>) -> Result<(), Problem> {
    Err(missing())
}

#[cfg(not(feature = "desktop"))]
fn missing() -> Problem {
    Problem::new(crate::app::ProblemKind::NotSupported, "This program was built without the desktop.")
        .hint("Use the verbs of the command line; `guilloche --help` lists them.")
}
