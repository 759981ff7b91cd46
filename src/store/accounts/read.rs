//! Typed reads of accounts, and whether they are what the audit log knows.

use std::collections::BTreeSet;

use super::error::AccountError;
use super::seal::SealedKey;
use crate::domain::{Account, AccountId, KeyProtection, Sha256};
use crate::store::audit::ObjectKind;
use crate::store::read::state;
use crate::store::{Held, IntegrityProblem, Store, StoreError};

/// A row as it is held, before anything in it is believed.
struct Row {
    id: String,
    text: String,
    seq: i64,
    revision: i64,
}

/// An account with its sealed key, both as the audit log knows them.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) account: Held<Account>,
    pub(super) key: SealedKey,
}

impl Store {
    /// Every account, also disabled ones, by name.
    ///
    /// # Errors
    ///
    /// [`StoreError`] if the database cannot be read; so for all reads here.
    pub fn accounts(&self) -> Result<Vec<Held<Account>>, StoreError> {
        self.held_all("SELECT revision, state FROM accounts ORDER BY name_key", ObjectKind::Account, [])
    }

    /// The account with that identity.
    ///
    /// # Errors
    ///
    /// As for [`Store::accounts`].
    pub fn account(&self, id: AccountId) -> Result<Option<Held<Account>>, StoreError> {
        self.held("SELECT revision, state FROM accounts WHERE id = ?1", ObjectKind::Account, [id.to_string()])
    }

    /// What protects the signing key of an account; `None` if there is no such account.
    ///
    /// # Errors
    ///
    /// As for [`Store::accounts`].
    pub fn key_protection(&self, id: AccountId) -> Result<Option<KeyProtection>, StoreError> {
        let rows = self.rows("SELECT state FROM account_keys WHERE account_id = ?1", [id.to_string()], |row| row.get::<_, String>(0))?;
        rows.first().map(|text| state::<SealedKey>(ObjectKind::AccountKey, text).map(|key| key.protection())).transpose()
    }

    /// The account that needs no passphrase: the one of a store that has no other (single-user mode).
    ///
    /// # Errors
    ///
    /// As for [`Store::accounts`].
    pub fn account_without_passphrase(&self) -> Result<Option<Held<Account>>, StoreError> {
        let sql = "SELECT a.revision, a.state FROM accounts a JOIN account_keys k ON k.account_id = a.id
             WHERE json_extract(k.state, '$.protection') = ?1 AND (SELECT count(*) FROM accounts) = 1";
        self.held(sql, ObjectKind::Account, [KeyProtection::None.code()])
    }

    pub(super) fn account_named(&self, name_key: &str) -> Result<Option<AccountId>, StoreError> {
        let rows = self.rows("SELECT id FROM accounts WHERE name_key = ?1", [name_key], |row| row.get::<_, String>(0))?;
        rows.first().map(|id| crate::store::read::parsed(ObjectKind::Account, id)).transpose()
    }

    /// Any sealed key that can be read: the work that is usual here.
    pub(super) fn usual_key(&self) -> Result<Option<SealedKey>, StoreError> {
        let rows = self.rows("SELECT state FROM account_keys ORDER BY audit_seq DESC LIMIT 10", [], |row| row.get::<_, String>(0))?;
        Ok(rows.iter().find_map(|text| serde_json::from_str(text).ok()))
    }

    /// The account and its sealed key, if both are what the audit log knows.
    pub(super) fn kept(&self, id: AccountId) -> Result<Option<Kept>, AccountError> {
        let read = |sql: &str| {
            self.rows(sql, [id.to_string()], |row| Ok(Row { id: row.get(0)?, text: row.get(1)?, seq: row.get(2)?, revision: row.get(3)? }))
        };
        let account = read("SELECT id, state, audit_seq, revision FROM accounts WHERE id = ?1")?;
        let key = read("SELECT account_id, state, audit_seq, 0 FROM account_keys WHERE account_id = ?1")?;
        let Some(account) = account.first() else { return Ok(None) };
        let name = serde_json::from_str::<Account>(&account.text).map_or_else(|_| account.id.clone(), |read| read.name.to_string());
        let altered = |what: ObjectKind, detail: String| {
            let what = if what == ObjectKind::Account { "account" } else { "signing key" };
            AccountError::Altered { what, name: name.clone(), detail }
        };
        let key = key.first().ok_or_else(|| altered(ObjectKind::AccountKey, "it is missing".to_owned()))?;
        for (kind, row) in [(ObjectKind::Account, account), (ObjectKind::AccountKey, key)] {
            if !self.is_as_recorded(kind, row)? {
                return Err(altered(kind, "the audit log knows another".to_owned()));
            }
        }
        let account = Held { state: state(ObjectKind::Account, &account.text)?, revision: account.revision.unsigned_abs() };
        let key = serde_json::from_str(&key.text).map_err(|error| altered(ObjectKind::AccountKey, error.to_string()))?;
        Ok(Some(Kept { account, key }))
    }

    /// Whether the last entry of the audit log that knows the row knows it as it is.
    fn is_as_recorded(&self, kind: ObjectKind, row: &Row) -> Result<bool, StoreError> {
        let object = format!("{kind}/{}", row.id);
        let sql = "SELECT seq, states FROM journal WHERE object_kind = ?1 AND object_id = ?2 AND json_type(states, ?3) IS NOT NULL
             ORDER BY seq DESC LIMIT 1";
        let path = format!("$.\"{object}\"");
        let recorded = self
            .rows(sql, [ObjectKind::Account.code(), &row.id, &path], |entry| Ok((entry.get::<_, i64>(0)?, entry.get::<_, String>(1)?)))?;
        let Some((seq, states)) = recorded.first() else { return Ok(false) };
        let states: serde_json::Value = serde_json::from_str(states).unwrap_or_default();
        let sum = states.get(&object).and_then(serde_json::Value::as_str).unwrap_or_default();
        Ok(*seq == row.seq && sum == Sha256::of(row.text.as_bytes()).to_string())
    }

    /// Holds the columns beside the states of accounts against the states, and each account against its key.
    pub(in crate::store) fn verify_accounts(&self, problems: &mut Vec<IntegrityProblem>) -> Result<(), StoreError> {
        let known: BTreeSet<String> = problems
            .iter()
            .filter_map(|problem| match problem {
                IntegrityProblem::State(object) => Some(object.clone()),
                _ => None,
            })
            .collect();
        let sql = "SELECT a.id, a.name_key, a.public_key, a.state, k.public_key, k.state FROM accounts a
             LEFT JOIN account_keys k ON k.account_id = a.id ORDER BY a.id";
        let rows = self.rows(sql, [], |row| {
            let texts: [String; 4] = [row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?];
            Ok((texts, row.get::<_, Option<String>>(4)?, row.get::<_, Option<String>>(5)?))
        })?;
        for ([id, name_key, public_key, text], key_of, sealed) in rows {
            let agrees = serde_json::from_str::<Account>(&text).is_ok_and(|account| {
                account.id.to_string() == id && account.name.key() == name_key && account.public_key.to_string() == public_key
            });
            let has_key =
                key_of.as_ref() == Some(&public_key) && sealed.is_some_and(|text| serde_json::from_str::<SealedKey>(&text).is_ok());
            let found = [(agrees, ObjectKind::Account), (has_key, ObjectKind::AccountKey)];
            let found = found.into_iter().filter(|(is_sound, _)| !is_sound).map(|(_, kind)| format!("{kind}/{id}"));
            problems.extend(found.filter(|object| !known.contains(object)).map(IntegrityProblem::State));
        }
        Ok(())
    }
}
