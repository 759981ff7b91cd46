//! The form of an EU Digital COVID Certificate (schema of the eHealth Network, versions 1.0.0 to 1.3.0).

use serde_json::Value;

use super::dcc_fields::{Fields, Form, GROUPS};
use crate::domain::Date;

/// The longest texts, in characters; earlier versions than 1.3.0 had 50.
const MAX_TEXT: usize = 80;

/// A deviation from the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Deviation {
    /// Where and what, in words.
    pub(super) text: String,
    /// Whether the schema itself forbids it; otherwise it is only unusual.
    pub(super) forbidden: bool,
}

/// The groups of entries that a certificate has.
pub(super) fn groups(certificate: &Value) -> Vec<&'static str> {
    let names = GROUPS.iter().map(|(name, _)| *name);
    names.filter(|name| certificate.get(name).and_then(Value::as_array).is_some_and(|entries| !entries.is_empty())).collect()
}

/// Everything in which a certificate departs from the schema.
pub(super) fn deviations(certificate: &Value) -> Vec<Deviation> {
    let mut found = Found(Vec::new());
    if !certificate.is_object() {
        found.forbidden("it is no object");
        return found.0;
    }
    match certificate.get("ver").and_then(Value::as_str) {
        Some(version) if is_version(version) => {}
        _ => found.forbidden("ver: no version"),
    }
    name(certificate.get("nam"), &mut found);
    birth(certificate.get("dob"), certificate.get("ver").and_then(Value::as_str).unwrap_or_default(), &mut found);
    for (group, fields) in GROUPS {
        match certificate.get(group) {
            None => {}
            Some(Value::Array(entries)) if !entries.is_empty() => {
                for (place, entry) in entries.iter().enumerate() {
                    self::entry(&format!("{group}.{place}"), entry, fields, &mut found);
                }
            }
            // It says as much as if it were not there.
            Some(Value::Null) => found.unusual(&format!("{group}: null")),
            Some(_) => found.forbidden(&format!("{group}: no list of entries")),
        }
    }
    match groups(certificate).len() {
        0 => found.forbidden("there is no entry of a vaccination, a test or a recovery"),
        1 => {}
        _ => found.unusual("there are entries of several kinds"),
    }
    found.0
}

struct Found(Vec<Deviation>);

impl Found {
    fn forbidden(&mut self, text: &str) {
        self.0.push(Deviation { text: text.to_owned(), forbidden: true });
    }

    fn unusual(&mut self, text: &str) {
        self.0.push(Deviation { text: text.to_owned(), forbidden: false });
    }
}

/// Three numbers apart by one character each, as the pattern of the schema has it.
fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn name(name: Option<&Value>, found: &mut Found) {
    let Some(name) = name.filter(|name| name.is_object()) else { return found.forbidden("nam: no name") };
    for (field, required) in [("fnt", true), ("gnt", false), ("fn", false), ("gn", false)] {
        match name.get(field) {
            None if required => found.forbidden(&format!("nam.{field}: missing")),
            None => {}
            Some(Value::String(text)) => {
                let coded = field.ends_with('t');
                if coded && !text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'<') {
                    found.forbidden(&format!("nam.{field}: other characters than A to Z and <"));
                }
                length(&format!("nam.{field}"), text, found);
            }
            Some(_) => found.forbidden(&format!("nam.{field}: no text")),
        }
    }
}

fn length(path: &str, text: &str, found: &mut Found) {
    if text.chars().count() > MAX_TEXT {
        found.forbidden(&format!("{path}: longer than {MAX_TEXT} characters"));
    }
}

/// A birth: year, month and day, from 1900 to 2099, the later parts or all of it left out. Up to version 1.1 more could follow.
fn birth(birth: Option<&Value>, version: &str, found: &mut Found) {
    let Some(text) = birth.and_then(Value::as_str) else { return found.forbidden("dob: no date of birth") };
    let (day, rest) = text.split_at_checked(10).unwrap_or((text, ""));
    let mut parts = day.split('-');
    let digits = |part: &str, count: usize| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let year = parts.next().is_some_and(|year| digits(year, 4) && (year.starts_with("19") || year.starts_with("20")));
    let in_form = year && parts.all(|part| digits(part, 2));
    if !(in_form || text.is_empty()) {
        return found.forbidden("dob: no date");
    }
    if !rest.is_empty() {
        let early = version.starts_with("1.0.") || version.starts_with("1.1.");
        if early { found.unusual("dob: more than a date") } else { found.forbidden("dob: more than a date") }
    }
    if day.len() == 10 && day.parse::<Date>().is_err() {
        found.unusual("dob: no day of the calendar");
    }
}

fn entry(path: &str, entry: &Value, fields: Fields, found: &mut Found) {
    if !entry.is_object() {
        return found.forbidden(&format!("{path}: no entry"));
    }
    for (name, form, required) in fields {
        let path = format!("{path}.{name}");
        match (entry.get(name), form) {
            (None, _) if *required => found.forbidden(&format!("{path}: missing")),
            (None, _) | (Some(Value::String(_)), Form::Code) => {}
            (Some(Value::Null), _) if !required => found.unusual(&format!("{path}: null")),
            (Some(Value::String(text)), Form::Text) => length(&path, text, found),
            (Some(Value::String(text)), Form::Country) => {
                if !text.bytes().any(|byte| byte.is_ascii_uppercase()) {
                    found.forbidden(&format!("{path}: no country"));
                }
            }
            // The schema says what they should be, but does not assert it.
            (Some(Value::String(text)), Form::Day) => {
                if text.parse::<Date>().is_err() || text.len() != 10 {
                    found.unusual(&format!("{path}: no day of the calendar"));
                }
            }
            (Some(Value::String(text)), Form::Moment) => {
                if text.parse::<jiff::Timestamp>().is_err() {
                    found.unusual(&format!("{path}: no date and time with its zone"));
                }
            }
            (Some(Value::Number(number)), Form::Dose) => {
                if !number.as_f64().is_some_and(|dose| (1.0..=9.0).contains(&dose) && dose.fract() == 0.0) {
                    found.forbidden(&format!("{path}: no whole number from 1 to 9"));
                }
            }
            (Some(_), Form::Dose) => found.forbidden(&format!("{path}: no number")),
            (Some(_), _) => found.forbidden(&format!("{path}: no text")),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn certificate() -> Value {
        json!({
            "ver": "1.3.0", "nam": { "fn": "Doe", "fnt": "DOE", "gn": "Jo", "gnt": "JO" }, "dob": "1990-01-09",
            "v": [{ "tg": "840539006", "vp": "J07BX03", "mp": "EU/1/20/1528", "ma": "ORG-100030215", "dn": 1, "sd": 2,
                    "dt": "2021-06-02", "co": "UT", "is": "Ministry", "ci": "URN:UVCI:01:UT:1" }]
        })
    }

    #[test]
    fn a_certificate_in_form_has_no_deviation() {
        assert_eq!(deviations(&certificate()), []);
        assert_eq!(groups(&certificate()), ["v"]);
    }

    #[test]
    fn each_fault_is_named() {
        for (pointer, value, text, forbidden) in [
            ("/ver", json!("1.3"), "ver: no version", true),
            ("/nam", json!({}), "nam.fnt: missing", true),
            ("/nam/fnt", json!("Doe"), "nam.fnt: other characters than A to Z and <", true),
            ("/nam/fn", json!("x".repeat(81)), "nam.fn: longer than 80 characters", true),
            ("/dob", json!("09.01.1990"), "dob: no date", true),
            ("/dob", json!("1990-01-09T00:00:00"), "dob: more than a date", true),
            ("/dob", json!("1990-02-30"), "dob: no day of the calendar", false),
            ("/dob", Value::Null, "dob: no date of birth", true),
            ("/v", json!([]), "v: no list of entries", true),
            ("/v", Value::Null, "v: null", false),
            ("/v", Value::Null, "there is no entry of a vaccination, a test or a recovery", true),
            ("/v/0", json!(1), "v.0: no entry", true),
            ("/v/0/dn", json!(0), "v.0.dn: no whole number from 1 to 9", true),
            ("/v/0/dn", json!("1"), "v.0.dn: no number", true),
            ("/v/0/dt", json!("2021-06"), "v.0.dt: no day of the calendar", false),
            ("/v/0/tg", json!(1), "v.0.tg: no text", true),
            ("/v/0/co", json!("ut"), "v.0.co: no country", true),
        ] {
            let mut certificate = certificate();
            *certificate.pointer_mut(pointer).unwrap() = value;
            assert!(deviations(&certificate).contains(&Deviation { text: text.to_owned(), forbidden }), "{pointer} {text}");
        }
        for dob in ["", "1963", "1963-05"] {
            let mut certificate = certificate();
            certificate["dob"] = json!(dob);
            assert_eq!(deviations(&certificate), [], "{dob}");
        }
        assert!(!deviations(&json!([])).is_empty());
    }
}
