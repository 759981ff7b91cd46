//! Pictures that are being decoded, ready, or failed; the least recently shown go first when there are too many.

use eframe::egui;
use std::collections::BTreeMap;
use std::sync::Arc;

use egui::{ColorImage, TextureHandle, TextureOptions};

use super::viewer::{PictureKey, TiledPicture};
use crate::app::{Job, Polled, Problem, Waker, Watch};
use crate::domain::Homography;

/// Bytes of decoded pictures to keep.
const BUDGET_BYTES: usize = 1 << 30;
/// Pictures decoded at the same time.
const AT_ONCE: usize = 2;

/// A picture that was decoded.
pub(crate) struct Decoded {
    tiles: Arc<TiledPicture>,
    thumbnail: ColorImage,
    page_from_picture: Option<Homography>,
}

impl Decoded {
    /// Cuts `rgb` into tiles.
    ///
    /// # Errors
    ///
    /// That somebody asked to stop.
    pub(crate) fn new(rgb: image::RgbImage, page_from_picture: Option<Homography>, watch: &dyn Watch) -> Result<Self, Problem> {
        let tiles = TiledPicture::new(rgb, watch)?;
        Ok(Self { thumbnail: tiles.thumbnail(), tiles: Arc::new(tiles), page_from_picture })
    }
}

enum Slot {
    Loading(Job<Result<Decoded, Problem>>),
    Ready(Arc<TiledPicture>, Option<Homography>),
    Failed(Problem),
}

/// The pictures of the open case.
#[derive(Default)]
pub(crate) struct Pictures {
    slots: BTreeMap<PictureKey, (Slot, u64)>,
    thumbnails: BTreeMap<PictureKey, TextureHandle>,
    tick: u64,
}

/// What there is of a picture.
pub(crate) enum Found {
    /// It is ready, with its own map to the page if it has one.
    Ready(Arc<TiledPicture>, Option<Homography>),
    /// It is under way.
    Loading,
    /// It cannot be shown.
    Failed(Problem),
}

impl Pictures {
    /// Takes over what is ready; returns problems to show.
    pub(crate) fn poll(&mut self, ctx: &egui::Context) -> Vec<Problem> {
        self.tick += 1;
        let mut problems = Vec::new();
        for (key, (slot, _)) in &mut self.slots {
            let Slot::Loading(job) = slot else { continue };
            let done = match job.poll() {
                Polled::Running => continue,
                Polled::Done(done) => done,
                Polled::Lost => Err(Problem::system("A picture could not be decoded.")
                    .hint("Open the file with another program to see whether it is whole.")),
            };
            match done {
                Ok(decoded) => {
                    let texture = ctx.load_texture("thumbnail", decoded.thumbnail, TextureOptions::LINEAR);
                    self.thumbnails.insert(*key, texture);
                    *slot = Slot::Ready(decoded.tiles, decoded.page_from_picture);
                }
                Err(problem) => {
                    problems.push(problem.clone());
                    *slot = Slot::Failed(problem);
                }
            }
        }
        self.forget_oldest();
        problems
    }

    fn forget_oldest(&mut self) {
        let bytes = |slot: &Slot| if let Slot::Ready(tiles, _) = slot { tiles.bytes() } else { 0 };
        let mut total: usize = self.slots.values().map(|(slot, _)| bytes(slot)).sum();
        while total > BUDGET_BYTES {
            let old =
                self.slots.iter().filter(|(_, (slot, used))| bytes(slot) > 0 && *used + 2 < self.tick).min_by_key(|(_, (_, used))| *used);
            let Some(key) = old.map(|(key, _)| *key) else { break };
            total -= self.slots.remove(&key).map_or(0, |(slot, _)| bytes(&slot));
        }
    }

    /// The picture `key`, which `load` decodes if it is not there yet.
    pub(crate) fn get(
        &mut self,
        key: PictureKey,
        name: &str,
        waker: &Waker,
        load: impl FnOnce(&dyn Watch) -> Result<Decoded, Problem> + Send + 'static,
    ) -> Found {
        let tick = self.tick;
        if let Some((slot, used)) = self.slots.get_mut(&key) {
            *used = tick;
            return match slot {
                Slot::Loading(_) => Found::Loading,
                Slot::Ready(tiles, map) => Found::Ready(Arc::clone(tiles), *map),
                Slot::Failed(problem) => Found::Failed(problem.clone()),
            };
        }
        let loading = self.slots.values().filter(|(slot, _)| matches!(slot, Slot::Loading(_))).count();
        if loading < AT_ONCE {
            self.slots.insert(key, (Slot::Loading(Job::start(format!("Decoding {name}"), waker.clone(), load)), tick));
        }
        // Otherwise it is asked for again in the frame that the end of another job wakes.
        Found::Loading
    }

    /// The small picture of `key`, once it was decoded.
    pub(crate) fn thumbnail(&self, key: PictureKey) -> Option<egui::TextureId> {
        self.thumbnails.get(&key).map(TextureHandle::id)
    }

    /// What is being decoded: label and how far it is.
    pub(crate) fn running(&self) -> impl Iterator<Item = (String, Option<f32>)> {
        self.slots.values().filter_map(|(slot, _)| if let Slot::Loading(job) = slot { Some((job.label(), job.fraction())) } else { None })
    }

    /// Forgets everything.
    pub(crate) fn clear(&mut self) {
        *self = Self::default();
    }
}
