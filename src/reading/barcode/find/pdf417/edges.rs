//! Start and stop patterns of PDF417 by the widths of their bars, line by line.

use crate::domain::PointPx;
use crate::reading::barcode::find::fit::Line;
use crate::reading::barcode::find::threshold::Bits;

/// Lines in which both patterns have to be seen.
const LEAST_LINES: usize = 4;

/// The corners of a symbol of which start and stop patterns are seen in some lines, clockwise from the start of the first one.
///
/// Patterns are looked for in both directions: an upside-down symbol has its stop pattern to the left.
pub(super) fn corners(bits: &Bits, start: &[usize], stop: &[usize]) -> Option<[PointPx; 4]> {
    let backward = |widths: &[usize]| widths.iter().rev().copied().collect::<Vec<_>>();
    let upright = both(bits, start, stop);
    if upright.is_some() {
        return upright;
    }
    let [a, b, c, d] = both(bits, &backward(stop), &backward(start))?;
    Some([c, d, a, b])
}

fn both(bits: &Bits, left: &[usize], right: &[usize]) -> Option<[PointPx; 4]> {
    let (mut from, mut to) = (Vec::new(), Vec::new());
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for y in 0..bits.height {
        runs.clear();
        let (mut start, mut before) = (0, 0);
        for (x, value) in (0..).zip(bits.row(y)) {
            if before != *value {
                runs.push((start, x));
                start = x;
            }
            before = *value;
        }
        runs.push((start, bits.width));
        // Dark runs are every second one, from the second.
        let seen = |widths: &[usize]| {
            runs.windows(widths.len())
                .enumerate()
                .filter(|(at, window)| at % 2 == 1 && alike(window, widths))
                .map(|(_, window)| (window.first().map_or(0, |run| run.0), window.last().map_or(0, |run| run.1)))
                .collect::<Vec<_>>()
        };
        let starts = seen(left);
        let stops = seen(right);
        from.extend(starts.first().map(|run| (f64::from(run.0) - 0.5, f64::from(y))));
        to.extend(stops.last().map(|run| (f64::from(run.1) - 0.5, f64::from(y))));
    }
    if from.len() < LEAST_LINES || to.len() < LEAST_LINES {
        return None;
    }
    let (top_left, bottom_left) = ends(&from)?;
    let (top_right, bottom_right) = ends(&to)?;
    (top_right.x > top_left.x && bottom_right.x > bottom_left.x).then_some([top_left, top_right, bottom_right, bottom_left])
}

/// Whether runs have about these widths in modules.
fn alike(runs: &[(i32, i32)], widths: &[usize]) -> bool {
    let modules: usize = widths.iter().sum();
    let length = runs.last().map_or(0, |run| run.1) - runs.first().map_or(0, |run| run.0);
    let module = f64::from(length) / modules as f64;
    // Ink spreads by as much in wide bars as in narrow ones.
    module >= 0.9
        && runs.iter().zip(widths).all(|((from, to), width)| (f64::from(to - from) / module - *width as f64).abs() < 0.75 + 0.5 / module)
}

/// The ends of the line through points.
fn ends(points: &[(f64, f64)]) -> Option<(PointPx, PointPx)> {
    let line = Line::robust(points, 1.0)?;
    if line.a.abs() < 0.5 {
        return None;
    }
    let mut rows: Vec<f64> = points.iter().filter(|point| line.distance(**point).abs() < 4.0).map(|point| point.1).collect();
    rows.sort_by(f64::total_cmp);
    let at = |y: f64| PointPx { x: (line.c - line.b * y) / line.a, y };
    Some((at(rows.first()? - 0.5), at(rows.last()? + 0.5)))
}
