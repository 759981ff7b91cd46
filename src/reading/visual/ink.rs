//! Tells print from ground: what is darker than what lies around it, and the pieces it falls into.

use crate::imaging::grey::Grey;

/// Strokes of print are thinner than this; whatever is wider is ground. In mm.
const STROKE_MM: f64 = 0.9;
/// Print is darker than the ground by at least so many of 255.
const LEAST_CONTRAST: u8 = 22;
/// So much of a patch is print if there is any, in mm²: the strokes of one letter.
const SURE_MM2: f64 = 0.5;
/// Print is at least so dark as the darkest of it; the lines of a security background are lighter.
const PRINT_SHARE: f64 = 0.5;

/// A piece of ink in one part: its extent in px, the last row and column not included, and its area.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) left: usize,
    pub(super) top: usize,
    pub(super) right: usize,
    pub(super) bottom: usize,
    pub(super) area: usize,
}

impl Piece {
    pub(super) fn width(&self) -> usize {
        self.right - self.left
    }

    pub(super) fn height(&self) -> usize {
        self.bottom - self.top
    }
}

/// The pieces of ink of a patch.
pub(super) fn pieces(grey: &Grey, px_per_mm: f64) -> Vec<Piece> {
    let (width, height) = (grey.width, grey.height);
    let reach = ((STROKE_MM * px_per_mm / 2.0).round() as usize).max(1);
    let ground = closed(grey, reach);
    let depth: Vec<u8> = ground.iter().zip(&grey.data).map(|(ground, level)| ground.saturating_sub(*level)).collect();
    let limit = ((f64::from(sure_depth(&depth, px_per_mm)) * PRINT_SHARE) as u8).max(LEAST_CONTRAST);
    let mut ink: Vec<bool> = depth.iter().map(|depth| *depth > limit).collect();
    let mut found = Vec::new();
    let mut open = Vec::new();
    for start in 0..ink.len() {
        if !ink[start] {
            continue;
        }
        ink[start] = false;
        open.push(start);
        let mut piece = Piece { left: width, top: height, right: 0, bottom: 0, area: 0 };
        while let Some(at) = open.pop() {
            let (x, y) = (at % width, at / width);
            piece.left = piece.left.min(x);
            piece.right = piece.right.max(x + 1);
            piece.top = piece.top.min(y);
            piece.bottom = piece.bottom.max(y + 1);
            piece.area += 1;
            for row in y.saturating_sub(1)..(y + 2).min(height) {
                for column in x.saturating_sub(1)..(x + 2).min(width) {
                    let next = row * width + column;
                    if ink[next] {
                        ink[next] = false;
                        open.push(next);
                    }
                }
            }
        }
        found.push(piece);
    }
    found
}

/// The ground: the largest value within `reach`, and of these the smallest within `reach`, so that thin dark strokes are gone.
fn closed(grey: &Grey, reach: usize) -> Vec<u8> {
    let (width, height) = (grey.width, grey.height);
    let mut values = grey.data.clone();
    for darkest in [false, true] {
        for row in values.chunks_exact_mut(width.max(1)) {
            let old = row.to_vec();
            spread(&old, reach, darkest, |at, value| row[at] = value);
        }
        for column in 0..width {
            let old: Vec<u8> = (0..height).map(|row| values[row * width + column]).collect();
            spread(&old, reach, darkest, |at, value| values[at * width + column] = value);
        }
    }
    values
}

/// The largest (or smallest) of the values within `reach` of each, in one pass whatever the reach.
fn spread(old: &[u8], reach: usize, smallest: bool, mut put: impl FnMut(usize, u8)) {
    let beaten = |old: u8, new: u8| if smallest { old >= new } else { old <= new };
    // Places of values that may still become the largest, each larger than the next.
    let mut waiting = std::collections::VecDeque::new();
    for at in 0..old.len() + reach {
        if let Some(&new) = old.get(at) {
            while waiting.back().is_some_and(|&last: &usize| beaten(old[last], new)) {
                waiting.pop_back();
            }
            waiting.push_back(at);
        }
        let Some(middle) = at.checked_sub(reach) else { continue };
        while waiting.front().is_some_and(|&first| first + reach < middle) {
            waiting.pop_front();
        }
        if let Some(&first) = waiting.front() {
            put(middle, old[first]);
        }
    }
}

/// How deep the darkest [`SURE_MM2`] are at least.
fn sure_depth(depth: &[u8], px_per_mm: f64) -> u8 {
    let mut counts = [0_u64; 256];
    for value in depth {
        counts[usize::from(*value)] += 1;
    }
    let wanted = (SURE_MM2 * px_per_mm * px_per_mm) as u64;
    let mut above = 0;
    let deepest = counts.iter().enumerate().rev().find(|(_, count)| {
        above += **count;
        above > wanted
    });
    deepest.map_or(0, |(value, _)| value as u8)
}
