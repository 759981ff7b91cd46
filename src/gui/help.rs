//! The keys of the current screen on one sheet.

use eframe::egui;
use egui::{Align, Id, Key, Layout, Modal, RichText, Ui};

use super::command::{Command, Group};
use super::icons::Icon;
use super::theme;
use super::widgets::{IconButton, key_cap_ui};

/// The commands of one group with their keys.
pub(crate) struct HelpGroup {
    /// The heading.
    pub title: &'static str,
    /// Text and key.
    pub lines: Vec<(&'static str, String)>,
}

/// The keys that do something on the current screen, by group.
pub(crate) fn groups(available: impl Fn(Command) -> bool) -> Vec<HelpGroup> {
    Group::ALL
        .into_iter()
        .map(|group| HelpGroup {
            title: group.title(),
            lines: Command::ALL
                .into_iter()
                .filter(|command| command.about().group == group && command.about().shortcut.is_some() && available(*command))
                .map(|command| (command.about().text, command.key_text()))
                .collect(),
        })
        .filter(|group| !group.lines.is_empty())
        .collect()
}

/// Paints the sheet, with the keys that a screen has besides commands; returns whether it stays open.
pub(crate) fn help_ui(ui: &Ui, available: impl Fn(Command) -> bool, more: Option<HelpGroup>) -> bool {
    let colours = theme::colours(ui.visuals());
    let mut open = true;
    let mut groups = groups(available);
    let pointer = HelpGroup {
        title: "Pointer",
        lines: vec![
            ("Pan", "Drag".to_owned()),
            ("Pan, whatever is there", "Space+Drag".to_owned()),
            ("Zoom about the pointer", "Wheel".to_owned()),
            ("All or one to one", "Double click".to_owned()),
            ("Size of the lens", "Ctrl+Wheel".to_owned()),
            ("Divider across", "Shift+Drag".to_owned()),
            ("Go to a zone", "Click".to_owned()),
        ],
    };
    groups.push(more.unwrap_or(pointer));
    // Columns of about the same length.
    let total: usize = groups.iter().map(|group| group.lines.len() + 2).sum();
    let per_column = total.div_ceil(3);
    let modal = Modal::new(Id::unique("help")).frame(egui::Frame::popup(ui.style()).inner_margin(20.0)).show(ui.ctx(), |ui| {
        ui.set_width(1000.0f32.min(ui.ctx().content_rect().width() - 80.0));
        ui.horizontal(|ui| {
            ui.heading("Shortcuts");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.add(IconButton::new(Icon::Close, "Close")).clicked() {
                    open = false;
                }
            });
        });
        ui.separator();
        ui.spacing_mut().item_spacing.x = 32.0;
        ui.columns(3, |columns| {
            let (mut column, mut filled) = (0, 0);
            for group in &groups {
                if filled > 0 && filled + group.lines.len() / 2 >= per_column && column + 1 < columns.len() {
                    column += 1;
                    filled = 0;
                }
                filled += group.lines.len() + 2;
                let Some(ui) = columns.get_mut(column) else { continue };
                ui.spacing_mut().item_spacing.y = 2.0;
                ui.label(RichText::new(group.title).text_style(theme::section_style()).color(colours.accent));
                for (text, key) in &group.lines {
                    ui.horizontal(|ui| {
                        ui.set_min_height(22.0);
                        ui.label(*text);
                        ui.with_layout(Layout::right_to_left(Align::Center), |ui| key_cap_ui(ui, key));
                    });
                }
                ui.add_space(10.0);
            }
        });
    });
    let escape = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
    open && !escape && !modal.should_close()
}
