//! Height, spacing and slope of a row of outlines.

use super::ink::Letter;
use super::{CharacterParams, Pitch};
use crate::imaging::measure::MeasureError;

/// What a row of outlines comes to, in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Fit {
    pub(super) full: usize,
    pub(super) height: f64,
    pub(super) height_spread: f64,
    pub(super) spacing: f64,
    pub(super) spacing_spread: f64,
    pub(super) spacing_standard: f64,
    pub(super) spacing_freedom: f64,
    /// Spaces from the first to the last character.
    pub(super) steps: f64,
    pub(super) pitch: Pitch,
    /// Slope of the feet and its standard uncertainty.
    pub(super) slope: Option<(f64, f64)>,
}

/// A line of least squares.
struct Straight {
    slope: f64,
    /// Standard deviation about it.
    spread: f64,
    /// Standard uncertainty of the slope.
    standard: f64,
}

/// `None` below three points or for points above each other.
fn straight(points: &[(f64, f64)]) -> Option<Straight> {
    let count = points.len() as f64;
    let mean = points.iter().fold((0.0, 0.0), |sum, (x, y)| (sum.0 + x / count, sum.1 + y / count));
    let wide: f64 = points.iter().map(|(x, _)| (x - mean.0).powi(2)).sum();
    if points.len() < 3 || wide <= 0.0 {
        return None;
    }
    let slope = points.iter().map(|(x, y)| (x - mean.0) * (y - mean.1)).sum::<f64>() / wide;
    let squares: f64 = points.iter().map(|(x, y)| (y - mean.1 - slope * (x - mean.0)).powi(2)).sum();
    let spread = (squares / (count - 2.0)).sqrt();
    Some(Straight { slope, spread, standard: spread / wide.sqrt() })
}

fn mean_and_spread(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / (count - 1.0).max(1.0)).sqrt())
}

/// Works out a row of at least two outlines, which are in order from left to right.
///
/// # Errors
///
/// [`MeasureError::FewCharacters`], [`MeasureError::SeveralLines`] if an outline stands above or below the others.
pub(super) fn line(letters: &[Letter], params: &CharacterParams) -> Result<Fit, MeasureError> {
    let mut heights: Vec<f64> = letters.iter().map(Letter::height).collect();
    heights.sort_by(f64::total_cmp);
    // Not the tallest: two that touch a stroke of the ground may be higher than any letter.
    let tall = heights.get((heights.len() * 9 / 10).min(heights.len().saturating_sub(1))).copied().unwrap_or(0.0);
    let least = params.full_height.clamp(0.5, 1.0) * tall;
    let most = tall * (2.0 - params.full_height.clamp(0.5, 1.0));
    let full: Vec<&Letter> = letters.iter().filter(|letter| (least..=most).contains(&letter.height())).collect();
    if letters.len() < 2 || full.is_empty() {
        return Err(MeasureError::FewCharacters);
    }
    let feet: Vec<(f64, f64)> = full.iter().map(|letter| (letter.middle(), letter.bottom)).collect();
    let slope = straight(&feet);
    let rise = slope.as_ref().map_or(0.0, |slope| slope.slope);
    let base = feet.iter().map(|(x, y)| y - rise * x).sum::<f64>() / feet.len() as f64;
    let beside = |letter: &Letter| (letter.bottom - rise * letter.middle() - base).abs() > tall;
    if letters.iter().any(beside) {
        return Err(MeasureError::SeveralLines);
    }
    let (height, height_spread) = mean_and_spread(&full.iter().map(|letter| letter.height()).collect::<Vec<_>>());

    let middles: Vec<f64> = letters.iter().map(Letter::middle).collect();
    let gaps: Vec<f64> = middles.iter().zip(middles.iter().skip(1)).map(|(a, b)| b - a).collect();
    let even = even(&middles, &gaps).filter(|(spacing, fit, _)| fit.spread <= params.even.clamp(0.0, 0.5) * spacing);
    let slope = slope.map(|slope| (slope.slope, slope.standard));
    let fit = Fit {
        full: full.len(),
        height,
        height_spread,
        spacing: 0.0,
        spacing_spread: 0.0,
        spacing_standard: 0.0,
        spacing_freedom: 0.0,
        steps: 1.0,
        pitch: Pitch::Even,
        slope,
    };
    Ok(match even {
        Some((spacing, straight, steps)) => Fit {
            spacing,
            spacing_spread: straight.spread,
            spacing_standard: straight.standard,
            spacing_freedom: middles.len() as f64 - 2.0,
            steps,
            ..fit
        },
        None => {
            let (spacing, spacing_spread) = mean_and_spread(&gaps);
            let count = gaps.len() as f64;
            Fit {
                spacing,
                spacing_spread,
                spacing_standard: spacing_spread / count.sqrt(),
                spacing_freedom: count - 1.0,
                steps: count,
                pitch: Pitch::Uneven,
                ..fit
            }
        }
    })
}

/// The even spacing of the middles, its line of least squares over the number of each, and how many spaces they span.
fn even(middles: &[f64], gaps: &[f64]) -> Option<(f64, Straight, f64)> {
    let mut sorted = gaps.to_vec();
    sorted.sort_by(f64::total_cmp);
    let mut spacing = sorted.get(sorted.len() / 2).copied().filter(|gap| *gap > 0.0)?;
    let mut found = None;
    // The number of a character far from the first depends on the spacing: from the neighbours first, then from the whole row.
    for round in 0..3 {
        let mut number = 0.0;
        let numbers: Vec<f64> = std::iter::once(0.0)
            .chain(gaps.iter().zip(middles.iter().skip(1)).map(|(gap, middle)| {
                let counted =
                    if round == 0 { number + (gap / spacing).round().max(1.0) } else { ((middle - middles[0]) / spacing).round() };
                number = counted;
                counted
            }))
            .collect();
        let points: Vec<(f64, f64)> = numbers.iter().copied().zip(middles.iter().copied()).collect();
        let straight = straight(&points)?;
        if straight.slope <= 0.0 {
            return None;
        }
        spacing = straight.slope;
        found = Some((spacing, straight, number.max(1.0)));
    }
    found
}
