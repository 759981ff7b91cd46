//! Where a pixel lies on a coarse grid over the whole picture.

/// One direction of a grid: cells of equal size from the edge of the picture.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    per_px: f32,
    last: f32,
}

impl Axis {
    /// `per_px` cells to a pixel of the level, `count` of them.
    pub(super) fn new(per_px: f64, count: usize) -> Self {
        Self { per_px: per_px as f32, last: (count.max(1) - 1) as f32 }
    }

    /// Between the middles of which two cells the pixel lies, and how far from the first to the second.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "one for each pixel")]
    pub(super) fn between(self, pixel: u32) -> (usize, usize, f32) {
        let place = (pixel as i32 as f32 + 0.5) * self.per_px - 0.5;
        let place = if place > 0.0 { place } else { 0.0 };
        let place = if place < self.last { place } else { self.last };
        let first = place as i32;
        let second = if (first as f32) < self.last { first + 1 } else { first };
        (first as usize, second as usize, place - first as f32)
    }
}
