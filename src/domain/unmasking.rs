//! Sequential unmasking: the document alone, then the reference, then records, then the context (`standards.md` 3.7).
//!
//! What an examiner saw before they knew more is sealed when the next stage opens. Later changes are allowed and stand beside the first
//! judgement with their reason; nothing takes the first one away.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::case_life::Person;
use super::checklist::{Item, ReferenceNeed};
use super::vocabulary::words;
use super::{Examination, ItemId, Mark, Measured, Method, Observation, Sha256, Timestamp};

words! {
    /// How much is open to the examiner, each stage with all before it.
    UnmaskingStage {
        /// Condition, processes, measurements, arithmetic of the machine-readable zone.
        Document = "document", "The document alone";
        /// Comparisons with the series.
        Reference = "reference", "With the reference";
        /// Chip, records of stolen and lost documents.
        Records = "records", "With records";
        /// The traveller's story, intelligence, alerts.
        Context = "context", "With the context";
    }
}

impl UnmaskingStage {
    /// Its number, from 1.
    pub const fn number(self) -> u8 {
        match self {
            Self::Document => 1,
            Self::Reference => 2,
            Self::Records => 3,
            Self::Context => 4,
        }
    }

    /// The stage after it.
    pub const fn next(self) -> Option<Self> {
        match self {
            Self::Document => Some(Self::Reference),
            Self::Reference => Some(Self::Records),
            Self::Records => Some(Self::Context),
            Self::Context => None,
        }
    }

    /// The first stage at which `item` can be answered: what compares needs the reference, what asks records needs them.
    pub fn of(item: &Item) -> Self {
        let has = |method| item.methods.contains(&method);
        if has(Method::Database) || has(Method::Chip) {
            Self::Records
        } else if item.reference == ReferenceNeed::Required || has(Method::ReferenceCompare) {
            Self::Reference
        } else {
            Self::Document
        }
    }
}

/// That an examination goes without stages, by whom and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OptOut {
    /// Who decided it.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// Why; never empty.
    pub reason: String,
}

/// Everything that stood when a stage was closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StageSnapshot {
    /// The answers.
    pub observations: BTreeMap<ItemId, Observation>,
    /// The machine-readable zone as typed.
    pub mrz_text: String,
    /// The marks.
    pub marks: Vec<Mark>,
    /// The measurements.
    pub measurements: Vec<Measured>,
}

impl StageSnapshot {
    fn of(examination: &Examination) -> Self {
        Self {
            observations: examination.observations.clone(),
            mrz_text: examination.mrz_text.clone(),
            marks: examination.marks.clone(),
            measurements: examination.measurements.clone(),
        }
    }

    /// The sum over its canonical form (RFC 8785).
    ///
    /// # Errors
    ///
    /// If it holds a number that JSON does not.
    pub fn sum(&self) -> serde_json::Result<Sha256> {
        serde_json_canonicalizer::to_vec(self).map(|bytes| Sha256::of(&bytes))
    }
}

/// A stage that was closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StageSeal {
    /// Which.
    pub stage: UnmaskingStage,
    /// Who opened the next one.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// The sum of the snapshot, which the audit log holds too.
    pub sha256: Sha256,
    /// What stood then.
    pub snapshot: StageSnapshot,
}

/// A change of an answer that had been sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Revision {
    /// The item.
    pub item: ItemId,
    /// How much was open when it was changed.
    pub stage: UnmaskingStage,
    /// The answer before; `None` if it had been taken back.
    pub before: Option<Box<Observation>>,
    /// The answer from then on; `None` takes it back.
    pub after: Option<Box<Observation>>,
    /// Why; never empty.
    pub reason: String,
    /// Who changed it.
    pub by: Person,
    /// When.
    pub at: Timestamp,
}

/// How far an examination has been opened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Unmasking {
    /// Whether it goes stage by stage.
    pub staged: bool,
    /// How much is open.
    pub open: UnmaskingStage,
    /// Why it goes without stages, where the laboratory asks for them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opted_out: Option<OptOut>,
    /// The stages that were closed, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seals: Vec<StageSeal>,
    /// What was changed of sealed answers, in order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
}

impl Default for Unmasking {
    /// Without stages, as on a machine of one person.
    fn default() -> Self {
        Self { staged: false, open: UnmaskingStage::Context, opted_out: None, seals: Vec::new(), revisions: Vec::new() }
    }
}

/// A step of unmasking that cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UnmaskingError {
    /// It goes without stages.
    #[error("this examination goes without stages")]
    NotStaged,
    /// Everything is open.
    #[error("every stage is open")]
    AllOpen,
    /// Findings have been issued.
    #[error("findings have been issued from this examination; it cannot change any more")]
    Frozen,
    /// There is an answer or a seal already.
    #[error("an examination that has begun keeps its stages")]
    HasBegun,
    /// Without a reason.
    #[error("going without stages needs a reason")]
    NeedsReason,
    /// A number without a form.
    #[error("what stands cannot be sealed: {0}")]
    NotSealed(String),
}

impl Unmasking {
    /// Stage by stage, from the document alone.
    pub fn staged() -> Self {
        Self { staged: true, open: UnmaskingStage::Document, ..Self::default() }
    }

    /// Whether what belongs to `stage` may be seen.
    pub fn shows(&self, stage: UnmaskingStage) -> bool {
        !self.staged || stage <= self.open
    }

    /// The seal under which `item` was first answered.
    pub fn sealed(&self, item: &ItemId) -> Option<&StageSeal> {
        self.seals.iter().find(|seal| seal.snapshot.observations.contains_key(item))
    }

    /// How much the examiner knew when `item` was first answered: the stage of its seal, or what is open now.
    pub fn stage_of(&self, item: &ItemId) -> UnmaskingStage {
        self.sealed(item).map_or(self.open, |seal| seal.stage)
    }

    /// The seals whose sum is not that of their snapshot.
    pub fn broken(&self) -> impl Iterator<Item = &StageSeal> {
        self.seals.iter().filter(|seal| seal.snapshot.sum().ok() != Some(seal.sha256))
    }
}

impl Examination {
    /// Seals what stands and opens the next stage. There is no way back.
    ///
    /// # Errors
    ///
    /// [`UnmaskingError`] if there is no next stage, or if nothing may change any more.
    pub fn open_next_stage(&mut self, by: Person, at: Timestamp) -> Result<&StageSeal, UnmaskingError> {
        if self.frozen {
            return Err(UnmaskingError::Frozen);
        }
        if !self.unmasking.staged {
            return Err(UnmaskingError::NotStaged);
        }
        let Some(next) = self.unmasking.open.next() else { return Err(UnmaskingError::AllOpen) };
        let snapshot = StageSnapshot::of(self);
        let sha256 = snapshot.sum().map_err(|error| UnmaskingError::NotSealed(error.to_string()))?;
        self.unmasking.seals.push(StageSeal { stage: self.unmasking.open, by, at, sha256, snapshot });
        self.unmasking.open = next;
        self.unmasking.seals.last().ok_or(UnmaskingError::AllOpen)
    }

    /// Opens everything at once, with the reason on record; only before anything has been answered.
    ///
    /// # Errors
    ///
    /// [`UnmaskingError`] without a reason, without stages, or once something has been answered.
    pub fn go_without_stages(&mut self, by: Person, at: Timestamp, reason: &str) -> Result<(), UnmaskingError> {
        if self.frozen {
            return Err(UnmaskingError::Frozen);
        }
        if !self.unmasking.staged {
            return Err(UnmaskingError::NotStaged);
        }
        if !self.unmasking.seals.is_empty() || !self.observations.is_empty() {
            return Err(UnmaskingError::HasBegun);
        }
        if reason.trim().is_empty() {
            return Err(UnmaskingError::NeedsReason);
        }
        let opted_out = Some(OptOut { by, at, reason: reason.trim().to_owned() });
        self.unmasking = Unmasking { opted_out, ..Unmasking::default() };
        Ok(())
    }

    /// The examination with what is not open yet left out: nobody who reads it can see further than the stage.
    pub fn as_open(&self, stage_of: impl Fn(&ItemId) -> UnmaskingStage) -> Self {
        let mut seen = self.clone();
        let unmasking = &self.unmasking;
        seen.proposals.retain(|item, _| unmasking.shows(stage_of(item)));
        if !unmasking.shows(UnmaskingStage::Reference) {
            seen.reference = None;
            seen.analysis.candidates.clear();
            seen.analysis.known = false;
            seen.analysis.placements.clear();
            seen.analysis.set_aside.clear();
            seen.analysis.comparisons.clear();
            seen.analysis.visual_fields.clear();
        }
        if !unmasking.shows(UnmaskingStage::Records) {
            seen.chip = None;
        }
        seen
    }
}

#[cfg(test)]
mod tests;
