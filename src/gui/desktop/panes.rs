//! What the viewers show: the pair of pictures, what is marked on them, what was attached.

use eframe::egui;
use std::sync::Arc;

use egui::{Rect, Ui};

use super::Desktop;
use crate::app::Problem;
use crate::app::measuring::map_of;
use crate::domain::{Capture, Evidence, Homography, Light, Outcome, Page, PageFromCapture, PictureSum, PointPx, RectMm, Zone};
use crate::gui::case::OpenCase;
use crate::gui::case::tabs::Tab;
use crate::gui::pictures::{Decoded, Found};
use crate::gui::viewer::{Layer, Part, PictureKey, Side, SightMark, Sketch, Source, Textures, TiledPicture, ViewMode, clip_ui};
use crate::gui::widgets::Tone;
use crate::imaging::Marks;

/// Where a capture lies: as registered, else by the scale that was set for it, else as its file says.
pub(super) fn page_from_capture(open: &OpenCase, capture: &Capture) -> PageFromCapture {
    map_of(&open.examination, capture, open.reference_id())
}

/// A picture, or what to say instead: a title and what to do.
pub(super) type Shown = Result<Ready, (String, String)>;

/// A picture that is ready, with its place.
pub(super) struct Ready {
    pub(super) key: PictureKey,
    pub(super) tiles: Arc<TiledPicture>,
    pub(super) before: Option<PictureKey>,
    pub(super) map: PageFromCapture,
    pub(super) label: Vec<String>,
}

impl Ready {
    /// It as a layer of a viewer that covers all of it.
    pub(super) fn layer(&self) -> Layer<'_> {
        Layer {
            key: self.key,
            picture: &self.tiles,
            before: self.before,
            page_from_capture: self.map,
            opacity: 1.0,
            part: Part::All,
            camera: None,
        }
    }
}

/// A part of a capture that is ready to be painted small.
pub(super) struct Clip {
    key: PictureKey,
    tiles: Arc<TiledPicture>,
    map: PageFromCapture,
    area: RectMm,
}

impl Clip {
    /// The part `area` of a picture that lies by `map`.
    pub(super) fn new(key: PictureKey, tiles: Arc<TiledPicture>, map: PageFromCapture, area: RectMm) -> Self {
        Self { key, tiles, map, area }
    }

    /// Paints it into `rect`.
    pub(super) fn ui(&self, ui: &Ui, rect: Rect, textures: &mut Textures) {
        let layer = Layer {
            key: self.key,
            picture: &self.tiles,
            before: None,
            page_from_capture: self.map,
            opacity: 1.0,
            part: Part::All,
            camera: None,
        };
        clip_ui(ui, rect, self.area, textures, &layer);
    }
}

/// Both pictures, as far as they are there, and what is marked on them.
pub(super) struct Scene {
    pub(super) questioned: Shown,
    pub(super) second: Shown,
    /// What the two are called, for example `Questioned` and `Reference`.
    pub(super) titles: [String; 2],
    pub(super) difference: Option<Shown>,
    pub(super) zones: Vec<(Zone, Tone, bool)>,
    pub(super) regions: Vec<RectMm>,
    /// Marks, measurements and what is being drawn.
    pub(super) sketches: Vec<Sketch>,
    pub(super) page: Option<RectMm>,
    /// The page of the candidate that is outlined, on the picture in hand.
    pub(super) sight: Option<(Source, SightMark)>,
    /// What stands out from the ground under the light in hand.
    pub(super) marks: Marks,
}

impl Scene {
    /// The picture of a side.
    pub(super) fn side(&self, side: Side) -> &Shown {
        match side {
            Side::Questioned => &self.questioned,
            Side::Reference => &self.second,
        }
    }

    /// What the picture of a side is called.
    pub(super) fn title(&self, side: Side) -> &str {
        let [questioned, second] = &self.titles;
        match side {
            Side::Questioned => questioned,
            Side::Reference => second,
        }
    }
}

impl Desktop {
    /// Whether two pictures can be laid over each other: a registered capture and its reference, or two captures of one page.
    pub(super) fn has_both(&self) -> bool {
        let [Some(_), Some(second)] = self.pair_of_sources() else { return false };
        let placed = self.open.as_ref().zip(self.capture).is_some_and(|(open, capture)| open.placement(capture).is_some());
        placed || second.side == Side::Questioned
    }

    /// What is to be shown of the page in hand; `None` without a capture.
    pub(super) fn scene(&mut self) -> Option<Scene> {
        let open = self.open.as_ref()?;
        let capture = open.capture(self.capture?)?.clone();
        let page = open.page_of(&capture).cloned();
        let zones = page.as_ref().map_or_else(Vec::new, |page| self.zone_marks(open, page, capture.light));
        let mut regions = page.as_ref().map_or_else(Vec::new, |page| self.regions(open, page, capture.light));
        regions.extend(self.place_on_page().filter(|_| self.tab == Tab::Data));
        let [in_hand, second] = self.pair_of_sources();
        let questioned = self.shown(in_hand?, 0);
        let titles = match second {
            Some(source) if source.side == Side::Questioned => [format!("Questioned · {}", capture.light.title()), source.title()],
            _ => [Side::Questioned.title().to_owned(), Side::Reference.title().to_owned()],
        };
        let second = match second {
            Some(source) => {
                let mut shown = self.shown(source, 0);
                let nearest = source.side == Side::Reference && source.light != capture.light && self.viewer.against != Some(source);
                if let (true, Ok(Some(line))) = (nearest, shown.as_mut().map(|ready| ready.label.get_mut(1))) {
                    line.push_str(", the only one held that comes near");
                }
                shown
            }
            None if page.is_some() => Err(("No picture of this page".to_owned(), "The reference holds no capture of it.".to_owned())),
            None => Err(("No reference chosen".to_owned(), "Accept a candidate in the tab Reference to compare with it.".to_owned())),
        };
        let difference = self.difference(&capture, page.as_ref());
        let marks = if capture.light.shows_luminescence() { Marks::Bright } else { Marks::Dark };
        let sketches = self.sketches();
        let sight = in_hand.zip(self.sight(&capture));
        Some(Scene { questioned, second, titles, difference, zones, regions, sketches, page: page.map(|page| page.bounds()), sight, marks })
    }

    /// Where `capture` shows the candidate that is being looked at in the tab Reference.
    fn sight(&self, capture: &Capture) -> Option<SightMark> {
        let open = self.open.as_ref().filter(|_| self.tab == Tab::Reference && !self.full)?;
        let found = self.work.as_ref().filter(|_| self.analysing).map(|job| job.found()).filter(|found| !found.is_empty());
        let sight = self.candidates.sight(found.as_deref().unwrap_or(&open.examination.analysis.candidates))?;
        let map = page_from_capture(open, capture);
        let at = |px: &PointPx| map.page(*px);
        (sight.capture == capture.id)
            .then(|| SightMark { corners: sight.corners.each_ref().map(at), places: sight.places.iter().map(at).collect() })
    }

    /// The picture of a capture, decoded in a job if it is not there yet.
    pub(super) fn capture_picture(&mut self, sum: PictureSum, name: &str) -> Found {
        let backend = Arc::clone(&self.backend);
        self.pictures.get(PictureKey::from(sum), name, &self.waker, move |watch| Ok(Decoded::new(backend.tiles(sum, watch)?, None)))
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
            let chosen = open.reference_id().filter(|_| evidence.page.is_some());
            let map = map_of(&open.examination, capture, chosen);
            Some((capture.picture(), capture.title(), map, evidence.area))
        };
        let places: Vec<_> = open.evidence_of(item).iter().map(place).collect();
        let mut clip = |place: Option<(PictureSum, String, PageFromCapture, RectMm)>| {
            let (sum, name, map, area) = place?;
            let Found::Ready(tiles, _) = self.capture_picture(sum, &name) else { return None };
            Some(Clip { key: PictureKey::from(sum), tiles, map, area })
        };
        places.into_iter().map(&mut clip).collect()
    }
}

pub(super) fn ready(found: Found, key: PictureKey, map: Option<PageFromCapture>, label: Vec<String>) -> Shown {
    match found {
        Found::Ready(tiles, own) => {
            let map = map.or_else(|| own.map(PageFromCapture)).unwrap_or(PageFromCapture(Homography::IDENTITY));
            Ok(Ready { key, tiles, before: None, map, label })
        }
        Found::Loading => Err(("Loading".to_owned(), label.first().cloned().unwrap_or_default())),
        Found::Failed(Problem { message, hint, .. }) => Err((message, hint)),
    }
}
