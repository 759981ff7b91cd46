//! Text as outlines: bundled fonts, shaped for every script they cover.

use std::sync::OnceLock;

use rustybuzz::ttf_parser::{GlyphId, OutlineBuilder};
use rustybuzz::{Face, UnicodeBuffer};
use tiny_skia::{Path, PathBuilder, Transform};

/// The advance of every character of the OCR-B font, as a share of its em.
const OCRB_ADVANCE: f32 = 0.723;

/// A bundled font.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Font {
    Sans,
    SansBold,
    Serif,
    SerifBold,
    Thai,
    OcrB,
}

impl Font {
    fn bytes(self) -> &'static [u8] {
        match self {
            Self::Sans => include_bytes!("../../assets/fonts/NotoSans-Regular.ttf"),
            Self::SansBold => include_bytes!("../../assets/fonts/NotoSans-Bold.ttf"),
            Self::Serif => include_bytes!("../../assets/fonts/NotoSerif-Regular.ttf"),
            Self::SerifBold => include_bytes!("../../assets/fonts/NotoSerif-Bold.ttf"),
            Self::Thai => include_bytes!("../../assets/fonts/NotoSansThai-Regular.ttf"),
            Self::OcrB => include_bytes!("../../assets/fonts/OCRB.otf"),
        }
    }

    fn face(self) -> Option<&'static Face<'static>> {
        static FACES: [OnceLock<Option<Face<'static>>>; 6] = [const { OnceLock::new() }; 6];
        FACES.get(self as usize)?.get_or_init(|| Face::from_slice(self.bytes(), 0)).as_ref()
    }
}

/// A font at a size, with extra space between characters; both in mm.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Type {
    pub font: Font,
    pub em: f32,
    pub tracking: f32,
}

impl Type {
    pub(crate) const fn new(font: Font, em: f32) -> Self {
        Self { font, em, tracking: 0.0 }
    }

    pub(crate) const fn tracked(mut self, tracking: f32) -> Self {
        self.tracking = tracking;
        self
    }

    /// The outlines of `text` from `(x, y)` on its base line, in mm, and their advance; `None` where nothing is to be drawn.
    pub(crate) fn set(self, text: &str, x: f32, y: f32) -> Option<(Path, f32)> {
        let mut pen = Pen { builder: PathBuilder::new(), scale: 0.0, x: 0.0, y };
        let advance = self.each_glyph(text, |face, glyph, offset, scale| {
            pen.scale = scale;
            pen.x = x + offset.0;
            pen.y = y - offset.1;
            face.outline_glyph(glyph, &mut pen);
        })?;
        Some((pen.builder.finish()?, advance))
    }

    /// How far `text` runs, in mm.
    pub(crate) fn advance(self, text: &str) -> f32 {
        self.each_glyph(text, |_, _, _, _| ()).unwrap_or(0.0)
    }

    /// `text` centred on `x`.
    pub(crate) fn set_centered(self, text: &str, x: f32, y: f32) -> Option<Path> {
        self.set(text, x - (self.advance(text) - self.tracking) / 2.0, y).map(|(path, _)| path)
    }

    /// `text` that ends at `x`.
    pub(crate) fn set_right(self, text: &str, x: f32, y: f32) -> Option<Path> {
        self.set(text, x - (self.advance(text) - self.tracking), y).map(|(path, _)| path)
    }

    /// `text` around a circle, clockwise, centred at `angle` (radians from the right, clockwise).
    pub(crate) fn set_around(self, text: &str, center: (f32, f32), radius: f32, angle: f32) -> Option<Path> {
        let mut angle = angle - self.advance(text) / radius / 2.0;
        let mut whole = PathBuilder::new();
        for character in text.chars() {
            let single = character.to_string();
            let advance = self.advance(&single);
            let middle = angle + advance / radius / 2.0;
            if let Some((path, _)) = self.set(&single, -advance / 2.0, 0.0) {
                let place = Transform::from_rotate(middle.to_degrees() + 90.0)
                    .post_translate(center.0 + radius * middle.cos(), center.1 + radius * middle.sin());
                if let Some(path) = path.transform(place) {
                    whole.push_path(&path);
                }
            }
            angle += advance / radius;
        }
        whole.finish()
    }

    fn each_glyph(self, text: &str, mut draw: impl FnMut(&Face<'static>, GlyphId, (f32, f32), f32)) -> Option<f32> {
        let face = self.font.face()?;
        let scale = self.em / face.units_per_em() as f32;
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let shaped = rustybuzz::shape(face, &[], buffer);
        let mut x = 0.0;
        for (info, position) in shaped.glyph_infos().iter().zip(shaped.glyph_positions()) {
            let offset = (x + position.x_offset as f32 * scale, position.y_offset as f32 * scale);
            draw(face, GlyphId(info.glyph_id as u16), offset, scale);
            x += position.x_advance as f32 * scale;
            if position.x_advance > 0 {
                x += self.tracking;
            }
        }
        Some(x)
    }
}

/// A line of a machine-readable zone: OCR-B at a pitch of 2.54 mm, its first character cell starting at `x`, its capitals centred on `center_y`.
pub(crate) fn mrz_line(text: &str, x: f32, center_y: f32) -> Option<Path> {
    const PITCH: f32 = 2.54;
    let em = PITCH / OCRB_ADVANCE;
    // Capitals of the font are 0.69 em high.
    Type::new(Font::OcrB, em).set(text, x, center_y + 0.345 * em).map(|(path, _)| path)
}

struct Pen {
    builder: PathBuilder,
    scale: f32,
    x: f32,
    y: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.y - y * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.builder.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.builder.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.builder.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.builder.close();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_font_is_read() {
        for font in [Font::Sans, Font::SansBold, Font::Serif, Font::SerifBold, Font::Thai, Font::OcrB] {
            assert!(font.face().is_some(), "{font:?}");
        }
    }

    #[test]
    fn a_line_of_44_characters_spans_43_pitches_between_first_and_last() {
        let line = "I".repeat(44);
        let path = mrz_line(&line, 6.0, 72.0).unwrap();
        let one = mrz_line("I", 6.0, 72.0).unwrap();
        let span = path.bounds().right() - one.bounds().right();
        assert!((span - 109.22).abs() < 0.05, "{span}");
    }

    #[test]
    fn capitals_are_centred_on_the_line() {
        let bounds = mrz_line("H", 6.0, 72.25).unwrap().bounds();
        assert!((f32::midpoint(bounds.top(), bounds.bottom()) - 72.25).abs() < 0.1, "{bounds:?}");
    }
}
