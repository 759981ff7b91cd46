use image::{Rgb, RgbImage};

use super::super::budget::tests::{at, scale};
use super::super::picture::tests::laid;
use super::*;
use crate::domain::{Calibration, PlaceError, Unwatched};

fn pattern() -> RgbImage {
    RgbImage::from_fn(60, 50, |x, y| Rgb([((x * x * 3 + x * y * 5 + y * y * 2) % 251) as u8; 3]))
}

fn params(width_mm: f64) -> ProfileParams {
    ProfileParams { width_mm, ..ProfileParams::default() }
}

type Method = fn(&PagePicture<'_>, &[PointMm], &ProfileParams, Option<&Budget<'_>>, &dyn Progress) -> Result<Profile, MeasureError>;

fn measure(of: Method, pixels: &RgbImage, path: &[PointMm], params: &ProfileParams) -> Result<Profile, MeasureError> {
    let calibration: Calibration = scale(0.001);
    of(&PagePicture::new(pixels, laid(10.0)).unwrap(), path, params, Some(&Budget::new(&calibration)), &Unwatched)
}

#[test]
fn levels_along_a_slanting_line_agree_with_an_independent_implementation() {
    // scikit-image 0.26.0: profile_line(img, (5, 5), (23, 29), linewidth=3, order=1), mean and std(ddof=1) across.
    const PEER: [(usize, f64, f64); 7] = [
        (0, 173.693_333_33, 76.300_000_87),
        (1, 82.693_333_33, 12.081_478_94),
        (7, 147.893_333_33, 86.109_013_08),
        (15, 153.853_333_33, 34.931_162_78),
        (22, 135.6, 97.551_422_34),
        (29, 123.0, 34.4),
        (30, 139.666_666_67, 34.004_901_61),
    ];
    let profile = measure(intensity_profile, &pattern(), &[at(0.5, 0.5), at(2.9, 2.3)], &params(0.3)).unwrap();
    assert_eq!(profile.values.len(), 31);
    for (place, mean, spread) in PEER {
        assert!((profile.values[place] - mean).abs() < 1e-5, "{place}: {}", profile.values[place]);
        assert!((profile.spread[place] - spread).abs() < 1e-5, "{place}: {}", profile.spread[place]);
        assert!((profile.at_mm[place] - 0.1 * place as f64).abs() < 1e-9);
    }
    assert!((profile.mean.value() - 131.806_021_505).abs() < 1e-6);
    assert!((profile.length.unwrap().value() - 3.0).abs() < 1e-9);
}

#[test]
fn a_path_with_a_corner_counts_the_corner_once() {
    let profile = measure(intensity_profile, &pattern(), &[at(0.5, 0.5), at(2.5, 0.5), at(2.5, 2.0)], &params(0.0)).unwrap();
    assert_eq!(profile.values.len(), 36);
    assert!(profile.at_mm.windows(2).all(|pair| (pair[1] - pair[0] - 0.1).abs() < 1e-9));
    let level = |x: u32, y: u32| f64::from(pattern().get_pixel(x, y)[0]);
    assert!((profile.values[20] - level(25, 5)).abs() < 1e-6 && (profile.values[35] - level(25, 20)).abs() < 1e-6);
    assert!(profile.spread.iter().all(|spread| spread.abs() < 1e-12));
}

#[test]
fn density_is_the_logarithm_of_white_over_grey() {
    let pixels = RgbImage::from_fn(60, 50, |x, _| if x < 30 { Rgb([201; 3]) } else { Rgb([50; 3]) });
    let params = ProfileParams { white_level: 201.0, ..params(0.0) };
    let profile = measure(density_profile, &pixels, &[at(2.0, 1.0), at(4.0, 1.0)], &params).unwrap();
    // numpy 2.4.6: -log10(lin(50) / lin(201)) with the curve of IEC 61966-2-1; mean of the 21 samples.
    assert!(profile.values[..10].iter().all(|density| density.abs() < 1e-9));
    assert!(profile.values[10..].iter().all(|density| (density - 1.262_734_49).abs() < 1e-8), "{:?}", profile.values);
    assert!((profile.mean.value() - 0.661_432_349_8).abs() < 1e-9);
    assert_eq!(profile.mean.unit(), Unit::One);
    let black = RgbImage::new(60, 50);
    let profile = measure(density_profile, &black, &[at(2.0, 1.0), at(4.0, 1.0)], &params).unwrap();
    assert!(profile.values.iter().all(|density| density.is_finite() && *density < 4.0));
}

#[test]
fn levels_need_no_calibration_and_lengths_do() {
    let pixels = pattern();
    let picture = PagePicture::new(&pixels, laid(10.0)).unwrap();
    let profile = intensity_profile(&picture, &[at(0.5, 0.5), at(2.9, 2.3)], &params(0.3), None, &Unwatched).unwrap();
    assert_eq!((profile.length, profile.values.len()), (None, 31));
}

#[test]
fn channels_are_told_apart() {
    let pixels = RgbImage::from_pixel(60, 50, Rgb([10, 20, 30]));
    for (channel, level) in [(ProfileChannel::Red, 10.0), (ProfileChannel::Green, 20.0), (ProfileChannel::Blue, 30.0)] {
        let params = ProfileParams { channel, ..params(0.2) };
        let profile = measure(intensity_profile, &pixels, &[at(2.0, 1.0), at(4.0, 1.0)], &params).unwrap();
        assert!(profile.values.iter().all(|value| (value - level).abs() < 1e-9));
    }
}

#[test]
fn paths_that_lead_nowhere_or_out_of_the_picture_are_refused() {
    let profile = |path: &[PointMm], width| measure(intensity_profile, &pattern(), path, &params(width));
    assert_eq!(profile(&[at(1.0, 1.0)], 0.2), Err(PlaceError::TooFewPoints { least: 2 }.into()));
    assert_eq!(profile(&[at(1.0, 1.0), at(1.0, 1.0)], 0.2), Err(MeasureError::TooClose));
    assert_eq!(profile(&[at(1.0, 1.0), at(9.0, 1.0)], 0.2), Err(MeasureError::OutsidePicture));
    assert_eq!(profile(&[at(1.0, 0.1), at(2.0, 0.1)], 0.9), Err(MeasureError::OutsidePicture));
    assert_eq!(profile(&[at(1.0, 1.0), at(2.0, 1.0)], f64::NAN), Err(MeasureError::TooLarge));
}
