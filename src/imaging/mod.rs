//! Pictures: decode, register, compare, identify. Values in, values out.
//!
//! A picture enters through [`decode`], which trusts nothing the file says. [`register`] finds where a questioned picture lies on a
//! reference page, [`Index`] which page it is, and [`compare_zones`] where the two differ, in millimetres of the page.
#![warn(missing_docs)]

mod adjust;
mod compare;
mod decode;
mod encode;
mod identify;
pub mod measure;
mod plane;
mod register;
mod spectrum;
mod warp;

pub use adjust::{AdjustError, Histogram, Level, MAX_OVERVIEW_PX, Overview, Part, PixelRect, Prepared, Sample};
pub use compare::{CompareParams, Differences, Laid, compare_zones, difference_map};
pub use decode::{DecodeError, ImageFormat, ImageInfo, Limits, Picture, ResolutionSource, decode, inspect};
pub use encode::{Chroma, EncodeError, write_grey_png, write_jpeg, write_jpeg_in, write_png};
pub use identify::{Candidate, Identification, IdentifyParams, Index, IndexEntry};
pub use register::{
    Landmark, LandmarkError, LandmarkFit, LandmarkModel, LayoutFault, MAX_LANDMARKS, Miss, NoFitReason, PreparedPage, RegisterError,
    RegisterParams, Registration, SnapError, SnapParams, Snapped, Which, fit_landmarks, register, snap,
};
pub use spectrum::{MAX_SPECTRUM_PX, MIN_SPECTRUM_PX, Peak, Spectrum, SpectrumError, SpectrumLimits, SpectrumParams, spectrum};
pub use warp::warp_to_page;
