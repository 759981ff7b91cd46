//! Pictures as a view of them was adjusted, worked out anew from the originals.

use crate::app::Problem;
use crate::domain::recipe::Recipe;
use crate::domain::{Resolution, Unwatched};
use crate::imaging::{AdjustError, Level, Overview, Part, Picture, Pixels, Prepared, Rgb16Image, Sample};

/// A picture as `recipe` makes it, worked out on all samples that its file has; `None` if nothing is done to it.
///
/// # Errors
///
/// Bad input, naming the file, if the recipe cannot be applied to it.
pub(super) fn adjusted(
    name: &str,
    resolution: Option<Resolution>,
    picture: &Picture,
    deep: Option<&Pixels>,
    recipe: &Recipe,
) -> Result<Option<Picture>, Problem> {
    if recipe.is_unaltered() {
        return Ok(None);
    }
    let refused = |error: AdjustError| {
        Problem::bad_input(format!("{name} cannot be adjusted as it was attached: {error}."))
            .hint("Attach the view again, or take it away.")
    };
    let shown = match deep {
        Some(Pixels::Sixteen(pixels)) => {
            let samples = worked_out(recipe, pixels.as_raw(), pixels.dimensions(), resolution).map_err(refused)?;
            Rgb16Image::from_raw(pixels.width(), pixels.height(), samples).map(|pixels| Pixels::Sixteen(pixels).into_eight())
        }
        _ => {
            let pixels = &picture.rgb;
            let samples = worked_out(recipe, pixels.as_raw(), pixels.dimensions(), resolution).map_err(refused)?;
            image::RgbImage::from_raw(pixels.width(), pixels.height(), samples)
        }
    };
    let rgb = shown.ok_or_else(|| refused(AdjustError::TooLittleSource))?;
    Ok(Some(Picture { rgb, info: picture.info.clone() }))
}

/// All samples of a picture as `recipe` makes them.
fn worked_out<S: Sample>(
    recipe: &Recipe,
    samples: &[S],
    (width, height): (u32, u32),
    resolution: Option<Resolution>,
) -> Result<Vec<S>, AdjustError> {
    let prepared = Prepared::new(recipe, &Overview::of_samples(samples, width, height), resolution, &Unwatched)?;
    let level = Level::original(width, height);
    let part = Part::new(samples, level.whole(), level).ok_or(AdjustError::TooLittleSource)?;
    prepared.apply_to_all(&part, &Unwatched)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::app::pipeline::Received;
    use crate::domain::CaptureId;
    use crate::domain::recipe::{Exposure, Operation};
    use crate::imaging::{Limits, decode_deep};

    #[test]
    fn a_deep_capture_is_adjusted_on_all_its_samples() {
        // Faint glow: 256 steps within eight levels of 8 bits.
        let drawn = Rgb16Image::from_fn(256, 4, |x, _| image::Rgb([x as u16 * 8; 3]));
        let mut bytes = Vec::new();
        let png = image::ImageFormat::Png;
        image::DynamicImage::ImageRgb16(drawn).write_to(&mut std::io::Cursor::new(&mut bytes), png).unwrap();
        let received = Received::of("glow.uv-365.png", bytes.clone(), None).unwrap();
        let capture = received.capture(CaptureId(uuid::Uuid::nil()), serde_json::from_str("\"2026-03-01T09:30:00Z\"").unwrap());
        let picture = received.picture(&Unwatched).unwrap();
        let deep = decode_deep(&bytes, 0, &Limits::default(), &Unwatched).unwrap().pixels;
        let recipe: Recipe = [Operation::Exposure(Exposure { stops: 5.0 })].into_iter().collect();
        let levels = |deep: Option<&Pixels>| {
            let shown = adjusted(&capture.file_name, capture.resolution, &picture, deep, &recipe).unwrap().unwrap();
            shown.rgb.into_raw().into_iter().collect::<BTreeSet<u8>>().len()
        };
        let (on_sixteen, on_eight) = (levels(Some(&deep)), levels(None));
        assert!(on_sixteen > 4 * on_eight, "{on_sixteen} and {on_eight} levels");
        assert_eq!(adjusted(&capture.file_name, None, &picture, Some(&deep), &Recipe::default()), Ok(None));
    }
}
