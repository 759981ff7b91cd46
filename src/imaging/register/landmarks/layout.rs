//! Whether points lie so that they fix a map.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::LandmarkModel;
use crate::domain::{PointPx, words};

/// Least distance of two landmarks in px; closer ones are one.
const LEAST_DISTANCE_PX: f64 = 4.0;

/// Least distance of two landmarks as a share of the extent of all, and least distance from a line through others.
const LEAST_SHARE: f64 = 0.02;

words! {
    /// Why points do not fix a map.
    LayoutFault {
        TooClose = "too-close", "Two landmarks lie on one spot";
        OnALine = "on-a-line", "The landmarks lie on a line, or all but one of them do";
    }
}

/// What is wrong with the layout of `points` for a map of that kind; `None` if they fix it.
pub(super) fn fault(points: &[PointPx], model: LandmarkModel) -> Option<LayoutFault> {
    let distance = |a: &PointPx, b: &PointPx| (a.x - b.x).hypot(a.y - b.y);
    let pairs = || points.iter().enumerate().flat_map(|(place, a)| points.iter().skip(place + 1).map(move |b| (a, b)));
    let extent = pairs().map(|(a, b)| distance(a, b)).fold(0.0, f64::max);
    let least = LEAST_DISTANCE_PX.max(LEAST_SHARE * extent);
    if pairs().any(|(a, b)| distance(a, b) < least) {
        return Some(LayoutFault::TooClose);
    }
    // An affine map needs a point off every line through two; a projective one needs two, or four in general position are not to
    // be had.
    let off_needed = match model {
        LandmarkModel::Similarity => return None,
        LandmarkModel::Affine => 1,
        LandmarkModel::Homography => 2,
    };
    let off = |a: &PointPx, b: &PointPx| {
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let long = dx.hypot(dy);
        points.iter().filter(|c| ((c.x - a.x) * dy - (c.y - a.y) * dx).abs() / long > least).count()
    };
    pairs().any(|(a, b)| off(a, b) < off_needed).then_some(LayoutFault::OnALine)
}
