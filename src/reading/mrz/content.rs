//! What the characters of a field say, and whether they can.

use super::dates::{self, DateContent, Era};
use super::layout::Layout;
use super::names::{self, spaced};
use super::states::{self, StateKind};
use super::{CheckName, FieldName, MrzFormat, MrzReading, Note, document_code};

/// What a field says.
pub(super) struct Said {
    /// As [`MrzField::value`](super::MrzField::value).
    pub(super) value: String,
    /// What a person should know.
    pub(super) notes: Vec<Note>,
    /// The check of it: name, whether it holds, where the rule is written, what would hold.
    pub(super) check: Option<(CheckName, bool, &'static str, &'static str)>,
}

impl Said {
    pub(super) fn new(value: impl Into<String>, notes: Vec<Note>) -> Self {
        Self { value: value.into(), notes, check: None }
    }

    fn checked(self, name: CheckName, ok: bool, rule: &'static str, expected: &'static str) -> Self {
        Self { check: Some((name, ok, rule, expected)), ..self }
    }
}

/// The first two characters.
pub(super) fn document_code(raw: &str, layout: &Layout) -> Said {
    let code = document_code::check(raw, layout.format);
    let rule = if layout.format == MrzFormat::Td3 { "Doc 9303-4, 4.4" } else { layout.rule };
    Said::new(raw.trim_end_matches('<'), code.note.into_iter().collect()).checked(
        CheckName::DocumentCode,
        code.allowed,
        rule,
        code.expected,
    )
}

/// An issuer or a nationality; notes on `reading` whether it is a specimen.
pub(super) fn state(reading: &mut MrzReading, raw: &str, field: FieldName) -> Said {
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

/// A name; keeps it in `reading`.
pub(super) fn name(reading: &mut MrzReading, raw: &str, field: FieldName) -> Said {
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
pub(super) fn text(raw: &str) -> Said {
    let value = raw.trim_end_matches('<');
    Said::new(value, value.contains('<').then_some(Note::InnerFiller).into_iter().collect())
}

/// A birth or an expiry; keeps a whole one in `reading`.
pub(super) fn date(reading: &mut MrzReading, raw: &str, field: FieldName) -> Said {
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

/// One character: `F`, `M` or a filler, which the visual zone shows as X.
pub(super) fn sex(raw: &str, rule: &'static str) -> Said {
    let value = if raw == "<" { "X" } else { raw };
    Said::new(value, Vec::new()).checked(CheckName::Sex, matches!(raw, "F" | "M" | "<"), rule, "F, M or <")
}
