//! Which tiles are on the graphics card, and getting those there that are wanted.

use eframe::egui;
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

use egui::{ColorImage, Context, TextureFilter, TextureHandle, TextureOptions, TextureWrapMode};

use super::tiles::{TilePlace, TiledPicture};
use crate::app::memory::Budgets;
use crate::app::{Crew, Problem, Waker};
use crate::imaging::TileAddress;

/// Names a picture in the cache: the start of its sum, or a number for one that was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PictureKey(pub [u8; 16]);

impl From<crate::domain::PictureSum> for PictureKey {
    fn from(sum: crate::domain::PictureSum) -> Self {
        sum.digest().into()
    }
}

impl From<crate::domain::Sha256> for PictureKey {
    fn from(sum: crate::domain::Sha256) -> Self {
        Self(std::array::from_fn(|place| sum.bytes()[place]))
    }
}

/// Bytes that may be uploaded in one frame, so that no frame stalls.
const UPLOAD_BYTES: usize = 12 << 20;
/// Tiles that are worked out or wait for it. Few, so that what is wanted now is next, and not what was wanted a moment ago.
const AT_ONCE: usize = 12;

type TileKey = (PictureKey, TileAddress);

/// What a work of the crew came to.
enum Made {
    /// A texture to upload.
    Texture(TileKey, ColorImage),
    /// The original of a tile is in memory.
    Fetched(TileKey),
    /// Neither.
    Lost(TileKey, Problem),
}

struct Resident {
    texture: TextureHandle,
    bytes: usize,
    used: u64,
}

/// The tiles on the graphics card, the least recently painted of which go first.
pub(crate) struct Textures {
    resident: BTreeMap<TileKey, Resident>,
    crew: Crew<Made>,
    pending: BTreeSet<TileKey>,
    fetching: BTreeSet<TileKey>,
    made: VecDeque<(TileKey, ColorImage)>,
    lost: Vec<(PictureKey, Problem)>,
    frame: u64,
    bytes: usize,
    /// Bytes that may stay on the graphics card.
    budget: usize,
}

impl Default for Textures {
    fn default() -> Self {
        Self {
            resident: BTreeMap::new(),
            crew: Crew::new("Tiles"),
            pending: BTreeSet::new(),
            fetching: BTreeSet::new(),
            made: VecDeque::new(),
            lost: Vec::new(),
            frame: 0,
            bytes: 0,
            budget: Budgets::now().textures,
        }
    }
}

impl Textures {
    /// Begins a frame: forgets what is over the budget and was not painted in the last one, and uploads what was made since.
    pub(crate) fn begin_frame(&mut self, ctx: &Context) {
        while self.bytes > self.budget {
            let frame = self.frame;
            let oldest = self.resident.iter().filter(|(_, tile)| tile.used < frame).min_by_key(|(_, tile)| tile.used).map(|(key, _)| *key);
            let Some(tile) = oldest.and_then(|key| self.resident.remove(&key)) else { break };
            self.bytes -= tile.bytes;
        }
        self.frame += 1;
        while let Some(made) = self.crew.take() {
            match made {
                Made::Texture(key, image) => self.made.push_back((key, image)),
                Made::Fetched(key) => {
                    self.fetching.remove(&key);
                }
                Made::Lost(key, problem) => {
                    self.pending.remove(&key);
                    self.fetching.remove(&key);
                    self.lost.push((key.0, problem));
                }
            }
        }
        let mut uploaded = 0;
        while uploaded < UPLOAD_BYTES {
            let Some((key, image)) = self.made.pop_front() else { return };
            uploaded += self.upload(ctx, key, image);
        }
        if !self.made.is_empty() {
            // Come back for the rest.
            ctx.request_repaint();
        }
    }

    fn upload(&mut self, ctx: &Context, key: TileKey, image: ColorImage) -> usize {
        // Enlarged, a pixel of the capture shows as a square: an examiner sees what was captured, not what a filter made of it.
        // Coarser levels are enlarged only while they stand in for a finer one.
        let options = TextureOptions {
            magnification: if key.1.level == 0 { TextureFilter::Nearest } else { TextureFilter::Linear },
            minification: TextureFilter::Linear,
            wrap_mode: TextureWrapMode::ClampToEdge,
            mipmap_mode: None,
        };
        let bytes = image.pixels.len() * 4;
        let texture = ctx.load_texture("tile", image, options);
        if let Some(before) = self.resident.insert(key, Resident { texture, bytes, used: self.frame }) {
            self.bytes -= before.bytes;
        }
        self.pending.remove(&key);
        self.bytes += bytes;
        bytes
    }

    /// The texture of one tile; one that is not on the card is worked out, and wakes the frame in which it is there.
    pub(crate) fn get(
        &mut self,
        ctx: &Context,
        key: PictureKey,
        picture: &Arc<TiledPicture>,
        place: &TilePlace,
    ) -> Option<egui::TextureId> {
        let found = self.held(key, place.address);
        if found.is_none() && self.pending.len() < AT_ONCE && self.pending.insert((key, place.address)) {
            let (picture, address) = (Arc::clone(picture), place.address);
            self.start(ctx, (key, address), move || picture.paint(address).map(|image| Made::Texture((key, address), image)));
        }
        found
    }

    /// The texture of one tile, if it is on the card.
    pub(crate) fn held(&mut self, key: PictureKey, address: TileAddress) -> Option<egui::TextureId> {
        let frame = self.frame;
        let tile = self.resident.get_mut(&(key, address))?;
        tile.used = frame;
        Some(tile.texture.id())
    }

    /// Has the original of a tile read into memory, for the colour under the pointer.
    pub(crate) fn fetch(&mut self, ctx: &Context, key: PictureKey, picture: &Arc<TiledPicture>, address: TileAddress) {
        if self.fetching.is_empty() && self.fetching.insert((key, address)) {
            let picture = Arc::clone(picture);
            self.start(ctx, (key, address), move || picture.fetch(address).map(|()| Made::Fetched((key, address))));
        }
    }

    fn start(&self, ctx: &Context, key: TileKey, work: impl FnOnce() -> Result<Made, Problem> + Send + 'static) {
        let wake = ctx.clone();
        let waker = Waker::new(move || wake.request_repaint());
        let lost = Made::Lost(key, Problem::system("A part of a picture could not be worked out."));
        self.crew.start(waker, lost, move || work().unwrap_or_else(|problem| Made::Lost(key, problem)));
    }

    /// Whether all of `places` are on the graphics card.
    pub(crate) fn holds(&self, key: PictureKey, places: &[TilePlace]) -> bool {
        places.iter().all(|place| self.resident.contains_key(&(key, place.address)))
    }

    /// Takes all tiles off the graphics card.
    pub(crate) fn clear(&mut self) {
        self.resident.clear();
        self.made.clear();
        self.pending.clear();
        self.bytes = 0;
        self.budget = Budgets::now().textures;
    }

    /// Whether tiles are being worked out.
    pub(crate) fn is_busy(&self) -> bool {
        !self.pending.is_empty()
    }

    /// Pictures of which a tile could not be had since the last call.
    pub(crate) fn take_lost(&mut self) -> Vec<(PictureKey, Problem)> {
        std::mem::take(&mut self.lost)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Unwatched;

    #[test]
    fn a_frame_uploads_a_little_and_the_next_frames_the_rest() {
        let ctx = Context::default();
        let picture = Arc::new(TiledPicture::drawn(image::RgbImage::new(3000, 2100), &Unwatched).unwrap());
        let places = picture.places(0, [-0.5, -0.5, 3000.0, 2100.0]);
        let key = PictureKey([7; 16]);
        let mut textures = Textures::default();
        let mut frames = 0;
        while !textures.holds(key, &places) {
            let before = textures.bytes;
            textures.begin_frame(&ctx);
            for place in &places {
                let _ = textures.get(&ctx, key, &picture, place);
            }
            assert!(textures.pending.len() <= AT_ONCE);
            assert!(textures.bytes - before <= UPLOAD_BYTES + 514 * 514 * 4);
            frames += usize::from(textures.bytes > before);
            std::thread::yield_now();
        }
        assert!(frames > 1, "all at once: {frames}");
        assert!(!textures.is_busy() && textures.take_lost().is_empty());
    }

    #[test]
    fn what_was_asked_for_twice_is_worked_out_once() {
        let ctx = Context::default();
        let picture = Arc::new(TiledPicture::drawn(image::RgbImage::new(300, 200), &Unwatched).unwrap());
        let places = picture.places(0, [-0.5, -0.5, 300.0, 200.0]);
        let mut textures = Textures::default();
        for _ in 0..3 {
            assert_eq!(textures.get(&ctx, PictureKey([1; 16]), &picture, &places[0]), None);
        }
        assert_eq!(textures.pending.len(), 1);
    }
}
