//! Reading a zone field by field.

use super::content::{self, Said};
use super::digits::{self, Digit};
use super::layout::{self, Layout, Slot, Span};
use super::{CheckKind, CheckName, DigitState, FieldName, MrzCheck, MrzError, MrzField, MrzNames, MrzReading, Note};
use super::{input, proposals};
use crate::domain::Date;

/// Where check digits are written down.
const DIGIT_RULE: &str = "Doc 9303-3, 4.9";

/// Reads the text of a machine-readable zone, typed or pasted.
///
/// Blanks around lines do not matter and lower case is read as capitals, which the reading notes. All other characters stay as
/// they are. `reading_date` decides centuries: a birth is in the newest that is not after it. Wrong digits, codes and dates are
/// no errors: the reading holds them with their checks.
///
/// # Errors
///
/// [`MrzError`] if the text has no known layout or holds a character that no zone holds.
///
/// # Examples
///
/// ```
/// # use guilloche::reading::mrz::{FieldName, MrzFormat, parse_mrz};
/// let today = "2012-01-31".parse().unwrap();
/// let reading = parse_mrz(
///     "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n\
///      L898902C36UTO7408122F1204159ZE184226B<<<<<10", // specimen of ICAO Doc 9303, part 4
///     today,
/// ).unwrap();
/// assert_eq!(reading.format, MrzFormat::Td3);
/// assert_eq!(reading.value(FieldName::Birth), "1974-08-12");
/// assert!(reading.digits_hold() && reading.specimen);
/// ```
pub fn parse_mrz(text: &str, reading_date: Date) -> Result<MrzReading, MrzError> {
    let (typed, input_notes) = input::lines(text)?;
    let layout = layout::choose(&typed)?;
    let lines: Vec<String> = typed.into_iter().map(|line| line.text).collect();
    let mut reading = MrzReading {
        format: layout.format,
        lines: Vec::new(),
        input_notes,
        reading_date,
        fields: Vec::new(),
        checks: Vec::new(),
        names: MrzNames::default(),
        birth: None,
        birth_alternative: None,
        expiry: None,
        expiry_alternative: None,
        unprotected: Vec::new(),
        proposals: Vec::new(),
        specimen: false,
    };
    read_digits(&mut reading, layout, &lines);
    let taken = layout.slots.iter().find_map(|slot| digits::of_slot(slot, &lines)?.continued).map_or(0, |continued| continued.taken);
    for slot in layout.slots {
        read_field(&mut reading, layout, slot, taken, &lines);
    }
    check_date_order(&mut reading);
    reading.unprotected = reading.fields.iter().filter(|field| !field.protected).map(|field| field.name).collect();
    reading.proposals = proposals::of(layout, &lines, &reading);
    note_misreadings(&mut reading);
    reading.lines = lines;
    Ok(reading)
}

/// Adds the checks of all digits, the composite one last.
fn read_digits(reading: &mut MrzReading, layout: &Layout, lines: &[String]) {
    for slot in layout.slots {
        if let (Some(digit), Some(name)) = (digits::of_slot(slot, lines), digit_check(slot.name)) {
            reading.checks.push(check_of(name, &digit, DIGIT_RULE));
        }
    }
    if let Some(digit) = digits::composite(layout, lines) {
        reading.checks.push(check_of(CheckName::Composite, &digit, layout.rule));
    }
}

/// The check of the digit that belongs to a field.
pub(super) fn digit_check(field: FieldName) -> Option<CheckName> {
    match field {
        FieldName::Number => Some(CheckName::Document),
        FieldName::Birth => Some(CheckName::Birth),
        FieldName::Expiry => Some(CheckName::Expiry),
        FieldName::Personal => Some(CheckName::Personal),
        _ => None,
    }
}

fn check_of(name: CheckName, digit: &Digit, rule: &str) -> MrzCheck {
    let expected = digits::expected(&digit.covered).to_string();
    MrzCheck {
        name,
        kind: CheckKind::Digit,
        ok: !matches!(digit.state, DigitState::Wrong { .. }),
        rule: rule.to_owned(),
        expected: if digit.state == DigitState::AbsentAllowed { "0 or <".to_owned() } else { expected },
        found: digit.place.character.to_string(),
        line: digit.place.line,
        column: digit.place.column,
    }
}

/// Adds one field and the check of what it says. A long number has `taken` characters from the optional data.
fn read_field(reading: &mut MrzReading, layout: &Layout, slot: &Slot, taken: usize, lines: &[String]) {
    let raw = slot.span.of(lines);
    let digit = digits::of_slot(slot, lines);
    let said = match slot.name {
        FieldName::DocumentCode => content::document_code(raw, layout),
        FieldName::Issuer | FieldName::Nationality => content::state(reading, raw, slot.name),
        FieldName::Name | FieldName::Surname | FieldName::Given => content::name(reading, raw, slot.name),
        FieldName::Number => match digit.as_ref().and_then(|digit| digit.continued.as_ref()) {
            Some(continued) => {
                let notes = [Some(Note::LongNumber), continued.mark_summed.then_some(Note::MarkSummed)];
                Said::new(continued.number.as_str(), notes.into_iter().flatten().collect())
            }
            None => content::text(raw),
        },
        FieldName::Birth | FieldName::Expiry => content::date(reading, raw, slot.name),
        FieldName::Sex => content::sex(raw, layout.rule),
        FieldName::Optional => content::text(raw.get(taken..).unwrap_or_default().trim_start_matches(|c| taken > 0 && c == '<')),
        FieldName::Personal | FieldName::Optional2 => content::text(raw),
    };
    let Span { line, start, length } = slot.span;
    if let Some((name, ok, rule, expected)) = said.check {
        let found = raw.to_owned();
        let check = MrzCheck {
            name,
            kind: CheckKind::Content,
            ok,
            rule: rule.to_owned(),
            expected: expected.to_owned(),
            found,
            line,
            column: start,
        };
        reading.checks.push(check);
    }
    let under_composite = layout.composite.is_some_and(|(spans, _)| spans.iter().any(|span| span.covers(slot.span)));
    reading.fields.push(MrzField {
        name: slot.name,
        raw: raw.to_owned(),
        line,
        start,
        length,
        value: said.value,
        protected: digit.is_some() || under_composite,
        digit: digit.map_or(DigitState::NotDefined, |digit| digit.state),
        notes: said.notes,
    });
}

/// Adds the check that validity ends after birth, which may be a century earlier than assumed.
fn check_date_order(reading: &mut MrzReading) {
    let (Some(birth), Some(expiry)) = (reading.birth, reading.expiry) else { return };
    let earliest = reading.birth_alternative.unwrap_or(birth);
    let place = reading.field(FieldName::Expiry).map_or((0, 0), |field| (field.line, field.start));
    reading.checks.push(MrzCheck {
        name: CheckName::DateOrder,
        kind: CheckKind::Content,
        ok: earliest <= expiry,
        rule: "Doc 9303-3, 4.8".to_owned(),
        expected: format!("after {birth}"),
        found: expiry.to_string(),
        line: place.0,
        column: place.1,
    });
}

/// Notes on the code fields that a misread character would explain them.
fn note_misreadings(reading: &mut MrzReading) {
    for (check, field) in [(CheckName::IssuerCode, FieldName::Issuer), (CheckName::NationalityCode, FieldName::Nationality)] {
        if reading.proposals.iter().any(|proposal| proposal.check == check)
            && let Some(field) = reading.fields.iter_mut().find(|candidate| candidate.name == field)
        {
            field.notes.push(Note::MaybeMisread);
        }
    }
}
