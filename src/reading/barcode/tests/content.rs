//! What stands in symbols of driving licences and boarding passes.

use std::path::Path;

use serde_json::{Value, json};

use crate::reading::barcode::{AamvaRemark, parse_aamva, parse_bcbp};

#[test]
fn payloads_say_what_they_should() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data/barcode-content/truth.json");
    let Ok(text) = std::fs::read_to_string(file) else {
        eprintln!("left out: ../shared/data/barcode-content is absent");
        return;
    };
    let truth: Value = serde_json::from_str(&text).unwrap();
    for item in truth["items"].as_array().unwrap() {
        let payload = item["payload"].as_str().unwrap();
        let read = match item["kind"].as_str() {
            Some("AAMVA") => parse_aamva(payload).ok().map(|card| json!(card)),
            _ => parse_bcbp(payload).ok().map(|pass| json!(pass)),
        };
        if item["expect"] == json!("rejected") {
            assert_eq!(read, None, "{}", item["id"]);
            continue;
        }
        agrees(&item["expect"], &read.unwrap(), item["id"].as_str().unwrap());
    }
}

/// Whether all that is expected is there.
fn agrees(expected: &Value, read: &Value, at: &str) {
    match (expected, read) {
        (Value::Object(expected), Value::Object(read)) => {
            for (key, value) in expected {
                agrees(value, &read[key], &format!("{at}: {key}"));
            }
        }
        (Value::Array(expected), Value::Array(read)) => {
            assert_eq!(expected.len(), read.len(), "{at}");
            expected.iter().zip(read).for_each(|(expected, read)| agrees(expected, read, at));
        }
        _ => assert_eq!(expected, read, "{at}"),
    }
}

#[test]
fn offsets_that_are_wrong_are_told() {
    let text = "@\n\u{1e}\rANSI 636999090002DL00410288ZV03290015DL\nDCSSPECIMEN\nDAQ1\n";
    let card = parse_aamva(text).unwrap();
    let remarks: Vec<AamvaRemark> = card.notes.iter().map(|note| note.remark).collect();
    assert!(remarks.contains(&AamvaRemark::WrongLength) && remarks.contains(&AamvaRemark::MissingSubfile));
}
