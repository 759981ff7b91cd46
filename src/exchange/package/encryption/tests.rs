use super::*;
use proptest::prelude::*;

fn key(number: u8) -> DecryptionKey {
    DecryptionKey::from_seed(&[number; 32]).unwrap()
}

fn encrypted(content: &[u8], recipients: &[Recipient]) -> Vec<u8> {
    let mut out = Vec::new();
    encrypt(&mut { content }, recipients, &mut out).unwrap();
    out
}

fn decrypted(mut file: &[u8], keys: &[DecryptionKey]) -> Result<Vec<u8>, EncryptionError> {
    let mut out = Vec::new();
    decrypt(&mut file, keys, &EncryptionLimits::default(), &mut out).map(|_| out)
}

#[test]
fn each_receiver_can_decrypt_and_nobody_else() {
    let content = vec![7; 200_000];
    let file = encrypted(&content, &[key(1).recipient(), key(2).recipient()]);
    assert!(is_encrypted(&file) && !is_encrypted(&content));
    assert_eq!(decrypted(&file, &[key(1)]).unwrap(), content);
    assert_eq!(decrypted(&file, &[key(3), key(2)]).unwrap(), content);
    assert!(matches!(decrypted(&file, &[key(3)]), Err(EncryptionError::OtherKeys)));
    assert!(matches!(decrypted(&file, &[]), Err(EncryptionError::OtherKeys)));
    let mut out = Vec::new();
    assert!(matches!(
        decrypt_with_passphrase(&mut file.as_slice(), "x", &EncryptionLimits::default(), &mut out),
        Err(EncryptionError::NeedsKey)
    ));
}

#[test]
fn keys_are_written_and_read() {
    let (secret, public) = (key(1).secret_text(), key(1).recipient().to_string());
    assert!(secret.starts_with("AGE-SECRET-KEY-1") && public.starts_with("age1"));
    assert_eq!(secret.parse::<DecryptionKey>().unwrap().recipient(), key(1).recipient());
    assert_eq!(format!(" {public}\n").parse::<Recipient>().unwrap(), key(1).recipient());
    assert!(!format!("{:?}", key(1)).contains("SECRET"));
    let mut bent = public.clone();
    bent.pop();
    for text in ["", "age1", &bent, &secret, &public.replace('1', "2")] {
        assert!(text.parse::<Recipient>().is_err(), "{text}");
        assert!(text == secret || text.parse::<DecryptionKey>().is_err(), "{text}");
    }
}

#[test]
fn a_passphrase_opens_what_it_closed_and_may_not_cost_too_much() {
    let mut file = Vec::new();
    encrypt_with_work(&mut &b"content"[..], "correct horse", 4, &mut file).unwrap();
    let open = |passphrase, max_work_factor| {
        let mut out = Vec::new();
        let limits = EncryptionLimits { max_work_factor, ..Default::default() };
        decrypt_with_passphrase(&mut file.as_slice(), passphrase, &limits, &mut out).map(|_| out)
    };
    assert_eq!(open("correct horse", 4).unwrap(), b"content");
    assert!(matches!(open("wrong horse", 4), Err(EncryptionError::WrongPassphrase)));
    assert!(matches!(open("correct horse", 3), Err(EncryptionError::TooMuchWork { required: 4, limit: 3 })));
    assert!(matches!(decrypted(&file, &[key(1)]), Err(EncryptionError::NeedsPassphrase)));
    assert!(matches!(encrypt_with_passphrase(&mut &b""[..], "", &mut Vec::new()), Err(EncryptionError::EmptyPassphrase)));
}

#[test]
fn limits_hold() {
    let file = encrypted(&[0; 1000], &[key(1).recipient()]);
    let open = |limits: EncryptionLimits| decrypt(&mut file.as_slice(), &[key(1)], &limits, &mut std::io::sink());
    let default = EncryptionLimits::default();
    assert!(matches!(open(EncryptionLimits { max_bytes: 999, ..default }), Err(EncryptionError::TooLong(999))));
    assert_eq!(open(EncryptionLimits { max_bytes: 1000, ..default }).unwrap(), 1000);
    assert!(matches!(open(EncryptionLimits { max_head_bytes: 60, ..default }), Err(EncryptionError::HeadTooLong(60))));
    assert!(matches!(encrypt(&mut &b""[..], &[], &mut Vec::new()), Err(EncryptionError::NoRecipient)));
    let many = vec![key(1).recipient(); 201];
    assert!(matches!(encrypt(&mut &b""[..], &many, &mut Vec::new()), Err(EncryptionError::TooManyRecipients(201, 200))));
    let most = encrypted(b"x", &many[..200]);
    assert_eq!(decrypted(&most, &[key(1)]).unwrap(), b"x");
}

#[test]
fn any_flipped_bit_and_any_cut_is_found() {
    let file = encrypted(b"a package", &[key(1).recipient()]);
    for place in 0..file.len() {
        for bit in 0..8 {
            let mut changed = file.clone();
            changed[place] ^= 1 << bit;
            assert!(decrypted(&changed, &[key(1)]).is_err(), "byte {place} bit {bit}");
        }
        assert!(decrypted(&file[..place], &[key(1)]).is_err(), "cut at {place}");
    }
    let mut longer = file;
    longer.push(0);
    assert!(matches!(decrypted(&longer, &[key(1)]), Err(EncryptionError::Damaged)));
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in any::<Vec<u8>>(), head in "(-> [a-z0-9 ]{0,12}\n|[A-Za-z0-9+/]{0,66}\n|--- [a-zA-Z0-9+/]{0,45}\n){0,8}") {
        prop_assert!(decrypted(&bytes, &[key(1)]).is_err());
        let file = [FIRST_LINE, head.as_bytes(), &bytes].concat();
        prop_assert!(decrypted(&file, &[key(1)]).is_err());
    }
}
