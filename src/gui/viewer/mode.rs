//! What the viewers show and how; nothing of the case.

use std::collections::BTreeMap;

use eframe::egui;

use super::drawing::Moving;
use super::grid::{Grid, Offset, Source};
use super::lens::Lens;
use super::swipe::{Divider, Swipe};
use super::{Blink, Camera, Drawing, PictureKey};
use crate::domain::{Arrangement, Blend, RectMm};
use crate::gui::command::Command;
use crate::gui::icons::Icon;

/// Which of the two pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Side {
    Questioned,
    Reference,
}

impl Side {
    /// The other one.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Questioned => Self::Reference,
            Self::Reference => Self::Questioned,
        }
    }

    /// Its name.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Questioned => "Questioned",
            Self::Reference => "Reference",
        }
    }
}

/// How the pictures are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViewMode {
    Single,
    SideBySide,
    Overlay,
    Swipe,
    Lens,
    Checker,
    Blink,
    Difference,
    Grid,
    Lights,
}

impl ViewMode {
    /// Every mode with the command that chooses it.
    pub(crate) const ALL: [(Self, Command, Icon, &'static str); 10] = [
        (Self::Single, Command::ViewSingle, Icon::Single, "Single"),
        (Self::SideBySide, Command::ViewSideBySide, Icon::SideBySide, "Side by side"),
        (Self::Overlay, Command::ViewOverlay, Icon::Overlay, "Overlay"),
        (Self::Swipe, Command::ViewSwipe, Icon::Swipe, "Swipe"),
        (Self::Lens, Command::ViewLens, Icon::Lens, "Lens"),
        (Self::Checker, Command::ViewChecker, Icon::Checker, "Checkerboard"),
        (Self::Blink, Command::ViewBlink, Icon::Blink, "Blink"),
        (Self::Difference, Command::ViewDifference, Icon::Difference, "Difference"),
        (Self::Grid, Command::ViewGrid, Icon::Grid, "Grid"),
        (Self::Lights, Command::ViewLights, Icon::Lights, "Lights"),
    ];

    /// Whether it makes sense with one picture alone.
    pub(crate) fn needs_both(self) -> bool {
        !matches!(self, Self::Single | Self::SideBySide | Self::Grid | Self::Lights)
    }
}

/// Sides of the squares of a checkerboard, in mm.
const SQUARES: [f64; 9] = [0.25, 0.5, 1.0, 2.0, 3.0, 5.0, 8.0, 12.0, 20.0];

/// What the viewers remember.
#[derive(Debug, Clone)]
pub(crate) struct ViewerState {
    /// How the pictures are compared.
    pub mode: ViewMode,
    /// Which one a single viewer shows; which one is in front of the divider or around the lens.
    pub side: Side,
    /// The one camera.
    pub camera: Camera,
    /// What to bring into view as soon as the size of the viewer is known.
    pub bring: Option<RectMm>,
    /// The arrangement that was kept of what is to be brought into view: it is laid where it lay.
    pub restore: Option<Arrangement>,
    /// What was brought into view and has not been moved by hand since: it stays fitted when the viewer changes its size.
    pub fitted: Option<RectMm>,
    /// The picture to compare with; `None` for the reference under the light in hand.
    pub against: Option<Source>,
    /// How much of the questioned covers the reference, 0 to 1.
    pub opacity: f32,
    /// How the questioned is laid over the reference.
    pub blend: Blend,
    /// The divider of a swipe.
    pub swipe: Swipe,
    /// The lens.
    pub lens: Lens,
    /// The squares of a checkerboard, by number in their table.
    square: usize,
    /// The blink.
    pub blink: Blink,
    /// From which suspicion on a difference is coloured, 0 to 1.
    pub tolerance: f64,
    /// The viewers of a grid.
    pub grid: Grid,
    /// How far pictures were moved by hand: by viewer, 0 for those of a pair, and picture.
    offsets: BTreeMap<(u8, PictureKey), Offset>,
    /// Whether zones are outlined.
    pub zones: bool,
    /// Whether marks and measurements are painted.
    pub marks: bool,
    /// Whether the tools that measure and mark are shown.
    pub tools: bool,
    /// The tool in hand and what is drawn with it.
    pub drawing: Drawing,
    /// What is chosen of what was drawn, and how it is moved.
    pub moving: Moving,
    /// Whether there are rulers.
    pub rulers: bool,
    /// Whether file, page, light and scale are written on the pictures.
    pub labels: bool,
    /// Whether there is an overview in the corner.
    pub map: bool,
    /// The size of a viewer, for what is fitted and for zooming by key.
    pub size: egui::Vec2,
    /// How much of the foot of the viewers a bar takes, in points.
    pub foot: f32,
    /// Whether a viewer has the keyboard.
    pub focused: bool,
    /// Whether dragging pans, whatever is under the pointer.
    pub panning: bool,
    /// What was in view before a click, which a double click goes back to first.
    pub(super) before_click: Option<(Camera, Option<RectMm>)>,
}

impl Default for ViewerState {
    fn default() -> Self {
        Self {
            mode: ViewMode::SideBySide,
            side: Side::Questioned,
            camera: Camera::default(),
            bring: None,
            restore: None,
            fitted: None,
            against: None,
            opacity: 0.5,
            blend: Blend::default(),
            swipe: Swipe::default(),
            lens: Lens::default(),
            square: 5,
            blink: Blink::default(),
            tolerance: 0.5,
            grid: Grid::default(),
            offsets: BTreeMap::new(),
            zones: true,
            marks: true,
            tools: false,
            drawing: Drawing::default(),
            moving: Moving::default(),
            rulers: true,
            labels: true,
            map: true,
            size: egui::Vec2::new(400.0, 300.0),
            foot: 0.0,
            focused: false,
            panning: false,
            before_click: None,
        }
    }
}

impl ViewerState {
    /// A new state that keeps what was switched on or off.
    pub(crate) fn renewed(&self) -> Self {
        Self {
            zones: self.zones,
            marks: self.marks,
            tools: self.tools,
            rulers: self.rulers,
            labels: self.labels,
            map: self.map,
            ..Self::default()
        }
    }

    /// The side of a square of the checkerboard, in mm.
    pub(crate) fn square_mm(&self) -> f64 {
        SQUARES.get(self.square).copied().unwrap_or(5.0)
    }

    /// How far the picture of a viewer was moved by hand.
    pub(crate) fn offset(&self, slot: u8, picture: PictureKey) -> Offset {
        self.offsets.get(&(slot, picture)).copied().unwrap_or_default()
    }

    /// Moves a picture by hand, by steps of 0.05 mm.
    pub(super) fn nudge(&mut self, target: Option<(u8, PictureKey)>, right: i32, down: i32) {
        if let Some(target) = target {
            self.offsets.entry(target).or_default().nudge(right, down);
        }
    }

    /// Moves a picture by hand to so far from its registered place.
    pub(crate) fn set_offset(&mut self, slot: u8, picture: PictureKey, offset: Offset) {
        if offset.is_some() {
            self.offsets.insert((slot, picture), offset);
        } else {
            self.offsets.remove(&(slot, picture));
        }
    }

    /// Takes the squares nearest to a side in mm.
    pub(crate) fn take_square(&mut self, side_mm: f64) {
        let far = |side: &f64| (side / side_mm.max(1e-3)).ln().abs();
        let nearest = SQUARES.iter().enumerate().min_by(|(_, a), (_, b)| far(a).total_cmp(&far(b)));
        self.square = nearest.map_or(self.square, |(number, _)| number);
    }

    /// Puts a picture back on its registered place.
    pub(super) fn put_back(&mut self, target: Option<(u8, PictureKey)>) {
        if let Some(target) = target {
            self.offsets.remove(&target);
        }
    }

    /// Takes a viewer of the grid away, with what was moved in it.
    pub(super) fn remove_pane(&mut self) {
        if let Some(removed) = self.grid.remove() {
            self.offsets.retain(|(slot, _), _| *slot != removed);
        }
    }

    /// Colours less or more of a difference, by steps of 0.05.
    pub(super) fn step_tolerance(&mut self, more: bool) {
        let steps = (self.tolerance * 20.0).round() + if more { 1.0 } else { -1.0 };
        self.tolerance = (steps / 20.0).clamp(0.05, 0.95);
    }

    /// Takes larger or smaller squares.
    pub(super) fn step_square(&mut self, larger: bool) {
        self.square = if larger { (self.square + 1).min(SQUARES.len() - 1) } else { self.square.saturating_sub(1) };
    }

    /// Takes the size of the viewer, and fits what is to be brought into view, or what was fitted before the size changed.
    pub(super) fn fit(&mut self, size: egui::Vec2) {
        let resized = (self.size - size).length() > 4.0;
        self.size = size;
        if let Some(area) = self.bring.take().or_else(|| self.fitted.filter(|_| resized)) {
            let restored = self.restore.take();
            let margin = match (super::canvas::is_small(size), self.rulers) {
                (true, _) => 4.0,
                (false, true) => 40.0,
                (false, false) => 24.0,
            };
            self.camera = self.camera.fitted(area, size, if restored.is_some() { 0.0 } else { margin });
            self.fitted = Some(area);
            if let Some(arrangement) = restored {
                self.lay(&arrangement, egui::Rect::from_min_size(egui::Pos2::ZERO, size));
            }
        }
    }

    /// Takes `points` away from the foot of the viewers, or gives them back: what is seen stays where it is on the screen, and as
    /// large.
    pub(crate) fn take_foot(&mut self, points: f32, whole: f32) {
        if points == 0.0 || self.bring.is_some() {
            return;
        }
        // Viewers above each other share it; the uppermost of them stays.
        let rows = (whole / self.size.y.max(1.0)).round().max(1.0);
        let each = points / rows;
        self.size.y -= each;
        self.camera.pan(egui::vec2(0.0, each / 2.0));
    }

    /// Lays the divider or the lens of an arrangement where it has it on the page.
    fn lay(&mut self, arrangement: &Arrangement, viewer: egui::Rect) {
        match arrangement {
            Arrangement::Lens { radius_mm, .. } => self.lens.size((radius_mm * self.camera.points_per_mm) as f32),
            Arrangement::Swipe { outline } => {
                let [Some(left_top), Some(right_top), Some(right_bottom), Some(left_bottom)] =
                    [0, 1, 2, 3].map(|corner| outline.get(corner).map(|point| self.camera.ui(viewer, *point)))
                else {
                    return;
                };
                // The part before the divider is long along it.
                let upright = left_top.distance(right_top) < right_top.distance(right_bottom);
                let end = if upright { right_top } else { left_bottom };
                self.swipe.divider = if upright { Divider::Vertical } else { Divider::Horizontal };
                self.swipe.lie_at(viewer, end.lerp(right_bottom, 0.5));
            }
            _ => {}
        }
    }
}
