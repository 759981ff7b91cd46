//! Hair: a mass behind the head, a mass over the forehead, and strands that catch the light.

use tiny_skia::{Path, PathBuilder};

use super::{Face, HEIGHT, MIDDLE, soft};
use crate::specimen::canvas::{Canvas, Ink, Tone};
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
            let phase = rng.range(0.0, 6.0);
            let points: Vec<_> = (0..14)
                .map(|step| {
                    let share = step as f32 / 13.0;
                    let y = 18.0 + (low - 1.2 - 18.0) * share;
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
    soft::over(canvas, 0.18, |layer| {
        layer.fill(&path, &Ink::cover(face.hair));
        let light = face.hair.mixed(Tone(255, 240, 220), 0.34);
        layer.fill(&path, &Ink::glow((MIDDLE - 4.0, 11.6), 6.5, &[(0.0, light, 0.7), (1.0, light, 0.0)]));
        let dark = face.hair.mixed(Tone(0, 0, 0), 0.4);
        layer.fill(&path, &Ink::glow((MIDDLE + w, 19.0), 8.0, &[(0.0, dark, 0.7), (1.0, dark, 0.0)]));
    });
    if face.style == Style::Curly {
        for _ in 0..110 {
            let angle = rng.range(-2.95, -0.2);
            let reach = rng.range(0.78, 1.06);
            let center = (MIDDLE + (w + 0.6) * reach * angle.cos(), 19.2 + 9.6 * reach * angle.sin());
            if center.1 < 9.6 || (center.1 > 15.0 && (center.0 - MIDDLE).abs() < w * 0.82) {
                continue;
            }
            let radius = rng.range(0.5, 0.95);
            let points: Vec<_> = (0..9)
                .map(|step| (center.0 + radius * (step as f32 * 0.75).cos(), center.1 + radius * (step as f32 * 0.75).sin()))
                .collect();
            strand(canvas, face, &points, rng);
        }
        return;
    }
    // Strands from the parting to the sides, only where the mass is.
    let parting = if face.style == Style::Parted { MIDDLE - w * 0.45 } else { MIDDLE - 1.2 };
    if face.style == Style::Short || face.style == Style::Receding {
        for _ in 0..70 {
            let x = rng.range(-0.72, 0.72);
            let y = 9.6 + 3.4 * x * x + rng.range(0.0, 1.6);
            if face.style == Style::Receding && x.abs() < 0.66 && y > 11.4 {
                continue;
            }
            strand(
                canvas,
                face,
                &[(MIDDLE + x * w, y), (MIDDLE + x * w * 1.05 + 0.3, y + 0.9), (MIDDLE + x * w * 1.08 + 0.5, y + 1.7)],
                rng,
            );
        }
        return;
    }
    for _ in 0..80 {
        let side = if rng.unit() < 0.5 { -1.0_f32 } else { 1.0 };
        let reach = rng.range(0.82, 1.1);
        let end = match face.style {
            Style::Long | Style::Bob | Style::Wavy => rng.range(20.0, 28.0),
            _ => rng.range(14.0, 19.0),
        };
        let start = (parting + side * rng.range(0.1, 1.2), 9.4 + rng.range(0.0, 1.2));
        let shoulder = (MIDDLE + side * w * reach * 0.76, 10.6 + (1.12 - reach) * 6.0);
        strand(canvas, face, &[start, shoulder, (MIDDLE + side * w * reach, 15.5), (MIDDLE + side * (w * reach + 0.1), end)], rng);
    }
}
