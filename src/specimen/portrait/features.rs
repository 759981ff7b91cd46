//! What is drawn on the skin with a fine brush: eyes, brows, nostrils, lips, ears, marks, glasses.

use std::f32::consts::TAU;

use tiny_skia::{Path, PathBuilder};

use super::easel::{Easel, Over};
use super::traits::Frames;
use super::{Expression, Face, MIDDLE};
use crate::specimen::canvas::Tone;
use crate::specimen::guilloche::{Closed, smooth};
use crate::specimen::math::Exact as _;
use crate::specimen::rng::Rng;

fn oval(x: f32, y: f32, rx: f32, ry: f32) -> Option<Path> {
    PathBuilder::from_oval(tiny_skia::Rect::from_xywh(x - rx, y - ry, 2.0 * rx, 2.0 * ry)?)
}

fn dot(easel: &mut Easel, place: (f32, f32), radii: (f32, f32), tone: Tone, opacity: f32, over: Over) {
    if let Some(path) = oval(place.0, place.1, radii.0, radii.1) {
        easel.fill(&path, tone, opacity, over);
    }
}

fn line(easel: &mut Easel, points: &[(f32, f32)], width: f32, tone: Tone, opacity: f32) {
    if let Some(path) = smooth(points, Closed::No) {
        easel.stroke(&path, width, tone, opacity, Over::Drawn);
    }
}

/// The colours of lines in skin.
struct Lines {
    dark: Tone,
    deep: Tone,
}

impl Lines {
    fn of(face: &Face) -> Self {
        let Tone(red, green, blue) = face.skin;
        let part = |level: u8, share: f32| (f32::from(level) * share).round() as u8;
        Self {
            dark: Tone(part(red, 0.58), part(green, 0.45), part(blue, 0.42)),
            deep: Tone(part(red, 0.30).max(24), part(green, 0.19).max(12), part(blue, 0.18).max(12)),
        }
    }
}

/// The ears, behind the head.
pub(super) fn ears(easel: &mut Easel, face: &Face) {
    let lines = Lines::of(face);
    for side in [-1.0_f32, 1.0] {
        let lit = if side < 0.0 { 0.12 } else { 0.3 };
        let (x, y, size) = (MIDDLE + side * (face.half_width - 0.15), face.eye_y + 2.6, face.ears);
        let place = |u: f32, v: f32| (x + side * u * size, y + v * size);
        let points = [(-0.6, -3.0), (0.7, -3.5), (1.75, -2.4), (1.6, -0.2), (1.05, 1.8), (0.5, 3.2), (-0.3, 3.2), (-0.8, 1.5)]
            .map(|(u, v)| place(u, v));
        if let Some(path) = smooth(&points, Closed::Yes) {
            easel.fill(&path, face.skin.mixed(Tone(190, 96, 80), 0.14).mixed(lines.dark, lit), 1.0, Over::All);
            let inner = [(0.2, -2.1), (1.0, -2.2), (1.1, -0.9), (0.6, 0.4), (0.55, 1.5)].map(|(u, v)| place(u, v));
            easel.soft(0.2, Over::Drawn, |layer| {
                if let Some(path) = smooth(&inner, Closed::No) {
                    layer.stroke(&path, 0.55, lines.dark, 0.75, Over::All);
                }
                dot(layer, place(0.15, 0.2), (0.6, 1.5), lines.dark, 0.8, Over::All);
            });
        }
    }
}

/// Everything on the front of the face but hair.
pub(super) fn paint(easel: &mut Easel, face: &Face) {
    let lines = Lines::of(face);
    shadows(easel, face, &lines);
    marks(easel, face, &lines);
    nostrils(easel, face, &lines);
    lips(easel, face, &lines);
    for side in [-1.0_f32, 1.0] {
        eye(easel, face, side, &lines);
        brow(easel, face, side);
    }
}

/// Cast shadows, which the relief does not know: beside and under the nose, under the lower lip.
fn shadows(easel: &mut Easel, face: &Face, lines: &Lines) {
    let (nose, base) = (face.nose, face.nose_y);
    easel.soft(0.5, Over::Drawn, |layer| {
        let beside = [
            (MIDDLE + 0.9, face.eye_y + 1.0),
            (MIDDLE + nose * 0.9, base - 2.6),
            (MIDDLE + nose * 1.35, base - 0.6),
            (MIDDLE + nose * 0.9, base + 0.7),
            (MIDDLE - nose * 0.3, base + 0.85),
            (MIDDLE + 0.2, base + 0.1),
            (MIDDLE + nose * 0.8, base - 0.8),
        ];
        if let Some(path) = smooth(&beside, Closed::Yes) {
            layer.fill(&path, lines.dark, 0.42, Over::All);
        }
    });
    easel.soft(0.35, Over::Drawn, |layer| {
        dot(layer, (MIDDLE + 0.3, face.mouth_y + face.lip_lower + 0.55), (face.mouth_half * 0.5, 0.32), lines.dark, 0.4, Over::All);
    });
}

fn marks(easel: &mut Easel, face: &Face, lines: &Lines) {
    let mut rng = Rng::new(face.seed, "marks");
    if face.freckled {
        for _ in 0..70 {
            let (x, y) = (rng.normal() * 3.8, 26.6 + rng.normal() * 1.5);
            let size = rng.range(0.08, 0.17);
            dot(easel, (MIDDLE + x, y), (size, size), Tone(168, 106, 72), rng.range(0.15, 0.45), Over::Drawn);
        }
    }
    if let Some((x, y)) = face.mole {
        dot(easel, (MIDDLE + x, y), (0.3, 0.28), lines.deep, 0.75, Over::Drawn);
    }
}

fn nostrils(easel: &mut Easel, face: &Face, lines: &Lines) {
    let (nose, base) = (face.nose, face.nose_y);
    for side in [-1.0_f32, 1.0] {
        let place = |u: f32, v: f32| (MIDDLE + side * nose * u, base + v);
        let hole = [place(0.22, 0.08), place(0.42, -0.2), place(0.68, -0.14), place(0.72, 0.12), place(0.45, 0.2)];
        easel.soft(0.12, Over::Drawn, |layer| {
            if let Some(path) = smooth(&hole, Closed::Yes) {
                layer.fill(&path, lines.deep, 0.85, Over::All);
            }
        });
        line(
            easel,
            &[place(0.92, -1.35), place(1.12, -0.8), place(1.06, -0.2), place(0.82, 0.06)],
            0.16,
            lines.deep,
            if side > 0.0 { 0.42 } else { 0.26 },
        );
    }
    line(easel, &[(MIDDLE - nose * 0.3, base + 0.18), (MIDDLE, base + 0.38), (MIDDLE + nose * 0.3, base + 0.18)], 0.16, lines.deep, 0.3);
}

fn lips(easel: &mut Easel, face: &Face, lines: &Lines) {
    let (y, half, upper, lower, bow) = (face.mouth_y, face.mouth_half, face.lip_upper, face.lip_lower, face.bow);
    let lift = match face.expression {
        Expression::Neutral => 0.08,
        Expression::Friendly => 0.5,
        Expression::Stern => -0.12,
    };
    let half = if face.expression == Expression::Friendly { half + 0.3 } else { half };
    let corner = y - lift;
    let red = if face.woman { Tone(206, 112, 112) } else { Tone(222, 150, 138) };
    let red = red.mixed(face.skin, 0.25);
    let line_y = |share: f32| y + 0.08 + (corner - y) * share * share;
    let mut b = PathBuilder::new();
    b.move_to(MIDDLE - half, corner);
    b.cubic_to(MIDDLE - half * 0.62, y - upper * 0.62, MIDDLE - half * 0.38, y - upper * 1.04, MIDDLE - half * 0.2, y - upper);
    b.quad_to(MIDDLE - half * 0.08, y - upper * (1.0 - 0.1 * bow), MIDDLE, y - upper * (1.0 - bow * 0.6));
    b.quad_to(MIDDLE + half * 0.08, y - upper * (1.0 - 0.1 * bow), MIDDLE + half * 0.2, y - upper);
    b.cubic_to(MIDDLE + half * 0.38, y - upper * 1.04, MIDDLE + half * 0.62, y - upper * 0.62, MIDDLE + half, corner);
    b.cubic_to(MIDDLE + half * 0.66, y + lower * 0.72, MIDDLE + half * 0.4, y + lower * 1.1, MIDDLE, y + lower * 1.1);
    b.cubic_to(MIDDLE - half * 0.4, y + lower * 1.1, MIDDLE - half * 0.66, y + lower * 0.72, MIDDLE - half, corner);
    b.close();
    let mouth = b.finish();
    easel.soft(0.14, Over::Glaze, |layer| {
        if let Some(path) = &mouth {
            layer.fill(path, red, if face.woman { 0.85 } else { 0.6 }, Over::All);
        }
    });
    let between: Vec<_> = (-6..=6_i8)
        .map(|step| {
            let share = f32::from(step) / 6.0;
            (MIDDLE + share * half * 1.02, line_y(share) + 0.1 * (share * 9.0).xcos() * (1.0 - share.abs()))
        })
        .collect();
    easel.soft(0.2, Over::Drawn, |layer| {
        if let Some(path) = smooth(&between, Closed::No) {
            layer.stroke(&path, 0.5, lines.deep, 0.4, Over::All);
        }
        // The upper lip lies in its own shadow; light meets the lower.
        dot(layer, (MIDDLE, y - upper * 0.38), (half * 0.66, upper * 0.3), lines.deep, 0.18, Over::All);
        dot(layer, (MIDDLE - half * 0.18, y + lower * 0.58), (half * 0.32, lower * 0.2), Tone(255, 232, 224), 0.3, Over::All);
    });
    tapered(easel, &between, 0.24, lines.deep, 0.8);
    for side in [-1.0_f32, 1.0] {
        dot(easel, (MIDDLE + side * (half + 0.02), corner + 0.05), (0.2, 0.14), lines.deep, 0.5, Over::Drawn);
    }
}

/// A line that is `width` mm in its middle and pointed at its ends.
fn tapered(easel: &mut Easel, points: &[(f32, f32)], width: f32, tone: Tone, opacity: f32) {
    let last = points.len().saturating_sub(1).max(1) as f32;
    let edge = |sign: f32| {
        points.iter().enumerate().map(move |(index, (x, y))| {
            let share = index as f32 / last;
            (*x, y + sign * width / 2.0 * (1.0 - (2.0 * share - 1.0) * (2.0 * share - 1.0) * 0.9))
        })
    };
    let around: Vec<_> = edge(-1.0).chain(edge(1.0).rev()).collect();
    if let Some(path) = smooth(&around, Closed::Yes) {
        easel.fill(&path, tone, opacity, Over::Drawn);
    }
}

fn eye(easel: &mut Easel, face: &Face, side: f32, lines: &Lines) {
    let (x, y, half) = (MIDDLE + side * face.eye_gap, face.eye_y, face.eye_half);
    let droop = 0.1 * face.wear();
    let squeeze = match face.expression {
        Expression::Neutral => 1.0,
        Expression::Friendly => 0.93,
        Expression::Stern => 0.9,
    };
    let open = (face.eye_open - droop) * squeeze;
    let slant = face.eye_slant - 2.0 * droop;
    // Places in the eye: from the inner (-1) to the outer corner (1), and up.
    let place = |u: f32, v: f32| (x + side * u * half, y - v - slant * u);
    let upper = [
        place(-1.0, -0.28),
        place(-0.78, 0.35 * open),
        place(-0.3, 1.16 * open),
        place(0.28, 1.16 * open),
        place(0.76, 0.62 * open),
        place(1.0, 0.02),
    ];
    let low = if face.expression == Expression::Friendly { 0.66 } else { 0.78 };
    let lower = [
        place(1.0, 0.02),
        place(0.62, -0.66 * low),
        place(0.1, -0.98 * low),
        place(-0.5, -0.8 * low),
        place(-0.86, -0.52 * low),
        place(-1.0, -0.28),
    ];
    let around: Vec<_> = upper.iter().chain(&lower).copied().collect();
    let Some(opening) = smooth(&around, Closed::Yes) else { return };
    let Some(mut part) = easel.part(x - half - 1.0, y - 2.6, x + half + 1.0, y + 2.2) else { return };
    part.fill(&opening, Tone(232, 226, 220), 1.0, Over::All);
    let iris = 1.08;
    let (cx, cy) = place(0.02, 0.2);
    dot(&mut part, (cx, cy), (iris, iris), face.eyes.mixed(Tone(14, 12, 14), 0.55), 1.0, Over::Drawn);
    dot(&mut part, (cx, cy), (iris * 0.86, iris * 0.86), face.eyes, 1.0, Over::Drawn);
    dot(&mut part, (cx + 0.15, cy + 0.4), (iris * 0.55, iris * 0.38), face.eyes.mixed(Tone(255, 240, 214), 0.35), 0.55, Over::Drawn);
    let mut rng = Rng::new(face.seed, "iris");
    for _ in 0..26 {
        let (sin, cos) = rng.range(0.0, TAU).xsin_cos();
        let tone = if rng.unit() < 0.5 { face.eyes.mixed(Tone(255, 244, 224), 0.4) } else { face.eyes.mixed(Tone(0, 0, 0), 0.45) };
        line(&mut part, &[(cx + 0.4 * cos, cy + 0.4 * sin), (cx + 0.9 * cos, cy + 0.9 * sin)], 0.06, tone, 0.4);
    }
    dot(&mut part, (cx, cy), (0.43, 0.43), Tone(10, 9, 10), 1.0, Over::Drawn);
    // The lid throws a shadow on the ball; the ball turns away to the corners.
    part.soft(0.28, Over::Drawn, |layer| {
        if let Some(path) = smooth(&upper, Closed::No) {
            layer.stroke(&path, 0.8, Tone(40, 26, 26), 0.62, Over::All);
        }
        let (inner, outer) = (place(-1.0, -0.28), place(1.0, 0.0));
        dot(layer, outer, (0.5, 0.7), Tone(110, 84, 78), 0.5, Over::All);
        dot(layer, inner, (0.45, 0.5), Tone(196, 118, 108), 0.8, Over::All);
    });
    dot(&mut part, (cx - 0.36, cy - 0.38), (0.2, 0.2), Tone(255, 255, 255), 0.92, Over::Drawn);
    dot(&mut part, (cx + 0.34, cy + 0.42), (0.12, 0.1), Tone(255, 255, 255), 0.3, Over::Drawn);
    easel.lay(&part, Over::All);
    // Lashes as one dark edge, thicker outwards; fold; rim of the lower lid.
    let lash = Tone(34, 24, 22);
    let thick = if face.woman { 0.34 } else { 0.2 };
    let edge: Vec<_> = upper
        .iter()
        .copied()
        .chain([
            place(1.12, 0.02 + if face.woman { 0.12 } else { 0.0 }),
            place(1.0, 0.22 + thick),
            place(0.74, 0.62 * open + thick * 1.1),
            place(0.28, 1.16 * open + thick),
            place(-0.32, 1.16 * open + thick * 0.8),
            place(-0.8, 0.38 * open + thick * 0.3),
        ])
        .collect();
    if let Some(path) = smooth(&edge, Closed::Yes) {
        easel.fill(&path, lash, 0.9, Over::Drawn);
    }
    if face.lid > 0.2 {
        let lift = 0.35 + 0.55 * face.lid;
        let crease = [
            place(-0.9, 0.1 + lift * 0.6),
            place(-0.5, 0.95 * open + lift),
            place(0.1, 1.18 * open + lift),
            place(0.7, 0.78 * open + lift),
            place(1.12, 0.1 + lift * 0.7),
        ];
        easel.soft(0.14, Over::Drawn, |layer| {
            if let Some(path) = smooth(&crease, Closed::No) {
                layer.stroke(&path, 0.34, lines.dark, 0.5, Over::All);
            }
        });
        tapered(easel, &crease, 0.16, lines.deep, 0.55);
    }
    tapered(easel, &lower, 0.13, lines.deep, 0.5);
    let rim: Vec<_> = lower.iter().map(|(x, y)| (*x, y - 0.14)).collect();
    tapered(easel, &rim, 0.12, Tone(244, 196, 184).mixed(face.skin, 0.4), 0.45);
    if face.woman {
        for step in 0..9_u8 {
            let u = 0.1 + 0.1 * f32::from(step);
            let root = place(u, 1.16 * open * (1.0 - (u - 0.1) * (u - 0.1) * 1.05) + 0.1);
            let tip = (root.0 + side * (0.15 + 0.35 * u), root.1 - 0.5 + 0.14 * u);
            line(easel, &[root, tip], 0.08, lash, 0.7);
        }
    }
}

fn brow(easel: &mut Easel, face: &Face, side: f32) {
    let tone = face.hair_now().mixed(Tone(34, 25, 21), 0.45);
    let x = MIDDLE + side * face.eye_gap;
    let stern = if face.expression == Expression::Stern { 0.35 } else { 0.0 };
    let y = face.eye_y - face.brow_y + stern * 0.5;
    let mut rng = Rng::new(face.seed, if side < 0.0 { "brow left" } else { "brow right" });
    // From the inner end (0) to the outer (1): height of the middle line and half the thickness.
    let middle = |share: f32| {
        let arch = face.brow_arch * (1.0 - (share - 0.62) * (share - 0.62) * 2.6);
        (x + side * (-2.75 + 5.7 * share), y - arch + 0.35 + stern * (0.5 - share) * 1.4)
    };
    let half = |share: f32| 0.56 * face.brow * (0.72 + 0.5 * share - 1.05 * share * share * share).max(0.1);
    let upper = (0..=10_u8).map(|step| f32::from(step) / 10.0).map(|share| (middle(share).0, middle(share).1 - half(share)));
    let lower = (0..=10_u8).rev().map(|step| f32::from(step) / 10.0).map(|share| (middle(share).0, middle(share).1 + half(share)));
    let around: Vec<_> = upper.chain(lower).collect();
    easel.soft(0.2, Over::Drawn, |layer| {
        if let Some(path) = smooth(&around, Closed::Yes) {
            layer.fill(&path, tone, 0.8, Over::All);
        }
    });
    for _ in 0..75 {
        let share = rng.range(0.0, 0.97);
        let (mx, my) = middle(share);
        let up = rng.range(-1.0, 1.0);
        let root = (mx, my + up * half(share));
        let lift = (0.75 - share) * 0.9;
        let length = rng.range(0.35, 0.62) * (0.35 + 0.65 * face.brow).min(1.0);
        let tip = (root.0 + side * length * (0.45 + 0.5 * share), root.1 - length * lift * 0.8 - up * 0.16);
        line(easel, &[root, tip], rng.range(0.06, 0.12), tone.mixed(Tone(0, 0, 0), rng.range(0.0, 0.3)), 0.6);
    }
}

/// Glasses, over the hair.
pub(super) fn glasses(easel: &mut Easel, face: &Face) {
    let (tone, width, opacity) = match face.frames {
        Frames::None => return,
        Frames::Round => (Tone(52, 42, 36), 0.42, 0.92),
        Frames::Square => (Tone(30, 28, 32), 0.62, 0.94),
        Frames::Rimless => (Tone(128, 126, 124), 0.18, 0.85),
    };
    let (y, rx) = (face.eye_y + 0.35, (face.eye_gap - 1.15).clamp(3.0, 3.7));
    for side in [-1.0_f32, 1.0] {
        let x = MIDDLE + side * face.eye_gap;
        let shape = match face.frames {
            Frames::Square => {
                let points = [
                    (-0.9, -0.92),
                    (0.0, -1.02),
                    (0.95, -0.98),
                    (1.06, -0.4),
                    (0.96, 0.62),
                    (0.6, 0.98),
                    (-0.5, 0.98),
                    (-0.92, 0.6),
                    (-1.0, -0.3),
                ];
                smooth(&points.map(|(u, v)| (x + side * u * (rx + 0.15), y + v * 2.45)), Closed::Yes)
            }
            _ => oval(x, y + 0.1, rx, if face.frames == Frames::Round { 2.9 } else { 2.4 }),
        };
        let Some(path) = shape else { continue };
        easel.soft(0.35, Over::Drawn, |layer| {
            layer.stroke(&path, width + 0.3, Tone(60, 40, 34), 0.22, Over::All);
        });
        easel.fill(&path, Tone(235, 244, 250), 0.07, Over::Drawn);
        easel.stroke(&path, width, tone, opacity, Over::All);
        let temple = [(x + side * (rx + 0.05), y - 1.0), (MIDDLE + side * (face.half_width + 0.1), y - 0.7)];
        if let Some(path) = smooth(&temple, Closed::No) {
            easel.stroke(&path, width.max(0.3), tone, opacity, Over::Drawn);
        }
    }
    let inner = face.eye_gap - rx;
    let bridge = [(MIDDLE - inner, y - 0.5), (MIDDLE - inner * 0.4, y - 1.05), (MIDDLE + inner * 0.4, y - 1.05), (MIDDLE + inner, y - 0.5)];
    if let Some(path) = smooth(&bridge, Closed::No) {
        easel.stroke(&path, width.max(0.26), tone, opacity, Over::All);
    }
}
