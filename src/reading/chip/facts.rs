//! What is shown of a certificate.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::Timestamp;
use crate::reading::signature::Certificate;

/// What is shown of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct CertificateFacts {
    /// Whom the key belongs to.
    pub subject: String,
    /// Who signed, as the certificate says.
    pub issuer: String,
    /// Serial number, hexadecimal.
    pub serial: String,
    /// Two letters of the country, if stated.
    pub country: Option<String>,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// The kind of key, in words.
    pub key: String,
    /// The algorithm by which it is signed, in words.
    pub signed_with: String,
    /// SHA-256 of the whole certificate, in capitals.
    pub sha256: String,
    /// Deviations, in words.
    pub notes: Vec<String>,
}

impl From<&Certificate> for CertificateFacts {
    fn from(certificate: &Certificate) -> Self {
        Self {
            subject: certificate.subject.text.clone(),
            issuer: certificate.issuer.text.clone(),
            serial: certificate.serial.clone(),
            country: certificate.country().map(str::to_owned),
            not_before: certificate.not_before,
            not_after: certificate.not_after,
            key: certificate.public_key().map_or_else(|error| error.to_string(), |key| key.kind()),
            signed_with: certificate.scheme().map_or_else(|error| error.to_string(), |scheme| scheme.to_string()),
            sha256: certificate.sha256.clone(),
            notes: certificate.notes.clone(),
        }
    }
}
