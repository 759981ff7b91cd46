//! Whether print that departs lies elsewhere on the reference: a letter or a figure that was moved.
//!
//! The print that a region has and the reference has not is cut out and looked for around its place on the reference by normalised
//! correlation (Lewis, 1995). A place counts only if the print of the reference is gone from there in the questioned picture, so a letter
//! is not taken for its neighbour of the same shape, and only if the print fits there alone, so a background that repeats itself is not
//! taken for one that moved.

use super::frame::Area;
use super::structure::{Moments, sharp};
use crate::imaging::plane::Plane;

/// How far print is looked for, in mm.
const REACH_MM: f64 = 3.0;
/// Slower changes than this are no print, in mm (half the side of a square).
const SLOW_MM: f64 = 1.5;
/// How much more than on the reference print has to stand out, in grey levels.
const STANDS_OUT: f32 = 20.0;
/// Pixels of such print that it takes.
const FEW: usize = 12;
/// Correlation that print has to reach where it belongs.
const AGREES: f64 = 0.8;
/// What is left of its power there, as a share of what is left of it in its own place, and of what the two pictures differ by where it
/// belongs.
const LEFT: f64 = 0.4;
/// How much worse it has to fit on all sides of the place that was found, and how far beside, in mm.
const WORSE: f64 = 0.2;
const BESIDE_MM: f64 = 0.5;
/// A smaller shift is one of the picture, not of the print, in mm.
const LEAST_MM: f64 = 0.08;
/// About as many pixels are compared while looking.
const SAMPLES: usize = 1_500;

/// Two pictures on one page, ready to be asked for print that moved.
pub(super) struct Moved {
    questioned: Plane,
    reference: Plane,
    scale: f64,
}

impl Moved {
    /// Takes the grey values of both, with `scale` px to the mm.
    pub(super) fn new(questioned: &Plane, reference: &Plane, scale: f64) -> Self {
        let radius = ((SLOW_MM * scale).round() as usize).max(1);
        Self { questioned: sharp(questioned, radius), reference: sharp(reference, radius), scale }
    }

    /// How far the print in `area` lies from its place on the reference, in px to the right and down; `None` if it is not print of the
    /// reference that moved.
    pub(super) fn by(&self, area: Area) -> Option<[f64; 2]> {
        let print = self.print(area)?;
        let reach = (REACH_MM * self.scale).round() as i64;
        let stride = ((print.count() / SAMPLES) as f64).sqrt().ceil().max(1.0) as usize;
        let places = (-reach..=reach).flat_map(|dy| (-reach..=reach).map(move |dx| (dx, dy)));
        let fits: Vec<((i64, i64), f64)> = places.map(|place| (place, self.fit(print, place, stride))).collect();
        let best = fits.iter().filter(|(_, fit)| *fit >= AGREES - WORSE).copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
        // The stride may have missed the top by a pixel.
        let near = (-1..=1).flat_map(|dy| (-1..=1).map(move |dx| (dx, dy)));
        let near = near.map(|(dx, dy)| (best.0.0 + dx, best.0.1 + dy)).map(|place| (place, self.fit(print, place, 1)));
        let (place, fit) = near.max_by(|a, b| a.1.total_cmp(&b.1))?;
        let is_better = |than: f64| 1.0 - fit <= LEFT * (1.0 - than);
        let is_gone = is_better(self.agreement(print, place));
        let came_from_there = is_better(self.fit(print, (0, 0), 1));
        let beside = ((BESIDE_MM * self.scale).round() as i64).max(2);
        let alone = [(beside, 0), (-beside, 0), (0, beside), (0, -beside)]
            .iter()
            .all(|(dx, dy)| self.fit(print, (place.0 + dx, place.1 + dy), 1) <= fit - WORSE);
        if fit < AGREES || !is_gone || !came_from_there || !alone {
            return None;
        }
        let at = |dx: i64, dy: i64| self.fit(print, (place.0 + dx, place.1 + dy), 1);
        let shift = [place.0 as f64 + top(at(-1, 0), fit, at(1, 0)), place.1 as f64 + top(at(0, -1), fit, at(0, 1))];
        // Where it lies on the reference, seen from here, is the way back.
        (shift[0].hypot(shift[1]) >= LEAST_MM * self.scale).then(|| shift.map(|px| -px))
    }

    /// The part of an area that has print which the reference has not there.
    fn print(&self, area: Area) -> Option<Area> {
        let stands_out = |x: usize, y: usize| self.questioned.get(x, y).abs() > self.reference.get(x, y).abs() + STANDS_OUT;
        let (mut left, mut top, mut right, mut bottom, mut count) = (usize::MAX, usize::MAX, 0, 0, 0);
        for (x, y) in area.pixels().filter(|(x, y)| stands_out(*x, *y)) {
            (left, top, right, bottom, count) = (left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1), count + 1);
        }
        if count < FEW {
            return None;
        }
        let (left, top) = (left.saturating_sub(1), top.saturating_sub(1));
        let (right, bottom) = ((right + 1).min(self.questioned.width), (bottom + 1).min(self.questioned.height));
        Some(Area { left, top, width: right - left, height: bottom - top })
    }

    /// How well the print in `area` fits the reference `by` px further right and down; −1 outside of the page.
    fn fit(&self, area: Area, by: (i64, i64), stride: usize) -> f64 {
        let Some(there) = moved(area, by, &self.reference) else { return -1.0 };
        let (mut count, mut q, mut r, mut qq, mut rr, mut qr) = (0.0_f64, 0.0, 0.0, 0.0, 0.0, 0.0);
        for y in (0..area.height).step_by(stride) {
            let row = |plane: &Plane, from: Area| (from.top + y) * plane.width + from.left;
            let (here, there) = (row(&self.questioned, area), row(&self.reference, there));
            for x in (0..area.width).step_by(stride) {
                let (a, b) = (f64::from(self.questioned.data[here + x]), f64::from(self.reference.data[there + x]));
                count += 1.0;
                (q, r, qq, rr, qr) = (q + a, r + b, qq + a * a, rr + b * b, qr + a * b);
            }
        }
        let power = (qq - q * q / count) * (rr - r * r / count);
        if power > 1e-6 { (qr - q * r / count) / power.sqrt() } else { 0.0 }
    }

    /// How well both pictures agree where the print of `area` lies on the reference.
    fn agreement(&self, area: Area, by: (i64, i64)) -> f64 {
        moved(area, by, &self.reference).map_or(1.0, |there| Moments::of(&self.questioned, &self.reference, there, (0, 0)).correlation())
    }
}

/// An area `by` px further right and down; `None` if that is not wholly on the plane.
fn moved(area: Area, (dx, dy): (i64, i64), plane: &Plane) -> Option<Area> {
    let (left, top) = (area.left.checked_add_signed(dx as isize)?, area.top.checked_add_signed(dy as isize)?);
    (left + area.width <= plane.width && top + area.height <= plane.height).then_some(Area { left, top, ..area })
}

/// Where between its neighbours the top of a curve lies, from its middle, −0.5 to 0.5.
fn top(before: f64, middle: f64, after: f64) -> f64 {
    let bend = before - 2.0 * middle + after;
    if bend < -1e-9 { (0.5 * (before - after) / bend).clamp(-0.5, 0.5) } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCALE: f64 = 8.0;

    /// Paper with fine lines, and dark letters of 12 × 16 px at given places: a stem with a bar at some height, or a disc for 9.
    fn page(letters: &[(f64, f64, usize)]) -> Plane {
        Plane::from_fn(240, 120, |x, y| {
            let (x, y) = (x as f64, y as f64);
            let lines = 5.0 * (x * 0.9 + y * 0.3).sin();
            let ink = letters.iter().map(|(left, top, shape)| {
                let edge =
                    |from: f64, to: f64, at: f64| (1.0 / (1.0 + (-(at - from) * 2.0).exp())) * (1.0 / (1.0 + ((at - to) * 2.0).exp()));
                if *shape == 9 {
                    return 1.0 / (1.0 + ((x - left - 6.0).hypot(y - top - 8.0) * 2.0 - 12.0).exp());
                }
                let stem = edge(left + 0.0, left + 3.0, x) * edge(*top, top + 16.0, y);
                let bar = edge(*left, left + 12.0, x) * edge(top + 3.0 * *shape as f64, top + 3.0 * *shape as f64 + 3.0, y);
                (stem + bar).min(1.0)
            });
            (215.0 + lines - 180.0 * ink.fold(0.0, f64::max)) as f32
        })
    }

    fn by(questioned: &[(f64, f64, usize)], reference: &[(f64, f64, usize)], area: Area) -> Option<[f64; 2]> {
        Moved::new(&page(questioned), &page(reference), SCALE).by(area)
    }

    const AROUND: Area = Area { left: 92, top: 36, width: 36, height: 32 };

    #[test]
    fn a_letter_that_moved_tells_how_far() {
        for (dx, dy) in [(4.0, 0.0), (-3.0, 2.0), (9.4, -2.6), (1.5, 0.0)] {
            let (before, after) = ([(100.0, 44.0, 2), (130.0, 44.0, 3)], [(100.0 + dx, 44.0 + dy, 2), (130.0, 44.0, 3)]);
            let [right, down] = by(&after, &before, AROUND).unwrap();
            assert!((right - dx).hypot(down - dy) < 0.3, "{dx}, {dy}: {right:.2}, {down:.2}");
        }
    }

    #[test]
    fn another_letter_an_added_one_and_a_lost_one_did_not_move() {
        let (text, other) = ([(100.0, 44.0, 2)], [(100.0, 44.0, 9)]);
        assert_eq!(by(&other, &text, AROUND), None, "another shape");
        assert_eq!(by(&text, &[], AROUND), None, "added");
        assert_eq!(by(&[], &text, AROUND), None, "lost");
        assert_eq!(by(&text, &text, AROUND), None, "the same");
    }

    #[test]
    fn an_added_letter_is_not_its_neighbour() {
        let neighbour = (84.0, 44.0, 2);
        assert_eq!(by(&[neighbour, (104.0, 44.0, 2)], &[neighbour], Area { left: 98, top: 40, width: 24, height: 24 }), None);
    }

    #[test]
    fn lines_that_run_through_have_no_place_to_come_from() {
        let lines = |phase: f64| Plane::from_fn(240, 120, |x, _| (200.0 + 50.0 * ((x as f64 + phase) * 0.5).sin()) as f32);
        assert_eq!(Moved::new(&lines(4.0), &lines(0.0), SCALE).by(AROUND), None);
    }
}
