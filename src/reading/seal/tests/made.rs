//! Seals made for the purpose: both versions, every way in which issuers write them, and the verdicts.

use serde_json::json;

use super::making::{certificate, coded, element, sign};
use super::*;
use crate::domain::Timestamp;

const ZONE: &str = "VCUTODOE<<JO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<1234567XY7UTO5203116M2005250";

fn at(day: &str) -> Timestamp {
    Timestamp(format!("{day}T12:00:00Z").parse().unwrap())
}

fn certificates() -> SignerCertificates {
    let mut certificates = SignerCertificates::new();
    certificates.add_der(&certificate("UT", "TS", &[0x1A, 0xB2])).unwrap();
    certificates
}

/// A header of 1 June 2023 with a reference written as given.
fn header(version: u8, signer_and_reference: &str, feature_definition: u8, category: u8) -> Vec<u8> {
    let encode = c40::tests::encode;
    [&[0xDC, version][..], &encode("UTO"), &encode(signer_and_reference), &[0x5B, 0xBC, 0x77].repeat(2), &[feature_definition, category]]
        .concat()
}

fn sealed(header_and_features: Vec<u8>) -> Vec<u8> {
    let signature = sign(&header_and_features);
    [header_and_features, element(0xFF, &signature)].concat()
}

fn visa(version: u8, reference: &str) -> Vec<u8> {
    let features =
        [element(1, &c40::tests::encode(ZONE)), element(3, &[2]), element(4, &[15, 10, 0]), element(5, &c40::tests::encode("ABC123456"))];
    [header(version, reference, 0x5D, 0x01), features.concat()].concat()
}

fn vds(bytes: &[u8]) -> Vds {
    match read_seal(bytes).unwrap() {
        Seal::Vds(vds) => *vds,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_visa_of_either_version_verifies() {
    for (version, reference, shown) in [(2, "UTTS01AB2", "01AB2"), (3, "UTTS041AB2", "1AB2"), (3, "UTTS0800001AB2", "00001AB2")] {
        let seal = vds(&sealed(visa(version, reference)));
        assert_eq!((seal.header.signer.as_str(), seal.header.certificate_reference.as_str()), ("UTTS", shown));
        assert_eq!((seal.header.issuer.as_str(), seal.header.issue_date.text.as_str()), ("UTO", "2023-06-01"), "{version}");
        assert_eq!((seal.document_type.as_deref(), seal.notes.len()), (Some("visa"), 0), "{:?}", seal.notes);
        let values: Vec<_> = seal.features.iter().map(|feature| feature.value.as_deref().unwrap()).collect();
        assert_eq!(values[1..], ["2", "15 days, 10 months, 0 years", "ABC123456"]);
        let verdict = seal.verify(&certificates(), Some(at("2024-01-01")));
        assert_eq!(
            (verdict.signature, verdict.status, verdict.answer),
            (SignatureState::Valid, Some(SealStatus::Valid), LaboratoryAnswer::Holds)
        );
        assert_eq!((verdict.status_reasons.len(), verdict.fraud_potential), (0, None));
        assert!(verdict.statements.iter().any(|statement| statement.contains("R-5.2")));
    }
}

#[test]
fn each_status_comes_with_its_reason() {
    let seal = vds(&sealed(visa(3, "UTTS041AB2")));
    let expired = seal.verify(&certificates(), Some(at("2031-01-01")));
    assert_eq!(
        (expired.signature, expired.status, expired.fraud_potential),
        (SignatureState::Valid, Some(SealStatus::Invalid), Some(FraudPotential::Medium))
    );
    assert_eq!(expired.status_reasons, [StatusReason::ExpiredCertificate]);

    let unknown = vds(&sealed(visa(3, "UTTS041AB3"))).verify(&certificates(), None);
    assert_eq!(
        (unknown.status_reasons.as_slice(), unknown.answer),
        (&[StatusReason::UnknownCertificate][..], LaboratoryAnswer::Inconclusive)
    );
    assert!(unknown.statements[0].contains("inconclusive") && unknown.statements[0].contains("R-5.1"));

    let mut bytes = sealed(visa(3, "UTTS041AB2"));
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    let broken = vds(&bytes).verify(&certificates(), None);
    assert_eq!((broken.status_reasons.as_slice(), broken.answer), (&[StatusReason::InvalidSignature][..], LaboratoryAnswer::DoesNotHold));
    assert_eq!(broken.fraud_potential, Some(FraudPotential::High));

    let unsigned = vds(&visa(3, "UTTS041AB2"));
    assert!(unsigned.notes.iter().any(|note| note.kind == NoteKind::NoSignature));
    assert_eq!(unsigned.verify(&certificates(), None).status_reasons, [StatusReason::WrongFormat]);

    let unknown_feature = sealed([visa(3, "UTTS041AB2"), element(99, &[1])].concat());
    let verdict = vds(&unknown_feature).verify(&certificates(), None);
    assert_eq!((verdict.status, verdict.status_reasons.as_slice()), (Some(SealStatus::Valid), &[StatusReason::UnknownFeature][..]));
}

#[test]
fn other_ways_of_writing_are_read_with_a_note() {
    let kinds = |seal: &Vds| seal.notes.iter().map(|note| note.kind).collect::<Vec<_>>();
    // Twelve characters, written as `12`: in hexadecimal digits that would be eighteen.
    let decimal = vds(&sealed(visa(3, "UTTS12000000001AB2")));
    assert_eq!((decimal.header.certificate_reference.as_str(), kinds(&decimal)), ("000000001AB2", vec![NoteKind::DecimalLength]));
    assert_eq!(decimal.verify(&certificates(), None).signature, SignatureState::Valid);
    let hexadecimal = vds(&sealed(visa(3, "UTTS0C000000001AB2")));
    assert_eq!((hexadecimal.header.certificate_reference.as_str(), kinds(&hexadecimal)), ("000000001AB2", vec![]));

    // Version 3 with a length of more than 127, in one byte as the standard has it and as in DER.
    let long = |length: &[u8]| [header(2, "UTTS01AB2", 0x77, 0x02), vec![9], length.to_vec(), vec![0x31; 200]].concat();
    let plain = vds(&sealed(long(&[200])));
    assert_eq!((plain.features[0].hex.len(), kinds(&plain)), (400, vec![NoteKind::UnknownProfile]));
    let der = vds(&sealed(long(&[0x81, 200])));
    assert_eq!((der.features[0].hex.len(), kinds(&der)), (400, vec![NoteKind::OtherLengthForm, NoteKind::UnknownProfile]));
    assert!(der.features[0].value.is_none() && der.features[0].possible.iter().any(|text| text.contains("1111")));

    // A length of `80`, which is none in DER: as empty it leads through, and so it does as 128 bytes.
    let open = [header(3, "UTTS041AB2", 0x77, 0x02), vec![9, 0x80, 10, 126], vec![0x31; 126]].concat();
    let open = vds(&sealed(open));
    assert_eq!(open.features.iter().map(|feature| (feature.tag, feature.hex.len())).collect::<Vec<_>>(), [(9, 0), (10, 252)]);
    assert_eq!(kinds(&open), [NoteKind::OpenLength, NoteKind::UnknownProfile]);

    let test = vds(&sealed(visa(2, "UTTS00000")));
    assert_eq!(kinds(&test), [NoteKind::TestReference]);
    let followed = vds(&[sealed(visa(2, "UTTS01AB2")), vec![0; 3]].concat());
    assert_eq!(kinds(&followed), [NoteKind::BytesAfterEnd]);
    assert_eq!(followed.verify(&certificates(), None).signature, SignatureState::Valid);
    // As text of Latin-1 characters.
    let bytes = sealed(visa(2, "UTTS01AB2"));
    let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
    assert_eq!(vds(text.as_bytes()), vds(&bytes));
}

#[test]
fn what_is_no_seal_is_an_error() {
    assert_eq!(read_vds(&[]), Err(SealError::Truncated { part: "the header" }));
    assert_eq!(read_vds(&[0xDC, 0x01, 0, 0]), Err(SealError::UnsupportedVersion { found: 1 }));
    assert_eq!(read_vds(&[0xDD, 0x03, 0, 0]), Err(SealError::Unknown));
    assert!(matches!(read_vds(&vec![0xDC; 5000]), Err(SealError::TooLong { .. })));
    let bytes = visa(3, "UTTS041AB2");
    for length in 0..header(3, "UTTS041AB2", 0x5D, 1).len() {
        assert!(read_vds(&bytes[..length]).is_err(), "{length}");
    }
    assert_eq!(read_seal(b"no seal"), Err(SealError::Unknown));
    // As digits, in a file or typed.
    let digits = to_hex(&bytes).to_uppercase();
    assert_eq!(content_of(format!("{digits}\n").as_bytes()), bytes);
    assert_eq!((content_of(&bytes), content_of(b"HC1:AB ")), (bytes.clone(), b"HC1:AB ".to_vec()));
}

/// An ICAO barcode with a zone; compressed or not, with or without its certificate.
fn barcode(compressed: bool, brought: &[u8], reference: [u8; 5]) -> String {
    let zone = "P<UTODOE<<JO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<1234567XY7UTO5203116M2005250<<<<<<<<<<<<<<00";
    let group =
        element(0x61, &[element(8, &c40::tests::encode(zone)), element(0x86, &[6]), element(0x84, &[0, 0x40, 0x93, 0x5A])].concat());
    let head = [&c40::tests::encode("UTO")[..], &[1], &reference, &[0, 0x5B, 0xBC, 0x77]].concat();
    let signed = [head, group].concat();
    let brought = if brought.is_empty() { Vec::new() } else { element(0x7E, brought) };
    let mut bytes = [&signed[..], &brought, &element(0x7F, &sign(&signed))].concat();
    if compressed {
        bytes = inflate::tests::deflate(&bytes);
    }
    let text = coded(&bytes, 5, b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567");
    format!("RDB1{}{text}", if compressed { 'D' } else { 'B' })
}

#[test]
fn a_barcode_of_icao_verifies_with_known_and_with_brought_certificates() {
    let der = certificate("UT", "TS", &[1]);
    let sha1 = crate::reading::signature::Hash::Sha1.digest(&der);
    let reference: [u8; 5] = sha1[15..].try_into().unwrap();
    let mut known = SignerCertificates::new();
    known.add_der(&der).unwrap();
    for compressed in [false, true] {
        let seal = read_seal(barcode(compressed, &[], reference).as_bytes()).unwrap();
        assert_eq!(seal.machine_readable_zones()[0][1], "1234567XY7UTO5203116M2005250<<<<<<<<<<<<<<00");
        assert_eq!(
            seal.features().iter().map(|feature| feature.value.as_deref()).collect::<Vec<_>>()[1..],
            [Some("Temporary passport"), Some("2026-04-23")]
        );
        assert_eq!(seal.notes(), []);
        let verdict = seal.verify(&known, None);
        assert_eq!((verdict.signature, verdict.answer), (SignatureState::Valid, LaboratoryAnswer::Holds));
        assert_eq!(seal.verify(&SignerCertificates::new(), None).signature, SignatureState::NoCertificate);
    }
    let brought = read_seal(barcode(true, &der, reference).as_bytes()).unwrap();
    let verdict = brought.verify(&SignerCertificates::new(), None);
    assert_eq!((verdict.signature, verdict.answer), (SignatureState::Valid, LaboratoryAnswer::Inconclusive));
    assert_eq!((verdict.status, verdict.status_reasons.as_slice()), (Some(SealStatus::Invalid), &[StatusReason::UnknownCertificate][..]));
    assert_eq!(brought.verify(&known, None).answer, LaboratoryAnswer::Holds);
    for text in ["RDB1", "RDB1E", "RDB1BAA", "RDB1AMFRA", "RDB2BAA", "RDB1Ba"] {
        assert!(read_idb(text).is_err(), "{text}");
    }
}

fn base64(bytes: &[u8]) -> String {
    coded(bytes, 6, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
}

#[test]
fn a_seal_for_non_constrained_environments_verifies_in_any_order_of_its_keys() {
    let der = certificate("UT", "TS", &[1]);
    let data = json!({
        "msg": { "uvci": "U32870", "pid": { "n": "Doe\u{20ac} Jo", "dob": "1990-01-02" }, "ve": [{ "vd": [{ "seq": 1, "dvc": "2021-03-03" }] }] },
        "hdr": { "v": 1, "is": "UTO", "t": "icao.vacc" },
    });
    let canonical = r#"{"hdr":{"is":"UTO","t":"icao.vacc","v":1},"msg":{"pid":{"dob":"1990-01-02","n":"Doe€ Jo"},"uvci":"U32870","ve":[{"vd":[{"dvc":"2021-03-03","seq":1}]}]}}"#;
    let sig = json!({ "alg": "ES256", "cer": base64(&der), "sigvl": base64(&sign(canonical.as_bytes())) });
    let text = json!({ "sig": sig, "data": data }).to_string();
    let seal = read_seal(text.as_bytes()).unwrap();
    let Seal::VdsNc(read) = &seal else { panic!() };
    assert_eq!(read.signed, canonical);
    assert_eq!((read.kind.as_str(), read.version.as_str(), read.issuer.as_str()), ("icao.vacc", "1", "UTO"));
    assert!(read.claims.iter().any(|claim| claim.path == "ve.0.vd.0.dvc" && claim.title.as_deref() == Some("Date of vaccination")));
    let mut known = SignerCertificates::new();
    assert_eq!(seal.verify(&known, None).answer, LaboratoryAnswer::Inconclusive);
    known.add_der(&der).unwrap();
    let verdict = seal.verify(&known, Some(at("2024-01-01")));
    assert_eq!(
        (verdict.signature, verdict.answer, verdict.status),
        (SignatureState::Valid, LaboratoryAnswer::Holds, Some(SealStatus::Valid))
    );
    let changed = read_seal(text.replace("1990-01-02", "1991-01-02").as_bytes()).unwrap();
    assert_eq!(changed.verify(&known, None).signature, SignatureState::Invalid);
    let other = read_seal(text.replace("ES256", "none").as_bytes()).unwrap();
    assert_eq!(other.verify(&known, None).signature, SignatureState::NotPossible);
    assert!(read_vds_nc(&text.replacen("\"alg\"", "\"cer\"", 1)).is_err());
    // Written as JSON it says which kind of seal it is, and comes back.
    let written = serde_json::to_string(&seal).unwrap();
    assert_eq!((written.matches("\"kind\"").count(), serde_json::from_str(&written).ok()), (1, Some(seal)));
}

/// A health certificate with these contents, in an envelope whose signature does not hold.
fn health_certificate(contents: &[u8]) -> Dcc {
    let claims = [&[0xA1, 0x39, 0x01, 0x03, 0xA1, 0x01][..], contents].concat();
    let payload = [&[0x59][..], &u16::try_from(claims.len()).unwrap().to_be_bytes(), &claims].concat();
    let envelope = [&[0x84, 0x40, 0xA0][..], &payload, &[0x41, 0]].concat();
    let digits = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    let text: String = inflate::tests::deflate(&envelope)
        .chunks(2)
        .flat_map(|pair| {
            let number = pair.iter().fold(0, |sum, byte| sum * 256 + usize::from(*byte));
            [number % 45, number / 45 % 45, number / 2025].into_iter().take(pair.len() + 1).map(|digit| char::from(digits[digit]))
        })
        .collect();
    read_dcc(&format!("HC1:{text}")).unwrap()
}

#[test]
fn keys_within_keys_do_not_swell() {
    // Every key is a map whose key is a map.
    let dcc = health_certificate(&[vec![0xA1; 18], vec![0x98, 200], vec![0x60; 200], vec![0; 18]].concat());
    assert!(dcc.steps.iter().any(|step| step.name == StepName::Claims && step.state == StepState::Failed), "{:?}", dcc.steps);
    assert_eq!(dcc.certificate, None);
}

#[test]
fn contents_of_null_are_none() {
    let dcc = health_certificate(&[0xF6]);
    assert!(dcc.steps.iter().any(|step| step.name == StepName::Schema && step.state == StepState::Failed), "{:?}", dcc.steps);
    let written = serde_json::to_string(&dcc).unwrap();
    assert_eq!((&dcc.certificate, serde_json::from_str(&written).ok()), (&None, Some(dcc.clone())));
}

#[test]
fn certificates_come_in_files_of_either_form() {
    let der = certificate("UT", "TS", &[1]);
    let body = base64(&der);
    let pem = format!("-----BEGIN CERTIFICATE-----\n{body}\n-----END CERTIFICATE-----\n").repeat(2);
    let mut certificates = SignerCertificates::new();
    assert_eq!((certificates.add_file(&der).ok(), certificates.add_file(pem.as_bytes()).ok(), certificates.len()), (Some(1), Some(2), 3));
    assert!(certificates.add_file(b"none").is_err() && certificates.add_file(b"").is_err());
}
