//! The envelope of one signature (`COSE_Sign1`, RFC 9052): headers, payload, signature, and the bytes that are signed.

use super::cbor::Cbor;
use super::feature::SealNote;
use super::{NoteKind, SealError, cbor_reader};
use crate::reading::signature::{Hash, Scheme, SignatureError};

const PART: &str = "the envelope";
/// Header parameters: algorithm and key identifier.
const ALGORITHM: i128 = 1;
const KEY_IDENTIFIER: i128 = 4;
/// Tags that may stand before the envelope: one signature, and a token of claims.
const TAGS: [u64; 2] = [18, 61];

/// An envelope.
#[derive(Debug)]
pub(super) struct Envelope {
    /// The algorithm by its number.
    pub(super) algorithm: Option<i128>,
    /// The key identifier; of the protected header, if it has one.
    pub(super) key_identifier: Option<Vec<u8>>,
    pub(super) payload: Vec<u8>,
    pub(super) signature: Vec<u8>,
    /// What the signature is over.
    pub(super) signed: Vec<u8>,
    pub(super) notes: Vec<SealNote>,
}

/// Reads an envelope, with or without its tags.
///
/// # Errors
///
/// If the bytes are none, or one of another kind.
pub(super) fn read_envelope(bytes: &[u8]) -> Result<Envelope, SealError> {
    let fault = |reason| SealError::malformed(PART, reason);
    let mut value = cbor_reader::parse(bytes)?;
    while let Cbor::Tag(tag, inner) = value {
        if !TAGS.contains(&tag) {
            return Err(fault("it has a tag of another kind"));
        }
        value = *inner;
    }
    let Cbor::Array(parts) = value else { return Err(fault("it is no list")) };
    let Ok([protected, unprotected, payload, signature]) = <[Cbor; 4]>::try_from(parts) else {
        return Err(fault("it has not four parts"));
    };
    let (Cbor::Bytes(protected), Cbor::Bytes(payload), Cbor::Bytes(signature)) = (protected, payload, signature) else {
        return Err(fault("header, payload or signature are no bytes"));
    };
    let header = if protected.is_empty() { Cbor::Map(Vec::new()) } else { cbor_reader::parse(&protected)? };
    if !matches!((&header, &unprotected), (Cbor::Map(_), Cbor::Map(_))) {
        return Err(fault("a header is no map"));
    }
    let mut notes = Vec::new();
    let algorithm = one_of(&header, &unprotected, ALGORITHM, "algorithm", &mut notes).and_then(|value| match value {
        Cbor::Integer(number) => Some(number),
        _ => None,
    });
    let key_identifier = one_of(&header, &unprotected, KEY_IDENTIFIER, "key identifier", &mut notes).and_then(|value| match value {
        Cbor::Bytes(bytes) => Some(bytes),
        Cbor::Text(text) => Some(text.into_bytes()),
        _ => None,
    });
    let signed = signed_bytes(&protected, &payload);
    Ok(Envelope { algorithm, key_identifier, payload, signature, signed, notes })
}

/// A header parameter: the protected one, else the unprotected one, with a note.
fn one_of(protected: &Cbor, unprotected: &Cbor, key: i128, name: &str, notes: &mut Vec<SealNote>) -> Option<Cbor> {
    match (protected.at(key), unprotected.at(key)) {
        (Some(value), other) => {
            if other.is_some_and(|other| other != value) {
                notes.push(SealNote::new(NoteKind::HeadersDiffer, name));
            }
            Some(value.clone())
        }
        (None, Some(value)) => {
            notes.push(SealNote::new(NoteKind::UnprotectedHeader, name));
            Some(value.clone())
        }
        (None, None) => None,
    }
}

/// The list of context, protected header, no further data and payload (RFC 9052, 4.4).
fn signed_bytes(protected: &[u8], payload: &[u8]) -> Vec<u8> {
    let mut bytes = vec![0x84, 0x6A];
    bytes.extend_from_slice(b"Signature1");
    for part in [protected, &[], payload] {
        bytes.extend(byte_string_head(part.len()));
        bytes.extend_from_slice(part);
    }
    bytes
}

/// Kind and length of a byte string in the shortest form.
fn byte_string_head(length: usize) -> Vec<u8> {
    const KIND: u8 = 0x40;
    let (low, bytes): (u8, Vec<u8>) = match (u8::try_from(length), u16::try_from(length), u32::try_from(length)) {
        (Ok(short @ 0..=23), ..) => (short, Vec::new()),
        (Ok(short), ..) => (24, vec![short]),
        (_, Ok(long), _) => (25, long.to_be_bytes().to_vec()),
        (.., Ok(long)) => (26, long.to_be_bytes().to_vec()),
        _ => (27, u64::try_from(length).unwrap_or(u64::MAX).to_be_bytes().to_vec()),
    };
    [&[KIND | low][..], &bytes].concat()
}

/// The algorithm by its number (RFC 9053, RFC 8812).
///
/// # Errors
///
/// If the number is not known here.
pub(super) fn scheme(algorithm: Option<i128>) -> Result<Scheme, SignatureError> {
    let pss = |hash: Hash| Scheme::RsaPss { hash, mask_hash: hash, salt_length: hash.length() };
    Ok(match algorithm {
        Some(-7) => Scheme::EcdsaPlain(Hash::Sha256),
        Some(-35) => Scheme::EcdsaPlain(Hash::Sha384),
        Some(-36) => Scheme::EcdsaPlain(Hash::Sha512),
        Some(-37) => pss(Hash::Sha256),
        Some(-38) => pss(Hash::Sha384),
        Some(-39) => pss(Hash::Sha512),
        Some(-257) => Scheme::RsaPkcs1(Hash::Sha256),
        Some(-258) => Scheme::RsaPkcs1(Hash::Sha384),
        Some(-259) => Scheme::RsaPkcs1(Hash::Sha512),
        other => {
            let found = other.map_or_else(|| "none".to_owned(), |number| number.to_string());
            return Err(SignatureError::NotSupported { what: "the signature algorithm with the number", found });
        }
    })
}

#[cfg(test)]
mod tests {
    use super::super::hexadecimal::{from_hex, to_hex};
    use super::*;

    #[test]
    fn an_envelope_is_taken_apart() {
        let read = |hex: &str| read_envelope(&from_hex(hex).unwrap());
        let envelope = read("d83dd28443a10126a1044101420102420304").unwrap();
        assert_eq!((envelope.algorithm, envelope.key_identifier.as_deref()), (Some(-7), Some(&[1][..])));
        assert_eq!(envelope.notes.len(), 1);
        assert_eq!(to_hex(&envelope.signed), "846a5369676e61747572653143a101264042 0102".replace(' ', ""));
        // Without a tag, empty headers.
        assert_eq!(read("8440a0420102420304").unwrap().algorithm, None);
        for hex in ["d8628440a0420102420304", "8340a04101", "8440a0f64101", "844101a041014101", "84a0a041014101"] {
            assert!(read(hex).is_err(), "{hex}");
        }
        assert_eq!(byte_string_head(300), [0x59, 1, 44]);
        assert_eq!((byte_string_head(23), byte_string_head(24)), (vec![0x57], vec![0x58, 24]));
    }
}
