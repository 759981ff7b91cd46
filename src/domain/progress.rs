//! How long work tells how far it is and learns that nobody wants it any more.

/// The work was asked to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// Somebody who watches a computation; the computation knows nothing of threads or windows.
pub trait Progress: Sync {
    /// Reports that `done` of `total` units are finished.
    ///
    /// # Errors
    ///
    /// [`Cancelled`] means stop; pass it on with `?`.
    fn report(&self, done: u64, total: u64) -> Result<(), Cancelled>;
}

/// Nobody watches and nobody stops it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Progress for Unwatched {
    fn report(&self, _done: u64, _total: u64) -> Result<(), Cancelled> {
        Ok(())
    }
}
