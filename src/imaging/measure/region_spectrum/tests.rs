use image::{Rgb, RgbImage};

use super::*;
use crate::domain::{Calibration, Homography, PageFromCapture, PointPx, Unwatched};

const DPI: f64 = 600.0;

/// 600 dpi, turned against the clock by `turn_deg`, with the spot (20, 15) of the page at (`x`, `y`) of the capture.
fn laid(turn_deg: f64, [x, y]: [f64; 2]) -> PageFromCapture {
    let (sine, cosine) = turn_deg.to_radians().sin_cos();
    let mm = MM_PER_INCH / DPI;
    let (right, down) = ([mm * cosine, mm * sine], [-mm * sine, mm * cosine]);
    let shift = [20.0 - right[0] * x - right[1] * y, 15.0 - down[0] * x - down[1] * y];
    PageFromCapture(Homography([[right[0], right[1], shift[0]], [down[0], down[1], shift[1]], [0.0, 0.0, 1.0]]))
}

/// Dots of a screen that is printed on the page, as a capture that lies by `map` shows them.
fn halftone(map: PageFromCapture, lpi: f64, angle_deg: f64) -> RgbImage {
    RgbImage::from_fn(760, 700, |x, y| {
        let spot = map.page(PointPx { x: f64::from(x), y: f64::from(y) });
        let lines = |angle: f64| {
            let (sine, cosine) = angle.to_radians().sin_cos();
            (std::f64::consts::TAU * lpi / MM_PER_INCH * (spot.x * sine + spot.y * cosine)).cos()
        };
        let dots = lines(angle_deg) + lines(angle_deg + 90.0);
        let noise = (x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)) % 23;
        Rgb([(if dots > 0.5 { 70 } else { 190 }) + noise as u8; 3])
    })
}

fn scale() -> Calibration {
    Calibration::from_file(Resolution::square(DPI).unwrap()).unwrap()
}

/// The region that is looked at: 16 × 14 mm about (20, 15).
const AREA: RectMm = RectMm::new(12.0, 8.0, 16.0, 14.0);

fn turned(a: f64, b: f64) -> f64 {
    let turn = (a - b).rem_euclid(180.0);
    turn.min(180.0 - turn)
}

#[test]
fn a_halftone_of_133_lines_at_45_degrees_is_measured_however_the_capture_lies() {
    let calibration = scale();
    let budget = Budget::new(&calibration);
    for turn_deg in [0.0, 3.0, -7.5, 90.0, 181.0, 270.0] {
        let map = laid(turn_deg, [379.5, 349.5]);
        let scan = halftone(map, 133.0, 45.0);
        let picture = PagePicture::new(&scan, map).unwrap();
        // A capture on its side shows less of the width.
        let area = RectMm::new(13.5, 8.5, 13.0, 13.0);
        let found = region_spectrum(&picture, area, &SpectrumParams::default(), Some(&budget), &Unwatched).unwrap();
        let mut two = [found.peaks[0], found.peaks[1]].map(|peak| (peak, peak.values.unwrap()));
        two.sort_by(|a, b| turned(a.1.direction.value(), 45.0).total_cmp(&turned(b.1.direction.value(), 45.0)));
        for ((peak, values), angle) in two.into_iter().zip([45.0, 135.0]) {
            let (frequency, direction) = (values.frequency, values.direction);
            assert!((frequency.value() - 133.0).abs() < 1.33, "turned by {turn_deg}: {values:?}");
            assert!((frequency.value() - 133.0).abs() <= frequency.expanded_uncertainty(), "turned by {turn_deg}: {values:?}");
            assert!(turned(direction.value(), angle) <= direction.expanded_uncertainty(), "turned by {turn_deg}: {values:?}");
            assert!(direction.expanded_uncertainty() < 0.5, "{direction}");
            assert!((values.period.value() * frequency.value() - 25_400.0).abs() < 1e-6);
            assert_eq!((frequency.unit(), values.period.unit()), (Unit::LinesPerInch, Unit::Micrometre));
            assert!(peak.strength_db > 30.0 && !peak.fits_blocks, "{peak:?}");
        }
    }
}

#[test]
fn peaks_lie_in_the_picture_where_its_corners_say() {
    let map = laid(20.0, [379.5, 349.5]);
    let scan = halftone(map, 120.0, 30.0);
    let picture = PagePicture::new(&scan, map).unwrap();
    let found = region_spectrum(&picture, RectMm::new(15.0, 10.0, 10.0, 10.0), &SpectrumParams::default(), None, &Unwatched).unwrap();
    let [top_left, top_right, _, bottom_left] = found.corners_per_mm;
    let (across, down) = ([0, 1].map(|k| top_right[k] - top_left[k]), [0, 1].map(|k| bottom_left[k] - top_left[k]));
    let determinant = across[0] * down[1] - across[1] * down[0];
    for peak in &found.peaks[..2] {
        let from = [0, 1].map(|k| peak.wave_per_mm[k] - top_left[k]);
        let u = (from[0] * down[1] - from[1] * down[0]) / determinant;
        let v = (across[0] * from[1] - across[1] * from[0]) / determinant;
        let (x, y) = (u * f64::from(found.picture.width()) - 0.5, v * f64::from(found.picture.height()) - 0.5);
        assert!(found.picture.get_pixel(x.round() as u32, y.round() as u32).0[0] > 200, "nothing bright at {x} {y}");
    }
}

#[test]
fn without_a_calibration_no_number_is_given() {
    let map = laid(0.0, [379.5, 349.5]);
    let scan = halftone(map, 133.0, 45.0);
    let picture = PagePicture::new(&scan, map).unwrap();
    let found = region_spectrum(&picture, AREA, &SpectrumParams::default(), None, &Unwatched).unwrap();
    assert!(found.peaks.len() >= 2 && found.peaks.iter().all(|peak| peak.values.is_none()));
}

#[test]
fn only_pixels_of_the_region_count() {
    for (turn_deg, sides) in [(0.0, [236, 188]), (90.0, [188, 236])] {
        let map = laid(turn_deg, [379.5, 349.5]);
        let scan = halftone(map, 100.0, 0.0);
        let picture = PagePicture::new(&scan, map).unwrap();
        let area = RectMm::new(15.0, 11.0, 10.0, 8.0);
        let used = region_spectrum(&picture, area, &SpectrumParams::default(), None, &Unwatched).unwrap().used;
        assert_eq!([used.width, used.height], sides);
        for (x, y) in [(used.x, used.y), (used.right() - 1, used.bottom() - 1)] {
            assert!(area.contains(map.page(PointPx { x: f64::from(x), y: f64::from(y) })));
        }
    }
    // Turned, a rectangle of pixels within the region is smaller.
    let map = laid(10.0, [379.5, 349.5]);
    let scan = halftone(map, 100.0, 0.0);
    let picture = PagePicture::new(&scan, map).unwrap();
    let area = RectMm::new(15.0, 10.0, 10.0, 10.0);
    let used = region_spectrum(&picture, area, &SpectrumParams::default(), None, &Unwatched).unwrap().used;
    assert!((195..=236).contains(&used.width), "{used:?}");
    for (x, y) in [(used.x, used.y), (used.right() - 1, used.y), (used.x, used.bottom() - 1), (used.right() - 1, used.bottom() - 1)] {
        assert!(area.contains(map.page(PointPx { x: f64::from(x), y: f64::from(y) })), "{x} {y} is outside");
    }
}

#[test]
fn what_cannot_be_transformed_says_why() {
    let map = laid(0.0, [379.5, 349.5]);
    let scan = halftone(map, 100.0, 0.0);
    let picture = PagePicture::new(&scan, map).unwrap();
    let of = |area| region_spectrum(&picture, area, &SpectrumParams::default(), None, &Unwatched).map(|found| found.used);
    let small = of(RectMm::new(19.0, 14.0, 5.0, 1.0)).unwrap_err();
    assert!(matches!(small, MeasureError::SmallRegion { width_px: 118, height_px: 23 | 24 }), "{small:?}");
    assert!(small.to_string().contains("32 px along each side"));
    assert_eq!(of(RectMm::new(20.0, 15.0, 0.0, 0.0)).map_err(|error| matches!(error, MeasureError::SmallRegion { .. })), Err(true));
    assert_eq!(of(RectMm::new(-5.0, 14.0, 20.0, 10.0)), Err(MeasureError::OutsidePicture));
    assert!(matches!(of(RectMm::new(f64::NAN, 14.0, 20.0, 10.0)), Err(MeasureError::Place(_))));
}

#[test]
fn a_region_that_changes_its_scale_is_more_uncertain() {
    let calibration = scale();
    let budget = Budget::new(&calibration);
    let flat = laid(0.0, [379.5, 349.5]);
    let Homography([right, down, _]) = flat.0;
    let tilted = PageFromCapture(Homography([right, down, [2e-6, 0.0, 1.0]]));
    let of = |map: PageFromCapture| {
        let scan = halftone(map, 100.0, 20.0);
        let picture = PagePicture::new(&scan, map).unwrap();
        let area = RectMm::new(15.0, 10.0, 10.0, 10.0);
        let found = region_spectrum(&picture, area, &SpectrumParams::default(), Some(&budget), &Unwatched).unwrap();
        found.peaks[0].values.unwrap().frequency
    };
    let (even, uneven) = (of(flat), of(tilted));
    assert!(even.contributions().repeat < 1e-9 && uneven.contributions().repeat > 0.005, "{even:?} and {uneven:?}");
    assert!((uneven.value() - 100.0).abs() <= uneven.expanded_uncertainty(), "{uneven}");
}

#[test]
fn blocks_of_compression_are_pointed_out() {
    let blocks =
        RgbImage::from_fn(400, 400, |x, y| Rgb([if x % 8 == 0 || y % 8 == 0 { 120 } else { 130 + ((x * 31 + y * 17) % 5) as u8 }; 3]));
    let picture = PagePicture::new(&blocks, laid(0.0, [199.5, 199.5])).unwrap();
    let area = RectMm::new(13.0, 8.0, 14.0, 14.0);
    let found = region_spectrum(&picture, area, &SpectrumParams::default(), None, &Unwatched).unwrap();
    assert!(!found.peaks.is_empty() && found.peaks[..2].iter().all(|peak| peak.fits_blocks), "{:?}", found.peaks);
}
