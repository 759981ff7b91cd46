//! The check digits of a zone: what each covers, what it is and what it should be.

use super::DigitState;
use super::layout::{DigitRule, Layout, Slot, Span};
use crate::domain::check_digit;

/// One character and its place; line and column count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) line: u8,
    pub(super) column: u8,
    pub(super) character: char,
}

/// A number that carries on in the optional data.
pub(super) struct Continued {
    /// The whole number.
    pub(super) number: String,
    /// How many characters of the optional data it takes, its digit included.
    pub(super) taken: usize,
    /// Whether the digit is the one that also sums the filler in its place, against the standard but as some cards have it.
    pub(super) mark_summed: bool,
}

/// A check digit and what it covers.
pub(super) struct Digit {
    /// The characters that are summed.
    pub(super) covered: Vec<Cell>,
    /// The digit itself.
    pub(super) place: Cell,
    /// What it gives.
    pub(super) state: DigitState,
    /// Set if the field carries on elsewhere.
    pub(super) continued: Option<Continued>,
}

/// The characters of `span` with their places.
fn cells(span: Span, lines: &[String]) -> Vec<Cell> {
    span.of(lines).chars().zip(span.start..).map(|(character, column)| Cell { line: span.line, column, character }).collect()
}

/// The digit over `covered`.
pub(super) fn expected(covered: &[Cell]) -> char {
    let text: String = covered.iter().map(|cell| cell.character).collect();
    check_digit(&text).ok().and_then(|digit| char::from_digit(u32::from(digit), 10)).unwrap_or('<')
}

fn state(covered: &[Cell], digit: Cell) -> DigitState {
    let (expected, found) = (expected(covered), digit.character);
    if expected == found { DigitState::Ok } else { DigitState::Wrong { expected, found } }
}

/// Reads the check digit of `slot`; `None` if the format has none for it.
pub(super) fn of_slot(slot: &Slot, lines: &[String]) -> Option<Digit> {
    let covered = cells(slot.span, lines);
    let (place, filler_allowed) = match slot.digit {
        DigitRule::None => return None,
        DigitRule::At(place) => (place, false),
        DigitRule::AtOrFiller(place) => (place, covered.iter().all(|cell| cell.character == '<')),
        DigitRule::AtOrContinued(place, optional) => {
            if let Some(digit) = continued(&covered, place, optional, lines) {
                return Some(digit);
            }
            (place, false)
        }
    };
    let digit = cells(place, lines).first().copied()?;
    let state = if filler_allowed && digit.character == '<' { DigitState::AbsentAllowed } else { state(&covered, digit) };
    Some(Digit { covered, place: digit, state, continued: None })
}

/// Reads a number that carries on in the optional data: a filler stands for its digit, then come the rest, the digit and a filler.
///
/// The filler that stands for the digit is not summed.
fn continued(first: &[Cell], mark: Span, optional: Span, lines: &[String]) -> Option<Digit> {
    let full = first.last().is_some_and(|cell| cell.character != '<');
    if !full || mark.of(lines) != "<" {
        return None;
    }
    let cells = cells(optional, lines);
    let taken = cells.iter().position(|cell| cell.character == '<')?;
    let (digit, rest) = cells.get(..taken)?.split_last()?;
    if rest.is_empty() || !digit.character.is_ascii_digit() {
        return None;
    }
    let covered = [first, rest].concat();
    let with_mark = [first, &self::cells(mark, lines), rest].concat();
    let state = state(&covered, *digit);
    let mark_summed = state != DigitState::Ok && expected(&with_mark) == digit.character;
    let number = covered.iter().map(|cell| cell.character).collect();
    Some(Digit { state, place: *digit, covered, continued: Some(Continued { number, taken, mark_summed }) })
}

/// Reads the composite digit; `None` if the format has none.
pub(super) fn composite(layout: &Layout, lines: &[String]) -> Option<Digit> {
    let (spans, place) = layout.composite?;
    let covered: Vec<Cell> = spans.iter().flat_map(|span| cells(*span, lines)).collect();
    let digit = cells(place, lines).first().copied()?;
    Some(Digit { state: state(&covered, digit), place: digit, covered, continued: None })
}
