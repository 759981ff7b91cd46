//! Small squares of a reference page that a fit is refined by, and where they are found in a questioned picture.

use super::fit::Pair;
use crate::domain::Homography;
use crate::imaging::plane::Plane;

/// Values that are summed side by side, so that loops run on wide vectors and give the same bits on narrow ones.
const LANES: usize = 8;
/// Side of the blocks that structure is summed over, in px.
const BLOCK: usize = 8;

/// Share of noise below which a patch does not count for more.
const LEAST_NOISE: f64 = 0.02;

/// A square with structure in both directions, its values about their mean.
#[derive(Debug, Clone)]
pub(super) struct Patch {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) side: usize,
    values: Vec<f32>,
    /// The root of the sum of squares of `values`.
    norm: f32,
    /// The smaller eigenvalue of the structure tensor over the variance, in 1/px².
    steepness: f64,
}

/// One patch as it was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
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
pub(super) fn choose(plane: &Plane, side: usize, most: usize, usable: impl Fn(f64, f64) -> bool) -> Vec<Patch> {
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
fn tensors(plane: &Plane) -> Vec<[f32; 3]> {
    use rayon::prelude::*;
    let (across, down) = (plane.width.saturating_sub(2) / BLOCK, plane.height.saturating_sub(2) / BLOCK);
    let mut blocks = vec![[0.0_f32; 3]; across * down];
    if across == 0 {
        return blocks;
    }
    blocks.par_chunks_exact_mut(across).enumerate().for_each(|(row, blocks)| {
        for y in (row * BLOCK + 1)..=((row + 1) * BLOCK) {
            let line = |y: usize| &plane.data[y * plane.width..(y + 1) * plane.width];
            let (above, here, below) = (line(y - 1), line(y), line(y + 1));
            for (place, block) in blocks.iter_mut().enumerate() {
                let at = place * BLOCK + 1;
                let (left, right) = (&here[at - 1..at - 1 + BLOCK], &here[at + 1..=at + BLOCK]);
                let (up, under) = (&above[at..at + BLOCK], &below[at..at + BLOCK]);
                let mut sums = [[0.0_f32; BLOCK]; 3];
                for k in 0..BLOCK {
                    let (gx, gy) = ((right[k] - left[k]) * 0.5, (under[k] - up[k]) * 0.5);
                    sums[0][k] = gx * gx;
                    sums[1][k] = gx * gy;
                    sums[2][k] = gy * gy;
                }
                block.iter_mut().zip(&sums).for_each(|(block, sums)| *block += sums.iter().sum::<f32>());
            }
        }
    });
    blocks
}

impl Patch {
    fn cut(plane: &Plane, (left, top): (usize, usize), side: usize, least: f32) -> Self {
        let rows = (top..top + side).flat_map(|y| &plane.data[y * plane.width + left..y * plane.width + left + side]);
        let mut values: Vec<f32> = rows.copied().collect();
        let mean = values.iter().map(|value| f64::from(*value)).sum::<f64>() / values.len().max(1) as f64;
        for value in &mut values {
            *value -= mean as f32;
        }
        let norm = values.iter().map(|value| f64::from(value * value)).sum::<f64>().sqrt().max(1e-3) as f32;
        let variance = f64::from(norm).powi(2) / values.len().max(1) as f64;
        Self { left, top, side, values, norm, steepness: f64::from(least) / variance.max(1e-3) }
    }

    pub(super) fn center(&self) -> [f64; 2] {
        let half = (self.side as f64 - 1.0) / 2.0;
        [self.left as f64 + half, self.top as f64 + half]
    }

    /// Finds the patch within `reach` px of where `view_from_stage` puts it in `questioned`; `None` if that does not show all of it.
    ///
    /// The place is refined between pixels by parabolas through the peak of the zero-mean normalised cross-correlation.
    ///
    /// `at` is where a flat page would show the middle of the patch: [`Self::center`] for one that is flat.
    pub(super) fn search(&self, questioned: &Plane, view_from_stage: &Homography, at: [f64; 2], reach: usize) -> Option<Found> {
        let span = self.side + 2 * reach;
        let half = (span as f64 - 1.0) / 2.0;
        let window = window(questioned, view_from_stage, at[0] - half, at[1] - half, span)?;
        let steps = 2 * reach + 1;
        let table: Vec<f64> = (0..steps * steps).map(|place| self.agreement(&window, span, (place % steps, place / steps))).collect();
        let best = (0..table.len()).max_by(|a, b| table[*a].total_cmp(&table[*b]))?;
        let (x, y) = (best % steps, best / steps);
        if x == 0 || y == 0 || x + 1 == steps || y + 1 == steps {
            return Some(Found {
                pair: Pair { from: [0.0; 2], to: [0.0; 2], weight: 0.0 },
                agreement: -1.0,
                best: table[best],
                steepness: 0.0,
            });
        }
        let vertex = |before: f64, here: f64, after: f64| {
            let bend = before + after - 2.0 * here;
            if bend < 0.0 { ((before - after) / (2.0 * bend)).clamp(-0.5, 0.5) } else { 0.0 }
        };
        let dx = x as f64 - reach as f64 + vertex(table[best - 1], table[best], table[best + 1]);
        let dy = y as f64 - reach as f64 + vertex(table[best - steps], table[best], table[best + steps]);
        let to = self.center();
        let pair = Pair { from: [at[0] + dx, at[1] + dy], to, weight: 1.0 };
        Some(Found { pair, agreement: table[best], best: table[best], steepness: self.steepness })
    }

    /// The zero-mean normalised cross-correlation with the window at `offset`.
    fn agreement(&self, window: &[f32], span: usize, offset: (usize, usize)) -> f64 {
        let (mut product, mut sum, mut squares) = ([0.0_f32; LANES], [0.0_f32; LANES], [0.0_f32; LANES]);
        for (y, row) in self.values.chunks_exact(self.side).enumerate() {
            let start = (y + offset.1) * span + offset.0;
            // The side is a whole number of lanes.
            for (a, b) in row.chunks_exact(LANES).zip(window[start..start + self.side].chunks_exact(LANES)) {
                for k in 0..LANES {
                    product[k] += a[k] * b[k];
                    sum[k] += b[k];
                    squares[k] += b[k] * b[k];
                }
            }
        }
        let [product, sum, squares] = [product, sum, squares].map(|lanes| lanes.iter().map(|value| f64::from(*value)).sum::<f64>());
        let deviation = (squares - sum * sum / self.values.len() as f64).max(1.0).sqrt();
        product / (f64::from(self.norm) * deviation)
    }
}

/// The square of `span` px from (`left`, `top`) of a stage as `questioned` shows it, about its mean; `None` if it does not show all.
fn window(questioned: &Plane, view_from_stage: &Homography, left: f64, top: f64, span: usize) -> Option<Vec<f32>> {
    let mut window = Vec::with_capacity(span * span);
    let [[a, b, c], [d, e, f], [g, h, i]] = view_from_stage.0;
    for y in 0..span {
        let y = top + y as f64;
        let (c, f, i) = (b * y + c, e * y + f, h * y + i);
        for x in 0..span {
            let x = left + x as f64;
            let share = 1.0 / (g * x + i);
            window.push(questioned.cubic((a * x + c) * share, (d * x + f) * share)?);
        }
    }
    // About their mean, the squares of values fit single precision.
    let mean = window.iter().map(|value| f64::from(*value)).sum::<f64>() / window.len().max(1) as f64;
    for value in &mut window {
        *value -= mean as f32;
    }
    Some(window)
}
