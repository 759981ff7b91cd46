//! The pixels of a region with the map that lays them on the page.

use image::RgbImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::domain::{MM_PER_INCH, RectMm, words};
use crate::imaging::adjust::PixelRect;
use crate::imaging::measure::{Local, MeasureError, PagePicture, check, linear_table, luminance, within};
use crate::imaging::plane::Plane;

/// Most pixels of a region that is measured: a page of a passport at 1,200 ppi has half of them.
const MAX_REGION_PX: u64 = 64_000_000;

words! {
    /// What of the colour of a pixel is transformed.
    Channel {
        /// CIE L*, in which every ink shows.
        Lightness = "lightness", "Lightness";
        /// Red light, which cyan ink absorbs.
        Red = "red", "Red (cyan ink)";
        /// Green light, which magenta ink absorbs.
        Green = "green", "Green (magenta ink)";
        /// Blue light, which yellow ink absorbs.
        Blue = "blue", "Blue (yellow ink)";
    }
}

/// A region of a capture.
pub(super) struct Ground<'a> {
    pixels: &'a RgbImage,
    /// The upright rectangle of pixels that is looked at.
    pub(super) used: PixelRect,
    /// The map at the middle of the region, taken as straight.
    pub(super) map: Local,
    /// Pixels per inch of the page, the geometric mean of both ways.
    pub(super) ppi: f64,
    linear: [f64; 256],
}

impl<'a> Ground<'a> {
    pub(super) fn new(picture: &PagePicture<'a>, area: RectMm) -> Result<Self, MeasureError> {
        check(&area.corners(), 2)?;
        picture.shows(area)?;
        let map = Local::at(picture.capture_from_page(), area.center())?;
        let used = within(picture, area, area.center(), &map)?;
        if u64::from(used.width) * u64::from(used.height) > MAX_REGION_PX {
            return Err(MeasureError::TooLarge);
        }
        let [[a, b], [c, d]] = map.mm();
        let ppi = MM_PER_INCH / (a * d - b * c).abs().sqrt();
        if !ppi.is_finite() {
            return Err(MeasureError::OutsidePicture);
        }
        Ok(Self { pixels: picture.pixels(), used, map, ppi, linear: linear_table() })
    }

    /// The side of a pixel in µm, the geometric mean of both ways.
    pub(super) fn pixel_um(&self) -> f64 {
        MM_PER_INCH * 1000.0 / self.ppi
    }

    /// The light of a pixel of the region, 0 to 1, red, green and blue.
    fn light(&self, x: usize, y: usize) -> [f64; 3] {
        let level = self.pixels.get_pixel(self.used.x + x as u32, self.used.y + y as u32).0;
        level.map(|level| self.linear.get(usize::from(level)).copied().unwrap_or(0.0))
    }

    /// A value of a pixel of the region, 0 to 100.
    pub(super) fn value(&self, channel: Channel, x: usize, y: usize) -> f64 {
        let of = |k: usize| f64::from(self.pixels.get_pixel(self.used.x + x as u32, self.used.y + y as u32).0[k]) * 100.0 / 255.0;
        match channel {
            Channel::Lightness => lightness(luminance(self.light(x, y))),
            Channel::Red => of(0),
            Channel::Green => of(1),
            Channel::Blue => of(2),
        }
    }

    /// The reflectance factor, 0 to 1, of a part of the region: luminance, in which a blur takes nothing away.
    pub(super) fn reflectance(&self, part: PixelRect) -> Plane {
        Plane::from_fn(part.width as usize, part.height as usize, |x, y| {
            luminance(self.light(part.x as usize + x, part.y as usize + y)) as f32
        })
    }

    /// The region in fields no longer than `side` px, left to right and down; a last one is never a mere rim.
    pub(super) fn fields(&self, side: u32) -> Vec<PixelRect> {
        let cuts = |length: u32| {
            let count = length.div_ceil(side).max(1);
            (0..count).map(move |k| (length * k / count, length * (k + 1) / count)).collect::<Vec<_>>()
        };
        let columns = cuts(self.used.width);
        let fields = cuts(self.used.height).into_iter().flat_map(|(top, bottom)| {
            let field = move |&(left, right): &(u32, u32)| PixelRect { x: left, y: top, width: right - left, height: bottom - top };
            columns.iter().map(field).collect::<Vec<_>>()
        });
        fields.collect()
    }
}

/// CIE L* of a luminance, 0 to 1 (CIE 15:2018).
fn lightness(luminance: f64) -> f64 {
    let share = if luminance > 216.0 / 24_389.0 { libm::cbrt(luminance) } else { luminance * 841.0 / 108.0 + 4.0 / 29.0 };
    116.0 * share - 16.0
}
