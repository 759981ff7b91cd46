//! Drawing on the page: the tool in hand, the points that are set, and what the pointer does with them.
//!
//! Points are in mm of the page as soon as they are set, so that what was drawn in one light lies at the same place in all.

mod moving;
mod sketch;
mod tool;

use eframe::egui;
use egui::{PointerButton, Pos2, Rect, Response, Ui};

use super::ViewerState;
use super::grid::Source;
use crate::domain::{MAX_POINTS, MarkKind, PointMm};

pub(crate) use moving::{Chosen, Moving};
pub(super) use moving::{body, handles_ui};
pub(crate) use sketch::{Sketch, SketchShape, Tint};
pub(super) use sketch::{hit, paint};
pub(crate) use tool::Tool;

/// Points of the screen below which a drag is a click, and two clicks are at one spot.
const SAME_SPOT: f32 = 5.0;
/// Points of the screen from one point of a line drawn by hand to the next.
const FREEHAND_STEP: f32 = 3.0;

/// The picture that is drawn on, and how far it was moved by hand over the page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Ground {
    /// The picture.
    pub(crate) source: Source,
    /// How far it was moved, in mm; points are kept where it is registered.
    pub(crate) shift_mm: [f64; 2],
}

/// Something that was drawn to its end.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Drawn {
    /// With what.
    pub(crate) tool: Tool,
    /// Its points in mm of the page.
    pub(crate) points: Vec<PointMm>,
    /// On which picture.
    pub(crate) source: Source,
    /// What a mark points out.
    pub(crate) kind: MarkKind,
    /// What was typed with it.
    pub(crate) words: String,
    /// How well a known length is known, as typed.
    pub(crate) tolerance: String,
}

/// The tool in hand and what is drawn with it so far.
#[derive(Debug, Clone)]
pub(crate) struct Drawing {
    tool: Option<Tool>,
    points: Vec<PointMm>,
    ground: Option<Ground>,
    hover: Option<PointMm>,
    /// What the next mark points out.
    pub(crate) kind: MarkKind,
    /// What is typed with a text or a scale.
    pub(crate) words: String,
    /// How well the length of a scale is known, in mm, as typed.
    pub(crate) tolerance: String,
    /// Whether the field for words is to be typed in next.
    pub(crate) focus: bool,
    finished: Vec<Drawn>,
}

impl Default for Drawing {
    fn default() -> Self {
        Self {
            tool: None,
            points: Vec::new(),
            ground: None,
            hover: None,
            kind: MarkKind::Interest,
            words: String::new(),
            tolerance: "0.05".to_owned(),
            focus: false,
            finished: Vec::new(),
        }
    }
}

impl Drawing {
    /// The tool in hand.
    pub(crate) fn tool(&self) -> Option<Tool> {
        self.tool
    }

    /// The points that are set.
    pub(crate) fn points(&self) -> &[PointMm] {
        &self.points
    }

    /// The points that are set and the one under the pointer.
    pub(crate) fn preview(&self) -> Vec<PointMm> {
        let room = self.tool.is_some_and(|tool| self.points.len() < tool.most_points() && tool != Tool::Freehand);
        let hover = self.hover.filter(|_| room && (!self.points.is_empty() || self.tool == Some(Tool::Point)));
        self.points.iter().copied().chain(hover).collect()
    }

    /// The picture that is drawn on: where the first point was set.
    pub(crate) fn source(&self) -> Option<Source> {
        self.ground.map(|ground| ground.source)
    }

    /// Takes a tool; the same one again puts it down.
    pub(crate) fn choose(&mut self, tool: Tool) {
        let tool = (self.tool != Some(tool)).then_some(tool);
        *self = Self { tool, kind: self.kind, finished: std::mem::take(&mut self.finished), ..Self::default() };
    }

    /// Puts the tool down and forgets what was begun.
    pub(crate) fn put_down(&mut self) {
        *self = Self { kind: self.kind, finished: std::mem::take(&mut self.finished), ..Self::default() };
    }

    /// Forgets what was begun; with nothing begun, puts the tool down.
    pub(crate) fn cancel(&mut self) {
        if self.points.is_empty() { self.put_down() } else { self.begin_anew() }
    }

    fn begin_anew(&mut self) {
        self.points.clear();
        self.words.clear();
        (self.ground, self.hover, self.focus) = (None, None, false);
    }

    /// Takes the last point back.
    pub(crate) fn back(&mut self) {
        self.points.pop();
        if self.points.is_empty() {
            self.begin_anew();
        }
    }

    /// Whether what is set makes a whole.
    pub(crate) fn can_finish(&self) -> bool {
        let words = |tool: Tool| !tool.asks_for_words() || !self.words.trim().is_empty();
        self.tool.is_some_and(|tool| self.points.len() >= tool.least_points() && words(tool))
    }

    /// Hands over what is drawn, if it makes a whole, and is ready for the next one.
    pub(crate) fn finish(&mut self) {
        let (Some(tool), Some(ground), true) = (self.tool, self.ground, self.can_finish()) else { return };
        self.finished.push(Drawn {
            tool,
            points: std::mem::take(&mut self.points),
            source: ground.source,
            kind: self.kind,
            words: self.words.trim().to_owned(),
            tolerance: self.tolerance.trim().to_owned(),
        });
        self.begin_anew();
    }

    /// What was drawn to its end since it was last asked for.
    pub(crate) fn take_finished(&mut self) -> Vec<Drawn> {
        std::mem::take(&mut self.finished)
    }

    /// Sets a point on the picture of `ground`, in mm of the page.
    pub(crate) fn set(&mut self, point: PointMm, ground: Ground) {
        let Some(tool) = self.tool.filter(|tool| self.points.len() < tool.most_points()) else { return };
        if self.points.last() == Some(&point) {
            return;
        }
        self.ground.get_or_insert(ground);
        self.points.push(point);
        if self.points.len() >= tool.most_points() {
            if tool.asks_for_words() { self.focus = true } else { self.finish() }
        }
    }

    /// Whether a drag with the first button draws now and does not pan.
    pub(super) fn takes_drag(&self) -> bool {
        self.tool.is_some_and(Tool::takes_drag)
    }
}

/// Lets the pointer draw in a viewer that fills `rect`.
pub(super) fn draw(ui: &Ui, rect: Rect, state: &mut ViewerState, response: &Response, ground: Ground) {
    let Some(tool) = state.drawing.tool.filter(|_| !state.panning) else { return };
    let camera = state.camera;
    let [right, down] = ground.shift_mm;
    let spot = |place: Pos2| {
        let seen = camera.page(rect, place);
        PointMm { x: seen.x - right, y: seen.y - down }
    };
    let apart = |one: PointMm, other: PointMm| (camera.ui(rect, one) - camera.ui(rect, other)).length();
    let drawing = &mut state.drawing;
    let primary = PointerButton::Primary;
    if let Some(place) = response.hover_pos().or_else(|| response.interact_pointer_pos()) {
        let hover = Some(spot(place));
        if drawing.hover != hover {
            drawing.hover = hover;
            ui.ctx().request_repaint();
        }
    }
    let Some(place) = response.interact_pointer_pos() else { return };
    let here = spot(place);
    let origin = ui.input(|input| input.pointer.press_origin()).map_or(here, spot);
    if response.clicked_by(primary) {
        let again = drawing.points.last().is_some_and(|last| apart(*last, here) < SAME_SPOT);
        if response.double_clicked_by(primary) {
            drawing.finish();
        } else if !again {
            drawing.set(here, ground);
        }
        ui.ctx().request_repaint();
        return;
    }
    if tool == Tool::Freehand {
        if response.drag_started_by(primary) {
            drawing.begin_anew();
            drawing.set(origin, ground);
        }
        let far = drawing.points.last().is_some_and(|last| apart(*last, here) >= FREEHAND_STEP);
        if response.dragged_by(primary) && far && drawing.points.len() + 1 < MAX_POINTS {
            drawing.set(here, ground);
        }
        if response.drag_stopped_by(primary) {
            drawing.finish();
            drawing.begin_anew();
        }
        return;
    }
    if tool.takes_drag() {
        if response.drag_started_by(primary) && drawing.points.is_empty() {
            drawing.set(origin, ground);
        }
        if response.drag_stopped_by(primary) && drawing.points.last().is_some_and(|last| apart(*last, here) >= SAME_SPOT) {
            drawing.set(here, ground);
        }
    } else if response.drag_stopped_by(primary) && apart(origin, here) < SAME_SPOT {
        // A click that was held for long.
        drawing.set(here, ground);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Figure, Light};
    use crate::gui::viewer::Side;

    fn ground() -> Ground {
        Ground { source: Source::new(Side::Questioned, Light::Visible), shift_mm: [0.0; 2] }
    }

    fn point(x: f64) -> PointMm {
        PointMm { x, y: 1.0 }
    }

    fn with(tool: Tool, points: usize) -> Drawing {
        let mut drawing = Drawing::default();
        drawing.choose(tool);
        for number in 0..points {
            drawing.set(point(number as f64), ground());
        }
        drawing
    }

    #[test]
    fn a_figure_of_so_many_points_is_finished_with_the_last() {
        for (tool, points) in [(Tool::Point, 1), (Tool::Box, 2), (Tool::Measure(Figure::Angle), 3)] {
            let mut drawing = with(tool, points);
            let drawn = drawing.take_finished();
            assert_eq!((drawn.len(), drawn[0].points.len()), (1, points), "{tool:?}");
            assert!(drawing.points().is_empty() && drawing.tool() == Some(tool), "the tool was put down");
        }
    }

    #[test]
    fn a_path_waits_to_be_finished_and_points_are_taken_back() {
        let mut drawing = with(Tool::Measure(Figure::Polyline), 4);
        assert!(drawing.take_finished().is_empty());
        drawing.back();
        drawing.finish();
        assert_eq!(drawing.take_finished()[0].points.len(), 3);
        let mut short = with(Tool::Polygon, 2);
        short.finish();
        assert!(short.take_finished().is_empty() && short.points().len() == 2, "two corners made an outline");
    }

    #[test]
    fn cancel_forgets_what_was_begun_and_then_the_tool() {
        let mut drawing = with(Tool::Polygon, 2);
        drawing.cancel();
        assert!(drawing.points().is_empty() && drawing.tool() == Some(Tool::Polygon));
        drawing.cancel();
        assert_eq!(drawing.tool(), None);
    }

    #[test]
    fn a_text_waits_for_its_words() {
        let mut drawing = with(Tool::Text, 1);
        drawing.finish();
        assert!(drawing.take_finished().is_empty() && drawing.focus);
        drawing.words = " glue ".to_owned();
        drawing.finish();
        assert_eq!(drawing.take_finished()[0].words, "glue");
    }

    #[test]
    fn the_same_tool_again_is_put_down() {
        let mut drawing = with(Tool::Box, 1);
        drawing.choose(Tool::Box);
        assert!(drawing.tool().is_none() && drawing.points().is_empty());
    }
}
