//! The short form of a reading, for scripts.

use serde_json::{Map, Value, json};

use super::reading::{ChainState, ChipReading, GroupOutcome, LIMITS, MEANING, SodState};

impl ChipReading {
    /// The reading as one object. The full form is what serialising the reading gives; neither holds pictures.
    pub fn to_json(&self) -> Value {
        let groups: Map<String, Value> = self
            .groups
            .iter()
            .map(|group| {
                let word = match group.outcome {
                    GroupOutcome::Match => "match",
                    GroupOutcome::Mismatch => "mismatch",
                    GroupOutcome::NotInSod => "not in SOD",
                    GroupOutcome::FileMissing => "file missing",
                };
                (group.number.to_string(), json!(word))
            })
            .collect();
        let sod = match self.sod {
            SodState::Valid => "valid",
            SodState::Invalid => "invalid",
            SodState::Unreadable => "unreadable",
            SodState::NotExamined => "not examined",
        };
        let chain = match self.chain {
            ChainState::Valid => "valid",
            ChainState::Invalid => "invalid",
            ChainState::NoCsca => "no CSCA",
        };
        json!({
            "verdict": self.verdict(),
            "sod_signature": sod,
            "dg_hashes": groups,
            "chain": chain,
            "hash_algorithm": self.hash,
            "steps": self.steps,
            "lds_version": self.lds_version,
            "signing_time": self.signing_time,
            "signer": self.signer,
            "authority": self.authority,
            "mrz": self.zone_lines,
            "portrait": self.portrait,
            "displayed_portrait": self.displayed_portrait,
            "displayed_signature": self.displayed_signature,
            "details": self.details,
            "protocols": self.protocols,
            "active_authentication_key": self.active_authentication_key,
            "files": self.files.iter().map(|file| {
                json!({ "name": file.name, "kind": file.kind.map(|kind| kind.to_string()), "size": file.size, "sha256": file.sha256 })
            }).collect::<Vec<_>>(),
            "notes": self.notes,
            "limits": [LIMITS, MEANING],
        })
    }
}
