//! Wraps bytes as seals wrap them, so that changed bytes within keep a right code and a right sum around them.

use std::io::Write as _;

const BASE45: &[u8; 45] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Base45 (RFC 9285).
pub fn base45(bytes: &[u8]) -> String {
    let digit = |value: usize| char::from(BASE45[value % 45]);
    let mut text = String::new();
    for pair in bytes.chunks(2) {
        let number = pair.iter().fold(0, |sum, byte| sum * 256 + usize::from(*byte));
        text.extend([digit(number), digit(number / 45)]);
        if pair.len() == 2 {
            text.push(digit(number / 2025));
        }
    }
    text
}

/// Base32 (RFC 4648) without padding.
pub fn base32(bytes: &[u8]) -> String {
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |place| byte >> place & 1)).collect();
    let value = |group: &[u8]| group.iter().fold(0, |sum, bit| sum * 2 + usize::from(*bit)) << (5 - group.len());
    bits.chunks(5).map(|group| char::from(BASE32[value(group)])).collect()
}

/// A zlib stream (RFC 1950).
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory takes all");
    encoder.finish().expect("memory takes all")
}

/// A byte string in CBOR.
pub fn byte_string(bytes: &[u8]) -> Vec<u8> {
    let head = match bytes.len() {
        short @ 0..=23 => vec![0x40 | short as u8],
        long => [&[0x59][..], &u16::try_from(long).unwrap_or(u16::MAX).to_be_bytes()].concat(),
    };
    [&head, bytes.get(..usize::from(u16::MAX)).unwrap_or(bytes)].concat()
}

/// A signed envelope (`COSE_Sign1`) of a payload: ES256, a key identifier of eight bytes, and a signature that does not hold.
pub fn envelope(payload: &[u8], key_identifier: &[u8]) -> Vec<u8> {
    let protected = [&[0xA2, 0x01, 0x26, 0x04][..], &byte_string(key_identifier)].concat();
    [&[0xD2, 0x84][..], &byte_string(&protected), &[0xA0], &byte_string(payload), &byte_string(&[7; 64])].concat()
}

/// Claims around a health certificate.
pub fn claims(certificate: &[u8]) -> Vec<u8> {
    let head = [0xA4, 0x01, 0x62, b'U', b'T', 0x04, 0x1A, 0x70, 0, 0, 0, 0x06, 0x1A, 0x60, 0, 0, 0];
    [&head[..], &[0x39, 0x01, 0x03, 0xA1, 0x01], certificate].concat()
}

/// The text of an EU Digital COVID Certificate around an envelope.
pub fn dcc(envelope: &[u8]) -> Vec<u8> {
    format!("HC1:{}", base45(&deflate(envelope))).into_bytes()
}
