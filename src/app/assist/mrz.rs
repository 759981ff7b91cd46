//! Items that rest on the machine-readable zone, as the examiner typed it or as it was read from a picture.
//!
//! What was read from a picture never speaks against a document while a character is doubtful: it may be misread.

use super::{Evidence, Found};
use crate::domain::checklist::Item;
use crate::domain::{DoubtfulCharacter, FindingCode, Measurement, MethodVersion, NotMeasuredReason, Quantity, Threshold, Unit, Verdict};
use crate::reading::mrz::{CheckKind, CheckName, FieldName, MrzCheck, Note};
use crate::reading::{MrzError, MrzReading};

/// Hands the reading on, or says why there is none.
pub(super) fn with_reading(evidence: &Evidence<'_>, judge: impl FnOnce(&MrzReading) -> Found) -> Found {
    match &evidence.mrz {
        None => Found::open(NotMeasuredReason::NoMrzText),
        Some(Ok(reading)) => as_read(evidence, Some(reading), judge(reading)),
        Some(Err(error)) => {
            as_read(evidence, None, Found::open(NotMeasuredReason::NotComparable).detail("mrz.structure", error.to_string()))
        }
    }
}

/// The same with a word on where the zone was read from. What speaks against the document only holds if some check fails on characters of
/// which none is doubtful.
fn as_read(evidence: &Evidence<'_>, reading: Option<&MrzReading>, found: Found) -> Found {
    let Some(zone) = evidence.read else { return found };
    let is_named = |check: &&MrzCheck| found.details.iter().any(|(code, _)| code == check.name.code());
    let failed: Vec<&MrzCheck> = reading.into_iter().flat_map(MrzReading::failed).filter(is_named).collect();
    let holds = match reading {
        Some(reading) if !failed.is_empty() => {
            failed.iter().any(|check| !zone.doubtful.iter().any(|doubt| concerns(reading, check, doubt)))
        }
        _ => zone.doubtful.is_empty(),
    };
    let found = if found.verdict == Some(Verdict::DoesNotConform) && !holds {
        Found { details: found.details, ..Found::open(NotMeasuredReason::MrzDoubtful) }
    } else {
        found
    };
    let doubt = match zone.doubtful.len() {
        0 => "no character is doubtful".to_owned(),
        1 => "one character is doubtful".to_owned(),
        many => format!("{many} characters are doubtful"),
    };
    found.detail("mrz.read", format!("Read by the program from the picture in {}; {doubt}.", zone.light.title().to_lowercase()))
}

/// Whether a check looks at a doubtful character: at its own place, in its field, or anywhere for those that look at many.
fn concerns(reading: &MrzReading, check: &MrzCheck, doubt: &DoubtfulCharacter) -> bool {
    let field = match check.name {
        CheckName::Document => FieldName::Number,
        CheckName::Birth | CheckName::BirthDate => FieldName::Birth,
        CheckName::Expiry | CheckName::ExpiryDate => FieldName::Expiry,
        CheckName::Personal => FieldName::Personal,
        CheckName::DocumentCode => FieldName::DocumentCode,
        CheckName::IssuerCode => FieldName::Issuer,
        CheckName::NationalityCode => FieldName::Nationality,
        CheckName::Sex => FieldName::Sex,
        CheckName::Name => FieldName::Name,
        CheckName::Composite | CheckName::DateOrder => return true,
    };
    // A long number carries on elsewhere.
    let Some(field) = reading.field(field).filter(|field| !field.notes.contains(&Note::LongNumber)) else { return true };
    let end = field.start.saturating_add(field.length);
    let inside = doubt.line == field.line && (field.start..end).contains(&doubt.column);
    inside || (doubt.line, doubt.column) == (check.line, check.column)
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

fn no_zone(error: &MrzError) -> Found {
    Found::answer(Verdict::DoesNotConform, FindingCode::MrzWrong).detail("mrz.structure", error.to_string())
}

/// Number and length of lines, characters, and the form of names and codes.
pub(super) fn structure(evidence: &Evidence<'_>, _item: &Item) -> Found {
    match &evidence.mrz {
        Some(Err(error)) => as_read(evidence, None, no_zone(error)),
        _ => with_reading(evidence, |reading| {
            let names = [CheckName::Name, CheckName::Sex, CheckName::DocumentCode];
            judge_checks(reading, &names, FindingCode::MrzRight, FindingCode::MrzWrong)
        }),
    }
}

/// Check digits; a text that is no zone at all does not conform either.
pub(super) fn check_digits(evidence: &Evidence<'_>, _item: &Item) -> Found {
    if let Some(Err(error)) = &evidence.mrz {
        return as_read(evidence, None, no_zone(error));
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

#[cfg(test)]
mod tests {
    use super::super::{Facts, propose};
    use super::*;
    use crate::domain::{Analysis, CaptureId, Light, MachineZone, PointPx};

    /// What is proposed for the check digits of a zone read from a picture, with these characters doubtful.
    fn proposed(lines: [&str; 2], doubtful: &[(u8, u8)]) -> (Option<Verdict>, Option<NotMeasuredReason>) {
        let zone = MachineZone {
            capture: CaptureId(uuid::Uuid::nil()),
            light: Light::Visible,
            lines: lines.map(str::to_owned).to_vec(),
            confidence: 0.9,
            doubtful: doubtful
                .iter()
                .map(|(line, column)| DoubtfulCharacter { line: *line, column: *column, answers: "O0".to_owned() })
                .collect(),
            corners: [PointPx::default(); 4],
            line_corners: Vec::new(),
            infrared_signal: None,
            print: None,
            method: MethodVersion { name: "mrz-picture".to_owned(), version: 1 },
        };
        let analysis = Analysis { machine_zones: vec![zone], ..Analysis::default() };
        let text = include_str!("../../../assets/checklists/passport-td3-lab.toml").to_owned();
        let checklist = crate::store::parse_checklist(std::path::Path::new("passport-td3-lab.toml"), text).unwrap().checklist;
        let texts = std::collections::BTreeMap::new();
        let facts = Facts { captures: &[], known: super::super::tests::known(&analysis, "", &texts) };
        let assisted = checklist.items.iter().find(|item| item.assist == Some(crate::domain::checklist::Assist::MrzCheckDigits)).unwrap();
        let proposals = propose(&checklist, facts);
        let proposal = &proposals[&assisted.id];
        assert!(proposal.details.iter().any(|(code, _)| code == "mrz.read"));
        (proposal.verdict, proposal.not_measured)
    }

    #[test]
    fn a_doubtful_character_never_speaks_against_a_document() {
        let first = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";
        let right = [first, "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
        assert_eq!(proposed(right, &[(2, 3)]).0, Some(Verdict::Conforms));
        // The digit of the number is 7 instead of 6.
        let wrong = [first, "L898902C37UTO7408122F1204159ZE184226B<<<<<10"];
        assert_eq!(proposed(wrong, &[]).0, Some(Verdict::DoesNotConform));
        assert_eq!(proposed(wrong, &[(1, 7)]).0, Some(Verdict::DoesNotConform), "a doubt in the name changes nothing");
        for place in [(2, 3), (2, 10)] {
            assert_eq!(proposed(wrong, &[place]), (None, Some(NotMeasuredReason::MrzDoubtful)), "{place:?}");
        }
    }
}
