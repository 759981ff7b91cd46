use image::{Rgb, RgbImage};
use proptest::prelude::*;

use super::super::budget::tests::{at, scale};
use super::super::picture::tests::laid;
use super::*;
use crate::domain::{PlaceError, Unwatched};
use crate::imaging::register::random::Random;

/// Dark lines of a period in px whose normal lies at `angle` radians to the right, on an uneven ground with noise.
fn lines(period: f64, angle: f64, phase: f64, noise: f64) -> RgbImage {
    let mut random = Random::new(11);
    RgbImage::from_fn(260, 160, |x, y| {
        let (x, y) = (f64::from(x), f64::from(y));
        let wave = (std::f64::consts::TAU * (x * angle.cos() + y * angle.sin()) / period + phase).cos();
        let ground = 190.0 + 0.1 * x - 0.08 * y;
        // Narrow lines: a raised cosine to the third.
        let level = ground - 120.0 * f64::midpoint(1.0, wave).powi(3) + noise * (random.unit() - 0.5);
        Rgb([level.round().clamp(0.0, 255.0) as u8; 3])
    })
}

fn measure(pixels: &RgbImage, from: PointMm, to: PointMm) -> Result<LineSpacing, MeasureError> {
    let calibration = scale(0.0);
    let picture = PagePicture::new(pixels, laid(20.0)).unwrap();
    line_spacing(&picture, from, to, &LineSpacingParams::default(), &Budget::new(&calibration), &Unwatched)
}

#[test]
fn fine_lines_are_measured_to_a_few_hundredths_of_a_pixel() {
    // 7.3 px at 20 px/mm is 365 µm, 2.7397 lines per mm.
    let found = measure(&lines(7.3, 0.0, 0.7, 20.0), at(1.0, 4.0), at(11.0, 4.0)).unwrap();
    assert!((found.period.value() - 365.0).abs() < 0.6, "{found:?}");
    assert!((found.frequency.value() - 2.7397).abs() < 0.005);
    assert!(found.tilt_deg.abs() < 0.3 && found.agreement > 0.9 && (23..=27).contains(&found.periods), "{found:?}");
    assert!(found.period.contributions().scale > 0.0 && found.period.expanded_uncertainty() < 5.0);
}

#[test]
fn a_line_drawn_askew_gives_the_spacing_square_to_the_lines() {
    for degrees in [-11.0_f64, 4.0, 9.0] {
        let found = measure(&lines(9.1, degrees.to_radians(), 0.0, 10.0), at(1.0, 4.0), at(11.0, 4.0)).unwrap();
        assert!((found.tilt_deg - degrees).abs() < 0.3, "{degrees}: {found:?}");
        assert!((found.period.value() - 455.0).abs() < 1.5, "{degrees}: {found:?}");
    }
}

#[test]
fn the_drawn_line_may_run_anywhere() {
    let pixels = lines(9.1, 0.9, 0.0, 10.0);
    let (sin, cos) = 0.9_f64.sin_cos();
    let (from, to) = (at(5.0, 2.0), at(5.0 + 5.0 * cos, 2.0 + 5.0 * sin));
    let (there, back) = (measure(&pixels, from, to).unwrap(), measure(&pixels, to, from).unwrap());
    assert!((there.period.value() - 455.0).abs() < 3.0, "{there:?}");
    assert!((there.period.value() - back.period.value()).abs() < 1.0);
}

#[test]
fn no_spacing_is_read_where_there_is_none() {
    let even = RgbImage::from_pixel(260, 160, Rgb([200; 3]));
    assert_eq!(measure(&even, at(1.0, 4.0), at(11.0, 4.0)), Err(MeasureError::NotPeriodic));
    let mut random = Random::new(4);
    let noise = RgbImage::from_fn(260, 160, |_, _| Rgb([(random.unit() * 255.0) as u8; 3]));
    assert_eq!(measure(&noise, at(1.0, 4.0), at(11.0, 4.0)), Err(MeasureError::NotPeriodic));
    // Along the lines instead of across.
    let along = measure(&lines(7.3, 0.0, 0.7, 20.0), at(6.0, 1.0), at(6.0, 7.0));
    assert_eq!(along, Err(MeasureError::NotPeriodic));
    let few = measure(&lines(60.0, 0.0, 0.0, 5.0), at(1.0, 4.0), at(11.0, 4.0));
    assert_eq!(few, Err(MeasureError::NotPeriodic));
}

#[test]
fn lines_at_the_limit_of_the_pixels_are_refused() {
    assert_eq!(measure(&lines(2.2, 0.0, 0.0, 0.0), at(1.0, 4.0), at(11.0, 4.0)), Err(MeasureError::TooFine));
}

#[test]
fn a_line_that_is_none_is_refused() {
    let pixels = lines(7.3, 0.0, 0.0, 5.0);
    assert_eq!(measure(&pixels, at(1.0, 4.0), at(1.5, 4.0)), Err(MeasureError::TooSmall));
    assert_eq!(measure(&pixels, at(1.0, 4.0), at(20.0, 4.0)), Err(MeasureError::OutsidePicture));
    assert_eq!(measure(&pixels, at(1.0, f64::NAN), at(9.0, 4.0)), Err(PlaceError::OffThePage.into()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn the_truth_lies_within_the_stated_uncertainty(
        period in 2.8..20.0f64, degrees in -12.0..12.0f64, phase in 0.0..6.2f64, noise in 0.0..60.0f64,
    ) {
        let found = measure(&lines(period, degrees.to_radians(), phase, noise), at(1.0, 4.0), at(11.0, 4.0)).unwrap();
        let miss = (found.period.value() - period * 50.0).abs();
        // Twice the expanded uncertainty: one case in twenty lies beyond it by right.
        prop_assert!(miss <= 2.0 * found.period.expanded_uncertainty(), "{} {:?}", period * 50.0, found);
        prop_assert!(found.period.expanded_uncertainty() < 0.03 * found.period.value(), "{:?}", found);
    }
}
