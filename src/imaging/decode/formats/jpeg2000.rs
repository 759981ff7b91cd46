//! JPEG 2000, in its container (.jp2) or as a bare codestream (.j2k).

use hayro_jpeg2000::{ColorSpace, DecodeSettings, DecoderContext, Image};
use rayon::prelude::*;

use crate::domain::Progress;
use crate::imaging::decode::canvas::{Canvas, Rows};
use crate::imaging::decode::head::{ColourModel, Head, Layout, Source};
use crate::imaging::decode::resolution::first_usable;
use crate::imaging::decode::structure2000::{Codestream, codestream_of, jp2_density};
use crate::imaging::decode::{DecodeError, ImageFormat, Limits, ResolutionSource};

struct Jpeg2000<'a> {
    image: Image<'a>,
    head: Head,
}

/// Rows that are turned into whole numbers at once.
const ROWS_AT_ONCE: usize = 64;

pub(super) fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\0\0\0\x0cjP  ") || bytes.starts_with(b"\xff\x4f\xff\x51")
}

pub(super) fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Box<dyn Source + 'a>, DecodeError> {
    // The sizes come first, by a walk of our own: the decoder allocates by them as soon as it reads its header.
    let about = codestream_of(bytes).and_then(Codestream::read).ok_or(DecodeError::Truncated)?;
    limits.check_size(about.width_px, about.height_px)?;
    about.check()?;
    limits.check_memory(about.scratch_bytes())?;
    let image = Image::new(bytes, &DecodeSettings::default()).map_err(|error| of_jpeg2000(&error))?;
    let (width_px, height_px) = (image.width(), image.height());
    limits.check_size(width_px, height_px)?;
    let icc = match image.color_space() {
        ColorSpace::Icc { profile, .. } => Some(profile.clone()),
        _ => None,
    };
    let colours = image.color_space().num_channels();
    let model = match image.color_space() {
        ColorSpace::CMYK | ColorSpace::Icc { num_channels: 4, .. } => ColourModel::Cmyk,
        _ if colours >= 3 => ColourModel::Rgb,
        _ => ColourModel::Grey,
    };
    let channels = usize::from(colours) + usize::from(image.has_alpha());
    let bits = image.original_bit_depth();
    let layout = Layout { model, channels, deep: bits > 8 };
    let head = Head {
        format: ImageFormat::Jpeg2000,
        width_px,
        height_px,
        layout,
        stored_channels: channels as u8,
        stored_bits: bits,
        icc,
        density: first_usable([jp2_density(bytes).map(|density| (density, ResolutionSource::Jp2))]),
        orientation: 1,
        pages: 1,
        scratch_bytes: about.scratch_bytes() + u64::from(width_px) * layout.pixel_bytes() * ROWS_AT_ONCE as u64,
    };
    Ok(Box::new(Jpeg2000 { image, head }))
}

impl Source for Jpeg2000<'_> {
    fn head(&self) -> &Head {
        &self.head
    }

    fn read(self: Box<Self>, canvas: &mut Canvas, progress: &dyn Progress) -> Result<(), DecodeError> {
        let mut context = DecoderContext::default();
        let decoded = self.image.decode(&mut context).map_err(|error| of_jpeg2000(&error))?;
        progress.report(1, 3)?;
        let channels = self.head.layout.channels;
        let pixels = self.head.pixels() as usize;
        let planes: Vec<(&[f32], f32)> =
            decoded.components().iter().map(|plane| (plane.samples(), ((1_u64 << plane.bit_depth().min(38)) - 1) as f32)).collect();
        if planes.len() < channels || planes.iter().any(|(samples, _)| samples.len() < pixels) {
            return Err(DecodeError::damaged("it has fewer channels than it claims"));
        }
        let row = self.head.width_px as usize;
        for first in (0..self.head.height_px as usize).step_by(ROWS_AT_ONCE) {
            let count = ROWS_AT_ONCE.min(self.head.height_px as usize - first) * row;
            let part = first * row..first * row + count;
            if self.head.layout.deep {
                let mut rows = vec![0_u16; count * channels];
                lay(&planes, part, 65_535.0, &mut rows, |value| value as u16);
                canvas.put(first, Rows::Sixteen(&rows))?;
            } else {
                let mut rows = vec![0_u8; count * channels];
                lay(&planes, part, 255.0, &mut rows, |value| value as u8);
                canvas.put(first, Rows::Eight(&rows))?;
            }
        }
        Ok(())
    }
}

/// Brings the values of all planes to 0..=`white`, those of a pixel together.
fn lay<T: Send>(planes: &[(&[f32], f32)], part: std::ops::Range<usize>, white: f32, out: &mut [T], number: impl Fn(f32) -> T + Sync) {
    let channels = (out.len() / part.len().max(1)).max(1);
    for (channel, (samples, own_white)) in planes.iter().take(channels).enumerate() {
        let scale = white / own_white.max(1.0);
        let samples = samples.get(part.clone()).unwrap_or_default();
        out.par_chunks_exact_mut(channels).zip(samples).with_min_len(4096).for_each(|(pixel, value)| {
            if let Some(out) = pixel.get_mut(channel) {
                *out = number((value * scale).round().clamp(0.0, white));
            }
        });
    }
}

fn of_jpeg2000(error: &hayro_jpeg2000::DecodeError) -> DecodeError {
    let text = error.to_string();
    if text.contains("unsupported") { DecodeError::unsupported(&text) } else { DecodeError::damaged(&text) }
}
