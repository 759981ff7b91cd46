//! A reference page made ready once, to be compared with many questioned pictures.

use super::features::{Feature, features};
use super::model::RegisterParams;
use crate::domain::{Content, Dpi, Homography, Page, RectMm, Resolution};
use crate::imaging::Picture;
use crate::imaging::plane::{Plane, luma, original_from_resized};

/// A reference capture with its features; where the page says what is personal, that is left out.
#[derive(Debug, Clone)]
pub struct PreparedPage {
    pub(super) features: Vec<Feature>,
    pub(super) coarse: Stage,
    pub(super) fine: Stage,
    pub(super) size_px: (u32, u32),
    pub(super) resolution: Resolution,
}

/// The reference at one resolution, and the tiles of it that a fit can be refined by.
#[derive(Debug, Clone)]
#[expect(clippy::struct_field_names, reason = "maps are named to_from")]
pub(super) struct Stage {
    pub(super) plane: Plane,
    /// From pixels of `plane` to pixels of the reference picture.
    pub(super) reference_from_stage: Homography,
    /// Pixels per inch, mean of both axes.
    pub(super) ppi: f64,
    pub(super) tiles: Vec<Tile>,
}

/// A square with structure in both directions.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tile {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) side: usize,
}

impl PreparedPage {
    /// Prepares the capture of a reference page; `picture` shows the page edge to edge at `resolution`.
    ///
    /// With `page`, zones of personal and serial content are left out, so that a portrait never matches a portrait.
    pub fn new(picture: &Picture, resolution: Resolution, page: Option<&Page>, params: &RegisterParams) -> Self {
        let masked: Vec<RectMm> = page
            .map(|page| page.zones.iter().filter(|zone| zone.content != Content::Fixed).map(|zone| zone.area.grown(0.3)).collect())
            .unwrap_or_default();
        let mut coarse = Stage::new(picture, resolution, params.working_ppi);
        let mut fine = Stage::new(picture, resolution, params.refine_ppi);
        let usable = |stage: &Stage, x: f64, y: f64| {
            let (x, y) = stage.reference_from_stage.apply(x, y);
            let (x, y) = Homography::page_from_picture(resolution).apply(x, y);
            !masked.iter().any(|zone| zone.contains(crate::domain::PointMm { x, y }))
        };
        let features = features(&coarse.plane, params.max_features, |x, y| usable(&coarse, x, y));
        coarse.tiles = coarse.tiles(params.tile_mm, |x, y| usable(&coarse, x, y));
        fine.tiles = fine.tiles(params.tile_mm, |x, y| usable(&fine, x, y));
        Self { features, coarse, fine, size_px: picture.rgb.dimensions(), resolution }
    }

    /// How many places of the page can be recognised.
    pub fn feature_count(&self) -> usize {
        self.features.len()
    }

    /// The resolution of the reference capture.
    pub fn resolution(&self) -> Resolution {
        self.resolution
    }

    /// Width and height of the page in mm.
    pub(super) fn size_mm(&self) -> (f64, f64) {
        (f64::from(self.size_px.0) * self.resolution.x.mm_per_px(), f64::from(self.size_px.1) * self.resolution.y.mm_per_px())
    }
}

impl Stage {
    fn new(picture: &Picture, resolution: Resolution, ppi: f64) -> Self {
        let (width, height) = picture.rgb.dimensions();
        let side = |px: u32, dpi: Dpi| ((f64::from(px) * (ppi / dpi.get()).min(1.0)).round() as usize).max(1);
        let to = (side(width, resolution.x), side(height, resolution.y));
        let from = (width as usize, height as usize);
        Self {
            plane: Plane::from_rgb(&picture.rgb, to.0, to.1, luma),
            reference_from_stage: original_from_resized(from, to),
            ppi: resolution.mean() * ((to.0 as f64 / from.0 as f64) * (to.1 as f64 / from.1 as f64)).sqrt(),
            tiles: Vec::new(),
        }
    }

    /// Squares of `side_mm`, overlapping by a quarter, whose content fixes their place in both directions.
    fn tiles(&self, side_mm: f64, usable: impl Fn(f64, f64) -> bool) -> Vec<Tile> {
        let side = (side_mm * self.ppi / 25.4).round().max(12.0) as usize;
        let step = (side * 3 / 4).max(1);
        let starts = |length: usize| (0..length.saturating_sub(side + 1)).step_by(step);
        let mut tiles = Vec::new();
        for top in starts(self.plane.height) {
            for left in starts(self.plane.width) {
                let edge = [0, side / 3, side * 2 / 3, side];
                let free = edge.iter().all(|dy| edge.iter().all(|dx| usable((left + dx) as f64, (top + dy) as f64)));
                let tile = Tile { left, top, side };
                if free && tile.is_anchored(&self.plane) {
                    tiles.push(tile);
                }
            }
        }
        tiles
    }
}

impl Tile {
    /// Whether edges run in more than one direction and stand out from noise.
    fn is_anchored(&self, plane: &Plane) -> bool {
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for y in self.top + 1..self.top + self.side - 1 {
            for x in self.left + 1..self.left + self.side - 1 {
                let gx = (plane.get(x + 1, y) - plane.get(x - 1, y)) / 2.0;
                let gy = (plane.get(x, y + 1) - plane.get(x, y - 1)) / 2.0;
                xx += gx * gx;
                xy += gx * gy;
                yy += gy * gy;
            }
        }
        let count = (self.side * self.side) as f32;
        let (mean, half) = (f32::midpoint(xx, yy) / count, ((xx - yy) / 2.0).hypot(xy) / count);
        let (least, most) = (mean - half, mean + half);
        least > 1.5 && least > 0.06 * most
    }

    pub(super) fn center(&self) -> [f64; 2] {
        let half = (self.side as f64 - 1.0) / 2.0;
        [self.left as f64 + half, self.top as f64 + half]
    }
}
