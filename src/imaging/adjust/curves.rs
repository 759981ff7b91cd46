//! Curves: a piecewise cubic through points that keeps their order (Fritsch and Butland, SIAM J. Sci. Stat. Comput. 5, 1984).

use super::table::Tone;
use crate::domain::recipe::{Channels, Curves};

struct Curve {
    channels: Channels,
    inputs: Vec<f64>,
    outputs: Vec<f64>,
    slopes: Vec<f64>,
}

pub(super) fn tone(params: &Curves) -> impl Tone + use<> {
    let inputs: Vec<f64> = params.points.iter().map(|point| point.input / 255.0).collect();
    let outputs: Vec<f64> = params.points.iter().map(|point| point.output / 255.0).collect();
    let slopes = slopes(&inputs, &outputs);
    Curve { channels: params.channels, inputs, outputs, slopes }
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

impl Curve {
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
        if self.channels.contain(channel) { self.at(value) } else { value }
    }

    fn differs(&self) -> bool {
        self.channels != Channels::All
    }
}
