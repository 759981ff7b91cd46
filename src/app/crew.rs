//! A few threads for many small works that are wanted soon, such as the tiles of a viewer.
//!
//! They are threads of their own: an analysis that keeps all others busy for seconds must not hold up what is to be seen now.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};

use super::Waker;

/// Threads at the most; a viewer shares the machine with the work that it shows.
const MOST_THREADS: usize = 4;

/// A few threads, and the results that nobody has taken yet.
pub struct Crew<T> {
    pool: Option<rayon::ThreadPool>,
    sender: Sender<T>,
    results: Receiver<T>,
}

impl<T: Send + 'static> Crew<T> {
    /// A crew whose threads are named `name`, which people may see.
    pub fn new(name: &'static str) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).thread_name(move |number| format!("{name} {number}")).build();
        let (sender, results) = channel();
        // Without threads of its own it shares those of everybody.
        Self { pool: pool.ok(), sender, results }
    }

    /// Has `work` done, and wakes with `waker` when its result can be taken; `lost` is the result if it panics.
    pub fn start(&self, waker: Waker, lost: T, work: impl FnOnce() -> T + Send + 'static) {
        let sender = self.sender.clone();
        let run = move || {
            let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or(lost);
            // Nobody listens once the crew is gone; then the result is not wanted.
            drop(sender.send(result));
            waker.wake();
        };
        match &self.pool {
            Some(pool) => pool.spawn(run),
            None => rayon::spawn(run),
        }
    }

    /// The next result, without waiting.
    pub fn take(&self) -> Option<T> {
        self.results.try_recv().ok()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn every_work_has_a_result_and_one_that_panics_is_lost() {
        let crew = Crew::new("Tiles");
        let (sender, rung) = channel();
        for number in 0..20 {
            let sender = sender.clone();
            let waker = Waker::new(move || sender.send(()).unwrap_or_default());
            crew.start(waker, -1, move || if number == 7 { std::panic::resume_unwind(Box::new("on purpose")) } else { number });
        }
        (0..20).for_each(|_| rung.recv().unwrap());
        let found: BTreeSet<i32> = std::iter::from_fn(|| crew.take()).collect();
        assert_eq!(found, (-1..20).filter(|number| *number != 7).collect());
    }
}
