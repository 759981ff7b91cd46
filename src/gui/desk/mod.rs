//! The desk: where to begin, what is open, what the library holds.

mod view;
mod widgets;

pub use view::{CaseLine, DeskView, LibraryLine};
pub(crate) use widgets::{desk_ui, status_mark};
