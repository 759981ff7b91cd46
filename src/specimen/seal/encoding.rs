//! How a seal writes text, days and messages in bytes (ICAO Doc 9303, part 13).

use crate::domain::Date;

/// The byte that says that one character in ASCII follows.
const UNLATCH: u8 = 0xFE;

/// Text in C40, two bytes for three characters; `None` at the first character other than capitals, digits, space and filler.
///
/// The filler `<` is written as a space. Two characters that are left over are filled up with the value 0; one that is left over
/// follows [`UNLATCH`] as its ASCII code plus 1.
pub(super) fn c40(text: &str) -> Option<Vec<u8>> {
    let characters: Vec<u8> = text.bytes().map(|byte| if byte == b'<' { b' ' } else { byte }).collect();
    let mut bytes = Vec::with_capacity(characters.len() * 2 / 3 + 2);
    for three in characters.chunks(3) {
        match *three {
            [only] => {
                value(only)?;
                bytes.extend([UNLATCH, only + 1]);
            }
            [first, second] => bytes.extend(packed(value(first)?, value(second)?, 0)),
            [first, second, third] => bytes.extend(packed(value(first)?, value(second)?, value(third)?)),
            _ => {}
        }
    }
    Some(bytes)
}

/// The C40 value of a character.
fn value(character: u8) -> Option<u16> {
    match character {
        b' ' => Some(3),
        b'0'..=b'9' => Some(u16::from(character - b'0') + 4),
        b'A'..=b'Z' => Some(u16::from(character - b'A') + 14),
        _ => None,
    }
}

fn packed(first: u16, second: u16, third: u16) -> [u8; 2] {
    (1600 * first + 40 * second + third + 1).to_be_bytes()
}

/// A day as the number MMDDYYYY in three bytes; `None` before the year 0.
pub(super) fn day(day: Date) -> Option<[u8; 3]> {
    let part = |number: i8| u32::try_from(number).ok();
    let number = part(day.0.month())? * 1_000_000 + part(day.0.day())? * 10_000 + u32::try_from(day.0.year()).ok()?;
    let [_, high, middle, low] = number.to_be_bytes();
    Some([high, middle, low])
}

/// Tag, length as in DER and value; `None` above 255 bytes, which no feature of a seal needs.
pub(super) fn message(tag: u8, value: &[u8]) -> Option<Vec<u8>> {
    let length = u8::try_from(value.len()).ok()?;
    let mut bytes = vec![tag];
    if length >= 0x80 {
        bytes.push(0x81);
    }
    bytes.push(length);
    bytes.extend(value);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().fold(String::new(), |text, byte| text + &format!("{byte:02X}"))
    }

    #[test]
    fn text_is_written_as_the_standard_shows_it() {
        for (text, bytes) in [("XK CD", "EB0466A9"), ("XKCD", "EB11FE45"), ("VISA01", "DE515826"), ("D<<", "6ABC"), ("UTO", "D9C5")] {
            assert_eq!(hex(&c40(text).unwrap()), bytes, "{text}");
        }
        assert_eq!((c40(&"<".repeat(72)).unwrap().len(), c40(&"A".repeat(64)).unwrap().len()), (48, 44));
        assert_eq!((c40("a"), c40("AB-")), (None, None));
    }

    #[test]
    fn published_seals_have_the_same_bytes() {
        // Signers, certificates and the zone of a published specimen of a residence permit.
        assert_eq!(hex(&c40("UTTS025B").unwrap()), "D9CAC8A73A99");
        assert_eq!(hex(&c40("DETS0232").unwrap()), "6D32C8A72CB1");
        let zone = "ATD<<RESIDORCE<<ROLAND<<<<<<<<<<<<<<6525845096USA7008038M2201018<<<<<<06";
        let bytes = "5CBA135875976EC066D417B59E8C6ABC133C133C133C133C3FEF3A2938EE43F1593D1AE52DBB26751FE64B7C133C136B";
        assert_eq!(hex(&message(2, &c40(zone).unwrap()).unwrap()), format!("0230{bytes}"));
    }

    #[test]
    fn days_are_numbers_of_three_bytes() {
        assert_eq!(hex(&day("1957-03-25".parse().unwrap()).unwrap()), "319EF5");
        assert_eq!(hex(&day("2020-01-01".parse().unwrap()).unwrap()), "0F7134");
    }

    #[test]
    fn long_messages_say_their_length_in_two_bytes() {
        assert_eq!(message(7, &[0; 130]).unwrap()[..3], [7, 0x81, 130]);
        assert_eq!(message(7, &[0; 127]).unwrap()[..2], [7, 127]);
        assert!(message(7, &[0; 256]).is_none());
    }
}
