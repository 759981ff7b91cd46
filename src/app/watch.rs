//! Work in stages: a label for the stage and one bar for all of them.

use crate::domain::{Cancelled, Progress, ReferenceCandidate, Unwatched};

/// Somebody who watches work that has several named stages.
pub trait Watch: Progress {
    /// Says what is being done now, for people; sentence case.
    fn stage(&self, label: &str);

    /// Says which references the captures may show, as soon as that is known and long before the rest is.
    fn found(&self, _candidates: &[ReferenceCandidate]) {}
}

impl Watch for Unwatched {
    fn stage(&self, _label: &str) {}
}

/// A part of a longer work: what it reports as `0..total` moves the whole from `index` to `index + 1` of `of`.
pub struct Part<'a> {
    whole: &'a dyn Progress,
    index: u64,
    of: u64,
}

impl<'a> Part<'a> {
    /// The part number `index` (from 0) of `of` equal parts.
    pub fn new(whole: &'a dyn Progress, index: usize, of: usize) -> Self {
        Self { whole, index: index as u64, of: (of as u64).max(1) }
    }
}

impl Progress for Part<'_> {
    fn report(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        const STEPS: u64 = 1000;
        let within = done.min(total) * STEPS / total.max(1);
        self.whole.report(self.index * STEPS + within, self.of * STEPS)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    struct Heard(Mutex<Vec<(u64, u64)>>);

    impl Progress for Heard {
        fn report(&self, done: u64, total: u64) -> Result<(), Cancelled> {
            self.0.lock().unwrap().push((done, total));
            Ok(())
        }
    }

    #[test]
    fn the_second_half_starts_in_the_middle() {
        let heard = Heard(Mutex::default());
        let part = Part::new(&heard, 1, 2);
        part.report(0, 7).unwrap();
        part.report(7, 7).unwrap();
        part.report(0, 0).unwrap();
        assert_eq!(*heard.0.lock().unwrap(), [(1000, 2000), (2000, 2000), (1000, 2000)]);
    }
}
