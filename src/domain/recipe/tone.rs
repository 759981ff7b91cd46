//! Parameters of the operations that change tones: each channel of each pixel by itself.
//!
//! Levels are 8-bit grey levels, 0 black to 255 white, and may be fractions; pictures with more bits are scaled.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::operation::parameters;
use super::parameter::{levels, number, plain, signed};
use crate::domain::vocabulary::words;

/// Points that a curve may have at the most.
pub const MAX_CURVE_POINTS: usize = 32;

words! {
    /// Which channels a tonal operation changes.
    Channels {
        All = "all", "All channels";
        Red = "red", "Red";
        Green = "green", "Green";
        Blue = "blue", "Blue";
    }
}

impl Channels {
    /// Whether the channel at `index` (0 red, 1 green, 2 blue) is changed.
    pub fn contain(self, index: usize) -> bool {
        match self {
            Self::All => true,
            Self::Red => index == 0,
            Self::Green => index == 1,
            Self::Blue => index == 2,
        }
    }

    fn prefix(self) -> &'static str {
        match self {
            Self::All => "",
            Self::Red => "red ",
            Self::Green => "green ",
            Self::Blue => "blue ",
        }
    }
}

parameters! {
    /// Multiplies the light: the sRGB values are made linear (IEC 61966-2-1), multiplied, and coded again.
    Exposure {
        /// In stops; +1 doubles the light. Lights that no longer fit become white.
        stops: f64 = 0.0; "Exposure", number(-8.0, 8.0, 0.05, "EV"),
    }

    fn is_neutral(&self) -> bool {
        self.stops == 0.0
    }

    fn caption(&self) -> String {
        format!("{} EV", signed(self.stops))
    }
}

parameters! {
    /// Maps `black..=white` to `out_black..=out_white`; the exponent `1 / gamma` in between. What is outside is clipped.
    Levels {
        /// Which channels.
        channels: Channels = Channels::All,
        /// The level that becomes `out_black`; less than `white`.
        black: f64 = 0.0; "Black", levels(0.0, 254.0),
        /// The level that becomes `out_white`.
        white: f64 = 255.0; "White", levels(1.0, 255.0),
        /// Greater than 1 brightens the middle.
        gamma: f64 = 1.0; "Gamma", number(0.1, 10.0, 0.01, ""),
        /// The level that `black` becomes. Greater than `out_white` inverts.
        out_black: f64 = 0.0; "Output black", levels(0.0, 255.0),
        /// The level that `white` becomes.
        out_white: f64 = 255.0; "Output white", levels(0.0, 255.0),
    }

    fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        (self.white - self.black < 1.0).then_some(("white", "must be at least one level above black"))
    }

    #[expect(clippy::float_cmp, reason = "set to what they are without a change")]
    fn is_neutral(&self) -> bool {
        let Self { channels: _, black, white, gamma, out_black, out_white } = *self;
        [black, white, gamma, out_black, out_white] == [0.0, 255.0, 1.0, 0.0, 255.0]
    }

    #[expect(clippy::float_cmp, reason = "set to what it is without a change")]
    fn caption(&self) -> String {
        let mut text = format!("{}{}–{}", self.channels.prefix(), plain(self.black), plain(self.white));
        if self.gamma != 1.0 {
            text += &format!(", γ {}", plain(self.gamma));
        }
        if (self.out_black, self.out_white) != (0.0, 255.0) {
            text += &format!(" → {}–{}", plain(self.out_black), plain(self.out_white));
        }
        text
    }
}

/// A point that a curve goes through, both in grey levels of 0 to 255.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(from = "[f64; 2]", into = "[f64; 2]")]
#[schemars(with = "[f64; 2]")]
pub struct CurvePoint {
    /// The level before.
    pub input: f64,
    /// The level after.
    pub output: f64,
}

impl From<[f64; 2]> for CurvePoint {
    fn from([input, output]: [f64; 2]) -> Self {
        Self { input, output }
    }
}

impl From<CurvePoint> for [f64; 2] {
    fn from(point: CurvePoint) -> Self {
        [point.input, point.output]
    }
}

parameters! {
    /// A curve through points, rising or falling between two as they do and never beyond them.
    ///
    /// Piecewise cubic with the slopes of Fritsch and Butland (1984), known as PCHIP; level beyond the first and the last point.
    Curves {
        /// Which channels.
        channels: Channels = Channels::All,
        /// Two points or more, at most [`MAX_CURVE_POINTS`], by rising input.
        points: Vec<CurvePoint> = vec![CurvePoint { input: 0.0, output: 0.0 }, CurvePoint { input: 255.0, output: 255.0 }],
    }

    fn contradiction(&self) -> Option<(&'static str, &'static str)> {
        let inside = |level: f64| (0.0..=255.0).contains(&level);
        let why = if self.points.len() < 2 {
            "must be two or more"
        } else if self.points.len() > MAX_CURVE_POINTS {
            "are too many"
        } else if !self.points.iter().all(|point| inside(point.input) && inside(point.output)) {
            "must lie within 0 to 255"
        } else if !self.points.windows(2).all(|pair| matches!(pair, [a, b] if b.input - a.input >= 1.0)) {
            "must rise by at least one level of input from each to the next"
        } else {
            return None;
        };
        Some(("points", why))
    }

    fn is_neutral(&self) -> bool {
        self.points == Self::default().points
    }

    fn caption(&self) -> String {
        let points: Vec<String> = self.points.iter().map(|point| format!("{}/{}", plain(point.input), plain(point.output))).collect();
        format!("{}{}", self.channels.prefix(), points.join(" "))
    }
}

parameters! {
    /// The power law `output = input ^ (1 / gamma)` on the coded values.
    Gamma {
        /// Greater than 1 brightens.
        gamma: f64 = 1.0; "Gamma", number(0.1, 10.0, 0.01, ""),
    }

    #[expect(clippy::float_cmp, reason = "set to what it is without a change")]
    fn is_neutral(&self) -> bool {
        self.gamma == 1.0
    }

    fn caption(&self) -> String {
        plain(self.gamma)
    }
}

parameters! {
    /// Light becomes dark and each colour its opposite.
    Invert {}

    fn caption(&self) -> String {
        String::new()
    }
}
