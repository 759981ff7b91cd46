//! Certificates in text form (RFC 7468).

use super::SignatureError;
use super::tlv::TlvError;

/// The largest text that is decoded, in bytes.
const MAX_TEXT: usize = 8 << 20;
const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";

/// One block of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// What it is called, for example `CERTIFICATE`.
    pub label: String,
    /// Its bytes.
    pub der: Vec<u8>,
}

/// The blocks of a text; none if the bytes are no such text, for example because they are DER already.
///
/// # Errors
///
/// If a block does not end or holds other characters than base 64 has.
pub fn decode_pem(bytes: &[u8]) -> Result<Vec<Decoded>, SignatureError> {
    let wrong = |what: &'static str| SignatureError::Malformed { what: "text form of a certificate", reason: TlvError::Value(what) };
    let mut blocks = Vec::new();
    let Ok(text) = std::str::from_utf8(bytes) else { return Ok(blocks) };
    if !text.contains(BEGIN) {
        return Ok(blocks);
    }
    if bytes.len() > MAX_TEXT {
        return Err(wrong("it is too long"));
    }
    let mut open: Option<(String, Vec<u8>)> = None;
    for line in text.lines().map(str::trim) {
        if let Some(label) = line.strip_prefix(BEGIN) {
            open = Some((label.trim_end_matches('-').to_owned(), Vec::new()));
        } else if line.starts_with(END) {
            let (label, digits) = open.take().ok_or_else(|| wrong("a block ends that did not begin"))?;
            blocks.push(Decoded { label, der: base64(&digits).ok_or_else(|| wrong("it is not in base 64"))? });
        } else if let Some((_, digits)) = &mut open {
            digits.extend(line.bytes());
        }
    }
    if open.is_some() { Err(wrong("a block does not end")) } else { Ok(blocks) }
}

fn base64(digits: &[u8]) -> Option<Vec<u8>> {
    let padding = digits.iter().rev().take_while(|digit| **digit == b'=').count();
    let digits = digits.get(..digits.len().checked_sub(padding)?)?;
    if padding > 2 || digits.len() % 4 == 1 {
        return None;
    }
    let (mut bytes, mut sum, mut bits) = (Vec::new(), 0_u32, 0_u32);
    for digit in digits {
        let value = match digit {
            b'A'..=b'Z' => digit.checked_sub(b'A')?,
            b'a'..=b'z' => digit.checked_sub(b'a')?.checked_add(26)?,
            b'0'..=b'9' => digit.checked_sub(b'0')?.checked_add(52)?,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        sum = ((sum << 6) | u32::from(value)) & 0xFFFF;
        bits = bits.checked_add(6)?;
        if bits >= 8 {
            bits = bits.checked_sub(8)?;
            bytes.push(u8::try_from((sum >> bits) & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_decoded() {
        let text = b"note\n-----BEGIN CERTIFICATE-----\nAQID\nBA==\n-----END CERTIFICATE-----\n";
        assert_eq!(decode_pem(text).unwrap(), [Decoded { label: "CERTIFICATE".to_owned(), der: vec![1, 2, 3, 4] }]);
        assert_eq!(decode_pem(&[0x30, 0xFF]).unwrap(), []);
        assert!(decode_pem(b"-----BEGIN X-----\nAQID").is_err() && decode_pem(b"-----BEGIN X-----\nA\xC3\xA4\n-----END X-----").is_err());
    }
}
