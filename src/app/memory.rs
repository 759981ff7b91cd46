//! How much memory the machine has to spare, and what a picture may take of it.

use crate::imaging::Limits;

/// What is left free in any case, so that the desktop and the system stay quick.
const RESERVE_BYTES: u64 = 256 << 20;

/// The limits for decoding one picture now: those of the machine's free memory, or the built-in ones where it cannot be told.
pub fn decode_limits() -> Limits {
    free_bytes().map_or_else(Limits::default, |free| Limits::within_memory(free.saturating_sub(RESERVE_BYTES)))
}

/// What is held in memory at most, by what it is for, in bytes. It follows what the machine has free; what does not fit is read or
/// decoded again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Budgets {
    /// Tiles of pictures that are shown, of all pyramids.
    pub tiles: usize,
    /// Decoded captures between one step of a job and the next.
    pub decoded: usize,
    /// Pictures that are shown and whose tiles are not on disk.
    pub shown: usize,
    /// Tiles on the graphics card, which takes memory of the system on many machines.
    pub textures: usize,
}

/// All budgets together at most, and at least.
const TOGETHER: [u64; 2] = [2 << 30, 256 << 20];

impl Budgets {
    /// Those of the machine as it is now.
    pub fn now() -> Self {
        Self::within(free_bytes())
    }

    /// Those of a machine with so many bytes free: half of them in all.
    fn within(free: Option<u64>) -> Self {
        let [most, least] = TOGETHER;
        let sum = free.map_or(most / 2, |free| free / 2).clamp(least, most);
        let share = |percent: u64| usize::try_from(sum / 100 * percent).unwrap_or(usize::MAX);
        Self { tiles: share(35), decoded: share(20), shown: share(25), textures: share(20) }
    }
}

/// Memory that programs can take without swapping, in bytes; `None` on systems that do not say so in `/proc/meminfo`.
pub fn free_bytes() -> Option<u64> {
    available_of(&std::fs::read_to_string("/proc/meminfo").ok()?)
}

fn available_of(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn free_memory_is_what_is_available_not_what_is_unused() {
        let text = "MemTotal:       16316412 kB\nMemFree:          412340 kB\nMemAvailable:    8123404 kB\n";
        assert_eq!(available_of(text), Some(8_123_404 * 1024));
    }

    #[test]
    fn the_budgets_together_take_half_of_what_is_free_and_never_more_than_two_gigabytes() {
        for (free, most) in [(Some(64 << 30), 2 << 30), (Some(2 << 30), 1 << 30), (Some(64 << 20), 256 << 20), (None, 1 << 30)] {
            let Budgets { tiles, decoded, shown, textures } = Budgets::within(free);
            let sum = tiles + decoded + shown + textures;
            assert!(sum <= most && sum > most / 10 * 9, "{sum} of {most}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_not_guessed() {
        for text in ["", "MemFree: 5 kB", "MemAvailable: many kB", "MemAvailable: 5 MB"] {
            assert_eq!(available_of(text), None, "{text:?}");
        }
    }
}
