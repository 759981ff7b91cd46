//! The collected EU Digital COVID Certificates, each with what its origin expects.

use super::*;
use crate::domain::Timestamp;

/// A moment as the origin writes it: with an offset, with one without a colon, or with none, which is taken as UTC.
fn moment(text: &str) -> Timestamp {
    let with_zone = |text: &str| text.parse::<jiff::Timestamp>().ok();
    let colon = text.split_at_checked(text.len().saturating_sub(2)).map(|(head, minutes)| format!("{head}:{minutes}"));
    let parsed = with_zone(text).or_else(|| colon.and_then(|text| with_zone(&text))).or_else(|| with_zone(&format!("{text}Z")));
    Timestamp(parsed.unwrap())
}

/// The signer certificate of an item, if it has one.
fn signer(item: &Value) -> SignerCertificates {
    let mut certificates = SignerCertificates::new();
    if let Some(der) = item["certificate"].as_str().and_then(|text| text_codes::from_base64(text.trim()).ok()) {
        certificates.add_der(&der).unwrap();
    }
    certificates
}

/// Whether a step of reading went as expected; one that was not reached did not.
fn passed(dcc: &Dcc, name: StepName) -> bool {
    dcc.steps.iter().any(|step| step.name == name && step.state == StepState::Passed)
}

#[test]
fn every_expectation_of_the_origin_is_met() {
    let Some((_, items)) = truth("dcc") else { return };
    let mut checked = 0;
    for item in &items {
        let certificates = signer(item);
        let text = item["prefix"].as_str().unwrap();
        let read = read_dcc(text);
        let at = moment(item["validation_clock"].as_str().unwrap());
        let verdict = read.as_ref().ok().map(|dcc| dcc.verify(&certificates, Some(at)));
        let step = |name| verdict.as_ref().and_then(|verdict| verdict.step(name));
        for (flag, expected) in item["expected"].as_object().unwrap() {
            let met = match flag.as_str() {
                "EXPECTEDUNPREFIX" => read.is_ok(),
                "EXPECTEDB45DECODE" => read.as_ref().is_ok_and(|dcc| passed(dcc, StepName::Base45)),
                "EXPECTEDCOMPRESSION" => read.as_ref().is_ok_and(|dcc| passed(dcc, StepName::Compression)),
                "EXPECTEDDECODE" | "EXPECTEDVALIDOBJECT" => read.as_ref().is_ok_and(|dcc| passed(dcc, StepName::Claims)),
                "EXPECTEDVALIDJSON" => read.as_ref().is_ok_and(|dcc| dcc.certificate.is_some()),
                "EXPECTEDSCHEMAVALIDATION" => step(StepName::Schema) == Some(StepState::Passed),
                "EXPECTEDVERIFY" => verdict.as_ref().is_some_and(|verdict| verdict.signature == SignatureState::Valid),
                "EXPECTEDKEYUSAGE" => step(StepName::KeyUsage) == Some(StepState::Passed),
                "EXPECTEDEXPIRATIONCHECK" => step(StepName::Times) == Some(StepState::Passed),
                // About pictures and about writing.
                _ => continue,
            };
            checked += 1;
            assert_eq!(met, expected.as_bool().unwrap(), "{} {flag}: {:?}", item["id"], verdict.as_ref().map(|verdict| &verdict.steps));
        }
        if let (Ok(dcc), Some(contents)) = (&read, item["json"].as_object()) {
            assert_eq!(dcc.certificate.as_ref().and_then(Value::as_object), Some(contents), "{}", item["id"]);
        }
        if let (Ok(dcc), Some(envelope), true) = (&read, item["cose"].as_str(), item["expected"]["EXPECTEDCOMPRESSION"] != false) {
            assert_eq!(dcc.envelope, envelope.to_lowercase(), "{}", item["id"]);
        }
    }
    println!("{checked} expectations of {} certificates", items.len());
    assert!(checked > 0);
}

#[test]
fn a_changed_character_or_another_key_never_verifies() {
    let Some((_, items)) = truth("dcc") else { return };
    for item in items.iter().filter(|item| item["expected"]["EXPECTEDVERIFY"] == true).take(6) {
        let certificates = signer(item);
        let dcc = read_dcc(item["prefix"].as_str().unwrap()).unwrap();
        let whole = from_hex(&dcc.envelope).unwrap();
        for place in (0..whole.len()).step_by(whole.len() / 40) {
            let mut changed = whole.clone();
            changed[place] ^= 0x01;
            let changed = Dcc { envelope: to_hex(&changed), ..dcc.clone() };
            assert_ne!(changed.verify(&certificates, None).signature, SignatureState::Valid, "{} {place}", item["id"]);
        }
        let verdict = dcc.verify(&SignerCertificates::new(), None);
        assert_eq!((verdict.signature, verdict.answer), (SignatureState::NoCertificate, LaboratoryAnswer::Inconclusive));
    }
}
