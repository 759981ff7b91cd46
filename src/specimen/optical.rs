//! Features that change with the direction of light: optically variable ink, holograms, latent images, laminates.
//!
//! A picture under one light is one state of them: daylight shows the resting state, coaxial light the flashing one, oblique
//! light the relief. Whether the change itself is right, only a person with the document in hand can tell (`standards.md` 1.6).

use tiny_skia::{Path, PathBuilder};

use super::canvas::{Canvas, Ink, Lay, Tone};
use super::guilloche::{Field, Ring};
use super::math::Exact as _;
use super::relief::Relief;
use crate::domain::{Light, RectMm};

/// Prints `path` in optically variable ink: one colour at rest, another along the lamp; slightly raised, as screen print is.
pub(crate) fn ovi(canvas: &mut Canvas, path: &Path, rest: Tone, flash: Tone) {
    canvas.fill(path, &Ink::print(rest).turning(flash).infrared(0.2).raised(0.35));
}

/// The colours of a grating from one end of the spectrum to the other.
const SPECTRUM: [Tone; 6] =
    [Tone(255, 84, 92), Tone(255, 188, 72), Tone(214, 244, 92), Tone(92, 236, 168), Tone(92, 172, 255), Tone(196, 120, 255)];

/// A diffractive device around `center`: rings of gratings and a motif, pale silver at rest, in the colours of the spectrum when it flashes.
///
/// `radius` in mm; `motif` is in mm as well. Transparent: print below stays readable.
pub(crate) fn diffractive(canvas: &mut Canvas, center: (f32, f32), radius: f32, motif: &Path, spokes: u32) {
    let flashes = canvas.light() == Light::Coaxial;
    // Metal-free film: a light haze at rest, a bright one when it flashes.
    if let Some(disc) = PathBuilder::from_circle(center.0, center.1, radius) {
        let haze = if flashes { Ink::cover(Tone(226, 232, 240)).at(0.5) } else { Ink::cover(Tone(214, 220, 228)).at(0.16) };
        canvas.fill(&disc, &haze.infrared(0.04).raised(0.12));
    }
    for (index, share) in [0.96_f32, 0.84, 0.7, 0.55].into_iter().enumerate() {
        for sector in 0..spokes {
            let angle = std::f32::consts::TAU * sector as f32 / spokes as f32;
            let tone = SPECTRUM.get((sector as usize * 2 + index) % SPECTRUM.len()).copied().unwrap_or(Tone(255, 255, 255));
            let Some(arc) = arc(center, radius * share, angle, std::f32::consts::TAU / spokes as f32 * 0.92) else { continue };
            let ink = if flashes { Ink::cover(tone).at(0.85) } else { Ink::cover(tone.mixed(Tone(200, 204, 212), 0.66)).at(0.42) };
            canvas.stroke(&arc, radius * 0.055, &ink.infrared(0.03));
        }
    }
    let fine = Ring::new(center, radius * 0.76, radius * 0.2, spokes * 3, 5).swelling(spokes, 0.6).paths();
    let line = if flashes { Ink::cover(Tone(255, 255, 255)).at(0.8) } else { Ink::cover(Tone(160, 166, 178)).at(0.45) };
    canvas.stroke_all(&fine, 0.06, &line.infrared(0.03));
    let bounds = motif.bounds();
    let sweep =
        Ink::iris_between((bounds.left(), bounds.top()), (bounds.right(), bounds.bottom()), if flashes { &SPECTRUM } else { &SILVER });
    canvas.fill(motif, &sweep.laid(Lay::Cover).at(if flashes { 0.92 } else { 0.5 }).infrared(0.05).raised(0.15));
}

/// The same colours at rest.
const SILVER: [Tone; 4] = [Tone(176, 180, 190), Tone(214, 208, 220), Tone(196, 214, 214), Tone(170, 176, 190)];

fn arc(center: (f32, f32), radius: f32, from: f32, sweep: f32) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for step in 0..=10 {
        let (sin, cos) = (from + sweep * step as f32 / 10.0).xsin_cos();
        let (x, y) = (center.0 + radius * cos, center.1 + radius * sin);
        if step == 0 { builder.move_to(x, y) } else { builder.line_to(x, y) }
    }
    builder.finish()
}

/// A laminate that throws light back along its way: the pattern of `motifs` flashes over the whole `area` under coaxial light.
pub(crate) fn retroreflective(canvas: &mut Canvas, area: RectMm, motif: &Path, step: (f32, f32)) {
    if canvas.light() != Light::Coaxial {
        return;
    }
    let mut row = 0;
    let mut y = area.y as f32 + step.1 / 2.0;
    while y < area.bottom() as f32 {
        let mut x = area.x as f32 + step.0 * if row % 2 == 0 { 0.5 } else { 1.0 };
        while x < area.right() as f32 {
            if let Some(path) = motif.clone().transform(tiny_skia::Transform::from_translate(x, y)) {
                canvas.fill(&path, &Ink::only(Light::Coaxial, Tone(255, 252, 240), Lay::Cover).at(0.55));
            }
            x += step.0;
        }
        y += step.1;
        row += 1;
    }
}

/// A latent image: raised lines that run down inside `shape` (mm) and across outside of it, in one tint, so that daylight shows an even
/// field and light from the side the image.
pub(crate) fn latent(canvas: &mut Canvas, area: RectMm, shape: &Path, spacing: f32, tone: Tone) {
    let Some(relief) = Relief::of(shape, 0.05) else { return };
    let ink = Ink::print(tone).raised(0.9);
    let lines = |across: bool| {
        let (from, to, left, right) =
            if across { (area.y, area.bottom(), area.x, area.right()) } else { (area.x, area.right(), area.y, area.bottom()) };
        let mut paths = Vec::new();
        let mut at = from as f32 + spacing / 2.0;
        while at < to as f32 {
            let mut begin: Option<f32> = None;
            let mut place = left as f32;
            while place <= right as f32 + 0.075 {
                let (x, y) = if across { (place, at) } else { (at, place) };
                let inside = relief.at(x, y) > 0.5;
                let wanted = inside != across && place <= right as f32;
                match (wanted, begin) {
                    (true, None) => begin = Some(place),
                    (false, Some(start)) => {
                        let mut builder = PathBuilder::new();
                        let (a, b) = if across { ((start, at), (place, at)) } else { ((at, start), (at, place)) };
                        builder.move_to(a.0, a.1);
                        builder.line_to(b.0, b.1);
                        paths.extend(builder.finish());
                        begin = None;
                    }
                    _ => {}
                }
                place += 0.05;
            }
            at += spacing;
        }
        paths
    };
    canvas.stroke_all(&lines(true), spacing * 0.5, &ink);
    canvas.stroke_all(&lines(false), spacing * 0.5, &ink);
}

/// A field of raised lines that are felt, as an intaglio border or the relief of a card's surface.
pub(crate) fn surface_lines(canvas: &mut Canvas, area: RectMm, spacing: f32, slope: f32, height: f32) {
    let field = Field {
        left: area.x as f32,
        top: area.y as f32,
        right: area.right() as f32,
        bottom: area.bottom() as f32,
        spacing,
        slope,
        waves: [(0.0, 10.0, 0.0), (0.0, 10.0, 0.0)],
        relief: None,
    };
    // Clear: nothing but its height is seen.
    canvas.stroke_all(&field.paths(), spacing * 0.5, &Ink::cover(canvas.body().tone).at(0.02).infrared(0.0).raised(height * 40.0));
}
