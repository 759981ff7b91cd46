//! The map of difference: worked out once for a capture, a reference and a place, and painted at any tolerance.

use std::sync::Arc;

use super::Desktop;
use super::panes::{Shown, ready};
use super::sources::reference_light;
use crate::domain::{Capture, Homography, Light, Page, PageFromCapture, PageId, PictureSum, ReferenceId, Sha256};
use crate::gui::pictures::{Decoded, Found};
use crate::gui::viewer::{PictureKey, TiledPicture, ViewMode};

/// The map that is shown or worked out.
#[derive(Default)]
pub(super) struct DifferenceShown {
    /// The map, whatever its tolerance.
    map: Option<PictureKey>,
    /// The tolerance that is asked for, and the map in its colours.
    wanted: Option<(f64, PictureKey, Arc<TiledPicture>)>,
    /// The tolerance of what is in view.
    seen: Option<(f64, PictureKey)>,
}

impl DifferenceShown {
    /// The map in the colours of `tolerance`, made when the tolerance changes.
    fn tolerating(&mut self, map: PictureKey, tiles: &TiledPicture, tolerance: f64) -> (PictureKey, Arc<TiledPicture>) {
        let same = |known: f64| (known - tolerance).abs() < 1e-9;
        match &self.wanted {
            Some((known, key, tiles)) if same(*known) => (*key, Arc::clone(tiles)),
            _ => {
                let key = PictureKey::from(Sha256::of(format!("{:?}/{tolerance:.4}", map.0).as_bytes()));
                let tiles = Arc::new(tiles.tolerating(tolerance));
                self.wanted = Some((tolerance, key, Arc::clone(&tiles)));
                (key, tiles)
            }
        }
    }

    /// Which tolerance is in view, for people: that of what was painted last until the one that is asked for is there.
    fn said(&self, tolerance: f64) -> String {
        match self.seen {
            Some((seen, _)) if (seen - tolerance).abs() > 1e-9 => format!("from {seen:.2}, working out {tolerance:.2} …"),
            _ => format!("from {tolerance:.2}"),
        }
    }

    /// What is asked for was painted.
    pub(super) fn painted(&mut self) {
        self.seen = self.wanted.as_ref().map(|(tolerance, key, _)| (*tolerance, *key));
    }
}

/// What a map of difference is of: the capture, where it lies, and the picture of the reference.
type Compared = (PictureSum, PageFromCapture, ReferenceId, PageId, Light);

impl Desktop {
    /// The map that is asked for: its name, what it is of, and the titles of capture and page; `None` outside the mode.
    fn asked_difference(&self, capture: &Capture, page: Option<&Page>) -> Option<(PictureKey, Compared, [String; 2])> {
        let (open, page) = (self.open.as_ref()?, page?);
        let map = open.placement(capture.id)?.page_from_capture;
        let reference = open.reference_id()?.clone();
        let light = reference_light(page, capture.light).filter(|_| self.viewer.mode == ViewMode::Difference)?;
        let name = format!("difference/{}/{reference}/{}/{light}/{:?}", capture.picture(), page.id, map.0);
        let titles = [format!("Difference · {}", capture.title()), format!("{} · {}", page.title, light.title())];
        Some((PictureKey::from(Sha256::of(name.as_bytes())), (capture.picture(), map, reference, page.id.clone(), light), titles))
    }

    /// The map of the difference of a registered capture from the reference, while it is asked for.
    ///
    /// One job at a time works one out, and is stopped when another map is asked for, or none.
    pub(super) fn difference(&mut self, capture: &Capture, page: Option<&Page>) -> Option<Shown> {
        let asked = self.asked_difference(capture, page);
        let key = asked.as_ref().map(|(key, ..)| *key);
        if self.difference_shown.map != key {
            if let Some(before) = self.difference_shown.map {
                self.pictures.stop(before);
            }
            self.difference_shown = DifferenceShown { map: key, ..DifferenceShown::default() };
        }
        let (key, place, titles) = asked?;
        let backend = Arc::clone(&self.backend);
        let (sum, map, reference, page_id, light) = place;
        let found = self.pictures.get(key, "the difference", &self.waker, move |watch| {
            let picture = backend.difference(sum, map, (&reference, &page_id, light), watch)?;
            let map = Homography::page_from_picture(picture.resolution);
            Ok(Decoded::new(TiledPicture::drawn(picture.rgb, watch)?, Some(map)))
        });
        let tolerance = self.viewer.tolerance;
        match found {
            Found::Ready(tiles, map) => {
                let (key, tiles) = self.difference_shown.tolerating(key, &tiles, tolerance);
                let [title, of] = titles;
                let label = vec![title, format!("{of} · {}", self.difference_shown.said(tolerance))];
                let mut shown = ready(Found::Ready(tiles, map), key, None, label);
                if let Ok(shown) = &mut shown {
                    shown.before = self.difference_shown.seen.map(|(_, key)| key);
                }
                Some(shown)
            }
            Found::Loading => {
                let done = self.pictures.fraction(key).map_or(String::new(), |part| format!(" {:.0} % done.", part * 100.0));
                let text = format!("The capture is compared with the reference all over.{done} Until then it is shown faded.");
                Some(Err(("Working out the difference".to_owned(), text)))
            }
            failed @ Found::Failed(_) => Some(ready(failed, key, None, Vec::new())),
        }
    }
}
