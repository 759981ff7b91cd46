//! Where decoded rows are laid down, converted as they come, so that no second copy of the picture is ever needed for that.

use rayon::prelude::*;

use super::convert::Convert;
use super::head::Head;
use super::{DecodeError, Samples};

/// Rows of samples as they come out of a decoder.
#[derive(Debug, Clone, Copy)]
pub(super) enum Rows<'a> {
    Eight(&'a [u8]),
    Sixteen(&'a [u16]),
}

/// Rows of the result.
#[derive(Debug)]
pub(super) enum RowsMut<'a> {
    Eight(&'a mut [u8]),
    Sixteen(&'a mut [u16]),
}

/// The result in the making.
pub(super) struct Canvas {
    width: usize,
    convert: Convert,
    out: Samples,
}

/// Rows converted by one thread at a time when a decoder hands over many.
const ROWS_AT_ONCE: usize = 64;

impl Canvas {
    /// Takes the memory for the result; the caller has found that there is enough.
    pub(super) fn new(head: &Head, convert: Convert) -> Self {
        let (width, height) = (head.width_px as usize, head.height_px as usize);
        let samples = width * height * convert.channels();
        let out = if convert.deep() { Samples::Sixteen(vec![0; samples]) } else { Samples::Eight(vec![0; samples]) };
        Self { width, convert, out }
    }

    /// Samples in a row as a decoder gives them.
    pub(super) fn row_in(&self) -> usize {
        self.width * self.convert.channels_in()
    }

    fn row_out(&self) -> usize {
        self.width * self.convert.channels()
    }

    /// The result itself, where a decoder's rows of 8 bits need no conversion and can be written there at once.
    pub(super) fn direct(&mut self) -> Option<&mut [u8]> {
        match &mut self.out {
            Samples::Eight(out) if self.convert.copies() => Some(out),
            _ => None,
        }
    }

    /// Lays down all rows from `first` on, in parallel.
    pub(super) fn put(&mut self, first: usize, rows: Rows<'_>) -> Result<(), DecodeError> {
        let (row_in, row_out) = (self.row_in(), self.row_out());
        let start = first * row_out;
        let convert = &self.convert;
        let damaged = || DecodeError::Damaged("its rows do not fit its size".to_owned());
        let block = |rows: Rows<'_>, block: usize, out: RowsMut<'_>, length: usize| {
            let range = block * ROWS_AT_ONCE * row_in..block * ROWS_AT_ONCE * row_in + length / row_out * row_in;
            convert.rows(rows.part(range), out);
        };
        let count = rows.len() / row_in.max(1);
        let end = start + count * row_out;
        match &mut self.out {
            Samples::Eight(out) => {
                let out = out.get_mut(start..end).ok_or_else(damaged)?;
                out.par_chunks_mut(ROWS_AT_ONCE * row_out).enumerate().for_each(|(index, out)| {
                    let length = out.len();
                    block(rows, index, RowsMut::Eight(out), length);
                });
            }
            Samples::Sixteen(out) => {
                let out = out.get_mut(start..end).ok_or_else(damaged)?;
                out.par_chunks_mut(ROWS_AT_ONCE * row_out).enumerate().for_each(|(index, out)| {
                    let length = out.len();
                    block(rows, index, RowsMut::Sixteen(out), length);
                });
            }
        }
        Ok(())
    }

    /// Hands out the result in bands of `rows` rows, the last may be shorter, to threads that each have a `T` of their own.
    pub(super) fn bands<T>(
        &mut self,
        rows: usize,
        start: impl Fn() -> T + Send + Sync,
        band: impl Fn(&mut T, usize, &Convert, RowsMut<'_>) -> Result<(), DecodeError> + Send + Sync,
    ) -> Result<(), DecodeError> {
        let length = (rows * self.row_out()).max(1);
        let convert = &self.convert;
        match &mut self.out {
            Samples::Eight(out) => {
                let bands = out.par_chunks_mut(length).enumerate();
                bands.try_for_each_init(start, |own, (index, out)| band(own, index, convert, RowsMut::Eight(out)))
            }
            Samples::Sixteen(out) => {
                let bands = out.par_chunks_mut(length).enumerate();
                bands.try_for_each_init(start, |own, (index, out)| band(own, index, convert, RowsMut::Sixteen(out)))
            }
        }
    }

    pub(super) fn into_samples(self) -> Samples {
        self.out
    }
}

impl Rows<'_> {
    pub(super) fn len(self) -> usize {
        match self {
            Self::Eight(rows) => rows.len(),
            Self::Sixteen(rows) => rows.len(),
        }
    }

    fn part(self, range: std::ops::Range<usize>) -> Self {
        match self {
            Self::Eight(rows) => Self::Eight(rows.get(range).unwrap_or_default()),
            Self::Sixteen(rows) => Self::Sixteen(rows.get(range).unwrap_or_default()),
        }
    }
}
