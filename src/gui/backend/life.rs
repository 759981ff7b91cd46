//! The life of a case as the desktop calls it.

use super::WorkspaceBackend;
use crate::app::workspace::NewCustody;
use crate::app::{Problem, Watch};
use crate::domain::{CaseId, CaseMove, DecisionOutcome, ExaminationId, ExhibitId, Relevance, ReviewId, ReviewMode};
use crate::gui::case::OpenCase;

/// A step in the life of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LifeStep {
    /// Moves the case, with the reason where one is needed.
    Move(CaseMove, String),
    /// Begins a review of the examination, with why it is open if it is.
    BeginReview(ReviewMode, String),
    /// Ends a review: whether the reviewer agrees, and what they say.
    FinishReview(ReviewId, bool, String),
    /// Decides about a disagreement, with the reason.
    Decide(ReviewId, DecisionOutcome, String),
    /// Seals what stands and opens the next stage.
    NextStage,
    /// Examines without stages, with the reason.
    WithoutStages(String),
    /// Enters an event in the custody of the exhibit.
    Custody(Box<NewCustody>),
    /// Enters something that is known around the case, and who said so.
    Context(String, String),
}

impl WorkspaceBackend {
    pub(super) fn life_step(
        &self,
        case: CaseId,
        exhibit: ExhibitId,
        examination: ExaminationId,
        step: &LifeStep,
        watch: &dyn Watch,
    ) -> Result<OpenCase, Problem> {
        let workspace = &self.workspace;
        match step {
            LifeStep::Move(CaseMove::Submit, _) => drop(workspace.submit(case, watch)?),
            LifeStep::Move(CaseMove::Authorise, _) => drop(workspace.authorise(case, watch)?),
            LifeStep::Move(CaseMove::Issue, _) => drop(workspace.issue(case, watch)?),
            LifeStep::Move(CaseMove::Amend, reason) => drop(workspace.amend(case, reason)?),
            LifeStep::Move(made, reason) => drop(workspace.move_case(case, *made, reason, Some(workspace.standing(case)?.me))?),
            LifeStep::BeginReview(mode, because) => drop(workspace.begin_review(examination, *mode, because)?),
            LifeStep::FinishReview(review, agrees, remark) => drop(workspace.finish_review(*review, *agrees, remark, watch)?),
            LifeStep::Decide(review, outcome, reason) => drop(workspace.decide_review(*review, *outcome, reason)?),
            LifeStep::NextStage => drop(workspace.open_next_stage(examination)?),
            LifeStep::WithoutStages(reason) => drop(workspace.go_without_stages(examination, reason)?),
            LifeStep::Custody(event) => drop(workspace.record_custody(case, exhibit, NewCustody::clone(event))?),
            LifeStep::Context(text, from) => drop(workspace.add_context(case, text, from, Relevance::NotNeeded)?),
        }
        self.shown(self.examination(case, exhibit)?)
    }
}
