//! PNG, row by row: beside the result only a row is held, unless the rows are interlaced.

use std::io::Cursor;

use png::{ColorType, Decoder, DecodingError, Transformations};

use crate::domain::Progress;
use crate::imaging::decode::canvas::{Canvas, Rows};
use crate::imaging::decode::head::{ColourModel, Head, Layout, Source};
use crate::imaging::decode::resolution::{Tags, first_usable};
use crate::imaging::decode::structure::png_density;
use crate::imaging::decode::{DecodeError, ImageFormat, Limits, ResolutionSource};

/// What chunks before the picture and the unpacking may take.
const OVERHEAD_BYTES: u64 = 64 << 20;

struct PngFile<'a> {
    reader: png::Reader<Cursor<&'a [u8]>>,
    head: Head,
}

/// Rows that are handed on at once.
const ROWS_AT_ONCE: usize = 64;

pub(super) fn open<'a>(bytes: &'a [u8], limits: &Limits) -> Result<Box<dyn Source + 'a>, DecodeError> {
    let mut decoder = Decoder::new(Cursor::new(bytes));
    let allowance = OVERHEAD_BYTES.min(limits.max_memory_bytes);
    decoder.set_limits(png::Limits { bytes: usize::try_from(allowance).unwrap_or(usize::MAX) });
    decoder.set_ignore_text_chunk(true);
    // Palettes become colours, transparent colours an alpha channel, and 1, 2 and 4 bits eight.
    decoder.set_transformations(Transformations::EXPAND);
    {
        // Sizes first: rows are allocated with the rest of the header.
        let info = decoder.read_header_info().map_err(of_png)?;
        limits.check_size(info.width, info.height)?;
    }
    let reader = decoder.read_info().map_err(of_png)?;
    let info = reader.info();
    let (colours, depth) = reader.output_color_type();
    let (model, channels) = match colours {
        ColorType::Grayscale => (ColourModel::Grey, 1),
        ColorType::GrayscaleAlpha => (ColourModel::Grey, 2),
        ColorType::Rgb => (ColourModel::Rgb, 3),
        ColorType::Rgba => (ColourModel::Rgb, 4),
        ColorType::Indexed => return Err(DecodeError::Damaged("it has no palette".to_owned())),
    };
    let layout = Layout { model, channels, deep: depth == png::BitDepth::Sixteen };
    let (width_px, height_px) = (info.width, info.height);
    let row_bytes = u64::from(width_px) * layout.pixel_bytes();
    let held_rows = if info.interlaced { u64::from(height_px) } else { 0 };
    let tags = Tags::read(info.exif_metadata.as_ref().map(|block| block.to_vec()));
    let density = [
        png_density(bytes).map(|density| (density, ResolutionSource::PngPhys)),
        tags.density().map(|density| (density, ResolutionSource::Exif)),
    ];
    let head = Head {
        format: ImageFormat::Png,
        width_px,
        height_px,
        layout,
        stored_channels: info.color_type.samples() as u8,
        stored_bits: info.bit_depth as u8,
        icc: info.icc_profile.as_ref().map(|profile| profile.to_vec()),
        density: first_usable(density),
        orientation: tags.orientation(),
        pages: 1,
        // The rows being gathered, two of the unpacker's with its window, and the interlaced picture with its numbers turned.
        scratch_bytes: row_bytes * (ROWS_AT_ONCE as u64 * 2 + 8 + held_rows * 2) + (1 << 20),
    };
    Ok(Box::new(PngFile { reader, head }))
}

impl Source for PngFile<'_> {
    fn head(&self) -> &Head {
        &self.head
    }

    fn read(mut self: Box<Self>, canvas: &mut Canvas, progress: &dyn Progress) -> Result<(), DecodeError> {
        if self.reader.info().interlaced {
            let length = (self.head.pixels() * self.head.layout.pixel_bytes()) as usize;
            let mut samples = vec![0; length];
            self.reader.next_frame(&mut samples).map_err(of_png)?;
            self.put(canvas, 0, &samples)?;
            return self.reader.finish().map_err(of_png);
        }
        let row_bytes = canvas.row_in() * self.head.layout.sample_bytes() as usize;
        let mut gathered = Vec::with_capacity(row_bytes * ROWS_AT_ONCE);
        let mut first = 0;
        for row in 0..self.head.height_px as usize {
            let data = self.reader.next_row().map_err(of_png)?.ok_or(DecodeError::Truncated)?;
            gathered.extend_from_slice(data.data());
            if gathered.len() >= row_bytes * ROWS_AT_ONCE {
                self.put(canvas, first, &gathered)?;
                gathered.clear();
                first = row + 1;
                progress.report(1, 3)?;
            }
        }
        self.put(canvas, first, &gathered)?;
        // To the end: a file that was cut in its last sums is not whole.
        self.reader.finish().map_err(of_png)
    }
}

impl PngFile<'_> {
    fn put(&self, canvas: &mut Canvas, first: usize, samples: &[u8]) -> Result<(), DecodeError> {
        if self.head.layout.deep {
            let samples: Vec<u16> = samples.as_chunks().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
            canvas.put(first, Rows::Sixteen(&samples))
        } else {
            canvas.put(first, Rows::Eight(samples))
        }
    }
}

fn of_png(error: DecodingError) -> DecodeError {
    match error {
        DecodingError::IoError(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => DecodeError::Truncated,
        DecodingError::LimitsExceeded => DecodeError::Damaged("its header is larger than any header need be".to_owned()),
        other => DecodeError::damaged(&other.to_string()),
    }
}
