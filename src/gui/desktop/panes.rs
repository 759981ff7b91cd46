//! Which pictures the viewers show, and the viewers themselves.

use eframe::egui;
use std::sync::Arc;

use egui::{Rect, Ui};

use super::Desktop;
use crate::app::Problem;
use crate::domain::{Capture, Evidence, Homography, Light, Outcome, Page, PageFromCapture, RectMm, Resolution, Sha256, Zone};
use crate::gui::case::OpenCase;
use crate::gui::case::toolbar::mode_bar_ui;
use crate::gui::pictures::{Decoded, Found};
use crate::gui::theme;
use crate::gui::viewer::{
    CanvasResponse, Layer, PaneView, PictureKey, Side, Textures, TiledPicture, ViewMode, ZoneMark, canvas_ui, clip_ui,
};
use crate::gui::widgets::Tone;
use crate::gui::wish::Wish;

/// Where a capture lies as its file says, edge to edge from the origin; 300 dpi if the file says nothing.
pub(super) fn stated_map(capture: &Capture) -> Homography {
    let assumed = Homography::scale_shift([25.4 / 300.0; 2], [25.4 / 600.0; 2]);
    capture.resolution.or_else(|| Resolution::square(300.0)).map_or(assumed, Homography::page_from_picture)
}

/// Where a capture lies: as registered, else as its file says.
pub(super) fn page_from_capture(open: &OpenCase, capture: &Capture) -> PageFromCapture {
    open.placement(capture.id).map_or_else(|| PageFromCapture(stated_map(capture)), |placement| placement.page_from_capture)
}

/// A picture, or what to say instead: a title and what to do.
type Shown = Result<Ready, (String, String)>;

/// A picture that is ready, with its place.
struct Ready {
    key: PictureKey,
    tiles: Arc<TiledPicture>,
    map: PageFromCapture,
    label: Vec<String>,
}

/// A part of a capture that is ready to be painted small.
pub(super) struct Clip {
    key: PictureKey,
    tiles: Arc<TiledPicture>,
    map: PageFromCapture,
    area: RectMm,
}

impl Clip {
    /// Paints it into `rect`.
    pub(super) fn ui(&self, ui: &Ui, rect: Rect, textures: &mut Textures) {
        let layer = Layer { key: self.key, picture: &self.tiles, page_from_capture: self.map, opacity: 1.0 };
        clip_ui(ui, rect, self.area, textures, &layer);
    }
}

/// Both pictures, as far as they are there, or what to say instead.
struct Pair {
    questioned: Shown,
    reference: Shown,
    difference: Option<Shown>,
    zones: Vec<(Zone, Tone, bool)>,
    regions: Vec<RectMm>,
    page: Option<RectMm>,
}

impl Desktop {
    /// Whether both pictures can be shown for the capture in hand.
    pub(super) fn has_both(&self) -> bool {
        let Some(open) = &self.open else { return false };
        let Some(capture) = self.capture.and_then(|capture| open.capture(capture)) else { return false };
        open.page_of(capture).is_some_and(|page| !page.captures.is_empty()) && open.placement(capture.id).is_some()
    }

    fn pair(&mut self) -> Option<Pair> {
        let open = self.open.as_ref()?;
        let capture = open.capture(self.capture?)?.clone();
        let page = open.page_of(&capture).cloned();
        let map = page_from_capture(open, &capture);
        let registered = open.placement(capture.id).cloned();
        let reference = open.reference().map(|reference| reference.id.clone());
        let zones = page.as_ref().map_or_else(Vec::new, |page| self.zone_marks(open, page, capture.light));
        let how = match &registered {
            Some(placement) => format!("{:.0} ppi at the document", placement.sampling_ppi),
            None => capture.resolution.map_or_else(|| "300 dpi assumed".to_owned(), |resolution| format!("{resolution}, as stated")),
        };
        let page_title = page.as_ref().map_or_else(|| "Page not known".to_owned(), |page| page.title.clone());
        let label = vec![format!("Questioned · {}", capture.file_name), format!("{page_title} · {} · {how}", capture.light.title())];

        let regions = page.as_ref().map_or_else(Vec::new, |page| self.regions(open, page, capture.light));
        let questioned = self.questioned_picture(&capture, map, label);
        let light = page.as_ref().and_then(|page| reference_light(page, capture.light));
        let (Some(page), Some(reference)) = (page, reference) else {
            let nothing = Err(("No reference chosen".to_owned(), "Accept a candidate in the tab Reference to compare with it.".to_owned()));
            return Some(Pair { questioned, reference: nothing, difference: None, zones, regions, page: None });
        };
        let Some(light) = light else {
            let nothing = Err(("No picture of this page".to_owned(), "The reference holds no capture of it.".to_owned()));
            return Some(Pair { questioned, reference: nothing, difference: None, zones, regions, page: Some(page.bounds()) });
        };
        let mut label = vec![format!("Reference · {reference}")];
        let same = if light == capture.light { String::new() } else { ", the only one held that comes near".to_owned() };
        label.push(format!("{} · {}{same}", page.title, light.title()));
        let key = PictureKey::from(Sha256::of(format!("reference/{reference}/{}/{light}", page.id).as_bytes()));
        let backend = Arc::clone(&self.backend);
        let (id, page_id) = (reference.clone(), page.id.clone());
        let found = self.pictures.get(key, &format!("{reference} {}", light.title()), &self.waker, move |watch| {
            let picture = backend.reference_picture(&id, &page_id, light, watch)?;
            Decoded::new(picture.rgb, Some(Homography::page_from_picture(picture.resolution)), watch)
        });
        let reference_picture = ready(found, key, None, label);
        let difference = (self.viewer.mode == ViewMode::Difference && registered.is_some()).then(|| {
            let key = PictureKey::from(Sha256::of(
                format!("difference/{}/{reference}/{}/{light}/{:?}", capture.sha256, page.id, map.0).as_bytes(),
            ));
            let backend = Arc::clone(&self.backend);
            let (sum, page_id) = (capture.sha256, page.id.clone());
            let found = self.pictures.get(key, "the difference", &self.waker, move |watch| {
                let picture = backend.difference(sum, map, (&reference, &page_id, light), watch)?;
                Decoded::new(picture.rgb, Some(Homography::page_from_picture(picture.resolution)), watch)
            });
            ready(found, key, None, vec!["Difference".to_owned(), format!("{} · {}", page.title, light.title())])
        });
        Some(Pair { questioned, reference: reference_picture, difference, zones, regions, page: Some(page.bounds()) })
    }

    fn questioned_picture(&mut self, capture: &Capture, map: PageFromCapture, label: Vec<String>) -> Shown {
        let key = PictureKey::from(capture.sha256);
        let found = self.capture_picture(capture.sha256, &capture.file_name);
        ready(found, key, Some(map), label)
    }

    /// The picture of a capture, decoded in a job if it is not there yet.
    pub(super) fn capture_picture(&mut self, sum: Sha256, name: &str) -> Found {
        let backend = Arc::clone(&self.backend);
        self.pictures.get(PictureKey::from(sum), name, &self.waker, move |watch| Decoded::new(backend.picture(sum, watch)?, None, watch))
    }

    /// The zones of a page that are seen under a light: what they came to, and whether the item in hand is about them.
    fn zone_marks(&self, open: &OpenCase, page: &Page, light: Light) -> Vec<(Zone, Tone, bool)> {
        let of_item = self.checklist.current.as_ref().map_or_else(Vec::new, |item| open.places_of(item));
        page.zones
            .iter()
            .filter(|zone| zone.is_seen_under(light) || of_item.iter().any(|(_, id)| *id == zone.id))
            .map(|zone| {
                let found = open.examination.analysis.comparisons.iter().find(|found| found.zone == zone.id && found.light == light);
                let tone = match found.map(|found| found.outcome) {
                    Some(Outcome::Differs) => Tone::Differs,
                    Some(Outcome::Agrees) => Tone::Agrees,
                    Some(Outcome::NotComparable) | None => Tone::Plain,
                };
                (zone.clone(), tone, of_item.iter().any(|(of_light, id)| *id == zone.id && *of_light == light))
            })
            .collect()
    }

    /// Spots that differ: of the zones of the item in hand, or of all zones while the difference is shown.
    fn regions(&self, open: &OpenCase, page: &Page, light: Light) -> Vec<RectMm> {
        let of_item = self.checklist.current.as_ref().map_or_else(Vec::new, |item| open.places_of(item));
        let wanted = |zone: &crate::domain::ZoneId| self.viewer.mode == ViewMode::Difference || of_item.iter().any(|(_, id)| id == zone);
        let comparisons = open.examination.analysis.comparisons.iter();
        let of_page = comparisons.filter(|found| found.page.page == page.id && found.light == light && wanted(&found.zone));
        of_page.flat_map(|found| &found.regions).map(|region| region.area).take(40).collect()
    }

    /// What was attached to the item in hand, in its order; `None` while a picture is being decoded.
    pub(super) fn clips(&mut self) -> Vec<Option<Clip>> {
        let (Some(open), Some(item)) = (&self.open, &self.checklist.current) else { return Vec::new() };
        let place = |evidence: &Evidence| {
            let capture = open.capture(evidence.capture)?;
            let map = if evidence.page.is_some() { page_from_capture(open, capture) } else { PageFromCapture(stated_map(capture)) };
            Some((capture.sha256, capture.file_name.clone(), map, evidence.area))
        };
        let places: Vec<_> = open.evidence_of(item).iter().map(place).collect();
        let mut clip = |place: Option<(Sha256, String, PageFromCapture, RectMm)>| {
            let (sum, name, map, area) = place?;
            let Found::Ready(tiles, _) = self.capture_picture(sum, &name) else { return None };
            Some(Clip { key: PictureKey::from(sum), tiles, map, area })
        };
        places.into_iter().map(&mut clip).collect()
    }

    /// Paints the viewers into `rect`.
    pub(super) fn viewers_ui(&mut self, ui: &mut Ui, rect: Rect) -> Option<Wish> {
        let Some(pair) = self.pair() else {
            let view = PaneView {
                name: "Questioned",
                label: Vec::new(),
                layers: Vec::new(),
                zones: Vec::new(),
                regions: Vec::new(),
                page: None,
                empty: Some(("No captures".to_owned(), "Add pictures of this exhibit to begin.".to_owned())),
            };
            self.cursor = canvas_ui(ui, rect, &mut self.viewer, &mut self.textures, &view).cursor;
            return None;
        };
        let mut response = match self.viewer.mode {
            ViewMode::SideBySide => self.side_by_side(ui, rect, &pair),
            ViewMode::Single => {
                let shown = match self.viewer.side {
                    Side::Questioned => &pair.questioned,
                    Side::Reference => &pair.reference,
                };
                self.one(ui, rect, self.viewer.side.title(), &[(shown, 1.0)], &pair)
            }
            ViewMode::Overlay => {
                let opacity = self.viewer.opacity;
                self.one(ui, rect, "Overlay", &[(&pair.reference, 1.0), (&pair.questioned, opacity)], &pair)
            }
            ViewMode::Blink => self.blink(ui, rect, &pair),
            ViewMode::Difference => match &pair.difference {
                Some(difference) => self.one(ui, rect, "Difference", &[(difference, 1.0)], &pair),
                None => self.one(ui, rect, "Difference", &[(&pair.reference, 1.0)], &pair),
            },
        };
        self.cursor = response.cursor;
        let frame_secs = ui.input(|input| input.predicted_dt);
        let asked = mode_bar_ui(ui, rect, &mut self.viewer, frame_secs);
        if let Some(command) = asked {
            return Some(Wish::Do(command));
        }
        response.clicked_zone.take().map(Wish::ShowZone)
    }

    fn side_by_side(&mut self, ui: &Ui, rect: Rect, pair: &Pair) -> CanvasResponse {
        let gap = 4.0;
        // Beside or below each other, whichever shows the page larger.
        let page = pair.page.unwrap_or(RectMm::new(0.0, 0.0, 125.0, 88.0));
        let fitted = |width: f32, height: f32| (f64::from(width) / page.width).min(f64::from(height) / page.height);
        let beside = fitted(rect.width() / 2.0, rect.height()) >= fitted(rect.width(), rect.height() / 2.0);
        let (mut left, mut right) = if beside { rect.split_left_right_at_fraction(0.5) } else { rect.split_top_bottom_at_fraction(0.5) };
        if left.right() < rect.right() - 1.0 {
            left.max.x -= gap / 2.0;
            right.min.x += gap / 2.0;
        } else {
            left.max.y -= gap / 2.0;
            right.min.y += gap / 2.0;
        }
        let bring = self.viewer.bring;
        let questioned = self.one(ui, left, Side::Questioned.title(), &[(&pair.questioned, 1.0)], pair);
        // Both viewers have the same size and the same camera: what was brought into one is in the other.
        if bring.is_some() {
            self.viewer.bring = None;
        }
        let reference = self.one(ui, right, Side::Reference.title(), &[(&pair.reference, 1.0)], pair);
        // A crosshair at the same spot of the other page.
        for (cursor, other) in [(questioned.cursor, right), (reference.cursor, left)] {
            if let Some(cursor) = cursor {
                let place = self.viewer.camera.ui(other, cursor.page);
                let painter = ui.painter_at(other);
                let stroke = egui::Stroke::new(1.0, theme::colours(ui.visuals()).accent);
                painter.hline(place.x - 9.0..=place.x + 9.0, place.y, stroke);
                painter.vline(place.x, place.y - 9.0..=place.y + 9.0, stroke);
            }
        }
        CanvasResponse {
            cursor: questioned.cursor.or(reference.cursor),
            clicked_zone: questioned.clicked_zone.or(reference.clicked_zone),
            complete: questioned.complete && reference.complete,
        }
    }

    /// Paints both pictures, one of them covering the other: a change of picture then uploads nothing.
    fn blink(&mut self, ui: &Ui, rect: Rect, pair: &Pair) -> CanvasResponse {
        let shown = self.viewer.blink.shown();
        let both = pair.questioned.is_ok() && pair.reference.is_ok();
        let (front, back) = match shown {
            Side::Questioned => (&pair.questioned, &pair.reference),
            Side::Reference => (&pair.reference, &pair.questioned),
        };
        let response = self.one(ui, rect, "Blink", &[(back, 0.0), (front, 1.0)], pair);
        if both && self.viewer.blink.running() {
            if response.complete {
                self.viewer.blink.frame_painted(ui.input(|input| input.predicted_dt));
            }
            ui.ctx().request_repaint();
        }
        response
    }

    /// Paints one viewer with `layers`, the lowest first.
    fn one(&mut self, ui: &Ui, rect: Rect, name: &str, layers: &[(&Shown, f32)], pair: &Pair) -> CanvasResponse {
        let front = layers.last().map(|(picture, _)| *picture);
        let view = PaneView {
            name,
            label: front.and_then(|front| front.as_ref().ok()).map_or_else(Vec::new, |front| front.label.clone()),
            layers: layers
                .iter()
                .filter_map(|(picture, opacity)| {
                    let ready = picture.as_ref().ok()?;
                    Some(Layer { key: ready.key, picture: &ready.tiles, page_from_capture: ready.map, opacity: *opacity })
                })
                .collect(),
            zones: pair
                .zones
                .iter()
                .map(|(zone, tone, current)| ZoneMark { id: &zone.id, title: &zone.title, area: zone.area, tone: *tone, current: *current })
                .collect(),
            regions: pair.regions.clone(),
            page: pair.page,
            empty: front.and_then(|front| front.as_ref().err()).cloned(),
        };
        canvas_ui(ui, rect, &mut self.viewer, &mut self.textures, &view)
    }
}

/// The light of the reference to show beside a capture: the same, or visible light, or any.
fn reference_light(page: &Page, light: Light) -> Option<Light> {
    [light, Light::Visible].into_iter().find(|light| page.captures.contains_key(light)).or_else(|| page.captures.keys().next().copied())
}

fn ready(found: Found, key: PictureKey, map: Option<PageFromCapture>, label: Vec<String>) -> Shown {
    match found {
        Found::Ready(tiles, own) => {
            let map = map.or_else(|| own.map(PageFromCapture)).unwrap_or(PageFromCapture(Homography::IDENTITY));
            Ok(Ready { key, tiles, map, label })
        }
        Found::Loading => Err(("Loading".to_owned(), label.first().cloned().unwrap_or_default())),
        Found::Failed(Problem { message, hint, .. }) => Err((message, hint)),
    }
}
