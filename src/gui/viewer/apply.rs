//! What commands do to the viewers.

use eframe::egui;
use egui::vec2;

use super::grid::{Source, beside};
use super::{PictureKey, Tool, ViewMode, ViewerState};
use crate::domain::Blend;
use crate::domain::RectMm;
use crate::gui::command::Command;

/// What the viewers are asked about, as far as a command needs to know it.
#[derive(Debug, Clone)]
pub(crate) struct Surroundings {
    /// The page in hand, which is what Fit fits.
    pub(crate) page: RectMm,
    /// Density of the capture in front.
    pub(crate) px_per_mm: f64,
    /// Pixels of the screen for a point.
    pub(crate) pixels_per_point: f32,
    /// The pictures of the page in hand, the questioned first.
    pub(crate) sources: Vec<Source>,
    /// The one in hand, and the one it is compared with.
    pub(crate) pair: [Option<Source>; 2],
    /// The viewer and the picture that is nudged.
    pub(crate) target: Option<(u8, PictureKey)>,
}

/// Points that an arrow key moves the page by.
const PAN: f32 = 60.0;
/// The share of the viewer that an arrow key moves the divider by.
const SWIPE: f32 = 0.02;

impl ViewerState {
    /// Does what `command` asks of the viewers.
    pub(crate) fn apply(&mut self, command: Command, around: &Surroundings) {
        if let Some((mode, ..)) = ViewMode::ALL.into_iter().find(|(_, asks, ..)| *asks == command) {
            self.choose(mode, around);
            return;
        }
        if self.apply_scale(command, around) {
            return;
        }
        if let Some(tool) = Tool::of(command) {
            self.drawing.choose(tool);
            return;
        }
        match command {
            Command::SwapPicture => match self.mode {
                ViewMode::Blink => self.blink.step(),
                ViewMode::Overlay => self.opacity = if self.opacity > 0.5 { 0.0 } else { 1.0 },
                ViewMode::Grid => self.grid.next(),
                _ => self.side = self.side.other(),
            },
            Command::BlinkPlay if self.mode == ViewMode::Lens => self.lens.toggle_pin(&self.camera),
            Command::BlinkPlay => self.blink.toggle(),
            Command::BlinkStep => {
                if self.blink.running() {
                    self.blink.toggle();
                }
                self.blink.step();
            }
            Command::More => self.step_setting(true, around),
            Command::Less => self.step_setting(false, around),
            Command::TurnSwipe if self.mode == ViewMode::Swipe => self.swipe.turn(),
            Command::TurnSwipe => self.choose(ViewMode::Swipe, around),
            Command::MagnifyLens if self.mode == ViewMode::Lens => self.lens.magnify(),
            Command::MagnifyLens => self.choose(ViewMode::Lens, around),
            Command::NextBlend => {
                let at = Blend::ALL.iter().position(|blend| *blend == self.blend).unwrap_or(0);
                let next = Blend::ALL.get((at + 1) % Blend::ALL.len()).copied().unwrap_or_default();
                self.take_blend(next, around);
            }
            Command::TwoColours => self.take_blend(Blend::TwoColours, around),
            Command::NextPicture => self.change_picture(1, around),
            Command::PreviousPicture => self.change_picture(-1, around),
            Command::NextPane => self.grid.next(),
            Command::NudgeLeft => self.nudge(around.target, -1, 0),
            Command::NudgeRight => self.nudge(around.target, 1, 0),
            Command::NudgeUp => self.nudge(around.target, 0, -1),
            Command::NudgeDown => self.nudge(around.target, 0, 1),
            Command::NextPoint => self.moving.step(true),
            Command::PreviousPoint => self.moving.step(false),
            Command::MovePointLeft => self.moving.nudge(-1.0, 0.0),
            Command::MovePointRight => self.moving.nudge(1.0, 0.0),
            Command::MovePointUp => self.moving.nudge(0.0, -1.0),
            Command::MovePointDown => self.moving.nudge(0.0, 1.0),
            Command::PutBack => self.put_back(around.target),
            Command::ToggleZones => self.zones = !self.zones,
            Command::ToggleMarks => self.marks = !self.marks,
            Command::ToggleTools => self.tools = !self.tools,
            Command::ToggleRulers => self.rulers = !self.rulers,
            Command::ToggleLabels => self.labels = !self.labels,
            Command::ToggleMap => self.map = !self.map,
            _ => {}
        }
    }

    /// Does what `command` asks of the camera; `false` if that is nothing.
    fn apply_scale(&mut self, command: Command, around: &Surroundings) -> bool {
        let one_to_one = around.px_per_mm / f64::from(around.pixels_per_point);
        match command {
            Command::Fit => self.bring = Some(around.page),
            Command::FitWidth => {
                let y = self.camera.centre.y.clamp(around.page.y, around.page.bottom());
                let strip = RectMm::new(around.page.x, y, around.page.width, 0.0);
                self.camera = self.camera.fitted(strip, self.size, 40.0);
                self.fitted = None;
            }
            Command::ActualPixels => self.scale_to(one_to_one),
            Command::TwoToOne => self.scale_to(one_to_one * 2.0),
            Command::FourToOne => self.scale_to(one_to_one * 4.0),
            Command::ActualSize => self.scale_to(super::camera::PHYSICAL),
            Command::ZoomIn => self.scale_to(self.camera.points_per_mm * 1.25),
            Command::ZoomOut => self.scale_to(self.camera.points_per_mm / 1.25),
            Command::PanLeft => self.step(-1.0, 0.0),
            Command::PanRight => self.step(1.0, 0.0),
            Command::PanUp => self.step(0.0, -1.0),
            Command::PanDown => self.step(0.0, 1.0),
            Command::TurnRight => self.turn_by(90.0),
            Command::TurnLeft => self.turn_by(-90.0),
            Command::TurnRightFine => self.turn_by(0.1),
            Command::TurnLeftFine => self.turn_by(-0.1),
            Command::Level => self.turn_by(-self.camera.angle_deg),
            _ => return false,
        }
        true
    }

    /// Takes a mode, and what goes with it from the start.
    pub(crate) fn choose(&mut self, mode: ViewMode, around: &Surroundings) {
        // A blink that was left holds still.
        let (leaves, enters) = (mode != ViewMode::Blink, self.mode != ViewMode::Blink);
        if (leaves && self.blink.running()) || (!leaves && enters && !self.blink.running()) {
            self.blink.toggle();
        }
        if mode == ViewMode::Grid {
            let [in_hand, against] = around.pair;
            let mut first: Vec<Source> = in_hand.into_iter().chain(against).collect();
            first.extend(around.sources.iter().filter(|source| !around.pair.contains(&Some(**source))));
            self.grid.begin(&first);
        }
        self.mode = mode;
    }

    fn take_blend(&mut self, blend: Blend, around: &Surroundings) {
        self.choose(ViewMode::Overlay, around);
        self.lay_over(blend);
    }

    /// Lays the questioned over another way.
    pub(crate) fn lay_over(&mut self, blend: Blend) {
        self.blend = blend;
        // All of a mixture is seen at first; of a picture that covers the other, half.
        self.opacity = if blend == Blend::Cover { 0.5 } else { 1.0 };
    }

    /// Raises or lowers the one setting that goes with the mode.
    fn step_setting(&mut self, more: bool, around: &Surroundings) {
        match (self.mode, more) {
            (ViewMode::Overlay, _) => {
                let tenths = (self.opacity * 10.0).round() + if more { 1.0 } else { -1.0 };
                self.opacity = (tenths / 10.0).clamp(0.0, 1.0);
            }
            (ViewMode::Lens, _) => self.lens.scale(if more { 1.2 } else { 1.0 / 1.2 }),
            (ViewMode::Checker, _) => self.step_square(more),
            (ViewMode::Difference, _) => self.step_tolerance(more),
            (ViewMode::Grid, true) => self.grid.add(&around.sources),
            (ViewMode::Grid, false) => self.remove_pane(),
            (_, true) => self.blink.faster(),
            (_, false) => self.blink.slower(),
        }
    }

    fn change_picture(&mut self, step: isize, around: &Surroundings) {
        if self.mode == ViewMode::Grid {
            self.grid.change(&around.sources, step);
            return;
        }
        let [in_hand, against] = around.pair;
        let others: Vec<Source> = around.sources.iter().copied().filter(|source| Some(*source) != in_hand).collect();
        self.against = beside(&others, against, step);
    }

    /// Moves what is seen by one step; across the divider of a swipe, the divider.
    fn step(&mut self, right: f32, down: f32) {
        if self.mode == ViewMode::Swipe && self.swipe.step(vec2(right, down) * SWIPE) {
            return;
        }
        self.camera.pan(vec2(-right, -down) * PAN);
        self.fitted = None;
    }

    fn turn_by(&mut self, degrees: f64) {
        self.camera.turn_by(degrees);
        // What fitted before fits again, turned.
        self.bring = self.fitted;
    }

    fn scale_to(&mut self, points_per_mm: f64) {
        self.camera.scale_to(points_per_mm);
        self.fitted = None;
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "offsets are whole steps, and places on the screen whole points")]
mod tests {
    use super::super::mode::Side;
    use super::*;
    use crate::domain::Light;

    const PAGE: RectMm = RectMm::new(0.0, 0.0, 125.0, 88.0);

    fn around() -> Surroundings {
        let sources: Vec<Source> = [Side::Questioned, Side::Reference]
            .into_iter()
            .flat_map(|side| [Light::Visible, Light::Uv365].map(|light| Source::new(side, light)))
            .collect();
        Surroundings {
            page: PAGE,
            px_per_mm: 400.0 / 25.4,
            pixels_per_point: 2.0,
            pair: [sources.first().copied(), sources.get(2).copied()],
            sources,
            target: Some((0, PictureKey([1; 16]))),
        }
    }

    fn apply(state: &mut ViewerState, command: Command) {
        state.apply(command, &around());
    }

    #[test]
    fn one_to_one_puts_a_pixel_of_the_capture_on_a_pixel_of_the_screen() {
        let mut state = ViewerState::default();
        apply(&mut state, Command::ActualPixels);
        assert!((state.camera.points_per_mm * 2.0 - 400.0 / 25.4).abs() < 1e-9);
        apply(&mut state, Command::FourToOne);
        assert!((state.camera.points_per_mm * 2.0 - 1600.0 / 25.4).abs() < 1e-9);
    }

    #[test]
    fn what_was_fitted_stays_so_in_a_larger_window_until_it_is_zoomed_by_hand() {
        let mut state = ViewerState::default();
        apply(&mut state, Command::Fit);
        state.fit(vec2(500.0, 400.0));
        let small = state.camera.points_per_mm;
        state.fit(vec2(1000.0, 800.0));
        assert!(state.camera.points_per_mm > small * 1.8);
        apply(&mut state, Command::ZoomIn);
        let chosen = state.camera.points_per_mm;
        state.fit(vec2(500.0, 400.0));
        assert!((state.camera.points_per_mm - chosen).abs() < 1e-9);
    }

    #[test]
    fn a_bar_at_the_foot_moves_nothing_on_the_screen() {
        use egui::{Rect, pos2};
        for rows in [1.0, 2.0] {
            let mut state = ViewerState::default();
            apply(&mut state, Command::Fit);
            let whole = vec2(900.0, 700.0);
            let viewer = |height: f32| Rect::from_min_size(pos2(200.0, 80.0), vec2(900.0, height / rows));
            state.fit(viewer(whole.y).size());
            let before = state.camera.ui(viewer(whole.y), PAGE.center());
            state.take_foot(48.0, whole.y);
            state.fit(viewer(whole.y - 48.0).size());
            assert!((state.camera.ui(viewer(whole.y - 48.0), PAGE.center()) - before).length() < 0.01, "{rows} rows");
            state.take_foot(-48.0, whole.y - 48.0);
            state.fit(viewer(whole.y).size());
            assert!((state.camera.ui(viewer(whole.y), PAGE.center()) - before).length() < 0.01);
        }
    }

    #[test]
    fn a_fitted_page_is_fitted_again_when_it_is_turned() {
        let mut state = ViewerState::default();
        state.fit(vec2(900.0, 400.0));
        apply(&mut state, Command::Fit);
        state.fit(vec2(900.0, 400.0));
        let upright = state.camera.points_per_mm;
        apply(&mut state, Command::TurnRight);
        state.fit(vec2(900.0, 400.0));
        assert!(state.camera.points_per_mm < upright, "a page that stands does not fit as large in a wide viewer");
        apply(&mut state, Command::Level);
        state.fit(vec2(900.0, 400.0));
        assert!((state.camera.points_per_mm - upright).abs() < 1e-9 && state.camera.quarters() == Some(0));
    }

    #[test]
    fn a_blink_runs_when_it_is_chosen_and_holds_when_it_is_left() {
        let mut state = ViewerState::default();
        apply(&mut state, Command::ViewBlink);
        assert!(state.blink.running());
        apply(&mut state, Command::ViewBlink);
        assert!(state.blink.running(), "it stopped when it was chosen again");
        apply(&mut state, Command::ViewLens);
        assert!(!state.blink.running());
    }

    #[test]
    fn a_step_holds_a_running_blink() {
        let mut state = ViewerState::default();
        apply(&mut state, Command::ViewBlink);
        state.blink.prepared(true);
        let before = state.blink.shown();
        apply(&mut state, Command::BlinkStep);
        assert!(!state.blink.running());
        assert_eq!(state.blink.shown(), before.other());
    }

    #[test]
    fn more_and_less_are_for_the_setting_of_the_mode() {
        let mut state = ViewerState::default();
        apply(&mut state, Command::ViewOverlay);
        apply(&mut state, Command::More);
        assert!((state.opacity - 0.6).abs() < 1e-6);
        apply(&mut state, Command::ViewLens);
        let radius = state.lens.radius;
        apply(&mut state, Command::Less);
        assert!(state.lens.radius < radius);
        apply(&mut state, Command::ViewChecker);
        let side = state.square_mm();
        apply(&mut state, Command::More);
        assert!(state.square_mm() > side);
        apply(&mut state, Command::ViewGrid);
        apply(&mut state, Command::More);
        assert_eq!(state.grid.panes.len(), 5);
        assert!((state.opacity - 0.6).abs() < 1e-6 && state.lens.radius < radius, "another mode's setting changed");
    }

    #[test]
    fn arrows_move_the_divider_across_and_the_page_along() {
        let mut state = ViewerState::default();
        apply(&mut state, Command::ViewSwipe);
        let before = state.camera;
        apply(&mut state, Command::PanRight);
        assert!(state.swipe.share > 0.5 && state.camera == before);
        apply(&mut state, Command::PanDown);
        assert!(state.camera.centre.y > before.centre.y);
        apply(&mut state, Command::ViewSingle);
        apply(&mut state, Command::PanRight);
        assert!(state.camera.centre.x > before.centre.x, "what is at the right comes into view");
    }

    #[test]
    fn a_nudge_is_kept_with_its_picture_and_its_viewer() {
        let mut state = ViewerState::default();
        let picture = PictureKey([1; 16]);
        apply(&mut state, Command::NudgeRight);
        apply(&mut state, Command::NudgeUp);
        assert_eq!(state.offset(0, picture).mm(), [0.05, -0.05]);
        assert!(!state.offset(1, picture).is_some() && !state.offset(0, PictureKey([2; 16])).is_some());
        apply(&mut state, Command::ViewBlink);
        assert!(state.offset(0, picture).is_some(), "another mode forgot it");
        apply(&mut state, Command::PutBack);
        assert!(!state.offset(0, picture).is_some());
    }

    #[test]
    fn the_next_picture_to_compare_with_is_never_the_one_in_hand() {
        let mut state = ViewerState::default();
        let mut seen = Vec::new();
        for _ in 0..3 {
            let mut around = around();
            around.pair[1] = state.against.or(around.pair[1]);
            state.apply(Command::NextPicture, &around);
            seen.push(state.against.unwrap());
        }
        seen.sort();
        assert_eq!(seen, around().sources[1..], "not all others, or one twice");
    }

    #[test]
    fn a_mixture_is_seen_whole_and_laying_over_is_chosen_with_it() {
        let mut state = ViewerState::default();
        apply(&mut state, Command::TwoColours);
        assert_eq!((state.mode, state.blend), (ViewMode::Overlay, Blend::TwoColours));
        assert!((state.opacity - 1.0).abs() < 1e-6);
        apply(&mut state, Command::NextBlend);
        assert_eq!(state.blend, Blend::Cover);
        assert!((state.opacity - 0.5).abs() < 1e-6);
    }
}
