//! Tests.
#![expect(clippy::unwrap_used, clippy::print_stderr, reason = "tests")]

#[cfg(feature = "desktop")]
#[path = "suite/gui/mod.rs"]
mod gui;

#[path = "suite/cli.rs"]
mod cli;

#[path = "suite/kill.rs"]
mod kill;

#[path = "suite/life.rs"]
mod life;

#[path = "suite/layers.rs"]
mod layers;

#[path = "suite/mrz_pictures.rs"]
mod mrz_pictures;

#[path = "suite/pages.rs"]
mod pages;

#[path = "suite/pipeline.rs"]
mod pipeline;

#[path = "suite/process.rs"]
mod process;

#[path = "suite/several.rs"]
mod several;

#[path = "suite/specimen.rs"]
mod specimen;
