//! The formats as tables (ICAO Doc 9303, parts 4 to 7; standards.md 4.2 to 4.5 and 4.13).

use super::input::Line;
use super::{FieldName, MrzError, MrzFormat};

/// A stretch of one line. Line and start count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) line: u8,
    pub(super) start: u8,
    pub(super) length: u8,
}

impl Span {
    /// The characters of this stretch; empty if it is outside of `lines`.
    pub(super) fn of(self, lines: &[String]) -> &str {
        let start = usize::from(self.start).saturating_sub(1);
        let end = start.saturating_add(usize::from(self.length));
        usize::from(self.line).checked_sub(1).and_then(|line| lines.get(line)?.get(start..end)).unwrap_or_default()
    }

    /// Whether `other` lies within.
    pub(super) fn covers(self, other: Self) -> bool {
        let end = |span: Self| span.start.saturating_add(span.length);
        self.line == other.line && self.start <= other.start && end(other) <= end(self)
    }
}

const fn span(line: u8, start: u8, length: u8) -> Span {
    Span { line, start, length }
}

/// The check digit of a field.
#[derive(Debug, Clone, Copy)]
pub(super) enum DigitRule {
    /// The format has none.
    None,
    /// One character, required.
    At(Span),
    /// One character; a filler is allowed if the field is empty.
    AtOrFiller(Span),
    /// One character, or a filler if the number carries on in the optional data that follow.
    AtOrContinued(Span, Span),
}

/// One field of a format.
pub(super) struct Slot {
    pub(super) name: FieldName,
    pub(super) span: Span,
    pub(super) digit: DigitRule,
}

const fn slot(name: FieldName, span: Span) -> Slot {
    Slot { name, span, digit: DigitRule::None }
}

const fn digit_slot(name: FieldName, span: Span, digit: DigitRule) -> Slot {
    Slot { name, span, digit }
}

/// One format.
pub(super) struct Layout {
    pub(super) format: MrzFormat,
    /// Characters in each.
    pub(super) width: usize,
    /// The fields in the order of the zone.
    pub(super) slots: &'static [Slot],
    /// What the composite digit covers, in order, and where it stands.
    pub(super) composite: Option<(&'static [Span], Span)>,
    /// Where the layout is written.
    pub(super) rule: &'static str,
}

use DigitRule::{At, AtOrContinued, AtOrFiller};
use FieldName::{Birth, DocumentCode, Expiry, Given, Issuer, Name, Nationality, Number, Optional, Optional2, Personal, Sex, Surname};

const TD3: Layout = Layout {
    format: MrzFormat::Td3,
    width: 44,
    slots: &[
        slot(DocumentCode, span(1, 1, 2)),
        slot(Issuer, span(1, 3, 3)),
        slot(Name, span(1, 6, 39)),
        digit_slot(Number, span(2, 1, 9), At(span(2, 10, 1))),
        slot(Nationality, span(2, 11, 3)),
        digit_slot(Birth, span(2, 14, 6), At(span(2, 20, 1))),
        slot(Sex, span(2, 21, 1)),
        digit_slot(Expiry, span(2, 22, 6), At(span(2, 28, 1))),
        digit_slot(Personal, span(2, 29, 14), AtOrFiller(span(2, 43, 1))),
    ],
    composite: Some((&[span(2, 1, 10), span(2, 14, 7), span(2, 22, 22)], span(2, 44, 1))),
    rule: "Doc 9303-4, 4.2",
};

const TD2: Layout = Layout {
    format: MrzFormat::Td2,
    width: 36,
    slots: &[
        slot(DocumentCode, span(1, 1, 2)),
        slot(Issuer, span(1, 3, 3)),
        slot(Name, span(1, 6, 31)),
        digit_slot(Number, span(2, 1, 9), AtOrContinued(span(2, 10, 1), span(2, 29, 7))),
        slot(Nationality, span(2, 11, 3)),
        digit_slot(Birth, span(2, 14, 6), At(span(2, 20, 1))),
        slot(Sex, span(2, 21, 1)),
        digit_slot(Expiry, span(2, 22, 6), At(span(2, 28, 1))),
        slot(Optional, span(2, 29, 7)),
    ],
    composite: Some((&[span(2, 1, 10), span(2, 14, 7), span(2, 22, 14)], span(2, 36, 1))),
    rule: "Doc 9303-6, 4.2",
};

const TD1: Layout = Layout {
    format: MrzFormat::Td1,
    width: 30,
    slots: &[
        slot(DocumentCode, span(1, 1, 2)),
        slot(Issuer, span(1, 3, 3)),
        digit_slot(Number, span(1, 6, 9), AtOrContinued(span(1, 15, 1), span(1, 16, 15))),
        slot(Optional, span(1, 16, 15)),
        digit_slot(Birth, span(2, 1, 6), At(span(2, 7, 1))),
        slot(Sex, span(2, 8, 1)),
        digit_slot(Expiry, span(2, 9, 6), At(span(2, 15, 1))),
        slot(Nationality, span(2, 16, 3)),
        slot(Optional2, span(2, 19, 11)),
        slot(Name, span(3, 1, 30)),
    ],
    composite: Some((&[span(1, 6, 25), span(2, 1, 7), span(2, 9, 7), span(2, 19, 11)], span(2, 30, 1))),
    rule: "Doc 9303-5, 4.2",
};

const MRV_A: Layout = Layout {
    format: MrzFormat::MrvA,
    width: 44,
    slots: &[
        slot(DocumentCode, span(1, 1, 2)),
        slot(Issuer, span(1, 3, 3)),
        slot(Name, span(1, 6, 39)),
        digit_slot(Number, span(2, 1, 9), At(span(2, 10, 1))),
        slot(Nationality, span(2, 11, 3)),
        digit_slot(Birth, span(2, 14, 6), At(span(2, 20, 1))),
        slot(Sex, span(2, 21, 1)),
        digit_slot(Expiry, span(2, 22, 6), At(span(2, 28, 1))),
        slot(Optional, span(2, 29, 16)),
    ],
    composite: None,
    rule: "Doc 9303-7, MRV-A",
};

const MRV_B: Layout = Layout {
    format: MrzFormat::MrvB,
    width: 36,
    slots: &[
        slot(DocumentCode, span(1, 1, 2)),
        slot(Issuer, span(1, 3, 3)),
        slot(Name, span(1, 6, 31)),
        digit_slot(Number, span(2, 1, 9), At(span(2, 10, 1))),
        slot(Nationality, span(2, 11, 3)),
        digit_slot(Birth, span(2, 14, 6), At(span(2, 20, 1))),
        slot(Sex, span(2, 21, 1)),
        digit_slot(Expiry, span(2, 22, 6), At(span(2, 28, 1))),
        slot(Optional, span(2, 29, 8)),
    ],
    composite: None,
    rule: "Doc 9303-7, MRV-B",
};

/// The French card before 2021: the composite covers all that stands before it.
const FRA_ID_1988: Layout = Layout {
    format: MrzFormat::FraId1988,
    width: 36,
    slots: &[
        slot(DocumentCode, span(1, 1, 2)),
        slot(Issuer, span(1, 3, 3)),
        slot(Surname, span(1, 6, 25)),
        slot(Optional, span(1, 31, 6)),
        digit_slot(Number, span(2, 1, 12), At(span(2, 13, 1))),
        slot(Given, span(2, 14, 14)),
        digit_slot(Birth, span(2, 28, 6), At(span(2, 34, 1))),
        slot(Sex, span(2, 35, 1)),
    ],
    composite: Some((&[span(1, 1, 36), span(2, 1, 35)], span(2, 36, 1))),
    rule: "French national layout of 1988",
};

/// Finds the layout of `lines`, which hold permitted characters only.
pub(super) fn choose(lines: &[Line]) -> Result<&'static Layout, MrzError> {
    let starts = |index: usize, text: &str| lines.get(index).is_some_and(|line| line.text.starts_with(text));
    let lengths: Vec<usize> = lines.iter().map(|line| line.text.len()).collect();
    if lengths == [30] && starts(0, "D1FRA") {
        return Err(MrzError::NationalLayout { layout: "French driving licence" });
    }
    if lengths == [9, 30, 30] && starts(1, "FA") {
        return Err(MrzError::NationalLayout { layout: "Swiss driving licence" });
    }
    let visa = starts(0, "V");
    let candidates: [&'static Layout; 2] = match (lines.len(), visa) {
        (3, _) => [&TD1, &TD1],
        (2, true) => [&MRV_A, &MRV_B],
        (2, false) if starts(0, "IDFRA") => [&FRA_ID_1988, &TD3],
        (2, false) => [&TD3, &TD2],
        _ => return Err(MrzError::WrongNumberOfLines { found: lines.len() }),
    };
    let distance = |layout: &&Layout| lengths.iter().map(|length| length.abs_diff(layout.width)).sum::<usize>();
    let [first, second] = candidates;
    let nearest = if distance(&second) < distance(&first) { second } else { first };
    match lines.iter().find(|line| line.text.len() != nearest.width) {
        Some(line) => {
            let nearest_format = nearest.format;
            Err(MrzError::WrongLength { line: line.number, found: line.text.len(), expected: nearest.width, nearest: nearest_format })
        }
        None => Ok(nearest),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every position of a zone belongs to exactly one field or digit.
    #[test]
    fn the_tables_cover_every_position_once() {
        for layout in [&TD1, &TD2, &TD3, &MRV_A, &MRV_B, &FRA_ID_1988] {
            let count = layout.slots.iter().map(|slot| usize::from(slot.span.line)).max().unwrap();
            let mut taken = vec![vec![0; layout.width]; count];
            let digits = layout.slots.iter().filter_map(|slot| match slot.digit {
                DigitRule::None => None,
                At(span) | AtOrFiller(span) | AtOrContinued(span, _) => Some(span),
            });
            for span in layout.slots.iter().map(|slot| slot.span).chain(digits).chain(layout.composite.map(|(_, digit)| digit)) {
                let start = usize::from(span.start) - 1;
                for place in &mut taken[usize::from(span.line) - 1][start..start + usize::from(span.length)] {
                    *place += 1;
                }
            }
            assert!(taken.iter().flatten().all(|count| *count == 1), "{}: {taken:?}", layout.format);
        }
    }

    #[test]
    fn the_nearest_format_is_named() {
        let lines = |lengths: &[usize]| -> Vec<Line> {
            lengths.iter().enumerate().map(|(index, length)| Line { number: index + 1, text: "P".repeat(*length) }).collect()
        };
        let error = |lengths: &[usize]| choose(&lines(lengths)).err().unwrap().to_string();
        assert_eq!(error(&[44, 43]), "line 2 has 43 characters; TD3 has 44");
        assert_eq!(error(&[37, 36]), "line 1 has 37 characters; TD2 has 36");
        assert_eq!(error(&[50, 50]), "line 1 has 50 characters; TD3 has 44");
        assert_eq!(error(&[30, 29, 30]), "line 2 has 29 characters; TD1 has 30");
        assert_eq!(error(&[44]), "expected two or three lines, found 1");
    }
}
