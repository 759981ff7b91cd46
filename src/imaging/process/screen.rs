//! Halftone screens: regular patterns that are the same in all tiles of a region, whatever is printed there.
//!
//! A screen is one lattice over the whole print, so its peaks have one frequency and one direction everywhere. Drawn line work turns and
//! swells: its peaks wander from tile to tile. That is what tells them apart; ruled lines that run straight through a region are as steady
//! as a line screen, and only a reference can tell those two apart.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::ProcessParams;
use super::ground::{Channel, Ground};
use super::lattice::Known;
use super::welch::{Bin, ChannelSpectrum, Tiles, spectra};
use crate::domain::{Cancelled, MM_PER_INCH, Progress, words};

/// How far the peak of a tile may lie from the common one, in places.
const SAME_PLACE: f64 = 1.25;
/// The least of the periods of a screen that fit into a tile.
const LEAST_PERIODS: f64 = 5.0;
/// Places that are a peak in the mean of the tiles and looked into, at the most.
const MOST_PEAKS: usize = 64;
/// Lightness deviates at least so much in a tile that has print, in L*.
const LEAST_PRINT: f64 = 1.0;
/// Screens that are listed at the most.
const MOST_SCREENS: usize = 8;
/// Wandering patterns that are listed at the most.
const MOST_WANDERING: usize = 3;
/// How far a wave may be from where the other wave of its screen lies when turned by a right angle, in places.
const SQUARE_PLACES: f64 = 0.6;
/// A wave of a screen, and a second screen of one channel, is at most so much weaker than the strongest, in dB: fainter peaks are what the
/// ink, the pixels and the compression make of the strong ones.
const PARTNER_DB: f64 = 12.0;
const SECOND_DB: f64 = 20.0;
/// The side of the blocks of a JPEG file in px.
const BLOCK_PX: f64 = 8.0;

words! {
    /// What the peaks of a screen make of it.
    ScreenKind {
        /// Two directions, square to each other, of one frequency.
        Dots = "dots", "Dot screen";
        /// One direction.
        Lines = "lines", "Lines of one direction";
    }
}

/// A regular pattern that is the same over the region, before it has units.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    pub(super) kind: ScreenKind,
    /// Periods per mm of the page, of one direction or both.
    pub(super) waves: Vec<[f64; 2]>,
    /// Standard uncertainty of a wave from the scatter of the tiles, in periods per mm.
    pub(super) scatter_per_mm: f64,
    /// Channels in which it shows, the strongest first, with the strength in dB.
    pub(super) channels: Vec<(Channel, f64)>,
    /// Tiles that show it.
    pub(super) tiles: usize,
    /// Whether it repeats with the blocks of a JPEG file.
    pub(super) fits_blocks: bool,
}

/// What the tiles of a region have in common.
pub(super) struct Screening {
    pub(super) screens: Vec<Found>,
    /// Frequencies in periods per mm and strengths of peaks that wander from tile to tile, the strongest first.
    pub(super) wandering: Vec<([f64; 2], f64)>,
    /// Tiles with print.
    pub(super) tiles: usize,
    pub(super) side: usize,
    pub(super) spectra: Vec<ChannelSpectrum>,
    /// The lowest and the highest frequency that were looked for, in lines per inch.
    pub(super) range_lpi: [f64; 2],
    /// From one place of a spectrum to the next, in lines per inch.
    pub(super) step_lpi: f64,
}

/// A peak in the mean of the tiles of one channel.
#[derive(Debug, Clone, Copy)]
struct Common {
    bin: Bin,
    /// Standard deviation of the places of the peak in single tiles.
    spread: f64,
    tiles: usize,
    is_steady: bool,
}

/// Looks for screens in the tiles of a region.
pub(super) fn screening(
    ground: &Ground<'_>,
    tiles: &Tiles,
    params: &ProcessParams,
    progress: &dyn Progress,
) -> Result<Screening, Cancelled> {
    let side = tiles.side as f64;
    let lpi = |[x, y]: [f64; 2]| {
        let [u, v] = ground.map.on_page([x, y]);
        u.hypot(v) * MM_PER_INCH
    };
    let step_lpi = lpi([1.0 / side, 0.0]).max(lpi([0.0, 1.0 / side]));
    let range_lpi = [params.lowest_lpi.max(LEAST_PERIODS * step_lpi), ground.ppi / params.least_period_px];
    let wanted = |wave: [f64; 2]| (range_lpi[0]..=range_lpi[1]).contains(&lpi(wave));
    let spectra = spectra(ground, tiles, wanted, progress)?;
    let printed: Vec<bool> =
        spectra.first().map(|lightness| lightness.tiles.iter().map(|tile| tile.deviation >= LEAST_PRINT).collect()).unwrap_or_default();
    let count = printed.iter().filter(|printed| **printed).count();
    let mut screens: Vec<Found> = Vec::new();
    let mut wandering: Vec<([f64; 2], f64)> = Vec::new();
    for spectrum in &spectra {
        let peaks = commons(spectrum, &printed, count, params, |x, y| wanted([x / side, y / side]));
        for found in lattices(ground, spectrum, &peaks, side) {
            merge(&mut screens, found, step_lpi / MM_PER_INCH);
        }
        wandering.extend(peaks.iter().filter(|peak| !peak.is_steady).map(|peak| (on_page(ground, &peak.bin, side), peak.bin.strength_db)));
    }
    // What only looks like a screen must not explain another one away.
    for is_false in [is_shadow, is_overtone] {
        let dropped: Vec<bool> = screens.iter().map(|one| is_false(ground, one, &screens, side)).collect();
        let mut dropped = dropped.into_iter();
        screens.retain(|_| !dropped.next().unwrap_or(false));
    }
    screens.sort_by(|a, b| strongest(b).total_cmp(&strongest(a)));
    screens.truncate(MOST_SCREENS);
    wandering.sort_by(|a, b| b.1.total_cmp(&a.1));
    wandering.truncate(MOST_WANDERING);
    Ok(Screening { screens, wandering, tiles: count, side: tiles.side, spectra, range_lpi, step_lpi })
}

fn strongest(found: &Found) -> f64 {
    found.channels.first().map_or(0.0, |(_, strength)| *strength)
}

fn on_page(ground: &Ground<'_>, bin: &Bin, side: f64) -> [f64; 2] {
    ground.map.on_page([bin.x / side, bin.y / side])
}

/// The peaks of the mean spectrum, with how many tiles show them and how they scatter, the strongest first.
fn commons(
    spectrum: &ChannelSpectrum,
    printed: &[bool],
    count: usize,
    params: &ProcessParams,
    wanted: impl Fn(f64, f64) -> bool,
) -> Vec<Common> {
    // The mean of many tiles of noise is smooth, that of few is not.
    let least_db = params.least_strength_db + 12.0 / (spectrum.tiles.len().max(1) as f64).sqrt();
    let peaks = spectrum.mean.peaks(least_db, MOST_PEAKS, wanted);
    let of_peak = |bin: Bin| {
        let near = spectrum.tiles.iter().zip(printed).filter(|(_, printed)| **printed).filter_map(|(tile, _)| {
            let offsets = tile.peaks.iter().flat_map(|peak| [1.0, -1.0].map(|sign| (sign * peak.x - bin.x, sign * peak.y - bin.y)));
            offsets.filter(|(x, y)| x.hypot(*y) <= SAME_PLACE).min_by(|a, b| a.0.hypot(a.1).total_cmp(&b.0.hypot(b.1)))
        });
        let near: Vec<(f64, f64)> = near.collect();
        let tiles = near.len();
        let shown = tiles.max(1) as f64;
        let (dx, dy) = (near.iter().map(|offset| offset.0).sum::<f64>() / shown, near.iter().map(|offset| offset.1).sum::<f64>() / shown);
        let variance = near.iter().map(|(x, y)| (x - dx).powi(2) + (y - dy).powi(2)).sum::<f64>() / (shown - 1.0).max(1.0) / 2.0;
        let is_steady = tiles >= super::welch::LEAST_TILES
            && tiles as f64 >= params.least_share * count as f64
            && variance.sqrt() <= params.most_spread;
        Common { bin: Bin { x: bin.x + dx, y: bin.y + dy, ..bin }, spread: variance.sqrt(), tiles, is_steady }
    };
    peaks.into_iter().map(of_peak).collect()
}

/// Sorts the steady peaks of one channel into screens; their harmonics and what two of them mix to are left out.
fn lattices(ground: &Ground<'_>, spectrum: &ChannelSpectrum, peaks: &[Common], side: f64) -> Vec<Found> {
    let mut known = Known::new(side);
    let mut found = Vec::new();
    let per_mm = ground.map.on_page([1.0 / side, 0.0]);
    let step = per_mm[0].hypot(per_mm[1]);
    let strongest_db = peaks.iter().filter(|peak| peak.is_steady).map(|peak| peak.bin.strength_db).fold(0.0, f64::max);
    let is_own = |peak: &Common| peak.is_steady && peak.bin.strength_db >= strongest_db - SECOND_DB;
    for (place, peak) in peaks.iter().enumerate().filter(|(_, peak)| is_own(peak)) {
        let wave = [peak.bin.x, peak.bin.y];
        if known.explains(wave) {
            continue;
        }
        let partner = peaks.iter().skip(place + 1).filter(|other| other.is_steady).find(|other| {
            let [one, turned] = [&peak.bin, &other.bin].map(|bin| on_page(ground, bin, side));
            off_square(one, turned) <= SQUARE_PLACES * step && other.bin.strength_db >= peak.bin.strength_db - PARTNER_DB
        });
        let both: Vec<&Common> = std::iter::once(peak).chain(partner).collect();
        known.add(both.iter().map(|common| [common.bin.x, common.bin.y]).collect());
        let tiles = both.iter().map(|common| common.tiles).min().unwrap_or(0);
        let spread = both.iter().map(|common| common.spread).fold(0.0, f64::max);
        let on_lattice = |place: f64| {
            let blocks = place.abs() * BLOCK_PX / side;
            (blocks - blocks.round()).abs() <= 0.5 * BLOCK_PX / side
        };
        found.push(Found {
            kind: if partner.is_some() { ScreenKind::Dots } else { ScreenKind::Lines },
            waves: both.iter().map(|common| on_page(ground, &common.bin, side)).collect(),
            scatter_per_mm: spread / (tiles.max(1) as f64).sqrt() * step,
            channels: vec![(spectrum.channel, peak.bin.strength_db)],
            tiles,
            fits_blocks: both.iter().all(|common| on_lattice(common.bin.x) && on_lattice(common.bin.y)),
        });
    }
    found
}

/// How far a wave lies from another turned by a right angle, either way.
fn off_square(one: [f64; 2], other: [f64; 2]) -> f64 {
    let off = |sign: f64| (one[0] - sign * other[1]).hypot(one[1] + sign * other[0]);
    off(1.0).min(off(-1.0))
}

/// Whether a pattern that lightness does not show is what a JPEG file with colour at half the resolution makes of another one: what is
/// finer than its pixels of colour folds back about half of the spectrum.
fn is_shadow(ground: &Ground<'_>, one: &Found, all: &[Found], side: f64) -> bool {
    let has_lightness = |found: &Found| found.channels.iter().any(|(channel, _)| *channel == Channel::Lightness);
    let places = |wave: [f64; 2]| ground.map.in_picture(wave).map(|part| part * side);
    let folded = |one: [f64; 2], other: [f64; 2]| {
        let apart = |one: f64, other: f64| {
            let off = (one - other).rem_euclid(side / 2.0);
            off.min(side / 2.0 - off)
        };
        let off = |sign: f64| apart(one[0], sign * other[0]).hypot(apart(one[1], sign * other[1]));
        off(1.0).min(off(-1.0)) <= SAME_PLACE
    };
    !has_lightness(one)
        && all
            .iter()
            .filter(|other| has_lightness(other))
            .any(|other| one.waves.iter().all(|wave| other.waves.iter().any(|known| folded(places(*wave), places(*known)))))
}

/// Whether a dot screen is an overtone of a coarser one: where inks lie over each other, lightness may show the diagonals of the dots more
/// clearly than their rows.
fn is_overtone(ground: &Ground<'_>, one: &Found, all: &[Found], side: f64) -> bool {
    let places = |found: &Found| found.waves.iter().map(|wave| ground.map.in_picture(*wave).map(|part| part * side)).collect::<Vec<_>>();
    let finest = |found: &Found| found.waves.iter().map(|[x, y]| x.hypot(*y)).fold(0.0, f64::max);
    let coarser = all.iter().filter(|other| other.kind == ScreenKind::Dots && finest(other) < 0.8 * finest(one));
    one.kind == ScreenKind::Dots
        && coarser.into_iter().any(|other| {
            let mut known = Known::new(side);
            known.add(places(other));
            places(one).into_iter().all(|wave| known.explains(wave))
        })
}

/// Adds a screen of another channel; the same one in several channels is one screen.
fn merge(screens: &mut Vec<Found>, found: Found, step_per_mm: f64) {
    let same = |one: [f64; 2], other: [f64; 2]| {
        let apart = |sign: f64| (one[0] - sign * other[0]).hypot(one[1] - sign * other[1]);
        apart(1.0).min(apart(-1.0)) <= 0.8 * step_per_mm
    };
    let shared = |screen: &Found| screen.waves.iter().any(|one| found.waves.iter().any(|other| same(*one, *other)));
    let Some(screen) = screens.iter_mut().find(|screen| shared(screen)) else {
        screens.push(found);
        return;
    };
    let is_better = (found.kind == ScreenKind::Dots && screen.kind == ScreenKind::Lines)
        || (found.kind == screen.kind && strongest(&found) > strongest(screen));
    let mut channels: Vec<(Channel, f64)> = screen.channels.iter().chain(&found.channels).copied().collect();
    if is_better {
        *screen = found;
    }
    channels.sort_by(|a, b| b.1.total_cmp(&a.1));
    screen.channels = Vec::new();
    for of in channels {
        if !screen.channels.iter().any(|(channel, _)| *channel == of.0) {
            screen.channels.push(of);
        }
    }
}
