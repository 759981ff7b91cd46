//! What part of a page is on the screen, and how large.

use eframe::egui;
use egui::{Pos2, Rect, Vec2};

use crate::domain::{PointMm, RectMm};

/// The part of a page that is shown: the spot in the middle and the scale.
///
/// Both viewers of a pair share one camera, which is what locks their pan and zoom in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Camera {
    /// The spot of the page in the middle of the viewer.
    pub centre: PointMm,
    /// Points of the screen for a millimetre of the page.
    pub points_per_mm: f64,
}

/// Points per millimetre at physical size, for a screen of 96 points per inch.
pub(crate) const PHYSICAL: f64 = 96.0 / 25.4;

const SCALES: std::ops::RangeInclusive<f64> = 0.2..=2000.0;

impl Default for Camera {
    fn default() -> Self {
        Self { centre: PointMm { x: 62.5, y: 44.0 }, points_per_mm: PHYSICAL }
    }
}

impl Camera {
    /// The camera that shows all of `area` in a viewer of `size`, with `margin` points around it.
    pub(crate) fn fitting(area: RectMm, size: Vec2, margin: f32) -> Self {
        let room = |side: f32| f64::from((side - 2.0 * margin).max(16.0));
        let scale = (room(size.x) / area.width.max(1e-3)).min(room(size.y) / area.height.max(1e-3));
        Self { centre: area.center(), points_per_mm: scale.clamp(*SCALES.start(), *SCALES.end()) }
    }

    /// Where on the screen a spot of the page is, in a viewer that fills `viewer`.
    pub(crate) fn ui(&self, viewer: Rect, point: PointMm) -> Pos2 {
        let middle = viewer.center();
        Pos2::new(
            (f64::from(middle.x) + (point.x - self.centre.x) * self.points_per_mm) as f32,
            (f64::from(middle.y) + (point.y - self.centre.y) * self.points_per_mm) as f32,
        )
    }

    /// Which spot of the page is at a place on the screen.
    pub(crate) fn page(&self, viewer: Rect, place: Pos2) -> PointMm {
        let middle = viewer.center();
        PointMm {
            x: self.centre.x + f64::from(place.x - middle.x) / self.points_per_mm,
            y: self.centre.y + f64::from(place.y - middle.y) / self.points_per_mm,
        }
    }

    /// Where on the screen an area of the page is.
    pub(crate) fn ui_rect(&self, viewer: Rect, area: RectMm) -> Rect {
        let [first, _, last, _] = area.corners();
        Rect::from_two_pos(self.ui(viewer, first), self.ui(viewer, last))
    }

    /// The area of the page that the viewer shows.
    pub(crate) fn shown(&self, viewer: Rect) -> RectMm {
        let corner = self.page(viewer, viewer.min);
        let per_point = 1.0 / self.points_per_mm;
        RectMm::new(corner.x, corner.y, f64::from(viewer.width()) * per_point, f64::from(viewer.height()) * per_point)
    }

    /// Moves the page with the pointer.
    pub(crate) fn pan(&mut self, delta: Vec2) {
        self.centre.x -= f64::from(delta.x) / self.points_per_mm;
        self.centre.y -= f64::from(delta.y) / self.points_per_mm;
    }

    /// Enlarges by `factor` so that what is at `place` stays there.
    pub(crate) fn zoom_about(&mut self, viewer: Rect, place: Pos2, factor: f64) {
        let fixed = self.page(viewer, place);
        self.points_per_mm = (self.points_per_mm * factor).clamp(*SCALES.start(), *SCALES.end());
        let moved = self.page(viewer, place);
        self.centre.x += fixed.x - moved.x;
        self.centre.y += fixed.y - moved.y;
    }

    /// Sets the scale about the middle.
    pub(crate) fn scale_to(&mut self, points_per_mm: f64) {
        self.points_per_mm = points_per_mm.clamp(*SCALES.start(), *SCALES.end());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn viewer() -> Rect {
        Rect::from_min_size(Pos2::new(176.0, 84.0), Vec2::new(700.0, 500.0))
    }

    proptest! {
        #[test]
        fn zooming_keeps_what_is_under_the_pointer(
            x in 180.0..870.0f32, y in 90.0..580.0f32, factor in 0.25..4.0f64, scale in 1.0..100.0f64, cx in 0.0..125.0f64, cy in 0.0..88.0f64,
        ) {
            let mut camera = Camera { centre: PointMm { x: cx, y: cy }, points_per_mm: scale };
            let place = Pos2::new(x, y);
            let before = camera.page(viewer(), place);
            camera.zoom_about(viewer(), place, factor);
            let after = camera.page(viewer(), place);
            prop_assert!((before.x - after.x).abs() < 1e-9 && (before.y - after.y).abs() < 1e-9);
        }

        #[test]
        fn a_place_and_its_spot_belong_together(x in 0.0..125.0f64, y in 0.0..88.0f64, scale in 1.0..200.0f64) {
            let camera = Camera { centre: PointMm { x: 60.0, y: 40.0 }, points_per_mm: scale };
            let back = camera.page(viewer(), camera.ui(viewer(), PointMm { x, y }));
            prop_assert!((back.x - x).abs() < 1e-3 && (back.y - y).abs() < 1e-3);
        }
    }

    #[test]
    fn two_viewers_with_one_camera_show_the_same_spot_in_their_middles() {
        let camera = Camera { centre: PointMm { x: 31.5, y: 12.25 }, points_per_mm: 17.0 };
        let (left, right) = viewer().split_left_right_at_fraction(0.5);
        assert_eq!(camera.page(left, left.center()), camera.page(right, right.center()));
        let step = Vec2::new(40.0, -25.0);
        assert_eq!(camera.page(left, left.center() + step), camera.page(right, right.center() + step));
    }

    #[test]
    fn fitting_shows_the_whole_area_and_touches_the_margin() {
        let page = RectMm::new(0.0, 0.0, 125.0, 88.0);
        let camera = Camera::fitting(page, viewer().size(), 20.0);
        let shown = camera.ui_rect(viewer(), page);
        assert!(viewer().shrink(19.9).contains_rect(shown));
        assert!((shown.width() - 660.0).abs() < 0.1 || (shown.height() - 460.0).abs() < 0.1);
    }

    #[test]
    fn panning_moves_the_page_with_the_pointer() {
        let mut camera = Camera::default();
        let spot = camera.page(viewer(), Pos2::new(300.0, 300.0));
        camera.pan(Vec2::new(25.0, -10.0));
        let moved = camera.ui(viewer(), spot);
        assert!((moved - Pos2::new(325.0, 290.0)).length() < 1e-3);
    }
}
