//! The visible digital seal for non-constrained environments: JSON signed in its canonical form (RFC 8785), certificate within.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::claims::{Claim, claims};
use super::examine::{Circumstances, Examined, examine, icao_verdict, plain_scheme};
use super::feature::SealNote;
use super::hexadecimal::{from_hex, to_hex};
use super::text_codes::from_base64;
use super::{NoteKind, SealError, SealVerdict, SignerCertificates, strict_json};
use crate::domain::Timestamp;
use crate::reading::signature::{Certificate, Hash, MAX_CERTIFICATE, SignatureError};

/// The most bytes that are read; the largest QR code holds 2953.
const MAX_BYTES: usize = 16_384;

/// What the fields of the published types say.
const TITLES: &[(&str, &str)] = &[
    ("uvci", "Certificate identifier"),
    ("utci", "Certificate identifier"),
    ("pid.n", "Name"),
    ("pid.dob", "Date of birth"),
    ("pid.sex", "Sex"),
    ("pid.i", "Travel document number"),
    ("pid.ai", "Other document number"),
    ("pid.dt", "Document type"),
    ("pid.dn", "Document number"),
    ("ve.des", "Vaccine or prophylaxis"),
    ("ve.nam", "Vaccine product"),
    ("ve.dis", "Disease"),
    ("ve.vd.dvc", "Date of vaccination"),
    ("ve.vd.seq", "Dose number"),
    ("ve.vd.ctr", "Country of vaccination"),
    ("ve.vd.adm", "Administering centre"),
    ("ve.vd.lot", "Batch"),
    ("ve.vd.dvn", "Date of next dose"),
    ("sp.spn", "Testing facility"),
    ("sp.ctr", "Country of test"),
    ("sp.cd.p", "Telephone of the facility"),
    ("sp.cd.e", "Email address of the facility"),
    ("sp.cd.a", "Address of the facility"),
    ("dat.sc", "Specimen taken"),
    ("dat.ri", "Report issued"),
    ("tr.tc", "Type of test"),
    ("tr.r", "Result"),
    ("tr.m", "Sampling method"),
    ("opt", "Optional data"),
];

/// A seal for non-constrained environments, read. Whether its signature verifies is what [`VdsNc::verify`] says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VdsNc {
    /// The type, for example `icao.vacc`. As `kind` it would stand beside the kind of seal, and the JSON could not be read back.
    #[serde(rename = "type")]
    pub kind: String,
    /// The version of the type.
    pub version: String,
    /// The issuer, three letters.
    pub issuer: String,
    /// The contents.
    pub claims: Vec<Claim>,
    /// The signature algorithm as it is written, for example `ES256`.
    pub algorithm: String,
    /// The certificate that the seal brings, in hexadecimal digits; empty if there is none.
    pub certificate: String,
    /// The signature in hexadecimal digits, r and s one after the other; empty if there is none.
    pub signature: String,
    /// The signed text in its canonical form.
    pub signed: String,
    /// What a person should know.
    pub notes: Vec<SealNote>,
}

/// Reads a seal for non-constrained environments from its text.
///
/// # Errors
///
/// If the text is none: no JSON, a key twice, header or contents missing, or no Base64 where it is due.
pub fn read_vds_nc(text: &str) -> Result<VdsNc, SealError> {
    let fault = |reason| SealError::malformed("the seal", reason);
    if text.len() > MAX_BYTES {
        return Err(SealError::TooLong { length: text.len(), limit: MAX_BYTES });
    }
    let whole = strict_json::parse(text.trim()).map_err(|_reason| fault("it is no JSON in which every key comes once"))?;
    let data = whole.get("data").ok_or_else(|| fault("it has no data"))?;
    let header = data.get("hdr").ok_or_else(|| fault("it has no header"))?;
    let contents = data.get("msg").ok_or_else(|| fault("it has no contents"))?;
    let signed = serde_json_canonicalizer::to_string(data).map_err(|_reason| fault("its data have no canonical form"))?;
    let sealed = whole.get("sig").unwrap_or(&Value::Null);
    let certificate = bytes_of(sealed, "cer")?;
    if certificate.len() > MAX_CERTIFICATE {
        return Err(SealError::TooLong { length: certificate.len(), limit: MAX_CERTIFICATE });
    }
    let signature = bytes_of(sealed, "sigvl")?;
    let mut notes = Vec::new();
    if signature.is_empty() {
        notes.push(SealNote::new(NoteKind::NoSignature, ""));
    }
    let kind = text_of(header, "t");
    if !["icao.vacc", "icao.test"].contains(&kind.as_str()) {
        notes.push(SealNote::new(NoteKind::UnknownProfile, kind.clone()));
    }
    Ok(VdsNc {
        kind,
        version: text_of(header, "v"),
        issuer: text_of(header, "is"),
        claims: claims(contents, TITLES),
        algorithm: text_of(sealed, "alg"),
        certificate: to_hex(&certificate),
        signature: to_hex(&signature),
        signed,
        notes,
    })
}

fn text_of(object: &Value, key: &str) -> String {
    match object.get(key) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    }
}

fn bytes_of(object: &Value, key: &str) -> Result<Vec<u8>, SealError> {
    from_base64(&text_of(object, key))
}

impl VdsNc {
    /// Examines the signature with the certificate that the seal brings. If it is none of those given, the answer is inconclusive,
    /// whatever the signature says. `at` is the moment for which the certificate must be valid.
    pub fn verify(&self, certificates: &SignerCertificates, at: Option<Timestamp>) -> SealVerdict {
        let brought = from_hex(&self.certificate).filter(|der| !der.is_empty()).map(|der| Certificate::from_der(&der));
        let certificate = brought.as_ref().and_then(|brought| brought.as_ref().ok());
        let circumstances = Circumstances {
            signed_on: None,
            at,
            certificate_only_within: certificate.is_some_and(|certificate| !certificates.contains(certificate)),
            unknown_feature: false,
        };
        let examined = match &brought {
            Some(Err(error)) => Examined::not_possible(format!("the certificate of the seal cannot be read: {error}")),
            _ => self.examined(certificate),
        };
        icao_verdict(examined, &circumstances)
    }

    fn examined<'a>(&self, certificate: Option<&'a Certificate>) -> Examined<'a> {
        let signature = from_hex(&self.signature).unwrap_or_default();
        if signature.is_empty() {
            return Examined::not_signed();
        }
        let hash = match self.algorithm.as_str() {
            "ES256" => Some(Hash::Sha256),
            "ES384" => Some(Hash::Sha384),
            "ES512" => Some(Hash::Sha512),
            _ => None,
        };
        let unknown = || SignatureError::NotSupported { what: "the signature algorithm", found: self.algorithm.clone() };
        let meant: Vec<&Certificate> = certificate.into_iter().collect();
        examine(&meant, self.signed.as_bytes(), &signature, |key| plain_scheme(key, hash.ok_or_else(unknown)?))
            .unwrap_or_else(|| Examined::no_certificate("the seal brings no certificate".to_owned()))
    }
}
