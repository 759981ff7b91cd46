//! Findings as a file: written, read back with limits, and summed in canonical form.

use serde_json::Value;

use crate::domain::Sha256;
use crate::domain::findings::{FINDINGS_FORMAT, Findings, Integrity, RESULT_KEYS};

/// What is accepted from a file of findings.
#[derive(Debug, Clone, Copy)]
pub struct RecordLimits {
    /// The longest file in bytes.
    pub max_bytes: usize,
}

impl Default for RecordLimits {
    fn default() -> Self {
        Self { max_bytes: 64 << 20 }
    }
}

/// A record that could not be written or read.
#[derive(Debug, thiserror::Error)]
pub enum RecordError {
    /// The file is longer than is accepted.
    #[error("the record has {length} bytes; at most {limit} are accepted")]
    TooLong {
        /// Its length.
        length: usize,
        /// The limit.
        limit: usize,
    },
    /// It is not JSON, or a key has the wrong content.
    #[error("the record cannot be read: {0}")]
    Content(#[source] serde_json::Error),
    /// It is JSON, but of another format or a later major version.
    #[error("expected the format `{FINDINGS_FORMAT}`, found {found}")]
    OtherFormat {
        /// What stands in its place.
        found: String,
    },
    /// A number in it cannot be written in JSON.
    #[error("the record cannot be written: {0}")]
    NotWritable(#[source] serde_json::Error),
}

/// A record as it was read.
///
/// `raw` holds every key of the file, known or not, so that passing the record on loses nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// What this version understands of it.
    pub findings: Findings,
    /// The whole file as a value.
    pub raw: Value,
}

/// Reads a record; the opposite of [`write_record`].
///
/// # Errors
///
/// [`RecordError::TooLong`], [`RecordError::OtherFormat`] for a file that opens with another format, [`RecordError::Content`]
/// with line and column for anything else. A key that is given twice is refused.
pub fn read_record(bytes: &[u8], limits: &RecordLimits) -> Result<Record, RecordError> {
    if bytes.len() > limits.max_bytes {
        return Err(RecordError::TooLong { length: bytes.len(), limit: limits.max_bytes });
    }
    let raw: Value = serde_json::from_slice(bytes).map_err(RecordError::Content)?;
    match raw.get("format") {
        Some(Value::String(format)) if format == FINDINGS_FORMAT => {}
        Some(Value::String(other)) => return Err(RecordError::OtherFormat { found: format!("`{}`", clipped(other)) }),
        _ => return Err(RecordError::OtherFormat { found: "none".to_owned() }),
    }
    // Read from the bytes and not from the value, which would take the last of two equal keys without a word.
    let findings = serde_json::from_slice(bytes).map_err(RecordError::Content)?;
    Ok(Record { findings, raw })
}

fn clipped(text: &str) -> String {
    text.chars().take(60).collect()
}

/// Writes a record for people and programs: indented JSON with its own sum under `integrity`, and a final line feed.
///
/// # Errors
///
/// [`RecordError::NotWritable`] if a number is infinite or not a number.
pub fn write_record(findings: &Findings) -> Result<Vec<u8>, RecordError> {
    let mut sealed = findings.clone();
    let signatures = sealed.integrity.take().map(|integrity| integrity.signatures).unwrap_or_default();
    sealed.integrity = Some(Integrity { record_sha256: record_hash(findings)?, signatures });
    let mut bytes = serde_json::to_vec_pretty(&sealed).map_err(RecordError::NotWritable)?;
    bytes.push(b'\n');
    // An infinite number is written as `null`, which does not read back.
    serde_json::from_slice::<Findings>(&bytes).map_err(RecordError::NotWritable)?;
    Ok(bytes)
}

/// The SHA-256 of a record in canonical form (RFC 8785) without its key `integrity`.
///
/// # Errors
///
/// [`RecordError::NotWritable`] if a number is infinite or not a number.
pub fn record_hash(findings: &Findings) -> Result<Sha256, RecordError> {
    value_hash(serde_json::to_value(findings).map_err(RecordError::NotWritable)?)
}

/// The SHA-256 of the results of a record in canonical form: its [`RESULT_KEYS`] and nothing else.
///
/// # Errors
///
/// [`RecordError::NotWritable`] if a number is infinite or not a number.
pub fn results_hash(findings: &Findings) -> Result<Sha256, RecordError> {
    results_value_hash(&serde_json::to_value(findings).map_err(RecordError::NotWritable)?)
}

/// As [`results_hash`], from the file.
pub(super) fn results_value_hash(record: &Value) -> Result<Sha256, RecordError> {
    let results: serde_json::Map<String, Value> =
        RESULT_KEYS.iter().filter_map(|key| Some(((*key).to_owned(), record.get(*key)?.clone()))).collect();
    let canonical = serde_json_canonicalizer::to_vec(&results).map_err(RecordError::NotWritable)?;
    Ok(Sha256::of(&canonical))
}

/// As [`record_hash`], over every key of the file.
pub(super) fn value_hash(mut value: Value) -> Result<Sha256, RecordError> {
    if let Value::Object(keys) = &mut value {
        keys.shift_remove("integrity");
    }
    let canonical = serde_json_canonicalizer::to_vec(&value).map_err(RecordError::NotWritable)?;
    Ok(Sha256::of(&canonical))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::export::sample;
    use proptest::prelude::*;

    #[test]
    fn a_record_reads_back_as_it_was_written() {
        let findings = sample::findings();
        let record = read_record(&write_record(&findings).unwrap(), &RecordLimits::default()).unwrap();
        assert_eq!(record.findings.integrity, Some(Integrity { record_sha256: record_hash(&findings).unwrap(), signatures: Vec::new() }));
        assert_eq!(Findings { integrity: None, ..record.findings }, findings);
    }

    #[test]
    fn unknown_keys_survive_and_count_in_the_sum() {
        let mut value = serde_json::to_value(sample::findings()).unwrap();
        value["case_uco"] = serde_json::json!({ "@context": "x", "n": [1, 2.5, null] });
        value["items"][0]["holder_note"] = "kept".into();
        value["suggestion"]["weight"] = 3.into();
        let record = read_record(&serde_json::to_vec(&value).unwrap(), &RecordLimits::default()).unwrap();
        assert_eq!(record.raw, value);
        assert_eq!(record.findings.extra["case_uco"]["n"][1], 2.5);
        assert_eq!(record.findings.items[0].extra["holder_note"], "kept");
        let written = serde_json::to_value(&record.findings).unwrap();
        assert_eq!(written["case_uco"], value["case_uco"]);
        assert_eq!(written["items"][0]["holder_note"], "kept");
        assert_ne!(record_hash(&record.findings).unwrap(), record_hash(&sample::findings()).unwrap());
    }

    #[test]
    fn the_sum_does_not_depend_on_order_or_spaces() {
        let findings = sample::findings();
        let Value::Object(keys) = serde_json::to_value(&findings).unwrap() else { panic!("an object") };
        let turned: serde_json::Map<_, _> = keys.into_iter().rev().collect();
        let text = serde_json::to_string_pretty(&turned).unwrap();
        let record = read_record(text.as_bytes(), &RecordLimits::default()).unwrap();
        assert_eq!(value_hash(record.raw).unwrap(), record_hash(&findings).unwrap());
    }

    #[test]
    fn another_format_a_double_key_and_a_long_file_are_refused() {
        let limits = RecordLimits::default();
        assert!(matches!(read_record(b"{\"format\":\"document-fraud-alert/1\"}", &limits), Err(RecordError::OtherFormat { .. })));
        assert!(matches!(read_record(b"[]", &limits), Err(RecordError::OtherFormat { .. })));
        assert!(matches!(read_record(b"{", &limits), Err(RecordError::Content(_))));
        assert!(matches!(read_record(b"{}", &RecordLimits { max_bytes: 1 }), Err(RecordError::TooLong { length: 2, limit: 1 })));
        let text = String::from_utf8(write_record(&sample::findings()).unwrap()).unwrap();
        let twice = text.replacen("\"report_id\"", "\"report_id\": \"other\", \"report_id\"", 1);
        assert!(matches!(read_record(twice.as_bytes(), &limits), Err(RecordError::Content(_))));
    }

    #[test]
    fn a_number_that_json_cannot_hold_is_refused() {
        let mut findings = sample::findings();
        findings.comparisons[0].comparison.measurements[0].value = f64::INFINITY;
        assert!(matches!(write_record(&findings), Err(RecordError::NotWritable(_))));
    }

    proptest! {
        #[test]
        fn no_prefix_of_a_record_panics(cut in 0.0..1.0f64) {
            let bytes = write_record(&sample::findings()).unwrap();
            let end = (bytes.len() as f64 * cut) as usize;
            prop_assert!(read_record(&bytes[..end], &RecordLimits::default()).is_err());
        }
    }
}
