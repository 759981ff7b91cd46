//! What a disagreement may mean, and what cannot tell which side was changed.

use super::compare::Said;
use crate::domain::{CheckDigitState, DataField, DataSource};

/// A few sentences on why `one` and `other` may differ in `field`.
pub(super) fn meaning(field: DataField, one: Said<'_>, other: Said<'_>) -> Vec<String> {
    let mut sentences: Vec<&str> = Vec::new();
    let sources = [one.0.source, other.0.source];
    let has = |wanted: &dyn Fn(DataSource) -> bool| sources.iter().any(|source| wanted(*source));
    if let [DataSource::MrzConfirmed, DataSource::MrzRead] | [DataSource::MrzRead, DataSource::MrzConfirmed] = sources {
        return vec!["Typed and read from one place: one of the two is a slip. Look at the picture.".to_owned()];
    }
    if has(&DataSource::is_chip) {
        sentences.push(match [one, other].iter().find(|said| said.0.source.is_chip()) {
            Some((chip, _)) if chip.is_as_signed() => {
                "The chip holds what a trusted issuer signed: the other side was changed, or the chip belongs to another document (R-5.3)."
            }
            _ => "Whether the chip holds what its issuer signed is not established, so that either side may have been changed.",
        });
    } else if has(&|source| source == DataSource::Seal) {
        sentences.push(match [one, other].iter().find(|said| said.0.source == DataSource::Seal) {
            Some((seal, _)) if seal.is_as_signed() => {
                "The seal holds what was signed: the other side was changed, or the seal was copied from another document (R-5.2)."
            }
            _ => "Whether the seal holds what was signed is not established, so that either side may have been changed.",
        });
    }
    if has(&|source| source == DataSource::Barcode) {
        sentences.push("Barcodes of cards are not signed: agreement proves little, disagreement is a strong sign of a change.");
    }
    if has(&DataSource::is_printed_zone) {
        let zone = [one, other].into_iter().find(|said| said.0.source.is_printed_zone());
        match zone.and_then(|said| said.1.check_digit) {
            Some(CheckDigitState::Holds) => sentences.push(
                "The check digit of the zone holds for its value; it shows a slip, not a forgery: whoever changes a zone can compute it anew.",
            ),
            Some(CheckDigitState::Wrong) => {
                sentences.push("The check digit of the zone does not hold either: the zone was changed, misprinted or misread.");
            }
            Some(CheckDigitState::NotCovered) => {
                sentences.push("No check digit covers this field, so the zone itself cannot show which side was changed (R-4.3).");
            }
            None => {}
        }
    }
    if matches!(field, DataField::BirthPlace | DataField::Authority | DataField::Address) {
        sentences.push("Places and offices are also written in other languages or shortened.");
    }
    if has(&|source| source == DataSource::VisualRead) {
        sentences.push("Print for the eye was read by the program: look at the field and confirm it.");
    }
    sentences.into_iter().map(str::to_owned).collect()
}
