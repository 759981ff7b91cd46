//! Pictures that are being decoded, ready, or failed; the least recently shown go first when there are too many.

use eframe::egui;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use egui::{ColorImage, TextureHandle, TextureOptions};

use super::looks::{Look, Looks};
use super::viewer::{PictureKey, TiledPicture};
use crate::app::memory::Budgets;
use crate::app::{Job, Polled, Problem, Waker, Watch};
use crate::domain::recipe::Recipe;
use crate::domain::{Homography, Resolution};

/// Bytes of decoded pictures that are kept whatever there is of memory, and asked after no further.
const SMALL_BYTES: usize = 64 << 20;
/// Pictures decoded at the same time.
const AT_ONCE: usize = 2;
/// Decoded pictures that wait until their tiles are on disk; further ones are decoded only then, so that memory stays bounded.
const UNKEPT: usize = 3;

/// A picture that was decoded.
pub(crate) struct Decoded {
    tiles: Arc<TiledPicture>,
    thumbnail: ColorImage,
    page_from_picture: Option<Homography>,
}

impl Decoded {
    /// A picture with its own map to the page, if it has one.
    pub(crate) fn new(tiles: impl Into<TiledPicture>, page_from_picture: Option<Homography>) -> Self {
        let tiles = tiles.into();
        Self { thumbnail: tiles.thumbnail(), tiles: Arc::new(tiles), page_from_picture }
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
    /// Tiles that are being written to the cache folder, one picture after the other.
    keeping: Option<Job<()>>,
    to_keep: Vec<Arc<TiledPicture>>,
    /// Pictures whose tiles were lost once and decoded again.
    lost: BTreeSet<PictureKey>,
    looks: Looks,
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
        let mut problems = self.looks.poll();
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
                    if decoded.tiles.is_to_keep() {
                        self.to_keep.push(Arc::clone(&decoded.tiles));
                    }
                    *slot = Slot::Ready(decoded.tiles, decoded.page_from_picture);
                }
                Err(problem) => {
                    problems.push(problem.clone());
                    *slot = Slot::Failed(problem);
                }
            }
        }
        self.keep_next(ctx);
        self.forget_oldest();
        problems
    }

    /// Writes the tiles of one picture at a time to the cache folder.
    fn keep_next(&mut self, ctx: &egui::Context) {
        if self.keeping.as_ref().is_some_and(|job| job.poll() != Polled::Running) {
            self.keeping = None;
        }
        // What is to be seen now goes first.
        if self.keeping.is_some() || self.running().next().is_some() {
            return;
        }
        if let Some(tiles) = self.to_keep.pop() {
            let wake = ctx.clone();
            let waker = Waker::new(move || wake.request_repaint());
            self.keeping = Some(Job::start("Keeping tiles", waker, move |watch| tiles.keep(watch)));
        }
    }

    /// Decodes a picture again whose tiles were lost; if that happens once more, it cannot be shown.
    pub(crate) fn lose(&mut self, key: PictureKey, problem: Problem) {
        let Some(key) = self.looks.base_of(key).or_else(|| self.slots.contains_key(&key).then_some(key)) else { return };
        self.looks.forget(key);
        if self.lost.insert(key) {
            self.slots.remove(&key);
        } else if let Some((slot, _)) = self.slots.get_mut(&key) {
            *slot = Slot::Failed(problem);
        }
    }

    /// The picture `key` as `recipe` makes it look, or the nearest to it that is ready; `resolution` is that of its file.
    pub(crate) fn look(
        &mut self,
        key: PictureKey,
        picture: &Arc<TiledPicture>,
        recipe: &Recipe,
        resolution: Option<Resolution>,
        waker: &Waker,
    ) -> Look {
        self.looks.get(key, picture, recipe, resolution, waker)
    }

    /// Why the recipe of a picture cannot be used, if so.
    pub(crate) fn refusal(&self, key: PictureKey) -> Option<&str> {
        self.looks.refusal(key)
    }

    /// Whether something is being decoded or made ready to be seen.
    pub(crate) fn is_busy(&self) -> bool {
        self.running().next().is_some() || self.looks.is_busy() || self.keeping.is_some() || !self.to_keep.is_empty()
    }

    fn forget_oldest(&mut self) {
        let bytes = |slot: &Slot| if let Slot::Ready(tiles, _) = slot { tiles.bytes() } else { 0 };
        let mut total: usize = self.slots.values().map(|(slot, _)| bytes(slot)).sum();
        if total <= SMALL_BYTES {
            return;
        }
        let budget = Budgets::now().shown;
        while total > budget {
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
        let unkept = self.to_keep.len() + usize::from(self.keeping.is_some());
        if loading < AT_ONCE && loading + unkept < UNKEPT {
            self.slots.insert(key, (Slot::Loading(Job::start(format!("Decoding {name}"), waker.clone(), load)), tick));
        }
        // Otherwise it is asked for again in the frame that the end of another job wakes.
        Found::Loading
    }

    /// How far the decoding of `key` is, 0 to 1; `None` before its first report, or if it is not under way.
    pub(crate) fn fraction(&self, key: PictureKey) -> Option<f32> {
        if let Some((Slot::Loading(job), _)) = self.slots.get(&key) { job.fraction() } else { None }
    }

    /// Stops what makes `key`, if it is not ready yet.
    pub(crate) fn stop(&mut self, key: PictureKey) {
        if matches!(self.slots.get(&key), Some((Slot::Loading(_), _))) {
            self.slots.remove(&key);
        }
    }

    /// Width and height of `key` in px, once it was decoded.
    pub(crate) fn size_px(&self, key: PictureKey) -> Option<(u32, u32)> {
        self.slots.get(&key).and_then(|(slot, _)| if let Slot::Ready(tiles, _) = slot { Some(tiles.size_px()) } else { None })
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
