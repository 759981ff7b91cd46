//! What the examiner measured and marked on the pictures, as a report shows it.

use serde::Serialize;

use super::words::{moment, place};
use crate::domain::findings::{Findings, MarkRecord, MeasuredRecord};
use crate::domain::{Actor, Figure, ItemId, MadeIn, MadeOn, MarkShape, Measured, PictureSum, PointMm, Reading, Timestamp, file_title};

/// A measurement or a mark: what it is, what it comes to, where it was made, and by whom.
#[derive(Debug, Serialize)]
pub(super) struct DrawnRow {
    title: String,
    note: String,
    /// Each value as `value ± U unit (k = …)`; for a mark, its words.
    values: Vec<String>,
    /// The picture and the place on it.
    on: Vec<String>,
    /// The scale that the values rest on; nothing for a mark.
    scale: String,
    /// Who, when and how.
    by: Vec<String>,
}

pub(super) fn measurements(findings: &Findings) -> Vec<DrawnRow> {
    let row = |record: &MeasuredRecord| {
        let measured = &record.measured;
        let method = format!("{} v{}", measured.method.name, measured.method.version);
        DrawnRow {
            title: measured.figure.title().to_owned(),
            note: measured.note.clone(),
            values: values(measured),
            on: made_on(findings, record.capture, &measured.on, spots(measured)),
            scale: measured.calibration_text(),
            by: [author(&measured.by, measured.at), method].into_iter().chain(seen_in(&record.attached_to, record.only_attached)).collect(),
        }
    };
    findings.measurements.iter().map(row).collect()
}

pub(super) fn marks(findings: &Findings) -> Vec<DrawnRow> {
    let row = |record: &MarkRecord| {
        let mark = &record.mark;
        let words = match &mark.shape {
            MarkShape::Text { text, .. } => vec![text.clone()],
            _ => Vec::new(),
        };
        DrawnRow {
            title: mark.kind.title().to_owned(),
            note: mark.note.clone(),
            values: words,
            on: made_on(findings, record.capture, &mark.on, shape(&mark.shape)),
            scale: String::new(),
            by: std::iter::once(author(&mark.by, mark.at)).chain(seen_in(&record.attached_to, record.only_attached)).collect(),
        }
    };
    findings.marks.iter().map(row).collect()
}

/// The readings; the quantity is named where it is not the figure itself.
fn values(measured: &Measured) -> Vec<String> {
    let text = |reading: &Reading| {
        let named = reading.quantity.title();
        if named == measured.figure.title() { reading.text() } else { format!("{named}: {}", reading.text()) }
    };
    let values: Vec<String> = measured.readings.iter().map(text).collect();
    if values.is_empty() { vec![measured.without_readings().to_owned()] } else { values }
}

/// The picture by file, light, page and document, then the place.
fn made_on(findings: &Findings, capture: Option<PictureSum>, on: &MadeOn, place: String) -> Vec<String> {
    let image = findings.images.iter().find(|image| Some(image.picture()) == capture);
    let sum = || capture.map_or_else(|| "Capture not in the case".to_owned(), |capture| capture.short());
    let file = image.map_or_else(sum, |image| file_title(&image.file_name, image.picture().page));
    let page = on.page.as_ref().map_or_else(|| "registered to no page".to_owned(), |page| page.to_string());
    let picture = match on.document {
        MadeIn::Questioned => file,
        // The picture of the reference has no file of the case; the capture is what it was held against.
        MadeIn::Reference => format!("Picture of the reference, beside {file}"),
    };
    vec![picture, format!("{}, {page}", on.light.title()), place]
}

fn spots(measured: &Measured) -> String {
    match (measured.figure, measured.points.as_slice()) {
        (Figure::Distance | Figure::LineSpacing, [from, to]) => format!("from {} to {} mm", spot(*from), spot(*to)),
        (_, points) => place(MarkShape::Polygon(points.to_vec()).bounds()),
    }
}

fn shape(shape: &MarkShape) -> String {
    match shape {
        MarkShape::Point(at) | MarkShape::Text { at, .. } => format!("at {} mm", spot(*at)),
        MarkShape::Arrow { from, to } => format!("from {} to {} mm", spot(*from), spot(*to)),
        MarkShape::Box(_) | MarkShape::Polygon(_) | MarkShape::Freehand(_) => place(shape.bounds()),
    }
}

fn spot(at: PointMm) -> String {
    format!("{:.2}, {:.2}", at.x, at.y)
}

fn author(by: &Actor, at: Timestamp) -> String {
    format!("{by}, {}", moment(at))
}

fn seen_in(items: &[ItemId], only: bool) -> Option<String> {
    let named = items.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    match (items.is_empty(), only) {
        (true, _) => None,
        (false, false) => Some(format!("Attached to {named}")),
        (false, true) => Some(format!("Only as attached to {named}; moved or removed since")),
    }
}
