//! The command palette: every command by typing a part of its name.

use eframe::egui;
use egui::{Align, Id, Key, Layout, Modal, RichText, Role, Sense, TextEdit, Ui, WidgetInfo};

use super::command::Command;
use super::theme;
use super::widgets::key_cap_ui;

/// What the palette remembers while it is open.
#[derive(Debug, Default)]
pub(crate) struct PaletteState {
    open: bool,
    typed: String,
    chosen: usize,
}

impl PaletteState {
    /// Opens it with an empty field.
    pub(crate) fn open(&mut self) {
        *self = Self { open: true, ..Self::default() };
    }

    /// Whether it is open.
    pub(crate) fn is_open(&self) -> bool {
        self.open
    }
}

/// How well `text` fits what was typed: `None` if letters are missing; lower is better.
fn fit(text: &str, typed: &str) -> Option<usize> {
    let (text, typed) = (text.to_lowercase(), typed.to_lowercase());
    let typed = typed.trim();
    if let Some(at) = text.find(typed) {
        // At the start of a word is best.
        let starts_word = at == 0 || text.get(..at).is_some_and(|before| before.ends_with(' '));
        return Some(if starts_word { at } else { 100 + at });
    }
    let mut letters = text.chars().enumerate();
    let mut spread = 0;
    for wanted in typed.chars().filter(|letter| !letter.is_whitespace()) {
        spread = letters.find(|(_, letter)| *letter == wanted)?.0;
    }
    Some(1000 + spread)
}

/// The commands that fit what was typed, best first; all in their own order if nothing was.
pub(crate) fn matches(typed: &str, available: impl Fn(Command) -> bool) -> Vec<Command> {
    let mut found: Vec<(usize, Command)> = Command::ALL
        .into_iter()
        .filter(|command| *command != Command::Palette && available(*command))
        .filter_map(|command| {
            let about = command.about();
            let by_name = fit(about.text, typed);
            let by_hint = fit(about.hint, typed).filter(|fit| *fit < 1000).map(|fit| 500 + fit);
            Some((by_name.into_iter().chain(by_hint).min()?, command))
        })
        .collect();
    if typed.trim().is_empty() {
        return found.into_iter().map(|(_, command)| command).collect();
    }
    found.sort_by_key(|(fit, _)| *fit);
    found.into_iter().map(|(_, command)| command).collect()
}

/// Paints the palette if it is open; returns the command that was chosen.
pub(crate) fn palette_ui(ui: &Ui, state: &mut PaletteState, available: impl Fn(Command) -> bool) -> Option<Command> {
    if !state.open {
        return None;
    }
    let found = matches(&state.typed, available);
    state.chosen = state.chosen.min(found.len().saturating_sub(1));
    let (up, down, enter, escape) = ui.input_mut(|input| {
        let mut take = |key| input.consume_key(egui::Modifiers::NONE, key);
        (take(Key::ArrowUp), take(Key::ArrowDown), take(Key::Enter), take(Key::Escape))
    });
    if down {
        state.chosen = (state.chosen + 1).min(found.len().saturating_sub(1));
    }
    if up {
        state.chosen = state.chosen.saturating_sub(1);
    }
    let mut asked = enter.then(|| found.get(state.chosen).copied()).flatten();
    let area = Modal::default_area(Id::unique("palette")).anchor(egui::Align2::CENTER_TOP, [0.0, 96.0]);
    let modal =
        Modal::new(Id::unique("palette")).area(area).frame(egui::Frame::popup(ui.style()).inner_margin(12.0)).show(ui.ctx(), |ui| {
            ui.set_width(520.0);
            let field = TextEdit::singleline(&mut state.typed)
                .hint_text("Type a command")
                .desired_width(f32::INFINITY)
                .margin(egui::Margin::symmetric(10, 7));
            let response = ui.add(field).accessible_name("Find a command");
            if !response.has_focus() {
                response.request_focus();
            }
            if response.changed() {
                state.chosen = 0;
            }
            ui.add_space(4.0);
            egui::ScrollArea::vertical().max_height(380.0).min_scrolled_height(380.0).auto_shrink([false, false]).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 1.0;
                for (number, command) in found.iter().enumerate() {
                    let row = row_ui(ui, *command, number == state.chosen);
                    if number == state.chosen && (up || down) {
                        row.scroll_to_me(None);
                    }
                    if row.clicked() {
                        asked = Some(*command);
                    }
                }
                if found.is_empty() {
                    ui.add_space(12.0);
                    ui.weak("No command has these letters.");
                }
            });
        });
    if asked.is_some() || escape || modal.should_close() {
        state.open = false;
    }
    asked
}

fn row_ui(ui: &mut Ui, command: Command, chosen: bool) -> egui::Response {
    let colours = theme::colours(ui.visuals());
    let about = command.about();
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), theme::ROW + 2.0), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, true, chosen, about.text));
    if ui.is_rect_visible(rect) {
        if chosen || response.hovered() {
            ui.painter().rect_filled(rect, f32::from(theme::RADIUS), if chosen { colours.accent_soft } else { colours.hovered });
        }
        let mut row =
            ui.new_child(egui::UiBuilder::new().max_rect(rect.shrink2(egui::vec2(10.0, 0.0))).layout(Layout::left_to_right(Align::Center)));
        row.label(RichText::new(about.text).color(if chosen { colours.strong } else { colours.text }));
        row.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let key = command.key_text();
            if !key.is_empty() {
                key_cap_ui(ui, &key);
            }
            ui.label(RichText::new(about.group.title()).small().color(colours.weak));
        });
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_match_is_first() {
        assert_eq!(matches("export", |_| true).first(), Some(&Command::Export));
        assert_eq!(matches("blink", |_| true).first(), Some(&Command::ViewBlink));
        assert_eq!(matches("sbs", |_| true).first(), Some(&Command::ViewSideBySide));
        assert_eq!(matches("zzqq", |_| true), []);
    }

    #[test]
    fn what_cannot_be_done_now_is_not_offered() {
        assert!(!matches("", |command| command != Command::Export).contains(&Command::Export));
    }
}
