//! The same region of a questioned capture and of a reference: what the reference has as well is design.

use serde::Serialize;

use super::values::{ProcessMarks, Screen};
use super::{Measured, ProcessParams, Stage, measured};
use crate::domain::{MM_PER_INCH, Progress, RectMm};
use crate::imaging::measure::{Budget, MeasureError, PagePicture};

/// Pixels that a period has in the reference at the least for its absence to say something.
const LEAST_REFERENCE_PX: f64 = 2.15;

/// Whether the reference has a pattern of the questioned capture.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum InReference {
    /// The reference has it too, so that it belongs to the design: how far it stands above what is around it there, in dB.
    Present {
        /// In dB.
        strength_db: f64,
    },
    /// The reference has nothing there that stands out.
    Absent {
        /// In dB.
        strength_db: f64,
    },
    /// The reference capture is too coarse, or its part of the region too small, to tell.
    CannotTell,
}

/// A region measured in both.
#[derive(Debug, Clone, PartialEq)]
pub struct Beside {
    /// In the questioned capture.
    pub questioned: ProcessMarks,
    /// In the reference.
    pub reference: ProcessMarks,
    /// For each screen of the questioned capture, in order, whether the reference has it.
    pub screens: Vec<InReference>,
}

/// Measures the same region of the page in a questioned and in a reference capture; see [`super::process_marks`].
///
/// # Errors
///
/// As for [`super::process_marks`], for either.
pub fn process_beside(
    questioned: (&PagePicture<'_>, &Budget<'_>),
    reference: (&PagePicture<'_>, &Budget<'_>),
    area: RectMm,
    params: &ProcessParams,
    progress: &dyn Progress,
) -> Result<Beside, MeasureError> {
    let first = measured(questioned.0, area, params, questioned.1, &Stage { progress, from: 0, to: 500 })?;
    let second = measured(reference.0, area, params, reference.1, &Stage { progress, from: 500, to: 1000 })?;
    let screens = first.marks.screens.as_ref().map(|screens| screens.found.as_slice()).unwrap_or_default();
    let screens = screens.iter().map(|screen| look_up(screen, &second, params)).collect();
    Ok(Beside { questioned: first.marks, reference: second.marks, screens })
}

/// Looks a screen up in the spectra of the reference: the weakest of its waves counts, in the channel that shows them best.
fn look_up(screen: &Screen, reference: &Measured<'_>, params: &ProcessParams) -> InReference {
    let Some(screening) = &reference.screening else { return InReference::CannotTell };
    let finest = screen.waves_per_mm.iter().map(|[x, y]| x.hypot(*y) * MM_PER_INCH).fold(0.0, f64::max);
    if finest * LEAST_REFERENCE_PX > reference.ground.ppi {
        return InReference::CannotTell;
    }
    let side = screening.side as f64;
    let strength_db = screening
        .spectra
        .iter()
        .map(|spectrum| {
            let strength = |wave: &[f64; 2]| {
                let [x, y] = reference.ground.map.in_picture(*wave);
                spectrum.mean.strength_near(x * side, y * side)
            };
            screen.waves_per_mm.iter().map(strength).fold(f64::INFINITY, f64::min)
        })
        .fold(f64::NEG_INFINITY, f64::max);
    let tiles = screening.spectra.first().map_or(1, |spectrum| spectrum.tiles.len().max(1));
    let least_db = params.least_strength_db + 12.0 / (tiles as f64).sqrt();
    if !strength_db.is_finite() {
        InReference::CannotTell
    } else if strength_db >= least_db {
        InReference::Present { strength_db }
    } else {
        InReference::Absent { strength_db }
    }
}
