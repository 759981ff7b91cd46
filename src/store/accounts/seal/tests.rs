use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn cheap() -> KeyProfile {
    KeyProfile::new(8, 1, 1).unwrap()
}

fn id(number: u128) -> AccountId {
    AccountId(Uuid::from_u128(number))
}

fn randomness(byte: u8) -> SealRandomness {
    let mut bytes = [byte; 40];
    bytes[39] ^= 0xff;
    SealRandomness::from_bytes(bytes)
}

fn sealed(passphrase: &str) -> (SigningKey, SealedKey) {
    let key = SigningKey::from_seed(&[7; 32]);
    let sealed = SealedKey::of(&key, id(1), passphrase, KeyProtection::Passphrase, randomness(3), cheap()).unwrap();
    (key, sealed)
}

#[test]
fn a_key_opens_with_its_passphrase_and_with_no_other() {
    let (key, sealed) = sealed("correct horse");
    let public = key.public_key();
    assert_eq!(sealed.open(id(1), public, "correct horse").unwrap().unwrap().seed(), key.seed());
    for wrong in ["", "correct hors", "correct horse ", "Correct horse", "correct horse\0"] {
        assert!(sealed.open(id(1), public, wrong).unwrap().is_none(), "{wrong:?}");
    }
    assert!(sealed.open(id(1), public, &"x".repeat(1025)).is_err());
}

#[test]
fn a_passphrase_is_the_same_from_every_keyboard() {
    let (key, sealed) = sealed("mật khẩu của tôi");
    let decomposed: String = "mật khẩu của tôi".nfd().collect();
    assert_ne!(decomposed, "mật khẩu của tôi");
    assert!(sealed.open(id(1), key.public_key(), &decomposed).unwrap().is_some());
}

#[test]
fn a_key_opens_in_its_own_place_alone() {
    let (key, sealed) = sealed("correct horse");
    assert!(sealed.open(id(2), key.public_key(), "correct horse").unwrap().is_none(), "another account");
    let other = SigningKey::from_seed(&[8; 32]).public_key();
    assert!(sealed.open(id(1), other, "correct horse").unwrap().is_none(), "another public key");
    let mut relabelled = sealed.clone();
    relabelled.protection = KeyProtection::None;
    assert!(relabelled.open(id(1), key.public_key(), "correct horse").unwrap().is_none(), "another protection");
    let mut lighter = sealed;
    lighter.work = KeyProfile::new(16, 1, 1).unwrap();
    assert!(lighter.open(id(1), key.public_key(), "correct horse").unwrap().is_none(), "other work");
}

#[test]
fn every_bit_of_the_record_counts() {
    let (key, sealed) = sealed("correct horse");
    type Field = fn(&mut SealedKey) -> &mut [u8];
    let spoil: [(usize, Field); 4] = [
        (SALT, |sealed| &mut sealed.salt.0),
        (NONCE, |sealed| &mut sealed.nonce.0),
        (SEED, |sealed| &mut sealed.sealed.0),
        (TAG, |sealed| &mut sealed.tag.0),
    ];
    for (field, (length, bytes)) in spoil.into_iter().enumerate() {
        for bit in 0..length * 8 {
            let mut spoilt = sealed.clone();
            bytes(&mut spoilt)[bit / 8] ^= 1 << (bit % 8);
            assert!(spoilt.open(id(1), key.public_key(), "correct horse").unwrap().is_none(), "field {field}, bit {bit}");
        }
    }
}

#[test]
fn the_record_reads_back_and_holds_no_secret() {
    let (key, sealed) = sealed("correct horse");
    let text = serde_json::to_string(&sealed).unwrap();
    assert_eq!(serde_json::from_str::<SealedKey>(&text).unwrap(), sealed);
    assert!(text.starts_with(r#"{"protection":"passphrase","work":{"memory_kib":8,"passes":1,"lanes":1},"salt":"0303"#), "{text}");
    let seed: String = Hex(key.seed()).into();
    assert!(!text.contains(&seed) && !text.contains("horse"));
    assert_eq!(format!("{sealed:?} {:?}", randomness(1)), "SealedKey (passphrase) SealRandomness");
}

#[test]
fn the_standard_work_stays_what_it_is() {
    assert_eq!(KeyProfile::default(), KeyProfile::new(65_536, 3, 1).unwrap());
    // A record that was made once opens in every later version.
    let text = r#"{"protection":"passphrase","work":{"memory_kib":8,"passes":1,"lanes":1},"salt":"@salt","nonce":"@nonce","sealed":"@sealed","tag":"@tag"}"#;
    let text =
        text.replace("@salt", RECORDED[0]).replace("@nonce", RECORDED[1]).replace("@sealed", RECORDED[2]).replace("@tag", RECORDED[3]);
    let sealed: SealedKey = serde_json::from_str(&text).unwrap();
    let public = SigningKey::from_seed(&[7; 32]).public_key();
    assert_eq!(sealed.open(id(1), public, "correct horse").unwrap().unwrap().seed(), [7; 32]);
}

/// Computed apart from this program, with the reference implementation of Argon2 and another one of XChaCha20-Poly1305.
const RECORDED: [&str; 4] = [
    "03030303030303030303030303030303",
    "0303030303030303030303030303030303030303030303fc",
    "01de1f0fda6076c636f7c0f4109811a2848de503efc3dffd4a342fa0c3fa3525",
    "e084cae24cc926902229313a08344310",
];

#[test]
fn work_out_of_range_is_refused() {
    let largest = KeyProfile::new(1 << 20, 10, 4);
    assert!(largest.is_ok());
    for (memory, passes, lanes) in [
        ((1 << 20) + 1, 1, 1),
        (u32::MAX, 1, 1),
        (7, 1, 1),
        (31, 1, 4),
        (0, 0, 0),
        (64, 0, 1),
        (64, 11, 1),
        (64, u32::MAX, 1),
        (64, 1, 0),
        (64, 1, 5),
        (u32::MAX, u32::MAX, u32::MAX),
    ] {
        assert!(KeyProfile::new(memory, passes, lanes).is_err(), "{memory} {passes} {lanes}");
        let text = format!(r#"{{"memory_kib":{memory},"passes":{passes},"lanes":{lanes}}}"#);
        assert!(serde_json::from_str::<KeyProfile>(&text).is_err(), "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_record_is_refused_or_opens_nothing(
        protection in "none|passphrase|x",
        memory in prop_oneof![0_u32..64, 1_048_570_u32..=u32::MAX],
        passes in prop_oneof![0_u32..3, 9_u32..=u32::MAX],
        lanes in 0_u32..8,
        salt in "[0-9a-f]{32}|[0-9a-fA-F]{0,40}|\\PC{0,32}",
        nonce in "[0-9a-f]{48}",
        sealed in "[0-9a-f]{64}|[0-9a-f]{0,80}",
        tag in "[0-9a-f]{32}",
        passphrase in "\\PC{0,20}",
    ) {
        // Valid and large together would only be slow.
        prop_assume!(memory < 1_000_000 || passes > 10 || lanes == 0 || lanes > 4 || memory > MAX_MEMORY);
        let text = serde_json::json!({
            "protection": protection, "work": { "memory_kib": memory, "passes": passes, "lanes": lanes },
            "salt": salt, "nonce": nonce, "sealed": sealed, "tag": tag,
        });
        if let Ok(sealed) = serde_json::from_value::<SealedKey>(text) {
            let public = SigningKey::from_seed(&[7; 32]).public_key();
            prop_assert!(sealed.open(id(1), public, &passphrase).unwrap().is_none());
        }
    }

    #[test]
    fn any_text_is_no_record_or_opens_nothing(text in "\\PC{0,200}") {
        prop_assert!(serde_json::from_str::<SealedKey>(&text).is_err());
    }

    #[test]
    fn any_passphrase_opens_what_it_sealed(passphrase in "\\PC{0,40}", seed: [u8; 32], bytes in any::<[u8; 20]>()) {
        let key = SigningKey::from_seed(&seed);
        let randomness = SealRandomness::from_bytes(std::array::from_fn(|place| bytes[place % 20]));
        let sealed = SealedKey::of(&key, id(1), &passphrase, KeyProtection::Passphrase, randomness, cheap()).unwrap();
        prop_assert_eq!(sealed.open(id(1), key.public_key(), &passphrase).unwrap().unwrap().seed(), seed);
        prop_assert_ne!(sealed.sealed.0, seed);
    }
}

const MAX_MEMORY: u32 = crate::store::accounts::MAX_MEMORY_KIB;
