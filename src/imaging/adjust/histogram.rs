//! How often each level occurs.

use image::RgbImage;
use rayon::prelude::*;

use super::area::PixelRect;

/// How often each 8-bit level occurs in an area, for each channel and for luma.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram {
    /// Red, by level.
    pub red: [u64; 256],
    /// Green, by level.
    pub green: [u64; 256],
    /// Blue, by level.
    pub blue: [u64; 256],
    /// Rec. 601 luma of the coded values, rounded, by level.
    pub luma: [u64; 256],
}

impl Histogram {
    const EMPTY: Self = Self { red: [0; 256], green: [0; 256], blue: [0; 256], luma: [0; 256] };

    /// Counts the pixels of `picture` within `area`; all of them for `None`. What of `area` lies beyond is not counted.
    pub fn of(picture: &RgbImage, area: Option<PixelRect>) -> Self {
        let whole = PixelRect { x: 0, y: 0, width: picture.width(), height: picture.height() };
        let area = area.unwrap_or(whole);
        let columns = area.x.min(whole.width) as usize * 3..area.right().min(whole.width) as usize * 3;
        let rows = area.y.min(whole.height) as usize..area.bottom().min(whole.height) as usize;
        let stride = whole.width as usize * 3;
        let covered = picture.as_raw().get(rows.start * stride..rows.end * stride).unwrap_or_default();
        if columns.is_empty() || covered.is_empty() {
            return Self::EMPTY;
        }
        let bands = covered.par_chunks(stride * 64).map(|band| {
            let mut counts = Self::EMPTY;
            band.chunks_exact(stride).for_each(|row| counts.count(row.get(columns.clone()).unwrap_or_default()));
            counts
        });
        bands.reduce(|| Self::EMPTY, Self::plus)
    }

    fn count(&mut self, row: &[u8]) {
        for pixel in row.chunks_exact(3) {
            let [red, green, blue] = [pixel[0], pixel[1], pixel[2]];
            let luma = (299 * u32::from(red) + 587 * u32::from(green) + 114 * u32::from(blue) + 500) / 1000;
            self.red[usize::from(red)] += 1;
            self.green[usize::from(green)] += 1;
            self.blue[usize::from(blue)] += 1;
            self.luma[luma as usize] += 1;
        }
    }

    fn plus(mut self, other: Self) -> Self {
        let add = |to: &mut [u64; 256], from: &[u64; 256]| to.iter_mut().zip(from).for_each(|(to, from)| *to += from);
        add(&mut self.red, &other.red);
        add(&mut self.green, &other.green);
        add(&mut self.blue, &other.blue);
        add(&mut self.luma, &other.luma);
        self
    }

    /// Pixels counted.
    pub fn pixels(&self) -> u64 {
        self.luma.iter().sum()
    }

    /// The least luma that more than `share` (0 to 1) of the pixels do not exceed; `None` if none were counted.
    ///
    /// With 0.5 the median; with 0.005 and 0.995 the ends for levels that clip one pixel in a hundred.
    pub fn luma_at(&self, share: f64) -> Option<u8> {
        let wanted = self.pixels() as f64 * share.clamp(0.0, 1.0);
        let mut below = 0;
        let reached = (0..=u8::MAX).zip(&self.luma).find(|(_, count)| {
            below += **count;
            below as f64 > wanted
        });
        let last = || (0..=u8::MAX).zip(&self.luma).rfind(|(_, count)| **count > 0);
        reached.or_else(last).map(|(level, _)| level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_lies_in_the_area() {
        let picture = RgbImage::from_fn(200, 150, |x, y| image::Rgb([x as u8, y as u8, if x < 100 { 10 } else { 200 }]));
        let all = Histogram::of(&picture, None);
        assert_eq!((all.pixels(), all.blue[10], all.blue[200], all.red[7], all.green[149]), (30_000, 15_000, 15_000, 150, 200));
        let area = PixelRect { x: 90, y: 140, width: 500, height: 5 };
        let some = Histogram::of(&picture, Some(area));
        assert_eq!((some.pixels(), some.blue[10], some.blue[200], some.green[139], some.green[140]), (550, 50, 500, 0, 110));
        assert_eq!(Histogram::of(&picture, Some(PixelRect { x: 200, ..area })).pixels(), 0);
    }

    #[test]
    fn shares_are_found_from_below() {
        let picture = RgbImage::from_fn(100, 1, |x, _| image::Rgb([if x < 50 { 20 } else { x as u8 + 100 }; 3]));
        let histogram = Histogram::of(&picture, None);
        assert_eq!([0.0, 0.4, 0.5, 0.99, 1.0].map(|share| histogram.luma_at(share).unwrap()), [20, 20, 150, 199, 199]);
        assert_eq!(Histogram::EMPTY.luma_at(0.5), None);
    }
}
