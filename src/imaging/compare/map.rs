//! Where a whole picture departs from another: a heat map and regions, for pages with or without known zones.

use image::GrayImage;
use rayon::prelude::*;

use super::colour;
use super::frame::{Area, Frame};
use super::params::CompareParams;
use super::regions::{Mark, regions};
use super::structure::Structure;
use crate::domain::{Cancelled, Content, DifferenceKind, DifferenceRegion, Page, Progress, Resolution};
use crate::imaging::plane::Plane;
use crate::imaging::{Picture, Registration};

/// Regions that are listed at most.
const MOST_REGIONS: usize = 64;
/// Suspicion from which a window belongs to a region.
const REGION_FROM: f64 = 0.5;

/// Where one picture departs from another.
#[derive(Debug, Clone, PartialEq)]
pub struct Differences {
    /// The size of the reference picture; 0 agrees, 255 departs most.
    pub heat: GrayImage,
    /// Regions in mm of the page, largest and strongest first.
    pub regions: Vec<DifferenceRegion>,
}

/// Compares a registered picture with the reference all over.
///
/// With `page`, personal and serial zones are left out, and so is what the questioned picture does not show: both stay 0.
///
/// # Errors
///
/// [`Cancelled`] if `progress` asks to stop.
pub fn difference_map(
    questioned: &Picture,
    registration: &Registration,
    reference: &Picture,
    resolution: Resolution,
    page: Option<&Page>,
    params: &CompareParams,
    progress: &dyn Progress,
) -> Result<Differences, Cancelled> {
    let (width, height) = reference.rgb.dimensions();
    let nothing = Differences { heat: GrayImage::new(width, height), regions: Vec::new() };
    let Some(mut frame) = Frame::new(questioned, registration, reference, resolution, params.max_ppi, progress)? else {
        return Ok(nothing);
    };
    let scale = frame.mean_px_per_mm();
    let side = ((params.window_mm / 2.0 * scale).round() as usize).max(8);
    let personal: Vec<Area> = page
        .map(|page| {
            let zones = page.zones.iter().filter(|zone| zone.content != Content::Fixed);
            zones.filter_map(|zone| frame.area(zone.area.grown(0.3))).collect()
        })
        .unwrap_or_default();
    let whole = Area { left: 0, top: 0, width: frame.width, height: frame.height };
    let windows: Vec<Area> = whole
        .windows(side)
        .into_iter()
        .filter(|window| personal.iter().all(|other| window.is_apart(*other)) && frame.visible(*window) > 0.999)
        .collect();
    frame.correct_light(&windows);
    progress.report(4, 8)?;
    let structure = Structure::new(&frame, &windows, params.max_blur_mm);
    progress.report(5, 8)?;
    let reach = (params.slack_mm * scale).ceil() as i64;
    let marks: Vec<Mark> = windows.par_iter().map(|window| judge(&frame, &structure, *window, reach, params)).collect();
    progress.report(7, 8)?;

    let mut heat = Plane::new(frame.width, frame.height);
    let mut count = Plane::new(frame.width, frame.height);
    for mark in &marks {
        for (x, y) in mark.area.pixels() {
            heat.data[y * frame.width + x] += mark.strength as f32;
            count.data[y * frame.width + x] += 1.0;
        }
    }
    heat.data.iter_mut().zip(&count.data).for_each(|(heat, count)| *heat /= count.max(1.0));
    let heat = heat.resized(width as usize, height as usize);
    let suspicious: Vec<Mark> = marks.into_iter().filter(|mark| mark.strength >= REGION_FROM).collect();
    let bytes = heat.data.iter().map(|value| (value * 255.0).clamp(0.0, 255.0) as u8).collect();
    progress.report(8, 8)?;
    Ok(Differences {
        heat: GrayImage::from_raw(width, height, bytes).unwrap_or(nothing.heat),
        regions: regions(&frame, &suspicious, MOST_REGIONS),
    })
}

/// How suspicious a window is, 0 to 1, and why.
fn judge(frame: &Frame, structure: &Structure, window: Area, reach: i64, params: &CompareParams) -> Mark {
    let found = structure.agreement(window, reach);
    let least = params.min_contrast;
    // Contrast that only one side has is judged by itself: correlation with nothing says nothing.
    let (lines, kind) = match (found.reference >= least, found.questioned >= least) {
        (true, true) if found.questioned > 2.2 * found.reference => (1.0 - found.agreement, DifferenceKind::Added),
        (true, true) => (1.0 - found.agreement, DifferenceKind::Structure),
        (true, false) => ((1.0 - found.agreement).min(found.reference / (4.0 * least)), DifferenceKind::Missing),
        (false, true) => (((found.questioned - found.reference) / (4.0 * least)).min(1.0 - found.agreement), DifferenceKind::Added),
        (false, false) => (0.0, DifferenceKind::Structure),
    };
    let colour = colour::difference(frame, window) / (4.0 * params.colour_difference);
    if colour > lines {
        Mark { area: window, kind: DifferenceKind::Colour, strength: colour.clamp(0.0, 1.0) }
    } else {
        Mark { area: window, kind, strength: lines.clamp(0.0, 1.0) }
    }
}
