//! Why a measurement gave no value.

use crate::domain::{Cancelled, PlaceError, QuantityError};
use crate::imaging::MIN_SPECTRUM_PX;

/// A measurement that gave no value, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MeasureError {
    /// A point is no place on a page, or there are too few or too many.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// Points lie so close together that their own uncertainty decides the result.
    #[error("points lie too close together for a value; set them farther apart")]
    TooClose,
    /// The points of a circle lie on a line, or on so short an arc that any radius would do.
    #[error("the points lie on a line or a short arc; spread them around the circle")]
    ShortArc,
    /// An outline crosses itself and so has no one area.
    #[error("the outline crosses itself")]
    CrossesItself,
    /// The figure leaves the picture.
    #[error("the capture does not show all of the figure; draw it within the picture")]
    OutsidePicture,
    /// The figure would take more samples than are worked with.
    #[error("the figure is too large; measure a smaller part")]
    TooLarge,
    /// The figure covers too few pixels.
    #[error("the figure covers too few pixels")]
    TooSmall,
    /// A region is smaller than a spectrum needs.
    #[error("the region covers {width_px} × {height_px} px; draw it larger, at least {MIN_SPECTRUM_PX} px along each side")]
    SmallRegion {
        /// Columns of the capture that lie in it.
        width_px: u32,
        /// Rows of the capture that lie in it.
        height_px: u32,
    },
    /// No regular spacing stands out along the line.
    #[error("no regular spacing stands out; draw the line straight across more lines")]
    NotPeriodic,
    /// The lines are so fine that the pixels may show a false spacing.
    #[error("the lines are finer than the picture can show; a spacing read from it may be false")]
    TooFine,
    /// Print and ground are not told apart.
    #[error("print and ground are not told apart in the box")]
    NoContrast,
    /// Fewer than two characters stand free in the box.
    #[error("fewer than two characters stand free in the box")]
    FewCharacters,
    /// The box holds more than one line of print.
    #[error("the box holds more than one line of print; draw it around one")]
    SeveralLines,
    /// The result is not a number.
    #[error("the result cannot be given as a number")]
    NotANumber(#[from] QuantityError),
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}
