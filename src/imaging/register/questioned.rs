//! A questioned picture as registration looks at it: grey, at the resolutions that it is asked for.

use std::collections::BTreeMap;
use std::f64::consts::{PI, SQRT_2};
use std::sync::{Arc, Mutex, PoisonError};

use super::features::{Feature, features};
use super::model::RegisterParams;
use crate::domain::{Homography, Resolution};
use crate::imaging::Picture;
use crate::imaging::grey::Grey;
use crate::imaging::plane::{Plane, original_from_resized};

/// Directions in which a steep view is squeezed, evenly over half a turn.
pub(crate) const STEEP_TURNS: u32 = 4;

/// Steps of the scale to a factor of two: pages that ask for about the same share one resampled picture.
const STEPS: f64 = 16.0;

/// A questioned picture, grey; what it is resampled to is kept for the next page that asks.
pub(crate) struct Questioned {
    whole: Arc<QuestionedPlane>,
    planes: Mutex<BTreeMap<(usize, usize), Arc<QuestionedPlane>>>,
    /// Width and height in px.
    pub(crate) size_px: (u32, u32),
    /// What its file says.
    pub(super) stated: Option<Resolution>,
}

/// The questioned picture at about the resolution of a stage.
#[derive(Debug)]
pub(super) struct QuestionedPlane {
    pub(super) plane: Grey,
    pub(super) plane_from_original: Homography,
}

/// A questioned picture at the working resolution, with its features.
pub(crate) struct Seen {
    pub(super) working: Option<QuestionedPlane>,
    pub(crate) features: Vec<Feature>,
}

impl Seen {
    /// Forgets the features that lie where `covered` says, in px of the picture.
    pub(crate) fn forget(&mut self, covered: impl Fn(f64, f64) -> bool) {
        let back = self.working.as_ref().and_then(|working| working.plane_from_original.inverse());
        if let Some(original_from_plane) = back {
            self.features.retain(|feature| {
                let (x, y) = original_from_plane.apply(f64::from(feature.x), f64::from(feature.y));
                !covered(x, y)
            });
        }
    }
}

impl Questioned {
    /// Looks at a picture.
    pub(crate) fn new(picture: &Picture) -> Self {
        let whole = QuestionedPlane { plane: Grey::of(&picture.rgb), plane_from_original: Homography::IDENTITY };
        Self {
            whole: Arc::new(whole),
            planes: Mutex::new(BTreeMap::new()),
            size_px: picture.rgb.dimensions(),
            stated: picture.info.resolution,
        }
    }

    /// Its features at the working resolution, which is `scale` of its own along each axis.
    pub(crate) fn seen(&self, scale: [f64; 2], params: &RegisterParams) -> Seen {
        let Some((plane, plane_from_original)) = self.resampled(scale) else { return Seen { working: None, features: Vec::new() } };
        let features = features(&plane, params.max_features, |_, _| true);
        Seen { working: Some(QuestionedPlane { plane: Grey::of_plane(&plane), plane_from_original }), features }
    }

    /// As [`Self::seen`], of a view squeezed to half along the direction number `turn` of [`STEEP_TURNS`]: what a page seen at 60° looks
    /// like from its front (Morel and Yu 2009). The view is finer by the root of two, so that what is squeezed has as many pixels as it
    /// would have from its front: narrower one way, wider the other.
    pub(crate) fn squeezed(&self, scale: [f64; 2], turn: u32, params: &RegisterParams) -> Seen {
        let squeezed = self.resampled(scale.map(|scale| scale * SQRT_2)).and_then(|(plane, plane_from_original)| {
            let (sin, cos) = (f64::from(turn) * PI / f64::from(STEEP_TURNS)).sin_cos();
            let (width, height) = (plane.width as f64, plane.height as f64);
            let side = |across: f64, down: f64| (width * across.abs() + height * down.abs()).ceil() as usize;
            let size = (side(cos, sin), side(sin, cos));
            let turned = Homography([[cos, sin, 0.0], [-sin, cos, 0.0], [0.0, 0.0, 1.0]]);
            let middle = turned.apply(width / 2.0, height / 2.0);
            let to_middle = [size.0 as f64 / 2.0 - middle.0, size.1 as f64 / 2.0 - middle.1];
            let turned_from_plane = Homography::scale_shift([1.0, 1.0], to_middle).after(&turned);
            let mut view = plane.warped(&turned_from_plane.inverse()?, size.0, size.1);
            let ground = plane.data.iter().map(|value| f64::from(*value)).sum::<f64>() / plane.data.len().max(1) as f64;
            view.data.iter_mut().filter(|value| value.is_nan()).for_each(|value| *value = ground as f32);
            let half = ((size.0 / 2).max(1), size.1.max(1));
            let half_from_turned = original_from_resized(size, half).inverse()?;
            let map = half_from_turned.after(&turned_from_plane.after(&plane_from_original));
            Some((view.resized(half.0, half.1), map))
        });
        let Some((plane, plane_from_original)) = squeezed else { return Seen { working: None, features: Vec::new() } };
        let features = features(&plane, params.max_features, |_, _| true);
        Seen { working: Some(QuestionedPlane { plane: Grey::of_plane(&plane), plane_from_original }), features }
    }

    /// The picture resampled by `scale` or a little more, never up.
    pub(super) fn at_scale(&self, scale: f64) -> Option<Arc<QuestionedPlane>> {
        let scale = ((scale.log2() * STEPS).ceil() / STEPS).exp2();
        if scale >= 1.0 {
            return Some(Arc::clone(&self.whole));
        }
        let size = self.resampled_size([scale; 2]);
        let kept = |planes: &BTreeMap<_, Arc<QuestionedPlane>>| planes.get(&size).map(Arc::clone);
        if let Some(plane) = kept(&self.planes.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Some(plane);
        }
        let whole = &self.whole.plane;
        let plane_from_original = original_from_resized((whole.width, whole.height), size).inverse()?;
        let plane = Arc::new(QuestionedPlane { plane: whole.resized_grey(size.0, size.1), plane_from_original });
        self.planes.lock().unwrap_or_else(PoisonError::into_inner).insert(size, Arc::clone(&plane));
        Some(plane)
    }

    fn resampled_size(&self, scale: [f64; 2]) -> (usize, usize) {
        let side = |px: u32, scale: f64| ((f64::from(px) * scale.min(1.0)).round() as usize).max(1);
        (side(self.size_px.0, scale[0]), side(self.size_px.1, scale[1]))
    }

    fn resampled(&self, scale: [f64; 2]) -> Option<(Plane, Homography)> {
        let to = self.resampled_size(scale);
        let from = (self.whole.plane.width, self.whole.plane.height);
        let plane_from_original = original_from_resized(from, to).inverse()?;
        Some((self.whole.plane.resized(to.0, to.1), plane_from_original))
    }
}
