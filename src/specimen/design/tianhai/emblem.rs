//! The ornaments of Tianhai: clouds, waves, cliffs, lattice windows, thunder fret, and its stamp, whose signs mean nothing.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use tiny_skia::{Path, PathBuilder, Transform};

use crate::specimen::design::engraved::{Point, cubic, layered, shape, within};
use crate::specimen::guilloche::{Closed, smooth};
use crate::specimen::math::Exact as _;

/// A roll that turns `turns` times inwards from its outermost point at the angle `from`.
fn roll(center: Point, radius: f32, from: f32, turns: f32, side: f32) -> Vec<Point> {
    (0..=44)
        .map(|step| {
            let share = step as f32 / 44.0;
            let (sin, cos) = (from + side * TAU * turns * share).xsin_cos();
            let reach = radius * (1.0 - 0.8 * share);
            (center.0 + reach * cos, center.1 + reach * sin)
        })
        .collect()
}

/// A cloud of three rolls with a trailing ribbon, drawn in `strands` parallel lines; about 2.5 times `size` wide and as high as it.
/// `way` is 1 if it trails to the right, -1 if to the left.
pub(super) fn cloud(center: Point, size: f32, way: f32, strands: u32) -> Vec<Path> {
    let mut lines: Vec<Vec<Point>> = Vec::new();
    for strand in 0..strands {
        let inset = 0.07 * strand as f32;
        lines.push(roll((-0.55, 0.12), 0.3 - inset, FRAC_PI_2, 1.5, 1.0));
        lines.push(roll((0.5, 0.1), 0.34 - inset, FRAC_PI_2, 1.55, -1.0));
        lines.push(roll((-0.06, -0.2), 0.38 - inset, PI * 0.9, 1.6, 1.0));
        let mut base = vec![(-0.55, 0.42 - inset)];
        cubic(&mut base, (-0.3, 0.46 - inset), (0.1, 0.34 - inset), (0.5, 0.44 - inset));
        cubic(&mut base, (0.8, 0.5 - inset), (1.0, 0.3 - inset * 0.7), (1.5, 0.36 - inset * 0.2));
        lines.push(base);
        let mut trail = vec![(-0.3, 0.56 - inset * 0.6)];
        cubic(&mut trail, (0.2, 0.52 - inset * 0.6), (0.6, 0.68 - inset * 0.6), (1.1, 0.54 - inset * 0.2));
        lines.push(trail);
    }
    lines
        .into_iter()
        .filter_map(|line| {
            let placed: Vec<Point> = line.into_iter().map(|(x, y)| (center.0 + way * x * size, center.1 + y * size)).collect();
            smooth(&placed, Closed::No)
        })
        .collect()
}

/// Waves like scales over a rectangle (left, top, right, bottom in mm): rows of half rings, lower ones in front.
pub(super) fn scales(area: [f32; 4], radius: f32, rings: u32) -> Vec<Path> {
    let [left, top, right, bottom] = area;
    let mut paths = Vec::new();
    let rows = ((bottom - top) / (radius / 2.0)).ceil() as i32 + 1;
    let columns = ((right - left) / (2.0 * radius)).ceil() as i32 + 1;
    for row in 0..=rows {
        let y = top + radius + row as f32 * radius / 2.0;
        for column in 0..=columns {
            let x = left + column as f32 * 2.0 * radius - if row % 2 == 0 { 0.0 } else { radius };
            let hidden = |place: Point| {
                [(x - radius, y + radius / 2.0), (x + radius, y + radius / 2.0), (x, y + radius)]
                    .iter()
                    .any(|front| (place.0 - front.0).xhypot(place.1 - front.1) < radius * 0.999)
            };
            for ring in 0..rings {
                let reach = radius * (1.0 - ring as f32 / (rings as f32 + 0.4));
                let mut run: Vec<Point> = Vec::new();
                for step in 0..=22 {
                    let (sin, cos) = (PI + PI * step as f32 / 22.0).xsin_cos();
                    let place = (x + reach * cos, y + reach * sin);
                    let outside = place.0 < left || place.0 > right || place.1 < top || place.1 > bottom;
                    if outside || hidden(place) {
                        paths.extend(Some(&run).filter(|run| run.len() > 2).and_then(|run| smooth(run, Closed::No)));
                        run.clear();
                    } else {
                        run.push(place);
                    }
                }
                paths.extend(Some(&run).filter(|run| run.len() > 2).and_then(|run| smooth(run, Closed::No)));
            }
        }
    }
    paths
}

/// The outline of a steep peak above the middle of its foot.
fn peak(foot: Point, half: f32, height: f32, lean: f32) -> Vec<Point> {
    let at = |x: f32, y: f32| (foot.0 + x * half, foot.1 - y * height);
    let mut points = vec![at(0.0, 0.0), at(-1.0, 0.0)];
    cubic(&mut points, at(-0.86, 0.2), at(-0.62, 0.24), at(-0.56, 0.46));
    cubic(&mut points, at(-0.5, 0.66), at(lean - 0.36, 0.78), at(lean - 0.12, 0.96));
    cubic(&mut points, at(lean - 0.04, 1.02), at(lean + 0.06, 1.0), at(lean + 0.14, 0.9));
    cubic(&mut points, at(lean + 0.3, 0.7), at(0.5, 0.62), at(0.56, 0.42));
    cubic(&mut points, at(0.62, 0.22), at(0.86, 0.2), at(1.0, 0.0));
    points.push(at(0.0, 0.0));
    points
}

fn peaks(foot: Point, size: f32) -> Vec<Vec<Point>> {
    let at = |x: f32, half: f32, height: f32, lean: f32| peak((foot.0 + x * size, foot.1), half * size, height * size, lean);
    vec![
        at(-0.5, 0.26, 0.52, 0.1),
        at(0.42, 0.3, 0.6, -0.1),
        at(0.0, 0.36, 1.0, 0.06),
        at(-0.28, 0.3, 0.78, -0.12),
        at(0.72, 0.26, 0.44, -0.1),
        at(0.3, 0.3, 0.84, 0.14),
    ]
}

/// Cliffs in engraved lines, `size` mm high above the middle of their foot.
pub(super) fn cliffs(foot: Point, size: f32, rings: u32) -> Vec<Path> {
    layered(&peaks(foot, size), rings)
}

/// The three tallest cliffs as shapes that do not overlap.
pub(super) fn cliffs_shape(foot: Point, size: f32) -> Option<Path> {
    let at = |x: f32, half: f32, height: f32, lean: f32| peak((foot.0 + x * size, foot.1), half * size, height * size, lean);
    shape([at(-0.62, 0.28, 0.6, 0.1), at(0.0, 0.33, 1.0, 0.06), at(0.64, 0.29, 0.7, -0.1)].into_iter())
}

/// Lattice windows over a rectangle: octagons with a star within, squares on their tips between them; `cell` and `gap` in mm.
pub(super) fn windows(area: [f32; 4], cell: f32, gap: f32) -> Vec<Path> {
    let [left, top, right, bottom] = area;
    let (columns, rows) = (((right - left) / cell).floor() as i32, ((bottom - top) / cell).floor() as i32);
    let (from_x, from_y) = (left + (right - left - columns as f32 * cell) / 2.0, top + (bottom - top - rows as f32 * cell) / 2.0);
    let polygon = |center: Point, radius: f32, corners: u32, turn: f32| {
        let corner = |index: u32| {
            let (sin, cos) = (TAU * index as f32 / corners as f32 + turn).xsin_cos();
            (center.0 + radius * cos, center.1 + radius * sin)
        };
        shape(std::iter::once((0..corners).map(corner).collect()))
    };
    // Flat to flat an octagon is 0.924 of twice its radius.
    let radius = cell / 2.0 / 0.923_88;
    let mut paths = Vec::new();
    for row in 0..rows {
        for column in 0..columns {
            let center = (from_x + (column as f32 + 0.5) * cell, from_y + (row as f32 + 0.5) * cell);
            paths.extend(polygon(center, radius - gap / 2.0, 8, PI / 8.0));
            paths.extend(polygon(center, radius * 0.56, 4, 0.0));
            paths.extend(polygon(center, radius * 0.56, 4, PI / 4.0));
            if column > 0 && row > 0 {
                let knot = (center.0 - cell / 2.0, center.1 - cell / 2.0);
                paths.extend(polygon(knot, cell * 0.207 * std::f32::consts::SQRT_2 - gap * 0.7, 4, 0.0));
            }
        }
    }
    paths
}

/// Square rolls side by side, each the mirror of the last, as a thunder fret; `unit` is the width of one in mm.
pub(super) fn fret(left: f32, top: f32, unit: f32, count: u32) -> Vec<Path> {
    let turns = [(0.0, 5.0), (0.0, 0.0), (5.0, 0.0), (5.0, 3.9), (1.3, 3.9), (1.3, 1.3), (3.7, 1.3), (3.7, 2.6), (2.5, 2.6)];
    let scale = unit / 6.0;
    (0..count)
        .filter_map(|index| {
            let mut builder = PathBuilder::new();
            for (step, (x, y)) in turns.into_iter().enumerate() {
                let (x, y) = if index % 2 == 0 { (x, y) } else { (5.0 - x, 5.0 - y) };
                let place = (left + index as f32 * unit + (x + 0.5) * scale, top + y * scale);
                if step == 0 { builder.move_to(place.0, place.1) } else { builder.line_to(place.0, place.1) }
            }
            builder.finish()
        })
        .collect()
}

/// The strokes of the four signs of the stamp, each on a field of six by six.
const SIGNS: [&[&[Point]]; 4] = [
    &[
        &[(0.0, 0.0), (0.0, 6.0)],
        &[(6.0, 0.0), (6.0, 6.0)],
        &[(0.0, 3.0), (6.0, 3.0)],
        &[(1.7, 0.0), (1.7, 1.5), (4.3, 1.5), (4.3, 0.0)],
        &[(1.7, 6.0), (1.7, 4.5), (4.3, 4.5), (4.3, 6.0)],
        &[(3.0, 1.5), (3.0, 4.5)],
    ],
    &[
        &[(0.0, 0.0), (6.0, 0.0)],
        &[(3.0, 0.0), (3.0, 6.0)],
        &[(0.0, 6.0), (0.0, 1.8), (1.5, 1.8), (1.5, 6.0)],
        &[(6.0, 6.0), (6.0, 1.8), (4.5, 1.8), (4.5, 6.0)],
        &[(1.5, 4.0), (4.5, 4.0)],
    ],
    &[&[(0.0, 6.0), (0.0, 0.0), (6.0, 0.0), (6.0, 4.4), (1.6, 4.4), (1.6, 1.6), (4.4, 1.6), (4.4, 3.0)], &[(0.0, 6.0), (6.0, 6.0)]],
    &[
        &[(0.0, 1.5), (6.0, 1.5)],
        &[(1.0, 0.0), (1.0, 1.5)],
        &[(3.0, 0.0), (3.0, 6.0)],
        &[(5.0, 0.0), (5.0, 1.5)],
        &[(0.0, 6.0), (0.0, 3.0), (6.0, 3.0), (6.0, 6.0)],
        &[(1.5, 6.0), (1.5, 4.5), (4.5, 4.5), (4.5, 6.0)],
    ],
];

/// The strokes of the stamp in a square of `side` mm: a frame with a spur at its upper left corner, and four signs.
pub(super) fn stamp(left: f32, top: f32, side: f32) -> Option<Path> {
    let mut paths = Vec::new();
    let line = |points: &[Point]| {
        let mut builder = PathBuilder::new();
        for (index, (x, y)) in points.iter().enumerate() {
            if index == 0 { builder.move_to(*x, *y) } else { builder.line_to(*x, *y) }
        }
        builder.finish()
    };
    let right = left + side;
    paths.extend(line(&[(left, top), (right, top), (right, top + side), (left, top + side), (left, top - 0.02 * side)]));
    let (field, room) = (side * 0.36, side * 0.1);
    for (sign, (column, row)) in SIGNS.iter().zip([(1.0, 0.0), (1.0, 1.0), (0.0, 0.0), (0.0, 1.0)]) {
        let (x, y) = (left + room + column * (field + side * 0.08), top + room + row * (field + side * 0.08));
        for stroke in *sign {
            let placed: Vec<Point> = stroke.iter().map(|(u, v)| (x + u * field / 6.0, y + v * field / 6.0)).collect();
            paths.extend(line(&placed));
        }
    }
    together(&paths)
}

/// Lines as one path, so that a stroke of them does not darken where they cross.
pub(super) fn together(paths: &[Path]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for path in paths {
        builder.push_path(path);
    }
    builder.finish()
}

/// The arms: cliffs between sun and sea within a ring; about the origin, in a circle of radius 1.
fn arms() -> Option<Path> {
    let circle = |radius: f32, way: f32| {
        (0..72)
            .map(|step| {
                let (sin, cos) = (way * TAU * step as f32 / 72.0).xsin_cos();
                (radius * cos, radius * sin)
            })
            .collect::<Vec<Point>>()
    };
    let mut parts = vec![circle(1.0, 1.0), circle(0.93, -1.0), circle(0.87, 1.0), circle(0.84, -1.0)];
    parts.push(circle(0.13, 1.0).into_iter().map(|(x, y)| (x + 0.36, y - 0.5)).collect());
    parts.extend([peak((-0.36, 0.2), 0.2, 0.46, 0.1), peak((0.02, 0.2), 0.25, 0.82, 0.06), peak((0.4, 0.2), 0.2, 0.36, -0.1)]);
    let disc = circle(0.8, 1.0);
    for row in 0..5 {
        let y = 0.28 + row as f32 * 0.11;
        let half = (0.64 - y * y).max(0.0).sqrt() - 0.02;
        let edge = |share: f32, below: f32| {
            let x = -half + 2.0 * half * share;
            (x, y + below + 0.024 * (x * 15.0 + row as f32 * 1.6).xsin())
        };
        let band: Vec<Point> =
            (0..=40).map(|step| edge(step as f32 / 40.0, 0.0)).chain((0..=40).rev().map(|step| edge(step as f32 / 40.0, 0.05))).collect();
        if band.iter().filter(|place| within(&disc, **place)).count() > 40 {
            parts.push(band);
        }
    }
    shape(parts.into_iter())
}

/// The arms at a place, `radius` mm large.
pub(super) fn arms_at(center: Point, radius: f32) -> Option<Path> {
    arms()?.transform(Transform::from_scale(radius, radius).post_translate(center.0, center.1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scales_keep_inside_their_rectangle() {
        let paths = scales([10.0, 20.0, 40.0, 26.0], 2.0, 4);
        assert!(paths.len() > 60);
        for path in paths {
            let bounds = path.bounds();
            assert!(bounds.left() >= 9.9 && bounds.right() <= 40.1 && bounds.top() >= 19.9 && bounds.bottom() <= 26.1, "{bounds:?}");
        }
    }

    #[test]
    fn the_arms_keep_to_their_circle() {
        let bounds = arms().unwrap().bounds();
        assert!(bounds.left() >= -1.01 && bounds.right() <= 1.01 && bounds.top() >= -1.01 && bounds.bottom() <= 1.01, "{bounds:?}");
    }
}
