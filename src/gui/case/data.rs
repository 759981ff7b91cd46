//! The machine-readable zone: read from the pictures, confirmed or typed by the examiner, with its fields and checks.

use eframe::egui;
use egui::text::{LayoutJob, TextFormat};
use egui::{RichText, TextEdit, Ui};

use super::tabs::title_ui;
use super::{MrzShown, OpenCase};
use crate::domain::{MachineZone, ZoneRole};
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Action, Badge, Tone, card_ui, fact_ui, paragraph_ui, section_ui};
use crate::gui::wish::Wish;

/// What the data panel shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct DataView {
    /// The zone as it was typed.
    pub text: String,
    /// What was read from it.
    pub mrz: MrzShown,
    /// The zones as the program read them, infrared first.
    pub read: Vec<MachineZone>,
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
        let examination = &open.examination;
        let read = examination.analysis.machine_zones.clone();
        Self { text: examination.mrz_text.clone(), mrz: open.mrz.clone(), read, zone, frozen: examination.frozen }
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
        if view.read.is_empty() {
            paragraph_ui(ui, "Type or paste the lines as they are printed. Read them from the picture, not from another source.");
        } else {
            paragraph_ui(ui, "Compare what was read with the picture. Take it over if it is right, else type what is printed.");
        }
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
        for zone in &view.read {
            if let Some(wish) = read_ui(ui, view, zone) {
                state.typed = None;
                asked = Some(wish);
            }
        }
        result_ui(ui, view);
        follow(ui);
    });
    asked
}

/// A zone as it was read from a picture: its lines with doubtful characters marked, what was typed otherwise, and a way to take it over.
fn read_ui(ui: &mut Ui, view: &DataView, zone: &MachineZone) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    card_ui(ui, |ui| {
        let doubtful = zone.doubtful.len();
        let typed = !view.text.trim().is_empty();
        let other = differences(&view.text, &zone.lines);
        let (icon, tone, text) = match (typed, other.is_empty(), doubtful) {
            (true, true, _) => (Icon::Check, Tone::Agrees, "As typed".to_owned()),
            (true, false, _) => (Icon::Warning, Tone::Attention, "Not as typed".to_owned()),
            (false, _, 0) => (Icon::Warning, Tone::Plain, "Not confirmed".to_owned()),
            (false, _, 1) => (Icon::Warning, Tone::Attention, "One character is doubtful".to_owned()),
            (false, _, many) => (Icon::Warning, Tone::Attention, format!("{many} characters are doubtful")),
        };
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(format!("Read in {}", zone.light.title().to_lowercase())).strong());
            ui.add(Badge::new(icon, &text, tone));
        });
        let size = (ui.available_width() / 44.0 / 0.74).clamp(7.5, 14.0);
        let font = egui::FontId::new(size, egui::FontFamily::Name("ocr-b".into()));
        let plain = TextFormat { font_id: font.clone(), color: colours.text, ..TextFormat::default() };
        let marked = TextFormat {
            font_id: font,
            color: Tone::Attention.colour(colours),
            underline: egui::Stroke::new(1.5, Tone::Attention.colour(colours)),
            ..TextFormat::default()
        };
        for (line, text) in (1_u8..).zip(&zone.lines) {
            let mut job = LayoutJob::default();
            for (column, character) in (1_u8..).zip(text.chars()) {
                let doubt = zone.doubtful.iter().any(|doubt| (doubt.line, doubt.column) == (line, column));
                job.append(character.encode_utf8(&mut [0; 4]), 0.0, if doubt { marked.clone() } else { plain.clone() });
            }
            ui.label(job);
        }
        for doubt in zone.doubtful.iter().take(MOST_LISTED) {
            let answers: Vec<String> = doubt.answers.chars().map(|answer| answer.to_string()).collect();
            let text = format!("Line {}, character {}: {}", doubt.line, doubt.column, answers.join(" or "));
            ui.label(RichText::new(text).small().color(colours.weak));
        }
        for text in other.iter().take(MOST_LISTED) {
            ui.label(RichText::new(text).small().color(colours.weak));
        }
        let more = doubtful.max(other.len()).saturating_sub(MOST_LISTED);
        if more > 0 {
            ui.label(RichText::new(format!("and {more} more")).small().color(colours.weak));
        }
        if !view.frozen && (!typed || !other.is_empty()) && ui.add(Action::new("Take over").icon(Icon::Check)).clicked() {
            asked = Some(Wish::TypeMrz(zone.text()));
        }
    });
    ui.add_space(4.0);
    asked
}

/// Doubtful characters and differences that are listed at most.
const MOST_LISTED: usize = 6;

/// Where the typed lines are other than those that were read; nothing if none were typed.
fn differences(typed: &str, read: &[String]) -> Vec<String> {
    let typed: Vec<&str> = typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    if typed.is_empty() {
        return Vec::new();
    }
    if typed.len() != read.len() {
        return vec![format!("Lines: {} typed, {} read", typed.len(), read.len())];
    }
    let mut found = Vec::new();
    for (line, (typed, read)) in (1..).zip(typed.iter().zip(read)) {
        if typed.chars().count() != read.chars().count() {
            found.push(format!("Line {line}: {} characters typed, {} read", typed.chars().count(), read.chars().count()));
            continue;
        }
        let differing = (1..).zip(typed.chars().zip(read.chars())).filter(|(_, (typed, read))| typed != read);
        found.extend(differing.map(|(column, (typed, read))| format!("Line {line}, character {column}: typed {typed}, read {read}")));
    }
    found
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_otherwise_is_named_by_its_place() {
        let read = ["I<UTO".to_owned(), "40<<2".to_owned()];
        assert!(differences("", &read).is_empty());
        assert!(differences("I<UTO\n40<<2\n", &read).is_empty());
        assert_eq!(differences("I<UT0\n40<<2", &read), ["Line 1, character 5: typed 0, read O"]);
        assert_eq!(differences("I<UTO", &read), ["Lines: 1 typed, 2 read"]);
        assert_eq!(differences("I<UTO\n40<<", &read), ["Line 2: 4 characters typed, 5 read"]);
    }
}
