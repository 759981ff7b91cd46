//! Answers, proposals, suggestion and conclusion as they stand in a findings record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::vocabulary::words;
use super::super::{FraudCode, ItemId, Measurement, MethodVersion, PageOf, RectMm, Sha256, Timestamp, ZoneId};
use super::{Person, Stage, UnknownKeys};

words! {
    /// The answer to one item of a checklist.
    AnswerCode {
        Conforms = "conforms", "Conforms";
        DoesNotConform = "does-not-conform", "Does not conform";
        Inconclusive = "inconclusive", "Inconclusive";
        NotExamined = "not-examined", "Not examined";
        NotApplicable = "not-applicable", "Not applicable";
    }

    /// Why an item was not examined.
    UnexaminedReason {
        NotAvailable = "not-available", "Not available";
        NoEquipment = "no-equipment", "No equipment";
        NoReference = "no-reference", "No reference";
        OutOfScope = "out-of-scope", "Out of scope";
        WouldDamage = "would-damage", "Would damage the item";
        TimeLimit = "time-limit", "Time limit";
        Other = "other", "Other";
    }
}

/// The answer to one item of the checklist, with everything it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ObservationRecord {
    /// The item.
    pub item_id: ItemId,
    /// The exhibit it is about.
    pub exhibit: String,
    /// Title of the section it stands in.
    pub section: String,
    /// Its title.
    pub title: String,
    /// The question.
    pub question: String,
    /// Whether the conclusion depends on it.
    pub critical: bool,
    /// The examiner's answer; `None` while nobody has given one.
    pub answer: Option<AnswerCode>,
    /// Why it was not examined.
    pub reason: Option<UnexaminedReason>,
    /// What the examiner adds.
    pub remark: Option<String>,
    /// What the program proposes.
    pub proposal: Option<ProposalRecord>,
    /// Pictures it rests on.
    pub evidence: Vec<EvidenceRecord>,
    /// Who answered.
    pub by: Option<Person>,
    /// When it was observed.
    pub observed_at: Option<Timestamp>,
    /// When it was entered.
    pub entered_at: Option<Timestamp>,
    /// How much the examiner knew.
    pub stage: Stage,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// What the program proposes for one item, and the proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProposalRecord {
    /// The answer it proposes.
    pub verdict: AnswerCode,
    /// Why, as a code.
    pub code: String,
    /// The same in English.
    pub text: String,
    /// What was measured.
    pub measurements: Vec<Measurement>,
    /// The page compared with.
    pub reference: Option<PageOf>,
    /// The zone measured.
    pub zone: Option<ZoneId>,
    /// The method.
    pub method: MethodVersion,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// A picture an answer rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceRecord {
    /// The capture it was cut from.
    pub capture: Sha256,
    /// Where on the page, in mm.
    pub area: Option<RectMm>,
    /// Its path beside the record, if exported.
    pub file: Option<String>,
    /// The sum of that file.
    pub sha256: Option<Sha256>,
    /// What it shows.
    pub caption: Option<String>,
}

/// What was read by machine, as its readers write it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct MachineData {
    /// The machine-readable zone.
    pub mrz: Option<Value>,
    /// Keys that this version does not know: barcodes, seals, chip files.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// What the program suggests, by which rule, from which items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SuggestionRecord {
    /// The level of the scale.
    pub level: String,
    /// The rule that fired first, as a code.
    pub rule: String,
    /// The rule in English.
    pub text: String,
    /// Items that speak for it.
    #[serde(rename = "for")]
    pub items_for: Vec<ItemId>,
    /// Items that speak against it.
    #[serde(rename = "against")]
    pub items_against: Vec<ItemId>,
    /// Items that are missing.
    pub missing: Vec<ItemId>,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// A scale of conclusions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleRecord {
    /// Its name.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Its title.
    pub title: String,
    /// Its levels, in order.
    pub levels: Vec<ScaleLevelRecord>,
}

/// One level of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleLevelRecord {
    /// Its code.
    pub code: String,
    /// Its wording.
    pub wording: String,
    /// When it is used.
    pub definition: String,
}

/// What the examiner concludes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ConclusionRecord {
    /// The scale.
    pub scale: String,
    /// The level on it.
    pub level: String,
    /// Kinds of fraud found, the main one first.
    pub codes: Vec<FraudCode>,
    /// The reasons.
    pub reasons: String,
    /// Why it differs from the suggestion, if it does.
    pub differs_because: Option<String>,
    /// Who concludes.
    pub by: Person,
    /// When.
    pub at: Timestamp,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}
