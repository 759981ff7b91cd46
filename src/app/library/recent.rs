//! The reference pages that were looked at last; a library of a thousand pages does not fit into memory.

use std::sync::Arc;

use super::ReferencePage;
use crate::domain::{Light, PageOf};

/// Bytes of pictures that are held.
const HELD_BYTES: usize = 600_000_000;
/// Pages that are held however large they are: the lights of one page, and its rivals.
const LEAST_HELD: usize = 8;

/// The pages that were looked at last, the latest first.
#[derive(Default)]
pub(super) struct Recent {
    pages: Vec<((PageOf, Light), Arc<ReferencePage>)>,
}

impl Recent {
    /// The page if it is held; it is then the latest.
    pub(super) fn get(&mut self, key: &(PageOf, Light)) -> Option<Arc<ReferencePage>> {
        let place = self.pages.iter().position(|(held, _)| held == key)?;
        let held = self.pages.remove(place);
        let page = Arc::clone(&held.1);
        self.pages.insert(0, held);
        Some(page)
    }

    /// Holds a page as the latest, and lets go of the oldest that do not fit any more.
    pub(super) fn put(&mut self, key: (PageOf, Light), page: &Arc<ReferencePage>) {
        self.pages.retain(|(held, _)| *held != key);
        self.pages.insert(0, (key, Arc::clone(page)));
        let mut bytes = 0;
        let mut kept = 0;
        self.pages.retain(|(_, page)| {
            bytes += page.picture.rgb.as_raw().len();
            kept += 1;
            kept <= LEAST_HELD || bytes <= HELD_BYTES
        });
    }
}
