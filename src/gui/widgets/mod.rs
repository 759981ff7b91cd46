//! Widgets that know no case.

mod badge;
mod bar;
mod button;
mod layout;

pub(crate) use badge::{Badge, Tone, key_cap_ui};
pub use bar::CoverageBar;
pub(crate) use button::{Action, Compact, IconButton, Segment, segments_ui};
pub(crate) use layout::{card_ui, empty_ui, fact_ui, paragraph_ui, section_ui};
