//! Changes: each is one transaction together with its entry in the audit log.

use std::collections::BTreeMap;

use rusqlite::{OptionalExtension as _, Transaction, TransactionBehavior, named_params, params};
use serde::Serialize;
use serde_json::{Map, Value};

use super::accounts::AccountPut;
use super::audit::{AuditEntry, AuditHead, AuditRecord, ObjectKind};
use super::checklist_file::FrozenChecklist;
use super::db::Store;
use super::error::StoreError;
use super::library_folder::ReferenceFolder;
use super::read::head_of;
use super::search::{Content, Index};
use crate::domain::{AccountId, Case, CaseId, Examination, ExaminationId, FindingsId, LaboratorySheet, Origin, Reference, Review, Sha256};

/// Findings as they were issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedFindings {
    /// Their identity.
    pub id: FindingsId,
    /// The examination they rest on.
    pub examination: ExaminationId,
    /// The record, byte for byte.
    pub text: String,
    /// Every file that left with it, by path; their bytes are kept like captures.
    pub files: Vec<(String, Sha256)>,
}

/// One object in its new state.
#[derive(Debug, Clone, PartialEq)]
pub enum Put {
    /// A case with its exhibits and captures; nothing that it held before may be missing.
    Case {
        /// The new state.
        state: Box<Case>,
        /// The revision that it builds on, 0 for a new one; afterwards it is one more.
        revision: u64,
    },
    /// An examination; its checklist must be in the store.
    Examination {
        /// The new state.
        state: Box<Examination>,
        /// The revision that it builds on, 0 for a new one; afterwards it is one more.
        revision: u64,
    },
    /// A reference whose captures are all hashed and kept; a new version, unless it is the same as the last.
    Reference(Box<Reference>),
    /// A checklist, frozen; nothing happens if it is there.
    Checklist(Box<FrozenChecklist>),
    /// Issued findings.
    Findings(Box<IssuedFindings>),
    /// A review.
    Review {
        /// The new state.
        state: Box<Review>,
        /// The revision that it builds on, 0 for a new one.
        revision: u64,
    },
    /// The sheet of the laboratory.
    Laboratory {
        /// The new state.
        state: Box<LaboratorySheet>,
        /// The revision that it builds on, 0 for the first one.
        revision: u64,
    },
    /// Where a case came from that others examined.
    Origin {
        /// The case.
        case: CaseId,
        /// Where from.
        origin: Box<Origin>,
    },
    /// An account, perhaps with its key sealed anew.
    Account(Box<AccountPut>),
    /// That somebody signed in; the failed attempts before are forgotten.
    SignedIn(AccountId),
}

/// What one step changes: any number of objects, or none for a mere event.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Change(pub Vec<Put>);

impl Change {
    /// Changes nothing; the audit entry stands by itself.
    pub fn event() -> Self {
        Self::default()
    }

    /// Also puts a case that builds on `revision`, 0 if it is new.
    pub fn case(mut self, state: Case, revision: u64) -> Self {
        self.0.push(Put::Case { state: Box::new(state), revision });
        self
    }

    /// Also puts an examination that builds on `revision`, 0 if it is new.
    pub fn examination(mut self, state: Examination, revision: u64) -> Self {
        self.0.push(Put::Examination { state: Box::new(state), revision });
        self
    }

    /// Also puts a reference.
    pub fn reference(mut self, state: Reference) -> Self {
        self.0.push(Put::Reference(Box::new(state)));
        self
    }

    /// Also puts a checklist.
    pub fn checklist(mut self, checklist: FrozenChecklist) -> Self {
        self.0.push(Put::Checklist(Box::new(checklist)));
        self
    }

    /// Also puts a review that builds on `revision`, 0 if it is new.
    pub fn review(mut self, state: Review, revision: u64) -> Self {
        self.0.push(Put::Review { state: Box::new(state), revision });
        self
    }

    /// Also puts the sheet of the laboratory.
    pub fn laboratory(mut self, state: LaboratorySheet, revision: u64) -> Self {
        self.0.push(Put::Laboratory { state: Box::new(state), revision });
        self
    }

    /// Also says where a case came from.
    pub fn origin(mut self, case: CaseId, origin: Origin) -> Self {
        self.0.push(Put::Origin { case, origin: Box::new(origin) });
        self
    }

    /// Also puts findings.
    pub fn findings(mut self, findings: IssuedFindings) -> Self {
        self.0.push(Put::Findings(Box::new(findings)));
        self
    }
}

impl Store {
    /// Makes `change` and its `entry` in the audit log, both or neither; once this returns, they outlast a loss of power.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if somebody else was quicker, [`StoreError::Forbidden`], [`StoreError::Unknown`],
    /// [`StoreError::NumberTaken`] and [`StoreError::Blob`] if the change breaks a rule, else as the system says. Nothing was changed.
    pub fn commit(&mut self, change: Change, entry: AuditEntry) -> Result<AuditHead, StoreError> {
        let path = self.path.clone();
        let failed = |error| StoreError::database(&path, error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let head = head_of(&transaction, &path)?;
        let mut writer = Writer {
            transaction,
            seq: as_i64(head.seq.saturating_add(1)),
            blobs: &self.blobs,
            path: &path,
            states: Map::new(),
            touched: BTreeMap::new(),
        };
        for put in &change.0 {
            writer.deferred()?;
            writer.put(put)?;
        }
        writer.index_touched()?;
        let record = AuditRecord::after(head, &entry, &Value::Object(writer.states.clone()))
            .map_err(|error| StoreError::Unreadable { object: "audit entry".to_owned(), detail: error.to_string() })?;
        writer.append(&record)?;
        let hash = record.hash.parse().map_err(|detail| StoreError::Unreadable { object: "audit entry".to_owned(), detail })?;
        writer.transaction.commit().map_err(failed)?;
        Ok(AuditHead { seq: record.seq, hash })
    }

    /// Keeps the captures of a reference that was read from its folder, and puts it.
    ///
    /// # Errors
    ///
    /// [`StoreError::ReferenceChanged`] if a file has changed since it was read, else as for [`Store::commit`].
    pub fn import(&mut self, read: &ReferenceFolder, entry: AuditEntry) -> Result<AuditHead, StoreError> {
        for capture in read.reference.pages.iter().flat_map(|page| page.captures.values()) {
            let path = read.path_of(&capture.file);
            let bytes = std::fs::read(&path).map_err(|error| StoreError::system(&path, error))?;
            if capture.sha256 != Some(Sha256::of(&bytes)) {
                return Err(StoreError::ReferenceChanged { reference: read.reference.id.to_string(), file: capture.file.clone() });
            }
            self.keep(&bytes)?;
        }
        self.commit(Change::event().reference(read.reference.clone()), entry)
    }
}

/// Writes the parts of one change; dropped without a commit, nothing happened.
pub(super) struct Writer<'s> {
    pub(super) transaction: Transaction<'s>,
    /// The number that the entry of this change will have.
    pub(super) seq: i64,
    blobs: &'s super::Blobs,
    path: &'s std::path::Path,
    /// The sums of the states written, by object.
    states: Map<String, Value>,
    /// The cases touched: whether what can be found of them is another, and whether they count as changed.
    touched: BTreeMap<String, (bool, bool)>,
}

impl Writer<'_> {
    pub(super) fn failed(&self, error: rusqlite::Error) -> StoreError {
        StoreError::database(self.path, error)
    }

    /// Lets rows refer to the entry that is written last; all references are checked on commit.
    fn deferred(&self) -> Result<(), StoreError> {
        self.transaction.pragma_update(None, "defer_foreign_keys", true).map_err(|error| self.failed(error))
    }

    fn put(&mut self, put: &Put) -> Result<(), StoreError> {
        match put {
            Put::Case { state, revision } => self.put_case(state, *revision),
            Put::Examination { state, revision } => self.put_examination(state, *revision),
            Put::Reference(state) => self.put_reference(state),
            Put::Checklist(checklist) => self.put_checklist(checklist),
            Put::Findings(findings) => self.put_findings(findings),
            Put::Review { state, revision } => self.put_review(state, *revision),
            Put::Laboratory { state, revision } => self.put_laboratory(state, *revision),
            Put::Origin { case, origin } => self.put_origin(*case, origin),
            Put::Account(account) => self.put_account(account),
            Put::SignedIn(account) => self.forget_attempts(*account),
        }
    }

    /// Runs one statement; how many rows it changed.
    pub(super) fn run(&self, sql: &str, params: impl rusqlite::Params) -> Result<usize, StoreError> {
        let mut statement = self.transaction.prepare_cached(sql).map_err(|error| self.failed(error))?;
        statement.execute(params).map_err(|error| self.failed(error))
    }

    /// Keeps what of an object can be found; the rows of its case follow at the end of the change.
    fn find_by(&mut self, kind: ObjectKind, id: &str, case: &str, content: &Content) -> Result<(), StoreError> {
        let changed = Index::new(&self.transaction, self.path).put(&format!("{kind}/{id}"), case, content)?;
        let (texts, counts) = self.touched.entry(case.to_owned()).or_default();
        *texts = *texts || changed;
        // Issued findings stand beside a case and its examinations, which are as they were.
        *counts = *counts || kind != ObjectKind::Findings;
        Ok(())
    }

    fn index_touched(&self) -> Result<(), StoreError> {
        let index = Index::new(&self.transaction, self.path);
        let finish = |(case, (texts, counts)): (&String, &(bool, bool))| index.finish(case, counts.then_some(self.seq), *texts);
        let waiting = self.touched.iter().map(finish).collect::<Result<Vec<_>, _>>()?;
        waiting.iter().flatten().try_for_each(|words| index.write(words))
    }

    /// Refuses a change that builds on another revision than the one held; the new revision.
    pub(super) fn next_revision(&self, sql: &str, kind: ObjectKind, id: &str, expected: u64) -> Result<i64, StoreError> {
        let held: Option<i64> = self.transaction.query_row(sql, [id], |row| row.get(0)).optional().map_err(|error| self.failed(error))?;
        let found = held.and_then(|held| u64::try_from(held).ok()).unwrap_or(0);
        if found == expected {
            Ok(as_i64(expected.saturating_add(1)))
        } else {
            Err(StoreError::Stale { object: kind.title().to_lowercase(), expected, found })
        }
    }

    /// The state as text; its sum goes into the audit entry.
    pub(super) fn state(&mut self, kind: ObjectKind, id: &str, state: &impl Serialize) -> Result<String, StoreError> {
        let text =
            serde_json::to_string(state).map_err(|error| StoreError::Unreadable { object: kind.to_string(), detail: error.to_string() })?;
        self.note(kind, id, Sha256::of(text.as_bytes()));
        Ok(text)
    }

    fn note(&mut self, kind: ObjectKind, id: &str, sum: Sha256) {
        self.states.insert(format!("{kind}/{id}"), Value::String(sum.to_string()));
    }

    fn put_case(&mut self, case: &Case, revision: u64) -> Result<(), StoreError> {
        let id = case.id.to_string();
        let revision = self.next_revision("SELECT revision FROM cases WHERE id = ?1", ObjectKind::Case, &id, revision)?;
        let number_taken: Option<i64> = self
            .transaction
            .query_row("SELECT 1 FROM cases WHERE number = ?1 AND id <> ?2", [&case.number, &id], |row| row.get(0))
            .optional()
            .map_err(|error| self.failed(error))?;
        if number_taken.is_some() {
            return Err(StoreError::NumberTaken(case.number.clone()));
        }
        self.check_kept(case)?;
        let state = self.state(ObjectKind::Case, &id, case)?;
        self.run(
            "INSERT INTO cases (id, number, title, status, received_at, revision, state, audit_seq)
             VALUES (:id, :number, :title, :status, :received_at, :revision, :state, :seq)
             ON CONFLICT (id) DO UPDATE SET number = :number, title = :title, status = :status, received_at = :received_at,
             revision = :revision, state = :state, audit_seq = :seq",
            named_params! {
                ":id": id, ":number": case.number, ":title": case.title, ":status": case.status.code(),
                ":received_at": case.received_at.to_string(), ":revision": revision, ":state": state, ":seq": self.seq,
            },
        )?;
        self.find_by(ObjectKind::Case, &id, &id, &Content::of_case(case))?;
        let mut exhibits: i64 = 0;
        let mut captures: i64 = 0;
        for (exhibit, place) in case.exhibits.iter().zip(0_i64..) {
            self.run(
                "INSERT INTO exhibits (id, case_id, place, mark) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (id) DO UPDATE SET case_id = ?2, place = ?3, mark = ?4",
                params![exhibit.id.to_string(), id, place, exhibit.mark],
            )?;
            exhibits = exhibits.saturating_add(1);
            for (capture, place) in exhibit.captures.iter().zip(0_i64..) {
                self.register(capture.sha256)?;
                self.run(
                    "INSERT INTO captures (id, exhibit_id, place, sha256, light, page) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (id) DO UPDATE SET exhibit_id = ?2, place = ?3, sha256 = ?4, light = ?5, page = ?6",
                    params![
                        capture.id.to_string(),
                        exhibit.id.to_string(),
                        place,
                        capture.sha256.to_string(),
                        capture.light.code(),
                        capture.page.as_ref().map(|page| page.as_str())
                    ],
                )?;
                captures = captures.saturating_add(1);
            }
        }
        let held: (i64, i64) = self
            .transaction
            .query_row(
                "SELECT (SELECT count(*) FROM exhibits WHERE case_id = ?1),
                 (SELECT count(*) FROM captures JOIN exhibits ON exhibits.id = exhibit_id WHERE case_id = ?1)",
                [&id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .map_err(|error| self.failed(error))?;
        if held == (exhibits, captures) {
            Ok(())
        } else {
            Err(StoreError::Forbidden("an exhibit or capture that a case held cannot be left out of it".to_owned()))
        }
    }

    /// Lets a row refer to bytes that are kept.
    pub(super) fn register(&self, sum: Sha256) -> Result<(), StoreError> {
        let length = as_i64(self.blobs.length(sum)?);
        self.run("INSERT INTO blobs (sha256, length) VALUES (?1, ?2) ON CONFLICT DO NOTHING", params![sum.to_string(), length]).map(drop)
    }

    fn put_examination(&mut self, examination: &Examination, revision: u64) -> Result<(), StoreError> {
        if let Some(chip) = &examination.chip {
            for sum in chip.files.iter().map(|file| file.sha256).chain(chip.portrait) {
                self.register(sum)?;
            }
        }
        let id = examination.id.to_string();
        let revision = self.next_revision("SELECT revision FROM examinations WHERE id = ?1", ObjectKind::Examination, &id, revision)?;
        let state = self.state(ObjectKind::Examination, &id, examination)?;
        self.find_by(ObjectKind::Examination, &id, &examination.case.to_string(), &Content::of_examination(examination))?;
        self.run(
            "INSERT INTO examinations (id, case_id, exhibit_id, begun_at, checklist_sha256, frozen, revision, state, audit_seq)
             VALUES (:id, :case, :exhibit, :begun_at, :checklist, :frozen, :revision, :state, :seq)
             ON CONFLICT (id) DO UPDATE SET case_id = :case, exhibit_id = :exhibit, begun_at = :begun_at, checklist_sha256 = :checklist,
             frozen = :frozen, revision = :revision, state = :state, audit_seq = :seq",
            named_params! {
                ":id": id, ":case": examination.case.to_string(), ":exhibit": examination.exhibit.to_string(),
                ":begun_at": examination.begun_at.to_string(), ":checklist": examination.checklist.sha256.to_string(),
                ":frozen": examination.frozen, ":revision": revision, ":state": state, ":seq": self.seq,
            },
        )
        .map(drop)
    }

    fn put_reference(&mut self, reference: &Reference) -> Result<(), StoreError> {
        let id = reference.id.as_str();
        let last: Option<(i64, String)> = self
            .transaction
            .query_row("SELECT version, state FROM library_references WHERE id = ?1 ORDER BY version DESC LIMIT 1", [id], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })
            .optional()
            .map_err(|error| self.failed(error))?;
        let state = self.state(ObjectKind::Reference, id, reference)?;
        let version = match last {
            Some((_, held)) if held == state => return Ok(()),
            Some((version, _)) => version.saturating_add(1),
            None => 1,
        };
        self.run(
            "INSERT INTO library_references (id, version, kind, issuer, state, audit_seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            params![id, version, reference.kind.code(), reference.issuer.code.as_str(), state, self.seq],
        )?;
        for page in &reference.pages {
            for (light, capture) in &page.captures {
                let changed = || StoreError::ReferenceChanged { reference: id.to_owned(), file: capture.file.clone() };
                let sum = capture.sha256.ok_or_else(changed)?;
                self.register(sum)?;
                self.run(
                    "INSERT INTO reference_captures (reference_id, version, page, light, sha256) VALUES (?1, ?2, ?3, ?4, ?5)",
                    params![id, version, page.id.as_str(), light.code(), sum.to_string()],
                )?;
            }
        }
        Ok(())
    }

    fn put_checklist(&mut self, frozen: &FrozenChecklist) -> Result<(), StoreError> {
        let (meta, sum) = (&frozen.checklist.meta, Sha256::of(frozen.text.as_bytes()));
        self.note(ObjectKind::Checklist, &sum.to_string(), sum);
        self.run(
            "INSERT INTO checklists (sha256, id, version, text, audit_seq) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING",
            params![sum.to_string(), meta.id.as_str(), meta.version, frozen.text, self.seq],
        )
        .map(drop)
    }

    fn put_findings(&mut self, findings: &IssuedFindings) -> Result<(), StoreError> {
        let (id, sum) = (findings.id.to_string(), Sha256::of(findings.text.as_bytes()));
        self.note(ObjectKind::Findings, &id, sum);
        let examination = findings.examination.to_string();
        let sql = "SELECT case_id FROM examinations WHERE id = ?1";
        let case: Option<String> =
            self.transaction.query_row(sql, [&examination], |row| row.get(0)).optional().map_err(|error| self.failed(error))?;
        if let Some(case) = case {
            self.find_by(ObjectKind::Findings, &id, &case, &Content::of_findings(&id, &findings.text))?;
        }
        self.run(
            "INSERT INTO findings (id, examination_id, sha256, text, audit_seq) VALUES (?1, ?2, ?3, ?4, ?5)",
            params![id, findings.examination.to_string(), sum.to_string(), findings.text, self.seq],
        )?;
        self.put_issued_files(findings.id, &findings.files)
    }

    fn append(&self, record: &AuditRecord) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO journal (seq, at, offset_minutes, actor_kind, actor, role, action, object_kind, object_id, payload, states,
             prev_hash, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
            params![
                as_i64(record.seq),
                record.at,
                record.offset_minutes,
                record.actor_kind,
                record.actor,
                record.role,
                record.action,
                record.object_kind,
                record.object_id,
                record.payload,
                record.states,
                record.prev_hash,
                record.hash
            ],
        )
        .map(drop)
    }
}

/// Counts here stay far below the limit of `SQLite`'s integers.
pub(super) fn as_i64(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
