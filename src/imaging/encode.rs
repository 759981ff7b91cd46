//! Writes pictures that carry their physical resolution and their colour space.

use std::borrow::Cow;
use std::sync::OnceLock;

use image::{GrayImage, RgbImage};
use jpeg_encoder::{ColorType, Encoder, PixelDensity, PixelDensityUnit, SamplingFactor};
use moxcms::{ColorDateTime, ColorProfile};

use crate::domain::Resolution;

/// Why a picture could not be written.
#[derive(Debug, thiserror::Error)]
pub enum EncodeError {
    /// The picture does not fit the format, for example a JPEG side above 65 535 pixels or an empty picture.
    #[error("a picture of {width_px} × {height_px} pixels cannot be written ({reason}): choose a smaller area or PNG")]
    Unwritable {
        /// Its width.
        width_px: u32,
        /// Its height.
        height_px: u32,
        /// What the encoder said.
        reason: String,
    },
}

impl EncodeError {
    fn of(picture: &RgbImage, reason: &impl ToString) -> Self {
        Self::Unwritable { width_px: picture.width(), height_px: picture.height(), reason: reason.to_string() }
    }
}

/// The ICC profile of sRGB (IEC 61966-2-1), the same bytes always; empty if it cannot be made, which a test rules out.
fn srgb_profile() -> &'static [u8] {
    static PROFILE: OnceLock<Vec<u8>> = OnceLock::new();
    PROFILE.get_or_init(|| {
        let mut profile = ColorProfile::new_srgb();
        // A profile says when it was made; files must not depend on the clock. This one is as old as the standard.
        profile.creation_date_time = ColorDateTime { year: 1999, month: 10, day_of_the_month: 18, hours: 0, minutes: 0, seconds: 0 };
        profile.encode().unwrap_or_default()
    })
}

/// Returns `picture` as a PNG with the profile of sRGB and its resolution in a `pHYs` chunk; the same picture gives the same bytes.
///
/// # Errors
///
/// [`EncodeError::Unwritable`] for a picture without pixels.
pub fn write_png(picture: &RgbImage, resolution: Option<Resolution>) -> Result<Vec<u8>, EncodeError> {
    png_of(png::ColorType::Rgb, picture.dimensions(), picture.as_raw(), resolution, Some(srgb_profile()))
}

/// The same for a grey picture of 8 bits, which carries no profile.
///
/// # Errors
///
/// [`EncodeError::Unwritable`] for a picture without pixels.
pub fn write_grey_png(picture: &GrayImage, resolution: Option<Resolution>) -> Result<Vec<u8>, EncodeError> {
    png_of(png::ColorType::Grayscale, picture.dimensions(), picture.as_raw(), resolution, None)
}

fn png_of(
    colour: png::ColorType,
    (width, height): (u32, u32),
    samples: &[u8],
    resolution: Option<Resolution>,
    profile: Option<&'static [u8]>,
) -> Result<Vec<u8>, EncodeError> {
    let failed = |error: png::EncodingError| EncodeError::Unwritable { width_px: width, height_px: height, reason: error.to_string() };
    let mut bytes = Vec::new();
    let mut info = png::Info::with_size(width, height);
    info.icc_profile = profile.filter(|profile| !profile.is_empty()).map(Cow::Borrowed);
    let mut encoder = png::Encoder::with_info(&mut bytes, info).map_err(failed)?;
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_pixel_dims(resolution.map(|resolution| png::PixelDimensions {
        xppu: (resolution.x.get() / 0.0254).round() as u32,
        yppu: (resolution.y.get() / 0.0254).round() as u32,
        unit: png::Unit::Meter,
    }));
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(samples).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

/// How finely a JPEG keeps colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Chroma {
    /// As finely as brightness (4:4:4).
    Full,
    /// At half the resolution across and down (4:2:0), as cameras do.
    Halved,
}

/// Returns `picture` as a JPEG of `quality` 1 to 100, in full colour, with the profile of sRGB and its resolution in the JFIF header,
/// in whole pixels per inch.
///
/// # Errors
///
/// [`EncodeError::Unwritable`] for a picture without pixels or with a side above 65 535.
pub fn write_jpeg(picture: &RgbImage, resolution: Option<Resolution>, quality: u8) -> Result<Vec<u8>, EncodeError> {
    write_jpeg_in(picture, resolution, quality, Chroma::Full)
}

/// As [`write_jpeg`], keeping colour as `chroma` says, in one interleaved scan; the same picture gives the same bytes.
///
/// Huffman tables made to measure would save four parts in a hundred, but come with a scan per colour, which some readers get wrong.
///
/// # Errors
///
/// As [`write_jpeg`].
pub fn write_jpeg_in(picture: &RgbImage, resolution: Option<Resolution>, quality: u8, chroma: Chroma) -> Result<Vec<u8>, EncodeError> {
    let side = |px: u32| u16::try_from(px).ok().filter(|px| *px > 0);
    let (Some(width), Some(height)) = (side(picture.width()), side(picture.height())) else {
        return Err(EncodeError::of(picture, &"the sides of a JPEG are 1 to 65,535 pixels"));
    };
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, quality.clamp(1, 100));
    encoder.set_sampling_factor(match chroma {
        Chroma::Full => SamplingFactor::F_1_1,
        Chroma::Halved => SamplingFactor::F_2_2,
    });
    if let Some(Resolution { x, y }) = resolution {
        let whole = |dpi: f64| dpi.round().clamp(1.0, 65_535.0) as u16;
        encoder.set_density(PixelDensity { density: (whole(x.get()), whole(y.get())), unit: PixelDensityUnit::Inches });
    }
    encoder.add_icc_profile(srgb_profile()).map_err(|error| EncodeError::of(picture, &error))?;
    encoder.encode(picture.as_raw(), width, height, ColorType::Rgb).map_err(|error| EncodeError::of(picture, &error))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use image::ImageDecoder as _;
    use image::codecs::jpeg::JpegDecoder;
    use image::codecs::png::PngDecoder;
    use sha2::{Digest as _, Sha256};

    use super::*;
    use crate::imaging::{Limits, inspect};

    #[test]
    fn the_profile_is_small_and_the_same_on_every_day() {
        let profile = srgb_profile();
        assert!((400..3_000).contains(&profile.len()), "{} bytes", profile.len());
        assert_eq!(Sha256::digest(profile).get(..6), Some(&[0x9b, 0x5e, 0x08, 0xe5, 0x88, 0x5f][..]));
    }

    #[test]
    fn halved_colour_makes_small_files_and_leaves_brightness_alone() {
        // Fine lines in two colours, as a guilloche has.
        let picture = RgbImage::from_fn(96, 96, |x, y| image::Rgb(if (x + y) % 5 < 2 { [200, 90, 120] } else { [120, 170, 210] }));
        let file = |chroma| write_jpeg_in(&picture, Resolution::square(300.0), 85, chroma).unwrap();
        let (full, halved) = (file(Chroma::Full), file(Chroma::Halved));
        assert!(halved.len() * 10 < full.len() * 9, "{} against {}", halved.len(), full.len());
        let seen = image::load_from_memory(&halved).unwrap().to_rgb8();
        let luma = |pixel: &image::Rgb<u8>| 0.299 * f32::from(pixel.0[0]) + 0.587 * f32::from(pixel.0[1]) + 0.114 * f32::from(pixel.0[2]);
        let off: f32 = picture.pixels().zip(seen.pixels()).map(|(a, b)| (luma(a) - luma(b)).abs()).sum::<f32>() / (96.0 * 96.0);
        assert!(off < 8.0, "{off}");
        let mean =
            |picture: &RgbImage| [0, 1, 2].map(|band| picture.pixels().map(|pixel| f32::from(pixel.0[band])).sum::<f32>() / (96.0 * 96.0));
        for (there, back) in mean(&picture).into_iter().zip(mean(&seen)) {
            assert!((there - back).abs() < 3.0, "{there} came back as {back}");
        }
        assert_eq!(halved, file(Chroma::Halved), "the same picture gives the same bytes");
    }

    #[test]
    fn a_picture_that_no_jpeg_holds_is_refused() {
        assert!(write_jpeg(&RgbImage::new(0, 5), None, 80).is_err() && write_jpeg(&RgbImage::new(65_536, 1), None, 80).is_err());
    }

    #[test]
    fn colour_pictures_carry_the_profile_and_their_resolution() {
        let picture = RgbImage::from_fn(40, 30, |x, y| image::Rgb([x as u8 * 6, y as u8 * 8, 90]));
        let resolution = Resolution::square(300.0);
        let (jpeg, png) = (write_jpeg(&picture, resolution, 90).unwrap(), write_png(&picture, resolution).unwrap());
        let in_jpeg = JpegDecoder::new(std::io::Cursor::new(&jpeg)).unwrap().icc_profile().unwrap();
        let in_png = PngDecoder::new(std::io::Cursor::new(&png)).unwrap().icc_profile().unwrap();
        assert!(in_jpeg.as_deref() == Some(srgb_profile()) && in_png.as_deref() == Some(srgb_profile()));
        // JFIF: start of image, then the density in pixels per inch.
        assert_eq!(jpeg.get(..4), Some(&[0xff, 0xd8, 0xff, 0xe0][..]));
        assert_eq!(jpeg.get(13..18), Some(&[1, 1, 44, 1, 44][..]));
        for bytes in [jpeg, png] {
            let info = inspect(&bytes, &Limits::default()).unwrap();
            assert_eq!(info.icc_profile.as_deref(), Some("sRGB IEC61966-2.1"));
        }
    }

    #[test]
    fn a_grey_picture_carries_none() {
        let png = write_grey_png(&GrayImage::new(4, 3), None).unwrap();
        assert!(PngDecoder::new(std::io::Cursor::new(&png)).unwrap().icc_profile().unwrap().is_none());
    }
}
