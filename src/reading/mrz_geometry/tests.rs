//! Zones drawn here, in OCR-B and in other faces, whole and with altered characters.

use image::{Rgb, RgbImage};
use tiny_skia::{FillRule, Mask, Transform};

use super::*;
use crate::domain::{Calibration, Light, PointPx, Resolution, Threshold};
use crate::imaging::Picture;
use crate::imaging::lettering::{Font, Type};
use crate::imaging::plane::Plane;
use crate::reading::mrz::MrzFormat;
use crate::reading::mrz_image::{MrzAnswer, MrzGlyph, MrzInPicture, MrzLine};

mod faces;
mod geometry;

const LINES: [&str; 2] = ["P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<", "L898902C36UTO7408122F1204159ZE184226B<<<<<10"];
const SIZE_MM: (f64, f64) = (125.0, 88.0);

/// What is done to one character.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Change {
    /// Moved by mm to the right and up.
    Moved(f64, f64),
    /// Drawn in another face, its capitals as high as those of OCR-B.
    Face(Font),
    /// Another width of strokes: more by mm.
    Heavier(f64),
    /// As dark as a share of the others.
    Paler(f32),
}

/// A page to be drawn.
#[derive(Debug, Clone, Copy)]
struct Page {
    font: Font,
    dpi: f64,
    /// Blur in mm.
    blur: f64,
    /// The quality of a JPEG file.
    jpeg: Option<u8>,
    /// Turn in degrees.
    turn: f64,
    seed: u64,
}

impl Page {
    fn at(dpi: f64) -> Self {
        Self { font: Font::OcrB, dpi, blur: 0.03, jpeg: None, turn: 0.3, seed: 1 }
    }

    /// The page and its zone as a search would find it: cells are a little off, as those of a coarse search are.
    fn drawn(self, changes: &[(usize, usize, Change)]) -> (Picture, MrzInPicture) {
        let mut dice = Dice(self.seed);
        let px = self.dpi / 25.4;
        // Drawn finer and averaged, as a scanner does.
        let over = (600.0 / self.dpi).ceil().max(2.0);
        let fine = px * over;
        let (width, height) = ((SIZE_MM.0 * px).round() as usize, (24.0 * px).round() as usize);
        let (sine, cosine) = (libm::sin(self.turn.to_radians()), libm::cos(self.turn.to_radians()));
        // Only the lowest 24 mm of the page are drawn.
        let top = SIZE_MM.1 - 24.0;
        let turned = |x: f64, y: f64| (x * cosine - (y - top) * sine, x * sine + (y - top) * cosine);
        let mut ink = Plane::new(width * over as usize, height * over as usize);
        let mut lines = Vec::new();
        for (row, text) in LINES.iter().enumerate() {
            let center = SIZE_MM.1 - [15.75, 9.40][row];
            let off = (dice.within(0.2), dice.within(0.2));
            let mut glyphs = Vec::new();
            for (column, character) in text.chars().enumerate() {
                let mine: Vec<Change> = changes.iter().filter(|(line, at, _)| (*line, *at) == (row, column)).map(|one| one.2).collect();
                let middle = 6.0 + 2.54 * (column as f64 + 0.5);
                draw(&mut ink, self.font, character, &mine, (fine, turned(middle, center), self.turn));
                let cell = [(-0.5, -0.48), (0.5, -0.48), (0.5, 0.48), (-0.5, 0.48)].map(|(u, v)| {
                    let (x, y) = turned(middle + off.0 + 2.54 * u, center + off.1 + 2.54 * v);
                    PointPx { x: x * px - 0.5, y: y * px - 0.5 }
                });
                glyphs.push(MrzGlyph { answers: vec![MrzAnswer { character, probability: 1.0 }], by_place: false, cell });
            }
            lines.push(MrzLine { glyphs, pitch_px: 2.54 * px });
        }
        let ink = ink.blurred((self.blur * fine) as f32).resized(width, height);
        let rgb = RgbImage::from_fn(width as u32, height as u32, |x, y| {
            let level = 232.0 - 205.0 * ink.get(x as usize, y as usize) + dice.normal() as f32 * 1.5;
            Rgb([level.round().clamp(0.0, 255.0) as u8; 3])
        });
        let rgb = match self.jpeg {
            Some(quality) => {
                let mut bytes = Vec::new();
                image::codecs::jpeg::JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(&rgb).unwrap();
                image::load_from_memory(&bytes).unwrap().to_rgb8()
            }
            None => rgb,
        };
        let corners = [lines[0].glyphs[0].cell[0], lines[0].glyphs[43].cell[1], lines[1].glyphs[43].cell[2], lines[1].glyphs[0].cell[3]];
        let zone = MrzInPicture { lines, corners, angle_deg: self.turn, confidence: 1.0, evidence: 5.0 };
        (Picture::drawn(rgb, Resolution::square(self.dpi)), zone)
    }

    /// The corners of the page in px.
    fn corners(self) -> [PointPx; 4] {
        let px = self.dpi / 25.4;
        let (sine, cosine) = (libm::sin(self.turn.to_radians()), libm::cos(self.turn.to_radians()));
        [(0.0, 0.0), (SIZE_MM.0, 0.0), SIZE_MM, (0.0, SIZE_MM.1)].map(|(x, y)| {
            let y = y - (SIZE_MM.1 - 24.0);
            PointPx { x: (x * cosine - y * sine) * px - 0.5, y: (x * sine + y * cosine) * px - 0.5 }
        })
    }

    fn measured(self, changes: &[(usize, usize, Change)]) -> ZoneGeometry {
        let (picture, zone) = self.drawn(changes);
        let calibration = Calibration::from_file(Resolution::square(self.dpi).unwrap()).unwrap();
        let about =
            ZoneAbout { format: Some(MrzFormat::Td3), calibration: Some(&calibration), light: Light::Ir880, page: Some(self.corners()) };
        measure_zone(&picture, &zone, &about).unwrap()
    }
}

/// Draws a character with its middle at a place in mm of the picture.
fn draw(ink: &mut Plane, page: Font, character: char, changes: &[Change], (fine, middle, turn): (f64, (f64, f64), f64)) {
    let (mut font, mut moved, mut heavier, mut tone) = (page, (0.0, 0.0), 0.0, 1.0_f32);
    for change in changes {
        match change {
            Change::Moved(right, up) => moved = (*right, *up),
            Change::Face(face) => font = *face,
            Change::Heavier(mm) => heavier = *mm,
            Change::Paler(share) => tone = *share,
        }
    }
    let em = 2.42
        / match font {
            Font::OcrB => 0.69,
            Font::Typewriter => 0.58,
            _ => 0.7,
        };
    let narrow = if matches!(font, Font::OcrB) { 1.0 } else { 0.9 };
    let mut style = Type::new(font, em as f32);
    style.narrow = narrow;
    let capital = 2.42;
    let Some(path) = style.set_centered(character.encode_utf8(&mut [0; 4]), 0.0, (capital / 2.0) as f32) else { return };
    let side = (3.6 * fine).ceil() as usize;
    let (left, top) = (((middle.0 * fine) as usize).saturating_sub(side / 2), ((middle.1 * fine) as usize).saturating_sub(side / 2));
    let place = Transform::from_translate(moved.0 as f32, -moved.1 as f32)
        .post_scale(fine as f32, fine as f32)
        .post_rotate(turn as f32)
        .post_translate((middle.0 * fine - left as f64) as f32, (middle.1 * fine - top as f64) as f32);
    let mut mask = Mask::new(side as u32, side as u32).unwrap();
    mask.fill_path(&path, FillRule::Winding, true, place);
    let mut own = Plane { width: side, height: side, data: mask.data().iter().map(|level| f32::from(*level) / 255.0).collect() };
    if heavier != 0.0 {
        // The edge of a blurred stroke moves with the level that counts as ink.
        let soft = own.blurred((0.05 * fine) as f32);
        let limit = 0.5 - heavier / 2.0 / (0.05 * 2.5066);
        own.data.iter_mut().zip(&soft.data).for_each(|(own, soft)| *own = ((f64::from(*soft) - limit) * 6.0 + 0.5).clamp(0.0, 1.0) as f32);
    }
    for y in 0..side {
        for x in 0..side {
            if left + x < ink.width && top + y < ink.height {
                let at = (top + y) * ink.width + left + x;
                ink.data[at] = ink.data[at].max(own.get(x, y) * tone);
            }
        }
    }
}

/// Chance that is the same on every machine.
struct Dice(u64);

impl Dice {
    fn share(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        (self.0 >> 33) as f64 / (1_u64 << 31) as f64
    }

    fn within(&mut self, reach: f64) -> f64 {
        (self.share() * 2.0 - 1.0) * reach
    }

    fn normal(&mut self) -> f64 {
        (0..6).map(|_| self.share()).sum::<f64>() * 1.414 - 4.243
    }
}
