//! Pictures whose samples lie in the file, packed with deflate or not at all.

use super::colours::Colours;
use super::document::inflated;
use crate::domain::Progress;
use crate::imaging::decode::canvas::{Canvas, Rows};
use crate::imaging::decode::formats::tiff;
use crate::imaging::decode::head::{Head, Layout, Source};
use crate::imaging::decode::{DecodeError, ImageFormat};

/// Samples as they lie in the file, packed with deflate or not at all.
pub(super) struct Plain<'a> {
    pub(super) size: (u32, u32),
    pub(super) layout: Layout,
    pub(super) bits: u32,
    pub(super) palette: Option<Vec<u8>>,
    pub(super) raw: &'a [u8],
    pub(super) packed: bool,
    pub(super) predictor: u32,
    pub(super) inverted: bool,
}

/// Rows that are handed on at once.
const ROWS_AT_ONCE: usize = 64;

impl Plain<'_> {
    /// Pictures of `colours`; the caller adds where the samples lie and how they are packed.
    pub(super) fn of(colours: &Colours, size: (u32, u32), bits: u32) -> Result<Self, DecodeError> {
        let single = colours.palette.is_some() || colours.model.colours() == 1;
        if !(bits == 8 || bits == 16 && colours.palette.is_none() || matches!(bits, 1 | 2 | 4) && single) {
            return Err(DecodeError::OtherPdf(format!("its picture has {bits} bits a sample")));
        }
        let layout = Layout { model: colours.model, channels: colours.model.colours(), deep: bits == 16 };
        Ok(Self { size, layout, bits, palette: colours.palette.clone(), raw: &[], packed: false, predictor: 1, inverted: false })
    }

    /// Numbers per pixel as they lie in the file.
    fn stored(&self) -> usize {
        if self.palette.is_some() { 1 } else { self.layout.channels }
    }

    /// Bytes of a row as it lies in the file, without a filter.
    fn row_bytes(&self) -> usize {
        (self.size.0 as usize * self.stored() * self.bits as usize).div_ceil(8).max(1)
    }

    pub(super) fn head(&self) -> Head {
        let unpacked = (self.row_bytes() as u64 + 1) * u64::from(self.size.1);
        Head {
            format: ImageFormat::Pdf,
            width_px: self.size.0,
            height_px: self.size.1,
            layout: self.layout,
            stored_channels: self.stored() as u8,
            stored_bits: self.bits as u8,
            icc: None,
            density: None,
            orientation: 1,
            pages: 1,
            // Unpacked into a vector that grows by doubling, unfiltered into another.
            scratch_bytes: unpacked * 4 + u64::from(self.size.0) * 16 * ROWS_AT_ONCE as u64 + (1 << 20),
        }
    }

    fn unpacked(&self) -> Result<Vec<u8>, DecodeError> {
        let row = self.row_bytes();
        let most = (row + 1) * self.size.1 as usize + 4096;
        let raw = self.raw.get(..self.raw.len().min(most)).unwrap_or_default();
        let mut samples = if self.packed { inflated(self.raw, most).ok_or(DecodeError::Truncated)? } else { raw.to_vec() };
        match self.predictor {
            1 => {}
            2 if self.bits == 8 => {
                for row in samples.chunks_mut(row) {
                    for at in self.stored()..row.len() {
                        let left = row.get(at - self.stored()).copied().unwrap_or(0);
                        row.get_mut(at).into_iter().for_each(|sample| *sample = sample.wrapping_add(left));
                    }
                }
            }
            10..=15 => {
                let pixel = (self.stored() * self.bits as usize).div_ceil(8);
                samples = unfiltered(&samples, row, pixel).ok_or_else(|| DecodeError::damaged("its rows are filtered in no known way"))?;
            }
            other => return Err(DecodeError::OtherPdf(format!("its picture is packed with predictor {other}"))),
        }
        if samples.len() < row * self.size.1 as usize { Err(DecodeError::Truncated) } else { Ok(samples) }
    }

    /// The samples of whole rows of 8 bits, from rows as they lie in the file.
    fn understood(&self, rows: &[u8]) -> Vec<u8> {
        let row = self.size.0 as usize * self.stored();
        let mut samples = if self.bits == 8 { rows.to_vec() } else { tiff::spread(rows, self.bits, row, self.palette.is_some()) };
        if self.inverted {
            let white = if self.palette.is_some() { ((1_u32 << self.bits) - 1) as u8 } else { 255 };
            for sample in &mut samples {
                *sample = white.wrapping_sub(*sample);
            }
        }
        let Some(palette) = &self.palette else { return samples };
        let colour = |index: &u8| palette.get(usize::from(*index) * 3..)?.first_chunk::<3>().copied();
        samples.iter().flat_map(|index| colour(index).unwrap_or_default()).collect()
    }
}

pub(super) struct PlainSource<'a> {
    pub(super) plain: &'a Plain<'a>,
    pub(super) head: Head,
}

impl Source for PlainSource<'_> {
    fn head(&self) -> &Head {
        &self.head
    }

    fn read(self: Box<Self>, canvas: &mut Canvas, progress: &dyn Progress) -> Result<(), DecodeError> {
        let plain = self.plain;
        let (samples, row) = (plain.unpacked()?, plain.row_bytes());
        let whole = samples.get(..row * plain.size.1 as usize).unwrap_or_default();
        for (block, rows) in whole.chunks(row * ROWS_AT_ONCE).enumerate() {
            progress.report(1, 3)?;
            if plain.layout.deep {
                let flip = if plain.inverted { 0xFFFF } else { 0 };
                let rows: Vec<u16> = rows.as_chunks().0.iter().map(|pair| u16::from_be_bytes(*pair) ^ flip).collect();
                canvas.put(block * ROWS_AT_ONCE, Rows::Sixteen(&rows))?;
            } else {
                canvas.put(block * ROWS_AT_ONCE, Rows::Eight(&plain.understood(rows)))?;
            }
        }
        Ok(())
    }
}

/// Takes back the filters of PNG (ISO/IEC 15948, 9), which PDF uses as predictors 10 to 15.
fn unfiltered(samples: &[u8], row: usize, pixel: usize) -> Option<Vec<u8>> {
    let mut out: Vec<u8> = Vec::with_capacity(samples.len());
    let mut above = vec![0; row];
    for line in samples.chunks_exact(row + 1) {
        let (filter, line) = line.split_first()?;
        let mut current = line.to_vec();
        for at in 0..row {
            let left = at.checked_sub(pixel).and_then(|at| current.get(at).copied()).unwrap_or(0);
            let upper = *above.get(at)?;
            let corner = at.checked_sub(pixel).and_then(|at| above.get(at).copied()).unwrap_or(0);
            let predicted = match filter {
                0 => 0,
                1 => left,
                2 => upper,
                3 => u16::midpoint(u16::from(left), u16::from(upper)) as u8,
                4 => {
                    let (a, b, c) = (i32::from(left), i32::from(upper), i32::from(corner));
                    let (to_a, to_b, to_c) = ((b - c).abs(), (a - c).abs(), (a + b - 2 * c).abs());
                    if to_a <= to_b && to_a <= to_c {
                        left
                    } else if to_b <= to_c {
                        upper
                    } else {
                        corner
                    }
                }
                _ => return None,
            };
            let sample = current.get_mut(at)?;
            *sample = sample.wrapping_add(predicted);
        }
        out.extend_from_slice(&current);
        above = current;
    }
    Some(out)
}
