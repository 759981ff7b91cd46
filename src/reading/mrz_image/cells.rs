//! Where the characters of a line stand: the cells of one pitch on which the answers of the network agree best.
//!
//! Every format has lines of one length, so for each length and each place of the last cell the best row of cells is found by dynamic
//! programming: the sum of what speaks for a character in each cell, less what an uneven pitch costs.

use super::net::{ANSWERS, NONE, PITCH, STEP};

/// Places from one cell to the next at the pitch that was expected.
pub(super) const STRIDE: usize = PITCH as usize / STEP;
/// How many places a stride may be longer or shorter.
const UNEVEN: usize = 2;
/// What a stride costs that is one place longer or shorter, in natural logarithms of probability.
const COST: f32 = 0.12;
/// The most that a single cell can speak for or against a line, so that a hidden character does not break it.
const MOST: f32 = 5.0;
/// Lengths of lines: TD1, TD2 and MRV-B, TD3 and MRV-A (ICAO Doc 9303-4 to 7).
pub(super) const LENGTHS: [usize; 3] = [30, 36, 44];

/// Rows of cells of a line.
pub(super) struct Cells {
    /// For each number of cells less one and each place of the last: what speaks for the best row, and the stride that led to it.
    scores: Vec<Vec<f32>>,
    strides: Vec<Vec<u8>>,
}

/// What speaks for a character at a place.
pub(super) fn gain(answers: &[f32; ANSWERS]) -> f32 {
    let best = answers[..NONE].iter().copied().fold(f32::NEG_INFINITY, f32::max);
    (best - answers[NONE]).clamp(-MOST, MOST)
}

impl Cells {
    /// All rows of up to the longest of [`LENGTHS`].
    pub(super) fn of(answers: &[[f32; ANSWERS]]) -> Self {
        let gains: Vec<f32> = answers.iter().map(gain).collect();
        let longest = LENGTHS[LENGTHS.len() - 1];
        let mut scores: Vec<Vec<f32>> = vec![gains.clone()];
        let mut strides: Vec<Vec<u8>> = vec![vec![0; gains.len()]];
        for _ in 1..longest {
            let last = &scores[scores.len() - 1];
            let mut now = vec![f32::NEG_INFINITY; gains.len()];
            let mut by = vec![0_u8; gains.len()];
            for at in (STRIDE - UNEVEN)..gains.len() {
                for stride in STRIDE - UNEVEN..=STRIDE + UNEVEN {
                    let Some(from) = at.checked_sub(stride) else { continue };
                    let off = stride.abs_diff(STRIDE) as f32;
                    let score = last[from] - COST * off * off;
                    if score > now[at] {
                        (now[at], by[at]) = (score, stride as u8);
                    }
                }
                now[at] += gains[at];
            }
            scores.push(now);
            strides.push(by);
        }
        Self { scores, strides }
    }

    /// The best row of any number of cells.
    pub(super) fn of_any_length(&self) -> Vec<usize> {
        let all =
            self.scores.iter().enumerate().flat_map(|(less, ends)| ends.iter().enumerate().map(move |(end, score)| (*score, less, end)));
        match all.reduce(|best, row| if row.0 > best.0 { row } else { best }) {
            Some((score, less, end)) if score.is_finite() => self.back(less + 1, end),
            _ => Vec::new(),
        }
    }

    /// What speaks for a row of `LENGTHS[length]` cells that ends at each place.
    pub(super) fn ends(&self, length: usize) -> &[f32] {
        &self.scores[LENGTHS[length] - 1]
    }

    /// The best row of that length: the place of its last cell, and what speaks for it; minus infinity where there is no room for one.
    pub(super) fn best(&self, length: usize) -> (usize, f32) {
        let ends = self.ends(length).iter().copied().enumerate();
        ends.reduce(|best, end| if end.1 > best.1 { end } else { best }).unwrap_or((0, f32::NEG_INFINITY))
    }

    /// The places of the cells of the row of that length that ends at a place.
    pub(super) fn row(&self, length: usize, end: usize) -> Vec<usize> {
        self.back(LENGTHS[length], end)
    }

    fn back(&self, cells: usize, end: usize) -> Vec<usize> {
        let mut places = vec![end];
        for count in (1..cells).rev() {
            let at = places[places.len() - 1];
            places.push(at.saturating_sub(usize::from(self.strides[count][at])));
        }
        places.reverse();
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Answers of a line with the character 3 in `count` cells from `start` on.
    fn answers(start: usize, count: usize, all: usize) -> Vec<[f32; ANSWERS]> {
        (0..all)
            .map(|at| {
                let is_cell = at >= start && (at - start).is_multiple_of(STRIDE) && (at - start) / STRIDE < count;
                let mut answers = [-9.0; ANSWERS];
                answers[if is_cell { 3 } else { NONE }] = -0.01;
                answers
            })
            .collect()
    }

    #[test]
    fn the_right_length_scores_best_and_its_cells_are_found() {
        for (at, length) in LENGTHS.into_iter().enumerate() {
            let found = Cells::of(&answers(21, length, 440));
            let scores = [0, 1, 2].map(|length| found.best(length).1);
            let best = (0..3).max_by(|one, other| scores[*one].total_cmp(&scores[*other])).unwrap();
            assert_eq!(best, at, "{length}: {scores:?}");
            assert_eq!(found.row(at, found.best(at).0), (0..length).map(|cell| 21 + cell * STRIDE).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_line_that_is_too_short_has_no_cells() {
        for answers in [answers(2, 10, 100), Vec::new()] {
            let found = Cells::of(&answers);
            assert!((0..3).all(|length| found.best(length).1 == f32::NEG_INFINITY));
        }
    }
}
