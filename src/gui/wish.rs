//! What a person asks for, as data: panels return it, the desktop does it.

use super::backend::LifeStep;
use super::command::Command;
use crate::domain::recipe::{OperationKind, Preset, Recipe};
use crate::domain::{
    CaptureId, CaseId, ConclusionLevel, ExhibitId, FraudCode, ItemId, MarkId, MarkKind, MeasuredId, NotExaminedReason, PointPx,
    ReferenceId, Verdict, ZoneId,
};

/// A mark or a measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlacedId {
    /// A mark.
    Mark(MarkId),
    /// A measurement.
    Measured(MeasuredId),
}

/// What a person asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Wish {
    /// A command without a further choice.
    Do(Command),
    /// Opens a case.
    OpenCase(CaseId),
    /// Shows another exhibit of the case.
    ShowExhibit(ExhibitId),
    /// Shows a capture.
    ShowCapture(CaptureId),
    /// Goes to an item of the checklist.
    GoToItem(ItemId),
    /// Brings a zone into view.
    ShowZone(ZoneId),
    /// Brings a part of a capture into view and outlines it; its corners in px.
    ShowPlace(CaptureId, [PointPx; 4]),
    /// Answers an item.
    Answer(ItemId, Answer),
    /// Takes over the proposal for an item.
    Accept(ItemId),
    /// Takes away what was attached to an item as number, from 0.
    RemoveEvidence(ItemId, usize),
    /// Shows what was attached to an item as number, from 0, as it was attached.
    ShowEvidence(ItemId, usize),
    /// Chooses a mark or measurement.
    ChoosePlaced(PlacedId),
    /// Chooses a mark or measurement and brings it into view.
    ShowPlaced(PlacedId),
    /// Changes what a mark points out and its note.
    ChangeMark(MarkId, MarkKind, String),
    /// Searches the library for what a mark goes around.
    SearchRegion(MarkId),
    /// Changes the words of a text mark.
    RewordMark(MarkId, String),
    /// Changes the note of a measurement.
    NoteMeasured(MeasuredId, String),
    /// Takes a mark or measurement away.
    RemovePlaced(PlacedId),
    /// Shows pictures with an adjustment for now, while it is being chosen.
    TryAdjustment(Recipe),
    /// Adjusts the pictures in hand, as a step of the examination.
    Adjust(Recipe),
    /// Adds a step, as it begins, to the adjustment of the pictures in hand.
    AddStep(OperationKind),
    /// Adjusts the pictures in hand for a purpose.
    UsePreset(Preset),
    /// Compares with a reference from now on; `None` with none.
    ChooseReference(Option<ReferenceId>),
    /// Opens the screen on which a capture is registered by hand.
    RegisterByHand(CaptureId),
    /// Goes back, or forward again, until so many steps stand.
    GoToStep(usize),
    /// Types the machine-readable zone.
    TypeMrz(String),
    /// Confirms or types what is printed in fields.
    ConfirmFields(Vec<(ZoneId, String)>),
    /// Takes that back for a field.
    ClearField(ZoneId),
    /// Takes the files of the chip away.
    RemoveChip,
    /// Moves the case on in its life.
    Life(LifeStep),
    /// Signs in with a name and a passphrase.
    SignIn(String, String),
    /// Concludes.
    Conclude(ConclusionDraft),
    /// Takes the conclusion back.
    WithdrawConclusion,
    /// Opens an exported file or its folder with the system.
    Reveal(std::path::PathBuf),
    /// Does what a command writes, into a folder that needs no asking for.
    WriteTo(Command, std::path::PathBuf),
}

/// An answer as it is entered; the desktop adds who and when.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// One of the five answers.
    Verdict {
        /// Which.
        verdict: Verdict,
        /// Why it was not examined.
        reason: Option<NotExaminedReason>,
        /// A remark.
        remark: String,
    },
    /// A measured number and what it comes to.
    Measured {
        /// The number.
        value: f64,
        /// What it comes to.
        verdict: Verdict,
        /// A remark.
        remark: String,
    },
    /// One of the item's choices.
    Choice(String),
    /// Free text.
    Text(String),
    /// None any more.
    Clear,
}

/// A conclusion as it is entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConclusionDraft {
    /// The level.
    pub level: ConclusionLevel,
    /// Fraud codes, the primary one first.
    pub codes: Vec<FraudCode>,
    /// Why.
    pub reasons: String,
    /// Why it departs from the suggestion, if it does.
    pub departs_because: Option<String>,
}
