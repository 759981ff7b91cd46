//! Strokes without letters: marks that nobody can read, and what is drawn under or through a name.

use std::f32::consts::TAU;

use super::super::math::Exact as _;
use super::super::rng::Rng;
use super::pen::Point;

/// A signature of loops: a capital, then waves that die away; in letter heights, slanted.
pub(super) fn illegible(rng: &mut Rng) -> Vec<Vec<Point>> {
    let slant = rng.range(0.1, 0.5);
    let angular = rng.unit() < 0.4;
    let mut pen: Vec<Point> = Vec::new();
    // A capital of one to three loops of different size.
    let (mut x, mut y) = (0.0, 0.0);
    for _ in 0..=rng.below(3) {
        let (wide, high) = (rng.range(0.3, 0.8), rng.range(0.8, 1.5));
        let (turns, lean) = (rng.range(0.8, 1.3), rng.range(-0.4, 0.5));
        let begin = rng.range(0.4, 0.8);
        for step in 0..34 {
            let share = step as f32 / 33.0;
            let (sine, cosine) = (TAU * (begin + turns * share)).xsin_cos();
            let (across, down) = (wide * cosine, high * sine);
            pen.push((x + across + lean * down + 0.7 * wide * share, y - 0.6 * high + down + 0.3 * share));
        }
        x += wide * rng.range(0.7, 1.3);
        y += rng.range(-0.12, 0.1);
    }
    // Letters that lose their form.
    let letters = 3 + rng.below(6);
    let (rise, decay) = (rng.range(-0.14, 0.03), rng.range(0.72, 0.97));
    let mut tall = rng.range(0.4, 0.8);
    for letter in 0..letters {
        let high = if rng.unit() < 0.2 { tall * rng.range(2.0, 3.0) } else { tall * rng.range(0.6, 1.2) };
        let deep = if rng.unit() < 0.14 { rng.range(0.6, 1.3) } else { 0.0 };
        let (width, roll) = (rng.range(0.3, 0.55) + 0.03 * letter as f32, rng.range(0.02, 0.3));
        let steps = if angular { 4 } else { 14 };
        for step in 0..steps {
            let share = step as f32 / steps as f32;
            let (sine, cosine) = (TAU * share).xsin_cos();
            let height = if sine > 0.0 { -high * sine } else { -deep * sine };
            pen.push((x + width * share - roll * cosine + roll, height + rise * x));
        }
        x += width;
        tall *= decay;
    }
    let end = x + rng.range(0.4, 3.0);
    let flick = rng.range(-0.5, 0.35);
    for step in 1..12 {
        let share = step as f32 / 11.0;
        pen.push((x + (end - x) * share, flick * share * share + rise * x));
    }
    let mut strokes = vec![pen];
    if rng.unit() < 0.35 {
        strokes.push(sweep((end, 0.6), (rng.range(-0.6, 0.8), rng.range(0.4, 1.0)), rng.range(-0.3, 0.3)));
    }
    for _ in 0..rng.below(3) {
        // A dot or a bar over a letter.
        let at = (rng.range(0.8, end), rng.range(-1.7, -1.1));
        strokes.push(sweep(at, (at.0 + rng.range(0.1, 0.7), at.1 + rng.range(-0.15, 0.1)), 0.04));
    }
    for point in strokes.iter_mut().flatten() {
        point.0 -= slant * point.1;
    }
    strokes
}

/// A stroke from one point to another in a bow.
fn sweep(from: Point, to: Point, bow: f32) -> Vec<Point> {
    (0..16)
        .map(|step| {
            let share = step as f32 / 15.0;
            let bent = bow * (std::f32::consts::PI * share).xsin();
            (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share + bent)
        })
        .collect()
}

/// What is drawn under or after a name that fills the box from `(left, top)` to `(right, bottom)` with its base line at `base`; often nothing.
pub(super) fn under(bounds: (f32, f32, f32, f32), base: f32, backward: bool, rng: &mut Rng) -> Vec<Vec<Point>> {
    let (left, top, right, bottom) = bounds;
    let (width, height) = (right - left, bottom - top);
    let (from, to) = if backward { (right, left) } else { (left, right) };
    let ahead = if backward { -1.0 } else { 1.0 };
    match rng.below(if backward { 6 } else { 10 }) {
        // A line below, drawn back under the name and out again.
        0 | 1 => {
            let (low, drop) = (base + rng.range(0.12, 0.3) * height, rng.range(0.06, 0.22) * height);
            let back = from + ahead * rng.range(0.05, 0.35) * width;
            let out = to + ahead * rng.range(-0.2, 0.12) * width;
            let mut stroke = sweep((to - ahead * 0.05 * width, base - 0.1 * height), (back, low), -0.05 * height);
            let (curl, turn) = (drop * 0.8, -ahead);
            for step in 1..10 {
                let (sine, cosine) = (std::f32::consts::PI * step as f32 / 10.0).xsin_cos();
                stroke.push((back + turn * curl * sine, low + 0.5 * drop * (1.0 - cosine)));
            }
            stroke.extend(sweep((back, low + drop), (out, low + drop * rng.range(0.0, 1.2)), rng.range(-0.08, 0.08) * height));
            vec![stroke]
        }
        // One quick line.
        2 => {
            let low = base + rng.range(0.1, 0.3) * height;
            vec![sweep(
                (from + ahead * rng.range(-0.05, 0.3) * width, low),
                (to + ahead * rng.range(-0.1, 0.15) * width, low - rng.range(0.0, 0.2) * height),
                rng.range(-0.08, 0.08) * height,
            )]
        }
        // A tail with a loop.
        3 if !backward => {
            let (across, high) = (rng.range(0.1, 0.22) * width, rng.range(0.14, 0.3) * height);
            let turns = rng.range(1.2, 2.3);
            vec![
                (0..60)
                    .map(|step| {
                        let share = step as f32 / 59.0;
                        let (sine, cosine) = (TAU * turns * share).xsin_cos();
                        (to - 0.04 * width + across * (sine * 0.55 + 1.6 * share), base - high * (1.0 - cosine) * (1.0 - 0.5 * share))
                    })
                    .collect(),
            ]
        }
        _ => Vec::new(),
    }
}
