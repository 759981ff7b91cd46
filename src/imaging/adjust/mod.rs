//! Adjustments: a recipe put to work on the pixels of one view, while the original stays as it is.
//!
//! A [`Recipe`](crate::domain::Recipe) is made ready once for a picture ([`Prepared::new`]) and then applied to any rectangle of any
//! level of its pyramid ([`Prepared::apply`]). Three rules hold it together:
//!
//! - **Tiles are exact.** A step that looks around says how far ([`Prepared::reach_px`]); with that margin a tile is, to the bit, the
//!   crop of the whole. Sums that run along a row are of whole numbers for that reason.
//! - **All tiles and levels agree.** What a step must know of the whole (a covariance, histograms, the ground) it takes from one
//!   [`Overview`] of the original, as the steps before have left it.
//! - **The same bytes again, on any machine.** Between two steps stand 16 bits for each channel, clipped to black and white, so that a
//!   step means the same alone and in company; neighbouring tonal steps then are one table, exactly. Sixteen bits keep a stack of steps
//!   from banding, and take half the memory of floats. Powers and roots come from `libm`, all else is sums, products and square roots.
//!
//! Pixels are coded sRGB throughout. A method is a file; grey results stay one channel until they are painted.

mod area;
mod axis;
mod background;
mod channel;
mod clahe;
mod curves;
mod decorrelation;
mod denoise;
mod edge;
mod emboss;
mod error;
mod exposure;
mod false_colour;
mod frame;
mod gaussian;
mod gradient;
mod guided;
mod histogram;
mod invert;
mod kernels;
mod lab;
mod levels;
mod local_contrast;
mod overview;
mod prepare;
mod run;
mod source;
mod srgb;
mod stage;
mod table;
mod unsharp;
mod white_balance;

pub use area::{Level, PixelRect};
pub use curves::CurveCourse;
pub use error::AdjustError;
pub use histogram::Histogram;
pub use overview::{MAX_OVERVIEW_PX, Overview};
pub use prepare::Prepared;
pub use source::{Part, Sample};

#[cfg(test)]
mod tests;
