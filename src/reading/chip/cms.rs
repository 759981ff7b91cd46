//! Signed messages (RFC 5652): the frame of document security objects, master lists and EF.CardSecurity.

use super::ChipError;
use crate::domain::Timestamp;
use crate::reading::signature::asn1::{INTEGER, OCTET_STRING, SEQUENCE, SET, context, hex, identifier, identifier_text, octets, small};
use crate::reading::signature::tlv::{Reader, Tlv, TlvError};
use crate::reading::signature::{Certificate, Hash, Name, SignatureError, hash_algorithm, serial_text, time};

/// Certificates in one message, at most.
const MAX_CERTIFICATES: usize = 64;
/// Signers of one message, at most.
const MAX_SIGNERS: usize = 8;
const SIGNED_DATA: &str = "1.2.840.113549.1.7.2";
const OCTET_STRING_IN_SEGMENTS: u32 = 0x24;

/// A signed message. That it can be read says nothing about its signature.
#[derive(Debug, Clone)]
pub(super) struct SignedMessage {
    /// Object identifier of what is signed.
    pub(super) content_type: String,
    /// What is signed.
    pub(super) content: Vec<u8>,
    /// The bytes whose hash is signed: the content, without tag and length in the older form (RFC 2315).
    pub(super) hashed: Vec<u8>,
    pub(super) certificates: Vec<Certificate>,
    pub(super) signers: Vec<Signer>,
    /// Deviations that do not stop the reading.
    pub(super) notes: Vec<String>,
}

/// How a message names the certificate of a signer.
#[derive(Debug, Clone)]
pub(super) enum SignerName {
    IssuerAndSerial(Box<Name>, String),
    KeyIdentifier(String),
}

/// One signer of a message.
#[derive(Debug, Clone)]
pub(super) struct Signer {
    pub(super) name: SignerName,
    pub(super) digest: Result<Hash, SignatureError>,
    pub(super) attributes: Option<Attributes>,
    /// DER bytes of the algorithm identifier.
    pub(super) algorithm: Vec<u8>,
    pub(super) signature: Vec<u8>,
}

/// The attributes that are signed together with the hash of the content.
#[derive(Debug, Clone)]
pub(super) struct Attributes {
    /// The bytes that are signed: the set as it came.
    pub(super) as_found: Vec<u8>,
    /// The same with the attributes in the order of DER.
    pub(super) sorted: Vec<u8>,
    pub(super) content_type: Option<String>,
    pub(super) digest: Option<Vec<u8>>,
    pub(super) signing_time: Option<Timestamp>,
}

impl SignedMessage {
    /// Reads the encoding of a `ContentInfo` with signed data. Bytes after it become a note.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, ChipError> {
        let malformed = ChipError::reading("signed message");
        let mut outer = Reader::basic(bytes);
        let mut info = outer.enter(SEQUENCE).map_err(&malformed)?;
        let kind = identifier(&mut info).map_err(&malformed)?;
        if kind != SIGNED_DATA {
            return Err(malformed(TlvError::Value("it is of another kind than signed data")));
        }
        let mut data = info.enter(context(0)).and_then(|mut inner| inner.enter(SEQUENCE)).map_err(&malformed)?;
        small(&mut data).map_err(&malformed)?;
        data.expect(SET).map_err(&malformed)?;
        let mut frame = data.enter(SEQUENCE).map_err(&malformed)?;
        let content_type = identifier(&mut frame).map_err(&malformed)?;
        let mut wrapper = frame.enter(context(0)).map_err(&malformed)?;
        let inner = wrapper.element().map_err(&malformed)?;
        let (content, hashed) = if matches!(inner.tag, OCTET_STRING | OCTET_STRING_IN_SEGMENTS) {
            let content = octets(&wrapper, inner).map_err(&malformed)?;
            (content.clone(), content)
        } else {
            (inner.raw.to_vec(), inner.value.to_vec())
        };
        let mut message = Self { content_type, content, hashed, certificates: Vec::new(), signers: Vec::new(), notes: Vec::new() };
        if !outer.is_empty() {
            message.notes.push(format!("{} bytes follow the signed message", outer.rest().len()));
        }
        if let Some(certificates) = data.optional(context(0)).map_err(&malformed)? {
            message.take_certificates(&data.within(certificates))?;
        }
        data.optional(context(1)).map_err(&malformed)?;
        let signers = data.enter(SET).map_err(&malformed)?;
        let found = signers.clone().collect().map_err(&malformed)?;
        if found.len() > MAX_SIGNERS {
            return Err(malformed(TlvError::Count));
        }
        for signer in found {
            message.signers.push(Signer::read(signers.within(signer))?);
        }
        if message.signers.len() != 1 {
            message.notes.push(format!("the message has {} signers; one is the rule", message.signers.len()));
        }
        Ok(message)
    }

    fn take_certificates(&mut self, reader: &Reader<'_>) -> Result<(), ChipError> {
        let found = reader.clone().collect().map_err(ChipError::reading("certificates of a signed message"))?;
        if found.len() > MAX_CERTIFICATES {
            return Err(ChipError::reading("certificates of a signed message")(TlvError::Count));
        }
        for certificate in found {
            match Certificate::from_der(certificate.raw) {
                Ok(certificate) => self.certificates.push(certificate),
                Err(error) => self.notes.push(format!("a certificate in the message cannot be read: {error}")),
            }
        }
        Ok(())
    }
}

impl Signer {
    fn read(mut fields: Reader<'_>) -> Result<Self, ChipError> {
        let malformed = ChipError::reading("signer of a signed message");
        small(&mut fields).map_err(&malformed)?;
        let element = fields.element().map_err(&malformed)?;
        let name = match element.tag {
            SEQUENCE => {
                let mut parts = fields.within(element);
                let issuer = Name::from_element(parts.element().map_err(&malformed)?)?;
                SignerName::IssuerAndSerial(Box::new(issuer), serial_text(parts.expect(INTEGER).map_err(&malformed)?.value))
            }
            0x80 => SignerName::KeyIdentifier(hex(element.value)),
            // Some signers tag the identifier explicitly.
            0xA0 => SignerName::KeyIdentifier(hex(fields.within(element).expect(OCTET_STRING).map_err(&malformed)?.value)),
            found => return Err(malformed(TlvError::Unexpected { expected: SEQUENCE, found })),
        };
        let digest = hash_algorithm(&mut fields);
        if let Err(error @ SignatureError::Malformed { .. }) = digest {
            return Err(error.into());
        }
        let attributes = match fields.optional(context(0)).map_err(&malformed)? {
            Some(element) => Some(Attributes::read(&fields, element).map_err(&malformed)?),
            None => None,
        };
        let algorithm = fields.expect(SEQUENCE).map_err(&malformed)?.raw.to_vec();
        let element = fields.element().map_err(&malformed)?;
        let signature = octets(&fields, element).map_err(&malformed)?;
        Ok(Self { name, digest, attributes, algorithm, signature })
    }

    /// Whether the signer is named after this certificate; key identifiers also by the hash of the key (RFC 5280, 4.2.1.2).
    pub(super) fn is_named_after(&self, certificate: &Certificate) -> bool {
        match &self.name {
            SignerName::IssuerAndSerial(issuer, serial) => certificate.serial == *serial && certificate.issuer.agrees_with(issuer),
            SignerName::KeyIdentifier(identifier) => certificate.extensions.subject_key_identifier.as_ref() == Some(identifier),
        }
    }

    /// The name of the signer in words.
    pub(super) fn title(&self) -> String {
        match &self.name {
            SignerName::IssuerAndSerial(issuer, serial) => format!("issuer {}, serial number {serial}", issuer.text),
            SignerName::KeyIdentifier(identifier) => format!("key identifier {identifier}"),
        }
    }
}

impl Attributes {
    fn read(reader: &Reader<'_>, element: Tlv<'_>) -> Result<Self, TlvError> {
        let parts = reader.within(element).collect()?;
        let mut raw: Vec<&[u8]> = parts.iter().map(|part| part.raw).collect();
        let as_found = set_of(&raw);
        raw.sort_unstable();
        let mut attributes = Self { as_found, sorted: set_of(&raw), content_type: None, digest: None, signing_time: None };
        for part in parts {
            let mut fields = reader.within(part);
            let name = identifier(&mut fields)?;
            let Ok(value) = fields.enter(SET).and_then(|mut values| values.element()) else { continue };
            match name.as_str() {
                "1.2.840.113549.1.9.3" => attributes.content_type = Some(identifier_text(value.value)?),
                "1.2.840.113549.1.9.4" => attributes.digest = Some(octets(reader, value)?),
                "1.2.840.113549.1.9.5" => attributes.signing_time = time(value).ok(),
                _ => {}
            }
        }
        Ok(attributes)
    }
}

/// The DER encoding of a set of these elements, in this order (RFC 5652, 5.4: signed with the tag of a set).
fn set_of(parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let bytes = content.len().to_be_bytes();
    let digits: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    let mut all = vec![0x31];
    match (digits.as_slice(), u8::try_from(digits.len())) {
        ([], _) => all.push(0),
        ([short @ 0..=0x7F], _) => all.push(*short),
        (_, count) => {
            all.push(0x80 | count.unwrap_or(0x7F));
            all.extend(&digits);
        }
    }
    all.extend(content);
    all
}
