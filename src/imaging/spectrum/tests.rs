use image::{GrayImage, Luma};

use super::*;
use crate::domain::{Dpi, Unwatched};

const WHOLE: PixelRect = PixelRect { x: 0, y: 0, width: u32::MAX, height: u32::MAX };

/// Noise that is the same everywhere, -1 to 1.
fn noise(x: u32, y: u32) -> f64 {
    let mut bits = u64::from(x) << 32 | u64::from(y);
    for _ in 0..3 {
        bits = (bits ^ bits >> 31).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
    (bits >> 40) as f64 / f64::from(1 << 23) - 1.0
}

/// Lines that run at `angle_deg`, counter-clockwise from the horizontal; pixel centres at whole numbers, y down.
fn lines(lpi: f64, angle_deg: f64, resolution: Resolution, x: f64, y: f64) -> f64 {
    let (sine, cosine) = angle_deg.to_radians().sin_cos();
    let (x_inch, y_inch) = (x / resolution.x.get(), y / resolution.y.get());
    (std::f64::consts::TAU * lpi * (x_inch * sine + y_inch * cosine)).cos()
}

fn picture(width: u32, height: u32, value: impl Fn(f64, f64) -> f64) -> GrayImage {
    GrayImage::from_fn(width, height, |x, y| {
        let value = value(f64::from(x), f64::from(y));
        Luma([(value + 12.0 * noise(x, y)).clamp(0.0, 255.0).round() as u8])
    })
}

fn turned(a: f64, b: f64) -> f64 {
    let turn = (a - b).rem_euclid(180.0);
    turn.min(180.0 - turn)
}

#[test]
fn line_screens_of_any_direction_are_measured() {
    for (dpi, lpi, angle) in
        [(300.0, 60.0, 0.0), (300.0, 85.0, 15.0), (600.0, 133.0, 45.0), (600.0, 150.3, 75.0), (600.0, 97.7, 90.0), (1200.0, 175.0, 127.5)]
    {
        let resolution = Resolution::square(dpi).unwrap();
        // A line screen as printed: dark lines with hard edges, soft from the lens.
        let scan = picture(400, 300, |x, y| 140.0 + 70.0 * (2.0 * lines(lpi, angle, resolution, x, y)).clamp(-1.0, 1.0));
        let found = spectrum(&scan, WHOLE, resolution, &SpectrumParams::default(), &Unwatched).unwrap();
        let peak = found.peaks[0];
        assert!((peak.frequency_lpi - lpi).abs() < found.limits.uncertainty_lpi, "{lpi} at {angle}: {peak:?}");
        assert!(turned(peak.angle_deg, angle) < 0.3, "{lpi} at {angle}: {peak:?}");
        assert!((peak.frequency_per_mm * 25.4 - peak.frequency_lpi).abs() < 1e-9);
        assert!(peak.strength_db > 40.0, "{peak:?}");
    }
}

#[test]
fn a_dot_screen_has_two_peaks_at_right_angles() {
    for angle in [0.0, 15.0, 33.4, 45.0] {
        let resolution = Resolution::square(600.0).unwrap();
        let scan = picture(500, 500, |x, y| {
            let dots = lines(120.0, angle, resolution, x, y) + lines(120.0, angle + 90.0, resolution, x, y);
            if dots > 0.6 { 60.0 } else { 200.0 }
        });
        let found = spectrum(&scan, WHOLE, resolution, &SpectrumParams::default(), &Unwatched).unwrap();
        let mut two = [found.peaks[0], found.peaks[1]];
        two.sort_by(|a, b| turned(a.angle_deg, angle).total_cmp(&turned(b.angle_deg, angle)));
        for (peak, angle) in two.iter().zip([angle, angle + 90.0]) {
            assert!((peak.frequency_lpi - 120.0).abs() < found.limits.uncertainty_lpi, "{angle}: {peak:?}");
            assert!(turned(peak.angle_deg, angle) < 0.3, "{angle}: {peak:?}");
        }
    }
}

#[test]
fn unequal_resolutions_are_told_apart() {
    let resolution = Resolution { x: Dpi::new(600.0).unwrap(), y: Dpi::new(300.0).unwrap() };
    let scan = picture(512, 256, |x, y| 128.0 + 60.0 * lines(90.0, 30.0, resolution, x, y));
    let found = spectrum(&scan, WHOLE, resolution, &SpectrumParams::default(), &Unwatched).unwrap();
    let peak = found.peaks[0];
    assert!((peak.frequency_lpi - 90.0).abs() < 0.2 && turned(peak.angle_deg, 30.0) < 0.3, "{peak:?}");
}

#[test]
fn two_screens_are_two_peaks_if_they_are_not_too_close() {
    let resolution = Resolution::square(600.0).unwrap();
    let both = |second: f64| {
        let scan =
            picture(600, 600, |x, y| 128.0 + 40.0 * lines(100.0, 20.0, resolution, x, y) + 40.0 * lines(second, 20.0, resolution, x, y));
        spectrum(&scan, WHOLE, resolution, &SpectrumParams::default(), &Unwatched).unwrap()
    };
    let apart = both(110.0);
    assert!(apart.limits.step_lpi.iter().all(|step| (step - 1.0).abs() < 1e-12));
    let mut two: Vec<f64> = apart.peaks.iter().map(|peak| peak.frequency_lpi).collect();
    two.sort_by(f64::total_cmp);
    assert!(two.len() == 2 && (two[0] - 100.0).abs() < 0.1 && (two[1] - 110.0).abs() < 0.1, "{two:?}");
    assert_eq!(both(101.0).peaks.len(), 1);
}

#[test]
fn noise_and_slow_changes_have_no_peaks() {
    let resolution = Resolution::square(300.0).unwrap();
    let noisy = picture(700, 500, |x, y| 60.0 + x / 7.0 + y / 9.0);
    assert_eq!(spectrum(&noisy, WHOLE, resolution, &SpectrumParams::default(), &Unwatched).unwrap().peaks, []);
    let flat = GrayImage::from_pixel(64, 64, Luma([90]));
    assert_eq!(spectrum(&flat, WHOLE, resolution, &SpectrumParams::default(), &Unwatched).unwrap().peaks, []);
}

#[test]
fn a_region_is_measured_where_it_is_and_by_its_middle_if_large() {
    let resolution = Resolution::square(600.0).unwrap();
    // Lines only to the right.
    let scan = picture(2600, 300, |x, y| if x < 1300.0 { 128.0 } else { 128.0 + 50.0 * lines(140.0, 60.0, resolution, x, y) });
    let of = |x, width| spectrum(&scan, PixelRect { x, y: 20, width, height: 250 }, resolution, &SpectrumParams::default(), &Unwatched);
    assert_eq!(of(10, 800).unwrap().peaks, []);
    let right = of(1400, 5000).unwrap();
    assert_eq!(right.used, PixelRect { x: 1400, y: 20, width: 1200, height: 250 });
    assert!((right.peaks[0].frequency_lpi - 140.0).abs() < right.limits.uncertainty_lpi);
    assert_eq!(of(0, 2600).unwrap().used, PixelRect { x: 276, y: 20, width: 2048, height: 250 });
    assert_eq!(of(2590, 100), Err(SpectrumError::TooSmall { width_px: 10, height_px: 250 }));
}

#[test]
fn the_picture_shows_the_peak_where_the_list_says() {
    let resolution = Resolution::square(300.0).unwrap();
    let scan = picture(240, 200, |x, y| 128.0 + 60.0 * lines(50.0, 70.0, resolution, x, y));
    let found = spectrum(&scan, WHOLE, resolution, &SpectrumParams::default(), &Unwatched).unwrap();
    let [x, y] = found.peaks[0].place_px.map(|place| place.round() as u32);
    assert_eq!(found.picture.get_pixel(x, y).0, [255]);
    assert_eq!(found.picture.get_pixel(240 - x, 200 - y).0, [255]);
    let dark = found.picture.pixels().filter(|pixel| pixel.0[0] < 100).count();
    assert!(dark > 45_000, "{dark}");
}

#[test]
fn magnitudes_agree_with_another_implementation() {
    // NumPy 2.4.6: abs(fft2((picture - weighted mean) * window))² with the window 0.5 - 0.5 cos(2π (n + 0.5) / N) both ways.
    let made = GrayImage::from_fn(48, 36, |x, y| Luma([((x * x * 3 + y * 17 + x * y) % 251) as u8]));
    let whole = PixelRect { x: 0, y: 0, width: 48, height: 36 };
    let transform = transform(&made, whole, &Unwatched).unwrap();
    let recorded: [(i64, i64, f64); 6] = [
        (0, 5, 118913.358619648),
        (3, -7, 3659198.096550019),
        (10, 4, 58432.352843883),
        (24, 0, 18774.732033218),
        (-6, 2, 909237.212879271),
        (17, -18, 302035.638037496),
    ];
    for (across, down, power) in recorded {
        let found = transform.at(across, down);
        assert!((found - power).abs() < 1e-6 * power.max(1.0), "{across} {down}: {found}, not {power}");
    }
}
