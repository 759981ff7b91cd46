//! Samples as amounts of light and back, by tables of whole numbers.
//!
//! A field of fine lines has to keep its brightness at every zoom, as it does for an eye that steps back; that is the mean of the
//! light, not of the stored numbers. The curve is that of sRGB (IEC 61966-2-1). The tables are filled with `libm`, so that they
//! are the same on every machine, and all sums are whole numbers, so that neither order nor number of threads can matter.

use std::ops::AddAssign;
use std::sync::OnceLock;

/// A stored sample, of 8 or 16 bits.
pub(super) trait Sample: Copy + Default + PartialEq + Send + Sync + 'static {
    /// Holds the sum of the light of a square of 256 × 256 samples.
    type Sum: Copy + Default + AddAssign + Send + Sync;

    /// The tables of this depth, made on first use.
    fn tables() -> &'static Tables<Self>;
}

/// The light of each sample, and how to find the sample of a light.
pub(super) struct Tables<T: Sample> {
    light: Vec<T::Sum>,
    /// For sample `v > 0` the least light that is rounded to it rather than to `v - 1`.
    least: Vec<u32>,
    /// For each light, in units of `1 << shift`, the sample of the least light of that unit.
    guess: Vec<T>,
    shift: u32,
}

impl<T: Sample> Tables<T> {
    /// The light of `sample`.
    pub(super) fn light(&self, sample: T) -> T::Sum
    where
        T: Into<usize>,
    {
        self.light.get(sample.into()).copied().unwrap_or_default()
    }
}

/// The light of the whole scale for samples of 8 bits; 256 × 256 of them still fit 32 bits.
const WHITE_8: u32 = 65_535;

/// The same for 16 bits: fine enough to tell the darkest samples from each other, 39 units apart.
const WHITE_16: u32 = (1 << 25) - 1;

impl Sample for u8 {
    type Sum = u32;

    fn tables() -> &'static Tables<Self> {
        static TABLES: OnceLock<Tables<u8>> = OnceLock::new();
        TABLES.get_or_init(|| {
            let least = least_lights(255, WHITE_8);
            // Every light has a place of its own, so the guess is the answer.
            let guess = guesses(&least, WHITE_8, 0).map(|sample| sample as Self).collect();
            Tables { light: lights(255, WHITE_8).collect(), least, guess, shift: 0 }
        })
    }
}

impl Sample for u16 {
    type Sum = u64;

    fn tables() -> &'static Tables<Self> {
        static TABLES: OnceLock<Tables<u16>> = OnceLock::new();
        TABLES.get_or_init(|| {
            let least = least_lights(65_535, WHITE_16);
            let guess = guesses(&least, WHITE_16, 9).map(|sample| sample as Self).collect();
            Tables { light: lights(65_535, WHITE_16).map(u64::from).collect(), least, guess, shift: 9 }
        })
    }
}

/// The mean of a sum of light over a number of pixels, as a sample.
pub(super) trait Mean: Sample + Into<usize> {
    /// The sample nearest to the light `sum / count`; both roundings are half up.
    fn mean(sum: Self::Sum, count: u32, tables: &Tables<Self>) -> Self;
}

impl Mean for u8 {
    fn mean(sum: u32, count: u32, tables: &Tables<Self>) -> Self {
        let half = count / 2;
        // A whole square is the common case, and its division a shift.
        let light = if count.is_power_of_two() {
            ((u64::from(sum) + u64::from(half)) >> count.trailing_zeros()) as u32
        } else {
            ((u64::from(sum) + u64::from(half)) / u64::from(count.max(1))) as u32
        };
        tables.guess.get(light as usize).copied().unwrap_or(Self::MAX)
    }
}

impl Mean for u16 {
    fn mean(sum: u64, count: u32, tables: &Tables<Self>) -> Self {
        let rounded = sum + u64::from(count / 2);
        let light = if count.is_power_of_two() { rounded >> count.trailing_zeros() } else { rounded / u64::from(count.max(1)) } as u32;
        let unit = (light >> tables.shift) as usize;
        let from = usize::from(tables.guess.get(unit).copied().unwrap_or(Self::MAX));
        let to = tables.guess.get(unit + 1).map_or_else(|| usize::from(Self::MAX), |next| usize::from(*next)) + 1;
        let between = tables.least.get(from..to).unwrap_or_default();
        (from + between.partition_point(|least| *least <= light)).saturating_sub(1) as Self
    }
}

/// The light of 0..=`white` stored samples.
fn lights(white: u32, white_light: u32) -> impl Iterator<Item = u32> {
    (0..=white).map(move |sample| (linear(f64::from(sample) / f64::from(white)) * f64::from(white_light)).round() as u32)
}

fn least_lights(white: u32, white_light: u32) -> Vec<u32> {
    let between = |sample: u32| linear((f64::from(sample) - 0.5) / f64::from(white)) * f64::from(white_light);
    (0..=white).map(|sample| if sample == 0 { 0 } else { between(sample).ceil() as u32 }).collect()
}

fn guesses(least: &[u32], white_light: u32, shift: u32) -> impl Iterator<Item = usize> {
    (0..=white_light >> shift).scan(0, move |sample, unit| {
        while least.get(*sample + 1).is_some_and(|least| *least <= unit << shift) {
            *sample += 1;
        }
        Some(*sample)
    })
}

/// The light of an encoded value, both in 0..=1 (IEC 61966-2-1, 5.2).
fn linear(encoded: f64) -> f64 {
    if encoded <= 0.04045 { encoded / 12.92 } else { libm::pow((encoded + 0.055) / 1.055, 2.4) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_of_equal_samples_is_that_sample() {
        let (eight, sixteen) = (u8::tables(), u16::tables());
        for count in [1, 2, 3, 4, 12, 65_536] {
            for value in 0..=255_u8 {
                assert_eq!(u8::mean(eight.light(value) * count, count, eight), value, "{value} × {count}");
            }
            for value in 0..=65_535_u16 {
                assert_eq!(u16::mean(sixteen.light(value) * u64::from(count), count, sixteen), value, "{value} × {count}");
            }
        }
    }

    /// Values by colour-science 0.4.7: `round(255 * eotf_inverse_sRGB(mean(eotf_sRGB(v / 255))))`, and the same with 65 535.
    #[test]
    fn means_are_those_of_another_implementation() {
        let (eight, sixteen) = (u8::tables(), u16::tables());
        for (four, mean) in [([0, 255, 255, 0], 188), ([10, 20, 30, 40], 27), ([200, 210, 100, 7], 157), ([0, 0, 0, 255], 137)] {
            let sum = four.iter().map(|value| eight.light(*value)).sum();
            assert_eq!(u8::mean(sum, 4, eight), mean, "{four:?}");
        }
        for (two, mean) in [([0, 65_535], 48_192), ([1000, 3000], 2010), ([4, 10], 7), ([60_000, 50_000], 55_298)] {
            let sum = two.iter().map(|value| sixteen.light(*value)).sum();
            assert_eq!(u16::mean(sum, 2, sixteen), mean, "{two:?}");
        }
    }

    #[test]
    fn the_sum_of_a_white_square_fits() {
        assert_eq!(u8::tables().light(255).checked_mul(1 << 16), Some(WHITE_8 << 16));
        assert_eq!(u16::tables().light(65_535), u64::from(WHITE_16));
    }
}
