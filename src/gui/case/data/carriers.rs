//! Barcodes, seals and the chip: what each says, and every step of examining what is signed.

use eframe::egui;
use egui::{Rect, RichText, Ui};

use super::{DataState, DataView};
use crate::domain::{Authenticity, DataCarrier, PictureSum, StepOutcome, Verdict};
use crate::gui::command::Command;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Action, Badge, Tone, card_ui, fact_ui, paragraph_ui, section_ui};
use crate::gui::wish::Wish;

/// Paints the barcodes and seals and returns what the examiner asked for.
pub(super) fn barcodes_ui(ui: &mut Ui, view: &DataView, state: &mut DataState) -> Option<Wish> {
    let mut asked = None;
    if view.barcodes.is_empty() {
        paragraph_ui(ui, "None was found in the captures in visible light.");
    }
    for carrier in &view.barcodes {
        card_ui(ui, |ui| asked = barcode_ui(ui, carrier, state).or_else(|| asked.take()));
        ui.add_space(4.0);
    }
    asked
}

fn barcode_ui(ui: &mut Ui, carrier: &DataCarrier, state: &mut DataState) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(&carrier.title).strong());
        if let Some((capture, corners)) = carrier.capture.zip(carrier.corners)
            && ui.link("Show").clicked()
        {
            state.place = Some((capture, corners));
            asked = Some(Wish::ShowPlace(capture, corners));
        }
    });
    match &carrier.authenticity {
        Some(authenticity) => authenticity_ui(ui, authenticity),
        None => {
            ui.add(Badge::new(Icon::Info, "Not signed: anybody can print it", Tone::Plain));
        }
    }
    for statement in &carrier.statements {
        fact_ui(ui, statement.field.title(), &statement.text);
    }
    if carrier.statements.is_empty() && !carrier.content.is_empty() {
        let shown: String = carrier.content.chars().take(400).collect();
        ui.add(egui::Label::new(RichText::new(shown).monospace().color(colours.text)).wrap().selectable(true));
    }
    asked
}

fn verdict_badge(ui: &mut Ui, verdict: Verdict) {
    let (icon, tone, text) = match verdict {
        Verdict::Conforms => (Icon::Check, Tone::Agrees, "As signed by a trusted issuer"),
        Verdict::DoesNotConform => (Icon::Cross, Tone::Differs, "Not as signed"),
        _ => (Icon::Unsure, Tone::Attention, "Inconclusive: the signer is not established"),
    };
    ui.add(Badge::new(icon, text, tone));
}

fn authenticity_ui(ui: &mut Ui, authenticity: &Authenticity) {
    let colours = theme::colours(ui.visuals());
    verdict_badge(ui, authenticity.verdict);
    for statement in &authenticity.statements {
        ui.add(egui::Label::new(RichText::new(statement).small().color(colours.text)).wrap());
    }
}

/// Paints the chip and returns what the examiner asked for.
pub(super) fn chip_ui(ui: &mut Ui, view: &DataView, portrait: &mut dyn FnMut(&Ui, Rect, PictureSum)) -> Option<Wish> {
    let mut asked = None;
    section_ui(ui, "Chip", |ui| {
        let trust = Action::new("Trust authorities…");
        if !view.frozen && ui.add(trust).on_hover_text(Command::TrustAuthorities.tooltip()).clicked() {
            asked = Some(Wish::Do(Command::TrustAuthorities));
        }
    });
    let Some(chip) = &view.chip else {
        paragraph_ui(ui, "No files of a chip were added. They are read by separate equipment into a folder, one file for each data group.");
        if !view.frozen && ui.add(Action::new("Add files of the chip…").icon(Icon::Folder)).clicked() {
            asked = Some(Wish::Do(Command::AddChip));
        }
        return asked;
    };
    let colours = theme::colours(ui.visuals());
    card_ui(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 4.0;
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(&chip.folder).strong());
            ui.label(RichText::new(format!("{} files", chip.files.len())).small().color(colours.weak));
        });
        verdict_badge(ui, chip.authenticity.verdict);
        if let Some(picture) = chip.portrait {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(108.0, 140.0), egui::Sense::hover());
            portrait(ui, rect, picture.into());
            ui.label(RichText::new("Portrait in DG2: compare it with the printed one and with the bearer.").small().color(colours.weak));
        }
        for step in &chip.authenticity.steps {
            let (icon, tone) = match step.outcome {
                StepOutcome::Passed => (Icon::Check, Tone::Agrees),
                StepOutcome::Failed => (Icon::Cross, Tone::Differs),
                StepOutcome::NotPossible => (Icon::Dash, Tone::Plain),
            };
            ui.add(Badge::new(icon, &step.title, tone).within(ui.available_width())).on_hover_text(format!("{}\n{}", step.text, step.rule));
            if step.outcome != StepOutcome::Passed {
                ui.indent(&step.name, |ui| ui.add(egui::Label::new(RichText::new(&step.text).small().color(colours.text)).wrap()));
            }
        }
        for text in chip.authenticity.statements.iter().chain(&chip.limits) {
            ui.add(egui::Label::new(RichText::new(text).small().color(colours.weak)).wrap());
        }
        if !view.frozen {
            ui.horizontal_wrapped(|ui| {
                if ui.add(Action::new("Replace…").icon(Icon::Folder)).clicked() {
                    asked = Some(Wish::Do(Command::AddChip));
                }
                if ui.add(Action::new("Take away")).clicked() {
                    asked = Some(Wish::RemoveChip);
                }
            });
        }
    });
    asked
}
