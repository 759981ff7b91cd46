//! The outline of a Data Matrix symbol that stands nearly upright: two solid sides and two broken ones.

use crate::domain::PointPx;
use crate::reading::barcode::find::fit::Line;
use crate::reading::barcode::find::threshold::Bits;

/// The four sides of a symbol.
#[derive(Debug, Clone)]
pub(super) struct Outline {
    /// Clockwise; the solid sides run from the first to the fourth to the third.
    pub(super) corners: [PointPx; 4],
    /// How many modules were counted along the broken sides, across and down.
    pub(super) counts: (i32, i32),
}

/// Parts of a side in which the outermost dark pixel is taken.
const PARTS: i32 = 24;

/// Distances from a side, in hundredths of the side, at which it is looked along.
const INSETS: i32 = 24;

/// Finds the outline of what fills `region` (left, top, right, bottom).
pub(super) fn find(bits: &Bits, region: (i32, i32, i32, i32)) -> Option<Outline> {
    turned(bits, sides(bits, region)?)
}

/// The corners of what fills `region` (left, top, right, bottom), clockwise: where lines along its outermost dark pixels meet.
pub(in crate::reading::barcode::find) fn sides(bits: &Bits, region: (i32, i32, i32, i32)) -> Option<[PointPx; 4]> {
    let (left, top, right, bottom) = grown(bits, region)?;
    let (width, height) = (right - left, bottom - top);
    let from_left = |y: i32| (left..right).find(|x| bits.dark(*x, y)).map(|x| (f64::from(x) - 0.5, f64::from(y)));
    let from_right = |y: i32| (left..right).rev().find(|x| bits.dark(*x, y)).map(|x| (f64::from(x) + 0.5, f64::from(y)));
    let from_top = |x: i32| (top..bottom).find(|y| bits.dark(x, *y)).map(|y| (f64::from(x), f64::from(y) - 0.5));
    let from_bottom = |x: i32| (top..bottom).rev().find(|y| bits.dark(x, *y)).map(|y| (f64::from(x), f64::from(y) + 0.5));
    let slack = f64::from(width.min(height)) / 200.0 + 0.5;
    let side = |points: Vec<(f64, f64)>| Line::robust(&points, slack);
    let left_line = side(outermost(top, bottom, from_left, |a, b| a.0 < b.0))?;
    let right_line = side(outermost(top, bottom, from_right, |a, b| a.0 > b.0))?;
    let top_line = side(outermost(left, right, from_top, |a, b| a.1 < b.1))?;
    let bottom_line = side(outermost(left, right, from_bottom, |a, b| a.1 > b.1))?;
    Some([top_line.meet(&left_line)?, top_line.meet(&right_line)?, bottom_line.meet(&right_line)?, bottom_line.meet(&left_line)?])
}

/// The region moved out to where it is light around, as far as that is near.
fn grown(bits: &Bits, (left, top, right, bottom): (i32, i32, i32, i32)) -> Option<(i32, i32, i32, i32)> {
    let (width, height) = (right - left, bottom - top);
    if width < 8 || height < 8 {
        return None;
    }
    let quiet = width.min(height) / 16 + 2;
    let column = |x: i32| (top..bottom).filter(|y| bits.dark(x, *y)).count() as i32 * 50 > height;
    let row = |y: i32| (left..right).filter(|x| bits.dark(*x, y)).count() as i32 * 50 > width;
    // The last line that is not light before so many that are.
    let out = |from: i32, step: i32, end: i32, busy: &dyn Fn(i32) -> bool| {
        let (mut last, mut at) = (from, from);
        while (at - last).abs() <= quiet && at != end {
            if busy(at) {
                last = at;
            }
            at += step;
        }
        last
    };
    let (left_end, right_end) = (out(left, -1, -1, &column), out(right, 1, bits.width, &column));
    let (top_end, bottom_end) = (out(top, -1, -1, &row), out(bottom, 1, bits.height, &row));
    Some((left_end - 2, top_end - 2, right_end + 3, bottom_end + 3))
}

/// The outermost point in each part of a side.
fn outermost(
    from: i32,
    to: i32,
    point: impl Fn(i32) -> Option<(f64, f64)>,
    farther: impl Fn(&(f64, f64), &(f64, f64)) -> bool,
) -> Vec<(f64, f64)> {
    let part = |index: i32| from + (to - from) * index / PARTS;
    (1..PARTS - 1)
        .filter_map(|index| {
            (part(index)..part(index + 1)).filter_map(&point).reduce(|best, point| if farther(&point, &best) { point } else { best })
        })
        .collect()
}

/// What is seen along a side.
#[derive(Clone, Copy)]
struct Seen {
    /// The largest share of dark pixels, in thousandths.
    dark: i32,
    /// The largest number of runs.
    runs: i32,
}

/// Turns the corners so that the first side after the last corner and the one before are the solid ones.
fn turned(bits: &Bits, corners: [PointPx; 4]) -> Option<Outline> {
    let [a, b, c, d] = corners;
    // Each side with the two corners that lie across.
    let sides = [(a, b, d, c), (b, c, a, d), (c, d, b, a), (d, a, c, b)]
        .map(|(from, to, deep_from, deep_to)| look(bits, from, to, deep_from, deep_to));
    let dark = |at: usize| sides.get(at % 4).map_or(0, |seen| seen.dark);
    let runs = |at: usize| sides.get(at % 4).map_or(0, |seen| seen.runs);
    // Side 2 runs along the bottom, side 3 up the left.
    let turn = (0..4).max_by_key(|turn| dark(turn + 2).min(dark(turn + 3)))?;
    if dark(turn + 2).min(dark(turn + 3)) < 800 {
        return None;
    }
    let mut corners = corners;
    corners.rotate_left(turn);
    Some(Outline { corners, counts: (runs(turn), runs(turn + 1)) })
}

/// Looks along a side at several distances from it.
fn look(bits: &Bits, from: PointPx, to: PointPx, deep_from: PointPx, deep_to: PointPx) -> Seen {
    let length = libm::hypot(to.x - from.x, to.y - from.y);
    let depth = libm::hypot(deep_from.x - from.x, deep_from.y - from.y).max(1.0);
    let steps = (length * 1.5).clamp(8.0, 3000.0) as i32;
    let mut seen = Seen { dark: 0, runs: 0 };
    for inset in 1..=INSETS {
        // Up to an eighth of the shorter side, finer near the edge.
        let share = f64::from(inset * inset) / f64::from(INSETS * INSETS) * 0.125 * (length.min(depth) / depth) + 0.3 / depth;
        let (mut dark, mut runs, mut before) = (0, 0, None);
        for step in 0..steps {
            let along = (f64::from(step) + 0.5) / f64::from(steps);
            let at = |near_from: f64, near_to: f64, far_from: f64, far_to: f64| {
                let (near, far) = (near_from + (near_to - near_from) * along, far_from + (far_to - far_from) * along);
                (near + (far - near) * share).round() as i32
            };
            let here = bits.dark(at(from.x, to.x, deep_from.x, deep_to.x), at(from.y, to.y, deep_from.y, deep_to.y));
            dark += i32::from(here);
            runs += i32::from(before != Some(here));
            before = Some(here);
        }
        seen.dark = seen.dark.max(dark * 1000 / steps);
        seen.runs = seen.runs.max(runs);
    }
    seen
}
