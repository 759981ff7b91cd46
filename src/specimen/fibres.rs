//! What lies in the paper: fibres, watermarks, threads.

use tiny_skia::{Path, PathBuilder, Pixmap};

use super::canvas::{Canvas, Ink, Lay, Nature, Tone};
use super::math::Exact as _;
use super::relief::Relief;
use super::rng::Rng;
use super::text::{Font, Type};
use crate::domain::{Light, RectMm, SizeMm};

fn fibre(rng: &mut Rng, size: SizeMm) -> Option<Path> {
    let (x, y) = (rng.range(0.0, size.width as f32), rng.range(0.0, size.height as f32));
    let (angle, bend, length) = (rng.range(0.0, std::f32::consts::TAU), rng.range(-1.1, 1.1), rng.range(2.2, 4.6));
    let turn = |angle: f32, reach: f32| (x + angle.xcos() * reach, y + angle.xsin() * reach);
    let (first, second, end) = (turn(angle, length / 3.0), turn(angle + bend * 0.5, length * 0.66), turn(angle + bend, length));
    let mut builder = PathBuilder::new();
    builder.move_to(x, y);
    builder.cubic_to(first.0, first.1, second.0, second.1, end.0, end.1);
    builder.finish()
}

/// Scatters `count` luminous fibres of the given colours: short bent threads that lie differently in every sheet.
pub(crate) fn scatter(canvas: &mut Canvas, size: SizeMm, count: usize, tones: &[Tone], rng: &mut Rng) {
    for _ in 0..count {
        let Some(path) = fibre(rng, size) else { continue };
        let strength = rng.range(0.55, 1.0);
        let Some(tone) = rng.pick(tones) else { return };
        canvas.stroke(&path, 0.22, &Ink::luminous(*tone).at(strength * 0.25));
        canvas.stroke(&path, 0.07, &Ink::luminous(*tone).at(strength));
        canvas.stroke(&path, 0.06, &Ink::only(Light::Transmitted, Tone(120, 108, 96), Lay::Print).at(0.35));
    }
}

/// Scatters `count` fibres that are seen in daylight.
pub(crate) fn scatter_visible(canvas: &mut Canvas, size: SizeMm, count: usize, tones: &[Tone], rng: &mut Rng) {
    for _ in 0..count {
        let Some(path) = fibre(rng, size) else { continue };
        let Some(tone) = rng.pick(tones) else { return };
        canvas.stroke(&path, 0.05, &Ink::print(*tone).at(0.8));
    }
}

/// A watermark of two tones in the shape of `shape` (mm): `high` lets more light through, `low` less; 0 to 1.
///
/// The edges run softly over `softness_mm`, as the mould makes them. Seen against the light only.
pub(crate) fn watermark(canvas: &mut Canvas, shape: &Path, softness_mm: f32, low: f32, high: f32) {
    if canvas.light() != Light::Transmitted {
        return;
    }
    let Some(relief) = Relief::of(shape, softness_mm) else { return };
    let margin = softness_mm * 4.0 + 1.0;
    let bounds = shape.bounds();
    let area = RectMm::new(
        f64::from(bounds.left() - margin),
        f64::from(bounds.top() - margin),
        f64::from(bounds.width() + 2.0 * margin),
        f64::from(bounds.height() + 2.0 * margin),
    );
    const DENSITY: f32 = 8.0;
    let (width, height) = ((area.width as f32 * DENSITY) as u32, (area.height as f32 * DENSITY) as u32);
    let dark = |x: f32, y: f32| {
        // A rim of more pulp surrounds the thin parts, as in a moulded watermark.
        let here = relief.at(x, y);
        let rim = (here * (1.0 - here) * 4.0).clamp(0.0, 1.0);
        low * (0.55 * here + 0.45 * rim)
    };
    let light = |x: f32, y: f32| high * relief.at(x, y + softness_mm * 1.6) * (1.0 - relief.at(x, y - softness_mm * 1.2)).max(0.0);
    for (tone, lay, strength) in
        [(Tone(96, 78, 60), Lay::Print, &dark as &dyn Fn(f32, f32) -> f32), (Tone(255, 250, 236), Lay::Cover, &light)]
    {
        let Some(mut picture) = Pixmap::new(width, height) else { return };
        for (index, pixel) in picture.pixels_mut().iter_mut().enumerate() {
            let (column, row) = (index as u32 % width, index as u32 / width);
            let x = area.x as f32 + (column as f32 + 0.5) / DENSITY;
            let y = area.y as f32 + (row as f32 + 0.5) / DENSITY;
            let share = (strength(x, y).clamp(0.0, 1.0) * 255.0) as u8;
            *pixel = tiny_skia::ColorU8::from_rgba(tone.0, tone.1, tone.2, share).premultiply();
        }
        canvas.picture_in(&picture, area, 1.0, lay, &Nature { only: Some(Light::Transmitted), ..Nature::DYE });
    }
}

/// A security thread from edge to edge at `x` mm, `width` mm wide: metal that is dark against the light, with `words` let through.
///
/// `windows` are the stretches (from, to; mm from the top) where it comes to the surface and is seen in daylight.
pub(crate) fn thread(canvas: &mut Canvas, size: SizeMm, x: f32, width: f32, words: &str, windows: &[(f32, f32)]) {
    let strip = |from: f32, to: f32| RectMm::new(f64::from(x - width / 2.0), f64::from(from), f64::from(width), f64::from(to - from));
    canvas.rect(strip(0.0, size.height as f32), &Ink::only(Light::Transmitted, Tone(58, 52, 48), Lay::Print).at(0.92));
    for (from, to) in windows {
        let metal = Ink::iris_between(
            (x - width / 2.0, 0.0),
            (x + width / 2.0, 0.0),
            &[Tone(150, 152, 158), Tone(214, 216, 220), Tone(140, 142, 148)],
        );
        canvas.rect(strip(*from, *to), &metal.laid(Lay::Cover).infrared(0.6).turning(Tone(244, 246, 250)).raised(0.3).at(0.9));
    }
    // The letters run along the thread.
    let style = Type::new(Font::SansBold, width * 0.78).tracked(0.12);
    let step = style.advance(words) + width;
    if step <= width {
        return;
    }
    let mut y = width;
    while y + step < size.height as f32 {
        if let Some(path) = style
            .set(words, 0.0, 0.0)
            .and_then(|(path, _)| path.transform(tiny_skia::Transform::from_row(0.0, 1.0, -1.0, 0.0, x - width * 0.28, y)))
        {
            canvas.fill(&path, &Ink::only(Light::Transmitted, Tone(226, 214, 190), Lay::Cover).at(0.9));
            canvas.fill(&path, &Ink::luminous(Tone(120, 230, 150)).at(0.5));
        }
        y += step;
    }
}
