//! What the print of a region shows of the process that made it: halftone screens, scattered dots, ragged edges, specks beside strokes.
//!
//! Everything is a measurement with its uncertainty, or the reason why it could not be made; what it is consistent with is said in the
//! examiner's terms ([`remarks`]), and which process it was is for the examiner to say. Sources:
//!
//! | mark | method | source |
//! | --- | --- | --- |
//! | screens | mean of the power spectra of overlapping tiles under a Hann window; peaks that are the same in most tiles | Welch 1967; Ulichney 1987 |
//! | scattered dots | rise of the radial power from low to high frequencies, anisotropy of its ring | Ulichney 1987 |
//! | raggedness, blur | residuals of the 60 % contour from its line; distance of the 10 % and 90 % contours | ISO 13660:2001, ISO/IEC 24790:2017 |
//! | specks | free marks near strokes and far from them, by number and area | ISO/IEC 24790:2017 (extraneous marks, background) |
//!
//! The values are those of the capture, not of the ink alone: its optics blur edges and swallow small specks. Two captures of one device
//! and resolution can be compared; a value on its own is no limit of a standard.

mod beside;
mod contrast;
mod dither;
mod edges;
mod ground;
mod lattice;
mod reason;
mod remarks;
mod screen;
mod segments;
mod specks;
#[cfg(test)]
mod tests;
mod values;
mod welch;

use serde::{Deserialize, Serialize};

pub use beside::{Beside, InReference, process_beside};
pub use ground::Channel;
pub use reason::NotMeasurable;
pub use remarks::{PrintProcess, Remark, remarks};
pub use screen::ScreenKind;
pub use values::{EdgeMarks, ProcessMarks, Scatter, Screen, Screens, SpeckCount, SpeckMarks};

use self::ground::Ground;
use self::screen::{Screening, screening};
use self::welch::Tiles;
use super::measure::{Budget, MeasureError, PagePicture};
use crate::domain::{Cancelled, Progress, RectMm};

/// Below this many pixels per inch at the document a capture is poor evidence of print.
pub const POOR_PPI: f64 = 385.0;

/// How the marks of a process are measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProcessParams {
    /// The coarsest screen that is looked for, in lines per inch; newspapers have 65.
    pub lowest_lpi: f64,
    /// Pixels that a period of a screen has at the least: with two a sampled wave is at the limit of what can be told.
    pub least_period_px: f64,
    /// How far a peak of the mean spectrum stands above what is around it, in dB, in a region of many tiles.
    pub least_strength_db: f64,
    /// Share of the tiles with print that show a screen, 0 to 1.
    pub least_share: f64,
    /// How far the peak of a screen scatters from tile to tile, in places of the spectrum, at the most.
    pub most_spread: f64,
    /// Pixels per inch at the document below which edges and specks are not measured; a person may go below, with a reason.
    pub least_ppi: f64,
    /// The least length of an edge that is measured, in mm.
    pub least_edge_mm: f64,
    /// Diameter of the largest speck, in µm.
    pub most_speck_um: f64,
}

impl Default for ProcessParams {
    fn default() -> Self {
        Self {
            lowest_lpi: 50.0,
            least_period_px: 2.5,
            least_strength_db: 6.0,
            least_share: 0.5,
            most_spread: 0.35,
            least_ppi: 600.0,
            least_edge_mm: 0.75,
            most_speck_um: 250.0,
        }
    }
}

/// Measures the marks of a printing process within `area` of the page.
///
/// The pixels are looked at as they are, none is resampled: of a capture that lies turned on its page the largest upright rectangle of
/// pixels within `area` is taken, and the results are turned instead. What cannot be measured says why in its place. Progress counts the
/// parts of the work in thousandths. The same input gives the same values.
///
/// # Errors
///
/// [`MeasureError::Place`], [`MeasureError::OutsidePicture`], [`MeasureError::SmallRegion`], [`MeasureError::TooLarge`] above 64 million
/// pixels, [`MeasureError::Cancelled`].
pub fn process_marks(
    picture: &PagePicture<'_>,
    area: RectMm,
    params: &ProcessParams,
    budget: &Budget<'_>,
    progress: &dyn Progress,
) -> Result<ProcessMarks, MeasureError> {
    Ok(measured(picture, area, params, budget, progress)?.marks)
}

/// The marks of a region with what screens are looked up in.
struct Measured<'a> {
    marks: ProcessMarks,
    ground: Ground<'a>,
    screening: Option<Screening>,
}

fn measured<'a>(
    picture: &PagePicture<'a>,
    area: RectMm,
    params: &ProcessParams,
    budget: &Budget<'_>,
    progress: &dyn Progress,
) -> Result<Measured<'a>, MeasureError> {
    let ground = Ground::new(picture, area)?;
    let stage = |from: u64, to: u64| Stage { progress, from, to };
    let tiles = Tiles::of(&ground);
    let screening = tiles.map(|tiles| screening(&ground, &tiles, params, &stage(0, 600))).transpose()?;
    let is_fine = ground.ppi >= params.least_ppi * 0.995;
    let coarse = NotMeasurable::TooCoarse { ppi: ground.ppi, least_ppi: params.least_ppi };
    let contrast = NotMeasurable::LittleContrast;
    let edges = if is_fine { edges::edges(&ground, params, &stage(600, 800))?.ok_or(contrast) } else { Err(coarse) };
    let specks = if is_fine { specks::specks(&ground, params, &stage(800, 1000))?.ok_or(contrast) } else { Err(coarse) };
    let marks = ProcessMarks::of(picture, area, params, budget, &ground, screening.as_ref(), edges, specks)?;
    Ok(Measured { marks, ground, screening })
}

/// Part of a progress in thousandths.
struct Stage<'a> {
    progress: &'a dyn Progress,
    from: u64,
    to: u64,
}

impl Progress for Stage<'_> {
    fn report(&self, done: u64, total: u64) -> Result<(), Cancelled> {
        self.progress.report(self.from + (self.to - self.from) * done.min(total) / total.max(1), 1000)
    }
}
