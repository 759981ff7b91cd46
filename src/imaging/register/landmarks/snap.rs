//! Moves a landmark to where the print around it agrees best with the reference.

use image::RgbImage;
use rayon::prelude::*;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Landmark;
use crate::domain::{Homography, PointPx};
use crate::imaging::plane::{Plane, luma};

/// How a landmark is snapped.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct SnapParams {
    /// Half of the side of the window that is compared, in px of the reference, 4 to 64.
    pub window_px: u32,
    /// How far the spot may lie from where it was set, in px of the reference, 1 to 64.
    pub reach_px: u32,
    /// Least correlation at the best place, 0 to 1.
    pub least_score: f64,
    /// How near the next best place may come to it, as a share of the best correlation, 0 to 1.
    pub most_rival: f64,
    /// Least standard deviation of the window of the reference along its weaker direction, in levels per pixel.
    pub least_structure: f64,
}

impl Default for SnapParams {
    fn default() -> Self {
        Self { window_px: 15, reach_px: 12, least_score: 0.6, most_rival: 0.9, least_structure: 1.5 }
    }
}

/// Where a landmark snapped to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Snapped {
    /// The spot in the questioned picture, to a fraction of a pixel.
    pub questioned: PointPx,
    /// Zero-mean normalised cross-correlation there, up to 1.
    pub score: f64,
    /// How far it is from where it was set, in px of the questioned picture.
    pub moved_px: f64,
}

/// Why a landmark stays where it was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SnapError {
    /// Window or reach are outside their ranges, or the map has no inverse.
    #[error("the window or the reach of the search is not possible")]
    BadRequest,
    /// The window leaves one of the pictures.
    #[error("the window leaves the picture; choose a spot farther inside")]
    OutsidePicture,
    /// The reference shows nothing to hold on to there.
    #[error("the print is too even here to be found again")]
    Flat,
    /// The reference shows an edge or parallel lines, along which nothing fixes the spot.
    #[error("only one edge or direction here; choose a corner or an end of a line")]
    OneDirection,
    /// Nothing in reach looks like the reference.
    #[error("nothing in reach looks like the reference")]
    NotFound,
    /// Two places look alike.
    #[error("several places in reach look alike; choose a spot that differs from its surroundings")]
    Ambiguous,
}

/// Moves `near.questioned` to where its surroundings agree best with those of `near.reference`, which stays.
///
/// `reference_from_questioned` gives scale and turn, such as a first fit or the resolutions of both pictures; its shift is not used.
/// The questioned picture is seen through it and compared by zero-mean normalised cross-correlation (Lewis 1995) at every whole
/// shift in reach; the peak is placed between pixels by a paraboloid, and once more about the new place. Both pictures are to be of
/// like lights: print that is dark in one and bright in the other is not found.
///
/// # Errors
///
/// Every variant of [`SnapError`]. A spot that cannot be told apart is refused and not guessed.
pub fn snap(
    questioned: &RgbImage,
    reference: &RgbImage,
    near: Landmark,
    reference_from_questioned: &Homography,
    params: &SnapParams,
) -> Result<Snapped, SnapError> {
    let SnapParams { window_px, reach_px, .. } = *params;
    if !((4..=64).contains(&window_px) && (1..=64).contains(&reach_px)) {
        return Err(SnapError::BadRequest);
    }
    let (half, reach) = (window_px as usize, reach_px as usize);
    let linear = questioned_per_reference(reference_from_questioned, near.questioned).ok_or(SnapError::BadRequest)?;
    let wanted = patch(reference, near.reference, [[1.0, 0.0], [0.0, 1.0]], half).ok_or(SnapError::OutsidePicture)?;
    structure(&wanted, params)?;

    let seen = patch(questioned, near.questioned, linear, half + reach).ok_or(SnapError::OutsidePicture)?;
    let table = correlations(&wanted, &seen, reach);
    let peak = peak(&table, 2 * reach + 1, half, params)?;
    let shift = [peak[0] - reach as f64, peak[1] - reach as f64];
    let mut spot = moved(near.questioned, linear, shift);
    let mut score = table.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    // About the new place the rest of the shift is small, and so is the bias of the paraboloid.
    for _ in 0..2 {
        let Some(seen) = patch(questioned, spot, linear, half + 1) else { break };
        let table = correlations(&wanted, &seen, 1);
        let [dx, dy] = paraboloid(&table, 3, 4);
        spot = moved(spot, linear, [dx, dy]);
        score = table.get(4).copied().unwrap_or(score);
    }
    if score < params.least_score {
        return Err(SnapError::NotFound);
    }
    let moved_px = (spot.x - near.questioned.x).hypot(spot.y - near.questioned.y);
    Ok(Snapped { questioned: spot, score, moved_px })
}

/// How a step in the reference looks in the questioned picture: the linear part of the inverse map at a place.
fn questioned_per_reference(map: &Homography, at: PointPx) -> Option<[[f64; 2]; 2]> {
    let (x, y) = map.apply(at.x, at.y);
    let inverse = map.inverse()?;
    let (right, down, here) = (inverse.apply(x + 1.0, y), inverse.apply(x, y + 1.0), inverse.apply(x, y));
    let linear = [[right.0 - here.0, down.0 - here.0], [right.1 - here.1, down.1 - here.1]];
    let size = (linear[0][0] * linear[1][1] - linear[0][1] * linear[1][0]).abs();
    (size.is_finite() && (1e-3..=1e3).contains(&size)).then_some(linear)
}

fn moved(from: PointPx, linear: [[f64; 2]; 2], [dx, dy]: [f64; 2]) -> PointPx {
    PointPx { x: from.x + linear[0][0] * dx + linear[0][1] * dy, y: from.y + linear[1][0] * dx + linear[1][1] * dy }
}

/// The grey square of side `2 × half + 1` about a place, a step of it being `linear` in the picture; `None` if it leaves the picture.
fn patch(picture: &RgbImage, middle: PointPx, linear: [[f64; 2]; 2], half: usize) -> Option<Plane> {
    let side = 2 * half + 1;
    let corner = |x: f64, y: f64| moved(middle, linear, [x * half as f64, y * half as f64]);
    let corners = [corner(-1.0, -1.0), corner(1.0, -1.0), corner(-1.0, 1.0), corner(1.0, 1.0)];
    let (right, bottom) = (f64::from(picture.width()) - 1.0, f64::from(picture.height()) - 1.0);
    if !corners.iter().all(|corner| (0.0..=right).contains(&corner.x) && (0.0..=bottom).contains(&corner.y)) {
        return None;
    }
    // The part of the picture around the square, as grey, with the rim that interpolation needs.
    let least = |pick: fn(&PointPx) -> f64| (corners.iter().map(pick).fold(f64::INFINITY, f64::min).floor() - 2.0).max(0.0) as u32;
    let most = |pick: fn(&PointPx) -> f64, last: f64| (corners.iter().map(pick).fold(0.0, f64::max).ceil() + 2.0).min(last) as u32;
    let (left, top) = (least(|corner| corner.x), least(|corner| corner.y));
    let (width, height) = (most(|corner| corner.x, right) - left + 1, most(|corner| corner.y, bottom) - top + 1);
    let grey = Plane::from_fn(width as usize, height as usize, |x, y| luma(&picture.get_pixel(left + x as u32, top + y as u32).0));
    // Where the questioned picture is finer, its detail beyond the reference is averaged and not picked at.
    let shrink = (linear[0][0] * linear[1][1] - linear[0][1] * linear[1][0]).abs().sqrt();
    let grey = if shrink > 1.2 { grey.blurred((0.4 * (shrink * shrink - 1.0).sqrt()) as f32) } else { grey };
    Some(Plane::from_fn(side, side, |x, y| {
        let spot = moved(middle, linear, [x as f64 - half as f64, y as f64 - half as f64]);
        grey.cubic(spot.x - f64::from(left), spot.y - f64::from(top)).unwrap_or(0.0)
    }))
}

/// Refuses a window with nothing in it, or with one direction only: the eigenvalues of its structure tensor (Förstner 1987).
fn structure(window: &Plane, params: &SnapParams) -> Result<(), SnapError> {
    let (mut xx, mut xy, mut yy, mut count) = (0.0_f64, 0.0_f64, 0.0_f64, 0.0_f64);
    for y in 1..window.height.saturating_sub(1) {
        for x in 1..window.width.saturating_sub(1) {
            let dx = f64::from(window.get(x + 1, y) - window.get(x - 1, y)) / 2.0;
            let dy = f64::from(window.get(x, y + 1) - window.get(x, y - 1)) / 2.0;
            xx += dx * dx;
            xy += dx * dy;
            yy += dy * dy;
            count += 1.0;
        }
    }
    let (middle, reach) = (f64::midpoint(xx, yy) / count, ((xx - yy) / 2.0).hypot(xy) / count);
    let (strong, weak) = ((middle + reach).sqrt(), (middle - reach).max(0.0).sqrt());
    if strong < params.least_structure {
        Err(SnapError::Flat)
    } else if weak < params.least_structure || weak < 0.15 * strong {
        Err(SnapError::OneDirection)
    } else {
        Ok(())
    }
}

/// The correlation of `wanted` with `seen` at every whole shift, row by row; 0 where `seen` is even.
fn correlations(wanted: &Plane, seen: &Plane, reach: usize) -> Vec<f64> {
    let steps = 2 * reach + 1;
    let count = wanted.data.len() as f64;
    let mean = wanted.data.iter().map(|value| f64::from(*value)).sum::<f64>() / count;
    let norm = wanted.data.iter().map(|value| (f64::from(*value) - mean).powi(2)).sum::<f64>().sqrt();
    (0..steps * steps)
        .into_par_iter()
        .map(|place| {
            let (left, top) = (place % steps, place / steps);
            let (mut product, mut sum, mut squares) = (0.0, 0.0, 0.0);
            for y in 0..wanted.height {
                for x in 0..wanted.width {
                    let (a, b) = (f64::from(wanted.get(x, y)) - mean, f64::from(seen.get(left + x, top + y)));
                    product += a * b;
                    sum += b;
                    squares += b * b;
                }
            }
            let deviation = (squares - sum * sum / count).max(0.0).sqrt();
            if deviation > 1e-6 * count.sqrt() && norm > 0.0 { product / (norm * deviation) } else { 0.0 }
        })
        .collect()
}

/// The place of the best correlation in the table, between shifts, if it is one and the only one.
fn peak(table: &[f64], steps: usize, half: usize, params: &SnapParams) -> Result<[f64; 2], SnapError> {
    let best = (0..table.len()).max_by(|a, b| table[*a].total_cmp(&table[*b])).ok_or(SnapError::NotFound)?;
    let (x, y) = (best % steps, best / steps);
    if table[best] < 0.8 * params.least_score {
        return Err(SnapError::NotFound);
    }
    // At the rim the true place may lie beyond.
    if x == 0 || y == 0 || x + 1 == steps || y + 1 == steps {
        return Err(SnapError::NotFound);
    }
    // A rival is another peak, not the slope of this one.
    let apart = (half / 4).max(2);
    let rival = (0..table.len()).any(|place| {
        let (u, v) = (place % steps, place / steps);
        let far = u.abs_diff(x).max(v.abs_diff(y)) > apart;
        far && is_peak(table, steps, u, v) && table[place] > params.most_rival * table[best]
    });
    if rival {
        return Err(SnapError::Ambiguous);
    }
    let [dx, dy] = paraboloid(table, steps, best);
    Ok([x as f64 + dx, y as f64 + dy])
}

fn is_peak(table: &[f64], steps: usize, x: usize, y: usize) -> bool {
    let here = table[y * steps + x];
    let around = |from: usize| from.saturating_sub(1)..=(from + 1).min(steps - 1);
    around(y).all(|v| around(x).all(|u| table[v * steps + u] <= here))
}

/// How far the top of the paraboloid of least squares through the nine values about `best` lies from it; at most one step.
fn paraboloid(table: &[f64], steps: usize, best: usize) -> [f64; 2] {
    let (x, y) = (best % steps, best / steps);
    let value = |dx: usize, dy: usize| table.get((y + dy - 1) * steps + x + dx - 1).copied().unwrap_or(0.0);
    let (mut gx, mut gy, mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0, 0.0, 0.0);
    for dy in 0..3 {
        for dx in 0..3 {
            let (u, v, height) = (dx as f64 - 1.0, dy as f64 - 1.0, value(dx, dy));
            gx += u * height / 6.0;
            gy += v * height / 6.0;
            xx += (u * u - 2.0 / 3.0) * height;
            yy += (v * v - 2.0 / 3.0) * height;
            xy += u * v * height / 4.0;
        }
    }
    let determinant = xx * yy - xy * xy;
    if xx >= 0.0 || yy >= 0.0 || determinant <= 0.0 {
        return [0.0, 0.0];
    }
    [(xy * gy - yy * gx) / determinant, (xy * gx - xx * gy) / determinant].map(|shift: f64| shift.clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests;
