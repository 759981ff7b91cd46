//! No changed byte goes unseen, and what is said names the place.

use super::super::container::{END, LIST, LOCAL_LENGTH, WHOLE};
use super::super::scan::scan;
use super::forge::{Forged, zip};
use super::*;

/// The name of the file in which each byte of a package lies; that of the lists behind the last file.
fn owners(bytes: &[u8]) -> Vec<(u64, u64, String)> {
    let scan = scan(&mut Cursor::new(bytes), &PackageLimits::default()).unwrap();
    scan.members.iter().map(|member| (u64::from(member.offset), member.end(), member.name.clone())).collect()
}

fn small() -> (PackageInfo, Files) {
    let files = Files::from([("a.txt".to_owned(), b"first".to_vec()), ("b.txt".to_owned(), b"second".to_vec())]);
    (info(&files), files)
}

#[test]
fn every_flipped_bit_of_a_package_is_refused_and_its_file_named() {
    let (info, files) = small();
    for bytes in [signed(&info, &files), unsigned(&info, &files)] {
        let owners = owners(&bytes);
        let list = owners.last().unwrap().1;
        let mut changed = bytes.clone();
        for place in 0..bytes.len() {
            let owner = owners.iter().find(|(from, to, _)| (*from..*to).contains(&(place as u64)));
            let in_entry = owner.is_none_or(|(from, _, name)| (place as u64) < from + (LOCAL_LENGTH + name.len()) as u64);
            // Each bit of what no sum covers; of other bytes one.
            let masks: Vec<u8> = if in_entry { (0..8).map(|bit| 1 << bit).collect() } else { vec![1 << (place % 8)] };
            for mask in masks {
                changed[place] ^= mask;
                let error = open(&changed).expect_err("a flipped bit is found");
                let part = &error.part;
                match owner {
                    Some((_, _, name)) if place >= 4 => assert_eq!(part, name, "byte {place} mask {mask:02x}: {error}"),
                    Some(_) => assert!([WHOLE, "bagit.txt"].contains(&part.as_str()), "byte {place}: {error}"),
                    None => {
                        // In the list of files: that list, or the file whose entry it is, or what has become of its name.
                        let named = owners.iter().any(|(_, _, name)| part.contains(name.as_str()) || close(part, name));
                        let said = [LIST, END, WHOLE].contains(&part.as_str());
                        assert!(named || said, "byte {place} of the list (from {list}): {error}");
                    }
                }
                changed[place] ^= mask;
            }
        }
    }
}

/// Whether `part` is `name` but for one character, or a beginning of it, or the other way round.
fn close(part: &str, name: &str) -> bool {
    let same = |pairs: &mut dyn Iterator<Item = (char, char)>| pairs.take_while(|(one, other)| one == other).count();
    let begin = same(&mut part.chars().zip(name.chars()));
    let end = same(&mut part.chars().rev().zip(name.chars().rev()));
    begin + end + 1 >= name.chars().count().min(part.chars().count())
}

#[test]
fn flips_with_a_mended_check_sum_are_found_by_sums_and_signature() {
    let (info, files) = small();
    let forged = Forged::new(&info, &files, true);
    assert!(open(&forged.zip()).unwrap().signature.signature().is_some());
    for (number, (name, content)) in forged.ordered().into_iter().enumerate() {
        for place in 0..content.len() {
            let mut changed = forged.ordered();
            changed[number].1[place] ^= 1 << (place % 8);
            let error = open(&zip(&changed)).expect_err("a change is found");
            // A changed list can name the file that it lists wrongly.
            let is_list = ["tagmanifest-sha256.txt", "manifest-sha256.txt"].contains(&name.as_str());
            assert!(error.part == name || is_list, "{name} byte {place}: {error}");
        }
    }
}

#[test]
fn every_cut_and_every_addition_is_refused() {
    let (info, files) = small();
    let bytes = signed(&info, &files);
    for length in 0..bytes.len() {
        let error = refusal(&bytes[..length]);
        assert!(matches!(error.problem, Problem::Truncated | Problem::NotAPackage), "cut to {length}: {error}");
    }
    for more in [&b"\0"[..], b"PK", &[0; 70], &bytes] {
        let after = refusal(&[&bytes, more].concat());
        assert!(matches!(after.problem, Problem::Trailing(_) | Problem::Gap(_)), "{after}");
        let before = refusal(&[more, &bytes].concat());
        assert!(matches!(before.problem, Problem::Gap(_)), "{before}");
    }
}
