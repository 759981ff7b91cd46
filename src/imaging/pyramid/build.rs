//! Makes the levels of a decoded picture: first the small ones, to show, then all of them, for the disk.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use super::average::{self, CHANNELS};
use super::file::{Layout, Writer};
use super::geometry::{Geometry, TILE_PX, TileAddress};
use super::light::Mean;
use super::{PyramidError, PyramidKey, PyramidSource, Tile};
use crate::domain::{Cancelled, Progress};
use crate::imaging::Pixels;
use crate::imaging::pixels::Rgb16Image;

/// Levels up to this many px a side are made at once when a picture is opened: enough for a window, a tenth of the work to keep.
const FIRST_SIDE_PX: u32 = 2048;

/// A sample that knows the kind of pixels it makes up.
pub(super) trait Buildable: Mean {
    fn tile(width: u32, height: u32, samples: Vec<Self>) -> Option<Tile>;
}

impl Buildable for u8 {
    fn tile(width: u32, height: u32, samples: Vec<Self>) -> Option<Tile> {
        Some(Tile { pixels: Pixels::Eight(image::RgbImage::from_raw(width, height, samples)?) })
    }
}

impl Buildable for u16 {
    fn tile(width: u32, height: u32, samples: Vec<Self>) -> Option<Tile> {
        Some(Tile { pixels: Pixels::Sixteen(Rgb16Image::from_raw(width, height, samples)?) })
    }
}

/// One tile from the source alone.
pub(super) fn tile_of(source: &PyramidSource, geometry: Geometry, address: TileAddress) -> Option<Tile> {
    fn of<T: Buildable>(samples: &[T], geometry: Geometry, address: TileAddress) -> Option<Tile> {
        let (width, height) = geometry.tile_px(address)?;
        T::tile(width, height, average::tile(samples, geometry, address)?)
    }
    match source.samples() {
        Samples::Eight(samples) => of(samples, geometry, address),
        Samples::Sixteen(samples) => of(samples, geometry, address),
    }
}

/// The tiles of the small levels, the coarsest last. The picture is walked over once.
pub(super) fn first_tiles(source: &PyramidSource, geometry: Geometry) -> Vec<(TileAddress, Arc<Tile>)> {
    match source.samples() {
        Samples::Eight(samples) => first_of(samples, geometry),
        Samples::Sixteen(samples) => first_of(samples, geometry),
    }
}

fn first_of<T: Buildable>(samples: &[T], geometry: Geometry) -> Vec<(TileAddress, Arc<Tile>)> {
    let small = |level: &u8| {
        let (width, height) = geometry.level_px(*level);
        width.max(height) <= FIRST_SIDE_PX
    };
    let coarsest = geometry.coarsest();
    let finest = (1..=coarsest).find(small).unwrap_or_else(|| coarsest.max(1));
    let levels = average::levels(samples, geometry, finest);
    let picture = (coarsest == 0).then_some((0, samples));
    let rows = picture.into_iter().chain((finest..).zip(levels.iter().map(Vec::as_slice)));
    rows.flat_map(|(level, rows)| tiles_of_level(rows, geometry, level)).map(|(address, tile)| (address, Arc::new(tile))).collect()
}

/// All tiles of a whole level.
fn tiles_of_level<T: Buildable>(level_rows: &[T], geometry: Geometry, level: u8) -> Vec<(TileAddress, Tile)> {
    let tile_row = geometry.level_px(level).0 as usize * CHANNELS * TILE_PX as usize;
    (0..).zip(level_rows.chunks(tile_row.max(1))).flat_map(|(row, rows)| tiles_of_row(rows, geometry, level, row)).collect()
}

fn tiles_of_row<T: Buildable>(rows: &[T], geometry: Geometry, level: u8, row: u32) -> Vec<(TileAddress, Tile)> {
    (0..geometry.grid(level).0)
        .filter_map(|column| {
            let address = TileAddress { level, column, row };
            let (width, height) = geometry.tile_px(address)?;
            Some((address, T::tile(width, height, average::cut(rows, geometry, address)?)?))
        })
        .collect()
}

/// Writes all levels of `source` to `path` in one walk over it.
///
/// In memory at any time: two strips of tiles of the picture per thread, and one row of tiles of each level in the making.
/// Progress counts strips.
pub(super) fn write(
    source: &PyramidSource,
    geometry: Geometry,
    key: PyramidKey,
    folder: &Path,
    path: &Path,
    progress: &dyn Progress,
) -> Result<(), PyramidError> {
    let layout = Layout::new(geometry, key.depth);
    let mut writer = Writer::new(folder, layout, key)?;
    match source.samples() {
        Samples::Eight(samples) => write_levels(samples, geometry, &mut writer, progress)?,
        Samples::Sixteen(samples) => write_levels(samples, geometry, &mut writer, progress)?,
    }
    Ok(writer.finish(path)?)
}

fn write_levels<T: Buildable>(samples: &[T], geometry: Geometry, writer: &mut Writer, progress: &dyn Progress) -> Result<(), PyramidError> {
    let (_, strips) = geometry.grid(0);
    let at_once = u32::try_from(rayon::current_num_threads()).unwrap_or(1).clamp(1, 16);
    let mut pending: Vec<Level<T>> = (1..=geometry.coarsest()).map(|level| Level { number: level, row: 0, rows: Vec::new() }).collect();
    let tile_row = geometry.size_px().0 as usize * CHANNELS * TILE_PX as usize;
    for first in (0..strips).step_by(at_once as usize) {
        progress.report(u64::from(first), u64::from(strips)).map_err(|Cancelled| PyramidError::Cancelled(Cancelled))?;
        let group = (first..(first + at_once).min(strips)).into_par_iter();
        let made: Vec<_> = group
            .map(|index| {
                let rows = samples.chunks(tile_row).nth(index as usize).unwrap_or_default();
                (tiles_of_row(rows, geometry, 0, index), average::strip(samples, geometry, index, 1))
            })
            .collect();
        for (tiles, strip) in made {
            tiles.iter().try_for_each(|(address, tile)| writer.put(*address, tile))?;
            for (level, rows) in pending.iter_mut().zip(strip) {
                level.take(&rows, geometry, writer)?;
            }
        }
    }
    for level in &mut pending {
        level.flush(geometry, writer)?;
    }
    progress.report(u64::from(strips), u64::from(strips)).map_err(PyramidError::Cancelled)
}

/// The row of tiles of a level that is being gathered from strips.
struct Level<T> {
    number: u8,
    row: u32,
    rows: Vec<T>,
}

impl<T: Buildable> Level<T> {
    fn take(&mut self, rows: &[T], geometry: Geometry, writer: &mut Writer) -> std::io::Result<()> {
        self.rows.extend_from_slice(rows);
        let full = geometry.level_px(self.number).0 as usize * CHANNELS * TILE_PX as usize;
        if self.rows.len() >= full { self.flush(geometry, writer) } else { Ok(()) }
    }

    fn flush(&mut self, geometry: Geometry, writer: &mut Writer) -> std::io::Result<()> {
        let tiles = tiles_of_row(&self.rows, geometry, self.number, self.row);
        self.rows.clear();
        self.row += 1;
        tiles.iter().try_for_each(|(address, tile)| writer.put(*address, tile))
    }
}

/// The samples of a source.
pub(super) enum Samples<'a> {
    Eight(&'a [u8]),
    Sixteen(&'a [u16]),
}

impl PyramidSource {
    fn samples(&self) -> Samples<'_> {
        match self {
            Self::Picture(picture) => Samples::Eight(picture.rgb.as_raw()),
            Self::Deep(picture) => match &picture.pixels {
                Pixels::Eight(pixels) => Samples::Eight(pixels.as_raw()),
                Pixels::Sixteen(pixels) => Samples::Sixteen(pixels.as_raw()),
            },
        }
    }
}
