//! What is kept around a case: the laboratory, reviews, issued files, and where a case came from.

use rusqlite::{OptionalExtension as _, named_params, params};

use super::audit::ObjectKind;
use super::change::Writer;
use super::db::Store;
use super::error::StoreError;
use super::read::{Held, parsed, state};
use crate::domain::{Case, CaseId, FindingsId, LaboratorySheet, Origin, Review, ReviewId, Sha256};

/// The one row of the laboratory.
const LABORATORY: &str = "laboratory";

impl Writer<'_> {
    pub(super) fn put_laboratory(&mut self, sheet: &LaboratorySheet, revision: u64) -> Result<(), StoreError> {
        let sql = "SELECT revision FROM laboratory WHERE id = 1 AND ?1 <> ''";
        let revision = self.next_revision(sql, ObjectKind::Laboratory, LABORATORY, revision)?;
        if let Some(emblem) = sheet.emblem {
            self.register(emblem)?;
        }
        let text = self.state(ObjectKind::Laboratory, LABORATORY, sheet)?;
        self.run(
            "INSERT INTO laboratory (id, revision, state, audit_seq) VALUES (1, :revision, :state, :seq)
             ON CONFLICT (id) DO UPDATE SET revision = :revision, state = :state, audit_seq = :seq",
            named_params! { ":revision": revision, ":state": text, ":seq": self.seq },
        )
        .map(drop)
    }

    pub(super) fn put_review(&mut self, review: &Review, revision: u64) -> Result<(), StoreError> {
        let id = review.id.to_string();
        let revision = self.next_revision("SELECT revision FROM reviews WHERE id = ?1", ObjectKind::Review, &id, revision)?;
        let text = self.state(ObjectKind::Review, &id, review)?;
        self.run(
            "INSERT INTO reviews (id, case_id, examination_id, second_id, complete, decided, revision, state, audit_seq)
             VALUES (:id, :case, :examination, :second, :complete, :decided, :revision, :state, :seq)
             ON CONFLICT (id) DO UPDATE SET case_id = :case, examination_id = :examination, second_id = :second, complete = :complete,
             decided = :decided, revision = :revision, state = :state, audit_seq = :seq",
            named_params! {
                ":id": id, ":case": review.case.to_string(), ":examination": review.examination.to_string(),
                ":second": review.second.map(|second| second.to_string()), ":complete": review.is_complete(),
                ":decided": review.decision.is_some(), ":revision": revision, ":state": text, ":seq": self.seq,
            },
        )
        .map(drop)
    }

    pub(super) fn put_origin(&mut self, case: CaseId, origin: &Origin) -> Result<(), StoreError> {
        let id = case.to_string();
        let text = self.state(ObjectKind::Import, &id, origin)?;
        self.run(
            "INSERT INTO imports (case_id, package_sha256, state, audit_seq) VALUES (?1, ?2, ?3, ?4)",
            params![id, origin.package_sha256.to_string(), text, self.seq],
        )
        .map(drop)
    }

    pub(super) fn put_issued_files(&self, findings: FindingsId, files: &[(String, Sha256)]) -> Result<(), StoreError> {
        for (path, sum) in files {
            self.register(*sum)?;
            self.run(
                "INSERT INTO issued_files (findings_id, path, sha256) VALUES (?1, ?2, ?3)",
                params![findings.to_string(), path, sum.to_string()],
            )?;
        }
        Ok(())
    }

    /// Refuses a state of a case that leaves out what is only ever added to.
    pub(super) fn check_kept(&self, case: &Case) -> Result<(), StoreError> {
        let held: Option<String> = self
            .transaction
            .query_row("SELECT state FROM cases WHERE id = ?1", [case.id.to_string()], |row| row.get(0))
            .optional()
            .map_err(|error| self.failed(error))?;
        let Some(held) = held else { return Ok(()) };
        let held: Case = state(ObjectKind::Case, &held)?;
        held.kept_by(case).map_err(|list| StoreError::Forbidden(format!("nothing is taken out of the {list} of a case")))
    }
}

impl Store {
    /// The laboratory; `None` while nothing has been said of it.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`], like all reads here.
    pub fn laboratory(&self) -> Result<Option<Held<LaboratorySheet>>, StoreError> {
        self.held("SELECT revision, state FROM laboratory", ObjectKind::Laboratory, [])
    }

    /// One review.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn review(&self, id: ReviewId) -> Result<Option<Held<Review>>, StoreError> {
        self.held("SELECT revision, state FROM reviews WHERE id = ?1", ObjectKind::Review, [id.to_string()])
    }

    /// The reviews of a case, in the order they were begun.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn reviews(&self, case: CaseId) -> Result<Vec<Held<Review>>, StoreError> {
        let sql = "SELECT revision, state FROM reviews WHERE case_id = ?1 ORDER BY id";
        self.held_all(sql, ObjectKind::Review, [case.to_string()])
    }

    /// Every finished review, in the order they were begun; for counting how people agree.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn finished_reviews(&self) -> Result<Vec<Review>, StoreError> {
        let held = self.held_all("SELECT revision, state FROM reviews WHERE complete = 1 ORDER BY id", ObjectKind::Review, [])?;
        Ok(held.into_iter().map(|held| held.state).collect())
    }

    /// Every review that is under way, in the order they were begun.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn open_reviews(&self) -> Result<Vec<Review>, StoreError> {
        let held = self.held_all("SELECT revision, state FROM reviews WHERE complete = 0 ORDER BY id", ObjectKind::Review, [])?;
        Ok(held.into_iter().map(|held| held.state).collect())
    }

    /// Where a case came from; `None` for one of this laboratory.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn origin(&self, case: CaseId) -> Result<Option<Origin>, StoreError> {
        let texts = self.rows("SELECT state FROM imports WHERE case_id = ?1", [case.to_string()], |row| row.get::<_, String>(0))?;
        texts.first().map(|text| state(ObjectKind::Import, text)).transpose()
    }

    /// The files that left with issued findings, by path.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn issued_files(&self, findings: FindingsId) -> Result<Vec<(String, Sha256)>, StoreError> {
        let sql = "SELECT path, sha256 FROM issued_files WHERE findings_id = ?1 ORDER BY path";
        let rows = self.rows(sql, [findings.to_string()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        rows.into_iter().map(|(path, sum)| Ok((path, parsed(ObjectKind::Findings, &sum)?))).collect()
    }

    /// The findings issued in a case, first issued first.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn findings_of_case(&self, case: CaseId) -> Result<Vec<super::IssuedFindings>, StoreError> {
        let sql = "SELECT f.id, f.examination_id, f.text FROM findings f JOIN examinations e ON e.id = f.examination_id
             WHERE e.case_id = ?1 ORDER BY f.audit_seq, f.id";
        let rows =
            self.rows(sql, [case.to_string()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?)))?;
        let kind = ObjectKind::Findings;
        let read = |(id, examination, text): (String, String, String)| {
            let id: FindingsId = parsed(kind, &id)?;
            Ok(super::IssuedFindings { id, examination: parsed(kind, &examination)?, text, files: self.issued_files(id)? })
        };
        rows.into_iter().map(read).collect()
    }
}

#[cfg(test)]
mod tests;
