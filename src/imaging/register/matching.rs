//! Pairs features of two pictures that look alike.

use rayon::prelude::*;

use super::features::Feature;

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

/// Whether two features are the same place, perhaps on two levels.
fn near(a: &Feature, b: &Feature) -> bool {
    (a.x - b.x).powi(2) + (a.y - b.y).powi(2) < SAME_PLACE * SAME_PLACE
}

/// The distance of `bits` from each of `others`, on the widest instructions that the processor has.
fn distances(out: &mut [u16], bits: &[u64; 4], others: &[[u64; 4]]) {
    struct Kernel<'a>(&'a mut [u16], &'a [u64; 4], &'a [[u64; 4]]);

    impl pulp::NullaryFnOnce for Kernel<'_> {
        type Output = ();

        #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
        #[inline(always)]
        fn call(self) {
            let Self(out, bits, others) = self;
            for (out, other) in out.iter_mut().zip(others) {
                *out = bits.iter().zip(other).map(|(a, b)| (a ^ b).count_ones()).sum::<u32>() as u16;
            }
        }
    }

    pulp::Arch::new().dispatch(Kernel(out, bits, others));
}

/// Pairs that choose each other and are told from the second choice, best first.
pub(super) fn matches(questioned: &[Feature], reference: &[Feature]) -> Vec<Match> {
    if questioned.is_empty() || reference.is_empty() {
        return Vec::new();
    }
    let columns = reference.len();
    let mut table = vec![0_u16; questioned.len() * columns];
    let described: Vec<[u64; 4]> = reference.iter().map(|feature| feature.bits).collect();
    table.par_chunks_exact_mut(columns).zip(questioned).for_each(|(row, feature)| distances(row, &feature.bits, &described));
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
            let best = row.iter().min()?;
            let column = row.iter().position(|value| value == best)?;
            // The other side may choose a neighbour of this feature: the same place on another level.
            let back = &questioned[chosen[column].1];
            let mutual = near(back, feature);
            if u32::from(*best) > MAX_DISTANCE || !mutual {
                return None;
            }
            let other = &reference[column];
            // Those that are not told from the best well enough are few; only they are looked at for where they lie.
            let close = |value: u16| f32::from(value) * RATIO < f32::from(*best);
            if row.iter().zip(reference).any(|(value, candidate)| close(*value) && !near(candidate, other)) {
                return None;
            }
            let second = row.iter().zip(reference).filter(|(_, candidate)| !near(candidate, other)).map(|(value, _)| *value).min();
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
