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
    let room = ui.ctx().content_rect();
    let count = if room.width() > 1700.0 { 4 } else { 3 };
    let sheet = columns(&groups, count);
    let modal = Modal::new(Id::unique("help")).frame(egui::Frame::popup(ui.style()).inner_margin(20.0)).show(ui.ctx(), |ui| {
        ui.set_width((count as f32 * 340.0).min(room.width() - 80.0));
        ui.horizontal(|ui| {
            ui.heading("Shortcuts");
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.add(IconButton::new(Icon::Close, "Close")).clicked() {
                    open = false;
                }
            });
        });
        ui.separator();
        let most = room.height() - 150.0;
        egui::ScrollArea::vertical().max_height(most).min_scrolled_height(most).show(ui, |ui| {
            ui.spacing_mut().item_spacing.x = 32.0;
            ui.columns(count, |columns| {
                for (ui, rows) in columns.iter_mut().zip(&sheet) {
                    ui.spacing_mut().item_spacing.y = 2.0;
                    for row in rows {
                        row_ui(ui, row);
                    }
                }
            });
        });
    });
    let escape = ui.input_mut(|input| input.consume_key(egui::Modifiers::NONE, Key::Escape));
    open && !escape && !modal.should_close()
}

/// A row of the sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Row<'a> {
    Title(&'a str),
    Line(&'a str, &'a str),
}

/// The rows of `count` columns of about the same length; a group that goes on in the next column has its heading there again.
fn columns(groups: &[HelpGroup], count: usize) -> Vec<Vec<Row<'_>>> {
    let total: usize = groups.iter().map(|group| group.lines.len() + 1).sum();
    // A heading more for each group that is parted.
    let most = total.div_ceil(count.max(1)) + 1;
    let mut columns = vec![Vec::new()];
    let mut put = |row, needs: usize, title| {
        if columns.last().is_some_and(|column: &Vec<Row<'_>>| column.len() + needs > most) && columns.len() < count {
            columns.push(if matches!(row, Row::Title(_)) { Vec::new() } else { vec![Row::Title(title)] });
        }
        if let Some(column) = columns.last_mut() {
            column.push(row);
        }
    };
    for group in groups {
        // A heading does not stand alone at the foot.
        put(Row::Title(group.title), 3, group.title);
        for (text, key) in &group.lines {
            put(Row::Line(text, key), 1, group.title);
        }
    }
    columns
}

fn row_ui(ui: &mut Ui, row: &Row<'_>) {
    let colours = theme::colours(ui.visuals());
    match row {
        Row::Title(title) => {
            ui.add_space(6.0);
            ui.label(RichText::new(*title).text_style(theme::section_style()).color(colours.accent));
        }
        Row::Line(text, key) => {
            ui.horizontal(|ui| {
                ui.set_min_height(22.0);
                ui.label(*text);
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| key_cap_ui(ui, key));
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_of_about_the_same_length_and_lose_nothing() {
        let groups = groups(|_| true);
        let lines: usize = groups.iter().map(|group| group.lines.len()).sum();
        for count in [1, 3, 4] {
            let columns = columns(&groups, count);
            let shown = columns.iter().flatten().filter(|row| matches!(row, Row::Line(..))).count();
            assert_eq!((columns.len(), shown), (count, lines));
            let lengths: Vec<usize> = columns.iter().map(Vec::len).collect();
            let (least, most) = (lengths.iter().min().unwrap(), lengths.iter().max().unwrap());
            assert!(most - least <= 8, "{lengths:?}");
            assert!(columns.iter().all(|column| matches!(column.first(), Some(Row::Title(_)))));
        }
    }
}
