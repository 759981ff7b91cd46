//! CSCA master lists (ICAO Doc 9303, part 12, 9): certificates of many states, signed by one.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ChipError;
use super::cms::SignedMessage;
use super::facts::CertificateFacts;
use super::step::{Finding, Outcome, Reason};
use super::verify::verify;
use crate::reading::signature::Certificate;
use crate::reading::signature::asn1::{SEQUENCE, SET, small};
use crate::reading::signature::tlv::{Reader, TlvError};

/// The largest master list that is read, in bytes.
pub const MAX_MASTER_LIST: usize = 32 << 20;
/// Certificates in one list, at most.
const MAX_CERTIFICATES: usize = 5000;
/// Object identifier of the content.
const MASTER_LIST: &str = "2.23.136.1.1.2";
/// Purpose of a certificate that signs master lists.
const SIGNS_MASTER_LISTS: &str = "2.23.136.1.1.3";

/// What is shown of a master list. Whether its signer is trusted is for a person to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct MasterListFacts {
    /// The name under which it was read.
    pub name: String,
    /// The version of the format.
    pub version: u32,
    /// How many certificates were read.
    pub certificates: usize,
    /// How many of each country, by its two letters; `?` where none is stated.
    pub per_country: BTreeMap<String, usize>,
    /// The signer, with its fingerprint.
    pub signer: Option<CertificateFacts>,
    /// Whether the list is what its signer signed.
    pub signature: Outcome,
    /// The same in a sentence.
    pub signature_text: String,
    /// Whether the certificate of the signer was signed by an authority in the message, in the list, or trusted before.
    pub signer_chain: Outcome,
    /// The same in a sentence.
    pub signer_chain_text: String,
    /// Certificates that cannot be read and other deviations.
    pub notes: Vec<String>,
}

/// A master list with its certificates.
#[derive(Debug, Clone)]
pub struct MasterList {
    /// What is shown.
    pub facts: MasterListFacts,
    /// The certificates in the order of the list.
    pub certificates: Vec<Certificate>,
}

impl MasterList {
    /// Reads a master list and examines its signature. `trusted` are certificates that were trusted before.
    ///
    /// # Errors
    ///
    /// If the bytes are no master list. A list whose signature does not hold is read: see its facts.
    pub fn read(name: &str, bytes: &[u8], trusted: &[&Certificate]) -> Result<Self, ChipError> {
        if bytes.len() > MAX_MASTER_LIST {
            return Err(ChipError::TooLarge { what: "the master list", found: bytes.len(), limit: MAX_MASTER_LIST });
        }
        let message = SignedMessage::read(bytes)?;
        let malformed = ChipError::reading("master list");
        if message.content_type != MASTER_LIST {
            return Err(malformed(TlvError::Value("the content is of another type than a master list")));
        }
        let mut fields = Reader::basic(&message.content).enter(SEQUENCE).map_err(&malformed)?;
        let version = small(&mut fields).map_err(&malformed)?;
        let elements = fields.enter(SET).and_then(Reader::collect).map_err(&malformed)?;
        if elements.len() > MAX_CERTIFICATES {
            return Err(malformed(TlvError::Count));
        }
        let mut certificates = Vec::new();
        let verified = verify(&message, MASTER_LIST, &[]);
        let mut notes = verified.notes.clone();
        for (number, element) in (1_usize..).zip(elements) {
            match Certificate::from_der(element.raw) {
                Ok(certificate) => certificates.push(certificate),
                Err(error) => notes.push(format!("certificate {number} cannot be read: {error}")),
            }
        }
        let mut per_country = BTreeMap::new();
        for certificate in &certificates {
            let count: &mut usize = per_country.entry(certificate.country().unwrap_or("?").to_owned()).or_default();
            *count = count.saturating_add(1);
        }
        let signature = match [&verified.signature, &verified.content_type, &verified.digest].into_iter().find(|part| !part.is_passed()) {
            None => verified.signature.clone(),
            Some(part) => part.clone(),
        };
        let chain = match &verified.certificate {
            Some(signer) => signer_chain(signer, message.certificates.iter().chain(&certificates).chain(trusted.iter().copied())),
            None => Finding::not_possible(Reason::NoSignerCertificate, "The certificate of the signer is not in the message."),
        };
        let facts = MasterListFacts {
            name: name.to_owned(),
            version,
            certificates: certificates.len(),
            per_country,
            signer: verified.certificate.as_ref().map(CertificateFacts::from),
            signature: signature.outcome,
            signature_text: signature.text,
            signer_chain: chain.outcome,
            signer_chain_text: chain.text,
            notes,
        };
        Ok(Self { facts, certificates })
    }
}

/// Who signed the certificate of the signer of a list.
fn signer_chain<'a>(signer: &Certificate, authorities: impl Iterator<Item = &'a Certificate>) -> Finding {
    if !signer.extensions.purposes.iter().any(|purpose| purpose == SIGNS_MASTER_LISTS) {
        return Finding::failed(Reason::NotAllowed, "The certificate of the signer is not one for signing master lists.");
    }
    let named = authorities.filter(|authority| {
        authority.sha256 != signer.sha256
            && (signer.extensions.names_key_of(&authority.extensions) || authority.subject.agrees_with(&signer.issuer))
    });
    let mut found = 0_usize;
    for authority in named {
        found = found.saturating_add(1);
        if signer.signed_by(authority).is_ok() {
            return Finding::passed(format!(
                "The certificate of the signer was signed by {}, SHA-256 {}. Whether that authority is trusted is for a person to decide.",
                authority.subject.text, authority.sha256
            ));
        }
    }
    let text = format!("None of {found} certificates that fit by name signed the certificate of the signer ({}).", signer.issuer.text);
    Finding::not_possible(Reason::NoMatchingCsca, text)
}
