//! Measurements on a page: lengths, angles, areas, circles, parallel lines, characters, colours, profiles and
//! the regular patterns of a region.
//!
//! A method is a file. Points are in mm of the page. What needs only points takes a [`Budget`], which cannot be had without a
//! calibration. What looks at pixels takes a [`PagePicture`]: the capture as it is, and the map that lays it on the page; it is
//! sampled where the page asks for it and never resized beforehand.
//!
//! Uncertainties follow the law of propagation of the GUM (JCGM 100:2008, 5.1.2), with the derivatives worked out by each method.

mod angle;
mod area;
mod budget;
mod characters;
mod circle;
mod delta_e;
mod distance;
mod error;
mod lab;
mod lines;
mod local;
mod patch;
mod picture;
mod profile;
mod region_spectrum;

pub(in crate::imaging) use budget::check;
pub(in crate::imaging) use lab::{linear_table, luminance};
pub(in crate::imaging) use local::{Local, direction_deg, within};

pub use angle::angle;
pub use area::{PolygonArea, polygon_area};
pub use budget::Budget;
pub use characters::{CharacterParams, Characters, Pitch, characters};
pub use circle::{CircleFit, fit_circle};
pub use distance::{distance, polyline_length};
pub use error::MeasureError;
pub use lines::{LineSpacing, LineSpacingParams, line_spacing};
pub use patch::{PatchColour, colour_difference, patch_colour};
pub use picture::PagePicture;
pub use profile::{Profile, ProfileChannel, ProfileParams, density_profile, intensity_profile};
pub use region_spectrum::{PeakValues, RegionPeak, RegionSpectrum, region_spectrum};
