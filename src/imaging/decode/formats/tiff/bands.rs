//! Reads a page in bands, one row of chunks each, on as many threads as there are.

use tiff::decoder::Decoder;

use super::directory::{Bands, Directories};
use super::samples::{Band, Meaning, understood, unpacked};
use super::{PageTags, decoder_of, of_tiff};
use crate::domain::Progress;
use crate::imaging::decode::DecodeError;
use crate::imaging::decode::canvas::{Canvas, RowsMut};
use crate::imaging::decode::convert::Convert;
use crate::imaging::decode::head::{Head, Source};
use crate::imaging::decode::structure::JpegFrame;

pub(super) struct TiffPage<'a> {
    pub(super) directories: Directories<'a>,
    pub(super) directory: u64,
    pub(super) bytes: &'a [u8],
    pub(super) bands: Bands<'a>,
    pub(super) head: Head,
    pub(super) tags: PageTags,
    pub(super) meaning: Meaning,
    /// Width and height of a strip or tile, in px.
    pub(super) chunk: (u32, u32),
    /// Whether it has strips, which end with the page, rather than tiles, which are whole.
    pub(super) stripped: bool,
}

impl Source for TiffPage<'_> {
    fn head(&self) -> &Head {
        &self.head
    }

    fn read(self: Box<Self>, canvas: &mut Canvas, progress: &dyn Progress) -> Result<(), DecodeError> {
        if self.tags.jpeg {
            self.check_jpeg_chunks()?;
        }
        canvas.bands(
            self.chunk.1.min(self.head.height_px) as usize,
            || self.decoder(),
            |decoder, index, convert, out| {
                progress.report(1, 3)?;
                match decoder {
                    Ok(decoder) => self.read_band(decoder, index as u32, convert, out),
                    Err(error) => Err(error.clone()),
                }
            },
        )
    }
}

impl<'a> TiffPage<'a> {
    fn decoder(&self) -> Result<Decoder<Bands<'a>>, DecodeError> {
        let chunk_bytes = u64::from(self.chunk.0) * u64::from(self.chunk.1) * self.tags.pixel_bytes();
        // What is packed can be a little larger than what it unpacks to.
        decoder_of(&self.bands, usize::try_from(chunk_bytes * 2 + (1 << 20)).unwrap_or(usize::MAX))
    }

    fn across(&self) -> u32 {
        self.head.width_px.div_ceil(self.chunk.0.max(1))
    }

    fn read_band(&self, decoder: &mut Decoder<Bands<'a>>, index: u32, convert: &Convert, out: RowsMut<'_>) -> Result<(), DecodeError> {
        let as_is = matches!(self.meaning, Meaning::As(_)) && self.tags.bits == 8 && !self.tags.planar && self.stripped;
        if let RowsMut::Eight(out) = out {
            if as_is && convert.copies() {
                return decoder.read_chunk_bytes(index, out).map_err(of_tiff);
            }
            let band = self.band(decoder, index)?;
            convert.rows(understood(band, &self.meaning, &self.tags).rows(), RowsMut::Eight(out));
        } else {
            let band = self.band(decoder, index)?;
            convert.rows(understood(band, &self.meaning, &self.tags).rows(), out);
        }
        Ok(())
    }

    /// The samples of one row of chunks, whole rows of the page, those of a pixel together.
    fn band(&self, decoder: &mut Decoder<Bands<'a>>, index: u32) -> Result<Band, DecodeError> {
        let (across, samples) = (self.across(), usize::from(self.tags.samples));
        let down = self.head.height_px.div_ceil(self.chunk.1.max(1));
        let (planes, in_chunk) = if self.tags.planar { (samples, 1) } else { (1, samples) };
        let read = |decoder: &mut Decoder<_>, plane: usize, column: u32| {
            let number = (plane as u32 * down + index) * across + column;
            let (width, _) = decoder.chunk_data_dimensions(number);
            let chunk = decoder.read_chunk(number).map_err(of_tiff)?;
            let palette = matches!(self.meaning, Meaning::Palette(_));
            let band = unpacked(chunk, &self.tags, width as usize * in_chunk, palette);
            let band = band.ok_or_else(|| DecodeError::Unsupported("a TIFF with mixed samples".to_owned()))?;
            Ok::<_, DecodeError>((band, width as usize))
        };
        if self.stripped && planes == 1 {
            return Ok(read(decoder, 0, 0)?.0);
        }
        let height = self.chunk.1.min(self.head.height_px.saturating_sub(index * self.chunk.1)) as usize;
        let row = self.head.width_px as usize * samples;
        let mut whole: Option<Band> = None;
        for (plane, column) in (0..planes).flat_map(|plane| (0..across).map(move |column| (plane, column))) {
            let (part, width) = read(decoder, plane, column)?;
            let place = Place { row, left: column as usize * self.chunk.0 as usize * samples + plane, samples, in_chunk, width };
            match (part, &mut whole) {
                (Band::Eight(part), Some(Band::Eight(whole))) => place.lay(&part, whole),
                (Band::Sixteen(part), Some(Band::Sixteen(whole))) => place.lay(&part, whole),
                (Band::Eight(part), none) => {
                    let mut rows = vec![0; row * height];
                    place.lay(&part, &mut rows);
                    *none = Some(Band::Eight(rows));
                }
                (Band::Sixteen(part), none) => {
                    let mut rows = vec![0; row * height];
                    place.lay(&part, &mut rows);
                    *none = Some(Band::Sixteen(rows));
                }
            }
        }
        whole.ok_or(DecodeError::Truncated)
    }

    /// Finds out before anything is allocated whether each JPEG chunk is as large as its place, and not larger.
    fn check_jpeg_chunks(&self) -> Result<(), DecodeError> {
        let list = |strips, tiles| self.directories.entry(self.directory, strips).or_else(|| self.directories.entry(self.directory, tiles));
        let (Some(offsets), Some(lengths)) = (list(273, 324), list(279, 325)) else { return Err(DecodeError::Truncated) };
        let colours = if self.tags.planar { 1 } else { usize::from(self.tags.samples) };
        for (offset, length) in offsets.numbers().zip(lengths.numbers()) {
            let range = usize::try_from(offset).ok().zip(usize::try_from(offset.saturating_add(length)).ok());
            let chunk = range.and_then(|(from, to)| self.bytes.get(from..to)).ok_or(DecodeError::Truncated)?;
            let frame = JpegFrame::of(chunk).ok_or_else(|| DecodeError::damaged("a part of it is no JPEG"))?;
            let (width, height) = (u32::from(frame.width_px), u32::from(frame.height_px));
            // Some writers round up to whole blocks.
            let fits = |side: u32, place: u32| side.div_ceil(16) <= place.div_ceil(16);
            if !fits(width, self.chunk.0) || !fits(height, self.chunk.1) || frame.sampling.len() != colours {
                return Err(DecodeError::damaged("a part of it is larger than its place"));
            }
            if frame.is_split_by_colour() {
                return Err(DecodeError::Unsupported("a TIFF with JPEG colours in separate scans at reduced size".to_owned()));
            }
        }
        Ok(())
    }
}

/// Where the samples of a chunk go in rows of whole pixels.
struct Place {
    /// Samples in a row of the result.
    row: usize,
    /// The first sample in a row.
    left: usize,
    /// Samples of a pixel in the result, and in the chunk.
    samples: usize,
    in_chunk: usize,
    /// Pixels in a row of the chunk.
    width: usize,
}

impl Place {
    fn lay<T: Copy>(&self, part: &[T], whole: &mut [T]) {
        for (from, to) in part.chunks_exact(self.width * self.in_chunk).zip(whole.chunks_exact_mut(self.row)) {
            let Some(to) = to.get_mut(self.left..) else { continue };
            for (from, to) in from.chunks_exact(self.in_chunk).zip(to.chunks_mut(self.samples)) {
                if let Some(to) = to.get_mut(..self.in_chunk) {
                    to.copy_from_slice(from);
                }
            }
        }
    }
}
