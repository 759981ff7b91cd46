//! Work off the frame thread. Threads are started here and for a [`Crew`](super::Crew), nowhere else.
//!
//! A computation is handed a [`Progress`] and knows nothing of threads. A [`Job`] runs one on a named thread, can be asked to
//! stop, and is asked so when it is dropped. A [`Latest`] keeps what was shown until its replacement is ready.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use super::Watch;
use crate::domain::{Cancelled, Progress, ReferenceCandidate};

/// Called from a job's thread when the job is over, to wake whoever polls it.
#[derive(Clone)]
pub struct Waker(Arc<dyn Fn() + Send + Sync>);

impl Waker {
    /// Calls `wake` whenever a job is over.
    pub fn new(wake: impl Fn() + Send + Sync + 'static) -> Self {
        Self(Arc::new(wake))
    }

    /// Wakes whoever polls.
    pub(super) fn wake(&self) {
        (self.0)();
    }

    /// Wakes nobody: for tests and the command line, which wait.
    pub fn none() -> Self {
        Self::new(|| {})
    }
}

/// What a job and its thread share.
#[derive(Default)]
struct Shared {
    stop: AtomicBool,
    done: AtomicU64,
    total: AtomicU64,
    label: Mutex<String>,
    found: Mutex<Vec<ReferenceCandidate>>,
}

impl Progress for Shared {
    fn report(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        self.done.store(done, Ordering::Relaxed);
        self.total.store(total, Ordering::Relaxed);
        if self.stop.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }
}

impl Watch for Shared {
    fn stage(&self, label: &str) {
        label.clone_into(&mut self.label.lock().unwrap_or_else(PoisonError::into_inner));
    }

    fn found(&self, candidates: &[ReferenceCandidate]) {
        candidates.clone_into(&mut self.found.lock().unwrap_or_else(PoisonError::into_inner));
    }
}

/// What polling a job gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Polled<T> {
    /// It is still running.
    Running,
    /// It is done; given once.
    Done(T),
    /// Its thread is gone without a result: it panicked, could not be started, or the result was taken before.
    Lost,
}

/// One computation on a thread of its own; dropped, it is asked to stop.
#[must_use = "a job that is dropped is asked to stop"]
pub struct Job<T> {
    name: String,
    shared: Arc<Shared>,
    result: Receiver<T>,
}

/// Wakes when the thread ends, by a panic too.
struct WakeAtEnd(Waker);

impl Drop for WakeAtEnd {
    fn drop(&mut self) {
        self.0.wake();
    }
}

impl<T: Send + 'static> Job<T> {
    /// Starts `work` on a thread named `name`, which people may see.
    pub fn start(name: impl Into<String>, waker: Waker, work: impl FnOnce(&dyn Watch) -> T + Send + 'static) -> Self {
        let name = name.into();
        let shared = Arc::new(Shared { label: Mutex::new(name.clone()), ..Shared::default() });
        let (sender, result) = sync_channel(1);
        let for_thread = Arc::clone(&shared);
        let run = move || {
            // Declared first, so that the result is in the channel, or the channel closed, before anybody is woken.
            let _wake = WakeAtEnd(waker);
            let sender = sender;
            let value = work(for_thread.as_ref());
            // Nobody listens if the job was dropped; then the result is not wanted.
            drop(sender.send(value));
        };
        // Without a thread the sender is dropped with the closure, and the job is lost.
        drop(std::thread::Builder::new().name(name.clone()).spawn(run));
        Self { name, shared, result }
    }

    /// Looks whether it is done, without waiting.
    pub fn poll(&self) -> Polled<T> {
        match self.result.try_recv() {
            Ok(value) => Polled::Done(value),
            Err(TryRecvError::Empty) => Polled::Running,
            Err(TryRecvError::Disconnected) => Polled::Lost,
        }
    }

    /// Waits until it is done; `None` if it is lost.
    pub fn wait(self) -> Option<T> {
        self.result.recv().ok()
    }
}

impl<T> Job<T> {
    /// Its name for people.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is doing now, for people.
    pub fn label(&self) -> String {
        self.shared.label.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What it found on its way, for people to see before it is done.
    pub fn found(&self) -> Vec<ReferenceCandidate> {
        self.shared.found.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// How far it is, 0 to 1; `None` before its first report.
    pub fn fraction(&self) -> Option<f32> {
        let total = self.shared.total.load(Ordering::Relaxed);
        (total > 0).then(|| (self.shared.done.load(Ordering::Relaxed) as f64 / total as f64).clamp(0.0, 1.0) as f32)
    }

    /// Asks it to stop; it does so at its next report.
    pub fn stop(&self) {
        self.shared.stop.store(true, Ordering::Relaxed);
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The newest wish wins; what is on screen stays until its replacement is ready.
pub struct Latest<T> {
    shown: Option<T>,
    running: Option<Job<T>>,
    lost: bool,
}

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self { shown: None, running: None, lost: false }
    }
}

impl<T: Send + 'static> Latest<T> {
    /// Replaces whatever is running; the old job is dropped, and so cancelled.
    pub fn start(&mut self, job: Job<T>) {
        self.running = Some(job);
        self.lost = false;
    }

    /// Takes over what is ready; returns whether what is shown has changed.
    pub fn poll(&mut self) -> bool {
        let Some(job) = &self.running else { return false };
        match job.poll() {
            Polled::Running => false,
            Polled::Done(value) => {
                self.shown = Some(value);
                self.running = None;
                true
            }
            Polled::Lost => {
                self.running = None;
                self.lost = true;
                false
            }
        }
    }

    /// The newest result.
    pub fn shown(&self) -> Option<&T> {
        self.shown.as_ref()
    }

    /// The job that is under way.
    pub fn running(&self) -> Option<&Job<T>> {
        self.running.as_ref()
    }

    /// Whether the newest job ended without a result.
    pub fn is_lost(&self) -> bool {
        self.lost
    }

    /// Forgets the result and stops the job.
    pub fn clear(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    /// A waker that says so on a channel, so that a test waits for the end of a job and not for a time.
    fn bell() -> (Waker, Receiver<()>) {
        let (sender, receiver) = channel();
        (Waker::new(move || sender.send(()).unwrap_or_default()), receiver)
    }

    #[test]
    fn a_result_is_there_when_the_bell_rings() {
        let (waker, rung) = bell();
        let job = Job::start("Adding", waker, |_| 2 + 2);
        rung.recv().unwrap();
        assert_eq!(job.poll(), Polled::Done(4));
        assert_eq!(job.poll(), Polled::Lost);
    }

    #[test]
    fn progress_and_label_are_readable_while_it_runs() {
        let (go, wait) = channel();
        let (said, hear) = channel();
        let job = Job::start("Reading", Waker::none(), move |watch| {
            watch.stage("Reading row 1");
            watch.report(1, 4).unwrap();
            said.send(()).unwrap();
            wait.recv().unwrap();
        });
        hear.recv().unwrap();
        assert_eq!((job.fraction(), job.label(), job.poll()), (Some(0.25), "Reading row 1".to_owned(), Polled::Running));
        go.send(()).unwrap();
        assert_eq!(job.wait(), Some(()));
    }

    #[test]
    fn a_dropped_job_learns_that_nobody_wants_it() {
        let (go, wait) = channel();
        let (said, hear) = channel();
        let job = Job::start("Waiting", Waker::none(), move |watch| {
            wait.recv().unwrap();
            said.send(watch.report(1, 2)).unwrap();
        });
        drop(job);
        go.send(()).unwrap();
        assert_eq!(hear.recv().unwrap(), Err(Cancelled));
    }

    #[test]
    fn a_job_that_panics_is_lost_and_still_wakes() {
        let (waker, rung) = bell();
        let job = Job::<()>::start("Failing", waker, |_| std::panic::resume_unwind(Box::new("on purpose")));
        rung.recv().unwrap();
        assert_eq!(job.poll(), Polled::Lost);
    }

    #[test]
    fn newest_wish_wins_and_stops_the_older() {
        let (waker, rung) = bell();
        let (go, wait) = channel();
        let (said, hear) = channel();
        let mut latest = Latest::default();
        latest.start(Job::start("Old", Waker::none(), move |watch| {
            wait.recv().unwrap();
            said.send(watch.report(0, 1)).unwrap();
            1
        }));
        latest.start(Job::start("New", waker, |_| 2));
        go.send(()).unwrap();
        assert_eq!(hear.recv().unwrap(), Err(Cancelled));
        rung.recv().unwrap();
        assert!(latest.poll());
        assert_eq!(latest.shown(), Some(&2));
    }

    #[test]
    fn what_is_shown_stays_when_its_replacement_is_lost() {
        let mut latest = Latest::default();
        for (value, lost) in [(Some(1), false), (None, true)] {
            let (waker, rung) = bell();
            latest.start(Job::start("One", waker, move |_| value.unwrap_or_else(|| std::panic::resume_unwind(Box::new("on purpose")))));
            rung.recv().unwrap();
            latest.poll();
            assert_eq!((latest.shown(), latest.is_lost()), (Some(&1), lost));
        }
    }
}
