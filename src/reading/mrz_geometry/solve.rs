//! Least squares with few unknowns, in which points far off count little.

use nalgebra::{SMatrix, SVector};

/// Solves `row · x = value` for all rows, each weighted; `None` if the rows do not determine it.
///
/// A point that misses by more than `limit` counts by how much it misses (Huber's weights).
pub(super) fn robust_fit<const N: usize>(rows: &[([f64; N], f64)], limit: f64, rounds: usize) -> Option<[f64; N]> {
    let mut x = SVector::<f64, N>::zeros();
    for round in 0..rounds.max(1) {
        let (mut sums, mut right) = (SMatrix::<f64, N, N>::zeros(), SVector::<f64, N>::zeros());
        for (row, value) in rows {
            let row = SVector::<f64, N>::from_row_slice(row);
            let miss = (value - row.dot(&x)).abs();
            let weight = if round == 0 || miss <= limit { 1.0 } else { limit / miss };
            sums += row * row.transpose() * weight;
            right += row * (value * weight);
        }
        // What the points hardly determine stays where it is.
        let ridge = 1e-6 * rows.len() as f64;
        for at in 0..N {
            sums[(at, at)] += ridge;
        }
        x = sums.try_inverse()? * right;
    }
    x.iter().all(|value| value.is_finite()).then(|| std::array::from_fn(|at| x[at]))
}
