//! One viewer: pictures in layers, what is marked on them, and what the pointer does.

use eframe::egui;
use egui::{Color32, Mesh, Rect, Role, Sense, Ui, WidgetInfo, pos2};

use super::marks;
use super::textures::{PictureKey, Textures};
use super::tiles::{TiledPicture, bounds_px, outline};
use super::{Camera, ViewerState};
use crate::domain::{PageFromCapture, PointMm, PointPx, RectMm, ZoneId};
use crate::gui::theme;
use crate::gui::widgets::Tone;

/// Zones in hand whose titles may stand on the picture.
const FEW_ZONES: usize = 3;

/// One picture in a viewer.
pub(crate) struct Layer<'a> {
    /// Its name in the cache.
    pub(crate) key: PictureKey,
    /// Its tiles.
    pub(crate) picture: &'a TiledPicture,
    /// Where it lies on the page.
    pub(crate) page_from_capture: PageFromCapture,
    /// How much it covers what is below, 0 to 1; 0 only makes its tiles ready.
    pub(crate) opacity: f32,
}

/// A zone to outline.
pub(crate) struct ZoneMark<'a> {
    pub(crate) id: &'a ZoneId,
    pub(crate) title: &'a str,
    pub(crate) area: RectMm,
    pub(crate) tone: Tone,
    pub(crate) current: bool,
}

/// What one viewer shows.
pub(crate) struct PaneView<'a> {
    /// Its spoken name.
    pub(crate) name: &'a str,
    /// What is written in its corner: which picture, its light, its scale.
    pub(crate) label: Vec<String>,
    /// Pictures, the lowest first.
    pub(crate) layers: Vec<Layer<'a>>,
    /// Zones to outline.
    pub(crate) zones: Vec<ZoneMark<'a>>,
    /// Spots that differ, strongest first.
    pub(crate) regions: Vec<RectMm>,
    /// The page, whose edge is drawn.
    pub(crate) page: Option<RectMm>,
    /// Said in the middle while there is no picture: a title and what to do.
    pub(crate) empty: Option<(String, String)>,
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
    /// Whether every tile that is wanted was painted.
    pub(crate) complete: bool,
}

/// Paints a viewer into `rect`; dragging pans, the wheel zooms about the pointer, a double click fits.
pub(crate) fn canvas_ui(ui: &Ui, rect: Rect, state: &mut ViewerState, textures: &mut Textures, view: &PaneView<'_>) -> CanvasResponse {
    let response = ui.interact(rect, ui.scope_id().with(("canvas", view.name)), Sense::click_and_drag());
    let spoken = if view.label.is_empty() { view.name.to_owned() } else { format!("{}: {}", view.name, view.label.join(", ")) };
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &spoken));
    navigate(ui, rect, &response, state, view.page);

    let colours = theme::colours(ui.visuals());
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, colours.canvas);
    let camera = state.camera;
    let mut answer = CanvasResponse { complete: true, ..CanvasResponse::default() };
    for layer in &view.layers {
        answer.complete &= paint_layer(ui, &painter, rect, &camera, textures, layer);
    }
    if let Some(page) = view.page {
        let edge = egui::Stroke::new(1.0, colours.weak.gamma_multiply(0.6));
        painter.rect_stroke(camera.ui_rect(rect, page), 0.0, edge, egui::StrokeKind::Outside);
    }
    if state.zones {
        let places: Vec<Rect> = view.zones.iter().map(|zone| camera.ui_rect(rect, zone.area)).collect();
        // Titles of many zones would cover the print that is to be looked at: then the pointer asks for them.
        let few = view.zones.iter().filter(|zone| zone.current).count() <= FEW_ZONES;
        let under_pointer = response.hover_pos().and_then(|pointer| {
            let there = places.iter().enumerate().filter(|(_, place)| place.contains(pointer));
            there.min_by(|(_, a), (_, b)| a.area().total_cmp(&b.area())).map(|(index, _)| index)
        });
        for (index, (zone, place)) in view.zones.iter().zip(&places).enumerate() {
            let titled = under_pointer == Some(index) || (few && zone.current);
            marks::zone(&painter, colours, *place, titled.then_some(zone.title), zone.tone, zone.current);
        }
    }
    for region in &view.regions {
        marks::region(&painter, colours, camera.ui_rect(rect, *region));
    }
    let inner = if state.rulers { marks::rulers(&painter, colours, rect, &camera, response.hover_pos()) } else { rect };
    if let Some((title, text)) = &view.empty {
        marks::message(&painter, colours, rect, title, text);
    } else {
        marks::scale_bar(&painter, colours, inner, &camera);
        marks::label(&painter, colours, inner, &view.label);
    }

    if let Some(place) = response.hover_pos() {
        let page = camera.page(rect, place);
        let top = view.layers.iter().rev().find(|layer| layer.opacity > 0.0);
        let capture = top.and_then(|layer| layer.page_from_capture.capture(page));
        let colour = top.zip(capture).and_then(|(layer, point)| layer.picture.colour_at(point));
        answer.cursor = Some(Cursor { page, capture: capture.filter(|_| colour.is_some()), colour });
        if response.clicked() && state.zones {
            let smallest = view.zones.iter().filter(|zone| zone.area.contains(page)).min_by(|a, b| a.area.area().total_cmp(&b.area.area()));
            answer.clicked_zone = smallest.map(|zone| zone.id.clone());
        }
    }
    answer
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

fn navigate(ui: &Ui, rect: Rect, response: &egui::Response, state: &mut ViewerState, page: Option<RectMm>) {
    state.fit(rect.size());
    if response.dragged() {
        state.camera.pan(response.drag_delta());
        state.fitted = None;
    }
    if response.double_clicked()
        && let Some(page) = page
    {
        state.bring = Some(page);
        state.fit(rect.size());
    }
    if let Some(place) = response.hover_pos() {
        let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta(), input.zoom_delta()));
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
    if response.dragged() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Grabbing);
    } else if response.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
    }
}

/// Paints what of a layer can be seen; returns whether all of it was on the graphics card.
fn paint_layer(ui: &Ui, painter: &egui::Painter, rect: Rect, camera: &Camera, textures: &mut Textures, layer: &Layer<'_>) -> bool {
    let Some(capture_from_page) = layer.page_from_capture.0.inverse() else { return true };
    let shown = camera.shown(rect);
    let corners = outline(shown).map(|point| {
        let (x, y) = capture_from_page.apply(point.x, point.y);
        PointPx { x, y }
    });
    let bounds = bounds_px(corners);
    if bounds.iter().any(|edge| !edge.is_finite()) {
        return true;
    }
    // Side of a capture pixel on the screen, in pixels of the screen, in the middle of the view.
    let middle = capture_from_page.apply(shown.center().x, shown.center().y);
    let mm_per_px = layer.page_from_capture.0.area_scale(middle.0, middle.1).abs().sqrt();
    let screen_per_px = mm_per_px * camera.points_per_mm * f64::from(ui.ctx().pixels_per_point());
    let level = layer.picture.level_for(screen_per_px);

    // The coarsest level first: it is one tile, and shows while finer ones are under way.
    let mut complete = true;
    let levels = if level == layer.picture.coarsest() { vec![level] } else { vec![layer.picture.coarsest(), level] };
    let wanted = layer.picture.places(level, bounds);
    let skip_coarse = textures.holds(layer.key, &wanted);
    for (step, level) in levels.iter().enumerate() {
        let finest = step + 1 == levels.len();
        if !finest && skip_coarse {
            continue;
        }
        let places = if finest { wanted.clone() } else { layer.picture.places(*level, bounds) };
        for place in places {
            let Some(texture) = textures.get(ui.ctx(), layer.key, layer.picture, &place) else {
                complete = false;
                continue;
            };
            // A translucent layer may be painted once only.
            let hidden = layer.opacity <= 0.0 || (!finest && layer.opacity < 1.0);
            if !hidden {
                painter.add(tile_mesh(rect, camera, layer, &place, texture));
            }
        }
    }
    complete
}

fn tile_mesh(rect: Rect, camera: &Camera, layer: &Layer<'_>, place: &super::tiles::TilePlace, texture: egui::TextureId) -> Mesh {
    let map = layer.page_from_capture.0;
    let [left, top, right, bottom] = place.edges;
    // Without perspective two triangles are exact; with it, a grid keeps the error far below a pixel.
    let cells: u32 = if map.0[2][0].abs() < 1e-12 && map.0[2][1].abs() < 1e-12 { 1 } else { 12 };
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
