//! A machine-readable zone as a report shows it.

use serde::Serialize;
use serde_json::Value;

use super::say::{Line, Say};
use super::{Fact, labelled};
use crate::domain::Light;

/// The machine-readable zone, as far as its reader's output has the usual keys.
#[derive(Debug, Serialize)]
pub(super) struct MrzView {
    format: Line,
    lines: Vec<String>,
    /// Who read it, as a sentence; empty in records that do not say.
    source: Line,
    fields: Vec<Fact>,
    checks: Vec<CheckRow>,
}

#[derive(Debug, Serialize)]
struct CheckRow {
    name: Line,
    sign: &'static str,
    result: Line,
}

impl MrzView {
    pub(super) fn of(value: &Value, say: &Say<'_>) -> Option<Self> {
        let lines: Vec<String> = value.get("lines")?.as_array()?.iter().filter_map(|line| line.as_str().map(str::to_owned)).collect();
        let fields = value.get("fields").and_then(Value::as_object);
        let parted = fields.is_some_and(|fields| fields.contains_key("surname"));
        let format = value.get("format").and_then(Value::as_str).filter(|format| !format.is_empty());
        let field = |(key, value): (&String, &Value)| {
            let text = scalar(value, say).or_else(|| scalar(value.get("value")?, say))?;
            Some(labelled(say.label("mrz-field", key), text))
        };
        (!lines.is_empty()).then(|| Self {
            format: format.map(|format| say.sentence("report", "mrz-format", [("format", say.value(format))])).unwrap_or_default(),
            lines,
            source: value.get("source").map(|read| source(read, say)).unwrap_or_default(),
            fields: fields.into_iter().flatten().filter(|(key, _)| !(parted && *key == "name")).filter_map(field).collect(),
            checks: value.get("checks").and_then(Value::as_array).into_iter().flatten().filter_map(|row| check(row, say)).collect(),
        })
    }
}

fn scalar(value: &Value, say: &Say<'_>) -> Option<Line> {
    match value {
        Value::String(text) if !text.is_empty() => Some(say.value(text)),
        Value::Number(number) => Some(say.value(&number.to_string())),
        Value::Bool(flag) => Some(say.label("mrz", if *flag { "yes" } else { "no" })),
        _ => None,
    }
}

fn check(check: &Value, say: &Say<'_>) -> Option<CheckRow> {
    let name = check.get("name").or_else(|| check.get("field"))?.as_str()?;
    let told = |key| check.get(key).and_then(|value| scalar(value, say));
    let (sign, result) = match (check.get("ok").and_then(Value::as_bool), told("expected"), told("found")) {
        (Some(true), ..) => ("yes", say.label("mrz", "right")),
        (Some(false), Some(expected), Some(found)) => {
            ("no", say.sentence("mrz", "wrong-digit", [("expected", expected), ("found", found)]))
        }
        (Some(false), ..) => ("no", say.label("mrz", "wrong")),
        (None, ..) => ("none", say.label("mrz", "not-checked")),
    };
    Some(CheckRow { name: say.label("mrz-check", name), sign, result })
}

/// Who read the machine-readable zone. What the program read is its reading and nobody's word.
fn source(source: &Value, say: &Say<'_>) -> Line {
    let text = |key: &str| source.get(key).and_then(Value::as_str);
    match text("by") {
        Some("examiner") => say.label("mrz", "typed"),
        Some("program") => {
            let doubtful = source.get("doubtful").and_then(Value::as_array).map_or(0, Vec::len);
            let light = text("light").and_then(|code| code.parse::<Light>().ok());
            let light = light.map_or_else(|| say.label("mrz", "a-picture"), |light| say.word(light).lower());
            let doubt = if doubtful == 0 { say.label("mrz", "no-doubt") } else { say.counted("mrz", "doubt", doubtful, []) };
            say.sentence("mrz", "read", [("light", light), ("doubt", doubt)])
        }
        _ => Line::default(),
    }
}
