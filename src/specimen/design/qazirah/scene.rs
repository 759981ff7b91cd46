//! What Qazirah draws on its documents: dunes with the far ones hidden by the near, palms, and the arms.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use tiny_skia::{Path, PathBuilder, Transform};

use super::girih::{Line, Point};
use crate::domain::RectMm;
use crate::specimen::math::Exact as _;

/// A range of dunes, the first the farthest; lengths in mm.
#[derive(Debug, Clone, Copy)]
pub(super) struct Dunes {
    pub area: RectMm,
    /// How many dunes stand behind each other.
    pub count: u32,
    /// Height of the nearest dune, and of the farthest.
    pub height: (f32, f32),
    /// Length of the nearest dune, and of the farthest.
    pub length: (f32, f32),
    /// Distance of the wind ripples.
    pub spacing: f32,
    /// Where the ridges stand, in turns.
    pub phase: f32,
}

/// Share of a dune's length that rises towards the wind; the rest falls steeply.
const WINDWARD: f32 = 0.68;

impl Dunes {
    /// The place in its own dune (0 to 1) and the height (0 to 1) at a run in dune lengths.
    fn ridge(run: f32) -> (f32, f32) {
        let place = run - run.floor();
        let eased = if place < WINDWARD { 0.5 * place / WINDWARD } else { 0.5 + 0.5 * (place - WINDWARD) / (1.0 - WINDWARD) };
        (place, 0.5 - 0.5 * (TAU * eased).xcos())
    }

    /// Ripples of a dune: base line, height and length, at a depth of `line` ripples below the ridge.
    fn ripple(&self, dune: u32, line: f32, x: f32) -> (f32, f32) {
        let share = if self.count > 1 { dune as f32 / (self.count - 1) as f32 } else { 1.0 };
        let mix = |near: f32, far: f32| far + (near - far) * share;
        let (height, length) = (mix(self.height.0, self.height.1), mix(self.length.0, self.length.1));
        let top = self.area.y as f32 + height;
        // Far dunes stand closer together.
        let base = top + (self.area.height as f32 - height) * share * (0.45 + 0.55 * share) * self.count as f32 / (self.count as f32 + 1.0);
        let run = x / length + self.phase + dune as f32 * 0.381_97 + 0.035 * (TAU * x / (length * 0.37) + dune as f32).xsin();
        let (place, ridge) = Self::ridge(run);
        let damped = height * (-line * 0.075).xexp();
        (base - damped * ridge + line * self.spacing, place)
    }

    /// The lines of all dunes, cut where a nearer dune stands before them; the lee sides have twice as many.
    pub(super) fn lines(&self) -> Vec<Line> {
        const STEP: f32 = 0.3;
        let (left, right, bottom) = (self.area.x as f32, self.area.right() as f32, self.area.bottom() as f32);
        let steps = ((right - left) / STEP).ceil() as u32;
        let crest: Vec<Vec<f32>> = (0..self.count)
            .map(|dune| (0..=steps).map(|step| self.ripple(dune, 0.0, (left + step as f32 * STEP).min(right)).0).collect())
            .collect();
        let mut lines = Vec::new();
        for dune in 0..self.count {
            // What is nearer hides what is behind it.
            let hidden: Vec<f32> = (0..=steps as usize)
                .map(|step| crest.iter().skip(dune as usize + 1).filter_map(|crest| crest.get(step)).fold(bottom, |low, y| low.min(*y)))
                .collect();
            for half_line in 0..400_u32 {
                let line = half_line as f32 / 2.0;
                let (mut run, mut seen) = (Line::new(), false);
                for (step, limit) in hidden.iter().enumerate() {
                    let x = (left + step as f32 * STEP).min(right);
                    let (y, place) = self.ripple(dune, line, x);
                    // The slip face hangs from the ridge and narrows downwards.
                    let lee = place > WINDWARD - 0.16 + line * 0.021 && place < 0.96 - line * 0.012;
                    seen |= y < *limit;
                    if y < *limit && (half_line % 2 == 0 || lee) {
                        run.push((x, y));
                    } else if !run.is_empty() {
                        lines.push(std::mem::take(&mut run));
                    }
                }
                if !run.is_empty() {
                    lines.push(run);
                }
                if !seen {
                    break;
                }
            }
        }
        lines.retain(|line| line.len() > 2);
        lines
    }

    /// The ridge of a dune from edge to edge.
    pub(super) fn crest(&self, dune: u32) -> Line {
        let (left, right) = (self.area.x as f32, self.area.right() as f32);
        let steps = ((right - left) / 0.3).ceil() as u32;
        (0..=steps).map(|step| (left + step as f32 * 0.3).min(right)).map(|x| (x, self.ripple(dune, 0.0, x).0)).collect()
    }

    /// The ridge of a dune from edge to edge, closed along the lower edge of the area: its silhouette.
    pub(super) fn silhouette(&self, dune: u32) -> Option<Path> {
        let (left, right, bottom) = (self.area.x as f32, self.area.right() as f32, self.area.bottom() as f32);
        let mut builder = PathBuilder::new();
        builder.move_to(left, bottom);
        for (x, y) in self.crest(dune) {
            builder.line_to(x, y.min(bottom));
        }
        builder.line_to(right, bottom);
        builder.close();
        builder.finish()
    }
}

/// A date palm of unit height: foot at the origin, crown upwards, swaying to the right if `sway` is above 0.
pub(super) fn palm(sway: f32) -> Option<Path> {
    let mut builder = PathBuilder::new();
    let crown = (sway * 0.2, -0.62);
    let trunk = |share: f32| (sway * 0.2 * share * share, -0.62 * share);
    // The trunk in rings, each a little wider at its top, as old leaf bases leave it.
    let rings = 13;
    for ring in 0..rings {
        let (low, high) = (trunk(ring as f32 / rings as f32), trunk((ring as f32 + 0.86) / rings as f32));
        let width = 0.036 - 0.014 * ring as f32 / rings as f32;
        builder.move_to(low.0 - width * 0.78, low.1);
        builder.line_to(high.0 - width, high.1);
        builder.line_to(high.0 + width, high.1);
        builder.line_to(low.0 + width * 0.78, low.1);
        builder.close();
    }
    for (angle, length, droop) in [
        (-2.95_f32, 0.4_f32, 0.3_f32),
        (-2.5, 0.46, 0.24),
        (-2.08, 0.46, 0.14),
        (-1.74, 0.42, 0.05),
        (-1.4, 0.42, 0.05),
        (-1.06, 0.46, 0.14),
        (-0.64, 0.46, 0.24),
        (-0.19, 0.4, 0.3),
    ] {
        frond(&mut builder, crown, angle, length, droop);
    }
    for side in [-1.0_f32, 1.0] {
        for date in 0..5 {
            let place = (crown.0 + side * (0.045 + 0.012 * (date % 2) as f32), crown.1 + 0.035 + 0.024 * date as f32);
            builder.push_circle(place.0, place.1, 0.014);
        }
    }
    builder.finish()
}

/// One frond: a rib that droops, with leaflets on both sides.
fn frond(builder: &mut PathBuilder, from: Point, angle: f32, length: f32, droop: f32) {
    let place = |share: f32| {
        let (sin, cos) = angle.xsin_cos();
        (from.0 + cos * length * share, from.1 + sin * length * share + droop * share * share)
    };
    let leaflets = 11;
    for index in 0..leaflets {
        let share = 0.12 + 0.86 * index as f32 / leaflets as f32;
        let (here, ahead) = (place(share), place(share + 0.05));
        let way = (ahead.1 - here.1).xatan2(ahead.0 - here.0);
        let reach = 0.155 * (PI * (0.1 + 0.86 * share)).xsin().max(0.1);
        for side in [-0.82_f32, 0.82] {
            let (sin, cos) = (way + side).xsin_cos();
            let tip = (here.0 + reach * cos, here.1 + reach * sin + reach * 0.16);
            let bulge = (sin * 0.016, -cos * 0.016);
            let waist = (f32::midpoint(here.0, tip.0), f32::midpoint(here.1, tip.1));
            builder.move_to(here.0, here.1);
            builder.quad_to(waist.0 + bulge.0, waist.1 + bulge.1, tip.0, tip.1);
            builder.quad_to(waist.0 - bulge.0, waist.1 - bulge.1, here.0, here.1);
            builder.close();
        }
    }
    // The rib, thick at the crown.
    let steps = 8;
    let rib = |share: f32, side: f32| {
        let (x, y) = place(share);
        (x, y + side * 0.011 * (1.0 - 0.8 * share))
    };
    for step in 0..=steps {
        let (x, y) = rib(step as f32 / steps as f32, -1.0);
        if step == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    for step in (0..=steps).rev() {
        let (x, y) = rib(step as f32 / steps as f32, 1.0);
        builder.line_to(x, y);
    }
    builder.close();
}

/// The outline of the star of two squares, tips at `radius`, first tip towards `turn`.
pub(super) fn two_squares(center: Point, radius: f32, turn: f32) -> Vec<Point> {
    // Where the sides of the two squares cross.
    let notch = radius * (PI / 4.0).xcos() / (PI / 8.0).xcos();
    (0..16)
        .map(|index| {
            let reach = if index % 2 == 0 { radius } else { notch };
            let (sin, cos) = (turn + PI / 8.0 * index as f32).xsin_cos();
            (center.0 + reach * cos, center.1 + reach * sin)
        })
        .collect()
}

fn push(builder: &mut PathBuilder, points: impl Iterator<Item = Point>) {
    for (index, (x, y)) in points.enumerate() {
        if index == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    builder.close();
}

/// A closed outline as a path.
pub(super) fn outline(points: &[Point]) -> Option<Path> {
    let mut builder = PathBuilder::new();
    push(&mut builder, points.iter().copied());
    builder.finish()
}

/// The arms of Qazirah in a circle of radius 1: a palm over two dunes within the rim of two squares, a ring on its upper tip.
pub(super) fn arms() -> Option<Path> {
    let mut builder = PathBuilder::new();
    // The rim: each hole runs the other way round.
    for (outer, inner) in [(0.9, 0.82), (0.785, 0.755)] {
        push(&mut builder, two_squares((0.0, 0.06), outer, -FRAC_PI_2).into_iter());
        push(&mut builder, two_squares((0.0, 0.06), inner, -FRAC_PI_2).into_iter().rev());
    }
    let ring = |radius: f32, turn: f32| {
        (0..28).map(move |step| {
            (radius * (turn * TAU * step as f32 / 28.0).xcos(), -0.915 + radius * (turn * TAU * step as f32 / 28.0).xsin())
        })
    };
    push(&mut builder, ring(0.085, 1.0));
    push(&mut builder, ring(0.05, -1.0));
    if let Some(palm) = palm(0.0).and_then(|palm| palm.transform(Transform::from_scale(1.06, 1.02).post_translate(0.0, 0.44))) {
        builder.push_path(&palm);
    }
    // Two dunes: crescents that rise from either side.
    for (side, top, depth) in [(-1.0_f32, 0.36, 0.1), (1.0, 0.44, 0.1)] {
        builder.move_to(-0.5 * side, top + 0.02);
        builder.cubic_to(-0.2 * side, top - 0.16, 0.12 * side, top + 0.12, 0.52 * side, top + 0.02);
        builder.cubic_to(0.2 * side, top + 0.12 + depth, -0.2 * side, top - 0.06 + depth, -0.5 * side, top + 0.02);
        builder.close();
    }
    push(&mut builder, two_squares((0.0, 0.665), 0.07, 0.0).into_iter());
    builder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_far_dune_is_not_seen_through_a_near_one() {
        let dunes = Dunes {
            area: RectMm::new(0.0, 10.0, 80.0, 30.0),
            count: 4,
            height: (9.0, 3.0),
            length: (50.0, 22.0),
            spacing: 0.7,
            phase: 0.2,
        };
        let lines = dunes.lines();
        assert!(lines.len() > 40);
        // No line of any dune lies below the silhouette of the nearest one but its own ripples, which keep their distance.
        let last = dunes.count - 1;
        for line in lines.iter().take(10) {
            for (x, y) in line {
                assert!(*y <= dunes.ripple(last, 0.0, *x).0 + 1e-3, "{x} {y}");
            }
        }
        assert!(lines.iter().flatten().all(|(x, y)| (0.0..=80.0).contains(x) && (5.0..=40.0).contains(y)));
    }

    #[test]
    fn the_arms_keep_within_their_circle() {
        let bounds = arms().unwrap().bounds();
        assert!(bounds.left() >= -1.01 && bounds.right() <= 1.01 && bounds.top() >= -1.01 && bounds.bottom() <= 1.01, "{bounds:?}");
    }
}
