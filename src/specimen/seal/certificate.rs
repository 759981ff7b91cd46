//! Certificates of the specimen signers, so that the seals of specimens can be verified (RFC 5280, ICAO Doc 9303, part 13).
//!
//! The key behind them is printed in this source: who trusts these files trusts everybody. They are for trying the program.

use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{DerSignature, SigningKey};

use super::{CERTIFICATE, WORTHLESS_KEY};

/// Country and common name of every signer whose seals are drawn.
const SIGNERS: [(&str, &str); 4] = [("QM", "01"), ("QS", "01"), ("QZ", "01"), ("UT", "SP")];

/// First and last moment of validity, as `GeneralizedTime`.
const VALIDITY: [&str; 2] = ["20140101000000Z", "20401231235959Z"];

const SEQUENCE: u8 = 0x30;
const SET: u8 = 0x31;
/// Object identifiers: ecdsa-with-SHA256, `id-ecPublicKey`, prime256v1, `countryName`, `organizationName`, `commonName`.
const ECDSA_SHA256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x04, 0x03, 0x02];
const EC_PUBLIC_KEY: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01];
const PRIME_256: &[u8] = &[0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07];
const COUNTRY: &[u8] = &[0x55, 0x04, 0x06];
const ORGANISATION: &[u8] = &[0x55, 0x04, 0x0A];
const COMMON_NAME: &[u8] = &[0x55, 0x04, 0x03];

/// The certificates as files: name and DER.
pub(crate) fn certificates() -> Option<Vec<(String, Vec<u8>)>> {
    let key = SigningKey::from_slice(&WORTHLESS_KEY).ok()?;
    SIGNERS
        .iter()
        .map(|(country, name)| Some((format!("specimen-signer-{country}-{name}.cer"), certificate(&key, country, name)?)))
        .collect()
}

/// A certificate of the key, signed by itself.
fn certificate(key: &SigningKey, country: &str, name: &str) -> Option<Vec<u8>> {
    let algorithm = element(SEQUENCE, &[element(0x06, &[ECDSA_SHA256])?])?;
    let attribute = |object: &[u8], tag: u8, text: &str| {
        element(SET, &[element(SEQUENCE, &[element(0x06, &[object])?, element(tag, &[text.as_bytes()])?])?])
    };
    let subject = element(
        SEQUENCE,
        &[
            attribute(COUNTRY, 0x13, country)?,
            attribute(ORGANISATION, 0x0C, "SPECIMEN, trust nobody")?,
            attribute(COMMON_NAME, 0x13, name)?,
        ],
    )?;
    let [from, to] = VALIDITY;
    let validity = element(SEQUENCE, &[element(0x18, &[from.as_bytes()])?, element(0x18, &[to.as_bytes()])?])?;
    let point = key.verifying_key().to_sec1_point(false);
    let key_algorithm = element(SEQUENCE, &[element(0x06, &[EC_PUBLIC_KEY])?, element(0x06, &[PRIME_256])?])?;
    let public_key = element(SEQUENCE, &[key_algorithm, element(0x03, &[&[0][..], point.as_bytes()])?])?;
    let serial = u16::from_str_radix(CERTIFICATE, 16).ok()?.to_be_bytes();
    let version = element(0xA0, &[element(0x02, &[[2]])?])?;
    let parts = [version, element(0x02, &[serial])?, algorithm.clone(), subject.clone(), validity, subject, public_key];
    let signed = element(SEQUENCE, &parts)?;
    let signature: DerSignature = key.sign(&signed);
    element(SEQUENCE, &[signed, algorithm, element(0x03, &[&[0][..], signature.as_bytes()])?])
}

/// One element in DER; `None` if it is longer than any here.
fn element<B: AsRef<[u8]>>(tag: u8, parts: &[B]) -> Option<Vec<u8>> {
    let content: Vec<u8> = parts.iter().flat_map(|part| part.as_ref().to_vec()).collect();
    let length = u16::try_from(content.len()).ok()?;
    let mut bytes = vec![tag];
    match length.to_be_bytes() {
        [0, short @ 0..0x80] => bytes.push(short),
        [0, long] => bytes.extend([0x81, long]),
        long => bytes.extend([0x82, long[0], long[1]]),
    }
    bytes.extend(content);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::signature::Verifier as _;

    use super::*;

    #[test]
    fn a_certificate_is_signed_by_its_own_key() {
        let key = SigningKey::from_slice(&WORTHLESS_KEY).unwrap();
        for (name, der) in certificates().unwrap() {
            // The whole is a long sequence, its first element the signed part, likewise long; the signature is the last element.
            let length = usize::from(u16::from_be_bytes([der[6], der[7]])) + 4;
            assert_eq!((der[0], der[1], der[4], der[5]), (SEQUENCE, 0x82, SEQUENCE, 0x82), "{name}");
            let signed = &der[4..4 + length];
            let end = 4 + length;
            // The algorithm between them takes twelve bytes.
            let at = end + 12;
            assert_eq!(der[at], 0x03, "{name}");
            let signature = DerSignature::from_bytes(&der[at + 3..]).unwrap();
            key.verifying_key().verify(signed, &signature).unwrap();
            assert!(der.windows(65).any(|part| part == key.verifying_key().to_sec1_point(false).as_bytes()), "{name}");
        }
    }
}
