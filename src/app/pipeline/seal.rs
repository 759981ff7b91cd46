//! Digital seals: from the content of a barcode to what it says and whether its signature holds.

use serde_json::Value;

use crate::domain::Timestamp;
pub use crate::reading::seal::SignerCertificates;
use crate::reading::seal::{content_of, read_seal};

/// Reads a seal and verifies its signature against certificates of signers, at a time; `input` is the content of a barcode as it is, or
/// written in hexadecimal digits.
///
/// # Errors
///
/// Why it is no seal that is known, in English.
pub fn digital_seal(input: &[u8], certificates: &SignerCertificates, at: Timestamp) -> Result<Value, String> {
    let seal = read_seal(&content_of(input)).map_err(|error| error.to_string())?;
    Ok(seal.to_json(&seal.verify(certificates, Some(at))))
}
