//! Examining a signature with the certificates that a seal may mean, and putting the result into words.

use super::verdict::{LaboratoryAnswer, SealStatus, SealStep, SealVerdict, SignatureState, StatusReason, StepState};
use super::{SealDate, Signer};
use crate::domain::{Date, Timestamp};
use crate::reading::signature::{Certificate, Hash, PublicKey, Scheme, SignatureError};

/// Always compare.
const COMPARE: &str =
    "A seal copied from another document verifies as well: compare its contents with the document and its holder (R-5.2).";
const CHAIN: &str = "Who stands above the signer certificate, and whether it was revoked, was not examined.";

/// What examining a signature gave, before it is put into words.
pub(super) struct Examined<'a> {
    pub(super) state: SignatureState,
    pub(super) reason: String,
    pub(super) algorithm: Option<String>,
    pub(super) certificate: Option<&'a Certificate>,
}

impl Examined<'_> {
    pub(super) fn not_signed() -> Self {
        Self { state: SignatureState::NotSigned, reason: "there is no signature".to_owned(), algorithm: None, certificate: None }
    }

    pub(super) fn no_certificate(reason: String) -> Self {
        Self { state: SignatureState::NoCertificate, reason, algorithm: None, certificate: None }
    }

    pub(super) fn not_possible(reason: String) -> Self {
        Self { state: SignatureState::NotPossible, reason, algorithm: None, certificate: None }
    }
}

/// Examines a signature with each certificate in turn: one that verifies decides, then one that refutes, then one that cannot say.
///
/// `scheme` gives the algorithm for a key, or why there is none.
pub(super) fn examine<'a>(
    certificates: &[&'a Certificate],
    message: &[u8],
    signature: &[u8],
    scheme: impl Fn(&PublicKey) -> Result<Scheme, SignatureError>,
) -> Option<Examined<'a>> {
    let mut best: Option<Examined<'a>> = None;
    for certificate in certificates {
        let used = certificate.public_key().and_then(|key| scheme(key).map(|scheme| (key, scheme)));
        let algorithm = used.as_ref().ok().map(|(key, scheme)| format!("{scheme}, {}", key.kind()));
        let examined = match used.and_then(|(key, scheme)| key.verify(scheme, message, signature)) {
            Ok(()) => (SignatureState::Valid, "it verifies".to_owned()),
            Err(error) if error.is_refuted() => (SignatureState::Invalid, error.to_string()),
            Err(error) => (SignatureState::NotPossible, error.to_string()),
        };
        let better = match examined.0 {
            SignatureState::Valid => true,
            SignatureState::Invalid => best.as_ref().is_none_or(|best| best.state == SignatureState::NotPossible),
            _ => best.is_none(),
        };
        if better {
            best = Some(Examined { state: examined.0, reason: examined.1, algorithm, certificate: Some(certificate) });
        }
        if best.as_ref().is_some_and(|best| best.state == SignatureState::Valid) {
            break;
        }
    }
    best
}

/// The algorithm of a seal signature with r and s one after the other: the hash follows the order of the curve (standards 5.1).
pub(super) fn seal_scheme(key: &PublicKey) -> Result<Scheme, SignatureError> {
    key.hash_by_size().map(Scheme::EcdsaPlain).ok_or_else(|| other_kind(key))
}

/// ECDSA with a hash that the seal names; r and s one after the other.
pub(super) fn plain_scheme(key: &PublicKey, hash: Hash) -> Result<Scheme, SignatureError> {
    match key {
        PublicKey::Ec(_) => Ok(Scheme::EcdsaPlain(hash)),
        PublicKey::Rsa(_) => Err(other_kind(key)),
    }
}

fn other_kind(key: &PublicKey) -> SignatureError {
    SignatureError::OtherKind { scheme: "ECDSA".to_owned(), key: key.kind() }
}

/// How a seal of ICAO is judged besides its signature.
pub(super) struct Circumstances<'a> {
    /// Day of the signature, if the seal says it.
    pub(super) signed_on: Option<&'a SealDate>,
    /// The moment for which the certificate must be valid.
    pub(super) at: Option<Timestamp>,
    /// Whether the certificate came with the seal and is none of those given.
    pub(super) certificate_only_within: bool,
    /// Whether there is a feature that the document type does not know.
    pub(super) unknown_feature: bool,
}

/// The verdict on a seal of ICAO (standards 5.1, R-5.1).
pub(super) fn icao_verdict(examined: Examined<'_>, circumstances: &Circumstances<'_>) -> SealVerdict {
    let mut reasons = Vec::new();
    match examined.state {
        SignatureState::Valid => {}
        SignatureState::Invalid => reasons.push(StatusReason::InvalidSignature),
        SignatureState::NoCertificate => reasons.push(StatusReason::UnknownCertificate),
        SignatureState::NotSigned | SignatureState::NotPossible => reasons.push(StatusReason::WrongFormat),
    }
    let mut statements = vec![statement(&examined, circumstances.certificate_only_within)];
    if let Some(certificate) = examined.certificate {
        if circumstances.certificate_only_within {
            reasons.push(StatusReason::UnknownCertificate);
        }
        let faults = validity_faults(certificate, circumstances);
        if !faults.is_empty() {
            reasons.push(StatusReason::ExpiredCertificate);
            statements.extend(faults);
        }
    }
    let status = if reasons.is_empty() { SealStatus::Valid } else { SealStatus::Invalid };
    if circumstances.unknown_feature {
        reasons.push(StatusReason::UnknownFeature);
    }
    let answer = answer(examined.state, circumstances.certificate_only_within);
    statements.extend([CHAIN, COMPARE].into_iter().skip(usize::from(examined.certificate.is_none())).map(str::to_owned));
    SealVerdict {
        signature: examined.state,
        reason: examined.reason,
        algorithm: examined.algorithm,
        status: Some(status),
        fraud_potential: reasons.iter().map(|reason| reason.fraud_potential()).max(),
        status_reasons: reasons,
        answer,
        statements,
        signer: examined.certificate.map(|certificate| Signer::of(certificate, circumstances.certificate_only_within)),
        steps: Vec::new(),
    }
}

/// The verdict on a seal that is examined in steps. Its answer is that on the signature; a failed step is stated beside it.
pub(super) fn verdict_in_steps(examined: Examined<'_>, steps: Vec<SealStep>) -> SealVerdict {
    let mut statements = vec![statement(&examined, false)];
    for step in steps.iter().filter(|step| step.state == StepState::Failed) {
        statements.push(format!("{}: {}.", step.name.title(), step.reason));
    }
    statements.extend([CHAIN, COMPARE].into_iter().skip(usize::from(examined.certificate.is_none())).map(str::to_owned));
    SealVerdict {
        signature: examined.state,
        reason: examined.reason,
        algorithm: examined.algorithm,
        status: None,
        status_reasons: Vec::new(),
        fraud_potential: None,
        answer: answer(examined.state, false),
        statements,
        signer: examined.certificate.map(|certificate| Signer::of(certificate, false)),
        steps,
    }
}

fn answer(state: SignatureState, certificate_only_within: bool) -> LaboratoryAnswer {
    match state {
        SignatureState::Valid if !certificate_only_within => LaboratoryAnswer::Holds,
        SignatureState::Invalid => LaboratoryAnswer::DoesNotHold,
        _ => LaboratoryAnswer::Inconclusive,
    }
}

fn statement(examined: &Examined<'_>, certificate_only_within: bool) -> String {
    let reason = &examined.reason;
    match examined.state {
        SignatureState::Valid if certificate_only_within => {
            "The signature verifies with the certificate that the seal brings itself. That certificate is none of those given, so this \
             shows that the data were not changed after signing, not who signed them: inconclusive (R-5.1)."
                .to_owned()
        }
        SignatureState::Valid => "The signature verifies with the signer certificate: the data are as they were signed.".to_owned(),
        SignatureState::Invalid => {
            format!(
                "The signature does not verify with the signer certificate that the seal names ({reason}): data, signature or key differ."
            )
        }
        SignatureState::NoCertificate => {
            format!(
                "The signature was not examined: {reason}. An unknown certificate is inconclusive; it speaks neither for nor against the seal (R-5.1)."
            )
        }
        SignatureState::NotSigned => "The seal has no signature, so nothing protects its data.".to_owned(),
        SignatureState::NotPossible => format!("The signature could not be examined: {reason}. This is inconclusive."),
    }
}

/// In which ways the certificate was not valid when it had to be.
fn validity_faults(certificate: &Certificate, circumstances: &Circumstances<'_>) -> Vec<String> {
    let (first, last) = (certificate.not_before.date(), certificate.not_after.date());
    let outside = |day: Date| day < first || day > last;
    let mut faults = Vec::new();
    if let Some(day) = circumstances.signed_on.and_then(|day| day.date).filter(|day| outside(*day)) {
        faults.push(format!("The signer certificate is valid from {first} to {last}; the seal was signed on {day}."));
    }
    if let Some(day) = circumstances.at.map(Timestamp::date).filter(|day| outside(*day)) {
        faults.push(format!("The signer certificate is valid from {first} to {last}, not on {day}, the day of the examination."));
    }
    faults
}
