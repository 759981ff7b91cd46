//! Registration by hand: landmarks that a person sets, fitted, judged, snapped, and made a placement.

use image::RgbImage;

use crate::app::Problem;
use crate::app::library::ReferencePage;
use crate::app::problem::sentence;
use crate::domain::{
    Actor, CaptureId, HandRegistration, Homography, LandmarkModel, Light, PageFromCapture, PageOf, PlacedBy, PlacedLandmark, Placement,
    Resolution, Timestamp,
};
use crate::imaging::{Distrust, Landmark, LandmarkError, LandmarkFit, Picture, SnapParams, Snapped, fit_landmarks, snap, trust};

/// A registration as a person asks for it.
#[derive(Debug, Clone, PartialEq)]
pub struct HandRequest {
    /// The capture that is laid.
    pub capture: CaptureId,
    /// The page it is laid on.
    pub page: PageOf,
    /// The light of the reference picture that the landmarks were set in.
    pub light: Light,
    /// The kind of map.
    pub model: LandmarkModel,
    /// The pairs, in px of the capture and of the reference picture.
    pub pairs: Vec<Landmark>,
}

/// A fit, and whether it is good enough to compare by.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged {
    /// The fit.
    pub fit: LandmarkFit,
    /// Why it is refused, if it is.
    pub refused: Option<Distrust>,
}

/// Fits and judges landmarks; quick enough to follow the pointer.
///
/// `resolution` is that of the reference picture; the sizes are width and height in px.
///
/// # Errors
///
/// Why they give no map.
pub fn judge(
    pairs: &[Landmark],
    model: LandmarkModel,
    resolution: Resolution,
    questioned_px: [u32; 2],
    reference_px: [u32; 2],
) -> Result<Judged, LandmarkError> {
    let fit = fit_landmarks(pairs, model, resolution)?;
    let refused = trust(&fit, pairs, questioned_px, reference_px).err();
    Ok(Judged { fit, refused })
}

/// One sentence on what stands in the way, and one on what to do about it; errors of landmarks join both by a semicolon.
pub fn fault(error: &dyn std::error::Error) -> Problem {
    let text = error.to_string();
    match text.split_once("; ") {
        Some((what, remedy)) => Problem::bad_use(sentence(what)).hint(sentence(remedy)),
        None => Problem::bad_use(sentence(&text)),
    }
}

/// The placement that a request comes to.
///
/// # Errors
///
/// Bad use, with reason and remedy, if the landmarks give no map or one that is not good enough.
pub fn place_by_hand(
    request: &HandRequest,
    questioned: &Picture,
    reference: &ReferencePage,
    by: Actor,
    at: Timestamp,
) -> Result<Placement, Problem> {
    let size = |picture: &RgbImage| [picture.width(), picture.height()];
    let sizes = (size(&questioned.rgb), size(&reference.picture.rgb));
    let Judged { fit, refused } =
        judge(&request.pairs, request.model, reference.resolution, sizes.0, sizes.1).map_err(|error| fault(&error))?;
    if let Some(refused) = refused {
        return Err(fault(&refused));
    }
    let registration = fit.registration(questioned, &reference.prepared).ok_or_else(|| {
        Problem::bad_use("No scanner or camera sees the page so: the map folds it, stretches it or shows next to nothing of it.")
            .hint("Look for a pair that is set on the wrong spot, or choose another kind of map.")
    })?;
    let page_from_reference = PageFromCapture(Homography::page_from_picture(reference.resolution));
    let pairs = request.pairs.iter().zip(&fit.misses).enumerate();
    let made = HandRegistration {
        model: request.model,
        light: reference.light,
        pairs: pairs
            .map(|(place, (pair, miss))| PlacedLandmark {
                questioned: pair.questioned,
                page: page_from_reference.page(pair.reference),
                residual_mm: miss.mm,
                residual_px: miss.px,
                left_out_mm: fit.left_out.get(place).copied().flatten().map(|miss| miss.mm),
            })
            .collect(),
        by,
        at,
    };
    Ok(Placement {
        capture: request.capture,
        page: request.page.clone(),
        page_from_capture: registration.page_from_questioned(reference.resolution),
        residual_mm: registration.residual_mm,
        inliers: registration.inliers,
        coverage: registration.coverage,
        sampling_ppi: registration.sampling_ppi,
        carried_over: false,
        how: PlacedBy::Landmarks(Box::new(made)),
    })
}

/// Moves the questioned spot of a pair to where its surroundings look like those of the reference.
///
/// `reference_from_questioned` gives scale and turn.
///
/// # Errors
///
/// Bad use, with the reason, if no spot in reach does.
pub fn snap_pair(
    questioned: &RgbImage,
    reference: &RgbImage,
    near: Landmark,
    reference_from_questioned: &Homography,
) -> Result<Snapped, Problem> {
    snap(questioned, reference, near, reference_from_questioned, &SnapParams::default()).map_err(|error| fault(&error))
}

#[cfg(test)]
mod tests;
