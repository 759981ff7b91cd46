//! Looking at pictures: one camera in millimetres for all of them, tiles on the graphics card, and what is painted over them.
//!
//! Nothing is resampled to lay the questioned over the reference: both are drawn through their own map from pixels to
//! millimetres of the page, so every view is at full resolution at once.

mod apply;
mod blending;
mod blink;
mod camera;
mod canvas;
mod drawing;
mod grid;
mod lens;
mod marks;
mod minimap;
mod mode;
mod part;
mod swipe;
mod textures;
mod tiles;

pub(crate) use apply::Surroundings;
pub(crate) use blending::Card;
pub(crate) use blink::Blink;
pub(crate) use camera::Camera;
pub(crate) use canvas::{CanvasResponse, Cursor, Layer, Mixture, PaneView, SightMark, ZoneMark, canvas_ui, clip_ui, layers_ui, touch_ui};
pub(crate) use drawing::{Chosen, Drawing, Drawn, Ground, Sketch, SketchShape, Tint, Tool};
pub(crate) use grid::{Grid, Offset, Source, grid_cells, light_cells};
pub(crate) use marks::{chip, message, round_length, scale_bar};
pub(crate) use minimap::minimap_ui;
pub(crate) use mode::{Side, ViewMode, ViewerState};
pub(crate) use part::{Part, circle, shown_square_mm};
pub(crate) use swipe::Divider;
pub(crate) use textures::{PictureKey, Textures};
pub(crate) use tiles::TiledPicture;
