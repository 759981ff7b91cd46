//! Why no picture was searched for barcodes.

use thiserror::Error;

use crate::domain::Cancelled;

/// Why a picture is not searched.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum BarcodeError {
    /// Width times height is another number than there are bytes.
    #[error("{width} × {height} px need {expected} grey values, found {found}")]
    WrongLength {
        /// Width in px.
        width: usize,
        /// Height in px.
        height: usize,
        /// Their product.
        expected: u64,
        /// How many values there are.
        found: usize,
    },
    /// A limit: longer sides or more pixels than are searched.
    #[error("{width} × {height} px are more than are searched: at most {side} px a side and {pixels} px in all")]
    TooLarge {
        /// Width in px.
        width: usize,
        /// Height in px.
        height: usize,
        /// The longest side, in px.
        side: usize,
        /// The most pixels.
        pixels: u64,
    },
    /// The search was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
