//! The hashes of the data groups, and the two lists of groups.

use std::collections::BTreeMap;

use super::ChipError;
use super::file::FileKind;
use super::object::Object;
use super::reading::{GroupOutcome, GroupResult, SodState};
use super::security_object::{GroupList, SecurityObject};
use super::step::{Finding, Reason, Step, StepName};
use crate::reading::signature::asn1::hex;
use crate::reading::signature::tlv::Reader;

/// Every data group that is listed or supplied, with what its hash gives.
pub(super) fn groups(chosen: &BTreeMap<FileKind, &[u8]>, list: Option<&SecurityObject>) -> Vec<GroupResult> {
    let Some(list) = list else { return Vec::new() };
    let mut results = Vec::new();
    for number in 1..=16 {
        let kind = FileKind::Group(number);
        let (bytes, listed) = (chosen.get(&kind), list.hashes.get(&number));
        let hash = bytes.map(|bytes| list.hash.digest(signed_part(bytes)));
        let outcome = match (&hash, listed) {
            (None, None) => continue,
            (None, Some(_)) => GroupOutcome::FileMissing,
            (Some(_), None) => GroupOutcome::NotInSod,
            (Some(hash), Some(listed)) if hash == listed => GroupOutcome::Match,
            (Some(_), Some(_)) => GroupOutcome::Mismatch,
        };
        results.push(GroupResult {
            number,
            title: kind.title().to_owned(),
            outcome,
            listed: listed.map(|hash| hex(hash)),
            found: hash.map(|hash| hex(&hash)),
            size: bytes.map(|bytes| bytes.len()),
        });
    }
    results
}

/// The data group without what follows its first element: some readers fill the last block up.
fn signed_part(bytes: &[u8]) -> &[u8] {
    match Reader::new(bytes).element() {
        Ok(element) if bytes.get(element.raw.len()..).is_some_and(|rest| rest.iter().all(|byte| matches!(byte, 0 | 0xFF))) => element.raw,
        _ => bytes,
    }
}

/// The hashes of all groups together.
pub(super) fn hashes_step(groups: &[GroupResult], object: &Object) -> Step {
    let all = |outcome: GroupOutcome| {
        let names: Vec<String> =
            groups.iter().filter(|group| group.outcome == outcome).map(|group| format!("DG{}", group.number)).collect();
        (!names.is_empty()).then(|| names.join(", "))
    };
    let mut text = String::new();
    let matching = all(GroupOutcome::Match);
    let parts = [
        ("As listed", matching.clone()),
        ("Not as listed", all(GroupOutcome::Mismatch)),
        ("Listed but not supplied", all(GroupOutcome::FileMissing)),
        ("Supplied but not listed, so not protected", all(GroupOutcome::NotInSod)),
    ];
    for (title, names) in parts {
        if let Some(names) = names {
            text.push_str(&format!("{title}: {names}. "));
        }
    }
    if object.state != SodState::Valid {
        text.push_str("The list itself is not verified.");
    }
    let text = text.trim_end().to_owned();
    let finding = if object.list.is_none() {
        Finding::not_possible(Reason::NotExamined, "There is no readable list of hashes.")
    } else if all(GroupOutcome::Mismatch).is_some() {
        Finding::failed(Reason::HashDiffers, text)
    } else if matching.is_none() {
        Finding::not_possible(Reason::NoGroups, text)
    } else {
        Finding::passed(text)
    };
    finding.step(StepName::GroupHashes)
}

/// The list in EF.COM against the list of hashes.
pub(super) fn list_step(com: Option<&Result<GroupList, ChipError>>, object: Option<&SecurityObject>) -> Finding {
    let list = match com {
        None => return Finding::not_possible(Reason::FileMissing, "EF.COM is not there."),
        Some(Err(error)) => return Finding::failed(Reason::FileUnreadable, format!("EF.COM cannot be read: {error}.")),
        Some(Ok(list)) => list,
    };
    let Some(object) = object else {
        return Finding::not_possible(Reason::NotExamined, "There is no readable list of hashes.");
    };
    let name = |number: &u8| format!("DG{number}");
    let only_com: Vec<String> = list.groups.iter().filter(|number| !object.hashes.contains_key(number)).map(name).collect();
    let only_object: Vec<String> = object.hashes.keys().filter(|number| !list.groups.contains(number)).map(name).collect();
    if only_com.is_empty() && only_object.is_empty() {
        return Finding::passed("EF.COM (not signed) and the list of hashes name the same data groups.");
    }
    let mut text = String::from("EF.COM (not signed) and the list of hashes differ.");
    for (place, names) in [("EF.COM", only_com), ("the list of hashes", only_object)] {
        if !names.is_empty() {
            text.push_str(&format!(" Only in {place}: {}.", names.join(", ")));
        }
    }
    Finding::failed(Reason::ListsDiffer, text)
}
