//! Least squares for maps of the plane.

use nalgebra::{DMatrix, DVector, SMatrix, SVector, SymmetricEigen};

use crate::domain::Homography;

/// A pair of places that one map should join.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Pair {
    pub(crate) from: [f64; 2],
    pub(crate) to: [f64; 2],
    /// How much it counts; 0 not at all.
    pub(crate) weight: f64,
}

impl Pair {
    /// How far the map misses, in units of `to`; infinite if it maps to nowhere.
    pub(crate) fn miss(&self, map: &Homography) -> f64 {
        self.square_miss(map).sqrt()
    }

    /// The square of [`Self::miss`].
    pub(crate) fn square_miss(&self, map: &Homography) -> f64 {
        let (x, y) = map.apply(self.from[0], self.from[1]);
        let miss = (x - self.to[0]).powi(2) + (y - self.to[1]).powi(2);
        if miss.is_nan() { f64::INFINITY } else { miss }
    }
}

/// The similarity (turn, scale, shift) that joins two pairs exactly; `None` if they are too close together.
pub(crate) fn similarity(a: &Pair, b: &Pair) -> Option<Homography> {
    let (dx, dy) = (b.from[0] - a.from[0], b.from[1] - a.from[1]);
    let (ex, ey) = (b.to[0] - a.to[0], b.to[1] - a.to[1]);
    let square = dx * dx + dy * dy;
    if square < 1.0 {
        return None;
    }
    let (cos, sin) = ((dx * ex + dy * ey) / square, (dx * ey - dy * ex) / square);
    let shift = [a.to[0] - cos * a.from[0] + sin * a.from[1], a.to[1] - sin * a.from[0] - cos * a.from[1]];
    Some(Homography([[cos, -sin, shift[0]], [sin, cos, shift[1]], [0.0, 0.0, 1.0]]))
}

/// The affine map of least weighted squares; `None` if the pairs lie on a line.
pub(crate) fn affine(pairs: &[Pair]) -> Option<Homography> {
    let (scale, pairs) = centred(pairs)?;
    let mut normal = SMatrix::<f64, 3, 3>::zeros();
    let (mut bx, mut by) = (SVector::<f64, 3>::zeros(), SVector::<f64, 3>::zeros());
    for pair in &pairs {
        let row = SVector::<f64, 3>::new(pair.from[0], pair.from[1], 1.0);
        normal += row * row.transpose() * pair.weight;
        bx += row * (pair.weight * pair.to[0]);
        by += row * (pair.weight * pair.to[1]);
    }
    let inverse = normal.cholesky()?;
    let (x, y) = (inverse.solve(&bx), inverse.solve(&by));
    Some(scale.undo(&Homography([[x[0], x[1], x[2]], [y[0], y[1], y[2]], [0.0, 0.0, 1.0]])))
}

/// The projective map of least algebraic error (normalised direct linear transform), polished to least weighted squares.
pub(crate) fn homography(pairs: &[Pair]) -> Option<Homography> {
    if pairs.iter().filter(|pair| pair.weight > 0.0).count() < 4 {
        return None;
    }
    let (scale, pairs) = centred(pairs)?;
    let mut normal = DMatrix::<f64>::zeros(9, 9);
    for Pair { from: [x, y], to: [u, v], weight } in &pairs {
        for row in [[*x, *y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, -u], [0.0, 0.0, 0.0, *x, *y, 1.0, -v * x, -v * y, -v]] {
            let row = DVector::from_row_slice(&row);
            normal.ger(*weight, &row, &row, 1.0);
        }
    }
    let eigen = SymmetricEigen::new(normal);
    let least = eigen.eigenvalues.iter().enumerate().min_by(|a, b| a.1.total_cmp(b.1))?.0;
    let h = eigen.eigenvectors.column(least);
    if h[8].abs() < 1e-9 {
        return None;
    }
    let start = Homography([[h[0], h[1], h[2]], [h[3], h[4], h[5]], [h[6], h[7], h[8]]].map(|row| row.map(|value| value / h[8])));
    let map = scale.undo(&polished(start, &pairs, 4)?);
    map.0.iter().flatten().all(|value| value.is_finite()).then_some(map)
}

/// Gauss-Newton steps on the eight parameters, with a little damping.
fn polished(mut map: Homography, pairs: &[Pair], steps: usize) -> Option<Homography> {
    for _ in 0..steps {
        let mut normal = SMatrix::<f64, 8, 8>::identity() * 1e-12;
        let mut right = SVector::<f64, 8>::zeros();
        for Pair { from: [x, y], to, weight } in pairs {
            let w = map.0[2][0] * x + map.0[2][1] * y + 1.0;
            let (u, v) = map.apply(*x, *y);
            if w.abs() < 1e-6 || !u.is_finite() || !v.is_finite() {
                return None;
            }
            let (x, y, one) = (x / w, y / w, 1.0 / w);
            let du = SVector::<f64, 8>::from([x, y, one, 0.0, 0.0, 0.0, -u * x, -u * y]);
            let dv = SVector::<f64, 8>::from([0.0, 0.0, 0.0, x, y, one, -v * x, -v * y]);
            normal += (du * du.transpose() + dv * dv.transpose()) * *weight;
            right += (du * (to[0] - u) + dv * (to[1] - v)) * *weight;
        }
        let step = normal.cholesky()?.solve(&right);
        let [a, b, c] = &mut map.0;
        let cells = a.iter_mut().chain(b.iter_mut()).chain(c.iter_mut().take(2));
        cells.zip(step.iter()).for_each(|(cell, step)| *cell += step);
    }
    Some(map)
}

/// Refits until outliers have lost their weight (Tukey's biweight with a scale from the median, never below `least_scale`).
///
/// Returns the map and the median miss of the pairs that kept weight.
pub(crate) fn robust_homography(start: Homography, pairs: &[Pair], least_scale: f64, rounds: usize) -> Option<(Homography, f64)> {
    let mut map = start;
    let mut median_miss = f64::INFINITY;
    for _ in 0..rounds {
        let misses: Vec<f64> = pairs.iter().map(|pair| pair.miss(&map)).collect();
        let scale = (1.4826 * median(&misses)?).max(least_scale);
        let weighted: Vec<Pair> = pairs
            .iter()
            .zip(&misses)
            .map(|(pair, miss)| Pair { weight: pair.weight * (1.0 - (miss / (4.0 * scale)).powi(2)).max(0.0).powi(2), ..*pair })
            .collect();
        map = homography(&weighted)?;
        let kept: Vec<f64> = weighted.iter().filter(|pair| pair.weight > 0.0).map(|pair| pair.miss(&map)).collect();
        median_miss = median(&kept)?;
    }
    Some((map, median_miss))
}

/// The middle value; `None` of nothing.
pub(crate) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted.get(sorted.len() / 2).copied()
}

/// Centres and scales both sides, without which the equations of a homography are hopelessly uneven (Hartley 1997).
struct Scaling {
    from: Homography,
    to: Homography,
}

impl Scaling {
    fn undo(&self, map: &Homography) -> Homography {
        self.to.inverse().map_or(*map, |back| back.after(&map.after(&self.from)))
    }
}

fn centred(pairs: &[Pair]) -> Option<(Scaling, Vec<Pair>)> {
    let total: f64 = pairs.iter().map(|pair| pair.weight).sum();
    if total <= 0.0 {
        return None;
    }
    let side = |pick: fn(&Pair) -> [f64; 2]| {
        let mean = [0, 1].map(|k| pairs.iter().map(|pair| pair.weight * pick(pair)[k]).sum::<f64>() / total);
        let spread = pairs.iter().map(|pair| pair.weight * (pick(pair)[0] - mean[0]).hypot(pick(pair)[1] - mean[1])).sum::<f64>() / total;
        (spread > 1e-9).then(|| {
            let scale = std::f64::consts::SQRT_2 / spread;
            Homography::scale_shift([scale, scale], [-mean[0] * scale, -mean[1] * scale])
        })
    };
    let (from, to) = (side(|pair| pair.from)?, side(|pair| pair.to)?);
    let moved = pairs
        .iter()
        .map(|pair| {
            let (a, b) = (from.apply(pair.from[0], pair.from[1]), to.apply(pair.to[0], pair.to[1]));
            Pair { from: [a.0, a.1], to: [b.0, b.1], weight: pair.weight }
        })
        .collect();
    Some((Scaling { from, to }, moved))
}

#[cfg(test)]
mod tests {
    use super::super::random::Random;
    use super::*;

    const TRUTH: Homography = Homography([[0.9, -0.2, 40.0], [0.25, 1.1, -30.0], [2e-5, -3e-5, 1.0]]);

    fn pairs(outliers: usize) -> Vec<Pair> {
        let mut random = Random::new(7);
        (0..80)
            .map(|place| {
                let from = [random.unit() * 1400.0, random.unit() * 1000.0];
                let (x, y) = TRUTH.apply(from[0], from[1]);
                let error = if place < outliers { 60.0 } else { 0.2 };
                Pair { from, to: [x + (random.unit() - 0.5) * error, y + (random.unit() - 0.5) * error], weight: 1.0 }
            })
            .collect()
    }

    #[test]
    fn least_squares_finds_the_map() {
        let map = homography(&pairs(0)).unwrap();
        for (x, y) in [(0.0, 0.0), (1400.0, 0.0), (700.0, 500.0)] {
            let (a, b) = (map.apply(x, y), TRUTH.apply(x, y));
            assert!((a.0 - b.0).hypot(a.1 - b.1) < 0.1, "{a:?} {b:?}");
        }
    }

    #[test]
    fn outliers_lose_their_weight() {
        let pairs = pairs(20);
        let (map, miss) = robust_homography(homography(&pairs).unwrap(), &pairs, 0.05, 10).unwrap();
        let (a, b) = (map.apply(1400.0, 1000.0), TRUTH.apply(1400.0, 1000.0));
        assert!((a.0 - b.0).hypot(a.1 - b.1) < 0.15, "{a:?} {b:?}");
        assert!(miss < 0.15);
    }

    #[test]
    fn two_pairs_fix_a_similarity_and_a_line_fixes_nothing_more() {
        let pair = |x: f64, y: f64| Pair { from: [x, y], to: [2.0 - y * 3.0, 1.0 + x * 3.0], weight: 1.0 };
        let map = similarity(&pair(0.0, 0.0), &pair(5.0, 2.0)).unwrap();
        let (x, y) = map.apply(10.0, -4.0);
        assert!((x - 14.0).abs() < 1e-9 && (y - 31.0).abs() < 1e-9);
        assert_eq!(affine(&[pair(0.0, 0.0), pair(1.0, 1.0), pair(2.0, 2.0)]).filter(|map| map.area_scale(0.0, 0.0).abs() > 1e-3), None);
    }
}
