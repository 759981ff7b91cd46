//! The ICAO datastructure for barcode (draft): a text of identifier, flags and Base32; header, messages, certificate, signature.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::binary::{LengthForm, Walk};
use super::examine::{Circumstances, Examined, examine, icao_verdict, plain_scheme};
use super::feature::{NoteKind, SealFeature, SealNote, decode_all};
use super::hexadecimal::{from_hex, to_hex};
use super::idb_tables::{DOCUMENT_TYPE, MESSAGES};
use super::text_codes::from_base32;
use super::{SealDate, SealError, SealVerdict, SignerCertificates, c40, inflate};
use crate::domain::Timestamp;
use crate::reading::signature::{Certificate, Hash, SignatureError};

/// How the text begins; the second is of an older draft.
pub(super) const IDENTIFIERS: [&str; 2] = ["RDB1", "NDB1"];
/// The most characters that are read; the largest QR code holds 4296 of this alphabet.
const MAX_CHARACTERS: usize = 8192;
/// The most messages.
const MAX_MESSAGES: usize = 64;
const GROUP_TAG: u8 = 0x61;
const CERTIFICATE_TAG: u8 = 0x7E;
const SIGNATURE_TAG: u8 = 0x7F;

/// The header of an ICAO barcode. What follows the issuer is there only if it is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct IdbHeader {
    /// The issuer, three letters filled up with `<`.
    pub issuer: String,
    /// The number of the signature algorithm.
    pub algorithm: Option<u8>,
    /// The end of the SHA-1 of the signer certificate, in hexadecimal digits.
    pub certificate_reference: Option<String>,
    /// When it was signed.
    pub signature_date: Option<SealDate>,
}

/// An ICAO barcode, read. Nothing in it is repaired; whether its signature verifies is what [`Idb::verify`] says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Idb {
    /// How the text begins.
    pub identifier: String,
    /// Whether the flags say that it is signed.
    pub signed: bool,
    /// Whether the flags say that it is compressed.
    pub compressed: bool,
    /// The header.
    pub header: IdbHeader,
    /// The national document type in words, if it is known.
    pub document_type: Option<String>,
    /// The messages in their order.
    pub messages: Vec<SealFeature>,
    /// The signer certificate that it brings, in hexadecimal digits.
    pub certificate: Option<String>,
    /// The signature in hexadecimal digits, r and s one after the other; empty if there is none.
    pub signature: String,
    /// How many bytes, from the first, are signed: header and messages.
    pub signed_length: usize,
    /// What a person should know.
    pub notes: Vec<SealNote>,
    /// The bytes behind the text, inflated, in hexadecimal digits.
    pub raw: String,
}

/// Reads an ICAO barcode from its text.
///
/// # Errors
///
/// If the text is none.
pub fn read_idb(text: &str) -> Result<Idb, SealError> {
    let text = text.trim();
    if text.len() > MAX_CHARACTERS {
        return Err(SealError::TooLong { length: text.len(), limit: MAX_CHARACTERS });
    }
    let (identifier, rest) = IDENTIFIERS
        .iter()
        .find_map(|identifier| text.strip_prefix(identifier).map(|rest| (*identifier, rest)))
        .ok_or(SealError::Unknown)?;
    let mut characters = rest.chars();
    let flags = characters.next().and_then(|flag| "ABCD".find(flag));
    let flags = flags.ok_or_else(|| SealError::malformed("the flag character", "it is none of A to D"))?;
    let (signed, compressed) = (flags & 1 != 0, flags & 2 != 0);
    let mut notes = Vec::new();
    if identifier != "RDB1" {
        notes.push(SealNote::new(NoteKind::OlderForm, identifier));
    }
    let mut bytes = from_base32(characters.as_str())?;
    if compressed {
        let (inflated, left) = inflate::inflate(&bytes)?;
        bytes = inflated;
        if left > 0 {
            notes.push(SealNote::new(NoteKind::BytesAfterEnd, format!("{left} bytes after the compressed part")));
        }
    }
    let mut walk = Walk::new(&bytes);
    let header = header(&mut walk, signed, &mut notes)?;
    let mut parts = Parts::default();
    while walk.left() > 0 {
        let (tag, value) = walk.element(LengthForm::Der, "the barcode")?;
        let end = bytes.len().saturating_sub(walk.left());
        parts.take(tag, value, end)?;
    }
    let group = parts.group.ok_or_else(|| SealError::malformed("the barcode", "it has no messages"))?;
    let messages = messages(group, &mut notes)?;
    let signature = parts.signature.unwrap_or_default();
    if signature.is_empty() || !signed {
        notes.push(SealNote::new(NoteKind::NoSignature, if signed { "though the flags say that it is signed" } else { "" }));
    }
    let document_type = messages.iter().find(|message| message.tag == DOCUMENT_TYPE).and_then(|message| message.value.clone());
    Ok(Idb {
        identifier: identifier.to_owned(),
        signed,
        compressed,
        header,
        document_type,
        messages,
        certificate: parts.certificate.map(to_hex),
        signature: to_hex(signature),
        signed_length: parts.group_end,
        notes,
        raw: to_hex(&bytes),
    })
}

/// The parts behind the header, each at most once.
#[derive(Default)]
struct Parts<'a> {
    group: Option<&'a [u8]>,
    group_end: usize,
    certificate: Option<&'a [u8]>,
    signature: Option<&'a [u8]>,
}

impl<'a> Parts<'a> {
    fn take(&mut self, tag: u8, value: &'a [u8], end: usize) -> Result<(), SealError> {
        let place = match tag {
            GROUP_TAG => {
                self.group_end = end;
                &mut self.group
            }
            CERTIFICATE_TAG => &mut self.certificate,
            SIGNATURE_TAG => &mut self.signature,
            _ => return Err(SealError::malformed("the barcode", "it has a part that is none of messages, certificate and signature")),
        };
        if place.replace(value).is_some() {
            return Err(SealError::malformed("the barcode", "a part comes twice"));
        }
        Ok(())
    }
}

fn header(walk: &mut Walk<'_>, signed: bool, notes: &mut Vec<SealNote>) -> Result<IdbHeader, SealError> {
    const PART: &str = "the header";
    let issuer = c40::decode_with_fillers(walk.take(2, PART)?)?;
    if !signed {
        return Ok(IdbHeader { issuer, algorithm: None, certificate_reference: None, signature_date: None });
    }
    let algorithm = walk.byte(PART)?;
    let reference = walk.array::<5>(PART)?;
    let signature_date = SealDate::from_four(walk.array(PART)?);
    if signature_date.date.is_none() {
        notes.push(SealNote::new(NoteKind::NoCalendarDate, format!("date of signature, {}", signature_date.text)));
    }
    if reference == [0; 5] {
        notes.push(SealNote::new(NoteKind::TestReference, ""));
    }
    Ok(IdbHeader {
        issuer,
        algorithm: Some(algorithm),
        certificate_reference: Some(to_hex(&reference)),
        signature_date: Some(signature_date),
    })
}

fn messages(group: &[u8], notes: &mut Vec<SealNote>) -> Result<Vec<SealFeature>, SealError> {
    let mut walk = Walk::new(group);
    let mut raw = Vec::new();
    while walk.left() > 0 {
        if raw.len() >= MAX_MESSAGES {
            return Err(SealError::TooMany { what: "messages", limit: MAX_MESSAGES });
        }
        raw.push(walk.element(LengthForm::Der, "a message")?);
    }
    Ok(decode_all(&raw, Some(MESSAGES), LengthForm::Der, notes))
}

/// The hash of a signature algorithm by its number.
fn hash_of(algorithm: Option<u8>) -> Option<Hash> {
    match algorithm? {
        1 => Some(Hash::Sha256),
        2 => Some(Hash::Sha384),
        3 => Some(Hash::Sha512),
        _ => None,
    }
}

impl Idb {
    /// Examines the signature with the certificate that the header names among those given, else with the one that the barcode
    /// brings. `at` is the moment for which the certificate must be valid, besides the day of the signature.
    pub fn verify(&self, certificates: &SignerCertificates, at: Option<Timestamp>) -> SealVerdict {
        let brought = self.certificate.as_deref().and_then(from_hex).and_then(|der| Certificate::from_der(&der).ok());
        let reference = self.header.certificate_reference.as_deref().and_then(from_hex).unwrap_or_default();
        let mut meant = certificates.by_end_of_sha1(&reference);
        let known = brought.as_ref().is_some_and(|brought| certificates.contains(brought));
        let only_within = meant.is_empty() && brought.is_some() && !known;
        meant.extend(brought.as_ref().filter(|_| meant.is_empty()));
        let examined = self.examined(&meant, certificates.len());
        let circumstances = Circumstances {
            signed_on: self.header.signature_date.as_ref(),
            at,
            certificate_only_within: only_within,
            unknown_feature: self.notes.iter().any(|note| note.kind == NoteKind::UnknownFeature),
        };
        icao_verdict(examined, &circumstances)
    }

    fn examined<'a>(&self, meant: &[&'a Certificate], given: usize) -> Examined<'a> {
        let bytes = from_hex(&self.raw).unwrap_or_default();
        let signature = from_hex(&self.signature).unwrap_or_default();
        let (Some(message), true, false) = (bytes.get(..self.signed_length), self.signed, signature.is_empty()) else {
            return Examined::not_signed();
        };
        let number = self.header.algorithm.unwrap_or_default();
        let hash = hash_of(self.header.algorithm);
        let unknown = || SignatureError::NotSupported { what: "the signature algorithm with the number", found: number.to_string() };
        examine(meant, message, &signature, |key| plain_scheme(key, hash.ok_or_else(unknown)?)).unwrap_or_else(|| {
            let reference = self.header.certificate_reference.as_deref().unwrap_or("none");
            Examined::no_certificate(format!("none of the {given} certificates given has the reference {reference}"))
        })
    }
}
