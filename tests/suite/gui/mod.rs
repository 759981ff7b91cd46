//! The desktop, without a display: what is on the screen is found by its spoken name.

mod adjust;
mod attaching;
mod by_hand;
mod candidates;
mod data;
mod drawing;
mod focus;
mod fourier;
mod life;
mod messages;
mod mode_pictures;
mod modes;
mod moving;
mod pictures;
mod process;
mod scenario;
mod trial;
mod ui;
mod views;
