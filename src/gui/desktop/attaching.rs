//! Taking the current view as evidence, showing it again as it was, and saving it as a picture.

use std::path::PathBuf;
use std::sync::Arc;

use eframe::egui;
use egui::{Pos2, Rect};

use super::sources::reference_light;
use super::{Desktop, Done};
use crate::app::Problem;
use crate::domain::{Arrangement, Capture, Evidence, ItemId, MarkShape, PictureOf, PictureSum, PointMm, RectMm, ShownPicture, View};
use crate::gui::backend::Step;
use crate::gui::case::tabs::Tab;
use crate::gui::viewer::{Divider, Offset, Side, Source, ViewMode, shown_square_mm};

impl Desktop {
    /// The viewer as its camera sees it.
    fn viewer_rect(&self) -> Rect {
        Rect::from_min_size(Pos2::ZERO, self.viewer.size)
    }

    /// The current view as evidence; a sentence if there is nothing to take.
    fn view_as_evidence(&self) -> Result<Evidence, Problem> {
        let nothing = || Problem::bad_use("No picture is in hand.").hint("Choose one in the strip of captures.");
        let open = self.open.as_ref().ok_or_else(nothing)?;
        // In a grid the capture of the pane that keys act on, otherwise the one in hand.
        let pane = self.viewer.grid.panes.get(self.viewer.grid.active).filter(|_| self.viewer.mode == ViewMode::Grid);
        let of_pane = pane.and_then(|pane| self.capture_of(pane.source));
        let capture = of_pane.or_else(|| self.capture.and_then(|capture| open.capture(capture))).ok_or_else(nothing)?;
        let area = self.viewer.camera.shown(self.viewer_rect()).intersection(self.page_bounds());
        let area = area.ok_or_else(|| Problem::bad_use("Nothing of the page is in view.").hint("Press F to see the whole page."))?;
        Ok(Evidence {
            capture: capture.id,
            light: capture.light,
            page: open.placement(capture.id).map(|placement| placement.page.clone()),
            zone: None,
            area,
            recipe: self.recipe_shown(capture.picture()),
            view: self.view_shown(capture, area).map(Box::new),
        })
    }

    /// What the viewers show of `area`; `None` if a picture of it is not there.
    fn view_shown(&self, capture: &Capture, area: RectMm) -> Option<View> {
        let pictures: Option<Vec<ShownPicture>> =
            self.sources_shown(capture).into_iter().map(|(source, slot)| self.picture_shown(source, slot)).collect();
        let open = self.open.as_ref()?;
        let seen = |points: &[PointMm]| MarkShape::Polygon(points.to_vec()).bounds().grown(0.5).intersection(area).is_some();
        let drawn = self.viewer.marks;
        Some(View {
            arrangement: self.arrangement_shown(),
            pictures: pictures?,
            marks: open
                .examination
                .marks
                .iter()
                .filter(|mark| drawn && self.is_on_page_in_hand(open, &mark.on) && seen(&mark.shape.points()))
                .cloned()
                .collect(),
            measurements: open
                .examination
                .measurements
                .iter()
                .filter(|measured| drawn && self.is_on_page_in_hand(open, &measured.on) && seen(&measured.points))
                .cloned()
                .collect(),
            captioned: self.viewer.labels,
        })
    }

    /// The pictures that the mode shows, in the order of its arrangement, with the number of their viewer.
    fn sources_shown(&self, capture: &Capture) -> Vec<(Source, u8)> {
        let [first, second] = self.pair_of_sources();
        let pair = |front: Side| {
            let both = if front == Side::Questioned { [first, second] } else { [second, first] };
            both.into_iter().flatten().map(|source| (source, 0)).collect::<Vec<_>>()
        };
        match self.viewer.mode {
            ViewMode::Single => pair(self.viewer.side).into_iter().take(1).collect(),
            ViewMode::SideBySide | ViewMode::Overlay | ViewMode::Blink => pair(Side::Questioned),
            ViewMode::Swipe | ViewMode::Lens | ViewMode::Checker => pair(self.viewer.side),
            ViewMode::Difference => {
                let light = self.page_in_hand().and_then(|page| reference_light(page, capture.light));
                first.into_iter().chain(light.map(|light| Source::new(Side::Reference, light))).map(|source| (source, 0)).collect()
            }
            ViewMode::Grid => self.viewer.grid.panes.iter().map(|pane| (pane.source, pane.slot)).collect(),
            ViewMode::Lights => self.sources().into_iter().filter(|source| source.number == 0).map(|source| (source, 0)).collect(),
        }
    }

    fn picture_shown(&self, source: Source, slot: u8) -> Option<ShownPicture> {
        let of = match source.side {
            Side::Questioned => PictureOf::Capture(self.capture_of(source)?.id),
            Side::Reference => PictureOf::Reference(source.light),
        };
        let moved_mm = self.viewer.offset(slot, self.key_of(source)?).mm();
        Some(ShownPicture { of, recipe: self.recipe_of_source(source), moved_mm })
    }

    /// The arrangement of the mode, in mm of the page.
    fn arrangement_shown(&self) -> Arrangement {
        let viewer = &self.viewer;
        match viewer.mode {
            ViewMode::Single => Arrangement::Single,
            ViewMode::SideBySide => Arrangement::SideBySide,
            ViewMode::Overlay => Arrangement::Overlay { blend: viewer.blend, opacity: f64::from(viewer.opacity) },
            ViewMode::Swipe => {
                let rect = self.viewer_rect();
                let [mut before, _] = viewer.swipe.parts(rect);
                // The part before the divider has no other end: what is attached may reach beyond the viewer.
                let far = 4.0 * (rect.width() + rect.height());
                before.min -= egui::Vec2::splat(far);
                match viewer.swipe.divider {
                    Divider::Vertical => before.max.y += far,
                    Divider::Horizontal => before.max.x += far,
                }
                let corners = [before.left_top(), before.right_top(), before.right_bottom(), before.left_bottom()];
                Arrangement::Swipe { outline: corners.map(|corner| viewer.camera.page(rect, corner)).to_vec() }
            }
            ViewMode::Lens => Arrangement::Lens {
                centre: viewer.lens.spot().unwrap_or(viewer.camera.centre),
                radius_mm: f64::from(viewer.lens.radius) / viewer.camera.points_per_mm,
                magnification: viewer.lens.magnification,
            },
            ViewMode::Checker => Arrangement::Checker { square_mm: shown_square_mm(viewer.square_mm(), &viewer.camera) },
            ViewMode::Blink => Arrangement::Blink,
            ViewMode::Difference => Arrangement::Difference { tolerance: viewer.tolerance },
            ViewMode::Grid => Arrangement::Grid,
            ViewMode::Lights => Arrangement::Lights,
        }
    }

    /// Attaches the view to the item in hand: its pictures, how they are compared and adjusted, and what is drawn on them.
    pub(super) fn attach_view(&mut self) {
        let (Some(open), Some(item)) = (&self.open, self.checklist.current.clone()) else { return };
        let mut evidence = match self.view_as_evidence() {
            Ok(evidence) => evidence,
            Err(problem) => return self.notices.problem(&problem),
        };
        // A zone that is meant: the item is about it, and all of it is in view.
        evidence.zone = open.places_of(&item).into_iter().find_map(|(light, zone)| {
            let (_, held) = open.reference()?.zone(&zone)?;
            let inside = held.area.intersection(evidence.area).is_some_and(|seen| seen.area() >= held.area.area() * 0.99);
            (light == evidence.light && inside).then_some(zone)
        });
        if open.evidence_of(&item).contains(&evidence) {
            return;
        }
        if self.tab != Tab::Checklist {
            let title = open.checklist.item(&item).map_or_else(|| item.to_string(), |item| item.title.clone());
            self.notices.done(format!("The view is attached to {item}, {title}."), None);
        }
        self.steps.push_back(Step::Attach(item, Box::new(evidence)));
    }

    /// Shows what was attached to an item as number `place`, as it was then.
    pub(super) fn show_evidence(&mut self, item: &ItemId, place: usize) {
        let Some(open) = &self.open else { return };
        let Some(evidence) = open.evidence_of(item).get(place).cloned() else { return };
        if open.capture(evidence.capture).is_none() {
            return;
        }
        self.capture = Some(evidence.capture);
        self.viewer.bring = Some(evidence.area);
        let Some(view) = evidence.view.as_deref() else {
            let sum = self.sum_of(PictureOf::Capture(evidence.capture));
            self.show_recipes(sum.map(|sum| (sum, evidence.recipe.clone())).into_iter().collect());
            return;
        };
        let sources: Vec<Source> = view.pictures.iter().filter_map(|picture| self.source_of(picture.of)).collect();
        self.arrange(&view.arrangement, &sources);
        self.viewer.restore = Some(view.arrangement.clone());
        self.viewer.labels = view.captioned;
        let recipes = view.pictures.iter().filter_map(|picture| Some((self.sum_of(picture.of)?, picture.recipe.clone())));
        let recipes = recipes.collect();
        self.show_recipes(recipes);
        let slots: Vec<u8> = match self.viewer.mode {
            ViewMode::Grid => self.viewer.grid.panes.iter().map(|pane| pane.slot).collect(),
            _ => vec![0; sources.len()],
        };
        for ((source, slot), picture) in sources.iter().zip(slots).zip(&view.pictures) {
            if let Some(key) = self.key_of(*source) {
                self.viewer.set_offset(slot, key, Offset::of_mm(picture.moved_mm));
            }
        }
        if !view.marks.is_empty() || !view.measurements.is_empty() {
            self.viewer.marks = true;
        }
    }

    /// The capture of a kept picture among those of the page in hand.
    fn source_of(&self, of: PictureOf) -> Option<Source> {
        self.sources().into_iter().find(|source| match of {
            PictureOf::Capture(id) => self.capture_of(*source).is_some_and(|capture| capture.id == id),
            PictureOf::Reference(light) => *source == Source::new(Side::Reference, light),
        })
    }

    fn sum_of(&self, of: PictureOf) -> Option<PictureSum> {
        self.sum_of_source(self.source_of(of)?)
    }

    /// Takes the mode and settings of an arrangement.
    fn arrange(&mut self, arrangement: &Arrangement, sources: &[Source]) {
        let front = sources.first().map_or(Side::Questioned, |source| source.side);
        let [in_hand, _] = self.pair_of_sources();
        self.viewer.against = sources.iter().copied().find(|source| Some(*source) != in_hand);
        let viewer = &mut self.viewer;
        viewer.side = front;
        viewer.mode = match arrangement {
            Arrangement::Single => ViewMode::Single,
            Arrangement::SideBySide => ViewMode::SideBySide,
            Arrangement::Overlay { blend, opacity } => {
                (viewer.blend, viewer.opacity) = (*blend, *opacity as f32);
                ViewMode::Overlay
            }
            Arrangement::Swipe { .. } => ViewMode::Swipe,
            Arrangement::Lens { centre, magnification, .. } => {
                (viewer.lens.pinned, viewer.lens.magnification) = (Some(*centre), *magnification);
                ViewMode::Lens
            }
            Arrangement::Checker { square_mm } => {
                viewer.take_square(*square_mm);
                ViewMode::Checker
            }
            Arrangement::Blink => ViewMode::Blink,
            Arrangement::Difference { tolerance } => {
                viewer.tolerance = *tolerance;
                ViewMode::Difference
            }
            Arrangement::Grid => {
                viewer.grid = crate::gui::viewer::Grid::of(sources);
                ViewMode::Grid
            }
            Arrangement::Lights => ViewMode::Lights,
        };
    }

    /// Saves the view as a picture in `folder`.
    pub(super) fn save_view_to(&mut self, folder: PathBuf) {
        let Some((case, exhibit)) = self.exhibit() else { return };
        let evidence = match self.view_as_evidence() {
            Ok(evidence) => evidence,
            Err(problem) => return self.notices.problem(&problem),
        };
        let backend = Arc::clone(&self.backend);
        self.work("Writing the picture", move |watch| backend.save_view(case, exhibit, &evidence, &folder, watch).map(Done::PictureSaved));
    }
}
