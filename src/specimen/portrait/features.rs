//! The face itself: skin, shadows, eyes, brows, nose, mouth, beard, glasses.

use tiny_skia::{Path, PathBuilder};

use super::{Face, MIDDLE, soft};
use crate::specimen::canvas::{Canvas, Ink, Tone};
use crate::specimen::guilloche::{Closed, smooth};

const EYE_Y: f32 = 22.6;

fn oval(x: f32, y: f32, rx: f32, ry: f32) -> Option<Path> {
    PathBuilder::from_oval(tiny_skia::Rect::from_xywh(x - rx, y - ry, 2.0 * rx, 2.0 * ry)?)
}

fn fill_oval(canvas: &mut Canvas, place: (f32, f32), radii: (f32, f32), ink: &Ink) {
    if let Some(path) = oval(place.0, place.1, radii.0, radii.1) {
        canvas.fill(&path, ink);
    }
}

fn line(canvas: &mut Canvas, points: &[(f32, f32)], width: f32, ink: &Ink) {
    if let Some(path) = smooth(points, Closed::No) {
        canvas.stroke(&path, width, ink);
    }
}

/// Paints the head onto an empty canvas.
pub(super) fn paint(canvas: &mut Canvas, face: &Face) -> Option<()> {
    let head = face.head()?;
    let dark = face.skin.mixed(Tone(70, 34, 26), 0.5);
    let deep = face.skin.mixed(Tone(50, 22, 18), 0.72);
    let light = face.skin.mixed(Tone(255, 250, 240), 0.5);
    for side in [-1.0_f32, 1.0] {
        let x = MIDDLE + side * (face.half_width + 0.35);
        fill_oval(canvas, (x, 24.6), (1.35, 2.9), &Ink::cover(face.skin.mixed(dark, 0.18)));
        fill_oval(canvas, (x + side * 0.1, 24.4), (0.6, 1.7), &Ink::cover(dark).at(0.45));
    }
    canvas.fill(&head, &Ink::cover(face.skin));
    // Light from the upper left, shadow along the outline.
    soft::shade(canvas, 2.0, |layer| {
        layer.stroke(&head, 3.6, &Ink::cover(dark).at(0.62));
        fill_oval(layer, (MIDDLE + face.half_width * 0.92, 28.0), (2.6, 9.0), &Ink::cover(dark).at(0.55));
    });
    soft::shade(canvas, 1.6, |layer| {
        fill_oval(layer, (MIDDLE - 2.5, 15.4), (5.4, 2.6), &Ink::cover(light).at(0.5));
        fill_oval(layer, (MIDDLE - 5.2, 27.4), (2.2, 1.7), &Ink::cover(light).at(0.35));
        fill_oval(layer, (MIDDLE + 4.9, 27.6), (1.9, 1.5), &Ink::cover(light).at(0.22));
        fill_oval(layer, (MIDDLE, face.chin_y - 2.1), (1.9, 1.1), &Ink::cover(light).at(0.3));
        for side in [-1.0_f32, 1.0] {
            fill_oval(layer, (MIDDLE + side * 5.8, 29.2), (2.2, 1.6), &Ink::cover(Tone(196, 92, 80)).at(0.16));
            fill_oval(layer, (MIDDLE + side * face.eye_gap, EYE_Y - 0.5), (3.2, 2.0), &Ink::cover(dark).at(0.4));
        }
    });
    nose(canvas, face, dark, deep, light);
    mouth(canvas, face, deep);
    for side in [-1.0_f32, 1.0] {
        eye(canvas, face, side, dark, deep);
    }
    if face.beard > 0.0 {
        beard(canvas, face);
    }
    Some(())
}

fn eye(canvas: &mut Canvas, face: &Face, side: f32, dark: Tone, deep: Tone) {
    let x = MIDDLE + side * face.eye_gap;
    let (half, upper, lower) = (2.15, if face.woman { 1.3 } else { 1.08 }, 0.8);
    let mut b = PathBuilder::new();
    b.move_to(x - half, EYE_Y + 0.18);
    b.cubic_to(x - half * 0.5, EYE_Y - upper, x + half * 0.5, EYE_Y - upper, x + half, EYE_Y + 0.12);
    b.cubic_to(x + half * 0.5, EYE_Y + lower, x - half * 0.5, EYE_Y + lower, x - half, EYE_Y + 0.18);
    b.close();
    let Some(opening) = b.finish() else { return };
    canvas.fill(&opening, &Ink::cover(Tone(240, 236, 230)));
    // The iris shows only in the opening: draw it as the overlap.
    let iris = 0.98;
    fill_oval(canvas, (x, EYE_Y - 0.05), (iris, 0.92), &Ink::cover(face.eyes));
    fill_oval(canvas, (x, EYE_Y - 0.05), (0.42, 0.42), &Ink::cover(Tone(14, 12, 12)));
    fill_oval(canvas, (x - 0.32, EYE_Y - 0.4), (0.2, 0.2), &Ink::cover(Tone(255, 255, 255)).at(0.9));
    let lid = [
        (x - half, EYE_Y + 0.18),
        (x - half * 0.55, EYE_Y - upper * 0.66),
        (x, EYE_Y - upper * 0.82),
        (x + half * 0.55, EYE_Y - upper * 0.66),
        (x + half, EYE_Y + 0.12),
    ];
    line(canvas, &lid, if face.woman { 0.5 } else { 0.36 }, &Ink::cover(Tone(38, 26, 22)));
    let crease: Vec<_> = lid.iter().map(|(x, y)| (*x, y - 0.75)).collect();
    line(canvas, &crease, 0.2, &Ink::cover(deep).at(0.5));
    let under: Vec<_> = [(-0.9, 0.5), (-0.3, 0.78), (0.4, 0.75), (0.95, 0.42)].iter().map(|(u, v)| (x + u * half, EYE_Y + v)).collect();
    line(canvas, &under, 0.16, &Ink::cover(deep).at(0.55));
    soft::shade(canvas, 0.5, |layer| {
        let bag: Vec<_> = under.iter().map(|(x, y)| (*x, y + 0.95)).collect();
        line(layer, &bag, 0.4, &Ink::cover(dark).at(0.4));
    });
    // Brow: thick towards the nose.
    let brow = face.hair.mixed(Tone(30, 22, 18), 0.35);
    let (inner, outer) = (x - side * 2.5, x + side * 3.1);
    let arch = EYE_Y - if face.woman { 3.35 } else { 2.85 };
    soft::over(canvas, 0.12, |layer| {
        let mut b = PathBuilder::new();
        b.move_to(inner, arch + 0.75);
        b.cubic_to(inner + side * 1.2, arch - 0.2, x + side * 1.2, arch - 0.5, outer, arch + 0.8);
        b.cubic_to(
            x + side * 1.0,
            arch - 0.3 + face.brow * 0.75,
            inner + side * 1.2,
            arch + face.brow * 0.95,
            inner,
            arch + 0.75 + face.brow * 0.62,
        );
        b.close();
        if let Some(path) = b.finish() {
            layer.fill(&path, &Ink::cover(brow).at(0.85));
        }
    });
}

fn nose(canvas: &mut Canvas, face: &Face, dark: Tone, deep: Tone, light: Tone) {
    let base = 29.3;
    let half = 1.75 * face.nose;
    soft::shade(canvas, 0.75, |layer| {
        line(layer, &[(MIDDLE + 1.5, 22.4), (MIDDLE + 1.1, 25.5), (MIDDLE + half * 0.85, 28.2)], 1.0, &Ink::cover(dark).at(0.5));
        line(layer, &[(MIDDLE - 1.7, 21.6), (MIDDLE - 1.3, 23.4)], 0.8, &Ink::cover(dark).at(0.35));
        fill_oval(layer, (MIDDLE, base + 0.5), (half, 0.55), &Ink::cover(dark).at(0.7));
    });
    soft::shade(canvas, 0.6, |layer| {
        line(layer, &[(MIDDLE - 0.3, 21.5), (MIDDLE - 0.35, 25.0), (MIDDLE - 0.2, 28.0)], 0.7, &Ink::cover(light).at(0.6));
        fill_oval(layer, (MIDDLE - 0.2, 28.1), (0.8, 0.6), &Ink::cover(light).at(0.6));
    });
    for side in [-1.0_f32, 1.0] {
        let wing = [
            (MIDDLE + side * half * 0.82, base - 1.5),
            (MIDDLE + side * half * 1.12, base - 0.6),
            (MIDDLE + side * half * 0.85, base + 0.12),
        ];
        soft::shade(canvas, 0.2, |layer| line(layer, &wing, 0.3, &Ink::cover(deep).at(0.55)));
        soft::shade(canvas, 0.15, |layer| {
            fill_oval(layer, (MIDDLE + side * half * 0.48, base + 0.1), (0.5, 0.24), &Ink::cover(Tone(52, 22, 18)).at(0.85));
        });
    }
}

fn mouth(canvas: &mut Canvas, face: &Face, deep: Tone) {
    let (y, half) = (33.0, 3.6);
    let red = face.skin.mixed(if face.woman { Tone(170, 52, 58) } else { Tone(160, 78, 68) }, if face.woman { 0.55 } else { 0.4 });
    let mut upper = PathBuilder::new();
    upper.move_to(MIDDLE - half, y);
    upper.cubic_to(MIDDLE - 2.2, y - 0.7 * face.lips, MIDDLE - 1.2, y - 1.2 * face.lips, MIDDLE, y - 0.78 * face.lips);
    upper.cubic_to(MIDDLE + 1.2, y - 1.2 * face.lips, MIDDLE + 2.2, y - 0.7 * face.lips, MIDDLE + half, y);
    upper.cubic_to(MIDDLE + 1.6, y + 0.2, MIDDLE - 1.6, y + 0.2, MIDDLE - half, y);
    upper.close();
    let mut lower = PathBuilder::new();
    lower.move_to(MIDDLE - half, y);
    lower.cubic_to(MIDDLE - 1.9, y + 2.0 * face.lips, MIDDLE + 1.9, y + 2.0 * face.lips, MIDDLE + half, y);
    lower.cubic_to(MIDDLE + 1.6, y + 0.25, MIDDLE - 1.6, y + 0.25, MIDDLE - half, y);
    lower.close();
    soft::shade(canvas, 0.16, |layer| {
        if let Some(path) = upper.finish() {
            layer.fill(&path, &Ink::cover(red.mixed(deep, 0.3)));
        }
        if let Some(path) = lower.finish() {
            layer.fill(&path, &Ink::cover(red));
        }
    });
    soft::shade(canvas, 0.7, |layer| {
        fill_oval(layer, (MIDDLE - 0.3, y + 0.85 * face.lips), (1.4, 0.3), &Ink::cover(Tone(255, 235, 228)).at(0.45));
        fill_oval(layer, (MIDDLE, y + 2.2 * face.lips), (2.3, 0.6), &Ink::cover(deep).at(0.45));
    });
    line(
        canvas,
        &[(MIDDLE - half, y), (MIDDLE - 1.5, y + 0.12), (MIDDLE, y - 0.04), (MIDDLE + 1.5, y + 0.12), (MIDDLE + half, y)],
        0.22,
        &Ink::cover(Tone(70, 28, 26)).at(0.8),
    );
}

fn beard(canvas: &mut Canvas, face: &Face) {
    let (jaw, chin) = (face.half_width, face.chin_y);
    let tone = face.hair.mixed(Tone(40, 30, 26), 0.3);
    soft::shade(canvas, if face.beard > 0.7 { 0.6 } else { 1.0 }, |layer| {
        let mut b = PathBuilder::new();
        b.move_to(MIDDLE - jaw - 0.5, 25.5);
        b.cubic_to(MIDDLE - jaw * 0.72, 30.5, MIDDLE - jaw * 0.55, 30.6, MIDDLE - 3.8, 31.0);
        b.cubic_to(MIDDLE - 2.0, 30.4, MIDDLE + 2.0, 30.4, MIDDLE + 3.8, 31.0);
        b.cubic_to(MIDDLE + jaw * 0.55, 30.6, MIDDLE + jaw * 0.72, 30.5, MIDDLE + jaw + 0.5, 25.5);
        b.line_to(MIDDLE + jaw + 1.0, chin + 1.0);
        b.line_to(MIDDLE - jaw - 1.0, chin + 1.0);
        b.close();
        // The mouth stays free: a hole that runs the other way.
        b.move_to(MIDDLE - 3.2, 33.1);
        b.cubic_to(MIDDLE - 1.6, 35.3, MIDDLE + 1.6, 35.3, MIDDLE + 3.2, 33.1);
        b.cubic_to(MIDDLE + 1.6, 31.7, MIDDLE - 1.6, 31.7, MIDDLE - 3.2, 33.1);
        b.close();
        if let Some(path) = b.finish() {
            layer.fill(&path, &Ink::cover(tone).at(0.25 + 0.5 * face.beard));
        }
    });
}

/// Thin frames.
pub(super) fn glasses(canvas: &mut Canvas, face: &Face) {
    let frame = Ink::cover(Tone(40, 36, 38)).at(0.9);
    for side in [-1.0_f32, 1.0] {
        let x = MIDDLE + side * face.eye_gap;
        if let Some(path) = oval(x, EYE_Y + 0.3, 3.4, 2.6) {
            canvas.stroke(&path, 0.36, &frame);
            canvas.fill(&path, &Ink::cover(Tone(255, 255, 255)).at(0.07));
        }
        line(
            canvas,
            &[(x + side * 3.3, EYE_Y - 0.3), (x + side * 4.2, EYE_Y - 0.5), (MIDDLE + side * (face.half_width + 0.3), EYE_Y - 0.2)],
            0.36,
            &frame,
        );
    }
    line(canvas, &[(MIDDLE - face.eye_gap + 3.3, EYE_Y), (MIDDLE, EYE_Y - 0.6), (MIDDLE + face.eye_gap - 3.3, EYE_Y)], 0.36, &frame);
}
