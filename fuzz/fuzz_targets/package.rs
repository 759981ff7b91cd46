//! Packages of other laboratories, encrypted packages and receipts.
//!
//! The first byte says what the rest is: `Z` a package as it stands, `A` an encrypted one, `R` a receipt; anything else parts (see
//! `guilloche_fuzz::parts`) that replace those of a right package, whose sums are then made anew if the byte is even: so the checks behind
//! sums and lists are reached, too.
#![no_main]

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::LazyLock;

use guilloche_fuzz::domain::findings::Marking;
use guilloche_fuzz::domain::{Sha256, SigningKey, Timestamp};
use guilloche_fuzz::exchange::package::{
    DecryptionKey, Described, EncryptionLimits, Opened, PACKAGE_FORMAT, PackageInfo, PackageKind, PackageLimits, PayloadKind, Signer,
    decrypt, decrypt_with_passphrase, read_package, read_receipt, verify_package, write_package, write_receipt,
};
use guilloche_fuzz::exchange::verify::StepOutcome;
use guilloche_fuzz::json::comes_back;
use guilloche_fuzz::limits::{Limits, within};
use guilloche_fuzz::{mutate, parts};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

const LIMITS: Limits = Limits { peak: 24 << 20, total: 256 << 20, seconds: 3.0 };

/// The files of a package by the kind of a part: those with fixed names, then the payload. A kind beyond means a name and, after a zero
/// byte, the content.
const NAMES: [&str; 9] = [
    "bagit.txt",
    "package-info.json",
    "bag-info.txt",
    "ro-crate-metadata.json",
    "manifest-sha256.txt",
    "tagmanifest-sha256.txt",
    "signature.json",
    "data/a.txt",
    "data/images/b.png",
];
const FREE: u8 = NAMES.len() as u8;
/// After the free kind: four bytes of a place in the ZIP file, and the bytes that are put there.
const PATCH: u8 = FREE + 1;

fn info() -> PackageInfo {
    let file = Described {
        kind: PayloadKind::Other,
        title: "File".to_owned(),
        media_type: "text/plain".to_owned(),
        made_by: "E. Examiner".to_owned(),
        contents: Default::default(),
    };
    PackageInfo {
        format: PACKAGE_FORMAT.to_owned(),
        id: uuid::Uuid::from_u128(1),
        kind: PackageKind::Findings,
        external_identifier: "1".to_owned(),
        source_organisation: "Utopia".to_owned(),
        created_at: Timestamp("2026-03-01T09:30:00Z".parse().expect("a time")),
        marking: Marking::Amber,
        releasable_to: Vec::new(),
        purpose: None,
        retain_until: None,
        program_version: "0.1.0".to_owned(),
        described: ["a.txt", "images/b.png"].map(|path| (path.to_owned(), file.clone())).into(),
        other: BTreeMap::new(),
    }
}

/// The only package that the key ever signed, and its files by name.
static SIGNED: LazyLock<(Vec<u8>, BTreeMap<String, Vec<u8>>)> = LazyLock::new(|| {
    let files = BTreeMap::from([("a.txt".to_owned(), b"first".to_vec()), ("images/b.png".to_owned(), b"\x89PNG".to_vec())]);
    let key = SigningKey::from_seed(&[3; 32]);
    let signer = Signer { key: &key, name: "E. Examiner", role: None, of: None };
    let mut bytes = Vec::new();
    write_package(&info(), &files, Some(&signer), &[], &mut bytes).expect("it can be written");
    let members = members(&bytes);
    (bytes, members)
});

static KEY: LazyLock<DecryptionKey> = LazyLock::new(|| DecryptionKey::from_seed(&[9; 32]).expect("a key"));

/// The files of a right ZIP file of stored files.
fn members(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    let mut members = BTreeMap::new();
    let mut rest = bytes;
    while rest.starts_with(b"PK\x03\x04") {
        let size = u32::from_le_bytes(rest[18..22].try_into().expect("four bytes")) as usize;
        let name = usize::from(u16::from_le_bytes([rest[26], rest[27]]));
        let (entry, after) = rest.split_at(30 + name);
        members.insert(String::from_utf8_lossy(&entry[30..]).into_owned(), after[..size].to_vec());
        rest = &after[size..];
    }
    members
}

/// A ZIP file as packages have it.
fn zip(files: &BTreeMap<String, Vec<u8>>) -> Vec<u8> {
    let rank = |name: &str| NAMES[..7].iter().position(|part| *part == name).unwrap_or(7);
    let mut files: Vec<_> = files.iter().collect();
    files.sort_by_key(|(name, _)| (rank(name), *name));
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, content) in &files {
        let size = (content.len() as u32).to_le_bytes();
        let sums = [crc32fast::hash(content).to_le_bytes(), size, size].concat();
        let common = [&[10, 0, 0, 8, 0, 0, 0, 0, 0x21, 0][..], &sums, &(name.len() as u16).to_le_bytes(), &[0, 0]].concat();
        let place = (bytes.len() as u32).to_le_bytes();
        list.extend([b"PK\x01\x02\x0a\x03", &common[..], &[0, 0, 0, 0, 0, 0, 0, 0, 0xa4, 0x81], &place, name.as_bytes()].concat());
        bytes.extend([b"PK\x03\x04", &common[..], name.as_bytes(), content].concat());
    }
    let count = (files.len() as u16).to_le_bytes();
    let (size, place) = ((list.len() as u32).to_le_bytes(), (bytes.len() as u32).to_le_bytes());
    bytes.extend(list);
    bytes.extend([b"PK\x05\x06\0\0\0\0", &count[..], &count, &size, &place, &[0, 0]].concat());
    bytes
}

fn forged(all: &[(u8, &[u8])], mend: bool) -> Vec<u8> {
    let mut files = SIGNED.1.clone();
    if mend {
        files.remove("signature.json");
    }
    for (kind, bytes) in all {
        match NAMES.get(usize::from(*kind)) {
            Some(name) => drop(files.insert((*name).to_owned(), bytes.to_vec())),
            None if *kind == FREE => {
                let at = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
                let name = String::from_utf8_lossy(&bytes[..at]).into_owned();
                files.insert(name, bytes.get(at + 1..).unwrap_or_default().to_vec());
            }
            None => {}
        }
    }
    if mend {
        let sums = |is: &dyn Fn(&str) -> bool, files: &BTreeMap<String, Vec<u8>>| {
            let lines = files.iter().filter(|(name, _)| is(name)).map(|(name, bytes)| format!("{}  {name}\n", Sha256::of(bytes)));
            lines.collect::<String>().into_bytes()
        };
        let manifest = sums(&|name| name.starts_with("data/"), &files);
        files.insert(NAMES[4].to_owned(), manifest);
        let tag_manifest = sums(&|name| NAMES[..5].contains(&name), &files);
        files.insert(NAMES[5].to_owned(), tag_manifest);
    }
    let mut bytes = zip(&files);
    for (_, patch) in all.iter().filter(|(kind, _)| *kind == PATCH) {
        let Some((place, new)) = patch.split_first_chunk::<4>() else { continue };
        let place = u32::from_le_bytes(*place) as usize % bytes.len().max(1);
        bytes.iter_mut().skip(place).zip(new).for_each(|(byte, new)| *byte = *new);
    }
    bytes
}

fuzz_target!(|data: &[u8]| {
    let Some((how, rest)) = data.split_first() else { return };
    LazyLock::force(&SIGNED);
    LazyLock::force(&KEY);
    let package = match how {
        b'Z' => rest.to_vec(),
        b'A' => return within(LIMITS, || encrypted(rest)),
        b'R' => return within(LIMITS, || receipt(rest)),
        _ => forged(&parts::split(rest), how % 2 == 0),
    };
    within(LIMITS, || examine(&package));
});

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut dice = mutate::Dice::new(seed);
    if dice.below(3) > 0
        && let Some((how, rest)) = data[..size].split_first()
        && !matches!(how, b'Z' | b'A' | b'R')
    {
        let mut all: Vec<(u8, Vec<u8>)> = parts::split(rest).into_iter().map(|(kind, part)| (kind, part.to_vec())).collect();
        if all.is_empty() || dice.below(8) == 0 {
            // A file as it is in the right package, to be changed.
            let kind = dice.below(NAMES.len());
            all.push((kind as u8, SIGNED.1[NAMES[kind]].clone()));
        }
        let place = dice.below(all.len());
        match dice.below(10) {
            0 => drop(all.remove(place)),
            1 => all[place].0 = dice.below(usize::from(PATCH) + 1) as u8,
            _ => {
                let part = &mut all[place].1;
                let length = part.len();
                part.resize(length + 64, 0);
                let length = fuzzer_mutate(part, length, length + 64);
                part.truncate(length);
            }
        }
        let how = if dice.below(10) == 0 { how ^ 1 } else { *how };
        let changed = [&[how][..], &parts::join(all.iter().map(|(kind, part)| (*kind, part.as_slice())))].concat();
        if let Some(size) = mutate::take_over(&changed, data, max_size) {
            return size;
        }
    }
    fuzzer_mutate(data, size, max_size)
});

fn examine(bytes: &[u8]) {
    let limits = PackageLimits::default();
    let verification = verify_package(&mut Cursor::new(bytes), &limits);
    let failed = verification.steps.iter().find(|step| step.outcome == StepOutcome::Failed);
    match read_package(&mut Cursor::new(bytes), &limits) {
        Ok(opened) => {
            assert!(failed.is_none(), "{failed:?}");
            whole(bytes, &opened);
        }
        Err(error) => {
            let failed = failed.expect("what does not open has a failed step");
            assert_eq!(failed.file, error.part);
            assert!(error.to_string().len() < 2000 && error.to_string().ends_with('.'), "{error}");
        }
    }
}

fn whole(bytes: &[u8], opened: &Opened) {
    assert_eq!(opened.sha256, Sha256::of(bytes));
    // There is one way to write the ZIP file.
    assert!(zip(&members(bytes)) == bytes, "the ZIP file is as packages have it");
    let mut reader = Cursor::new(bytes);
    let mut files = BTreeMap::new();
    for (path, file) in &opened.files {
        let content = opened.read(&mut reader, path, 1 << 20).expect("a file that was checked");
        assert_eq!((content.len() as u64, Sha256::of(&content)), (file.size, file.sha256));
        files.insert(path.clone(), content);
    }
    if opened.signature.signature().is_some() {
        assert!(bytes == SIGNED.0, "nothing else was ever signed");
    }
    comes_back(&opened.info);
    // What can be opened can be sent on, and is the same then.
    let all = guilloche_fuzz::exchange::package::Contents::ALL;
    let mut again = Vec::new();
    write_package(&opened.info, &files, None, all, &mut again).expect("it can be written again");
    let back = read_package(&mut Cursor::new(&again), &PackageLimits::default()).expect("it opens again");
    assert_eq!((&back.info, back.files.len()), (&opened.info, opened.files.len()));
}

fn encrypted(bytes: &[u8]) {
    let limits = EncryptionLimits { max_work_factor: 6, max_bytes: 1 << 20, ..Default::default() };
    let mut out = Vec::new();
    if let Ok(length) = decrypt(&mut &*bytes, std::slice::from_ref(&KEY), &limits, &mut out) {
        assert_eq!(length, out.len() as u64);
    }
    out.clear();
    if let Ok(length) = decrypt_with_passphrase(&mut &*bytes, "correct horse", &limits, &mut out) {
        assert_eq!(length, out.len() as u64);
    }
}

fn receipt(bytes: &[u8]) {
    let Ok(receipt) = read_receipt(bytes) else { return };
    comes_back(&receipt);
    let again = write_receipt(&receipt).expect("it can be written again");
    assert_eq!(read_receipt(&again).expect("it reads again"), receipt);
}
