//! Packages as a whole. Hostile ones are made by hand in [`forge`].

mod changes;
mod contradictions;
mod forge;
mod hostile;
mod properties;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;

use uuid::Uuid;

use super::super::verify::{Check, StepOutcome};
use super::*;
use crate::domain::findings::Marking;
use crate::domain::{Role, SigningKey, Timestamp};

type Files = BTreeMap<String, Vec<u8>>;

fn files() -> Files {
    let files = [
        ("record.json", &b"{\"format\":\"x\"}\n"[..]),
        ("images/front side.png", b"\x89PNG"),
        ("images/ด้านหลัง.png", b""),
        ("report.pdf", b"%PDF"),
    ];
    files.into_iter().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect()
}

fn described(title: &str) -> Described {
    Described {
        kind: PayloadKind::Other,
        title: title.to_owned(),
        media_type: "application/octet-stream".to_owned(),
        made_by: "E. Examiner".to_owned(),
        contents: BTreeSet::new(),
    }
}

fn info(files: &Files) -> PackageInfo {
    PackageInfo {
        format: PACKAGE_FORMAT.to_owned(),
        id: Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0001),
        kind: PackageKind::Case,
        external_identifier: "2026/0815".to_owned(),
        source_organisation: "Document laboratory of Utopia".to_owned(),
        created_at: Timestamp("2026-03-01T09:30:00Z".parse().unwrap()),
        marking: Marking::Amber,
        releasable_to: vec!["Utopia".to_owned(), "Arcadia".to_owned()],
        purpose: Some("comparison of the questioned passport with the reference of the receiver, and nothing else".to_owned()),
        retain_until: Some("2027-03-01".parse().unwrap()),
        program_version: "0.1.0".to_owned(),
        described: files.keys().map(|path| (path.clone(), described(path))).collect(),
        other: BTreeMap::new(),
    }
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[3; 32])
}

fn signed(info: &PackageInfo, files: &Files) -> Vec<u8> {
    let key = key();
    let signer = Signer { key: &key, name: "E. Examiner", role: Some(Role::Examiner), of: Some("Document laboratory of Utopia") };
    let mut out = Vec::new();
    write_package(info, files, Some(&signer), &[], &mut out).unwrap();
    out
}

fn unsigned(info: &PackageInfo, files: &Files) -> Vec<u8> {
    let mut out = Vec::new();
    write_package(info, files, None, &[], &mut out).unwrap();
    out
}

fn open(bytes: &[u8]) -> Result<Opened, PackageError> {
    read_package(&mut Cursor::new(bytes), &PackageLimits::default())
}

fn refusal(bytes: &[u8]) -> PackageError {
    let error = open(bytes).expect_err("it is refused");
    let verification = verify_package(&mut Cursor::new(bytes), &PackageLimits::default());
    assert!(!verification.passed(), "{error}: {verification:#?}");
    let first = verification.failed().next().unwrap();
    assert_eq!(first.file, error.part, "the first failing step names the same file");
    let sentence = error.to_string();
    assert!(sentence.starts_with(&error.part) && sentence.ends_with('.') && sentence.len() < 1000, "{sentence}");
    error
}

#[test]
fn a_signed_package_gives_back_what_went_in() {
    let (files, mut sink) = (files(), Vec::new());
    let info = info(&files);
    let bytes = signed(&info, &files);
    let key = key();
    let signer = Signer { key: &key, name: "E. Examiner", role: Some(Role::Examiner), of: Some("Document laboratory of Utopia") };
    let written = write_package(&info, &files, Some(&signer), &[], &mut sink).unwrap();
    assert_eq!(bytes, sink, "the same input gives the same bytes");
    let opened = open(&bytes).unwrap();
    assert_eq!(opened.info, info);
    assert_eq!((opened.sha256, opened.length), (written.sha256, written.length));
    assert_eq!(opened.sha256, crate::domain::Sha256::of(&bytes));
    let signature = opened.signature.signature().unwrap();
    assert_eq!((signature.claim.by.as_str(), signature.public_key), ("E. Examiner", key.public_key()));
    assert_eq!(Some(signature), written.signature.as_ref());
    let mut reader = Cursor::new(&bytes);
    let back: Files = opened.files.keys().map(|path| (path.clone(), opened.read(&mut reader, path, 1 << 20).unwrap())).collect();
    assert_eq!(back, files);
}

#[test]
fn an_unsigned_package_opens_and_says_so() {
    let files = files();
    let bytes = unsigned(&info(&files), &files);
    assert_eq!(open(&bytes).unwrap().signature, SignatureState::Unsigned);
    let verification = verify_package(&mut Cursor::new(&bytes), &PackageLimits::default());
    assert!(verification.passed());
    let open: Vec<_> = verification.steps.iter().filter(|step| step.outcome == StepOutcome::NotChecked).collect();
    assert!(matches!(open.as_slice(), [step] if step.check == Check::Signature && step.detail.contains("nobody signed")));
}

#[test]
fn every_check_is_a_step() {
    let files = files();
    let verification = verify_package(&mut Cursor::new(signed(&info(&files), &files)), &PackageLimits::default());
    assert!(verification.steps.iter().all(|step| step.outcome == StepOutcome::Passed), "{verification:#?}");
    let count = |check| verification.steps.iter().filter(|step| step.check == check).count();
    assert_eq!([Check::Container, Check::Signature, Check::Description].map(count), [1, 1, 1]);
    assert_eq!(count(Check::Payload), files.len());
    for path in files.keys() {
        assert!(verification.steps.iter().any(|step| step.file == format!("data/{path}")), "{path}");
    }
}

#[test]
fn what_stays_in_the_laboratory_leaves_only_when_released() {
    let files = files();
    let mut info = info(&files);
    info.described.get_mut("record.json").unwrap().contents.extend([Contents::Name, Contents::CaseContext]);
    info.described.get_mut("report.pdf").unwrap().contents.insert(Contents::Covert);
    let write = |released: &[Contents]| write_package(&info, &files, None, released, &mut Vec::new());
    assert!(matches!(write(&[]), Err(WriteError::Withheld { path, contents: Contents::CaseContext }) if path == "record.json"));
    assert!(
        matches!(write(&[Contents::CaseContext]), Err(WriteError::Withheld { path, contents: Contents::Covert }) if path == "report.pdf")
    );
    assert!(write(&[Contents::CaseContext, Contents::Covert]).is_ok());
    let personal = personal_contents(&info);
    assert_eq!(personal.len(), 1);
    assert_eq!((personal[0].path.as_str(), personal[0].contents.as_slice()), ("record.json", &[Contents::Name][..]));
}

#[test]
fn a_marking_is_not_widened() {
    let received = info(&files());
    let next = |change: &dyn Fn(&mut PackageInfo)| {
        let mut next = received.clone();
        change(&mut next);
        may_pass_on(&received, &next)
    };
    assert_eq!(next(&|_| ()), Ok(()));
    assert_eq!(next(&|next| next.marking = Marking::Red), Ok(()));
    assert!(matches!(next(&|next| next.marking = Marking::Green), Err(WideningError::Marking { .. })));
    assert!(matches!(next(&|next| next.releasable_to.push("Ruritania".to_owned())), Err(WideningError::Receiver { .. })));
    assert!(matches!(next(&|next| next.releasable_to.clear()), Err(WideningError::Receiver { .. })));
    assert!(matches!(next(&|next| next.retain_until = None), Err(WideningError::Retention { .. })));
}

#[test]
fn nothing_unfit_is_written() {
    let files = files();
    let good = info(&files);
    let write = |info: &PackageInfo, files: &Files| write_package(info, files, None, &[], &mut Vec::new()).unwrap_err();
    assert!(matches!(write(&good, &Files::new()), WriteError::Empty));
    let mut more = files.clone();
    more.insert("new.txt".to_owned(), Vec::new());
    assert!(matches!(write(&good, &more), WriteError::NotDescribed(path) if path == "new.txt"));
    more.remove("new.txt");
    more.remove("record.json");
    assert!(matches!(write(&good, &more), WriteError::Missing(path) if path == "record.json"));
    for path in ["../a", "CON", "a\\b", "/a"] {
        let files = Files::from([(path.to_owned(), Vec::new())]);
        assert!(matches!(write(&info(&files), &files), WriteError::Path { .. }), "{path}");
    }
    let twins = Files::from(["a/B", "A/c"].map(|path| (path.to_owned(), Vec::new())));
    assert!(matches!(write(&info(&twins), &twins), WriteError::Collision { .. }));
    let spoil: [fn(&mut PackageInfo); 8] = [
        |info| info.format = "guilloche-package/2".to_owned(),
        |info| info.external_identifier.clear(),
        |info| info.source_organisation = "a\nb".to_owned(),
        |info| info.releasable_to.push(" ".to_owned()),
        |info| info.purpose = Some("\u{202e}".to_owned()),
        |info| info.described.values_mut().for_each(|file| file.media_type = "png".to_owned()),
        |info| drop(info.other.insert("marking".to_owned(), "red".into())),
        |info| info.described.values_mut().for_each(|file| file.title.clear()),
    ];
    for (number, spoil) in spoil.iter().enumerate() {
        let mut info = good.clone();
        spoil(&mut info);
        assert!(matches!(write(&info, &files), WriteError::Info(_)), "change {number}");
    }
}

#[test]
fn files_from_disk_are_the_recorded_ones() {
    let folder = tempfile::tempdir().unwrap();
    let place = folder.path().join("capture");
    std::fs::write(&place, b"capture").unwrap();
    let sum = crate::domain::Sha256::of(b"capture");
    let mut source = Folder::default();
    source.on_disk.insert("images/a.png".to_owned(), (place.clone(), Some(sum)));
    source.in_memory.insert("record.json".to_owned(), b"{}".to_vec());
    let described = info(&["images/a.png", "record.json"].map(|path| (path.to_owned(), Vec::new())).into());
    let mut out = Vec::new();
    write_package(&described, &source, None, &[], &mut out).unwrap();
    assert_eq!(open(&out).unwrap().files["images/a.png"].sha256, sum);
    std::fs::write(&place, b"altered").unwrap();
    let error = write_package(&described, &source, None, &[], &mut Vec::new()).unwrap_err();
    assert!(matches!(error, WriteError::Changed(path) if path == "images/a.png"));
}

#[test]
fn a_file_that_changed_since_it_was_opened_is_not_given_out() {
    let files = files();
    let mut bytes = signed(&info(&files), &files);
    let opened = open(&bytes).unwrap();
    let place = bytes.windows(4).rposition(|four| four == b"%PDF").unwrap();
    bytes[place] ^= 1;
    let error = opened.read(&mut Cursor::new(&bytes), "report.pdf", 100).unwrap_err();
    assert!(matches!(error.problem, Problem::ChangedSince) && error.part == "data/report.pdf");
    assert!(matches!(opened.read(&mut Cursor::new(&bytes), "record.json", 3).unwrap_err().problem, Problem::TooLarge { .. }));
    assert!(matches!(opened.read(&mut Cursor::new(&bytes), "other", 3).unwrap_err().problem, Problem::NoSuchFile));
}

#[test]
fn an_encrypted_package_is_told_and_opens_decrypted() {
    let files = files();
    let bytes = signed(&info(&files), &files);
    let receiver = DecryptionKey::from_seed(&[9; 32]).unwrap();
    let (mut closed, mut back) = (Vec::new(), Vec::new());
    encrypt(&mut bytes.as_slice(), &[receiver.recipient()], &mut closed).unwrap();
    assert!(matches!(refusal(&closed).problem, Problem::Encrypted));
    decrypt(&mut closed.as_slice(), &[receiver], &EncryptionLimits::default(), &mut back).unwrap();
    assert_eq!(back, bytes);
}
