//! Marks and measurements of the examination: what, what it came to, by whom and when.

mod plot;
mod region;
mod spectrum;

use std::collections::BTreeMap;

use eframe::egui;
use egui::{Align, Layout, RichText, Role, Sense, TextEdit, Ui, WidgetInfo};

use super::OpenCase;
use super::drawing_bar::kind_picker_ui;
use crate::domain::{Actor, Figure, MadeIn, MadeOn, MarkId, MarkKind, MarkShape, Measured, MeasuredId, Reading, Timestamp};
use crate::gui::command::Command;
use crate::gui::focus::follow;
use crate::gui::icons::Icon;
use crate::gui::theme;
use crate::gui::viewer::Tool;
use crate::gui::widgets::{Action, IconButton, card_ui, empty_ui, fact_ui, paragraph_ui, section_ui};
use crate::gui::wish::{PlacedId, Wish};

pub(crate) use plot::{Curve, Plot, Plotted};
pub(crate) use region::RegionSearch;
pub(crate) use spectrum::SpectrumPlot;
use spectrum::{Pattern, patterns, patterns_ui};

/// One mark or measurement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MarkLine {
    pub id: PlacedId,
    pub icon: Icon,
    /// What it is.
    pub title: String,
    /// What it came to, or the words of a mark, in short.
    pub value: String,
    /// Every value with its name.
    pub readings: Vec<(String, String)>,
    /// What the values rest on; empty for marks.
    pub calibration: String,
    /// What a mark points out; `None` for measurements.
    pub kind: Option<MarkKind>,
    /// The words of a text mark; `None` for all others.
    pub words: Option<String>,
    /// Whether it is a mark that goes around a part of a capture.
    pub(crate) region: bool,
    /// The page, the light and the document.
    pub place: String,
    /// Who and when.
    pub by: String,
    pub note: String,
    /// What is plotted along the path, if it is a profile.
    pub plotted: Option<&'static str>,
    /// The patterns that were found, if it is a Fourier view.
    pub patterns: Option<Vec<Pattern>>,
}

/// What the panel shows.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct MarksView {
    /// Measurements, the newest first.
    pub measured: Vec<MarkLine>,
    /// Marks, the newest first.
    pub marks: Vec<MarkLine>,
    /// Whether nothing may change any more.
    pub frozen: bool,
}

impl MarksView {
    /// The marks and measurements of `open`.
    pub(crate) fn of(open: &OpenCase) -> Self {
        let examination = &open.examination;
        let measured = examination.measurements.iter().rev().map(|measured| of_measured(open, measured));
        let marks = examination.marks.iter().rev().map(|mark| MarkLine {
            id: PlacedId::Mark(mark.id),
            icon: shape_tool(&mark.shape).icon(),
            title: mark.kind.title().to_owned(),
            value: match &mark.shape {
                MarkShape::Text { text, .. } => text.lines().next().unwrap_or_default().to_owned(),
                _ => mark.note.lines().next().unwrap_or_default().to_owned(),
            },
            readings: Vec::new(),
            calibration: String::new(),
            kind: Some(mark.kind),
            words: match &mark.shape {
                MarkShape::Text { text, .. } => Some(text.clone()),
                _ => None,
            },
            region: mark.on.document == MadeIn::Questioned
                && matches!(mark.shape, MarkShape::Box(_) | MarkShape::Polygon(_) | MarkShape::Freehand(_)),
            place: place(open, &mark.on),
            by: signed(&mark.by, mark.at),
            note: mark.note.clone(),
            plotted: None,
            patterns: None,
        });
        Self { measured: measured.collect(), marks: marks.collect(), frozen: examination.frozen }
    }
}

fn of_measured(open: &OpenCase, measured: &Measured) -> MarkLine {
    MarkLine {
        id: PlacedId::Measured(measured.id),
        icon: Tool::Measure(measured.figure).icon(),
        title: measured.figure.title().to_owned(),
        value: match measured.readings.as_slice() {
            [] => measured.without_readings().to_owned(),
            readings => headline(measured.figure, readings),
        },
        readings: measured
            .readings
            .iter()
            .enumerate()
            .map(|(number, reading)| (named(measured.figure, number, reading), reading.text()))
            .collect(),
        calibration: measured.calibration_text(),
        kind: None,
        words: None,
        region: false,
        place: place(open, &measured.on),
        by: signed(&measured.by, measured.at),
        note: measured.note.clone(),
        plotted: match measured.figure {
            Figure::IntensityProfile => Some("Grey level"),
            Figure::DensityProfile => Some("Density"),
            _ => None,
        },
        patterns: (measured.figure == Figure::Spectrum).then(|| patterns(&measured.readings)),
    }
}

/// A value without the coverage factor, which is written with all values.
pub(crate) fn short(reading: &Reading) -> String {
    if reading.value.is_none() {
        return "Not calibrated".to_owned();
    }
    let text = reading.text();
    text.split(" (k").next().unwrap_or(&text).to_owned()
}

/// What a measurement came to, in one line: its first value, or all three of a colour.
pub(crate) fn headline(figure: Figure, readings: &[Reading]) -> String {
    if let (Figure::Colour, [lightness, red_green, yellow_blue, ..]) = (figure, readings) {
        let number = |reading: &Reading| reading.value.map_or_else(String::new, |value| format!("{:.1}", value.value()));
        return format!("L* {} a* {} b* {}", number(lightness), number(red_green), number(yellow_blue)).replace('-', "−");
    }
    readings.first().map(short).unwrap_or_default()
}

/// What a reading is called; those of two patches say of which.
fn named(figure: Figure, number: usize, reading: &Reading) -> String {
    let title = reading.quantity.title();
    match (figure, number) {
        (Figure::ColourDifference, 1..=4) => format!("First: {}", lower(title)),
        (Figure::ColourDifference, 5..) => format!("Second: {}", lower(title)),
        _ => title.to_owned(),
    }
}

/// A title within a sentence.
fn lower(title: &str) -> String {
    let mut letters = title.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}", first.to_lowercase(), letters.as_str()))
}

fn shape_tool(shape: &MarkShape) -> Tool {
    match shape {
        MarkShape::Point(_) => Tool::Point,
        MarkShape::Box(_) => Tool::Box,
        MarkShape::Polygon(_) => Tool::Polygon,
        MarkShape::Freehand(_) => Tool::Freehand,
        MarkShape::Arrow { .. } => Tool::Arrow,
        MarkShape::Text { .. } => Tool::Text,
    }
}

/// For example `Data page · Portrait · UV 365 nm`.
fn place(open: &OpenCase, on: &MadeOn) -> String {
    let page = on.page.as_ref().and_then(|of| open.library.get(&of.reference)?.page(&of.page));
    let mut parts = vec![match (page, &on.page) {
        (Some(page), _) => page.title.clone(),
        (None, Some(of)) => of.to_string(),
        (None, None) => open.capture(on.capture).map_or_else(|| "Capture".to_owned(), crate::domain::Capture::title),
    }];
    parts.extend(page.zip(on.zone.as_ref()).and_then(|(page, zone)| page.zone(zone)).map(|zone| zone.title.clone()));
    parts.push(on.light.title().to_owned());
    if on.document == MadeIn::Reference {
        parts.push("on the reference".to_owned());
    }
    parts.join(" · ")
}

/// For example `E. Examiner, 2026-03-01 09:30 UTC`.
fn signed(by: &Actor, at: Timestamp) -> String {
    let name = match by {
        Actor::Person(name) => name.clone(),
        Actor::Program(version) => format!("Guilloche {version}"),
    };
    let text = at.to_string();
    let moment = text.get(..16).unwrap_or(&text).replace('T', " ");
    if name.is_empty() { format!("{moment} UTC") } else { format!("{name}, {moment} UTC") }
}

/// What the panel remembers.
#[derive(Debug, Default)]
pub(crate) struct MarksState {
    /// The one that is chosen.
    pub selected: Option<PlacedId>,
    /// A note as it is typed, until it is kept.
    note: Option<(PlacedId, String)>,
    /// The words of a text mark as they are typed, until they are kept.
    words: Option<(PlacedId, String)>,
    /// Whether the chosen one is to be scrolled to.
    scroll: bool,
    /// Profiles and spectra that were plotted, by measurement.
    pub plots: BTreeMap<MeasuredId, Plot>,
    /// Searches of the library by the region of a mark.
    pub(crate) searches: BTreeMap<MarkId, RegionSearch>,
}

impl MarksState {
    /// Chooses one.
    pub(crate) fn select(&mut self, id: PlacedId) {
        if self.selected != Some(id) {
            (self.note, self.words) = (None, None);
        }
        (self.selected, self.scroll) = (Some(id), true);
    }

    /// Chooses what `new` has and `old` has not, and forgets what is there no more.
    pub(crate) fn follow(&mut self, old: &OpenCase, new: &OpenCase) {
        let ids = |open: &OpenCase| -> Vec<PlacedId> {
            let marks = open.examination.marks.iter().map(|mark| PlacedId::Mark(mark.id));
            marks.chain(open.examination.measurements.iter().map(|measured| PlacedId::Measured(measured.id))).collect()
        };
        let (before, after) = (ids(old), ids(new));
        if let Some(id) = after.iter().find(|id| !before.contains(id)) {
            self.select(*id);
        } else if self.selected.is_some_and(|id| !after.contains(&id)) {
            self.selected = None;
        }
        // What was moved goes around something else.
        let shape = |open: &OpenCase, id: MarkId| open.examination.marks.iter().find(|mark| mark.id == id).map(|mark| mark.shape.clone());
        self.searches.retain(|id, _| shape(new, *id).is_some_and(|now| shape(old, *id) == Some(now)));
        // What was moved is another profile.
        let points = |open: &OpenCase, id: MeasuredId| {
            open.examination.measurements.iter().find(|measured| measured.id == id).map(|measured| measured.points.clone())
        };
        self.plots.retain(|id, _| points(new, *id).is_some_and(|now| points(old, *id) == Some(now)));
    }

    /// Whether something is being plotted or looked for.
    pub(crate) fn is_plotting(&self) -> bool {
        self.plots.values().any(|plot| matches!(plot, Plot::Loading(_))) || self.searches.values().any(RegionSearch::is_running)
    }
}

/// Paints the panel and returns what the examiner asked for.
pub(crate) fn marks_ui(ui: &mut Ui, view: &MarksView, state: &mut MarksState) -> Option<Wish> {
    if view.marks.is_empty() && view.measured.is_empty() {
        let text = "Measure distances, angles, areas, circles, line spacings, print screens, colours and profiles in millimetres of the page, \
                    or mark what is to be seen. What is drawn in one light lies at the same millimetre in all.";
        let action = (!view.frozen).then_some("Measure a distance");
        let asked = empty_ui(ui, Icon::Measure, "Nothing marked or measured yet", text, action);
        return asked.then_some(Wish::Do(Command::MeasureDistance));
    }
    let mut asked = None;
    ui.horizontal(|ui| {
        let count = view.marks.len() + view.measured.len();
        let colours = theme::colours(ui.visuals());
        ui.label(RichText::new(if count == 1 { "1 on the pages".to_owned() } else { format!("{count} on the pages") }).color(colours.weak));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let export = Action::new("Export marks…").icon(Icon::Export);
            if ui.add(export).on_hover_text(Command::ExportMarks.tooltip()).clicked() {
                asked = Some(Wish::Do(Command::ExportMarks));
            }
        });
    });
    egui::ScrollArea::vertical().id_salt("marks").auto_shrink([false, false]).show(ui, |ui| {
        for (title, lines) in [("Measurements", &view.measured), ("Marks", &view.marks)] {
            if lines.is_empty() {
                continue;
            }
            section_ui(ui, title, |_| {});
            for line in lines {
                let id = line.id;
                ui.push_id(id, |ui| {
                    let wish = line_ui(ui, line, view.frozen, state);
                    asked = asked.take().or(wish);
                });
            }
            ui.add_space(8.0);
        }
        follow(ui);
    });
    asked
}

fn line_ui(ui: &mut Ui, line: &MarkLine, frozen: bool, state: &mut MarksState) -> Option<Wish> {
    let chosen = state.selected == Some(line.id);
    let row = row_ui(ui, line, chosen);
    if chosen && std::mem::take(&mut state.scroll) {
        row.scroll_to_me(None);
    }
    if row.clicked() {
        return Some(Wish::ShowPlaced(line.id));
    }
    if chosen { details_ui(ui, line, frozen, state) } else { None }
}

fn row_ui(ui: &mut Ui, line: &MarkLine, chosen: bool) -> egui::Response {
    let colours = theme::colours(ui.visuals());
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), theme::ROW), Sense::click());
    let spoken = if line.value.is_empty() { line.title.clone() } else { format!("{}: {}", line.title, line.value) };
    response.widget_info(|| WidgetInfo::selected(Role::ListItem, true, chosen, &spoken));
    if ui.is_rect_visible(rect) {
        if chosen || response.hovered() {
            ui.painter().rect_filled(rect, f32::from(theme::RADIUS), if chosen { colours.accent_soft } else { colours.hovered });
        }
        if response.has_focus() {
            ui.painter().rect_stroke(rect, f32::from(theme::RADIUS), egui::Stroke::new(1.5, colours.accent), egui::StrokeKind::Inside);
        }
        let mark = egui::Rect::from_center_size(rect.left_center() + egui::vec2(16.0, 0.0), egui::Vec2::splat(theme::ICON));
        line.icon.paint(ui.painter(), mark, if chosen { colours.accent } else { colours.weak });
        let area = egui::Rect::from_min_max(rect.min + egui::vec2(32.0, 0.0), rect.max - egui::vec2(8.0, 0.0));
        let mut inner = ui.new_child(egui::UiBuilder::new().max_rect(area).layout(Layout::right_to_left(Align::Center)));
        if line.kind.is_none() {
            inner.label(RichText::new(&line.value).color(colours.strong));
            inner.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.add(egui::Label::new(RichText::new(&line.title).color(colours.text)).truncate());
            });
        } else {
            inner.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.label(RichText::new(&line.title).color(colours.strong));
                ui.add(egui::Label::new(RichText::new(&line.value).color(colours.weak)).truncate());
            });
        }
    }
    response.on_hover_text(&line.place)
}

fn details_ui(ui: &mut Ui, line: &MarkLine, frozen: bool, state: &mut MarksState) -> Option<Wish> {
    let mut asked = None;
    card_ui(ui, |ui| {
        if let Some(kind) = line.kind {
            ui.horizontal(|ui| {
                ui.label("Points out");
                ui.add_enabled_ui(!frozen, |ui| {
                    if let (Some(kind), PlacedId::Mark(id)) = (kind_picker_ui(ui, "kind", "What the mark points out", kind), line.id) {
                        asked = Some(Wish::ChangeMark(id, kind, typed(state, line)));
                    }
                });
            });
        }
        // The patterns of a spectrum have a list of their own.
        if line.patterns.as_ref().is_none_or(Vec::is_empty) {
            for (name, value) in &line.readings {
                fact_ui(ui, name, value);
            }
        }
        if !line.calibration.is_empty() {
            paragraph_ui(ui, &line.calibration);
        }
        if let (Some(title), PlacedId::Measured(id)) = (line.plotted, line.id) {
            match state.plots.get(&id) {
                Some(plot) => plot.profile_ui(ui, title),
                None => paragraph_ui(ui, "The profile is being plotted…"),
            }
        }
        if let (Some(words), PlacedId::Mark(id)) = (&line.words, line.id) {
            let reworded = words_ui(ui, id, words, frozen, state);
            asked = asked.take().or(reworded);
        }
        if let (Some(measured), PlacedId::Measured(id)) = (&line.patterns, line.id) {
            match state.plots.get_mut(&id) {
                Some(plot) => plot.spectrum_ui(ui, measured),
                None => patterns_ui(ui, measured, None),
            }
        }
        if let (true, PlacedId::Mark(id)) = (line.region, line.id) {
            match state.searches.get(&id) {
                Some(search) => search.ui(ui),
                None => {
                    let link = ui.link("Search the library for this region");
                    if link.on_hover_text("Finds the references that carry what it goes around, anywhere on a page").clicked() {
                        asked = asked.take().or(Some(Wish::SearchRegion(id)));
                    }
                }
            }
        }
        fact_ui(ui, "Where", &line.place);
        fact_ui(ui, "Made by", &line.by);
        let noted = note_ui(ui, line, frozen, state);
        asked = asked.take().or(noted);
        ui.horizontal(|ui| {
            if ui.add(Action::new("Show").icon(Icon::Search)).on_hover_text("Brings it into view").clicked() {
                // Words and notes that were just typed come first.
                asked = asked.take().or(Some(Wish::ShowPlaced(line.id)));
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = if line.kind.is_some() { "Delete the mark" } else { "Delete the measurement" };
                let delete = ui.add_enabled(!frozen, IconButton::new(Icon::Bin, name));
                if delete.on_hover_text("Takes it away; undo brings it back").clicked() {
                    asked = Some(Wish::RemovePlaced(line.id));
                }
            });
        });
    });
    ui.add_space(4.0);
    asked
}

/// The words of a text mark: one step, made when the field loses the keyboard. Without any they are as they were.
fn words_ui(ui: &mut Ui, id: MarkId, words: &str, frozen: bool, state: &mut MarksState) -> Option<Wish> {
    let typed = state.words.clone().filter(|(of, _)| *of == PlacedId::Mark(id));
    let mut text = typed.map_or_else(|| words.to_owned(), |(_, text)| text);
    ui.label("Words on the page");
    let field = TextEdit::multiline(&mut text).desired_rows(1).desired_width(f32::INFINITY).interactive(!frozen);
    let response = ui.add(field).accessible_name("Words of the mark");
    if response.changed() {
        state.words = Some((PlacedId::Mark(id), text.clone()));
    }
    if !response.lost_focus() {
        return None;
    }
    state.words = None;
    (text != words && !text.trim().is_empty()).then(|| Wish::RewordMark(id, text.trim().to_owned()))
}

/// The note of a line, as typed so far.
fn typed(state: &MarksState, line: &MarkLine) -> String {
    state.note.as_ref().filter(|(id, _)| *id == line.id).map_or_else(|| line.note.clone(), |(_, text)| text.clone())
}

/// The note: one step, made when the field loses the keyboard.
fn note_ui(ui: &mut Ui, line: &MarkLine, frozen: bool, state: &mut MarksState) -> Option<Wish> {
    let mut text = typed(state, line);
    let field = TextEdit::multiline(&mut text).hint_text("Note").desired_rows(2).desired_width(f32::INFINITY).interactive(!frozen);
    let response = ui.add(field).accessible_name("Note");
    if response.changed() {
        state.note = Some((line.id, text.clone()));
    }
    if !response.lost_focus() || text == line.note {
        return None;
    }
    match line.id {
        PlacedId::Mark(id) => line.kind.map(|kind| Wish::ChangeMark(id, kind, text)),
        PlacedId::Measured(id) => Some(Wish::NoteMeasured(id, text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_who_and_when() {
        let at = Timestamp("2026-03-01T09:30:12Z".parse().unwrap());
        assert_eq!(signed(&Actor::Person("E. Examiner".to_owned()), at), "E. Examiner, 2026-03-01 09:30 UTC");
        assert_eq!(signed(&Actor::Person(String::new()), at), "2026-03-01 09:30 UTC");
    }
}
