//! Items that rest on the machine-readable zone as the examiner typed it.

use super::{Evidence, Found};
use crate::domain::checklist::Item;
use crate::domain::{FindingCode, Measurement, MethodVersion, NotMeasuredReason, Quantity, Threshold, Unit, Verdict};
use crate::reading::MrzReading;
use crate::reading::mrz::{CheckKind, CheckName, MrzCheck};

/// Hands the reading on, or says why there is none.
pub(super) fn with_reading(evidence: &Evidence<'_>, judge: impl FnOnce(&MrzReading) -> Found) -> Found {
    match &evidence.mrz {
        None => Found::open(NotMeasuredReason::NoMrzText),
        Some(Ok(reading)) => judge(reading),
        Some(Err(error)) => Found::open(NotMeasuredReason::NotComparable).detail("mrz.structure", error.to_string()),
    }
}

/// Adds what each failed check expected and found.
fn with_failures<'r>(mut found: Found, failed: impl Iterator<Item = &'r MrzCheck>) -> Found {
    for check in failed {
        let what = format!(
            "{}: expected {}, found {} (line {}, column {})",
            check.name.title(),
            check.expected,
            if check.found.is_empty() { "nothing" } else { &check.found },
            check.line,
            check.column
        );
        found = found.detail(check.name.code(), what);
    }
    found
}

fn judge_checks(reading: &MrzReading, names: &[CheckName], right: FindingCode, wrong: FindingCode) -> Found {
    let looked_at: Vec<&MrzCheck> = reading.checks.iter().filter(|check| names.contains(&check.name)).collect();
    if looked_at.is_empty() {
        return Found::open(NotMeasuredReason::NotComparable);
    }
    let failed = || looked_at.iter().copied().filter(|check| !check.ok);
    let found =
        if failed().next().is_none() { Found::answer(Verdict::Conforms, right) } else { Found::answer(Verdict::DoesNotConform, wrong) };
    with_failures(found, failed())
}

/// Number and length of lines, characters, and the form of names and codes.
pub(super) fn structure(evidence: &Evidence<'_>, _item: &Item) -> Found {
    match &evidence.mrz {
        Some(Err(error)) => Found::answer(Verdict::DoesNotConform, FindingCode::MrzWrong).detail("mrz.structure", error.to_string()),
        _ => with_reading(evidence, |reading| {
            let names = [CheckName::Name, CheckName::Sex, CheckName::DocumentCode];
            judge_checks(reading, &names, FindingCode::MrzRight, FindingCode::MrzWrong)
        }),
    }
}

/// Check digits; a text that is no zone at all does not conform either.
pub(super) fn check_digits(evidence: &Evidence<'_>, _item: &Item) -> Found {
    if let Some(Err(error)) = &evidence.mrz {
        return Found::answer(Verdict::DoesNotConform, FindingCode::MrzWrong).detail("mrz.structure", error.to_string());
    }
    with_reading(evidence, |reading| {
        let failed = || reading.checks.iter().filter(|check| check.kind == CheckKind::Digit && !check.ok);
        let measurement = Measurement {
            quantity: Quantity::CheckDigitsWrong,
            value: failed().count() as f64,
            unit: Unit::Count,
            threshold: Threshold::AtMost(0.0),
            method: MethodVersion { name: "mrz-check-digits".to_owned(), version: 1 },
        };
        let mut found = if measurement.agrees() {
            Found::answer(Verdict::Conforms, FindingCode::MrzRight)
        } else {
            Found::answer(Verdict::DoesNotConform, FindingCode::MrzWrong)
        };
        found.measurements.push(measurement);
        with_failures(found, failed())
    })
}

/// Dates in the calendar and in their order. A date that is past is noted and no finding: expired documents are examined too.
pub(super) fn dates(evidence: &Evidence<'_>, _item: &Item) -> Found {
    with_reading(evidence, |reading| {
        let names = [CheckName::BirthDate, CheckName::ExpiryDate, CheckName::DateOrder];
        let found = judge_checks(reading, &names, FindingCode::DatesPossible, FindingCode::DatesImpossible);
        match reading.expiry {
            Some(expiry) if expiry < evidence.facts.day => found.detail("expiry.past", format!("Expired on {expiry}.")),
            _ => found,
        }
    })
}

/// Codes of issuer, nationality and document.
pub(super) fn codes(evidence: &Evidence<'_>, _item: &Item) -> Found {
    with_reading(evidence, |reading| {
        let names = [CheckName::IssuerCode, CheckName::NationalityCode, CheckName::DocumentCode];
        let found = judge_checks(reading, &names, FindingCode::IssuerKnown, FindingCode::IssuerUnknown);
        if reading.specimen { found.detail("issuer.specimen", "The issuer code is set aside for specimens.") } else { found }
    })
}
