//! Checks that nothing in a data folder was changed, lost or broken.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::PathBuf;

use serde_json::{Map, Value};

use super::audit::AuditHead;
use super::blobs::BlobError;
use super::db::Store;
use super::error::StoreError;
use crate::domain::{Progress, Sha256, Unwatched};

/// One thing that is wrong with a data folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntegrityProblem {
    /// `SQLite` finds its file damaged.
    Database(String),
    /// A row refers to one that is not there.
    DanglingRow {
        /// The table of the row.
        table: String,
        /// The table it refers to.
        parent: String,
    },
    /// The tables or their rules are not those that the program made.
    Schema(String),
    /// The audit log was changed at this entry.
    Audit {
        /// The number of the entry.
        seq: u64,
        /// What is wrong.
        detail: String,
    },
    /// A state is not the one that the audit log records.
    State(String),
    /// The search would not find everything; nothing is lost, and the index can be made again.
    SearchIndex {
        /// How many cases it would not find, or by what they no longer say; the largest number if it cannot be read at all.
        stale: u64,
    },
    /// A capture is not there.
    CaptureMissing(Sha256),
    /// A capture has been changed.
    CaptureChanged(Sha256),
    /// A capture could not be read.
    CaptureUnreadable {
        /// The capture.
        sha256: Sha256,
        /// Why.
        detail: String,
    },
}

impl fmt::Display for IntegrityProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(detail) => write!(f, "the database is damaged: {detail}"),
            Self::DanglingRow { table, parent } => write!(f, "a row of `{table}` refers to one of `{parent}` that is not there"),
            Self::Schema(detail) => write!(f, "the database was altered: {detail}"),
            Self::Audit { seq, detail } => write!(f, "the audit log was changed at entry {seq}: {detail}"),
            Self::State(object) => write!(f, "the state of {object} is not the one that the audit log records"),
            Self::SearchIndex { stale: u64::MAX } => f.write_str("the index of the search cannot be read; make it again"),
            Self::SearchIndex { stale } => {
                write!(f, "the index of the search is not that of the states, for {stale} cases; make it again")
            }
            Self::CaptureMissing(sum) => write!(f, "the capture {} is missing", sum.short()),
            Self::CaptureChanged(sum) => write!(f, "the file of the capture {} has been changed", sum.short()),
            Self::CaptureUnreadable { sha256, detail } => write!(f, "the capture {} cannot be read: {detail}", sha256.short()),
        }
    }
}

/// What a check of a data folder came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntegrityReport {
    /// The last entry of the audit log that follows from those before it.
    pub head: AuditHead,
    /// How many captures were read against their sums.
    pub captures: u64,
    /// What is wrong.
    pub problems: Vec<IntegrityProblem>,
    /// Captures that nothing refers to, such as those of an intake that was cut off; harmless.
    pub orphans: Vec<Sha256>,
    /// Files among the captures that are none, such as what a write that was cut off left; harmless.
    pub leftovers: Vec<PathBuf>,
}

impl IntegrityReport {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }
}

/// Every state, with the name under which the audit log records its sum.
const STATES: &str = "SELECT 'case/' || id, state, audit_seq FROM cases
    UNION ALL SELECT 'examination/' || id, state, audit_seq FROM examinations
    UNION ALL SELECT 'reference/' || id, state, audit_seq FROM library_references
    UNION ALL SELECT 'checklist/' || sha256, text, audit_seq FROM checklists
    UNION ALL SELECT 'findings/' || id, text, audit_seq FROM findings
    UNION ALL SELECT 'review/' || id, state, audit_seq FROM reviews
    UNION ALL SELECT 'laboratory/laboratory', state, audit_seq FROM laboratory
    UNION ALL SELECT 'import/' || case_id, state, audit_seq FROM imports
    UNION ALL SELECT 'account/' || id, state, audit_seq FROM accounts
    UNION ALL SELECT 'account-key/' || account_id, state, audit_seq FROM account_keys";

impl Store {
    /// Checks everything: database, references between rows, tables and rules, audit log, states, and each capture file.
    ///
    /// Progress counts captures. What is wrong is in the report.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database cannot be read at all, or if asked to stop.
    pub fn verify(&self, progress: &dyn Progress) -> Result<IntegrityReport, StoreError> {
        let (head, mut problems) = self.verify_rows()?;
        let (sums, leftovers) = self.blobs.list()?;
        let known: BTreeSet<Sha256> = self.registered_lengths()?.into_iter().map(|(sum, _)| sum).collect();
        let total = known.len() as u64;
        for (sum, done) in known.iter().zip(0..) {
            progress.report(done, total)?;
            problems.extend(match self.blobs.check(*sum) {
                Ok(_) => None,
                Err(BlobError::Missing(sum)) => Some(IntegrityProblem::CaptureMissing(sum)),
                Err(BlobError::Corrupt { expected, .. }) => Some(IntegrityProblem::CaptureChanged(expected)),
                Err(error) => Some(IntegrityProblem::CaptureUnreadable { sha256: *sum, detail: error.to_string() }),
            });
        }
        progress.report(total, total)?;
        let orphans = sums.into_iter().filter(|sum| !known.contains(sum)).collect();
        Ok(IntegrityReport { head, captures: total, problems, orphans, leftovers })
    }

    /// Checks everything but the capture files: the last entry of the log that follows, and what is wrong.
    pub(super) fn verify_rows(&self) -> Result<(AuditHead, Vec<IntegrityProblem>), StoreError> {
        let mut problems = Vec::new();
        for detail in self.rows("PRAGMA integrity_check(20)", [], |row| row.get::<_, String>(0))? {
            if detail != "ok" {
                problems.push(IntegrityProblem::Database(detail));
            }
        }
        for (table, parent) in self.rows("PRAGMA foreign_key_check", [], |row| Ok((row.get(0)?, row.get(2)?)))? {
            problems.push(IntegrityProblem::DanglingRow { table, parent });
        }
        self.verify_schema(&mut problems)?;
        let head = self.verify_audit(&mut problems)?;
        // An index that cannot be read at all finds nothing.
        let stale = match self.check_search(&Unwatched) {
            Ok(search) => (search.stale.len() as u64).saturating_add(search.foreign),
            Err(_) => u64::MAX,
        };
        if stale > 0 {
            problems.push(IntegrityProblem::SearchIndex { stale });
        }
        Ok((head, problems))
    }

    /// Checks the audit log and the states alone, which is quick; for the start of the program and for exports.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database cannot be read.
    pub fn verify_log(&self) -> Result<(AuditHead, Vec<IntegrityProblem>), StoreError> {
        let mut problems = Vec::new();
        let head = self.verify_audit(&mut problems)?;
        Ok((head, problems))
    }

    /// The captures that something refers to, with their lengths in bytes.
    pub(super) fn registered_lengths(&self) -> Result<Vec<(Sha256, u64)>, StoreError> {
        let rows =
            self.rows("SELECT sha256, length FROM blobs ORDER BY sha256", [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        let unreadable = |detail| StoreError::Unreadable { object: "capture".to_owned(), detail };
        rows.into_iter().map(|(text, length)| Ok((text.parse().map_err(unreadable)?, length.unsigned_abs()))).collect()
    }

    fn schema(&self) -> Result<BTreeMap<String, String>, StoreError> {
        let sql = "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%'";
        Ok(self.rows(sql, [], |row| Ok((row.get(0)?, row.get(1)?)))?.into_iter().collect())
    }

    fn verify_schema(&self, problems: &mut Vec<IntegrityProblem>) -> Result<(), StoreError> {
        let (made, found) = (Self::open_in_memory()?.schema()?, self.schema()?);
        let names: BTreeSet<&String> = made.keys().chain(found.keys()).collect();
        for name in names {
            let detail = match (made.get(name), found.get(name)) {
                (Some(made), Some(found)) if made == found => continue,
                (Some(_), Some(_)) => format!("{name} is another"),
                (Some(_), None) => format!("{name} is missing"),
                (None, _) => format!("{name} does not belong"),
            };
            problems.push(IntegrityProblem::Schema(detail));
        }
        Ok(())
    }

    /// Follows the chain from its start, then holds every state against the entry that left it.
    fn verify_audit(&self, problems: &mut Vec<IntegrityProblem>) -> Result<AuditHead, StoreError> {
        let mut head = AuditHead::start();
        let mut recorded: BTreeMap<String, Vec<(u64, String)>> = BTreeMap::new();
        'chain: loop {
            let records = self.audit(head.seq, 1000)?;
            if records.is_empty() {
                break;
            }
            for record in records {
                match record.follow(head) {
                    Ok(next) => head = next,
                    Err(detail) => {
                        problems.push(IntegrityProblem::Audit { seq: record.seq, detail });
                        break 'chain;
                    }
                }
                let states: Map<String, Value> = serde_json::from_str(&record.states).unwrap_or_default();
                for (object, sum) in states {
                    let sum = sum.as_str().unwrap_or_default().to_owned();
                    recorded.entry(object).or_default().push((record.seq, sum));
                }
            }
        }
        let states = self.rows(STATES, [], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, i64>(2)?)))?;
        let mut seen = BTreeSet::new();
        for (object, text, seq) in states {
            let sum = Sha256::of(text.as_bytes()).to_string();
            let entries = recorded.get(&object).map(Vec::as_slice).unwrap_or_default();
            let is_kept_whole = object.starts_with("reference/") || object.starts_with("checklist/");
            let is_recorded = match entries.last() {
                // Of references every version stays, and putting the same again leaves the row as it was.
                _ if is_kept_whole => entries.contains(&(seq.unsigned_abs(), sum)),
                Some(last) => *last == (seq.unsigned_abs(), sum),
                None => false,
            };
            // Behind a break in the chain nothing can be said.
            if !is_recorded && seq.unsigned_abs() <= head.seq {
                problems.push(IntegrityProblem::State(object.clone()));
            }
            seen.insert(object);
        }
        problems.extend(recorded.into_keys().filter(|object| !seen.contains(object)).map(IntegrityProblem::State));
        self.verify_accounts(problems)?;
        Ok(head)
    }
}
