//! The collected dumps and document security objects, if they are there.

use std::path::{Path, PathBuf};

use serde_json::Value;

use super::super::*;
use crate::domain::Verdict;

const TODAY: &str = "2026-07-01";

fn set() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/emrtd");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("left out: ../shared/data/emrtd is absent");
    None
}

fn items(folder: &Path, kinds: &[&str]) -> Vec<Value> {
    let truth: Value = serde_json::from_slice(&std::fs::read(folder.join("truth.json")).unwrap()).unwrap();
    let all = truth["items"].as_array().unwrap();
    all.iter().filter(|item| kinds.contains(&item["kind"].as_str().unwrap())).cloned().collect()
}

fn files(folder: &Path) -> Vec<ChipFile> {
    let mut files: Vec<ChipFile> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| ChipFile { name: path.file_name().unwrap().to_string_lossy().into_owned(), bytes: std::fs::read(&path).unwrap() })
        .filter(|file| file.name != "csca.der")
        .collect();
    files.sort_by(|one, other| one.name.cmp(&other.name));
    files
}

fn read(files: &[ChipFile], store: &TrustStore) -> ChipReading {
    authenticate(files, store, &Beside { today: TODAY.parse().unwrap(), printed_zone: None }).unwrap()
}

fn master_list(folder: &Path) -> TrustStore {
    let mut store = TrustStore::new();
    for item in items(folder, &["master-list"]) {
        let file = item["file"].as_str().unwrap();
        store.add_master_list(file, &std::fs::read(folder.join(file)).unwrap()).unwrap();
    }
    store
}

#[test]
fn every_dump_gives_what_is_known_of_it() {
    let Some(folder) = set() else { return };
    for item in items(&folder, &["lds-dump", "sod"]) {
        let (id, expected, place) = (&item["id"], &item["expect"], folder.join(item["dir"].as_str().unwrap()));
        let mut store = TrustStore::new();
        if let Ok(authority) = std::fs::read(place.join("csca.der")) {
            store.add_certificate("csca.der", &authority).unwrap();
        }
        let reading = read(&files(&place), &store);
        let json = reading.to_json();
        assert_eq!(json["sod_signature"], expected["sod_signature"], "{id}");
        for (number, outcome) in expected["dg_hashes"].as_object().into_iter().flatten() {
            assert_eq!(&json["dg_hashes"][number], outcome, "{id}, group {number}");
        }
        if expected["chain"].as_str().is_some_and(|chain| chain.starts_with("valid")) {
            assert_eq!(reading.chain, ChainState::Valid, "{id}");
        }
        if expected["mrz"].is_array() {
            assert_eq!(json["mrz"], expected["mrz"], "{id}");
        }
        if expected["hash_algorithm"].is_string() && reading.hash.is_some() {
            assert_eq!(json["hash_algorithm"], expected["hash_algorithm"], "{id}");
        }
        // What is cut short speaks neither for nor against a document.
        let unreadable = expected["sod_signature"] == "unreadable";
        let broken = item["derived_from"].is_string() && !id.as_str().unwrap().ends_with("dg2-missing");
        assert_eq!(broken && !unreadable, reading.verdict() == Verdict::DoesNotConform, "{id}");
        assert!(!unreadable || reading.verdict() == Verdict::Inconclusive, "{id}");
    }
}

#[test]
fn a_dump_gives_its_portrait_and_its_protocols() {
    let Some(folder) = set() else { return };
    let reading = read(&files(&folder.join("bsi2008")), &TrustStore::new());
    let portrait = reading.portrait.as_ref().unwrap();
    assert_eq!((portrait.format, portrait.width, portrait.height), (PictureFormat::Jpeg2000, Some(337), Some(449)));
    assert_eq!(portrait.bytes.len(), portrait.size);
    assert!(reading.protocols.iter().any(|protocol| protocol.name.contains("hip authentication")), "{:?}", reading.protocols);
    assert_eq!(reading.active_authentication_key.as_deref(), Some("RSA 1024 bits (the RSA modulus is written as a negative number)"));
    assert_eq!(reading.lds_version.as_deref(), Some("1.7"));
    assert_eq!(reading.verdict(), Verdict::Inconclusive);
    // Nothing of the picture, or of fingerprints and irises, is in what is written.
    let written = serde_json::to_string(&reading).unwrap();
    assert!(written.len() < 20_000 && written.contains("\"reason\":\"no-csca-of-country\""));
}

#[test]
fn the_authority_is_found_in_the_master_list() {
    let Some(folder) = set() else { return };
    let store = master_list(&folder);
    let list = &store.master_lists()[0];
    let expected = &items(&folder, &["master-list"])[0]["expect"];
    assert_eq!((list.signature, list.signer_chain), (Outcome::Passed, Outcome::Passed), "{}", list.signature_text);
    assert_eq!(serde_json::json!(list.certificates), expected["certificates"]);
    assert_eq!(serde_json::json!(list.per_country), expected["per_country"]);
    assert!(list.notes.is_empty(), "{:?}", list.notes);
    for item in items(&folder, &["sod"]) {
        let reading = read(&files(&folder.join(item["dir"].as_str().unwrap())), &store);
        assert_eq!(reading.chain, ChainState::Valid, "{}: {:?}", item["id"], reading.step(StepName::Chain));
    }
    // A test signer that no state answers for.
    let reading = read(&files(&folder.join("bsi2008")), &store);
    assert_eq!((reading.chain, reading.verdict()), (ChainState::NoCsca, Verdict::Inconclusive));
}

#[test]
fn every_certificate_of_the_master_list_verifies_with_its_own_key() {
    let Some(folder) = set() else { return };
    let store = master_list(&folder);
    for certificate in store.authorities().iter().map(|trusted| &trusted.certificate).step_by(5) {
        assert_eq!(certificate.signed_by(certificate), Ok(()), "{}", certificate.subject.text);
    }
}

#[test]
fn a_changed_master_list_is_refused() {
    let Some(folder) = set() else { return };
    let mut bytes = std::fs::read(folder.join("masterlist/NL_ML_2026-07-22.ml")).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let mut store = TrustStore::new();
    match store.add_master_list("changed", &bytes) {
        Ok(facts) => assert_eq!(facts.signature, Outcome::Failed),
        Err(error) => println!("{error}"),
    }
    assert!(store.authorities().is_empty());
    bytes.truncate(middle);
    assert!(store.add_master_list("cut", &bytes).is_err());
}
