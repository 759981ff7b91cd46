//! Blur of a lens out of focus and of a hand that moves, in linear light.

use rayon::prelude::*;

use crate::specimen::math::Exact as _;

/// The largest reach of a blur, in px.
const MAX_REACH: f64 = 12.0;

/// Where the light of one point goes: weights that sum to 1, symmetric about the point.
pub(super) struct Spread {
    reach: usize,
    /// Shift across, shift down and weight.
    taps: Vec<(isize, isize, f32)>,
}

impl Spread {
    /// That of a Gaussian of deviation `sigma_px` that is drawn along a line; `None` if it is too small to matter.
    pub(super) fn of(sigma_px: f64, length_px: f64, direction_deg: f64) -> Option<Self> {
        let blurs = sigma_px >= 0.25 || length_px >= 0.7;
        if !blurs || !sigma_px.is_finite() || !length_px.is_finite() {
            return None;
        }
        let sigma = sigma_px.clamp(0.3, MAX_REACH / 3.0);
        let length = length_px.clamp(0.0, MAX_REACH);
        let (sin, cos) = direction_deg.to_radians().xsin_cos();
        let reach = (2.6 * sigma + length / 2.0).ceil().min(MAX_REACH) as isize;
        const STEPS: i32 = 9;
        let mut taps = Vec::new();
        for down in -reach..=reach {
            for across in -reach..=reach {
                let mut weight = 0.0;
                for step in 0..STEPS {
                    let along = (f64::from(step) / f64::from(STEPS - 1) - 0.5) * length;
                    let (x, y) = (across as f64 - along * cos, down as f64 - along * sin);
                    weight += (-(x * x + y * y) / (2.0 * sigma * sigma)).xexp();
                }
                taps.push((across, down, weight / f64::from(STEPS)));
            }
        }
        let peak = taps.iter().fold(0.0_f64, |peak, tap| peak.max(tap.2));
        taps.retain(|tap| tap.2 > peak * 0.004);
        let sum: f64 = taps.iter().map(|tap| tap.2).sum();
        Some(Self { reach: reach as usize, taps: taps.into_iter().map(|(x, y, weight)| (x, y, (weight / sum) as f32)).collect() })
    }

    /// Spreads the light of a picture of three channels; edges are repeated.
    pub(super) fn apply(&self, light: &[f32], width: usize) -> Vec<f32> {
        let stride = width * 3;
        let height = light.len() / stride.max(1);
        let mut spread = vec![0.0; light.len()];
        spread.par_chunks_mut(stride.max(1)).enumerate().for_each_init(Vec::new, |padded: &mut Vec<f32>, (y, out)| {
            let mut last_row = None;
            for (across, down, weight) in &self.taps {
                let row = y.saturating_add_signed(*down).min(height.saturating_sub(1));
                if last_row != Some(row) {
                    last_row = Some(row);
                    padded.clear();
                    let Some(source) = light.get(row * stride..(row + 1) * stride) else { continue };
                    let (Some(first), Some(last)) = (source.first_chunk::<3>(), source.last_chunk::<3>()) else { continue };
                    (0..self.reach).for_each(|_| padded.extend_from_slice(first));
                    padded.extend_from_slice(source);
                    (0..self.reach).for_each(|_| padded.extend_from_slice(last));
                }
                let start = self.reach.saturating_add_signed(*across) * 3;
                for (total, light) in out.iter_mut().zip(padded.get(start..).unwrap_or_default()) {
                    *total += weight * light;
                }
            }
        });
        spread
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_keeps_its_light_and_its_middle() {
        let (width, height) = (31, 29);
        let mut light = vec![0.0; width * height * 3];
        light[(14 * width + 15) * 3] = 1.0;
        let spread = Spread::of(1.2, 5.0, 30.0).unwrap().apply(&light, width);
        let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
        for (index, value) in spread.iter().step_by(3).enumerate() {
            sum += value;
            x += value * (index % width) as f32;
            y += value * (index / width) as f32;
        }
        assert!((sum - 1.0).abs() < 1e-4 && (x - 15.0).abs() < 1e-3 && (y - 14.0).abs() < 1e-3, "{sum} {x} {y}");
    }

    #[test]
    fn an_even_picture_stays_even_up_to_its_edges() {
        let spread = Spread::of(0.8, 0.0, 0.0).unwrap().apply(&[0.4; 12 * 9 * 3], 12);
        assert!(spread.iter().all(|value| (value - 0.4).abs() < 1e-4));
        assert!(Spread::of(0.1, 0.2, 0.0).is_none() && Spread::of(f64::NAN, 3.0, 0.0).is_none());
    }
}
