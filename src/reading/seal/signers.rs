//! Signer certificates that the laboratory has, and how seals name them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::text_codes::from_base64;
use crate::domain::Timestamp;
use crate::reading::signature::{Certificate, Hash, MAX_CERTIFICATE, SignatureError};

/// The most certificates that are kept.
const MAX_CERTIFICATES: usize = 20_000;
/// The common name in a distinguished name.
const COMMON_NAME: &str = "2.5.4.3";

/// Signer certificates to verify seals with. That a certificate is here says that somebody gave it, not that it is genuine: who
/// stands above it is not examined.
#[derive(Debug, Clone, Default)]
pub struct SignerCertificates {
    certificates: Vec<Certificate>,
}

impl SignerCertificates {
    /// No certificates.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the certificates of a file: one in DER, or any number in PEM. Gives how many.
    ///
    /// # Errors
    ///
    /// If a certificate cannot be read, or there are too many.
    pub fn add_file(&mut self, bytes: &[u8]) -> Result<usize, SignatureError> {
        let ders = certificates_of_pem(bytes).unwrap_or_else(|| vec![bytes.to_vec()]);
        let count = ders.len();
        for der in ders {
            self.add_der(&der)?;
        }
        Ok(count)
    }

    /// Adds one certificate.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or there are too many.
    pub fn add_der(&mut self, der: &[u8]) -> Result<(), SignatureError> {
        if self.certificates.len() >= MAX_CERTIFICATES {
            return Err(SignatureError::NotSupported { what: "the number of certificates", found: MAX_CERTIFICATES.to_string() });
        }
        self.certificates.push(Certificate::from_der(der)?);
        Ok(())
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.certificates.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.certificates.is_empty()
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Certificate] {
        &self.certificates
    }

    /// Whether this very certificate is here.
    pub(super) fn contains(&self, certificate: &Certificate) -> bool {
        self.certificates.iter().any(|known| known.der() == certificate.der())
    }

    /// Those that a seal means by signer identifier (country and common name of the subject) and reference (the serial number in
    /// hexadecimal digits, with any number of zeros in front).
    pub(super) fn by_reference(&self, signer: &str, reference: &str) -> Vec<&Certificate> {
        self.certificates
            .iter()
            .filter(|certificate| {
                let name = format!(
                    "{}{}",
                    certificate.country().unwrap_or_default(),
                    certificate.subject.attribute(COMMON_NAME).unwrap_or_default()
                );
                name.trim().eq_ignore_ascii_case(signer)
                    && without_zeros(&certificate.serial).eq_ignore_ascii_case(without_zeros(reference))
            })
            .collect()
    }

    /// Those whose SHA-256 begins with the bytes of a key identifier (electronic health certificates).
    pub(super) fn by_key_identifier(&self, identifier: &[u8]) -> Vec<&Certificate> {
        let digits = super::hexadecimal::to_hex(identifier);
        let begins = |certificate: &Certificate| {
            certificate.sha256.get(..digits.len()).is_some_and(|beginning| beginning.eq_ignore_ascii_case(&digits))
        };
        self.certificates.iter().filter(|certificate| !digits.is_empty() && begins(certificate)).collect()
    }

    /// Those whose SHA-1 ends with the bytes of a reference (ICAO datastructure for barcode).
    pub(super) fn by_end_of_sha1(&self, reference: &[u8]) -> Vec<&Certificate> {
        self.certificates
            .iter()
            .filter(|certificate| !reference.is_empty() && Hash::Sha1.digest(certificate.der()).ends_with(reference))
            .collect()
    }
}

/// The certificate that a signature was examined with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Signer {
    /// Whom the key belongs to.
    pub subject: String,
    /// Who signed the certificate, as it says.
    pub issuer: String,
    /// The serial number in hexadecimal digits.
    pub serial: String,
    /// First moment of validity.
    pub not_before: Timestamp,
    /// Last moment of validity.
    pub not_after: Timestamp,
    /// SHA-256 of the certificate.
    pub sha256: String,
    /// The kind of key.
    pub key: String,
    /// Whether the seal brought the certificate itself.
    pub within_seal: bool,
}

impl Signer {
    /// What to show of a certificate.
    pub(super) fn of(certificate: &Certificate, within_seal: bool) -> Self {
        Self {
            subject: certificate.subject.text.clone(),
            issuer: certificate.issuer.text.clone(),
            serial: certificate.serial.clone(),
            not_before: certificate.not_before,
            not_after: certificate.not_after,
            sha256: certificate.sha256.clone(),
            key: certificate.public_key().map_or_else(|error| error.to_string(), |key| key.kind()),
            within_seal,
        }
    }
}

fn without_zeros(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

/// The certificates of a PEM text; `None` if it is none.
fn certificates_of_pem(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    const BEGIN: &str = "-----BEGIN CERTIFICATE-----";
    const END: &str = "-----END CERTIFICATE-----";
    let text = std::str::from_utf8(bytes).ok()?;
    let blocks = text.split(BEGIN).skip(1).map(|block| {
        let (body, _) = block.split_once(END)?;
        let body: String = body.chars().filter(|character| !character.is_ascii_whitespace()).collect();
        from_base64(&body).ok().filter(|der| der.len() <= MAX_CERTIFICATE)
    });
    blocks.collect::<Option<Vec<_>>>().filter(|blocks| !blocks.is_empty())
}
