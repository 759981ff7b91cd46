//! What a new data folder is given: the bundled library, the checklists, and one sample case to try.

use serde_json::json;

use super::case::NewCase;
use super::{Workspace, lock, store_problem};
use crate::app::library::{bundled, bundled_checklists};
use crate::app::{Problem, Watch};
use crate::store::{Change, ObjectKind};

/// The last step of a first start; a data folder without this entry was cut off on the way and is completed.
const DONE: &str = "first-start";
/// The number of the sample case.
const SAMPLE: &str = "SAMPLE-1";

impl Workspace {
    /// Does what is left to do of the first start; nothing if it is done.
    pub(super) fn first_start(&self, watch: &dyn Watch) -> Result<(), Problem> {
        let done = lock(&self.store).audit_of(ObjectKind::Store, DONE).map_err(store_problem)?;
        if !done.is_empty() {
            return Ok(());
        }
        watch.stage("Setting up the data folder");
        let held = lock(&self.store).checklists().map_err(store_problem)?;
        for checklist in bundled_checklists()? {
            if held.iter().all(|(.., sum)| *sum != checklist.sha256) {
                let id = checklist.checklist.meta.id.clone();
                let entry =
                    self.entry(Self::program(), "import-checklist", ObjectKind::Checklist, &id, json!({ "sha256": checklist.sha256 }));
                self.commit(Change::event().checklist(checklist), entry)?;
            }
        }
        let library = bundled()?;
        if lock(&self.store).references().map_err(store_problem)?.len() < library.references().len() {
            self.take_in_library(&library, "bundled".to_owned(), Self::program(), watch)?;
        }
        self.sample_case()?;
        let entry = self.entry(Self::program(), DONE, ObjectKind::Store, &DONE, json!({}));
        self.commit(Change::event(), entry)
    }

    fn sample_case(&self) -> Result<(), Problem> {
        let case = self.bundled_case(NewCase {
            number: Some(SAMPLE.to_owned()),
            title: "Sample: a passport to try the program on".to_owned(),
            question: Some("Is the data page as it was issued?".to_owned()),
            ..NewCase::default()
        })?;
        if let Some(exhibit) = case.exhibits.first()
            && lock(&self.store).examinations(case.id).map_err(store_problem)?.is_empty()
        {
            self.begin_by(case.id, exhibit.id, None, Self::program())?;
        }
        Ok(())
    }
}
