//! The EU Digital COVID Certificate (HC1): Base45, zlib, a signed envelope, claims; each step with its own result.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::cbor::Cbor;
use super::claims::{Claim, claims};
use super::cose::{self, Envelope};
use super::dcc_fields::TITLES;
use super::dcc_schema::deviations;
use super::feature::SealNote;
use super::hexadecimal::to_hex;
use super::text_codes::from_base45;
use super::verdict::{SealStep, StepName};
use super::{NoteKind, SealError, cbor_reader, inflate};
use crate::domain::Timestamp;

/// How the text begins.
pub(super) const PREFIX: &str = "HC1:";
/// The most characters that are read; the largest QR code holds 4296 of this alphabet.
const MAX_CHARACTERS: usize = 8192;
/// Claims: issuer, expiry, not before, issued at, health certificate (RFC 8392; EU specification).
const ISSUER: i128 = 1;
const EXPIRY: i128 = 4;
const NOT_BEFORE: i128 = 5;
const ISSUED_AT: i128 = 6;
const HEALTH_CERTIFICATE: i128 = -260;

/// An EU Digital COVID Certificate, read as far as its steps went. Whether its signature verifies is what [`Dcc::verify`] says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Dcc {
    /// The steps of reading; nothing follows a step that failed, except after that of the form.
    pub steps: Vec<SealStep>,
    /// Who issued it: two letters of the country.
    pub issuer: Option<String>,
    /// When it was issued.
    pub issued_at: Option<Timestamp>,
    /// From when it is valid, if it says so.
    pub not_before: Option<Timestamp>,
    /// When it expires.
    pub expires_at: Option<Timestamp>,
    /// The number of the signature algorithm (RFC 9053).
    pub algorithm: Option<i64>,
    /// The key identifier in hexadecimal digits.
    pub key_identifier: Option<String>,
    /// The contents as they stand.
    pub certificate: Option<Value>,
    /// The contents as a list.
    pub claims: Vec<Claim>,
    /// In what the contents depart from the schema.
    pub deviations: Vec<String>,
    /// What a person should know.
    pub notes: Vec<SealNote>,
    /// The envelope in hexadecimal digits; empty if the reading did not reach it.
    pub envelope: String,
}

/// Reads an EU Digital COVID Certificate from its text. Where a step fails the result says so and holds what was read until then.
///
/// # Errors
///
/// [`SealError::Unknown`] if the text begins otherwise, [`SealError::TooLong`] above the limit.
pub fn read_dcc(text: &str) -> Result<Dcc, SealError> {
    // A blank belongs to the alphabet, but no group ends with one.
    let text = text.trim();
    if text.len() > MAX_CHARACTERS {
        return Err(SealError::TooLong { length: text.len(), limit: MAX_CHARACTERS });
    }
    let coded = text.strip_prefix(PREFIX).ok_or(SealError::Unknown)?;
    let mut dcc = Dcc::empty();
    dcc.steps.push(SealStep::passed(StepName::Prefix, "HC1"));
    let Some(bytes) = dcc.step(StepName::Base45, from_base45(coded)) else { return Ok(dcc) };
    let Some(bytes) = dcc.inflated(bytes) else { return Ok(dcc) };
    dcc.envelope = to_hex(&bytes);
    let Some(envelope) = dcc.step(StepName::Envelope, cose::read_envelope(&bytes)) else { return Ok(dcc) };
    dcc.headers(&envelope);
    let payload = cbor_reader::parse(&envelope.payload).map(Cbor::without_tags).and_then(|payload| match payload {
        Cbor::Map(_) => Ok(payload),
        _ => Err(SealError::malformed("the claims", "they are no map")),
    });
    let Some(payload) = dcc.step(StepName::Claims, payload) else { return Ok(dcc) };
    dcc.contents(&payload);
    Ok(dcc)
}

impl Dcc {
    fn empty() -> Self {
        Self {
            steps: Vec::new(),
            issuer: None,
            issued_at: None,
            not_before: None,
            expires_at: None,
            algorithm: None,
            key_identifier: None,
            certificate: None,
            claims: Vec::new(),
            deviations: Vec::new(),
            notes: Vec::new(),
            envelope: String::new(),
        }
    }

    /// Notes how a step went, and gives what it gave.
    fn step<T>(&mut self, name: StepName, result: Result<T, SealError>) -> Option<T> {
        let (step, value) = match result {
            Ok(value) => (SealStep::passed(name, "read"), Some(value)),
            Err(error) => (SealStep::failed(name, error.to_string()), None),
        };
        self.steps.push(step);
        value
    }

    /// The bytes inflated; those of an envelope that was never compressed as they are, with a note.
    fn inflated(&mut self, bytes: Vec<u8>) -> Option<Vec<u8>> {
        if !inflate::begins_like_zlib(&bytes) && cose::read_envelope(&bytes).is_ok() {
            self.notes.push(SealNote::new(NoteKind::NotCompressed, ""));
            self.steps.push(SealStep::not_possible(StepName::Compression, "it is not compressed"));
            return Some(bytes);
        }
        let (inflated, left) = self.step(StepName::Compression, inflate::inflate(&bytes))?;
        if left > 0 {
            self.notes.push(SealNote::new(NoteKind::BytesAfterEnd, format!("{left} bytes after the compressed part")));
        }
        Some(inflated)
    }

    fn headers(&mut self, envelope: &Envelope) {
        self.algorithm = envelope.algorithm.and_then(|number| i64::try_from(number).ok());
        self.key_identifier = envelope.key_identifier.as_deref().map(to_hex);
        self.notes.extend(envelope.notes.iter().cloned());
    }

    fn contents(&mut self, payload: &Cbor) {
        let moment = |key| {
            let seconds = payload.at(key).and_then(Cbor::number)?;
            jiff::Timestamp::from_second(seconds).ok().map(Timestamp)
        };
        self.issued_at = moment(ISSUED_AT);
        self.not_before = moment(NOT_BEFORE);
        self.expires_at = moment(EXPIRY);
        self.issuer = payload.at(ISSUER).and_then(|issuer| match issuer {
            Cbor::Text(text) => Some(text.clone()),
            _ => None,
        });
        // Null says as much as if it were not there.
        let certificate = payload.at(HEALTH_CERTIFICATE).and_then(|claim| claim.at(1)).map(Cbor::to_json).filter(|json| !json.is_null());
        let Some(certificate) = certificate else {
            self.steps.push(SealStep::failed(StepName::Schema, "there is no health certificate among the claims"));
            return;
        };
        let found = deviations(&certificate);
        let forbidden: Vec<&str> = found.iter().filter(|deviation| deviation.forbidden).map(|deviation| deviation.text.as_str()).collect();
        self.steps.push(if forbidden.is_empty() {
            SealStep::passed(StepName::Schema, "the contents are in form")
        } else {
            SealStep::failed(StepName::Schema, forbidden.join("; "))
        });
        self.claims = claims(&certificate, TITLES);
        self.deviations = found.into_iter().map(|deviation| deviation.text).collect();
        self.certificate = Some(certificate);
    }
}
