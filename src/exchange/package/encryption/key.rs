//! The keys of receivers.

use std::fmt;
use std::str::FromStr;

use age::secrecy::ExposeSecret as _;
use age::x25519;

use super::super::bech32;
use super::error::EncryptionError;

/// The public key of a receiver (X25519), written `age1…`.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(pub(super) x25519::Recipient);

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Recipient({})", self.0)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for Recipient {
    type Err = EncryptionError;

    fn from_str(text: &str) -> Result<Self, EncryptionError> {
        text.trim().parse().map(Self).map_err(|_reason: &str| EncryptionError::Key("the public key of a receiver (age1…)"))
    }
}

/// The secret key of a receiver, written `AGE-SECRET-KEY-1…`. It is never shown by itself.
#[derive(Clone)]
pub struct DecryptionKey(pub(super) x25519::Identity);

impl fmt::Debug for DecryptionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DecryptionKey of {}", self.0.to_public())
    }
}

impl DecryptionKey {
    /// The key of 32 secret bytes, which must come from a source of randomness that is fit for keys.
    ///
    /// # Errors
    ///
    /// None that 32 bytes could give; the text form of a key is read like any other.
    pub fn from_seed(seed: &[u8; 32]) -> Result<Self, EncryptionError> {
        bech32::encode("age-secret-key-", seed).to_uppercase().parse()
    }

    /// Its public half.
    pub fn recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }

    /// The secret key as text, for the one place that encrypts it.
    pub fn secret_text(&self) -> String {
        self.0.to_string().expose_secret().to_owned()
    }
}

impl FromStr for DecryptionKey {
    type Err = EncryptionError;

    fn from_str(text: &str) -> Result<Self, EncryptionError> {
        text.trim().parse().map(Self).map_err(|_reason: &str| EncryptionError::Key("a secret key (AGE-SECRET-KEY-1…)"))
    }
}
