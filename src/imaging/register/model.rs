//! What registration takes and gives.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::bend::Bend;
use crate::domain::{Cancelled, Homography, PageFromCapture, Resolution, words};

/// Where a questioned picture lies on the picture of a reference page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Registration {
    /// The map from questioned pixels to reference pixels; pixel centres at whole numbers.
    pub reference_from_questioned: Homography,
    /// Matched places that agree with the map.
    pub inliers: u32,
    /// Median distance between where a place was found and where the map puts it, in reference pixels; of a bent page too, whatever
    /// its bend explains.
    pub residual_px: f64,
    /// The same in mm of the page.
    pub residual_mm: f64,
    /// How the page departs from flat, where that can be proved; `reference_from_questioned` alone then fits most of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bend: Option<Bend>,
    /// How much of the page the questioned picture shows, 0 to 1.
    pub coverage: f64,
    /// Pixels per inch of the questioned picture at the page, measured and not read from the file.
    pub sampling_ppi: f64,
}

impl Registration {
    /// Where a pixel of the questioned picture lies on the reference picture, in its px, with the bend of the page.
    pub fn reference(&self, x: f64, y: f64) -> (f64, f64) {
        let (x, y) = self.reference_from_questioned.apply(x, y);
        self.bend.as_ref().map_or((x, y), |bend| bend.apply(x, y))
    }

    /// The corners of the page in pixels of the questioned picture, clockwise from the top left one as the page is read, for a reference
    /// picture of `size_px` that shows it edge to edge. `None` if the map has no inverse or a corner lies nowhere.
    pub fn corners(&self, size_px: (u32, u32)) -> Option<[[f64; 2]; 4]> {
        let back = self.reference_from_questioned.inverse()?;
        let (right, bottom) = (f64::from(size_px.0) - 0.5, f64::from(size_px.1) - 0.5);
        let corners = [(-0.5, -0.5), (right, -0.5), (right, bottom), (-0.5, bottom)].map(|(x, y)| {
            let (x, y) = self.bend.as_ref().map_or((x, y), |bend| bend.undo(x, y));
            <[f64; 2]>::from(back.apply(x, y))
        });
        corners.iter().flatten().all(|px| px.is_finite()).then_some(corners)
    }

    /// The map from questioned pixels to mm of the page, for a reference picture of `resolution` that shows the page edge to edge.
    pub fn page_from_questioned(&self, resolution: Resolution) -> PageFromCapture {
        PageFromCapture(Homography::page_from_picture(resolution).after(&self.reference_from_questioned))
    }
}

words! {
    /// Why a questioned picture was not fitted to a reference page.
    NoFitReason {
        /// The questioned picture shows next to no print.
        FewFeatures = "few-features", "Too little print to recognise";
        /// Next to nothing in it looks like the reference.
        FewMatches = "few-matches", "Too few places look like the reference";
        /// Places look alike, but no plane map explains them.
        NoConsensus = "no-consensus", "Matching places do not fit together";
        /// The best map mirrors, folds or stretches the page beyond what a scan can.
        Implausible = "implausible", "The only fit is not a plausible view of the page";
        /// The map fits few places and the print under it does not agree.
        Unconfirmed = "unconfirmed", "The print does not confirm the fit";
    }
}

/// Why registration gave no map.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// The picture does not show the page, or not well enough.
    #[error("no fit: {}; check that the picture shows this page, sharp and at 150 pixels per inch or more", .reason.title().to_lowercase())]
    NoFit {
        /// Why.
        reason: NoFitReason,
        /// How many matched places agreed at best.
        inliers: u32,
    },
    /// The work was asked to stop.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

/// How registration works; the same parameters and pictures give the same map to the bit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct RegisterParams {
    /// Resolution at which places are recognised, in pixels per inch of the page; less for a picture that is larger than a passport.
    pub working_ppi: f64,
    /// Most places kept per picture.
    pub max_features: usize,
    /// Fewest agreeing places for a fit.
    pub min_inliers: u32,
    /// Distance up to which a matched place agrees, in mm of the page.
    pub inlier_mm: f64,
    /// Resolution at which the fit is refined, in pixels per inch; never finer than the reference picture.
    pub refine_ppi: f64,
    /// Least correlation for a tile to count.
    pub tile_agreement: f64,
    /// Least number of refined tiles that confirm a fit of few places.
    pub min_tiles: u32,
    /// Least share of the tiles in view that must agree.
    pub min_tile_share: f64,
    /// Least mean correlation of the tiles in view: captures of the page had 0.28 and more in the worst light, or with a third of the page
    /// hidden. Coarse prints of other documents reach that too, so that a fit below 0.5 is asked for more than its likeness.
    pub min_likeness: f64,
    /// Seed of the random draws.
    pub seed: u64,
}

impl Default for RegisterParams {
    fn default() -> Self {
        Self {
            working_ppi: 150.0,
            max_features: 2_000,
            min_inliers: 20,
            inlier_mm: 0.5,
            refine_ppi: 600.0,
            tile_agreement: 0.5,
            min_tiles: 8,
            min_tile_share: 0.2,
            min_likeness: 0.27,
            seed: 1,
        }
    }
}
