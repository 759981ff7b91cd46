//! Makes levels and tiles from the picture itself.
//!
//! A pixel of level `k` is the mean light of the pixels of the picture it stands for: the 2 × 2 box average taken `k` times, but
//! rounded once instead of `k` times. Nothing but the picture decides a pixel, so a tile made alone, a level made in strips and a
//! level made at once are the same bytes, and neighbouring tiles meet without a seam.

use rayon::prelude::*;

use super::geometry::{Geometry, TILE_PX, TileAddress};
use super::light::{Mean, Tables};

/// Samples of a pixel: red, green, blue.
pub(super) const CHANNELS: usize = 3;

/// The pixels of one tile, worked out from `picture` alone; `None` if there is no such tile or `picture` has another size.
///
/// Costs a walk over the part of the picture that the tile stands for.
pub(super) fn tile<T: Mean>(picture: &[T], geometry: Geometry, address: TileAddress) -> Option<Vec<T>> {
    let (width_px, height_px) = geometry.size_px();
    let (width, height) = geometry.tile_px(address)?;
    let row_samples = width_px as usize * CHANNELS;
    (picture.len() == row_samples * height_px as usize).then_some(())?;
    let square = 1_u32 << address.level;
    let (left, top) = (address.column * TILE_PX * square, address.row * TILE_PX * square);
    let right = (left + width * square).min(width_px);
    let tables = T::tables();
    let mut out = vec![T::default(); width as usize * height as usize * CHANNELS];
    out.par_chunks_exact_mut(width as usize * CHANNELS).enumerate().for_each(|(y, out)| {
        let first = top as usize + y * square as usize;
        let rows = (height_px as usize - first).min(square as usize);
        let part = left as usize * CHANNELS..right as usize * CHANNELS;
        let mut rows_in = picture.chunks_exact(row_samples).skip(first).take(rows).filter_map(|row| row.get(part.clone()));
        if square == 1 {
            if let Some(row) = rows_in.next() {
                out.copy_from_slice(row);
            }
            return;
        }
        let mut sums = vec![T::Sum::default(); out.len()];
        for row in rows_in {
            for (sum, pixels) in sums.chunks_exact_mut(CHANNELS).zip(row.chunks(square as usize * CHANNELS)) {
                for pixel in pixels.chunks_exact(CHANNELS) {
                    for (sum, sample) in sum.iter_mut().zip(pixel) {
                        *sum += tables.light(*sample);
                    }
                }
            }
        }
        encode(&sums, part.len() / CHANNELS, address.level, rows, tables, out);
    });
    Some(out)
}

/// What strip `index` of `picture`, the rows of one row of tiles, yields for the levels from `finest` (1 or more) on: the rows of
/// each level as samples.
///
/// A tile is 2^9 rows high and no level is coarser than 8, so that no pixel of a level needs rows of two strips.
pub(super) fn strip<T: Mean>(picture: &[T], geometry: Geometry, index: u32, finest: u8) -> Vec<Vec<T>> {
    let row_samples = geometry.size_px().0 as usize * CHANNELS;
    let rows = picture.chunks_exact(row_samples.max(1)).skip((index * TILE_PX) as usize).take(TILE_PX as usize);
    let mut cascade = Cascade { geometry, finest, waiting: Vec::new(), tables: T::tables(), levels: Vec::new() };
    let coarsest = geometry.coarsest();
    cascade.levels.resize_with(usize::from((coarsest + 1).saturating_sub(finest)), Vec::new);
    cascade.waiting.resize_with(usize::from(coarsest) + 1, || None);
    let mut rows = rows;
    while let Some(first) = rows.next() {
        let second = rows.next();
        let mut sums = vec![T::Sum::default(); geometry.level_px(1).0 as usize * CHANNELS];
        for row in [Some(first), second].into_iter().flatten() {
            for (sum, pixels) in sums.chunks_exact_mut(CHANNELS).zip(row.chunks(2 * CHANNELS)) {
                for pixel in pixels.chunks_exact(CHANNELS) {
                    for (sum, sample) in sum.iter_mut().zip(pixel) {
                        *sum += cascade.tables.light(*sample);
                    }
                }
            }
        }
        cascade.take(1, sums, 1 + usize::from(second.is_some()));
    }
    cascade.finish();
    cascade.levels
}

/// The levels from `finest` on, whole; empty if `finest` is beyond the coarsest. Strips are worked out in parallel.
pub(super) fn levels<T: Mean>(picture: &[T], geometry: Geometry, finest: u8) -> Vec<Vec<T>> {
    let (_, strips) = geometry.grid(0);
    let strips: Vec<_> = (0..strips).into_par_iter().map(|index| strip(picture, geometry, index, finest)).collect();
    (0..usize::from((geometry.coarsest() + 1).saturating_sub(finest)))
        .map(|level| strips.iter().filter_map(|strip| strip.get(level)).flatten().copied().collect())
        .collect()
}

/// Cuts a tile out of a row of tiles: `rows` are the rows of `address.level` from the top of that row of tiles on.
pub(super) fn cut<T: Mean>(rows: &[T], geometry: Geometry, address: TileAddress) -> Option<Vec<T>> {
    let (width, height) = geometry.tile_px(address)?;
    let row_samples = geometry.level_px(address.level).0 as usize * CHANNELS;
    let left = (address.column * TILE_PX) as usize * CHANNELS;
    let part = left..left + width as usize * CHANNELS;
    let mut out = Vec::with_capacity(part.len() * height as usize);
    for row in rows.chunks_exact(row_samples).take(height as usize) {
        out.extend_from_slice(row.get(part.clone())?);
    }
    (out.len() == part.len() * height as usize).then_some(out)
}

/// Rows of sums that pair up to rows of the next level.
struct Cascade<T: Mean> {
    geometry: Geometry,
    finest: u8,
    /// For each level the row that waits for its pair, and how many rows of the picture it stands for.
    waiting: Vec<Option<(Vec<T::Sum>, usize)>>,
    tables: &'static Tables<T>,
    levels: Vec<Vec<T>>,
}

impl<T: Mean> Cascade<T> {
    /// Takes a row of sums of `level` that stands for `rows` rows of the picture.
    fn take(&mut self, level: u8, sums: Vec<T::Sum>, rows: usize) {
        if level > self.geometry.coarsest() {
            return;
        }
        if let Some(out) = level.checked_sub(self.finest).and_then(|at| self.levels.get_mut(usize::from(at))) {
            let start = out.len();
            out.resize(start + sums.len(), T::default());
            if let Some(out) = out.get_mut(start..) {
                encode(&sums, self.geometry.size_px().0 as usize, level, rows, self.tables, out);
            }
        }
        let Some(place) = self.waiting.get_mut(usize::from(level)) else { return };
        match place.take() {
            None => *place = Some((sums, rows)),
            Some((mut above, rows_above)) => {
                above.iter_mut().zip(&sums).for_each(|(above, below)| *above += *below);
                self.take(level + 1, halved(&above), rows_above + rows);
            }
        }
    }

    /// Passes on the rows that found no pair, from the finest level on.
    fn finish(&mut self) {
        for level in 1..=self.geometry.coarsest() {
            if let Some((sums, rows)) = self.waiting.get_mut(usize::from(level)).and_then(Option::take) {
                self.take(level + 1, halved(&sums), rows);
            }
        }
    }
}

/// A row of sums with each two neighbours added; a last one without a neighbour is kept.
fn halved<S: Copy + Default + std::ops::AddAssign>(row: &[S]) -> Vec<S> {
    let mut out = vec![S::default(); row.len().div_ceil(2 * CHANNELS) * CHANNELS];
    for (out, pixels) in out.chunks_exact_mut(CHANNELS).zip(row.chunks(2 * CHANNELS)) {
        for pixel in pixels.chunks_exact(CHANNELS) {
            out.iter_mut().zip(pixel).for_each(|(out, sum)| *out += *sum);
        }
    }
    out
}

/// Turns a row of sums of `level` into samples, given how many columns and rows of the picture it stands for.
fn encode<T: Mean>(sums: &[T::Sum], columns: usize, level: u8, rows: usize, tables: &Tables<T>, out: &mut [T]) {
    let square = 1_usize << level;
    for (x, (sum, out)) in sums.chunks_exact(CHANNELS).zip(out.chunks_exact_mut(CHANNELS)).enumerate() {
        let count = (columns.saturating_sub(x * square).min(square) * rows) as u32;
        for (sum, out) in sum.iter().zip(out) {
            *out = T::mean(*sum, count, tables);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The mean in double precision, from the formula of IEC 61966-2-1; not rounded.
    fn mean_by_formula(picture: &[u8], geometry: Geometry, level: u8, x: u32, y: u32, channel: usize) -> f64 {
        let linear = |v: u8| {
            let v = f64::from(v) / 255.0;
            if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) }
        };
        let (width, height) = geometry.size_px();
        let (columns, rows) = (x << level..((x + 1) << level).min(width), y << level..((y + 1) << level).min(height));
        let count = f64::from(columns.len() as u32 * rows.len() as u32);
        let sum: f64 = rows
            .flat_map(|row| columns.clone().map(move |column| (column, row)))
            .map(|(column, row)| linear(picture[(row * width + column) as usize * CHANNELS + channel]))
            .sum();
        let mean = sum / count;
        255.0 * if mean <= 0.003_130_8 { 12.92 * mean } else { 1.055 * mean.powf(1.0 / 2.4) - 0.055 }
    }

    fn noise(width: u32, height: u32, seed: u32) -> Vec<u8> {
        let mut state = seed | 1;
        (0..width * height * 3)
            .map(|_| {
                state ^= state << 13;
                state ^= state >> 17;
                state ^= state << 5;
                (state >> 9) as u8
            })
            .collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(12))]

        #[test]
        fn every_pixel_of_every_level_is_the_mean_light_of_its_square(width in 1..1400_u32, height in 1..1300_u32, seed: u32) {
            let geometry = Geometry::new(width, height).unwrap();
            let picture = noise(width, height, seed);
            let levels = levels(&picture, geometry, 1);
            prop_assert_eq!(levels.len(), usize::from(geometry.coarsest()));
            for (level, pixels) in (1..).zip(&levels) {
                let (w, h) = geometry.level_px(level);
                prop_assert_eq!(pixels.len(), (w * h * 3) as usize);
                // Corners, edges and a spread of places within.
                for place in (0..w * h).step_by(((w * h) as usize / 150).max(1)).chain([0, w - 1, w * (h - 1), w * h - 1]) {
                    for channel in 0..3 {
                        let exact = mean_by_formula(&picture, geometry, level, place % w, place / w, channel);
                        let found = f64::from(pixels[place as usize * 3 + channel]);
                        prop_assert!((found - exact).abs() < 0.51, "level {} at {}: {} for {}", level, place, found, exact);
                    }
                }
            }
        }

        #[test]
        fn a_tile_made_alone_is_the_tile_cut_from_its_level(width in 1..1500_u32, height in 1..1100_u32, seed: u32) {
            let geometry = Geometry::new(width, height).unwrap();
            let eight = noise(width, height, seed);
            let sixteen: Vec<u16> = eight.iter().zip(eight.iter().rev()).map(|(a, b)| u16::from_be_bytes([*a, *b])).collect();
            check_tiles(&eight, geometry)?;
            check_tiles(&sixteen, geometry)?;
        }
    }

    fn check_tiles<T: Mean + std::fmt::Debug>(picture: &[T], geometry: Geometry) -> Result<(), TestCaseError> {
        let levels: Vec<Vec<T>> = std::iter::once(picture.to_vec()).chain(levels(picture, geometry, 1)).collect();
        for (level, pixels) in (0..).zip(&levels) {
            let row_samples = (geometry.level_px(level).0 * TILE_PX) as usize * CHANNELS;
            let (columns, rows) = geometry.grid(level);
            for address in (0..rows).flat_map(|row| (0..columns).map(move |column| TileAddress { level, column, row })) {
                let from = &pixels[address.row as usize * row_samples..];
                prop_assert_eq!(tile(picture, geometry, address), cut(from, geometry, address));
            }
        }
        Ok(())
    }

    #[test]
    fn a_flat_picture_stays_flat_at_every_level() {
        let geometry = Geometry::new(1301, 999).unwrap();
        for value in [0_u8, 1, 7, 128, 254, 255] {
            let picture = vec![value; 1301 * 999 * 3];
            assert!(levels(&picture, geometry, 1).iter().flatten().all(|sample| *sample == value));
        }
    }

    #[test]
    fn one_thread_and_many_make_the_same_levels() {
        let geometry = Geometry::new(700, 2100).unwrap();
        let picture = noise(700, 2100, 9);
        let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap().install(|| levels(&picture, geometry, 1));
        let many = rayon::ThreadPoolBuilder::new().num_threads(5).build().unwrap().install(|| levels(&picture, geometry, 1));
        assert_eq!(alone, many);
    }
}
