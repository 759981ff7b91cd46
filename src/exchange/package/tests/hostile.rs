//! Hostile and foreign packages: each is refused with a sentence that says what it is.

use super::super::bag::PARTS;
use super::forge::{Forged, zip};
use super::*;

pub(super) fn forged() -> (Forged, PackageInfo) {
    let files = files();
    let info = info(&files);
    (Forged::new(&info, &files, false), info)
}

/// The package with one more file, honestly listed, at its place.
fn with_file(name: &str) -> Vec<u8> {
    let (mut forged, _) = forged();
    forged.set(name, b"x");
    forged.zip()
}

/// The place of the entry of `name` in the list of files, and of the entry before the file.
fn entries(bytes: &[u8], name: &str) -> (usize, usize) {
    let at = |length: usize| {
        let whole = |place: &usize| bytes[place - length..].starts_with(if length == 30 { b"PK\x03\x04" } else { b"PK\x01\x02" });
        bytes
            .windows(name.len())
            .enumerate()
            .filter(|(_, found)| *found == name.as_bytes())
            .map(|(place, _)| place)
            .filter(|place| *place >= length)
            .find(whole)
            .unwrap()
            - length
    };
    (at(46), at(30))
}

/// The package with bytes of both entries of a file changed, `at` as in the list of files; entries before files have the same fields two
/// bytes earlier.
fn patched(name: &str, at: usize, value: &[u8]) -> Vec<u8> {
    let (forged, _) = forged();
    let mut bytes = forged.zip();
    let (central, local) = entries(&bytes, name);
    bytes[central + at..central + at + value.len()].copy_from_slice(value);
    if (6..32).contains(&at) {
        bytes[local + at - 2..local + at - 2 + value.len()].copy_from_slice(value);
    }
    bytes
}

#[test]
fn what_is_no_package() {
    for bytes in [&b""[..], b"x", b"%PDF-1.7", &[0; 5000], b"PK\x03\x04"] {
        let error = refusal(bytes);
        assert!(matches!(error.problem, Problem::NotAPackage | Problem::Truncated), "{error}");
    }
    assert!(matches!(refusal(&zip(&[])).problem, Problem::NotAPackage | Problem::Contradiction(_)));
    assert!(matches!(refusal(&zip(&[("a".to_owned(), vec![0; 200])])).problem, Problem::Stranger));
}

#[test]
fn what_other_programs_and_attackers_write_into_entries() {
    let record = "data/record.json";
    let mode = |mode: u32| (mode << 16).to_le_bytes();
    let zip64 = |error: &Problem| matches!(error, Problem::Zip64);
    type Is<'a> = &'a dyn Fn(&Problem) -> bool;
    let cases: &[(usize, &[u8], Is<'_>)] = &[
        (8, &[1, 8], &|problem| matches!(problem, Problem::EncryptedFile)),
        (8, &[0x40, 8], &|problem| matches!(problem, Problem::EncryptedFile)),
        (8, &[0, 0x28], &|problem| matches!(problem, Problem::EncryptedFile)),
        (8, &[8, 8], &|problem| matches!(problem, Problem::Entry("flags"))),
        (8, &[0, 0], &|problem| matches!(problem, Problem::Entry("flags"))),
        (10, &[8, 0], &|problem| matches!(problem, Problem::Compressed(8))),
        (10, &[99, 0], &|problem| matches!(problem, Problem::Compressed(99))),
        (12, &[1, 1], &|problem| matches!(problem, Problem::Entry("time"))),
        (20, &[0xff; 8], &zip64),
        (24, &[0xff; 4], &zip64),
        (42, &[0xff; 4], &zip64),
        (20, &[0xff, 0, 0, 0], &|problem| matches!(problem, Problem::Entry("length as stored"))),
        (24, &[0xff, 0xff, 0xff, 0x7f], &|problem| matches!(problem, Problem::Entry("length as stored"))),
        (34, &[1, 0], &|problem| matches!(problem, Problem::Entry("disk" | "comment"))),
        (36, &[1, 0], &|problem| matches!(problem, Problem::Entry("kind of contents" | "disk"))),
        (38, &mode(0o120_777), &|problem| matches!(problem, Problem::Link)),
        (38, &mode(0o040_755), &|problem| matches!(problem, Problem::Folder)),
        (38, &mode(0o104_755), &|problem| matches!(problem, Problem::Special(_))),
        (38, &mode(0o010_644), &|problem| matches!(problem, Problem::Special(_))),
        (38, &mode(0o020_644), &|problem| matches!(problem, Problem::Special(_))),
        (38, &mode(0o060_644), &|problem| matches!(problem, Problem::Special(_))),
        (38, &mode(0o140_644), &|problem| matches!(problem, Problem::Special(_))),
        (38, &mode(0o100_755), &|problem| matches!(problem, Problem::Entry("attributes"))),
        (38, &[0x10, 0, 0, 0], &|problem| matches!(problem, Problem::Folder)),
        (4, &[20, 0], &|problem| matches!(problem, Problem::Entry("version made by"))),
    ];
    for (at, value, is) in cases {
        let error = refusal(&patched(record, *at, value));
        assert!(is(&error.problem) && error.part == record, "{at} {value:?}: {error}");
    }
}

#[test]
fn an_entry_before_a_file_that_differs_from_the_list() {
    let (forged, _) = forged();
    let bytes = forged.zip();
    let (_, local) = entries(&bytes, "data/record.json");
    for (at, field) in [
        (4, "version needed"),
        (6, "flags"),
        (8, "compression"),
        (14, "check sum"),
        (18, "length as stored"),
        (26, "length of the path"),
        (30, "path"),
    ] {
        let mut bytes = bytes.clone();
        bytes[local + at] ^= 1;
        let error = refusal(&bytes);
        assert!(
            matches!(error.problem, Problem::LocalEntry(found) if found == field) && error.part == "data/record.json",
            "{field}: {error}"
        );
    }
}

#[test]
fn paths_that_lead_elsewhere() {
    for name in
        ["data/../a", "/data/a", "data\\a", "C:/a", "data/CON", "data/a\0", "data/.a", "data/a.", "data//a", "data/a\u{202e}", "../data/a"]
    {
        let error = refusal(&with_file(name));
        assert!(matches!(error.problem, Problem::Path(_)), "{name:?}: {error}");
    }
    assert!(matches!(refusal(&with_file("data/folder/")).problem, Problem::Folder | Problem::Path(_)));
    let deep = format!("data/{}a", "b/".repeat(9));
    assert!(matches!(refusal(&with_file(&deep)).problem, Problem::Path(PathProblem::TooDeep { .. })));
    let long = format!("data/{}", "b".repeat(200));
    assert!(matches!(refusal(&with_file(&long)).problem, Problem::Path(PathProblem::TooLong { .. })));
    let mut bytes = with_file("data/xyz");
    let places: Vec<_> = bytes.windows(8).enumerate().filter(|(_, found)| *found == b"data/xyz").map(|(place, _)| place).collect();
    for place in &places {
        bytes[place + 5] = 0xff;
    }
    assert!(matches!(refusal(&bytes).problem, Problem::NotUtf8));
}

#[test]
fn names_that_fall_together() {
    for name in ["data/RECORD.json", "data/record.json/a", "data/IMAGES/a.png", "data/images"] {
        let error = refusal(&with_file(name));
        assert!(matches!(error.problem, Problem::Collision(_)), "{name}: {error}");
    }
    let (forged, _) = forged();
    let mut files = forged.ordered();
    files.push(files.last().unwrap().clone());
    assert!(matches!(refusal(&zip(&files)).problem, Problem::Collision(_)), "the same file twice");
    files.pop();
    files.swap(0, 1);
    assert!(matches!(refusal(&zip(&files)).problem, Problem::Order));
}

#[test]
fn files_that_belong_into_no_package() {
    for name in ["fetch.txt", "Fetch.TXT"] {
        assert!(matches!(refusal(&with_file(name)).problem, Problem::Fetch), "{name}");
    }
    for name in ["manifest-md5.txt", "readme.txt", "datax/a", "Data/a", "BAGIT.TXT"] {
        let error = refusal(&with_file(name));
        assert!(matches!(error.problem, Problem::Stranger) && error.part == name, "{name}: {error}");
    }
    for name in PARTS.iter().take(6) {
        let (mut forged, _) = forged();
        forged.files.remove(*name);
        let error = refusal(&forged.zip());
        assert!(matches!(error.problem, Problem::MissingPart) && error.part == *name, "{name}: {error}");
    }
}

#[test]
fn limits_hold() {
    let (forged, _) = forged();
    let bytes = forged.zip();
    let default = PackageLimits::default();
    let open = |limits: PackageLimits| read_package(&mut Cursor::new(&bytes), &limits).map_err(|error| (error.part, error.problem));
    assert!(open(default).is_ok());
    let length = bytes.len() as u64;
    assert!(open(PackageLimits { max_bytes: length, ..default }).is_ok());
    assert!(matches!(open(PackageLimits { max_bytes: length - 1, ..default }), Err((_, Problem::TooLarge { .. }))));
    assert!(matches!(open(PackageLimits { max_files: 3, ..default }), Err((_, Problem::TooManyFiles { count: 4, limit: 3 }))));
    assert!(
        matches!(open(PackageLimits { max_file_bytes: 14, ..default }), Err((part, Problem::TooLarge { .. })) if part == "data/record.json")
    );
    assert!(matches!(open(PackageLimits { max_part_bytes: 100, ..default }), Err((_, Problem::TooLarge { .. }))));
    assert!(matches!(open(PackageLimits { max_depth: 2, ..default }), Err((_, Problem::Path(PathProblem::TooDeep { .. })))));
    assert!(matches!(open(PackageLimits { max_path_bytes: 20, ..default }), Err((_, Problem::Path(PathProblem::TooLong { .. })))));
}

#[test]
fn a_file_that_says_it_is_huge_costs_nothing() {
    // 100 bytes that state 2 GiB of content and 65 000 files.
    for (at, value) in [(24, 0x7fff_ffff_u32), (42, 0x7fff_ffff)] {
        let bytes = patched("data/record.json", at, &value.to_le_bytes());
        assert_eq!(refusal(&bytes).part, "data/record.json");
    }
    let (forged, _) = forged();
    let mut bytes = forged.zip();
    let end = bytes.len() - 22;
    bytes[end + 8..end + 12].copy_from_slice(&[0xe8, 0xfd, 0xe8, 0xfd]);
    assert!(matches!(refusal(&bytes).problem, Problem::TooManyFiles { .. } | Problem::Contradiction(_)));
    bytes[end + 12..end + 16].copy_from_slice(&[0, 0, 0, 0x70]);
    assert!(matches!(refusal(&bytes).problem, Problem::Truncated));
}

#[test]
fn files_that_share_bytes_or_leave_gaps() {
    let (forged, _) = forged();
    let bytes = forged.zip();
    let (record, _) = entries(&bytes, "data/record.json");
    let mut shared = bytes.clone();
    shared[record + 42] = shared[record + 42].wrapping_sub(1);
    assert!(matches!(refusal(&shared).problem, Problem::Contradiction(_)));
    let mut gap = bytes;
    gap[record + 42] = gap[record + 42].wrapping_add(1);
    assert!(matches!(refusal(&gap).problem, Problem::Gap(1)));
}
