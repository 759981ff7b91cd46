//! The extensions of a certificate that matter for travel documents (ICAO Doc 9303, part 12, 7.1).

use super::SignatureError;
use super::asn1::{BIT_STRING, BOOLEAN, INTEGER, OCTET_STRING, SEQUENCE, SET, hex, identifier, small};
use super::certificate::serial_text;
use super::tlv::{Reader, TlvError};

/// What the extensions say. What is absent is `None` or empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Extensions {
    /// Identifier of the key of the issuer, as hexadecimal digits.
    pub authority_key_identifier: Option<String>,
    /// Serial number of the issuer's certificate, if stated beside its key.
    pub authority_serial: Option<String>,
    /// Identifier of the key in the certificate, as hexadecimal digits.
    pub subject_key_identifier: Option<String>,
    /// Basic constraints: whether the subject may sign certificates; `None` if absent.
    pub is_authority: Option<bool>,
    /// Basic constraints: how many authorities may stand below.
    pub path_length: Option<u32>,
    /// Key usage, first bit first: digital signature is 0, certificate signature 5, revocation list signature 6; `None` if absent.
    pub key_usage: Option<Vec<u8>>,
    /// Purposes by object identifier, for example 2.23.136.1.1.3 for a signer of master lists.
    pub purposes: Vec<String>,
    /// Document types that the signer signs, as the first characters of the machine-readable zone (2.23.136.1.1.6.2).
    pub document_types: Vec<String>,
    /// The use of the private key is limited to a time (2.5.29.16): first and last moment, as written.
    pub private_key_usage: Option<(Option<String>, Option<String>)>,
    /// The change of name of the authority is announced (2.23.136.1.1.6.1).
    pub name_change: bool,
    /// Critical extensions that are not known here, by object identifier.
    pub unknown_critical: Vec<String>,
}

impl Extensions {
    /// Reads the content of field 3 of a certificate. An extension whose content is malformed counts as absent.
    pub(super) fn from_reader(mut reader: Reader<'_>) -> Result<Self, SignatureError> {
        let malformed = SignatureError::reading("extensions of a certificate");
        let mut extensions = Self::default();
        for extension in reader.enter(SEQUENCE).and_then(Reader::collect).map_err(&malformed)? {
            let mut fields = Reader::new(extension.value);
            let name = identifier(&mut fields).map_err(&malformed)?;
            let critical = fields.optional(BOOLEAN).map_err(&malformed)?.is_some_and(|element| element.value != [0]);
            let content = fields.expect(OCTET_STRING).map_err(&malformed)?.value;
            let known = extensions.take(&name, Reader::new(content)).unwrap_or(true);
            if critical && !known {
                extensions.unknown_critical.push(name);
            }
        }
        Ok(extensions)
    }

    /// Takes one extension over; whether it is known.
    fn take(&mut self, name: &str, mut content: Reader<'_>) -> Result<bool, TlvError> {
        match name {
            "2.5.29.35" => {
                for field in content.enter(SEQUENCE)?.collect()? {
                    match field.tag {
                        0x80 => self.authority_key_identifier = Some(hex(field.value)),
                        0x82 => self.authority_serial = Some(serial_text(field.value)),
                        _ => {}
                    }
                }
            }
            "2.5.29.14" => self.subject_key_identifier = Some(hex(content.expect(OCTET_STRING)?.value)),
            "2.5.29.19" => {
                let mut fields = content.enter(SEQUENCE)?;
                self.is_authority = Some(fields.optional(BOOLEAN)?.is_some_and(|element| element.value != [0]));
                self.path_length = if fields.peek() == Some(INTEGER) { Some(small(&mut fields)?) } else { None };
            }
            "2.5.29.15" => self.key_usage = Some(set_bits(content.expect(BIT_STRING)?.value)),
            "2.5.29.16" => {
                let fields = content.enter(SEQUENCE)?.collect()?;
                let text =
                    |tag| fields.iter().find(|field| field.tag == tag).map(|field| String::from_utf8_lossy(field.value).into_owned());
                self.private_key_usage = Some((text(0x80), text(0x81)));
            }
            "2.5.29.37" => {
                let mut purposes = content.enter(SEQUENCE)?;
                while !purposes.is_empty() {
                    self.purposes.push(identifier(&mut purposes)?);
                }
            }
            "2.23.136.1.1.6.2" => self.document_types = document_types(content)?,
            "2.23.136.1.1.6.1" => self.name_change = true,
            // Alternative names, policies, where revocation lists are: nothing to check in files.
            "2.5.29.17" | "2.5.29.18" | "2.5.29.31" | "2.5.29.32" | "1.3.6.1.5.5.7.1.1" => {}
            _ => return Ok(false),
        }
        Ok(true)
    }

    /// Whether key usage allows what bit `bit` stands for; an absent extension forbids nothing.
    pub fn allows(&self, bit: u8) -> bool {
        self.key_usage.as_ref().is_none_or(|bits| bits.contains(&bit))
    }

    /// Whether the identifier of the issuer's key is that of the key of `issuer`.
    pub fn names_key_of(&self, issuer: &Self) -> bool {
        self.authority_key_identifier.is_some() && self.authority_key_identifier == issuer.subject_key_identifier
    }
}

/// Version, then the set of document types. Some states leave the version out or write a sequence in place of the set.
fn document_types(mut content: Reader<'_>) -> Result<Vec<String>, TlvError> {
    let mut fields = content.enter(SEQUENCE)?;
    fields.optional(INTEGER)?;
    let types = match fields.peek() {
        Some(SET | SEQUENCE) => {
            let set = fields.element()?;
            fields.within(set)
        }
        _ => fields,
    };
    Ok(types.collect()?.iter().map(|element| String::from_utf8_lossy(element.value).trim().to_uppercase()).collect())
}

/// The numbers of the bits that are set in a bit string, with its count of unused bits in front.
fn set_bits(value: &[u8]) -> Vec<u8> {
    let bytes = value.iter().skip(1).take(2);
    let bits = bytes.flat_map(|byte| (0..8).map(move |bit| byte & (0x80_u8 >> bit) != 0));
    (0_u8..).zip(bits).filter(|(_, set)| *set).map(|(number, _)| number).collect()
}
