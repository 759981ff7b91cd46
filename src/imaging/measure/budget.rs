//! How uncertain a point is, and what becomes of it in a result.

use crate::domain::{Calibration, Contributions, PlaceError, PointMm, QuantityValue, Unit};
use crate::domain::{MAX_COORDINATE_MM, MAX_POINTS};

use super::MeasureError;

/// Standard deviation of a point set by hand at high zoom, in px, until an operator's own repeats say otherwise.
const POINTING_PX: f64 = 0.5;

/// What the uncertainty of a measurement is made of: the calibration, the pixels, and the hand that sets the points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Budget<'a> {
    calibration: &'a Calibration,
    repeat_px: f64,
}

impl<'a> Budget<'a> {
    /// The budget of points set by hand, each coordinate with a standard deviation of half a pixel.
    pub fn new(calibration: &'a Calibration) -> Self {
        Self { calibration, repeat_px: POINTING_PX }
    }

    /// The same with an operator's own standard deviation per coordinate, in px; taken as it is if finite and not negative.
    #[must_use]
    pub fn with_repeat_px(self, repeat_px: f64) -> Self {
        if repeat_px.is_finite() && repeat_px >= 0.0 { Self { repeat_px, ..self } } else { self }
    }

    /// The calibration.
    pub fn calibration(&self) -> &'a Calibration {
        self.calibration
    }

    /// The sides of a pixel on the page, across and down, in mm.
    pub(in crate::imaging) fn pixel_mm(&self) -> [f64; 2] {
        self.calibration.px_per_mm().map(|scale| 1.0 / scale)
    }

    /// What the scale contributes to a value that grows by `growth[0]` for a page twice as wide and by `growth[1]` for a page
    /// twice as high, to first order.
    pub(in crate::imaging) fn scale(&self, growth: [f64; 2]) -> f64 {
        let [x, y] = self.calibration.each();
        ((growth[0] + growth[1]) * self.calibration.common()).hypot(growth[0] * x).hypot(growth[1] * y)
    }

    /// What the scale contributes to a length in direction `unit`, which need not have length 1.
    pub(in crate::imaging) fn scale_of_length(&self, length: f64, unit: [f64; 2]) -> f64 {
        let square = unit[0] * unit[0] + unit[1] * unit[1];
        if square > 0.0 { self.scale(unit.map(|part| length * part * part / square)) } else { 0.0 }
    }

    /// The law of propagation for a value that depends on points, with its derivative by each of their coordinates.
    ///
    /// The points are independent; the scale moves all of them together. A value must not depend on where the page begins.
    pub(super) fn propagate(&self, points: &[PointMm], derivatives: &[[f64; 2]]) -> Contributions {
        let pixel = self.pixel_mm();
        let (mut edges, mut hand, mut growth) = (0.0, 0.0, [0.0, 0.0]);
        for (point, by) in points.iter().zip(derivatives) {
            for (axis, at) in [point.x, point.y].into_iter().enumerate() {
                edges += (by[axis] * pixel[axis]).powi(2) / 12.0;
                hand += (by[axis] * pixel[axis] * self.repeat_px).powi(2);
                growth[axis] += by[axis] * at;
            }
        }
        Contributions { scale: self.scale(growth), pixel: edges.sqrt(), repeat: hand.sqrt() }
    }

    /// A value of points with its contributions.
    pub(super) fn value(
        &self,
        value: f64,
        unit: Unit,
        points: &[PointMm],
        derivatives: &[[f64; 2]],
    ) -> Result<QuantityValue, MeasureError> {
        Ok(QuantityValue::new(value, unit, self.propagate(points, derivatives))?)
    }

    /// The least distance between two points that says something: twice the larger side of a pixel.
    pub(super) fn least_mm(&self) -> f64 {
        let [x, y] = self.pixel_mm();
        2.0 * x.max(y)
    }
}

/// Checks that there are at least `least` points and that each is a place on a page.
pub(in crate::imaging) fn check(points: &[PointMm], least: usize) -> Result<(), MeasureError> {
    if points.len() < least {
        return Err(PlaceError::TooFewPoints { least }.into());
    }
    if points.len() > MAX_POINTS {
        return Err(PlaceError::TooManyPoints.into());
    }
    let within = |value: f64| value.abs() <= MAX_COORDINATE_MM;
    if points.iter().all(|point| within(point.x) && within(point.y)) { Ok(()) } else { Err(PlaceError::OffThePage.into()) }
}

/// From one point to another, and how far.
pub(super) fn step(from: PointMm, to: PointMm) -> ([f64; 2], f64) {
    let by = [to.x - from.x, to.y - from.y];
    (by, by[0].hypot(by[1]))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::domain::{Basis, KnownLength, PointPx};

    pub(in crate::imaging::measure) fn at(x: f64, y: f64) -> PointMm {
        PointMm { x, y }
    }

    /// 20 px per mm, with a relative standard uncertainty of `share` that both axes share, and nearly none of their own.
    pub(in crate::imaging::measure) fn scale(share: f64) -> Calibration {
        let known = KnownLength { mm: 100.0, standard_mm: 100.0 * share, basis: Basis::Given };
        Calibration::from_two_points(PointPx::default(), PointPx { x: 2000.0, y: 0.0 }, known, 0.0, 1.0).unwrap()
    }

    /// The standard deviation of `value` when its points are moved as the budget says, by drawing 4000 times.
    pub(in crate::imaging::measure) fn by_drawing(points: &[PointMm], deviation_mm: f64, value: impl Fn(&[PointMm]) -> f64) -> f64 {
        let mut random = crate::imaging::register::random::Random::new(5);
        let values: Vec<f64> = (0..4000)
            .map(|_| {
                // Twelve draws of unit width have a variance of 1 and are near enough to a normal distribution.
                let mut normal = || (0..12).map(|_| random.unit()).sum::<f64>() - 6.0;
                let moved: Vec<PointMm> =
                    points.iter().map(|point| at(point.x + deviation_mm * normal(), point.y + deviation_mm * normal())).collect();
                value(&moved)
            })
            .collect();
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (values.len() - 1) as f64).sqrt()
    }

    #[test]
    fn the_scale_of_a_length_depends_on_its_direction() {
        let (from, to) = (PointPx::default(), PointPx { x: 2000.0, y: 0.0 });
        let known = KnownLength { mm: 100.0, standard_mm: 0.0, basis: Basis::Given };
        let calibration = Calibration::from_two_points(from, to, known, 0.0, 1.0).unwrap();
        let budget = Budget::new(&calibration);
        let own = calibration.each()[0];
        assert!((budget.scale_of_length(10.0, [1.0, 0.0]) - 10.0 * own).abs() < 1e-12);
        // Two independent halves.
        assert!((budget.scale_of_length(10.0, [3.0, 3.0]) - 10.0 * own / 2.0_f64.sqrt()).abs() < 1e-12);
    }
}
