//! Pairs features of two pictures that look alike.

use rayon::prelude::*;

use super::features::{Feature, distance};

/// Comparisons that may differ at most: unrelated features differ in 128 ± 8 or more.
const MAX_DISTANCE: u32 = 72;
/// How much worse the second choice must be.
const RATIO: f32 = 0.9;
/// A second choice within this distance in px is the same place on another level.
const SAME_PLACE: f32 = 10.0;

/// A pair of features that look alike.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Match {
    /// Place in the questioned plane.
    pub(super) questioned: [f64; 2],
    /// Place in the reference plane.
    pub(super) reference: [f64; 2],
    /// Turn from questioned to reference in radians.
    pub(super) turn: f64,
    /// Logarithm of the scale from questioned to reference.
    pub(super) log_scale: f64,
    /// 0 is perfect.
    pub(super) badness: f32,
}

/// Pairs that choose each other and are told from the second choice, best first.
pub(super) fn matches(questioned: &[Feature], reference: &[Feature]) -> Vec<Match> {
    if questioned.is_empty() || reference.is_empty() {
        return Vec::new();
    }
    let columns = reference.len();
    let mut table = vec![0_u16; questioned.len() * columns];
    table.par_chunks_exact_mut(columns).zip(questioned).for_each(|(row, feature)| {
        row.iter_mut().zip(reference).for_each(|(cell, other)| *cell = distance(&feature.bits, &other.bits) as u16);
    });
    let mut chosen = vec![(u16::MAX, 0); columns];
    for (place, row) in table.chunks_exact(columns).enumerate() {
        for (best, value) in chosen.iter_mut().zip(row) {
            if *value < best.0 {
                *best = (*value, place);
            }
        }
    }
    let mut matches: Vec<Match> = questioned
        .par_iter()
        .enumerate()
        .filter_map(|(place, feature)| {
            let row = &table[place * columns..(place + 1) * columns];
            let (column, best) = row.iter().enumerate().min_by_key(|(_, value)| **value)?;
            // The other side may choose a neighbour of this feature: the same place on another level.
            let back = &questioned[chosen[column].1];
            let mutual = (back.x - feature.x).hypot(back.y - feature.y) < SAME_PLACE;
            if u32::from(*best) > MAX_DISTANCE || !mutual {
                return None;
            }
            let other = &reference[column];
            let elsewhere = |candidate: &Feature| (candidate.x - other.x).hypot(candidate.y - other.y) >= SAME_PLACE;
            let second = row.iter().zip(reference).filter(|(_, candidate)| elsewhere(candidate)).map(|(value, _)| *value).min();
            let ratio = second.map_or(0.5, |second| f32::from(*best) / f32::from(second.max(1)));
            (ratio <= RATIO).then(|| Match {
                questioned: [f64::from(feature.x), f64::from(feature.y)],
                reference: [f64::from(other.x), f64::from(other.y)],
                turn: f64::from(other.angle - feature.angle),
                log_scale: f64::from((other.scale / feature.scale).ln()),
                badness: ratio * f32::from(*best).max(8.0),
            })
        })
        .collect();
    matches.sort_by(|a, b| a.badness.total_cmp(&b.badness).then(a.questioned[1].total_cmp(&b.questioned[1])));
    matches
}
