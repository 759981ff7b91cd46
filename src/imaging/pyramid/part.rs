//! Pixels of a pyramid across its tiles.

use image::{ImageBuffer, Rgb};

use super::{Pyramid, PyramidError, TILE_PX, TileAddress};
use crate::imaging::adjust::{Level, Overview, PixelRect};
use crate::imaging::{Depth, Pixels, Rgb16Image};

impl Pyramid {
    /// A level as adjustments know it; one beyond the coarsest counts as the coarsest.
    pub fn level(&self, level: u8) -> Level {
        let level = level.min(self.geometry.coarsest());
        let (width, height) = self.geometry.level_px(level);
        Level { width, height, scale: f64::from(1_u32 << level) }
    }

    /// The pixels of `area` of a level, across tiles, cut to the level: for background threads.
    ///
    /// # Errors
    ///
    /// Those of [`Pyramid::load`]; [`PyramidError::NoSuchTile`] if nothing of `area` lies on the level.
    pub fn pixels(&self, level: u8, area: PixelRect) -> Result<Pixels, PyramidError> {
        let area = area.grown(0, 0, self.level(level));
        if area.is_empty() {
            return Err(PyramidError::NoSuchTile);
        }
        let tiles = |from: u32, to: u32| from / TILE_PX..=(to - 1) / TILE_PX;
        let mut out = match self.key.depth {
            Depth::Eight => Pixels::Eight(image::RgbImage::new(area.width, area.height)),
            Depth::Sixteen => Pixels::Sixteen(Rgb16Image::new(area.width, area.height)),
        };
        for row in tiles(area.y, area.bottom()) {
            for column in tiles(area.x, area.right()) {
                let tile = self.load(TileAddress { level, column, row })?;
                let corner = (column * TILE_PX, row * TILE_PX);
                match (&mut out, &tile.pixels) {
                    (Pixels::Eight(out), Pixels::Eight(tile)) => copy(out, area, tile, corner),
                    (Pixels::Sixteen(out), Pixels::Sixteen(tile)) => copy(out, area, tile, corner),
                    _ => return Err(PyramidError::NoSuchTile),
                }
            }
        }
        Ok(out)
    }

    /// The overview of the whole picture that adjustments take their statistics from: for background threads.
    ///
    /// The pixels of level 0 are those of the picture, so it is the same whether the picture or only its tiles are at hand. Takes the
    /// memory of one decoded picture for a moment.
    ///
    /// # Errors
    ///
    /// As [`Pyramid::pixels`].
    pub fn overview(&self) -> Result<Overview, PyramidError> {
        let (width, height) = self.geometry.size_px();
        Ok(match self.pixels(0, PixelRect { x: 0, y: 0, width, height })? {
            Pixels::Eight(pixels) => Overview::of_samples(pixels.as_raw(), width, height),
            Pixels::Sixteen(pixels) => Overview::of_samples(pixels.as_raw(), width, height),
        })
    }
}

/// Copies what `area` of a level has of a tile with its upper left pixel at `corner`.
fn copy<S: image::Primitive>(out: &mut ImageBuffer<Rgb<S>, Vec<S>>, area: PixelRect, tile: &ImageBuffer<Rgb<S>, Vec<S>>, corner: (u32, u32))
where
    Rgb<S>: image::Pixel<Subpixel = S>,
{
    let (left, right) = (area.x.max(corner.0), area.right().min(corner.0 + tile.width()));
    let (top, bottom) = (area.y.max(corner.1), area.bottom().min(corner.1 + tile.height()));
    let samples = right.saturating_sub(left) as usize * 3;
    let (to_stride, from_stride) = (out.width() as usize * 3, tile.width() as usize * 3);
    let (to_left, from_left) = ((left.saturating_sub(area.x)) as usize * 3, (left.saturating_sub(corner.0)) as usize * 3);
    for y in top..bottom {
        let to = (y - area.y) as usize * to_stride + to_left;
        let from = (y - corner.1) as usize * from_stride + from_left;
        if let (Some(to), Some(from)) = (out.get_mut(to..to + samples), tile.as_raw().get(from..from + samples)) {
            to.copy_from_slice(from);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use image::RgbImage;
    use proptest::prelude::*;

    use super::*;
    use crate::domain::recipe::{Length, Operation, Recipe, Unsharp};
    use crate::domain::{Sha256, Unwatched};
    use crate::imaging::{Part, Picture, Prepared, PyramidCache, PyramidKey};

    fn pyramid(width: u32, height: u32) -> (RgbImage, Pyramid) {
        let drawn = RgbImage::from_fn(width, height, |x, y| Rgb([(x % 251) as u8, (y % 241) as u8, ((x * 7 + y * 3) % 239) as u8]));
        let key = PyramidKey { sha256: Sha256::of(b"a file"), page: 0, depth: Depth::Eight };
        let source = Arc::new(Picture::drawn(drawn.clone(), None)).into();
        (drawn, Pyramid::begin(&PyramidCache::in_memory(8 << 20), key, source, &Unwatched).unwrap())
    }

    #[test]
    fn beyond_the_level_there_is_nothing() {
        let (_, pyramid) = pyramid(700, 600);
        assert!(pyramid.pixels(0, PixelRect { x: 700, y: 0, width: 5, height: 5 }).is_err());
        let cut = pyramid.pixels(0, PixelRect { x: 690, y: 590, width: 50, height: 50 }).unwrap();
        assert_eq!(cut.dimensions(), (10, 10));
        assert_eq!((pyramid.level(1).width, pyramid.level(9).scale), (350, 2.0));
    }

    #[test]
    fn an_overview_from_tiles_is_that_of_the_picture() {
        let (drawn, pyramid) = pyramid(1300, 600);
        let recipe: Recipe = [Operation::Clahe(crate::domain::recipe::Clahe { tile: Length::Px(200.0), clip: 3.0 })].into_iter().collect();
        let area = PixelRect { x: 500, y: 500, width: 40, height: 40 };
        let painted = |overview: &Overview| {
            let prepared = Prepared::new(&recipe, overview, None, &Unwatched).unwrap();
            prepared.apply_for_screen(&Part::original(&drawn).unwrap(), area).unwrap()
        };
        assert!(painted(&pyramid.overview().unwrap()) == painted(&Overview::of(&drawn)));
    }

    #[test]
    fn an_adjusted_tile_is_the_crop_of_the_adjusted_picture() {
        let (drawn, pyramid) = pyramid(1300, 600);
        let recipe: Recipe = [Operation::Unsharp(Unsharp { radius: Length::Px(4.0), amount: 1.5, threshold: 0.0 })].into_iter().collect();
        let prepared = Prepared::new(&recipe, &Overview::of(&drawn), None, &Unwatched).unwrap();
        let level = pyramid.level(0);
        let area = PixelRect { x: 511, y: 0, width: 514, height: 513 };
        let [across, down] = prepared.reach_px(level.scale);
        let needed = area.grown(across, down, level);
        let Pixels::Eight(around) = pyramid.pixels(0, needed).unwrap() else { panic!("eight bits") };
        let tile = prepared.apply_for_screen(&Part::new(around.as_raw(), needed, level).unwrap(), area).unwrap();
        assert!(tile == prepared.apply_for_screen(&Part::original(&drawn).unwrap(), area).unwrap());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(24))]
        #[test]
        fn any_area_is_the_crop_of_the_picture(x in 0u32..1290, y in 0u32..590, width in 1u32..1300, height in 1u32..600) {
            let (drawn, pyramid) = pyramid(1300, 600);
            let area = PixelRect { x, y, width, height }.grown(0, 0, pyramid.level(0));
            let expected = image::imageops::crop_imm(&drawn, area.x, area.y, area.width, area.height).to_image();
            prop_assert!(pyramid.pixels(0, area).unwrap() == Pixels::Eight(expected));
        }
    }
}
