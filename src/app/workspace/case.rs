//! Cases, exhibits and the intake of captures.

use serde_json::json;

use super::{Workspace, lock, store_problem};
use crate::app::ids::fresh;
use crate::app::pipeline::Received;
use crate::app::{Problem, Watch};
use crate::domain::{Act, Capture, CaptureId, Case, CaseId, Date, Exhibit, ExhibitId};
use crate::store::{CaseSummary, Change, Held, ObjectKind};

/// What is known of a case when it is received.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NewCase {
    /// Its number; `None` takes the next one of the year.
    pub number: Option<String>,
    /// What it is about.
    pub title: String,
    /// Who asks.
    pub customer: Option<String>,
    /// The question put.
    pub question: Option<String>,
    /// By when the customer wants the report.
    pub due_on: Option<Date>,
}

impl Workspace {
    /// The cases, as they stand in a list.
    ///
    /// # Errors
    ///
    /// Whatever stands in the way of reading the store.
    pub fn cases(&self) -> Result<Vec<CaseSummary>, Problem> {
        self.permit(Act::Search)?;
        lock(&self.store).cases().map_err(store_problem)
    }

    /// One case.
    ///
    /// # Errors
    ///
    /// Bad use if there is none of that identity.
    pub fn case(&self, id: CaseId) -> Result<Case, Problem> {
        self.permit(Act::ViewCase)?;
        self.without_hidden_context(self.held_case(id)?.state)
    }

    /// The case of that number or identity, as a person types it.
    ///
    /// # Errors
    ///
    /// Bad use if there is none.
    pub fn case_named(&self, name: &str) -> Result<Case, Problem> {
        if let Ok(id) = name.parse() {
            return self.case(id);
        }
        self.permit(Act::ViewCase)?;
        let held = lock(&self.store).case_numbered(name).map_err(store_problem)?;
        let held = held.map(|held| held.state).ok_or_else(|| {
            Problem::bad_use(format!("There is no case {name}.")).hint("`guilloche case list` shows the cases there are.")
        })?;
        self.without_hidden_context(held)
    }

    pub(super) fn held_case(&self, id: CaseId) -> Result<Held<Case>, Problem> {
        let held = lock(&self.store).case(id).map_err(store_problem)?;
        held.ok_or_else(|| Problem::bad_use(format!("There is no case {id}.")))
    }

    /// Opens a case.
    ///
    /// # Errors
    ///
    /// Bad use if its number is taken.
    pub fn new_case(&self, new: NewCase) -> Result<Case, Problem> {
        let doer = self.permit(Act::NewCase)?;
        self.new_case_by(new, doer.person.actor())
    }

    pub(super) fn new_case_by(&self, new: NewCase, by: crate::domain::Actor) -> Result<Case, Problem> {
        let number = match new.number {
            Some(number) => number,
            None => self.next_number()?,
        };
        let id = CaseId(fresh(self.clock.as_ref()));
        let case = Case {
            customer: new.customer,
            question: new.question,
            due_on: new.due_on,
            ..Case::received(id, number, new.title, self.clock.now())
        };
        let entry = self.entry(by, "new-case", ObjectKind::Case, &case.id, json!({ "number": case.number, "title": case.title }));
        self.commit(Change::event().case(case.clone(), 0), entry)?;
        Ok(case)
    }

    fn next_number(&self) -> Result<String, Problem> {
        let year = self.clock.now().date().0.year();
        let prefix = format!("{year}-");
        let taken = lock(&self.store).cases().map_err(store_problem)?;
        let taken = taken.into_iter().filter_map(|case| case.number.strip_prefix(&prefix)?.parse::<u32>().ok()).max();
        Ok(format!("{prefix}{:04}", taken.unwrap_or(0).saturating_add(1)))
    }

    /// Adds an exhibit to a case.
    ///
    /// # Errors
    ///
    /// Bad use if there is no such case, or somebody else has changed it.
    pub fn new_exhibit(&self, case: CaseId, description: &str) -> Result<Exhibit, Problem> {
        let doer = self.permit(Act::AddCapture)?;
        super::guard::check_open(&self.held_case(case)?.state)?;
        self.new_exhibit_by(case, description, doer.person.actor())
    }

    pub(super) fn new_exhibit_by(&self, case: CaseId, description: &str, by: crate::domain::Actor) -> Result<Exhibit, Problem> {
        let Held { mut state, revision } = self.held_case(case)?;
        let exhibit = Exhibit::new(ExhibitId(fresh(self.clock.as_ref())), (state.exhibits.len() + 1).to_string(), description);
        state.exhibits.push(exhibit.clone());
        let entry =
            self.entry(by, "new-exhibit", ObjectKind::Exhibit, &exhibit.id, json!({ "mark": exhibit.mark, "description": description }));
        self.commit(Change::event().case(state, revision), entry)?;
        Ok(exhibit)
    }

    /// Takes captures into an exhibit: all of them or none. Their bytes are kept as received and never change.
    ///
    /// # Errors
    ///
    /// Bad use if there is no such exhibit; bad input if a capture cannot be decoded; cancelled if `watch` asks to stop.
    pub fn take_in(&self, case: CaseId, exhibit: ExhibitId, received: &[Received], watch: &dyn Watch) -> Result<Vec<Capture>, Problem> {
        let doer = self.permit(Act::AddCapture)?;
        super::guard::check_open(&self.held_case(case)?.state)?;
        self.take_in_by(case, exhibit, received, doer.person.actor(), watch)
    }

    pub(super) fn take_in_by(
        &self,
        case: CaseId,
        exhibit: ExhibitId,
        received: &[Received],
        by: crate::domain::Actor,
        watch: &dyn Watch,
    ) -> Result<Vec<Capture>, Problem> {
        watch.stage("Taking in captures");
        let mut captures = Vec::with_capacity(received.len());
        for (done, one) in received.iter().enumerate() {
            // A picture that cannot be decoded is refused here and not found out in the middle of an examination.
            drop(one.picture(&crate::app::Part::new(watch, done, received.len()))?);
            lock(&self.store).keep(&one.bytes).map_err(store_problem)?;
            captures.push(one.capture(CaptureId(fresh(self.clock.as_ref())), self.clock.now()));
        }
        let Held { mut state, revision } = self.held_case(case)?;
        let Some(into) = state.exhibits.iter_mut().find(|other| other.id == exhibit) else {
            return Err(Problem::bad_use(format!("The case {} has no exhibit {exhibit}.", state.number)));
        };
        into.captures.extend(captures.iter().cloned());
        let sums: Vec<_> = captures.iter().map(|capture| json!({ "file": capture.file_name, "sha256": capture.sha256 })).collect();
        let entry = self.entry(by, "take-in", ObjectKind::Exhibit, &exhibit, json!({ "captures": sums }));
        self.commit(Change::event().case(state, revision), entry)?;
        Ok(captures)
    }
}
