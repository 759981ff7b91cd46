//! A reference page made ready once, to be compared with many questioned pictures.

use super::features::{Feature, features};
use super::model::RegisterParams;
use super::patch::{Patch, choose};
use crate::domain::{Content, Dpi, Homography, Page, RectMm, Resolution};
use crate::imaging::Picture;
use crate::imaging::grey::Grey;
use crate::imaging::plane::{original_from_half, original_from_resized};

/// Longest side at which places of a reference are recognised, in px: a passport spread at 150 pixels per inch.
const MAX_RECOGNISED_PX: f64 = 800.0;
/// Longest side in px below which a page is looked at once more, closer: at the usual resolution a card has too few places.
const FEW_PX: f64 = 640.0;
/// Longest side at which a fit is refined, in px.
const MAX_REFINED_PX: f64 = 3_600.0;
/// Patches of each stage at most: enough to hold a bent page everywhere, few enough to search in milliseconds.
const MOST_PATCHES: usize = 240;
/// Sides of the patches, in px of their stage.
const COARSE_PATCH_PX: usize = 24;
const FINE_PATCH_PX: usize = 48;

/// A reference capture with its features; where the page says what is personal, that is left out.
#[derive(Debug, Clone)]
pub struct PreparedPage {
    pub(super) features: Vec<Feature>,
    /// What a closer look found, where the page is small.
    pub(super) closer: Option<Closer>,
    pub(super) coarse: Stage,
    pub(super) fine: Stage,
    pub(super) size_px: (u32, u32),
    pub(super) resolution: Resolution,
}

/// The places of a small page as they look at a finer resolution.
#[derive(Debug, Clone)]
pub(super) struct Closer {
    /// Their places are those on the coarse stage.
    pub(super) features: Vec<Feature>,
    /// Pixels per inch.
    pub(super) ppi: f64,
}

/// The reference at one resolution, and the tiles of it that a fit can be refined by.
#[derive(Debug, Clone)]
#[expect(clippy::struct_field_names, reason = "maps are named to_from")]
pub(super) struct Stage {
    /// From pixels of the stage to pixels of the reference picture.
    pub(super) reference_from_stage: Homography,
    /// Pixels per inch, mean of both axes.
    pub(super) ppi: f64,
    /// Width and height in px.
    pub(super) size_px: (usize, usize),
    pub(super) patches: Vec<Patch>,
}

impl PreparedPage {
    /// Prepares the capture of a reference page; `picture` shows the page edge to edge at `resolution`.
    ///
    /// With `page`, zones of personal and serial content are left out, so that a portrait never matches a portrait.
    pub fn new(picture: &Picture, resolution: Resolution, page: Option<&Page>, params: &RegisterParams) -> Self {
        let masked: Vec<RectMm> = page
            .map(|page| page.zones.iter().filter(|zone| zone.content != Content::Fixed).map(|zone| zone.area.grown(0.3)).collect())
            .unwrap_or_default();
        let usable = |stage: &Stage, x: f64, y: f64| {
            let (x, y) = stage.reference_from_stage.apply(x, y);
            let (x, y) = Homography::page_from_picture(resolution).apply(x, y);
            !masked.iter().any(|zone| zone.contains(crate::domain::PointMm { x, y }))
        };
        let mut fine = Stage::new(picture, resolution, params.refine_ppi, MAX_REFINED_PX);
        let mut coarse = Stage::new(picture, resolution, params.working_ppi, MAX_RECOGNISED_PX);
        let fine_plane = fine.plane(picture);
        let coarse_plane = fine_plane.resized(coarse.size_px.0, coarse.size_px.1);
        let features = features(&coarse_plane, params.max_features, |x, y| usable(&coarse, x, y));
        let closer = Closer::look(&fine_plane, &coarse, params, |x, y| usable(&coarse, x, y));
        coarse.patches = choose(&Grey::of_plane(&coarse_plane), COARSE_PATCH_PX, MOST_PATCHES, |x, y| usable(&coarse, x, y));
        fine.patches = choose(&fine_plane, FINE_PATCH_PX, MOST_PATCHES, |x, y| usable(&fine, x, y));
        Self { features, closer, coarse, fine, size_px: picture.rgb.dimensions(), resolution }
    }

    /// How many places of the page can be recognised.
    pub fn feature_count(&self) -> usize {
        self.features.len()
    }

    /// The resolution of the reference capture.
    pub fn resolution(&self) -> Resolution {
        self.resolution
    }

    /// The places of the page that can be recognised.
    pub(crate) fn features(&self) -> &[Feature] {
        &self.features
    }

    /// How large the page is, and how finely it is recognised.
    pub(crate) fn shape(&self) -> Shape {
        self.shape_at(self.coarse.ppi)
    }

    /// The same where it is looked at more closely.
    pub(super) fn closer_shape(&self) -> Option<Shape> {
        self.closer.as_ref().map(|closer| self.shape_at(closer.ppi))
    }

    fn shape_at(&self, ppi: f64) -> Shape {
        let size_mm =
            [f64::from(self.size_px.0) * self.resolution.x.mm_per_px(), f64::from(self.size_px.1) * self.resolution.y.mm_per_px()];
        Shape { size_mm, ppi }
    }
}

/// How large a page is, and how finely it is recognised.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Shape {
    /// Width and height in mm.
    pub(crate) size_mm: [f64; 2],
    /// Pixels per inch of the plane that places are recognised in.
    pub(crate) ppi: f64,
}

impl Closer {
    /// Looks at a small page at up to twice the resolution of `coarse`; `None` if it is not small, or there is no more to see.
    fn look(fine: &Grey, coarse: &Stage, params: &RegisterParams, usable: impl Fn(f64, f64) -> bool + Sync) -> Option<Self> {
        let longest = coarse.size_px.0.max(coarse.size_px.1) as f64;
        let factor = (FEW_PX / longest).min(2.0).min(fine.width as f64 / coarse.size_px.0 as f64);
        if factor < 1.25 {
            return None;
        }
        let side = |px: usize| (px as f64 * factor).round() as usize;
        let size = (side(coarse.size_px.0), side(coarse.size_px.1));
        let coarse_from_closer = original_from_resized(coarse.size_px, size);
        let plane = fine.resized(size.0, size.1);
        let mut found = features(&plane, params.max_features, |x, y| {
            let (x, y) = coarse_from_closer.apply(x, y);
            usable(x, y)
        });
        for feature in &mut found {
            let (x, y) = coarse_from_closer.apply(f64::from(feature.x), f64::from(feature.y));
            (feature.x, feature.y) = (x as f32, y as f32);
        }
        Some(Self { features: found, ppi: coarse.ppi * factor })
    }
}

impl Stage {
    /// A stage without patches: at most `ppi`, and at most `longest` px.
    fn new(picture: &Picture, resolution: Resolution, ppi: f64, longest: f64) -> Self {
        let (width, height) = picture.rgb.dimensions();
        let limit = (longest / f64::from(width.max(height))).min(1.0);
        let share = |dpi: Dpi| (ppi / dpi.get()).min(limit);
        let from = (width as usize, height as usize);
        let (across, down) = (f64::from(width) * share(resolution.x), f64::from(height) * share(resolution.y));
        let side = |px: f64| (px.round() as usize).max(1);
        // Half to a pixel is taken as half: averaging four pixels is quicker than anything else.
        let near_half = |px: u32, side: f64| px >= 2 && (f64::from(px) / 2.0 - side).abs() < 0.75;
        let half = near_half(width, across) && near_half(height, down);
        let to = if half { (from.0 / 2, from.1 / 2) } else { (side(across), side(down)) };
        Self {
            reference_from_stage: if half { original_from_half() } else { original_from_resized(from, to) },
            ppi: resolution.mean() * ((to.0 as f64 / from.0 as f64) * (to.1 as f64 / from.1 as f64)).sqrt(),
            size_px: to,
            patches: Vec::new(),
        }
    }

    /// The picture at the resolution of the stage.
    fn plane(&self, picture: &Picture) -> Grey {
        if self.reference_from_stage == original_from_half() {
            return Grey::half_of(&picture.rgb);
        }
        let whole = Grey::of(&picture.rgb);
        if (whole.width, whole.height) == self.size_px { whole } else { whole.resized_grey(self.size_px.0, self.size_px.1) }
    }
}
