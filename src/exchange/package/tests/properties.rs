//! Whatever goes in comes back, and nothing panics.

use proptest::collection::{btree_map, vec};
use proptest::prelude::*;

use super::super::path::{check_path, collision};
use super::forge::{Forged, zip};
use super::*;

fn some_files() -> impl Strategy<Value = Files> {
    let path = "[a-zA-Zéß字 ._-]{1,12}(/[a-z0-9 ก-ฮ]{1,8}){0,3}";
    btree_map(path, vec(any::<u8>(), 0..300), 1..8).prop_filter("paths of packages", |files| {
        files.keys().all(|path| check_path(path, 195, 7).is_ok()) && collision(files.keys().map(String::as_str)).is_none()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn files_come_back(files in some_files(), identifier in "[a-zA-Z0-9/ ก-ฮ]{1,120}", sign in any::<bool>()) {
        let mut info = info(&files);
        prop_assume!(identifier.trim() == identifier);
        info.external_identifier = identifier;
        let bytes = if sign { signed(&info, &files) } else { unsigned(&info, &files) };
        let opened = open(&bytes).unwrap();
        prop_assert_eq!(&opened.info, &info);
        prop_assert_eq!(opened.signature.signature().is_some(), sign);
        let mut reader = Cursor::new(&bytes);
        for (path, content) in &files {
            prop_assert_eq!(&opened.read(&mut reader, path, 1 << 20).unwrap(), content);
        }
    }

    #[test]
    fn no_bytes_panic(bytes in vec(any::<u8>(), 0..400), begin in any::<bool>()) {
        let bytes = if begin { [&b"PK\x03\x04"[..], &bytes].concat() } else { bytes };
        prop_assert!(open(&bytes).is_err());
    }

    #[test]
    fn no_change_of_bytes_is_taken(place in any::<prop::sample::Index>(), value in any::<[u8; 4]>(), length in 1_usize..5) {
        let files = files();
        let mut bytes = signed(&info(&files), &files);
        let before = bytes.clone();
        let place = place.index(bytes.len());
        bytes.iter_mut().skip(place).zip(value).take(length).for_each(|(byte, new)| *byte = new);
        prop_assert_eq!(open(&bytes).is_ok(), bytes == before);
    }

    #[test]
    fn no_change_of_a_member_is_taken(number in any::<prop::sample::Index>(), name in proptest::option::of(".{0,40}"), content in proptest::option::of(vec(any::<u8>(), 0..60))) {
        let files = files();
        let whole = Forged::new(&info(&files), &files, true).ordered();
        let mut changed = whole.clone();
        let number = number.index(changed.len());
        changed[number].0 = name.unwrap_or_else(|| changed[number].0.clone());
        changed[number].1 = content.unwrap_or_else(|| changed[number].1.clone());
        prop_assert_eq!(open(&zip(&changed)).is_ok(), changed == whole);
    }
}
