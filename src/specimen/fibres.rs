//! Luminous fibres of the paper: short bent threads that lie differently in every sheet.

use tiny_skia::PathBuilder;

use super::canvas::{Canvas, Ink, Tone};
use super::rng::Rng;
use crate::domain::SizeMm;

/// Scatters `count` fibres of the given colours.
pub(crate) fn scatter(canvas: &mut Canvas, size: SizeMm, count: usize, tones: &[Tone], rng: &mut Rng) {
    for _ in 0..count {
        let (x, y) = (rng.range(0.0, size.width as f32), rng.range(0.0, size.height as f32));
        let (angle, bend, length) = (rng.range(0.0, std::f32::consts::TAU), rng.range(-1.1, 1.1), rng.range(2.2, 4.6));
        let strength = rng.range(0.55, 1.0);
        let Some(tone) = rng.pick(tones) else { return };
        let turn = |angle: f32, reach: f32| (x + angle.cos() * reach, y + angle.sin() * reach);
        let (first, second, end) = (turn(angle, length / 3.0), turn(angle + bend * 0.5, length * 0.66), turn(angle + bend, length));
        let mut builder = PathBuilder::new();
        builder.move_to(x, y);
        builder.cubic_to(first.0, first.1, second.0, second.1, end.0, end.1);
        if let Some(path) = builder.finish() {
            canvas.stroke(&path, 0.22, &Ink::light(*tone).at(strength * 0.25));
            canvas.stroke(&path, 0.07, &Ink::light(*tone).at(strength));
        }
    }
}
