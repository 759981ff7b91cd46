//! Writes pictures that carry their physical resolution.

use image::codecs::jpeg::{JpegEncoder, PixelDensity, PixelDensityUnit};
use image::{ExtendedColorType, GrayImage, RgbImage};

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

/// Returns `picture` as a PNG with its resolution in a `pHYs` chunk; the same picture gives the same bytes.
///
/// # Errors
///
/// [`EncodeError::Unwritable`] for a picture without pixels.
pub fn write_png(picture: &RgbImage, resolution: Option<Resolution>) -> Result<Vec<u8>, EncodeError> {
    png_of(png::ColorType::Rgb, picture.dimensions(), picture.as_raw(), resolution)
}

/// The same for a grey picture of 8 bits.
///
/// # Errors
///
/// [`EncodeError::Unwritable`] for a picture without pixels.
pub fn write_grey_png(picture: &GrayImage, resolution: Option<Resolution>) -> Result<Vec<u8>, EncodeError> {
    png_of(png::ColorType::Grayscale, picture.dimensions(), picture.as_raw(), resolution)
}

fn png_of(
    colour: png::ColorType,
    (width, height): (u32, u32),
    samples: &[u8],
    resolution: Option<Resolution>,
) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(colour);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_pixel_dims(resolution.map(|resolution| png::PixelDimensions {
        xppu: (resolution.x.get() / 0.0254).round() as u32,
        yppu: (resolution.y.get() / 0.0254).round() as u32,
        unit: png::Unit::Meter,
    }));
    let failed = |error: png::EncodingError| EncodeError::Unwritable { width_px: width, height_px: height, reason: error.to_string() };
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(samples).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

/// Returns `picture` as a JPEG of `quality` 1 to 100 with its resolution in the JFIF header, in whole pixels per inch.
///
/// # Errors
///
/// [`EncodeError::Unwritable`] for a picture without pixels or with a side above 65 535.
pub fn write_jpeg(picture: &RgbImage, resolution: Option<Resolution>, quality: u8) -> Result<Vec<u8>, EncodeError> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality.clamp(1, 100));
    if let Some(Resolution { x, y }) = resolution {
        let whole = |dpi: f64| dpi.round().clamp(1.0, 65_535.0) as u16;
        encoder.set_pixel_density(PixelDensity { density: (whole(x.get()), whole(y.get())), unit: PixelDensityUnit::Inches });
    }
    encoder
        .encode(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .map_err(|error| EncodeError::of(picture, &error))?;
    Ok(bytes)
}
