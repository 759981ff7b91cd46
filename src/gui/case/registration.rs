//! How well each capture is laid on the reference, how that came about, and the way to do it by hand.

use eframe::egui;
use egui::{Align, Layout, RichText, Ui};

use super::OpenCase;
use crate::domain::{CaptureId, Placement, residual_text};
use crate::gui::command::Command;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Badge, Tone, section_ui};
use crate::gui::wish::Wish;

/// What is said of a placement in one line.
pub(crate) fn registered(placement: &Placement) -> String {
    let Placement { residual_mm, inliers, .. } = placement;
    let residual = residual_text(*residual_mm);
    match (placement.carried_over, placement.by_hand().is_some()) {
        (true, false) => format!("Registered automatically with another light {residual}"),
        (true, true) => format!("Registered by hand with another light {residual}"),
        (false, false) => format!("Registered automatically {residual} · {inliers} points"),
        (false, true) => format!("Registered by hand {residual} · {inliers} pairs"),
    }
}

/// One capture and how it is laid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RegistrationLine {
    /// The capture.
    pub(crate) capture: CaptureId,
    /// Its light.
    pub(crate) light: String,
    /// Its file.
    pub(crate) file_name: String,
    /// What is said of it.
    pub(crate) text: String,
    /// Who found it, with what a person set if one did; empty while it is not laid.
    pub(crate) how: String,
    /// Whether it is laid.
    pub(crate) placed: bool,
}

/// The captures of the exhibit, in their order; empty without a reference.
pub(crate) fn lines(open: &OpenCase) -> Vec<RegistrationLine> {
    if open.reference().is_none() {
        return Vec::new();
    }
    open.captures()
        .iter()
        .map(|capture| {
            let placement = open.placement(capture.id);
            let how = placement.map_or_else(String::new, |placement| match (placement.by_hand(), placement.carried_over) {
                (Some(made), _) => {
                    let by = match &made.by {
                        crate::domain::Actor::Person(name) | crate::domain::Actor::Program(name) => name,
                    };
                    format!("By hand: {}, {by}, {}", made.model.title().to_lowercase(), made.at.date())
                }
                (None, true) => "By the program, from the visible capture of the same size".to_owned(),
                (None, false) => "By the program; half of the points miss by less".to_owned(),
            });
            RegistrationLine {
                capture: capture.id,
                light: capture.light.title().to_owned(),
                file_name: capture.title(),
                text: placement.map_or_else(|| "Not registered".to_owned(), registered),
                how,
                placed: placement.is_some(),
            }
        })
        .collect()
}

/// Paints the list and returns which capture is to be registered by hand; nothing can be asked for once it is `frozen`.
pub(crate) fn registration_ui(ui: &mut Ui, lines: &[RegistrationLine], frozen: bool) -> Option<Wish> {
    if lines.is_empty() {
        return None;
    }
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    ui.add_space(6.0);
    section_ui(ui, "Registration", |_| {});
    for line in lines {
        ui.push_id(line.capture, |ui| {
            ui.horizontal(|ui| {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if !frozen && ui.link("By hand…").on_hover_text(Command::RegisterByHand.tooltip()).clicked() {
                        asked = Some(Wish::RegisterByHand(line.capture));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        let name = RichText::new(&line.light).color(colours.strong);
                        ui.add(egui::Label::new(name).truncate()).on_hover_text(&line.file_name);
                    });
                });
            });
            let (icon, tone) = if line.placed { (Icon::Check, Tone::Agrees) } else { (Icon::Warning, Tone::Attention) };
            ui.add(Badge::new(icon, &line.text, tone));
            if !line.how.is_empty() {
                ui.add(egui::Label::new(RichText::new(&line.how).small().color(colours.weak)).wrap());
            }
        });
    }
    asked
}
