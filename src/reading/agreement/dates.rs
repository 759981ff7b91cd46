//! Dates, as documents print them: in digits and in words, with one order or the other, and years of other eras.

use super::compare::{Found, Said};
use crate::domain::DataSource;

/// The years that the era of Buddha is ahead.
const BUDDHIST: i32 = 543;

/// The first letters of the months in English, French, Spanish, Portuguese, Italian, German and Indonesian, without accents.
const MONTHS: [&[&str]; 12] = [
    &["JAN", "ENE", "GEN"],
    &["FEB", "FEV"],
    &["MAR", "MRZ", "MAE"],
    &["APR", "AVR", "ABR"],
    &["MAY", "MAI", "MAG", "MEI"],
    &["JUN", "JUIN", "GIU"],
    &["JUL", "JUIL", "LUG"],
    &["AUG", "AOU", "AGO", "AGU"],
    &["SEP", "SET"],
    &["OCT", "OUT", "OTT", "OKT"],
    &["NOV"],
    &["DEC", "DIC", "DEZ", "DES"],
];

/// A day with parts that may not be known; the year with or without its century.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Written {
    year: Option<i32>,
    /// Whether the century is known.
    century: bool,
    month: Option<u8>,
    day: Option<u8>,
}

/// How two days agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Match {
    Same,
    Century,
    Unknown,
    Era,
    None,
}

/// Compares two dates.
pub(super) fn dates(one: Said<'_>, other: Said<'_>) -> Found {
    let (first, second) = (days(&one.1.text, one.0.source), days(&other.1.text, other.0.source));
    if first.is_empty() || second.is_empty() {
        let unread = if first.is_empty() { &one.1.text } else { &other.1.text };
        return Found::not_comparable(format!("`{unread}` is no date in a form that is known; compare by eye."));
    }
    let best = first.iter().flat_map(|one| second.iter().map(move |other| agree(*one, *other))).min().unwrap_or(Match::None);
    match best {
        Match::Same => Found::by_rule("The same day, written otherwise."),
        Match::Century => Found::by_rule("The same day; one of the two has no century."),
        Match::Unknown => Found::by_rule("The same as far as both are known."),
        Match::Era => Found::by_rule("The same day in the Buddhist era, 543 years ahead."),
        Match::None => Found::differs(format!("{} and {} are different days.", one.1.text.trim(), other.1.text.trim())),
    }
}

fn agree(one: Written, other: Written) -> Match {
    let same = |one: Option<u8>, other: Option<u8>| one.zip(other).is_none_or(|(one, other)| one == other);
    if !same(one.month, other.month) || !same(one.day, other.day) {
        return Match::None;
    }
    let whole = |day: Written| day.year.is_some() && day.month.is_some() && day.day.is_some();
    let known = |found: Match| if whole(one) && whole(other) { found } else { Match::Unknown };
    let Some((first, second)) = one.year.zip(other.year) else { return Match::Unknown };
    let centuries = one.century && other.century;
    if first == second {
        return known(Match::Same);
    }
    if !centuries && first.rem_euclid(100) == second.rem_euclid(100) {
        return known(Match::Century);
    }
    let era = |ahead: i32, behind: i32| {
        let difference = ahead.saturating_sub(behind);
        difference == BUDDHIST || !centuries && difference.saturating_sub(BUDDHIST).rem_euclid(100) == 0 && ahead > 2400
    };
    if era(first, second) || era(second, first) { known(Match::Era) } else { Match::None }
}

/// The days that a text may mean.
fn days(text: &str, source: DataSource) -> Vec<Written> {
    // A machine-readable zone has no centuries: those that are shown were chosen by reasoning.
    let coded = source.is_printed_zone() || matches!(source, DataSource::ChipZone | DataSource::Seal);
    let tokens = tokens(&with_letters(text));
    let words: Vec<u8> = tokens.iter().filter_map(|token| month(token)).collect();
    let numbers: Vec<&str> = tokens.iter().map(String::as_str).filter(|token| is_number(token)).collect();
    if let Some(month) = words.first() {
        // 12 AUG / AOUT 74: a month in two languages is one month.
        if words.iter().any(|other| other != month) {
            return Vec::new();
        }
        return match numbers.as_slice() {
            [day, year] => day_of(year, Some(*month), number(day), false).into_iter().collect(),
            [year] => day_of(year, Some(*month), None, false).into_iter().collect(),
            _ => Vec::new(),
        };
    }
    match numbers.as_slice() {
        [whole] if whole.len() == 8 => {
            let part = |from: usize, to: usize| whole.get(from..to).unwrap_or_default();
            let year_first = day_of(part(0, 4), number(part(4, 6)), number(part(6, 8)), coded);
            let year_last = [(2, 0), (0, 2)].map(|(month, day)| {
                day_of(part(4, 8), number(part(month, month.saturating_add(2))), number(part(day, day.saturating_add(2))), false)
            });
            year_first.into_iter().chain(year_last.into_iter().flatten()).collect()
        }
        [year] if year.len() == 4 => day_of(year, None, None, coded).into_iter().collect(),
        [year, month, day] if year.len() == 4 => day_of(year, number(month), number(day), coded).into_iter().collect(),
        [first, second, year] => {
            let orders = [day_of(year, number(second), number(first), false), day_of(year, number(first), number(second), false)];
            let mut found: Vec<Written> = orders.into_iter().flatten().collect();
            found.dedup();
            found
        }
        [month, year] => day_of(year, number(month), None, false).into_iter().collect(),
        _ => Vec::new(),
    }
}

/// Runs of letters and runs of digits; `XX` and fillers count as digits that are not known.
fn tokens(text: &str) -> Vec<String> {
    let plain: String = crate::domain::name_parts(text).join(" ");
    // Name parts drop digits, so that accents are taken off the letters alone.
    let letters_only = !text.chars().any(char::is_numeric);
    let source = if letters_only { plain } else { text.to_uppercase() };
    let mut tokens: Vec<String> = Vec::new();
    let mut before: Option<bool> = None;
    for sign in source.chars() {
        let kind = if sign.is_ascii_digit() || matches!(sign, '<') {
            Some(true)
        } else if sign.is_alphabetic() {
            Some(false)
        } else {
            None
        };
        match (kind, before, tokens.last_mut()) {
            (Some(_), same, Some(last)) if same == kind => last.push(sign),
            (Some(_), _, _) => tokens.push(sign.to_string()),
            (None, ..) => {}
        }
        before = kind;
    }
    tokens
}

/// A zero before or between letters is an O that was misread: `31 0CT` is no day of the calendar otherwise.
fn with_letters(text: &str) -> String {
    let signs: Vec<char> = text.chars().collect();
    let at = |place: Option<usize>| place.and_then(|place| signs.get(place)).copied().unwrap_or(' ');
    let place = |(place, sign): (usize, &char)| {
        let (before, after) = (at(place.checked_sub(1)), at(place.checked_add(1)));
        if *sign == '0' && after.is_alphabetic() && !before.is_numeric() { 'O' } else { *sign }
    };
    signs.iter().enumerate().map(place).collect()
}

fn is_number(token: &str) -> bool {
    token.chars().all(|sign| sign.is_ascii_digit() || sign == '<') || token.chars().all(|sign| sign == 'X')
}

fn number(token: &str) -> Option<u8> {
    token.parse().ok().filter(|number| *number > 0)
}

/// A day if it can be one; `coded` years have no century.
fn day_of(year: &str, month: Option<u8>, day: Option<u8>, coded: bool) -> Option<Written> {
    if month.is_some_and(|month| month > 12) || day.is_some_and(|day| day > 31) {
        return None;
    }
    let known: Option<i32> = year.parse().ok();
    let century = year.len() == 4 && !coded;
    Some(Written { year: known, century, month, day })
}

/// The month that a word begins like.
fn month(word: &str) -> Option<u8> {
    let plain: String = crate::domain::name_parts(word).iter().map(|part| crate::domain::transliterate(part)).collect();
    let at = MONTHS.iter().position(|names| names.iter().any(|name| plain.starts_with(name)))?;
    u8::try_from(at).ok()?.checked_add(1)
}

#[cfg(test)]
mod tests {
    use super::super::statements::tests::carrier;
    use super::*;
    use crate::domain::Agreement;
    use crate::domain::DataField;

    fn compared(zone: &str, printed: &str) -> Agreement {
        let one = carrier(DataSource::MrzConfirmed, &[(DataField::Birth, zone)]);
        let other = carrier(DataSource::VisualConfirmed, &[(DataField::Birth, printed)]);
        let found = dates((&one, &one.statements[0]), (&other, &other.statements[0])).agreement;
        let back = dates((&other, &other.statements[0]), (&one, &one.statements[0])).agreement;
        assert_eq!(found, back, "{zone} {printed}");
        found
    }

    #[test]
    fn one_day_in_many_forms() {
        for printed in [
            "12 AUG 1974",
            "12 AUG/AOÛT 1974",
            "12 août 74",
            "12.08.1974",
            "12/08/74",
            "08/12/1974",
            "1974-08-12",
            "19740812",
            "12081974",
            "12AUG1974",
            "12 Agustus 1974",
            "12 AuG1974",
            "XX AUG 1974",
            "12 AUG 2517",
            "12.08.2517",
        ] {
            assert_eq!(compared("1974-08-12", printed), Agreement::AgreesByRule, "{printed}");
        }
        for printed in ["13 AUG 1974", "12 SEP 1974", "12 AUG 1975", "12 AUG 2518", "12.09.1974", "21.08.1974", "12 AUG 1847"] {
            assert_eq!(compared("1974-08-12", printed), Agreement::Differs, "{printed}");
        }
        for printed in ["", "12 1 2 3", "Saturday", "12 AUG SEP 1974", "99.99.1974"] {
            assert_eq!(compared("1974-08-12", printed), Agreement::NotComparable, "{printed}");
        }
        assert_eq!(compared("1974-10-31", "31 0CT 1974"), Agreement::AgreesByRule);
        assert_eq!(compared("1974-10-10", "100CT1974"), Agreement::NotComparable, "which of the two a zero is cannot be told");
        assert_eq!(compared("1974-XX-XX", "1974"), Agreement::AgreesByRule);
        assert_eq!(compared("1974-08-XX", "31 AUG 1974"), Agreement::AgreesByRule);
        assert_eq!(compared("1974-08-XX", "31 JUL 1974"), Agreement::Differs);
        // The century of a zone is reasoned, not read.
        assert_eq!(compared("2005-03-02", "2 MAR 1905"), Agreement::AgreesByRule);
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(one in ".{0,24}", other in "[0-9A-Z<./ -]{0,16}") {
            compared(&one, &other);
        }
    }
}
