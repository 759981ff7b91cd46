//! What Marenia puts on its documents: gull, sun, waves, compass, nautilus, lighthouse; most around the origin in a circle of radius 1.

use std::f32::consts::{PI, TAU};

use tiny_skia::{Path, PathBuilder, Transform};

use crate::specimen::math::Exact as _;

fn polygon(builder: &mut PathBuilder, points: &[(f32, f32)]) {
    for (index, (x, y)) in points.iter().enumerate() {
        if index == 0 { builder.move_to(*x, *y) } else { builder.line_to(*x, *y) }
    }
    builder.close();
}

fn polar(angle: f32, radius: f32) -> (f32, f32) {
    let (sin, cos) = angle.xsin_cos();
    (radius * cos, radius * sin)
}

/// A gull that soars, seen from below, with parted feathers.
pub(super) fn gull() -> Option<Path> {
    let mut b = PathBuilder::new();
    b.move_to(0.0, -0.24);
    b.quad_to(0.06, -0.22, 0.09, -0.1);
    b.cubic_to(0.22, -0.22, 0.34, -0.36, 0.5, -0.34);
    b.cubic_to(0.68, -0.32, 0.86, -0.14, 1.0, 0.06);
    for (x, y) in [(0.84, -0.02), (0.88, 0.1), (0.72, 0.02), (0.75, 0.14), (0.58, 0.04), (0.6, 0.15)] {
        b.line_to(x, y);
    }
    b.cubic_to(0.44, 0.04, 0.26, 0.06, 0.11, 0.2);
    b.quad_to(0.1, 0.3, 0.16, 0.44);
    b.line_to(0.05, 0.4);
    b.line_to(0.0, 0.47);
    b.line_to(-0.05, 0.4);
    b.line_to(-0.16, 0.44);
    b.quad_to(-0.1, 0.3, -0.11, 0.2);
    b.cubic_to(-0.26, 0.06, -0.44, 0.04, -0.6, 0.15);
    for (x, y) in [(-0.58, 0.04), (-0.75, 0.14), (-0.72, 0.02), (-0.88, 0.1), (-0.84, -0.02), (-1.0, 0.06)] {
        b.line_to(x, y);
    }
    b.cubic_to(-0.86, -0.14, -0.68, -0.32, -0.5, -0.34);
    b.cubic_to(-0.34, -0.36, -0.22, -0.22, -0.09, -0.1);
    b.quad_to(-0.06, -0.22, 0.0, -0.24);
    b.close();
    b.finish()
}

/// The rays of a rising sun, long and short, from `inner` outwards.
pub(super) fn rays(count: u32, inner: f32) -> Option<Path> {
    let mut b = PathBuilder::new();
    let last = count.saturating_sub(1).max(1) as f32;
    for index in 0..count {
        let angle = PI + PI * (0.06 + 0.88 * index as f32 / last);
        let (reach, half) = if index % 2 == 0 { (1.0, 0.062) } else { (0.86, 0.05) };
        polygon(&mut b, &[polar(angle - half, inner), polar(angle, reach), polar(angle + half, inner)]);
    }
    b.finish()
}

/// Three waves below the middle, each shorter than the one above.
pub(super) fn waves() -> Option<Path> {
    let mut b = PathBuilder::new();
    for row in 0..3 {
        let (y, half) = (0.58 + row as f32 * 0.15, 0.78 - row as f32 * 0.19);
        let crest = |share: f32| 0.04 * (TAU * share * (4.0 - row as f32)).xsin();
        let upper = (0..=36).map(|step| step as f32 / 36.0).map(|share| (-half + 2.0 * half * share, y + crest(share)));
        let lower = (0..=36)
            .rev()
            .map(|step| step as f32 / 36.0)
            .map(|share| (-half + 2.0 * half * share, y + crest(share) + 0.075 * (PI * share).xsin()));
        polygon(&mut b, &upper.chain(lower).collect::<Vec<_>>());
    }
    b.finish()
}

fn moved(path: Path, scale: f32, y: f32) -> Option<Path> {
    path.transform(Transform::from_scale(scale, scale).post_translate(0.0, y))
}

/// The gull of the arms and the waves under it.
pub(super) fn gull_over_waves() -> Option<Path> {
    let mut b = PathBuilder::new();
    b.push_path(&moved(gull()?, 0.86, 0.1)?);
    b.push_path(&waves()?);
    b.finish()
}

/// The sun of the arms.
pub(super) fn sun_of_arms() -> Option<Path> {
    moved(rays(13, 0.6)?, 1.0, 0.1)
}

/// The arms: rays over a gull over three waves.
pub(super) fn arms() -> Option<Path> {
    let mut b = PathBuilder::new();
    b.push_path(&sun_of_arms()?);
    b.push_path(&gull_over_waves()?);
    b.finish()
}

/// One rank of points of a compass: the dark and the light half of each.
pub(super) struct Rank {
    pub dark: Path,
    pub light: Path,
}

/// The points of a compass of sixteen, the short ones first, around `center` in mm.
pub(super) fn compass(center: (f32, f32), radius: f32) -> Vec<Rank> {
    let rank = |count: u32, offset: f32, reach: f32, waist: f32| {
        let (mut dark, mut light) = (PathBuilder::new(), PathBuilder::new());
        for index in 0..count {
            let angle = TAU * (index as f32 + offset) / count as f32 - PI / 2.0;
            let place = |(x, y): (f32, f32)| (center.0 + radius * x, center.1 + radius * y);
            let (tip, middle) = (place(polar(angle, reach)), place((0.0, 0.0)));
            polygon(&mut dark, &[tip, place(polar(angle + PI / 4.0, waist)), middle]);
            polygon(&mut light, &[tip, place(polar(angle - PI / 4.0, waist)), middle]);
        }
        Some(Rank { dark: dark.finish()?, light: light.finish()? })
    };
    [rank(8, 0.5, 0.56, 0.1), rank(4, 0.5, 0.78, 0.14), rank(4, 0.0, 1.0, 0.17)].into_iter().flatten().collect()
}

/// A nautilus cut open: its chambers, each apart from the next.
pub(super) fn nautilus() -> Option<Path> {
    const CHAMBER: f32 = TAU / 13.0;
    let growth = 3.0_f32.xln() / TAU;
    let wall = |angle: f32| (growth * (angle - 3.2 * TAU)).xexp();
    let mut b = PathBuilder::new();
    for index in 16..41 {
        let start = index as f32 * CHAMBER;
        // The last ones are the room that the animal lives in.
        let sweep = if index < 36 { CHAMBER * 0.84 } else { CHAMBER * 1.02 };
        let bow = |share: f32| 0.22 * (PI * share).xsin();
        let mut points = Vec::new();
        for step in 0..=8 {
            let share = step as f32 / 8.0;
            points.push(polar(start + sweep * share, wall(start + sweep * share)));
        }
        let hollow = |angle: f32, share: f32| {
            let (outer, inner) = (wall(angle), wall(angle - TAU) * 1.08);
            polar(angle - bow(share), outer + (inner - outer) * share)
        };
        points.extend((1..=6).map(|step| hollow(start + sweep, step as f32 / 6.0)));
        points.extend((0..=6).rev().map(|step| hollow(start, step as f32 / 6.0)));
        polygon(&mut b, &points);
    }
    b.finish()
}

/// A lighthouse on its rock, with two beams; the tower has four bands.
pub(super) fn lighthouse() -> Option<Path> {
    let mut b = PathBuilder::new();
    // Half the width of the tower at a height.
    let half = |y: f32| 0.17 + 0.11 * (y + 0.3) / 0.92;
    for band in 0..4 {
        let (top, bottom) = (-0.28 + 0.235 * band as f32, -0.28 + 0.235 * band as f32 + 0.17);
        polygon(&mut b, &[(-half(bottom), bottom), (-half(top), top), (half(top), top), (half(bottom), bottom)]);
    }
    polygon(&mut b, &[(-0.27, -0.42), (0.27, -0.42), (0.24, -0.34), (-0.24, -0.34)]);
    polygon(&mut b, &[(-0.13, -0.46), (-0.13, -0.66), (0.13, -0.66), (0.13, -0.46)]);
    polygon(&mut b, &[(-0.21, -0.7), (0.0, -0.96), (0.21, -0.7)]);
    for side in [-1.0_f32, 1.0] {
        polygon(&mut b, &[(side * 0.26, -0.58), (side * 0.98, -0.78), (side * 0.98, -0.42), (side * 0.26, -0.54)]);
    }
    b.move_to(-0.78, 0.94);
    b.cubic_to(-0.64, 0.7, -0.38, 0.72, -0.3, 0.7);
    b.line_to(0.32, 0.7);
    b.cubic_to(0.46, 0.7, 0.66, 0.78, 0.8, 0.94);
    b.close();
    b.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_motif_stays_in_the_circle_it_is_placed_by() {
        for path in [gull(), rays(13, 0.6), waves(), arms(), nautilus(), lighthouse()] {
            let bounds = path.unwrap().bounds();
            assert!(bounds.left() > -1.13 && bounds.right() < 1.13 && bounds.top() > -1.13 && bounds.bottom() < 1.13, "{bounds:?}");
        }
    }
}
