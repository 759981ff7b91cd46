//! Tests.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

#[cfg(feature = "desktop")]
#[path = "suite/gui/mod.rs"]
mod gui;
