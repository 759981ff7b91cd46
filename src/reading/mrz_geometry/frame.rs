//! Where the cell of a character lies in the picture.

use crate::domain::PointPx;
use crate::reading::mrz_image::MrzGlyph;

/// A cell: its middle, and one pitch to the right and down, in px.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Frame {
    pub(super) middle: (f64, f64),
    pub(super) along: (f64, f64),
    pub(super) down: (f64, f64),
}

impl Frame {
    /// The frame of a character that was read; `None` if its cell has no size. Its height is that of its width, as for square pixels;
    /// `aspect` is px per mm down the picture divided by that across it.
    pub(super) fn of(glyph: &MrzGlyph, aspect: f64) -> Option<Self> {
        let [a, b, c, d] = glyph.cell;
        if [a, b, c, d].iter().any(|corner| !corner.x.is_finite() || !corner.y.is_finite()) {
            return None;
        }
        let middle = ((a.x + b.x + c.x + d.x) / 4.0, (a.y + b.y + c.y + d.y) / 4.0);
        let along = ((b.x + c.x - a.x - d.x) / 2.0, (b.y + c.y - a.y - d.y) / 2.0);
        let down = (-along.1 / aspect, along.0 * aspect);
        (along.0.hypot(along.1) >= LEAST_PITCH).then_some(Self { middle, along, down })
    }

    /// A place in the picture.
    pub(super) fn place(&self, u: f64, v: f64) -> PointPx {
        PointPx { x: self.middle.0 + self.along.0 * u + self.down.0 * v, y: self.middle.1 + self.along.1 * u + self.down.1 * v }
    }

    /// The cell moved, in pitches.
    pub(super) fn moved(&self, (right, down): (f64, f64)) -> Self {
        let middle = self.place(right, down);
        Self { middle: (middle.x, middle.y), ..*self }
    }

    /// The pitch in px.
    pub(super) fn pitch(&self) -> f64 {
        self.along.0.hypot(self.along.1)
    }
}

/// The least pitch that is looked at, in px.
pub(super) const LEAST_PITCH: f64 = 6.0;
