//! What is left between the outline of a character and that of OCR-B.

use super::fit::{OUTWARDS, Pose};
use super::letter::{APART, Letter};
use super::patch::Patch;

/// Ink further from the middle of a cell than this belongs to the next one, in pitches.
const SIDE: f64 = 0.54;
const TOP: f64 = 0.66;
/// Ink at this distance from any outline is dirt or background and not of the character, in pitches.
const AWAY: f64 = 0.3;
/// Within this distance outlines count as the same, in mm at the nominal pitch: the tolerance of the width of a stroke (ISO 1831, range X).
pub(super) const SAME_MM: f64 = 0.08;
/// The nominal pitch in mm.
pub(super) const PITCH_MM: f64 = 2.54;

/// Distances between two outlines, in pitches.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Distances {
    /// From each point of the outline of OCR-B to where ink ends, out of the ink counted positive; as far as was looked where no end was
    /// found, and `None` where blur leaves no plain edge.
    pub(super) course: Vec<Option<f64>>,
    /// From where ink ends to the nearest point of the outline.
    pub(super) back: Vec<f64>,
}

impl Distances {
    /// Measures both ways. `seen` and `drawn` are the edges in the picture and on the outline as it is drawn.
    pub(super) fn of(ink: &Patch, letter: &Letter, pose: &Pose, seen: &[Option<f64>], drawn: &[Option<f64>]) -> Self {
        let far = |seen: &Option<f64>, drawn: f64| seen.map_or(OUTWARDS, |seen| seen - drawn - pose.weight);
        let course = seen.iter().zip(drawn).map(|(seen, drawn)| drawn.map(|drawn| far(seen, drawn))).collect();
        let moved: Vec<[f32; 4]> = letter
            .rim
            .iter()
            .zip(drawn)
            .map(|(rim, drawn)| {
                let ((u, v), out) = (pose.place(rim), drawn.unwrap_or(0.0) + pose.weight);
                [u + rim.out.0 * out, v + rim.out.1 * out, rim.out.0, rim.out.1].map(|value| value as f32)
            })
            .collect();
        let back = ends(ink, pose).into_iter().filter_map(|place| nearest(place, &moved)).filter(|far| *far < AWAY).collect();
        Self { course, back }
    }

    /// Their mean, in mm at the nominal pitch. Both ways count alike.
    pub(super) fn mean_mm(&self) -> f64 {
        let there = self.plain().map(f64::abs).sum::<f64>() / self.plain().count().max(1) as f64;
        let back = self.back.iter().sum::<f64>() / self.back.len().max(1) as f64;
        f64::midpoint(there, back) * PITCH_MM
    }

    /// The greatest distance that a length of about 0.2 mm of outline has, in mm at the nominal pitch.
    pub(super) fn greatest_mm(&self) -> f64 {
        let far = |index: usize| self.course.get(index).copied().flatten().map_or(0.0, f64::abs);
        let there = (2..self.course.len()).map(|at| far(at).min(far(at - 1)).min(far(at - 2))).fold(0.0, f64::max);
        let mut back = self.back.clone();
        back.sort_by(|one, other| other.total_cmp(one));
        // Ends of ink lie about a third of a point of the outline apart.
        there.max(back.get(6).copied().unwrap_or(0.0)) * PITCH_MM
    }

    /// The share of both outlines that lies within [`SAME_MM`] of the other.
    pub(super) fn conformity(&self) -> f64 {
        let share = |count: usize, all: usize| count as f64 / all.max(1) as f64;
        let same = SAME_MM / PITCH_MM;
        let there = share(self.plain().filter(|far| far.abs() <= same).count(), self.plain().count());
        let back = share(self.back.iter().filter(|far| **far <= same).count(), self.back.len());
        f64::midpoint(there, back)
    }

    /// The distances from the outline of OCR-B, where there is a plain edge.
    fn plain(&self) -> impl Iterator<Item = f64> + '_ {
        self.course.iter().flatten().copied()
    }
}

/// Places where ink ends, between neighbouring samples.
fn ends(ink: &Patch, pose: &Pose) -> Vec<(f32, f32)> {
    let mut places = Vec::with_capacity(512);
    let inside = |u: f64, v: f64| (u - pose.shift.0).abs() < SIDE && (v - pose.shift.1).abs() < TOP;
    let pitch = 1.0 / ink.fine;
    for row in 1..ink.height {
        let v = ink.v(row);
        for column in 1..ink.width {
            let u = ink.u(column);
            if !inside(u, v) {
                continue;
            }
            let at = row * ink.width + column;
            let (here, left, above) = (ink.data[at], ink.data[at - 1], ink.data[at - ink.width]);
            if (here >= 0.5) != (left >= 0.5) {
                places.push((u - f64::from((here - 0.5) / (here - left)) * pitch, v));
            }
            if (here >= 0.5) != (above >= 0.5) {
                places.push((u, v - f64::from((here - 0.5) / (here - above)) * pitch));
            }
        }
    }
    places.into_iter().filter(|(u, v)| is_stroke(ink, *u, *v)).map(|(u, v)| (u as f32, v as f32)).collect()
}

/// Whether what ends here is as thick as part of a stroke, and no fine line of the background.
fn is_stroke(ink: &Patch, u: f64, v: f64) -> bool {
    let near = 0.7 / ink.fine;
    let (right, down) = (ink.at(u + near, v) - ink.at(u - near, v), ink.at(u, v + near) - ink.at(u, v - near));
    let steep = right.hypot(down);
    steep > 0.0 && ink.at(u + THICK * f64::from(right / steep), v + THICK * f64::from(down / steep)) >= 0.5
}

/// Less than this is a fine line, in pitches: 0.2 mm.
const THICK: f64 = 0.08;

/// The distance to the nearest point of an outline; along the outline between its points nothing is counted.
fn nearest((u, v): (f32, f32), outline: &[[f32; 4]]) -> Option<f64> {
    let mut best = (f32::MAX, None);
    for point in outline {
        let far = (u - point[0]) * (u - point[0]) + (v - point[1]) * (v - point[1]);
        if far < best.0 {
            best = (far, Some(point));
        }
    }
    let [x, y, out_u, out_v] = *best.1?;
    let (across, along) = ((u - x) * out_u + (v - y) * out_v, (u - x) * out_v - (v - y) * out_u);
    let far = if along.abs() <= APART as f32 { across.abs() } else { best.0.sqrt() };
    Some(f64::from(far))
}
