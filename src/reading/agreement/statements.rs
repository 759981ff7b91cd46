//! What each reader gave, taken apart into fields.

use crate::domain::{CheckDigitState, DataField, Date, DoubtfulCharacter, Statement, StatementPlace};
use crate::reading::barcode::DrivingLicence;
use crate::reading::chip::{Detail, DetailName};
use crate::reading::mrz::{CheckKind, CheckName, DigitState, FieldName, MrzField, MrzReading, Note, parse_mrz};
use crate::reading::seal::{Seal, SealFeature};

/// A statement at a named part, with nothing known of doubts and digits.
fn plain(field: DataField, text: impl Into<String>, part: impl Into<String>) -> Statement {
    Statement {
        field,
        text: text.into(),
        doubtful: false,
        shortened: false,
        check_digit: None,
        place: Some(StatementPlace::Part(part.into())),
    }
}

/// The fields of a machine-readable zone; of one that was read from a picture with the characters that are doubtful.
pub fn of_zone(reading: &MrzReading, doubtful: &[DoubtfulCharacter]) -> Vec<Statement> {
    let mut statements = Vec::new();
    for field in &reading.fields {
        let Some(of) = field_of(field.name) else { continue };
        let statement = of_field(reading, field, of, doubtful);
        if field.name == FieldName::Name {
            for (of, text) in [(DataField::Surname, &reading.names.primary), (DataField::GivenNames, &reading.names.secondary)] {
                statements.push(Statement { field: of, text: text.clone(), ..statement.clone() });
            }
        } else if !statement.text.is_empty() || matches!(of, DataField::Sex) {
            statements.push(statement);
        }
    }
    statements
}

fn of_field(reading: &MrzReading, field: &MrzField, of: DataField, doubtful: &[DoubtfulCharacter]) -> Statement {
    let end = field.start.saturating_add(field.length);
    let check_digit = match field.digit {
        DigitState::Wrong { .. } => CheckDigitState::Wrong,
        DigitState::Ok => CheckDigitState::Holds,
        // The composite digit alone says where nothing else fails only that the whole is right.
        DigitState::AbsentAllowed | DigitState::NotDefined if field.protected => match reading.check(CheckName::Composite) {
            Some(check) if check.kind == CheckKind::Digit && !check.ok => CheckDigitState::Wrong,
            Some(_) => CheckDigitState::Holds,
            None => CheckDigitState::NotCovered,
        },
        DigitState::AbsentAllowed | DigitState::NotDefined => CheckDigitState::NotCovered,
    };
    let long = field.notes.contains(&Note::LongNumber);
    Statement {
        field: of,
        text: field.value.clone(),
        doubtful: doubtful.iter().any(|doubt| doubt.line == field.line && (long || (field.start..end).contains(&doubt.column))),
        shortened: of == DataField::Surname && reading.names.truncated,
        check_digit: Some(check_digit),
        place: Some(StatementPlace::Characters { line: field.line, start: field.start, length: field.length }),
    }
}

/// Which field of a document a field of a zone is; optional data have no fixed meaning.
fn field_of(name: FieldName) -> Option<DataField> {
    Some(match name {
        FieldName::DocumentCode => DataField::DocumentCode,
        FieldName::Issuer => DataField::Issuer,
        FieldName::Name | FieldName::Surname => DataField::Surname,
        FieldName::Given => DataField::GivenNames,
        FieldName::Number => DataField::Number,
        FieldName::Nationality => DataField::Nationality,
        FieldName::Birth => DataField::Birth,
        FieldName::Sex => DataField::Sex,
        FieldName::Expiry => DataField::Expiry,
        FieldName::Personal => DataField::PersonalNumber,
        FieldName::Optional | FieldName::Optional2 => return None,
    })
}

/// The fields of a driving licence or identification card of North America.
pub fn of_licence(licence: &DrivingLicence) -> Vec<Statement> {
    let shortened = |code: &str| licence.value(code) == Some("T");
    let given = [&licence.given, &licence.middle].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
    let address: Vec<&str> =
        [&licence.street, &licence.city, &licence.state, &licence.postal_code].into_iter().flatten().map(String::as_str).collect();
    let date = |date: &Option<Date>| date.map(|date| date.to_string());
    let fields = [
        (DataField::Surname, licence.surname.clone(), "DCS", shortened("DDE")),
        (DataField::GivenNames, Some(given).filter(|given| !given.is_empty()), "DAC", shortened("DDF") || shortened("DDG")),
        (DataField::Number, licence.number.clone(), "DAQ", false),
        (DataField::Birth, date(&licence.birth), "DBB", false),
        (DataField::Expiry, date(&licence.expiry), "DBA", false),
        (DataField::Issue, date(&licence.issue), "DBD", false),
        (DataField::Sex, licence.sex.clone(), "DBC", false),
        (DataField::Address, Some(address.join(", ")).filter(|address| !address.is_empty()), "DAG", false),
        (DataField::Height, licence.value("DAU").map(str::to_owned), "DAU", false),
    ];
    let stated = fields.into_iter().filter_map(|(field, text, part, shortened)| Some((field, text?, part, shortened)));
    stated.map(|(field, text, part, shortened)| Statement { shortened, ..plain(field, text, part) }).collect()
}

/// The lines of the machine-readable zone that a seal holds, and its fields. Of a visa the zone in a seal is cut: what is left out of
/// it, it does not say.
pub fn of_seal(seal: &Seal, day: Date) -> (Vec<String>, Vec<Statement>) {
    let lines = seal.machine_readable_zones().into_iter().next().unwrap_or_default();
    let mut statements =
        whole(&lines).and_then(|text| parse_mrz(&text, day).ok()).map(|reading| of_zone(&reading, &[])).unwrap_or_default();
    // The padding of a cut line is no statement.
    if lines.last().is_some_and(|line| line.chars().count() == CUT) {
        statements.retain(|statement| statement.field != DataField::PersonalNumber);
    }
    let mut open: Vec<&SealFeature> = seal.features().iter().rev().collect();
    while let Some(feature) = open.pop() {
        let field = feature.name.as_deref().and_then(seal_field);
        if let (Some(field), Some(value)) = (field, &feature.value) {
            statements.push(plain(field, value.clone(), feature.title.clone().unwrap_or_default()));
        }
        open.extend(feature.features.iter().rev());
    }
    (lines, statements)
}

/// The length of the second line of a visa in its seal.
const CUT: usize = 28;

/// The lines of a zone at their full length: the second line of a visa is cut in its seal and filled up here.
fn whole(lines: &[String]) -> Option<String> {
    let length = lines.first()?.chars().count();
    let filled: Vec<String> = lines.iter().map(|line| format!("{line:<<length$}")).collect();
    Some(filled.join("\n"))
}

fn seal_field(name: &str) -> Option<DataField> {
    Some(match name {
        "passport-number" => DataField::PassportNumber,
        "document-number" | "sheet-number" => DataField::Number,
        "surname" => DataField::Surname,
        "given-names" => DataField::GivenNames,
        "birth" => DataField::Birth,
        "address" => DataField::Address,
        "stay" => DataField::Stay,
        "entries" => DataField::Entries,
        _ => return None,
    })
}

/// The fields of DG11 and DG12.
pub fn of_details(details: &[Detail]) -> Vec<Statement> {
    let mut statements = Vec::new();
    for detail in details {
        let part = format!("DG{}", detail.group);
        let field = match detail.name {
            DetailName::FullName => DataField::FullName,
            DetailName::PersonalNumber => DataField::PersonalNumber,
            DetailName::Birth => DataField::Birth,
            DetailName::BirthPlace => DataField::BirthPlace,
            DetailName::Address => DataField::Address,
            DetailName::Profession => DataField::Profession,
            DetailName::Authority => DataField::Authority,
            DetailName::Issue => DataField::Issue,
            _ => continue,
        };
        let text = match field {
            DataField::FullName => {
                let (primary, secondary) = detail.text.split_once("<<").unwrap_or((&detail.text, ""));
                if !secondary.is_empty() {
                    for (half, text) in [(DataField::Surname, primary), (DataField::GivenNames, secondary)] {
                        statements.push(plain(half, spaced(text), &part));
                    }
                }
                if secondary.is_empty() { spaced(primary) } else { format!("{}, {}", spaced(primary), spaced(secondary)) }
            }
            DataField::Birth | DataField::Issue => dashed(&detail.text),
            _ => spaced(&detail.text),
        };
        statements.push(plain(field, text, part));
    }
    statements
}

/// Fillers as spaces.
fn spaced(text: &str) -> String {
    text.split('<').filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Eight digits as a date, anything else as it is.
fn dashed(text: &str) -> String {
    match (text.get(..4), text.get(4..6), text.get(6..8)) {
        (Some(year), Some(month), Some(day)) if text.len() == 8 => format!("{year}-{month}-{day}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
pub(in crate::reading::agreement) mod tests {
    use super::*;
    use crate::domain::{DataCarrier, DataSource, MethodVersion};

    /// A carrier that says these things.
    pub(in crate::reading::agreement) fn carrier(source: DataSource, says: &[(DataField, &str)]) -> DataCarrier {
        DataCarrier {
            source,
            title: source.title().to_owned(),
            capture: None,
            corners: None,
            statements: says
                .iter()
                .map(|(field, text)| Statement {
                    field: *field,
                    text: (*text).to_owned(),
                    doubtful: false,
                    shortened: false,
                    check_digit: None,
                    place: None,
                })
                .collect(),
            zone_lines: Vec::new(),
            content: String::new(),
            authenticity: None,
            method: MethodVersion { name: "test".to_owned(), version: 1 },
        }
    }

    #[test]
    fn a_zone_states_its_fields_with_places_doubts_and_digits() {
        let day = "2026-03-01".parse().unwrap();
        let lines = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10";
        let doubt = DoubtfulCharacter { line: 2, column: 3, answers: "8B".to_owned() };
        let statements = of_zone(&parse_mrz(lines, day).unwrap(), &[doubt]);
        let of = |field| statements.iter().find(|statement| statement.field == field).unwrap();
        assert_eq!((of(DataField::Surname).text.as_str(), of(DataField::GivenNames).text.as_str()), ("ERIKSSON", "ANNA MARIA"));
        assert_eq!(of(DataField::Surname).check_digit, Some(CheckDigitState::NotCovered));
        assert!(of(DataField::Number).doubtful && !of(DataField::Birth).doubtful);
        assert_eq!(of(DataField::Number).check_digit, Some(CheckDigitState::Holds));
        assert_eq!(of(DataField::Birth).place, Some(StatementPlace::Characters { line: 2, start: 14, length: 6 }));
        assert_eq!(of(DataField::Birth).text, "1974-08-12");
    }

    #[test]
    fn details_of_a_chip_are_spelt_out() {
        let detail = |name, group, text: &str| Detail { name, group, text: text.to_owned() };
        let details = [
            detail(DetailName::FullName, 11, "ERIKSSON<<ÅNNA<MARIA"),
            detail(DetailName::Issue, 12, "20070416"),
            detail(DetailName::BirthPlace, 11, "ZENITH<UTOPIA"),
            detail(DetailName::Title, 11, "DR"),
        ];
        let said: Vec<_> = of_details(&details).into_iter().map(|statement| (statement.field, statement.text)).collect();
        assert_eq!(
            said,
            [
                (DataField::Surname, "ERIKSSON".to_owned()),
                (DataField::GivenNames, "ÅNNA MARIA".to_owned()),
                (DataField::FullName, "ERIKSSON, ÅNNA MARIA".to_owned()),
                (DataField::Issue, "2007-04-16".to_owned()),
                (DataField::BirthPlace, "ZENITH UTOPIA".to_owned()),
            ]
        );
    }
}
