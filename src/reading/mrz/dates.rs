//! Dates without a century (ICAO Doc 9303, part 3, 4.8; standards.md 4.7).

use crate::domain::Date;

/// The greatest age in years for which the earlier century of a birth is shown.
const GREATEST_AGE: i16 = 120;
/// How many years after the reading an expiry is believed.
const LONGEST_VALIDITY: i16 = 20;

/// What six characters say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum DateContent {
    /// A day of the calendar, and the same day in the other century where that is possible.
    Day { day: Date, alternative: Option<Date> },
    /// A date with parts that are not known, for display; `standard` if these are written as fillers.
    Partial { text: String, standard: bool },
    /// No date.
    Invalid,
}

/// Whether a date is in the past or to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Era {
    /// The newest century that is not after the reading.
    Birth,
    /// The newest century that ends validity at most 20 years after the reading.
    Expiry,
}

/// Two characters of a date.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Number(i8),
    Unknown,
}

/// Reads `raw`, six characters of a zone.
pub(super) fn read(raw: &str, era: Era, reading: Date) -> DateContent {
    if raw.len() != 6 {
        return DateContent::Invalid;
    }
    let part = |range| part(raw.get(range).unwrap_or_default());
    let (Some(year), Some(month), Some(day)) = (part(0..2), part(2..4), part(4..6)) else {
        let fillers_only_among_digits = raw.chars().all(|c| c.is_ascii_digit() || c == '<');
        return if fillers_only_among_digits {
            DateContent::Partial { text: raw.replace('<', "X"), standard: false }
        } else {
            DateContent::Invalid
        };
    };
    if let (Part::Number(year), Part::Number(month @ 1..), Part::Number(day @ 1..)) = (year, month, day) {
        return whole(year, month, day, era, reading);
    }
    let in_range = |part, greatest| !matches!(part, Part::Number(number) if number > greatest);
    if !in_range(month, 12) || !in_range(day, 31) {
        return DateContent::Invalid;
    }
    let shown = |part| match part {
        Part::Number(number @ 1..) => format!("{number:02}"),
        _ => "XX".to_owned(),
    };
    let year = match year {
        Part::Number(year) => centuries(year, reading)
            .find(|year| *year <= latest_year(era, reading))
            .map_or_else(|| "XXXX".to_owned(), |year| format!("{year:04}")),
        Part::Unknown => "XXXX".to_owned(),
    };
    let standard = month != Part::Number(0) && day != Part::Number(0) && era == Era::Birth;
    DateContent::Partial { text: format!("{year}-{}-{}", shown(month), shown(day)), standard }
}

fn part(pair: &str) -> Option<Part> {
    if pair == "<<" {
        return Some(Part::Unknown);
    }
    pair.bytes().all(|byte| byte.is_ascii_digit()).then(|| pair.parse().ok().map(Part::Number))?
}

/// The years that end in these two digits, newest first, from the century after the reading's.
fn centuries(year: i8, reading: Date) -> impl Iterator<Item = i16> {
    let first = reading.0.year().div_euclid(100).saturating_add(1).saturating_mul(100).saturating_add(i16::from(year));
    (0..4).map(move |back: i16| first.saturating_sub(back.saturating_mul(100)))
}

fn latest_year(era: Era, reading: Date) -> i16 {
    let year = reading.0.year();
    if era == Era::Birth { year } else { year.saturating_add(LONGEST_VALIDITY) }
}

fn whole(year: i8, month: i8, day: i8, era: Era, reading: Date) -> DateContent {
    let mut dates = centuries(year, reading).filter_map(|year| jiff::civil::Date::new(year, month, day).ok()).map(Date);
    let believed = |date: &Date| match era {
        Era::Birth => *date <= reading,
        Era::Expiry => date.0.year() <= latest_year(era, reading),
    };
    let Some(chosen) = dates.find(believed) else { return DateContent::Invalid };
    let other = |years: i16| jiff::civil::Date::new(chosen.0.year().checked_add(years)?, month, day).ok().map(Date);
    let alternative = match era {
        Era::Birth => other(-100).filter(|date| reading.0.year().saturating_sub(date.0.year()) <= GREATEST_AGE),
        // An expiry in this century or in the next is what its digits say; one in the last century is assumed.
        Era::Expiry => other(100).filter(|_| chosen.0.year().div_euclid(100) < reading.0.year().div_euclid(100)),
    };
    DateContent::Day { day: chosen, alternative }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn shown(raw: &str, era: Era) -> String {
        match read(raw, era, date("2026-03-01")) {
            DateContent::Day { day, alternative: None } => day.to_string(),
            DateContent::Day { day, alternative: Some(other) } => format!("{day} or {other}"),
            DateContent::Partial { text, standard } => format!("{text}{}", if standard { "" } else { " (non-standard)" }),
            DateContent::Invalid => "none".to_owned(),
        }
    }

    #[test]
    fn a_birth_is_in_the_newest_century_that_is_past() {
        assert_eq!(shown("740812", Era::Birth), "1974-08-12");
        assert_eq!(shown("260301", Era::Birth), "2026-03-01 or 1926-03-01");
        assert_eq!(shown("260302", Era::Birth), "1926-03-02");
        assert_eq!(shown("060302", Era::Birth), "2006-03-02 or 1906-03-02");
        assert_eq!(shown("050302", Era::Birth), "2005-03-02");
        assert_eq!(shown("000229", Era::Birth), "2000-02-29");
    }

    #[test]
    fn an_expiry_far_ahead_is_taken_for_one_past() {
        assert_eq!(shown("120415", Era::Expiry), "2012-04-15");
        assert_eq!(shown("460415", Era::Expiry), "2046-04-15");
        assert_eq!(shown("470415", Era::Expiry), "1947-04-15 or 2047-04-15");
        assert_eq!(shown("940623", Era::Expiry), "1994-06-23 or 2094-06-23");
    }

    #[test]
    fn unknown_parts_are_shown_as_such() {
        assert_eq!(shown("74<<<<", Era::Birth), "1974-XX-XX");
        assert_eq!(shown("7408<<", Era::Birth), "1974-08-XX");
        assert_eq!(shown("<<<<<<", Era::Birth), "XXXX-XX-XX");
        assert_eq!(shown("740800", Era::Birth), "1974-08-XX (non-standard)");
        assert_eq!(shown("7<<<<<", Era::Birth), "7XXXXX (non-standard)");
        assert_eq!(shown("<<<<<<", Era::Expiry), "XXXX-XX-XX (non-standard)");
    }

    #[test]
    fn what_the_calendar_lacks_is_no_date() {
        for raw in ["741301", "740230", "7408I2", "74<<32", "7413<<", "", "74"] {
            assert_eq!(shown(raw, Era::Birth), "none", "{raw}");
        }
        assert_eq!(shown("990229", Era::Birth), "none");
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        for reading in ["9999-12-31", "-009999-01-01"].map(date) {
            for raw in ["000101", "991231", "00<<<<"] {
                read(raw, Era::Birth, reading);
                read(raw, Era::Expiry, reading);
            }
        }
    }
}
