//! Photocopies: a page printed again in toner on plain paper.

use image::RgbImage;
use rayon::prelude::*;

use super::effects::{Effects, Photocopy};
use super::geometry::Outline;
use super::sensor::level_of;
use super::source::Source;
use super::texture::{cell, cloud};
use crate::specimen::design::PageSpec;
use crate::specimen::math::Exact as _;
use crate::specimen::rng::Rng;

/// Resolution of the copier in px for each mm: 600 dpi.
pub(super) const PX_PER_MM: f64 = 600.0 / 25.4;
/// Side of a cell of the dot screen in px along both diagonals: 141 lines per inch.
const CELL: usize = 6;
const PAPER: f32 = 0.945;
const TONER: f32 = 0.12;
/// The most paper around the page, in mm.
const MAX_BORDER_MM: f64 = 60.0;

/// Prints a page on a sheet that fills the capture; gives the sheet and where its upper left corner lies, in mm of the page.
///
/// `None` if the sheet would be too large.
pub(super) fn copied(source: &Source<'_>, page: &PageSpec, effects: &Effects, copy: Photocopy, seed: u64) -> Option<(RgbImage, [f64; 2])> {
    let turned = effects.angle_deg.to_radians().xsin().abs() * (page.size.width + page.size.height);
    let border = |axis: usize| {
        let mm = effects.margin_mm[axis].max(0.0) + effects.shift_mm[axis].abs() + turned + 2.0;
        (mm <= MAX_BORDER_MM).then_some(mm)
    };
    let border = [border(0)?, border(1)?];
    let side = |page_mm: f64, border_mm: f64| ((page_mm + 2.0 * border_mm) * PX_PER_MM).round() as usize;
    let (width, height) = (side(page.size.width, border[0]), side(page.size.height, border[1]));
    if width * height > 200_000_000 {
        return None;
    }
    let origin = [-border[0], -border[1]];
    let mut tones = scanned(source, width, height, origin);
    for generation in 0..copy.generations.clamp(1, 4) {
        if generation > 0 {
            tones = softened(&tones, width);
        }
        print(&mut tones, width, copy, seed ^ u64::from(generation).wrapping_mul(0x51_7cc1));
    }
    let mut sheet = RgbImage::new(width as u32, height as u32);
    sheet.par_chunks_mut(width * 3).zip(tones.par_chunks(width)).for_each(|(row, tones)| {
        for (pixel, tone) in row.chunks_exact_mut(3).zip(tones) {
            pixel.fill((tone * 255.0 + 0.5) as u8);
        }
    });
    Some((sheet, origin))
}

/// The page as the copier's lamp sees it, under a white lid: levels from 0 to 1.
fn scanned(source: &Source<'_>, width: usize, height: usize, origin: [f64; 2]) -> Vec<f32> {
    let mut tones = vec![0.0; width * height];
    let half = 0.5 / PX_PER_MM + 0.03;
    tones.par_chunks_mut(width).enumerate().for_each(|(y, row)| {
        let mm_y = origin[1] + (y as f64 + 0.5) / PX_PER_MM;
        for (x, tone) in row.iter_mut().enumerate() {
            let mm_x = origin[0] + (x as f64 + 0.5) / PX_PER_MM;
            let outside = source.outline.outside(mm_x, mm_y);
            *tone = if outside > 0.0 {
                // The lid stands off beside the page; the lamp comes from the left and from above.
                let cast = if mm_x > source.outline.edges[2] || mm_y > source.outline.edges[3] { 0.62 } else { 0.28 };
                1.0 - cast * (1.0 - (outside as f32 / 0.55).min(1.0))
            } else {
                let [red, green, blue] = source.gather(mm_x, mm_y, [half; 2]);
                // Green lamps: reds come out dark, blues nearly as bright as they are.
                level_of(0.18 * red + 0.64 * green + 0.18 * blue) / 255.0
            };
        }
    });
    tones
}

/// What the optics of another copier make of a copy.
fn softened(tones: &[f32], width: usize) -> Vec<f32> {
    let height = tones.len() / width.max(1);
    let at = |x: usize, y: usize| tones.get(y * width + x).copied().unwrap_or(PAPER);
    let mut soft = vec![0.0; tones.len()];
    soft.par_chunks_mut(width.max(1)).enumerate().for_each(|(y, row)| {
        let rows = [y.saturating_sub(1), y, (y + 1).min(height - 1)];
        for (x, tone) in row.iter_mut().enumerate() {
            let columns = [x.saturating_sub(1), x, (x + 1).min(width - 1)];
            let weighted = |row: usize| (at(columns[0], row) + 2.0 * at(columns[1], row) + at(columns[2], row)) / 4.0;
            *tone = (weighted(rows[0]) + 2.0 * weighted(rows[1]) + weighted(rows[2])) / 4.0;
        }
    });
    soft
}

/// A scratch of the drum or dirt of its wire: a line along the feed.
struct Streak {
    middle_px: f32,
    half_px: f32,
    strength: f32,
    dark: bool,
}

/// Prints tones as dots of toner.
fn print(tones: &mut [f32], width: usize, copy: Photocopy, seed: u64) {
    let mut rng = Rng::new(seed, "drum");
    let streaks: Vec<Streak> = (0..7)
        .map(|index| Streak {
            middle_px: rng.range(0.0, width as f32),
            half_px: rng.range(1.0, 6.0),
            strength: rng.range(0.15, 0.6) * copy.streaks as f32,
            dark: index % 3 != 2,
        })
        .collect();
    // The screen: how early each place within a cell is printed, from 0 to 1.
    let wave: [f32; CELL] = std::array::from_fn(|at| (at as f32 / CELL as f32 * std::f32::consts::TAU).xcos());
    let (black, white) = (copy.range[0] as f32, copy.range[1] as f32);
    let speckle = copy.speckle as f32;
    tones.par_chunks_mut(width.max(1)).enumerate().for_each(|(y, row)| {
        for (x, tone) in row.iter_mut().enumerate() {
            let (px, py) = (x as i64, y as i64);
            let lift = ((*tone - black) / (white - black).max(0.05)).clamp(0.0, 1.0);
            let lift = f32::midpoint(lift, lift * lift * (3.0 - 2.0 * lift));
            // Toner is uneven where it lies flat and where it is thin.
            let uneven = cloud(seed, x as f64 * 0.035, y as f64 * 0.02) - 0.5;
            let mut cover = (1.0 - lift) * (1.0 + 0.25 * speckle * uneven);
            for streak in &streaks {
                let away = (x as f32 - streak.middle_px).abs() / streak.half_px;
                if away < 1.0 {
                    let along = cloud(seed ^ 0x1f, f64::from(streak.middle_px), y as f64 * 0.004);
                    let part = streak.strength * (1.0 - away) * along;
                    cover = if streak.dark { cover + part * 0.45 } else { cover * (1.0 - part) };
                }
            }
            let spot = 0.5 - 0.25 * (wave[(x + y) % CELL] + wave[(x + (CELL - 1) * y) % CELL]);
            const EDGE: f32 = 0.4;
            let mut printed = ((cover * (1.0 + EDGE) - spot) / EDGE).clamp(0.0, 1.0);
            let grain = cell(seed ^ 0x20, px, py);
            printed *= 1.0 - speckle * (0.22 * grain + if grain > 0.985 { 0.55 } else { 0.0 });
            // Dust and stray toner on the white paper: single grains, seldom clusters.
            let cluster = cell(seed ^ 0x21, px / 3, py / 3);
            if grain < 0.0009 * speckle || (cluster < 0.00022 * speckle && grain < 0.75) {
                printed = printed.max(0.75);
            }
            let paper = PAPER + 0.012 * (cell(seed ^ 0x22, px / 2, py / 2) - 0.5);
            *tone = paper + (TONER - paper) * printed;
        }
    });
}

/// The outline of a sheet of this size and place.
pub(super) fn outline(sheet: &RgbImage, origin: [f64; 2]) -> Outline {
    let (width, height) = (f64::from(sheet.width()) / PX_PER_MM, f64::from(sheet.height()) / PX_PER_MM);
    Outline { edges: [origin[0], origin[1], origin[0] + width, origin[1] + height], radii: [0.0; 4] }
}
