//! Buttons: with an icon, as the main action, and several of which one is chosen.

use eframe::egui;
use egui::{Response, Role, Sense, TextStyle, Ui, Widget, WidgetInfo};

use crate::gui::icons::Icon;
use crate::gui::theme;

/// A square button with an icon; its name is spoken and shown on hovering.
#[must_use = "put it in a ui with `ui.add(…)`"]
pub(crate) struct IconButton<'a> {
    icon: Icon,
    name: &'a str,
    selected: Option<bool>,
}

impl<'a> IconButton<'a> {
    pub(crate) fn new(icon: Icon, name: &'a str) -> Self {
        Self { icon, name, selected: None }
    }

    /// Makes it a switch that is on or off.
    pub(crate) fn selected(self, selected: bool) -> Self {
        Self { selected: Some(selected), ..self }
    }
}

impl Widget for IconButton<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let (rect, response) = ui.allocate_exact_size(egui::Vec2::splat(theme::ROW), Sense::click());
        let enabled = ui.is_enabled();
        response.widget_info(|| match self.selected {
            Some(selected) => WidgetInfo::selected(Role::Button, enabled, selected, self.name),
            None => WidgetInfo::labeled(Role::Button, enabled, self.name),
        });
        if ui.is_rect_visible(rect) {
            let colours = theme::colours(ui.visuals());
            let on = self.selected == Some(true);
            let fill = if response.hovered() { Some(colours.hovered) } else { on.then_some(colours.accent_soft) };
            if let Some(fill) = fill {
                ui.painter().rect_filled(rect, f32::from(theme::RADIUS), fill);
            }
            if response.has_focus() {
                focus_ring(ui, rect);
            }
            let colour = if on {
                colours.accent
            } else if response.hovered() {
                colours.strong
            } else {
                colours.text
            };
            self.icon.paint(ui.painter(), egui::Rect::from_center_size(rect.center(), egui::Vec2::splat(theme::ICON)), colour);
        }
        response
    }
}

fn focus_ring(ui: &Ui, rect: egui::Rect) {
    let stroke = egui::Stroke::new(1.5, theme::colours(ui.visuals()).accent);
    ui.painter().rect_stroke(rect, f32::from(theme::RADIUS), stroke, egui::StrokeKind::Inside);
}

/// A button with an icon and a text; the main one of a panel is filled with the accent.
#[must_use = "put it in a ui with `ui.add(…)`"]
pub(crate) struct Action<'a> {
    icon: Option<Icon>,
    text: &'a str,
    main: bool,
    wide: bool,
    key: String,
}

impl<'a> Action<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { icon: None, text, main: false, wide: false, key: String::new() }
    }

    pub(crate) fn icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// Fills it with the accent; one of a panel at most.
    pub(crate) fn main(self) -> Self {
        Self { main: true, ..self }
    }

    /// Makes it as wide as there is room.
    pub(crate) fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    /// Shows its key at the right.
    pub(crate) fn key(self, key: String) -> Self {
        Self { key, ..self }
    }
}

impl Widget for Action<'_> {
    fn ui(self, ui: &mut Ui) -> Response {
        let colours = theme::colours(ui.visuals());
        let font = TextStyle::Button.resolve(ui.style());
        let measure = |text: &str, font: egui::FontId| ui.painter().layout_no_wrap(text.to_owned(), font, egui::Color32::PLACEHOLDER);
        let galley = measure(self.text, font);
        let key = (!self.key.is_empty()).then(|| measure(&self.key, TextStyle::Small.resolve(ui.style())));
        let icon_width = if self.icon.is_some() { theme::ICON + 7.0 } else { 0.0 };
        let key_width = key.as_ref().map_or(0.0, |key| key.size().x + 12.0);
        let natural = galley.size().x + icon_width + key_width + 24.0;
        let width = if self.wide { ui.available_width().max(natural) } else { natural };
        let (rect, response) = ui.allocate_exact_size(egui::vec2(width, theme::ROW + 2.0), Sense::click());
        let enabled = ui.is_enabled();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, self.text));
        if ui.is_rect_visible(rect) {
            let hovered = response.hovered() || response.is_pointer_button_down_on();
            let (fill, text, line) = match (self.main, hovered) {
                (true, false) => (colours.accent, colours.on_accent, colours.accent),
                (true, true) => (colours.accent.gamma_multiply(0.88), colours.on_accent, colours.accent),
                (false, false) => (colours.raised, colours.text, colours.outline.gamma_multiply(0.75)),
                (false, true) => (colours.hovered, colours.strong, colours.weak),
            };
            let radius = f32::from(theme::RADIUS);
            ui.painter().rect(rect, radius, fill, egui::Stroke::new(1.0, line), egui::StrokeKind::Inside);
            if response.has_focus() {
                // Around a fill of the accent, a ring of the accent is not seen.
                let outer = if self.main { colours.strong } else { colours.accent };
                ui.painter().rect_stroke(rect.expand(2.0), radius + 2.0, egui::Stroke::new(1.5, outer), egui::StrokeKind::Inside);
                if self.main {
                    let inner = egui::Stroke::new(1.5, colours.on_accent);
                    ui.painter().rect_stroke(rect.shrink(2.0), radius - 1.0, inner, egui::StrokeKind::Inside);
                }
            }
            let content = galley.size().x + icon_width + key_width;
            let mut x = rect.center().x - content / 2.0;
            if let Some(icon) = self.icon {
                let mark = egui::Rect::from_center_size(egui::pos2(x + theme::ICON / 2.0, rect.center().y), egui::Vec2::splat(theme::ICON));
                icon.paint(ui.painter(), mark, text);
                x += icon_width;
            }
            let corner = egui::pos2(x, rect.center().y - galley.size().y / 2.0);
            x += galley.size().x + 12.0;
            ui.painter().galley(corner, galley, text);
            if let Some(key) = key {
                let corner = egui::pos2(x, rect.center().y - key.size().y / 2.0);
                ui.painter().galley(corner, key, if self.main { text } else { colours.weak });
            }
        }
        response
    }
}

/// One of several of which one is chosen.
pub(crate) struct Segment<'a, T> {
    pub(crate) value: T,
    pub(crate) text: &'a str,
    pub(crate) icon: Option<Icon>,
    pub(crate) tooltip: String,
    pub(crate) enabled: bool,
}

/// Paints `segments` in a row and returns the one that was clicked; `compact` leaves the texts away where there are icons.
pub(crate) fn segments_ui<T: Copy + PartialEq>(ui: &mut Ui, chosen: T, compact: Compact, segments: &[Segment<'_, T>]) -> Option<T> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    egui::Frame::new().fill(colours.sunken).corner_radius(f32::from(theme::RADIUS) + 1.0).inner_margin(2.0).show(ui, |ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        ui.horizontal(|ui| {
            for segment in segments {
                let response = ui.add_enabled_ui(segment.enabled, |ui| segment_ui(ui, segment, segment.value == chosen, compact)).inner;
                let response = response.on_hover_text(&segment.tooltip).on_disabled_hover_text(&segment.tooltip);
                if response.clicked() {
                    asked = Some(segment.value);
                }
            }
        });
    });
    asked
}

/// Whether segments with icons show their texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Compact {
    No,
    Yes,
}

fn segment_ui<T>(ui: &mut Ui, segment: &Segment<'_, T>, on: bool, compact: Compact) -> Response {
    let colours = theme::colours(ui.visuals());
    let show_text = segment.icon.is_none() || compact == Compact::No;
    let text = if show_text { segment.text } else { "" };
    let galley = ui.painter().layout_no_wrap(text.to_owned(), TextStyle::Button.resolve(ui.style()), egui::Color32::PLACEHOLDER);
    let icon_width = if segment.icon.is_some() { theme::ICON } else { 0.0 };
    let between = if segment.icon.is_some() && show_text { 6.0 } else { 0.0 };
    let content = galley.size().x + icon_width + between;
    let (rect, response) = ui.allocate_exact_size(egui::vec2(content + 16.0, theme::ROW - 2.0), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(Role::Tab, enabled, on, segment.text));
    if ui.is_rect_visible(rect) {
        if on || response.hovered() {
            ui.painter().rect_filled(rect, f32::from(theme::RADIUS), if on { colours.accent_soft } else { colours.hovered });
        }
        if response.has_focus() {
            focus_ring(ui, rect);
        }
        let colour = if on { colours.strong } else { colours.text };
        let mut x = rect.center().x - content / 2.0;
        if let Some(icon) = segment.icon {
            let mark = egui::Rect::from_center_size(egui::pos2(x + theme::ICON / 2.0, rect.center().y), egui::Vec2::splat(theme::ICON));
            icon.paint(ui.painter(), mark, if on { colours.accent } else { colour });
            x += icon_width + between;
        }
        ui.painter().galley(egui::pos2(x, rect.center().y - galley.size().y / 2.0), galley, colour);
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The colours of the lines that a button with the keyboard has around itself.
    fn rings(main: bool) -> Vec<egui::Color32> {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let mut output = egui::FullOutput::default();
        for _ in 0..3 {
            output = ctx.run_ui(egui::RawInput::default(), |ui| {
                let button = Action::new("Conclude");
                ui.add(if main { button.main() } else { button }).request_focus();
            });
        }
        let shapes = output.shapes.into_iter();
        let line = |shape: egui::epaint::ClippedShape| match shape.shape {
            egui::Shape::Rect(rect) if rect.fill == egui::Color32::TRANSPARENT && rect.stroke.width > 1.2 => Some(rect.stroke.color),
            _ => None,
        };
        shapes.filter_map(line).collect()
    }

    #[test]
    fn the_ring_of_the_main_button_is_not_the_colour_that_it_is_filled_with() {
        let ctx = egui::Context::default();
        theme::install(&ctx);
        let colours = theme::colours(&ctx.global_style().visuals);
        assert_eq!(rings(true), [colours.strong, colours.on_accent]);
        assert_eq!(rings(false), [colours.accent]);
    }
}
