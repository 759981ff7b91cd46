//! The few ASN.1 types that certificates and signed messages are made of.

use num_bigint::BigUint;

use super::tlv::{Reader, Tlv, TlvError};

/// Boolean.
pub const BOOLEAN: u32 = 0x01;
/// Integer.
pub const INTEGER: u32 = 0x02;
/// Bit string.
pub const BIT_STRING: u32 = 0x03;
/// Octet string.
pub const OCTET_STRING: u32 = 0x04;
/// Object identifier.
pub const OBJECT_IDENTIFIER: u32 = 0x06;
/// Sequence.
pub const SEQUENCE: u32 = 0x30;
/// Set.
pub const SET: u32 = 0x31;
/// An octet string in segments (basic encoding).
const OCTET_STRING_IN_SEGMENTS: u32 = 0x24;
/// The longest object identifier that is read, in bytes.
const MAX_IDENTIFIER: usize = 64;

/// A context-specific tag of a constructed element: `[number]`.
pub const fn context(number: u32) -> u32 {
    0xA0 | number
}

/// An object identifier in dotted form.
///
/// # Errors
///
/// If it is empty, too long, or a part does not end or fit.
pub fn identifier_text(value: &[u8]) -> Result<String, TlvError> {
    const BAD: TlvError = TlvError::Value("an object identifier cannot be read");
    if value.is_empty() || value.len() > MAX_IDENTIFIER {
        return Err(BAD);
    }
    let mut parts: Vec<u64> = Vec::new();
    let mut part: u64 = 0;
    let mut open = false;
    for byte in value {
        part = part.checked_mul(128).and_then(|part| part.checked_add(u64::from(byte & 0x7F))).ok_or(BAD)?;
        open = byte & 0x80 != 0;
        if !open {
            if parts.is_empty() {
                let first = (part / 40).min(2);
                parts.extend([first, part.saturating_sub(first.saturating_mul(40))]);
            } else {
                parts.push(part);
            }
            part = 0;
        }
    }
    if open {
        return Err(BAD);
    }
    Ok(parts.iter().map(u64::to_string).collect::<Vec<_>>().join("."))
}

/// The next element as an object identifier in dotted form.
///
/// # Errors
///
/// If it is none.
pub fn identifier(reader: &mut Reader<'_>) -> Result<String, TlvError> {
    identifier_text(reader.expect(OBJECT_IDENTIFIER)?.value)
}

/// The next element as an integer that is not negative.
///
/// # Errors
///
/// If it is none, or a negative one.
pub fn unsigned(reader: &mut Reader<'_>) -> Result<BigUint, TlvError> {
    let value = reader.expect(INTEGER)?.value;
    match value.first() {
        None => Err(TlvError::Value("an integer has no bytes")),
        Some(first) if first & 0x80 != 0 => Err(TlvError::Value("an integer is negative where none can be")),
        Some(_) => Ok(BigUint::from_bytes_be(value)),
    }
}

/// The next element as an integer that cannot be negative, whatever its first bit says, and whether it is written as a negative one.
///
/// For the numbers of RSA keys: some states leave out the zero byte that would keep them positive.
///
/// # Errors
///
/// If it is no integer.
pub fn magnitude(reader: &mut Reader<'_>) -> Result<(BigUint, bool), TlvError> {
    let value = reader.expect(INTEGER)?.value;
    let first = value.first().ok_or(TlvError::Value("an integer has no bytes"))?;
    Ok((BigUint::from_bytes_be(value), first & 0x80 != 0))
}

/// The next element as a small integer.
///
/// # Errors
///
/// If it is none, negative, or above `u32::MAX`.
pub fn small(reader: &mut Reader<'_>) -> Result<u32, TlvError> {
    u32::try_from(unsigned(reader)?).map_err(|_too_large| TlvError::Value("an integer is too large"))
}

/// The next element as a bit string of whole bytes.
///
/// # Errors
///
/// If it is none, or if bits of the last byte are unused.
pub fn bit_string<'a>(reader: &mut Reader<'a>) -> Result<&'a [u8], TlvError> {
    match reader.expect(BIT_STRING)?.value.split_first() {
        Some((0, bytes)) => Ok(bytes),
        _ => Err(TlvError::Value("a bit string is not of whole bytes")),
    }
}

/// The content of an octet string, put together where it comes in segments.
///
/// # Errors
///
/// If the element is none.
pub fn octets(reader: &Reader<'_>, element: Tlv<'_>) -> Result<Vec<u8>, TlvError> {
    match element.tag {
        OCTET_STRING => Ok(element.value.to_vec()),
        OCTET_STRING_IN_SEGMENTS => {
            let mut all = Vec::new();
            let mut open = vec![reader.clone().within_all(element)?];
            while let Some(segments) = open.last_mut() {
                let Some(segment) = segments.pop() else {
                    open.pop();
                    continue;
                };
                match segment.tag {
                    OCTET_STRING => all.extend_from_slice(segment.value),
                    OCTET_STRING_IN_SEGMENTS if open.len() < 8 => open.push(reader.clone().within_all(segment)?),
                    found => return Err(TlvError::Unexpected { expected: OCTET_STRING, found }),
                }
            }
            Ok(all)
        }
        found => Err(TlvError::Unexpected { expected: OCTET_STRING, found }),
    }
}

impl<'a> Reader<'a> {
    /// The elements within `element`, the last first.
    fn within_all(self, element: Tlv<'a>) -> Result<Vec<Tlv<'a>>, TlvError> {
        let mut elements = self.within(element).collect()?;
        elements.reverse();
        Ok(elements)
    }
}

/// Bytes as upper-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().map_or('0', char::from);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 0x0F)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_are_written_with_dots() {
        assert_eq!(identifier_text(&[0x67, 0x81, 0x08, 1, 1, 1]).unwrap(), "2.23.136.1.1.1");
        assert_eq!(identifier_text(&[0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1]).unwrap(), "1.2.840.10045.2.1");
        assert!(identifier_text(&[]).is_err() && identifier_text(&[0x2A, 0x86]).is_err() && identifier_text(&[0xFF; 40]).is_err());
    }

    #[test]
    fn octet_strings_in_segments_are_put_together_in_order() {
        let bytes = [0x24, 0x80, 0x04, 1, 1, 0x24, 0x80, 0x04, 1, 2, 0x04, 1, 3, 0, 0, 0x04, 1, 4, 0, 0];
        let mut reader = Reader::basic(&bytes);
        let element = reader.element().unwrap();
        assert_eq!(octets(&reader, element).unwrap(), [1, 2, 3, 4]);
    }

    #[test]
    fn integers_below_zero_and_of_no_bytes_are_refused() {
        assert!(unsigned(&mut Reader::new(&[2, 1, 0x80])).is_err());
        assert!(unsigned(&mut Reader::new(&[2, 0])).is_err());
        assert_eq!(small(&mut Reader::new(&[2, 2, 0, 0x80])), Ok(128));
    }
}
