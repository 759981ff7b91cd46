//! One viewer: pictures in layers, what is marked on them, and what the pointer does.

use eframe::egui;
use std::sync::Arc;

use egui::{Color32, Mesh, Painter, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, TextureId, Ui, WidgetInfo, pos2};

use super::blending::{Blended, Card, Overlap};
use super::drawing::{self, Ground, Sketch};
use super::marks;
use super::part::{Part, cut};
use super::textures::{PictureKey, Textures};
use super::tiles::{TilePlace, TiledPicture, bounds_px, outline};
use super::{Camera, ViewMode, ViewerState};
use crate::domain::{Blend, PageFromCapture, PointMm, PointPx, RectMm, ZoneId};
use crate::gui::theme;
use crate::gui::widgets::Tone;
use crate::gui::wish::PlacedId;
use crate::imaging::{Marks, mixture_legend};

/// Viewers smaller than this, in points, show the picture with one line of words and nothing else over it.
const SMALL: egui::Vec2 = egui::vec2(400.0, 240.0);

/// Whether a viewer is too small for rulers, zones and labels of several lines.
pub(super) fn is_small(size: egui::Vec2) -> bool {
    size.x < SMALL.x || size.y < SMALL.y
}

/// Viewers narrower than this, in points, have their scale bar and their overview above the bar of the mode.
const NARROW: f32 = 1040.0;
/// Room for the bar of the mode at the foot of a viewer, in points.
const MODE_BAR: f32 = 52.0;

/// How much of the foot of a viewer the bar of the mode takes from its corners: it stands in the middle, and reaches the corners of a
/// narrow viewer.
pub(super) fn foot(width: f32, mode: ViewMode) -> f32 {
    let several = matches!(mode, ViewMode::SideBySide | ViewMode::Grid | ViewMode::Lights);
    if width < NARROW && !several { MODE_BAR } else { 0.0 }
}

/// One picture in a viewer.
#[derive(Clone)]
pub(crate) struct Layer<'a> {
    /// Its name in the cache.
    pub(crate) key: PictureKey,
    /// Its tiles.
    pub(crate) picture: &'a Arc<TiledPicture>,
    /// What it looked like before an adjustment was changed, which stands in for tiles that are not worked out yet.
    pub(crate) before: Option<PictureKey>,
    /// Where it lies on the page.
    pub(crate) page_from_capture: PageFromCapture,
    /// How much it covers what is below, 0 to 1; 0 only makes its tiles ready.
    pub(crate) opacity: f32,
    /// The part of the viewer that it is painted into.
    pub(crate) part: Part,
    /// A camera of its own, for what is seen magnified; `None` for that of the viewer.
    pub(crate) camera: Option<Camera>,
}

/// A zone to outline.
pub(crate) struct ZoneMark<'a> {
    pub(crate) id: &'a ZoneId,
    pub(crate) title: &'a str,
    pub(crate) area: RectMm,
    pub(crate) tone: Tone,
    pub(crate) current: bool,
}

/// A page that a capture was found to show, in mm of the page that the viewer shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct SightMark {
    /// Its corners, clockwise from its top left one.
    pub(crate) corners: [PointMm; 4],
    /// Places that agree with it.
    pub(crate) places: Vec<PointMm>,
}

/// How the upper of two layers is mixed with the lower.
#[derive(Clone)]
pub(crate) struct Mixture {
    pub(crate) card: Card,
    pub(crate) blend: Blend,
    pub(crate) marks: Marks,
    /// How much of the mixture covers the lower layer, 0 to 1.
    pub(crate) share: f32,
}

impl Mixture {
    /// What the colours mean, for the picture.
    pub(crate) fn legend(&self) -> Option<String> {
        mixture_legend(self.blend, self.marks).map(str::to_owned)
    }
}

/// What one viewer shows.
pub(crate) struct PaneView<'a> {
    /// Its spoken name.
    pub(crate) name: &'a str,
    /// What is written in its left corner: which picture, its light, what is out of the ordinary.
    pub(crate) label: Vec<String>,
    /// The same of a second picture, for the right corner.
    pub(crate) other_label: Vec<String>,
    /// What is written in a viewer that is too small for that: its light first.
    pub(crate) short: String,
    /// Pictures, the lowest first.
    pub(crate) layers: Vec<Layer<'a>>,
    /// How the two layers are mixed; `None` if one simply covers the other.
    pub(crate) mixture: Option<Mixture>,
    /// Zones to outline.
    pub(crate) zones: Vec<ZoneMark<'a>>,
    /// Spots that differ, strongest first.
    pub(crate) regions: Vec<RectMm>,
    /// The page of a candidate that is being looked at.
    pub(crate) sight: Option<&'a SightMark>,
    /// Marks, measurements and what is being drawn.
    pub(crate) sketches: &'a [Sketch],
    /// The picture that is drawn on; `None` if there is none.
    pub(crate) ground: Option<Ground>,
    /// The page, whose edge is drawn.
    pub(crate) page: Option<RectMm>,
    /// Said in the middle while there is no picture: a title and what to do.
    pub(crate) empty: Option<(String, String)>,
    /// Whether it is the one of many that keys act on.
    pub(crate) active: bool,
}

/// What is under the pointer.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Cursor {
    pub(crate) page: PointMm,
    /// Pixel of the uppermost picture.
    pub(crate) capture: Option<PointPx>,
    /// Its colour as captured.
    pub(crate) colour: Option<Color32>,
}

/// What happened in a viewer.
#[derive(Debug, Clone, Default)]
pub(crate) struct CanvasResponse {
    pub(crate) cursor: Option<Cursor>,
    pub(crate) clicked_zone: Option<ZoneId>,
    /// The mark or measurement that was clicked.
    pub(crate) clicked_placed: Option<PlacedId>,
    /// Whether it was clicked.
    pub(crate) clicked: bool,
    /// Whether the pointer went down in it.
    pub(crate) touched: bool,
    /// Whether every tile that is wanted was painted.
    pub(crate) complete: bool,
}

/// Lets the pointer move what is seen in `rect`: dragging pans, the wheel zooms about the pointer, a double click changes between
/// all of the `page` and one to one by the map of a picture. The line of what is chosen is taken and not the view; `shift_mm` is how
/// far the picture was moved by hand over the page.
pub(crate) fn touch_ui(
    ui: &Ui,
    rect: Rect,
    name: &str,
    state: &mut ViewerState,
    page: Option<RectMm>,
    map: Option<PageFromCapture>,
    shift_mm: [f64; 2],
) -> Response {
    let response = ui.interact(rect, ui.scope_id().with(("canvas", name)), Sense::click_and_drag());
    state.fit(rect.size());
    let icon = drawing::body(ui, rect, state, &response, shift_mm);
    navigate(ui, rect, &response, state);
    if let Some(icon) = icon {
        ui.ctx().set_cursor_icon(icon);
    }
    if state.drawing.tool().is_some() {
        return response;
    }
    if response.double_clicked() {
        all_or_one_to_one(ui, rect, &response, state, page, map);
    } else if response.clicked() {
        state.before_click = Some((state.camera, state.fitted));
    }
    response
}

/// Paints a viewer into `rect`, with the camera as [`touch_ui`] left it.
pub(crate) fn canvas_ui(
    ui: &Ui,
    rect: Rect,
    state: &mut ViewerState,
    textures: &mut Textures,
    view: &PaneView<'_>,
    response: &Response,
) -> CanvasResponse {
    let label = written(state, view);
    let said = label.iter().chain(&view.other_label).map(String::as_str).collect::<Vec<_>>().join(", ");
    let spoken = if said.is_empty() { view.name.to_owned() } else { format!("{}: {said}", view.name) };
    let drawn = view.sketches.iter().filter(|sketch| sketch.id.is_some()).count();
    let spoken = match drawn {
        0 => spoken,
        1 => format!("{spoken}, 1 mark or measurement"),
        _ => format!("{spoken}, {drawn} marks and measurements"),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &spoken));

    let colours = theme::colours(ui.visuals());
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, colours.canvas);
    if let Some(ground) = view.ground {
        drawing::draw(ui, rect, state, response, ground);
    }
    let camera = state.camera;
    let complete = paint_layers(ui, &painter, rect, &camera, textures, view);
    let mut answer = CanvasResponse {
        complete,
        clicked: response.clicked() && !response.double_clicked(),
        touched: response.is_pointer_button_down_on() || response.clicked(),
        ..CanvasResponse::default()
    };
    if let Some(page) = view.page {
        marks::page_edge(&painter, colours, camera.ui_quad(rect, page));
    }
    // Outlines of zones and words would drown what little a small viewer shows.
    let small = is_small(rect.size());
    if state.zones && !small {
        zones_ui(&painter, rect, &camera, view, response.hover_pos());
    }
    for region in &view.regions {
        marks::region(&painter, colours, camera.ui_quad(rect, *region));
    }
    if let Some(sight) = view.sight {
        let at = |place: &PointMm| camera.ui(rect, *place);
        let places: Vec<Pos2> = sight.places.iter().map(at).collect();
        marks::sight(&painter, colours, sight.corners.each_ref().map(at), &places);
    }
    let shift_mm = view.ground.map_or([0.0; 2], |ground| ground.shift_mm);
    drawing::paint(&painter, rect, &camera, shift_mm, view.sketches, !small);
    drawing::handles_ui(ui, rect, state, response.id, shift_mm);
    let inner = if state.rulers && !small { marks::rulers(&painter, colours, rect, &camera, response.hover_pos()) } else { rect };
    if let Some((title, text)) = &view.empty {
        marks::message(&painter, colours, rect, title, if small { "" } else { text });
    } else {
        let corner = Rect::from_min_max(inner.min, pos2(inner.right(), inner.bottom() - foot(inner.width(), state.mode)));
        marks::scale_bar(&painter, colours, corner, &camera);
    }
    if state.labels && small {
        let line = if view.short.is_empty() { label.first().map_or("", String::as_str) } else { &view.short };
        let chip = marks::short_label(&painter, colours, inner, line);
        let missing = view.empty.iter().flat_map(|(title, text)| [title, text]);
        let all = label.iter().chain(&view.other_label).chain(missing).map(String::as_str).collect::<Vec<_>>().join("\n");
        if response.hover_pos().is_some_and(|pointer| chip.contains(pointer)) && !all.is_empty() {
            response.clone().on_hover_text_at_pointer(all);
        }
    } else if state.labels {
        marks::labels(&painter, colours, inner, &label, &view.other_label);
    }
    if view.active {
        painter.rect_stroke(rect, 0.0, Stroke::new(2.0, colours.accent), StrokeKind::Inside);
    }
    if response.has_focus() {
        state.focused = true;
        // Arrows pan here and do not lead to the next widget.
        let arrows = egui::EventFilter { horizontal_arrows: true, vertical_arrows: true, ..egui::EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, arrows));
        painter.rect_stroke(rect, 0.0, Stroke::new(1.0, colours.accent), StrokeKind::Inside);
    }
    if let Some(place) = response.hover_pos() {
        let page = camera.page(rect, place);
        let top = view.layers.iter().rev().find(|layer| layer.opacity > 0.0);
        let capture = top.and_then(|layer| layer.page_from_capture.capture(page));
        let within = top.zip(capture).and_then(|(layer, point)| Some((layer, point, layer.picture.original_at(point)?)));
        let colour = within.and_then(|(layer, point, _)| layer.picture.colour_at(point));
        if let (Some((layer, _, address)), None) = (within, colour) {
            textures.fetch(ui.ctx(), layer.key, layer.picture, address);
        }
        answer.cursor = Some(Cursor { page, capture: within.map(|(_, point, _)| point), colour });
        let clicked = response.clicked() && !response.double_clicked() && state.drawing.tool().is_none();
        if clicked {
            answer.clicked_placed = drawing::hit(place, rect, &camera, shift_mm, view.sketches);
        }
        if clicked && answer.clicked_placed.is_none() && state.zones && !small {
            let smallest = view.zones.iter().filter(|zone| zone.area.contains(page)).min_by(|a, b| a.area.area().total_cmp(&b.area.area()));
            answer.clicked_zone = smallest.map(|zone| zone.id.clone());
        }
    }
    answer
}

fn zones_ui(painter: &Painter, rect: Rect, camera: &Camera, view: &PaneView<'_>, pointer: Option<Pos2>) {
    let colours = theme::over_pictures();
    let places: Vec<[Pos2; 4]> = view.zones.iter().map(|zone| camera.ui_quad(rect, zone.area)).collect();
    // Titles would cover the print that is to be looked at: the pointer asks for them, one at a time and in its own viewer.
    let under_pointer = pointer.and_then(|pointer| {
        let spot = camera.page(rect, pointer);
        let there = view.zones.iter().enumerate().filter(|(_, zone)| zone.area.contains(spot));
        there.min_by(|(_, a), (_, b)| a.area.area().total_cmp(&b.area.area())).map(|(index, _)| index)
    });
    for (zone, place) in view.zones.iter().zip(&places) {
        marks::zone(painter, colours, *place, zone.tone, zone.current);
    }
    if let Some((zone, place)) = under_pointer.and_then(|index| Some((view.zones.get(index)?, places.get(index)?))) {
        marks::zone_title(painter, colours, rect, *place, zone.title);
    }
}

/// What is written in the corner: what the view says, how much larger than the document it is, and how it is turned.
fn written(state: &ViewerState, view: &PaneView<'_>) -> Vec<String> {
    let mut lines = view.label.clone();
    let at = lines.len().min(2).saturating_sub(1);
    if let Some(line) = lines.get_mut(at) {
        let times = state.camera.points_per_mm / super::camera::PHYSICAL;
        line.push_str(&if times < 9.95 { format!(" · ×{times:.1}") } else { format!(" · ×{times:.0}") });
        if state.camera.quarters() != Some(0) {
            line.push_str(&format!(" · turned {}°", state.camera.angle_deg));
        }
    }
    lines
}

/// Paints `area` of one picture into `rect` and nothing over it; a part that is not on the graphics card yet stays empty.
pub(crate) fn clip_ui(ui: &Ui, rect: Rect, area: RectMm, textures: &mut Textures, layer: &Layer<'_>) {
    let camera = Camera::fitting(area, rect.size(), 0.0);
    let colours = theme::colours(ui.visuals());
    ui.painter_at(rect).rect_filled(rect, 2.0, colours.canvas);
    let painter = ui.painter_at(rect.intersect(camera.ui_rect(rect, area)));
    if !paint_layer(ui, &painter, rect, &camera, textures, layer) {
        ui.ctx().request_repaint();
    }
}

/// Paints pictures into `rect` as `camera` sees them and nothing over them; what is not on the graphics card yet follows.
pub(crate) fn layers_ui(ui: &Ui, rect: Rect, camera: &Camera, textures: &mut Textures, layers: &[Layer<'_>]) {
    let painter = ui.painter_at(rect);
    let complete = layers.iter().fold(true, |complete, layer| paint_layer(ui, &painter, rect, camera, textures, layer) & complete);
    if !complete {
        ui.ctx().request_repaint();
    }
}

fn navigate(ui: &Ui, rect: Rect, response: &Response, state: &mut ViewerState) {
    // Two fingers hold the page: what lies between them stays there. The pointer that follows the first of them is left alone.
    if let Some(touch) = ui.input(egui::InputState::multi_touch)
        && rect.contains(touch.center_pos)
    {
        state.camera.pan(touch.translation_delta);
        state.camera.zoom_about(rect, touch.center_pos, f64::from(touch.zoom_delta));
        state.fitted = None;
        return;
    }
    let draws = state.drawing.takes_drag() && !state.panning && response.dragged_by(egui::PointerButton::Primary)
        || state.moving.is_held_by(response.id);
    // A button that is held still moves nothing.
    if response.dragged() && !draws && response.drag_delta() != egui::Vec2::ZERO {
        state.camera.pan(response.drag_delta());
        state.fitted = None;
    }
    if let Some(place) = response.hover_pos() {
        let (scroll, pinch, command) = ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta(), input.modifiers.command));
        // The turn of a wheel is spread over frames, and goes on when the key is let go.
        let pinched = (pinch - 1.0).abs() > 1e-6;
        state.lens.scaling = state.mode == ViewMode::Lens && (command || state.lens.scaling && pinched);
        if state.lens.scaling {
            state.lens.scale(pinch);
        } else {
            let factor = f64::from(pinch) * (f64::from(scroll.y) / 240.0).exp();
            if (factor - 1.0).abs() > 1e-4 {
                state.camera.zoom_about(rect, place, factor);
                state.fitted = None;
            }
            if scroll.x != 0.0 {
                state.camera.pan(egui::vec2(scroll.x, 0.0));
                state.fitted = None;
            }
        }
    }
    if response.dragged() && !draws {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    } else if response.hovered() {
        ui.ctx().set_cursor_icon(if state.panning { egui::CursorIcon::Grab } else { egui::CursorIcon::Crosshair });
    }
}

/// A double click: all of the page, or one pixel of the picture on one of the screen if that was all of the page.
fn all_or_one_to_one(
    ui: &Ui,
    rect: Rect,
    response: &Response,
    state: &mut ViewerState,
    page: Option<RectMm>,
    map: Option<PageFromCapture>,
) {
    // The first click may have led to a zone; what counts is what was in view before it.
    let (camera, fitted) = state.before_click.take().unwrap_or((state.camera, state.fitted));
    let was_all = fitted.is_some() && fitted == page;
    if let (true, Some(map), Some(place)) = (was_all, map, response.interact_pointer_pos()) {
        state.camera = camera;
        let now = screen_per_px(ui, &map, &camera, camera.page(rect, place));
        if now.is_finite() {
            state.camera.zoom_about(rect, place, 1.0 / now.max(1e-6));
        }
        (state.fitted, state.bring) = (None, None);
    } else if let Some(page) = page {
        state.bring = Some(page);
        state.fit(rect.size());
    }
}

/// Side of a pixel of a capture on the screen, in pixels of the screen, at a spot of the page.
fn screen_per_px(ui: &Ui, map: &PageFromCapture, camera: &Camera, spot: PointMm) -> f64 {
    let Some(place) = map.capture(spot) else { return f64::NAN };
    let mm_per_px = map.0.area_scale(place.x, place.y).abs().sqrt();
    mm_per_px * camera.points_per_mm * f64::from(ui.ctx().pixels_per_point())
}

/// Paints all layers, mixed if they are to be; returns whether all of them was on the graphics card.
fn paint_layers(ui: &Ui, painter: &Painter, rect: Rect, camera: &Camera, textures: &mut Textures, view: &PaneView<'_>) -> bool {
    if let (Some(mixture), [reference, questioned]) = (&view.mixture, view.layers.as_slice()) {
        let below = paint_layer(ui, painter, rect, camera, textures, reference);
        if let Some(shape) = mixed(ui, rect, camera, textures, [questioned, reference], mixture) {
            painter.add(shape);
            return below;
        }
        // What is not on the card yet is laid over plainly for a frame.
        if mixture.card.is_there() {
            ui.ctx().request_repaint();
        }
        return below & paint_layer(ui, painter, rect, camera, textures, questioned);
    }
    view.layers.iter().fold(true, |complete, layer| paint_layer(ui, painter, rect, camera, textures, layer) & complete)
}

/// The tiles of a layer that are wanted now.
struct Wanted {
    /// The one tile of the coarsest level, while a finer one is missing.
    coarse: Vec<(TilePlace, TextureId)>,
    /// Those of the level that fits the screen.
    fine: Vec<(TilePlace, TextureId)>,
    /// Whether all of the latter are there.
    complete: bool,
}

impl Wanted {
    const NOTHING: Self = Self { coarse: Vec::new(), fine: Vec::new(), complete: true };

    fn of(ui: &Ui, rect: Rect, camera: &Camera, textures: &mut Textures, layer: &Layer<'_>) -> Self {
        let Some(capture_from_page) = layer.page_from_capture.0.inverse() else { return Self::NOTHING };
        let shown = camera.shown(rect);
        let corners = outline(shown).map(|point| {
            let (x, y) = capture_from_page.apply(point.x, point.y);
            PointPx { x, y }
        });
        let bounds = bounds_px(corners);
        if bounds.iter().any(|edge| !edge.is_finite()) {
            return Self::NOTHING;
        }
        let level = layer.picture.level_for(screen_per_px(ui, &layer.page_from_capture, camera, shown.center()));
        let places = layer.picture.places(level, bounds);
        // The coarsest level first: it is one tile, and shows while finer ones are under way.
        let coarsest = layer.picture.coarsest();
        let stand_in = level != coarsest && !textures.holds(layer.key, &places);
        let mut complete = true;
        let mut get = |places: Vec<TilePlace>| -> Vec<(TilePlace, TextureId)> {
            let found = places.into_iter().filter_map(|place| {
                let texture = textures.get(ui.ctx(), layer.key, layer.picture, &place);
                complete &= texture.is_some();
                let texture = texture.or_else(|| textures.held(layer.before?, place.address))?;
                Some((place, texture))
            });
            found.collect()
        };
        let coarse = if stand_in { get(layer.picture.places(coarsest, bounds)) } else { Vec::new() };
        let fine = get(places);
        Self { coarse, fine, complete }
    }
}

/// Paints what of a layer can be seen; returns whether all of it was on the graphics card.
pub(super) fn paint_layer(ui: &Ui, painter: &Painter, rect: Rect, camera: &Camera, textures: &mut Textures, layer: &Layer<'_>) -> bool {
    let camera = layer.camera.as_ref().unwrap_or(camera);
    let wanted = Wanted::of(ui, rect, camera, textures, layer);
    let painter = match layer.part {
        Part::Within(part) => painter.with_clip_rect(painter.clip_rect().intersect(part)),
        _ => painter.clone(),
    };
    // A translucent layer may be painted once only.
    let coarse = wanted.coarse.iter().filter(|_| layer.opacity >= 1.0);
    for (place, texture) in coarse.chain(&wanted.fine).filter(|_| layer.opacity > 0.0) {
        let mesh = tile_mesh(rect, camera, layer, place, *texture, cells(layer));
        if let Some(mesh) = layer.part.pieces(mesh, camera, rect) {
            painter.add(mesh);
        }
    }
    wanted.complete
}

/// Where tiles of both pictures lie over each other, as a shape that mixes them; `None` while that cannot be painted.
fn mixed(ui: &Ui, rect: Rect, camera: &Camera, textures: &mut Textures, layers: [&Layer<'_>; 2], mixture: &Mixture) -> Option<egui::Shape> {
    let [questioned, reference] = layers;
    let (upper, lower) = (Wanted::of(ui, rect, camera, textures, questioned), Wanted::of(ui, rect, camera, textures, reference));
    if !(upper.complete && lower.complete) {
        return None;
    }
    let capture_from_page = reference.page_from_capture.0.inverse()?;
    let cells = cells(questioned).max(cells(reference));
    let mut overlaps = Vec::new();
    for (place, texture) in &upper.fine {
        let mesh = tile_mesh(rect, camera, questioned, place, *texture, cells);
        for (below, texture) in &lower.fine {
            let [left, top, right, bottom] = below.edges;
            let corners = [(left, top), (right, top), (right, bottom), (left, bottom)].map(|(x, y)| {
                let (x, y) = reference.page_from_capture.0.apply(x, y);
                camera.ui(rect, PointMm { x, y })
            });
            let questioned = cut(&mesh, &corners);
            let uv = |vertex: &egui::epaint::Vertex| {
                let spot = camera.page(rect, vertex.pos);
                let (x, y) = capture_from_page.apply(spot.x, spot.y);
                let (u, v) = (((x - left) / (right - left)).clamp(0.0, 1.0), ((y - top) / (bottom - top)).clamp(0.0, 1.0));
                pos2(egui::lerp(below.uv.x_range(), u as f32), egui::lerp(below.uv.y_range(), v as f32))
            };
            if !questioned.indices.is_empty() {
                overlaps.push(Overlap { reference_uv: questioned.vertices.iter().map(uv).collect(), questioned, reference: *texture });
            }
        }
    }
    Some(Blended::new(&mixture.card, &overlaps, mixture.blend, mixture.marks, mixture.share)?.shape(rect))
}

/// Into how many cells a tile is cut each way: without perspective two triangles are exact; with it, a grid keeps the error far
/// below a pixel.
fn cells(layer: &Layer<'_>) -> u32 {
    let last = layer.page_from_capture.0.0[2];
    if last[0].abs() < 1e-12 && last[1].abs() < 1e-12 { 1 } else { 12 }
}

fn tile_mesh(rect: Rect, camera: &Camera, layer: &Layer<'_>, place: &TilePlace, texture: TextureId, cells: u32) -> Mesh {
    let map = layer.page_from_capture.0;
    let [left, top, right, bottom] = place.edges;
    let mut mesh = Mesh::with_texture(texture);
    let tint = Color32::from_white_alpha((layer.opacity.clamp(0.0, 1.0) * 255.0).round() as u8);
    for row in 0..=cells {
        for column in 0..=cells {
            let (u, v) = (f64::from(column) / f64::from(cells), f64::from(row) / f64::from(cells));
            let (x, y) = map.apply(left + (right - left) * u, top + (bottom - top) * v);
            let uv =
                pos2(egui::lerp(place.uv.left()..=place.uv.right(), u as f32), egui::lerp(place.uv.top()..=place.uv.bottom(), v as f32));
            mesh.vertices.push(egui::epaint::Vertex { pos: camera.ui(rect, PointMm { x, y }), uv, color: tint });
        }
    }
    let stride = cells + 1;
    for row in 0..cells {
        for column in 0..cells {
            let first = row * stride + column;
            mesh.add_triangle(first, first + 1, first + stride);
            mesh.add_triangle(first + stride, first + 1, first + stride + 1);
        }
    }
    mesh
}
