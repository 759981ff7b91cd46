//! EF.SOD and EF.COM: the list of hashes that is signed, and the list of groups that is not.

use std::collections::BTreeMap;

use super::ChipError;
use super::cms::SignedMessage;
use super::file::FileKind;
use crate::reading::signature::asn1::{OCTET_STRING, SEQUENCE, small};
use crate::reading::signature::tlv::{Reader, TlvError};
use crate::reading::signature::{Hash, hash_algorithm};

/// Object identifier of the content.
pub(super) const SECURITY_OBJECT: &str = "2.23.136.1.1.1";
/// The tag of EF.SOD.
const SOD: u32 = 0x77;

/// The list of hashes (ICAO Doc 9303, part 10, 4.6.2.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SecurityObject {
    /// 0, or 1 with the version of the data structure.
    pub(super) version: u32,
    pub(super) hash: Hash,
    /// Hash by number of the group.
    pub(super) hashes: BTreeMap<u8, Vec<u8>>,
    /// The version of the data structure, as in EF.COM; only in version 1.
    pub(super) lds_version: Option<String>,
    pub(super) notes: Vec<String>,
}

/// Takes EF.SOD apart into the signed message within it.
pub(super) fn message(bytes: &[u8]) -> Result<SignedMessage, ChipError> {
    let malformed = ChipError::reading("EF.SOD");
    let mut reader = Reader::basic(bytes);
    match reader.peek() {
        Some(SOD) => {
            let outer = reader.element().map_err(&malformed)?;
            let mut message = SignedMessage::read(outer.value)?;
            if !reader.is_empty() {
                message.notes.push(format!("{} bytes follow the content of EF.SOD", reader.rest().len()));
            }
            Ok(message)
        }
        Some(SEQUENCE) => {
            let mut message = SignedMessage::read(bytes)?;
            message.notes.push("EF.SOD lacks its tag 77; the signed message stands alone".to_owned());
            Ok(message)
        }
        found => Err(malformed(TlvError::Unexpected { expected: SOD, found: found.unwrap_or(0) })),
    }
}

impl SecurityObject {
    /// Reads the content of the signed message.
    pub(super) fn read(content: &[u8]) -> Result<Self, ChipError> {
        let malformed = ChipError::reading("list of hashes in EF.SOD");
        let mut fields = Reader::basic(content).enter(SEQUENCE).map_err(&malformed)?;
        let version = small(&mut fields).map_err(&malformed)?;
        let hash = hash_algorithm(&mut fields)?;
        let mut object = Self { version, hash, hashes: BTreeMap::new(), lds_version: None, notes: Vec::new() };
        for entry in fields.enter(SEQUENCE).and_then(Reader::collect).map_err(&malformed)? {
            let mut entry = fields.within(entry);
            let number = small(&mut entry).map_err(&malformed)?;
            let value = entry.expect(OCTET_STRING).map_err(&malformed)?.value;
            let Some(FileKind::Group(number)) = u8::try_from(number).ok().and_then(FileKind::group) else {
                object.notes.push(format!("the list of hashes names a data group {number}, which does not exist"));
                continue;
            };
            if object.hashes.insert(number, value.to_vec()).is_some() {
                return Err(malformed(TlvError::Value("it names one data group twice")));
            }
        }
        if fields.peek() == Some(SEQUENCE) {
            let mut versions = fields.enter(SEQUENCE).map_err(&malformed)?;
            let text = versions.element().map_err(&malformed)?.value;
            object.lds_version = Some(lds_version(text));
        }
        Ok(object)
    }
}

/// `0107` as `1.7`.
fn lds_version(digits: &[u8]) -> String {
    let text = String::from_utf8_lossy(digits);
    match (text.get(0..2).map(str::parse::<u8>), text.get(2..4).map(str::parse::<u8>)) {
        (Some(Ok(version)), Some(Ok(level))) => format!("{version}.{level}"),
        _ => text.chars().filter(|character| !character.is_control()).collect(),
    }
}

/// What EF.COM says (ICAO Doc 9303, part 10, 4.6.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct GroupList {
    pub(super) lds_version: Option<String>,
    pub(super) groups: Vec<u8>,
}

/// Reads EF.COM.
pub(super) fn group_list(bytes: &[u8]) -> Result<GroupList, ChipError> {
    let malformed = ChipError::reading("EF.COM");
    let mut list = GroupList { lds_version: None, groups: Vec::new() };
    for field in Reader::new(bytes).enter(0x60).and_then(Reader::collect).map_err(&malformed)? {
        match field.tag {
            0x5F01 => list.lds_version = Some(lds_version(field.value)),
            0x5C => {
                for tag in field.value {
                    if let Some(FileKind::Group(number)) = FileKind::from_tag(u32::from(*tag)) {
                        list.groups.push(number);
                    }
                }
            }
            _ => {}
        }
    }
    Ok(list)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_group_list_is_read() {
        let bytes = [&[0x60, 0x16, 0x5F, 0x01, 4][..], b"0107", &[0x5F, 0x36, 6], b"040000", &[0x5C, 4, 0x61, 0x75, 0x63, 0x6E]].concat();
        let list = group_list(&bytes).unwrap();
        assert_eq!((list.lds_version.as_deref(), list.groups), (Some("1.7"), vec![1, 2, 3, 14]));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let tagged = [&[0x60, 0x81, 0x80][..], &bytes].concat();
            let (list, object, signed) = (group_list(&tagged), SecurityObject::read(&bytes), message(&bytes));
            prop_assert!(list.is_err() || bytes.len() >= 128);
            prop_assert!(object.is_err() && signed.is_err());
        }
    }
}
