//! Rectangles of pixels, and the levels of a pyramid that they lie on.

/// An upright rectangle of whole pixels of one level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PixelRect {
    /// The first column.
    pub x: u32,
    /// The first row.
    pub y: u32,
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl PixelRect {
    /// The first column to the right of it.
    pub fn right(self) -> u32 {
        self.x.saturating_add(self.width)
    }

    /// The first row below it.
    pub fn bottom(self) -> u32 {
        self.y.saturating_add(self.height)
    }

    /// Whether it has no pixel.
    pub fn is_empty(self) -> bool {
        self.width == 0 || self.height == 0
    }

    /// Whether every pixel of `other` lies in it.
    pub fn contains(self, other: Self) -> bool {
        other.x >= self.x && other.y >= self.y && other.right() <= self.right() && other.bottom() <= self.bottom()
    }

    /// The rectangle grown by `across` columns and `down` rows on both sides, as far as `level` goes.
    pub fn grown(self, across: u32, down: u32, level: Level) -> Self {
        let (x, y) = (self.x.saturating_sub(across), self.y.saturating_sub(down));
        let right = self.right().saturating_add(across).min(level.width);
        let bottom = self.bottom().saturating_add(down).min(level.height);
        Self { x, y, width: right.saturating_sub(x), height: bottom.saturating_sub(y) }
    }
}

/// One level of the pyramid of a picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Its width in px.
    pub width: u32,
    /// Its height in px.
    pub height: u32,
    /// Pixels of the original along a side of one of its pixels: 1 for the original, 2 for the next level.
    ///
    /// Its pixel `x` covers the original from `x × scale` to `(x + 1) × scale`, counted from the edge of the picture.
    pub scale: f64,
}

impl Level {
    /// The original itself.
    pub fn original(width: u32, height: u32) -> Self {
        Self { width, height, scale: 1.0 }
    }

    /// All of it.
    pub fn whole(self) -> PixelRect {
        PixelRect { x: 0, y: 0, width: self.width, height: self.height }
    }
}
