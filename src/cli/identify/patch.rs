//! `guilloche identify --area`: which reference pages carry a patch of a picture.

use std::path::Path;
use std::time::Instant;

use serde::Serialize;

use crate::app::Problem;
use crate::app::pipeline::identify::PictureIndex;
use crate::app::pipeline::patch::PatchArea;
use crate::domain::{PointMm, Unwatched};

#[derive(Serialize)]
pub(super) struct Line {
    image: String,
    /// Left, top, width and height in px.
    area_px: [u32; 4],
    candidates: Vec<Found>,
    pub(super) known: bool,
    /// Recognisable places of the patch.
    places: usize,
    ms: f64,
}

#[derive(Serialize)]
struct Found {
    id: String,
    page: Option<String>,
    score: f64,
    inliers: u32,
    box_mm: [f64; 4],
    corners_mm: [[f64; 2]; 4],
    turn_deg: f64,
}

/// Thousandths are finer than anything is known.
fn thousandths(value: f64) -> f64 {
    (value * 1e3).round() / 1e3
}

pub(super) fn find(path: &Path, index: &PictureIndex, area: PatchArea, top: usize) -> Result<Line, Problem> {
    let (picture, light) = super::picture(path)?;
    let start = Instant::now();
    let px = area.of(&picture)?;
    let found = index.find_patch(&picture, light, area, top, &Unwatched)?;
    let of = |PointMm { x, y }: PointMm| [x, y].map(thousandths);
    let candidates = found.matches.into_iter().map(|one| {
        let (id, page) = index.named(one.key);
        Found {
            id,
            page,
            score: one.likeness,
            inliers: one.inliers,
            box_mm: <[f64; 4]>::from(one.area).map(thousandths),
            corners_mm: one.corners.map(of),
            turn_deg: thousandths(one.turn_deg),
        }
    });
    Ok(Line {
        image: path.display().to_string(),
        area_px: [px.x, px.y, px.width, px.height],
        candidates: candidates.collect(),
        known: found.known,
        places: found.places,
        ms: crate::cli::milliseconds(start),
    })
}

pub(super) fn text(line: &Line) -> String {
    let known = if line.known { "found" } else { "not in the library" };
    let rows = line.candidates.iter().map(|found| {
        let [x, y, width, height] = found.box_mm;
        let page = found.page.as_ref().map(|page| format!("/{page}")).unwrap_or_default();
        let (id, score, places) = (&found.id, found.score, found.inliers);
        format!("\n  {score:.3}  {id}{page} at {x:.1}, {y:.1} mm, {width:.1} × {height:.1} mm  ({places} places)")
    });
    format!("{}: {known}{}", line.image, rows.collect::<String>())
}
