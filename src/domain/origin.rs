//! Where a case came from that others examined.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::vocabulary::words;
use super::{PublicKey, Sha256, Signature, Timestamp};

words! {
    /// How far a key is trusted (`standards.md` 6.4).
    KeyTrust {
        /// Of an account of this data folder.
        Own = "own", "Own";
        /// Its fingerprint was compared with what its owner says.
        Verified = "verified", "Verified";
        /// It has been met and not compared.
        Seen = "seen", "Seen";
        Revoked = "revoked", "Revoked";
        Unknown = "unknown", "Unknown";
    }
}

/// Where a case came from, as it was when it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Origin {
    /// The number that the case has where it came from.
    pub number: String,
    /// The laboratory or office that sent it; empty if it did not say.
    pub organisation: String,
    /// The identity of the package.
    pub package: uuid::Uuid,
    /// The sum of the package file.
    pub package_sha256: Sha256,
    /// When the package was made, by the clock of the sender.
    pub made_at: Timestamp,
    /// When it was taken in.
    pub taken_in_at: Timestamp,
    /// The signature of the sender, which held; `None` if it was not signed.
    pub signature: Option<Signature>,
    /// How far the key was trusted then.
    pub trust: KeyTrust,
}

impl Origin {
    /// The key of the sender.
    pub fn key(&self) -> Option<PublicKey> {
        self.signature.as_ref().map(|signature| signature.public_key)
    }
}
