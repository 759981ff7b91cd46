//! Makes packages that no writer would make, each right but for what is to be wrong.

use super::super::bag::{
    BAG, BAG_INFO, BAG_TEXT, DATA, DESCRIPTION, INFO, MANIFEST, SIGNATURE, TAG_MANIFEST, bag_info, labels, manifest, oxum,
};
use super::super::container::{Member, end_entry};
use super::super::description::{Payload, describe};
use super::super::scan::rank;
use super::super::write::signature_bytes;
use super::*;
use crate::domain::{Sha256, SignatureClaim, SignedFor};

/// A ZIP file of these files as they stand, in their order.
pub(super) fn zip(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut list = Vec::new();
    for (name, content) in files {
        let member =
            Member { name: name.clone(), size: content.len() as u32, check_sum: crc32fast::hash(content), offset: bytes.len() as u32 };
        bytes.extend(member.local_entry());
        bytes.extend(content);
        list.extend(member.central_entry());
    }
    let end = end_entry(files.len() as u16, list.len() as u32, bytes.len() as u32);
    bytes.extend(list);
    bytes.extend(end);
    bytes
}

/// The parts and files of a package by name, to be changed.
#[derive(Clone)]
pub(super) struct Forged {
    pub(super) files: Files,
    sign: bool,
}

impl Forged {
    pub(super) fn new(info: &PackageInfo, payload: &Files, sign: bool) -> Self {
        let mut forged = Self { files: payload.iter().map(|(path, bytes)| (format!("{DATA}{path}"), bytes.clone())).collect(), sign };
        forged.files.insert(BAG.to_owned(), BAG_TEXT.into());
        forged.files.insert(INFO.to_owned(), info.to_bytes().unwrap());
        forged.describe(info);
        forged.manifest();
        forged.tag_manifest();
        forged
    }

    pub(super) fn payload(&self) -> Payload {
        let of = |name: &String, bytes: &Vec<u8>| Some((name.strip_prefix(DATA)?.to_owned(), (bytes.len() as u64, Sha256::of(bytes))));
        self.files.iter().filter_map(|(name, bytes)| of(name, bytes)).collect()
    }

    /// Writes the labels and the description anew.
    pub(super) fn describe(&mut self, info: &PackageInfo) {
        let payload = self.payload();
        let labels = labels(info, &oxum(payload.values().map(|(size, _)| *size)));
        self.files.insert(BAG_INFO.to_owned(), bag_info(&labels).into_bytes());
        self.files.insert(DESCRIPTION.to_owned(), describe(info, &payload, None).unwrap());
    }

    /// Writes the manifest anew.
    pub(super) fn manifest(&mut self) {
        let sums = self.files.iter().filter(|(name, _)| name.starts_with(DATA)).map(|(name, bytes)| (name.as_str(), Sha256::of(bytes)));
        self.files.insert(MANIFEST.to_owned(), manifest(sums).into_bytes());
    }

    /// Writes the tag manifest anew, and signs it.
    pub(super) fn tag_manifest(&mut self) {
        let is_listed = |name: &str| !name.starts_with(DATA) && name != TAG_MANIFEST && name != SIGNATURE;
        let sums = self.files.iter().filter(|(name, _)| is_listed(name)).map(|(name, bytes)| (name.as_str(), Sha256::of(bytes)));
        let text = manifest(sums).into_bytes();
        if self.sign {
            let signature = key().sign(SignatureClaim {
                purpose: SignedFor::Package,
                sha256: Sha256::of(&text),
                by: "E. Examiner".to_owned(),
                of: None,
                role: None,
                at: Timestamp("2026-03-01T09:30:00Z".parse().unwrap()),
            });
            self.files.insert(SIGNATURE.to_owned(), signature_bytes(&signature).unwrap());
        }
        self.files.insert(TAG_MANIFEST.to_owned(), text);
    }

    pub(super) fn set(&mut self, name: &str, bytes: impl Into<Vec<u8>>) {
        self.files.insert(name.to_owned(), bytes.into());
    }

    pub(super) fn text(&self, name: &str) -> String {
        String::from_utf8(self.files[name].clone()).unwrap()
    }

    /// The files in the order of packages; strangers first.
    pub(super) fn ordered(&self) -> Vec<(String, Vec<u8>)> {
        let mut files: Vec<_> = self.files.clone().into_iter().collect();
        files.sort_by_key(|(name, _)| (rank(name), name.clone()));
        files
    }

    pub(super) fn zip(&self) -> Vec<u8> {
        zip(&self.ordered())
    }
}
