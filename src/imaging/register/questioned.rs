//! A questioned picture as registration looks at it: grey, at the resolutions that it is asked for.

use std::collections::BTreeMap;
use std::f64::consts::{PI, SQRT_2};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use image::RgbImage;

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

/// Pixels from which a picture is looked at in half its size wherever that shows as much: a passport page at 1,000 pixels per inch.
const LARGE_PX: u64 = 16_000_000;

/// Scale up to which half of a picture is resampled in place of the whole: it is averaged by nearly as much again.
const BY_HALF: f64 = 0.3;

/// The least share of what a stage asks for that half of a picture may have, to be looked at as it is.
const ENOUGH: f64 = 0.65;

/// A questioned picture, grey; what it is resampled to is kept for the next page that asks.
pub(crate) struct Questioned<'a> {
    rgb: &'a RgbImage,
    whole: OnceLock<Arc<QuestionedPlane>>,
    half: OnceLock<Arc<QuestionedPlane>>,
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

impl<'a> Questioned<'a> {
    /// Looks at a picture.
    pub(crate) fn new(picture: &'a Picture) -> Self {
        Self {
            rgb: &picture.rgb,
            whole: OnceLock::new(),
            half: OnceLock::new(),
            planes: Mutex::new(BTreeMap::new()),
            size_px: picture.rgb.dimensions(),
            stated: picture.info.resolution,
        }
    }

    fn whole(&self) -> &Arc<QuestionedPlane> {
        made_once(&self.whole, || QuestionedPlane { plane: Grey::of(self.rgb), plane_from_original: Homography::IDENTITY })
    }

    /// Half of a large picture.
    fn half(&self) -> Option<&Arc<QuestionedPlane>> {
        let half_from_original = Homography::scale_shift([0.5; 2], [-0.25; 2]);
        let half = || QuestionedPlane { plane: Grey::half_of(self.rgb), plane_from_original: half_from_original };
        let large = u64::from(self.size_px.0) * u64::from(self.size_px.1) >= LARGE_PX && self.size_px.0.min(self.size_px.1) >= 2;
        large.then(|| made_once(&self.half, half))
    }

    /// What is resampled by `scale`.
    fn source(&self, scale: f64) -> &Arc<QuestionedPlane> {
        self.half().filter(|_| scale <= BY_HALF).unwrap_or_else(|| self.whole())
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
        // Where half of it shows nearly as much as is asked for, nothing need be resampled.
        if let Some(half) = self.half().filter(|_| (0.5..0.5 / ENOUGH).contains(&scale)) {
            return Some(Arc::clone(half));
        }
        let scale = ((scale.log2() * STEPS).ceil() / STEPS).exp2();
        if scale >= 1.0 {
            return Some(Arc::clone(self.whole()));
        }
        let size = self.resampled_size([scale; 2]);
        let kept = |planes: &BTreeMap<_, Arc<QuestionedPlane>>| planes.get(&size).map(Arc::clone);
        if let Some(plane) = kept(&self.planes.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Some(plane);
        }
        let source = self.source(scale);
        let plane_from_original = resized_from(source, size)?;
        let plane = Arc::new(QuestionedPlane { plane: source.plane.resized_grey(size.0, size.1), plane_from_original });
        self.planes.lock().unwrap_or_else(PoisonError::into_inner).insert(size, Arc::clone(&plane));
        Some(plane)
    }

    fn resampled_size(&self, scale: [f64; 2]) -> (usize, usize) {
        let side = |px: u32, scale: f64| ((f64::from(px) * scale.min(1.0)).round() as usize).max(1);
        (side(self.size_px.0, scale[0]), side(self.size_px.1, scale[1]))
    }

    fn resampled(&self, scale: [f64; 2]) -> Option<(Plane, Homography)> {
        let to = self.resampled_size(scale);
        let source = self.source(scale[0].max(scale[1]));
        Some((source.plane.resized(to.0, to.1), resized_from(source, to)?))
    }
}

/// What `made` keeps, or else makes. It is made outside of the lock: a thread that waits for its bands may be given other work in the
/// meantime, which may ask for the same.
fn made_once<T>(made: &OnceLock<Arc<T>>, make: impl FnOnce() -> T) -> &Arc<T> {
    match made.get() {
        Some(kept) => kept,
        None => {
            let fresh = Arc::new(make());
            made.get_or_init(|| fresh)
        }
    }
}

/// The map from the original to `source` resized to `size`.
fn resized_from(source: &QuestionedPlane, size: (usize, usize)) -> Option<Homography> {
    let resized_from_source = original_from_resized((source.plane.width, source.plane.height), size).inverse()?;
    Some(resized_from_source.after(&source.plane_from_original))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Dpi;

    /// A level that changes slowly, so that it is the same however finely it is looked at.
    fn level(x: f64, y: f64) -> f64 {
        120.0 + 50.0 * ((x / 90.0).sin() + (y / 70.0).cos())
    }

    #[test]
    fn a_large_picture_is_looked_at_by_half_and_every_place_stays_where_it_was() {
        let resolution = Resolution { x: Dpi::new(1200.0).unwrap(), y: Dpi::new(1200.0).unwrap() };
        let rgb = RgbImage::from_fn(4_801, 3_501, |x, y| image::Rgb([level(f64::from(x), f64::from(y)) as u8; 3]));
        let picture = Picture::drawn(rgb, Some(resolution));
        let questioned = Questioned::new(&picture);
        for (scale, width) in [(0.76, 2_400), (0.5, 2_400), (0.25, 1_200), (0.11, 540)] {
            let seen = questioned.at_scale(scale).unwrap();
            assert!(seen.plane.width.abs_diff(width) <= width / 20, "{} at {scale}", seen.plane.width);
            let original_from_plane = seen.plane_from_original.inverse().unwrap();
            for (x, y) in [(100, 100), (seen.plane.width - 9, 40), (70, seen.plane.height - 20)] {
                let (u, v) = original_from_plane.apply(x as f64, y as f64);
                let there = f64::from(seen.plane.data[y * seen.plane.width + x]);
                // Levels are cut to whole ones first; a place that is one pixel off is half a level off at the most.
                assert!((there + 0.5 - level(u, v)).abs() < 1.2, "{there} for {} at ({u}, {v})", level(u, v));
            }
        }
        assert!(questioned.whole.get().is_none(), "nothing here needs the whole");
        assert_eq!(questioned.at_scale(0.9).unwrap().plane.height, (3_501.0 * 0.9170_f64).round() as usize);
        // A picture of usual size is looked at as it is.
        let small = Picture::drawn(RgbImage::new(900, 700), Some(resolution));
        assert!(Questioned::new(&small).half().is_none());
    }
}
