//! Hair: a mass between the hairline and the outer edge, and strands that follow how it is worn and catch the light.

use std::f32::consts::TAU;

use tiny_skia::Path;

use super::easel::{Easel, Over};
use super::{Face, HEIGHT, MIDDLE};
use crate::specimen::canvas::Tone;
use crate::specimen::guilloche::{Closed, smooth};
use crate::specimen::math::Exact as _;
use crate::specimen::rng::Rng;

/// How hair is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Buzz,
    Crew,
    Short,
    Tousled,
    Parted,
    Swept,
    Receding,
    Bald,
    Curly,
    Afro,
    Pixie,
    Bob,
    Fringe,
    Shoulder,
    Long,
    Wavy,
    Bun,
    Tied,
}

/// How strands run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Flow {
    /// From the hairline back over the skull.
    Back,
    /// From the crown forward over the hairline.
    Forward,
    /// From a parting along the skull to both sides.
    Aside,
    /// In locks.
    Curl,
}

/// The shape of a style, in mm.
struct Cut {
    flow: Flow,
    /// How far the hair stands off the skull at the sides and above.
    side: f32,
    top: f32,
    /// Where the hairline over the forehead lies, and how far it goes back at the temples.
    line: f32,
    temples: f32,
    /// Where the hair beside the face ends.
    low: f32,
    /// Where the parting lies, from -1 at the left ear to 1 at the right.
    parting: f32,
    /// How far the skull reaches from its centre at even angles from the crown to the ear.
    skull: Vec<f32>,
}

/// Where the centre of the skull lies, and the angle from the crown to the ear.
const CENTER: f32 = 20.0;
const REACH: f32 = 1.72;
/// Nothing stands higher than this.
const HIGHEST: f32 = 7.95;

/// How far the outline of the head is from the centre of the skull at even angles from the crown to the ear.
fn skull(face: &Face) -> Vec<f32> {
    let outline = face.outline();
    (0..=24_u8)
        .map(|step| {
            let (sin, cos) = (f32::from(step) / 24.0 * REACH).xsin_cos();
            // On which side of the ray a point lies.
            let across = |point: &(f32, f32)| point.0 * cos - (CENTER - point.1) * sin;
            let crossing = outline.windows(2).find(|pair| across(&pair[0]) <= 0.0 && across(&pair[1]) > 0.0);
            let reach = crossing.map(|pair| {
                let share = across(&pair[0]) / (across(&pair[0]) - across(&pair[1]));
                (pair[0].0 + (pair[1].0 - pair[0].0) * share).xhypot(CENTER - pair[0].1 - (pair[1].1 - pair[0].1) * share)
            });
            reach.unwrap_or(11.0)
        })
        .collect()
}

impl Cut {
    fn of(face: &Face) -> Self {
        let line = 13.4 + 0.8 * face.forehead;
        let part = 0.32 * if face.lean < 0.0 { -1.0 } else { 1.0 };
        let v = face.volume;
        let cut = |flow, side, top, line, temples, low, parting| Self { flow, side, top, line, temples, low, parting, skull: skull(face) };
        match face.style {
            Style::Buzz => cut(Flow::Back, 0.12, 0.05, line + 0.2, 0.4, 22.0, 0.0),
            Style::Crew => cut(Flow::Back, 0.3, 0.5 + 0.4 * v, line, 0.6, 22.4, 0.0),
            Style::Short => cut(Flow::Forward, 0.5, 0.6 + 0.4 * v, line + 0.9, 0.1, 22.6, 0.0),
            Style::Tousled => cut(Flow::Forward, 1.0, 0.9, line + 1.5, 0.0, 23.4, 0.0),
            Style::Parted => cut(Flow::Aside, 0.6, 0.6 + 0.3 * v, line, 0.5, 22.6, part),
            Style::Swept => cut(Flow::Back, 0.6, 0.9, line, 0.9, 22.8, 0.0),
            Style::Receding => cut(Flow::Back, 0.25, 0.1, line - 1.0, -2.4, 22.4, 0.0),
            Style::Bald => cut(Flow::Back, 0.2, -0.6, 8.6, 0.0, 22.6, 0.0),
            Style::Curly => cut(Flow::Curl, 1.2 + 0.8 * v, 1.0, line + 0.3, 0.2, if face.woman { 31.0 } else { 23.0 }, 0.0),
            Style::Afro => cut(Flow::Curl, 1.6 + 1.6 * v, 1.0, line, 0.3, if face.woman { 27.0 } else { 22.6 }, 0.0),
            Style::Pixie => cut(Flow::Aside, 0.8, 0.8, line + 1.6, -0.2, 24.0, part),
            Style::Bob => cut(Flow::Aside, 1.7 + 0.5 * v, 0.8, line - 0.8, 0.5, 33.5, part),
            Style::Fringe => cut(Flow::Forward, 1.5 + 0.5 * v, 0.8, 17.4, -0.6, 33.0 + 3.0 * v, 0.0),
            Style::Shoulder => cut(Flow::Aside, 1.5 + 0.6 * v, 0.8, line - 0.9, 0.6, 39.0, part),
            Style::Long => cut(Flow::Aside, 1.3 + 0.5 * v, 0.7, line - 1.0, 0.8, HEIGHT + 2.0, part * 0.2),
            Style::Wavy => cut(Flow::Aside, 2.0 + 0.8 * v, 0.9, line - 0.9, 0.7, HEIGHT + 2.0, part),
            Style::Bun => cut(Flow::Back, 0.4, 0.3, line - 0.4, 0.4, 22.6, 0.0),
            Style::Tied => cut(Flow::Aside, 0.5, 0.4, line - 0.4, 0.4, 23.0, part),
        }
    }

    /// Whether the hair falls beside the face.
    fn falls(&self) -> bool {
        self.low > 26.0
    }

    /// The edge of the hair over the skull, from -1 at the left ear over the crown to 1 at the right.
    fn outer(&self, t: f32) -> (f32, f32) {
        let (sin, cos) = (t * REACH).xsin_cos();
        let place = t.abs().min(1.0) * (self.skull.len() - 1) as f32;
        let at = |index: usize| self.skull.get(index).or_else(|| self.skull.last()).copied().unwrap_or(11.0);
        let skull = at(place as usize) + (at(place as usize + 1) - at(place as usize)) * (place - place.floor());
        let up = cos.max(0.0);
        let far = skull + self.side + (self.top - self.side) * up * up;
        (MIDDLE + sin * far, (CENTER - cos * far).max(HIGHEST))
    }

    /// The hairline from the left ear over the forehead to the right.
    fn hairline(&self, face: &Face, t: f32) -> (f32, f32) {
        let w = face.half_width;
        let side = t.abs();
        let sign = if t < 0.0 { -1.0 } else { 1.0 };
        // Ear, temple, corner of the forehead, middle.
        let points = [
            (1.0, w * 0.985, 22.6),
            (0.78, w * 0.93, 19.2),
            (0.56, w * 0.84, 16.2 - 0.4 * self.temples),
            (0.36, w * 0.66, self.line + 1.3 - self.temples),
            (0.18, w * 0.36, self.line + 0.25 - 0.25 * self.temples),
            (0.0, 0.0, self.line),
        ];
        for pair in points.windows(2) {
            let (far, near) = (pair[0], pair[1]);
            if side >= near.0 {
                let share = ((side - near.0) / (far.0 - near.0)).clamp(0.0, 1.0);
                return (MIDDLE + sign * (near.1 + (far.1 - near.1) * share), near.2 + (far.2 - near.2) * share);
            }
        }
        (MIDDLE, self.line)
    }

    /// A place in the mass: `lane` runs from 0 at the hairline to 1 at the outer edge.
    fn place(&self, face: &Face, t: f32, lane: f32) -> (f32, f32) {
        let ((ix, iy), (ox, oy)) = (self.hairline(face, t), self.outer(t));
        (ix + (ox - ix) * lane, iy + (oy - iy) * lane)
    }

    fn mass(&self, face: &Face) -> Option<Path> {
        let steps = 48_i8;
        let along = || (-steps..=steps).map(|step| f32::from(step) / f32::from(steps));
        let bumpy = self.flow == Flow::Curl;
        let mut rng = Rng::new(face.seed, "edge");
        let mut points: Vec<_> = along()
            .map(|t| {
                let (x, y) = self.outer(t);
                let out = if bumpy { rng.range(-0.45, 0.35) } else { 0.0 };
                (x + out * t, (y - out * (1.0 - t.abs())).max(HIGHEST))
            })
            .collect();
        points.extend(along().map(|t| self.hairline(face, -t)));
        smooth(&points, Closed::Yes)
    }
}

/// The colour of a strand: `shine` 0 in the shadow to 1 in the light.
fn strand_tone(base: Tone, shine: f32, rng: &mut Rng) -> Tone {
    let value = shine + rng.range(-0.3, 0.3);
    if value > 0.5 { base.mixed(Tone(255, 238, 214), (value - 0.5) * 0.42) } else { base.mixed(Tone(0, 0, 0), (0.5 - value) * 0.75) }
}

/// How much a place on the skull shines: a band from the upper left.
fn shine(x: f32, y: f32) -> f32 {
    let across = (x - MIDDLE + 4.2) / 8.5;
    let up = (y - 11.6) / 5.5;
    (0.9 - 0.5 * across * across - 0.55 * up * up).max(0.12)
}

fn strand(easel: &mut Easel, points: &[(f32, f32)], width: f32, tone: Tone, opacity: f32, over: Over) {
    if let Some(path) = smooth(points, Closed::No) {
        easel.stroke(&path, width, tone, opacity, over);
    }
}

/// Paints the hair behind the head and the shoulders.
pub(super) fn behind(easel: &mut Easel, face: &Face, rng: &mut Rng) {
    let (cut, hair) = (Cut::of(face), face.hair_now());
    let w = face.half_width;
    if face.style == Style::Bun {
        let (x, y, r) = (MIDDLE + 1.2 * face.lean, 11.8, 3.6);
        if let Some(path) = tiny_skia::PathBuilder::from_circle(x, y, r) {
            easel.fill(&path, hair.mixed(Tone(0, 0, 0), 0.35), 1.0, Over::All);
            for _ in 0..40 {
                let (turn, far) = (rng.range(0.0, TAU), rng.range(0.3, 0.95) * r);
                let points: Vec<_> = (0..5_u8)
                    .map(|step| (turn + 0.25 * f32::from(step)).xsin_cos())
                    .map(|(sin, cos)| (x + far * cos, y + far * sin))
                    .collect();
                strand(easel, &points, 0.16, strand_tone(hair, 0.35, rng), 0.6, Over::Drawn);
            }
        }
    }
    if !cut.falls() {
        return;
    }
    let dark = hair.mixed(Tone(0, 0, 0), 0.42);
    let low = cut.low;
    let spread = cut.side + if face.style == Style::Wavy { 1.4 } else { 0.5 };
    let mut points = vec![];
    for side in [1.0_f32, -1.0] {
        let half = [
            (0.0, 10.0),
            (w * 0.75, 10.6),
            (w + cut.side * 0.8, 17.0),
            (w + cut.side, 23.0),
            (w + spread, 30.0_f32.min(low - 3.0)),
            (w + spread, (low - 2.0).max(31.0)),
            (w + spread - 1.4, low),
            (w * 0.4, low + 0.4),
        ];
        let mapped: Vec<_> = half.iter().map(|(x, y)| (MIDDLE + side * x, *y)).collect();
        if side > 0.0 { points.extend(mapped) } else { points.extend(mapped.into_iter().rev()) }
    }
    if let Some(path) = smooth(&points, Closed::Yes) {
        easel.fill(&path, dark, 1.0, Over::All);
        if cut.flow == Flow::Curl {
            for _ in 0..260 {
                curl(easel, MIDDLE + rng.range(-1.0, 1.0) * (w + spread), rng.range(16.0, low), hair, rng, Over::All);
            }
        } else {
            for _ in 0..110 {
                let x = MIDDLE + rng.range(-1.0, 1.0) * (w + spread - 0.3);
                fall_strand(easel, face, x, rng.range(20.0, 30.0), low + rng.range(-1.4, 0.3), 0.2, rng, Over::All);
            }
        }
    }
}

fn curl(easel: &mut Easel, x: f32, y: f32, hair: Tone, rng: &mut Rng, over: Over) {
    let (radius, turn) = (rng.range(0.3, 0.75), rng.range(0.0, TAU));
    let points: Vec<_> = (0..6_u8)
        .map(|step| (turn + 0.7 * f32::from(step)).xsin_cos())
        .map(|(sin, cos)| (x + radius * cos, y + 0.85 * radius * sin))
        .collect();
    let tone = strand_tone(hair, shine(x, y) * 0.8, rng);
    strand(easel, &points, rng.range(0.14, 0.3), tone, 0.7, over);
}

/// A strand that falls from a place, waved if the hair is.
#[expect(clippy::too_many_arguments, reason = "a strand is its two ends, its light and where it goes")]
fn fall_strand(easel: &mut Easel, face: &Face, x: f32, top: f32, low: f32, light: f32, rng: &mut Rng, over: Over) {
    let wave = if face.style == Style::Wavy { rng.range(0.35, 0.7) } else { rng.range(0.0, 0.12) };
    let (phase, drift) = (rng.range(-0.6, 0.6) + x * 0.22, rng.range(-0.3, 0.3));
    let points: Vec<_> = (0..10_u8)
        .map(|step| {
            let share = f32::from(step) / 9.0;
            let y = top + (low - top) * share;
            (x + drift * share + wave * (phase + y * 0.62).xsin(), y)
        })
        .collect();
    strand(easel, &points, rng.range(0.12, 0.3), strand_tone(face.hair_now(), light, rng), 0.55, over);
}

/// Paints the hair over the forehead and the temples, and what falls before the shoulders.
pub(super) fn front(easel: &mut Easel, face: &Face, rng: &mut Rng) {
    let (cut, hair) = (Cut::of(face), face.hair_now());
    if face.style == Style::Bald {
        fringe_of_bald(easel, face, hair, rng);
        return;
    }
    let Some(mass) = cut.mass(face) else { return };
    if face.style == Style::Buzz {
        buzz(easel, face, &cut, &mass, hair, rng);
        return;
    }
    // The hair throws a soft shadow on the skin.
    easel.soft(0.5, Over::Drawn, |layer| {
        if let Some(path) = mass.clone().transform(tiny_skia::Transform::from_translate(0.35, 0.75)) {
            layer.fill(&path, Tone(52, 30, 24), 0.38, Over::All);
        }
    });
    let Some(mut part) = easel.part(0.0, 7.0, 34.0, 27.0) else { return };
    part.fill(&mass, hair.mixed(Tone(0, 0, 0), 0.3), 1.0, Over::All);
    let strands = if cut.flow == Flow::Curl { 620 } else { 520 };
    for _ in 0..strands {
        if cut.flow == Flow::Curl {
            let (x, y) = cut.place(face, rng.range(-1.0, 1.0), rng.range(0.0, 1.0));
            curl(&mut part, x, y, hair, rng, Over::Drawn);
            continue;
        }
        let points = flow(&cut, face, rng);
        let (x, y) = points.get(points.len() / 2).copied().unwrap_or((MIDDLE, 12.0));
        strand(&mut part, &points, rng.range(0.1, 0.26), strand_tone(hair, shine(x, y), rng), 0.55, Over::Drawn);
    }
    part.soft(1.2, Over::Drawn, |layer| {
        // Beside the ears short hair lies in shadow; long hair goes on.
        for side in if cut.falls() { [].as_slice() } else { &[-1.0_f32, 1.0] }.iter().copied() {
            let (x, opacity) = (MIDDLE + side * (face.half_width + cut.side * 0.5), if side > 0.0 { 0.75 } else { 0.45 });
            if let Some(path) = tiny_skia::PathBuilder::from_circle(x, 20.5, 2.6) {
                layer.fill(&path, hair.mixed(Tone(0, 0, 0), 0.75), opacity, Over::All);
            }
        }
    });
    easel.lay(&part, Over::All);
    edge(easel, face, &cut, hair, rng);
    if cut.falls() {
        curtains(easel, face, &cut, hair, rng);
    }
}

/// The points of one strand over the skull.
fn flow(cut: &Cut, face: &Face, rng: &mut Rng) -> Vec<(f32, f32)> {
    let t = rng.range(-1.0, 1.0);
    match cut.flow {
        Flow::Back | Flow::Curl => {
            let (start, lean) = (rng.range(-0.1, 0.55), 0.14 * face.lean);
            (0..5_u8).map(|step| f32::from(step) / 4.0).map(|share| cut.place(face, t + lean * share, start + 0.5 * share)).collect()
        }
        Flow::Forward => {
            let (start, lean) = (rng.range(0.35, 1.0), 0.2 * face.lean + rng.range(-0.06, 0.06));
            (0..5_u8).map(|step| f32::from(step) / 4.0).map(|share| cut.place(face, t + lean * share, start - 0.55 * share)).collect()
        }
        Flow::Aside => {
            let (lane, side) = (rng.unit(), if t < cut.parting { -1.0 } else { 1.0 });
            let from = cut.parting + (t - cut.parting) * rng.range(0.0, 0.8);
            let to = from + side * rng.range(0.3, 0.55);
            // Strands rise from the parting and lie down to the sides.
            (0..7_u8)
                .map(|step| from + (to - from) * f32::from(step) / 6.0)
                .map(|t| {
                    let gone = ((t - cut.parting).abs() / 0.5).min(1.0);
                    cut.place(face, t, (lane * (0.8 + 0.2 * gone) + 0.1 * (1.0 - gone) * (1.0 - lane)).min(1.0))
                })
                .collect()
        }
    }
}

/// Breaks the hairline and the outer edge into single hairs.
fn edge(easel: &mut Easel, face: &Face, cut: &Cut, hair: Tone, rng: &mut Rng) {
    let forward = cut.flow == Flow::Forward;
    let short = cut.flow != Flow::Aside;
    for _ in 0..if short { 190 } else { 70 } {
        let t = rng.range(-0.98, 0.98);
        let (from, to) = if forward { (0.3, -rng.range(0.02, 0.16)) } else { (-rng.range(0.0, 0.07), rng.range(0.15, 0.35)) };
        let lean = if forward { 0.1 * face.lean + rng.range(-0.05, 0.05) } else { rng.range(-0.03, 0.03) };
        let points = [cut.place(face, t, from), cut.place(face, t + lean * 0.6, f32::midpoint(from, to)), cut.place(face, t + lean, to)];
        let tone = strand_tone(hair, shine(points[0].0, points[0].1) * 0.7, rng);
        strand(easel, &points, rng.range(0.08, 0.18), tone, 0.55, Over::All);
    }
    for _ in 0..70 {
        let t = rng.range(-0.9, 0.9);
        let lean = rng.range(-0.1, 0.1);
        let mut points =
            [cut.place(face, t, 0.9), cut.place(face, t + lean * 0.5, 0.99), cut.place(face, t + lean, rng.range(0.99, 1.035))];
        for (_, y) in &mut points {
            *y = y.max(7.75);
        }
        strand(easel, &points, 0.09, hair.mixed(Tone(0, 0, 0), 0.15), 0.45, Over::All);
    }
}

/// Hair cut to a few millimetres: the skin shows through.
fn buzz(easel: &mut Easel, face: &Face, cut: &Cut, mass: &Path, hair: Tone, rng: &mut Rng) {
    easel.soft(0.3, Over::Drawn, |layer| layer.fill(mass, hair.mixed(face.skin, 0.12), 0.86, Over::All));
    for _ in 0..900 {
        let (x, y) = cut.place(face, rng.range(-1.0, 1.0), rng.range(0.02, 0.98));
        let points = [(x, y), (x + rng.range(-0.12, 0.12), y - rng.range(0.1, 0.3))];
        strand(easel, &points, 0.1, strand_tone(hair, shine(x, y) * 0.9, rng), 0.4, Over::Drawn);
    }
    if let Some(path) = tiny_skia::PathBuilder::from_circle(MIDDLE - 3.5, 11.5, 4.5) {
        easel.glow(&path, (MIDDLE - 3.5, 11.5), 4.0, hair.mixed(Tone(255, 236, 214), 0.5), 0.35);
    }
}

/// What is left above the ears.
fn fringe_of_bald(easel: &mut Easel, face: &Face, hair: Tone, rng: &mut Rng) {
    let w = face.half_width;
    for side in [-1.0_f32, 1.0] {
        let points = [(0.97, 13.8), (1.02, 16.0), (1.05, 19.5), (1.02, 22.8), (0.975, 22.8), (0.955, 20.0), (0.95, 17.5), (0.94, 15.0)];
        let path = smooth(&points.map(|(x, y)| (MIDDLE + side * w * x, y)), Closed::Yes);
        easel.soft(0.3, Over::Drawn, |layer| {
            if let Some(path) = &path {
                layer.fill(path, hair.mixed(Tone(0, 0, 0), 0.15), 0.75, Over::All);
            }
        });
        for _ in 0..110 {
            let (x, y) = (MIDDLE + side * w * rng.range(0.95, 1.04), rng.range(14.5, 22.6));
            strand(easel, &[(x, y), (x + side * 0.15, y + rng.range(0.4, 0.9))], 0.12, strand_tone(hair, 0.45, rng), 0.5, Over::Drawn);
        }
    }
    if let Some(path) = tiny_skia::PathBuilder::from_circle(MIDDLE - 3.0, 11.9, 3.5) {
        easel.glow(&path, (MIDDLE - 3.0, 11.9), 3.0, Tone(255, 246, 234), 0.4);
    }
}

/// The hair that falls beside the face, before the ears and shoulders.
fn curtains(easel: &mut Easel, face: &Face, cut: &Cut, hair: Tone, rng: &mut Rng) {
    let w = face.half_width;
    let low = cut.low;
    for side in [-1.0_f32, 1.0] {
        let tuck = if face.style == Style::Wavy { 0.4 } else { 0.0 };
        let spread = cut.side + if face.style == Style::Wavy { 1.4 } else { 0.4 };
        let mut waver = Rng::new(face.seed, "waver");
        let (phase, depth) = (waver.range(0.0, 6.0), waver.range(0.05, 0.3));
        let inner = |y: f32| {
            // Down to the eyes the hairline, then over the edge of the cheek, then inwards over the neck.
            let above = (1..=40_u8).map(|step| cut.hairline(face, f32::from(step) / 40.0)).find(|place| place.1 >= y);
            let cheek = w * 0.955 - 0.2 + depth * (y * 0.35 + phase).xsin() - ((y - 30.0).max(0.0) * 0.2).min(1.9) + tuck;
            above.map_or(w, |place| place.0 - MIDDLE).min(cheek)
        };
        let start = cut.line + 2.0;
        let outer = |y: f32| {
            // From a point on the hairline the lock widens to the side.
            let (tips, grown) = ((y - low + 3.0).max(0.0), ((y - start) / 6.5).clamp(0.0, 1.0));
            let full = w + cut.side + (spread - cut.side) * ((y - 22.0) / 8.0).clamp(0.0, 1.0) - tips * tips * 0.14;
            inner(y) + (full - inner(y)) * grown.sqrt()
        };
        let rows: Vec<f32> = (0..=16_u8).map(|step| start + (low - start) * f32::from(step) / 16.0).collect();
        let around: Vec<_> = rows
            .iter()
            .map(|y| (MIDDLE + side * outer(*y), *y))
            .chain(rows.iter().rev().map(|y| (MIDDLE + side * inner(*y), *y)))
            .collect();
        let Some(path) = smooth(&around, Closed::Yes) else { continue };
        easel.soft(0.6, Over::Drawn, |layer| {
            if let Some(path) = path.clone().transform(tiny_skia::Transform::from_translate(if side < 0.0 { 0.8 } else { -0.3 }, 0.4)) {
                layer.fill(&path, Tone(40, 24, 20), 0.4, Over::All);
            }
        });
        let (left, right) = if side < 0.0 { (0.0, MIDDLE) } else { (MIDDLE, 34.0) };
        let Some(mut part) = easel.part(left, 12.0, right, HEIGHT) else { continue };
        part.fill(&path, hair.mixed(Tone(0, 0, 0), 0.3), 1.0, Over::All);
        for _ in 0..if cut.flow == Flow::Curl { 260 } else { 120 } {
            let y = rng.range(start, low);
            let lane = rng.unit();
            let x = MIDDLE + side * (inner(y) + (outer(y) - inner(y)) * lane);
            let light = 0.25 + 0.55 * (1.0 - (lane - 0.55).abs() * 1.8).max(0.0) * if side < 0.0 { 1.0 } else { 0.7 };
            if cut.flow == Flow::Curl {
                curl(&mut part, x, y, hair, rng, Over::Drawn);
            } else {
                fall_strand(&mut part, face, x, y - rng.range(3.0, 7.0), y + rng.range(4.0, 10.0), light, rng, Over::Drawn);
            }
        }
        // The tips end one by one.
        for _ in 0..if low < HEIGHT { 40 } else { 0 } {
            let x = MIDDLE + side * (inner(low) + (outer(low) - inner(low)) * rng.unit());
            strand(
                &mut part,
                &[(x, low - 1.6), (x + rng.range(-0.2, 0.2), low + rng.range(-0.3, 0.7))],
                0.16,
                hair.mixed(Tone(0, 0, 0), 0.25),
                0.7,
                Over::All,
            );
        }
        easel.lay(&part, Over::All);
    }
}
