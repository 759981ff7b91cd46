//! The colour of a patch and how far two patches are apart.
//!
//! The colours are those of the picture in sRGB. They are the colours of the document only as far as the scanner and its profile
//! are; within one capture, or between captures of one device at the same settings, differences mean more than the colours do.

use rayon::prelude::*;

use super::MeasureError;
use super::delta_e::delta_e_2000;
use super::lab::{lab, linear, linear_table};
use super::picture::PagePicture;
use crate::domain::{Contributions, Progress, QuantityValue, RectMm, Unit};

/// Fewest pixels of a patch.
const LEAST_PIXELS: u64 = 16;

/// Pixels that may err together: a block of JPEG. The mean of a patch is as certain as that of so many fewer pixels.
const BLOCK_PIXELS: f64 = 64.0;

/// The mean colour of a patch with its spread.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PatchColour {
    /// CIE L* of the mean, 0 to 100.
    pub lightness: QuantityValue,
    /// CIE a* of the mean.
    pub red_green: QuantityValue,
    /// CIE b* of the mean.
    pub yellow_blue: QuantityValue,
    /// Root mean square CIE 1976 distance of single pixels from their mean: noise, print screen and unevenness together.
    pub spread: QuantityValue,
    /// How many pixels were averaged.
    pub pixels: u64,
    /// The share of pixels with a channel at 0 or 255, where the true level may lie beyond; 0 to 1.
    pub clipped: f64,
    /// Covariance of the mean in L*a*b*.
    covariance: [[f64; 3]; 3],
    /// What a step of each channel does to L*, a*, b* at the mean, per level.
    per_level: [[f64; 3]; 3],
}

impl PatchColour {
    /// L*, a*, b* of the mean (D65).
    pub fn lab(&self) -> [f64; 3] {
        [self.lightness.value(), self.red_green.value(), self.yellow_blue.value()]
    }
}

/// What one row of pixels adds up to.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    count: u64,
    clipped: u64,
    light: [f64; 3],
    lab: [f64; 3],
    products: [[f64; 3]; 3],
}

impl Sums {
    fn take(&mut self, levels: [u8; 3], table: &[f64; 256]) {
        let light = levels.map(|level| table[usize::from(level)]);
        let colour = lab(light);
        self.count += 1;
        self.clipped += u64::from(levels.iter().any(|level| matches!(level, 0 | 255)));
        for (row, value) in colour.iter().enumerate() {
            self.light[row] += light[row];
            self.lab[row] += value;
            for (column, other) in colour.iter().enumerate() {
                self.products[row][column] += value * other;
            }
        }
    }

    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.clipped += other.clipped;
        for row in 0..3 {
            self.light[row] += other.light[row];
            self.lab[row] += other.lab[row];
            for column in 0..3 {
                self.products[row][column] += other.products[row][column];
            }
        }
    }
}

/// Returns the mean colour of the pixels of `picture` whose middles lie in `area`, in CIE L*a*b* for D65.
///
/// The mean is taken of light and not of levels, as an instrument with an aperture takes it, so that a print screen has the colour
/// that an eye sees from afar. Progress counts rows.
///
/// # Errors
///
/// [`MeasureError::OutsidePicture`], [`MeasureError::TooSmall`] below 16 pixels, [`MeasureError::TooLarge`],
/// [`MeasureError::Cancelled`].
pub fn patch_colour(picture: &PagePicture<'_>, area: RectMm, progress: &dyn Progress) -> Result<PatchColour, MeasureError> {
    let window = picture.window(area)?;
    let table = linear_table();
    let total = u64::from(window.bottom.saturating_sub(window.top));
    let rows = (window.top..window.bottom)
        .into_par_iter()
        .map(|row| {
            progress.report(u64::from(row - window.top), total)?;
            let mut sums = Sums::default();
            picture.row_in(window, row, area).for_each(|levels| sums.take(levels, &table));
            Ok(sums)
        })
        .collect::<Result<Vec<Sums>, MeasureError>>()?;
    // Added in the order of the rows, whatever thread was first.
    let mut sums = Sums::default();
    for row in &rows {
        sums.add(row);
    }
    if sums.count < LEAST_PIXELS {
        return Err(MeasureError::TooSmall);
    }
    let count = sums.count as f64;
    let light = sums.light.map(|sum| sum / count);
    let middle = sums.lab.map(|sum| sum / count);
    let free = (count / BLOCK_PIXELS).max(1.0);
    let single: [[f64; 3]; 3] = std::array::from_fn(|row| {
        std::array::from_fn(|column| (sums.products[row][column] / count - middle[row] * middle[column]) * count / (count - 1.0))
    });
    let spread = (0..3).map(|axis| single[axis][axis].max(0.0)).sum::<f64>().sqrt();
    let covariance = single.map(|row| row.map(|cell| cell / free));
    let per_level = per_level(light);
    let mean = lab(light);
    let value = |axis: usize| {
        // The steps of the levels do not average out on an even patch.
        let steps = per_level[axis].iter().map(|by| by * by).sum::<f64>() / 12.0;
        let parts = Contributions { scale: 0.0, pixel: steps.sqrt(), repeat: covariance[axis][axis].max(0.0).sqrt() };
        QuantityValue::new(mean[axis], Unit::One, parts)
    };
    let of_spread = Contributions { repeat: spread / (2.0 * free).sqrt(), ..Contributions::default() };
    Ok(PatchColour {
        lightness: value(0)?,
        red_green: value(1)?,
        yellow_blue: value(2)?,
        spread: QuantityValue::new(spread, Unit::DeltaE, of_spread)?,
        pixels: sums.count,
        clipped: sums.clipped as f64 / count,
        covariance,
        per_level,
    })
}

/// What a step of one level in each channel does to each of L*, a*, b*: rows are L*, a*, b*, columns red, green, blue.
fn per_level(light: [f64; 3]) -> [[f64; 3]; 3] {
    let levels = light.map(level_of);
    let mut table = [[0.0; 3]; 3];
    for channel in 0..3 {
        let moved = |by: f64| {
            let mut levels = levels;
            levels[channel] = (levels[channel] + by).clamp(0.0, 255.0);
            (levels[channel], lab(levels.map(linear)))
        };
        let ((low, below), (high, above)) = (moved(-0.5), moved(0.5));
        for (axis, row) in table.iter_mut().enumerate() {
            row[channel] = (above[axis] - below[axis]) / (high - low);
        }
    }
    table
}

/// The level of sRGB, not rounded, of a light of 0 to 1 (IEC 61966-2-1).
fn level_of(light: f64) -> f64 {
    255.0 * if light <= 0.003_130_8 { 12.92 * light } else { 1.055 * libm::pow(light, 1.0 / 2.4) - 0.055 }
}

/// Returns the colour difference CIEDE2000 of two patches.
///
/// Its uncertainty follows from the spread of both patches, with the covariance of their colours, and from the steps of the levels.
/// Where the patches are closer than their uncertainty a difference cannot fall below 0, and the value tends to be too high.
///
/// # Errors
///
/// [`MeasureError::NotANumber`] if the colours are no numbers.
pub fn colour_difference(questioned: &PatchColour, reference: &PatchColour) -> Result<QuantityValue, MeasureError> {
    let (one, other) = (questioned.lab(), reference.lab());
    let value = delta_e_2000(one, other);
    let (mut steps, mut scatter) = (0.0, 0.0);
    for (patch, first) in [(questioned, true), (reference, false)] {
        let slope: [f64; 3] = std::array::from_fn(|axis| {
            const STEP: f64 = 1e-4;
            let moved = |by: f64| {
                let mut colour = patch.lab();
                colour[axis] += by;
                if first { delta_e_2000(colour, other) } else { delta_e_2000(one, colour) }
            };
            // At no difference the slope to either side is what counts, and the mean of both would be 0.
            if value < 1e-3 { moved(STEP) / STEP } else { (moved(STEP) - moved(-STEP)) / (2.0 * STEP) }
        });
        for row in 0..3 {
            for column in 0..3 {
                scatter += slope[row] * slope[column] * patch.covariance[row][column];
            }
            let step: f64 = (0..3).map(|axis| slope[axis] * patch.per_level[axis][row]).sum();
            steps += step * step / 12.0;
        }
    }
    let parts = Contributions { scale: 0.0, pixel: steps.max(0.0).sqrt(), repeat: scatter.max(0.0).sqrt() };
    Ok(QuantityValue::new(value, Unit::DeltaE2000, parts)?)
}

#[cfg(test)]
mod tests;
