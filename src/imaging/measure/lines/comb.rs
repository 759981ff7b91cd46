//! The period of a sequence that repeats, to a fraction of a sample.

use nalgebra::{Matrix4, Vector4};

/// A period and what supports it, in samples.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Comb {
    pub(super) period: f64,
    /// Standard uncertainty of the period from the scatter of the single periods.
    pub(super) standard: f64,
    /// Degrees of freedom of that.
    pub(super) freedom: f64,
    pub(super) periods: u32,
    /// Correlation with itself one period on.
    pub(super) agreement: f64,
}

/// Finds the period of `profile`; `None` if fewer than `least_periods` fit in or it agrees less than `least_agreement` with itself.
pub(super) fn comb(profile: &[f64], least_periods: u32, least_agreement: f64) -> Option<Comb> {
    let values = detrended(profile)?;
    let (rough, agreement) = first_repeat(&values, least_periods)?;
    if agreement < least_agreement {
        return None;
    }
    let rough = single(&values, refined(&values, rough));
    let near = refined(&values, rough);
    let (period, standard, freedom) = by_phases(&values, near)?;
    let periods = (values.len() as f64 / period).floor();
    // The phases must follow the period they were taken with, or there is none.
    let follows = (period / rough - 1.0).abs() < 0.25 && periods >= f64::from(least_periods);
    follows.then_some(Comb { period, standard, freedom, periods: periods as u32, agreement })
}

/// Takes out a cubic, so that slow changes of the ground do not pass for a pattern.
fn detrended(profile: &[f64]) -> Option<Vec<f64>> {
    if profile.len() < 16 {
        return None;
    }
    let row = |place: usize| {
        let t = 2.0 * place as f64 / (profile.len() - 1) as f64 - 1.0;
        Vector4::new(1.0, t, 1.5 * t * t - 0.5, 2.5 * t * t * t - 1.5 * t)
    };
    let (mut normal, mut right) = (Matrix4::zeros(), Vector4::zeros());
    for (place, value) in profile.iter().enumerate() {
        normal += row(place) * row(place).transpose();
        right += row(place) * *value;
    }
    let trend = normal.cholesky()?.solve(&right);
    Some(profile.iter().enumerate().map(|(place, value)| value - row(place).dot(&trend)).collect())
}

/// The lag of the first strong peak of the autocorrelation, between samples, and its height.
fn first_repeat(values: &[f64], least_periods: u32) -> Option<(f64, f64)> {
    let longest = values.len() / least_periods.max(1) as usize;
    let correlation: Vec<f64> = (0..=longest + 1)
        .map(|lag| {
            let (head, tail) = (values.get(..values.len() - lag).unwrap_or_default(), values.get(lag..).unwrap_or_default());
            let (mut product, mut a, mut b) = (0.0, 0.0, 0.0);
            for (x, y) in head.iter().zip(tail) {
                product += x * y;
                a += x * x;
                b += y * y;
            }
            if a > 0.0 && b > 0.0 { product / (a * b).sqrt() } else { 0.0 }
        })
        .collect();
    // Beyond the peak at no lag, which is as wide as the lines are.
    let begin = correlation.iter().position(|value| *value < 0.0)?;
    let peaks: Vec<(usize, f64)> = correlation
        .windows(3)
        .enumerate()
        .filter_map(|(place, three)| match three {
            [before, here, after] if place + 1 >= begin && here >= before && here > after => Some((place + 1, *here)),
            _ => None,
        })
        .collect();
    let highest = peaks.iter().map(|(_, height)| *height).fold(0.0, f64::max);
    let (lag, height) = peaks.into_iter().find(|(_, height)| *height > 0.8 * highest)?;
    let (before, after) = (correlation[lag - 1], correlation[lag + 1]);
    let bend = before + after - 2.0 * height;
    let shift = if bend < 0.0 { ((before - after) / (2.0 * bend)).clamp(-0.5, 0.5) } else { 0.0 };
    Some((lag as f64 + shift, height))
}

/// The period of the single lines, should `period` span several of them that hardly differ.
///
/// Of lines a few pixels apart no two are sampled alike, and the first repeat that agrees well may be that of several lines.
fn single(values: &[f64], period: f64) -> f64 {
    let power = |overtone: u32| {
        let (re, im) = wave(values.iter().enumerate().map(|(place, value)| (place as f64, *value)), period / f64::from(overtone));
        re * re + im * im
    };
    // A sample is half a pixel, and waves shorter than two pixels are not in the picture.
    let most = (period / 4.0).floor().clamp(1.0, 12.0) as u32;
    let strongest = (2..=most).map(|overtone| (overtone, power(overtone))).max_by(|a, b| a.1.total_cmp(&b.1));
    match strongest {
        Some((overtone, much)) => {
            let shorter = period / f64::from(overtone);
            // No lens draws an overtone at the limit of the pixels stronger than its base: that one is the lines themselves.
            let plain = if shorter < 6.0 { 1.0 } else { 4.0 };
            if much > plain * power(1) { shorter } else { period }
        }
        None => period,
    }
}

/// The period of the most power in the base and its first two overtones, near `rough`.
fn refined(values: &[f64], rough: f64) -> f64 {
    let power = |period: f64| {
        (1..=3)
            .filter(|overtone| period / f64::from(*overtone) > 2.5)
            .map(|overtone| {
                let (re, im) = wave(values.iter().enumerate().map(|(place, value)| (place as f64, *value)), period / f64::from(overtone));
                re * re + im * im
            })
            .sum::<f64>()
    };
    // The main peak of the spectrum is this wide; the autocorrelation is surer than that.
    let reach = (0.5 * rough * rough / values.len() as f64).min(rough / 8.0);
    let mut best = (rough, power(rough));
    for place in -10..=10 {
        let period = rough + reach * f64::from(place) / 10.0;
        let value = power(period);
        if value > best.1 {
            best = (period, value);
        }
    }
    best.0
}

/// The sum of the values turned by their place in the wave of `period`.
fn wave(values: impl Iterator<Item = (f64, f64)>, period: f64) -> (f64, f64) {
    let turn = -std::f64::consts::TAU / period;
    values.fold((0.0, 0.0), |(re, im), (place, value)| {
        let (sin, cos) = libm::sincos(turn * place);
        (re + value * cos, im + value * sin)
    })
}

/// Places every period by the phase of the wave about it and fits a line through the places: period, its standard uncertainty and
/// the degrees of freedom.
fn by_phases(values: &[f64], period: f64) -> Option<(f64, f64, f64)> {
    let count = (values.len() as f64 / period).floor() as usize;
    let mut phases: Vec<(f64, f64)> = Vec::with_capacity(count);
    for index in 1..count {
        let middle = index as f64 * period;
        // Two periods under a raised cosine: what repeats within a period leaks little into its phase.
        let (first, last) = ((middle - period).ceil().max(0.0) as usize, (middle + period).floor() as usize);
        let window = values.get(first..=last.min(values.len().saturating_sub(1)))?.iter().enumerate().map(|(place, value)| {
            let place = (first + place) as f64;
            (place, value * (1.0 + libm::cos(std::f64::consts::PI * (place - middle) / period)))
        });
        let (re, im) = wave(window, period);
        let mut phase = libm::atan2(im, re) / std::f64::consts::TAU;
        if let Some((_, before)) = phases.last() {
            phase -= (phase - before).round();
        }
        phases.push((index as f64, phase));
    }
    let size = phases.len() as f64;
    if phases.len() < 3 {
        return None;
    }
    let mean = phases.iter().fold((0.0, 0.0), |sum, (index, phase)| (sum.0 + index / size, sum.1 + phase / size));
    let spread: f64 = phases.iter().map(|(index, _)| (index - mean.0).powi(2)).sum();
    let slope = phases.iter().map(|(index, phase)| (index - mean.0) * (phase - mean.1)).sum::<f64>() / spread;
    let squares: f64 = phases.iter().map(|(index, phase)| (phase - mean.1 - slope * (index - mean.0)).powi(2)).sum();
    let freedom = size - 2.0;
    // A phase that falls by a turn each period means that the true period is longer: the wave is ahead of the lines.
    let true_period = period / (1.0 + slope);
    // Neighbouring windows share half of their lines, which hides scatter: for independent lines a share of 3/8 is left of it.
    let standard = period * (squares / freedom / spread * 8.0 / 3.0).sqrt();
    true_period.is_finite().then_some((true_period, standard, freedom))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imaging::register::random::Random;

    #[test]
    fn the_phase_corrects_a_period_that_is_a_little_off() {
        let truth = 17.37;
        let values: Vec<f64> = (0..600).map(|k| (std::f64::consts::TAU * f64::from(k) / truth + 0.4).cos()).collect();
        for start in [17.2, 17.37, 17.5] {
            let (period, standard, _) = by_phases(&values, start).unwrap();
            assert!((period - truth).abs() < 2e-3, "{start}: {period}");
            assert!(standard < 2e-3);
        }
    }

    #[test]
    fn noise_and_slopes_have_no_period() {
        let mut random = Random::new(3);
        let noise: Vec<f64> = (0..500).map(|_| random.unit()).collect();
        assert_eq!(comb(&noise, 5, 0.4), None);
        let slope: Vec<f64> = (0..500).map(|k| f64::from(k * k)).collect();
        assert_eq!(comb(&slope, 5, 0.4), None);
        assert_eq!(comb(&[1.0; 500], 5, 0.4), None);
        assert_eq!(comb(&[], 5, 0.4), None);
    }
}
