//! A colour copy from an inkjet printer: droplets scattered without a screen, on bright paper, gone in infrared.

use image::RgbImage;
use rayon::prelude::*;

use super::scan_reprint::{self, soften};
use super::{Account, Job, Recipe, Tell, unchanged};
use crate::domain::{Dpi, FraudCode, Light, ZoneRole};
use crate::specimen::design::PageSpec;
use crate::specimen::finish::noise;

/// Distance of the droplets in mm: 360 to the inch.
const DROPLET_MM: f32 = 25.4 / 360.0;

pub(super) const RECIPE: Recipe = Recipe {
    code: "inkjet-copy",
    title: "Colour copy from an inkjet printer on bright paper",
    fraud: FraudCode::Counterfeit,
    tells: &[
        Tell { item: "IMG-LAY-040", light: Light::Visible, from_dpi: 300.0 },
        Tell { item: "IMG-LAY-050", light: Light::Uv365, from_dpi: 100.0 },
        Tell { item: "IMG-LAY-050", light: Light::Ir880, from_dpi: 100.0 },
    ],
    change: unchanged,
    page,
    account: |job| {
        let mut account =
            job.all_pages(Account::default(), Light::ALL, "Copied with scattered droplets of an inkjet printer on bright paper");
        for (page, zone) in job.zones(Light::Visible, |zone| matches!(zone.role, ZoneRole::Background | ZoneRole::Microtext)) {
            account = account.differs(&page, Light::Visible, &[&zone]);
        }
        for (page, zone) in job.zones(Light::Uv365, |zone| zone.role == ZoneRole::UvDesign) {
            account = account.differs(&page, Light::Uv365, &[&zone]);
        }
        account
    },
};

fn page(job: &Job, page: &PageSpec, light: Light, dpi: Dpi) -> Option<RgbImage> {
    let mut canvas = job.sheet(page, Light::Visible, dpi)?;
    job.print_layers(&mut canvas, page, |_| true);
    let mut picture = canvas.finish();
    soften(&mut picture, dpi, 0.06);
    scatter(&mut picture, dpi);
    scan_reprint::seen_under(&mut picture, light, false);
    Some(picture)
}

/// Replaces tones by droplets of three inks whose places are random.
fn scatter(picture: &mut RgbImage, dpi: Dpi) {
    let width = picture.width() as usize;
    let cells_per_px = 25.4 / dpi.get() as f32 / DROPLET_MM;
    picture.par_chunks_mut(width * 3).enumerate().for_each(|(y, row)| {
        for (x, pixel) in row.chunks_exact_mut(3).enumerate() {
            let (u, v) = (x as f32 * cells_per_px, y as f32 * cells_per_px);
            for (channel, level) in pixel.iter_mut().enumerate() {
                let cover = 1.0 - f32::from(*level) / 255.0;
                // A droplet falls where a random number lies below the cover; its edge is soft.
                let chance = noise(u * 0.93, v * 0.93, 40 + channel as u32);
                let even = ((chance - 0.5) * 1.9 + 0.5).clamp(0.0, 1.0);
                let printed = ((cover * 1.08 - even) / 0.22 + 0.5).clamp(0.0, 1.0);
                let ink = [0.08_f32, 0.1, 0.14][channel.min(2)];
                *level = (255.0 * (1.0 - printed * (1.0 - ink))).round() as u8;
            }
        }
    });
}
