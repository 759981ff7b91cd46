//! Signing keys at rest: a key made of the passphrase seals the seed.
//!
//! Argon2id (RFC 9106) makes 32 bytes of the passphrase, XChaCha20-Poly1305 (RFC 8439 with the nonce of 192 bits) seals the 32 bytes of
//! the seed with them. The account, its public key and the kind of protection are bound in, so that no record opens in another place.

use std::fmt;

use argon2::{Algorithm, Argon2, Version};
use chacha20poly1305::aead::AeadInOut as _;
use chacha20poly1305::{KeyInit as _, XChaCha20Poly1305};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization as _;
use zeroize::{Zeroize as _, Zeroizing};

use super::profile::KeyProfile;
use crate::domain::{AccountId, KeyProtection, MAX_PASSPHRASE_BYTES, PublicKey, SigningKey};

/// The name of the form in which a key is sealed.
const FORMAT: &[u8] = b"guilloche-sealed-key/1";
const SALT: usize = 16;
const NONCE: usize = 24;
const SEED: usize = 32;
const TAG: usize = 16;

/// Forty bytes from a source of randomness that is fit for keys, for one sealing; it cannot be used for a second.
pub struct SealRandomness([u8; SALT + NONCE]);

impl SealRandomness {
    /// Takes the bytes.
    pub fn from_bytes(bytes: [u8; 40]) -> Self {
        Self(bytes)
    }

    fn split(self) -> ([u8; SALT], [u8; NONCE]) {
        let (mut salt, mut nonce) = ([0; SALT], [0; NONCE]);
        for (to, from) in salt.iter_mut().chain(&mut nonce).zip(self.0) {
            *to = from;
        }
        (salt, nonce)
    }
}

impl fmt::Debug for SealRandomness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SealRandomness")
    }
}

/// Bytes of a fixed number, written as hexadecimal digits in lower case.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
struct Hex<const N: usize>([u8; N]);

impl<const N: usize> From<Hex<N>> for String {
    fn from(hex: Hex<N>) -> Self {
        let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or('0');
        hex.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }
}

impl<const N: usize> TryFrom<String> for Hex<N> {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        let digit = |letter: u8| match letter {
            b'0'..=b'9' => Some(letter.wrapping_sub(b'0')),
            b'a'..=b'f' => Some(letter.wrapping_sub(b'a').wrapping_add(10)),
            _ => None,
        };
        let read = |pair: &[u8; 2]| Some((digit(pair[0])? << 4) | digit(pair[1])?);
        let (pairs, rest) = text.as_bytes().as_chunks::<2>();
        let bytes: Option<Vec<u8>> = if rest.is_empty() && pairs.len() == N { pairs.iter().map(read).collect() } else { None };
        let bytes = bytes.and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| format!("expected {} hexadecimal digits in lower case", N.saturating_mul(2)))
    }
}

/// A signing key, sealed.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedKey {
    /// What it is sealed with.
    protection: KeyProtection,
    /// The work of the passphrase.
    work: KeyProfile,
    salt: Hex<SALT>,
    nonce: Hex<NONCE>,
    sealed: Hex<SEED>,
    tag: Hex<TAG>,
}

impl fmt::Debug for SealedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SealedKey ({})", self.protection)
    }
}

impl SealedKey {
    /// Seals `key`, which belongs to `account`, with `passphrase`.
    ///
    /// # Errors
    ///
    /// What the algorithms say, mostly for want of memory.
    pub(super) fn of(
        key: &SigningKey,
        account: AccountId,
        passphrase: &str,
        protection: KeyProtection,
        randomness: SealRandomness,
        work: KeyProfile,
    ) -> Result<Self, String> {
        let (salt, nonce) = randomness.split();
        let cipher = cipher(passphrase, &salt, work)?;
        let mut seed = Zeroizing::new(key.seed());
        let bound = bound(account, key.public_key(), protection);
        let tag = cipher.encrypt_inout_detached(&nonce.into(), &bound, seed.as_mut_slice().into()).map_err(|error| error.to_string())?;
        // What was the seed is sealed now.
        let sealed = Hex(*seed);
        Ok(Self { protection, work, salt: Hex(salt), nonce: Hex(nonce), sealed, tag: Hex(tag.into()) })
    }

    /// The key, if `passphrase` opens it for `account` with `public_key`.
    ///
    /// # Errors
    ///
    /// What the algorithms say, mostly for want of memory.
    pub(super) fn open(&self, account: AccountId, public_key: PublicKey, passphrase: &str) -> Result<Option<SigningKey>, String> {
        let cipher = cipher(passphrase, &self.salt.0, self.work)?;
        let mut seed = Zeroizing::new(self.sealed.0);
        let bound = bound(account, public_key, self.protection);
        let is_open = cipher.decrypt_inout_detached(&self.nonce.0.into(), &bound, seed.as_mut_slice().into(), &self.tag.0.into()).is_ok();
        let key = is_open.then(|| SigningKey::from_seed(&seed));
        Ok(key.filter(|key| key.public_key() == public_key))
    }

    /// A record that nothing opens, for names that nobody has: to refuse them takes the same work.
    pub(super) fn decoy(work: KeyProfile) -> Self {
        let (salt, nonce, sealed, tag) = (Hex([0; SALT]), Hex([0; NONCE]), Hex([0; SEED]), Hex([0; TAG]));
        Self { protection: KeyProtection::Passphrase, work, salt, nonce, sealed, tag }
    }

    /// What it is sealed with.
    pub fn protection(&self) -> KeyProtection {
        self.protection
    }

    /// The work of its passphrase.
    pub fn work(&self) -> KeyProfile {
        self.work
    }
}

/// What a sealed key is bound to.
fn bound(account: AccountId, public_key: PublicKey, protection: KeyProtection) -> Vec<u8> {
    [FORMAT, b"\n", account.0.as_bytes(), &public_key.to_bytes(), protection.code().as_bytes()].concat()
}

fn cipher(passphrase: &str, salt: &[u8; SALT], work: KeyProfile) -> Result<XChaCha20Poly1305, String> {
    if passphrase.len() > MAX_PASSPHRASE_BYTES {
        return Err("it is too long".to_owned());
    }
    // Composed (NFC), since keyboards differ in how they write the same letter. With room from the start, so that no copy stays behind.
    let mut text = Zeroizing::new(String::with_capacity(passphrase.len().saturating_mul(4)));
    text.extend(passphrase.nfc());
    let params = work.params().map_err(|error| error.to_string())?;
    let mut key = Zeroizing::new([0_u8; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(text.as_bytes(), salt, key.as_mut_slice())
        .map_err(|error| error.to_string())?;
    let mut given = chacha20poly1305::Key::from(*key);
    let cipher = XChaCha20Poly1305::new(&given);
    given.as_mut_slice().zeroize();
    Ok(cipher)
}

#[cfg(test)]
mod tests;
