//! Both pictures in one frame, equally smooth, for what compares them pixel by pixel.
//!
//! Interpolation sharpens or softens according to where between pixels a point falls, and that alone looks like a difference on fine
//! lines. Cubic B-splines without the usual prefilter (Unser, 1999) smooth alike everywhere; the reference, which is not moved, gets the
//! same filter. A further small filter brings both to a standard deviation of 0.8 px, which derivatives need.

use image::RgbImage;
use rayon::prelude::*;

use super::frame::Frame;
use crate::domain::{Cancelled, Homography, Progress, Resolution};
use crate::imaging::grey::add_weighted;
use crate::imaging::plane::{Plane, original_from_resized};
use crate::imaging::simd::kernels;
use crate::imaging::{Picture, Registration};

/// Outer weight of the further filter of three taps; with the spline it makes 0.8 px.
const OUTER: f32 = 0.154;
/// The weights of the middle, of its neighbours and of theirs: for what the spline smoothed already, and for what it did not.
const AFTER_SPLINE: [f32; 3] = [1.0 - 2.0 * OUTER, OUTER, 0.0];
const WHOLE: [f32; 3] = [(4.0 - 6.0 * OUTER) / 6.0, (1.0 + 2.0 * OUTER) / 6.0, OUTER / 6.0];
/// Pixels whose channels are taken apart together.
const SPAN: usize = 1 << 14;
/// How far from its edge a picture is not relied on, in px.
const RIM: f64 = 2.0;

/// The channels of a picture laid on a page, and which pixels of the page it shows.
pub(super) type Overlaid = ([Plane; 3], Vec<bool>);

/// A page without what lies on it: how fine it is sampled, and the reference on it.
pub(super) struct Sheet {
    pub(super) px_per_mm: [f64; 2],
    pub(super) reference: [Plane; 3],
    reference_from_frame: Homography,
}

impl Sheet {
    /// Renders `reference` at no more than `max_ppi` pixels per inch.
    pub(super) fn new(reference: &Picture, resolution: Resolution, max_ppi: f64) -> Self {
        let ppi = max_ppi.min(resolution.mean());
        let from = (reference.rgb.width() as usize, reference.rgb.height() as usize);
        // A few per cent finer than wanted is better than resampling once more.
        let side = |px: usize, dpi: f64| if dpi < ppi * 1.05 { px } else { ((px as f64 * ppi / dpi).round() as usize).max(1) };
        let (width, height) = (side(from.0, resolution.x.get()), side(from.1, resolution.y.get()));
        let reference_from_frame = original_from_resized(from, (width, height));
        let px_per_mm = [width as f64 / from.0 as f64 * resolution.x.px_per_mm(), height as f64 / from.1 as f64 * resolution.y.px_per_mm()];
        let pixels = shrunk(&reference.rgb, (width, height));
        let reference = channels_of(&pixels, (width, height)).map(|plane| smoothed(&plane, WHOLE));
        Self { px_per_mm, reference, reference_from_frame }
    }

    /// Lays a picture on the page: its channels, and which pixels it shows; those that it does not are as in the reference.
    ///
    /// `None` if its registration cannot be turned round.
    ///
    /// # Errors
    ///
    /// [`Cancelled`] if `progress` asks to stop.
    pub(super) fn laid(
        &self,
        picture: &Picture,
        registration: &Registration,
        progress: &dyn Progress,
    ) -> Result<Option<Overlaid>, Cancelled> {
        let (width, height) = (self.reference[0].width, self.reference[0].height);
        let Some(picture_from_reference) = registration.reference_from_questioned.inverse() else { return Ok(None) };
        let picture_from_frame = picture_from_reference.after(&self.reference_from_frame);
        let size = (picture.rgb.width() as usize, picture.rgb.height() as usize);
        // Where the picture is finer than the frame, it is averaged first.
        let step = picture_from_frame.area_scale(width as f64 / 2.0, height as f64 / 2.0).abs().sqrt();
        let shrink = if step.is_finite() && step > 1.3 { 1.0 / step } else { 1.0 };
        let to = ((size.0 as f64 * shrink).round().max(1.0) as usize, (size.1 as f64 * shrink).round().max(1.0) as usize);
        let Some(source_from_picture) = original_from_resized(size, to).inverse() else { return Ok(None) };
        let source_from_frame = source_from_picture.after(&picture_from_frame);
        progress.report(0, 1)?;
        let source = shrunk(&picture.rgb, to);
        progress.report(0, 1)?;
        let mut planes = [0, 1, 2].map(|_| Plane::new(width, height));
        let mut shown = vec![false; width * height];
        let [red, green, blue] = &mut planes;
        red.data
            .par_chunks_exact_mut(width)
            .zip(green.data.par_chunks_exact_mut(width))
            .zip(blue.data.par_chunks_exact_mut(width))
            .zip(shown.par_chunks_exact_mut(width))
            .enumerate()
            .for_each(|(y, (((red, green), blue), shown))| {
                let fill = [0, 1, 2].map(|channel: usize| &self.reference[channel].data[y * width..(y + 1) * width]);
                splined_row([red, green, blue], shown, fill, &source, to, &source_from_frame, y as f64);
            });
        progress.report(0, 1)?;
        Ok(Some((planes.map(|plane| smoothed(&plane, AFTER_SPLINE)), shown)))
    }

    /// The page with a picture on it.
    pub(super) fn with(&self, questioned: [Plane; 3], shown: Vec<bool>) -> Frame {
        let (width, height) = (self.reference[0].width, self.reference[0].height);
        Frame { width, height, px_per_mm: self.px_per_mm, questioned, reference: self.reference.clone(), shown, washed: Vec::new() }
    }
}

/// The channels of a picture at no more than its own size, side by side and padded to four; averaged over areas.
fn shrunk(rgb: &RgbImage, to: (usize, usize)) -> Vec<[f32; 4]> {
    let (from, raw) = ((rgb.width() as usize, rgb.height() as usize), rgb.as_raw());
    if to == from {
        return raw.par_chunks_exact(3).map(|pixel| [f32::from(pixel[0]), f32::from(pixel[1]), f32::from(pixel[2]), 0.0]).collect();
    }
    let (columns, rows) = (shares(from.0, to.0), shares(from.1, to.1));
    let mut out = vec![[0.0; 4]; to.0 * to.1];
    out.par_chunks_exact_mut(to.0.max(1)).zip(&rows).for_each_init(
        || vec![0.0_f32; 3 * from.0],
        |line, (out, (top, weights))| {
            line.fill(0.0);
            for (row, weight) in raw.chunks_exact(3 * from.0).skip(*top).zip(weights) {
                add_weighted(line, row, *weight);
            }
            gather(out, line, &columns);
        },
    );
    out
}

/// For each cell of a coarser row the first cell of the finer one that it covers, and how much of it each one makes up.
fn shares(from: usize, to: usize) -> Vec<(usize, Vec<f32>)> {
    let ratio = from as f64 / to as f64;
    let share = |cell: usize| {
        let (start, end) = (cell as f64 * ratio, ((cell + 1) as f64 * ratio).min(from as f64));
        let first = (start as usize).min(from - 1);
        let last = (end.ceil() as usize).clamp(first + 1, from);
        let covered = |k: usize| ((end.min(k as f64 + 1.0) - start.max(k as f64)).max(0.0) / (end - start)) as f32;
        (first, (first..last).map(covered).collect())
    };
    (0..to).map(share).collect()
}

/// The channels of pixels of four.
fn channels_of(pixels: &[[f32; 4]], (width, height): (usize, usize)) -> [Plane; 3] {
    let mut planes = [0; 3].map(|_| Plane::new(width, height));
    let [red, green, blue] = &mut planes;
    let out = red.data.par_chunks_mut(SPAN).zip(green.data.par_chunks_mut(SPAN)).zip(blue.data.par_chunks_mut(SPAN));
    out.zip(pixels.par_chunks(SPAN)).for_each(|(((red, green), blue), pixels)| {
        for (((red, green), blue), pixel) in red.iter_mut().zip(green).zip(blue).zip(pixels) {
            [*red, *green, *blue, _] = *pixel;
        }
    });
    planes
}

/// The weights of a cubic B-spline for the four pixels around a point, `t` from the second of them.
#[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
#[inline(always)]
fn spline_weights(t: f32) -> [f32; 4] {
    let (s, t2, t3) = (1.0 - t, t * t, t * t * t);
    [s * s * s / 6.0, (4.0 - 6.0 * t2 + 3.0 * t3) / 6.0, (1.0 + 3.0 * (t + t2 - t3)) / 6.0, t3 / 6.0]
}

kernels! {
    /// Pixels from the ones of a finer line that each covers, and by how much.
    fn gather<'a>(out: &'a mut [[f32; 4]], line: &'a [f32], columns: &'a [(usize, Vec<f32>)]) {
        for (out, (left, weights)) in out.iter_mut().zip(columns) {
            let mut sum = [0.0_f32; 4];
            for (pixel, weight) in line.get(3 * left..).unwrap_or_default().chunks_exact(3).zip(weights) {
                sum[0] += weight * pixel[0];
                sum[1] += weight * pixel[1];
                sum[2] += weight * pixel[2];
            }
            *out = sum;
        }
    }

    /// A row of pixels from the spline through `source`, which is `size` pixels wide and high; `fill` where the source does not reach.
    fn splined_row<'a>(
        out: [&'a mut [f32]; 3],
        shown: &'a mut [bool],
        fill: [&'a [f32]; 3],
        source: &'a [[f32; 4]],
        size: (usize, usize),
        map: &'a Homography,
        y: f64,
    ) {
        let (right, bottom) = (size.0 as f64 - 1.0 - RIM, size.1 as f64 - 1.0 - RIM);
        let [a, b, c] = map.0.map(|row| [row[0], row[1] * y + row[2]]);
        let [red, green, blue] = out;
        let fill = fill[0].iter().zip(fill[1]).zip(fill[2]);
        let out = red.iter_mut().zip(green).zip(blue).zip(shown).zip(fill);
        for (x, ((((red, green), blue), shown), ((r, g), b_fill))) in out.enumerate() {
            let x = x as f64;
            let share = 1.0 / (c[0] * x + c[1]);
            let (u, v) = ((a[0] * x + a[1]) * share, (b[0] * x + b[1]) * share);
            let inside = u >= RIM && v >= RIM && u <= right && v <= bottom;
            let value = if inside { splined(source, size.0, u, v) } else { None };
            *shown = value.is_some();
            [*red, *green, *blue, _] = value.unwrap_or([*r, *g, *b_fill, 0.0]);
        }
    }

    /// A line through a symmetric filter of five taps across five rows, from two above to two below, and along it; `line` is as long as a
    /// row and four more.
    fn smoothed_row<'a>(out: &'a mut [f32], line: &'a mut [f32], rows: [&'a [f32]; 5], weights: [f32; 3]) {
        let ([middle, near, far], width) = (weights, out.len());
        let [c, a, here, b, d] = rows;
        for (((line, here), (a, b)), (c, d)) in line[2..].iter_mut().zip(here).zip(a.iter().zip(b)).zip(c.iter().zip(d)) {
            *line = middle * here + near * (a + b) + far * (c + d);
        }
        (line[0], line[1]) = (line[2], line[2]);
        (line[width + 2], line[width + 3]) = (line[width + 1], line[width + 1]);
        let taps = line.iter().zip(&line[1..]).zip(line[2..].iter().zip(&line[3..])).zip(&line[4..]);
        for (out, (((far_left, left), (here, right)), far_right)) in out.iter_mut().zip(taps) {
            *out = middle * here + near * (left + right) + far * (far_left + far_right);
        }
    }
}

/// The value of the spline at a point at least a pixel inside; `None` elsewhere.
#[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
#[inline(always)]
fn splined(source: &[[f32; 4]], width: usize, u: f64, v: f64) -> Option<[f32; 4]> {
    // Through i32, which processors convert to in one step.
    let (left, top) = (u as i32, v as i32);
    let (across, down) = (spline_weights((u - f64::from(left)) as f32), spline_weights((v - f64::from(top)) as f32));
    let start = (top as usize).checked_sub(1)? * width + (left as usize).checked_sub(1)?;
    let block = source.get(start..start + 3 * width + 4)?;
    let mut sum = [0.0_f32; 4];
    for (k, weight) in down.iter().enumerate() {
        let taps: &[[f32; 4]; 4] = block[k * width..k * width + 4].try_into().ok()?;
        for (lane, sum) in sum.iter_mut().enumerate() {
            let row = (across[0] * taps[0][lane] + across[1] * taps[1][lane]) + (across[2] * taps[2][lane] + across[3] * taps[3][lane]);
            *sum += weight * row;
        }
    }
    Some(sum)
}

/// A plane through a symmetric filter of five taps in both directions; the edge is repeated.
fn smoothed(plane: &Plane, weights: [f32; 3]) -> Plane {
    let (width, height) = (plane.width, plane.height);
    let mut out = Plane::new(width, height);
    if width == 0 || height == 0 {
        return out;
    }
    let row = |y: usize| &plane.data[y.min(height - 1) * width..(y.min(height - 1) + 1) * width];
    let rows = |y: usize| [row(y.saturating_sub(2)), row(y.saturating_sub(1)), row(y), row(y + 1), row(y + 2)];
    let lines = out.data.par_chunks_exact_mut(width).enumerate();
    lines.for_each_init(|| vec![0.0_f32; width + 4], |line, (y, out)| smoothed_row(out, line, rows(y), weights));
    out
}
