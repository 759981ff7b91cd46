//! Grey levels and densities along a path.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::MeasureError;
use super::budget::{Budget, check, step};
use super::distance::polyline_length;
use super::lab::{linear, luminance};
use super::picture::{MAX_SAMPLES, PagePicture, Strip};
use crate::domain::{Contributions, PointMm, Progress, QuantityValue, Unit, words};

words! {
    /// What of a picture a profile follows.
    ProfileChannel {
        /// Grey with the weights of ITU-R BT.601.
        Grey = "grey", "Grey";
        Red = "red", "Red";
        Green = "green", "Green";
        Blue = "blue", "Blue";
    }
}

/// How a profile is taken.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(default)]
pub struct ProfileParams {
    /// Width across the path that is averaged, in mm, 0 to 20; less than a pixel means one pixel.
    pub width_mm: f64,
    /// What is followed.
    pub channel: ProfileChannel,
    /// The level that counts as density 0, above 0 and up to 255; that of the bare paper gives densities above paper.
    pub white_level: f64,
}

impl Default for ProfileParams {
    fn default() -> Self {
        Self { width_mm: 0.2, channel: ProfileChannel::Grey, white_level: 255.0 }
    }
}

/// Values along a path.
#[derive(Debug, Clone, PartialEq)]
pub struct Profile {
    /// How far along the path each value is taken, in mm.
    pub at_mm: Vec<f64>,
    /// The values: levels of 0 to 255, or densities.
    pub values: Vec<f64>,
    /// The standard deviation across the path at each of them; 0 for a path one pixel wide.
    pub spread: Vec<f64>,
    /// The length of the path; `None` without a calibration.
    pub length: Option<QuantityValue>,
    /// The mean of the values along the path.
    pub mean: QuantityValue,
}

/// Returns the levels along `path`, one value a pixel, each the mean across the width of the path.
///
/// Levels need no calibration, only the length does: without one the map of the picture may be any, such as one of pixels, and
/// `at_mm` is in its unit. Progress counts the parts of the path.
///
/// # Errors
///
/// [`MeasureError::Place`], [`MeasureError::TooClose`], [`MeasureError::OutsidePicture`], [`MeasureError::TooLarge`],
/// [`MeasureError::Cancelled`].
pub fn intensity_profile(
    picture: &PagePicture<'_>,
    path: &[PointMm],
    params: &ProfileParams,
    budget: Option<&Budget<'_>>,
    progress: &dyn Progress,
) -> Result<Profile, MeasureError> {
    let channel = params.channel;
    let level = move |[r, g, b]: [f64; 3]| match channel {
        ProfileChannel::Grey => 0.299 * r + 0.587 * g + 0.114 * b,
        ProfileChannel::Red => r,
        ProfileChannel::Green => g,
        ProfileChannel::Blue => b,
    };
    let Raw { at_mm, values, spread } = follow(picture, path, params, level, progress)?;
    let parts = Contributions { scale: 0.0, pixel: 1.0 / 12.0_f64.sqrt(), repeat: 0.0 };
    finished(at_mm, values, spread, Unit::GreyLevel, parts, path, budget)
}

/// Returns the density along `path`: the decimal logarithm of the light of `white_level` over the light of the picture.
///
/// Light is averaged across the path before the logarithm is taken, as a densitometer does. The light is that of sRGB, its
/// luminance for the channel grey, so the values are densities of the picture and not of ISO 5; they compare inks of one capture.
/// Light below half a level counts as half a level, a density of about 3.8. Progress counts the parts of the path.
///
/// # Errors
///
/// As [`intensity_profile`].
pub fn density_profile(
    picture: &PagePicture<'_>,
    path: &[PointMm],
    params: &ProfileParams,
    budget: Option<&Budget<'_>>,
    progress: &dyn Progress,
) -> Result<Profile, MeasureError> {
    let channel = params.channel;
    let light = move |levels: [f64; 3]| {
        let [r, g, b] = levels.map(linear);
        match channel {
            ProfileChannel::Grey => luminance([r, g, b]),
            ProfileChannel::Red => r,
            ProfileChannel::Green => g,
            ProfileChannel::Blue => b,
        }
    };
    let white = if params.white_level > 0.0 && params.white_level <= 255.0 { linear(params.white_level) } else { 1.0 };
    let least = linear(0.5);
    let Raw { at_mm, values: lights, spread } = follow(picture, path, params, light, progress)?;
    let density = |light: f64| libm::log10(white / light.max(least));
    let values: Vec<f64> = lights.iter().map(|light| density(*light)).collect();
    // To first order; a spread is a description and no uncertainty.
    let spread = spread.iter().zip(&lights).map(|(spread, light)| spread / light.max(least) / std::f64::consts::LN_10).collect();
    // Half a level up and down at the mean density.
    let mean = lights.iter().sum::<f64>() / lights.len().max(1) as f64;
    let step = (density(mean) - density(mean + slope_of_level(mean))).abs();
    let parts = Contributions { scale: 0.0, pixel: step / 12.0_f64.sqrt(), repeat: 0.0 };
    finished(at_mm, values, spread, Unit::One, parts, path, budget)
}

/// How much light a level is worth at a light of 0 to 1.
fn slope_of_level(light: f64) -> f64 {
    if light <= 0.003_130_8 { 1.0 / (255.0 * 12.92) } else { 2.4 / 1.055 / 255.0 * libm::pow(light, 1.4 / 2.4) }
}

struct Raw {
    at_mm: Vec<f64>,
    values: Vec<f64>,
    spread: Vec<f64>,
}

/// Follows the path a pixel at a time; where it bends, each part is followed to its end.
fn follow(
    picture: &PagePicture<'_>,
    path: &[PointMm],
    params: &ProfileParams,
    value: impl Fn([f64; 3]) -> f64,
    progress: &dyn Progress,
) -> Result<Raw, MeasureError> {
    check(path, 2)?;
    let width_mm = if (0.0..=20.0).contains(&params.width_mm) { params.width_mm } else { return Err(MeasureError::TooLarge) };
    let mut raw = Raw { at_mm: Vec::new(), values: Vec::new(), spread: Vec::new() };
    let (mut begun, mut samples) = (0.0, 0_usize);
    for (part, ends) in path.windows(2).enumerate() {
        progress.report(part as u64, path.len() as u64 - 1)?;
        let [from, to] = ends else { continue };
        let (_, far) = step(*from, *to);
        let pixel = picture.pixel_mm(PointMm { x: f64::midpoint(from.x, to.x), y: f64::midpoint(from.y, to.y) })?;
        let steps = (far / pixel).round();
        if far <= 0.0 || steps < 1.0 {
            begun += far;
            continue;
        }
        let strip = Strip::sample(picture, *from, *to, width_mm, far / steps)?;
        samples += strip.levels.len();
        if samples > MAX_SAMPLES {
            return Err(MeasureError::TooLarge);
        }
        let light = strip.map(&value);
        // The corner belongs to the part before it.
        for place in usize::from(!raw.values.is_empty())..strip.length {
            let across = || light.iter().skip(place).step_by(strip.length);
            let mean = across().sum::<f64>() / strip.tracks as f64;
            let free = strip.tracks.saturating_sub(1).max(1) as f64;
            raw.at_mm.push(begun + place as f64 * strip.step_mm);
            raw.values.push(mean);
            raw.spread.push((across().map(|value| (value - mean).powi(2)).sum::<f64>() / free).sqrt());
        }
        begun += far;
    }
    if raw.values.len() < 2 { Err(MeasureError::TooClose) } else { Ok(raw) }
}

fn finished(
    at_mm: Vec<f64>,
    values: Vec<f64>,
    spread: Vec<f64>,
    unit: Unit,
    parts: Contributions,
    path: &[PointMm],
    budget: Option<&Budget<'_>>,
) -> Result<Profile, MeasureError> {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0);
    let parts = Contributions { repeat: (variance / count).sqrt(), ..parts };
    Ok(Profile {
        at_mm,
        values,
        spread,
        length: budget.map(|budget| polyline_length(path, budget)).transpose()?,
        mean: QuantityValue::new(mean, unit, parts)?,
    })
}

#[cfg(test)]
mod tests;
