use proptest::prelude::*;

use super::*;
use crate::domain::{PageId, ReferenceId};

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

fn known(mm: f64, standard_mm: f64) -> KnownLength {
    KnownLength { mm, standard_mm, basis: Basis::Given }
}

#[test]
fn a_file_is_believed_to_one_percent_and_called_a_claim() {
    let scale = Calibration::from_file(Resolution::square(600.0).unwrap()).unwrap();
    assert!(near(scale.px_per_mm()[0], 600.0 / 25.4));
    assert!(near(scale.each()[1], 0.01 / 3.0_f64.sqrt()) && near(scale.common(), 0.0));
    assert!(scale.is_claim());
    assert_eq!(scale.to_string(), "Scale from the file (600 dpi), not checked, 23.62 px/mm ± 1.15 % (k = 2)");
}

#[test]
fn two_points_are_as_good_as_their_length_and_their_ends() {
    let (from, to) = (PointPx { x: 100.0, y: 50.0 }, PointPx { x: 400.0, y: 450.0 });
    let scale = Calibration::from_two_points(from, to, known(50.0, 0.05), 0.5, 1.0).unwrap();
    assert!(near(scale.px_per_mm()[0], 10.0) && near(scale.px_per_mm()[1], 10.0));
    // By hand: 0.05 / 50 = 0.001; √2 × 0.5 / 500 = 0.00141421; together 0.00173205.
    assert!((scale.common() - 0.001_732_05).abs() < 1e-8);
    assert!(!scale.is_claim());
    let assumed = KnownLength { basis: Basis::Assumed, ..known(109.22, 0.3) };
    assert!(Calibration::from_two_points(from, to, assumed, 0.5, 1.0).unwrap().is_claim());
}

#[test]
fn pixels_that_are_not_square_are_taken_into_account() {
    // A fax: 204 across, 98 down. A length of 1 inch down has 98 px.
    let down = PointPx { x: 0.0, y: 98.0 };
    let scale = Calibration::from_two_points(PointPx::default(), down, known(25.4, 0.0), 0.0, 98.0 / 204.0).unwrap();
    assert!(near(scale.px_per_mm()[0], 204.0 / 25.4) && near(scale.px_per_mm()[1], 98.0 / 25.4));
}

#[test]
fn a_passport_of_known_format_gives_both_scales() {
    let scale = Calibration::from_format(DocumentFormat::Id3, Some(1250.0), Some(880.0), 1.0).unwrap();
    assert!(near(scale.px_per_mm()[0], 10.0) && near(scale.px_per_mm()[1], 10.0));
    // By hand: 0.75 / √3 = 0.4330 mm of 125 mm is 0.003464; √2 / 1250 = 0.001131; together 0.003644.
    assert!((scale.each()[0] - 0.003_644).abs() < 1e-6, "{:?}", scale.each());
    let one = Calibration::from_format(DocumentFormat::Id3, None, Some(880.0), 1.0).unwrap();
    assert!(near(one.px_per_mm()[0], 10.0) && one.each()[0] > 0.0 && one.common() > 0.004);
    assert_eq!(Calibration::from_format(DocumentFormat::Id3, None, None, 1.0), Err(CalibrationError::NoSide));
}

#[test]
fn a_registered_page_lends_its_millimetres() {
    let page = PageOf { reference: ReferenceId::new("UTO-P-2019").unwrap(), page: PageId::new("data-page").unwrap() };
    let scale = Calibration::from_reference(page, SizeMm { width: 125.0, height: 88.0 }, 0.0, 0.05, 508.0).unwrap();
    assert!(near(scale.px_per_mm()[0], 20.0) && near(scale.each()[0], 0.05 / 125.0));
    assert!(scale.to_string().starts_with("Scale from the reference page UTO-P-2019/data-page"));
}

#[test]
fn what_cannot_be_a_scale_is_refused() {
    let (here, there) = (PointPx::default(), PointPx { x: 500.0, y: 0.0 });
    let two = |to, known| Calibration::from_two_points(here, to, known, 0.5, 1.0);
    assert_eq!(two(PointPx { x: 3.0, y: 4.0 }, known(50.0, 0.0)), Err(CalibrationError::TooShort));
    assert_eq!(two(PointPx { x: f64::NAN, y: 4.0 }, known(50.0, 0.0)), Err(CalibrationError::TooShort));
    assert_eq!(two(there, known(0.0, 0.0)), Err(CalibrationError::NotPossible));
    assert_eq!(two(there, known(50.0, f64::INFINITY)), Err(CalibrationError::NotPossible));
    assert_eq!(two(there, known(50.0, 25.0)), Err(CalibrationError::OutOfRange));
    let mut written = serde_json::to_value(two(there, known(50.0, 0.0)).unwrap()).unwrap();
    written["px_per_mm"][0] = 0.0.into();
    assert!(serde_json::from_value::<Calibration>(written).is_err());
}

proptest! {
    #[test]
    fn a_calibration_reads_back_and_maps_its_base_to_its_length(
        x in -3000.0..3000.0f64, y in -3000.0..3000.0f64, mm in 5.0..300.0f64, aspect in 0.5..2.0f64,
    ) {
        prop_assume!(x.hypot(y) > 60.0);
        let to = PointPx { x, y };
        let scale = Calibration::from_two_points(PointPx::default(), to, known(mm, 0.01), 0.5, aspect).unwrap();
        let text = serde_json::to_string(&scale).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Calibration>(&text).unwrap(), &scale);
        let map = scale.page_from_picture();
        let (a, b) = (map.page(PointPx::default()), map.page(to));
        prop_assert!(near((b.x - a.x).hypot(b.y - a.y), mm));
    }
}
