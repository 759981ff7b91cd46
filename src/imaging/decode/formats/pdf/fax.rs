//! Pictures of fax group 4, for the decoder of TIFF.

use super::object::{Dictionary, Object};
use crate::imaging::decode::DecodeError;

/// A TIFF around data of fax group 4.
pub(super) fn fax_in_tiff(
    parameters: &Dictionary,
    raw: &[u8],
    (width, height): (u32, u32),
    inverted: bool,
) -> Result<Vec<u8>, DecodeError> {
    let flag = |name: &str| parameters.get(name) == Some(&Object::Flag(true));
    if parameters.get("K").and_then(Object::number).is_none_or(|k| k >= 0.0) || flag("EncodedByteAlign") {
        return Err(DecodeError::OtherPdf("its picture is packed as a fax of group 3".to_owned()));
    }
    // Data of 0 are black in PDF unless it says otherwise, and white in the fax itself.
    let white_is_zero = flag("BlackIs1") == inverted;
    let entries: [(u16, u32); 9] = [
        (256, width),
        (257, height),
        (258, 1),
        (259, 4),
        (262, u32::from(!white_is_zero)),
        (273, 8 + 2 + 9 * 12 + 4),
        (277, 1),
        (278, height),
        (279, raw.len() as u32),
    ];
    let mut out = b"II\x2a\0\x08\0\0\0\x09\0".to_vec();
    for (tag, value) in entries {
        out.extend(tag.to_le_bytes());
        out.extend([4, 0, 1, 0, 0, 0]);
        out.extend(value.to_le_bytes());
    }
    out.extend([0; 4]);
    out.extend_from_slice(raw);
    Ok(out)
}
