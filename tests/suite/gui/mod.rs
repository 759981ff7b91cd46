//! The desktop, without a display: what is on the screen is found by its spoken name.

mod pictures;
mod trial;
mod ui;
