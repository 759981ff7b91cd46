//! The windowed transform of a region.

use image::GrayImage;
use rayon::prelude::*;
use realfft::RealFftPlanner;
use rustfft::num_complex::Complex;

use crate::domain::{Cancelled, Progress};
use crate::imaging::adjust::PixelRect;

/// The power of the half plane of frequencies that a real picture has.
///
/// Double precision throughout: the last bits, which may differ between processors, are then far below what a picture of 8 bits or a
/// peak shows.
pub(super) struct Transform {
    pub(super) width: usize,
    pub(super) height: usize,
    /// Frequencies across that are kept: 0 to half of `width`.
    columns: usize,
    /// Column by column: for each frequency across those down, 0 to `height - 1`, those beyond the middle being negative.
    power: Vec<f64>,
}

pub(super) fn transform(grey: &GrayImage, used: PixelRect, progress: &dyn Progress) -> Result<Transform, Cancelled> {
    let (width, height) = (used.width as usize, used.height as usize);
    let columns = width / 2 + 1;
    let total = (height + columns) as u64;
    let (across, down) = (hann(width), hann(height));
    let row = |y: usize| {
        let from = (used.y as usize + y) * grey.width() as usize + used.x as usize;
        grey.as_raw().get(from..from + width).unwrap_or_default()
    };
    // The mean under the window, so that nothing of it is left after.
    let mut weighted = 0.0;
    for (y, weight) in down.iter().enumerate() {
        weighted += weight * row(y).iter().zip(&across).map(|(value, weight)| f64::from(*value) * weight).sum::<f64>();
    }
    let mean = weighted / (across.iter().sum::<f64>() * down.iter().sum::<f64>());
    let along = RealFftPlanner::<f64>::new().plan_fft_forward(width);
    let mut rows = vec![Complex::default(); height * columns];
    rows.par_chunks_exact_mut(columns).enumerate().try_for_each_init(
        || (along.make_input_vec(), along.make_scratch_vec()),
        |(values, scratch), (y, out)| {
            for (value, (level, weight)) in values.iter_mut().zip(row(y).iter().zip(&across)) {
                *value = (f64::from(*level) - mean) * weight * down[y];
            }
            // The lengths are those that the plan asked for.
            along.process_with_scratch(values, out, scratch).map_err(|_error| Cancelled)?;
            progress.report(y as u64, total)
        },
    )?;
    let along = rustfft::FftPlanner::<f64>::new().plan_fft_forward(height);
    let mut power = vec![0.0; columns * height];
    power.par_chunks_exact_mut(height).enumerate().try_for_each_init(
        || (vec![Complex::default(); height], vec![Complex::default(); along.get_inplace_scratch_len()]),
        |(values, scratch), (x, out)| {
            values.iter_mut().zip(rows.iter().skip(x).step_by(columns)).for_each(|(value, row)| *value = *row);
            along.process_with_scratch(values, scratch);
            out.iter_mut().zip(values).for_each(|(out, value)| *out = value.norm_sqr());
            progress.report((height + x) as u64, total)
        },
    )?;
    Ok(Transform { width, height, columns, power })
}

/// The window of von Hann, without the zero at its ends.
fn hann(length: usize) -> Vec<f64> {
    let turn = std::f64::consts::TAU / length as f64;
    (0..length).map(|place| 0.5 - 0.5 * libm::cos(turn * (place as f64 + 0.5))).collect()
}

impl Transform {
    /// The power at a frequency in periods within the region, both of either sign.
    pub(super) fn at(&self, across: i64, down: i64) -> f64 {
        self.power.get(self.place(across, down)).copied().unwrap_or(0.0)
    }

    /// Where the power at a frequency is kept. A real picture has the same at opposite frequencies.
    fn place(&self, across: i64, down: i64) -> usize {
        let (width, height) = (self.width as i64, self.height as i64);
        // All that ask are within one width and one height of zero, or hardly beyond.
        let wrapped = |value: i64, count: i64| if (0..count).contains(&value) { value } else { value.rem_euclid(count) };
        let across = wrapped(across, width);
        let (across, down) = if across < self.columns as i64 { (across, down) } else { (width - across, -down) };
        across as usize * self.height + wrapped(down, height) as usize
    }

    /// The logarithm of the magnitude as a grey picture; see [`super::Spectrum::picture`].
    pub(super) fn picture(&self, least_periods: f64) -> GrayImage {
        let mut sorted = self.power.clone();
        let half = sorted.len() / 2;
        let (_, median, _) = sorted.select_nth_unstable_by(half, f64::total_cmp);
        let floor = median.max(1e-12);
        let mut strongest: f64 = floor;
        for (across, column) in self.power.chunks_exact(self.height).enumerate() {
            for (down, power) in column.iter().enumerate() {
                let down = down.min(self.height - down);
                if (across as f64).hypot(down as f64) >= least_periods {
                    strongest = strongest.max(*power);
                }
            }
        }
        let shown = |power: f64| libm::log1p((power / floor).sqrt());
        let white = shown(strongest);
        let mut grey = vec![0u8; self.power.len()];
        grey.par_iter_mut().zip(&self.power).for_each(|(grey, power)| *grey = (shown(*power) / white * 255.0).round().min(255.0) as u8);
        let (width, height) = (self.width as i64, self.height as i64);
        GrayImage::from_fn(self.width as u32, self.height as u32, |x, y| {
            let place = self.place(i64::from(x) - width / 2, i64::from(y) - height / 2);
            image::Luma([grey.get(place).copied().unwrap_or(0)])
        })
    }
}
