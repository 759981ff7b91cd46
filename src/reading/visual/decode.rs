//! Makes characters of what may stand at each place: the likeliest at each, the same at neighbouring places being one (the best path of
//! connectionist temporal classification; Graves et al., 2006).

use super::found::FieldAnswer;
use super::network::{Class, Place};

/// A character that was not read is told where it is at least so likely beside none.
const MISSED: f64 = 0.25;
/// At most so many alternatives.
const ALTERNATIVES: usize = 4;

/// A character and the places that say so.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Decoded {
    pub(super) character: char,
    pub(super) probability: f64,
    pub(super) alternatives: Vec<FieldAnswer>,
    /// First and last place.
    pub(super) places: (usize, usize),
}

/// The characters of a line from left to right, and those that may have been missed.
pub(super) fn decoded(places: &[Place]) -> (Vec<Decoded>, Vec<Decoded>) {
    let (mut read, mut missed): (Vec<Decoded>, Vec<Decoded>) = (Vec::new(), Vec::new());
    let mut before = Class::None;
    for (at, place) in places.iter().enumerate() {
        let Some(&(best, probability)) = place.first() else {
            before = Class::None;
            continue;
        };
        match best {
            Class::Character(character) => match read.last_mut() {
                Some(last) if before == best => {
                    last.places.1 = at;
                    if probability > last.probability {
                        last.probability = probability;
                        last.alternatives = others(place, character);
                    }
                }
                _ => read.push(Decoded { character, probability, alternatives: others(place, character), places: (at, at) }),
            },
            Class::None => {
                let second = place.iter().find_map(|(class, probability)| match class {
                    Class::Character(character) if *probability >= MISSED => Some((*character, *probability)),
                    _ => None,
                });
                if let Some((character, probability)) = second {
                    missed.push(Decoded { character, probability, alternatives: others(place, character), places: (at, at) });
                }
            }
        }
        before = best;
    }
    // Beside a character that was read, a weaker sign of the same one is that character.
    let is_new = |one: &Decoded| {
        let near = |other: &Decoded| other.places.0 <= one.places.0 + 2 && one.places.0 <= other.places.1 + 2;
        one.character != ' ' && !read.iter().any(|other| near(other) && same(other, one.character))
    };
    missed.retain(is_new);
    (read, missed)
}

/// Whether a character is what was read, or one of what it may be.
fn same(read: &Decoded, character: char) -> bool {
    read.character == character || read.alternatives.iter().any(|answer| answer.character == character)
}

fn others(place: &Place, character: char) -> Vec<FieldAnswer> {
    let answers = place.iter().filter_map(|(class, probability)| match class {
        Class::Character(other) if *other != character => Some(FieldAnswer { character: *other, probability: *probability }),
        _ => None,
    });
    answers.take(ALTERNATIVES).collect()
}
