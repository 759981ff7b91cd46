//! Why a file is not encrypted or decrypted.

/// A file that could not be encrypted or decrypted. What was written by then is of no use.
#[derive(Debug, thiserror::Error)]
pub enum EncryptionError {
    /// It is not encrypted in this format.
    #[error("this is not an encrypted package. Open it as it is, or choose another file")]
    NotEncrypted,
    /// It is encrypted, and written as text.
    #[error("this is an encrypted file written as text (armoured). Ask the sender for the file itself")]
    Armoured,
    /// Its head is longer than is accepted.
    #[error("the head of the encrypted file is longer than {0} bytes. Ask the sender to encrypt it for fewer receivers")]
    HeadTooLong(u64),
    /// It was encrypted for other keys.
    #[error("it was not encrypted for any of your keys. Give the sender your public key and ask for the file again")]
    OtherKeys,
    /// It was encrypted with a passphrase.
    #[error("it was encrypted with a passphrase and not for a key. Enter the passphrase")]
    NeedsPassphrase,
    /// It was encrypted for keys.
    #[error("it was encrypted for a key and not with a passphrase. Choose the key")]
    NeedsKey,
    /// The passphrase is another one.
    #[error("the passphrase is not the right one. Check it with the sender")]
    WrongPassphrase,
    /// The passphrase would cost more than is accepted.
    #[error("opening it would take 2^{required} units of work, at most 2^{limit} are accepted. Ask the sender to encrypt it for your key")]
    TooMuchWork {
        /// What it would cost.
        required: u8,
        /// The limit.
        limit: u8,
    },
    /// It was changed, damaged or cut.
    #[error("the encrypted file was changed, damaged or cut. Ask the sender for it again")]
    Damaged,
    /// Its content is longer than is accepted.
    #[error("its content is longer than {0} bytes. Ask the sender to divide the package")]
    TooLong(u64),
    /// There is nobody to encrypt for.
    #[error("there is no receiver. Choose at least one key")]
    NoRecipient,
    /// There are more receivers than a file may have.
    #[error("there are {0} receivers; at most {1} are possible. Encrypt it several times")]
    TooManyRecipients(usize, usize),
    /// The passphrase is empty.
    #[error("the passphrase is empty. Enter one that the receiver knows")]
    EmptyPassphrase,
    /// A text is not a key.
    #[error("this is not {0}. Check that all of it was copied")]
    Key(&'static str),
    /// The arithmetic was refused.
    #[error("it could not be encrypted: {0}")]
    Refused(String),
    /// It could not be read.
    #[error("it could not be read: {0}. Copy it to a local disk and try again")]
    Read(#[source] std::io::Error),
    /// What was made could not be written.
    #[error("it could not be written: {0}. Choose another place")]
    Write(#[source] std::io::Error),
}
