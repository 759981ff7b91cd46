use super::*;
use std::time::{Duration, Instant};

#[test]
fn the_name_counts_without_case_and_spaces_and_the_passphrase_as_it_is() {
    let mut store = staffed();
    for name in ["E. Examiner", "e.examiner", " E.  EXAMINER "] {
        let signed_in = store.sign_in(name, PASSPHRASE, at(1), 120).unwrap();
        assert_eq!((signed_in.account.state.id, signed_in.key.seed(), signed_in.failed_before), (id(2), [2; 32], 0));
    }
    let records = store.audit_of(ObjectKind::Account, &id(2).to_string()).unwrap();
    let last = records.last().unwrap();
    assert_eq!((last.action.as_str(), last.actor.as_str(), last.offset_minutes), ("sign-in", "E. Examiner", 120));
    assert_eq!(last.payload, r#"{"failed_before":0}"#);
    assert!(format!("{:?}", store.sign_in("e.examiner", PASSPHRASE, at(2), 0)).contains("SigningKey of"), "no secret is shown");
    assert_sound(&store);
}

#[test]
fn a_wrong_name_and_a_wrong_passphrase_are_refused_alike() {
    let mut store = staffed();
    let long = "x".repeat(5000);
    for second in 0..14 {
        let refused: Vec<String> =
            [("E. Examiner", "not this one"), ("N. Nobody", "not this one"), ("\u{202e}", PASSPHRASE), (&long, &long)]
                .map(|(name, passphrase)| store.sign_in(name, passphrase, at(second), 0).unwrap_err().to_string())
                .to_vec();
        assert!(refused.iter().all(|one| *one == refused[0]), "{second}: {refused:?}");
    }
    // The key of another account opens nothing either.
    assert!(matches!(store.sign_in("A. Administrator", "", at(20), 0), Err(AccountError::WrongNameOrPassphrase)));
    assert!(store.sign_in("A. Administrator", &"x".repeat(5000), at(20), 0).is_err());
}

#[test]
fn a_wrong_name_takes_the_work_of_a_wrong_passphrase() {
    let mut store = Store::open_in_memory().unwrap();
    let profile = KeyProfile::new(16 * 1024, 2, 1).unwrap();
    store.create_account(new(1, "A", Role::ALL), Sealing { profile, ..sealing(PASSPHRASE, 1) }, by(0)).unwrap();
    let mut quickest = |name: &str| {
        let time = |second| {
            let begun = Instant::now();
            store.sign_in(name, "not this one", at(second * 1000), 0).unwrap_err();
            begun.elapsed()
        };
        (1_i64..5).map(time).min().unwrap()
    };
    let (known, unknown) = (quickest("A"), quickest("B"));
    assert!(unknown > known / 3 && known > unknown / 3, "{known:?} and {unknown:?}");
    assert!(known > Duration::from_millis(1), "{known:?}");
}

#[test]
fn each_failed_attempt_makes_the_next_wait_longer() {
    let mut store = staffed();
    let mut now = 0;
    for wait in [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900] {
        if wait > 0 {
            // Nobody gets in while waiting, also not with the right passphrase, and asking does not make it longer.
            for early in [0, wait - 1] {
                let refused = store.sign_in("E. Examiner", PASSPHRASE, at(now + early), 0);
                assert!(matches!(&refused, Err(AccountError::TryAgainAt(until)) if *until == at(now + wait)), "{wait}: {refused:?}");
            }
        }
        now += wait;
        assert!(matches!(store.sign_in("E. Examiner", "not this one", at(now), 0), Err(AccountError::WrongNameOrPassphrase)), "{wait}");
    }
    // Others do not wait.
    assert!(store.sign_in("R. Reviewer", PASSPHRASE, at(now), 0).is_ok());
    let signed_in = store.sign_in("E. Examiner", PASSPHRASE, at(now + 900), 0).unwrap();
    assert_eq!(signed_in.failed_before, 16);
    let records = store.audit_of(ObjectKind::Account, &id(2).to_string()).unwrap();
    assert_eq!(records.last().unwrap().payload, r#"{"failed_before":16}"#);
    assert_eq!(store.sign_in("E. Examiner", PASSPHRASE, at(now + 901), 0).unwrap().failed_before, 0);
    assert_sound(&store);
}

#[test]
fn changing_a_passphrase_counts_as_an_attempt() {
    let mut store = staffed();
    for _ in 0..3 {
        let wrong = store.change_passphrase(id(2), "not this one", sealing(PASSPHRASE, 9), by(0));
        assert!(matches!(wrong, Err(AccountError::WrongNameOrPassphrase)));
    }
    let wait = store.change_passphrase(id(2), PASSPHRASE, sealing("another passphrase", 9), by(0));
    assert!(matches!(wait, Err(AccountError::TryAgainAt(_))), "{wait:?}");
    store.change_passphrase(id(2), PASSPHRASE, sealing("another passphrase", 9), by(5)).unwrap();
    assert_eq!(store.sign_in("E. Examiner", "another passphrase", at(6), 0).unwrap().failed_before, 0);
}

#[test]
fn a_clock_that_was_set_back_locks_nobody_out() {
    let mut store = staffed();
    let years = 50 * 365 * 86_400;
    for second in 0..4 {
        store.sign_in("E. Examiner", "not this one", at(years + second * 10), 0).unwrap_err();
    }
    // Four failed attempts in a year that is not yet: the wait counts from now.
    let refused = store.sign_in("E. Examiner", PASSPHRASE, at(0), 0);
    assert!(matches!(&refused, Err(AccountError::TryAgainAt(until)) if *until == at(2)), "{refused:?}");
    let refused = store.sign_in("E. Examiner", PASSPHRASE, at(1), 0);
    assert!(matches!(&refused, Err(AccountError::TryAgainAt(until)) if *until == at(2)), "it does not begin anew: {refused:?}");
    assert!(store.sign_in("E. Examiner", PASSPHRASE, at(2), 0).is_ok());
}

#[test]
fn numbers_of_attempts_from_outside_do_no_harm() {
    for (failures, last) in [(i64::MAX, i64::MAX), (i64::MAX, i64::MIN), (1, i64::MIN), (4_294_967_296, 0)] {
        let mut store = staffed();
        let sql = "INSERT INTO sign_in_attempts VALUES (?1, ?2, ?3)";
        store.connection.execute(sql, rusqlite::params![id(2).to_string(), failures, last]).unwrap();
        let first = store.sign_in("E. Examiner", PASSPHRASE, at(0), 0);
        assert!(first.is_ok() || matches!(first, Err(AccountError::TryAgainAt(until)) if until <= at(900)), "{first:?}");
        assert!(first.is_ok() || store.sign_in("E. Examiner", PASSPHRASE, at(900), 0).is_ok());
    }
}

#[test]
fn a_disabled_account_says_so_to_its_owner_alone() {
    let mut store = staffed();
    let held = store.disable(id(2), 1, by(1)).unwrap();
    assert!(matches!(store.sign_in("E. Examiner", "not this one", at(2), 0), Err(AccountError::WrongNameOrPassphrase)));
    let refused = store.sign_in("E. Examiner", PASSPHRASE, at(3), 0).unwrap_err();
    assert_eq!(refused.to_string(), "the account of E. Examiner is disabled; ask an administrator to enable it");
    assert!(matches!(store.change_passphrase(id(2), PASSPHRASE, sealing("another passphrase", 9), by(4)), Err(AccountError::Disabled(_))));
    store.enable(id(2), held.revision, by(5)).unwrap();
    assert!(store.sign_in("E. Examiner", PASSPHRASE, at(60), 0).is_ok());
    assert_sound(&store);
}

#[test]
fn names_typed_by_mistake_are_not_kept_and_their_number_is_bounded() {
    let mut store = staffed();
    for number in 0..3000 {
        store.sign_in(&format!("{PASSPHRASE} {number}"), "", at(number * 1000), 0).unwrap_err();
    }
    let rows: i64 = store.connection.query_row("SELECT count(*) FROM sign_in_attempts", [], |row| row.get(0)).unwrap();
    assert!((500..=1024).contains(&rows), "{rows}");
    let longest: i64 = store.connection.query_row("SELECT max(length(who)) FROM sign_in_attempts", [], |row| row.get(0)).unwrap();
    assert!(longest <= 11, "{longest}");
}
