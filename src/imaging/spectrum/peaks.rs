//! Peaks of a spectrum, between its places.

use super::transform::Transform;
use super::{Peak, SpectrumLimits, SpectrumParams};
use crate::domain::MM_PER_INCH;

/// A peak is greater than all places this near; the window makes it two wide.
const PEAK_REACH: i64 = 3;

/// Places around a peak, beyond its own, from which the power around it is taken.
const AROUND_REACH: i64 = 10;

/// The peaks of the half plane, the strongest first.
pub(super) fn peaks(transform: &Transform, limits: SpectrumLimits, params: &SpectrumParams) -> Vec<Peak> {
    let (width, height) = (transform.width as i64, transform.height as i64);
    let least = 10f64.powf(params.least_strength_db / 10.0);
    let mut found = Vec::new();
    for across in 0..(width + 1) / 2 {
        for down in -(height - 1) / 2..(height + 1) / 2 {
            if across == 0 && down <= 0 || (across as f64).hypot(down as f64) < params.least_periods {
                continue;
            }
            let power = transform.at(across, down);
            if !is_peak(transform, across, down, power) || frequency(limits, across as f64, down as f64).0 < limits.lowest_lpi {
                continue;
            }
            let strength = power / around(transform, across, down).max(1e-12);
            if power > 1e-12 && strength >= least {
                let (x, y) =
                    (across as f64 + offset(transform, [across, down], [1, 0]), down as f64 + offset(transform, [across, down], [0, 1]));
                found.push((strength, x, y));
            }
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    found.truncate(params.most_peaks);
    found.into_iter().map(|(strength, x, y)| peak(transform, limits, strength, x, y)).collect()
}

fn peak(transform: &Transform, limits: SpectrumLimits, strength: f64, across: f64, down: f64) -> Peak {
    let (frequency_lpi, wave_deg) = frequency(limits, across, down);
    let middle = [(transform.width / 2) as f64, (transform.height / 2) as f64];
    Peak {
        frequency_lpi,
        frequency_per_mm: frequency_lpi / MM_PER_INCH,
        // Lines run across the direction in which they repeat.
        angle_deg: (wave_deg + 90.0).rem_euclid(180.0),
        strength_db: 10.0 * libm::log10(strength),
        place_px: [middle[0] + across, middle[1] + down],
    }
}

/// The frequency in lines per inch, and the direction in which the pattern repeats, in degrees counter-clockwise from the right.
fn frequency(limits: SpectrumLimits, across: f64, down: f64) -> (f64, f64) {
    let [x, y] = [across * limits.step_lpi[0], down * limits.step_lpi[1]];
    (x.hypot(y), libm::atan2(-y, x).to_degrees())
}

fn is_peak(transform: &Transform, across: i64, down: i64, power: f64) -> bool {
    // The nearest first: hardly any place gets beyond them.
    (1..=PEAK_REACH).all(|reach| ring(reach).all(|(x, y)| transform.at(across + x, down + y) <= power))
}

/// Places at this distance, by the greater of both coordinates.
fn ring(reach: i64) -> impl Iterator<Item = (i64, i64)> {
    (-reach..=reach).flat_map(move |y| {
        let step = if y.abs() == reach { 1 } else { 2 * reach as usize };
        (-reach..=reach).step_by(step).map(move |x| (x, y))
    })
}

/// The median of the power around a peak.
fn around(transform: &Transform, across: i64, down: i64) -> f64 {
    let mut powers: Vec<f64> = (PEAK_REACH + 1..=AROUND_REACH).flat_map(ring).map(|(x, y)| transform.at(across + x, down + y)).collect();
    let half = powers.len() / 2;
    *powers.select_nth_unstable_by(half, f64::total_cmp).1
}

/// How far the top lies from its place, in places, from -0.5 to 0.5.
///
/// The main lobe of the window of von Hann falls off such that the greater neighbour has `(1 + d) / (2 - d)` of the magnitude of the
/// top place for a distance of `d` towards it.
fn offset(transform: &Transform, [across, down]: [i64; 2], [x, y]: [i64; 2]) -> f64 {
    let magnitude = |step: i64| transform.at(across + x * step, down + y * step).sqrt();
    let (before, top, after) = (magnitude(-1), magnitude(0), magnitude(1));
    let (neighbour, sign) = if after >= before { (after, 1.0) } else { (before, -1.0) };
    if top <= 0.0 {
        return 0.0;
    }
    let ratio = neighbour / top;
    sign * ((2.0 * ratio - 1.0) / (1.0 + ratio)).clamp(0.0, 0.5)
}
