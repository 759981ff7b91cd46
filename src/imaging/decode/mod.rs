//! Reads a picture from bytes that come from outside: limits first, then the header, then the pixels.

mod error;
mod profile;
mod resolution;
mod structure;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageReader, RgbImage};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use error::DecodeError;

use self::profile::Profile;
use self::resolution::{Tags, stored_resolution};
use self::structure::{jpeg_is_complete, jpeg_is_split_by_colour, tiff_pages};
use crate::domain::{Progress, Resolution, words};

/// What a picture may take at most; checked before anything is allocated for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_field_names, reason = "each is a maximum, and callers read them by these names")]
pub struct Limits {
    /// Longest side in pixels.
    pub max_side_px: u32,
    /// Pixels in all.
    pub max_pixels: u64,
    /// Length of the file in bytes.
    pub max_file_bytes: u64,
}

impl Default for Limits {
    /// 40 000 pixels a side, 400 million in all (an A4 page at 2 000 dpi), 1 GiB.
    fn default() -> Self {
        Self { max_side_px: 40_000, max_pixels: 400_000_000, max_file_bytes: 1 << 30 }
    }
}

words! {
    /// The format of a picture file.
    ImageFormat {
        Jpeg = "jpeg", "JPEG";
        Png = "png", "PNG";
        Tiff = "tiff", "TIFF";
        Bmp = "bmp", "BMP";
        WebP = "webp", "WebP";
    }

    /// Where the resolution of a picture was found.
    ResolutionSource {
        Jfif = "jfif", "JFIF header";
        Exif = "exif", "EXIF tags";
        PngPhys = "png-phys", "PNG pHYs chunk";
        TiffTags = "tiff-tags", "TIFF tags";
        /// A person said so.
        Given = "given", "Given by hand";
        None = "none", "Not stated";
    }
}

/// What a picture file says about itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImageInfo {
    /// The format of the content, whatever the name of the file.
    pub format: ImageFormat,
    /// Width in pixels, upright.
    pub width_px: u32,
    /// Height in pixels, upright.
    pub height_px: u32,
    /// Colours and alpha as stored.
    pub channels: u8,
    /// Bits per channel as stored.
    pub bits: u8,
    /// Pixels per inch of the upright picture; a claim of the file, not evidence.
    pub resolution: Option<Resolution>,
    /// Where the resolution was found.
    pub resolution_source: ResolutionSource,
    /// The EXIF orientation that was applied, 1 to 8; 1 means stored upright.
    pub orientation: u8,
    /// The name of the embedded colour profile.
    pub icc_profile: Option<String>,
    /// Pages in the file; only the first is read.
    pub pages: u32,
}

/// A decoded picture: upright, 8 bit, as seen in sRGB.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The pixels.
    pub rgb: RgbImage,
    /// What the file says.
    pub info: ImageInfo,
}

impl Picture {
    /// A picture that was made here and not read from a file.
    pub fn drawn(rgb: RgbImage, resolution: Option<Resolution>) -> Self {
        let info = ImageInfo {
            format: ImageFormat::Png,
            width_px: rgb.width(),
            height_px: rgb.height(),
            channels: 3,
            bits: 8,
            resolution,
            resolution_source: if resolution.is_some() { ResolutionSource::Given } else { ResolutionSource::None },
            orientation: 1,
            icc_profile: None,
            pages: 1,
        };
        Self { rgb, info }
    }
}

/// Reads what `bytes` say about the picture they hold, without decoding the pixels.
///
/// # Errors
///
/// Every variant of [`DecodeError`] but `Cancelled`; damage inside the pixel data stays unseen until [`decode`].
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<ImageInfo, DecodeError> {
    guarded(|| Ok(Opened::open(bytes, limits)?.info))
}

/// Decodes the first picture in `bytes`: orientation applied, 8 bit, converted to sRGB where a profile asks for it.
///
/// Progress counts three steps: opened, decoded, converted. A cancelled decode stops between two of them.
///
/// # Errors
///
/// Every variant of [`DecodeError`]. Nothing is allocated for the pixels before the size has passed `limits`.
pub fn decode(bytes: &[u8], limits: &Limits, progress: &dyn Progress) -> Result<Picture, DecodeError> {
    guarded(|| {
        let Opened { decoder, info, profile } = Opened::open(bytes, limits)?;
        progress.report(1, 3)?;
        let mut pixels = DynamicImage::from_decoder(decoder).map_err(DecodeError::of)?;
        progress.report(2, 3)?;
        if let Some(orientation) = Orientation::from_exif(info.orientation) {
            pixels.apply_orientation(orientation);
        }
        let mut rgb = pixels.into_rgb8();
        if let Some(profile) = profile {
            profile.convert_to_srgb(&mut rgb);
        }
        progress.report(3, 3)?;
        Ok(Picture { rgb, info })
    })
}

/// Turns a panic of a decoder into an error: a hostile file costs one picture, not the program.
fn guarded<T>(work: impl FnOnce() -> Result<T, DecodeError>) -> Result<T, DecodeError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(DecodeError::Damaged("the decoder gave up".to_owned())))
}

/// A file whose header was read and found within the limits.
struct Opened<'a> {
    decoder: Box<dyn ImageDecoder + 'a>,
    info: ImageInfo,
    profile: Option<Profile>,
}

impl<'a> Opened<'a> {
    fn open(bytes: &'a [u8], limits: &Limits) -> Result<Self, DecodeError> {
        if bytes.is_empty() {
            return Err(DecodeError::Empty);
        }
        if bytes.len() as u64 > limits.max_file_bytes {
            return Err(DecodeError::FileTooLarge { bytes: bytes.len() as u64, limit: limits.max_file_bytes });
        }
        let found = image::guess_format(bytes).ok();
        let (format, found) = found.and_then(|found| Some((format_of(found)?, found))).ok_or(DecodeError::NotAPicture)?;
        if format == ImageFormat::Jpeg && !jpeg_is_complete(bytes) {
            return Err(DecodeError::Truncated);
        }
        if format == ImageFormat::Jpeg && jpeg_is_split_by_colour(bytes) {
            return Err(DecodeError::Unsupported("a JPEG with its colours in separate scans at reduced size".to_owned()));
        }
        let mut reader = ImageReader::with_format(Cursor::new(bytes), found);
        // Sizes are judged below, with our own message; until then the decoder may hold a header and no more.
        let mut allowance = image::Limits::no_limits();
        allowance.max_alloc = Some(limits.max_pixels.saturating_mul(8).saturating_add(64 << 20));
        reader.limits(allowance.clone());
        let mut decoder = reader.into_decoder().map_err(DecodeError::of)?;
        let (width_px, height_px) = decoder.dimensions();
        let pixels = u64::from(width_px) * u64::from(height_px);
        if width_px.max(height_px) > limits.max_side_px || pixels > limits.max_pixels {
            let Limits { max_side_px, max_pixels, .. } = *limits;
            return Err(DecodeError::TooManyPixels { width_px, height_px, max_side_px, max_pixels });
        }
        if pixels == 0 {
            return Err(DecodeError::Damaged("it has no pixels".to_owned()));
        }
        allowance.max_alloc = Some(pixels.saturating_mul(20).saturating_add(64 << 20));
        decoder.set_limits(allowance).map_err(DecodeError::of)?;

        let colour = decoder.original_color_type();
        let channels = colour.channel_count().max(1);
        let profile = decoder.icc_profile().ok().flatten().and_then(|bytes| Profile::read(&bytes));
        let tags = Tags::read(format, bytes, decoder.exif_metadata().ok().flatten());
        let (resolution, resolution_source) = stored_resolution(format, bytes, &tags);
        let orientation = tags.orientation();
        let turned = orientation >= 5;
        let (width_px, height_px) = if turned { (height_px, width_px) } else { (width_px, height_px) };
        let info = ImageInfo {
            format,
            width_px,
            height_px,
            channels,
            bits: (colour.bits_per_pixel() / u16::from(channels)) as u8,
            resolution: if turned { resolution.map(Resolution::transposed) } else { resolution },
            resolution_source,
            orientation,
            icc_profile: profile.as_ref().map(Profile::name),
            pages: if format == ImageFormat::Tiff { tiff_pages(bytes) } else { 1 },
        };
        Ok(Self { decoder: Box::new(decoder), info, profile })
    }
}

fn format_of(found: image::ImageFormat) -> Option<ImageFormat> {
    Some(match found {
        image::ImageFormat::Jpeg => ImageFormat::Jpeg,
        image::ImageFormat::Png => ImageFormat::Png,
        image::ImageFormat::Tiff => ImageFormat::Tiff,
        image::ImageFormat::Bmp => ImageFormat::Bmp,
        image::ImageFormat::WebP => ImageFormat::WebP,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
