//! How far along something is.

use eframe::egui;
use egui::{Response, Role, Sense, Ui, Widget, WidgetInfo};

use crate::gui::theme;

/// Shows how far along something is as a thin bar with a spoken name.
///
/// ```
/// # eframe::egui::__run_test_ui(|ui| {
/// # use guilloche::gui::CoverageBar;
/// ui.add(CoverageBar::new("Checklist", 7, 22)).on_hover_text("15 items to go");
/// # });
/// ```
#[must_use = "put it in a ui with `ui.add(…)`"]
pub struct CoverageBar<'a> {
    name: &'a str,
    done: usize,
    total: usize,
    width: Option<f32>,
}

impl<'a> CoverageBar<'a> {
    /// A bar that is spoken as `name`.
    pub fn new(name: &'a str, done: usize, total: usize) -> Self {
        Self { name, done, total, width: None }
    }

    /// Makes it `width` points wide instead of as wide as there is room.
    pub fn width(self, width: f32) -> Self {
        Self { width: Some(width), ..self }
    }
}

impl Widget for CoverageBar<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let width = self.width.unwrap_or_else(|| ui.available_width());
        let (rect, response) = ui.allocate_exact_size(egui::vec2(width, 6.0), Sense::hover());
        let label = format!("{}: {} of {}", self.name, self.done, self.total);
        response.widget_info(|| WidgetInfo { value: Some(self.done as f64), ..WidgetInfo::labeled(Role::ProgressIndicator, true, &label) });
        if ui.is_rect_visible(rect) {
            let colours = theme::colours(ui.visuals());
            ui.painter().rect_filled(rect, 3.0, colours.line);
            if self.total > 0 {
                let mut done = rect;
                done.set_width(rect.width() * (self.done as f32 / self.total as f32).min(1.0));
                let fill = if self.done >= self.total { colours.agrees } else { colours.accent };
                ui.painter().rect_filled(done, 3.0, fill);
            }
        }
        response
    }
}
