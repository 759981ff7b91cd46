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
pub(crate) fn distances(out: &mut [u16], bits: &[u64; 4], others: &[[u64; 4]]) {
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

/// What a feature of the questioned picture chooses.
#[derive(Clone, Copy)]
struct Choice {
    questioned: usize,
    reference: usize,
    distance: u16,
    /// The distance over that of the second choice.
    ratio: f32,
}

/// The distance of the feature of the questioned picture that one of the reference chooses, and which it is.
type Chosen = (u16, usize);

/// Features of the questioned picture that are compared together.
const BATCH: usize = 64;

/// Pairs that choose each other and are told from the second choice, best first.
pub(super) fn matches(questioned: &[Feature], reference: &[Feature]) -> Vec<Match> {
    if questioned.is_empty() || reference.is_empty() {
        return Vec::new();
    }
    let described: Vec<[u64; 4]> = reference.iter().map(|feature| feature.bits).collect();
    let batches: Vec<(Vec<Choice>, Vec<Chosen>)> = questioned
        .par_chunks(BATCH)
        .enumerate()
        .map(|(batch, features)| {
            let mut row = vec![0_u16; reference.len()];
            let mut back = vec![(u16::MAX, 0); reference.len()];
            let choose = |(place, feature): (usize, &Feature)| {
                distances(&mut row, &feature.bits, &described);
                for (best, value) in back.iter_mut().zip(&row) {
                    if *value < best.0 {
                        *best = (*value, place);
                    }
                }
                choice(place, &row, reference)
            };
            ((batch * BATCH..).zip(features).filter_map(choose).collect(), back)
        })
        .collect();
    // Of equal ones the first is chosen, in whatever order the batches were worked on.
    let mut chosen = vec![(u16::MAX, 0); reference.len()];
    for (_, back) in &batches {
        for (best, other) in chosen.iter_mut().zip(back) {
            if other.0 < best.0 {
                *best = *other;
            }
        }
    }
    let mut matches: Vec<Match> = batches
        .iter()
        .flat_map(|(choices, _)| choices)
        .filter_map(|choice| {
            let (feature, other) = (&questioned[choice.questioned], &reference[choice.reference]);
            // The other side may choose a neighbour of this feature: the same place on another level.
            near(&questioned[chosen[choice.reference].1], feature).then(|| Match {
                questioned: [f64::from(feature.x), f64::from(feature.y)],
                reference: [f64::from(other.x), f64::from(other.y)],
                turn: f64::from(other.angle - feature.angle),
                log_scale: f64::from((other.scale / feature.scale).ln()),
                badness: choice.ratio * f32::from(choice.distance).max(8.0),
            })
        })
        .collect();
    matches.sort_by(|a, b| a.badness.total_cmp(&b.badness).then(a.questioned[1].total_cmp(&b.questioned[1])));
    matches
}

/// What the feature at `place` chooses by its distances from all of `reference`; `None` if nothing is like it, or several are.
fn choice(place: usize, row: &[u16], reference: &[Feature]) -> Option<Choice> {
    let best = *row.iter().min()?;
    if u32::from(best) > MAX_DISTANCE {
        return None;
    }
    let column = row.iter().position(|value| *value == best)?;
    let other = reference.get(column)?;
    // Those that are not told from the best well enough are few; only they are looked at for where they lie.
    let close = |value: u16| f32::from(value) * RATIO < f32::from(best);
    if row.iter().zip(reference).any(|(value, candidate)| close(*value) && !near(candidate, other)) {
        return None;
    }
    let second = row.iter().zip(reference).filter(|(_, candidate)| !near(candidate, other)).map(|(value, _)| *value).min();
    let ratio = second.map_or(0.5, |second| f32::from(best) / f32::from(second.max(1)));
    (ratio <= RATIO).then_some(Choice { questioned: place, reference: column, distance: best, ratio })
}
