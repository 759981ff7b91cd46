//! Finds the squares in squares in the middle of Aztec symbols.

use crate::domain::{Homography, PointPx};
use crate::reading::barcode::find::fit::{Line, onto};
use crate::reading::barcode::find::luma::Luma;
use crate::reading::barcode::find::threshold::Bits;

/// Rings that are looked at: dark in the middle, then light, dark and light.
const RUNS: usize = 7;

/// Directions in which the rings are traced.
const RAYS: usize = 72;

/// A bull's eye.
#[derive(Debug, Clone)]
pub(super) struct Eye {
    /// From modules, the origin in the middle of the eye, to pixels.
    pub(super) map: Homography,
    /// Between dark and light.
    pub(super) level: f32,
    /// The side of a module in px.
    pub(super) module_px: f64,
    /// The share of dark modules in the fifth and in the sixth ring about the middle one.
    rings: (f64, f64),
}

/// Middles of what looks like a bull's eye across and down, with the side of a module in px; best first.
pub(super) fn candidates(bits: &Bits) -> Vec<(f64, f64, f64)> {
    let mut found: Vec<(f64, f64, f64, u32)> = Vec::new();
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for y in 0..bits.height {
        runs.clear();
        let (mut start, mut before) = (0, None);
        for (x, value) in (0..).zip(bits.row(y)) {
            if before.is_some_and(|before| before != *value) {
                runs.push((start, x));
                start = x;
            }
            before = Some(*value);
        }
        runs.push((start, bits.width));
        for window in runs.windows(RUNS) {
            let Some(&(left, right)) = window.get(RUNS / 2) else { continue };
            let (middle, column_x) = (f64::from(left + right - 1) / 2.0, left.midpoint(right));
            if !bits.dark(column_x, y) || !even(window.iter().map(|(from, to)| to - from)) {
                continue;
            }
            let Some((top, bottom, down)) = column(bits, column_x, y) else { continue };
            let across = f64::from(window.last().map_or(0, |run| run.1) - window.first().map_or(0, |run| run.0)) / RUNS as f64;
            if !(0.5..2.0).contains(&(down / across)) {
                continue;
            }
            let (x, y, module) = (middle, f64::from(top + bottom - 1) / 2.0, (across * down).sqrt());
            match found.iter_mut().find(|other| (other.0 - x).abs() < 2.0 * module && (other.1 - y).abs() < 2.0 * module) {
                Some(other) => {
                    let count = f64::from(other.3);
                    other.0 = (other.0 * count + x) / (count + 1.0);
                    other.1 = (other.1 * count + y) / (count + 1.0);
                    other.2 = (other.2 * count + module) / (count + 1.0);
                    other.3 += 1;
                }
                None => found.push((x, y, module, 1)),
            }
        }
    }
    found.sort_by(|a, b| (f64::from(b.3) / b.2).total_cmp(&(f64::from(a.3) / a.2)));
    found.into_iter().map(|(x, y, module, _)| (x, y, module)).collect()
}

/// Whether runs are about as long as one another.
fn even(runs: impl Iterator<Item = i32> + Clone) -> bool {
    let sum: i32 = runs.clone().sum();
    let mean = f64::from(sum) / RUNS as f64;
    let slack = 0.6 * mean + 0.7;
    mean >= 1.0 && runs.into_iter().all(|run| (f64::from(run) - mean).abs() <= slack)
}

/// The runs through a pixel from top to bottom: start and end of the middle one, and the mean of all.
fn column(bits: &Bits, x: i32, y: i32) -> Option<(i32, i32, f64)> {
    let runs = through(bits, x, y, (0, 1))?;
    // Rings are as even along the diagonals.
    let middle = y + (runs.after - runs.before) / 2;
    through(bits, x, middle, (1, 1))?;
    through(bits, x, middle, (1, -1))?;
    Some((y - runs.before, y + runs.after + 1, f64::from(runs.length) / RUNS as f64))
}

/// Even runs along a direction.
struct Through {
    /// Steps to the last dark pixel of the middle one, backward and forward.
    before: i32,
    after: i32,
    /// Of all runs.
    length: i32,
}

/// The runs through a dark pixel along a direction, if they are even.
fn through(bits: &Bits, x: i32, y: i32, (right, down): (i32, i32)) -> Option<Through> {
    let walk = |sign: i32| {
        let mut ends = [0; RUNS / 2 + 1];
        let (mut at, mut dark) = (0, true);
        for end in &mut ends {
            let place = |at: i32| (x + sign * right * at, y + sign * down * at);
            loop {
                let (x, y) = place(at);
                if !(0..bits.width).contains(&x) || !(0..bits.height).contains(&y) || bits.dark(x, y) != dark {
                    break;
                }
                at += 1;
            }
            *end = at;
            dark = !dark;
        }
        ends
    };
    let ([u0, u1, u2, u3], [d0, d1, d2, d3]) = (walk(-1), walk(1));
    let runs = [u3 - u2, u2 - u1, u1 - u0, u0 + d0 - 1, d1 - d0, d2 - d1, d3 - d2];
    even(runs.into_iter()).then_some(Through { before: u0 - 1, after: d0 - 1, length: u3 + d3 - 1 })
}

impl Eye {
    /// The eye around a place where `module` is about the side of a module.
    pub(super) fn at(luma: &Luma, (x, y, module): (f64, f64, f64)) -> Option<Self> {
        let level = level(luma, x, y, module * 3.0)?;
        let edge = ring(luma, (x, y), module, level)?;
        let corners = square(&edge, (x, y), module)?;
        let map = onto([(-3.5, -3.5), (3.5, -3.5), (3.5, 3.5), (-3.5, 3.5)], &corners)?;
        let mut eye = Self { map, level, module_px: map.area_scale(0.0, 0.0).abs().sqrt(), rings: (0.0, 0.0) };
        // The rings must be where the map has them.
        if eye.ring(luma, 1) > 0.3 || eye.ring(luma, 2) < 0.7 || eye.ring(luma, 3) > 0.3 || eye.ring(luma, 4) < 0.7 {
            return None;
        }
        eye.rings = (eye.ring(luma, 5), eye.ring(luma, 6));
        Some(eye)
    }

    /// Whether the symbol can be compact, in the order of likelihood.
    pub(super) fn kinds(&self) -> &'static [bool] {
        match self.rings {
            (fifth, sixth) if fifth < 0.2 && sixth > 0.8 => &[false, true],
            (fifth, sixth) if fifth < 0.4 && sixth > 0.6 => &[true, false],
            _ => &[true],
        }
    }

    /// The share of dark modules in a ring.
    fn ring(&self, luma: &Luma, radius: i32) -> f64 {
        let along = (-radius..radius).flat_map(|step| [(step, -radius), (radius, step), (-step, radius), (-radius, -step)]);
        let (mut dark, mut all) = (0.0, 0.0);
        for (x, y) in along {
            let (u, v) = self.map.apply(f64::from(x), f64::from(y));
            dark += f64::from(u8::from(luma.sample(u, v).unwrap_or(255.0) < self.level));
            all += 1.0;
        }
        dark / all
    }
}

/// The middle between the levels that are common around a place.
fn level(luma: &Luma, x: f64, y: f64, reach: f64) -> Option<f32> {
    let mut levels = Vec::with_capacity(441);
    for down in -10..=10 {
        for right in -10..=10 {
            let at = luma.sample(x + f64::from(right) / 10.0 * reach, y + f64::from(down) / 10.0 * reach);
            levels.extend(at);
        }
    }
    levels.sort_by(f32::total_cmp);
    let (low, high) = (levels.get(levels.len() / 8)?, levels.get(levels.len() * 7 / 8)?);
    (high - low > 8.0).then(|| low.midpoint(*high))
}

/// Points of the edge between the third ring, which is light, and the fourth.
fn ring(luma: &Luma, (x, y): (f64, f64), module: f64, level: f32) -> Option<Vec<(f64, f64)>> {
    let step = (module / 8.0).clamp(0.1, 1.0);
    let mut points = Vec::with_capacity(RAYS);
    for ray in 0..RAYS {
        let angle = std::f64::consts::TAU * ray as f64 / RAYS as f64;
        let (cos, sin) = (libm::cos(angle), libm::sin(angle));
        let mut before = luma.sample(x, y)?;
        let (mut dark, mut edges, mut reach) = (true, 0, 0.0);
        while reach < 8.0 * module && edges < 4 {
            reach += step;
            let Some(here) = luma.sample(x + cos * reach, y + sin * reach) else { break };
            if (here < level) != dark {
                dark = !dark;
                edges += 1;
                if edges == 4 {
                    let share = f64::from((here - level) / (here - before)).clamp(0.0, 1.0);
                    let at = reach - step * share;
                    points.push((x + cos * at, y + sin * at));
                }
            }
            before = here;
        }
    }
    (points.len() >= RAYS * 3 / 5).then_some(points)
}

/// The corners of the square on whose sides points lie, clockwise.
fn square(points: &[(f64, f64)], (x, y): (f64, f64), module: f64) -> Option<[PointPx; 4]> {
    let mut reaches: Vec<f64> = points.iter().map(|point| libm::hypot(point.0 - x, point.1 - y)).collect();
    let polar: Vec<(f64, f64)> = points.iter().map(|point| libm::atan2(point.1 - y, point.0 - x)).zip(reaches.iter().copied()).collect();
    reaches.sort_by(f64::total_cmp);
    let usual = *reaches.get(reaches.len() / 2)?;
    let (mut cos, mut sin) = (0.0, 0.0);
    for (angle, reach) in polar.iter().filter(|(_, reach)| (0.6..1.6).contains(&(reach / usual))) {
        cos += (reach - usual) * libm::cos(4.0 * angle);
        sin += (reach - usual) * libm::sin(4.0 * angle);
    }
    // Reaches are greatest towards the corners.
    let corner = libm::atan2(sin, cos) / 4.0;
    let quarter = std::f64::consts::FRAC_PI_2;
    let line = |side: i32| {
        let near: Vec<(f64, f64)> = points
            .iter()
            .zip(&polar)
            .filter(|(_, (angle, reach))| {
                let turn = (angle - corner).rem_euclid(std::f64::consts::TAU) / quarter - f64::from(side);
                (0.12..0.88).contains(&turn) && (0.6..1.6).contains(&(reach / usual))
            })
            .map(|(point, _)| *point)
            .collect();
        if near.len() < 5 { None } else { Line::robust(&near, 0.1 * module) }
    };
    let (a, b, c, d) = (line(0)?, line(1)?, line(2)?, line(3)?);
    Some([d.meet(&a)?, a.meet(&b)?, b.meet(&c)?, c.meet(&d)?])
}
