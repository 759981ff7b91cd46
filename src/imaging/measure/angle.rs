//! Angles between two legs.

use super::MeasureError;
use super::budget::{Budget, check, step};
use crate::domain::{PointMm, QuantityValue, Unit};

/// Returns the angle at `corner` between the legs to `one` and to `other`, 0° to 180°.
///
/// A scale that both axes share does not change an angle; pixels that are not quite square do. Near 0° and 180° an angle cannot
/// fall below or rise above, so its uncertainty is one-sided there.
///
/// # Errors
///
/// [`MeasureError::Place`], [`MeasureError::TooClose`] if a leg is shorter than two pixels.
pub fn angle(one: PointMm, corner: PointMm, other: PointMm, budget: &Budget<'_>) -> Result<QuantityValue, MeasureError> {
    let points = [one, corner, other];
    check(&points, 3)?;
    let ((a, long_a), (b, long_b)) = (step(corner, one), step(corner, other));
    if long_a.min(long_b) < budget.least_mm() {
        return Err(MeasureError::TooClose);
    }
    let turn = libm::atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]);
    let sense = if turn < 0.0 { -1.0 } else { 1.0 };
    // A leg turns by what its end moves across it, divided by its length.
    let across = |leg: [f64; 2], long: f64| [-leg[1] / (long * long), leg[0] / (long * long)];
    let (by_one, by_other) = (across(a, long_a).map(|part| -sense * part), across(b, long_b).map(|part| sense * part));
    let by_corner = [-by_one[0] - by_other[0], -by_one[1] - by_other[1]];
    let derivatives = [by_one, by_corner, by_other].map(|by| by.map(f64::to_degrees));
    budget.value(turn.abs().to_degrees(), Unit::Degree, &points, &derivatives)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::budget::tests::{at, by_drawing, scale};
    use super::*;

    #[test]
    fn right_and_other_angles() {
        let calibration = scale(0.01);
        let budget = Budget::new(&calibration);
        let right = angle(at(10.0, 0.0), at(0.0, 0.0), at(0.0, 5.0), &budget).unwrap();
        assert!((right.value() - 90.0).abs() < 1e-12);
        let mirrored = angle(at(10.0, 0.0), at(0.0, 0.0), at(0.0, -5.0), &budget).unwrap();
        assert!((mirrored.value() - 90.0).abs() < 1e-12);
        let sixty = angle(at(4.0, 1.0), at(2.0, 1.0), at(3.0, 1.0 + 3.0_f64.sqrt()), &budget).unwrap();
        assert!((sixty.value() - 60.0).abs() < 1e-9);
        assert_eq!(angle(at(0.01, 0.0), at(0.0, 0.0), at(0.0, 5.0), &budget), Err(MeasureError::TooClose));
    }

    #[test]
    fn a_shared_scale_turns_nothing_and_pixels_out_of_square_do() {
        let calibration = scale(0.05);
        let budget = Budget::new(&calibration);
        let along = angle(at(10.0, 0.0), at(0.0, 0.0), at(0.0, 5.0), &budget).unwrap();
        assert!(along.contributions().scale < 1e-9, "legs along the axes stay there");
        let diagonal = angle(at(10.0, 10.0), at(0.0, 0.0), at(10.0, -10.0), &budget).unwrap();
        // tan(angle / 2) = height / width = 1: an axis longer by ε turns each leg by ε / 2, both by ε.
        let expected = calibration.each()[0].hypot(calibration.each()[1]).to_degrees();
        assert!((diagonal.contributions().scale - expected).abs() < 1e-9);
    }

    #[test]
    fn the_hand_contributes_what_drawing_it_many_times_shows() {
        let calibration = scale(0.0);
        let points = [at(6.0, 1.0), at(1.0, 1.0), at(4.0, 5.0)];
        let value = |p: &[PointMm]| angle(p[0], p[1], p[2], &Budget::new(&calibration).with_repeat_px(0.4)).unwrap();
        let drawn = by_drawing(&points, 0.4 / 20.0, |points| value(points).value());
        let told = value(&points).contributions().repeat;
        assert!((told / drawn - 1.0).abs() < 0.05, "{told} {drawn}");
    }

    proptest! {
        #[test]
        fn the_angles_of_a_triangle_make_half_a_turn(x in 1.0..50.0f64, y in 1.0..50.0f64, u in -50.0..-1.0f64) {
            let calibration = scale(0.001);
            let budget = Budget::new(&calibration);
            let (a, b, c) = (at(0.0, 0.0), at(x, y), at(u, y / 2.0));
            let sum = [(a, b, c), (b, c, a), (c, a, b)].map(|(p, q, r)| angle(p, q, r, &budget).unwrap().value()).iter().sum::<f64>();
            prop_assert!((sum - 180.0).abs() < 1e-9);
        }
    }
}
