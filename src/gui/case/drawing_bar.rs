//! The strip of tools, and the bar of the tool in hand: what it does, what is measured so far, and on which scale that rests.

use eframe::egui;
use egui::{Align, Layout, Rect, RichText, TextEdit, Ui};

use crate::domain::MarkKind;
use crate::gui::command::Command;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::viewer::{Drawing, Tool};
use crate::gui::widgets::{Action, Badge, IconButton, Tone};

/// What the bar shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DrawingView {
    /// The tool in hand.
    pub tool: Tool,
    /// The picture that is drawn on.
    pub on: String,
    /// What is measured so far.
    pub values: Vec<String>,
    /// Why there is no value, if so.
    pub problem: Option<String>,
    /// What a measurement rests on; `None` for marks.
    pub calibration: Option<String>,
    /// What to do next.
    pub hint: &'static str,
    /// How many points are set.
    pub points: usize,
    /// Whether what is set makes a whole.
    pub can_finish: bool,
}

/// Paints the tools below each other and returns the command of the one that was clicked. `enabled` says whether anything can be
/// drawn, `shown` whether what was drawn is painted over the pictures.
pub(crate) fn tools_ui(ui: &mut Ui, chosen: Option<Tool>, [enabled, shown]: [bool; 2]) -> Option<Command> {
    let mut asked = None;
    egui::ScrollArea::vertical().id_salt("drawing tools").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        ui.add_space(4.0);
        for (tool, command, icon) in Tool::ALL {
            if matches!(tool, Tool::Scale | Tool::Point) {
                ui.separator();
            }
            let button = IconButton::new(icon, command.about().text).selected(chosen == Some(tool));
            let response = ui.add_enabled(enabled, button);
            if response
                .on_hover_text(command.tooltip())
                .on_disabled_hover_text("Findings have been issued; nothing changes any more")
                .clicked()
            {
                asked = Some(command);
            }
        }
        ui.separator();
        let toggle = Command::ToggleMarks;
        if ui.add(IconButton::new(Icon::Marked, toggle.about().text).selected(shown)).on_hover_text(toggle.tooltip()).clicked() {
            asked = Some(toggle);
        }
    });
    asked
}

/// Height of the bar of the tool in hand, in points; the same with and without a value, so that the picture does not move.
pub(crate) const DRAWING_BAR: f32 = 92.0;

/// Paints the bar of the tool in hand into `rect`.
pub(crate) fn drawing_bar_ui(ui: &mut Ui, rect: Rect, drawing: &mut Drawing, view: &DrawingView) {
    let colours = theme::colours(ui.visuals());
    ui.painter().rect_filled(rect, 0.0, colours.panel);
    ui.painter().hline(rect.x_range(), rect.top(), egui::Stroke::new(1.0, colours.line));
    let inner = rect.shrink2(egui::vec2(12.0, 6.0));
    ui.scope_builder(egui::UiBuilder::new().max_rect(inner).layout(Layout::top_down(Align::Min)), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        head_ui(ui, drawing, view);
        ui.allocate_ui_with_layout(egui::vec2(inner.width(), theme::ROW), Layout::left_to_right(Align::Center), |ui| {
            if view.tool.asks_for_words() && view.points >= view.tool.least_points() {
                words_ui(ui, drawing, view.tool);
            } else {
                value_ui(ui, view);
            }
        });
        let below = match (&view.calibration, view.points) {
            (Some(calibration), _) => calibration.as_str(),
            (None, 0) => "Space and drag pans · Esc puts the tool down",
            (None, _) => "Enter keeps it · Backspace takes the last point back · Esc forgets it",
        };
        ui.add(egui::Label::new(RichText::new(below).small().color(colours.weak)).truncate());
    });
}

/// The tool, the picture it draws on, what the next mark points out, and what can be done with what is begun.
fn head_ui(ui: &mut Ui, drawing: &mut Drawing, view: &DrawingView) {
    let colours = theme::colours(ui.visuals());
    ui.horizontal(|ui| {
        let (mark, _) = ui.allocate_exact_size(egui::Vec2::splat(theme::ICON), egui::Sense::hover());
        view.tool.icon().paint(ui.painter(), mark, colours.accent);
        ui.label(RichText::new(view.tool.command().about().text.trim_end_matches('…')).strong().color(colours.strong));
        ui.label(RichText::new(&view.on).small().color(colours.weak)).on_hover_text("The picture that is drawn on");
        if view.tool.marks() {
            kind_ui(ui, drawing);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 2.0;
            if ui.add(IconButton::new(Icon::Close, "Put the tool down")).on_hover_text("Puts the tool down (Esc)").clicked() {
                drawing.put_down();
            }
            let back = ui.add_enabled(view.points > 0, IconButton::new(Icon::Undo, "Take the last point back"));
            if back.on_hover_text("Takes the last point back (Backspace)").clicked() {
                drawing.back();
            }
            let finish = ui.add_enabled(view.can_finish, IconButton::new(Icon::Check, "Finish the figure"));
            if finish.on_hover_text("Keeps what is drawn (Enter)").clicked() {
                drawing.finish();
            }
        });
    });
}

/// What is measured so far, or why nothing is, and what to do next.
fn value_ui(ui: &mut Ui, view: &DrawingView) {
    let colours = theme::colours(ui.visuals());
    if let Some(problem) = &view.problem {
        ui.add(Badge::new(Icon::Warning, problem, Tone::Attention));
    } else if !view.values.is_empty() {
        ui.add(egui::Label::new(RichText::new(view.values.join(" · ")).strong().color(colours.strong)).truncate());
    }
    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
        ui.add(egui::Label::new(RichText::new(view.hint).color(colours.text)).truncate());
    });
}

/// Chooses what the next mark points out.
fn kind_ui(ui: &mut Ui, drawing: &mut Drawing) {
    let before = drawing.kind;
    drawing.kind = kind_picker_ui(ui, "kind of the next mark", "What the next mark points out", before).unwrap_or(before);
}

/// Chooses a kind of mark from the vocabulary.
pub(crate) fn kind_picker_ui(ui: &mut Ui, salt: &str, name: &str, chosen: MarkKind) -> Option<MarkKind> {
    let mut asked = None;
    let picker = egui::ComboBox::from_id_salt(salt).width(220.0).height(420.0).selected_text(chosen.title());
    let response = picker.show_ui(ui, |ui| {
        for kind in MarkKind::ALL {
            if ui.selectable_label(chosen == *kind, kind.title()).clicked() && chosen != *kind {
                asked = Some(*kind);
            }
        }
    });
    response.response.accessible_name(name);
    asked
}

fn words_ui(ui: &mut Ui, drawing: &mut Drawing, tool: Tool) {
    let focus = std::mem::take(&mut drawing.focus);
    let (name, hint, width) =
        if tool == Tool::Scale { ("Known length in mm", "25.4", 80.0) } else { ("Words on the page", "What is to be read here", 300.0) };
    if tool == Tool::Scale {
        ui.label("Known length");
    }
    let field = ui.add(TextEdit::singleline(&mut drawing.words).hint_text(hint).desired_width(width)).accessible_name(name);
    if focus {
        field.request_focus();
    }
    let mut left = field.lost_focus();
    if tool == Tool::Scale {
        ui.label("mm, within ±");
        let limit = ui.add(TextEdit::singleline(&mut drawing.tolerance).desired_width(56.0));
        left |= limit.accessible_name("Limits of the known length in mm").lost_focus();
        ui.label("mm");
    }
    let keep = if tool == Tool::Scale { "Set the scale" } else { "Write" };
    let clicked = ui.add_enabled(drawing.can_finish(), Action::new(keep).main()).clicked();
    let entered = clicked || (left && ui.input(|input| input.key_pressed(egui::Key::Enter)));
    if entered {
        drawing.finish();
    }
}
