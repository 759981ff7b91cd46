//! What the viewers show and how; nothing of the case.

use super::{Blink, Camera};
use crate::domain::RectMm;
use crate::gui::command::Command;
use crate::gui::icons::Icon;
use eframe::egui;

/// Which of the two pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Side {
    Questioned,
    Reference,
}

impl Side {
    /// The other one.
    pub(crate) fn other(self) -> Self {
        match self {
            Self::Questioned => Self::Reference,
            Self::Reference => Self::Questioned,
        }
    }

    /// Its name.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Self::Questioned => "Questioned",
            Self::Reference => "Reference",
        }
    }
}

/// How the two pictures are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViewMode {
    Single,
    SideBySide,
    Overlay,
    Blink,
    Difference,
}

impl ViewMode {
    /// Every mode with the command that chooses it.
    pub(crate) const ALL: [(Self, Command, Icon, &'static str); 5] = [
        (Self::Single, Command::ViewSingle, Icon::Single, "Single"),
        (Self::SideBySide, Command::ViewSideBySide, Icon::SideBySide, "Side by side"),
        (Self::Overlay, Command::ViewOverlay, Icon::Overlay, "Overlay"),
        (Self::Blink, Command::ViewBlink, Icon::Blink, "Blink"),
        (Self::Difference, Command::ViewDifference, Icon::Difference, "Difference"),
    ];
}

/// What the viewers remember.
#[derive(Debug, Clone)]
pub(crate) struct ViewerState {
    /// How the pictures are compared.
    pub mode: ViewMode,
    /// Which one a single viewer shows.
    pub side: Side,
    /// The one camera.
    pub camera: Camera,
    /// What to bring into view as soon as the size of the viewer is known.
    pub bring: Option<RectMm>,
    /// What was brought into view and has not been moved by hand since: it stays fitted when the viewer changes its size.
    pub fitted: Option<RectMm>,
    /// How much of the questioned covers the reference, 0 to 1.
    pub opacity: f32,
    /// The blink.
    pub blink: Blink,
    /// Whether zones are outlined.
    pub zones: bool,
    /// Whether there are rulers.
    pub rulers: bool,
    /// Where the pointer was when last over a viewer, for zooming by key.
    pub size: egui::Vec2,
}

impl Default for ViewerState {
    fn default() -> Self {
        Self {
            mode: ViewMode::SideBySide,
            side: Side::Questioned,
            camera: Camera::default(),
            bring: None,
            fitted: None,
            opacity: 0.5,
            blink: Blink::default(),
            zones: true,
            rulers: true,
            size: egui::Vec2::new(400.0, 300.0),
        }
    }
}

impl ViewerState {
    /// Does what `command` asks of the viewers; `page` is what Fit fits, `px_per_mm` the density of the capture in front.
    pub(crate) fn apply(&mut self, command: Command, page: RectMm, px_per_mm: f64, pixels_per_point: f32) {
        if let Some((mode, ..)) = ViewMode::ALL.into_iter().find(|(_, asks, ..)| *asks == command) {
            // A blink that was left holds still.
            if mode != ViewMode::Blink && self.blink.running() {
                self.blink.toggle();
            }
            if mode == ViewMode::Blink && self.mode != ViewMode::Blink && !self.blink.running() {
                self.blink.toggle();
            }
            self.mode = mode;
            return;
        }
        match command {
            Command::SwapPicture => match self.mode {
                ViewMode::Blink => self.blink.step(),
                ViewMode::Overlay => self.opacity = if self.opacity > 0.5 { 0.0 } else { 1.0 },
                _ => self.side = self.side.other(),
            },
            Command::BlinkPlay => self.blink.toggle(),
            Command::BlinkStep => {
                if self.blink.running() {
                    self.blink.toggle();
                }
                self.blink.step();
            }
            Command::BlinkFaster => self.blink.faster(),
            Command::BlinkSlower => self.blink.slower(),
            Command::Fit => self.bring = Some(page),
            Command::ActualPixels => self.scale_to(px_per_mm / f64::from(pixels_per_point)),
            Command::ActualSize => self.scale_to(super::camera::PHYSICAL),
            Command::ZoomIn => self.scale_to(self.camera.points_per_mm * 1.25),
            Command::ZoomOut => self.scale_to(self.camera.points_per_mm / 1.25),
            Command::ToggleZones => self.zones = !self.zones,
            Command::ToggleRulers => self.rulers = !self.rulers,
            _ => {}
        }
    }

    fn scale_to(&mut self, points_per_mm: f64) {
        self.camera.scale_to(points_per_mm);
        self.fitted = None;
    }

    /// Takes the size of the viewer, and fits what is to be brought into view, or what was fitted before the size changed.
    pub(super) fn fit(&mut self, size: egui::Vec2) {
        let resized = (self.size - size).length() > 4.0;
        self.size = size;
        if let Some(area) = self.bring.take().or_else(|| self.fitted.filter(|_| resized)) {
            self.camera = Camera::fitting(area, size, if self.rulers { 40.0 } else { 24.0 });
            self.fitted = Some(area);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: RectMm = RectMm::new(0.0, 0.0, 125.0, 88.0);

    #[test]
    fn one_to_one_puts_a_pixel_of_the_capture_on_a_pixel_of_the_screen() {
        let mut state = ViewerState::default();
        state.apply(Command::ActualPixels, PAGE, 400.0 / 25.4, 2.0);
        let screen_px_per_mm = state.camera.points_per_mm * 2.0;
        assert!((screen_px_per_mm - 400.0 / 25.4).abs() < 1e-9);
    }

    #[test]
    fn what_was_fitted_stays_so_in_a_larger_window_until_it_is_zoomed_by_hand() {
        let mut state = ViewerState::default();
        state.apply(Command::Fit, PAGE, 12.0, 1.0);
        state.fit(egui::vec2(500.0, 400.0));
        let small = state.camera.points_per_mm;
        state.fit(egui::vec2(1000.0, 800.0));
        assert!(state.camera.points_per_mm > small * 1.8);
        state.apply(Command::ZoomIn, PAGE, 12.0, 1.0);
        let chosen = state.camera.points_per_mm;
        state.fit(egui::vec2(500.0, 400.0));
        assert!((state.camera.points_per_mm - chosen).abs() < 1e-9);
    }

    #[test]
    fn a_blink_runs_when_it_is_chosen_and_holds_when_it_is_left() {
        let mut state = ViewerState::default();
        state.apply(Command::ViewBlink, PAGE, 12.0, 1.0);
        assert!(state.blink.running());
        state.apply(Command::ViewSingle, PAGE, 12.0, 1.0);
        assert!(!state.blink.running());
    }

    #[test]
    fn a_step_holds_a_running_blink() {
        let mut state = ViewerState::default();
        state.apply(Command::ViewBlink, PAGE, 12.0, 1.0);
        let before = state.blink.shown();
        state.apply(Command::BlinkStep, PAGE, 12.0, 1.0);
        assert!(!state.blink.running());
        assert_eq!(state.blink.shown(), before.other());
    }
}
