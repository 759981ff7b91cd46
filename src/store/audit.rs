//! The audit log: who did what to which object when, each entry bound to the one before it (R-3.11).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::domain::{Actor, Sha256, Timestamp};

/// The name of the form in which an entry is hashed.
const ENTRY_FORMAT: &str = "audit-entry/1";

crate::domain::words! {
    /// What an entry of the audit log is about.
    ObjectKind {
        Case = "case", "Case";
        Exhibit = "exhibit", "Exhibit";
        Capture = "capture", "Capture";
        Examination = "examination", "Examination";
        Findings = "findings", "Findings";
        Review = "review", "Review";
        Laboratory = "laboratory", "Laboratory";
        Import = "import", "Import";
        Reference = "reference", "Reference";
        Checklist = "checklist", "Checklist";
        Library = "library", "Library";
        Account = "account", "Account";
        AccountKey = "account-key", "Signing key";
        Store = "store", "Data folder";
    }
}

/// What happened, before it has a place in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry {
    /// When.
    pub at: Timestamp,
    /// How far local time was ahead of UTC, in minutes.
    pub offset_minutes: i16,
    /// Who.
    pub actor: Actor,
    /// In which role, if the actor has one.
    pub role: Option<String>,
    /// What was done, as a short code such as `set-answer`.
    pub action: String,
    /// What it was done to.
    pub object: ObjectKind,
    /// Which one.
    pub object_id: String,
    /// Everything needed to follow it: field, old value, new value, reason.
    pub payload: Value,
}

/// The last entry of the log: to know it is to know that nothing before it was changed or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditHead {
    /// Its number, from 1; 0 for an empty log.
    pub seq: u64,
    /// Its hash.
    pub hash: Sha256,
}

impl AuditHead {
    /// The head of an empty log.
    pub fn start() -> Self {
        Self { seq: 0, hash: Sha256::of(ENTRY_FORMAT.as_bytes()) }
    }
}

/// An entry in its place, with the very texts that are hashed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AuditRecord {
    /// Its number, from 1.
    pub seq: u64,
    /// When, in UTC (RFC 3339).
    pub at: String,
    /// How far local time was ahead of UTC, in minutes.
    pub offset_minutes: i64,
    /// `person` or `program`.
    pub actor_kind: String,
    /// The person's name, or the program's version.
    pub actor: String,
    /// The role, if any.
    pub role: Option<String>,
    /// What was done.
    pub action: String,
    /// What it was done to.
    pub object_kind: String,
    /// Which one.
    pub object_id: String,
    /// What was given with it, as canonical JSON (RFC 8785).
    pub payload: String,
    /// The sums of the states that it left, by object, as canonical JSON.
    pub states: String,
    /// The hash of the entry before it.
    pub prev_hash: String,
    /// Its own hash.
    pub hash: String,
}

impl AuditRecord {
    /// Gives `entry` its place after `head`.
    ///
    /// # Errors
    ///
    /// If the payload has no canonical form.
    pub(super) fn after(head: AuditHead, entry: &AuditEntry, states: &Value) -> serde_json::Result<Self> {
        let (actor_kind, actor) = match &entry.actor {
            Actor::Person(name) => ("person", name),
            Actor::Program(version) => ("program", version),
        };
        let mut record = Self {
            seq: head.seq.saturating_add(1),
            at: entry.at.to_string(),
            offset_minutes: entry.offset_minutes.into(),
            actor_kind: actor_kind.to_owned(),
            actor: actor.clone(),
            role: entry.role.clone(),
            action: entry.action.clone(),
            object_kind: entry.object.code().to_owned(),
            object_id: entry.object_id.clone(),
            payload: serde_json_canonicalizer::to_string(&entry.payload)?,
            states: serde_json_canonicalizer::to_string(states)?,
            prev_hash: head.hash.to_string(),
            hash: String::new(),
        };
        record.hash = record.computed_hash()?.to_string();
        Ok(record)
    }

    /// The sum over the canonical JSON of all its fields but its own hash.
    ///
    /// # Errors
    ///
    /// If the payload or the states are not JSON.
    pub fn computed_hash(&self) -> serde_json::Result<Sha256> {
        let payload: Value = serde_json::from_str(&self.payload)?;
        let states: Value = serde_json::from_str(&self.states)?;
        let fields = json!({
            "format": ENTRY_FORMAT, "seq": self.seq, "at": self.at, "offset_minutes": self.offset_minutes,
            "actor_kind": self.actor_kind, "actor": self.actor, "role": self.role, "action": self.action,
            "object_kind": self.object_kind, "object_id": self.object_id,
            "payload": payload, "states": states, "prev_hash": self.prev_hash,
        });
        serde_json_canonicalizer::to_vec(&fields).map(|bytes| Sha256::of(&bytes))
    }

    /// Whether it follows `head` unchanged; the new head, or what is wrong.
    pub(super) fn follow(&self, head: AuditHead) -> Result<AuditHead, String> {
        let expected = head.seq.saturating_add(1);
        if self.seq != expected {
            return Err(format!("entry {expected} is missing"));
        }
        if self.prev_hash != head.hash.to_string() {
            return Err("it does not follow the entry before it".to_owned());
        }
        for (name, text) in [("payload", &self.payload), ("states", &self.states)] {
            if serde_json_canonicalizer::pipe(text).ok().as_ref() != Some(text) {
                return Err(format!("its {name} has been changed"));
            }
        }
        let hash = self.computed_hash().map_err(|error| error.to_string())?;
        if self.hash != hash.to_string() {
            return Err("its content does not have its hash".to_owned());
        }
        Ok(AuditHead { seq: self.seq, hash })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry() -> AuditEntry {
        AuditEntry {
            at: serde_json::from_str("\"2026-03-01T09:30:00Z\"").unwrap(),
            offset_minutes: 60,
            actor: Actor::Person("E. Examiner".to_owned()),
            role: None,
            action: "open-case".to_owned(),
            object: ObjectKind::Case,
            object_id: "c".to_owned(),
            payload: json!({ "b": 1.5, "a": "ä" }),
        }
    }

    #[test]
    fn the_hash_of_an_entry_stays_the_same_from_version_to_version() {
        let record = AuditRecord::after(AuditHead::start(), &entry(), &json!({})).unwrap();
        assert_eq!(record.payload, r#"{"a":"ä","b":1.5}"#);
        // Computed apart from this program: sha256 over the canonical JSON of the fields.
        assert_eq!(record.hash, "6c076732914a9e3bd490d0178d5debbb15390a485192341aca51dfc9351fe16e");
    }

    #[test]
    fn every_field_is_bound() {
        let head = AuditHead::start();
        let record = AuditRecord::after(head, &entry(), &json!({})).unwrap();
        assert!(record.follow(head).is_ok());
        let spoil: [fn(&mut AuditRecord); 11] = [
            |record| record.seq = 2,
            |record| record.at.push('0'),
            |record| record.offset_minutes = 0,
            |record| record.actor_kind = "program".to_owned(),
            |record| record.actor.push('x'),
            |record| record.role = Some(String::new()),
            |record| record.action.push('x'),
            |record| record.object_id.push('x'),
            |record| record.payload.push(' '),
            |record| record.states = "{\"x\":1}".to_owned(),
            |record| record.prev_hash = record.hash.clone(),
        ];
        for (number, spoil) in spoil.iter().enumerate() {
            let mut spoilt = record.clone();
            spoil(&mut spoilt);
            assert!(spoilt.follow(head).is_err(), "change {number} went unseen");
        }
    }

    proptest! {
        #[test]
        fn any_payload_follows_from_its_own_record(number: f64, whole: u64, negative: i64, text: String) {
            let head = AuditHead::start();
            let mut entry = entry();
            entry.payload = json!({ "number": number, "whole": whole, "negative": negative, text.as_str(): text, "list": [null, true, 1e300] });
            let record = AuditRecord::after(head, &entry, &json!({ "case/1": "0" })).unwrap();
            prop_assert!(record.follow(head).is_ok(), "{:?}", record.follow(head));
        }
    }
}
