//! The desktop, if this program was built with it.

use super::Context;
use crate::app::{Problem, ProblemKind};

/// Opens the desktop and returns when its window is closed.
#[expect(clippy::unnecessary_wraps, reason = "fails without the desktop")]
pub(super) fn open(_context: &Context) -> Result<(), Problem> {
    Err(Problem::new(ProblemKind::NotSupported, "This program was built without the desktop.")
        .hint("Use the verbs of the command line; `guilloche --help` lists them."))
}
