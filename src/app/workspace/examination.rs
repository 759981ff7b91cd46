//! Examinations: begin, analyse, edit, take back.

use std::collections::BTreeMap;

use serde_json::json;

use super::history::{Kept, StepName};
use super::{Workspace, lock, store_problem};
use crate::app::assist::{Facts, propose};
use crate::app::carriers::KnownData;
use crate::app::ids::fresh;
use crate::app::pipeline::seal::examine_seals;
use crate::app::pipeline::{Seen, analyse_keeping};
use crate::app::problem::sentence;
use crate::app::{Doer, Part, Problem, Watch};
use crate::domain::{
    Act, Actor, Analysis, AnswerValue, Capture, Case, CaseFacts, CaseId, CaseMove, CaseStatus, ChecklistId, ChosenReference, Edit,
    Evidence, Examination, ExaminationId, Exhibit, ExhibitId, ItemId, NewMove, Observation, ProposalState, Reference, ReferenceId,
    Suggestion, Unmasking,
};
use crate::store::{Change, FrozenChecklist, Held, ObjectKind};

/// The checklist that is followed when none is named: pictures are all there is.
const DEFAULT_CHECKLIST: &str = "image-only-remote";

impl Workspace {
    /// The examinations of a case.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading the store.
    pub fn examinations(&self, case: CaseId) -> Result<Vec<Examination>, Problem> {
        self.permit(Act::ViewCase)?;
        let reviews = self.held_reviews(case)?;
        let held = lock(&self.store).examinations(case).map_err(store_problem)?;
        let seen = held.into_iter().map(|held| held.state).filter(|examination| {
            self.check_not_hidden(examination, &reviews).is_ok() && !self.waits_for_blind_review(examination.id).unwrap_or(true)
        });
        seen.map(|examination| self.opened(examination)).collect()
    }

    /// One examination.
    ///
    /// # Errors
    ///
    /// Bad use if there is none of that identity.
    pub fn examination(&self, id: ExaminationId) -> Result<Examination, Problem> {
        self.permit(Act::ViewCase)?;
        self.may_see(id)?;
        self.opened(self.held_examination(id)?.state)
    }

    pub(super) fn held_examination(&self, id: ExaminationId) -> Result<Held<Examination>, Problem> {
        let held = lock(&self.store).examination(id).map_err(store_problem)?;
        held.ok_or_else(|| Problem::bad_use(format!("There is no examination {id}.")))
    }

    /// The checklist named `id`, or the one that is followed when none is named.
    ///
    /// # Errors
    ///
    /// Bad use if there is none of that name.
    pub fn checklist_named(&self, id: Option<&ChecklistId>) -> Result<FrozenChecklist, Problem> {
        let settings = self.settings();
        let wanted = id.or(settings.checklist.as_ref()).map_or(DEFAULT_CHECKLIST, ChecklistId::as_str);
        crate::app::library::checklist_named(wanted)
    }

    /// Begins the examination of an exhibit along a checklist, which is frozen into it.
    ///
    /// # Errors
    ///
    /// Bad use if there is no such exhibit or checklist.
    pub fn begin(&self, case: CaseId, exhibit: ExhibitId, checklist: Option<&ChecklistId>) -> Result<Examination, Problem> {
        self.permit(Act::Examine)?;
        super::guard::check_open(&self.held_case(case)?.state)?;
        self.begin_by(case, exhibit, checklist, self.person())
    }

    pub(super) fn begin_by(
        &self,
        case: CaseId,
        exhibit: ExhibitId,
        checklist: Option<&ChecklistId>,
        by: Actor,
    ) -> Result<Examination, Problem> {
        let Held { mut state, revision } = self.held_case(case)?;
        if state.exhibit(exhibit).is_none() {
            return Err(Problem::bad_use(format!("The case {} has no exhibit {exhibit}.", state.number)));
        }
        let checklist = self.checklist_named(checklist)?;
        let id = ExaminationId(fresh(self.clock.as_ref()));
        let examination = Examination::begun(id, case, exhibit, checklist.version(), self.clock.now());
        // The program begins the sample by itself; what a person begins is theirs.
        let (unmasking, examiner) = match by {
            Actor::Person(_) => (self.unmasking_for(&checklist)?, Some(self.who())),
            Actor::Program(_) => (Unmasking::default(), None),
        };
        let examination = Examination { unmasking, examiner, ..examination };
        if state.status != CaseStatus::InExamination {
            let (person, role) = (examination.examiner.clone().unwrap_or_else(|| self.who()), None);
            let step = NewMove {
                made: CaseMove::Begin,
                by: person,
                role,
                at: self.clock.now(),
                reason: String::new(),
                to_whom: None,
                signatures: Vec::new(),
            };
            let facts = CaseFacts::default();
            state.make(step, &facts, &self.laboratory()?.rules).map_err(|error| super::life::move_problem(&error))?;
        }
        let payload = json!({ "exhibit": exhibit, "checklist": examination.checklist });
        let entry = self.entry(by, "begin-examination", ObjectKind::Examination, &examination.id, payload);
        let change = Change::event().checklist(checklist).case(state, revision).examination(examination.clone(), 0);
        self.commit(change, entry)?;
        Ok(examination)
    }

    /// Whether a new examination along `checklist` goes stage by stage: where the laboratory asks for it, but at the first line, which has
    /// no time for stages.
    fn unmasking_for(&self, checklist: &FrozenChecklist) -> Result<Unmasking, Problem> {
        let first_line = checklist.checklist.meta.levels.iter().all(|level| *level == crate::domain::Level::One);
        let staged = self.laboratory()?.rules.staged && !first_line;
        Ok(if staged { Unmasking::staged() } else { Unmasking::default() })
    }

    /// Applies one edit in one transaction with its audit entry; once this returns, it outlasts the end of the process.
    ///
    /// # Errors
    ///
    /// Bad use if the edit breaks a rule of examinations; then nothing has changed.
    pub fn edit(&self, id: ExaminationId, edit: Edit) -> Result<Examination, Problem> {
        let name = StepName::of(&edit);
        let doer = self.permit_edit(&self.held_examination(id)?.state, &edit)?;
        let (examination, inverse) = self.apply(id, edit, "edit", &doer)?;
        let kept = Kept { edit: inverse, name, at: self.now() };
        let mut histories = lock(&self.histories);
        let history = histories.entry(id).or_default();
        history.undo.push(kept);
        history.redo.clear();
        drop(histories);
        self.opened(examination)
    }

    /// Takes the last step back, as a new entry; `None` if there is none.
    ///
    /// # Errors
    ///
    /// As for [`Self::edit`]; the step can then still be taken back.
    pub fn undo(&self, id: ExaminationId) -> Result<Option<Examination>, Problem> {
        let doer = self.permit_work(&self.held_examination(id)?.state, false)?;
        let Some(kept) = lock(&self.histories).entry(id).or_default().undo.pop() else { return Ok(None) };
        match self.apply(id, kept.edit.clone(), "undo", &doer) {
            Ok((examination, inverse)) => {
                lock(&self.histories).entry(id).or_default().redo.push(Kept { edit: inverse, ..kept });
                self.opened(examination).map(Some)
            }
            Err(problem) => {
                lock(&self.histories).entry(id).or_default().undo.push(kept);
                Err(problem)
            }
        }
    }

    /// Takes the step again that was last taken back; `None` if there is none.
    ///
    /// # Errors
    ///
    /// As for [`Self::edit`]; the step can then still be taken again.
    pub fn redo(&self, id: ExaminationId) -> Result<Option<Examination>, Problem> {
        let doer = self.permit_work(&self.held_examination(id)?.state, false)?;
        let Some(kept) = lock(&self.histories).entry(id).or_default().redo.pop() else { return Ok(None) };
        match self.apply(id, kept.edit.clone(), "redo", &doer) {
            Ok((examination, inverse)) => {
                lock(&self.histories).entry(id).or_default().undo.push(Kept { edit: inverse, ..kept });
                self.opened(examination).map(Some)
            }
            Err(problem) => {
                lock(&self.histories).entry(id).or_default().redo.push(kept);
                Err(problem)
            }
        }
    }

    /// How many steps can be taken back, and how many taken again.
    pub fn steps(&self, id: ExaminationId) -> (usize, usize) {
        lock(&self.histories).get(&id).map_or((0, 0), |history| (history.undo.len(), history.redo.len()))
    }

    fn apply(&self, id: ExaminationId, edit: Edit, action: &str, by: &Doer) -> Result<(Examination, Edit), Problem> {
        let Held { mut state, revision } = self.held_examination(id)?;
        let payload = recorded(&edit)?;
        let inverse = state.apply(edit).map_err(|error| Problem::bad_use(sentence(&error.to_string())))?;
        let entry = self.entry_by(by, action, ObjectKind::Examination, &id, payload);
        self.commit(Change::event().examination(state.clone(), revision), entry)?;
        Ok((state, inverse))
    }

    /// The case and the exhibit of an examination.
    ///
    /// # Errors
    ///
    /// Bad input if the store does not hold them.
    pub fn exhibit_of(&self, examination: &Examination) -> Result<(Case, Exhibit), Problem> {
        self.permit(Act::ViewCase)?;
        let case = self.held_case(examination.case)?.state;
        let exhibit = case.exhibit(examination.exhibit).cloned();
        exhibit.map(|exhibit| (case, exhibit)).ok_or_else(|| Problem::bad_input("The exhibit of the examination is not in its case."))
    }

    /// Measures the exhibit against the reference, or against the best candidate, and proposes answers. One edit, which can be undone.
    ///
    /// # Errors
    ///
    /// A capture that cannot be decoded, a library that cannot be read; cancelled if `watch` asks to stop. Then nothing has changed.
    pub fn analyse(&self, id: ExaminationId, watch: &dyn Watch) -> Result<Examination, Problem> {
        let edit = self.analysis_edit(id, watch)?;
        self.edit(id, edit)
    }

    fn analysis_edit(&self, id: ExaminationId, watch: &dyn Watch) -> Result<Edit, Problem> {
        let examination = self.held_examination(id)?.state;
        self.permit_work(&examination, false)?;
        let (_, exhibit) = self.exhibit_of(&examination)?;
        let seen = self.seen(&exhibit.captures, watch)?;
        let library = self.library();
        let chosen = examination.reference.as_ref().map(|chosen| &chosen.reference);
        let day = examination.begun_at.date();
        let mut analysed = analyse_keeping(&seen, &library, chosen, &examination.analysis, day, watch)?;
        examine_seals(&mut analysed.analysis.barcodes, &self.trust()?.signers, self.clock.now());
        // What fits best is compared with at once, and stays a proposal: the reference counts as chosen when a person says so.
        let proposals = self.proposals(&examination, &exhibit.captures, analysed.reference, &analysed.analysis)?;
        Ok(Edit::SetAnalysis { analysis: Box::new(analysed.analysis), proposals })
    }

    /// The captures with their pictures.
    pub(super) fn seen(&self, captures: &[Capture], watch: &dyn Watch) -> Result<Vec<Seen>, Problem> {
        watch.stage("Reading the captures");
        let mut seen = Vec::with_capacity(captures.len());
        for (done, capture) in captures.iter().enumerate() {
            let picture = self.picture(capture.picture(), &Part::new(watch, done, captures.len().saturating_mul(4)))?;
            seen.push(Seen { capture: capture.clone(), picture });
        }
        Ok(seen)
    }

    pub(super) fn proposals(
        &self,
        examination: &Examination,
        captures: &[Capture],
        reference: Option<&Reference>,
        analysis: &Analysis,
    ) -> Result<BTreeMap<ItemId, crate::domain::Proposal>, Problem> {
        let checklist = self.checklist(&examination.checklist)?;
        let facts = Facts { captures, known: KnownData { analysis, reference, ..KnownData::of(examination, reference) } };
        let mut proposals = propose(&checklist.checklist, facts);
        // What a person has decided about the same proposal stays decided.
        for (item, proposal) in &mut proposals {
            if let Some(before) = examination.proposals.get(item)
                && (before.verdict, before.code, &before.details) == (proposal.verdict, proposal.code, &proposal.details)
            {
                proposal.state = before.state;
            }
        }
        Ok(proposals)
    }

    /// Chooses the reference and measures against it, as one step.
    ///
    /// # Errors
    ///
    /// Bad use if the library has no such reference; else as for [`Self::analyse`].
    pub fn choose_reference(&self, id: ExaminationId, reference: &ReferenceId, watch: &dyn Watch) -> Result<Examination, Problem> {
        self.library().need(reference)?;
        let chosen = ChosenReference { reference: reference.clone(), by: self.person(), at: self.clock.now() };
        self.edit(id, Edit::SetReference(Some(chosen)))?;
        let examination = self.held_examination(id)?.state;
        if examination.analysis.placements.iter().all(|placement| placement.page.reference == *reference)
            && !examination.analysis.placements.is_empty()
        {
            return self.opened(examination);
        }
        self.analyse(id, watch)
    }

    /// Types the machine-readable zone and proposes anew, as one step.
    ///
    /// # Errors
    ///
    /// As for [`Self::edit`].
    pub fn set_mrz_text(&self, id: ExaminationId, text: &str) -> Result<Examination, Problem> {
        self.edit_and_propose(id, vec![Edit::SetMrzText(text.to_owned())])
    }

    /// The reference an examination was measured against: the chosen one, else that of its placements.
    #[expect(clippy::unused_self, reason = "asked of the workspace like everything about an examination")]
    pub fn reference_of(&self, examination: &Examination) -> Option<ReferenceId> {
        let placed = || examination.analysis.placements.first().map(|placement| placement.page.reference.clone());
        examination.reference.as_ref().map(|chosen| chosen.reference.clone()).or_else(placed)
    }

    /// Takes a waiting proposal over as the examiner's own answer; what does not conform needs a remark.
    ///
    /// # Errors
    ///
    /// Bad use if there is no proposal with an answer for the item; else as for [`Self::edit`].
    pub fn accept_proposal(&self, id: ExaminationId, item: &ItemId, remark: &str) -> Result<Examination, Problem> {
        let examination = self.examination(id)?;
        let Some((proposal, verdict)) = examination.proposals.get(item).and_then(|proposal| Some((proposal, proposal.verdict?))) else {
            return Err(Problem::bad_use(format!("Nothing is proposed for {item}.")).hint("Answer it yourself."));
        };
        let now = self.clock.now();
        let remark = if remark.trim().is_empty() { proposal.code.title() } else { remark };
        let observation = Observation {
            value: AnswerValue::Verdict(verdict),
            not_examined: None,
            remark: remark.to_owned(),
            evidence: Vec::new(),
            from_proposal: true,
            by: self.person(),
            observed_at: now,
            entered_at: now,
        };
        self.edit(
            id,
            Edit::Together(vec![
                Edit::SetAnswer { item: item.clone(), answer: Some(Box::new(observation)) },
                Edit::SetProposalState { item: item.clone(), state: ProposalState::Accepted },
            ]),
        )
    }

    /// Attaches a part of a capture to an item, as one step.
    ///
    /// # Errors
    ///
    /// Bad use if the exhibit has no such capture or the checklist no such item; else as for [`Self::edit`].
    pub fn attach_evidence(&self, id: ExaminationId, item: &ItemId, evidence: Evidence) -> Result<Examination, Problem> {
        let examination = self.examination(id)?;
        let (_, exhibit) = self.exhibit_of(&examination)?;
        if exhibit.captures.iter().all(|capture| capture.id != evidence.capture) {
            return Err(Problem::bad_use("The capture does not belong to this exhibit."));
        }
        if self.checklist(&examination.checklist)?.checklist.item(item).is_none() {
            return Err(Problem::bad_use(format!("The checklist has no item {item}.")));
        }
        let mut attached = examination.evidence.get(item).cloned().unwrap_or_default();
        attached.push(evidence);
        self.edit(id, Edit::SetEvidence { item: item.clone(), evidence: attached })
    }

    /// Takes away what was attached to an item as number `place`, from 0, as one step.
    ///
    /// # Errors
    ///
    /// Bad use if nothing is attached there; else as for [`Self::edit`].
    pub fn remove_evidence(&self, id: ExaminationId, item: &ItemId, place: usize) -> Result<Examination, Problem> {
        let mut attached = self.held_examination(id)?.state.evidence.remove(item).unwrap_or_default();
        if place >= attached.len() {
            return Err(Problem::bad_use(format!("Nothing is attached to {item} as number {}.", place.saturating_add(1))));
        }
        attached.remove(place);
        self.edit(id, Edit::SetEvidence { item: item.clone(), evidence: attached })
    }

    /// What the rules lead to as the examination stands; never a conclusion.
    ///
    /// # Errors
    ///
    /// Bad input if the store does not hold the checklist or exhibit.
    pub fn suggestion(&self, examination: &Examination) -> Result<Suggestion, Problem> {
        let checklist = self.checklist(&examination.checklist)?;
        let (_, exhibit) = self.exhibit_of(examination)?;
        let library = self.library();
        let reference = self.reference_of(examination).and_then(|id| library.reference(&id).cloned());
        Ok(crate::app::suggestion::suggestion(examination, &checklist.checklist, reference.as_ref(), &exhibit.captures))
    }
}

/// An edit as the audit log keeps it. The analysis is found again in the state; the entry says that it was run.
fn recorded(edit: &Edit) -> Result<serde_json::Value, Problem> {
    Ok(match edit {
        Edit::SetAnalysis { analysis, proposals } => {
            json!({ "set-analysis": { "comparisons": analysis.comparisons.len(), "proposals": proposals.len() } })
        }
        Edit::Together(edits) => json!({ "together": edits.iter().map(recorded).collect::<Result<Vec<_>, _>>()? }),
        other => serde_json::to_value(other).map_err(|error| Problem::system(format!("The edit cannot be recorded: {error}.")))?,
    })
}
