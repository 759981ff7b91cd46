//! The desktop: windows, panels, viewers. Shows views, asks for edits; no file, query or pixel work on the frame thread.
//!
//! [`Desktop`] is the program: its `logic` polls jobs and does what was asked for, its `ui` builds views and paints them.
//! Panels are functions that take a view as plain data and return a [`Wish`]. [`Command`] lists everything that can be asked
//! for, and feeds buttons, palette, keys and help. What the desktop needs of the use cases is the trait [`Backend`].

mod backend;
mod by_hand;
mod case;
mod command;
mod desk;
mod desktop;
mod dialogs;
mod focus;
mod help;
mod icons;
mod looks;
mod notices;
mod palette;
mod pictures;
mod run;
mod sign_in;
mod theme;
mod viewer;
mod widgets;
mod wish;

pub use backend::{Backend, Exported, LifeStep, ReferencePicture, Step, WorkspaceBackend};
pub use case::{ChecklistView, LineState, MrzCheck, MrzShown, OpenCase, Proposed, StepLine};
pub use command::{About, Command, Group};
pub use desk::{CaseLine, DeskView, LibraryLine};
pub use desktop::Desktop;
pub use dialogs::{Dialogs, SystemDialogs};
pub use notices::{Notice, Notices, Offer};
pub use run::{Options, check_display, run};
pub use sign_in::SessionView;
pub use widgets::CoverageBar;
pub use wish::{Answer, ConclusionDraft, PlacedId, Wish};
