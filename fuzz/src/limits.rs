//! What one input may take. Memory is counted and time is that of the thread, so that a busy machine changes nothing.

use cpu_time::ThreadTime;

/// What the examination of one input may take at most.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Bytes allocated at once.
    pub peak: u64,
    /// Bytes allocated in all.
    pub total: u64,
    /// Seconds of the processor, in a build with checks and sanitizer.
    pub seconds: f64,
}

/// Runs `examine` and panics if it took more than it may.
pub fn within<T>(limits: Limits, examine: impl FnOnce() -> T) -> T {
    let start = ThreadTime::now();
    let mut result = None;
    let taken = allocation_counter::measure(|| result = Some(examine()));
    let seconds = start.elapsed().as_secs_f64();
    assert!(taken.bytes_max <= limits.peak, "{} bytes at once, more than {}", taken.bytes_max, limits.peak);
    assert!(taken.bytes_total <= limits.total, "{} bytes in all, more than {}", taken.bytes_total, limits.total);
    assert!(seconds <= limits.seconds, "{seconds:.1} s, more than {} s", limits.seconds);
    result.expect("it ran")
}
