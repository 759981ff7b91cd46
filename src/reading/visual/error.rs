//! Why a field could not be read at all.

use crate::domain::Cancelled;

/// Why a patch could not be read. That nothing is printed there is no error: see [`super::NoText`].
#[derive(Debug, thiserror::Error)]
pub enum VisualError {
    /// The patch has more pixels than a field can have.
    #[error("the patch is {width} × {height} pixels; a field has at most {most} in all")]
    TooLarge {
        /// Its width in px.
        width: u32,
        /// Its height in px.
        height: u32,
        /// The most pixels that are read.
        most: u64,
    },
    /// The bundled network is damaged or could not be run.
    #[error("the network that reads printed fields could not be run: {0}")]
    Network(String),
    /// The reading was stopped.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
