//! The overview in the corner: the whole page, and which part of it is in view.

use eframe::egui;
use egui::{Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::canvas::{Layer, foot, paint_layer};
use super::{Camera, Textures, ViewerState};
use crate::domain::RectMm;
use crate::gui::theme;

/// The longest side of the overview in points.
const SIDE: f32 = 150.0;

/// Where the overview of a `page` is in a viewer that fills `viewer`, `foot` above its lower edge; `None` if all of the page is in view, or there is no room.
fn place(viewer: Rect, page: RectMm, camera: &Camera, rulers: bool, foot: f32) -> Option<Rect> {
    let all = viewer.expand(1.0).contains_rect(camera.ui_rect(viewer, page));
    if all || viewer.width() < 3.0 * SIDE || viewer.height() < 2.0 * SIDE {
        return None;
    }
    let scale = f64::from(SIDE) / page.width.max(page.height).max(1e-3);
    let size = vec2((page.width * scale) as f32, (page.height * scale) as f32);
    let left = viewer.left() + if rulers { 42.0 } else { 12.0 };
    Some(Rect::from_min_size(pos2(left, viewer.bottom() - size.y - 12.0 - foot), size))
}

/// Paints the overview over `viewer` and takes the camera to where it is clicked or dragged.
pub(crate) fn minimap_ui(ui: &Ui, viewer: Rect, state: &mut ViewerState, textures: &mut Textures, layer: &Layer<'_>, page: RectMm) {
    let Some(rect) = place(viewer, page, &state.camera, state.rulers, foot(viewer.width(), state.mode)).filter(|_| state.map) else {
        return;
    };
    let sense = if state.panning { Sense::hover() } else { Sense::click_and_drag() };
    let response = ui.interact(rect.expand(4.0), ui.scope_id().with("overview"), sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, "Overview"));
    let overview = Camera::fitting(page, rect.size(), 0.0);
    if let Some(pointer) = response.interact_pointer_pos().filter(|_| response.dragged() || response.clicked()) {
        let spot = overview.page(rect, rect.clamp(pointer));
        state.camera.centre = spot;
        state.fitted = None;
    }
    let colours = theme::over_pictures();
    let painter = ui.painter_at(viewer);
    painter.rect_filled(rect.expand(4.0), 4.0, colours.behind_label);
    let inside = painter.with_clip_rect(rect);
    paint_layer(ui, &inside, rect, &overview, textures, layer);
    // The view is outlined as it is turned: the overview itself stays upright.
    let corners = [viewer.left_top(), viewer.right_top(), viewer.right_bottom(), viewer.left_bottom()];
    let quad = corners.map(|corner| overview.ui(rect, state.camera.page(viewer, corner)));
    inside.add(egui::Shape::closed_line(quad.to_vec(), Stroke::new(3.0, colours.behind_label)));
    let line = if response.hovered() || response.dragged() { colours.accent } else { colours.over_picture };
    inside.add(egui::Shape::closed_line(quad.to_vec(), Stroke::new(1.5, line)));
    painter.rect_stroke(rect.expand(4.0), 4.0, Stroke::new(1.0, colours.outline), StrokeKind::Inside);
    if response.hovered() {
        ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: RectMm = RectMm::new(0.0, 0.0, 125.0, 88.0);

    fn viewer() -> Rect {
        Rect::from_min_size(pos2(100.0, 50.0), vec2(800.0, 600.0))
    }

    #[test]
    fn it_is_there_only_while_a_part_of_the_page_is_out_of_view() {
        let all = Camera::fitting(PAGE, viewer().size(), 20.0);
        assert_eq!(place(viewer(), PAGE, &all, true, 0.0), None);
        let part = Camera { points_per_mm: all.points_per_mm * 3.0, ..all };
        let map = place(viewer(), PAGE, &part, true, 0.0).unwrap();
        assert!(viewer().contains_rect(map));
        assert!((map.aspect_ratio() - 125.0 / 88.0).abs() < 0.01);
        let raised = place(viewer(), PAGE, &part, true, foot(800.0, crate::gui::viewer::ViewMode::Blink)).unwrap();
        assert!(viewer().bottom() - raised.bottom() > 52.0, "the bar of the mode would cover it");
        let small = Rect::from_min_size(pos2(0.0, 0.0), vec2(200.0, 200.0));
        assert_eq!(place(small, PAGE, &part, true, 0.0), None, "it would cover a small viewer");
    }
}
