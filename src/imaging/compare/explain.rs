//! What of a picture its reference explains, and what it does not.
//!
//! Two genuine documents of a series never agree pixel on pixel: the plates of a print lie a few hundredths of a millimetre differently,
//! the inks are a little denser or thinner, the scanner has its own colours, light and focus. All of that is nearly linear in the
//! reference. So each channel of the questioned picture is written as a sum over the reference around the pixel: a constant, its three
//! channels (inks and colours), their first derivatives (each channel may be displaced by itself, as in the optical flow of Lucas and
//! Kanade, 1981) and their second derivatives (focus, and what the first leave of a displacement). The sixteen coefficients for each
//! channel are fitted by weighted least squares on a grid of blocks and interpolated between them. What is left is noise where the
//! document is genuine, and stands out where print is missing, added or drawn anew.
//!
//! A fit over small windows would explain away an emblem that is missing as ink without density, and so would one over a tenth of the
//! page that begins there. So a fit of the whole page comes first, on which each ink stands in many places; what it does not explain loses
//! its weight (Beaton and Tukey, 1974: least squares with weights from the last residual) when windows of a tenth of the page are fitted,
//! and only then small ones, held close to the wide fit where they have little to say. Residuals weigh against what a misplacement of the
//! strongest edges would give, so that an edge is not taken for an outlier before it was brought into place.

use rayon::prelude::*;

use crate::imaging::plane::Plane;
use crate::imaging::simd::kernels;

/// Terms of the sum for one channel.
const TERMS: usize = 16;
/// A sample: the terms, the three channels to explain, and the power of the gradient; padded to whole vectors.
const WIDTH: usize = 24;
/// Where the channels to explain begin.
const TARGET: usize = TERMS;
/// Where the power of the gradient stands.
const POWER: usize = TERMS + 3;
/// Side of a block in mm.
const BLOCK_MM: f64 = 5.0;
/// Spread of the wide fit and of the local one, in blocks (standard deviation of a Gaussian).
const SPREADS: [f64; 2] = [3.5, 1.0];
/// Squared misplacement, in px², that the weights allow for, pass by pass.
const MISPLACED: [f32; 5] = [0.15, 0.06, 0.06, 0.03, 0.02];
/// Passes of the fit of the whole page, and after how many the wide one is done; the others are local.
const PAGE_PASSES: usize = 2;
const WIDE_PASSES: usize = 4;
/// Residual power, in units of what is expected, that loses three quarters of its weight.
const OUTLYING: f32 = 6.0;
/// Noise of a capture in grey levels that the hold on the coefficients is reckoned with.
const NOISE: f64 = 3.0;
/// Grey level that a channel is measured from, and grey levels that make one unit of its term.
const LEVEL: [f32; 2] = [150.0, 50.0];
/// Planes that [`Unexplained`] holds.
const LEFT: usize = 5;
/// Pixels that share their coefficients along a row.
const TILE: usize = 16;

/// What is left of a picture, at half the sampling of the frame in both directions; a pixel stands for two by two.
pub(super) struct Unexplained {
    /// Mean square of what is left, for each channel, in squared grey levels.
    pub(super) power: [Plane; 3],
    /// Power of the gradient of the reference, summed over the channels, in squared grey levels per squared px.
    pub(super) edges: Plane,
    /// How much ink there is on the reference: the mean square of how far its channels lie below the paper, in squared grey levels.
    pub(super) ink: Plane,
}

/// The rows of one channel that the derivatives of a row need.
#[derive(Clone, Copy)]
struct Rows<'a> {
    above: &'a [f32],
    here: &'a [f32],
    below: &'a [f32],
}

impl<'a> Rows<'a> {
    fn of(plane: &'a Plane, y: usize) -> Self {
        let row = |y: usize| plane.data.get(y * plane.width..(y + 1) * plane.width).unwrap_or_default();
        Self { above: row(y.saturating_sub(1)), here: row(y), below: row((y + 1).min(plane.height - 1)) }
    }

    /// Value, first and second derivatives at `x`; the edge is repeated.
    fn at(&self, x: usize) -> [f32; 5] {
        let last = self.here.len() - 1;
        let (left, middle, right) = (self.here[x.saturating_sub(1)], self.here[x], self.here[(x + 1).min(last)]);
        let (above, below) = (self.above[x], self.below[x]);
        [middle, (right - left) * 0.5, (below - above) * 0.5, left + right - 2.0 * middle, above + below - 2.0 * middle]
    }
}

/// The grid of blocks over a frame.
#[derive(Clone, Copy)]
struct Grid {
    side: usize,
    columns: usize,
    rows: usize,
}

impl Grid {
    fn of(plane: &Plane, px_per_mm: f64) -> Self {
        let side = ((BLOCK_MM * px_per_mm / 4.0).round() as usize * 4).max(8);
        Self { side, columns: plane.width.div_ceil(side).max(1), rows: plane.height.div_ceil(side).max(1) }
    }

    fn count(self) -> usize {
        self.columns * self.rows
    }
}

/// The coefficients of one block: for each term, those of the three channels.
type Coefficients = [[f32; 3]; TERMS];
/// Sums of products of one block: for each term its products with the terms and with what is to be explained.
type Sums = [[f32; WIDTH]; TERMS];

/// How a reference explains a picture.
pub(super) struct Fit {
    grid: Grid,
    /// Fitted over a tenth of the page, and close around each place.
    wide: Vec<Coefficients>,
    local: Vec<Coefficients>,
}

impl Fit {
    /// Explains `questioned` by `reference`; `counts` tells which pixels the fit looks at.
    pub(super) fn of(questioned: &[Plane; 3], reference: &[Plane; 3], counts: &[bool], px_per_mm: f64) -> Self {
        let grid = Grid::of(&reference[0], px_per_mm);
        let samples: Vec<Vec<[f32; WIDTH]>> =
            (0..grid.count()).into_par_iter().map(|block| sampled(questioned, reference, counts, grid, block)).collect();
        let mut held: Vec<Coefficients> = Vec::new();
        let mut wide: Vec<Coefficients> = Vec::new();
        let mut scale = 0.0_f32;
        for pass in 0..MISPLACED.len() {
            let is_wide = pass < WIDE_PASSES;
            // The wide fits have samples in plenty.
            let step = if is_wide { 4 } else { 1 };
            let sums: Vec<Sums> = samples
                .par_iter()
                .enumerate()
                .map(|(block, samples)| {
                    let mut sums = [[0.0; WIDTH]; TERMS];
                    gather(&mut sums, samples, step, held.get(block), scale, MISPLACED[pass.saturating_sub(1)]);
                    sums
                })
                .collect();
            held = if pass < PAGE_PASSES {
                vec![solved(&of_all(&sums), None); grid.count()]
            } else {
                let spread_sums = spread_over(grid, &sums, if is_wide { SPREADS[0] } else { SPREADS[1] });
                spread_sums.par_iter().enumerate().map(|(block, sums)| solved(sums, wide.get(block))).collect()
            };
            if pass + 1 == WIDE_PASSES {
                wide.clone_from(&held);
            }
            if pass + 1 < MISPLACED.len() {
                scale = typical(&samples, &held);
            }
        }
        Self { grid, wide, local: held }
    }

    /// What is left of the picture that was explained, by the local fit.
    pub(super) fn left(&self, questioned: &[Plane; 3], reference: &[Plane; 3]) -> Unexplained {
        applied(questioned, reference, self.grid, &self.local)
    }

    /// The reference as the picture that was explained would show it, by the wide fit: in its light, with its inks as dense and its focus
    /// as soft. Where nothing counts, it is as the print around has it.
    pub(super) fn expected(&self, reference: &[Plane; 3]) -> [Plane; 3] {
        let (width, height) = (reference[0].width, reference[0].height);
        let mut out = [0; 3].map(|_| Plane::new(width, height));
        let [red, green, blue] = &mut out;
        let lines =
            red.data.par_chunks_exact_mut(width).zip(green.data.par_chunks_exact_mut(width)).zip(blue.data.par_chunks_exact_mut(width));
        lines.enumerate().for_each(|(y, ((red, green), blue))| {
            for left in (0..width).step_by(TILE) {
                let held = between(self.grid, &self.wide, left as f32 + TILE as f32 / 2.0, y as f32 + 0.5);
                let tile = left..(left + TILE).min(width);
                let out = [&mut red[tile.clone()], &mut green[tile.clone()], &mut blue[tile]];
                expected_tile(out, reference, left, y, &held);
            }
        });
        out
    }
}

/// Explains `questioned` by `reference`; see [`Fit`].
pub(super) fn unexplained(questioned: &[Plane; 3], reference: &[Plane; 3], counts: &[bool], px_per_mm: f64) -> Unexplained {
    Fit::of(questioned, reference, counts, px_per_mm).left(questioned, reference)
}

/// One pixel in eight of a block.
fn sampled(questioned: &[Plane; 3], reference: &[Plane; 3], counts: &[bool], grid: Grid, block: usize) -> Vec<[f32; WIDTH]> {
    let (width, height) = (reference[0].width, reference[0].height);
    let (left, top) = (block % grid.columns * grid.side, block / grid.columns * grid.side);
    let mut samples = Vec::with_capacity(grid.side * grid.side / 8 + grid.side);
    for y in (top..(top + grid.side).min(height)).step_by(2) {
        let rows = [0, 1, 2].map(|channel| Rows::of(&reference[channel], y));
        let start = left + if y % 4 == 0 { 0 } else { 2 };
        for x in (start..(left + grid.side).min(width)).step_by(4) {
            if !counts[y * width + x] {
                continue;
            }
            let mut sample = [0.0; WIDTH];
            sample[0] = 1.0;
            for (channel, rows) in rows.iter().enumerate() {
                let [value, across, down, second, third] = rows.at(x);
                sample[1 + channel] = (value - LEVEL[0]) / LEVEL[1];
                sample[4 + channel] = across;
                sample[7 + channel] = down;
                sample[10 + channel] = second;
                sample[13 + channel] = third;
                sample[TARGET + channel] = questioned[channel].get(x, y) - value;
                sample[POWER] += across * across + down * down;
            }
            samples.push(sample);
        }
    }
    samples
}

/// What coefficients leave of a sample.
#[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
#[inline(always)]
fn left_of(sample: &[f32; WIDTH], coefficients: &Coefficients) -> [f32; 3] {
    let mut left = [sample[TARGET], sample[TARGET + 1], sample[TARGET + 2]];
    for (term, coefficients) in sample.iter().zip(coefficients) {
        for (left, coefficient) in left.iter_mut().zip(coefficients) {
            *left -= term * coefficient;
        }
    }
    left
}

/// The median of the mean square that coefficients leave of the samples, in squared grey levels; robust against what differs.
fn typical(samples: &[Vec<[f32; WIDTH]>], held: &[Coefficients]) -> f32 {
    let mut powers: Vec<f32> = samples
        .par_iter()
        .zip(held)
        .flat_map_iter(|(samples, held)| {
            samples.iter().step_by(8).map(|sample| left_of(sample, held).iter().map(|left| left * left).sum::<f32>() / 3.0)
        })
        .collect();
    if powers.is_empty() {
        return 1.0;
    }
    let middle = powers.len() / 2;
    let (_, median, _) = powers.select_nth_unstable_by(middle, f32::total_cmp);
    (*median * 1.3).max(0.05)
}

/// Adds up the products of every `step`-th sample, weighted by how well `held` explains it.
fn gather(sums: &mut Sums, samples: &[[f32; WIDTH]], step: usize, held: Option<&Coefficients>, scale: f32, misplaced: f32) {
    struct Kernel<'a>(&'a mut Sums, &'a [[f32; WIDTH]], usize, Option<&'a Coefficients>, f32, f32);

    impl pulp::NullaryFnOnce for Kernel<'_> {
        type Output = ();

        #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
        #[inline(always)]
        fn call(self) {
            let Self(sums, samples, step, held, scale, misplaced) = self;
            let mut batch = [[0.0_f32; WIDTH]; 4];
            let mut weights = [0.0_f32; 4];
            let mut filled = 0;
            let mut rest = samples.iter().step_by(step);
            loop {
                let next = rest.next();
                if let Some(sample) = next {
                    batch[filled] = *sample;
                    weights[filled] = held.map_or(1.0, |held| {
                        let power = left_of(sample, held).iter().map(|left| left * left).sum::<f32>() / 3.0;
                        let expected = OUTLYING * (scale + misplaced * sample[POWER] / 3.0);
                        (1.0 + power / expected).recip().powi(2)
                    });
                    filled += 1;
                }
                if filled == 4 || next.is_none() {
                    weights[filled..].fill(0.0);
                    for (term, sums) in sums.iter_mut().enumerate() {
                        let [a, b, c, d] = [0, 1, 2, 3].map(|k| weights[k] * batch[k][term]);
                        let from = term / 8 * 8;
                        let [first, second, third, fourth] = &batch;
                        let across = first[from..].iter().zip(&second[from..]).zip(&third[from..]).zip(&fourth[from..]);
                        for (sum, (((first, second), third), fourth)) in sums[from..].iter_mut().zip(across) {
                            *sum += (a * first + b * second) + (c * third + d * fourth);
                        }
                    }
                    filled = 0;
                }
                if next.is_none() {
                    break;
                }
            }
        }
    }

    pulp::Arch::new().dispatch(Kernel(sums, samples, step, held, scale, misplaced));
}

/// The sums of all blocks.
fn of_all(sums: &[Sums]) -> Sums {
    let mut all = [[0.0; WIDTH]; TERMS];
    for sums in sums {
        all.as_flattened_mut().iter_mut().zip(sums.as_flattened()).for_each(|(all, sum)| *all += sum);
    }
    all
}

/// The sums of each block and those around it, weighted by a Gaussian of `spread` blocks.
fn spread_over(grid: Grid, sums: &[Sums], spread: f64) -> Vec<Sums> {
    let weight = |distance: usize| (-0.5 * (distance as f64 / spread).powi(2)).exp() as f32;
    let reach = (3.0 * spread).ceil() as usize;
    let added = |blocks: &mut dyn Iterator<Item = (usize, f32)>, from: &[Sums]| {
        let mut total = [[0.0; WIDTH]; TERMS];
        for (block, weight) in blocks {
            for (total, sums) in total.as_flattened_mut().iter_mut().zip(from[block].as_flattened()) {
                *total += weight * sums;
            }
        }
        total
    };
    let across: Vec<Sums> = (0..grid.count())
        .into_par_iter()
        .map(|block| {
            let (row, column) = (block / grid.columns, block % grid.columns);
            let near = column.saturating_sub(reach)..(column + reach + 1).min(grid.columns);
            added(&mut near.map(|other| (row * grid.columns + other, weight(column.abs_diff(other)))), sums)
        })
        .collect();
    (0..grid.count())
        .into_par_iter()
        .map(|block| {
            let (row, column) = (block / grid.columns, block % grid.columns);
            let near = row.saturating_sub(reach)..(row + reach + 1).min(grid.rows);
            added(&mut near.map(|other| (other * grid.columns + column, weight(row.abs_diff(other)))), &across)
        })
        .collect()
}

/// How freely each term may depart from 0 (or from the wide fit): its prior standard deviation, and samples that the hold counts as.
fn hold(term: usize, is_local: bool) -> f64 {
    let [constant, level, first, second] = if is_local { [5.0, 2.5, 0.3, 0.2] } else { [30.0, 15.0, 0.6, 0.4] };
    let deviation = match term {
        0 => constant,
        1..=3 => level,
        4..=9 => first,
        _ => second,
    };
    let samples = if is_local { 10.0 } else { 12.0 };
    samples * (NOISE / deviation).powi(2)
}

/// The coefficients that explain the sums best; held towards `wide`, or towards 0 without one.
fn solved(sums: &Sums, wide: Option<&Coefficients>) -> Coefficients {
    type Normal = nalgebra::SMatrix<f64, TERMS, TERMS>;
    let product = |a: usize, b: usize| f64::from(sums[a.min(b)][a.max(b)]);
    let mut normal = Normal::from_fn(product);
    let mut right = nalgebra::SMatrix::<f64, TERMS, 3>::from_fn(|term, channel| f64::from(sums[term][TARGET + channel]));
    let mut prior = nalgebra::SMatrix::<f64, TERMS, 3>::zeros();
    if let Some(wide) = wide {
        prior = nalgebra::SMatrix::<f64, TERMS, 3>::from_fn(|term, channel| f64::from(wide[term][channel]));
        right -= normal * prior;
    }
    for term in 0..TERMS {
        normal[(term, term)] += hold(term, wide.is_some());
    }
    let found = normal.cholesky().map_or(prior, |cholesky| prior + cholesky.solve(&right));
    std::array::from_fn(|term| std::array::from_fn(|channel| found[(term, channel)] as f32))
}

/// Coefficients between the middles of blocks.
fn between(grid: Grid, held: &[Coefficients], x: f32, y: f32) -> Coefficients {
    let place = |at: f32, count: usize| {
        let at = (at / grid.side as f32 - 0.5).clamp(0.0, count as f32 - 1.0);
        let first = (at as usize).min(count.saturating_sub(2));
        (first, (first + 1).min(count - 1), at - first as f32)
    };
    let (left, right, across) = place(x, grid.columns);
    let (top, bottom, down) = place(y, grid.rows);
    let corner = |row: usize, column: usize| held[row * grid.columns + column].as_flattened();
    let (a, b, c, d) = (corner(top, left), corner(top, right), corner(bottom, left), corner(bottom, right));
    let mut out = [[0.0; 3]; TERMS];
    for (k, out) in out.as_flattened_mut().iter_mut().enumerate() {
        let (upper, lower) = (a[k] + across * (b[k] - a[k]), c[k] + across * (d[k] - c[k]));
        *out = upper + down * (lower - upper);
    }
    out
}

/// What the coefficients leave of the whole picture.
fn applied(questioned: &[Plane; 3], reference: &[Plane; 3], grid: Grid, held: &[Coefficients]) -> Unexplained {
    let (width, height) = (reference[0].width, reference[0].height);
    let (columns, rows) = (width.div_ceil(2), height.div_ceil(2));
    let paper = paper_of(reference);
    let plane = || Plane::new(columns, rows);
    let mut out = Unexplained { power: [plane(), plane(), plane()], edges: plane(), ink: plane() };
    let [red, green, blue] = &mut out.power;
    let lines = red
        .data
        .par_chunks_exact_mut(columns)
        .zip(green.data.par_chunks_exact_mut(columns))
        .zip(blue.data.par_chunks_exact_mut(columns))
        .zip(out.edges.data.par_chunks_exact_mut(columns))
        .zip(out.ink.data.par_chunks_exact_mut(columns));
    lines.enumerate().for_each_init(
        || vec![[0.0_f32; TILE]; LEFT * width.div_ceil(TILE)],
        |sums, (row, ((((red, green), blue), edges), ink))| {
            sums.fill([0.0; TILE]);
            let pair = [2 * row, (2 * row + 1).min(height - 1)];
            for (tile, sums) in sums.chunks_exact_mut(LEFT).enumerate() {
                let left = tile * TILE;
                let held = between(grid, held, left as f32 + TILE as f32 / 2.0, 2.0 * row as f32 + 1.0);
                for y in pair {
                    leave(sums, questioned, reference, paper, left, y, &held);
                }
            }
            for (place, out) in [red, green, blue, edges, ink].into_iter().enumerate() {
                for (x, out) in out.iter_mut().enumerate() {
                    let (first, second) = (2 * x, (2 * x + 1).min(width - 1));
                    let at = |x: usize| sums[x / TILE * LEFT + place][x % TILE];
                    *out = 0.25 * (at(first) + at(second));
                }
            }
        },
    );
    out
}

/// The levels of paper without ink: what one pixel in twenty of each channel is brighter than.
fn paper_of(reference: &[Plane; 3]) -> [f32; 3] {
    [0, 1, 2].map(|channel: usize| {
        let mut levels: Vec<f32> = reference[channel].data.iter().step_by(61).copied().collect();
        let bright = levels.len().saturating_sub(1) * 19 / 20;
        if levels.is_empty() { 255.0 } else { *levels.select_nth_unstable_by(bright, f32::total_cmp).1 }
    })
}

/// A tile of one row of the reference: its terms, its channels themselves and the power of its gradient.
struct Terms {
    values: [[f32; TILE]; TERMS],
    middle: [[f32; TILE]; 3],
    power: [f32; TILE],
}

impl Terms {
    #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
    #[inline(always)]
    fn of(reference: &[Plane; 3], left: usize, y: usize) -> Self {
        let width = reference[0].width;
        let mut tile = Self { values: [[0.0; TILE]; TERMS], middle: [[0.0; TILE]; 3], power: [0.0; TILE] };
        let Self { values: terms, middle: middles, power } = &mut tile;
        for channel in 0..3 {
            let rows = Rows::of(&reference[channel], y);
            let inside = left >= 1 && left + TILE < width;
            if inside {
                let here: &[f32] = &rows.here[left - 1..=left + TILE];
                let (above, below) = (&rows.above[left..left + TILE], &rows.below[left..left + TILE]);
                for x in 0..TILE {
                    let (before, middle, after) = (here[x], here[x + 1], here[x + 2]);
                    let (above, below) = (above[x], below[x]);
                    let (across, down) = ((after - before) * 0.5, (below - above) * 0.5);
                    terms[1 + channel][x] = (middle - LEVEL[0]) / LEVEL[1];
                    terms[4 + channel][x] = across;
                    terms[7 + channel][x] = down;
                    terms[10 + channel][x] = before + after - 2.0 * middle;
                    terms[13 + channel][x] = above + below - 2.0 * middle;
                    middles[channel][x] = middle;
                    power[x] += across * across + down * down;
                }
            } else {
                for x in 0..TILE.min(width - left) {
                    let [value, across, down, second, third] = rows.at(left + x);
                    terms[1 + channel][x] = (value - LEVEL[0]) / LEVEL[1];
                    terms[4 + channel][x] = across;
                    terms[7 + channel][x] = down;
                    terms[10 + channel][x] = second;
                    terms[13 + channel][x] = third;
                    middles[channel][x] = value;
                    power[x] += across * across + down * down;
                }
            }
        }
        tile
    }

    /// Takes what coefficients make of the tile from `rest`, channel by channel.
    #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
    #[inline(always)]
    fn take_from(&self, rest: &mut [[f32; TILE]; 3], held: &Coefficients) {
        for (channel, rest) in rest.iter_mut().enumerate() {
            let constant = held[0][channel];
            for rest in rest.iter_mut() {
                *rest -= constant;
            }
            for (term, held) in self.values.iter().zip(held).skip(1) {
                let coefficient = held[channel];
                for (rest, term) in rest.iter_mut().zip(term) {
                    *rest -= coefficient * term;
                }
            }
        }
    }
}

kernels! {
    /// Adds what is left of a tile of one row to `sums`: three squares, the power of the gradient and that of the ink on `paper`.
    fn leave<'a>(
        sums: &'a mut [[f32; TILE]],
        questioned: &'a [Plane; 3],
        reference: &'a [Plane; 3],
        paper: [f32; 3],
        left: usize,
        y: usize,
        held: &'a Coefficients,
    ) {
        let tile = Terms::of(reference, left, y);
        let mut rest = [[0.0_f32; TILE]; 3];
        for (channel, rest) in rest.iter_mut().enumerate() {
            let width = questioned[channel].width;
            let target = &questioned[channel].data[y * width + left..y * width + (left + TILE).min(width)];
            rest.iter_mut().zip(target).zip(&tile.middle[channel]).for_each(|((rest, target), middle)| *rest = target - middle);
        }
        tile.take_from(&mut rest, held);
        for x in 0..TILE {
            let [red, green, blue] = [rest[0][x], rest[1][x], rest[2][x]];
            sums[0][x] += red * red;
            sums[1][x] += green * green;
            sums[2][x] += blue * blue;
            sums[3][x] += tile.power[x];
            let ink = [0, 1, 2].map(|channel: usize| (paper[channel] - tile.middle[channel][x]).max(0.0));
            sums[4][x] += (ink[0] * ink[0] + ink[1] * ink[1] + ink[2] * ink[2]) / 3.0;
        }
    }

    /// What coefficients make of a tile of one row of the reference.
    fn expected_tile<'a>(out: [&'a mut [f32]; 3], reference: &'a [Plane; 3], left: usize, y: usize, held: &'a Coefficients) {
        let tile = Terms::of(reference, left, y);
        let mut less = [[0.0_f32; TILE]; 3];
        tile.take_from(&mut less, held);
        for (channel, out) in out.into_iter().enumerate() {
            out.iter_mut().zip(&tile.middle[channel]).zip(&less[channel]).for_each(|((out, middle), less)| *out = middle - less);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two inks of waves on a 60 × 40 mm page at 8 px per mm, displaced by `first` and `second` px, with a gain.
    fn page(first: f32, second: f32, gain: f32, erased: bool) -> [Plane; 3] {
        [[0.9, 0.2], [0.4, 0.5], [0.1, 0.8]].map(|[a, b]| {
            Plane::from_fn(480, 320, |x, y| {
                let (u, v) = (x as f32, y as f32);
                let one = ((u + first) * 0.7 + v * 0.1).sin();
                let two = ((v + second) * 0.6 - u * 0.2).sin();
                let print = if erased && (200..240).contains(&x) && (100..140).contains(&y) { 0.0 } else { a * one + b * two };
                gain * (180.0 + 30.0 * print)
            })
        })
    }

    #[test]
    fn plates_that_moved_apart_and_a_gain_are_explained_and_an_erasure_is_not() {
        let (reference, counts) = (page(0.0, 0.0, 1.0, false), vec![true; 480 * 320]);
        let left = unexplained(&page(0.3, -0.25, 0.9, true), &reference, &counts, 8.0);
        let mean = |[left_, top, right, bottom]: [usize; 4]| {
            let places = (top..bottom).flat_map(|y| (left_..right).map(move |x| (x, y)));
            let values: Vec<f32> = places.map(|(x, y)| left.power[0].get(x, y)).collect();
            values.iter().sum::<f32>() / values.len() as f32
        };
        let (calm, erased) = (mean([20, 20, 80, 140]), mean([104, 54, 116, 66]));
        assert!(calm < 4.0 && erased > 100.0, "{calm} {erased}");
    }

    #[test]
    fn an_emblem_with_the_ink_of_a_line_is_not_explained_away_as_ink_without_density() {
        // Dark ink in a wide emblem, and in lines at the other end of the page.
        let page = |emblem: bool| {
            [120.0, 60.0, 40.0].map(|depth: f32| {
                Plane::from_fn(480, 320, |x, y| {
                    let is_line = y % 16 < 5 && x < 120;
                    let is_emblem = emblem && (380..440).contains(&x) && (20..80).contains(&y) && (x / 8 + y / 8).is_multiple_of(2);
                    let waves = 10.0 * ((x as f32) * 0.5 + (y as f32) * 0.2).sin();
                    210.0 + waves - if is_line || is_emblem { depth } else { 0.0 }
                })
            })
        };
        let left = unexplained(&page(false), &page(true), &vec![true; 480 * 320], 8.0);
        let mean = |left_: std::ops::Range<usize>, top: std::ops::Range<usize>| {
            let values: Vec<f32> = top.flat_map(|y| left_.clone().map(move |x| (x, y))).map(|(x, y)| left.power[0].get(x, y)).collect();
            values.iter().sum::<f32>() / values.len() as f32
        };
        let (emblem, calm) = (mean(195..215, 15..35), mean(10..50, 20..150));
        assert!(emblem > 1500.0 && calm < 20.0, "{emblem} {calm}");
    }
}
