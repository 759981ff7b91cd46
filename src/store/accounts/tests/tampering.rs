use super::*;
use crate::store::IntegrityProblem;
use proptest::prelude::*;

/// Opens the rules that keep rows from being changed, as somebody with another program could.
fn unlock(store: &Store) {
    let sql = "PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON;
         DROP TRIGGER account_keys_are_never_removed; DROP TRIGGER accounts_are_never_removed; DROP TRIGGER accounts_keep_their_identity;";
    store.connection.execute_batch(sql).unwrap();
}

#[track_caller]
fn run(store: &Store, sql: &str) {
    unlock(store);
    assert!(store.connection.execute(sql, []).unwrap() > 0, "{sql}");
}

#[test]
fn a_changed_key_record_is_an_error_and_never_a_key() {
    for sql in [
        "UPDATE account_keys SET state = json_set(state, '$.salt', '000000000000000000000000000000ff')",
        "UPDATE account_keys SET state = json_set(state, '$.nonce', '0000000000000000000000000000000000000000000000ff')",
        "UPDATE account_keys SET state = json_set(state, '$.sealed', replace(json_extract(state, '$.sealed'), 'a', 'b') || '')",
        "UPDATE account_keys SET state = json_set(state, '$.tag', '000000000000000000000000000000ff')",
        "UPDATE account_keys SET state = json_set(state, '$.protection', 'none')",
        "UPDATE account_keys SET state = json_set(state, '$.work.memory_kib', 4294967295)",
        "UPDATE account_keys SET state = json_set(state, '$.work.passes', 4000000000)",
        "UPDATE account_keys SET state = '{}'",
        "UPDATE account_keys SET state = ''",
        "UPDATE account_keys SET state = (SELECT state FROM account_keys other WHERE other.account_id LIKE '%3')
         WHERE account_id LIKE '%2'",
        "UPDATE account_keys SET audit_seq = 1 WHERE account_id LIKE '%2'",
        "DELETE FROM account_keys WHERE account_id LIKE '%2'",
    ] {
        let mut store = staffed();
        run(&store, sql);
        let opened = store.sign_in("E. Examiner", PASSPHRASE, at(1), 0);
        assert!(matches!(opened, Err(AccountError::Altered { what: "signing key", .. })), "{sql}: {opened:?}");
        let problems = store.verify(&Unwatched).unwrap().problems;
        let object = format!("account-key/{}", id(2));
        assert!(problems.contains(&IntegrityProblem::State(object)), "{sql}: {problems:?}");
    }
}

#[test]
fn a_changed_account_is_found_and_lets_nobody_in() {
    for sql in [
        "UPDATE accounts SET state = json_set(state, '$.roles', json('[\"administrator\"]'))",
        "UPDATE accounts SET state = replace(state, 'Examiner', 'Examinee')",
        "UPDATE accounts SET state = json_set(state, '$.created_at', '2020-01-01T00:00:00Z')",
        "UPDATE accounts SET state = ''",
        "UPDATE accounts SET state = json_set(state, '$.earlier_keys', 7) WHERE id LIKE '%2'",
    ] {
        let mut store = staffed();
        run(&store, sql);
        let opened = store.sign_in("E. Examiner", PASSPHRASE, at(1), 0);
        assert!(matches!(opened, Err(AccountError::Altered { what: "account", .. })), "{sql}: {opened:?}");
        let problems = store.verify(&Unwatched).unwrap().problems;
        assert!(problems.contains(&IntegrityProblem::State(format!("account/{}", id(2)))), "{sql}: {problems:?}");
    }
}

#[test]
fn a_changed_column_beside_the_state_is_found() {
    for (sql, object) in [
        ("UPDATE accounts SET name_key = 'x' WHERE id LIKE '%2'", "account"),
        ("UPDATE accounts SET public_key = replace(public_key, '1', '2') WHERE id LIKE '%2'", "account"),
        ("UPDATE accounts SET revision = 1, audit_seq = 1 WHERE id LIKE '%2'", "account"),
        ("DELETE FROM accounts WHERE id LIKE '%2'", "account"),
        ("UPDATE account_keys SET public_key = replace(public_key, '1', '2') WHERE account_id LIKE '%2'", "account-key"),
    ] {
        let store = staffed();
        run(&store, sql);
        let problems = store.verify(&Unwatched).unwrap().problems;
        assert!(problems.contains(&IntegrityProblem::State(format!("{object}/{}", id(2)))), "{sql}: {problems:?}");
        let (_, problems) = store.verify_log().unwrap();
        assert!(problems.contains(&IntegrityProblem::State(format!("{object}/{}", id(2)))), "{sql}: {problems:?}");
    }
}

#[test]
fn rows_swapped_between_two_accounts_open_nothing() {
    let mut store = staffed();
    run(&store, "UPDATE account_keys SET account_id = 'x' WHERE account_id LIKE '%2'");
    store
        .connection
        .execute("UPDATE account_keys SET account_id = ?1 WHERE account_id = ?2", [id(2), id(3)].map(|id| id.to_string()))
        .unwrap();
    store.connection.execute("UPDATE account_keys SET account_id = ?1 WHERE account_id = 'x'", [id(3).to_string()]).unwrap();
    for name in ["E. Examiner", "R. Reviewer"] {
        assert!(matches!(store.sign_in(name, PASSPHRASE, at(1), 0), Err(AccountError::Altered { .. })));
    }
    assert!(!store.verify(&Unwatched).unwrap().is_sound());
}

#[test]
fn an_older_key_put_back_is_refused() {
    let mut store = staffed();
    let read = "SELECT state, audit_seq FROM account_keys WHERE account_id = ?1";
    let (text, seq): (String, i64) = store.connection.query_row(read, [id(2).to_string()], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    store.change_passphrase(id(2), PASSPHRASE, sealing("another passphrase", 9), by(1)).unwrap();
    let put = "UPDATE account_keys SET state = ?1, audit_seq = ?2 WHERE account_id = ?3";
    store.connection.execute(put, rusqlite::params![text, seq, id(2).to_string()]).unwrap();
    // The row is genuine and was replaced: who knows the old passphrase does not get in with it.
    assert!(matches!(store.sign_in("E. Examiner", PASSPHRASE, at(2), 0), Err(AccountError::Altered { .. })));
    assert!(!store.verify(&Unwatched).unwrap().is_sound());
}

#[test]
fn a_replaced_key_repairs_an_altered_one() {
    let mut store = staffed();
    store.connection.execute("UPDATE account_keys SET state = '{}' WHERE account_id = ?1", [id(2).to_string()]).unwrap();
    assert!(!store.verify(&Unwatched).unwrap().is_sound());
    store.reset_key(id(2), &key(20), sealing("another passphrase", 9), by(1)).unwrap();
    assert!(store.sign_in("E. Examiner", "another passphrase", at(2), 0).is_ok());
    assert_sound(&store);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_text_in_place_of_a_record_is_a_typed_error(text in "\\PC{0,80}|\\{\"[a-z]{0,8}\":[0-9\\[\\]{}]{0,12}\\}", in_key: bool) {
        let mut store = staffed();
        unlock(&store);
        let sql = if in_key { "UPDATE account_keys SET state = ?1" } else { "UPDATE accounts SET state = ?1" };
        store.connection.execute(sql, [&text]).unwrap();
        let opened = store.sign_in("E. Examiner", PASSPHRASE, at(1), 0);
        let is_altered = matches!(opened, Err(AccountError::Altered { .. }));
        prop_assert!(is_altered, "{:?}", opened);
        prop_assert!(store.sign_in("N. Nobody", PASSPHRASE, at(1), 0).is_err());
        prop_assert!(store.key_protection(id(2)).is_err() || !in_key);
        prop_assert!(!store.verify(&Unwatched).unwrap().is_sound());
    }
}
