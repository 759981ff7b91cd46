//! What stands on a picture that leaves the program: marks at their millimetres, and a strip below it that says what it shows.
//!
//! The strip is added to the picture and covers nothing of it. Text and lines are drawn on the processor, so that the same view
//! gives the same bytes on every machine.

mod beside;
mod drawn;
mod strip;

pub use beside::{Beside, Edges, Outlined, beside};
pub use drawn::{Drawn, DrawnInk, draw};
pub use strip::{Caption, SCALE_BARS, captioned};

use image::RgbImage;
use tiny_skia::{Color, Paint, Pixmap, PremultipliedColorU8};

/// A picture as something to draw on; `None` for one without pixels.
fn pixmap(picture: &RgbImage) -> Option<Pixmap> {
    let mut pixmap = Pixmap::new(picture.width(), picture.height())?;
    for (to, from) in pixmap.pixels_mut().iter_mut().zip(picture.pixels()) {
        let [red, green, blue] = from.0;
        *to = PremultipliedColorU8::from_rgba(red, green, blue, 255).unwrap_or(*to);
    }
    Some(pixmap)
}

/// What was drawn as a picture; everything on it is opaque.
fn picture(pixmap: &Pixmap) -> RgbImage {
    let mut out = RgbImage::new(pixmap.width(), pixmap.height());
    for (to, from) in out.pixels_mut().zip(pixmap.pixels()) {
        to.0 = [from.red(), from.green(), from.blue()];
    }
    out
}

/// Paint of one colour.
fn plain([red, green, blue, cover]: [u8; 4]) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(Color::from_rgba8(red, green, blue, cover));
    paint
}

/// The em of what is written on a picture, in mm of paper: letters of 6 points.
const EM_MM: f32 = 2.7;

/// The em of what is written on a picture of a width in px that is printed so many mm wide, in px; on a screen it can be read as well.
fn em_px(width: u32, printed_mm: f64) -> f32 {
    (width as f32 * EM_MM / (printed_mm as f32).max(1.0)).clamp(13.0, 80.0)
}
