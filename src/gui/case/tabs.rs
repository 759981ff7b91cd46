//! The panel on the right and which of its tabs shows.

use eframe::egui;
use egui::{RichText, Role, Sense, TextStyle, Ui, WidgetInfo};

use crate::gui::command::Command;
use crate::gui::theme;

/// A tab of the panel on the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Tab {
    #[default]
    Checklist,
    Reference,
    Data,
    Adjust,
    Findings,
    Marks,
    Case,
}

impl Tab {
    /// Every tab with the command that shows it.
    pub(crate) const ALL: [(Self, Command, &'static str); 7] = [
        (Self::Checklist, Command::ShowChecklist, "Checklist"),
        (Self::Reference, Command::ShowReference, "Reference"),
        (Self::Data, Command::ShowData, "Data"),
        (Self::Adjust, Command::ShowAdjust, "Adjust"),
        (Self::Findings, Command::ShowFindings, "Findings"),
        (Self::Marks, Command::ShowMarks, "Marks"),
        (Self::Case, Command::ShowCase, "Case"),
    ];
}

/// Paints the tabs over the whole width and returns the one that was clicked; `mark` puts a number behind a name.
///
/// If a key has `just_shown` the chosen one, the Tab key begins there and not in the corner of the screen; the second value says
/// whether it still does.
pub(crate) fn tabs_ui(ui: &mut Ui, chosen: Tab, just_shown: bool, mark: impl Fn(Tab) -> Option<usize>) -> (Option<Command>, bool) {
    let (tab_key, pointer) = ui.input(|input| (input.key_pressed(egui::Key::Tab) && !input.modifiers.shift, input.pointer.any_pressed()));
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    let galley = |ui: &Ui, tab: Tab, title: &str, colour| {
        let mark = mark(tab).map_or(String::new(), |number| format!(" {number}"));
        let mut job = egui::text::LayoutJob::default();
        job.append(title, 0.0, egui::TextFormat::simple(TextStyle::Button.resolve(ui.style()), colour));
        job.append(&mark, 0.0, egui::TextFormat::simple(TextStyle::Small.resolve(ui.style()), colours.accent));
        ui.painter().layout_job(job)
    };
    // Every tab gets the room of its name, and an equal share of what is left.
    let named: f32 = Tab::ALL.into_iter().map(|(tab, _, title)| galley(ui, tab, title, colours.weak).size().x).sum();
    let spare = ((ui.available_width() - named) / Tab::ALL.len() as f32).max(4.0);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 0.0;
        for (tab, command, title) in Tab::ALL {
            let on = tab == chosen;
            let width = galley(ui, tab, title, colours.weak).size().x + spare;
            let (rect, response) = ui.allocate_exact_size(egui::vec2(width, theme::TOOL_BAR), Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::Tab, true, on, title));
            if on && just_shown && tab_key {
                response.request_focus();
            }
            let colour = if on || response.hovered() { colours.strong } else { colours.weak };
            let galley = galley(ui, tab, title, colour);
            ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
            if on {
                ui.painter().hline(rect.x_range().shrink(4.0), rect.bottom() - 1.0, egui::Stroke::new(2.0, colours.accent));
            }
            if response.has_focus() {
                ui.painter().rect_stroke(rect.shrink(3.0), 4.0, egui::Stroke::new(1.5, colours.accent), egui::StrokeKind::Inside);
            }
            if response.on_hover_text(command.tooltip()).clicked() {
                asked = Some(command);
            }
        }
    });
    (asked, just_shown && !tab_key && !pointer)
}

/// Paints `text` as the title of a tab's part.
pub(crate) fn title_ui(ui: &mut Ui, text: &str) {
    let colours = theme::colours(ui.visuals());
    ui.label(RichText::new(text).heading().color(colours.strong));
}
