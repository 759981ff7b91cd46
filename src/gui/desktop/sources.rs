//! Which pictures of the page in hand there are, and getting one of them to show.

use std::sync::Arc;

use super::Desktop;
use super::panes::{Ready, Shown, page_from_capture, ready};
use crate::domain::{Capture, Homography, Light, Page, PageFromCapture, PageId, PageOf, ReferenceId, Sha256};
use crate::gui::case::OpenCase;
use crate::gui::pictures::Decoded;
use crate::gui::viewer::{Offset, PictureKey, Side, Source, Surroundings, ViewMode};

/// The captures of a page under a light, the registered ones first.
fn captures_of<'a>(open: &'a OpenCase, page: Option<&PageId>, light: Light) -> Vec<&'a Capture> {
    let of_page = |capture: &&Capture| capture.light == light && open.page_of(capture).map(|page| &page.id) == page;
    let mut found: Vec<&Capture> = open.captures().iter().filter(of_page).collect();
    found.sort_by_key(|capture| open.placement(capture.id).is_none());
    found
}

/// The light of the reference to show beside a capture: the same, or visible light, or any.
pub(super) fn reference_light(page: &Page, light: Light) -> Option<Light> {
    [light, Light::Visible].into_iter().find(|light| page.captures.contains_key(light)).or_else(|| page.captures.keys().next().copied())
}

pub(super) fn reference_key(reference: &ReferenceId, page: &PageId, light: Light) -> PictureKey {
    PictureKey::from(Sha256::of(format!("reference/{reference}/{page}/{light}").as_bytes()))
}

impl Desktop {
    fn capture_in_hand(&self) -> Option<&Capture> {
        self.open.as_ref()?.capture(self.capture?)
    }

    pub(super) fn page_in_hand(&self) -> Option<&Page> {
        self.open.as_ref()?.page_of(self.capture_in_hand()?)
    }

    /// The pictures of the page in hand, the questioned first, each in the order of lights.
    pub(super) fn sources(&self) -> Vec<Source> {
        let (Some(open), Some(_)) = (&self.open, self.capture_in_hand()) else { return Vec::new() };
        let page = self.page_in_hand();
        let id = page.map(|page| &page.id);
        let mut lights: Vec<Light> = open.captures().iter().map(|capture| capture.light).collect();
        lights.sort_unstable();
        lights.dedup();
        let counted = lights
            .into_iter()
            .flat_map(|light| (0..captures_of(open, id, light).len()).map(move |number| Source { side: Side::Questioned, light, number }));
        let held = page.into_iter().flat_map(|page| page.captures.keys().map(|light| Source::new(Side::Reference, *light)));
        counted.chain(held).collect()
    }

    /// The capture in hand as one of the pictures of its page, and what it is compared with.
    pub(super) fn pair_of_sources(&self) -> [Option<Source>; 2] {
        let (Some(open), Some(capture)) = (&self.open, self.capture_in_hand()) else { return [None; 2] };
        let page = self.page_in_hand();
        let found = captures_of(open, page.map(|page| &page.id), capture.light);
        let number = found.iter().position(|other| other.id == capture.id).unwrap_or(0);
        let in_hand = Source { side: Side::Questioned, light: capture.light, number };
        let chosen = self.viewer.against.filter(|against| *against != in_hand && self.sources().contains(against));
        let nearest = || page.and_then(|page| reference_light(page, capture.light)).map(|light| Source::new(Side::Reference, light));
        [Some(in_hand), chosen.or_else(nearest)]
    }

    /// The capture that is one of the pictures of the page in hand.
    pub(super) fn capture_of(&self, source: Source) -> Option<&Capture> {
        let open = self.open.as_ref()?;
        let page = self.page_in_hand().map(|page| &page.id);
        captures_of(open, page, source.light).get(source.number).copied().filter(|_| source.side == Side::Questioned)
    }

    /// The name of a picture in the cache.
    pub(super) fn key_of(&self, source: Source) -> Option<PictureKey> {
        match source.side {
            Side::Questioned => Some(PictureKey::from(self.capture_of(source)?.sha256)),
            Side::Reference => {
                let reference = self.open.as_ref()?.reference_id()?;
                Some(reference_key(reference, &self.page_in_hand()?.id, source.light))
            }
        }
    }

    /// A picture of the page in hand, moved as it was by hand in the viewer `slot`.
    pub(super) fn shown(&mut self, source: Source, slot: u8) -> Shown {
        let found = match source.side {
            Side::Questioned => self.shown_capture(source),
            Side::Reference => self.shown_reference(source.light),
        };
        let offset = self.key_of(source).map(|key| self.viewer.offset(slot, key)).unwrap_or_default();
        found.map(|ready| self.looked_at(source, moved(ready, offset)))
    }

    fn shown_capture(&mut self, source: Source) -> Shown {
        let (Some(open), Some(capture)) = (&self.open, self.capture_of(source).cloned()) else {
            let text = format!("The exhibit has no capture of this page under {}.", source.light.title());
            return Err(("No such capture".to_owned(), text));
        };
        let map = page_from_capture(open, &capture);
        let how = match open.placement(capture.id) {
            Some(placement) => format!("{:.0} ppi at the document", placement.sampling_ppi),
            None => capture.resolution.map_or_else(|| "300 dpi assumed".to_owned(), |resolution| format!("{resolution}, as stated")),
        };
        let page = open.page_of(&capture).map_or_else(|| "Page not known".to_owned(), |page| page.title.clone());
        let label = vec![format!("Questioned · {}", capture.title()), format!("{page} · {} · {how}", capture.light.title())];
        let found = self.capture_picture(capture.picture(), &capture.title());
        ready(found, PictureKey::from(capture.picture()), Some(map), label)
    }

    fn shown_reference(&mut self, light: Light) -> Shown {
        let found = self.open.as_ref().and_then(|open| Some((open.reference_id()?.clone(), self.page_in_hand()?.clone())));
        let Some((reference, page)) = found else {
            return Err(("No reference chosen".to_owned(), "Accept a candidate in the tab Reference to compare with it.".to_owned()));
        };
        let Some(held) = page.captures.get(&light) else {
            let text = format!("The reference holds no capture of it under {}.", light.title());
            return Err(("No picture of this page".to_owned(), text));
        };
        let label = vec![format!("Reference · {reference} · {}", file_name(&held.file)), format!("{} · {}", page.title, light.title())];
        self.reference_picture(reference, page.id, light, label)
    }

    /// The picture of a page of any reference under a light.
    pub(super) fn reference_of_page(&mut self, of: &PageOf, light: Light) -> Shown {
        let page = self.open.as_ref().and_then(|open| open.library.get(&of.reference)?.page(&of.page)).cloned();
        let held = page.as_ref().and_then(|page| page.captures.get(&light)).map(|held| file_name(&held.file).to_owned());
        let (Some(page), Some(file)) = (page, held) else {
            return Err(("No picture of this page".to_owned(), format!("The reference holds none under {}.", light.title())));
        };
        let label = vec![format!("Reference · {} · {file}", of.reference), format!("{} · {}", page.title, light.title())];
        self.reference_picture(of.reference.clone(), page.id, light, label)
    }

    fn reference_picture(&mut self, reference: ReferenceId, page: PageId, light: Light, label: Vec<String>) -> Shown {
        let key = reference_key(&reference, &page, light);
        let backend = Arc::clone(&self.backend);
        let name = format!("{reference} {}", light.title());
        let found = self.pictures.get(key, &name, &self.waker, move |watch| {
            let (tiles, resolution) = backend.reference_tiles(&reference, &page, light, watch)?;
            Ok(Decoded::new(tiles, Some(Homography::page_from_picture(resolution))))
        });
        let mut shown = ready(found, key, None, label);
        if let Ok(ready) = &mut shown {
            self.reference_maps.insert(key, ready.map);
            let mm_per_px = ready.map.0.area_scale(0.0, 0.0).abs().sqrt();
            if let Some(line) = ready.label.get_mut(1).filter(|_| mm_per_px > 1e-6) {
                line.push_str(&format!(" · {:.0} ppi", crate::domain::MM_PER_INCH / mm_per_px));
            }
        }
        shown
    }

    /// What a command to the viewers needs to know.
    pub(super) fn surroundings(&self, pixels_per_point: f32) -> Surroundings {
        let pair = self.pair_of_sources();
        let target = match self.viewer.mode {
            ViewMode::Grid => self.viewer.grid.panes.get(self.viewer.grid.active).map(|pane| (pane.slot, pane.source)),
            ViewMode::Single if self.viewer.side == Side::Reference => pair[1].map(|source| (0, source)),
            _ => pair[0].map(|source| (0, source)),
        };
        Surroundings {
            page: self.page_bounds(),
            px_per_mm: self.px_per_mm(),
            pixels_per_point,
            sources: self.sources(),
            pair,
            target: target.and_then(|(slot, source)| Some((slot, self.key_of(source)?))),
        }
    }
}

/// The last part of a path.
fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// A picture moved by hand over the page, which its label then says.
fn moved(mut ready: Ready, offset: Offset) -> Ready {
    if offset.is_some() {
        let shift = Homography::scale_shift([1.0; 2], offset.mm());
        ready.map = PageFromCapture(shift.after(&ready.map.0));
        ready.label.push(offset.text());
    }
    ready
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_named_without_its_folders() {
        assert_eq!(file_name("captures/data-page.visible.jpg"), "data-page.visible.jpg");
        assert_eq!(file_name("a.png"), "a.png");
    }
}
