//! The JSON Schema of findings files: made from the types, kept in `assets/schema`, applied without a network.

use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::Value;

use crate::domain::Findings;

/// The schema as it is handed out (JSON Schema 2020-12).
pub const FINDINGS_SCHEMA: &str = include_str!("../../assets/schema/document-examination-record-1.schema.json");

/// How many departures [`schema_errors`] lists at the most.
const MAX_ERRORS: usize = 20;

static VALIDATOR: LazyLock<Result<Validator, String>> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(FINDINGS_SCHEMA).map_err(|error| error.to_string())?;
    jsonschema::draft202012::new(&schema).map_err(|error| error.to_string())
});

/// Where a record departs from its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError {
    /// The place as a JSON Pointer; empty for the record as a whole.
    pub place: String,
    /// What is wrong there.
    pub message: String,
}

/// Makes the schema from the types.
///
/// # Errors
///
/// Never in practice: only if the schema could not be written as JSON.
pub fn generated_schema() -> Result<String, serde_json::Error> {
    let mut schema = schemars::schema_for!(Findings);
    schema.insert("$id".to_owned(), "urn:guilloche:document-examination-record:1".into());
    schema.insert("title".to_owned(), "document-examination-record/1".into());
    serde_json::to_string_pretty(&schema).map(|text| text + "\n")
}

/// Lists where `record` departs from the schema; empty if it holds. At most 20 places are listed.
///
/// # Errors
///
/// The message of a schema that could not be compiled, which a test excludes.
pub fn schema_errors(record: &Value) -> Result<Vec<SchemaError>, String> {
    let validator = VALIDATOR.as_ref().map_err(Clone::clone)?;
    let error = |error: jsonschema::ValidationError<'_>| SchemaError {
        place: error.instance_path().to_string(),
        message: error.to_string().chars().take(300).collect(),
    };
    Ok(validator.iter_errors(record).take(MAX_ERRORS).map(error).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::export::sample;

    #[test]
    fn the_kept_schema_is_the_one_made_from_the_types() {
        let generated = generated_schema().unwrap();
        if std::env::var_os("UPDATE_SCHEMA").is_some() {
            let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/schema/document-examination-record-1.schema.json");
            std::fs::write(path, &generated).unwrap();
        } else {
            // Not `assert_eq`: nobody reads two schemas of 80 kB on one line.
            assert!(FINDINGS_SCHEMA == generated, "the types have changed: run the tests with UPDATE_SCHEMA=1 and look at the difference");
        }
    }

    #[test]
    fn a_record_holds_and_a_broken_one_names_the_place() {
        let mut value = serde_json::to_value(sample::findings()).unwrap();
        assert_eq!(schema_errors(&value), Ok(vec![]));
        value["observations"][0]["critical"] = "yes".into();
        let errors = schema_errors(&value).unwrap();
        assert_eq!(errors.len(), 1);
        assert_eq!(errors[0].place, "/observations/0/critical");
    }
}
