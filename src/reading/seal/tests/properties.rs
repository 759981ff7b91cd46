//! Whatever comes, nothing panics, and what was read can be examined and shown.

use proptest::prelude::*;

use super::*;

fn try_all(content: &[u8]) {
    let certificates = SignerCertificates::new();
    for seal in [read_seal(content), read_vds(content).map(|vds| Seal::Vds(Box::new(vds)))].into_iter().flatten() {
        let verdict = seal.verify(&certificates, None);
        assert_ne!(verdict.signature, SignatureState::Valid);
        assert!(seal.to_json(&verdict).is_object());
        let _zones = seal.machine_readable_zones();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        try_all(&bytes);
    }

    #[test]
    fn no_bytes_behind_a_header_panic(version in 2_u8..4, bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        try_all(&[&[0xDC, version, 0xD9, 0xC5, 0xD9, 0xCA, 0xC8, 0xA7, 0x3A, 0x99, 0x5B, 0xBC, 0x77, 0x5B, 0xBC, 0x77], &bytes[..]].concat());
    }

    #[test]
    fn no_text_panics(prefix in "(HC1:|RDB1A|RDB1B|RDB1C|NDB1D|\\{\"data\":\\{\"hdr\":\\{\\},\"msg\":)", text in "[A-Z2-7]{0,200}") {
        try_all(format!("{prefix}{text}").as_bytes());
    }

    #[test]
    fn no_json_panics(text in "[{}\\[\\]\":,a-z0-9.eE+-]{0,100}") {
        try_all(format!("{{\"data\":{{\"hdr\":{{}},\"msg\":{text}}},\"sig\":{{\"sigvl\":\"\"}}}}").as_bytes());
    }

    #[test]
    fn no_certificate_file_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _read = SignerCertificates::new().add_file(&bytes);
    }

    #[test]
    fn no_changed_byte_of_a_seal_panics(place in 0_usize..200, value in any::<u8>()) {
        let mut seal = from_hex("dc03d9c5d9cac8a73a995bbc775bbc77fb0602305cba135875976ec066d417b59e8c6abc133c133c133c133c3fef3a2938ee43f1593d1ae52dbb26751fe64b7c133c136b0306d79519a65306ff408b7f").unwrap();
        let length = seal.len();
        seal[place % length] = value;
        try_all(&seal);
    }
}
