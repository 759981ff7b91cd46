//! Passive authentication of the files of a chip (ICAO Doc 9303, part 11, 5.1; `standards.md` 5.5).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use super::checks::{Signed, document_type, printed_zone, revocation, validity, validity_today, zone};
use super::cms::SignedMessage;
use super::contents::{Contents, card_access};
use super::file::{ChipFile, FileKind};
use super::hashes::{groups, hashes_step, list_step};
use super::object::Object;
use super::reading::{ChainState, ChipReading, FileSeen};
use super::security_object::group_list;
use super::step::{Finding, Outcome, Reason, StepName};
use super::trust::{Chain, TrustStore};
use super::verify::verify;
use super::{CertificateFacts, ChipError, countries};
use crate::domain::Date;
use crate::reading::mrz::FieldName;
use crate::reading::signature::asn1::hex;
use crate::reading::signature::tlv::Reader;
use crate::reading::signature::{Certificate, Hash};

/// Files of one chip, at most.
pub const MAX_FILES: usize = 200;
/// The largest file of a chip that is read, in bytes.
pub const MAX_FILE: usize = 8 << 20;
/// Object identifier of the content of EF.CardSecurity.
const CARD_SECURITY: &str = "0.4.0.127.0.7.3.2.1";

/// What is known beside the files.
#[derive(Debug, Clone)]
pub struct Beside<'a> {
    /// The day of examination.
    pub today: Date,
    /// The machine-readable zone of the page, line by line, if it was read.
    pub printed_zone: Option<&'a str>,
}

/// Examines the files of one chip. Nothing is said about whether the chip belongs to the document: see [`super::LIMITS`].
///
/// # Errors
///
/// If no file is one of a chip, or there are more or larger ones than any chip has.
pub fn authenticate(files: &[ChipFile], store: &TrustStore, beside: &Beside<'_>) -> Result<ChipReading, ChipError> {
    if files.len() > MAX_FILES {
        return Err(ChipError::TooManyFiles { found: files.len(), limit: MAX_FILES });
    }
    if let Some(file) = files.iter().find(|file| file.bytes.len() > MAX_FILE) {
        return Err(ChipError::TooLarge { what: "a file of the chip", found: file.bytes.len(), limit: MAX_FILE });
    }
    let mut notes = Vec::new();
    let (seen, chosen) = choose(files, &mut notes);
    if chosen.is_empty() {
        return Err(ChipError::NoFiles);
    }
    let contents = Contents::read(&chosen, beside.today, &mut notes);
    let mut steps = Vec::new();
    let object = Object::examine(&chosen, store, &mut steps, &mut notes);
    let groups = groups(&chosen, object.list.as_ref());
    steps.insert(1.min(steps.len()), hashes_step(&groups, &object));

    let unlisted = || Finding::not_possible(Reason::NotExamined, "There is no readable certificate of the signer.");
    let issuer = contents.zone_value(FieldName::Issuer);
    let signing_time = object.signing_time;
    let signed = match (signing_time, contents.issue_date()) {
        (Some(moment), _) => Signed::At(moment),
        (None, Some(day)) => Signed::IssuedOn(day),
        (None, None) => Signed::Unknown,
    };
    let authority = object.chain.as_ref().and_then(|chain| chain.authority.as_ref());
    let by_signer = |examine: &dyn Fn(&Certificate) -> Finding| object.signer.as_ref().map_or_else(unlisted, examine);
    let mut add = |name: StepName, finding: Finding| steps.push(finding.step(name));
    add(StepName::Chain, object.chain.as_ref().map_or_else(unlisted, |chain| chain.finding.clone()));
    add(StepName::Validity, by_signer(&|signer| validity(signer, authority, signed)));
    add(StepName::ValidityToday, by_signer(&|signer| validity_today(signer, beside.today)));
    add(StepName::Revocation, by_signer(&|signer| revocation(signer, store)));
    let country = authority.and_then(|trusted| trusted.certificate.country());
    add(StepName::Country, by_signer(&|signer| countries::compare(signer.country(), country, issuer.as_deref())));
    add(StepName::DocumentType, by_signer(&|signer| document_type(signer, contents.zone_value(FieldName::DocumentCode).as_deref())));
    add(StepName::MachineZone, zone(contents.zone.as_ref()));
    add(StepName::PrintedZone, printed_zone(contents.zone_lines.as_deref(), beside.printed_zone));
    add(StepName::Portrait, contents.portrait_step());
    let com = chosen.get(&FileKind::Com).map(|bytes| group_list(bytes));
    add(StepName::GroupList, list_step(com.as_ref(), object.list.as_ref()));
    if let Some(bytes) = chosen.get(&FileKind::CardAccess) {
        add(StepName::CardAccess, card_access(bytes, chosen.get(&FileKind::Group(14)).copied()));
    }
    if let Some(bytes) = chosen.get(&FileKind::CardSecurity) {
        add(StepName::CardSecurity, card_security(bytes, store, &mut notes));
    }

    let com_version = com.and_then(Result::ok).and_then(|list| list.lds_version);
    Ok(ChipReading {
        files: seen,
        sod: object.state,
        chain: chain_state(object.chain.as_ref()),
        steps,
        groups,
        hash: object.list.as_ref().map(|list| list.hash),
        lds_version: object.list.as_ref().and_then(|list| list.lds_version.clone()).or(com_version),
        signing_time,
        signer: object.signer.as_ref().map(CertificateFacts::from),
        authority: authority.map(|trusted| CertificateFacts::from(&trusted.certificate)),
        zone_lines: contents.zone_lines,
        zone: contents.zone.and_then(Result::ok),
        portrait: contents.portrait.and_then(Result::ok),
        displayed_portrait: contents.displayed_portrait,
        displayed_signature: contents.displayed_signature,
        details: contents.details,
        protocols: contents.protocols,
        active_authentication_key: contents.active_authentication_key,
        notes,
    })
}

fn chain_state(chain: Option<&Chain>) -> ChainState {
    match chain.map(|chain| chain.finding.outcome) {
        Some(Outcome::Passed) => ChainState::Valid,
        Some(Outcome::Failed) => ChainState::Invalid,
        Some(Outcome::NotPossible) | None => ChainState::NoCsca,
    }
}

/// Which file is which; of two for one, the first is taken.
fn choose<'a>(files: &'a [ChipFile], notes: &mut Vec<String>) -> (Vec<FileSeen>, BTreeMap<FileKind, &'a [u8]>) {
    let mut chosen: BTreeMap<FileKind, &[u8]> = BTreeMap::new();
    let mut seen = Vec::new();
    for file in files {
        let kind = FileKind::from_name(&file.name).or_else(|| by_tag(file, notes));
        if let Some(kind) = kind {
            if let Some(tag) = kind.tag().filter(|tag| Reader::new(&file.bytes).peek() != Some(*tag)) {
                notes.push(format!("{} does not begin with the tag {tag:02X} of {kind}", file.name));
            }
            match chosen.entry(kind) {
                Entry::Vacant(place) => {
                    place.insert(&file.bytes);
                }
                Entry::Occupied(_) => notes.push(format!("{} is a second {kind}; it is not examined", file.name)),
            }
        }
        seen.push(FileSeen { name: file.name.clone(), kind, size: file.bytes.len(), sha256: hex(&Hash::Sha256.digest(&file.bytes)) });
    }
    (seen, chosen)
}

/// A file whose name says nothing, by a first element that fills it.
fn by_tag(file: &ChipFile, notes: &mut Vec<String>) -> Option<FileKind> {
    let element = Reader::new(&file.bytes).element().ok().filter(|element| element.raw.len() == file.bytes.len())?;
    let kind = FileKind::from_tag(element.tag)?;
    notes.push(format!("{} is taken for {kind} by its first tag", file.name));
    Some(kind)
}

fn card_security(bytes: &[u8], store: &TrustStore, notes: &mut Vec<String>) -> Finding {
    let message = match SignedMessage::read(bytes) {
        Ok(message) => message,
        Err(error) => return Finding::failed(Reason::FileUnreadable, format!("EF.CardSecurity cannot be read: {error}.")),
    };
    let verified = verify(&message, CARD_SECURITY, &[]);
    notes.extend(verified.notes.iter().map(|note| format!("EF.CardSecurity: {note}")));
    for part in [&verified.content_type, &verified.digest, &verified.signature] {
        if !part.is_passed() {
            return part.clone();
        }
    }
    match verified.certificate.map(|signer| store.chain(&signer).finding) {
        Some(chain) => Finding { text: format!("{} {}", verified.signature.text, chain.text), ..chain },
        None => verified.signature,
    }
}
