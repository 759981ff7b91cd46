//! A drawn picture to capture, and the light that one pixel of a capture gathers from it.

use image::RgbImage;

use super::geometry::Outline;

/// The most pixels of the source that one pixel of the capture gathers in each direction.
const MAX_TAPS: usize = 32;

/// A picture in the plane of the page.
pub(super) struct Source<'a> {
    /// The picture, edge to edge.
    pub picture: &'a RgbImage,
    /// Its pixels for each mm, across and down.
    pub px_per_mm: [f64; 2],
    /// Where its upper left corner lies, in mm of the page.
    pub origin_mm: [f64; 2],
    /// What of it is seen; the ground shows around it.
    pub outline: Outline,
    /// Linear light of each level.
    pub light: [f32; 256],
}

/// The pixels of a source that a span touches on one axis, with the part of the span on each.
struct Taps {
    first: usize,
    weights: [f32; MAX_TAPS],
    count: usize,
}

impl Taps {
    /// Those of the span of `half` pixels to each side of `middle`, from edge to edge; edges are repeated.
    fn of(middle: f64, half: f64, side: u32) -> Self {
        let half = half.clamp(0.5, MAX_TAPS as f64 / 2.0 - 1.0);
        let end = f64::from(side);
        let (low, high) = ((middle - half).clamp(0.0, end - 1.0), (middle + half).clamp(1.0, end));
        // Beyond an edge the span shrinks to the last pixel.
        let (low, high) = (low.min(high - 1.0).max(0.0), high.max(low + 1.0).min(end));
        // Casts instead of `floor` and `ceil`, which are calls on most processors; nothing here is negative.
        let whole = low as usize;
        let first = whole as f64;
        let count = ((high - first) as usize + usize::from((high as usize as f64) < high)).clamp(1, MAX_TAPS);
        let mut weights = [0.0; MAX_TAPS];
        let part = 1.0 / (high - low) as f32;
        // Distances from the first pixel are small enough for single precision.
        let (low, high) = ((low - first) as f32, (high - first) as f32);
        for (index, weight) in weights.iter_mut().take(count).enumerate() {
            *weight = (high.min(index as f32 + 1.0) - low.max(index as f32)).max(0.0) * part;
        }
        Self { first: whole, weights, count }
    }

    fn weights(&self) -> &[f32] {
        self.weights.get(..self.count).unwrap_or_default()
    }
}

impl Source<'_> {
    /// The mean linear light of the rectangle of `half_mm` to each side of `(x, y)` mm; edges are repeated.
    pub(super) fn gather(&self, x: f64, y: f64, half_mm: [f64; 2]) -> [f32; 3] {
        let [per_x, per_y] = self.px_per_mm;
        let across = Taps::of((x - self.origin_mm[0]) * per_x, half_mm[0] * per_x, self.picture.width());
        let down = Taps::of((y - self.origin_mm[1]) * per_y, half_mm[1] * per_y, self.picture.height());
        let stride = self.picture.width() as usize * 3;
        let pixels = self.picture.as_raw();
        let mut sum = [0.0_f32; 3];
        for (index, weight_down) in down.weights().iter().enumerate() {
            let start = (down.first + index) * stride + across.first * 3;
            let Some(row) = pixels.get(start..start + across.count * 3) else { continue };
            let (mut red_sum, mut green_sum, mut blue_sum) = (0.0_f32, 0.0_f32, 0.0_f32);
            for ([red, green, blue], weight) in row.as_chunks::<3>().0.iter().zip(across.weights()) {
                red_sum += weight * self.light[usize::from(*red)];
                green_sum += weight * self.light[usize::from(*green)];
                blue_sum += weight * self.light[usize::from(*blue)];
            }
            sum[0] += weight_down * red_sum;
            sum[1] += weight_down * green_sum;
            sum[2] += weight_down * blue_sum;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn the_parts_of_a_span_make_a_whole() {
        for (middle, half, side) in
            [(5.0, 1.3, 10), (0.1, 2.0, 10), (9.9, 2.0, 10), (-40.0, 1.0, 10), (60.0, 3.0, 10), (0.5, 4.0, 1), (7.3, 99.0, 100)]
        {
            let taps = Taps::of(middle, half, side);
            let sum: f32 = taps.weights().iter().sum();
            assert!((sum - 1.0).abs() < 1e-5, "{middle} {half}: {sum}");
            assert!(taps.first + taps.count <= side as usize, "{middle} {half}: {} and {}", taps.first, taps.count);
        }
    }

    #[test]
    fn a_span_over_black_and_white_sees_the_parts_of_both() {
        let mut picture = RgbImage::from_pixel(8, 4, Rgb([0; 3]));
        for y in 0..4 {
            for x in 4..8 {
                picture.put_pixel(x, y, Rgb([255; 3]));
            }
        }
        let mut light = [0.0; 256];
        light[255] = 1.0;
        let outline = Outline { edges: [0.0, 0.0, 8.0, 4.0], radii: [0.0; 4] };
        let source = Source { picture: &picture, px_per_mm: [1.0; 2], origin_mm: [0.0; 2], outline, light };
        let seen = source.gather(4.25, 2.0, [1.0, 1.0]);
        assert!((seen[0] - 0.625).abs() < 1e-5, "{seen:?}");
    }
}
