//! How much work a passphrase costs.

use serde::{Deserialize, Serialize};

/// The most memory for one passphrase, in KiB: 1 GiB.
pub const MAX_MEMORY_KIB: u32 = 1 << 20;
/// The most passes over it.
pub const MAX_PASSES: u32 = 10;
/// The most lanes.
pub const MAX_LANES: u32 = 4;
/// The least memory for each lane, in KiB (RFC 9106, 3.1).
const MIN_MEMORY_KIB_PER_LANE: u32 = 8;

/// How much work it is to make a key of a passphrase with Argon2id (RFC 9106); kept beside each key, so that the standard can be raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Unchecked")]
pub struct KeyProfile {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

/// Work out of range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "{memory_kib} KiB, {passes} passes and {lanes} lanes are out of range: at most {MAX_MEMORY_KIB} KiB, {MAX_PASSES} passes and {MAX_LANES} lanes, \
     at least one of each and 8 KiB for each lane"
)]
pub struct ProfileOutOfRange {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

/// A profile as it is read.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unchecked {
    memory_kib: u32,
    passes: u32,
    lanes: u32,
}

impl KeyProfile {
    /// 64 MiB, three passes, one lane: the second choice of RFC 9106, 4, on one lane; above the least that OWASP asks for.
    pub const STANDARD: Self = Self { memory_kib: 64 * 1024, passes: 3, lanes: 1 };

    /// Other work; tests use less.
    ///
    /// # Errors
    ///
    /// [`ProfileOutOfRange`] if it is more than a machine can be asked for, or less than the algorithm knows.
    pub fn new(memory_kib: u32, passes: u32, lanes: u32) -> Result<Self, ProfileOutOfRange> {
        let is_fit = (1..=MAX_LANES).contains(&lanes)
            && (1..=MAX_PASSES).contains(&passes)
            && (lanes.saturating_mul(MIN_MEMORY_KIB_PER_LANE)..=MAX_MEMORY_KIB).contains(&memory_kib);
        if is_fit { Ok(Self { memory_kib, passes, lanes }) } else { Err(ProfileOutOfRange { memory_kib, passes, lanes }) }
    }

    /// As the algorithm takes it.
    pub(super) fn params(self) -> Result<argon2::Params, argon2::Error> {
        argon2::Params::new(self.memory_kib, self.passes, self.lanes, Some(32))
    }
}

impl Default for KeyProfile {
    fn default() -> Self {
        Self::STANDARD
    }
}

impl TryFrom<Unchecked> for KeyProfile {
    type Error = ProfileOutOfRange;

    fn try_from(read: Unchecked) -> Result<Self, ProfileOutOfRange> {
        Self::new(read.memory_kib, read.passes, read.lanes)
    }
}
