//! Keeps the index in step with the states, in the same transaction as the change.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _, Params, params};

use super::content::{CaseFacet, Content};
use super::fold::{Piece, fold, parts, pieces};
use crate::domain::{name_parts, transliterate};
use crate::store::error::StoreError;

/// Stands between texts, so that no phrase reaches from one into the next, and before words with digits, which are found by their parts.
pub(super) const BETWEEN: char = '·';
/// The day of cases without one, behind all others.
pub(super) const NO_DAY: &str = "~";
/// Codes and runs without spaces are indexed up to this many characters.
const CODE_LIMIT: usize = 400;

/// A case of which the words are still to be written.
#[derive(Debug)]
#[must_use]
pub(in crate::store) struct Words {
    case: String,
    docid: i64,
    is_new: bool,
}

/// Writes to the index within a transaction.
#[derive(Debug)]
pub(in crate::store) struct Index<'c> {
    pub(super) connection: &'c Connection,
    pub(super) path: &'c Path,
}

impl<'c> Index<'c> {
    pub(in crate::store) fn new(connection: &'c Connection, path: &'c Path) -> Self {
        Self { connection, path }
    }

    pub(super) fn failed(&self, error: rusqlite::Error) -> StoreError {
        StoreError::database(self.path, error)
    }

    pub(super) fn run(&self, sql: &str, params: impl Params) -> Result<usize, StoreError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        statement.execute(params).map_err(|error| self.failed(error))
    }

    /// Keeps what of `object` can be found; whether that changed anything.
    pub(in crate::store) fn put(&self, object: &str, case: &str, content: &Content) -> Result<bool, StoreError> {
        let written = content.written().map_err(|error| unreadable(&error))?;
        let changed = self.run(
            "INSERT INTO search_texts (object, case_id, content) VALUES (?1, ?2, ?3)
             ON CONFLICT (object) DO UPDATE SET case_id = ?2, content = ?3 WHERE content <> ?3 OR case_id <> ?2",
            params![object, case, written],
        )?;
        Ok(changed > 0)
    }

    /// Everything of a case that can be found, object by object, as it is kept.
    pub(super) fn held(&self, case: &str) -> Result<Vec<Content>, StoreError> {
        let sql = "SELECT content FROM search_texts WHERE case_id = ?1 ORDER BY object";
        let mut statement = self.connection.prepare_cached(sql).map_err(|error| self.failed(error))?;
        let rows = statement.query_map([case], |row| row.get::<_, String>(0)).map_err(|error| self.failed(error))?;
        // What cannot be read is found by nothing, which a check tells; it must not keep anybody from saving.
        let content = |row: rusqlite::Result<String>| Ok(serde_json::from_str(&row?).unwrap_or_default());
        rows.map(content).collect::<rusqlite::Result<_>>().map_err(|error| self.failed(error))
    }

    /// Brings the rows of a case in step with what is kept of its objects; `changed_seq` is the entry of the audit log that changed it
    /// last, if that is another now. Where texts have changed, [`Index::write`] must follow for what this returns, after the rows of all
    /// cases: between other statements each write to the index of words would go to the disk by itself.
    ///
    /// Nothing happens for a case that is not there: the change fails by its references then.
    pub(in crate::store) fn finish(&self, case: &str, changed_seq: Option<i64>, texts_changed: bool) -> Result<Option<Words>, StoreError> {
        let sql = "SELECT docid FROM search_cases WHERE case_id = ?1";
        let known: Option<i64> = self
            .connection
            .prepare_cached(sql)
            .and_then(|mut statement| statement.query_row([case], |row| row.get(0)).optional())
            .map_err(|error| self.failed(error))?;
        if let (Some(docid), false) = (known, texts_changed) {
            let sql = "UPDATE search_cases SET changed_seq = ?2 WHERE docid = ?1 AND ?2 IS NOT NULL";
            self.run(sql, params![docid, changed_seq])?;
            return Ok(None);
        }
        let held = self.held(case)?;
        let Some(keys) = held.iter().find_map(|content| content.keys.as_ref()) else { return Ok(None) };
        let due = keys.due_on.as_deref().unwrap_or(NO_DAY);
        let fields = params![case, number_key(&keys.number), keys.received_us, due, keys.assigned_to, changed_seq];
        self.run(
            "INSERT INTO search_cases (case_id, number_key, received_us, due_key, assigned_to, changed_seq)
             VALUES (?1, ?2, ?3, ?4, ?5, coalesce(?6, (SELECT audit_seq FROM cases WHERE id = ?1)))
             ON CONFLICT (case_id) DO UPDATE SET number_key = ?2, received_us = ?3, due_key = ?4, assigned_to = ?5,
             changed_seq = coalesce(?6, changed_seq)",
            fields,
        )?;
        let docid: i64 = self.connection.query_row(sql, [case], |row| row.get(0)).map_err(|error| self.failed(error))?;
        self.mark(docid, &held, known.is_some())?;
        Ok(Some(Words { case: case.to_owned(), docid, is_new: known.is_none() }))
    }

    /// Writes the words of a case to the index of words.
    pub(in crate::store) fn write(&self, of: &Words) -> Result<(), StoreError> {
        let (words, parts) = indexed(&self.held(&of.case)?);
        if !of.is_new {
            self.run("DELETE FROM search_index WHERE rowid = ?1", [of.docid])?;
        }
        self.run("INSERT INTO search_index (rowid, words, parts) VALUES (?1, ?2, ?3)", params![of.docid, words, parts]).map(drop)
    }

    fn mark(&self, docid: i64, held: &[Content], had_marks: bool) -> Result<(), StoreError> {
        if had_marks {
            self.run("DELETE FROM search_marks WHERE docid = ?1", [docid])?;
        }
        let marks: BTreeSet<&(CaseFacet, String)> = held.iter().flat_map(|content| &content.marks).collect();
        for (facet, value) in marks {
            self.run("INSERT INTO search_words (facet, value) VALUES (?1, ?2) ON CONFLICT DO NOTHING", params![facet.code(), value])?;
            self.run(
                "INSERT INTO search_marks (word, docid) SELECT word, ?3 FROM search_words WHERE facet = ?1 AND value = ?2",
                params![facet.code(), value, docid],
            )?;
        }
        Ok(())
    }
}

pub(super) fn unreadable(detail: &impl ToString) -> StoreError {
    StoreError::Unreadable { object: "search index".to_owned(), detail: detail.to_string() }
}

/// A number so that texts of it sort as people count: digits in front filled with zeros.
pub(super) fn number_key(number: &str) -> String {
    let (mut key, mut digits) = (String::new(), String::new());
    let close = |key: &mut String, digits: &mut String| {
        if !digits.is_empty() {
            key.push_str(&format!("{digits:0>12}"));
            digits.clear();
        }
    };
    for c in fold(number).chars().take(100) {
        if c.is_ascii_digit() {
            digits.push(c);
        } else {
            close(&mut key, &mut digits);
            key.push(c);
        }
    }
    close(&mut key, &mut digits);
    key
}

/// What goes into the two columns of the index for a case.
fn indexed(held: &[Content]) -> (String, String) {
    let mut words = String::new();
    let mut codes: BTreeSet<String> = BTreeSet::new();
    let code = |text: &str| text.chars().take(CODE_LIMIT).collect::<String>();
    for content in held {
        for (place, (_, text)) in content.texts.iter().enumerate() {
            let found = pieces(text);
            // In a machine-readable zone names and codes run into each other, so that any part of it is looked for.
            let is_zone = text.contains('<');
            for piece in &found {
                match piece {
                    Piece::Word(word) if !is_zone => words.push_str(word),
                    Piece::Word(word) | Piece::Code(word) | Piece::Unspaced(word) => {
                        codes.insert(code(word));
                        words.push(BETWEEN);
                        words.push_str(word);
                    }
                }
                words.push(' ');
            }
            words.push(BETWEEN);
            words.push(' ');
            if content.numbers.contains(&place) {
                codes.insert(code(&found.iter().map(Piece::text).collect::<String>()));
            }
            for part in if text.is_ascii() { Vec::new() } else { name_parts(text) } {
                words.push_str(&as_in_a_zone(&part).unwrap_or_default());
                words.push(' ');
            }
            words.push(BETWEEN);
            words.push(' ');
        }
    }
    let mut column = String::new();
    for code in &codes {
        for part in parts(code) {
            column.push_str(part);
            column.push(' ');
        }
    }
    (words, column)
}

/// A part of a name with letters that a machine-readable zone writes otherwise, as it writes them (ICAO Doc 9303-3, 6); `None` for one that
/// it writes alike, and for one with letters of which the usual form is not known.
pub(super) fn as_in_a_zone(part: &str) -> Option<String> {
    // The soft and the hard sign are left out there.
    let has_form = |c: char| matches!(c, 'Ь' | 'Ъ') || (c.is_alphabetic() && !transliterate(&c.to_string()).is_empty());
    let written = (!part.is_ascii() && part.chars().all(has_form)).then(|| fold(&transliterate(part)))?;
    (!written.is_empty() && written.chars().all(char::is_alphanumeric)).then_some(written)
}
