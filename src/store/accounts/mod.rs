//! Accounts: who may sign in, with which roles, and the key that each of them signs with.
//!
//! A store without accounts works. The first account can be made without a passphrase; its key is then as safe as the data folder
//! ([`KeyProtection::None`]), and a passphrase set later changes neither the account nor the key. Each step is one transaction with its
//! entry in the audit log, which never holds a secret. What somebody may do is decided above this layer; what no step may break is
//! decided here: one name and one key for one account, one enabled administrator at least, no key without a passphrase beside others.

mod attempts;
mod error;
mod profile;
mod put;
mod read;
mod seal;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use serde_json::{Value, json};

pub use error::AccountError;
pub use profile::{KeyProfile, MAX_LANES, MAX_MEMORY_KIB, MAX_PASSES, ProfileOutOfRange};
pub use put::AccountPut;
pub use seal::{SealRandomness, SealedKey};

use super::{AuditEntry, Change, Held, ObjectKind, Store, StoreError};
use crate::domain::{
    Account, AccountId, AccountName, Actor, Competence, KeyProtection, MAX_COMPETENCE_CHARACTERS, MAX_EARLIER_KEYS, MAX_PASSPHRASE_BYTES,
    Role, SigningKey, Timestamp,
};

/// Who takes a step, when, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepBy {
    /// When.
    pub at: Timestamp,
    /// How far local time was ahead of UTC, in minutes.
    pub offset_minutes: i16,
    /// Who.
    pub actor: Actor,
    /// In which role, if the actor has one.
    pub role: Option<Role>,
    /// Why, if it was said.
    pub reason: Option<String>,
}

impl StepBy {
    fn entry(self, action: &str, account: AccountId, mut payload: Value) -> AuditEntry {
        if let (Value::Object(fields), Some(reason)) = (&mut payload, self.reason) {
            fields.insert("reason".to_owned(), Value::String(reason));
        }
        AuditEntry {
            at: self.at,
            offset_minutes: self.offset_minutes,
            actor: self.actor,
            role: self.role.map(|role| role.code().to_owned()),
            action: action.to_owned(),
            object: ObjectKind::Account,
            object_id: account.to_string(),
            payload,
        }
    }
}

/// An account to be made.
#[derive(Debug, Clone)]
pub struct NewAccount {
    /// Its identity.
    pub id: AccountId,
    /// The person's name.
    pub name: AccountName,
    /// What the person is trusted with.
    pub roles: BTreeSet<Role>,
    /// The competence, if the laboratory records one.
    pub scope: Option<Competence>,
    /// The key that the person will sign with.
    pub key: SigningKey,
}

/// With what a key is sealed.
#[derive(Debug)]
pub struct Sealing<'p> {
    /// The passphrase; empty only for the one account of a store.
    pub passphrase: &'p str,
    /// The work that it costs; [`KeyProfile::STANDARD`] but in tests.
    pub profile: KeyProfile,
    /// Fresh randomness.
    pub randomness: SealRandomness,
}

/// Somebody who has signed in.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The account.
    pub account: Held<Account>,
    /// The key to sign with.
    pub key: SigningKey,
    /// How many attempts had failed since the last that succeeded; worth showing to the person.
    pub failed_before: u32,
}

impl Store {
    /// Makes an account. The first one is an administrator, and may be without a passphrase.
    ///
    /// # Errors
    ///
    /// [`AccountError::Passphrase`] if the passphrase is not usable, [`StoreError::NameTaken`], [`StoreError::LastAdministrator`],
    /// [`StoreError::KeyWithoutPassphrase`] if a rule forbids it, else as the system says.
    pub fn create_account(&mut self, new: NewAccount, sealing: Sealing<'_>, by: StepBy) -> Result<Held<Account>, AccountError> {
        check_competence(new.scope.as_ref())?;
        let is_first = self.count_accounts()? == 0;
        let protection = KeyProtection::by(sealing.passphrase, is_first)?;
        let account = Account {
            id: new.id,
            name: new.name,
            roles: new.roles,
            public_key: new.key.public_key(),
            earlier_keys: Vec::new(),
            created_at: by.at,
            disabled_at: None,
            scope: new.scope,
        };
        let sealed = sealed(&new.key, account.id, protection, sealing)?;
        let payload = json!({
            "name": account.name, "roles": account.roles, "scope": account.scope, "public_key": account.public_key, "protection": protection,
        });
        let change = Change::event().account(account.clone(), 0, Some(sealed));
        self.commit(change, by.entry("create-account", account.id, payload))?;
        Ok(Held { state: account, revision: 1 })
    }

    /// Opens the signing key of the account of that name, and records that the person came.
    ///
    /// A wrong name and a wrong passphrase are the same error after the same work. From the third failed attempt on each makes the next
    /// wait longer, to a quarter of an hour.
    ///
    /// # Errors
    ///
    /// [`AccountError::WrongNameOrPassphrase`], [`AccountError::TryAgainAt`], [`AccountError::Disabled`] as they say;
    /// [`AccountError::Altered`] if the account or its key was changed outside the program.
    pub fn sign_in(&mut self, name: &str, passphrase: &str, at: Timestamp, offset_minutes: i16) -> Result<SignedIn, AccountError> {
        // A text that can be no name is a name that nobody has.
        let name_key = AccountName::new(name).map_or_else(|_| format!("\n{name}"), |name| name.key());
        let signed_in = self.opened(&name_key, passphrase, at)?;
        let account = &signed_in.account.state;
        let actor = Actor::Person(account.name.to_string());
        let by = StepBy { at, offset_minutes, actor, role: None, reason: None };
        let payload = json!({ "failed_before": signed_in.failed_before });
        self.commit(Change::event().signed_in(account.id), by.entry("sign-in", account.id, payload))?;
        Ok(signed_in)
    }

    /// Seals the key of an account with another passphrase; account and key stay the same.
    ///
    /// # Errors
    ///
    /// As for [`Self::sign_in`] if `old` is not right, and [`AccountError::Passphrase`] if the new one is not usable.
    pub fn change_passphrase(&mut self, id: AccountId, old: &str, sealing: Sealing<'_>, by: StepBy) -> Result<(), AccountError> {
        let account = self.held_account(id)?;
        let protection = KeyProtection::by(sealing.passphrase, self.count_accounts()? == 1)?;
        let opened = self.opened(&account.state.name.key(), old, by.at)?;
        let sealed = sealed(&opened.key, id, protection, sealing)?;
        let payload = json!({ "protection": protection, "failed_before": opened.failed_before });
        let Held { state, revision } = opened.account;
        self.commit(Change::event().account(state, revision, Some(sealed)), by.entry("change-passphrase", id, payload))?;
        Ok(())
    }

    /// Gives an account a new key and passphrase, for instance because the passphrase was lost. The old key is kept among the earlier
    /// ones, so that what was signed with it until now still counts; nobody can sign with it any more.
    ///
    /// # Errors
    ///
    /// [`AccountError::Unknown`], [`AccountError::KeyUsedBefore`], [`AccountError::TooManyKeys`], [`AccountError::Passphrase`] as they say.
    pub fn reset_key(&mut self, id: AccountId, key: &SigningKey, sealing: Sealing<'_>, by: StepBy) -> Result<Held<Account>, AccountError> {
        let Held { mut state, revision } = self.held_account(id)?;
        let (old, new) = (state.public_key, key.public_key());
        if old == new || state.earlier_keys.iter().any(|earlier| earlier.public_key == new) {
            return Err(AccountError::KeyUsedBefore);
        }
        if state.earlier_keys.len() >= MAX_EARLIER_KEYS {
            return Err(AccountError::TooManyKeys);
        }
        let protection = KeyProtection::by(sealing.passphrase, self.count_accounts()? == 1)?;
        let sealed = sealed(key, id, protection, sealing)?;
        state.replace_key(new, by.at);
        let payload = json!({ "field": "public_key", "old": old, "new": new, "protection": protection });
        self.commit(Change::event().account(state.clone(), revision, Some(sealed)), by.entry("reset-key", id, payload))?;
        Ok(Held { state, revision: revision.saturating_add(1) })
    }

    /// Gives the account that has `revision` exactly these roles.
    ///
    /// # Errors
    ///
    /// [`StoreError::Stale`] if somebody else was quicker, [`StoreError::LastAdministrator`] if nobody could administer then.
    pub fn set_roles(&mut self, id: AccountId, revision: u64, roles: BTreeSet<Role>, by: StepBy) -> Result<Held<Account>, AccountError> {
        self.edit(id, revision, "set-roles", by, |account| {
            let payload = json!({ "field": "roles", "old": account.roles, "new": roles });
            account.roles = roles;
            payload
        })
    }

    /// Records the competence of the account that has `revision`, or that none is recorded.
    ///
    /// # Errors
    ///
    /// As for [`Self::set_roles`]; [`AccountError::CompetenceTooLong`].
    pub fn set_scope(
        &mut self,
        id: AccountId,
        revision: u64,
        scope: Option<Competence>,
        by: StepBy,
    ) -> Result<Held<Account>, AccountError> {
        check_competence(scope.as_ref())?;
        self.edit(id, revision, "set-scope", by, |account| {
            let payload = json!({ "field": "scope", "old": account.scope, "new": scope });
            account.scope = scope;
            payload
        })
    }

    /// Disables the account that has `revision`: nobody can sign in with it any more. What it did stays.
    ///
    /// # Errors
    ///
    /// As for [`Self::set_roles`].
    pub fn disable(&mut self, id: AccountId, revision: u64, by: StepBy) -> Result<Held<Account>, AccountError> {
        let at = by.at;
        self.edit(id, revision, "disable-account", by, |account| {
            let since = account.disabled_at.get_or_insert(at);
            json!({ "field": "disabled_at", "new": since })
        })
    }

    /// Enables the account that has `revision` again.
    ///
    /// # Errors
    ///
    /// As for [`Self::set_roles`].
    pub fn enable(&mut self, id: AccountId, revision: u64, by: StepBy) -> Result<Held<Account>, AccountError> {
        self.edit(id, revision, "enable-account", by, |account| {
            let old = account.disabled_at.take();
            json!({ "field": "disabled_at", "old": old, "new": null })
        })
    }

    fn edit(
        &mut self,
        id: AccountId,
        revision: u64,
        action: &str,
        by: StepBy,
        change: impl FnOnce(&mut Account) -> Value,
    ) -> Result<Held<Account>, AccountError> {
        let mut account = self.held_account(id)?.state;
        let payload = change(&mut account);
        self.commit(Change::event().account(account.clone(), revision, None), by.entry(action, id, payload))?;
        Ok(Held { state: account, revision: revision.saturating_add(1) })
    }

    /// Opens a key with a passphrase, counted as an attempt; it stays counted until the change that follows is made.
    fn opened(&mut self, name_key: &str, passphrase: &str, at: Timestamp) -> Result<SignedIn, AccountError> {
        let id = self.account_named(name_key)?;
        let failed_before = self.count_attempt(&attempts::counted_as(id, name_key), at)?;
        if passphrase.len() > MAX_PASSPHRASE_BYTES {
            return Err(AccountError::WrongNameOrPassphrase);
        }
        let kept = id.map(|id| self.kept(id)).transpose()?.flatten();
        let Some(read::Kept { account, key }) = kept else {
            // The same work for a name that nobody has, so that the time does not tell.
            let decoy = SealedKey::decoy(self.usual_key()?.map(|key| key.work()).unwrap_or_default());
            let nobody = AccountId(uuid::Uuid::nil());
            let opened = decoy.open(nobody, crate::domain::PublicKey::from_bytes([0; 32]), passphrase).map_err(AccountError::Work)?;
            drop(std::hint::black_box(opened));
            return Err(AccountError::WrongNameOrPassphrase);
        };
        let opened = key.open(account.state.id, account.state.public_key, passphrase).map_err(AccountError::Work)?;
        let key = opened.ok_or(AccountError::WrongNameOrPassphrase)?;
        // Only to whoever has the passphrase.
        if !account.state.is_enabled() {
            return Err(AccountError::Disabled(account.state.name.to_string()));
        }
        Ok(SignedIn { account, key, failed_before })
    }

    fn held_account(&self, id: AccountId) -> Result<Held<Account>, AccountError> {
        self.account(id)?.ok_or(AccountError::Unknown(id))
    }

    fn count_accounts(&self) -> Result<i64, StoreError> {
        let counts = self.rows("SELECT count(*) FROM accounts", [], |row| row.get(0))?;
        Ok(counts.first().copied().unwrap_or_default())
    }
}

fn sealed(key: &SigningKey, account: AccountId, protection: KeyProtection, sealing: Sealing<'_>) -> Result<SealedKey, AccountError> {
    SealedKey::of(key, account, sealing.passphrase, protection, sealing.randomness, sealing.profile).map_err(AccountError::Work)
}

fn check_competence(scope: Option<&Competence>) -> Result<(), AccountError> {
    let is_short = scope.is_none_or(|scope| scope.text.chars().count() <= MAX_COMPETENCE_CHARACTERS);
    if is_short { Ok(()) } else { Err(AccountError::CompetenceTooLong) }
}
