//! The name that somebody works under.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;

/// The longest name, in characters.
pub const MAX_NAME_CHARACTERS: usize = 120;

/// The name of an [account](super::Account), as it stands in signatures and in the audit log: 1 to 120 characters on one line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct AccountName(String);

/// A text that is not usable as a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidAccountName {
    /// Nothing but spaces.
    #[error("a name has at least one letter or digit")]
    Empty,
    /// Too long.
    #[error("a name has at most {MAX_NAME_CHARACTERS} characters, and this one has {0}")]
    TooLong(usize),
    /// A line break, or a character that is not seen or turns the direction of writing.
    #[error("a name cannot contain the character U+{:04X}, which is not seen", u32::from(*.0))]
    Unseen(char),
}

/// Characters that change how a name looks without being seen, so that two names could look alike. The joiners that some scripts
/// need are not among them.
fn is_unseen(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether it counts when names are compared.
fn counts(letter: &char) -> bool {
    !letter.is_whitespace() && !matches!(letter, '\u{200c}' | '\u{200d}')
}

impl AccountName {
    /// Takes `text` without the spaces around it, each run of spaces in it as one, in composed form (NFC).
    ///
    /// # Errors
    ///
    /// [`InvalidAccountName`] says what does not fit.
    pub fn new(text: &str) -> Result<Self, InvalidAccountName> {
        // Cut before anything else, so that the work stays small whatever comes in.
        let length = text.chars().count();
        if length > MAX_NAME_CHARACTERS.saturating_mul(8) {
            return Err(InvalidAccountName::TooLong(length));
        }
        if let Some(unseen) = text.chars().find(|letter| is_unseen(*letter)) {
            return Err(InvalidAccountName::Unseen(unseen));
        }
        let composed: String = text.nfc().collect();
        let name = composed.split_whitespace().collect::<Vec<_>>().join(" ");
        let length = name.chars().count();
        if length > MAX_NAME_CHARACTERS {
            return Err(InvalidAccountName::TooLong(length));
        }
        if !name.chars().any(char::is_alphanumeric) {
            return Err(InvalidAccountName::Empty);
        }
        Ok(Self(name))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What has to differ between two accounts: the name without case, spaces and forms of the same letter.
    pub fn key(&self) -> String {
        let upper = self.0.nfkc().flat_map(char::to_uppercase);
        let folded: String = upper.flat_map(char::to_lowercase).filter(counts).collect();
        folded.nfkc().collect()
    }
}

impl TryFrom<String> for AccountName {
    type Error = InvalidAccountName;

    fn try_from(text: String) -> Result<Self, InvalidAccountName> {
        Self::new(&text)
    }
}

impl std::str::FromStr for AccountName {
    type Err = InvalidAccountName;

    fn from_str(text: &str) -> Result<Self, InvalidAccountName> {
        Self::new(text)
    }
}

impl From<AccountName> for String {
    fn from(name: AccountName) -> Self {
        name.0
    }
}

impl fmt::Display for AccountName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
