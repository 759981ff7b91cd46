//! What the examiner measured and marked on the pictures, as a report shows it.

use serde::Serialize;

use super::say::{Line, Say};
use crate::domain::findings::{Findings, MarkRecord, MeasuredRecord};
use crate::domain::{Figure, ItemId, MadeIn, MadeOn, MarkShape, Measured, PictureSum, PointMm, Reading};

/// A measurement or a mark: what it is, what it comes to, where it was made, and by whom.
#[derive(Debug, Serialize)]
pub(super) struct DrawnRow {
    title: Line,
    note: Line,
    /// Whether the note is so long that the row may break.
    long: bool,
    /// Each value as `value ± U unit (k = …)`; for a mark, its words.
    values: Vec<Line>,
    /// The picture and the place on it.
    on: Vec<Line>,
    /// The scale that the values rest on; nothing for a mark.
    scale: Line,
    /// Who, when and how.
    by: Vec<Line>,
}

/// Texts in a row of a table from this length on may break over pages.
pub(super) const LONG_TEXT: usize = 1200;

pub(super) fn measurements(findings: &Findings, say: &Say<'_>) -> Vec<DrawnRow> {
    let row = |record: &MeasuredRecord| {
        let measured = &record.measured;
        let method = say.value(&format!("{} v{}", measured.method.name, measured.method.version));
        let by = [say.author(&measured.by, measured.at), method];
        DrawnRow {
            title: say.word(measured.figure),
            note: say.written(&measured.note),
            long: measured.note.len() > LONG_TEXT,
            values: values(measured, say),
            on: made_on(findings, record.capture, &measured.on, spots(measured, say), say),
            scale: say.calibration(measured.calibration.as_ref()),
            by: by.into_iter().chain(seen_in(&record.attached_to, record.only_attached, say)).collect(),
        }
    };
    findings.measurements.iter().map(row).collect()
}

pub(super) fn marks(findings: &Findings, say: &Say<'_>) -> Vec<DrawnRow> {
    let row = |record: &MarkRecord| {
        let mark = &record.mark;
        let words = match &mark.shape {
            MarkShape::Text { text, .. } => vec![say.written(text)],
            _ => Vec::new(),
        };
        DrawnRow {
            title: say.word(mark.kind),
            note: say.written(&mark.note),
            long: mark.note.len() > LONG_TEXT,
            values: words,
            on: made_on(findings, record.capture, &mark.on, shape(&mark.shape, say), say),
            scale: Line::default(),
            by: std::iter::once(say.author(&mark.by, mark.at)).chain(seen_in(&record.attached_to, record.only_attached, say)).collect(),
        }
    };
    findings.marks.iter().map(row).collect()
}

/// The readings; the quantity is named where it is not the figure itself.
fn values(measured: &Measured, say: &Say<'_>) -> Vec<Line> {
    let text = |reading: &Reading| {
        let value = reading.value.map_or_else(|| say.label("measurement", "not-calibrated"), |value| say.quantity(value));
        if reading.quantity.title() == measured.figure.title() {
            value
        } else {
            say.sentence("proposal", "quantity-value", [("quantity", say.word(reading.quantity)), ("value", value)])
        }
    };
    let values: Vec<Line> = measured.readings.iter().map(text).collect();
    if !values.is_empty() {
        return values;
    }
    // What stands in the place of readings where a figure may have none.
    match measured.figure {
        Figure::Spectrum => vec![say.label("measurement", "no-pattern")],
        Figure::PrintProcess => vec![say.label("measurement", "no-process")],
        _ => vec![Line::default()],
    }
}

/// The picture by file, light, page and document, then the place.
fn made_on(findings: &Findings, capture: Option<PictureSum>, on: &MadeOn, place: Line, say: &Say<'_>) -> Vec<Line> {
    let image = findings.images.iter().find(|image| Some(image.picture()) == capture);
    let sum = || capture.map_or_else(|| say.fixed("capture-missing"), |capture| say.value(&capture.short()));
    let file = image.map_or_else(sum, |image| say.file(&image.file_name, image.picture().page));
    let page = on.page.as_ref().map_or_else(|| say.fixed("no-page"), |page| say.value(&page.to_string()));
    let picture = match on.document {
        MadeIn::Questioned => file,
        // The picture of the reference has no file of the case; the capture is what it was held against.
        MadeIn::Reference => say.sentence("report", "reference-beside", [("file", file)]),
    };
    vec![picture, say.joined([say.word(on.light), page], ", "), place]
}

fn spots(measured: &Measured, say: &Say<'_>) -> Line {
    match (measured.figure, measured.points.as_slice()) {
        (Figure::Distance | Figure::LineSpacing, [from, to]) => from_to(*from, *to, say),
        (_, points) => say.place(MarkShape::Polygon(points.to_vec()).bounds()),
    }
}

fn shape(shape: &MarkShape, say: &Say<'_>) -> Line {
    match shape {
        MarkShape::Point(at) | MarkShape::Text { at, .. } => say.sentence("measurement", "at", [("place", spot(*at, say))]),
        MarkShape::Arrow { from, to } => from_to(*from, *to, say),
        MarkShape::Box(_) | MarkShape::Polygon(_) | MarkShape::Freehand(_) => say.place(shape.bounds()),
    }
}

fn from_to(from: PointMm, to: PointMm, say: &Say<'_>) -> Line {
    say.sentence("measurement", "from-to", [("from", spot(from, say)), ("to", spot(to, say))])
}

fn spot(at: PointMm, say: &Say<'_>) -> Line {
    say.value(&format!("{:.2}, {:.2}", at.x, at.y))
}

fn seen_in(items: &[ItemId], only: bool, say: &Say<'_>) -> Option<Line> {
    let named = say.joined(items.iter().map(|item| say.value(item.as_str())), ", ");
    let code = if only { "only-attached" } else { "attached" };
    (!items.is_empty()).then(|| say.sentence("report", code, [("items", named)]))
}
