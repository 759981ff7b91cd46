//! Which pages the places of a questioned picture speak for, and how many of them fit one view of the page.
//!
//! Every pair of places that look alike claims a turn and a scale. The pairs of a page that claim about the same (Hough 1962; Lowe
//! 2004, section 7.3) are its votes; similarities through two of them are tried on all.

use std::f64::consts::TAU;

use super::code::Code;
use crate::domain::Homography;
use crate::imaging::register::fit::{Pair, affine, similarity};

/// Bins of a full turn, and the width of a bin of the logarithm of the scale.
const TURN_BINS: usize = 24;
const LOG_BIN: f64 = 0.3;
/// Bins of the scale either side of 1: a factor of 3.3.
const LOG_BINS: usize = 4;
/// Votes whose pairs are tried as similarities, and partners of each.
const LEADERS: usize = 12;
const PARTNERS: usize = 24;
/// Least distance of two votes of a similarity in px of the page: closer ones turn and scale anyhow.
const APART: f64 = 40.0;

/// A place of the questioned picture that looks like one of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Vote {
    /// Which page.
    pub(super) page: u32,
    /// From the questioned picture to the page, in px of each; the weight says how telling the pair is.
    pub(super) pair: Pair,
    /// Turn and logarithm of the scale from the questioned picture to the page.
    pub(super) turn: f64,
    pub(super) log_scale: f64,
}

impl Vote {
    pub(super) fn new(page: u32, questioned: &Code, reference: &Code, weight: f64) -> Self {
        Self {
            page,
            pair: Pair { from: questioned.place(), to: reference.place(), weight },
            turn: reference.turned_from(questioned),
            log_scale: reference.log_scale_from(questioned),
        }
    }

    fn bin(&self) -> (usize, usize) {
        let turn = (self.turn / TAU * TURN_BINS as f64) as usize % TURN_BINS;
        let scale = (self.log_scale / LOG_BIN + LOG_BINS as f64 + 0.5).clamp(0.0, 2.0 * LOG_BINS as f64) as usize;
        (turn, scale)
    }
}

/// The votes of one page that claim about the same turn and scale, and their weight together.
pub(super) fn united(votes: &[Vote]) -> (f64, Vec<Vote>) {
    let mut weights = [[0.0_f64; 2 * LOG_BINS + 1]; TURN_BINS];
    for vote in votes {
        let (turn, scale) = vote.bin();
        weights[turn][scale] += vote.pair.weight;
    }
    let turns = |turn: usize| [(turn + TURN_BINS - 1) % TURN_BINS, turn, (turn + 1) % TURN_BINS];
    let scales = |scale: usize| scale.saturating_sub(1)..=(scale + 1).min(2 * LOG_BINS);
    let around =
        |turn: usize, scale: usize| -> f64 { turns(turn).iter().map(|turn| weights[*turn][scales(scale)].iter().sum::<f64>()).sum() };
    let mut best = (0.0, 0, 0);
    for turn in 0..TURN_BINS {
        for scale in 0..=2 * LOG_BINS {
            let weight = around(turn, scale);
            if weight > best.0 {
                best = (weight, turn, scale);
            }
        }
    }
    let (weight, turn, scale) = best;
    let belongs = |vote: &&Vote| {
        let bin = vote.bin();
        turns(turn).contains(&bin.0) && scales(scale).contains(&bin.1)
    };
    (weight, votes.iter().filter(belongs).copied().collect())
}

/// How much of the weight of `votes` fits one view of the page within `tolerance` px of it, and in how many places.
pub(super) fn agreed(mut votes: Vec<Vote>, tolerance: f64) -> (f64, u32) {
    votes.sort_by(|a, b| b.pair.weight.total_cmp(&a.pair.weight).then(a.pair.from[1].total_cmp(&b.pair.from[1])));
    let pairs: Vec<Pair> = votes.iter().map(|vote| vote.pair).collect();
    let fits = |map: &Homography, within: f64| -> f64 {
        pairs.iter().map(|pair| pair.weight * (1.0 - pair.square_miss(map) / (within * within)).max(0.0)).sum()
    };
    // A photograph is no similarity; what is left of its perspective is taken up by the affine map below.
    let loose = 4.0 * tolerance;
    let mut best: (f64, Option<Homography>) = (0.0, None);
    for (rank, first) in pairs.iter().take(LEADERS).enumerate() {
        for second in pairs.iter().take(PARTNERS).skip(rank + 1) {
            if (first.to[0] - second.to[0]).hypot(first.to[1] - second.to[1]) < APART {
                continue;
            }
            let Some(map) = similarity(first, second) else { continue };
            let [[cos, _, _], [sin, _, _], _] = map.0;
            let turned = (sin.atan2(cos) - votes[rank].turn).rem_euclid(TAU);
            if turned.min(TAU - turned) > 0.5 || (cos.hypot(sin).ln() - votes[rank].log_scale).abs() > 0.5 {
                continue;
            }
            let score = fits(&map, loose);
            if score > best.0 {
                best = (score, Some(map));
            }
        }
    }
    let Some(mut map) = best.1 else { return (0.0, 0) };
    for widening in [3.0, 2.0, 1.5] {
        let near: Vec<Pair> = pairs.iter().filter(|pair| pair.miss(&map) < tolerance * widening).copied().collect();
        match affine(&near) {
            Some(better) if near.len() >= 6 => map = better,
            _ => break,
        }
    }
    let near = pairs.iter().filter(|pair| pair.miss(&map) < 2.0 * tolerance);
    // Each place of the picture and of the page counts once.
    let mut seen: Vec<[i64; 2]> = Vec::new();
    let (mut weight, mut count) = (0.0, 0);
    for pair in near {
        let cell = pair.to.map(|at| (at / 4.0) as i64);
        if !seen.contains(&cell) {
            seen.push(cell);
            weight += pair.weight;
            count += 1;
        }
    }
    (weight, count)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imaging::register::random::Random;

    /// Votes for one view, turned by 0.4 and enlarged by 1.2, and as many strays.
    fn votes(true_ones: usize, strays: usize) -> Vec<Vote> {
        let mut random = Random::new(9);
        let (cos, sin) = (1.2 * 0.4_f64.cos(), 1.2 * 0.4_f64.sin());
        let vote = |place: usize, random: &mut Random| {
            let from = [random.unit() * 700.0, random.unit() * 500.0];
            let to = [cos * from[0] - sin * from[1] + 30.0, sin * from[0] + cos * from[1] - 12.0];
            let is_true = place < true_ones;
            let to = if is_true { to } else { [random.unit() * 700.0, random.unit() * 500.0] };
            let turn = if is_true { 0.4 + 0.2 * (random.unit() - 0.5) } else { random.unit() * TAU };
            let log_scale = if is_true { 1.2_f64.ln() } else { random.unit() - 0.5 };
            Vote { page: 0, pair: Pair { from, to, weight: 1.0 }, turn, log_scale }
        };
        (0..true_ones + strays).map(|place| vote(place, &mut random)).collect()
    }

    #[test]
    fn votes_for_one_view_are_told_from_strays() {
        let (weight, together) = united(&votes(60, 200));
        assert!(weight >= 60.0 && together.len() < 110, "{weight}, {}", together.len());
        let (_, count) = agreed(together, 3.0);
        assert!((55..=66).contains(&count), "{count}");
    }

    #[test]
    fn strays_agree_on_nothing() {
        let (_, together) = united(&votes(0, 200));
        assert!(agreed(together, 3.0).1 < 12);
        assert_eq!(united(&[]).1.len(), 0);
        assert_eq!(agreed(Vec::new(), 3.0), (0.0, 0));
    }
}
