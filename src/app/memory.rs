//! How much memory the machine has to spare, and what a picture may take of it.

use crate::imaging::Limits;

/// What is left free in any case, so that the desktop and the system stay quick.
const RESERVE_BYTES: u64 = 256 << 20;

/// The limits for decoding one picture now: those of the machine's free memory, or the built-in ones where it cannot be told.
pub fn decode_limits() -> Limits {
    free_bytes().map_or_else(Limits::default, |free| Limits::within_memory(free.saturating_sub(RESERVE_BYTES)))
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
    fn what_cannot_be_read_is_not_guessed() {
        for text in ["", "MemFree: 5 kB", "MemAvailable: many kB", "MemAvailable: 5 MB"] {
            assert_eq!(available_of(text), None, "{text:?}");
        }
    }
}
