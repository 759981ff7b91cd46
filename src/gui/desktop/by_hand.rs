//! The screen on which a capture is registered by hand.

use eframe::egui;
use std::sync::Arc;

use egui::{Frame, Margin, Panel, Rect, Ui, pos2};

use super::Desktop;
use super::panes::{Ready, Shown, ready};
use super::sources::reference_light;
use crate::app::Job;
use crate::app::Polled;
use crate::app::measuring::map_of;
use crate::app::pipeline::landmarks::HandRequest;
use crate::domain::{
    Capture, CaptureId, Dpi, Homography, LandmarkDraft, LandmarkModel, Light, MM_PER_INCH, PageFromCapture, PageOf, PointMm, PointPx,
    RectMm, Resolution,
};
use crate::gui::backend::Step;
use crate::gui::by_hand::{
    CloseUp, Draft, DraftPair, HandState, PaneView, PanelView, Picked, Pressed, Preview, Snapping, Standing, pane_ui, panel_ui, pressed,
    tools_ui,
};
use crate::gui::theme;
use crate::gui::viewer::{Layer, Side};

/// Width of the panel beside the pictures, in points.
const PANEL: f32 = 348.0;
/// Half of the side of a close-up on the document, in mm.
const CLOSE_MM: f64 = 2.0;
/// Seconds that a picture stands while the preview blinks.
const BLINK_SECS: f64 = 0.4;

impl Desktop {
    /// Whether the capture in hand can be registered by hand: there is a page to lay it on.
    pub(super) fn can_register_by_hand(&self) -> bool {
        let Some(open) = &self.open else { return false };
        let captures = open.reference().is_some_and(|reference| reference.pages.iter().any(|page| !page.captures.is_empty()));
        captures && !open.examination.frozen && self.capture.is_some()
    }

    /// Opens the screen for a capture; what a person set before is there again, accepted or not.
    pub(super) fn begin_by_hand(&mut self, capture: CaptureId) {
        let Some((open, held)) = self.open.as_ref().and_then(|open| Some((open, open.capture(capture)?))) else { return };
        let Some(reference) = open.reference() else { return };
        if let Some(left) = self.by_hand_left.take_if(|left| left.capture == capture && left.page.reference == reference.id) {
            self.capture = Some(capture);
            self.by_hand = Some(left);
            return;
        }
        let kept = open.drafts.iter().find(|draft| draft.capture == capture && draft.page.reference == reference.id);
        let shown = |draft: &&LandmarkDraft| reference.page(&draft.page.page).is_some_and(|page| page.captures.contains_key(&draft.light));
        if let Some(draft) = kept.filter(shown).cloned() {
            let pairs = draft.pairs.iter().map(|pair| (pair.questioned, pair.page)).collect();
            self.capture = Some(capture);
            self.by_hand = Some(HandState::new(capture, draft.page, draft.light, draft.model, pairs));
            return;
        }
        let page = open.page_of(held).filter(|page| !page.captures.is_empty());
        let Some(page) = page.or_else(|| reference.pages.iter().find(|page| !page.captures.is_empty())) else { return };
        let made = open.placement(capture).filter(|placement| placement.is_own_work()).and_then(|placement| placement.by_hand());
        let made_in = made.map(|made| made.light).filter(|light| page.captures.contains_key(light));
        let Some(light) = made_in.or_else(|| reference_light(page, held.light)) else { return };
        let pairs = made.map_or_else(Vec::new, |made| made.pairs.iter().map(|pair| (Some(pair.questioned), Some(pair.page))).collect());
        let model = made.map_or(LandmarkModel::Similarity, |made| made.model);
        let of = PageOf { reference: reference.id.clone(), page: page.id.clone() };
        self.capture = Some(capture);
        self.by_hand = Some(HandState::new(capture, of, light, model, pairs));
    }

    /// Takes over what a snap came to.
    pub(super) fn poll_by_hand(&mut self) {
        let Some(state) = &mut self.by_hand else { return };
        let Some(snapping) = &state.snapping else { return };
        let done = match snapping.job.poll() {
            Polled::Running => return,
            Polled::Done(done) => done,
            Polled::Lost => Err(crate::app::Problem::system("The spot could not be looked for.")),
        };
        let Some(Snapping { number, was, .. }) = state.snapping.take() else { return };
        state.said = Some(match done {
            Ok(found) => {
                let moved = state.draft.as_mut().is_some_and(|draft| draft.snapped(number, was, found.questioned));
                if moved {
                    (format!("Pair {} moved by {:.2} px; correlation {:.2}", number + 1, found.moved_px, found.score), true)
                } else {
                    ("The pair was moved meanwhile and stays as it is".to_owned(), false)
                }
            }
            Err(problem) => (format!("{} {}", problem.message, problem.hint).trim_end().to_owned(), false),
        });
    }

    /// A step was saved, or was refused: an accepted registration closes the screen, or goes on.
    pub(super) fn by_hand_saved(&mut self, saved: bool) {
        // Steps that were asked for before it come first.
        if saved && !self.steps.is_empty() {
            return;
        }
        if let Some(state) = &mut self.by_hand
            && state.saving
        {
            state.saving = false;
            if saved {
                let capture = state.capture;
                self.by_hand = None;
                self.forget_draft(capture);
                self.viewer.bring = Some(self.page_bounds());
            }
        }
    }

    /// Paints the screen.
    pub(super) fn by_hand_ui(&mut self, ui: &mut Ui) {
        let Some(mut state) = self.by_hand.take() else { return };
        let Some((open, capture)) = self.open.as_ref().and_then(|open| Some((open, open.capture(state.capture)?.clone()))) else { return };
        let questioned_map = map_of(&open.examination, &capture, None);
        let label = vec![format!("Questioned · {}", capture.title()), capture.light.title().to_owned()];
        let found = self.capture_picture(capture.picture(), &capture.title());
        let questioned = ready(found, capture.picture().into(), Some(questioned_map), label);
        let reference = self.reference_of_page(&state.page, state.light);
        if let (None, Ok(_), Ok(reference)) = (&state.draft, &questioned, &reference) {
            state.draft = begun(&state, &capture, reference.map, self.page_size(&state.page));
        }
        state.focused = false;
        let colours = theme::colours(ui.visuals());
        let mut picked = None;
        Panel::right("by-hand-panel").exact_size(PANEL).frame(panel_frame(ui)).resizable(false).show(ui, |ui| {
            let view = self.panel_view(&state, &capture, &questioned, &reference);
            picked = panel_ui(ui, &state, &view, &mut self.textures);
        });
        let bar = Frame::new().fill(colours.panel).inner_margin(Margin::symmetric(10, 0));
        Panel::top("by-hand-tools").exact_size(theme::TOOL_BAR).frame(bar).resizable(false).show(ui, |ui| tools_ui(ui, &mut state));
        egui::CentralPanel::no_frame().frame(Frame::new().fill(colours.panel)).show(ui, |ui| {
            self.pictures_ui(ui, &mut state, [&questioned, &reference], &capture);
        });
        let keys = if self.palette.is_open() || self.help { None } else { pressed(ui.ctx(), &mut state) };
        match keys {
            Some(Pressed::Snap) => picked = Some(Picked::Snap),
            Some(Pressed::SetInMiddle) => set_in_middle(&mut state, [&questioned, &reference]),
            None => {}
        }
        if let Ok(reference) = &reference {
            self.keep_draft(&mut state, reference.map);
        }
        self.by_hand = Some(state);
        if let Some(picked) = picked {
            self.pick(picked, &capture, &questioned, &reference);
        }
    }

    fn pictures_ui(&mut self, ui: &Ui, state: &mut HandState, shown: [&Shown; 2], capture: &Capture) {
        let rect = ui.available_rect_before_wrap();
        let middle = (rect.center().x).round();
        let left = Rect::from_min_max(rect.min, pos2(middle - 1.0, rect.bottom()));
        let right = Rect::from_min_max(pos2(middle + 1.0, rect.top()), rect.max);
        let [questioned, reference] = shown;
        let fit = state.draft.as_ref().and_then(|draft| draft.judged()).map(|judged| judged.fit.reference_from_questioned);
        let mut views = [(Side::Questioned, questioned), (Side::Reference, reference)].map(|(side, shown)| {
            let all = match side {
                Side::Questioned => all_of(shown, capture.width_px, capture.height_px),
                Side::Reference => self.page_size(&state.page),
            };
            match shown {
                Ok(ready) => PaneView { side, label: ready.label.clone(), layers: vec![ready.layer()], map: ready.map, all, empty: None },
                Err(said) => PaneView {
                    side,
                    label: Vec::new(),
                    layers: Vec::new(),
                    map: PageFromCapture(Homography::IDENTITY),
                    all: RectMm::new(0.0, 0.0, 0.0, 0.0),
                    empty: Some(said.clone()),
                },
            }
        });
        if let (Some(fit), Ok(questioned), Ok(reference), true) = (fit, questioned, reference, state.preview != Preview::Off) {
            let opacity = match state.preview {
                Preview::Overlay => 0.5,
                _ => blink(ui),
            };
            let map = PageFromCapture(reference.map.0.after(&fit));
            let [_, over] = &mut views;
            over.layers.push(Layer { page_from_capture: map, opacity, ..questioned.layer() });
            over.label.push("With the questioned as the landmarks lay it".to_owned());
        }
        for (rect, view) in [left, right].into_iter().zip(&views) {
            pane_ui(ui, rect, view, state, &mut self.textures);
        }
    }

    fn panel_view<'a>(&self, state: &HandState, capture: &Capture, questioned: &'a Shown, reference: &'a Shown) -> PanelView<'a> {
        let of = self.open.as_ref().and_then(|open| open.library.get(&state.page.reference));
        let pages = of.map_or_else(Vec::new, |reference| {
            let held = reference.pages.iter().filter(|page| !page.captures.is_empty());
            held.map(|page| (PageOf { reference: reference.id.clone(), page: page.id.clone() }, page.title.clone())).collect()
        });
        let lights = of.and_then(|reference| reference.page(&state.page.page)).map(|page| page.captures.keys().copied().collect());
        let chosen = state.draft.as_ref().and_then(|draft| draft.pairs().get(draft.chosen()?).copied());
        let close_up = |side: Side, shown: &'a Shown| {
            let (ready, spot) = (shown.as_ref().ok()?, chosen?.spot(side)?);
            // The questioned is shown at the scale of the reference, as far as that is known.
            let scale = match (side, state.draft.as_ref().and_then(|draft| draft.judged()), reference) {
                (Side::Questioned, Some(judged), Ok(reference)) => {
                    let onto = reference.map.0.after(&judged.fit.reference_from_questioned).area_scale(spot.x, spot.y).abs().sqrt();
                    ready.map.0.area_scale(spot.x, spot.y).abs().sqrt() / onto
                }
                _ => 1.0,
            };
            let half = CLOSE_MM * if (0.05..20.0).contains(&scale) { scale } else { 1.0 };
            Some(CloseUp { layer: ready.layer(), centre: ready.map.page(spot), half_mm: half })
        };
        PanelView {
            capture: format!("{} · {}", capture.light.title(), capture.title()),
            pages,
            lights: lights.unwrap_or_default(),
            close_ups: [close_up(Side::Questioned, questioned), close_up(Side::Reference, reference)],
            placed: self.open.as_ref().and_then(|open| open.placement(state.capture)).is_some_and(|placement| placement.is_own_work()),
        }
    }

    fn pick(&mut self, picked: Picked, capture: &Capture, questioned: &Shown, reference: &Shown) {
        let Some(state) = &mut self.by_hand else { return };
        match picked {
            Picked::Cancel => {
                let capture = state.capture;
                self.by_hand_left = self.by_hand.take();
                self.forget_draft(capture);
            }
            Picked::Program => {
                state.saving = true;
                self.steps.push_back(Step::RegisterByProgram(capture.id));
            }
            Picked::Light(light) => reseed(state, reference, |state| state.light = light),
            Picked::Page(page) => {
                let model = state.draft.as_ref().map_or(LandmarkModel::Similarity, |draft| draft.model());
                let light = self.light_of(&page, capture.light);
                self.by_hand = Some(HandState::new(capture.id, page, light, model, Vec::new()));
                self.forget_draft(capture.id);
            }
            Picked::Snap => self.snap(capture, questioned, reference),
            Picked::Accept => {
                let Some(draft) = state.draft.as_ref().filter(|draft| matches!(draft.standing(), Standing::Good(..))) else { return };
                let request = HandRequest {
                    capture: capture.id,
                    page: state.page.clone(),
                    light: state.light,
                    model: draft.model(),
                    pairs: draft.landmarks(),
                };
                state.saving = true;
                self.steps.push_back(Step::RegisterByHand(Box::new(request)));
            }
            Picked::Model(model) => {
                if let Some(draft) = &mut state.draft {
                    draft.set_model(model);
                }
            }
            Picked::Choose(number) => {
                if let Some(draft) = &mut state.draft {
                    draft.choose(Some(number), draft.side());
                }
                state.hush();
            }
            Picked::Remove(number) => {
                if let Some(draft) = &mut state.draft {
                    draft.choose(Some(number), draft.side());
                    draft.remove();
                }
                state.hush();
            }
        }
    }

    /// Looks for the print around the reference spot of the chosen pair in the questioned picture, in a job.
    fn snap(&mut self, capture: &Capture, questioned: &Shown, reference: &Shown) {
        let Some(state) = self.by_hand.as_mut().filter(|state| state.snapping.is_none()) else { return };
        let Some(draft) = &state.draft else { return };
        let Some((number, was)) = draft.chosen().and_then(|number| Some((number, draft.pairs().get(number)?.landmark()?))) else { return };
        let (Ok(questioned), Ok(reference)) = (questioned, reference) else { return };
        // Scale and turn: of the fit, else of the registration that there is, else of the resolutions that are stated.
        let placed = self.open.as_ref().and_then(|open| open.placement(capture.id)).map(|placement| placement.page_from_capture.0);
        let fitted = draft.judged().map(|judged| judged.fit.reference_from_questioned);
        let stated = || Some(reference.map.0.inverse()?.after(&placed.unwrap_or(questioned.map.0)));
        let Some(map) = fitted.or_else(stated) else { return };
        let (backend, sum, page, light) = (Arc::clone(&self.backend), capture.picture(), state.page.clone(), state.light);
        let job = Job::start("Looking for the print", self.waker.clone(), move |watch| backend.snap(sum, (&page, light), was, &map, watch));
        state.said = None;
        state.snapping = Some(Snapping { number, was, job });
    }

    /// The page, from its corner, in mm.
    fn page_size(&self, of: &PageOf) -> RectMm {
        let page = self.open.as_ref().and_then(|open| open.library.get(&of.reference)).and_then(|reference| reference.page(&of.page));
        page.map_or(RectMm::new(0.0, 0.0, 125.0, 88.0), |page| page.bounds())
    }

    fn light_of(&self, of: &PageOf, light: Light) -> Light {
        let page = self.open.as_ref().and_then(|open| open.library.get(&of.reference)).and_then(|reference| reference.page(&of.page));
        page.and_then(|page| reference_light(page, light)).unwrap_or(Light::Visible)
    }
}

fn panel_frame(ui: &Ui) -> Frame {
    Frame::new().fill(theme::colours(ui.visuals()).panel).inner_margin(Margin { left: 14, right: 12, top: 12, bottom: 0 })
}

/// How much the questioned covers the reference in a blinking preview now.
fn blink(ui: &Ui) -> f32 {
    let phase = ui.input(|input| input.time) / BLINK_SECS;
    let left = (1.0 - phase.fract()) * BLINK_SECS;
    ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left.clamp(0.01, BLINK_SECS)));
    if phase.rem_euclid(2.0) < 1.0 { 1.0 } else { 0.0 }
}

/// All of a capture in the mm that its file states.
fn all_of(shown: &Shown, width_px: u32, height_px: u32) -> RectMm {
    let Ok(Ready { map, .. }) = shown else { return RectMm::new(0.0, 0.0, 0.0, 0.0) };
    let (first, last) =
        (map.page(PointPx { x: -0.5, y: -0.5 }), map.page(PointPx { x: f64::from(width_px) - 0.5, y: f64::from(height_px) - 0.5 }));
    RectMm::new(first.x, first.y, last.x - first.x, last.y - first.y)
}

/// The draft that a state begins with, once the map of the reference picture is known.
fn begun(state: &HandState, capture: &Capture, map: PageFromCapture, page: RectMm) -> Option<Draft> {
    let per_px = [map.0.0[0][0], map.0.0[1][1]];
    let resolution = Resolution { x: Dpi::new(MM_PER_INCH / per_px[0])?, y: Dpi::new(MM_PER_INCH / per_px[1])? };
    let reference_px = [page.width / per_px[0], page.height / per_px[1]].map(|side| side.round().clamp(1.0, 1e6) as u32);
    let (model, pairs) = &state.seed;
    let pairs = pairs
        .iter()
        .map(|(questioned, page)| DraftPair { questioned: *questioned, reference: page.and_then(|page| map.capture(page)) })
        .collect();
    Some(Draft::new(*model, pairs, resolution, [[capture.width_px, capture.height_px], reference_px]))
}

/// Changes something about the reference picture and keeps the pairs, which stay where they are on the page.
fn reseed(state: &mut HandState, reference: &Shown, change: impl FnOnce(&mut HandState)) {
    if let (Some(draft), Ok(reference)) = (&state.draft, reference) {
        let pairs = draft.pairs().iter().map(|pair| (pair.questioned, pair.reference.map(|spot| reference.map.page(spot))));
        state.seed = (draft.model(), pairs.collect());
    }
    state.draft = None;
    state.to_fit[1] = true;
    change(state);
}

fn set_in_middle(state: &mut HandState, shown: [&Shown; 2]) {
    let Some(side) = state.draft.as_ref().map(|draft| draft.side()) else { return };
    let Ok(ready) = shown[usize::from(side == Side::Reference)] else { return };
    let PointMm { x, y } = state.camera_mut(side).centre;
    let spot = ready.map.capture(PointMm { x, y });
    if let (Some(spot), Some(draft)) = (spot, &mut state.draft)
        && draft.contains(side, spot)
    {
        draft.set(side, spot);
        state.hush();
    }
}
