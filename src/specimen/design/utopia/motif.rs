//! Motifs of the passports of Utopia: scales of the sea, star polygons, spirographs, chains, a ship, engraved fillings.

use std::f32::consts::{FRAC_PI_2, PI, TAU};

use tiny_skia::{Path, PathBuilder, Transform};

use crate::domain::{Light, RectMm};
use crate::specimen::canvas::{Canvas, Hue, Ink, Lay, Tone};
use crate::specimen::guilloche::{Closed, smooth};
use crate::specimen::math::Exact as _;
use crate::specimen::relief::Relief;
use crate::specimen::text::{Font, Type};
use crate::specimen::{emblem, optical};

/// An invisible ink that answers to 365 nm and not to 254 nm.
pub(super) fn only_365(tone: Tone) -> Ink {
    let mut ink = Ink::luminous(tone);
    ink.nature.uv_254 = None;
    ink
}

/// An invisible ink that answers to 254 nm and not to 365 nm.
pub(super) fn only_254(tone: Tone) -> Ink {
    let mut ink = Ink::luminous(tone);
    ink.nature.uv_365 = None;
    ink.nature.uv_254 = Some(Hue::Flat(tone));
    ink
}

fn line(points: &[(f32, f32)], close: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for (index, (x, y)) in points.iter().enumerate() {
        if index == 0 { builder.move_to(*x, *y) } else { builder.line_to(*x, *y) }
    }
    if close {
        builder.close();
    }
    builder.finish()
}

fn around(center: (f32, f32), radius: f32, angle: f32) -> (f32, f32) {
    (center.0 + radius * angle.xcos(), center.1 + radius * angle.xsin())
}

/// Prints every other facet of a seven-pointed star; the rest is on the back of the sheet and completes it against the light.
pub(super) fn register(canvas: &mut Canvas, center: (f32, f32), radius: f32, front: &Ink) {
    const POINTS: u32 = 7;
    let back = Ink::only(Light::Transmitted, Tone(142, 126, 118), Lay::Print).at(0.85);
    for half in 0..POINTS * 2 {
        let angle = |step: u32| PI * step as f32 / POINTS as f32 - FRAC_PI_2;
        let reach = |step: u32| if step.is_multiple_of(2) { radius } else { radius * 0.46 };
        let facet = line(&[center, around(center, reach(half), angle(half)), around(center, reach(half + 1), angle(half + 1))], true);
        if let Some(facet) = facet {
            canvas.fill(&facet, if half.is_multiple_of(2) { front } else { &back });
        }
    }
    for (share, ink) in [(1.14, front), (1.3, &back)] {
        if let Some(rim) = PathBuilder::from_circle(center.0, center.1, radius * share) {
            canvas.stroke(&rim, 0.14, ink);
        }
    }
}

/// A star polygon: `points` points on a circle, each joined to the one `skip` further.
pub(super) fn star_polygon(center: (f32, f32), radius: f32, points: u32, skip: u32, turn: f32) -> Option<Path> {
    let corners: Vec<_> = (0..points).map(|step| around(center, radius, TAU * (step * skip) as f32 / points as f32 + turn)).collect();
    line(&corners, true)
}

/// The curve of a point on a wheel that rolls inside a ring, as a spirograph draws it.
///
/// `teeth` are those of ring and wheel, without a common divisor; `arm` is the pen's distance from the wheel's middle as a share of
/// the wheel's radius. The figure is scaled to `radius` mm.
pub(super) fn spirograph(center: (f32, f32), radius: f32, teeth: (u32, u32), arm: f32) -> Option<Path> {
    let (ring, wheel) = (teeth.0 as f32, teeth.1 as f32);
    let scale = radius / (ring - wheel + arm * wheel);
    let steps = teeth.1 * 60 + teeth.0 * 12;
    let points: Vec<_> = (0..steps)
        .map(|step| {
            let angle = TAU * teeth.1 as f32 * step as f32 / steps as f32;
            let back = angle * (ring - wheel) / wheel;
            let x = (ring - wheel) * angle.xcos() + arm * wheel * back.xcos();
            let y = (ring - wheel) * angle.xsin() - arm * wheel * back.xsin();
            (center.0 + x * scale, center.1 + y * scale)
        })
        .collect();
    smooth(&points, Closed::Yes)
}

/// Scales of the sea over `area`: rows of arcs, each row in front of the one above; `radius` in mm, `rings` arcs a scale.
pub(super) fn scales(area: RectMm, radius: f32, rings: u32) -> Vec<Path> {
    let (left, top, right, bottom) = (area.x as f32, area.y as f32, area.right() as f32, area.bottom() as f32);
    let mut paths = Vec::new();
    let rows = ((bottom - top) / (radius * 0.5)) as i32 + 3;
    let columns = ((right - left) / (radius * 2.0)) as i32 + 2;
    for row in 0..rows {
        let y = top + row as f32 * radius * 0.5;
        let shift = if row % 2 == 0 { 0.0 } else { radius };
        for column in -1..columns {
            let x = left + column as f32 * radius * 2.0 + shift;
            let hidden = |px: f32, py: f32| {
                [(-radius, 0.5), (radius, 0.5), (0.0, 1.0)].iter().any(|(dx, drop)| {
                    let (dx, dy) = (px - (x + dx), py - (y + radius * drop));
                    dx * dx + dy * dy < radius * radius * 0.998
                }) || px < left
                    || px > right
                    || py < top
                    || py > bottom
            };
            for ring in 0..rings {
                let reach = radius * (1.0 - ring as f32 / rings as f32 * 0.82);
                let mut run = Vec::new();
                for step in 0..=40 {
                    let (px, py) = around((x, y), reach, PI + PI * step as f32 / 40.0);
                    if !hidden(px, py) {
                        run.push((px, py));
                    } else if run.len() > 1 {
                        paths.extend(line(&run, false));
                        run.clear();
                    } else {
                        run.clear();
                    }
                }
                if run.len() > 1 {
                    paths.extend(line(&run, false));
                }
            }
        }
    }
    paths
}

/// A chain of oval links along a level line, each through the next.
pub(super) fn chain(from: (f32, f32), length: f32, links: u32, height: f32) -> Vec<Path> {
    let step = length / links as f32;
    (0..links)
        .filter_map(|link| {
            let x = from.0 + (link as f32 + 0.5) * step;
            let oval = PathBuilder::from_circle(0.0, 0.0, 1.0)?;
            oval.transform(Transform::from_scale(step * 0.68, height / 2.0).post_translate(x, from.1))
        })
        .collect()
}

/// A ship under sail in a circle of radius 1: hull, three sails, pennant.
pub(super) fn ship() -> Option<Path> {
    let mut builder = PathBuilder::new();
    builder.move_to(-0.8, 0.34);
    builder.quad_to(-0.3, 0.48, 0.86, 0.24);
    builder.quad_to(0.62, 0.78, 0.36, 0.8);
    builder.line_to(-0.46, 0.8);
    builder.quad_to(-0.7, 0.7, -0.8, 0.34);
    builder.close();
    for (foot, head, left, right, belly) in
        [(0.26, -0.52, -0.66, -0.24, 0.2), (0.26, -0.86, -0.14, 0.34, 0.26), (0.2, -0.36, 0.42, 0.74, 0.16)]
    {
        builder.move_to(left, head);
        builder.line_to(right - 0.08, head);
        builder.quad_to(right + belly, f32::midpoint(head, foot), right, foot);
        builder.line_to(left, foot);
        builder.quad_to(left + belly * 0.8, f32::midpoint(head, foot), left, head);
        builder.close();
    }
    builder.move_to(0.02, -0.92);
    builder.line_to(0.06, -1.0);
    builder.quad_to(-0.14, -1.04, -0.34, -0.96);
    builder.quad_to(-0.14, -0.92, 0.02, -0.92);
    builder.close();
    builder.finish()
}

/// A compass rose of sixteen rays in a circle of radius 1: the dark halves of its rays, and the light ones.
pub(super) fn compass() -> (Option<Path>, Option<Path>) {
    let (mut dark, mut light) = (PathBuilder::new(), PathBuilder::new());
    for ray in 0..16_u32 {
        let reach = if ray.is_multiple_of(4) {
            1.0
        } else if ray.is_multiple_of(2) {
            0.72
        } else {
            0.5
        };
        let angle = TAU * ray as f32 / 16.0 - FRAC_PI_2;
        let tip = around((0.0, 0.0), reach, angle);
        for (builder, side) in [(&mut dark, 1.0_f32), (&mut light, -1.0)] {
            let notch = around((0.0, 0.0), 0.2, angle + side * TAU / 32.0);
            builder.move_to(0.0, 0.0);
            builder.line_to(tip.0, tip.1);
            builder.line_to(notch.0, notch.1);
            builder.close();
        }
    }
    (dark.finish(), light.finish())
}

/// Prints a compass rose: solid halves, open halves.
pub(super) fn print_compass(canvas: &mut Canvas, center: (f32, f32), radius: f32, ink: &Ink) {
    let (dark, light) = compass();
    if let Some(dark) = dark.and_then(|path| emblem::placed(&path, center, radius)) {
        canvas.fill(&dark, ink);
    }
    if let Some(light) = light.and_then(|path| emblem::placed(&path, center, radius)) {
        canvas.stroke(&light, 0.07, ink);
    }
}

/// Fills `shape` with level lines as an engraver does, and draws its contour: raised and felt.
pub(super) fn engraved(canvas: &mut Canvas, shape: &Path, spacing: f32, ink: &Ink) {
    let Some(relief) = Relief::of(shape, 0.05) else { return };
    let bounds = shape.bounds();
    let mut paths = Vec::new();
    let mut y = (bounds.top() / spacing).floor() * spacing;
    while y < bounds.bottom() {
        let mut start: Option<f32> = None;
        let mut x = bounds.left() - 0.1;
        while x < bounds.right() + 0.15 {
            match (relief.at(x, y) > 0.5, start) {
                (true, None) => start = Some(x),
                (false, Some(from)) => {
                    paths.extend(line(&[(from, y), (x, y)], false));
                    start = None;
                }
                _ => {}
            }
            x += 0.05;
        }
        y += spacing;
    }
    canvas.stroke_all(&paths, spacing * 0.52, ink);
    canvas.stroke(shape, 0.12, ink);
}

/// Words along a straight line from one place towards another, repeated to fill it; `em` in mm.
pub(super) fn along(words: &str, em: f32, from: (f32, f32), to: (f32, f32)) -> Option<Path> {
    let style = Type::new(Font::SansBold, em).tracked(em * 0.06);
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = dx.xhypot(dy).max(0.1);
    let times = (length / style.advance(words).max(0.1)).ceil().max(1.0) as usize;
    let mut text = words.repeat(times);
    while style.advance(&text) > length && text.pop().is_some() {}
    let (cos, sin) = (dx / length, dy / length);
    let (path, _) = style.set(&text, 0.0, 0.0)?;
    path.transform(Transform::from_row(cos, sin, -sin, cos, from.0, from.1))
}

/// Microtext along a straight line; `em` in mm. A counterfeiter's scanner makes a broken line of it.
pub(super) fn microtext(canvas: &mut Canvas, words: &str, em: f32, (from, to): ((f32, f32), (f32, f32)), ink: &Ink) {
    let lost = canvas.hand().loses_microtext;
    let path = if lost { along("– ", em * 1.4, from, to) } else { along(words, em, from, to) };
    if let Some(path) = path {
        let weaker = ink.clone().at(ink.opacity * 0.55);
        canvas.fill(&path, if lost { &weaker } else { ink });
    }
}

/// A frame of microtext around `area`, its words read clockwise from the upper left corner.
pub(super) fn microtext_frame(canvas: &mut Canvas, words: &str, area: RectMm, ink: &Ink) {
    let (left, top, right, bottom) = (area.x as f32, area.y as f32, area.right() as f32, area.bottom() as f32);
    let corners = [(left, top), (right, top), (right, bottom), (left, bottom), (left, top)];
    for pair in corners.windows(2) {
        if let [from, to] = *pair {
            microtext(canvas, words, 0.5, (from, to), ink);
        }
    }
}

/// A latent image of `words` in `area`, as large as fits with a margin on every side; lines `spacing` mm apart.
pub(super) fn latent_word(canvas: &mut Canvas, area: RectMm, (font, words): (Font, &str), spacing: f32, tone: Tone) {
    let tracked = |em: f32| Type::new(font, em).tracked(em * 0.16);
    let widest = area.width as f32 - 1.6;
    let em = (area.height as f32 * 1.12).min(widest / tracked(1.0).advance(words).max(0.1));
    let base = area.center().y as f32 + em * 0.357;
    if let Some(shape) = tracked(em).set_centered(words, area.center().x as f32, base) {
        optical::latent(canvas, area, &shape, spacing, tone);
    }
}

/// Sets words centred on `x`, or at another share of their width.
pub(super) fn set(canvas: &mut Canvas, style: Type, words: &str, at: (f32, f32), share: f32, ink: &Ink) {
    let width = style.advance(words) - style.tracking;
    if let Some((path, _)) = style.set(words, at.0 - width * share, at.1) {
        canvas.fill(&path, ink);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spirograph_reaches_its_radius_and_not_further() {
        let bounds = spirograph((10.0, 10.0), 8.0, (21, 8), 0.7).unwrap().bounds();
        assert!(bounds.right() > 17.8 && bounds.right() < 18.01 && bounds.left() > 1.99, "{bounds:?}");
    }

    #[test]
    fn scales_hide_what_lies_behind_the_row_in_front() {
        let area = RectMm::new(0.0, 0.0, 20.0, 20.0);
        let paths = scales(area, 2.0, 3);
        assert!(paths.len() > 60);
        for path in &paths {
            let bounds = path.bounds();
            assert!(bounds.left() >= 0.0 && bounds.bottom() <= 20.0);
        }
        // A whole half circle is never seen in the middle of the field.
        assert!(
            paths.iter().filter(|path| path.bounds().top() > 3.0 && path.bounds().bottom() < 17.0).all(|path| path.bounds().width() < 3.7)
        );
    }

    #[test]
    fn the_register_shows_its_other_half_against_the_light_only() {
        use crate::domain::{Dpi, SizeMm, Substrate};
        use crate::specimen::canvas::Body;
        let body = Body { tone: Tone(255, 255, 255), substrate: Substrate::Paper, bright: false };
        let dark = |light: Light| {
            let mut canvas = Canvas::new(SizeMm { width: 8.0, height: 8.0 }, Dpi::new(254.0).unwrap(), light, body).unwrap();
            register(&mut canvas, (4.0, 4.0), 3.0, &Ink::print(Tone(40, 40, 120)));
            canvas.finish().pixels().filter(|pixel| pixel.0[0] < 190).count()
        };
        assert!(dark(Light::Transmitted) > dark(Light::Visible) * 3 / 2);
    }
}
