//! How accounts and their keys get into a change, and the rules that no change can break.

use rusqlite::{OptionalExtension as _, params};

use super::seal::SealedKey;
use crate::domain::{Account, AccountId, KeyProtection};
use crate::store::audit::ObjectKind;
use crate::store::change::Writer;
use crate::store::read::state;
use crate::store::{Change, Put, StoreError};

/// An account in its new state, with its key if that is another or sealed anew. Made by the methods of the store on accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountPut {
    pub(super) state: Account,
    pub(super) revision: u64,
    pub(super) key: Option<SealedKey>,
}

impl Change {
    /// Also puts an account that builds on `revision`, 0 if it is new.
    pub(super) fn account(mut self, state: Account, revision: u64, key: Option<SealedKey>) -> Self {
        self.0.push(Put::Account(Box::new(AccountPut { state, revision, key })));
        self
    }

    /// Also forgets the failed attempts of an account.
    pub(super) fn signed_in(mut self, account: AccountId) -> Self {
        self.0.push(Put::SignedIn(account));
        self
    }
}

impl Writer<'_> {
    /// Writes an account and holds it against the rules: names and keys are not shared, no key gets lost, somebody stays who can
    /// administer, and only the one account of a store can be without a passphrase.
    pub(in crate::store) fn put_account(&mut self, put: &AccountPut) -> Result<(), StoreError> {
        let (account, id) = (&put.state, put.state.id.to_string());
        let (name_key, public_key) = (account.name.key(), account.public_key.to_string());
        let revision = self.next_revision("SELECT revision FROM accounts WHERE id = ?1", ObjectKind::Account, &id, put.revision)?;
        if self.is_there("SELECT 1 FROM accounts WHERE name_key = ?1 AND id <> ?2", params![name_key, id])? {
            return Err(StoreError::NameTaken(account.name.to_string()));
        }
        if self.is_there("SELECT 1 FROM accounts WHERE public_key = ?1 AND id <> ?2", params![public_key, id])? {
            return Err(StoreError::Forbidden("a signing key belongs to one account alone".to_owned()));
        }
        self.check_nothing_lost(account)?;
        let text = self.state(ObjectKind::Account, &id, account)?;
        self.run(
            "INSERT INTO accounts (id, name_key, public_key, revision, state, audit_seq) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (id) DO UPDATE SET name_key = ?2, public_key = ?3, revision = ?4, state = ?5, audit_seq = ?6",
            params![id, name_key, public_key, revision, text, self.seq],
        )?;
        if let Some(key) = &put.key {
            let text = self.state(ObjectKind::AccountKey, &id, key)?;
            self.run(
                "INSERT INTO account_keys (account_id, public_key, state, audit_seq) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (account_id) DO UPDATE SET public_key = ?2, state = ?3, audit_seq = ?4",
                params![id, public_key, text, self.seq],
            )?;
            self.forget_attempts(account.id)?;
        }
        if !self.is_there("SELECT 1 FROM account_keys WHERE account_id = ?1 AND public_key = ?2", params![id, public_key])? {
            return Err(StoreError::Forbidden("an account is kept with the key that it signs with".to_owned()));
        }
        let administrator = "SELECT 1 FROM accounts WHERE json_extract(state, '$.disabled_at') IS NULL
             AND EXISTS (SELECT 1 FROM json_each(state, '$.roles') WHERE value = 'administrator')";
        if !self.is_there(administrator, [])? {
            return Err(StoreError::LastAdministrator);
        }
        let open = "SELECT 1 FROM account_keys WHERE json_extract(state, '$.protection') = ?1 AND (SELECT count(*) FROM accounts) > 1";
        if self.is_there(open, [KeyProtection::None.code()])? {
            return Err(StoreError::KeyWithoutPassphrase);
        }
        Ok(())
    }

    /// Forgets the failed attempts of an account.
    pub(in crate::store) fn forget_attempts(&self, account: AccountId) -> Result<(), StoreError> {
        self.run("DELETE FROM sign_in_attempts WHERE who = ?1", [account.to_string()]).map(drop)
    }

    /// Refuses a state that leaves out an earlier key, or the one before a new one, or that was made at another time.
    fn check_nothing_lost(&self, account: &Account) -> Result<(), StoreError> {
        let sql = "SELECT state FROM accounts WHERE id = ?1";
        let held: Option<String> =
            self.transaction.query_row(sql, [account.id.to_string()], |row| row.get(0)).optional().map_err(|error| self.failed(error))?;
        let Some(held) = held else { return Ok(()) };
        let held: Account = state(ObjectKind::Account, &held)?;
        let last = (held.public_key != account.public_key).then_some(held.public_key);
        let expected = held.earlier_keys.iter().map(|earlier| earlier.public_key).chain(last);
        if expected.eq(account.earlier_keys.iter().map(|earlier| earlier.public_key))
            && account.earlier_keys.starts_with(&held.earlier_keys)
            && account.created_at == held.created_at
        {
            Ok(())
        } else {
            Err(StoreError::Forbidden("an account keeps its earlier keys and when it was made".to_owned()))
        }
    }

    fn is_there(&self, sql: &str, params: impl rusqlite::Params) -> Result<bool, StoreError> {
        let mut statement = self.transaction.prepare_cached(sql).map_err(|error| self.failed(error))?;
        statement.exists(params).map_err(|error| self.failed(error))
    }
}
