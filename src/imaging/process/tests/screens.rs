use super::*;
use crate::imaging::process::{InReference, NotMeasurable, PrintProcess, Screen, ScreenKind, process_beside, remarks};

const SIZE: [f64; 2] = [18.0, 14.0];

fn found(picture: &RgbImage, ppi: f64) -> Vec<Screen> {
    marks(picture, ppi).screens.unwrap().found
}

/// A tone that runs across the picture, so that dots grow.
fn tone(x: f64) -> f64 {
    0.15 + 0.5 * x / SIZE[0]
}

#[test]
fn a_dot_screen_is_found_with_its_ruling_and_angle() {
    for (lpi, angle, ppi) in [
        (133.0, 45.0, 600.0),
        (133.0, 15.0, 400.0),
        (85.0, 0.0, 600.0),
        (106.0, 71.6, 600.0),
        (150.0, 45.0, 1200.0),
        (175.0, 30.0, 600.0),
        (65.0, 22.0, 300.0),
    ] {
        let drawn = capture(SIZE, ppi, |x, y| grey(if dot(x, y, lpi, angle, tone(x)) { 0.1 } else { 0.85 }));
        let screens = found(&noisy(drawn, 3.0, 1), ppi);
        let [only] = screens.as_slice() else { panic!("{lpi} lpi at {angle}° and {ppi} ppi: {screens:#?}") };
        let (frequency, turned) = (only.frequency.value(), only.angle.value());
        assert_eq!(only.kind, ScreenKind::Dots, "{lpi} {angle} {ppi}");
        assert!((frequency / lpi - 1.0).abs() < 0.01, "{frequency} for {lpi}");
        let off = (turned - angle).rem_euclid(90.0);
        assert!(off.min(90.0 - off) < 1.0, "{turned} for {angle}");
        assert!((frequency - lpi).abs() <= 3.0 * only.frequency.standard_uncertainty(), "{} for {lpi}", only.frequency);
        assert!((only.period.value() - 25_400.0 / lpi).abs() < 0.01 * 25_400.0 / lpi);
    }
}

#[test]
fn a_line_screen_has_one_direction() {
    for (lpi, angle, ppi) in [(106.0, 30.0, 600.0), (141.0, 135.0, 1200.0), (90.0, 90.0, 600.0)] {
        let (sin, cos) = f64::to_radians(angle).sin_cos();
        let drawn = capture(SIZE, ppi, |x, y| {
            let across = (x * sin + y * cos) * std::f64::consts::TAU * lpi / MM_PER_INCH;
            grey(if 0.5 - 0.5 * across.cos() < tone(x) { 0.1 } else { 0.85 })
        });
        let screens = found(&noisy(drawn, 3.0, 2), ppi);
        let [only] = screens.as_slice() else { panic!("{lpi} {angle}: {screens:#?}") };
        assert_eq!(only.kind, ScreenKind::Lines);
        assert!((only.frequency.value() / lpi - 1.0).abs() < 0.01 && (only.angle.value() - angle).abs() < 1.0, "{only:?}");
    }
}

#[test]
fn four_inks_make_a_rosette_of_screens_at_their_angles() {
    let ppi = 600.0;
    let inks = [(15.0, [0.05, 0.6, 0.85]), (75.0, [0.85, 0.1, 0.5]), (0.0, [0.95, 0.9, 0.1]), (45.0, [0.1; 3])];
    let drawn = capture(SIZE, ppi, |x, y| {
        let mut light = [0.9; 3];
        for (k, (angle, ink)) in inks.iter().enumerate() {
            let cover = [0.3, 0.25, 0.3, 0.12][k] + 0.1 * (x * 0.3 + k as f64).sin();
            if dot(x, y, 133.0, *angle, cover) {
                light = [0, 1, 2].map(|c: usize| light[c] * ink[c]);
            }
        }
        light
    });
    let marks = marks(&noisy(drawn, 2.0, 3), ppi);
    let screens = &marks.screens.as_ref().unwrap().found;
    for angle in [15.0, 75.0, 45.0, 0.0] {
        let near = screens.iter().find(|screen| {
            let off = (screen.angle.value() - angle).rem_euclid(90.0);
            off.min(90.0 - off) < 1.0 && (screen.frequency.value() / 133.0 - 1.0).abs() < 0.01
        });
        assert!(near.is_some_and(|screen| screen.kind == ScreenKind::Dots), "{angle}: {screens:#?}");
    }
    assert_eq!(screens.len(), 4, "{screens:#?}");
    let said = remarks(&marks, &[]);
    assert!(said.iter().any(|remark| remark.observed.contains("rosette") && remark.consistent_with.contains(&PrintProcess::Toner)));
}

#[test]
fn drawn_line_work_and_even_tones_are_no_screen() {
    for ppi in [300.0, 400.0, 600.0] {
        let drawn = noisy(capture([30.0, 24.0], ppi, |x, y| grey(guilloche(x, y))), 3.0, 4);
        let marks = marks(&drawn, ppi);
        let screens = marks.screens.as_ref().unwrap();
        assert_eq!(screens.found, [], "{ppi}");
        assert!(remarks(&marks, &[])[0].observed.len() > 10);
        let even = noisy(capture(SIZE, ppi, |x, _| grey(tone(x))), 3.0, 5);
        assert_eq!(found(&even, ppi), [], "{ppi}");
    }
}

#[test]
fn a_screen_beneath_line_work_is_found_and_the_reference_tells_what_is_design() {
    let (ppi, size) = (600.0, [24.0, 18.0]);
    let ruled = |x: f64, y: f64| if ((x * 0.5 + y) * std::f64::consts::TAU * 2.6).cos() > 0.6 { 0.5 } else { 1.0 };
    let reference = noisy(capture(size, ppi, |x, y| grey(guilloche(x, y) * ruled(x, y))), 3.0, 6);
    let questioned = noisy(
        capture(size, ppi, |x, y| {
            let cover = 1.0 - guilloche(x, y) * ruled(x, y);
            grey(if dot(x, y, 120.0, 45.0, cover) { 0.1 } else { 0.9 })
        }),
        3.0,
        7,
    );
    let beside = with(&questioned, ppi, |one, budget| {
        with(&reference, ppi, |other, other_budget| {
            let params = ProcessParams::default();
            process_beside((one, budget), (other, other_budget), whole(&questioned, ppi), &params, &Unwatched).unwrap()
        })
    });
    let screens = beside.questioned.screens.unwrap().found;
    let mut told = screens.iter().zip(&beside.screens);
    let dots = told.clone().find(|(screen, _)| screen.kind == ScreenKind::Dots).unwrap();
    assert!((dots.0.frequency.value() - 120.0).abs() < 1.2 && matches!(dots.1, InReference::Absent { .. }), "{screens:#?} {dots:?}");
    let lpi = 2.6 * 1.25_f64.sqrt() * MM_PER_INCH;
    let lines = told.find(|(screen, _)| (screen.frequency.value() - lpi).abs() < 1.5);
    assert!(lines.is_none_or(|(_, told)| matches!(told, InReference::Present { .. })), "{lines:?}");
    // In the reference the ruled lines are steady, and are said to be lines, which without another reference cannot be told apart.
    let in_reference = beside.reference.screens.unwrap().found;
    assert!(in_reference.iter().all(|screen| screen.kind == ScreenKind::Lines), "{in_reference:#?}");
}

#[test]
fn a_screen_turns_with_the_capture_on_its_page() {
    let ppi = 600.0;
    let drawn = noisy(capture(SIZE, ppi, |x, y| grey(if dot(x, y, 120.0, 45.0, tone(x)) { 0.1 } else { 0.85 })), 2.0, 8);
    // The capture lies turned on its page by 10° with the clock.
    let (sin, cos) = 10.0_f64.to_radians().sin_cos();
    let mm = MM_PER_INCH / ppi;
    let map = crate::domain::Homography([[mm * cos, -mm * sin, 10.0], [mm * sin, mm * cos, 10.0], [0.0, 0.0, 1.0]]);
    let scale = Calibration::from_file(Resolution::square(ppi).unwrap()).unwrap();
    let laid = PagePicture::new(&drawn, crate::domain::PageFromCapture(map)).unwrap();
    let area = RectMm::new(12.0, 14.0, 11.0, 8.0);
    let marks = process_marks(&laid, area, &ProcessParams::default(), &Budget::new(&scale), &Unwatched).unwrap();
    let screens = marks.screens.unwrap().found;
    assert!(screens.len() == 1 && (screens[0].angle.value() - 35.0).abs() < 1.0, "{screens:#?}");
}

#[test]
fn what_is_too_fine_or_too_small_is_not_measured() {
    let drawn = capture([4.0, 3.0], 300.0, |x, y| grey(if dot(x, y, 80.0, 45.0, 0.4) { 0.1 } else { 0.85 }));
    let few = marks(&drawn, 300.0);
    assert!(few.is_coarse && matches!(few.screens, Err(NotMeasurable::SmallRegion { .. })), "{few:?}");
    assert!(matches!(few.edges, Err(NotMeasurable::TooCoarse { .. })));
    let coarse = marks(&capture([40.0, 40.0], 100.0, |_, _| grey(0.5)), 100.0);
    assert!(matches!(coarse.screens, Err(NotMeasurable::TooCoarse { .. })), "{:?}", coarse.screens);
}
