//! Which vocabulary belongs to which closed list of words.

use crate::domain::checklist::ChecklistStatus;
use crate::domain::findings::{AmendmentKind, Marking, NotGivenReason, ReviewKind, Status};
use crate::domain::recipe::{Channels, ColourScale, Component, Kernel, OperationKind, Removal, StretchSpace};
use crate::domain::{
    Agreement, Basis, Blend, CheckDigitState, ConclusionLevel, CustodyKind, DataField, DataSource, DecisionOutcome, DifferenceKind,
    DocumentFormat, DocumentKind, FeatureKind, Figure, FindingCode, FraudCode, LandmarkModel, Language, Light, MadeIn, MarkKind, Method,
    NotComparableReason, NotExaminedReason, NotMeasuredReason, Outcome, ProposalState, Quantity, Role, Scale, SignatureAlgorithm,
    SignedFor, StepOutcome, SuggestionRule, Unit, UnmaskingStage, Verdict,
};

/// A closed list of words that has a vocabulary.
pub trait Coded: Copy {
    /// The name of the vocabulary.
    const LIST: &'static str;

    /// The word as it is written in files.
    fn coded(self) -> &'static str;
}

macro_rules! coded {
    ($($name:ident = $list:literal,)+) => {
        $(impl Coded for $name {
            const LIST: &'static str = $list;

            fn coded(self) -> &'static str {
                self.code()
            }
        })+

        /// Every closed list: the name of its type, of its vocabulary, and its words as code and English title.
        pub fn coded_lists() -> Vec<(&'static str, &'static str, Vec<(&'static str, &'static str)>)> {
            vec![$((stringify!($name), $list, $name::ALL.iter().map(|word| (word.code(), word.title())).collect()),)+]
        }
    };
}

coded! {
    Agreement = "agreement",
    AmendmentKind = "amendment-kind",
    Basis = "basis",
    Blend = "blend",
    Channels = "channels",
    CheckDigitState = "check-digit-state",
    ChecklistStatus = "checklist-status",
    ColourScale = "colour-scale",
    Component = "component",
    ConclusionLevel = "conclusion-level",
    CustodyKind = "custody-event",
    DataField = "data-field",
    DataSource = "data-source",
    DecisionOutcome = "decision-outcome",
    DifferenceKind = "difference-kind",
    DocumentFormat = "document-format",
    DocumentKind = "document-kind",
    FeatureKind = "feature-kind",
    Figure = "figure",
    FindingCode = "finding-code",
    FraudCode = "fraud-code",
    Kernel = "kernel",
    LandmarkModel = "landmark-model",
    Language = "language",
    Light = "light",
    MadeIn = "made-in",
    MarkKind = "mark-kind",
    Marking = "marking",
    Method = "method",
    NotComparableReason = "not-comparable-reason",
    NotExaminedReason = "not-examined-reason",
    NotGivenReason = "not-given-reason",
    NotMeasuredReason = "not-measured-reason",
    OperationKind = "operation-kind",
    Outcome = "outcome",
    ProposalState = "proposal-state",
    Quantity = "quantity",
    Removal = "removal",
    ReviewKind = "review-kind",
    Role = "role",
    Scale = "scale",
    SignatureAlgorithm = "signature-algorithm",
    SignedFor = "signed-for",
    Status = "status",
    StepOutcome = "step-outcome",
    StretchSpace = "stretch-space",
    SuggestionRule = "suggestion-rule",
    Unit = "unit",
    UnmaskingStage = "unmasking-stage",
    Verdict = "verdict",
}
