//! Whether what the machine-readable zone says fits the series of the reference.

use super::mrz::with_reading;
use super::{Evidence, Found};
use crate::domain::checklist::Item;
use crate::domain::{DocumentKind, FindingCode, NotMeasuredReason, Reference, Verdict};
use crate::reading::MrzReading;
use crate::reading::mrz::{FieldName, MrzFormat};

/// The longest that a document is valid, in years; with it a date of expiry bounds the date of issue.
const LONGEST_VALIDITY_YEARS: i64 = 10;

/// Issuer, document code, layout, number and dates against the reference.
pub(super) fn agrees_with_reference(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let Some(reference) = evidence.facts.reference else { return Found::open(NotMeasuredReason::NoReference) };
    with_reading(evidence, |reading| {
        let against = departures(reading, reference);
        let found = if against.is_empty() {
            Found::answer(Verdict::Conforms, FindingCode::SeriesAgrees)
        } else {
            Found::answer(Verdict::DoesNotConform, FindingCode::SeriesDiffers)
        };
        against.into_iter().fold(found, |found, (code, text)| found.detail(code, text))
    })
}

/// What does not fit, as code and text.
fn departures(reading: &MrzReading, reference: &Reference) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    let filled = |text: &str| text.trim_end_matches('<').to_owned();
    let issuer = reading.value(FieldName::Issuer);
    if issuer != reference.issuer.code.as_str() {
        found.push(("issuer", format!("Expected {}, found {issuer}.", reference.issuer.code)));
    }
    let (code, expected) = (filled(reading.value(FieldName::DocumentCode)), filled(&reference.document_code));
    if code != expected {
        found.push(("document-code", format!("Expected {expected}, found {code}.")));
    }
    if let Some(format) = layout_of(reference.kind)
        && reading.format != format
    {
        found.push(("layout", format!("Expected {}, found {}.", format.title(), reading.format.title())));
    }
    let number = reading.value(FieldName::Number);
    if reference.number_fits(number) == Some(false) {
        let format = reference.number_format.as_deref().unwrap_or_default();
        found.push(("number-format", format!("Expected a number like {format}, found {number}.")));
    }
    if let Some(expiry) = reading.expiry {
        let last = reference.issued.to.and_then(|last| last.0.checked_add(jiff::Span::new().years(LONGEST_VALIDITY_YEARS)).ok());
        if expiry < reference.issued.from || last.is_some_and(|last| expiry.0 > last) {
            found.push(("expiry-outside-series", format!("A document that expires on {expiry} cannot be of the {}.", reference.series)));
        }
    }
    found
}

/// The layout that documents of a kind use.
fn layout_of(kind: DocumentKind) -> Option<MrzFormat> {
    match kind {
        DocumentKind::Td3Passport => Some(MrzFormat::Td3),
        DocumentKind::Td1IdCard | DocumentKind::Td1ResidencePermit => Some(MrzFormat::Td1),
        DocumentKind::Td2TravelDocument => Some(MrzFormat::Td2),
        DocumentKind::MrvA => Some(MrzFormat::MrvA),
        DocumentKind::MrvB => Some(MrzFormat::MrvB),
        DocumentKind::Other => None,
    }
}
