//! The machine-readable zone: typed or pasted, with its fields and checks.

use eframe::egui;
use egui::{RichText, TextEdit, Ui};

use super::tabs::title_ui;
use super::{MrzShown, OpenCase};
use crate::domain::ZoneRole;
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Action, Badge, Tone, card_ui, fact_ui, paragraph_ui, section_ui};
use crate::gui::wish::Wish;

/// What the data panel shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DataView {
    /// The zone as it was typed.
    pub text: String,
    /// What was read from it.
    pub mrz: MrzShown,
    /// The zone of the reference in which it stands.
    pub zone: Option<crate::domain::ZoneId>,
    /// Whether nothing may change any more.
    pub frozen: bool,
}

impl DataView {
    /// The data of `open`.
    pub(crate) fn of(open: &OpenCase) -> Self {
        let zone = open.reference().and_then(|reference| {
            reference.pages.iter().flat_map(|page| &page.zones).find(|zone| zone.role == ZoneRole::Mrz).map(|zone| zone.id.clone())
        });
        Self { text: open.examination.mrz_text.clone(), mrz: open.mrz.clone(), zone, frozen: open.examination.frozen }
    }
}

/// What the data panel remembers.
#[derive(Debug, Clone, Default)]
pub(crate) struct DataState {
    /// The zone as typed so far; `None` while it is as in the case.
    pub typed: Option<String>,
}

/// Paints the data panel and returns what the examiner asked for.
pub(crate) fn data_ui(ui: &mut Ui, view: &DataView, state: &mut DataState) -> Option<Wish> {
    let mut asked = None;
    egui::ScrollArea::vertical().id_salt("data").auto_shrink([false, false]).show(ui, |ui| {
        title_ui(ui, "Machine-readable zone");
        paragraph_ui(ui, "Type or paste the lines as they are printed. Read them from the picture, not from another source.");
        if let Some(zone) = &view.zone
            && ui.link("Show the zone").clicked()
        {
            asked = Some(Wish::ShowZone(zone.clone()));
        }
        let mut text = state.typed.clone().unwrap_or_else(|| view.text.clone());
        // A line has 44 letters at most; all of them must be seen at once.
        let width = ui.available_width() - 18.0;
        let size = (width / 44.0 / 0.74).clamp(8.5, 15.0);
        let font = egui::FontId::new(size, egui::FontFamily::Name("ocr-b".into()));
        let field = TextEdit::multiline(&mut text).font(font).desired_rows(3).desired_width(f32::INFINITY).interactive(!view.frozen);
        let response = ui.add(field).accessible_name("Machine-readable zone");
        if response.changed() {
            state.typed = Some(text.to_uppercase());
        }
        let changed = state.typed.as_ref().is_some_and(|typed| *typed != view.text);
        if response.lost_focus() && changed {
            asked = state.typed.clone().map(Wish::TypeMrz);
        }
        ui.horizontal(|ui| {
            let check = ui.add_enabled(changed, Action::new("Check").icon(Icon::Check).main());
            if check.clicked() {
                asked = state.typed.clone().map(Wish::TypeMrz);
            }
            if !view.text.is_empty() && !view.frozen && ui.add(Action::new("Clear")).clicked() {
                state.typed = None;
                asked = Some(Wish::TypeMrz(String::new()));
            }
        });
        ui.add_space(6.0);
        result_ui(ui, view);
        follow(ui);
    });
    asked
}

fn result_ui(ui: &mut Ui, view: &DataView) {
    let colours = theme::colours(ui.visuals());
    if let Some(problem) = &view.mrz.problem {
        card_ui(ui, |ui| {
            ui.add(Badge::new(Icon::Warning, "Could not be read as a machine-readable zone", Tone::Attention));
            paragraph_ui(ui, problem);
        });
        return;
    }
    if view.mrz.fields.is_empty() && view.mrz.checks.is_empty() {
        return;
    }
    let wrong = view.mrz.checks.iter().filter(|check| !check.right).count();
    section_ui(ui, "Checks", |ui| {
        let (icon, tone, text) = if wrong == 0 {
            (Icon::Check, Tone::Agrees, "All are right".to_owned())
        } else {
            (Icon::Cross, Tone::Differs, format!("{wrong} of {} wrong", view.mrz.checks.len()))
        };
        ui.add(Badge::new(icon, &text, tone));
    });
    let mut checks: Vec<_> = view.mrz.checks.iter().collect();
    checks.sort_by_key(|check| check.right);
    for check in checks {
        let (icon, tone) = if check.right { (Icon::Check, Tone::Agrees) } else { (Icon::Cross, Tone::Differs) };
        ui.add(Badge::new(icon, &check.name, tone));
        if !check.detail.is_empty() && !check.right {
            ui.indent(&check.name, |ui| ui.add(egui::Label::new(RichText::new(&check.detail).small().color(colours.text)).wrap()));
        }
    }
    ui.add_space(6.0);
    section_ui(ui, "Fields", |ui| {
        ui.label(RichText::new(&view.mrz.format).small().color(colours.weak));
    });
    for (name, value) in &view.mrz.fields {
        fact_ui(ui, name, value);
    }
}
