//! The use cases: what the desktop, the command line and the tests call.
//!
//! Start at [`Workspace`](workspace::Workspace) for everything that is kept, and at [`pipeline`] for the main job without keeping
//! anything. [`jobs`] and [`crew`] alone start threads, [`clock`] the one that tells the time, [`places`] the one that
//! looks for folders.

pub mod assist;
pub mod capture_name;
pub mod carriers;
pub mod clock;
pub mod crew;
pub mod data;
pub mod examine;
pub mod ids;
pub mod jobs;
pub mod library;
pub mod measuring;
pub mod memory;
pub mod model;
pub mod package;
pub mod pipeline;
pub mod places;
pub mod problem;
mod session;
pub mod settings;
pub mod specimens;
pub mod suggestion;
pub mod translating;
pub mod trust;
pub mod verification;
pub mod watch;
pub mod workspace;

pub use capture_name::CaptureName;
pub use clock::{Clock, FixedClock, SystemClock};
pub use crew::Crew;
pub use jobs::{Job, Latest, Polled, Waker};
pub use places::Places;
pub use problem::{Problem, ProblemKind};
pub use session::Doer;
pub use settings::Settings;
pub use watch::{Part, Watch};
pub use workspace::Workspace;

pub use crate::exchange::RECORD_FILE;

/// The version of the program.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
