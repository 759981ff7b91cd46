//! What can be set about an operation, with units and ranges, so that a panel, the command line and a report read one table.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// One number that can be set about an operation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Parameter {
    /// Its name in files and on the command line.
    pub name: &'static str,
    /// Its name on screen, sentence case.
    pub title: &'static str,
    /// What it may be.
    pub range: Range,
}

/// The values that a parameter may take, ends included.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Range {
    /// A bare number.
    Number {
        /// The least.
        least: f64,
        /// The most.
        most: f64,
        /// A useful step for a slider or an arrow key.
        step: f64,
        /// The sign set after it, empty for ratios.
        unit: &'static str,
    },
    /// A length on the document or on the picture.
    Length {
        /// The least in mm.
        least_mm: f64,
        /// The most in mm.
        most_mm: f64,
        /// The least in px of the original picture.
        least_px: f64,
        /// The most in px of the original picture.
        most_px: f64,
    },
}

impl Range {
    /// The ends for a value of the kind of `value`, in its unit.
    pub fn ends(self, value: Setting) -> (f64, f64) {
        match (self, value) {
            (Self::Number { least, most, .. }, _) => (least, most),
            (Self::Length { least_mm, most_mm, .. }, Setting::Length(Length::Mm(_)) | Setting::Number(_)) => (least_mm, most_mm),
            (Self::Length { least_px, most_px, .. }, Setting::Length(Length::Px(_))) => (least_px, most_px),
        }
    }

    /// Whether `value` is inside; what is not a number never is.
    pub fn admits(self, value: Setting) -> bool {
        let (least, most) = self.ends(value);
        (least..=most).contains(&value.value())
    }
}

/// A range of bare numbers.
pub(super) const fn number(least: f64, most: f64, step: f64, unit: &'static str) -> Range {
    Range::Number { least, most, step, unit }
}

/// A range of 8-bit grey levels.
pub(super) const fn levels(least: f64, most: f64) -> Range {
    number(least, most, 1.0, "")
}

/// A range of lengths. In pixels it is as long as on a scan of 2,400 dpi at the most, and has its own least.
pub(super) const fn length(least_mm: f64, most_mm: f64, least_px: f64) -> Range {
    Range::Length { least_mm, most_mm, least_px, most_px: most_mm * 2400.0 / 25.4 }
}

/// A length on the document, or on the picture where its resolution is not known.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Length {
    /// In millimetres of the document; needs the resolution of the picture.
    Mm(f64),
    /// In pixels of the original picture, whatever the zoom.
    Px(f64),
}

impl Length {
    /// The number without its unit.
    pub fn value(self) -> f64 {
        match self {
            Self::Mm(value) | Self::Px(value) => value,
        }
    }
}

impl std::fmt::Display for Length {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Mm(value) => write!(f, "{} mm", plain(*value)),
            Self::Px(value) => write!(f, "{} px", plain(*value)),
        }
    }
}

/// The present value of a parameter.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Setting {
    /// Of a bare number.
    Number(f64),
    /// Of a length.
    Length(Length),
}

impl Setting {
    /// The number without its unit.
    pub fn value(self) -> f64 {
        match self {
            Self::Number(value) => value,
            Self::Length(length) => length.value(),
        }
    }
}

/// A field that a [`Parameter`] speaks of.
pub(super) trait Field {
    fn setting(&self) -> Setting;
    fn value_mut(&mut self) -> &mut f64;

    /// Turns a length in millimetres into pixels, within `range`; a bare number stays.
    fn measure_in_pixels(&mut self, px_per_mm: f64, range: Option<Range>);
}

impl Field for f64 {
    fn setting(&self) -> Setting {
        Setting::Number(*self)
    }

    fn value_mut(&mut self) -> &mut f64 {
        self
    }

    fn measure_in_pixels(&mut self, _px_per_mm: f64, _range: Option<Range>) {}
}

impl Field for Length {
    fn setting(&self) -> Setting {
        Setting::Length(*self)
    }

    fn value_mut(&mut self) -> &mut f64 {
        match self {
            Self::Mm(value) | Self::Px(value) => value,
        }
    }

    fn measure_in_pixels(&mut self, px_per_mm: f64, range: Option<Range>) {
        if let Self::Mm(mm) = *self {
            let px = mm * px_per_mm;
            let (least, most) = range.map_or((px, px), |range| range.ends(Setting::Length(Self::Px(px))));
            *self = Self::Px(px.max(least).min(most));
        }
    }
}

/// Writes a number with as few digits as say it, three decimals at the most, with a true minus sign.
pub(super) fn plain(value: f64) -> String {
    let text = format!("{:.3}", value.abs());
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if value < 0.0 && text != "0" { format!("−{text}") } else { text.to_owned() }
}

/// The same with a sign in front of positive numbers too.
pub(super) fn signed(value: f64) -> String {
    if value > 0.0 { format!("+{}", plain(value)) } else { plain(value) }
}
