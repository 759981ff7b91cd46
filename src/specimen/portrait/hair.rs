//! Hair: a mass behind the head, a mass over the forehead, and strands that catch the light.

use tiny_skia::{Path, PathBuilder};

use super::{Face, HEIGHT, MIDDLE, soft};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::guilloche::{Closed, smooth};
use crate::specimen::rng::Rng;

/// How hair is worn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Short,
    Parted,
    Receding,
    Curly,
    Long,
    Bob,
    Bun,
    Wavy,
}

/// The lowest edge of the hair beside the face, in mm.
fn fall(style: Style) -> f32 {
    match style {
        Style::Long | Style::Wavy => HEIGHT + 1.0,
        Style::Bob => 34.5,
        _ => 21.0,
    }
}

/// Paints the hair behind the head.
pub(super) fn behind(canvas: &mut Canvas, face: &Face, rng: &mut Rng) {
    let dark = face.hair.mixed(Tone(0, 0, 0), 0.3);
    let w = face.half_width;
    let low = fall(face.style);
    if matches!(face.style, Style::Long | Style::Wavy | Style::Bob) {
        let spread = if face.style == Style::Wavy { 4.0 } else { 2.6 };
        let mut b = PathBuilder::new();
        b.move_to(MIDDLE, 8.4);
        b.cubic_to(MIDDLE + w + 2.0, 8.4, MIDDLE + w + 2.6, 16.0, MIDDLE + w + 2.0, 24.0);
        b.cubic_to(MIDDLE + w + spread, 30.0, MIDDLE + w + spread + 0.4, low - 3.0, MIDDLE + w + spread - 1.6, low);
        b.line_to(MIDDLE - w - spread + 1.6, low);
        b.cubic_to(MIDDLE - w - spread - 0.4, low - 3.0, MIDDLE - w - spread, 30.0, MIDDLE - w - 2.0, 24.0);
        b.cubic_to(MIDDLE - w - 2.6, 16.0, MIDDLE - w - 2.0, 8.4, MIDDLE, 8.4);
        b.close();
        if let Some(path) = b.finish() {
            soft::over(canvas, 0.2, |layer| layer.fill(&path, &Ink::cover(dark)));
        }
        for _ in 0..90 {
            let side = if rng.unit() < 0.5 { -1.0 } else { 1.0 };
            let (start, drift) = (rng.range(w - 2.0, w + 1.6), rng.range(-0.3, spread - 1.0));
            let wave = if face.style == Style::Wavy { rng.range(0.3, 0.7) } else { rng.range(0.0, 0.15) };
            let (phase, end) = (rng.range(0.0, 6.0), low + rng.range(-1.6, 0.5));
            let points: Vec<_> = (0..14)
                .map(|step| {
                    let share = step as f32 / 13.0;
                    let y = 18.0 + (end - 18.0) * share;
                    (MIDDLE + side * (start + drift * share + wave * (phase + 7.0 * share).sin()), y)
                })
                .collect();
            strand(canvas, face, &points, rng);
        }
    }
    let bun = (face.style == Style::Bun).then(|| PathBuilder::from_circle(MIDDLE + 1.0, 11.6, 3.7)).flatten();
    if let Some(path) = bun {
        soft::over(canvas, 0.2, |layer| layer.fill(&path, &Ink::cover(dark)));
    }
}

fn strand(canvas: &mut Canvas, face: &Face, points: &[(f32, f32)], rng: &mut Rng) {
    let tone = if rng.unit() < 0.5 {
        face.hair.mixed(Tone(255, 236, 210), rng.range(0.05, 0.3))
    } else {
        face.hair.mixed(Tone(0, 0, 0), rng.range(0.1, 0.4))
    };
    if let Some(path) = smooth(points, Closed::No) {
        canvas.stroke(&path, rng.range(0.12, 0.3), &Ink::cover(tone).at(0.5));
    }
}

/// The mass of hair over the head: an outer edge and a hairline.
fn cap(face: &Face) -> Option<Path> {
    let w = face.half_width;
    let (out, top, low) = match face.style {
        Style::Short => (0.7, 8.2, 20.5),
        Style::Parted => (0.9, 8.0, 21.0),
        Style::Receding => (0.45, 8.9, 20.0),
        Style::Curly => (1.7, 8.5, 21.5),
        Style::Bun => (0.6, 8.5, 22.0),
        Style::Long | Style::Bob | Style::Wavy => (1.6, 8.3, 29.0),
    };
    let mut b = PathBuilder::new();
    b.move_to(MIDDLE, top);
    b.cubic_to(MIDDLE + (w + out) * 0.78, top, MIDDLE + (w + out) * 1.04, 13.6, MIDDLE + w + out, low - 1.5);
    b.line_to(MIDDLE + w + out * 0.4, low + 1.2);
    match face.style {
        Style::Long | Style::Bob | Style::Wavy => {
            b.cubic_to(MIDDLE + w * 0.94, 22.0, MIDDLE + w * 0.9, 17.0, MIDDLE - 1.6, 11.6);
            b.cubic_to(MIDDLE - w * 0.62, 15.0, MIDDLE - w * 0.92, 20.0, MIDDLE - w - out * 0.4, low + 1.2);
        }
        Style::Parted => {
            b.cubic_to(MIDDLE + w * 0.92, 18.5, MIDDLE + w * 0.88, 15.5, MIDDLE + w * 0.7, 14.6);
            b.cubic_to(MIDDLE + w * 0.3, 15.6, MIDDLE - w * 0.2, 14.8, MIDDLE - w * 0.45, 12.6);
            b.cubic_to(MIDDLE - w * 0.72, 14.0, MIDDLE - w * 0.86, 17.0, MIDDLE - w - out * 0.4, low + 1.2);
        }
        Style::Receding => {
            b.cubic_to(MIDDLE + w * 0.96, 17.5, MIDDLE + w * 0.9, 13.2, MIDDLE + w * 0.66, 11.6);
            b.cubic_to(MIDDLE + w * 0.3, 12.4, MIDDLE + w * 0.22, 13.0, MIDDLE, 13.0);
            b.cubic_to(MIDDLE - w * 0.22, 13.0, MIDDLE - w * 0.3, 12.4, MIDDLE - w * 0.66, 11.6);
            b.cubic_to(MIDDLE - w * 0.9, 13.2, MIDDLE - w * 0.96, 17.5, MIDDLE - w - out * 0.4, low + 1.2);
        }
        Style::Bun => {
            b.cubic_to(MIDDLE + w * 0.94, 18.0, MIDDLE + w * 0.8, 13.6, MIDDLE, 13.0);
            b.cubic_to(MIDDLE - w * 0.8, 13.6, MIDDLE - w * 0.94, 18.0, MIDDLE - w - out * 0.4, low + 1.2);
        }
        Style::Short | Style::Curly => {
            b.cubic_to(MIDDLE + w * 0.92, 18.5, MIDDLE + w * 0.86, 15.4, MIDDLE + w * 0.66, 14.4);
            b.cubic_to(MIDDLE + w * 0.3, 13.6, MIDDLE - w * 0.3, 13.6, MIDDLE - w * 0.66, 14.4);
            b.cubic_to(MIDDLE - w * 0.86, 15.4, MIDDLE - w * 0.92, 18.5, MIDDLE - w - out * 0.4, low + 1.2);
        }
    }
    b.line_to(MIDDLE - w - out, low - 1.5);
    b.cubic_to(MIDDLE - (w + out) * 1.04, 13.6, MIDDLE - (w + out) * 0.78, top, MIDDLE, top);
    b.close();
    b.finish()
}

/// Paints the hair over the forehead and the temples.
pub(super) fn front(canvas: &mut Canvas, face: &Face, rng: &mut Rng) {
    let Some(path) = cap(face) else { return };
    let w = face.half_width;
    soft::over(canvas, 0.16, |layer| {
        layer.fill(&path, &Ink::cover(face.hair));
        for _ in 0..STRANDS {
            let points = match face.style {
                Style::Curly => curl(w, rng),
                Style::Short | Style::Receding => combed_back(w, rng),
                Style::Parted | Style::Long | Style::Bob | Style::Bun | Style::Wavy => combed_aside(face, rng),
            };
            let (tone, share) = if rng.unit() < 0.5 { (Tone(255, 236, 206), 0.32) } else { (Tone(0, 0, 0), 0.45) };
            let ink = Ink::cover(face.hair.mixed(tone, rng.range(0.04, share))).at(0.6).laid(Lay::Atop);
            if let Some(path) = smooth(&points, Closed::No) {
                layer.stroke(&path, rng.range(0.12, 0.34), &ink);
            }
        }
        let light = face.hair.mixed(Tone(255, 240, 220), 0.5);
        layer.fill(&path, &Ink::glow((MIDDLE - 4.4, 11.4), 5.4, &[(0.0, light, 0.42), (1.0, light, 0.0)]));
        let dark = face.hair.mixed(Tone(0, 0, 0), 0.55);
        for side in [-1.0_f32, 1.0] {
            layer.fill(
                &path,
                &Ink::glow((MIDDLE + side * (w + 0.6), 20.0), 6.5, &[(0.0, dark, if side > 0.0 { 0.75 } else { 0.5 }), (1.0, dark, 0.0)]),
            );
        }
    });
    hairline(canvas, face, rng);
}

/// How many strands are drawn over the mass.
const STRANDS: usize = 260;

/// A strand from the forehead back over the skull.
fn combed_back(w: f32, rng: &mut Rng) -> Vec<(f32, f32)> {
    let across = rng.range(-1.05, 1.05);
    let (front, back) = (15.6 + 4.0 * across * across, 8.0 + 3.2 * across * across);
    let start = rng.range(0.0, 0.6);
    (0..6)
        .map(|step| {
            let share = start + 0.45 * step as f32 / 5.0;
            (MIDDLE + across * w * (1.02 - 0.2 * share) + 0.9 * share, front + (back - front) * share)
        })
        .collect()
}

/// A small bent lock.
fn curl(w: f32, rng: &mut Rng) -> Vec<(f32, f32)> {
    let (x, y) = (MIDDLE + rng.range(-1.15, 1.15) * w, rng.range(8.6, 21.0));
    let (radius, turn) = (rng.range(0.35, 0.8), rng.range(0.0, 6.3));
    (0..7).map(|step| (x + radius * (turn + step as f32 * 0.55).cos(), y + 0.8 * radius * (turn + step as f32 * 0.55).sin())).collect()
}

/// A strand from the parting to one side and down.
fn combed_aside(face: &Face, rng: &mut Rng) -> Vec<(f32, f32)> {
    let w = face.half_width;
    let parting = if face.style == Style::Parted { MIDDLE - w * 0.45 } else { MIDDLE - 1.4 };
    let side = if rng.unit() < 0.5 { -1.0_f32 } else { 1.0 };
    let reach = rng.range(0.55, 1.16);
    let low = if matches!(face.style, Style::Long | Style::Bob | Style::Wavy) { rng.range(22.0, 29.5) } else { rng.range(14.0, 21.0) };
    let high = 8.6 + (1.16 - reach) * 6.5;
    vec![
        (parting + side * 0.15, 8.6 + rng.range(0.0, 2.6)),
        (MIDDLE + side * w * reach * 0.62, high + 0.5),
        (MIDDLE + side * w * reach * 0.94, high + 4.2),
        (MIDDLE + side * (w * reach + 0.2), f32::midpoint(high + 4.2, low)),
        (MIDDLE + side * (w * reach + 0.1), low),
    ]
}

/// Breaks the edge of short hair over the forehead into strands.
fn hairline(canvas: &mut Canvas, face: &Face, rng: &mut Rng) {
    if !matches!(face.style, Style::Short | Style::Curly | Style::Receding) {
        return;
    }
    let w = face.half_width;
    soft::over(canvas, 0.1, |layer| {
        for _ in 0..120 {
            let across = rng.range(-0.66, 0.66);
            let edge = match face.style {
                Style::Receding if across.abs() < 0.22 => 12.9,
                Style::Receding => 12.9 - 2.6 * (across.abs() - 0.22),
                _ => 13.8 + 1.3 * across * across,
            };
            let (length, lean) = (rng.range(0.4, 1.5), rng.range(-0.1, 0.8));
            let x = MIDDLE + across * w;
            let points = [(x, edge + rng.range(0.0, 0.7)), (x + lean * 0.4, edge - length * 0.5), (x + lean, edge - length)];
            if let Some(path) = smooth(&points, Closed::No) {
                layer.stroke(&path, rng.range(0.1, 0.24), &Ink::cover(face.hair.mixed(Tone(0, 0, 0), rng.range(0.0, 0.3))).at(0.7));
            }
        }
    });
}
