//! The viewers of each mode.

use eframe::egui;
use egui::{Rect, Ui};

use super::Desktop;
use super::panes::{Ready, Scene, Shown};
use crate::domain::Blend;
use crate::domain::RectMm;
use crate::gui::case::drawing_bar::{DRAWING_BAR, drawing_bar_ui};
use crate::gui::case::mode_bar::{BarView, mode_bar_ui};
use crate::gui::theme;
use crate::gui::viewer::{
    CanvasResponse, Layer, Mixture, PaneView, Part, Side, Source, ViewMode, ZoneMark, canvas_ui, grid_cells, light_cells, minimap_ui,
    touch_ui,
};
use crate::gui::wish::Wish;

/// How much of a capture is seen that stands in for its map of difference.
const FADED: f32 = 0.35;

/// A picture in a viewer: how much of it covers what is below, and where.
struct Laid<'a> {
    picture: &'a Shown,
    opacity: f32,
    part: Part,
    camera: Option<crate::gui::viewer::Camera>,
}

impl<'a> Laid<'a> {
    fn all(picture: &'a Shown) -> Self {
        Self { picture, opacity: 1.0, part: Part::All, camera: None }
    }

    fn within(picture: &'a Shown, part: Part) -> Self {
        Self { part, ..Self::all(picture) }
    }
}

/// What one viewer is to show.
struct Wanted<'a> {
    name: &'a str,
    /// Pictures, the lowest first.
    layers: Vec<Laid<'a>>,
    /// The pictures whose labels stand in the corners, the left one first.
    labelled: Vec<&'a Shown>,
    mixture: Option<Mixture>,
    active: bool,
    /// The picture that is drawn on and the number of the viewer, under which moves by hand are kept.
    on: (Option<Source>, u8),
}

impl<'a> Wanted<'a> {
    fn one(name: &'a str, picture: &'a Shown) -> Self {
        Self { name, layers: vec![Laid::all(picture)], labelled: vec![picture], mixture: None, active: false, on: (None, 0) }
    }

    /// The same, drawn on as `source`.
    fn on(self, source: Option<Source>, slot: u8) -> Self {
        Self { on: (source, slot), ..self }
    }

    /// Two pictures in one viewer.
    fn both(name: &'a str, layers: Vec<Laid<'a>>, labelled: [&'a Shown; 2]) -> Self {
        Self { name, layers, labelled: labelled.to_vec(), mixture: None, active: false, on: (None, 0) }
    }
}

/// A viewer of many: its name, its picture, whether keys act on it, and what is drawn on there.
type Pane<'a> = (String, &'a Shown, bool, (Option<Source>, u8));

fn ready(shown: &Shown) -> Option<&Ready> {
    shown.as_ref().ok()
}

impl Desktop {
    /// Paints the viewers into `rect`.
    pub(super) fn viewers_ui(&mut self, ui: &mut Ui, rect: Rect) -> Option<Wish> {
        self.viewer.focused = false;
        self.offer_chosen();
        // The bar of a tool covers nothing of the page.
        let (rect, bar) = match self.viewer.drawing.tool() {
            Some(_) => rect.split_top_bottom_at_y(rect.bottom() - DRAWING_BAR),
            None => (rect, Rect::NOTHING),
        };
        let foot = if bar.is_positive() { DRAWING_BAR } else { 0.0 };
        let taken = foot - std::mem::replace(&mut self.viewer.foot, foot);
        self.viewer.take_foot(taken, rect.height() + taken);
        let Some(scene) = self.scene() else {
            let empty: Shown = Err(("No captures".to_owned(), "Add pictures of this exhibit to begin.".to_owned()));
            let scene = None;
            self.complete = false;
            self.cursor = self.pane(ui, rect, &Wanted::one("Questioned", &empty), scene).cursor;
            return None;
        };
        let mut response = match self.viewer.mode {
            ViewMode::SideBySide => self.side_by_side(ui, rect, &scene),
            ViewMode::Single => {
                let side = self.viewer.side;
                let [in_hand, second] = self.pair_of_sources();
                let source = if side == Side::Questioned { in_hand } else { second };
                self.pane(ui, rect, &Wanted::one(scene.title(side), scene.side(side)).on(source, 0), Some(&scene))
            }
            ViewMode::Overlay => self.overlay(ui, rect, &scene),
            ViewMode::Swipe => self.swipe(ui, rect, &scene),
            ViewMode::Lens => self.lens(ui, rect, &scene),
            ViewMode::Checker => self.checker(ui, rect, &scene),
            ViewMode::Blink => self.blink(ui, rect, &scene),
            ViewMode::Difference => self.difference_pane(ui, rect, &scene),
            ViewMode::Grid => self.grid(ui, rect, &scene),
            ViewMode::Lights => self.lights(ui, rect, &scene),
        };
        self.cursor = response.cursor;
        self.complete = response.complete && ready(&scene.questioned).is_some();
        self.keep_drawn();
        self.keep_moved(ui.ctx());
        let view = BarView {
            frame_secs: self.viewer.blink.frame_secs(ui.input(|input| input.predicted_dt)),
            sources: self.sources(),
            pair: self.pair_of_sources(),
            titles: scene.titles.clone(),
        };
        let asked = mode_bar_ui(ui, rect, &mut self.viewer, &view);
        if bar.is_positive() {
            ui.painter().rect_filled(bar, 0.0, theme::colours(ui.visuals()).panel);
            if let Some(drawing) = self.drawing_view() {
                drawing_bar_ui(ui, bar, &mut self.viewer.drawing, &drawing);
                self.keep_drawn();
            }
        }
        if let Some(command) = asked {
            return Some(Wish::Do(command));
        }
        if let Some(recipe) = self.pick_grey(&response) {
            return Some(Wish::Adjust(recipe));
        }
        if let Some(id) = response.clicked_placed {
            return Some(Wish::ChoosePlaced(id));
        }
        response.clicked_zone.take().map(Wish::ShowZone)
    }

    /// The map of difference; while it is worked out, the capture itself, faded.
    fn difference_pane(&mut self, ui: &Ui, rect: Rect, scene: &Scene) -> CanvasResponse {
        let shown = scene.difference.as_ref().unwrap_or(&scene.second);
        let mut wanted = Wanted::one("Difference", shown);
        if scene.difference.as_ref().is_some_and(Result::is_err) {
            wanted.layers.insert(0, Laid { opacity: FADED, ..Laid::all(&scene.questioned) });
            wanted.labelled = vec![&scene.questioned];
        }
        let response = self.pane(ui, rect, &wanted, Some(scene));
        if ready(shown).is_some() && response.complete {
            self.difference_shown.painted();
        }
        response
    }

    fn overlay(&mut self, ui: &Ui, rect: Rect, scene: &Scene) -> CanvasResponse {
        let (blend, opacity) = (self.viewer.blend, self.viewer.opacity);
        let plain = blend == Blend::Cover;
        let front = Laid { opacity: if plain { opacity } else { opacity.max(0.01) }, ..Laid::all(&scene.questioned) };
        let mut wanted = Wanted::both("Overlay", vec![Laid::all(&scene.second), front], [&scene.questioned, &scene.second]);
        let card = self.card.clone();
        wanted.mixture = (!plain).then_some(Mixture { card, blend, marks: scene.marks, share: opacity });
        self.pane(ui, rect, &wanted, Some(scene))
    }

    /// The pictures before and behind the divider, or around and in the lens.
    fn ordered<'a>(&self, scene: &'a Scene) -> [(&'a Shown, &'a str); 2] {
        let side = self.viewer.side;
        [side, side.other()].map(|side| (scene.side(side), scene.title(side)))
    }

    fn swipe(&mut self, ui: &Ui, rect: Rect, scene: &Scene) -> CanvasResponse {
        let [(first, _), (other, _)] = self.ordered(scene);
        let [before, behind] = self.viewer.swipe.parts(rect);
        let layers = vec![Laid::within(other, Part::Within(behind)), Laid::within(first, Part::Within(before))];
        let response = self.pane(ui, rect, &Wanted::both("Swipe", layers, [first, other]), Some(scene));
        let panning = self.viewer.panning;
        self.viewer.swipe.ui(ui, rect, panning);
        response
    }

    fn lens(&mut self, ui: &Ui, rect: Rect, scene: &Scene) -> CanvasResponse {
        let [(around, _), (seen, title)] = self.ordered(scene);
        let pointer = ui.input(|input| input.pointer.hover_pos()).filter(|place| rect.contains(*place));
        let touched = self.touch(ui, rect, "Lens", scene);
        let place = self.viewer.lens.place(&self.viewer.camera, rect, pointer);
        let lens = self.viewer.lens;
        let camera = (lens.magnification > 1).then(|| lens.camera(&self.viewer.camera, rect, place));
        let layers = vec![Laid::all(around), Laid { camera, ..Laid::within(seen, lens.part(place)) }];
        let wanted = Wanted::both("Lens", layers, [around, seen]);
        let response = self.painted(ui, rect, &wanted, Some(scene), &touched);
        if ready(seen).is_some() {
            lens.paint(ui, rect, place, title);
        }
        response
    }

    fn checker(&mut self, ui: &Ui, rect: Rect, scene: &Scene) -> CanvasResponse {
        let [(first, _), (other, _)] = self.ordered(scene);
        let squares = Part::Squares(self.viewer.square_mm());
        let layers = vec![Laid::all(other), Laid::within(first, squares)];
        self.pane(ui, rect, &Wanted::both("Checkerboard", layers, [first, other]), Some(scene))
    }

    /// Paints both pictures, one of them covering the other: a change of picture then uploads nothing.
    fn blink(&mut self, ui: &Ui, rect: Rect, scene: &Scene) -> CanvasResponse {
        let shown = self.viewer.blink.shown();
        let (front, back) = (scene.side(shown), scene.side(shown.other()));
        let mut wanted = Wanted::one("Blink", front);
        wanted.layers.insert(0, Laid { opacity: 0.0, ..Laid::all(back) });
        let response = self.pane(ui, rect, &wanted, Some(scene));
        let both = ready(front).is_some() && ready(back).is_some();
        self.viewer.blink.prepared(both && response.complete);
        if both && (self.viewer.blink.running() || !response.complete) {
            let (predicted, since_last) = ui.input(|input| (input.predicted_dt, input.unstable_dt));
            self.viewer.blink.frame_painted(predicted, since_last);
            ui.ctx().request_repaint();
        }
        response
    }

    fn side_by_side(&mut self, ui: &Ui, rect: Rect, scene: &Scene) -> CanvasResponse {
        let pair = [Side::Questioned, Side::Reference].into_iter().zip(self.pair_of_sources());
        let panes: Vec<_> = pair.map(|(side, on)| (scene.title(side).to_owned(), scene.side(side), false, (on, 0))).collect();
        let cells = grid_cells(rect, 2, aspect(scene, self.viewer.camera.quarters()));
        self.many(ui, rect, &cells, &panes, scene).0
    }

    fn grid(&mut self, ui: &Ui, rect: Rect, scene: &Scene) -> CanvasResponse {
        let (panes, active) = (self.viewer.grid.panes.clone(), self.viewer.grid.active);
        let shown: Vec<Shown> = panes.iter().map(|pane| self.shown(pane.source, pane.slot)).collect();
        let views: Vec<_> = shown
            .iter()
            .zip(&panes)
            .enumerate()
            .map(|(number, (shown, pane))| (format!("Pane {}", number + 1), shown, number == active, (Some(pane.source), pane.slot)))
            .collect();
        let cells = grid_cells(rect, panes.len(), aspect(scene, self.viewer.camera.quarters()));
        let (response, touched) = self.many(ui, rect, &cells, &views, scene);
        if let Some(touched) = touched {
            self.viewer.grid.active = touched;
        }
        response
    }

    /// Every light that either document has, the questioned above the reference.
    fn lights(&mut self, ui: &Ui, rect: Rect, scene: &Scene) -> CanvasResponse {
        let mut lights: Vec<_> = self.sources().into_iter().map(|source| source.light).collect();
        lights.sort_unstable();
        lights.dedup();
        let cells = light_cells(rect, lights.len(), aspect(scene, self.viewer.camera.quarters()));
        let (mut shown, mut places) = (Vec::new(), Vec::new());
        for (light, pair) in lights.into_iter().zip(cells) {
            for (side, cell) in [Side::Questioned, Side::Reference].into_iter().zip(pair) {
                let source = Source::new(side, light);
                shown.push((source, self.shown(source, 0)));
                places.push(cell);
            }
        }
        let views: Vec<_> = shown.iter().map(|(source, shown)| (source.title(), shown, false, (Some(*source), 0))).collect();
        self.many(ui, rect, &places, &views, scene).0
    }

    /// Paints many viewers with one camera; returns what happened and the number of the one that was touched.
    fn many(&mut self, ui: &Ui, rect: Rect, cells: &[Rect], panes: &[Pane<'_>], scene: &Scene) -> (CanvasResponse, Option<usize>) {
        ui.painter().rect_filled(rect, 0.0, theme::colours(ui.visuals()).panel);
        let mut all = CanvasResponse { complete: true, ..CanvasResponse::default() };
        let mut touched = None;
        let mut under_pointer = None;
        for (number, (cell, (name, shown, active, (on, slot)))) in cells.iter().zip(panes).enumerate() {
            let wanted = Wanted { active: *active && panes.len() > 1, ..Wanted::one(name, shown).on(*on, *slot) };
            let response = self.pane(ui, *cell, &wanted, Some(scene));
            if response.touched {
                touched = Some(number);
            }
            if response.cursor.is_some() {
                (all.cursor, under_pointer) = (response.cursor, Some(number));
            }
            all.clicked |= response.clicked;
            all.clicked_zone = all.clicked_zone.or(response.clicked_zone);
            all.clicked_placed = all.clicked_placed.or(response.clicked_placed);
            all.complete &= response.complete;
        }
        // A crosshair at the same spot in all others.
        if let Some(cursor) = all.cursor {
            for (_, cell) in cells.iter().enumerate().filter(|(number, _)| Some(*number) != under_pointer) {
                let place = self.viewer.camera.ui(*cell, cursor.page);
                let painter = ui.painter_at(*cell);
                for (width, colour) in [(3.0, theme::over_pictures().behind_label), (1.0, theme::over_pictures().accent)] {
                    let stroke = egui::Stroke::new(width, colour);
                    painter.hline(place.x - 9.0..=place.x + 9.0, place.y, stroke);
                    painter.vline(place.x, place.y - 9.0..=place.y + 9.0, stroke);
                }
            }
        }
        (all, touched)
    }

    /// Lets the pointer move what the viewer in `rect` shows.
    fn touch(&mut self, ui: &Ui, rect: Rect, name: &str, scene: &Scene) -> egui::Response {
        let map = [&scene.questioned, &scene.second].into_iter().find_map(|shown| ready(shown)).map(|ready| ready.map);
        let shift_mm = self.ground(self.pair_of_sources()[0], 0).map_or([0.0; 2], |ground| ground.shift_mm);
        touch_ui(ui, rect, name, &mut self.viewer, scene.page, map, shift_mm)
    }

    /// Paints one viewer, with an overview in its corner, and lets the pointer move it.
    fn pane(&mut self, ui: &Ui, rect: Rect, wanted: &Wanted<'_>, scene: Option<&Scene>) -> CanvasResponse {
        let map = wanted.layers.iter().rev().filter(|laid| laid.opacity > 0.0).find_map(|laid| ready(laid.picture)).map(|ready| ready.map);
        let page = scene.and_then(|scene| scene.page);
        let (source, slot) = wanted.on;
        let shift_mm = self.ground(source.or_else(|| self.pair_of_sources()[0]), slot).map_or([0.0; 2], |ground| ground.shift_mm);
        let touched = touch_ui(ui, rect, wanted.name, &mut self.viewer, page, map, shift_mm);
        self.painted(ui, rect, wanted, scene, &touched)
    }

    fn painted(&mut self, ui: &Ui, rect: Rect, wanted: &Wanted<'_>, scene: Option<&Scene>, touched: &egui::Response) -> CanvasResponse {
        let label = |shown: Option<&&Shown>| shown.and_then(|shown| ready(shown)).map_or_else(Vec::new, |ready| ready.label.clone());
        let layers = wanted.layers.iter().filter_map(|laid| {
            let ready = ready(laid.picture)?;
            Some(Layer { opacity: laid.opacity, part: laid.part.clone(), camera: laid.camera, ..ready.layer() })
        });
        let zones = scene.map_or(&[][..], |scene| scene.zones.as_slice()).iter();
        let (source, slot) = wanted.on;
        // Where two pictures lie over each other, the one in hand is drawn on.
        let ground = self.ground(source.or_else(|| self.pair_of_sources()[0]), slot);
        let on = source.or_else(|| self.pair_of_sources()[0]);
        let mut view = PaneView {
            name: wanted.name,
            label: label(wanted.labelled.first()),
            other_label: label(wanted.labelled.get(1)),
            short: source.map(Source::short).unwrap_or_default(),
            layers: layers.collect(),
            mixture: wanted.mixture.clone(),
            zones: zones
                .map(|(zone, tone, current)| ZoneMark { id: &zone.id, title: &zone.title, area: zone.area, tone: *tone, current: *current })
                .collect(),
            regions: scene.map_or_else(Vec::new, |scene| scene.regions.clone()),
            sight: scene.and_then(|scene| scene.sight.as_ref()).filter(|(seen, _)| Some(*seen) == on).map(|(_, sight)| sight),
            sketches: scene.map_or(&[], |scene| scene.sketches.as_slice()),
            ground: ground.filter(|_| scene.is_some()),
            page: scene.and_then(|scene| scene.page),
            empty: wanted.layers.last().and_then(|laid| laid.picture.as_ref().err()).cloned(),
            active: wanted.active,
        };
        if let Some(mixture) = &wanted.mixture {
            view.label.extend(mixture.legend());
        }
        let response = canvas_ui(ui, rect, &mut self.viewer, &mut self.textures, &view, touched);
        if let (Some(layer), Some(page)) = (overview_of(&view.layers), scene.and_then(|scene| scene.page)) {
            minimap_ui(ui, rect, &mut self.viewer, &mut self.textures, &layer, page);
        }
        response
    }
}

/// What the overview shows: the uppermost picture that covers the viewer, else the lowest that is seen at all.
fn overview_of<'a>(layers: &[Layer<'a>]) -> Option<Layer<'a>> {
    let whole = layers.iter().rev().find(|layer| layer.opacity >= 1.0 && layer.part == Part::All);
    let seen = whole.or_else(|| layers.iter().find(|layer| layer.opacity > 0.0))?;
    Some(Layer { opacity: 1.0, part: Part::All, camera: None, ..seen.clone() })
}

/// Width through height of the page as it lies on the screen.
fn aspect(scene: &Scene, quarters: Option<u8>) -> f32 {
    let page = scene.page.unwrap_or(RectMm::new(0.0, 0.0, 125.0, 88.0));
    let upright = (page.width / page.height.max(1e-3)) as f32;
    if quarters.is_some_and(|quarters| quarters % 2 == 1) { 1.0 / upright } else { upright }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Homography, PageFromCapture, Unwatched};
    use crate::gui::viewer::{PictureKey, TiledPicture};
    use std::sync::Arc;

    #[test]
    fn the_overview_shows_what_the_viewer_shows() {
        let picture = Arc::new(TiledPicture::drawn(image::RgbImage::new(8, 8), &Unwatched).unwrap());
        let layer = |number: u8, opacity: f32| Layer {
            key: PictureKey([number; 16]),
            picture: &picture,
            before: None,
            page_from_capture: PageFromCapture(Homography::IDENTITY),
            opacity,
            part: Part::All,
            camera: None,
        };
        let shown = |layers: &[Layer<'_>]| overview_of(layers).map(|layer| layer.key.0[0]);
        assert_eq!(shown(&[layer(1, 0.0), layer(2, 1.0)]), Some(2), "the one of a blink that only keeps its tiles ready");
        assert_eq!(shown(&[layer(1, 1.0), layer(2, 0.4)]), Some(1), "laid over");
        assert_eq!(shown(&[layer(1, 1.0), Layer { part: Part::Squares(2.0), ..layer(2, 1.0) }]), Some(1));
        assert_eq!(shown(&[layer(1, 0.3)]), Some(1), "a faded one");
        assert_eq!(shown(&[]), None);
    }
}
