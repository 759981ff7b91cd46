//! The circle through points that were set on its rim.

use nalgebra::{Matrix3, Vector3};

use super::MeasureError;
use super::budget::{Budget, check, step};
use crate::domain::{Contributions, PointMm, QuantityValue, Unit};

/// A radius less certain than this share of itself is none.
const MOST_UNCERTAIN: f64 = 0.2;

/// A circle fitted to points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CircleFit {
    /// Its middle on the page.
    pub center: PointMm,
    /// Its radius in mm.
    pub radius: QuantityValue,
    /// Its diameter in mm.
    pub diameter: QuantityValue,
    /// The root mean square distance of the points from it, in mm; `None` for three points, which always lie on a circle.
    pub residual: Option<QuantityValue>,
}

/// Returns the circle that fits `points` best in the sense of Taubin (IEEE PAMI 13, 1991), which short arcs do not pull inwards.
///
/// The equation is solved by Newton's method from zero (Chernov, *Circular and Linear Regression*, 2010, chapter 5). The scatter of
/// the points about the circle counts as the operator's repeatability if it is larger than what the budget has.
///
/// # Errors
///
/// [`MeasureError::Place`] below three points, [`MeasureError::TooClose`], [`MeasureError::ShortArc`] for points on a line or so
/// short an arc that the radius would be uncertain by more than 20 %.
pub fn fit_circle(points: &[PointMm], budget: &Budget<'_>) -> Result<CircleFit, MeasureError> {
    check(points, 3)?;
    let first = points.first().copied().unwrap_or_default();
    if points.iter().all(|point| step(first, *point).1 < budget.least_mm()) {
        return Err(MeasureError::TooClose);
    }
    let (center, radius) = taubin(points).ok_or(MeasureError::ShortArc)?;
    let normals: Vec<[f64; 2]> = points
        .iter()
        .map(|point| {
            let (by, far) = step(center, *point);
            if far > 0.0 { by.map(|part| part / far) } else { [0.0, 0.0] }
        })
        .collect();
    let misses: Vec<f64> = points.iter().map(|point| step(center, *point).1 - radius).collect();
    let squares: f64 = misses.iter().map(|miss| miss * miss).sum();

    // How the radius answers to each point: the last row of the pseudo-inverse of the design matrix.
    let rows: Vec<Vector3<f64>> = normals.iter().map(|normal| Vector3::new(normal[0], normal[1], 1.0)).collect();
    let normal: Matrix3<f64> = rows.iter().map(|row| row * row.transpose()).sum();
    let inverse = normal.try_inverse().ok_or(MeasureError::ShortArc)?;
    let answers: Vec<f64> = rows.iter().map(|row| (inverse * row)[2]).collect();
    let derivatives: Vec<[f64; 2]> = normals.iter().zip(&answers).map(|(normal, answer)| normal.map(|part| part * answer)).collect();

    let spare = points.len().saturating_sub(3);
    let by_points = budget.propagate(points, &derivatives);
    let scatter = if spare > 0 { (squares / spare as f64).sqrt() * inverse[(2, 2)].max(0.0).sqrt() } else { 0.0 };
    let parts = Contributions { repeat: by_points.repeat.max(scatter), ..by_points };
    let radius = QuantityValue::new(radius, Unit::Mm, parts)?;
    if radius.standard_uncertainty() > MOST_UNCERTAIN * radius.value() {
        return Err(MeasureError::ShortArc);
    }
    let residual = (spare > 0).then(|| residual(squares, points.len(), spare, budget)).transpose()?;
    let diameter = QuantityValue::new(2.0 * radius.value(), Unit::Mm, parts.scaled(2.0))?;
    Ok(CircleFit { center, radius, diameter, residual })
}

/// The root mean square miss; that of a sample of `spare` free misses is itself uncertain (GUM E.4.3).
fn residual(squares: f64, count: usize, spare: usize, budget: &Budget<'_>) -> Result<QuantityValue, MeasureError> {
    let value = (squares / count as f64).sqrt();
    let [x, y] = budget.pixel_mm();
    let parts = Contributions {
        scale: budget.scale([value / 2.0, value / 2.0]),
        pixel: x.max(y) / 12.0_f64.sqrt() / (count as f64).sqrt(),
        repeat: value / (2.0 * spare as f64).sqrt(),
    };
    Ok(QuantityValue::new(value, Unit::Mm, parts)?)
}

/// Middle and radius; `None` for points on a line.
fn taubin(points: &[PointMm]) -> Option<(PointMm, f64)> {
    let count = points.len() as f64;
    let mean = |value: &dyn Fn(f64, f64) -> f64, from: PointMm| {
        points.iter().map(|point| value(point.x - from.x, point.y - from.y)).sum::<f64>() / count
    };
    let origin = PointMm::default();
    let middle = PointMm { x: mean(&|x, _| x, origin), y: mean(&|_, y| y, origin) };
    let moment = |value: &dyn Fn(f64, f64) -> f64| mean(value, middle);
    let (xx, yy, xy) = (moment(&|x, _| x * x), moment(&|_, y| y * y), moment(&|x, y| x * y));
    let square = |x: f64, y: f64| x * x + y * y;
    let (xz, yz, zz) = (moment(&|x, y| x * square(x, y)), moment(&|x, y| y * square(x, y)), moment(&|x, y| square(x, y).powi(2)));
    let z = xx + yy;
    let (spread, variance) = (xx * yy - xy * xy, zz - z * z);
    let coefficients = [
        xz * (xz * yy - yz * xy) + yz * (yz * xx - xz * xy) - variance * spread,
        variance * z + 4.0 * spread * z - xz * xz - yz * yz,
        -3.0 * z * z - zz,
        4.0 * z,
    ];
    let [a, b, c, d] = coefficients;
    let mut root = 0.0_f64;
    for _ in 0..60 {
        let value = a + root * (b + root * (c + root * d));
        let slope = b + root * (2.0 * c + 3.0 * root * d);
        let next = root - value / slope;
        if !next.is_finite() || next < 0.0 || (next - root).abs() <= 1e-14 * next.abs() {
            break;
        }
        root = next;
    }
    let determinant = root * root - root * z + spread;
    if determinant.abs() <= 1e-12 * z * z {
        return None;
    }
    let x = (xz * (yy - root) - yz * xy) / determinant / 2.0;
    let y = (yz * (xx - root) - xz * xy) / determinant / 2.0;
    let radius = (x * x + y * y + z).sqrt();
    radius.is_finite().then_some((PointMm { x: x + middle.x, y: y + middle.y }, radius))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::budget::tests::{at, by_drawing, scale};
    use super::*;

    const ARC: [(f64, f64); 7] = [
        (27.4156, 13.3076),
        (26.1273, 16.2904),
        (23.775, 18.5385),
        (20.6502, 19.4316),
        (16.245, 18.5039),
        (13.5308, 15.735),
        (12.9335, 9.428),
    ];

    #[test]
    fn an_uneven_arc_agrees_with_independent_values() {
        // scipy 1.17.1: Taubin's fit as the generalised eigenvalue problem of moment and constraint matrix (linalg.eig).
        let calibration = scale(0.001);
        let fit = fit_circle(&ARC.map(|(x, y)| at(x, y)), &Budget::new(&calibration).with_repeat_px(0.0)).unwrap();
        assert!((fit.center.x - 20.013_620_156_796).abs() < 1e-9, "{fit:?}");
        assert!((fit.center.y - 11.974_549_889_615).abs() < 1e-9);
        assert!((fit.radius.value() - 7.516_002_850_697).abs() < 1e-9);
        assert!((fit.residual.unwrap().value() - 0.028_211_250_685).abs() < 1e-9);
        // numpy 2.4.6: root of the last cell of inv(J'J), times the standard deviation of the misses with four degrees of freedom.
        assert!((fit.radius.contributions().repeat - 0.022_413_169).abs() < 1e-8);
        assert!((fit.diameter.value() - 2.0 * fit.radius.value()).abs() < 1e-12);
    }

    #[test]
    fn three_points_fix_a_circle_and_tell_nothing_of_its_fit() {
        let calibration = scale(0.001);
        let fit = fit_circle(&[at(5.0, 0.0), at(0.0, 5.0), at(-5.0, 0.0)], &Budget::new(&calibration)).unwrap();
        assert!((fit.radius.value() - 5.0).abs() < 1e-9 && fit.center.x.abs() < 1e-9 && fit.center.y.abs() < 1e-9);
        assert_eq!(fit.residual, None);
    }

    #[test]
    fn a_line_a_short_arc_and_a_spot_are_no_circle() {
        let calibration = scale(0.001);
        let budget = Budget::new(&calibration);
        assert_eq!(fit_circle(&[at(0.0, 0.0), at(5.0, 5.0), at(9.0, 9.0)], &budget), Err(MeasureError::ShortArc));
        assert_eq!(fit_circle(&[at(0.0, 0.0), at(0.02, 0.0), at(0.0, 0.02)], &budget), Err(MeasureError::TooClose));
        let short = [-0.02, -0.01, 0.0, 0.01, 0.02].map(|turn: f64| at(30.0 * turn.cos(), 30.0 * turn.sin()));
        assert_eq!(fit_circle(&short, &budget), Err(MeasureError::ShortArc));
    }

    #[test]
    fn the_hand_contributes_what_drawing_it_many_times_shows() {
        let calibration = scale(0.0);
        let points: Vec<PointMm> = (0..8).map(|k| f64::from(k) * 0.4).map(|turn| at(9.0 * turn.cos(), 9.0 * turn.sin())).collect();
        let told = fit_circle(&points, &Budget::new(&calibration).with_repeat_px(0.4)).unwrap().radius.contributions().repeat;
        let drawn = by_drawing(&points, 0.4 / 20.0, |points| taubin(points).unwrap().1);
        assert!((told / drawn - 1.0).abs() < 0.05, "{told} {drawn}");
    }

    proptest! {
        #[test]
        fn points_on_a_circle_give_it_back(
            x in -300.0..300.0f64, y in -300.0..300.0f64, radius in 2.0..80.0f64, start in 0.0..6.2f64, arc in 1.5..6.2f64, count in 4_u32..30,
        ) {
            let calibration = scale(0.001);
            let points: Vec<PointMm> = (0..count)
                .map(|k| start + arc * f64::from(k) / f64::from(count))
                .map(|turn| at(x + radius * turn.cos(), y + radius * turn.sin()))
                .collect();
            let fit = fit_circle(&points, &Budget::new(&calibration)).unwrap();
            prop_assert!((fit.radius.value() - radius).abs() < 1e-6 * radius, "{:?}", fit);
            prop_assert!((fit.center.x - x).abs() < 1e-6 * radius && (fit.center.y - y).abs() < 1e-6 * radius);
            // A circle grows with its scale.
            prop_assert!(fit.radius.contributions().scale >= 0.999 * radius * calibration.common());
        }
    }
}
