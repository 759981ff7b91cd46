//! Printed fields: cut out of the captures that are registered, set upright, and read.

use super::Seen;
use super::register::Registered;
use crate::app::{Part, Problem};
use crate::domain::{DataField, Dpi, Light, MethodVersion, Placement, Progress, RectMm, Reference, VisualField, Zone};
use crate::imaging::warp_to_page;
use crate::reading::visual::{Expected, FieldPatch, FieldReading, NoText, VisualError, read_field};

/// How printed fields are read: the network of this version and the search for lines before it.
const METHOD: (&str, u32) = ("print-picture", 1);

/// What is cut around a field, in mm: registration and printers are not exact, and neighbours begin soon.
const MARGIN_MM: f64 = 0.6;

/// Fields are cut out at the resolution of the capture, but no coarser and no finer than this.
const DPI: (f64, f64) = (200.0, 400.0);

/// Reads the printed fields of the pages that are registered in visible light, each from the capture that shows it best.
///
/// # Errors
///
/// Cancelled if `progress` asks to stop.
pub(super) fn read_fields(
    seen: &[Seen],
    registered: &Registered,
    reference: &Reference,
    progress: &dyn Progress,
) -> Result<Vec<VisualField>, Problem> {
    let placed: Vec<(&Seen, Placement)> = registered
        .placed
        .iter()
        .filter_map(|placed| {
            let seen = seen.get(placed.seen)?;
            Some((seen, placed.placement(seen.capture.id)))
        })
        .filter(|(seen, _)| seen.capture.light == Light::Visible)
        .collect();
    let mut wanted = Vec::new();
    for page in &reference.pages {
        let best = placed.iter().filter(|(_, placement)| placement.page.page == page.id);
        let Some((seen, placement)) = best.max_by(|(_, one), (_, other)| one.sampling_ppi.total_cmp(&other.sampling_ppi)) else { continue };
        wanted.extend(page.zones.iter().filter_map(|zone| Some((*seen, placement, page.size, zone, zone.field?))));
    }
    let mut fields = Vec::with_capacity(wanted.len());
    for (at, (seen, placement, size, zone, field)) in wanted.iter().enumerate() {
        let part = Part::new(progress, at, wanted.len());
        part.report(0, 1)?;
        let area = zone.area.grown(MARGIN_MM).intersection(RectMm::new(0.0, 0.0, size.width, size.height)).unwrap_or(zone.area);
        let Some(dpi) = Dpi::new(placement.sampling_ppi.clamp(DPI.0, DPI.1)) else { continue };
        let patch = warp_to_page(&seen.picture.rgb, placement.page_from_capture, *size, area, dpi);
        let read = match read_field(&FieldPatch { picture: &patch, dpi, expected: expected(*field) }, &part) {
            Ok(reading) => Ok(reading),
            Err(VisualError::Cancelled(cancelled)) => return Err(cancelled.into()),
            Err(error) => Err(error.to_string()),
        };
        fields.push(visual_field(seen, zone, *field, read));
    }
    Ok(fields)
}

/// What a field is expected to hold.
fn expected(field: DataField) -> Expected {
    match field {
        DataField::Birth | DataField::Expiry | DataField::Issue => Expected::Date,
        DataField::Number | DataField::PassportNumber | DataField::DocumentCode | DataField::Sex => Expected::Code,
        _ => Expected::Text,
    }
}

fn visual_field(seen: &Seen, zone: &Zone, field: DataField, read: Result<FieldReading, String>) -> VisualField {
    let (text, confidence, doubtful, not_read) = match read {
        Ok(reading) => {
            let lines: Vec<String> = reading.values().map(|line| line.text.trim().to_owned()).filter(|line| !line.is_empty()).collect();
            let doubtful = reading.values().any(|line| line.is_doubtful());
            // A name has letters: a mark or two is what is left of another script.
            let is_name = matches!(field, DataField::Surname | DataField::GivenNames | DataField::FullName);
            let letters = lines.iter().flat_map(|line| line.chars()).filter(|sign| sign.is_alphabetic()).count();
            let nothing = lines.is_empty() || is_name && letters < 2;
            let why = nothing
                .then(|| reading.reason.unwrap_or(if lines.is_empty() { NoText::NotRead } else { NoText::NotCovered }).title().to_owned());
            (lines.join(" "), reading.confidence(), doubtful, why)
        }
        Err(reason) => (String::new(), 0.0, false, Some(crate::app::problem::sentence(&reason))),
    };
    VisualField {
        zone: zone.id.clone(),
        field,
        capture: seen.capture.id,
        text,
        confidence,
        doubtful,
        not_read,
        method: MethodVersion { name: METHOD.0.to_owned(), version: METHOD.1 },
    }
}
