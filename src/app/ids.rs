//! New identities.

use uuid::{NoContext, Uuid};

use super::Clock;
use crate::domain::Sha256;

/// An identity that nobody else has, in the order of time.
pub fn fresh(clock: &dyn Clock) -> Uuid {
    let now = clock.now().0;
    let (seconds, nanoseconds) = (u64::try_from(now.as_second()).unwrap_or(0), u32::try_from(now.subsec_nanosecond()).unwrap_or(0));
    Uuid::new_v7(uuid::Timestamp::from_unix(NoContext, seconds, nanoseconds))
}

/// The identity that follows from `parts`: the same each time, so that the same input gives the same files.
pub fn derived(parts: &[&str]) -> Uuid {
    let sum = Sha256::of(parts.join("\n").as_bytes());
    let mut bytes = [0; 16];
    for (byte, from) in bytes.iter_mut().zip(sum.bytes()) {
        *byte = *from;
    }
    uuid::Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_parts_give_the_same_identity() {
        assert_eq!(derived(&["a", "b"]), derived(&["a", "b"]));
        assert_ne!(derived(&["a", "b"]), derived(&["a", "c"]));
        assert_eq!(derived(&["a"]).get_version_num(), 8);
    }
}
