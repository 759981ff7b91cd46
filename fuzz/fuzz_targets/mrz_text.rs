//! The text of a machine-readable zone, and a printed name to compare with.
//!
//! The first byte says how the input is meant: `=` as it is, else the letter of a format whose lines the bytes fill. A zero byte ends
//! the zone; a printed name follows it.
#![no_main]

use guilloche_fuzz::domain::{Date, character_value};
use guilloche_fuzz::json::comes_back;
use guilloche_fuzz::limits::{Limits, within};
use guilloche_fuzz::reading::mrz::{CheckName, DigitState, FieldName, MrzFormat, MrzNames, MrzReading, Note, names_agree, parse_mrz};
use libfuzzer_sys::fuzz_target;

const ALPHABET: &[u8; 37] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<";
const LIMITS: Limits = Limits { peak: 2 << 20, total: 64 << 20, seconds: 2.0 };

fuzz_target!(|data: &[u8]| {
    let Some((how, rest)) = data.split_first() else { return };
    let at = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len());
    let (zone, name) = (&rest[..at], rest.get(at + 1..).unwrap_or_default());
    let text = match how {
        b'=' => String::from_utf8_lossy(zone).into_owned(),
        b'1' => lines(zone, 3, 30),
        b'2' => lines(zone, 2, 36),
        _ => lines(zone, 2, 44),
    };
    let name = String::from_utf8_lossy(name.get(..512).unwrap_or(name));
    within(LIMITS, || examine(&text, &name));
});

/// Lines of permitted characters, filled up with fillers.
fn lines(bytes: &[u8], count: usize, width: usize) -> String {
    let fit = |byte: u8| if ALPHABET.contains(&byte) { byte } else { ALPHABET[usize::from(byte) % ALPHABET.len()] };
    let mut characters = bytes.iter().filter(|byte| **byte != b'\n').map(|byte| char::from(fit(*byte))).chain(std::iter::repeat('<'));
    (0..count).map(|_| characters.by_ref().take(width).collect::<String>()).collect::<Vec<_>>().join("\n")
}

fn today() -> Date {
    "2026-07-01".parse().expect("a day")
}

fn examine(text: &str, name: &str) {
    let mut names = MrzNames { primary: name.chars().rev().collect(), secondary: text.to_owned(), truncated: text.len() % 2 == 0 };
    if let Ok(reading) = parse_mrz(text, today()) {
        comes_back(&reading);
        assert!(reading.to_json()["fields"].is_object());
        fields(&reading);
        digits(&reading);
        again(&reading);
        proposals(&reading);
        names = reading.names;
    }
    let _agreement = names_agree(name, &names);
}

/// Every field is a stretch of its line, and the fields that no digit covers are the ones that are told.
fn fields(reading: &MrzReading) {
    for field in &reading.fields {
        let start = usize::from(field.start) - 1;
        assert_eq!(reading.lines[usize::from(field.line) - 1][start..start + usize::from(field.length)], field.raw);
        assert_eq!(reading.unprotected.contains(&field.name), !field.protected);
    }
    assert_eq!(reading.digits_hold(), reading.failed().all(|check| check.kind.code() != "digit"));
}

/// The weights 7, 3 and 1 once more, by other means than those of the program.
fn digit_of(text: &str) -> char {
    let sum: u32 = text
        .bytes()
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(byte, weight): (u8, u32)| match byte {
            b'0'..=b'9' => u32::from(byte - b'0') * weight,
            b'A'..=b'Z' => u32::from(byte - b'A' + 10) * weight,
            _ => 0,
        })
        .sum();
    char::from_digit(sum % 10, 10).expect("below ten")
}

/// Every digit is what the sum gives.
fn digits(reading: &MrzReading) {
    let at = |line: usize, from: usize, to: usize| &reading.lines[line - 1][from - 1..to];
    for field in &reading.fields {
        let after = usize::from(field.start + field.length);
        match field.digit {
            DigitState::NotDefined => {}
            _ if field.notes.contains(&Note::LongNumber) => {
                let check = reading.check(CheckName::Document).expect("a long number has a digit");
                assert_eq!(check.ok, check.found.starts_with(digit_of(&field.value)));
            }
            DigitState::Ok => assert!(at(field.line.into(), after, after).starts_with(digit_of(&field.raw))),
            DigitState::Wrong { expected, found } => {
                assert_eq!(expected, digit_of(&field.raw));
                assert!(expected != found && at(field.line.into(), after, after).starts_with(found));
            }
            DigitState::AbsentAllowed => {
                assert!(field.name == FieldName::Personal && field.raw.bytes().all(|byte| byte == b'<') && at(2, 43, 43) == "<");
            }
        }
    }
    // The composite digit, by the positions of the parts of Doc 9303.
    let (covered, digit) = match reading.format {
        MrzFormat::Td3 => ([at(2, 1, 10), at(2, 14, 20), at(2, 22, 43)].concat(), at(2, 44, 44)),
        MrzFormat::Td2 => ([at(2, 1, 10), at(2, 14, 20), at(2, 22, 35)].concat(), at(2, 36, 36)),
        MrzFormat::Td1 => ([at(1, 6, 30), at(2, 1, 7), at(2, 9, 15), at(2, 19, 29)].concat(), at(2, 30, 30)),
        MrzFormat::FraId1988 => ([at(1, 1, 36), at(2, 1, 35)].concat(), at(2, 36, 36)),
        MrzFormat::MrvA | MrzFormat::MrvB => {
            assert!(reading.check(CheckName::Composite).is_none());
            return;
        }
    };
    let check = reading.check(CheckName::Composite).expect("the format has one");
    assert_eq!(check.ok, digit.starts_with(digit_of(&covered)));
}

/// The lines of a reading, read once more, say the same.
fn again(reading: &MrzReading) {
    let mut first = reading.clone();
    first.input_notes.clear();
    assert_eq!(parse_mrz(&reading.lines.join("\n"), today()), Ok(first));
}

/// What is proposed makes the check hold that it is for, and says rightly whether the composite digit holds, too.
fn proposals(reading: &MrzReading) {
    for proposal in &reading.proposals {
        let mut lines: Vec<Vec<char>> = reading.lines.iter().map(|line| line.chars().collect()).collect();
        assert!(!proposal.changes.is_empty());
        for change in &proposal.changes {
            let place = &mut lines[usize::from(change.line) - 1][usize::from(change.column) - 1];
            assert_eq!(*place, change.found);
            assert!(character_value(change.proposed).is_some() && change.proposed != change.found);
            *place = change.proposed;
        }
        let text = lines.iter().map(|line| line.iter().collect::<String>()).collect::<Vec<_>>().join("\n");
        let changed = parse_mrz(&text, today()).expect("the characters are permitted ones");
        assert_eq!(changed.format, reading.format, "{text}");
        assert!(changed.check(proposal.check).is_some_and(|check| check.ok), "{:?} {text}", proposal.check);
        assert_eq!(changed.check(CheckName::Composite).map(|check| check.ok), proposal.composite_holds, "{text}");
    }
}
