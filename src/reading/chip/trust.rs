//! The trust list: certificates of country signing authorities, and how the one that signed is found among them.

use super::ChipError;
use super::master_list::{MasterList, MasterListFacts};
use super::revocation::RevocationList;
use super::step::{Finding, Outcome, Reason};
use crate::reading::signature::{Certificate, SignatureError, decode_pem};

/// Bit of the key usage that allows the signing of anything but certificates.
const SIGNS: u8 = 0;
/// Bit of the key usage that allows the signing of certificates.
const SIGNS_CERTIFICATES: u8 = 5;
/// Purposes of certificates that sign something else than chips: master lists, deviation lists, seals.
const OTHER_PURPOSES: [(&str, &str); 3] =
    [("2.23.136.1.1.3", "master lists"), ("2.23.136.1.1.8", "deviation lists"), ("2.23.136.1.1.14.2", "seals")];

/// A certificate a person trusts, and where it comes from.
#[derive(Debug, Clone)]
pub struct Trusted {
    /// The certificate.
    pub certificate: Certificate,
    /// The file it was supplied in.
    pub origin: String,
}

/// The certificates a person trusts, and revocation lists. The program brings none of its own.
#[derive(Debug, Clone, Default)]
pub struct TrustStore {
    authorities: Vec<Trusted>,
    lists: Vec<MasterListFacts>,
    revocations: Vec<RevocationList>,
}

/// What the search for the authority gives.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    pub(super) finding: Finding,
    pub(super) authority: Option<Trusted>,
}

impl TrustStore {
    /// An empty store.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a certificate in DER, or all those in text form (PEM). One that is there already is not added again.
    ///
    /// # Errors
    ///
    /// If the bytes are no certificate; then none is added.
    pub fn add_certificate(&mut self, origin: &str, bytes: &[u8]) -> Result<(), ChipError> {
        let blocks = decode_pem(bytes)?;
        let certificates: Result<Vec<Certificate>, SignatureError> = if blocks.is_empty() {
            Certificate::from_der(bytes).map(|certificate| vec![certificate])
        } else {
            blocks.iter().filter(|block| block.label == "CERTIFICATE").map(|block| Certificate::from_der(&block.der)).collect()
        };
        for certificate in certificates? {
            self.add(certificate, origin);
        }
        Ok(())
    }

    /// Adds the certificates of a master list, unless its signature does not hold: then none of them (see the facts).
    ///
    /// # Errors
    ///
    /// If the bytes are no master list.
    pub fn add_master_list(&mut self, name: &str, bytes: &[u8]) -> Result<&MasterListFacts, ChipError> {
        let known: Vec<&Certificate> = self.authorities.iter().map(|trusted| &trusted.certificate).collect();
        let list = MasterList::read(name, bytes, &known)?;
        if list.facts.signature == Outcome::Passed {
            for certificate in list.certificates {
                self.add(certificate, name);
            }
        }
        let last = self.lists.len();
        self.lists.push(list.facts);
        self.lists.get(last).ok_or(ChipError::NoFiles)
    }

    /// Adds a revocation list in DER.
    ///
    /// # Errors
    ///
    /// If the bytes are no such list.
    pub fn add_revocation_list(&mut self, name: &str, bytes: &[u8]) -> Result<(), ChipError> {
        self.revocations.push(RevocationList::read(name, bytes)?);
        Ok(())
    }

    fn add(&mut self, certificate: Certificate, origin: &str) {
        if !self.authorities.iter().any(|trusted| trusted.certificate.sha256 == certificate.sha256) {
            self.authorities.push(Trusted { certificate, origin: origin.to_owned() });
        }
    }

    /// The certificates.
    pub fn authorities(&self) -> &[Trusted] {
        &self.authorities
    }

    /// The master lists that were added or refused.
    pub fn master_lists(&self) -> &[MasterListFacts] {
        &self.lists
    }

    /// The revocation lists.
    pub(super) fn revocations(&self) -> &[RevocationList] {
        &self.revocations
    }

    /// Looks for the authority that signed `signer`: by the identifier of its key, by its name, then by trying those of the country;
    /// all others only if the certificate states no country.
    pub(super) fn chain(&self, signer: &Certificate) -> Chain {
        if let Some(same) = self.authorities.iter().find(|trusted| trusted.certificate.sha256 == signer.sha256) {
            let text = format!("The certificate of the signer itself is in the trust list ({}).", same.origin);
            return Chain { finding: Finding::passed(text), authority: Some(same.clone()) };
        }
        let by_key = |trusted: &&Trusted| signer.extensions.names_key_of(&trusted.certificate.extensions);
        let by_name = |trusted: &&Trusted| trusted.certificate.subject.agrees_with(&signer.issuer);
        let country = signer.issuer.country.as_deref().or_else(|| signer.country());
        let of_country = |trusted: &&Trusted| country.is_some() && trusted.certificate.country() == country;
        let named: Vec<&Trusted> = self.authorities.iter().filter(by_key).collect();
        let alike: Vec<&Trusted> = self.authorities.iter().filter(|one| !by_key(one) && by_name(one)).collect();
        let rest = self.authorities.iter().filter(|one| !by_key(one) && !by_name(one) && (country.is_none() || of_country(one)));
        let candidates = named.iter().copied().chain(alike.iter().copied()).chain(rest);
        let mut unexamined = None;
        for trusted in candidates {
            match signer.signed_by(&trusted.certificate) {
                Ok(()) => return Chain { finding: found(signer, trusted), authority: Some(trusted.clone()) },
                Err(error) if !error.is_refuted() && by_key(&trusted) => unexamined = Some(error),
                Err(_) => {}
            }
        }
        let nation = country.unwrap_or("without a country");
        let finding = if let Some(error) = unexamined {
            Finding::not_possible(
                Reason::NotSupported,
                format!("The signature on the certificate of the signer cannot be examined: {error}."),
            )
        } else if let Some(trusted) = named.iter().find(|one| by_name(one)).or_else(|| named.first()) {
            let text = format!(
                "The certificate names the key of {} as its issuer's, and that key did not sign it: it was changed or is false.",
                trusted.certificate.subject.text
            );
            Finding::failed(Reason::CscaDidNotSign, text)
        } else if self.authorities.iter().any(|one| of_country(&one)) {
            let text = format!(
                "The trust list has certificates of {nation}, {} of them by the name of the issuer ({}), and none signed this one. \
                 The right one may be missing: nothing is said about the issuer (R-5.1).",
                alike.len(),
                signer.issuer.text
            );
            Finding::not_possible(Reason::NoMatchingCsca, text)
        } else if self.authorities.is_empty() {
            let text = "No trust list was supplied: nothing is said about who issued the certificate of the signer (R-5.1).";
            Finding::not_possible(Reason::NoCscaOfCountry, text)
        } else {
            let text = format!("The trust list has no certificate of {nation}: nothing is said about who issued the certificate (R-5.1).");
            Finding::not_possible(Reason::NoCscaOfCountry, text)
        };
        Chain { finding, authority: None }
    }
}

/// The key of `trusted` signed; whether it was allowed to.
fn found(signer: &Certificate, trusted: &Trusted) -> Finding {
    let authority = &trusted.certificate;
    let name = format!("{} (serial number {}, from {})", authority.subject.text, authority.serial, trusted.origin);
    if authority.extensions.is_authority == Some(false) || !authority.extensions.allows(SIGNS_CERTIFICATES) {
        let text = format!("The certificate of the signer was signed with the key of {name}, which is not allowed to sign certificates.");
        return Finding::failed(Reason::NotAllowed, text);
    }
    let purposes = &signer.extensions.purposes;
    if let Some((_, other)) = OTHER_PURPOSES.iter().find(|(identifier, _)| purposes.iter().any(|purpose| purpose == identifier)) {
        let text = format!("The certificate of the signer was signed by {name}, but it is one for signing {other}.");
        return Finding::failed(Reason::NotAllowed, text);
    }
    let mut text = format!("The certificate of the signer was signed by {name}.");
    if !signer.extensions.allows(SIGNS) {
        text.push_str(" Its key usage does not name digital signatures.");
    }
    if !authority.subject.agrees_with(&signer.issuer) {
        text.push_str(&format!(" It names its issuer otherwise: {}.", signer.issuer.text));
    }
    if authority.is_self_issued() && authority.signed_by(authority).is_err_and(|error| error.is_refuted()) {
        text.push_str(" The signature of that authority on its own certificate does not verify.");
    }
    Finding::passed(text)
}
