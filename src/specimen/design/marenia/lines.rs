//! The lines of Marenian charts: depth lines, rhumb lines, shells, spirographs, rope, scallops.

use std::collections::{BTreeMap, BTreeSet};
use std::f32::consts::{PI, TAU};

use tiny_skia::{Path, PathBuilder};

use crate::domain::RectMm;
use crate::specimen::guilloche::{Closed, smooth};
use crate::specimen::math::Exact as _;

/// Islands in a sea; the depth grows with the distance from the nearest shore.
pub(super) struct Chart<'a> {
    /// Centre and radius of each, in mm; one of negative radius is a shoal that stays under water.
    pub islands: &'a [(f32, f32, f32)],
    /// How far the shores wander, in mm.
    pub ripple: f32,
}

impl Chart<'_> {
    /// How far a place in mm is from the nearest shore, in mm; negative on land.
    pub(super) fn depth(&self, x: f32, y: f32) -> f32 {
        // A soft minimum, so that islands that lie close grow together without a corner.
        const SOFTNESS: f32 = 4.0;
        let sum: f32 = self.islands.iter().map(|(cx, cy, radius)| (-((x - cx).xhypot(y - cy) - radius) / SOFTNESS).xexp()).sum();
        let wander = (x * 0.31 + 1.3 * (y * 0.17).xsin()).xsin() + 0.6 * (y * 0.43 - x * 0.11 + 1.7).xsin();
        -SOFTNESS * sum.max(1e-30).xln() + self.ripple * wander
    }

    /// Lines of equal depth over `area`, `spacing` mm apart.
    pub(super) fn lines(&self, area: RectMm, spacing: f32) -> DepthLines {
        let mut lines = DepthLines { shores: Vec::new(), hills: Vec::new(), fine: Vec::new(), fifths: Vec::new() };
        for (level, path) in levels(area, 0.6, &|x, y| self.depth(x, y) / spacing) {
            let kind = match level {
                0 => &mut lines.shores,
                ..0 => &mut lines.hills,
                _ if level % 5 == 0 => &mut lines.fifths,
                _ => &mut lines.fine,
            };
            kind.push(path);
        }
        lines
    }
}

/// The lines of a chart by what they are.
pub(super) struct DepthLines {
    pub shores: Vec<Path>,
    /// Lines on land.
    pub hills: Vec<Path>,
    /// Lines under water, but for every fifth.
    pub fine: Vec<Path>,
    pub fifths: Vec<Path>,
}

/// The level curves of `value` at whole numbers over `area`, on a grid of `step` mm (marching squares).
fn levels(area: RectMm, step: f32, value: &dyn Fn(f32, f32) -> f32) -> Vec<(i32, Path)> {
    let (left, top) = (area.x as f32, area.y as f32);
    let (columns, rows) = ((area.width as f32 / step).ceil() as usize, (area.height as f32 / step).ceil() as usize);
    let stride = columns + 1;
    let place = |node: usize| (left + (node % stride) as f32 * step, top + (node / stride) as f32 * step);
    let values: Vec<f32> = (0..stride * (rows + 1)).map(|node| value(place(node).0, place(node).1)).collect();
    let at = |node: usize| values.get(node).copied().unwrap_or(0.0);
    // An edge is named by its first node and whether it runs down; each crossing knows its neighbours along the curve.
    let ends = |edge: usize| (edge / 2, if edge.is_multiple_of(2) { edge / 2 + 1 } else { edge / 2 + stride });
    let mut links: BTreeMap<(i32, usize), Vec<usize>> = BTreeMap::new();
    for row in 0..rows {
        for column in 0..columns {
            let node = row * stride + column;
            let corners = [at(node), at(node + 1), at(node + stride), at(node + stride + 1)];
            let (low, high) = corners.iter().fold((f32::MAX, f32::MIN), |(low, high), value| (low.min(*value), high.max(*value)));
            for level in low.ceil() as i32..=high.floor() as i32 {
                let crossed = |edge: &usize| {
                    let (a, b) = ends(*edge);
                    (at(a) < level as f32) != (at(b) < level as f32)
                };
                let around = [node * 2, (node + 1) * 2 + 1, (node + stride) * 2, node * 2 + 1];
                let crossings: Vec<usize> = around.into_iter().filter(crossed).collect();
                for pair in crossings.chunks_exact(2) {
                    if let [a, b] = *pair {
                        links.entry((level, a)).or_default().push(b);
                        links.entry((level, b)).or_default().push(a);
                    }
                }
            }
        }
    }
    let point = |level: i32, edge: usize| {
        let (a, b) = ends(edge);
        let share = ((level as f32 - at(a)) / (at(b) - at(a))).clamp(0.0, 1.0);
        let (from, to) = (place(a), place(b));
        (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share)
    };
    let mut done = BTreeSet::new();
    let mut paths = Vec::new();
    // Open curves first, from one of their ends; what is left are closed ones.
    let starts = links.iter().filter(|(_, next)| next.len() == 1).chain(links.iter().filter(|(_, next)| next.len() != 1));
    for (start, next) in starts {
        let mut points = Vec::new();
        let mut key = *start;
        while done.insert(key) {
            points.push(point(key.0, key.1));
            let onward = links.get(&key).and_then(|next| next.iter().find(|edge| !done.contains(&(key.0, **edge))));
            match onward {
                Some(edge) => key = (key.0, *edge),
                None => break,
            }
        }
        if points.len() > 3 {
            paths.extend(smooth(&points, if next.len() == 1 { Closed::No } else { Closed::Yes }).map(|path| (start.0, path)));
        }
    }
    paths
}

fn segment(from: (f32, f32), to: (f32, f32)) -> Option<Path> {
    let mut builder = PathBuilder::new();
    builder.move_to(from.0, from.1);
    builder.line_to(to.0, to.1);
    builder.finish()
}

/// The net of a sea chart: lines between every two of `nodes` places around `center` that are one of `steps` places apart.
pub(super) fn rhumb_lines(center: (f32, f32), radius: f32, nodes: u32, steps: &[u32]) -> Vec<Path> {
    let node = |index: u32| {
        let (sin, cos) = (TAU * index as f32 / nodes as f32 - PI / 2.0).xsin_cos();
        (center.0 + radius * cos, center.1 + radius * sin)
    };
    steps
        .iter()
        .flat_map(|step| (0..if step * 2 == nodes { nodes / 2 } else { nodes }).map(move |index| (index, index + step)))
        .filter_map(|(from, to)| segment(node(from), node(to)))
        .collect()
}

/// A shell: `arms` spirals to each hand between two radii, each turning by `turn` radians.
pub(super) fn shell(center: (f32, f32), radii: (f32, f32), arms: u32, turn: f32) -> Vec<Path> {
    (0..arms * 2)
        .filter_map(|arm| {
            let hand = if arm % 2 == 0 { 1.0 } else { -1.0 };
            let points: Vec<_> = (0..=24)
                .map(|step| {
                    let share = step as f32 / 24.0;
                    let radius = radii.0 * (radii.1 / radii.0).xpow(share);
                    let (sin, cos) = (TAU * (arm / 2) as f32 / arms as f32 + hand * turn * share).xsin_cos();
                    (center.0 + radius * cos, center.1 + radius * sin)
                })
                .collect();
            smooth(&points, Closed::No)
        })
        .collect()
}

/// One endless line as a wheel rolling in a ring draws it: `petals` points in `turns` turns, which must share no divisor.
pub(super) fn spirograph(center: (f32, f32), radius: f32, petals: u32, turns: u32, reach: f32) -> Option<Path> {
    let steps = petals * 22;
    let ratio = petals as f32 / turns as f32 - 1.0;
    let points: Vec<_> = (0..steps)
        .map(|step| {
            let angle = TAU * turns as f32 * step as f32 / steps as f32;
            let (x, y) = (
                (1.0 - reach) * angle.xcos() + reach * (angle * ratio).xcos(),
                (1.0 - reach) * angle.xsin() - reach * (angle * ratio).xsin(),
            );
            (center.0 + radius * x, center.1 + radius * y)
        })
        .collect();
    smooth(&points, Closed::Yes)
}

/// The strands of a laid rope, as S-shaped lines; `place` maps mm along and across the rope to the page.
fn strands(length: f32, width: f32, pitch: f32, place: &dyn Fn(f32, f32) -> (f32, f32)) -> Vec<Path> {
    let half = width / 2.0;
    (0..(length / pitch).round() as i32)
        .filter_map(|index| {
            let along = (index as f32 + 0.5) * length / (length / pitch).round();
            let [a, b, c, d] =
                [(-1.3, half), (0.2, half), (-0.2, -half), (1.3, -half)].map(|(lead, across)| place(along + lead * width * 0.55, across));
            let mut builder = PathBuilder::new();
            builder.move_to(a.0, a.1);
            builder.cubic_to(b.0, b.1, c.0, c.1, d.0, d.1);
            builder.finish()
        })
        .collect()
}

/// A straight rope from left to right.
pub(super) fn rope(from: (f32, f32), length: f32, width: f32, pitch: f32) -> Vec<Path> {
    strands(length, width, pitch, &|along, across| (from.0 + along, from.1 + across))
}

/// A rope laid in a ring.
pub(super) fn rope_ring(center: (f32, f32), radius: f32, width: f32, pitch: f32) -> Vec<Path> {
    strands(TAU * radius, width, pitch, &|along, across| {
        let (sin, cos) = (along / radius).xsin_cos();
        (center.0 + (radius + across) * cos, center.1 + (radius + across) * sin)
    })
}

/// Rows of scallops over `area`: each of `rings` arcs, hidden where the next row lies over it.
pub(super) fn scallops(area: RectMm, radius: f32, rings: u32) -> Vec<Path> {
    let mut paths = Vec::new();
    let rows = (area.height as f32 / radius * 2.0).ceil() as i32 + 2;
    let columns = (area.width as f32 / radius / 2.0).ceil() as i32 + 1;
    for row in 0..rows {
        for column in 0..=columns {
            let center = (
                area.x as f32 + radius * (2 * column) as f32 + if row % 2 == 0 { 0.0 } else { radius },
                area.y as f32 + radius * 0.5 * row as f32,
            );
            for ring in 0..rings {
                let reach = radius * (1.0 - ring as f32 / rings as f32 * 0.82);
                let mut run = Vec::new();
                for step in 0..=28 {
                    let (sin, cos) = (PI + PI * step as f32 / 28.0).xsin_cos();
                    let point = (center.0 + reach * cos, center.1 + reach * sin);
                    let covered = [(-radius, 0.5 * radius), (radius, 0.5 * radius), (0.0, radius)]
                        .iter()
                        .any(|(dx, dy)| (point.0 - center.0 - dx).xhypot(point.1 - center.1 - dy) < radius * 0.995);
                    let inside = point.0 >= area.x as f32
                        && point.0 <= area.right() as f32
                        && point.1 >= area.y as f32
                        && point.1 <= area.bottom() as f32;
                    if inside && !covered {
                        run.push(point);
                    } else if run.len() > 1 {
                        paths.extend(smooth(&run, Closed::No));
                        run.clear();
                    } else {
                        run.clear();
                    }
                }
                if run.len() > 1 {
                    paths.extend(smooth(&run, Closed::No));
                }
            }
        }
    }
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_lines_follow_the_shore_at_their_distance() {
        let chart = Chart { islands: &[(20.0, 20.0, 5.0)], ripple: 0.0 };
        let lines = chart.lines(RectMm::new(0.0, 0.0, 40.0, 40.0), 2.0);
        assert_eq!((lines.shores.len(), lines.hills.len()), (1, 2), "closed lines are not broken");
        let widest = |paths: &[Path]| paths.iter().map(|path| path.bounds().width()).fold(0.0, f32::max);
        let widths = (widest(&lines.shores), widest(&lines.fifths));
        assert!((widths.0 - 10.0).abs() < 0.3 && (widths.1 - 30.0).abs() < 0.3, "{widths:?}");
    }

    #[test]
    fn a_spirograph_stays_in_its_circle_and_touches_it() {
        let path = spirograph((10.0, 10.0), 6.0, 17, 5, 0.35).unwrap();
        let bounds = path.bounds();
        assert!(bounds.left() > 3.99 && bounds.right() < 16.01 && bounds.width() > 11.6, "{bounds:?}");
    }

    #[test]
    fn scallops_stay_in_their_area() {
        for path in scallops(RectMm::new(2.0, 3.0, 12.0, 6.0), 1.5, 4) {
            let bounds = path.bounds();
            assert!(bounds.left() >= 1.99 && bounds.top() >= 2.99 && bounds.right() <= 14.01 && bounds.bottom() <= 9.01);
        }
    }
}
