//! A genuine page scanned at office resolution and printed again: a dot screen in four inks on bright paper.

use image::RgbImage;
use rayon::prelude::*;

use super::{Account, Job, Recipe, Tell, unchanged};
use crate::domain::{Dpi, FraudCode, Light, ZoneRole};
use crate::specimen::design::PageSpec;
use crate::specimen::math::Exact as _;
use crate::specimen::relief::{Axis, box_blur};

pub(super) const RECIPE: Recipe = Recipe {
    code: "scan-reprint",
    title: "Scanned and printed again with a dot screen on office paper",
    fraud: FraudCode::Counterfeit,
    tells: &[
        Tell { item: "IMG-LAY-040", light: Light::Visible, from_dpi: 300.0 },
        Tell { item: "IMG-IMG-050", light: Light::Visible, from_dpi: 300.0 },
        Tell { item: "IMG-LAY-050", light: Light::Uv365, from_dpi: 100.0 },
    ],
    change: unchanged,
    page,
    account: |job| {
        let what = format!("Scanned and reprinted with a screen of {SCREEN_LPI} lines per inch on bright paper");
        let mut account = job.all_pages(Account::default(), Light::ALL, &what);
        for (page, zone) in job.zones(Light::Visible, |zone| matches!(zone.role, ZoneRole::Background | ZoneRole::Microtext)) {
            account = account.differs(&page, Light::Visible, &[&zone]);
        }
        for (page, zone) in job.zones(Light::Uv365, |zone| zone.role == ZoneRole::UvDesign) {
            account = account.differs(&page, Light::Uv365, &[&zone]);
        }
        account
    },
};

/// Lines of dots per inch.
pub(crate) const SCREEN_LPI: f32 = 133.0;
/// The angle of each screen in degrees: cyan, magenta, yellow, black.
const ANGLES: [f32; 4] = [15.0, 75.0, 0.0, 45.0];
/// How far the forger's scanner and the spreading of the ink blur, in mm.
const BLUR_MM: f64 = 0.075;
/// Office paper in daylight and under 365 nm.
const PAPER: [f32; 3] = [252.0, 253.0, 255.0];
const BRIGHT: [f32; 3] = [158.0, 178.0, 246.0];

fn page(job: &Job, page: &PageSpec, light: Light, dpi: Dpi) -> Option<RgbImage> {
    let mut canvas = job.sheet(page, Light::Visible, dpi)?;
    job.print_layers(&mut canvas, page, |_| true);
    let mut picture = canvas.finish();
    soften(&mut picture, dpi, BLUR_MM);
    screen(&mut picture, dpi);
    seen_under(&mut picture, light, true);
    Some(picture)
}

/// Turns a copy on office paper as seen in daylight into what it is under `light`; `carbon` if its black is toner.
pub(super) fn seen_under(picture: &mut RgbImage, light: Light, carbon: bool) {
    for pixel in picture.pixels_mut() {
        let print = pixel.0;
        match light {
            Light::Uv365 | Light::Uv313 | Light::Uv254 => {
                let strength = if light == Light::Uv254 { 0.55 } else { 1.0 };
                for ((level, paper), bright) in pixel.0.iter_mut().zip(PAPER).zip(BRIGHT) {
                    // Toner and dyes hide the glow of the paper.
                    *level = (strength * bright * (0.12 + 0.88 * f32::from(*level) / paper)).clamp(0.0, 255.0) as u8;
                }
            }
            Light::Ir880 => {
                let darkest = print.into_iter().max().unwrap_or(0);
                pixel.0 = [if carbon && darkest < 90 { 60 } else { 236 }; 3];
            }
            Light::Transmitted => {
                for (level, warm) in pixel.0.iter_mut().zip([1.0, 0.95, 0.86]) {
                    *level = ((70.0 + f32::from(*level) * 0.66) * warm) as u8;
                }
            }
            Light::Oblique => pixel.0 = print.map(|level| (f32::from(level) * 0.72) as u8),
            _ => {}
        }
    }
}

/// Blurs as the optics of an office scanner and the spreading of the ink do, by about `blur_mm`.
pub(super) fn soften(picture: &mut RgbImage, dpi: Dpi, blur_mm: f64) {
    let radius = (blur_mm * dpi.px_per_mm()).round().max(1.0) as usize;
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    for channel in 0..3 {
        let mut values: Vec<f32> = picture.pixels().map(|pixel| f32::from(pixel.0[channel])).collect();
        for axis in [Axis::Row, Axis::Column, Axis::Row, Axis::Column] {
            box_blur(&mut values, width, height, radius, axis);
        }
        for (pixel, value) in picture.pixels_mut().zip(values) {
            pixel.0[channel] = value.round() as u8;
        }
    }
}

/// Replaces tones by dots of four inks.
fn screen(picture: &mut RgbImage, dpi: Dpi) {
    let width = picture.width() as usize;
    let per_px = SCREEN_LPI / dpi.get() as f32 * std::f32::consts::TAU;
    // Dots have an edge of about a pixel, so that the screen does not alias with the raster it is drawn on.
    let edge = (per_px * 0.55).max(0.18);
    picture.par_chunks_mut(width * 3).enumerate().for_each(|(y, row)| {
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let [red, green, blue] = *pixel else { continue };
            let lack = [red, green, blue].map(|level| 1.0 - f32::from(level) / 255.0);
            let black = (lack[0].min(lack[1]).min(lack[2]) - 0.25).max(0.0) / 0.75;
            let key = black * black.sqrt();
            let inks = [lack[0], lack[1], lack[2]].map(|lack| ((lack - key) / (1.0 - key).max(1e-3)).clamp(0.0, 1.0));
            let covers = [inks[0], inks[1], inks[2], key];
            let mut out = PAPER.map(|level| level / 255.0);
            for ((cover, angle), tint) in
                covers.into_iter().zip(ANGLES).zip([[0.02, 0.62, 0.86], [0.88, 0.12, 0.5], [0.98, 0.9, 0.06], [0.1, 0.1, 0.11]])
            {
                let (sin, cos) = angle.to_radians().xsin_cos();
                let (u, v) = ((x as f32 * cos + y as f32 * sin) * per_px, (y as f32 * cos - x as f32 * sin) * per_px);
                // The spot function runs from 0 at the middle of a dot to 1 between dots; its ranks are even to a good part.
                let spot = 0.5 - 0.25 * (u.xcos() + v.xcos());
                let printed = ((cover * (1.0 + edge) - spot) / edge).clamp(0.0, 1.0);
                for (channel, tint) in out.iter_mut().zip(tint) {
                    *channel *= 1.0 - printed * (1.0 - tint);
                }
            }
            for (level, value) in pixel.iter_mut().zip(out) {
                *level = (value * 255.0).round().clamp(0.0, 255.0) as u8;
            }
        }
    });
}
