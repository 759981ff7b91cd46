//! Digital seals: visible seal, ICAO barcode, seal for non-constrained environments, EU Digital COVID Certificate.
//!
//! The first byte says how the rest is wrapped (see `content`), so that changes behind codes and sums are reached; the second, with
//! which certificates and for which day the signature is examined.
#![no_main]

use std::sync::LazyLock;

use guilloche_fuzz::domain::Timestamp;
use guilloche_fuzz::json::comes_back;
use guilloche_fuzz::limits::{Limits, within};
use guilloche_fuzz::reading::seal::{
    LaboratoryAnswer, Seal, SealFeature, SignatureState, SignerCertificates, content_of, from_hex, read_seal, recognise, zone_differences,
};
use guilloche_fuzz::reading::signature::Hash;
use guilloche_fuzz::{mutate, wrap};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

/// An inflated seal may have 1 MiB, which is read into values and written down as digits and as JSON.
const LIMITS: Limits = Limits { peak: 48 << 20, total: 512 << 20, seconds: 3.0 };

/// The certificate whose key signed the seals among the first inputs.
static CERTIFICATES: LazyLock<SignerCertificates> = LazyLock::new(|| {
    let mut certificates = SignerCertificates::new();
    certificates.add_der(include_bytes!("../fixtures/seal-signer.der")).expect("a certificate");
    certificates
});

/// SHA-256 of all that the key ever signed.
static SIGNED: LazyLock<Vec<Vec<u8>>> =
    LazyLock::new(|| include_str!("../fixtures/seal-signed.txt").lines().filter_map(from_hex).collect());

fuzz_target!(|data: &[u8]| {
    let [how, with, rest @ ..] = data else { return };
    let content = content(*how, rest);
    LazyLock::force(&CERTIFICATES);
    within(LIMITS, || examine(&content, *with));
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut dice = mutate::Dice::new(seed);
    let elements = |bytes: &[u8], dice: &mut mutate::Dice| match bytes {
        // A seal with its header of version 3 behind the two bytes of this target.
        [how, with, rest @ ..] if matches!(how % 10, 0 | 2 | 3) && rest.len() > 18 => {
            let header = if how % 10 == 0 { 18 } else { 12 };
            let (head, messages) = rest.split_at(header);
            Some([&[*how, *with][..], head, mutate::elements(messages, dice)?.as_slice()].concat())
        }
        _ => None,
    };
    if dice.below(3) == 0
        && let Some(changed) = elements(&data[..size], &mut dice)
        && let Some(size) = mutate::take_over(&changed, data, max_size)
    {
        return size;
    }
    fuzzer_mutate(data, size, max_size)
});

fn content(how: u8, rest: &[u8]) -> Vec<u8> {
    let prefixed = |prefix: &str, bytes: &[u8]| [prefix.as_bytes(), wrap::base32(bytes).as_bytes()].concat();
    match how % 10 {
        0 => rest.to_vec(),
        1 => content_of(rest),
        // An ICAO barcode: signed; signed and compressed; not signed.
        2 => prefixed("RDB1B", rest),
        3 => prefixed("RDB1D", &wrap::deflate(rest)),
        4 => prefixed("RDB1A", rest),
        // A health certificate: the envelope, its claims, its contents, the compressed bytes.
        5 => wrap::dcc(rest),
        6 => wrap::dcc(&wrap::envelope(rest, &[1, 2, 3, 4, 5, 6, 7, 8])),
        7 => wrap::dcc(&wrap::envelope(&wrap::claims(rest), &[])),
        8 => [b"HC1:", wrap::base45(rest).as_bytes()].concat(),
        // Contents of a seal for non-constrained environments.
        _ => [
            &br#"{"data":{"hdr":{"is":"UTO","t":"icao.vacc","v":1},"msg":"#[..],
            rest,
            br#"},"sig":{"alg":"ES256","cer":"","sigvl":"AAAA"}}"#,
        ]
        .concat(),
    }
}

fn examine(content: &[u8], with: u8) {
    let kind = recognise(content);
    let Ok(seal) = read_seal(content) else { return };
    assert_eq!(Some(seal.kind()), kind);
    comes_back(&seal);
    features(seal.features(), content.len().max(1 << 20));
    let at = (with & 2 != 0).then(|| Timestamp("2026-07-01T12:00:00Z".parse().expect("a moment")));
    let none = SignerCertificates::new();
    let verdict = seal.verify(if with & 1 == 0 { &CERTIFICATES } else { &none }, at);
    comes_back(&verdict);
    assert!(seal.to_json(&verdict).is_object());
    assert_eq!(verdict.answer == LaboratoryAnswer::Holds, verdict.signature == SignatureState::Valid && signer_is_known(&verdict));
    if verdict.answer == LaboratoryAnswer::Holds {
        assert!(with & 1 == 0, "without a certificate nothing holds");
        if let Some(signed) = signed(&seal) {
            assert!(SIGNED.contains(&Hash::Sha256.digest(&signed)), "a signature holds over bytes that were never signed");
        }
    }
    for zone in seal.machine_readable_zones() {
        assert!(zone_differences(&zone, &zone).is_empty());
    }
}

fn signer_is_known(verdict: &guilloche_fuzz::reading::seal::SealVerdict) -> bool {
    verdict.signer.as_ref().is_some_and(|signer| !signer.within_seal)
}

/// The bytes that are signed, of the kinds that tell them.
fn signed(seal: &Seal) -> Option<Vec<u8>> {
    let (raw, length) = match seal {
        Seal::Vds(seal) => (&seal.raw, seal.signed_length),
        Seal::Idb(seal) => (&seal.raw, seal.signed_length),
        Seal::VdsNc(_) | Seal::Dcc(_) => return None,
    };
    from_hex(raw)?.get(..length).map(<[u8]>::to_vec)
}

/// Values are bytes of the seal: together no longer than it.
fn features(all: &[SealFeature], most: usize) {
    let bytes: usize = all.iter().map(|feature| feature.hex.len() / 2).sum();
    assert!(bytes <= most);
    for feature in all {
        assert!(from_hex(&feature.hex).is_some());
        features(&feature.features, feature.hex.len() / 2);
    }
}
