//! Finds where a questioned picture lies on a reference page.

mod model;

pub use model::{NoFitReason, RegisterError, RegisterParams, Registration};
