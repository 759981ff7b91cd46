//! Where a capture departs from the reference, for the eye: a map of both laid over each other, brighter where they differ more.
//!
//! It shows where to look and decides nothing; what counts is measured zone by zone with thresholds.

use image::{GrayImage, Luma, RgbImage};

use crate::app::Problem;
use crate::domain::{PageFromCapture, Progress, RectMm, Resolution, SizeMm};
use crate::imaging::warp_to_page;

/// How far a line may lie beside itself without showing, in px of the map.
const TOLERANCE_PX: u32 = 2;
/// How much the differences are brightened.
const GAIN: u32 = 2;

/// Maps the difference in the frame of the reference, in its size.
///
/// The mean brightness of both is made equal first, so that a lamp is no difference. Progress counts rows.
///
/// # Errors
///
/// Cancelled if `progress` asks to stop.
pub(super) fn map(
    questioned: &RgbImage,
    page_from_capture: PageFromCapture,
    reference: &RgbImage,
    resolution: Resolution,
    progress: &dyn Progress,
) -> Result<RgbImage, Problem> {
    let size = SizeMm {
        width: f64::from(reference.width()) * resolution.x.mm_per_px(),
        height: f64::from(reference.height()) * resolution.y.mm_per_px(),
    };
    let page = RectMm::new(0.0, 0.0, size.width, size.height);
    let laid_over = grey(&warp_to_page(questioned, page_from_capture, size, page, resolution.x));
    let reference = grey(reference);
    let (width, height) = (reference.width().min(laid_over.width()), reference.height().min(laid_over.height()));
    let offset = mean(&reference) - mean(&laid_over);
    let mut map = RgbImage::new(reference.width(), reference.height());
    for y in 0..height {
        if y % 64 == 0 {
            progress.report(u64::from(y), u64::from(height))?;
        }
        for x in 0..width {
            let value = i32::from(laid_over.get_pixel(x, y).0[0]) + offset;
            let (darkest, brightest) = around(&reference, x, y);
            // Within what the reference has nearby, a line may lie a little beside itself.
            let apart = (darkest - value).max(value - brightest).max(0) as u32;
            let shown = (apart * GAIN).min(255) as u8;
            map.put_pixel(x, y, image::Rgb([shown; 3]));
        }
    }
    Ok(map)
}

fn grey(picture: &RgbImage) -> GrayImage {
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [red, green, blue] = picture.get_pixel(x, y).0.map(u32::from);
        Luma([((red * 54 + green * 183 + blue * 19) >> 8) as u8])
    })
}

fn mean(picture: &GrayImage) -> i32 {
    let sum: u64 = picture.pixels().map(|pixel| u64::from(pixel.0[0])).sum();
    (sum / u64::from(picture.width() * picture.height()).max(1)) as i32
}

/// The darkest and the brightest value near a pixel.
fn around(picture: &GrayImage, x: u32, y: u32) -> (i32, i32) {
    let (mut darkest, mut brightest) = (255, 0);
    for row in y.saturating_sub(TOLERANCE_PX)..=(y + TOLERANCE_PX).min(picture.height() - 1) {
        for column in x.saturating_sub(TOLERANCE_PX)..=(x + TOLERANCE_PX).min(picture.width() - 1) {
            let value = i32::from(picture.get_pixel(column, row).0[0]);
            darkest = darkest.min(value);
            brightest = brightest.max(value);
        }
    }
    (darkest, brightest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Homography, Unwatched};

    fn page(with_mark: bool) -> RgbImage {
        RgbImage::from_fn(120, 80, |x, y| {
            let mark = with_mark && (40..60).contains(&x) && (30..45).contains(&y);
            image::Rgb([if mark { 20 } else { 200 }; 3])
        })
    }

    #[test]
    fn what_was_added_is_bright_and_the_rest_dark() {
        let resolution = Resolution::square(100.0).unwrap();
        let map_to_page = PageFromCapture(Homography::page_from_picture(resolution));
        let found = map(&page(true), map_to_page, &page(false), resolution, &Unwatched).unwrap();
        assert_eq!(found.dimensions(), (120, 80));
        assert!(found.get_pixel(50, 37).0[0] > 200, "the mark does not show");
        assert!(found.get_pixel(100, 70).0[0] < 40, "the plain paper shows");
    }

    #[test]
    fn another_lamp_is_no_difference() {
        let resolution = Resolution::square(100.0).unwrap();
        let map_to_page = PageFromCapture(Homography::page_from_picture(resolution));
        let darker = RgbImage::from_fn(120, 80, |x, y| image::Rgb(page(false).get_pixel(x, y).0.map(|value| value - 30)));
        let found = map(&darker, map_to_page, &page(false), resolution, &Unwatched).unwrap();
        let middle = (20..100).flat_map(|x| (20..60).map(move |y| (x, y)));
        assert!(middle.into_iter().all(|(x, y)| found.get_pixel(x, y).0[0] < 12));
    }
}
