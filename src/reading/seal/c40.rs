//! Text as seals pack it: three characters in two bytes (C40, ICAO Doc 9303-13 as written down in standards 5.1).

use super::SealError;

/// The byte that says that one character in ASCII follows.
const UNLATCH: u8 = 0xFE;

/// The text of C40 bytes; a filler of a machine-readable zone is a space here.
///
/// Only capitals, digits and spaces are read, which is all that seals write; the last pair may be filled up with the value 0, and a
/// single last character follows the byte `FE` as its ASCII code plus 1.
///
/// # Errors
///
/// [`SealError::Malformed`] at any other value, at a filled-up pair before the end, and where a byte is left over.
pub(super) fn decode(bytes: &[u8]) -> Result<String, SealError> {
    let fault = |reason| SealError::malformed("the C40 text", reason);
    let mut text = String::with_capacity(bytes.len().saturating_add(bytes.len() / 2));
    let mut pairs = bytes.chunks(2).peekable();
    while let Some(pair) = pairs.next() {
        let last = pairs.peek().is_none();
        match *pair {
            [UNLATCH, code] => {
                let character = code.checked_sub(1).filter(|ascii| matches!(ascii, b' ' | b'<' | b'0'..=b'9' | b'A'..=b'Z'));
                let Some(character) = character else { return Err(fault("the single character at the end is none that is written")) };
                if !last {
                    return Err(fault("a single character stands before the end"));
                }
                text.push(if character == b'<' { ' ' } else { char::from(character) });
            }
            [high, low] => {
                let Some(packed) = u16::from_be_bytes([high, low]).checked_sub(1) else { return Err(fault("a pair of bytes is empty")) };
                let values = [packed / 1600, (packed / 40) % 40, packed % 40];
                for (place, value) in values.into_iter().enumerate() {
                    match value {
                        3 => text.push(' '),
                        4..=13 => text.extend(char::from_digit(u32::from(value).saturating_sub(4), 10)),
                        14..=39 => text.extend(letter(value)),
                        0 if place == 2 && last => {}
                        _ => return Err(fault("a value stands for no character that is written")),
                    }
                }
            }
            _ => return Err(fault("a byte is left over")),
        }
    }
    Ok(text)
}

/// The text of C40 bytes in which a space stands for the filler `<`, as in the header and in machine-readable zones.
///
/// # Errors
///
/// As [`decode`].
pub(super) fn decode_with_fillers(bytes: &[u8]) -> Result<String, SealError> {
    decode(bytes).map(|text| text.replace(' ', "<"))
}

/// How many bytes a text of that many characters takes.
pub(super) fn encoded_length(characters: usize) -> usize {
    characters.div_ceil(3).saturating_mul(2)
}

fn letter(value: u16) -> Option<char> {
    u8::try_from(value).ok()?.checked_sub(14)?.checked_add(b'A').map(char::from)
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::super::hexadecimal::{from_hex, to_hex};
    use super::*;

    /// Text in C40; the counterpart for tests.
    pub(in super::super) fn encode(text: &str) -> Vec<u8> {
        let value = |character: u8| match character {
            b' ' | b'<' => 3,
            b'0'..=b'9' => u16::from(character) - 44,
            _ => u16::from(character) - 51,
        };
        let mut bytes = Vec::new();
        for three in text.as_bytes().chunks(3) {
            match *three {
                [only] => bytes.extend([UNLATCH, if only == b'<' { b' ' } else { only } + 1]),
                [first, second] => bytes.extend((1600 * value(first) + 40 * value(second) + 1).to_be_bytes()),
                [first, second, third] => bytes.extend((1600 * value(first) + 40 * value(second) + value(third) + 1).to_be_bytes()),
                _ => {}
            }
        }
        bytes
    }

    #[test]
    fn vectors_of_the_standard_are_read_and_written() {
        for (text, hex) in [("XK CD", "eb0466a9"), ("XKCD", "eb11fe45"), ("VISA01", "de515826"), ("D<<", "6abc")] {
            assert_eq!(to_hex(&encode(text)), hex);
            assert_eq!(decode(&from_hex(hex).unwrap()).unwrap(), text.replace('<', " "));
        }
        assert_eq!((encode(&"A".repeat(72)).len(), encode(&"A".repeat(64)).len()), (48, 44));
        assert_eq!((encoded_length(72), encoded_length(64), encoded_length(9), encoded_length(0)), (48, 44, 6, 0));
        assert_eq!(decode_with_fillers(&from_hex("6abc").unwrap()).unwrap(), "D<<");
    }

    #[test]
    fn what_is_not_written_so_is_an_error() {
        for hex in ["00", "0000", "feff", "fe00", "fe41fe41", "ffff", "6abc6a"] {
            assert!(decode(&from_hex(hex).unwrap()).is_err(), "{hex}");
        }
        // Filled up, then more.
        assert!(decode(&from_hex("dde1eb11").unwrap()).is_err());
    }

    proptest! {
        #[test]
        fn text_comes_back(text in "[A-Z0-9 ]{0,100}") {
            prop_assert_eq!(encode(&text).len(), encoded_length(text.len()));
            prop_assert_eq!(decode(&encode(&text)).unwrap(), text);
        }

        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..64)) {
            let _read = decode(&bytes);
        }
    }
}
