use super::*;
use crate::domain::{KeyStanding, Sha256, SignatureClaim, SignedFor};
use proptest::prelude::*;

fn roles(roles: &[Role]) -> BTreeSet<Role> {
    roles.iter().copied().collect()
}

#[test]
fn a_store_without_accounts_works() {
    let mut store = Store::open_in_memory().unwrap();
    assert!(store.accounts().unwrap().is_empty());
    assert_eq!((store.account(id(1)).unwrap(), store.key_protection(id(1)).unwrap()), (None, None));
    assert_eq!(store.account_without_passphrase().unwrap(), None);
    assert!(matches!(store.disable(id(1), 1, by(0)), Err(AccountError::Unknown(_))));
    assert_sound(&store);
}

#[test]
fn accounts_are_kept_with_their_entries_and_without_secrets() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    let scope = Competence { text: "Course of 2025".to_owned(), ..Competence::default() };
    let first = NewAccount { scope: Some(scope.clone()), ..new(1, "A. Administrator", Role::ALL) };
    let made = store.create_account(first, sealing(PASSPHRASE, 1), by(0)).unwrap();
    store.create_account(new(2, "E. Examiner", &[Role::Examiner]), sealing("another passphrase", 2), by(1)).unwrap();
    let reason = Some("Passed the course".to_owned());
    let changed = store.set_roles(id(2), 1, roles(&[Role::Examiner, Role::Reviewer]), StepBy { reason, ..by(2) }).unwrap();
    let scoped = store.set_scope(id(2), changed.revision, Some(scope), by(3)).unwrap();
    store.change_passphrase(id(2), "another passphrase", sealing("a third passphrase", 4), by(4)).unwrap();
    drop(store);

    let store = Store::open(dir.path()).unwrap();
    assert_eq!(account(&store, 1), made);
    assert_eq!(account(&store, 2).state, scoped.state);
    assert_eq!(store.accounts().unwrap().len(), 2);
    assert_sound(&store);
    let records = store.audit(0, 100).unwrap();
    let actions: Vec<&str> = records.iter().map(|record| record.action.as_str()).collect();
    assert_eq!(actions, ["create-account", "create-account", "set-roles", "set-scope", "change-passphrase"]);
    assert_eq!(records[2].payload, r#"{"field":"roles","new":["examiner","reviewer"],"old":["examiner"],"reason":"Passed the course"}"#);
    assert_eq!((records[2].object_kind.as_str(), records[2].role.as_deref()), ("account", Some("administrator")));
    assert_eq!(store.audit_of(ObjectKind::Account, &id(2).to_string()).unwrap().len(), 4);
    // Nothing of a passphrase or a seed is in any file, in whatever form.
    drop(store);
    for file in std::fs::read_dir(dir.path()).unwrap().map(|file| file.unwrap().path()).filter(|path| path.is_file()) {
        let bytes = std::fs::read(&file).unwrap();
        let has = |secret: &[u8]| bytes.windows(secret.len()).any(|window| window == secret);
        assert!(!has(PASSPHRASE.as_bytes()) && !has(b"another passphrase") && !has(b"a third passphrase"));
        assert!(!has(&[1; 32]) && !has(&[2; 32]) && !has("01".repeat(32).as_bytes()) && !has("02".repeat(32).as_bytes()), "{file:?}");
    }
}

#[test]
fn single_user_mode_is_upgraded_without_losing_anything() {
    let mut store = Store::open_in_memory().unwrap();
    store.create_account(new(1, "Me", Role::ALL), sealing("", 1), by(0)).unwrap();
    assert_eq!(store.key_protection(id(1)).unwrap(), Some(KeyProtection::None));
    let alone = store.account_without_passphrase().unwrap().unwrap();
    let signed_in = store.sign_in("me", "", at(1), 0).unwrap();
    assert_eq!((signed_in.account.state.clone(), signed_in.key.seed()), (alone.state.clone(), [1; 32]));
    // Nobody else until there is a passphrase.
    let second = store.create_account(new(2, "You", &[Role::Examiner]), sealing(PASSPHRASE, 2), by(2));
    assert!(matches!(second, Err(AccountError::Store(StoreError::KeyWithoutPassphrase))), "{second:?}");
    assert!(matches!(store.change_passphrase(id(1), "wrong", sealing(PASSPHRASE, 3), by(3)), Err(AccountError::WrongNameOrPassphrase)));
    assert!(matches!(store.change_passphrase(id(1), "", sealing("short", 3), by(3)), Err(AccountError::Passphrase(_))));
    store.change_passphrase(id(1), "", sealing(PASSPHRASE, 3), by(4)).unwrap();

    assert_eq!(account(&store, 1).state, alone.state, "the same account and key");
    assert_eq!(store.key_protection(id(1)).unwrap(), Some(KeyProtection::Passphrase));
    assert_eq!(store.account_without_passphrase().unwrap(), None);
    assert!(matches!(store.sign_in("Me", "", at(5), 0), Err(AccountError::WrongNameOrPassphrase)));
    assert_eq!(store.sign_in("Me", PASSPHRASE, at(6), 0).unwrap().key.seed(), [1; 32]);
    // Back again while alone, and no more beside another.
    store.change_passphrase(id(1), PASSPHRASE, sealing("", 4), by(7)).unwrap();
    store.change_passphrase(id(1), "", sealing(PASSPHRASE, 5), by(8)).unwrap();
    store.create_account(new(2, "You", &[Role::Examiner]), sealing(PASSPHRASE, 2), by(9)).unwrap();
    let back = store.change_passphrase(id(1), PASSPHRASE, sealing("", 6), by(10));
    assert!(matches!(back, Err(AccountError::Passphrase(crate::domain::PassphraseProblem::Empty))), "{back:?}");
    let third = store.create_account(new(3, "They", &[]), sealing("", 7), by(11));
    assert!(matches!(third, Err(AccountError::Passphrase(_))), "{third:?}");
    assert_sound(&store);
}

#[test]
fn the_first_account_administers_and_one_always_can() {
    let mut store = Store::open_in_memory().unwrap();
    let first = store.create_account(new(1, "E", &[Role::Examiner]), sealing(PASSPHRASE, 1), by(0));
    assert!(matches!(first, Err(AccountError::Store(StoreError::LastAdministrator))), "{first:?}");
    assert!(store.accounts().unwrap().is_empty() && store.audit_head().unwrap().seq == 0);

    let mut store = staffed();
    let head = store.audit_head().unwrap();
    for refused in [store.set_roles(id(1), 1, roles(&[Role::Examiner]), by(1)), store.disable(id(1), 1, by(1))] {
        assert!(matches!(refused, Err(AccountError::Store(StoreError::LastAdministrator))), "{refused:?}");
    }
    assert_eq!((store.audit_head().unwrap(), account(&store, 1).revision), (head, 1));
    // A disabled administrator does not count.
    let second = store.set_roles(id(2), 1, roles(&[Role::Administrator]), by(2)).unwrap();
    let second = store.disable(id(2), second.revision, by(3)).unwrap();
    assert!(store.disable(id(1), 1, by(4)).is_err());
    store.enable(id(2), second.revision, by(5)).unwrap();
    assert!(store.disable(id(1), 1, by(6)).unwrap().state.disabled_at == Some(at(6)));
    assert_sound(&store);
}

#[test]
fn a_change_on_an_older_state_is_refused() {
    let mut store = staffed();
    store.set_roles(id(2), 1, roles(&[]), by(1)).unwrap();
    let late = store.set_roles(id(2), 1, roles(Role::ALL), by(2));
    assert!(matches!(late, Err(AccountError::Store(StoreError::Stale { expected: 1, found: 2, .. }))), "{late:?}");
    assert!(account(&store, 2).state.roles.is_empty());
    let long = Competence { text: "x".repeat(2001), ..Competence::default() };
    assert!(matches!(store.set_scope(id(2), 2, Some(long), by(3)), Err(AccountError::CompetenceTooLong)));
}

#[test]
fn a_new_key_leaves_the_old_signatures_valid_as_of_their_time() {
    let mut store = staffed();
    let record = Sha256::of(b"record");
    let claim = |second| SignatureClaim {
        purpose: SignedFor::Review,
        sha256: record,
        by: "R. Reviewer".to_owned(),
        of: None,
        role: Some(Role::Reviewer),
        at: at(second),
    };
    let old = store.sign_in("R. Reviewer", PASSPHRASE, at(5), 0).unwrap().key;
    for second in 6..12 {
        store.sign_in("R. Reviewer", "forgotten it", at(second), 0).unwrap_err();
    }
    let held = store.reset_key(id(3), &key(30), sealing("a new passphrase", 30), by(100)).unwrap();
    assert_eq!(held, account(&store, 3));
    assert!(matches!(store.sign_in("R. Reviewer", PASSPHRASE, at(101), 0), Err(AccountError::WrongNameOrPassphrase)));
    let new = store.sign_in("R. Reviewer", "a new passphrase", at(101), 0).unwrap();
    assert_eq!((new.key.seed(), new.failed_before), ([30; 32], 1), "the attempts before the reset are forgotten");
    let before = old.sign(claim(50));
    assert_eq!(before.verify(SignedFor::Review, record), Ok(()));
    assert_eq!(held.state.standing_of(before.public_key, before.claim.at), KeyStanding::Earlier);
    let after = old.sign(claim(150));
    assert_eq!(held.state.standing_of(after.public_key, after.claim.at), KeyStanding::Replaced);
    assert_eq!(held.state.standing_of(new.key.public_key(), at(150)), KeyStanding::Current);
    for used in [3, 30] {
        let again = store.reset_key(id(3), &key(used), sealing(PASSPHRASE, 31), by(200));
        assert!(matches!(again, Err(AccountError::KeyUsedBefore)), "{again:?}");
    }
    // Nor the key of somebody else.
    let shared = store.reset_key(id(3), &key(2), sealing(PASSPHRASE, 31), by(200));
    assert!(matches!(shared, Err(AccountError::Store(StoreError::Forbidden(_)))), "{shared:?}");
    assert_sound(&store);
}

#[test]
fn no_put_leaves_out_an_earlier_key_or_the_key_itself() {
    let mut store = staffed();
    let Held { state, revision } = store.reset_key(id(3), &key(30), sealing(PASSPHRASE, 30), by(100)).unwrap();
    let entry = || by(101).entry("x", id(3), json!({}));
    let spoil: [fn(&mut Account); 4] = [
        |account| account.earlier_keys.clear(),
        |account| account.earlier_keys[0].until = at(7),
        |account| account.public_key = key(31).public_key(),
        |account| account.created_at = at(-1),
    ];
    for (number, spoil) in spoil.iter().enumerate() {
        let mut spoilt = state.clone();
        spoil(&mut spoilt);
        let refused = store.commit(Change::event().account(spoilt, revision, None), entry());
        assert!(matches!(refused, Err(StoreError::Forbidden(_))), "{number}: {refused:?}");
    }
    let mut replaced = state;
    replaced.replace_key(key(31).public_key(), at(101));
    let refused = store.commit(Change::event().account(replaced, revision, None), entry());
    assert!(matches!(refused, Err(StoreError::Forbidden(why)) if why == "an account is kept with the key that it signs with"));
    assert_sound(&store);
}

#[test]
fn a_name_is_taken_whatever_its_case_and_spaces() {
    let mut store = staffed();
    let head = store.audit_head().unwrap();
    for name in ["E. Examiner", "e.examiner", "E .  EXAMINER", "Ｅ. Examiner"] {
        let taken = store.create_account(new(9, name, &[]), sealing(PASSPHRASE, 9), by(1));
        assert!(matches!(&taken, Err(AccountError::Store(StoreError::NameTaken(_)))), "{name}: {taken:?}");
    }
    let shared = store.create_account(NewAccount { key: key(1), ..new(9, "X", &[]) }, sealing(PASSPHRASE, 9), by(1));
    assert!(matches!(shared, Err(AccountError::Store(StoreError::Forbidden(_)))), "{shared:?}");
    assert_eq!(store.audit_head().unwrap(), head);
    let copy = "INSERT INTO accounts SELECT 'other', name_key, ?1, 1, state, audit_seq FROM accounts WHERE id = ?2";
    let error = store.connection.execute(copy, ["a".repeat(64), id(2).to_string()]).unwrap_err();
    assert!(error.to_string().contains("UNIQUE"), "{error}");
}

#[test]
fn of_two_who_take_a_name_at_once_one_gets_it() {
    let dir = tempfile::tempdir().unwrap();
    Store::open(dir.path()).unwrap().create_account(new(1, "A", Role::ALL), sealing(PASSPHRASE, 1), by(0)).unwrap();
    let made: Vec<bool> = std::thread::scope(|scope| {
        let threads: Vec<_> = (2..6_u8)
            .map(|number| {
                let dir = dir.path();
                scope.spawn(move || {
                    let mut store = Store::open(dir).unwrap();
                    store.create_account(new(number, "E. Examiner", &[Role::Examiner]), sealing(PASSPHRASE, number), by(1)).is_ok()
                })
            })
            .collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(made.iter().filter(|made| **made).count(), 1);
    let store = Store::open(dir.path()).unwrap();
    assert_eq!(store.accounts().unwrap().len(), 2);
    assert_sound(&store);
}

#[test]
fn two_administrators_cannot_disable_each_other_at_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut store = Store::open(dir.path()).unwrap();
    for number in [1, 2] {
        store.create_account(new(number, &format!("A{number}"), Role::ALL), sealing(PASSPHRASE, number), by(0)).unwrap();
    }
    std::thread::scope(|scope| {
        for number in [1, 2] {
            let dir = dir.path();
            scope.spawn(move || Store::open(dir).unwrap().disable(id(number), 1, by(1)));
        }
    });
    assert_eq!(store.accounts().unwrap().iter().filter(|held| held.state.is_enabled()).count(), 1);
    assert_sound(&store);
}

#[test]
fn an_account_and_its_key_are_never_removed() {
    let store = staffed();
    for sql in ["DELETE FROM accounts", "DELETE FROM account_keys", "UPDATE accounts SET id = 'x' WHERE name_key = 'r.reviewer'"] {
        let error = store.failed(store.connection.execute(sql, []).unwrap_err());
        assert!(matches!(error, StoreError::Forbidden(_)), "{sql}: {error}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_sequence_of_steps_keeps_the_rules(steps in prop::collection::vec((0_u8..8, 1_u8..5, 0_u8..32), 1..24)) {
        let mut store = Store::open_in_memory().unwrap();
        for (place, (step, number, choice)) in steps.into_iter().enumerate() {
            let (place, second) = (place as u8, place as i64 * 1000);
            let chosen: BTreeSet<Role> = Role::ALL.iter().zip(0..).filter(|(_, bit)| choice >> bit & 1 == 1).map(|(role, _)| *role).collect();
            let passphrase = if choice % 2 == 0 { PASSPHRASE } else { "" };
            let revision = store.account(id(number)).unwrap().map_or(0, |held| held.revision);
            let before = store.accounts().unwrap();
            let head = store.audit_head().unwrap();
            let made = match step {
                0 | 1 => {
                    let roles: Vec<Role> = chosen.into_iter().collect();
                    let name = format!("Person {}", choice % 6);
                    store.create_account(new(number, &name, &roles), sealing(passphrase, place), by(second)).map(drop)
                }
                2 => store.set_roles(id(number), revision, chosen, by(second)).map(drop),
                3 => store.disable(id(number), revision, by(second)).map(drop),
                4 => store.enable(id(number), revision, by(second)).map(drop),
                5 => store.reset_key(id(number), &key(100 + place), sealing(passphrase, place), by(second)).map(drop),
                6 => store.change_passphrase(id(number), PASSPHRASE, sealing(passphrase, place), by(second)).map(drop),
                _ => store.sign_in(&format!("person{}", choice % 6), passphrase, at(second), 0).map(drop),
            };
            let after = store.accounts().unwrap();
            if made.is_err() {
                prop_assert_eq!((&after, store.audit_head().unwrap()), (&before, head));
            } else {
                prop_assert_eq!(store.audit_head().unwrap().seq, head.seq + 1);
            }
            let states: Vec<&Account> = after.iter().map(|held| &held.state).collect();
            prop_assert!(states.is_empty() || crate::domain::has_administrator(states.iter().copied()));
            for held in before {
                let now = states.iter().find(|now| now.id == held.state.id).expect("an account was lost");
                prop_assert!(now.earlier_keys.starts_with(&held.state.earlier_keys));
            }
            let open = states.iter().filter(|one| store.key_protection(one.id).unwrap() == Some(KeyProtection::None)).count();
            prop_assert!(open == 0 || states.len() == 1);
        }
        let report = store.verify(&Unwatched).unwrap();
        prop_assert!(report.is_sound(), "{:?}", report.problems);
    }
}
