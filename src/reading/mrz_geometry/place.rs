//! Where the characters of a line stand: on a grid of one pitch, and on a base line.

use super::solve::robust_fit;
use super::stats::deviation;

/// A line through the places of its characters, in px or mm; bent only as far as perspective or the bend of a page asks.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Course {
    /// Coefficients of 1, t and t², where t runs from -1 to 1 over the line.
    along: [f64; 3],
    across: [f64; 3],
    /// Direction of the line, and half of its characters less one.
    direction: (f64, f64),
    half: f64,
}

/// How far a character stands from its place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Aside {
    /// To the right, and down.
    pub(super) along: f64,
    pub(super) down: f64,
}

impl Course {
    /// Through the places of characters `0..`; `limit` is what still counts as scatter. `None` of fewer than eight.
    pub(super) fn through(places: &[(f64, f64, f64)], count: usize, limit: f64) -> Option<Self> {
        if places.len() < 8 || count < 8 {
            return None;
        }
        let half = (count as f64 - 1.0) / 2.0;
        let t = |index: f64| (index - half) / half;
        let fit = |value: &dyn Fn(&(f64, f64, f64)) -> f64, limit: f64| {
            let rows: Vec<([f64; 3], f64)> = places.iter().map(|place| ([1.0, t(place.0), t(place.0).powi(2)], value(place))).collect();
            robust_fit(&rows, limit, 6)
        };
        let (x, y) = (fit(&|place| place.1, limit)?, fit(&|place| place.2, limit)?);
        let length = x[1].hypot(y[1]);
        if length <= 0.0 {
            return None;
        }
        let direction = (x[1] / length, y[1] / length);
        let along = fit(&|place| place.1 * direction.0 + place.2 * direction.1, limit)?;
        let across = fit(&|place| place.2 * direction.0 - place.1 * direction.1, limit)?;
        Some(Self { along, across, direction, half })
    }

    /// The mean pitch.
    pub(super) fn pitch(&self) -> f64 {
        self.along[1] / self.half
    }

    /// How much the pitch is greater at the right end than in the middle.
    pub(super) fn growth(&self) -> f64 {
        2.0 * self.along[2] / self.half
    }

    /// How far the middle of the line lies from the straight line between its ends.
    pub(super) fn bend(&self) -> f64 {
        self.across[2].abs()
    }

    /// The direction from the first to the last character.
    pub(super) fn direction(&self) -> (f64, f64) {
        let (up, down) = (self.across[1], self.along[1]);
        let length = up.hypot(down);
        let (sin, cos) = (up / length, down / length);
        (self.direction.0 * cos - self.direction.1 * sin, self.direction.1 * cos + self.direction.0 * sin)
    }

    /// The place on the line of a character.
    pub(super) fn at(&self, index: f64) -> (f64, f64) {
        let (along, down) = self.both(index);
        (along * self.direction.0 - down * self.direction.1, along * self.direction.1 + down * self.direction.0)
    }

    fn both(&self, index: f64) -> (f64, f64) {
        let t = (index - self.half) / self.half;
        let value = |c: [f64; 3]| c[0] + c[1] * t + c[2] * t * t;
        (value(self.along), value(self.across))
    }

    /// How far a character stands from its place.
    pub(super) fn aside(&self, (index, x, y): (f64, f64, f64)) -> Aside {
        let (along, down) = self.both(index);
        Aside { along: x * self.direction.0 + y * self.direction.1 - along, down: y * self.direction.0 - x * self.direction.1 - down }
    }

    /// The standard uncertainty of the pitch from the scatter of the characters.
    pub(super) fn pitch_scatter(&self, places: &[(f64, f64, f64)]) -> f64 {
        let off: Vec<f64> = places.iter().map(|place| self.aside(*place).along).collect();
        let spread = places.iter().map(|place| (place.0 - self.half).powi(2)).sum::<f64>().sqrt();
        if spread > 0.0 { deviation(&off) / spread } else { 0.0 }
    }
}
