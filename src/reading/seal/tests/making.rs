//! Certificates and signatures made for the purpose, with a key that everyone knows.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};

const KEY: [u8; 32] = *b"worthless key for tests of seals";

/// r and s of an ECDSA signature on P-256 with SHA-256.
pub(super) fn sign(message: &[u8]) -> Vec<u8> {
    let signature: Signature = SigningKey::from_slice(&KEY).unwrap().sign(message);
    signature.to_bytes().to_vec()
}

/// Tag, length and value.
pub(super) fn element(tag: u8, value: &[u8]) -> Vec<u8> {
    let length = match value.len() {
        short @ 0..0x80 => vec![u8::try_from(short).unwrap()],
        long => [&[0x82][..], &u16::try_from(long).unwrap().to_be_bytes()].concat(),
    };
    [&[tag][..], &length, value].concat()
}

/// A certificate of the key for a country, a common name and a serial number, valid from 2020 to 2029.
pub(super) fn certificate(country: &str, common_name: &str, serial: &[u8]) -> Vec<u8> {
    let sequence = |parts: &[Vec<u8>]| element(0x30, &parts.concat());
    let attribute = |kind: u8, text: &str| element(0x31, &sequence(&[element(0x06, &[0x55, 0x04, kind]), element(0x0C, text.as_bytes())]));
    let name = sequence(&[attribute(6, country), attribute(3, common_name)]);
    let algorithm = sequence(&[element(0x06, &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02])]);
    let validity = sequence(&[element(0x17, b"200101000000Z"), element(0x17, b"291231235959Z")]);
    let point = SigningKey::from_slice(&KEY).unwrap().verifying_key().to_sec1_point(false);
    let key = sequence(&[
        sequence(&[
            element(0x06, &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01]),
            element(0x06, &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07]),
        ]),
        element(0x03, &[&[0], point.as_bytes()].concat()),
    ]);
    let signed =
        sequence(&[element(0xA0, &element(0x02, &[2])), element(0x02, serial), algorithm.clone(), name.clone(), validity, name, key]);
    sequence(&[signed, algorithm, element(0x03, &[0, 0x30, 0])])
}

/// Bytes as text of an alphabet whose characters stand for `width` bits each.
pub(super) fn coded(bytes: &[u8], width: usize, alphabet: &[u8]) -> String {
    let bits: Vec<usize> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |place| usize::from(byte >> place & 1))).collect();
    let value = |group: &[usize]| group.iter().fold(0, |sum, bit| sum * 2 + bit) << (width - group.len());
    bits.chunks(width).map(|group| char::from(alphabet[value(group)])).collect()
}
