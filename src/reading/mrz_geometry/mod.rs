//! Geometry of a machine-readable zone as it is printed, and how far its characters keep to the shapes of OCR-B.
//!
//! Start at [`measure_zone`]: it takes a zone that was found in a picture ([`crate::reading::mrz_image`]) and measures pitch, heights,
//! strokes, line spacing, skew and places against ICAO Doc 9303 and the standards it names (`rules`), each with its uncertainty. Every
//! character is laid over the bundled OCR-B (`letter`, `fit`): what is left between both outlines is its deviation (`differ`), and a
//! character that deviates from its own kind or from the zone stands out (`outliers`). [`glyph_pair`] shows a character beside the outline.
//!
//! Places inside a zone are in pitches from the middle of a cell, to the right and down. Nothing here says genuine or forged.
#![expect(
    clippy::cast_possible_truncation,
    reason = "pixel code: sizes are made here, and every picture is one that was decoded within limits"
)]
#![cfg_attr(not(test), expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "the same"))]

mod contrast;
mod differ;
mod fit;
mod frame;
mod letter;
mod lines;
mod measure;
mod outliers;
mod pair;
mod patch;
mod place;
mod print;
mod profile;
mod result;
mod rules;
mod solve;
mod stats;

#[cfg(test)]
mod tests;

pub use measure::{ZoneAbout, measure_zone};
pub use pair::{GlyphPair, PAIR_HEIGHT, PAIR_WIDTH, glyph_pair};
pub use result::{
    Departure, GlyphGeometry, GlyphPose, LineGeometry, MeasuredUnder, NoGeometry, NotJudged, PrintNumbers, Typeface, TypefaceFinding,
    ZoneGeometry, ZoneMeasure, ZoneQuantity, ZoneVerdict,
};
