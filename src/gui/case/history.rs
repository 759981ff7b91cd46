//! The steps of the examination in a window beside the viewers.

use eframe::egui;
use egui::{Align, Align2, Id, Layout, RichText, Role, Sense, TextStyle, Ui, WidgetInfo};

use super::StepLine;
use crate::gui::command::Command;
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{IconButton, paragraph_ui};
use crate::gui::wish::Wish;

/// Paints the window with all steps, the newest first, and returns to which the examiner wants to go; `open` becomes `false` when
/// it is closed.
pub(crate) fn history_ui(ui: &Ui, steps: &[StepLine], frozen: bool, open: &mut bool) -> Option<Wish> {
    let mut asked = None;
    let window = egui::Window::new("History")
        .id(Id::unique("history"))
        .title_bar(false)
        .resizable(false)
        .default_width(320.0)
        .anchor(Align2::RIGHT_TOP, [-12.0, theme::TOP_BAR + 8.0]);
    window.show(ui.ctx(), |ui| {
        ui.set_width(320.0);
        ui.horizontal(|ui| {
            ui.heading("History");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = ui.add(IconButton::new(Icon::Close, "Close the history"));
                if close.on_hover_text(Command::History.tooltip()).clicked() {
                    *open = false;
                }
            });
        });
        paragraph_ui(ui, "Steps since the program was started. A click goes back to one; what follows it can be taken again.");
        ui.add_space(4.0);
        let standing = steps.iter().filter(|step| step.stands).count();
        egui::ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for (number, step) in steps.iter().enumerate().rev() {
                let current = number + 1 == standing;
                if line_ui(ui, &step.title, &clock(step), step.stands, current, !frozen).clicked() && !current {
                    asked = Some(Wish::GoToStep(number + 1));
                }
            }
            if line_ui(ui, "As it was opened", "", true, standing == 0, !frozen).clicked() && standing > 0 {
                asked = Some(Wish::GoToStep(0));
            }
            follow(ui);
        });
    });
    asked
}

/// The time of day of a step in UTC, for example `09:30`.
fn clock(step: &StepLine) -> String {
    let text = step.at.to_string();
    text.split_once('T').and_then(|(_, time)| time.get(..5)).unwrap_or_default().to_owned()
}

#[expect(clippy::fn_params_excessive_bools, reason = "three marks of a line that are independent of each other")]
fn line_ui(ui: &mut Ui, title: &str, time: &str, stands: bool, current: bool, enabled: bool) -> egui::Response {
    let colours = theme::colours(ui.visuals());
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), theme::ROW), sense);
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, enabled, current, title));
    if ui.is_rect_visible(rect) {
        if current || (enabled && response.hovered()) {
            let fill = if current { colours.accent_soft } else { colours.hovered };
            ui.painter().rect_filled(rect, f32::from(theme::RADIUS), fill);
        }
        let colour = match (current, stands) {
            (true, _) => colours.strong,
            (false, true) => colours.text,
            (false, false) => colours.weak,
        };
        let mark = egui::Rect::from_center_size(rect.left_center() + egui::vec2(14.0, 0.0), egui::Vec2::splat(12.0));
        (if stands { Icon::Check } else { Icon::Undo }).paint(ui.painter(), mark, colours.weak);
        let mut row = ui.new_child(
            egui::UiBuilder::new()
                .max_rect(egui::Rect::from_min_max(rect.min + egui::vec2(28.0, 0.0), rect.max - egui::vec2(8.0, 0.0)))
                .layout(Layout::right_to_left(Align::Center)),
        );
        row.label(RichText::new(time).text_style(TextStyle::Small).color(colours.weak));
        row.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.add(egui::Label::new(RichText::new(title).color(colour)).truncate());
        });
    }
    response.on_hover_text(title)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Timestamp;

    #[test]
    fn the_time_of_day_is_short() {
        let at = Timestamp("2026-03-01T09:30:12Z".parse().unwrap());
        assert_eq!(clock(&StepLine { title: String::new(), at, stands: true }), "09:30");
    }
}
