//! The administrative part of a findings record: who, for whom, by which method, under which limits.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::vocabulary::words;
use super::super::{
    Actor, ChecklistId, ConclusionLevel, Date, Decision, ItemCompared, ItemId, Light, NotExaminedReason, PictureSum, Sha256, Timestamp,
    UnmaskingStage,
};
use super::Stated;

words! {
    /// Who may see a record: the Traffic Light Protocol 2.0.
    Marking {
        Clear = "clear", "TLP:CLEAR";
        Green = "green", "TLP:GREEN";
        Amber = "amber", "TLP:AMBER";
        AmberStrict = "amber+strict", "TLP:AMBER+STRICT";
        Red = "red", "TLP:RED";
    }

    /// A kind of check by another person.
    ReviewKind {
        /// A second examiner repeats the critical items without seeing the first answers.
        BlindVerification = "blind-verification", "Blind verification";
        Verification = "verification", "Verification";
        Technical = "technical", "Technical review";
        Administrative = "administrative", "Administrative review";
    }

    /// What a new report does to an issued one.
    AmendmentKind {
        Amends = "amends", "Amends";
        Replaces = "replaces", "Replaces";
    }
}

/// How much the examiner knew: 1 the document alone, 2 and the reference, 3 and records, 4 and the context.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Stage(#[schemars(range(min = 1, max = 4))] pub u8);

/// A stage of the examination that was closed before the next one was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct StageRecord {
    /// Which.
    pub stage: UnmaskingStage,
    /// How many answers stood then.
    pub answers: u32,
    /// The sum of all that stood then.
    pub sha256: Sha256,
    /// Who closed it.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// Who did the work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Laboratory {
    /// Name of the laboratory or office.
    pub name: Stated<String>,
    /// Its address.
    pub address: Stated<String>,
    /// Where the work was done, if elsewhere.
    pub location_of_work: Stated<String>,
    /// Its accreditation, in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accreditation: Option<String>,
    /// A statement that stands in its reports, in its own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub statement: Option<String>,
}

/// What was asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Request {
    /// The customer's number for the request.
    pub number: Stated<String>,
    /// The question put.
    pub question: Stated<String>,
}

/// Something the examiner was told; the laboratory does not answer for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct InformationReceived {
    /// What was said.
    pub text: String,
    /// By whom.
    pub from: Stated<String>,
    /// When the examiner learned of it.
    pub at: Stated<Timestamp>,
    /// The stage at which it was opened.
    pub stage: Stage,
}

/// How the items were examined.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MethodUsed {
    /// The agreed checklist.
    pub checklist: ChecklistUsed,
    /// The program.
    pub program: Program,
    /// Written procedures of the laboratory, by number.
    pub procedures: Vec<String>,
}

/// A checklist as it was when the examination began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChecklistUsed {
    /// Its name.
    pub id: ChecklistId,
    /// Its version.
    pub version: String,
    /// The sum of its file.
    pub sha256: Sha256,
    /// Its title.
    pub title: String,
    /// Whether it had been agreed, as in the file: `draft-for-agreement`, `agreed` or `retired`.
    pub status: String,
}

/// The program that made the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Program {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

/// A departure from the method.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Deviation {
    /// The item of the checklist, if one.
    pub item: Option<ItemId>,
    /// What was done otherwise and why.
    pub remark: String,
}

/// An item of the checklist that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NotExamined {
    /// The item.
    pub item_id: ItemId,
    /// Its title.
    pub title: String,
    /// Why; `None` while nobody has answered it.
    pub reason: Option<NotExaminedReason>,
    /// Whether the conclusion depends on it.
    pub critical: bool,
}

/// What limits the results.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "code", rename_all = "kebab-case", rename_all_fields = "snake_case")]
pub enum Limitation {
    /// Pictures were examined, not the document.
    ImagesOnly,
    /// No genuine reference was held.
    NoReference,
    /// Nobody has confirmed that the reference is genuine.
    ReferenceUnverified {
        /// The reference.
        reference: String,
    },
    /// There was no capture under a light that the reference shows.
    NoCapture {
        /// The light.
        light: Light,
    },
    /// A capture is coarser than needed.
    LowResolution {
        /// The capture.
        capture: PictureSum,
        /// Pixels per inch at the document.
        ppi: f64,
        /// Pixels per inch that are needed.
        needed_ppi: f64,
    },
    /// A capture does not say its resolution, or was not calibrated; lengths come from the reference page.
    ScaleFromReference {
        /// The capture.
        capture: PictureSum,
    },
    /// A capture could not be laid over the reference.
    NotRegistered {
        /// The capture.
        capture: PictureSum,
        /// Why, as a code.
        reason: String,
    },
    /// Critical items were left out.
    CriticalNotExamined {
        /// How many.
        count: u32,
    },
    /// The checklist has not been agreed by an authority.
    ChecklistDraft {
        /// The checklist.
        checklist: ChecklistId,
    },
    /// The document is a specimen.
    Specimen,
    /// Anything else, in words.
    Other {
        /// The words.
        remark: String,
    },
}

impl Limitation {
    /// The limit in English, one sentence.
    pub fn text(&self) -> String {
        match self {
            Self::ImagesOnly => {
                "Pictures were examined, not the physical document. Touch, relief, movement under tilt and the substrate itself \
                                 could not be judged."
                    .to_owned()
            }
            Self::NoReference => "No genuine reference of the series was held.".to_owned(),
            Self::ReferenceUnverified { reference } => format!("Nobody has confirmed that the reference {reference} is genuine."),
            Self::NoCapture { light } => format!("No capture under {}.", lower_first(light.title())),
            Self::LowResolution { capture, ppi, needed_ppi } => {
                format!("Capture {} has {ppi:.0} ppi at the document; {needed_ppi:.0} ppi are needed.", capture.short())
            }
            Self::ScaleFromReference { capture } => {
                format!("The scale of capture {} is taken from the reference page, not from a calibrated device.", capture.short())
            }
            Self::NotRegistered { capture, reason } => {
                format!("Capture {} could not be laid over the reference ({reason}).", capture.short())
            }
            Self::CriticalNotExamined { count: 1 } => "One critical item of the checklist was not examined.".to_owned(),
            Self::CriticalNotExamined { count } => format!("{count} critical items of the checklist were not examined."),
            Self::ChecklistDraft { checklist } => format!("The checklist {checklist} is a draft that no authority has agreed yet."),
            Self::Specimen => "The issuer code is one set aside for specimens: the document has no legal effect.".to_owned(),
            Self::Other { remark } => remark.clone(),
        }
    }
}

/// Lowers the first letter of a title inside a sentence, unless it is an abbreviation.
fn lower_first(title: &str) -> String {
    let mut letters = title.chars();
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => title.to_owned(),
    }
}

/// A check by another person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ReviewRecord {
    /// What sort of check.
    pub kind: ReviewKind,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// Whether they agree.
    pub agrees: bool,
    /// What they say.
    pub remark: Option<String>,
    /// The level that the reviewer concluded, of a blind review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<ConclusionLevel>,
    /// Item by item, what both answered, of a blind review.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<ItemCompared>,
    /// What was decided about a disagreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}

/// Who released a report, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Authorisation {
    /// Who.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
}

/// A result of somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ExternalResult {
    /// Whose it is.
    pub by: String,
    /// What it says.
    pub text: String,
    /// When it was received.
    pub received_on: Stated<Date>,
}

/// One step in the custody of an item.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CustodyRecord {
    /// The exhibit number.
    pub exhibit: String,
    /// What happened: `received`, `opened`, `moved`, `sealed`, `returned`.
    pub event: String,
    /// By whom.
    pub by: Actor,
    /// When.
    pub at: Timestamp,
    /// The number of the seal, if one.
    pub seal: Option<String>,
}

/// The report that this one changes (ISO/IEC 17025, 7.8.8; ).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Amendment {
    /// What it does to the other.
    pub kind: AmendmentKind,
    /// The number of the other report.
    pub report_id: String,
    /// The record sum of the other report.
    pub record_sha256: Option<Sha256>,
    /// Why.
    pub reason: String,
    /// The fields that changed.
    pub changed: Vec<String>,
}

/// Where the audit chain stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LogHead {
    /// Number of the last entry.
    pub seq: u64,
    /// Its sum.
    pub hash: Sha256,
}
