//! Receipts: what became of a package, sent back to who sent it.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::text::{is_line, shown};
use super::write::Signer;
use crate::domain::{Sha256, Signature, SignatureClaim, SignatureError, SignedFor, Timestamp, words};

/// The name and major version that a receipt states.
pub const RECEIPT_FORMAT: &str = "guilloche-receipt/1";

/// The longest receipt in bytes.
const MAX_BYTES: usize = 1 << 20;
const MAX_PROBLEMS: usize = 1000;
const MAX_LINE: usize = 2000;

words! {
    /// What became of a package.
    ReceiptResult {
        Accepted = "accepted", "Accepted";
        Refused = "refused", "Refused";
    }
}

/// What became of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Receipt {
    /// [`RECEIPT_FORMAT`].
    pub format: String,
    /// The identity of the package; absent if it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub package_id: Option<Uuid>,
    /// The sum of the package file as it arrived, decrypted.
    pub package_sha256: Sha256,
    /// What became of it.
    pub result: ReceiptResult,
    /// Why it was refused, or what is to be said besides; a line each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub problems: Vec<String>,
    /// When, by the clock of the receiver.
    pub at: Timestamp,
    /// Who says so.
    pub by: String,
    /// Their signature over everything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<Signature>,
    /// Keys that this version does not know; kept and written again.
    #[serde(flatten)]
    pub other: BTreeMap<String, Value>,
}

/// A receipt that is not one.
#[derive(Debug, thiserror::Error)]
pub enum ReceiptError {
    /// It is longer than is accepted.
    #[error("the receipt has {0} bytes; at most {MAX_BYTES} are accepted. Choose another file")]
    TooLong(usize),
    /// It is not JSON, or a key has the wrong content.
    #[error("the receipt cannot be read: {0}. Ask for it again")]
    Content(String),
    /// It is of another format.
    #[error("expected the format `{RECEIPT_FORMAT}`, found {0}. Choose another file, or install a newer version")]
    OtherFormat(String),
    /// Its signature does not hold.
    #[error("the signature of the receipt does not hold: {0}. Ask the receiver by another way")]
    Signature(#[source] SignatureError),
    /// Its signature is by another person or of another time than it says.
    #[error("the receipt is by `{by}`, and was signed by `{signed_by}` or at another time. Ask the receiver by another way")]
    OtherSigner {
        /// Who says so.
        by: String,
        /// Who signed.
        signed_by: String,
    },
    /// It is about another package.
    #[error("the receipt is about another package. Look for the package that it names")]
    OtherPackage,
}

impl Receipt {
    /// Signs the receipt; who signs is who says so.
    ///
    /// # Errors
    ///
    /// [`ReceiptError::Content`] if it has no canonical form.
    pub fn signed(mut self, signer: &Signer<'_>) -> Result<Self, ReceiptError> {
        signer.name.clone_into(&mut self.by);
        self.signature = None;
        let sha256 = sum(serde_json::to_value(&self).map_err(content)?)?;
        self.signature = Some(signer.key.sign(SignatureClaim {
            purpose: SignedFor::Receipt,
            sha256,
            by: signer.name.to_owned(),
            of: signer.of.map(str::to_owned),
            role: signer.role,
            at: self.at,
        }));
        Ok(self)
    }

    /// Whether it is about the package with this identity and sum.
    ///
    /// # Errors
    ///
    /// [`ReceiptError::OtherPackage`].
    pub fn is_about(&self, package_id: Uuid, package_sha256: Sha256) -> Result<(), ReceiptError> {
        let same = self.package_sha256 == package_sha256 && self.package_id.is_none_or(|id| id == package_id);
        if same { Ok(()) } else { Err(ReceiptError::OtherPackage) }
    }

    fn check(&self) -> Result<(), ReceiptError> {
        if self.problems.len() > MAX_PROBLEMS {
            return Err(ReceiptError::Content(format!("it has more than {MAX_PROBLEMS} problems")));
        }
        match self.problems.iter().chain([&self.by]).find(|text| !is_line(text, MAX_LINE)) {
            Some(text) => Err(ReceiptError::Content(format!("`{}` is not one line of 1 to {MAX_LINE} characters", shown(text)))),
            None => Ok(()),
        }
    }
}

fn content(error: serde_json::Error) -> ReceiptError {
    ReceiptError::Content(shown(&error.to_string()))
}

/// The sum of a receipt in canonical form (RFC 8785) without its signature.
fn sum(mut value: Value) -> Result<Sha256, ReceiptError> {
    if let Value::Object(keys) = &mut value {
        keys.shift_remove("signature");
    }
    Ok(Sha256::of(&serde_json_canonicalizer::to_vec(&value).map_err(content)?))
}

/// Writes a receipt as JSON.
///
/// # Errors
///
/// [`ReceiptError`] if it could not be read again.
pub fn write_receipt(receipt: &Receipt) -> Result<Vec<u8>, ReceiptError> {
    let mut bytes = serde_json::to_vec_pretty(receipt).map_err(content)?;
    bytes.push(b'\n');
    read_receipt(&bytes)?;
    Ok(bytes)
}

/// Reads a receipt, and verifies its signature if there is one; whose key it is has to be known otherwise.
///
/// # Errors
///
/// [`ReceiptError`] says what is wrong and what to do.
pub fn read_receipt(bytes: &[u8]) -> Result<Receipt, ReceiptError> {
    if bytes.len() > MAX_BYTES {
        return Err(ReceiptError::TooLong(bytes.len()));
    }
    let raw: Value = serde_json::from_slice(bytes).map_err(content)?;
    match raw.get("format") {
        Some(Value::String(format)) if format == RECEIPT_FORMAT => {}
        Some(Value::String(other)) => return Err(ReceiptError::OtherFormat(format!("`{}`", shown(other)))),
        _ => return Err(ReceiptError::OtherFormat("none".to_owned())),
    }
    let receipt: Receipt = serde_json::from_slice(bytes).map_err(content)?;
    receipt.check()?;
    if let Some(signature) = &receipt.signature {
        signature.verify(SignedFor::Receipt, sum(raw)?).map_err(ReceiptError::Signature)?;
        if signature.claim.by != receipt.by || signature.claim.at != receipt.at {
            return Err(ReceiptError::OtherSigner { by: shown(&receipt.by), signed_by: shown(&signature.claim.by) });
        }
    }
    Ok(receipt)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Role, SigningKey};
    use proptest::prelude::*;

    fn receipt() -> Receipt {
        let key = SigningKey::from_seed(&[5; 32]);
        let receipt = Receipt {
            format: RECEIPT_FORMAT.to_owned(),
            package_id: Some(Uuid::from_u128(7)),
            package_sha256: Sha256::of(b"package"),
            result: ReceiptResult::Refused,
            problems: vec!["data/record.json: its bytes were changed".to_owned()],
            at: Timestamp("2026-03-02T08:00:00Z".parse().unwrap()),
            by: String::new(),
            signature: None,
            other: BTreeMap::from([("later".to_owned(), Value::from(1.5))]),
        };
        receipt.signed(&Signer { key: &key, name: "R. Receiver", role: Some(Role::Examiner), of: None }).unwrap()
    }

    #[test]
    fn a_receipt_reads_back_with_its_signature_and_unknown_keys() {
        let bytes = write_receipt(&receipt()).unwrap();
        assert_eq!(read_receipt(&bytes).unwrap(), receipt());
        assert!(receipt().is_about(Uuid::from_u128(7), Sha256::of(b"package")).is_ok());
        assert!(receipt().is_about(Uuid::from_u128(8), Sha256::of(b"package")).is_err());
        assert!(receipt().is_about(Uuid::from_u128(7), Sha256::of(b"other")).is_err());
    }

    #[test]
    fn what_is_changed_is_found_by_the_signature() {
        let text = String::from_utf8(write_receipt(&receipt()).unwrap()).unwrap();
        for (from, to) in
            [("refused", "accepted"), ("record.json", "report.json"), ("1.5", "1.6"), ("08:00:00", "08:00:01"), ("R. R", "S. R")]
        {
            let changed = text.replacen(from, to, 1);
            assert_ne!(changed, text);
            let error = read_receipt(changed.as_bytes()).unwrap_err();
            assert!(matches!(error, ReceiptError::Signature(_)), "{from}: {error}");
        }
        let other = text.replace("receipt/1", "receipt/2");
        assert!(matches!(read_receipt(other.as_bytes()), Err(ReceiptError::OtherFormat(_))));
        assert!(matches!(read_receipt(&vec![b' '; MAX_BYTES + 1]), Err(ReceiptError::TooLong(_))));
        let mut two_lines = receipt();
        two_lines.problems.push("a\nb".to_owned());
        assert!(write_receipt(&two_lines).is_err());
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes in any::<Vec<u8>>()) {
            prop_assert!(read_receipt(&bytes).is_err());
        }
    }
}
