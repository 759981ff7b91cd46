//! Where a forged page differs from the genuine one, as a picture: the truth that a change map is measured against.

use image::GrayImage;

use super::{ForgeryKind, Job};
use crate::domain::{Dpi, Light};
use crate::specimen::design::PageSpec;
use crate::specimen::relief::{Axis, box_blur};

/// Resolution of the mask.
pub(crate) const MASK_DPI: f64 = 100.0;
/// A difference of this many grey levels counts.
const DIFFERENT: f32 = 14.0;

/// White where the page under `light` looks otherwise than the same document as issued, black elsewhere; 100 dpi, edge to edge.
///
/// `None` if the page cannot be drawn. The genuine document has the same holder, so what the forger left alone is black.
pub(crate) fn mask(job: &Job, page: &PageSpec, light: Light) -> Option<GrayImage> {
    let dpi = Dpi::new(MASK_DPI * 3.0)?;
    let forged = job.page(page, light, dpi)?;
    let genuine = Job::new(ForgeryKind::Genuine, job.series, job.seed).page(page, light, dpi)?;
    let (width, height) = forged.dimensions();
    let mut apart: Vec<f32> = forged
        .pixels()
        .zip(genuine.pixels())
        .map(|(a, b)| a.0.iter().zip(b.0).map(|(a, b)| f32::from(a.abs_diff(b))).fold(0.0, f32::max))
        .collect();
    for axis in [Axis::Row, Axis::Column] {
        box_blur(&mut apart, width as usize, height as usize, 1, axis);
    }
    Some(GrayImage::from_fn(width / 3, height / 3, |x, y| {
        let at = |dx: u32, dy: u32| apart.get(((y * 3 + dy) * width + x * 3 + dx) as usize).copied().unwrap_or(0.0);
        let most = (0..9).map(|index| at(index % 3, index / 3)).fold(0.0, f32::max);
        image::Luma([if most > DIFFERENT { 255 } else { 0 }])
    }))
}
