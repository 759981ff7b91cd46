//! Pictures: decode, register, compare, identify. Values in, values out.
//!
//! A picture enters through [`decode`], which trusts nothing the file says. [`register`] finds where a questioned picture lies on a
//! reference page, [`Index`] which page it is, and [`compare_zones`] where the two differ, in millimetres of the page.
#![warn(missing_docs)]

mod adjust;
mod burn;
mod bytes;
mod compare;
mod decode;
mod encode;
pub(crate) mod grey;
mod identify;
pub(crate) mod lettering;
pub mod measure;
mod pixels;
pub(crate) mod plane;
pub mod process;
mod pyramid;
pub(crate) mod register;
mod simd;
mod spectrum;
mod warp;

pub use adjust::{AdjustError, CurveCourse, Histogram, Level, MAX_OVERVIEW_PX, Overview, Part, PixelRect, Prepared, Sample};
pub use burn::{Beside, Caption, Drawn, DrawnInk, Edges, Outlined, SCALE_BARS, beside, captioned, draw};
pub use compare::{
    CompareParams, Differences, HeatColours, Laid, Marks, Surface, compare_beneath, compare_zones, compose, difference_map, heat_colour,
    mix, mixture_legend,
};
pub use decode::{
    ColourModel, DecodeError, DeepPicture, ImageFormat, ImageInfo, Limits, Picture, ResolutionSource, Samples, StoredPicture, decode,
    decode_deep, decode_page, decode_stored, inspect, inspect_page,
};
pub use encode::{Chroma, EncodeError, write_grey_png, write_jpeg, write_jpeg_in, write_png};
pub use identify::{
    Candidate, FoundPage, Identification, IdentifyParams, Index, IndexedPage, NotAnIndex, PatchMatch, PatchPages, PatchParams, PatchSearch,
    index_bytes, read_index,
};
pub use pixels::{Depth, Pixels, Rgb16Image};
pub use pyramid::{Geometry, Pyramid, PyramidCache, PyramidError, PyramidKey, PyramidSource, StandIn, TILE_PX, Tile, TileAddress};
pub use register::{
    Bend, Distrust, Landmark, LandmarkError, LandmarkFit, LandmarkModel, LayoutFault, MAX_LANDMARKS, MOST_MISS_MM, MOST_RMS_MM, Miss,
    NoFitReason, NotAPage, PreparedPage, RegisterError, RegisterParams, Registration, SnapError, SnapParams, Snapped, Which, finished,
    fit_landmarks, register, snap, trust,
};
pub use spectrum::{MAX_SPECTRUM_PX, MIN_SPECTRUM_PX, Peak, Spectrum, SpectrumError, SpectrumLimits, SpectrumParams, spectrum};
pub use warp::warp_to_page;
