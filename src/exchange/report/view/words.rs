//! Numbers, dates and words as a report writes them.

use crate::domain::findings::Findings;
use crate::domain::{Date, Light, Measurement, Outcome, PageOf, RectMm, Threshold, Timestamp, Unit, Verdict, ZoneId};

/// A date as `3 March 2026`.
pub(super) fn day(date: Date) -> String {
    const MONTHS: [&str; 12] =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let month = usize::try_from(date.0.month() - 1).ok().and_then(|index| MONTHS.get(index)).copied().unwrap_or_default();
    format!("{} {month} {}", date.0.day(), date.0.year())
}

/// A moment as `3 March 2026, 15:04 UTC`.
pub(super) fn moment(time: Timestamp) -> String {
    let clock = jiff::tz::TimeZone::UTC.to_datetime(time.0);
    format!("{}, {:02}:{:02} UTC", day(time.date()), clock.hour(), clock.minute())
}

/// The parts that are not empty, with `separator` between them.
pub(super) fn joined(parts: &[String], separator: &str) -> String {
    parts.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(separator)
}

/// A number with the digits that its unit deserves.
pub(super) fn number(value: f64, unit: Unit) -> String {
    let digits = match unit {
        Unit::Count | Unit::Ppi | Unit::LinesPerInch => 0,
        Unit::Percent | Unit::DeltaE | Unit::DeltaE2000 | Unit::GreyLevel | Unit::Micrometre | Unit::Decibel => 1,
        Unit::Px | Unit::Mm | Unit::SquareMm | Unit::Degree | Unit::LinesPerMm | Unit::CharactersPerInch | Unit::PerSquareMm => 2,
        Unit::One => 3,
    };
    // Rounding may leave a minus before nothing.
    let text = format!("{value:.digits$}");
    if text.trim_start_matches('-').chars().all(|digit| matches!(digit, '0' | '.')) {
        text.trim_start_matches('-').to_owned()
    } else {
        // With the minus of the keyboard, so that a number copied out of the report stays a number.
        text
    }
}

/// A title as it stands in the middle of a sentence.
pub(super) fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}

pub(super) fn with_unit(value: f64, unit: Unit) -> String {
    match unit.symbol() {
        "" => number(value, unit),
        title @ ("%" | "°") => format!("{}{title}", number(value, unit)),
        title => format!("{} {title}", number(value, unit)),
    }
}

pub(super) fn threshold(measurement: &Measurement) -> String {
    let unit = measurement.unit;
    match measurement.threshold {
        Threshold::AtLeast(least) => format!("at least {}", with_unit(least, unit)),
        Threshold::AtMost(most) => format!("at most {}", with_unit(most, unit)),
        Threshold::Between(least, most) => format!("{} to {}", number(least, unit), with_unit(most, unit)),
        Threshold::None => "for information".to_owned(),
    }
}

/// The sign that goes with a word, so that no state rests on colour: `yes`, `no`, `unclear`, `none`, `na` or `open`.
pub(super) fn sign(verdict: Option<Verdict>) -> &'static str {
    match verdict {
        Some(Verdict::Conforms) => "yes",
        Some(Verdict::DoesNotConform) => "no",
        Some(Verdict::Inconclusive) => "unclear",
        Some(Verdict::NotExamined) => "none",
        Some(Verdict::NotApplicable) => "na",
        None => "open",
    }
}

pub(super) fn outcome_sign(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Agrees => "yes",
        Outcome::Differs => "no",
        Outcome::NotComparable => "unclear",
    }
}

/// A rectangle as where and how large: `x 4.0, y 20.0 mm; 40.0 × 30.0 mm`.
pub(super) fn place(area: RectMm) -> String {
    format!("x {:.1}, y {:.1} mm; {:.1} × {:.1} mm", area.x, area.y, area.width, area.height)
}

/// The figures of [`place`] alone, for a column whose head says what they are.
pub(super) fn figures_of(area: RectMm) -> String {
    format!("{:.1}, {:.1}; {:.1} × {:.1}", area.x, area.y, area.width, area.height)
}

/// The name of a zone as the comparisons call it, or its id.
pub(super) fn zone_title(findings: &Findings, page: Option<&PageOf>, light: Light, zone: &ZoneId) -> String {
    findings
        .comparisons
        .iter()
        .find(|record| {
            &record.comparison.zone == zone && record.comparison.light == light && page.is_none_or(|page| page == &record.comparison.page)
        })
        .map_or_else(|| zone.to_string(), |record| record.zone_title.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_of_their_unit() {
        assert_eq!(with_unit(0.41249, Unit::One), "0.412");
        assert_eq!(with_unit(-1.5, Unit::Mm), "-1.50 mm");
        assert_eq!(with_unit(-0.0001, Unit::One), "0.000");
        assert_eq!(with_unit(402.3, Unit::Ppi), "402 ppi");
        assert_eq!(with_unit(12.34, Unit::Percent), "12.3%");
    }

    #[test]
    fn times_are_written_in_full() {
        assert_eq!(moment(Timestamp("2026-03-03T15:04:05Z".parse().unwrap())), "3 March 2026, 15:04 UTC");
    }
}
