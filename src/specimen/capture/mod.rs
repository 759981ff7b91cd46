//! Captures: how a scanner or a camera sees a page, with the exact place of the page in the picture.
//!
//! A page lies in a plane, perhaps on a copy or a display ([`Medium`]); each pixel gathers the light of the area it covers; lamps,
//! lens and sensor do the rest. All effects are functions of the seed and the place, so that rows can be made in any order.

mod blur;
mod copier;
mod devices;
mod effects;
mod geometry;
mod lighting;
mod profile;
mod screen;
mod sensor;
mod source;
mod texture;

#[cfg(test)]
mod tests;

use image::RgbImage;
use rayon::prelude::*;

pub use effects::Effects;
pub use profile::Profile;

use self::blur::Spread;
use self::effects::{Medium, Optics};
use self::geometry::{Outline, View};
use self::lighting::Lamps;
use self::screen::Display;
use self::sensor::Readout;
use self::source::Source;
use self::texture::Ground;
use super::canvas::light_of_level;
use super::design::PageSpec;
use crate::domain::{Dpi, Homography};

/// The finest drawing behind a capture, in dpi: a passport page takes 130 MB.
const FINEST_DRAWING_DPI: f64 = 1_600.0;

/// A picture of a page and where the page lies in it.
#[derive(Debug, Clone)]
pub(crate) struct Captured {
    /// The picture.
    pub picture: RgbImage,
    /// From mm of the page to px of the picture, but for the distortion of the lens that [`Optics::distorted`] tells.
    pub capture_from_page: Homography,
}

impl Effects {
    /// The resolution that a page is drawn at for this capture: twice as fine, but not finer than 1,600 dpi unless the capture is.
    /// `None` if the resolution of the capture is none.
    pub fn drawing_dpi(&self) -> Option<Dpi> {
        Dpi::new((self.dpi * 2.0).min(FINEST_DRAWING_DPI.max(self.dpi)))
    }
}

/// Takes a capture of a page that is drawn edge to edge at `page_dpi`, which [`Effects::drawing_dpi`] tells.
///
/// The same seed gives the same picture on any number of threads. `None` if `effects` fold the page to nothing, tilt it behind the
/// lens, or ask for a picture too large.
pub(crate) fn take(drawn: &RgbImage, page_dpi: Dpi, page: &PageSpec, effects: &Effects, seed: u64) -> Option<Captured> {
    if drawn.width() == 0 || drawn.height() == 0 {
        return None;
    }
    let view = View::of(effects, page)?;
    let original = Source {
        picture: drawn,
        px_per_mm: [page_dpi.px_per_mm(); 2],
        origin_mm: [0.0; 2],
        outline: Outline::of(page),
        light: light_of_level(),
    };
    let light = original.light;
    let scene = |source: Source<'_>, gain: f64| Scene::of(source, view, page, effects, seed, gain).picture(effects);
    let picture = match effects.medium {
        None => scene(original, 1.0),
        Some(Medium::Photocopy(copy)) => {
            let (sheet, origin_mm) = copier::copied(&original, page, effects, copy, seed)?;
            let outline = copier::outline(&sheet, origin_mm);
            scene(Source { picture: &sheet, px_per_mm: [copier::PX_PER_MM; 2], origin_mm, outline, light }, 1.0)
        }
        Some(Medium::Screen(screen)) => {
            let display = Display::of(&original, page.size, screen)?;
            let Display { px_per_mm, origin_mm, outline, gain, ref stripes } = display;
            scene(Source { picture: stripes, px_per_mm: [px_per_mm; 2], origin_mm, outline, light }, gain)
        }
    };
    Some(Captured { picture, capture_from_page: view.capture_from_page })
}

/// Everything in front of the sensor.
struct Scene<'a> {
    source: Source<'a>,
    ground: Ground,
    lamps: Lamps,
    readout: Readout,
    view: View,
    optics: Option<Optics>,
    /// Gains of page and ground.
    gains: [[f32; 3]; 2],
    /// How much wider than a pixel the area is that it gathers light from.
    widened: f64,
}

impl<'a> Scene<'a> {
    fn of(source: Source<'a>, view: View, page: &PageSpec, effects: &Effects, seed: u64, gain: f64) -> Self {
        let lit = |more: f64| effects.gain.map(|gain| (gain * more) as f32);
        Self {
            ground: Ground::of(effects, source.outline, &source.light, seed),
            lamps: Lamps::of(effects, page.size, (view.width, view.height), seed),
            readout: Readout::of(effects, view.width, seed),
            view,
            optics: effects.optics.filter(|optics| optics.barrel_per_mm2 != 0.0),
            gains: [lit(gain), lit(1.0)],
            widened: 1.0 + 2.0 * effects.blur_mm.max(0.0) * effects.dpi / 25.4,
            source,
        }
    }

    /// Half of the area that a pixel gathers light from, in mm across and down.
    fn half_mm(&self, x: f64, y: f64) -> [f64; 2] {
        let (here, right, below) = (self.spot(x, y), self.spot(x + 1.0, y), self.spot(x, y + 1.0));
        let half = |right: f64, below: f64| f64::midpoint(right.abs(), below.abs()) * self.widened;
        [half(right.0 - here.0, below.0 - here.0), half(right.1 - here.1, below.1 - here.1)]
    }

    /// The spot of the page, in mm, that a pixel shows.
    fn spot(&self, x: f64, y: f64) -> (f64, f64) {
        let shown = self.view.page_from_capture.apply(x, y);
        self.optics.map_or(shown, |optics| optics.undistorted(shown))
    }

    /// Linear light of row `y`.
    fn row(&self, y: usize, out: &mut [f32]) {
        // The area of a pixel changes slowly even if the page is tilted.
        const STRETCH: usize = 32;
        let mirrors = self.lamps.has_glare();
        let mut half = [0.0; 2];
        for (x, pixel) in out.chunks_exact_mut(3).enumerate() {
            let (u, v) = (x as f64, y as f64);
            if x.is_multiple_of(STRETCH) {
                half = self.half_mm(u, v);
            }
            let (mm_x, mm_y) = self.spot(u, v);
            let cover = self.source.outline.coverage(mm_x, mm_y, half[0]);
            let share = self.lamps.share(u, v) as f32 * self.readout.column_gain(x);
            let page = if cover > 0.0 { self.source.gather(mm_x, mm_y, half) } else { [0.0; 3] };
            let ground = if cover < 1.0 { self.ground.at(mm_x, mm_y) } else { [0.0; 3] };
            let mirrored = if mirrors && cover > 0.0 { self.lamps.mirrored(mm_x, mm_y) as f32 * cover } else { 0.0 };
            let [page_gain, ground_gain] = self.gains;
            for (channel, light) in pixel.iter_mut().enumerate() {
                let seen = page[channel] * cover * page_gain[channel] + ground[channel] * (1.0 - cover) * ground_gain[channel];
                *light = seen * share + mirrored * ground_gain[channel];
            }
        }
    }

    /// The picture that the sensor takes.
    fn picture(&self, effects: &Effects) -> RgbImage {
        let mut picture = RgbImage::new(self.view.width, self.view.height);
        let width = self.view.width as usize;
        let stride = width * 3;
        let spread = effects.optics.and_then(|optics| {
            let px = effects.dpi / 25.4;
            Spread::of(optics.defocus_mm * px, optics.motion[0] * px, optics.motion[1])
        });
        if spread.is_none() && !self.readout.needs_neighbours() {
            picture.par_chunks_mut(stride).enumerate().for_each_init(
                || vec![0.0; stride],
                |light, (y, row)| {
                    self.row(y, light);
                    self.readout.row(y, light, row);
                },
            );
        } else {
            let mut light = vec![0.0; stride * self.view.height as usize];
            light.par_chunks_mut(stride).enumerate().for_each(|(y, row)| self.row(y, row));
            if let Some(spread) = spread {
                light = spread.apply(&light, width);
            }
            let light = self.readout.through_mosaic(light, width);
            picture.par_chunks_mut(stride).zip(light.par_chunks(stride)).enumerate().for_each(|(y, (row, light))| {
                self.readout.row(y, light, row);
            });
            if self.readout.sharpens() {
                let levels = picture.as_raw().clone();
                self.readout.sharpen(&levels, width, &mut picture);
            }
        }
        picture
    }
}
