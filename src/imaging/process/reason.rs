//! Why a mark of a process could not be measured.

use serde::Serialize;

/// Why a mark of a process was not measured, and what would help.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "kebab-case")]
pub enum NotMeasurable {
    /// The capture is too coarse.
    #[error("the capture has {ppi:.0} pixels per inch at the document, {least_ppi:.0} are needed; scan it finer")]
    TooCoarse {
        /// What it has.
        ppi: f64,
        /// What is needed.
        least_ppi: f64,
    },
    /// Too few tiles for what is the same in all of them.
    #[error("the region is too small, {least_mm:.1} mm along both sides are needed; draw it larger")]
    SmallRegion {
        /// The side of a square that would do, in mm.
        least_mm: f64,
    },
    /// Too few tiles of the region have print in middle tones.
    #[error("the region has no print in middle tones; choose one with a tint or a picture")]
    NoMiddleTones,
    /// Print and paper are not told apart.
    #[error("print and paper are not told apart; choose a region with dark print")]
    LittleContrast,
    /// No straight edge is long enough.
    #[error("no straight edge of {least_mm:.2} mm was found; choose a region with characters or lines")]
    NoStraightEdge {
        /// How long it has to be.
        least_mm: f64,
    },
    /// Strokes leave no paper around them to look at, or there are none.
    #[error("no stroke with paper around it was found; choose a region with characters or lines")]
    NoStrokes,
}
