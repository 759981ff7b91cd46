//! A plane of grey or other values in single precision, and the few operations that registration and comparison share.

use image::RgbImage;
use rayon::prelude::*;

use super::simd::{BLOCK, kernels};
use crate::domain::Homography;

/// Values of a picture, row by row; pixel centres at whole numbers.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Plane {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) data: Vec<f32>,
}

impl Plane {
    pub(crate) fn new(width: usize, height: usize) -> Self {
        Self { width, height, data: vec![0.0; width * height] }
    }

    /// Fills a plane by place; rows are worked out in parallel.
    pub(crate) fn from_fn(width: usize, height: usize, value: impl Fn(usize, usize) -> f32 + Sync) -> Self {
        let mut plane = Self::new(width, height);
        if width > 0 {
            plane.data.par_chunks_exact_mut(width).enumerate().for_each(|(y, row)| {
                row.iter_mut().enumerate().for_each(|(x, out)| *out = value(x, y));
            });
        }
        plane
    }

    /// The value at a pixel; the edge is repeated outside.
    #[inline]
    pub(crate) fn at(&self, x: i64, y: i64) -> f32 {
        let x = x.clamp(0, self.width as i64 - 1) as usize;
        let y = y.clamp(0, self.height as i64 - 1) as usize;
        self.data[y * self.width + x]
    }

    #[inline]
    pub(crate) fn get(&self, x: usize, y: usize) -> f32 {
        self.data[y * self.width + x]
    }

    /// Resamples to another size; averages over areas where it gets smaller, keeps edges on edges.
    pub(crate) fn resized(&self, width: usize, height: usize) -> Self {
        let columns = area_weights(self.width, width);
        let rows = area_weights(self.height, height);
        let mut out = Self::new(width, height);
        out.data.par_chunks_exact_mut(width.max(1)).zip(&rows).for_each_init(
            || vec![0.0_f32; self.width],
            |sum, (out, (top, weights))| {
                sum.fill(0.0);
                for (y, weight) in (*top..).zip(weights) {
                    let row = &self.data[y * self.width..(y + 1) * self.width];
                    add_weighted(sum, row, *weight);
                }
                gather(out, &columns, sum);
            },
        );
        out
    }

    /// The plane of `rgb` through `value`, resampled as [`Plane::resized`].
    pub(crate) fn from_rgb(rgb: &RgbImage, width: usize, height: usize, value: impl Fn(&[u8]) -> f32 + Sync) -> Self {
        let columns = area_weights(rgb.width() as usize, width);
        let rows = area_weights(rgb.height() as usize, height);
        let (raw, stride) = (rgb.as_raw(), rgb.width() as usize * 3);
        resample(width, height, &columns, &rows, |y, x| value(&raw[y * stride + x * 3..y * stride + x * 3 + 3]))
    }

    /// Blurs with a Gaussian of standard deviation `sigma` px; the edge is repeated.
    pub(crate) fn blurred(&self, sigma: f32) -> Self {
        if sigma < 0.15 {
            return self.clone();
        }
        let blur = Blur::new(sigma);
        let mut out = Self::new(self.width, self.height);
        if self.width > 0 {
            let rows = out.data.par_chunks_exact_mut(self.width).enumerate();
            rows.for_each_init(Vec::new, |line, (y, out)| blur.row(self, y, line, out));
        }
        out
    }

    /// The mean over a square of side `2 × radius + 1`; the edge is repeated.
    pub(crate) fn box_mean(&self, radius: usize) -> Self {
        let (width, height) = (self.width, self.height);
        let mut out = Self::new(width, height);
        if self.data.is_empty() {
            return out;
        }
        let row = |y: usize| &self.data[y.min(height - 1) * width..(y.min(height - 1) + 1) * width];
        // Bands begin anew, so that the result does not depend on how many are worked on at once.
        out.data.par_chunks_mut(width * BAND).enumerate().for_each(|(band, out)| {
            let mut sums = vec![0.0_f64; width + 2 * radius + 1];
            let first = band * BAND;
            for k in 0..=2 * radius {
                let entering = row((first + k).saturating_sub(radius));
                sums[radius..radius + width].iter_mut().zip(entering).for_each(|(sum, value)| *sum += f64::from(*value));
            }
            for (y, out) in (first..).zip(out.chunks_exact_mut(width)) {
                let (left, right) = (sums[radius], sums[radius + width - 1]);
                sums[..radius].fill(left);
                sums[radius + width..].fill(right);
                running_mean(out, &sums, 2 * radius + 1);
                let (entering, leaving) = (row(y + radius + 1), row(y.saturating_sub(radius)));
                for ((sum, entering), leaving) in sums[radius..radius + width].iter_mut().zip(entering).zip(leaving) {
                    *sum += f64::from(*entering) - f64::from(*leaving);
                }
            }
        });
        out
    }

    /// The value between pixels by cubic interpolation (Catmull-Rom); `None` more than half a pixel outside.
    #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
    #[inline(always)]
    pub(crate) fn cubic(&self, x: f64, y: f64) -> Option<f32> {
        let (right, bottom) = (self.width as f64 - 0.5, self.height as f64 - 0.5);
        if !(x >= -0.5 && y >= -0.5 && x <= right && y <= bottom) {
            return None;
        }
        // Rounds down without a call, since neither is below -1.
        let (left, top) = ((x + 1.0) as i64 - 1, (y + 1.0) as i64 - 1);
        let (left, top) = (left as f64, top as f64);
        let (wx, wy) = (cubic_weights((x - left) as f32), cubic_weights((y - top) as f32));
        let (left, top) = (left as i64 - 1, top as i64 - 1);
        let mut sum = 0.0;
        if left >= 0 && top >= 0 && left + 3 < self.width as i64 && top + 3 < self.height as i64 {
            for (k, weight) in wy.iter().enumerate() {
                let start = (top as usize + k) * self.width + left as usize;
                let row = &self.data[start..start + 4];
                sum += weight * (row[0] * wx[0] + row[1] * wx[1] + row[2] * wx[2] + row[3] * wx[3]);
            }
        } else {
            for (k, weight) in wy.iter().enumerate() {
                let row: f32 = wx.iter().enumerate().map(|(m, wx)| wx * self.at(left + m as i64, top + k as i64)).sum();
                sum += weight * row;
            }
        }
        Some(sum)
    }

    /// The value at a place in steps of a 65,536th of a px, by cubic interpolation to a 256th; 0 where not all of its
    /// neighbours are there.
    #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
    #[inline(always)]
    pub(crate) fn cubic_at(&self, table: &[[f32; 4]; 256], x: i32, y: i32) -> f32 {
        let across = &table[(x >> 8 & 0xff) as usize];
        let down = &table[(y >> 8 & 0xff) as usize];
        let start = ((y >> 16) as usize).wrapping_sub(1).wrapping_mul(self.width).wrapping_add(((x >> 16) as usize).wrapping_sub(1));
        let row = |k: usize| -> Option<&[f32; 4]> { self.data.get(start.wrapping_add(k * self.width)..)?.first_chunk() };
        let (Some(first), Some(second), Some(third), Some(fourth)) = (row(0), row(1), row(2), row(3)) else { return 0.0 };
        let mut sums = [0.0_f32; 4];
        for lane in 0..4 {
            let above = down[0] * first[lane] + down[1] * second[lane];
            sums[lane] = across[lane] * (above + (down[2] * third[lane] + down[3] * fourth[lane]));
        }
        (sums[0] + sums[1]) + (sums[2] + sums[3])
    }

    /// The plane seen through `self_from_target`; `NaN` where it does not reach.
    pub(crate) fn warped(&self, self_from_target: &Homography, width: usize, height: usize) -> Self {
        Self::from_fn(width, height, |x, y| {
            let (u, v) = self_from_target.apply(x as f64, y as f64);
            self.cubic(u, v).unwrap_or(f32::NAN)
        })
    }

    /// Takes out slow changes of brightness and contrast: the distance from the local mean in local standard deviations, with
    /// `floor` added to the deviation so that noise on bare paper stays small.
    pub(crate) fn locally_normalised(&self, radius: usize, floor: f32) -> Self {
        let (width, height) = (self.width, self.height);
        let mut out = Self::new(width, height);
        if self.data.is_empty() {
            return out;
        }
        let row = |y: usize| &self.data[y.min(height - 1) * width..(y.min(height - 1) + 1) * width];
        // Bands begin anew, so that the result does not depend on how many are worked on at once.
        out.data.par_chunks_mut(width * BAND).enumerate().for_each(|(band, out)| {
            // Of the values and of their squares: sums down each column, with the first and the last repeated, and means.
            let mut sums = [0; 2].map(|_| vec![0.0_f64; width + 2 * radius + 1]);
            let mut means = [0; 2].map(|_| vec![0.0_f32; width]);
            let first = band * BAND;
            for k in 0..=2 * radius {
                let [values, squares] = &mut sums;
                enters(&mut values[radius..radius + width], &mut squares[radius..radius + width], row((first + k).saturating_sub(radius)));
            }
            for (y, out) in (first..).zip(out.chunks_exact_mut(width)) {
                for (sums, means) in sums.iter_mut().zip(&mut means) {
                    let (left, right) = (sums[radius], sums[radius + width - 1]);
                    sums[..radius].fill(left);
                    sums[radius + width..].fill(right);
                    running_mean(means, sums, 2 * radius + 1);
                }
                normalised(out, row(y), [&means[0], &means[1]], floor);
                let (entering, leaving) = (row(y + radius + 1), row(y.saturating_sub(radius)));
                let [values, squares] = &mut sums;
                slides(&mut values[radius..radius + width], &mut squares[radius..radius + width], entering, leaving);
            }
        });
        out
    }
}

/// A Gaussian blur that repeats the edge.
pub(crate) struct Blur {
    kernel: Vec<f32>,
}

impl Blur {
    /// With a standard deviation of `sigma` px.
    pub(crate) fn new(sigma: f32) -> Self {
        let radius = (sigma * 3.0).ceil() as i64;
        let mut kernel: Vec<f32> = (-radius..=radius).map(|k| (-(k * k) as f32 / (2.0 * sigma * sigma)).exp()).collect();
        let sum: f32 = kernel.iter().sum();
        for weight in &mut kernel {
            *weight /= sum;
        }
        Self { kernel }
    }

    /// How many rows above and below one row bear on it.
    pub(crate) fn radius(&self) -> usize {
        self.kernel.len() / 2
    }

    /// Row `y` of `plane`, blurred, into `out`; `line` is a place to work in. Down first: so nothing is kept but one row.
    pub(crate) fn row(&self, plane: &Plane, y: usize, line: &mut Vec<f32>, out: &mut [f32]) {
        let (width, radius) = (plane.width, self.radius());
        let row = |k: usize| {
            let from = (y + k).saturating_sub(radius).min(plane.height - 1) * width;
            &plane.data[from..from + width]
        };
        let rows: Vec<&[f32]> = (0..self.kernel.len()).map(row).collect();
        line.resize(width + 2 * radius, 0.0);
        weigh(&mut line[radius..radius + width], &rows, &self.kernel);
        let (left, right) = (line[radius], line[radius + width - 1]);
        line[..radius].fill(left);
        line[radius + width..].fill(right);
        let shifted: Vec<&[f32]> = (0..self.kernel.len()).map(|k| &line[k..k + width]).collect();
        weigh(out, &shifted, &self.kernel);
    }
}

/// The grey value of a pixel (ITU-R BT.601 weights).
#[inline]
pub(crate) fn luma(pixel: &[u8]) -> f32 {
    0.299 * f32::from(pixel[0]) + 0.587 * f32::from(pixel[1]) + 0.114 * f32::from(pixel[2])
}

/// The map from pixels of a picture resized from `from` to `to` back to pixels of the original.
pub(crate) fn original_from_resized(from: (usize, usize), to: (usize, usize)) -> Homography {
    let (x, y) = (from.0 as f64 / to.0 as f64, from.1 as f64 / to.1 as f64);
    Homography::scale_shift([x, y], [x / 2.0 - 0.5, y / 2.0 - 0.5])
}

/// The map from pixels of a picture of which four each were averaged back to pixels of the original.
pub(crate) fn original_from_half() -> Homography {
    Homography::scale_shift([2.0; 2], [0.5; 2])
}

/// The weights of [`cubic_weights`] for each 256th of a px.
pub(crate) static CUBIC_TABLE: std::sync::LazyLock<[[f32; 4]; 256]> =
    std::sync::LazyLock::new(|| std::array::from_fn(|step| cubic_weights((step as f32 + 0.5) / 256.0)));

/// The weights of the four values around a place, `t` after the second of them (Catmull-Rom).
#[inline]
pub(crate) fn cubic_weights(t: f32) -> [f32; 4] {
    let (t2, t3) = (t * t, t * t * t);
    [-0.5 * t3 + t2 - 0.5 * t, 1.5 * t3 - 2.5 * t2 + 1.0, -1.5 * t3 + 2.0 * t2 + 0.5 * t, 0.5 * t3 - 0.5 * t2]
}

/// For each target cell the first source cell and the weights of it and its successors; bilinear where the target is finer.
pub(crate) fn area_weights(source: usize, target: usize) -> Vec<(usize, Vec<f32>)> {
    let ratio = source as f64 / target as f64;
    (0..target)
        .map(|cell| {
            // A cell is never narrower than one source pixel, which turns area into linear interpolation.
            let middle = (cell as f64 + 0.5) * ratio;
            let half = ratio.max(1.0) / 2.0;
            let (from, to) = ((middle - half).max(0.0), (middle + half).min(source as f64));
            let first = (from.floor() as usize).min(source - 1);
            let last = (to.ceil() as usize).clamp(first + 1, source);
            let mut weights: Vec<f32> = (first..last).map(|k| ((to.min(k as f64 + 1.0) - from.max(k as f64)) as f32).max(0.0)).collect();
            let sum: f32 = weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
            for weight in &mut weights {
                *weight /= sum;
            }
            (first, weights)
        })
        .collect()
}

fn resample(
    width: usize,
    height: usize,
    columns: &[(usize, Vec<f32>)],
    rows: &[(usize, Vec<f32>)],
    value: impl Fn(usize, usize) -> f32 + Sync,
) -> Plane {
    let mut out = Plane::new(width, height);
    out.data.par_chunks_exact_mut(width.max(1)).zip(rows).for_each(|(out, (top, weights))| {
        for (k, weight) in weights.iter().enumerate() {
            for (out, (left, across)) in out.iter_mut().zip(columns) {
                let sum: f32 = across.iter().enumerate().map(|(m, share)| share * value(top + k, left + m)).sum();
                *out += weight * sum;
            }
        }
    });
    out
}

kernels! {
    fn add_weighted<'a>(sums: &'a mut [f32], row: &'a [f32], weight: f32) {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * value);
    }

    /// Each cell of `out` from the values of `row` that it covers.
    fn gather<'a>(out: &'a mut [f32], columns: &'a [(usize, Vec<f32>)], row: &'a [f32]) {
        for (out, (left, weights)) in out.iter_mut().zip(columns) {
            *out = row.get(*left..).unwrap_or_default().iter().zip(weights).map(|(value, weight)| value * weight).sum();
        }
    }

    /// The weighted sum of `rows`, which are as long as `out`.
    fn weigh<'a>(out: &'a mut [f32], rows: &'a [&'a [f32]], weights: &'a [f32]) {
        let mut from = 0;
        for out in out.chunks_mut(BLOCK) {
            let len = out.len();
            let mut sums = [0.0_f32; BLOCK];
            for (row, weight) in rows.iter().zip(weights) {
                let values = row.get(from..from + len).unwrap_or_default();
                sums.iter_mut().zip(values).for_each(|(sum, value)| *sum += value * weight);
            }
            out.copy_from_slice(&sums[..len]);
            from += len;
        }
    }

    fn enters<'a>(sums: &'a mut [f64], squares: &'a mut [f64], row: &'a [f32]) {
        for ((sum, square), value) in sums.iter_mut().zip(squares).zip(row) {
            let value = f64::from(*value);
            *sum += value;
            *square += value * value;
        }
    }

    fn slides<'a>(sums: &'a mut [f64], squares: &'a mut [f64], entering: &'a [f32], leaving: &'a [f32]) {
        for ((sum, square), (entering, leaving)) in sums.iter_mut().zip(squares).zip(entering.iter().zip(leaving)) {
            let (entering, leaving) = (f64::from(*entering), f64::from(*leaving));
            *sum += entering - leaving;
            *square += entering * entering - leaving * leaving;
        }
    }

    /// The distance of each value from its mean in standard deviations, to which `floor` is added.
    fn normalised<'a>(out: &'a mut [f32], row: &'a [f32], means: [&'a [f32]; 2], floor: f32) {
        for ((out, value), (mean, square)) in out.iter_mut().zip(row).zip(means[0].iter().zip(means[1])) {
            let deviation = (square - mean * mean).max(0.0).sqrt();
            *out = (value - mean) / (deviation + floor);
        }
    }
}

/// Rows that a running sum goes down before it begins anew.
const BAND: usize = 64;

/// The mean of each stretch of a line of column sums, `span` of them of as many values.
fn running_mean(out: &mut [f32], sums: &[f64], span: usize) {
    // Double precision: single would drift along a row.
    let mut sum: f64 = sums.iter().take(span).sum();
    let share = ((span * span) as f64).recip();
    for ((out, leaving), entering) in out.iter_mut().zip(sums).zip(sums.get(span..).unwrap_or_default()) {
        *out = (sum * share) as f32;
        sum += entering - leaving;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wave(width: usize, height: usize) -> Plane {
        Plane::from_fn(width, height, |x, y| 100.0 + 50.0 * ((x as f32 * 0.11).sin() + (y as f32 * 0.07).cos()))
    }

    #[test]
    fn resizing_keeps_places_and_means() {
        let fine = wave(300, 200);
        let coarse = fine.resized(100, 80);
        let map = original_from_resized((300, 200), (100, 80));
        for (x, y) in [(10, 10), (50, 40), (90, 70)] {
            let (u, v) = map.apply(x as f64, y as f64);
            assert!((coarse.get(x, y) - fine.cubic(u, v).unwrap()).abs() < 1.5);
        }
    }

    #[test]
    fn means_and_blurs_leave_a_flat_plane_alone() {
        let flat = Plane::from_fn(31, 17, |_, _| 9.0);
        for other in [flat.box_mean(5), flat.blurred(2.0), flat.resized(10, 9), flat.resized(50, 20)] {
            assert!(other.data.iter().all(|value| (value - 9.0).abs() < 1e-4));
        }
    }

    #[test]
    fn box_mean_is_the_mean_of_the_box() {
        let plane = wave(40, 30);
        let mean = plane.box_mean(2);
        let by_hand: f32 = (-2..=2).flat_map(|dy| (-2..=2).map(move |dx| (dx, dy))).map(|(dx, dy)| plane.at(20 + dx, 15 + dy)).sum();
        assert!((mean.get(20, 15) - by_hand / 25.0).abs() < 1e-3);
        let corner: f32 = (-2..=2).flat_map(|dy| (-2..=2).map(move |dx| (dx, dy))).map(|(dx, dy)| plane.at(dx, dy)).sum();
        assert!((mean.get(0, 0) - corner / 25.0).abs() < 1e-3);
    }

    #[test]
    fn cubic_interpolation_follows_a_smooth_plane() {
        let plane = wave(60, 60);
        let value = plane.cubic(20.4, 31.7).unwrap();
        let exact = 100.0 + 50.0 * ((20.4_f32 * 0.11).sin() + (31.7_f32 * 0.07).cos());
        assert!((value - exact).abs() < 0.05);
        assert_eq!(plane.cubic(-0.6, 3.0), None);
        assert_eq!(plane.cubic(f64::NAN, 3.0), None);
    }
}
