//! Typed reads.

use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, Params, Row};
use serde::de::DeserializeOwned;

use super::audit::{AuditHead, AuditRecord, ObjectKind};
use super::change::{IssuedFindings, as_i64};
use super::checklist_file::{FrozenChecklist, parse_checklist};
use super::db::Store;
use super::error::StoreError;
use crate::domain::{
    Capture, Case, CaseId, CaseStatus, ChecklistId, Examination, ExaminationId, Exhibit, ExhibitId, FindingsId, Reference, ReferenceId,
    Sha256, Timestamp,
};

/// A state with the revision it has, on which the next change builds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<T> {
    /// The state.
    pub state: T,
    /// Its revision, from 1.
    pub revision: u64,
}

/// A case in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseSummary {
    /// Its identity.
    pub id: CaseId,
    /// Its number.
    pub number: String,
    /// What it is about.
    pub title: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// When it was received.
    pub received_at: Timestamp,
    /// When it, or an examination in it, was last changed.
    pub changed_at: Timestamp,
    /// How many exhibits it has.
    pub exhibits: u64,
    /// How many captures it has.
    pub captures: u64,
}

/// The last entry of the audit log.
pub(super) fn head_of(connection: &Connection, path: &Path) -> Result<AuditHead, StoreError> {
    let last: Option<(i64, String)> = connection
        .query_row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", [], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
        .map_err(|error| StoreError::database(path, error))?;
    let Some((seq, hash)) = last else { return Ok(AuditHead::start()) };
    let hash = hash.parse().map_err(|detail| StoreError::Unreadable { object: "audit log".to_owned(), detail })?;
    Ok(AuditHead { seq: seq.unsigned_abs(), hash })
}

fn unreadable(kind: ObjectKind, detail: impl ToString) -> StoreError {
    StoreError::Unreadable { object: kind.title().to_lowercase(), detail: detail.to_string() }
}

/// Reads a value that was stored as its text.
pub(super) fn parsed<T: std::str::FromStr<Err: ToString>>(kind: ObjectKind, text: &str) -> Result<T, StoreError> {
    text.parse().map_err(|error: T::Err| unreadable(kind, error.to_string()))
}

fn timestamp(kind: ObjectKind, text: &str) -> Result<Timestamp, StoreError> {
    parsed(kind, text).map(Timestamp)
}

pub(super) fn state<T: DeserializeOwned>(kind: ObjectKind, text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|error| unreadable(kind, error))
}

impl Store {
    pub(super) fn rows<T>(
        &self,
        sql: &str,
        params: impl Params,
        read: impl Fn(&Row<'_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        let rows = statement.query_map(params, |row| read(row)).map_err(|error| self.failed(error))?;
        rows.collect::<rusqlite::Result<Vec<_>>>().map_err(|error| self.failed(error))
    }

    pub(super) fn held<T: DeserializeOwned>(
        &self,
        sql: &str,
        kind: ObjectKind,
        params: impl Params,
    ) -> Result<Option<Held<T>>, StoreError> {
        let rows = self.rows(sql, params, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        let read = |(revision, text): (i64, String)| Ok(Held { state: state(kind, &text)?, revision: revision.unsigned_abs() });
        rows.into_iter().next().map(read).transpose()
    }

    pub(super) fn held_all<T: DeserializeOwned>(
        &self,
        sql: &str,
        kind: ObjectKind,
        params: impl Params,
    ) -> Result<Vec<Held<T>>, StoreError> {
        let rows = self.rows(sql, params, |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        let read = |(revision, text): (i64, String)| Ok(Held { state: state(kind, &text)?, revision: revision.unsigned_abs() });
        rows.into_iter().map(read).collect()
    }

    /// Every case, the one changed last first.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database cannot be read; so for all reads here.
    pub fn cases(&self) -> Result<Vec<CaseSummary>, StoreError> {
        // From the states and not from the index of the search, so that nothing is ever missing here.
        self.summaries(
            "JOIN journal j
             ON j.seq = max(c.audit_seq, coalesce((SELECT max(audit_seq) FROM examinations WHERE case_id = c.id), 0))
             ORDER BY j.seq DESC",
            [],
        )
    }

    /// One case in a list, last changed by that entry of the audit log.
    pub(super) fn case_summary(&self, id: &str, changed_seq: i64) -> Result<Option<CaseSummary>, StoreError> {
        Ok(self.summaries("JOIN journal j ON j.seq = ?2 WHERE c.id = ?1", (id, changed_seq))?.pop())
    }

    /// Cases `c` with the entry `j` that changed them last, as `rest` of the statement joins them.
    fn summaries(&self, rest: &str, params: impl Params) -> Result<Vec<CaseSummary>, StoreError> {
        let sql = format!(
            "SELECT c.id, c.number, c.title, c.status, c.received_at, j.at,
             (SELECT count(*) FROM exhibits WHERE case_id = c.id),
             (SELECT count(*) FROM captures JOIN exhibits x ON x.id = exhibit_id WHERE x.case_id = c.id)
             FROM cases c {rest}"
        );
        let rows = self.rows(&sql, params, |row| {
            let texts: [String; 6] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?];
            Ok((texts, row.get::<_, i64>(6)?, row.get::<_, i64>(7)?))
        })?;
        let kind = ObjectKind::Case;
        let summary = |([id, number, title, status, received_at, changed_at], exhibits, captures): ([String; 6], i64, i64)| {
            Ok(CaseSummary {
                id: parsed(kind, &id)?,
                number,
                title,
                status: parsed(kind, &status)?,
                received_at: timestamp(kind, &received_at)?,
                changed_at: timestamp(kind, &changed_at)?,
                exhibits: exhibits.unsigned_abs(),
                captures: captures.unsigned_abs(),
            })
        };
        rows.into_iter().map(summary).collect()
    }

    /// The case with that identity.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn case(&self, id: CaseId) -> Result<Option<Held<Case>>, StoreError> {
        self.held("SELECT revision, state FROM cases WHERE id = ?1", ObjectKind::Case, [id.to_string()])
    }

    /// The case with that number.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn case_numbered(&self, number: &str) -> Result<Option<Held<Case>>, StoreError> {
        self.held("SELECT revision, state FROM cases WHERE number = ?1", ObjectKind::Case, [number])
    }

    /// The exhibits of a case, in order of receipt; none for a case that is not there.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn exhibits(&self, case: CaseId) -> Result<Vec<Exhibit>, StoreError> {
        Ok(self.case(case)?.map(|held| held.state.exhibits).unwrap_or_default())
    }

    /// The captures of an exhibit, in the order they were taken in; none for an exhibit that is not there.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn captures(&self, exhibit: ExhibitId) -> Result<Vec<Capture>, StoreError> {
        let sql = "SELECT cases.revision, cases.state FROM cases JOIN exhibits ON case_id = cases.id WHERE exhibits.id = ?1";
        let case: Option<Held<Case>> = self.held(sql, ObjectKind::Case, [exhibit.to_string()])?;
        Ok(case.and_then(|case| case.state.exhibit(exhibit).cloned()).map(|exhibit| exhibit.captures).unwrap_or_default())
    }

    /// The examination with that identity.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn examination(&self, id: ExaminationId) -> Result<Option<Held<Examination>>, StoreError> {
        self.held("SELECT revision, state FROM examinations WHERE id = ?1", ObjectKind::Examination, [id.to_string()])
    }

    /// The examinations of a case, in the order they were begun.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn examinations(&self, case: CaseId) -> Result<Vec<Held<Examination>>, StoreError> {
        let sql = "SELECT revision, state FROM examinations WHERE case_id = ?1 ORDER BY begun_at, id";
        self.held_all(sql, ObjectKind::Examination, [case.to_string()])
    }

    /// The last version of every reference, by id.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn references(&self) -> Result<Vec<Reference>, StoreError> {
        let sql = "SELECT state FROM library_references r
             WHERE version = (SELECT max(version) FROM library_references WHERE id = r.id) ORDER BY id";
        let rows = self.rows(sql, [], |row| row.get::<_, String>(0))?;
        rows.iter().map(|text| state(ObjectKind::Reference, text)).collect()
    }

    /// The last version of a reference.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn reference(&self, id: &ReferenceId) -> Result<Option<Reference>, StoreError> {
        let sql = "SELECT version, state FROM library_references WHERE id = ?1 ORDER BY version DESC LIMIT 1";
        Ok(self.held(sql, ObjectKind::Reference, [id.as_str()])?.map(|held| held.state))
    }

    /// The checklist whose text has that sum.
    ///
    /// # Errors
    ///
    /// [`StoreError::NoChecklist`] if it is not there, else as for [`Store::cases`].
    pub fn checklist(&self, sum: Sha256) -> Result<FrozenChecklist, StoreError> {
        let rows = self.rows("SELECT id, text FROM checklists WHERE sha256 = ?1", [sum.to_string()], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        let (id, text) = rows.into_iter().next().ok_or(StoreError::NoChecklist(sum))?;
        parse_checklist(Path::new(&id), text).map_err(|found| unreadable(ObjectKind::Checklist, found))
    }

    /// The checklists that are held: id, version and sum of the text.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn checklists(&self) -> Result<Vec<(ChecklistId, String, Sha256)>, StoreError> {
        let rows = self.rows("SELECT id, version, sha256 FROM checklists ORDER BY id, audit_seq", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
        })?;
        let kind = ObjectKind::Checklist;
        rows.into_iter().map(|(id, version, sum)| Ok((parsed(kind, &id)?, version, parsed(kind, &sum)?))).collect()
    }

    /// The findings issued from an examination, first issued first.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn findings(&self, examination: ExaminationId) -> Result<Vec<IssuedFindings>, StoreError> {
        let sql = "SELECT id, text FROM findings WHERE examination_id = ?1 ORDER BY audit_seq, id";
        let rows = self.rows(sql, [examination.to_string()], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let read = |(id, text): (String, String)| {
            let id: FindingsId = parsed(ObjectKind::Findings, &id)?;
            Ok(IssuedFindings { id, examination, text, files: self.issued_files(id)? })
        };
        rows.into_iter().map(read).collect()
    }

    /// The last entry of the audit log.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn audit_head(&self) -> Result<AuditHead, StoreError> {
        head_of(&self.connection, &self.path)
    }

    /// Up to `limit` entries of the audit log after number `after`, in order.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn audit(&self, after: u64, limit: u32) -> Result<Vec<AuditRecord>, StoreError> {
        self.rows(
            "SELECT seq, at, offset_minutes, actor_kind, actor, role, action, object_kind, object_id, payload, states, prev_hash, hash
             FROM journal WHERE seq > ?1 ORDER BY seq LIMIT ?2",
            (as_i64(after), limit),
            record,
        )
    }

    /// The entries of the audit log about one object, in order.
    ///
    /// # Errors
    ///
    /// As for [`Store::cases`].
    pub fn audit_of(&self, object: ObjectKind, id: &str) -> Result<Vec<AuditRecord>, StoreError> {
        self.rows(
            "SELECT seq, at, offset_minutes, actor_kind, actor, role, action, object_kind, object_id, payload, states, prev_hash, hash
             FROM journal WHERE object_kind = ?1 AND object_id = ?2 ORDER BY seq",
            (object.code(), id),
            record,
        )
    }
}

fn record(row: &Row<'_>) -> rusqlite::Result<AuditRecord> {
    Ok(AuditRecord {
        seq: row.get::<_, i64>(0)?.unsigned_abs(),
        at: row.get(1)?,
        offset_minutes: row.get(2)?,
        actor_kind: row.get(3)?,
        actor: row.get(4)?,
        role: row.get(5)?,
        action: row.get(6)?,
        object_kind: row.get(7)?,
        object_id: row.get(8)?,
        payload: row.get(9)?,
        states: row.get(10)?,
        prev_hash: row.get(11)?,
        hash: row.get(12)?,
    })
}
