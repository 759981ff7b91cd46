//! What kind of character the standard has at each place of a zone, to decide between characters that look alike.
//!
//! An O and a 0 in a coarse picture are one shape. Where the network finds both possible, the one that belongs at the place is taken, and
//! the character stays doubtful. What is plain to see is never changed: an O printed in a date is read as an O.

use super::read::{Glyph, ReadLine};
use crate::reading::mrz::CONFUSED;

/// How likely a character has to be at least for its place to speak for it: the twin of what was seen, and any other.
const POSSIBLE_TWIN: f32 = 0.01;
const POSSIBLE: f32 = 0.04;

/// What belongs at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Any,
    /// A letter or a filler.
    Letter,
    /// A digit or a filler.
    Digit,
}

impl Kind {
    fn admits(self, character: char) -> bool {
        match self {
            Self::Any => true,
            Self::Letter => character == '<' || character.is_ascii_uppercase(),
            Self::Digit => character == '<' || character.is_ascii_digit(),
        }
    }
}

/// The kinds of the places of each line, as runs (ICAO Doc 9303-4 to 7; the second place of a document code may be a digit).
fn runs(lines: usize, length: usize, first: &str) -> Vec<Vec<(Kind, usize)>> {
    use Kind::{Any, Digit, Letter};
    // Number, nationality, birth, sex and expiry of the formats of two lines.
    let person = [(Any, 9), (Digit, 1), (Letter, 3), (Digit, 7), (Letter, 1), (Digit, 7)];
    let names = vec![(Letter, 1), (Any, 1), (Letter, length - 2)];
    let with = |rest: &[(Kind, usize)]| [person.as_slice(), rest].concat();
    match (lines, length) {
        (3, 30) => vec![
            vec![(Letter, 1), (Any, 1), (Letter, 3), (Any, 9), (Digit, 1), (Any, 15)],
            vec![(Digit, 7), (Letter, 1), (Digit, 7), (Letter, 3), (Any, 11), (Digit, 1)],
            vec![(Letter, 30)],
        ],
        // The French card of 1988 has an order of its own.
        (2, 36) if first.starts_with("IDFRA") => vec![vec![(Any, 36)], vec![(Any, 36)]],
        (2, 36 | 44) if first.starts_with('V') => vec![names, with(&[(Any, length - 28)])],
        (2, 36) => vec![names, with(&[(Any, 7), (Digit, 1)])],
        (2, 44) => vec![names, with(&[(Any, 14), (Digit, 2)])],
        _ => Vec::new(),
    }
}

/// Puts first what belongs at its place, where that is possible.
pub(super) fn by_place(lines: &mut [ReadLine]) {
    let Some(first) = lines.first().map(ReadLine::text) else { return };
    let runs = runs(lines.len(), first.len(), &first);
    for (line, runs) in lines.iter_mut().zip(runs) {
        let kinds = runs.into_iter().flat_map(|(kind, count)| std::iter::repeat_n(kind, count));
        for (glyph, kind) in line.glyphs.iter_mut().zip(kinds) {
            decide(glyph, kind);
        }
    }
}

/// The same for a line alone: at the places of whichever line of that length fits best.
pub(super) fn by_likely_place(line: &mut ReadLine) {
    let length = line.glyphs.len();
    let formats = [(3, 30, "I<"), (2, 36, "I<"), (2, 36, "V<"), (2, 36, "IDFRA"), (2, 44, "P<"), (2, 44, "V<")];
    let all = formats.into_iter().filter(|format| format.1 == length).flat_map(|(lines, length, first)| runs(lines, length, first));
    let kinds = all.map(|runs| runs.into_iter().flat_map(|(kind, count)| std::iter::repeat_n(kind, count)).collect::<Vec<Kind>>());
    // What does not fit speaks against a line; a place that takes anything speaks for none.
    let fit = |kinds: &[Kind]| -> f32 {
        let places = line.glyphs.iter().zip(kinds).filter(|(_, kind)| **kind != Kind::Any);
        places
            .map(|(glyph, kind)| {
                let share = glyph.answers.iter().filter(|(character, _)| kind.admits(*character)).map(|(_, share)| share).sum::<f32>();
                share.max(0.001).ln() + 0.2
            })
            .sum()
    };
    let best = kinds.map(|kinds| (fit(&kinds), kinds)).reduce(|best, next| if next.0 > best.0 { next } else { best });
    if let Some((_, kinds)) = best.filter(|(fit, _)| *fit > 0.0) {
        line.glyphs.iter_mut().zip(kinds).for_each(|(glyph, kind)| decide(glyph, kind));
    }
}

fn decide(glyph: &mut Glyph, kind: Kind) {
    let Some(seen) = glyph.answers.first().map(|(character, _)| *character).filter(|seen| !kind.admits(*seen)) else { return };
    let is_twin = |other: char| CONFUSED.iter().any(|pair| *pair == (seen, other) || *pair == (other, seen));
    let is_twin = |(character, share): &(char, f32)| is_twin(*character) && *share >= POSSIBLE_TWIN && kind.admits(*character);
    let is_possible = |(character, share): &(char, f32)| *share >= POSSIBLE && kind.admits(*character);
    let fitting = glyph.answers.iter().position(is_twin).or_else(|| glyph.answers.iter().position(is_possible));
    if let Some(at) = fitting {
        let answer = glyph.answers.remove(at);
        glyph.answers.insert(0, answer);
        glyph.by_place = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn glyph(answers: &[(char, f32)]) -> Glyph {
        Glyph { answers: answers.to_vec(), middle: (0.0, 0.0), by_place: false }
    }

    #[test]
    fn only_what_is_possible_is_put_first() {
        let mut alike = glyph(&[('O', 0.7), ('0', 0.25)]);
        decide(&mut alike, Kind::Digit);
        assert_eq!((alike.answers[0].0, alike.by_place), ('0', true));
        let mut third = glyph(&[('0', 0.6), ('U', 0.3), ('O', 0.1)]);
        decide(&mut third, Kind::Letter);
        assert_eq!(third.answers[0].0, 'O', "the twin of what was seen goes before another");
        let mut plain = glyph(&[('O', 0.99), ('0', 0.005)]);
        decide(&mut plain, Kind::Digit);
        assert_eq!((plain.answers[0].0, plain.by_place), ('O', false));
        let mut fitting = glyph(&[('0', 0.6), ('O', 0.4)]);
        decide(&mut fitting, Kind::Digit);
        assert_eq!((fitting.answers[0].0, fitting.by_place), ('0', false));
    }

    #[test]
    fn every_line_has_a_kind_for_each_place() {
        for (lines, length, first) in [(3, 30, "I<"), (2, 36, "I<"), (2, 36, "V<"), (2, 36, "IDFRA"), (2, 44, "P<"), (2, 44, "V<")] {
            let runs = runs(lines, length, first);
            assert_eq!(runs.len(), lines);
            assert!(runs.iter().all(|line| line.iter().map(|(_, count)| count).sum::<usize>() == length), "{lines} {length} {first}");
        }
    }
}
