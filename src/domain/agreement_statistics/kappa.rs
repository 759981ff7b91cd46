//! Cohen's kappa, and when it is not given.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Interval, Z_95};
use crate::domain::vocabulary::words;

/// Fewest pairs for an interval.
///
/// The standard error holds for large samples only; twice the square of the number of categories, which Cicchetti (1981) found to be the
/// least, would be 8 for two. Thirty is the more careful rule of this program.
pub const LEAST_PAIRS: u64 = 30;

words! {
    /// Why there is no kappa.
    NoKappa {
        NoPairs = "no-pairs", "There are no pairs";
        /// Both gave the same single answer throughout; agreement by chance is whole, and nothing can exceed it.
        OneCategory = "one-category", "Both gave one and the same answer throughout";
    }

    /// Why kappa has no interval.
    NoInterval {
        TooFew = "too-few", "Too few pairs for an interval";
        /// The standard error is zero, which says nothing on how sure it is; the interval of the share does.
        NoSpread = "no-spread", "The pairs have no spread: see the interval of the agreement";
    }
}

/// Kappa as it was estimated.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Kappa {
    /// Agreement beyond chance: 1 for full agreement, 0 for what chance gives, less for less.
    pub value: f64,
    /// The share of pairs that agree.
    pub observed: f64,
    /// The share that would agree by chance with these frequencies of answers.
    pub by_chance: f64,
    /// The standard error for large samples, not supposing that kappa is zero (Fleiss, Cohen and Everitt 1969).
    pub standard_error: f64,
    /// The interval at 95 % within -1 and 1; `None` for the reason in `no_interval`.
    pub interval: Option<Interval>,
    /// Why there is no interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub no_interval: Option<NoInterval>,
}

/// Kappa, or why there is none.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum KappaOutcome {
    /// It was estimated.
    Estimated(Kappa),
    /// It is not defined.
    Undefined(NoKappa),
}

impl KappaOutcome {
    /// Kappa, if it is defined.
    pub fn estimated(self) -> Option<Kappa> {
        match self {
            Self::Estimated(kappa) => Some(kappa),
            Self::Undefined(_) => None,
        }
    }
}

/// Cohen's kappa of a square table: `table[i][j]` counts the pairs where the first gave the answer `i` and the second the answer `j`.
///
/// With the shares `p[i][j]`, those of the rows `r[i]` and columns `c[j]`, the agreement `o = Σ p[i][i]` and that by chance
/// `e = Σ r[i] c[i]`, kappa is `k = (o - e) / (1 - e)`, and its variance times `n (1 - e)²` is
///
/// ```text
/// Σ p[i][i] (1 - (r[i] + c[i]) (1 - k))²  +  (1 - k)² Σ p[i][j] (c[i] + r[j])², i ≠ j  -  (k - e (1 - k))²
/// ```
pub fn kappa<const K: usize>(table: &[[u64; K]; K]) -> KappaOutcome {
    let total: u64 = table.iter().flatten().sum();
    if total == 0 {
        return KappaOutcome::Undefined(NoKappa::NoPairs);
    }
    let n = total as f64;
    let shares = table.map(|row| row.map(|count| count as f64 / n));
    let row = shares.map(|row| row.iter().sum::<f64>());
    let column: [f64; K] = std::array::from_fn(|at| shares.iter().filter_map(|row| row.get(at)).sum());
    // Counted, not computed: a rounded 1 must not pass for less.
    let answers_used = (0..K).filter(|at| sum_of(table, *at) > 0).count();
    if answers_used <= 1 {
        return KappaOutcome::Undefined(NoKappa::OneCategory);
    }
    let cells = || shares.iter().enumerate().flat_map(|(i, row)| row.iter().enumerate().map(move |(j, share)| (i, j, *share)));
    let at = |shares: &[f64; K], at: usize| shares.get(at).copied().unwrap_or_default();
    let observed: f64 = cells().filter(|(i, j, _)| i == j).map(|(_, _, share)| share).sum();
    let by_chance: f64 = row.iter().zip(&column).map(|(row, column)| row * column).sum();
    let left = 1.0 - by_chance;
    let kappa = (observed - by_chance) / left;
    let open = 1.0 - kappa;
    let spread: f64 = cells()
        .map(|(i, j, share)| {
            let factor = if i == j { 1.0 - (at(&row, i) + at(&column, i)) * open } else { open * (at(&column, i) + at(&row, j)) };
            share * factor * factor
        })
        .sum();
    let shift = kappa - by_chance * open;
    let variance = (spread - shift * shift) / (n * left * left);
    // What is less than rounding can make is none.
    let standard_error = if variance > 1e-14 { variance.sqrt() } else { 0.0 };
    let no_interval = if total < LEAST_PAIRS {
        Some(NoInterval::TooFew)
    } else if standard_error > 0.0 {
        None
    } else {
        Some(NoInterval::NoSpread)
    };
    let half = Z_95 * standard_error;
    let interval = Interval { from: (kappa - half).max(-1.0), to: (kappa + half).min(1.0) };
    KappaOutcome::Estimated(Kappa {
        value: kappa,
        observed,
        by_chance,
        standard_error,
        interval: no_interval.is_none().then_some(interval),
        no_interval,
    })
}

/// How often either gave the answer `at`.
fn sum_of<const K: usize>(table: &[[u64; K]; K], at: usize) -> u64 {
    let row: u64 = table.get(at).into_iter().flatten().sum();
    row.saturating_add(table.iter().filter_map(|row| row.get(at)).sum())
}
