//! A signature: a pen that runs through loops, heavier on the way down.

use std::f32::consts::TAU;

use tiny_skia::PathBuilder;

use super::canvas::{Canvas, Ink};
use super::rng::Rng;
use crate::domain::RectMm;

/// Writes a signature into `area`, in mm.
pub(crate) fn write(canvas: &mut Canvas, area: RectMm, ink: &Ink, rng: &mut Rng) {
    let strokes = strokes(rng);
    let (mut left, mut top, mut right, mut bottom) = (f32::MAX, f32::MAX, f32::MIN, f32::MIN);
    for point in strokes.iter().flatten() {
        left = left.min(point.0);
        right = right.max(point.0);
        top = top.min(point.1);
        bottom = bottom.max(point.1);
    }
    let scale = (area.width as f32 / (right - left).max(1e-3)).min(area.height as f32 / (bottom - top).max(1e-3)) * 0.94;
    let (x, y) = (area.center().x as f32 - scale * f32::midpoint(left, right), area.center().y as f32 - scale * f32::midpoint(top, bottom));
    for stroke in strokes {
        for three in stroke.windows(3) {
            let [a, b, c] = *three else { continue };
            let place = |p: (f32, f32)| (x + p.0 * scale, y + p.1 * scale);
            let middle = |a: (f32, f32), b: (f32, f32)| (f32::midpoint(a.0, b.0), f32::midpoint(a.1, b.1));
            let (start, control, end) = (place(middle(a, b)), place(b), place(middle(b, c)));
            let mut builder = PathBuilder::new();
            builder.move_to(start.0, start.1);
            builder.quad_to(control.0, control.1, end.0, end.1);
            let down = ((c.1 - a.1) / (c.0 - a.0).hypot(c.1 - a.1).max(1e-4)).clamp(-1.0, 1.0);
            if let Some(path) = builder.finish() {
                canvas.stroke(&path, 0.27 + 0.09 * down, ink);
            }
        }
    }
}

/// The strokes in units of letter heights, slanted.
fn strokes(rng: &mut Rng) -> Vec<Vec<(f32, f32)>> {
    let slant = rng.range(0.15, 0.45);
    let lean = move |(x, y): (f32, f32)| (x - slant * y, y);
    let mut strokes = Vec::new();
    // A capital: one large loop.
    let (wide, high) = (rng.range(0.5, 0.9), rng.range(1.9, 2.6));
    let turns = rng.range(1.1, 1.7);
    let mut pen: Vec<_> = (0..60)
        .map(|step| {
            let share = step as f32 / 59.0;
            let angle = TAU * (turns * share + 0.55);
            (
                wide * angle.cos() * (1.0 - 0.35 * share) + 0.9 * share,
                -high * 0.5 + high * 0.5 * angle.sin() * (1.0 - 0.3 * share) + 0.35 * share,
            )
        })
        .collect();
    // Small letters: loops of changing height along a line that rises a little.
    let letters = 4 + rng.below(5);
    let rise = rng.range(-0.05, 0.06);
    let mut x = pen.last().map_or(0.0, |point| point.0);
    for _ in 0..letters {
        let tall = if rng.unit() < 0.22 { rng.range(1.3, 1.9) } else { rng.range(0.35, 0.7) };
        let deep = if rng.unit() < 0.15 { rng.range(0.5, 1.0) } else { 0.0 };
        let (width, roll) = (rng.range(0.35, 0.65), rng.range(0.1, 0.3));
        for step in 0..16 {
            let share = step as f32 / 16.0;
            let wave = (TAU * share).sin();
            let y = if wave > 0.0 { -tall * wave } else { -deep * wave * 0.9 };
            pen.push((x + width * share - roll * (TAU * share).cos() + roll, y + rise * x));
        }
        x += width;
    }
    let end = x + rng.range(0.8, 2.0);
    for step in 1..10 {
        let share = step as f32 / 9.0;
        pen.push((x + (end - x) * share, -0.25 * (share * 3.0).sin() + rise * x));
    }
    strokes.push(pen.into_iter().map(lean).collect());
    if rng.unit() < 0.6 {
        let (from, drop) = (rng.range(-0.2, 0.8), rng.range(0.5, 0.9));
        strokes.push(
            (0..24)
                .map(|step| {
                    let share = step as f32 / 23.0;
                    lean((end - (end - from) * share, drop + 0.25 * (share * 4.2).sin()))
                })
                .collect(),
        );
    }
    strokes
}
