//! Elements of tag, length and value; certificates, keys, text form, signed messages, master lists and revocation lists. Every input is
//! tried as each.
#![no_main]

use std::sync::LazyLock;

use guilloche_fuzz::json::comes_back;
use guilloche_fuzz::limits::{Limits, within};
use guilloche_fuzz::mutate;
use guilloche_fuzz::reading::chip::{CertificateFacts, MasterList, Outcome, RevocationList, TrustStore};
use guilloche_fuzz::reading::seal::SignerCertificates;
use guilloche_fuzz::reading::signature::tlv::{Reader, Tlv};
use guilloche_fuzz::reading::signature::{Certificate, Hash, PublicKey, Scheme, SignatureError, asn1, decode_pem, serial_text, time};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

const LIMITS: Limits = Limits { peak: 32 << 20, total: 512 << 20, seconds: 4.0 };

/// The authority that signed the certificates among the first inputs.
static AUTHORITY: LazyLock<Certificate> =
    LazyLock::new(|| Certificate::from_der(include_bytes!("../fixtures/authority.der")).expect("a certificate"));

/// SHA-256 of all that its key ever signed.
static SIGNED: LazyLock<Vec<String>> =
    LazyLock::new(|| include_str!("../fixtures/authority-signed.txt").lines().map(str::to_owned).collect());

fuzz_target!(|data: &[u8]| {
    LazyLock::force(&AUTHORITY);
    LazyLock::force(&SIGNED);
    within(LIMITS, || examine(data));
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut dice = mutate::Dice::new(seed);
    if dice.below(3) > 0
        && let Some(changed) = mutate::elements(&data[..size], &mut dice)
        && let Some(size) = mutate::take_over(&changed, data, max_size)
    {
        return size;
    }
    fuzzer_mutate(data, size, max_size)
});

fn examine(data: &[u8]) {
    for reader in [Reader::new(data), Reader::basic(data)] {
        walk(&reader, 0);
    }
    if let Ok(certificate) = Certificate::from_der(data) {
        one(data, &certificate);
    }
    if let Ok(key) = PublicKey::from_spki_der(data) {
        use_key(&key, data);
    }
    for digest in [None, Some(Hash::Sha256)] {
        if let Ok(scheme) = Scheme::from_algorithm(data, digest) {
            assert!(!scheme.to_string().is_empty() && scheme.hash().length() > 0);
        }
    }
    let blocks = decode_pem(data);
    let known = TrustStore::new().add_certificate("it", data);
    if let Ok(blocks) = &blocks {
        assert!(blocks.iter().map(|block| block.der.len()).sum::<usize>() <= data.len());
        assert_eq!(known.is_ok(), if blocks.is_empty() { Certificate::from_der(data).is_ok() } else { certificates_read(blocks) });
    } else {
        assert!(known.is_err());
    }
    let _count = SignerCertificates::new().add_file(data);
    if let Ok(list) = RevocationList::read("it", data) {
        assert!(list.revoked.iter().all(|(serial, _)| !serial.is_empty()) || list.revoked.len() <= data.len());
        let _refused = list.signed_by(&AUTHORITY);
        let _moment = list.revocation_of(&AUTHORITY);
    }
    if let Ok(list) = MasterList::read("it", data, &[&AUTHORITY]) {
        comes_back(&list.facts);
        assert_eq!(list.facts.certificates, list.certificates.len());
        assert_eq!(list.facts.per_country.values().sum::<usize>(), list.certificates.len());
        assert!(list.facts.signature != Outcome::Passed || list.facts.signer.is_some());
    }
}

fn certificates_read(blocks: &[guilloche_fuzz::reading::signature::Decoded]) -> bool {
    blocks.iter().filter(|block| block.label == "CERTIFICATE").all(|block| Certificate::from_der(&block.der).is_ok())
}

/// The elements are all there is, in their order, down to the innermost.
fn walk(reader: &Reader<'_>, depth: usize) {
    let all = reader.rest();
    let Ok(elements) = reader.clone().collect() else { return };
    assert_eq!(elements.iter().map(|element| element.raw.len()).sum::<usize>(), all.len());
    for element in elements {
        assert!(element.raw.len() > element.value.len());
        leaf(reader, element);
        if depth < 12 {
            walk(&reader.within(element), depth + 1);
        }
    }
}

fn leaf(reader: &Reader<'_>, element: Tlv<'_>) {
    let _moment = time(element).map(|moment| comes_back(&moment));
    let _bytes = asn1::octets(reader, element).map(|bytes| assert!(bytes.len() <= element.value.len()));
    if let Ok(text) = asn1::identifier_text(element.value) {
        assert!(text.split('.').count() >= 2 && text.split('.').all(|arc| arc.parse::<u64>().is_ok()));
    }
    assert_eq!(asn1::hex(element.value).len(), element.value.len() * 2);
    assert!(serial_text(element.value).len() <= element.value.len() * 2);
}

fn one(data: &[u8], certificate: &Certificate) {
    assert_eq!(certificate.der(), data);
    assert_eq!(certificate.sha256, asn1::hex(&Hash::Sha256.digest(data)));
    assert!(data.windows(certificate.signed_part().len()).any(|part| part == certificate.signed_part()));
    assert_eq!(Certificate::from_der(certificate.der()).as_ref(), Ok(certificate));
    comes_back(&CertificateFacts::from(certificate));
    assert!(certificate.is_self_issued() == certificate.subject.agrees_with(&certificate.issuer));
    assert!(certificate.subject.agrees_with(&certificate.subject));
    if certificate.signed_by(&AUTHORITY).is_ok() {
        let hash = asn1::hex(&Hash::Sha256.digest(certificate.signed_part()));
        assert!(SIGNED.contains(&hash), "a signature holds over bytes that were never signed");
    }
    let _itself = certificate.signed_by(certificate);
}

fn use_key(key: &PublicKey, data: &[u8]) {
    assert!(!key.kind().is_empty());
    let result = key.verify_raw(Hash::Sha256, data, data);
    assert!(result.is_err_and(|error| error.is_refuted() || matches!(error, SignatureError::OtherKind { .. })));
}
