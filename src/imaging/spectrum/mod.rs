//! The Fourier magnitude of a selected region, and the regular screens that stand out of it.
//!
//! A line or dot screen shows as peaks: how many lines to the inch, in which direction, how far above what is around. Offset print and
//! laser printers have dot screens of 85 to 200 lines per inch, security print has lines; a regular screen where the reference has none
//! tells a reprint.

mod peaks;
mod transform;

use image::GrayImage;

use self::peaks::peaks;
use self::transform::transform;
use crate::domain::{Cancelled, Progress, Resolution};
use crate::imaging::adjust::PixelRect;

/// The longer side of what is transformed, in px at the most.
pub const MAX_SPECTRUM_PX: u32 = 2048;

/// The shorter side of a region in px at the least: fewer lines than ten are no screen.
pub const MIN_SPECTRUM_PX: u32 = 32;

/// How peaks are picked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SpectrumParams {
    /// How far a peak must stand above the power around it, in dB.
    ///
    /// Of pure noise, the strongest of half a million places stands 13 dB above the median.
    pub least_strength_db: f64,
    /// Frequencies below this many periods within the region are slow changes, not screens.
    pub least_periods: f64,
    /// Peaks that are listed at the most.
    pub most_peaks: usize,
}

impl Default for SpectrumParams {
    fn default() -> Self {
        Self { least_strength_db: 18.0, least_periods: 5.0, most_peaks: 12 }
    }
}

/// Why there is no spectrum.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpectrumError {
    /// The region within the picture is smaller than [`MIN_SPECTRUM_PX`] along a side.
    #[error("the region is {width_px} × {height_px} px, at least {MIN_SPECTRUM_PX} are needed along each side")]
    TooSmall {
        /// Columns of it within the picture.
        width_px: u32,
        /// Rows of it within the picture.
        height_px: u32,
    },
    /// Nobody waits for it any more.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// A regular pattern in the region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Peak {
    /// Periods per inch, across the lines.
    pub frequency_lpi: f64,
    /// Periods per millimetre, across the lines.
    pub frequency_per_mm: f64,
    /// The direction in which the lines run, in degrees counter-clockwise from the horizontal of the picture, 0 up to 180.
    ///
    /// A dot screen has two peaks at right angles; its screen angle is either.
    pub angle_deg: f64,
    /// How far its power stands above the median of the power around it, in dB.
    pub strength_db: f64,
    /// Where it is in [`Spectrum::picture`], in px; the opposite place, mirrored at the middle, is the same peak.
    pub place_px: [f64; 2],
}

/// How fine and how close patterns can be told in a region of this size.
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(clippy::struct_field_names, reason = "the unit belongs to the name")]
pub struct SpectrumLimits {
    /// The distance of neighbouring places in lines per inch, across and down. Two patterns closer than twice that are one peak.
    pub step_lpi: [f64; 2],
    /// Frequencies below this are not listed.
    pub lowest_lpi: f64,
    /// The sampling limit, across and down: finer lines show at wrong places or not at all.
    pub highest_lpi: [f64; 2],
    /// How far a listed frequency may be off by the steps alone, in lines per inch: an eighth of the larger step.
    ///
    /// The resolution of the capture comes on top: one that is wrong by a hundredth makes all frequencies wrong by as much.
    pub uncertainty_lpi: f64,
}

/// The spectrum of a region.
#[derive(Debug, Clone, PartialEq)]
pub struct Spectrum {
    /// The logarithm of the magnitude; frequency zero at column `width / 2` and row `height / 2`, frequencies rise right and down.
    ///
    /// Its median is dark, its strongest place off the middle is white.
    pub picture: GrayImage,
    /// The strongest first.
    pub peaks: Vec<Peak>,
    /// What can be told at all.
    pub limits: SpectrumLimits,
    /// What was transformed: the region, or its middle where it is longer than [`MAX_SPECTRUM_PX`].
    pub used: PixelRect,
}

/// Transforms `region` of a grey picture and picks the peaks.
///
/// The mean is taken away and a Hann window laid over, so that the edges of the region do not show as a cross. What of `region` lies
/// beyond the picture is left out. Progress counts rows and columns; the same input gives the same peaks and picture.
///
/// # Errors
///
/// [`SpectrumError::TooSmall`], [`SpectrumError::Cancelled`].
pub fn spectrum(
    grey: &GrayImage,
    region: PixelRect,
    resolution: Resolution,
    params: &SpectrumParams,
    progress: &dyn Progress,
) -> Result<Spectrum, SpectrumError> {
    let used = middle(grey, region);
    if used.width.min(used.height) < MIN_SPECTRUM_PX {
        return Err(SpectrumError::TooSmall { width_px: used.width, height_px: used.height });
    }
    let transform = transform(grey, used, progress)?;
    let step_lpi = [resolution.x.get() / f64::from(used.width), resolution.y.get() / f64::from(used.height)];
    let limits = SpectrumLimits {
        step_lpi,
        lowest_lpi: params.least_periods * step_lpi[0].max(step_lpi[1]),
        highest_lpi: [resolution.x.get() / 2.0, resolution.y.get() / 2.0],
        uncertainty_lpi: step_lpi[0].max(step_lpi[1]) / 8.0,
    };
    Ok(Spectrum { picture: transform.picture(params.least_periods), peaks: peaks(&transform, limits, params), limits, used })
}

/// The part of `region` within the picture, no longer than [`MAX_SPECTRUM_PX`] along a side.
fn middle(grey: &GrayImage, region: PixelRect) -> PixelRect {
    let side = |from: u32, to: u32, end: u32| {
        let (from, to) = (from.min(end), to.min(end));
        let spare = (to - from).saturating_sub(MAX_SPECTRUM_PX);
        (from + spare / 2, (to - from) - spare)
    };
    let (x, width) = side(region.x, region.right(), grey.width());
    let (y, height) = side(region.y, region.bottom(), grey.height());
    PixelRect { x, y, width, height }
}

#[cfg(test)]
mod tests;
