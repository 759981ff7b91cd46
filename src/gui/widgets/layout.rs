//! Headings, cards, facts and what is shown when there is nothing to show.

use eframe::egui;
use egui::{Align, Layout, RichText, Ui};

use super::Action;
use crate::gui::icons::Icon;
use crate::gui::theme;

/// Paints a heading of a part of a panel, with what belongs at its right.
pub(crate) fn section_ui(ui: &mut Ui, title: &str, right: impl FnOnce(&mut Ui)) {
    let colours = theme::colours(ui.visuals());
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        ui.label(RichText::new(title).text_style(theme::section_style()).color(colours.strong));
        ui.with_layout(Layout::right_to_left(Align::Center), right);
    });
}

/// Paints `add` on a raised card as wide as there is room.
pub(crate) fn card_ui<R>(ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    let colours = theme::colours(ui.visuals());
    egui::Frame::new()
        .fill(colours.raised)
        .stroke(egui::Stroke::new(1.0, colours.line))
        .corner_radius(f32::from(theme::RADIUS) + 1.0)
        .inner_margin(12.0)
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            add(ui)
        })
        .inner
}

/// Paints a name and a value in one row; a long value wraps below itself.
pub(crate) fn fact_ui(ui: &mut Ui, name: &str, value: &str) {
    let colours = theme::colours(ui.visuals());
    ui.horizontal_top(|ui| {
        let width = (ui.available_width() * 0.36).clamp(90.0, 150.0);
        ui.allocate_ui_with_layout(egui::vec2(width, 18.0), Layout::left_to_right(Align::Min), |ui| {
            ui.set_width(width);
            ui.add(egui::Label::new(RichText::new(name).color(colours.weak)).wrap());
        });
        ui.add(egui::Label::new(value).wrap().selectable(true));
    });
}

/// Paints running text in the weak colour.
pub(crate) fn paragraph_ui(ui: &mut Ui, text: &str) {
    let colours = theme::colours(ui.visuals());
    ui.add(egui::Label::new(RichText::new(text).color(colours.weak)).wrap());
}

/// Says in the middle of the room that there is nothing, why, and what to do; returns whether that was asked for.
pub(crate) fn empty_ui(ui: &mut Ui, icon: Icon, title: &str, text: &str, action: Option<&str>) -> bool {
    let colours = theme::colours(ui.visuals());
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() / 2.0 - 80.0).clamp(12.0, 160.0));
        let (rect, _) = ui.allocate_exact_size(egui::Vec2::splat(36.0), egui::Sense::hover());
        icon.paint(ui.painter(), rect, colours.weak);
        ui.add_space(4.0);
        ui.label(RichText::new(title).heading().color(colours.strong));
        ui.scope(|ui| {
            ui.set_max_width(320.0);
            ui.add(egui::Label::new(RichText::new(text).color(colours.weak)).wrap());
        });
        ui.add_space(6.0);
        action.is_some_and(|action| ui.add(Action::new(action)).clicked())
    })
    .inner
}
