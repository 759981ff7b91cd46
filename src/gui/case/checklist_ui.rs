//! The checklist panel.

use eframe::egui;
use egui::{Align, Layout, RichText, Role, Sense, TextStyle, Ui, WidgetInfo};

use super::checklist::{ChecklistState, ChecklistView, ItemView, Line, LineState};
use super::item_ui::item_ui;
use crate::domain::Verdict;
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Badge, CoverageBar, Tone};
use crate::gui::wish::Wish;

/// The icon and colour of a verdict.
pub(crate) fn verdict_mark(verdict: Verdict) -> (Icon, Tone) {
    match verdict {
        Verdict::Conforms => (Icon::Check, Tone::Agrees),
        Verdict::DoesNotConform => (Icon::Cross, Tone::Differs),
        Verdict::Inconclusive => (Icon::Unsure, Tone::Attention),
        Verdict::NotExamined => (Icon::Dash, Tone::Plain),
        Verdict::NotApplicable => (Icon::NotApplicable, Tone::Plain),
    }
}

/// Paints the checklist and returns what the examiner asked for; `clip` paints what was attached to the item in hand, by number.
pub(crate) fn checklist_ui(
    ui: &mut Ui,
    view: &ChecklistView,
    item: Option<&ItemView>,
    state: &mut ChecklistState,
    clip: &mut dyn FnMut(&Ui, egui::Rect, usize),
) -> Option<Wish> {
    head_ui(ui, view, state);
    ui.add_space(2.0);
    ui.separator();
    let mut asked = None;
    egui::ScrollArea::vertical().id_salt("checklist").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for section in &view.sections {
            let shown: Vec<&Line> = section
                .lines
                .iter()
                .filter(|line| !state.only_missing || line.state.is_missing() || state.current.as_ref() == Some(&line.id))
                .collect();
            if shown.is_empty() {
                continue;
            }
            section_head_ui(ui, &section.title, section.answered, section.asked);
            for line in shown {
                let current = state.current.as_ref() == Some(&line.id);
                ui.push_id(line.id.as_str(), |ui| {
                    let row = line_ui(ui, line, current);
                    if current && state.scroll {
                        row.scroll_to_me(Some(Align::Min));
                        state.scroll = false;
                    }
                    if row.clicked() {
                        asked = Some(Wish::GoToItem(line.id.clone()));
                    }
                    if current && let Some(item) = item {
                        asked = item_ui(ui, item, state, clip).or_else(|| asked.take());
                    }
                });
            }
            ui.add_space(8.0);
        }
        ui.add_space(24.0);
        follow(ui);
    });
    asked
}

fn head_ui(ui: &mut Ui, view: &ChecklistView, state: &mut ChecklistState) {
    let colours = theme::colours(ui.visuals());
    ui.add(egui::Label::new(RichText::new(&view.title).strong().color(colours.strong)).truncate()).on_hover_text(&view.title);
    ui.label(RichText::new(&view.version).small().color(colours.weak));
    ui.add(CoverageBar::new("Checklist", view.answered, view.asked));
    ui.horizontal(|ui| {
        ui.label(RichText::new(format!("{} of {} answered", view.answered, view.asked)).color(colours.text));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.checkbox(&mut state.only_missing, "Missing only");
        });
    });
    ui.horizontal(|ui| {
        if view.waiting > 0 {
            ui.add(Badge::new(Icon::Waiting, &counted(view.waiting, "proposal waits", "proposals wait"), Tone::Accent));
        }
        if view.missing_critical > 0 {
            ui.add(Badge::new(
                Icon::Warning,
                &counted(view.missing_critical, "critical item missing", "critical items missing"),
                Tone::Attention,
            ));
        } else if view.answered == view.asked {
            ui.add(Badge::new(Icon::Check, "Complete", Tone::Agrees));
        }
    });
}

/// A number with the right form of its word.
pub(crate) fn counted(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

fn section_head_ui(ui: &mut Ui, title: &str, answered: usize, asked: usize) {
    let colours = theme::colours(ui.visuals());
    ui.horizontal(|ui| {
        ui.set_min_height(26.0);
        ui.label(RichText::new(title).text_style(theme::section_style()).color(colours.weak));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let text = if asked == 0 { "does not apply".to_owned() } else { format!("{answered} / {asked}") };
            ui.label(RichText::new(text).small().color(colours.weak));
        });
    });
}

fn line_ui(ui: &mut Ui, line: &Line, current: bool) -> egui::Response {
    let colours = theme::colours(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), theme::ROW), Sense::click());
    let spoken = format!("{}: {}", line.title, line.state.title());
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, current, &spoken));
    if ui.is_rect_visible(rect) {
        if current || response.hovered() {
            ui.painter().rect_filled(rect, f32::from(theme::RADIUS), if current { colours.accent_soft } else { colours.hovered });
        }
        let (icon, tone) = match line.state {
            LineState::Open => (Icon::Open, Tone::Plain),
            LineState::Waiting => (Icon::Waiting, Tone::Accent),
            LineState::Answered(verdict) => verdict_mark(verdict),
            LineState::Noted => (Icon::Check, Tone::Plain),
            LineState::DoesNotApply => (Icon::NotApplicable, Tone::Plain),
        };
        let mark = egui::Rect::from_center_size(egui::pos2(rect.left() + 16.0, rect.center().y), egui::Vec2::splat(14.0));
        icon.paint(ui.painter(), mark, tone.colour(colours));
        let text = match line.state {
            LineState::DoesNotApply => colours.weak,
            _ if current => colours.strong,
            _ => colours.text,
        };
        let room = rect.width() - 32.0 - if line.critical { 22.0 } else { 8.0 };
        let mut job = egui::text::LayoutJob::simple_singleline(line.title.clone(), TextStyle::Body.resolve(ui.style()), text);
        job.wrap = egui::text::TextWrapping::truncate_at_width(room);
        let galley = ui.painter().layout_job(job);
        ui.painter().galley(egui::pos2(rect.left() + 32.0, rect.center().y - galley.size().y / 2.0), galley, text);
        if line.critical && line.state.is_missing() {
            ui.painter().circle_filled(egui::pos2(rect.right() - 12.0, rect.center().y), 3.0, colours.attention);
        }
    }
    response.on_hover_text(if line.critical { format!("{spoken}. Critical.") } else { spoken })
}
