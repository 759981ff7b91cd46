//! Reads and verifies packages: every check is a step, and a package opens only if none fails.

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use super::super::verify::{Check, Step, StepOutcome, Verification};
use super::bag::{
    BAG, BAG_INFO, DATA, DESCRIPTION, INFO, LISTED_PARTS, MANIFEST, SIGNATURE, TAG_MANIFEST, check_bag, check_labels, oxum, read_bag_info,
    read_manifest,
};
use super::container::WHOLE;
use super::description::{Payload, check_description};
use super::error::{PackageError, Problem};
use super::info::{PackageInfo, read_info};
use super::limits::PackageLimits;
use super::open::{Opened, PayloadFile, SignatureState};
use super::scan::{Scan, scan};
use super::text::shown;
use super::write::signature_bytes;
use crate::domain::{Sha256, Signature, SignedFor};

/// Opens a package: reads it once from its first byte to its last, and checks everything in it.
///
/// Nothing is written, and nothing is unpacked; [`Opened::copy`] reads single files afterwards. Whether the key of a signature is to be trusted
/// is not decided here.
///
/// # Errors
///
/// The first [`PackageError`]: which file, what is wrong, what to do.
pub fn read_package(reader: &mut (impl Read + Seek), limits: &PackageLimits) -> Result<Opened, PackageError> {
    let mut steps = Steps::default();
    let opened = examine(reader, limits, &mut steps);
    match (steps.first, opened) {
        (None, Some(opened)) => Ok(opened),
        (Some(error), _) => Err(error),
        // Whatever keeps a package from being opened is a failed step.
        (None, None) => Err(Problem::Contradiction("it could not be opened").of(WHOLE)),
    }
}

/// Checks a package like [`read_package`], with each check as a step; goes on after a failure as far as possible.
pub fn verify_package(reader: &mut (impl Read + Seek), limits: &PackageLimits) -> Verification {
    let mut steps = Steps::default();
    let _opened = examine(reader, limits, &mut steps);
    Verification { steps: steps.steps }
}

/// The steps so far, and the first failure.
#[derive(Default)]
struct Steps {
    steps: Vec<Step>,
    first: Option<PackageError>,
}

impl Steps {
    /// Notes how a check of `part` went; gives what it found.
    fn note<T>(&mut self, check: Check, part: &str, result: Result<T, PackageError>) -> Option<T> {
        match result {
            Ok(found) => {
                self.steps.push(Step { check, file: part.to_owned(), outcome: StepOutcome::Passed, detail: String::new() });
                Some(found)
            }
            Err(error) => {
                let detail = format!("{}. {}", error.problem, error.problem.remedy());
                self.steps.push(Step { check, file: error.part.clone(), outcome: StepOutcome::Failed, detail });
                self.first.get_or_insert(error);
                None
            }
        }
    }

    fn not_checked(&mut self, check: Check, part: &str, detail: &str) {
        self.steps.push(Step { check, file: part.to_owned(), outcome: StepOutcome::NotChecked, detail: detail.to_owned() });
    }
}

fn examine(reader: &mut (impl Read + Seek), limits: &PackageLimits, steps: &mut Steps) -> Option<Opened> {
    let mut scan = match scan(reader, limits) {
        Ok(scan) => scan,
        Err(error) => {
            steps.note::<()>(Check::Container, WHOLE, Err(error));
            let rest = [
                (Check::Bag, BAG),
                (Check::Manifest, TAG_MANIFEST),
                (Check::Signature, SIGNATURE),
                (Check::PackageInfo, INFO),
                (Check::Payload, DATA),
                (Check::Description, DESCRIPTION),
            ];
            for (check, part) in rest {
                steps.not_checked(check, part, "the ZIP file could not be read");
            }
            return None;
        }
    };
    let damaged = std::mem::take(&mut scan.damaged);
    if damaged.is_empty() {
        steps.note(Check::Container, WHOLE, Ok(()));
    }
    for error in damaged {
        steps.note::<()>(Check::Container, WHOLE, Err(error));
    }
    let part = |name: &str| scan.parts.get(name).map(Vec::as_slice).unwrap_or_default();
    steps.note(Check::Bag, BAG, check_bag(part(BAG)));
    tag_manifest(part(TAG_MANIFEST), &scan, steps);
    let signature = signature(&scan, steps);
    let info = steps.note(Check::PackageInfo, INFO, read_info(part(INFO)));
    payload(part(MANIFEST), &scan, steps);
    let files = files(&scan);
    let labels = steps.note(Check::Bag, BAG_INFO, read_bag_info(part(BAG_INFO)));
    let (info, labels) = (info?, labels?);
    steps.note(Check::PackageInfo, INFO, described(&info, &files));
    let oxum = oxum(files.values().map(|file| file.size));
    steps.note(Check::Bag, BAG_INFO, check_labels(&labels, &info, &oxum));
    let measured: Payload = files.iter().map(|(path, file)| (path.clone(), (file.size, file.sha256))).collect();
    steps.note(Check::Description, DESCRIPTION, check_description(part(DESCRIPTION), &info, &measured));
    Some(Opened { info, signature: signature?, files, labels, sha256: scan.sha256, length: scan.length })
}

/// Checks that every file of `list` has its sum, and that it lists all of `expected` and nothing else.
fn listed<'a>(
    list: &BTreeMap<String, Sha256>,
    list_name: &'static str,
    expected: impl Iterator<Item = &'a str>,
    scan: &Scan,
    mut note: impl FnMut(&str, Result<(), PackageError>),
) {
    let mut seen = 0_usize;
    for name in expected {
        let result = match (list.get(name), scan.sums.get(name)) {
            (Some(listed), Some(found)) if listed == found => Ok(()),
            (Some(listed), Some(found)) => Err(Problem::Sum { list: list_name, listed: *listed, found: *found }.of(name)),
            (None, _) => Err(Problem::NotListed(list_name).of(name)),
            (_, None) => Err(Problem::ListedMissing(list_name).of(name)),
        };
        seen = seen.saturating_add(usize::from(list.contains_key(name)));
        note(name, result);
    }
    if seen < list.len() {
        for name in list.keys().filter(|name| !scan.sums.contains_key(*name) || !is_expected(name, list_name)) {
            note(name, Err(Problem::ListedMissing(list_name).of(shown(name))));
        }
    }
}

fn is_expected(name: &str, list_name: &str) -> bool {
    if list_name == TAG_MANIFEST { LISTED_PARTS.contains(&name) } else { name.starts_with(DATA) }
}

fn tag_manifest(bytes: &[u8], scan: &Scan, steps: &mut Steps) {
    if let Some(list) = steps.note(Check::Manifest, TAG_MANIFEST, read_manifest(bytes, TAG_MANIFEST)) {
        listed(&list, TAG_MANIFEST, LISTED_PARTS.into_iter(), scan, |name, result| {
            steps.note(Check::Manifest, name, result);
        });
    }
}

fn payload(bytes: &[u8], scan: &Scan, steps: &mut Steps) {
    let Some(list) = steps.note(Check::Manifest, MANIFEST, read_manifest(bytes, MANIFEST)) else { return };
    let names = scan.members.iter().map(|member| member.name.as_str()).filter(|name| name.starts_with(DATA));
    listed(&list, MANIFEST, names, scan, |name, result| {
        steps.note(Check::Payload, name, result);
    });
}

fn signature(scan: &Scan, steps: &mut Steps) -> Option<SignatureState> {
    let Some(bytes) = scan.parts.get(SIGNATURE) else {
        steps.not_checked(Check::Signature, SIGNATURE, "nobody signed this package: its sums do not tell who made it");
        return Some(SignatureState::Unsigned);
    };
    let signed = scan.sums.get(TAG_MANIFEST).copied().unwrap_or_else(|| Sha256::of(&[]));
    steps.note(Check::Signature, SIGNATURE, check_signature(bytes, signed)).map(|signature| SignatureState::Holds(Box::new(signature)))
}

fn check_signature(bytes: &[u8], signed: Sha256) -> Result<Signature, PackageError> {
    let form = |error: serde_json::Error| Problem::SignatureForm(error.to_string()).of(SIGNATURE);
    let signature: Signature = serde_json::from_slice(bytes).map_err(form)?;
    // No sum covers the file itself: there is one way to write it.
    if signature_bytes(&signature).map_err(form)? != bytes {
        return Err(Problem::SignatureForm("it is not written as signatures are".to_owned()).of(SIGNATURE));
    }
    signature.verify(SignedFor::Package, signed).map_err(|error| Problem::Signature(error).of(SIGNATURE))?;
    Ok(signature)
}

fn files(scan: &Scan) -> BTreeMap<String, PayloadFile> {
    let file = |member: &super::container::Member| {
        let path = member.name.strip_prefix(DATA)?.to_owned();
        let sha256 = *scan.sums.get(&member.name)?;
        Some((path, PayloadFile { size: u64::from(member.size), sha256, offset: member.data() }))
    };
    scan.members.iter().filter_map(file).collect()
}

/// Every file is described, and nothing else.
fn described(info: &PackageInfo, files: &BTreeMap<String, PayloadFile>) -> Result<(), PackageError> {
    if let Some(path) = files.keys().find(|path| !info.described.contains_key(*path)) {
        return Err(Problem::NotDescribed.of(format!("{DATA}{path}")));
    }
    match info.described.keys().find(|path| !files.contains_key(*path)) {
        Some(path) => Err(Problem::DescribedMissing.of(format!("{DATA}{}", shown(path)))),
        None => Ok(()),
    }
}
