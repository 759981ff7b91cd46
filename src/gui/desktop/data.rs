//! What the tab Data needs of the desktop: pictures of which it shows parts, and the page on which it outlines one.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Desktop;
use super::panes::Clip;
use crate::domain::{CaptureId, Homography, PageFromCapture, PictureSum, PointPx, RectMm};
use crate::gui::case::data::{DataView, Place};
use crate::gui::pictures::Found;
use crate::gui::viewer::{PictureKey, TiledPicture};

/// Pictures of which parts are shown.
pub(super) struct DataPictures {
    captures: BTreeMap<CaptureId, (PictureKey, Arc<TiledPicture>)>,
    portrait: Option<(PictureSum, PictureKey, Arc<TiledPicture>)>,
}

impl DataPictures {
    /// A part of a capture, set straight.
    pub(super) fn clip(&self, (capture, corners): &Place) -> Option<Clip> {
        let (key, tiles) = self.captures.get(capture)?;
        let [tl, tr, br, bl] = *corners;
        let length = |from: PointPx, to: PointPx| (from.x - to.x).hypot(from.y - to.y);
        let (width, height) = (f64::midpoint(length(tl, tr), length(bl, br)), f64::midpoint(length(tl, bl), length(tr, br)));
        let map = Homography::from_quad(*corners, width, height)?;
        let area = RectMm::new(0.0, 0.0, width, height);
        Some(Clip::new(*key, Arc::clone(tiles), PageFromCapture(map), area))
    }

    /// The portrait of the chip.
    pub(super) fn whole(&self, sum: PictureSum) -> Option<Clip> {
        let (_, key, tiles) = self.portrait.as_ref().filter(|(of, ..)| *of == sum)?;
        let (width, height) = tiles.size_px();
        let area = RectMm::new(-0.5, -0.5, f64::from(width), f64::from(height));
        Some(Clip::new(*key, Arc::clone(tiles), PageFromCapture(Homography::IDENTITY), area))
    }
}

impl Desktop {
    /// The data of the open case and the pictures that are there.
    pub(super) fn data_shown(&mut self) -> Option<(DataView, DataPictures)> {
        let open = self.open.as_ref()?;
        let view = DataView::of(open);
        let wanted: Vec<_> = view
            .captures()
            .into_iter()
            .filter_map(|id| open.capture(id))
            .map(|capture| (capture.id, capture.picture(), capture.title()))
            .collect();
        let portrait: Option<PictureSum> = view.chip.as_ref().and_then(|chip| chip.portrait).map(PictureSum::from);
        let mut pictures = DataPictures { captures: BTreeMap::new(), portrait: None };
        for (id, sum, title) in wanted {
            if let Found::Ready(tiles, _) = self.capture_picture(sum, &title) {
                pictures.captures.insert(id, (PictureKey::from(sum), tiles));
            }
        }
        if let Some(sum) = portrait
            && let Found::Ready(tiles, _) = self.capture_picture(sum, "Portrait of the chip")
        {
            pictures.portrait = Some((sum, PictureKey::from(sum), tiles));
        }
        Some((view, pictures))
    }

    /// Brings a part of a capture into view and outlines it while the data are shown.
    pub(super) fn show_place(&mut self, capture: CaptureId, corners: [PointPx; 4]) {
        self.show_capture(capture);
        self.data.place = Some((capture, corners));
        if let Some(area) = self.place_on_page() {
            self.viewer.bring = Some(area.grown((area.width.max(area.height) * 0.5).clamp(2.0, 8.0)));
        }
    }

    /// Where what is outlined lies on the page in hand, in mm.
    pub(super) fn place_on_page(&self) -> Option<RectMm> {
        let (capture, corners) = self.data.place.filter(|(capture, _)| self.capture == Some(*capture))?;
        let open = self.open.as_ref()?;
        let map = super::panes::page_from_capture(open, open.capture(capture)?);
        let [first, ..] = corners.map(|corner| map.page(corner));
        let (mut low, mut high) = (first, first);
        for corner in corners.map(|corner| map.page(corner)) {
            (low.x, low.y) = (low.x.min(corner.x), low.y.min(corner.y));
            (high.x, high.y) = (high.x.max(corner.x), high.y.max(corner.y));
        }
        let area = RectMm::between(low, high);
        [area.x, area.y, area.width, area.height].iter().all(|side| side.is_finite()).then_some(area)
    }
}
