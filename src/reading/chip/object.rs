//! EF.SOD step by step: content, signed attributes, signature, and the chain of its signer.

use std::collections::BTreeMap;

use super::file::FileKind;
use super::reading::SodState;
use super::security_object::{SECURITY_OBJECT, SecurityObject, message};
use super::step::{Finding, Outcome, Reason, Step, StepName};
use super::trust::{Chain, TrustStore};
use super::verify::{Verified, verify};
use crate::domain::Timestamp;
use crate::reading::signature::Certificate;

/// What EF.SOD gives.
pub(super) struct Object {
    pub(super) state: SodState,
    pub(super) list: Option<SecurityObject>,
    pub(super) signer: Option<Certificate>,
    pub(super) chain: Option<Chain>,
    pub(super) signing_time: Option<Timestamp>,
}

impl Object {
    fn none(steps: &mut Vec<Step>, content: Finding) -> Self {
        let nothing = || Finding::not_possible(Reason::NotExamined, "There is no readable document security object.");
        steps.push(content.step(StepName::Content));
        steps.push(nothing().step(StepName::SignedAttributes));
        steps.push(nothing().step(StepName::Signature));
        Self { state: SodState::Unreadable, list: None, signer: None, chain: None, signing_time: None }
    }

    pub(super) fn examine(chosen: &BTreeMap<FileKind, &[u8]>, store: &TrustStore, steps: &mut Vec<Step>, notes: &mut Vec<String>) -> Self {
        let Some(bytes) = chosen.get(&FileKind::Sod) else {
            return Self::none(
                steps,
                Finding::not_possible(Reason::FileMissing, "EF.SOD is not there: nothing on the chip can be verified."),
            );
        };
        let message = match message(bytes) {
            Ok(message) => message,
            Err(error) => {
                return Self::none(steps, Finding::failed(Reason::FileUnreadable, format!("EF.SOD cannot be read: {error}.")));
            }
        };
        let list = SecurityObject::read(&message.content);
        let others: Vec<&Certificate> = store.authorities().iter().map(|trusted| &trusted.certificate).collect();
        let verified = verify(&message, SECURITY_OBJECT, &others);
        let state = state(&verified, list.is_ok());
        let content = match &list {
            Ok(_) => verified.content_type.clone(),
            Err(error) => Finding::failed(Reason::FileUnreadable, format!("The list of hashes cannot be read: {error}.")),
        };
        steps.push(content.step(StepName::Content));
        steps.push(verified.digest.clone().step(StepName::SignedAttributes));
        steps.push(verified.signature.clone().step(StepName::Signature));
        notes.extend(verified.notes.iter().map(|note| format!("EF.SOD: {note}")));
        let list = list.ok();
        notes.extend(list.iter().flat_map(|list| list.notes.clone()));
        Self {
            state,
            list,
            chain: verified.certificate.as_ref().map(|signer| store.chain(signer)),
            signer: verified.certificate,
            signing_time: message.signers.first().and_then(|signer| signer.attributes.as_ref()).and_then(|signed| signed.signing_time),
        }
    }
}

fn state(verified: &Verified, list_reads: bool) -> SodState {
    let parts = [&verified.content_type, &verified.digest, &verified.signature];
    if parts.iter().any(|part| part.outcome == Outcome::Failed) {
        SodState::Invalid
    } else if !list_reads {
        SodState::Unreadable
    } else if verified.holds() {
        SodState::Valid
    } else {
        SodState::NotExamined
    }
}
