//! A round window in one picture through which another is seen.

use eframe::egui;
use egui::{Pos2, Rect, Ui};

use super::Camera;
use super::part::{Part, circle};
use crate::domain::PointMm;
use crate::gui::theme;

/// The lens: where it is and how large.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Lens {
    /// Its radius in points of the screen.
    pub(crate) radius: f32,
    /// The spot of the page that it stays on; `None` while it follows the pointer.
    pub(crate) pinned: Option<PointMm>,
    /// How much larger the picture in it is, 1 to 8.
    pub(crate) magnification: u8,
    /// Whether a wheel that is still turning out sizes it.
    pub(super) scaling: bool,
    /// The spot it was last at.
    last: Option<PointMm>,
}

impl Default for Lens {
    fn default() -> Self {
        Self { radius: 110.0, pinned: None, magnification: 1, scaling: false, last: None }
    }
}

/// Radii in points that a lens can have.
const RADII: std::ops::RangeInclusive<f32> = 30.0..=600.0;

impl Lens {
    /// Makes it larger or smaller.
    pub(crate) fn scale(&mut self, factor: f32) {
        self.size(self.radius * factor);
    }

    /// Gives it a radius, in points.
    pub(super) fn size(&mut self, radius: f32) {
        self.radius = radius.clamp(*RADII.start(), *RADII.end());
    }

    /// Pins it where it is, or lets it go.
    pub(crate) fn toggle_pin(&mut self, camera: &Camera) {
        self.pinned = if self.pinned.is_some() { None } else { Some(self.last.unwrap_or(camera.centre)) };
    }

    /// Takes the next magnification: 1, 2, 4, 8 times, and 1 again.
    pub(crate) fn magnify(&mut self) {
        self.magnification = if self.magnification >= 8 { 1 } else { self.magnification * 2 };
    }

    /// Where it is on the screen: at its pin, else at the pointer, else where it was, else in the middle.
    pub(crate) fn place(&mut self, camera: &Camera, viewer: Rect, pointer: Option<Pos2>) -> Pos2 {
        let pointer = pointer.map(|pointer| camera.page(viewer, pointer));
        let spot = self.pinned.or(pointer).or(self.last);
        // A lens that was left off the screen comes back to its middle.
        let spot = spot.filter(|spot| viewer.contains(camera.ui(viewer, *spot))).unwrap_or(camera.centre);
        self.last = Some(spot);
        camera.ui(viewer, spot)
    }

    /// The spot of the page that it is on, if it was painted yet.
    pub(crate) fn spot(&self) -> Option<PointMm> {
        self.pinned.or(self.last)
    }

    /// The part of the viewer that the lens covers at `place`.
    pub(crate) fn part(&self, place: Pos2) -> Part {
        Part::Convex(circle(place, self.radius))
    }

    /// The camera of what is seen in it: larger about its middle.
    pub(crate) fn camera(&self, camera: &Camera, viewer: Rect, place: Pos2) -> Camera {
        let mut larger = *camera;
        larger.zoom_about(viewer, place, f64::from(self.magnification));
        larger
    }

    /// Paints its rim and what is seen in it.
    pub(crate) fn paint(&self, ui: &Ui, viewer: Rect, place: Pos2, title: &str) {
        let painter = ui.painter_at(viewer);
        let colours = theme::over_pictures();
        let rim = if self.pinned.is_some() { colours.accent } else { colours.over_picture };
        painter.circle_stroke(place, self.radius + 1.0, egui::Stroke::new(4.0, colours.behind_label));
        painter.circle_stroke(place, self.radius + 1.0, egui::Stroke::new(1.5, rim));
        let magnified = if self.magnification > 1 { format!(" · ×{}", self.magnification) } else { String::new() };
        let pinned = if self.pinned.is_some() { " · pinned" } else { "" };
        let below = place + egui::vec2(0.0, self.radius + 8.0);
        let (at, anchor) = if below.y + 26.0 < viewer.bottom() {
            (below, egui::Align2::CENTER_TOP)
        } else {
            (place - egui::vec2(0.0, self.radius + 8.0), egui::Align2::CENTER_BOTTOM)
        };
        super::marks::chip(&painter, colours, at, anchor, &[format!("{title}{magnified}{pinned}")]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use egui::{pos2, vec2};

    fn viewer() -> Rect {
        Rect::from_min_size(pos2(0.0, 0.0), vec2(600.0, 400.0))
    }

    #[test]
    fn it_follows_the_pointer_until_it_is_pinned_to_the_page() {
        let (mut lens, mut camera) = (Lens::default(), Camera::default());
        assert_eq!(lens.place(&camera, viewer(), None), viewer().center());
        assert_eq!(lens.place(&camera, viewer(), Some(pos2(100.0, 90.0))).round(), pos2(100.0, 90.0));
        lens.toggle_pin(&camera);
        camera.pan(vec2(30.0, 10.0));
        assert_eq!(lens.place(&camera, viewer(), Some(pos2(400.0, 200.0))).round(), pos2(130.0, 100.0), "it left its spot");
        lens.toggle_pin(&camera);
        assert_eq!(lens.place(&camera, viewer(), Some(pos2(400.0, 200.0))).round(), pos2(400.0, 200.0));
    }

    #[test]
    fn it_magnifies_about_its_middle() {
        let (mut lens, camera) = (Lens::default(), Camera::default());
        lens.magnify();
        let place = pos2(150.0, 300.0);
        let larger = lens.camera(&camera, viewer(), place);
        let (a, b) = (camera.page(viewer(), place), larger.page(viewer(), place));
        assert!((a.x - b.x).abs() < 1e-9 && (a.y - b.y).abs() < 1e-9);
        assert!((larger.points_per_mm - camera.points_per_mm * 2.0).abs() < 1e-9);
        for _ in 0..3 {
            lens.magnify();
        }
        assert_eq!(lens.magnification, 1);
    }

    #[test]
    fn its_size_stays_within_bounds() {
        let mut lens = Lens::default();
        lens.scale(1000.0);
        assert!((lens.radius - 600.0).abs() < 1e-3);
        lens.scale(1e-6);
        assert!((lens.radius - 30.0).abs() < 1e-3);
    }
}
