//! The map that most pairs agree on, whatever the others say.
//!
//! Two pairs fix a similarity; draws go from the best pairs outwards (progressive sampling), and only two that agree on turn and
//! scale with what they look like are tried. The best similarities are opened to affine, then to projective maps while the
//! tolerance narrows. All draws come from one seed.

use super::fit::{Pair, affine, homography, similarity};
use super::matching::Match;
use super::random::Random;
use crate::domain::Homography;

/// Draws at most.
const DRAWS: usize = 4_000;
/// Draws after which a map that this share of the pairs agrees on is not searched for any longer.
const ENOUGH_DRAWS: usize = 800;
const SURE_SHARE: f64 = 0.4;
/// Similarities that are opened to projective maps.
const OPENED: usize = 12;
/// Fewest pairs that a projective map is fitted to; below, an affine one.
const LEAST_FOR_PROJECTIVE: usize = 14;

/// A map and the pairs that agree with it.
#[derive(Debug, Clone)]
pub(super) struct Consensus {
    pub(super) map: Homography,
    pub(super) inliers: Vec<usize>,
}

/// Finds the map from questioned to reference that most of `matches` agree on within `tolerance` px of the reference.
pub(super) fn consensus(matches: &[Match], tolerance: f64, seed: u64) -> Option<Consensus> {
    let pairs: Vec<Pair> = matches.iter().map(|m| Pair { from: m.questioned, to: m.reference, weight: 1.0 }).collect();
    let loose = tolerance * 4.0;
    let mut random = Random::new(seed);
    let mut tried: Vec<(f64, Homography)> = Vec::new();
    let mut reach = 12.min(matches.len());
    for draw in 0..DRAWS {
        if matches.len() < 2 {
            return None;
        }
        if draw >= ENOUGH_DRAWS && tried.first().is_some_and(|best| best.0 > SURE_SHARE * pairs.len() as f64) {
            break;
        }
        if draw % 8 == 7 && reach < matches.len() {
            reach += (matches.len() / 120).max(1);
            reach = reach.min(matches.len());
        }
        let (first, second) = (random.below(reach), random.below(reach));
        if first == second || !alike(&matches[first], &matches[second]) {
            continue;
        }
        let Some(map) = similarity(&pairs[first], &pairs[second]) else { continue };
        if !agrees(&map, &matches[first]) {
            continue;
        }
        let score: f64 = pairs.iter().map(|pair| (1.0 - pair.square_miss(&map) / (loose * loose)).max(0.0)).sum();
        if tried.len() < OPENED || tried.last().is_some_and(|worst| score > worst.0) {
            let place = tried.partition_point(|other| other.0 >= score);
            tried.insert(place, (score, map));
            tried.truncate(OPENED);
        }
    }
    tried
        .iter()
        .filter_map(|(_, start)| opened(*start, &pairs, tolerance))
        .reduce(|best, next| if next.inliers.len() > best.inliers.len() { next } else { best })
}

/// Whether two pairs claim about the same turn and scale.
fn alike(a: &Match, b: &Match) -> bool {
    turned_by(a.turn - b.turn) < 0.5 && (a.log_scale - b.log_scale).abs() < 0.5
}

/// Whether a similarity turns and scales about as the pair claims.
fn agrees(map: &Homography, pair: &Match) -> bool {
    let [[cos, _, _], [sin, _, _], _] = map.0;
    turned_by(sin.atan2(cos) - pair.turn) < 0.5 && (cos.hypot(sin).ln() - pair.log_scale).abs() < 0.45
}

fn turned_by(angle: f64) -> f64 {
    let turn = angle.rem_euclid(std::f64::consts::TAU);
    turn.min(std::f64::consts::TAU - turn)
}

/// Fits wider maps to what agrees while the tolerance narrows.
fn opened(start: Homography, pairs: &[Pair], tolerance: f64) -> Option<Consensus> {
    let mut map = start;
    for (round, widening) in [4.0, 3.0, 2.5, 2.0, 1.5, 1.0, 1.0, 1.0].into_iter().enumerate() {
        let limit = tolerance * widening;
        let chosen: Vec<Pair> = pairs
            .iter()
            .filter_map(|pair| {
                let miss = pair.miss(&map);
                (miss < limit).then(|| Pair { weight: (1.0 - (miss / limit).powi(2)).powi(2).max(1e-3), ..*pair })
            })
            .collect();
        if chosen.len() < 5 {
            return None;
        }
        let projective = round >= 2 && chosen.len() >= LEAST_FOR_PROJECTIVE;
        map = if projective { homography(&chosen) } else { affine(&chosen) }?;
    }
    let inliers: Vec<usize> = (0..pairs.len()).filter(|place| pairs[*place].miss(&map) < tolerance).collect();
    Some(Consensus { map, inliers })
}
