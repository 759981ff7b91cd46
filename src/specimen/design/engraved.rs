//! Line art as a burin cuts it: outlines that hide what lies behind them, shaded by lines within.

use tiny_skia::{Path, PathBuilder};

use crate::specimen::guilloche::{Closed, smooth};

/// A place in mm, or in units of an emblem.
pub(super) type Point = (f32, f32);

/// Adds the points of a cubic curve after its first one.
pub(super) fn cubic(points: &mut Vec<Point>, a: Point, b: Point, end: Point) {
    let Some(&start) = points.last() else { return };
    for step in 1..=12 {
        let t = step as f32 / 12.0;
        let s = 1.0 - t;
        let mix = |p: f32, q: f32, r: f32, e: f32| s * s * s * p + 3.0 * s * s * t * q + 3.0 * s * t * t * r + t * t * t * e;
        points.push((mix(start.0, a.0, b.0, end.0), mix(start.1, a.1, b.1, end.1)));
    }
}

/// Whether a place lies inside a closed outline (even-odd rule).
pub(super) fn within(outline: &[Point], (x, y): Point) -> bool {
    let mut inside = false;
    let mut last = outline.len().wrapping_sub(1);
    for (index, &(ax, ay)) in outline.iter().enumerate() {
        if let Some(&(bx, by)) = outline.get(last)
            && (ay > y) != (by > y)
            && x < (bx - ax) * (y - ay) / (by - ay) + ax
        {
            inside = !inside;
        }
        last = index;
    }
    inside
}

/// Draws outlines so that each hides what is behind it; the first lies in front. Every outline has `rings` more lines within, each
/// nearer to its root, as a burin shades a leaf.
pub(super) fn layered(outlines: &[Vec<Point>], rings: u32) -> Vec<Path> {
    let mut paths = Vec::new();
    for (index, outline) in outlines.iter().enumerate() {
        let (Some(&root), hiding) = (outline.first(), outlines.get(..index).unwrap_or_default()) else { continue };
        for ring in 0..=rings {
            let share = 1.0 - 0.19 * ring as f32;
            let mut run: Vec<Point> = Vec::new();
            for &(x, y) in outline {
                let place = (root.0 + (x - root.0) * share, root.1 + (y - root.1) * share);
                if hiding.iter().any(|front| within(front, place)) {
                    if run.len() > 2 {
                        paths.extend(smooth(&run, Closed::No));
                    }
                    run.clear();
                } else {
                    run.push(place);
                }
            }
            if run.len() > 2 {
                paths.extend(smooth(&run, Closed::No));
            }
        }
    }
    paths
}

/// Closed outlines as one path.
pub(super) fn shape(outlines: impl Iterator<Item = Vec<Point>>) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for outline in outlines {
        for (index, (x, y)) in outline.into_iter().enumerate() {
            if index == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
        }
        builder.close();
    }
    builder.finish()
}
