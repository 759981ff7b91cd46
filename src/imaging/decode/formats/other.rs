//! BMP and WebP, as `image` reads them.

use std::io::Cursor;

use image::{ColorType, ImageDecoder, ImageReader};

use crate::domain::Progress;
use crate::imaging::decode::canvas::{Canvas, Rows};
use crate::imaging::decode::head::{ColourModel, Head, Layout, Source};
use crate::imaging::decode::resolution::{Tags, first_usable};
use crate::imaging::decode::structure::bmp_density;
use crate::imaging::decode::{DecodeError, ImageFormat, Limits, ResolutionSource};

struct Other<'a> {
    decoder: Box<dyn ImageDecoder + 'a>,
    head: Head,
}

pub(super) fn open<'a>(bytes: &'a [u8], format: ImageFormat, limits: &Limits) -> Result<Box<dyn Source + 'a>, DecodeError> {
    let found = if format == ImageFormat::Bmp { image::ImageFormat::Bmp } else { image::ImageFormat::WebP };
    let mut reader = ImageReader::with_format(Cursor::new(bytes), found);
    // Sizes are judged with our own message; until then the decoder may hold a header and no more.
    let mut allowance = image::Limits::no_limits();
    allowance.max_alloc = Some(limits.max_memory_bytes);
    reader.limits(allowance);
    let mut decoder = reader.into_decoder().map_err(DecodeError::of)?;
    let (width_px, height_px) = decoder.dimensions();
    limits.check_size(width_px, height_px)?;
    let (model, channels) = match decoder.color_type() {
        ColorType::L8 => (ColourModel::Grey, 1),
        ColorType::Rgb8 => (ColourModel::Rgb, 3),
        ColorType::Rgba8 => (ColourModel::Rgb, 4),
        other => return Err(DecodeError::Unsupported(format!("pixels of kind {other:?}"))),
    };
    let layout = Layout { model, channels, deep: false };
    let colour = decoder.original_color_type();
    let stored_channels = colour.channel_count().max(1);
    let tags = Tags::read(decoder.exif_metadata().ok().flatten());
    let own = if format == ImageFormat::Bmp { bmp_density(bytes) } else { None };
    let density =
        [own.map(|density| (density, ResolutionSource::BmpHeader)), tags.density().map(|density| (density, ResolutionSource::Exif))];
    let pixels = u64::from(width_px) * u64::from(height_px);
    let head = Head {
        format,
        width_px,
        height_px,
        layout,
        stored_channels,
        stored_bits: (colour.bits_per_pixel() / u16::from(stored_channels)) as u8,
        icc: decoder.icc_profile().ok().flatten(),
        density: first_usable(density),
        orientation: tags.orientation(),
        pages: 1,
        // The pixels once more; WebP has planes or all pixels with alpha beside them, and tables.
        scratch_bytes: pixels * (layout.pixel_bytes() + if format == ImageFormat::WebP { 8 } else { 0 }) + (4 << 20),
    };
    Ok(Box::new(Other { decoder: Box::new(decoder), head }))
}

impl Source for Other<'_> {
    fn head(&self) -> &Head {
        &self.head
    }

    fn read(self: Box<Self>, canvas: &mut Canvas, _progress: &dyn Progress) -> Result<(), DecodeError> {
        if let Some(out) = canvas.direct() {
            return self.decoder.read_image_boxed(out).map_err(DecodeError::of);
        }
        let mut samples = vec![0; (self.head.pixels() * self.head.layout.pixel_bytes()) as usize];
        self.decoder.read_image_boxed(&mut samples).map_err(DecodeError::of)?;
        canvas.put(0, Rows::Eight(&samples))
    }
}
