//! Lines across a PDF417 symbol, the likeness of each to the clusters of patterns, and the rows they make.

use rxing::pdf417::pdf_417_common::{SYMBOL_TABLE, getCodeword};

use super::shape::{CODEWORD, Shape};
use crate::reading::barcode::find::grid::Grid;
use crate::reading::barcode::find::luma::Luma;

/// Modules of a codeword as a length.
const WIDE: usize = CODEWORD as usize;

/// The least mean likeness of lines to their clusters; real ones have 0.85 and more, other prints 0.65 at the most.
const LEAST_LIKENESS: f32 = 0.7;

/// Codewords of a cluster.
const WORDS: usize = 929;

/// The most lines that are looked at.
const MAX_LINES: f64 = 200.0;

/// The clusters in use, in the order of rows.
const CLUSTERS: [usize; 3] = [0, 3, 6];

/// The module patterns of every codeword of a cluster, without their mean and of length one, module by module.
#[derive(Default)]
struct Cluster {
    modules: [Vec<f32>; WIDE],
    words: Vec<u32>,
}

/// The patterns of the three clusters.
pub(super) struct Patterns {
    clusters: [Cluster; 3],
}

/// One line, or the mean of some: its cluster as 0, 1 or 2, and its codewords with the row indicators.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub(super) cluster: i32,
    pub(super) words: Vec<u32>,
}

/// All lines of a symbol, from the top.
pub(super) struct Lines<'a> {
    patterns: &'a Patterns,
    /// The levels of the modules of the codewords, line by line.
    profiles: Vec<Vec<f32>>,
    /// The likeness of each line to each cluster, from 0 to 1.
    likeness: Vec<[f32; 3]>,
}

impl Patterns {
    pub(super) fn new() -> Self {
        let mut clusters: [Cluster; 3] = Default::default();
        for symbol in SYMBOL_TABLE {
            let Ok(word) = u32::try_from(getCodeword(symbol)) else { continue };
            let mut pattern = [0.0; WIDE];
            let mut widths = [0_usize; 8];
            let (mut run, mut before) = (0, true);
            for (at, value) in pattern.iter_mut().enumerate() {
                let dark = symbol >> (WIDE - 1 - at) & 1 == 1;
                if dark != before {
                    run += 1;
                    before = dark;
                }
                if let Some(width) = widths.get_mut(run) {
                    *width += 1;
                }
                *value = if dark { 0.0 } else { 1.0 };
            }
            // The cluster is told by the widths of the bars (ISO/IEC 15438, 5.3.1).
            let [a, _, b, _, c, _, d, _] = widths;
            let cluster = (a + c + 9 - b - d) % 9;
            if let Some(place) = CLUSTERS.iter().position(|other| *other == cluster).and_then(|place| clusters.get_mut(place)) {
                place.modules.iter_mut().zip(normal(&pattern)).for_each(|(all, module)| all.push(module));
                place.words.push(word);
            }
        }
        Self { clusters }
    }

    /// The most alike codeword of a cluster, and how alike it is.
    fn best(&self, modules: &[f32; WIDE], cluster: usize) -> (u32, f32) {
        let Some(cluster) = self.clusters.get(cluster) else { return (0, -1.0) };
        let mut like = [0.0_f32; WORDS];
        for (all, module) in cluster.modules.iter().zip(modules) {
            like.iter_mut().zip(all).for_each(|(like, pattern)| *like += pattern * module);
        }
        let mut best = (0, -1.0);
        for (like, word) in like.iter().zip(&cluster.words) {
            if *like > best.1 {
                best = (*word, *like);
            }
        }
        best
    }
}

/// Values without their mean, of length one; all zero if they are alike.
fn normal(values: &[f32]) -> [f32; WIDE] {
    let mut out = [0.0; WIDE];
    let mean = values.iter().sum::<f32>() / WIDE as f32;
    out.iter_mut().zip(values).for_each(|(out, value)| *out = value - mean);
    let length = out.iter().map(|value| value * value).sum::<f32>().sqrt();
    if length > 1e-3 {
        for value in &mut out {
            *value /= length;
        }
    }
    out
}

impl<'a> Lines<'a> {
    /// The lines of a symbol, a pixel or more apart.
    pub(super) fn of(luma: &Luma, shape: &Shape, patterns: &'a Patterns) -> Option<Self> {
        let [a, b, c, d] = shape.corners;
        let height = f64::midpoint(libm::hypot(d.x - a.x, d.y - a.y), libm::hypot(c.x - b.x, c.y - b.y));
        let count = height.clamp(3.0, MAX_LINES) as i32;
        let unit = crate::domain::Homography::scale_shift([1.0, 1.0 / f64::from(count)], [0.0, 0.0]);
        let grid = Grid { columns: shape.modules, rows: count, px_from_module: shape.px_from_module.after(&unit) };
        let levels = grid.lines(luma)?;
        // Codewords between the start and the stop pattern.
        let words = (shape.columns + 2) as usize;
        let profiles: Vec<Vec<f32>> =
            levels.chunks_exact(shape.modules as usize).map(|line| line.iter().skip(WIDE).take(words * WIDE).copied().collect()).collect();
        // A few codewords tell the cluster; more do not tell it better.
        let step = (words / 8).max(1);
        let like = |profile: &Vec<f32>| {
            let taken: Vec<[f32; WIDE]> = profile.chunks_exact(WIDE).step_by(step).map(normal).collect();
            [0, 1, 2].map(|cluster| taken.iter().map(|modules| patterns.best(modules, cluster).1).sum::<f32>() / taken.len().max(1) as f32)
        };
        // Bars that are no codewords are told by a few lines.
        let few: Vec<f32> = profiles.iter().skip(3).step_by(8).map(|profile| like(profile).into_iter().fold(-1.0, f32::max)).collect();
        if few.iter().sum::<f32>() < LEAST_LIKENESS * few.len() as f32 {
            return None;
        }
        let likeness = profiles.iter().map(like).collect();
        Some(Self { patterns, profiles, likeness })
    }

    /// The rows: lines of the same cluster, one cluster after the other, so that the likeness of all is greatest.
    pub(super) fn rows(&self) -> Vec<Line> {
        // For each line and each cluster the best sum so far, and whether a row starts there.
        let mut sums = [0.0_f32; 3];
        let mut starts: Vec<[bool; 3]> = Vec::with_capacity(self.likeness.len());
        for (at, like) in self.likeness.iter().enumerate() {
            let [a, b, c] = sums;
            let stay = [a, b, c];
            let come = [c, a, b];
            let mut start = [false; 3];
            for (((sum, start), (stay, come)), like) in sums.iter_mut().zip(&mut start).zip(stay.iter().zip(come)).zip(like) {
                // A change costs a little, or noise makes three rows at once.
                *start = at > 0 && come - 0.25 > *stay;
                *sum = like + if *start { come - 0.25 } else { *stay };
            }
            starts.push(start);
        }
        let mut cluster = (0..3).max_by(|a, b| sums.get(*a).unwrap_or(&0.0).total_cmp(sums.get(*b).unwrap_or(&0.0))).unwrap_or(0);
        let mut rows = Vec::new();
        let mut end = self.likeness.len();
        for (at, start) in starts.iter().enumerate().rev() {
            if at == 0 || start.get(cluster).copied().unwrap_or(false) {
                rows.push(self.row(at, end, cluster));
                end = at;
                cluster = (cluster + 2) % 3;
            }
        }
        rows.reverse();
        rows
    }

    /// The codewords of lines that belong together, those in the middle counting most.
    fn row(&self, from: usize, to: usize, cluster: usize) -> Line {
        let length = self.profiles.first().map_or(0, Vec::len);
        let mut sum = vec![0.0_f32; length];
        let middle = (from + to) as f32 / 2.0 - 0.5;
        let half = (to - from) as f32 / 2.0;
        for (at, profile) in (from..to).zip(self.profiles.get(from..to).unwrap_or_default()) {
            let weight = 1.2 - (at as f32 - middle).abs() / half.max(0.5);
            sum.iter_mut().zip(profile).for_each(|(sum, value)| *sum += weight.max(0.0) * value);
        }
        let words = sum.chunks_exact(WIDE).map(|modules| self.patterns.best(&normal(modules), cluster).0).collect();
        Line { cluster: cluster as i32, words }
    }
}
