//! Shows a part of the page upright at a chosen resolution.

use image::{Rgb, RgbImage};
use rayon::prelude::*;

use crate::domain::{Dpi, Homography, PageFromCapture, RectMm, SizeMm};

/// Longest side of a crop in pixels; a larger wish is rendered at a lower resolution.
const MAX_SIDE_PX: f64 = 20_000.0;

/// What is shown where the capture does not reach.
const OUTSIDE: Rgb<u8> = Rgb([128, 128, 128]);

/// Returns `area` of the page as seen in `questioned`, upright at `dpi`; mid grey where the capture or the page ends.
///
/// For crops, blink and reports. Where the capture is finer than `dpi`, several of its pixels are averaged.
pub fn warp_to_page(questioned: &RgbImage, page_from_capture: PageFromCapture, page_size: SizeMm, area: RectMm, dpi: Dpi) -> RgbImage {
    let per_mm = dpi.px_per_mm().min(MAX_SIDE_PX / area.width.max(area.height).max(1e-6));
    let side = |mm: f64| (mm * per_mm).round().clamp(1.0, MAX_SIDE_PX) as u32;
    let (width, height) = (side(area.width), side(area.height));
    let page_from_crop = Homography::scale_shift(
        [area.width / f64::from(width), area.height / f64::from(height)],
        [area.x + area.width / f64::from(width) / 2.0, area.y + area.height / f64::from(height) / 2.0],
    );
    let Some(capture_from_page) = page_from_capture.0.inverse() else {
        return RgbImage::from_pixel(width, height, OUTSIDE);
    };
    let capture_from_crop = capture_from_page.after(&page_from_crop);
    let mut crop = warp(questioned, &capture_from_crop, width, height);
    let beyond = |v: f64, size: f64| v < 0.0 || v > size;
    for (x, y, pixel) in crop.enumerate_pixels_mut() {
        let (u, v) = page_from_crop.apply(f64::from(x), f64::from(y));
        if beyond(u, page_size.width) || beyond(v, page_size.height) {
            *pixel = OUTSIDE;
        }
    }
    crop
}

/// Resamples `source` through `source_from_target`, averaging where the target is coarser; mid grey outside the source.
fn warp(source: &RgbImage, source_from_target: &Homography, width: u32, height: u32) -> RgbImage {
    let mut out = RgbImage::new(width, height);
    let middle = (f64::from(width) / 2.0, f64::from(height) / 2.0);
    let shrink = source_from_target.area_scale(middle.0, middle.1).abs().sqrt();
    let taps = (shrink.ceil() as i32).clamp(1, 8);
    out.par_chunks_exact_mut(width as usize * 3).enumerate().for_each(|(y, row)| {
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let mut sum = [0.0; 3];
            let mut inside = true;
            for tap in 0..taps * taps {
                let offset = |tap: i32| (f64::from(tap) + 0.5) / f64::from(taps) - 0.5;
                let (u, v) = source_from_target.apply(x as f64 + offset(tap % taps), y as f64 + offset(tap / taps));
                match bilinear(source, u, v) {
                    Some(colour) => sum.iter_mut().zip(colour).for_each(|(sum, value)| *sum += value),
                    None => inside = false,
                }
            }
            if inside {
                let count = f64::from(taps * taps);
                pixel.iter_mut().zip(sum).for_each(|(channel, sum)| *channel = (sum / count).round() as u8);
            } else {
                pixel.copy_from_slice(&OUTSIDE.0);
            }
        }
    });
    out
}

/// The colour at a place between pixels; `None` more than half a pixel outside.
fn bilinear(source: &RgbImage, x: f64, y: f64) -> Option<[f64; 3]> {
    let (right, bottom) = (f64::from(source.width()) - 1.0, f64::from(source.height()) - 1.0);
    if !(x >= -0.5 && y >= -0.5 && x <= right + 0.5 && y <= bottom + 0.5) {
        return None;
    }
    let (x, y) = (x.clamp(0.0, right), y.clamp(0.0, bottom));
    let (left, top) = (x.floor(), y.floor());
    let (fx, fy) = (x - left, y - top);
    let (x0, y0) = (left as u32, top as u32);
    let (x1, y1) = ((x0 + 1).min(source.width() - 1), (y0 + 1).min(source.height() - 1));
    let at = |x, y| source.get_pixel(x, y).0.map(f64::from);
    let (a, b, c, d) = (at(x0, y0), at(x1, y0), at(x0, y1), at(x1, y1));
    Some(std::array::from_fn(|k| (a[k] * (1.0 - fx) + b[k] * fx) * (1.0 - fy) + (c[k] * (1.0 - fx) + d[k] * fx) * fy))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Resolution;

    fn checks() -> RgbImage {
        RgbImage::from_fn(40, 20, |x, y| if (x / 4 + y / 4) % 2 == 0 { Rgb([230, 40, 10]) } else { Rgb([20, 90, 200]) })
    }

    #[test]
    fn the_page_at_its_own_resolution_is_the_picture() {
        let resolution = Resolution::square(254.0).unwrap();
        let map = PageFromCapture(Homography::page_from_picture(resolution));
        let size = SizeMm { width: 4.0, height: 2.0 };
        let area = RectMm::new(0.0, 0.0, 4.0, 2.0);
        assert_eq!(warp_to_page(&checks(), map, size, area, resolution.x), checks());
        let part = warp_to_page(&checks(), map, size, RectMm::new(0.4, 0.4, 0.8, 0.4), resolution.x);
        assert_eq!(part, image::imageops::crop_imm(&checks(), 4, 4, 8, 4).to_image());
    }

    #[test]
    fn nothing_is_invented_outside_the_page() {
        let resolution = Resolution::square(254.0).unwrap();
        let map = PageFromCapture(Homography::page_from_picture(resolution));
        let crop = warp_to_page(&checks(), map, SizeMm { width: 4.0, height: 2.0 }, RectMm::new(3.6, 0.0, 0.8, 0.4), resolution.x);
        assert_eq!(crop.get_pixel(7, 0), &OUTSIDE);
        assert_eq!(crop.get_pixel(0, 0), checks().get_pixel(36, 0));
    }

    #[test]
    fn a_coarse_view_averages() {
        let resolution = Resolution::square(254.0).unwrap();
        let map = PageFromCapture(Homography::page_from_picture(resolution));
        let size = SizeMm { width: 4.0, height: 2.0 };
        let coarse = warp_to_page(&checks(), map, size, RectMm::new(0.0, 0.0, 4.0, 2.0), Dpi::new(25.4 * 1.25).unwrap());
        let pixel = coarse.get_pixel(2, 1);
        assert!((i32::from(pixel[0]) - 125).abs() < 8 && (i32::from(pixel[2]) - 105).abs() < 8, "{pixel:?}");
    }
}
