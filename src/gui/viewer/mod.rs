//! Looking at pictures: one camera in millimetres for all of them, tiles on the graphics card, and what is painted over them.
//!
//! Nothing is resampled to lay the questioned over the reference: both are drawn through their own map from pixels to
//! millimetres of the page, so every view is at full resolution at once.

mod blink;
mod camera;
mod canvas;
mod marks;
mod mode;
mod textures;
mod tiles;

pub(crate) use blink::Blink;
pub(crate) use camera::Camera;
pub(crate) use canvas::{CanvasResponse, Cursor, Layer, PaneView, ZoneMark, canvas_ui, clip_ui};
pub(crate) use mode::{Side, ViewMode, ViewerState};
pub(crate) use textures::{PictureKey, Textures};
pub(crate) use tiles::TiledPicture;
