//! The area and the rim of an outline.

use super::MeasureError;
use super::budget::{Budget, check};
use super::distance::length_and_derivatives;
use crate::domain::{PointMm, QuantityValue, Unit};

/// An outline measured.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PolygonArea {
    /// Its area in mm².
    pub area: QuantityValue,
    /// The length of its rim in mm.
    pub perimeter: QuantityValue,
}

/// Returns the area inside the closed outline through `points` (Gauss's shoelace formula) and the length of its rim.
///
/// The first point is not repeated. Either direction gives the same.
///
/// # Errors
///
/// [`MeasureError::Place`] below three points, [`MeasureError::CrossesItself`], [`MeasureError::TooClose`] if the area is no larger
/// than four pixels.
pub fn polygon_area(points: &[PointMm], budget: &Budget<'_>) -> Result<PolygonArea, MeasureError> {
    check(points, 3)?;
    let (signed, derivatives) = shoelace(points);
    let [x, y] = budget.pixel_mm();
    if signed.abs() < 4.0 * x * y {
        return Err(MeasureError::TooClose);
    }
    if crosses_itself(points) {
        return Err(MeasureError::CrossesItself);
    }
    let (length, by_length) = length_and_derivatives(points, true);
    Ok(PolygonArea {
        area: budget.value(signed.abs(), Unit::SquareMm, points, &derivatives)?,
        perimeter: budget.value(length, Unit::Mm, points, &by_length)?,
    })
}

/// The signed area and its derivative by each coordinate.
fn shoelace(points: &[PointMm]) -> (f64, Vec<[f64; 2]>) {
    let count = points.len();
    // Products of large coordinates would drown a small area far from the corner of the page.
    let from = points.first().copied().unwrap_or_default();
    let place = |index: usize| {
        let point = points[index % count];
        [point.x - from.x, point.y - from.y]
    };
    let mut area = 0.0;
    let mut derivatives = Vec::with_capacity(count);
    for index in 0..count {
        let (before, here, after) = (place(index + count - 1), place(index), place(index + 1));
        area += (here[0] * after[1] - after[0] * here[1]) / 2.0;
        derivatives.push([(after[1] - before[1]) / 2.0, (before[0] - after[0]) / 2.0]);
    }
    (area, derivatives)
}

/// Whether two sides of the outline that are not neighbours meet.
fn crosses_itself(points: &[PointMm]) -> bool {
    let count = points.len();
    let side = |index: usize| (points[index], points[(index + 1) % count]);
    (0..count).any(|one| {
        let last = if one == 0 { count.saturating_sub(1) } else { count };
        (one + 2..last).any(|other| meet(side(one), side(other)))
    })
}

/// Whether two segments cross; touching ends count as crossing only if an end lies inside the other segment's sides.
fn meet((a, b): (PointMm, PointMm), (c, d): (PointMm, PointMm)) -> bool {
    let apart = |p: f64, q: f64, r: f64, s: f64| p.max(q) < r.min(s) || r.max(s) < p.min(q);
    if apart(a.x, b.x, c.x, d.x) || apart(a.y, b.y, c.y, d.y) {
        return false;
    }
    let turn = |p: PointMm, q: PointMm, r: PointMm| (q.x - p.x) * (r.y - p.y) - (q.y - p.y) * (r.x - p.x);
    turn(a, b, c) * turn(a, b, d) < 0.0 && turn(c, d, a) * turn(c, d, b) < 0.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::budget::tests::{at, by_drawing, scale};
    use super::*;

    #[test]
    fn a_square_in_either_direction() {
        let calibration = scale(0.001);
        let budget = Budget::new(&calibration);
        let square = [at(10.0, 10.0), at(20.0, 10.0), at(20.0, 20.0), at(10.0, 20.0)];
        let measured = polygon_area(&square, &budget).unwrap();
        assert!((measured.area.value() - 100.0).abs() < 1e-9 && (measured.perimeter.value() - 40.0).abs() < 1e-9);
        // An area grows twice with what the axes share and once with each axis.
        let own = 100.0 * calibration.each()[0];
        assert!((measured.area.contributions().scale - (200.0 * calibration.common()).hypot(own).hypot(own)).abs() < 1e-9);
        let mut back = square;
        back.reverse();
        let other = polygon_area(&back, &budget).unwrap();
        assert!((other.area.value() - 100.0).abs() < 1e-9);
        assert_eq!(other.area.contributions(), measured.area.contributions());
    }

    #[test]
    fn an_outline_agrees_with_an_independent_value() {
        // numpy 2.4.6 with the points as complex numbers: abs(imag(sum(conj(z) * roll(z, -1)))) / 2 and
        // abs(diff(z, append=z[0])).sum().
        let outline = [at(1.0, 1.0), at(7.0, 2.0), at(9.0, 6.0), at(4.0, 9.0), at(3.0, 5.0)];
        let calibration = scale(0.001);
        let measured = polygon_area(&outline, &Budget::new(&calibration)).unwrap();
        assert!((measured.area.value() - 33.5).abs() < 1e-9, "{}", measured.area.value());
        assert!((measured.perimeter.value() - 24.981_091_960_760_338).abs() < 1e-9, "{}", measured.perimeter.value());
    }

    #[test]
    fn an_outline_that_crosses_itself_has_no_area() {
        let calibration = scale(0.001);
        let budget = Budget::new(&calibration);
        let bow = [at(0.0, 0.0), at(10.0, 8.0), at(10.0, 0.0), at(0.0, 9.0)];
        assert_eq!(polygon_area(&bow, &budget), Err(MeasureError::CrossesItself));
        assert_eq!(polygon_area(&[at(0.0, 0.0), at(5.0, 0.0), at(9.0, 0.0)], &budget), Err(MeasureError::TooClose));
    }

    #[test]
    fn the_hand_contributes_what_drawing_it_many_times_shows() {
        let calibration = scale(0.0);
        let outline = [at(1.0, 1.0), at(7.0, 2.0), at(9.0, 6.0), at(4.0, 9.0), at(3.0, 5.0)];
        let told = polygon_area(&outline, &Budget::new(&calibration).with_repeat_px(0.4)).unwrap().area.contributions().repeat;
        let drawn = by_drawing(&outline, 0.4 / 20.0, |points| shoelace(points).0);
        assert!((told / drawn - 1.0).abs() < 0.05, "{told} {drawn}");
    }

    proptest! {
        #[test]
        fn a_star_around_a_point_is_the_sum_of_its_triangles(
            rays in proptest::collection::vec(2.0..40.0f64, 3..40), x in -900.0..900.0f64, y in -900.0..900.0f64,
        ) {
            let calibration = scale(0.001);
            let turn = std::f64::consts::TAU / rays.len() as f64;
            let points: Vec<PointMm> =
                rays.iter().enumerate().map(|(k, ray)| at(x + ray * (turn * k as f64).cos(), y + ray * (turn * k as f64).sin())).collect();
            let triangles: f64 = (0..rays.len()).map(|k| 0.5 * rays[k] * rays[(k + 1) % rays.len()] * turn.sin()).sum();
            let measured = polygon_area(&points, &Budget::new(&calibration)).unwrap();
            prop_assert!((measured.area.value() - triangles).abs() < 1e-6 * triangles);
        }
    }
}
