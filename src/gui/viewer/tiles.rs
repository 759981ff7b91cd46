//! A picture cut for the graphics card: halved again and again, every level in tiles.
//!
//! A texture may be 8192 px a side at most and a large upload stalls the frame, so no tile has more than 1026 px a side: 1024 of
//! its own and one of each neighbour, which hides the seams when it is enlarged.

use eframe::egui;
use std::sync::Arc;

use egui::{Color32, ColorImage, Rect, pos2};
use image::RgbImage;

use crate::domain::{Cancelled, PointPx, Progress, RectMm};

/// Side of the inner part of a tile in px of its level.
pub(crate) const TILE: u32 = 1024;

/// One picture at every scale, in tiles ready to upload.
pub(crate) struct TiledPicture {
    width_px: u32,
    height_px: u32,
    levels: Vec<Level>,
}

struct Level {
    /// Pixels of the original along one of this level.
    shrink: u32,
    width_px: u32,
    height_px: u32,
    columns: u32,
    tiles: Vec<Arc<ColorImage>>,
}

/// One tile to paint: where it lies in the capture and which part of its texture that is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TilePlace {
    /// Level and number within it.
    pub level: usize,
    /// Number within the level, row by row.
    pub index: usize,
    /// Left, top, right and lower edge in capture space (pixel centres at whole numbers).
    pub edges: [f64; 4],
    /// The inner part, in 0..1 of the texture.
    pub uv: Rect,
}

impl TiledPicture {
    /// Cuts `picture` into tiles; progress counts levels.
    ///
    /// # Errors
    ///
    /// [`Cancelled`] if `progress` asks to stop.
    pub(crate) fn new(picture: RgbImage, progress: &dyn Progress) -> Result<Self, Cancelled> {
        let (width_px, height_px) = picture.dimensions();
        let mut levels = Vec::new();
        let mut shrink = 1;
        let mut current = picture;
        let total = u64::from(width_px.max(height_px).div_ceil(TILE).max(1).next_power_of_two().ilog2()) + 1;
        loop {
            progress.report(levels.len() as u64, total)?;
            levels.push(Level::cut(&current, shrink));
            if current.width().max(current.height()) <= TILE {
                break;
            }
            current = halved(&current);
            shrink *= 2;
        }
        Ok(Self { width_px, height_px, levels })
    }

    /// A small picture, 340 px wide or high at most.
    pub(crate) fn thumbnail(&self) -> ColorImage {
        const SIDE: usize = 340;
        let Some(tile) = self.tile(self.coarsest(), 0) else { return ColorImage::filled([1, 1], Color32::BLACK) };
        let step = tile.width().max(tile.height()).div_ceil(SIDE).max(1);
        let (width, height) = ((tile.width() / step).max(1), (tile.height() / step).max(1));
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let mut sums = [0u32; 3];
                for (dx, dy) in (0..step).flat_map(|dy| (0..step).map(move |dx| (dx, dy))) {
                    let at = (y * step + dy) * tile.width() + x * step + dx;
                    let colour = tile.pixels.get(at).copied().unwrap_or(Color32::BLACK);
                    for (sum, value) in sums.iter_mut().zip([colour.r(), colour.g(), colour.b()]) {
                        *sum += u32::from(value);
                    }
                }
                let [red, green, blue] = sums.map(|sum| (sum / (step * step) as u32) as u8);
                pixels.push(Color32::from_rgb(red, green, blue));
            }
        }
        ColorImage::new([width, height], pixels)
    }

    /// How many bytes all tiles take.
    pub(crate) fn bytes(&self) -> usize {
        self.levels.iter().flat_map(|level| &level.tiles).map(|tile| tile.pixels.len() * 4).sum()
    }

    /// The coarsest level, which is one tile.
    pub(crate) fn coarsest(&self) -> usize {
        self.levels.len() - 1
    }

    /// The coarsest level with at least one pixel for a pixel of the screen.
    ///
    /// `screen_per_px` is the side of a pixel of the original on the screen, in pixels of the screen.
    pub(crate) fn level_for(&self, screen_per_px: f64) -> usize {
        let halvings = (1.0 / screen_per_px.max(1e-6)).log2().floor().max(0.0);
        (halvings as usize).min(self.coarsest())
    }

    /// The colour of the pixel of the original at `point`; `None` outside the picture.
    pub(crate) fn colour_at(&self, point: PointPx) -> Option<Color32> {
        let (x, y) = (point.x.round(), point.y.round());
        if x < 0.0 || y < 0.0 || x >= f64::from(self.width_px) || y >= f64::from(self.height_px) {
            return None;
        }
        let (x, y) = (x as u32, y as u32);
        let level = self.levels.first()?;
        let tile = level.tiles.get((y / TILE * level.columns + x / TILE) as usize)?;
        let (left, top) = (border(x / TILE), border(y / TILE));
        let (x, y) = ((x % TILE + left) as usize, (y % TILE + top) as usize);
        tile.pixels.get(y * tile.width() + x).copied()
    }

    /// The tiles of `level` that touch the part of the capture from `area` (left, top, right, bottom in px).
    pub(crate) fn places(&self, level: usize, area: [f64; 4]) -> Vec<TilePlace> {
        let Some(found) = self.levels.get(level) else { return Vec::new() };
        let side = f64::from(TILE * found.shrink);
        let rows = found.height_px.div_ceil(TILE);
        let range = |from: f64, to: f64, count: u32| {
            let first = ((from + 0.5) / side).floor().clamp(0.0, f64::from(count)) as u32;
            let last = ((to + 0.5) / side).ceil().clamp(0.0, f64::from(count)) as u32;
            first..last
        };
        let mut places = Vec::new();
        for row in range(area[1], area[3], rows) {
            for column in range(area[0], area[2], found.columns) {
                places.push(found.place(level, column, row));
            }
        }
        places
    }

    /// The pixels of one tile.
    pub(crate) fn tile(&self, level: usize, index: usize) -> Option<&Arc<ColorImage>> {
        self.levels.get(level)?.tiles.get(index)
    }
}

/// The pixels of the neighbour that a tile carries before its own.
fn border(index: u32) -> u32 {
    u32::from(index > 0)
}

impl Level {
    fn cut(picture: &RgbImage, shrink: u32) -> Self {
        let (width_px, height_px) = picture.dimensions();
        let (columns, rows) = (width_px.div_ceil(TILE), height_px.div_ceil(TILE));
        let mut tiles = Vec::with_capacity((columns * rows) as usize);
        for row in 0..rows {
            for column in 0..columns {
                let (left, top) = (column * TILE - border(column), row * TILE - border(row));
                let (right, bottom) = (((column + 1) * TILE + 1).min(width_px), ((row + 1) * TILE + 1).min(height_px));
                let mut pixels = Vec::with_capacity(((right - left) * (bottom - top)) as usize);
                for y in top..bottom {
                    for x in left..right {
                        let [red, green, blue] = picture.get_pixel(x, y).0;
                        pixels.push(Color32::from_rgb(red, green, blue));
                    }
                }
                tiles.push(Arc::new(ColorImage::new([(right - left) as usize, (bottom - top) as usize], pixels)));
            }
        }
        Self { shrink, width_px, height_px, columns, tiles }
    }

    fn place(&self, level: usize, column: u32, row: u32) -> TilePlace {
        let edge = |pixel: u32| f64::from(pixel) * f64::from(self.shrink) - 0.5;
        let (left, top) = (column * TILE, row * TILE);
        let (right, bottom) = ((left + TILE).min(self.width_px), (top + TILE).min(self.height_px));
        let index = (row * self.columns + column) as usize;
        let size = self.tiles.get(index).map_or([1, 1], |tile| tile.size);
        let u = |pixels: u32| pixels as f32 / size[0] as f32;
        let v = |pixels: u32| pixels as f32 / size[1] as f32;
        let (before_x, before_y) = (border(column), border(row));
        let uv = Rect::from_min_max(pos2(u(before_x), v(before_y)), pos2(u(before_x + right - left), v(before_y + bottom - top)));
        TilePlace { level, index, edges: [edge(left), edge(top), edge(right), edge(bottom)], uv }
    }
}

/// The picture at half its size; each pixel is the mean of four, an odd last row or column is repeated.
fn halved(picture: &RgbImage) -> RgbImage {
    let (width, height) = picture.dimensions();
    RgbImage::from_fn(width.div_ceil(2), height.div_ceil(2), |x, y| {
        let (left, top) = (x * 2, y * 2);
        let (right, bottom) = ((left + 1).min(width - 1), (top + 1).min(height - 1));
        let four = [(left, top), (right, top), (left, bottom), (right, bottom)].map(|(x, y)| picture.get_pixel(x, y).0);
        image::Rgb(std::array::from_fn(|channel| ((four.iter().map(|pixel| u32::from(pixel[channel])).sum::<u32>() + 2) / 4) as u8))
    })
}

/// The bounds in px of what a quadrilateral of the page covers, given where its corners lie in the capture.
pub(crate) fn bounds_px(corners: impl Iterator<Item = PointPx>) -> [f64; 4] {
    corners.fold([f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY], |bounds, point| {
        [bounds[0].min(point.x), bounds[1].min(point.y), bounds[2].max(point.x), bounds[3].max(point.y)]
    })
}

/// The corners of `area` in reading order with the middles of its edges, so that bounds stay right under perspective.
pub(crate) fn outline(area: RectMm) -> impl Iterator<Item = crate::domain::PointMm> {
    let at = move |x: f64, y: f64| crate::domain::PointMm { x: area.x + area.width * x, y: area.y + area.height * y };
    [(0.0, 0.0), (0.5, 0.0), (1.0, 0.0), (1.0, 0.5), (1.0, 1.0), (0.5, 1.0), (0.0, 1.0), (0.0, 0.5)].into_iter().map(move |(x, y)| at(x, y))
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "edges of tiles are halves of whole numbers")]
mod tests {
    use super::*;
    use crate::domain::Unwatched;

    fn picture(width: u32, height: u32) -> TiledPicture {
        let drawn = RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x + y) % 239) as u8]));
        TiledPicture::new(drawn, &Unwatched).unwrap()
    }

    #[test]
    fn every_tile_fits_a_texture_and_the_coarsest_level_is_one() {
        let tiled = picture(2500, 1100);
        for level in &tiled.levels {
            for tile in &level.tiles {
                assert!(tile.width() <= 2048 && tile.height() <= 2048);
            }
        }
        assert_eq!(tiled.levels[tiled.coarsest()].tiles.len(), 1);
        assert_eq!(tiled.levels.iter().map(|level| level.shrink).collect::<Vec<_>>(), [1, 2, 4]);
    }

    #[test]
    fn the_colour_under_the_cursor_is_that_of_the_original() {
        let tiled = picture(2100, 1100);
        for (x, y) in [(0, 0), (1023, 1023), (1024, 1024), (2099, 1099), (1500, 7)] {
            let expected = Color32::from_rgb((x % 251) as u8, (y % 241) as u8, ((x + y) % 239) as u8);
            assert_eq!(tiled.colour_at(PointPx { x: f64::from(x) + 0.4, y: f64::from(y) - 0.4 }), Some(expected), "({x}, {y})");
        }
        assert_eq!(tiled.colour_at(PointPx { x: -0.6, y: 0.0 }), None);
        assert_eq!(tiled.colour_at(PointPx { x: 2099.6, y: 0.0 }), None);
    }

    #[test]
    fn tiles_meet_without_gap_or_overlap() {
        let tiled = picture(2500, 1100);
        for level in 0..=tiled.coarsest() {
            let places = tiled.places(level, [-0.5, -0.5, 2499.5, 1099.5]);
            let mut edges: Vec<_> =
                places.iter().filter(|place| place.edges[1] == -0.5).map(|place| (place.edges[0], place.edges[2])).collect();
            edges.sort_by(|a, b| a.0.total_cmp(&b.0));
            assert_eq!(edges[0].0, -0.5);
            assert!(edges.windows(2).all(|pair| pair[0].1 == pair[1].0), "level {level}: {edges:?}");
            assert!(edges.last().unwrap().1 >= 2499.5);
        }
    }

    #[test]
    fn only_visible_tiles_are_asked_for() {
        let tiled = picture(5000, 3000);
        let places = tiled.places(0, [1100.0, 1100.0, 1900.0, 1900.0]);
        assert_eq!(places.iter().map(|place| place.index).collect::<Vec<_>>(), [6]);
        assert!(tiled.places(0, [6000.0, 0.0, 7000.0, 10.0]).is_empty());
    }

    #[test]
    fn the_level_has_a_pixel_for_every_pixel_of_the_screen() {
        let tiled = picture(5000, 3000);
        assert_eq!(tiled.level_for(1.0), 0);
        assert_eq!(tiled.level_for(0.51), 0);
        assert_eq!(tiled.level_for(0.5), 1);
        assert_eq!(tiled.level_for(0.24), 2);
        assert_eq!(tiled.level_for(0.001), tiled.coarsest());
    }

    #[test]
    fn half_of_a_checkerboard_is_grey() {
        let board = RgbImage::from_fn(4, 2, |x, y| image::Rgb([if (x + y) % 2 == 0 { 255 } else { 0 }; 3]));
        assert!(halved(&board).pixels().all(|pixel| pixel.0 == [128; 3]));
    }
}
