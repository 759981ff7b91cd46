//! What leaves the laboratory: the frozen record of one examination (format `document-examination-record/1`).
//!
//! [`Findings`] is a value that needs nothing else to be read: names, titles and questions are copied in, so that a
//! later edit of a checklist or reference changes no issued record. Outcomes are coded; free text is in remarks only. Keys that
//! this version does not know are kept and written again.

mod drawn;
mod examined;
mod results;
mod sheet;

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use drawn::{MarkRecord, MeasuredRecord, drawn};
pub use examined::{
    ComparisonRecord, Figure, FigurePicture, ImageRecord, ItemExamined, ReferenceUsed, RegistrationOutcome, RegistrationRecord,
};
pub use results::{EvidenceRecord, MachineData, ObservationRecord, ProposalRecord, ScaleLevelRecord, ScaleRecord};
pub use sheet::{
    Amendment, AmendmentKind, Authorisation, ChecklistUsed, CustodyRecord, Deviation, ExternalResult, InformationReceived, Laboratory,
    Limitation, LogHead, Marking, MethodUsed, NotExamined, Program, Request, ReviewKind, ReviewRecord, Stage, StageRecord,
};

use super::vocabulary::words;
use super::{Conclusion, Date, FindingsId, Sha256, Signature, Suggestion, Timestamp};

/// The name and major version that a findings file opens with.
pub const FINDINGS_FORMAT: &str = "document-examination-record/1";

/// Keys of a file that this version does not know; kept and written again.
pub type UnknownKeys = BTreeMap<String, Value>;

words! {
    /// How far an examination has come.
    Status {
        Draft = "draft", "Draft";
        ExaminationComplete = "examination-complete", "Examination complete";
        Verification = "verification", "In verification";
        TechnicalReview = "technical-review", "In technical review";
        Authorised = "authorised", "Authorised";
        Issued = "issued", "Issued";
        Amended = "amended", "Amended";
        Withdrawn = "withdrawn", "Withdrawn";
    }

    /// Why a field of a report is empty; ISO/IEC 17025 allows that for a stated reason only.
    NotGivenReason {
        NotRecorded = "not-recorded", "Not recorded";
        NotApplicable = "not-applicable", "Not applicable";
        NotSupplied = "not-supplied", "Not supplied by the customer";
        NotIssued = "not-issued", "Not issued: draft";
        NotAuthorised = "not-authorised", "Not authorised: draft";
        NotDetermined = "not-determined", "Could not be determined";
        AtLaboratory = "at-laboratory", "At the address of the laboratory";
        EveryItem = "every-item", "Every item received was examined";
        ImagesOnly = "images-only", "Pictures only, no physical document";
        Withheld = "withheld", "Withheld under the marking";
    }
}

impl Status {
    /// Whether somebody with authority has released the record.
    pub fn is_authorised(self) -> bool {
        matches!(self, Self::Authorised | Self::Issued | Self::Amended)
    }
}

/// A field of a report that is either given, or empty for a reason that is printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Stated<T> {
    /// The content.
    Given(T),
    /// Empty.
    NotGiven {
        /// Why.
        reason: NotGivenReason,
    },
}

impl<T> Stated<T> {
    /// Empty for `reason`.
    pub const fn not_given(reason: NotGivenReason) -> Self {
        Self::NotGiven { reason }
    }

    /// `value` if there is one, otherwise empty for `reason`.
    pub fn or(value: Option<T>, reason: NotGivenReason) -> Self {
        value.map_or(Self::NotGiven { reason }, Self::Given)
    }

    /// The content, if given.
    pub fn given(&self) -> Option<&T> {
        match self {
            Self::Given(value) => Some(value),
            Self::NotGiven { .. } => None,
        }
    }
}

impl<T: std::fmt::Display> Stated<T> {
    /// The content as text, or the reason in English.
    pub fn text(&self) -> String {
        match self {
            Self::Given(value) => value.to_string(),
            Self::NotGiven { reason } => reason.title().to_owned(),
        }
    }
}

/// Opens every findings file: `document-examination-record/1` and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub enum FindingsFormat {
    /// Major version 1.
    #[default]
    #[serde(rename = "document-examination-record/1")]
    V1,
}

/// What stands on a report by itself, in the sense of ISO/IEC 17025 7.8.2.1 l.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FixedStatement {
    /// The results relate only to the items examined, as received.
    #[default]
    ItemsExaminedOnly,
}

impl FixedStatement {
    /// The statement in English.
    pub fn text(self) -> &'static str {
        match self {
            Self::ItemsExaminedOnly => {
                "The results relate only to the items listed here, as received. This report may be copied only as a whole."
            }
        }
    }
}

/// The sum of the record itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Integrity {
    /// The SHA-256 of the record in canonical form (RFC 8785) without the key `integrity`.
    pub record_sha256: Sha256,
    /// Who answers for it: examiner, reviewer and authoriser for [the results](RESULT_KEYS), whoever issued it for the whole record.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
}

/// The keys of a record that hold its results.
///
/// It is what an examiner submits, a reviewer checks and somebody authorises. Their canonical form is what these people sign, so that a
/// change of an answer after that is seen, whatever is issued around it.
pub const RESULT_KEYS: &[&str] = &[
    "items",
    "images",
    "reference",
    "registration",
    "comparisons",
    "observations",
    "measurements",
    "marks",
    "machine_data",
    "suggestion",
    "scale",
    "conclusion",
    "stages",
];

/// The frozen record of one examination.
///
/// The letters a to p name the contents that ISO/IEC 17025:2017, 7.8.2.1, asks of a report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Findings {
    /// Always `document-examination-record/1`.
    pub format: FindingsFormat,
    /// Identifies this record.
    pub id: FindingsId,
    /// Counts the issues of this record from 1.
    pub version: u32,
    /// How far the examination has come.
    pub status: Status,
    /// Who may see it, by the Traffic Light Protocol 2.0.
    pub marking: Marking,
    /// When the record was made.
    pub created_at: Timestamp,
    /// a: the title of the report.
    pub title: String,
    /// b and c: the laboratory and where the work was done.
    pub lab: Laboratory,
    /// d: the number of the report, on every page of it.
    pub report_id: String,
    /// e: who asked, with contact.
    pub customer: Stated<String>,
    /// What was asked.
    pub request: Request,
    /// What the examiner was told, and when.
    pub information: Vec<InformationReceived>,
    /// f: how it was examined.
    pub method: MethodUsed,
    /// g: what was examined.
    pub items: Vec<ItemExamined>,
    /// h: when the items were received.
    pub received_on: Stated<Date>,
    /// i: the first day of the work.
    pub examined_from: Stated<Date>,
    /// i: the last day of the work.
    pub examined_to: Stated<Date>,
    /// j: when the report was issued.
    pub issued_on: Stated<Date>,
    /// k: which of many documents were examined, and how they were chosen.
    pub selection: Stated<String>,
    /// l: what the results relate to.
    pub statement: FixedStatement,
    /// The captures the results rest on.
    pub images: Vec<ImageRecord>,
    /// The genuine documents compared with.
    pub reference: Vec<ReferenceUsed>,
    /// How each capture was laid over a reference.
    pub registration: Vec<RegistrationRecord>,
    /// m: what the comparison of each zone came to.
    pub comparisons: Vec<ComparisonRecord>,
    /// m: the answer to each item of the checklist.
    pub observations: Vec<ObservationRecord>,
    /// m: what the examiner measured on the pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measurements: Vec<MeasuredRecord>,
    /// m: what the examiner marked on the pictures.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<MarkRecord>,
    /// m: what was read by machine.
    pub machine_data: MachineData,
    /// Pictures that show the results, in the order of the report.
    pub figures: Vec<Figure>,
    /// The stages in which the examination was opened, sealed one after the other; none if it went without.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<StageRecord>,
    /// n: additions to and departures from the method.
    pub deviations: Vec<Deviation>,
    /// n: what was left out.
    pub not_examined: Vec<NotExamined>,
    /// What limits the results.
    pub limitations: Vec<Limitation>,
    /// What the program suggests; a person concludes.
    pub suggestion: Option<Suggestion>,
    /// The scale of the conclusion, printed with its definitions.
    pub scale: ScaleRecord,
    /// What the examiner concludes; `None` in a draft.
    pub conclusion: Option<Conclusion>,
    /// Checks by others.
    pub review: Vec<ReviewRecord>,
    /// o: who released the report.
    pub authorised_by: Stated<Authorisation>,
    /// p: results of others, marked as theirs.
    pub external_results: Vec<ExternalResult>,
    /// Who held the items when.
    pub custody: Vec<CustodyRecord>,
    /// The report that this one amends or replaces.
    pub amends: Option<Amendment>,
    /// Where the audit chain of the case stood.
    pub log_head: Option<LogHead>,
    /// The sum of the record, set when it is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub integrity: Option<Integrity>,
    /// Keys that this version does not know.
    #[serde(flatten)]
    pub extra: UnknownKeys,
}

impl Findings {
    /// The picture files that the record names, by path beside it, each with its sum: those of figures, and those that answers rest on.
    pub fn picture_files(&self) -> BTreeMap<String, Sha256> {
        let evidence = self.observations.iter().flat_map(|observation| &observation.evidence);
        let of_evidence = evidence.filter_map(|evidence| Some((evidence.file.clone()?, evidence.sha256?)));
        self.figure_files().map(|picture| (picture.file.clone(), picture.sha256)).chain(of_evidence).collect()
    }

    /// The pictures of its figures, in the order of the report.
    pub fn figure_files(&self) -> impl Iterator<Item = &FigurePicture> {
        let figures = self.figures.iter();
        figures.flat_map(|figure| [Some(&figure.questioned), figure.reference.as_ref(), figure.composed.as_ref()]).flatten()
    }
}
