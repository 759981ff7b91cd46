//! Searching a library by a patch: a stamp, an emblem, a piece of background.

use std::sync::Arc;

use super::{Library, PlainIndex};
use crate::app::Problem;
use crate::domain::{Light, PageOf, Progress, Resolution};
use crate::imaging::{IndexedPage, PatchPages, PatchParams, PatchSearch, Picture, PixelRect, PreparedPage};

/// The pages of a library under one light.
struct LibraryPages<'a> {
    library: &'a Library,
    light: Light,
}

impl PatchPages for LibraryPages<'_> {
    type Error = Problem;

    fn prepared(&self, page: &IndexedPage) -> Result<Option<Arc<PreparedPage>>, Problem> {
        PageOf::named(&page.key).map_or(Ok(None), |of| self.library.ready(&of, self.light))
    }

    fn with_picture(&self, page: &IndexedPage, look: &mut dyn FnMut(&Picture, Resolution)) -> Result<(), Problem> {
        if let Some(of) = PageOf::named(&page.key)
            && let Some(page) = self.library.page(&of, self.light)?
        {
            look(&page.picture, page.resolution);
        }
        Ok(())
    }
}

impl PatchPages for PlainIndex {
    type Error = Problem;

    fn prepared(&self, page: &IndexedPage) -> Result<Option<Arc<PreparedPage>>, Problem> {
        self.ready(&page.key)
    }

    fn with_picture(&self, page: &IndexedPage, look: &mut dyn FnMut(&Picture, Resolution)) -> Result<(), Problem> {
        if let Some((picture, resolution)) = self.picture(&page.key)? {
            look(&picture, resolution);
        }
        Ok(())
    }
}

impl Library {
    /// Which pages carry what `area` of a picture under `light` shows, best first.
    ///
    /// Zones that differ from holder to holder are not recognised in references, so a portrait is not found by itself.
    ///
    /// # Errors
    ///
    /// As for [`Self::page`]; cancelled if `progress` asks to stop.
    pub fn find_patch(
        &self,
        picture: &Picture,
        light: Light,
        area: PixelRect,
        top: usize,
        progress: &dyn Progress,
    ) -> Result<PatchSearch, Problem> {
        let (index, _) = self.index(light, progress)?;
        index.find_patch(picture, area, top, &PatchParams::default(), &LibraryPages { library: self, light }, progress)
    }
}

impl PlainIndex {
    /// Which pages carry what `area` of a picture shows, best first.
    ///
    /// # Errors
    ///
    /// Bad input if a page of the folder cannot be read any more; cancelled if `progress` asks to stop.
    pub fn find_patch(&self, picture: &Picture, area: PixelRect, top: usize, progress: &dyn Progress) -> Result<PatchSearch, Problem> {
        self.index_of_pages().find_patch(picture, area, top, &PatchParams::default(), self, progress)
    }
}
