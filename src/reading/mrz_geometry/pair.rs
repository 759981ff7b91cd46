//! A character as captured beside the outline of OCR-B, for the eye.

use super::differ::PITCH_MM;
use super::fit::Pose;
use super::frame::Frame;
use super::letter::APART;
use super::lines::letter;
use super::measure::aspect_of;
use super::patch::{Ground, Patch, size};
use super::result::{GlyphGeometry, ZoneGeometry};
use crate::imaging::Picture;
use crate::reading::mrz_image::MrzInPicture;

/// Samples to a pitch of both pictures.
const FINE: f64 = 80.0;
/// Width and height of both pictures in px: 1.5 by 1.6 pitches.
pub const PAIR_WIDTH: usize = 120;
/// The height; see [`PAIR_WIDTH`].
pub const PAIR_HEIGHT: usize = 128;
/// Half of the width of the line that is drawn, in px.
const LINE: f64 = 0.9;

/// Two pictures of one character on one grid, row by row, [`PAIR_WIDTH`] by [`PAIR_HEIGHT`].
#[derive(Debug, Clone, PartialEq)]
pub struct GlyphPair {
    /// As captured, upright: 0 black to 255 white.
    pub captured: Vec<u8>,
    /// How much of the outline of OCR-B lies on each px, 0 to 255; at the size and weight of the line, where the character stands.
    pub outline: Vec<u8>,
    /// Side of a px, in mm at the nominal pitch.
    pub px_mm: f64,
}

/// Shows a character of a zone that was measured: `line` and `column` from 1. `None` if it was not measured.
pub fn glyph_pair(picture: &Picture, zone: &MrzInPicture, geometry: &ZoneGeometry, line: usize, column: usize) -> Option<GlyphPair> {
    let measured: &GlyphGeometry =
        geometry.lines.get(line.checked_sub(1)?)?.glyphs.iter().find(|glyph| usize::from(glyph.column) == column)?;
    let glyph = zone.lines.get(line.checked_sub(1)?)?.glyphs.get(column.checked_sub(1)?)?;
    let frame = Frame::of(glyph, aspect_of(geometry.under.calibration.as_ref()))?;
    let ground = Ground::of(picture, &[frame], frame.pitch())?;
    let captured = ground.patch_at(&frame, FINE);
    let letter = letter(measured.character)?;
    let pose = &measured.pose;
    let pose = Pose { scale: (pose.scale[0], pose.scale[1]), shift: (pose.shift[0], pose.shift[1]), weight: pose.weight };
    let mut outline = Patch { fine: FINE, width: size(FINE).0, height: size(FINE).1, data: vec![0.0; captured.data.len()] };
    // Points lie closely enough for their dots to run together.
    let steps = (APART * FINE).ceil() as i32 + 1;
    for rim in &letter.rim {
        let (u, v) = pose.place(rim);
        let (u, v) = (u + rim.out.0 * pose.weight, v + rim.out.1 * pose.weight);
        for step in -steps..=steps {
            let aside = f64::from(step) * 0.5 / FINE;
            if aside.abs() <= 0.75 * APART {
                dot(&mut outline, u - rim.out.1 * aside, v + rim.out.0 * aside);
            }
        }
    }
    let bytes = |patch: &Patch| patch.data.iter().map(|value| value.round().clamp(0.0, 255.0) as u8).collect();
    Some(GlyphPair { captured: bytes(&captured), outline: bytes(&outline), px_mm: PITCH_MM / FINE })
}

fn dot(patch: &mut Patch, u: f64, v: f64) {
    let (x, y) = (u * FINE + patch.width as f64 / 2.0 - 0.5, v * FINE + patch.height as f64 / 2.0 - 0.5);
    for row in (y - 2.0).floor() as i64..=(y + 2.0).ceil() as i64 {
        for column in (x - 2.0).floor() as i64..=(x + 2.0).ceil() as i64 {
            let inside = (0..patch.width as i64).contains(&column) && (0..patch.height as i64).contains(&row);
            let far = (column as f64 - x).hypot(row as f64 - y);
            if inside && far < LINE + 0.5 {
                let value = 255.0 * (LINE + 0.5 - far).clamp(0.0, 1.0) as f32;
                let at = row as usize * patch.width + column as usize;
                patch.data[at] = patch.data[at].max(value);
            }
        }
    }
}
