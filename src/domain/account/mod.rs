//! Who works here, in which roles, with which keys; and the rules on them.

mod act;
mod name;
mod passphrase;
mod refusal;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use act::Act;
pub use name::{AccountName, InvalidAccountName, MAX_NAME_CHARACTERS};
pub use passphrase::{KeyProtection, MAX_PASSPHRASE_BYTES, MIN_PASSPHRASE_CHARACTERS, PassphraseProblem};
pub use refusal::{NotPermitted, Refusal};

use super::vocabulary::words;
use super::{AccountId, DocumentKind, PublicKey, Timestamp};

/// The longest description of a competence, in characters.
pub const MAX_COMPETENCE_CHARACTERS: usize = 2000;
/// How many earlier keys an account can have.
pub const MAX_EARLIER_KEYS: usize = 1000;

words! {
    /// What a person is trusted with; one person may have several roles.
    Role {
        Examiner = "examiner", "Examiner";
        Reviewer = "reviewer", "Reviewer";
        Librarian = "librarian", "Librarian";
        Trainer = "trainer", "Trainer";
        Administrator = "administrator", "Administrator";
    }

    /// How a key stands to an account at a time.
    KeyStanding {
        Current = "current", "The key in use";
        /// It was replaced later.
        Earlier = "earlier", "A key in use at that time";
        /// A signature that says so was made with a key that was given up before.
        Replaced = "replaced", "A key that had been replaced by then";
        /// A signature that says so was made before the account had the key.
        NotYet = "not-yet", "A key not in use before a later time";
        Unknown = "unknown", "No key of this account";
    }
}

impl Role {
    /// The role within a sentence: "an examiner".
    pub fn with_article(self) -> String {
        let name = self.title().to_lowercase();
        let article = if name.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        format!("{article} {name}")
    }
}

/// A key that an account used before the one it has now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EarlierKey {
    /// The key.
    pub public_key: PublicKey,
    /// Until when it was in use; a signature of then or earlier still counts.
    pub until: Timestamp,
}

/// What somebody has been found competent for (ISO/IEC 17025 6.2).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Competence {
    /// In words: evidence, limits, until when.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The kinds of document; empty for all.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub kinds: BTreeSet<DocumentKind>,
}

/// Somebody who works here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Account {
    /// Its identity.
    pub id: AccountId,
    /// The person's name; no two accounts of a store differ in case and spaces alone.
    pub name: AccountName,
    /// What the person is trusted with.
    pub roles: BTreeSet<Role>,
    /// The key that the person signs with now.
    pub public_key: PublicKey,
    /// The keys before it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier_keys: Vec<EarlierKey>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was disabled; `None` while it is in use. An account is never removed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled_at: Option<Timestamp>,
    /// The competence; `None` if the laboratory records none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Competence>,
}

impl Account {
    /// Whether it is in use.
    pub fn is_enabled(&self) -> bool {
        self.disabled_at.is_none()
    }

    /// Whether the person may do `act`: enabled, and in a role that may.
    ///
    /// # Errors
    ///
    /// [`NotPermitted`] says who may.
    pub fn may(&self, act: Act) -> Result<(), NotPermitted> {
        let why = if !self.is_enabled() {
            Refusal::Disabled
        } else if !self.roles.iter().any(|role| role.may(act)) {
            Refusal::NoRole
        } else {
            return Ok(());
        };
        Err(NotPermitted::new(act, why))
    }

    /// Whether the person may do `act` to an examination in which `examiners` took part: as [`Self::may`], and not to one of their own
    /// where another person is needed.
    ///
    /// # Errors
    ///
    /// [`NotPermitted`] says who may.
    pub fn may_for(&self, act: Act, examiners: &[AccountId]) -> Result<(), NotPermitted> {
        self.may(act)?;
        if act.needs_another_person() && !may_review(examiners, self.id) {
            return Err(NotPermitted::new(act, Refusal::OwnExamination));
        }
        Ok(())
    }

    /// Whether the person may do `act` to a document of `kind`: as [`Self::may`], and within the competence if one is recorded.
    ///
    /// # Errors
    ///
    /// [`NotPermitted`] says who may.
    pub fn may_with(&self, act: Act, kind: DocumentKind) -> Result<(), NotPermitted> {
        self.may(act)?;
        if self.is_competent_for(kind) {
            return Ok(());
        }
        Err(NotPermitted { kind: Some(kind), ..NotPermitted::new(act, Refusal::OutsideCompetence) })
    }

    /// Whether `kind` is within the recorded competence; yes where none is recorded.
    pub fn is_competent_for(&self, kind: DocumentKind) -> bool {
        self.scope.as_ref().is_none_or(|scope| scope.kinds.is_empty() || scope.kinds.contains(&kind))
    }

    /// The role in which the person does `act`: the first that may; for the audit log.
    pub fn role_for(&self, act: Act) -> Option<Role> {
        self.roles.iter().copied().find(|role| role.may(act))
    }

    /// How `key` stands to this account for a signature that says it was made at `at`.
    ///
    /// That time is the signer's word. Whoever has a stolen key can write an earlier one; what was received when stands in the audit log.
    pub fn standing_of(&self, key: PublicKey, at: Timestamp) -> KeyStanding {
        let mut since = self.created_at;
        for earlier in &self.earlier_keys {
            if earlier.public_key == key {
                return match at {
                    at if at < since => KeyStanding::NotYet,
                    at if at <= earlier.until => KeyStanding::Earlier,
                    _ => KeyStanding::Replaced,
                };
            }
            since = earlier.until;
        }
        if self.public_key != key {
            KeyStanding::Unknown
        } else if at < since {
            KeyStanding::NotYet
        } else {
            KeyStanding::Current
        }
    }

    /// Takes `key` into use at `at`; the one before it is kept among the earlier ones.
    pub fn replace_key(&mut self, key: PublicKey, at: Timestamp) {
        // A clock that was set back must not make the older key end before it began.
        let since = self.earlier_keys.last().map_or(self.created_at, |last| last.until);
        self.earlier_keys.push(EarlierKey { public_key: self.public_key, until: at.max(since) });
        self.public_key = key;
    }
}

/// Whether `reviewer` may review or authorise an examination in which `examiners` took part: never their own.
pub fn may_review(examiners: &[AccountId], reviewer: AccountId) -> bool {
    !examiners.contains(&reviewer)
}

/// Whether somebody is left who can manage accounts: at least one that is enabled and an administrator.
pub fn has_administrator<'a>(accounts: impl IntoIterator<Item = &'a Account>) -> bool {
    accounts.into_iter().any(|account| account.may(Act::ManageAccounts).is_ok())
}
