//! Lays a character over its outline: where it stands, how large and how heavy it is.
//!
//! Along the direction out of each point of the outline, the place is looked for where ink ends, at half of the contrast of the stroke
//! (ISO 1831, 5.4.3.9). The same is done with the outline drawn as unsharp as the picture is, so that what blur does to corners and
//! narrow places counts in neither. What is left between both is explained by least squares: by a shift, by another size, and by
//! heavier or lighter strokes.

use super::letter::{Letter, Rim, STROKE};
use super::patch::Patch;
use super::solve::robust_fit;
use super::stats::median;

/// How far the end of ink is looked for inwards and outwards, in pitches. Inwards the other side of a stroke is not reached.
pub(super) const INWARDS: f64 = 0.12;
pub(super) const OUTWARDS: f64 = 0.17;
/// Misses beyond this do not pull, in pitches: 0.05 mm.
const PULL: f64 = 0.02;
/// How far a character may stand from the middle of its cell, in pitches.
const REACH: f64 = 0.24;

/// How a character lies on its cell: size as a share of that of the pitch, shift in pitches, and how far its edges lie outside.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pose {
    pub(super) scale: (f64, f64),
    pub(super) shift: (f64, f64),
    pub(super) weight: f64,
}

impl Pose {
    pub(super) const PLAIN: Self = Self { scale: (1.0, 1.0), shift: (0.0, 0.0), weight: 0.0 };

    /// Where a point of the outline lies, without its weight.
    pub(super) fn place(&self, rim: &Rim) -> (f64, f64) {
        (self.shift.0 + self.scale.0 * rim.u, self.shift.1 + self.scale.1 * rim.v)
    }
}

/// Levels of a patch that are no ink and full ink.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Ends {
    pub(super) paper: f32,
    pub(super) ink: f32,
}

impl Ends {
    /// The patch as ink: 0 paper, 1 the middle of strokes.
    pub(super) fn ink(&self, patch: &Patch) -> Patch {
        let span = (self.paper - self.ink).max(4.0);
        patch.mapped(|level| ((self.paper - level) / span).clamp(-0.5, 1.5))
    }
}

/// The first pose: where most ink lies inside the outline and least outside.
pub(super) fn coarse(patch: &Patch, letter: &Letter, reach: f64, step: f64) -> Pose {
    let steps = (reach / step).round() as i32;
    let mut best = (f64::MIN, Pose::PLAIN);
    for down in -steps..=steps {
        for across in -steps..=steps {
            let shift = (f64::from(across) * step, f64::from(down) * step);
            let mut sum = 0.0;
            for rim in letter.rim.iter().step_by(6) {
                let at = |out: f64| f64::from(patch.at(shift.0 + rim.u + rim.out.0 * out, shift.1 + rim.v + rim.out.1 * out));
                sum += at(-STROKE / 2.0) - at(STROKE / 2.0);
            }
            if sum > best.0 {
                best = (sum, Pose { shift, ..Pose::PLAIN });
            }
        }
    }
    best.1
}

/// The level in the middle of the strokes: half of them are darker.
pub(super) fn core(patch: &Patch, letter: &Letter, pose: &Pose) -> f32 {
    let middles: Vec<f64> = letter.rim.iter().map(|rim| f64::from(beneath(patch, rim, pose, STROKE / 2.0))).collect();
    median(&middles).unwrap_or(0.0) as f32
}

/// The value so far inside of a point of the outline.
pub(super) fn beneath(patch: &Patch, rim: &Rim, pose: &Pose, inside: f64) -> f32 {
    let (u, v) = pose.place(rim);
    patch.at(u - rim.out.0 * inside, v - rim.out.1 * inside)
}

/// How far outside of each point ink ends, in pitches; `None` where it does not.
pub(super) fn edges(ink: &Patch, letter: &Letter, pose: &Pose) -> Vec<Option<f64>> {
    every_edge(ink, letter, pose, 1)
}

/// The same at every so many points; `None` at the others.
fn every_edge(ink: &Patch, letter: &Letter, pose: &Pose, stride: usize) -> Vec<Option<f64>> {
    let step = 0.7 / ink.fine;
    let count = ((INWARDS + OUTWARDS) / step).ceil() as usize;
    let one = |rim: &Rim| {
        let (u, v) = pose.place(rim);
        let at = |s: f64| f64::from(ink.at(u + rim.out.0 * s, v + rim.out.1 * s));
        let mut best: Option<f64> = None;
        let mut last = at(-INWARDS);
        for index in 1..=count {
            let s = -INWARDS + index as f64 * step;
            let now = at(s);
            if last >= 0.5 && now < 0.5 {
                let edge = s - step + step * (last - 0.5) / (last - now);
                if best.is_none_or(|best| (edge - pose.weight).abs() < (best - pose.weight).abs()) {
                    best = Some(edge);
                }
            }
            last = now;
        }
        best
    };
    letter.rim.iter().enumerate().map(|(at, rim)| if at.is_multiple_of(stride) { one(rim) } else { None }).collect()
}

/// Whether ink plainly ends at a point of the outline, with enough contrast on both sides.
pub(super) fn is_plain(ink: &Patch, rim: &Rim) -> bool {
    const PLAIN: f32 = 0.25;
    let at = |s: f64| ink.at(rim.u + rim.out.0 * s, rim.v + rim.out.1 * s);
    let along = |from: f64, to: f64| (0..=8).map(move |step| at(from + (to - from) * f64::from(step) / 8.0));
    along(0.0, OUTWARDS).fold(f32::MAX, f32::min) < PLAIN && along(-INWARDS, 0.0).fold(f32::MIN, f32::max) > 1.0 - PLAIN
}

/// Moves a pose so that the edges lie where they lie on the outline that is drawn (`drawn`); its size and weight only if `all`.
fn moved(pose: &Pose, letter: &Letter, seen: &[Option<f64>], drawn: &[Option<f64>], all: bool) -> Option<Pose> {
    let misses = letter.rim.iter().zip(seen.iter().zip(drawn)).filter_map(|(rim, (seen, drawn))| Some((rim, (*seen)? - (*drawn)?)));
    if all {
        let row = |rim: &Rim| [rim.out.0, rim.out.1, 1.0, rim.out.0 * rim.u, rim.out.1 * rim.v];
        let rows: Vec<([f64; 5], f64)> = misses.map(|(rim, miss)| (row(rim), miss - pose.weight)).collect();
        let [right, down, weight, wide, high] = robust_fit(&rows, PULL, 4)?;
        let scale = ((pose.scale.0 + wide).clamp(0.6, 1.6), (pose.scale.1 + high).clamp(0.6, 1.6));
        Some(Pose { scale, shift: within(pose.shift.0 + right, pose.shift.1 + down), weight: (pose.weight + weight).clamp(-0.08, 0.12) })
    } else {
        let rows: Vec<([f64; 3], f64)> = misses.map(|(rim, miss)| ([rim.out.0, rim.out.1, 1.0], miss - pose.weight)).collect();
        let [right, down, weight] = robust_fit(&rows, PULL, 4)?;
        let weight = (pose.weight + weight).clamp(-0.08, 0.12);
        Some(Pose { shift: within(pose.shift.0 + right, pose.shift.1 + down), weight, ..*pose })
    }
}

fn within(right: f64, down: f64) -> (f64, f64) {
    (right.clamp(-REACH, REACH), down.clamp(-REACH, REACH))
}

/// Fits a pose in `rounds`; the one before if the edges do not determine it.
pub(super) fn fitted(ink: &Patch, letter: &Letter, from: Pose, drawn: &[Option<f64>], all: bool, rounds: usize) -> Pose {
    let mut pose = from;
    for _ in 0..rounds {
        // A fit needs no more than every other point.
        let seen = every_edge(ink, letter, &pose, 2);
        match moved(&pose, letter, &seen, drawn, all) {
            Some(next) => pose = next,
            None => break,
        }
    }
    pose
}

/// The mean course of ink over the edges: from [`INWARDS`] inside to [`OUTWARDS`] outside, in steps of [`COURSE_STEP`].
pub(super) fn course(ink: &Patch, letter: &Letter, pose: &Pose, seen: &[Option<f64>]) -> Option<[f64; COURSE]> {
    let (mut sums, mut count) = ([0.0; COURSE], 0.0_f64);
    for (rim, edge) in letter.rim.iter().zip(seen).step_by(2) {
        let Some(edge) = edge else { continue };
        let (u, v) = pose.place(rim);
        for (index, sum) in sums.iter_mut().enumerate() {
            let s = edge - INWARDS + index as f64 * COURSE_STEP;
            *sum += f64::from(ink.at(u + rim.out.0 * s, v + rim.out.1 * s));
        }
        count += 1.0;
    }
    (count >= 8.0).then(|| sums.map(|sum| sum / count))
}

/// Places of a course.
pub(super) const COURSE: usize = 30;
/// Distance of two places of a course, in pitches.
pub(super) const COURSE_STEP: f64 = 0.01;

/// How steep a course is at half of the contrast, per pitch.
pub(super) fn slope(course: &[f64; COURSE]) -> f64 {
    let middle = (INWARDS / COURSE_STEP).round() as usize;
    (course[middle - 2] - course[middle + 2]) / (4.0 * COURSE_STEP)
}

/// How far an edge is spread, as the standard deviation of a Gaussian in pitches, from the steepness of edges of strokes of that width.
pub(super) fn spread(steepness: f64, stroke: f64) -> f64 {
    let (mut low, mut high) = (0.004, 0.2);
    for _ in 0..24 {
        let middle = f64::midpoint(low, high);
        if stroke_slope(middle, stroke) > steepness { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

/// The steepness at half contrast of a stroke spread by a Gaussian, relative to what its middle shows.
fn stroke_slope(sigma: f64, stroke: f64) -> f64 {
    let normal = |x: f64| 0.5 * libm::erfc(-x / std::f64::consts::SQRT_2);
    let value = |s: f64| normal((s + stroke) / sigma) - normal(s / sigma);
    let core = value(-stroke / 2.0).max(1e-6);
    let (mut low, mut high) = (-stroke / 2.0, stroke);
    for _ in 0..30 {
        let middle = f64::midpoint(low, high);
        if value(middle) > core / 2.0 { low = middle } else { high = middle }
    }
    let (half, h) = (f64::midpoint(low, high), 2.0 * COURSE_STEP);
    (value(half - h) - value(half + h)) / (2.0 * h * core)
}

/// The width of the strokes in pitches: from each edge inwards to the other side; the median. `None` if few have another side.
pub(super) fn stroke(ink: &Patch, letter: &Letter, pose: &Pose, seen: &[Option<f64>]) -> Option<f64> {
    const MOST: f64 = 0.32;
    let step = 0.5 / ink.fine;
    let mut widths = Vec::with_capacity(letter.rim.len());
    for (rim, edge) in letter.rim.iter().zip(seen).step_by(2) {
        let Some(edge) = edge else { continue };
        let (u, v) = pose.place(rim);
        let at = |inside: f64| f64::from(ink.at(u + rim.out.0 * (edge - inside), v + rim.out.1 * (edge - inside)));
        let (mut inside, mut last) = (step * 1.5, 1.0);
        while inside < MOST {
            let now = at(inside);
            if now < 0.5 && last >= 0.5 {
                widths.push(inside - step + step * (last - 0.5) / (last - now));
                break;
            }
            (inside, last) = (inside + step, now);
        }
    }
    (widths.len() * 6 > letter.rim.len()).then(|| median(&widths)).flatten()
}
