//! Brings a fit to a fraction of a pixel: tiles of the reference are searched in the questioned picture as the fit shows it, and
//! the map is refitted to where they are found. Each round starts from the better map, so what is left of the bias of peak
//! interpolation vanishes with the shifts.

use rayon::prelude::*;

use super::bend::Bend;
use super::cover::share_held;
use super::fit::{Pair, robust_homography};
use super::patch::{Found, Patch};
use super::prepared::Stage;
use super::questioned::QuestionedPlane;
use crate::domain::{Cancelled, Homography, Progress};

/// How far patches are searched in each round for a bend, in px.
const BENT_REACH: [usize; 4] = [5, 4, 2, 2];
/// Scouts of which fewer agree are not enough.
const FEW_SCOUTS: usize = 24;
/// Distance in px of the stage up to which a patch lies exactly where the map puts it: on flat paper right ones miss by a tenth.
const EXACT_PX: f64 = 0.3;
/// Share of the miss that patches which took no part in the fit may keep for a bend to be believed.
const PROOF: f64 = 0.7;

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
    /// Tiles that it shows clearly, but not where the map puts them.
    pub(super) astray: u32,
    /// The mean over all visible tiles of their correlation, negative ones counted as 0: how well the print agrees.
    pub(super) likeness: f64,
    /// The share of the visible tiles that lie exactly where the map puts them, times the share of the fields of the page in view that
    /// hold one: patches that agree by chance are scattered over their reach, and those of common print lie in one place.
    pub(super) exactness: f64,
}

impl Refined {
    /// The share of the visible tiles that agree.
    pub(super) fn share(&self) -> f64 {
        f64::from(self.agreeing) / f64::from(self.visible.max(1))
    }
}

/// Refines `start` on one stage by one of `every` so many tiles; `reach_px` is how far a tile is searched in each round. In all but the
/// last only one of `scouts` is, which is enough for a map that the next round betters. `None` if too few tiles are found.
#[expect(clippy::too_many_arguments, reason = "what is refined, from where, and how thoroughly")]
pub(super) fn refine(
    questioned: &QuestionedPlane,
    stage: &Stage,
    start: Homography,
    reach_px: &[usize],
    every: usize,
    scouts: usize,
    least_agreement: f64,
    progress: &dyn Progress,
) -> Result<Option<Refined>, Cancelled> {
    let mut map = start;
    let mut last = None;
    for (round, reach) in reach_px.iter().enumerate() {
        progress.report(round as u64, reach_px.len() as u64)?;
        let Some(questioned_from_reference) = map.inverse() else { return Ok(None) };
        let view_from_stage = questioned.plane_from_original.after(&questioned_from_reference.after(&stage.reference_from_stage));
        let search = |patch: &Patch| patch.search(&questioned.plane, &view_from_stage, patch.center(), *reach);
        let agreeing = |found: &[Found]| -> Vec<Pair> {
            let agreeing = found.iter().filter(|found| found.agreement >= least_agreement);
            agreeing.map(|found| Pair { weight: found.weight(), ..found.pair }).collect()
        };
        let part = |every: usize| stage.patches.par_iter().step_by(every).filter_map(search).collect::<Vec<Found>>();
        let scouting = round + 1 < reach_px.len() && scouts > every;
        let mut found = part(if scouting { scouts } else { every });
        let mut pairs = agreeing(&found);
        if scouting && pairs.len() < FEW_SCOUTS {
            found = part(every);
            pairs = agreeing(&found);
        }
        let visible = found.len() as u32;
        if pairs.len() < 6 {
            return Ok(last);
        }
        let Some((correction, residual)) = robust_homography(Homography::IDENTITY, &pairs, 0.05, 6) else { return Ok(last) };
        let agreeing = pairs.iter().filter(|pair| pair.miss(&correction) < 1.0_f64.max(4.0 * residual)).count() as u32;
        let Some(stage_from_reference) = stage.reference_from_stage.inverse() else { return Ok(last) };
        map = stage.reference_from_stage.after(&correction.after(&stage_from_reference.after(&map)));
        let clear = found.iter().filter(|found| found.best >= least_agreement).count() as u32;
        let likeness = found.iter().map(|found| found.best.max(0.0)).sum::<f64>() / f64::from(visible.max(1));
        let exact = |found: &Found| found.agreement >= least_agreement && found.pair.miss(&correction) < EXACT_PX;
        let span = [stage.size_px.0 as f64, stage.size_px.1 as f64];
        let held = share_held(span, found.iter().map(|found| (found.pair.to, exact(found))));
        let exactness = held * found.iter().filter(|found| exact(found)).count() as f64 / f64::from(visible.max(1));
        let astray = clear.saturating_sub(agreeing);
        last = Some(Refined { reference_from_questioned: map, residual, agreeing, visible, astray, likeness, exactness });
    }
    Ok(last)
}

/// A bend that was found.
pub(super) struct Bent {
    /// In px of the stage.
    pub(super) bend: Bend,
    /// Width of the stage in px.
    pub(super) width: f64,
    /// Median distance of the patches from where the flat map puts them, in px of the stage: what whoever uses that alone has to expect.
    pub(super) flat_residual: f64,
}

/// Looks for the bend that `map` leaves; `None` where a flat page explains the places of the patches as well.
pub(super) fn bent(
    questioned: &QuestionedPlane,
    stage: &Stage,
    map: Homography,
    least_agreement: f64,
    progress: &dyn Progress,
) -> Result<Option<Bent>, Cancelled> {
    let Some(questioned_from_reference) = map.inverse() else { return Ok(None) };
    let view_from_stage = questioned.plane_from_original.after(&questioned_from_reference.after(&stage.reference_from_stage));
    let span = [stage.size_px.0 as f64, stage.size_px.1 as f64];
    let mut bend: Option<Bend> = None;
    let mut flat_residual = 0.0;
    for (round, reach) in BENT_REACH.iter().enumerate() {
        progress.report(round as u64, BENT_REACH.len() as u64)?;
        let search = |patch: &Patch| {
            let [x, y] = patch.center();
            let at = bend.as_ref().map_or([x, y], |bend| bend.undo(x, y).into());
            patch.search(&questioned.plane, &view_from_stage, at, *reach)
        };
        let found: Vec<Found> = stage.patches.par_iter().filter_map(search).collect();
        let agreeing = found.iter().filter(|found| found.agreement >= least_agreement);
        let pairs: Vec<Pair> = agreeing.map(|found| Pair { weight: found.agreement.powi(2), ..found.pair }).collect();
        let Some([without, with]) = Bend::proof(&pairs, span) else { return Ok(None) };
        if with > PROOF * without {
            return Ok(None);
        }
        bend = Bend::fit(&pairs, span);
        flat_residual = without;
    }
    Ok(bend.map(|bend| Bent { bend, width: span[0], flat_residual }))
}
