//! Answers, proposals, suggestion and conclusion as they stand in a findings record.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::recipe::Recipe;
use super::super::{
    Actor, AnswerValue, ChipDump, ConclusionLevel, DataCarrier, FindingCode, ItemId, Light, Matrix, Measurement, NotExaminedReason,
    NotMeasuredReason, Observation, PageOf, PictureSum, ProposalState, RectMm, Revision, Scale, Sha256, Timestamp, Verdict, View, ZoneId,
};
use super::{Stage, UnknownKeys};

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
    pub answer: Option<AnswerValue>,
    /// Why it was not examined.
    pub reason: Option<NotExaminedReason>,
    /// What the examiner adds.
    pub remark: Option<String>,
    /// What the program proposes.
    pub proposal: Option<ProposalRecord>,
    /// Pictures it rests on.
    pub evidence: Vec<EvidenceRecord>,
    /// Who answered.
    pub by: Option<Actor>,
    /// When it was observed.
    pub observed_at: Option<Timestamp>,
    /// When it was entered.
    pub entered_at: Option<Timestamp>,
    /// How much the examiner knew.
    pub stage: Stage,
    /// The first answer, where a sealed one was changed later.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Box<Observation>>,
    /// What was changed of a sealed answer, why and by whom.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// What the program proposes for one item, and the proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProposalRecord {
    /// The answer it proposes; `None` if nothing could be measured.
    pub verdict: Option<Verdict>,
    /// What was found.
    pub code: FindingCode,
    /// Why nothing was measured, if so.
    pub not_measured: Option<NotMeasuredReason>,
    /// What was measured, each with its threshold, method and version.
    pub measurements: Vec<Measurement>,
    /// The page compared with.
    pub reference: Option<PageOf>,
    /// The zones behind it, as in `comparisons`.
    pub zones: Vec<(Light, ZoneId)>,
    /// Details that name fields or rules, as code and text.
    pub details: Vec<(String, String)>,
    /// What became of it.
    pub state: ProposalState,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// A picture an answer rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EvidenceRecord {
    /// The capture it was cut from.
    pub capture: PictureSum,
    /// Where on the page, in mm.
    pub area: Option<RectMm>,
    /// Its path beside the record, if exported.
    pub file: Option<String>,
    /// The sum of that file.
    pub sha256: Option<Sha256>,
    /// What it shows.
    pub caption: Option<String>,
    /// How the capture was adjusted for it, as parameters; nothing for the capture as received.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adjustments: Option<Recipe>,
    /// Everything else that the view showed, as parameters from which it can be made again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<Box<View>>,
}

/// What was read by machine, as its readers write it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct MachineData {
    /// The machine-readable zone.
    pub mrz: Option<Value>,
    /// Everything that holds data of the document: zone, printed fields, barcodes, seals, chip.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub carriers: Vec<DataCarrier>,
    /// The files of the chip, and what examining them gave.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chip: Option<ChipDump>,
    /// All carriers side by side, field by field, and how they agree.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Matrix>,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

/// A scale of conclusions with the definitions that a report prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleRecord {
    /// The scale.
    pub id: Scale,
    /// The version of its wording.
    pub version: String,
    /// Its title.
    pub title: String,
    /// Its levels, in order.
    pub levels: Vec<ScaleLevelRecord>,
}

impl From<Scale> for ScaleRecord {
    fn from(scale: Scale) -> Self {
        let level = |level: &ConclusionLevel| ScaleLevelRecord {
            code: *level,
            wording: level.title().to_owned(),
            definition: level.minimum_basis().to_owned(),
        };
        Self { id: scale, version: "1".to_owned(), title: scale.title().to_owned(), levels: scale.levels().iter().map(level).collect() }
    }
}

/// One level of a scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleLevelRecord {
    /// Its code.
    pub code: ConclusionLevel,
    /// Its wording.
    pub wording: String,
    /// What it rests on at the least.
    pub definition: String,
}
