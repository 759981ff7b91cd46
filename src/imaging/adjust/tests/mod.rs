//! What holds for all operations, and each of them against another implementation.

mod peers;
mod properties;

use image::{Rgb, RgbImage};

use super::{Level, Overview, Part, Prepared};
use crate::domain::recipe::{Operation, Recipe};
use crate::domain::{Resolution, Unwatched};

/// A picture of 96 × 64 px: colours of all kinds to the left, ink on paper to the right.
pub(super) fn drawn() -> RgbImage {
    RgbImage::from_fn(96, 64, |x, y| {
        let eight = |value: u32| (value % 256) as u8;
        if x < 48 {
            Rgb([eight(x * 5 + y * 2), eight((x * x + 3 * y * y) / 16), eight((x * 7) ^ (y * 11))])
        } else if (x + y) % 17 < 3 {
            Rgb([60 + x / 4, 50 + y / 2, 90 + x * y % 11].map(|value| value as u8))
        } else {
            Rgb([200 - y / 2 + (x * 3 + y * 5) % 7, 190 - y / 2 + (x * 5 + y * 3) % 7, 170 - x / 4 + (x + y) % 5].map(|value| value as u8))
        }
    })
}

pub(super) fn dpi(dpi: f64) -> Option<Resolution> {
    Resolution::square(dpi)
}

/// The whole of `picture` through `recipe`, at 300 dpi.
pub(super) fn adjusted(picture: &RgbImage, recipe: &Recipe) -> RgbImage {
    let prepared = Prepared::new(recipe, &Overview::of(picture), dpi(300.0), &Unwatched).unwrap();
    let part = Part::original(picture).unwrap();
    prepared.apply_for_screen(&part, Level::original(picture.width(), picture.height()).whole()).unwrap()
}

pub(super) fn only(operation: Operation) -> Recipe {
    [operation].into_iter().collect()
}
