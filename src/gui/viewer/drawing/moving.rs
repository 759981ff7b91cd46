//! Moving what is chosen: a handle drags one point, the line drags the whole, and keys nudge either.
//!
//! Nothing is kept before the pointer or the key is let go; until then what is moved is a preview.

use eframe::egui;
use egui::{CursorIcon, Pos2, Rect, Response, Role, Sense, Stroke, Ui, WidgetInfo, vec2};

use super::sketch::{Screen, SketchShape};
use crate::domain::{Form, PointMm};
use crate::gui::theme;
use crate::gui::viewer::ViewerState;
use crate::gui::wish::PlacedId;

/// How far a key moves a point, in mm.
pub(crate) const NUDGE_MM: f64 = 0.05;
/// Side of the place around a point that takes it, in points of the screen.
const GRIP: f32 = 18.0;
/// Most handles of one viewer; a line with more points is moved as a whole, or looked at closer.
const MOST_HANDLES: usize = 200;

/// What is chosen, as it lies now.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Chosen {
    /// Which it is.
    pub(crate) id: PlacedId,
    /// Its points.
    pub(crate) form: Form,
    /// What is painted of it.
    pub(crate) shape: SketchShape,
    /// Whether its millimetres are those of the document.
    pub(crate) calibrated: bool,
}

/// What the pointer holds.
#[derive(Debug, Clone)]
struct Held {
    /// The widget that is dragged.
    by: egui::Id,
    id: PlacedId,
    /// As it lay when it was taken.
    from: Form,
    /// The handle; `None` for the whole.
    handle: Option<usize>,
    /// Where the pointer went down, in mm of the page.
    origin: PointMm,
    /// As it lies now, once it was moved.
    now: Option<Form>,
}

/// What is chosen, and what is done with it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moving {
    chosen: Option<Chosen>,
    /// The point that keys move; `None` for the whole.
    handle: Option<usize>,
    held: Option<Held>,
    nudged: Option<(PlacedId, Form)>,
    finished: Vec<(PlacedId, Form)>,
}

impl Moving {
    /// Says what is chosen and may be moved; `None` for nothing.
    pub(crate) fn offer(&mut self, chosen: Option<Chosen>) {
        let id = |chosen: &Option<Chosen>| chosen.as_ref().map(|chosen| chosen.id);
        if id(&chosen) != id(&self.chosen) {
            self.keep_nudged();
            self.handle = None;
        }
        self.chosen = chosen;
    }

    /// Whether something is chosen that may be moved.
    pub(crate) fn is_offered(&self) -> bool {
        self.chosen.is_some()
    }

    /// How something lies while it is being moved; `None` if it is not.
    pub(crate) fn preview(&self, of: PlacedId) -> Option<&Form> {
        let held = self.held.as_ref().filter(|held| held.id == of).and_then(|held| held.now.as_ref());
        held.or_else(|| self.nudged.as_ref().filter(|(id, _)| *id == of).map(|(_, form)| form))
    }

    /// Whether keys have moved something that is not kept yet.
    pub(crate) fn is_nudged(&self) -> bool {
        self.nudged.is_some()
    }

    /// Takes the next point, or the one before; the whole comes between the last and the first.
    pub(crate) fn step(&mut self, forward: bool) {
        let Some(count) = self.form().map(|form| form.handles().len()) else { return };
        let now = self.handle.map_or(0, |handle| handle + 1);
        let next = (now + if forward { 1 } else { count }) % (count + 1);
        self.handle = next.checked_sub(1);
    }

    /// Moves the point in hand, or the whole, by so many steps to the right and down.
    pub(crate) fn nudge(&mut self, right: f64, down: f64) {
        let (Some(id), Some(form)) = (self.chosen.as_ref().map(|chosen| chosen.id), self.form()) else { return };
        let by = [right * NUDGE_MM, down * NUDGE_MM];
        let moved = match self.handle {
            None => Some(form.shifted(by)),
            Some(handle) => form.handles().get(handle).and_then(|at| {
                let to = PointMm { x: at.x + by[0], y: at.y + by[1] };
                let moved = form.with_handle(handle, to)?;
                self.handle = moved.nearest_handle(to);
                Some(moved)
            }),
        };
        self.nudged = moved.map(|moved| (id, moved));
    }

    /// Forgets what was moved and not kept; returns whether there was something.
    pub(crate) fn cancel(&mut self) -> bool {
        let held = self.held.take().is_some_and(|held| held.now.is_some());
        self.nudged.take().is_some() || held
    }

    /// Keeps what keys have moved.
    fn keep_nudged(&mut self) {
        self.finished.extend(self.nudged.take());
    }

    /// What was moved to its end since it was last asked for: keys that move are let go, or the pointer is.
    pub(crate) fn take_finished(&mut self, ctx: &egui::Context) -> Vec<(PlacedId, Form)> {
        let (keys, pointer) = ctx.input(|input| (input.modifiers.command, input.pointer.primary_down()));
        if !keys {
            self.keep_nudged();
        }
        // The viewer that it was dragged in may be gone.
        if !pointer && let Some(held) = self.held.take() {
            self.finished.extend(held.now.map(|form| (held.id, form)));
        }
        std::mem::take(&mut self.finished)
    }

    /// What is chosen as it lies, with what keys have moved.
    fn form(&self) -> Option<Form> {
        let chosen = self.chosen.as_ref()?;
        Some(self.preview(chosen.id).unwrap_or(&chosen.form).clone())
    }

    /// Whether the widget drags something.
    pub(in crate::gui::viewer) fn is_held_by(&self, by: egui::Id) -> bool {
        self.held.as_ref().is_some_and(|held| held.by == by)
    }

    fn take(&mut self, by: egui::Id, handle: Option<usize>, origin: PointMm) {
        let (Some(chosen), Some(from)) = (&self.chosen, self.form()) else { return };
        self.held = Some(Held { by, id: chosen.id, from, handle, origin, now: None });
        self.handle = handle;
        self.keep_nudged();
    }

    fn drag_to(&mut self, spot: PointMm) {
        let Some(held) = &mut self.held else { return };
        let by = [spot.x - held.origin.x, spot.y - held.origin.y];
        let to = |at: &PointMm| PointMm { x: at.x + by[0], y: at.y + by[1] };
        held.now = match held.handle {
            None => Some(held.from.shifted(by)),
            Some(handle) => held.from.handles().get(handle).map(to).and_then(|to| {
                let moved = held.from.with_handle(handle, to)?;
                self.handle = moved.nearest_handle(to);
                Some(moved)
            }),
        };
    }
}

/// Lets the pointer take the line of what is chosen in a viewer that fills `rect`; what it then drags is not the view. Returns what
/// the pointer looks like if it is on the line.
pub(in crate::gui::viewer) fn body(
    ui: &Ui,
    rect: Rect,
    state: &mut ViewerState,
    response: &Response,
    shift_mm: [f64; 2],
) -> Option<CursorIcon> {
    if state.drawing.tool().is_some() {
        return None;
    }
    let camera = state.camera;
    let screen = Screen { camera: &camera, rect, shift_mm };
    let (pressed, origin) = ui.input(|input| (input.pointer.primary_pressed(), input.pointer.press_origin()));
    let over = |state: &ViewerState, place: Pos2| {
        let chosen = state.moving.chosen.as_ref().filter(|_| !state.panning);
        chosen.is_some_and(|chosen| screen.is_on(&chosen.shape, place))
    };
    if let Some(origin) = origin.filter(|_| pressed && response.is_pointer_button_down_on())
        && over(state, origin)
    {
        state.moving.take(response.id, None, screen.spot(origin));
    }
    if state.moving.is_held_by(response.id) {
        dragged(ui, response, state, &screen);
        return Some(CursorIcon::Grabbing);
    }
    response.hover_pos().is_some_and(|place| over(state, place)).then_some(CursorIcon::Move)
}

/// Moves what a widget holds to where the pointer is.
fn dragged(ui: &Ui, response: &Response, state: &mut ViewerState, screen: &Screen<'_>) {
    if response.dragged_by(egui::PointerButton::Primary)
        && let Some(place) = response.interact_pointer_pos()
    {
        state.moving.drag_to(screen.spot(place));
        // What is painted follows in the next frame.
        ui.ctx().request_repaint();
    }
}

/// The points of what is chosen as widgets on a viewer that fills `rect`: dragging moves one, a click gives it to the keys.
pub(in crate::gui::viewer) fn handles_ui(ui: &Ui, rect: Rect, state: &mut ViewerState, canvas: egui::Id, shift_mm: [f64; 2]) {
    let (Some(chosen), Some(form)) = (state.moving.chosen.clone(), state.moving.form()) else { return };
    let camera = state.camera;
    let screen = Screen { camera: &camera, rect, shift_mm };
    let places: Vec<(usize, PointMm, Pos2)> =
        form.handles().into_iter().enumerate().map(|(number, at)| (number, at, screen.place(at))).collect();
    let count = places.len();
    // What is dragged past the edge of the viewer is still held.
    let seen = |by: egui::Id, place: Pos2, state: &ViewerState| rect.contains(place) || state.moving.is_held_by(by);
    let inside = ui.painter_at(rect);
    let mut left = MOST_HANDLES;
    for (number, at, place) in places {
        let id = canvas.with((chosen.id, number));
        if !seen(id, place, state) || left == 0 {
            continue;
        }
        left -= 1;
        let sense = if state.panning { Sense::hover() } else { Sense::click_and_drag() };
        let response = ui.interact(Rect::from_center_size(place, vec2(GRIP, GRIP)), id, sense);
        let mut spoken = format!("Point {} of {count}", number + 1);
        if chosen.calibrated {
            spoken.push_str(&format!(": {:.2} mm, {:.2} mm", at.x, at.y));
        }
        let in_hand = state.moving.handle == Some(number);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, in_hand, &spoken));
        if response.clicked() || response.gained_focus() {
            state.moving.handle = Some(number);
        }
        if response.drag_started_by(egui::PointerButton::Primary) {
            let origin = ui.input(|input| input.pointer.press_origin()).unwrap_or(place);
            state.moving.take(id, Some(number), screen.spot(origin));
        }
        if state.moving.is_held_by(id) {
            dragged(ui, &response, state, &screen);
        }
        let lit = in_hand || response.hovered() || response.has_focus();
        handle(&inside, place, lit);
        response.on_hover_cursor(CursorIcon::Grab);
    }
}

/// A round handle, dark around bright, so that it is seen on every print; the one in hand is larger and filled.
fn handle(painter: &egui::Painter, place: Pos2, lit: bool) {
    let colours = theme::over_pictures();
    let radius = if lit { 6.0 } else { 4.5 };
    painter.circle_filled(place, radius + 2.0, colours.behind_label);
    let fill = if lit { colours.accent } else { colours.over_picture };
    painter.circle(place, radius, fill, Stroke::new(1.5, if lit { colours.over_picture } else { colours.accent }));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Figure, MarkShape, MeasuredId, RectMm};
    use uuid::Uuid;

    fn id() -> PlacedId {
        PlacedId::Measured(MeasuredId(Uuid::nil()))
    }

    fn point(x: f64, y: f64) -> PointMm {
        PointMm { x, y }
    }

    fn with(form: Form) -> Moving {
        let mut moving = Moving::default();
        let shape = SketchShape::Path(form.handles());
        moving.offer(Some(Chosen { id: id(), form, shape, calibrated: true }));
        moving
    }

    fn distance() -> Form {
        Form::Figure(Figure::Distance, vec![point(1.0, 2.0), point(5.0, 2.0)])
    }

    /// Runs a frame in which `command` is held or not; returns what was kept by it.
    fn kept(moving: &mut Moving, command: bool) -> Vec<(PlacedId, Form)> {
        let (ctx, mut kept) = (egui::Context::default(), Vec::new());
        let modifiers = if command { egui::Modifiers::COMMAND } else { egui::Modifiers::NONE };
        let input = egui::RawInput { events: vec![egui::Event::ModifiersChanged(modifiers)], ..egui::RawInput::default() };
        drop(ctx.run_ui(input, |ui| kept.extend(moving.take_finished(ui.ctx()))));
        kept
    }

    #[test]
    fn keys_take_the_whole_then_one_point_after_the_other() {
        let mut moving = with(distance());
        let mut taken = vec![moving.handle];
        for forward in [true, true, true, false, false] {
            moving.step(forward);
            taken.push(moving.handle);
        }
        assert_eq!(taken, [None, Some(0), Some(1), None, Some(1), Some(0)]);
    }

    #[test]
    fn nudges_are_one_step_once_the_key_is_let_go() {
        let mut moving = with(distance());
        moving.step(false);
        for _ in 0..4 {
            moving.nudge(1.0, 0.0);
        }
        assert!(kept(&mut moving, true).is_empty(), "kept while the key was down");
        let [(of, Form::Figure(_, points))] = &kept(&mut moving, false)[..] else { panic!("not kept once") };
        assert_eq!(*of, id());
        assert!((points[1].x - 5.2).abs() < 1e-9 && points[0] == point(1.0, 2.0), "{points:?}");
        assert!(kept(&mut moving, false).is_empty(), "kept twice");
    }

    #[test]
    fn without_a_point_in_hand_keys_move_the_whole() {
        let mut moving = with(Form::Mark(MarkShape::Box(RectMm::new(1.0, 2.0, 3.0, 4.0))));
        moving.nudge(0.0, -2.0);
        assert_eq!(moving.preview(id()), Some(&Form::Mark(MarkShape::Box(RectMm::new(1.0, 1.9, 3.0, 4.0)))));
        assert!(moving.cancel() && moving.preview(id()).is_none() && !moving.cancel());
    }

    #[test]
    fn what_is_dragged_keeps_its_distance_from_the_pointer() {
        let mut moving = with(distance());
        // Taken 0.3 mm beside the point.
        moving.take(egui::Id::NULL, Some(1), point(5.3, 2.0));
        assert!(moving.preview(id()).is_none(), "moved before the pointer was");
        moving.drag_to(point(6.3, 4.0));
        assert_eq!(moving.preview(id()), Some(&Form::Figure(Figure::Distance, vec![point(1.0, 2.0), point(6.0, 4.0)])));
        let [(_, Form::Figure(_, points))] = &kept(&mut moving, false)[..] else { panic!("not kept") };
        assert_eq!(points[1], point(6.0, 4.0));
    }

    #[test]
    fn another_choice_keeps_what_was_nudged_and_takes_no_point() {
        let mut moving = with(distance());
        moving.step(true);
        moving.nudge(1.0, 1.0);
        moving.offer(None);
        assert_eq!((moving.handle, kept(&mut moving, true).len()), (None, 1));
    }
}
