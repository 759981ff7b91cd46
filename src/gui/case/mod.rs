//! The screen of one case: filmstrip, viewers, checklist, reference, data, findings, marks.

pub(crate) mod adjust;
pub(crate) mod adjust_ui;
pub(crate) mod checklist;
pub(crate) mod checklist_ui;
mod curve;
pub(crate) mod data;
pub(crate) mod drawing_bar;
pub(crate) mod filmstrip;
pub(crate) mod findings;
pub(crate) mod history;
pub(crate) mod item_ui;
mod levels_plot;
pub(crate) mod life;
pub(crate) mod marks;
pub(crate) mod mode_bar;
mod open;
pub(crate) mod reference;
pub(crate) mod registration;
pub(crate) mod status;
pub(crate) mod tabs;
pub(crate) mod toolbar;

pub use checklist::{ChecklistView, LineState, Proposed};
pub(crate) use registration::registered;

pub use open::{MrzCheck, MrzShown, OpenCase, StepLine};
