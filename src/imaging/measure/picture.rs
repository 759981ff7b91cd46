//! A capture as it lies on its page, sampled where the page asks for it.

use image::RgbImage;

use super::MeasureError;
use super::budget::step;
use crate::domain::{Homography, PageFromCapture, PointMm, RectMm};

/// Most samples that one measurement takes.
pub(super) const MAX_SAMPLES: usize = 16_000_000;

/// A capture and where it lies on its page.
///
/// For a capture that is registered to no page the map is that of its calibration
/// ([`Calibration::page_from_picture`](crate::domain::Calibration::page_from_picture)).
#[derive(Debug, Clone, Copy)]
pub struct PagePicture<'a> {
    pixels: &'a RgbImage,
    page_from_capture: PageFromCapture,
    capture_from_page: Homography,
}

impl<'a> PagePicture<'a> {
    /// `None` if the picture is empty or the map has no inverse.
    pub fn new(pixels: &'a RgbImage, page_from_capture: PageFromCapture) -> Option<Self> {
        let capture_from_page = page_from_capture.0.inverse()?;
        (pixels.width() > 0 && pixels.height() > 0).then_some(Self { pixels, page_from_capture, capture_from_page })
    }

    /// The picture.
    pub(in crate::imaging) fn pixels(&self) -> &'a RgbImage {
        self.pixels
    }

    /// The map from mm of the page to pixels.
    pub(in crate::imaging) fn capture_from_page(&self) -> &Homography {
        &self.capture_from_page
    }

    /// The side of a pixel on the page at a spot, in mm: the root of the area that it covers.
    ///
    /// # Errors
    ///
    /// [`MeasureError::OutsidePicture`] where the map is no map.
    pub(super) fn pixel_mm(&self, at: PointMm) -> Result<f64, MeasureError> {
        let side = 1.0 / self.capture_from_page.area_scale(at.x, at.y).abs().sqrt();
        if side.is_finite() && side > 0.0 { Ok(side) } else { Err(MeasureError::OutsidePicture) }
    }

    /// Red, green and blue at a spot, in levels, by linear interpolation, which invents no level that the pixels lack.
    ///
    /// # Errors
    ///
    /// [`MeasureError::OutsidePicture`] beyond the middle of the outermost pixels.
    pub(super) fn at(&self, spot: PointMm) -> Result<[f64; 3], MeasureError> {
        let (x, y) = self.capture_from_page.apply(spot.x, spot.y);
        let (right, bottom) = (f64::from(self.pixels.width() - 1), f64::from(self.pixels.height() - 1));
        // A hair of tolerance: the maps there and back round.
        const HAIR: f64 = 1e-6;
        if !((-HAIR..=right + HAIR).contains(&x) && (-HAIR..=bottom + HAIR).contains(&y)) {
            return Err(MeasureError::OutsidePicture);
        }
        let (x, y) = (x.clamp(0.0, right), y.clamp(0.0, bottom));
        let (left, top) = (x.floor(), y.floor());
        let (fx, fy) = (x - left, y - top);
        let (x0, y0) = (left as u32, top as u32);
        let (x1, y1) = ((x0 + 1).min(self.pixels.width() - 1), (y0 + 1).min(self.pixels.height() - 1));
        let level = |x, y| self.pixels.get_pixel(x, y).0.map(f64::from);
        let (a, b, c, d) = (level(x0, y0), level(x1, y0), level(x0, y1), level(x1, y1));
        Ok(std::array::from_fn(|k| (a[k] * (1.0 - fx) + b[k] * fx) * (1.0 - fy) + (c[k] * (1.0 - fx) + d[k] * fx) * fy))
    }

    /// Checks that the picture shows all of `area`; returns where its corners lie, in px.
    ///
    /// # Errors
    ///
    /// [`MeasureError::OutsidePicture`].
    pub(in crate::imaging) fn shows(&self, area: RectMm) -> Result<[(f64, f64); 4], MeasureError> {
        let corners = area.corners().map(|corner| self.capture_from_page.apply(corner.x, corner.y));
        let (width, height) = (f64::from(self.pixels.width()), f64::from(self.pixels.height()));
        let shown = |(x, y): &(f64, f64)| (-0.5 - 1e-6..=width - 0.5 + 1e-6).contains(x) && (-0.5 - 1e-6..=height - 0.5 + 1e-6).contains(y);
        if corners.iter().all(shown) { Ok(corners) } else { Err(MeasureError::OutsidePicture) }
    }

    /// The pixels whose middles lie in `area` of the page: the columns and rows to look at, of which those inside count.
    ///
    /// # Errors
    ///
    /// [`MeasureError::OutsidePicture`] if the picture does not show all of it, [`MeasureError::TooLarge`].
    pub(super) fn window(&self, area: RectMm) -> Result<PixelWindow, MeasureError> {
        let corners = self.shows(area)?;
        let least = |pick: fn(&(f64, f64)) -> f64| corners.iter().map(pick).fold(f64::INFINITY, f64::min).ceil().max(0.0) as u32;
        let most = |pick: fn(&(f64, f64)) -> f64, size: u32| {
            let last = corners.iter().map(pick).fold(f64::NEG_INFINITY, f64::max).floor();
            // One past the last; none if the area lies between two middles.
            if last < 0.0 { 0 } else { (last as u32 + 1).min(size) }
        };
        let window = PixelWindow {
            left: least(|corner| corner.0),
            top: least(|corner| corner.1),
            right: most(|corner| corner.0, self.pixels.width()),
            bottom: most(|corner| corner.1, self.pixels.height()),
        };
        let count = u64::from(window.right.saturating_sub(window.left)) * u64::from(window.bottom.saturating_sub(window.top));
        if count > MAX_SAMPLES as u64 { Err(MeasureError::TooLarge) } else { Ok(window) }
    }

    /// The levels of the pixels of one row of a window whose middles lie in `area`.
    pub(super) fn row_in(&self, window: PixelWindow, row: u32, area: RectMm) -> impl Iterator<Item = [u8; 3]> {
        (window.left..window.right).filter_map(move |column| {
            let (x, y) = self.page_from_capture.0.apply(f64::from(column), f64::from(row));
            area.contains(PointMm { x, y }).then(|| self.pixels.get_pixel(column, row).0)
        })
    }
}

/// Columns and rows of a capture, the last ones not included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PixelWindow {
    pub(super) left: u32,
    pub(super) top: u32,
    pub(super) right: u32,
    pub(super) bottom: u32,
}

/// Levels along a straight line of the page, in several tracks beside each other.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Strip {
    /// From one sample to the next, along and across, in mm.
    pub(super) step_mm: f64,
    /// Samples along each track.
    pub(super) length: usize,
    /// Tracks, from the left of the direction to its right.
    pub(super) tracks: usize,
    /// Red, green, blue, track by track.
    pub(super) levels: Vec<[f64; 3]>,
}

impl Strip {
    /// Samples the strip of `width_mm` about the line at `step_mm`, which both ends of the line fall on as nearly as may be.
    ///
    /// # Errors
    ///
    /// [`MeasureError::OutsidePicture`], [`MeasureError::TooLarge`], [`MeasureError::TooSmall`] below two samples.
    pub(super) fn sample(picture: &PagePicture<'_>, from: PointMm, to: PointMm, width_mm: f64, step_mm: f64) -> Result<Self, MeasureError> {
        let (by, far) = step(from, to);
        let (along, across) = ((far / step_mm).round() + 1.0, (width_mm / step_mm).round().max(1.0));
        if !(along * across).is_finite() || along * across > MAX_SAMPLES as f64 {
            return Err(MeasureError::TooLarge);
        }
        if along < 2.0 {
            return Err(MeasureError::TooSmall);
        }
        let (length, tracks) = (along as usize, across as usize);
        let unit = [by[0] / far, by[1] / far];
        let mut levels = Vec::with_capacity(length * tracks);
        for track in 0..tracks {
            let aside = (track as f64 - (across - 1.0) / 2.0) * step_mm;
            for sample in 0..length {
                let ahead = sample as f64 * step_mm;
                let spot = PointMm { x: from.x + unit[0] * ahead - unit[1] * aside, y: from.y + unit[1] * ahead + unit[0] * aside };
                levels.push(picture.at(spot)?);
            }
        }
        Ok(Self { step_mm, length, tracks, levels })
    }

    /// One channel of every track, in the order of the samples.
    pub(super) fn map(&self, value: impl Fn([f64; 3]) -> f64) -> Vec<f64> {
        self.levels.iter().map(|levels| value(*levels)).collect()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use image::Rgb;

    use super::super::budget::tests::at;
    use super::*;

    /// The map of a picture of `per_mm` pixels a millimetre whose first pixel has its middle on the corner of the page.
    pub(in crate::imaging::measure) fn laid(per_mm: f64) -> PageFromCapture {
        PageFromCapture(Homography::scale_shift([1.0 / per_mm; 2], [0.0; 2]))
    }

    #[test]
    fn a_spot_between_pixels_is_between_their_levels() {
        let pixels = RgbImage::from_fn(8, 8, |x, y| Rgb([(x * 10) as u8, (y * 20) as u8, 7]));
        let picture = PagePicture::new(&pixels, laid(10.0)).unwrap();
        let levels = picture.at(at(0.25, 0.13)).unwrap();
        assert!((levels[0] - 25.0).abs() < 1e-9 && (levels[1] - 26.0).abs() < 1e-9 && (levels[2] - 7.0).abs() < 1e-12);
        assert_eq!(picture.at(at(0.71, 0.1)), Err(MeasureError::OutsidePicture));
        assert_eq!(picture.at(at(f64::NAN, 0.1)), Err(MeasureError::OutsidePicture));
    }

    #[test]
    fn a_window_holds_the_pixels_whose_middles_lie_in_it() {
        let pixels = RgbImage::from_fn(20, 20, |x, y| Rgb([x as u8, y as u8, 0]));
        let picture = PagePicture::new(&pixels, laid(10.0)).unwrap();
        let area = RectMm::new(0.25, 0.35, 0.5, 0.2);
        let window = picture.window(area).unwrap();
        let found: Vec<[u8; 3]> = (window.top..window.bottom).flat_map(|row| picture.row_in(window, row, area)).collect();
        let expected: Vec<[u8; 3]> = (4..=5).flat_map(|y| (3..=7).map(move |x| [x, y, 0])).collect();
        assert_eq!(found, expected);
        assert_eq!(picture.window(RectMm::new(1.5, 0.0, 0.6, 0.1)), Err(MeasureError::OutsidePicture));
    }

    #[test]
    fn the_tracks_of_a_strip_run_from_left_to_right() {
        let pixels = RgbImage::from_fn(30, 30, |x, y| Rgb([(x * 5) as u8, (y * 5) as u8, 0]));
        let picture = PagePicture::new(&pixels, laid(10.0)).unwrap();
        let strip = Strip::sample(&picture, at(1.0, 1.0), at(2.0, 1.0), 0.3, 0.1).unwrap();
        assert_eq!((strip.length, strip.tracks), (11, 3));
        // To the right of a line that runs right is down, for y runs down.
        assert!((strip.levels[0][1] - 45.0).abs() < 1e-6 && (strip.levels[22][1] - 55.0).abs() < 1e-6);
        assert!((strip.levels[10][0] - 100.0).abs() < 1e-6);
    }
}
