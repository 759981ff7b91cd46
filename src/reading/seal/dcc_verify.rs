//! Examining an EU Digital COVID Certificate: signature, what the signer may sign, times.

use super::cose::{self, Envelope};
use super::dcc_schema::groups;
use super::examine::{Examined, examine, verdict_in_steps};
use super::hexadecimal::{from_hex, to_hex};
use super::verdict::{SealStep, SignatureState, StepName};
use super::{Dcc, SealVerdict, SignerCertificates};
use crate::domain::Timestamp;
use crate::reading::signature::Certificate;

/// Purposes of keys for tests, vaccinations and recoveries; the second row came first and is still met.
const PURPOSES: [(&str, [&str; 2]); 3] = [
    ("t", ["1.3.6.1.4.1.1847.2021.1.1", "1.3.6.1.4.1.0.1847.2021.1.1"]),
    ("v", ["1.3.6.1.4.1.1847.2021.1.2", "1.3.6.1.4.1.0.1847.2021.1.2"]),
    ("r", ["1.3.6.1.4.1.1847.2021.1.3", "1.3.6.1.4.1.0.1847.2021.1.3"]),
];
/// The most certificates that are tried although the key identifier names another.
const MAX_TRIED: usize = 64;

impl Dcc {
    /// Examines the certificate: the signature with the signer certificate that the key identifier names (the first bytes of its
    /// SHA-256), what that signer may sign, and the times at the moment `at`; without it the times are not looked at.
    ///
    /// The answer is about the signature alone; the other steps stand beside it.
    pub fn verify(&self, certificates: &SignerCertificates, at: Option<Timestamp>) -> SealVerdict {
        let envelope = from_hex(&self.envelope).and_then(|bytes| cose::read_envelope(&bytes).ok());
        let examined = match &envelope {
            Some(envelope) => examined(envelope, certificates),
            None => Examined::not_possible("the reading did not reach the signed envelope".to_owned()),
        };
        let mut steps = self.steps.clone();
        steps.push(signature_step(&examined));
        steps.push(self.key_usage(examined.certificate));
        steps.push(self.times(at));
        steps.push(certificate_validity(examined.certificate, at.or(self.issued_at)));
        let country = examined.certificate.and_then(Certificate::country).map(str::to_owned);
        let mut verdict = verdict_in_steps(examined, steps);
        if let (Some(issuer), Some(country)) = (&self.issuer, country)
            && !issuer.eq_ignore_ascii_case(&country)
        {
            verdict.statements.push(format!("The claims name {issuer} as issuer; the signer certificate is of {country}."));
        }
        verdict
    }

    /// Whether the certificate of the signer is for entries of these kinds. One that names none of the purposes is for all.
    fn key_usage(&self, certificate: Option<&Certificate>) -> SealStep {
        const NAME: StepName = StepName::KeyUsage;
        let (Some(certificate), Some(contents)) = (certificate, &self.certificate) else {
            return SealStep::not_possible(NAME, "there is no signer certificate or no contents");
        };
        let purposes = &certificate.extensions.purposes;
        let allows = |known: &[&str; 2]| purposes.iter().any(|purpose| known.contains(&purpose.as_str()));
        if !PURPOSES.iter().any(|(_, known)| allows(known)) {
            return SealStep::passed(NAME, "the signer certificate sets no limit on kinds of certificates");
        }
        let present = groups(contents);
        let refused: Vec<&str> =
            PURPOSES.iter().filter(|(group, known)| present.contains(group) && !allows(known)).map(|(group, _)| *group).collect();
        if refused.is_empty() {
            SealStep::passed(NAME, "the signer may sign entries of these kinds")
        } else {
            SealStep::failed(NAME, format!("the signer certificate is not for entries of the kind {}", refused.join(", ")))
        }
    }

    fn times(&self, at: Option<Timestamp>) -> SealStep {
        const NAME: StepName = StepName::Times;
        let Some(at) = at else { return SealStep::not_possible(NAME, "no moment of examination was given") };
        if let Some(issued) = self.issued_at.filter(|issued| *issued > at) {
            return SealStep::failed(NAME, format!("issued at {issued}, after {at}"));
        }
        if let Some(begin) = self.not_before.filter(|begin| *begin > at) {
            return SealStep::failed(NAME, format!("valid from {begin}, after {at}"));
        }
        match self.expires_at {
            None => SealStep::failed(NAME, "there is no time of expiry"),
            Some(expires) if expires <= at => SealStep::failed(NAME, format!("expired at {expires}, before {at}")),
            Some(expires) => SealStep::passed(NAME, format!("expires at {expires}")),
        }
    }
}

fn examined<'a>(envelope: &Envelope, certificates: &'a SignerCertificates) -> Examined<'a> {
    let scheme = |_: &_| cose::scheme(envelope.algorithm);
    let meant = match &envelope.key_identifier {
        Some(identifier) => certificates.by_key_identifier(identifier),
        None => certificates.all().iter().take(MAX_TRIED).collect(),
    };
    examine(&meant, &envelope.signed, &envelope.signature, scheme).unwrap_or_else(|| {
        let identifier = envelope.key_identifier.as_deref().map_or_else(|| "none".to_owned(), to_hex);
        let mut reason = format!("none of the {} certificates given has the key identifier {identifier}", certificates.len());
        // Of use to an examiner: the seal names a wrong key.
        let others: Vec<&Certificate> = certificates.all().iter().take(MAX_TRIED).collect();
        let other = examine(&others, &envelope.signed, &envelope.signature, scheme);
        if let Some(other) = other.filter(|other| other.state == SignatureState::Valid).and_then(|other| other.certificate) {
            reason.push_str(&format!(", though the signature verifies with that of {}", other.subject.text));
        }
        Examined::no_certificate(reason)
    })
}

fn signature_step(examined: &Examined<'_>) -> SealStep {
    const NAME: StepName = StepName::Signature;
    match examined.state {
        SignatureState::Valid => SealStep::passed(NAME, examined.reason.clone()),
        SignatureState::Invalid | SignatureState::NotSigned => SealStep::failed(NAME, examined.reason.clone()),
        SignatureState::NoCertificate | SignatureState::NotPossible => SealStep::not_possible(NAME, examined.reason.clone()),
    }
}

fn certificate_validity(certificate: Option<&Certificate>, at: Option<Timestamp>) -> SealStep {
    const NAME: StepName = StepName::CertificateValidity;
    let (Some(certificate), Some(at)) = (certificate, at) else {
        return SealStep::not_possible(NAME, "there is no signer certificate or no moment to look at");
    };
    let reason = format!("valid from {} to {}", certificate.not_before, certificate.not_after);
    if certificate.is_valid_at(at) { SealStep::passed(NAME, reason) } else { SealStep::failed(NAME, format!("{reason}, not at {at}")) }
}
