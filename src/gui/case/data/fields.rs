//! Printed fields: the picture of each, what was read there, and what the examiner confirms or types.

use eframe::egui;
use egui::{RichText, TextEdit, Ui};

use super::{DataState, DataView, FieldView, PaintPlace, Place};
use crate::domain::{Light, Zone};
use crate::gui::case::OpenCase;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Action, Badge, IconButton, Tone, paragraph_ui};
use crate::gui::wish::Wish;

/// The fields that the reference says are printed, with what is known of each.
pub(super) fn views(open: &OpenCase) -> Vec<FieldView> {
    let Some(reference) = open.reference() else { return Vec::new() };
    let examination = &open.examination;
    let mut views = Vec::new();
    for page in &reference.pages {
        for zone in &page.zones {
            let Some(field) = zone.field else { continue };
            let read = examination.analysis.visual_fields.iter().find(|read| read.zone == zone.id);
            let capture = read.map(|read| read.capture).or_else(|| Some(open.best_capture(page, Light::Visible)?.id));
            views.push(FieldView {
                zone: zone.id.clone(),
                title: zone.title.clone(),
                field,
                confirmed: examination.visual_texts.get(&zone.id).cloned(),
                read: read.filter(|read| read.not_read.is_none()).map(|read| read.text.clone()),
                doubtful: read.is_some_and(|read| read.doubtful),
                not_read: read.and_then(|read| read.not_read.clone()),
                place: capture.and_then(|capture| place(open, capture, zone)),
            });
        }
    }
    views
}

/// Where a zone lies in a capture that is registered.
fn place(open: &OpenCase, capture: crate::domain::CaptureId, zone: &Zone) -> Option<Place> {
    let map = open.placement(capture)?.page_from_capture;
    let [a, b, c, d] = zone.area.grown(0.4).corners().map(|corner| map.capture(corner));
    Some((capture, [a?, b?, c?, d?]))
}

/// Paints the fields and returns what the examiner asked for.
pub(super) fn fields_ui(ui: &mut Ui, view: &DataView, state: &mut DataState, paint: PaintPlace<'_>) -> Option<Wish> {
    let mut asked = None;
    paragraph_ui(ui, "What was read counts as read until you confirm it. Type what is printed where it is wrong or missing.");
    let waiting: Vec<_> = view
        .fields
        .iter()
        .filter(|field| field.confirmed.is_none())
        .filter_map(|field| Some((field.zone.clone(), field.read.clone().filter(|text| !text.is_empty())?)))
        .collect();
    for field in &view.fields {
        asked = field_ui(ui, view, field, state, paint).or_else(|| asked.take());
    }
    if !view.frozen && waiting.len() > 1 {
        let text = format!("Confirm all {} as read", waiting.len());
        let action = Action::new(&text).icon(Icon::Check);
        if ui.add(action).on_hover_text("You have compared each with its picture").clicked() {
            state.fields.clear();
            asked = Some(Wish::ConfirmFields(waiting));
        }
    }
    asked
}

fn field_ui(ui: &mut Ui, view: &DataView, field: &FieldView, state: &mut DataState, paint: PaintPlace<'_>) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    ui.push_id(&field.zone, |ui| {
        ui.spacing_mut().item_spacing.y = 3.0;
        ui.horizontal_wrapped(|ui| {
            if ui.link(RichText::new(&field.title).color(colours.weak)).on_hover_text("Show where it stands").clicked() {
                asked = Some(Wish::ShowZone(field.zone.clone()));
            }
            let (icon, tone, text) = match (&field.confirmed, &field.read, &field.not_read) {
                (Some(_), ..) => (Icon::Check, Tone::Agrees, "Confirmed".to_owned()),
                (None, Some(_), _) if field.doubtful => (Icon::Warning, Tone::Attention, "A character is doubtful".to_owned()),
                (None, Some(_), _) => (Icon::Dash, Tone::Plain, "As read".to_owned()),
                (None, None, Some(reason)) => (Icon::Unsure, Tone::Plain, reason.clone()),
                (None, None, None) => (Icon::Unsure, Tone::Plain, "Not read".to_owned()),
            };
            ui.add(Badge::new(icon, &text, tone).within(ui.available_width()));
        });
        if let Some(place) = &field.place {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 26.0), egui::Sense::hover());
            paint(ui, rect, place);
        }
        let held = field.confirmed.clone().or_else(|| field.read.clone()).unwrap_or_default();
        let mut text = state.fields.get(&field.zone).cloned().unwrap_or_else(|| held.clone());
        ui.horizontal(|ui| {
            let room = ui.available_width() - if view.frozen { 0.0 } else { 64.0 };
            let edit = TextEdit::singleline(&mut text).desired_width(room).interactive(!view.frozen).hint_text("Type what is printed");
            let response = ui.add(edit).accessible_name(&field.title);
            if response.changed() {
                state.fields.insert(field.zone.clone(), text.clone());
            }
            let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
            let changed = text != held;
            if !view.frozen {
                let name = format!("Confirm: {}", field.title);
                let can = field.confirmed.is_none() || changed;
                let clicked = ui.add_enabled(can, IconButton::new(Icon::Check, &name)).clicked();
                if clicked || entered && can {
                    state.fields.remove(&field.zone);
                    asked = Some(Wish::ConfirmFields(vec![(field.zone.clone(), text.trim().to_owned())]));
                }
                let name = format!("Take back: {}", field.title);
                if field.confirmed.is_some() && ui.add(IconButton::new(Icon::Undo, &name)).clicked() {
                    state.fields.remove(&field.zone);
                    asked = Some(Wish::ClearField(field.zone.clone()));
                }
            }
        });
        ui.add_space(6.0);
    });
    asked
}
