//! Places that can be recognised, and what they look like: corners over a pyramid of scales, described by oriented comparisons.
//!
//! Corners are maxima of the harmonic mean of the eigenvalues of the structure tensor (Harris and Stephens 1988 in the form of
//! Noble). The direction is that of the intensity centroid, and the description compares pairs of smoothed values around the
//! corner, turned by that direction (Calonder 2010; Rublee 2011).

use std::ops::Range;
use std::sync::LazyLock;

use rayon::prelude::*;

use super::random::Random;
use crate::imaging::plane::{Blur, Plane};

/// Scale between two levels of the pyramid.
const STEP: f64 = 1.25;
/// Levels: together they cover scales from 1 to 2.4, so that two pictures may differ by that factor either way.
const LEVELS: usize = 5;
/// Radius of what is looked at around a corner, in px of its level: 2.5 mm at 150 ppi.
const RADIUS: i64 = 15;
/// Least strength of a corner in normalised units; below lies the noise of bare paper.
const LEAST_STRENGTH: f32 = 0.004;

/// A recognisable place and its description.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Feature {
    /// Place in px of the plane it was found in.
    pub(crate) x: f32,
    pub(crate) y: f32,
    /// Scale of its level, 1 = finest.
    pub(crate) scale: f32,
    /// Direction in radians.
    pub(crate) angle: f32,
    /// 256 comparisons.
    pub(crate) bits: [u64; 4],
}

/// Finds up to `most` features of `plane`, strongest first within each level; `usable` tells where they may lie.
pub(super) fn features(plane: &Plane, most: usize, usable: impl Fn(f64, f64) -> bool + Sync) -> Vec<Feature> {
    let shares: Vec<f64> = (0..LEVELS).map(|level| STEP.powi(-2 * level as i32)).collect();
    let total: f64 = shares.iter().sum();
    let mut found = Vec::new();
    for (level, share) in shares.iter().enumerate() {
        let scale = STEP.powi(level as i32);
        let (width, height) = ((plane.width as f64 / scale).round() as usize, (plane.height as f64 / scale).round() as usize);
        if width.min(height) <= 2 * RADIUS as usize + 4 {
            break;
        }
        let (sx, sy) = (plane.width as f64 / width as f64, plane.height as f64 / height as f64);
        let map = |x: f32, y: f32| ((f64::from(x) + 0.5) * sx - 0.5, (f64::from(y) + 0.5) * sy - 0.5);
        let coarser = (level > 0).then(|| plane.resized(width, height));
        let normal = coarser.as_ref().unwrap_or(plane).locally_normalised(12, 5.0);
        let smooth = normal.blurred(1.6);
        let budget = (most as f64 * share / total).ceil() as usize;
        let usable = |x: f32, y: f32| {
            let (x, y) = map(x, y);
            usable(x, y)
        };
        let corners = corners(&normal, budget, usable);
        let turned: &[[[i8; 2]; 2]] = &TURNED;
        found.par_extend(corners.par_iter().map(|corner| {
            let angle = direction(&normal, corner.x as i64, corner.y as i64);
            let bits = describe(&smooth, corner.x.round() as i64, corner.y.round() as i64, angle, turned);
            let (x, y) = map(corner.x, corner.y);
            Feature { x: x as f32, y: y as f32, scale: scale as f32, angle, bits }
        }));
    }
    found
}

/// Rows that are worked on together.
const BAND: usize = 64;

/// How strong a corner each place is.
fn strengths(normal: &Plane) -> Plane {
    let (width, height) = (normal.width, normal.height);
    let (soft, blur) = (normal.blurred(0.8), Blur::new(1.5));
    let mut out = Plane::new(width, height);
    // Band by band, so that what is made on the way stays near the processor.
    out.data.par_chunks_mut(width * BAND).enumerate().for_each(|(band, out)| {
        let first = (band * BAND).saturating_sub(blur.radius());
        let last = (band * BAND + out.len() / width + blur.radius()).min(height);
        let products = products(&soft, first..last);
        let mut blurred = [0; 3].map(|_| vec![0.0; width]);
        let mut line = Vec::new();
        for (y, out) in (band * BAND - first..).zip(out.chunks_exact_mut(width)) {
            products.iter().zip(&mut blurred).for_each(|(product, blurred)| blur.row(product, y, &mut line, blurred));
            let [xx, xy, yy] = &blurred;
            for ((out, xy), (xx, yy)) in out.iter_mut().zip(xy).zip(xx.iter().zip(yy)) {
                *out = (xx * yy - xy * xy) / (xx + yy + 1e-6);
            }
        }
    });
    out
}

/// The products of the gradients of some rows: xx, xy, yy.
fn products(soft: &Plane, rows: Range<usize>) -> [Plane; 3] {
    let (width, height) = (soft.width, soft.height);
    let mut products = [0; 3].map(|_| Plane::new(width, rows.len()));
    let [xx, xy, yy] = &mut products;
    let out = xx.data.chunks_exact_mut(width).zip(xy.data.chunks_exact_mut(width)).zip(yy.data.chunks_exact_mut(width));
    for (y, ((xx, xy), yy)) in rows.zip(out) {
        // The rim stays 0: no corner is looked for there.
        if y == 0 || y + 1 == height {
            continue;
        }
        let line = |y: usize| &soft.data[y * width..(y + 1) * width];
        let (above, here, below) = (line(y - 1), line(y), line(y + 1));
        let places = above[1..].iter().zip(&below[1..]).zip(here.iter().zip(&here[2..]));
        let out = xx[1..].iter_mut().zip(&mut xy[1..]).zip(&mut yy[1..]);
        for (((above, below), (left, right)), ((xx, xy), yy)) in places.zip(out) {
            let (gx, gy) = ((right - left) * 0.5, (below - above) * 0.5);
            (*xx, *xy, *yy) = (gx * gx, gx * gy, gy * gy);
        }
    }
    products
}

struct Corner {
    x: f32,
    y: f32,
    strength: f32,
}

/// The strongest corners, spread over the plane: no cell of 40 px gets more than four times its share.
fn corners(normal: &Plane, most: usize, usable: impl Fn(f32, f32) -> bool + Sync) -> Vec<Corner> {
    const CELL: usize = 40;
    let (width, height) = (normal.width, normal.height);
    let strength = strengths(normal);
    let margin = RADIUS as usize + 2;
    let mut corners: Vec<(usize, Corner)> = (margin..height - margin)
        .into_par_iter()
        .flat_map_iter(|y| {
            let rows: [&[f32]; 5] = std::array::from_fn(|k| &strength.data[(y + k - 2) * width..(y + k - 1) * width]);
            let usable = &usable;
            (margin..width - margin).filter_map(move |x| {
                let here = rows[2][x];
                // Most places fail here.
                if here < LEAST_STRENGTH || rows[2][x + 1] > here || rows[3][x] > here || rows[2][x - 1] > here || rows[1][x] > here {
                    return None;
                }
                let beaten = rows.iter().zip(0_usize..).any(|(row, down)| {
                    let places = row[x - 2..=x + 2].iter().zip(0_usize..);
                    // Of two equal ones the later in reading order stands.
                    places.into_iter().any(|(other, along)| *other > here || (*other >= here && (down, along) > (2, 2)))
                });
                if beaten {
                    return None;
                }
                let vertex = |before: f32, after: f32| {
                    let bend = before + after - 2.0 * here;
                    if bend < -1e-9 { ((before - after) / (2.0 * bend)).clamp(-0.5, 0.5) } else { 0.0 }
                };
                let px = x as f32 + vertex(rows[2][x - 1], rows[2][x + 1]);
                let py = y as f32 + vertex(rows[1][x], rows[3][x]);
                usable(px, py).then_some((y / CELL * 100_000 + x / CELL, Corner { x: px, y: py, strength: here }))
            })
        })
        .collect();
    corners.sort_by(|(_, a), (_, b)| b.strength.total_cmp(&a.strength).then(a.y.total_cmp(&b.y)).then(a.x.total_cmp(&b.x)));
    let cells = (width.div_ceil(CELL) * height.div_ceil(CELL)).max(1);
    let quota = (most * 4).div_ceil(cells).max(2);
    let mut taken = std::collections::BTreeMap::<usize, usize>::new();
    corners
        .into_iter()
        .filter_map(|(cell, corner)| {
            let count = taken.entry(cell).or_default();
            *count += 1;
            (*count <= quota).then_some(corner)
        })
        .take(most)
        .collect()
}

/// The direction from the corner to the centroid of the values around it.
fn direction(normal: &Plane, x: i64, y: i64) -> f32 {
    let (mut mx, mut my) = (0.0, 0.0);
    for dy in -RADIUS..=RADIUS {
        // As far as the circle reaches in this row; corners lie further from the rim than that.
        let reach = ((RADIUS * RADIUS - dy * dy) as f64).sqrt() as i64;
        let start = ((y + dy) * normal.width as i64 + x - reach) as usize;
        let mut row_sum = 0.0;
        for (dx, value) in (-reach..=reach).zip(&normal.data[start..]) {
            mx += dx as f32 * value;
            row_sum += value;
        }
        my += dy as f32 * row_sum;
    }
    my.atan2(mx)
}

/// Directions that the pairs are turned to beforehand: 3° apart.
const TURNS: usize = 120;

/// The pairs turned to each direction: across and down from the corner in px, direction by direction.
static TURNED: LazyLock<Vec<[[i8; 2]; 2]>> = LazyLock::new(|| {
    let pattern = pattern();
    let turns = (0..TURNS).map(|turn| (turn as f32 * std::f32::consts::TAU / TURNS as f32).sin_cos());
    turns
        .flat_map(|(sin, cos)| {
            let place = move |x: f32, y: f32| [(cos * x - sin * y).round() as i8, (sin * x + cos * y).round() as i8];
            pattern.iter().map(move |[ax, ay, bx, by]| [place(*ax, *ay), place(*bx, *by)]).collect::<Vec<_>>()
        })
        .collect()
});

/// The comparisons around (`x`, `y`), which lies further from the rim than the pairs reach.
fn describe(smooth: &Plane, x: i64, y: i64, angle: f32, turned: &[[[i8; 2]; 2]]) -> [u64; 4] {
    let turn = (angle / std::f32::consts::TAU * TURNS as f32).round().rem_euclid(TURNS as f32) as usize % TURNS;
    let centre = y as usize * smooth.width + x as usize;
    let width = smooth.width as isize;
    let value = |[across, down]: [i8; 2]| {
        smooth.data[centre.wrapping_add_signed(isize::from(down).wrapping_mul(width).wrapping_add(isize::from(across)))]
    };
    let count = turned.len() / TURNS;
    let mut bits = [0; 4];
    for (word, pairs) in bits.iter_mut().zip(turned[turn * count..(turn + 1) * count].chunks(64)) {
        for (place, [a, b]) in pairs.iter().enumerate() {
            *word |= u64::from(value(*a) < value(*b)) << place;
        }
    }
    bits
}

/// The pairs that are compared: drawn once from a normal distribution inside the radius, the same in every run.
fn pattern() -> Vec<[f32; 4]> {
    let mut random = Random::new(0x9E37);
    let mut place = || loop {
        let normal = |random: &mut Random| (0..6).map(|_| random.unit()).sum::<f64>() - 3.0;
        let (x, y) = (normal(&mut random) * 9.0, normal(&mut random) * 9.0);
        if x.hypot(y) < RADIUS as f64 - 1.0 {
            return [x as f32, y as f32];
        }
    };
    std::iter::repeat_with(|| {
        let ([ax, ay], [bx, by]) = (place(), place());
        [ax, ay, bx, by]
    })
    .filter(|[ax, ay, bx, by]| (ax - bx).hypot(ay - by) > 3.0)
    .take(256)
    .collect()
}

/// How many of the 256 comparisons differ.
#[cfg(test)]
fn distance(a: &[u64; 4], b: &[u64; 4]) -> u32 {
    a.iter().zip(b).map(|(a, b)| (a ^ b).count_ones()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_turned_picture_has_the_same_features() {
        let plane = Plane::from_fn(200, 160, |x, y| if (x / 23 + y / 17 * 3 + x * y / 900) % 3 == 0 { 30.0 } else { 220.0 }).blurred(1.2);
        let turned = Plane::from_fn(160, 200, |x, y| plane.get(y, 159 - x));
        let (a, b) = (features(&plane, 4000, |_, _| true), features(&turned, 4000, |_, _| true));
        let same = a.iter().filter(|a| {
            // The centre of pixel (x, y) moves to (159 - y, x).
            b.iter().any(|b| (b.x - (159.0 - a.y)).hypot(b.y - a.x) < 1.5 && distance(&a.bits, &b.bits) < 60)
        });
        let share = same.count() as f64 / a.len() as f64;
        assert!(a.len() > 60 && share > 0.6, "{share} of {}", a.len());
    }

    #[test]
    fn bare_paper_has_none() {
        let mut random = Random::new(4);
        let noise: Vec<f32> = (0..200 * 160).map(|_| 240.0 + (random.unit() * 4.0) as f32).collect();
        assert!(features(&Plane { width: 200, height: 160, data: noise }, 500, |_, _| true).len() < 250);
        assert!(features(&Plane::from_fn(200, 160, |_, _| 200.0), 500, |_, _| true).is_empty());
    }
}
