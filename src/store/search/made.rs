//! Makes the index from the states, and says whether it is complete.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use super::content::Content;
use super::index::{Index, unreadable};
use crate::domain::{Case, Examination, Progress, Timestamp};
use crate::store::db::Store;
use crate::store::error::StoreError;

/// Counted up whenever what is indexed, or how, changes; stores with another number get a new index when they are opened.
const RULES: i64 = 1;
/// How many cases are made between two reports of progress.
const STEP: usize = 100;

/// Whether the search finds everything.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchCheck {
    /// How many cases were looked at.
    pub cases: u64,
    /// Cases, by their identities, that the search would not find or would find by what they no longer say.
    pub stale: Vec<String>,
    /// Cases in the index that are none.
    pub foreign: u64,
}

impl SearchCheck {
    /// Whether the search finds everything.
    pub fn is_complete(&self) -> bool {
        self.stale.is_empty() && self.foreign == 0
    }
}

/// Makes the index if it was made by other rules or never; part of opening a store, in its transaction.
pub(in crate::store) fn make_if_needed(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let index = Index::new(connection, path);
    let rules: Option<i64> =
        connection.query_row("SELECT rules FROM search_state", [], |row| row.get(0)).optional().map_err(|error| index.failed(error))?;
    if rules == Some(RULES) { Ok(()) } else { index.make(&|_, _| Ok(())) }
}

type Told<'t> = &'t dyn Fn(u64, u64) -> Result<(), StoreError>;

impl Index<'_> {
    fn make(&self, told: Told<'_>) -> Result<(), StoreError> {
        let clear = "DELETE FROM search_marks; DELETE FROM search_words; DELETE FROM search_texts; DELETE FROM search_cases;
            INSERT INTO search_index (search_index) VALUES ('delete-all');
            INSERT INTO search_state (only, rules) VALUES (1, 0) ON CONFLICT DO UPDATE SET rules = 0;";
        self.connection.execute_batch(clear).map_err(|error| self.failed(error))?;
        let cases = self.cases()?;
        // First the rows of all cases, then the words of all.
        let total = (cases.len() as u64).saturating_mul(2);
        let mut waiting = Vec::new();
        for (done, (case, changed_seq)) in (0..).zip(&cases) {
            if done % STEP == 0 {
                told(done as u64, total)?;
            }
            for (object, content) in self.contents(case)? {
                self.put(&object, case, &content)?;
            }
            waiting.extend(self.finish(case, Some(*changed_seq), true)?);
        }
        for (done, words) in (cases.len()..).zip(&waiting) {
            if done % STEP == 0 {
                told(done as u64, total)?;
            }
            self.write(words)?;
        }
        told(total, total)?;
        self.run("UPDATE search_state SET rules = ?1", [RULES]).map(drop)
    }

    /// Every case with the entry that changed it, or an examination in it, last; in the order of those.
    fn cases(&self) -> Result<Vec<(String, i64)>, StoreError> {
        let sql = "SELECT c.id, max(c.audit_seq, coalesce((SELECT max(audit_seq) FROM examinations WHERE case_id = c.id), 0)) AS changed
            FROM cases c ORDER BY changed, c.id";
        let mut statement = self.connection.prepare(sql).map_err(|error| self.failed(error))?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).map_err(|error| self.failed(error))?;
        rows.collect::<Result<_, _>>().map_err(|error| self.failed(error))
    }

    /// What can be found of every object of a case, made from the states.
    fn contents(&self, case: &str) -> Result<BTreeMap<String, Content>, StoreError> {
        let mut contents = BTreeMap::new();
        self.texts("SELECT id, state, number, title, status, received_at FROM cases WHERE id = ?1", case, |row| {
            let text: String = row.get(1)?;
            let content = match serde_json::from_str::<Case>(&text) {
                Ok(state) => Content::of_case(&state),
                Err(_) => {
                    let received: String = row.get(5)?;
                    let received = received.parse().map_or(0, |at| Timestamp(at).0.as_microsecond());
                    Content::of_row(&row.get::<_, String>(2)?, &row.get::<_, String>(3)?, &row.get::<_, String>(4)?, received)
                }
            };
            contents.insert(format!("case/{}", row.get::<_, String>(0)?), content);
            Ok(())
        })?;
        self.texts("SELECT id, state FROM examinations WHERE case_id = ?1", case, |row| {
            let text: String = row.get(1)?;
            let content = serde_json::from_str::<Examination>(&text).map(|state| Content::of_examination(&state)).unwrap_or_default();
            contents.insert(format!("examination/{}", row.get::<_, String>(0)?), content);
            Ok(())
        })?;
        let sql = "SELECT f.id, f.text FROM findings f JOIN examinations e ON e.id = f.examination_id WHERE e.case_id = ?1";
        self.texts(sql, case, |row| {
            let id: String = row.get(0)?;
            let content = Content::of_findings(&id, &row.get::<_, String>(1)?);
            contents.insert(format!("findings/{id}"), content);
            Ok(())
        })?;
        Ok(contents)
    }

    fn texts(&self, sql: &str, case: &str, mut take: impl FnMut(&rusqlite::Row<'_>) -> rusqlite::Result<()>) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        let mut rows = statement.query([case]).map_err(|error| self.failed(error))?;
        while let Some(row) = rows.next().map_err(|error| self.failed(error))? {
            take(row).map_err(|error| self.failed(error))?;
        }
        Ok(())
    }

    /// Whether the rows of the case are those that its states lead to.
    fn is_current(&self, case: &str, changed_seq: i64) -> Result<bool, StoreError> {
        let contents = self.contents(case)?;
        let mut held = BTreeMap::new();
        self.texts("SELECT object, content FROM search_texts WHERE case_id = ?1", case, |row| {
            held.insert(row.get::<_, String>(0)?, row.get::<_, String>(1)?);
            Ok(())
        })?;
        let mut made = BTreeMap::new();
        for (object, content) in &contents {
            made.insert(object.clone(), content.written().map_err(|error| unreadable(&error))?);
        }
        let marks: BTreeSet<(String, String)> =
            contents.values().flat_map(|content| &content.marks).map(|(facet, value)| (facet.code().to_owned(), value.clone())).collect();
        let mut borne = BTreeSet::new();
        let sql = "SELECT facet, value FROM search_words JOIN search_marks USING (word) JOIN search_cases USING (docid) WHERE case_id = ?1";
        self.texts(sql, case, |row| {
            borne.insert((row.get(0)?, row.get(1)?));
            Ok(())
        })?;
        let mut row_is_right = false;
        // `search_index_docsize` has one row for each case in the index of words.
        let sql = "SELECT changed_seq FROM search_cases JOIN search_index_docsize ON id = docid WHERE case_id = ?1";
        self.texts(sql, case, |row| {
            row_is_right = row.get::<_, i64>(0)? == changed_seq;
            Ok(())
        })?;
        Ok(row_is_right && held == made && borne == marks)
    }
}

impl Store {
    /// Makes the index of the search again from the states, in one transaction. Progress counts cases, each twice.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database cannot be read or written, or if asked to stop; the index is as it was then.
    pub fn rebuild_search(&mut self, progress: &dyn Progress) -> Result<(), StoreError> {
        let path = self.path.clone();
        let failed = |error| StoreError::database(&path, error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        Index::new(&transaction, &path).make(&|done, total| Ok(progress.report(done, total)?))?;
        transaction.commit().map_err(failed)
    }

    /// Holds the index of the search against the states. Progress counts cases.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database cannot be read, or if asked to stop.
    pub fn check_search(&self, progress: &dyn Progress) -> Result<SearchCheck, StoreError> {
        let index = Index::new(&self.connection, &self.path);
        let cases = index.cases()?;
        let mut check = SearchCheck { cases: cases.len() as u64, ..SearchCheck::default() };
        for (done, (case, changed_seq)) in (0..).zip(&cases) {
            if done % STEP == 0 {
                progress.report(done as u64, check.cases)?;
            }
            // A row that cannot be read is one that is not right.
            if !index.is_current(case, *changed_seq).unwrap_or(false) {
                check.stale.push(case.clone());
            }
        }
        let foreign = "SELECT (SELECT count(*) FROM search_cases WHERE case_id NOT IN (SELECT id FROM cases))
            + (SELECT count(*) FROM search_index_docsize WHERE id NOT IN (SELECT docid FROM search_cases))";
        check.foreign =
            self.connection.query_row(foreign, [], |row| row.get::<_, i64>(0)).map_err(|error| self.failed(error))?.unsigned_abs();
        progress.report(check.cases, check.cases)?;
        Ok(check)
    }
}
