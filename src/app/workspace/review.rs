//! Reviews: a second person examines blind or looks at what was answered, and what becomes of a disagreement.

use serde_json::json;

use super::life::{Wanted, took_part};
use super::{Workspace, lock, store_problem};
use crate::app::ids::fresh;
use crate::app::problem::sentence;
use crate::app::{Problem, ProblemKind, Watch};
use crate::domain::{
    Act, CaseId, CaseMove, CaseStatus, Decision, DecisionOutcome, Examination, ExaminationId, Review, ReviewEnd, ReviewError, ReviewId,
    ReviewMode, Sha256, SignedFor,
};
use crate::store::{Change, Held, ObjectKind};

fn refused(error: &ReviewError) -> Problem {
    let kind = if *error == ReviewError::OwnWork { ProblemKind::NotPermitted } else { ProblemKind::BadUse };
    Problem::new(kind, sentence(&error.to_string()))
}

impl Workspace {
    /// The reviews of a case; what a blind one came to is in it only when it is finished.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; whatever stands in the way of reading the store.
    pub fn reviews(&self, case: CaseId) -> Result<Vec<Review>, Problem> {
        self.permit(Act::ViewCase)?;
        self.held_reviews(case)
    }

    /// Begins the review of an examination that was submitted. A blind one gets an examination of its own: same captures, same checklist,
    /// and of the first one nothing but where the captures lie on the reference.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role, or of their own work; bad use if the case is not submitted, or for an open review without a
    /// reason in a laboratory that asks for blind ones.
    pub fn begin_review(&self, examination: ExaminationId, mode: ReviewMode, open_because: &str) -> Result<Review, Problem> {
        let doer = self.permit(Act::Review)?;
        let first = self.held_examination(examination)?.state;
        let Held { state: mut case, revision } = self.held_case(first.case)?;
        let rules = self.laboratory()?.rules;
        if took_part(&first, &doer.person) && rules.review_required {
            return Err(refused(&ReviewError::OwnWork));
        }
        let (current, reviews) = self.current_examinations(&case)?;
        if current.iter().all(|other| other.id != examination) {
            return Err(Problem::bad_use("This examination is not the one that counts of its exhibit."));
        }
        if reviews.iter().any(|review| review.examination == examination && !review.is_complete()) {
            return Err(Problem::bad_use("A review of this examination is under way.").hint("Finish it first."));
        }
        let open_because = open_because.trim();
        if mode == ReviewMode::Open && rules.review_required && rules.review_blind && open_because.is_empty() {
            return Err(Problem::bad_use("This laboratory reviews blind; an open review needs a reason.").hint("Say why it is open."));
        }
        let mut change = Change::event();
        if case.status == CaseStatus::Submitted {
            self.make_move(&mut case, Wanted::plain(CaseMove::TakeIntoReview))?;
            change = change.case(case.clone(), revision);
        } else if case.status != CaseStatus::InReview {
            return Err(Problem::bad_use(format!("The case {} is {}.", case.number, case.status.title().to_lowercase()))
                .hint("A case is reviewed once it has been submitted."));
        }
        let now = self.clock.now();
        let mut review = Review {
            id: ReviewId(fresh(self.clock.as_ref())),
            case: case.id,
            examination,
            second: None,
            mode,
            reviewer: doer.person.clone(),
            begun_at: now,
            open_because: open_because.to_owned(),
            result: None,
            decision: None,
        };
        if mode == ReviewMode::Blind {
            let second = self.second_of(&first, &review)?;
            review.second = Some(second.id);
            change = change.examination(second, 0);
        }
        let payload = json!({ "examination": examination, "mode": mode, "because": open_because, "second": review.second });
        let entry = self.entry_by(&doer, "begin-review", ObjectKind::Review, &review.id, payload);
        self.commit(change.review(review.clone(), 0), entry)?;
        Ok(review)
    }

    /// The reviewer's own examination: what the program measured is the same; what a person answered or marked is left behind.
    fn second_of(&self, first: &Examination, review: &Review) -> Result<Examination, Problem> {
        let id = ExaminationId(fresh(self.clock.as_ref()));
        let mut second = Examination::begun(id, first.case, first.exhibit, first.checklist.clone(), review.begun_at);
        second.examiner = Some(review.reviewer.clone());
        second.reference.clone_from(&first.reference);
        second.analysis.clone_from(&first.analysis);
        second.chip.clone_from(&first.chip);
        second.calibrations.clone_from(&first.calibrations);
        let case = self.held_case(first.case)?.state;
        let captures = case.exhibit(first.exhibit).map(|exhibit| exhibit.captures.clone()).unwrap_or_default();
        let library = self.library();
        let reference = self.reference_of(&second).and_then(|id| library.reference(&id).cloned());
        // Proposals are made anew: those of the first examination say what became of them.
        second.proposals = self.proposals(&second, &captures, reference.as_ref(), &second.analysis)?;
        Ok(second)
    }

    /// Ends a review. Of a blind one the levels of both conclusions decide whether they agree.
    ///
    /// # Errors
    ///
    /// Not permitted but to its reviewer; bad use if something is missing or the examination has changed.
    pub fn finish_review(&self, id: ReviewId, agrees: bool, remark: &str, watch: &dyn Watch) -> Result<Review, Problem> {
        let doer = self.permit(Act::Review)?;
        let Held { state: mut review, revision } = self.held_review(id)?;
        if !review.reviewer.is(&doer.person) {
            return Err(Problem::new(ProblemKind::NotPermitted, format!("Only {} can finish this review.", review.reviewer.name)));
        }
        let first = self.held_examination(review.examination)?.state;
        let second = review.second.map(|second| self.held_examination(second)).transpose()?.map(|held| held.state);
        let results = self.results_sum(review.examination, watch)?;
        let end = ReviewEnd {
            first: &first,
            first_sha256: examination_sum(&first)?,
            second: second.as_ref(),
            agrees,
            remark: remark.to_owned(),
            at: self.clock.now(),
            signature: Some(self.sign(SignedFor::Review, results)?),
        };
        let result = review.finish(end).map_err(|error| refused(&error))?.clone();
        let mut change = Change::event();
        if let Some(second) = review.second {
            let Held { mut state, revision } = self.held_examination(second)?;
            state.frozen = true;
            change = change.examination(state, revision);
        }
        let payload = json!({
            "agrees": result.agrees, "first": result.first_level, "second": result.second_level, "remark": result.remark,
            "items": result.items.len(), "examination_sha256": result.examination_sha256,
        });
        let entry = self.entry_by(&doer, "finish-review", ObjectKind::Review, &id, payload);
        self.commit(change.review(review.clone(), revision), entry)?;
        Ok(review)
    }

    /// Puts on record what was decided about a disagreement.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad use if there is nothing to decide, or without a reason.
    pub fn decide_review(&self, id: ReviewId, outcome: DecisionOutcome, reason: &str) -> Result<Review, Problem> {
        let doer = self.permit(Act::ResolveDisagreement)?;
        let Held { state: mut review, revision } = self.held_review(id)?;
        let decision = Decision { outcome, by: doer.person.clone(), at: self.clock.now(), reason: reason.trim().to_owned() };
        review.resolve(decision).map_err(|error| refused(&error))?;
        let payload = json!({ "outcome": outcome, "reason": reason.trim() });
        let entry = self.entry_by(&doer, "decide-review", ObjectKind::Review, &id, payload);
        self.commit(Change::event().review(review.clone(), revision), entry)?;
        Ok(review)
    }

    pub(super) fn held_review(&self, id: ReviewId) -> Result<Held<Review>, Problem> {
        let held = lock(&self.store).review(id).map_err(store_problem)?;
        held.ok_or_else(|| Problem::bad_use(format!("There is no review {id}.")))
    }
}

/// The sum of an examination in canonical form (RFC 8785).
pub(super) fn examination_sum(examination: &Examination) -> Result<Sha256, Problem> {
    let bytes = serde_json_canonicalizer::to_vec(examination)
        .map_err(|error| Problem::system(format!("The examination has no canonical form: {error}.")))?;
    Ok(Sha256::of(&bytes))
}
