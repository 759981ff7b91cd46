//! How a capture is lit: uneven lamps, shadows, bands, and reflections in the laminate.

use super::effects::{Effects, Glare, Lighting};
use super::texture::cloud;
use crate::domain::SizeMm;

/// The light of a capture.
pub(super) struct Lamps {
    falloff: f64,
    lighting: Option<Lighting>,
    page: SizeMm,
    size: [f64; 2],
    seed: u64,
}

impl Lamps {
    /// The light that `effects` describe on a picture of `size` px.
    pub(super) fn of(effects: &Effects, page: SizeMm, size: (u32, u32), seed: u64) -> Self {
        Self { falloff: effects.falloff, lighting: effects.lighting, page, size: [f64::from(size.0), f64::from(size.1)], seed }
    }

    /// The part of the light that reaches the pixel `(x, y)`.
    pub(super) fn share(&self, x: f64, y: f64) -> f64 {
        let (u, v) = (x / self.size[0], y / self.size[1]);
        let mut share = 1.0 - self.falloff * f64::midpoint(u, v);
        let Some(lighting) = &self.lighting else { return share };
        let (from_middle_x, from_middle_y) = (u - 0.5, v - 0.5);
        share *= 1.0 - lighting.vignette * 2.0 * (from_middle_x * from_middle_x + from_middle_y * from_middle_y);
        if let Some(shadow) = lighting.shadow {
            let (across, down) = ((u - shadow.at[0]) / shadow.reach[0], (v - shadow.at[1]) / shadow.reach[1]);
            // Between an ellipse and a rectangle, as hands and telephones are.
            let (across, down) = (across * across, down * down);
            let away = (across * across + down * down).sqrt().sqrt();
            let part = ((1.0 + shadow.softness - away) / (2.0 * shadow.softness)).clamp(0.0, 1.0);
            share *= 1.0 - shadow.depth * part * part * (3.0 - 2.0 * part);
        }
        if let Some(bands) = lighting.bands {
            // The shutter rolls a little aslant against the display.
            let at = v * bands.count + bands.phase + 0.02 * u;
            let part = at - at.floor();
            let dip = (4.0 * part * (1.0 - part)).clamp(0.0, 1.0);
            share *= 1.0 - bands.depth * dip * dip;
        }
        share
    }

    /// Whether anything is mirrored in the page.
    pub(super) fn has_glare(&self) -> bool {
        self.lighting.is_some_and(|lighting| lighting.glare.iter().any(Option::is_some))
    }

    /// The light that the laminate mirrors at `(x, y)` mm of the page; white paper gives 1.
    pub(super) fn mirrored(&self, x: f64, y: f64) -> f64 {
        let Some(lighting) = &self.lighting else { return 0.0 };
        lighting.glare.iter().flatten().map(|glare| self.spot(glare, x, y)).sum()
    }

    fn spot(&self, glare: &Glare, x: f64, y: f64) -> f64 {
        let (from_x, from_y) = (x - glare.at[0] * self.page.width, y - glare.at[1] * self.page.height);
        // Laminate is never quite flat: the edge of the reflection wavers.
        let waver = |seed: u64, scale: f64| f64::from(cloud(self.seed ^ seed, x * scale, y * scale)) - 0.5;
        let (across, down) = (
            (from_x + 5.0 * waver(0x15, 0.07) + 1.2 * waver(0x16, 0.4)) / glare.reach_mm[0],
            (from_y + 5.0 * waver(0x17, 0.07) + 1.2 * waver(0x18, 0.4)) / glare.reach_mm[1],
        );
        let away = across * across + down * down;
        let core = 1.0 / (1.0 + away * away * away);
        let halo = 1.0 / (1.0 + 0.35 * away);
        glare.strength * (core + 0.08 * halo * halo)
    }
}
