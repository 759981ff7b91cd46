//! Where a small part of a page lies on a reference, by its features alone: few of them, so what is found is a guess that the print has
//! to confirm.

use super::consensus::consensus;
use super::{PreparedPage, Recognised, RegisterParams, Seen, matching, spread};
use crate::domain::MM_PER_INCH;

/// Fits what `seen` shows of a part of a page by at least `least` features that agree; the map goes to px of the reference picture.
///
/// `None` if fewer agree, or if the map mirrors or stretches by more than a third what it shows.
pub(crate) fn recognise_part(seen: &Seen, reference: &PreparedPage, least: u32, params: &RegisterParams) -> Option<Recognised> {
    let working = seen.working.as_ref()?;
    let pairs = matching::matches(&seen.features, &reference.features);
    if pairs.len() < least as usize {
        return None;
    }
    let tolerance = params.inlier_mm * reference.coarse.ppi / MM_PER_INCH;
    let found = consensus(&pairs, tolerance, params.seed)?;
    let inliers = found.inliers.len() as u32;
    let middle = (working.plane.width as f64 / 2.0, working.plane.height as f64 / 2.0);
    let straight = found.map.area_scale(middle.0, middle.1) > 0.0 && super::view::stretch(&found.map, middle.0, middle.1) < 4.0 / 3.0;
    if inliers < least || !straight {
        return None;
    }
    let agreeing: Vec<[f64; 2]> = found.inliers.iter().map(|place| pairs[*place].questioned).collect();
    let back = working.plane_from_original.inverse()?;
    let places = spread::spread(&agreeing, super::MOST_PLACES).into_iter().map(|[x, y]| back.apply(x, y).into()).collect();
    let map = reference.coarse.reference_from_stage.after(&found.map.after(&working.plane_from_original));
    Some(Recognised { map, inliers, places })
}
