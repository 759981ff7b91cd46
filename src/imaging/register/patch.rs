//! Small squares of a reference page that a fit is refined by, and where they are found in a questioned picture.

use super::fit::Pair;
use crate::domain::Homography;
use crate::imaging::grey::Grey;
use crate::imaging::plane::{CUBIC_TABLE, Plane, cubic_weights};
use crate::imaging::simd::kernels;

/// Values that are summed side by side, so that loops run on wide vectors and give the same bits on narrow ones.
const LANES: usize = 8;
/// Side of the blocks that structure is summed over, in px.
const BLOCK: usize = 8;

/// How far beyond its reach a patch may stray between pixels, in whole pixels of the window: two, and one for the interpolation.
const STRAY: usize = 3;
/// How far from the best whole pixel a patch may be found, in px.
const FURTHEST: f64 = 1.5;
/// Steps between pixels at most, and how short a step ends them, in px.
const MOST_STEPS: usize = 4;
const SETTLED: f64 = 0.02;
/// A patch that agrees less at whole pixels is not looked for between them.
const HOPELESS: f64 = 0.2;

/// Pixels of a window whose places are reckoned along a line.
const STRETCH: usize = 16;

/// Sides of what is looked at around a window at most, in sides of the window.
const MOST_AROUND: usize = 8;

/// Share of noise below which a patch does not count for more.
const LEAST_NOISE: f64 = 0.02;

/// A square with structure in both directions.
#[derive(Debug, Clone)]
pub(super) struct Patch {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) side: usize,
    /// Grey levels row by row.
    levels: Vec<u8>,
    mean: f32,
    /// The root of the sum of squares of the levels about their mean.
    norm: f32,
    /// The smaller eigenvalue of the structure tensor, in levels² per px².
    least: f32,
}

/// One patch as it was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// From where it was found to its place in the stage; without weight if it was found nowhere.
    pub(super) pair: Pair,
    /// Correlation at the peak; -1 if the peak lies at the rim, where it may be no peak at all.
    pub(super) agreement: f64,
    /// The highest correlation wherever it lies.
    pub(super) best: f64,
    steepness: f64,
}

impl Found {
    /// How much the place counts: the inverse of its variance, which grows with the share of the patch that is noise and falls with
    /// how steep its edges are.
    pub(super) fn weight(&self) -> f64 {
        let explained = self.agreement.max(0.0).powi(2);
        self.steepness * explained / (1.0 - explained + LEAST_NOISE)
    }
}

/// Chooses at most `most` squares of about `side` px whose content fixes their place in both directions, spread over `plane`.
///
/// The strength of a square is the smaller eigenvalue of its structure tensor (Shi and Tomasi 1994). The plane is divided into as
/// many cells as squares are wanted, and each cell gives its strongest squares in turn, so that a picture full of text in one corner
/// is still held everywhere.
pub(super) fn choose(plane: &Grey, side: usize, most: usize, usable: impl Fn(f64, f64) -> bool) -> Vec<Patch> {
    let blocks = (side.max(BLOCK + 4) / BLOCK).max(2);
    let side = blocks * BLOCK;
    let tensor = tensors(plane);
    let (across, down) = (plane.width.saturating_sub(2) / BLOCK, plane.height.saturating_sub(2) / BLOCK);
    let count = (side * side) as f32;
    let step = (blocks * 3 / 4).max(1);
    let cell_px = ((plane.width * plane.height) as f64 / most.max(1) as f64).sqrt().max(side as f64);
    let columns = (plane.width as f64 / cell_px).ceil().max(1.0) as usize;
    let mut cells: Vec<Vec<(f32, usize, usize)>> = vec![Vec::new(); columns * (plane.height as f64 / cell_px).ceil().max(1.0) as usize];
    for row in (0..(down + 1).saturating_sub(blocks)).step_by(step) {
        for column in (0..(across + 1).saturating_sub(blocks)).step_by(step) {
            let mut sum = [0.0_f32; 3];
            for y in row..row + blocks {
                for block in &tensor[y * across + column..y * across + column + blocks] {
                    sum.iter_mut().zip(block).for_each(|(sum, value)| *sum += value);
                }
            }
            let [xx, xy, yy] = sum.map(|sum| sum / count);
            let (mean, half) = (f32::midpoint(xx, yy), ((xx - yy) / 2.0).hypot(xy));
            let (least, largest) = (mean - half, mean + half);
            // Stands out from noise, and is no bundle of lines along which it might slide.
            if least <= 1.5 || least <= 0.06 * largest {
                continue;
            }
            let (left, top) = (column * BLOCK + 1, row * BLOCK + 1);
            let edge = [0, side / 3, side * 2 / 3, side];
            if edge.iter().all(|dy| edge.iter().all(|dx| usable((left + dx) as f64, (top + dy) as f64))) {
                let place = |at: usize| ((at + side / 2) as f64 / cell_px) as usize;
                if let Some(cell) = cells.get_mut(place(top) * columns + place(left)) {
                    cell.push((least, left, top));
                }
            }
        }
    }
    for cell in &mut cells {
        cell.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.2, a.1).cmp(&(b.2, b.1))));
    }
    let mut chosen = Vec::new();
    let deepest = cells.iter().map(Vec::len).max().unwrap_or(0);
    for rank in 0..deepest {
        for (least, left, top) in cells.iter().filter_map(|cell| cell.get(rank)) {
            if chosen.len() < most {
                chosen.push(Patch::cut(plane, (*left, *top), side, *least));
            }
        }
    }
    chosen
}

/// The structure tensor summed over blocks: xx, xy, yy of central differences. The first block begins at pixel (1, 1).
fn tensors(plane: &Grey) -> Vec<[f32; 3]> {
    use rayon::prelude::*;
    let (across, down) = (plane.width.saturating_sub(2) / BLOCK, plane.height.saturating_sub(2) / BLOCK);
    let mut blocks = vec![[0.0_f32; 3]; across * down];
    if across == 0 {
        return blocks;
    }
    blocks.par_chunks_exact_mut(across).enumerate().for_each(|(row, blocks)| {
        let start = row * BLOCK * plane.width;
        row_of_tensors(blocks, &plane.data[start..start + (BLOCK + 2) * plane.width], plane.width);
    });
    blocks
}

/// Blocks whose sums are kept in registers together.
const TOGETHER: usize = 2;
const COLUMNS: usize = TOGETHER * BLOCK;

kernels! {
    /// One row of blocks; `lines` has a line above and a line below it too.
    fn row_of_tensors<'a>(blocks: &'a mut [[f32; 3]], lines: &'a [u8], width: usize) {
        for (place, blocks) in blocks.chunks_mut(TOGETHER).enumerate() {
            // The last ones begin earlier, so that they are whole.
            let start = (place * COLUMNS).min(width.saturating_sub(COLUMNS + 2));
            let skipped = place * COLUMNS - start;
            let (mut xx, mut xy, mut yy) = ([0_i32; COLUMNS], [0_i32; COLUMNS], [0_i32; COLUMNS]);
            for y in 1..=BLOCK {
                let from = |x: usize, y: usize| lines.get(y * width + start + x..)?.first_chunk::<COLUMNS>();
                let (Some(left), Some(right), Some(above), Some(below)) = (from(0, y), from(2, y), from(1, y - 1), from(1, y + 1)) else {
                    return;
                };
                for k in 0..COLUMNS {
                    // Twice the central differences; 64 squares of them are far from the end of the range.
                    let gx = i16::from(right[k]).wrapping_sub(i16::from(left[k]));
                    let gy = i16::from(below[k]).wrapping_sub(i16::from(above[k]));
                    xx[k] = xx[k].wrapping_add(i32::from(gx).wrapping_mul(i32::from(gx)));
                    xy[k] = xy[k].wrapping_add(i32::from(gx).wrapping_mul(i32::from(gy)));
                    yy[k] = yy[k].wrapping_add(i32::from(gy).wrapping_mul(i32::from(gy)));
                }
            }
            for (number, block) in blocks.iter_mut().enumerate() {
                let of_block = |sums: &[i32; COLUMNS]| -> f32 {
                    let lanes = sums.get(skipped + number * BLOCK..).unwrap_or_default().iter().take(BLOCK);
                    lanes.fold(0_i32, |sum, value| sum.wrapping_add(*value)) as f32 * 0.25
                };
                *block = [of_block(&xx), of_block(&xy), of_block(&yy)];
            }
        }
    }
}

impl Patch {
    fn cut(plane: &Grey, (left, top): (usize, usize), side: usize, least: f32) -> Self {
        let mut levels = Vec::with_capacity(side * side);
        for y in top..top + side {
            levels.extend_from_slice(&plane.data[y * plane.width + left..y * plane.width + left + side]);
        }
        Self::with_levels((left, top), side, levels, least)
    }

    /// A patch with what is known of it; `None` if it has not as many levels as it needs.
    pub(super) fn of_levels(place: (usize, usize), side: usize, levels: Vec<u8>, least: f32) -> Option<Self> {
        (side > 0 && side.is_multiple_of(LANES) && levels.len() == side * side).then(|| Self::with_levels(place, side, levels, least))
    }

    fn with_levels((left, top): (usize, usize), side: usize, levels: Vec<u8>, least: f32) -> Self {
        let (sum, squares) = levels.iter().fold((0_u64, 0_u64), |(sum, squares), level| {
            let level = u64::from(*level);
            (sum + level, squares + level * level)
        });
        let count = levels.len().max(1) as f64;
        let norm = (squares as f64 - sum as f64 * sum as f64 / count).max(0.0).sqrt().max(1e-3);
        Self { left, top, side, levels, mean: (sum as f64 / count) as f32, norm: norm as f32, least }
    }

    /// Grey levels row by row.
    pub(super) fn levels(&self) -> &[u8] {
        &self.levels
    }

    /// The smaller eigenvalue of the structure tensor, in levels² per px².
    pub(super) fn strength(&self) -> f32 {
        self.least
    }

    /// The smaller eigenvalue of the structure tensor over the variance, in 1/px².
    fn steepness(&self) -> f64 {
        let variance = f64::from(self.norm).powi(2) / self.levels.len().max(1) as f64;
        f64::from(self.least) / variance.max(1e-3)
    }

    pub(super) fn center(&self) -> [f64; 2] {
        let half = (self.side as f64 - 1.0) / 2.0;
        [self.left as f64 + half, self.top as f64 + half]
    }

    /// Finds the patch within `reach` px of where `view_from_stage` puts it in `questioned`; `None` if that does not show all of it.
    ///
    /// Whole pixels are tried by the zero-mean normalised cross-correlation; from the best of them the place is refined between pixels
    /// by Gauss-Newton steps on the difference of both, with the gradient of the patch (Baker and Matthews 2004, inverse
    /// compositional). With a `reach` of 0 there are only the steps.
    ///
    /// `at` is where a flat page would show the middle of the patch: [`Self::center`] for one that is flat.
    pub(super) fn search(&self, questioned: &Grey, view_from_stage: &Homography, at: [f64; 2], reach: usize) -> Option<Found> {
        struct Kernel<'a>(&'a Patch, &'a Grey, &'a Homography, [f64; 2], usize);

        impl pulp::NullaryFnOnce for Kernel<'_> {
            type Output = Option<Found>;

            #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
            #[inline(always)]
            fn call(self) -> Self::Output {
                let Self(patch, questioned, view_from_stage, at, reach) = self;
                patch.searched(questioned, view_from_stage, at, reach)
            }
        }

        pulp::Arch::new().dispatch(Kernel(self, questioned, view_from_stage, at, reach))
    }

    #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
    #[inline(always)]
    fn searched(&self, questioned: &Grey, view_from_stage: &Homography, at: [f64; 2], reach: usize) -> Option<Found> {
        let margin = reach + STRAY;
        let span = self.side + 2 * margin;
        let half = (span as f64 - 1.0) / 2.0;
        let window = window(questioned, view_from_stage, at[0] - half, at[1] - half, span)?;
        let values: Vec<f32> = self.levels.iter().map(|level| f32::from(*level) - self.mean).collect();
        let steps = 2 * reach + 1;
        let (whole, (x, y)) = self.best_whole(&values, &window, span, steps);
        let nowhere = |best: f64| {
            let pair = Pair { from: at, to: self.center(), weight: 0.0 };
            Some(Found { pair, agreement: -1.0, best, steepness: 0.0 })
        };
        let at_rim = |place: usize| reach > 0 && (place == STRAY || place + 1 == STRAY + steps);
        if at_rim(x) || at_rim(y) || whole < HOPELESS {
            return nowhere(whole);
        }
        let Some(([dx, dy], agreement)) = self.between(&values, &window, span, (x, y)) else { return nowhere(whole) };
        let offset = |place: usize, part: f64| place as f64 - margin as f64 + part;
        let pair = Pair { from: [at[0] + offset(x, dx), at[1] + offset(y, dy)], to: self.center(), weight: 1.0 };
        Some(Found { pair, agreement, best: agreement.max(whole), steepness: self.steepness() })
    }

    /// How far between pixels the patch lies from `start` in the window, and how well it agrees there; `None` if that is further than
    /// [`FURTHEST`], where another whole pixel would have been better.
    #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
    #[inline(always)]
    fn between(&self, values: &[f32], window: &[f32], span: usize, start: (usize, usize)) -> Option<([f64; 2], f64)> {
        let side = self.side;
        let slope = self.slope(values)?;
        let mut place = [0.0_f64; 2];
        let mut shifted = vec![0.0_f32; side * side];
        let mut rows = vec![0.0_f32; side * (side + 3)];
        for step in 0..=MOST_STEPS {
            shift(&mut shifted, &mut rows, window, span, start, place, side);
            let [product, sum, squares] = sums(values, &shifted);
            let power = (squares - sum * sum / values.len() as f64).max(1.0);
            let agreement = product / (f64::from(self.norm) * power.sqrt());
            if step == MOST_STEPS || agreement < 0.0 {
                return Some((place, agreement));
            }
            // The window with the mean and the contrast of the patch.
            let (gain, mean) = (f64::from(self.norm) / power.sqrt(), sum / values.len() as f64);
            let [along, down] = slope.pull(values, &shifted, gain as f32, mean as f32);
            let (dx, dy) = (slope.inverse[0] * along + slope.inverse[1] * down, slope.inverse[1] * along + slope.inverse[2] * down);
            place = [place[0] - dx, place[1] - dy];
            if place.iter().any(|part| part.is_nan() || part.abs() > FURTHEST) {
                return None;
            }
            if dx.hypot(dy) < SETTLED {
                return Some((place, agreement));
            }
        }
        None
    }

    /// The gradient of the patch within its rim; `None` if it has none in some direction.
    #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
    #[inline(always)]
    fn slope(&self, values: &[f32]) -> Option<Slope> {
        let side = self.side;
        let mut along = vec![0.0_f32; side * side];
        let mut down = vec![0.0_f32; side * side];
        for y in 1..side - 1 {
            let line = |y: usize| &values[y * side..(y + 1) * side];
            let (above, here, below) = (line(y - 1), line(y), line(y + 1));
            let inner = y * side + 1..(y + 1) * side - 1;
            for ((out, left), right) in along[inner.clone()].iter_mut().zip(here).zip(&here[2..]) {
                *out = (right - left) * 0.5;
            }
            for ((out, above), below) in down[inner].iter_mut().zip(&above[1..]).zip(&below[1..]) {
                *out = (below - above) * 0.5;
            }
        }
        let [xx, yy, xy] = [sums(&along, &along)[0], sums(&down, &down)[0], sums(&along, &down)[0]];
        let determinant = xx * yy - xy * xy;
        (determinant > 1e-3 * xx * yy).then(|| Slope { inverse: [yy, -xy, xx].map(|value| value / determinant), along, down })
    }

    /// The highest zero-mean normalised cross-correlation with the window at `steps` by `steps` whole pixels from [`STRAY`] on, and where.
    #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
    #[inline(always)]
    fn best_whole(&self, values: &[f32], window: &[f32], span: usize, steps: usize) -> (f64, (usize, usize)) {
        let side = self.side;
        let mut best = (f64::MIN, (STRAY, STRAY));
        // Sums of the values below each column, and of their squares, while the square goes down.
        let mut columns = [0; 2].map(|_| vec![0.0_f64; span]);
        let [sums, squares] = &mut columns;
        let line = |y: usize| &window[y * span..(y + 1) * span];
        for y in STRAY..STRAY + side {
            for ((sum, square), value) in sums.iter_mut().zip(squares.iter_mut()).zip(line(y)) {
                *sum += f64::from(*value);
                *square += f64::from(value * value);
            }
        }
        for y in STRAY..STRAY + steps {
            let mut place = STRAY;
            while place < STRAY + steps {
                let together = (STRAY + steps - place).min(ABREAST);
                let products = products(values, &window[y * span..], span, side, place);
                for (x, product) in (place..).zip(products).take(together) {
                    let [sum, square] = [&*sums, &*squares].map(|sums| sums[x..x + side].iter().sum::<f64>());
                    let deviation = (square - sum * sum / values.len() as f64).max(1.0).sqrt();
                    let agreement = product / (f64::from(self.norm) * deviation);
                    if agreement > best.0 {
                        best = (agreement, (x, y));
                    }
                }
                place += together;
            }
            for (((sum, square), entering), leaving) in sums.iter_mut().zip(squares.iter_mut()).zip(line(y + side)).zip(line(y)) {
                *sum += f64::from(*entering) - f64::from(*leaving);
                *square += f64::from(entering * entering) - f64::from(leaving * leaving);
            }
        }
        best
    }
}

/// Offsets that are tried side by side; a window has [`STRAY`] px more than the last needs.
const ABREAST: usize = STRAY + 1;

/// The sums of the products of `values` with the window at [`ABREAST`] offsets along a row, from `left` on.
#[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
#[inline(always)]
fn products(values: &[f32], window: &[f32], span: usize, side: usize, left: usize) -> [f64; ABREAST] {
    let mut products = [[0.0_f32; LANES]; ABREAST];
    for (row, line) in values.chunks_exact(side).zip(window.chunks(span)) {
        let line = &line[left..left + side + ABREAST - 1];
        // The side is a whole number of lanes.
        for (start, row) in (0..).step_by(LANES).zip(row.as_chunks::<LANES>().0) {
            for (offset, product) in products.iter_mut().enumerate() {
                let Some(seen) = line.get(start + offset..).and_then(|seen| seen.first_chunk::<LANES>()) else { continue };
                for k in 0..LANES {
                    product[k] += row[k] * seen[k];
                }
            }
        }
    }
    products.map(|lanes| lanes.iter().map(|value| f64::from(*value)).sum())
}

/// The gradient of a patch, 0 along its rim, and the inverse of its normal matrix: xx, xy, yy.
struct Slope {
    along: Vec<f32>,
    down: Vec<f32>,
    inverse: [f64; 3],
}

impl Slope {
    /// How the difference of the window, with its own `gain` and `mean`, from the patch leans along the gradient.
    #[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
    #[inline(always)]
    fn pull(&self, values: &[f32], window: &[f32], gain: f32, mean: f32) -> [f64; 2] {
        let (mut along, mut down) = ([0.0_f32; LANES], [0.0_f32; LANES]);
        let both = values.chunks_exact(LANES).zip(window.chunks_exact(LANES));
        for ((value, window), (dx, dy)) in both.zip(self.along.chunks_exact(LANES).zip(self.down.chunks_exact(LANES))) {
            for k in 0..LANES {
                let off = (window[k] - mean) * gain - value[k];
                along[k] += dx[k] * off;
                down[k] += dy[k] * off;
            }
        }
        [along, down].map(|lanes| lanes.iter().map(|value| f64::from(*value)).sum())
    }
}

/// Sums of products, of the second values, and of their squares.
#[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
#[inline(always)]
fn sums(one: &[f32], other: &[f32]) -> [f64; 3] {
    let (mut product, mut sum, mut squares) = ([0.0_f32; LANES], [0.0_f32; LANES], [0.0_f32; LANES]);
    for (a, b) in one.chunks_exact(LANES).zip(other.chunks_exact(LANES)) {
        for k in 0..LANES {
            product[k] += a[k] * b[k];
            sum[k] += b[k];
            squares[k] += b[k] * b[k];
        }
    }
    [product, sum, squares].map(|lanes| lanes.iter().map(|value| f64::from(*value)).sum())
}

/// The square of `side` px of the window from `start` moved by `part` of a pixel, by cubic interpolation: first along rows, then down.
#[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
#[inline(always)]
fn shift(out: &mut [f32], rows: &mut [f32], window: &[f32], span: usize, start: (usize, usize), part: [f64; 2], side: usize) {
    let floor = part.map(f64::floor);
    let [across, down] = [0, 1].map(|axis| cubic_weights((part[axis] - floor[axis]) as f32));
    // Both are within the margin of the window: parts are shorter than FURTHEST, and a row before and two after are needed.
    let left = (start.0 as i64 + floor[0] as i64 - 1) as usize;
    let top = (start.1 as i64 + floor[1] as i64 - 1) as usize;
    for (y, out) in rows.chunks_exact_mut(side).enumerate() {
        let row = &window[(top + y) * span + left..][..side + 3];
        let taps = row.iter().zip(&row[1..]).zip(row[2..].iter().zip(&row[3..]));
        for (out, ((a, b), (c, d))) in out.iter_mut().zip(taps) {
            *out = across[0] * a + across[1] * b + (across[2] * c + across[3] * d);
        }
    }
    for (y, out) in out.chunks_exact_mut(side).enumerate() {
        let row = |k: usize| &rows[(y + k) * side..(y + k + 1) * side];
        let taps = row(0).iter().zip(row(1)).zip(row(2).iter().zip(row(3)));
        for (out, ((a, b), (c, d))) in out.iter_mut().zip(taps) {
            *out = down[0] * a + down[1] * b + (down[2] * c + down[3] * d);
        }
    }
}

/// The square of `span` px from (`left`, `top`) of a stage as `questioned` shows it, about its mean; `None` if it does not show all.
#[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
#[inline(always)]
fn window(questioned: &Grey, view_from_stage: &Homography, left: f64, top: f64, span: usize) -> Option<Vec<f32>> {
    let mut window = vec![0.0; span * span];
    let [[a, b, c], [d, e, f], [g, h, i]] = view_from_stage.0;
    let place = |x: f64, y: f64| {
        let share = 1.0 / (g * x + h * y + i);
        ((a * x + b * y + c) * share, (d * x + e * y + f) * share)
    };
    let (right, bottom) = (left + span as f64 - 1.0, top + span as f64 - 1.0);
    // What lies between four corners that are well inside is inside too.
    let corners = [place(left, top), place(right, top), place(left, bottom), place(right, bottom)];
    let inside = corners.iter().all(|(u, v)| questioned.has_around(*u, *v));
    if let Some((around, [first, above])) = inside.then(|| around(questioned, &corners, span)).flatten() {
        let table: &[[f32; 4]; 256] = &CUBIC_TABLE;
        let fixed = |px: f64| (px * 65_536.0) as i32;
        for (row, out) in window.chunks_exact_mut(span).enumerate() {
            for (part, out) in out.chunks_mut(STRETCH).enumerate() {
                // Over so short a stretch no view of a page departs from a line by a hundredth of a pixel.
                let (x, y) = (left + (part * STRETCH) as f64, top + row as f64);
                let (from, to) = (place(x, y), place(x + STRETCH as f64, y));
                let (mut u, mut v) = (fixed(from.0 - first), fixed(from.1 - above));
                let (du, dv) = (fixed((to.0 - from.0) / STRETCH as f64), fixed((to.1 - from.1) / STRETCH as f64));
                for out in out {
                    *out = around.cubic_at(table, u, v);
                    // A fit that is none may leave the range; what lies there is 0.
                    (u, v) = (u.wrapping_add(du), v.wrapping_add(dv));
                }
            }
        }
    } else {
        for (row, out) in window.chunks_exact_mut(span).enumerate() {
            for (column, out) in out.iter_mut().enumerate() {
                let (u, v) = place(left + column as f64, top + row as f64);
                *out = questioned.cubic(u, v)?;
            }
        }
    }
    // About their mean, the squares of values fit single precision.
    let mean = window.iter().map(|value| f64::from(*value)).sum::<f64>() / window.len().max(1) as f64;
    for value in &mut window {
        *value -= mean as f32;
    }
    Some(window)
}

/// The values of `questioned` around four places, with what cubic interpolation needs of their surroundings, and where they begin;
/// `None` if that is far more than the `span` px of a window need: no view of a page is so coarse.
#[expect(clippy::inline_always, reason = "it has to be compiled into what chooses the instructions")]
#[inline(always)]
fn around(questioned: &Grey, corners: &[(f64, f64); 4], span: usize) -> Option<(Plane, [f64; 2])> {
    let range = |places: [f64; 4]| {
        let (least, most) = places.iter().fold((f64::MAX, f64::MIN), |(least, most), place| (least.min(*place), most.max(*place)));
        (least.floor() as usize - 1, most.floor() as usize + 3)
    };
    // All lie at 1 or further in: the places were asked for.
    let ((left, right), (top, bottom)) = (range(corners.map(|corner| corner.0)), range(corners.map(|corner| corner.1)));
    let size = (right.min(questioned.width) - left, bottom.min(questioned.height) - top);
    let most = MOST_AROUND * span;
    (size.0 <= most && size.1 <= most).then(|| questioned.cut((left, top), size)).flatten().map(|plane| (plane, [left as f64, top as f64]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imaging::register::tests::page;

    #[test]
    fn patches_are_found_to_a_few_hundredths_of_a_pixel_whatever_contrast_and_light() {
        let print = Grey::of(&page(6, 400, 300)).resized(400, 300).blurred(0.8);
        let patches = choose(&Grey::of_plane(&print), 24, 60, |x, y| (30.0..370.0).contains(&x) && (30.0..270.0).contains(&y));
        for (dx, dy) in [(0.37, -0.62), (-1.5, 0.08), (2.41, 1.93)] {
            let seen = Grey::of_plane(&Plane::from_fn(400, 300, |x, y| {
                let (x, y) = (x as f64 - dx, y as f64 - dy);
                40.0 + 0.6 * print.cubic(x.clamp(0.0, 399.0), y.clamp(0.0, 299.0)).unwrap_or(0.0)
            }));
            let found: Vec<Found> =
                patches.iter().filter_map(|patch| patch.search(&seen, &Homography::IDENTITY, patch.center(), 3)).collect();
            assert!(found.len() == patches.len() && found.len() > 30, "{}", found.len());
            let misses: Vec<f64> = found
                .iter()
                .filter(|found| found.agreement > 0.9)
                .map(|found| (found.pair.from[0] - found.pair.to[0] - dx).hypot(found.pair.from[1] - found.pair.to[1] - dy))
                .collect();
            assert!(misses.len() * 10 > found.len() * 9, "{} of {} agree", misses.len(), found.len());
            let worst = misses.iter().copied().fold(0.0, f64::max);
            assert!(worst < 0.06, "{worst} px at ({dx}, {dy})");
        }
    }

    #[test]
    fn a_patch_without_its_like_in_view_is_found_nowhere() {
        let print = Grey::of(&page(6, 400, 300)).resized(400, 300).blurred(0.8);
        let other = Grey::of(&page(7, 400, 300)).resized(400, 300).blurred(0.8);
        let (print, other) = (Grey::of_plane(&print), Grey::of_plane(&other));
        let patches = choose(&print, 24, 60, |x, y| (30.0..370.0).contains(&x) && (30.0..270.0).contains(&y));
        let agreeing =
            |patch: &&Patch| patch.search(&other, &Homography::IDENTITY, patch.center(), 3).is_some_and(|found| found.agreement > 0.8);
        assert!(patches.iter().filter(agreeing).count() * 5 < patches.len());
        // Beyond the edge of what is seen there is nothing to look at.
        let away = Homography::scale_shift([1.0, 1.0], [1_000.0, 0.0]);
        assert!(patches.iter().all(|patch| patch.search(&print, &away, patch.center(), 3).is_none()));
    }

    proptest::proptest! {
        #[test]
        fn no_map_however_odd_makes_it_stumble(
            cells in proptest::array::uniform9(-3.0_f64..3.0),
            tilt in -1e3_f64..1e3,
            at in proptest::array::uniform2(-50.0_f64..150.0),
        ) {
            let plane = Grey::of_plane(&Plane::from_fn(96, 80, |x, y| ((x * 7 + y * 13) % 251) as f32));
            let patches = choose(&plane, 24, 2, |_, _| true);
            let [a, b, c, d, e, f, g, h, i] = cells;
            for map in [[[a, b, 30.0 * c], [d, e, 30.0 * f], [0.01 * g, 0.01 * h, i]], [[a, b, c], [d, e, f], [tilt, g, h]]] {
                for patch in &patches {
                    let found = patch.search(&plane, &Homography(map), at, 3);
                    proptest::prop_assert!(found.is_none_or(|found| found.agreement.is_finite() && found.best.is_finite()));
                }
            }
        }
    }
}
