//! Scattered dots: whether power rises with frequency where nothing regular is.
//!
//! Dispersed dots of one size, as inkjet printers and stochastic screens set them, have little power at low frequencies and rise to the
//! frequency of their mean distance: blue noise (Ulichney 1987). The power of drawn line work and of continuous tone falls. The median
//! over all directions is taken in each tile, so that a few peaks, as line work or a screen has, do not count.

use super::screen::Screening;

/// Lightness deviates at least so much in a tile that is looked at, in L*.
const LEAST_PRINT: f64 = 1.0;
/// The mean lightness of a tile that has middle tones, in L*.
const MIDDLE: (f64, f64) = (20.0, 97.0);
/// The nearest ring that counts, in places: nearer ones have the tint.
const FIRST_RING: usize = 4;
/// Fewer tiles tell nothing.
const LEAST_TILES: usize = 4;

/// The texture of a region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Texture {
    /// How far the power rises, from a lower frequency to a higher one, at the most, in dB; 0 if it only falls.
    pub(super) rise_db: f64,
    /// Its standard uncertainty from the scatter of the tiles.
    pub(super) rise_standard_db: f64,
    /// Where it is highest, in lines per inch.
    pub(super) ring_lpi: f64,
    /// Half the width of a ring, in lines per inch.
    pub(super) half_ring_lpi: f64,
    /// How unequal the power is at that frequency in different directions, in dB; 0 of noise without direction.
    pub(super) anisotropy_db: f64,
    /// Median of Sarle's coefficient of the tiles.
    pub(super) bimodality: f64,
    /// Tiles that were looked at.
    pub(super) tiles: usize,
}

/// The texture in the middle tones of a region; `None` if there are none.
pub(super) fn texture(screening: &Screening) -> Option<Texture> {
    let tiles: Vec<_> = screening
        .spectra
        .first()?
        .tiles
        .iter()
        .filter(|tile| tile.deviation >= LEAST_PRINT && (MIDDLE.0..=MIDDLE.1).contains(&tile.mean))
        .collect();
    if tiles.len() < LEAST_TILES {
        return None;
    }
    let count = tiles.len() as f64;
    let level = |rings: &[f64], ring: usize| {
        let three = rings.get(ring.saturating_sub(1)..=ring + 1).unwrap_or_default();
        10.0 * libm::log10(three.iter().sum::<f64>().max(1e-9))
    };
    let mean: Vec<f64> =
        (0..screening.side / 2).map(|ring| tiles.iter().map(|tile| level(&tile.rings, ring)).sum::<f64>() / count).collect();
    // The corners beyond the last rings are not whole.
    let last = (screening.side / 2).saturating_sub(2).max(FIRST_RING + 1);
    let (mut from, mut best) = (FIRST_RING, (0.0, FIRST_RING, FIRST_RING));
    for ring in FIRST_RING..last {
        let (Some(here), Some(lowest)) = (mean.get(ring), mean.get(from)) else { continue };
        if here < lowest {
            from = ring;
        } else if here - lowest > best.0 {
            best = (here - lowest, from, ring);
        }
    }
    let (rise_db, low, top) = best;
    let rises: Vec<f64> = tiles.iter().map(|tile| level(&tile.rings, top) - level(&tile.rings, low)).collect();
    let variance = rises.iter().map(|rise| (rise - rise_db).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
    let unequal = tiles.iter().map(|tile| tile.anisotropy.get(top).copied().unwrap_or(1.0)).sum::<f64>() / count;
    let mut bimodality: Vec<f64> = tiles.iter().map(|tile| tile.bimodality).collect();
    bimodality.sort_by(f64::total_cmp);
    Some(Texture {
        rise_db,
        rise_standard_db: (variance / count).sqrt(),
        ring_lpi: top as f64 * screening.step_lpi,
        half_ring_lpi: 1.5 * screening.step_lpi,
        anisotropy_db: 10.0 * libm::log10(unequal.max(1e-6)),
        bimodality: bimodality.get(bimodality.len() / 2).copied().unwrap_or(0.0),
        tiles: tiles.len(),
    })
}
