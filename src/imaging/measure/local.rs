//! The map of a capture near one spot, and the pixels of a region of its page.

use super::MeasureError;
use super::picture::PagePicture;
use crate::domain::{Homography, PointMm, RectMm};
use crate::imaging::adjust::PixelRect;

/// The map near one spot, taken as straight: how many pixels to the right and down for a mm to the right and down.
#[derive(Debug, Clone, Copy)]
pub(in crate::imaging) struct Local([[f64; 2]; 2]);

impl Local {
    pub(in crate::imaging) fn at(capture_from_page: &Homography, spot: PointMm) -> Result<Self, MeasureError> {
        let by = capture_from_page.derivative(spot.x, spot.y);
        let folds = (by[0][0] * by[1][1] - by[0][1] * by[1][0]).abs() < 1e-12;
        if folds || !by.iter().flatten().all(|part| part.is_finite()) { Err(MeasureError::OutsidePicture) } else { Ok(Self(by)) }
    }

    /// A frequency in periods per pixel as one in periods per mm of the page.
    pub(in crate::imaging) fn on_page(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [right, down] = self.0;
        [x * right[0] + y * down[0], x * right[1] + y * down[1]]
    }

    /// A frequency in periods per mm of the page as one in periods per pixel.
    pub(in crate::imaging) fn in_picture(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        let [right, down] = self.mm();
        [x * right[0] + y * down[0], x * right[1] + y * down[1]]
    }

    /// From mm to pixels.
    pub(in crate::imaging) fn px(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        self.0.map(|row| row[0] * x + row[1] * y)
    }

    /// From pixels to mm.
    pub(in crate::imaging) fn mm(&self) -> [[f64; 2]; 2] {
        let [[a, b], [c, d]] = self.0;
        let determinant = a * d - b * c;
        [[d / determinant, -b / determinant], [-c / determinant, a / determinant]]
    }

    /// Pixels per mm along the rows and along the columns of the capture.
    pub(in crate::imaging) fn px_per_mm(&self) -> [f64; 2] {
        let [right, down] = self.mm();
        [1.0 / right[0].hypot(down[0]), 1.0 / right[1].hypot(down[1])]
    }
}

/// The largest upright rectangle of pixels within `area` that has its middle, and its shape where the capture is not turned.
pub(in crate::imaging) fn within(picture: &PagePicture<'_>, area: RectMm, centre: PointMm, map: &Local) -> Result<PixelRect, MeasureError> {
    let (x, y) = picture.capture_from_page().apply(centre.x, centre.y);
    let half_mm = [area.width / 2.0, area.height / 2.0];
    let (along, beside) = (map.px([half_mm[0], 0.0]), map.px([0.0, half_mm[1]]));
    let (along_px, beside_px) = (along[0].hypot(along[1]), beside[0].hypot(beside[1]));
    // A capture that lies on its side has the width of the region along its columns.
    let half_px = if along[0].abs() >= along[1].abs() { [along_px, beside_px] } else { [beside_px, along_px] };
    let reach_mm = map.mm().map(|row| row[0].abs() * half_px[0] + row[1].abs() * half_px[1]);
    let share = (half_mm[0] / reach_mm[0]).min(half_mm[1] / reach_mm[1]);
    let none = MeasureError::SmallRegion { width_px: 0, height_px: 0 };
    // Not so of a region without an extent, either.
    if !(share > 0.0 && share.is_finite()) {
        return Err(none);
    }
    let side = |middle: f64, half: f64, end: u32| {
        // A hair of tolerance: the maps there and back round.
        let first = (middle - share * half - 1e-6).ceil().max(0.0);
        let last = (middle + share * half + 1e-6).floor().min(f64::from(end) - 1.0);
        if last >= first {
            Ok((first as u32, (last - first) as u32 + 1))
        } else {
            Err(MeasureError::SmallRegion { width_px: 0, height_px: 0 })
        }
    };
    let (x, width) = side(x, half_px[0], picture.pixels().width())?;
    let (y, height) = side(y, half_px[1], picture.pixels().height())?;
    Ok(PixelRect { x, y, width, height })
}

/// The direction of lines in degrees, 0 up to 180.
pub(in crate::imaging) fn direction_deg([x, y]: [f64; 2]) -> f64 {
    // Lines run across the direction in which they repeat; y runs down.
    let turned = (libm::atan2(-y, x).to_degrees() + 90.0).rem_euclid(180.0);
    // Just below zero wraps to what rounds to 180.
    if turned >= 180.0 { 0.0 } else { turned }
}
