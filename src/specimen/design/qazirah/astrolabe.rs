//! An astrolabe: rim with a scale, plate with the circles of altitude and azimuth in stereographic projection, rete with star pointers.

use std::f32::consts::{FRAC_PI_2, TAU};

use tiny_skia::{Path, PathBuilder};

use super::girih::{Line, Point, bent, distance, polyline};
use crate::specimen::canvas::{Canvas, Ink};
use crate::specimen::math::Exact as _;
use crate::specimen::text::{Font, Type};

/// Obliquity of the ecliptic in degrees.
const OBLIQUITY: f32 = 23.44;

/// An astrolabe as engraved lines.
#[derive(Debug, Clone, Copy)]
pub(super) struct Astrolabe {
    pub center: Point,
    /// Radius of the rim in mm.
    pub radius: f32,
    /// Latitude the plate is made for, in degrees.
    pub latitude: f32,
    /// How far the rete is turned, in radians.
    pub turn: f32,
    /// Steps of the circles of altitude and of azimuth, in degrees.
    pub steps: (f32, f32),
}

/// Words on the rim: the degrees by thirties in Arabic figures.
const DEGREES: [&str; 12] = ["٣٠", "٦٠", "٩٠", "١٢٠", "١٥٠", "١٨٠", "٢١٠", "٢٤٠", "٢٧٠", "٣٠٠", "٣٣٠", "٣٦٠"];

fn circle(center: Point, radius: f32) -> Line {
    let steps = (radius * 9.0).clamp(48.0, 480.0) as u32;
    (0..=steps)
        .map(|step| {
            let (sin, cos) = (TAU * (step % steps) as f32 / steps as f32).xsin_cos();
            (center.0 + radius * cos, center.1 + radius * sin)
        })
        .collect()
}

impl Astrolabe {
    /// The radius of the plate: the tropic of Capricorn.
    fn plate(&self) -> f32 {
        self.radius * 0.8
    }

    /// The radius of the equator on the plate.
    fn equator(&self) -> f32 {
        let half = f32::midpoint(90.0, OBLIQUITY).to_radians();
        self.plate() * half.xcos() / half.xsin()
    }

    /// The circles of altitude and azimuth above the horizon.
    pub(super) fn circles(&self) -> Vec<Path> {
        let (equator, plate) = (self.equator(), self.plate());
        let (sin, cos) = self.latitude.to_radians().xsin_cos();
        let almucantar = |altitude: f32| {
            let (above, level) = altitude.to_radians().xsin_cos();
            let below = (sin + above).max(0.02);
            ((self.center.0, self.center.1 - equator * cos / below), equator * level / below)
        };
        let (horizon, reach) = almucantar(0.0);
        let on_plate = |place: Point| distance(place, self.center) < plate;
        let keep_as_is = |place: Point| place;
        let mut paths = Vec::new();
        let mut altitude = 0.0;
        while altitude < 89.0 {
            let (center, radius) = almucantar(altitude);
            paths.extend(bent(&[circle(center, radius)], &keep_as_is, &on_plate));
            altitude += self.steps.0;
        }
        let seen = |place: Point| on_plate(place) && distance(place, horizon) < reach;
        let mut azimuth = -90.0 + self.steps.1;
        while azimuth < 90.0 {
            let (across, level) = azimuth.to_radians().xsin_cos();
            let center = (self.center.0 + equator / cos * across / level, self.center.1 + equator * sin / cos);
            paths.extend(bent(&[circle(center, equator / (cos * level))], &keep_as_is, &seen));
            azimuth += self.steps.1;
        }
        paths.extend(polyline(&[(self.center.0, self.center.1 - plate), (self.center.0, self.center.1 + plate)]));
        // Equator and tropic of Cancer.
        let half = ((90.0 - OBLIQUITY) / 2.0).to_radians();
        for radius in [equator, equator * half.xsin() / half.xcos()] {
            paths.extend(polyline(&circle(self.center, radius)));
        }
        paths
    }

    /// The rim: rings, and a tick for every `step` degrees.
    pub(super) fn rim(&self, step: u32) -> Vec<Path> {
        let mut paths: Vec<Path> =
            [1.0, 0.985, 0.915, 0.82, 0.8].into_iter().filter_map(|share| polyline(&circle(self.center, self.radius * share))).collect();
        for degree in (0..360).step_by(step.max(1) as usize) {
            let (sin, cos) = (degree as f32).to_radians().xsin_cos();
            let inner = if degree % 30 == 0 {
                0.82
            } else if degree % 10 == 0 {
                0.895
            } else {
                0.93
            };
            let at = |share: f32| (self.center.0 + self.radius * share * cos, self.center.1 + self.radius * share * sin);
            paths.extend(polyline(&[at(inner), at(0.985)]));
        }
        paths
    }

    /// The figures on the rim.
    pub(super) fn figures(&self, canvas: &mut Canvas, ink: &Ink) {
        let style = Type::new(Font::Arabic, self.radius * 0.098);
        for (index, words) in DEGREES.into_iter().enumerate() {
            let angle = TAU * (index as f32 + 0.5) / 12.0 - FRAC_PI_2;
            let Some(path) = style.set_centered(words, 0.0, 0.0) else { continue };
            let (sin, cos) = angle.xsin_cos();
            let place = (self.center.0 + self.radius * 0.838 * cos, self.center.1 + self.radius * 0.838 * sin);
            let turned = tiny_skia::Transform::from_row(-sin, cos, -cos, -sin, place.0, place.1);
            if let Some(path) = path.transform(turned) {
                canvas.fill(&path, ink);
            }
        }
    }

    /// The rete: the ring of the ecliptic with its divisions, and the pointers of stars as closed shapes.
    pub(super) fn rete(&self) -> (Vec<Path>, Option<Path>) {
        let (equator, plate) = (self.equator(), self.plate());
        let half = ((90.0 - OBLIQUITY) / 2.0).to_radians();
        let cancer = equator * half.xsin() / half.xcos();
        let (radius, away) = (f32::midpoint(plate, cancer), (plate - cancer) / 2.0);
        let (sin, cos) = self.turn.xsin_cos();
        let center = (self.center.0 + away * cos, self.center.1 + away * sin);
        let mut paths: Vec<Path> = [1.0, 0.955, 0.885].into_iter().filter_map(|share| polyline(&circle(center, radius * share))).collect();
        for sign in 0..36_u32 {
            // The divisions point to the pole, not to the ring's own middle.
            let (sin, cos) = (TAU * sign as f32 / 36.0).xsin_cos();
            let outer = (center.0 + radius * cos, center.1 + radius * sin);
            let inner = if sign % 3 == 0 { 0.885 } else { 0.955 };
            paths.extend(polyline(&[outer, (center.0 + radius * inner * cos, center.1 + radius * inner * sin)]));
        }
        let mut pointers = PathBuilder::new();
        for (index, (reach, angle)) in
            [(0.93, 0.3), (0.62, 1.0), (0.88, 1.75), (0.5, 2.5), (0.9, 3.05), (0.7, 3.9), (0.94, 4.6), (0.56, 5.35)].into_iter().enumerate()
        {
            let angle: f32 = angle + self.turn;
            let (sin, cos) = angle.xsin_cos();
            let tip = (self.center.0 + plate * reach * cos, self.center.1 + plate * reach * sin);
            let bend = if index % 2 == 0 { 1.0 } else { -1.0 };
            let size = self.radius * 0.17;
            // A flame: broad foot, tip bent to one side.
            let local = |along: f32, across: f32| {
                (tip.0 + (along * -cos - across * bend * sin) * size, tip.1 + (along * -sin + across * bend * cos) * size)
            };
            let [foot, left, waist, right, back] =
                [local(1.0, 0.25), local(0.72, -0.42), local(0.3, -0.1), local(0.62, 0.55), local(0.24, 0.32)];
            pointers.move_to(tip.0, tip.1);
            pointers.cubic_to(waist.0, waist.1, left.0, left.1, foot.0, foot.1);
            pointers.cubic_to(right.0, right.1, back.0, back.1, tip.0, tip.1);
            pointers.close();
            // A stem holds the pointer to the ring of the ecliptic.
            let way = (foot.1 - center.1).xatan2(foot.0 - center.0);
            let (rise, run) = way.xsin_cos();
            let root = (center.0 + radius * run, center.1 + radius * rise);
            let mut stem = PathBuilder::new();
            stem.move_to(foot.0, foot.1);
            let sway = ((foot.1 - root.1) * 0.22 * bend, (root.0 - foot.0) * 0.22 * bend);
            stem.quad_to(f32::midpoint(foot.0, root.0) + sway.0, f32::midpoint(foot.1, root.1) + sway.1, root.0, root.1);
            paths.extend(stem.finish());
        }
        (paths, pointers.finish())
    }

    /// The rule across the plate with its pin, and the ring it hangs by.
    pub(super) fn rule(&self, angle: f32) -> Option<Path> {
        let (sin, cos) = angle.xsin_cos();
        let plate = self.plate();
        let local = |along: f32, across: f32| {
            (self.center.0 + (along * cos - across * sin) * plate, self.center.1 + (along * sin + across * cos) * plate)
        };
        let mut builder = PathBuilder::new();
        let corners = [
            (-0.99, 0.0),
            (-0.9, 0.035),
            (-0.1, 0.035),
            (0.1, 0.0),
            (0.9, 0.0),
            (0.99, 0.0),
            (0.9, -0.035),
            (0.1, -0.035),
            (-0.1, 0.0),
            (-0.9, 0.0),
        ];
        for (index, (along, across)) in corners.into_iter().enumerate() {
            let (x, y) = local(along, across);
            if index == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
        }
        builder.close();
        builder.push_circle(self.center.0, self.center.1, plate * 0.06);
        builder.finish()
    }

    /// The throne on top of the rim and its ring, as lines.
    pub(super) fn throne(&self) -> Vec<Path> {
        let top = (self.center.0, self.center.1 - self.radius);
        let size = self.radius * 0.2;
        let mut builder = PathBuilder::new();
        builder.move_to(top.0 - size * 1.3, top.1 + size * 0.12);
        builder.cubic_to(top.0 - size * 0.9, top.1 - size * 0.5, top.0 - size * 0.5, top.1 - size * 0.1, top.0, top.1 - size * 0.8);
        builder.cubic_to(
            top.0 + size * 0.5,
            top.1 - size * 0.1,
            top.0 + size * 0.9,
            top.1 - size * 0.5,
            top.0 + size * 1.3,
            top.1 + size * 0.12,
        );
        let mut paths: Vec<Path> = builder.finish().into_iter().collect();
        for radius in [0.36, 0.26] {
            paths.extend(polyline(&circle((top.0, top.1 - size * 1.14), size * radius)));
        }
        paths
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_circles_keep_within_the_plate() {
        let astrolabe = Astrolabe { center: (20.0, 20.0), radius: 10.0, latitude: 24.0, turn: 0.6, steps: (10.0, 15.0) };
        let paths = astrolabe.circles();
        assert!(paths.len() > 15);
        for path in paths {
            let bounds = path.bounds();
            assert!(bounds.left() >= 11.9 && bounds.right() <= 28.1 && bounds.top() >= 11.9 && bounds.bottom() <= 28.1, "{bounds:?}");
        }
    }
}
