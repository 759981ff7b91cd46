//! Curves: a piecewise cubic through points that keeps their order (Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5, 1984).

use super::table::Tone;
use crate::domain::recipe::{Channels, CurvePoint, Curves};

/// The course of a curve between and beyond its points: what [`Curves`] does to a level, for plots to draw the very same.
#[derive(Debug, Clone, PartialEq)]
pub struct CurveCourse {
    inputs: Vec<f64>,
    outputs: Vec<f64>,
    slopes: Vec<f64>,
}

impl CurveCourse {
    /// The course through `points`, whose levels are 0 to 255; `None` unless they are two or more by rising input.
    pub fn through(points: &[CurvePoint]) -> Option<Self> {
        let rises = points.windows(2).all(|pair| matches!(pair, [a, b] if a.input < b.input));
        let finite = points.iter().all(|point| point.input.is_finite() && point.output.is_finite());
        (points.len() >= 2 && rises && finite).then(|| Self::new(points))
    }

    fn new(points: &[CurvePoint]) -> Self {
        let inputs: Vec<f64> = points.iter().map(|point| point.input / 255.0).collect();
        let outputs: Vec<f64> = points.iter().map(|point| point.output / 255.0).collect();
        let slopes = slopes(&inputs, &outputs);
        Self { inputs, outputs, slopes }
    }

    /// The level, 0 to 255, that the curve makes of `level`, 0 to 255, before it is rounded.
    pub fn level(&self, level: f64) -> f64 {
        self.at(level / 255.0) * 255.0
    }
}

struct Curve {
    channels: Channels,
    course: CurveCourse,
}

pub(super) fn tone(params: &Curves) -> impl Tone + use<> {
    Curve { channels: params.channels, course: CurveCourse::new(&params.points) }
}

/// The slope at each point: between two secants of one sign their weighted harmonic mean, else none; at the ends from three points.
fn slopes(inputs: &[f64], outputs: &[f64]) -> Vec<f64> {
    let widths: Vec<f64> = inputs.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let secants: Vec<f64> = outputs.windows(2).zip(&widths).map(|(pair, width)| (pair[1] - pair[0]) / width).collect();
    let (Some(&first), Some(&last)) = (secants.first(), secants.last()) else { return vec![0.0; inputs.len()] };
    let inner = widths.windows(2).zip(secants.windows(2)).map(|(width, secant)| {
        if secant[0] * secant[1] <= 0.0 {
            return 0.0;
        }
        let (before, after) = (2.0 * width[1] + width[0], width[1] + 2.0 * width[0]);
        (before + after) / (before / secant[0] + after / secant[1])
    });
    let mut slopes = vec![first];
    slopes.extend(inner);
    slopes.push(last);
    let count = secants.len();
    if count >= 2 {
        slopes[0] = end_slope(widths[0], widths[1], secants[0], secants[1]);
        slopes[count] = end_slope(widths[count - 1], widths[count - 2], secants[count - 1], secants[count - 2]);
    }
    slopes
}

/// The slope of the parabola through three points at its end, held back so that the curve neither turns nor overshoots.
fn end_slope(width: f64, next_width: f64, secant: f64, next_secant: f64) -> f64 {
    let slope = ((2.0 * width + next_width) * secant - width * next_secant) / (width + next_width);
    if slope * secant <= 0.0 {
        0.0
    } else if secant * next_secant <= 0.0 && slope.abs() > 3.0 * secant.abs() {
        3.0 * secant
    } else {
        slope
    }
}

impl CurveCourse {
    /// What becomes of `value`, both 0 to 1.
    fn at(&self, value: f64) -> f64 {
        let last = self.inputs.len() - 1;
        if value <= self.inputs[0] {
            return self.outputs[0];
        }
        if value >= self.inputs[last] {
            return self.outputs[last];
        }
        let right = self.inputs.partition_point(|input| *input <= value).clamp(1, last);
        let left = right - 1;
        let width = self.inputs[right] - self.inputs[left];
        let t = (value - self.inputs[left]) / width;
        let (from, to) = (self.outputs[left], self.outputs[right]);
        let (slope_from, slope_to) = (self.slopes[left] * width, self.slopes[right] * width);
        // Hermite's form.
        let rest = 1.0 - t;
        from * (1.0 + 2.0 * t) * rest * rest + slope_from * t * rest * rest + to * t * t * (3.0 - 2.0 * t) - slope_to * t * t * rest
    }
}

impl Tone for Curve {
    fn value(&self, channel: usize, value: f64) -> f64 {
        if self.channels.contain(channel) { self.course.at(value) } else { value }
    }

    fn differs(&self) -> bool {
        self.channels != Channels::All
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn points(pairs: &[[f64; 2]]) -> Vec<CurvePoint> {
        pairs.iter().copied().map(CurvePoint::from).collect()
    }

    #[test]
    fn the_course_is_what_pixels_get() {
        let points = points(&[[20.0, 10.0], [90.0, 160.0], [140.0, 150.0], [230.0, 250.0]]);
        let course = CurveCourse::through(&points).unwrap();
        let tone = tone(&Curves { channels: Channels::All, points });
        for level in 0..=255u8 {
            let value = f64::from(level);
            let applied = tone.value(0, value / 255.0) * 255.0;
            assert_eq!(course.level(value).to_bits(), applied.to_bits(), "at {level}");
        }
        // Between two points it is curved, through the points and level beyond them.
        assert!((course.level(90.0) - 160.0).abs() < 1e-9 && (course.level(5.0) - 10.0).abs() < 1e-9);
        assert!((course.level(55.0) - 85.0).abs() > 5.0, "{}", course.level(55.0));
    }

    #[test]
    fn points_that_make_no_curve_have_no_course() {
        for bad in [&[][..], &[[3.0, 3.0]], &[[9.0, 0.0], [9.0, 5.0]], &[[0.0, 0.0], [f64::NAN, 5.0]]] {
            assert_eq!(CurveCourse::through(&points(bad)), None);
        }
    }
}
