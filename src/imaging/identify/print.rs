//! Whether two pictures of one spot show the same print: edges that lie and run alike.

use rayon::prelude::*;

use super::quad::Quad;
use crate::domain::{Dpi, Homography, MM_PER_INCH, PageFromCapture, PointMm, RectMm, Resolution, SizeMm};
use crate::imaging::Picture;
use crate::imaging::grey::Grey;
use crate::imaging::plane::Plane;
use crate::imaging::register::fit::{Pair, affine};
use crate::imaging::warp::warp_to_page;

/// Resolution at which the print is compared at most: fine enough for lines of a tenth of a mm, coarse enough for scans of 200 dpi.
const MOST_PPI: f64 = 200.0;
/// Sides of a tile in px.
const TILE: usize = 20;
/// Tiles at most, about: of a large patch they lie further apart.
const MOST_TILES: f64 = 200.0;
/// How far a tile is searched in each round to bring the patch to its place, in px, and in the end.
const REACH: [i64; 3] = [6, 3, 2];
const LAST_REACH: i64 = 1;
/// Correlation from which a tile counts for the place of the patch.
const LEAST_FOR_PLACE: f32 = 0.35;
/// Mean gradient in grey levels a px, below which a tile shows no print.
const LEAST_PRINT: f32 = 1.5;

/// Where a patch lies on a page and how well its print agrees there.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Agreement {
    /// From px of the picture with the patch to mm of the page.
    pub(super) page_from_patch: PageFromCapture,
    /// The mean over the tiles that show print in either picture of how well their gradients correlate, 0 to 1.
    pub(super) likeness: f64,
    /// How many tiles there were to judge by.
    pub(super) tiles: usize,
}

/// A reference page as it is compared with.
#[derive(Clone, Copy)]
pub(super) struct Sheet<'a> {
    pub(super) picture: &'a Picture,
    pub(super) resolution: Resolution,
}

impl Sheet<'_> {
    fn size_mm(&self) -> SizeMm {
        let (width, height) = self.picture.rgb.dimensions();
        SizeMm { width: f64::from(width) * self.resolution.x.mm_per_px(), height: f64::from(height) * self.resolution.y.mm_per_px() }
    }
}

/// The corners of `area` of a picture on the page, clockwise from its top left.
pub(super) fn corners_on_page(map: &PageFromCapture, area: [f64; 4]) -> [PointMm; 4] {
    let [x, y, width, height] = area;
    // An area of whole pixels begins at the edge of its first one.
    let (left, top) = (x - 0.5, y - 0.5);
    [(left, top), (left + width, top), (left + width, top + height), (left, top + height)].map(|(x, y)| {
        let (x, y) = map.0.apply(x, y);
        PointMm { x, y }
    })
}

/// The upright box around corners.
pub(super) fn around(corners: &[PointMm; 4]) -> RectMm {
    let (least, most) = corners.iter().fold((corners[0], corners[0]), |(least, most), corner| {
        (PointMm { x: least.x.min(corner.x), y: least.y.min(corner.y) }, PointMm { x: most.x.max(corner.x), y: most.y.max(corner.y) })
    });
    RectMm::between(least, most)
}

/// Brings `area` (x, y, width, height in px) of `patch` to its place on `sheet`, about where `start` puts it, and measures how well the
/// print agrees there. `None` if it lies off the page or shows no print.
pub(super) fn agreement(patch: &Picture, area: [f64; 4], start: PageFromCapture, sheet: &Sheet<'_>) -> Option<Agreement> {
    let mut map = start;
    for reach in REACH {
        let view = View::new(patch, area, map, sheet)?;
        let pairs: Vec<Pair> = view.tiles().par_iter().filter_map(|tile| view.found(*tile, reach)).collect();
        let Some(moved) = correction(&pairs) else { break };
        map = PageFromCapture(view.page_from_view.after(&moved.after(&view.page_from_view.inverse()?.after(&map.0))));
    }
    let view = View::new(patch, area, map, sheet)?;
    let scores: Vec<f32> = view.tiles().par_iter().filter_map(|tile| view.alike(*tile)).collect();
    let likeness = f64::from(scores.iter().map(|score| score.max(0.0)).sum::<f32>()) / scores.len().max(1) as f64;
    (!scores.is_empty()).then_some(Agreement { page_from_patch: map, likeness, tiles: scores.len() })
}

/// From where tiles of the reference were found in the patch to where they lie on the page, in px of the view.
fn correction(pairs: &[Pair]) -> Option<Homography> {
    let shift = |pairs: &[Pair]| {
        let axis = |axis: usize| {
            let mut steps: Vec<f64> = pairs.iter().map(|pair| pair.to[axis] - pair.from[axis]).collect();
            steps.sort_by(f64::total_cmp);
            steps.get(steps.len() / 2).copied()
        };
        Some(Homography::scale_shift([1.0, 1.0], [axis(0)?, axis(1)?]))
    };
    let middle = shift(pairs)?;
    let near: Vec<Pair> = pairs.iter().filter(|pair| pair.miss(&middle) < 2.5).copied().collect();
    // Half a dozen tiles in two directions hold turn and scale; fewer only the place.
    let spans = |axis: usize| {
        let places = || near.iter().map(|pair| pair.to[axis]);
        places().fold(f64::NEG_INFINITY, f64::max) - places().fold(f64::INFINITY, f64::min)
    };
    let wide = near.len() >= 6 && spans(0) >= 2.0 * TILE as f64 && spans(1) >= 2.0 * TILE as f64;
    if wide { affine(&near) } else { Some(middle) }
}

/// Patch and page upright at one resolution.
#[expect(clippy::struct_field_names, reason = "maps are named to_from")]
struct View {
    patch: Gradients,
    page: Gradients,
    /// The area of the patch, in px of the view.
    outline: Quad,
    page_from_view: Homography,
}

/// Differences to the right and down.
struct Gradients {
    x: Plane,
    y: Plane,
}

impl Gradients {
    fn of(picture: &image::RgbImage) -> Self {
        let (width, height) = (picture.width() as usize, picture.height() as usize);
        let soft = Grey::of(picture).resized(width, height).blurred(0.8);
        let at = |x: usize, y: usize, dx: i64, dy: i64| soft.at(x as i64 + dx, y as i64 + dy);
        Self {
            x: Plane::from_fn(width, height, |x, y| (at(x, y, 1, 0) - at(x, y, -1, 0)) / 2.0),
            y: Plane::from_fn(width, height, |x, y| (at(x, y, 0, 1) - at(x, y, 0, -1)) / 2.0),
        }
    }
}

/// A tile by its first column and row.
type Tile = [usize; 2];

impl View {
    fn new(patch: &Picture, area: [f64; 4], map: PageFromCapture, sheet: &Sheet<'_>) -> Option<Self> {
        let corners = corners_on_page(&map, area);
        let size = sheet.size_mm();
        let whole = RectMm::new(0.0, 0.0, size.width, size.height);
        let on_page = around(&corners).intersection(whole)?;
        let middle = (area[0] + area[2] / 2.0, area[1] + area[3] / 2.0);
        let patch_ppi = MM_PER_INCH / map.0.area_scale(middle.0, middle.1).abs().sqrt();
        let dpi = Dpi::new(MOST_PPI.min(patch_ppi).min(sheet.resolution.mean()))?;
        let seen = warp_to_page(&patch.rgb, map, size, on_page, dpi);
        let page = warp_to_page(&sheet.picture.rgb, PageFromCapture(Homography::page_from_picture(sheet.resolution)), size, on_page, dpi);
        let (width, height) = (f64::from(seen.width()), f64::from(seen.height()));
        let step = [on_page.width / width, on_page.height / height];
        let page_from_view = Homography::scale_shift(step, [on_page.x + step[0] / 2.0, on_page.y + step[1] / 2.0]);
        let view_from_page = page_from_view.inverse()?;
        let outline = Quad(corners.map(|corner| view_from_page.apply(corner.x, corner.y).into()));
        Some(Self { patch: Gradients::of(&seen), page: Gradients::of(&page), outline, page_from_view })
    }

    /// Tiles that lie in the outline of the patch; those of a small one lie half over each other.
    fn tiles(&self) -> Vec<Tile> {
        let (width, height) = (self.page.x.width, self.page.x.height);
        let rim = 1 + LAST_REACH as usize;
        let step = ((width * height) as f64 / MOST_TILES).sqrt().round().max(TILE as f64 / 2.0) as usize;
        let starts = |side: usize| (rim..(side + 1).saturating_sub(TILE + rim)).step_by(step);
        let inside = |[left, top]: &Tile| {
            let ends = [(0, 0), (TILE, 0), (TILE, TILE), (0, TILE)];
            ends.iter().all(|(dx, dy)| self.outline.contains([(left + dx) as f64, (top + dy) as f64]))
        };
        starts(height).flat_map(|top| starts(width).map(move |left| [left, top])).filter(inside).collect()
    }

    /// How well the gradients of a tile of the page correlate with those of the patch that lie (`dx`, `dy`) further, −1 to 1, with the
    /// greater of the mean gradients of both.
    fn correlation(&self, [left, top]: Tile, dx: i64, dy: i64) -> (f32, f32) {
        let (mut both, mut page, mut patch) = (0.0, 0.0, 0.0);
        for y in top..top + TILE {
            for x in left..left + TILE {
                let (a, b) = (self.page.x.get(x, y), self.page.y.get(x, y));
                let (x, y) = (x as i64 + dx, y as i64 + dy);
                let (c, d) = (self.patch.x.at(x, y), self.patch.y.at(x, y));
                both += a * c + b * d;
                page += a * a + b * b;
                patch += c * c + d * d;
            }
        }
        let mean = (page.max(patch) / (TILE * TILE) as f32).sqrt();
        (both / (page * patch).sqrt().max(1e-3), mean)
    }

    /// The best correlation of a tile within `reach`, where, and the mean gradient there.
    fn best(&self, tile: Tile, reach: i64) -> (f32, [i64; 2], f32) {
        let steps = (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| [dx, dy]));
        let tried = steps.map(|[dx, dy]| {
            let (score, mean) = self.correlation(tile, dx, dy);
            (score, [dx, dy], mean)
        });
        tried.reduce(|best, next| if next.0 > best.0 { next } else { best }).unwrap_or((0.0, [0, 0], 0.0))
    }

    /// Where a tile of the page is found in the patch, and where it lies.
    fn found(&self, tile: Tile, reach: i64) -> Option<Pair> {
        let (score, [dx, dy], mean) = self.best(tile, reach);
        let inside = dx.abs() < reach && dy.abs() < reach;
        (score >= LEAST_FOR_PLACE && mean >= LEAST_PRINT && inside).then(|| {
            let middle = tile.map(|start| start as f64 + (TILE - 1) as f64 / 2.0);
            Pair { from: [middle[0] + dx as f64, middle[1] + dy as f64], to: middle, weight: f64::from(score) }
        })
    }

    /// How alike both are in a tile; `None` if neither shows print there.
    fn alike(&self, tile: Tile) -> Option<f32> {
        let (score, _, mean) = self.best(tile, LAST_REACH);
        (mean >= LEAST_PRINT).then_some(score)
    }
}
