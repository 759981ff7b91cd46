//! A small picture of the whole original, from which steps take what they must know of all of it.

use image::RgbImage;
use rayon::prelude::*;

use super::area::Level;
use super::frame::Frame;
use super::source::Sample;

/// The longer side of an overview in px at the most.
pub const MAX_OVERVIEW_PX: u32 = 1024;

/// The whole original at no more than [`MAX_OVERVIEW_PX`] a side, in 16-bit values.
///
/// Statistics that a step needs of the whole picture are taken from it, whatever level is shown, so that all tiles and all levels
/// agree. It is made of square cells of whole pixels, each the mean of its coded values, and is the same for the same original
/// on every machine; make it once for a picture and keep it.
#[derive(Debug, Clone)]
pub struct Overview {
    pub(super) frame: Frame,
    pub(super) level: Level,
    original: [u32; 2],
}

impl Overview {
    /// Makes the overview of an original of 8 bits.
    pub fn of(original: &RgbImage) -> Self {
        Self::of_samples(original.as_raw(), original.width(), original.height())
    }

    /// Makes the overview of `width` × `height` pixels of 8 or 16 bits: row by row, red, green and blue in turn.
    ///
    /// Rows that are not there count as black.
    pub fn of_samples<S: Sample>(samples: &[S], width: u32, height: u32) -> Self {
        let factor = width.max(height).div_ceil(MAX_OVERVIEW_PX).max(1);
        let level = Level { width: width.div_ceil(factor), height: height.div_ceil(factor), scale: f64::from(factor) };
        let mut frame = Frame::new(level.whole(), 3);
        let (stride, factor) = (width as usize * 3, factor as usize);
        let cells_stride = frame.stride();
        if stride > 0 && height > 0 {
            let cells = frame.data.par_chunks_exact_mut(cells_stride).zip(samples.par_chunks(stride * factor));
            cells.for_each(|(cells, rows)| means(rows, stride, factor, cells));
        }
        Self { frame, level, original: [width, height] }
    }

    /// Width and height of the original in px.
    pub fn original_size(&self) -> [u32; 2] {
        self.original
    }
}

/// The means of one row of cells, from the rows of pixels that they cover.
fn means<S: Sample>(rows: &[S], stride: usize, factor: usize, cells: &mut [u16]) {
    let mut sums = vec![0u64; cells.len()];
    for row in rows.chunks_exact(stride) {
        for (cell, pixels) in sums.chunks_exact_mut(3).zip(row.chunks(factor * 3)) {
            for pixel in pixels.chunks_exact(3) {
                cell.iter_mut().zip(pixel).for_each(|(sum, value)| *sum += u64::from(value.wide()));
            }
        }
    }
    let columns = stride / 3;
    let rows = (rows.len() / stride).max(1);
    for (index, (cell, sum)) in cells.chunks_exact_mut(3).zip(sums.chunks_exact(3)).enumerate() {
        let count = (rows * factor.min(columns - index * factor)) as u64;
        cell.iter_mut().zip(sum).for_each(|(cell, sum)| *cell = ((sum + count / 2) / count) as u16);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_picture_is_its_own_overview() {
        let picture = RgbImage::from_fn(7, 5, |x, y| image::Rgb([x as u8 * 30, y as u8 * 40, 9]));
        let overview = Overview::of(&picture);
        assert_eq!(overview.level, Level::original(7, 5));
        assert!(overview.frame.data.iter().zip(picture.as_raw()).all(|(wide, eight)| *wide == u16::from(*eight) * 257));
    }

    #[test]
    fn cells_at_the_edge_are_means_of_what_is_there() {
        // Cells of 3 px: the last column of cells has one column of pixels.
        let picture = RgbImage::from_fn(2050, 2, |x, _| if x == 2049 { image::Rgb([200; 3]) } else { image::Rgb([(x % 3) as u8 * 30; 3]) });
        let overview = Overview::of(&picture);
        assert_eq!((overview.level.width, overview.level.height), (684, 1));
        assert_eq!(overview.frame.data.first(), Some(&(30 * 257)));
        assert_eq!(overview.frame.data.last(), Some(&(200 * 257)));
    }
}
