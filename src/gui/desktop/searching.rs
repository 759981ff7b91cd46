//! Searching the library by what a mark goes around.

use std::sync::Arc;

use super::Desktop;
use super::panes::page_from_capture;
use crate::app::Job;
use crate::domain::{MarkId, PageFromCapture, PointPx, RectMm};
use crate::gui::case::marks::RegionSearch;
use crate::imaging::PixelRect;

/// Searches that are kept.
const KEPT: usize = 24;

impl Desktop {
    /// Begins to search the library for what a mark goes around in the capture that it was made in.
    pub(super) fn search_region(&mut self, id: MarkId) {
        let Some(open) = &self.open else { return };
        let Some(mark) = open.examination.marks.iter().find(|mark| mark.id == id) else { return };
        let Some(capture) = open.capture(mark.on.capture) else { return };
        let search = match region_px(&page_from_capture(open, capture), mark.shape.bounds()) {
            None => RegionSearch::Failed("The mark does not lie in its capture.".to_owned()),
            Some(area) => {
                let (backend, sum, light) = (Arc::clone(&self.backend), capture.picture(), capture.light);
                let work = move |watch: &dyn crate::app::Watch| backend.find_patch(sum, light, area, watch);
                RegionSearch::Running(Job::start("Searching the library", self.waker.clone(), work))
            }
        };
        if self.marks.searches.len() >= KEPT {
            self.marks.searches.pop_first();
        }
        self.marks.searches.insert(id, search);
    }
}

/// The upright pixels of a capture around an area of the page; `None` if it lies left of or above the capture.
fn region_px(map: &PageFromCapture, area: RectMm) -> Option<PixelRect> {
    let mut corners: Vec<PointPx> = Vec::with_capacity(4);
    for corner in area.corners() {
        corners.push(map.capture(corner).filter(|place| place.x.is_finite() && place.y.is_finite())?);
    }
    let edge = |pick: fn(&PointPx) -> f64, choose: fn(f64, f64) -> f64, start: f64| corners.iter().map(pick).fold(start, choose);
    // The first pixel covers half a pixel either side of its centre.
    let (left, top) = (edge(|at| at.x, f64::min, f64::INFINITY) + 0.5, edge(|at| at.y, f64::min, f64::INFINITY) + 0.5);
    let (right, bottom) = (edge(|at| at.x, f64::max, f64::NEG_INFINITY) + 0.5, edge(|at| at.y, f64::max, f64::NEG_INFINITY) + 0.5);
    let whole = |px: f64| px.round().clamp(0.0, f64::from(u32::MAX)) as u32;
    let found = PixelRect {
        x: whole(left),
        y: whole(top),
        width: whole(right).saturating_sub(whole(left)),
        height: whole(bottom).saturating_sub(whole(top)),
    };
    (!found.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Homography, Resolution};

    #[test]
    fn an_area_of_the_page_is_whole_pixels_of_the_capture() {
        let map = PageFromCapture(Homography::page_from_picture(Resolution::square(254.0).unwrap()));
        let area = region_px(&map, RectMm::new(1.0, 2.0, 3.0, 4.0));
        assert_eq!(area, Some(PixelRect { x: 10, y: 20, width: 30, height: 40 }));
        assert_eq!(region_px(&map, RectMm::new(-9.0, -9.0, 3.0, 4.0)), None);
    }
}
