mod earlier_version;
mod rules;
mod signing_in;
mod tampering;

use super::*;
use crate::domain::Unwatched;
use uuid::Uuid;

pub(super) const PASSPHRASE: &str = "four words and a half";

pub(super) fn at(second: i64) -> Timestamp {
    Timestamp(jiff::Timestamp::from_second(1_770_000_000 + second).unwrap())
}

pub(super) fn by(second: i64) -> StepBy {
    let actor = Actor::Person("A. Administrator".to_owned());
    StepBy { at: at(second), offset_minutes: 60, actor, role: Some(Role::Administrator), reason: None }
}

pub(super) fn id(number: u8) -> AccountId {
    AccountId(Uuid::from_u128(number.into()))
}

pub(super) fn key(number: u8) -> SigningKey {
    SigningKey::from_seed(&[number; 32])
}

/// Work that is quick; never the standard.
pub(super) fn cheap() -> KeyProfile {
    KeyProfile::new(8, 1, 1).unwrap()
}

pub(super) fn sealing(passphrase: &str, number: u8) -> Sealing<'_> {
    Sealing { passphrase, profile: cheap(), randomness: SealRandomness::from_bytes([number; 40]) }
}

pub(super) fn new(number: u8, name: &str, roles: &[Role]) -> NewAccount {
    NewAccount {
        id: id(number),
        name: AccountName::new(name).unwrap(),
        roles: roles.iter().copied().collect(),
        scope: None,
        key: key(number),
    }
}

/// A store with an administrator (1), an examiner (2) and a reviewer (3).
pub(super) fn staffed() -> Store {
    let mut store = Store::open_in_memory().unwrap();
    for (number, name, role) in
        [(1, "A. Administrator", Role::Administrator), (2, "E. Examiner", Role::Examiner), (3, "R. Reviewer", Role::Reviewer)]
    {
        store.create_account(new(number, name, &[role]), sealing(PASSPHRASE, number), by(0)).unwrap();
    }
    store
}

#[track_caller]
pub(super) fn assert_sound(store: &Store) {
    let report = store.verify(&Unwatched).unwrap();
    assert!(report.is_sound(), "{:?}", report.problems);
}

pub(super) fn account(store: &Store, number: u8) -> Held<Account> {
    store.account(id(number)).unwrap().unwrap()
}
