//! Failed attempts to sign in are counted, and each makes the next wait longer.

use rusqlite::{OptionalExtension as _, TransactionBehavior, params};

use super::error::AccountError;
use crate::domain::{AccountId, Sha256, Timestamp};
use crate::store::{Store, StoreError};

/// So many attempts may fail before the next has to wait.
const FREE: u32 = 3;
/// The longest wait, in milliseconds.
const LONGEST_MS: i64 = 15 * 60 * 1000;

/// How long to wait after so many failed attempts, in milliseconds: a second, doubled each time, a quarter of an hour at most.
fn wait_ms(failures: u32) -> i64 {
    match failures.checked_sub(FREE) {
        None => 0,
        Some(doubled) => 1000_i64.checked_shl(doubled.min(20)).unwrap_or(LONGEST_MS).min(LONGEST_MS),
    }
}

/// Until when to wait, and from when that counts, both in milliseconds; `None` if an attempt may be made.
///
/// A clock that was set back counts the wait from now on, so that nobody waits longer than the wait itself.
fn must_wait(failures: u32, last_ms: i64, now_ms: i64) -> Option<(i64, i64)> {
    let since = last_ms.min(now_ms);
    let until = since.saturating_add(wait_ms(failures));
    (now_ms < until).then_some((until, since))
}

/// Under which name attempts are counted: by account, and for the names that nobody has in a thousand groups, so that their number is
/// bounded and the names themselves (which may be a passphrase in the wrong field) are not kept.
pub(super) fn counted_as(account: Option<AccountId>, name_key: &str) -> String {
    if let Some(id) = account {
        return id.to_string();
    }
    let sum = Sha256::of(name_key.as_bytes());
    let group = sum.bytes().iter().take(2).fold(0_u32, |group, byte| (group << 8) | u32::from(*byte)) & 1023;
    format!("nobody/{group}")
}

impl Store {
    /// Counts an attempt by `who` as failed before it is made, so that many at once do not go uncounted; how many failed before it.
    pub(super) fn count_attempt(&mut self, who: &str, at: Timestamp) -> Result<u32, AccountError> {
        let now_ms = at.0.as_millisecond();
        let path = self.path.clone();
        let failed = |error| StoreError::database(&path, error);
        let transaction = self.connection.transaction_with_behavior(TransactionBehavior::Immediate).map_err(failed)?;
        let held: Option<(i64, i64)> = transaction
            .query_row("SELECT failures, last_ms FROM sign_in_attempts WHERE who = ?1", [who], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()
            .map_err(failed)?;
        let (failures, last_ms) = held.unwrap_or((0, now_ms));
        let failures = u32::try_from(failures).unwrap_or(u32::MAX);
        let wait = must_wait(failures, last_ms, now_ms);
        let (count, since) = wait.map_or_else(|| (failures.saturating_add(1), now_ms), |(_, since)| (failures, since));
        transaction
            .execute(
                "INSERT INTO sign_in_attempts (who, failures, last_ms) VALUES (?1, ?2, ?3)
                 ON CONFLICT (who) DO UPDATE SET failures = ?2, last_ms = ?3",
                params![who, count, since],
            )
            .map_err(failed)?;
        transaction.commit().map_err(failed)?;
        match wait {
            None => Ok(failures),
            Some((until, _)) => Err(AccountError::TryAgainAt(jiff::Timestamp::from_millisecond(until).map_or(at, Timestamp))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_wait_grows_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = [0, 2, 3, 4, 5, 12, 13, 14, 40, u32::MAX].map(wait_ms).map(|wait| wait / 1000).to_vec();
        assert_eq!(waits, [0, 0, 1, 2, 4, 512, 900, 900, 900, 900]);
    }

    #[test]
    fn names_that_nobody_has_are_counted_in_a_thousand_groups() {
        let groups: std::collections::BTreeSet<String> = (0..20_000).map(|number| counted_as(None, &number.to_string())).collect();
        assert_eq!(groups.len(), 1024);
    }

    proptest! {
        #[test]
        fn nobody_waits_longer_than_the_wait_itself(failures: u32, last: i64, now in -1_i64 << 50..1 << 50) {
            if let Some((until, since)) = must_wait(failures, last, now) {
                prop_assert!(until - now <= LONGEST_MS && until > now && since <= now);
                // Whoever waits gets in.
                prop_assert_eq!(must_wait(failures, since, until), None);
            } else {
                prop_assert!(failures < FREE || now.saturating_sub(last) >= wait_ms(failures));
            }
        }
    }
}
