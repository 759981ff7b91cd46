//! Pictures as JPEG files that carry their resolution.

use image::RgbImage;
use image::codecs::jpeg::{JpegEncoder, PixelDensity};

use super::SpecimenError;

/// The picture as a JPEG file with its density in JFIF.
pub(crate) fn jpeg(picture: &RgbImage, dpi: f64, quality: u8) -> Result<Vec<u8>, SpecimenError> {
    let mut bytes = Vec::new();
    let mut encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
    encoder.set_pixel_density(PixelDensity::dpi(dpi.round() as u16));
    encoder.encode_image(picture)?;
    Ok(bytes)
}
