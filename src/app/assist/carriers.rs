//! Items that ask whether the carriers of a document agree, and whether what is signed is as it was signed.

use super::{Evidence, Found};
use crate::app::carriers::{Agreement, Compared};
use crate::domain::checklist::Item;
use crate::domain::{
    Authenticity, DataCarrier, DataField, DataSource, DoubtfulCharacter, FindingCode, NotMeasuredReason, StepOutcome, Verdict,
};
use crate::reading::seal::zone_differences;

/// The fields that a printed zone and the print for the eye share (ICAO Doc 9303-3).
const SHARED: [DataField; 7] = [
    DataField::Surname,
    DataField::GivenNames,
    DataField::Number,
    DataField::Nationality,
    DataField::Birth,
    DataField::Sex,
    DataField::Expiry,
];

/// What comparisons come to together: one certain difference speaks against the document, a doubtful one leaves it open, and only
/// agreement in all that was to be compared speaks for it.
fn judged<'a>(evidence: &Evidence<'_>, pairs: impl Iterator<Item = (DataField, &'a Compared)>, wanted: &[DataField]) -> Found {
    let mut pairs: Vec<(DataField, &Compared)> = pairs.collect();
    if pairs.is_empty() {
        return Found::open(NotMeasuredReason::NothingToCompare);
    }
    pairs.sort_by_key(|(field, compared)| (std::cmp::Reverse(compared.agreement), *field));
    let worst = pairs.first().map_or(Agreement::Alone, |(_, compared)| compared.agreement);
    let settled = |field: &DataField| pairs.iter().any(|(of, compared)| of == field && compared.agreement < Agreement::Alone);
    let open: Vec<&str> = wanted.iter().filter(|field| !settled(field)).map(|field| field.title()).collect();
    let mut found = match worst {
        Agreement::Differs => Found::answer(Verdict::DoesNotConform, FindingCode::CarriersDiffer),
        Agreement::Doubtful => Found::open(NotMeasuredReason::ReadingUnconfirmed),
        _ if open.is_empty() && worst < Agreement::Alone => Found::answer(Verdict::Conforms, FindingCode::CarriersAgree),
        _ => Found { code: Some(FindingCode::CarriersAgreeInPart), ..Found::default() },
    };
    for (field, compared) in pairs.iter().filter(|(_, compared)| compared.agreement > Agreement::Agrees) {
        let said = compared.columns.map(|column| {
            let row = evidence.matrix.row(*field);
            let text = row.and_then(|row| row.cells.get(column)).and_then(Option::as_ref).map_or("", |cell| cell.text.as_str());
            let title = evidence.matrix.columns.get(column).map_or("", |column| column.title.as_str());
            format!("{title}: {}", if text.is_empty() { "nothing" } else { text })
        });
        let text = format!("{}: {}; {}. {} {}", field.title(), said[0], said[1], compared.reason, compared.meaning.join(" "));
        found = found.detail(format!("{}.{}", field.code(), compared.agreement.code()), text.trim_end());
    }
    if !open.is_empty() && found.verdict != Some(Verdict::DoesNotConform) {
        found = found.detail("fields.open", format!("Not compared: {}.", open.join(", ")));
    }
    found
}

/// The machine-readable zone against the print for the eye (ICAO Doc 9303-3, 4.6 and 6).
pub(super) fn zone_and_print(evidence: &Evidence<'_>, _item: &Item) -> Found {
    if !evidence.carriers.iter().any(|carrier| carrier.source.is_printed_zone()) {
        return Found::open(NotMeasuredReason::NoMrzText);
    }
    if !evidence.carriers.iter().any(|carrier| carrier.source.is_visual()) {
        return Found::open(NotMeasuredReason::NoVisualZone);
    }
    // A field that the document does not print is no field to compare.
    let printed =
        |field: &DataField| evidence.carriers.iter().any(|carrier| carrier.source.is_visual() && carrier.statement(*field).is_some());
    let wanted: Vec<DataField> = SHARED.into_iter().filter(printed).collect();
    judged(evidence, evidence.matrix.between(DataSource::is_printed_zone, DataSource::is_visual), &wanted)
}

/// What barcodes hold against everything else.
pub(super) fn barcode(evidence: &Evidence<'_>, item: &Item) -> Found {
    let barcodes: Vec<&DataCarrier> = evidence.carriers.iter().filter(|carrier| carrier.source == DataSource::Barcode).collect();
    if barcodes.is_empty() {
        let seals = evidence.carriers.iter().any(|carrier| carrier.source == DataSource::Seal);
        return if seals { seal_and_agreement(evidence, item) } else { Found::open(NotMeasuredReason::NoBarcode) };
    }
    let is_barcode = |source| source == DataSource::Barcode;
    let found = judged(evidence, evidence.matrix.between(is_barcode, |source| source != DataSource::Barcode), &[]);
    if found.not_measured != Some(NotMeasuredReason::NothingToCompare) {
        return found;
    }
    // A plain barcode says no more than a number: which one, the rest of the document knows.
    let mut found = Found { code: Some(FindingCode::CarriersAgreeInPart), ..Found::default() };
    let bare = |text: &str| -> String { text.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_uppercase).collect() };
    for barcode in barcodes {
        let content = bare(&barcode.content);
        let known =
            evidence.carriers.iter().filter(|carrier| carrier.source != DataSource::Barcode).flat_map(|carrier| &carrier.statements);
        let held = known.filter(|statement| bare(&statement.text).len() >= 5).find(|statement| content.contains(&bare(&statement.text)));
        let shown: String = barcode.content.chars().take(60).collect();
        found = match held {
            Some(statement) => {
                found.detail("barcode.holds", format!("{}: {shown}. It holds the field {}.", barcode.title, statement.field.title()))
            }
            None => found.detail("barcode.other", format!("{}: {shown}. No field that was read stands in it.", barcode.title)),
        };
    }
    found
}

fn signed(authenticity: &Authenticity, title: &str) -> Found {
    let found = match authenticity.verdict {
        Verdict::Conforms => Found::answer(Verdict::Conforms, FindingCode::SignatureHolds),
        Verdict::DoesNotConform => Found::answer(Verdict::DoesNotConform, FindingCode::SignatureFails),
        _ => Found { verdict: Some(Verdict::Inconclusive), code: Some(FindingCode::SignatureOpen), ..Found::default() },
    };
    let weighty = authenticity.steps.iter().filter(|step| step.outcome != StepOutcome::Passed || authenticity.steps.len() < 3);
    let found =
        weighty.fold(found, |found, step| found.detail(format!("step.{}", step.name), format!("{title}, {}: {}", step.title, step.text)));
    authenticity.statements.iter().fold(found, |found, statement| found.detail("signature.statement", statement.clone()))
}

fn worse(one: Found, other: Found) -> Found {
    let rank = |found: &Found| match (found.verdict, found.not_measured) {
        (Some(Verdict::DoesNotConform), _) => 4,
        (Some(Verdict::Inconclusive), _) => 3,
        (None, Some(NotMeasuredReason::NothingToCompare)) => 0,
        (None, _) => 2,
        _ => 1,
    };
    let (mut worst, better) = if rank(&other) > rank(&one) { (other, one) } else { (one, other) };
    worst.details.extend(better.details);
    worst
}

fn of_seals(evidence: &Evidence<'_>, judge: impl Fn(&DataCarrier) -> Found) -> Found {
    let seals = evidence.carriers.iter().filter(|carrier| carrier.source == DataSource::Seal);
    seals.map(judge).reduce(worse).unwrap_or_else(|| Found::open(NotMeasuredReason::NoSeal))
}

/// The signature of a seal.
pub(super) fn seal_signature(evidence: &Evidence<'_>, _item: &Item) -> Found {
    of_seals(evidence, |seal| match &seal.authenticity {
        Some(authenticity) => signed(authenticity, &seal.title),
        None => Found::open(NotMeasuredReason::NotComparable),
    })
}

/// What a seal holds against the printed zone, character for character, and against the other carriers.
pub(super) fn seal_agreement(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let by_fields =
        judged(evidence, evidence.matrix.between(|source| source == DataSource::Seal, |source| source != DataSource::Seal), &[]);
    of_seals(evidence, |seal| {
        let by_characters = zones(evidence, seal);
        worse(by_characters, by_fields.clone())
    })
}

/// Signature and agreement of a seal in one.
pub(super) fn seal_and_agreement(evidence: &Evidence<'_>, item: &Item) -> Found {
    let signature = seal_signature(evidence, item);
    if signature.not_measured == Some(NotMeasuredReason::NoSeal) { signature } else { worse(signature, seal_agreement(evidence, item)) }
}

/// The zone that a carrier holds against the printed one, character for character; a visa's may be cut.
fn zones(evidence: &Evidence<'_>, carrier: &DataCarrier) -> Found {
    if carrier.zone_lines.is_empty() {
        return Found::open(NotMeasuredReason::NothingToCompare);
    }
    let Some(printed) = evidence.carriers.iter().find(|carrier| carrier.source.is_printed_zone()) else {
        return Found::open(NotMeasuredReason::NoMrzText);
    };
    let differences = zone_differences(&carrier.zone_lines, &printed.zone_lines);
    if differences.is_empty() {
        let text = format!("{}: the machine-readable zone in it is the printed one, character for character.", carrier.title);
        return Found::answer(Verdict::Conforms, FindingCode::CarriersAgree).detail("zone.equal", text);
    }
    let doubtful: &[DoubtfulCharacter] = evidence.read.map_or(&[], |zone| &zone.doubtful);
    let is_doubtful =
        |line: usize, column: usize| doubtful.iter().any(|doubt| (usize::from(doubt.line), usize::from(doubt.column)) == (line, column));
    let certain = evidence.read.is_none() || differences.iter().any(|difference| !is_doubtful(difference.line, difference.column));
    let mut found = if certain {
        Found::answer(Verdict::DoesNotConform, FindingCode::CarriersDiffer)
    } else {
        Found::open(NotMeasuredReason::MrzDoubtful)
    };
    let shown = |character: Option<char>| character.map_or_else(|| "nothing".to_owned(), |character| character.to_string());
    for difference in differences.iter().take(MOST_DIFFERENCES) {
        let text = format!(
            "Line {}, character {}: printed {}, {} {}",
            difference.line,
            difference.column,
            shown(difference.printed),
            carrier.source.title().to_lowercase(),
            shown(difference.seal)
        );
        found = found.detail("zone.differs", text);
    }
    if differences.len() > MOST_DIFFERENCES {
        found = found.detail("zone.differs", format!("and {} more characters", differences.len() - MOST_DIFFERENCES));
    }
    found
}

/// Differences that are listed at most.
const MOST_DIFFERENCES: usize = 8;

fn chip<'a>(evidence: &Evidence<'a>) -> Option<&'a crate::domain::ChipDump> {
    evidence.facts.known.chip
}

/// Whether each data group is as its hash says.
pub(super) fn chip_hashes(evidence: &Evidence<'_>, _item: &Item) -> Found {
    let Some(chip) = chip(evidence) else { return Found::open(NotMeasuredReason::NoChipFiles) };
    let Some(step) = chip.authenticity.step("group-hashes") else { return Found::open(NotMeasuredReason::NotComparable) };
    let found = match step.outcome {
        StepOutcome::Passed => Found::answer(Verdict::Conforms, FindingCode::SignatureHolds),
        StepOutcome::Failed => Found::answer(Verdict::DoesNotConform, FindingCode::SignatureFails),
        StepOutcome::NotPossible => {
            Found { verdict: Some(Verdict::Inconclusive), code: Some(FindingCode::SignatureOpen), ..Found::default() }
        }
    };
    found.detail("step.group-hashes", step.text.clone())
}

/// Passive authentication as a whole (ICAO Doc 9303-11, 5.1; ).
pub(super) fn chip_signature(evidence: &Evidence<'_>, _item: &Item) -> Found {
    match chip(evidence) {
        Some(chip) => {
            let found = signed(&chip.authenticity, "Chip");
            chip.limits.iter().fold(found, |found, limit| found.detail("chip.limits", limit.clone()))
        }
        None => Found::open(NotMeasuredReason::NoChipFiles),
    }
}

/// The zone in DG1 against the printed one, character for character.
pub(super) fn chip_zone(evidence: &Evidence<'_>, _item: &Item) -> Found {
    if chip(evidence).is_none() {
        return Found::open(NotMeasuredReason::NoChipFiles);
    }
    match evidence.carriers.iter().find(|carrier| carrier.source == DataSource::ChipZone) {
        Some(zone) => zones(evidence, zone),
        None => Found::open(NotMeasuredReason::NotComparable),
    }
}

/// Signature of a chip and its agreement with everything else, in one.
pub(super) fn chip_and_agreement(evidence: &Evidence<'_>, item: &Item) -> Found {
    if chip(evidence).is_none() {
        return Found::open(NotMeasuredReason::NoChipFiles);
    }
    let fields = judged(evidence, evidence.matrix.between(DataSource::is_chip, |source| !source.is_chip()), &[]);
    worse(worse(chip_signature(evidence, item), chip_zone(evidence, item)), fields)
}

#[cfg(test)]
mod tests;
