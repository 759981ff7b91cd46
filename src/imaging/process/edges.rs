//! How ragged and how blurred the straight edges of print are.
//!
//! ISO 13660 and ISO/IEC 24790:2017 define raggedness as the standard deviation of the residuals of the contour at which 60 % of the way
//! from paper to ink are gone, from the line fitted to it, and blurriness as the mean distance of the contours at 10 % and 90 %.

use super::ProcessParams;
use super::contrast::Contrast;
use super::ground::Ground;
use super::segments::{Segment, segments};
use crate::domain::{Cancelled, MM_PER_INCH, Progress};
use crate::imaging::plane::Plane;

/// The longer side of what is looked at at once, in px.
const FIELD_PX: u32 = 2048;
/// How far a profile reaches to either side of an edge, in mm.
const REACH_MM: f64 = 0.15;
/// What is left out at either end of an edge, where corners are round, in mm.
const END_MM: f64 = 0.1;
/// The contour that is fitted, and those between which the blur is measured, as shares of the way from paper to ink.
const CONTOUR: f64 = 0.6;
const BLUR: (f64, f64) = (0.1, 0.9);
/// Blur through which edges are looked for, in mm, so that ragged ones are found as well.
const LOOK_MM: f64 = 0.06;
/// Change a pixel as a share of the contrast, at the least, for an edge.
const LEAST_STEP: f32 = 0.04;
/// The contrast of an edge as a share of that of its field, at the least; fainter print beneath is left alone.
const LEAST_DEPTH: f64 = 0.5;
/// Share of the profiles of an edge that have to give a contour.
const LEAST_PROFILES: f64 = 0.9;
/// Edges of a field that are measured at the most.
const MOST_EDGES: usize = 400;
/// Bend of an edge in px that is no raggedness any more.
const MOST_BEND_PX: f64 = 0.35;

/// One straight edge.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    /// What was measured of it in mm.
    pub(super) length_mm: f64,
    /// Standard deviation of its contour from a line, in px.
    pub(super) ragged_px: f64,
    /// From 10 % to 90 %, in px.
    pub(super) blur_px: f64,
}

/// The straight edges of a region; `None` if print and paper are not told apart anywhere.
pub(super) fn edges(ground: &Ground<'_>, params: &ProcessParams, progress: &dyn Progress) -> Result<Option<Vec<Edge>>, Cancelled> {
    let mm_px = ground.ppi / MM_PER_INCH;
    let (mut found, mut has_contrast) = (Vec::new(), false);
    let fields = ground.fields(FIELD_PX);
    for (done, field) in fields.iter().enumerate() {
        progress.report(done as u64, fields.len() as u64)?;
        let plane = ground.reflectance(*field);
        let Some(contrast) = Contrast::of(&plane) else { continue };
        has_contrast = true;
        let least = (params.least_edge_mm + 2.0 * END_MM) * mm_px;
        let straight = segments(&plane, (LOOK_MM * mm_px) as f32, least, LEAST_STEP * contrast.depth(), MOST_EDGES);
        found.extend(straight.iter().filter_map(|segment| edge(&plane, segment, contrast, mm_px)));
    }
    Ok(has_contrast.then_some(found))
}

/// Measures one edge; `None` if it is bent, or has no light and dark side of its own.
fn edge(plane: &Plane, segment: &Segment, contrast: Contrast, mm_px: f64) -> Option<Edge> {
    let half = segment.length / 2.0 - END_MM * mm_px;
    // Half a pixel from one profile to the next and along them.
    let count = (2.0 * half / 0.5).floor().max(0.0) as usize;
    let reach = (REACH_MM * mm_px / 0.5).ceil().max(6.0) as i64;
    let mut profiles = Vec::with_capacity(count);
    for k in 0..count {
        let ahead = k as f64 * 0.5 - half;
        let [x, y] = [0, 1].map(|axis| segment.middle[axis] + segment.along[axis] * ahead);
        let aside = |step: i64| plane.cubic(x + segment.normal[0] * step as f64 * 0.5, y + segment.normal[1] * step as f64 * 0.5);
        let profile: Option<Vec<f64>> = (-reach..=reach).map(|step| aside(step).map(f64::from)).collect();
        if let Some(profile) = profile {
            profiles.push((ahead, profile));
        }
    }
    if profiles.len() < 16 || (profiles.len() as f64) < LEAST_PROFILES * count as f64 {
        return None;
    }
    let (ink, paper) = sides(&profiles, reach as usize)?;
    if paper - ink < LEAST_DEPTH * f64::from(contrast.depth()) {
        return None;
    }
    let level = |share: f64| paper - share * (paper - ink);
    let crossings = |share: f64| -> Vec<(f64, f64)> {
        let cross = |(ahead, profile): &(f64, Vec<f64>)| Some((*ahead, crossing(profile, level(share))? * 0.5));
        profiles.iter().filter_map(cross).collect()
    };
    let contour = crossings(CONTOUR);
    if (contour.len() as f64) < LEAST_PROFILES * profiles.len() as f64 {
        return None;
    }
    let (ragged_px, bend_px) = residual(&contour, half)?;
    if bend_px > MOST_BEND_PX.max(1.5 * ragged_px) {
        return None;
    }
    let mean = |of: &[(f64, f64)]| of.iter().map(|(_, at)| at).sum::<f64>() / of.len().max(1) as f64;
    let (light, dark) = (crossings(BLUR.0), crossings(BLUR.1));
    let is_whole = |of: &[(f64, f64)]| of.len() * 2 > profiles.len();
    if !is_whole(&light) || !is_whole(&dark) {
        return None;
    }
    Some(Edge { length_mm: 2.0 * half / mm_px, ragged_px, blur_px: (mean(&light) - mean(&dark)).max(0.0) })
}

/// The reflectance of the dark and the light side: the lowest and the highest of the mean profile near the edge.
fn sides(profiles: &[(f64, Vec<f64>)], middle: usize) -> Option<(f64, f64)> {
    let mean = |place: usize| profiles.iter().filter_map(|(_, profile)| profile.get(place)).sum::<f64>() / profiles.len() as f64;
    // Strokes may be narrow: the farthest from the edge is not the darkest.
    let ink = (0..=middle).map(mean).fold(f64::INFINITY, f64::min);
    let paper = (middle..=2 * middle).map(mean).fold(f64::NEG_INFINITY, f64::max);
    (paper > ink).then_some((ink, paper))
}

/// Where a profile, from dark to light, passes `level` nearest to its middle, in samples from the middle.
fn crossing(profile: &[f64], level: f64) -> Option<f64> {
    let middle = (profile.len() / 2) as f64;
    let crossings = profile.windows(2).enumerate().filter_map(|(place, pair)| {
        let [before, after] = pair else { return None };
        (*before < level && *after >= level).then(|| place as f64 + (level - before) / (after - before) - middle)
    });
    crossings.min_by(|a, b| a.abs().total_cmp(&b.abs()))
}

/// The standard deviation of a contour from its line, and how far it bends from its ends to its middle.
fn residual(contour: &[(f64, f64)], half: f64) -> Option<(f64, f64)> {
    let count = contour.len() as f64;
    // Legendre's polynomials of the place along the edge are all but orthogonal here; the normal equations are solved anyway.
    let basis = |ahead: f64| {
        let t = ahead / half;
        [1.0, t, 1.5 * t * t - 0.5]
    };
    let (mut matrix, mut right) = ([[0.0; 3]; 3], [0.0; 3]);
    for (ahead, at) in contour {
        let base = basis(*ahead);
        for row in 0..3 {
            right[row] += base[row] * at;
            for column in 0..3 {
                matrix[row][column] += base[row] * base[column];
            }
        }
    }
    let line = solve2([[matrix[0][0], matrix[0][1]], [matrix[1][0], matrix[1][1]]], [right[0], right[1]])?;
    let off = |(ahead, at): &(f64, f64)| at - line[0] - line[1] * basis(*ahead)[1];
    let variance = contour.iter().map(|spot| off(spot).powi(2)).sum::<f64>() / (count - 2.0).max(1.0);
    let bent = contour.iter().map(|spot| off(spot) * basis(spot.0)[2]).sum::<f64>() / matrix[2][2].max(1e-9);
    // Square to the line, which may run at an angle to the edge that was found.
    let slant = 1.0 / (1.0 + (line[1] / half).powi(2)).sqrt();
    Some((variance.sqrt() * slant, 1.5 * bent.abs() * slant))
}

fn solve2([[a, b], [c, d]]: [[f64; 2]; 2], [u, v]: [f64; 2]) -> Option<[f64; 2]> {
    let determinant = a * d - b * c;
    (determinant.abs() > 1e-12).then(|| [(u * d - b * v) / determinant, (a * v - c * u) / determinant])
}
