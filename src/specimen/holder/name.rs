//! Names as the peoples form them: joined, with a form for women, of one part, or too long for a machine-readable zone.

use super::super::mrz;
use super::super::names::{Culture, Written};
use super::super::rng::Rng;
use crate::domain::{name_parts, transliterate};

/// One of so many holders has a name that a machine-readable zone must cut.
const LONG_ONE_IN: usize = 12;
/// One of so many has one name only.
const SINGLE_ONE_IN: usize = 45;
/// Room for names in the longest zone, a passport's.
const ROOM: usize = 39;

/// A Latin form with its native one.
pub(super) type Pair = (String, Option<String>);

pub(super) struct Name {
    pub surname: Pair,
    pub given: Pair,
}

/// The name of a woman or a man of `culture`.
pub(super) fn drawn(culture: Culture, woman: bool, rng: &mut Rng) -> Name {
    let people = culture.people();
    let Some(tongue) = rng.pick(people.tongues) else {
        return Name { surname: ("Specimen".to_owned(), None), given: ("Anna".to_owned(), None) };
    };
    let own = if woman { tongue.women } else { tongue.men };
    // A second given name is the father's among Qaziris.
    let second = if culture == Culture::Qazirah { tongue.men } else { own };
    let family = |rng: &mut Rng| surname_of(culture, woman, rng.pick(tongue.surnames).copied().unwrap_or_default());
    let pick = |from: &[Written], rng: &mut Rng| pair(rng.pick(from).copied().unwrap_or_default());
    let (mut surname, mut given) = (family(rng), pick(own, rng));
    let kind = rng.below(LONG_ONE_IN * SINGLE_ONE_IN);
    if kind.is_multiple_of(LONG_ONE_IN) {
        if let Some(long) = rng.pick(people.long_given[usize::from(!woman)]) {
            given = pair(*long);
        }
        // Names that are joined alternately until they are too long; a table of one name could never be, so tries are counted.
        for attempt in 0..12 {
            if mrz::name_length(&surname.0, &given.0) > ROOM {
                break;
            }
            if attempt % 2 == 0 {
                let next = family(rng);
                if !surname.0.to_lowercase().contains(&next.0.to_lowercase()) {
                    surname = joined_surname(culture, surname, next);
                }
            } else {
                let next = pick(second, rng);
                if !given.0.contains(&next.0) {
                    given = joined_given(culture, woman, given, next);
                }
            }
        }
    } else if kind % SINGLE_ONE_IN == 1 && culture != Culture::Tianhai {
        return Name { surname: given, given: (String::new(), surname.1.map(|_| String::new())) };
    } else if culture != Culture::Tianhai && rng.unit() < if culture == Culture::Sorathai { 0.1 } else { 0.35 } {
        let next = pick(second, rng);
        if next.0 != given.0 {
            given = joined_given(culture, woman, given, next);
        }
    }
    Name { surname, given }
}

fn joined_surname(culture: Culture, (latin, native): Pair, (next_latin, next_native): Pair) -> Pair {
    match culture {
        // Compounds run on.
        Culture::Sorathai | Culture::Tianhai => {
            (latin + &next_latin.to_lowercase(), native.zip(next_native).map(|(native, next)| native + &next))
        }
        Culture::Qazirah => (format!("{latin} {next_latin}"), native.zip(next_native).map(|(native, next)| format!("{native} {next}"))),
        _ => (format!("{latin}-{next_latin}"), native.zip(next_native).map(|(native, next)| format!("{native}-{next}"))),
    }
}

fn joined_given(culture: Culture, woman: bool, (latin, native): Pair, (next_latin, next_native): Pair) -> Pair {
    // "Daughter of" or "son of"; further generations are always men.
    let first = !latin.contains(" bin");
    let (of, native_of) = match culture {
        Culture::Qazirah if woman && first => (" bint ", " بنت "),
        Culture::Qazirah => (" bin ", " بن "),
        _ => (" ", " "),
    };
    (latin + of + &next_latin, native.zip(next_native).map(|(native, next)| native + native_of + &next))
}

fn surname_of(culture: Culture, woman: bool, (latin, native): Written) -> Pair {
    let mut own = native.to_owned();
    if woman && culture == Culture::Marenian {
        if native.ends_with("ски") {
            own.pop();
            own.push('а');
        } else if ["ов", "ев", "ин"].iter().any(|ending| native.ends_with(ending)) {
            own.push('а');
        }
    }
    pair((latin, &own))
}

fn pair((latin, native): (&str, &str)) -> Pair {
    let latin = if latin.is_empty() { spelt(native) } else { latin.to_owned() };
    (latin, (!native.is_empty()).then(|| native.to_owned()))
}

/// The Latin form of a native word by ICAO Doc 9303, part 3, 6, each part with a capital where the native one has it.
pub(super) fn spelt(native: &str) -> String {
    let mut latin = String::new();
    for part in native.split_inclusive([' ', '-']) {
        let coded: String = name_parts(part).iter().map(|part| transliterate(part)).collect();
        let capital = part.chars().next().is_some_and(char::is_uppercase);
        let mut letters = coded.chars();
        if let Some(first) = letters.next() {
            latin.push(if capital { first } else { first.to_ascii_lowercase() });
        }
        latin.extend(letters.map(|letter| letter.to_ascii_lowercase()));
        latin.extend(part.chars().last().filter(|last| matches!(last, ' ' | '-')));
    }
    latin
}
