//! What protects a signing key, and what a passphrase has to be.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::vocabulary::words;

/// The shortest passphrase, in characters.
pub const MIN_PASSPHRASE_CHARACTERS: usize = 10;
/// The longest passphrase, in bytes.
pub const MAX_PASSPHRASE_BYTES: usize = 1024;

words! {
    /// What keeps others from using a signing key.
    KeyProtection {
        None = "none", "No passphrase";
        Passphrase = "passphrase", "Passphrase";
    }
}

/// A passphrase that is not usable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PassphraseProblem {
    /// Too short.
    #[error("the passphrase has {0} characters; choose one of at least {MIN_PASSPHRASE_CHARACTERS}, such as four words")]
    TooShort(usize),
    /// Too long.
    #[error("the passphrase has more than {MAX_PASSPHRASE_BYTES} bytes; choose a shorter one")]
    TooLong,
    /// Empty, where there is more than one account.
    #[error("an account without a passphrase is only possible where there is no other account; choose a passphrase")]
    Empty,
}

impl KeyProtection {
    /// What it means, in words; with its full stop.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::None => {
                "The signing key is protected by the permissions of the data folder alone: whoever can read the folder can sign in this name. \
                 Set a passphrase to change that."
            }
            Self::Passphrase => {
                "The signing key is encrypted; it can be used with the passphrase alone, and without it nobody can recover it."
            }
        }
    }

    /// What `passphrase` comes to, for the only account of a store or for one among others.
    ///
    /// # Errors
    ///
    /// [`PassphraseProblem`] if it is not usable.
    pub fn by(passphrase: &str, is_only_account: bool) -> Result<Self, PassphraseProblem> {
        if passphrase.is_empty() {
            return if is_only_account { Ok(Self::None) } else { Err(PassphraseProblem::Empty) };
        }
        if passphrase.len() > MAX_PASSPHRASE_BYTES {
            return Err(PassphraseProblem::TooLong);
        }
        match passphrase.chars().count() {
            short if short < MIN_PASSPHRASE_CHARACTERS => Err(PassphraseProblem::TooShort(short)),
            _ => Ok(Self::Passphrase),
        }
    }
}
