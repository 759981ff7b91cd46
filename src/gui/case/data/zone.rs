//! The machine-readable zone: read from the pictures, confirmed or typed by the examiner, with its fields and checks.
//!
//! Every character of a zone that was read stands below its picture; one that is chosen shows large with what else it may be. While a
//! zone is typed, its check digits are coloured as they come out.

use eframe::egui;
use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, FontFamily, FontId, RichText, Sense, TextEdit, Ui};
use serde_json::Value;

use super::{DataState, DataView, PaintPlace, strip};
use crate::app::pipeline::machine_zone;
use crate::domain::{Date, MachineZone, ZoneFace, ZonePrint};
use crate::gui::case::{MrzCheck, MrzShown};
use crate::gui::icons::Icon;
use crate::gui::theme::{self, Colours};
use crate::gui::widgets::{Action, Badge, Tone, card_ui, fact_ui, paragraph_ui, section_ui};
use crate::gui::wish::Wish;

/// Doubtful characters and differences that are listed at most.
const MOST_LISTED: usize = 6;

/// What a text says as a machine-readable zone on a day, for people.
pub(crate) fn read_text(text: &str, day: Date) -> MrzShown {
    if text.trim().is_empty() {
        return MrzShown::default();
    }
    match machine_zone(text, day) {
        Ok(reading) => shown(&reading),
        Err(problem) => MrzShown { problem: Some(crate::app::problem::sentence(&problem)), ..MrzShown::default() },
    }
}

fn shown(reading: &Value) -> MrzShown {
    let text = |value: &Value, key: &str| value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned();
    let number = |value: &Value, key: &str| value.get(key).and_then(Value::as_u64).and_then(|number| usize::try_from(number).ok());
    let fields = reading.get("fields").and_then(Value::as_object).into_iter().flatten();
    let checks = reading.get("checks").and_then(Value::as_array).into_iter().flatten();
    MrzShown {
        format: text(reading, "format").to_uppercase(),
        fields: fields
            .filter_map(|(name, value)| Some((spoken(name), value.as_str().filter(|value| !value.is_empty())?.to_owned())))
            .collect(),
        checks: checks
            .map(|check| MrzCheck {
                name: spoken(&text(check, "name")),
                right: check.get("ok").and_then(Value::as_bool).unwrap_or_default(),
                digit: (text(check, "kind") == "digit").then(|| Some((number(check, "line")?, number(check, "column")?))).flatten(),
                detail: match (text(check, "expected"), text(check, "found")) {
                    (expected, found) if expected.is_empty() => found,
                    (expected, found) => format!("expected {expected}, found {found}"),
                },
            })
            .collect(),
        problem: None,
    }
}

/// A word of a file as people read it: `document-number` is `Document number`.
fn spoken(code: &str) -> String {
    let words = code.replace(['-', '_'], " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}

fn ocr_b(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name("ocr-b".into()))
}

/// Paints the zone and returns what the examiner asked for.
pub(super) fn zone_ui(ui: &mut Ui, view: &DataView, state: &mut DataState, paint: PaintPlace<'_>) -> Option<Wish> {
    let mut asked = None;
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
    for at in 0..view.read.len() {
        asked = read_ui(ui, view, at, state, paint).or_else(|| asked.take());
    }
    let live = state.typed.as_ref().filter(|typed| **typed != view.text).map(|typed| read_text(typed, view.day));
    let mrz = live.as_ref().unwrap_or(&view.mrz);
    asked = typed_ui(ui, view, state, mrz).or_else(|| asked.take());
    result_ui(ui, mrz);
    asked
}

/// The field that the zone is typed in.
fn typed_ui(ui: &mut Ui, view: &DataView, state: &mut DataState, mrz: &MrzShown) -> Option<Wish> {
    let mut asked = None;
    let colours = theme::colours(ui.visuals());
    let mut text = state.typed.clone().unwrap_or_else(|| view.text.clone());
    // A line has 44 letters at most; all of them must be seen at once.
    let width = ui.available_width() - 18.0;
    let size = (width / 44.0 / 0.74).clamp(8.5, 15.0);
    let mut layouter = |ui: &Ui, buffer: &dyn egui::TextBuffer, _wrap: f32| {
        let job = coloured(buffer.as_str(), size, mrz, colours);
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let field = TextEdit::multiline(&mut text)
        .font(ocr_b(size))
        .desired_rows(3)
        .desired_width(f32::INFINITY)
        .layouter(&mut layouter)
        .interactive(!view.frozen);
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
    asked
}

/// The text as it is typed, its check digits in the colour of what they come to.
fn coloured(text: &str, size: f32, mrz: &MrzShown, colours: &Colours) -> LayoutJob {
    let mut job = LayoutJob::default();
    let plain = TextFormat { font_id: ocr_b(size), color: colours.text, ..TextFormat::default() };
    // Blank lines are no lines of a zone.
    let mut line = 0;
    for (number, typed) in text.split('\n').enumerate() {
        if number > 0 {
            job.append("\n", 0.0, plain.clone());
        }
        if !typed.trim().is_empty() {
            line += 1;
        }
        let begin = typed.chars().take_while(|letter| letter.is_whitespace()).count();
        for (at, letter) in typed.chars().enumerate() {
            let place = (line, at + 1 - begin.min(at));
            let check = mrz.checks.iter().find(|check| check.digit == Some(place));
            let format = match check {
                Some(check) => {
                    let colour = if check.right { Tone::Agrees } else { Tone::Differs }.colour(colours);
                    TextFormat { color: colour, underline: egui::Stroke::new(1.5, colour), ..plain.clone() }
                }
                None => plain.clone(),
            };
            job.append(letter.encode_utf8(&mut [0; 4]), 0.0, format);
        }
    }
    job
}

/// A zone as it was read: each line as captured with its characters below, doubtful ones marked; and a way to take it over.
fn read_ui(ui: &mut Ui, view: &DataView, at: usize, state: &mut DataState, paint: PaintPlace<'_>) -> Option<Wish> {
    let zone = view.read.get(at)?;
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
        for line in 0..zone.lines.len() {
            line_ui(ui, zone, (at, line), state, paint);
        }
        if let Some((of, line, column)) = state.character
            && of == at
        {
            asked = character_ui(ui, view, zone, (line, column), state, paint);
        }
        for doubt in zone.doubtful.iter().take(MOST_LISTED) {
            let answers: Vec<String> = doubt.answers.chars().map(|answer| answer.to_string()).collect();
            let text = format!("Line {}, character {}: {}", doubt.line, doubt.column, answers.join(" or "));
            if ui.link(RichText::new(text).small().color(colours.weak)).clicked() {
                state.character = Some((at, usize::from(doubt.line).saturating_sub(1), usize::from(doubt.column).saturating_sub(1)));
            }
        }
        for text in other.iter().take(MOST_LISTED) {
            ui.label(RichText::new(text).small().color(colours.weak));
        }
        let more = doubtful.max(other.len()).saturating_sub(MOST_LISTED);
        if more > 0 {
            ui.label(RichText::new(format!("and {more} more")).small().color(colours.weak));
        }
        if let Some(print) = &zone.print {
            print_ui(ui, print, at, state);
        }
        if !view.frozen && (!typed || !other.is_empty()) && ui.add(Action::new("Take over").icon(Icon::Check)).clicked() {
            state.typed = None;
            asked = Some(Wish::TypeMrz(zone.text()));
        }
    });
    ui.add_space(4.0);
    asked
}

/// How the zone is printed: its typeface, what stands out, and its measures.
fn print_ui(ui: &mut Ui, print: &ZonePrint, at: usize, state: &mut DataState) {
    let colours = theme::colours(ui.visuals());
    let (icon, tone) = match print.face {
        ZoneFace::OcrB if print.departures.is_empty() => (Icon::Check, Tone::Agrees),
        ZoneFace::NotTold => (Icon::Unsure, Tone::Plain),
        _ => (Icon::Warning, Tone::Attention),
    };
    let text = format!("{}: {:.0} % of outlines agree", print.face.title(), print.conformity * 100.0);
    ui.add(Badge::new(icon, &text, tone).within(ui.available_width()));
    for glyph in print.departures.iter().take(MOST_LISTED) {
        let text =
            format!("Line {}, character {} ({}) stands out: {}", glyph.line, glyph.column, glyph.character, glyph.departures.join("; "));
        if ui.link(RichText::new(text).small().color(colours.weak)).clicked() {
            state.character = Some((at, usize::from(glyph.line).saturating_sub(1), usize::from(glyph.column).saturating_sub(1)));
        }
    }
    if print.departures.len() > MOST_LISTED {
        ui.label(RichText::new(format!("and {} more", print.departures.len() - MOST_LISTED)).small().color(colours.weak));
    }
    egui::CollapsingHeader::new(RichText::new("Measures of the zone").small()).id_salt(("measures", at)).show(ui, |ui| {
        for figure in &print.figures {
            let Some(value) = &figure.value else { continue };
            let name = figure.line.map_or_else(|| figure.title.clone(), |line| format!("{}, line {line}", figure.title));
            fact_ui(ui, &name, &value.to_string());
        }
    });
}

/// One line: its picture, set straight, and below each character what it was read as.
fn line_ui(ui: &mut Ui, zone: &MachineZone, (at, line): (usize, usize), state: &mut DataState, paint: PaintPlace<'_>) {
    let colours = theme::colours(ui.visuals());
    let Some(text) = zone.lines.get(line) else { return };
    let count = text.chars().count().max(1);
    let pitch = ui.available_width() / count as f32;
    let picture = (pitch * 2.1).clamp(14.0, 34.0);
    let letters = (pitch * 2.0).clamp(15.0, 26.0);
    let has_picture = zone.line_corners.get(line).is_some();
    let height = letters + if has_picture { picture } else { 0.0 };
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), height), Sense::click());
    let spoken = format!("Line {} as read: {text}", line + 1);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &spoken));
    if let Some(corners) = strip::characters(zone, line, 0, count) {
        let above = egui::Rect::from_min_size(rect.min, egui::vec2(rect.width(), picture));
        paint(ui, above, &(zone.capture, corners));
    }
    let size = (pitch / 0.62).clamp(7.5, 16.0);
    let middle = rect.bottom() - letters / 2.0;
    for (column, letter) in text.chars().enumerate() {
        let doubt = zone.doubtful.iter().any(|doubt| (usize::from(doubt.line), usize::from(doubt.column)) == (line + 1, column + 1));
        let centre = egui::pos2(rect.left() + pitch * (column as f32 + 0.5), middle);
        let cell = egui::Rect::from_center_size(centre, egui::vec2(pitch, letters));
        let chosen = state.character == Some((at, line, column));
        if chosen || doubt {
            let tone = if doubt { Tone::Attention } else { Tone::Accent };
            ui.painter().rect_stroke(cell.shrink(0.5), 2.0, egui::Stroke::new(1.0, tone.colour(colours)), egui::StrokeKind::Inside);
        }
        let colour = if doubt { Tone::Attention.colour(colours) } else { colours.text };
        ui.painter().text(centre, Align2::CENTER_CENTER, letter, ocr_b(size), colour);
    }
    let response = response.on_hover_text("Choose a character to see it large");
    // By key the next doubtful character is chosen, by pointer the one below it.
    if response.clicked() {
        let column = response.interact_pointer_pos().map_or_else(
            || {
                let after = state.character.filter(|(of, on, _)| (*of, *on) == (at, line)).map_or(0, |(.., column)| column + 1);
                let doubts = zone.doubtful.iter().filter(|doubt| usize::from(doubt.line) == line + 1);
                doubts.map(|doubt| usize::from(doubt.column).saturating_sub(1)).find(|column| *column >= after).unwrap_or(after % count)
            },
            |place| ((place.x - rect.left()) / pitch).max(0.0) as usize,
        );
        state.character = Some((at, line, column.min(count - 1)));
    }
}

/// The character in hand, large, with what it may be; choosing another one types the zone with it.
fn character_ui(
    ui: &mut Ui,
    view: &DataView,
    zone: &MachineZone,
    (line, column): (usize, usize),
    state: &mut DataState,
    paint: PaintPlace<'_>,
) -> Option<Wish> {
    let colours = theme::colours(ui.visuals());
    let mut asked = None;
    let read = zone.lines.get(line)?.chars().nth(column)?;
    let doubt = zone.doubtful.iter().find(|doubt| (usize::from(doubt.line), usize::from(doubt.column)) == (line + 1, column + 1));
    let mut answers: Vec<char> = doubt.map_or_else(|| vec![read], |doubt| doubt.answers.chars().collect());
    if !answers.contains(&read) {
        answers.insert(0, read);
    }
    ui.horizontal(|ui| {
        if let Some(corners) = strip::characters(zone, line, column, column + 1) {
            let (rect, _) = ui.allocate_exact_size(egui::vec2(58.0, 84.0), Sense::hover());
            paint(ui, rect, &(zone.capture, corners));
            ui.painter().rect_stroke(rect, 2.0, egui::Stroke::new(1.0, colours.outline), egui::StrokeKind::Outside);
            // Beside it as OCR-B has it, at about the same size.
            let (rect, _) = ui.allocate_exact_size(egui::vec2(58.0, 84.0), Sense::hover());
            ui.painter().rect_filled(rect, 2.0, colours.sunken);
            ui.painter().text(rect.center(), Align2::CENTER_CENTER, read, ocr_b(72.0), colours.text);
            ui.painter().rect_stroke(rect, 2.0, egui::Stroke::new(1.0, colours.outline), egui::StrokeKind::Outside);
        }
        ui.vertical(|ui| {
            ui.label(RichText::new(format!("Line {}, character {}", line + 1, column + 1)).small().color(colours.weak));
            ui.horizontal(|ui| {
                for answer in &answers {
                    let text = answer.to_string();
                    let button = egui::Button::new(RichText::new(&text).font(ocr_b(20.0)).color(colours.strong)).selected(*answer == read);
                    let hint = if *answer == read { "As it was read" } else { "Type the zone with this character" };
                    let response = ui.add_enabled(!view.frozen, button).on_hover_text(hint);
                    if response.clicked() && *answer != read {
                        state.typed = Some(with_character(&zone.lines, line, column, *answer));
                    }
                }
            });
            let conformity = zone.print.as_ref().and_then(|print| *print.glyphs.get(line)?.get(column)?);
            if let Some(percent) = conformity {
                ui.label(RichText::new(format!("{percent} % of its outline keep to OCR-B")).small().color(colours.weak));
            }
            if let Some(corners) = strip::characters(zone, line, column, column + 1)
                && ui.link("Show on the page").clicked()
            {
                asked = Some(Wish::ShowPlace(zone.capture, corners));
            }
        });
    });
    asked
}

/// The zone as text with one character replaced.
fn with_character(lines: &[String], line: usize, column: usize, character: char) -> String {
    let changed: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(at, text)| {
            text.chars().enumerate().map(|(place, letter)| if (at, place) == (line, column) { character } else { letter }).collect()
        })
        .collect();
    changed.join("\n")
}

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

fn result_ui(ui: &mut Ui, mrz: &MrzShown) {
    let colours = theme::colours(ui.visuals());
    if let Some(problem) = &mrz.problem {
        card_ui(ui, |ui| {
            ui.add(Badge::new(Icon::Warning, "Could not be read as a machine-readable zone", Tone::Attention));
            paragraph_ui(ui, problem);
        });
        return;
    }
    if mrz.fields.is_empty() && mrz.checks.is_empty() {
        return;
    }
    let wrong = mrz.checks.iter().filter(|check| !check.right).count();
    section_ui(ui, "Checks", |ui| {
        let (icon, tone, text) = if wrong == 0 {
            (Icon::Check, Tone::Agrees, "All are right".to_owned())
        } else {
            (Icon::Cross, Tone::Differs, format!("{wrong} of {} wrong", mrz.checks.len()))
        };
        ui.add(Badge::new(icon, &text, tone));
    });
    let mut checks: Vec<_> = mrz.checks.iter().collect();
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
        ui.label(RichText::new(&mrz.format).small().color(colours.weak));
    });
    for (name, value) in &mrz.fields {
        fact_ui(ui, name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use eframe::epaint::text::ByteRangeExt as _;

    #[test]
    fn what_was_typed_otherwise_is_named_by_its_place() {
        let read = ["I<UTO".to_owned(), "40<<2".to_owned()];
        assert!(differences("", &read).is_empty());
        assert!(differences("I<UTO\n40<<2\n", &read).is_empty());
        assert_eq!(differences("I<UT0\n40<<2", &read), ["Line 1, character 5: typed 0, read O"]);
        assert_eq!(differences("I<UTO", &read), ["Lines: 1 typed, 2 read"]);
        assert_eq!(differences("I<UTO\n40<<", &read), ["Line 2: 4 characters typed, 5 read"]);
        assert_eq!(with_character(&read, 1, 4, '3'), "I<UTO\n40<<3");
    }

    #[test]
    fn a_code_becomes_words() {
        assert_eq!(spoken("document-number"), "Document number");
        assert_eq!(spoken(""), "");
    }

    #[test]
    fn a_wrong_check_says_what_was_expected() {
        let reading = serde_json::json!({
            "format": "td3",
            "fields": { "document-number": "L898902C3", "optional": "" },
            "checks": [{ "name": "birth-date", "ok": false, "expected": "2", "found": "7" }],
        });
        let shown = shown(&reading);
        assert_eq!(shown.fields, [("Document number".to_owned(), "L898902C3".to_owned())]);
        assert_eq!(shown.checks[0].detail, "expected 2, found 7");
    }

    #[test]
    fn check_digits_are_coloured_where_they_stand() {
        let text = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n\n L898902C46UTO7408122F1204159ZE184226B<<<<<10";
        let mrz = read_text(text, "2026-03-01".parse().unwrap());
        let colours = theme::colours(&egui::Visuals::dark());
        let job = coloured(text, 12.0, &mrz, colours);
        let marked: Vec<(&str, bool)> = job
            .sections
            .iter()
            .filter(|section| section.format.underline.width > 0.0)
            .map(|section| (job.text.get(section.byte_range.as_usize()).unwrap(), section.format.color == Tone::Agrees.colour(colours)))
            .collect();
        // The number was changed, so that its digit and the composite one fail.
        assert_eq!(marked, [("6", false), ("2", true), ("9", true), ("1", true), ("0", false)]);
    }
}
