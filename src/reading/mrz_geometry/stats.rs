//! Medians and the like: a few characters that differ must not move what is said of all others.

/// Makes the median absolute deviation a standard deviation, for normal scatter.
const NORMAL: f64 = 1.4826;

/// The value that a share (0 to 1) of the values do not exceed; `None` if there is none.
pub(super) fn share(values: &[f64], share: f64) -> Option<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| value.is_finite()).collect();
    let last = sorted.len().checked_sub(1)?;
    sorted.sort_by(f64::total_cmp);
    let place = share.clamp(0.0, 1.0) * last as f64;
    let (below, part) = (place.floor(), place.fract());
    let below = sorted[below as usize];
    let above = sorted[(place.ceil() as usize).min(last)];
    Some(below + (above - below) * part)
}

/// The median; `None` of nothing.
pub(super) fn median(values: &[f64]) -> Option<f64> {
    share(values, 0.5)
}

/// Median and scatter, the latter as a standard deviation from the median absolute deviation.
pub(super) fn robust(values: &[f64]) -> Option<(f64, f64)> {
    let middle = median(values)?;
    let off: Vec<f64> = values.iter().map(|value| (value - middle).abs()).collect();
    Some((middle, NORMAL * median(&off)?))
}

/// The standard deviation; 0 of fewer than two.
pub(super) fn deviation(values: &[f64]) -> f64 {
    let count = values.len() as f64;
    if count < 2.0 {
        return 0.0;
    }
    let mean = values.iter().sum::<f64>() / count;
    (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0)).sqrt()
}

/// The mean; `None` of nothing.
pub(super) fn mean(values: &[f64]) -> Option<f64> {
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
