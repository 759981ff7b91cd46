//! Who may do what to which examination: asked by every service before it does anything.

use super::{Workspace, lock, store_problem};
use crate::app::problem::sentence;
use crate::app::{Doer, Problem, ProblemKind};
use crate::domain::{Act, Case, CaseId, Edit, Examination, ExaminationId, ItemId, Review, UnmaskingStage};
use crate::store::FrozenChecklist;

impl Workspace {
    /// Whether the person at the program may do `act`; who they are then.
    ///
    /// # Errors
    ///
    /// Not permitted, with who may.
    pub(super) fn permit(&self, act: Act) -> Result<Doer, Problem> {
        let alone = lock(&self.settings).examiner.clone();
        lock(&self.session).permit(act, &alone)
    }

    /// The reviews of a case.
    pub(super) fn held_reviews(&self, case: CaseId) -> Result<Vec<Review>, Problem> {
        let held = lock(&self.store).reviews(case).map_err(store_problem)?;
        Ok(held.into_iter().map(|held| held.state).collect())
    }

    /// The review in which `examination` is the reviewer's own, if it is one.
    pub(super) fn review_with_own(&self, examination: &Examination) -> Result<Option<Review>, Problem> {
        Ok(self.held_reviews(examination.case)?.into_iter().find(|review| review.second == Some(examination.id)))
    }

    /// Refuses an examination that a blind review keeps from the person at the program.
    ///
    /// # Errors
    ///
    /// Not permitted while the review is under way.
    pub(super) fn may_see(&self, id: ExaminationId) -> Result<(), Problem> {
        let examination = self.held_examination(id)?.state;
        if self.waits_for_blind_review(id)? {
            return Err(Problem::new(ProblemKind::NotPermitted, "This examination waits for a blind review; its answers are not shown.")
                .hint("Begin a review of it."));
        }
        self.check_not_hidden(&examination, &self.held_reviews(examination.case)?)
    }

    pub(super) fn check_not_hidden(&self, examination: &Examination, reviews: &[Review]) -> Result<(), Problem> {
        let who = self.who();
        if reviews.iter().any(|review| review.hides(examination.id, &who)) {
            return Err(Problem::new(ProblemKind::NotPermitted, "A blind review is under way; the other examination is not shown.")
                .hint("It is shown when the review is finished."));
        }
        Ok(())
    }

    /// Refuses what would show the answers of others while the person at the program reviews blind.
    ///
    /// # Errors
    ///
    /// Not permitted until their reviews are finished.
    pub(super) fn refuse_while_blind(&self) -> Result<(), Problem> {
        let who = self.who();
        let open = lock(&self.store).open_reviews().map_err(store_problem)?;
        if open.iter().any(|review| review.mode == crate::domain::ReviewMode::Blind && review.reviewer.is(&who)) {
            return Err(Problem::new(
                ProblemKind::NotPermitted,
                "The audit log tells what others answered, and a blind review is under way.",
            )
            .hint("Finish the review first."));
        }
        Ok(())
    }

    /// Whether the person at the program may change `examination` by `edit` now, and who they are then.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role, or to them as reviewer or examiner; bad use while the case is with somebody else, or for an
    /// item of a stage that is not open.
    pub(super) fn permit_edit(&self, examination: &Examination, edit: &Edit) -> Result<Doer, Problem> {
        let doer = self.permit_work(examination, concludes(edit))?;
        let checklist = self.checklist(&examination.checklist)?;
        for item in answered(edit) {
            let stage = stage_in(&checklist, item);
            if !examination.unmasking.shows(stage) {
                return Err(Problem::bad_use(format!("{item} belongs to a stage that is not open: {}.", stage.title().to_lowercase()))
                    .hint("Open the next stage; what has been answered is sealed then."));
            }
        }
        if chooses_reference(edit) && !examination.unmasking.shows(UnmaskingStage::Reference) {
            return Err(Problem::bad_use("The reference belongs to a stage that is not open.").hint("Open the next stage first."));
        }
        Ok(doer)
    }

    /// Whether the person at the program may work on `examination` now.
    pub(super) fn permit_work(&self, examination: &Examination, concludes: bool) -> Result<Doer, Problem> {
        let case = self.held_case(examination.case)?.state;
        if let Some(review) = self.review_with_own(examination)? {
            let doer = self.permit(Act::Review)?;
            if !review.reviewer.is(&doer.person) {
                let refused = format!("This examination belongs to the review of {}.", review.reviewer.name);
                return Err(Problem::new(ProblemKind::NotPermitted, refused).hint("Begin a review of your own."));
            }
            if review.is_complete() {
                return Err(Problem::bad_use("The review is finished; its answers cannot change any more."));
            }
            return Ok(doer);
        }
        let doer = self.permit(if concludes { Act::Conclude } else { Act::Examine })?;
        if let Some(origin) = lock(&self.store).origin(case.id).map_err(store_problem)? {
            return Err(Problem::bad_use(format!(
                "This case was examined elsewhere ({}); it can be read and reviewed here.",
                sender(&origin)
            ))
            .hint("Begin a review, or examine your own captures in a case of your own."));
        }
        check_open(&case)?;
        Ok(doer)
    }

    /// The examination as the person at the program may see it: what belongs to later stages is left out.
    pub(super) fn opened(&self, examination: Examination) -> Result<Examination, Problem> {
        if !examination.unmasking.staged {
            return Ok(examination);
        }
        let checklist = self.checklist(&examination.checklist)?;
        Ok(examination.as_open(|item| stage_in(&checklist, item)))
    }
}

/// The sender of a case as people name it.
fn sender(origin: &crate::domain::Origin) -> String {
    if origin.organisation.is_empty() { "the sender did not give a name".to_owned() } else { origin.organisation.clone() }
}

/// Refuses changes of a case that is with somebody else.
pub(super) fn check_open(case: &Case) -> Result<(), Problem> {
    if case.status.is_open_for_answers() {
        return Ok(());
    }
    let status = case.status.title().to_lowercase();
    Err(Problem::bad_use(sentence(&format!("the case {} is {status}; its answers cannot change now", case.number))).hint(
        if case.status.has_issued() {
            "Amend the report: the one that was issued stays."
        } else {
            "Return the case to the examiner first, with a reason."
        },
    ))
}

/// The stage at which an item of a checklist can be answered.
pub(super) fn stage_in(checklist: &FrozenChecklist, item: &ItemId) -> UnmaskingStage {
    checklist.checklist.item(item).map_or(UnmaskingStage::Document, UnmaskingStage::of)
}

fn concludes(edit: &Edit) -> bool {
    match edit {
        Edit::SetConclusion(_) => true,
        Edit::Together(edits) => edits.iter().any(concludes),
        _ => false,
    }
}

fn chooses_reference(edit: &Edit) -> bool {
    match edit {
        Edit::SetReference(Some(_)) | Edit::SetPlacement { .. } => true,
        Edit::Together(edits) => edits.iter().any(chooses_reference),
        _ => false,
    }
}

/// The items that an edit answers.
fn answered(edit: &Edit) -> Vec<&ItemId> {
    match edit {
        Edit::SetAnswer { item, answer: Some(_) } => vec![item],
        Edit::ReviseAnswer(revised) => vec![&revised.item],
        Edit::Together(edits) => edits.iter().flat_map(answered).collect(),
        _ => Vec::new(),
    }
}
