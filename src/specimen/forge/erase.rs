//! Taking a value off the page and printing another in its place.

use super::Job;
use crate::domain::{Light, RectMm};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::design::{self, What};
use crate::specimen::rng::Rng;
use crate::specimen::text::Font;

/// The page of a field and its area with a little around it.
pub(super) fn field(job: &Job, what: What) -> Option<(&'static str, RectMm)> {
    let (page, entry) = job.series.entry(what)?;
    let area = entry.area(page.lettering);
    Some((page.id, RectMm::new(area.x - 0.2, area.y - 0.1, area.width + 0.4, area.height + 0.2)))
}

/// Fades ink and background in `area` as a solvent does: pale, with a tide mark, bright under ultraviolet light.
pub(super) fn bleach(canvas: &mut Canvas, area: RectMm, rng: &mut Rng) {
    let tone = canvas.body().tone;
    for _ in 0..60 {
        let x = area.x as f32 + rng.unit() * area.width as f32;
        let y = area.y as f32 + rng.unit() * area.height as f32;
        let radius = rng.range(0.5, 1.5).min(area.height as f32 * 0.6);
        let spot =
            |tone: Tone, strength: f32| Ink::glow((x, y), radius, &[(0.0, tone, strength), (0.6, tone, strength * 0.8), (1.0, tone, 0.0)]);
        if let Some(circle) = tiny_skia::PathBuilder::from_circle(x, y, radius) {
            canvas.fill(&circle, &spot(tone, 0.3));
            canvas.bare(|body| body.fill(&circle, &spot(Tone(116, 118, 150), 0.35)));
        }
    }
}

/// Tears out fibres in `area` as a blade does: pale scratches, denser in the middle.
pub(super) fn scrape(canvas: &mut Canvas, area: RectMm, rng: impl Fn() -> Rng) {
    // Torn paper lies open and is a little brighter; luminous ink on it is gone; it is thinner.
    canvas.bare(|body| scratches(body, area, &Ink::cover(Tone(104, 100, 142)), &mut rng()));
    scratches(canvas, area, &Ink::cover(Tone(249, 247, 242)).raised(0.2), &mut rng());
    scratches(canvas, area, &Ink::only(Light::Transmitted, Tone(252, 246, 230), Lay::Cover), &mut rng());
}

fn scratches(canvas: &mut Canvas, area: RectMm, bared: &Ink, rng: &mut Rng) {
    let (cx, cy) = (area.center().x as f32, area.center().y as f32);
    for _ in 0..420 {
        let (u, v) = (rng.normal() * 0.27, rng.range(-0.5, 0.5));
        if u.abs() > 0.5 {
            continue;
        }
        let (x, y) = (cx + u * area.width as f32, cy + v * area.height as f32);
        let (length, lean) = (rng.range(0.5, 2.0), rng.range(-0.12, 0.2));
        let right = (x + length).min(area.right() as f32);
        let down = (y + lean * length).clamp(area.y as f32, area.bottom() as f32);
        let mut builder = tiny_skia::PathBuilder::new();
        builder.move_to(x, y);
        builder.line_to(right, down);
        if let Some(path) = builder.finish() {
            canvas.stroke(&path, rng.range(0.08, 0.3), &bared.clone().at(rng.range(0.3, 0.75)));
        }
    }
}

/// Prints `value` where `what` was, in a font of the same sort from an office computer, a little larger and lower.
pub(super) fn reprint(canvas: &mut Canvas, job: &Job, what: What, value: &str) {
    let Some((page, entry)) = job.series.entry(what) else { return };
    let mut lettering = page.lettering;
    lettering.value.font = match lettering.value.font {
        Font::SerifBold => Font::Serif,
        Font::Serif => Font::SerifBold,
        Font::SansBold => Font::Sans,
        _ => Font::SansBold,
    };
    lettering.value.em *= 1.03;
    lettering.value.tracking = 0.0;
    let shifted = design::Entry { value_y: entry.value_y + 0.16, x: entry.x + 0.25, ..entry };
    // Ink of an office printer: a dye that infrared passes.
    shifted.print_value(canvas, lettering, value, &Ink::print(Tone(18, 18, 20)).infrared(0.07));
}
