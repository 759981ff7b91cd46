//! Distinguished names: as they are encoded, and for reading.

use super::SignatureError;
use super::asn1::{SEQUENCE, SET, identifier_text};
use super::tlv::{Reader, Tlv, TlvError};

/// A distinguished name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// For people: `C=DE, O=bund, CN=csca-germany`, in the order of the encoding.
    pub text: String,
    /// The two letters of the country, in capitals; `None` if the name states none.
    pub country: Option<String>,
    /// As it is encoded.
    pub der: Vec<u8>,
    attributes: Vec<(String, String)>,
}

impl Name {
    /// Reads the encoding of a name.
    pub(in crate::reading) fn from_element(element: Tlv<'_>) -> Result<Self, SignatureError> {
        let attributes = attributes(element).map_err(SignatureError::reading("distinguished name"))?;
        let text = attributes.iter().map(|(kind, value)| format!("{}={value}", short(kind))).collect::<Vec<_>>().join(", ");
        let country = attributes.iter().find(|(kind, _)| kind == "2.5.4.6").map(|(_, value)| value.trim().to_uppercase());
        Ok(Self { text, country, der: element.raw.to_vec(), attributes })
    }

    /// Whether both name the same: the same attributes, whatever their order, string type, letter case and blanks. States write one
    /// name in different ways in a certificate and in what refers to it.
    pub fn agrees_with(&self, other: &Self) -> bool {
        if self.der == other.der {
            return true;
        }
        let plain = |name: &Self| {
            let mut all: Vec<_> = name.attributes.iter().map(|(kind, value)| (kind.clone(), folded(value))).collect();
            all.sort();
            all
        };
        plain(self) == plain(other)
    }

    /// The first attribute of this object identifier.
    pub fn attribute(&self, identifier: &str) -> Option<&str> {
        self.attributes.iter().find(|(kind, _)| kind == identifier).map(|(_, value)| value.as_str())
    }
}

fn folded(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn attributes(element: Tlv<'_>) -> Result<Vec<(String, String)>, TlvError> {
    if element.tag != SEQUENCE {
        return Err(TlvError::Unexpected { expected: SEQUENCE, found: element.tag });
    }
    let mut attributes = Vec::new();
    for part in Reader::new(element.value).collect()? {
        if part.tag != SET {
            return Err(TlvError::Unexpected { expected: SET, found: part.tag });
        }
        for attribute in Reader::new(part.value).collect()? {
            let mut reader = Reader::new(attribute.value);
            let kind = identifier_text(reader.element()?.value)?;
            attributes.push((kind, text(reader.element()?)));
        }
    }
    Ok(attributes)
}

/// The text of any string type; characters that cannot be read become `U+FFFD`.
fn text(element: Tlv<'_>) -> String {
    const TELETEX: u32 = 0x14;
    const UNIVERSAL: u32 = 0x1C;
    const BASIC_MULTILINGUAL: u32 = 0x1E;
    let text = match element.tag {
        BASIC_MULTILINGUAL => {
            let units: Vec<u16> = element.value.as_chunks().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
            String::from_utf16_lossy(&units)
        }
        UNIVERSAL => {
            let units = element.value.as_chunks().0.iter().map(|four| u32::from_be_bytes(*four));
            units.map(|unit| char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
        TELETEX => match std::str::from_utf8(element.value) {
            Ok(text) => text.to_owned(),
            Err(_latin) => element.value.iter().map(|byte| char::from(*byte)).collect(),
        },
        _ => String::from_utf8_lossy(element.value).into_owned(),
    };
    text.chars().filter(|character| !character.is_control()).collect()
}

fn short(identifier: &str) -> &str {
    match identifier {
        "2.5.4.3" => "CN",
        "2.5.4.5" => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        "2.5.4.97" => "organizationIdentifier",
        "0.9.2342.19200300.100.1.25" => "DC",
        "1.2.840.113549.1.9.1" => "emailAddress",
        other => other,
    }
}
