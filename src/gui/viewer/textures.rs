//! Which tiles are on the graphics card.

use eframe::egui;
use std::collections::BTreeMap;

use egui::{Context, TextureFilter, TextureHandle, TextureOptions, TextureWrapMode};

use super::tiles::{TilePlace, TiledPicture};

/// Names a picture in the cache: the start of its sum, or a number for one that was computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PictureKey(pub [u8; 16]);

impl From<crate::domain::Sha256> for PictureKey {
    fn from(sum: crate::domain::Sha256) -> Self {
        Self(std::array::from_fn(|place| sum.bytes()[place]))
    }
}

/// Bytes that may be uploaded in one frame, so that no frame stalls.
const UPLOAD_BYTES: usize = 24 << 20;
/// Bytes that may stay on the graphics card.
const BUDGET_BYTES: usize = 512 << 20;

struct Resident {
    texture: TextureHandle,
    bytes: usize,
    used: u64,
}

/// The tiles on the graphics card, the least recently painted of which go first.
#[derive(Default)]
pub(crate) struct Textures {
    resident: BTreeMap<(PictureKey, usize, usize), Resident>,
    frame: u64,
    uploaded: usize,
    bytes: usize,
}

impl Textures {
    /// Begins a frame: forgets what is over the budget and was not painted in the last one.
    pub(crate) fn begin_frame(&mut self) {
        while self.bytes > BUDGET_BYTES {
            let frame = self.frame;
            let oldest = self.resident.iter().filter(|(_, tile)| tile.used < frame).min_by_key(|(_, tile)| tile.used).map(|(key, _)| *key);
            let Some(tile) = oldest.and_then(|key| self.resident.remove(&key)) else { break };
            self.bytes -= tile.bytes;
        }
        self.frame += 1;
        self.uploaded = 0;
    }

    /// The texture of one tile, uploaded if this frame has room for it.
    pub(crate) fn get(&mut self, ctx: &Context, key: PictureKey, picture: &TiledPicture, place: &TilePlace) -> Option<egui::TextureId> {
        let frame = self.frame;
        if let Some(tile) = self.resident.get_mut(&(key, place.level, place.index)) {
            tile.used = frame;
            return Some(tile.texture.id());
        }
        if self.uploaded > UPLOAD_BYTES {
            // Come back for the rest.
            ctx.request_repaint();
            return None;
        }
        let image = picture.tile(place.level, place.index)?;
        let bytes = image.pixels.len() * 4;
        // Enlarged, a pixel shows as a square: an examiner sees what was captured, not what a filter made of it.
        let options = TextureOptions {
            magnification: TextureFilter::Nearest,
            minification: TextureFilter::Linear,
            wrap_mode: TextureWrapMode::ClampToEdge,
            mipmap_mode: None,
        };
        let texture = ctx.load_texture("tile", std::sync::Arc::clone(image), options);
        let id = texture.id();
        self.resident.insert((key, place.level, place.index), Resident { texture, bytes, used: frame });
        self.uploaded += bytes;
        self.bytes += bytes;
        Some(id)
    }

    /// Whether all of `places` are on the graphics card.
    pub(crate) fn holds(&self, key: PictureKey, places: &[TilePlace]) -> bool {
        places.iter().all(|place| self.resident.contains_key(&(key, place.level, place.index)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Unwatched;

    #[test]
    fn a_frame_uploads_a_little_and_the_next_frames_the_rest() {
        let ctx = Context::default();
        let picture = TiledPicture::new(image::RgbImage::new(6000, 4200), &Unwatched).unwrap();
        let places = picture.places(0, [-0.5, -0.5, 6000.0, 4200.0]);
        let key = PictureKey([7; 16]);
        let mut textures = Textures::default();
        let mut frames = 0;
        while !textures.holds(key, &places) {
            textures.begin_frame();
            let before = textures.bytes;
            for place in &places {
                let _ = textures.get(&ctx, key, &picture, place);
            }
            assert!(textures.bytes - before <= UPLOAD_BYTES + 1026 * 1026 * 4);
            frames += 1;
            assert!(frames < 100, "never complete");
        }
        assert!(frames > 2, "all at once: {frames}");
    }
}
