//! Both pictures in one frame, equally smooth, for what compares them pixel by pixel.
//!
//! Interpolation sharpens or softens according to where between pixels a point falls, and that alone looks like a difference on fine
//! lines. Cubic B-splines without the usual prefilter (Unser, 1999) smooth alike everywhere; the reference, which is not moved, gets the
//! same filter. A further small filter brings both to a standard deviation of 0.8 px, which derivatives need.

use rayon::prelude::*;

use super::frame::Frame;
use crate::domain::{Cancelled, Homography, Progress, Resolution};
use crate::imaging::plane::{Plane, original_from_resized};
use crate::imaging::{Picture, Registration};

/// Outer weight of the further filter of three taps; with the spline it makes 0.8 px.
const OUTER: f32 = 0.154;
/// The weights of the middle, of its neighbours and of theirs: for what the spline smoothed already, and for what it did not.
const AFTER_SPLINE: [f32; 3] = [1.0 - 2.0 * OUTER, OUTER, 0.0];
const WHOLE: [f32; 3] = [(4.0 - 6.0 * OUTER) / 6.0, (1.0 + 2.0 * OUTER) / 6.0, OUTER / 6.0];
/// How far from its edge a picture is not relied on, in px.
const RIM: f64 = 2.0;

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
        let reference = [0, 1, 2].map(|channel| smoothed(&channel_of(reference, width, height, channel), WHOLE));
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
    ) -> Result<Option<([Plane; 3], Vec<bool>)>, Cancelled> {
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
        let source = interleaved(picture, to);
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
                let mut walk = Walk::along(&source_from_frame, y as f64);
                for x in 0..width {
                    let (u, v) = walk.next();
                    let inside = u >= RIM && v >= RIM && u <= to.0 as f64 - 1.0 - RIM && v <= to.1 as f64 - 1.0 - RIM;
                    let value = if inside { splined(&source, to.0, u, v) } else { None };
                    shown[x] = value.is_some();
                    let [r, g, b, _] = value.unwrap_or([fill[0][x], fill[1][x], fill[2][x], 0.0]);
                    (red[x], green[x], blue[x]) = (r, g, b);
                }
            });
        progress.report(0, 1)?;
        Ok(Some((planes.map(|plane| smoothed(&plane, AFTER_SPLINE)), shown)))
    }

    /// The page with a picture on it.
    pub(super) fn with(&self, questioned: [Plane; 3], shown: Vec<bool>) -> Frame {
        let (width, height) = (self.reference[0].width, self.reference[0].height);
        Frame { width, height, px_per_mm: self.px_per_mm, questioned, reference: self.reference.clone(), shown }
    }
}

/// The points that a row of pixels maps to, one after another.
struct Walk {
    at: [f64; 3],
    step: [f64; 3],
}

impl Walk {
    fn along(map: &Homography, y: f64) -> Self {
        let [a, b, c] = map.0;
        Self { at: [a, b, c].map(|row| row[1] * y + row[2]), step: [a, b, c].map(|row| row[0]) }
    }

    #[inline]
    fn next(&mut self) -> (f64, f64) {
        let [x, y, w] = self.at;
        self.at = [x + self.step[0], y + self.step[1], w + self.step[2]];
        let share = 1.0 / w;
        (x * share, y * share)
    }
}

/// One channel of a picture at a size of its own.
fn channel_of(picture: &Picture, width: usize, height: usize, channel: usize) -> Plane {
    if (width, height) != (picture.rgb.width() as usize, picture.rgb.height() as usize) {
        return Plane::from_rgb(&picture.rgb, width, height, |pixel| f32::from(pixel[channel]));
    }
    let mut plane = Plane::new(width, height);
    let rows = plane.data.par_chunks_exact_mut(width.max(1)).zip(picture.rgb.as_raw().par_chunks_exact((3 * width).max(1)));
    rows.for_each(|(out, row)| out.iter_mut().zip(row.chunks_exact(3)).for_each(|(out, pixel)| *out = f32::from(pixel[channel])));
    plane
}

/// The channels of a picture side by side, padded to four.
fn interleaved(picture: &Picture, to: (usize, usize)) -> Vec<[f32; 4]> {
    if to == (picture.rgb.width() as usize, picture.rgb.height() as usize) {
        let pixels = picture.rgb.as_raw().par_chunks_exact(3);
        return pixels.map(|pixel| [f32::from(pixel[0]), f32::from(pixel[1]), f32::from(pixel[2]), 0.0]).collect();
    }
    let [red, green, blue] = [0, 1, 2].map(|channel| channel_of(picture, to.0, to.1, channel));
    red.data.iter().zip(&green.data).zip(&blue.data).map(|((red, green), blue)| [*red, *green, *blue, 0.0]).collect()
}

/// The weights of a cubic B-spline for the four pixels around a point, `t` from the second of them.
#[inline]
fn spline_weights(t: f32) -> [f32; 4] {
    let (s, t2, t3) = (1.0 - t, t * t, t * t * t);
    [s * s * s / 6.0, (4.0 - 6.0 * t2 + 3.0 * t3) / 6.0, (1.0 + 3.0 * (t + t2 - t3)) / 6.0, t3 / 6.0]
}

/// The value of the spline at a point at least a pixel inside; `None` elsewhere.
#[inline]
fn splined(source: &[[f32; 4]], width: usize, u: f64, v: f64) -> Option<[f32; 4]> {
    let (left, top) = (u as usize, v as usize);
    let (across, down) = (spline_weights((u - left as f64) as f32), spline_weights((v - top as f64) as f32));
    let mut sum = [0.0_f32; 4];
    for (k, weight) in down.iter().enumerate() {
        let start = (top + k).checked_sub(1)? * width + left.checked_sub(1)?;
        let taps: &[[f32; 4]; 4] = source.get(start..start + 4)?.try_into().ok()?;
        for lane in 0..4 {
            let row = (across[0] * taps[0][lane] + across[1] * taps[1][lane]) + (across[2] * taps[2][lane] + across[3] * taps[3][lane]);
            sum[lane] += weight * row;
        }
    }
    Some(sum)
}

/// A plane through a symmetric filter of five taps in both directions; the edge is repeated.
fn smoothed(plane: &Plane, [middle, near, far]: [f32; 3]) -> Plane {
    let (width, height) = (plane.width, plane.height);
    let mut out = Plane::new(width, height);
    if width == 0 || height == 0 {
        return out;
    }
    let row = |y: usize| &plane.data[y.min(height - 1) * width..(y.min(height - 1) + 1) * width];
    out.data.par_chunks_exact_mut(width).enumerate().for_each_init(
        || vec![0.0_f32; width + 4],
        |line, (y, out)| {
            let neighbours = row(y.saturating_sub(1)).iter().zip(row(y + 1));
            let beyond = row(y.saturating_sub(2)).iter().zip(row(y + 2));
            for (((line, here), (a, b)), (c, d)) in line[2..].iter_mut().zip(row(y)).zip(neighbours).zip(beyond) {
                *line = middle * here + near * (a + b) + far * (c + d);
            }
            (line[0], line[1]) = (line[2], line[2]);
            (line[width + 2], line[width + 3]) = (line[width + 1], line[width + 1]);
            for (x, out) in out.iter_mut().enumerate() {
                *out = middle * line[x + 2] + near * (line[x + 1] + line[x + 3]) + far * (line[x] + line[x + 4]);
            }
        },
    );
    out
}
