//! Reads a picture from bytes that come from outside: limits first, then the header, then the pixels.
//!
//! | format | read | not read |
//! | --- | --- | --- |
//! | JPEG | sequential and progressive, grey, colour, CMYK and YCCK, in one scan or many | arithmetic coding, lossless, 12 bits |
//! | PNG | all of it, 1 to 16 bits, palettes, interlaced | |
//! | TIFF, `BigTIFF` | any page; strips and tiles; chunky and planar; LZW, deflate, `PackBits`, JPEG, fax group 4; 1 to 16 bits and floating point; grey, palette, RGB, CMYK, L\*a\*b\*, YCbCr | old JPEG, group 3, Zstandard, other inks |
//! | BMP, WebP | as `image` reads them | |
//! | JPEG 2000 | .jp2 and codestreams, to 16 bits | more than 5 components |
//!
//! What a file says of its colours is honoured: an ICC profile of grey, RGB or CMYK converts to sRGB. Inks without a profile are mixed
//! by a formula, see `convert`. [`decode_stored`] leaves all numbers as they are.

mod canvas;
mod convert;
mod error;
mod formats;
mod head;
mod lab;
mod limits;
mod profile;
mod resolution;
mod structure;
mod structure2000;
mod turn;

use std::panic::{AssertUnwindSafe, catch_unwind};

use image::RgbImage;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use error::DecodeError;
pub use head::ColourModel;
pub use limits::Limits;

use self::canvas::Canvas;
use self::convert::Convert;
use self::head::{Head, Source};
use self::profile::Profile;
use self::resolution::resolution_of;
use self::turn::turned;
use super::pixels::{Depth, Pixels, Rgb16Image};
use crate::domain::{Progress, Resolution, words};

words! {
    /// The format of a picture file.
    ImageFormat {
        Jpeg = "jpeg", "JPEG";
        Png = "png", "PNG";
        Tiff = "tiff", "TIFF";
        Bmp = "bmp", "BMP";
        WebP = "webp", "WebP";
        Jpeg2000 = "jpeg2000", "JPEG 2000";
        /// A page that is one scanned picture.
        Pdf = "pdf", "PDF";
    }

    /// Where the resolution of a picture was found.
    ResolutionSource {
        Jfif = "jfif", "JFIF header";
        Exif = "exif", "EXIF tags";
        PngPhys = "png-phys", "PNG pHYs chunk";
        TiffTags = "tiff-tags", "TIFF tags";
        BmpHeader = "bmp-header", "BMP header";
        Jp2 = "jp2-resolution", "JPEG 2000 resolution box";
        /// The size at which a page shows its picture.
        PdfPage = "pdf-page", "Size on the PDF page";
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
    /// Pages in the file.
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

/// A decoded picture at the depth of its file: upright, as seen in sRGB.
#[derive(Debug, Clone, PartialEq)]
pub struct DeepPicture {
    /// The pixels; 16 bits where the file has more than 8.
    pub pixels: Pixels,
    /// What the file says.
    pub info: ImageInfo,
}

/// Samples as a file has them, scaled to 8 or 16 bits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Samples {
    /// Of a file with at most 8 bits.
    Eight(Vec<u8>),
    /// Of a file with more.
    Sixteen(Vec<u16>),
}

/// A picture with the numbers of its file: upright, but in no colour space other than its own.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredPicture {
    /// Row by row from the top, the numbers of a pixel together.
    pub samples: Samples,
    /// Numbers per pixel; those past the colours are alpha or whatever the file has.
    pub channels: usize,
    /// What the first of them mean.
    pub model: ColourModel,
    /// The embedded ICC profile, as it stands in the file.
    pub profile: Option<Vec<u8>>,
    /// What the file says.
    pub info: ImageInfo,
}

/// Reads what `bytes` say about the picture they hold, without decoding the pixels.
///
/// # Errors
///
/// Every variant of [`DecodeError`] but `Cancelled`; damage inside the pixel data stays unseen until [`decode`].
pub fn inspect(bytes: &[u8], limits: &Limits) -> Result<ImageInfo, DecodeError> {
    inspect_page(bytes, 0, limits)
}

/// As [`inspect`], for page `page`, counted from 0.
///
/// # Errors
///
/// As [`inspect`].
pub fn inspect_page(bytes: &[u8], page: u32, limits: &Limits) -> Result<ImageInfo, DecodeError> {
    guarded(|| Ok(Opened::open(bytes, page, limits)?.info))
}

/// Decodes the first picture in `bytes`: orientation applied, 8 bit, converted to sRGB where a profile asks for it.
///
/// Progress counts three steps: opened, decoded, converted. A cancelled decode stops between two of them, or between rows.
///
/// # Errors
///
/// Every variant of [`DecodeError`]. Nothing is allocated for the pixels before the size and the memory it takes have passed `limits`.
pub fn decode(bytes: &[u8], limits: &Limits, progress: &dyn Progress) -> Result<Picture, DecodeError> {
    decode_page(bytes, 0, limits, progress)
}

/// As [`decode`], for page `page`, counted from 0.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_page(bytes: &[u8], page: u32, limits: &Limits, progress: &dyn Progress) -> Result<Picture, DecodeError> {
    let (info, pixels) = seen(bytes, page, Depth::Eight, limits, progress)?;
    Ok(Picture { rgb: pixels.into_eight(), info })
}

/// As [`decode_page`], with 16 bits where the file has more than 8: a file of 8 bits gives the same pixels as there, at the same cost.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_deep(bytes: &[u8], page: u32, limits: &Limits, progress: &dyn Progress) -> Result<DeepPicture, DecodeError> {
    let (info, pixels) = seen(bytes, page, Depth::Sixteen, limits, progress)?;
    Ok(DeepPicture { pixels, info })
}

/// Decodes page `page`, from 0, and leaves its numbers as they are: no profile is applied, no ink mixed, no channel left out.
///
/// Numbers of fewer than 8 bits are spread over 8, of 9 to 15 over 16; palettes are resolved, JPEG's luminance and chroma are RGB.
///
/// # Errors
///
/// As [`decode`].
pub fn decode_stored(bytes: &[u8], page: u32, limits: &Limits, progress: &dyn Progress) -> Result<StoredPicture, DecodeError> {
    guarded(|| {
        let Opened { source, info, .. } = Opened::open(bytes, page, limits)?;
        let (layout, profile) = (source.head().layout, source.head().icc.clone());
        let samples = read(source, Convert::stored(layout), limits, progress)?;
        Ok(StoredPicture { samples, channels: layout.channels, model: layout.model, profile, info })
    })
}

fn seen(bytes: &[u8], page: u32, depth: Depth, limits: &Limits, progress: &dyn Progress) -> Result<(ImageInfo, Pixels), DecodeError> {
    guarded(|| {
        let Opened { source, info, profile } = Opened::open(bytes, page, limits)?;
        let convert = Convert::srgb(source.head().layout, profile.as_ref(), depth == Depth::Sixteen);
        let size = (info.width_px, info.height_px);
        let pixels = match read(source, convert, limits, progress)? {
            Samples::Eight(samples) => RgbImage::from_raw(size.0, size.1, samples).map(Pixels::Eight),
            Samples::Sixteen(samples) => Rgb16Image::from_raw(size.0, size.1, samples).map(Pixels::Sixteen),
        };
        Ok((info, pixels.ok_or_else(|| DecodeError::damaged("its pixels do not fit its size"))?))
    })
}

/// Decodes all samples and sets them upright.
fn read(source: Box<dyn Source + '_>, convert: Convert, limits: &Limits, progress: &dyn Progress) -> Result<Samples, DecodeError> {
    let head = source.head();
    limits.check_memory(needed_bytes(head, &convert))?;
    let (size, channels, orientation) = ((head.width_px as usize, head.height_px as usize), convert.channels(), head.orientation);
    progress.report(1, 3)?;
    let mut canvas = Canvas::new(head, convert);
    source.read(&mut canvas, progress)?;
    progress.report(2, 3)?;
    let samples = match canvas.into_samples() {
        Samples::Eight(samples) => Samples::Eight(turned(samples, size, channels, orientation)),
        Samples::Sixteen(samples) => Samples::Sixteen(turned(samples, size, channels, orientation)),
    };
    progress.report(3, 3)?;
    Ok(samples)
}

/// The most memory that decoding takes at any time, in bytes: the result, what the decoder needs beside it, or a quarter turn.
fn needed_bytes(head: &Head, convert: &Convert) -> u64 {
    let result = head.pixels().saturating_mul(convert.channels() as u64 * if convert.deep() { 2 } else { 1 });
    let turn = if head.orientation >= 5 { result } else { 0 };
    result.saturating_add(head.scratch_bytes.max(turn))
}

/// Turns a panic of a decoder into an error: a hostile file costs one picture, not the program.
fn guarded<T>(work: impl FnOnce() -> Result<T, DecodeError>) -> Result<T, DecodeError> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| Err(DecodeError::Damaged("the decoder gave up".to_owned())))
}

/// A file whose header was read and found within the limits.
struct Opened<'a> {
    source: Box<dyn Source + 'a>,
    info: ImageInfo,
    profile: Option<Profile>,
}

impl<'a> Opened<'a> {
    fn open(bytes: &'a [u8], page: u32, limits: &Limits) -> Result<Self, DecodeError> {
        limits.check_file(bytes.len() as u64)?;
        let format = formats::format_of(bytes).ok_or(DecodeError::NotAPicture)?;
        let source = formats::open(bytes, format, page, limits)?;
        let head = source.head();
        limits.check_size(head.width_px, head.height_px)?;
        // The least that any way of decoding takes; an inspection tells already what cannot be opened.
        limits.check_memory(head.scratch_bytes.saturating_add(head.pixels()))?;
        let profile = head.icc.as_deref().and_then(Profile::read);
        let (resolution, resolution_source) = resolution_of(head.density);
        let turned = head.orientation >= 5;
        let info = ImageInfo {
            format: head.format,
            width_px: if turned { head.height_px } else { head.width_px },
            height_px: if turned { head.width_px } else { head.height_px },
            channels: head.stored_channels,
            bits: head.stored_bits,
            resolution: if turned { resolution.map(Resolution::transposed) } else { resolution },
            resolution_source,
            orientation: head.orientation,
            icc_profile: profile.as_ref().map(Profile::name),
            pages: head.pages,
        };
        Ok(Self { source, info, profile })
    }
}

#[cfg(test)]
mod tests;
