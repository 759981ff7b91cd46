//! One file per format: read a header under limits, then rows of samples.

mod jpeg;
mod jpeg2000;
mod other;
mod pdf;
mod png;
mod tiff;

use super::head::Source;
use super::{DecodeError, ImageFormat, Limits};

/// Tells the format of `bytes` from their beginning, whatever the name of the file says.
pub(super) fn format_of(bytes: &[u8]) -> Option<ImageFormat> {
    if jpeg2000::is_one(bytes) {
        return Some(ImageFormat::Jpeg2000);
    }
    if pdf::is_one(bytes) {
        return Some(ImageFormat::Pdf);
    }
    // Big TIFF is TIFF, but not to everybody.
    if matches!(bytes.first_chunk(), Some(b"II\x2b\0" | b"MM\0\x2b")) {
        return Some(ImageFormat::Tiff);
    }
    Some(match image::guess_format(bytes).ok()? {
        image::ImageFormat::Jpeg => ImageFormat::Jpeg,
        image::ImageFormat::Png => ImageFormat::Png,
        image::ImageFormat::Tiff => ImageFormat::Tiff,
        image::ImageFormat::Bmp => ImageFormat::Bmp,
        image::ImageFormat::WebP => ImageFormat::WebP,
        _ => return None,
    })
}

/// Reads the header of page `page`, from 0, of a file of `format`.
pub(super) fn open<'a>(bytes: &'a [u8], format: ImageFormat, page: u32, limits: &Limits) -> Result<Box<dyn Source + 'a>, DecodeError> {
    match format {
        ImageFormat::Tiff => return tiff::open(bytes, page, limits),
        ImageFormat::Pdf => return pdf::open(bytes, page, limits),
        _ => {}
    }
    if page > 0 {
        return Err(DecodeError::NoSuchPage { page, pages: 1 });
    }
    match format {
        ImageFormat::Jpeg => jpeg::open(bytes),
        ImageFormat::Png => png::open(bytes, limits),
        ImageFormat::Jpeg2000 => jpeg2000::open(bytes, limits),
        ImageFormat::Tiff | ImageFormat::Pdf | ImageFormat::Bmp | ImageFormat::WebP => other::open(bytes, format, limits),
    }
}
