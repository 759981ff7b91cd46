//! Seals of the test sets, seals made for the purpose, and hostile bytes.

mod certificates_of_health;
mod collected;
mod made;
mod making;
mod properties;

use std::path::PathBuf;

use serde_json::Value;

use super::*;

/// The truth of a test set, or `None` with a line that it is left out.
fn truth(set: &str) -> Option<(PathBuf, Vec<Value>)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/data").join(set);
    let Ok(text) = std::fs::read_to_string(folder.join("truth.json")) else {
        println!("left out: ../shared/data/{set} is absent");
        return None;
    };
    let truth: Value = serde_json::from_str(&text).unwrap();
    Some((folder, truth["items"].as_array().unwrap().clone()))
}
