//! Layers of a small convolutional network: maps, convolutions, and the larger of neighbours.

use nalgebra::{DMatrix, DMatrixView};

use super::STROKES;

/// Values of several channels over a picture: columns from left to right, each from top to bottom, each pixel with its channels.
///
/// With columns outermost, a window of some columns over the whole height lies in one piece.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Map {
    pub(super) columns: usize,
    pub(super) rows: usize,
    pub(super) channels: usize,
    pub(super) data: Vec<f32>,
}

impl Map {
    pub(super) fn new(columns: usize, rows: usize, channels: usize) -> Self {
        Self { columns, rows, channels, data: vec![0.0; columns * rows * channels] }
    }

    fn of(columns: usize, rows: usize, values: DMatrix<f32>) -> Self {
        let channels = values.nrows();
        Self { columns, rows, channels, data: values.data.into() }
    }

    /// The pixels as columns of a matrix, a channel in each of its rows.
    pub(super) fn matrix(&self) -> DMatrixView<'_, f32> {
        DMatrixView::from_slice(&self.data, self.channels, self.columns * self.rows)
    }
}

/// A convolution: `across` × `down` pixels to a pixel of more channels. Rows beyond the edge are 0; columns beyond it are not made up, so
/// the result is narrower.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Convolution {
    pub(super) across: usize,
    pub(super) down: usize,
    /// Rows of zeros above and below.
    pub(super) pad: usize,
    pub(super) from: usize,
    /// A row for each channel that comes out; the window column by column, as in [`Map`].
    pub(super) weights: DMatrix<f32>,
    pub(super) bias: Vec<f32>,
}

impl Convolution {
    pub(super) fn new(across: usize, down: usize, pad: usize, from: usize, to: usize) -> Self {
        Self { across, down, pad, from, weights: DMatrix::zeros(to, across * down * from), bias: vec![0.0; to] }
    }

    fn size(&self, map: &Map) -> (usize, usize) {
        ((map.columns + 1).saturating_sub(self.across), (map.rows + 2 * self.pad + 1).saturating_sub(self.down))
    }

    /// The windows as columns of a matrix.
    pub(super) fn windows(&self, map: &Map) -> DMatrix<f32> {
        let (columns, rows) = self.size(map);
        let (length, piece) = (self.weights.ncols(), self.down * self.from);
        let mut windows = DMatrix::zeros(length, columns * rows);
        let out = windows.as_mut_slice().chunks_exact_mut(length.max(1)).enumerate();
        for (at, window) in out {
            let (column, row) = (at / rows, at % rows);
            for (step, out) in window.chunks_exact_mut(piece).enumerate() {
                let inside = self.inside(map, row);
                let start = (column + step) * map.rows * map.channels;
                let source = &map.data[start + inside.first * self.from..start + inside.last * self.from];
                out[inside.skipped * self.from..inside.skipped * self.from + source.len()].copy_from_slice(source);
            }
        }
        windows
    }

    /// Which rows of a map a window that begins at `row` covers.
    fn inside(&self, map: &Map, row: usize) -> Inside {
        let first = row.saturating_sub(self.pad);
        Inside { first, last: (row + self.down).saturating_sub(self.pad).min(map.rows), skipped: self.pad.saturating_sub(row) }
    }

    /// The convolution of `map`; negative values become 0 if `rectified`.
    pub(super) fn of(&self, map: &Map, rectified: bool) -> Map {
        let (columns, rows) = self.size(map);
        let whole = self.pad == 0 && self.down == map.rows;
        if self.from == 1 && self.bias.len() == STROKES {
            return self.of_ink(map, rectified);
        }
        let mut values = if whole && columns > 0 {
            // Windows over the whole height overlap in place: nothing needs to be copied.
            let step = map.rows * map.channels;
            let windows = DMatrixView::from_slice_with_strides(&map.data, self.weights.ncols(), columns, 1, step);
            &self.weights * windows
        } else {
            &self.weights * self.windows(map)
        };
        for pixel in values.as_mut_slice().chunks_exact_mut(self.bias.len().max(1)) {
            for (value, bias) in pixel.iter_mut().zip(&self.bias) {
                *value += bias;
                if rectified {
                    *value = value.max(0.0);
                }
            }
        }
        Map::of(columns, rows, values)
    }

    /// The same for ink, without a matrix: its windows are too small to be worth one.
    fn of_ink(&self, map: &Map, rectified: bool) -> Map {
        let (columns, rows) = self.size(map);
        let mut out = Map::new(columns, rows, STROKES);
        // The weights of a place of the window, of all channels, lie in one piece.
        let (weights, _) = self.weights.as_slice().as_chunks::<STROKES>();
        let (bias, _) = self.bias.as_chunks::<STROKES>();
        let bias = bias.first().copied().unwrap_or([0.0; STROKES]);
        for (at, pixel) in out.data.as_chunks_mut::<STROKES>().0.iter_mut().enumerate() {
            let (column, row) = (at / rows, at % rows);
            let inside = self.inside(map, row);
            let mut sums = bias;
            for step in 0..self.across {
                let start = (column + step) * map.rows;
                let source = &map.data[start + inside.first..start + inside.last];
                for (value, weights) in source.iter().zip(&weights[step * self.down + inside.skipped..]) {
                    for (sum, weight) in sums.iter_mut().zip(weights) {
                        *sum += value * weight;
                    }
                }
            }
            *pixel = if rectified { sums.map(|sum| sum.max(0.0)) } else { sums };
        }
        out
    }

    /// Adds what the windows take of the losses of each pixel, `back`, to the losses of the map they came from.
    pub(super) fn spread(&self, back: &DMatrix<f32>, map: &mut Map) {
        let (_, rows) = self.size(map);
        let piece = self.down * self.from;
        for (at, window) in back.as_slice().chunks_exact(self.weights.ncols().max(1)).enumerate() {
            let (column, row) = (at / rows, at % rows);
            for (step, part) in window.chunks_exact(piece).enumerate() {
                let inside = self.inside(map, row);
                let start = (column + step) * map.rows * map.channels;
                let out = &mut map.data[start + inside.first * self.from..start + inside.last * self.from];
                for (out, part) in out.iter_mut().zip(&part[inside.skipped * self.from..]) {
                    *out += part;
                }
            }
        }
    }
}

struct Inside {
    first: usize,
    last: usize,
    skipped: usize,
}

/// The largest of each `across` × 2 pixels.
pub(super) fn largest(map: &Map, across: usize) -> Map {
    let mut out = Map::new(map.columns / across, map.rows / 2, map.channels);
    let (channels, column) = (map.channels, map.rows * map.channels);
    for (at, out) in out.data.chunks_exact_mut(channels.max(1)).enumerate() {
        let (left, top) = (at / (map.rows / 2) * across, at % (map.rows / 2) * 2);
        let start = left * column + top * channels;
        out.copy_from_slice(&map.data[start..start + channels]);
        for step in 0..across {
            for down in 0..2 {
                let from = start + step * column + down * channels;
                out.iter_mut().zip(&map.data[from..from + channels]).for_each(|(most, value)| *most = most.max(*value));
            }
        }
    }
    out
}

/// Hands what `back` says of the largest of each `across` × 2 pixels to the first of those that were as large.
pub(super) fn handed(back: &Map, out: &Map, map: &Map, across: usize) -> Map {
    let mut handed = Map::new(map.columns, map.rows, map.channels);
    let (channels, column) = (map.channels, map.rows * map.channels);
    for (at, (back, most)) in back.data.chunks_exact(channels.max(1)).zip(out.data.chunks_exact(channels.max(1))).enumerate() {
        let (left, top) = (at / (map.rows / 2) * across, at % (map.rows / 2) * 2);
        let start = left * column + top * channels;
        for channel in 0..channels {
            let places = (0..across).flat_map(|step| (0..2).map(move |down| start + step * column + down * channels + channel));
            if let Some(place) = places.into_iter().find(|place| map.data[*place] >= most[channel]) {
                handed.data[place] = back[channel];
            }
        }
    }
    handed
}
