//! The two forms of time in certificates.

use crate::domain::Timestamp;

use super::tlv::{Tlv, TlvError};

const UTC_TIME: u32 = 0x17;
const GENERALIZED_TIME: u32 = 0x18;
const BAD: TlvError = TlvError::Value("a time cannot be read");

/// The moment a `UTCTime` or `GeneralizedTime` gives.
///
/// Two digits of a year below 50 are of this century (RFC 5280, 4.1.2.5.1). Seconds may be missing and an offset may stand in place of `Z`, as some states write it.
///
/// # Errors
///
/// If it is no time.
pub fn time(element: Tlv<'_>) -> Result<Timestamp, TlvError> {
    let text = std::str::from_utf8(element.value).map_err(|_not_text| BAD)?;
    let (digits, rest) =
        text.split_at_checked(text.find(|character: char| !character.is_ascii_digit()).unwrap_or(text.len())).ok_or(BAD)?;
    let year_digits = match element.tag {
        // Fourteen digits are those of the longer form, whatever the tag.
        UTC_TIME if digits.len() != 14 => 2,
        UTC_TIME | GENERALIZED_TIME => 4,
        found => return Err(TlvError::Unexpected { expected: UTC_TIME, found }),
    };
    let (year, fields) = digits.split_at_checked(year_digits).ok_or(BAD)?;
    let mut year: i16 = year.parse().map_err(|_no_number| BAD)?;
    if year_digits == 2 {
        year = year.saturating_add(if year < 50 { 2000 } else { 1900 });
    }
    let field = |index: usize| -> Result<i8, TlvError> {
        let at = index.saturating_mul(2);
        match fields.get(at..at.saturating_add(2)) {
            Some(pair) => pair.parse().map_err(|_no_number| BAD),
            None if index == 4 => Ok(0),
            None => Err(BAD),
        }
    };
    if fields.len() > 10 {
        return Err(BAD);
    }
    let moment = jiff::civil::DateTime::new(year, field(0)?, field(1)?, field(2)?, field(3)?, field(4)?.min(59), 0);
    let moment = moment.map_err(|_no_date| BAD)?;
    let zone = jiff::tz::TimeZone::fixed(offset(rest)?);
    // The end of the year 9999 stands for "without end" and lies a day beyond the last moment that is counted.
    match zone.to_timestamp(moment) {
        Ok(moment) => Ok(Timestamp(moment)),
        Err(_out_of_range) if year == 9999 => Ok(Timestamp(jiff::Timestamp::MAX)),
        Err(_out_of_range) => Err(BAD),
    }
}

/// `Z`, nothing, or `+hhmm`; a fraction of a second before it is passed over.
fn offset(text: &str) -> Result<jiff::tz::Offset, TlvError> {
    let text = text.trim_start_matches(|character: char| character == '.' || character == ',' || character.is_ascii_digit());
    let (sign, digits) = match text.split_at_checked(1) {
        None if text.is_empty() => return Ok(jiff::tz::Offset::UTC),
        Some(("Z", "")) => return Ok(jiff::tz::Offset::UTC),
        Some(("+", digits)) => (1, digits),
        Some(("-", digits)) => (-1, digits),
        _ => return Err(BAD),
    };
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(BAD);
    }
    let pair = |range| digits.get(range).and_then(|pair: &str| pair.parse::<i32>().ok()).ok_or(BAD);
    let (hours, minutes) = (pair(0..2)?, pair(2..4)?);
    let seconds = hours.saturating_mul(3600).saturating_add(minutes.saturating_mul(60)).saturating_mul(sign);
    jiff::tz::Offset::from_seconds(seconds).map_err(|_out_of_range| BAD)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(tag: u32, text: &str) -> Result<String, TlvError> {
        time(Tlv { tag, value: text.as_bytes(), raw: &[], indefinite: false }).map(|time| time.to_string())
    }

    #[test]
    fn both_forms_are_read() {
        assert_eq!(read(UTC_TIME, "080128230000Z").unwrap(), "2008-01-28T23:00:00Z");
        assert_eq!(read(UTC_TIME, "500101000000Z").unwrap(), "1950-01-01T00:00:00Z");
        assert_eq!(read(GENERALIZED_TIME, "20501231235959Z").unwrap(), "2050-12-31T23:59:59Z");
        assert_eq!(read(UTC_TIME, "0801282300+0200").unwrap(), "2008-01-28T21:00:00Z");
        assert_eq!(read(UTC_TIME, "20200101000000Z").unwrap(), "2020-01-01T00:00:00Z");
        assert!(read(GENERALIZED_TIME, "99991231235959Z").unwrap().starts_with("9999-12-30T"));
        assert_eq!(read(GENERALIZED_TIME, "20200101000000.123Z").unwrap(), "2020-01-01T00:00:00Z");
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in ["", "Z", "081328230000Z", "0801282300000000Z", "080128230000X", "080128230000+-1-1", "08\u{e4}128230000Z"] {
            assert!(read(UTC_TIME, text).is_err(), "{text}");
        }
    }
}
