//! TIFF and `BigTIFF`: stripped and tiled, chunky and planar, 1 to 16 bits, floating point; grey, palette, RGB, CMYK, L*a*b*, YCbCr.

mod bands;
mod directory;
mod samples;

use tiff::decoder::{ChunkType, Decoder, Limits as TiffLimits};
use tiff::{TiffError, TiffFormatError};

use self::bands::TiffPage;
use self::directory::{Bands, Directories};
use self::samples::Meaning;
pub(super) use self::samples::spread;
use crate::imaging::decode::head::{ColourModel, Head, Layout, Source};
use crate::imaging::decode::resolution::{density_of, first_usable};
use crate::imaging::decode::{DecodeError, ImageFormat, Limits, ResolutionSource};

pub(super) fn open<'a>(bytes: &'a [u8], page: u32, limits: &Limits) -> Result<Box<dyn Source + 'a>, DecodeError> {
    let directories = Directories::new(bytes);
    let pages = directories.pages();
    let count = pages.len().max(1) as u32;
    let directory = match pages.get(page as usize) {
        Some(directory) => *directory,
        None if page == 0 => return Err(DecodeError::Truncated),
        None => return Err(DecodeError::NoSuchPage { page, pages: count }),
    };
    if !directories.is_sound(directory) {
        return Err(DecodeError::damaged("a part of it lies outside the file"));
    }
    let (stated, bands) = directories.as_bands(directory).ok_or_else(|| DecodeError::damaged("it does not say what its colours are"))?;
    let tags = PageTags::read(directories, directory)?;
    limits.check_size(tags.width_px, tags.height_px)?;
    limits.check_memory(tags.chunk_count * CHUNK_BYTES)?;
    let mut decoder = decoder_of(&bands, 0)?;
    let (width_px, height_px) = (tags.width_px, tags.height_px);
    let meaning = tags.meaning(stated, directories, directory)?;
    let layout = meaning.layout(&tags);
    // A strip ends with the page, whatever it claims; a tile does not.
    let (chunk_width, chunk_height) = decoder.chunk_dimensions();
    let stripped = decoder.get_chunk_type() == ChunkType::Strip;
    let chunk = (chunk_width.max(1), if stripped { chunk_height.min(height_px) } else { chunk_height }.max(1));
    let decoded_px = decoder.dimensions().map_err(of_tiff)?;
    let whole = |side: u32, chunk: u32| u64::from(side.div_ceil(chunk)) * u64::from(chunk);
    let expected = if stripped { (width_px.into(), height_px.into()) } else { (whole(width_px, chunk.0), whole(height_px, chunk.1)) };
    if (u64::from(decoded_px.0), u64::from(decoded_px.1)) != expected || stripped && chunk.0 != width_px {
        return Err(DecodeError::damaged("it states two sizes"));
    }
    let band_bytes =
        whole(width_px, chunk.0).saturating_mul(u64::from(chunk.1)).saturating_mul(tags.pixel_bytes().max(layout.pixel_bytes()));
    let threads = (rayon::current_num_threads() as u64).min(u64::from(height_px.div_ceil(chunk.1)));
    // A band as read, as a chunk of it comes out of its decoder (JPEG decodes to a buffer of its own), and as handed on. The decoder of
    // each thread keeps a list of all chunks, and has it three times while it makes it.
    let list_bytes = threads.saturating_add(1) * tags.chunk_count * CHUNK_BYTES;
    let scratch_bytes = band_bytes.saturating_mul(threads * 3).saturating_add(list_bytes).saturating_add(2 << 20);
    limits.check_memory(scratch_bytes)?;
    let head = Head {
        format: ImageFormat::Tiff,
        width_px,
        height_px,
        layout,
        stored_channels: tags.samples.min(255) as u8,
        stored_bits: tags.bits.min(255) as u8,
        icc: directories.entry(directory, 34675).map(|profile| profile.raw.to_vec()),
        density: first_usable([tags.density.map(|density| (density, ResolutionSource::TiffTags))]),
        orientation: tags.orientation,
        pages: count,
        scratch_bytes,
    };
    Ok(Box::new(TiffPage { directories, directory, bytes, bands, head, tags, meaning, chunk, stripped }))
}

/// What a decoder takes for each strip or tile of a page while it reads where they are.
const CHUNK_BYTES: u64 = 128;

/// A decoder of the page, which may hold chunks up to `chunk_bytes`.
fn decoder_of<'a>(bands: &Bands<'a>, chunk_bytes: usize) -> Result<Decoder<Bands<'a>>, DecodeError> {
    let mut limits = TiffLimits::default();
    limits.decoding_buffer_size = chunk_bytes;
    limits.intermediate_buffer_size = chunk_bytes;
    Ok(Decoder::new(bands.clone()).map_err(of_tiff)?.with_limits(limits))
}

/// What the tags of a page say about its samples.
struct PageTags {
    width_px: u32,
    height_px: u32,
    bits: u16,
    samples: u16,
    float: bool,
    planar: bool,
    jpeg: bool,
    subsampled: bool,
    orientation: u8,
    density: Option<(f64, f64)>,
    chunk_count: u64,
}

impl PageTags {
    fn read(directories: Directories<'_>, directory: u64) -> Result<Self, DecodeError> {
        let entry = |tag| directories.entry(directory, tag);
        let number = |tag| entry(tag).and_then(|entry| entry.numbers().next());
        let small = |tag| number(tag).and_then(|number| u16::try_from(number).ok());
        let side = |tag| number(tag).and_then(|number| u32::try_from(number).ok()).unwrap_or(0);
        let samples = small(277).unwrap_or(1);
        let float = match small(339).unwrap_or(1) {
            1 | 4 => false,
            3 => true,
            other => return Err(DecodeError::Unsupported(format!("a TIFF with samples of kind {other}"))),
        };
        let bits = small(258).unwrap_or(1);
        let ratio = |tag| entry(tag).and_then(|entry| entry.ratio());
        match (float, bits) {
            (false, 1 | 2 | 4 | 8 | 16) | (true, 32) => {}
            _ => {
                return Err(DecodeError::Unsupported(format!(
                    "a TIFF with {bits} bits a sample{}",
                    if float { ", floating point" } else { "" }
                )));
            }
        }
        Ok(Self {
            width_px: side(256),
            height_px: side(257),
            bits,
            samples,
            float,
            planar: small(284) == Some(2) && samples > 1,
            jpeg: small(259) == Some(7),
            // Colour is at half size unless it says otherwise.
            subsampled: entry(530).is_none_or(|factors| !factors.numbers().eq([1, 1])),
            orientation: small(274).filter(|value| (1..=8).contains(value)).map_or(1, |value| value as u8),
            density: density_of(small(296).map(u32::from), ratio(282), ratio(283)),
            chunk_count: entry(273).or_else(|| entry(324)).map_or(0, |offsets| offsets.numbers().count() as u64),
        })
    }

    /// Bytes that a pixel takes as the decoder hands it out, rounded up.
    fn pixel_bytes(&self) -> u64 {
        (u64::from(self.samples) * u64::from(self.bits)).div_ceil(8)
    }

    /// What the samples mean, given the `PhotometricInterpretation` of TIFF 6.0.
    fn meaning(&self, stated: u16, directories: Directories<'_>, directory: u64) -> Result<Meaning, DecodeError> {
        let meaning = match stated {
            0 => Meaning::WhiteIsZero,
            1 => Meaning::As(ColourModel::Grey),
            2 => Meaning::As(ColourModel::Rgb),
            3 => {
                let map: Vec<u16> = directories
                    .entry(directory, 320)
                    .map(|map| map.numbers().take(3 << 8).map(|value| value as u16).collect())
                    .unwrap_or_default();
                if self.bits > 8 || map.len() != 3 << self.bits {
                    return Err(DecodeError::damaged("its palette does not fit"));
                }
                Meaning::Palette(map)
            }
            5 => {
                if directories.entry(directory, 332).and_then(|inks| inks.numbers().next()).is_some_and(|inks| inks != 1) {
                    return Err(DecodeError::Unsupported("a TIFF with inks other than CMYK".to_owned()));
                }
                Meaning::As(ColourModel::Cmyk)
            }
            6 if self.bits == 8 && (self.jpeg || !self.subsampled) => Meaning::YCbCr,
            6 if self.bits != 8 => return Err(DecodeError::Unsupported(format!("a TIFF of luminance and chroma with {} bits", self.bits))),
            6 => return Err(DecodeError::Unsupported("a TIFF with colour at reduced size, but not in JPEG".to_owned())),
            8 => Meaning::CieLab,
            9 => Meaning::As(ColourModel::Lab),
            other => return Err(DecodeError::Unsupported(format!("a TIFF of colour kind {other}"))),
        };
        let needs_bytes = !matches!(meaning, Meaning::WhiteIsZero | Meaning::As(ColourModel::Grey) | Meaning::Palette(_));
        if usize::from(self.samples) < meaning.colours_in() {
            return Err(DecodeError::damaged("it has fewer channels than its colours need"));
        }
        if (needs_bytes || self.samples > 1) && self.bits < 8 || self.float && matches!(meaning, Meaning::Palette(_)) {
            return Err(DecodeError::Unsupported(format!("a TIFF in colour with {} bits a sample", self.bits)));
        }
        Ok(meaning)
    }
}

impl Meaning {
    /// The samples as they are handed on.
    fn layout(&self, tags: &PageTags) -> Layout {
        match self {
            // A palette has 16 bits a colour, but nearly always 8 of them twice.
            Self::Palette(map) => Layout { model: ColourModel::Rgb, channels: 3, deep: map.iter().any(|value| value >> 8 != value & 255) },
            other => Layout { model: other.model(), channels: usize::from(tags.samples), deep: tags.bits > 8 },
        }
    }
}

/// Sorts an error of the decoder into ours.
fn of_tiff(error: TiffError) -> DecodeError {
    match error {
        TiffError::IoError(io) if io.kind() == std::io::ErrorKind::UnexpectedEof => DecodeError::Truncated,
        TiffError::UnsupportedError(what) => DecodeError::unsupported(&what.to_string()),
        TiffError::LimitsExceeded => DecodeError::damaged("a part of it claims to be larger than the whole"),
        TiffError::FormatError(TiffFormatError::RequiredTagNotFound(tag)) => DecodeError::damaged(&format!("it does not say its {tag:?}")),
        other => DecodeError::damaged(&other.to_string()),
    }
}
