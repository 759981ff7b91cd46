//! One of the two pictures: its landmarks, what the pointer does to them, and the magnifier.

use eframe::egui;
use egui::{Align2, Color32, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::{Dragged, GRIP, HandState};
use crate::domain::{PageFromCapture, PointMm, PointPx, RectMm};
use crate::gui::theme;
use crate::gui::viewer::{Layer, Part, Side, Textures, chip, circle, layers_ui, message, scale_bar};

/// Radius of the magnifier in points.
const MAGNIFIER: f32 = 84.0;

/// What one of the pictures shows.
pub(crate) struct PaneView<'a> {
    /// Which picture.
    pub(crate) side: Side,
    /// What is written in its corner.
    pub(crate) label: Vec<String>,
    /// The picture, and over it the other as the fit lays it; empty while there is none.
    pub(crate) layers: Vec<Layer<'a>>,
    /// From px of the picture to the mm that its camera counts in.
    pub(crate) map: PageFromCapture,
    /// All of the picture, in those mm.
    pub(crate) all: RectMm,
    /// Said while there is no picture.
    pub(crate) empty: Option<(String, String)>,
}

/// Paints a picture with its landmarks into `rect` and lets the pointer set, choose and move them.
pub(crate) fn pane_ui(ui: &Ui, rect: Rect, view: &PaneView<'_>, state: &mut HandState, textures: &mut Textures) {
    let side = view.side;
    let id = ui.scope_id().with(("landmarks", side));
    let response = ui.interact(rect, id, Sense::click_and_drag());
    let set = state.draft.as_ref().map_or(0, |draft| draft.pairs().iter().filter(|pair| pair.spot(side).is_some()).count());
    let spoken = format!("{} picture, {}", side.title(), super::panel::counted(set, "landmark"));
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &spoken));
    fit(state, side, rect, view.all);
    navigate(ui, rect, &response, state, side);

    let colours = theme::colours(ui.visuals());
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, colours.canvas);
    if let Some((title, text)) = &view.empty {
        message(&painter, colours, rect, title, text);
        return;
    }
    layers_ui(ui, rect, state.camera_mut(side), textures, &view.layers);
    let focused = spots_ui(ui, rect, id, view, state);
    clicks(rect, &response, view, state);
    ghosts(&painter, rect, view, state);
    markers(&painter, rect, view, state);
    let camera = *state.camera_mut(side);
    scale_bar(&painter, colours, rect, &camera);
    chip(&painter, colours, rect.left_top() + vec2(8.0, 8.0), Align2::LEFT_TOP, &view.label);
    if let Some(dragged) = state.dragged.filter(|dragged| dragged.side == side) {
        magnifier(ui, rect, view, state, dragged, textures);
    }
    let active = state.draft.as_ref().is_some_and(|draft| draft.side() == side);
    if response.has_focus() || focused {
        state.focused = true;
        let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
    }
    if active {
        painter.rect_stroke(rect, 0.0, Stroke::new(2.0, colours.accent), StrokeKind::Inside);
    }
}

fn fit(state: &mut HandState, side: Side, rect: Rect, all: RectMm) {
    let waiting = &mut state.to_fit[usize::from(side == Side::Reference)];
    if all.width > 0.0 && std::mem::take(waiting) {
        let camera = state.camera_mut(side);
        *camera = camera.fitted(all, rect.size(), 28.0);
    }
}

/// Dragging pans, the wheel zooms about the pointer; while a spot is dragged it changes the magnifier.
fn navigate(ui: &Ui, rect: Rect, response: &Response, state: &mut HandState, side: Side) {
    if response.dragged() {
        state.camera_mut(side).pan(response.drag_delta());
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    } else if response.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    }
    let Some(place) = ui.input(|input| input.pointer.hover_pos()).filter(|place| rect.contains(*place)) else { return };
    if state.dragged.is_some() {
        let notch = ui.input(|input| input.events.iter().find_map(wheel));
        if let Some(up) = notch {
            state.magnify(up);
        }
        return;
    }
    let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta()));
    let factor = f64::from(pinch) * (f64::from(scroll.y) / 240.0).exp();
    if (factor - 1.0).abs() > 1e-4 {
        state.camera_mut(side).zoom_about(rect, place, factor);
    }
}

/// Whether the wheel was turned up; `None` if it was not turned.
fn wheel(event: &egui::Event) -> Option<bool> {
    match event {
        egui::Event::MouseWheel { delta, .. } if delta.y != 0.0 => Some(delta.y > 0.0),
        _ => None,
    }
}

fn place(state: &mut HandState, rect: Rect, view: &PaneView<'_>, spot: PointPx) -> Pos2 {
    state.camera_mut(view.side).ui(rect, view.map.page(spot))
}

/// The spots as widgets: a click chooses, dragging moves, five times finer with Shift. Returns whether one of them has the keyboard.
fn spots_ui(ui: &Ui, rect: Rect, id: egui::Id, view: &PaneView<'_>, state: &mut HandState) -> bool {
    let side = view.side;
    let Some(draft) = &state.draft else { return false };
    let spots: Vec<(usize, PointPx)> =
        draft.pairs().iter().enumerate().filter_map(|(number, pair)| Some((number, pair.spot(side)?))).collect();
    let mut focused = false;
    for (number, spot) in spots {
        let at = place(state, rect, view, spot);
        let held = state.dragged.is_some_and(|dragged| dragged.side == side && dragged.number == number);
        if !rect.contains(at) && !held {
            continue;
        }
        let response = ui.interact(Rect::from_center_size(at, GRIP), id.with(number), Sense::click_and_drag());
        let chosen = state.draft.as_ref().is_some_and(|draft| draft.chosen() == Some(number) && draft.side() == side);
        let spoken = format!("Landmark {} in the {}", number + 1, side.title().to_lowercase());
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &spoken));
        let response = response.on_hover_cursor(egui::CursorIcon::Grab);
        let Some(draft) = &mut state.draft else { continue };
        if response.clicked() || response.gained_focus() {
            draft.choose(Some(number), side);
        }
        if response.has_focus() {
            focused = true;
            let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..egui::EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        }
        if response.drag_started() {
            draft.grab(number, side);
            // What the pointer moved before it counted as dragging is caught up with.
            let held_from = ui.input(|input| input.pointer.press_origin());
            let late =
                response.interact_pointer_pos().zip(held_from).map_or(vec2(0.0, 0.0), |(now, then)| now - then - response.drag_delta());
            let [x, y] = state.camera_mut(side).step_mm(late);
            let from = view.map.page(spot);
            state.dragged = Some(Dragged { number, side, at: PointMm { x: from.x + x, y: from.y + y } });
            state.hush();
        }
        if response.dragged() {
            drag(ui, &response, view, state);
        }
        if response.drag_stopped() {
            state.dragged = None;
        }
    }
    focused
}

fn drag(ui: &Ui, response: &Response, view: &PaneView<'_>, state: &mut HandState) {
    let Some(mut dragged) = state.dragged else { return };
    // The arrow would cover the spot; the cross in the magnifier stands for it.
    ui.ctx().set_cursor_icon(egui::CursorIcon::None);
    let slow = if ui.input(|input| input.modifiers.shift) { 0.2 } else { 1.0 };
    let [x, y] = state.camera_mut(view.side).step_mm(response.drag_delta() * slow);
    dragged.at = PointMm { x: dragged.at.x + x, y: dragged.at.y + y };
    state.dragged = Some(dragged);
    if let (Some(spot), Some(draft)) = (view.map.capture(dragged.at), &mut state.draft) {
        draft.move_to(dragged.number, dragged.side, spot);
    }
}

/// A click beside all spots sets one, if it is on the picture.
fn clicks(rect: Rect, response: &Response, view: &PaneView<'_>, state: &mut HandState) {
    let spot = |state: &mut HandState, at: Pos2| view.map.capture(state.camera_mut(view.side).page(rect, at));
    if let Some(at) = response.hover_pos() {
        state.hovered = spot(state, at).map(|spot| (view.side, spot));
    } else if state.hovered.is_some_and(|(side, _)| side == view.side) {
        state.hovered = None;
    }
    if !response.clicked() {
        return;
    }
    let set = response.interact_pointer_pos().and_then(|at| spot(state, at));
    if let (Some(spot), Some(draft)) = (set, &mut state.draft) {
        if draft.contains(view.side, spot) {
            draft.set(view.side, spot);
            state.hush();
        } else {
            draft.choose(None, view.side);
        }
    }
}

/// Where the fit puts what is under the pointer, and the missing half of pairs, in this picture.
fn ghosts(painter: &Painter, rect: Rect, view: &PaneView<'_>, state: &mut HandState) {
    let Some(draft) = &state.draft else { return };
    let other = view.side.other();
    let mut ghosts: Vec<PointPx> = draft
        .pairs()
        .iter()
        .filter(|pair| pair.spot(view.side).is_none())
        .filter_map(|pair| draft.across(other, pair.spot(other)?))
        .collect();
    if let Some((side, spot)) = state.hovered
        && side == other
        && let Some(there) = draft.across(side, spot)
    {
        ghosts.push(there);
    }
    for ghost in ghosts {
        let at = place(state, rect, view, ghost);
        let colours = theme::over_pictures();
        for (width, colour) in [(3.0, colours.behind_label), (1.0, colours.attention)] {
            painter.circle_stroke(at, 7.0, Stroke::new(width, colour));
            painter.circle_filled(at, width / 2.0 + 0.5, colour);
        }
    }
}

/// The crosses of the landmarks with their numbers; the middle stays free.
fn markers(painter: &Painter, rect: Rect, view: &PaneView<'_>, state: &mut HandState) {
    let Some(draft) = &state.draft else { return };
    let (chosen, lines) = (draft.chosen(), draft.lines());
    let spots: Vec<(usize, PointPx)> =
        draft.pairs().iter().enumerate().filter_map(|(number, pair)| Some((number, pair.spot(view.side)?))).collect();
    let colours = theme::over_pictures();
    for (number, spot) in spots {
        let at = place(state, rect, view, spot);
        if !rect.expand(16.0).contains(at) {
            continue;
        }
        let poor = lines.get(number).is_some_and(super::draft::Line::is_poor);
        let colour = match (chosen == Some(number), poor) {
            (_, true) => colours.differs,
            (true, false) => colours.accent,
            (false, false) => colours.over_picture,
        };
        cross(painter, at, 10.0, colour, if chosen == Some(number) { 2.0 } else { 1.5 });
        let place = at + vec2(9.0, -9.0);
        let font = egui::FontId::new(11.5, theme::bold());
        let galley = painter.layout_no_wrap((number + 1).to_string(), font, colour);
        let back = Align2::LEFT_BOTTOM.anchor_size(place, galley.size() + vec2(8.0, 2.0));
        painter.rect_filled(back, 3.0, colours.behind_label);
        painter.galley(back.min + vec2(4.0, 1.0), galley, colour);
    }
}

/// A ring and four arms that leave the middle free, bright on a dark seam.
pub(super) fn cross(painter: &Painter, at: Pos2, radius: f32, colour: Color32, width: f32) {
    for (width, colour) in [(width + 2.0, theme::over_pictures().behind_label), (width, colour)] {
        let stroke = Stroke::new(width, colour);
        for arm in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
            painter.line_segment([at + arm * 3.0, at + arm * (radius + 2.0)], stroke);
        }
        painter.circle_stroke(at, radius * 0.75, stroke);
    }
}

/// What is around the spot that is dragged, enlarged, with the spot in the middle.
fn magnifier(ui: &Ui, rect: Rect, view: &PaneView<'_>, state: &mut HandState, dragged: Dragged, textures: &mut Textures) {
    let Some(spot) = state.draft.as_ref().and_then(|draft| draft.pairs().get(dragged.number)?.spot(dragged.side)) else { return };
    let at = place(state, rect, view, spot);
    let camera = *state.camera_mut(view.side);
    let mut larger = camera;
    larger.zoom_about(rect, at, f64::from(state.magnification));
    let painter = ui.painter_at(rect);
    let colours = theme::over_pictures();
    painter.circle_filled(at, MAGNIFIER, theme::colours(ui.visuals()).canvas);
    let enlarged: Vec<Layer<'_>> = view
        .layers
        .iter()
        .map(|layer| Layer { camera: Some(larger), part: Part::Convex(circle(at, MAGNIFIER)), ..layer.clone() })
        .collect();
    layers_ui(ui, rect, &camera, textures, &enlarged);
    painter.circle_stroke(at, MAGNIFIER + 1.0, Stroke::new(4.0, colours.behind_label));
    painter.circle_stroke(at, MAGNIFIER + 1.0, Stroke::new(1.5, colours.accent));
    for (width, colour) in [(2.5, colours.behind_label), (1.0, colours.accent)] {
        let stroke = Stroke::new(width, colour);
        for arm in [vec2(1.0, 0.0), vec2(-1.0, 0.0), vec2(0.0, 1.0), vec2(0.0, -1.0)] {
            painter.line_segment([at + arm * 5.0, at + arm * 30.0], stroke);
        }
    }
    let below = at + vec2(0.0, MAGNIFIER + 8.0);
    let (at, anchor) =
        if below.y + 26.0 < rect.bottom() { (below, Align2::CENTER_TOP) } else { (at - vec2(0.0, MAGNIFIER + 8.0), Align2::CENTER_BOTTOM) };
    chip(&painter, colours, at, anchor, &[format!("×{} · {:.1}, {:.1} px", state.magnification, spot.x, spot.y)]);
}
