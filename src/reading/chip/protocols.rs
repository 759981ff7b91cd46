//! The security protocols that a chip announces in DG14, EF.CardAccess and EF.CardSecurity (ICAO Doc 9303, part 11, 9.2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ChipError;
use crate::reading::signature::asn1::{INTEGER, OBJECT_IDENTIFIER, SEQUENCE, SET, identifier, identifier_text, small};
use crate::reading::signature::tlv::{Reader, Tlv, TlvError};

/// Protocols in one file, at most.
const MAX_PROTOCOLS: usize = 64;

/// One protocol that a chip announces. Whether the chip can perform it is not known from files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Protocol {
    /// Object identifier.
    pub identifier: String,
    /// What it is, in words.
    pub name: String,
    /// The version, where one is stated.
    pub version: Option<u32>,
}

/// Reads a set of security infos, and nothing after it.
pub(super) fn protocols(bytes: &[u8]) -> Result<Vec<Protocol>, ChipError> {
    let malformed = ChipError::reading("security protocols");
    let elements = infos(bytes).map_err(&malformed)?;
    elements.into_iter().map(|element| protocol(element).map_err(&malformed)).collect()
}

/// The single infos as they are encoded.
pub(super) fn infos(bytes: &[u8]) -> Result<Vec<Tlv<'_>>, TlvError> {
    let elements = Reader::new(bytes).enter(SET)?.collect()?;
    if elements.len() > MAX_PROTOCOLS { Err(TlvError::Count) } else { Ok(elements) }
}

fn protocol(element: Tlv<'_>) -> Result<Protocol, TlvError> {
    if element.tag != SEQUENCE {
        return Err(TlvError::Unexpected { expected: SEQUENCE, found: element.tag });
    }
    let mut fields = Reader::new(element.value);
    let identifier = identifier(&mut fields)?;
    let version = if fields.peek() == Some(INTEGER) { small(&mut fields).ok() } else { None };
    let mut name = name(&identifier);
    // Active authentication by ECDSA names its signature algorithm as a third field.
    if identifier == "2.23.136.1.1.5"
        && let Ok(Some(algorithm)) = fields.optional(OBJECT_IDENTIFIER)
    {
        name = format!("{name}, {}", plain_algorithm(&identifier_text(algorithm.value)?));
    }
    Ok(Protocol { identifier, name, version })
}

fn plain_algorithm(identifier: &str) -> String {
    let name = match identifier.strip_prefix("0.4.0.127.0.7.1.1.4.1.") {
        Some("1") => "ECDSA with SHA-1",
        Some("2") => "ECDSA with SHA-224",
        Some("3") => "ECDSA with SHA-256",
        Some("4") => "ECDSA with SHA-384",
        Some("5") => "ECDSA with SHA-512",
        _ => identifier,
    };
    name.to_owned()
}

/// The names of BSI TR-03110, part 3, and ICAO Doc 9303, part 11.
fn name(identifier: &str) -> String {
    if identifier == "2.23.136.1.1.5" {
        return "Active authentication".to_owned();
    }
    let Some(arcs) = identifier.strip_prefix("0.4.0.127.0.7.2.2.") else {
        return "Not known".to_owned();
    };
    let arcs: Vec<&str> = arcs.split('.').collect();
    match arcs.as_slice() {
        ["1", "1"] => "Key of chip authentication (DH)".to_owned(),
        ["1", "2"] => "Key of chip authentication (ECDH)".to_owned(),
        ["2"] => "Terminal authentication".to_owned(),
        ["2", ..] => "Terminal authentication, algorithm".to_owned(),
        ["3", kind] => format!("Chip authentication ({})", agreement(kind)),
        ["3", kind, cipher] => format!("Chip authentication ({}, {})", agreement(kind), cipher_name(cipher)),
        ["4", kind] => format!("PACE, parameters ({})", mapping(kind)),
        ["4", kind, cipher] => format!("PACE ({}, {})", mapping(kind), cipher_name(cipher)),
        ["5", ..] => "Restricted identification".to_owned(),
        ["6"] => "Locator of the card".to_owned(),
        ["7"] => "Identifier of the electronic identity card".to_owned(),
        ["8"] => "Privileged terminals".to_owned(),
        _ => "Not known".to_owned(),
    }
}

fn agreement(arc: &str) -> &'static str {
    match arc {
        "1" => "DH",
        "2" => "ECDH",
        _ => "key agreement not known",
    }
}

fn mapping(arc: &str) -> &'static str {
    match arc {
        "1" => "DH, generic mapping",
        "2" => "ECDH, generic mapping",
        "3" => "DH, integrated mapping",
        "4" => "ECDH, integrated mapping",
        "6" => "ECDH, chip authentication mapping",
        _ => "mapping not known",
    }
}

fn cipher_name(arc: &str) -> &'static str {
    match arc {
        "1" => "3DES",
        "2" => "AES-128",
        "3" => "AES-192",
        "4" => "AES-256",
        _ => "cipher not known",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn protocols_have_names() {
        assert_eq!(name("0.4.0.127.0.7.2.2.4.2.4"), "PACE (ECDH, generic mapping, AES-256)");
        assert_eq!(name("0.4.0.127.0.7.2.2.3.2.1"), "Chip authentication (ECDH, 3DES)");
        assert_eq!(name("1.2.3"), "Not known");
        let bytes = [0x31, 0x0F, 0x30, 0x0D, 0x06, 0x08, 0x04, 0, 0x7F, 0, 7, 2, 2, 2, 0x02, 1, 1];
        let found = protocols(&bytes).unwrap();
        assert_eq!((found[0].name.as_str(), found[0].version), ("Terminal authentication", Some(1)));
    }
}
