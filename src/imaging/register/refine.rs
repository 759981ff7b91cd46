//! Brings a fit to a fraction of a pixel: tiles of the reference are searched in the questioned picture as the fit shows it, and
//! the map is refitted to where they are found. Each round starts from the better map, so what is left of the bias of peak
//! interpolation vanishes with the shifts.

use rayon::prelude::*;

use super::fit::{Pair, robust_homography};
use super::prepared::{Stage, Tile};
use crate::domain::{Cancelled, Homography, Progress};
use crate::imaging::Picture;
use crate::imaging::plane::{Plane, luma, original_from_resized};

/// A refined map and what supports it.
#[derive(Debug, Clone)]
pub(super) struct Refined {
    pub(super) reference_from_questioned: Homography,
    /// Median miss in px of the stage.
    pub(super) residual: f64,
    /// Tiles that were found where the map puts them.
    pub(super) agreeing: u32,
    /// Tiles that the questioned picture shows.
    pub(super) visible: u32,
}

impl Refined {
    /// The share of the visible tiles that agree.
    pub(super) fn share(&self) -> f64 {
        f64::from(self.agreeing) / f64::from(self.visible.max(1))
    }
}

/// One tile as it was found.
struct Found {
    pair: Pair,
    /// Correlation at the peak; -1 if the peak lies at the rim, where it may be no peak at all.
    agreement: f64,
    /// The highest correlation wherever it lies.
    best: f64,
}

/// Refines `start` on one stage; `reach_px` is how far a tile is searched. `None` if too few tiles are found.
pub(super) fn refine(
    questioned: &QuestionedPlane,
    stage: &Stage,
    start: Homography,
    reach_px: &[usize],
    least_agreement: f64,
    progress: &dyn Progress,
) -> Result<Option<Refined>, Cancelled> {
    let mut map = start;
    let mut last = None;
    for (round, reach) in reach_px.iter().enumerate() {
        progress.report(round as u64, reach_px.len() as u64)?;
        let Some(questioned_from_reference) = map.inverse() else { return Ok(None) };
        let view_from_stage = questioned.plane_from_original.after(&questioned_from_reference.after(&stage.reference_from_stage));
        let view = questioned.plane.warped(&view_from_stage, stage.plane.width, stage.plane.height);
        let found: Vec<Found> = stage.tiles.par_iter().filter_map(|tile| search(&stage.plane, &view, tile, *reach)).collect();
        let visible = found.len() as u32;
        let pairs: Vec<Pair> = found
            .iter()
            .filter(|found| found.agreement >= least_agreement)
            .map(|found| Pair { weight: found.agreement.powi(2), ..found.pair })
            .collect();
        if pairs.len() < 6 {
            return Ok(last);
        }
        let Some((correction, residual)) = robust_homography(Homography::IDENTITY, &pairs, 0.05, 6) else { return Ok(last) };
        let agreeing = pairs.iter().filter(|pair| pair.miss(&correction) < 1.0_f64.max(4.0 * residual)).count() as u32;
        let Some(stage_from_reference) = stage.reference_from_stage.inverse() else { return Ok(last) };
        map = stage.reference_from_stage.after(&correction.after(&stage_from_reference.after(&map)));
        last = Some(Refined { reference_from_questioned: map, residual, agreeing, visible });
    }
    Ok(last)
}

/// The mean over all tiles that the questioned picture shows of their correlation, negative ones counted as 0.
pub(super) fn mean_agreement(questioned: &QuestionedPlane, stage: &Stage, reference_from_questioned: &Homography) -> Option<f64> {
    let back = reference_from_questioned.inverse()?;
    let view_from_stage = questioned.plane_from_original.after(&back.after(&stage.reference_from_stage));
    let view = questioned.plane.warped(&view_from_stage, stage.plane.width, stage.plane.height);
    let values: Vec<f64> =
        stage.tiles.par_iter().filter_map(|tile| search(&stage.plane, &view, tile, 1)).map(|found| found.best.max(0.0)).collect();
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}

/// The questioned picture at about the resolution of a stage.
#[derive(Debug, Clone)]
pub(super) struct QuestionedPlane {
    pub(super) plane: Plane,
    pub(super) plane_from_original: Homography,
}

impl QuestionedPlane {
    /// Resamples by `scale` along each axis, never up.
    pub(super) fn new(picture: &Picture, scale: [f64; 2]) -> Option<Self> {
        let from = (picture.rgb.width() as usize, picture.rgb.height() as usize);
        let side = |px: usize, scale: f64| ((px as f64 * scale.min(1.0)).round() as usize).max(1);
        let to = (side(from.0, scale[0]), side(from.1, scale[1]));
        let original_from_plane = original_from_resized(from, to);
        let plane_from_original = original_from_plane.inverse()?;
        Some(Self { plane: Plane::from_rgb(&picture.rgb, to.0, to.1, luma), plane_from_original })
    }
}

/// Finds a tile in the view within `reach` px; `None` if the view does not show all of it or the peak lies at the rim.
fn search(reference: &Plane, view: &Plane, tile: &Tile, reach: usize) -> Option<Found> {
    let (left, top) = (tile.left.checked_sub(reach)?, tile.top.checked_sub(reach)?);
    let span = tile.side + 2 * reach;
    if left + span > view.width || top + span > view.height {
        return None;
    }
    let window: Vec<f32> =
        (top..top + span).flat_map(|y| &view.data[y * view.width + left..y * view.width + left + span]).copied().collect();
    if window.iter().any(|value| value.is_nan()) {
        return None;
    }
    let mut wanted: Vec<f32> = (tile.top..tile.top + tile.side)
        .flat_map(|y| &reference.data[y * reference.width + tile.left..y * reference.width + tile.left + tile.side])
        .copied()
        .collect();
    let mean = wanted.iter().sum::<f32>() / wanted.len() as f32;
    for value in &mut wanted {
        *value -= mean;
    }
    let norm = wanted.iter().map(|value| value * value).sum::<f32>().sqrt().max(1e-3);
    let steps = 2 * reach + 1;
    let mut table = vec![0.0_f64; steps * steps];
    for (place, cell) in table.iter_mut().enumerate() {
        *cell = agreement(&wanted, norm, &window, span, tile.side, (place % steps, place / steps));
    }
    let best = (0..table.len()).max_by(|a, b| table[*a].total_cmp(&table[*b]))?;
    let (x, y) = (best % steps, best / steps);
    if x == 0 || y == 0 || x + 1 == steps || y + 1 == steps {
        return Some(Found { pair: Pair { from: [0.0; 2], to: [0.0; 2], weight: 0.0 }, agreement: -1.0, best: table[best] });
    }
    let vertex = |before: f64, here: f64, after: f64| {
        let bend = before + after - 2.0 * here;
        if bend < 0.0 { ((before - after) / (2.0 * bend)).clamp(-0.5, 0.5) } else { 0.0 }
    };
    let dx = x as f64 - reach as f64 + vertex(table[best - 1], table[best], table[best + 1]);
    let dy = y as f64 - reach as f64 + vertex(table[best - steps], table[best], table[best + steps]);
    let to = tile.center();
    Some(Found { pair: Pair { from: [to[0] + dx, to[1] + dy], to, weight: 1.0 }, agreement: table[best], best: table[best] })
}

/// The zero-mean normalised cross-correlation of a tile with the window at `offset`.
fn agreement(wanted: &[f32], norm: f32, window: &[f32], span: usize, side: usize, offset: (usize, usize)) -> f64 {
    let (mut product, mut sum, mut squares) = (0.0_f64, 0.0_f64, 0.0_f64);
    for (y, row) in wanted.chunks_exact(side).enumerate() {
        let start = (y + offset.1) * span + offset.0;
        let (mut p, mut s, mut q) = (0.0_f32, 0.0_f32, 0.0_f32);
        for (a, b) in row.iter().zip(&window[start..start + side]) {
            p += a * b;
            s += b;
            q += b * b;
        }
        product += f64::from(p);
        sum += f64::from(s);
        squares += f64::from(q);
    }
    let deviation = (squares - sum * sum / wanted.len() as f64).max(1.0).sqrt();
    product / (f64::from(norm) * deviation)
}
