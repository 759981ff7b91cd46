//! The short form of a reading, for scripts.

use serde_json::{Map, Value, json};

use super::{FieldName, MrzReading};

impl MrzReading {
    /// The reading as one flat object: `fields` by name with what they say, `checks` as a list of `name` and `ok`.
    ///
    /// The full form, with positions and raw characters, is what serialising the reading gives.
    pub fn to_json(&self) -> Value {
        let mut fields: Map<String, Value> = self.fields.iter().map(|field| (field.name.code().to_owned(), json!(field.value))).collect();
        for (name, value) in [(FieldName::Surname, &self.names.primary), (FieldName::Given, &self.names.secondary)] {
            fields.insert(name.code().to_owned(), json!(value));
        }
        let checks: Vec<Value> = self
            .checks
            .iter()
            .map(|check| {
                json!({
                    "name": check.name, "kind": check.kind, "ok": check.ok, "rule": check.rule,
                    "expected": check.expected, "found": check.found, "line": check.line, "column": check.column,
                })
            })
            .collect();
        let notes: Vec<Value> = self
            .fields
            .iter()
            .flat_map(|field| field.notes.iter().map(|note| json!({ "field": field.name, "note": note, "text": note.title() })))
            .collect();
        json!({
            "format": self.format,
            "lines": self.lines,
            "fields": fields,
            "checks": checks,
            "digits_hold": self.digits_hold(),
            "name_may_be_shortened": self.names.truncated,
            "unprotected": self.unprotected,
            "notes": notes,
            "input_notes": self.input_notes,
            "proposals": self.proposals,
            "specimen": self.specimen,
        })
    }
}
