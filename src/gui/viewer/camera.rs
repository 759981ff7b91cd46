//! What part of a page is on the screen, and how large.

use eframe::egui;
use egui::{Pos2, Rect, Vec2};

use crate::domain::{PageFromCapture, PointMm, RectMm};

/// The part of a page that is shown: the spot in the middle, the scale, and how far the page is turned.
///
/// All viewers of a screen share one camera, which is what locks their pan, zoom and rotation in millimetres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Camera {
    /// The spot of the page in the middle of the viewer.
    pub centre: PointMm,
    /// Points of the screen for a millimetre of the page.
    pub points_per_mm: f64,
    /// How far the page is turned on the screen, clockwise, in `0.0..360.0` degrees.
    pub angle_deg: f64,
}

/// Points per millimetre at physical size, for a screen of 96 points per inch.
pub(crate) const PHYSICAL: f64 = 96.0 / 25.4;

const SCALES: std::ops::RangeInclusive<f64> = 0.2..=2000.0;

impl Default for Camera {
    fn default() -> Self {
        Self { centre: PointMm { x: 62.5, y: 44.0 }, points_per_mm: PHYSICAL, angle_deg: 0.0 }
    }
}

impl Camera {
    /// The camera that shows all of `area` upright in a viewer of `size`, with `margin` points around it.
    pub(crate) fn fitting(area: RectMm, size: Vec2, margin: f32) -> Self {
        Self::default().fitted(area, size, margin)
    }

    /// This camera, turned as it is, showing all of `area` in a viewer of `size` with `margin` points around it.
    #[must_use]
    pub(crate) fn fitted(self, area: RectMm, size: Vec2, margin: f32) -> Self {
        let (sin, cos) = self.turn();
        let room = |side: f32| f64::from((side - 2.0 * margin).max(16.0));
        let width = area.width * cos.abs() + area.height * sin.abs();
        let height = area.width * sin.abs() + area.height * cos.abs();
        let scale = (room(size.x) / width.max(1e-3)).min(room(size.y) / height.max(1e-3));
        Self { centre: area.center(), points_per_mm: scale.clamp(*SCALES.start(), *SCALES.end()), ..self }
    }

    /// Sine and cosine of the angle; exact for quarters, so that an upright page stays on whole pixels.
    fn turn(self) -> (f64, f64) {
        match self.quarters() {
            Some(0) => (0.0, 1.0),
            Some(1) => (1.0, 0.0),
            Some(2) => (0.0, -1.0),
            Some(_) => (-1.0, 0.0),
            None => self.angle_deg.to_radians().sin_cos(),
        }
    }

    /// How many quarters the page is turned, 0 to 3; `None` for an angle between them.
    pub(crate) fn quarters(self) -> Option<u8> {
        let quarters = self.angle_deg / 90.0;
        let near = quarters.round();
        ((quarters - near).abs() < 1e-7).then(|| near.rem_euclid(4.0) as u8)
    }

    /// Turns the page on the screen by `degrees` clockwise about the middle of the viewer.
    pub(crate) fn turn_by(&mut self, degrees: f64) {
        // Tenths are kept exact: a thousand small steps lead back to where they began.
        let tenths = ((self.angle_deg + degrees) * 10.0).round().rem_euclid(3600.0);
        self.angle_deg = tenths / 10.0;
    }

    /// The camera that shows the same part of a capture as large as before, now that its place is `to` and no longer `from`; `None` if
    /// either says nothing of the middle of the viewer.
    pub(crate) fn carried(self, from: &PageFromCapture, to: &PageFromCapture) -> Option<Self> {
        let middle = from.capture(self.centre)?;
        let (x, y) = to.0.apply(middle.x, middle.y);
        let mm_per_px = |map: &PageFromCapture| map.0.area_scale(middle.x, middle.y).abs().sqrt();
        let points_per_mm = self.points_per_mm * mm_per_px(from) / mm_per_px(to);
        let sound = [x, y, points_per_mm].into_iter().all(f64::is_finite);
        sound.then(|| Self { centre: PointMm { x, y }, points_per_mm: points_per_mm.clamp(*SCALES.start(), *SCALES.end()), ..self })
    }

    /// Where on the screen a spot of the page is, in a viewer that fills `viewer`.
    pub(crate) fn ui(&self, viewer: Rect, point: PointMm) -> Pos2 {
        let middle = viewer.center();
        let (sin, cos) = self.turn();
        let (x, y) = ((point.x - self.centre.x) * self.points_per_mm, (point.y - self.centre.y) * self.points_per_mm);
        Pos2::new((f64::from(middle.x) + x * cos - y * sin) as f32, (f64::from(middle.y) + x * sin + y * cos) as f32)
    }

    /// Which spot of the page is at a place on the screen.
    pub(crate) fn page(&self, viewer: Rect, place: Pos2) -> PointMm {
        let middle = viewer.center();
        let step = self.step_mm(egui::vec2(place.x - middle.x, place.y - middle.y));
        PointMm { x: self.centre.x + step[0], y: self.centre.y + step[1] }
    }

    /// A step on the screen as a step on the page, in mm.
    pub(crate) fn step_mm(&self, step: Vec2) -> [f64; 2] {
        let (sin, cos) = self.turn();
        let (x, y) = (f64::from(step.x) / self.points_per_mm, f64::from(step.y) / self.points_per_mm);
        [x * cos + y * sin, y * cos - x * sin]
    }

    /// The corners of an area of the page on the screen, in the order of [`RectMm::corners`].
    pub(crate) fn ui_quad(&self, viewer: Rect, area: RectMm) -> [Pos2; 4] {
        area.corners().map(|corner| self.ui(viewer, corner))
    }

    /// The upright rectangle of the screen around an area of the page.
    pub(crate) fn ui_rect(&self, viewer: Rect, area: RectMm) -> Rect {
        Rect::from_points(&self.ui_quad(viewer, area))
    }

    /// The upright area of the page around what the viewer shows; just that if the page is turned by quarters.
    pub(crate) fn shown(&self, viewer: Rect) -> RectMm {
        let corners = [viewer.left_top(), viewer.right_top(), viewer.right_bottom(), viewer.left_bottom()];
        let corners = corners.map(|corner| self.page(viewer, corner));
        let fold = |pick: fn(&PointMm) -> f64| {
            corners.iter().map(pick).fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)))
        };
        let ((left, right), (top, bottom)) = (fold(|point| point.x), fold(|point| point.y));
        RectMm::new(left, top, right - left, bottom - top)
    }

    /// Moves the page with the pointer.
    pub(crate) fn pan(&mut self, delta: Vec2) {
        let [x, y] = self.step_mm(delta);
        self.centre.x -= x;
        self.centre.y -= y;
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

    #[test]
    fn what_is_looked_at_stays_in_view_when_its_place_becomes_known() {
        use crate::domain::Homography;
        let assumed = PageFromCapture(Homography::scale_shift([25.4 / 300.0; 2], [0.0, 0.0]));
        let found = PageFromCapture(Homography::scale_shift([25.4 / 1200.0; 2], [-3.0, 2.0]));
        let before = Camera { centre: PointMm { x: 250.0, y: 160.0 }, points_per_mm: 3.0, angle_deg: 0.0 };
        let after = before.carried(&assumed, &found).unwrap();
        for place in [viewer().center(), viewer().left_top(), viewer().right_bottom()] {
            let (old, new) = (assumed.capture(before.page(viewer(), place)).unwrap(), found.capture(after.page(viewer(), place)).unwrap());
            assert!((old.x - new.x).abs() < 1e-2 && (old.y - new.y).abs() < 1e-2, "{old:?} became {new:?}");
        }
    }

    proptest! {
        #[test]
        fn zooming_keeps_what_is_under_the_pointer(
            x in 180.0..870.0f32, y in 90.0..580.0f32, factor in 0.25..4.0f64, scale in 1.0..100.0f64, cx in 0.0..125.0f64, cy in 0.0..88.0f64,
            angle_deg in 0.0..360.0f64,
        ) {
            let mut camera = Camera { centre: PointMm { x: cx, y: cy }, points_per_mm: scale, angle_deg };
            let place = Pos2::new(x, y);
            let before = camera.page(viewer(), place);
            camera.zoom_about(viewer(), place, factor);
            let after = camera.page(viewer(), place);
            prop_assert!((before.x - after.x).abs() < 1e-9 && (before.y - after.y).abs() < 1e-9);
        }

        #[test]
        fn a_place_and_its_spot_belong_together(x in 0.0..125.0f64, y in 0.0..88.0f64, scale in 1.0..200.0f64, angle_deg in 0.0..360.0f64) {
            let camera = Camera { centre: PointMm { x: 60.0, y: 40.0 }, points_per_mm: scale, angle_deg };
            let back = camera.page(viewer(), camera.ui(viewer(), PointMm { x, y }));
            prop_assert!((back.x - x).abs() < 1e-3 && (back.y - y).abs() < 1e-3);
        }

        #[test]
        fn viewers_with_one_camera_show_the_same_spot_at_the_same_distance_from_their_middles(
            x in -200.0..200.0f32, y in -150.0..150.0f32, scale in 1.0..200.0f64, angle_deg in 0.0..360.0f64, columns in 1..5u8, rows in 1..4u8,
        ) {
            let camera = Camera { centre: PointMm { x: 31.5, y: 12.25 }, points_per_mm: scale, angle_deg };
            let size = viewer().size() / Vec2::new(f32::from(columns), f32::from(rows));
            let first = camera.page(Rect::from_min_size(viewer().min, size), Rect::from_min_size(viewer().min, size).center() + Vec2::new(x, y));
            for (column, row) in (0..rows).flat_map(|row| (0..columns).map(move |column| (column, row))) {
                let pane = Rect::from_min_size(viewer().min + size * Vec2::new(f32::from(column), f32::from(row)), size);
                let spot = camera.page(pane, pane.center() + Vec2::new(x, y));
                // A point of the screen is known to a few ten-thousandths.
                let error_mm = 1e-3 / scale;
                prop_assert!((spot.x - first.x).abs() < error_mm && (spot.y - first.y).abs() < error_mm);
            }
        }

        #[test]
        fn turning_keeps_the_middle_and_lengths(
            degrees in -720.0..720.0f64, x in 0.0..125.0f64, y in 0.0..88.0f64, scale in 1.0..200.0f64,
        ) {
            let mut camera = Camera { points_per_mm: scale, ..Camera::default() };
            let before = camera.ui(viewer(), PointMm { x, y }) - viewer().center();
            camera.turn_by(degrees);
            let after = camera.ui(viewer(), PointMm { x, y }) - viewer().center();
            prop_assert!((before.length() - after.length()).abs() < 1e-2 + before.length() * 1e-5);
            prop_assert!((0.0..360.0).contains(&camera.angle_deg));
        }

        #[test]
        fn all_that_is_seen_lies_within_what_is_shown(x in 176.0..876.0f32, y in 84.0..584.0f32, angle_deg in 0.0..360.0f64) {
            let camera = Camera { points_per_mm: 9.0, angle_deg, ..Camera::default() };
            prop_assert!(camera.shown(viewer()).grown(1e-6).contains(camera.page(viewer(), Pos2::new(x, y))));
        }
    }

    #[test]
    fn a_quarter_turn_is_clockwise_and_four_of_them_are_none() {
        let mut camera = Camera::default();
        let right = PointMm { x: camera.centre.x + 10.0, y: camera.centre.y };
        camera.turn_by(90.0);
        let place = camera.ui(viewer(), right) - viewer().center();
        assert!(place.x.abs() < 1e-3 && place.y > 10.0, "what was at the right is at {place:?}");
        assert_eq!(camera.quarters(), Some(1));
        for _ in 0..3 {
            camera.turn_by(90.0);
        }
        assert_eq!(camera, Camera::default());
    }

    #[test]
    fn tenths_of_a_degree_add_up() {
        let mut camera = Camera::default();
        for _ in 0..3600 {
            camera.turn_by(0.1);
        }
        assert_eq!(camera, Camera::default());
        camera.turn_by(-0.1);
        assert!((camera.angle_deg - 359.9).abs() < 1e-9);
        assert_eq!(camera.quarters(), None);
    }

    #[test]
    fn a_turned_page_is_fitted_as_it_lies() {
        let page = RectMm::new(0.0, 0.0, 125.0, 88.0);
        for angle_deg in [0.0, 90.0, 37.5] {
            let camera = Camera { angle_deg, ..Camera::default() }.fitted(page, viewer().size(), 20.0);
            let shown = camera.ui_rect(viewer(), page);
            assert!(viewer().shrink(19.9).contains_rect(shown), "{angle_deg}: {shown}");
            assert!((shown.width() - 660.0).abs() < 0.1 || (shown.height() - 460.0).abs() < 0.1, "{angle_deg}: {shown}");
        }
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
