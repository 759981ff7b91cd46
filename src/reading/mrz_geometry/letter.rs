//! The characters of the bundled OCR-B: their outlines, and how they would look in the picture.

use tiny_skia::{FillRule, Mask, Path, PathSegment, Point, Transform};

use super::patch::{Patch, size};
use crate::imaging::lettering::{Font, Type};
use crate::imaging::plane::Plane;

/// The advance of a character, as a share of the em of the font.
const ADVANCE: f64 = 0.723;
/// Half of the height of its capitals, as a share of the em.
pub(super) const HALF_CAPITAL: f64 = 0.345;
/// Distance of two points of an outline, in pitches.
pub(super) const APART: f64 = 0.03;
/// How finely an outline is drawn to tell inside from outside, in px per pitch.
const DRAWN: f64 = 128.0;
/// The width of its strokes in pitches: 0.1 em.
pub(super) const STROKE: f64 = 0.1 / ADVANCE;

/// A point of an outline and the direction out of the ink, in pitches from the middle of the cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rim {
    pub(super) u: f64,
    pub(super) v: f64,
    pub(super) out: (f64, f64),
}

/// A character of the font.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub(super) rim: Vec<Rim>,
    /// Left, top, right and bottom of its outline.
    pub(super) bounds: [f64; 4],
    path: Path,
}

impl Letter {
    /// The character in the middle of a cell, its capitals' middle at the middle of the cell. `None` of a character without an outline.
    pub(super) fn of(character: char) -> Option<Self> {
        Self::in_font(character, Font::OcrB, 1.0 / ADVANCE, HALF_CAPITAL / ADVANCE)
    }

    /// The same in any font, `em` and the base line in pitches.
    pub(super) fn in_font(character: char, font: Font, em: f64, base: f64) -> Option<Self> {
        let path = Type::new(font, em as f32).set_centered(character.encode_utf8(&mut [0; 4]), 0.0, base as f32)?;
        let bounds = path.bounds();
        let bounds = [bounds.left(), bounds.top(), bounds.right(), bounds.bottom()].map(f64::from);
        let mut letter = Self { rim: Vec::new(), bounds, path };
        let drawn = letter.drawn(DRAWN, size(DRAWN))?;
        for contour in contours(&letter.path) {
            letter.rim.extend(rim(&contour, &drawn));
        }
        (letter.rim.len() >= 8).then_some(letter)
    }

    /// How much of each sample is ink, 0 to 1, spread by `blur` pitches (standard deviation of a Gaussian).
    pub(super) fn patch(&self, fine: f64, blur: f64) -> Option<Patch> {
        // Four times as fine and averaged, as an edge is only drawn to a few levels.
        let (width, height) = size(fine);
        let drawn = self.drawn(4.0 * fine, (4 * width, 4 * height))?;
        let plane = Plane { width: drawn.width, height: drawn.height, data: drawn.data }.resized(width, height);
        let plane = plane.blurred((blur * fine) as f32);
        Some(Patch { fine, width, height, data: plane.data })
    }

    fn drawn(&self, fine: f64, (width, height): (usize, usize)) -> Option<Patch> {
        let mut mask = Mask::new(width as u32, height as u32)?;
        let place = Transform::from_scale(fine as f32, fine as f32).post_translate(width as f32 / 2.0, height as f32 / 2.0);
        mask.fill_path(&self.path, FillRule::Winding, true, place);
        Some(Patch { fine, width, height, data: mask.data().iter().map(|level| f32::from(*level) / 255.0).collect() })
    }
}

/// The contours of a path as short lines.
fn contours(path: &Path) -> Vec<Vec<(f64, f64)>> {
    const PIECES: u8 = 16;
    let mut all: Vec<Vec<(f64, f64)>> = Vec::new();
    let mut last = Point::zero();
    let mut push = |all: &mut Vec<Vec<(f64, f64)>>, point: Point, begins: bool| {
        match all.last_mut().filter(|_| !begins) {
            Some(contour) => contour.push((f64::from(point.x), f64::from(point.y))),
            None => all.push(vec![(f64::from(point.x), f64::from(point.y))]),
        }
        last = point;
        last
    };
    let mut at = Point::zero();
    for segment in path.segments() {
        let steps = (1..=PIECES).map(|step| f32::from(step) / f32::from(PIECES));
        at = match segment {
            PathSegment::MoveTo(to) => push(&mut all, to, true),
            PathSegment::LineTo(to) => push(&mut all, to, false),
            PathSegment::QuadTo(one, to) => {
                for t in steps {
                    let mix = |a: f32, b: f32, c: f32| a * (1.0 - t).powi(2) + 2.0 * b * t * (1.0 - t) + c * t * t;
                    push(&mut all, Point::from_xy(mix(at.x, one.x, to.x), mix(at.y, one.y, to.y)), false);
                }
                to
            }
            PathSegment::CubicTo(one, two, to) => {
                for t in steps {
                    let (s, tt) = (1.0 - t, t * t);
                    let mix = |a: f32, b: f32, c: f32, d: f32| a * s.powi(3) + 3.0 * b * t * s * s + 3.0 * c * tt * s + d * tt * t;
                    let point = Point::from_xy(mix(at.x, one.x, two.x, to.x), mix(at.y, one.y, two.y, to.y));
                    push(&mut all, point, false);
                }
                to
            }
            PathSegment::Close => at,
        };
    }
    all
}

/// Points at even distances along a contour, where ink lies on one side of it only.
fn rim(contour: &[(f64, f64)], drawn: &Patch) -> Vec<Rim> {
    const ASIDE: f64 = 0.02;
    let closed = contour.iter().chain(contour.first());
    let mut points = Vec::new();
    let (mut due, mut last) = (APART / 2.0, None);
    for (x, y) in closed.copied() {
        let Some((from_x, from_y)) = last.replace((x, y)) else { continue };
        let (dx, dy): (f64, f64) = (x - from_x, y - from_y);
        let length = dx.hypot(dy);
        while due <= length && length > 0.0 {
            let (u, v) = (from_x + dx * due / length, from_y + dy * due / length);
            let across = (dy / length, -dx / length);
            let [plus, minus] = [1.0, -1.0].map(|side| drawn.at(u + side * ASIDE * across.0, v + side * ASIDE * across.1));
            if (plus >= 0.5) != (minus >= 0.5) {
                let out = if plus < minus { across } else { (-across.0, -across.1) };
                points.push(Rim { u, v, out });
            }
            due += APART;
        }
        due -= length;
    }
    points
}
