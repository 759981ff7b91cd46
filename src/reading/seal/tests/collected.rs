//! The collected visible digital seals and ICAO barcodes, each with its truth.

use super::*;

fn certificates(folder: &std::path::Path) -> SignerCertificates {
    let mut certificates = SignerCertificates::new();
    let mut files: Vec<_> = std::fs::read_dir(folder.join("certs")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        certificates.add_file(&std::fs::read(file).unwrap()).unwrap();
    }
    certificates
}

#[test]
fn every_header_feature_and_signature_is_right() {
    let Some((folder, items)) = truth("vds") else { return };
    let certificates = certificates(&folder);
    let mut examined = 0;
    for item in items.iter().filter(|item| item["kind"] == "VDS") {
        let id = &item["id"];
        let seal = read_seal(&from_hex(item["raw_hex"].as_str().unwrap()).unwrap()).unwrap();
        let verdict = seal.verify(&certificates, None);
        let said = seal.to_json(&verdict);
        let decoded = &item["decoded"];
        for key in [
            "raw_version",
            "issuing_country",
            "signer_id",
            "cert_ref",
            "issue_date",
            "signature_date",
            "feature_definition",
            "type_category",
            "header_length",
            "signature_hex",
            "signed_length",
        ] {
            assert!(decoded.is_null() || said[key] == decoded[key], "{id} {key}: {}", said[key]);
        }
        for (read, right) in said["features"].as_array().unwrap().iter().zip(decoded["features"].as_array().into_iter().flatten()) {
            assert_eq!((&read["tag"], &read["hex"]), (&right["tag"], &right["hex"]), "{id}");
            let value = read["value"].as_str().map(|value| value.replace('\n', ""));
            if let Some(value) = value {
                let allowed = [&right["if_c40"], &right["if_utf8"]].map(|text| text.as_str().unwrap_or_default().replace('<', " "));
                assert!(allowed.contains(&value.replace('<', " ")), "{id}: {value}");
            }
        }
        match item["signature_valid"].as_bool() {
            Some(valid) => assert_eq!(verdict.signature == SignatureState::Valid, valid, "{id}"),
            None => assert_eq!(verdict.signature, SignatureState::NoCertificate, "{id}"),
        }
        if item["signature_valid"] == false {
            assert_eq!(verdict.signature, SignatureState::Invalid, "{id}");
            assert_eq!(verdict.status_reasons, [StatusReason::InvalidSignature], "{id}");
        }
        examined += 1;
    }
    assert!(examined > 0);
}

#[test]
fn contents_are_those_that_the_origin_asserts() {
    let Some((_, items)) = truth("vds") else { return };
    for item in &items {
        let Some(asserted) = item["asserted_by_origin"].as_object() else { continue };
        let seal = read_seal(&from_hex(item["raw_hex"].as_str().unwrap()).unwrap()).unwrap();
        let values: Vec<String> = seal.features().iter().filter_map(|feature| feature.value.clone()).collect();
        for (name, value) in
            asserted.iter().filter(|(name, _)| name.chars().all(|character| character.is_ascii_uppercase() || character == '_'))
        {
            let value = value.as_str().unwrap();
            let mut value = value.to_owned();
            if value.len() == 8 && name.contains("DATE") {
                value.insert(6, '-');
                value.insert(4, '-');
            }
            assert!(values.contains(&value), "{} {name}: {value} is not among {values:?}", item["id"]);
        }
    }
}

#[test]
fn barcodes_of_icao_are_read_to_the_end() {
    let Some((folder, items)) = truth("vds") else { return };
    for item in items.iter().filter(|item| item["kind"] == "IDB") {
        let seal = read_seal(item["barcode_text"].as_str().unwrap().as_bytes()).unwrap();
        let Seal::Idb(idb) = &seal else { panic!("{}", item["id"]) };
        assert!(idb.notes.is_empty(), "{} {:?}", item["id"], idb.notes);
        assert!(!idb.messages.is_empty());
        for zone in seal.machine_readable_zones() {
            let lengths: Vec<usize> = zone.iter().map(String::len).collect();
            assert!(matches!(lengths[..], [44, 44] | [36, 36] | [30, 30, 30]), "{} {zone:?}", item["id"]);
        }
        // Their signer is among the certificates, by the end of its SHA-1.
        let verdict = seal.verify(&certificates(&folder), None);
        assert_eq!((verdict.signature, verdict.answer), (SignatureState::Valid, LaboratoryAnswer::Holds), "{}", item["id"]);
        let mut changed = idb.clone();
        let mut bytes = from_hex(&changed.raw).unwrap();
        bytes[20] ^= 1;
        changed.raw = to_hex(&bytes);
        assert_eq!(changed.verify(&certificates(&folder), None).signature, SignatureState::Invalid, "{}", item["id"]);
        assert_eq!(seal.verify(&SignerCertificates::new(), None).signature, SignatureState::NoCertificate);
    }
}
