//! Homographies and lines through points that do not quite agree.

use crate::domain::{Homography, PointPx};

/// Pairs of points: where from, where to.
pub(super) type Pair = ((f64, f64), (f64, f64));

/// The homography that takes the first points nearest to the second ones (least squares, algebraic; at least four pairs).
pub(super) fn homography(pairs: &[Pair]) -> Option<Homography> {
    if pairs.len() < 4 {
        return None;
    }
    let (from, to) = (norm(pairs.iter().map(|pair| pair.0)), norm(pairs.iter().map(|pair| pair.1)));
    let mut normal = [[0.0; 9]; 8];
    for (a, b) in pairs {
        let ((x, y), (u, v)) = (from.apply(a.0, a.1), to.apply(b.0, b.1));
        add(&mut normal, &[x, y, 1.0, 0.0, 0.0, 0.0, -u * x, -u * y, u]);
        add(&mut normal, &[0.0, 0.0, 0.0, x, y, 1.0, -v * x, -v * y, v]);
    }
    let [a, b, c, d, e, f, g, h] = solved(normal)?;
    let map = Homography([[a, b, c], [d, e, f], [g, h, 1.0]]);
    Some(to.inverse()?.after(&map).after(&from))
}

/// The map of a square, given by its corners clockwise, onto four points.
pub(super) fn onto(square: [(f64, f64); 4], corners: &[PointPx; 4]) -> Option<Homography> {
    let pairs: Vec<Pair> = square.into_iter().zip(corners.iter().map(|corner| (corner.x, corner.y))).collect();
    homography(&pairs)
}

/// The map of the rectangle from (0, 0) to (`width`, `height`) onto four points.
pub(super) fn rectangle_onto(width: f64, height: f64, corners: &[PointPx; 4]) -> Option<Homography> {
    onto([(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)], corners)
}

/// Brings points to the middle and to a mean distance of about one.
fn norm(points: impl Iterator<Item = (f64, f64)> + Clone) -> Homography {
    let count = points.clone().count().max(1) as f64;
    let (x, y) = points.clone().fold((0.0, 0.0), |sum, point| (sum.0 + point.0 / count, sum.1 + point.1 / count));
    let spread = points.map(|point| (point.0 - x).abs() + (point.1 - y).abs()).sum::<f64>() / count;
    let scale = if spread > 1e-9 { 1.0 / spread } else { 1.0 };
    Homography::scale_shift([scale; 2], [-x * scale, -y * scale])
}

/// Adds one equation to the normal equations.
fn add(normal: &mut [[f64; 9]; 8], row: &[f64; 9]) {
    for (out, left) in normal.iter_mut().zip(row) {
        for (out, right) in out.iter_mut().zip(row) {
            *out += left * right;
        }
    }
}

/// Gauss elimination with the largest pivot.
fn solved(mut rows: [[f64; 9]; 8]) -> Option<[f64; 8]> {
    for step in 0..8 {
        let size = |row: &[f64; 9]| row.get(step).map_or(0.0, |value| value.abs());
        let best = (step..8).max_by(|a, b| rows.get(*a).map_or(0.0, size).total_cmp(&rows.get(*b).map_or(0.0, size)))?;
        rows.swap(step, best);
        let pivot_row = *rows.get(step)?;
        let pivot = *pivot_row.get(step)?;
        if !pivot.is_finite() || pivot.abs() < 1e-12 {
            return None;
        }
        for (at, row) in rows.iter_mut().enumerate() {
            let factor = row.get(step)? / pivot;
            if at == step {
                for value in row.iter_mut() {
                    *value /= pivot;
                }
            } else {
                row.iter_mut().zip(&pivot_row).for_each(|(value, other)| *value -= factor * other);
            }
        }
    }
    let mut out = [0.0; 8];
    out.iter_mut().zip(&rows).for_each(|(out, row)| *out = row.last().copied().unwrap_or(0.0));
    Some(out)
}

/// A line a·x + b·y = c with a² + b² = 1.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) a: f64,
    pub(super) b: f64,
    pub(super) c: f64,
}

impl Line {
    /// The line nearest to points (total least squares); `None` for less than two different ones.
    pub(super) fn through(points: &[(f64, f64)]) -> Option<Self> {
        let count = points.len() as f64;
        if count < 2.0 {
            return None;
        }
        let (x, y) = points.iter().fold((0.0, 0.0), |sum, point| (sum.0 + point.0 / count, sum.1 + point.1 / count));
        let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
        for point in points {
            let (dx, dy) = (point.0 - x, point.1 - y);
            (xx, xy, yy) = (xx + dx * dx, xy + dx * dy, yy + dy * dy);
        }
        if xx + yy < 1e-9 {
            return None;
        }
        let along = libm::atan2(2.0 * xy, xx - yy) / 2.0;
        let (a, b) = (-libm::sin(along), libm::cos(along));
        Some(Self { a, b, c: a * x + b * y })
    }

    /// As [`Self::through`], then again without the points that lie far off, twice.
    pub(super) fn robust(points: &[(f64, f64)], least_distance: f64) -> Option<Self> {
        let mut line = Self::through(points)?;
        for _ in 0..2 {
            let mut off: Vec<f64> = points.iter().map(|point| line.distance(*point).abs()).collect();
            off.sort_by(f64::total_cmp);
            let limit = off.get(off.len() * 6 / 10).copied().unwrap_or(0.0) * 1.5 + least_distance;
            let near: Vec<_> = points.iter().copied().filter(|point| line.distance(*point).abs() <= limit).collect();
            line = Self::through(&near)?;
        }
        Some(line)
    }

    /// The signed distance of a point.
    pub(super) fn distance(&self, point: (f64, f64)) -> f64 {
        self.a * point.0 + self.b * point.1 - self.c
    }

    /// Where two lines meet; `None` if they are nearly parallel.
    pub(super) fn meet(&self, other: &Self) -> Option<PointPx> {
        let determinant = self.a * other.b - self.b * other.a;
        (determinant.abs() > 0.05).then(|| PointPx {
            x: (self.c * other.b - self.b * other.c) / determinant,
            y: (self.a * other.c - self.c * other.a) / determinant,
        })
    }
}
