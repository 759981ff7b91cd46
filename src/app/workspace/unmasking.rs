//! Opening an examination stage by stage, and what is known around a case.

use serde_json::json;

use super::{Workspace, lock, store_problem};
use crate::app::Problem;
use crate::app::problem::sentence;
use crate::domain::{
    Act, Case, CaseId, ContextEntry, Edit, Examination, ExaminationId, ItemId, Observation, Relevance, Reveal, Revised, UnmaskingError,
    UnmaskingStage,
};
use crate::store::{Change, Held, ObjectKind};

/// The longest entry of the context, in characters.
const MAX_CONTEXT: usize = 20_000;

fn refused(error: &UnmaskingError) -> Problem {
    Problem::bad_use(sentence(&error.to_string()))
}

impl Workspace {
    /// Seals what stands in an examination and opens its next stage. There is no way back, and nothing before it can be undone.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad use if there is no next stage.
    pub fn open_next_stage(&self, id: ExaminationId) -> Result<Examination, Problem> {
        let Held { mut state, revision } = self.held_examination(id)?;
        self.permit(Act::RevealStage)?;
        let doer = self.permit_work(&state, false)?;
        let seal = state.open_next_stage(doer.person.clone(), self.clock.now()).map_err(|error| refused(&error))?.clone();
        let payload = json!({ "sealed": seal.stage, "sha256": seal.sha256, "answers": seal.snapshot.observations.len(), "opens": state.unmasking.open });
        let entry = self.entry_by(&doer, "open-stage", ObjectKind::Examination, &id, payload);
        let change = Change::event().examination(state.clone(), revision);
        let change = self.with_context_revealed(change, &state)?;
        self.commit(change, entry)?;
        lock(&self.histories).remove(&id);
        self.opened(state)
    }

    /// What is known around the case is opened with the last stage, which is put on record in the case.
    fn with_context_revealed(&self, change: Change, examination: &Examination) -> Result<Change, Problem> {
        if examination.unmasking.open != UnmaskingStage::Context {
            return Ok(change);
        }
        let Held { mut state, revision } = self.held_case(examination.case)?;
        let (to, at, stage) = (self.who(), self.clock.now(), examination.unmasking.open);
        if state.context.is_empty() {
            return Ok(change);
        }
        for entry in &mut state.context {
            if entry.reveals.iter().all(|reveal| reveal.examination != examination.id) {
                entry.reveals.push(Reveal { to: to.clone(), at, examination: examination.id, stage });
            }
        }
        Ok(change.case(state, revision))
    }

    /// Examines without stages, with the reason on record; only before anything has been answered.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad use without a reason or once something has been answered.
    pub fn go_without_stages(&self, id: ExaminationId, reason: &str) -> Result<Examination, Problem> {
        let Held { mut state, revision } = self.held_examination(id)?;
        self.permit(Act::RevealStage)?;
        let doer = self.permit_work(&state, false)?;
        state.go_without_stages(doer.person.clone(), self.clock.now(), reason).map_err(|error| refused(&error))?;
        let entry = self.entry_by(&doer, "go-without-stages", ObjectKind::Examination, &id, json!({ "reason": reason.trim() }));
        let change = Change::event().examination(state.clone(), revision);
        let change = self.with_context_revealed(change, &state)?;
        self.commit(change, entry)?;
        Ok(state)
    }

    /// Revises an answer that was sealed with its stage; the first one stays beside it.
    ///
    /// # Errors
    ///
    /// As for [`Self::edit`]; bad use without a reason.
    pub fn revise_answer(
        &self,
        id: ExaminationId,
        item: &ItemId,
        answer: Option<Observation>,
        reason: &str,
    ) -> Result<Examination, Problem> {
        let revised =
            Revised { item: item.clone(), answer: answer.map(Box::new), reason: reason.to_owned(), by: self.who(), at: self.clock.now() };
        self.edit(id, Edit::ReviseAnswer(Box::new(revised)))
    }

    /// Enters what is known around a case; it is shown to examiners with the last stage, unless the method needs it from the start.
    ///
    /// # Errors
    ///
    /// Not permitted in the person's role; bad use if it is empty or longer than is kept.
    pub fn add_context(&self, case: CaseId, text: &str, from: &str, relevance: Relevance) -> Result<Case, Problem> {
        let doer = self.permit(Act::SetContext)?;
        let Held { mut state, revision } = self.held_case(case)?;
        let (text, from) = (text.trim(), from.trim());
        if text.is_empty() || text.chars().count() > MAX_CONTEXT || from.chars().count() > 500 {
            return Err(Problem::bad_use(format!("An entry of the context has 1 to {MAX_CONTEXT} characters.")).hint("Shorten it."));
        }
        let entry = ContextEntry {
            text: text.to_owned(),
            from: from.to_owned(),
            received_at: self.clock.now(),
            entered_by: doer.person.clone(),
            relevance,
            reveals: Vec::new(),
        };
        // The log is read by more people than the context: it holds the sum and not the words.
        let payload = json!({ "sha256": crate::domain::Sha256::of(text.as_bytes()), "relevance": relevance });
        state.context.push(entry);
        let entry = self.entry_by(&doer, "add-context", ObjectKind::Case, &case, payload);
        self.commit(Change::event().case(state.clone(), revision), entry)?;
        self.case(case)
    }

    /// The case as the person at the program may see it: the context is left out while they examine in it and its stage is not open.
    pub(super) fn without_hidden_context(&self, case: Case) -> Result<Case, Problem> {
        if case.context.is_empty() {
            return Ok(case);
        }
        let who = self.who();
        let examinations = lock(&self.store).examinations(case.id).map_err(store_problem)?;
        let is_closed = |examination: &Examination| {
            let is_own = examination.examiner.as_ref().is_none_or(|examiner| examiner.is(&who));
            is_own && !examination.unmasking.shows(UnmaskingStage::Context)
        };
        Ok(if examinations.iter().any(|held| is_closed(&held.state)) { case.without_context() } else { case })
    }
}
