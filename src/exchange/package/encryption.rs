//! Encryption of a package as a whole, in the `age` format (age-encryption.org/v1): to the keys of receivers, or with a passphrase.
//!
//! The names of receivers are not in the file. Who has the file can see how long it is and to how many keys it was encrypted. Encryption says
//! nothing about who made it: that is what the signature within is for.
//!
//! The key of a file and its nonces are drawn from the system by the crate that does the arithmetic, so the same package encrypted twice gives
//! different bytes.

mod error;
mod key;

use std::io::{BufRead as _, BufReader, Read, Write};

use age::secrecy::SecretString;
use age::{DecryptError, Decryptor, Encryptor, scrypt};

pub use error::EncryptionError;
pub use key::{DecryptionKey, Recipient};

const FIRST_LINE: &[u8] = b"age-encryption.org/v1\n";
const ARMOURED: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
/// Most receivers of a file; each takes about a hundred bytes of its head.
const MAX_RECIPIENTS: usize = 200;
/// The work that a passphrase of ours costs: 256 MiB and about a second.
const WORK_FACTOR: u8 = 18;

/// What is accepted from an encrypted file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_field_names, reason = "all of them are limits")]
pub struct EncryptionLimits {
    /// The longest head, which holds the encrypted key for each receiver, in bytes.
    pub max_head_bytes: u64,
    /// The longest content in bytes.
    pub max_bytes: u64,
    /// How much work a passphrase may cost, as a power of two: each step doubles time and memory, 18 is 256 MiB.
    pub max_work_factor: u8,
}

impl Default for EncryptionLimits {
    /// A head of 32 KiB, 4 GiB of content, 512 MiB of work.
    fn default() -> Self {
        Self { max_head_bytes: 32 << 10, max_bytes: 4 << 30, max_work_factor: 19 }
    }
}

/// Whether a file that begins like this is encrypted.
pub fn is_encrypted(begin: &[u8]) -> bool {
    begin.starts_with(FIRST_LINE) || begin.starts_with(ARMOURED)
}

/// Encrypts what `reader` yields for `recipients`, any one of whom can decrypt it.
///
/// # Errors
///
/// [`EncryptionError::NoRecipient`], [`EncryptionError::TooManyRecipients`], and what reading and writing fail with.
pub fn encrypt(reader: &mut dyn Read, recipients: &[Recipient], out: &mut dyn Write) -> Result<(), EncryptionError> {
    if recipients.is_empty() {
        return Err(EncryptionError::NoRecipient);
    }
    if recipients.len() > MAX_RECIPIENTS {
        return Err(EncryptionError::TooManyRecipients(recipients.len(), MAX_RECIPIENTS));
    }
    encrypt_to(reader, recipients.iter().map(|recipient| &recipient.0 as &dyn age::Recipient), out)
}

/// Encrypts what `reader` yields with a passphrase. A passphrase that was made up by a person is the weakest part of it: prefer keys.
///
/// # Errors
///
/// [`EncryptionError::EmptyPassphrase`], and what reading and writing fail with.
pub fn encrypt_with_passphrase(reader: &mut dyn Read, passphrase: &str, out: &mut dyn Write) -> Result<(), EncryptionError> {
    encrypt_with_work(reader, passphrase, WORK_FACTOR, out)
}

fn encrypt_with_work(reader: &mut dyn Read, passphrase: &str, work: u8, out: &mut dyn Write) -> Result<(), EncryptionError> {
    if passphrase.is_empty() {
        return Err(EncryptionError::EmptyPassphrase);
    }
    let mut recipient = scrypt::Recipient::new(SecretString::from(passphrase.to_owned()));
    recipient.set_work_factor(work.clamp(1, 63));
    encrypt_to(reader, std::iter::once(&recipient as &dyn age::Recipient), out)
}

fn encrypt_to<'a>(
    reader: &mut dyn Read,
    recipients: impl Iterator<Item = &'a dyn age::Recipient>,
    out: &mut dyn Write,
) -> Result<(), EncryptionError> {
    let encryptor = Encryptor::with_recipients(recipients).map_err(|error| EncryptionError::Refused(error.to_string()))?;
    let mut stream = encryptor.wrap_output(out).map_err(EncryptionError::Write)?;
    pass_on(reader, &mut stream, u64::MAX, EncryptionError::Read)?;
    stream.finish().and_then(Write::flush).map_err(EncryptionError::Write)
}

/// Copies at most `most` bytes.
fn pass_on(
    reader: &mut dyn Read,
    out: &mut dyn Write,
    most: u64,
    failed: impl Fn(std::io::Error) -> EncryptionError,
) -> Result<u64, EncryptionError> {
    let mut buffer = vec![0; 1 << 16];
    let mut length = 0_u64;
    loop {
        let read = match reader.read(&mut buffer) {
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(failed(error)),
        };
        let Some(piece) = buffer.get(..read).filter(|piece| !piece.is_empty()) else { return Ok(length) };
        length = length.saturating_add(read as u64);
        if length > most {
            return Err(EncryptionError::TooLong(most));
        }
        out.write_all(piece).map_err(EncryptionError::Write)?;
    }
}

/// Decrypts a file that was encrypted for one of `keys`; gives the length of its content.
///
/// Content is written as it is decrypted, each 64 KiB only after they were authenticated; whether the end is missing shows at the end. So what
/// was written counts only if this returns without an error.
///
/// # Errors
///
/// [`EncryptionError`] says why not, and what to do.
pub fn decrypt(
    reader: &mut dyn Read,
    keys: &[DecryptionKey],
    limits: &EncryptionLimits,
    out: &mut dyn Write,
) -> Result<u64, EncryptionError> {
    let identities = keys.iter().map(|key| &key.0 as &dyn age::Identity);
    decrypt_by(reader, identities, false, limits, out)
}

/// Decrypts a file that was encrypted with `passphrase`; as [`decrypt`].
///
/// # Errors
///
/// As [`decrypt`].
pub fn decrypt_with_passphrase(
    reader: &mut dyn Read,
    passphrase: &str,
    limits: &EncryptionLimits,
    out: &mut dyn Write,
) -> Result<u64, EncryptionError> {
    let mut identity = scrypt::Identity::new(SecretString::from(passphrase.to_owned()));
    identity.set_max_work_factor(limits.max_work_factor);
    decrypt_by(reader, std::iter::once(&identity as &dyn age::Identity), true, limits, out)
}

fn decrypt_by<'a>(
    reader: &mut dyn Read,
    identities: impl Iterator<Item = &'a dyn age::Identity>,
    by_passphrase: bool,
    limits: &EncryptionLimits,
    out: &mut dyn Write,
) -> Result<u64, EncryptionError> {
    let mut reader = BufReader::new(reader);
    let head = read_head(&mut reader, limits.max_head_bytes)?;
    let why = |error| why_not(error, by_passphrase, limits);
    let decryptor = Decryptor::new_buffered(head.as_slice().chain(reader)).map_err(why)?;
    match (decryptor.is_scrypt(), by_passphrase) {
        (true, false) => return Err(EncryptionError::NeedsPassphrase),
        (false, true) => return Err(EncryptionError::NeedsKey),
        _ => {}
    }
    let mut content = decryptor.decrypt(identities).map_err(why)?;
    let length = pass_on(&mut content, out, limits.max_bytes, reading)?;
    out.flush().map_err(EncryptionError::Write)?;
    Ok(length)
}

/// An error while content is decrypted.
fn reading(error: std::io::Error) -> EncryptionError {
    match error.kind() {
        std::io::ErrorKind::InvalidData | std::io::ErrorKind::InvalidInput | std::io::ErrorKind::UnexpectedEof => EncryptionError::Damaged,
        _ => EncryptionError::Read(error),
    }
}

fn why_not(error: DecryptError, by_passphrase: bool, limits: &EncryptionLimits) -> EncryptionError {
    match error {
        DecryptError::ExcessiveWork { required, .. } => EncryptionError::TooMuchWork { required, limit: limits.max_work_factor },
        DecryptError::KeyDecryptionFailed | DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed if by_passphrase => {
            EncryptionError::WrongPassphrase
        }
        DecryptError::NoMatchingKeys => EncryptionError::OtherKeys,
        DecryptError::Io(error) => reading(error),
        _ => EncryptionError::Damaged,
    }
}

/// Reads the lines up to and with the one that ends the head.
fn read_head(reader: &mut BufReader<&mut dyn Read>, most: u64) -> Result<Vec<u8>, EncryptionError> {
    let mut head = Vec::new();
    loop {
        let begin = head.len();
        let left = most.saturating_sub(begin as u64);
        reader.by_ref().take(left).read_until(b'\n', &mut head).map_err(EncryptionError::Read)?;
        let line = head.get(begin..).unwrap_or_default();
        if begin == 0 && line != FIRST_LINE {
            return Err(if line.starts_with(ARMOURED) { EncryptionError::Armoured } else { EncryptionError::NotEncrypted });
        }
        if !line.ends_with(b"\n") {
            return Err(if head.len() as u64 >= most { EncryptionError::HeadTooLong(most) } else { EncryptionError::Damaged });
        }
        if line.starts_with(b"---") {
            return Ok(head);
        }
    }
}

#[cfg(test)]
mod tests;
