//! Certificates (X.509; ICAO Doc 9303, part 12): what is needed to find and verify a chain.

use crate::domain::Timestamp;

use super::asn1::{INTEGER, SEQUENCE, bit_string, context, hex};
use super::extensions::Extensions;
use super::name::Name;
use super::time::time;
use super::tlv::{Reader, TlvError};
use super::{Hash, PublicKey, Scheme, SignatureError};

/// The largest certificate that is read, in bytes.
pub const MAX_CERTIFICATE: usize = 1 << 16;

/// A certificate. That it can be read says nothing about who signed it: see [`Certificate::signed_by`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// Whom the key belongs to.
    pub subject: Name,
    /// Who signed, as the certificate says.
    pub issuer: Name,
    /// The serial number as hexadecimal digits, without leading zero bytes.
    pub serial: String,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// The extensions that matter here.
    pub extensions: Extensions,
    /// SHA-256 of the whole certificate, in capitals.
    pub sha256: String,
    /// Notes on deviations that do not stop the reading, in words.
    pub notes: Vec<String>,
    key: Result<PublicKey, SignatureError>,
    scheme: Result<Scheme, SignatureError>,
    signed: Vec<u8>,
    signature: Vec<u8>,
    der: Vec<u8>,
}

impl Certificate {
    /// Reads a certificate from its DER encoding; nothing may follow it. A key or an algorithm that is not known does not stop the
    /// reading: [`Certificate::public_key`] and [`Certificate::scheme`] say so.
    ///
    /// # Errors
    ///
    /// If the bytes are no certificate or there are more than [`MAX_CERTIFICATE`].
    pub fn from_der(der: &[u8]) -> Result<Self, SignatureError> {
        let malformed = SignatureError::reading("certificate");
        if der.len() > MAX_CERTIFICATE {
            return Err(malformed(TlvError::Value("it is larger than any certificate")));
        }
        let mut outer = Reader::new(der);
        let whole = outer.expect(SEQUENCE).map_err(&malformed)?;
        outer.end().map_err(&malformed)?;
        let mut parts = outer.within(whole);
        let signed = parts.expect(SEQUENCE).map_err(&malformed)?;
        let algorithm = parts.expect(SEQUENCE).map_err(&malformed)?;
        let signature = bit_string(&mut parts).map_err(&malformed)?;

        let mut fields = parts.within(signed);
        fields.optional(context(0)).map_err(&malformed)?;
        let serial = fields.expect(INTEGER).map_err(&malformed)?;
        let inner_algorithm = fields.expect(SEQUENCE).map_err(&malformed)?;
        let issuer = Name::from_element(fields.element().map_err(&malformed)?)?;
        let mut validity = fields.enter(SEQUENCE).map_err(&malformed)?;
        let not_before = validity.element().and_then(time).map_err(&malformed)?;
        let not_after = validity.element().and_then(time).map_err(&malformed)?;
        let subject = Name::from_element(fields.element().map_err(&malformed)?)?;
        let key = fields.expect(SEQUENCE).map_err(&malformed)?;
        let mut extensions = Extensions::default();
        while !fields.is_empty() {
            let field = fields.element().map_err(&malformed)?;
            if field.tag == context(3) {
                extensions = Extensions::from_reader(fields.within(field))?;
            }
        }
        let mut notes = Vec::new();
        if inner_algorithm.raw != algorithm.raw {
            notes
                .push("the signature algorithm within the signed part is written differently from the one beside the signature".to_owned());
        }
        let key = PublicKey::from_spki_der(key.raw);
        notes.extend(key.as_ref().ok().and_then(PublicKey::note).map(str::to_owned));
        Ok(Self {
            subject,
            issuer,
            serial: serial_text(serial.value),
            not_before,
            not_after,
            extensions,
            sha256: hex(&Hash::Sha256.digest(whole.raw)),
            notes,
            key,
            scheme: Scheme::from_algorithm(algorithm.raw, None),
            signed: signed.raw.to_vec(),
            signature: signature.to_vec(),
            der: whole.raw.to_vec(),
        })
    }

    /// The public key.
    ///
    /// # Errors
    ///
    /// Why it cannot be used.
    pub fn public_key(&self) -> Result<&PublicKey, SignatureError> {
        self.key.as_ref().map_err(Clone::clone)
    }

    /// The algorithm by which this certificate was signed.
    ///
    /// # Errors
    ///
    /// If it is not known here.
    pub fn scheme(&self) -> Result<Scheme, SignatureError> {
        self.scheme.clone()
    }

    /// Whether the key of `issuer` signed this certificate. Names, validity and the right to sign are not looked at.
    ///
    /// # Errors
    ///
    /// [`SignatureError::is_refuted`] if it did not; otherwise it could not be examined.
    pub fn signed_by(&self, issuer: &Self) -> Result<(), SignatureError> {
        issuer.public_key()?.verify(self.scheme()?, &self.signed, &self.signature)
    }

    /// Whether subject and issuer are the same; says nothing about the signature.
    pub fn is_self_issued(&self) -> bool {
        self.subject.agrees_with(&self.issuer)
    }

    /// Whether `moment` lies within the validity.
    pub fn is_valid_at(&self, moment: Timestamp) -> bool {
        self.not_before <= moment && moment <= self.not_after
    }

    /// The two letters of the country: of the subject, else of the issuer.
    pub fn country(&self) -> Option<&str> {
        self.subject.country.as_deref().or(self.issuer.country.as_deref())
    }

    /// The whole certificate as it was read.
    pub fn der(&self) -> &[u8] {
        &self.der
    }

    /// The part that is signed, as it was read.
    pub fn signed_part(&self) -> &[u8] {
        &self.signed
    }

    /// The signature, without the count of unused bits.
    pub fn signature(&self) -> &[u8] {
        &self.signature
    }
}

/// A serial number for people and for comparing: hexadecimal, without leading zero bytes.
pub fn serial_text(value: &[u8]) -> String {
    let start = value.iter().take_while(|byte| **byte == 0).count().min(value.len().saturating_sub(1));
    hex(value.get(start..).unwrap_or_default())
}
