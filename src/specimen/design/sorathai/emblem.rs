//! The ornaments of Sorathai: lotus, flame, ogee lattice, and the barge of its arms.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use tiny_skia::{Path, PathBuilder, Transform};

use crate::specimen::design::engraved::{Point, cubic, layered, shape};
use crate::specimen::guilloche::{Closed, smooth};
use crate::specimen::math::Exact as _;

/// The outline of one petal from `base` towards `angle` (radians from the right, clockwise): full below, drawn out to a point.
fn petal(base: Point, angle: f32, length: f32, width: f32) -> Vec<Point> {
    let (sin, cos) = angle.xsin_cos();
    let at = |along: f32, across: f32| {
        let (u, v) = (along * length, across * width);
        (base.0 + cos * u - sin * v, base.1 + sin * u + cos * v)
    };
    let mut points = vec![at(0.0, 0.0)];
    cubic(&mut points, at(0.06, 0.46), at(0.5, 0.66), at(0.76, 0.26));
    cubic(&mut points, at(0.84, 0.12), at(0.92, 0.04), at(1.0, 0.0));
    cubic(&mut points, at(0.92, -0.04), at(0.84, -0.12), at(0.76, -0.26));
    cubic(&mut points, at(0.5, -0.66), at(0.06, -0.46), at(0.0, 0.0));
    points
}

/// The petals of a lotus from the side, front ones first, `size` mm high above its root.
fn side_petals(root: Point, size: f32) -> Vec<Vec<Point>> {
    let mut petals = Vec::new();
    // Turn from upright in radians, length and width as shares of the size, and how far off the middle it grows.
    for (turn, length, width, off) in [
        (0.0, 0.84, 0.36, 0.0),
        (0.62, 0.82, 0.33, 0.05),
        (1.16, 0.86, 0.27, 0.1),
        (0.3, 1.0, 0.36, 0.03),
        (0.9, 0.98, 0.32, 0.08),
        (1.48, 0.92, 0.22, 0.12),
    ] {
        for side in if turn > 0.0 { [1.0, -1.0].as_slice() } else { &[1.0] } {
            petals.push(petal((root.0 + side * off * size, root.1), -FRAC_PI_2 + side * turn, length * size, width * size));
        }
    }
    petals
}

/// A lotus from the side in engraved lines, `size` mm high above its root.
pub(super) fn lotus(root: Point, size: f32, rings: u32) -> Vec<Path> {
    layered(&side_petals(root, size), rings)
}

/// The petals of a lotus from the side as one shape; where they overlap an even-odd fill leaves a gap.
pub(super) fn lotus_shape(root: Point, size: f32) -> Option<Path> {
    shape(side_petals(root, size).into_iter())
}

/// The three front petals of a lotus: a mark for small places.
pub(super) fn bud(root: Point, size: f32) -> Option<Path> {
    shape([0.0, 0.72, -0.72].into_iter().map(|turn: f32| petal(root, -FRAC_PI_2 + turn, size * (1.0 - 0.2 * turn.abs()), size * 0.34)))
}

fn flower_petals(center: Point, rows: &[(u32, f32, f32, f32)]) -> Vec<Vec<Point>> {
    let mut petals = Vec::new();
    for (row, &(count, from, to, width)) in rows.iter().enumerate() {
        for index in 0..count {
            let angle = TAU * (index as f32 + if row % 2 == 0 { 0.0 } else { 0.5 }) / count as f32 - FRAC_PI_2;
            let (sin, cos) = angle.xsin_cos();
            petals.push(petal((center.0 + from * cos, center.1 + from * sin), angle, to - from, width));
        }
    }
    petals
}

/// A lotus from above in engraved lines: rows of petals, the innermost in front; each row is its count, inner and outer radius and the
/// width of a petal in mm.
pub(super) fn flower(center: Point, rows: &[(u32, f32, f32, f32)], rings: u32) -> Vec<Path> {
    layered(&flower_petals(center, rows), rings)
}

/// One row of petals around `center` as a shape.
pub(super) fn flower_shape(center: Point, count: u32, from: f32, to: f32, width: f32) -> Option<Path> {
    shape(flower_petals(center, &[(count, from, to, width)]).into_iter())
}

/// The outline of a flame that grows from `root` towards `angle`; its tongues lean to the right, or to the left if `side` is -1.
fn flame_outline(root: Point, angle: f32, size: f32, side: f32) -> Vec<Point> {
    let (sin, cos) = angle.xsin_cos();
    let at = |across: f32, along: f32| {
        let (u, v) = (along * size, side * across * size);
        (root.0 + cos * u - sin * v, root.1 + sin * u + cos * v)
    };
    let mut points = vec![at(0.0, 0.0)];
    cubic(&mut points, at(-0.42, 0.1), at(-0.46, 0.5), at(-0.12, 0.72));
    cubic(&mut points, at(0.04, 0.82), at(0.2, 0.86), at(0.24, 1.06));
    cubic(&mut points, at(0.34, 0.84), at(0.22, 0.66), at(0.1, 0.56));
    cubic(&mut points, at(0.28, 0.6), at(0.4, 0.64), at(0.46, 0.8));
    cubic(&mut points, at(0.52, 0.56), at(0.38, 0.42), at(0.22, 0.36));
    cubic(&mut points, at(0.36, 0.36), at(0.46, 0.38), at(0.54, 0.48));
    cubic(&mut points, at(0.56, 0.22), at(0.34, 0.02), at(0.0, 0.0));
    points
}

/// A flame with a slit, for an even-odd or winding fill.
pub(super) fn flame(root: Point, angle: f32, size: f32, side: f32) -> Option<Path> {
    let outer = flame_outline(root, angle, size, side);
    // The slit runs the other way round.
    let (sin, cos) = angle.xsin_cos();
    let heart = (root.0 + cos * size * 0.06 + sin * size * side * 0.03, root.1 + sin * size * 0.06 - cos * size * side * 0.03);
    let inner = flame_outline(heart, angle, size * 0.52, side).into_iter().rev().collect();
    shape([outer, inner].into_iter())
}

/// A row of flames between two points, tall and short by turns, standing to the left of the way there.
pub(super) fn flame_row(from: Point, to: Point, count: u32, size: f32) -> Option<Path> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let angle = dy.xatan2(dx) - FRAC_PI_2;
    let mut builder = PathBuilder::new();
    for index in 0..count {
        let share = (index as f32 + 0.5) / count as f32;
        let size = if index % 2 == 0 { size } else { size * 0.66 };
        // Both halves lean towards the middle.
        let side = if share < 0.5 { 1.0 } else { -1.0 };
        if let Some(path) = flame((from.0 + dx * share, from.1 + dy * share), angle, size, side) {
            builder.push_path(&path);
        }
    }
    builder.finish()
}

/// One petal of a flower around `center`, as a shape.
pub(super) fn one_petal(center: Point, angle: f32, from: f32, to: f32, width: f32) -> Option<Path> {
    let (sin, cos) = angle.xsin_cos();
    shape([petal((center.0 + from * cos, center.1 + from * sin), angle, to - from, width)].into_iter())
}

/// A vine that climbs around the vertical at `x` and rolls up into `count` scrolls with flames on their backs: its stems, its flames.
///
/// `way` is 1 if the first scroll, at the top, turns to the right, and -1 if to the left.
pub(super) fn vine(x: f32, top: f32, step: f32, count: u32, radius: f32, way: f32) -> (Vec<Path>, Vec<Path>) {
    let bend = |y: f32| (x - way * radius * (PI * (y - top) / step).xcos(), y);
    let reach = step * (count as f32 - 1.0);
    let run: Vec<Point> = (0..=count * 14).map(|at| bend(top + (reach + step * 0.45) * at as f32 / (count * 14) as f32)).collect();
    let (mut stems, mut flames) = (Vec::from_iter(smooth(&run, Closed::No)), Vec::new());
    for index in 0..count {
        let side = if index % 2 == 0 { way } else { -way };
        let center = (x, top + step * index as f32);
        let from = if side > 0.0 { PI } else { 0.0 };
        let place = |share: f32| {
            let angle = from + side * 1.6 * TAU * share;
            let far = radius * (1.0 - 0.9 * share);
            (center.0 + far * angle.xcos(), center.1 + far * angle.xsin())
        };
        stems.extend(smooth(&(0..=64).map(|at| place(at as f32 / 64.0)).collect::<Vec<_>>(), Closed::No));
        for back in 0..6_u8 {
            let share = 0.09 + 0.07 * f32::from(back);
            let angle = from + side * 1.6 * TAU * share;
            flames.extend(flame(place(share), angle + side * 0.75, radius * (0.66 - 0.5 * share), -side));
        }
        // A bud in the eye of the scroll.
        flames.extend(flame(place(0.98), from - FRAC_PI_2, radius * 0.34, side));
    }
    (stems, flames)
}

/// A lattice of ogee cells over a rectangle (left, top, right, bottom in mm): waves and their mirror images that meet.
///
/// `cell` is the width and height of a cell, `gap` the distance of the double lines.
pub(super) fn lattice(area: [f32; 4], cell: Point, gap: f32) -> Vec<Path> {
    let [left, top, right, bottom] = area;
    let columns = ((right - left) / cell.0).ceil() as i32 + 1;
    let steps = ((bottom - top) / 0.4).ceil() as i32;
    let mut paths = Vec::new();
    for column in -1..=columns {
        for (mirror, shift) in [(1.0, -gap), (1.0, gap), (-1.0, -gap), (-1.0, gap)] {
            let mut run: Vec<Point> = Vec::new();
            for step in 0..=steps {
                let y = (top + step as f32 * 0.4).min(bottom);
                let wave = (TAU * (y - top) / cell.1).xcos();
                let x = left + column as f32 * cell.0 + mirror * (cell.0 / 2.0 * wave) + shift / 2.0;
                if x >= left && x <= right {
                    run.push((x, y));
                } else if !run.is_empty() {
                    paths.extend(Some(run.as_slice()).filter(|run| run.len() > 2).and_then(|run| smooth(run, Closed::No)));
                    run.clear();
                }
            }
            paths.extend(Some(run).filter(|run| run.len() > 2).and_then(|run| smooth(&run, Closed::No)));
        }
    }
    paths
}

/// Small four-petalled flowers in the cells of [`lattice`].
pub(super) fn lattice_flowers(area: [f32; 4], cell: Point, size: f32) -> Option<Path> {
    let [left, top, right, bottom] = area;
    let mut builder = PathBuilder::new();
    let rows = ((bottom - top) / cell.1 * 2.0).floor() as i32;
    for row in 0..rows {
        let y = top + (row as f32 + 0.5) * cell.1 / 2.0 + cell.1 / 4.0;
        let mut x = left + if row % 2 == 0 { 0.0 } else { cell.0 / 2.0 };
        while x < right - size {
            if x > left + size
                && y < bottom - size
                && let Some(path) = flower_shape((x, y), 4, size * 0.12, size, size * 0.55)
            {
                builder.push_path(&path);
            }
            x += cell.0;
        }
    }
    builder.finish()
}

/// The barge with a bird's head of flames at its prow, a pavilion, oars and water; about the origin, within a circle of radius 1.
pub(super) fn barge() -> Option<Path> {
    let mut hull = vec![(-0.98, -0.36)];
    cubic(&mut hull, (-0.82, 0.0), (-0.5, 0.1), (-0.1, 0.12));
    cubic(&mut hull, (0.25, 0.13), (0.48, 0.06), (0.58, -0.1));
    cubic(&mut hull, (0.66, -0.26), (0.55, -0.46), (0.64, -0.64));
    cubic(&mut hull, (0.7, -0.76), (0.86, -0.78), (0.96, -0.6));
    cubic(&mut hull, (0.85, -0.65), (0.78, -0.6), (0.78, -0.5));
    cubic(&mut hull, (0.78, -0.32), (0.9, -0.14), (0.78, 0.06));
    cubic(&mut hull, (0.64, 0.28), (0.26, 0.34), (-0.1, 0.32));
    cubic(&mut hull, (-0.5, 0.3), (-0.88, 0.1), (-0.98, -0.36));
    let mut builder = PathBuilder::new();
    builder.push_path(&shape([hull].into_iter())?);
    // Flames at the crest, at the throat and at the stern.
    for (root, angle, size, side) in [
        ((0.68, -0.7), -FRAC_PI_2 - 0.35, 0.3, -1.0),
        ((0.6, -0.5), -PI + 0.5, 0.2, 1.0),
        ((0.58, -0.3), -PI + 0.4, 0.18, 1.0),
        ((-0.96, -0.34), -FRAC_PI_2 - 0.15, 0.34, 1.0),
        ((-0.84, -0.1), -FRAC_PI_2 + 0.3, 0.2, 1.0),
    ] {
        builder.push_path(&flame(root, angle, size, side)?);
    }
    // Pavilion: posts, three roofs with turned-up eaves, a spire.
    for x in [-0.36, -0.21, 0.03, 0.18] {
        builder.push_rect(tiny_skia::Rect::from_xywh(x, -0.2, 0.045, 0.31)?);
    }
    for tier in 0..3 {
        let (y, half) = (-0.2 - tier as f32 * 0.17, 0.4 - tier as f32 * 0.11);
        let mut roof = vec![(-0.07 - half, y - 0.06)];
        cubic(&mut roof, (-0.07 - half * 0.8, y + 0.03), (-0.07 - half * 0.3, y + 0.01), (-0.07, y));
        cubic(&mut roof, (-0.07 + half * 0.3, y + 0.01), (-0.07 + half * 0.8, y + 0.03), (-0.07 + half, y - 0.06));
        cubic(&mut roof, (-0.07 + half * 0.6, y - 0.05), (-0.07 + half * 0.4, y - 0.1), (-0.07 + half * 0.36, y - 0.14));
        roof.push((-0.07 - half * 0.36, y - 0.14));
        cubic(&mut roof, (-0.07 - half * 0.4, y - 0.1), (-0.07 - half * 0.6, y - 0.05), (-0.07 - half, y - 0.06));
        builder.push_path(&shape([roof].into_iter())?);
    }
    builder.push_path(&shape([petal((-0.07, -0.66), -FRAC_PI_2, 0.3, 0.12)].into_iter())?);
    // Oars and water.
    for index in 0..9 {
        let x = -0.62 + index as f32 * 0.135;
        let oar = vec![(x, 0.3), (x + 0.02, 0.3), (x - 0.07, 0.52), (x - 0.11, 0.52)];
        builder.push_path(&shape([oar].into_iter())?);
    }
    for row in 0..3 {
        let half = 0.84 - row as f32 * 0.2;
        let y = 0.58 + row as f32 * 0.12;
        let edge = |share: f32, below: f32| (-half + 2.0 * half * share, y + below + 0.03 * (TAU * share * (5.0 - row as f32)).xsin());
        let upper = (0..=48).map(|step| edge(step as f32 / 48.0, 0.0));
        let lower = (0..=48).rev().map(|step| edge(step as f32 / 48.0, 0.045));
        builder.push_path(&shape([upper.chain(lower).collect()].into_iter())?);
    }
    builder.finish()
}

/// The barge at a place, `radius` mm large.
pub(super) fn barge_at(center: Point, radius: f32) -> Option<Path> {
    barge()?.transform(Transform::from_scale(radius, radius).post_translate(center.0, center.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_barge_keeps_to_its_circle() {
        let bounds = barge().unwrap().bounds();
        assert!(bounds.left() > -1.1 && bounds.right() < 1.1 && bounds.top() > -1.15 && bounds.bottom() < 1.0, "{bounds:?}");
    }

    #[test]
    fn petals_behind_are_hidden_by_those_in_front() {
        let front = petal((0.0, 0.0), -FRAC_PI_2, 10.0, 6.0);
        let behind = petal((0.0, 0.0), -FRAC_PI_2, 9.0, 4.0);
        assert_eq!(layered(&[front.clone(), behind], 0).len(), layered(&[front], 0).len());
    }
}
