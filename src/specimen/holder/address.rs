//! Addresses in the order of each people.

use super::super::names::Culture;
use super::super::rng::Rng;
use super::both;

/// Two lines in Latin letters, and two in the native script where that is another.
pub(super) fn drawn(culture: Culture, rng: &mut Rng) -> ([String; 2], Option<[String; 2]>) {
    let people = culture.people();
    let (street, native_street) = both(rng.pick(people.streets).copied());
    let (place, native_place) = both(rng.pick(people.places).copied());
    let (house, flat, code) = (1 + rng.below(148), 1 + rng.below(40), rng.below(90_000) + 10_000);
    let native = native_street.zip(native_place);
    match culture {
        Culture::Utopian => ([format!("{house} {street}"), format!("{} {place}", code / 10)], None),
        Culture::Marenian => (
            [format!("{street} {house}, kv. {flat}"), format!("{code} {place}")],
            native.map(|(street, place)| [format!("{street} {house}, кв. {flat}"), format!("{code} {place}")]),
        ),
        Culture::Sorathai => (
            [format!("{house}/{flat} {street}"), format!("{place} {code}")],
            native.map(|(street, place)| [format!("{house}/{flat} {street}"), format!("{place} {code}")]),
        ),
        Culture::Qazirah => (
            [format!("{house} {street}"), format!("{place} {code}")],
            native.map(|(street, place)| [format!("{} {street}", arabic(house)), format!("{place} {}", arabic(code))]),
        ),
        Culture::Tianhai => (
            [format!("{street} {house}, {flat}"), format!("{place} {code}0")],
            native.map(|(street, place)| [format!("{place}{street}{house}号"), format!("{flat}室 {code}0")]),
        ),
    }
}

/// A number in Arabic-Indic digits.
fn arabic(number: usize) -> String {
    number.to_string().bytes().filter_map(|digit| char::from_u32(0x660 + u32::from(digit - b'0'))).collect()
}
