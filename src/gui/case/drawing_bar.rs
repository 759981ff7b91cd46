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

/// Paints the tools below each other and returns the command of the one that was clicked; `shown` says whether what was drawn is
/// painted over the pictures.
pub(crate) fn tools_ui(ui: &mut Ui, chosen: Option<Tool>, enabled: bool, shown: bool) -> Option<Command> {
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

/// Paints the bar of the tool in hand above the lower edge of the viewers in `rect`, `lift` points higher.
pub(crate) fn drawing_bar_ui(ui: &mut Ui, rect: Rect, lift: f32, drawing: &mut Drawing, view: &DrawingView) {
    let colours = theme::colours(ui.visuals());
    // As high as what is in it, which is known from the frame before.
    let id = ui.scope_id().with(("drawing bar", view.tool.command() as u8));
    let height = ui.data(|data| data.get_temp::<f32>(id)).unwrap_or(84.0);
    let width = 600.0f32.min(rect.width() - 24.0);
    let size = egui::vec2(width, height + 20.0);
    let place = Rect::from_min_size(egui::pos2((rect.center().x - width / 2.0).round(), rect.bottom() - size.y - 10.0 - lift), size);
    ui.scope_builder(egui::UiBuilder::new().max_rect(place), |ui| {
        ui.painter().rect(place, 8.0, colours.panel, egui::Stroke::new(1.0, colours.line), egui::StrokeKind::Inside);
        // The bar takes clicks, so that they do not reach the picture below.
        ui.interact(place, ui.scope_id().with("drawing-bar"), egui::Sense::click_and_drag());
        let mut inner =
            ui.new_child(egui::UiBuilder::new().max_rect(place.shrink2(egui::vec2(14.0, 10.0))).layout(Layout::top_down(Align::Min)));
        inner.spacing_mut().item_spacing.y = 4.0;
        content_ui(&mut inner, drawing, view);
        let needed = inner.min_rect().height();
        if (needed - height).abs() > 0.5 {
            ui.data_mut(|data| data.insert_temp(id, needed));
            ui.ctx().request_repaint();
        }
    });
}

fn content_ui(ui: &mut Ui, drawing: &mut Drawing, view: &DrawingView) {
    let colours = theme::colours(ui.visuals());
    ui.horizontal(|ui| {
        let (mark, _) = ui.allocate_exact_size(egui::Vec2::splat(theme::ICON), egui::Sense::hover());
        view.tool.icon().paint(ui.painter(), mark, colours.accent);
        ui.label(RichText::new(view.tool.command().about().text.trim_end_matches('…')).strong().color(colours.strong));
        ui.label(RichText::new(&view.on).small().color(colours.weak)).on_hover_text("The picture that is drawn on");
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
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
    if view.tool.marks() {
        kind_ui(ui, drawing);
    }
    if view.tool.asks_for_words() && view.points >= view.tool.least_points() {
        words_ui(ui, drawing, view.tool);
    }
    for (number, value) in view.values.iter().enumerate() {
        let text = RichText::new(value).color(if number == 0 { colours.strong } else { colours.text });
        ui.add(egui::Label::new(if number == 0 { text.strong() } else { text }).truncate());
    }
    if let Some(problem) = &view.problem {
        ui.add(Badge::new(Icon::Warning, problem, Tone::Attention));
    }
    if let Some(calibration) = &view.calibration {
        ui.add(egui::Label::new(RichText::new(calibration).small().color(colours.weak)).wrap());
    }
    let keys =
        if view.points > 0 { " · Backspace takes a point back · Esc forgets it" } else { " · Space and drag pans · Esc puts the tool down" };
    ui.add(egui::Label::new(RichText::new(format!("{}{keys}", view.hint)).small().color(colours.weak)).truncate());
}

/// Chooses what the next mark points out.
fn kind_ui(ui: &mut Ui, drawing: &mut Drawing) {
    ui.horizontal(|ui| {
        ui.label("Points out");
        let before = drawing.kind;
        drawing.kind = kind_picker_ui(ui, "kind of the next mark", "What the next mark points out", before).unwrap_or(before);
    });
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
    let entered = ui
        .horizontal(|ui| {
            let (name, hint, width) = if tool == Tool::Scale {
                ("Known length in mm", "25.4", 80.0)
            } else {
                ("Words on the page", "What is to be read here", 300.0)
            };
            if tool == Tool::Scale {
                ui.label("Known length");
            }
            let field = ui.add(TextEdit::singleline(&mut drawing.words).hint_text(hint).desired_width(width));
            let field = field.accessible_name(name);
            if focus {
                field.request_focus();
            }
            let mut entered = field.lost_focus();
            if tool == Tool::Scale {
                ui.label("mm, within ±");
                let limit = ui.add(TextEdit::singleline(&mut drawing.tolerance).desired_width(56.0));
                entered |= limit.accessible_name("Limits of the known length in mm").lost_focus();
                ui.label("mm");
            }
            let keep = if tool == Tool::Scale { "Set the scale" } else { "Write" };
            let clicked = ui.add_enabled(drawing.can_finish(), Action::new(keep).main()).clicked();
            clicked || (entered && ui.input(|input| input.key_pressed(egui::Key::Enter)))
        })
        .inner;
    if entered {
        drawing.finish();
    }
}
