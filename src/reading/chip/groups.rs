//! What the data groups hold: the zone, pictures, further data, protocols.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ChipError;
use super::protocols::{Protocol, protocols};
use crate::domain::words;
use crate::reading::signature::PublicKey;
use crate::reading::signature::tlv::{Reader, TlvError};

/// Pictures of one kind that are looked at, at most.
const MAX_PICTURES: usize = 8;

words! {
    /// How a picture on a chip is coded.
    PictureFormat {
        Jpeg = "jpeg", "JPEG";
        Jpeg2000 = "jpeg2000", "JPEG 2000";
    }
}

/// A picture on a chip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChipPicture {
    /// How it is coded, by its first bytes.
    pub format: PictureFormat,
    /// The width in pixels that the record states; `None` if the record states none.
    pub width: Option<u16>,
    /// The height in pixels that the record states.
    pub height: Option<u16>,
    /// Size of the picture in bytes.
    pub size: usize,
    /// How many pictures the file holds; this is the first.
    pub count: usize,
    /// The record around the picture, in words.
    pub record: String,
    /// The picture itself; never part of a summary.
    #[serde(skip)]
    #[schemars(skip)]
    pub bytes: Vec<u8>,
}

/// The lines of the machine-readable zone in DG1.
pub(super) fn zone_lines(bytes: &[u8]) -> Result<Vec<String>, ChipError> {
    let malformed = ChipError::reading("DG1");
    let zone = Reader::new(bytes).enter(0x61).and_then(|mut inner| inner.expect(0x5F1F)).map_err(&malformed)?.value;
    let width = match zone.len() {
        88 => 44,
        72 => 36,
        90 => 30,
        _ => return Err(malformed(TlvError::Value("the zone is neither 72, 88 nor 90 characters long"))),
    };
    if !zone.is_ascii() {
        return Err(malformed(TlvError::Value("the zone holds other characters than a zone may")));
    }
    Ok(zone.chunks(width).map(|line| String::from_utf8_lossy(line).into_owned()).collect())
}

/// The first portrait in DG2, with what its record says (ISO/IEC 19794-5 in ISO/IEC 7816-11 templates).
pub(super) fn portrait(bytes: &[u8]) -> Result<ChipPicture, ChipError> {
    let malformed = ChipError::reading("DG2");
    let mut group = Reader::new(bytes).enter(0x75).and_then(|mut inner| inner.enter(0x7F61)).map_err(&malformed)?;
    let count = group.expect(0x02).map_err(&malformed)?.value.last().map_or(0, |count| usize::from(*count));
    let fields = group.enter(0x7F60).and_then(Reader::collect).map_err(&malformed)?;
    let record =
        fields.iter().find(|field| matches!(field.tag, 0x5F2E | 0x7F2E)).ok_or_else(|| malformed(TlvError::Value("no record in it")))?;
    facial_record(record.value, count).ok_or_else(|| malformed(TlvError::Value("no JPEG or JPEG 2000 picture in the record")))
}

/// A facial record of version 010 by its fields; any other by the first bytes of the picture in it.
fn facial_record(record: &[u8], count: usize) -> Option<ChipPicture> {
    const HEADER: usize = 14;
    const FEATURES: usize = HEADER + 4;
    const INFORMATION: usize = HEADER + 20;
    let number = |at: usize| Some(u16::from_be_bytes([*record.get(at)?, *record.get(at.saturating_add(1))?]));
    if record.starts_with(b"FAC\x00010\x00") {
        let features = usize::from(number(FEATURES)?);
        let at = features.saturating_mul(8).saturating_add(INFORMATION);
        let picture = record.get(at.saturating_add(12)..)?;
        if let Some(format) = format(picture) {
            let (width, height) = (number(at.saturating_add(2)), number(at.saturating_add(4)));
            let stated = record.get(at.saturating_add(1)).map_or("", |kind| match (kind, format) {
                (0, PictureFormat::Jpeg) | (1, PictureFormat::Jpeg2000) => "",
                _ => "; it states another coding than the picture has",
            });
            let text = format!("ISO/IEC 19794-5, version 010, {features} feature points{stated}");
            return Some(ChipPicture { format, width, height, size: picture.len(), count, record: text, bytes: picture.to_vec() });
        }
    }
    let at = (0..record.len().min(4096)).find(|at| record.get(*at..).and_then(format).is_some())?;
    let picture = record.get(at..)?;
    let text = "the picture was found by its first bytes".to_owned();
    Some(ChipPicture {
        format: format(picture)?,
        width: None,
        height: None,
        size: picture.len(),
        count,
        record: text,
        bytes: picture.to_vec(),
    })
}

/// The coding by the first bytes.
fn format(picture: &[u8]) -> Option<PictureFormat> {
    const JP2: &[u8] = &[0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20];
    const CODESTREAM: &[u8] = &[0xFF, 0x4F, 0xFF, 0x51];
    if picture.starts_with(&[0xFF, 0xD8, 0xFF]) {
        Some(PictureFormat::Jpeg)
    } else {
        (picture.starts_with(JP2) || picture.starts_with(CODESTREAM)).then_some(PictureFormat::Jpeg2000)
    }
}

/// The first picture of DG5 (displayed portrait) or DG7 (displayed signature).
pub(super) fn displayed(bytes: &[u8], tag: u32) -> Result<ChipPicture, ChipError> {
    let malformed = ChipError::reading("displayed picture");
    let fields = Reader::new(bytes).enter(tag).and_then(Reader::collect).map_err(&malformed)?;
    let pictures: Vec<_> = fields.iter().filter(|field| matches!(field.tag, 0x5F40 | 0x5F43)).take(MAX_PICTURES).collect();
    let first = pictures.first().ok_or_else(|| malformed(TlvError::Value("no picture in it")))?;
    let mut picture =
        facial_record(first.value, pictures.len()).ok_or_else(|| malformed(TlvError::Value("no JPEG or JPEG 2000 picture")))?;
    "the picture stands alone".clone_into(&mut picture.record);
    Ok(picture)
}

/// The protocols in DG14.
pub(super) fn group_protocols(bytes: &[u8]) -> Result<Vec<Protocol>, ChipError> {
    let group = Reader::new(bytes).expect(0x6E).map_err(ChipError::reading("DG14"))?;
    protocols(group.value)
}

/// The kind of the key of active authentication in DG15.
pub(super) fn active_authentication_key(bytes: &[u8]) -> Result<String, ChipError> {
    let group = Reader::new(bytes).expect(0x6F).map_err(ChipError::reading("DG15"))?;
    let key = PublicKey::from_spki_der(group.value)?;
    Ok(key.note().map_or_else(|| key.kind(), |note| format!("{} ({note})", key.kind())))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A record of version 010 with one feature point.
    fn record(picture: &[u8]) -> Vec<u8> {
        let mut record = b"FAC\x00010\x00".to_vec();
        record.extend([0; 6]);
        record.extend([0, 0, 0, 0, 0, 1]);
        record.extend([0; 14 + 8]);
        record.extend([1, 0, 1, 0x2C, 1, 0x90, 0, 0, 0, 0, 0, 0]);
        record.extend(picture);
        record
    }

    #[test]
    fn a_facial_record_gives_its_picture() {
        let picture = facial_record(&record(&[0xFF, 0xD8, 0xFF, 9]), 1).unwrap();
        assert_eq!((picture.format, picture.width, picture.height), (PictureFormat::Jpeg, Some(300), Some(400)));
        assert_eq!((picture.bytes, picture.record.as_str()), (vec![0xFF, 0xD8, 0xFF, 9], "ISO/IEC 19794-5, version 010, 1 feature points"));
        assert!(facial_record(&record(&[0, 0, 0, 0x0C, 0x6A, 0x50, 0x20, 0x20]), 1).unwrap().record.contains("another coding"));
        assert!(facial_record(&record(b"BM"), 1).is_none());
    }

    #[test]
    fn zones_of_other_lengths_are_refused() {
        let group = |length: u8| [&[0x61, length + 3, 0x5F, 0x1F, length][..], &vec![b'<'; usize::from(length)]].concat();
        assert_eq!(zone_lines(&group(90)).unwrap().len(), 3);
        assert_eq!(zone_lines(&group(72)).unwrap(), vec!["<".repeat(36); 2]);
        assert!(zone_lines(&group(89)).is_err() && zone_lines(&group(0)).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), tag in prop::sample::select(vec![0x61_u8, 0x75, 0x65, 0x6E, 0x6F])) {
            let whole = [&[tag, 0x81, u8::try_from(bytes.len()).unwrap()][..], &bytes].concat();
            prop_assert!(zone_lines(&whole).is_err() && portrait(&whole).is_err());
            prop_assert!(displayed(&whole, u32::from(tag)).is_err() && active_authentication_key(&whole).is_err());
            prop_assert!(group_protocols(&whole).map_or(0, |found| found.len()) <= bytes.len());
            prop_assert!(facial_record(&bytes, 1).is_none_or(|picture| picture.size <= bytes.len()));
            prop_assert!(facial_record(&record(&bytes), 1).is_none_or(|picture| picture.size <= bytes.len()));
        }
    }
}
