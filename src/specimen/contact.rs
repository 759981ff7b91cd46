//! Contact sheets: every capture of the set, and every page in every light, small, with their names.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use image::imageops::{FilterType, overlay, resize};
use image::{Rgb, RgbImage};
use rayon::prelude::*;

use super::canvas::{Body, Canvas, Ink, Tone};
use super::design::{PageSpec, Series};
use super::forge::{ForgeryKind, Job};
use super::text::{Font, Type};
use super::{SpecimenError, design};
use crate::domain::{Dpi, Light, Progress, Resolution, SizeMm, Substrate, Unwatched};
use crate::imaging::{Chroma, Limits, decode, write_jpeg_in};

const COLUMNS: u32 = 7;
/// Room for one picture, in px.
const CELL: (u32, u32) = (240, 172);
const CAPTION_PX: u32 = 40;
const GAP: u32 = 14;

/// A picture on a sheet, small, with its caption in two lines.
struct Entry {
    caption: [String; 2],
    picture: Option<RgbImage>,
}

/// Writes a JPEG of the pictures named in `files` (relative to `dir`, in order) to `dir/name`.
///
/// # Errors
///
/// [`SpecimenError`] if a picture cannot be read or the sheet cannot be written.
pub(crate) fn write(dir: &Path, files: &[String], name: &str) -> Result<(), SpecimenError> {
    let entries: Vec<Entry> = files
        .par_iter()
        .map(|file| {
            let path = dir.join(file);
            let bytes = fs::read(&path).map_err(|source| SpecimenError::Read { path, source })?;
            let picture = decode(&bytes, &Limits::default(), &Unwatched)?.rgb;
            // `library/SERIES/PAGE.LIGHT.jpg` and `questioned/NAME.PAGE.LIGHT.jpg`.
            let name = file.trim_start_matches("library/").trim_start_matches("questioned/").trim_end_matches(".jpg");
            let (document, view) = name.split_once(['/', '.']).unwrap_or((name, ""));
            Ok(Entry { caption: [document.to_owned(), view.to_owned()], picture: Some(fitted(&picture)) })
        })
        .collect::<Result<_, SpecimenError>>()?;
    write_sheet(&entries, COLUMNS, &dir.join(name))
}

/// Writes a JPEG of every page of every series to `path`: a row for a page, a column for a light, drawn for it.
///
/// # Errors
///
/// [`SpecimenError`] if the sheet cannot be written or `progress`, which counts pictures, asks to stop.
pub(crate) fn write_lights(path: &Path, progress: &dyn Progress) -> Result<(), SpecimenError> {
    let pages = || design::ALL.iter().flat_map(|series| series.pages.iter().map(move |page| (*series, page)));
    let lights: Vec<Light> = Light::ALL.iter().copied().filter(|light| pages().any(|(_, page)| page.lights.contains(light))).collect();
    let wanted: Vec<(&'static Series, &'static PageSpec, Light)> =
        pages().flat_map(|(series, page)| lights.iter().map(move |light| (series, page, *light))).collect();
    let dpi = Dpi::new(SHEET_DPI).ok_or(SpecimenError::Undrawable)?;
    let done = AtomicU64::new(0);
    let entries = wanted
        .par_iter()
        .map(|(series, page, light)| {
            progress.report(done.fetch_add(1, Ordering::Relaxed), wanted.len() as u64)?;
            let drawn =
                page.lights.contains(light).then(|| Job::new(ForgeryKind::Genuine, series, series.specimen_seed).page(page, *light, dpi));
            let picture = drawn.flatten().map(|picture| fitted(&picture));
            Ok(Entry { caption: [format!("{} {}", series.id, page.id), light.code().to_owned()], picture })
        })
        .collect::<Result<Vec<_>, SpecimenError>>()?;
    write_sheet(&entries, lights.len() as u32, path)
}

/// Pixels per inch that pages are drawn at for a sheet.
const SHEET_DPI: f64 = 200.0;

/// The picture as large as fits into its place.
fn fitted(picture: &RgbImage) -> RgbImage {
    let scale = (f64::from(CELL.0) / f64::from(picture.width())).min(f64::from(CELL.1) / f64::from(picture.height()));
    let side = |px: u32| (f64::from(px) * scale).round().max(1.0) as u32;
    resize(picture, side(picture.width()), side(picture.height()), FilterType::Triangle)
}

fn write_sheet(entries: &[Entry], columns: u32, path: &Path) -> Result<(), SpecimenError> {
    let rows = (entries.len() as u32).div_ceil(columns);
    let size = (GAP + columns * (CELL.0 + GAP), GAP + rows * (CELL.1 + CAPTION_PX + GAP));
    let mut sheet = captions(entries, columns, size).unwrap_or_else(|| RgbImage::from_pixel(size.0, size.1, GROUND));
    for (index, entry) in (0..).zip(entries) {
        let Some(small) = &entry.picture else { continue };
        let (left, top) = corner(index, columns);
        overlay(&mut sheet, small, i64::from(left + (CELL.0 - small.width()) / 2), i64::from(top + (CELL.1 - small.height()) / 2));
    }
    let failed = |source| SpecimenError::Write { path: path.to_owned(), source };
    fs::write(path, write_jpeg_in(&sheet, Resolution::square(96.0), 55, Chroma::Halved)?).map_err(failed)
}

const GROUND: Rgb<u8> = Rgb([246, 246, 244]);

fn corner(index: u32, columns: u32) -> (u32, u32) {
    (GAP + index % columns * (CELL.0 + GAP), GAP + index / columns * (CELL.1 + CAPTION_PX + GAP))
}

/// The empty sheet with the captions under the places of the pictures.
fn captions(entries: &[Entry], columns: u32, size: (u32, u32)) -> Option<RgbImage> {
    let dpi = Dpi::new(254.0)?;
    let mm = |px: u32| f64::from(px) / 10.0;
    let ground = Body { tone: Tone(GROUND.0[0], GROUND.0[1], GROUND.0[2]), substrate: Substrate::Synthetic, bright: false };
    let mut canvas = Canvas::new(SizeMm { width: mm(size.0), height: mm(size.1) }, dpi, Light::Visible, ground)?;
    for (index, entry) in (0..).zip(entries).filter(|(_, entry)| entry.picture.is_some()) {
        let (left, top) = corner(index, columns);
        for (line, below) in entry.caption.iter().zip([16, 32]) {
            let (x, y) = (mm(left + CELL.0 / 2) as f32, mm(top + CELL.1 + below) as f32);
            if let Some(path) = Type::new(Font::Sans, 1.4).set_centered(line, x, y) {
                canvas.fill(&path, &Ink::cover(Tone(50, 50, 54)));
            }
        }
    }
    Some(canvas.finish())
}
