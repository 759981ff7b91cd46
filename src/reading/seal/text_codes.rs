//! Bytes written as text: Base45 (RFC 9285), Base32 and Base64 in both alphabets (RFC 4648).

use super::SealError;

const BASE45: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const BASE32: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The bytes of a text in Base45.
///
/// # Errors
///
/// [`SealError::Malformed`] at a character of another alphabet, a group too large, or a single character left over.
pub(super) fn from_base45(text: &str) -> Result<Vec<u8>, SealError> {
    let fault = |reason| SealError::malformed("the Base45 text", reason);
    let values: Vec<u32> = text
        .bytes()
        .map(|byte| BASE45.iter().position(|known| *known == byte).and_then(|place| u32::try_from(place).ok()))
        .collect::<Option<_>>()
        .ok_or_else(|| fault("a character is none of its alphabet"))?;
    let mut bytes = Vec::with_capacity(values.len());
    for group in values.chunks(3) {
        let number = group.iter().rev().fold(0_u32, |sum, value| sum.saturating_mul(45).saturating_add(*value));
        match group.len() {
            3 => bytes.extend(u16::try_from(number).map_err(|_too_large| fault("a group is too large"))?.to_be_bytes()),
            2 => bytes.push(u8::try_from(number).map_err(|_too_large| fault("a group is too large"))?),
            _ => return Err(fault("a single character is left over")),
        }
    }
    Ok(bytes)
}

/// The bytes of a text in Base32, with or without padding.
///
/// # Errors
///
/// [`SealError::Malformed`] at a character of another alphabet, a length that no bytes give, or bits left over that are not zero.
pub(super) fn from_base32(text: &str) -> Result<Vec<u8>, SealError> {
    from_bits(text, 5, "the Base32 text", |byte| BASE32.iter().position(|known| *known == byte))
}

/// The bytes of a text in Base64 of either alphabet, with or without padding.
///
/// # Errors
///
/// As [`from_base32`].
pub(super) fn from_base64(text: &str) -> Result<Vec<u8>, SealError> {
    from_bits(text, 6, "the Base64 text", |byte| match byte {
        b'A'..=b'Z' => Some(usize::from(byte.saturating_sub(b'A'))),
        b'a'..=b'z' => Some(usize::from(byte.saturating_sub(b'a')).saturating_add(26)),
        b'0'..=b'9' => Some(usize::from(byte.saturating_sub(b'0')).saturating_add(52)),
        b'+' | b'-' => Some(62),
        b'/' | b'_' => Some(63),
        _ => None,
    })
}

fn from_bits(text: &str, width: u32, part: &'static str, value: impl Fn(u8) -> Option<usize>) -> Result<Vec<u8>, SealError> {
    let fault = |reason| SealError::malformed(part, reason);
    let mut bytes = Vec::with_capacity(text.len());
    let (mut held, mut bits) = (0_u32, 0_u32);
    for character in text.trim_end_matches('=').bytes() {
        let five_or_six = value(character).and_then(|value| u32::try_from(value).ok());
        let five_or_six = five_or_six.ok_or_else(|| fault("a character is none of its alphabet"))?;
        held = held.wrapping_shl(width) | five_or_six;
        bits = bits.saturating_add(width);
        if bits >= 8 {
            bits = bits.saturating_sub(8);
            bytes.extend(u8::try_from(held.wrapping_shr(bits) & 0xFF).ok());
            held &= 1_u32.wrapping_shl(bits).saturating_sub(1);
        }
    }
    if bits >= width {
        return Err(fault("no bytes give a text of this length"));
    }
    if held != 0 {
        return Err(fault("bits are left over"));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn to_base45(bytes: &[u8]) -> String {
        let digit = |value: u32| char::from(BASE45[value as usize]);
        bytes
            .chunks(2)
            .flat_map(|pair| match *pair {
                [high, low] => {
                    let number = u32::from(high) * 256 + u32::from(low);
                    vec![digit(number % 45), digit(number / 45 % 45), digit(number / 2025)]
                }
                _ => vec![digit(u32::from(pair[0]) % 45), digit(u32::from(pair[0]) / 45)],
            })
            .collect()
    }

    #[test]
    fn vectors_of_the_standards_are_read() {
        for (text, bytes) in [("BB8", "AB"), ("%69 VD92EX0", "Hello!!"), ("UJCLQE7W581", "base-45"), ("QED8WEX0", "ietf!"), ("", "")] {
            assert_eq!(from_base45(text).unwrap(), bytes.as_bytes());
        }
        for text in ["GGW", ":::", "A", "bb8", "ZZ"] {
            assert!(from_base45(text).is_err(), "{text}");
        }
        for (text, bytes) in [("MZXW6YTBOI======", "foobar"), ("MZXW6YQ", "foob"), ("MY", "f"), ("", "")] {
            assert_eq!(from_base32(text).unwrap(), bytes.as_bytes());
        }
        for text in ["mzxw6", "M", "MZX", "MZ", "M1"] {
            assert!(from_base32(text).is_err(), "{text}");
        }
        for (text, bytes) in [("Zm9vYmFy", &b"foobar"[..]), ("Zg==", b"f"), ("Zg", b"f"), ("-_8", &[0xFB, 0xFF]), ("+/8=", &[0xFB, 0xFF])] {
            assert_eq!(from_base64(text).unwrap(), bytes);
        }
        assert!(from_base64("Zh").is_err() && from_base64("Z").is_err() && from_base64("Z g=").is_err());
    }

    proptest! {
        #[test]
        fn bytes_come_back(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
            prop_assert_eq!(from_base45(&to_base45(&bytes)).unwrap(), bytes);
        }

        #[test]
        fn no_text_panics(text in ".{0,60}") {
            let _read = (from_base45(&text), from_base32(&text), from_base64(&text));
        }
    }
}
