//! Collected samples, where a collection lies beside the repository or `GUILLOCHE_SHARED` names one.

use std::path::PathBuf;

use serde_json::Value;

use super::*;

/// The items of a set, `None` if there is no collection.
fn items(set: &str) -> Option<Vec<Value>> {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let roots =
        std::env::var_os("GUILLOCHE_SHARED").map(PathBuf::from).into_iter().chain([here.join("../shared"), here.join("../../shared")]);
    let file = roots.map(|root| root.join("data").join(set).join("truth.json")).find(|file| file.is_file())?;
    let truth: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
    Some(truth["items"].as_array().unwrap().clone())
}

fn text_of(item: &Value) -> String {
    item["lines"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn collected_texts_are_read_as_their_collectors_say() {
    let Some(items) = items("mrz-text") else { return println!("no collection, skipped") };
    let mut wrong = Vec::new();
    for item in &items {
        let id = item["id"].as_str().unwrap();
        let reading = parse_mrz(&text_of(item), today());
        let national = matches!(reading, Err(MrzError::NationalLayout { .. }));
        if item["expect"] == "rejected" || national {
            assert!(reading.is_err(), "{id}");
            continue;
        }
        let reading = reading.unwrap();
        if let Some(format) = item["format"].as_str() {
            assert_eq!(reading.format.code().replace('-', ""), format, "{id}");
        }
        // The collectors sum without the rule for long numbers; one published card sums the mark.
        let notes = &reading.field(FieldName::Number).unwrap().notes;
        let long_number = notes.contains(&Note::LongNumber) && !notes.contains(&Note::MarkSummed);
        for (name, holds) in item["plain_check_digits"].as_object().unwrap() {
            let ours = reading.check(name.parse().unwrap()).unwrap().ok;
            let expected = holds.as_bool().unwrap() || (long_number && name == "document");
            if ours != expected {
                wrong.push(format!("{id} {name}"));
            }
        }
        let fields = &item["fields"];
        for (theirs, ours) in [
            ("lastName", reading.names.primary.as_str()),
            ("surname", &reading.names.primary),
            ("firstName", &reading.names.secondary),
            ("name", &reading.names.secondary),
            ("documentNumber", reading.value(FieldName::Number)),
            ("document_number", reading.value(FieldName::Number)),
            ("nationality", reading.value(FieldName::Nationality)),
        ] {
            if fields[theirs].as_str().is_some_and(|theirs| theirs != ours && theirs != "@doc") {
                wrong.push(format!("{id} {theirs}: {} / {ours}", fields[theirs]));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_zones_of_collected_pictures_fail_where_their_print_does() {
    let Some(items) = items("mrz") else { return println!("no collection, skipped") };
    let mut wrong = Vec::new();
    for item in items.iter().filter(|item| item["format"] != "NONE") {
        let lines = text_of(item);
        let reading = match parse_mrz(&lines, today()) {
            Ok(reading) => reading,
            Err(error) => {
                wrong.push(format!("{lines}: {error}"));
                continue;
            }
        };
        let failing: Vec<&str> = item["checks_failing"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
        let short = |name: CheckName| match name {
            CheckName::Document => "doc",
            CheckName::Personal => "opt",
            CheckName::Composite => "comp",
            other => other.code(),
        };
        let ours: Vec<&str> = reading.failed().filter(|check| check.kind == CheckKind::Digit).map(|check| short(check.name)).collect();
        if reading.format.code().replace('-', "") != item["format"].as_str().unwrap() || ours != failing {
            wrong.push(format!("{lines}: {} {ours:?}, not {failing:?}", reading.format));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
