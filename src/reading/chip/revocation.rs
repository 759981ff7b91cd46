//! Revocation lists (RFC 5280, 5): which certificates an authority took back.

use super::ChipError;
use crate::domain::Timestamp;
use crate::reading::signature::asn1::{INTEGER, SEQUENCE, bit_string};
use crate::reading::signature::tlv::{Reader, TlvError};
use crate::reading::signature::{Certificate, Name, Scheme, SignatureError, serial_text, time};

/// The largest revocation list that is read, in bytes.
pub const MAX_REVOCATION_LIST: usize = 8 << 20;

/// A revocation list. That it can be read says nothing about its signature: see [`RevocationList::signed_by`].
#[derive(Debug, Clone)]
pub struct RevocationList {
    /// The name under which it was read.
    pub name: String,
    /// Whose list it is.
    pub issuer: Name,
    /// When it was made.
    pub this_update: Timestamp,
    /// Serial numbers with the moment of revocation.
    pub revoked: Vec<(String, Timestamp)>,
    scheme: Scheme,
    signed: Vec<u8>,
    signature: Vec<u8>,
}

impl RevocationList {
    /// Reads a list from its DER encoding.
    ///
    /// # Errors
    ///
    /// If the bytes are no such list.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self, ChipError> {
        let malformed = ChipError::reading("revocation list");
        if bytes.len() > MAX_REVOCATION_LIST {
            return Err(ChipError::TooLarge { what: "the revocation list", found: bytes.len(), limit: MAX_REVOCATION_LIST });
        }
        let mut whole = Reader::new(bytes).enter(SEQUENCE).map_err(&malformed)?;
        let signed = whole.expect(SEQUENCE).map_err(&malformed)?;
        let scheme = Scheme::from_algorithm(whole.expect(SEQUENCE).map_err(&malformed)?.raw, None)?;
        let signature = bit_string(&mut whole).map_err(&malformed)?.to_vec();
        let mut fields = whole.within(signed);
        fields.optional(INTEGER).map_err(&malformed)?;
        fields.expect(SEQUENCE).map_err(&malformed)?;
        let issuer = Name::from_element(fields.element().map_err(&malformed)?)?;
        let this_update = fields.element().and_then(time).map_err(&malformed)?;
        if !matches!(fields.peek(), Some(SEQUENCE | 0xA0) | None) {
            fields.element().and_then(time).map_err(&malformed)?;
        }
        let mut revoked = Vec::new();
        if let Some(entries) = fields.optional(SEQUENCE).map_err(&malformed)? {
            for entry in fields.within(entries).collect().map_err(&malformed)? {
                if entry.tag != SEQUENCE {
                    return Err(malformed(TlvError::Unexpected { expected: SEQUENCE, found: entry.tag }));
                }
                let mut parts = fields.within(entry);
                let serial = serial_text(parts.expect(INTEGER).map_err(&malformed)?.value);
                revoked.push((serial, parts.element().and_then(time).map_err(&malformed)?));
            }
        }
        Ok(Self { name: name.to_owned(), issuer, this_update, revoked, scheme, signed: signed.raw.to_vec(), signature })
    }

    /// Whether the key of `authority` signed this list.
    ///
    /// # Errors
    ///
    /// [`SignatureError::is_refuted`] if it did not; otherwise it could not be examined.
    pub fn signed_by(&self, authority: &Certificate) -> Result<(), SignatureError> {
        authority.public_key()?.verify(self.scheme, &self.signed, &self.signature)
    }

    /// When the certificate was revoked, if it is in the list.
    pub fn revocation_of(&self, certificate: &Certificate) -> Option<Timestamp> {
        self.revoked.iter().find(|(serial, _)| *serial == certificate.serial).map(|(_, moment)| *moment)
    }
}
