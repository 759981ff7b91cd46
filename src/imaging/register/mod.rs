//! Finds where a questioned picture lies on a reference page.
//!
//! The steps: corners with oriented descriptions on both at a common scale ([`features`]), pairs that choose each other
//! ([`matching`]), the map most of them agree on ([`consensus`]), checks that it is a view a scanner or camera can have, and
//! refinement by small patches to a fraction of a pixel ([`refine`], [`patch`]). A page that patches prove not to lie flat has a
//! smooth displacement beside its map ([`bend`]). What speaks for a fit has to be more than other documents reach by chance
//! ([`evidence`]). Resolution in the file is a first guess and no more.
//!
//! What fails at the usual resolution gets further looks, which cost nothing where it does not: a small page is looked at closer, because
//! a card has too few places at that resolution, and a page seen so steeply that its places look like nothing on the reference is looked
//! at squeezed along several directions, as if from its front. A fit from any look has to pass the same checks.
//!
//! Only a few hundred patches are looked at in full resolution, whatever the size of the picture: that is enough for a few hundredths
//! of a pixel, and makes the time nearly that of decoding.

mod bend;
mod consensus;
mod cover;
mod evidence;
mod features;
pub(crate) mod fit;
mod landmarks;
mod matching;
mod model;
mod part;
mod patch;
mod prepared;
mod questioned;
pub(crate) mod random;
mod refine;
mod spread;
mod stored;
mod view;

pub use bend::Bend;
pub(crate) use cover::covered;
pub(crate) use features::Feature;
pub use landmarks::{
    Distrust, Landmark, LandmarkError, LandmarkFit, LandmarkModel, LayoutFault, MAX_LANDMARKS, MOST_MISS_MM, MOST_RMS_MM, Miss, SnapError,
    SnapParams, Snapped, Which, fit_landmarks, snap, trust,
};
pub(crate) use matching::distances;
pub use model::{NoFitReason, RegisterError, RegisterParams, Registration};
pub(crate) use part::recognise_part;
pub use prepared::PreparedPage;
pub(crate) use prepared::Shape;
pub(crate) use questioned::{Questioned, STEEP_TURNS, Seen};
pub use stored::NotAPage;

use self::consensus::{Consensus, consensus};
use self::evidence::Evidence;
use self::prepared::Stage;
use self::refine::{bent, refine};
use self::view::View;
use super::Picture;
use crate::domain::{Cancelled, Homography, MM_PER_INCH, Progress};

/// Median residual in px of the finest stage from which a bend is looked for.
const FLAT_PX: f64 = 0.25;

/// Share of the patches in view that lie elsewhere, from which a bend is looked for.
const ASTRAY: f64 = 0.12;

/// Patches in view that are enough to tell one page from another.
const TELLING: f64 = 100.0;

/// How much finer than a stage a questioned picture is looked at, so that interpolation costs no sharpness.
const FINER: f64 = 1.2;

/// One tile of so many is searched where the map is only to be brought within reach of the finer stage; there all count, for each makes
/// the map better.
const SCOUTS: usize = 3;
/// Matched places that are told of a fit.
const MOST_PLACES: usize = 64;

/// Longest side at which features are searched, in px: an A4 page with a passport somewhere on it.
const MAX_WORKING_PX: f64 = 2_400.0;

/// Finds the map from pixels of `questioned` to pixels of the reference capture.
///
/// Any turn, scales from half to double of what the file claims (or of a page that fills the picture), perspective, crops. The same
/// input gives the same map to the bit. Progress counts steps.
///
/// # Errors
///
/// [`RegisterError::NoFit`] when the picture does not show the page, [`RegisterError::Cancelled`].
pub fn register(
    questioned: &Picture,
    reference: &PreparedPage,
    params: &RegisterParams,
    progress: &dyn Progress,
) -> Result<Registration, RegisterError> {
    let mut best: Option<(NoFitReason, u32)> = None;
    let questioned = &Questioned::new(questioned);
    let guesses = scale_guesses(questioned, &reference.shape());
    let closer = reference.closer_shape().map(|shape| scale_guesses(questioned, &shape)).unwrap_or_default();
    // A view so steep that nothing is recognised is tried squeezed, as if from the front.
    let steep = guesses.first().into_iter().flat_map(|scale| (0..STEEP_TURNS).map(|turn| (*scale, Look::Steep(turn))));
    let upright = guesses.iter().map(|scale| (*scale, Look::Usual)).chain(closer.iter().map(|scale| (*scale, Look::Closer)));
    let looks: Vec<([f64; 2], Look)> = upright.chain(steep).collect();
    for (place, (scale, look)) in looks.iter().enumerate() {
        progress.report(place as u64, looks.len() as u64 + 1)?;
        let seen = match look {
            Look::Usual | Look::Closer => questioned.seen(*scale, params),
            Look::Steep(turn) => questioned.squeezed(*scale, *turn, params),
        };
        let places = match (look, &reference.closer) {
            (Look::Closer, Some(closer)) => &closer.features,
            _ => &reference.features,
        };
        let result = recognise_by(places, &seen, questioned, reference, params)
            .and_then(|recognised| confirm(&recognised, &seen, questioned, reference, Care::Whole, params, progress));
        match result.map(|confirmed| confirmed.registration) {
            Err(RegisterError::NoFit { reason, inliers }) => {
                if best.is_none_or(|(_, most)| inliers > most) {
                    best = Some((reason, inliers));
                }
            }
            other => return other,
        }
    }
    let (reason, inliers) = best.unwrap_or((NoFitReason::FewFeatures, 0));
    Err(RegisterError::NoFit { reason, inliers })
}

/// A way of looking at the questioned picture.
#[derive(Debug, Clone, Copy)]
enum Look {
    Usual,
    /// At a finer resolution, for a small page.
    Closer,
    /// Squeezed along the direction of this number.
    Steep(u32),
}

/// How much to shrink the questioned picture to bring it to the working resolution, likeliest first.
pub(crate) fn scale_guesses(questioned: &Questioned<'_>, shape: &Shape) -> Vec<[f64; 2]> {
    let (width, height) = (f64::from(questioned.size_px.0), f64::from(questioned.size_px.1));
    let [page_width, page_height] = shape.size_mm;
    let longest = width.max(height);
    let filling = longest / page_width.max(page_height) * MM_PER_INCH;
    let stated = questioned.stated.map(|resolution| [resolution.x.get(), resolution.y.get()]);
    let guesses = stated.into_iter().chain([1.0, 0.45, 2.2].map(|factor| [filling * factor; 2]));
    let mut scales: Vec<[f64; 2]> = Vec::new();
    for ppi in guesses {
        let limit = MAX_WORKING_PX / longest;
        let scale = ppi.map(|ppi| (shape.ppi / ppi).min(1.0).min(limit));
        let fresh = |other: &[f64; 2]| (other[0] / scale[0]).max(scale[0] / other[0]) > 1.4;
        if scale[0] * longest >= 60.0 && scales.iter().all(fresh) {
            scales.push(scale);
        }
    }
    scales
}

/// A fit by features alone, good to about 0.1 mm.
pub(crate) struct Recognised {
    pub(crate) map: Homography,
    pub(crate) inliers: u32,
    /// Where in the questioned picture, in its px, the features lie that agree: some dozens at the most, spread over all of them.
    pub(crate) places: Vec<[f64; 2]>,
}

fn no_fit(reason: NoFitReason, inliers: u32) -> RegisterError {
    RegisterError::NoFit { reason, inliers }
}

/// Fits by features: the first half of [`register`].
pub(crate) fn recognise(
    seen: &Seen,
    questioned: &Questioned<'_>,
    reference: &PreparedPage,
    params: &RegisterParams,
) -> Result<Recognised, RegisterError> {
    recognise_by(&reference.features, seen, questioned, reference, params)
}

/// As [`recognise`], by `places` of the reference.
fn recognise_by(
    places: &[Feature],
    seen: &Seen,
    questioned: &Questioned<'_>,
    reference: &PreparedPage,
    params: &RegisterParams,
) -> Result<Recognised, RegisterError> {
    let least = params.min_inliers as usize;
    let Some(working) = seen.working.as_ref().filter(|_| seen.features.len() >= least && places.len() >= least) else {
        return Err(no_fit(NoFitReason::FewFeatures, 0));
    };
    let pairs = matching::matches(&seen.features, places);
    if pairs.len() < least {
        return Err(no_fit(NoFitReason::FewMatches, 0));
    }
    let tolerance = params.inlier_mm * reference.coarse.ppi / MM_PER_INCH;
    let found = consensus(&pairs, tolerance, params.seed).ok_or_else(|| no_fit(NoFitReason::NoConsensus, 0))?;
    let inliers = found.inliers.len() as u32;
    if inliers < params.min_inliers {
        return Err(no_fit(NoFitReason::NoConsensus, inliers));
    }
    let map = reference.coarse.reference_from_stage.after(&found.map.after(&working.plane_from_original));
    if !spread_enough(&found, &pairs, tolerance) || View::of(&map, questioned.size_px, reference).is_none() {
        return Err(no_fit(NoFitReason::Implausible, inliers));
    }
    let agreeing: Vec<[f64; 2]> = found.inliers.iter().map(|place| pairs[*place].questioned).collect();
    let back = working.plane_from_original.inverse();
    let original = |[x, y]: [f64; 2]| back.map(|back| back.apply(x, y).into());
    let places = spread::spread(&agreeing, MOST_PLACES).into_iter().filter_map(original).collect();
    Ok(Recognised { map, inliers, places })
}

/// How closely a fit is confirmed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// With every patch, and with the bend that they prove.
    Whole,
    /// With as many patches as tell one page from another, and as if it lay flat.
    Telling,
}

impl Care {
    /// One of how many patches of a stage is looked for by a picture that shows a share of the page.
    fn every(self, stage: &Stage, coverage: f64) -> usize {
        match self {
            Self::Whole => 1,
            // Patches are chosen field by field, so that every second one lies everywhere too.
            Self::Telling => ((stage.patches.len() as f64 * coverage / TELLING) as usize).max(1),
        }
    }
}

/// A fit that tiles confirm.
pub(crate) struct Confirmed {
    pub(crate) registration: Registration,
    /// How well the print of the reference agrees with the questioned picture under it: the mean correlation of tiles, 0 to 1.
    pub(crate) likeness: f64,
    /// The corners of the page in px of the questioned picture; see [`Registration::corners`].
    pub(crate) corners: Option<[[f64; 2]; 4]>,
}

/// Refines and confirms by tiles: the second half of [`register`].
pub(crate) fn confirm(
    recognised: &Recognised,
    seen: &Seen,
    questioned: &Questioned<'_>,
    reference: &PreparedPage,
    care: Care,
    params: &RegisterParams,
    progress: &dyn Progress,
) -> Result<Confirmed, RegisterError> {
    let inliers = recognised.inliers;
    let Some(working) = &seen.working else { return Err(no_fit(NoFitReason::FewFeatures, inliers)) };
    let rounds: &[usize] = if one_stage(reference) { &[3] } else { &[3, 0] };
    let coverage = View::of(&recognised.map, questioned.size_px, reference).map_or(1.0, |view| view.coverage);
    let every = care.every(&reference.coarse, coverage);
    let refined = refine(working, &reference.coarse, recognised.map, rounds, every, SCOUTS, params.tile_agreement, progress)?
        .filter(|refined| refined.agreeing >= params.min_tiles && refined.share() >= params.min_tile_share);
    let Some(refined) = refined else { return Err(no_fit(NoFitReason::Unconfirmed, inliers)) };
    let Finest { map, residual, ppi: stage_ppi, bend, likeness, exactness } =
        finest(questioned, reference, &refined, care, params, progress)?;
    let view = View::of(&map, questioned.size_px, reference).ok_or_else(|| no_fit(NoFitReason::Implausible, inliers))?;
    let residual_px = residual * reference.resolution.mean() / stage_ppi;
    // Fine lines tell series apart; a picture too coarse for them is judged by what it can show.
    let fine_enough = view.sampling_ppi >= 0.8 * reference.fine.ppi;
    let (likeness, exactness) = if fine_enough { (likeness, exactness) } else { (refined.likeness, refined.exactness) };
    // Two documents of one layout share lines of text and frames, and little of what is between them.
    if !(Evidence { likeness, coarse_likeness: refined.likeness, inliers, exactness }).suffices(params.min_likeness) {
        return Err(no_fit(NoFitReason::Unconfirmed, inliers));
    }
    let registration = Registration {
        reference_from_questioned: map,
        inliers,
        residual_px,
        residual_mm: residual / stage_ppi * MM_PER_INCH,
        bend,
        coverage: view.coverage,
        sampling_ppi: view.sampling_ppi,
    };
    let corners = registration.corners(reference.size_px);
    Ok(Confirmed { registration, likeness, corners })
}

/// Whether the page is so coarse that both stages are nearly one: what the first searched need not be searched again.
fn one_stage(reference: &PreparedPage) -> bool {
    reference.fine.ppi < 1.4 * reference.coarse.ppi
}

/// A fit at the finest useful resolution.
struct Finest {
    map: Homography,
    /// In px of the stage.
    residual: f64,
    ppi: f64,
    bend: Option<Bend>,
    likeness: f64,
    exactness: f64,
}

/// Refines at the finest useful resolution; the coarse result stands if that shows too few tiles.
fn finest(
    questioned: &Questioned<'_>,
    reference: &PreparedPage,
    coarse: &refine::Refined,
    care: Care,
    params: &RegisterParams,
    progress: &dyn Progress,
) -> Result<Finest, RegisterError> {
    let as_coarse = Finest {
        map: coarse.reference_from_questioned,
        residual: coarse.residual,
        ppi: reference.coarse.ppi,
        bend: None,
        likeness: coarse.likeness,
        exactness: coarse.exactness,
    };
    let Some(view) = View::of(&as_coarse.map, questioned.size_px, reference) else { return Ok(as_coarse) };
    let scale = reference.fine.ppi * FINER / view.sampling_ppi;
    let Some(plane) = questioned.at_scale(scale) else { return Ok(as_coarse) };
    let stage = &reference.fine;
    let rounds: &[usize] = if one_stage(reference) { &[0] } else { &[3, 0] };
    let every = care.every(stage, view.coverage);
    let refined = refine(&plane, stage, as_coarse.map, rounds, every, every, params.tile_agreement, progress)?;
    let Some(fine) = refined.filter(|fine| fine.agreeing >= params.min_tiles) else { return Ok(as_coarse) };
    let map = fine.reference_from_questioned;
    let bend = if care == Care::Whole && restless(&fine) { bent(&plane, stage, map, params.tile_agreement, progress)? } else { None };
    let residual = bend.as_ref().map_or(fine.residual, |bend| bend.flat_residual);
    let size = reference.size_px;
    let bend = bend.map(|found| found.bend.scaled(f64::from(size.0) / found.width));
    Ok(Finest { map, residual, ppi: stage.ppi, bend, likeness: fine.likeness, exactness: fine.exactness })
}

/// Whether patches lie so far from where a map puts them that it is worth asking whether the page is bent: paper that lies flat leaves
/// less.
fn restless(refined: &refine::Refined) -> bool {
    refined.residual > FLAT_PX || f64::from(refined.astray) > ASTRAY * f64::from(refined.visible)
}

/// Finishes a `registration` of `questioned` that a few patches confirmed and that took the page for flat: with all patches, and with
/// the bend that they prove.
///
/// # Errors
///
/// [`Cancelled`] if `progress` asks to stop.
pub fn finished(
    registration: Registration,
    questioned: &Picture,
    reference: &PreparedPage,
    params: &RegisterParams,
    progress: &dyn Progress,
) -> Result<Registration, Cancelled> {
    let questioned = &Questioned::new(questioned);
    let stage = &reference.fine;
    let Some(plane) = questioned.at_scale(stage.ppi * FINER / registration.sampling_ppi) else { return Ok(registration) };
    let refined = refine(&plane, stage, registration.reference_from_questioned, &[0], 1, 1, params.tile_agreement, progress)?;
    let Some(fine) = refined.filter(|fine| fine.agreeing >= params.min_tiles) else { return Ok(registration) };
    let map = fine.reference_from_questioned;
    let bend = if restless(&fine) { bent(&plane, stage, map, params.tile_agreement, progress)? } else { None };
    let residual = bend.as_ref().map_or(fine.residual, |bend| bend.flat_residual);
    Ok(Registration {
        reference_from_questioned: map,
        residual_px: residual * reference.resolution.mean() / stage.ppi,
        residual_mm: residual / stage.ppi * MM_PER_INCH,
        bend: bend.map(|found| found.bend.scaled(f64::from(reference.size_px.0) / found.width)),
        ..registration
    })
}

/// Whether the agreeing pairs span an area and not a line or a spot.
fn spread_enough(found: &Consensus, pairs: &[matching::Match], tolerance: f64) -> bool {
    let places: Vec<[f64; 2]> = found.inliers.iter().map(|place| pairs[*place].reference).collect();
    let count = places.len() as f64;
    let mean = [0, 1].map(|k| places.iter().map(|place| place[k]).sum::<f64>() / count);
    let moment = |a: usize, b: usize| places.iter().map(|place| (place[a] - mean[a]) * (place[b] - mean[b])).sum::<f64>() / count;
    let (xx, xy, yy) = (moment(0, 0), moment(0, 1), moment(1, 1));
    let least = f64::midpoint(xx, yy) - ((xx - yy) / 2.0).hypot(xy);
    least.max(0.0).sqrt() > 5.0 * tolerance
}

#[cfg(test)]
pub(crate) mod tests;
