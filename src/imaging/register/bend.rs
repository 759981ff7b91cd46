//! How a page departs from flat: a smooth displacement on top of the projective map, for pages that curl or lay bowed on the glass.
//!
//! The displacement is a tensor product of uniform cubic B-splines (the free-form deformation of Rueckert 1999), fitted to the places
//! where patches were found by least squares with a penalty on its curvature, and with the weights of outliers taken away. It is kept
//! only where patches that it was not fitted to lie better with it than without.

use nalgebra::{DMatrix, DVector};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::fit::{Pair, median};

/// Intervals of the splines across and down the page.
const CELLS: [usize; 2] = [8, 6];
/// Penalty on curvature, relative to one pair in each cell.
const STIFFNESS: f64 = 0.001;
/// Rounds of taking weight from outliers.
const ROUNDS: usize = 5;
/// Least distance that a pair may miss by before it loses weight, in px.
const LEAST_SCALE: f64 = 0.05;
/// Fewest pairs that a displacement is fitted to.
const LEAST_PAIRS: usize = 60;

/// A smooth displacement over a reference picture, in its pixels.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Bend {
    /// Width and height that the splines span, in px of the reference picture.
    span_px: [f64; 2],
    /// Coefficients along x and y, row by row: three more than there are intervals each way.
    dx: Vec<f64>,
    dy: Vec<f64>,
}

impl Bend {
    /// Where a place lies that a flat page would show at (`x`, `y`); all in px of the reference picture.
    pub fn apply(&self, x: f64, y: f64) -> (f64, f64) {
        let [dx, dy] = self.displacement(x, y);
        (x + dx, y + dy)
    }

    /// Where a flat page would show what lies at (`x`, `y`): the inverse of [`Self::apply`].
    pub fn undo(&self, x: f64, y: f64) -> (f64, f64) {
        // A displacement changes by far less than a pixel per pixel, so that this converges at once.
        let (mut u, mut v) = (x, y);
        for _ in 0..6 {
            let [dx, dy] = self.displacement(u, v);
            (u, v) = (x - dx, y - dy);
        }
        (u, v)
    }

    /// The longest displacement on a grid over the page, in px.
    pub fn most_px(&self) -> f64 {
        let steps = |span: f64| (0..=12_u32).map(move |step| f64::from(step) / 12.0 * span);
        let lengths = steps(self.span_px[1]).flat_map(|y| {
            steps(self.span_px[0]).map(move |x| {
                let [dx, dy] = self.displacement(x, y);
                dx.hypot(dy)
            })
        });
        lengths.fold(0.0, f64::max)
    }

    fn displacement(&self, x: f64, y: f64) -> [f64; 2] {
        let terms = terms(x / self.span_px[0], y / self.span_px[1]);
        [&self.dx, &self.dy].map(|side| terms.iter().filter_map(|(place, share)| Some(side.get(*place)? * share)).sum())
    }

    /// The displacement with every length multiplied by `scale`.
    pub(super) fn scaled(&self, scale: f64) -> Self {
        let side = |side: &[f64]| side.iter().map(|value| value * scale).collect();
        Self { span_px: self.span_px.map(|span| span * scale), dx: side(&self.dx), dy: side(&self.dy) }
    }

    /// Fits a displacement to `pairs`: from where a flat page would show a place to where it lies. `None` for too few pairs.
    pub(super) fn fit(pairs: &[Pair], span_px: [f64; 2]) -> Option<Self> {
        if pairs.len() < LEAST_PAIRS {
            return None;
        }
        let count = (CELLS[0] + 3) * (CELLS[1] + 3);
        let rows: Vec<[(usize, f64); 16]> = pairs.iter().map(|pair| terms(pair.from[0] / span_px[0], pair.from[1] / span_px[1])).collect();
        let total: f64 = pairs.iter().map(|pair| pair.weight).sum();
        let stiffness = STIFFNESS * total / (CELLS[0] * CELLS[1]) as f64;
        let mut bend = Self { span_px, dx: vec![0.0; count], dy: vec![0.0; count] };
        for round in 0..ROUNDS {
            let misses: Vec<f64> = pairs.iter().map(|pair| bend.miss(pair)).collect();
            let scale = (1.4826 * median(&misses)?).max(LEAST_SCALE);
            // Before the first fit everything misses; nothing is an outlier yet.
            let reach = if round == 0 { 12.0 } else { 4.0 } * scale;
            let mut normal = curvature(stiffness);
            let (mut right_x, mut right_y) = (DVector::<f64>::zeros(count), DVector::<f64>::zeros(count));
            for ((pair, terms), miss) in pairs.iter().zip(&rows).zip(&misses) {
                let weight = pair.weight * (1.0 - (miss / reach).powi(2)).max(0.0).powi(2);
                for (a, share_a) in terms {
                    right_x[*a] += weight * share_a * (pair.to[0] - pair.from[0]);
                    right_y[*a] += weight * share_a * (pair.to[1] - pair.from[1]);
                    for (b, share_b) in terms {
                        normal[(*a, *b)] += weight * share_a * share_b;
                    }
                }
            }
            let factors = normal.cholesky()?;
            bend.dx = factors.solve(&right_x).as_slice().to_vec();
            bend.dy = factors.solve(&right_y).as_slice().to_vec();
        }
        Some(bend)
    }

    /// How far the displacement misses a pair, in px.
    pub(super) fn miss(&self, pair: &Pair) -> f64 {
        let (x, y) = self.apply(pair.from[0], pair.from[1]);
        (x - pair.to[0]).hypot(y - pair.to[1])
    }

    /// The median misses of pairs that take no part in the fit: without and with a displacement fitted to the others.
    pub(super) fn proof(pairs: &[Pair], span_px: [f64; 2]) -> Option<[f64; 2]> {
        let half = |odd: bool| pairs.iter().enumerate().filter(move |(place, _)| (place % 2 == 1) == odd).map(|(_, pair)| *pair);
        let mut without = Vec::new();
        let mut with = Vec::new();
        for odd in [false, true] {
            let fitted = Self::fit(&half(odd).collect::<Vec<_>>(), span_px)?;
            without.extend(half(!odd).map(|pair| (pair.from[0] - pair.to[0]).hypot(pair.from[1] - pair.to[1])));
            with.extend(half(!odd).map(|pair| fitted.miss(&pair)));
        }
        Some([median(&without)?, median(&with)?])
    }
}

/// The 16 coefficients that matter at a place given in shares of the span, with their shares.
fn terms(x: f64, y: f64) -> [(usize, f64); 16] {
    let along = |value: f64, cells: usize| {
        let at = value.clamp(0.0, 1.0) * cells as f64;
        let cell = (at as usize).min(cells.saturating_sub(1));
        let t = at - cell as f64;
        let (t2, t3) = (t * t, t * t * t);
        let weights = [(1.0 - t).powi(3), 3.0 * t3 - 6.0 * t2 + 4.0, -3.0 * t3 + 3.0 * t2 + 3.0 * t + 1.0, t3];
        (cell, weights.map(|weight| weight / 6.0))
    };
    let ((column, across), (row, down)) = (along(x, CELLS[0]), along(y, CELLS[1]));
    std::array::from_fn(|place| {
        let (m, k) = (place % 4, place / 4);
        ((row + k) * (CELLS[0] + 3) + column + m, across[m] * down[k])
    })
}

/// The penalty on second differences of the coefficients, so that the displacement runs on straight where there are no patches, and enough on their size that the equations always have an answer.
fn curvature(stiffness: f64) -> DMatrix<f64> {
    let (columns, rows) = (CELLS[0] + 3, CELLS[1] + 3);
    let mut normal = DMatrix::<f64>::identity(columns * rows, columns * rows) * (1e-6 * stiffness.max(1e-12));
    let mut add = |places: [usize; 3]| {
        for (a, p) in [1.0, -2.0, 1.0].iter().zip(places) {
            for (b, q) in [1.0, -2.0, 1.0].iter().zip(places) {
                normal[(p, q)] += stiffness * a * b;
            }
        }
    };
    for row in 0..rows {
        for column in 0..columns {
            let at = row * columns + column;
            if column + 2 < columns {
                add([at, at + 1, at + 2]);
            }
            if row + 2 < rows {
                add([at, at + columns, at + 2 * columns]);
            }
        }
    }
    normal
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    fn wave(x: f64, y: f64) -> [f64; 2] {
        [2.0 * (x / 400.0 + y / 700.0).sin(), 1.5 * (y / 350.0 - x / 900.0).cos()]
    }

    fn pairs(noise: f64, moved: impl Fn(f64, f64) -> [f64; 2]) -> Vec<Pair> {
        let mut random = Random::new(5);
        let mut pairs = Vec::new();
        for place in 0..220 {
            let from = [random.unit() * 1800.0, random.unit() * 1200.0];
            let [dx, dy] = moved(from[0], from[1]);
            let wild = if place % 9 == 0 { 30.0 } else { noise };
            let mut error = || (random.unit() - 0.5) * wild;
            pairs.push(Pair { from, to: [from[0] + dx + error(), from[1] + dy + error()], weight: 1.0 });
        }
        pairs
    }

    #[test]
    fn a_smooth_bend_is_found_among_outliers_and_undone() {
        let bend = Bend::fit(&pairs(0.2, wave), [1800.0, 1200.0]).unwrap();
        for (x, y) in [(60.0, 60.0), (900.0, 600.0), (1740.0, 300.0), (1000.0, 1150.0)] {
            let ([dx, dy], (u, v)) = (wave(x, y), bend.apply(x, y));
            assert!((x + dx - u).hypot(y + dy - v) < 0.15, "{x} {y}: {dx} {dy} {u} {v}");
            let (a, b) = bend.undo(u, v);
            assert!((a - x).hypot(b - y) < 1e-6);
        }
        assert!((1.5..4.0).contains(&bend.most_px()));
        let half = bend.scaled(0.5);
        let ((a, b), (c, d)) = (bend.apply(700.0, 500.0), half.apply(350.0, 250.0));
        assert!((a / 2.0 - c).hypot(b / 2.0 - d) < 1e-9);
    }

    #[test]
    fn pairs_that_were_left_out_prove_a_bend_and_disprove_one_of_a_flat_page() {
        let [without, with] = Bend::proof(&pairs(0.2, wave), [1800.0, 1200.0]).unwrap();
        assert!(with < 0.25 * without, "{without} {with}");
        let [without, with] = Bend::proof(&pairs(0.2, |_, _| [0.0; 2]), [1800.0, 1200.0]).unwrap();
        assert!(with > 0.8 * without, "{without} {with}");
        assert_eq!(Bend::fit(&pairs(0.2, wave)[..40], [1800.0, 1200.0]), None);
    }
}
