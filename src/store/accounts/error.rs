//! Why something with an account could not be done.

use crate::domain::{AccountId, MAX_COMPETENCE_CHARACTERS, MAX_EARLIER_KEYS, PassphraseProblem, Timestamp};
use crate::store::StoreError;

/// Why something with an account could not be done. Nothing was changed then but the number of failed attempts.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Which of the two is not said.
    #[error("the name or the passphrase is not right; check both and try again")]
    WrongNameOrPassphrase,
    /// Too many attempts failed.
    #[error("too many attempts to sign in failed; try again at {0}")]
    TryAgainAt(Timestamp),
    /// The passphrase is right, and the account disabled.
    #[error("the account of {0} is disabled; ask an administrator to enable it")]
    Disabled(String),
    /// A record of the account is not the one that the audit log knows.
    #[error(
        "the {what} of {name} was changed outside the program ({detail}); check the data folder, and restore a backup or have the key replaced"
    )]
    Altered {
        /// `account` or `signing key`.
        what: &'static str,
        /// Whose.
        name: String,
        /// What was found.
        detail: String,
    },
    /// The passphrase is not usable.
    #[error(transparent)]
    Passphrase(#[from] PassphraseProblem),
    /// No such account.
    #[error("there is no account {0}; read the list again")]
    Unknown(AccountId),
    /// A key that the account has or had.
    #[error("the new signing key is one that the account has used before; make a fresh one")]
    KeyUsedBefore,
    /// Too many.
    #[error("an account can have {MAX_EARLIER_KEYS} earlier keys, and this one has; make another account")]
    TooManyKeys,
    /// Too long.
    #[error("a competence is described in at most {MAX_COMPETENCE_CHARACTERS} characters; shorten it")]
    CompetenceTooLong,
    /// The work on a passphrase failed, mostly for want of memory.
    #[error("the passphrase could not be worked on ({0}); close other programs and try again")]
    Work(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
}
