//! Registration by hand: pairs of landmarks that a person sets, fitted live, with what each of them misses.
//!
//! The way out where [`register`](super::register) finds no fit. A fit by hand says how good it is: the residual of every pair, and
//! how far each pair is from where the others put it.

mod layout;
mod snap;
mod trust;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fit::{Pair, affine, homography};
use super::{PreparedPage, Registration, View};
use crate::domain::{Homography, PointPx, Resolution, words};
use crate::imaging::Picture;

pub use self::layout::LayoutFault;
pub use self::snap::{SnapError, SnapParams, Snapped, snap};
pub use self::trust::{Distrust, MOST_MISS_MM, MOST_RMS_MM, trust};
pub use crate::domain::LandmarkModel;

/// Most pairs of one fit.
pub const MAX_LANDMARKS: usize = 200;

/// The same spot of the document in two pictures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Landmark {
    /// In the questioned picture.
    pub questioned: PointPx,
    /// In the reference picture.
    pub reference: PointPx,
}

/// How far one landmark is from where a map puts it, in the reference.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Miss {
    /// In pixels of the reference picture.
    pub px: f64,
    /// In mm of the page.
    pub mm: f64,
}

/// A map fitted to landmarks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LandmarkFit {
    /// The kind of map.
    pub model: LandmarkModel,
    /// From questioned pixels to reference pixels.
    pub reference_from_questioned: Homography,
    /// What every pair misses, in the order they were given.
    pub misses: Vec<Miss>,
    /// Root mean square of the misses; `None` if the pairs just fix the map, which then misses none and shows nothing.
    pub rms: Option<Miss>,
    /// How far each pair is from where the others alone put it; empty if the others would not fix the map.
    ///
    /// A pair set on the wrong spot bends the map towards itself and hides in its own miss; here it shows.
    pub left_out: Vec<Option<Miss>>,
}

impl LandmarkFit {
    /// The fit as a registration of the whole picture, its residual the root mean square of the misses.
    ///
    /// `None` without a pair to spare, for such a fit has no residual, and if no scanner or camera sees a page so.
    pub fn registration(&self, questioned: &Picture, reference: &PreparedPage) -> Option<Registration> {
        let rms = self.rms?;
        let view = View::of(&self.reference_from_questioned, questioned.rgb.dimensions(), reference)?;
        Some(Registration {
            reference_from_questioned: self.reference_from_questioned,
            inliers: u32::try_from(self.misses.len()).ok()?,
            residual_px: rms.px,
            residual_mm: rms.mm,
            bend: None,
            coverage: view.coverage,
            sampling_ppi: view.sampling_ppi,
        })
    }
}

/// Why landmarks gave no map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LandmarkError {
    /// Fewer pairs than fix the map.
    #[error("set at least {least} pairs for this kind of map")]
    TooFew {
        /// How many fix it.
        least: usize,
    },
    /// More than [`MAX_LANDMARKS`].
    #[error("at most {MAX_LANDMARKS} pairs are fitted")]
    TooMany,
    /// A coordinate is not a number or out of reach.
    #[error("a landmark is no place in a picture")]
    NotAPlace,
    /// The pairs do not fix the map where they lie.
    #[error("{fault} in the {picture} picture")]
    Layout {
        /// What is wrong with it.
        fault: LayoutFault,
        /// In which picture.
        picture: Which,
    },
    /// The map would turn the page over; two pairs may be exchanged.
    #[error("the pairs mirror the page; two of them may be exchanged")]
    Mirrored,
    /// The map would fold the page between the landmarks.
    #[error("the pairs fold the page; one of them may be set on the wrong spot")]
    Folded,
}

words! {
    /// One of two pictures that are compared.
    Which {
        Questioned = "questioned", "Questioned";
        Reference = "reference", "Reference";
    }
}

/// Fits a map to `pairs` by least squares of the distances in the reference picture.
///
/// The similarity is the closed form of least squares (Umeyama, IEEE PAMI 13, 1991), the projective map the normalised direct linear
/// transform polished by Gauss and Newton (Hartley 1997). `resolution` is that of the reference picture and turns pixels into mm.
///
/// # Errors
///
/// Every variant of [`LandmarkError`]: a layout that does not fix the map is refused, for its map would be wrong elsewhere.
pub fn fit_landmarks(pairs: &[Landmark], model: LandmarkModel, resolution: Resolution) -> Result<LandmarkFit, LandmarkError> {
    let least = model.least_pairs();
    if pairs.len() < least {
        return Err(LandmarkError::TooFew { least });
    }
    if pairs.len() > MAX_LANDMARKS {
        return Err(LandmarkError::TooMany);
    }
    let place = |point: PointPx| point.x.abs() <= 1e6 && point.y.abs() <= 1e6;
    if !pairs.iter().all(|pair| place(pair.questioned) && place(pair.reference)) {
        return Err(LandmarkError::NotAPlace);
    }
    let map = fitted(pairs, model)?;
    let miss = |map: &Homography, pair: &Landmark| {
        let (x, y) = map.apply(pair.questioned.x, pair.questioned.y);
        let (dx, dy) = (x - pair.reference.x, y - pair.reference.y);
        Miss { px: dx.hypot(dy), mm: (dx * resolution.x.mm_per_px()).hypot(dy * resolution.y.mm_per_px()) }
    };
    let misses: Vec<Miss> = pairs.iter().map(|pair| miss(&map, pair)).collect();
    let left_out = if pairs.len() > least {
        (0..pairs.len())
            .map(|out| {
                let others: Vec<Landmark> = pairs.iter().enumerate().filter(|(place, _)| *place != out).map(|(_, pair)| *pair).collect();
                let miss = miss(&fitted(&others, model).ok()?, pairs.get(out)?);
                miss.px.is_finite().then_some(miss)
            })
            .collect()
    } else {
        Vec::new()
    };
    let root = |pick: fn(&Miss) -> f64| (misses.iter().map(|miss| pick(miss).powi(2)).sum::<f64>() / misses.len() as f64).sqrt();
    let rms = (pairs.len() > least).then(|| Miss { px: root(|miss| miss.px), mm: root(|miss| miss.mm) });
    Ok(LandmarkFit { model, reference_from_questioned: map, misses, rms, left_out })
}

/// The map of pairs that are places, checked for what it does to the page.
fn fitted(pairs: &[Landmark], model: LandmarkModel) -> Result<Homography, LandmarkError> {
    for (picture, points) in [
        (Which::Questioned, pairs.iter().map(|pair| pair.questioned).collect::<Vec<_>>()),
        (Which::Reference, pairs.iter().map(|pair| pair.reference).collect::<Vec<_>>()),
    ] {
        if let Some(fault) = layout::fault(&points, model) {
            return Err(LandmarkError::Layout { fault, picture });
        }
    }
    let weighted: Vec<Pair> = pairs
        .iter()
        .map(|pair| Pair { from: [pair.questioned.x, pair.questioned.y], to: [pair.reference.x, pair.reference.y], weight: 1.0 })
        .collect();
    // What the layout allows can be solved, unless the pairs contradict each other beyond any map.
    let map = match model {
        LandmarkModel::Similarity => similarity(&weighted),
        LandmarkModel::Affine => affine(&weighted),
        LandmarkModel::Homography => homography(&weighted),
    };
    let map = map.filter(|map| map.0.iter().flatten().all(|value| value.is_finite())).ok_or(LandmarkError::Folded)?;
    let areas: Vec<f64> = pairs.iter().map(|pair| map.area_scale(pair.questioned.x, pair.questioned.y)).collect();
    let sides: Vec<f64> =
        pairs.iter().map(|pair| map.0[2][0] * pair.questioned.x + map.0[2][1] * pair.questioned.y + map.0[2][2]).collect();
    if sides.iter().any(|side| *side <= 0.0) && sides.iter().any(|side| *side >= 0.0) {
        return Err(LandmarkError::Folded);
    }
    if areas.iter().all(|area| *area < 0.0) {
        return Err(LandmarkError::Mirrored);
    }
    if areas.iter().all(|area| area.is_finite() && *area > 0.0) { Ok(map) } else { Err(LandmarkError::Folded) }
}

/// The turn, scale and shift of least squares; `None` if either side has no extent.
fn similarity(pairs: &[Pair]) -> Option<Homography> {
    let count = pairs.len() as f64;
    let mean = |pick: fn(&Pair) -> [f64; 2]| [0, 1].map(|axis| pairs.iter().map(|pair| pick(pair)[axis]).sum::<f64>() / count);
    let (from, to) = (mean(|pair| pair.from), mean(|pair| pair.to));
    let (mut square, mut along, mut across) = (0.0, 0.0, 0.0);
    for pair in pairs {
        let (x, y) = (pair.from[0] - from[0], pair.from[1] - from[1]);
        let (u, v) = (pair.to[0] - to[0], pair.to[1] - to[1]);
        square += x * x + y * y;
        along += x * u + y * v;
        across += x * v - y * u;
    }
    let (cos, sin) = (along / square, across / square);
    if !cos.hypot(sin).is_finite() || cos.hypot(sin) <= 1e-9 {
        return None;
    }
    Some(Homography([
        [cos, -sin, to[0] - cos * from[0] + sin * from[1]],
        [sin, cos, to[1] - sin * from[0] - cos * from[1]],
        [0.0, 0.0, 1.0],
    ]))
}

#[cfg(test)]
mod tests;
