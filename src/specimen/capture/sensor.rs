//! How light becomes levels: colour mosaic, noise, tone and sharpening.

use std::sync::LazyLock;

use rayon::prelude::*;

use super::effects::{Effects, Sensor};
use crate::specimen::math::Exact as _;
use crate::specimen::rng::Rng;

const STEPS: usize = 4096;

/// Levels, not rounded, of linear light in steps of 1/4096 (IEC 61966-2-1).
static LEVELS: LazyLock<Vec<f32>> = LazyLock::new(|| {
    let of = |step: usize| {
        let light = step as f64 / STEPS as f64;
        let value = if light <= 0.003_130_8 { light * 12.92 } else { 1.055 * light.xpow(1.0 / 2.4) - 0.055 };
        (value * 255.0) as f32
    };
    // Light of 1 is the last step; one more lets it have a successor.
    (0..=STEPS + 1).map(|step| of(step.min(STEPS))).collect()
});

/// The level, not rounded, of linear light from 0 to 1.
pub(super) fn level_of(light: f32) -> f32 {
    interpolated(&LEVELS, light)
}

/// The nearest level. A cast saturates and cuts; `round` is a call on most processors.
fn rounded(level: f32) -> u8 {
    (level + 0.5) as u8
}

fn interpolated(levels: &[f32], light: f32) -> f32 {
    let at = light.clamp(0.0, 1.0) * STEPS as f32;
    let step = at as usize;
    match levels.get(step..step + 2) {
        Some(&[low, high]) => low + (high - low) * (at - step as f32),
        _ => 255.0,
    }
}

/// The sensor of a capture, ready to use.
pub(super) struct Readout {
    sensor: Sensor,
    noise: f32,
    levels: Vec<f32>,
    columns: Vec<f32>,
    seed: u64,
}

/// The generator of one row, so that rows may be made in any order.
fn row_rng(seed: u64, y: usize, purpose: &str) -> Rng {
    Rng::new(seed ^ (y as u64).wrapping_mul(0x9e37_79b9), purpose)
}

impl Readout {
    /// That of `effects` for a picture `width` px wide.
    pub(super) fn of(effects: &Effects, width: u32, seed: u64) -> Self {
        let sensor = effects.sensor.unwrap_or(Sensor::PLAIN);
        let (contrast, haze) = (sensor.contrast as f32, sensor.haze as f32);
        let curve = |level: f32| {
            let value = level / 255.0;
            let steep = value * value * (3.0 - 2.0 * value);
            ((value + (steep - value) * contrast) * (1.0 - haze) + haze) * 255.0
        };
        let mut rng = Rng::new(seed, "columns");
        let columns = if sensor.columns > 0.0 && effects.noise > 0.0 {
            (0..width).map(|_| 1.0 + rng.normal() * sensor.columns as f32).collect()
        } else {
            Vec::new()
        };
        Self { sensor, noise: effects.noise as f32, levels: LEVELS.iter().map(|level| curve(*level)).collect(), columns, seed }
    }

    /// Whether it sharpens the picture.
    pub(super) fn sharpens(&self) -> bool {
        self.sensor.sharpening > 0.0
    }

    /// Whether the picture is needed as a whole.
    pub(super) fn needs_neighbours(&self) -> bool {
        self.sensor.mosaic || self.sharpens()
    }

    /// The gain of a column.
    pub(super) fn column_gain(&self, x: usize) -> f32 {
        self.columns.get(x).copied().unwrap_or(1.0)
    }

    fn level(&self, light: f32) -> f32 {
        interpolated(&self.levels, light)
    }

    /// Writes the levels of row `y`.
    pub(super) fn row(&self, y: usize, light: &[f32], out: &mut [u8]) {
        let mut rng = row_rng(self.seed, y, "noise");
        let noisy = self.noise > 0.0 && !self.sensor.mosaic;
        for (pixel, light) in out.chunks_exact_mut(3).zip(light.chunks_exact(3)) {
            let noise = if noisy { rng.normals().map(|value| value * self.noise) } else { [0.0; 4] };
            if self.sensor.grey {
                let grey = light.iter().zip([0.2126, 0.7152, 0.0722]).map(|(light, weight)| light * weight).sum();
                pixel.fill(rounded(self.level(grey) + noise[3]));
                continue;
            }
            for ((level, light), own) in pixel.iter_mut().zip(light).zip(noise) {
                *level = rounded(self.level(*light) + noise[3] * 0.6 + own * 0.8);
            }
        }
    }

    /// What single pixels of one colour see of the picture, with their noise, and the colours between them interpolated.
    pub(super) fn through_mosaic(&self, light: Vec<f32>, width: usize) -> Vec<f32> {
        if !self.sensor.mosaic || width < 3 || light.len() < width * 9 {
            return light;
        }
        let height = light.len() / (width * 3);
        let (shot, read) = if self.noise > 0.0 { (self.sensor.shot as f32, self.sensor.read as f32) } else { (0.0, 0.0) };
        let mut seen = vec![0.0_f32; width * height];
        seen.par_chunks_mut(width).zip(light.par_chunks(width * 3)).enumerate().for_each(|(y, (seen, light))| {
            let mut rng = row_rng(self.seed, y, "mosaic");
            for ((pair, light), x) in seen.chunks_mut(4).zip(light.chunks(12)).zip((0..).step_by(4)) {
                let normals = rng.normals();
                for (index, ((out, light), normal)) in pair.iter_mut().zip(light.chunks_exact(3)).zip(normals).enumerate() {
                    let clean = light.get(colour(x + index, y)).copied().unwrap_or(0.0).max(0.0);
                    // Light comes in grains: the noise grows with its square root.
                    *out = (clean.min(1.0) + normal * (shot * shot * clean + read * read).sqrt()).clamp(0.0, 1.0);
                }
            }
        });
        let mut picture = light;
        let row_at = |y: usize| seen.get(y * width..(y + 1) * width).unwrap_or_default();
        picture.par_chunks_mut(width * 3).enumerate().for_each(|(y, out)| {
            // A row beyond an edge is the second one inside: it has the same colours.
            let rows = [row_at(if y == 0 { 1 } else { y - 1 }), row_at(y), row_at(if y + 1 == height { y - 1 } else { y + 1 })];
            for (x, pixel) in out.chunks_exact_mut(3).enumerate() {
                let columns = [if x == 0 { 1 } else { x - 1 }, x, if x + 1 == width { x - 1 } else { x + 1 }];
                let at = |row: usize, column: usize| rows[row].get(columns[column]).copied().unwrap_or(0.0);
                let cross = (at(0, 1) + at(2, 1) + at(1, 0) + at(1, 2)) / 4.0;
                let diagonal = (at(0, 0) + at(0, 2) + at(2, 0) + at(2, 2)) / 4.0;
                let (beside, above) = (f32::midpoint(at(1, 0), at(1, 2)), f32::midpoint(at(0, 1), at(2, 1)));
                let colours = match (y % 2, x % 2) {
                    (0, 0) => [at(1, 1), cross, diagonal],
                    (0, _) => [beside, at(1, 1), above],
                    (_, 0) => [above, at(1, 1), beside],
                    _ => [diagonal, cross, at(1, 1)],
                };
                pixel.copy_from_slice(&colours);
            }
        });
        picture
    }

    /// Sharpens levels as cameras do, across 3 × 3 pixels.
    pub(super) fn sharpen(&self, levels: &[u8], width: usize, out: &mut [u8]) {
        let stride = width * 3;
        let height = levels.len() / stride.max(1);
        let strength = self.sensor.sharpening as f32;
        let row_at = |y: usize| levels.get(y * stride..(y + 1) * stride).unwrap_or_default();
        out.par_chunks_mut(stride.max(1)).enumerate().for_each(|(y, out)| {
            let [above, here, below] = [row_at(y.saturating_sub(1)), row_at(y), row_at((y + 1).min(height - 1))];
            for (index, level) in out.iter_mut().enumerate() {
                let (left, right) = (if index < 3 { index } else { index - 3 }, if index + 3 >= stride { index } else { index + 3 });
                let at = |row: &[u8], index: usize| row.get(index).map_or(0.0, |level| f32::from(*level));
                let around = (at(above, index) + at(below, index) + at(here, left) + at(here, right)) / 4.0;
                let own = at(here, index);
                *level = rounded(own + (own - around) * strength);
            }
        });
    }
}

/// The colour that a pixel of the mosaic sees: rows of red and green, then of green and blue.
fn colour(x: usize, y: usize) -> usize {
    match (y % 2, x % 2) {
        (0, 0) => 0,
        (1, 1) => 2,
        _ => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Light;
    use crate::specimen::canvas::light_of_level;
    use crate::specimen::capture::Profile;

    #[test]
    fn every_level_survives_the_way_to_light_and_back() {
        let effects = Effects { noise: 0.0, ..Profile::Hasty.effects(1, Light::Visible) };
        let readout = Readout::of(&effects, 4, 1);
        for (level, light) in light_of_level().into_iter().enumerate() {
            assert!((readout.level(light) - level as f32).abs() < 0.05, "{level}: {}", readout.level(light));
        }
    }

    #[test]
    fn a_mosaic_keeps_an_even_colour() {
        let sensor = Sensor { mosaic: true, ..Sensor::PLAIN };
        let effects = Effects { noise: 0.0, sensor: Some(sensor), ..Profile::Hasty.effects(1, Light::Visible) };
        let light: Vec<f32> = [0.2, 0.5, 0.8].repeat(7 * 6);
        let seen = Readout::of(&effects, 7, 1).through_mosaic(light.clone(), 7);
        assert!(seen.iter().zip(&light).all(|(seen, light)| (seen - light).abs() < 1e-6));
    }
}
