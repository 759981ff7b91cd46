//! Signatures of people: who answers for which bytes, in which role, for what, and since when.
//!
//! The algorithm is Ed25519 (RFC 8032), the signed text is the canonical JSON (RFC 8785, R-6.1) of everything that the signature says
//! but its value. A key is known by its fingerprint; whether it belongs to the person it names is a matter of trust and not of arithmetic
//! (`standards.md` 6.4).

use std::fmt;

use ed25519_dalek::{Signer as _, VerifyingKey};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::account::Role;
use super::vocabulary::words;
use super::{Sha256, Timestamp};

/// The name of the form in which a signature states what it signs.
const STATEMENT_FORMAT: &str = "guilloche-signature/1";

words! {
    /// What a person signs for.
    SignedFor {
        /// The answers and the conclusion of an examination.
        Examination = "examination", "Examination";
        Review = "review", "Review";
        Authorisation = "authorisation", "Authorisation";
        /// A report as it left.
        Issue = "issue", "Issue";
        /// A package as it left.
        Package = "package", "Package";
        Receipt = "receipt", "Receipt";
        /// The agreement of an authority to a checklist.
        Checklist = "checklist", "Agreement to a checklist";
    }

    /// The algorithm of a signature.
    SignatureAlgorithm {
        Ed25519 = "Ed25519", "Ed25519";
    }
}

/// Bytes of a fixed number, written as hexadecimal digits in lower case.
fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex<const N: usize>(text: &str) -> Result<[u8; N], String> {
    let wrong = || format!("expected {} hexadecimal digits in lower case", N.saturating_mul(2));
    if text.len() != N.saturating_mul(2) || !text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f')) {
        return Err(wrong());
    }
    let mut bytes = [0_u8; N];
    for (byte, digits) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let digits = std::str::from_utf8(digits).map_err(|error| error.to_string())?;
        *byte = u8::from_str_radix(digits, 16).map_err(|error| error.to_string())?;
    }
    Ok(bytes)
}

/// The public half of a signing key, 32 bytes; written as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct PublicKey([u8; 32]);

impl PublicKey {
    /// Takes the 32 bytes of a key as they are; whether they are a point of the curve shows when something is verified.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its 32 bytes.
    pub const fn to_bytes(self) -> [u8; 32] {
        self.0
    }

    /// Its fingerprint.
    pub fn id(self) -> KeyId {
        KeyId(Sha256::of(&self.0))
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl std::str::FromStr for PublicKey {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        unhex(text).map(Self)
    }
}

impl TryFrom<String> for PublicKey {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<PublicKey> for String {
    fn from(key: PublicKey) -> Self {
        key.to_string()
    }
}

/// The fingerprint of a public key: the SHA-256 of its 32 bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct KeyId(pub Sha256);

impl KeyId {
    /// The fingerprint as people compare it: its first 128 bits in eight groups of four digits.
    pub fn spoken(self) -> String {
        let digits: Vec<char> = self.0.to_string().chars().take(32).collect();
        digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The secret half of a signing key. It is wiped when it is dropped, and never shown.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey of {}", self.public_key().id())
    }
}

impl SigningKey {
    /// The key of 32 secret bytes, which must come from a source of randomness that is fit for keys.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The 32 secret bytes, for the one place that encrypts them.
    pub fn seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Its public half.
    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs `signed` as `claim` says.
    pub fn sign(&self, claim: SignatureClaim) -> Signature {
        let public_key = self.public_key();
        let value = self.0.sign(&claim.statement(public_key)).to_bytes();
        Signature { algorithm: SignatureAlgorithm::Ed25519, claim, public_key, value: SignatureValue(value) }
    }
}

/// What a signature says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SignatureClaim {
    /// What the person signs for.
    pub purpose: SignedFor,
    /// The sum of what is signed.
    pub sha256: Sha256,
    /// The person's name.
    pub by: String,
    /// The laboratory or office, if stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// In which role, if the laboratory has roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// When, by the clock of the signer.
    pub at: Timestamp,
}

impl SignatureClaim {
    /// The bytes that are signed.
    fn statement(&self, key: PublicKey) -> Vec<u8> {
        let statement = json!({
            "format": STATEMENT_FORMAT, "algorithm": SignatureAlgorithm::Ed25519, "public_key": key, "purpose": self.purpose,
            "sha256": self.sha256, "by": self.by, "of": self.of, "role": self.role, "at": self.at,
        });
        // Only numbers that JSON cannot hold have no canonical form, and there are none.
        serde_json_canonicalizer::to_vec(&statement).unwrap_or_default()
    }
}

/// The 64 bytes of a signature, written as 128 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "String", into = "String")]
#[schemars(with = "String")]
pub struct SignatureValue([u8; 64]);

impl fmt::Debug for SignatureValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex(&self.0))
    }
}

impl TryFrom<String> for SignatureValue {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        unhex(&text).map(Self)
    }
}

impl From<SignatureValue> for String {
    fn from(value: SignatureValue) -> Self {
        hex(&value.0)
    }
}

/// That a person answers for something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signature {
    /// How it was made.
    pub algorithm: SignatureAlgorithm,
    /// What it says.
    #[serde(flatten)]
    pub claim: SignatureClaim,
    /// The key that it verifies with.
    pub public_key: PublicKey,
    /// Its value.
    pub value: SignatureValue,
}

/// A signature that does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// It was made over something else.
    #[error("it signs {signed}, and this is {found}")]
    OtherSum {
        /// What it signs.
        signed: Sha256,
        /// What it was held against.
        found: Sha256,
    },
    /// It was made for another purpose.
    #[error("it was made for another purpose: {0}")]
    OtherPurpose(SignedFor),
    /// The key is no point of the curve, or a weak one.
    #[error("its key is not usable")]
    Key,
    /// The value does not belong to the key and to what it says.
    #[error("it was not made with the key that it names, or was changed since")]
    Value,
}

impl Signature {
    /// Whether the key that it names made it over `sha256` and for `purpose`. Whose key that is has to be known otherwise.
    ///
    /// # Errors
    ///
    /// [`SignatureError`] says why it does not hold.
    pub fn verify(&self, purpose: SignedFor, sha256: Sha256) -> Result<(), SignatureError> {
        if self.claim.purpose != purpose {
            return Err(SignatureError::OtherPurpose(self.claim.purpose));
        }
        if self.claim.sha256 != sha256 {
            return Err(SignatureError::OtherSum { signed: self.claim.sha256, found: sha256 });
        }
        let Ok(key) = VerifyingKey::from_bytes(&self.public_key.to_bytes()) else { return Err(SignatureError::Key) };
        let value = ed25519_dalek::Signature::from_bytes(&self.value.0);
        // Strict: no weak keys and no second form of the same signature.
        key.verify_strict(&self.claim.statement(self.public_key), &value).map_err(|_weak| SignatureError::Value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed() -> Signature {
        SigningKey::from_seed(&[7; 32]).sign(SignatureClaim {
            purpose: SignedFor::Review,
            sha256: Sha256::of(b"record"),
            by: "R. Reviewer".to_owned(),
            of: None,
            role: Some(Role::Reviewer),
            at: Timestamp("2026-03-01T09:30:00Z".parse().unwrap()),
        })
    }

    #[test]
    fn a_signature_holds_for_what_it_says_and_for_nothing_else() {
        let signature = signed();
        assert_eq!(signature.verify(SignedFor::Review, Sha256::of(b"record")), Ok(()));
        assert!(matches!(signature.verify(SignedFor::Review, Sha256::of(b"other")), Err(SignatureError::OtherSum { .. })));
        assert_eq!(
            signature.verify(SignedFor::Issue, Sha256::of(b"record")),
            Err(SignatureError::OtherPurpose(SignedFor::Review)),
            "a review is no issue"
        );
        let spoil: [fn(&mut Signature); 5] = [
            |signature| signature.claim.by.push('x'),
            |signature| signature.claim.of = Some(String::new()),
            |signature| signature.claim.role = None,
            |signature| signature.claim.at = Timestamp("2026-03-01T09:30:01Z".parse().unwrap()),
            |signature| signature.public_key = SigningKey::from_seed(&[8; 32]).public_key(),
        ];
        for (number, spoil) in spoil.iter().enumerate() {
            let mut spoilt = signature.clone();
            spoil(&mut spoilt);
            assert_eq!(spoilt.verify(SignedFor::Review, Sha256::of(b"record")), Err(SignatureError::Value), "change {number} went unseen");
        }
    }

    #[test]
    fn every_bit_of_the_value_counts_and_it_reads_back_from_json() {
        let signature = signed();
        let text = serde_json::to_string(&signature).unwrap();
        assert_eq!(serde_json::from_str::<Signature>(&text).unwrap(), signature);
        for place in 0..512_usize {
            let mut spoilt = signature.clone();
            spoilt.value.0[place / 8] ^= 1 << (place % 8);
            assert!(spoilt.verify(SignedFor::Review, Sha256::of(b"record")).is_err(), "bit {place}");
        }
    }

    #[test]
    fn weak_keys_and_bent_texts_are_refused() {
        let mut weak = signed();
        weak.public_key = PublicKey::from_bytes([0; 32]);
        assert!(weak.verify(SignedFor::Review, Sha256::of(b"record")).is_err());
        for bent in ["", "00", &"g".repeat(64), &"A".repeat(64), &"0".repeat(65)] {
            assert!(bent.parse::<PublicKey>().is_err(), "{bent}");
        }
    }

    #[test]
    fn the_key_of_the_standard_has_its_public_half() {
        // RFC 8032, 7.1, test 1.
        let seed = unhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60").unwrap();
        assert_eq!(
            SigningKey::from_seed(&seed).public_key().to_string(),
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        );
    }
}
