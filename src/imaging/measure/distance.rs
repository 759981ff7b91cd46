//! Lengths: from point to point and along a path.

use super::MeasureError;
use super::budget::{Budget, check, step};
use crate::domain::{PointMm, QuantityValue, Unit};

/// Returns the distance of two points in mm.
///
/// # Errors
///
/// [`MeasureError::Place`], [`MeasureError::TooClose`] below two pixels.
pub fn distance(from: PointMm, to: PointMm, budget: &Budget<'_>) -> Result<QuantityValue, MeasureError> {
    polyline_length(&[from, to], budget)
}

/// Returns the length of the path through `points` in mm, in their order; the path is not closed.
///
/// A path drawn over a curve is shorter than the curve: with points every tenth of a turn by 1.6 %.
///
/// # Errors
///
/// [`MeasureError::Place`] if there are fewer than two points, [`MeasureError::TooClose`] below two pixels in all.
pub fn polyline_length(points: &[PointMm], budget: &Budget<'_>) -> Result<QuantityValue, MeasureError> {
    check(points, 2)?;
    let (length, derivatives) = length_and_derivatives(points, false);
    if length < budget.least_mm() {
        return Err(MeasureError::TooClose);
    }
    budget.value(length, Unit::Mm, points, &derivatives)
}

/// The length of a path and its derivative by each coordinate; `closed` adds the way back to the first point.
pub(super) fn length_and_derivatives(points: &[PointMm], closed: bool) -> (f64, Vec<[f64; 2]>) {
    let mut length = 0.0;
    let mut derivatives = vec![[0.0, 0.0]; points.len()];
    let back = points.last().zip(points.first()).filter(|_| closed);
    let steps = points.windows(2).enumerate().filter_map(|(place, pair)| match pair {
        [from, to] => Some((place, place + 1, *from, *to)),
        _ => None,
    });
    for (start, end, from, to) in steps.chain(back.map(|(from, to)| (points.len() - 1, 0, *from, *to))) {
        let (by, far) = step(from, to);
        length += far;
        if far > 0.0 {
            for axis in [0, 1] {
                derivatives[end][axis] += by[axis] / far;
                derivatives[start][axis] -= by[axis] / far;
            }
        }
    }
    (length, derivatives)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::budget::tests::{at, by_drawing, scale};
    use super::*;
    use crate::domain::PlaceError;

    #[test]
    fn a_distance_carries_the_three_parts_of_its_uncertainty() {
        let calibration = scale(0.001);
        let length = distance(at(10.0, 20.0), at(40.0, 20.0), &Budget::new(&calibration)).unwrap();
        assert!((length.value() - 30.0).abs() < 1e-12);
        let parts = length.contributions();
        // By hand: scale 30 mm × 0.001 and 30 mm × 0.003 / √3 / √2; pixel √2 × 0.05 mm / √12; hand √2 × 0.025 mm.
        assert!((parts.scale - 0.03_f64.hypot(30.0 * 0.003 / 6.0_f64.sqrt())).abs() < 1e-9, "{parts:?}");
        assert!((parts.pixel - 0.020_412_41).abs() < 1e-7, "{parts:?}");
        assert!((parts.repeat - 0.035_355_34).abs() < 1e-7, "{parts:?}");
        assert_eq!(length.to_string(), "30.00 ± 0.13 mm (k = 2)");
    }

    #[test]
    fn points_in_one_place_have_no_distance() {
        let calibration = scale(0.001);
        let budget = Budget::new(&calibration);
        assert_eq!(distance(at(1.0, 1.0), at(1.05, 1.05), &budget), Err(MeasureError::TooClose));
        assert_eq!(polyline_length(&[at(1.0, 1.0)], &budget), Err(PlaceError::TooFewPoints { least: 2 }.into()));
        assert_eq!(distance(at(1.0, f64::NAN), at(2.0, 1.0), &budget), Err(PlaceError::OffThePage.into()));
    }

    #[test]
    fn the_hand_contributes_what_drawing_it_many_times_shows() {
        let calibration = scale(0.0);
        let path = [at(0.0, 0.0), at(3.0, 4.0), at(9.0, 4.0), at(5.0, 1.0)];
        let length = polyline_length(&path, &Budget::new(&calibration).with_repeat_px(0.4)).unwrap();
        assert!((length.value() - 16.0).abs() < 1e-12);
        let drawn = by_drawing(&path, 0.4 / 20.0, |points| length_and_derivatives(points, false).0);
        assert!((length.contributions().repeat / drawn - 1.0).abs() < 0.05, "{} {drawn}", length.contributions().repeat);
    }

    proptest! {
        #[test]
        fn a_length_does_not_depend_on_place_turn_or_direction(
            xs in proptest::collection::vec((-50.0..50.0f64, -50.0..50.0f64), 2..12), turn in 0.0..6.3f64, dx in -90.0..90.0f64,
        ) {
            let calibration = scale(0.002);
            let budget = Budget::new(&calibration);
            let path: Vec<PointMm> = xs.iter().map(|(x, y)| at(*x, *y)).collect();
            prop_assume!(length_and_derivatives(&path, false).0 > 1.0);
            let (sin, cos) = turn.sin_cos();
            let mut other: Vec<PointMm> = path.iter().map(|p| at(p.x * cos - p.y * sin + dx, p.x * sin + p.y * cos - dx)).collect();
            other.reverse();
            let (a, b) = (polyline_length(&path, &budget).unwrap(), polyline_length(&other, &budget).unwrap());
            prop_assert!((a.value() - b.value()).abs() < 1e-9 * a.value());
            prop_assert!((a.contributions().repeat - b.contributions().repeat).abs() < 1e-9);
            // What both axes share does not depend on the turn; what each has of its own is at most that.
            let share = a.value() * calibration.common();
            prop_assert!(a.contributions().scale >= share && b.contributions().scale <= share.hypot(a.value() * calibration.each()[0]) * (1.0 + 1e-9));
        }
    }
}
