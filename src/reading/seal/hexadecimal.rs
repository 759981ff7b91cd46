//! Bytes as hexadecimal digits, lower case, as results show them.

/// Bytes as lower-case digits.
pub fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        for digit in [byte >> 4, byte & 0x0F] {
            text.extend(char::from_digit(u32::from(digit), 16));
        }
    }
    text
}

/// Bytes from digits of either case; blanks between them are skipped. `None` for anything else and for an odd count.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .chars()
        .filter(|character| !character.is_ascii_whitespace())
        .map(|character| character.to_digit(16).and_then(|digit| u8::try_from(digit).ok()))
        .collect::<Option<_>>()?;
    digits
        .chunks(2)
        .map(|pair| match *pair {
            [high, low] => Some(high << 4 | low),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_in_both_cases() {
        assert_eq!(from_hex("dC 03\n0f"), Some(vec![0xDC, 0x03, 0x0F]));
        assert_eq!((from_hex("abc"), from_hex("xy"), from_hex("")), (None, None, Some(Vec::new())));
        assert_eq!(to_hex(&[0xDC, 0x03, 0x0F]), "dc030f");
    }
}
