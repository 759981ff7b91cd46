//! The documents of Qazirah: turquoise, madder, gold and sand; straps that interlace into stars, dunes, palms and an astrolabe.
//!
//! English stands on the left, Arabic on the right of the same line.

mod astrolabe;
mod girih;
mod scene;

pub(super) mod card_2022;
mod card_2022_tables;
mod cover_2016;
pub(super) mod passport_2016;
mod passport_2016_tables;
pub(super) mod visa_2023;

use std::f32::consts::FRAC_PI_2;

use tiny_skia::Path;

use self::girih::{Girih, Point, Tiling};
use crate::domain::{Light, RectMm};
use crate::specimen::canvas::{Canvas, Ink, Lay, Tone};
use crate::specimen::emblem;
use crate::specimen::math::Exact as _;
use crate::specimen::text::{Font, Type};

const ISSUER: (&str, &str) = ("QZR", "Qazirah");
const STATE: &str = "EMIRATE OF QAZIRAH";
const STATE_ARABIC: &str = "إمارة قازرة";

const TURQUOISE: Tone = Tone(64, 160, 164);
const PALE_TURQUOISE: Tone = Tone(132, 198, 196);
const MADDER: Tone = Tone(150, 38, 46);
const PALE_MADDER: Tone = Tone(220, 152, 138);
const GOLD: Tone = Tone(176, 128, 40);
const PALE_GOLD: Tone = Tone(222, 190, 122);
/// What titles and labels are printed in.
const PETROL: Tone = Tone(14, 62, 76);
const RED: Tone = Tone(190, 30, 44);

/// Sets English words from `x` on.
fn english(canvas: &mut Canvas, style: Type, words: &str, x: f32, y: f32, ink: &Ink) {
    if let Some((path, _)) = style.set(words, x, y) {
        canvas.fill(&path, ink);
    }
}

/// Sets Arabic words that begin at `right`.
fn arabic(canvas: &mut Canvas, style: Type, words: &str, right: f32, y: f32, ink: &Ink) {
    if let Some(path) = style.set_right(words, right, y) {
        canvas.fill(&path, ink);
    }
}

/// Sets Arabic labels: words, right end and base line of each.
fn arabic_labels(canvas: &mut Canvas, em: f32, labels: &[(&str, f32, f32)], ink: &Ink) {
    for (words, right, y) in labels {
        arabic(canvas, Type::new(Font::ArabicNaskh, em), words, *right, *y, ink);
    }
}

/// Prints the arms.
fn arms(canvas: &mut Canvas, center: Point, radius: f32, ink: &Ink) {
    if let Some(path) = placed_arms(center, radius) {
        canvas.fill(&path, ink);
    }
}

fn placed_arms(center: Point, radius: f32) -> Option<Path> {
    scene::arms().and_then(|path| emblem::placed(&path, center, radius))
}

/// A palm with its foot at `foot`, `height` mm high.
fn placed_palm(foot: Point, height: f32, sway: f32) -> Option<Path> {
    scene::palm(sway).and_then(|path| emblem::placed(&path, foot, height))
}

/// The star of two squares, filled.
fn star(center: Point, radius: f32) -> Option<Path> {
    scene::outline(&scene::two_squares(center, radius, -FRAC_PI_2))
}

/// Whether a place lies in `area`.
fn within(area: RectMm, place: Point) -> bool {
    (area.x as f32..=area.right() as f32).contains(&place.0) && (area.y as f32..=area.bottom() as f32).contains(&place.1)
}

/// Lines drawn out from `center` as by a lens of `radius` mm; 0.35 is a strong lens.
fn lens(center: Point, radius: f32, strength: f32) -> impl Fn(Point) -> Point {
    move |place| {
        let away = girih::distance(place, center) / radius;
        let share = if away < 1.0 { 1.0 + strength * (1.0 - away * away) * (1.0 - away * away) } else { 1.0 };
        (center.0 + (place.0 - center.0) * share, center.1 + (place.1 - center.1) * share)
    }
}

/// A strip of interlaced stars of eight that fills `area` but for `inside`; both are whole numbers of `pitch` wide and high.
fn strip(area: RectMm, inside: Option<RectMm>, pitch: f32) -> Vec<Path> {
    let girih = Girih {
        tiling: Tiling::Eights,
        pitch,
        origin: (area.x as f32 + pitch / 2.0, area.y as f32 + pitch / 2.0),
        lean: 67.5,
        half: pitch * 0.062,
        gap: pitch * 0.03,
    };
    let keep = |place: Point| within(area, place) && inside.is_none_or(|inside| !within(inside, place));
    girih::bent(&girih.edges(area), &|place| place, &keep)
}

/// Words written over and over in a band of Arabic, from `right` to the left for `length` mm.
fn written_band(canvas: &mut Canvas, words: &str, right: f32, y: f32, length: f32, em: f32, ink: &Ink) {
    let style = Type::new(Font::ArabicNaskhBold, em);
    let step = style.advance(words) + em * 0.9;
    if step < 0.5 {
        return;
    }
    let count = (length / step).floor() as u32;
    // The rest is shared out between the words.
    let spare = (length - count as f32 * step) / count.max(1) as f32;
    for index in 0..count {
        let end = right - index as f32 * (step + spare);
        arabic(canvas, style, words, end, y, ink);
        if let Some(star) = star((end - step - spare / 2.0 + em * 0.45, y - em * 0.26), em * 0.17) {
            canvas.fill(&star, ink);
        }
    }
}

/// The colours of the strip's gratings when it flashes.
const FLASH: [Tone; 7] = [
    Tone(255, 92, 96),
    Tone(255, 190, 80),
    Tone(226, 244, 96),
    Tone(92, 236, 160),
    Tone(80, 190, 255),
    Tone(150, 130, 255),
    Tone(255, 104, 200),
];
/// The same at rest.
const REST: [Tone; 5] = [Tone(186, 190, 200), Tone(222, 214, 226), Tone(200, 218, 220), Tone(224, 218, 204), Tone(184, 188, 198)];

/// A diffractive strip from top to bottom of `area`: stars and palms in gratings over crossing fine lines, silver at rest.
fn diffractive_strip(canvas: &mut Canvas, area: RectMm) {
    let flashes = canvas.light() == Light::Coaxial;
    let (left, top, right, bottom) = (area.x as f32, area.y as f32, area.right() as f32, area.bottom() as f32);
    let ground = Ink::iris_between((left, top), (right, bottom), if flashes { &FLASH } else { &REST });
    canvas.rect(area, &ground.laid(Lay::Cover).at(if flashes { 0.82 } else { 0.72 }).infrared(0.12).raised(0.15));
    let width = right - left;
    let pale = Ink::cover(if flashes { Tone(255, 255, 255) } else { Tone(150, 156, 170) }).infrared(0.1);
    canvas.stroke_all(&strip(area, None, width / 2.0), 0.06, &pale.clone().at(0.6));
    let middle = f32::midpoint(left, right);
    let mut y = top + width * 0.6;
    let mut turn = 0;
    while y + width * 0.4 < bottom {
        let motif = if turn % 2 == 0 { star((middle, y), width * 0.4) } else { placed_palm((middle, y + width * 0.4), width * 0.82, 0.0) };
        if let Some(motif) = motif {
            let sweep = Ink::iris_between(
                (left, y + width / 2.0),
                (right, y - width / 2.0),
                if flashes { &[FLASH[4], FLASH[2], FLASH[0]] } else { &[Tone(140, 146, 160), Tone(238, 238, 242), Tone(150, 150, 166)] },
            );
            canvas.fill(&motif, &sweep.laid(Lay::Cover).at(0.9).infrared(0.15).raised(0.2));
        }
        if turn % 2 == 0
            && let Some(core) = star((middle, y), width * 0.2)
        {
            canvas.fill(
                &core,
                &Ink::cover(if flashes { FLASH[(turn as usize + 5) % 7] } else { Tone(196, 198, 206) }).at(0.9).infrared(0.15),
            );
        }
        y += width * 1.1;
        turn += 1;
    }
    for x in [left, right] {
        if let Some(edge) = girih::polyline(&[(x, top), (x, bottom)]) {
            canvas.stroke(&edge, 0.12, &pale.clone().at(0.7));
        }
    }
}

/// Half of a star on this side of the sheet; the other half is on the back and seen against the light only.
fn register(canvas: &mut Canvas, center: Point, radius: f32, tone: Tone) {
    let points = scene::two_squares(center, radius, -FRAC_PI_2);
    for index in 0..8 {
        let at = |offset: usize| points.get((index * 2 + offset) % 16).copied().unwrap_or(center);
        let Some(ray) = scene::outline(&[center, at(15), at(0), at(1)]) else { continue };
        if index % 2 == 0 {
            canvas.fill(&ray, &Ink::print(tone));
        } else {
            canvas.fill(&ray, &Ink::only(Light::Transmitted, tone, Lay::Print).at(0.62));
        }
    }
    if let Some(rim) = scene::outline(&scene::two_squares(center, radius * 1.16, -FRAC_PI_2)) {
        canvas.stroke(&rim, 0.1, &Ink::print(tone));
    }
}

/// A pair of inks of one colour: of two interlaced squares, one stays in infrared and the other vanishes.
fn infrared_pair(canvas: &mut Canvas, center: Point, radius: f32, tone: Tone) {
    for (turn, ink) in [(0.0, Ink::print(tone).infrared(0.02)), (std::f32::consts::FRAC_PI_4, Ink::print(tone).infrared(0.95))] {
        let corners: Vec<Point> = (0..4)
            .map(|index| {
                let angle = turn + FRAC_PI_2 * index as f32;
                (center.0 + radius * angle.xcos(), center.1 + radius * angle.xsin())
            })
            .collect();
        if let Some(square) = scene::outline(&corners) {
            canvas.stroke(&square, radius * 0.2, &ink);
        }
    }
}
