//! The laboratory: how it is named in reports, and what it asks of its work.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Sha256;

/// What a laboratory asks for before a report may leave. A change of these is an entry of the audit log like any other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LaboratoryRules {
    /// Whether a second person has to review technically, and another than the examiner has to authorise.
    pub review_required: bool,
    /// Whether a review is blind unless somebody says otherwise and why.
    pub review_blind: bool,
    /// Whether examinations are opened stage by stage; going without it is put on record.
    pub staged: bool,
    /// After how many minutes without a touch the desktop asks for the passphrase again; 0 for never.
    pub idle_lock_minutes: u32,
}

impl Default for LaboratoryRules {
    /// One person on one machine: nobody else is there to review.
    fn default() -> Self {
        Self { review_required: false, review_blind: true, staged: false, idle_lock_minutes: 0 }
    }
}

impl LaboratoryRules {
    /// What a laboratory of several people starts with.
    pub fn several_people() -> Self {
        Self { review_required: true, review_blind: true, staged: true, idle_lock_minutes: 10 }
    }
}

/// How a laboratory appears in its reports, and by which rules it works.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LaboratorySheet {
    /// Its name.
    pub name: String,
    /// Its address.
    pub address: String,
    /// Its accreditation, as it stands in reports; empty if it has none.
    pub accreditation: String,
    /// A statement that stands in every report, in the words of the laboratory; empty for none.
    pub statement: String,
    /// The picture of its emblem, PNG, kept like a capture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub emblem: Option<Sha256>,
    /// By which rules it works.
    pub rules: LaboratoryRules,
}
