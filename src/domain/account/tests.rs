use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn at(second: i64) -> Timestamp {
    Timestamp(jiff::Timestamp::from_second(1_770_000_000 + second).unwrap())
}

fn key(byte: u8) -> PublicKey {
    PublicKey::from_bytes([byte; 32])
}

fn account(number: u128, roles: &[Role]) -> Account {
    Account {
        id: AccountId(Uuid::from_u128(number)),
        name: AccountName::new("E. Examiner").unwrap(),
        roles: roles.iter().copied().collect(),
        public_key: key(1),
        earlier_keys: Vec::new(),
        created_at: at(0),
        disabled_at: None,
        scope: None,
    }
}

/// What every role may do, written apart from the table: examiner, reviewer, librarian, trainer, administrator.
const EXPECTED: &[(Act, &str)] = &[
    (Act::ViewCase, "ER..."),
    (Act::Search, "ER..."),
    (Act::NewCase, "ER..."),
    (Act::AssignCase, "ER..."),
    (Act::AddCapture, "E...."),
    (Act::Examine, "E...."),
    (Act::Conclude, "E...."),
    (Act::Submit, "E...."),
    (Act::ReturnCase, ".R..."),
    (Act::Review, ".R..."),
    (Act::ResolveDisagreement, ".R..."),
    (Act::Authorise, ".R..."),
    (Act::Issue, "ER..."),
    (Act::Amend, "ER..."),
    (Act::Withdraw, ".R..."),
    (Act::RecordCustody, "ER..."),
    (Act::RevealStage, "ER..."),
    (Act::SetContext, "ER..."),
    (Act::ExportFindings, "ER..."),
    (Act::ExportPackage, "ER..."),
    (Act::ImportPackage, "ER..."),
    (Act::Redact, "ER..."),
    (Act::ViewLibrary, "ERLT."),
    (Act::EditLibrary, "..L.."),
    (Act::ImportLibrary, "..L.."),
    (Act::EditChecklist, "..L.."),
    (Act::AgreeChecklist, ".R..."),
    (Act::BuildExercise, "...T."),
    (Act::RunExercise, "ERLT."),
    (Act::ScoreExercise, "...T."),
    (Act::ExportAlert, "ER..."),
    (Act::ImportAlert, "ERL.."),
    (Act::ManageAccounts, "....A"),
    (Act::ManageTrust, "....A"),
    (Act::ManageKeysOfOthers, "....A"),
    (Act::Backup, "....A"),
    (Act::Restore, "....A"),
    (Act::CheckStore, "ERLTA"),
    (Act::ReadAudit, ".R..A"),
    (Act::ChangeLaboratory, "....A"),
];

#[test]
fn every_act_by_every_role_is_as_expected() {
    assert_eq!(EXPECTED.iter().map(|(act, _)| *act).collect::<Vec<_>>(), Act::ALL, "an act is missing here");
    for (act, expected) in EXPECTED {
        for (role, letter) in Role::ALL.iter().zip(expected.chars()) {
            assert_eq!(role.may(*act), letter != '.', "{act} by {role}");
            let account = account(1, &[*role]);
            assert_eq!(account.may(*act).is_ok(), letter != '.', "{act} by an account that is {role}");
            assert_eq!(account.role_for(*act), (letter != '.').then_some(*role));
        }
        assert_eq!(expected.len(), Role::ALL.len());
        assert!(act.needs().is_sorted(), "{act}: the roles are listed in their order");
        assert!(!act.needs().is_empty(), "nobody may {act}");
        assert!(account(1, &[]).may(*act).is_err(), "{act} without a role");
        assert!(account(1, Role::ALL).may(*act).is_ok(), "{act} with every role");
    }
}

#[test]
fn a_refusal_says_who_may_and_what_to_do() {
    let refused = account(1, &[Role::Librarian]).may(Act::Review).unwrap_err();
    assert_eq!(refused.to_string(), "Only a reviewer may review an examination.");
    assert_eq!(refused.remedy(), "Ask a reviewer, or have an administrator give you the role.");
    assert_eq!((refused.act, refused.needs.as_slice(), refused.why), (Act::Review, &[Role::Reviewer][..], Refusal::NoRole));
    let refused = account(1, &[]).may(Act::ImportAlert).unwrap_err();
    assert_eq!(refused.to_string(), "Only an examiner, a reviewer or a librarian may take in an alert.");
    let mut disabled = account(1, Role::ALL);
    disabled.disabled_at = Some(at(9));
    assert_eq!(disabled.may(Act::Examine).unwrap_err().to_string(), "This account is disabled and may not examine an exhibit.");
    for act in Act::ALL {
        for why in Refusal::ALL {
            let refused = NotPermitted::new(*act, *why);
            for sentence in [refused.to_string(), refused.remedy()] {
                assert!(sentence.ends_with('.') && sentence.starts_with(char::is_uppercase) && !sentence.contains("  "), "{sentence}");
            }
            let text = serde_json::to_string(&refused).unwrap();
            assert_eq!(serde_json::from_str::<NotPermitted>(&text).unwrap(), refused);
        }
    }
}

#[test]
fn nobody_reviews_or_authorises_their_own_examination() {
    let all = account(1, Role::ALL);
    let other = AccountId(Uuid::from_u128(2));
    assert!(may_review(&[other], all.id) && may_review(&[], all.id) && !may_review(&[other, all.id], all.id));
    for act in Act::ALL {
        let own = all.may_for(*act, &[other, all.id]);
        assert_eq!(own.is_err(), matches!(act, Act::Review | Act::Authorise | Act::ResolveDisagreement), "{act}");
        assert!(all.may_for(*act, &[other]).is_ok());
    }
    let refused = all.may_for(Act::Review, &[all.id]).unwrap_err();
    assert_eq!(refused.to_string(), "Nobody may review an examination that they took part in themselves.");
    // The role comes first: who may not review at all is told so.
    assert_eq!(account(1, &[Role::Examiner]).may_for(Act::Review, &[all.id]).unwrap_err().why, Refusal::NoRole);
}

#[test]
fn a_recorded_competence_limits_and_none_does_not() {
    let mut person = account(1, &[Role::Examiner]);
    assert!(person.may_with(Act::Examine, DocumentKind::MrvA).is_ok());
    person.scope = Some(Competence { text: "Course of 2025".to_owned(), kinds: BTreeSet::new() });
    assert!(person.may_with(Act::Examine, DocumentKind::MrvA).is_ok());
    person.scope = Some(Competence { text: String::new(), kinds: [DocumentKind::Td3Passport].into() });
    assert!(person.may_with(Act::Examine, DocumentKind::Td3Passport).is_ok());
    let refused = person.may_with(Act::Examine, DocumentKind::MrvA).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "This account may not examine an exhibit: Visa (MRV-A) is outside the competence that is recorded for it."
    );
}

#[test]
fn an_administrator_counts_while_enabled() {
    let mut administrator = account(1, &[Role::Administrator]);
    let others = [account(2, &[Role::Examiner]), account(3, &[])];
    assert!(has_administrator(others.iter().chain([&administrator])) && !has_administrator(&others) && !has_administrator(&[]));
    administrator.disabled_at = Some(at(1));
    assert!(!has_administrator(others.iter().chain([&administrator])));
}

#[test]
fn a_signature_counts_if_its_key_was_in_use_at_its_time() {
    let mut person = account(1, &[]);
    person.replace_key(key(2), at(100));
    person.replace_key(key(3), at(200));
    let expected = [
        (1, [(-1, KeyStanding::NotYet), (0, KeyStanding::Earlier), (100, KeyStanding::Earlier), (101, KeyStanding::Replaced)]),
        (2, [(99, KeyStanding::NotYet), (100, KeyStanding::Earlier), (200, KeyStanding::Earlier), (201, KeyStanding::Replaced)]),
        (3, [(0, KeyStanding::NotYet), (199, KeyStanding::NotYet), (200, KeyStanding::Current), (999, KeyStanding::Current)]),
        (4, [(0, KeyStanding::Unknown), (100, KeyStanding::Unknown), (200, KeyStanding::Unknown), (300, KeyStanding::Unknown)]),
    ];
    for (number, standings) in expected {
        for (second, expected) in standings {
            assert_eq!(person.standing_of(key(number), at(second)), expected, "key {number} at {second}");
        }
    }
    // The clock was set back: no key ends before it began.
    person.replace_key(key(4), at(50));
    assert_eq!(person.earlier_keys[2].until, at(200));
}

#[test]
fn names_are_compared_without_case_spaces_and_forms() {
    let key = |text: &str| AccountName::new(text).unwrap().key();
    for (one, other) in [
        ("E. Examiner", "e.  EXAMINER "),
        ("Nguyễn Văn A", "nguye\u{302}\u{303}n va\u{306}n a"),
        ("Straße", "STRASSE"),
        ("ΣΑΣ", "σας"),
        ("Ａｎｎ", "ann"),
        ("A\u{a0}B", "ab"),
        ("نام\u{200c}ها", "نامها"),
    ] {
        assert_eq!(key(one), key(other), "{one} and {other}");
    }
    assert_ne!(key("Ann"), key("Anne"));
    assert_eq!(AccountName::new("  E.\t Examiner ").unwrap_err(), InvalidAccountName::Unseen('\t'));
    assert_eq!(AccountName::new("  E.  Examiner ").unwrap().as_str(), "E. Examiner");
    assert_eq!(AccountName::new("นายสมชาย").unwrap().to_string(), "นายสมชาย");
    for empty in ["", "  ", "-.-", "\u{200d}"] {
        assert_eq!(AccountName::new(empty), Err(InvalidAccountName::Empty), "{empty:?}");
    }
    assert!(AccountName::new(&"x".repeat(120)).is_ok());
    assert_eq!(AccountName::new(&"x".repeat(121)), Err(InvalidAccountName::TooLong(121)));
    assert!(AccountName::new(&"x".repeat(1 << 20)).is_err());
    assert_eq!(AccountName::new("a\u{202e}b").unwrap_err().to_string(), "a name cannot contain the character U+202E, which is not seen");
    assert!(serde_json::from_str::<AccountName>("\"a\\nb\"").is_err());
}

#[test]
fn a_passphrase_is_long_or_the_account_is_alone() {
    assert_eq!(KeyProtection::by("", true), Ok(KeyProtection::None));
    assert_eq!(KeyProtection::by("", false), Err(PassphraseProblem::Empty));
    for alone in [true, false] {
        assert_eq!(KeyProtection::by("ninechars", alone), Err(PassphraseProblem::TooShort(9)));
        assert_eq!(KeyProtection::by("ten chars.", alone), Ok(KeyProtection::Passphrase));
        assert_eq!(KeyProtection::by("รหัสผ่านลับ", alone), Ok(KeyProtection::Passphrase));
        assert_eq!(KeyProtection::by(&"x".repeat(1025), alone), Err(PassphraseProblem::TooLong));
    }
    assert!(KeyProtection::ALL.iter().all(|protection| protection.sentence().ends_with('.')));
}

#[test]
fn an_account_reads_back_as_it_was_written() {
    let mut person = account(1, &[Role::Reviewer, Role::Examiner]);
    person.replace_key(key(2), at(5));
    person.scope = Some(Competence { text: "All".to_owned(), kinds: [DocumentKind::Td1IdCard].into() });
    let text = serde_json::to_string(&person).unwrap();
    assert!(text.contains(r#""roles":["examiner","reviewer"]"#), "{text}");
    assert_eq!(serde_json::from_str::<Account>(&text).unwrap(), person);
    let schema = schemars::schema_for!(Account);
    assert!(schema.get("properties").is_some_and(|properties| properties.get("earlier_keys").is_some()));
}

fn any_roles() -> impl Strategy<Value = Vec<Role>> {
    prop::collection::vec(prop::sample::select(Role::ALL), 0..8)
}

proptest! {
    #[test]
    fn a_set_of_roles_may_do_what_one_of_them_may_and_nothing_else(roles in any_roles()) {
        let person = account(1, &roles);
        for act in Act::ALL {
            prop_assert_eq!(person.may(*act).is_ok(), roles.iter().any(|role| role.may(*act)));
        }
    }

    #[test]
    fn what_two_may_apart_they_may_together_and_no_more(one in any_roles(), other in any_roles()) {
        let both = account(1, &[one.clone(), other.clone()].concat());
        let (one, other) = (account(1, &one), account(1, &other));
        for act in Act::ALL {
            prop_assert_eq!(both.may(*act).is_ok(), one.may(*act).is_ok() || other.may(*act).is_ok());
        }
    }

    #[test]
    fn any_text_is_a_name_or_is_refused(text in "\\PC{0,140}|[ a-zß\u{300}-\u{310}]{0,20}") {
        if let Ok(name) = AccountName::new(&text) {
            prop_assert_eq!(&AccountName::new(name.as_str()).unwrap(), &name);
            prop_assert!(!name.key().is_empty());
            let again = AccountName::new(&name.as_str().to_uppercase());
            prop_assert!(again.is_err() || again.unwrap().key() == name.key());
        }
    }

    #[test]
    fn any_passphrase_is_judged(text: String, alone: bool) {
        prop_assert_eq!(KeyProtection::by(&text, alone) == Ok(KeyProtection::None), alone && text.is_empty());
    }

    #[test]
    fn however_the_clock_goes_a_key_in_use_counts(times in prop::collection::vec(-1000_i64..1000, 0..12)) {
        let mut person = account(1, &[]);
        for (number, second) in times.iter().enumerate() {
            person.replace_key(key(number as u8 + 2), at(*second));
        }
        prop_assert!(person.earlier_keys.is_sorted_by_key(|earlier| earlier.until));
        for earlier in &person.earlier_keys {
            prop_assert_eq!(person.standing_of(earlier.public_key, earlier.until), KeyStanding::Earlier);
        }
        prop_assert_eq!(person.standing_of(person.public_key, at(5000)), KeyStanding::Current);
    }
}
