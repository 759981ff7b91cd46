//! Text as outlines: bundled fonts, shaped for every script they cover. Sines are those of `libm`, the same on every machine.

mod font;
mod shape;

use rustybuzz::ttf_parser::OutlineBuilder;
use tiny_skia::{Path, PathBuilder, Transform};

pub(crate) use font::Font;
pub(crate) use shape::Glyph;

/// The advance of every character of the OCR-B font, as a share of its em.
const OCRB_ADVANCE: f32 = 0.723;
/// How narrow letters may be made before they are made smaller.
const NARROWEST: f32 = 0.84;

/// A font at a size, with extra space between characters; both in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Type {
    pub font: Font,
    pub em: f32,
    pub tracking: f32,
    /// Width of the letters as a share of their own.
    pub narrow: f32,
}

impl Type {
    pub(crate) const fn new(font: Font, em: f32) -> Self {
        Self { font, em, tracking: 0.0, narrow: 1.0 }
    }

    pub(crate) const fn tracked(mut self, tracking: f32) -> Self {
        self.tracking = tracking;
        self
    }

    /// The style with letters narrowed, and then made smaller, as far as `text` needs to fit into `room` mm.
    pub(crate) fn fit(mut self, text: &str, room: f32) -> Self {
        let needed = self.width(text);
        if needed > room && needed > 0.0 {
            let share = (room / needed).max(0.05);
            let narrower = share.max(NARROWEST);
            self.narrow *= narrower;
            self.tracking *= share;
            self.em *= share / narrower;
        }
        self
    }

    /// The outlines of `text` from `(x, y)` on its base line, in mm, and their advance; `None` where nothing is to be drawn.
    pub(crate) fn set(self, text: &str, x: f32, y: f32) -> Option<(Path, f32)> {
        let (glyphs, advance) = self.shaped(text);
        let mut builder = PathBuilder::new();
        for glyph in glyphs {
            let (left, up) = (x + glyph.at.0, y - glyph.at.1);
            self.outline(&glyph, &mut builder, |across, above| (left + across, up - above));
        }
        Some((builder.finish()?, advance))
    }

    /// How far `text` runs, in mm, with the tracking after its last letter.
    pub(crate) fn advance(self, text: &str) -> f32 {
        self.shaped(text).1
    }

    /// How wide `text` is, in mm: its advance without the tracking after its last letter.
    pub(crate) fn width(self, text: &str) -> f32 {
        self.advance(text) - self.tracking
    }

    /// `text` centred on `x`.
    pub(crate) fn set_centered(self, text: &str, x: f32, y: f32) -> Option<Path> {
        self.set(text, x - self.width(text) / 2.0, y).map(|(path, _)| path)
    }

    /// `text` that ends at `x`.
    pub(crate) fn set_right(self, text: &str, x: f32, y: f32) -> Option<Path> {
        self.set(text, x - self.width(text), y).map(|(path, _)| path)
    }

    /// `text` around a circle, clockwise, centred at `angle` (radians from the right, clockwise).
    pub(crate) fn set_around(self, text: &str, center: (f32, f32), radius: f32, angle: f32) -> Option<Path> {
        let start = angle - self.advance(text) / radius / 2.0;
        self.set_along(text, |run| {
            let turned = start + run / radius;
            let (sine, cosine) = (libm::sinf(turned), libm::cosf(turned));
            (center.0 + radius * cosine, center.1 + radius * sine, turned + std::f32::consts::FRAC_PI_2)
        })
    }

    /// `text` along a curve: `place` tells for a length of run in mm the point of the base line and its direction (radians from the
    /// right, clockwise). Each letter stands straight at its middle.
    pub(crate) fn set_along(self, text: &str, place: impl Fn(f32) -> (f32, f32, f32)) -> Option<Path> {
        let (glyphs, _) = self.shaped(text);
        let mut builder = PathBuilder::new();
        let (mut pen, mut middle) = (0.0, 0.0);
        for glyph in glyphs {
            // A mark goes with the letter before it.
            if glyph.advance > 0.0 {
                middle = pen + glyph.advance / 2.0;
                pen += glyph.advance;
            }
            let (x, y, angle) = place(middle);
            let (sine, cosine) = (libm::sinf(angle), libm::cosf(angle));
            let turn = Transform::from_row(cosine, sine, -sine, cosine, x, y);
            self.outline(&glyph, &mut builder, |across, above| {
                let (u, v) = (glyph.at.0 - middle + across, -(glyph.at.1 + above));
                (turn.sx * u + turn.kx * v + turn.tx, turn.ky * u + turn.sy * v + turn.ty)
            });
        }
        builder.finish()
    }

    /// The glyphs of `text` from left to right, for those who place each of them.
    pub(crate) fn glyphs(self, text: &str) -> Vec<Glyph> {
        self.shaped(text).0
    }

    /// Draws the outline of one glyph; `place` moves points from mm to the right of and above its origin.
    pub(crate) fn outline(self, glyph: &Glyph, builder: &mut PathBuilder, place: impl Fn(f32, f32) -> (f32, f32)) {
        let Some(face) = glyph.font.face() else { return };
        let scale = glyph.em / face.units_per_em() as f32;
        let across = scale * self.narrow;
        face.outline_glyph(glyph.id, &mut Pen { builder, place: |x, y| place(x * across, y * scale) });
    }

    /// The glyphs and their advance, narrowed.
    fn shaped(self, text: &str) -> (Vec<Glyph>, f32) {
        let (mut glyphs, advance) = shape::glyphs(self.font, self.em, self.tracking / self.narrow, text);
        for glyph in &mut glyphs {
            glyph.at.0 *= self.narrow;
            glyph.advance *= self.narrow;
        }
        (glyphs, advance * self.narrow)
    }
}

/// A line of a machine-readable zone: OCR-B at a pitch of 2.54 mm, its first character cell starting at `x`, its capitals centred on `center_y`.
pub(crate) fn mrz_line(text: &str, x: f32, center_y: f32) -> Option<Path> {
    const PITCH: f32 = 2.54;
    let em = PITCH / OCRB_ADVANCE;
    // Capitals of the font are 0.69 em high.
    Type::new(Font::OcrB, em).set(text, x, center_y + 0.345 * em).map(|(path, _)| path)
}

/// Hands outlines on to a path, every point moved by `place`.
struct Pen<'a, F> {
    builder: &'a mut PathBuilder,
    place: F,
}

impl<F: Fn(f32, f32) -> (f32, f32)> OutlineBuilder for Pen<'_, F> {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = (self.place)(x, y);
        self.builder.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = (self.place)(x, y);
        self.builder.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = ((self.place)(x1, y1), (self.place)(x, y));
        self.builder.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = ((self.place)(x1, y1), (self.place)(x2, y2), (self.place)(x, y));
        self.builder.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.builder.close();
    }
}
