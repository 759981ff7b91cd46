//! Whether a fit by hand is good enough to compare by.

use super::{Landmark, LandmarkFit, LandmarkModel};
use crate::domain::PointPx;

/// Largest root mean square of the residuals of a registration that is accepted, in mm.
///
/// Zones are compared to a few tenths of a millimetre; a map that is farther off than this shows differences of its own making.
pub const MOST_RMS_MM: f64 = 0.25;

/// Largest residual of one pair of a registration that is accepted, in mm.
pub const MOST_MISS_MM: f64 = 0.5;

/// Least extent of the landmarks as a share of the diagonal of at least one of the pictures: beyond its landmarks a map is a guess.
const LEAST_EXTENT: f64 = 0.25;

/// Why a fit is not to be compared by; each says what to do about it.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
pub enum Distrust {
    /// No pair beyond those that fix the map, so that nothing shows how well it fits.
    #[error("{least} pairs are needed: one more than fix the map shows how well it fits; set another pair far from the others")]
    NoPairToSpare {
        /// How many are needed.
        least: usize,
    },
    /// One pair is far from where the map puts it.
    #[error(
        "pair {number} is {mm:.2} mm from where the map puts it, more than {MOST_MISS_MM} mm; set it on the same spot in both, or remove it"
    )]
    PairFarOff {
        /// Which of the pairs, from 1.
        number: usize,
        /// How far, in mm.
        mm: f64,
    },
    /// The pairs as a whole do not fit together.
    #[error("the pairs miss by {mm:.2} mm on the whole, more than {MOST_RMS_MM} mm; move the worst pair, or choose another kind of map")]
    FarOff {
        /// The root mean square, in mm.
        mm: f64,
    },
    /// The landmarks cover a small part of both pictures.
    #[error("the landmarks lie close together, and the map is a guess beyond them; set one near the far edge of the page")]
    Huddled,
}

impl LandmarkModel {
    /// Fewest pairs of a registration that is accepted: one more than fix the map, and so three at the least.
    pub const fn trusted_pairs(self) -> usize {
        self.least_pairs() + 1
    }
}

/// Whether a fit is good enough to compare by.
///
/// `pairs` are those it was fitted to; `questioned_px` and `reference_px` are width and height of the pictures.
///
/// # Errors
///
/// The first of [`Distrust`] that holds.
pub fn trust(fit: &LandmarkFit, pairs: &[Landmark], questioned_px: [u32; 2], reference_px: [u32; 2]) -> Result<(), Distrust> {
    let least = fit.model.trusted_pairs();
    let Some(rms) = fit.rms.filter(|_| pairs.len() >= least) else { return Err(Distrust::NoPairToSpare { least }) };
    let worst = fit.misses.iter().enumerate().max_by(|(_, a), (_, b)| a.mm.total_cmp(&b.mm));
    if let Some((place, miss)) = worst.filter(|(_, miss)| miss.mm > MOST_MISS_MM) {
        return Err(Distrust::PairFarOff { number: place + 1, mm: miss.mm });
    }
    if rms.mm > MOST_RMS_MM {
        return Err(Distrust::FarOff { mm: rms.mm });
    }
    let share = |pick: fn(&Landmark) -> PointPx, size: [u32; 2]| {
        let points = || pairs.iter().map(pick);
        let longest = points().flat_map(|a| points().map(move |b| (a.x - b.x).hypot(a.y - b.y))).fold(0.0, f64::max);
        longest / f64::from(size[0]).hypot(f64::from(size[1])).max(1.0)
    };
    if share(|pair| pair.questioned, questioned_px).max(share(|pair| pair.reference, reference_px)) < LEAST_EXTENT {
        return Err(Distrust::Huddled);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::fit_landmarks;
    use super::*;
    use crate::domain::Resolution;

    const SIZE: [u32; 2] = [1200, 900];

    /// Pairs that agree but for `off` px along x of the last.
    fn pairs(count: usize, off: f64, span: f64) -> Vec<Landmark> {
        let places = [(0.0, 0.0), (1.0, 0.1), (0.9, 1.0), (0.1, 0.9), (0.5, 0.45), (0.2, 0.4)];
        let mut pairs: Vec<Landmark> = places
            .iter()
            .take(count)
            .map(|(x, y)| {
                let questioned = PointPx { x: 100.0 + x * span, y: 80.0 + y * span };
                Landmark { questioned, reference: PointPx { x: questioned.x + 12.0, y: questioned.y - 7.0 } }
            })
            .collect();
        if let Some(last) = pairs.last_mut() {
            last.reference.x += off;
        }
        pairs
    }

    fn judged(pairs: &[Landmark], model: LandmarkModel) -> Result<(), Distrust> {
        // 254 dpi: ten pixels a millimetre.
        let fit = fit_landmarks(pairs, model, Resolution::square(254.0).unwrap()).unwrap();
        trust(&fit, pairs, SIZE, SIZE)
    }

    #[test]
    fn a_good_fit_with_a_pair_to_spare_is_trusted() {
        for model in LandmarkModel::ALL {
            assert_eq!(judged(&pairs(model.trusted_pairs(), 0.3, 700.0), *model), Ok(()));
            let least = model.trusted_pairs();
            assert_eq!(judged(&pairs(model.least_pairs(), 0.0, 700.0), *model), Err(Distrust::NoPairToSpare { least }));
        }
    }

    #[test]
    fn a_poor_fit_is_refused_with_its_reason() {
        assert!(matches!(judged(&pairs(6, 20.0, 700.0), LandmarkModel::Similarity), Err(Distrust::PairFarOff { number: 6, .. })));
        let mut all = pairs(6, 0.0, 700.0);
        for (place, pair) in all.iter_mut().enumerate() {
            pair.reference.x += if place % 2 == 0 { 4.0 } else { -4.0 };
        }
        assert!(matches!(judged(&all, LandmarkModel::Similarity), Err(Distrust::FarOff { .. })));
        assert_eq!(judged(&pairs(5, 0.0, 120.0), LandmarkModel::Affine), Err(Distrust::Huddled));
        let text = Distrust::PairFarOff { number: 2, mm: 1.234 }.to_string();
        assert_eq!(text, "pair 2 is 1.23 mm from where the map puts it, more than 0.5 mm; set it on the same spot in both, or remove it");
    }
}
