//! A picture as the viewers paint it: tiles of its pyramid, adjusted if it is to be, ready for the graphics card.
//!
//! A texture carries a pixel of each neighbour around its tile, which hides the seams when it is enlarged. Tiles are worked out by a
//! crew (see [`Textures`](super::Textures)); nothing here is called on the frame thread but what looks at places.

use eframe::egui;
use std::sync::{Arc, OnceLock};

use egui::{Color32, ColorImage, Rect, pos2};
use image::RgbImage;

use crate::app::{Problem, Watch};
use crate::domain::recipe::Recipe;
use crate::domain::{Cancelled, PointPx, Progress, RectMm, Resolution, Sha256};
use crate::gui::backend::in_tiles;
use crate::imaging::{
    AdjustError, Depth, HeatColours, Histogram, Overview, Part, PixelRect, Pixels, Prepared, Pyramid, PyramidError, TILE_PX, TileAddress,
};

/// Pixels of the neighbours that a texture carries around its tile.
const BORDER: u32 = 1;

/// One picture at every scale, in tiles, with an adjustment or without.
pub(crate) struct TiledPicture {
    pyramid: Arc<Pyramid>,
    /// Shared by all adjusted views of the picture, and made for the first that needs it.
    overview: Arc<OnceLock<Overview>>,
    adjustment: Option<Prepared>,
    /// The tolerance at which it is painted, if it is a map of difference.
    tolerance: Option<f64>,
    /// How often each level occurs in the coarsest tile, as it is shown.
    histogram: Box<Histogram>,
}

/// One tile to paint: where it lies in the capture and which part of its texture that is.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TilePlace {
    /// Which tile.
    pub address: TileAddress,
    /// Left, top, right and lower edge in capture space (pixel centres at whole numbers).
    pub edges: [f64; 4],
    /// The tile without its border, in 0..1 of the texture.
    pub uv: Rect,
}

impl From<Pyramid> for TiledPicture {
    fn from(pyramid: Pyramid) -> Self {
        let mut tiles =
            Self { pyramid: Arc::new(pyramid), overview: Arc::default(), adjustment: None, tolerance: None, histogram: no_levels() };
        tiles.count_levels();
        tiles
    }
}

impl TiledPicture {
    /// A picture that was drawn or computed, and is kept nowhere else.
    ///
    /// # Errors
    ///
    /// Cancelled, or that it has no pixels or too many.
    pub(crate) fn drawn(picture: RgbImage, progress: &dyn Progress) -> Result<Self, Problem> {
        let sum = Sha256::of(picture.as_raw());
        in_tiles(picture, sum, progress).map(Self::from)
    }

    /// The same picture as `recipe` makes it look; takes statistics of the whole picture the first time. `resolution` is that of its
    /// file, on which lengths in millimetres rest.
    ///
    /// # Errors
    ///
    /// Bad use if the recipe does not fit the picture; a system failure if its tiles cannot be read; cancelled.
    pub(crate) fn adjusted(&self, recipe: &Recipe, resolution: Option<Resolution>, watch: &dyn Watch) -> Result<Self, Problem> {
        let overview = match self.overview.get() {
            Some(overview) => overview,
            None => {
                watch.stage("Looking over the picture");
                let made = self.pyramid.overview().map_err(|error| pyramid_problem(&error, "the picture"))?;
                watch.report(0, 1)?;
                self.overview.get_or_init(|| made)
            }
        };
        let prepared = Prepared::new(recipe, overview, resolution, watch).map_err(|error| match error {
            AdjustError::Cancelled(Cancelled) => Problem::from(Cancelled),
            error => Problem::bad_use(crate::app::problem::sentence(&error.to_string())),
        })?;
        let (pyramid, overview) = (Arc::clone(&self.pyramid), Arc::clone(&self.overview));
        let mut look = Self { pyramid, overview, adjustment: Some(prepared), tolerance: self.tolerance, histogram: no_levels() };
        look.count_levels();
        Ok(look)
    }

    /// The same map of difference in the colours of a tolerance; tiles are coloured as they are painted, so what is in view comes first.
    pub(crate) fn tolerating(&self, tolerance: f64) -> Self {
        let (pyramid, overview) = (Arc::clone(&self.pyramid), Arc::clone(&self.overview));
        Self { pyramid, overview, adjustment: None, tolerance: Some(tolerance), histogram: no_levels() }
    }

    /// A small picture, 340 px wide or high at most.
    pub(crate) fn thumbnail(&self) -> ColorImage {
        const SIDE: usize = 340;
        let address = TileAddress { level: self.coarsest(), column: 0, row: 0 };
        let Some(tile) = self.pyramid.tile(address) else { return ColorImage::filled([1, 1], Color32::BLACK) };
        let tile = tile.pixels.clone().into_eight();
        let (across, down) = (tile.width() as usize, tile.height() as usize);
        let step = across.max(down).div_ceil(SIDE).max(1);
        let (width, height) = ((across / step).max(1), (down / step).max(1));
        let mut pixels = Vec::with_capacity(width * height);
        for y in 0..height {
            for x in 0..width {
                let mut sums = [0u32; 3];
                for (dx, dy) in (0..step).flat_map(|dy| (0..step).map(move |dx| (dx, dy))) {
                    let colour = tile.get_pixel_checked((x * step + dx) as u32, (y * step + dy) as u32).map_or([0; 3], |pixel| pixel.0);
                    sums.iter_mut().zip(colour).for_each(|(sum, value)| *sum += u32::from(value));
                }
                let [red, green, blue] = sums.map(|sum| (sum / (step * step) as u32) as u8);
                pixels.push(Color32::from_rgb(red, green, blue));
            }
        }
        ColorImage::new([width, height], pixels)
    }

    /// How often each level occurs in the picture as it is shown, from its coarsest tile.
    pub(crate) fn histogram(&self) -> &Histogram {
        &self.histogram
    }

    fn count_levels(&mut self) {
        let coarsest = TileAddress { level: self.coarsest(), column: 0, row: 0 };
        // What cannot be painted is told by whoever asks for it to be seen.
        if let Ok(painted) = self.painted(coarsest) {
            *self.histogram = Histogram::of(&painted, None);
        }
    }

    /// Width and height of the original in px.
    pub(crate) fn size_px(&self) -> (u32, u32) {
        self.pyramid.geometry().size_px()
    }

    /// The mean level of each channel of the original in the 9 × 9 px about `point`; `None` outside, or if its tile is not in memory.
    pub(crate) fn mean_at(&self, point: PointPx) -> Option<[f64; 3]> {
        const REACH: u32 = 4;
        let (x, y) = self.pixel_at(point)?;
        let tile = self.pyramid.tile(self.original_at(point)?)?;
        let (width, height) = tile.pixels.dimensions();
        let around = |value: u32, size: u32| value.saturating_sub(REACH)..value.saturating_add(REACH + 1).min(size);
        let (mut sums, mut count) = ([0.0; 3], 0.0);
        for row in around(y % TILE_PX, height) {
            for pixel in around(x % TILE_PX, width).filter_map(|column| tile.pixels.at(column, row)) {
                sums.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += f64::from(value) / 257.0);
                count += 1.0;
            }
        }
        Some(sums.map(|sum| sum / f64::max(count, 1.0)))
    }

    /// How many bytes the picture takes beside the budget for tiles, about.
    pub(crate) fn bytes(&self) -> usize {
        let (width, height) = self.pyramid.geometry().size_px();
        let samples = width as usize * height as usize * 3;
        match (self.pyramid.is_finished(), self.pyramid.key().depth) {
            (true, _) => 1 << 20,
            (false, Depth::Eight) => samples,
            (false, Depth::Sixteen) => samples * 2,
        }
    }

    /// Keeps its tiles on disk for the next time and lets go of the decoded picture; not on the frame thread.
    pub(crate) fn keep(&self, watch: &dyn Watch) {
        // Without room on disk it is decoded again the next time.
        self.pyramid.finish(watch).ok();
    }

    /// Whether its tiles are still to be kept.
    pub(crate) fn is_to_keep(&self) -> bool {
        !self.pyramid.is_finished()
    }

    /// The coarsest level, which is one tile.
    pub(crate) fn coarsest(&self) -> u8 {
        self.pyramid.geometry().coarsest()
    }

    /// The coarsest level with at least one pixel for a pixel of the screen.
    ///
    /// `screen_per_px` is the side of a pixel of the original on the screen, in pixels of the screen.
    pub(crate) fn level_for(&self, screen_per_px: f64) -> u8 {
        self.pyramid.geometry().level_for(screen_per_px)
    }

    /// The tile with the original of the pixel at `point`; `None` outside the picture.
    pub(crate) fn original_at(&self, point: PointPx) -> Option<TileAddress> {
        let (x, y) = self.pixel_at(point)?;
        Some(TileAddress { level: 0, column: x / TILE_PX, row: y / TILE_PX })
    }

    /// The colour of the pixel of the original at `point`; `None` outside the picture, or if its tile is not in memory.
    pub(crate) fn colour_at(&self, point: PointPx) -> Option<Color32> {
        let (x, y) = self.pixel_at(point)?;
        let tile = self.pyramid.tile(self.original_at(point)?)?;
        let mut levels = tile.pixels.at(x % TILE_PX, y % TILE_PX)?.map(|value| ((u32::from(value) + 128) / 257) as u8);
        if let Some(tolerance) = self.tolerance {
            levels = HeatColours::from(tolerance).of(levels, [x, y]);
        }
        let [red, green, blue] = levels;
        Some(Color32::from_rgb(red, green, blue))
    }

    fn pixel_at(&self, point: PointPx) -> Option<(u32, u32)> {
        let (x, y) = (point.x.round(), point.y.round());
        let (width, height) = self.pyramid.geometry().size_px();
        (x >= 0.0 && y >= 0.0 && x < f64::from(width) && y < f64::from(height)).then_some((x as u32, y as u32))
    }

    /// The tiles of `level` that touch the part of the capture from `area` (left, top, right, bottom in px).
    pub(crate) fn places(&self, level: u8, area: [f64; 4]) -> Vec<TilePlace> {
        self.pyramid.geometry().tiles_in(level, area).into_iter().filter_map(|address| self.place(address)).collect()
    }

    fn place(&self, address: TileAddress) -> Option<TilePlace> {
        let (inner, outer) = self.areas(address)?;
        let u = |pixels: u32| pixels as f32 / outer.width as f32;
        let v = |pixels: u32| pixels as f32 / outer.height as f32;
        let uv = Rect::from_min_max(
            pos2(u(inner.x - outer.x), v(inner.y - outer.y)),
            pos2(u(inner.right() - outer.x), v(inner.bottom() - outer.y)),
        );
        Some(TilePlace { address, edges: self.pyramid.geometry().edges(address)?, uv })
    }

    /// What a tile covers of its level, and what its texture covers.
    fn areas(&self, address: TileAddress) -> Option<(PixelRect, PixelRect)> {
        let (width, height) = self.pyramid.geometry().tile_px(address)?;
        let inner = PixelRect { x: address.column * TILE_PX, y: address.row * TILE_PX, width, height };
        Some((inner, inner.grown(BORDER, BORDER, self.pyramid.level(address.level))))
    }

    /// The texture of a tile; not on the frame thread.
    ///
    /// # Errors
    ///
    /// A system failure if the tiles are damaged or cannot be read.
    pub(crate) fn paint(&self, address: TileAddress) -> Result<ColorImage, Problem> {
        let painted = self.painted(address)?;
        let size = [painted.width() as usize, painted.height() as usize];
        let pixels = painted.pixels().map(|pixel| Color32::from_rgb(pixel.0[0], pixel.0[1], pixel.0[2])).collect();
        Ok(ColorImage::new(size, pixels))
    }

    fn painted(&self, address: TileAddress) -> Result<RgbImage, Problem> {
        let unreadable = |error: PyramidError| pyramid_problem(&error, "the picture");
        let (_, outer) = self.areas(address).ok_or_else(|| unreadable(PyramidError::NoSuchTile))?;
        let level = self.pyramid.level(address.level);
        let needed = self.adjustment.as_ref().map_or(outer, |adjustment| {
            let [across, down] = adjustment.reach_px(level.scale);
            outer.grown(across, down, level)
        });
        let pixels = self.pyramid.pixels(address.level, needed).map_err(unreadable)?;
        match (&self.adjustment, pixels) {
            (None, pixels) => {
                let mut painted = pixels.into_eight();
                if let Some(tolerance) = self.tolerance {
                    HeatColours::from(tolerance).paint(&mut painted, [outer.x, outer.y]);
                }
                Ok(painted)
            }
            (Some(adjustment), Pixels::Eight(pixels)) => painted(adjustment, Part::new(pixels.as_raw(), needed, level), outer),
            (Some(adjustment), Pixels::Sixteen(pixels)) => painted(adjustment, Part::new(pixels.as_raw(), needed, level), outer),
        }
    }

    /// Reads the original of a tile into memory; not on the frame thread.
    ///
    /// # Errors
    ///
    /// As [`Self::paint`].
    pub(crate) fn fetch(&self, address: TileAddress) -> Result<(), Problem> {
        self.pyramid.load(address).map(drop).map_err(|error| pyramid_problem(&error, "the picture"))
    }
}

/// A histogram of nothing.
fn no_levels() -> Box<Histogram> {
    Box::new(Histogram::of(&RgbImage::new(0, 0), None))
}

fn painted<S: crate::imaging::Sample>(adjustment: &Prepared, part: Option<Part<'_, S>>, area: PixelRect) -> Result<RgbImage, Problem> {
    let part = part.ok_or(AdjustError::TooLittleSource);
    let painted = part.and_then(|part| adjustment.apply_for_screen(&part, area));
    painted.map_err(|error| Problem::system(crate::app::problem::sentence(&error.to_string())))
}

/// What to say when a pyramid of `name` fails.
pub(crate) fn pyramid_problem(error: &PyramidError, name: &str) -> Problem {
    match error {
        PyramidError::Cancelled(Cancelled) => Problem::from(Cancelled),
        _ => Problem::system(format!("The tiles of {name} cannot be read: {error}."))
            .hint("The capture itself is not touched; open the case again."),
    }
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
    use crate::domain::recipe::{Invert, Length, Operation, Unsharp};

    fn drawn(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x + y) % 239) as u8]))
    }

    fn picture(width: u32, height: u32) -> TiledPicture {
        TiledPicture::drawn(drawn(width, height), &Unwatched).unwrap()
    }

    fn everything(tiled: &TiledPicture, level: u8) -> Vec<TilePlace> {
        tiled.places(level, [-0.5, -0.5, 1e6, 1e6])
    }

    #[test]
    fn another_tolerance_paints_other_colours_of_the_same_tiles() {
        let map = RgbImage::from_fn(300, 200, |x, _| image::Rgb([128, (x * 255 / 299) as u8, 0]));
        let map = TiledPicture::drawn(map, &Unwatched).unwrap();
        let coloured = |tolerance: f64| {
            let at = map.tolerating(tolerance);
            assert!(Arc::ptr_eq(&at.pyramid, &map.pyramid));
            let place = &everything(&at, 0)[0];
            at.paint(place.address).unwrap().pixels.iter().filter(|pixel| pixel.r() != pixel.b()).count()
        };
        assert!((coloured(0.5) as i64 - 150 * 200).abs() < 400, "{}", coloured(0.5));
        assert!(coloured(0.1) > coloured(0.5) + 20_000);
        let pointed = map.tolerating(0.5).colour_at(PointPx { x: 299.0, y: 3.0 }).unwrap();
        assert!(pointed.r() > pointed.g() + 60, "{pointed:?}");
    }

    #[test]
    fn every_tile_fits_a_texture_and_the_coarsest_level_is_one() {
        let tiled = picture(1300, 700);
        for level in 0..=tiled.coarsest() {
            for place in everything(&tiled, level) {
                let texture = tiled.paint(place.address).unwrap();
                assert!(texture.width() <= 514 && texture.height() <= 514);
            }
        }
        assert_eq!(everything(&tiled, tiled.coarsest()).len(), 1);
    }

    #[test]
    fn a_texture_has_the_pixels_of_its_tile_and_one_of_each_neighbour() {
        let (tiled, drawn) = (picture(1300, 700), drawn(1300, 700));
        let texture = tiled.paint(TileAddress { level: 0, column: 1, row: 1 }).unwrap();
        assert_eq!(texture.size, [514, 189]);
        for (x, y) in [(0, 0), (1, 1), (513, 188)] {
            let [red, green, blue] = drawn.get_pixel(511 + x, 511 + y).0;
            assert_eq!(texture.pixels[(y * 514 + x) as usize], Color32::from_rgb(red, green, blue));
        }
    }

    #[test]
    fn an_adjusted_texture_is_that_of_the_adjusted_picture() {
        let (tiled, drawn) = (picture(1100, 600), drawn(1100, 600));
        let unsharp = Operation::Unsharp(Unsharp { radius: Length::Px(3.0), amount: 1.0, threshold: 0.0 });
        let recipe: Recipe = [Operation::Invert(Invert {}), unsharp].into_iter().collect();
        let view = tiled.adjusted(&recipe, None, &Unwatched).unwrap();
        let texture = view.paint(TileAddress { level: 0, column: 1, row: 0 }).unwrap();
        let prepared = Prepared::new(&recipe, &Overview::of(&drawn), None, &Unwatched).unwrap();
        let area = PixelRect { x: 511, y: 0, width: 514, height: 513 };
        let expected = prepared.apply_for_screen(&Part::original(&drawn).unwrap(), area).unwrap();
        let found: Vec<u8> = texture.pixels.iter().flat_map(|pixel| [pixel.r(), pixel.g(), pixel.b()]).collect();
        assert!(found == expected.into_raw());
        let point = PointPx { x: 20.0, y: 30.0 };
        tiled.fetch(tiled.original_at(point).unwrap()).unwrap();
        assert_eq!(view.colour_at(point), Some(Color32::from_rgb(20, 30, 50)), "the colour under the pointer is the captured one");
    }

    #[test]
    fn a_length_in_millimetres_needs_a_resolution() {
        let recipe: Recipe = [Operation::Unsharp(Unsharp { radius: Length::Mm(0.1), amount: 1.0, threshold: 0.0 })].into_iter().collect();
        let said = picture(600, 400).adjusted(&recipe, None, &Unwatched).err().unwrap();
        assert!(said.message.contains("resolution"), "{}", said.message);
    }

    #[test]
    fn the_colour_under_the_cursor_is_that_of_the_original() {
        let tiled = picture(1100, 600);
        for (x, y) in [(0, 0), (511, 511), (512, 512), (1099, 599), (900, 7)] {
            let expected = Color32::from_rgb((x % 251) as u8, (y % 241) as u8, ((x + y) % 239) as u8);
            let point = PointPx { x: f64::from(x) + 0.4, y: f64::from(y) - 0.4 };
            tiled.fetch(tiled.original_at(point).unwrap()).unwrap();
            assert_eq!(tiled.colour_at(point), Some(expected), "({x}, {y})");
        }
        assert_eq!(tiled.original_at(PointPx { x: -0.6, y: 0.0 }), None);
        assert_eq!(tiled.original_at(PointPx { x: 1099.6, y: 0.0 }), None);
    }

    #[test]
    fn tiles_meet_without_gap_or_overlap() {
        let tiled = picture(1300, 700);
        for level in 0..=tiled.coarsest() {
            let places = everything(&tiled, level);
            let mut edges: Vec<_> =
                places.iter().filter(|place| place.edges[1] == -0.5).map(|place| (place.edges[0], place.edges[2])).collect();
            edges.sort_by(|a, b| a.0.total_cmp(&b.0));
            assert_eq!(edges[0].0, -0.5);
            assert!(edges.windows(2).all(|pair| pair[0].1 == pair[1].0), "level {level}: {edges:?}");
            assert!(edges.last().unwrap().1 >= 1299.5);
        }
    }

    #[test]
    fn only_visible_tiles_are_asked_for() {
        let tiled = picture(2000, 1500);
        let places = tiled.places(0, [550.0, 550.0, 1000.0, 1000.0]);
        assert_eq!(places.iter().map(|place| place.address).collect::<Vec<_>>(), [TileAddress { level: 0, column: 1, row: 1 }]);
        assert!(tiled.places(0, [6000.0, 0.0, 7000.0, 10.0]).is_empty());
    }
}
