//! Verifies the signature of a signed message, step by step.

use super::cms::{SignedMessage, Signer};
use super::step::{Finding, Outcome, Reason};
use crate::reading::signature::{Certificate, Hash, PublicKey, Scheme, SignatureError};

/// What the examination of one signature gives.
#[derive(Debug, Clone)]
pub(super) struct Verified {
    /// The certificate of the signer.
    pub(super) certificate: Option<Certificate>,
    /// The content is of the expected type, and the signed attributes say so.
    pub(super) content_type: Finding,
    /// The signed attributes hold the hash of the content.
    pub(super) digest: Finding,
    /// The signature verifies.
    pub(super) signature: Finding,
    /// Deviations that do not change the result.
    pub(super) notes: Vec<String>,
}

impl Verified {
    /// Whether the content is what the signer signed.
    pub(super) fn holds(&self) -> bool {
        let digest = self.digest.is_passed() || self.digest.reason == Reason::NoSignedAttributes;
        self.signature.is_passed() && digest && self.content_type.outcome != Outcome::Failed
    }
}

/// Examines the first signature of `message`; `others` are certificates beside those within it.
pub(super) fn verify(message: &SignedMessage, expected_type: &str, others: &[&Certificate]) -> Verified {
    let mut notes = message.notes.clone();
    let nothing = |text: &str| Finding::not_possible(Reason::NotExamined, text);
    let Some(signer) = message.signers.first() else {
        let missing = Finding::failed(Reason::SignatureWrong, "The message has no signature.");
        let (content_type, digest) = (content_type(message, None, expected_type), nothing("There is no signer."));
        return Verified { certificate: None, content_type, digest, signature: missing, notes };
    };
    let certificate = signer_certificate(message, signer, others, &mut notes).cloned();
    let signature = match &certificate {
        None => {
            let text = format!("The certificate of the signer ({}) is not in the message.", signer.title());
            Finding::not_possible(Reason::NoSignerCertificate, text)
        }
        Some(certificate) => signature(message, signer, certificate, &mut notes),
    };
    Verified {
        certificate,
        content_type: content_type(message, Some(signer), expected_type),
        digest: digest(message, signer),
        signature,
        notes,
    }
}

fn content_type(message: &SignedMessage, signer: Option<&Signer>, expected: &str) -> Finding {
    if message.content_type != expected {
        let text = format!("The signed content is of the type {}; expected {expected}.", message.content_type);
        return Finding::failed(Reason::WrongContentType, text);
    }
    match signer.and_then(|signer| signer.attributes.as_ref()) {
        None => {
            Finding::not_possible(Reason::NoSignedAttributes, "There are no signed attributes that would state the type of the content.")
        }
        Some(attributes) if attributes.content_type.as_deref() == Some(expected) => {
            Finding::passed("The content and the signed attributes are of the expected type.")
        }
        Some(attributes) => {
            let found = attributes.content_type.as_deref().unwrap_or("no type");
            Finding::failed(Reason::WrongContentType, format!("The signed attributes state {found}; expected {expected}."))
        }
    }
}

fn digest(message: &SignedMessage, signer: &Signer) -> Finding {
    let Some(attributes) = &signer.attributes else {
        return Finding::not_possible(
            Reason::NoSignedAttributes,
            "There are no signed attributes; the signature covers the content itself.",
        );
    };
    let hash = match &signer.digest {
        Ok(hash) => *hash,
        Err(error) => return Finding::not_possible(Reason::NotSupported, format!("The hash of the content is not known: {error}.")),
    };
    match &attributes.digest {
        Some(digest) if *digest == hash.digest(&message.hashed) => {
            Finding::passed(format!("The signed attributes hold the {} hash of the content.", hash.title()))
        }
        Some(_) => Finding::failed(
            Reason::DigestDiffers,
            format!(
                "The {} hash of the content is not the one in the signed attributes: the content was changed after signing.",
                hash.title()
            ),
        ),
        None => Finding::failed(Reason::DigestDiffers, "The signed attributes hold no hash of the content."),
    }
}

/// The certificate the signer is named after; else, with a note, the one with the serial number, else the only one there is.
fn signer_certificate<'a>(
    message: &'a SignedMessage,
    signer: &Signer,
    others: &[&'a Certificate],
    notes: &mut Vec<String>,
) -> Option<&'a Certificate> {
    let all = || message.certificates.iter().chain(others.iter().copied());
    if let Some(found) = all().find(|certificate| signer.is_named_after(certificate)) {
        return Some(found);
    }
    if let [only] = message.certificates.as_slice() {
        notes.push(format!(
            "the message names its signer as {}; the only certificate in it is taken, which is named otherwise",
            signer.title()
        ));
        return Some(only);
    }
    None
}

fn signature(message: &SignedMessage, signer: &Signer, certificate: &Certificate, notes: &mut Vec<String>) -> Finding {
    let not_supported =
        |error: &SignatureError| Finding::not_possible(Reason::NotSupported, format!("The signature cannot be examined: {error}."));
    let scheme = match Scheme::from_algorithm(&signer.algorithm, signer.digest.as_ref().ok().copied()) {
        Ok(scheme) => scheme,
        Err(error) => return not_supported(&error),
    };
    let key = match certificate.public_key() {
        Ok(key) => key,
        Err(error) => return not_supported(&error),
    };
    let (signed, sorted) = match &signer.attributes {
        Some(attributes) => (&attributes.as_found, &attributes.sorted),
        None => (&message.hashed, &message.hashed),
    };
    let error = match key.verify(scheme, signed, &signer.signature) {
        Ok(()) => return holds(scheme, key),
        Err(error) => error,
    };
    if signed != sorted && key.verify(scheme, sorted, &signer.signature).is_ok() {
        notes
            .push("the signature covers the signed attributes in the order of the encoding rules, not in the one they stand in".to_owned());
        return holds(scheme, key);
    }
    if let Some(other) = other_schemes(scheme).find(|other| key.verify(*other, signed, &signer.signature).is_ok()) {
        notes.push(format!("the signature verifies as {other}, while the message states {scheme}"));
        return holds(other, key);
    }
    if error.is_refuted() {
        let text = format!("The signature does not verify with the key of the signer ({scheme}, {}): {error}.", key.kind());
        Finding::failed(Reason::SignatureWrong, text)
    } else {
        not_supported(&error)
    }
}

fn holds(scheme: Scheme, key: &PublicKey) -> Finding {
    let age = if scheme.hash() == Hash::Sha1 { " SHA-1 is out of date and allowed in old documents only." } else { "" };
    Finding::passed(format!("The signature verifies with the key of the signer ({scheme}, {}).{age}", key.kind()))
}

/// What signers are known to use while they state something else: another hash function, another length of the salt.
fn other_schemes(stated: Scheme) -> impl Iterator<Item = Scheme> {
    let hashes = Hash::ALL.iter().copied();
    let others: Vec<Scheme> = match stated {
        Scheme::RsaPkcs1(_) => hashes.map(Scheme::RsaPkcs1).collect(),
        Scheme::Ecdsa(_) => hashes.clone().map(Scheme::Ecdsa).chain(hashes.map(Scheme::EcdsaPlain)).collect(),
        Scheme::EcdsaPlain(_) => hashes.clone().map(Scheme::EcdsaPlain).chain(hashes.map(Scheme::Ecdsa)).collect(),
        Scheme::RsaPss { .. } => hashes
            .flat_map(|hash| [hash.length(), 20, 0, 32].map(|salt_length| Scheme::RsaPss { hash, mask_hash: hash, salt_length }))
            .collect(),
    };
    others.into_iter().filter(move |other| *other != stated)
}
