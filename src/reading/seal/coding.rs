//! What the value of a feature says, by how it is written.

use super::c40;
use super::dates::SealDate;
use super::profiles::Coding;

/// Characters in the machine-readable zone of a card.
const CARD: usize = 90;

/// The value of a feature in words; `None` where it is not written that way, and for plain bytes.
pub(super) fn value_text(coding: Coding, value: &[u8]) -> Option<String> {
    match coding {
        Coding::C40 => c40::decode(value).ok().map(|text| text.trim_end().to_owned()),
        Coding::Mrz(first_line) => {
            let zone = c40::decode_with_fillers(value).ok()?;
            // A card has three lines of 30, whatever its document type usually has.
            Some(in_lines(&zone, if zone.chars().count() == CARD { 30 } else { first_line }))
        }
        Coding::Text => plain_text(value),
        Coding::Number => {
            let number = value.iter().try_fold(0_u32, |sum, byte| sum.checked_mul(256)?.checked_add(u32::from(*byte)));
            number.filter(|_| !value.is_empty()).map(|number| number.to_string())
        }
        Coding::Entries => match value {
            [0] => Some("unlimited".to_owned()),
            [entries] => Some(entries.to_string()),
            _ => None,
        },
        Coding::Stay => stay(value),
        Coding::DayWithMask => <[u8; 4]>::try_from(value).ok().map(|bytes| SealDate::from_four(bytes).text),
        Coding::DayAsText => day_as_text(value),
        Coding::Validity => validity(value),
        Coding::Choice(words) => match value {
            [code] => Some(words.iter().find(|(known, _)| known == code).map_or_else(|| code.to_string(), |(_, word)| (*word).to_owned())),
            _ => None,
        },
        Coding::Bytes | Coding::Features(_) => None,
    }
}

/// Readings that bytes allow: C40 with letters or digits, or text in UTF-8.
pub(super) fn possible_readings(value: &[u8]) -> Vec<String> {
    let c40 = c40::decode_with_fillers(value).ok().filter(|text| !text.trim_matches('<').is_empty());
    let text = plain_text(value).filter(|text| !text.is_empty());
    c40.map(|text| format!("as C40: {text}")).into_iter().chain(text.map(|text| format!("as UTF-8: {text}"))).collect()
}

/// A zone in lines: the first as long as given, or three of 30 for 90 characters.
fn in_lines(zone: &str, first_line: usize) -> String {
    let characters: Vec<char> = zone.chars().collect();
    let lines: Vec<String> = if first_line == 30 {
        characters.chunks(30).map(|line| line.iter().collect()).collect()
    } else {
        let first: String = characters.iter().take(first_line).collect();
        let second: String = characters.iter().skip(first_line).collect();
        if second.is_empty() { vec![first] } else { vec![first, second] }
    };
    lines.join("\n")
}

/// Text in UTF-8 without control characters.
fn plain_text(value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).ok()?;
    (!text.chars().any(char::is_control)).then(|| text.to_owned())
}

/// Days, months, years (Doc 9303-7); three equal values from 254 and all zeros are set aside.
fn stay(value: &[u8]) -> Option<String> {
    match *value {
        [0, 0, 0] | [255, 255, 255] | [254, 254, 254] => Some(format!("reserved value {}", value.first()?)),
        [days, months, years] => Some(format!("{days} days, {months} months, {years} years")),
        // Met in ICAO barcodes, without a word on the unit.
        [number] => Some(format!("{number}, unit not stated")),
        _ => None,
    }
}

/// Eight digits YYYYMMDD.
fn day_as_text(value: &[u8]) -> Option<String> {
    let text = plain_text(value)?;
    let digits: Vec<char> = text.chars().collect();
    if digits.len() != 8 || !digits.iter().all(char::is_ascii_digit) {
        return None;
    }
    let (year, month_and_day) = digits.split_at_checked(4)?;
    let (month, day) = month_and_day.split_at_checked(2)?;
    let day: String = year.iter().chain(&['-']).chain(month).chain(&['-']).chain(day).collect();
    day.parse::<crate::domain::Date>().ok().map(|date| date.to_string())
}

/// Two days as eight digits, either of which may be missing, apart by a zero byte.
fn validity(value: &[u8]) -> Option<String> {
    let mut parts = value.splitn(2, |byte| *byte == 0);
    let from = parts.next().filter(|part| !part.is_empty()).map(day_as_text);
    let to = parts.next().filter(|part| !part.is_empty()).map(day_as_text);
    match (from, to) {
        (None, None) => None,
        (Some(from), None) => Some(format!("from {}", from?)),
        (None, Some(to)) => Some(format!("to {}", to?)),
        (Some(from), Some(to)) => Some(format!("from {} to {}", from?, to?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_written() {
        let zone = "VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<<<<<<<<<1234567XY7GBR5203116M2005250<<<<<<<<";
        let bytes = c40::tests::encode(&zone.chars().take(72).collect::<String>());
        let lines = value_text(Coding::Mrz(44), &bytes).unwrap();
        assert_eq!(lines.lines().map(str::len).collect::<Vec<_>>(), [44, 28]);
        let card = value_text(Coding::Mrz(36), &c40::tests::encode(&"I<UTO4<<<<".repeat(9))).unwrap();
        assert_eq!(card.lines().map(str::len).collect::<Vec<_>>(), [30, 30, 30]);
        for (coding, value, text) in [
            (Coding::Entries, &[0][..], Some("unlimited")),
            (Coding::Entries, &[2], Some("2")),
            (Coding::Entries, &[2, 2], None),
            (Coding::Stay, &[15, 10, 0], Some("15 days, 10 months, 0 years")),
            (Coding::Stay, &[254, 254, 254], Some("reserved value 254")),
            (Coding::Number, &[1, 0], Some("256")),
            (Coding::Number, &[], None),
            (Coding::Text, "Perschwei\u{df}".as_bytes(), Some("Perschwei\u{df}")),
            (Coding::Text, &[0xC3], None),
            (Coding::DayAsText, b"20250414", Some("2025-04-14")),
            (Coding::DayAsText, b"20251414", None),
            (Coding::Validity, b"20250414\x0020260414", Some("from 2025-04-14 to 2026-04-14")),
            (Coding::Validity, b"\x0020260414", Some("to 2026-04-14")),
            (Coding::Validity, b"\x00", None),
            (Coding::DayWithMask, &[0, 0x40, 0x93, 0x5A], Some("2026-04-23")),
            (Coding::Choice(&[(1, "one")]), &[1], Some("one")),
            (Coding::Choice(&[(1, "one")]), &[7], Some("7")),
        ] {
            assert_eq!(value_text(coding, value).as_deref(), text, "{coding:?} {value:?}");
        }
    }
}
