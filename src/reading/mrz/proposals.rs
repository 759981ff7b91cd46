//! What could be meant where a check fails. A proposal is shown and never applied by itself.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dates::{self, DateContent, Era};
use super::digits::{self, Cell, Digit};
use super::layout::{Layout, Slot};
use super::parse::digit_check;
use super::{CheckName, DigitState, FieldName, MrzReading, states};

/// Characters that are taken for each other.
pub(in crate::reading) const CONFUSED: &[(char, char)] =
    &[('0', 'O'), ('0', 'D'), ('0', 'Q'), ('1', 'I'), ('8', 'B'), ('5', 'S'), ('2', 'Z'), ('6', 'G')];

/// The most proposals for one check.
const MOST: usize = 8;

/// One character that would be another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CharacterChange {
    /// The line, from 1.
    pub line: u8,
    /// The position in the line, from 1.
    pub column: u8,
    /// The character in the zone.
    pub found: char,
    /// The character that is proposed.
    pub proposed: char,
}

/// A misreading that would explain why a check fails.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proposal {
    /// The check that would hold.
    pub check: CheckName,
    /// The characters that would change.
    pub changes: Vec<CharacterChange>,
    /// Whether the composite digit would hold; `None` if the format has none.
    pub composite_holds: Option<bool>,
}

/// Finds proposals for every failed check of `reading`; those with which the composite digit holds come first.
pub(super) fn of(layout: &Layout, lines: &[String], reading: &MrzReading) -> Vec<Proposal> {
    let mut found = Vec::new();
    for slot in layout.slots {
        let digit = digits::of_slot(slot, lines).filter(|digit| matches!(digit.state, DigitState::Wrong { .. }));
        let mut changes = match (slot.name, digit) {
            (FieldName::Issuer | FieldName::Nationality, _) => code_changes(slot, lines),
            (_, Some(digit)) => digit_changes(slot, &digit, reading),
            (_, None) => Vec::new(),
        };
        let check = match slot.name {
            FieldName::Issuer => Some(CheckName::IssuerCode),
            FieldName::Nationality => Some(CheckName::NationalityCode),
            name => digit_check(name),
        };
        let Some(check) = check else { continue };
        changes.dedup();
        let mut proposals: Vec<Proposal> = changes
            .into_iter()
            .map(|changes| {
                let composite_holds = composite_holds(layout, lines, &changes);
                Proposal { check, changes, composite_holds }
            })
            .collect();
        proposals.sort_by_key(|proposal| proposal.composite_holds == Some(false));
        proposals.truncate(MOST);
        found.extend(proposals);
    }
    found.extend(composite_digit_change(layout, lines));
    found
}

/// What `character` is taken for.
fn confusions(character: char) -> impl Iterator<Item = char> {
    CONFUSED.iter().filter_map(move |(one, two)| match character {
        _ if character == *one => Some(*two),
        _ if character == *two => Some(*one),
        _ => None,
    })
}

fn change(cell: Cell, proposed: char) -> CharacterChange {
    CharacterChange { line: cell.line, column: cell.column, found: cell.character, proposed }
}

/// Single characters, and all letters of a date at once, with which the digit of a field holds.
fn digit_changes(slot: &Slot, digit: &Digit, reading: &MrzReading) -> Vec<Vec<CharacterChange>> {
    let cells: Vec<Cell> = digit.covered.iter().copied().chain([digit.place]).collect();
    let era = match slot.name {
        FieldName::Birth => Some(Era::Birth),
        FieldName::Expiry => Some(Era::Expiry),
        _ => None,
    };
    let mut tries: Vec<Vec<CharacterChange>> =
        cells.iter().flat_map(|cell| confusions(cell.character).map(|proposed| vec![change(*cell, proposed)])).collect();
    if era.is_some() {
        let letters = cells.iter().filter(|cell| cell.character.is_ascii_uppercase());
        let all: Vec<CharacterChange> = letters.filter_map(|cell| confusions(cell.character).next().map(|to| change(*cell, to))).collect();
        if all.len() > 1 {
            tries.push(all);
        }
    }
    tries.retain(|changes| {
        let changed: Vec<Cell> = cells.iter().map(|cell| changed(*cell, changes)).collect();
        let Some((last, covered)) = changed.split_last() else { return false };
        let text: String = covered.iter().map(|cell| cell.character).collect();
        let fits = era.is_none_or(|era| dates::read(&text, era, reading.reading_date) != DateContent::Invalid);
        fits && digits::expected(covered) == last.character
    });
    tries
}

/// Letters for the digits of a code, with which it is a known one that may stand there.
fn code_changes(slot: &Slot, lines: &[String]) -> Vec<Vec<CharacterChange>> {
    let raw = slot.span.of(lines);
    let mut tries: Vec<(String, Vec<CharacterChange>)> = vec![(String::new(), Vec::new())];
    for (character, column) in raw.chars().zip(slot.span.start..) {
        let cell = Cell { line: slot.span.line, column, character };
        let letters: Vec<char> = if character.is_ascii_digit() { confusions(character).collect() } else { vec![character] };
        tries = tries
            .iter()
            .flat_map(|(code, changes)| {
                letters.iter().map(move |letter| {
                    let more = (*letter != character).then(|| change(cell, *letter));
                    (format!("{code}{letter}"), changes.iter().copied().chain(more).collect())
                })
            })
            .collect();
    }
    let fits = |state: states::State| if slot.name == FieldName::Issuer { state.may_issue() } else { state.may_be_nationality() };
    let known = |code: &str| states::state(code.trim_end_matches('<')).is_some_and(fits);
    tries.into_iter().filter(|(code, changes)| !changes.is_empty() && known(code)).map(|(_, changes)| changes).collect()
}

/// A letter in the place of the composite digit that is taken for the right one.
fn composite_digit_change(layout: &Layout, lines: &[String]) -> Option<Proposal> {
    let composite = digits::composite(layout, lines)?;
    let DigitState::Wrong { expected, found } = composite.state else { return None };
    let explained = confusions(found).any(|digit| digit == expected);
    explained.then(|| Proposal {
        check: CheckName::Composite,
        changes: vec![change(composite.place, expected)],
        composite_holds: Some(true),
    })
}

fn changed(cell: Cell, changes: &[CharacterChange]) -> Cell {
    let change = changes.iter().find(|change| (change.line, change.column) == (cell.line, cell.column));
    Cell { character: change.map_or(cell.character, |change| change.proposed), ..cell }
}

fn composite_holds(layout: &Layout, lines: &[String], changes: &[CharacterChange]) -> Option<bool> {
    let composite = digits::composite(layout, lines)?;
    let covered: Vec<Cell> = composite.covered.iter().map(|cell| changed(*cell, changes)).collect();
    Some(digits::expected(&covered) == composite.place.character)
}
