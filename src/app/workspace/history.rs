//! The steps of an examination that can be taken back and taken again, with their names.

use crate::domain::{Edit, ExaminationId, Figure, ItemId, MarkKind, MarkShape, ProposalState, ReferenceId, Timestamp, Verdict, ZoneId};

use super::{Workspace, lock};

/// What a step did, as far as a list of steps says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepName {
    /// An item was answered, with a verdict unless it was a text or a choice.
    Answered(ItemId, Option<Verdict>),
    /// The answer of an item was taken away.
    AnswerTaken(ItemId),
    /// A sealed answer was revised.
    Revised(ItemId),
    /// What is attached to an item changed; so much is attached since.
    Evidence(ItemId, usize),
    /// A picture was adjusted; what it looks like since, in words.
    Adjusted(String),
    /// A proposal was accepted, overruled or put back.
    Proposal(ItemId, ProposalState),
    /// A reference was chosen, or none.
    Reference(Option<ReferenceId>),
    /// The machine-readable zone was typed.
    Mrz,
    /// A printed field was confirmed or typed.
    Field(ZoneId),
    /// That was taken back.
    FieldTaken(ZoneId),
    /// The files of the chip were added.
    Chip,
    /// They were taken away.
    ChipTaken,
    /// A capture was laid on a page by a person, or is no more.
    Placed(ByWhom),
    /// The exhibit was measured.
    Analysed,
    /// A mark was made or changed.
    Marked(MarkKind),
    /// A mark was taken away.
    MarkTaken,
    /// A mark was moved, or points of it; what it is, in one word.
    MarkMoved(&'static str),
    /// The words of a text mark changed.
    Reworded,
    /// A measurement was moved, or points of it.
    DrawnMoved(Figure),
    /// Something was measured by hand, or the note of it changed.
    Drawn(Figure),
    /// A measurement was taken away.
    DrawnTaken,
    /// The scale of a capture was set by hand, or taken back.
    Scale,
    /// It was concluded.
    Concluded,
    /// The conclusion was taken back.
    ConclusionTaken,
}

/// Who placed a capture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ByWhom {
    /// A person, by landmarks.
    Person,
    /// The program.
    Program,
}

impl StepName {
    /// The name of a step; of several edits that are one step, the first says what it was.
    pub fn of(edit: &Edit) -> Self {
        match edit {
            Edit::SetAnswer { item, answer: Some(answer) } => Self::Answered(item.clone(), answer.value.verdict()),
            Edit::SetAnswer { item, answer: None } => Self::AnswerTaken(item.clone()),
            Edit::ReviseAnswer(revised) => Self::Revised(revised.item.clone()),
            Edit::SetEvidence { item, evidence } => Self::Evidence(item.clone(), evidence.len()),
            Edit::SetAdjustment { recipe, .. } => Self::Adjusted(recipe.describe()),
            Edit::SetProposalState { item, state } => Self::Proposal(item.clone(), *state),
            Edit::SetReference(chosen) => Self::Reference(chosen.as_ref().map(|chosen| chosen.reference.clone())),
            Edit::SetMrzText(_) => Self::Mrz,
            Edit::SetVisualText { zone, text: Some(_) } => Self::Field(zone.clone()),
            Edit::SetVisualText { zone, text: None } => Self::FieldTaken(zone.clone()),
            Edit::SetChip(Some(_)) => Self::Chip,
            Edit::SetChip(None) => Self::ChipTaken,
            Edit::SetPlacement { placement, .. } => {
                let by_hand = placement.as_ref().is_some_and(|placement| placement.is_own_work());
                Self::Placed(if by_hand { ByWhom::Person } else { ByWhom::Program })
            }
            Edit::SetAnalysis { .. } => Self::Analysed,
            Edit::SetMark { mark: Some(mark), .. } => Self::Marked(mark.kind),
            Edit::SetMark { mark: None, .. } => Self::MarkTaken,
            Edit::SetMeasured { measured: Some(measured), .. } => Self::Drawn(measured.figure),
            Edit::SetMeasured { measured: None, .. } => Self::DrawnTaken,
            Edit::MoveMark { shape, .. } => Self::MarkMoved(sort(shape)),
            Edit::RewordMark { .. } => Self::Reworded,
            Edit::MoveMeasured { to, .. } => Self::DrawnMoved(to.figure),
            Edit::SetCalibration { .. } => Self::Scale,
            Edit::SetConclusion(Some(_)) => Self::Concluded,
            Edit::SetConclusion(None) => Self::ConclusionTaken,
            Edit::Together(edits) => edits.first().map_or(Self::Analysed, Self::of),
        }
    }

    /// What people read; `item_title` gives the title of an item of the checklist.
    pub fn title(&self, item_title: impl Fn(&ItemId) -> String) -> String {
        match self {
            Self::Answered(item, Some(verdict)) => format!("{}: {}", item_title(item), verdict.title().to_lowercase()),
            Self::Answered(item, None) => format!("{}: answered", item_title(item)),
            Self::Revised(item) => format!("{}: sealed answer revised", item_title(item)),
            Self::AnswerTaken(item) => format!("{}: answer taken away", item_title(item)),
            Self::Evidence(item, 1) => format!("{}: 1 view attached", item_title(item)),
            Self::Evidence(item, count) => format!("{}: {count} views attached", item_title(item)),
            Self::Adjusted(looks) => format!("View: {looks}"),
            Self::Proposal(item, ProposalState::Accepted) => format!("{}: proposal accepted", item_title(item)),
            Self::Proposal(item, ProposalState::Overruled) => format!("{}: proposal overruled", item_title(item)),
            Self::Proposal(item, ProposalState::Waiting) => format!("{}: proposal put back", item_title(item)),
            Self::Reference(Some(reference)) => format!("Reference {reference} chosen"),
            Self::Reference(None) => "No reference chosen".to_owned(),
            Self::Mrz => "Machine-readable zone typed".to_owned(),
            Self::Field(zone) => format!("Printed field {zone} confirmed"),
            Self::FieldTaken(zone) => format!("Printed field {zone}: confirmation taken away"),
            Self::Chip => "Files of the chip added".to_owned(),
            Self::ChipTaken => "Files of the chip taken away".to_owned(),
            Self::Placed(ByWhom::Person) => "Registered by hand".to_owned(),
            Self::Placed(ByWhom::Program) => "Registered by the program again".to_owned(),
            Self::Analysed => "Measured".to_owned(),
            Self::Marked(kind) => format!("Marked: {}", kind.title().to_lowercase()),
            Self::MarkTaken => "Mark taken away".to_owned(),
            Self::MarkMoved(sort) => format!("Moved: {sort}"),
            Self::Reworded => "Words on the page changed".to_owned(),
            Self::DrawnMoved(figure) => format!("Moved: {}", figure.title().to_lowercase()),
            Self::Drawn(figure) => format!("{} measured", figure.title()),
            Self::DrawnTaken => "Measurement taken away".to_owned(),
            Self::Scale => "Scale of a capture set".to_owned(),
            Self::Concluded => "Concluded".to_owned(),
            Self::ConclusionTaken => "Conclusion taken back".to_owned(),
        }
    }
}

/// What the tool is called that draws a shape, in one word.
fn sort(shape: &MarkShape) -> &'static str {
    match shape {
        MarkShape::Point(_) => "point",
        MarkShape::Box(_) => "box",
        MarkShape::Polygon(_) => "outline",
        MarkShape::Freehand(_) => "line",
        MarkShape::Arrow { .. } => "arrow",
        MarkShape::Text { .. } => "text",
    }
}

/// One step of the session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastStep {
    /// What it did.
    pub name: StepName,
    /// When it was first made.
    pub at: Timestamp,
    /// Whether it stands; otherwise it was taken back and can be taken again.
    pub stands: bool,
}

/// A step with the edit that takes it back, or again.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) edit: Edit,
    pub(super) name: StepName,
    pub(super) at: Timestamp,
}

/// Steps that can be taken back and taken again, while the program runs; both are new entries in the audit log.
#[derive(Debug, Default)]
pub(super) struct History {
    pub(super) undo: Vec<Kept>,
    pub(super) redo: Vec<Kept>,
}

impl Workspace {
    /// The steps of this session, the first first: those that stand, then those that were taken back.
    pub fn history(&self, id: ExaminationId) -> Vec<PastStep> {
        let histories = lock(&self.histories);
        let Some(history) = histories.get(&id) else { return Vec::new() };
        let step = |kept: &Kept, stands| PastStep { name: kept.name.clone(), at: kept.at, stands };
        let standing = history.undo.iter().map(|kept| step(kept, true));
        standing.chain(history.redo.iter().rev().map(|kept| step(kept, false))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item() -> ItemId {
        ItemId::new("IMG-LAY-030").unwrap()
    }

    #[test]
    fn a_step_is_named_as_the_examiner_would() {
        let title = |name: StepName| name.title(|item| format!("Item {item}"));
        assert_eq!(title(StepName::of(&Edit::SetAnswer { item: item(), answer: None })), "Item IMG-LAY-030: answer taken away");
        assert_eq!(title(StepName::of(&Edit::SetMrzText(String::new()))), "Machine-readable zone typed");
        assert_eq!(title(StepName::Answered(item(), Some(Verdict::DoesNotConform))), "Item IMG-LAY-030: does not conform");
        let adjusted =
            Edit::SetAdjustment { picture: crate::domain::Sha256::of(b"").into(), recipe: crate::domain::recipe::Recipe::default() };
        assert_eq!(title(StepName::of(&adjusted)), "View: Unaltered");
        let taken_away = Edit::SetPlacement { capture: crate::domain::CaptureId(uuid::Uuid::nil()), placement: None, place: None };
        assert_eq!(title(StepName::of(&taken_away)), "Registered by the program again");
        assert_eq!(title(StepName::Placed(ByWhom::Person)), "Registered by hand");
        assert_eq!(title(StepName::Evidence(item(), 2)), "Item IMG-LAY-030: 2 views attached");
    }

    #[test]
    fn several_edits_that_are_one_step_are_named_by_the_first() {
        let state = Edit::SetProposalState { item: item(), state: ProposalState::Accepted };
        let together = Edit::Together(vec![Edit::SetAnswer { item: item(), answer: None }, state.clone()]);
        assert_eq!(StepName::of(&together), StepName::AnswerTaken(item()));
        assert_eq!(StepName::of(&Edit::Together(vec![state])), StepName::Proposal(item(), ProposalState::Accepted));
    }
}
