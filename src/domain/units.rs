//! Lengths and resolutions with their units.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Millimetres in an inch, exactly.
pub const MM_PER_INCH: f64 = 25.4;

/// A length in millimetres.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Mm(pub f64);

impl fmt::Display for Mm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match f.precision() {
            Some(digits) => write!(f, "{:.*} mm", digits, self.0),
            None => write!(f, "{} mm", self.0),
        }
    }
}

/// Pixels per inch along one axis: finite, from 1 to 100 000.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Serialize, Deserialize, JsonSchema)]
#[serde(try_from = "f64", into = "f64")]
#[schemars(with = "f64")]
pub struct Dpi(f64);

impl Dpi {
    /// Returns `None` outside `1.0..=100_000.0` or if `value` is not a number.
    pub fn new(value: f64) -> Option<Self> {
        (1.0..=100_000.0).contains(&value).then_some(Self(value))
    }

    /// Pixels per inch.
    pub fn get(self) -> f64 {
        self.0
    }

    /// Pixels per millimetre.
    pub fn px_per_mm(self) -> f64 {
        self.0 / MM_PER_INCH
    }

    /// The side of a pixel in millimetres.
    pub fn mm_per_px(self) -> f64 {
        MM_PER_INCH / self.0
    }
}

impl TryFrom<f64> for Dpi {
    type Error = String;

    fn try_from(value: f64) -> Result<Self, String> {
        Self::new(value).ok_or_else(|| format!("{value} is no resolution: expected 1 to 100000 pixels per inch"))
    }
}

impl From<Dpi> for f64 {
    fn from(dpi: Dpi) -> Self {
        dpi.0
    }
}

impl fmt::Display for Dpi {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} dpi", (self.0 * 10.0).round() / 10.0)
    }
}

/// The physical resolution of a picture, which may differ along its two axes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Resolution {
    /// Along the width.
    pub x: Dpi,
    /// Along the height.
    pub y: Dpi,
}

impl Resolution {
    /// The same resolution along both axes; `None` as for [`Dpi::new`].
    pub fn square(dpi: f64) -> Option<Self> {
        Dpi::new(dpi).map(|dpi| Self { x: dpi, y: dpi })
    }

    /// The resolution of a picture turned by a quarter.
    pub fn transposed(self) -> Self {
        Self { x: self.y, y: self.x }
    }

    /// The geometric mean of both axes.
    pub fn mean(self) -> f64 {
        (self.x.get() * self.y.get()).sqrt()
    }
}

impl fmt::Display for Resolution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if (self.x.get() - self.y.get()).abs() < 0.05 { self.x.fmt(f) } else { write!(f, "{:.1} × {:.1} dpi", self.x.get(), self.y.get()) }
    }
}

/// A residual in words, to the micrometre; a smaller one is said to be smaller, not to be nothing.
pub fn residual_text(mm: f64) -> String {
    if mm < 0.000_5 { "under 0.001 mm".to_owned() } else { format!("{mm:.3} mm") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolution_that_means_nothing_is_refused() {
        for bad in [0.0, -300.0, f64::NAN, f64::INFINITY, 0.5, 1e9] {
            assert_eq!(Dpi::new(bad), None, "{bad}");
        }
    }

    #[test]
    fn an_inch_is_25_4_mm() {
        let dpi = Dpi::new(300.0).unwrap();
        assert!((dpi.px_per_mm() * MM_PER_INCH - 300.0).abs() < 1e-9);
        assert!((dpi.px_per_mm() * dpi.mm_per_px() - 1.0).abs() < 1e-12);
    }
}
