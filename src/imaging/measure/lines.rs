//! The spacing of parallel lines, such as those of a guilloche, along a line drawn across them.

mod comb;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use self::comb::{Comb, comb};
use super::MeasureError;
use super::budget::{Budget, check, step};
use super::picture::{PagePicture, Strip};
use crate::domain::{Contributions, PointMm, Progress, QuantityValue, Unit};

/// Pixels in a period below which the picture may show a spacing that the lines have not.
const LEAST_PERIOD_PX: f64 = 2.5;

/// How a line spacing is measured.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct LineSpacingParams {
    /// How wide a strip is averaged along the lines, in mm, above 0 and up to 20; never more than half of the drawn line.
    pub width_mm: f64,
    /// How far the drawn line may be from square to the lines, in degrees, 0 to 30.
    pub max_tilt_deg: f64,
    /// Fewest periods, 4 or more.
    pub least_periods: u32,
    /// Least correlation of the pattern with itself one period on, 0 to 1.
    pub least_agreement: f64,
}

impl Default for LineSpacingParams {
    fn default() -> Self {
        Self { width_mm: 2.0, max_tilt_deg: 15.0, least_periods: 5, least_agreement: 0.4 }
    }
}

/// The spacing of parallel lines.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LineSpacing {
    /// From one line to the next, square to them, in µm.
    pub period: QuantityValue,
    /// Lines per mm.
    pub frequency: QuantityValue,
    /// How many periods were seen.
    pub periods: u32,
    /// How well the pattern agrees with itself one period on, up to 1.
    pub agreement: f64,
    /// How far the drawn line was from square to the lines, in degrees; taken into account.
    pub tilt_deg: f64,
}

/// Returns the spacing of the parallel lines that the line from `from` to `to` crosses.
///
/// A strip along the drawn line is averaged along the lines, whose direction is the one that makes the average most distinct. The
/// pattern's first strong repeat in its autocorrelation gives the period, the place of every period by its phase a line of least
/// squares, and the scatter about that line the uncertainty. Lines that alternate between clearly thick and thin repeat every second
/// line. Lines finer than two pixels are not in the picture; should their beat with the pixels show as coarser lines, that spacing
/// is false and nothing in the picture tells. Progress counts three steps.
///
/// # Errors
///
/// [`MeasureError::Place`], [`MeasureError::OutsidePicture`], [`MeasureError::TooLarge`], [`MeasureError::TooSmall`] for a line of
/// fewer than 20 pixels, [`MeasureError::NotPeriodic`], [`MeasureError::TooFine`] below 2.5 pixels a period,
/// [`MeasureError::Cancelled`].
pub fn line_spacing(
    picture: &PagePicture<'_>,
    from: PointMm,
    to: PointMm,
    params: &LineSpacingParams,
    budget: &Budget<'_>,
    progress: &dyn Progress,
) -> Result<LineSpacing, MeasureError> {
    check(&[from, to], 2)?;
    let (by, far) = step(from, to);
    let pixel = picture.pixel_mm(PointMm { x: f64::midpoint(from.x, to.x), y: f64::midpoint(from.y, to.y) })?;
    if far < 20.0 * pixel {
        return Err(MeasureError::TooSmall);
    }
    if !(params.width_mm > 0.0 && params.width_mm <= 20.0 && (0.0..=30.0).contains(&params.max_tilt_deg)) {
        return Err(MeasureError::TooLarge);
    }
    progress.report(0, 3)?;
    let width = params.width_mm.min(far / 2.0);
    let strip = Strip::sample(picture, from, to, width, pixel / 2.0)?;
    let grey = strip.map(|[r, g, b]| 0.299 * r + 0.587 * g + 0.114 * b);
    progress.report(1, 3)?;
    let tilt = tilt(&strip, &grey, params.max_tilt_deg.to_radians(), pixel, width);
    progress.report(2, 3)?;
    let found = comb(&sheared(&strip, &grey, tilt, params.max_tilt_deg.to_radians()), params.least_periods.max(4), params.least_agreement);
    let Comb { period, standard, freedom, periods, agreement } = found.ok_or(MeasureError::NotPeriodic)?;
    if period * strip.step_mm < LEAST_PERIOD_PX * pixel {
        return Err(MeasureError::TooFine);
    }
    // Along the drawn line the lines are farther apart than square to them.
    let square_mm = |samples: f64| samples * strip.step_mm * tilt.cos();
    let period_mm = square_mm(period);
    let unit = [by[0] / far, by[1] / far];
    let normal = [unit[0] * tilt.cos() - unit[1] * tilt.sin(), unit[1] * tilt.cos() + unit[0] * tilt.sin()];
    let of_tilt = period_mm * tilt.tan().abs() * pixel / width / 12.0_f64.sqrt();
    let parts = Contributions {
        scale: budget.scale_of_length(period_mm, normal),
        pixel: pixel / 6.0_f64.sqrt() / f64::from(periods),
        repeat: square_mm(standard).hypot(of_tilt),
    };
    let value = |value: f64, unit, parts| QuantityValue::new(value, unit, parts)?.covered_for(freedom);
    Ok(LineSpacing {
        period: value(1000.0 * period_mm, Unit::Micrometre, parts.scaled(1000.0))?,
        frequency: value(1.0 / period_mm, Unit::LinesPerMm, parts.scaled(1.0 / period_mm.powi(2)))?,
        periods,
        agreement,
        tilt_deg: tilt.to_degrees(),
    })
}

/// The angle from the drawn line to the normal of the lines, in radians: the one with the most distinct average.
fn tilt(strip: &Strip, grey: &[f64], most: f64, pixel: f64, width: f64) -> f64 {
    let distinct = |tilt: f64| {
        let profile = sheared(strip, grey, tilt, most);
        let mean = profile.iter().sum::<f64>() / profile.len().max(1) as f64;
        profile.iter().map(|value| (value - mean).powi(2)).sum::<f64>()
    };
    // A step moves the rim of the strip by half a pixel.
    let coarse = pixel / width;
    let count = (most / coarse).ceil().min(2000.0) as i32;
    let mut best = (0.0, distinct(0.0));
    for place in -count..=count {
        let tilt = most * f64::from(place) / f64::from(count.max(1));
        let value = distinct(tilt);
        if value > best.1 * (1.0 + 1e-12) {
            best = (tilt, value);
        }
    }
    // Golden section between its neighbours.
    let golden = (5.0_f64.sqrt() - 1.0) / 2.0;
    let reach = most / f64::from(count.max(1));
    let (mut low, mut high) = ((best.0 - reach).max(-most), (best.0 + reach).min(most));
    for _ in 0..24 {
        let (left, right) = (high - golden * (high - low), low + golden * (high - low));
        if distinct(left) < distinct(right) {
            low = left;
        } else {
            high = right;
        }
    }
    f64::midpoint(low, high)
}

/// The mean of the tracks, each moved along by what lines at `tilt` lean; only where every track reaches at any tilt up to `most`.
fn sheared(strip: &Strip, grey: &[f64], tilt: f64, most: f64) -> Vec<f64> {
    let half = (strip.tracks as f64 - 1.0) / 2.0;
    let margin = (half * most.tan()).ceil() as usize + 1;
    if strip.length <= 2 * margin {
        return Vec::new();
    }
    let mut mean = vec![0.0; strip.length - 2 * margin];
    for (track, levels) in grey.chunks_exact(strip.length).enumerate() {
        let shift = margin as f64 - (track as f64 - half) * tilt.tan();
        let (whole, part) = (shift.floor(), shift - shift.floor());
        let begin = whole.max(0.0) as usize;
        for (out, pair) in mean.iter_mut().zip(levels.get(begin..).unwrap_or_default().windows(2)) {
            if let [a, b] = pair {
                *out += (a * (1.0 - part) + b * part) / strip.tracks as f64;
            }
        }
    }
    mean
}

#[cfg(test)]
mod tests;
