//! The life of a case: its moves, its custody, its deadline.

use serde_json::json;

use super::{Workspace, lock, store_problem};
use crate::app::Problem;
use crate::app::problem::sentence;
use crate::domain::{
    Account, Act, Case, CaseFacts, CaseId, CaseMove, CustodyEvent, CustodyKind, Date, Examination, ExhibitId, MoveError, NewMove, Person,
    Review, Signature, SignedFor, Timestamp,
};
use crate::store::{AuditEntry, Change, Held, ObjectKind};

/// What is said of an event of custody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCustody {
    /// What happened.
    pub kind: CustodyKind,
    /// From or to whom it went; empty if it did not change hands.
    pub with: String,
    /// Where; empty if not said.
    pub place: String,
    /// The numbers of seals; empty if it has none.
    pub seal: String,
    /// What else is to be said.
    pub remark: String,
    /// When it happened; `None` for now.
    pub happened_at: Option<Timestamp>,
}

/// A move that somebody wants to make.
pub(super) struct Wanted<'a> {
    /// Which.
    pub(super) made: CaseMove,
    /// Why.
    pub(super) reason: &'a str,
    /// Whom it is assigned to.
    pub(super) to_whom: Option<Person>,
    /// What is signed with it.
    pub(super) signatures: Vec<Signature>,
}

impl Wanted<'_> {
    /// A move that needs no words and signs nothing.
    pub(super) fn plain(made: CaseMove) -> Self {
        Self { made, reason: "", to_whom: None, signatures: Vec::new() }
    }
}

/// The act that a move is.
pub(super) fn act_of(made: CaseMove) -> Act {
    match made {
        CaseMove::Assign => Act::AssignCase,
        CaseMove::Begin => Act::Examine,
        CaseMove::Submit => Act::Submit,
        CaseMove::TakeIntoReview => Act::Review,
        CaseMove::Return => Act::ReturnCase,
        CaseMove::Authorise => Act::Authorise,
        CaseMove::Issue => Act::Issue,
        CaseMove::Amend => Act::Amend,
        CaseMove::Withdraw => Act::Withdraw,
    }
}

/// What a move that cannot be made means to a person.
pub(super) fn move_problem(error: &MoveError) -> Problem {
    let hint = match error {
        MoveError::NotFromHere { .. } => "`guilloche case show CASE` tells where the case stands.",
        MoveError::NeedsReason(_) => "Say why.",
        MoveError::NobodyAssigned => "Name a person.",
        MoveError::NothingExamined | MoveError::NoConclusion(_) => "Conclude every exhibit first.",
        MoveError::NotReviewed => "Have it reviewed by a second person first.",
        MoveError::ReviewOpen => "Finish the review first.",
        MoveError::Unresolved => "Decide about the disagreement on record first.",
        MoveError::OwnWork => "Ask a colleague with the role of reviewer.",
    };
    Problem::bad_use(sentence(&error.to_string())).hint(hint)
}

impl Workspace {
    /// Moves a case, with the reason where one is needed. [`Self::submit`], [`Self::authorise`] and [`Self::issue`] are moves of their own,
    /// because they sign.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad use if the case is not ready for it.
    pub fn move_case(&self, case: CaseId, made: CaseMove, reason: &str, to_whom: Option<Person>) -> Result<Case, Problem> {
        if matches!(made, CaseMove::Submit | CaseMove::Authorise | CaseMove::Issue | CaseMove::Amend) {
            return Err(Problem::bad_use(format!("`{}` is a step of its own.", made.title())));
        }
        let Held { mut state, revision } = self.held_case(case)?;
        let entry = self.make_move(&mut state, Wanted { made, reason, to_whom, signatures: Vec::new() })?;
        self.commit(Change::event().case(state.clone(), revision), entry)?;
        self.without_hidden_context(state)
    }

    /// Makes a move in `state`, and the audit entry for it; nothing is kept yet.
    pub(super) fn make_move(&self, state: &mut Case, wanted: Wanted<'_>) -> Result<AuditEntry, Problem> {
        let Wanted { made, reason, to_whom, signatures } = wanted;
        let doer = self.permit(act_of(made))?;
        let rules = self.laboratory()?.rules;
        let facts = self.case_facts(state, &doer.person)?;
        let from = state.status;
        let step = NewMove {
            made,
            by: doer.person.clone(),
            role: doer.role,
            at: self.clock.now(),
            reason: reason.to_owned(),
            to_whom: to_whom.clone(),
            signatures,
        };
        state.make(step, &facts, &rules).map_err(|error| move_problem(&error))?;
        let payload = json!({ "from": from, "to": state.status, "reason": reason.trim(), "to_whom": to_whom });
        Ok(self.entry_by(&doer, made.code(), ObjectKind::Case, &state.id, payload))
    }

    /// What has to be known of a case before it moves.
    pub(super) fn case_facts(&self, case: &Case, who: &Person) -> Result<CaseFacts, Problem> {
        let (current, reviews) = self.current_examinations(case)?;
        let concluded =
            |exhibit: ExhibitId| current.iter().any(|examination| examination.exhibit == exhibit && examination.conclusion.is_some());
        let since = case.reopened_at();
        let made_here = self.reviews_made_here(case)?;
        let counts = |review: &&Review| {
            let is_of_now = since.is_none_or(|since| review.begun_at > since);
            made_here(review) && is_of_now && current.iter().any(|examination| examination.id == review.examination)
        };
        let of_now: Vec<&Review> = reviews.iter().filter(counts).collect();
        // Every exhibit has to be reviewed, not one of them.
        let is_reviewed =
            |examination: &&Examination| of_now.iter().any(|review| review.examination == examination.id && review.is_complete());
        let all_reviewed = !current.is_empty() && current.iter().all(|examination| is_reviewed(&examination));
        Ok(CaseFacts {
            exhibits_without_conclusion: case.exhibits.iter().filter(|exhibit| !concluded(exhibit.id)).count(),
            examinations: current.len(),
            complete_reviews: if all_reviewed { of_now.iter().filter(|review| review.is_complete()).count() } else { 0 },
            open_reviews: of_now.iter().filter(|review| !review.is_complete()).count(),
            unresolved: of_now.iter().filter(|review| review.is_unresolved()).count(),
            mover_examined: current.iter().any(|examination| took_part(examination, who)),
        })
    }

    /// Whether a review of a case counts here. In a case that came from others only those do that were made in this data folder: what a
    /// package says of a review is the word of its sender.
    fn reviews_made_here(&self, case: &Case) -> Result<impl Fn(&Review) -> bool + use<>, Problem> {
        let store = lock(&self.store);
        let is_own_case = store.origin(case.id).map_err(store_problem)?.is_none();
        let accounts: Vec<Account> = store.accounts().map_err(store_problem)?.into_iter().map(|held| held.state).collect();
        Ok(move |review: &Review| {
            if is_own_case {
                return true;
            }
            match &review.result {
                None => accounts.iter().any(|account| Some(account.id) == review.reviewer.account),
                Some(result) => result.signature.as_ref().is_some_and(|signature| {
                    let is_own = accounts.iter().any(|account| {
                        account.public_key == signature.public_key
                            || account.earlier_keys.iter().any(|earlier| earlier.public_key == signature.public_key)
                    });
                    is_own && signature.verify(SignedFor::Review, signature.claim.sha256).is_ok()
                }),
            }
        })
    }

    /// The examination that counts of each exhibit: the last one begun that is not a reviewer's own; and all reviews of the case.
    pub(super) fn current_examinations(&self, case: &Case) -> Result<(Vec<Examination>, Vec<Review>), Problem> {
        let reviews = self.held_reviews(case.id)?;
        let held = lock(&self.store).examinations(case.id).map_err(store_problem)?;
        let mut current: Vec<Examination> = Vec::new();
        for examination in held.into_iter().map(|held| held.state) {
            if reviews.iter().any(|review| review.second == Some(examination.id)) {
                continue;
            }
            match current.iter_mut().find(|other| other.exhibit == examination.exhibit) {
                Some(other) => *other = examination,
                None => current.push(examination),
            }
        }
        Ok((current, reviews))
    }

    /// Enters an event in the custody of an exhibit; none is ever changed or taken out.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad use if it does not fit to where the exhibit is.
    pub fn record_custody(&self, case: CaseId, exhibit: ExhibitId, new: NewCustody) -> Result<Case, Problem> {
        let doer = self.permit(Act::RecordCustody)?;
        let Held { mut state, revision } = self.held_case(case)?;
        let now = self.clock.now();
        let event = CustodyEvent {
            kind: new.kind,
            by: doer.person.clone(),
            with: new.with.trim().to_owned(),
            place: new.place.trim().to_owned(),
            seal: new.seal.trim().to_owned(),
            remark: new.remark.trim().to_owned(),
            happened_at: new.happened_at.unwrap_or(now),
            entered_at: now,
        };
        let payload = json!({ "event": event });
        let held = state.exhibits.iter_mut().find(|held| held.id == exhibit);
        let held = held.ok_or_else(|| Problem::bad_use(format!("The case has no exhibit {exhibit}.")))?;
        held.enter(event).map_err(|error| Problem::bad_use(sentence(&error.to_string())))?;
        let entry = self.entry_by(&doer, "custody", ObjectKind::Exhibit, &exhibit, payload);
        self.commit(Change::event().case(state.clone(), revision), entry)?;
        self.without_hidden_context(state)
    }

    /// Sets by when the report is wanted; `None` for no day.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role.
    pub fn set_due(&self, case: CaseId, due_on: Option<Date>) -> Result<Case, Problem> {
        let doer = self.permit(Act::AssignCase)?;
        let Held { mut state, revision } = self.held_case(case)?;
        let payload = json!({ "old": state.due_on, "new": due_on });
        state.due_on = due_on;
        let entry = self.entry_by(&doer, "set-due", ObjectKind::Case, &case, payload);
        self.commit(Change::event().case(state.clone(), revision), entry)?;
        self.without_hidden_context(state)
    }
}

/// Whether somebody took part in an examination: began it, answered in it, or concluded.
pub(super) fn took_part(examination: &Examination, who: &Person) -> bool {
    let named = |actor: &crate::domain::Actor| matches!(actor, crate::domain::Actor::Person(name) if *name == who.name);
    examination.examiner.as_ref().is_some_and(|examiner| examiner.is(who))
        || examination.observations.values().any(|observation| named(&observation.by))
        || examination.conclusion.as_ref().is_some_and(|conclusion| named(&conclusion.by))
}
