//! The map that most pairs agree on, whatever the others say.
//!
//! Two pairs fix a similarity; draws go from the best pairs outwards (progressive sampling), and only two that agree on turn and
//! scale with what they look like are tried. The best similarities are opened to affine, then to projective maps while the
//! tolerance narrows. All draws come from one seed.

use super::fit::{Pair, affine, homography, similarity};
use super::matching::Match;
use super::random::Random;
use crate::domain::Homography;
use crate::imaging::simd::kernels;

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
    let columns = Columns::new(&pairs);
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
        let score = f64::from(columns.score(&map, loose));
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

/// The places of pairs side by side, so that a similarity is tried on many at once.
struct Columns {
    /// Across and down in the questioned picture, across and down in the reference; filled up to whole lanes with what never agrees.
    places: [Vec<f32>; 4],
}

/// Pairs that are tried side by side.
const LANES: usize = 16;

impl Columns {
    fn new(pairs: &[Pair]) -> Self {
        let len = pairs.len().next_multiple_of(LANES);
        let column = |place: fn(&Pair) -> f64, beyond: f32| {
            let mut column: Vec<f32> = pairs.iter().map(|pair| place(pair) as f32).collect();
            column.resize(len, beyond);
            column
        };
        let places = [
            column(|pair| pair.from[0], 0.0),
            column(|pair| pair.from[1], 0.0),
            column(|pair| pair.to[0], f32::MAX),
            column(|pair| pair.to[1], 0.0),
        ];
        Self { places }
    }

    /// How many pairs agree with a similarity, each by 1 less the share that the square of its miss has of that of `loose`.
    fn score(&self, map: &Homography, loose: f64) -> f32 {
        let [[cos, minus_sin, across], [_, _, down], _] = map.0.map(|row| row.map(|value| value as f32));
        let mut score = 0.0;
        let [x, y, u, v] = &self.places;
        tried(&mut score, [x, y, u, v], [cos, -minus_sin, across, down], (loose * loose).recip() as f32);
        score
    }
}

kernels! {
    fn tried<'a>(score: &'a mut f32, places: [&'a [f32]; 4], map: [f32; 4], share: f32) {
        let [cos, sin, across, down] = map;
        let mut sums = [0.0_f32; LANES];
        let from = places[0].chunks_exact(LANES).zip(places[1].chunks_exact(LANES));
        for ((x, y), (u, v)) in from.zip(places[2].chunks_exact(LANES).zip(places[3].chunks_exact(LANES))) {
            for k in 0..LANES {
                let dx = cos * x[k] - sin * y[k] + across - u[k];
                let dy = sin * x[k] + cos * y[k] + down - v[k];
                sums[k] += (1.0 - (dx * dx + dy * dy) * share).max(0.0);
            }
        }
        *score = sums.iter().sum();
    }
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
