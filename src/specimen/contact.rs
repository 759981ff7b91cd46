//! A contact sheet: every capture of the set, small, with its name.

use std::fs;
use std::path::Path;

use image::imageops::{FilterType, overlay, resize};
use image::{Rgb, RgbImage};

use super::SpecimenError;
use super::canvas::{Body, Canvas, Ink, Tone};
use super::text::{Font, Type};
use crate::domain::{Dpi, Light, Resolution, SizeMm, Substrate, Unwatched};
use crate::imaging::{Limits, decode, write_jpeg};

const COLUMNS: u32 = 7;
/// Room for one picture, in px.
const CELL: (u32, u32) = (240, 172);
const CAPTION_PX: u32 = 26;
const GAP: u32 = 14;

/// Writes a JPEG of the pictures named in `files` (relative to `dir`, in order) to `dir/name`.
///
/// # Errors
///
/// [`SpecimenError`] if a picture cannot be read or the sheet cannot be written.
pub(crate) fn write(dir: &Path, files: &[String], name: &str) -> Result<(), SpecimenError> {
    let rows = (files.len() as u32).div_ceil(COLUMNS);
    let size = (GAP + COLUMNS * (CELL.0 + GAP), GAP + rows * (CELL.1 + CAPTION_PX + GAP));
    let mut sheet = captions(files, size).unwrap_or_else(|| RgbImage::from_pixel(size.0, size.1, GROUND));
    for (index, file) in (0..).zip(files) {
        let path = dir.join(file);
        let bytes = fs::read(&path).map_err(|source| SpecimenError::Read { path: path.clone(), source })?;
        let picture = decode(&bytes, &Limits::default(), &Unwatched)?.rgb;
        let scale = (f64::from(CELL.0) / f64::from(picture.width())).min(f64::from(CELL.1) / f64::from(picture.height()));
        let side = |px: u32| (f64::from(px) * scale).round().max(1.0) as u32;
        let small = resize(&picture, side(picture.width()), side(picture.height()), FilterType::Triangle);
        let (left, top) = corner(index);
        overlay(&mut sheet, &small, i64::from(left + (CELL.0 - small.width()) / 2), i64::from(top + (CELL.1 - small.height()) / 2));
    }
    let path = dir.join(name);
    fs::write(&path, write_jpeg(&sheet, Resolution::square(96.0), 55)?).map_err(|source| SpecimenError::Write { path, source })
}

const GROUND: Rgb<u8> = Rgb([246, 246, 244]);

fn corner(index: u32) -> (u32, u32) {
    (GAP + index % COLUMNS * (CELL.0 + GAP), GAP + index / COLUMNS * (CELL.1 + CAPTION_PX + GAP))
}

/// The empty sheet with the names under the places of the pictures.
fn captions(files: &[String], size: (u32, u32)) -> Option<RgbImage> {
    let dpi = Dpi::new(254.0)?;
    let mm = |px: u32| f64::from(px) / 10.0;
    let ground = Body { tone: Tone(GROUND.0[0], GROUND.0[1], GROUND.0[2]), substrate: Substrate::Synthetic, bright: false };
    let mut canvas = Canvas::new(SizeMm { width: mm(size.0), height: mm(size.1) }, dpi, Light::Visible, ground)?;
    for (index, file) in (0..).zip(files) {
        let (left, top) = corner(index);
        let name = file.rsplit_once('/').map_or(file.as_str(), |(folder, name)| if folder.starts_with("library/") { file } else { name });
        let name = name.trim_start_matches("library/").trim_end_matches(".jpg");
        let (x, y) = (mm(left + CELL.0 / 2) as f32, mm(top + CELL.1 + 18) as f32);
        if let Some(path) = Type::new(Font::Sans, 1.5).set_centered(name, x, y) {
            canvas.fill(&path, &Ink::cover(Tone(50, 50, 54)));
        }
    }
    Some(canvas.finish())
}
