//! Reading a zone field by field.

use super::dates::{self, DateContent, Era};
use super::digits::{self, Digit};
use super::layout::{self, Layout, Slot, Span};
use super::names::{self, spaced};
use super::states::{self, StateKind};
use super::{CheckKind, CheckName, DigitState, FieldName, MrzCheck, MrzError, MrzField, MrzFormat, MrzNames, MrzReading, Note};
use super::{document_code, input, proposals};
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

/// What a field says.
struct Said {
    value: String,
    notes: Vec<Note>,
    check: Option<(CheckName, bool, &'static str, &'static str)>,
}

impl Said {
    fn new(value: impl Into<String>, notes: Vec<Note>) -> Self {
        Self { value: value.into(), notes, check: None }
    }

    fn checked(self, name: CheckName, ok: bool, rule: &'static str, expected: &'static str) -> Self {
        Self { check: Some((name, ok, rule, expected)), ..self }
    }
}

/// Adds one field and the check of what it says. A long number has `taken` characters from the optional data.
fn read_field(reading: &mut MrzReading, layout: &Layout, slot: &Slot, taken: usize, lines: &[String]) {
    let raw = slot.span.of(lines);
    let digit = digits::of_slot(slot, lines);
    let said = match slot.name {
        FieldName::DocumentCode => say_document_code(raw, layout),
        FieldName::Issuer | FieldName::Nationality => say_state(reading, raw, slot.name),
        FieldName::Name | FieldName::Surname | FieldName::Given => say_name(reading, raw, slot.name),
        FieldName::Number => match digit.as_ref().and_then(|digit| digit.continued.as_ref()) {
            Some(continued) => {
                let notes = [Some(Note::LongNumber), continued.mark_summed.then_some(Note::MarkSummed)];
                Said::new(continued.number.as_str(), notes.into_iter().flatten().collect())
            }
            None => say_text(raw),
        },
        FieldName::Birth | FieldName::Expiry => say_date(reading, raw, slot.name),
        FieldName::Sex => say_sex(raw, layout.rule),
        FieldName::Optional => say_text(raw.get(taken..).unwrap_or_default().trim_start_matches(|c| taken > 0 && c == '<')),
        FieldName::Personal | FieldName::Optional2 => say_text(raw),
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

fn say_document_code(raw: &str, layout: &Layout) -> Said {
    let code = document_code::check(raw, layout.format);
    let rule = if layout.format == MrzFormat::Td3 { "Doc 9303-4, 4.4" } else { layout.rule };
    Said::new(raw.trim_end_matches('<'), code.note.into_iter().collect()).checked(
        CheckName::DocumentCode,
        code.allowed,
        rule,
        code.expected,
    )
}

fn say_state(reading: &mut MrzReading, raw: &str, field: FieldName) -> Said {
    let code = raw.trim_end_matches('<');
    let state = states::state(code);
    let is_issuer = field == FieldName::Issuer;
    let mut notes = Vec::new();
    match state.map(|state| state.kind) {
        Some(StateKind::Specimen) => {
            notes.push(Note::Specimen);
            reading.specimen |= is_issuer;
        }
        Some(StateKind::Historic) => notes.push(Note::Historic),
        Some(StateKind::Nationality | StateKind::Holder) if is_issuer => notes.push(Note::NationalityOnly),
        _ => {}
    }
    if is_issuer && states::is_unusual_issuer(code) {
        notes.push(Note::UnusualCode);
    }
    let (name, ok, expected) = if is_issuer {
        (CheckName::IssuerCode, state.is_some_and(states::State::may_issue), "code of a state or an organisation")
    } else {
        (CheckName::NationalityCode, state.is_some_and(states::State::may_be_nationality), "code of a state or a nationality")
    };
    Said::new(code, notes).checked(name, ok, "Doc 9303-3, 5", expected)
}

fn say_name(reading: &mut MrzReading, raw: &str, field: FieldName) -> Said {
    let read = names::split(raw);
    let mut notes = Vec::new();
    let mut add = |note, applies: bool| notes.extend(applies.then_some(note));
    add(Note::Truncated, read.names.truncated);
    add(Note::NonStandard, raw.starts_with('<') && field != FieldName::Name);
    add(Note::NoPrimary, read.names.primary.is_empty() && field == FieldName::Name);
    add(Note::ExtraSeparator, read.parted_twice);
    let value = match field {
        FieldName::Name => {
            reading.names = read.names;
            let halves = [reading.names.primary.as_str(), reading.names.secondary.as_str()];
            halves.into_iter().filter(|half| !half.is_empty()).collect::<Vec<_>>().join(", ")
        }
        _ => {
            let value = spaced(raw);
            reading.names.truncated |= read.names.truncated;
            let half = if field == FieldName::Surname { &mut reading.names.primary } else { &mut reading.names.secondary };
            half.clone_from(&value);
            value
        }
    };
    let said = Said::new(value, notes);
    if field == FieldName::Given {
        return said;
    }
    said.checked(CheckName::Name, read.well_formed, "Doc 9303-3, 4.6", "letters and fillers")
}

/// A number or other data: an inner filler stands for a space or a sign and stays.
fn say_text(raw: &str) -> Said {
    let value = raw.trim_end_matches('<');
    Said::new(value, value.contains('<').then_some(Note::InnerFiller).into_iter().collect())
}

fn say_date(reading: &mut MrzReading, raw: &str, field: FieldName) -> Said {
    let (era, name) = if field == FieldName::Birth { (Era::Birth, CheckName::BirthDate) } else { (Era::Expiry, CheckName::ExpiryDate) };
    let content = dates::read(raw, era, reading.reading_date);
    let ok = content != DateContent::Invalid;
    let said = match content {
        DateContent::Day { day, alternative } => {
            let mut notes: Vec<Note> = alternative.is_some().then_some(Note::CenturyAssumed).into_iter().collect();
            if era == Era::Birth {
                (reading.birth, reading.birth_alternative) = (Some(day), alternative);
            } else {
                (reading.expiry, reading.expiry_alternative) = (Some(day), alternative);
                notes.extend((day < reading.reading_date).then_some(Note::Expired));
            }
            Said::new(day.to_string(), notes)
        }
        DateContent::Partial { text, standard } => {
            let notes = [Some(Note::UnknownParts), (!standard).then_some(Note::NonStandard)];
            Said::new(text, notes.into_iter().flatten().collect())
        }
        DateContent::Invalid => Said::new(raw, Vec::new()),
    };
    let expected = if era == Era::Birth { "a day of the calendar; fillers for what is not known" } else { "a day of the calendar" };
    said.checked(name, ok, "Doc 9303-3, 4.8", expected)
}

fn say_sex(raw: &str, rule: &'static str) -> Said {
    let value = if raw == "<" { "X" } else { raw };
    Said::new(value, Vec::new()).checked(CheckName::Sex, matches!(raw, "F" | "M" | "<"), rule, "F, M or <")
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
