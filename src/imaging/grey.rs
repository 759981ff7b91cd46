//! Grey values in bytes: a quarter of the memory of a [`Plane`], for a whole page that is looked at in a few places.

use image::RgbImage;
use rayon::prelude::*;

use super::plane::{Plane, area_weights, cubic_weights};
use super::simd::kernels;

/// Rows that are worked on together.
const BAND: usize = 32;

/// Grey values of a picture, row by row; pixel centres at whole numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Grey {
    pub(crate) width: usize,
    pub(crate) height: usize,
    pub(crate) data: Vec<u8>,
}

kernels! {
    /// The grey values of pixels, rounded (ITU-R BT.601 weights in 256ths).
    fn grey_of<'a>(out: &'a mut [u8], rgb: &'a [u8]) {
        for (out, pixel) in out.iter_mut().zip(rgb.chunks_exact(3)) {
            let part = |channel: usize, weight: u16| u16::from(pixel[channel]).wrapping_mul(weight);
            // At most 255 × 256 + 128.
            *out = (part(0, 77).wrapping_add(part(1, 150)).wrapping_add(part(2, 29)).wrapping_add(128) >> 8) as u8;
        }
    }

    /// The mean of each square of four values of two lines, rounded.
    fn halved<'a>(out: &'a mut [u8], above: &'a [u8], below: &'a [u8]) {
        for (out, (above, below)) in out.iter_mut().zip(above.chunks_exact(2).zip(below.chunks_exact(2))) {
            let sum = [above[0], above[1], below[0], below[1]].into_iter().fold(2_u16, |sum, value| sum.wrapping_add(u16::from(value)));
            *out = (sum >> 2) as u8;
        }
    }

    /// Adds a row of levels to `sums`, by its weight.
    fn add_weighted<'a>(sums: &'a mut [f32], row: &'a [u8], weight: f32) {
        sums.iter_mut().zip(row).for_each(|(sum, value)| *sum += weight * f32::from(*value));
    }

    fn widened<'a>(out: &'a mut [f32], row: &'a [u8]) {
        out.iter_mut().zip(row).for_each(|(out, value)| *out = f32::from(*value));
    }

    fn rounded<'a>(out: &'a mut [u8], row: &'a [f32]) {
        out.iter_mut().zip(row).for_each(|(out, value)| *out = (*value + 0.5).clamp(0.0, 255.0) as u8);
    }
}

impl Grey {
    /// The grey values of `rgb`.
    pub(crate) fn of(rgb: &RgbImage) -> Self {
        let (width, height) = (rgb.width() as usize, rgb.height() as usize);
        let mut data = vec![0; width * height];
        let bands = data.par_chunks_mut((width * BAND).max(1)).zip(rgb.as_raw().par_chunks((width * 3 * BAND).max(1)));
        bands.for_each(|(out, rgb)| grey_of(out, rgb));
        Self { width, height, data }
    }

    /// The grey values of `rgb` at half its size, the mean of four pixels each; a last odd row or column is left out.
    ///
    /// Pixel (x, y) lies where (2x + 0.5, 2y + 0.5) does in `rgb`. The grey values themselves are held line by line only.
    pub(crate) fn half_of(rgb: &RgbImage) -> Self {
        let (width, height) = (rgb.width() as usize / 2, rgb.height() as usize / 2);
        let stride = rgb.width() as usize;
        let mut data = vec![0; width * height];
        let bands = data.par_chunks_mut((width * BAND).max(1)).zip(rgb.as_raw().par_chunks((stride * 6 * BAND).max(1)));
        bands.for_each(|(out, rgb)| {
            let mut lines = [vec![0; stride], vec![0; stride]];
            for (out, rgb) in out.chunks_exact_mut(width).zip(rgb.chunks_exact(stride * 6)) {
                lines.iter_mut().zip(rgb.chunks_exact(stride * 3)).for_each(|(line, rgb)| grey_of(line, rgb));
                halved(out, &lines[0], &lines[1]);
            }
        });
        Self { width, height, data }
    }

    /// The values of `plane`, rounded.
    pub(crate) fn of_plane(plane: &Plane) -> Self {
        let mut data = vec![0; plane.data.len()];
        rounded(&mut data, &plane.data);
        Self { width: plane.width, height: plane.height, data }
    }

    /// Resamples to another size; averages over areas where it gets smaller, keeps edges on edges.
    pub(crate) fn resized(&self, width: usize, height: usize) -> Plane {
        let mut out = Plane::new(width, height);
        if self.data.is_empty() || out.data.is_empty() {
            return out;
        }
        if (width, height) == (self.width, self.height) {
            widened(&mut out.data, &self.data);
            return out;
        }
        let resize = Resize::new(self, (width, height));
        let rows = out.data.par_chunks_exact_mut(width).enumerate();
        rows.for_each_init(Vec::new, |sums, (y, out)| resize.row(y, sums, out));
        out
    }

    /// As [`Self::resized`], rounded; the values between are held row by row only.
    pub(crate) fn resized_grey(&self, width: usize, height: usize) -> Self {
        let mut data = vec![0; width * height];
        if (width, height) == (self.width, self.height) {
            data.copy_from_slice(&self.data);
        } else if !self.data.is_empty() && !data.is_empty() {
            let resize = Resize::new(self, (width, height));
            let line = || (Vec::new(), vec![0.0; width]);
            data.par_chunks_exact_mut(width).enumerate().for_each_init(line, |(sums, line), (y, out)| {
                resize.row(y, sums, line);
                rounded(out, line);
            });
        }
        Self { width, height, data }
    }

    /// The value at a pixel; the edge is repeated outside.
    pub(crate) fn at(&self, x: i64, y: i64) -> f32 {
        let x = x.clamp(0, self.width as i64 - 1) as usize;
        let y = y.clamp(0, self.height as i64 - 1) as usize;
        self.data.get(y * self.width + x).copied().map_or(0.0, f32::from)
    }

    /// The value between pixels by cubic interpolation (Catmull-Rom); `None` more than half a pixel outside.
    pub(crate) fn cubic(&self, x: f64, y: f64) -> Option<f32> {
        let (right, bottom) = (self.width as f64 - 0.5, self.height as f64 - 0.5);
        if !(x >= -0.5 && y >= -0.5 && x <= right && y <= bottom) {
            return None;
        }
        let (left, top) = (x.floor(), y.floor());
        let (across, down) = (cubic_weights((x - left) as f32), cubic_weights((y - top) as f32));
        let row = |y: i64| -> f32 { (-1..).zip(across).map(|(step, weight)| weight * self.at(left as i64 + step, y)).sum() };
        Some((-1..).zip(down).map(|(step, weight)| weight * row(top as i64 + step)).sum())
    }

    /// Whether all that cubic interpolation needs lies around a place.
    pub(crate) fn has_around(&self, x: f64, y: f64) -> bool {
        x >= 1.0 && y >= 1.0 && x < self.width as f64 - 2.0 && y < self.height as f64 - 2.0
    }

    /// The values of the columns from `left` and rows from `top` on, as many as `width` and `height`; `None` if not all are there.
    #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
    #[inline(always)]
    pub(crate) fn cut(&self, (left, top): (usize, usize), (width, height): (usize, usize)) -> Option<Plane> {
        let mut data = Vec::with_capacity(width * height);
        for y in top..top + height {
            let row = self.data.get(y * self.width + left..y * self.width + left + width).filter(|_| left + width <= self.width)?;
            data.extend(row.iter().map(|value| f32::from(*value)));
        }
        Some(Plane { width, height, data })
    }
}

/// A picture on its way to another size.
struct Resize<'a> {
    from: &'a Grey,
    columns: Vec<(usize, Vec<f32>)>,
    rows: Vec<(usize, Vec<f32>)>,
}

impl<'a> Resize<'a> {
    fn new(from: &'a Grey, (width, height): (usize, usize)) -> Self {
        Self { from, columns: area_weights(from.width, width), rows: area_weights(from.height, height) }
    }

    /// Row `y` of the result; `sums` is a place to work in.
    fn row(&self, y: usize, sums: &mut Vec<f32>, out: &mut [f32]) {
        let Some((top, weights)) = self.rows.get(y) else { return };
        sums.clear();
        sums.resize(self.from.width, 0.0);
        for (row, weight) in self.from.data.chunks_exact(self.from.width).skip(*top).zip(weights) {
            add_weighted(sums, row, *weight);
        }
        for (out, (left, weights)) in out.iter_mut().zip(&self.columns) {
            *out = sums.get(*left..).unwrap_or_default().iter().zip(weights).map(|(value, weight)| value * weight).sum();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imaging::plane::luma;

    fn coloured(width: u32, height: u32) -> RgbImage {
        RgbImage::from_fn(width, height, |x, y| image::Rgb([(x * 7 % 256) as u8, (y * 5 % 256) as u8, ((x * y) % 256) as u8]))
    }

    #[test]
    fn half_of_a_picture_is_the_mean_of_its_squares_of_four() {
        for (width, height) in [(66, 40), (67, 41), (2, 2), (131, 70)] {
            let rgb = coloured(width, height);
            let (grey, half) = (Grey::of(&rgb), Grey::half_of(&rgb));
            assert_eq!((half.width, half.height), (width as usize / 2, height as usize / 2));
            for (x, y) in (0..half.height).flat_map(|y| (0..half.width).map(move |x| (x, y))) {
                let four = [(0, 0), (1, 0), (0, 1), (1, 1)].map(|(dx, dy)| u32::from(grey.data[(2 * y + dy) * grey.width + 2 * x + dx]));
                assert_eq!(u32::from(half.data[y * half.width + x]), (four.iter().sum::<u32>() + 2) / 4, "({x}, {y})");
            }
        }
        for (width, height) in [(0, 0), (1, 1), (1, 5), (7, 1)] {
            assert!(Grey::half_of(&RgbImage::new(width, height)).data.is_empty());
        }
    }

    #[test]
    fn grey_is_the_luma_to_a_level() {
        let rgb = coloured(67, 41);
        let grey = Grey::of(&rgb);
        let worst = grey.data.iter().zip(rgb.pixels()).map(|(grey, pixel)| (f32::from(*grey) - luma(&pixel.0)).abs()).fold(0.0, f32::max);
        assert!(worst <= 1.0, "{worst}");
        assert_eq!(Grey::of(&RgbImage::from_pixel(3, 2, image::Rgb([255; 3]))).data, [255; 6]);
    }

    #[test]
    fn resizing_and_sampling_are_those_of_a_plane() {
        let grey = Grey::of(&coloured(120, 90));
        let plane = grey.resized(120, 90);
        assert_eq!(Grey::of_plane(&plane), grey);
        let (fast, slow) = (grey.resized(50, 37), plane.resized(50, 37));
        assert_eq!(grey.resized_grey(50, 37), Grey::of_plane(&fast));
        assert_eq!(grey.resized_grey(120, 90), grey);
        assert!(fast.data.iter().zip(&slow.data).all(|(a, b)| (a - b).abs() < 1e-3));
        for (x, y) in [(20.4, 31.7), (-0.4, 0.2), (119.3, 89.4), (60.0, 45.0)] {
            assert!((grey.cubic(x, y).unwrap() - plane.cubic(x, y).unwrap()).abs() < 1e-2);
        }
        assert_eq!(grey.cubic(-0.6, 3.0), None);
        assert_eq!(grey.cubic(f64::NAN, 3.0), None);
        assert!((grey.cut((118, 3), (2, 4)).unwrap().data[2] - plane.get(118, 4)).abs() < 1e-6);
        assert!(grey.cut((119, 3), (2, 4)).is_none() && grey.cut((3, 88), (2, 4)).is_none());
        assert!(Grey::of(&RgbImage::new(0, 0)).resized(3, 3).data.iter().all(|value| *value == 0.0));
    }
}
