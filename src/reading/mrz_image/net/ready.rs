//! The network made ready for reading: the same sums as its layers, in an order and a place in memory that a processor likes.
//!
//! The weights of some channels lie side by side for each value of a window, a window is read where it lies, and what neighbours have to be
//! compared for their largest is compared before it is written. Loops are compiled for the widest vectors of the processor; nothing is
//! fused or reordered, so that every machine reads the same.

use pulp::{Simd, WithSimd};

use super::{ANSWERS, Convolution, HEIGHT, Line, Network, PARTS, SHAPES, STROKES, log_softmax};

/// Channels that are summed up side by side.
const LANES: usize = 16;
/// Windows that are gone through together.
const TOGETHER: usize = 4;
/// Rows of the maps: of ink, of strokes with one of zeros above and below, of parts.
const INK_ROWS: usize = HEIGHT + 2;
const STROKE_ROWS: usize = HEIGHT / 2 + 2;
const PART_ROWS: usize = HEIGHT / 4;

/// A layer: for each group of [`LANES`] channels the bias, and the weights of each value of a window.
#[derive(Debug)]
struct Layer {
    groups: Vec<Group>,
    channels: usize,
}

#[derive(Debug)]
struct Group {
    bias: [f32; LANES],
    weights: Vec<[f32; LANES]>,
}

/// A network that reads.
#[derive(Debug)]
pub(in super::super) struct Ready {
    layers: [Layer; 4],
}

impl Layer {
    fn of(layer: &Convolution) -> Self {
        let channels = layer.bias.len();
        let lanes = |first: usize, value: &dyn Fn(usize) -> f32| {
            let mut lanes = [0.0; LANES];
            let known = lanes.iter_mut().zip(first..channels);
            known.for_each(|(lane, channel)| *lane = value(channel));
            lanes
        };
        let groups = (0..channels).step_by(LANES).map(|first| Group {
            bias: lanes(first, &|channel| layer.bias[channel]),
            weights: (0..layer.weights.ncols()).map(|at| lanes(first, &|channel| layer.weights[(channel, at)])).collect(),
        });
        Self { groups: groups.collect(), channels }
    }
}

impl Network {
    /// The network made ready for reading.
    pub(in super::super) fn ready(&self) -> Ready {
        Ready { layers: self.layers.each_ref().map(Layer::of) }
    }
}

impl Ready {
    /// The logarithm of the probability of each answer at each place; place `k` lies [`super::REACH`] + k [`super::STEP`] px from the left.
    pub(in super::super) fn read(&self, line: &Line) -> Vec<[f32; ANSWERS]> {
        let places = Network::places(line.columns);
        let mut answers = vec![[0.0; ANSWERS]; places];
        if places > 0 {
            pulp::Arch::new().dispatch(Reading { layers: &self.layers, line, answers: &mut answers });
        }
        answers.iter().map(|answers| log_softmax(answers)).collect()
    }
}

struct Reading<'a> {
    layers: &'a [Layer; 4],
    line: &'a Line,
    answers: &'a mut [[f32; ANSWERS]],
}

impl WithSimd for Reading<'_> {
    type Output = ();

    #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
    #[inline(always)]
    fn with_simd<S: Simd>(self, simd: S) {
        let Self { layers: [strokes, parts, shapes, names], line, answers } = self;
        let mut ink = vec![0.0; line.columns * INK_ROWS];
        for (out, column) in ink.chunks_exact_mut(INK_ROWS).zip(line.ink.chunks_exact(HEIGHT)) {
            out[1..=HEIGHT].copy_from_slice(column);
        }
        // Two columns of strokes to one that is kept.
        let columns = (line.columns - 2) / 2;
        let mut kept = vec![0.0; columns * STROKE_ROWS * STROKES];
        let mut pixels = [[0.0; LANES]; 2 * HEIGHT];
        for (at, out) in kept.chunks_exact_mut(STROKE_ROWS * STROKES).enumerate() {
            let start = |pixel: usize| (2 * at + pixel / HEIGHT) * INK_ROWS + pixel % HEIGHT;
            for group in &strokes.groups {
                sums::<S, 3, 3, { 2 * HEIGHT }>(simd, group, &ink, INK_ROWS, start, &mut pixels);
                let (left, right) = pixels.split_at(HEIGHT);
                for (row, out) in out[STROKES..].chunks_exact_mut(STROKES).take(HEIGHT / 2).enumerate() {
                    for (lane, out) in out.iter_mut().enumerate() {
                        let largest = |column: &[[f32; LANES]]| column[2 * row][lane].max(column[2 * row + 1][lane]);
                        *out = largest(left).max(largest(right)).max(0.0);
                    }
                }
            }
        }
        let columns = columns - 2;
        let mut lowered = vec![0.0; columns * PART_ROWS * PARTS];
        let mut pixels = [[0.0; LANES]; HEIGHT / 2];
        for (at, out) in lowered.chunks_exact_mut(PART_ROWS * PARTS).enumerate() {
            for (first, group) in (0..).step_by(LANES).zip(&parts.groups) {
                let start = |pixel: usize| (at * STROKE_ROWS + pixel) * STROKES;
                sums::<S, 3, { 3 * STROKES }, { HEIGHT / 2 }>(simd, group, &kept, STROKE_ROWS * STROKES, start, &mut pixels);
                let count = LANES.min(parts.channels - first);
                for (row, out) in out.chunks_exact_mut(PARTS).enumerate() {
                    for (lane, out) in out[first..first + count].iter_mut().enumerate() {
                        *out = pixels[2 * row][lane].max(pixels[2 * row + 1][lane]).max(0.0);
                    }
                }
            }
        }
        let mut seen = vec![[0.0_f32; SHAPES]; answers.len()];
        for (first, group) in (0..).step_by(LANES).zip(&shapes.groups) {
            let count = LANES.min(shapes.channels - first);
            for (at, out) in (0..).step_by(TOGETHER).zip(seen.chunks_mut(TOGETHER)) {
                let mut values = [[0.0; LANES]; TOGETHER];
                let last = answers.len() - 1;
                let start = |place: usize| (at + place).min(last) * PART_ROWS * PARTS;
                sums::<S, 1, { 9 * PART_ROWS * PARTS }, TOGETHER>(simd, group, &lowered, 0, start, &mut values);
                for (out, values) in out.iter_mut().zip(&values) {
                    out[first..first + count].iter_mut().zip(values).for_each(|(out, value)| *out = value.max(0.0));
                }
            }
        }
        for (first, group) in (0..).step_by(LANES).zip(&names.groups) {
            let count = LANES.min(ANSWERS - first);
            for (seen, answers) in seen.iter().zip(answers.iter_mut()) {
                let mut values = [group.bias];
                sums::<S, 1, SHAPES, 1>(simd, group, seen, 0, |_| 0, &mut values);
                answers[first..first + count].copy_from_slice(&values[0][..count]);
            }
        }
    }
}

/// The sums of a group of channels for some windows: each of `PIECES` pieces of `LENGTH` values, `apart` from one another; the first of
/// window `at` begins at `start(at)`.
#[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
#[inline(always)]
fn sums<S: Simd, const PIECES: usize, const LENGTH: usize, const WINDOWS: usize>(
    simd: S,
    group: &Group,
    values: &[f32],
    apart: usize,
    start: impl Fn(usize) -> usize,
    out: &mut [[f32; LANES]; WINDOWS],
) {
    let mut at = 0;
    while at < WINDOWS {
        if WINDOWS - at >= TOGETHER {
            let windows: [usize; TOGETHER] = std::array::from_fn(|more| start(at + more));
            let sums = some::<S, PIECES, LENGTH, TOGETHER>(simd, group, values, apart, windows);
            out[at..at + TOGETHER].copy_from_slice(&sums);
            at += TOGETHER;
        } else {
            let [sums] = some::<S, PIECES, LENGTH, 1>(simd, group, values, apart, [start(at)]);
            out[at] = sums;
            at += 1;
        }
    }
}

#[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
#[inline(always)]
fn some<S: Simd, const PIECES: usize, const LENGTH: usize, const WINDOWS: usize>(
    simd: S,
    group: &Group,
    values: &[f32],
    apart: usize,
    windows: [usize; WINDOWS],
) -> [[f32; LANES]; WINDOWS] {
    let mut out = [[0.0; LANES]; WINDOWS];
    let vectors = LANES / S::F32_LANES;
    let (bias, _) = S::as_simd_f32s(&group.bias);
    let (weights, _) = S::as_simd_f32s(group.weights.as_flattened());
    // Two vectors at a time.
    for part in (0..vectors).step_by(2) {
        let mut sums = [[bias[part], bias[part + 1]]; WINDOWS];
        for piece in 0..PIECES {
            let pieces: [&[f32; LENGTH]; WINDOWS] =
                windows.map(|start| values[start + piece * apart..].first_chunk().unwrap_or(&[0.0; LENGTH]));
            let weights = &weights[piece * LENGTH * vectors..][..LENGTH * vectors];
            for (at, weights) in weights.chunks_exact(vectors).enumerate() {
                let [one, other] = [weights[part], weights[part + 1]];
                for (sums, piece) in sums.iter_mut().zip(pieces) {
                    let value = simd.splat_f32s(piece[at]);
                    *sums = [simd.add_f32s(sums[0], simd.mul_f32s(value, one)), simd.add_f32s(sums[1], simd.mul_f32s(value, other))];
                }
            }
        }
        for (out, sums) in out.iter_mut().zip(sums) {
            let (out, _) = S::as_mut_simd_f32s(out);
            out[part..part + 2].copy_from_slice(&sums);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::mrz_image::net::Learner;
    use crate::reading::mrz_image::train::Dice;

    #[test]
    fn it_reads_as_the_network_that_was_taught() {
        let learner = Learner::new(4);
        let ready = learner.network().ready();
        let mut dice = Dice::new(2);
        for columns in [0, 1, 23, 24, 25, 60, 333] {
            let line = Line { columns, ink: (0..columns * HEIGHT).map(|_| dice.share() as f32).collect() };
            let read = ready.read(&line);
            let taught = if read.is_empty() { Vec::new() } else { learner.network().course(&line).answers.data };
            assert_eq!(read.len() * ANSWERS, taught.len());
            let taught = taught.chunks_exact(ANSWERS).flat_map(log_softmax);
            for (one, other) in read.iter().flatten().zip(taught) {
                assert!((one - other).abs() < 1e-3, "{columns}: {one} {other}");
            }
        }
    }
}
