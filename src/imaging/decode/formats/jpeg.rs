//! JPEG, by two decoders: the quick one, and for what it gets wrong the careful one.
//!
//! zune-jpeg is the fastest there is. It returns wrong colours for sequential files with their colours in separate scans and at
//! reduced size (its issue 422), and mixes inks by a formula of its own; these two go to jpeg-decoder, by the authors of `image`.

use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;

use crate::domain::Progress;
use crate::imaging::decode::canvas::{Canvas, Rows};
use crate::imaging::decode::head::{ColourModel, Head, Layout, Source};
use crate::imaging::decode::resolution::{Tags, first_usable};
use crate::imaging::decode::structure::{JpegFrame, jfif_density, jpeg_is_complete};
use crate::imaging::decode::{DecodeError, ImageFormat, ResolutionSource};

struct Jpeg<'a> {
    bytes: &'a [u8],
    head: Head,
    careful: bool,
    /// Whether inks are stored the other way round.
    inverted: bool,
}

/// Reads everything up to the first scan, and whether the last is there.
///
/// Four colours are inks stored the other way round, 255 for none, as Adobe does and as libvips, Pillow and browsers take all of them.
pub(super) fn open(bytes: &[u8]) -> Result<Box<dyn Source + '_>, DecodeError> {
    open_as(bytes, true)
}

/// The same where somebody else says whether its inks are `inverted`, that is, 255 is no ink.
pub(super) fn open_as(bytes: &[u8], inverted: bool) -> Result<Box<dyn Source + '_>, DecodeError> {
    if !jpeg_is_complete(bytes) {
        return Err(DecodeError::Truncated);
    }
    let mut decoder = quick(bytes, None);
    decoder.decode_headers().map_err(|error| of_zune(&error))?;
    let frame = JpegFrame::of(bytes).ok_or_else(|| DecodeError::Damaged("it has no frame header".to_owned()))?;
    let (width_px, height_px) = (u32::from(frame.width_px), u32::from(frame.height_px));
    if decoder.dimensions() != Some((width_px as usize, height_px as usize)) {
        return Err(DecodeError::Damaged("it states two sizes".to_owned()));
    }
    let model = match frame.sampling.len() {
        1 => ColourModel::Grey,
        3 => ColourModel::Rgb,
        4 => ColourModel::Cmyk,
        other => return Err(DecodeError::Unsupported(format!("a JPEG of {other} colours"))),
    };
    let layout = Layout { model, channels: model.colours(), deep: false };
    let careful = model == ColourModel::Cmyk || frame.is_split_by_colour();
    let pixels = u64::from(width_px) * u64::from(height_px);
    let waits = frame.kind == 0xC2 || usize::from(frame.in_first_scan) < frame.sampling.len();
    // Coefficients of 2 bytes if all scans have to be seen first; the careful decoder holds the planes and the result beside them.
    let coefficients = if waits { frame.block_samples() * 2 } else { 0 };
    let planes = if careful { frame.block_samples() + pixels * layout.pixel_bytes() } else { 0 };
    // A few rows of blocks at 2 bytes, upsampled, and the pixels where they have to be converted.
    let rows = u64::from(width_px) * layout.channels as u64 * 64 * 4;
    let tags = Tags::read(decoder.exif().cloned());
    let density = [
        jfif_density(bytes).map(|density| (density, ResolutionSource::Jfif)),
        tags.density().map(|density| (density, ResolutionSource::Exif)),
    ];
    let head = Head {
        format: ImageFormat::Jpeg,
        width_px,
        height_px,
        layout,
        stored_channels: layout.channels as u8,
        stored_bits: 8,
        icc: decoder.icc_profile(),
        density: first_usable(density),
        orientation: tags.orientation(),
        pages: 1,
        scratch_bytes: coefficients + planes + rows + pixels * layout.pixel_bytes() + (1 << 20),
    };
    Ok(Box::new(Jpeg { bytes, head, careful, inverted }))
}

fn quick(bytes: &[u8], colours: Option<ColorSpace>) -> zune_jpeg::JpegDecoder<ZCursor<&[u8]>> {
    // Sizes are judged by the caller, with its own message.
    let mut options = DecoderOptions::default().set_strict_mode(false).set_max_width(usize::MAX).set_max_height(usize::MAX);
    if let Some(colours) = colours {
        options = options.jpeg_set_out_colorspace(colours);
    }
    zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(bytes), options)
}

impl Source for Jpeg<'_> {
    fn head(&self) -> &Head {
        &self.head
    }

    fn read(self: Box<Self>, canvas: &mut Canvas, _progress: &dyn Progress) -> Result<(), DecodeError> {
        if self.careful {
            return self.read_carefully(canvas);
        }
        let colours = if self.head.layout.model == ColourModel::Grey { ColorSpace::Luma } else { ColorSpace::RGB };
        let mut decoder = quick(self.bytes, Some(colours));
        if let Some(out) = canvas.direct() {
            return decoder.decode_into(out).map_err(|error| of_zune(&error));
        }
        let samples = decoder.decode().map_err(|error| of_zune(&error))?;
        canvas.put(0, Rows::Eight(&samples))
    }
}

impl Jpeg<'_> {
    fn read_carefully(&self, canvas: &mut Canvas) -> Result<(), DecodeError> {
        let mut decoder = jpeg_decoder::Decoder::new(self.bytes);
        decoder.set_max_decoding_buffer_size((self.head.pixels() * self.head.layout.pixel_bytes()) as usize);
        let mut samples = decoder.decode().map_err(of_careful)?;
        if self.head.layout.model == ColourModel::Cmyk && !self.inverted {
            // The decoder takes them all to be.
            for sample in &mut samples {
                *sample = !*sample;
            }
        }
        canvas.put(0, Rows::Eight(&samples))
    }
}

fn of_zune(error: &zune_jpeg::errors::DecodeErrors) -> DecodeError {
    use zune_jpeg::errors::DecodeErrors;
    match error {
        DecodeErrors::Unsupported(what) => DecodeError::unsupported(&format!("{what:?}")),
        other => DecodeError::damaged(&format!("{other:?}")),
    }
}

fn of_careful(error: jpeg_decoder::Error) -> DecodeError {
    match error {
        jpeg_decoder::Error::Unsupported(what) => DecodeError::unsupported(&format!("{what:?}")),
        jpeg_decoder::Error::Io(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => DecodeError::Truncated,
        other => DecodeError::damaged(&other.to_string()),
    }
}
