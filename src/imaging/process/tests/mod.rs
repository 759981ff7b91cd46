//! Prints of known screens, dots, edges and specks, drawn and looked at.

mod edges;
mod odd;
mod scatter;
mod screens;
mod specks;

use image::{Rgb, RgbImage};

use super::{ProcessMarks, ProcessParams, process_marks};
use crate::domain::{Calibration, MM_PER_INCH, RectMm, Resolution, Unwatched};
use crate::imaging::measure::{Budget, PagePicture};
use crate::imaging::register::random::Random;

/// Samples along either side of a pixel.
const FINE: u32 = 3;

/// A capture of `mm` millimetres at `ppi` of a print that has a reflectance, 0 to 1, for each of red, green and blue at each place in mm.
fn capture(mm: [f64; 2], ppi: f64, print: impl Fn(f64, f64) -> [f64; 3]) -> RgbImage {
    let px_mm = ppi / MM_PER_INCH;
    let side = |mm: f64| (mm * px_mm).round() as u32;
    RgbImage::from_fn(side(mm[0]), side(mm[1]), |x, y| {
        let mut sum = [0.0; 3];
        for k in 0..FINE * FINE {
            let at = |base: u32, k: u32| (f64::from(base) + (f64::from(k) + 0.5) / f64::from(FINE)) / px_mm;
            let value = print(at(x, k % FINE), at(y, k / FINE));
            sum = [0, 1, 2].map(|c| sum[c] + value[c]);
        }
        Rgb(sum.map(|sum| level(sum / f64::from(FINE * FINE))))
    })
}

/// The level of sRGB of a reflectance.
fn level(light: f64) -> u8 {
    let light = light.clamp(0.0, 1.0);
    let value = if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * light.powf(1.0 / 2.4) - 0.055 };
    (value * 255.0).round() as u8
}

fn grey(light: f64) -> [f64; 3] {
    [light; 3]
}

/// Adds noise of a standard deviation in levels.
fn noisy(mut picture: RgbImage, deviation: f64, seed: u64) -> RgbImage {
    let mut random = Random::new(seed);
    for value in picture.iter_mut() {
        let normal = (0..12).map(|_| random.unit()).sum::<f64>() - 6.0;
        *value = (f64::from(*value) + deviation * normal).round().clamp(0.0, 255.0) as u8;
    }
    picture
}

/// Measures all of a capture.
fn marks(picture: &RgbImage, ppi: f64) -> ProcessMarks {
    with(picture, ppi, |laid, budget| process_marks(laid, whole(picture, ppi), &ProcessParams::default(), budget, &Unwatched).unwrap())
}

fn whole(picture: &RgbImage, ppi: f64) -> RectMm {
    let side = |px: u32| f64::from(px) * MM_PER_INCH / ppi;
    RectMm::new(0.0, 0.0, side(picture.width()), side(picture.height()))
}

/// Hands over a capture as its resolution lays it.
fn with<T>(picture: &RgbImage, ppi: f64, then: impl FnOnce(&PagePicture<'_>, &Budget<'_>) -> T) -> T {
    let scale = Calibration::from_file(Resolution::square(ppi).unwrap()).unwrap();
    let laid = PagePicture::new(picture, scale.page_from_picture()).unwrap();
    then(&laid, &Budget::new(&scale))
}

/// Whether a round dot of a screen covers a place, for a share of ink that varies.
fn dot(x: f64, y: f64, lpi: f64, angle_deg: f64, cover: f64) -> bool {
    let turn = std::f64::consts::TAU * lpi / MM_PER_INCH;
    let (sin, cos) = angle_deg.to_radians().sin_cos();
    // Counter-clockwise, with y down.
    let (u, v) = ((x * cos - y * sin) * turn, (x * sin + y * cos) * turn);
    0.5 - 0.25 * (u.cos() + v.cos()) < cover
}

/// Drawn lines of a guilloche: waves that cross, whose distance and direction change from place to place.
fn guilloche(x: f64, y: f64) -> f64 {
    let one = (y * 2.6 + 3.0 * (x * 0.55).sin() + 1.2 * (x * 0.21 + y * 0.3).cos()) * std::f64::consts::TAU / 1.3;
    let other = (y * 2.2 - 3.4 * (x * 0.47 + 1.0).sin() + 1.5 * (x * 0.17 - y * 0.26).cos()) * std::f64::consts::TAU / 1.2;
    if one.cos() > 0.72 || other.cos() > 0.75 { 0.45 } else { 0.85 }
}
