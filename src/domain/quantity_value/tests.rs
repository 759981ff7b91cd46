use proptest::prelude::*;

use super::*;

fn mm(value: f64, repeat: f64) -> QuantityValue {
    QuantityValue::new(value, Unit::Mm, Contributions { repeat, ..Contributions::default() }).unwrap()
}

#[test]
fn a_value_is_shown_to_the_place_its_uncertainty_deserves() {
    let shown = |value: f64, expanded: f64| mm(value, expanded / 2.0).to_string();
    assert_eq!(shown(12.3412, 0.05), "12.34 ± 0.05 mm (k = 2)");
    assert_eq!(shown(12.3412, 0.0123), "12.341 ± 0.013 mm (k = 2)");
    assert_eq!(shown(12.3412, 0.0301), "12.34 ± 0.04 mm (k = 2)");
    assert_eq!(shown(12.3412, 0.096), "12.34 ± 0.10 mm (k = 2)");
    assert_eq!(shown(12.3412, 2.01), "12.3 ± 2.1 mm (k = 2)");
    assert_eq!(shown(12_341.2, 450.0), "12300 ± 500 mm (k = 2)");
    assert_eq!(shown(-0.001, 0.05), "0.00 ± 0.05 mm (k = 2)");
    assert_eq!(shown(7.0, 0.0), "7 mm (uncertainty not stated)");
    let angle = QuantityValue::new(44.98, Unit::Degree, Contributions { pixel: 0.2, ..Contributions::default() }).unwrap();
    assert_eq!(angle.to_string(), "45.0 ± 0.4° (k = 2)");
    assert_eq!(angle.covered(2.869).unwrap().to_string(), "45.0 ± 0.6° (k = 2.87)");
}

#[test]
fn the_end_gauge_of_the_guide_combines_to_its_published_uncertainty() {
    // JCGM 100:2008, H.1.6: components 25, 9.7, 2.9 and 16.6 nm combine to 32 nm.
    let from = Contributions { scale: 25.0, pixel: 9.7_f64.hypot(2.9), repeat: 16.6 };
    assert!((from.combined() - 31.7).abs() < 0.05, "{}", from.combined());
}

#[test]
fn the_thermometer_of_the_guide_repeats_to_its_published_mean() {
    // JCGM 100:2008, 4.4.3, table 1: twenty temperatures with mean 100.145 °C and standard deviation of the mean 0.333 °C.
    let readings = [
        96.90, 98.18, 98.25, 98.61, 99.03, 99.49, 99.56, 99.74, 99.89, 100.07, 100.33, 100.42, 100.68, 100.95, 101.11, 101.20, 101.57,
        101.84, 102.36, 102.72,
    ];
    let mean = QuantityValue::of_repeats(&readings.map(|reading| mm(reading, 0.5))).unwrap();
    assert!((mean.value() - 100.145).abs() < 5e-4);
    assert!((mean.standard_uncertainty() - 0.333).abs() < 5e-4);
    assert!((mean.coverage_factor() - 2.14).abs() < 1e-9, "19 degrees of freedom");
}

#[test]
fn few_repeats_are_not_believed_too_much() {
    let mean = QuantityValue::of_repeats(&[mm(10.0, 0.0), mm(10.2, 0.0)]).unwrap();
    assert!((mean.expanded_uncertainty() - 13.97 * 0.1).abs() < 1e-9);
    assert_eq!(QuantityValue::of_repeats(&[mm(10.0, 0.0)]), Err(QuantityError::TooFewRepeats));
    let degree = QuantityValue::new(1.0, Unit::Degree, Contributions::default()).unwrap();
    assert_eq!(QuantityValue::of_repeats(&[mm(1.0, 0.0), degree]), Err(QuantityError::UnitsDiffer));
}

#[test]
fn what_is_no_quantity_is_refused_and_so_is_a_file_that_understates() {
    assert_eq!(QuantityValue::new(f64::NAN, Unit::Mm, Contributions::default()), Err(QuantityError::NotANumber));
    let bad = Contributions { scale: -1.0, ..Contributions::default() };
    assert_eq!(QuantityValue::new(1.0, Unit::Mm, bad), Err(QuantityError::Uncertainty));
    assert_eq!(mm(1.0, 0.1).covered(0.5), Err(QuantityError::CoverageFactor));
    let mut written = serde_json::to_value(mm(12.0, 0.1)).unwrap();
    assert_eq!(written["standard_uncertainty"], 0.1);
    written["standard_uncertainty"] = 0.01.into();
    assert!(serde_json::from_value::<QuantityValue>(written).unwrap_err().to_string().contains("does not follow"));
}

proptest! {
    #[test]
    fn what_is_shown_holds_the_value_and_never_understates(value in -1e6..1e6f64, exponent in -9.0..5.0f64) {
        let expanded = 10_f64.powf(exponent);
        let quantity = mm(value, expanded / 2.0);
        let text = quantity.to_string();
        let (shown, rest) = text.split_once(" ± ").unwrap();
        let (uncertainty, rest) = rest.split_once(' ').unwrap();
        prop_assert_eq!(rest, "mm (k = 2)");
        let (shown, uncertainty): (f64, f64) = (shown.parse().unwrap(), uncertainty.parse().unwrap());
        prop_assert!(uncertainty >= expanded * (1.0 - 1e-5) && uncertainty <= expanded * 1.34, "{}", text);
        prop_assert!((shown - value).abs() <= 0.17 * uncertainty + 1e-9, "{}", text);
    }

    #[test]
    fn a_quantity_reads_back_as_it_was_written(value in proptest::num::f64::NORMAL, scale in 0.0..9.0f64, pixel in 0.0..9.0f64, repeat in 0.0..9.0f64) {
        let quantity = QuantityValue::new(value, Unit::SquareMm, Contributions { scale, pixel, repeat }).unwrap();
        let text = serde_json::to_string(&quantity).unwrap();
        prop_assert_eq!(serde_json::from_str::<QuantityValue>(&text).unwrap(), quantity);
    }
}
