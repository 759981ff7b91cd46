use image::{Rgb, RgbImage};

use super::super::picture::tests::laid;
use super::*;
use crate::domain::{Cancelled, Unwatched};

/// Two patches side by side, each 40 px wide, with a fine unevenness that repeats every 5 and 7 px.
fn patches() -> RgbImage {
    RgbImage::from_fn(80, 40, |x, y| {
        let (base, uneven) = (if x < 40 { [181, 60, 44] } else { [176, 66, 52] }, (x % 5) as i32 - 2 + (y % 7) as i32 - 3);
        Rgb(base.map(|level: i32| (level + uneven) as u8))
    })
}

fn two() -> (PatchColour, PatchColour) {
    let pixels = patches();
    let picture = PagePicture::new(&pixels, laid(10.0)).unwrap();
    let patch = |x: f64| patch_colour(&picture, RectMm::new(x, 0.0, 3.95, 3.95), &Unwatched).unwrap();
    (patch(0.0), patch(4.0))
}

#[test]
fn the_mean_of_light_agrees_with_an_independent_value() {
    let (one, other) = two();
    assert_eq!((one.pixels, other.pixels), (1600, 1600));
    // colour-science 0.4.7: XYZ_to_Lab of the mean of sRGB_to_XYZ over the same pixels, white as in `lab`; delta_E of both means.
    let near = |found: [f64; 3], peer: [f64; 3]| found.iter().zip(peer).all(|(a, b)| (a - b).abs() < 1e-6);
    assert!(near(one.lab(), [43.0885176, 48.043387647, 36.425570676]), "{:?}", one.lab());
    assert!(near(other.lab(), [43.290754097, 44.010362662, 31.866175832]), "{:?}", other.lab());
    let difference = colour_difference(&one, &other).unwrap();
    assert!((difference.value() - 1.843206415).abs() < 1e-6, "{difference:?}");
    // numpy 2.4.6: root of the summed variances (ddof = 1) of the L*a*b* of single pixels.
    assert!((one.spread.value() - 0.900691205).abs() < 1e-6, "{:?}", one.spread);
    assert!(one.clipped.abs() < 1e-12);
}

#[test]
fn the_uncertainty_of_a_difference_is_what_drawing_shows() {
    let (one, other) = two();
    let told = colour_difference(&one, &other).unwrap().contributions();
    // Moves the first mean by its covariance, drawn along the grey direction in which the patch is uneven, and so the other.
    let mut random = crate::imaging::register::random::Random::new(9);
    let mut normal = || (0..12).map(|_| random.unit()).sum::<f64>() - 6.0;
    let draw = |patch: &PatchColour, by: f64| {
        let along = patch.covariance[0][0].sqrt();
        std::array::from_fn::<f64, 3, _>(|axis| patch.lab()[axis] + by * patch.covariance[0][axis] / along)
    };
    let values: Vec<f64> = (0..4000)
        .map(|_| {
            let (first, second) = (normal(), normal());
            delta_e_2000(draw(&one, first), draw(&other, second))
        })
        .collect();
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let drawn = (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / values.len() as f64).sqrt();
    assert!((told.repeat / drawn - 1.0).abs() < 0.1, "{} {drawn}", told.repeat);
    assert!(told.pixel > 0.0 && told.scale.abs() < 1e-12);
}

#[test]
fn a_patch_is_as_far_from_itself_as_its_uncertainty_lets_it_seem() {
    let (one, _) = two();
    let none = colour_difference(&one, &one).unwrap();
    assert!(none.value().abs() < 1e-12 && none.standard_uncertainty() > 0.0);
}

#[test]
fn what_is_clipped_is_told() {
    let pixels = RgbImage::from_fn(20, 20, |x, _| if x < 5 { Rgb([255, 255, 255]) } else { Rgb([200, 200, 200]) });
    let picture = PagePicture::new(&pixels, laid(10.0)).unwrap();
    let patch = patch_colour(&picture, RectMm::new(-0.05, -0.05, 2.0, 2.0), &Unwatched).unwrap();
    assert_eq!(patch.pixels, 400);
    assert!((patch.clipped - 0.25).abs() < 1e-12);
}

#[test]
fn a_patch_beyond_the_picture_or_of_few_pixels_or_not_wanted_has_no_colour() {
    let pixels = patches();
    let picture = PagePicture::new(&pixels, laid(10.0)).unwrap();
    let patch = |area| patch_colour(&picture, area, &Unwatched);
    assert_eq!(patch(RectMm::new(7.0, 0.0, 2.0, 1.0)), Err(MeasureError::OutsidePicture));
    assert_eq!(patch(RectMm::new(1.0, 1.0, 0.3, 0.3)), Err(MeasureError::TooSmall));
    assert_eq!(patch(RectMm::new(1.0, 1.0, -0.5, 0.3)), Err(MeasureError::TooSmall));
    assert_eq!(patch(RectMm::new(f64::NAN, 1.0, 0.3, 0.3)), Err(MeasureError::OutsidePicture));
    struct Stopped;
    impl Progress for Stopped {
        fn report(&self, _: u64, _: u64) -> Result<(), Cancelled> {
            Err(Cancelled)
        }
    }
    let stopped = patch_colour(&picture, RectMm::new(1.0, 1.0, 1.0, 1.0), &Stopped);
    assert_eq!(stopped, Err(MeasureError::Cancelled(Cancelled)));
}
