//! What was found about a seal: the signature, the status of the standard, and what a laboratory may say.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Signer;
use crate::domain::words;

words! {
    /// What examining the signature gave.
    SignatureState {
        Valid = "valid", "The signature verifies";
        Invalid = "invalid", "The signature does not verify";
        NoCertificate = "no-certificate", "No certificate to verify the signature with";
        NotSigned = "not-signed", "The seal has no signature";
        NotPossible = "not-possible", "The signature could not be examined";
    }

    /// The status of a seal (ICAO Doc 9303-13, appendix D; standards 5.1).
    SealStatus {
        Valid = "VALID", "Valid";
        Invalid = "INVALID", "Invalid";
    }

    /// Why a seal has its status (ICAO Doc 9303-13, appendix D; Doc 9303-7, 9.4).
    StatusReason {
        ReadError = "READ_ERROR", "The seal cannot be read";
        ExpiredCertificate = "EXPIRED_CERTIFICATE", "The signer certificate was not valid at the time";
        WrongFormat = "WRONG_FORMAT", "The seal is not of the right format";
        UnknownCertificate = "UNKNOWN_CERTIFICATE", "The signer certificate is not known";
        UntrustedCertificate = "UNTRUSTED_CERTIFICATE", "The signer certificate is not trusted";
        InvalidDocumentType = "INVALID_DOCUMENTTYPE", "The seal is for another type of document";
        RevokedCertificate = "REVOKED_CERTIFICATE", "The signer certificate was revoked";
        InvalidSignature = "INVALID_SIGNATURE", "The signature does not verify";
        InvalidVisaMrz = "INVALID_VISA_MRZ", "The machine-readable zone of the visa is not right";
        SealVisaMismatch = "SEAL_VISA_MISMATCH", "The seal and the visa do not agree";
        InvalidPassportMrz = "INVALID_PASSPORT_MRZ", "The machine-readable zone of the passport is not right";
        SealPassportMismatch = "SEAL_PASSPORT_MISMATCH", "The seal and the passport do not agree";
        UnknownFeature = "UNKNOWN_FEATURE", "The seal has a feature that is not known";
    }

    /// How likely fraud is, as the standard puts it.
    FraudPotential {
        None = "none", "None";
        Medium = "medium", "Medium";
        High = "high", "High";
    }

    /// What a laboratory may say about the signature of a seal.
    LaboratoryAnswer {
        Holds = "holds", "The signature holds";
        DoesNotHold = "does-not-hold", "The signature does not hold";
        Inconclusive = "inconclusive", "Inconclusive";
    }

    /// One step of reading or examining.
    StepName {
        Prefix = "prefix", "Context identifier";
        Base45 = "base45", "Base45";
        Compression = "compression", "Compression";
        Envelope = "cose", "Signed envelope (COSE)";
        Claims = "cwt", "Claims (CWT)";
        Schema = "schema", "Form of the certificate";
        Signature = "signature", "Signature";
        KeyUsage = "key-usage", "What the signer may sign";
        Times = "times", "Time of issue and of expiry";
        CertificateValidity = "certificate-validity", "Validity of the signer certificate";
    }

    /// What a step gave.
    StepState {
        Passed = "passed", "Passed";
        Failed = "failed", "Failed";
        NotPossible = "not-possible", "Not possible";
    }
}

impl StatusReason {
    /// How likely fraud is, as the standard puts it (standards 5.1).
    pub fn fraud_potential(self) -> FraudPotential {
        match self {
            Self::UnknownFeature => FraudPotential::None,
            Self::ReadError | Self::ExpiredCertificate => FraudPotential::Medium,
            _ => FraudPotential::High,
        }
    }
}

/// One step and its result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SealStep {
    /// Which step.
    pub name: StepName,
    /// What it gave.
    pub state: StepState,
    /// Why, in words.
    pub reason: String,
    /// Where the rule is written.
    pub rule: String,
}

impl SealStep {
    pub(super) fn new(name: StepName, state: StepState, reason: impl Into<String>) -> Self {
        let rule = match name {
            StepName::Base45 => "RFC 9285",
            StepName::Compression => "RFC 1950",
            StepName::Envelope | StepName::Signature => "RFC 9052",
            StepName::Claims | StepName::Times => "RFC 8392",
            StepName::Prefix | StepName::Schema | StepName::KeyUsage => "EU Digital COVID Certificate",
            StepName::CertificateValidity => "RFC 5280",
        };
        Self { name, state, reason: reason.into(), rule: rule.to_owned() }
    }

    pub(super) fn passed(name: StepName, reason: impl Into<String>) -> Self {
        Self::new(name, StepState::Passed, reason)
    }

    pub(super) fn failed(name: StepName, reason: impl Into<String>) -> Self {
        Self::new(name, StepState::Failed, reason)
    }

    pub(super) fn not_possible(name: StepName, reason: impl Into<String>) -> Self {
        Self::new(name, StepState::NotPossible, reason)
    }
}

/// What was found about a seal. It is about the data of the seal alone: a seal copied from another document verifies as well, so the
/// contents must always be compared with the document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SealVerdict {
    /// What examining the signature gave.
    pub signature: SignatureState,
    /// Why, in words.
    pub reason: String,
    /// How the signature is made, as far as known.
    pub algorithm: Option<String>,
    /// The status of the standard; `None` for seals that it does not cover.
    pub status: Option<SealStatus>,
    /// Reasons of the status.
    pub status_reasons: Vec<StatusReason>,
    /// The highest fraud potential of the reasons.
    pub fraud_potential: Option<FraudPotential>,
    /// What a laboratory may say about the signature.
    pub answer: LaboratoryAnswer,
    /// The same as sentences, with what was not examined.
    pub statements: Vec<String>,
    /// The certificate that the signature was examined with.
    pub signer: Option<Signer>,
    /// Steps, for seals that are examined in steps.
    pub steps: Vec<SealStep>,
}

impl SealVerdict {
    /// The result of a step, if it was taken.
    pub fn step(&self, name: StepName) -> Option<StepState> {
        self.steps.iter().find(|step| step.name == name).map(|step| step.state)
    }
}
