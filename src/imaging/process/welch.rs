//! Power spectra of overlapping tiles of a region, their mean, and the peaks of each tile (Welch 1967).

use rayon::prelude::*;
use rustfft::num_complex::Complex;
use rustfft::{Fft, FftPlanner};
use std::sync::Arc;

use super::ground::{Channel, Ground};
use crate::domain::{Cancelled, MM_PER_INCH, Progress};

/// The side of a tile in mm, roughly: twenty lines of a screen of 100 lines per inch.
const TILE_MM: f64 = 5.0;
/// The side of a tile in px, at the least and at the most.
const TILE_PX: (usize, usize) = (32, 512);
/// Tiles that are transformed at the most; of more, some are taken, evenly over the region.
const MOST_TILES: usize = 256;
/// Fewer tiles tell nothing about what is the same in all of them.
pub(super) const LEAST_TILES: usize = 4;
/// How far a peak of one tile stands above what is around it, in dB: noise does so at one of fifty places.
const TILE_PEAK_DB: f64 = 9.0;
/// Peaks of one tile that are kept.
const MOST_TILE_PEAKS: usize = 48;
/// A peak is greater than all places this near; the window makes it two wide.
const PEAK_REACH: i64 = 2;
/// The power around a peak is taken up to this far.
const AROUND_REACH: i64 = 8;
/// Tiles that are worked on before their spectra are added, in order.
const BATCH: usize = 16;

/// The tiles of a region.
pub(super) struct Tiles {
    /// Their side in px.
    pub(super) side: usize,
    /// The left and the top of each.
    pub(super) places: Vec<(usize, usize)>,
}

impl Tiles {
    /// The tiles of a region; `None` if it is too small for [`LEAST_TILES`].
    pub(super) fn of(ground: &Ground<'_>) -> Option<Self> {
        let (width, height) = (ground.used.width as usize, ground.used.height as usize);
        let wanted = TILE_MM * ground.ppi / MM_PER_INCH;
        let mut side = TILE_PX.1;
        // The power of two that is nearest by its ratio.
        while side > TILE_PX.0 && side as f64 > wanted * std::f64::consts::SQRT_2 {
            side /= 2;
        }
        let count = |side: usize| {
            let along = |length: usize| if length < side { 0 } else { (length - side) / (side / 2) + 1 };
            along(width) * along(height)
        };
        // Smaller tiles before too few of them.
        while side > TILE_PX.0 && count(side) < 2 * LEAST_TILES {
            side /= 2;
        }
        if count(side) < LEAST_TILES {
            return None;
        }
        let starts = |length: usize| (0..=length - side).step_by(side / 2);
        let all: Vec<(usize, usize)> = starts(height).flat_map(|top| starts(width).map(move |left| (left, top))).collect();
        let kept = all.len().min(MOST_TILES);
        Some(Self { side, places: (0..kept).map(|k| all[k * all.len() / kept]).collect() })
    }
}

/// A peak in places of a spectrum, between them, and how far it stands above what is around it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bin {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) strength_db: f64,
}

/// What one tile shows in one channel.
pub(super) struct TileMarks {
    /// Its peaks.
    pub(super) peaks: Vec<Bin>,
    /// Mean and standard deviation of its values.
    pub(super) mean: f64,
    pub(super) deviation: f64,
    /// Sarle's bimodality coefficient of its values; 0 of an even tile.
    pub(super) bimodality: f64,
    /// Median of the power at each distance from the middle, in places.
    pub(super) rings: Vec<f64>,
    /// Variance of the power at each distance over the square of its mean (Ulichney 1987); noise without direction has 1.
    pub(super) anisotropy: Vec<f64>,
}

/// The spectrum of a channel.
pub(super) struct ChannelSpectrum {
    pub(super) channel: Channel,
    pub(super) mean: Power,
    pub(super) tiles: Vec<TileMarks>,
}

/// The power at the frequencies of half the plane.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Power {
    pub(super) side: usize,
    /// Column by column: for each frequency across, 0 to half of `side`, those down.
    values: Vec<f64>,
}

impl Power {
    fn zero(side: usize) -> Self {
        Self { side, values: vec![0.0; (side / 2 + 1) * side] }
    }

    /// The power at a frequency in periods within a tile, both of either sign.
    pub(super) fn at(&self, x: i64, y: i64) -> f64 {
        let side = self.side as i64;
        let (x, y) = (x.rem_euclid(side), y.rem_euclid(side));
        let (x, y) = if x <= side / 2 { (x, y) } else { (side - x, (-y).rem_euclid(side)) };
        self.values.get((x * side + y) as usize).copied().unwrap_or(0.0)
    }

    /// The strength of a place in dB above the median of the power around it, the greatest within one place.
    pub(super) fn strength_near(&self, x: f64, y: f64) -> f64 {
        let (x, y) = (x.round() as i64, y.round() as i64);
        let near = (-1..=1).flat_map(|v| (-1..=1).map(move |u| (u, v))).map(|(u, v)| self.at(x + u, y + v));
        decibel(near.fold(0.0, f64::max), self.around(x, y))
    }

    /// The median of the power around a place.
    fn around(&self, x: i64, y: i64) -> f64 {
        let ring = (-AROUND_REACH..=AROUND_REACH).flat_map(|v| (-AROUND_REACH..=AROUND_REACH).map(move |u| (u, v)));
        let outside = ring.filter(|(u, v)| u.abs().max(v.abs()) > PEAK_REACH + 1);
        let mut powers: Vec<f64> = outside.map(|(u, v)| self.at(x + u, y + v)).collect();
        let half = powers.len() / 2;
        *powers.select_nth_unstable_by(half, f64::total_cmp).1
    }

    /// The peaks that `wanted` admits by their place and that stand `least_db` above what is around them, the strongest first.
    pub(super) fn peaks(&self, least_db: f64, most: usize, wanted: impl Fn(f64, f64) -> bool) -> Vec<Bin> {
        let half = (self.side / 2) as i64;
        let mut found = Vec::new();
        for x in 0..half {
            for y in 1 - half..half {
                if (x == 0 && y <= 0) || !wanted(x as f64, y as f64) {
                    continue;
                }
                let power = self.at(x, y);
                let is_top = (-PEAK_REACH..=PEAK_REACH)
                    .flat_map(|v| (-PEAK_REACH..=PEAK_REACH).map(move |u| (u, v)))
                    .all(|(u, v)| self.at(x + u, y + v) <= power);
                if power <= 1e-9 || !is_top {
                    continue;
                }
                let strength_db = decibel(power, self.around(x, y));
                if strength_db >= least_db {
                    let (dx, dy) = (self.offset([x, y], [1, 0]), self.offset([x, y], [0, 1]));
                    found.push(Bin { x: x as f64 + dx, y: y as f64 + dy, strength_db });
                }
            }
        }
        found.sort_by(|a, b| b.strength_db.total_cmp(&a.strength_db).then(a.x.total_cmp(&b.x)).then(a.y.total_cmp(&b.y)));
        found.truncate(most);
        found
    }

    /// How far a top lies from its place, by the lobe of the window of von Hann: the greater neighbour has `(1 + d) / (2 - d)` of its
    /// magnitude for a distance of `d` towards it.
    fn offset(&self, [x, y]: [i64; 2], [u, v]: [i64; 2]) -> f64 {
        let magnitude = |step: i64| self.at(x + u * step, y + v * step).sqrt();
        let (before, top, after) = (magnitude(-1), magnitude(0), magnitude(1));
        let (neighbour, sign) = if after >= before { (after, 1.0) } else { (before, -1.0) };
        let ratio = if top > 0.0 { neighbour / top } else { 0.5 };
        sign * ((2.0 * ratio - 1.0) / (1.0 + ratio)).clamp(0.0, 0.5)
    }

    /// Median of the power, and its variance over the square of its mean, at each whole distance from the middle below half of the side.
    fn rings(&self) -> (Vec<f64>, Vec<f64>) {
        let half = self.side / 2;
        let mut rings: Vec<Vec<f64>> = vec![Vec::new(); half];
        for x in 0..half as i64 {
            for y in 1 - half as i64..half as i64 {
                if x == 0 && y <= 0 {
                    continue;
                }
                if let Some(ring) = rings.get_mut((x as f64).hypot(y as f64).round() as usize) {
                    ring.push(self.at(x, y));
                }
            }
        }
        rings.into_iter().map(|mut ring| ring_of(&mut ring)).unzip()
    }
}

fn ring_of(ring: &mut [f64]) -> (f64, f64) {
    if ring.is_empty() {
        return (0.0, 0.0);
    }
    let count = ring.len() as f64;
    let mean = ring.iter().sum::<f64>() / count;
    let variance = ring.iter().map(|power| (power - mean).powi(2)).sum::<f64>() / count;
    let half = ring.len() / 2;
    let median = *ring.select_nth_unstable_by(half, f64::total_cmp).1;
    (median, if mean > 0.0 { variance / (mean * mean) } else { 0.0 })
}

/// The ratio of two powers in dB; large but finite over nothing.
pub(super) fn decibel(power: f64, around: f64) -> f64 {
    10.0 * libm::log10(power.max(1e-12) / around.max(1e-9))
}

/// The spectra of the tiles of a region in lightness, red, green and blue; `wanted` admits a frequency in periods per pixel as that of a
/// peak. Progress counts tiles.
pub(super) fn spectra(
    ground: &Ground<'_>,
    tiles: &Tiles,
    wanted: impl Fn([f64; 2]) -> bool + Sync,
    progress: &dyn Progress,
) -> Result<Vec<ChannelSpectrum>, Cancelled> {
    let side = tiles.side;
    let fft = FftPlanner::<f64>::new().plan_fft_forward(side);
    let window: Vec<f64> = (0..side).map(|k| 0.5 - 0.5 * libm::cos(std::f64::consts::TAU * (k as f64 + 0.5) / side as f64)).collect();
    let wanted = |x: f64, y: f64| wanted([x / side as f64, y / side as f64]);
    let mut found: Vec<ChannelSpectrum> =
        Channel::ALL.iter().map(|channel| ChannelSpectrum { channel: *channel, mean: Power::zero(side), tiles: Vec::new() }).collect();
    for (batch, places) in tiles.places.chunks(BATCH).enumerate() {
        progress.report((batch * BATCH) as u64, tiles.places.len() as u64)?;
        let of_batch: Vec<Vec<(Power, TileMarks)>> =
            places.par_iter().map(|place| of_tile(ground, *place, &window, &fft, &wanted)).collect();
        // In order, so that the sums are the same however many work on them.
        for (power, marks, spectrum) in of_batch
            .into_iter()
            .flat_map(|tile| tile.into_iter().zip(0..).map(|((power, marks), channel)| (power, marks, channel)).collect::<Vec<_>>())
        {
            let Some(spectrum): Option<&mut ChannelSpectrum> = found.get_mut::<usize>(spectrum) else { continue };
            // A tile of strong print counts no more than a faint one.
            let level = marks.rings.iter().sum::<f64>() / marks.rings.len().max(1) as f64;
            if level > 1e-9 {
                spectrum.mean.values.iter_mut().zip(&power.values).for_each(|(sum, power)| *sum += power / level);
            }
            spectrum.tiles.push(marks);
        }
    }
    Ok(found)
}

/// What each channel of one tile shows; two channels are transformed at once, as real and imaginary part.
fn of_tile(
    ground: &Ground<'_>,
    (left, top): (usize, usize),
    window: &[f64],
    fft: &Arc<dyn Fft<f64>>,
    wanted: &impl Fn(f64, f64) -> bool,
) -> Vec<(Power, TileMarks)> {
    let side = window.len();
    let levels = |channel: Channel| -> Vec<f64> {
        (0..side * side).map(|place| ground.value(channel, left + place % side, top + place / side)).collect()
    };
    let mut out = Vec::with_capacity(Channel::ALL.len());
    for pair in [[Channel::Lightness, Channel::Red], [Channel::Green, Channel::Blue]] {
        let values = pair.map(levels);
        let means = [0, 1].map(|k: usize| weighted_mean(&values[k], window));
        let mut cells: Vec<Complex<f64>> = (0..side * side)
            .map(|place| {
                let weight = window[place % side] * window[place / side];
                Complex::new((values[0][place] - means[0]) * weight, (values[1][place] - means[1]) * weight)
            })
            .collect();
        fft.process(&mut cells);
        let mut columns = vec![Complex::default(); side * side];
        for (place, cell) in cells.iter().enumerate() {
            columns[place % side * side + place / side] = *cell;
        }
        fft.process(&mut columns);
        let [mut one, mut other] = [Power::zero(side), Power::zero(side)];
        for x in 0..=side / 2 {
            for y in 0..side {
                let (z, w) = (columns[x * side + y], columns[(side - x) % side * side + (side - y) % side].conj());
                one.values[x * side + y] = ((z + w) / 2.0).norm_sqr();
                other.values[x * side + y] = ((z - w) / 2.0).norm_sqr();
            }
        }
        for (power, values) in [one, other].into_iter().zip(&values) {
            let (rings, anisotropy) = power.rings();
            let peaks = power.peaks(TILE_PEAK_DB, MOST_TILE_PEAKS, wanted);
            let [mean, deviation, bimodality] = moments(values);
            out.push((power, TileMarks { peaks, mean, deviation, bimodality, rings, anisotropy }));
        }
    }
    out
}

fn weighted_mean(values: &[f64], window: &[f64]) -> f64 {
    let sum: f64 = values
        .chunks_exact(window.len())
        .zip(window)
        .map(|(row, down)| down * row.iter().zip(window).map(|(value, across)| value * across).sum::<f64>())
        .sum();
    sum / window.iter().sum::<f64>().powi(2)
}

/// Mean, standard deviation and Sarle's coefficient: (skewness² + 1) / kurtosis, 5/9 of even values, 1 of two values, 1/3 of normal ones.
fn moments(values: &[f64]) -> [f64; 3] {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let moment = |power: i32| values.iter().map(|value| (value - mean).powi(power)).sum::<f64>() / count;
    let variance = moment(2);
    if variance < 1e-6 {
        return [mean, variance.max(0.0).sqrt(), 0.0];
    }
    let skewness = moment(3) / (variance * variance.sqrt());
    [mean, variance.sqrt(), (skewness * skewness + 1.0) / (moment(4) / (variance * variance))]
}
