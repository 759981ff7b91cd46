//! The time, which only the use cases may ask for.

use std::sync::Mutex;
use std::sync::PoisonError;

use super::Problem;
use crate::domain::Timestamp;

/// Tells the time.
pub trait Clock: Send + Sync {
    /// Now, in UTC.
    fn now(&self) -> Timestamp;
}

/// The clock of the machine, to the millisecond.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let now = jiff::Timestamp::now();
        Timestamp(jiff::Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now))
    }
}

/// A clock that starts at a given moment and moves on by one second each time it is asked: the same run gives the same times.
#[derive(Debug)]
pub struct FixedClock(Mutex<jiff::Timestamp>);

impl FixedClock {
    /// A clock that shows `start` first.
    pub fn at(start: Timestamp) -> Self {
        Self(Mutex::new(start.0))
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        let mut next = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let now = *next;
        *next = now.checked_add(jiff::SignedDuration::from_secs(1)).unwrap_or(now);
        Timestamp(now)
    }
}

/// The clock that the environment variable `GUILLOCHE_CLOCK` asks for (a moment such as `2026-03-01T09:30:00Z`), else the machine's.
///
/// # Errors
///
/// Bad use if the variable is set and is no moment in time.
pub fn clock_from_environment() -> Result<Box<dyn Clock>, Problem> {
    match std::env::var("GUILLOCHE_CLOCK") {
        Ok(text) => match text.parse::<jiff::Timestamp>() {
            Ok(start) => Ok(Box::new(FixedClock::at(Timestamp(start)))),
            Err(error) => Err(Problem::bad_use(format!("GUILLOCHE_CLOCK is no moment in time: {error}."))
                .hint("Write it like 2026-03-01T09:30:00Z, or unset it.")),
        },
        Err(_) => Ok(Box::new(SystemClock)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fixed_clock_moves_by_seconds() {
        let clock = FixedClock::at(Timestamp("2026-03-01T09:30:00Z".parse().unwrap()));
        assert_eq!(clock.now().to_string(), "2026-03-01T09:30:00Z");
        assert_eq!(clock.now().to_string(), "2026-03-01T09:30:01Z");
    }
}
