//! Finds cases and hands them out page by page.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{OptionalExtension as _, params_from_iter};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ask::ask;
use super::content::CaseFacet;
use super::fold::fold;
use super::index::{Index, NO_DAY};
use super::set::Set;
use super::snippet::{Hit, hit};
use crate::domain::{CaseStatus, ConclusionLevel, Date, DocumentKind, Timestamp};
use crate::store::db::Store;
use crate::store::error::StoreError;
use crate::store::read::CaseSummary;

/// A page holds no more cases than this.
pub const MAX_PAGE: u32 = 1_000;
/// Sets up to this size are looked up one by one; larger ones are faster walked through in order.
const FEW: u64 = 1_500;

crate::domain::words! {
    /// In which order cases are listed.
    CaseOrder {
        Changed = "changed", "Last changed first";
        Received = "received", "Last received first";
        ReceivedFirst = "received-first", "First received first";
        Due = "due", "First due first";
        Number = "number", "By number";
    }
}

impl CaseOrder {
    fn sql(self) -> &'static str {
        match self {
            Self::Changed => "changed_seq DESC, docid DESC",
            Self::Received => "received_us DESC, docid DESC",
            Self::ReceivedFirst => "received_us, docid",
            Self::Due => "due_key, docid",
            Self::Number => "number_key, docid",
        }
    }
}

/// Which cases are wanted; what is left empty does not narrow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CaseQuery {
    /// As a person typed it: words and parts of numbers, which all have to be found, and "words in a row".
    pub text: String,
    /// Any of these.
    pub statuses: BTreeSet<CaseStatus>,
    /// Who answered or concluded in an examination of it, by the whole name.
    pub examiner: Option<String>,
    /// Whom it is assigned to, by the whole name.
    pub assignee: Option<String>,
    /// Received then or later.
    pub received_from: Option<Timestamp>,
    /// Received before then.
    pub received_to: Option<Timestamp>,
    /// Due before that day.
    pub due_before: Option<Date>,
    /// Any of these among its exhibits.
    pub kinds: BTreeSet<DocumentKind>,
    /// Any of these concluded in it.
    pub levels: BTreeSet<ConclusionLevel>,
    /// In which order.
    pub order: CaseOrder,
    /// How many to leave out from the start.
    pub offset: u64,
    /// How many at most, up to [`MAX_PAGE`].
    pub limit: u32,
}

impl Default for CaseQuery {
    fn default() -> Self {
        Self {
            text: String::new(),
            statuses: BTreeSet::new(),
            examiner: None,
            assignee: None,
            received_from: None,
            received_to: None,
            due_before: None,
            kinds: BTreeSet::new(),
            levels: BTreeSet::new(),
            order: CaseOrder::Changed,
            offset: 0,
            limit: 50,
        }
    }
}

/// A case that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFound {
    /// The case.
    pub case: CaseSummary,
    /// By when it is due.
    pub due_on: Option<Date>,
    /// Whom it is assigned to.
    pub assigned_to: Option<String>,
    /// Where the text was found; `None` if none was asked for. Whoever works blind must not be shown those from
    /// [remarks and conclusions](super::TextPlace).
    pub hit: Option<Hit>,
}

/// Some of the cases that were found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePage {
    /// How many were found in all.
    pub total: u64,
    /// Those of this page, in order.
    pub cases: Vec<CaseFound>,
}

impl Store {
    /// Finds cases. No text is an error; one without any word in it narrows nothing.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database cannot be read.
    pub fn search_cases(&self, query: &CaseQuery) -> Result<CasePage, StoreError> {
        // Everything is read as of one moment, whoever writes meanwhile.
        let moment = self.connection.unchecked_transaction().map_err(|error| self.failed(error))?;
        let asked = ask(&query.text);
        let found = self.found(query, asked.expression.as_deref())?;
        let (total, docids) = self.page(query, found.as_ref())?;
        let cases = docids.into_iter().map(|docid| self.case_found(docid, &asked.needles)).collect::<Result<Vec<_>, _>>()?;
        moment.finish().map_err(|error| self.failed(error))?;
        Ok(CasePage { total, cases: cases.into_iter().flatten().collect() })
    }

    /// The values that cases bear in that respect with how many bear them, in order; people by their names in small letters without accents.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database cannot be read.
    pub fn case_values(&self, facet: CaseFacet) -> Result<Vec<(String, u64)>, StoreError> {
        let sql = "SELECT value, count(*) FROM search_words JOIN search_marks USING (word) WHERE facet = ?1 GROUP BY value ORDER BY value";
        self.rows(sql, [facet.code()], |row| Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs())))
    }

    /// The set that the text and every filter leave; `None` if nothing narrows.
    fn found(&self, query: &CaseQuery, expression: Option<&str>) -> Result<Option<Set>, StoreError> {
        let mut found = None;
        if let Some(expression) = expression {
            let sql = "SELECT rowid FROM search_index WHERE search_index MATCH ?";
            self.narrow(&mut found, sql, "rowid", vec![Value::Text(expression.to_owned())])?;
        }
        let person = |name: &Option<String>| name.iter().map(|name| fold(name.trim())).collect::<Vec<_>>();
        let facets: [(CaseFacet, Vec<String>); 5] = [
            (CaseFacet::Level, query.levels.iter().map(|level| level.code().to_owned()).collect()),
            (CaseFacet::Assignee, person(&query.assignee)),
            (CaseFacet::Examiner, person(&query.examiner)),
            (CaseFacet::Kind, query.kinds.iter().map(|kind| kind.code().to_owned()).collect()),
            (CaseFacet::Status, query.statuses.iter().map(|status| status.code().to_owned()).collect()),
        ];
        for (facet, values) in facets.into_iter().filter(|(_, values)| !values.is_empty()) {
            let sql = format!(
                "SELECT docid FROM search_marks WHERE word IN (SELECT word FROM search_words WHERE facet = ? AND value IN ({}))",
                vec!["?"; values.len()].join(", ")
            );
            let params = std::iter::once(facet.code().to_owned()).chain(values).map(Value::Text).collect();
            self.narrow(&mut found, &sql, "docid", params)?;
        }
        if let Some(day) = query.due_before {
            let sql = "SELECT docid FROM search_cases WHERE due_key < ?";
            self.narrow(&mut found, sql, "docid", vec![Value::Text(day.to_string())])?;
        }
        if query.received_from.is_some() || query.received_to.is_some() {
            let from = query.received_from.map_or(i64::MIN, |at| at.0.as_microsecond());
            let to = query.received_to.map_or(i64::MAX, |at| at.0.as_microsecond());
            let sql = "SELECT docid FROM search_cases WHERE received_us >= ? AND received_us < ?";
            self.narrow(&mut found, sql, "docid", vec![Value::Integer(from), Value::Integer(to)])?;
        }
        Ok(found)
    }

    /// Keeps of `found` what `sql` gives too; where little is left, only that is looked at.
    fn narrow(&self, found: &mut Option<Set>, sql: &str, id: &str, mut params: Vec<Value>) -> Result<(), StoreError> {
        if found.as_ref().is_some_and(|found| found.len() == 0) {
            return Ok(());
        }
        let few = found.as_ref().filter(|found| found.len() <= FEW);
        let sql = match few {
            Some(few) => {
                params.push(Value::Text(list(few)));
                format!("{sql} AND {id} IN (SELECT value FROM json_each(?))")
            }
            None => sql.to_owned(),
        };
        let mut set = Set::default();
        self.each(&sql, params, |docid| {
            set.insert(docid);
            true
        })?;
        match found {
            Some(found) => found.keep(&set),
            None => *found = Some(set),
        }
        Ok(())
    }

    /// Hands each number that `sql` gives to `take` until that says no.
    fn each(&self, sql: &str, params: Vec<Value>, mut take: impl FnMut(i64) -> bool) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        let mut rows = statement.query(params_from_iter(params)).map_err(|error| self.failed(error))?;
        while let Some(row) = rows.next().map_err(|error| self.failed(error))? {
            if !take(row.get(0).map_err(|error| self.failed(error))?) {
                break;
            }
        }
        Ok(())
    }

    /// How many there are, and those of the page in order.
    fn page(&self, query: &CaseQuery, found: Option<&Set>) -> Result<(u64, Vec<i64>), StoreError> {
        let limit = usize::try_from(query.limit.min(MAX_PAGE)).unwrap_or_default();
        let total = match found {
            Some(found) => found.len(),
            None => {
                let count = self.connection.query_row("SELECT count(*) FROM search_cases", [], |row| row.get::<_, i64>(0));
                count.map_err(|error| self.failed(error))?.unsigned_abs()
            }
        };
        let mut docids = Vec::new();
        if limit == 0 || query.offset >= total {
            return Ok((total, docids));
        }
        let mut sql = "SELECT docid FROM search_cases".to_owned();
        let mut params = Vec::new();
        if let Some(few) = found.filter(|found| found.len() <= FEW) {
            sql.push_str(" WHERE docid IN (SELECT value FROM json_each(?))");
            params.push(Value::Text(list(few)));
        }
        sql.push_str(" ORDER BY ");
        sql.push_str(query.order.sql());
        let mut skipped = 0;
        self.each(&sql, params, |docid| {
            if found.is_none_or(|found| found.contains(docid)) {
                if skipped < query.offset {
                    skipped = skipped.saturating_add(1);
                } else {
                    docids.push(docid);
                }
            }
            docids.len() < limit
        })?;
        Ok((total, docids))
    }

    fn case_found(&self, docid: i64, needles: &[String]) -> Result<Option<CaseFound>, StoreError> {
        let sql = "SELECT case_id, due_key, assigned_to, changed_seq FROM search_cases WHERE docid = ?1";
        let row: Option<(String, String, Option<String>, i64)> = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| {
                statement.query_row([docid], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))).optional()
            })
            .map_err(|error| self.failed(error))?;
        let Some((id, due, assigned_to, changed_seq)) = row else { return Ok(None) };
        let Some(case) = self.case_summary(&id, changed_seq)? else { return Ok(None) };
        let hit = if needles.is_empty() { None } else { hit(&Index::new(&self.connection, &self.path).held(&id)?, needles) };
        let due_on = Some(due).filter(|due| due != NO_DAY).and_then(|due| due.parse().ok());
        Ok(Some(CaseFound { case, due_on, assigned_to, hit }))
    }
}

fn list(set: &Set) -> String {
    let numbers: Vec<String> = set.iter().map(|docid| docid.to_string()).collect();
    format!("[{}]", numbers.join(","))
}
