//! What a new data folder is given: the bundled library, the checklists, and one sample case to try.

use serde_json::json;

use super::case::NewCase;
use super::{Workspace, lock, store_problem};
use crate::app::library::{BUNDLED_QUESTIONED, bundled, bundled_checklists, bundled_questioned};
use crate::app::pipeline::Received;
use crate::app::{Problem, Watch};
use crate::domain::Unwatched;
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
        let files = bundled_questioned(BUNDLED_QUESTIONED);
        let case = match lock(&self.store).case_numbered(SAMPLE).map_err(store_problem)? {
            Some(held) => Some(held.state),
            None => None,
        };
        let case = match case {
            Some(case) => case,
            None => self.new_case_by(
                NewCase {
                    number: Some(SAMPLE.to_owned()),
                    title: "Sample: a passport to try the program on".to_owned(),
                    customer: None,
                    question: Some("Is the data page as it was issued?".to_owned()),
                },
                Self::program(),
            )?,
        };
        let exhibit = match case.exhibits.first() {
            Some(exhibit) => exhibit.clone(),
            None => self.new_exhibit_by(case.id, "Passport, data page", Self::program())?,
        };
        if exhibit.captures.is_empty() {
            let received =
                files.into_iter().map(|file| Received::of(&file.name, file.bytes.into_owned(), None)).collect::<Result<Vec<_>, _>>()?;
            self.take_in_by(case.id, exhibit.id, &received, Self::program(), &Unwatched)?;
        }
        if self.examinations(case.id)?.is_empty() {
            self.begin_by(case.id, exhibit.id, None, Self::program())?;
        }
        Ok(())
    }
}
