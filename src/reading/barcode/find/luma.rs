//! Grey pictures to work on, and the maps between them and the picture that was given.

use crate::domain::Homography;

/// Grey values in bytes, row by row; pixel centres at whole numbers. Both sides are at most [`super::super::MAX_SIDE_PX`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::reading::barcode) struct Luma {
    pub(in crate::reading::barcode) width: i32,
    pub(in crate::reading::barcode) height: i32,
    pub(in crate::reading::barcode) data: Vec<u8>,
}

impl Luma {
    /// A picture of one level; nothing if a side is not positive.
    pub(in crate::reading::barcode) fn filled(width: i32, height: i32, level: u8) -> Self {
        let (width, height) = (width.max(0), height.max(0));
        Self { width, height, data: vec![level; width as usize * height as usize] }
    }

    /// How many pixels.
    pub(in crate::reading::barcode) fn area(&self) -> u64 {
        self.data.len() as u64
    }

    /// The value at a pixel; the edge is repeated outside, an empty picture is white.
    pub(in crate::reading::barcode) fn at(&self, x: i32, y: i32) -> u8 {
        let (x, y) = (x.min(self.width - 1).max(0), y.min(self.height - 1).max(0));
        self.data.get(y as usize * self.width as usize + x as usize).copied().unwrap_or(255)
    }

    /// A row of pixels; empty outside.
    pub(in crate::reading::barcode) fn row(&self, y: i32) -> &[u8] {
        if !(0..self.height).contains(&y) {
            return &[];
        }
        let start = y as usize * self.width as usize;
        self.data.get(start..start + self.width as usize).unwrap_or_default()
    }

    /// The value between pixels by linear interpolation; `None` more than half a pixel outside.
    pub(in crate::reading::barcode) fn sample(&self, x: f64, y: f64) -> Option<f32> {
        if !(x >= -0.5 && y >= -0.5 && x <= f64::from(self.width) - 0.5 && y <= f64::from(self.height) - 0.5) {
            return None;
        }
        // Towards zero is down, as nothing is less than -0.5.
        let (left, top) = ((x + 1.0) as i32 - 1, (y + 1.0) as i32 - 1);
        let (right_share, down_share) = ((x - f64::from(left)) as f32, (y - f64::from(top)) as f32);
        let inside = left >= 0 && top >= 0 && left + 1 < self.width && top + 1 < self.height;
        let four = if inside {
            let start = top as usize * self.width as usize + left as usize;
            match (self.data.get(start..start + 2), self.data.get(start + self.width as usize..start + self.width as usize + 2)) {
                (Some(&[a, b]), Some(&[c, d])) => [a, b, c, d],
                _ => return None,
            }
        } else {
            [self.at(left, top), self.at(left + 1, top), self.at(left, top + 1), self.at(left + 1, top + 1)]
        };
        let [a, b, c, d] = four.map(f32::from);
        let (above, below) = (a + (b - a) * right_share, c + (d - c) * right_share);
        Some(above + (below - above) * down_share)
    }

    /// Another picture of this one: `from_out` leads from its pixels to those of this one; `outside` where there is nothing.
    pub(in crate::reading::barcode) fn warped(&self, from_out: &Homography, width: i32, height: i32, outside: u8) -> Self {
        let mut out = Self::filled(width, height, outside);
        let stride = (out.width as usize).max(1);
        let [[a, _, _], [d, _, _], [g, h, _]] = from_out.0;
        for (y, row) in out.data.chunks_exact_mut(stride).enumerate() {
            let start = from_out.apply(0.0, y as f64);
            for (x, value) in row.iter_mut().enumerate() {
                let across = x as f64;
                // Without perspective, steps along a row are all alike.
                let (u, v) =
                    if g == 0.0 && h == 0.0 { (start.0 + a * across, start.1 + d * across) } else { from_out.apply(across, y as f64) };
                if let Some(level) = self.sample(u, v) {
                    *value = (level + 0.5) as u8;
                }
            }
        }
        out
    }

    /// Half the size, the mean of four pixels each; a last odd row or column is left out.
    pub(in crate::reading::barcode) fn halved(&self) -> Self {
        let (width, height) = (self.width / 2, self.height / 2);
        let mut data = Vec::with_capacity(width as usize * height as usize);
        for y in 0..height {
            let (above, below) = (self.row(2 * y).chunks_exact(2), self.row(2 * y + 1).chunks_exact(2));
            data.extend(above.zip(below).map(|(above, below)| {
                let sum: u16 = above.iter().chain(below).map(|value| u16::from(*value)).sum();
                ((sum + 2) / 4) as u8
            }));
        }
        Self { width, height, data }
    }

    /// Every pixel as a square of `factor` × `factor`, with `margin` white pixels around.
    pub(in crate::reading::barcode) fn enlarged(&self, factor: i32, margin: i32) -> Self {
        let mut out = Self::filled(self.width * factor + 2 * margin, self.height * factor + 2 * margin, 255);
        let stride = (out.width as usize).max(1);
        let rows = out.data.chunks_exact_mut(stride).skip(margin as usize).take((self.height * factor) as usize);
        for (y, row) in (0..).zip(rows) {
            let squares = row.get_mut(margin as usize..).unwrap_or_default().chunks_exact_mut(factor as usize);
            squares.zip(self.row(y / factor)).for_each(|(square, value)| square.fill(*value));
        }
        out
    }

    /// `factor` times the size by cubic interpolation (Catmull-Rom), which keeps single modules apart.
    fn grown(&self, factor: f64) -> Self {
        let size = |side: i32| (f64::from(side) * factor) as i32;
        let (across, down) = (cubic(size(self.width), factor), cubic(size(self.height), factor));
        let mut out = Self::filled(size(self.width), size(self.height), 255);
        let stride = (out.width as usize).max(1);
        let mut sums = vec![0.0_f32; self.width.max(0) as usize];
        for (row, (top, weights)) in out.data.chunks_exact_mut(stride).zip(&down) {
            sums.fill(0.0);
            for (y, weight) in (*top..).zip(weights) {
                let from = self.row(y.min(self.height - 1).max(0));
                sums.iter_mut().zip(from).for_each(|(sum, value)| *sum += weight * f32::from(*value));
            }
            let at = |x: i32| sums.get(x.min(self.width - 1).max(0) as usize).copied().unwrap_or(255.0);
            for (value, (left, weights)) in row.iter_mut().zip(&across) {
                let level: f32 = (*left..).zip(weights).map(|(x, weight)| weight * at(x)).sum();
                *value = (level + 0.5).clamp(0.0, 255.0) as u8;
            }
        }
        out
    }

    /// The negative.
    pub(in crate::reading::barcode) fn inverted(&self) -> Self {
        Self { width: self.width, height: self.height, data: self.data.iter().map(|value| 255 - value).collect() }
    }

    /// The levels below and above which a share of `share` of the pixels lies.
    pub(in crate::reading::barcode) fn range(&self, share: f64) -> (u8, u8) {
        let mut histogram = [0_u64; 256];
        for value in &self.data {
            if let Some(count) = histogram.get_mut(usize::from(*value)) {
                *count += 1;
            }
        }
        let limit = (self.data.len() as f64 * share) as u64;
        let passes = |sum: &mut u64, level: u8| {
            *sum += histogram.get(usize::from(level)).copied().unwrap_or(0);
            *sum > limit
        };
        let (mut below, mut above) = (0, 0);
        let low = (0..=255).find(|level| passes(&mut below, *level)).unwrap_or(0);
        let high = (0..=255).rev().find(|level| passes(&mut above, *level)).unwrap_or(0);
        (low, high)
    }
}

/// For each of `count` places the first of four values and their weights (Catmull-Rom).
fn cubic(count: i32, factor: f64) -> Vec<(i32, [f32; 4])> {
    (0..count)
        .map(|at| {
            let from = (f64::from(at) + 0.5) / factor - 0.5;
            let first = libm::floor(from);
            let t = (from - first) as f32;
            let weights = [
                ((-0.5 * t + 1.0) * t - 0.5) * t,
                (1.5 * t - 2.5) * t * t + 1.0,
                ((-1.5 * t + 2.0) * t + 0.5) * t,
                (0.5 * t - 0.5) * t * t,
            ];
            (first as i32 - 1, weights)
        })
        .collect()
}

/// A picture made of the given one, and the way back.
#[derive(Debug, Clone)]
pub(in crate::reading::barcode) struct Sight {
    pub(in crate::reading::barcode) luma: Luma,
    /// From its pixels to those of the picture that was given.
    pub(in crate::reading::barcode) given_from_here: Homography,
    /// How it was made.
    pub(in crate::reading::barcode) made: Made,
}

/// How a picture was made from the one that was given.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::reading::barcode) struct Made {
    /// Its pixels for one of the given picture.
    pub(in crate::reading::barcode) scale: f64,
    /// By how many degrees it was turned, clockwise in the picture.
    pub(in crate::reading::barcode) turned_deg: f64,
    /// Standard deviation of the blur in its pixels; negative for sharpening.
    pub(in crate::reading::barcode) blur_px: f64,
    /// Whether light and dark are exchanged.
    pub(in crate::reading::barcode) inverted: bool,
    /// Whether a region was cut out and set upright.
    pub(in crate::reading::barcode) straightened: bool,
}

impl Made {
    /// The given picture itself.
    pub(in crate::reading::barcode) const AS_GIVEN: Self =
        Self { scale: 1.0, turned_deg: 0.0, blur_px: 0.0, inverted: false, straightened: false };
}

impl Sight {
    /// The same pixels changed one by one.
    pub(in crate::reading::barcode) fn with(&self, luma: Luma, change: impl FnOnce(&mut Made)) -> Self {
        let mut made = self.made;
        change(&mut made);
        Self { luma, given_from_here: self.given_from_here, made }
    }

    /// Every pixel as a square, with a white margin: for symbols of one or two pixels a module.
    pub(in crate::reading::barcode) fn enlarged(&self, factor: i32, margin: i32) -> Self {
        let size = f64::from(factor);
        // The centre of the first square lies (factor - 1) / 2 to the right of its first pixel.
        let shift = -(f64::from(margin) + (size - 1.0) / 2.0) / size;
        let map = self.given_from_here.after(&Homography::scale_shift([1.0 / size; 2], [shift; 2]));
        let made = Made { scale: self.made.scale * size, ..self.made };
        Self { luma: self.luma.enlarged(factor, margin), given_from_here: map, made }
    }

    /// Half the size.
    pub(in crate::reading::barcode) fn halved(&self) -> Self {
        let map = self.given_from_here.after(&Homography::scale_shift([2.0; 2], [0.5; 2]));
        Self { luma: self.luma.halved(), given_from_here: map, made: Made { scale: self.made.scale / 2.0, ..self.made } }
    }

    /// `scale` times the size, by interpolation.
    pub(in crate::reading::barcode) fn scaled(&self, scale: f64) -> Self {
        let shift = (1.0 / scale - 1.0) / 2.0;
        let map = Homography::scale_shift([1.0 / scale; 2], [shift; 2]);
        Self {
            luma: self.luma.grown(scale),
            given_from_here: self.given_from_here.after(&map),
            made: Made { scale: self.made.scale * scale, ..self.made },
        }
    }
}
