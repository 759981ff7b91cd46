//! DG11 and DG12: further data of the holder and of the document, field by field (ICAO Doc 9303, part 10, 4.7.11 and 4.7.12).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ChipError;
use crate::domain::words;
use crate::reading::signature::tlv::{Reader, Tlv, TlvError};

/// The longest text of one field that is kept, in characters.
const MAX_TEXT: usize = 2000;

words! {
    /// A field of DG11 or DG12.
    DetailName {
        FullName = "full-name", "Full name";
        OtherNames = "other-names", "Other names";
        PersonalNumber = "personal-number", "Personal number";
        Birth = "birth", "Date of birth";
        BirthPlace = "birth-place", "Place of birth";
        Address = "address", "Address";
        Telephone = "telephone", "Telephone";
        Profession = "profession", "Profession";
        Title = "title", "Title";
        Summary = "summary", "Personal summary";
        OtherDocuments = "other-documents", "Other travel documents";
        Custody = "custody", "Custody information";
        Authority = "authority", "Issuing authority";
        Issue = "issue", "Date of issue";
        OtherPersons = "other-persons", "Other persons";
        Endorsements = "endorsements", "Endorsements and observations";
        TaxExit = "tax-exit", "Tax and exit requirements";
        PersonalisationTime = "personalisation-time", "Time of personalisation";
        PersonalisationSystem = "personalisation-system", "Serial number of the personalisation system";
    }
}

/// One field. Pictures of the document or of proofs that may stand beside are not taken over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Detail {
    /// Which field.
    pub name: DetailName,
    /// The data group it stands in.
    pub group: u8,
    /// The text as it stands, fillers included; dates in packed digits are spelt out.
    pub text: String,
}

/// Reads DG11 (`tag` 6B) or DG12 (6C).
pub(super) fn details(bytes: &[u8], group: u8) -> Result<Vec<Detail>, ChipError> {
    let (what, tag) = if group == 11 { ("DG11", 0x6B) } else { ("DG12", 0x6C) };
    let malformed = ChipError::reading(what);
    let fields = Reader::new(bytes).enter(tag).and_then(Reader::collect).map_err(&malformed)?;
    let mut details = Vec::new();
    for field in fields {
        // Lists of names stand in a template of their own: a count, then the names.
        let inner = if field.tag == 0xA0 { Reader::new(field.value).collect().map_err(&malformed)? } else { vec![field] };
        for field in inner {
            if let Some(name) = name(field.tag) {
                details.push(Detail { name, group, text: text(field, name).map_err(&malformed)? });
            }
        }
    }
    Ok(details)
}

fn name(tag: u32) -> Option<DetailName> {
    Some(match tag {
        0x5F0E => DetailName::FullName,
        0x5F0F => DetailName::OtherNames,
        0x5F10 => DetailName::PersonalNumber,
        0x5F2B => DetailName::Birth,
        0x5F11 => DetailName::BirthPlace,
        0x5F42 => DetailName::Address,
        0x5F12 => DetailName::Telephone,
        0x5F13 => DetailName::Profession,
        0x5F14 => DetailName::Title,
        0x5F15 => DetailName::Summary,
        0x5F17 => DetailName::OtherDocuments,
        0x5F18 => DetailName::Custody,
        0x5F19 => DetailName::Authority,
        0x5F26 => DetailName::Issue,
        0x5F1A => DetailName::OtherPersons,
        0x5F1B => DetailName::Endorsements,
        0x5F1C => DetailName::TaxExit,
        0x5F55 => DetailName::PersonalisationTime,
        0x5F56 => DetailName::PersonalisationSystem,
        _ => return None,
    })
}

fn text(field: Tlv<'_>, name: DetailName) -> Result<String, TlvError> {
    let is_date = matches!(name, DetailName::Birth | DetailName::Issue | DetailName::PersonalisationTime);
    if is_date && matches!(field.value.len(), 4 | 7) {
        return Ok(crate::reading::signature::asn1::hex(field.value));
    }
    let text = String::from_utf8_lossy(field.value);
    if text.len() > MAX_TEXT.saturating_mul(4) {
        return Err(TlvError::Value("a text is longer than any real one"));
    }
    Ok(text.chars().filter(|character| !character.is_control()).take(MAX_TEXT).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fields_are_read_by_tag() {
        let group = [
            0x6B, 24, 0x5C, 4, 0x5F, 0x0E, 0x5F, 0x2B, 0x5F, 0x0E, 4, b'A', b'<', b'<', b'B', 0x5F, 0x2B, 4, 0x19, 0x74, 0x08, 0x12, 0x5F,
            0x99, 0x01, 0,
        ];
        let details = details(&group, 11).unwrap();
        assert_eq!(details.iter().map(|detail| detail.text.as_str()).collect::<Vec<_>>(), ["A<<B", "19740812"]);
        assert!(super::details(&group, 12).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..120)) {
            let whole = [&[0x6C, u8::try_from(bytes.len()).unwrap()][..], &bytes].concat();
            prop_assert!(details(&whole, 12).map_or(0, |found| found.len()) <= bytes.len());
        }
    }
}
