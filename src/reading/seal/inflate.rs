//! Inflating to a limit: a few bytes can be written to swell to gigabytes.

use std::io::Read as _;

use super::SealError;

/// The most that an inflated seal may have, in bytes; the largest symbol holds 3 KiB and text shrinks tenfold at best.
const LIMIT: u64 = 1 << 20;

/// What a zlib stream (RFC 1950) holds, and how many bytes follow it.
///
/// # Errors
///
/// [`SealError::Malformed`] if it is no whole stream with the right sum, [`SealError::TooMany`] above the limit.
pub(super) fn inflate(bytes: &[u8]) -> Result<(Vec<u8>, usize), SealError> {
    let mut inflated = Vec::new();
    let mut decoder = flate2::bufread::ZlibDecoder::new(bytes);
    let read = decoder.by_ref().take(LIMIT.saturating_add(1)).read_to_end(&mut inflated);
    if u64::try_from(inflated.len()).is_ok_and(|length| length > LIMIT) {
        return Err(SealError::TooMany { what: "bytes when inflated", limit: 1 << 20 });
    }
    read.map_err(|_broken| SealError::malformed("the compressed part", "it is no whole zlib stream"))?;
    Ok((inflated, decoder.into_inner().len()))
}

/// Whether the first two bytes are those of a zlib stream: method 8 and a header divisible by 31.
pub(super) fn begins_like_zlib(bytes: &[u8]) -> bool {
    matches!(bytes, [method, flags, ..] if method & 0x0F == 8 && u16::from_be_bytes([*method, *flags]).is_multiple_of(31))
}

#[cfg(test)]
pub(super) mod tests {
    use std::io::Write as _;

    use super::*;

    pub(in super::super) fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn streams_are_inflated_to_the_limit() {
        let mut stream = deflate(b"seal seal seal");
        assert!(begins_like_zlib(&stream));
        stream.extend([1, 2, 3]);
        assert_eq!(inflate(&stream), Ok((b"seal seal seal".to_vec(), 3)));
        assert_eq!(inflate(&deflate(&vec![0; 1 << 20])).map(|(bytes, _)| bytes.len()), Ok(1 << 20));
        assert!(matches!(inflate(&deflate(&vec![0; (1 << 20) + 1])), Err(SealError::TooMany { .. })));
        assert!(inflate(&stream[..8]).is_err() && inflate(b"").is_err() && inflate(b"plain text").is_err());
        stream[6] ^= 1;
        assert!(inflate(&stream).is_err());
    }
}
