//! Tracks: where the characters of a line have their middles, as a smooth function of their number.

use nalgebra::{Matrix3, Vector3};

use super::chains::Places;

/// How far from its place a spot still belongs to a track, as a share of the pitch.
const OFF: f64 = 0.26;
/// How many characters beyond its ends a track looks for more.
const BEYOND: i32 = 14;

/// A line of places at one pitch, straight or slightly bent; perspective lets the pitch grow along it.
#[derive(Debug, Clone, PartialEq)]
pub(in super::super) struct Track {
    /// Coefficients of 1, t and t² for x and for y, in px; t counts characters.
    pub(in super::super) x: [f64; 3],
    pub(in super::super) y: [f64; 3],
    /// The first and the last t that was seen.
    pub(in super::super) from: f64,
    pub(in super::super) to: f64,
    /// Spots that lie on it.
    pub(super) members: Vec<usize>,
}

impl Track {
    /// The track through points (t, x, y), by least squares; straight if they reach over fewer than 12 characters.
    pub(in super::super) fn through(points: &[(f64, f64, f64)]) -> Option<Self> {
        let (first, last) = points.iter().fold((f64::MAX, f64::MIN), |(first, last), point| (first.min(point.0), last.max(point.0)));
        if points.len() < 2 || last - first < 1.0 {
            return None;
        }
        // Centred and scaled, so that the sums stay well conditioned.
        let (middle, half) = (f64::midpoint(first, last), (last - first) / 2.0);
        let bends = last - first >= 12.0 && points.len() >= 8;
        let (mut sums, mut right) = (Matrix3::zeros(), [Vector3::zeros(); 2]);
        for (t, x, y) in points {
            let u = (t - middle) / half;
            let row = Vector3::new(1.0, u, if bends { u * u } else { 0.0 });
            sums += row * row.transpose();
            right[0] += row * *x;
            right[1] += row * *y;
        }
        if !bends {
            sums[(2, 2)] = 1.0;
        }
        let inverse = sums.try_inverse()?;
        let [x, y] = right.map(|right| {
            let c = inverse * right;
            let (linear, square) = (c[1] / half, c[2] / (half * half));
            [c[0] - linear * middle + square * middle * middle, linear - 2.0 * square * middle, square]
        });
        Some(Self { x, y, from: first, to: last, members: Vec::new() })
    }

    /// The place of character `t` in px.
    pub(in super::super) fn at(&self, t: f64) -> (f64, f64) {
        // Beyond what was seen, the bend is not trusted: straight on.
        let inside = t.clamp(self.from, self.to);
        let (dx, dy) = self.step(inside);
        let value = |c: &[f64; 3]| c[0] + c[1] * inside + c[2] * inside * inside;
        (value(&self.x) + dx * (t - inside), value(&self.y) + dy * (t - inside))
    }

    /// From one character to the next, at character `t`, in px.
    pub(in super::super) fn step(&self, t: f64) -> (f64, f64) {
        let inside = t.clamp(self.from, self.to);
        (self.x[1] + 2.0 * self.x[2] * inside, self.y[1] + 2.0 * self.y[2] * inside)
    }

    /// How many characters were seen on it.
    pub(in super::super) fn members_count(&self) -> usize {
        self.members.len()
    }

    /// How many pitches below this line another runs, in the middle of that one.
    pub(in super::super) fn offset(&self, other: &Self) -> f64 {
        let place = other.at(f64::midpoint(other.from, other.to));
        let t = self.nearest(place);
        let ((x, y), (dx, dy)) = (self.at(t), self.step(t));
        ((place.1 - y) * dx - (place.0 - x) * dy) / (dx * dx + dy * dy).max(f64::MIN_POSITIVE)
    }

    /// The t of the place on the line that is nearest to a place beside it.
    pub(in super::super) fn nearest(&self, (x, y): (f64, f64)) -> f64 {
        let mut t = f64::midpoint(self.from, self.to);
        for _ in 0..4 {
            let ((px, py), (dx, dy)) = (self.at(t), self.step(t));
            t += ((x - px) * dx + (y - py) * dy) / (dx * dx + dy * dy).max(f64::MIN_POSITIVE);
        }
        t
    }

    /// The pitch in px in the middle.
    pub(in super::super) fn pitch(&self) -> f64 {
        let (dx, dy) = self.step(f64::midpoint(self.from, self.to));
        dx.hypot(dy)
    }

    /// The track with the spots that lie on it, also beyond its ends and behind gaps, fitted anew.
    pub(super) fn grown(mut self, places: &Places<'_>) -> Self {
        for _ in 0..4 {
            let mut points = Vec::new();
            let mut members = Vec::new();
            let reach = self.pitch() * OFF;
            for index in (self.from as i32 - BEYOND)..=(self.to as i32 + BEYOND) {
                let t = f64::from(index);
                let (x, y) = self.at(t);
                if let Some((at, spot)) = places.nearest(x, y, reach).filter(|(_, spot)| spot.size < 1.35 * self.pitch()) {
                    points.push((t, spot.x, spot.y));
                    members.push(at);
                }
            }
            // Single spots far from the rest are chance.
            while let [one, two, ..] = points.as_slice()
                && two.0 - one.0 > 6.0
            {
                points.remove(0);
                members.remove(0);
            }
            while let [.., two, one] = points.as_slice()
                && one.0 - two.0 > 6.0
            {
                points.pop();
                members.pop();
            }
            let before = self.members.len();
            match Self::through(&points) {
                Some(track) if members.len() >= before => self = Self { members, ..track },
                _ => break,
            }
            if self.members.len() == before {
                break;
            }
        }
        self
    }

    /// The same line read the other way round.
    pub(in super::super) fn reversed(&self) -> Self {
        let turned = |[a, b, c]: [f64; 3]| [a, -b, c];
        Self { x: turned(self.x), y: turned(self.y), from: -self.to, to: -self.from, members: self.members.clone() }
    }

    /// The line with all px multiplied and shifted.
    pub(in super::super) fn scaled(&self, scale: (f64, f64)) -> Self {
        let by = |c: [f64; 3], scale: f64| [(c[0] + 0.5) * scale - 0.5, c[1] * scale, c[2] * scale];
        Self { x: by(self.x, scale.0), y: by(self.y, scale.1), ..self.clone() }
    }

    /// A line beside this one, `off` pitches below it (in its own direction of reading).
    pub(in super::super) fn beside(&self, off: f64) -> Self {
        let (dx, dy) = self.step(f64::midpoint(self.from, self.to));
        let (mut x, mut y) = (self.x, self.y);
        x[0] -= dy * off;
        y[0] += dx * off;
        Self { x, y, from: self.from, to: self.to, members: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(one: (f64, f64), other: (f64, f64)) -> bool {
        (one.0 - other.0).hypot(one.1 - other.1) < 1e-6
    }

    #[test]
    fn a_track_goes_through_its_points_and_straight_on() {
        let place = |t: f64| (100.0 + 14.0 * t + 0.02 * t * t, 50.0 + 2.0 * t - 0.03 * t * t);
        let points: Vec<(f64, f64, f64)> = (3..40).map(|t| (f64::from(t), place(f64::from(t)).0, place(f64::from(t)).1)).collect();
        let track = Track::through(&points).unwrap();
        assert!(near(track.at(20.0), place(20.0)));
        let (dx, dy) = track.step(39.0);
        let end = place(39.0);
        assert!(near(track.at(44.0), (end.0 + 5.0 * dx, end.1 + 5.0 * dy)));
        assert!(near(track.reversed().at(-20.0), place(20.0)));
        let half = track.scaled((0.5, 0.5)).at(20.0);
        let halved = |px: f64| px / 2.0 - 0.25;
        assert!(near(half, (halved(place(20.0).0), halved(place(20.0).1))));
    }

    #[test]
    fn too_little_makes_no_track() {
        assert_eq!(Track::through(&[(1.0, 3.0, 4.0)]), None);
        assert_eq!(Track::through(&[(1.0, 3.0, 4.0), (1.0, 3.0, 4.0)]), None);
    }
}
