//! A pen: strokes whose width changes with direction, speed and pressure, as one outline.

use tiny_skia::PathBuilder;

use super::super::math::Exact as _;

/// A point of a stroke, in any unit.
pub(super) type Point = (f32, f32);

/// Points laid so close along `stroke` that it is smooth: a quadratic curve between the middles of neighbours.
pub(super) fn smooth(stroke: &[Point]) -> Vec<Point> {
    const STEPS: usize = 6;
    let middle = |a: Point, b: Point| (f32::midpoint(a.0, b.0), f32::midpoint(a.1, b.1));
    let mut out = Vec::with_capacity(stroke.len() * STEPS);
    for three in stroke.windows(3) {
        let [a, b, c] = *three else { continue };
        let (start, end) = (middle(a, b), middle(b, c));
        for step in 0..STEPS {
            let t = step as f32 / STEPS as f32;
            let (p, q, r) = ((1.0 - t) * (1.0 - t), 2.0 * t * (1.0 - t), t * t);
            out.push((p * start.0 + q * b.0 + r * end.0, p * start.1 + q * b.1 + r * end.1));
        }
    }
    out
}

/// Adds the outline of a smooth stroke drawn with a pen of `width`: heavier downwards, lifted off at the end.
///
/// Every piece turns the same way, so that pieces over each other stay filled.
pub(super) fn draw(builder: &mut PathBuilder, stroke: &[Point], width: f32) {
    let count = stroke.len();
    let mut before: Option<(Point, f32)> = None;
    let mut swell = 0.0_f32;
    for (index, pair) in stroke.windows(2).enumerate() {
        let [a, b] = *pair else { continue };
        let length = (b.0 - a.0).xhypot(b.1 - a.1).max(1e-5);
        // Pressure follows the direction with a lag, as a hand does.
        swell += 0.12 * ((b.1 - a.1) / length - swell);
        let share = index as f32 / count as f32;
        let lift = ((1.0 - share) * 14.0).min(share * 40.0 + 0.55).clamp(0.22, 1.0);
        let radius = 0.5 * width * (0.86 + 0.34 * swell) * lift;
        disc(builder, a, radius);
        if let Some((last, last_radius)) = before {
            quad(builder, last, last_radius, a, radius);
        }
        before = Some((a, radius));
    }
}

fn disc(builder: &mut PathBuilder, center: Point, radius: f32) {
    for corner in 0..10_u8 {
        let (sine, cosine) = (f32::from(corner) * std::f32::consts::TAU / 10.0).xsin_cos();
        let (x, y) = (center.0 + radius * cosine, center.1 + radius * sine);
        if corner == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    builder.close();
}

fn quad(builder: &mut PathBuilder, a: Point, radius_a: f32, b: Point, radius_b: f32) {
    let length = (b.0 - a.0).xhypot(b.1 - a.1).max(1e-5);
    let (u, v) = ((b.1 - a.1) / length, -(b.0 - a.0) / length);
    builder.move_to(a.0 + u * radius_a, a.1 + v * radius_a);
    builder.line_to(b.0 + u * radius_b, b.1 + v * radius_b);
    builder.line_to(b.0 - u * radius_b, b.1 - v * radius_b);
    builder.line_to(a.0 - u * radius_a, a.1 - v * radius_a);
    builder.close();
}
