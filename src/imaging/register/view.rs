//! How a map sees a page, and whether a scanner or a camera can see one so.

use super::PreparedPage;
use crate::domain::Homography;

/// A page seen at 70° is three times as long as wide; more is no view that anything could be measured in.
const MOST_STRETCH: f64 = 3.2;

/// How the questioned picture sees the page.
pub(super) struct View {
    /// How much of the page it shows, 0 to 1.
    pub(super) coverage: f64,
    /// Its pixels per inch at the page.
    pub(super) sampling_ppi: f64,
}

impl View {
    /// `None` if no scanner or camera sees a page so: mirrored, folded, stretched or next to nothing of it.
    pub(super) fn of(reference_from_questioned: &Homography, questioned_px: (u32, u32), reference: &PreparedPage) -> Option<Self> {
        const GRID: u32 = 24;
        let questioned_from_reference = reference_from_questioned.inverse()?;
        let (width, height) = (f64::from(questioned_px.0), f64::from(questioned_px.1));
        let (page_width, page_height) = reference.size_px;
        let place = |step: u32, side: u32| (f64::from(step) + 0.5) / f64::from(GRID) * f64::from(side) - 0.5;
        let mut areas = Vec::new();
        for row in 0..GRID {
            for column in 0..GRID {
                let (x, y) = (place(column, page_width), place(row, page_height));
                let (u, v) = questioned_from_reference.apply(x, y);
                if (-0.5..=width - 0.5).contains(&u) && (-0.5..=height - 0.5).contains(&v) {
                    areas.push(questioned_from_reference.area_scale(x, y));
                }
            }
        }
        areas.sort_by(f64::total_cmp);
        let (least, middle, most) = (*areas.first()?, *areas.get(areas.len() / 2)?, *areas.last()?);
        let coverage = areas.len() as f64 / f64::from(GRID * GRID);
        let sampling_ppi = middle.max(0.0).sqrt() * reference.resolution.mean();
        // A view along the page would show its far end at a quarter of the scale; an unequal stretch means a wrong fit.
        let plausible = least > 0.0 && most < 6.0 * least && coverage > 0.08 && (30.0..30_000.0).contains(&sampling_ppi);
        let stretch = stretch(&questioned_from_reference, f64::from(page_width) / 2.0, f64::from(page_height) / 2.0);
        (plausible && stretch < MOST_STRETCH).then_some(Self { coverage, sampling_ppi })
    }
}

/// The longest over the shortest image of a unit step at a place, at least 1.
pub(super) fn stretch(map: &Homography, x: f64, y: f64) -> f64 {
    let (o, p, q) = (map.apply(x, y), map.apply(x + 1.0, y), map.apply(x, y + 1.0));
    let (a, b, c, d) = (p.0 - o.0, q.0 - o.0, p.1 - o.1, q.1 - o.1);
    let (sum, det) = ((a * a + b * b + c * c + d * d) / 2.0, (a * d - b * c).abs());
    let root = (sum * sum - det * det).max(0.0).sqrt();
    if sum > root { ((sum + root) / (sum - root)).sqrt() } else { f64::INFINITY }
}
