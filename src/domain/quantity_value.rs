//! A measured number with its unit and its uncertainty, as the Guide to the Expression of Uncertainty in Measurement has it
//! (JCGM 100:2008, "GUM").

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Unit;

/// The coverage factor for about 95 % if nothing else is known (GUM 6.3.3).
pub const COVERAGE_FACTOR: f64 = 2.0;

/// Where the standard uncertainty of a value comes from: one standard uncertainty for each source, in the unit of the value.
///
/// Sources are taken as independent and combine as the root of the sum of their squares (GUM 5.1.2).
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Contributions {
    /// From the calibration of the scale; grows with the length that is measured.
    pub scale: f64,
    /// From the size of the pixels: a side divided by the root of 12 for each edge, and the steps of the grey levels.
    pub pixel: f64,
    /// From repeating: how far an operator's points scatter, or the scatter of the print and the noise of the picture.
    pub repeat: f64,
}

impl Contributions {
    /// The combined standard uncertainty.
    pub fn combined(self) -> f64 {
        self.scale.hypot(self.pixel).hypot(self.repeat)
    }

    /// The same contributions to a quantity `factor` times as large.
    #[must_use]
    pub fn scaled(self, factor: f64) -> Self {
        let factor = factor.abs();
        Self { scale: self.scale * factor, pixel: self.pixel * factor, repeat: self.repeat * factor }
    }
}

/// A measured value with unit, standard uncertainty and coverage factor.
///
/// It displays as the value with its expanded uncertainty, both to the place that the uncertainty deserves: two digits of it if
/// they start with 1 or 2, else one, rounded up (GUM 7.2.6). In files it also carries its standard uncertainty, which is checked
/// against the contributions when it is read.
///
/// # Examples
///
/// ```
/// # use guilloche::domain::{Contributions, QuantityValue, Unit};
/// let from = Contributions { scale: 0.02, pixel: 0.01, repeat: 0.01 };
/// let width = QuantityValue::new(12.3412, Unit::Mm, from).unwrap();
/// assert_eq!(width.to_string(), "12.34 ± 0.05 mm (k = 2)");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "Written", into = "Written")]
#[schemars(with = "Written")]
pub struct QuantityValue {
    value: f64,
    unit: Unit,
    contributions: Contributions,
    coverage_factor: f64,
}

/// Why a number is no quantity value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QuantityError {
    /// The value is infinite or not a number.
    #[error("the value is not a number")]
    NotANumber,
    /// A contribution is negative, infinite or not a number.
    #[error("an uncertainty is not a number, or negative")]
    Uncertainty,
    /// The coverage factor is not between 1 and 20.
    #[error("the coverage factor is not between 1 and 20")]
    CoverageFactor,
    /// The standard uncertainty that a file states does not follow from its contributions.
    #[error("the standard uncertainty does not follow from its contributions")]
    Inconsistent,
    /// Values in different units were to be combined.
    #[error("the values have different units")]
    UnitsDiffer,
    /// One value cannot tell how far values scatter.
    #[error("repeats need at least two values")]
    TooFewRepeats,
}

impl QuantityValue {
    /// A value with the coverage factor 2.
    ///
    /// # Errors
    ///
    /// [`QuantityError::NotANumber`], [`QuantityError::Uncertainty`].
    pub fn new(value: f64, unit: Unit, contributions: Contributions) -> Result<Self, QuantityError> {
        if !value.is_finite() {
            return Err(QuantityError::NotANumber);
        }
        let Contributions { scale, pixel, repeat } = contributions;
        if ![scale, pixel, repeat, contributions.combined()].iter().all(|part| part.is_finite() && *part >= 0.0) {
            return Err(QuantityError::Uncertainty);
        }
        Ok(Self { value, unit, contributions, coverage_factor: COVERAGE_FACTOR })
    }

    /// The same with another coverage factor.
    ///
    /// # Errors
    ///
    /// [`QuantityError::CoverageFactor`] outside 1 to 20.
    pub fn covered(self, coverage_factor: f64) -> Result<Self, QuantityError> {
        if (1.0..=20.0).contains(&coverage_factor) { Ok(Self { coverage_factor, ..self }) } else { Err(QuantityError::CoverageFactor) }
    }

    /// Combines repeats of one measurement, such as an operator setting the same points again and again.
    ///
    /// The value is their mean. What all repeats share, scale and pixels, does not shrink with their number; the operator's part
    /// is the standard deviation of the mean (GUM 4.2.3). The coverage factor is Student's for 95.45 % at the effective degrees
    /// of freedom (GUM G.4), so that two or three repeats are not believed too much.
    ///
    /// # Errors
    ///
    /// [`QuantityError::TooFewRepeats`], [`QuantityError::UnitsDiffer`]; [`QuantityError::NotANumber`] if the sum overflows.
    pub fn of_repeats(repeats: &[Self]) -> Result<Self, QuantityError> {
        let [first, _, ..] = repeats else { return Err(QuantityError::TooFewRepeats) };
        if repeats.iter().any(|repeat| repeat.unit != first.unit) {
            return Err(QuantityError::UnitsDiffer);
        }
        let count = repeats.len() as f64;
        let mean = |part: fn(&Self) -> f64| repeats.iter().map(part).sum::<f64>() / count;
        let value = mean(|repeat| repeat.value);
        let variance = repeats.iter().map(|repeat| (repeat.value - value).powi(2)).sum::<f64>() / (count - 1.0);
        let contributions = Contributions {
            scale: mean(|repeat| repeat.contributions.scale),
            pixel: mean(|repeat| repeat.contributions.pixel),
            repeat: (variance / count).sqrt(),
        };
        Self::new(value, first.unit, contributions)?.covered_for(count - 1.0)
    }

    /// The same with Student's coverage factor for 95.45 %, for a contribution `repeat` of so many degrees of freedom.
    ///
    /// The effective degrees of freedom are those of Welch and Satterthwaite (GUM G.4); scale and pixel count as known for certain.
    ///
    /// # Errors
    ///
    /// [`QuantityError::CoverageFactor`] only if `freedom` is not a number.
    pub fn covered_for(self, freedom: f64) -> Result<Self, QuantityError> {
        if freedom.is_nan() {
            return Err(QuantityError::CoverageFactor);
        }
        let ratio = self.standard_uncertainty() / self.contributions.repeat;
        self.covered(student_95(freedom * ratio.powi(4)))
    }

    /// The value in its unit.
    pub fn value(self) -> f64 {
        self.value
    }

    /// The unit of value and uncertainties.
    pub fn unit(self) -> Unit {
        self.unit
    }

    /// Where the uncertainty comes from.
    pub fn contributions(self) -> Contributions {
        self.contributions
    }

    /// The combined standard uncertainty.
    pub fn standard_uncertainty(self) -> f64 {
        self.contributions.combined()
    }

    /// The coverage factor `k`.
    pub fn coverage_factor(self) -> f64 {
        self.coverage_factor
    }

    /// The expanded uncertainty, `k` times the standard uncertainty.
    pub fn expanded_uncertainty(self) -> f64 {
        self.coverage_factor * self.standard_uncertainty()
    }
}

/// Student's factor for 95.45 % (GUM table G.2) at the next lower degrees of freedom in the table.
fn student_95(freedom: f64) -> f64 {
    const TABLE: [(f64, f64); 27] = [
        (1.0, 13.97),
        (2.0, 4.53),
        (3.0, 3.31),
        (4.0, 2.87),
        (5.0, 2.65),
        (6.0, 2.52),
        (7.0, 2.43),
        (8.0, 2.37),
        (9.0, 2.32),
        (10.0, 2.28),
        (11.0, 2.25),
        (12.0, 2.23),
        (13.0, 2.21),
        (14.0, 2.20),
        (15.0, 2.18),
        (16.0, 2.17),
        (17.0, 2.16),
        (18.0, 2.15),
        (19.0, 2.14),
        (20.0, 2.13),
        (25.0, 2.11),
        (30.0, 2.09),
        (35.0, 2.07),
        (40.0, 2.06),
        (50.0, 2.05),
        (100.0, 2.025),
        (1000.0, COVERAGE_FACTOR),
    ];
    if freedom.is_nan() {
        // No scatter and no other source either: there is nothing to cover.
        return COVERAGE_FACTOR;
    }
    TABLE.iter().rev().find(|(least, _)| freedom >= *least).map_or(13.97, |(_, factor)| *factor)
}

impl fmt::Display for QuantityValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit.symbol() {
            "" => String::new(),
            // The one unit that stands close to its number.
            "°" => "°".to_owned(),
            symbol => format!(" {symbol}"),
        };
        let expanded = self.expanded_uncertainty();
        if expanded <= 0.0 {
            return write!(f, "{}{unit} (uncertainty not stated)", self.value);
        }
        let decimals = decimals_for(expanded);
        let step = 10_f64.powi(decimals);
        // Upwards, but not because of the last bit of a product.
        let rounded = (expanded * step - 1e-6).ceil() / step;
        let digits = usize::try_from(decimals).unwrap_or(0);
        let value = fixed((self.value * step).round() / step, digits);
        write!(f, "{value} ± {}{unit} (k = {})", fixed(rounded, digits), (self.coverage_factor * 100.0).round() / 100.0)
    }
}

/// How many decimals an expanded uncertainty is given with; negative for tens and hundreds.
fn decimals_for(expanded: f64) -> i32 {
    let scientific = format!("{expanded:e}");
    let (mantissa, exponent) = scientific.split_once('e').unwrap_or(("1", "0"));
    let exponent: i32 = exponent.parse().unwrap_or(0);
    let more = i32::from(mantissa.starts_with(['1', '2']));
    (more - exponent).clamp(-15, 15)
}

fn fixed(value: f64, digits: usize) -> String {
    let text = format!("{value:.digits$}");
    // Rounding may leave a minus before nothing.
    if text.chars().all(|digit| matches!(digit, '-' | '0' | '.')) { text.trim_start_matches('-').to_owned() } else { text }
}

/// A quantity value as it is written in files.
#[derive(Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "QuantityValue")]
struct Written {
    /// The value.
    value: f64,
    /// The unit of value and uncertainties.
    unit: Unit,
    /// The combined standard uncertainty.
    standard_uncertainty: f64,
    /// The coverage factor.
    coverage_factor: f64,
    /// Where the uncertainty comes from.
    contributions: Contributions,
}

impl From<QuantityValue> for Written {
    fn from(quantity: QuantityValue) -> Self {
        let QuantityValue { value, unit, contributions, coverage_factor } = quantity;
        Self { value, unit, standard_uncertainty: contributions.combined(), coverage_factor, contributions }
    }
}

impl TryFrom<Written> for QuantityValue {
    type Error = QuantityError;

    fn try_from(written: Written) -> Result<Self, QuantityError> {
        let quantity = Self::new(written.value, written.unit, written.contributions)?.covered(written.coverage_factor)?;
        let combined = quantity.standard_uncertainty();
        let apart = (combined - written.standard_uncertainty).abs();
        if apart <= 1e-9 * combined { Ok(quantity) } else { Err(QuantityError::Inconsistent) }
    }
}

#[cfg(test)]
mod tests;
