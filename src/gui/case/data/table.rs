//! All sources side by side, field by field: what agrees stands in one line, what does not is spread out with its reasons.

use eframe::egui;
use egui::{RichText, Sense, Ui};

use super::{DataState, DataView, Place, strip};
use crate::app::carriers::{Agreement, MatrixCell, MatrixRow};
use crate::domain::{DataSource, StatementPlace, Verdict};
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::widgets::{Badge, Tone, card_ui};
use crate::gui::wish::Wish;

/// The sign of an agreement, told by shape and colour.
fn sign(agreement: Agreement) -> (Icon, Tone) {
    match agreement {
        Agreement::Agrees | Agreement::AgreesByRule => (Icon::Check, Tone::Agrees),
        Agreement::Alone => (Icon::Dash, Tone::Plain),
        Agreement::NotComparable => (Icon::Unsure, Tone::Plain),
        Agreement::Doubtful => (Icon::Warning, Tone::Attention),
        Agreement::Differs => (Icon::Cross, Tone::Differs),
    }
}

/// Paints the table and returns what the examiner asked for.
pub(super) fn table_ui(ui: &mut Ui, view: &DataView, state: &mut DataState) -> Option<Wish> {
    let mut asked = None;
    let differing = view.matrix.rows.iter().filter(|row| row.agreement == Agreement::Differs).count();
    let to_look = view.matrix.rows.iter().filter(|row| row.agreement == Agreement::Doubtful).count();
    ui.horizontal_wrapped(|ui| {
        match (differing, to_look) {
            (0, 0) => ui.add(Badge::new(Icon::Check, "No source disagrees with another", Tone::Agrees)),
            (0, count) => ui.add(Badge::new(Icon::Warning, &counted(count, "field wants a look", "fields want a look"), Tone::Attention)),
            (count, _) => ui.add(Badge::new(Icon::Cross, &counted(count, "field differs", "fields differ"), Tone::Differs)),
        };
        if differing > 0 && to_look > 0 {
            ui.add(Badge::new(Icon::Warning, &counted(to_look, "wants a look", "want a look"), Tone::Attention));
        }
    });
    columns_ui(ui, view);
    let mut rows: Vec<&MatrixRow> = view.matrix.rows.iter().collect();
    rows.sort_by_key(|row| match row.agreement {
        Agreement::Differs => 0,
        Agreement::Doubtful => 1,
        _ => 2,
    });
    for row in rows {
        let open = row.agreement > Agreement::NotComparable || state.opened == Some(row.field);
        if open {
            card_ui(ui, |ui| asked = opened_ui(ui, view, row, state).or_else(|| asked.take()));
            ui.add_space(2.0);
        } else if closed_ui(ui, view, row) {
            state.opened = Some(row.field);
        }
    }
    asked
}

fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// The sources, and of what is signed whether it is as it was signed.
fn columns_ui(ui: &mut Ui, view: &DataView) {
    let colours = theme::colours(ui.visuals());
    let named: Vec<String> = view
        .matrix
        .columns
        .iter()
        .map(|column| match column.signature {
            Some(Verdict::Conforms) => format!("{} (as signed)", column.title),
            Some(Verdict::DoesNotConform) => format!("{} (not as signed)", column.title),
            Some(_) => format!("{} (signer not established)", column.title),
            None => column.title.clone(),
        })
        .collect();
    ui.add(egui::Label::new(RichText::new(named.join(" · ")).small().color(colours.weak)).wrap());
}

/// A field in which nothing disagrees: what it says, and how many sources say so.
fn closed_ui(ui: &mut Ui, view: &DataView, row: &MatrixRow) -> bool {
    let colours = theme::colours(ui.visuals());
    let (icon, tone) = sign(row.agreement);
    let said: Vec<(usize, &MatrixCell)> = (0..).zip(&row.cells).filter_map(|(column, cell)| Some((column, cell.as_ref()?))).collect();
    let text = said.iter().map(|(_, cell)| cell.text.as_str()).max_by_key(|text| text.chars().count()).unwrap_or_default();
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 24.0), Sense::click());
    let spoken = format!("{}: {text}. {}", row.field.title(), row.agreement.title());
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &spoken));
    if response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 3.0, colours.hovered);
    }
    let mark = egui::Rect::from_center_size(rect.left_center() + egui::vec2(9.0, 0.0), egui::Vec2::splat(14.0));
    icon.paint(ui.painter(), mark, tone.colour(colours));
    let style = egui::TextStyle::Body.resolve(ui.style());
    let small = egui::TextStyle::Small.resolve(ui.style());
    let name_end = rect.left() + 22.0 + (rect.width() * 0.32).clamp(90.0, 150.0);
    let sources = format!("{} of {}", said.len(), view.matrix.columns.len());
    let count = ui.painter().layout_no_wrap(sources, small, colours.weak);
    let put = |text: &str, from: f32, to: f32, colour| {
        let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), style.clone(), colour);
        job.wrap = egui::text::TextWrapping::truncate_at_width((to - from).max(10.0));
        let galley = ui.painter().layout_job(job);
        ui.painter().galley(egui::pos2(from, rect.center().y - galley.size().y / 2.0), galley, colour);
    };
    put(row.field.title(), rect.left() + 22.0, name_end - 6.0, colours.weak);
    put(text, name_end, rect.right() - count.size().x - 12.0, colours.text);
    ui.painter().galley(egui::pos2(rect.right() - count.size().x - 4.0, rect.center().y - count.size().y / 2.0), count, colours.weak);
    response.on_hover_text("Show what each source says").clicked()
}

/// A field with what each source says, why that does not agree, and what cannot tell.
fn opened_ui(ui: &mut Ui, view: &DataView, row: &MatrixRow, state: &mut DataState) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let (icon, tone) = sign(row.agreement);
    let mut asked = None;
    ui.spacing_mut().item_spacing.y = 4.0;
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(row.field.title()).strong());
        ui.add(Badge::new(icon, row.agreement.title(), tone));
        if state.opened == Some(row.field) && ui.link("Close").clicked() {
            state.opened = None;
        }
    });
    for (column, cell) in view.matrix.columns.iter().zip(&row.cells) {
        let Some(cell) = cell else { continue };
        ui.horizontal_top(|ui| {
            let width = (ui.available_width() * 0.40).clamp(110.0, 180.0);
            ui.allocate_ui_with_layout(egui::vec2(width, 18.0), egui::Layout::left_to_right(egui::Align::Min), |ui| {
                ui.set_width(width);
                ui.add(egui::Label::new(RichText::new(&column.title).small().color(colours.weak)).wrap());
            });
            let text = if cell.text.is_empty() { "nothing" } else { &cell.text };
            let colour = if cell.doubtful { Tone::Attention.colour(colours) } else { colours.strong };
            let place = place(view, column.source, cell);
            let label = egui::Label::new(RichText::new(text).color(colour)).wrap();
            if place.is_some() {
                let response = ui
                    .add(label.sense(Sense::click()))
                    .on_hover_text("Show where it stands")
                    .on_hover_cursor(egui::CursorIcon::PointingHand);
                response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Link, true, format!("{}: {text}", column.title)));
                if response.clicked() {
                    asked = place;
                }
            } else {
                ui.add(label);
            }
        });
    }
    let told = row.explanation();
    for text in told {
        ui.add(egui::Label::new(RichText::new(text).small().color(colours.text)).wrap());
    }
    asked
}

/// Where a statement stands, if the captures show it.
fn place(view: &DataView, source: DataSource, cell: &MatrixCell) -> Option<Wish> {
    match cell.place.as_ref()? {
        StatementPlace::Zone(zone) => Some(Wish::ShowZone(zone.clone())),
        StatementPlace::Characters { line, start, length } if source.is_printed_zone() => {
            let (line, start, length) = (usize::from(*line), usize::from(*start), usize::from(*length));
            let best = view.read.iter().reduce(|best, zone| if zone.confidence > best.confidence { zone } else { best });
            let first = start.checked_sub(1)?;
            let quad = best.and_then(|zone| Some((zone.capture, strip::characters(zone, line.checked_sub(1)?, first, first + length)?)));
            let shown: Option<Place> = quad;
            shown.map(|(capture, corners)| Wish::ShowPlace(capture, corners)).or_else(|| view.zone.clone().map(Wish::ShowZone))
        }
        _ => None,
    }
}
