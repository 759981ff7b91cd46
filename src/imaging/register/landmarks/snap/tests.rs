use image::Rgb;
use proptest::prelude::*;

use super::*;

/// Smooth print without a repeat: a value at any place, between pixels too.
fn print_at(x: f64, y: f64) -> f64 {
    let blob = |cx: f64, cy: f64, size: f64| (-((x - cx).powi(2) + (y - cy).powi(2)) / (2.0 * size * size)).exp();
    let waves = (0.31 * x + 0.17 * y).sin() + (0.23 * x - 0.37 * y + 0.02 * x * y / 10.0).sin() + (0.05 * x).cos();
    128.0 + 18.0 * waves - 60.0 * blob(80.0, 75.0, 4.0) + 50.0 * blob(88.0, 84.0, 3.0) - 45.0 * blob(72.0, 90.0, 3.5)
}

fn draw(value: impl Fn(f64, f64) -> f64) -> RgbImage {
    RgbImage::from_fn(160, 160, |x, y| Rgb([value(f64::from(x), f64::from(y)).round().clamp(0.0, 255.0) as u8; 3]))
}

fn at(x: f64, y: f64) -> PointPx {
    PointPx { x, y }
}

fn snapped(questioned: &RgbImage, reference: &RgbImage, guess: PointPx, map: &Homography) -> Result<Snapped, SnapError> {
    snap(questioned, reference, Landmark { questioned: guess, reference: at(80.0, 80.0) }, map, &SnapParams::default())
}

#[test]
fn a_shift_is_found_to_a_few_hundredths_of_a_pixel() {
    let reference = draw(print_at);
    for (dx, dy) in [(0.0, 0.0), (3.37, -2.71), (-7.5, 5.25), (0.49, 0.51)] {
        let questioned = draw(|x, y| 0.7 * print_at(x - dx, y - dy) + 30.0);
        let found = snapped(&questioned, &reference, at(80.0, 80.0), &Homography::IDENTITY).unwrap();
        let miss = (found.questioned.x - 80.0 - dx).hypot(found.questioned.y - 80.0 - dy);
        assert!(miss < 0.03, "{dx} {dy}: {found:?}");
        assert!(found.score > 0.99 && (found.moved_px - dx.hypot(dy)).abs() < 0.05);
    }
}

#[test]
fn a_turned_and_finer_picture_is_seen_through_the_map() {
    let (turn, size) = (0.3_f64, 1.4);
    let (sin, cos) = turn.sin_cos();
    // Questioned pixels are finer: the map to the reference shrinks.
    let map = Homography([[cos / size, -sin / size, 40.0], [sin / size, cos / size, -10.0], [0.0, 0.0, 1.0]]);
    let back = map.inverse().unwrap();
    let (u, v) = back.apply(80.0, 80.0);
    let questioned = RgbImage::from_fn(200, 240, |x, y| {
        let (x, y) = map.apply(f64::from(x), f64::from(y));
        Rgb([print_at(x, y).round().clamp(0.0, 255.0) as u8; 3])
    });
    let found = snapped(&questioned, &draw(print_at), at(u + 4.0, v - 3.0), &map).unwrap();
    assert!((found.questioned.x - u).hypot(found.questioned.y - v) < 0.1, "{found:?} {u} {v}");
}

#[test]
fn what_cannot_be_told_apart_is_refused() {
    let reference = draw(print_at);
    let same = |picture: &RgbImage| snapped(picture, picture, at(80.0, 80.0), &Homography::IDENTITY);
    assert_eq!(same(&draw(|_, _| 150.0)), Err(SnapError::Flat));
    assert_eq!(same(&draw(|x, _| if x < 80.0 { 40.0 } else { 200.0 })), Err(SnapError::OneDirection));
    assert_eq!(same(&draw(|x, y| 128.0 + 60.0 * (0.9 * x + 0.4 * y).sin())), Err(SnapError::OneDirection));
    // A dot screen looks alike every eight pixels.
    let screen = draw(|x, y| 128.0 + 50.0 * ((x * std::f64::consts::FRAC_PI_4).sin() + (y * std::f64::consts::FRAC_PI_4).sin()));
    assert_eq!(same(&screen), Err(SnapError::Ambiguous));
    let other = draw(|x, y| 128.0 + 40.0 * ((0.02 * x * y).sin() + (0.4 * y - 0.1 * x).cos()));
    let found = snapped(&other, &reference, at(80.0, 80.0), &Homography::IDENTITY);
    assert!(matches!(found, Err(SnapError::NotFound | SnapError::Ambiguous)), "{found:?}");
    let far = snapped(&draw(|x, y| print_at(x - 25.0, y)), &reference, at(80.0, 80.0), &Homography::IDENTITY);
    assert!(matches!(far, Err(SnapError::NotFound | SnapError::Ambiguous)), "{far:?}");
}

#[test]
fn windows_beyond_the_picture_and_maps_that_fold_are_refused() {
    let reference = draw(print_at);
    let snapped = |guess, map: Homography, params| {
        snap(&reference, &reference, Landmark { questioned: guess, reference: at(80.0, 80.0) }, &map, &params)
    };
    let usual = SnapParams::default();
    assert_eq!(snapped(at(20.0, 80.0), Homography::IDENTITY, usual), Err(SnapError::OutsidePicture));
    assert_eq!(snapped(at(f64::NAN, 80.0), Homography::IDENTITY, usual), Err(SnapError::BadRequest));
    assert_eq!(snapped(at(80.0, 80.0), Homography([[0.0; 3]; 3]), usual), Err(SnapError::BadRequest));
    let wide = SnapParams { window_px: 500, ..usual };
    assert_eq!(snapped(at(80.0, 80.0), Homography::IDENTITY, wide), Err(SnapError::BadRequest));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_shift_in_reach_is_found(dx in -9.0..9.0f64, dy in -9.0..9.0f64) {
        let questioned = draw(|x, y| print_at(x - dx, y - dy));
        let found = snapped(&questioned, &draw(print_at), at(80.0, 80.0), &Homography::IDENTITY).unwrap();
        prop_assert!((found.questioned.x - 80.0 - dx).hypot(found.questioned.y - 80.0 - dy) < 0.05, "{:?}", found);
    }
}
