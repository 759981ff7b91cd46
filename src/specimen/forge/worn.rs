//! Genuine documents that have lived: worn, stained, trimmed. None of them is a forgery.

use image::RgbImage;

use super::{Account, Job, Recipe, unchanged};
use crate::domain::{Dpi, FraudCode, Light};
use crate::specimen::design::PageSpec;
use crate::specimen::finish::noise;
use crate::specimen::rng::Rng;

pub(super) const WORN: Recipe = Recipe {
    code: "worn",
    title: "Genuine, worn in a pocket: folded, rubbed, faded",
    fraud: FraudCode::Authentic,
    tells: &[],
    change: unchanged,
    page: |job, page, light, dpi| {
        let mut picture = issued(job, page, light, dpi)?;
        wear(&mut picture, dpi, light, &mut Rng::new(job.seed, "wear"));
        Some(picture)
    },
    account: |_| Account::default(),
};

pub(super) const STAINED: Recipe = Recipe {
    code: "stained",
    title: "Genuine, with stains of coffee and water",
    fraud: FraudCode::Authentic,
    tells: &[],
    change: unchanged,
    page: |job, page, light, dpi| {
        let mut picture = issued(job, page, light, dpi)?;
        stain(&mut picture, dpi, light, page, &mut Rng::new(job.seed, "stain"));
        Some(picture)
    },
    account: |_| Account::default(),
};

pub(super) const TRIMMED: Recipe = Recipe {
    code: "trimmed",
    title: "Genuine, with two edges trimmed",
    fraud: FraudCode::Authentic,
    tells: &[],
    change: unchanged,
    page: |job, page, light, dpi| {
        let mut picture = issued(job, page, light, dpi)?;
        let edge = |mm: f64| (mm * dpi.px_per_mm()).round() as u32;
        let (right, bottom) = (picture.width().saturating_sub(edge(1.3)), picture.height().saturating_sub(edge(0.9)));
        // What lies behind shows where paper is gone.
        let ground = if light.shows_luminescence() { [6, 6, 10] } else { [38, 38, 40] };
        for (x, y, pixel) in picture.enumerate_pixels_mut() {
            if x >= right || y >= bottom {
                pixel.0 = ground;
            }
        }
        Some(picture)
    },
    account: |_| Account::default(),
};

fn issued(job: &Job, page: &PageSpec, light: Light, dpi: Dpi) -> Option<RgbImage> {
    let mut canvas = job.sheet(page, light, dpi)?;
    job.print_layers(&mut canvas, page, |_| true);
    Some(canvas.finish())
}

/// Rubs ink off in patches, breaks it along two folds, fades and greys the whole.
fn wear(picture: &mut RgbImage, dpi: Dpi, light: Light, rng: &mut Rng) {
    let per_px = 1.0 / dpi.px_per_mm() as f32;
    let (width, height) = (picture.width() as f32 * per_px, picture.height() as f32 * per_px);
    let fold_y = height * rng.range(0.42, 0.58);
    let lean = rng.range(-0.03, 0.03);
    let kind = 60 + rng.below(1000) as u32;
    let ultraviolet = light.shows_luminescence();
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (mm_x, mm_y) = (x as f32 * per_px, y as f32 * per_px);
        let patch = noise(mm_x * 0.16, mm_y * 0.16, kind) * 0.65 + noise(mm_x * 0.6, mm_y * 0.6, kind + 1) * 0.35;
        let grain = noise(mm_x * 5.0, mm_y * 5.0, kind + 2);
        // Only the highest parts of the paper lose their ink.
        let rubbed = ((patch - 0.62) * 4.0).clamp(0.0, 1.0) * ((grain - 0.45) * 4.0).clamp(0.0, 1.0) * 0.55;
        let off = (mm_y - fold_y - lean * mm_x + 0.25 * (noise(mm_x * 0.8, 3.0, kind + 3) - 0.5)).abs();
        let cracked = (1.0 - off / 0.22).clamp(0.0, 1.0) * (0.35 + 0.65 * noise(mm_x * 3.0, mm_y * 3.0, kind + 4));
        let edge = mm_x.min(width - mm_x).min(mm_y).min(height - mm_y);
        let dirt = (1.0 - edge / 5.0).clamp(0.0, 1.0) * 0.1 * noise(mm_x * 0.5, mm_y * 0.5, kind + 5);
        let bare = if ultraviolet { [62.0, 58.0, 92.0] } else { [238.0, 234.0, 224.0] };
        let gone = (rubbed + cracked * 0.7).min(0.85);
        for (value, bare) in pixel.0.iter_mut().zip(bare) {
            let seen = f32::from(*value);
            let faded = if ultraviolet { seen * 0.93 } else { seen * 0.95 + 9.0 };
            *value = ((faded + (bare - faded) * gone) * (1.0 - dirt)).round().clamp(0.0, 255.0) as u8;
        }
    }
}

/// Leaves two rings of a cup and a tide mark of water.
fn stain(picture: &mut RgbImage, dpi: Dpi, light: Light, page: &PageSpec, rng: &mut Rng) {
    let per_px = 1.0 / dpi.px_per_mm() as f32;
    let (width, height) = (page.size.width as f32, page.size.height as f32);
    let spots: Vec<((f32, f32), f32, f32)> = (0..3)
        .map(|index| {
            let center = (width * rng.range(0.15, 0.9), height * rng.range(0.1, 0.85));
            (center, rng.range(6.0, 15.0), if index == 2 { 0.12 } else { 0.26 })
        })
        .collect();
    let kind = 80 + rng.below(1000) as u32;
    // Coffee darkens in daylight and against the light, quenches luminescence, and is clear in infrared.
    let tint = match light {
        Light::Ir880 => [0.02, 0.02, 0.02],
        Light::Uv365 | Light::Uv254 | Light::Uv313 => [0.55, 0.6, 0.8],
        _ => [0.28, 0.5, 0.8],
    };
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let (mm_x, mm_y) = (x as f32 * per_px, y as f32 * per_px);
        let mut cover = 0.0_f32;
        for ((cx, cy), radius, strength) in &spots {
            let (dx, dy) = (mm_x - cx, mm_y - cy);
            let ragged = radius * (0.93 + 0.14 * noise(mm_x * 0.35, mm_y * 0.35, kind));
            let distance = (dx * dx + dy * dy).sqrt();
            let inside = ((ragged - distance) / 0.8).clamp(0.0, 1.0);
            let rim = (1.0 - ((ragged - distance - 0.5) / 0.9).abs()).clamp(0.0, 1.0);
            cover = cover.max(strength * (0.45 * inside + rim) * (0.8 + 0.4 * noise(mm_x * 1.4, mm_y * 1.4, kind + 1)));
        }
        for (value, tint) in pixel.0.iter_mut().zip(tint) {
            *value = (f32::from(*value) * (1.0 - cover.min(0.9) * tint)).round().clamp(0.0, 255.0) as u8;
        }
    }
}
