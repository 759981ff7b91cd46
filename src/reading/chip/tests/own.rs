//! A chip of our own, in every form that is met.

use proptest::prelude::*;

use super::super::*;
use crate::domain::Verdict;
use crate::reading::signature::Hash;
use crate::reading::signature::tests::{ECDSA_SHA256, certificate, element, name, number, sign};

const ZONE: [&str; 2] = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const SHA256: &[u8] = &[0x30, 0x0B, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01];
const SECURITY_OBJECT: &[u8] = &[0x67, 0x81, 0x08, 1, 1, 1];
const MASTER_LIST: &[u8] = &[0x67, 0x81, 0x08, 1, 1, 2];
const SIGNED_DATA: &[u8] = &[0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 7, 2];
const PKCS9: [u8; 8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 1, 9];

/// An element of indefinite length.
fn endless(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    [&[tag, 0x80][..], &parts.concat(), &[0, 0]].concat()
}

/// How a message is written.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Plain,
    Indefinite,
    ByKeyIdentifier,
    WithoutAttributes,
}

fn signed_message(kind: &[u8], content: &[u8], signer: &[u8], form: Form) -> Vec<u8> {
    let attribute = |number: u8, value: &[u8]| element(0x30, &[&element(6, &[&PKCS9, &[number]]), &element(0x31, &[value])]);
    let attributes = [
        attribute(3, &element(6, &[kind])),
        attribute(5, &element(0x17, &[b"250301120000Z"])),
        attribute(4, &element(4, &[&Hash::Sha256.digest(content)])),
    ]
    .concat();
    let named = match form {
        Form::ByKeyIdentifier => element(0x80, &[&[1, 2, 3]]),
        _ => element(0x30, &[&name("UT", "Authority"), &number(&[0x8F, 1])]),
    };
    let (signed, attributes) = match form {
        Form::WithoutAttributes => (content.to_vec(), Vec::new()),
        _ => (element(0x31, &[&attributes]), element(0xA0, &[&attributes])),
    };
    let info = element(0x30, &[&number(&[1]), &named, SHA256, &attributes, ECDSA_SHA256, &element(4, &[&sign(&signed)])]);
    let octets = match form {
        Form::Indefinite => endless(0x24, &[&element(4, &[&content[..7]]), &element(4, &[&content[7..]])]),
        _ => element(4, &[content]),
    };
    let open = if form == Form::Indefinite { endless } else { element };
    let data = open(
        0x30,
        &[
            &number(&[3]),
            &element(0x31, &[SHA256]),
            &open(0x30, &[&element(6, &[kind]), &open(0xA0, &[&octets])]),
            &element(0xA0, &[signer]),
            &element(0x31, &[&info]),
        ],
    );
    open(0x30, &[&element(6, &[SIGNED_DATA]), &open(0xA0, &[&data])])
}

fn group_1() -> Vec<u8> {
    element(0x61, &[&[0x5F, 0x1F, 88], ZONE.concat().as_bytes()])
}

fn list_of_hashes(groups: &[(u8, Vec<u8>)]) -> Vec<u8> {
    let entries: Vec<Vec<u8>> =
        groups.iter().map(|(group, bytes)| element(0x30, &[&number(&[*group]), &element(4, &[&Hash::Sha256.digest(bytes)])])).collect();
    let versions = element(0x30, &[&element(0x13, &[b"0108"]), &element(0x13, &[b"040000"])]);
    element(0x30, &[&number(&[1]), SHA256, &element(0x30, &[&entries.concat()]), &versions])
}

fn file(name: &str, bytes: Vec<u8>) -> ChipFile {
    ChipFile { name: name.to_owned(), bytes }
}

fn signer() -> Vec<u8> {
    certificate("UT", "signer", "P")
}

fn chip(form: Form, signer: &[u8]) -> Vec<ChipFile> {
    let details = element(0x6C, &[&[0x5C, 2, 0x5F, 0x26, 0x5F, 0x26, 8], b"20250302"]);
    let groups = [(1, group_1()), (12, details.clone())];
    let message = signed_message(SECURITY_OBJECT, &list_of_hashes(&groups), signer, form);
    let list = element(0x60, &[&[0x5F, 1, 4], b"0108", &[0x5C, 2, 0x61, 0x6C]]);
    vec![file("EF_SOD.bin", element(0x77, &[&message])), file("DG1.bin", group_1()), file("DG12.bin", details), file("EF_COM.bin", list)]
}

/// The authority has the name and the key by which the signer was signed.
fn store() -> TrustStore {
    let mut store = TrustStore::new();
    store.add_certificate("authority.der", &certificate("UT", "authority", "P")).unwrap();
    store
}

fn read_beside(files: &[ChipFile], store: &TrustStore, printed_zone: Option<&str>) -> ChipReading {
    authenticate(files, store, &Beside { today: "2026-07-01".parse().unwrap(), printed_zone }).unwrap()
}

fn read(files: &[ChipFile], store: &TrustStore) -> ChipReading {
    read_beside(files, store, None)
}

fn reason(reading: &ChipReading, name: StepName) -> (Outcome, Reason) {
    reading.step(name).map(|step| (step.outcome, step.reason)).unwrap()
}

const PASSED: (Outcome, Reason) = (Outcome::Passed, Reason::Holds);

#[test]
fn a_whole_chip_conforms_in_every_form() {
    for form in [Form::Plain, Form::Indefinite, Form::ByKeyIdentifier] {
        let reading = read_beside(&chip(form, &signer()), &store(), Some(&ZONE.join("\n")));
        let passed = [
            StepName::Content,
            StepName::GroupHashes,
            StepName::SignedAttributes,
            StepName::Signature,
            StepName::Chain,
            StepName::Validity,
            StepName::ValidityToday,
            StepName::Country,
            StepName::DocumentType,
            StepName::MachineZone,
            StepName::PrintedZone,
            StepName::GroupList,
        ];
        for name in passed {
            assert_eq!(reason(&reading, name), PASSED, "{name}: {:?}", reading.step(name));
        }
        assert_eq!(reading.verdict(), Verdict::Conforms);
        assert_eq!(reading.lds_version.as_deref(), Some("1.8"));
        assert_eq!(reading.signing_time.unwrap().to_string(), "2025-03-01T12:00:00Z");
        assert!(reading.notes.is_empty(), "{:?}", reading.notes);
        assert!(reading.to_json()["limits"][0].as_str().unwrap().contains("clone"));
    }
}

#[test]
fn without_signed_attributes_the_signature_covers_the_content() {
    let reading = read(&chip(Form::WithoutAttributes, &signer()), &store());
    assert_eq!(reading.sod, SodState::Valid);
    assert_eq!(reason(&reading, StepName::SignedAttributes), (Outcome::NotPossible, Reason::NoSignedAttributes));
    // The day of issue in DG12 takes the place of the time of signing.
    assert_eq!(reason(&reading, StepName::Validity), PASSED);
    assert_eq!(reading.verdict(), Verdict::Inconclusive);
}

#[test]
fn nothing_in_the_trust_list_is_inconclusive() {
    let files = chip(Form::Plain, &signer());
    let reading = read(&files, &TrustStore::new());
    assert_eq!((reading.chain, reading.verdict()), (ChainState::NoCsca, Verdict::Inconclusive));
    assert_eq!(reason(&reading, StepName::Chain), (Outcome::NotPossible, Reason::NoCscaOfCountry));
    let mut other = TrustStore::new();
    other.add_certificate("other", &certificate("XX", "someone", "P")).unwrap();
    assert_eq!(reason(&read(&files, &other), StepName::Chain), (Outcome::NotPossible, Reason::NoCscaOfCountry));
}

#[test]
fn a_signer_changed_after_it_was_signed_is_found() {
    // Another name: the authority is found by name, and did not sign this.
    let mut changed = signer();
    let at = changed.windows(6).position(|six| six == b"signer").unwrap();
    changed[at] = b'S';
    let reading = read(&chip(Form::Plain, &changed), &store());
    assert_eq!((reading.sod, reading.chain), (SodState::Valid, ChainState::NoCsca));
    assert_eq!(reason(&reading, StepName::Chain), (Outcome::NotPossible, Reason::NoMatchingCsca));
    // The same, where it names the key of the authority, too.
    let mut store = TrustStore::new();
    let mut authority = certificate("UT", "authority", "P");
    let at = authority.windows(3).position(|three| three == [1, 2, 3]).unwrap();
    authority[at..at + 3].copy_from_slice(&[4, 5, 6]);
    store.add_certificate("authority", &authority).unwrap();
    let reading = read(&chip(Form::Plain, &changed), &store);
    assert_eq!((reading.chain, reading.verdict()), (ChainState::Invalid, Verdict::DoesNotConform));
    assert_eq!(reason(&read(&chip(Form::Plain, &signer()), &store), StepName::Chain), PASSED);
}

#[test]
fn other_country_type_and_zone_are_found() {
    let reading = read_beside(&chip(Form::Plain, &certificate("AT", "signer", "ID")), &TrustStore::new(), Some("P<UTO"));
    assert_eq!(reason(&reading, StepName::Country), (Outcome::Failed, Reason::CountryDiffers));
    assert_eq!(reason(&reading, StepName::DocumentType), (Outcome::Failed, Reason::TypeNotListed));
    assert_eq!(reason(&reading, StepName::PrintedZone), (Outcome::Failed, Reason::ZoneDiffers));
    let printed = ZONE.join("\n").replace("ANNA", "ANNE");
    let step = read_beside(&chip(Form::Plain, &signer()), &store(), Some(&printed)).step(StepName::PrintedZone).unwrap().clone();
    assert!(step.text.contains("line 1, column 19"), "{}", step.text);
}

#[test]
fn changed_missing_and_unlisted_groups_are_told_apart() {
    let mut files = chip(Form::Plain, &signer());
    files[1].bytes[30] ^= 1;
    files.remove(2);
    files.push(file("DG15.bin", vec![0x6F, 0]));
    let reading = read(&files, &store());
    let outcomes: Vec<(u8, GroupOutcome)> = reading.groups.iter().map(|group| (group.number, group.outcome)).collect();
    assert_eq!(outcomes, [(1, GroupOutcome::Mismatch), (12, GroupOutcome::FileMissing), (15, GroupOutcome::NotInSod)]);
    assert_eq!((reading.sod, reading.verdict()), (SodState::Valid, Verdict::DoesNotConform));
}

#[test]
fn filling_after_a_group_does_not_count() {
    let mut files = chip(Form::Plain, &signer());
    files[1].bytes.extend([0; 9]);
    assert_eq!(read(&files, &store()).groups[0].outcome, GroupOutcome::Match);
    files[1].bytes.push(7);
    assert_eq!(read(&files, &store()).groups[0].outcome, GroupOutcome::Mismatch);
}

fn revocation_list(serial: &[u8]) -> Vec<u8> {
    let time = element(0x17, &[b"250401000000Z"]);
    let entry = element(0x30, &[&number(serial), &time]);
    let signed = element(0x30, &[&number(&[1]), ECDSA_SHA256, &name("UT", "authority"), &time, &time, &element(0x30, &[&entry])]);
    element(0x30, &[&signed, ECDSA_SHA256, &element(3, &[&[0], &sign(&signed)])])
}

#[test]
fn revocation_lists_count_if_the_authority_signed_them() {
    let files = chip(Form::Plain, &signer());
    let mut with_list = store();
    with_list.add_revocation_list("list", &revocation_list(&[0x8F, 2])).unwrap();
    assert_eq!(reason(&read(&files, &with_list), StepName::Revocation), PASSED);
    with_list.add_revocation_list("list", &revocation_list(&[0x8F, 1])).unwrap();
    assert_eq!(reason(&read(&files, &with_list), StepName::Revocation), (Outcome::Failed, Reason::Revoked));
    let mut forged = revocation_list(&[0x8F, 1]);
    *forged.last_mut().unwrap() ^= 1;
    let mut with_forged = store();
    with_forged.add_revocation_list("list", &forged).unwrap();
    assert_eq!(reason(&read(&files, &with_forged), StepName::Revocation), (Outcome::NotPossible, Reason::NoRevocationList));
}

fn master_list() -> Vec<u8> {
    let certificates = [certificate("UT", "authority", "P"), certificate("AT", "authority", "P")].concat();
    let content = element(0x30, &[&number(&[0]), &element(0x31, &[&certificates])]);
    signed_message(MASTER_LIST, &content, &signer(), Form::Plain)
}

#[test]
fn a_master_list_is_verified_before_it_counts() {
    let mut store = TrustStore::new();
    let facts = store.add_master_list("list", &master_list()).unwrap();
    assert_eq!((facts.signature, facts.certificates, facts.per_country["AT"]), (Outcome::Passed, 2, 1));
    // The signer is no signer of master lists: said, and left to a person.
    assert_eq!(facts.signer_chain, Outcome::Failed);
    assert_eq!(reason(&read(&chip(Form::Plain, &signer()), &store), StepName::Chain), PASSED);
}

#[test]
fn files_of_no_chip_are_refused() {
    let beside = Beside { today: "2026-07-01".parse().unwrap(), printed_zone: None };
    assert_eq!(authenticate(&[], &store(), &beside), Err(ChipError::NoFiles));
    assert_eq!(authenticate(&[file("photo.jpg", vec![1])], &store(), &beside), Err(ChipError::NoFiles));
    let many = vec![file("DG1.bin", Vec::new()); MAX_FILES + 1];
    assert!(matches!(authenticate(&many, &store(), &beside), Err(ChipError::TooManyFiles { .. })));
    let reading = read(&[file("DG1.bin", group_1())], &store());
    assert_eq!((reading.sod, reading.verdict()), (SodState::Unreadable, Verdict::Inconclusive));
    // A file whose name says nothing is known by its tag.
    assert_eq!(read(&[file("a.bin", group_1())], &store()).files[0].kind, Some(FileKind::Group(1)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_bytes_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        for tag in [0x77, 0x75, 0x61, 0x60, 0x6B, 0x6C, 0x6E, 0x6F, 0x65, 0x67, 0x31, 0x30] {
            let names = ["EF_SOD", "DG1", "DG2", "DG5", "DG7", "DG11", "DG12", "DG14", "DG15", "EF_COM", "CardAccess", "CardSecurity"];
            let files: Vec<ChipFile> = names.iter().map(|name| file(name, element(tag, &[&bytes]))).collect();
            prop_assert!(read(&files, &TrustStore::new()).sod != SodState::Valid);
        }
        prop_assert!(MasterList::read("", &bytes, &[]).is_err() && RevocationList::read("", &bytes).is_err());
    }

    #[test]
    fn a_changed_object_is_never_called_good(at in 0_usize..2000, value: u8, indefinite: bool) {
        let mut files = chip(if indefinite { Form::Indefinite } else { Form::Plain }, &signer());
        let genuine = read(&files, &store());
        let place = at % files[0].bytes.len();
        files[0].bytes[place] = value;
        let reading = read(&files, &store());
        if reading.verdict() == Verdict::Conforms {
            prop_assert_eq!(&reading.groups, &genuine.groups);
            prop_assert_eq!(reading.signing_time, genuine.signing_time);
        }
        files[0].bytes.truncate(place);
        prop_assert_eq!(read(&files, &store()).sod, SodState::Unreadable);
    }

    #[test]
    fn a_changed_master_list_gives_no_other_certificates(at in 0_usize..4000, value: u8) {
        let mut bytes = master_list();
        let mut genuine = TrustStore::new();
        genuine.add_master_list("list", &bytes).unwrap();
        let place = at % bytes.len();
        bytes[place] = value;
        let mut store = TrustStore::new();
        if store.add_master_list("list", &bytes).is_ok() {
            for trusted in store.authorities() {
                prop_assert!(genuine.authorities().iter().any(|other| other.certificate == trusted.certificate));
            }
        }
    }

    #[test]
    fn a_changed_revocation_list_does_not_panic(at in 0_usize..1000, value: u8) {
        let mut bytes = revocation_list(&[1]);
        let place = at % bytes.len();
        bytes[place] = value;
        let mut store = store();
        if store.add_revocation_list("list", &bytes).is_ok() {
            read(&chip(Form::Plain, &signer()), &store);
        }
    }
}
