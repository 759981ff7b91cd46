//! Which kind of seal the content of a barcode is.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::dcc::PREFIX as DCC_PREFIX;
use super::hexadecimal::from_hex;
use super::idb::IDENTIFIERS as IDB_IDENTIFIERS;
use super::vds::{MAGIC, VERSIONS};
use crate::domain::words;

words! {
    /// A kind of digital seal.
    SealKind {
        Vds = "vds", "Visible digital seal (ICAO Doc 9303-13)";
        Idb = "idb", "ICAO datastructure for barcode";
        VdsNc = "vds-nc", "Visible digital seal for non-constrained environments";
        Dcc = "eu-dcc", "EU Digital COVID Certificate";
    }
}

/// Which kind of seal the content of a barcode is, by how it begins; `None` if it is none that is known.
///
/// A binary seal may also come as a text in which every character stands for one byte (Latin-1), as some barcode readers give it.
/// That it begins like a seal does not say that it can be read.
pub fn recognise(content: &[u8]) -> Option<SealKind> {
    match content {
        [magic, version, ..] if *magic == MAGIC && VERSIONS.contains(version) => return Some(SealKind::Vds),
        _ => {}
    }
    let text = std::str::from_utf8(content).ok()?;
    if bytes_of_latin_text(text).is_some() {
        return Some(SealKind::Vds);
    }
    let text = text.trim_start();
    if text.starts_with(DCC_PREFIX) {
        return Some(SealKind::Dcc);
    }
    if IDB_IDENTIFIERS.iter().any(|identifier| text.starts_with(identifier)) {
        return Some(SealKind::Idb);
    }
    let is_json = text.starts_with('{') && ["\"data\"", "\"hdr\"", "\"sig\"", "\"sigvl\""].iter().all(|key| text.contains(key));
    is_json.then_some(SealKind::VdsNc)
}

/// The content of a barcode from a file or from what was typed: hexadecimal digits as the bytes they stand for, anything else as it is.
pub fn content_of(input: &[u8]) -> Vec<u8> {
    let digits = std::str::from_utf8(input).ok().and_then(from_hex).filter(|bytes| !bytes.is_empty());
    digits.unwrap_or_else(|| input.to_vec())
}

/// The bytes of a binary seal that came as a text of Latin-1 characters; `None` if the text is none.
pub(super) fn bytes_of_latin_text(text: &str) -> Option<Vec<u8>> {
    let mut characters = text.chars();
    let magic = characters.next()? == char::from(MAGIC);
    let version = VERSIONS.iter().any(|version| Some(char::from(*version)) == characters.clone().next());
    if !(magic && version) {
        return None;
    }
    text.chars().map(|character| u8::try_from(u32::from(character)).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_apart_by_how_they_begin() {
        for (content, kind) in [
            (&b"\xDC\x02rest"[..], Some(SealKind::Vds)),
            (b"\xDC\x03", Some(SealKind::Vds)),
            (b"\xDC\x01", None),
            ("\u{DC}\u{3}\u{D9}".as_bytes(), Some(SealKind::Vds)),
            ("\u{DC}\u{3}\u{416}".as_bytes(), None),
            (b"RDB1BNK6ADJL2", Some(SealKind::Idb)),
            (b"NDB1A", Some(SealKind::Idb)),
            (b"HC1:6BF", Some(SealKind::Dcc)),
            (b"HC2:6BF", None),
            (br#"{"data":{"hdr":{}},"sig":{"sigvl":""}}"#, Some(SealKind::VdsNc)),
            (br#"{"data":{}}"#, None),
            (b"@\n\x1e\rANSI 636000100102DL", None),
            (b"https://example.org", None),
            (b"", None),
        ] {
            assert_eq!(recognise(content), kind, "{content:?}");
        }
    }
}
