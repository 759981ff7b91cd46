//! Interlaced straps over regular tilings and star polygons, built by the rays that leave the middles of the tiles' sides.
//!
//! Every strap runs straight through the middle of a side and bends once inside a tile; where two cross, the one that leans clockwise
//! lies on top, so that each strap goes over and under in turn (the "polygons in contact" method of E. H. Hankin, 1925).

use std::f32::consts::{PI, TAU};

use tiny_skia::{Path, PathBuilder};

use crate::domain::RectMm;
use crate::specimen::math::Exact as _;

/// A place on a page in mm.
pub(super) type Point = (f32, f32);

/// A line through places.
pub(super) type Line = Vec<Point>;

/// A regular polygon of `sides` sides of `edge` mm, one of whose sides faces `facing` (radians).
fn polygon(center: Point, sides: u32, edge: f32, facing: f32) -> Line {
    let step = TAU / sides as f32;
    let radius = edge / (2.0 * (step / 2.0).xsin());
    (0..sides)
        .map(|index| {
            let (sin, cos) = (facing + step * (index as f32 + 0.5)).xsin_cos();
            (center.0 + radius * cos, center.1 + radius * sin)
        })
        .collect()
}

/// A tiling of the plane by regular polygons.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tiling {
    /// Octagons and squares: stars of eight and crosses.
    Eights,
    /// Dodecagons, hexagons and squares: stars of twelve, six and four.
    Twelves,
}

impl Tiling {
    /// The distance between the middles of two stars with sides of 1 mm.
    pub(super) fn step(self) -> f32 {
        match self {
            Self::Eights => 1.0 + 2.0_f32.sqrt(),
            Self::Twelves => 3.0 + 3.0_f32.sqrt(),
        }
    }

    /// The tiles that touch `area`, with the middle of a star at `origin` and stars `pitch` mm apart.
    fn tiles(self, area: RectMm, pitch: f32, origin: Point) -> Vec<Line> {
        let edge = pitch / self.step();
        let (left, top) = (area.x as f32 - pitch, area.y as f32 - pitch);
        let (right, bottom) = (area.right() as f32 + pitch, area.bottom() as f32 + pitch);
        let row_height = if self == Self::Eights { pitch } else { pitch * 3.0_f32.sqrt() / 2.0 };
        let (first, last) = (((top - origin.1) / row_height).floor() as i32, ((bottom - origin.1) / row_height).ceil() as i32);
        let mut tiles = Vec::new();
        for row in first..=last {
            let y = origin.1 + row as f32 * row_height;
            let shift = if self == Self::Twelves && row % 2 != 0 { 0.5 } else { 0.0 };
            let (from, to) = (((left - origin.0) / pitch).floor() as i32, ((right - origin.0) / pitch).ceil() as i32);
            for column in from..=to {
                let x = origin.0 + (column as f32 + shift) * pitch;
                match self {
                    Self::Eights => {
                        tiles.push(polygon((x, y), 8, edge, 0.0));
                        tiles.push(polygon((x + pitch / 2.0, y + pitch / 2.0), 4, edge, PI / 4.0));
                    }
                    Self::Twelves => {
                        tiles.push(polygon((x, y), 12, edge, 0.0));
                        // Squares towards three of the six neighbours, hexagons in two of the six gaps: the others belong to them.
                        for turn in 0..3 {
                            let (sin, cos) = (PI / 3.0 * turn as f32).xsin_cos();
                            tiles.push(polygon((x + pitch / 2.0 * cos, y + pitch / 2.0 * sin), 4, edge, PI / 3.0 * turn as f32));
                        }
                        for turn in 0..2 {
                            let angle = PI / 6.0 + PI / 3.0 * turn as f32;
                            let (sin, cos) = angle.xsin_cos();
                            let reach = pitch / 3.0_f32.sqrt();
                            tiles.push(polygon((x + reach * cos, y + reach * sin), 6, edge, PI / 6.0));
                        }
                    }
                }
            }
        }
        tiles
    }
}

/// How straps run over a tiling; lengths in mm.
#[derive(Debug, Clone, Copy)]
pub(super) struct Girih {
    pub tiling: Tiling,
    /// Distance between the middles of two stars.
    pub pitch: f32,
    /// The middle of one star.
    pub origin: Point,
    /// Angle between a strap and the side it crosses, in degrees: small makes blunt stars, large makes sharp ones.
    pub lean: f32,
    /// Half the width of a strap.
    pub half: f32,
    /// Space left free beside the strap on top.
    pub gap: f32,
}

impl Girih {
    /// The two edges of every strap that touches `area`.
    pub(super) fn edges(&self, area: RectMm) -> Vec<Line> {
        let mut lines = Vec::new();
        for tile in self.tiling.tiles(area, self.pitch, self.origin) {
            for strap in self.straps(&tile) {
                for side in [-self.half, self.half] {
                    lines.extend(edge(strap, side, self.half + self.gap, self.lean.to_radians()));
                }
            }
        }
        lines
    }

    /// From the middle of each side of a tile to the middle of the next, with the bend between them.
    fn straps(&self, tile: &[Point]) -> Vec<[Point; 3]> {
        let count = tile.len();
        let corner = |index: usize| tile.get(index % count).copied().unwrap_or_default();
        (0..count)
            .map(|index| {
                let (before, here, after) = (corner(index), corner(index + 1), corner(index + 2));
                let (start, end) = (middle(before, here), middle(here, after));
                // The ray leaves the side at the lean, towards the corner and into the tile; both rays meet on the corner's bisector.
                let toward = unit(start, here);
                let bisector = unit(here, middle(start, end));
                let (sin, cos) = self.lean.to_radians().xsin_cos();
                let inward = {
                    let normal = (-toward.1, toward.0);
                    if normal.0 * bisector.0 + normal.1 * bisector.1 > 0.0 { normal } else { (-normal.0, -normal.1) }
                };
                let ray = (toward.0 * cos + inward.0 * sin, toward.1 * cos + inward.1 * sin);
                [start, crossing(start, ray, here, bisector).unwrap_or(here), end]
            })
            .collect()
    }
}

/// One edge of a strap, `off` mm beside its middle line: it starts on top and ends `free` mm before the strap that covers it.
fn edge(strap: [Point; 3], off: f32, free: f32, lean: f32) -> Option<Line> {
    let [start, bend, end] = strap;
    let (first, second) = (unit(start, bend), unit(bend, end));
    let (n1, n2) = ((-first.1, first.0), (-second.1, second.0));
    let share = off / (1.0 + n1.0 * n2.0 + n1.1 * n2.1).max(0.05);
    // Two straps cross at twice their lean.
    let cross = (2.0 * lean).xsin().abs().max(0.05);
    let cosine = (2.0 * lean).xcos();
    let turn = first.0 * second.1 - first.1 * second.0;
    let back = free / cross + off * cosine / cross * turn.signum();
    let length = distance(bend, end);
    if back >= length {
        return None;
    }
    Some(vec![
        (start.0 + n1.0 * off, start.1 + n1.1 * off),
        (bend.0 + (n1.0 + n2.0) * share, bend.1 + (n1.1 + n2.1) * share),
        (end.0 + n2.0 * off - second.0 * back, end.1 + n2.1 * off - second.1 * back),
    ])
}

/// The edges of the interlaced star polygon {`points`/`skip`} in a circle of `radius` mm, its first tip towards `turn` (radians).
pub(super) fn knot(center: Point, radius: f32, (points, skip): (usize, usize), turn: f32, half: f32, gap: f32) -> Vec<Line> {
    let tip = |index: usize| {
        let (sin, cos) = (turn + TAU * (index % points) as f32 / points as f32).xsin_cos();
        (center.0 + radius * cos, center.1 + radius * sin)
    };
    let chord = |index: usize| (tip(index), tip(index + skip));
    let mut lines = Vec::new();
    for index in 0..points {
        let (from, to) = chord(index);
        let way = unit(from, to);
        let (normal, length) = ((-way.1, way.0), distance(from, to));
        let mut crossings: Vec<(f32, Point)> = (0..points)
            .filter(|other| *other != index && (*other + skip) % points != index && (index + skip) % points != *other)
            .filter_map(|other| {
                let (a, b) = chord(other);
                let across = unit(a, b);
                let at = crossing(from, way, a, across)?;
                let (here, there) = (along(from, way, at), along(a, across, at));
                (here > 0.0 && here < length && there > 0.0 && there < length).then_some((here, across))
            })
            .collect();
        crossings.sort_by(|a, b| a.0.total_cmp(&b.0));
        // The strap before and the one after meet this one in a mitre at its tips.
        let before = unit(chord((index + points - skip) % points).0, from);
        let after = unit(to, tip(index + 2 * skip));
        for off in [-half, half] {
            let mitre = |other: Point| {
                let side = way.0 * other.1 - way.1 * other.0;
                let cosine = way.0 * other.0 + way.1 * other.1;
                off * (1.0 - cosine) / if side.abs() < 1e-3 { 1e-3 } else { side }
            };
            let (mut start, stop) = (mitre(before), length - mitre(after));
            let place = |run: f32| (from.0 + way.0 * run + normal.0 * off, from.1 + way.1 * run + normal.1 * off);
            for (order, (at, across)) in crossings.iter().enumerate() {
                if order % 2 == 0 {
                    continue;
                }
                let beside = (-across.1, across.0);
                let slant = way.0 * beside.0 + way.1 * beside.1;
                if slant.abs() < 1e-3 {
                    continue;
                }
                let shifted = at - off * (normal.0 * beside.0 + normal.1 * beside.1) / slant;
                let free = (half + gap) / slant.abs();
                if shifted - free > start {
                    lines.push(vec![place(start), place(shifted - free)]);
                }
                start = shifted + free;
            }
            if stop > start {
                lines.push(vec![place(start), place(stop)]);
            }
        }
    }
    lines
}

/// Bends lines by `map` and leaves out where `keep` says no; places are looked at every 0.25 mm.
pub(super) fn bent(lines: &[Line], map: &dyn Fn(Point) -> Point, keep: &dyn Fn(Point) -> bool) -> Vec<Path> {
    lines.iter().flat_map(|line| runs(&refined(line, 0.25), map, keep)).collect()
}

/// The lines as they are.
pub(super) fn straight(lines: &[Line]) -> Vec<Path> {
    lines.iter().filter_map(|line| polyline(line)).collect()
}

/// The paths of those stretches of a line that `keep` wants, moved by `map`.
fn runs(line: &[Point], map: &dyn Fn(Point) -> Point, keep: &dyn Fn(Point) -> bool) -> Vec<Path> {
    let mut paths = Vec::new();
    let mut run = Line::new();
    for place in line {
        let moved = map(*place);
        if keep(moved) {
            run.push(moved);
        } else {
            paths.extend(polyline(&run));
            run.clear();
        }
    }
    paths.extend(polyline(&run));
    paths
}

fn refined(line: &[Point], step: f32) -> Line {
    let mut out = Line::new();
    for pair in line.windows(2) {
        if let [a, b] = *pair {
            let count = (distance(a, b) / step).ceil().max(1.0) as u32;
            out.extend((0..count).map(|index| between(a, b, index as f32 / count as f32)));
        }
    }
    out.extend(line.last());
    out
}

/// The path through the points of a line; `None` for fewer than two.
pub(super) fn polyline(line: &[Point]) -> Option<Path> {
    if line.len() < 2 {
        return None;
    }
    let mut builder = PathBuilder::with_capacity(line.len(), line.len());
    for (index, (x, y)) in line.iter().enumerate() {
        if index == 0 { builder.move_to(*x, *y) } else { builder.line_to(*x, *y) }
    }
    builder.finish()
}

fn middle(a: Point, b: Point) -> Point {
    between(a, b, 0.5)
}

pub(super) fn between(a: Point, b: Point, share: f32) -> Point {
    (a.0 + (b.0 - a.0) * share, a.1 + (b.1 - a.1) * share)
}

pub(super) fn distance(a: Point, b: Point) -> f32 {
    (b.0 - a.0).xhypot(b.1 - a.1)
}

fn unit(a: Point, b: Point) -> Point {
    let length = distance(a, b).max(1e-6);
    ((b.0 - a.0) / length, (b.1 - a.1) / length)
}

fn along(from: Point, way: Point, at: Point) -> f32 {
    (at.0 - from.0) * way.0 + (at.1 - from.1) * way.1
}

/// Where the lines from `a` towards `along_a` and from `b` towards `along_b` cross; `None` if they are parallel.
fn crossing(a: Point, along_a: Point, b: Point, along_b: Point) -> Option<Point> {
    let det = along_a.0 * along_b.1 - along_a.1 * along_b.0;
    if det.abs() < 1e-5 {
        return None;
    }
    let run = ((b.0 - a.0) * along_b.1 - (b.1 - a.1) * along_b.0) / det;
    Some((a.0 + along_a.0 * run, a.1 + along_a.1 * run))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EIGHTS: Girih = Girih { tiling: Tiling::Eights, pitch: 10.0, origin: (0.0, 0.0), lean: 67.5, half: 0.3, gap: 0.1 };

    #[test]
    fn the_straps_of_neighbouring_tiles_join_without_a_bend() {
        let straps: Vec<_> =
            EIGHTS.tiling.tiles(RectMm::new(0.0, 0.0, 10.0, 10.0), 10.0, (0.0, 0.0)).iter().flat_map(|tile| EIGHTS.straps(tile)).collect();
        let joined = straps
            .iter()
            .filter(|[_, bend, end]| {
                let into = unit(*bend, *end);
                // The covered strap of this tile goes on as the covered strap of the neighbour, which ends at the same place.
                straps.iter().any(|[_, next, other]| {
                    let back = unit(*other, *next);
                    distance(*end, *other) < 1e-3 && (into.0 - back.0).abs() < 1e-3 && (into.1 - back.1).abs() < 1e-3
                })
            })
            .count();
        assert!(joined > 50, "{joined}");
    }

    #[test]
    fn both_edges_of_a_strap_end_alike_before_the_strap_on_top() {
        let tile = polygon((0.0, 0.0), 8, 4.0, 0.0);
        let straps = EIGHTS.straps(&tile);
        let over = straps[1];
        assert!(distance(straps[0][2], over[0]) < 1e-4, "the strap ends where the next begins");
        let way = unit(over[0], over[1]);
        for off in [-0.3, 0.3] {
            let end = edge(straps[0], off, 0.4, 67.5_f32.to_radians()).unwrap()[2];
            let beside = ((end.0 - over[0].0) * way.1 - (end.1 - over[0].1) * way.0).abs();
            assert!((beside - 0.4).abs() < 1e-3, "{beside}");
        }
    }

    #[test]
    fn a_knot_is_broken_once_for_every_crossing() {
        // {8/3}: 8 chords of 4 crossings, each crossing shared by two; two edges of each chord are cut at two of them.
        let lines = knot((0.0, 0.0), 10.0, (8, 3), 0.0, 0.3, 0.1);
        assert_eq!(lines.len(), 8 * 2 * 3);
    }
}
